//! A finding in words: what happened, what was to follow and by when, what did, and what would help.

use std::fmt;

use crate::calendar::{Period, local_date};
use crate::contracting::Stage;
use crate::evidence::Day;
use crate::people::Role;
use crate::policy::compile::phrases::{listed, told};
use crate::policy::engine::obligation::Live;
use crate::policy::eval::answer::Missing;
use crate::policy::eval::context::Scene;
use crate::policy::report::Fate;
use crate::policy::report::finding::{Asks, Because, Finding};
use crate::policy::report::verdict::{Duty, Outcome, Verdict};
use crate::policy::rule::{Duty as Asked, Happening, Order, Rule, Severity, State};
use crate::word::{Word, Words};

/// What opened a duty: `On 2 March 2026 the social worker began the contract (entry 12, contract `c-1`)`.
pub(crate) fn opened(rule: &Rule, live: &Live, scene: Option<&Scene<'_>>) -> String {
    let (entry, day) = (live.opened.entry, Day(live.opened.at));
    let about = about(rule, live);
    match &rule.when.what {
        Happening::Entry(_) => {
            let what = scene.map_or_else(|| "did something".to_owned(), |scene| told(scene.entry.event().kind()));
            format!("On {day} {} {what} (entry {entry}{about})", who(scene))
        }
        Happening::Begins(State::Stages(bits)) | Happening::Ends(State::Stages(bits)) => {
            let labels: Vec<String> =
                Words::<Stage>::from_bits(u64::from(*bits)).iter().map(|stage| stage.label().to_owned()).collect();
            let (stages, no_longer) = (listed(&labels, "or"), matches!(rule.when.what, Happening::Ends(_)));
            let day = Day(live.counts_from());
            let from = if live.by_time { format!("from the end of {day}") } else { format!("from {day}") };
            let was = if no_longer { "was no longer" } else { "was" };
            match rule.about().eq(["contract"]).then_some(&live.key) {
                Some(contract) => format!("Contract `{}` {was} {stages} {from} (entry {entry})", last_part(contract)),
                None => format!("A contract {was} {stages} {from} (entry {entry}{about})"),
            }
        }
        Happening::Begins(State::Between(begins, _)) => {
            format!("On {day} {} {} (entry {entry}{about})", who(scene), begins.words.told)
        }
        Happening::Ends(State::Between(_, ends)) => {
            format!("On {day} {} {} (entry {entry}{about})", who(scene), ends.words.told)
        }
        Happening::Broken(id) => format!("On {day} {id} was broken (it was opened by entry {entry}{about})"),
    }
}

/// The key of one of several histories begins with its place.
fn last_part(key: &str) -> &str {
    key.rsplit('\0').next().unwrap_or(key)
}

/// Who acted, by role.
fn who(scene: Option<&Scene<'_>>) -> String {
    let role =
        scene.and_then(|scene| scene.ground.cycle.role_of(scene.entry.act().by.as_str(), scene.at, scene.entry.number()));
    role.map_or_else(|| "somebody".to_owned(), |role: Role| format!("the {}", role.label()))
}

/// What the duty is about: `, contract `c-1``.
fn about(rule: &Rule, live: &Live) -> String {
    let names = rule.key_names.iter().map(|name| name.rsplit('.').next().unwrap_or(name));
    let parts: Vec<&str> = live.parts(rule).collect();
    let known = names.zip(&parts).filter(|(name, _)| *name != "cycle");
    let mut about: String = known.map(|(name, id)| format!(", {name} `{id}`")).collect();
    if let Some(each) = live.each().filter(|each| !parts.contains(each)) {
        about.push_str(&format!(", `{each}`"));
    }
    about
}

/// What is asked: `review the contract`, `help the family to understand, before anybody holds …`.
pub(crate) fn asked(rule: &Rule, live: &Live) -> String {
    match &rule.duty {
        Asked::Require(_, required) => required.clone(),
        Asked::Expect { what, before, at_least, together, .. } => {
            let mut words = what.words.ask.clone();
            let times = at_least.at(live.since).copied().unwrap_or(1);
            if times > 1 {
                words.push_str(&format!(", {times} times"));
            }
            if let Some(together) = together {
                let codes: Vec<String> = together.codes.iter().map(|code| format!("`{code}`")).collect();
                words.push_str(&format!(", saying {} between them", listed(&codes, "and")));
            }
            if let Some(before) = before {
                words.push_str(&format!(", before anybody {}", before.words.told));
            }
            words
        }
        Asked::PrecededBy { what, within } => {
            let within = within.as_ref().and_then(|within| within.at(live.since));
            let when = match (within, rule.order) {
                (Some(Period::SameDay), Order::SameDay) => "on that day".to_owned(),
                (Some(Period::SameDay), Order::Strict) => "before that, on that day".to_owned(),
                (None, Order::SameDay) => "before that or on that day".to_owned(),
                (None, Order::Strict) => "before that".to_owned(),
                (Some(within), Order::SameDay) => format!("in the {within} before that or on that day"),
                (Some(within), Order::Strict) => format!("in the {within} before that"),
            };
            format!("{} {when}", what.words.ask)
        }
        Asked::Forbid { what, .. } => what.words.ask.clone(),
    }
}

/// What answers should say between them, and did not.
pub(crate) fn unsaid(rule: &Rule, live: &Live) -> Vec<String> {
    let said = live.rare.as_ref().map_or(0, |rare| rare.said);
    let open = !matches!(live.status, crate::policy::engine::obligation::Status::Met(_));
    let Some(together) = rule.together().filter(|_| open && said != 0) else { return Vec::new() };
    together.codes.iter().filter(|code| !together.says(code, said)).cloned().collect()
}

/// What would satisfy the duty, or remedy it now.
pub(crate) fn would_satisfy(rule: &Rule, duty: &Duty, fate: Fate) -> Option<String> {
    let excusable = rule.severity == Severity::Query && duty.excused.is_none();
    let excuse = "be excused, with a reason (`duty_waived`)";
    Some(match (&duty.outcome, &rule.duty) {
        // What is closed, or was ended, is remedied no more.
        (Outcome::Missed { remedied: None, .. }, Asked::Expect { .. }) if fate == Fate::Open => {
            let excuse = if excusable { format!(", and it can {excuse}") } else { String::new() };
            format!("doing so now would remedy it{excuse}")
        }
        (Outcome::Unknown { missing: Missing::Feed }, _) => {
            "a feed of these milestones that is declared complete from before would settle it, and so would the milestone, \
             if it was reached"
                .to_owned()
        }
        (Outcome::Unknown { missing: Missing::Field(path) }, _) => format!("recording `{path}` would settle it"),
        (Outcome::Unknown { missing: Missing::Answer(by) }, _) => {
            format!("recording what entry {} leaves open would settle it", by.entry)
        }
        (Outcome::Unknown { missing: Missing::Calendar }, _) => "a calendar that reaches further would settle it".to_owned(),
        (Outcome::Open { .. }, Asked::Expect { .. } | Asked::PrecededBy { .. }) => "doing so would satisfy it".to_owned(),
        (Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } | Outcome::Holding { .. }, _) => return None,
        _ if excusable => format!("it can {excuse}"),
        _ => return None,
    })
}

/// `a is b and c is d`
fn all(because: &[Because]) -> String {
    listed(&because.iter().map(ToString::to_string).collect::<Vec<_>>(), "and")
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match &self.verdict {
            Verdict::Violated { .. } => "is broken",
            Verdict::Undetermined { .. } => "cannot be told",
            Verdict::Pending { .. } => "is open",
            Verdict::HoldsSoFar => "holds so far",
            Verdict::Satisfied => "is satisfied",
        };
        write!(f, "{} {how} ({}): {}. ", self.rule, self.severity.label(), self.title.trim_end_matches('.'))?;
        f.write_str(&self.opened)?;
        // What the rule required of that entry, and what it says instead, stands below.
        let because: Vec<Because> = self.because.iter().filter(|because| !self.instead.contains(because)).cloned().collect();
        if !because.is_empty() {
            write!(f, ", where {}", all(&because))?;
        }
        f.write_str(".")?;
        self.outcome(f)?;
        for set in &self.set {
            write!(f, " {}.", capital(&set.to_string()))?;
        }
        if let Some(excuse) = &self.duty.excused {
            write!(f, " Entry {} excuses it, on {}.", excuse.at.entry, Day(excuse.at.at))?;
        } else if let Some(would) = &self.would_satisfy {
            write!(f, " {}.", capital(would))?;
        }
        Ok(())
    }
}

/// Words as a sentence begins.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

impl Finding {
    fn outcome(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.duty.since != self.duty.opened_by.at {
            write!(f, " It was last done on {}.", Day(self.duty.since))?;
        }
        // The end of a day is the first instant of the next.
        let by_then = Day(self.as_of.just_before());
        // A clause that goes on after a comma needs another to end it.
        let comma = if self.asked.contains(',') { "," } else { "" };
        match &self.duty.outcome {
            Outcome::Missed { at, by, remedied } => {
                write!(f, " Somebody had to {}", self.asked)?;
                match (&self.due, by) {
                    (Some(due), None) => write!(f, "{comma} {due}.")?,
                    (_, Some(by)) if *by == self.duty.opened_by => f.write_str(".")?,
                    (_, Some(by)) => write!(f, ". Entry {} came first, on {}.", by.entry, Day(by.at))?,
                    (None, None) if local_date(at.just_before()) == local_date(self.duty.opened_by.at) => {
                        f.write_str(".")?
                    }
                    (None, None) => write!(f, "{comma} by the end of {}.", Day(at.just_before()))?,
                }
                match remedied {
                    Some(late) => write!(f, " It was done late, on {} (entry {}).", Day(late.at), late.entry),
                    None if !self.unsaid.is_empty() => {
                        let codes: Vec<String> = self.unsaid.iter().map(|code| format!("`{code}`")).collect();
                        write!(f, " By {by_then} nobody had said {}.", listed(&codes, "or"))
                    }
                    None => write!(f, " Nothing of that was recorded by {by_then}."),
                }
            }
            Outcome::Broken { by } if *by == self.duty.opened_by => {
                write!(f, " It had to be so that {}", self.asked)?;
                if !self.instead.is_empty() {
                    write!(f, "; here {}", all(&self.instead))?;
                }
                f.write_str(".")
            }
            Outcome::Broken { by } => {
                write!(f, " From then on nobody was to {}. Entry {} did, on {}.", self.asked, by.entry, Day(by.at))
            }
            Outcome::Unknown { missing } => {
                if !matches!(missing, Missing::Feed | Missing::Answer(_)) {
                    return write!(f, " It cannot be told what follows from that: {missing}.");
                }
                let had_to = match self.asks {
                    Asks::ToBeSo => "It had to be so that",
                    Asks::ToBeDone => "Somebody had to",
                    Asks::NotToBeDone => "From then on nobody was to",
                };
                write!(f, " {had_to} {}", self.asked)?;
                if let Some(due) = &self.due {
                    write!(f, "{comma} {due}")?;
                }
                write!(f, ". It cannot be told whether that was so: {missing}.")
            }
            Outcome::Open { due_by: Some(due) } => {
                write!(f, " Somebody has to {}{comma} by the end of {}.", self.asked, Day(due.just_before()))
            }
            Outcome::Open { due_by: None } => write!(f, " Somebody has to {}.", self.asked),
            Outcome::Holding { .. } | Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } => Ok(()),
        }
    }
}
