//! Scenarios: what a rule should say of a short story, written beside the rule by those who know the practice.
//!
//! A file names a pack, the people, and stories; a story is a list of acts, and what the rules then come to. It is run against
//! the pack as a test is: whoever changes a rule sees which stories now end otherwise.
//!
//! ```
//! use practice_cycle::{policy::Packs, scenario::Scenarios};
//! let written = r#"{
//!   "about": "Invented, like all people in it.",
//!   "pack": "local-practice",
//!   "people": {"clinician": "clinician", "worker": "social_worker"},
//!   "scenarios": [
//!     {
//!       "name": "A contract that nobody reviewed in six weeks",
//!       "acts": [{"at": "2026-03-27 10:00", "by": "worker", "do": "set_up_contract", "contract": "c-1", "as": "start"}],
//!       "as_of": "2026-05-30",
//!       "expect": {"R10": {"verdict": "violated", "opened_by": "start", "due": "2026-05-08"}}
//!     },
//!     {
//!       "name": "A contract that is reviewed in the sixth week",
//!       "acts": [
//!         {"at": "2026-03-27 10:00", "by": "worker", "do": "set_up_contract", "contract": "c-1"},
//!         {"at": "2026-05-08 16:00", "by": "worker", "do": "contract_reviewed", "contract": "c-1"}
//!       ],
//!       "as_of": "2026-05-30",
//!       "expect": {"R10": "pending"}
//!     }
//!   ]
//! }"#;
//! for ran in Scenarios::read(written)?.run(&Packs::shipped())? {
//!     assert!(ran.is_as_expected(), "{ran}");
//! }
//! # Ok::<(), practice_cycle::scenario::ScenarioError>(())
//! ```
//!
//! # A file
//!
//! | Field | Meaning |
//! |---|---|
//! | `about` | what the file is, and that it is invented |
//! | `pack` | the pack whose rules are asked |
//! | `people` | who takes part in every story, and in which role; exactly one is the clinician. They are in the cycle from its first day |
//! | `scenarios` | the stories |
//!
//! # A story
//!
//! | Field | Meaning |
//! |---|---|
//! | `name` | what happens, in plain words; no two alike |
//! | `people` | who takes part besides |
//! | `opens` | when the cycle opens and everybody enters: the first day on which something happens, if nothing is said |
//! | `acts` | what happens |
//! | `as_of`, `known_at` | the time that is asked about, and up to when it is known: everything recorded, if nothing is said |
//! | `expect` | by rule, what it comes to |
//! | `nothing_else` | `true`: no other rule of the pack is violated or undetermined |
//! | `also` | the same story asked at other times: each with `as_of`, `known_at`, `expect` and `nothing_else` |
//!
//! # An act
//!
//! | Field | Meaning |
//! |---|---|
//! | `at` | when: `2026-03-27 10:00` by the clocks of London, a day alone for its noon, or an instant such as `2026-03-27T10:00:00Z`. Of the hour that comes twice in October, an offset says which: `2026-10-25T01:30:00+01:00` is the first |
//! | `recorded` | when it was recorded, if later; acts are recorded in that order, and as they stand |
//! | `by`, `recorded_by` | whose act it is, and who recorded it, if somebody else |
//! | `do` | the event, by code; what else it says stands beside it |
//! | `as` | a name for this entry, for `entries` and `opened_by` of later acts, and for what is expected |
//! | `refused` | `true`, or the code of a [refusal](crate::refusal): that the act is refused |
//!
//! An event that makes something (a session, a concern, …) need not say its reference; one is made up.
//!
//! `set_up_contract` stands for all the steps to a contract in force: invited by whoever acts, terms proposed, accepted by them
//! and the clinician, and begun. It takes `contract`, and, as they differ from a consultation about a dilemma for a year, `space`,
//! `stream`, `case`, single `terms`, and `stage`: `agreed` where it is not begun.
//!
//! # What is expected
//!
//! A verdict by its code (`satisfied`, `holds_so_far`, `pending`, `violated`, `undetermined`), `holds` for either of the first two,
//! or `never_applied`. All but the last expect that the rule applied. Or an object, of which `verdict` is needed:
//!
//! | Field | Meaning |
//! |---|---|
//! | `verdict` | as above |
//! | `findings` | how many duties were broken or cannot be determined |
//! | `excused` | how many of them are excused |
//! | `opened_by`, `by`, `remedied_by` | the entry that opened such a duty, met or broke it, or remedied it too late, by the name it has in `as` |
//! | `due` | the day by the end of which such a duty was due, or the very instant |

pub(crate) mod setting_up;
#[cfg(feature = "schemars")]
pub(crate) mod schema;
pub(crate) mod syntax;
pub(crate) mod times;
mod check;
pub(crate) mod build;

use std::fmt;

use thiserror::Error;

use crate::calendar::{Calendar, EnglandAndWales};
use crate::policy::Packs;
use crate::policy::Report;
use crate::policy::syntax::problem::{Problem, Problems};
use crate::policy::syntax::strict_json;
use crate::policy::{Pack, Policy};
use check::{Question, Slip, Story};
use syntax::FileForm;

/// Scenarios that were read: see the [module](self).
///
/// ```
/// use practice_cycle::scenario::Scenarios;
/// let wrong = Scenarios::read(r#"{"about":"Invented.","pack":"article","people":{"a":"clinican"},"scenarios":[]}"#).unwrap_err();
/// assert_eq!(
///     wrong.problems()[0].to_string(),
///     "article: people.a: there is no role `clinican`; did you mean `clinician`?",
/// );
/// ```
#[derive(Debug, Clone)]
pub struct Scenarios {
    pack: String,
    stories: Vec<Story>,
}

/// Scenarios that cannot be read, or ask for rules that do not exist: everything that is wrong with them.
///
/// ```
/// use practice_cycle::scenario::Scenarios;
/// assert!(Scenarios::read("[]").unwrap_err().to_string().starts_with("the scenarios do not read:\n"));
/// ```
#[derive(Clone, PartialEq, Eq, Error)]
#[error("the scenarios do not read:{}", .0.iter().map(|problem| format!("\n  {problem}")).collect::<String>())]
pub struct ScenarioError(Vec<Problem>);

/// The text, so that a test that ends in `?` says what is wrong as it is meant to be read.
impl std::fmt::Debug for ScenarioError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl ScenarioError {
    /// Everything that is wrong, in the order of the file.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }

    fn unless_none(problems: Problems) -> Result<(), Self> {
        let all = problems.into_all();
        if all.is_empty() { Ok(()) } else { Err(Self(all)) }
    }
}

/// What became of one scenario. `Display` says what was expected otherwise, with the findings that say why.
///
/// ```
/// use practice_cycle::{policy::Packs, scenario::Scenarios};
/// let written = r#"{
///   "about": "Invented.", "pack": "shared-risk",
///   "people": {"clinician": "clinician", "manager": "manager"},
///   "scenarios": [{
///     "name": "A manager decides alone",
///     "acts": [{"at": "2026-03-27", "by": "manager", "do": "threshold_decided", "as": "alone",
///               "case": "case-1", "direction": "up", "decided_by": ["manager"]}],
///     "expect": {"P01a": "holds"}
///   }]
/// }"#;
/// let ran = Scenarios::read(written)?.run(&Packs::shipped())?;
/// assert!(!ran[0].is_as_expected());
/// assert!(ran[0].to_string().starts_with(
///     "A manager decides alone\n  P01a: expected `holds`, and it is `violated`\n    P01a is broken"
/// ));
/// # Ok::<(), practice_cycle::scenario::ScenarioError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ran {
    /// Its name.
    pub scenario: String,
    /// What the rules came to, each time that was asked.
    pub reports: Vec<Report>,
    slips: Vec<Slip>,
}

impl Ran {
    /// Whether everything came as expected.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        self.slips.is_empty()
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.scenario)?;
        if self.slips.is_empty() {
            f.write_str(": as expected")?;
        }
        self.slips.iter().try_for_each(|slip| write!(f, "\n{slip}"))
    }
}

impl Scenarios {
    /// Reads a file of scenarios, and replays their stories: every act is offered to a history.
    ///
    /// # Errors
    /// Everything that is wrong with it, and where: what cannot be read, what there is not, acts that are refused and should
    /// not be.
    pub fn read(written: &str) -> Result<Self, ScenarioError> {
        let file: FileForm = strict_json::form("scenarios", written).map_err(ScenarioError)?;
        let mut problems = Problems::of(&file.pack);
        let stories: Vec<Story> = build::stories(&file, &mut problems);
        ScenarioError::unless_none(problems)?;
        Ok(Self { pack: file.pack, stories })
    }

    /// The pack whose rules they ask.
    #[must_use]
    pub fn pack(&self) -> &str {
        &self.pack
    }

    /// Their names, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.stories.iter().map(|story| story.name.as_str())
    }

    /// Asks the rules of the pack about every story, by the calendar of England and Wales.
    ///
    /// # Errors
    /// That the pack is not among these, or that it has not the rules that are asked for.
    pub fn run(&self, packs: &Packs) -> Result<Vec<Ran>, ScenarioError> {
        self.run_by(packs, &EnglandAndWales::new())
    }

    /// The same by another calendar.
    ///
    /// # Errors
    /// As [`run`](Self::run); and that the calendar does not answer within its own range.
    pub fn run_by(&self, packs: &Packs, calendar: &(impl Calendar + ?Sized)) -> Result<Vec<Ran>, ScenarioError> {
        let mut problems = Problems::of(&self.pack);
        let Some(pack) = packs.pack(&self.pack) else {
            problems.unknown("pack", "pack", &self.pack, packs.names());
            return Err(ScenarioError(problems.into_all()));
        };
        for (place, story) in self.stories.iter().enumerate() {
            story.asked.iter().for_each(|asked| know_their_rules(asked, place, &story.name, pack, &mut problems));
        }
        ScenarioError::unless_none(problems)?;
        let policy = Policy::new(pack, calendar).map_err(|error| {
            let mut problems = Problems::of(&self.pack);
            problems.note("", error.to_string());
            ScenarioError(problems.into_all())
        })?;
        Ok(self.stories.iter().map(|story| check::run(story, &policy)).collect())
    }
}

fn know_their_rules(asked: &Question, place: usize, name: &str, pack: &Pack, problems: &mut Problems) {
    for (id, _) in &asked.expect {
        if pack.rule(id).is_none() {
            let ids = pack.rules().iter().map(|rule| rule.id().as_str());
            problems.unknown(format!("scenarios[{place}] ({name}).{}{id}", asked.path), "rule", id, ids);
        }
    }
}
