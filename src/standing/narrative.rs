//! The text of the standing, for putting before a team. It is written from the value, and holds no text of the entries.

use std::fmt;

use super::{Condition, Requirement, Standing, Step};
use crate::evidence::{Cited, RecordedFor, as_of, cited, listed, listed_apart, numbered};
use crate::message::{self, Line, Message, Said, messages};

messages! {
    // How many of what a step rests on, or of what it takes.
    one_record() = "standing-one-record", "one record of joining";
    one_of(what) = "standing-one-of", "one {what}";
    records(count) = "standing-records", "{count} records of joining";
    rules_worked_with(count) = "standing-rules", "{count} rules of the system worked with";
    acknowledgements(count) = "standing-acknowledgements", "{count} acknowledgements by the social work side";
    acknowledged_since(count) = "standing-acknowledged-since", "{count} acknowledgements since the last disruption";
    turns(count) = "standing-turns", "{count} completed turns of the cycle";
    spaces(count) = "standing-spaces", "{count} kinds of space in which turns were completed";
    influences(count) = "standing-influences", "{count} invitations to shape practice beyond the team's cases";
    none_so_far(what) = "standing-none-so-far", "{what} (none so far)";
    none_so_far_cited(what, entries) = "standing-none-so-far-cited", "{what} (none so far: {entries})";
    so_far(what, have, need) = "standing-so-far", "{what} ({have} of {need} so far)";
    so_far_cited(what, have, need, entries) = "standing-so-far-cited", "{what} ({have} of {need} so far: {entries})";

    too_little(as_of, parameters) = "standing-too-little",
        "{as_of}, too little is recorded of joining to say how far it has come, by the parameters `{parameters}`.";
    looks_like(as_of, step, parameters) = "standing-looks-like", "{as_of}, joining so far looks like: {step}, by the parameters `{parameters}`.";
    no_further() = "standing-no-further", "What is recorded so far does not amount to a further step.";
    rests_on(these) = "standing-rests-on", "This rests on {these}.";
    disruptions(count) = "standing-disruptions", "{count} disruptions", one "1 disruption";
    disrupted(disruptions, days) = "standing-disrupted",
        "{disruptions} outside the clinician's control came on {days}, with no acknowledgement since.";
    disrupted_from(disruptions, days, step) = "standing-disrupted-from",
        "{disruptions} outside the clinician's control came on {days}, with no acknowledgement since; without that, it would look like: {step}.";
    an(step) = "standing-an", "an {step}";
    next(step, missing) = "standing-next", "To be read as {step}: {missing}.";
    no_next() = "standing-no-next", "There is no further step.";
    not_for_appraising() = "standing-not-for-appraising",
        "It speaks of what was recorded about working together, and is not for appraising a person.";
}

/// How many of what a step rests on, or of what it takes, in words.
fn counted(what: Requirement, count: usize) -> Message {
    match (count, what) {
        (1, Requirement::JoiningEvidence) => one_record(),
        (1, what) => one_of(what),
        (_, Requirement::JoiningEvidence) => records(count),
        (_, Requirement::RuleWorkedWith) => rules_worked_with(count),
        (_, Requirement::Acknowledgement) => acknowledgements(count),
        (_, Requirement::AcknowledgedSince) => acknowledged_since(count),
        (_, Requirement::Turn) => turns(count),
        (_, Requirement::Space) => spaces(count),
        (_, Requirement::Influence) => influences(count),
    }
}

/// A step as what somebody is read as: with the article where it takes one.
fn as_read(step: Step) -> Said {
    match step {
        Step::Outsider | Step::Ally => an(step).into(),
        Step::Orientating | Step::Embedded | Step::Influential => step.into(),
    }
}

impl Condition {
    /// What there is where it is met, and what it takes where it is not.
    fn said(&self) -> Message {
        let entries = numbered(&self.entries);
        let is_bare = self.entries.is_empty();
        if self.is_met() {
            let have = counted(self.what, self.have);
            return if is_bare { have } else { cited(have, entries) };
        }
        let need = counted(self.what, self.need);
        match (self.have, is_bare) {
            (0, true) => none_so_far(need),
            (0, false) => none_so_far_cited(need, entries),
            (have, true) => so_far(need, have, self.need),
            (have, false) => so_far_cited(need, have, self.need, entries),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl fmt::Display for Standing {
    /// A sentence or two for each part, with dates, counts and the numbers of entries.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(message::text(&self.lines()).trim_end())
    }
}

impl Standing {
    /// The text, line by line.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let (as_of, parameters) = (as_of(self.as_of, self.known_at), self.parameters.to_string());
        let mut lines = vec![vec![match self.has_too_little() {
            true => too_little(as_of, parameters),
            false => looks_like(as_of, self.step, parameters),
        }]];
        if self.has_too_little() {
            // What it takes is said below.
        } else if self.rests_on.is_empty() {
            lines.push(vec![no_further()]);
        } else {
            lines.push(vec![rests_on(listed_apart(self.rests_on.iter().map(Condition::said)))]);
        }
        if !self.disruptions.is_empty() {
            let count = disruptions(self.disruptions.len());
            let days = listed(self.disruptions.iter().map(Cited::said));
            lines.push(vec![match self.undisrupted > self.step {
                true => disrupted_from(count, days, self.undisrupted),
                false => disrupted(count, days),
            }]);
        }
        lines.push(vec![match self.step.next() {
            Some(step) => next(as_read(step), listed_apart(self.missing.iter().map(Condition::said))),
            None => no_next(),
        }]);
        lines.extend(RecordedFor::line(&self.recorded_for));
        lines.push(vec![not_for_appraising()]);
        lines
    }
}
