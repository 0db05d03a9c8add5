//! The pack of rules in force, without the pages: where the one that is stored does not read, the service does not start.

use std::path::Path;

use clap::Subcommand;
use practice_cycle::id::PersonId;
use practice_cycle::policy::Packs;
use serde_json::Value;

use super::{CommandError, print};
use crate::app::App;

/// What is to be done about the rules.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Put a pack in force. `/rules` shows before what it would change.
    Put {
        /// The name of a pack that comes with the program, or a file with one as JSON.
        pack: String,
        /// Who puts it in force.
        #[arg(long)]
        by: PersonId,
    },
}

impl Command {
    pub(super) async fn run(&self, app: &App) -> Result<bool, CommandError> {
        let Command::Put { pack, by } = self;
        let written = if Packs::shipped().names().any(|name| name == pack.as_str()) {
            // One that comes with the program is put in force by its name.
            Value::from(pack.as_str()).to_string()
        } else {
            let failed =
                || format!("no pack that comes with the program is called `{pack}`, and as a file it cannot be read");
            std::fs::read_to_string(Path::new(pack)).map_err(CommandError::io(failed()))?
        };
        let policy = app.put_in_force(&written, by).await?;
        print(format_args!("{}, version {}, is in force", policy.pack().name(), policy.pack().version()))?;
        Ok(true)
    }
}
