//! Invented cases, for development and for tests. All people in them are invented.

use std::collections::BTreeSet;

use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use practice_cycle::overview::Overview;
use practice_cycle::people::{Role, Side};

use crate::app::App;
use crate::cycles::ImportError;
use crate::store::{ANYBODY, EVERYWHERE, Grant, May};

/// Histories of the repository's `examples/data`.
pub const HISTORIES: [&str; 6] = [
    include_str!("../../data/turnover.jsonl"),
    include_str!("../../data/concurrent_contracts.jsonl"),
    include_str!("../../data/family_not_told.jsonl"),
    include_str!("../../data/statutory_path.jsonl"),
    include_str!("../../data/compliance_threatened.jsonl"),
    include_str!("../../data/shared_risk.jsonl"),
];

/// Everybody who takes part in them.
#[must_use]
pub fn people() -> BTreeSet<PersonId> {
    let histories = HISTORIES.iter().filter_map(|lines| History::read(lines.as_bytes()).ok());
    histories.flat_map(|history| taking_part(&history).into_iter().map(|(person, _)| person).collect::<Vec<_>>()).collect()
}

fn taking_part(history: &History) -> Vec<(PersonId, bool)> {
    let overview = Overview::of(&history.view(Moment::LATEST, Moment::LATEST));
    let professional = Role::of(Side::Clinical).and(Role::of(Side::SocialWork));
    overview.people.iter().map(|it| (it.person.clone(), !it.roles.both(professional).is_empty())).collect()
}

/// Brings the invented cases in, where they are not there: whoever takes part may read and act, and those of the two sides may write
/// down what others did, open cycles, and change the rules.
///
/// # Errors
/// [`ImportError`] where they cannot be stored.
pub async fn bring_in(app: &App) -> Result<(), ImportError> {
    for lines in HISTORIES {
        let cycle = match app.cycles.import(lines).await {
            Ok(cycle) => cycle,
            Err(ImportError::Taken(_)) => continue,
            Err(error) => return Err(error),
        };
        let history = History::read(lines.as_bytes()).map_err(ImportError::Load)?;
        for (person, is_professional) in taking_part(&history) {
            let here = cycle.to_string();
            let mut grants = vec![(here.clone(), May::Read, ""), (here.clone(), May::Act, "")];
            if is_professional {
                let everywhere = EVERYWHERE.to_owned();
                grants.extend([
                    (here, May::Record, ANYBODY),
                    (everywhere.clone(), May::Open, ""),
                    (everywhere, May::Administer, ""),
                ]);
            }
            for (cycle, may, whom) in grants {
                let grant = Grant { cycle, person: person.clone(), may, whom: whom.to_owned() };
                app.store.grant(&grant).await.map_err(ImportError::Store)?;
            }
        }
    }
    Ok(())
}
