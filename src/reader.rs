//! For whom a text is made: what of a history may be shown to one reader.
//!
//! Whoever acts in a cycle says things: in words, or by an [account](crate::words::is_account) that is nothing else, such as a view, a
//! rating or an observation. [`Reader`] answers what of that is shown to somebody, as of the time of a view.
//!
//! | What it is | Who is shown it |
//! |---|---|
//! | what they said themself | they |
//! | words of a member of the family | only whom they agreed to show them to: a consent to [`sharing_words`](crate::intervening::ConsentTo::SharingWords), in force, names the entry and the reader |
//! | an account of a member of the family: that there is one, and its codes | the same; and an observation of the boundary to the clinician, too |
//! | which way what a member of the family observed leans, by name | only whom they agreed to show all that they observed |
//! | that somebody agreed to the sharing of their words | they, and whoever may read them by it |
//! | words of a plan, or of a written agreement with a family | beside those below, whoever agreed the plan, or shaped or signed the agreement |
//! | words of anybody else | the clinical and the social work side, while they are here |
//! | the reason why something was not explained to somebody | never that person |
//! | that a concern was raised or something disclosed, and to whom it was passed on | everybody but members of the family, who are shown those that they raised and what was passed on to them; left out of a text for nobody in particular |
//! | an allegation that one of the team or a partner made in a discussion | everybody but members of the family; left out of a text for nobody in particular |
//! | what a member of the family said in a discussion, in their name or without one | only whom they agreed to show it to; its kind and what it is about are what they said, too |
//! | how somebody described a meeting, whoever they are | they, and the readers to whom they [passed it on](crate::partnering::DescriptionPassedOn); a consent to the sharing of words is not enough, as it comes without what is offered to a family first |
//! | that it was passed on | they, and those readers |
//! | a conversation about values that it led to | whoever recorded it, and whoever is shown that it was passed on |
//! | that a worker was coached | everybody but members of the family, except those who agreed to it; left out of a text for nobody in particular |
//! | that it was unsafe to ask somebody for their views | everybody but members of the family; left out of a text for nobody in particular |
//! | a waiver of a duty that began with an entry which they are not shown | whoever waived it |
//! | how a piece of evidence was weighed, or an outcome fed back, where they are not shown that piece or that outcome | whoever weighed it or fed it back |
//! | all other facts: who did what when, in codes | everybody to whom the host gives the text |
//!
//! A text for nobody in particular shows the least: nothing that any reader is not shown. Where nothing is recorded, words of a
//! family are withheld. What is withheld leaves no trace: no mark, no count, no gap in a sentence. Only the numbers of entries,
//! and of corrections, show a gap, because they stay what they are.
//!
//! Somebody is a member of the family by a role on that side when they said it, whatever else they were beside. Nobody agrees for
//! somebody else, a parent for a child no more than a worker for a parent. A concern is passed on by people, to whom it should go:
//! a text for a parent must not reveal what a child disclosed to somebody alone. Its words are withheld like any others. The same
//! holds for an allegation, and for views that it was unsafe to ask for.
//!
//! What was said without a name has nobody's name in a text, either. The entry names whoever took it down, and so does its JSON.
//!
//! Observations of the boundary are personal data of the clinician of the cycle, who is one end of it. The clinician is shown them
//! from when they are recorded, so that nobody reads one earlier, and may answer each ([`ObservationAnswered`]); its words are
//! another matter where a member of the family observed. The host keeps them to a stated limit: [`beyond_limit`] lists those whose
//! words are to be redacted. They are never used to appraise anybody.
//!
//! # What the host does
//! A reader is only ever shown less. Whether somebody is given the text of a cycle at all, in which there may be several families, is
//! for the host to decide. JSON is whole: a host that shows any of it to somebody asks [`Reader::is_shown`] of each entry and
//! [`Reader::may_read`] of its words first.
//!
//! # Sums
//! A text of a reading of the boundary holds a sum (a row, a perspective, a space, a window of drift, a count, dissent, agreement,
//! whether the result depends on one observer) only where all that it sums is shown to the reader, or what is withheld of it comes
//! from two people at least. So the clinician, who is shown every observation, is shown every sum.
//!
//! This much still reveals something:
//! - The verdict with its firmness and what is missing, the three sides, and whether the boundary seems to move are of all that was
//!   observed, so that nobody is shown another boundary. So are the verdicts and curves of a picture. Where one member of the family
//!   observed, the sides less what the reader knows of the others are what that person saw, and a verdict that is insufficient counts
//!   them among the observers.
//! - Where two people whom the reader is not shown are of one mind, a sum of both says what each saw.
//! - Whoever knows all that else was noted can miss a line that is left out, of a row, a space or a window; it says that somebody noted
//!   something there, and not what.
//! - The difference between two readings says what came between them.
//!
//! A text of [partnership](crate::partnership) is made of what its reader is shown alone, and holds no sum of anything else.
//!
//! # Findings
//! What began with an entry that the reader is not shown, or was met or broken by one, is left out of a report, finding and counts alike
//! ([`Report::for_readers`](crate::policy::Report::for_readers)): that a family was threatened, and let that go further, only those
//! who were named may know. All other findings are shown to everybody. The lines about entries that the reader is not shown are
//! left out of their evidence ([`Excerpt::for_readers`](crate::policy::Excerpt::for_readers)) and of a
//! [sequence](crate::diagram::Sequence::for_reader); what the rule is called, what it asks and when it was due stay, and can reveal
//! what kind of thing was said. [`Finding`](crate::policy::Finding), as a sentence and as JSON, is whole.

mod past;

use std::collections::{BTreeMap, BTreeSet};

use crate::boundary::{BoundaryObserved, Event as OfBoundary, ObservationAnswered};
use crate::code::CodeSet;
use crate::correction::{EnteredInError, Redacted};
use crate::cycle::{Cycle, Entry, Event};
use crate::deciding::DutyWaived;
use crate::deliberating::{EvidenceWeighed, StatementKind, StatementMade, TestPlanned, WrittenAgreementMade};
use crate::history::View;
use crate::id::{
    ConcernId, ConsentId, DescriptionId, EntryNumber, ObservationId, OutcomeId, PassingId, PersonId, StatementId,
};
use crate::intervening::{ConcernPassedOn, ConcernRaised, ConsentGiven, ConsentTo, ConsentWithdrawn, Event as Intervening};
use crate::partnering::{CoachingHeld, DescriptionPassedOn, PracticeDescribed, ValuesTalkedAbout, ViewsMissing, WhyMissing};
use crate::people::{Role, Side};
use crate::reporting::{OutcomeFedBack, OutcomeLearned};
use crate::words;

/// Somebody to whom a text is shown, and what of a view they are shown. See the [module](self).
///
/// ```
/// use practice_cycle::{cycle::Act, history::History, id::EntryNumber, moment::Moment, reader::Reader};
/// let mut history = History::default();
/// for line in [
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
///     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-4","role":"parent"}}"#,
///     r#"{"type":"concern_raised","occurred_at":"2026-04-04T09:00:00Z","recorded_at":"2026-04-04T09:00:00Z","by":"p-4","recorded_by":"p-1","data":{"concern":"co-1","what":"concern","words":"Invented."}}"#,
/// ] {
///     history.record(serde_json::from_str::<Act>(line)?)?;
/// }
/// let raised = EntryNumber::try_from(3)?;
/// let may_read = |person: &str, history: &History| {
///     let view = history.view(Moment::LATEST, Moment::LATEST);
///     Reader::of(&view, &person.parse().unwrap()).may_read(raised)
/// };
/// assert!(may_read("p-4", &history) && !may_read("p-1", &history), "though the clinician wrote it down");
///
/// let agreed = r#"{"type":"consent_given","occurred_at":"2026-04-05T09:00:00Z","recorded_at":"2026-04-05T09:00:00Z","by":"p-4","data":{"consent":"cn-1","to":"sharing_words","given_by":"p-4","entries":[3],"readers":["p-1"]}}"#;
/// history.record(serde_json::from_str::<Act>(agreed)?)?;
/// assert!(may_read("p-1", &history));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reader {
    /// Who it is; none for nobody in particular.
    person: Option<PersonId>,
    /// The entries that they are not shown at all.
    hidden: BTreeSet<EntryNumber>,
    /// The entries whose words they may read.
    readable: BTreeSet<EntryNumber>,
    /// What members of the family said that they neither said themself nor were agreed to be shown.
    of_family: BTreeSet<EntryNumber>,
    /// The observations of the boundary among these, each with whoever made it.
    observed: BTreeMap<EntryNumber, PersonId>,
    /// Members of the family who observed something that they are not agreed to be shown.
    silent: BTreeSet<PersonId>,
    /// How many of the entries in effect they are not shown.
    left_out: usize,
}

impl Reader {
    /// Somebody, by a reference under which they are known in the history, or who takes no part in the cycle. Linear in the number
    /// of entries.
    #[must_use]
    pub fn of(view: &View<'_>, person: &PersonId) -> Self {
        let names = view.history().references_of(person);
        let held = names.iter().map(|name| view.cycle().held_at(name, view.speaks_of()).roles);
        let held = held.fold(CodeSet::none(), CodeSet::and);
        Self::made(view, Some(person), &names, held)
    }

    /// Nobody in particular: a text for them holds nothing that a member of the family said, and no words.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, reader::Reader};
    /// let history = History::default();
    /// assert_eq!(Reader::nobody(&history.view(Moment::LATEST, Moment::LATEST)).person(), None);
    /// ```
    #[must_use]
    pub fn nobody(view: &View<'_>) -> Self {
        Self::made(view, None, &[], CodeSet::none())
    }

    /// Who it is; none for nobody in particular.
    #[must_use]
    pub fn person(&self) -> Option<&PersonId> {
        self.person.as_ref()
    }

    /// Whether they may read the words of an entry, if it holds any.
    #[must_use]
    pub fn may_read(&self, entry: EntryNumber) -> bool {
        self.readable.contains(&entry)
    }

    /// Whether they are shown the entry, its words apart: who did what when, and its codes.
    #[must_use]
    pub fn is_shown(&self, entry: EntryNumber) -> bool {
        !self.hidden.contains(&entry)
    }

    /// Whether they may know which way what somebody saw of the boundary leans: of members of the family, only where these agreed to
    /// show them all that they observed, or are they themself. It is more than to be shown an observation, which is about the boundary,
    /// where this is about whoever observed it; so it holds for the clinician, too.
    #[must_use]
    pub fn may_know_leaning(&self, observer: &PersonId) -> bool {
        !self.silent.contains(observer)
    }

    /// Nobody in particular, from whom these observations are withheld, each with whoever made it.
    pub(crate) fn withheld<'p>(observations: impl Iterator<Item = (EntryNumber, &'p PersonId)>) -> Self {
        let mut nobody = Self::default();
        for (entry, observer) in observations {
            nobody.hidden.insert(entry);
            nobody.of_family.insert(entry);
            nobody.observed.insert(entry, observer.clone());
            nobody.silent.insert(observer.clone());
        }
        nobody
    }

    fn made(view: &View<'_>, person: Option<&PersonId>, names: &[PersonId], held: CodeSet<Role>) -> Self {
        let is_me = |person: &PersonId| names.contains(person);
        let agreed = Agreed::of(view);
        let of_two_sides = !held.both(Role::of(Side::Clinical).and(Role::of(Side::SocialWork))).is_empty();
        let is_clinician = held.has(Role::Clinician);
        // Nobody in particular holds no role, and is shown no more than a member of the family.
        let with_family = held.is_empty() || !held.both(Role::of(Side::Family)).is_empty();
        let mut kept_concerns: BTreeSet<&ConcernId> = BTreeSet::new();
        let mut reader = Self { person: person.cloned(), ..Self::default() };
        let mut kept = Kept::of(view);
        for entry in known(view) {
            let number = entry.number();
            if let Some(speaker) = words::whose(entry) {
                let of_family = is_of_family(view.cycle(), speaker, entry);
                let described = PracticeDescribed::of(entry.event());
                let to_me = is_me(speaker)
                    || agreed_words(entry.event()).any(is_me)
                    || match described {
                        Some(data) => kept.is_passed_on(data, names),
                        None => agreed.to(speaker, number, names),
                    };
                let keeps_from = keeps_from(entry.event());
                if (to_me || (of_two_sides && !of_family && described.is_none())) && !keeps_from.is_some_and(is_me) {
                    reader.readable.insert(number);
                }
                if described.is_some() && !to_me {
                    reader.hidden.insert(number);
                }
                if of_family && !to_me {
                    reader.of_family.insert(number);
                    let observed = BoundaryObserved::of(entry.event()).is_some();
                    if observed {
                        reader.observed.insert(number, speaker.clone());
                        reader.silent.insert(speaker.clone());
                    }
                    if words::is_account(entry.event()) && !(is_clinician && observed) {
                        reader.hidden.insert(number);
                    }
                }
                // An allegation may be about them, or be what a child said to somebody alone.
                if with_family && !to_me && StatementMade::of(entry.event()).is_some_and(is_allegation) {
                    reader.hidden.insert(number);
                }
                if reader.hidden.contains(&number) {
                    kept.note(entry.event());
                }
            }
            // A concern may be about them, or about what a child said to somebody alone.
            let is_kept = (with_family
                && (is_kept_concern(entry, is_me, &mut kept_concerns)
                    || is_unsafe(entry.event())
                    || is_kept_coaching(entry, is_me)))
                || kept.is_kept_from(entry, names)
                || agreed.is_kept_from(entry.event(), names)
                || reader.is_waiver_of_what_is_hidden(entry, names)
                || reader.corrects_only_what_is_hidden(entry.event());
            if is_kept {
                reader.hidden.insert(number);
            }
            if reader.hidden.contains(&number) {
                reader.readable.remove(&number);
            }
        }
        reader.left_out = view.entries().iter().filter(|entry| reader.hidden.contains(&entry.number())).count();
        reader
    }

    /// Whether it takes back or redacts nothing but what they are not shown.
    fn corrects_only_what_is_hidden(&self, event: &Event) -> bool {
        if let Some(data) = EnteredInError::of(event) {
            return !data.entries.iter().any(|&entry| self.is_shown(entry));
        }
        Redacted::of(event).is_some_and(|data| !data.entries.iter().any(|&entry| self.is_told_of_words(entry)))
    }

    /// Whether somebody else waived by it a duty that began with an entry which these, who are one person, are not shown.
    fn is_waiver_of_what_is_hidden(&self, entry: &Entry, names: &[PersonId]) -> bool {
        let opened_by = DutyWaived::of(entry.event()).and_then(|data| data.opened_by);
        opened_by.is_some_and(|opener| !self.is_shown(opener)) && !names.contains(&entry.act().by)
    }

    /// Whether they may know that there are words in an entry, or were.
    pub(crate) fn is_told_of_words(&self, entry: EntryNumber) -> bool {
        self.is_shown(entry) && !self.of_family.contains(&entry)
    }

    /// Whether they may know a sum over these observations: they are shown all of them, or those that they are not come from two
    /// people at least.
    pub(crate) fn may_know_sum<'e>(&self, observations: impl IntoIterator<Item = &'e EntryNumber>) -> bool {
        let hidden = observations.into_iter().filter(|&&entry| !self.is_shown(entry));
        let people: BTreeSet<&PersonId> = hidden.filter_map(|entry| self.observed.get(entry)).collect();
        people.len() != 1
    }

    /// Whether they may know a sum over which way some observers lean, each given by what they observed: they are shown all of it,
    /// or of two observers at least nothing.
    pub(crate) fn may_know_leanings<'e>(&self, observers: impl IntoIterator<Item = &'e [EntryNumber]>) -> bool {
        let (mut is_kept, mut wholly) = (false, 0);
        for entries in observers {
            let kept = entries.iter().filter(|&&entry| !self.is_shown(entry)).count();
            is_kept |= kept > 0;
            wholly += usize::from(kept > 0 && kept == entries.len());
        }
        !is_kept || wholly >= 2
    }

    /// How many of the entries in effect they are not shown.
    pub(crate) const fn left_out(&self) -> usize {
        self.left_out
    }
}

/// What somebody is not shown, by reference, so that they are not shown what is said about it either.
#[derive(Default)]
struct Kept<'a> {
    observations: BTreeSet<&'a ObservationId>,
    statements: BTreeSet<&'a StatementId>,
    outcomes: BTreeSet<&'a OutcomeId>,
    passings: BTreeSet<&'a PassingId>,
    /// What was passed on, of all that is in effect.
    passed_on: BTreeMap<&'a DescriptionId, Vec<&'a DescriptionPassedOn>>,
    in_effect: BTreeSet<&'a PassingId>,
}

impl<'a> Kept<'a> {
    fn of(view: &View<'a>) -> Self {
        let mut kept = Self::default();
        for data in view.entries().iter().filter_map(|entry| DescriptionPassedOn::of(entry.event())) {
            kept.passed_on.entry(&data.description).or_default().push(data);
            kept.in_effect.insert(&data.passing);
        }
        kept
    }

    /// Whether a description was passed on to one of these.
    fn is_passed_on(&self, data: &PracticeDescribed, readers: &[PersonId]) -> bool {
        let passed_on = self.passed_on.get(&data.description).into_iter().flatten();
        passed_on.into_iter().any(|data| data.readers.iter().any(|reader| readers.contains(reader)))
    }

    /// Notes what the reader is not shown.
    fn note(&mut self, event: &'a Event) {
        self.observations.extend(BoundaryObserved::of(event).map(|data| &data.observation));
        self.statements.extend(StatementMade::of(event).map(|data| &data.statement));
        self.outcomes.extend(OutcomeLearned::of(event).map(|data| &data.outcome));
    }

    /// Whether it is about something that these, who are one person, are not shown: what they did themself they are.
    fn is_kept_from(&mut self, entry: &'a Entry, names: &[PersonId]) -> bool {
        let event = entry.event();
        if let Some(data) = ObservationAnswered::of(event) {
            return self.observations.contains(&data.observation);
        }
        if names.contains(&entry.act().by) {
            return false;
        }
        if let Some(data) = DescriptionPassedOn::of(event) {
            let reads = self.in_effect.contains(&data.passing) && data.readers.iter().any(|reader| names.contains(reader));
            if !reads {
                self.passings.insert(&data.passing);
            }
            return !reads;
        }
        EvidenceWeighed::of(event).is_some_and(|data| self.statements.contains(&data.piece))
            || OutcomeFedBack::of(event).is_some_and(|data| self.outcomes.contains(&data.outcome))
            || ValuesTalkedAbout::of(event)
                .is_some_and(|data| data.passing.as_ref().is_some_and(|passing| self.passings.contains(passing)))
    }
}

fn is_allegation(data: &StatementMade) -> bool {
    data.kind == StatementKind::Allegation
}

/// Whether it says that it was unsafe to ask somebody for their views.
fn is_unsafe(event: &Event) -> bool {
    ViewsMissing::of(event).is_some_and(|data| data.why == WhyMissing::UnsafeToAsk)
}

/// Who agreed what stands in the words of an event, though somebody else wrote them: of a plan, or of a written agreement.
fn agreed_words(event: &Event) -> impl Iterator<Item = &PersonId> {
    let plan = TestPlanned::of(event).into_iter().flat_map(|data| &data.agreed_by);
    let written = WrittenAgreementMade::of(event).into_iter();
    plan.chain(written.flat_map(|data| data.shaped_by.iter().chain(&data.signed_by)))
}

/// Whether it says that a worker was coached, which is about the worker, to which this member of the family did not agree.
fn is_kept_coaching(entry: &Entry, is_me: impl Fn(&PersonId) -> bool) -> bool {
    CoachingHeld::of(entry.event()).is_some_and(|data| !data.agreed_by.iter().any(&is_me) && !is_me(&entry.act().by))
}

/// The consents to the sharing of words, and which of them are in force.
struct Agreed<'a> {
    all: BTreeMap<&'a ConsentId, &'a ConsentGiven>,
    in_force: BTreeSet<&'a ConsentId>,
    by_entry: BTreeMap<EntryNumber, Vec<&'a ConsentGiven>>,
}

impl<'a> Agreed<'a> {
    fn of(view: &View<'a>) -> Self {
        let in_effect = || view.entries().iter().map(|entry| entry.event());
        let withdrawn = in_effect().filter_map(ConsentWithdrawn::of).map(|data| &data.consent);
        let withdrawn: BTreeSet<&ConsentId> = withdrawn.collect();
        let shares = |data: &&ConsentGiven| data.to == ConsentTo::SharingWords;
        // One that was taken back is nobody else's concern either.
        let ever = known(view).filter_map(|entry| ConsentGiven::of(entry.event())).filter(shares);
        let mut agreed = Self {
            all: ever.map(|data| (&data.consent, data)).collect(),
            in_force: BTreeSet::new(),
            by_entry: BTreeMap::new(),
        };
        let given = in_effect().filter_map(ConsentGiven::of).filter(shares);
        for data in given.filter(|data| !withdrawn.contains(&data.consent)) {
            agreed.in_force.insert(&data.consent);
            data.entries.iter().for_each(|&entry| agreed.by_entry.entry(entry).or_default().push(data));
        }
        agreed
    }

    /// Whether somebody agreed that one of these may read what they said in an entry.
    fn to(&self, speaker: &PersonId, entry: EntryNumber, readers: &[PersonId]) -> bool {
        let agreed = |data: &&ConsentGiven| data.given_by == *speaker && names_one(data, readers);
        self.by_entry.get(&entry).is_some_and(|these| these.iter().any(agreed))
    }

    /// Whether it is about a sharing of words, of which only whoever agreed and whoever may read them by it know.
    fn is_kept_from(&self, event: &Event, reader: &[PersonId]) -> bool {
        let given = ConsentGiven::of(event).map(|data| &data.consent);
        let consent = given.or_else(|| ConsentWithdrawn::of(event).map(|data| &data.consent));
        let Some(data) = consent.and_then(|consent| self.all.get(consent)) else { return false };
        let reads = self.in_force.contains(&data.consent) && names_one(data, reader);
        !reads && !reader.contains(&data.given_by)
    }
}

fn names_one(data: &ConsentGiven, readers: &[PersonId]) -> bool {
    data.readers.iter().any(|reader| readers.contains(reader))
}

/// Observations of the boundary, and answers to them, that occurred more than this many days before the time of the view, and whose
/// words are still there: for the host, which keeps them to a stated limit, to have redacted. In the order of recording; linear in
/// the number of entries.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, reader::beyond_limit};
/// let history = History::default();
/// assert!(beyond_limit(&history.view(Moment::LATEST, Moment::LATEST), 365).is_empty());
/// ```
#[must_use]
pub fn beyond_limit(view: &View<'_>, days: u16) -> Vec<EntryNumber> {
    let now = view.speaks_of();
    let is_old = |entry: &&&Entry| {
        let age = now.to_utc() - entry.act().occurred_at.to_utc();
        age > chrono::TimeDelta::days(days.into())
    };
    let is_about_it = |entry: &&&Entry| {
        let about = if let Event::Boundary(event) = entry.event() { Some(event) } else { None };
        about.is_some_and(|event| !matches!(event, OfBoundary::BoundaryReviewed(_))) && words::has_any(entry)
    };
    view.entries().iter().filter(is_old).filter(is_about_it).map(|entry| entry.number()).collect()
}

/// Every entry that was known, whether it is in effect or not.
fn known<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Entry> {
    let numbers = std::iter::successors(Some(EntryNumber::FIRST), |number| Some(number.next()));
    numbers.map_while(|number| view.entry(number))
}

/// Whether somebody was of the family when they said something; they are taken to be where it is not known what they were.
fn is_of_family(cycle: &Cycle, speaker: &PersonId, entry: &Entry) -> bool {
    let held = cycle.held_of(speaker.as_str(), entry.act().occurred_at, entry.number());
    held.roles.is_empty() || held.is_on(Side::Family)
}

/// Whether it is about a concern that this member of the family neither raised nor was told: the concern, or that it was passed on.
fn is_kept_concern<'a>(entry: &'a Entry, is_me: impl Fn(&PersonId) -> bool, kept: &mut BTreeSet<&'a ConcernId>) -> bool {
    if let Some(data) = ConcernRaised::of(entry.event()) {
        let is_kept = !is_me(&entry.act().by);
        if is_kept {
            kept.insert(&data.concern);
        }
        return is_kept;
    }
    ConcernPassedOn::of(entry.event()).is_some_and(|data| kept.contains(&data.concern) && !is_me(&data.to))
}

/// The person from whom the words of an event are kept, if from somebody.
fn keeps_from(event: &Event) -> Option<&PersonId> {
    if let Event::Intervening(Intervening::ExplanationWithheld(data)) = event { Some(&data.person) } else { None }
}
