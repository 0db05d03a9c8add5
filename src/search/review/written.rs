//! What a review found as JSON: codes, instants in UTC, and whole entries of the histories that show it.

use serde::{Serialize, Serializer};

use super::result::{Reachability, Reviewed};
use crate::cycle::Entry;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::search::explored::Bound;

/// Whether something can come about, and a history that shows it.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "snake_case")]
enum Shown<'a> {
    Found { as_of: Moment, known_at: Moment, history: &'a [Entry] },
    NeverInThisWorld,
    NotWithin { not_within: Bound },
}

impl Serialize for Reachability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = match self {
            Reachability::By { history, as_of } => {
                Shown::Found { as_of: *as_of, known_at: history.cycle().last_recorded(), history: history.entries() }
            }
            Reachability::Never => Shown::NeverInThisWorld,
            Reachability::NotWithin(bound) => Shown::NotWithin { not_within: *bound },
        };
        shown.serialize(serializer)
    }
}

/// What one rule can come to.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Rule<'a> {
    rule: &'a RuleCode,
    title: &'a str,
    applies: &'a Reachability,
    keeps: &'a Reachability,
    breaks: &'a Reachability,
    breaks_alone: &'a Reachability,
    undetermined: &'a Reachability,
    states: usize,
    steps: usize,
    passes: usize,
    /// There can be more than a number of JSON holds everywhere.
    histories: Option<String>,
    seen_through: bool,
}

impl Serialize for Reviewed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = Rule {
            rule: &self.rule,
            title: &self.title,
            applies: &self.applies,
            keeps: &self.keeps,
            breaks: &self.breaks,
            breaks_alone: &self.breaks_alone,
            undetermined: &self.undetermined,
            states: self.states,
            steps: self.steps,
            passes: self.passes,
            histories: self.histories.map(|histories| histories.to_string()),
            seen_through: self.is_seen_through(),
        };
        rule.serialize(serializer)
    }
}

/// Gives a type the schema of the form in which it is written, by a name of its own.
#[cfg(feature = "schemars")]
macro_rules! written_as {
    ($($Type:ty as $Form:ty, $name:literal;)+) => {
        $(impl schemars::JsonSchema for $Type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", $name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$Form>::json_schema(generator)
            }
        })+
    };
}

#[cfg(feature = "schemars")]
written_as! {
    Reachability as Shown<'_>, "SearchAnswer";
    Reviewed as Rule<'_>, "SearchedRule";
}
