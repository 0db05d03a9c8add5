//! What people tend to do, out of numbers.

use super::amounts::Amounts;
use crate::simulation::{
    AfterAChange, Asked, Assessing, Changes, Comes, Contracting, Deciding, Differing, Discussing, Disrupting, Inviting,
    Joining, Keeping, Planning, Protected, Shock, Source, Staffing, Suggestions, Suspending, Urgent, Watching, Working,
};
use crate::space::Space;

impl Amounts<'_> {
    /// Something that a scenario may leave out.
    pub(super) fn perhaps<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.0.chance(4) { Some(make(self)) } else { None }
    }

    /// A tendency: three in four are there.
    pub(super) fn mostly<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.0.chance(6) { Some(make(self)) } else { None }
    }

    pub(super) fn joining(&mut self) -> Joining {
        Joining {
            occasions: self.rate(),
            workers_met: self.amount(&[1.0, 3.0]),
            notices_rules: self.rate(),
            works_with_rules_after: self.length(),
            acknowledgements: self.rate(),
            influence: self.chance(),
            at_most_apart: self.perhaps(Self::interval),
            joins_again_after: self.interval(),
            protected: self.perhaps(|amounts| Protected {
                occasions: amounts.amount(&[0.0, 1.0, 4.0]),
                apart: amounts.interval(),
                minutes: amounts.amount(&[0.0, 30.0]),
            }),
        }
    }

    pub(super) fn inviting(&mut self) -> Inviting {
        let invites = self.rate();
        let spaces = 1 + self.0.below(3);
        Inviting {
            invites,
            offers: self.perhaps(Self::rate),
            new_family: self.chance(),
            after_a_change: self.perhaps(|amounts| AfterAChange { chance: amounts.chance(), after: amounts.length() }),
            spaces: (0..spaces).map(|_| self.asked()).collect(),
        }
    }

    fn asked(&mut self) -> Asked {
        let spaces = [Space::CaseConsultation, Space::HomeVisit, Space::TeamMeeting, Space::JointSession];
        let (space, stream) = (self.0.one(&spaces), self.0.word());
        Asked { space, stream, weight: self.0.one(&[1.0, 0.5, 10.0]), source: Source::Illustrative }
    }

    pub(super) fn contracting(&mut self) -> Contracting {
        let ((declines, reframes), (welcomes, adapts)) = (self.either(), self.either());
        Contracting {
            answers_after: self.length(),
            declines,
            reframes,
            risk_too_high: self.chance(),
            reframe_answered_after: self.length(),
            welcomes,
            adapts,
            terms_after: self.length(),
            accepted_after: self.length(),
            patience: self.length(),
            begins_after: self.length(),
            names_its_end: self.chance(),
            lasts: self.interval(),
            first_review_after: self.length(),
        }
    }

    pub(super) fn working(&mut self) -> Working {
        Working {
            begins_after: self.length(),
            joint_work: self.chance(),
            meetings_every: self.interval(),
            minutes: self.amount(&[0.0, 60.0, 480.0]),
            cancelled: self.chance(),
            family_told: self.chance(),
            concerns: self.chance(),
            suggestions: Suggestions {
                offered: self.chance(),
                answered: self.chance(),
                answered_after: self.length(),
                taken_up: self.chance(),
            },
            changes: Changes {
                noticed: self.chance(),
                witnessed: self.chance(),
                come_back_after: self.length(),
                documented: self.chance(),
                amplified: self.chance(),
                acknowledged: self.chance(),
            },
            open_ended: self.interval(),
            lapses: self.chance(),
            settled_after: self.length(),
            urgent: self.perhaps(|amounts| Urgent {
                meetings: amounts.rate(),
                work_begins: amounts.chance(),
                covered_after: amounts.length(),
            }),
        }
    }

    pub(super) fn keeping(&mut self) -> Keeping {
        Keeping {
            review_every: self.interval(),
            review_suspended_every: self.interval(),
            suspending: self.perhaps(|amounts| Suspending {
                suspensions: amounts.rate(),
                lasts: amounts.length(),
                resumed: amounts.chance(),
            }),
            renewed: self.chance(),
            asked_days_before: self.amount(&[0.0, 7.0, 60.0]),
        }
    }

    pub(super) fn discussing(&mut self) -> Discussing {
        let (goes_on, changes) = self.either();
        let (up, down) = self.either();
        let (immediate_danger, safety_affected) = self.either();
        Discussing {
            discussions: self.rate(),
            said: self.chance(),
            returned: self.chance(),
            planning: Planning {
                planned: self.chance(),
                looks_again_after: self.interval(),
                goes_on,
                changes,
                handed_back: self.chance(),
                handed_back_after: self.interval(),
                taken_up_after: self.length(),
            },
            deciding: Deciding { decided: self.chance(), up, down },
            differing: Differing {
                differ: self.chance(),
                immediate_danger,
                safety_affected,
                stays_open: self.chance(),
                settled_after: self.length(),
                escalated: self.chance(),
            },
            assessing: self.perhaps(|amounts| Assessing { completed: amounts.rate(), authorised_after: amounts.length() }),
            status_changes: self.perhaps(Self::rate),
        }
    }

    pub(super) fn staffing(&mut self) -> Staffing {
        Staffing {
            workers_leave: self.rate(),
            vacant_for: self.length(),
            replaced_after: self.length(),
            disrupts: self.chance(),
            clinicians_leave: self.perhaps(Self::rate),
            clinician_follows_after: self.length(),
        }
    }

    pub(super) fn disrupting(&mut self) -> Disrupting {
        let shocks = self.0.below(3);
        let shock = |amounts: &mut Self| Shock {
            what: amounts.0.word(),
            comes: if amounts.0.chance(4) { Comes::At(amounts.rate()) } else { Comes::OnDay(amounts.0.below(60) as u32) },
            ends: amounts.chance(),
            cut: amounts.amount(&[0.0, 0.4, 1.0]),
            lasts: amounts.length(),
        };
        Disrupting { shocks: (0..shocks).map(|_| shock(self)).collect() }
    }

    pub(super) fn watching(&mut self) -> Watching {
        let spaces = 1 + self.0.below(3);
        Watching {
            looks_every: self.interval(),
            spaces: (0..spaces)
                .map(|_| self.0.one(&[Space::TeamMeeting, Space::HomeVisit, Space::CaseConsultation]))
                .collect(),
            attends: self.chance(),
            opportunity: self.chance(),
            error: self.chance(),
            notes_absent: self.chance(),
            copies_a_colleague: self.chance(),
            reviews_every: self.perhaps(Self::interval),
            talks_after: self.interval(),
        }
    }
}
