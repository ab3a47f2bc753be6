//! Renders the mails of `registration-core` and delivers them by SMTP, or keeps them for a demonstration.
//!
//! - [`Renderer`] turns a mail of the outbox into subject, text, HTML and links;
//! - [`SmtpMailer`] hands it to a server, and says what is known when that fails;
//! - [`CapturingMailer`] keeps it where a person or a test can read it.
//!
//! ```no_run
//! use registration_core::ports::Mailer;
//! use registration_smtp::{Brand, Renderer, SmtpConfig, SmtpMailer};
//!
//! let renderer = Renderer {
//!     brand: Brand::named("Halden Cloud"),
//!     public_url: "https://portal.example.com".parse()?,
//! };
//! let config: SmtpConfig = "smtp://relay:s3cret@mail.example.com:587".parse()?;
//! let sender = "\"Halden Cloud\" <portal@example.com>".parse()?;
//! let mailer: Box<dyn Mailer> = Box::new(SmtpMailer::new(config, sender, renderer)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod brand;
mod capture;
mod public_url;
mod render;
mod sender;
mod transport;

pub use brand::Brand;
pub use capture::CapturingMailer;
pub use public_url::{InvalidPublicUrl, PublicUrl};
pub use render::{RenderError, Rendered, Renderer};
pub use sender::{InvalidSender, Sender};
pub use transport::{InvalidSmtpConfig, SmtpConfig, SmtpMailer};
