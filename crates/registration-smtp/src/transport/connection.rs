//! One connection to the server: TLS before credentials, and a dialogue that knows how far it has come.

use super::{
    InvalidSmtpConfig, Security, SmtpConfig,
    failure::{Refusal, Stage},
};
use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters},
    extension::ClientId,
};
use registration_core::model::EmailAddress;
use std::{
    io, iter,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};

/// How long a server may take to say goodbye. The mail's fate is known by then.
const PARTING: Duration = Duration::from_secs(1);

/// How a certificate begins in a PEM file.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// Opens connections to the configured server.
pub(super) struct Connector {
    pub(super) config: SmtpConfig,
    hello: ClientId,
    tls: TlsParameters,
}

impl Connector {
    /// `domain` is what the server is greeted with unless the configuration says otherwise: relays distrust clients
    /// that call themselves localhost.
    pub(super) fn new(config: SmtpConfig, domain: &str) -> Result<Self, InvalidSmtpConfig> {
        let mut tls = TlsParameters::builder(config.host.clone());
        for pem in config.root_certificates()? {
            // lettre takes a file without certificates for an empty list, and the mistake would show much later.
            if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
                return Err(InvalidSmtpConfig::RootCertificate(
                    "it is no PEM file".to_owned(),
                ));
            }
            let root = Certificate::from_pem(&pem)
                .map_err(|error| InvalidSmtpConfig::RootCertificate(error.to_string()))?;
            tls = tls.add_root_certificate(root);
        }
        // lettre takes ring's provider unless the process has installed another, so that none must be installed.
        let tls = tls
            .build_rustls()
            .map_err(|error| InvalidSmtpConfig::RootCertificate(error.to_string()))?;
        let hello = config.hello.clone().unwrap_or_else(|| domain.to_owned());
        Ok(Self {
            config,
            hello: ClientId::Domain(hello),
            tls,
        })
    }

    /// Connects, starts TLS and signs in; `stage` follows.
    pub(super) async fn open(&self, stage: &mut Stage) -> Result<Connection, String> {
        let words = |error: lettre::transport::smtp::Error| error.to_string();
        let config = &self.config;
        let server = (config.host.as_str(), config.port);
        let mut smtp = if config.security == Security::Implicit {
            AsyncSmtpConnection::connect_tokio1(
                server,
                Some(config.connect_timeout),
                &self.hello,
                Some(self.tls.clone()),
                None,
            )
            .await
            .map_err(words)?
        } else {
            let tcp = timeout(config.connect_timeout, TcpStream::connect(server))
                .await
                .map_err(|_| "no connection in time".to_owned())?
                .map_err(|error| error.to_string())?;
            let stream = Box::new(Unbuffered { tcp, tls: false });
            AsyncSmtpConnection::connect_with_transport(stream, &self.hello)
                .await
                .map_err(words)?
        };

        *stage = Stage::StartingTls;
        match config.security {
            Security::StartTls if !smtp.can_starttls() => {
                return Err(format!(
                    "{} offers no STARTTLS, so nothing was sent; a server on port 465 may want smtps://",
                    config.host
                ));
            }
            Security::Opportunistic if !smtp.can_starttls() => {}
            Security::StartTls | Security::Opportunistic => smtp
                .starttls(self.tls.clone(), &self.hello)
                .await
                .map_err(words)?,
            Security::Implicit | Security::None => {}
        }

        *stage = Stage::SigningIn;
        if let Some(credentials) = &config.credentials {
            // Asked of the connection and not of the setting: whatever happened above, no password goes out in the
            // clear, but to this very machine.
            if !smtp.is_encrypted() && config.security != Security::None {
                return Err("the connection has no TLS, so the password was not sent".to_owned());
            }
            let credentials =
                Credentials::new(credentials.user.clone(), credentials.password.clone());
            smtp.auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .await
                .map_err(words)?;
        }
        Ok(Connection { smtp })
    }
}

/// A connection that is ready to take a mail.
pub(super) struct Connection {
    smtp: AsyncSmtpConnection,
}

impl Connection {
    /// Transfers one mail; `stage` follows.
    pub(super) async fn transfer(
        &mut self,
        from: &EmailAddress,
        to: &EmailAddress,
        message: &[u8],
        stage: &mut Stage,
    ) -> Result<(), Refusal> {
        // Written here and not by lettre's commands, so that the bytes are those that core's parser approved. That
        // parser lets no control character and no `<` or `>` through.
        *stage = Stage::Sender;
        self.smtp.command(format!("MAIL FROM:<{from}>\r\n")).await?;
        *stage = Stage::Recipient;
        self.smtp.command(format!("RCPT TO:<{to}>\r\n")).await?;
        *stage = Stage::Data;
        self.smtp.command("DATA\r\n").await?;
        // lettre asks for the next piece when the one before has left, and writes the final dot when there is none: a
        // failure before that moment cannot have delivered anything.
        let end = iter::from_fn(|| {
            *stage = Stage::Sent;
            None
        });
        self.smtp
            .message_iter(iter::once(message).chain(end))
            .await?;
        Ok(())
    }

    /// Says goodbye; whether the server answers changes nothing.
    pub(super) async fn part(mut self) {
        let _ = timeout(PARTING, self.smtp.quit()).await;
    }
}

/// A TCP stream that is read byte by byte until TLS begins.
///
/// lettre keeps what it has read ahead across STARTTLS, so somebody in the middle could append replies to the one
/// that STARTTLS gets, and they would pass for replies from inside TLS. Here nothing is read ahead: what was appended
/// meets the TLS handshake, which fails.
#[derive(Debug)]
struct Unbuffered {
    tcp: TcpStream,
    tls: bool,
}

/// The first byte of a TLS handshake, with which no SMTP command begins.
const TLS_HANDSHAKE: u8 = 0x16;

impl AsyncTokioStream for Unbuffered {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.peer_addr()
    }
}

impl AsyncRead for Unbuffered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.tls || buffer.remaining() == 0 {
            return Pin::new(&mut self.tcp).poll_read(context, buffer);
        }
        let mut byte = [0];
        let mut single = ReadBuf::new(&mut byte);
        let read = Pin::new(&mut self.tcp).poll_read(context, &mut single);
        buffer.put_slice(single.filled());
        read
    }
}

impl AsyncWrite for Unbuffered {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.tls |= bytes.first() == Some(&TLS_HANDSHAKE);
        Pin::new(&mut self.tcp).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}
