//! News as they are told, for pages that are open: each reader hears of the cycles that they may read, and only what they are told.

use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use practice_cycle::id::CycleId;
use practice_cycle::policy::News;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::asked::Fields;
use super::cycles::address;
use crate::api::problem::{Kind, Problem};
use crate::app::App;
use crate::cycles::Failure;
use crate::limits::OpenStream;
use crate::monitor::{Monitor, Told, is_told_to};
use crate::people::SignedIn;

/// How many pieces are looked at, and noted, at once. Whether they may be told is found out for all of them before the first is sent, so
/// there are no more than a connection takes at one time.
const AT_ONCE: i64 = 50;

/// How many of the last pieces are sent to somebody who was away. Of those before them they hear only that there were some.
const TOLD_AGAIN: i64 = 500;

/// Somebody who listens.
struct Listening {
    app: Arc<App>,
    who: SignedIn,
    /// Only that there is something: what it is stands in the database.
    heard: Receiver<Told>,
    ends: watch::Receiver<bool>,
    /// When they have to come again.
    until: Instant,
    /// The place of the last piece that was looked at.
    last: i64,
    /// Whether there was more before that, which they are not told.
    has_missed: bool,
    /// What they are told, and it is noted that they are.
    ready: VecDeque<Event>,
    _open: OpenStream,
}

/// The stream of news, after the piece that a browser says it had last, or after the one that the address names.
pub(super) async fn stream(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    Extension(monitor): Extension<Arc<Monitor>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let fields = Fields::of(query.unwrap_or_default().as_bytes());
    let named = headers.get("last-event-id").and_then(|id| id.to_str().ok()).or(fields.get("after"));
    let named = named.map(str::parse::<i64>).transpose();
    let named = named.map_err(|_| Problem::parameter("`after` takes the number of a piece of news"))?;
    let too_many = || Problem::new(Kind::TooMany).detail("as many streams of news are open as one person may have");
    let open = app.limiter.stream(&who.0).ok_or_else(too_many)?;
    let newest = app.store.last_news().await?;
    // After a backup was taken back, a browser may have had a later piece than there is.
    let named = named.unwrap_or(newest).min(newest);
    let last = named.max(newest - TOLD_AGAIN);
    let listening = Listening {
        heard: monitor.subscribe(),
        ends: monitor.ends(),
        until: Instant::now() + Duration::from_secs(app.settings.http.stream_for.into()),
        app,
        who,
        last,
        has_missed: last > named,
        ready: VecDeque::new(),
        _open: open,
    };
    let stream = unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok(event), listening))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

impl Listening {
    /// The next piece that they are told. It ends with the monitor, after its time, or where the database cannot be used: a browser comes
    /// again, and says what it had last.
    async fn next(&mut self) -> Option<Event> {
        while self.ready.is_empty() {
            if *self.ends.borrow() || Instant::now() >= self.until {
                return None;
            }
            // What was heard before now is read with the rest.
            self.heard = self.heard.resubscribe();
            let news = self.app.store.news_after(self.last, AT_ONCE).await.ok()?;
            if news.is_empty() { self.wait().await? } else { self.take(news).await? }
        }
        self.ready.pop_front()
    }

    /// Waits until something is told.
    async fn wait(&mut self) -> Option<()> {
        tokio::select! {
            heard = self.heard.recv() => (heard != Err(RecvError::Closed)).then_some(()),
            _ = self.ends.wait_for(|ends| *ends) => None,
            () = sleep_until(self.until) => None,
        }
    }

    /// Notes what they are told of some news, and makes it ready.
    async fn take(&mut self, news: Vec<Told>) -> Option<()> {
        let mut theirs = Vec::new();
        for told in news {
            // The places follow one another, but for what is forgotten.
            self.has_missed |= told.number > self.last + 1;
            self.last = told.number;
            if self.is_theirs(&told.news).await? {
                theirs.push(told);
            }
        }
        let cycles: BTreeSet<&CycleId> = theirs.iter().map(|told| &told.news.key().cycle).collect();
        self.app.store.note_reads(self.app.clock.now(), &self.who.0, cycles, "news").await.ok()?;
        if std::mem::take(&mut self.has_missed) {
            self.ready.push_back(Event::default().event("missed").data("{}"));
        }
        for told in &theirs {
            let event = self.event(told).await;
            self.ready.push_back(event);
        }
        Some(())
    }

    /// Whether they may read the cycle, now, and are told that; nothing, where that cannot be found out.
    async fn is_theirs(&self, news: &News) -> Option<bool> {
        let cycle = &news.key().cycle;
        if self.app.reader_of(cycle, &self.who.0).await.ok()?.is_none() {
            return Some(false);
        }
        let (news, me, now) = (news.clone(), self.who.0.clone(), self.app.clock.now());
        let told = self.app.cycles.read(cycle, move |cycle| is_told_to(&news, &cycle.reader(&me, now))).await;
        match told {
            Ok(told) => Some(told),
            Err(Failure::NoSuchCycle) => Some(false),
            Err(_) => None,
        }
    }

    async fn event(&self, told: &Told) -> Event {
        let key = told.news.key();
        let policy = self.app.policy().await.ok();
        let title = policy.and_then(|policy| policy.pack().rule(key.rule.as_str()).map(|rule| rule.title().to_owned()));
        let said = match told.news.code() {
            "opened" => "is due",
            "late" => "is late",
            "settled" => "is settled",
            "withdrawn" => "is no longer asked",
            _ => "is another than it was",
        };
        let data = json!({
            "cycle": key.cycle,
            "address": address(&key.cycle),
            "rule": key.rule,
            "what": told.news.code(),
            "said": said,
            "title": title,
        });
        Event::default().id(told.number.to_string()).event("news").data(data.to_string())
    }
}
