//! The text of the anchoring, for putting before those who discuss a question. It is written from the value, and holds no text of the
//! entries.

use std::fmt::{self, Display, Formatter};

use super::{Anchored, Anchoring, Plan, QuestionReading, Sought};
use crate::deliberating::HowFound;
use crate::evidence::{Counted, LISTED, RecordedFor, entries, in_a_row, one_by_one, stated_as_of};
use crate::id::EntryNumber;

impl Display for Sought {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let cited: Vec<EntryNumber> = self.weighed.iter().map(|cited| cited.entry).collect();
        write!(f, "{} ({})", self.piece, entries(&cited))
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
            [] => f.write_str(", not looked at again"),
            looked_at => write!(f, ", looked at again on {}", in_a_row(looked_at)),
        }
    }
}

fn say_pieces(question: &QuestionReading, f: &mut Formatter<'_>) -> fmt::Result {
    let of = |found: HowFound| question.pieces.iter().filter(move |piece| piece.found == found);
    let (looked_for, came_up): (Vec<_>, Vec<_>) = (of(HowFound::LookedFor).collect(), of(HowFound::CameUp).collect());
    if looked_for.is_empty() {
        writeln!(f, "Since it was put, nothing is recorded as looked for.")?;
    } else {
        let (could, could_not): (Vec<&Sought>, Vec<&Sought>) =
            looked_for.iter().partition(|piece| piece.could_count_against());
        write!(f, "Looked for since it was put: ")?;
        match (could.as_slice(), could_not.as_slice()) {
            ([], all) => {
                writeln!(f, "{}; as weighed, none of it could have counted against the first idea.", in_a_row(all))?
            }
            (all, []) => writeln!(f, "{}; as weighed, it could have counted against the first idea.", in_a_row(all))?,
            (could, could_not) => {
                let (could, could_not) = (in_a_row(could), in_a_row(could_not));
                writeln!(f, "{could}, which could have counted against the first idea; and {could_not}, which could not.")?;
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
            writeln!(f, " ({weighed} weighed against the first idea of {} needed).", question.needed)?
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
        writeln!(f, "No other idea was put.")?;
    } else {
        writeln!(f, "Other ideas: {}.", in_a_row(&question.others))?;
    }
    if !question.pieces.is_empty() {
        say_pieces(question, f)?;
    }
    if question.plans.is_empty() {
        return writeln!(f, "No plan tests an idea.");
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
            return write!(f, "{as_of}, there is no first idea in a case discussion.");
        }
        let count = Counted::of(read.questions.len(), "question", "questions");
        writeln!(f, "{as_of}, the first idea of {count}, by the parameters `{}`.", read.parameters)?;
        read.questions.iter().take(LISTED).try_for_each(|question| say_question(question, f))?;
        if read.questions.len() > LISTED {
            writeln!(f, "\nAnd {}.", Counted::of(read.questions.len() - LISTED, "more question", "more questions"))?;
        }
        RecordedFor::say(&read.recorded_for, f)?;
        f.write_str("It describes what was recorded, and not anyone's thinking.")
    }
}

impl Display for Anchoring {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text_for(&self.nobody))
    }
}
