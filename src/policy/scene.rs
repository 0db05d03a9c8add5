//! What a rule looks at: an entry, when and in which cycle, and the duty it may concern.

use std::ops::ControlFlow;

use super::access::{Access, Aspect, Attribute, Step, direct, links, own_case};
use crate::contracting::{Contract, ContractInvited, Duration, Stage};
use crate::cycle::{Cycle, Entry, Event, Kind};
use crate::fact::Part;
use crate::history::History;
use crate::id::{ContractId, CycleId, EntryNumber, Noun, Ref};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::shape::Value;
use crate::word::Word;

/// The ways from the entries of each kind to what they are about, looked up once for a policy.
#[derive(Debug, Clone)]
pub(super) struct Ways {
    kinds: Vec<[Way; Noun::ALL.len()]>,
    /// To the case that an entry itself names, and to what else it refers to.
    cases: Vec<CaseWay>,
}

#[derive(Debug, Clone)]
struct CaseWay {
    own: Option<Box<[Step]>>,
    links: Vec<(Box<[Step]>, Noun)>,
}

#[derive(Debug, Clone, Default)]
struct Way {
    direct: Vec<Box<[Step]>>,
    link: Vec<(Box<[Step]>, Noun)>,
}

impl Ways {
    pub(super) fn new() -> Self {
        let way = |kind: Kind| {
            std::array::from_fn(|place| {
                let noun = Noun::ALL.get(place).copied();
                let direct = noun.and_then(|noun| direct(kind, noun)).unwrap_or_default();
                let link = links(kind).into_iter().filter(|&(_, link)| Some(link) != noun).collect();
                Way { direct, link }
            })
        };
        let case = |kind: Kind| CaseWay { own: own_case(kind), links: links(kind) };
        Self { kinds: Kind::all().map(way).collect(), cases: Kind::all().map(case).collect() }
    }

    fn of(&self, kind: Kind, noun: Noun) -> Option<&Way> {
        self.kinds.get(kind.index())?.get(noun.index())
    }
}

/// One history under a policy: its entries, and who and what they refer to, as far as was known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) history: &'a History,
    pub(super) cycle: &'a Cycle,
    /// Its place among the histories that are looked at together.
    pub(super) place: u16,
    /// Whether there are others.
    pub(super) several: bool,
    pub(super) known_at: Moment,
    /// When it begins, if an earlier attachment went before that is not looked at.
    pub(super) midway: Option<Moment>,
}

impl<'a> Ground<'a> {
    /// One history alone, with all that is recorded.
    pub(super) fn sole(history: &'a History) -> Self {
        let midway = super::midway(history, &[history]);
        Self { history, cycle: history.cycle(), place: 0, several: false, known_at: Moment::LATEST, midway }
    }
}

/// An entry, looked at by a rule at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) ways: &'a Ways,
    pub(super) entry: &'a Entry,
    /// When: as the entry occurred, or later, where time alone changed something.
    pub(super) at: Moment,
    /// The entry up to which what occurred at that very instant counts.
    pub(super) by: EntryNumber,
    pub(super) each: Option<&'a str>,
    pub(super) each_is_contract: bool,
    /// Whether time alone brought it about.
    pub(super) time: bool,
    /// The entry that opened the duty.
    pub(super) opening: Option<Opening<'a>>,
}

/// The entry that opened a duty, as it was looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening<'a> {
    pub(super) entry: &'a Entry,
    pub(super) ground: &'a Ground<'a>,
    pub(super) each: Option<&'a str>,
    pub(super) each_is_contract: bool,
    pub(super) at: Moment,
    pub(super) by: EntryNumber,
}

impl<'a> Opening<'a> {
    pub(super) fn of(scene: &Scene<'a>) -> Self {
        let Scene { entry, ground, each, each_is_contract, at, by, .. } = *scene;
        Self { entry, ground, each, each_is_contract, at, by }
    }
}

/// Goes on, or stops.
type Flow = ControlFlow<()>;

impl<'a> Scene<'a> {
    pub(super) fn of(ground: &'a Ground<'a>, ways: &'a Ways, entry: &'a Entry) -> Self {
        Self {
            ground,
            ways,
            entry,
            at: entry.act().occurred_at,
            by: entry.number(),
            each: None,
            each_is_contract: false,
            time: false,
            opening: None,
        }
    }

    /// Whether time alone brought it about: then it counts from the day that ended, and nothing answered it earlier that day.
    pub(super) const fn made_by_time(&self) -> bool {
        self.time
    }

    /// Gives every value that is reached to a visitor: none where a path does not apply, [`Value::Missing`] where it is not known.
    #[inline]
    pub(super) fn visit(&self, access: &Access, mut visit: impl FnMut(Value<'a>) -> Flow) -> Flow {
        match access {
            Access::List(..) | Access::People(_) | Access::ContractsOfPerson | Access::Opening(_) => {
                self.visit_each(access, &mut visit)
            }
            Access::Subject
            | Access::Field(..)
            | Access::By(_)
            | Access::Each(_)
            | Access::About(_)
            | Access::Case
            | Access::Contract(_)
            | Access::Cycle
            | Access::Clinician => self.first(access).map_or(Flow::Continue(()), visit),
        }
    }

    /// The first value that is reached, if one is.
    #[inline]
    fn first(&self, access: &Access) -> Option<Value<'a>> {
        let outside = |id: Option<&'a str>| Some(id.map_or(Value::Missing, Value::Outside));
        match access {
            Access::Subject => self.entry.event().subject().map(Value::Ref),
            Access::Field(steps, aspect) => match walk(self.entry.event().part(), steps) {
                Ok(part) => Some(self.told(part, *aspect)),
                Err(end) => end,
            },
            Access::By(aspect) => Some(self.person(self.entry.act().by.as_str(), *aspect)),
            Access::Each(Aspect::Itself) => self.each.map(Value::Outside),
            Access::Each(aspect) => self.each.map(|each| self.person(each, *aspect)),
            Access::About(noun) => outside(self.about(*noun)),
            Access::Case => outside(self.case()),
            Access::Contract(attribute) => Some(self.attribute(*attribute)),
            Access::Cycle => outside(self.ground.cycle.id().map(CycleId::as_str)),
            Access::Clinician => outside(self.clinician()),
            Access::List(..) | Access::People(_) | Access::ContractsOfPerson | Access::Opening(_) => {
                let mut first = None;
                let _ = self.visit_each(access, &mut |value| {
                    first = Some(value);
                    Flow::Break(())
                });
                first
            }
        }
    }

    fn visit_each(&self, access: &Access, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        match access {
            Access::List(steps, aspect) => self.descend(self.entry.event().part(), steps, *aspect, visit),
            Access::People(aspect) => {
                visit(self.person(self.entry.act().by.as_str(), *aspect))?;
                let mut flow = Flow::Continue(());
                self.entry.event().part().references(&mut |reference| {
                    if flow.is_continue() && reference.noun == Noun::Person {
                        flow = visit(self.person(reference.id, *aspect));
                    }
                });
                flow
            }
            Access::ContractsOfPerson => self.contracts_of_person(visit),
            Access::Opening(ways) => {
                let Some(Opening { entry, ground, each, each_is_contract, at, by }) = self.opening else {
                    return visit(Value::Missing);
                };
                let kind = entry.event().kind();
                let Some((_, access)) = ways.iter().find(|(of, _)| *of == kind) else { return visit(Value::Missing) };
                let opening = Scene { each, each_is_contract, at, by, ..Scene::of(ground, self.ways, entry) };
                opening.visit(access, visit)
            }
            Access::Subject
            | Access::Field(..)
            | Access::By(_)
            | Access::Each(_)
            | Access::About(_)
            | Access::Case
            | Access::Contract(_)
            | Access::Cycle
            | Access::Clinician => self.first(access).map_or(Flow::Continue(()), visit),
        }
    }

    /// Whether the way applies: at no step does another variant stand than the one that it goes through.
    pub(super) fn applies(&self, access: &Access) -> bool {
        let (Access::Field(steps, _) | Access::List(steps, _)) = access else { return true };
        let mut part = self.entry.event().part();
        for step in steps {
            let inner = match *step {
                Step::Field(place) => part.nth(place.into()),
                Step::Variant(variant, place) => {
                    if matches!(part.value(), Value::Word(here) if here != variant) {
                        return false;
                    }
                    part.nth(place.into())
                }
                Step::Elements => return true,
            };
            let Some(inner) = inner else { return true };
            part = inner;
        }
        true
    }

    /// Whether it is not known what the entry is about: a part of the key was left out, or redacted.
    pub(super) fn lacks(&self, key: &[Access]) -> bool {
        key.iter().any(|part| self.first(part) == Some(Value::Missing))
    }

    /// Whether anything is said there, be it redacted since. A list without elements says nothing.
    pub(super) fn says(&self, access: &Access) -> bool {
        match self.first(access) {
            None | Some(Value::Words(0)) => false,
            Some(Value::Missing) => matches!(access, Access::Field(steps, _) if is_tombstone(self.entry, steps)),
            Some(_) => true,
        }
    }

    /// The only value that is reached, if there is one and it is known.
    pub(super) fn one(&self, access: &Access) -> Option<Value<'a>> {
        self.first(access).filter(|value| *value != Value::Missing)
    }

    /// A reference as text, for keys.
    #[inline]
    pub(super) fn id(&self, access: &Access) -> Option<&'a str> {
        match access {
            Access::Subject => self.entry.event().subject().map(|subject| subject.id),
            _ => reference(self.one(access)?),
        }
    }

    /// One of the references in a list; any other reference is the same each time.
    #[inline]
    pub(super) fn nth_id(&self, access: &Access, nth: usize) -> Option<&'a str> {
        if !access.is_list() {
            return self.id(access);
        }
        let (mut left, mut found) = (nth, None);
        let _ = self.visit(access, |value| {
            if left == 0 {
                found = reference(value);
                return Flow::Break(());
            }
            left -= 1;
            Flow::Continue(())
        });
        found
    }

    /// Gives what is reached in each element of a list, within each of another perhaps.
    fn descend(&self, part: &'a dyn Part, steps: &[Step], aspect: Aspect, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        let list = steps.iter().position(|step| *step == Step::Elements).unwrap_or(steps.len());
        let (before, within) = steps.split_at_checked(list).unwrap_or((steps, &[]));
        let part = match walk(part, before) {
            Ok(part) => part,
            Err(end) => return end.map_or(Flow::Continue(()), visit),
        };
        let [_, within @ ..] = within else { return visit(self.told(part, aspect)) };
        (0..).map_while(|place| part.nth(place)).try_for_each(|element| self.descend(element, within, aspect, visit))
    }

    /// What a part says, or what is asked of the person it refers to.
    #[inline]
    fn told(&self, part: &'a dyn Part, aspect: Aspect) -> Value<'a> {
        match (aspect, part.value()) {
            (Aspect::Itself, value) => value,
            (aspect, Value::Ref(Ref { id, .. })) => self.person(id, aspect),
            (_, _) => Value::Missing,
        }
    }

    fn person(&self, id: &'a str, aspect: Aspect) -> Value<'a> {
        if aspect == Aspect::Itself {
            return Value::Outside(id);
        }
        let Some(role) = self.role(id) else { return Value::Missing };
        Value::Word(match aspect {
            Aspect::Role | Aspect::Itself => role as u8,
            Aspect::Side => role.side() as u8,
            Aspect::Mandate => u8::from(!role.has_mandate()),
        })
    }

    /// The role somebody held then. Somebody of whom it is later learned that they had left by then, counts as they were known.
    fn role(&self, id: &str) -> Option<Role> {
        self.ground.cycle.role_of(id, self.at, self.entry.number())
    }

    fn clinician(&self) -> Option<&'a str> {
        self.ground.cycle.person(crate::attachment::CLINICIAN).map(|person| person.as_str())
    }

    /// What the entry is about, by itself or through what it refers to.
    pub(super) fn about(&self, noun: Noun) -> Option<&'a str> {
        self.about_through(self.entry, noun, 3)
    }

    fn about_through(&self, entry: &'a Entry, noun: Noun, depth: u8) -> Option<&'a str> {
        let way = self.ways.of(entry.event().kind(), noun)?;
        way.direct.iter().find_map(|steps| self.reference(entry, steps)).or_else(|| {
            let depth = depth.checked_sub(1)?;
            way.link.iter().find_map(|(steps, link)| self.about_through(self.made(entry, steps, *link)?, noun, depth))
        })
    }

    /// The contract that the entry is about.
    pub(super) fn contract(&self) -> Option<&'a Contract> {
        let id = self.each_contract().or_else(|| self.about(Noun::Contract))?;
        self.ground.cycle.contract_by(id)
    }

    /// Where the duty is about one contract of a person, that contract.
    fn each_contract(&self) -> Option<&'a str> {
        self.each.filter(|_| self.each_is_contract)
    }

    fn case(&self) -> Option<&'a str> {
        self.case_through(self.entry, 3)
    }

    /// The case that an entry names, or that of its contract, or that of what it refers to. One that was redacted is not found
    /// out by another way.
    fn case_through(&self, entry: &'a Entry, depth: u8) -> Option<&'a str> {
        let way = self.ways.cases.get(entry.event().kind().index())?;
        if let Some(steps) = &way.own {
            let own = self.reference(entry, steps);
            if own.is_some() || is_tombstone(entry, steps) {
                return own;
            }
        }
        let contract = self.about_through(entry, Noun::Contract, 3).and_then(|id| self.ground.cycle.contract_by(id));
        if let Some(case) = contract.and_then(|contract| self.invited(contract)?.case.as_ref()) {
            return case.as_str();
        }
        let depth = depth.checked_sub(1)?;
        way.links.iter().find_map(|(steps, link)| self.case_through(self.made(entry, steps, *link)?, depth))
    }

    /// A reference that an entry holds.
    fn reference(&self, entry: &'a Entry, steps: &[Step]) -> Option<&'a str> {
        reference(walk(entry.event().part(), steps).ok()?.value())
    }

    /// The other entry that made what an entry refers to.
    fn made(&self, entry: &'a Entry, steps: &[Step], link: Noun) -> Option<&'a Entry> {
        let id = self.reference(entry, steps)?;
        // An entry that makes a thing refers to it by itself.
        let made = self.ground.cycle.made_by(Ref { noun: link, id }).filter(|&number| number != entry.number())?;
        self.ground.history.entry(made)
    }

    fn invited(&self, contract: &Contract) -> Option<&'a ContractInvited> {
        ContractInvited::of(self.ground.history.entry(contract.opened())?.event())
    }

    /// A contract as it stood then.
    fn then(&self, contract: &Contract) -> Option<Contract> {
        self.ground.cycle.contract_as_of(contract, self.at, self.by, |number| self.ground.history.entry(number))
    }

    fn attribute(&self, attribute: Attribute) -> Value<'a> {
        let Some(contract) = self.contract() else { return Value::Missing };
        self.attribute_of(contract, attribute)
    }

    /// What is asked of a contract, as it stood then.
    pub(super) fn attribute_of(&self, contract: &Contract, attribute: Attribute) -> Value<'a> {
        let word = |place: Option<usize>| place.map_or(Value::Missing, |place| Value::Word(place as u8));
        match attribute {
            Attribute::Stage => word(contract.stage_by(self.at, self.by).map(Word::index)),
            Attribute::Origin => word(Some(contract.state().origin().index())),
            Attribute::Case => {
                let case = self.invited(contract).and_then(|invited| invited.case.as_ref()?.as_str());
                case.map_or(Value::Missing, Value::Outside)
            }
            Attribute::Clinician => self.clinician().map_or(Value::Missing, Value::Outside),
            Attribute::Team => self.ground.cycle.team().map_or(Value::Missing, |team| Value::Outside(team.as_str())),
            Attribute::Space | Attribute::Stream | Attribute::Lead | Attribute::Focus | Attribute::Duration => {
                let Some(then) = self.then(contract) else { return Value::Missing };
                let asked = then.state().request();
                let terms = || self.ground.history.terms(then.state().agreed()?.number());
                match attribute {
                    Attribute::Space => word(asked.map(|asked| asked.space.index())),
                    Attribute::Stream => word(asked.and_then(|asked| asked.stream).map(Word::index)),
                    Attribute::Lead => word(terms().and_then(|terms| terms.lead).map(Word::index)),
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
                }
            }
        }
    }

    fn contracts_of_person(&self, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        let Some(person) = self.about_person() else { return visit(Value::Missing) };
        let Some(seat) = self.ground.cycle.seat_of(person) else { return Flow::Continue(()) };
        for contract in self.ground.cycle.contracts() {
            let Some(id) = self.ground.history.contract_id(contract) else { continue };
            let open = contract.stage_by(self.at, self.by).is_some_and(|stage| !stage.is_terminal());
            if !open {
                continue;
            }
            let then = self.then(contract);
            let party = |side| then.as_ref().and_then(|then| then.state().agreed()?.party(side)) == Some(seat);
            if party(Side::Clinical) || party(Side::SocialWork) {
                visit(Value::Outside(ContractId::as_str(id)))?;
            }
        }
        Flow::Continue(())
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
    pub(super) fn stage(&self) -> Option<Stage> {
        self.contract()?.stage_by(self.at, self.by)
    }
}

/// The part that a way without lists leads to; or the value at which it ends before: none where it does not apply, and
/// [`Value::Missing`] where something was left out.
#[inline]
fn walk<'a>(mut part: &'a dyn Part, steps: &[Step]) -> Result<&'a dyn Part, Option<Value<'a>>> {
    for step in steps {
        let place = match *step {
            Step::Field(place) => place,
            Step::Variant(variant, place) => match part.value() {
                Value::Missing => return Err(Some(Value::Missing)),
                here if here != Value::Word(variant) => return Err(None),
                _ => place,
            },
            Step::Elements => return Err(None),
        };
        part = part.nth(place.into()).ok_or(Some(Value::Missing))?;
    }
    Ok(part)
}

/// Whether something stood there that was redacted.
fn is_tombstone(entry: &Entry, steps: &[Step]) -> bool {
    let mut part = entry.event().part();
    for step in steps {
        let (Step::Field(place) | Step::Variant(_, place)) = *step else { return false };
        let Some(inner) = part.nth(place.into()) else { return false };
        part = inner;
    }
    part.has_tombstone()
}

fn reference(value: Value<'_>) -> Option<&str> {
    match value {
        Value::Ref(Ref { id, .. }) | Value::Outside(id) => Some(id),
        Value::Missing
        | Value::Word(_)
        | Value::Words(_)
        | Value::Number(_)
        | Value::Day(_)
        | Value::Instant(_)
        | Value::Text
        | Value::Inner => None,
    }
}
