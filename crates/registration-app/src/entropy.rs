//! Randomness of the operating system.

use registration_core::ports::Entropy;

/// Gives the operating system's random bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Without randomness every token could be guessed, and nothing that follows would be right: no unwinding
            // into a handler that answers with half-filled bytes.
            tracing::error!(%error, "the operating system gives no randomness; stopping");
            std::process::abort();
        }
    }
}
