//! The reading of partnership: how meetings with the family of a case were described, and what became of their views.
//!
//! It says how meetings *were described*, never what they were, and never by which worker: no person is named who described a meeting
//! or held it. The family's descriptions come first, then the child's or young person's own, the worker's, and an observer's. Where
//! they differ, each stands; they are not averaged, and there is no verdict over all of them. **It is never fit for appraising a
//! worker or a family.** Whether partnership is a principle or a technique is a question to talk about, and is read of nobody.
//!
//! # The model
//! This page determines every number. Names in `code` are those of [`Parameters`]; in brackets their values in the default set,
//! [`unvalidated_v1`](Parameters::unvalidated_v1). Days and ages are those of [`assessment`](crate::assessment#the-model), whose
//! steps 1 to 3 are followed here with other signs.
//!
//! **The chart.** Five rows and two sides. Which signs share a row is our reading of the source: workers told parents what to do
//! *rather than* listening and learning, sounded dismissive of what parents knew, and threatened consequences unless parents complied
//! *with the worker's plan*.
//!
//! | Row | Working together | Being told |
//! |---|---|---|
//! | agenda | `agenda_together` | |
//! | listening | `listened` | `told_what_to_do` |
//! | knowledge | `knowledge_used` | `knowledge_dismissed` |
//! | concern | `shared_concern_named` | |
//! | plan | `plan_together` | `compliance_threatened` |
//!
//! Three signs stand apart, are shown, and count for neither side. `child_in_mind` and `clear_about_risk` are what the source asks of
//! a meeting *beside* partnership, and not in exchange for it: a meeting can have both, or neither. `honest_about_consequences` is a
//! duty, and no threat.
//!
//! **What counts.** The signs of the chart that a description gives as present or absent. That there was no opportunity to see is
//! shown, and counts for nothing.
//!
//! **Unit.** One describer *i* from one perspective, one meeting, one sign. A meeting is the session that descriptions name, or else
//! the day on which they were given. Who describes from two perspectives has a voice in each.
//!
//! 1. **Within a meeting.** *v* is 1 if the sign was given as present, and 0 if only as absent. Its day is that of the latest
//!    description of it by *i*.
//! 2. **Across meetings.** *q* = 2^(-age / `half_life_days`) (84). *p* = sum of *q v* / sum of *q* over the meetings of which *i*
//!    spoke of the sign; *x* = *p* x 2^(-age of the latest time *i* gave it as present / `half_life_days`), 0 if never.
//! 3. **One describer.** *R*(i,s) are the rows in which *i* spoke of side *s*, or gave the other side as present. *y*(i,s) is the mean
//!    of *x* over *R*, with 0 for rows in which *i* did not speak of *s*. *m*(i,s) = 2^(-age / `half_life_days`) of *i*'s latest word of
//!    *s*, or of the other side as present.
//! 4. **Perspectives.** *i* leans to *s* if *s* alone has *y* > *m*/2. A [perspective](PerspectiveReading) leans to a side if all of
//!    those who lean in it, lean there; otherwise it leans no way, and the ways in which they differ are named. *S* and *n* are the sums
//!    of *y* and *m* over its describers.
//! 5. **Gates.** Two meetings of which something that counts is described (`gates.meetings`, 2); one description that counts by the
//!    family, or by the child or young person (`gates.of_family`, 1): what a team says of itself is no reading of partnership; and, once
//!    they gave one, the sum of *n* of these two perspectives, on the side on which it is greatest (`gates.weight`, 0.5): what was
//!    long ago says little of now. A shut gate gives *insufficient evidence* and what is missing, and no lean is said. The
//!    descriptions are shown all the same.
//! 6. **Answer.** *Described differently* if two describers lean to different sides, or if a sign of one meeting, of the chart or
//!    apart, is present by one description and absent by another. Otherwise *described from one perspective alone*, or *described
//!    without a difference*.
//!
//! Worked by hand: a parent describes a meeting (told what to do, knowledge dismissed, not listened to), and a fortnight later another
//! (listened to, plan made together, not told what to do). On that day *q* of the first is 2^(-14/84) = 0.8909. *Told*: *x* of
//! `told_what_to_do` is 0.8909 x 0.8909/1.8909 = 0.4198, of `knowledge_dismissed` 0.8909, and the plan, made together, adds a row:
//! *y* = 1.3107/3 = 0.4369. *Together*: `listened` 1/1.8909 = 0.5288, `plan_together` 1, and the row of knowledge: *y* = 0.5096. Both *m*
//! are 1, so what this parent describes leans, barely, towards working together.
//!
//! # For whom
//! The text for one reader ([`Partnership::text_for`]) is made of the entries that they are [shown](crate::reader), and of nothing else:
//! its gates, its answer and its perspectives are those of a history without the others, and it says that it is from what is shown to
//! them. Where they are shown nothing of a case, it is empty. So a description that is withheld leaves no trace, not even in what is
//! missing: the worker's own and an observer's no more than one of the family, each until it is passed on. The value, and its JSON, are of everything;
//! they name nobody who described or held a meeting.
//!
//! # Views
//! Of each member of the family who was named as of the case, or whose views were sought: how they were sought, in what they were
//! included, why they are missing, and whether something waits for them; and with whom an assessment was shared. It is given as
//! recorded. What ought to be is for rules of policy.
//!
//! # Source
//! "Doing child-protection social work with parents: what are the barriers in practice?", on more than 600 meetings observed or
//! heard: the signs, what weighed on workers, and the late assessment with the parents' views against the one on time without them. The
//! half-life, the gates and the composition are ours.
//!
//! # An example
//! ```
//! use practice_cycle::{history::History, moment::Moment, partnership::{Parameters, Partnership}, reader::Reader, text::CaseRef};
//! let mut history = History::default();
//! for act in [
//!     r#"{"type":"cycle_opened","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-1",
//!         "data":{"cycle":"invented","format":1,"clinician":"p-1","team":"t-1"}}"#,
//!     r#"{"type":"person_entered","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-1",
//!         "data":{"person":"p-2","role":"social_worker"}}"#,
//!     r#"{"type":"practice_described","occurred_at":"2026-03-02T10:00:00Z","recorded_at":"2026-03-02T10:00:00Z","by":"p-2",
//!         "data":{"description":"dp-1","case":"case-204","seen_as":"worker","signs":[{"sign":"listened","finding":"present"}]}}"#,
//! ] {
//!     history.record(serde_json::from_str(act)?)?;
//! }
//! let view = history.view(Moment::LATEST, Moment::LATEST);
//! let read = Partnership::of(&view, &CaseRef::new("case-204")?, &Parameters::unvalidated_v1()).ok_or("nothing is recorded")?;
//! let text = read.text_for(&Reader::of(&view, &"p-2".parse()?));
//! assert!(text.contains("partnership with the family of case 1, from what is shown to p-2"), "{text}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chart;
mod parameters;
pub(crate) mod messages;
mod described;
mod views;
mod gather;
mod narrative;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use foldhash::fast::RandomState;
use serde::Serialize;

pub use chart::{Manner, Tally};
pub use described::{Answer, ApartReading, DescriptionReading, MeetingReading, Missing, PerspectiveReading, WeighedReading};
pub use parameters::{Gates, Parameters, ParametersError, RawParameters};
pub use views::{SharedWith, ViewsFact, ViewsReading, ViewsStep};

use crate::evidence::RecordedFor;
use crate::history::View;
use crate::id::{EntryNumber, ParametersId};
use crate::message;
use crate::moment::Moment;
use crate::people::Role;
use crate::reader::Reader;
use crate::text::CaseRef;
use described::{Amounts, Given};
use gather::{OfCase, gather};

/// A description that somebody else wrote down for whoever gave it.
///
/// ```
/// use practice_cycle::{id::EntryNumber, partnership::WrittenDown, people::Role};
/// let written = WrittenDown { entry: EntryNumber::FIRST, role: Some(Role::SocialWorker) };
/// assert_eq!(written.to_string(), "entry 1 (social worker)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct WrittenDown {
    /// The description.
    pub entry: EntryNumber,
    /// The role that whoever wrote it down held when they did; none where they took no part in the cycle.
    pub role: Option<Role>,
}

/// How meetings with the family of one case were described, and what became of their views, by a time. See the module [`partnership`](self).
///
/// `Display` writes it for nobody in particular, and [`text_for`](Self::text_for) for one reader; either may have nothing to show. The
/// value, and its JSON, hold all of it.
///
/// ```
/// use practice_cycle::cycle::Act;
/// use practice_cycle::partnership::{Answer, Missing, Parameters, Partnership};
/// use practice_cycle::{history::History, moment::Moment, reader::Reader};
/// let mut history = History::default();
/// for line in [
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
///     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-4","role":"parent"}}"#,
///     r#"{"type":"practice_described","occurred_at":"2026-04-04T09:00:00Z","recorded_at":"2026-04-04T09:00:00Z","by":"p-4","data":{"description":"dp-1","case":"case-204","seen_as":"family","signs":[{"sign":"listened","finding":"absent"}]}}"#,
/// ] {
///     history.record(serde_json::from_str::<Act>(line)?)?;
/// }
/// let view = history.view(Moment::LATEST, Moment::LATEST);
/// let readings = Partnership::each(&view, Parameters::unvalidated_v1());
/// assert_eq!(readings[0].answer, Answer::Insufficient);
/// assert_eq!(readings[0].missing, [Missing::Meetings { found: 1, needed: 2 }]);
/// assert!(readings[0].text_for(&Reader::of(&view, &"p-4".parse()?)).contains("absent: the family was listened to"));
/// assert_eq!(readings[0].to_string(), "", "nobody else is told that a parent described anything");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Partnership {
    /// The parameters it goes by.
    pub parameters: ParametersId,
    /// The case, by its reference, which can lead to a family.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub case: CaseRef,
    /// Its place, from 1, among the [cases](crate::history::History::cases) of the history: how the text names it.
    pub number: usize,
    /// The time it speaks of. Where everything recorded was asked for, the time of the last entry.
    pub as_of: Moment,
    /// The time up to which it knows.
    pub known_at: Moment,
    /// What the descriptions amount to.
    pub answer: Answer,
    /// What is missing, where it is insufficient.
    pub missing: Vec<Missing>,
    /// From each perspective of which there is a description: the family, the child or young person, the worker, an observer.
    pub perspectives: Vec<PerspectiveReading>,
    /// Meeting by meeting, in the order in which they were first described.
    pub meetings: Vec<MeetingReading>,
    /// The signs that stand apart, of which anything is said.
    pub apart: Vec<ApartReading>,
    /// What weighed on the meetings from outside, as described.
    pub weighed_on: Vec<WeighedReading>,
    /// The descriptions that somebody else wrote down for whoever gave them.
    pub written_down: Vec<WrittenDown>,
    /// The views of the family, person by person, in the order in which they were first named.
    pub views: Vec<ViewsReading>,
    /// With whom an assessment of the family was shared, in the order of occurrence.
    pub shared: Vec<SharedWith>,
    #[serde(skip)]
    source: Source,
}

/// What a reading is made of, so that it can be made of less for one reader.
#[derive(Debug, Clone, PartialEq)]
struct Source {
    given: Vec<Given>,
    parameters: Parameters,
    /// For whom the text is that is for nobody in particular.
    nobody: Arc<Reader>,
}

impl Partnership {
    /// Reads one case of a view; nothing, where nothing of it is recorded that is read here. Linear in the number of entries, but for
    /// sorting.
    #[must_use]
    pub fn of(view: &View<'_>, case: &CaseRef, parameters: &Parameters) -> Option<Self> {
        Self::read(view, |of| of.case == case, parameters).pop()
    }

    /// Reads every case of a view of which anything is recorded that is read here, in the order in which cases were first named.
    #[must_use]
    pub fn each(view: &View<'_>, parameters: &Parameters) -> Vec<Self> {
        Self::read(view, |_| true, parameters)
    }

    fn read(view: &View<'_>, is_asked: impl Fn(&OfCase<'_>) -> bool, parameters: &Parameters) -> Vec<Self> {
        let mut cases = gather(view);
        cases.retain(|of| is_anything(&of.given, &of.views, &of.shared) && is_asked(of));
        if cases.is_empty() {
            return Vec::new();
        }
        let nobody = Arc::new(Reader::nobody(view));
        let given = cases.iter().flat_map(|of| &of.given).map(|given| given.entry);
        let written_down = RecordedFor::among(view, given).into_iter();
        let roles: HashMap<EntryNumber, Option<Role>, RandomState> = written_down.map(|it| (it.entry, it.role)).collect();
        let (as_of, known_at) = (view.speaks_of(), view.known_at());
        let reading = |of: OfCase<'_>| {
            let Amounts { answer, missing, perspectives, meetings, apart, weighed_on } =
                Amounts::of(&of.given, as_of, parameters);
            let entries = of.given.iter().map(|given| given.entry);
            let written_down = entries.filter_map(|entry| Some(WrittenDown { entry, role: *roles.get(&entry)? }));
            let written_down = written_down.collect();
            Self {
                parameters: parameters.id().clone(),
                case: of.case.clone(),
                number: of.number,
                as_of,
                known_at,
                answer,
                missing,
                perspectives,
                meetings,
                apart,
                weighed_on,
                written_down,
                views: of.views,
                shared: of.shared,
                source: Source { given: of.given, parameters: parameters.clone(), nobody: Arc::clone(&nobody) },
            }
        };
        cases.into_iter().map(reading).collect()
    }

    /// The text for one reader, of the same view: of the entries that they are shown, and of nothing else. It is empty where they are
    /// shown nothing of the case. See the [module](self#for-whom).
    #[must_use]
    pub fn text_for(&self, reader: &Reader) -> String {
        message::text(&self.lines_for(reader))
    }

    /// The reading of what a reader is shown.
    fn shown_to(&self, reader: &Reader) -> Self {
        let mut shown = self.clone();
        shown.source.given.retain(|given| reader.is_shown(given.entry));
        let Amounts { answer, missing, perspectives, meetings, apart, weighed_on } =
            Amounts::of(&shown.source.given, self.as_of, &self.source.parameters);
        shown.written_down.retain(|it| reader.is_shown(it.entry));
        shown.views = self.views.iter().filter_map(|views| views.shown_to(reader)).collect();
        shown.shared.retain(|shared| reader.is_shown(shared.cited.entry));
        Self { answer, missing, perspectives, meetings, apart, weighed_on, ..shown }
    }
}

/// Whether there is anything to read: that somebody was named as of the case is nothing yet.
fn is_anything(given: &[Given], views: &[ViewsReading], shared: &[SharedWith]) -> bool {
    !given.is_empty() || !shared.is_empty() || views.iter().any(|views| !views.facts.is_empty())
}

impl fmt::Display for Partnership {
    /// For nobody in particular.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message::write(&self.lines_for(&self.source.nobody), f)
    }
}
