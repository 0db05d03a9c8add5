//! The text of the turns, for putting before a team. It is written from the value, and holds no text of the entries.

use std::fmt;

use super::{Arc, ArcReading, Beginning, Link, Reach, Return, Round, Stall, Turns};
use crate::code::Code;
use crate::evidence::{Counted, Day, LISTED, RecordedFor, entries, in_a_row, stated_as_of};

impl fmt::Display for Return {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.what, self.cited)
    }
}

impl fmt::Display for Beginning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.contract, self.stage) {
            (Some(contract), Some(stage)) => write!(f, "{contract} ({stage}), since {}", self.from),
            (Some(contract), None) => write!(f, "{contract}, since {}", self.from),
            (None, _) => write!(f, "joining with no invitation after it, since {}", self.from),
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (contract, invited) = (&self.contract, self.invited);
        write!(f, "{contract}, invited on {invited}, arose from {} (depth {})", in_a_row(&self.arose_from), self.depth)
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}), noticed on {}", self.change, self.what, self.noticed)?;
        if self.steps.is_empty() {
            return Ok(());
        }
        let ways: Vec<&str> = self.ways.iter().map(Code::label).collect();
        write!(f, ": {} ({})", in_a_row(&ways), entries(&self.steps))
    }
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stall::NotEnoughToSay => f.write_str("There is not enough to say where work stalls."),
            Stall::Nowhere => f.write_str("No arc stands out as the one where work stalls."),
            Stall::At(arcs) => {
                let arcs: Vec<&str> = arcs.iter().map(Code::label).collect();
                write!(f, "Work seems to stall most on the way {}.", in_a_row(&arcs))
            }
        }
    }
}

impl fmt::Display for Round {
    /// The turn, as far as it has come.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): invited on {}", self.contract, self.space, self.invited)?;
        if let Some(agreed) = self.agreed {
            write!(f, ", agreed on {agreed}")?;
        }
        if let Some(done) = self.done {
            write!(f, ", first work on {done}")?;
        }
        if !self.back.is_empty() {
            write!(f, "; after that {}", in_a_row(&self.back))?;
        }
        Ok(())
    }
}

impl fmt::Display for ArcReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.arc.label();
        let label = label.strip_prefix("from ").unwrap_or(label);
        if self.beginnings() == 0 {
            return write!(f, "From {label}: nothing has begun yet that could be counted.");
        }
        // Of joining, the beginnings are invitations, and what no invitation has followed yet.
        let is_bare = self.unfinished().any(|beginning| beginning.contract.is_none());
        let (one, many, led_to) = match (self.arc, is_bare) {
            (Arc::ToContracting, false) => ("invitation", "invitations", "led to an agreement"),
            (Arc::ToContracting, true) => {
                ("invitation or stretch of joining", "invitations and stretches of joining", "led to an agreement")
            }
            (Arc::ToIntervening, _) => ("agreement", "agreements", "led to work"),
            (Arc::ToJoining, _) => ("piece of work", "pieces of work", "led back to joining"),
        };
        write!(f, "From {label}: {} of {} {led_to}", self.travelled.len(), Counted::of(self.beginnings(), one, many))?;
        if let Some(times) = self.times {
            write!(f, ", in {times}")?;
        }
        if !self.under_way.is_empty() {
            write!(f, "; under way: {}", in_a_row(&self.under_way))?;
        }
        if !self.stalled.is_empty() {
            write!(f, "; stalled, it seems, after more than {}: {}", self.may_wait, in_a_row(&self.stalled))?;
        }
        if !self.closed.is_empty() {
            write!(f, "; closed before that: {}", in_a_row(&self.closed))?;
        }
        f.write_str(".")
    }
}

impl fmt::Display for Turns {
    /// A paragraph for each part, with dates and the numbers of entries. Long lists are cut, and say so.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let turns: Vec<&Round> = self.completed().collect();
        let verb = if turns.len() == 1 { "seems" } else { "seem" };
        write!(f, "{}, ", stated_as_of(self.as_of, self.known_at))?;
        write!(f, "{} of the cycle {verb} complete, ", Counted::of(turns.len(), "turn", "turns"))?;
        let invitations = Counted::of(self.rounds.len(), "invitation", "invitations");
        writeln!(f, "out of {invitations} (parameters `{}`).", self.parameters)?;
        for round in turns.iter().take(LISTED) {
            writeln!(f, "- {round}.")?;
        }
        if turns.len() > LISTED {
            writeln!(f, "- And {} more.", turns.len() - LISTED)?;
        }
        for arc in &self.arcs {
            writeln!(f, "{arc}")?;
        }
        let unjoined = self.rounds.iter().filter(|round| round.joined.is_none()).count();
        if unjoined > 0 {
            writeln!(f, "{} came before any joining was recorded.", Counted::of(unjoined, "invitation", "invitations"))?;
        }
        RecordedFor::say(&self.recorded_for, f)?;
        write!(f, "{}", self.stall)?;
        if !self.chain.is_empty() {
            write!(f, "\nOne thing led to another, to a depth of {}: {}.", self.depth(), in_a_row(&self.chain))?;
        }
        let furthest: Vec<&Reach> = self.furthest().collect();
        match (furthest.as_slice(), self.changes.first()) {
            ([], None) => write!(f, "\nNo change is recorded yet."),
            ([], Some(first)) => {
                let changes = Counted::of(self.changes.len(), "change was", "changes were");
                write!(f, "\n{changes} noticed, the first on {}, and not yet carried further.", Day(first.noticed.at))
            }
            (furthest, _) => write!(f, "\nOf the changes noticed, what travelled furthest: {}.", in_a_row(furthest)),
        }
    }
}
