//! What is open, as far as the reader is shown it.

use std::fmt::{self, Formatter};

use super::{Page, all, section};
use crate::id::{ConcernId, ConsentId, OutcomeId};
use crate::overview::Open;

impl Page<'_> {
    pub(super) fn write_open(&self, f: &mut Formatter<'_>, open: &Open<'_>) -> fmt::Result {
        let consent =
            |id: &&&ConsentId| self.overview.work.consents.get(id).is_none_or(|consent| self.tells(consent.given.entry()));
        let concern =
            |id: &&&ConcernId| self.overview.work.concerns.get(id).is_none_or(|concern| self.tells(concern.raised.entry()));
        let outcome =
            |id: &&&OutcomeId| self.overview.deciding.outcomes.get(id).is_none_or(|it| self.tells(it.learned.entry()));
        // Not everybody is shown that views are missing.
        let views = self.overview.partnering.views.iter();
        let views = views.filter(|it| it.included.is_empty() && self.told(&it.missing).is_empty());
        let lines = [
            ("contracts", all(&open.contracts)),
            ("reframes not answered", all(&open.reframes_unanswered)),
            ("terms not accepted by both sides", all(&open.terms_not_accepted)),
            ("reviews overdue", all(&open.reviews_overdue)),
            ("contracts with a party who is no longer here", all(&open.parties_gone)),
            ("contracts that lapsed and were not renewed", all(&open.lapsed)),
            ("renewals that wait for an agreement", all(&open.renewals_waiting)),
            ("interventions", all(&open.interventions)),
            ("interventions that no contract covers so far", all(&open.interventions_uncovered)),
            ("sessions that no contract covers so far", all(&open.sessions_uncovered)),
            ("concerns not passed on", all(open.concerns_not_passed_on.iter().filter(concern))),
            ("suggestions not answered", all(&open.suggestions_unanswered)),
            ("consents in force", all(open.consents_in_force.iter().filter(consent))),
            ("changes only noticed so far", all(&open.changes_only_noticed)),
            ("families who asked for help again, not invited yet", all(&open.asked_again_unanswered)),
            ("conflicts of interest not answered", all(&open.conflicts_unanswered)),
            ("plans that go on", all(&open.plans)),
            ("plans whose day to look again has passed", all(&open.plans_to_look_at)),
            ("disagreements not settled, which they need not be", all(&open.disagreements)),
            (
                "disagreements on which a child's safety depends, taken to nobody else",
                all(&open.disagreements_not_escalated),
            ),
            ("steps handed back, and taken up by nobody", all(&open.steps_handed_back)),
            ("outcomes not told to those who decided", all(open.outcomes_not_fed_back.iter().filter(outcome))),
            ("places on a programme", all(&open.programmes)),
            ("views sought, neither included nor missing", all(views.map(|it| it.views))),
            ("disruptions of a placement not discussed so far", all(&open.disruptions_not_discussed)),
        ];
        let lines: Vec<_> = lines.into_iter().filter(|(_, things)| !things.is_empty()).collect();
        if lines.is_empty() {
            return writeln!(f, "\nOpen\n  nothing");
        }
        section(f, "Open", &lines, |f, (what, things)| writeln!(f, "  {what}: {things}"))
    }
}
