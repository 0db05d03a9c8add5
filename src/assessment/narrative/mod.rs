//! The text of the readings, for putting before a team: tentative, with dates, counts and entry numbers. It is written from the
//! value alone, so no free text can stand in it. It is written of what its reader is shown; sums and counts are of the whole, where they
//! stand in it.

pub(crate) mod messages;
mod shown;
mod drift;

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::{
    Answered, Assessment, Departed, Flip, GroupReading, Missing, NotThere, NotedBothWays, ObserverReading, SideReading,
    Tally,
};
use crate::boundary::{DrawnBy, Lean, Sighting, Verdict};
use crate::code::Code;
use crate::evidence::{LISTED, RecordedFor, as_of, bullet, cited, distinguishable, listed, listed_apart, numbered};
use crate::id::EntryNumber;
use crate::message::{self, Line, Message, Row, Said, said_in_english};
use crate::people::Side;
use crate::refusal::Listed;
use crate::space::Space;
use messages as say;
use shown::Sums;

/// Two decimals.
fn two(number: f64) -> String {
    format!("{number:.2}")
}

/// What is missing: first how many there are of how many that are needed, then the rest.
fn too_little(missing: &[Missing]) -> Said {
    let is_counted = |missing: &&Missing| match missing {
        Missing::Observers { .. } | Missing::Perspectives { .. } | Missing::Spaces { .. } | Missing::Rows { .. } => true,
        Missing::Weight { .. } | Missing::Firmness { .. } => false,
    };
    let (counted, others): (Vec<&Missing>, Vec<&Missing>) = missing.iter().partition(is_counted);
    let counted = (!counted.is_empty()).then(|| say::needed(listed(counted.into_iter().map(Missing::said))));
    Row::Semicolons.of(counted.into_iter().chain(others.into_iter().map(Missing::said)))
}

/// With the entries in brackets; nothing more where none are shown.
fn with_entries(what: impl Into<Said>, entries: &[EntryNumber]) -> Said {
    if entries.is_empty() { what.into() } else { cited(what, numbered(entries)).into() }
}

fn leaning(leans: Option<Lean>) -> Message {
    leans.map_or_else(say::leans_no_way, say::leans)
}

said_in_english!(
    Missing,
    ObserverReading,
    GroupReading<Side>,
    GroupReading<Space>,
    NotThere,
    NotedBothWays,
    SideReading,
    Flip,
    Answered,
    Tally
);

impl Missing {
    fn said(&self) -> Message {
        match *self {
            Missing::Observers { found, needed } => say::too_few_observers(found, needed),
            Missing::Perspectives { found, needed } => say::too_few_perspectives(found, needed),
            Missing::Spaces { found, needed } => say::too_few_spaces(found, needed),
            Missing::Rows { found, needed } => say::too_few_rows(found, needed),
            Missing::Weight { found, needed } => {
                let (found, needed) = distinguishable(found, needed);
                say::too_long_ago(found, needed)
            }
            Missing::Firmness { lean, found, needed } => {
                let (found, needed) = distinguishable(found, needed);
                say::not_firm(lean, found, needed)
            }
        }
    }
}

impl ObserverReading {
    fn said(&self) -> Message {
        say::saw(self.person.as_str(), self.role, self.spaces, leaning(self.leans), numbered(&self.entries))
    }
}

/// How the observers of one side, or in one space, saw it.
fn group<G: Listed>(group: &GroupReading<G>) -> Message {
    let mut observers = say::observers(group.observers);
    if (1..group.observers).contains(&group.leaning) {
        observers = say::some_of(group.leaning, observers);
    }
    if group.ways.len() > 1 {
        return say::divided(group.of, observers, group.ways);
    }
    say::group(group.of, leaning(group.leans), observers)
}

impl GroupReading<Side> {
    fn said(&self) -> Message {
        group(self)
    }
}

impl GroupReading<Space> {
    fn said(&self) -> Message {
        group(self)
    }
}

impl NotThere {
    fn said(&self) -> Said {
        self.among(self.entries.len())
    }

    /// What was not there, of which some is shown, and how many observations of it there are in all.
    fn among(&self, all: usize) -> Said {
        let Self { leans, observers, entries } = self;
        with_entries(say::not_there(*leans, say::observations(all), say::observers(*observers)), entries)
    }
}

impl NotedBothWays {
    fn said(&self) -> Message {
        say::noted_by(self.person.as_str(), self.indicator, numbered(&self.entries))
    }
}

impl SideReading {
    /// How far it showed and how firmly that points to it, with what other assumptions would make of it.
    fn said(&self) -> Message {
        let Some(firmness) = &self.firmness else { return say::nobody_looked(self.lean) };
        let (least, most) = firmness.range();
        say::side(self.lean, two(self.showed), two(self.weight), two(firmness.firmness), two(least), two(most))
    }
}

impl Flip {
    fn said(&self) -> Message {
        match self.missing.as_slice() {
            [] => say::without(self.person.as_str(), self.becomes),
            missing => say::without_missing(self.person.as_str(), self.becomes, too_little(missing)),
        }
    }
}

impl Answered {
    fn said(&self) -> Message {
        say::answer(self.entry, numbered(&self.answers))
    }
}

impl Tally {
    fn said(&self) -> Said {
        Row::Commas.of(Lean::ALL.iter().map(|&lean| say::weighed(lean, two(self.of(lean)))))
    }
}

impl Display for Assessment {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        message::write(&self.lines_for(&self.nobody), f)
    }
}

impl Assessment {
    /// What is shown of the whole, line by line.
    fn lines(&self, whole: &Assessment, sums: Sums) -> Vec<Line> {
        let as_of = as_of(self.as_of, self.known_at);
        if whole.is_bare() {
            return vec![vec![say::nothing_known(as_of, self.scope.said())]];
        }
        let mut lines = vec![vec![say::the_boundary(as_of, self.scope.said(), self.verdict())]];
        lines.extend(self.alerts());
        lines.push(vec![say::read_by(self.parameters.to_string())]);
        if sums.of_notes {
            lines.push(vec![whole.what_counts()]);
        }
        let in_whole =
            |shown: &NotThere| whole.not_there.iter().find(|it| it.leans == shown.leans).map(|it| it.entries.len());
        let not_there: Vec<Said> = self.not_there.iter().filter_map(|shown| Some(shown.among(in_whole(shown)?))).collect();
        if !not_there.is_empty() {
            lines.push(vec![say::looked_for(listed_apart(not_there))]);
        }
        if !whole.observers.is_empty() {
            lines.push(vec![say::each_side()]);
            lines.extend(self.sides.iter().map(|side| vec![bullet(side.said())]));
            lines.extend(sums.of_leanings.then(|| self.dissent()).flatten());
        }
        if !self.rows.is_empty() {
            lines.push(vec![say::row_by_row()]);
        }
        let rows = self.rows.iter().map(|row| bullet(say::row(row.row, with_entries(row.tally.said(), &row.entries))));
        lines.extend(rows.map(|row| vec![row]));
        if self.rows.is_empty() && !self.observers.is_empty() {
            lines.push(vec![say::by_observer()]);
        }
        lines.extend(self.dissenters_first().into_iter().take(LISTED).map(|seen| vec![bullet(seen.said())]));
        if self.observers.len() > LISTED {
            lines.push(vec![bullet(say::more_observers(self.observers.len() - LISTED))]);
        }
        if !self.perspectives.is_empty() {
            lines.push(vec![say::by_perspective(listed_apart(self.perspectives.iter().map(group)))]);
        }
        if !self.spaces.is_empty() {
            lines.push(vec![say::by_space(listed_apart(self.spaces.iter().map(group)))]);
        }
        if !whole.observers.is_empty() && sums.of_notes {
            lines.push(vec![say::agreement(self.between_perspectives.said(), self.between_observers.said())]);
        }
        match self.flips.as_slice() {
            // Where it depends only on people whom this reader is not shown, nothing is said of it.
            [] if whole.observers.is_empty() || !whole.flips.is_empty() || !sums.of_leanings => {}
            [] => lines.push(vec![say::depends_on_none()]),
            [flip] => lines.push(vec![say::depends_on_one(flip.said())]),
            flips => lines.push(vec![say::depends_on_each(listed_apart(flips.iter().map(Flip::said)))]),
        }
        lines.extend(self.aside());
        lines.extend(RecordedFor::line(&self.recorded_for));
        if !self.answered.is_empty() {
            lines.push(vec![say::answered(listed_apart(self.answered.iter().map(Answered::said)))]);
        }
        lines
    }

    /// Whether no observation is recorded at all, counted or not.
    fn is_bare(&self) -> bool {
        let apart = [&self.self_report, &self.own_indicators].iter().all(|apart| apart.entries.is_empty());
        self.observers.is_empty() && self.excluded.is_empty() && self.alerts.is_empty() && apart
    }

    /// The observers, those first whose view the fewest share: of a list that is cut they are the ones to hear of. Of camps as
    /// large as each other everybody's turn comes in turn; who leans no one way comes last.
    fn dissenters_first(&self) -> Vec<&ObserverReading> {
        let mut camps: BTreeMap<Option<Lean>, Vec<&ObserverReading>> = BTreeMap::new();
        for seen in &self.observers {
            camps.entry(seen.leans).or_default().push(seen);
        }
        let size = |camp: &[&ObserverReading], lean: Option<Lean>| if lean.is_some() { camp.len() } else { usize::MAX };
        let places = camps
            .iter()
            .flat_map(|(&lean, camp)| (0..).zip(camp).map(move |(place, &seen)| (size(camp, lean), place, seen)));
        let mut seen: Vec<(usize, usize, &ObserverReading)> = places.collect();
        seen.sort_by_key(|&(size, place, _)| (size, place));
        seen.into_iter().map(|(_, _, seen)| seen).collect()
    }

    fn verdict(&self) -> Message {
        match self.verdict {
            Verdict::Enmeshed => self.lean(Lean::Enmeshed),
            Verdict::Healthy => self.lean(Lean::Healthy),
            Verdict::Diffuse => self.lean(Lean::Diffuse),
            Verdict::Mixed => say::mixed(),
            Verdict::Contested => say::contested(),
            Verdict::Insufficient => say::insufficient(too_little(&self.missing)),
        }
    }

    /// A lean is said with how firm it is, which is never the chance of being right.
    fn lean(&self, lean: Lean) -> Message {
        let said = if lean == Lean::Healthy { say::lean_plainly(lean, say::near_enough()).into() } else { Said::from(lean) };
        let Some(firmness) = &self.side(lean).firmness else { return say::pattern(said) };
        let (least, most) = firmness.range();
        say::pattern_firmly(said, two(firmness.firmness), two(least), two(most))
    }

    fn alerts(&self) -> impl Iterator<Item = Line> {
        self.alerts.iter().map(|alert| {
            let of = |present: bool| -> Vec<EntryNumber> {
                let is_present = |finding| matches!(finding, Sighting::Present(_));
                let these = alert.others.iter().filter(|beside| is_present(beside.finding) == present);
                these.map(|beside| beside.entry).collect()
            };
            let (present, absent) = (of(true), of(false));
            let present = (!present.is_empty()).then(|| say::as_present(numbered(&present)));
            let absent = (!absent.is_empty()).then(|| say::as_absent(numbered(&absent)));
            let noted: Vec<Message> = present.into_iter().chain(absent).collect();
            let others = (!noted.is_empty()).then(|| say::others_noted(listed(noted)));
            [say::alert(alert.entry), say::one_is_enough()].into_iter().chain(others).collect()
        })
    }

    fn dissent(&self) -> Option<Line> {
        let dissent = &self.dissent;
        (dissent.weight > 0.0)
            .then(|| vec![say::dissent(two(dissent.weight), two(dissent.share)), say::each_way(dissent.leaning.said())])
    }

    fn what_counts(&self) -> Message {
        let counted: usize = self.observers.iter().map(|seen| seen.entries.len()).sum();
        let (observations, observers) = (say::observations(counted), say::observers(self.observers.len()));
        match self.seen_between {
            Some((first, last)) => say::rests_on(observations, observers, first, last),
            None => say::nothing_counts(),
        }
    }

    fn aside(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for it in &self.departed {
            let left = say::left(it.person.as_str(), it.role, it.leaned, it.left_at, numbered(&it.entries));
            lines.push(vec![left, others(it)]);
        }
        if !self.noted_both_ways.is_empty() {
            let noted = listed_apart(self.noted_both_ways.iter().map(NotedBothWays::said));
            lines.push(vec![say::noted_both_ways(noted)]);
        }
        for drawn in self.drawn.iter().filter(|drawn| drawn.leans != Lean::Healthy && drawn.by == DrawnBy::AskedByTeam) {
            let count = say::observations(drawn.entries.len());
            lines.push(vec![say::asked_for(count, drawn.leans, numbered(&drawn.entries))]);
        }
        if !self.self_report.entries.is_empty() {
            let apart = &self.self_report;
            lines.push(vec![say::self_report(with_entries(apart.showed.said(), &apart.entries))]);
        }
        if !self.own_indicators.entries.is_empty() {
            let apart = &self.own_indicators;
            lines.push(vec![say::own_indicators(with_entries(apart.showed.said(), &apart.entries))]);
        }
        for &why in super::SetAside::ALL {
            let these: Vec<EntryNumber> =
                self.excluded.iter().filter(|excluded| excluded.why == why).map(|excluded| excluded.entry).collect();
            if !these.is_empty() {
                lines.push(vec![say::set_aside(why, say::observations(these.len()), numbered(&these))]);
            }
        }
        lines
    }
}

/// Who sees it otherwise than somebody who has left.
fn others(departed: &Departed) -> Message {
    let (there, gone) = (say::observers(departed.others_there), say::observers(departed.others_gone));
    match (departed.others_there, departed.others_gone) {
        (0, _) => say::others_left(gone),
        (_, 0) => say::others_there(there),
        (..) => say::others_there_and_left(there, gone),
    }
}
