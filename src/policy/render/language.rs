//! The trait that puts findings into the words of one language.

use super::{Summary, english, sentences};
use crate::calendar::Tz;
use crate::code::Code;
use crate::cycle::Kind;
use crate::deciding::Milestone;
use crate::message::Message;
use crate::moment::Moment;
use crate::people::Role;
use crate::policy::report::finding::Finding;
use crate::policy::report::mark::Mark;
use crate::policy::report::waivers::UnusedWaiver;

/// How findings are put into one language. What a language does not say for itself is said in English:
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::policy::{Finding, Language, Pack, Policy, Verdict};
///
/// #[derive(Debug)]
/// struct German;
///
/// impl Language for German {
///     fn sentence(&self, finding: &Finding) -> String {
///         let how = if let Verdict::Violated { .. } = finding.verdict { "verletzt" } else { "ungeklärt" };
///         format!("{} ist {how} (Eintrag {}).", finding.rule, finding.duty.opened_by.entry)
///     }
/// }
///
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let finding = report.findings().next().unwrap();
/// assert_eq!(German.sentence(finding), "R01d ist verletzt (Eintrag 9).");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Language: std::fmt::Debug {
    /// A finding in a few sentences: what happened, what was to follow by when, what did, and what would help.
    fn sentence(&self, finding: &Finding) -> String;

    /// What a finding is called above an excerpt: how much weight it has, of which rule, and what that says.
    fn heading(&self, finding: &Finding) -> String {
        sentences::heading(finding).to_string()
    }

    /// What is said beside an entry or a time.
    fn mark(&self, mark: &Mark) -> String {
        sentences::mark(mark).to_string()
    }

    /// What stands below an excerpt: names, and what is said under them.
    fn notes(&self, finding: &Finding) -> Vec<(String, String)> {
        english::notes(finding, &Message::to_string)
    }

    /// Who acted, by role.
    fn role(&self, role: Option<Role>) -> String {
        english::role(role)
    }

    /// What was done, as it is shown of one entry; of one that is not at hand, that this is not known.
    fn done(&self, kind: Option<Kind>) -> String {
        english::done(kind)
    }

    /// Which milestone was recorded.
    fn milestone(&self, milestone: Milestone) -> String {
        milestone.label().to_owned()
    }

    /// Why the one of several that a finding is about is concerned, if it is about one of several: `child, first met on 3 April 2026`.
    fn concerned(&self, finding: &Finding) -> Option<String> {
        english::concerned(finding).map(|concerned| concerned.to_string())
    }

    /// A reference, with what kind of thing it is to: the code of a [`Noun`](crate::noun::Noun), `cycle`, `clinician`, or `each`
    /// for an element of a list.
    fn reference(&self, name: &str, id: &str) -> String {
        english::reference(name, id).to_string()
    }

    /// A day and a time of day; midnight, where a day ends that something was due on, as its end.
    fn time(&self, at: Moment, zone: Tz, ends_day: bool) -> String {
        sentences::time(at, zone, ends_day).to_string()
    }

    /// That a waiver excuses nothing, and why.
    fn unused_waiver(&self, waiver: &UnusedWaiver) -> String {
        sentences::note(waiver).to_string()
    }

    /// By which calendar the deadlines of a report were counted: said once, below its findings.
    fn calendar(&self, name: &str, version: &str) -> String {
        sentences::calendar(name, version).to_string()
    }

    /// What a report comes to, below its findings.
    fn summary(&self, summary: &Summary) -> String {
        summary.to_string()
    }
}

/// English: what `Display` says of findings.
///
/// ```
/// use practice_cycle::policy::{English, Language};
/// assert_eq!(English.role(None), "role not recorded");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct English;

impl Language for English {
    fn sentence(&self, finding: &Finding) -> String {
        english::sentence(finding, &Message::to_string)
    }
}
