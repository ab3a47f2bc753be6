//! What holds a secret has no JSON of its own in core, so that nobody prints it by accident; here are its shapes.
//!
//! serde's `remote` keeps a shape and its type alike: a member that is missing in one of them does not compile.

use registration_core::model::{
    Account, AccountId, ApiKey, ApiKeyId, CodeProof, CustomerId, EmailAddress, Locale, Origin,
    PasswordHash, PersonName, Registration, RegistrationId, RegistrationState, Roles, Scope,
    SecretDigest, Session, SessionHolder, SessionId, Staff, StaffId, Timestamp, Token,
    TokenPurpose,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A digest as text, to be looked up by.
pub(super) fn text(digest: &SecretDigest) -> String {
    digest.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

mod digest {
    use super::*;

    pub(super) fn serialize<S: Serializer>(it: &SecretDigest, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&text(it))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<SecretDigest, D::Error> {
        let text = String::deserialize(d)?;
        let digit = |at| {
            text.get(at..at + 2)
                .and_then(|two| u8::from_str_radix(two, 16).ok())
        };
        let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(digit).collect();
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes
            .map(SecretDigest)
            .ok_or_else(|| D::Error::custom("no digest"))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PasswordHash")]
struct HashShape(String);

/// A wrapper lends a shape to what is optional.
mod hash_if {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Hash(#[serde(with = "HashShape")] PasswordHash);

    pub(super) fn serialize<S: Serializer>(
        it: &Option<PasswordHash>,
        s: S,
    ) -> Result<S::Ok, S::Error> {
        it.clone().map(Hash).serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Option<PasswordHash>, D::Error> {
        Ok(Option::<Hash>::deserialize(d)?.map(|hash| hash.0))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CodeProof")]
struct CodeShape {
    #[serde(with = "digest")]
    digest: SecretDigest,
    expires_at: Timestamp,
    tries_left: u8,
}

mod code_if {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Code(#[serde(with = "CodeShape")] CodeProof);

    pub(super) fn serialize<S: Serializer>(
        it: &Option<CodeProof>,
        s: S,
    ) -> Result<S::Ok, S::Error> {
        it.map(Code).serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Option<CodeProof>, D::Error> {
        Ok(Option::<Code>::deserialize(d)?.map(|code| code.0))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Registration")]
pub(super) struct RegistrationShape {
    id: RegistrationId,
    email: EmailAddress,
    name: PersonName,
    locale: Option<Locale>,
    origin: Origin,
    customer: Option<CustomerId>,
    state: RegistrationState,
    #[serde(with = "code_if")]
    code: Option<CodeProof>,
    created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Account")]
pub(super) struct AccountShape {
    id: AccountId,
    email: EmailAddress,
    name: PersonName,
    locale: Option<Locale>,
    #[serde(with = "HashShape")]
    password: PasswordHash,
    created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Staff")]
pub(super) struct StaffShape {
    id: StaffId,
    name: String,
    email: EmailAddress,
    locale: Option<Locale>,
    roles: Roles,
    on_duty: bool,
    active: bool,
    #[serde(with = "hash_if")]
    password: Option<PasswordHash>,
    created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Session")]
pub(super) struct SessionShape {
    id: SessionId,
    #[serde(with = "digest")]
    digest: SecretDigest,
    holder: SessionHolder,
    created_at: Timestamp,
    last_seen_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Token")]
pub(super) struct TokenShape {
    #[serde(with = "digest")]
    digest: SecretDigest,
    purpose: TokenPurpose,
    expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ApiKey")]
pub(super) struct ApiKeyShape {
    id: ApiKeyId,
    name: String,
    #[serde(with = "digest")]
    digest: SecretDigest,
    scope: Scope,
    created_at: Timestamp,
}
