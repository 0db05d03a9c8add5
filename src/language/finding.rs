//! Findings in the language of a catalogue.

use super::Catalogue;
use crate::calendar::Tz;
use crate::code::Code;
use crate::cycle::Kind;
use crate::deciding::Milestone;
use crate::moment::Moment;
use crate::people::Role;
use crate::policy::render::{english, sentences};
use crate::policy::{Finding, Language, Mark, Summary, UnusedWaiver};

/// Findings sentence by sentence: verdicts, what opened a duty and why, what the rule asks, by when and how that was counted, what was
/// found, what would help, and what a report comes to. As they are written stand the words of whoever wrote a pack or a calendar: the
/// titles of rules, where they come from, the names of parameters, and what bank holidays are called.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, language::Catalogue, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let (english, welsh) = (Catalogue::english(), Catalogue::welsh());
/// let histories = [&history];
/// let shown = report.render(&histories);
/// assert_eq!(shown.in_language(&english).to_string(), shown.to_string());
/// assert!(shown.in_language(&welsh).to_string().contains("= ffynhonnell: "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Language for Catalogue {
    fn sentence(&self, finding: &Finding) -> String {
        english::sentence(finding, &|message| self.message(message))
    }

    fn heading(&self, finding: &Finding) -> String {
        self.message(&sentences::heading(finding))
    }

    fn mark(&self, mark: &Mark) -> String {
        self.message(&sentences::mark(mark))
    }

    fn notes(&self, finding: &Finding) -> Vec<(String, String)> {
        english::notes(finding, &|message| self.message(message))
    }

    fn role(&self, role: Option<Role>) -> String {
        match role {
            Some(role) => self.label("people::Role", role.code()).unwrap_or_else(|| role.label().to_owned()),
            None => self.message(&sentences::role_not_recorded()),
        }
    }

    fn done(&self, kind: Option<Kind>) -> String {
        kind.map_or_else(|| self.message(&sentences::not_at_hand()), |kind| self.past_tense(kind))
    }

    fn milestone(&self, milestone: Milestone) -> String {
        self.label("deciding::Milestone", milestone.code()).unwrap_or_else(|| milestone.label().to_owned())
    }

    fn concerned(&self, finding: &Finding) -> Option<String> {
        english::concerned(finding).map(|concerned| self.message(&concerned))
    }

    fn reference(&self, name: &str, id: &str) -> String {
        self.message(&english::reference(name, id))
    }

    fn unused_waiver(&self, waiver: &UnusedWaiver) -> String {
        self.message(&sentences::note(waiver))
    }

    fn time(&self, at: Moment, zone: Tz, ends_day: bool) -> String {
        self.message(&sentences::time(at, zone, ends_day))
    }

    fn calendar(&self, name: &str, version: &str) -> String {
        self.message(&sentences::calendar(name, version))
    }

    fn summary(&self, summary: &Summary) -> String {
        self.message(&summary.said())
    }
}
