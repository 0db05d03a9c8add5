//! What the address of a page asks for: as of when, in whose words, for whom.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use practice_cycle::calendar::{last_instant_of, local_date, start_of};
use practice_cycle::chrono::{Days, NaiveDate};
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;

use crate::api::problem::Problem;
use crate::api::views::accessible;
use crate::app::App;
use crate::people::SignedIn;
use crate::store::Access;

/// The fields of a query, or of a form: what stands under a name more than once stays in its order.
#[derive(Clone, Default)]
pub(super) struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    pub(super) fn of(encoded: &[u8]) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            fields.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        Self(fields)
    }

    /// What stands there, if it is not blank. Space around it goes.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).map(str::trim).find(|value| !value.is_empty())
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.get(name).into_iter().flatten().map(String::as_str)
    }

    /// Those of a list that stand on the page that begins `from` a place, and that place.
    pub(super) fn page_of<'a, T>(&self, all: &'a [T], most: usize) -> (usize, &'a [T]) {
        let from = self.get("from").and_then(|from| from.parse::<usize>().ok()).unwrap_or(0).min(all.len());
        (from, all.get(from..all.len().min(from.saturating_add(most))).unwrap_or_default())
    }

    pub(super) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), vec![value.into()]);
    }
}

/// Up to when a page shows what happened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) now: Moment,
    /// The day that was asked for, where it is not now.
    pub(super) day: Option<NaiveDate>,
    /// Whether it is as it was known on that day, too.
    pub(super) as_known: bool,
}

impl Times {
    /// A day is asked for by its date, as `on`, or as how many days after `first` it is, as `day`.
    pub(super) fn of(fields: &Fields, now: Moment, first: Option<NaiveDate>) -> Self {
        let today = local_date(now);
        let counted = || first?.checked_add_days(Days::new(fields.get("day")?.parse().ok()?));
        let day = fields.get("on").and_then(|on| on.parse().ok()).or_else(counted).filter(|day| *day < today);
        Self { now, day, as_known: fields.get("known").is_some() }
    }

    /// Up to when things occurred.
    pub(super) fn as_of(&self) -> Moment {
        self.day.and_then(|day| last_instant_of(day).ok()).map_or(self.now, |last| last.min(self.now))
    }

    /// Up to when they were recorded.
    pub(super) fn known_at(&self) -> Moment {
        if self.as_known { self.as_of() } else { self.now }
    }

    /// The first instant of a day after today, by how many days after it.
    pub(super) fn in_days(now: Moment, days: u64) -> Moment {
        let day = local_date(now).checked_add_days(Days::new(days));
        day.and_then(|day| start_of(day).ok()).unwrap_or(now)
    }
}

/// A cycle that somebody may read, which is noted.
pub(super) async fn readable(
    app: &App,
    who: &SignedIn,
    cycle: Result<Path<CycleId>, PathRejection>,
    what: &str,
) -> Result<(CycleId, Access), Problem> {
    let Path(cycle) = cycle.map_err(|_| Problem::not_found())?;
    let access = accessible(app, who, &cycle).await?;
    app.store.note_read(app.clock.now(), &who.0, &cycle, what).await?;
    Ok((cycle, access))
}
