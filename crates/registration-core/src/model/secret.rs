//! Secrets: seen once, stored as digests, never printed.
//!
//! ```
//! use registration_core::model::{ActivationCode, Password, RegistrationId, Secret};
//! let secret = Secret::from_bytes([7; 32]);
//! assert_eq!(secret.digest(), Secret::presented(secret.expose()).digest(), "only digests are stored and compared");
//!
//! let code = ActivationCode::typed(" 123 456 ");
//! assert_eq!(code.expose(), "123456");
//! let [one, other] = [1, 2].map(|id| RegistrationId(uuid::Uuid::from_u128(id)));
//! assert_ne!(code.digest(one), code.digest(other), "equal codes don't look equal at rest");
//!
//! let shown = format!("{secret:?} {code:?} {:?}", Password::typed("seven walruses hum quietly"));
//! assert_eq!(shown, "Secret(…) ActivationCode(…) Password(…)");
//! ```

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A bearer secret: 256 random bits in base64url, as it travels in a link, a cookie or a header.
///
/// `Debug` prints nothing of it. It is serialized only inside a queued mail, whose payload is wiped when sent.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// From 32 random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Base64UrlUnpadded::encode_string(&bytes))
    }

    /// What a client presented; any text, since only its digest is ever looked up.
    #[must_use]
    pub fn presented(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, to be put into a link, cookie or answer.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What may be stored of it.
    #[must_use]
    pub fn digest(&self) -> SecretDigest {
        SecretDigest(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// SHA-256 of a [`Secret`]; compared in constant time.
///
/// Like a [`PasswordHash`] it has no JSON, and neither has what holds one (an account, a session, a key): no handler
/// answers with it by accident. A store that keeps documents writes it in a shape of its own.
///
/// ```compile_fail
/// # let digest = registration_core::model::Secret::presented("").digest();
/// serde_json::to_string(&digest);
/// ```
#[derive(Clone, Copy, Eq, PartialOrd, Ord)]
pub struct SecretDigest(pub [u8; 32]);

impl std::hash::Hash for SecretDigest {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl PartialEq for SecretDigest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl std::fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretDigest(…)")
    }
}

/// The six digits that a mail carries beside its link, to be typed where the registration began.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActivationCode(String);

impl ActivationCode {
    /// Six digits out of random bytes. The bias of the remainder is below 2⁻⁴³.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000))
    }

    /// What a person typed; spaces are forgiven.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self(text.chars().filter(|c| !c.is_whitespace()).collect())
    }

    /// The digits, to be put into a mail.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Digest bound to one registration, so that equal codes don't look equal at rest.
    #[must_use]
    pub fn digest(&self, registration: super::RegistrationId) -> SecretDigest {
        let mut hash = Sha256::new();
        hash.update(registration.0.as_bytes());
        hash.update(self.0.as_bytes());
        SecretDigest(hash.finalize().into())
    }
}

impl std::fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ActivationCode(…)")
    }
}

/// A password as typed. `Debug` prints nothing of it, and it is never stored.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// Takes what a person typed, unchanged: no trimming, no normalisation.
    #[must_use]
    pub fn typed(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The password itself, for the hasher and the strength rule.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A password's hash in PHC string form, with its parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::BuildHasher as _;

    #[test]
    fn nothing_secret_is_ever_printed() {
        let secret = Secret::from_bytes([7; 32]);
        let shown = format!(
            "{secret:?} {:?} {:?} {:?} {:?}",
            secret.digest(),
            ActivationCode::typed("123456"),
            Password::typed("hunter2hunter2"),
            PasswordHash("hunter2hunter2".to_owned())
        );
        assert_eq!(
            shown,
            "Secret(…) SecretDigest(…) ActivationCode(…) Password(…) PasswordHash(…)"
        );
    }

    #[test]
    fn digests_are_told_apart_in_a_map() {
        let state = std::hash::RandomState::new();
        let hash = |byte| state.hash_one(SecretDigest([byte; 32]));
        assert_eq!(hash(1), hash(1));
        assert_ne!(hash(1), hash(2));
    }

    #[test]
    fn a_code_always_has_six_digits() {
        assert_eq!(ActivationCode::from_bytes([0; 8]).expose(), "000000");
        assert_eq!(ActivationCode::typed(" 123 456 ").expose(), "123456");
    }
}
