//! State kept from decisions, and validation of the next.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use thiserror::Error;

use super::{Event, FeedEnded, Kind, Milestone, MilestoneReached};
use crate::calendar::local_date;
use crate::code::{CodeSet, codes};
use crate::contracting::StepContext;
use crate::declare::refusals;
use crate::fingerprint::Fingerprint;
use crate::id::{EntryNumber, PersonId};
use crate::intervening::Setting;
use crate::ledger::{CaseMarks, Known, put};
use crate::noun::{Noun, Ref};
use crate::people::{Role, Side};
use crate::refusal::{Place, Whereabouts};

/// Why a milestone, a decision or what belongs to them is refused.
///
/// ```
/// use practice_cycle::deciding::{Milestone, Refusal};
/// let refusal = Refusal::NeedsItsEnd { what: Milestone::ProceedingsExtended };
/// assert_eq!(refusal.to_string(), "this milestone needs the day until which it holds: proceedings extended");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Somebody named was not in the cycle at the time, or not in the part they would need.
    #[error("cannot {asked}: the {part} was not here at that time, or not in a role that fits")]
    NotHereAs {
        /// What was asked.
        asked: Kind,
        /// The part they would need to have had.
        part: Named,
        /// Where they are named.
        place: Place,
    },
    /// Each is named once, and in one part.
    #[error("cannot {asked} with somebody or something named twice")]
    NamedTwice {
        /// What was asked.
        asked: Kind,
    },
    /// A list that has to say something is empty, or too short.
    #[error("cannot {asked} without saying {lacking}", lacking = Lacking::of(*.asked))]
    TooLittleNamed {
        /// What was asked.
        asked: Kind,
    },
    /// A milestone follows one of its own case.
    #[error("a milestone cannot follow one of another case")]
    AnotherCase,
    /// An extension says until when.
    #[error("this milestone needs the day until which it holds: {what}")]
    NeedsItsEnd {
        /// The milestone.
        what: Milestone,
    },
    /// Only an extension says until when.
    #[error("only an extension has a day until which it holds; this milestone has none: {what}")]
    HasNoEnd {
        /// The milestone.
        what: Milestone,
    },
    /// It is recorded for its reason.
    #[error("this milestone needs its reason in words: {what}")]
    NeedsItsReason {
        /// The milestone.
        what: Milestone,
    },
    /// Which one it is, is coded by the service.
    #[error("this milestone needs a code of the service's own, in `other`: {what}")]
    NeedsItsCode {
        /// The milestone.
        what: Milestone,
    },
    /// Only what is not on the list has a code of the service's own.
    #[error("only `other` has a code of the service's own; this milestone has none: {what}")]
    HasNoCode {
        /// The milestone.
        what: Milestone,
    },
    /// A feed ends once.
    #[error("this feed has ended already")]
    FeedHasEnded,
    /// A feed ends no sooner than it begins.
    #[error("the last day of a feed cannot be before its first")]
    EndsBeforeItBegins,
    /// From and to are the same.
    #[error("cannot change the legal status to what it was")]
    NothingChanged,
    /// Overseeing takes two.
    #[error("nobody can oversee themself")]
    OverseesThemself,
    /// An answer comes from somebody else.
    #[error("whoever declared a conflict of interest cannot answer it; ask somebody else to")]
    AnswersThemself,
    /// A waiver names an entry that is there.
    #[error("cannot waive a duty that entry {number} opened: there is no such entry before this one")]
    NoSuchEntry {
        /// The entry named.
        number: EntryNumber,
    },
    /// A programme lasts at least for the day on which that is said.
    #[error("a programme cannot end on a day before this")]
    ProgrammeEndsBefore,
    /// A programme ends once.
    #[error("this place on a programme has ended already")]
    ProgrammeHasEnded,
    /// A waiver lasts at least for the day on which it is given.
    #[error("cannot waive a duty until a day before the waiver is given")]
    WaivedUntilBefore,
}

codes! {
    /// The part in which somebody is named.
    ///
    /// ```
    /// use practice_cycle::{deciding::Named, code::Code};
    /// assert_eq!(Named::Expert.label(), "clinician instructed as an expert");
    /// ```
    pub enum Named {
        Decider = "decider", "person who decided";
        Contributor = "contributor", "person who contributed";
        Lead = "lead", "practitioner who leads";
        Overseer = "overseer", "practitioner who oversees";
        Expert = "expert", "clinician instructed as an expert";
        Asker = "asker", "person who asked for the decision";
        Present = "present", "person who was present";
        Told = "told", "member of the family to whom it was explained";
        Practitioner = "practitioner", "practitioner of the programme";
    }
}

codes! {
    /// What has to be said, and is not.
    ///
    /// ```
    /// use practice_cycle::{deciding::Lacking, code::Code};
    /// assert_eq!(Lacking::Contracts.label(), "in which contracts, at least two");
    /// ```
    pub enum Lacking {
        Milestones = "milestones", "of which milestones";
        Contracts = "contracts", "in which contracts, at least two";
        Handback = "handback", "of which case, or under which contract";
        Matter = "matter", "what it is, and of what";
        Reflected = "reflected", "on what";
        HeardFrom = "heard_from", "from whom";
        Explained = "explained", "what was explained";
        SpokenTo = "spoken_to", "to which services";
    }
}

impl Lacking {
    fn of(asked: Kind) -> Self {
        if asked == Kind::FeedDeclaredComplete {
            Lacking::Milestones
        } else if asked == Kind::RolesReconciled {
            Lacking::Contracts
        } else if asked == Kind::DecisionHandedBack {
            Lacking::Handback
        } else if asked == Kind::ReflectionHeld {
            Lacking::Reflected
        } else if asked == Kind::LivedExperienceHeard {
            Lacking::HeardFrom
        } else if asked == Kind::DecisionExplained {
            Lacking::Explained
        } else if asked == Kind::SpokenFor {
            Lacking::SpokenTo
        } else {
            Lacking::Matter
        }
    }
}

refusals! {
    NotHereAs { asked, part, place } = "deciding.not_here_as", Conflict @ *place;
    NamedTwice { asked } = "deciding.named_twice", Invalid @ Whereabouts::NamedAgain;
    TooLittleNamed { asked } = "deciding.too_little_named", Invalid [lacking: Lacking = Lacking::of(*asked)]
        @ &["data.contracts", "data.what", "data.on", "data.from", "data.explained", "data.to"];
    AnotherCase = "deciding.another_case", Conflict @ &["data.follows"];
    NeedsItsEnd { what } = "deciding.needs_its_end", Invalid @ &["data.until"];
    HasNoEnd { what } = "deciding.has_no_end", Invalid @ &["data.until"];
    NeedsItsReason { what } = "deciding.needs_its_reason", Invalid @ &["data.words"];
    NeedsItsCode { what } = "deciding.needs_its_code", Invalid @ &["data.other"];
    HasNoCode { what } = "deciding.has_no_code", Invalid @ &["data.other"];
    FeedHasEnded = "deciding.feed_has_ended", Conflict @ &["data.feed"];
    EndsBeforeItBegins = "deciding.ends_before_it_begins", Invalid @ &["data.last"];
    NothingChanged = "deciding.nothing_changed", Invalid @ &["data.to"];
    OverseesThemself = "deciding.oversees_themself", Invalid @ &["data.overseer"];
    AnswersThemself = "deciding.answers_themself", NotAllowed @ &["by"];
    NoSuchEntry { number } = "deciding.no_such_entry", NotFound @ &["data.opened_by"];
    ProgrammeEndsBefore = "deciding.programme_ends_before", Invalid @ &["data.planned_end", "data.until"];
    ProgrammeHasEnded = "deciding.programme_has_ended", Conflict @ &["data.programme"];
    WaivedUntilBefore = "deciding.waived_until_before", Invalid @ &["data.until"];
}

/// A feed, by its slot: its first day, and the entry that ended it.
#[derive(Debug, Clone)]
struct Feed {
    from: NaiveDate,
    ended: Option<EntryNumber>,
}

/// Milestones, conflicts and feeds, as far as later entries depend on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decisions {
    cases: CaseMarks,    // Of milestones.
    conflicts: Vec<u32>, // The seat of whoever declared it.
    feeds: Vec<Feed>,
    programmes: Vec<Option<EntryNumber>>, // The entry that ended it.
}

impl Decisions {
    pub(crate) fn judge(&self, event: &Event, slot: Option<u32>, setting: &Setting<'_>) -> Result<(), Refusal> {
        let asked = event.kind();
        let need = |person: &PersonId, part: Named, fits: fn(Role) -> bool| {
            if setting.held(person).iter().any(fits) {
                return Ok(());
            }
            Err(Refusal::NotHereAs { asked, part, place: Place::of(person.as_str(), event.part()) })
        };
        let says = |is_empty: bool| if is_empty { Err(Refusal::TooLittleNamed { asked }) } else { Ok(()) };
        match event {
            Event::ReflectionHeld(data) => {
                says(data.on.is_empty())?;
                data.present.iter().try_for_each(|person| need(person, Named::Present, |_| true))
            }
            Event::LivedExperienceHeard(data) => says(data.from.is_empty()),
            Event::DecisionExplained(data) => {
                says(data.explained.is_empty())?;
                need(&data.person, Named::Told, |role| role.side() == Side::Family)
            }
            Event::SpokenFor(data) => says(data.to.is_empty()),
            Event::ProgrammeBegun(data) => {
                need(&data.practitioner, Named::Practitioner, |role| role.side() != Side::Family)?;
                ends_after(data.planned_end, setting)
            }
            Event::ProgrammeExtended(data) => {
                self.why_not(asked, slot, setting.by.seat, setting.known)?;
                ends_after(Some(data.until), setting)
            }
            Event::ProgrammeEnded(_) => self.why_not(asked, slot, setting.by.seat, setting.known),
            Event::RequestTurnedAway(_) | Event::ThresholdMoved(_) => Ok(()),
            Event::MilestoneReached(data) => self.judge_milestone(data, setting),
            Event::FeedDeclaredComplete(data) if data.what.is_some_and(CodeSet::is_empty) => {
                Err(Refusal::TooLittleNamed { asked })
            }
            Event::LegalStatusChanged(data) if data.from == data.to => Err(Refusal::NothingChanged),
            Event::RolesReconciled(data) if data.contracts.len() < 2 => Err(Refusal::TooLittleNamed { asked }),
            Event::FeedDeclaredComplete(_) | Event::LegalStatusChanged(_) | Event::RolesReconciled(_) => Ok(()),
            Event::LeadPractitionerNamed(data) => {
                let practises = |role: Role| role.side() != Side::Family;
                need(&data.lead, Named::Lead, practises)?;
                let Some(overseer) = &data.overseer else { return Ok(()) };
                if *overseer == data.lead {
                    return Err(Refusal::OverseesThemself);
                }
                need(overseer, Named::Overseer, practises)
            }
            Event::ThresholdDecided(data) => {
                data.decided_by.iter().try_for_each(|person| need(person, Named::Decider, |_| true))?;
                data.contributed.iter().try_for_each(|person| need(person, Named::Contributor, |_| true))?;
                let twice = named_twice(data.decided_by.iter().chain(&data.contributed));
                if twice { Err(Refusal::NamedTwice { asked }) } else { Ok(()) }
            }
            Event::ExpertInstructed(data) => need(&data.expert, Named::Expert, is_clinician),
            Event::ConflictDeclared(data) => {
                let of_nothing = data.instruction.is_none() && data.contract.is_none() && data.case.is_none();
                if data.what.is_empty() || of_nothing { Err(Refusal::TooLittleNamed { asked }) } else { Ok(()) }
            }
            Event::ConflictAnswered(_) => self.why_not(asked, slot, setting.by.seat, setting.known),
            Event::DecisionHandedBack(data) => {
                need(&data.asked_by, Named::Asker, can_ask)?;
                let of_nothing = data.case.is_none() && data.contract.is_none();
                if of_nothing { Err(Refusal::TooLittleNamed { asked }) } else { Ok(()) }
            }
            Event::DutyWaived(data) => match data.opened_by {
                Some(number) if number >= setting.known.before => Err(Refusal::NoSuchEntry { number }),
                Some(_) | None if data.until.is_some_and(|until| until < local_date(setting.at)) => {
                    Err(Refusal::WaivedUntilBefore)
                }
                Some(_) | None => Ok(()),
            },
            Event::FeedEnded(FeedEnded { last, .. }) => {
                self.why_not(asked, slot, setting.by.seat, setting.known)?;
                let first = slot.and_then(|slot| self.feeds.get(slot as usize)).map(|feed| feed.from);
                if first.is_some_and(|first| *last < first) { Err(Refusal::EndsBeforeItBegins) } else { Ok(()) }
            }
        }
    }

    /// Why something could not be done about what it would be about, whatever would be said.
    pub(crate) fn why_not(&self, asked: Kind, slot: Option<u32>, by: u32, known: Known<'_>) -> Result<(), Refusal> {
        if asked == Kind::FeedEnded {
            let feed = slot.and_then(|slot| self.feeds.get(slot as usize));
            let ended = feed.and_then(|feed| feed.ended).is_some_and(|number| known.has(number));
            return if ended { Err(Refusal::FeedHasEnded) } else { Ok(()) };
        }
        if matches!(asked, Kind::ProgrammeExtended | Kind::ProgrammeEnded) {
            let ended = slot.and_then(|slot| self.programmes.get(slot as usize).copied()).flatten();
            let has_ended = ended.is_some_and(|number| known.has(number));
            return if has_ended { Err(Refusal::ProgrammeHasEnded) } else { Ok(()) };
        }
        let declared_by =
            slot.filter(|_| asked == Kind::ConflictAnswered).and_then(|slot| self.conflicts.get(slot as usize));
        if declared_by == Some(&by) { Err(Refusal::AnswersThemself) } else { Ok(()) }
    }

    fn judge_milestone(&self, data: &MilestoneReached, setting: &Setting<'_>) -> Result<(), Refusal> {
        let what = data.what;
        if data.until.is_some() != what.has_an_end() {
            return Err(if what.has_an_end() { Refusal::NeedsItsEnd { what } } else { Refusal::HasNoEnd { what } });
        }
        if what.needs_a_reason() && data.words.is_none() {
            return Err(Refusal::NeedsItsReason { what });
        }
        if data.other.is_some() != what.needs_a_code() {
            return Err(if what.needs_a_code() { Refusal::NeedsItsCode { what } } else { Refusal::HasNoCode { what } });
        }
        // That it is there was judged with all that an act refers to.
        let followed = data.follows.as_ref().map(|id| Ref { noun: Noun::Milestone, id: id.as_str() });
        let followed = followed.and_then(|thing| setting.ledger.find(thing)?.1);
        let is_another = followed.is_some_and(|made| self.cases.is_another(made.number, &data.case));
        if is_another { Err(Refusal::AnotherCase) } else { Ok(()) }
    }

    /// Notes what an entry that was judged says.
    pub(crate) fn note(&mut self, event: &Event, slot: u32, step: &StepContext) {
        if let Event::MilestoneReached(data) = event {
            self.cases.note(step.number, &data.case);
        } else if let Event::ConflictDeclared(_) = event {
            put(&mut self.conflicts, slot as usize, step.by.seat);
        } else if let Event::FeedDeclaredComplete(data) = event {
            put(&mut self.feeds, slot as usize, Feed { from: data.from, ended: None });
        } else if let Event::FeedEnded(_) = event
            && let Some(feed) = self.feeds.get_mut(slot as usize)
        {
            feed.ended = Some(step.number);
        } else if let Event::ProgrammeBegun(_) = event {
            put(&mut self.programmes, slot as usize, None);
        } else if let Event::ProgrammeEnded(_) = event
            && let Some(ended) = self.programmes.get_mut(slot as usize)
        {
            *ended = Some(step.number);
        }
    }

    /// What else decides what is possible next, besides what was made.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        self.feeds.iter().for_each(|feed| to.flag(feed.ended.is_some()));
        self.programmes.iter().for_each(|ended| to.flag(ended.is_some()));
    }

    /// From here on, two references may be to one case without that it is known.
    pub(crate) fn forget_which_cases_are_one(&mut self) {
        self.cases.forget_which_are_one();
    }

    /// Forgets what an entry that was taken back says.
    pub(crate) fn forget(&mut self, event: &Event, slot: Option<u32>, number: EntryNumber) {
        self.forget_case(number);
        if let Event::FeedEnded(_) = event
            && let Some(feed) = slot.and_then(|slot| self.feeds.get_mut(slot as usize))
        {
            feed.ended = feed.ended.filter(|ended| *ended != number);
        } else if let Event::ProgrammeEnded(_) = event
            && let Some(noted) = slot.and_then(|slot| self.programmes.get_mut(slot as usize))
        {
            *noted = noted.filter(|ended| *ended != number);
        }
    }

    /// Forgets of which case a milestone is, once that is redacted.
    pub(crate) fn forget_case(&mut self, number: EntryNumber) {
        self.cases.forget(number);
    }
}

/// A programme ends on no day before this.
fn ends_after(day: Option<NaiveDate>, setting: &Setting<'_>) -> Result<(), Refusal> {
    let is_before = day.is_some_and(|day| day < local_date(setting.at));
    if is_before { Err(Refusal::ProgrammeEndsBefore) } else { Ok(()) }
}

/// Whether a list names somebody or something twice. A few are compared with each other, so that nothing is allocated; with
/// the many of a hostile list that would take too long.
pub(crate) fn named_twice<'a, T: Ord + 'a>(mut named: impl Iterator<Item = &'a T> + Clone) -> bool {
    const FEW: usize = 16;
    if named.clone().nth(FEW).is_none() {
        return named.clone().enumerate().any(|(place, one)| named.clone().take(place).any(|earlier| earlier == one));
    }
    let mut seen = BTreeSet::new();
    !named.all(|one| seen.insert(one))
}

/// Whether somebody in a role can be instructed as an expert.
pub(crate) const fn is_clinician(role: Role) -> bool {
    matches!(role, Role::Clinician | Role::OutsideClinician)
}

/// Whether somebody in a role can have asked a clinician to decide.
pub(crate) fn can_ask(role: Role) -> bool {
    role.side() != Side::Clinical
}
