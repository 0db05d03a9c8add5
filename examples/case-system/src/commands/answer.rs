//! Answering somebody who asks what is held about them, and erasing.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use practice_cycle::correction::Redacted;
use practice_cycle::cycle::Offer;
use practice_cycle::history::{Appearance, History};
use practice_cycle::id::{CycleId, EntryNumber, PersonId};
use practice_cycle::text::Text;
use serde_json::{Value, json};

use super::{CommandError, print, warn_unlisted};
use crate::app::App;
use crate::cycles::Failure;

/// The references under which a person is known, by what was merged in any cycle: first the one that was asked for. One that was merged
/// in one cycle may have been merged with another in the next.
async fn references(app: &App, person: &PersonId) -> Result<Vec<PersonId>, CommandError> {
    let mut all = vec![person.clone()];
    loop {
        let before = all.len();
        for (cycle, _) in app.store.cycles().await? {
            let asked = all.clone();
            let merged = app.cycles.read(&cycle, move |history| {
                asked.iter().flat_map(|person| history.references_of(person)).collect::<Vec<PersonId>>()
            });
            for reference in merged.await? {
                if !all.contains(&reference) {
                    all.push(reference);
                }
            }
        }
        if all.len() == before {
            return Ok(all);
        }
    }
}

/// Where somebody who has these references is held in a history, and under which.
fn held_in(history: &History, references: &[PersonId]) -> Vec<(PersonId, Appearance)> {
    let found = references.iter().flat_map(|reference| {
        history.appearances(reference).into_iter().map(|found| (reference.clone(), found)).collect::<Vec<_>>()
    });
    found.collect()
}

/// Prints where a person appears in every cycle, what was read of them and by them, and what they may do. A cycle that does not load
/// is searched as text, and named; somebody has to look at it.
pub(super) async fn held(app: &App, person: &PersonId, with_entries: bool) -> Result<bool, CommandError> {
    let (mut cycles, mut unread) = (Vec::new(), Vec::new());
    let references = references(app, person).await?;
    for (cycle, _) in app.store.cycles().await? {
        let asked = references.clone();
        let (found, broken) = app
            .cycles
            .read(&cycle, move |history| {
                let found = held_in(history, &asked).into_iter().map(|(reference, found)| {
                    let mut shown = json!({ "reference": reference, "appearance": found });
                    if let (true, Some(shown)) = (with_entries, shown.as_object_mut()) {
                        shown.insert(
                            "entry".to_owned(),
                            history.entry(found.number).map_or(Value::Null, |entry| json!(entry)),
                        );
                    }
                    shown
                });
                (found.collect::<Vec<Value>>(), history.broken().cloned())
            })
            .await?;
        if let Some(broken) = broken {
            let rows = app.store.rows(&cycle, broken.line - 1).await?;
            let names = |line: &str| references.iter().any(|reference| line.contains(&format!("\"{reference}\"")));
            let named: Vec<i64> = rows.iter().filter(|row| names(&row.line)).map(|row| row.number).collect();
            unread.push(json!({ "cycle": cycle, "broken": broken, "named_in": named }));
        }
        if !found.is_empty() {
            cycles.push(json!({ "cycle": cycle, "found": found }));
        }
    }
    let (mut reads, mut merged) = (Vec::new(), Vec::new());
    for reference in &references {
        let read = app.store.reads_by(reference).await?;
        reads.extend(read.iter().map(|it| json!({ "person": it.person, "at": it.at, "cycle": it.cycle, "what": it.what })));
        if reference != person {
            merged.push(json!({
                "person": reference,
                "name": app.store.name(reference).await?,
                "entries_of_their_portfolio": app.store.portfolio_length(reference).await?,
            }));
        }
    }
    let grants = app.store.grants().await?;
    let is_theirs = |whom: &str| references.iter().any(|reference| reference.as_str() == whom);
    let access: Vec<Value> = grants
        .iter()
        .filter(|grant| is_theirs(grant.person.as_str()) || is_theirs(&grant.whom))
        .map(|grant| json!({ "cycle": grant.cycle, "person": grant.person, "may": grant.may.code(), "for": grant.whom }))
        .collect();
    let all_read = unread.is_empty();
    let held = json!({
        "person": person,
        "name": app.store.name(person).await?,
        // What some cycle says is the same person.
        "other_references": merged,
        "cycles": cycles,
        "do_not_load": unread,
        "access": access,
        // What is in it is for its owner to read, who signs in.
        "entries_of_their_portfolio": app.store.portfolio_length(person).await?,
        "read_by_them": reads,
    });
    print(format_args!("{held:#}"))?;
    Ok(all_read)
}

/// Entries of a cycle, as `cy-1:3,5`.
#[derive(Debug, Clone)]
struct Entries {
    cycle: CycleId,
    numbers: BTreeSet<EntryNumber>,
}

impl FromStr for Entries {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        // A reference may have a colon in it, so the last one parts the numbers off.
        let (cycle, numbers) = word.rsplit_once(':').ok_or("expected a cycle, a colon and numbers of entries")?;
        let cycle = cycle.parse().map_err(|error| format!("{error}"))?;
        let number = |number: &str| {
            let number: u32 = number.parse().map_err(|_| "expected numbers of entries, from 1, with commas between them")?;
            EntryNumber::try_from(number).map_err(|_| "expected numbers of entries, from 1, with commas between them")
        };
        let numbers = numbers.split(',').map(number).collect::<Result<_, _>>()?;
        Ok(Self { cycle, numbers })
    }
}

/// What is to be erased.
#[derive(Debug, Args)]
pub(super) struct Erase {
    /// Whom it is about: whom their reference stands for is forgotten, and what they may do.
    person: PersonId,
    /// Who redacts: somebody who may do so in each cycle.
    #[arg(long)]
    by: PersonId,
    /// Why. It is recorded, so no name goes into it.
    #[arg(long)]
    reason: String,
    /// The entries whose texts are to go, of one cycle each, as `cy-1:3,5`.
    #[arg(long = "entries", required_unless_present_any = ["all_texts", "only_the_name"])]
    entries: Vec<Entries>,
    /// The texts of every entry in which they appear, in every cycle.
    #[arg(long, conflicts_with = "entries")]
    all_texts: bool,
    /// No text; only whom the reference stands for.
    #[arg(long, conflicts_with_all = ["entries", "all_texts"])]
    only_the_name: bool,
}

impl Erase {
    /// Whether all of it is erased.
    pub(super) async fn run(&self, app: &App) -> Result<bool, CommandError> {
        let reason = Text::new(&self.reason).map_err(CommandError::Reason)?;
        let mut wanted: BTreeMap<CycleId, BTreeSet<EntryNumber>> = BTreeMap::new();
        for Entries { cycle, numbers } in &self.entries {
            wanted.entry(cycle.clone()).or_default().extend(numbers);
        }
        let (mut all_well, mut told) = (true, Ok(()));
        let references = references(app, &self.person).await?;
        if self.all_texts {
            for (cycle, _) in app.store.cycles().await? {
                let asked = references.clone();
                let (numbers, broken) = app
                    .cycles
                    .read(&cycle, move |history| {
                        let found = held_in(history, &asked).into_iter().map(|(_, found)| found);
                        let with_text = found.filter(|found| found.has_text).map(|found| found.number);
                        (with_text.collect::<BTreeSet<EntryNumber>>(), history.broken().is_some())
                    })
                    .await?;
                if broken {
                    eprintln!("{cycle}: it does not load; nothing is redacted there");
                    all_well = false;
                } else if !numbers.is_empty() {
                    wanted.insert(cycle, numbers);
                }
            }
        }
        for (cycle, numbers) in wanted {
            let redacted = Redacted { entries: numbers.into_iter().collect(), reason: reason.clone() };
            let count = redacted.entries.len();
            let offer = Offer {
                event: redacted.into(),
                by: self.by.clone(),
                recorded_by: None,
                in_role: None,
                occurred_at: app.clock.now(),
            };
            match app.cycles.offer(&cycle, offer, None).await {
                Ok(recorded) => {
                    let entry = recorded.entry.map_or_else(String::new, |entry| format!(", by entry {}", entry.number()));
                    told = told.and(print(format_args!("{cycle}: texts of {count} entries redacted{entry}")));
                }
                Err(
                    failure @ (Failure::Refused(_)
                    | Failure::Discloses
                    | Failure::ReadOnly(_)
                    | Failure::NoSuchCycle
                    | Failure::Busy),
                ) => {
                    eprintln!("{cycle}: {failure}");
                    all_well = false;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        // Last, since it says for whom the rest was done; and not at all, while some of that is left.
        if all_well {
            for reference in &references {
                let was_there = app.store.forget(reference).await?;
                let done = if was_there { "name and rights forgotten" } else { "no name and no rights were kept" };
                told = told.and(print(format_args!("{reference}: {done}")));
            }
        } else {
            eprintln!("{}: the name and the rights stay, until the rest is done", self.person);
        }
        // What is gone from the tables is still in SQLite's write-ahead log, while somebody reads.
        if !app.store.forget_old_pages_within(Duration::from_millis(app.settings.patience)).await? {
            eprintln!(
                "somebody is reading: what was erased is still in the write-ahead log of the database. The service takes it out as soon \
                 as it can; run this again to see that it is gone"
            );
            all_well = false;
        }
        warn_unlisted(app);
        told?;
        print(
            "what was read and by whom stays noted; backups, logs and replicas hold the old words until they are gone, too",
        )?;
        if app.settings.erasures.is_some() {
            print("`restore` asks for the list of erasures, and so erases in a backup what is erased now")?;
        }
        Ok(all_well)
    }
}
