//! How the clinician came to belong, and who left the team.

use std::collections::BTreeMap;

use super::window::Window;
use crate::attachment;
use crate::cycle::{Entry, Event};
use crate::history::View;
use crate::id::PersonId;
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::simulation::outcome::course::Course;
use crate::simulation::outcome::observed::Observed;
use crate::simulation::outcome::outcomes::Outcome;
use crate::simulation::outcome::ratio::Ratio;
use crate::simulation::outcome::span::Span;
use crate::standing::{Parameters, Running, Step};
use crate::turns::End;

/// The times until the standing was first that of an ally, and embedded, from the opening of the cycle.
pub(super) fn time_to_standing(
    view: &View<'_>,
    parameters: &Parameters,
    opening: Moment,
    span: &Span,
    window: Window,
    observed: &mut Observed,
) {
    // A cycle that was opened before the span may have been an ally's long since.
    if opening < span.from() || opening > window.until {
        return;
    }
    let mut standing = Running::default();
    let (mut ally, mut embedded) = (None, None);
    for &entry in view.in_order().iter() {
        standing.take(entry, view.cycle(), |number| view.entry(number));
        let (step, at) = (standing.step(parameters), entry.act().occurred_at);
        if step >= Step::Ally {
            ally.get_or_insert((at, End::Reached));
        }
        if step >= Step::Embedded {
            embedded.get_or_insert((at, End::Reached));
            break;
        }
    }
    observed.follow(Course::ToAlly, window.follow_from(opening, ally));
    observed.follow(Course::ToEmbedded, window.follow_from(opening, embedded));
}

/// Who of the social work side is there, since when.
#[derive(Default)]
pub(super) struct Pass<'e> {
    here: BTreeMap<&'e PersonId, Moment>,
    turnover: Ratio,
}

impl<'e> Pass<'e> {
    pub(super) fn take(&mut self, entry: &'e Entry, window: Window) {
        let Event::Attachment(event) = entry.event() else { return };
        let at = entry.act().occurred_at;
        let on_side = |role: Role| role.side() == Side::SocialWork;
        if let attachment::Event::PersonEntered(data) = event
            && on_side(data.role)
        {
            self.here.entry(&data.person).or_insert(at);
        } else if let attachment::Event::PersonLeft(data) = event
            && data.role.is_none_or(on_side)
            && let Some(since) = self.here.remove(&data.person)
        {
            let num = u64::from(window.holds(at));
            self.turnover += Ratio { num, den: window.overlap(since, at) };
        }
    }

    pub(super) fn observe(mut self, window: Window, observed: &mut Observed) {
        for &since in self.here.values() {
            self.turnover += Ratio { num: 0, den: window.overlap(since, window.until) };
        }
        observed.count(Outcome::Turnover, self.turnover);
    }
}
