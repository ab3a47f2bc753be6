//! What the guide says to copy does what it should.

use registration_core::{
    model::Password,
    ports::{PasswordCheck, PasswordHasher as _},
};
use registration_examples::host::Argon2Hasher;

#[test]
fn a_password_matches_its_own_hash_and_no_other() {
    futures_executor::block_on(async {
        let right = || Password::typed("seven walruses hum quietly");
        let hash = Argon2Hasher.hash(right()).await.unwrap();
        let check = |password, hash| Argon2Hasher.check(password, hash);
        let matches = check(right(), Some(hash.clone())).await.unwrap();
        assert_eq!(matches, PasswordCheck::Matches);
        let wrong = Password::typed("eight walruses hum quietly");
        let differs = check(wrong, Some(hash)).await.unwrap();
        assert_eq!(differs, PasswordCheck::Differs);
        let unknown = check(right(), None).await.unwrap();
        assert_eq!(unknown, PasswordCheck::Differs);
    });
}
