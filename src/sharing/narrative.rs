//! The text of the sharing, for putting before those who work on a case. It is written from the value, and holds no text of the entries.

use std::fmt::{self, Display, Formatter};

use super::{
    CaseReading, Decider, Decision, Down, HandedBack, Heard, Missing, NamedAgain, OpenDifference, RiskNamed, Shared,
    Sharing, Taker, Tested, Unchanged,
};
use crate::evidence::{Cited, Counted, LISTED, READ_FROM, RecordedFor, entries, in_a_row, one_by_one, stated_as_of};
use crate::id::EntryNumber;

/// What is cited, by the numbers of the entries.
fn numbers(cited: &[Cited]) -> String {
    entries(&cited.iter().map(|cited| cited.entry).collect::<Vec<EntryNumber>>())
}

impl Display for Missing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Missing::Steps { found, needed } => write!(f, "{found} of {needed} steps"),
            Missing::People { found, needed } => write!(f, "{found} of {needed} people who take steps"),
            Missing::StepSides { found, needed } => write!(f, "steps by {found} of {needed} sides"),
            Missing::MostByOne { found, of } => write!(f, "{found} of {of} steps are one person's"),
            Missing::Sides { found, needed } => write!(f, "{found} of {needed} sides heard"),
            Missing::RiskOfActing => f.write_str("the risk of acting is not named"),
            Missing::RiskOfNotActing => f.write_str("the risk of not acting is not named"),
        }
    }
}

impl Display for Heard {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.side)?;
        let present = (!self.present.is_empty()).then(|| format!("present in {}", numbers(&self.present)));
        let said = (!self.said.is_empty()).then(|| format!("said {}", numbers(&self.said)));
        let how: Vec<String> = present.into_iter().chain(said).collect();
        if how.is_empty() { Ok(()) } else { write!(f, " ({})", how.join("; ")) }
    }
}

impl Display for RiskNamed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.risk)?;
        if self.named.is_empty() { Ok(()) } else { write!(f, " ({})", numbers(&self.named)) }
    }
}

impl Display for Taker {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.person)?;
        if !self.sides.is_empty() {
            write!(f, " ({})", in_a_row(&self.sides))?;
        }
        if !self.steps.is_empty() {
            write!(f, ": {}", numbers(&self.steps))?;
        }
        if self.written_by_others.is_empty() {
            Ok(())
        } else {
            write!(f, ", of which somebody else wrote down {}", numbers(&self.written_by_others))
        }
    }
}

impl Display for Tested {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (ideas, looked_at) = (in_a_row(&self.hypotheses), in_a_row(&self.looked_at));
        write!(f, "{ideas} by {}, planned on {} and looked at again on {looked_at}", self.test, self.planned)
    }
}

impl Display for OpenDifference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}, since {}; {}", self.disagreement, self.on, self.recorded, self.safety)?;
        match self.escalated.as_slice() {
            [] => Ok(()),
            escalated => write!(f, "; taken to somebody else on {}", in_a_row(escalated)),
        }
    }
}

impl Display for HandedBack {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.step, self.back)?;
        match &self.taken_up {
            Some(taken_up) => write!(f, ", taken up again on {taken_up}"),
            None => f.write_str(", not taken up again"),
        }
    }
}

impl Display for Down {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.how, self.cited)
    }
}

impl Display for Decider {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mandate = match self.mandate {
            Some(true) => "who held the mandate",
            Some(false) => "who did not hold the mandate",
            None => "of whose mandate nothing is recorded",
        };
        write!(f, "{}, {mandate}", self.person)
    }
}

impl Display for Decision {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} on {}", self.decision, self.direction, self.cited)?;
        if !self.pressed_by.is_empty() {
            write!(f, ", pressed by {}", self.pressed_by)?;
        }
        f.write_str(", decided by ")?;
        let by: Vec<String> = self.decided_by.iter().map(ToString::to_string).collect();
        if by.is_empty() { f.write_str("nobody who was named") } else { f.write_str(&by.join(", and ")) }
    }
}

impl Display for Unchanged {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let times = Counted::of(self.reviews.len(), "review", "reviews");
        write!(f, "{} went on as it was at {times} in a row ({})", self.test, numbers(&self.reviews))
    }
}

impl Display for NamedAgain {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let times = Counted::of(self.discussions, "discussion", "discussions");
        write!(f, "the risk {} was named in {times} with no step between ({})", self.risk, numbers(&self.named))?;
        match &self.step {
            Some(step) => write!(f, ", then a step on {step}"),
            None => f.write_str(", and no step since"),
        }
    }
}

/// A line about things, where there are some.
fn line<T: Display>(f: &mut Formatter<'_>, what: &str, things: &[T]) -> fmt::Result {
    if things.is_empty() { Ok(()) } else { writeln!(f, "{what}: {}.", one_by_one(things)) }
}

fn say_case(case: &CaseReading, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "\nCase {}: {}", case.number, case.reads_as)?;
    match case.reads_as {
        Shared::CannotBeDetermined => writeln!(f, " ({}).", one_by_one(&case.missing))?,
        Shared::CarriedTogether | Shared::OnePerson => writeln!(f, ".")?,
    }
    line(f, "Steps that stand, by who takes them", &case.takers)?;
    line(f, "Steps of the family, which are no sharing among those who work, and take nothing from it", &case.by_family)?;
    line(f, "Handed back", &case.handed_back)?;
    if !case.dropped.is_empty() {
        writeln!(f, "Steps dropped: {}.", numbers(&case.dropped))?;
    }
    line(f, "Sides heard", &case.heard)?;
    line(f, "Risks named", &case.risks)?;
    if !case.strengths.is_empty() {
        writeln!(f, "Strengths named: {}.", numbers(&case.strengths))?;
    }
    line(f, "Ideas tested", &case.tested)?;
    line(f, "Differences open, which nobody has to settle by thinking alike", &case.open)?;
    line(f, "Stepped down", &case.stepped_down)?;
    line(f, "Threshold decisions", &case.decisions)?;
    let over_time: Vec<String> =
        case.unchanged.iter().map(ToString::to_string).chain(case.named_again.iter().map(ToString::to_string)).collect();
    line(f, "Over time", &over_time)
}

/// What was read, in words.
pub(super) struct Told<'a>(pub(super) &'a Sharing);

impl Display for Told<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(read) = self;
        let as_of = stated_as_of(read.as_of, read.known_at);
        if read.cases.is_empty() {
            return write!(f, "{as_of}, no case that was discussed is shown. {READ_FROM}");
        }
        let count = Counted::of(read.cases.len(), "case", "cases");
        writeln!(f, "{as_of}, how risk and steps are carried in {count}, by the parameters `{}`.", read.parameters)?;
        read.cases.iter().take(LISTED).try_for_each(|case| say_case(case, f))?;
        if read.cases.len() > LISTED {
            writeln!(f, "\nAnd {}.", Counted::of(read.cases.len() - LISTED, "more case", "more cases"))?;
        }
        RecordedFor::say(&read.recorded_for, f)?;
        writeln!(f, "{READ_FROM}")?;
        f.write_str("Sharing does not change who decides: that stays with the mandate. It describes a record, and nobody's part in it.")
    }
}

impl Display for Sharing {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text_for(&self.nobody))
    }
}
