//! What was put, weighed and planned about each question of the case discussions: what the readings of hypotheses and of anchoring are
//! made of. A question is a discussion and those that take it up again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use crate::cycle::Entry;
use crate::deliberating::{
    DiscussionHeld, EvidenceWeighed, HowFound, HypothesisKept, HypothesisPut, HypothesisReshaped, HypothesisSetAside, Order,
    Question, Rating, StatementKind, StatementMade, TestPlanned, TestReviewed,
};
use crate::evidence::Cited;
use crate::history::View;
use crate::id::{DiscussionId, HypothesisId, PersonId, StatementId, TestId};
use crate::reader::Reader;

/// Everything that was recorded about one question, each list in the order of occurrence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    /// The discussion in which it came up first.
    pub(crate) question: DiscussionId,
    pub(crate) held: Vec<Held>,
    pub(crate) put: Vec<Put>,
    pub(crate) turned: Vec<Turned>,
    pub(crate) weighed: Vec<Weighed>,
    pub(crate) plans: Vec<Planned>,
}

/// A discussion of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Held {
    pub(crate) cited: Cited,
    pub(crate) about: Question,
}

/// An idea that was put.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Put {
    pub(crate) cited: Cited,
    pub(crate) hypothesis: HypothesisId,
    pub(crate) order: Order,
}

/// What became of an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    SetAside,
    Kept,
    Reshaped,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Turned {
    pub(crate) cited: Cited,
    pub(crate) hypothesis: HypothesisId,
    pub(crate) into: Turn,
}

/// A piece of evidence that somebody weighed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighed {
    pub(crate) cited: Cited,
    pub(crate) by: PersonId,
    pub(crate) piece: StatementId,
    /// How it was stated, as far as that is shown.
    pub(crate) stated: Option<Stated>,
    pub(crate) ratings: Vec<(HypothesisId, Rating)>,
    pub(crate) found: HowFound,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stated {
    pub(crate) cited: Cited,
    pub(crate) kind: StatementKind,
}

/// A plan that was made in a discussion of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Planned {
    pub(crate) cited: Cited,
    pub(crate) test: TestId,
    pub(crate) hypotheses: Vec<HypothesisId>,
    /// Whether it says what would show that the course must change.
    pub(crate) says_when_to_change: bool,
    /// When it was looked at again.
    pub(crate) looked_at: Vec<Cited>,
    /// Those of these times at which it was said what was found.
    pub(crate) found: Vec<Cited>,
}

/// The latest rating that one person gave one piece of evidence for one idea.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Latest {
    pub(crate) rating: Rating,
    pub(crate) cited: Cited,
}

/// The latest ratings of each person, by piece and idea.
pub(crate) type Ratings<'a> = BTreeMap<&'a PersonId, BTreeMap<(&'a StatementId, &'a HypothesisId), Latest>>;

impl Asked {
    /// What of it somebody is shown.
    pub(crate) fn shown_to(&self, reader: &Reader) -> Self {
        let told = |cited: &Cited| reader.is_shown(cited.entry);
        let mut shown = self.clone();
        shown.held.retain(|held| told(&held.cited));
        shown.put.retain(|put| told(&put.cited));
        shown.turned.retain(|turned| told(&turned.cited));
        shown.weighed.retain(|weighed| told(&weighed.cited));
        shown.weighed.iter_mut().for_each(|weighed| weighed.stated = weighed.stated.filter(|stated| told(&stated.cited)));
        shown.plans.retain(|plan| told(&plan.cited));
        // Only words say that something was found, so it is for those who may know of the words.
        let told_of_words = |cited: &Cited| reader.is_told_of_words(cited.entry);
        for plan in &mut shown.plans {
            plan.looked_at.retain(told);
            plan.found.retain(told_of_words);
        }
        shown
    }

    /// The ideas: in the order in which they were put, then those that are known by a rating alone, by reference.
    pub(crate) fn ideas(&self) -> Vec<&HypothesisId> {
        let mut ideas: Vec<&HypothesisId> = self.put.iter().map(|put| &put.hypothesis).collect();
        let named: BTreeSet<&HypothesisId> =
            self.weighed.iter().flat_map(|weighed| &weighed.ratings).map(|(hypothesis, _)| hypothesis).collect();
        let known: BTreeSet<&HypothesisId> = ideas.iter().copied().collect();
        ideas.extend(named.difference(&known));
        ideas
    }

    /// The first idea: the earliest that was marked first, or else the earliest that was put.
    pub(crate) fn first(&self) -> Option<&Put> {
        self.put.iter().find(|put| put.order == Order::First).or(self.put.first())
    }

    /// The last rating of each person, piece and idea. Who weighs again puts the new rating in the place of their earlier one.
    pub(crate) fn ratings(&self) -> Ratings<'_> {
        let mut ratings = Ratings::new();
        for weighed in &self.weighed {
            let of_rater = ratings.entry(&weighed.by).or_default();
            for (hypothesis, rating) in &weighed.ratings {
                of_rater.insert((&weighed.piece, hypothesis), Latest { rating: *rating, cited: weighed.cited });
            }
        }
        ratings
    }
}

/// To which question things belong, by the discussion in which it came up first.
#[derive(Default)]
struct Roots<'a> {
    discussions: HashMap<&'a DiscussionId, &'a DiscussionId, RandomState>,
    statements: HashMap<&'a StatementId, (&'a DiscussionId, Stated), RandomState>,
    hypotheses: HashMap<&'a HypothesisId, &'a DiscussionId, RandomState>,
}

impl<'a> Roots<'a> {
    fn of(view: &View<'a>) -> Self {
        let mut roots = Self::default();
        for entry in view.entries() {
            if let Some(data) = DiscussionHeld::of(entry.event()) {
                // An earlier discussion is recorded earlier, so that its own question is known.
                let of_earlier = |earlier| roots.discussions.get(earlier).copied().unwrap_or(earlier);
                let root = data.continues.as_ref().map_or(&data.discussion, of_earlier);
                roots.discussions.insert(&data.discussion, root);
            } else if let Some(data) = StatementMade::of(entry.event()) {
                let stated = Stated { cited: Cited::of(entry), kind: data.kind };
                roots.statements.insert(&data.statement, (&data.discussion, stated));
            } else if let Some(data) = HypothesisPut::of(entry.event()) {
                roots.hypotheses.insert(&data.hypothesis, &data.discussion);
            }
        }
        roots
    }

    fn discussion(&self, discussion: &'a DiscussionId) -> &'a DiscussionId {
        self.discussions.get(discussion).copied().unwrap_or(discussion)
    }

    fn hypothesis(&self, hypothesis: &HypothesisId) -> Option<&'a DiscussionId> {
        self.hypotheses.get(hypothesis).map(|&discussion| self.discussion(discussion))
    }
}

/// The questions so far, in the order in which they came up.
#[derive(Default)]
struct Questions<'a> {
    all: Vec<Asked>,
    places: HashMap<&'a DiscussionId, usize, RandomState>,
}

impl<'a> Questions<'a> {
    fn at(&mut self, question: &'a DiscussionId) -> Option<&mut Asked> {
        let next = self.all.len();
        let place = *self.places.entry(question).or_insert(next);
        if place == next {
            let question = question.clone();
            let (held, put, turned, weighed, plans) = Default::default();
            self.all.push(Asked { question, held, put, turned, weighed, plans });
        }
        self.all.get_mut(place)
    }

    fn take(&mut self, entry: &'a Entry, roots: &Roots<'a>) -> Option<()> {
        let (cited, event) = (Cited::of(entry), entry.event());
        let turned = HypothesisSetAside::of(event).map(|data| (&data.hypothesis, Turn::SetAside));
        let turned = turned.or_else(|| HypothesisKept::of(event).map(|data| (&data.hypothesis, Turn::Kept)));
        let turned = turned.or_else(|| HypothesisReshaped::of(event).map(|data| (&data.hypothesis, Turn::Reshaped)));
        if let Some(data) = DiscussionHeld::of(event) {
            self.at(roots.discussion(&data.discussion))?.held.push(Held { cited, about: data.question });
        } else if let Some(data) = HypothesisPut::of(event) {
            let put = Put { cited, hypothesis: data.hypothesis.clone(), order: data.order };
            self.at(roots.discussion(&data.discussion))?.put.push(put);
        } else if let Some(data) = EvidenceWeighed::of(event) {
            let statement = roots.statements.get(&data.piece);
            let stated = statement.map(|&(_, stated)| stated);
            let of_statement = statement.map(|&(discussion, _)| roots.discussion(discussion));
            let question = of_statement.or_else(|| roots.hypothesis(&data.ratings.first()?.hypothesis))?;
            let ratings = data.ratings.iter().map(|rated| (rated.hypothesis.clone(), rated.rating)).collect();
            let (by, piece, found) = (entry.act().by.clone(), data.piece.clone(), data.found);
            self.at(question)?.weighed.push(Weighed { cited, by, piece, stated, ratings, found });
        } else if let Some(data) = TestPlanned::of(event) {
            let (test, hypotheses) = (data.test.clone(), data.hypotheses.clone());
            let says_when_to_change = data.change_course.is_some();
            let plan = Planned { cited, test, hypotheses, says_when_to_change, looked_at: Vec::new(), found: Vec::new() };
            self.at(roots.discussion(&data.discussion))?.plans.push(plan);
        } else if let Some((hypothesis, into)) = turned {
            let hypothesis = hypothesis.clone();
            self.at(roots.hypothesis(&hypothesis)?)?.turned.push(Turned { cited, hypothesis, into });
        }
        Some(())
    }
}

/// What was recorded about each question, in the order in which they came up. Linear in the number of entries, but for sorting them.
pub(crate) fn of(view: &View<'_>) -> Vec<Asked> {
    let roots = Roots::of(view);
    let mut questions = Questions::default();
    let mut looked_at: HashMap<&TestId, Vec<(Cited, bool)>, RandomState> = HashMap::default();
    for &entry in view.in_order().iter() {
        questions.take(entry, &roots);
        if let Some(data) = TestReviewed::of(entry.event()) {
            looked_at.entry(&data.test).or_default().push((Cited::of(entry), data.found.is_some()));
        }
    }
    for plan in questions.all.iter_mut().flat_map(|asked| &mut asked.plans) {
        let reviews = looked_at.remove(&plan.test).unwrap_or_default();
        plan.looked_at = reviews.iter().map(|&(cited, _)| cited).collect();
        plan.found = reviews.into_iter().filter_map(|(cited, is_found)| is_found.then_some(cited)).collect();
    }
    questions.all
}
