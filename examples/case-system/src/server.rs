//! Connections: how many are open at once, how long one may take to say what it wants, and how they are let go at the end.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use axum::{Router, body};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::settings::Connections;

/// Answers what comes in, until `ended` is. Whoever is being answered then may be answered to the end, but not for longer than
/// [`Connections::end_within`]: somebody who reads nothing of their answer would never be done.
pub async fn serve(mut listener: TcpListener, service: Router, held_to: Connections, ended: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(held_to.open_at_once.get()));
    let (graceful, mut connections) = (GracefulShutdown::new(), JoinSet::new());
    let mut http = http1::Builder::new();
    // It is also how long a connection stays open on which nothing more is asked.
    http.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(held_to.head_within.into()));
    let mut ended = pin!(ended);
    loop {
        let next = async {
            // Nobody closes it. Whoever comes while every place is taken waits with the operating system.
            let place = Arc::clone(&places).acquire_owned().await;
            (place, Listener::accept(&mut listener).await)
        };
        let (place, (stream, from)) = tokio::select! {
            next = next => next,
            () = &mut ended => break,
        };
        let service = service.clone();
        let answer = service_fn(move |request| service.clone().oneshot(told_from(request, from)));
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), answer));
        while connections.try_join_next().is_some() {}
        connections.spawn(async move {
            // One that breaks off is nothing to do anything about.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if timeout(Duration::from_secs(held_to.end_within.into()), graceful.shutdown()).await.is_err() {
        tracing::warn!(seconds = held_to.end_within, "some were still being answered, and are cut off");
        connections.shutdown().await;
    }
}

/// A request with the address that it comes from.
fn told_from(request: hyper::Request<Incoming>, from: SocketAddr) -> Request {
    let mut request = request.map(body::Body::new);
    request.extensions_mut().insert(ConnectInfo(from));
    request
}
