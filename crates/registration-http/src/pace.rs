//! Answers whose time must not tell what was found.

use std::{future::Future, time::Duration};
use tokio::time::Instant;

/// Longer than the slower of the two ways takes on a loaded machine, shorter than anybody minds.
const PACE: Duration = Duration::from_millis(100);

/// Does `work` and answers no earlier than [`PACE`] after it began (`security.md` 8).
///
/// For forms whose two ways differ by more than a statement: a known address is looked up, written for and mailed, an
/// unknown one is not. Registrations need no pace: they write the same rows whatever was found.
pub(crate) async fn steady<T>(work: impl Future<Output = T>) -> T {
    let answer_at = Instant::now() + PACE;
    let answer = work.await;
    tokio::time::sleep_until(answer_at).await;
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_fast_way_and_a_slow_way_take_the_same_time() {
        let timed = async |work: Duration| {
            let began = Instant::now();
            steady(tokio::time::sleep(work)).await;
            began.elapsed()
        };
        assert_eq!(
            timed(Duration::from_millis(1)).await,
            timed(Duration::from_millis(60)).await
        );
    }
}
