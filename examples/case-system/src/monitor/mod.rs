//! Watches over every cycle: what falls due, what was broken, what was settled, by the rules in force.
//!
//! What it tells is kept in the database in the transaction in which it is told, under the key of its duty: so a program that ends at
//! any moment goes on where it stood, tells nothing twice and misses nothing; and several may watch over one database. Where anything
//! fails, it begins again with what is kept.

mod watch;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use practice_cycle::policy::News;
use practice_cycle::reader::Reader;
use tokio::sync::{broadcast, watch as flag};
use tokio::task::JoinHandle;

pub use crate::store::Told;

use crate::app::App;

/// How often it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// At the clock, and for another pack of rules.
    pub clock: Duration,
    /// For what other processes recorded.
    pub others: Duration,
}

impl Default for Pace {
    /// Each second at the clock, and every five for others.
    fn default() -> Self {
        Self { clock: Duration::from_secs(1), others: Duration::from_secs(5) }
    }
}

/// A monitor that runs.
#[derive(Debug)]
pub struct Monitor {
    told: broadcast::Sender<Told>,
    ends: flag::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Monitor {
    /// Begins to watch, and goes on until it is stopped.
    #[must_use]
    pub fn start(app: Arc<App>, pace: Pace) -> Self {
        let told = broadcast::channel(1024).0;
        let (ends, ended) = flag::channel(false);
        let task = tokio::spawn(watch::run(app, pace, told.clone(), ended));
        Self { told, ends, task: Mutex::new(Some(task)) }
    }

    /// What is told from now on. Whoever falls behind, or was away, reads
    /// [`news_after`](crate::store::Store::news_after).
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Told> {
        self.told.subscribe()
    }

    /// Whether it is to stop, for those who listen.
    #[must_use]
    pub fn ends(&self) -> flag::Receiver<bool> {
        self.ends.subscribe()
    }

    /// Lets go of those who listen, and tells it to stop.
    pub fn end(&self) {
        self.ends.send_replace(true);
    }

    /// Stops it, once what it is telling is kept.
    pub async fn stop(&self) {
        self.end();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && task.await.is_err()
        {
            tracing::error!("the monitor ended in the middle");
        }
    }
}

/// Whether somebody is told a piece of news, by what they are shown of its cycle.
#[must_use]
pub fn is_told_to(news: &News, reader: &Reader) -> bool {
    match news.duty() {
        Some(duty) => duty.is_told_to(std::slice::from_ref(reader)),
        None => {
            let key = news.key();
            let named = [Some(key.opened_by), key.invited_by, key.after];
            named.into_iter().flatten().all(|number| reader.is_shown(number))
        }
    }
}
