//! The text of the sharing, for putting before those who work on a case. It is written from the value, and holds no text of the entries.

use std::fmt::{self, Display, Formatter};

use super::messages as say;
use super::{
    CaseReading, Decider, Decision, Down, HandedBack, Heard, Missing, NamedAgain, OpenDifference, RiskNamed, Shared,
    Sharing, Taker, Tested, Unchanged,
};
use crate::evidence::{Cited, LISTED, RecordedFor, as_of, cited, listed, listed_apart, read_from};
use crate::id::HypothesisId;
use crate::message::{self, Line, Message, Row, Said, said_in_english};
use crate::reader::Reader;

said_in_english!(
    Missing, Heard, RiskNamed, Taker, Tested, OpenDifference, HandedBack, Down, Decider, Decision, Unchanged, NamedAgain
);

impl Missing {
    fn said(&self) -> Message {
        match *self {
            Missing::Steps { found, needed } => say::too_few_steps(found, needed),
            Missing::People { found, needed } => say::too_few_people(found, needed),
            Missing::StepSides { found, needed } => say::too_few_sides_step(found, needed),
            Missing::MostByOne { found, of } => say::most_by_one(found, of),
            Missing::Sides { found, needed } => say::too_few_sides_heard(found, needed),
            Missing::RiskOfActing => say::no_risk_of_acting(),
            Missing::RiskOfNotActing => say::no_risk_of_not_acting(),
        }
    }
}

impl Heard {
    fn said(&self) -> Said {
        let present = (!self.present.is_empty()).then(|| say::present_in(Cited::numbered(&self.present)));
        let said = (!self.said.is_empty()).then(|| say::said_in(Cited::numbered(&self.said)));
        match [present, said] {
            [None, None] => self.side.into(),
            how => cited(self.side, Row::Semicolons.of(how.into_iter().flatten())).into(),
        }
    }
}

impl RiskNamed {
    fn said(&self) -> Said {
        if self.named.is_empty() { self.risk.into() } else { cited(self.risk, Cited::numbered(&self.named)).into() }
    }
}

impl Taker {
    fn said(&self) -> Said {
        let mut said: Said = self.person.as_str().into();
        if !self.sides.is_empty() {
            said = cited(said, listed(self.sides.iter().copied())).into();
        }
        if !self.steps.is_empty() {
            said = say::takes(said, Cited::numbered(&self.steps)).into();
        }
        if !self.written_by_others.is_empty() {
            said = say::written_by_others(said, Cited::numbered(&self.written_by_others)).into();
        }
        said
    }
}

impl Tested {
    fn said(&self) -> Message {
        let (ideas, looked_at) = (self.hypotheses.iter().map(HypothesisId::as_str), self.looked_at.iter().copied());
        say::tested(listed(ideas), self.test.as_str(), self.planned, listed(looked_at))
    }
}

impl OpenDifference {
    fn said(&self) -> Message {
        let difference = say::difference(self.disagreement.as_str(), self.on, self.recorded, self.safety);
        match self.escalated.as_slice() {
            [] => difference,
            escalated => say::taken_elsewhere(difference, listed(escalated.iter().copied())),
        }
    }
}

impl HandedBack {
    fn said(&self) -> Message {
        match self.taken_up {
            Some(taken_up) => say::taken_up(self.step.as_str(), self.back, taken_up),
            None => say::not_taken_up(self.step.as_str(), self.back),
        }
    }
}

impl Down {
    fn said(&self) -> Message {
        say::down(self.how, self.cited)
    }
}

impl Decider {
    fn said(&self) -> Message {
        match self.mandate {
            Some(true) => say::with_mandate(self.person.as_str()),
            Some(false) => say::without_mandate(self.person.as_str()),
            None => say::mandate_unknown(self.person.as_str()),
        }
    }
}

impl Decision {
    fn said(&self) -> Message {
        let by: Said = match self.decided_by.as_slice() {
            [] => say::nobody_named().into(),
            deciders => Row::AndApart.of(deciders.iter().map(Decider::said)),
        };
        let (decision, direction, on) = (self.decision.as_str(), self.direction, self.cited);
        if self.pressed_by.is_empty() {
            say::decision(decision, direction, on, by)
        } else {
            say::pressed_decision(decision, direction, on, self.pressed_by, by)
        }
    }
}

impl Unchanged {
    fn said(&self) -> Message {
        say::unchanged(self.test.as_str(), say::reviews(self.reviews.len()), Cited::numbered(&self.reviews))
    }
}

impl NamedAgain {
    fn said(&self) -> Message {
        let (discussions, entries) = (say::discussions(self.discussions), Cited::numbered(&self.named));
        match self.step {
            Some(step) => say::named_then_step(self.risk, discussions, entries, step),
            None => say::named_no_step(self.risk, discussions, entries),
        }
    }
}

/// What is said about things, where there are some.
fn of<T, M: Into<Said>>(things: &[T], said: fn(&T) -> M, about: fn(Said) -> Message) -> Option<Message> {
    (!things.is_empty()).then(|| about(listed_apart(things.iter().map(said))))
}

/// The same, by the numbers of their entries.
fn by_number(entries: &[Cited], about: fn(Message) -> Message) -> Option<Message> {
    (!entries.is_empty()).then(|| about(Cited::numbered(entries)))
}

fn case_lines(case: &CaseReading) -> Vec<Line> {
    let reads_as = match case.reads_as {
        Shared::CannotBeDetermined => {
            say::case_lacks(case.number, case.reads_as, listed_apart(case.missing.iter().map(Missing::said)))
        }
        Shared::CarriedTogether | Shared::OnePerson => say::case(case.number, case.reads_as),
    };
    let over_time = case.unchanged.iter().map(Unchanged::said).chain(case.named_again.iter().map(NamedAgain::said));
    let over_time: Vec<Message> = over_time.collect();
    let over_time = (!over_time.is_empty()).then(|| say::over_time(listed_apart(over_time)));
    let said = [
        Some(reads_as),
        of(&case.takers, Taker::said, say::takers),
        of(&case.by_family, Taker::said, say::by_family),
        of(&case.handed_back, HandedBack::said, say::handed_back),
        by_number(&case.dropped, say::dropped),
        of(&case.heard, Heard::said, say::heard),
        of(&case.risks, RiskNamed::said, say::risks),
        by_number(&case.strengths, say::strengths),
        of(&case.tested, Tested::said, say::ideas_tested),
        of(&case.open, OpenDifference::said, say::differences),
        of(&case.stepped_down, Down::said, say::stepped_down),
        of(&case.decisions, Decision::said, say::decisions),
        over_time,
    ];
    std::iter::once(Line::new()).chain(said.into_iter().flatten().map(|said| vec![said])).collect()
}

impl Sharing {
    /// The text for one reader, line by line.
    pub(crate) fn lines_for(&self, reader: &Reader) -> Vec<Line> {
        let read = self.shown_to(reader);
        let as_of = as_of(read.as_of, read.known_at);
        if read.cases.is_empty() {
            return vec![vec![say::nothing_shown(as_of), read_from()]];
        }
        let cases = say::cases(read.cases.len());
        let mut lines = vec![vec![say::reading(as_of, cases, read.parameters.to_string())]];
        lines.extend(read.cases.iter().take(LISTED).flat_map(case_lines));
        if read.cases.len() > LISTED {
            lines.extend([vec![], vec![say::more_cases(read.cases.len() - LISTED)]]);
        }
        lines.extend(RecordedFor::line(&read.recorded_for));
        lines.extend([vec![read_from()], vec![say::who_decides()]]);
        lines
    }
}

impl Display for Sharing {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(message::text(&self.lines_for(&self.nobody)).trim_end())
    }
}
