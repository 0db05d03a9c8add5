//! What every request has at hand.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use practice_cycle::calendar::{Almanac, EnglandAndWales, OutOfRange};
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::policy::{Pack, PackError, Policy};
use thiserror::Error;

use crate::clock::Clock;
use crate::csrf::Tokens;
use crate::cycles::Cycles;
use crate::limits::Limiter;
use crate::settings::Settings;
use crate::store::{Access, May, Missing, Store, StoreError};

/// Why the program cannot start, or a pack not be put in force.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AppError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No pack of that name comes with the crate.
    #[error("no pack is called `{0}`")]
    NoSuchPack(String),
    /// The pack has mistakes.
    #[error("the pack has mistakes")]
    Pack(#[source] Box<PackError>),
    /// The pack that is in force does not read: a newer version of this program put it there, or somebody changed the table.
    #[error(
        "the pack of rules in force, number {number}, does not read by this version; start the version that put it in force, or put \
         another in force: `case-system --settings FILE pack put PACK --by PERSON`"
    )]
    StoredPack {
        /// Its place among all that were put in force.
        number: i64,
        /// What is wrong with it.
        #[source]
        source: Box<AppError>,
    },
    /// The calendar does not reach as far as the rules do.
    #[error("the calendar does not reach as far as the rules do")]
    Calendar(#[source] OutOfRange),
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes")]
    Random(#[source] getrandom::Error),
}

/// The state of the service. Handlers take it as `State<Arc<App>>`.
#[derive(Debug)]
pub struct App {
    /// What the program is set to.
    pub settings: Settings,
    /// The database.
    pub store: Store,
    /// The cycles in it.
    pub cycles: Cycles,
    /// What time it is.
    pub clock: Clock,
    /// The tokens of forms.
    pub tokens: Tokens,
    /// How many requests are answered.
    pub limiter: Limiter,
    almanac: Arc<Almanac>,
    policy: RwLock<(i64, Policy)>,
}

impl App {
    /// Opens the database and the list of erasures that the settings name, and makes them where there are none.
    ///
    /// # Errors
    /// [`AppError`] says why the program cannot start.
    pub async fn start(settings: Settings, clock: Clock) -> Result<Arc<Self>, AppError> {
        Self::start_over(settings, clock, Missing::Made, Missing::Made).await
    }

    /// Opens the database that the settings name; `database` and `list` say what becomes of its file, and of the list of erasures, where
    /// they are not there.
    ///
    /// # Errors
    /// [`AppError`] says why the program cannot start.
    pub async fn start_over(
        settings: Settings,
        clock: Clock,
        database: Missing,
        list: Missing,
    ) -> Result<Arc<Self>, AppError> {
        let patience = Duration::from_millis(settings.patience);
        let store = Store::open(settings.database.as_str(), settings.connections, patience, database).await?;
        let store = match &settings.erasures {
            Some(file) => store.listing(file, list)?,
            None => store,
        };
        let tokens = match &settings.form_key {
            Some(key) => Tokens::new(key.bytes()),
            None => Tokens::drawn().map_err(AppError::Random)?,
        };
        let almanac = Arc::new(Almanac::new(&EnglandAndWales::new()).map_err(AppError::Calendar)?);
        let shipped = Pack::shipped(&settings.pack).ok_or_else(|| AppError::NoSuchPack(settings.pack.clone()))?;
        let policy = Policy::with_almanac(shipped, &almanac).map_err(AppError::Calendar)?;
        Ok(Arc::new(Self {
            cycles: Cycles::new(store.clone(), clock.clone(), settings.cache),
            limiter: Limiter::new(settings.rates),
            settings,
            store,
            clock,
            tokens,
            almanac,
            policy: RwLock::new((0, policy)),
        }))
    }

    /// The policy in force; that of another process, too.
    ///
    /// # Errors
    /// [`AppError`] where the database cannot be used, or the pack in force does not read ([`AppError::StoredPack`]).
    pub async fn policy(&self) -> Result<Policy, AppError> {
        let number = self.store.pack_number().await?;
        if let Some(policy) = self.kept(number) {
            return Ok(policy);
        }
        let Some(stored) = self.store.pack().await? else { return Ok(self.kept_policy()) };
        let policy = self.policy_of(&stored.pack).map_err(|source| {
            let (number, source) = (stored.number, Box::new(source));
            AppError::StoredPack { number, source }
        })?;
        self.keep(stored.number, &policy);
        Ok(policy)
    }

    /// A policy of a pack that is not in force: to see what it would change. `pack` is the pack as JSON, or, of one that comes with the
    /// crate, its name as a JSON string.
    ///
    /// # Errors
    /// [`AppError`] where the pack does not read.
    pub fn policy_of(&self, pack: &str) -> Result<Policy, AppError> {
        let read;
        let pack = match serde_json::from_str::<String>(pack) {
            Ok(name) => Pack::shipped(&name).ok_or(AppError::NoSuchPack(name))?,
            Err(_) => {
                read = Pack::read(pack).map_err(|error| AppError::Pack(Box::new(error)))?;
                &read
            }
        };
        Policy::with_almanac(pack, &self.almanac).map_err(AppError::Calendar)
    }

    /// Puts a pack in force.
    ///
    /// # Errors
    /// [`AppError`] where it does not read, or somebody else put one in force meanwhile ([`StoreError::Taken`]).
    pub async fn put_in_force(&self, pack: &str, by: &PersonId) -> Result<Policy, AppError> {
        let policy = self.policy_of(pack)?;
        let before = self.store.pack_number().await?;
        let number = self.store.put_pack(before, pack, by, self.clock.now()).await?;
        self.keep(number, &policy);
        Ok(policy)
    }

    fn kept(&self, number: i64) -> Option<Policy> {
        let kept = self.policy.read().unwrap_or_else(PoisonError::into_inner);
        (kept.0 == number).then(|| kept.1.clone())
    }

    fn kept_policy(&self) -> Policy {
        self.policy.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    fn keep(&self, number: i64, policy: &Policy) {
        *self.policy.write().unwrap_or_else(PoisonError::into_inner) = (number, policy.clone());
    }

    /// What somebody may do in a cycle, if they may read it at all.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn reader_of(&self, cycle: &CycleId, person: &PersonId) -> Result<Option<Access>, StoreError> {
        let access = self.store.access(Some(cycle), person).await?;
        Ok(access.may(May::Read).then_some(access))
    }
}
