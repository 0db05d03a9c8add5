//! News as they are told, for pages that are open: each reader hears of the cycles that they may read, and only what they are told.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use practice_cycle::policy::News;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::asked::Fields;
use super::cycles::address;
use crate::api::problem::Problem;
use crate::app::App;
use crate::cycles::Failure;
use crate::monitor::{Monitor, Told, is_told_to};
use crate::people::SignedIn;

/// How much of what was missed is read at once.
const AT_ONCE: i64 = 200;

/// Somebody who listens.
struct Listening {
    app: Arc<App>,
    who: SignedIn,
    heard: Receiver<Told>,
    ends: watch::Receiver<bool>,
    /// The place of the last piece that was looked at.
    last: i64,
    /// What was told before they listened, or while they fell behind.
    missed: std::vec::IntoIter<Told>,
    /// Whether there may be more of that.
    is_behind: bool,
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
    // From before it is looked what is last, so that nothing is missed in between.
    let (heard, ends) = (monitor.subscribe(), monitor.ends());
    let named = headers.get("last-event-id").and_then(|id| id.to_str().ok()).or(fields.get("after"));
    let last = match named.map(str::parse::<i64>) {
        // What was not told yet was heard of another database: of one that was lost, and taken back from a backup.
        Some(Ok(last)) => last.min(app.store.last_news().await?),
        Some(Err(_)) => return Err(Problem::parameter("`after` takes the number of a piece of news")),
        None => app.store.last_news().await?,
    };
    let listening = Listening { app, who, heard, ends, last, missed: Vec::new().into_iter(), is_behind: true };
    let stream = unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok(event), listening))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

impl Listening {
    /// The next piece that they are told. It ends with the monitor, or where the database cannot be used: a browser comes again, and
    /// says what it had last.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let told = self.looked_at().await?;
            // What was read of the database is heard, too.
            if told.number <= self.last {
                continue;
            }
            self.last = told.number;
            if self.is_theirs(&told.news).await? {
                return Some(self.event(&told).await);
            }
        }
    }

    /// The next piece, whoever it is for.
    async fn looked_at(&mut self) -> Option<Told> {
        loop {
            if let Some(told) = self.missed.next() {
                return Some(told);
            }
            if self.is_behind {
                let missed = self.app.store.news_after(self.last, AT_ONCE).await.ok()?;
                self.is_behind = !missed.is_empty();
                self.missed = missed.into_iter();
                continue;
            }
            let heard = tokio::select! {
                heard = self.heard.recv() => heard,
                // The program ends, and does not wait for those who listen.
                _ = self.ends.wait_for(|ends| *ends) => return None,
            };
            match heard {
                // Another process told something in between.
                Ok(told) if told.number > self.last + 1 => self.is_behind = true,
                Ok(told) => return Some(told),
                Err(RecvError::Lagged(_)) => self.is_behind = true,
                Err(RecvError::Closed) => return None,
            }
        }
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
