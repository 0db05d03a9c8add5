//! Connections over a real network: those that say nothing, those that are too many, and those that are open when the program ends.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use case_system::clock::Clock;
use case_system::server;
use case_system::settings::{Connections, Secret, Settings, SignIn};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::common::Service;
use crate::common::pages::Pages;

/// How long anything may take before a test gives up: far longer than a slow machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// So long that no test waits for it.
const LONG: u32 = 100_000;

const SECRET: &str = "an-invented-secret-of-more-than-32-characters";

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: cases.example\r\n\r\n";

/// A server, until it is told to end.
struct Running {
    address: SocketAddr,
    ends: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

async fn start(pages: &Pages, change: impl FnOnce(&mut Connections)) -> Running {
    let mut held_to = Connections { head_within: LONG, stream_for: LONG, end_within: LONG, ..Connections::default() };
    change(&mut held_to);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (ends, ended) = oneshot::channel();
    let monitor = std::sync::Arc::clone(&pages.monitor);
    let ended = async move {
        let _ = ended.await;
        monitor.end();
    };
    let serving = tokio::spawn(server::serve(listener, pages.router.clone(), held_to, ended));
    Running { address, ends, serving }
}

/// A connection on which something is sent.
async fn sent(to: SocketAddr, words: &'static str) -> TcpStream {
    let connected = spawn_blocking(move || {
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(words.as_bytes()).unwrap();
        stream
    });
    connected.await.unwrap()
}

/// What comes on it, until something that is waited for is in it, or it is closed.
async fn heard(mut stream: TcpStream, wanted: &'static str) -> (TcpStream, String) {
    let heard = spawn_blocking(move || {
        let (mut all, mut some) = (Vec::new(), [0; 4096]);
        loop {
            let length = stream.read(&mut some).unwrap();
            all.extend_from_slice(&some[..length]);
            let text = String::from_utf8_lossy(&all).into_owned();
            if length == 0 || text.contains(wanted) {
                return (stream, text);
            }
        }
    });
    heard.await.unwrap()
}

/// That it is closed, and nothing more comes.
async fn closes(stream: TcpStream) {
    let (_, rest) = heard(stream, "\0").await;
    assert_eq!(rest, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_on_which_no_head_arrives_is_closed() {
    let pages = Pages::of(Service::new().await);
    let running = start(&pages, |held_to| held_to.head_within = 1).await;
    for words in ["", "GET /health HTTP/1.1\r\nhost: cases.exa"] {
        closes(sent(running.address, words).await).await;
    }
    // So is one on which somebody was answered, and asks nothing more.
    let (stream, answer) = heard(sent(running.address, HEALTH).await, "ok\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    closes(stream).await;
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_while_every_place_is_taken_waits() {
    let pages = Pages::of(Service::new().await);
    let running = start(&pages, |held_to| held_to.open_at_once = NonZeroUsize::MIN).await;
    let (first, _) = heard(sent(running.address, HEALTH).await, "ok\n").await;
    let second = sent(running.address, HEALTH).await;
    second.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let waits = spawn_blocking(move || {
        let mut second = second;
        let nothing = second.read(&mut [0; 16]);
        (second, nothing)
    });
    let (second, nothing) = waits.await.unwrap();
    assert!(nothing.is_err(), "{nothing:?}");
    drop(first);
    second.set_read_timeout(Some(PATIENCE)).unwrap();
    let (_, answer) = heard(second, "ok\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_knows_the_proxy_by_the_address_of_its_connection() {
    let from = |network: &'static str| {
        move |settings: &mut Settings| {
            settings.sign_in = SignIn::Proxy {
                header: "x-case-system-person".to_owned(),
                secret_header: "x-case-system-secret".to_owned(),
                secret: Some(Secret::new(SECRET)),
                trusted: vec![network.parse().unwrap()],
            };
        }
    };
    let me = "GET /api/me HTTP/1.1\r\nhost: cases.example\r\nx-case-system-person: worker\r\n\
              x-case-system-secret: an-invented-secret-of-more-than-32-characters\r\nconnection: close\r\n\r\n";
    for (network, status) in [("127.0.0.1/32", "HTTP/1.1 200"), ("192.0.2.1/32", "HTTP/1.1 401")] {
        let pages = Pages::of(Service::with(from(network), Clock::default()).await);
        let running = start(&pages, |_| {}).await;
        let (_, answer) = heard(sent(running.address, me).await, "\0").await;
        assert!(answer.starts_with(status), "{network}: {answer}");
        pages.monitor.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_end_those_who_listen_are_let_go() {
    let pages = Pages::of(Service::new().await);
    let running = start(&pages, |_| {}).await;
    let listens = "GET /news HTTP/1.1\r\nhost: cases.example\r\ncase-system-person: worker\r\n\r\n";
    let (stream, answer) = heard(sent(running.address, listens).await, "\r\n\r\n").await;
    assert!(answer.contains("text/event-stream"), "{answer}");
    running.ends.send(()).unwrap();
    tokio::time::timeout(PATIENCE, running.serving).await.unwrap().unwrap();
    let (_, rest) = heard(stream, "\0").await;
    assert!(rest.ends_with("0\r\n\r\n"), "the stream ends as one that is whole: {rest:?}");
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_end_whoever_is_never_done_is_cut_off() {
    let pages = Pages::of(Service::with(|settings| settings.answer_within = LONG.into(), Clock::default()).await);
    let running = start(&pages, |held_to| held_to.end_within = 1).await;
    // The body that is announced never comes.
    let waits = "POST /api/cycles HTTP/1.1\r\nhost: cases.example\r\ncase-system-person: worker\r\n\
                 content-type: application/json\r\ncontent-length: 10\r\nexpect: 100-continue\r\n\r\n";
    let (stream, answer) = heard(sent(running.address, waits).await, "100").await;
    assert!(answer.starts_with("HTTP/1.1 100"), "it is being read: {answer}");
    let began = Instant::now();
    running.ends.send(()).unwrap();
    tokio::time::timeout(PATIENCE, running.serving).await.unwrap().unwrap();
    assert!(began.elapsed() >= Duration::from_secs(1), "until then it may still be answered");
    let (_, rest) = tokio::time::timeout(PATIENCE, heard(stream, "\0")).await.unwrap();
    assert_eq!(rest, "", "the connection is closed, without an answer");
    pages.monitor.stop().await;
}
