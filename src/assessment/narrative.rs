//! The text of the readings, for putting before a team: tentative, with dates, counts and entry numbers. It is written from the
//! value alone, so no free text can stand in it.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::{Among, Assessment, Drift, Flip, GroupReading, Missing, Movement, NotThere, ObserverReading};
use crate::boundary::{DrawnBy, Lean, Verdict};
use crate::evidence::{Counted, Day, LISTED, RecordedFor, distinguishable, entries, in_a_row, one_by_one, stated_as_of};
use crate::id::EntryNumber;

/// A probability in percent, never written as certainty. The value of a reading holds the exact one.
struct Likely(f64);

impl Display for Likely {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            above if above > 0.99 => f.write_str("over 99%"),
            below if below < 0.01 => f.write_str("under 1%"),
            likely => write!(f, "about {:.0}%", likely * 100.0),
        }
    }
}

/// A probability that misses what is needed, and what is needed, with as many decimals as it takes for the two to differ.
fn too_unlikely(found: f64, needed: f64) -> String {
    let rounded = |decimals: usize| (format!("{:.decimals$}", found * 100.0), format!("{:.decimals$}", needed * 100.0));
    let (written, needed) = (0..=15).map(rounded).find(|(one, other)| one != other).unwrap_or_else(|| rounded(0));
    let found = if found < 0.01 { Likely(found).to_string() } else { format!("{written}%") };
    format!("{found}, where {needed}% is needed")
}

/// What is missing: first how many there are of how many that are needed, then the rest.
fn too_little(missing: &[Missing]) -> String {
    let is_counted = |missing: &&Missing| match missing {
        Missing::Observers { .. } | Missing::Perspectives { .. } | Missing::Spaces { .. } | Missing::Rows { .. } => true,
        Missing::Voice { .. } | Missing::Sureness { .. } => false,
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
            Missing::Voice { found, needed } => {
                let (found, needed) = distinguishable(*found, *needed);
                write!(f, "too few observations yet ({found} of {needed})")
            }
            Missing::Sureness { lean, found, needed } => {
                write!(f, "{lean} is likeliest, at {}", too_unlikely(*found, *needed))
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
        if self.heard.len() > 1 {
            return write!(f, "{} is divided ({observers}: {})", self.of, self.heard);
        }
        write!(f, "{} {} ({observers})", self.of, Leaning(self.leans))
    }
}

impl Display for NotThere {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (observations, observers) = (observations(self.entries.len()), observers(self.observers as usize));
        write!(f, "what leans {}: {observations} by {observers} ({})", self.leans, entries(&self.entries))
    }
}

impl Display for Flip {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "without {} it would be: {}", self.person, self.becomes)?;
        if self.missing.is_empty() { Ok(()) } else { write!(f, " ({})", too_little(&self.missing)) }
    }
}

impl Display for Assessment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let as_of = stated_as_of(self.as_of, self.known_at);
        if self.is_bare() {
            return writeln!(f, "{as_of}, no observation of the boundary {} is known.", self.scope);
        }
        write!(f, "{as_of}, the boundary {}: ", self.scope)?;
        self.say_verdict(f)?;
        writeln!(f)?;
        if !self.alerts.is_empty() {
            write!(f, "Alert: that control of a safeguarding or threshold decision was sought is noted as seen directly ")?;
            writeln!(f, "({}). One such sight is enough to ask about it; it is no verdict.", entries(&self.alerts))?;
        }
        write!(f, "Read by the parameters `{}`, a convention that nobody has validated;", self.parameters)?;
        f.write_str(" for reflection on a pattern of work, not for appraising a person.\n")?;
        self.say_what_counts(f)?;
        if !self.not_there.is_empty() {
            writeln!(f, "Among these, looked for and not there: {}.", one_by_one(&self.not_there))?;
        }
        if !self.observers.is_empty() {
            writeln!(f, "Weight of what was seen (each observer counts for one at most): {}.", self.voices)?;
        }
        for row in self.rows.iter().filter(|row| !row.entries.is_empty()) {
            writeln!(f, "- {}: {} ({})", row.row, row.tally, entries(&row.entries))?;
        }
        for seen in self.dissenters_first().into_iter().take(LISTED) {
            writeln!(f, "- {seen}")?;
        }
        if self.observers.len() > LISTED {
            writeln!(f, "- and {}", Counted::of(self.observers.len() - LISTED, "more observer", "more observers"))?;
        }
        if !self.observers.is_empty() {
            writeln!(f, "By perspective: {}.", one_by_one(&self.perspectives))?;
            writeln!(f, "By space: {}.", one_by_one(&self.spaces))?;
            write!(f, "Agreement about the same row: between perspectives, {};", self.between_perspectives)?;
            writeln!(f, " between observers, {}.", self.between_observers)?;
        }
        match self.flips.as_slice() {
            [] if self.observers.is_empty() => {}
            [] => writeln!(f, "Leaving out any one observer would not change this.")?,
            [flip] => writeln!(f, "The result depends on one observer: {flip}.")?,
            flips => writeln!(f, "The result depends on each of these observers: {}.", one_by_one(flips))?,
        }
        self.say_aside(f)?;
        RecordedFor::say(&self.recorded_for, f)
    }
}

impl Assessment {
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

    fn say_lean(&self, lean: Lean, f: &mut Formatter<'_>) -> fmt::Result {
        let sure = Likely(self.sureness.of_lean(lean));
        write!(f, "the pattern leans {lean}")?;
        if lean == Lean::Healthy {
            write!(f, " ({})", lean.plainly())?;
        }
        write!(f, ". That most of it leans that way has a likelihood of {sure}.")
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
            let counts = if departed.counts { "what they saw still counts" } else { "what they saw no longer counts" };
            write!(f, "{person} ({role}), to whom it looked {lean}, left on {}; ", Day(departed.left_at))?;
            writeln!(f, "{counts} ({}). Their leaving does not settle the difference.", entries(&departed.entries))?;
        }
        for drawn in self.drawn.iter().filter(|drawn| drawn.leans != Lean::Healthy && drawn.by == DrawnBy::AskedByTeam) {
            let (count, entries) = (observations(drawn.entries.len()), entries(&drawn.entries));
            writeln!(f, "Asked for by the team: {count} of what leans {} ({entries}).", drawn.leans)?;
        }
        for (what, apart) in [("Self-report", &self.self_report), ("Indicators of the service's own", &self.own_indicators)]
        {
            if !apart.entries.is_empty() {
                writeln!(f, "{what}, counted separately: {} ({}).", apart.tally, entries(&apart.entries))?;
            }
        }
        for &why in <super::SetAside as crate::code::Code>::ALL {
            let these: Vec<EntryNumber> =
                self.excluded.iter().filter(|excluded| excluded.why == why).map(|excluded| excluded.entry).collect();
            if !these.is_empty() {
                writeln!(f, "Set aside ({why}): {} ({}).", observations(these.len()), entries(&these))?;
            }
        }
        Ok(())
    }
}

impl Display for Among {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "among {}, heard before and after", in_a_row(&self.both))?;
        for (when, people) in [("before", &self.only_before), ("after", &self.only_after)] {
            if !people.is_empty() {
                write!(f, "; not compared, heard only {when}: {}", in_a_row(people))?;
            }
        }
        Ok(())
    }
}

impl Display for Movement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Movement::TooLittle { windows } => {
                let are = if *windows == 1 { "is" } else { "are" };
                write!(
                    f,
                    "too little to see a change: that takes two periods with enough evidence, and there {are} {windows}"
                )
            }
            Movement::OtherPeople { found, needed } => write!(
                f,
                "those who saw it later are not those who saw it earlier, so whether it changed cannot be determined: at most \
                 {found} of the {needed} observers needed were heard both before and after"
            ),
            Movement::NoneSure { towards, since, found, needed, among } => write!(
                f,
                "no change is sure enough; the likeliest, towards {towards} since {}, has a likelihood of {}, {among}",
                Day(*since),
                too_unlikely(*found, *needed)
            ),
            Movement::Moving { towards, since, sure, among } => write!(
                f,
                "the pattern seems to move towards {towards} since {}, with a likelihood of {}, {among}",
                Day(*since),
                Likely(*sure)
            ),
        }
    }
}

impl Display for Drift {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (as_of, scope, movement) = (stated_as_of(self.as_of, self.known_at), &self.scope, &self.movement);
        if self.spans.iter().all(|span| span.entries.is_empty()) {
            return match (self.spans.first(), self.spans.last()) {
                (Some(first), Some(last)) => {
                    let (from, to) = (Day(first.from), Day(last.to));
                    writeln!(f, "{as_of}, no observation of the boundary {scope} is known from {from} to {to}.")
                }
                _ => writeln!(f, "{as_of}, no observation of the boundary {scope} is known."),
            };
        }
        writeln!(f, "{as_of}, the boundary {scope} through time, by the parameters `{}`: {movement}.", self.parameters)?;
        for span in &self.spans {
            write!(f, "- {} to {}: ", Day(span.from), Day(span.to))?;
            if span.entries.is_empty() {
                writeln!(f, "no observation is known")?;
                continue;
            }
            let observers = observers(span.observers as usize);
            write!(f, "{}; {} by {observers} ({})", span.verdict, span.voices, entries(&span.entries))?;
            if !span.shut.is_empty() {
                write!(f, "; too little to compare: {}", too_little(&span.shut))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
