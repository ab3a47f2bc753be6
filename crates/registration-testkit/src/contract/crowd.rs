//! Many units of work at the same time.

/// Runs `$body`, which uses a unit of work `$work` and gives a result, once for each of `$values`, all at the same time,
/// each in a task and a unit of work of its own. Whoever meets contention tries again, as a use case does.
macro_rules! crowd {
    ($subject:expr, $values:expr, |$value:ident, $work:ident| $body:expr) => {{
        use registration_core::ports::StoreError;
        let mut tasks = Vec::new();
        for $value in $values {
            let store = std::sync::Arc::clone(&$subject.store);
            tasks.push(tokio::spawn(async move {
                let mut patience = 400;
                loop {
                    let answer = async {
                        #[allow(unused_mut)]
                        let mut $work = store.begin().await?;
                        let answer = $body?;
                        // Without a pause a fast store would be through before the next one begins.
                        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                        $work.commit().await?;
                        Ok::<_, StoreError>(answer)
                    }
                    .await;
                    match answer {
                        Err(StoreError::Contention(_)) if patience > 0 => patience -= 1,
                        answer => break answer,
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
            }));
        }
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.expect("a unit of work does not panic"));
        }
        answers
    }};
}

pub(super) use crowd;
