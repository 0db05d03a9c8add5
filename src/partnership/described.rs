//! How meetings were described: by perspective and by meeting. Describers are distinguished, and never named.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chart::{Manner, Tally};
use super::parameters::Parameters;
use crate::code::{Code, CodeSet, codes};
use crate::id::{EntryNumber, SessionId};
use crate::moment::Moment;
use crate::partnering::{Described, PartnershipSign, SeenAs, SignFinding, WeighedOn};
use crate::signs::{Group, Occasion, Sight, Voice, day_of, place_of, too_few, too_light};

codes! {
    /// What descriptions of meetings with a family amount to. Nothing is said of what a meeting was, only of how it was described.
    ///
    /// ```
    /// use practice_cycle::{partnership::Answer, code::Code};
    /// assert_eq!(Answer::Differing.label(), "described differently");
    /// ```
    #[non_exhaustive]
    pub enum Answer {
        Insufficient = "insufficient", "insufficient evidence";
        OnePerspective = "one_perspective", "described from one perspective alone";
        Alike = "alike", "described without a difference";
        Differing = "differing", "described differently";
    }
}

/// What is missing before it is said which way descriptions lean.
///
/// ```
/// use practice_cycle::partnership::Missing;
/// assert_eq!(Missing::Meetings { found: 1, needed: 2 }.to_string(), "1 of 2 meetings described");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "PartnershipMissing"))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// Too few meetings were described.
    Meetings {
        /// How many were.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// The family, the child or young person among them, described too few.
    OfFamily {
        /// How many descriptions they gave.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// What they described is long ago.
    Weight {
        /// Their weight, on the side on which it is greatest.
        found: f64,
        /// How much is needed.
        needed: f64,
    },
}

/// What was described from one perspective, whoever described it. Of several who describe it, each leans by themself.
///
/// ```
/// use practice_cycle::{code::CodeSet, id::EntryNumber, partnering::SeenAs};
/// use practice_cycle::partnership::{Manner, PerspectiveReading, Tally};
/// let family = PerspectiveReading {
///     of: SeenAs::Family, describers: 1, meetings: 1, leaning: 1,
///     showed: Tally { together: 0.0, told: 1.0 }, weight: Tally { together: 1.0, told: 1.0 },
///     ways: CodeSet::of(&[Manner::Told]), leans: Some(Manner::Told), entries: vec![EntryNumber::FIRST],
/// };
/// assert_eq!(family.to_string(), "The family's description leans towards being told (entry 1)");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PerspectiveReading {
    /// Which perspective.
    pub of: SeenAs,
    /// How many people described something that counts.
    pub describers: u32,
    /// How many meetings they described so.
    pub meetings: u32,
    /// How many of them lean to one side alone; none while a gate is shut.
    pub leaning: u32,
    /// How far each side showed, summed over describers: *S* of the page.
    pub showed: Tally,
    /// Their weight on each side: *n*. From 0 to the number of describers.
    pub weight: Tally,
    /// The sides to which they lean; none while a gate is shut.
    pub ways: CodeSet<Manner>,
    /// The side to which all of those who lean, lean; none while a gate is shut.
    pub leans: Option<Manner>,
    /// The descriptions, in the order of occurrence, whether or not anything in them counts.
    pub entries: Vec<EntryNumber>,
}

/// One description of one meeting.
///
/// ```
/// use practice_cycle::partnership::DescriptionReading;
/// fn speaks_of(description: &DescriptionReading) -> usize { description.present.len() + description.absent.len() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DescriptionReading {
    /// The entry.
    pub entry: EntryNumber,
    /// From which perspective.
    pub of: SeenAs,
    /// The signs that were there.
    pub present: CodeSet<PartnershipSign>,
    /// The signs that were looked for and not there.
    pub absent: CodeSet<PartnershipSign>,
    /// The signs that there was no opportunity to see.
    pub no_opportunity: CodeSet<PartnershipSign>,
    /// What weighed on the meeting from outside.
    pub weighed_on: CodeSet<WeighedOn>,
}

/// One meeting, as each described it: the family first, then the child or young person, the worker, an observer.
///
/// ```
/// use practice_cycle::partnership::MeetingReading;
/// fn is_told_differently(meeting: &MeetingReading) -> bool { !meeting.differing.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct MeetingReading {
    /// When it was first described.
    pub at: Moment,
    /// The session, where the descriptions name one.
    pub session: Option<SessionId>,
    /// The descriptions.
    pub descriptions: Vec<DescriptionReading>,
    /// The signs that were there by one description, and not there by another. Both stand.
    pub differing: CodeSet<PartnershipSign>,
}

/// A sign that stands apart: it is neither of working together nor of being told.
///
/// ```
/// use practice_cycle::{id::EntryNumber, partnering::PartnershipSign, partnership::ApartReading};
/// let sign = PartnershipSign::HonestAboutConsequences;
/// let honest = ApartReading { sign, present: vec![EntryNumber::FIRST], absent: Vec::new() };
/// assert_eq!(honest.to_string(), "the worker was honest about statutory consequences: present (entry 1)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ApartReading {
    /// The sign.
    pub sign: PartnershipSign,
    /// The descriptions by which it was there.
    pub present: Vec<EntryNumber>,
    /// The descriptions by which it was looked for and not there.
    pub absent: Vec<EntryNumber>,
}

/// What weighed on meetings from outside, as described.
///
/// ```
/// use practice_cycle::{id::EntryNumber, partnering::WeighedOn, partnership::WeighedReading};
/// let load = WeighedReading { what: WeighedOn::Load, entries: vec![EntryNumber::FIRST] };
/// assert_eq!(load.to_string(), "too much work (entry 1)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct WeighedReading {
    /// What.
    pub what: WeighedOn,
    /// The descriptions that say so.
    pub entries: Vec<EntryNumber>,
}

/// A description, as far as a reading goes by it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    pub(super) entry: EntryNumber,
    pub(super) at: Moment,
    pub(super) occasion: Occasion,
    pub(super) session: Option<SessionId>,
    /// Whoever described it, by their place among those who did.
    pub(super) describer: usize,
    pub(super) seen_as: SeenAs,
    pub(super) signs: Vec<Described>,
    pub(super) weighed_on: CodeSet<WeighedOn>,
}

impl Given {
    /// The signs that count, with what is said of them: present or absent, and of one of the two sides.
    fn counted(&self) -> impl Iterator<Item = (u32, Sight)> {
        let day = day_of(self.at);
        self.signs.iter().filter_map(move |described| {
            let showed = match described.finding {
                SignFinding::Present => Some(1.0),
                SignFinding::Absent => None,
                SignFinding::NoOpportunity => return None,
            };
            Some((place_of(described.sign)?, Sight { showed, basis: 1.0, day }))
        })
    }

    fn counts(&self) -> bool {
        self.counted().next().is_some()
    }

    fn found(&self, finding: SignFinding) -> CodeSet<PartnershipSign> {
        self.signs.iter().filter(|described| described.finding == finding).map(|described| described.sign).collect()
    }

    fn is_of_family(&self) -> bool {
        match self.seen_as {
            SeenAs::Family | SeenAs::Child => true,
            SeenAs::Worker | SeenAs::Observer => false,
        }
    }

    fn reading(&self) -> DescriptionReading {
        DescriptionReading {
            entry: self.entry,
            of: self.seen_as,
            present: self.found(SignFinding::Present),
            absent: self.found(SignFinding::Absent),
            no_opportunity: self.found(SignFinding::NoOpportunity),
            weighed_on: self.weighed_on,
        }
    }
}

/// What some descriptions amount to.
pub(super) struct Amounts {
    pub(super) answer: Answer,
    pub(super) missing: Vec<Missing>,
    pub(super) perspectives: Vec<PerspectiveReading>,
    pub(super) meetings: Vec<MeetingReading>,
    pub(super) apart: Vec<ApartReading>,
    pub(super) weighed_on: Vec<WeighedReading>,
}

impl Amounts {
    /// Of descriptions in the order of occurrence.
    pub(super) fn of(given: &[Given], as_of: Moment, parameters: &Parameters) -> Self {
        let perspectives = SeenAs::ALL.iter().map(|&of| Perspective::of(of, given, as_of, parameters));
        let perspectives: Vec<Perspective> = perspectives.filter(|it| !it.entries.is_empty()).collect();
        let missing = missing(given, &perspectives, parameters);
        let meetings = meetings(given);
        let ways = perspectives.iter().fold(CodeSet::none(), |ways, it| it.group.ways.and(ways));
        let answer = if !missing.is_empty() {
            Answer::Insufficient
        } else if ways.len() > 1 || meetings.iter().any(|meeting| !meeting.differing.is_empty()) {
            Answer::Differing
        } else if perspectives.iter().filter(|it| it.group.observers > 0).count() == 1 {
            Answer::OnePerspective
        } else {
            Answer::Alike
        };
        let perspectives = perspectives.into_iter().map(|it| it.reading(missing.is_empty())).collect();
        Self { answer, missing, perspectives, meetings, apart: apart(given), weighed_on: weighed_on(given) }
    }
}

/// Those who described meetings from one perspective.
struct Perspective {
    of: SeenAs,
    group: Group<Manner>,
    meetings: u32,
    entries: Vec<EntryNumber>,
}

impl Perspective {
    fn of(of: SeenAs, given: &[Given], as_of: Moment, parameters: &Parameters) -> Self {
        let these = || given.iter().filter(|given| given.seen_as == of);
        let mut voices: BTreeMap<usize, Voice<PartnershipSign>> = BTreeMap::new();
        for given in these().filter(|given| given.counts()) {
            let voice = voices.entry(given.describer).or_default();
            given.counted().for_each(|(place, sight)| voice.note((given.occasion, place), sight));
        }
        let mut group = Group::default();
        for voice in voices.values_mut() {
            voice.settle(parameters.half_life_days());
            let scales = voice.scales(day_of(as_of), parameters.half_life_days());
            group.add(&scales, scales.leans());
        }
        let entries = these().map(|given| given.entry).collect();
        Self { of, group, meetings: described(these()), entries }
    }

    fn reading(self, may_lean: bool) -> PerspectiveReading {
        let Self { of, group, meetings, entries } = self;
        PerspectiveReading {
            of,
            describers: group.observers,
            meetings,
            leaning: if may_lean { group.leaning } else { 0 },
            showed: group.showed.tally(),
            weight: group.weight.tally(),
            ways: if may_lean { group.ways } else { CodeSet::none() },
            leans: group.leans().filter(|_| may_lean),
            entries,
        }
    }
}

/// How many meetings these describe, as far as they count.
fn described<'g>(given: impl Iterator<Item = &'g Given>) -> u32 {
    let mut occasions: Vec<Occasion> = given.filter(|given| given.counts()).map(|given| given.occasion).collect();
    occasions.sort_unstable();
    occasions.dedup();
    occasions.len() as u32
}

/// Which gates are shut. How long ago the family described anything is asked once they did.
fn missing(given: &[Given], perspectives: &[Perspective], parameters: &Parameters) -> Vec<Missing> {
    let gates = parameters.gates();
    let family = given.iter().filter(|given| given.is_of_family() && given.counts()).count() as u32;
    let of_family = |it: &&Perspective| it.of == SeenAs::Family || it.of == SeenAs::Child;
    let weight = |&manner: &Manner| -> f64 {
        perspectives.iter().filter(of_family).map(|it| it.group.weight.of(manner).number()).sum()
    };
    let weight = Manner::ALL.iter().map(weight).fold(0.0, f64::max);
    let too_light = || too_light(weight, gates.weight, |found, needed| Missing::Weight { found, needed });
    let missing = [
        too_few(described(given.iter()), gates.meetings, |found, needed| Missing::Meetings { found, needed }),
        too_few(family, gates.of_family, |found, needed| Missing::OfFamily { found, needed }),
        if family > 0 { too_light() } else { None },
    ];
    missing.into_iter().flatten().collect()
}

/// Meeting by meeting, in the order in which they were first described.
fn meetings(given: &[Given]) -> Vec<MeetingReading> {
    let mut places: BTreeMap<Occasion, usize> = BTreeMap::new();
    let mut meetings: Vec<MeetingReading> = Vec::new();
    for given in given {
        let place = *places.entry(given.occasion).or_insert_with(|| {
            let (descriptions, differing) = (Vec::new(), CodeSet::none());
            meetings.push(MeetingReading { at: given.at, session: given.session.clone(), descriptions, differing });
            meetings.len() - 1
        });
        meetings.get_mut(place).into_iter().for_each(|meeting| meeting.descriptions.push(given.reading()));
    }
    for meeting in &mut meetings {
        meeting.descriptions.sort_by_key(|description| description.of);
        let all = |signs: fn(&DescriptionReading) -> CodeSet<PartnershipSign>| {
            meeting.descriptions.iter().fold(CodeSet::none(), |all: CodeSet<PartnershipSign>, it| all.and(signs(it)))
        };
        meeting.differing = all(|it| it.present).both(all(|it| it.absent));
    }
    meetings
}

/// The signs that stand apart, of which anything is said.
fn apart(given: &[Given]) -> Vec<ApartReading> {
    let signs = PartnershipSign::ALL.iter().copied().filter(|&sign| place_of(sign).is_none());
    let readings = signs.map(|sign| {
        let found = |finding| given.iter().filter(move |given| given.found(finding).has(sign)).map(|given| given.entry);
        ApartReading { sign, present: found(SignFinding::Present).collect(), absent: found(SignFinding::Absent).collect() }
    });
    readings.filter(|it| !(it.present.is_empty() && it.absent.is_empty())).collect()
}

fn weighed_on(given: &[Given]) -> Vec<WeighedReading> {
    let readings = WeighedOn::ALL.iter().map(|&what| {
        let entries = given.iter().filter(|given| given.weighed_on.has(what)).map(|given| given.entry).collect();
        WeighedReading { what, entries }
    });
    readings.filter(|it| !it.entries.is_empty()).collect()
}
