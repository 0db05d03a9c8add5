//! The assessment of the boundary, as observers saw it: the way the pattern leans, who saw otherwise, and what is missing.
//!
//! A reading describes a pattern between two sides of a working relationship, for reflection and research. **It is never fit
//! for appraising a person.** No cut-off has been validated, which is why the default set of parameters says so in its name
//! and why every result names its set. The healthy side of Figure 1 needs the social work side as much as the clinician.
//!
//! There are **three scales and never one**: too close, healthy and too far away are each read by themselves, because both pulls
//! can show at once, and because not being too close is not yet being healthy.
//!
//! # The model
//! This page determines every number. Names in `code` are those of [`Parameters`]; in brackets their values in the default set,
//! [`unvalidated_v2`](Parameters::unvalidated_v2). *Day* is the day in London, and *age* the number of midnights from the day of a
//! note to the day of the reading: so a reading changes with a note or at midnight.
//!
//! **What counts.** Present and absent notes of the fifteen indicators. Set aside are notes without the opportunity to see, notes
//! whose basis has no weight, indicators of the service's own, and self-report; the last two are read by the same model, and shown
//! apart. What the clinician of the cycle notes is always self-report, whatever standpoint they note: the boundary has two ends, and
//! they are one of them. So is whatever others note as having been part of it. Who has come to another side has their voice from the
//! side from which something last showed to them; what they noted from elsewhere is set aside. Of two roles at one instant the later
//! in the list of [`Role`](crate::people::Role) counts.
//!
//! **Unit.** One observer *i*, one occasion *o*, one row *r*, one side *s*. An occasion is the session that the notes name, or else
//! the day and the space. Several notes of one meeting are one unit, and a repeated note changes nothing.
//!
//! 1. **Within an occasion.** *v* is the greatest strength x basis of the present notes (`strengths` .5, .75, 1; `bases` 1 direct, .5
//!    reported or from records), and 0 if there are only absent ones; *b* is the greatest basis of the notes. Where both were noted,
//!    present stands, and it is shown ([`Assessment::noted_both_ways`]). The day of a unit is that of its latest note.
//! 2. **Across occasions.** *q* = 2^(-age / `half_life_days`) (42). *p*(i,r,s) = sum of *q b v* / sum of *q b* over the occasions
//!    on which *i* noted *s* in *r*. *x*(i,r,s) = *p* x 2^(-age of *i*'s latest present note of *s* in *r* / `half_life_days`); 0 if
//!    there is none.
//! 3. **One observer.** *R*(i,s) are the rows in which *i* noted *s* (present or absent), or saw another side present.
//!    *y*(i,s) is the mean of *x* over *R*, with 0 for rows in which *i* did not note *s*. *m*(i,s) = 2^(-age / `half_life_days`) of
//!    *i*'s latest note of *s*, or present note of another side in whatever row. Their weight *m* fades as a whole, however much
//!    they wrote; what of it is not *y* is left unallocated.
//! 4. **One side.** *S* = sum of *y*, *n* = sum of *m*, *N* = *n*² / sum of *m*², *D* = 1 + `dependence` (.25) x (*N* - 1). The
//!    share of the side has a beta distribution with `prior.shows` (1/4) + *S/D* and `prior.does_not` (3/4) + (*n* - *S*)/*D*. The
//!    **firmness** *P* is the part of it above one half. Since *n/D* stays below 1/`dependence`, no number of colleagues makes it
//!    certain. Where *n* is 0 nothing is said. Beside it stand *P* for a dependence of 0 and of .5, for priors of (1/2, 1/2) and
//!    (1, 3), and how likely the side is to have the greatest share of those with any weight.
//! 5. **Contested.** *i* leans to *s* if *s* alone has *y* > *m*/2. *W*(s) is the sum of *m*(i,s) of those who lean to *s*; *delta* =
//!    1 - greatest *W* / sum of *W*. It is contested if *delta* is at least `dissent_from` (.25) and the weight that leans otherwise
//!    than most at least `trace` (.25); or if the majorities of two perspectives differ, where a majority is more than half of what
//!    leans in a perspective, with a weight of at least `perspective_from` (.5). A trace below that is shown and vetoes nothing.
//! 6. **Gates** count who looked, whether or not they saw anything: people (2), the sides they stand on (2), spaces (2) and rows (3)
//!    with a note that counts, and a weight (1) that is the greatest *n* of the three sides. Asked about one space or one contract, one
//!    space is enough; about one perspective, one side.
//! 7. **Verdict.** A shut gate gives *insufficient*, and what is missing. Then *contested*. Then *mixed*: a side pulls if *S/n* is at
//!    least `pull_from` (.30) and it showed to two observers; it is mixed if too close and too far away both pull, or two sides are
//!    firm, or two pull and none is firm. Then *leans s*, if *s* alone has *P* of at least `firm_from` (.80). Otherwise
//!    *insufficient*.
//!
//! Comparisons allow for rounding: numbers closer than 1e-9 are equal. *S*, *n*, *W* and the weight of the gate are given to twelve
//! decimals.
//!
//! **Beside the verdict.** The rows give, for each side, the sum of *x* over observers; the perspectives, the sum of *y* over the
//! observers who stand there; the spaces, the same from what was noted of each space by itself. An indicator of the service's own
//! says something only of the side it leans to: it has a row of its own, and *R* holds only the rows in which the observer noted
//! that side. The flip test leaves out each observer in turn. An alert is never set aside, and grows no older. [`Agreement`] says
//! what it counts; [`Drift`] is a reading of its own.
//!
//! # What it promises
//! - That one side was absent leaves the scales and the firmness of the others alone. (Having looked, it can open a
//!   gate; and somebody to whom two sides showed alike may lean to one of them once they noted the other as absent.)
//! - Waiting never raises *y*, *m* or *S*.
//! - A repeated note changes nothing; nor does the order of entries, or how people are called.
//! - One observer alone makes nothing firm, and nobody turns what two others lean to into a lean to another side.
//!
//! A fresh slight sight after a strong one may lower *y*: it says that less shows now.
//!
//! # How it reads
//! Everything seen strongly, directly and on the day itself:
//!
//! | Observers | Firmness | Verdict |
//! |---|---|---|
//! | two, unanimous | .79 (.85 to .75 for a dependence of 0 to .5; .89 and .43 under the other priors) | insufficient |
//! | three, unanimous | .85 | leans |
//! | five, of whom one dissents | .73 | insufficient, the dissent named; contested if she alone speaks for her perspective |
//! | three, with four who noted *other* sides as absent | .85 | leans, unchanged |
//! | three, after 80 days of silence | | insufficient: the gate of weight is shut |
//!
//! Worked by hand, where A and B are social workers, P is a parent and S a clinical supervisor, seen on one day in two spaces; the
//! numbers are *S*:
//!
#![doc = include_str!("worked.md")]
//!
//! # How often it was right, where that could be known
//! In simulated teams of two to eight observers, 6,000 for each line, as `practice-cycle calibrate` prints them (the module
//! `simulation` has all figures, and what each word means). Their position stands still; nothing here was measured on people.
//!
//! | Observers as the model takes them to be | Leans, of 6,000 | Claimed | Right, of these | where the majority is clear | slight | none: at least the largest |
//! |---|---|---|---|---|---|---|
//! | independent of each other | 459 | .84 | .94 | 1.00 | .89 | .81 |
//! | a quarter copy a colleague | 709 | .84 | .88 | .97 | .87 | .72 |
//! | half do | 1,216 | .84 | .75 | .93 | .72 | .55 |
//!
//! *Right* means that the side has the true majority, so where there is none no claim can be right. Where half copy, the reading
//! claims too much. It is silent far more often than it is wrong: of 2,868 clear majorities seen by independent observers 1,501 read
//! as *contested* and 974 as *not firm*. Of observers who err a little, do not see every row every week and note much that is less
//! than strong, it claimed nothing at all: not of honest ones, nor where only what is there is noted, where error goes with a side, or
//! where moods last. So nothing is known of its claims about such teams, and *not firm* is no finding that nothing leans. Drift said that
//! something moved, where nothing did, in none of the teams of the first kind and in .13 to .16 of the others, below its promise of
//! .20; but in .29 to .34 where moods outlast a window.
//!
#![doc = include_str!("publishing.md")]
//!
//! # Why this model
//! The parts are known, their composition is ours. Both pulls as scales of their own: D. H. Olson, "FACES IV and the Circumplex
//! Model", *Journal of Marital and Family Therapy* 37, 2011. One unit for an occasion, and observers and occasions as sources of
//! error: R. L. Brennan, *Generalizability Theory*, 2001. Fewer independent voices than people, *D*: L. Kish, *Survey Sampling*, 1965
//! (the design effect). A share with a beta distribution: A. Gelman and others, *Bayesian Data Analysis*, third edition, 2013,
//! section 2.4. The fifteen indicators: Evans, "Joining, Contracting and Intervening", Figure 1.

mod parameters;
mod tally;
mod observations;
mod gather;
mod firmness;
mod verdict;
mod running;
mod agreement;
mod reading;
mod drift;
mod generalizability;
mod narrative;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use agreement::{Agreement, Interval, Uncorrected};
pub use drift::{Change, Drift, Movement, Window};
pub use firmness::Firmness;
pub use generalizability::{Component, CrossedStudy, Generalizability, NoStudy};
pub use observations::{Excluded, SetAside};
pub use parameters::{Bases, DriftWindows, Gates, Parameters, ParametersError, Prior, RawParameters, Strengths, Thresholds};
pub use reading::{
    Alert, Apart, Beside, Departed, Drawn, Flip, GroupReading, NotThere, NotedBothWays, ObserverReading, RowReading,
};
pub(crate) use running::Running;
pub use tally::Tally;

/// What these readings say, sentence by sentence.
#[cfg(feature = "languages")]
pub(crate) const MESSAGES: [&[crate::message::Template]; 2] = [agreement::MESSAGES, narrative::messages::MESSAGES];

pub use verdict::{Dissent, Missing, SideReading};

use crate::boundary::{Lean, ObservationAnswered, Scope, Verdict};
use crate::code::Code;
use crate::evidence::RecordedFor;
use crate::history::View;
use crate::id::{EntryNumber, ObservationId, ParametersId};
use crate::moment::Moment;
use crate::people::Side;
use crate::reader::Reader;
use crate::space::Space;
use gather::{Seen, gather};
use observations::Observations;
use reading::{
    agreements, alerts, apart, departed, drawn, not_there, noted_both_ways, observer, perspectives, rows, spaces,
};
use verdict::{Weighed, firmest};

/// A reading of the boundary at one time, with everything it rests on.
///
/// `Display` writes it in words for nobody in particular, and [`text_for`](Self::text_for) for one reader: who of a family saw what
/// is shown only where they agreed to that, and no line sums what one of them alone saw. The verdict and the three sides are of
/// everything that was noted. The value, and its JSON, hold all of it: see [`reader`](crate::reader).
///
/// ```
/// use practice_cycle::assessment::{Assessment, Parameters};
/// use practice_cycle::{boundary::{Scope, Verdict}, history::History, moment::Moment};
///
/// let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// let sixth_week = "2026-10-16T17:00:00Z".parse()?;
/// let view = history.view(sixth_week, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// assert_eq!(reading.verdict, Verdict::Contested);
/// assert_eq!(reading.departed[0].person.as_str(), "manager");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Assessment {
    /// The parameters it goes by.
    pub parameters: ParametersId,
    /// What was asked about.
    pub scope: Scope,
    /// The time it speaks of. Where everything recorded was asked for, the time of the last entry.
    pub as_of: Moment,
    /// The time up to which it knows.
    pub known_at: Moment,
    /// What it says.
    pub verdict: Verdict,
    /// What is missing, where it is insufficient.
    pub missing: Vec<Missing>,
    /// Side by side: too close, healthy, too far away.
    pub sides: [SideReading; 3],
    /// How far those who lean some way differ.
    pub dissent: Dissent,
    /// Row by row, in the order of Figure 1.
    pub rows: Vec<RowReading>,
    /// Observer by observer, in the order of their first entries: all who noted something that counts.
    pub observers: Vec<ObserverReading>,
    /// Side by side.
    pub perspectives: Vec<GroupReading<Side>>,
    /// Space by space.
    pub spaces: Vec<GroupReading<Space>>,
    /// How far perspectives agree, by sign and occasion.
    pub between_perspectives: Agreement,
    /// How far observers do.
    pub between_observers: Agreement,
    /// Whose leaving out would change the verdict, and to what.
    pub flips: Vec<Flip>,
    /// Who saw it otherwise and has left.
    pub departed: Vec<Departed>,
    /// Direct observations that somebody seeks control of a safeguarding decision, with what others noted of the same occasion.
    pub alerts: Vec<Alert>,
    /// Signs that somebody noted both as present and as absent of one occasion.
    pub noted_both_ways: Vec<NotedBothWays>,
    /// What drew what was seen.
    pub drawn: Vec<Drawn>,
    /// What was looked for and not there, of what counts.
    pub not_there: Vec<NotThere>,
    /// What people said of what they were part of; whatever the clinician of the cycle noted is always that.
    pub self_report: Apart,
    /// Indicators of the service's own.
    pub own_indicators: Apart,
    /// The first and the last observation that counts.
    pub seen_between: Option<(Moment, Moment)>,
    /// What does not count, and why, in the order of recording.
    pub excluded: Vec<Excluded>,
    /// Of what counts or is tallied apart, what somebody recorded for whoever saw it. It counts as theirs.
    pub recorded_for: Vec<RecordedFor>,
    /// Of what counts or is tallied apart, what the clinician answered. It counts as it did.
    pub answered: Vec<Answered>,
    /// For whom the text is that is for nobody in particular.
    #[serde(skip)]
    nobody: Reader,
}

/// An observation that the clinician of the cycle answered.
///
/// ```
/// use practice_cycle::{assessment::Answered, id::EntryNumber};
/// let answered = Answered { entry: EntryNumber::FIRST, answers: vec![EntryNumber::FIRST.next()] };
/// assert_eq!(answered.to_string(), "entry 1 (in entry 2)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Answered {
    /// The observation.
    pub entry: EntryNumber,
    /// The answers, in the order of recording.
    pub answers: Vec<EntryNumber>,
}

impl Assessment {
    /// Reads the boundary in a view of a history, which fixes what had happened and what was known. Linear in the number of
    /// entries, but for the sorting of what counts.
    #[must_use]
    pub fn of(view: &View<'_>, scope: Scope, parameters: &Parameters) -> Self {
        let as_of = view.speaks_of();
        let observations = Observations::new(view, &scope, parameters);
        let mut gathered = gather(&observations, as_of, parameters);
        let (day, half_life) = (gathered.day, gathered.half_life);
        let mut weighed = Weighed::default();
        let voices = gathered.observers.iter().filter_map(|seen| Some((seen, gathered.stand(seen)?)));
        voices.for_each(|(seen, stand)| weighed.add(stand, &seen.scales, seen.leans));
        let (verdict, missing) = weighed.judge(&scope, parameters);
        let flip = |seen: &Seen<'_>| {
            let voice = (gathered.stand(seen)?, &seen.scales, seen.leans);
            let (becomes, missing) = weighed.flipped_without(voice, verdict, &scope, parameters)?;
            Some(Flip { person: seen.person.clone(), becomes, missing })
        };
        let flips = gathered.observers.iter().filter_map(flip).collect();
        let observers = gathered.observers.iter().filter_map(|seen| Some(observer(seen, gathered.stand(seen)?))).collect();
        let (between_observers, between_perspectives) = agreements(&gathered);
        let counted = gathered.counted.iter().map(|noted| noted.number);
        let apart_from_them = gathered.self_report.entries.iter().chain(&gathered.own.entries).copied();
        let rests_on: BTreeSet<EntryNumber> = counted.chain(apart_from_them).collect();
        let recorded_for = RecordedFor::among(view, rests_on.iter().copied());
        let answered = answered(view, &observations, &rests_on);
        let times = || gathered.counted.iter().map(|noted| noted.at);
        let seen_between = times().min().zip(times().max());
        let (self_report, own) = (gathered.self_report.of_figure(day, half_life), gathered.own.of_own(day, half_life));
        Self {
            parameters: parameters.id().clone(),
            as_of,
            known_at: view.known_at(),
            verdict,
            missing,
            sides: weighed.sides(parameters),
            dissent: weighed.dissent(parameters),
            rows: rows(&gathered),
            observers,
            perspectives: perspectives(&gathered),
            spaces: spaces(&gathered, parameters),
            between_perspectives,
            between_observers,
            flips,
            departed: departed(&gathered),
            alerts: alerts(&gathered, &observations),
            noted_both_ways: noted_both_ways(&gathered),
            drawn: drawn(&gathered),
            not_there: not_there(&gathered),
            seen_between,
            self_report: apart(self_report, gathered.self_report.entries),
            own_indicators: apart(own, gathered.own.entries),
            excluded: gathered.excluded,
            recorded_for,
            answered,
            nobody: observations.nobody(),
            scope,
        }
    }

    /// One side.
    #[must_use]
    pub fn side(&self, lean: Lean) -> &SideReading {
        let [enmeshed, healthy, diffuse] = &self.sides;
        match lean {
            Lean::Enmeshed => enmeshed,
            Lean::Healthy => healthy,
            Lean::Diffuse => diffuse,
        }
    }

    /// How far each side showed, summed over observers: *S* of the page.
    #[must_use]
    pub fn showed(&self) -> Tally {
        Tally::each(|lean| self.side(lean).showed)
    }

    /// How firmly what was seen points to one side, as far as the parameters go.
    #[must_use]
    pub fn firmness(&self, lean: Lean) -> Option<f64> {
        self.side(lean).firmness.map(|firmness| firmness.firmness)
    }

    /// The side to which what was seen points most firmly, the first of them if two are as firm, and how firmly; 0 where nobody looked.
    #[must_use]
    pub fn firmest(&self) -> (Lean, f64) {
        firmest(Lean::ALL.iter().map(|&lean| (lean, self.firmness(lean).unwrap_or_default())))
    }

    /// What counts towards the verdict, in the order of recording.
    #[must_use]
    pub fn used(&self) -> Vec<EntryNumber> {
        let mut used: Vec<EntryNumber> = self.observers.iter().flat_map(|seen| &seen.entries).copied().collect();
        used.sort_unstable();
        used
    }
}

/// What the clinician answered, of these observations.
fn answered(view: &View<'_>, observations: &Observations<'_>, of: &BTreeSet<EntryNumber>) -> Vec<Answered> {
    let mut answers: BTreeMap<&ObservationId, Vec<EntryNumber>> = BTreeMap::new();
    for entry in view.entries() {
        if let Some(data) = ObservationAnswered::of(entry.event()) {
            answers.entry(&data.observation).or_default().push(entry.number());
        }
    }
    let of_them = observations.noted.iter().filter(|noted| of.contains(&noted.number));
    let answered = of_them
        .filter_map(|noted| Some(Answered { entry: noted.number, answers: answers.get(&noted.data.observation)?.clone() }));
    answered.collect()
}
