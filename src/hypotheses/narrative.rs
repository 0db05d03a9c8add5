//! The text of the hypotheses, for putting before those who discuss them. It is written from the value, and holds no text of the entries.

use std::fmt::{self, Display, Formatter};

use super::messages as say;
use super::{
    Compared, FirstIdea, Hypotheses, Idea, Missing, OrderReading, Piece, Place, QuestionReading, RatedBy, RaterReading,
    Stays,
};
use crate::deliberating::Rating;
use crate::evidence::{Cited, LISTED, RecordedFor, as_of, bullet, cited, listed, listed_apart, numbered, read_from};
use crate::id::{EntryNumber, HypothesisId, StatementId};
use crate::message::{self, Line, Message, Row, Said, said_in_english};
use crate::reader::Reader;

said_in_english!(Place, Missing, FirstIdea, RatedBy, Compared, Idea, Piece);

fn ideas(these: &[HypothesisId]) -> Said {
    listed(these.iter().map(HypothesisId::as_str))
}

fn pieces(these: &[StatementId]) -> Said {
    listed(these.iter().map(StatementId::as_str))
}

impl Place {
    fn said(&self) -> Said {
        let ideas = ideas(&self.hypotheses);
        if self.hypotheses.len() > 1 { say::alike(ideas).into() } else { ideas }
    }
}

impl Missing {
    pub(super) fn said(&self) -> Message {
        match *self {
            Missing::WhetherHarmed => say::whether_harmed(),
            Missing::Ideas { found, needed, pieces } => {
                say::takes_ideas(say::ideas(needed), say::pieces(pieces), say::so_far(found))
            }
            Missing::Pieces { found, needed } => say::takes_pieces(say::pieces(needed), say::so_far(found)),
        }
    }
}

impl FirstIdea {
    /// The same, to stand in a sentence.
    pub(crate) fn said(&self) -> Message {
        let idea = self.hypothesis.as_str();
        let first = if self.is_marked { say::first_marked(idea) } else { say::first_earliest(idea) };
        match self.also_marked.as_slice() {
            [] => first,
            [one] => say::first_of_two(first, one.as_str()),
            several => say::first_of_several(first, ideas(several)),
        }
    }
}

impl RatedBy {
    fn said(&self) -> Message {
        say::rated(self.rater.as_str(), self.rating)
    }
}

impl Compared {
    /// What was rated, with the ratings where they do not count alike.
    fn said(&self) -> Message {
        let what = say::piece_for(self.piece.as_str(), self.hypothesis.as_str());
        if self.is_alike { what } else { cited(what, listed(self.ratings.iter().map(RatedBy::said))) }
    }
}

impl Idea {
    fn said(&self) -> Message {
        let mut what: Vec<Message> = self.put.iter().map(|&put| say::put_on(put)).collect();
        if !self.reshaped.is_empty() {
            what.push(say::put_in_other_words(listed(self.reshaped.iter().copied())));
        }
        match (self.stays, self.said) {
            (Stays::SetAside | Stays::Kept, Some(said)) => what.push(say::stays(self.stays, said)),
            (Stays::SetAside | Stays::Kept | Stays::Open, _) => {}
        }
        if self.against.is_empty() {
            what.push(say::nothing_against());
        }
        say::idea(self.hypothesis.as_str(), Row::Semicolons.of(what))
    }
}

impl Piece {
    fn said(&self) -> Said {
        match (self.kind, self.stated) {
            (Some(kind), Some(stated)) => say::piece(self.piece.as_str(), kind, stated.entry).into(),
            (_, _) => self.piece.as_str().into(),
        }
    }
}

/// A rating as it stands in the table.
const fn mark(rating: Rating) -> &'static str {
    match rating {
        Rating::StronglyConsistent => "++",
        Rating::Consistent => "+",
        Rating::DoesNotHelp => "0",
        Rating::Inconsistent => "-",
        Rating::StronglyInconsistent => "--",
    }
}

/// The ratings of one person, ideas in rows and evidence in columns.
struct Table<'a> {
    question: &'a QuestionReading,
    rater: &'a RaterReading,
}

impl Table<'_> {
    /// The pieces that this person weighed: those that distinguish the ideas first, and as many as fit.
    fn columns(&self) -> Vec<&StatementId> {
        let own = |piece: &&Piece| self.rater.cells.iter().any(|cell| cell.piece == piece.piece);
        let mut own: Vec<&StatementId> = self.question.pieces.iter().filter(own).map(|piece| &piece.piece).collect();
        if own.len() > LISTED {
            let helps = |piece: &StatementId| {
                let order = self.rater.order.as_ref();
                order.is_some_and(|order| order.pieces.contains(piece) && !order.does_not_help.contains(piece))
            };
            own.sort_by_key(|piece| !helps(piece));
            own.truncate(LISTED);
        }
        own
    }

    /// The rows, in their order, then the ideas that do not stand in it: with the name of each, its ratings, and what counts against it.
    fn rows(&self) -> Vec<(Said, String, Option<u64>)> {
        let columns = self.columns();
        let row = |idea: &Idea| {
            let cell = |piece: &&StatementId| {
                let mut cells = self.rater.cells.iter();
                let found = cells.find(|cell| cell.piece == **piece && cell.hypothesis == idea.hypothesis);
                let rating = found.map_or(".", |cell| mark(cell.rating));
                format!("  {rating:width$}", width = piece.as_str().len())
            };
            let is_first = self.question.first.as_ref().is_some_and(|first| first.hypothesis == idea.hypothesis);
            let notes = [is_first.then(say::first), (idea.stays == Stays::SetAside).then(say::set_aside)];
            let name = idea.hypothesis.as_str();
            let name = match notes {
                [None, None] => name.into(),
                notes => cited(name, Row::Commas.of(notes.into_iter().flatten())).into(),
            };
            (name, columns.iter().map(cell).collect(), self.against(idea))
        };
        let mut ideas: Vec<&Idea> = self.question.ideas.iter().collect();
        ideas.sort_by_key(|idea| self.place(idea).unwrap_or(usize::MAX));
        ideas.into_iter().take(LISTED).map(row).collect()
    }

    fn place(&self, idea: &Idea) -> Option<usize> {
        self.rater.order.as_ref()?.places.iter().position(|place| place.hypotheses.contains(&idea.hypothesis))
    }

    fn against(&self, idea: &Idea) -> Option<u64> {
        Some(self.rater.order.as_ref()?.places.get(self.place(idea)?)?.against)
    }

    fn lines(&self) -> Vec<Line> {
        let rows = self.rows();
        let wide =
            |name: Said| Said::Wide(std::iter::once(name).chain(rows.iter().map(|(name, ..)| name.clone())).collect());
        let columns: String = self.columns().iter().map(|piece| format!("  {piece}")).collect();
        let head = if self.rater.order.is_some() { say::head_against } else { say::head };
        let mut lines = vec![vec![head(wide("".into()), columns)]];
        lines.extend(rows.iter().map(|(name, ratings, against)| {
            vec![match against {
                Some(against) => say::row_against(wide(name.clone()), ratings.as_str(), *against),
                None => say::row(wide(name.clone()), ratings.trim_end()),
            }]
        }));
        lines
    }
}

fn order_lines(order: &OrderReading) -> Vec<Line> {
    let mut said = vec![say::order(listed_apart(order.places.iter().map(Place::said)))];
    if !order.does_not_help.is_empty() {
        said.push(say::does_not_help(pieces(&order.does_not_help)));
    }
    if !order.nothing_against.is_empty() {
        said.push(say::nothing_weighed_against(ideas(&order.nothing_against)));
    }
    let changes = order.without.iter().filter_map(|left_out| Some((&left_out.piece, left_out.becomes.as_ref()?)));
    let changes: Vec<Message> = changes
        .map(|(piece, becomes)| say::without(piece.as_str(), Row::Then.of(becomes.iter().map(Place::said))))
        .collect();
    said.push(match changes.len() {
        0 => say::stays_without_any(),
        some if some < order.without.len() => say::depends_on_these_alone(listed_apart(changes)),
        _ => say::depends_on(listed_apart(changes)),
    });
    if !order.not_counted.is_empty() {
        said.push(say::not_counted(pieces(&order.not_counted)));
    }
    if !order.not_in_order.is_empty() {
        said.push(say::not_in_order(ideas(&order.not_in_order)));
    }
    said.into_iter().map(|said| vec![said]).collect()
}

/// The numbers of some entries, each once.
fn numbers(cited: impl Iterator<Item = Cited>) -> Vec<EntryNumber> {
    let mut numbers: Vec<EntryNumber> = cited.map(|cited| cited.entry).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn rater_lines(question: &QuestionReading, rater: &RaterReading) -> Vec<Line> {
    let cited = numbers(rater.cells.iter().map(|cell| cell.cited));
    let mut lines = vec![vec![say::as_weighed_by(rater.rater.as_str(), numbered(&cited))]];
    lines.extend(Table { question, rater }.lines());
    let weighed = question.pieces.iter().filter(|piece| rater.cells.iter().any(|cell| cell.piece == piece.piece)).count();
    if weighed > LISTED || question.ideas.len() > LISTED {
        lines.push(vec![say::in_all(weighed, question.ideas.len())]);
    }
    match (&rater.order, &rater.missing) {
        (Some(order), _) => lines.extend(order_lines(order)),
        (None, Some(missing @ Missing::WhetherHarmed)) => lines.push(vec![say::no_order(missing.said())]),
        (None, Some(missing @ (Missing::Ideas { .. } | Missing::Pieces { .. }))) => {
            lines.push(vec![say::no_order_yet(missing.said())]);
        }
        (None, None) => {}
    }
    let before = numbers(rater.cells.iter().filter(|cell| cell.before_reshaping).map(|cell| cell.cited));
    if !before.is_empty() {
        lines.push(vec![say::before_other_words(numbered(&before))]);
    }
    lines
}

fn question_lines(question: &QuestionReading) -> Vec<Line> {
    let id = question.question.as_str();
    let which: Said = if question.about.is_empty() { id.into() } else { cited(id, question.about).into() };
    let which = match question.discussions.as_slice() {
        [] => say::question(which),
        discussions => say::question_discussed(which, listed(discussions.iter().copied())),
    };
    let mut lines = vec![vec![], vec![which]];
    lines.extend(question.first.iter().map(|first| vec![say::the_first_idea(first.said())]));
    lines.extend(question.ideas.iter().take(LISTED).map(|idea| vec![bullet(idea.said())]));
    if question.ideas.len() > LISTED {
        lines.push(vec![bullet(say::more_ideas(question.ideas.len() - LISTED))]);
    }
    if question.pieces.is_empty() {
        lines.push(vec![say::no_evidence()]);
        return lines;
    }
    lines.push(vec![say::evidence(listed(question.pieces.iter().map(Piece::said)))]);
    lines.extend(question.raters.iter().flat_map(|rater| rater_lines(question, rater)));
    let (alike, differ): (Vec<&Compared>, Vec<&Compared>) = question.compared.iter().partition(|it| it.is_alike);
    if !alike.is_empty() {
        lines.push(vec![say::count_alike(listed(alike.into_iter().map(Compared::said)))]);
    }
    if !differ.is_empty() {
        lines.push(vec![say::differ(listed_apart(differ.into_iter().map(Compared::said)))]);
    }
    let orders = question.same_order.map(|same| if same { say::same_order() } else { say::other_orders() });
    lines.extend(orders.map(|orders| vec![orders]));
    lines
}

impl Hypotheses {
    /// The text for one reader, line by line.
    pub(crate) fn lines_for(&self, reader: &Reader) -> Vec<Line> {
        let read = self.shown_to(reader);
        let as_of = as_of(read.as_of, read.known_at);
        if read.questions.is_empty() {
            return vec![vec![say::nothing_shown(as_of), read_from()]];
        }
        let questions = say::questions(read.questions.len());
        let mut lines = vec![vec![say::reading(as_of, questions, read.parameters.to_string())]];
        if read.questions.iter().any(|question| !question.raters.is_empty()) {
            lines.push(vec![say::legend()]);
        }
        lines.extend(read.questions.iter().flat_map(question_lines));
        lines.extend(RecordedFor::line(&read.recorded_for));
        lines.extend([vec![read_from()], vec![say::for_testing()]]);
        lines
    }
}

impl Display for Hypotheses {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(message::text(&self.lines_for(&self.nobody)).trim_end())
    }
}
