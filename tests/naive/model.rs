//! The naive model: who is there, and the life of a contract, with as little cleverness as that takes.
//!
//! Where the description of the domain is silent, it is as the documentation of the library has it.

use std::collections::BTreeMap;

use crate::contract::{
    Agreement, Answer, Contract, Hour, Mark, Name, Request, Role, Side, Stage, Step, Successor, Table, Who, end_of,
    is_family_expected, seat,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Open,
    Close,
    Enter(Who, Role),
    Leave(Who),
    Invite(Name, Request),
    Take(Name, Step),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Act {
    pub(crate) deed: Deed,
    pub(crate) by: Who,
    pub(crate) occurred: Hour,
    pub(crate) recorded: Hour,
}

/// Why not, in a few words for whoever looks into a difference.
pub(crate) type Refused = &'static str;

fn unless(refused: bool, why: Refused) -> Result<(), Refused> {
    if refused { Err(why) } else { Ok(()) }
}

/// All there is.
#[derive(Debug, Default)]
pub(crate) struct World {
    opened: Option<(Hour, Who)>,
    pub(crate) closed: Option<Hour>,
    last_recorded: Hour,
    lives: BTreeMap<Who, Vec<(Hour, Option<Role>)>>,
    pub(crate) contracts: BTreeMap<Name, Contract>,
    done: Vec<(Deed, Who, Hour)>,
}

/// The one whose attachment it is.
pub(crate) const CLINICIAN: Who = 1;

impl World {
    /// What somebody was at an hour; whoever left at that very hour was still there.
    pub(crate) fn role_at(&self, who: Who, at: Hour) -> Option<Role> {
        let mut life = self.lives.get(&who)?.iter().rev();
        life.find(|(since, role)| *since < at || (*since == at && role.is_some()))?.1
    }

    /// What somebody is from an hour on.
    fn role_from(&self, who: Who, at: Hour) -> Option<Role> {
        self.lives.get(&who)?.iter().rev().find(|(since, _)| *since <= at)?.1
    }

    pub(crate) fn opened_by(&self) -> Option<Who> {
        self.opened.map(|(_, by)| by)
    }

    /// Whether somebody arranged the post and was never in the cycle.
    fn arranges(&self, who: Who) -> bool {
        self.opened_by() == Some(who) && !self.lives.contains_key(&who)
    }

    /// From an hour on somebody is something, until what is said of a later hour.
    fn become_something(&mut self, who: Who, role: Option<Role>, at: Hour) {
        let life = self.lives.entry(who).or_default();
        let place = life.iter().take_while(|(since, _)| *since <= at).count();
        life.insert(place, (at, role));
    }

    pub(crate) fn take(&mut self, act: &Act) -> Result<(), Refused> {
        let Act { deed, by, occurred: at, recorded } = *act;
        unless(self.done.contains(&(deed, by, at)), "recorded already")?;
        unless(recorded < at, "recorded before it occurred")?;
        unless(self.opened.is_some() && recorded < self.last_recorded, "recorded earlier than the entry before")?;
        match (self.opened, deed) {
            (None, Deed::Open) => {
                self.opened = Some((at, by));
                self.become_something(CLINICIAN, Some(Role::Clinician), at);
            }
            (None, _) => return Err("not open"),
            (Some(_), Deed::Open) => return Err("open already"),
            (Some((opened, _)), _) => {
                unless(at < opened, "before the opening")?;
                self.go_on(deed, by, at, recorded)?;
            }
        }
        self.last_recorded = recorded;
        self.done.push((deed, by, at));
        Ok(())
    }

    fn go_on(&mut self, deed: Deed, by: Who, at: Hour, recorded: Hour) -> Result<(), Refused> {
        if let Deed::Enter(who, _) | Deed::Leave(who) = deed {
            // Who is here is said by whoever was here then, or is when it is recorded; of oneself, by whoever was here then.
            let now = if who == by { None } else { self.role_at(by, recorded) };
            let roles: Vec<Role> = self.role_at(by, at).into_iter().chain(now).collect();
            unless(roles.is_empty() && !self.arranges(by), "whoever says so is not here")?;
            return self.come_and_go(deed, by, &roles, at);
        }
        let role = self.role_at(by, at).ok_or("whoever acts is not here")?;
        if deed == Deed::Close {
            unless(self.closed.is_some(), "closed already")?;
            unless(role.side() == Side::Family, "not theirs")?;
            self.closed = Some(at);
            return Ok(());
        }
        // What occurred before can still be recorded, and open contracts be closed.
        let closes = matches!(
            deed,
            Deed::Take(
                _,
                Step::Decline | Step::Withdraw | Step::Complete | Step::End { .. } | Step::Revoke | Step::Renew(_)
            )
        );
        unless(self.closed.is_some_and(|closed| closed < at) && !closes, "the cycle was closed by then")?;
        match deed {
            Deed::Invite(name, request) => self.invite(name, request, role, at),
            Deed::Take(name, step) => self.step(name, step, by, role, at),
            Deed::Open | Deed::Close | Deed::Enter(..) | Deed::Leave(_) => Ok(()),
        }
    }

    /// People enter and leave, as somebody says who holds these roles; without any, they arrange the post.
    fn come_and_go(&mut self, deed: Deed, by: Who, roles: &[Role], at: Hour) -> Result<(), Refused> {
        let arranges = self.arranges(by);
        let says = |sides: &[Side]| arranges || roles.iter().any(|role| sides.contains(&role.side()));
        match deed {
            Deed::Enter(who, entering) => {
                let theirs = match entering.side() {
                    Side::Clinical | Side::Social => says(&[Side::Clinical, Side::Social]),
                    Side::Family => says(&[Side::Clinical, Side::Social, Side::Family, Side::Partner]),
                    Side::Partner => says(&[Side::Clinical, Side::Social, Side::Partner]),
                };
                unless(!theirs, "not theirs to enter")?;
                let before = self.role_at(who, at);
                unless(self.role_from(who, at) == Some(entering), "here in that role already")?;
                unless(who != CLINICIAN && entering == Role::Clinician, "another clinician")?;
                unless(who == CLINICIAN && entering != Role::Clinician, "the clinician stays the clinician")?;
                let mandated = before.is_some_and(Role::has_a_mandate) || !entering.has_a_mandate();
                unless(who == by && !mandated && !arranges, "nobody gives themself a mandate")?;
                // Whoever takes on a role in place of another gives that one up.
                let may_leave = self.role_from(who, at).is_none() || who == by || says(&[Side::Clinical, Side::Social]);
                unless(!may_leave, "not theirs to say who is no longer what they were")?;
                self.become_something(who, Some(entering), at);
            }
            Deed::Leave(who) => {
                unless(who != by && !says(&[Side::Clinical, Side::Social]), "not theirs to say who leaves")?;
                unless(self.role_from(who, at).is_none(), "not here")?;
                self.become_something(who, None, at);
            }
            Deed::Open | Deed::Close | Deed::Invite(..) | Deed::Take(..) => {}
        }
        Ok(())
    }

    fn invite(&mut self, name: Name, request: Request, role: Role, at: Hour) -> Result<(), Refused> {
        unless(self.contracts.contains_key(&name), "that name is taken")?;
        unless(!role.is_of_the_two_sides() && role != Role::Court, "not theirs to invite")?;
        let contract = Contract {
            invited_by: role,
            place: self.contracts.len(),
            first_request: request,
            request,
            offered: None,
            table: None,
            version: 0,
            agreement: None,
            stage: Stage::Invited,
            trail: vec![Mark { at, stage: Stage::Invited, over_from: None }],
            reviews: Vec::new(),
            replaced: Vec::new(),
            successor: None,
        };
        self.contracts.insert(name, contract);
        Ok(())
    }

    fn step(&mut self, name: Name, step: Step, by: Who, role: Role, at: Hour) -> Result<(), Refused> {
        let mut it = self.contracts.get(&name).ok_or("no such contract")?.clone();
        match step {
            Step::Review { .. } | Step::Replace { .. } | Step::Flex { .. } => self.note(&mut it, step, role, at)?,
            _ => {
                unless(at < it.last_step(), "a later step is recorded")?;
                self.move_on(&mut it, step, by, role, at)?;
            }
        }
        let agreed = it.stage == Stage::Agreed;
        self.contracts.insert(name, it);
        if agreed {
            self.complete_what_goes_on_in(name, at);
        }
        Ok(())
    }

    /// What goes on in a contract that is agreed is completed by it.
    fn complete_what_goes_on_in(&mut self, successor: Name, at: Hour) {
        for contract in self.contracts.values_mut() {
            if contract.successor == Some(Successor::Here(successor)) && !contract.stage.is_over() {
                // Not before the two were linked, though it be agreed by then.
                let at = at.max(contract.last_step());
                contract.come_to(Stage::Completed, at);
            }
        }
    }

    /// What moves no stage is judged by where the contract stood when it occurred.
    fn note(&self, it: &mut Contract, step: Step, role: Role, at: Hour) -> Result<(), Refused> {
        unless(!it.was_under_way(at), "not at that stage")?;
        unless(!role.is_of_the_two_sides(), "not theirs")?;
        match step {
            Step::Review { next } => it.reviews.push((at, next)),
            Step::Replace { party, successor } => {
                let parties = it.parties(at).ok_or("nothing was agreed")?;
                let place = parties.iter().position(|&one| one == party).ok_or("not a party")?;
                let side = if place == 0 { Side::Clinical } else { Side::Social };
                let successor_side = self.role_at(successor, at).map(Role::side);
                unless(successor_side != Some(side) || successor == party, "not here on that side")?;
                it.replaced.push((at, place, successor));
            }
            _ => {}
        }
        Ok(())
    }

    fn move_on(&self, it: &mut Contract, step: Step, by: Who, role: Role, at: Hour) -> Result<(), Refused> {
        let (side, either) = (role.side(), role.is_of_the_two_sides());
        match (it.latest_stage(at), step) {
            (Stage::Invited, Step::Accept) => {
                unless(side != it.asked(), "not theirs to accept")?;
                it.come_to(Stage::Negotiating, at);
            }
            (Stage::Invited | Stage::Negotiating, Step::Reframe(to)) => {
                unless(side != Side::Clinical, "not theirs to reframe")?;
                unless(to == it.request, "that was asked for anyway")?;
                it.offered = Some(to);
                // Terms were about what was talked of before.
                it.table = None;
                it.come_to(Stage::Reframed, at);
            }
            (Stage::Reframed, Step::Answer(answer)) => {
                unless(side != Side::Social, "not theirs to answer")?;
                let (request, stage) = match answer {
                    Answer::Welcomed => (it.offered.unwrap_or(it.request), Stage::Negotiating),
                    Answer::Adapted(to) => (to, Stage::Negotiating),
                    Answer::NotWelcomed => (it.first_request, Stage::Invited),
                };
                it.request = request;
                it.come_to(stage, at);
            }
            (
                Stage::Invited | Stage::Negotiating | Stage::Agreed | Stage::Postponed | Stage::Active,
                Step::Propose(terms),
            ) => {
                unless(!either, "not theirs to propose")?;
                unless(terms.gives_a_decision_away, "a decision is given away")?;
                it.version += 1;
                it.table = Some(Table { version: it.version, terms, accepted: [None, None] });
                let amends = it.stage == Stage::Active;
                if !amends {
                    it.agreement = None;
                }
                it.come_to(if amends { Stage::Active } else { Stage::Negotiating }, at);
            }
            (Stage::Negotiating | Stage::Active, Step::AcceptTerms(version)) => self.accept(it, version, by, role, at)?,
            (Stage::Invited, Step::Decline) => {
                unless(side != it.asked(), "not theirs to decline")?;
                it.come_to(Stage::Declined, at);
            }
            (Stage::Reframed | Stage::Negotiating, Step::Decline) => {
                unless(!either, "not theirs to decline")?;
                it.come_to(Stage::Declined, at);
            }
            (Stage::Invited, Step::Withdraw) => {
                let asked_for_it = match it.invited_by {
                    Role::Court => role == Role::Court,
                    Role::Clinician => side == Side::Clinical,
                    _ => side == Side::Social,
                };
                unless(!asked_for_it, "not theirs to withdraw")?;
                it.come_to(Stage::Withdrawn, at);
            }
            (Stage::Reframed | Stage::Negotiating | Stage::Agreed | Stage::Postponed, Step::Withdraw) => {
                let court = role == Role::Court && it.invited_by == Role::Court;
                unless(!either && !court, "not theirs to withdraw")?;
                it.come_to(Stage::Withdrawn, at);
            }
            (Stage::Active | Stage::Suspended, Step::Revoke) => {
                unless(!either && side != Side::Family, "not theirs to revoke")?;
                it.come_to(Stage::Revoked, at);
            }
            (stage, Step::Renew(successor)) => self.renew(it, stage, successor, either, at)?,
            (stage, Step::End { did_not_take_place, with }) => {
                unless(!either, "not theirs to end")?;
                let before = stage == Stage::Agreed;
                let under_way = matches!(stage, Stage::Active | Stage::Suspended | Stage::Lapsed);
                unless(!before && !under_way, "not at that stage")?;
                unless(before != did_not_take_place, "for another reason")?;
                let other = self.role_at(with, at).map(Role::side);
                let joint = matches!(other, Some(Side::Clinical | Side::Social)) && other != Some(side);
                unless(!joint, "ended alone")?;
                it.come_to(Stage::Ended, at);
            }
            (stage, step) => {
                let to = match (stage, step) {
                    (Stage::Agreed, Step::Begin) => Stage::Active,
                    (Stage::Agreed, Step::Postpone) => Stage::Postponed,
                    (Stage::Postponed, Step::Restore) => Stage::Agreed,
                    (Stage::Active, Step::Suspend) => Stage::Suspended,
                    (Stage::Suspended, Step::Resume) => Stage::Active,
                    (Stage::Active | Stage::Suspended | Stage::Lapsed, Step::Complete) => Stage::Completed,
                    _ => return Err("not at that stage"),
                };
                unless(!either, "not theirs")?;
                unless(matches!(step, Step::Begin | Step::Resume) && it.has_ended_by(at), "its planned end has passed")?;
                it.come_to(to, at);
            }
        }
        Ok(())
    }

    /// One side accepts a version of the terms; where both have, it is agreed.
    fn accept(&self, it: &mut Contract, version: u32, by: Who, role: Role, at: Hour) -> Result<(), Refused> {
        unless(!role.is_of_the_two_sides(), "not theirs to accept")?;
        let mut table = it.table.ok_or("nothing is on the table")?;
        unless(table.version != version, "another version")?;
        let family_is_expected = is_family_expected(it.request.0);
        let understood = table.terms.family_understanding || !family_is_expected;
        unless(!table.terms.complete || !understood, "gaps")?;
        // What is yet to begin is refused when it would begin; work under way is not amended into having ended.
        let ended = table.terms.ends.is_some_and(|day| end_of(day) <= at);
        unless(it.stage == Stage::Active && ended, "its planned end has passed")?;
        unless(table.accepted[seat(role)].is_some(), "accepted already")?;
        table.accepted[seat(role)] = Some(by);
        it.table = Some(table);
        if let [Some(clinical), Some(social)] = table.accepted {
            // An amendment leaves the parties as they were.
            let accepted = it.agreement.map_or([clinical, social], |agreement| agreement.accepted);
            it.agreement = Some(Agreement { version, terms: table.terms, accepted });
            it.table = None;
            it.reviews.push((at, table.terms.review_by));
            let stage = if it.stage == Stage::Active { Stage::Active } else { Stage::Agreed };
            it.come_to(stage, at);
        } else {
            let stage = it.stage;
            it.come_to(stage, at);
        }
        Ok(())
    }

    fn renew(&self, it: &mut Contract, stage: Stage, to: Successor, either: bool, at: Hour) -> Result<(), Refused> {
        let under_way = matches!(stage, Stage::Active | Stage::Lapsed);
        unless(!under_way && !stage.is_over(), "not at that stage")?;
        unless(!either, "not theirs to renew")?;
        let fell_through_by = |successor| match successor {
            Successor::Here(name) => {
                let stage = self.contracts.get(&name).and_then(|contract| contract.stage_at(at));
                matches!(stage, Some(Stage::Declined | Stage::Withdrawn))
            }
            Successor::Elsewhere => false,
        };
        unless(it.successor.is_some_and(|linked| !fell_through_by(linked)), "goes on in another already")?;
        // Of what follows elsewhere no more is known, so that it takes effect at once.
        let since = match to {
            Successor::Elsewhere => Some(at),
            Successor::Here(name) => {
                let successor = self.contracts.get(&name).ok_or("no such successor")?;
                unless(at < successor.invited_at(), "not yet invited")?;
                unless(successor.place <= it.place, "not a later one")?;
                successor.agreed_since()
            }
        };
        it.successor = Some(to);
        let stage = if since.is_some() && under_way { Stage::Completed } else { it.stage };
        it.come_to(stage, since.map_or(at, |since| since.max(at)));
        Ok(())
    }
}
