//! An SMTP server on loopback with STARTTLS and AUTH, over mailin's state machine, that can misbehave on request.

mod certificate;
mod received;
mod session;

pub use received::{ParsedMail, Received};

use crate::mailer_contract::{Arrived, Inbox};
use async_trait::async_trait;
use certificate::Certificate;
use session::Guest;
use std::{io::Write, net::SocketAddr, time::Duration};
use tempfile::NamedTempFile;
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;

/// The only user name that is let in.
pub const USER: &str = "relay";
/// Its password.
pub const PASSWORD: &str = "s3cret";

/// How a [`TestSmtp`] treats its clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behaviour {
    /// STARTTLS and AUTH are required; every mail is taken.
    Normal,
    /// The same inside TLS from the first byte.
    ImplicitTls,
    /// Neither TLS nor AUTH is offered; every mail is taken.
    NoTls,
    /// Like [`Normal`](Self::Normal), but the certificate names another host.
    WrongName,
    /// Every recipient is refused for good (550).
    RefuseRecipients,
    /// Every recipient is put off (451).
    Greylist,
    /// The mail is taken, and the connection dropped instead of saying so.
    DropAfterData,
    /// The mail is refused for good (554) after the data, and its text part quoted as the reason.
    RefuseAndQuote,
    /// Connections are taken, and nothing is ever said.
    Silent,
    /// Sends the reply to a command that was not given yet together with the one to STARTTLS, as somebody in the
    /// middle would.
    ForgedReply,
}

/// A running server; it ends when this is dropped.
///
/// ```
/// use registration_testkit::servers::{Behaviour, TestSmtp};
/// # use std::{io::{BufRead, BufReader, Write}, net::TcpStream, time::Duration};
/// # /// Waits for the last line of each reply, as RFC 5321 has it.
/// # fn say(to: std::net::SocketAddr, lines: &[&str]) {
/// #     let stream = TcpStream::connect(to).unwrap();
/// #     let (mut replies, mut stream) = (BufReader::new(stream.try_clone().unwrap()), stream);
/// #     for line in lines {
/// #         let mut reply = String::new();
/// #         while reply.as_bytes().get(3) != Some(&b' ') { reply.clear(); replies.read_line(&mut reply).unwrap(); }
/// #         write!(stream, "{line}\r\n").unwrap();
/// #     }
/// #     replies.read_line(&mut String::new()).unwrap();
/// # }
///
/// # tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(async {
/// let server = TestSmtp::start(Behaviour::NoTls).await;
/// say(server.address(), &["EHLO me", "MAIL FROM:<ann@acme.com>", "RCPT TO:<bob@example.com>", "DATA", "Subject: Lunch\r\n\r\nhttps://example.com/menu\r\n."]);
/// let taken = server.wait_for(1, Duration::from_secs(5)).await;
/// assert_eq!((taken[0].to[0].as_str(), taken[0].over_tls), ("bob@example.com", false));
/// assert_eq!(taken[0].parsed().subject, "Lunch");
/// assert_eq!(server.said_in_the_clear()[0], "EHLO me");
///
/// let strict = TestSmtp::start(Behaviour::Normal).await;
/// assert!(strict.url().starts_with("smtp://relay:s3cret@localhost:"), "with the certificate to trust");
/// # });
/// ```
#[derive(Debug)]
pub struct TestSmtp {
    address: SocketAddr,
    implicit_tls: bool,
    root_pem: String,
    root_file: NamedTempFile,
    heard: watch::Sender<Heard>,
    task: JoinHandle<()>,
}

/// What clients said.
#[derive(Debug, Default)]
struct Heard {
    mails: Vec<Received>,
    in_the_clear: Vec<String>,
}

impl Drop for TestSmtp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TestSmtp {
    /// Starts a server on a free port.
    ///
    /// # Panics
    ///
    /// When loopback or the folder for temporary files cannot be used.
    pub async fn start(behaviour: Behaviour) -> Self {
        let certificate = Certificate::naming(match behaviour {
            Behaviour::WrongName => "elsewhere.example",
            _ => "localhost",
        });
        let mut root_file = NamedTempFile::with_suffix(".pem").expect("a temporary file");
        root_file
            .write_all(certificate.root_pem.as_bytes())
            .expect("a temporary file");
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port on loopback");
        let address = listener.local_addr().expect("a bound socket");
        let (heard, _) = watch::channel(Heard::default());
        let task = tokio::spawn(serve(
            listener,
            behaviour,
            certificate.acceptor,
            heard.clone(),
        ));
        Self {
            address,
            implicit_tls: behaviour == Behaviour::ImplicitTls,
            root_pem: certificate.root_pem,
            root_file,
            heard,
            task,
        }
    }

    /// The mail setting that leads here: with the credentials, and the root certificate as a file.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_with(&format!("{USER}:{PASSWORD}@"), "")
    }

    /// The same with other credentials (`"user:password@"` or nothing) and more options (`"&tls=none"`).
    #[must_use]
    pub fn url_with(&self, credentials: &str, options: &str) -> String {
        let scheme = if self.implicit_tls { "smtps" } else { "smtp" };
        let (port, root) = (self.address.port(), self.root_file.path().display());
        format!("{scheme}://{credentials}localhost:{port}?ca={root}{options}")
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate to trust.
    #[must_use]
    pub fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// The mails that were taken, oldest first.
    #[must_use]
    pub fn inbox(&self) -> Vec<Received> {
        self.heard.borrow().mails.clone()
    }

    /// Every line that clients sent without TLS.
    #[must_use]
    pub fn said_in_the_clear(&self) -> Vec<String> {
        self.heard.borrow().in_the_clear.clone()
    }

    /// Waits until `count` mails were taken, and gives them all.
    ///
    /// # Panics
    ///
    /// When that takes longer than `timeout`.
    pub async fn wait_for(&self, count: usize, timeout: Duration) -> Vec<Received> {
        let mut changes = self.heard.subscribe();
        let enough = changes.wait_for(|heard| heard.mails.len() >= count);
        match tokio::time::timeout(timeout, enough).await {
            Ok(Ok(heard)) => heard.mails.clone(),
            _ => panic!(
                "{} of {count} mails came within {timeout:?}",
                self.inbox().len()
            ),
        }
    }
}

#[async_trait]
impl Inbox for TestSmtp {
    async fn arrived(&self) -> Vec<Arrived> {
        let as_arrived = |mail: Received| {
            let shown = mail.parsed();
            Arrived::new(shown.header("Message-ID").unwrap_or_default(), mail.to)
                .saying(shown.subject, shown.text, shown.html)
                .with_headers(shown.headers)
        };
        self.inbox().into_iter().map(as_arrived).collect()
    }
}

// The sessions live in this task's set, so that they end with the server.
async fn serve(
    listener: TcpListener,
    behaviour: Behaviour,
    acceptor: TlsAcceptor,
    heard: watch::Sender<Heard>,
) {
    let mut sessions = JoinSet::new();
    while let Ok((tcp, peer)) = listener.accept().await {
        let guest = Guest::new(behaviour, heard.clone());
        sessions.spawn(session::run(tcp, peer.ip(), acceptor.clone(), guest));
        while sessions.try_join_next().is_some() {}
    }
}
