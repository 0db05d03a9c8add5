//! One contract with very many steps, and people whose roles change all the time, corrected here and there.

use practice_cycle::contracting::Stage;
use practice_cycle::cycle::{Act, Entry, Kind};
use practice_cycle::history::History;
use practice_cycle::id::EntryNumber;
use practice_cycle::people::Side;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{TERMS, act, alike, config, contract, correct, correcting, hours, is_correction, late, opened, reloaded};
use crate::world::{tells_what_is_in_effect, times};

/// The numbers out of which one act is made.
type Choice = [u8; 5];

/// A walk through one busy contract.
pub(crate) struct Walk {
    pub(crate) history: History,
    hour: i64,
    made: usize,
}

impl Walk {
    pub(crate) fn new() -> Self {
        Self { history: opened(), hour: 1, made: 0 }
    }

    /// Offers whatever numbers amount to.
    pub(crate) fn go(&mut self, choice: &Choice) {
        let [what, which, ..] = *choice;
        self.hour += [0, 1, 1, 5][usize::from(which % 4)];
        match what % 32 {
            0..=21 => {
                let act = self.step(choice);
                let _ = self.history.record(act);
            }
            22..=24 => {
                let act = self.touching(choice);
                let _ = self.history.record(act);
            }
            25 | 26 => {
                let act = self.turn(choice);
                let _ = self.history.record(act);
            }
            _ => self.correct(choice),
        }
    }

    /// A step that leads on from where the contract stands, mostly.
    fn step(&self, &[_, which, more, other, _]: &Choice) -> Act {
        let history = &self.history;
        let Some(contract) = history.cycle().contract(&contract(1)) else {
            return act("p-2", self.hour, "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#);
        };
        let worker = ["p-2", "p-2", "p-5", "p-3"][usize::from(other % 4)];
        let either = if other % 3 == 0 { "p-1" } else { worker };
        let tabled = contract.state().tabled();
        let simple = r#"{"contract":"c-1"}"#.to_owned();
        let reason = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#.to_owned();
        let terms = format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#);
        let day = 1 + more % 28;
        let terms = terms.replace("2026-02-20", &format!("2026-02-{day:02}"));
        let accepted = |version: u32| format!(r#"{{"contract":"c-1","version":{version}}}"#);
        let talk = match tabled {
            Some(tabled) if which % 8 != 0 => {
                let by = if tabled.accepted_by(Side::Clinical) { worker } else { "p-1" };
                (by, "terms_accepted", accepted(tabled.version()))
            }
            _ => (either, "terms_proposed", terms.clone()),
        };
        let reframe = r#"{"contract":"c-1","to":{"space":"home_visit"},"reason":"R."}"#.to_owned();
        let answer = [r#""welcomed""#, r#"{"not_welcomed":{"reason":"R."}}"#][usize::from(more % 2)];
        let answer = format!(r#"{{"contract":"c-1","answer":{answer}}}"#);
        let review = format!(r#"{{"contract":"c-1","with":["p-1"],"next_review":"2026-02-{day:02}"}}"#);
        let (from, to) = (["p-2", "p-5", "p-3"][usize::from(more % 3)], ["p-2", "p-5", "p-3"][usize::from(other % 3)]);
        let replaced = format!(r#"{{"contract":"c-1","party":"{from}","successor":"{to}"}}"#);
        let fact = match more % 3 {
            0 => (either, "contract_reviewed", review),
            1 => ("p-1", "party_replaced", replaced),
            _ => ("p-1", "role_flexed", r#"{"contract":"c-1","task":"notes","to":"shared","reason":"R."}"#.to_owned()),
        };
        let (by, code, data) = match contract.latest_stage(hours(self.hour)) {
            Stage::Invited if which % 2 == 0 => ("p-1", "reframe_offered", reframe),
            Stage::Invited => ("p-1", "invitation_accepted", simple),
            Stage::Reframed => (worker, "reframe_answered", answer),
            Stage::Negotiating if which % 16 == 1 => ("p-1", "reframe_offered", reframe),
            Stage::Negotiating => talk,
            Stage::Agreed if which % 4 == 1 => talk,
            Stage::Agreed if which % 4 == 2 => (worker, "contract_postponed", reason),
            Stage::Agreed => ("p-1", "contract_begun", simple),
            Stage::Postponed => ("p-1", "contract_restored", simple),
            Stage::Active if which % 8 < 3 => (either, "contract_suspended", reason),
            Stage::Active if which % 8 < 6 => talk,
            Stage::Suspended if which % 8 < 5 => (either, "contract_resumed", simple),
            Stage::Active | Stage::Suspended => fact,
            Stage::Lapsed | Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => {
                (worker, "contract_completed", r#"{"contract":"c-1"}"#.to_owned())
            }
        };
        let back = if other % 5 == 0 { i64::from(more % 40) } else { 0 };
        late(by, (self.hour - back).max(0), self.hour, code, &data)
    }

    /// Work that rests on the contract, or on who was there, now or earlier.
    fn touching(&mut self, &[_, which, more, other, _]: &Choice) -> Act {
        self.made += 1;
        let made = self.made;
        let back = if other % 2 == 0 { i64::from(more) } else { 0 };
        let by = ["p-1", "p-2", "p-5"][usize::from(which % 3)];
        let (code, data) = match more % 3 {
            0 => (
                "session_held",
                format!(
                    r#"{{"session":"s-{made}","cover":{{"contract":"c-1"}},"space":"joint_session","present":["p-1","p-2"]}}"#
                ),
            ),
            1 => ("suggestion_offered", format!(r#"{{"suggestion":"su-{made}","contract":"c-1","words":"W."}}"#)),
            _ => (
                "suggestion_answered",
                format!(r#"{{"suggestion":"su-{}","reception":"taken_up"}}"#, 1 + usize::from(other) % made),
            ),
        };
        late(by, (self.hour - back).max(0), self.hour, code, &data)
    }

    /// Somebody comes, goes, or changes their role, now or earlier.
    fn turn(&self, &[_, which, more, other, _]: &Choice) -> Act {
        let who = ["p-2", "p-2", "p-5"][usize::from(which % 3)];
        let back = if other % 2 == 0 { i64::from(more) } else { 0 };
        let (at, recorded) = ((self.hour - back).max(0), self.hour);
        if which % 8 == 7 {
            return late("p-3", at, recorded, "person_left", &format!(r#"{{"person":"{who}"}}"#));
        }
        let role = ["social_worker", "manager", "student_social_worker", "parent", "court"][usize::from(other % 5)];
        late("p-3", at, recorded, "person_entered", &format!(r#"{{"person":"{who}","role":"{role}"}}"#))
    }

    /// Takes something back; and where it may not stand alone, together with what depends on it.
    fn correct(&mut self, &[_, which, more, other, further]: &Choice) {
        let entries = self.history.entries();
        let nth = |list: Vec<EntryNumber>, place: u8| list.get(usize::from(place) * list.len() / 256).copied();
        let of = |fits: &dyn Fn(&Entry) -> bool| {
            let in_effect = entries.iter().skip(5).filter(|entry| self.history.undone_by(entry.number()).is_none());
            in_effect.filter(|entry| fits(entry)).map(Entry::number).collect::<Vec<_>>()
        };
        let corrections = of(&|entry| is_correction(entry.event()));
        let rest = of(&|entry| !is_correction(entry.event()));
        let mut names: Vec<EntryNumber> = Vec::new();
        match which % 8 {
            0..=2 => {
                // A step, and the one after it.
                let steps = of(&|entry| matches!(entry.event().kind(), Kind::Contracting(kind) if !kind.is_within()));
                let first = nth(steps.clone(), more).and_then(|first| steps.iter().position(|&step| step == first));
                let pairs = 1 + usize::from(further % 3);
                names.extend(steps.iter().skip(first.unwrap_or_default()).take(2 * pairs));
            }
            3 => names.extend(nth(rest, more)),
            4 => names.extend([nth(rest.clone(), more), nth(rest, other)].into_iter().flatten()),
            5 | 6 => names.extend(nth(corrections, more)),
            _ => names.extend([nth(corrections, more), nth(rest, other)].into_iter().flatten()),
        }
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return;
        }
        let by = if further % 8 == 7 { "p-2" } else { "p-3" };
        for _ in 0..3 {
            let dependents = correct(&mut self.history, correcting(by, self.hour, &names));
            if dependents.is_empty() {
                break;
            }
            names.extend(dependents);
            names.sort_unstable();
            names.dedup();
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_busy_contract_is_what_is_in_effect_and_refusals_name_what_depends(choices in vec(any::<Choice>(), 60..240)) {
        let mut walk = Walk::new();
        for choice in &choices {
            walk.go(choice);
        }
        tells_what_is_in_effect(&walk.history);
        let loaded = reloaded(&walk.history);
        alike(walk.history.cycle(), loaded.cycle(), &times(&walk.history));
    }
}
