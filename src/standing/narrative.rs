//! The text of the standing, for putting before a team. It is written from the value, and holds no text of the entries.

use std::fmt;

use super::{Condition, Requirement, Standing, Step};
use crate::code::Code;
use crate::evidence::{Counted, RecordedFor, entries, in_a_row, one_by_one, stated_as_of};

/// So many of what a step rests on, or of what it takes, in words.
fn counted(what: Requirement, count: usize) -> String {
    let many = match what {
        Requirement::JoiningEvidence => "records of joining",
        Requirement::RuleWorkedWith => "rules of the system worked with",
        Requirement::Acknowledgement => "acknowledgements by the social work side",
        Requirement::AcknowledgedSince => "acknowledgements since the last disruption",
        Requirement::Turn => "completed turns of the cycle",
        Requirement::Space => "kinds of space in which turns were completed",
        Requirement::Influence => "invitations to shape practice beyond the team's cases",
    };
    match (count, what) {
        (1, Requirement::JoiningEvidence) => "one record of joining".to_owned(),
        (1, what) => format!("one {}", what.label()),
        (count, _) => format!("{count} {many}"),
    }
}

/// A step as what somebody is read as: with the article where it takes one.
fn as_read(step: Step) -> String {
    match step {
        Step::Outsider | Step::Ally => format!("an {step}"),
        Step::Orientating | Step::Embedded | Step::Influential => step.to_string(),
    }
}

impl fmt::Display for Condition {
    /// What there is where it is met, and what it takes where it is not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_met() {
            write!(f, "{}", counted(self.what, self.have))?;
            return if self.entries.is_empty() { Ok(()) } else { write!(f, " ({})", entries(&self.entries)) };
        }
        write!(f, "{} (", counted(self.what, self.need))?;
        match (self.have, self.need) {
            (0, _) => f.write_str("none so far")?,
            (have, need) => write!(f, "{have} of {need} so far")?,
        }
        if !self.entries.is_empty() {
            write!(f, ": {}", entries(&self.entries))?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Standing {
    /// A sentence or two for each part, with dates, counts and the numbers of entries.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let as_of = stated_as_of(self.as_of, self.known_at);
        if self.has_too_little() {
            write!(f, "{as_of}, too little is recorded of joining to say how far it has come")?;
        } else {
            write!(f, "{as_of}, joining so far looks like: {}", self.step)?;
        }
        writeln!(f, ", by the parameters `{}`.", self.parameters)?;
        if self.has_too_little() {
            // What it takes is said below.
        } else if self.rests_on.is_empty() {
            writeln!(f, "What is recorded so far does not amount to a further step.")?;
        } else {
            writeln!(f, "This rests on {}.", one_by_one(&self.rests_on))?;
        }
        if !self.disruptions.is_empty() {
            let disruptions = Counted::of(self.disruptions.len(), "disruption", "disruptions");
            write!(f, "{disruptions} outside the clinician's control came on {}", in_a_row(&self.disruptions))?;
            f.write_str(", with no acknowledgement since")?;
            if self.undisrupted > self.step {
                write!(f, "; without that, it would look like: {}", self.undisrupted)?;
            }
            writeln!(f, ".")?;
        }
        match self.step.next() {
            Some(next) => {
                let missing = one_by_one(&self.missing);
                writeln!(f, "To be read as {}: {missing}.", as_read(next))?;
            }
            None => writeln!(f, "There is no further step.")?,
        }
        RecordedFor::say(&self.recorded_for, f)?;
        f.write_str("It speaks of what was recorded about working together, and is not for appraising a person.")
    }
}
