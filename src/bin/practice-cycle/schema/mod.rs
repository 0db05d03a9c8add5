//! Writes the JSON Schemas of all that the program reads and writes as JSON.

use std::borrow::Cow;
use std::path::PathBuf;

use clap::{ArgGroup, Args};
use practice_cycle::{cycle, evidencing, schema};
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::act::Line;
use crate::check::render::{AllCompared, AllFound};
use crate::failure::{Ending, Failure};
use crate::output::Force;
use crate::replay::{Owned, Replayed, Unread};
use crate::search::json::Searched;
use crate::simulate::manifest::Manifest;
use crate::told::{self, Form};

/// Write a JSON Schema (draft 2020-12) of what goes in or comes out as JSON
///
/// Generators of code make types of them, editors complete by them, and validators hold what is sent to them.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("which").args(["name", "list", "all"]).required(true),
    after_help = "\
Exit status:
  0  it was written
  2  wrong usage, a name that is none, or a file that cannot be written

Examples:
  practice-cycle schema --list
  practice-cycle schema pack --out pack.schema.json
  practice-cycle schema --all --out practice-cycle.schema.json"
)]
pub(crate) struct Schema {
    /// The name of a schema, of those that `--list` names
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// List all schemas: the name of each, and what it is of
    #[arg(long)]
    list: bool,
    /// Write all of them as one document, in which each type has one name, for generators of types
    #[arg(long)]
    all: bool,
    /// Write it to this file [default: print it]
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

/// Makes the schema of an identifier.
type Make = fn(&str) -> Value;

/// What the program itself prints, each by its command.
const OWN: [(&str, Make); 8] = [
    ("act_answer", schema::of_type::<ActAnswer>),
    ("portfolio_act_answer", schema::of_type::<PortfolioActAnswer>),
    ("replay", schema::of_type::<ReplayLine>),
    ("replay_portfolio", schema::of_type::<Owned<'_>>),
    ("check", schema::of_type::<AllFound<'_>>),
    ("check_against", schema::of_type::<AllCompared<'_>>),
    ("search", schema::of_type::<Searched<'_>>),
    ("manifest", schema::of_type::<Manifest<'_>>),
];

/// Every schema, by its name.
fn all() -> impl Iterator<Item = (&'static str, Value)> {
    let of_library = schema::names().filter_map(|name| Some((name, schema::of(name)?)));
    let own =
        |(name, make): (&'static str, Make)| (name, make(&format!("urn:practice-cycle:program:{}", name.replace('_', "-"))));
    of_library.chain(OWN.into_iter().map(own))
}

impl Schema {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        let [out] = self.force.outputs([self.out.as_ref()], [])?;
        let written = match &self.name {
            _ if self.list => list(),
            Some(name) => pretty(self::all().find(|(other, _)| other == name).ok_or_else(|| no_schema(name))?.1)?,
            None => pretty(schema::bundle("urn:practice-cycle:all", self::all()))?,
        };
        match out {
            Some(file) => file.write(written.as_bytes())?,
            None => told::say(Form::Text, |out| out.write_all(written.as_bytes()))?,
        }
        Ok(Ending::Clean)
    }
}

fn no_schema(name: &str) -> Failure {
    let names: Vec<String> = self::all().map(|(name, _)| format!("`{name}`")).collect();
    Failure::usage(format!("no schema is called `{name}`; there are {}", names.join(", ")))
}

/// A line for each: its name, and the first sentence of what it is of.
fn list() -> String {
    let mut lines = String::new();
    for (name, schema) in self::all() {
        let about = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        lines += format!("{name:22}{}", about.split_inclusive(". ").next().unwrap_or_default()).trim_end();
        lines.push('\n');
    }
    lines
}

fn pretty(mut schema: Value) -> Result<String, Failure> {
    schema.sort_all_objects();
    // A schema is written with what it begins with first.
    let schema = schemars::Schema::try_from(schema).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(serde_json::to_string_pretty(&schema).map_err(std::io::Error::from)? + "\n")
}

/// One of several things that may stand on a line.
macro_rules! line {
    ($(#[doc = $about:literal])+ $Name:ident: $($Type:ty),+) => {
        $(#[doc = $about])+
        struct $Name;

        impl JsonSchema for $Name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Name).into()
            }
            fn json_schema(generator: &mut SchemaGenerator) -> schemars::Schema {
                let each = [$(generator.subschema_for::<$Type>()),+];
                json_schema!({ "description": concat!($($about),+).trim(), "anyOf": each })
            }
        }
    };
}

line! {
    /// What `act` prints of each line of acts of a cycle: the entry that an act became, or why it was refused.
    ActAnswer: cycle::Entry, Line
}
line! {
    /// What `act` prints of each line of acts of a portfolio: the entry that an act became, or why it was refused.
    PortfolioActAnswer: evidencing::Entry, Line
}
line! {
    /// A line of `replay --json`: where a cycle stands, or a file that does not load. `replay_portfolio` is that of a portfolio.
    ReplayLine: Replayed<'_>, Unread
}
