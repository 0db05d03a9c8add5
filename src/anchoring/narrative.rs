//! The text of the anchoring, for putting before those who discuss a question. It is written from the value, and holds no text of the
//! entries.

use std::fmt::{self, Display, Formatter};

use super::messages as say;
use super::{Anchored, Anchoring, OtherIdea, Plan, QuestionReading, Sought};
use crate::deliberating::HowFound;
use crate::evidence::{Cited, LISTED, RecordedFor, as_of, cited, listed, listed_apart, read_from};
use crate::id::HypothesisId;
use crate::message::{self, Line, Message, Row, Said, said_in_english};
use crate::reader::Reader;

said_in_english!(Sought, OtherIdea, Plan);

impl Sought {
    fn said(&self) -> Message {
        cited(self.piece.as_str(), Cited::numbered(&self.weighed))
    }
}

impl OtherIdea {
    fn said(&self) -> Said {
        let idea = self.hypothesis.as_str();
        self.put.map_or_else(|| idea.into(), |put| say::idea_put(idea, put).into())
    }
}

impl Plan {
    fn said(&self) -> Said {
        let mut said = vec![say::plan_made(self.test.as_str(), self.planned)];
        said.push(match self.others.as_slice() {
            [] => say::names_no_other(),
            others => say::tests(listed(others.iter().map(HypothesisId::as_str))),
        });
        if !self.says_when_to_change {
            said.push(say::says_no_change());
        }
        match (self.looked_at.as_slice(), self.evidence.as_slice()) {
            ([], _) => said.push(say::not_looked_at()),
            (looked_at, evidence) => {
                said.push(say::looked_at(listed(looked_at.iter().copied())));
                said.push(match evidence {
                    [] => say::nothing_found(),
                    evidence => say::found_in(Cited::numbered(evidence)),
                });
            }
        }
        Row::Commas.of(said)
    }
}

/// What was looked for and what came up.
fn pieces(question: &QuestionReading) -> Vec<Message> {
    let row = |these: Vec<&Sought>| listed(these.into_iter().map(Sought::said));
    let of = |found: HowFound| question.pieces.iter().filter(move |piece| piece.found == found).collect::<Vec<_>>();
    let (against, not): (Vec<&Sought>, Vec<&Sought>) =
        of(HowFound::LookedFor).into_iter().partition(|piece| piece.counts_against());
    let mut said = vec![match (against.is_empty(), not.is_empty()) {
        (true, true) => say::nothing_looked_for(),
        (true, false) => say::none_against(row(not)),
        (false, true) => say::all_against(row(against)),
        (false, false) => say::some_against(row(against), row(not)),
    }];
    let (came_up, against) = (of(HowFound::CameUp), question.pieces.iter().filter(|piece| piece.speaks_against));
    let against: Vec<&Sought> = against.collect();
    if !came_up.is_empty() {
        said.push(say::came_up(row(came_up)));
    }
    if !against.is_empty() {
        said.push(say::speaks_against(row(against)));
    }
    said
}

fn question_lines(question: &QuestionReading) -> Vec<Line> {
    let id = question.question.as_str();
    let which: Said = if question.about.is_empty() { id.into() } else { cited(id, question.about).into() };
    let mut said = vec![match question.reads_as {
        Anchored::TooLittleWeighed => {
            say::too_little_weighed(which, question.reads_as, say::pieces(question.pieces.len()), question.needed)
        }
        Anchored::StillOpen => say::open(which, question.reads_as, question.grounds),
        Anchored::SeeksOnlyWhatFits => say::reads_as(which, question.reads_as),
    }];
    if let (Some(first), Some(put)) = (&question.first, question.put) {
        said.push(say::first_idea(first.said(), put));
    }
    said.extend(question.set_aside.map(say::set_aside));
    said.push(match question.others.as_slice() {
        [] => say::no_other_idea(),
        others => say::other_ideas(listed_apart(others.iter().map(OtherIdea::said))),
    });
    if !question.pieces.is_empty() {
        said.extend(pieces(question));
    }
    said.push(match question.plans.as_slice() {
        [] => say::no_plan(),
        plans => say::plans(listed_apart(plans.iter().map(Plan::said))),
    });
    std::iter::once(Line::new()).chain(said.into_iter().map(|said| vec![said])).collect()
}

impl Anchoring {
    /// The text for one reader, line by line.
    pub(crate) fn lines_for(&self, reader: &Reader) -> Vec<Line> {
        let read = self.shown_to(reader);
        let as_of = as_of(read.as_of, read.known_at);
        if read.questions.is_empty() {
            return vec![vec![say::nothing_shown(as_of), read_from()]];
        }
        let questions = say::questions(read.questions.len());
        let mut lines = vec![vec![say::reading(as_of, questions, read.parameters.to_string())]];
        lines.extend(read.questions.iter().take(LISTED).flat_map(question_lines));
        if read.questions.len() > LISTED {
            lines.extend([vec![], vec![say::more_questions(read.questions.len() - LISTED)]]);
        }
        lines.extend(RecordedFor::line(&read.recorded_for));
        lines.extend([vec![read_from()], vec![say::not_thinking()]]);
        lines
    }
}

impl Display for Anchoring {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(message::text(&self.lines_for(&self.nobody)).trim_end())
    }
}
