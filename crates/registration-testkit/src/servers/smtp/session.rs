//! One client's conversation: mailin decides what to say, this reads, writes and misbehaves.

use super::{Behaviour, Heard, PASSWORD, Received, USER};
use mailin::{Action, AuthMechanism, Handler, Response, Session, SessionBuilder, response};
use std::{future, io, net::IpAddr};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream},
    net::TcpStream,
    sync::watch,
};
use tokio_rustls::TlsAcceptor;

/// What the server knows of one client.
#[derive(Clone)]
pub(super) struct Guest {
    behaviour: Behaviour,
    heard: watch::Sender<Heard>,
    mail: Received,
    authenticated: bool,
    over_tls: bool,
}

impl Guest {
    pub(super) fn new(behaviour: Behaviour, heard: watch::Sender<Heard>) -> Self {
        Self {
            behaviour,
            heard,
            mail: Received::default(),
            authenticated: false,
            over_tls: behaviour == Behaviour::ImplicitTls,
        }
    }
}

impl Handler for Guest {
    fn rcpt(&mut self, _: &str) -> Response {
        match self.behaviour {
            Behaviour::RefuseRecipients => response::NO_MAILBOX,
            Behaviour::Greylist => response::INTERNAL_ERROR,
            _ => response::OK,
        }
    }

    fn data_start(&mut self, _: &str, from: &str, _: bool, to: &[String]) -> Response {
        self.mail = Received {
            from: from.to_owned(),
            to: to.to_vec(),
            data: Vec::new(),
            authenticated: self.authenticated,
            over_tls: self.over_tls,
        };
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        self.mail.data.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let mail = std::mem::take(&mut self.mail);
        if self.behaviour == Behaviour::RefuseAndQuote {
            let text = mail.parsed().text;
            let words: Vec<&str> = text.split_whitespace().collect();
            return Response::custom(554, format!("not wanted: {}", words.join(" ")));
        }
        self.heard.send_modify(|heard| heard.mails.push(mail));
        match self.behaviour {
            // 421 makes mailin close; the reply is swallowed below.
            Behaviour::DropAfterData => response::NO_SERVICE,
            _ => response::OK,
        }
    }

    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        self.auth_login(user, password)
    }

    fn auth_login(&mut self, user: &str, password: &str) -> Response {
        self.authenticated = (user, password) == (USER, PASSWORD);
        if self.authenticated {
            response::AUTH_OK
        } else {
            response::INVALID_CREDENTIALS
        }
    }
}

enum End {
    Closed,
    WantsTls,
}

pub(super) async fn run(
    tcp: TcpStream,
    peer: IpAddr,
    tls: TlsAcceptor,
    mut guest: Guest,
) -> io::Result<()> {
    let (behaviour, heard) = (guest.behaviour, guest.heard.clone());
    let mut builder = SessionBuilder::new("localhost");
    match behaviour {
        Behaviour::Silent => future::pending().await,
        Behaviour::NoTls => {}
        Behaviour::ImplicitTls => {
            builder
                .enable_auth(AuthMechanism::Plain)
                .enable_auth(AuthMechanism::Login);
            let mut session = builder.build(peer, guest);
            session.tls_active();
            let mut secure = BufStream::new(tls.accept(tcp).await?);
            write(&mut secure, &session.greeting()).await?;
            converse(&mut session, &mut secure, behaviour, |_| {}).await?;
            return Ok(());
        }
        _ => {
            builder
                .enable_start_tls()
                .enable_auth(AuthMechanism::Plain)
                .enable_auth(AuthMechanism::Login);
        }
    }
    // mailin asks for TLS before AUTH and for AUTH before MAIL, so whatever is taken here came over TLS.
    guest.over_tls = behaviour != Behaviour::NoTls;
    let mut session = builder.build(peer, guest);
    let mut plain = BufStream::new(tcp);
    let overhear = |line: &[u8]| {
        let line = String::from_utf8_lossy(line).trim_end().to_owned();
        heard.send_modify(|heard| heard.in_the_clear.push(line));
    };
    write(&mut plain, &session.greeting()).await?;
    if let End::WantsTls = converse(&mut session, &mut plain, behaviour, overhear).await? {
        let mut secure = BufStream::new(tls.accept(plain.into_inner()).await?);
        session.tls_active();
        converse(&mut session, &mut secure, behaviour, |_| {}).await?;
    }
    Ok(())
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    session: &mut Session<Guest>,
    stream: &mut BufStream<S>,
    behaviour: Behaviour,
    overhear: impl Fn(&[u8]),
) -> io::Result<End> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(End::Closed);
        }
        overhear(&line);
        let reply = session.process(&line);
        match reply.action {
            Action::NoReply => {}
            Action::Reply => write(stream, &reply).await?,
            Action::UpgradeTls => {
                if behaviour == Behaviour::ForgedReply {
                    stream.write_all(&reply.buffer()?).await?;
                    stream.write_all(b"250 AUTH PLAIN LOGIN\r\n").await?;
                    stream.flush().await?;
                } else {
                    write(stream, &reply).await?;
                }
                return Ok(End::WantsTls);
            }
            Action::Close if behaviour == Behaviour::DropAfterData => return Ok(End::Closed),
            Action::Close => {
                write(stream, &reply).await?;
                return Ok(End::Closed);
            }
        }
    }
}

async fn write<S: AsyncWrite + Unpin>(stream: &mut S, reply: &Response) -> io::Result<()> {
    stream.write_all(&reply.buffer()?).await?;
    stream.flush().await
}
