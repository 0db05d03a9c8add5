//! The work of a monitor: a diary of all cycles, kept up with what is recorded and with the clock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use practice_cycle::chrono::TimeDelta;
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Diary, DutyKey, DutyState, News};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, watch};
use tokio::time::sleep;

use super::{Pace, Told};
use crate::app::{App, AppError};
use crate::cycles::{Cycle, Failure};
use crate::store::{FoundBy, StoreError};

/// How many cycles are looked at for one transaction.
const AT_ONCE: usize = 64;

/// How many pieces of news are read at once to be sent.
const SENT_AT_ONCE: i64 = 200;

/// How often what is to be told is found out again because somebody recorded something meanwhile.
const TRIES: u32 = 100;

/// For how long a cycle that does not load is left alone.
const LEFT_ALONE: Duration = Duration::from_secs(60);

/// By how much the clocks of two machines may differ. One that is further ahead is wrong, and what it told is not looked at.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(1);

/// For how many days news are kept for those who were away.
const KEPT_DAYS: i64 = 30;

/// Why the monitor has to begin again.
#[derive(Debug, thiserror::Error)]
enum Stumbled {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error("the work on the diary was cut short")]
    CutShort,
}

/// Watches until it is stopped.
pub(super) async fn run(app: Arc<App>, pace: Pace, told: broadcast::Sender<Told>, mut ended: watch::Receiver<bool>) {
    let (mut wait, mut sent) = (pace.clock, None);
    loop {
        // From before the beginning, so that nothing is recorded in between.
        let changed = app.cycles.subscribe();
        let begun = Watch::begin(&app, told.clone(), &mut sent).await;
        let why = match begun {
            Ok(mut watch) => {
                wait = pace.clock;
                let went = watch.go_on(pace, changed, &mut ended).await;
                sent = Some(watch.sent);
                match went {
                    Ok(()) => return,
                    Err(why) => why,
                }
            }
            Err(why) => why,
        };
        if let Stumbled::Store(StoreError::Overtaken) = why {
            tracing::info!("another monitor is ahead, so this one begins again with what is kept");
        } else {
            tracing::error!(%why, "the monitor begins again with what is kept");
        }
        tokio::select! {
            () = sleep(wait) => wait = (wait * 2).min(Duration::from_secs(60)),
            _ = ended.changed() => return,
        }
    }
}

struct Watch {
    app: Arc<App>,
    told: broadcast::Sender<Told>,
    /// Taken out while it works on a thread of its own.
    diary: Option<Diary>,
    /// What is kept of every duty, as far as it knows: what it read when it began, and what it told since.
    kept: BTreeMap<DutyKey, DutyState>,
    /// How many entries of each cycle the diary has taken.
    seen: BTreeMap<CycleId, i64>,
    /// Cycles that do not load, and when that was found.
    broken: BTreeMap<CycleId, Instant>,
    /// The number of the pack by which it goes.
    pack: i64,
    /// The place of the last piece of news that those who listen were sent.
    sent: i64,
}

impl Watch {
    /// `sent` is the place of the last piece that was sent before it began again.
    async fn begin(app: &Arc<App>, told: broadcast::Sender<Told>, sent: &mut Option<i64>) -> Result<Self, Stumbled> {
        let last = match *sent {
            Some(last) => last,
            None => *sent.insert(app.store.last_news().await?),
        };
        let pack = app.store.pack_number().await?;
        let policy = app.policy().await?;
        let kept = app.store.told().await?;
        let diary = Some(Diary::resume(policy, Self::resumes_at(app).await?, kept.clone()));
        let (app, seen, broken) = (Arc::clone(app), BTreeMap::new(), BTreeMap::new());
        let mut watch = Self { app, told, diary, kept, seen, broken, pack, sent: last };
        let looked = watch.look_at_all().await;
        *sent = Some(watch.sent);
        looked?;
        Ok(watch)
    }

    /// From when on it looks at the clock. Another machine, whose clock is a little ahead, may have told something already that falls due
    /// only now: it is not taken back until then.
    async fn resumes_at(app: &App) -> Result<Moment, StoreError> {
        let now = app.clock.now();
        let latest = Moment::new(now.to_utc() + CLOCKS_DIFFER).unwrap_or(now);
        Ok(app.store.told_until(latest).await?.map_or(now, |told| told.max(now)))
    }

    /// Goes on until it is stopped.
    async fn go_on(
        &mut self,
        pace: Pace,
        mut changed: broadcast::Receiver<CycleId>,
        ended: &mut watch::Receiver<bool>,
    ) -> Result<(), Stumbled> {
        let mut clock = Instant::now();
        let (mut others, mut forgot) = (clock, None);
        loop {
            let mut cycles = BTreeSet::new();
            let mut missed = false;
            tokio::select! {
                _ = ended.changed() => return Ok(()),
                () = sleep(pace.clock.saturating_sub(clock.elapsed())) => {}
                first = changed.recv() => match first {
                    Ok(cycle) => missed = !gather(cycle, &mut changed, &mut cycles),
                    Err(RecvError::Lagged(_)) => missed = true,
                    Err(RecvError::Closed) => return Ok(()),
                }
            }
            if missed || others.elapsed() >= pace.others {
                others = Instant::now();
                cycles.append(&mut self.moved().await?);
                // What another process told, it sent to those who listen there alone.
                self.send().await?;
                // Whoever was reading when something was erased may be gone by now.
                self.app.store.forget_old_pages().await?;
            }
            self.look_at(&cycles).await?;
            if clock.elapsed() >= pace.clock {
                clock = Instant::now();
                self.follow_pack().await?;
                self.follow_clock().await?;
            }
            if forgot.is_none_or(|at: Instant| at.elapsed() > Duration::from_secs(86_400)) {
                forgot = Some(Instant::now());
                self.forget().await?;
            }
        }
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let before = self.app.clock.now().to_utc() - TimeDelta::days(KEPT_DAYS);
        match Moment::new(before) {
            Ok(before) => self.app.store.forget_news(before).await,
            Err(_) => Ok(()),
        }
    }

    /// The cycles that have another number of entries than the diary has taken, but for those that do not load.
    async fn moved(&mut self) -> Result<BTreeSet<CycleId>, StoreError> {
        self.broken.retain(|_, since| since.elapsed() < LEFT_ALONE);
        let all = self.app.store.cycles().await?;
        let moved = all.into_iter().filter(|(cycle, last)| self.seen.get(cycle) != Some(last));
        Ok(moved.map(|(cycle, _)| cycle).filter(|cycle| !self.broken.contains_key(cycle)).collect())
    }

    async fn look_at_all(&mut self) -> Result<(), Stumbled> {
        self.seen.clear();
        let all = self.moved().await?;
        self.look_at(&all).await?;
        // Of what was told and is there no longer, too.
        self.follow_clock().await
    }

    /// Goes by another pack, where another was put in force.
    async fn follow_pack(&mut self) -> Result<(), Stumbled> {
        let pack = self.app.store.pack_number().await?;
        if pack == self.pack {
            return Ok(());
        }
        let policy = self.app.policy().await?;
        self.diary.as_mut().ok_or(Stumbled::CutShort)?.replace_policy(policy);
        self.pack = pack;
        self.look_at_all().await
    }

    /// Takes what was recorded in some cycles, and tells what is new.
    async fn look_at(&mut self, cycles: &BTreeSet<CycleId>) -> Result<(), Stumbled> {
        let cycles: Vec<&CycleId> = cycles.iter().collect();
        for some in cycles.chunks(AT_ONCE) {
            self.tell_of(some, Vec::new()).await?;
        }
        Ok(())
    }

    /// Takes what was recorded in some cycles, and tells what is new with what is to be told already.
    async fn tell_of(&mut self, cycles: &[&CycleId], mut news: Vec<News>) -> Result<(), Stumbled> {
        for _ in 0..TRIES {
            let mut seen = BTreeMap::new();
            for &cycle in cycles {
                news.append(&mut self.advance(cycle, &mut seen).await?);
            }
            match self.tell(&news, &seen).await {
                Err(Stumbled::Store(StoreError::Taken)) => sleep(Duration::from_millis(5)).await,
                told => return told,
            }
        }
        Err(StoreError::Taken.into())
    }

    async fn advance(&mut self, id: &CycleId, seen: &mut BTreeMap<CycleId, i64>) -> Result<Vec<News>, Stumbled> {
        let cycle = match self.app.cycles.get(id).await {
            Ok(cycle) => cycle,
            Err(Failure::Store(why)) => return Err(why.into()),
            Err(why) => {
                tracing::warn!(cycle = id.as_str(), %why, "a cycle that cannot be looked at");
                return Ok(Vec::new());
            }
        };
        let Some(number) = whole(&cycle) else {
            self.broken.insert(id.clone(), Instant::now());
            return Ok(Vec::new());
        };
        seen.insert(id.clone(), number);
        self.work(move |diary| diary.advance(&cycle)).await
    }

    /// Tells what the time has brought about.
    async fn follow_clock(&mut self) -> Result<(), Stumbled> {
        let now = self.app.clock.now();
        let (app, handle, mut broken) = (Arc::clone(&self.app), tokio::runtime::Handle::current(), self.broken.clone());
        let (news, seen, broken) = self
            .work(move |diary| {
                let mut seen = BTreeMap::new();
                let news = diary.advance_to(now, |id| {
                    if broken.contains_key(id) {
                        return None;
                    }
                    // One that cannot be read is asked for again the next time.
                    let cycle = handle.block_on(app.cycles.get(id)).ok()?;
                    let Some(number) = whole(&cycle) else {
                        broken.insert(id.clone(), Instant::now());
                        return None;
                    };
                    seen.insert(id.clone(), number);
                    Some(cycle)
                });
                (news, seen, broken)
            })
            .await?;
        self.broken = broken;
        match self.tell(&news, &seen).await {
            Err(Stumbled::Store(StoreError::Taken)) => {
                let cycles: Vec<&CycleId> = seen.keys().collect();
                self.tell_of(&cycles, news).await
            }
            told => told,
        }
    }

    /// Lets the diary work on a thread where that may take its time.
    async fn work<T, F>(&mut self, work: F) -> Result<T, Stumbled>
    where
        T: Send + 'static,
        F: FnOnce(&mut Diary) -> T + Send + 'static,
    {
        let mut diary = self.diary.take().ok_or(Stumbled::CutShort)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work(&mut diary);
            (diary, done)
        });
        let (diary, done) = done.await.map_err(|_| Stumbled::CutShort)?;
        self.diary = Some(diary);
        Ok(done)
    }

    /// Keeps what is new, and then tells those who listen.
    async fn tell(&mut self, news: &[News], seen: &BTreeMap<CycleId, i64>) -> Result<(), Stumbled> {
        let named: BTreeSet<&CycleId> = news.iter().map(|news| &news.key().cycle).collect();
        let of_news = seen.iter().filter(|(cycle, _)| named.contains(cycle)).map(|(cycle, last)| (cycle.clone(), *last));
        let by = FoundBy { seen: &of_news.collect(), pack: self.pack, kept: &self.kept };
        let told = self.app.store.tell(self.app.clock.now(), news, by).await?;
        for news in news {
            match news.state() {
                Some(state) => _ = self.kept.insert(news.key().clone(), state),
                None => _ = self.kept.remove(news.key()),
            }
        }
        self.seen.extend(seen.iter().map(|(cycle, last)| (cycle.clone(), *last)));
        if told.is_empty() { Ok(()) } else { self.send().await }
    }

    /// Sends those who listen what stands among the news after the last piece that they were sent, whoever told it.
    async fn send(&mut self) -> Result<(), Stumbled> {
        loop {
            let news = self.app.store.news_after(self.sent, SENT_AT_ONCE).await?;
            if news.is_empty() {
                return Ok(());
            }
            for told in news {
                self.sent = told.number;
                // Nobody may be listening.
                let _ = self.told.send(told);
            }
        }
    }
}

/// How many entries a cycle has, if it loads whole.
fn whole(cycle: &Cycle) -> Option<i64> {
    i64::try_from(cycle.entries().len()).ok().filter(|_| cycle.broken().is_none())
}

/// Gathers what changed with one that did, and answers whether nothing was missed.
fn gather(first: CycleId, changed: &mut broadcast::Receiver<CycleId>, cycles: &mut BTreeSet<CycleId>) -> bool {
    cycles.insert(first);
    loop {
        match changed.try_recv() {
            Ok(cycle) => _ = cycles.insert(cycle),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return true,
            Err(TryRecvError::Lagged(_)) => return false,
        }
    }
}
