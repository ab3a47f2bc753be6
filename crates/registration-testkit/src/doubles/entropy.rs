//! Randomness that repeats.

use registration_core::ports::Entropy;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Gives the same bytes in every run, and other bytes at every call. Clones draw from one source.
///
/// Anybody can guess what comes next: for tests only.
///
/// ```
/// use registration_core::ports::Entropy;
/// use registration_testkit::doubles::SeededEntropy;
///
/// let drawn = |entropy: &SeededEntropy| { let mut bytes = [0; 32]; entropy.fill(&mut bytes); bytes };
/// let entropy = SeededEntropy::new(7);
/// assert_eq!(drawn(&entropy), drawn(&SeededEntropy::new(7)), "one seed, one sequence");
/// assert_ne!(drawn(&entropy), drawn(&SeededEntropy::new(7)), "the second draw is another one");
/// ```
#[derive(Debug, Clone)]
pub struct SeededEntropy(Arc<AtomicU64>);

/// The step of `SplitMix64`: odd, so that every state comes once before the first comes again.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl SeededEntropy {
    /// Begins at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(AtomicU64::new(seed)))
    }

    fn next(&self) -> u64 {
        let mut word = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }
}

impl Default for SeededEntropy {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_be_bytes()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_and_no_bytes_twice() {
        let draw = |entropy: &SeededEntropy| {
            let mut bytes = [0; 32];
            entropy.fill(&mut bytes);
            bytes
        };
        let (a, b) = (SeededEntropy::new(7), SeededEntropy::new(7));
        assert_eq!(draw(&a), draw(&b));
        assert_ne!(draw(&a), draw(&a));
        assert_ne!(draw(&SeededEntropy::new(8)), draw(&SeededEntropy::new(7)));
    }
}
