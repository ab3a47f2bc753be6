//! What the hasher promises: today's parameters, recognised older ones, one price, a bounded queue.

use super::*;
use crate::entropy::SystemEntropy;

fn hasher(cores: usize, waiting: usize) -> Argon2Hasher {
    Argon2Hasher::with_queue(Arc::new(SystemEntropy), cores, waiting)
}

fn password(text: &str) -> Password {
    Password::typed(text)
}

#[tokio::test]
async fn a_hash_names_its_parameters_and_a_salt_of_its_own() {
    let hasher = hasher(2, 2);
    let one = hasher.hash(password("seven walruses")).await.unwrap();
    let other = hasher.hash(password("seven walruses")).await.unwrap();
    assert!(
        one.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{}",
        one.0
    );
    assert_ne!(one, other);
    for hash in [one, other] {
        let check = hasher
            .check(password("seven walruses"), Some(hash.clone()))
            .await;
        assert_eq!(check.unwrap(), PasswordCheck::Matches);
        let check = hasher.check(password("seven walruse"), Some(hash)).await;
        assert_eq!(check.unwrap(), PasswordCheck::Differs);
    }
}

#[tokio::test]
async fn the_library_itself_agrees_with_a_hash_in_reused_memory() {
    use argon2::PasswordVerifier as _;
    let hasher = hasher(1, 1);
    hasher.hash(password("another one first")).await.unwrap();
    let hash = hasher.hash(password("seven walruses")).await.unwrap();
    Argon2::default()
        .verify_password(b"seven walruses", hash.0.as_str())
        .unwrap();
}

#[tokio::test]
async fn a_hash_with_older_parameters_matches_and_is_called_outdated() {
    use argon2::PasswordHasher as _;
    let older = Params::new(8 * 1024, 1, 1, None).unwrap();
    let hash = Argon2::from(older).hash_password_with_salt(b"seven walruses", b"0123456789abcdef");
    let hash = Some(PasswordHash(hash.unwrap().to_string()));
    let hasher = hasher(1, 1);
    let check = hasher.check(password("seven walruses"), hash.clone()).await;
    assert_eq!(check.unwrap(), PasswordCheck::MatchesOutdated);
    let check = hasher.check(password("six walruses"), hash).await;
    assert_eq!(check.unwrap(), PasswordCheck::Differs);
}

#[tokio::test]
async fn no_hash_at_all_costs_what_a_hash_costs() {
    let hasher = hasher(1, 1);
    let hash = hasher.hash(password("seven walruses")).await.unwrap();
    let hashes = [Some(hash), None];
    // The quickest of a few, taken in turns, since a busy machine only ever adds.
    let mut costs = [f64::MAX; 2];
    for _ in 0..5 {
        for (hash, quickest) in hashes.iter().zip(&mut costs) {
            let begun = Instant::now();
            let check = hasher.check(password("six walruses"), hash.clone());
            assert_eq!(check.await.unwrap(), PasswordCheck::Differs);
            *quickest = begun.elapsed().as_secs_f64().min(*quickest);
        }
    }
    assert!(costs[1] > 0.5 * costs[0], "{costs:?}");
}

#[tokio::test]
async fn what_is_stored_and_no_hash_is_a_failure_and_no_match() {
    let hasher = hasher(1, 1);
    for stored in ["", "seven walruses", "$argon2id$v=19$m=19456,t=2,p=1"] {
        let stored = Some(PasswordHash(stored.into()));
        let check = hasher.check(password("seven walruses"), stored).await;
        assert!(matches!(check, Err(HashError::Failed(_))), "{check:?}");
    }
}

#[tokio::test]
async fn who_comes_when_the_queue_is_full_is_told_so() {
    let hasher = hasher(1, 1);
    let mut begun = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let hasher = hasher.clone();
        begun.spawn(async move { hasher.hash(password("seven walruses")).await });
    }
    let done = begun.join_all().await;
    let busy = done
        .iter()
        .filter(|one| matches!(one, Err(HashError::Busy)))
        .count();
    assert_eq!((done.len() - busy, busy), (2, 3), "one hashes, one waits");
    assert!(
        hasher.hash(password("seven walruses")).await.is_ok(),
        "the queue is empty again"
    );
}

#[tokio::test]
async fn whoever_stops_waiting_gives_its_place_free() {
    let hasher = hasher(1, 1);
    for _ in 0..10 {
        let hash = hasher.hash(password("seven walruses"));
        let _ = tokio::time::timeout(Duration::from_millis(1), hash).await;
        while hasher.0.seats.available_permits() < 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    while hasher.0.cores.available_permits() < 1 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let kept = hasher.0.memory.lock().unwrap().len();
    assert_eq!(kept, 1, "one core needs one memory");
}
