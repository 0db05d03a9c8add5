//! The text of the anchoring, for putting before those who discuss a question. It is written from the value, and holds no text of the
//! entries.

use std::fmt::{self, Display, Formatter};

use super::{Anchored, Anchoring, OtherIdea, Plan, QuestionReading, Sought};
use crate::deliberating::HowFound;
use crate::evidence::{Counted, LISTED, READ_FROM, RecordedFor, entries, in_a_row, one_by_one, stated_as_of};
use crate::id::EntryNumber;

impl Display for Sought {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let cited: Vec<EntryNumber> = self.weighed.iter().map(|cited| cited.entry).collect();
        write!(f, "{} ({})", self.piece, entries(&cited))
    }
}

impl Display for OtherIdea {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.hypothesis)?;
        self.put.iter().try_for_each(|put| write!(f, ", put on {put}"))
    }
}

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}, made on {}", self.test, self.planned)?;
        if self.others.is_empty() {
            f.write_str(", names no other idea")?;
        } else {
            write!(f, ", tests {}", in_a_row(&self.others))?;
        }
        if !self.says_when_to_change {
            f.write_str(", does not say what would change the course")?;
        }
        match self.looked_at.as_slice() {
            [] => return f.write_str(", not looked at again"),
            looked_at => write!(f, ", looked at again on {}", in_a_row(looked_at))?,
        }
        match self.evidence.as_slice() {
            [] => f.write_str(", with nothing found that is shown"),
            evidence => {
                let numbers: Vec<EntryNumber> = evidence.iter().map(|cited| cited.entry).collect();
                write!(f, ", with what was found in {}", entries(&numbers))
            }
        }
    }
}

fn say_pieces(question: &QuestionReading, f: &mut Formatter<'_>) -> fmt::Result {
    let of = |found: HowFound| question.pieces.iter().filter(move |piece| piece.found == found);
    let (looked_for, came_up): (Vec<_>, Vec<_>) = (of(HowFound::LookedFor).collect(), of(HowFound::CameUp).collect());
    if looked_for.is_empty() {
        writeln!(f, "Nothing is shown that was looked for since it was put.")?;
    } else {
        let (against, not): (Vec<&Sought>, Vec<&Sought>) = looked_for.iter().partition(|piece| piece.counts_against());
        write!(f, "Looked for since it was put: ")?;
        match (against.as_slice(), not.as_slice()) {
            ([], all) => writeln!(f, "{}; as weighed, none of it counts against the first idea.", in_a_row(all))?,
            (all, []) => writeln!(f, "{}; as weighed, it counts against the first idea.", in_a_row(all))?,
            (against, not) => {
                let (against, not) = (in_a_row(against), in_a_row(not));
                writeln!(f, "{against}, counting against the first idea as weighed; and {not}, not counting against it.")?;
            }
        }
    }
    if !came_up.is_empty() {
        writeln!(f, "Came up: {}.", in_a_row(&came_up))?;
    }
    let against: Vec<&Sought> = question.pieces.iter().filter(|piece| piece.speaks_against).collect();
    if against.is_empty() { Ok(()) } else { writeln!(f, "Speaks against the first idea: {}.", in_a_row(&against)) }
}

fn say_question(question: &QuestionReading, f: &mut Formatter<'_>) -> fmt::Result {
    let about = if question.about.is_empty() { String::new() } else { format!(" ({})", question.about) };
    write!(f, "\nQuestion {}{about}: {}", question.question, question.reads_as)?;
    let weighed = Counted::of(question.pieces.len(), "piece", "pieces");
    match question.reads_as {
        Anchored::TooLittleWeighed => {
            writeln!(f, " ({weighed} weighed against the first idea; it takes {}).", question.needed)?
        }
        Anchored::StillOpen => writeln!(f, ": {}.", question.grounds)?,
        Anchored::SeeksOnlyWhatFits => writeln!(f, ".")?,
    }
    if let (Some(first), Some(put)) = (&question.first, &question.put) {
        writeln!(f, "The first idea: {first}; put on {put}.")?;
    }
    if let Some(set_aside) = &question.set_aside {
        writeln!(f, "It was set aside on {set_aside}.")?;
    }
    if question.others.is_empty() {
        writeln!(f, "No other idea is shown.")?;
    } else {
        writeln!(f, "Other ideas: {}.", one_by_one(&question.others))?;
    }
    if !question.pieces.is_empty() {
        say_pieces(question, f)?;
    }
    if question.plans.is_empty() {
        return writeln!(f, "No plan is shown.");
    }
    writeln!(f, "Plans: {}.", one_by_one(&question.plans))
}

/// What was read, in words.
pub(super) struct Told<'a>(pub(super) &'a Anchoring);

impl Display for Told<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(read) = self;
        let as_of = stated_as_of(read.as_of, read.known_at);
        if read.questions.is_empty() {
            return write!(f, "{as_of}, no first idea of a case discussion is shown. {READ_FROM}");
        }
        let count = Counted::of(read.questions.len(), "question", "questions");
        writeln!(f, "{as_of}, the first idea of {count}, by the parameters `{}`.", read.parameters)?;
        read.questions.iter().take(LISTED).try_for_each(|question| say_question(question, f))?;
        if read.questions.len() > LISTED {
            writeln!(f, "\nAnd {}.", Counted::of(read.questions.len() - LISTED, "more question", "more questions"))?;
        }
        RecordedFor::say(&read.recorded_for, f)?;
        writeln!(f, "{READ_FROM}")?;
        f.write_str("It describes what was recorded, and not anyone's thinking.")
    }
}

impl Display for Anchoring {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text_for(&self.nobody))
    }
}
