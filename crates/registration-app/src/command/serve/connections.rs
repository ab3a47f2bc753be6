//! Accepts connections and answers on them, until told to stop.
//!
//! `axum::serve` sets no timer, so that whoever opens connections and says nothing keeps them for ever. Here a
//! connection ends when the head of its next request is too long in coming.

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{future::Future, io, net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

/// How long a connection may be silent. Longer than proxies keep theirs (nginx: 60 s), so that a proxy never sends a
/// request into a connection that we are closing.
pub(super) const IDLE: Duration = Duration::from_secs(75);

/// How long to wait when the system has no more file descriptors for us.
const NONE_LEFT: Duration = Duration::from_millis(200);

/// Answers until `stop`, then finishes the requests that are running.
pub(super) async fn serve(
    listener: TcpListener,
    routes: Router,
    idle: Duration,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(idle);
    let running = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => answer(stream, peer, &http, &running, routes.clone()),
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted at this moment");
                tokio::time::sleep(NONE_LEFT).await;
            }
        }
    }
    drop(listener);
    running.shutdown().await;
}

fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    http: &http1::Builder,
    running: &GracefulShutdown,
    routes: Router,
) {
    // Answers are small and complete: waiting to fill a packet only makes them late.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.clone().oneshot(request.map(Body::new))
    });
    let connection = running.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// The peer was gone before we looked: nobody's fault here.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::time::Instant;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::oneshot,
    };

    const SHORT: Duration = Duration::from_millis(200);

    async fn peer(ConnectInfo(peer): ConnectInfo<SocketAddr>) -> String {
        peer.to_string()
    }

    async fn slow() -> &'static str {
        tokio::time::sleep(SHORT).await;
        "done"
    }

    /// A server, and what stops it.
    async fn start() -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let routes = Router::new()
            .route("/peer", get(peer))
            .route("/slow", get(slow));
        let stopped = async { drop(stopped.await) };
        let server = tokio::spawn(serve(listener, routes, SHORT, stopped));
        (address, stop, server)
    }

    async fn said_to(address: SocketAddr, request: &str) -> (String, SocketAddr) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let own = stream.local_addr().unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        (answer, own)
    }

    #[tokio::test]
    async fn a_handler_learns_who_asks() {
        let (address, _stop, _server) = start().await;
        let request = "GET /peer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        let (answer, own) = said_to(address, request).await;
        assert!(answer.ends_with(&own.to_string()), "{answer}");
    }

    #[tokio::test]
    async fn who_does_not_finish_a_head_is_not_waited_for() {
        let (address, _stop, _server) = start().await;
        for half in ["", "GET /peer HTTP/1.1\r\nHost:"] {
            let begun = Instant::now();
            let (answer, _) = said_to(address, half).await;
            assert!(!answer.contains("200 OK"), "{answer}");
            assert!(begun.elapsed() >= SHORT / 2);
        }
    }

    #[tokio::test]
    async fn a_stop_lets_requests_finish_and_closes_what_is_idle() {
        let (address, stop, server) = start().await;
        let _idle = TcpStream::connect(address).await.unwrap();
        let request = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
        let asked = tokio::spawn(said_to(address, request));
        tokio::time::sleep(SHORT / 4).await;
        stop.send(()).unwrap();
        let (answer, _) = asked.await.unwrap();
        assert!(answer.ends_with("done"), "{answer}");
        server.await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
