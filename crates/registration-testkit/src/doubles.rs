//! Doubles of what core needs from the environment: time that stands still, randomness that repeats, a mailer that
//! remembers, a store that loses replies. They hold state and answer by it; none of them is fit for production.

mod clock;
mod entropy;
mod lost_replies;
mod mailer;
mod small;

pub use clock::FixedClock;
pub use entropy::SeededEntropy;
pub use lost_replies::LostReplies;
pub use mailer::{Outcome, RecordingMailer};
pub use small::{Bursts, CountingBell, PlainHasher, PlainPreview, Silent, Unlimited};
