//! A contract of the naive model: the words, and what it remembers.
//!
//! Times are hours since the first of March 2026, and days are counted from then.

pub(crate) type Hour = i64;
pub(crate) type Day = i64;
pub(crate) type Who = usize;
pub(crate) type Name = usize;
/// A space and a stream, each by its place in a list.
pub(crate) type Request = (usize, Option<usize>);

/// The hour at which a day is over in London; on the 29th of March 2026 summer time begins.
pub(crate) fn end_of(day: Day) -> Hour {
    24 * (day + 1) - i64::from(day >= 28)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Clinical,
    Social,
    Family,
    Partner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Clinician,
    SocialWorker,
    Manager,
    Parent,
    Court,
    School,
}

impl Role {
    pub(crate) const ALL: [Role; 6] =
        [Role::Clinician, Role::SocialWorker, Role::Manager, Role::Parent, Role::Court, Role::School];

    pub(crate) fn side(self) -> Side {
        match self {
            Role::Clinician => Side::Clinical,
            Role::SocialWorker | Role::Manager => Side::Social,
            Role::Parent => Side::Family,
            Role::Court | Role::School => Side::Partner,
        }
    }

    pub(crate) fn is_of_the_two_sides(self) -> bool {
        matches!(self.side(), Side::Clinical | Side::Social)
    }

    /// Whether somebody in this role may take a statutory decision; of a manager that hangs on their registration.
    pub(crate) fn has_a_mandate(self) -> bool {
        matches!(self, Role::SocialWorker | Role::Manager | Role::Court)
    }
}

/// Terms, as far as anything hangs on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) complete: bool,
    pub(crate) gives_a_decision_away: bool,
    pub(crate) family_understanding: bool,
    pub(crate) ends: Option<Day>,
    pub(crate) review_by: Option<Day>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Welcomed,
    Adapted(Request),
    NotWelcomed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Successor {
    Here(Name),
    Elsewhere,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Accept,
    Reframe(Request),
    Answer(Answer),
    Propose(Terms),
    AcceptTerms(u32),
    Decline,
    Withdraw,
    Postpone,
    Restore,
    Begin,
    Review { next: Option<Day> },
    Replace { party: Who, successor: Who },
    Flex { decision: bool },
    Suspend,
    Resume,
    Complete,
    End { did_not_take_place: bool, with: Who },
    Revoke,
    Renew(Successor),
}

impl Step {
    /// How many kinds there are.
    pub(crate) const KINDS: usize = 19;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Invited,
    Reframed,
    Negotiating,
    Agreed,
    Postponed,
    Active,
    Suspended,
    Lapsed,
    Declined,
    Withdrawn,
    Completed,
    Ended,
    Revoked,
}

impl Stage {
    pub(crate) fn is_over(self) -> bool {
        matches!(self, Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked)
    }
}

/// Where a contract came to at an hour, and the hour from which its planned end has passed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) at: Hour,
    pub(crate) stage: Stage,
    pub(crate) over_from: Option<Hour>,
}

impl Mark {
    fn stage_at(&self, at: Hour) -> Stage {
        let lapsed = self.stage == Stage::Active && self.over_from.is_some_and(|over| over <= at);
        if lapsed { Stage::Lapsed } else { self.stage }
    }
}

/// The terms on the table, and who of the clinical and of the social work side accepted them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) version: u32,
    pub(crate) terms: Terms,
    pub(crate) accepted: [Option<Who>; 2],
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Agreement {
    pub(crate) version: u32,
    pub(crate) terms: Terms,
    /// Who accepted for the clinical and for the social work side.
    pub(crate) accepted: [Who; 2],
}

#[derive(Debug, Clone)]
pub(crate) struct Contract {
    pub(crate) invited_by: Role,
    /// How many were invited before it.
    pub(crate) place: usize,
    /// What was asked for first, and what is talked of now.
    pub(crate) first_request: Request,
    pub(crate) request: Request,
    pub(crate) offered: Option<Request>,
    pub(crate) table: Option<Table>,
    pub(crate) version: u32,
    pub(crate) agreement: Option<Agreement>,
    pub(crate) stage: Stage,
    pub(crate) trail: Vec<Mark>,
    /// Since when by which day it is to be reviewed.
    pub(crate) reviews: Vec<(Hour, Option<Day>)>,
    /// From which hour on who works under it for which side, in place of whoever accepted.
    pub(crate) replaced: Vec<(Hour, usize, Who)>,
    pub(crate) successor: Option<Successor>,
}

pub(crate) fn seat(role: Role) -> usize {
    usize::from(role.side() == Side::Social)
}

impl Contract {
    /// The side that was asked, and that answers.
    pub(crate) fn asked(&self) -> Side {
        if self.invited_by == Role::Clinician { Side::Social } else { Side::Clinical }
    }

    /// Who works under what was agreed, for the clinical and for the social work side.
    pub(crate) fn parties(&self, at: Hour) -> Option<[Who; 2]> {
        let accepted = self.agreement?.accepted;
        let last = |side| {
            let replaced = self.replaced.iter().filter(|(since, place, _)| *since <= at && *place == side);
            // Of what occurred at one hour, the later recorded counts.
            replaced.max_by_key(|(since, ..)| *since).map_or(accepted[side], |(.., who)| *who)
        };
        Some([last(0), last(1)])
    }

    pub(crate) fn has_ended_by(&self, at: Hour) -> bool {
        self.agreement.and_then(|agreement| agreement.terms.ends).is_some_and(|day| end_of(day) <= at)
    }

    /// Where it stands after all its steps.
    pub(crate) fn latest_stage(&self, at: Hour) -> Stage {
        if self.stage == Stage::Active && self.has_ended_by(at) { Stage::Lapsed } else { self.stage }
    }

    /// Where it stood at an hour.
    pub(crate) fn stage_at(&self, at: Hour) -> Option<Stage> {
        self.trail.iter().rev().find(|mark| mark.at <= at).map(|mark| mark.stage_at(at))
    }

    pub(crate) fn is_review_overdue(&self, at: Hour) -> bool {
        let under_way = matches!(self.stage, Stage::Active | Stage::Suspended);
        // Of what was said at one hour, the later recorded counts.
        let last = self.reviews.iter().max_by_key(|(since, _)| *since);
        under_way && last.and_then(|(_, day)| *day).is_some_and(|day| end_of(day) <= at)
    }

    /// Whether it was active or suspended at an hour; of steps at that very hour, each stage counts.
    pub(crate) fn was_under_way(&self, at: Hour) -> bool {
        let last = self.trail.iter().rposition(|mark| mark.at < at).unwrap_or(0);
        let mut stood = self.trail.iter().skip(last).take_while(|mark| mark.at <= at).map(|mark| mark.stage_at(at));
        stood.any(|stage| matches!(stage, Stage::Active | Stage::Suspended))
    }

    /// Since when both sides have agreed to it, whatever became of the work; unless it was talked of anew or taken back since.
    pub(crate) fn agreed_since(&self) -> Option<Hour> {
        let talked_of = [Stage::Invited, Stage::Reframed, Stage::Negotiating, Stage::Declined, Stage::Withdrawn];
        let agreed = self.trail.iter().rev().take_while(|mark| !talked_of.contains(&mark.stage));
        agreed.last().map(|mark| mark.at)
    }

    pub(crate) fn come_to(&mut self, stage: Stage, at: Hour) {
        self.stage = stage;
        let over_from = self.agreement.and_then(|agreement| agreement.terms.ends).map(end_of);
        self.trail.push(Mark { at, stage, over_from });
    }

    pub(crate) fn invited_at(&self) -> Hour {
        self.trail.first().map_or(Hour::MIN, |mark| mark.at)
    }

    pub(crate) fn last_step(&self) -> Hour {
        self.trail.last().map_or(Hour::MIN, |mark| mark.at)
    }
}

/// Of the spaces of the walk, the second alone is one where a family is expected.
pub(crate) fn is_family_expected(space: usize) -> bool {
    space == 1
}
