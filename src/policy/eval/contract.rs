//! The contract of an entry, in the state it had then.

use super::context::{Context, Flow};
use crate::code::Code;
use crate::contracting::{Contract, Duration, Party, Stage, State, TermsAccepted};
use crate::cycle::Event;
use crate::id::ContractId;
use crate::noun::Noun;
use crate::people::{Held, Role, Side};
use crate::policy::syntax::codes::Attribute;
use crate::shape::Value;

/// The sides on which somebody is a party.
const SIDES: [Side; 2] = [Side::Clinical, Side::SocialWork];

impl<'a> Context<'a> {
    /// The contract that the entry is about.
    pub(crate) fn contract(&self) -> Option<&'a Contract> {
        let id = self.each_contract().or_else(|| self.about(Noun::Contract))?;
        self.input.cycle.contract_by(id)
    }

    /// Where the duty is about one contract of a person, that contract.
    fn each_contract(&self) -> Option<&'a str> {
        self.each.filter(|_| self.each_is_contract)
    }

    /// The state that a contract was in then.
    fn then(&self, contract: &Contract) -> Option<State> {
        self.input.cycle.contract_state_by(contract, self.at, self.by, |number| self.input.entry(number))
    }

    pub(crate) fn attribute(&self, attribute: Attribute) -> Value<'a> {
        let Some(contract) = self.contract() else { return Value::Missing };
        self.attribute_of(contract, attribute)
    }

    /// Who stands for a side in what is agreed: whoever accepted it for that side, or took their place since.
    fn stands_for(&self, contract: &Contract, then: &State, side: Side) -> Option<u32> {
        let (version, party) = (then.agreed()?.version(), Party::of(side)?);
        contract.stands_for(party, (self.at, self.by), |number| {
            let Some(entry) = self.input.entry(number) else { return false };
            let accepted = TermsAccepted::of(entry.event());
            let side_of = || self.input.cycle.role_of(entry).map(Role::side);
            accepted.is_some_and(|data| data.version == version) && side_of() == Some(side)
        })
    }

    /// What is asked of a contract, as it stood then.
    pub(crate) fn attribute_of(&self, contract: &Contract, attribute: Attribute) -> Value<'a> {
        let word = |place: Option<usize>| place.map_or(Value::Missing, |place| Value::Code(place as u8));
        match attribute {
            Attribute::Stage => word(contract.stage_by(self.at, self.by).map(Code::index)),
            Attribute::Origin => word(Some(contract.state().origin().index())),
            Attribute::Case => {
                let case = self.invited(contract).and_then(|invited| invited.case.as_ref()?.as_str());
                case.map_or(Value::Missing, Value::Outside)
            }
            Attribute::Clinician => self.clinician().map_or(Value::Missing, Value::Outside),
            Attribute::Team => {
                self.input.cycle.team_at(self.at).map_or(Value::Missing, |team| Value::Outside(team.as_str()))
            }
            Attribute::Parties => {
                let Some(then) = self.then(contract) else { return Value::Missing };
                let roster = self.input.cycle.roster();
                let is_there = |side: Side| {
                    let seat = self.stands_for(contract, &then, side);
                    seat.is_some_and(|seat| roster.held_at(seat, self.at).is_on(side))
                };
                Value::Codes(SIDES.iter().filter(|&&side| is_there(side)).fold(0, |sides, &side| sides | 1 << side as u8))
            }
            Attribute::Space | Attribute::Stream | Attribute::Lead | Attribute::Focus | Attribute::Duration => {
                let Some(then) = self.then(contract) else { return Value::Missing };
                let asked = then.request();
                let terms = || self.input.history.terms(then.agreed()?.number());
                match attribute {
                    Attribute::Space => word(asked.map(|asked| asked.space.index())),
                    Attribute::Stream => word(asked.and_then(|asked| asked.stream).map(Code::index)),
                    Attribute::Lead => word(terms().and_then(|terms| terms.lead).map(Code::index)),
                    Attribute::Focus => {
                        word(terms().and_then(|terms| terms.focus.as_ref()).map(|focus| focus.code().index()))
                    }
                    Attribute::Duration => word(terms().and_then(|terms| terms.duration).map(|duration| match duration {
                        Duration::Single(_) => 0,
                        Duration::Until { .. } => 1,
                        Duration::ReviewBy(_) => 2,
                    })),
                    Attribute::Stage | Attribute::Origin | Attribute::Case | Attribute::Clinician | Attribute::Team => {
                        Value::Missing
                    }
                    Attribute::Parties => Value::Missing,
                }
            }
        }
    }

    /// The open contracts to which the person is a party.
    pub(crate) fn contracts_of_person(&self, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        self.contracts_where(&|_, _, _| true, visit)
    }

    /// Those of them of whose side the person was until this entry.
    pub(crate) fn contracts_lost(&self, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        self.contracts_where(&|side, before, after| before.is_on(side) && !after.is_on(side), visit)
    }

    /// Those of them on whose side the person is after this entry.
    pub(crate) fn contracts_kept(&self, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        self.contracts_where(&|side, _, after| after.is_on(side), visit)
    }

    /// The open contracts to which the person that the entry is about is a party for a side that fits what they are before and
    /// after it.
    fn contracts_where(&self, fits: &dyn Fn(Side, Held, Held) -> bool, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        let Some(person) = self.about_person() else { return visit(Value::Missing) };
        let Some(seat) = self.input.cycle.seat_of(person) else { return Flow::Continue(()) };
        let (before, after) = self.input.cycle.roster().held_around(seat, self.at, self.by);
        for contract in self.input.cycle.contracts() {
            let Some(id) = self.input.history.contract_id(contract) else { continue };
            let open = contract.stage_by(self.at, self.by).is_some_and(|stage| !stage.is_terminal());
            if !open {
                continue;
            }
            let then = self.then(contract);
            let party = |side: &&Side| then.as_ref().and_then(|then| then.agreed()?.party(**side)) == Some(seat);
            if SIDES.iter().filter(party).any(|&side| fits(side, before, after)) {
                visit(Value::Outside(ContractId::as_str(id)))?;
            }
        }
        Flow::Continue(())
    }

    /// Whether the case of the contract at hand was redacted.
    pub(super) fn is_contract_case_redacted(&self) -> bool {
        let invited = self.contract().and_then(|contract| self.invited(contract));
        invited.and_then(|invited| invited.case.as_ref()).is_some_and(|case| case.as_str().is_none())
    }

    fn about_person(&self) -> Option<&'a str> {
        let Event::Attachment(event) = self.entry.event() else { return None };
        match event {
            crate::attachment::Event::PersonLeft(data) => Some(data.person.as_str()),
            crate::attachment::Event::PersonEntered(data) => Some(data.person.as_str()),
            crate::attachment::Event::CycleOpened(_) | crate::attachment::Event::CycleClosed(_) => None,
        }
    }

    /// Where the contract at hand stands then.
    pub(crate) fn stage(&self) -> Option<Stage> {
        self.contract()?.stage_by(self.at, self.by)
    }
}
