//! Who may do what.

use clap::{Args, Subcommand};
use practice_cycle::id::{CycleId, PersonId};

use super::{CommandError, print, warn_unlisted};
use crate::app::App;
use crate::store::{ANYBODY, EVERYWHERE, Grant, May};

/// What is to be done about rights.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Let somebody do something.
    Grant(Right),
    /// Let them do it no more.
    Revoke(Right),
    /// Print all rights.
    List,
}

/// A right.
#[derive(Debug, Args)]
pub(super) struct Right {
    /// Who.
    person: PersonId,
    /// What they may do.
    may: May,
    /// In which cycle; without it, in every cycle.
    #[arg(long)]
    cycle: Option<CycleId>,
    /// For whom they may record; without it, for every member of the family. Whoever acts for a service, such as a manager, is
    /// recorded for by those alone who are named for them.
    #[arg(long = "for")]
    whom: Option<PersonId>,
}

impl Right {
    fn grant(&self) -> Grant {
        let whom = match (self.may, &self.whom) {
            (May::Record, Some(whom)) => whom.to_string(),
            (May::Record, None) => ANYBODY.to_owned(),
            (May::Read | May::Act | May::Open | May::Administer, _) => String::new(),
        };
        let cycle = self.cycle.as_ref().map_or_else(|| EVERYWHERE.to_owned(), ToString::to_string);
        Grant { cycle, person: self.person.clone(), may: self.may, whom }
    }
}

impl Command {
    pub(super) async fn run(&self, app: &App) -> Result<bool, CommandError> {
        match self {
            Command::Grant(right) => {
                app.store.grant(&right.grant()).await?;
                Ok(true)
            }
            Command::Revoke(right) => {
                let was_there = app.store.revoke(&right.grant()).await?;
                if was_there {
                    warn_unlisted(app);
                } else {
                    eprintln!("there was no such right");
                }
                Ok(was_there)
            }
            Command::List => {
                for Grant { cycle, person, may, whom } in app.store.grants().await? {
                    print(format_args!("{cycle}\t{person}\t{}\t{whom}", may.code()))?;
                }
                Ok(true)
            }
        }
    }
}
