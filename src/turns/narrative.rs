//! The text of the turns, for putting before a team. It is written from the value, and holds no text of the entries.

use std::fmt;

use super::{Arc, ArcReading, Beginning, Curve, End, Ended, Link, Pooled, Reach, Return, Round, Stall, Turns};
use crate::code::Code;
use crate::evidence::{Cited, Counted, Day, Elapsed, LISTED, RecordedFor, entries, in_a_row, one_by_one, stated_as_of};

impl fmt::Display for Return {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.what, self.cited)
    }
}

impl fmt::Display for Beginning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.contract, self.stage) {
            (Some(contract), Some(stage)) => write!(f, "{contract} ({stage}), since {}", self.from),
            (Some(contract), None) => write!(f, "{contract}, since {}", self.from),
            (None, _) => write!(f, "joining that no invitation has followed yet, since {}", self.from),
        }
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { contract, end, at, entry, .. } = self;
        match entry {
            Some(entry) => write!(f, "{contract}, {end} on {}", Cited { at: *at, entry: *entry }),
            None => write!(f, "{contract}, {end} on {}", Day(*at)),
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (contract, invited) = (&self.contract, self.invited);
        write!(f, "{contract}, invited on {invited}, arose from {}", in_a_row(&self.arose_from))?;
        if self.depth > 1 { write!(f, " (number {} in a row)", self.depth) } else { Ok(()) }
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}), noticed on {}", self.change, self.what, self.noticed)?;
        if self.steps.is_empty() {
            return Ok(());
        }
        let ways: Vec<&str> = self.ways.iter().map(Code::label).collect();
        write!(f, ": {} ({})", in_a_row(&ways), entries(&self.steps))
    }
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stall::NotEnoughToSay => f.write_str("There is not enough to say where work stalls."),
            Stall::Nowhere => f.write_str("Work does not seem to stall anywhere in particular."),
            Stall::At(arcs) => {
                let arcs: Vec<&str> = arcs.iter().map(Code::label).collect();
                write!(f, "The next step seems to be missing most often on the way {}.", in_a_row(&arcs))
            }
        }
    }
}

impl fmt::Display for Round {
    /// The turn, as far as it has come.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): invited on {}", self.contract, self.space, self.invited)?;
        if let Some(agreed) = self.agreed {
            write!(f, ", agreed on {agreed}")?;
        }
        if let Some(done) = self.done {
            write!(f, ", first work on {done}")?;
        }
        if !self.back.is_empty() {
            write!(f, "; after that {}", in_a_row(&self.back))?;
        }
        Ok(())
    }
}

/// The words of an arc.
struct Wording {
    one: &'static str,
    many: &'static str,
    led: &'static str,
    has_not_led: &'static str,
    counted_from: &'static str,
    not_yet: &'static str,
    for_long: &'static str,
    closed: &'static str,
    since: &'static str,
}

impl Arc {
    fn wording(self) -> Wording {
        match self {
            Arc::ToContracting => Wording {
                one: "invitation",
                many: "invitations",
                led: "led to an agreement",
                has_not_led: "has not led to an agreement",
                counted_from: "when joining began",
                not_yet: "no agreement is recorded yet",
                for_long: "no agreement is recorded",
                closed: "closed before an agreement",
                since: "joining before it began on",
            },
            Arc::ToIntervening => Wording {
                one: "agreement",
                many: "agreements",
                led: "led to work",
                has_not_led: "has not led to a session or an intervention",
                counted_from: "the agreement",
                not_yet: "no work is recorded yet",
                for_long: "no work is recorded",
                closed: "closed or lapsed before any work",
                since: "agreed on",
            },
            Arc::ToJoining => Wording {
                one: "piece of work",
                many: "pieces of work",
                led: "led back to joining",
                has_not_led: "has not led back to joining",
                counted_from: "when the work began",
                not_yet: "no sign of a return to joining is recorded yet",
                for_long: "no sign of a return to joining is recorded",
                closed: "closed before a return to joining",
                since: "work began on",
            },
        }
    }

    /// What a beginning that came to its end led to: `led to an agreement`.
    #[cfg(feature = "pictures")]
    pub(crate) fn led(self) -> &'static str {
        self.wording().led
    }

    /// The arc as a text begins with it: `From joining to contracting`.
    fn opening(self) -> String {
        let label = self.label();
        format!("From {}", label.strip_prefix("from ").unwrap_or(label))
    }
}

/// Of fewer beginnings than this, counts are said, and nothing that is estimated.
pub(crate) const ENOUGH_TO_ESTIMATE: usize = 5;

impl ArcReading {
    /// The contracts among some beginnings, each with the day from which it counts.
    fn contracts(&self, begun: &[Beginning]) -> String {
        let since = self.arc.wording().since;
        let of = |beginning: &Beginning| {
            let (contract, from) = (beginning.contract.as_ref()?, beginning.from);
            let stage = beginning.stage.map(|stage| format!(" ({stage})")).unwrap_or_default();
            Some(format!("{contract}{stage}, {since} {from}"))
        };
        in_a_row(&begun.iter().filter_map(of).collect::<Vec<_>>())
    }

    /// How many of the contracts came to the end of the arc, and how long it took.
    fn counted(&self, contracts: usize) -> String {
        let travelled: Vec<&Ended> = self.travelled().collect();
        let Wording { one, many, led, has_not_led, counted_from: from, .. } = self.arc.wording();
        let count = match (travelled.len(), contracts) {
            (0, 1) => format!("the one {one} {has_not_led} so far"),
            (0, _) => format!("none of {contracts} {many} {led} so far"),
            (travelled, 1) => format!("{travelled} of 1 {one} {led}"),
            (travelled, _) => format!("{travelled} of {contracts} {many} {led}"),
        };
        let times = travelled.iter().map(|ended| ended.took);
        match (travelled.as_slice(), times.clone().min(), times.max()) {
            ([], ..) | (_, None, _) | (_, _, None) => count,
            ([only], ..) => format!("{count}, after {} (from {from})", only.took),
            ([one, two], ..) => {
                format!("{count}, after {} ({}) and {} ({}), from {from}", one.took, one.contract, two.took, two.contract)
            }
            (_, Some(shortest), Some(longest)) => {
                let half = self.curve.median.filter(|_| contracts >= ENOUGH_TO_ESTIMATE);
                let half = half.map(|half| format!("; an estimated half of all within {half}")).unwrap_or_default();
                format!("{count}, {} (from {from}){half}", between(shortest, longest))
            }
        }
    }
}

/// The least and the most time, or the one where they are said alike.
fn between(shortest: Elapsed, longest: Elapsed) -> String {
    let (shortest, longest) = (shortest.to_string(), longest.to_string());
    if shortest == longest {
        format!("each after {shortest}")
    } else {
        format!("the soonest after {shortest}, the latest after {longest}")
    }
}

impl fmt::Display for ArcReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let opening = self.arc.opening();
        if self.beginnings() == 0 {
            return write!(f, "{opening}: nothing has begun yet that could be counted.");
        }
        let Wording { not_yet, for_long, closed, .. } = self.arc.wording();
        // Of joining, what no invitation has followed yet is told by itself.
        let bare = |begun: &[Beginning]| begun.iter().find(|begun| begun.contract.is_none()).map(|begun| begun.from);
        let contracts = self.ends.len() + self.unfinished().filter(|begun| begun.contract.is_some()).count();
        let mut parts = Vec::new();
        if contracts > 0 {
            parts.push(self.counted(contracts));
        }
        let waiting = self.contracts(&self.under_way);
        if !waiting.is_empty() {
            parts.push(format!("{not_yet}: {waiting}"));
        }
        let waiting = self.contracts(&self.stalled);
        if !waiting.is_empty() {
            parts.push(format!("after more than {}, {for_long}: {waiting}", self.may_wait));
        }
        let others: Vec<&Ended> = self.ends.iter().filter(|ended| ended.end != End::Reached).collect();
        if !others.is_empty() {
            parts.push(format!("{closed}: {}", in_a_row(&others)));
        }
        if let Some(from) = bare(&self.under_way) {
            parts.push(format!("joining goes on since {from}, and no invitation has followed it yet"));
        }
        if let Some(from) = bare(&self.stalled) {
            let long = self.may_wait;
            parts.push(format!("after more than {long}, no invitation has followed the joining that began on {from}"));
        }
        write!(f, "{opening}: {}.", parts.join("; "))
    }
}

impl Curve {
    /// How many ended in one way, whenever they did.
    fn count(&self, end: End) -> usize {
        self.steps.iter().filter_map(|step| step.of(end)).map(|it| it.count).sum()
    }
}

impl fmt::Display for Pooled {
    /// Counts, and the share where half is reached, or else at the last time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { arc, clinicians, curve } = self;
        let (led, travelled) = (arc.wording().led, curve.count(End::Reached));
        write!(f, "{}, over {clinicians} clinicians: {travelled} of {} beginnings {led}", arc.opening(), curve.beginnings)?;
        let step = curve.median.and_then(|half| curve.at(half)).or(curve.steps.last());
        if let Some((step, it)) =
            step.and_then(|step| Some((step, step.of(End::Reached)?))).filter(|(_, it)| it.incidence > 0.0)
        {
            write!(f, "; an estimated {:.0} % of all within {}", it.incidence * 100.0, step.time)?;
            match it.interval {
                Some(of) => write!(f, " (95 % interval by clinician: {:.0} % to {:.0} %)", of.low * 100.0, of.high * 100.0)?,
                None => f.write_str(" (no interval can be given)")?,
            }
        }
        let others = arc.ends().iter().filter(|&end| end != End::Reached).map(|end| (end, curve.count(end)));
        for (end, count) in others.filter(|&(_, count)| count > 0) {
            let verb = match (end, count) {
                (End::Lapsed, _) => "",
                (_, 1) => "was ",
                (..) => "were ",
            };
            write!(f, "; {count} {verb}{end}")?;
        }
        f.write_str(".")
    }
}

impl fmt::Display for Turns {
    /// A paragraph for each part, with dates and the numbers of entries. Long lists are cut, and say so.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let turns: Vec<&Round> = self.completed().collect();
        let verb = if turns.len() == 1 { "seems" } else { "seem" };
        write!(f, "{}, ", stated_as_of(self.as_of, self.known_at))?;
        write!(f, "{} of the cycle {verb} complete, ", Counted::of(turns.len(), "turn", "turns"))?;
        let invitations = Counted::of(self.rounds.len(), "invitation", "invitations");
        writeln!(f, "out of {invitations} (parameters `{}`).", self.parameters)?;
        for round in turns.iter().take(LISTED) {
            writeln!(f, "- {round}.")?;
        }
        if turns.len() > LISTED {
            writeln!(f, "- And {} more.", turns.len() - LISTED)?;
        }
        for arc in &self.arcs {
            writeln!(f, "{arc}")?;
        }
        let unjoined = self.rounds.iter().filter(|round| round.joined.is_none()).count();
        if unjoined > 0 {
            writeln!(f, "{} came before any joining was recorded.", Counted::of(unjoined, "invitation", "invitations"))?;
        }
        RecordedFor::say(&self.recorded_for, f)?;
        write!(f, "{}", self.stall)?;
        match self.chain.as_slice() {
            [] => {}
            [link] => write!(f, "\n{link}.")?,
            links => write!(f, "\nInvitations that arose from something earlier: {}.", one_by_one(links))?,
        }
        let furthest: Vec<&Reach> = self.furthest().collect();
        match (furthest.as_slice(), self.changes.as_slice()) {
            (_, []) => write!(f, "\nNo change is recorded yet."),
            ([], [first, ..]) => {
                let changes = Counted::of(self.changes.len(), "change was", "changes were");
                write!(f, "\n{changes} noticed, the first on {}, and not yet carried further.", Day(first.noticed.at))
            }
            ([only], [_]) => write!(f, "\nOne change is recorded: {only}."),
            ([only], changes) => write!(f, "\nOf {} changes noticed, the one carried furthest: {only}.", changes.len()),
            (furthest, changes) => {
                write!(f, "\nOf {} changes noticed, those carried furthest: {}.", changes.len(), one_by_one(furthest))
            }
        }
    }
}
