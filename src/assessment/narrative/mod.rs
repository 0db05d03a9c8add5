//! The text of the readings, for putting before a team: tentative, with dates, counts and entry numbers. It is written from the
//! value alone, so no free text can stand in it. It is written of what its reader is shown; sums and counts are of the whole, where they
//! stand in it.

mod shown;

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::{
    Answered, Assessment, Change, Departed, Drift, Flip, GroupReading, Missing, Movement, NotThere, NotedBothWays,
    ObserverReading, SideReading, Window,
};
use crate::boundary::{DrawnBy, Lean, Sighting, Verdict};
use crate::code::Code;
use crate::evidence::{Counted, Day, LISTED, RecordedFor, distinguishable, entries, in_a_row, one_by_one, stated_as_of};
use crate::id::EntryNumber;
use shown::Sums;

/// What is missing: first how many there are of how many that are needed, then the rest.
fn too_little(missing: &[Missing]) -> String {
    let is_counted = |missing: &&Missing| match missing {
        Missing::Observers { .. } | Missing::Perspectives { .. } | Missing::Spaces { .. } | Missing::Rows { .. } => true,
        Missing::Weight { .. } | Missing::Firmness { .. } => false,
    };
    let (counted, others): (Vec<&Missing>, Vec<&Missing>) = missing.iter().partition(is_counted);
    let counted = (!counted.is_empty()).then(|| format!("{} needed", in_a_row(&counted)));
    let all: Vec<String> = counted.into_iter().chain(others.iter().map(ToString::to_string)).collect();
    all.join("; ")
}

fn observers(count: usize) -> Counted {
    Counted::of(count, "observer", "observers")
}

fn observations(count: usize) -> Counted {
    Counted::of(count, "observation", "observations")
}

impl Display for Missing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Missing::Observers { found, needed } => write!(f, "{found} of {needed} observers"),
            Missing::Perspectives { found, needed } => write!(f, "{found} of {needed} perspectives"),
            Missing::Spaces { found, needed } => write!(f, "{found} of {needed} spaces"),
            Missing::Rows { found, needed } => write!(f, "{found} of {needed} rows of Figure 1"),
            Missing::Weight { found, needed } => {
                let (found, needed) = distinguishable(*found, *needed);
                write!(f, "what was noted is too long ago (a weight of {found}, where {needed} is needed)")
            }
            Missing::Firmness { lean, found, needed } => {
                let (found, needed) = distinguishable(*found, *needed);
                write!(f, "what was seen points to no side firmly; most to {lean}, at {found} where {needed} is needed")
            }
        }
    }
}

struct Leaning(Option<Lean>);

impl Display for Leaning {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(lean) => write!(f, "leans {lean}"),
            None => f.write_str("leans no particular way"),
        }
    }
}

impl Display for ObserverReading {
    /// Which way what they saw leans: never what they are.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (leaning, entries) = (Leaning(self.leans), entries(&self.entries));
        write!(f, "what {} ({}) saw in {} {leaning} ({entries})", self.person, self.role, self.spaces)
    }
}

impl<G: Display> Display for GroupReading<G> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut observers = observers(self.observers as usize).to_string();
        if (1..self.observers).contains(&self.leaning) {
            observers = format!("{} of {observers}", self.leaning);
        }
        if self.ways.len() > 1 {
            return write!(f, "{} is divided ({observers}: {})", self.of, self.ways);
        }
        write!(f, "{} {} ({observers})", self.of, Leaning(self.leans))
    }
}

impl Display for NotThere {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        AmongAll(self, self.entries.len()).fmt(f)
    }
}

/// What was not there, of which some is shown, and how many observations of it there are in all.
struct AmongAll<'a>(&'a NotThere, usize);

impl Display for AmongAll<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(NotThere { leans, observers: seen_by, entries }, count) = self;
        let (observations, observers) = (observations(*count), observers(*seen_by as usize));
        write!(f, "what leans {leans}: {observations} by {observers}{}", cited(entries))
    }
}

impl Display for NotedBothWays {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.person, self.indicator, entries(&self.entries))
    }
}

impl Display for SideReading {
    /// How far it showed and how firmly that points to it, with what other assumptions would make of it.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(firmness) = &self.firmness else { return write!(f, "{}: nobody looked", self.lean) };
        let Self { lean, showed, weight, .. } = self;
        let (least, most) = firmness.range();
        write!(f, "{lean}: showed {showed:.2} of {weight:.2}, firmness {:.2} ({least:.2} to {most:.2})", firmness.firmness)
    }
}

impl Display for Flip {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "without {} it would be: {}", self.person, self.becomes)?;
        if self.missing.is_empty() { Ok(()) } else { write!(f, " ({})", too_little(&self.missing)) }
    }
}

/// Entries in brackets; nothing where none are shown.
fn cited(numbers: &[EntryNumber]) -> String {
    if numbers.is_empty() { String::new() } else { format!(" ({})", entries(numbers)) }
}

impl Display for Answered {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "entry {} (in {})", self.entry, entries(&self.answers))
    }
}

impl Display for Assessment {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.shown_to(&self.nobody).write(self, Sums::of(self, &self.nobody), f)
    }
}

impl Assessment {
    /// Writes what is shown of the whole.
    fn write(&self, whole: &Assessment, sums: Sums, f: &mut Formatter<'_>) -> fmt::Result {
        let as_of = stated_as_of(self.as_of, self.known_at);
        if whole.is_bare() {
            return writeln!(f, "{as_of}, no observation of the boundary {} is known.", self.scope);
        }
        write!(f, "{as_of}, the boundary {}: ", self.scope)?;
        self.say_verdict(f)?;
        writeln!(f)?;
        self.say_alerts(f)?;
        write!(f, "Read by the parameters `{}`, a convention that nobody has validated;", self.parameters)?;
        f.write_str(" for reflection on a pattern of work, not for appraising a person.\n")?;
        if sums.of_notes {
            whole.say_what_counts(f)?;
        }
        let in_whole =
            |shown: &NotThere| whole.not_there.iter().find(|it| it.leans == shown.leans).map(|it| it.entries.len());
        let not_there: Vec<AmongAll<'_>> =
            self.not_there.iter().filter_map(|shown| Some(AmongAll(shown, in_whole(shown)?))).collect();
        if !not_there.is_empty() {
            writeln!(f, "Among these, looked for and not there: {}.", one_by_one(&not_there))?;
        }
        if !whole.observers.is_empty() {
            writeln!(
                f,
                "Each side by itself (each observer counts for one at most; the range is what other assumptions make of it):"
            )?;
            self.sides.iter().try_for_each(|side| writeln!(f, "- {side}"))?;
            if sums.of_leanings {
                self.say_dissent(f)?;
            }
        }
        if !self.rows.is_empty() {
            writeln!(f, "Row by row:")?;
        }
        for row in &self.rows {
            writeln!(f, "- {}: {}{}", row.row, row.tally, cited(&row.entries))?;
        }
        if self.rows.is_empty() && !self.observers.is_empty() {
            writeln!(f, "Observer by observer:")?;
        }
        for seen in self.dissenters_first().into_iter().take(LISTED) {
            writeln!(f, "- {seen}")?;
        }
        if self.observers.len() > LISTED {
            writeln!(f, "- and {}", Counted::of(self.observers.len() - LISTED, "more observer", "more observers"))?;
        }
        if !self.perspectives.is_empty() {
            writeln!(f, "By perspective: {}.", one_by_one(&self.perspectives))?;
        }
        if !self.spaces.is_empty() {
            writeln!(f, "By space: {}.", one_by_one(&self.spaces))?;
        }
        if !whole.observers.is_empty() && sums.of_notes {
            write!(
                f,
                "Agreement on whether a sign was there on one occasion: between perspectives, {};",
                self.between_perspectives
            )?;
            writeln!(f, " between observers, {}.", self.between_observers)?;
        }
        match self.flips.as_slice() {
            // Where it depends on those alone of whom this reader is not told, nothing is said of it.
            [] if whole.observers.is_empty() || !whole.flips.is_empty() || !sums.of_leanings => {}
            [] => writeln!(f, "Leaving out any one observer would not change this.")?,
            [flip] => writeln!(f, "The result depends on one observer: {flip}.")?,
            flips => writeln!(f, "The result depends on each of these observers: {}.", one_by_one(flips))?,
        }
        self.say_aside(f)?;
        RecordedFor::say(&self.recorded_for, f)?;
        if !self.answered.is_empty() {
            writeln!(f, "Answered by the clinician: {}.", one_by_one(&self.answered))?;
        }
        Ok(())
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

    fn say_verdict(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.verdict {
            Verdict::Enmeshed => self.say_lean(Lean::Enmeshed, f),
            Verdict::Healthy => self.say_lean(Lean::Healthy, f),
            Verdict::Diffuse => self.say_lean(Lean::Diffuse, f),
            Verdict::Mixed => f.write_str("mixed. What was seen pulls two ways at once."),
            Verdict::Contested => f.write_str("contested. Those who saw it differ, and their views are not averaged."),
            Verdict::Insufficient => write!(f, "insufficient evidence: {}.", too_little(&self.missing)),
        }
    }

    /// A lean is said with how firm it is, which is never the chance of being right.
    fn say_lean(&self, lean: Lean, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "the pattern leans {lean}")?;
        if lean == Lean::Healthy {
            write!(f, " ({})", lean.plainly())?;
        }
        let Some(firmness) = &self.side(lean).firmness else { return f.write_str(".") };
        let (least, most) = firmness.range();
        write!(
            f,
            ", firmly by these parameters ({:.2}; {least:.2} to {most:.2} under other assumptions).",
            firmness.firmness
        )
    }

    fn say_alerts(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for alert in &self.alerts {
            write!(f, "Alert: that control of a safeguarding or threshold decision was sought is noted as seen directly ")?;
            write!(f, "(entry {}). One such sight is enough to ask about it; it is no verdict.", alert.entry)?;
            let of = |present: bool| -> Vec<EntryNumber> {
                let is_present = |finding| matches!(finding, Sighting::Present(_));
                let these = alert.others.iter().filter(|beside| is_present(beside.finding) == present);
                these.map(|beside| beside.entry).collect()
            };
            let (present, absent) = (of(true), of(false));
            let noted = [("as present", &present), ("as absent", &absent)].into_iter().filter(|(_, of)| !of.is_empty());
            let noted: Vec<String> = noted.map(|(how, of)| format!("{how} in {}", entries(of))).collect();
            if !noted.is_empty() {
                write!(f, " Others noted what they saw of the same occasion: {}.", in_a_row(&noted))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn say_dissent(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let dissent = &self.dissent;
        if dissent.weight > 0.0 {
            let (weight, share) = (dissent.weight, dissent.share);
            write!(
                f,
                "Of those who lean some way, some lean otherwise than most: a weight of {weight:.2}, which is {share:.2} of all of theirs."
            )?;
            writeln!(f, " Each way: {}.", dissent.leaning)?;
        }
        Ok(())
    }

    fn say_what_counts(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let counted = self.observers.iter().map(|seen| seen.entries.len()).sum();
        let (observations, observers) = (observations(counted), observers(self.observers.len()));
        match self.seen_between {
            Some((first, last)) => {
                writeln!(f, "It rests on {observations} by {observers}, from {} to {}.", Day(first), Day(last))
            }
            None => writeln!(f, "No observation counts towards it."),
        }
    }

    fn say_aside(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for departed in &self.departed {
            let (person, role, lean) = (&departed.person, departed.role, departed.leaned);
            write!(f, "{person} ({role}), to whom it looked {lean}, left on {} ", Day(departed.left_at))?;
            writeln!(f, "({}). {}", entries(&departed.entries), Others(departed))?;
        }
        if !self.noted_both_ways.is_empty() {
            let noted = one_by_one(&self.noted_both_ways);
            writeln!(f, "Noted both as present and as absent of one occasion, and counted as present: {noted}.")?;
        }
        for drawn in self.drawn.iter().filter(|drawn| drawn.leans != Lean::Healthy && drawn.by == DrawnBy::AskedByTeam) {
            let (count, entries) = (observations(drawn.entries.len()), entries(&drawn.entries));
            writeln!(f, "Asked for by the team: {count} of what leans {} ({entries}).", drawn.leans)?;
        }
        for (what, apart) in [("Self-report", &self.self_report), ("Indicators of the service's own", &self.own_indicators)]
        {
            if !apart.entries.is_empty() {
                writeln!(f, "{what}, counted separately: {}{}.", apart.showed, cited(&apart.entries))?;
            }
        }
        for &why in super::SetAside::ALL {
            let these: Vec<EntryNumber> =
                self.excluded.iter().filter(|excluded| excluded.why == why).map(|excluded| excluded.entry).collect();
            if !these.is_empty() {
                writeln!(f, "Set aside ({why}): {} ({}).", observations(these.len()), entries(&these))?;
            }
        }
        Ok(())
    }
}

/// Who sees it otherwise than somebody who has left.
struct Others<'a>(&'a Departed);

impl Display for Others<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Departed { others_there, others_gone, .. } = *self.0;
        let (there, gone) = (observers(others_there as usize), observers(others_gone as usize));
        match (others_there, others_gone) {
            (0, _) => write!(f, "Whoever saw it otherwise has left, too ({gone}); neither leaving settles the difference."),
            (_, 0) => write!(f, "It looks otherwise to {there} still there; a leaving does not settle the difference."),
            (..) => write!(
                f,
                "It looks otherwise to {there} still there, and did to {gone} who left, too; a leaving does not settle the difference."
            ),
        }
    }
}

impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let more = if self.by < 0.0 { "less" } else { "more" };
        write!(f, "{} shows {more} since {}", self.side, self.since.format("%-d %B %Y"))
    }
}

/// A share of the orders of windows, in a hundred.
struct Orders(f64);

impl Display for Orders {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 < 0.01 { f.write_str("fewer than 1 in 100") } else { write!(f, "{:.0} in 100", self.0 * 100.0) }
    }
}

impl Display for Movement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Movement::TooLittle { found, needed } => {
                write!(f, "too little to see a change: {found} of the {needed} windows needed can be compared")
            }
            Movement::NoSideThroughout { windows } => write!(
                f,
                "no change can be looked for: {windows} windows can be compared, and of each side some window tells nothing"
            ),
            Movement::NoneClear(change) => write!(
                f,
                "no change is clear; that {change} is the greatest, and by chance alone it would look so in {} orders of these windows",
                Orders(change.share_of_orders)
            ),
            Movement::Moving(change) => {
                let orders = Orders(change.share_of_orders);
                let chance = "by chance alone it would look so in";
                write!(
                    f,
                    "the pattern seems to move: {change}; {chance} {orders} orders of these windows, more often where moods last"
                )
            }
        }
    }
}

impl Display for Drift {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.shown_to(&self.nobody).write(self, f)
    }
}

impl Drift {
    /// Writes what is shown of the whole.
    fn write(&self, whole: &Drift, f: &mut Formatter<'_>) -> fmt::Result {
        let (as_of, scope, movement) = (stated_as_of(self.as_of, self.known_at), &self.scope, &self.movement);
        let named = |day: chrono::NaiveDate| day.format("%-d %B %Y");
        if whole.windows.iter().all(|window| window.entries.is_empty()) {
            return match (whole.windows.first(), whole.windows.last()) {
                (Some(first), Some(last)) => {
                    let (from, to) = (named(first.first_day), named(last.last_day));
                    writeln!(
                        f,
                        "{as_of}, no drift of the boundary {scope} can be told: no observation is known from {from} to {to}."
                    )
                }
                _ => writeln!(f, "{as_of}, no drift of the boundary {scope} can be told: no observation is known."),
            };
        }
        writeln!(f, "{as_of}, the boundary {scope} through time, by the parameters `{}`: {movement}.", self.parameters)?;
        if self.movement.change().is_some() && !self.among.is_empty() {
            write!(f, "Compared are {}, each with themself", in_a_row(&self.among))?;
            if !self.not_compared.is_empty() {
                write!(f, "; not compared, because heard in one window alone: {}", in_a_row(&self.not_compared))?;
            }
            writeln!(f, ".")?;
        }
        for window in &self.windows {
            write!(f, "- {} to {}: ", named(window.first_day), named(window.last_day))?;
            let is_it = |it: &&Window| it.first_day == window.first_day;
            if whole.windows.iter().find(is_it).is_some_and(|whole| whole.entries.is_empty()) {
                writeln!(f, "no observation is known")?;
                continue;
            }
            let (occasions, observers) =
                (Counted::of(window.occasions as usize, "occasion", "occasions"), observers(window.observers as usize));
            write!(f, "{occasions}, {observers}{}", cited(&window.entries))?;
            let beyond =
                Lean::ALL.iter().zip(window.beyond).filter_map(|(lean, beyond)| Some(format!("{lean} {:+.2}", beyond?)));
            let beyond: Vec<String> = beyond.collect();
            if window.is_compared {
                write!(f, "; beyond what the same people saw over all: {}", beyond.join(", "))?;
            } else {
                f.write_str("; too little to compare")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
