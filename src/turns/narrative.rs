//! The text of the turns, for putting before a team. It is written from the value, and holds no text of the entries.

use std::fmt;

use super::{Arc, ArcReading, Beginning, Curve, End, Ended, Link, Pooled, Reach, Return, Round, Stall, Turns};
use crate::code::Code;
use crate::evidence::{
    Cited, Elapsed, LISTED, RecordedFor, as_of, bullet, left_out, listed, listed_apart, numbered, sentence,
};
use crate::joining::Cause;
use crate::message::{self, Line, Message, Row, Said, capital, messages, said_in_english};

messages! {
    // A turn, and what is in it.
    returned(what, on) = "turns-returned", "{what} on {on}";
    turn(contract, space, steps) = "turns-turn", "{contract} ({space}): {steps}";
    turn_and_back(turn, back) = "turns-turn-and-back", "{turn}; after that {back}";
    invited_on(on) = "turns-invited-on", "invited on {on}";
    agreed_on(on) = "turns-agreed-on", "agreed on {on}";
    first_work_on(on) = "turns-first-work-on", "first work on {on}";

    // The beginnings and ends of an arc.
    since(what, from) = "turns-since", "{what}, since {from}";
    standing_at(contract, stage) = "turns-standing-at", "{contract} ({stage})";
    joining_unfollowed() = "turns-joining-unfollowed", "joining that no invitation has followed yet";
    ended_on(contract, end, on) = "turns-ended-on", "{contract}, {end} on {on}";
    arc_reading(arc, parts) = "turns-arc", "{arc}: {parts}.";
    nothing_begun(arc) = "turns-nothing-begun", "{arc}: nothing has begun yet that could be counted.";
    joining_goes_on(from) = "turns-joining-goes-on", "joining goes on since {from}, and no invitation has followed it yet";
    joining_stalled(long, from) = "turns-joining-stalled",
        "after more than {long}, no invitation has followed the joining that began on {from}";

    led_to_agreement(beginnings, some) = "turns-led-to-agreement", "{some} of {beginnings} invitations led to an agreement",
        one "{some} of 1 invitation led to an agreement";
    led_to_work(beginnings, some) = "turns-led-to-work", "{some} of {beginnings} agreements led to work",
        one "{some} of 1 agreement led to work";
    led_to_joining(beginnings, some) = "turns-led-to-joining", "{some} of {beginnings} pieces of work led back to joining",
        one "{some} of 1 piece of work led back to joining";
    no_agreement(beginnings) = "turns-no-agreement", "none of {beginnings} invitations led to an agreement so far",
        one "the one invitation has not led to an agreement so far";
    no_work(beginnings) = "turns-no-work", "none of {beginnings} agreements led to work so far",
        one "the one agreement has not led to a session or an intervention so far";
    no_joining(beginnings) = "turns-no-joining", "none of {beginnings} pieces of work led back to joining so far",
        one "the one piece of work has not led back to joining so far";
    when_joining_began() = "turns-when-joining-began", "when joining began";
    the_agreement() = "turns-the-agreement", "the agreement";
    when_work_began() = "turns-when-work-began", "when the work began";
    agreement_awaited(these) = "turns-agreement-awaited", "no agreement is recorded yet: {these}";
    work_awaited(these) = "turns-work-awaited", "no work is recorded yet: {these}";
    joining_awaited(these) = "turns-joining-awaited", "no sign of a return to joining is recorded yet: {these}";
    agreement_stalled(long, these) = "turns-agreement-stalled", "after more than {long}, no agreement is recorded: {these}";
    work_stalled(long, these) = "turns-work-stalled", "after more than {long}, no work is recorded: {these}";
    return_stalled(long, these) = "turns-return-stalled",
        "after more than {long}, no sign of a return to joining is recorded: {these}";
    closed_before_agreement(these) = "turns-closed-before-agreement", "closed before an agreement: {these}";
    closed_before_work(these) = "turns-closed-before-work", "closed or lapsed before any work: {these}";
    closed_before_joining(these) = "turns-closed-before-joining", "closed before a return to joining: {these}";
    since_joining(contract, from) = "turns-since-joining", "{contract}, joining before it began on {from}";
    since_agreement(contract, from) = "turns-since-agreement", "{contract}, agreed on {from}";
    since_work(contract, from) = "turns-since-work", "{contract}, work began on {from}";

    // How long that took.
    after_one(count, time, from) = "turns-after", "{count}, after {time} (from {from})";
    after_each_of_two(count, one, first, two, second, from) = "turns-after-two",
        "{count}, after {one} ({first}) and {two} ({second}), from {from}";
    each_after(count, time, from) = "turns-each-after", "{count}, each after {time} (from {from})";
    from_to(count, soonest, latest, from) = "turns-soonest-and-latest",
        "{count}, the soonest after {soonest}, the latest after {latest} (from {from})";
    and_half(counted, time) = "turns-half", "{counted}; an estimated half of all within {time}";

    // Where work stalls.
    not_enough_to_say() = "turns-stall-not-enough", "There is not enough to say where work stalls.";
    stalls_nowhere() = "turns-stall-nowhere", "Work does not seem to stall anywhere in particular.";
    stalls_at(arcs) = "turns-stall", "The next step seems to be missing most often on the way {arcs}.";

    // What arose from what.
    link(contract, invited, causes) = "turns-link", "{contract}, invited on {invited}, arose from {causes}";
    link_in_a_row(link, depth) = "turns-link-in-a-row", "{link} (number {depth} in a row)";
    links(these) = "turns-links", "Invitations that arose from something earlier: {these}.";

    // How far changes were carried.
    change_noticed(change, what, noticed) = "turns-change", "{change} ({what}), noticed on {noticed}";
    change_carried(change, ways, entries) = "turns-change-carried", "{change}: {ways} ({entries})";
    no_change() = "turns-no-change", "No change is recorded yet.";
    not_carried(count, day) = "turns-changes-not-carried",
        "{count} changes were noticed, the first on {day}, and not yet carried further.",
        one "1 change was noticed, the first on {day}, and not yet carried further.";
    one_change(change) = "turns-one-change", "One change is recorded: {change}.";
    furthest_of(count, change) = "turns-furthest", "Of {count} changes noticed, the one carried furthest: {change}.";
    furthest_several(count, changes) = "turns-furthest-several", "Of {count} changes noticed, those carried furthest: {changes}.";

    // The whole.
    complete(count) = "turns-complete", "{count} turns of the cycle seem complete",
        one "1 turn of the cycle seems complete", none "no turns of the cycle seem complete";
    out_of(count) = "turns-out-of", "{count} invitations", one "1 invitation", none "no invitations";
    reading(as_of, turns, invitations, parameters) = "turns-reading",
        "{as_of}, {turns}, out of {invitations} (parameters `{parameters}`).";
    unjoined(count) = "turns-unjoined", "{count} invitations came before any joining was recorded.",
        one "1 invitation came before any joining was recorded.";
}

said_in_english!(Return, Beginning, Ended, Link, Reach, Stall, Round, ArcReading);

impl Return {
    fn said(&self) -> Message {
        returned(self.what, self.cited)
    }
}

impl Beginning {
    fn said(&self) -> Message {
        match (&self.contract, self.stage) {
            (Some(contract), Some(stage)) => since(standing_at(contract.as_str(), stage), self.from),
            (Some(contract), None) => since(contract.as_str(), self.from),
            (None, _) => since(joining_unfollowed(), self.from),
        }
    }
}

impl Ended {
    fn said(&self) -> Message {
        let Self { contract, end, at, entry, .. } = self;
        match entry {
            Some(entry) => ended_on(contract.as_str(), *end, Cited { at: *at, entry: *entry }),
            None => ended_on(contract.as_str(), *end, *at),
        }
    }
}

impl Link {
    fn said(&self) -> Message {
        let link = link(self.contract.as_str(), self.invited, listed(self.arose_from.iter().map(Cause::said)));
        if self.depth > 1 { link_in_a_row(link, self.depth) } else { link }
    }
}

impl Reach {
    fn said(&self) -> Message {
        let noticed = change_noticed(self.change.as_str(), self.what, self.noticed);
        if self.steps.is_empty() {
            return noticed;
        }
        change_carried(noticed, listed(self.ways.iter()), numbered(&self.steps))
    }
}

impl Stall {
    fn said(&self) -> Message {
        match self {
            Stall::NotEnoughToSay => not_enough_to_say(),
            Stall::Nowhere => stalls_nowhere(),
            Stall::At(arcs) => stalls_at(listed(arcs.iter())),
        }
    }
}

impl Round {
    /// The turn, as far as it has come.
    fn said(&self) -> Message {
        let steps = [Some(invited_on(self.invited)), self.agreed.map(agreed_on), self.done.map(first_work_on)];
        let turn = turn(self.contract.as_str(), self.space, Row::Commas.of(steps.into_iter().flatten()));
        if self.back.is_empty() { turn } else { turn_and_back(turn, listed(self.back.iter().map(Return::said))) }
    }
}

impl Arc {
    /// What a beginning that came to its end led to: `led to an agreement`.
    pub(crate) fn led(self) -> &'static str {
        match self {
            Arc::ToContracting => "led to an agreement",
            Arc::ToIntervening => "led to work",
            Arc::ToJoining => "led back to joining",
        }
    }

    /// How many of its beginnings came to its end.
    fn count(self, beginnings: usize, some: usize) -> Message {
        match (self, some) {
            (Arc::ToContracting, 0) => no_agreement(beginnings),
            (Arc::ToIntervening, 0) => no_work(beginnings),
            (Arc::ToJoining, 0) => no_joining(beginnings),
            (Arc::ToContracting, some) => led_to_agreement(beginnings, some),
            (Arc::ToIntervening, some) => led_to_work(beginnings, some),
            (Arc::ToJoining, some) => led_to_joining(beginnings, some),
        }
    }

    /// From when time is counted on it.
    fn counted_from(self) -> Message {
        match self {
            Arc::ToContracting => when_joining_began(),
            Arc::ToIntervening => the_agreement(),
            Arc::ToJoining => when_work_began(),
        }
    }

    /// What has not come to its end yet.
    fn awaited(self, these: Said) -> Message {
        match self {
            Arc::ToContracting => agreement_awaited(these),
            Arc::ToIntervening => work_awaited(these),
            Arc::ToJoining => joining_awaited(these),
        }
    }

    /// What has not come to its end for longer than that.
    fn stalled(self, long: Elapsed, these: Said) -> Message {
        match self {
            Arc::ToContracting => agreement_stalled(long, these),
            Arc::ToIntervening => work_stalled(long, these),
            Arc::ToJoining => return_stalled(long, these),
        }
    }

    /// What closed before it came to its end.
    fn closed(self, these: Said) -> Message {
        match self {
            Arc::ToContracting => closed_before_agreement(these),
            Arc::ToIntervening => closed_before_work(these),
            Arc::ToJoining => closed_before_joining(these),
        }
    }

    /// A contract, with the day from which it counts.
    fn since(self, contract: Said, from: Cited) -> Message {
        match self {
            Arc::ToContracting => since_joining(contract, from),
            Arc::ToIntervening => since_agreement(contract, from),
            Arc::ToJoining => since_work(contract, from),
        }
    }
}

/// Of fewer beginnings than this, counts are said, and nothing that is estimated.
pub(crate) const ENOUGH_TO_ESTIMATE: usize = 5;

impl ArcReading {
    /// The contracts among some beginnings, each with the day from which it counts; nothing where there are none.
    fn contracts(&self, begun: &[Beginning]) -> Option<Said> {
        let of = |beginning: &Beginning| {
            let (contract, from) = (beginning.contract.as_ref()?.as_str(), beginning.from);
            let contract = beginning.stage.map_or_else(|| contract.into(), |stage| standing_at(contract, stage).into());
            Some(self.arc.since(contract, from))
        };
        let these: Vec<Message> = begun.iter().filter_map(of).collect();
        (!these.is_empty()).then(|| listed(these))
    }

    /// How many of the contracts came to the end of the arc, and how long it took.
    fn counted(&self, contracts: usize) -> Message {
        let travelled: Vec<&Ended> = self.travelled().collect();
        let (count, from) = (self.arc.count(contracts, travelled.len()), self.arc.counted_from());
        let times = travelled.iter().map(|ended| ended.took);
        match (travelled.as_slice(), times.clone().min(), times.max()) {
            ([], ..) | (_, None, _) | (_, _, None) => count,
            ([only], ..) => after_one(count, only.took, from),
            ([one, two], ..) => {
                let (first, second) = (one.contract.as_str(), two.contract.as_str());
                after_each_of_two(count, one.took, first, two.took, second, from)
            }
            (_, Some(shortest), Some(longest)) => {
                // Where they are said alike, they are said once.
                let counted = if shortest.said() == longest.said() {
                    each_after(count, shortest, from)
                } else {
                    from_to(count, shortest, longest, from)
                };
                match self.curve.median.filter(|_| contracts >= ENOUGH_TO_ESTIMATE) {
                    Some(half) => and_half(counted, half),
                    None => counted,
                }
            }
        }
    }

    fn said(&self) -> Message {
        let arc = Said::capital(self.arc);
        if self.beginnings() == 0 {
            return nothing_begun(arc);
        }
        // Of joining, what no invitation has followed yet is said by itself.
        let bare = |begun: &[Beginning]| begun.iter().find(|begun| begun.contract.is_none()).map(|begun| begun.from);
        let contracts = self.ends.len() + self.unfinished().filter(|begun| begun.contract.is_some()).count();
        let mut parts = Vec::new();
        if contracts > 0 {
            parts.push(self.counted(contracts));
        }
        parts.extend(self.contracts(&self.under_way).map(|waiting| self.arc.awaited(waiting)));
        parts.extend(self.contracts(&self.stalled).map(|waiting| self.arc.stalled(self.may_wait, waiting)));
        let others: Vec<Message> = self.ends.iter().filter(|ended| ended.end != End::Reached).map(Ended::said).collect();
        if !others.is_empty() {
            parts.push(self.arc.closed(listed(others)));
        }
        parts.extend(bare(&self.under_way).map(joining_goes_on));
        parts.extend(bare(&self.stalled).map(|from| joining_stalled(self.may_wait, from)));
        arc_reading(arc, Row::Semicolons.of(parts))
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
        let (led, travelled) = (arc.led(), curve.count(End::Reached));
        write!(
            f,
            "{}, over {clinicians} clinicians: {travelled} of {} beginnings {led}",
            capital(arc.label()),
            curve.beginnings
        )?;
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
    /// A paragraph for each part, with dates and the numbers of entries. Long lists are cut, and say how many more there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(message::text(&self.lines()).trim_end())
    }
}

impl Turns {
    /// How many invitations came before any joining was recorded, if any did.
    pub(crate) fn unjoined(&self) -> Option<Message> {
        let without = self.rounds.iter().filter(|round| round.joined.is_none()).count();
        (without > 0).then(|| unjoined(without))
    }

    /// The text, line by line.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let turns: Vec<&Round> = self.completed().collect();
        let (as_of, invitations) = (as_of(self.as_of, self.known_at), out_of(self.rounds.len()));
        let mut lines = vec![vec![reading(as_of, complete(turns.len()), invitations, self.parameters.to_string())]];
        lines.extend(turns.iter().take(LISTED).map(|round| vec![bullet(sentence(round.said()))]));
        if turns.len() > LISTED {
            lines.push(vec![bullet(left_out(turns.len() - LISTED))]);
        }
        lines.extend(self.arcs.iter().map(|arc| vec![arc.said()]));
        lines.extend(self.unjoined().map(|said| vec![said]));
        lines.extend(RecordedFor::line(&self.recorded_for));
        lines.push(vec![self.stall.said()]);
        match self.chain.as_slice() {
            [] => {}
            [link] => lines.push(vec![sentence(link.said())]),
            several => lines.push(vec![links(listed_apart(several.iter().map(Link::said)))]),
        }
        let furthest: Vec<&Reach> = self.furthest().collect();
        lines.push(vec![match (furthest.as_slice(), self.changes.as_slice()) {
            (_, []) => no_change(),
            ([], [first, ..]) => not_carried(self.changes.len(), first.noticed.at),
            ([only], [_]) => one_change(only.said()),
            ([only], changes) => furthest_of(changes.len(), only.said()),
            (furthest, changes) => furthest_several(changes.len(), listed_apart(furthest.iter().map(|reach| reach.said()))),
        }]);
        lines
    }
}
