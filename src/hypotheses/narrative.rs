//! The text of the hypotheses, for putting before those who discuss them. It is written from the value, and holds no text of the entries.

use std::fmt::{self, Display, Formatter};

use super::{
    Compared, FirstIdea, Hypotheses, Idea, Missing, OrderReading, Piece, Place, QuestionReading, RatedBy, RaterReading,
    Stays,
};
use crate::deliberating::Rating;
use crate::evidence::{Counted, LISTED, READ_FROM, RecordedFor, entries, in_a_row, one_by_one, stated_as_of};
use crate::id::{EntryNumber, StatementId};

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", in_a_row(&self.hypotheses), if self.hypotheses.len() > 1 { " alike" } else { "" })
    }
}

impl Display for Missing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Missing::WhetherHarmed => f.write_str("whether a child was harmed is not for an order of ideas to say"),
            Missing::Ideas { found, needed, pieces } => {
                let (needed, pieces) = (Counted::of(*needed, "idea", "ideas"), Counted::of(*pieces, "piece", "pieces"));
                write!(f, "that takes {needed}, each weighed against {pieces} or more; {} so far", some(*found))
            }
            Missing::Pieces { found, needed } => {
                let needed = Counted::of(*needed, "piece", "pieces");
                write!(f, "that takes {needed} or more, each weighed against each of these ideas; {} so far", some(*found))
            }
        }
    }
}

fn some(count: usize) -> String {
    if count == 0 { "none".to_owned() } else { count.to_string() }
}

impl Display for FirstIdea {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let marked =
            if self.is_marked { "put as the first" } else { "the earliest that was put; nobody marked a first idea" };
        write!(f, "{}, {marked}", self.hypothesis)?;
        match self.also_marked.as_slice() {
            [] => Ok(()),
            [one] => write!(f, "; {one} was put as the first, too, and here the earliest of them counts as it"),
            several => {
                write!(f, "; {} were put as the first, too, and here the earliest of them counts as it", in_a_row(several))
            }
        }
    }
}

impl Display for RatedBy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rater, self.rating)
    }
}

impl Display for Compared {
    /// What was rated, with the ratings where they do not count alike.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {}", self.piece, self.hypothesis)?;
        if self.is_alike { Ok(()) } else { write!(f, " ({})", in_a_row(&self.ratings)) }
    }
}

impl Display for Idea {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.hypothesis)?;
        let mut told: Vec<String> = self.put.iter().map(|put| format!("put on {put}")).collect();
        if !self.reshaped.is_empty() {
            told.push(format!("put in other words on {}", in_a_row(&self.reshaped)));
        }
        match (self.stays, &self.said) {
            (Stays::SetAside | Stays::Kept, Some(said)) => told.push(format!("{} on {said}", self.stays)),
            (Stays::SetAside | Stays::Kept | Stays::Open, _) => {}
        }
        if self.against.is_empty() {
            told.push("nothing weighed that is shown counts against it".to_owned());
        }
        write!(f, ": {}", told.join("; "))
    }
}

impl Display for Piece {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.piece)?;
        match (self.kind, self.stated) {
            (Some(kind), Some(stated)) => write!(f, " ({kind}, entry {})", stated.entry),
            (_, _) => Ok(()),
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

const LEGEND: &str =
    "++ strongly consistent, + consistent, 0 does not help, - inconsistent, -- strongly inconsistent, . not rated";

/// The ratings of one person, ideas in rows and evidence in columns.
struct Table<'a> {
    question: &'a QuestionReading,
    rater: &'a RaterReading,
}

impl Table<'_> {
    /// The pieces that this person weighed: those that tell the ideas apart first, and so many as fit.
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

    /// The rows: in their order, then the ideas that do not stand in it.
    fn rows(&self) -> Vec<(String, Vec<&'static str>, String)> {
        let columns = self.columns();
        let row = |idea: &Idea| {
            let cell = |piece: &&StatementId| {
                let mut cells = self.rater.cells.iter();
                let found = cells.find(|cell| cell.piece == **piece && cell.hypothesis == idea.hypothesis);
                found.map_or(".", |cell| mark(cell.rating))
            };
            let is_first = self.question.first.as_ref().is_some_and(|first| first.hypothesis == idea.hypothesis);
            let mut notes: Vec<&str> = if is_first { vec!["first"] } else { Vec::new() };
            notes.extend((idea.stays == Stays::SetAside).then_some("set aside"));
            let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
            (format!("{}{notes}", idea.hypothesis), columns.iter().map(cell).collect::<Vec<_>>(), self.against(idea))
        };
        let mut ideas: Vec<&Idea> = self.question.ideas.iter().collect();
        ideas.sort_by_key(|idea| self.place(idea).unwrap_or(usize::MAX));
        ideas.into_iter().take(LISTED).map(row).collect()
    }

    fn place(&self, idea: &Idea) -> Option<usize> {
        self.rater.order.as_ref()?.places.iter().position(|place| place.hypotheses.contains(&idea.hypothesis))
    }

    fn against(&self, idea: &Idea) -> String {
        let place = self.place(idea).and_then(|place| self.rater.order.as_ref()?.places.get(place));
        place.map(|place| place.against.to_string()).unwrap_or_default()
    }
}

impl Display for Table<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (columns, rows) = (self.columns(), self.rows());
        let wide = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or_default();
        write!(f, "  {:wide$}", "")?;
        columns.iter().try_for_each(|piece| write!(f, "  {piece}"))?;
        writeln!(f, "{}", if self.rater.order.is_some() { "  against" } else { "" })?;
        for (name, cells, against) in rows {
            let cells =
                columns.iter().zip(cells).map(|(piece, cell)| format!("  {cell:width$}", width = piece.as_str().len()));
            writeln!(f, "{}", format!("  {name:wide$}{}  {against}", cells.collect::<String>()).trim_end())?;
        }
        Ok(())
    }
}

fn say_order(order: &OrderReading, f: &mut Formatter<'_>) -> fmt::Result {
    writeln!(f, "The least inconsistent first: {}.", one_by_one(&order.places))?;
    if !order.does_not_help.is_empty() {
        let these = in_a_row(&order.does_not_help);
        writeln!(f, "Does not help to tell the ideas apart, counting the same against each: {these}.")?;
    }
    if !order.nothing_against.is_empty() {
        writeln!(f, "Nothing that they weighed counts against {}.", in_a_row(&order.nothing_against))?;
    }
    let changes = order.without.iter().filter_map(|left_out| Some((&left_out.piece, left_out.becomes.as_ref()?)));
    let changes: Vec<String> =
        changes.map(|(piece, becomes)| format!("without {piece} it would be {}", in_a_row_of_places(becomes))).collect();
    if changes.is_empty() {
        writeln!(f, "Without any one of the pieces the order stays as it is.")?;
    } else {
        let rest = if changes.len() < order.without.len() { "; without any other piece it stays as it is" } else { "" };
        writeln!(f, "The order depends on single pieces: {}{rest}.", one_by_one(&changes))?;
    }
    if !order.not_counted.is_empty() {
        writeln!(f, "Not weighed against each of these ideas, and so not counted: {}.", in_a_row(&order.not_counted))?;
    }
    if !order.not_in_order.is_empty() {
        writeln!(f, "Weighed too little to stand in the order: {}.", in_a_row(&order.not_in_order))?;
    }
    Ok(())
}

fn in_a_row_of_places(places: &[Place]) -> String {
    let places: Vec<String> = places.iter().map(ToString::to_string).collect();
    places.join(", then ")
}

fn say_rater(question: &QuestionReading, rater: &RaterReading, f: &mut Formatter<'_>) -> fmt::Result {
    let mut cited: Vec<EntryNumber> = rater.cells.iter().map(|cell| cell.cited.entry).collect();
    cited.sort_unstable();
    cited.dedup();
    writeln!(f, "As {} weighed it ({}):", rater.rater, entries(&cited))?;
    write!(f, "{}", Table { question, rater })?;
    let weighed = question.pieces.iter().filter(|piece| rater.cells.iter().any(|cell| cell.piece == piece.piece)).count();
    if weighed > LISTED || question.ideas.len() > LISTED {
        writeln!(f, "  ({weighed} pieces and {} ideas in all)", question.ideas.len())?;
    }
    match (&rater.order, &rater.missing) {
        (Some(order), _) => say_order(order, f)?,
        (None, Some(missing @ Missing::WhetherHarmed)) => writeln!(f, "No order: {missing}.")?,
        (None, Some(missing @ (Missing::Ideas { .. } | Missing::Pieces { .. }))) => {
            writeln!(f, "No order yet: {missing}.")?;
        }
        (None, None) => {}
    }
    let mut before: Vec<EntryNumber> =
        rater.cells.iter().filter(|cell| cell.before_reshaping).map(|cell| cell.cited.entry).collect();
    before.sort_unstable();
    before.dedup();
    if !before.is_empty() {
        writeln!(f, "Weighed before an idea was put in other words: {}.", entries(&before))?;
    }
    Ok(())
}

fn say_question(question: &QuestionReading, f: &mut Formatter<'_>) -> fmt::Result {
    let about = if question.about.is_empty() { String::new() } else { format!(" ({})", question.about) };
    let on = if question.discussions.is_empty() {
        String::new()
    } else {
        format!(", discussed on {}", in_a_row(&question.discussions))
    };
    writeln!(f, "\nQuestion {}{about}{on}.", question.question)?;
    if let Some(first) = &question.first {
        writeln!(f, "The first idea: {first}.")?;
    }
    question.ideas.iter().take(LISTED).try_for_each(|idea| writeln!(f, "- {idea}"))?;
    if question.ideas.len() > LISTED {
        writeln!(f, "- and {}", Counted::of(question.ideas.len() - LISTED, "more idea", "more ideas"))?;
    }
    if question.pieces.is_empty() {
        return writeln!(f, "No evidence is shown that was weighed against them.");
    }
    writeln!(f, "Evidence: {}.", in_a_row(&question.pieces))?;
    question.raters.iter().try_for_each(|rater| say_rater(question, rater, f))?;
    let (alike, differ): (Vec<&Compared>, Vec<&Compared>) = question.compared.iter().partition(|it| it.is_alike);
    if !alike.is_empty() {
        writeln!(f, "Several people's ratings count alike: {}.", in_a_row(&alike))?;
    }
    if !differ.is_empty() {
        writeln!(f, "Their ratings differ: {}.", one_by_one(&differ))?;
    }
    match question.same_order {
        Some(true) => writeln!(f, "Their orders put the ideas that they share the same way. They are not combined."),
        Some(false) => writeln!(f, "Their orders differ. They are not combined, and need not agree."),
        None => Ok(()),
    }
}

/// What was read, in words.
pub(super) struct Told<'a>(pub(super) &'a Hypotheses);

impl Display for Told<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(read) = self;
        let as_of = stated_as_of(read.as_of, read.known_at);
        if read.questions.is_empty() {
            return write!(f, "{as_of}, no idea that was put in a case discussion is shown. {READ_FROM}");
        }
        let count = Counted::of(read.questions.len(), "question", "questions");
        writeln!(f, "{as_of}, ideas and evidence weighed about {count}, by the parameters `{}`.", read.parameters)?;
        if read.questions.iter().any(|question| !question.raters.is_empty()) {
            writeln!(f, "Ideas in rows, evidence in columns: {LEGEND}.")?;
        }
        read.questions.iter().try_for_each(|question| say_question(question, f))?;
        RecordedFor::say(&read.recorded_for, f)?;
        writeln!(f, "{READ_FROM}")?;
        f.write_str("An order says what each person found least against, and not which idea is true; ideas are for testing.")
    }
}

impl Display for Hypotheses {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text_for(&self.nobody))
    }
}
