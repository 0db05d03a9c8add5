//! What a rule looked at.

use std::fmt;

use super::fields::{Aspect, Fields, People, fact_of, listed};
use super::messages::fields::{at_on, in_opening};
use super::messages::found as say;
use super::people::{a_role, parties, side, somebody};
use super::phrases::did;
use super::times::of_working_day;
use crate::calendar::{TIME_ZONE, local_date};
use crate::code::Code;
use crate::cycle::Kind;
use crate::message::{Row, Said};
use crate::policy::eval::evidence::{Evidence, FieldValue};

/// What a rule looked at, as a sentence: where it says whom some people include, also without naming the people again.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    whole: Said,
    include: Option<(Said, Said)>,
}

impl<S: Into<Said>> From<S> for Shown {
    fn from(whole: S) -> Self {
        Self { whole: whole.into(), include: None }
    }
}

impl Shown {
    /// The same with more to it.
    fn with(self, more: impl Fn(Said) -> Said) -> Self {
        Self { whole: more(self.whole), include: self.include.map(|(people, rest)| (people, more(rest))) }
    }

    /// The whole sentence.
    pub(crate) fn said(self) -> Said {
        self.whole
    }
}

/// What a rule looked at.
pub(crate) fn shown(evidence: &Evidence, fields: &Fields) -> Shown {
    match evidence {
        Evidence::Field { path, of, values } => {
            let said = field(path, values, fields);
            match of {
                Some(of) => said.with(|said| say::of_entry(said, of.entry).into()),
                None => said,
            }
        }
        Evidence::Happened { events, last: None, since: Some(since), .. } => {
            let since = say::since_entry(since.entry, since.at);
            match events.as_slice() {
                [event] => say::nobody_since(done_by(event), since),
                _ => say::none_since(since),
            }
            .into()
        }
        Evidence::Happened { events, last: None, since: None, .. } | Evidence::NeverHappened { events, .. } => {
            match events.as_slice() {
                [event] => say::nobody_before(done_by(event)),
                _ => say::none_before(),
            }
            .into()
        }
        Evidence::Ratio { counts: (counted, base), .. } => {
            let share = (counted * 100).checked_div(*base);
            let [counted, base] = [counted, base].map(ToString::to_string);
            match share {
                Some(share) => say::ratio_share(counted, base, share.to_string()),
                None => say::ratio(counted, base),
            }
            .into()
        }
        Evidence::Happened { events, last: Some(last), times, since: _ } => {
            let said = match events.as_slice() {
                [event] => say::somebody_last(done_by(event), last.at),
                _ => say::last_of_these(last.entry, last.at),
            };
            match times.map(u64::try_from) {
                Some(Ok(times)) => say::how_often(times, said),
                Some(Err(_)) | None => said,
            }
            .into()
        }
        Evidence::Concurrent { attribute, values, more } => {
            let path = format!("contract.{}", attribute.map_or("contract", Code::code));
            let (values, is_one) = counted(values, *more, &path, fields);
            match (values, is_one, *attribute) {
                (None, _, None) => say::no_contract_counted(),
                (Some(value), true, None) => say::contract_counted(value),
                (Some(values), false, None) => say::contracts_counted(values),
                (None, _, Some(attribute)) => say::none_counted(attribute),
                (Some(value), true, Some(attribute)) => say::one_counted(attribute, value),
                (Some(values), false, Some(attribute)) => say::some_counted(attribute, values),
            }
            .into()
        }
        Evidence::Open { events, path, values, more } => {
            let events: Vec<String> = events.iter().map(|event| (*event).to_owned()).collect();
            let fields = fields.within(&events);
            match counted(values, *more, path.as_deref().unwrap_or_default(), &fields) {
                (None, _) => say::nothing_open(),
                (Some(value), true) => say::is_open(value),
                (Some(values), false) => say::are_open(values),
            }
            .into()
        }
        Evidence::Stage(stage) => say::contract_is(*stage).into(),
        Evidence::Standing(step) => say::joining_looks_like(*step).into(),
        Evidence::Boundary(verdict) => say::boundary_reads_as(*verdict).into(),
    }
}

/// What was counted, in a row, and whether it is one thing; nothing where there is none.
fn counted(values: &[FieldValue], more: usize, path: &str, fields: &Fields) -> (Option<Said>, bool) {
    let more = (more > 0).then(|| say::more(more).into());
    let all: Vec<Said> = values.iter().map(|value| written(value, path, fields)).chain(more).collect();
    let is_one = all.len() == 1;
    ((!all.is_empty()).then(|| listed(Row::And, all)), is_one)
}

/// What was found in place of what was required: all that a field says was looked at, so that what is not there can be said.
pub(crate) fn found(evidence: &Evidence, fields: &Fields) -> Shown {
    if let Evidence::Field { path, of: None, values } = evidence
        && let [FieldValue::Code(code)] = values.as_slice()
        && **code == *"no"
        && let Some(people) = fields.people(path)
        && people.are_several
        && people.aspect == Aspect::Mandate
    {
        return say::nobody_mandated_among(people.name).into();
    }
    shown(evidence, fields)
}

/// Several of these as one clause: people of whom two of them speak are named once.
pub(crate) fn together(evidence: impl IntoIterator<Item = Shown>) -> Option<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut of: Option<Said> = None;
    for Shown { whole, include } in evidence {
        match include {
            Some((people, rest)) => {
                all.push(if of.as_ref() == Some(&people) { rest } else { whole });
                of = Some(people);
            }
            None => {
                all.push(whole);
                of = None;
            }
        }
    }
    (!all.is_empty()).then(|| listed(Row::And, all))
}

/// What was done, by the code of its kind.
fn done_by(event: &str) -> Said {
    Kind::from_code(event).map_or_else(|| say::did_something().into(), did)
}

/// What a field says.
fn field(path: &str, values: &[FieldValue], fields: &Fields) -> Shown {
    let is_opening = path.starts_with("opening.");
    let there = |name: Said| if is_opening { in_opening(name).into() } else { name };
    let name = there(fields.name(path));
    match values {
        [] if fields.people(path).is_some_and(|people| people.by_then) => {
            let people = fields.people(path).map_or_else(|| name.clone(), |people| there(people.name));
            return say::has_left(people).into();
        }
        [] if path.ends_with("contract.parties") => {
            return if is_opening { say::no_party_there_then() } else { say::no_party_there() }.into();
        }
        [FieldValue::Redacted] => return say::was_redacted(name).into(),
        [] if path == "contract" => return super::messages::fields::rests_on_none().into(),
        [] => return say::not_recorded(name).into(),
        [FieldValue::Unshown] => return say::recorded(name).into(),
        [FieldValue::Code(code)] => {
            if let Some(fact) = fact_of(path, code, true) {
                return fact.into();
            }
            if let Some(fact) = of_working_day(path, **code == *"yes", fields) {
                return there(fact.into()).into();
            }
        }
        _ => {}
    }
    let Some(people) = fields.people(path) else {
        let unquoted = |value: &FieldValue| match value {
            FieldValue::Code(code) => fields.unquoted(path, code),
            FieldValue::Number(_)
            | FieldValue::Day(_)
            | FieldValue::Instant(_)
            | FieldValue::Reference(_)
            | FieldValue::Unshown
            | FieldValue::Redacted => written(value, path, fields),
        };
        if path == "contract.stage" {
            return say::contract_is(listed(Row::And, values.iter().map(unquoted))).into();
        }
        if path.ends_with("contract.parties") {
            return there(parties(values.iter().map(unquoted).collect(), Row::And, true)).into();
        }
        return say::is(name, listed(Row::And, values.iter().map(|value| written(value, path, fields)))).into();
    };
    of_people(&People { name: there(people.name.clone()), ..people }, values)
}

/// What is said of people.
fn of_people(people: &People, values: &[FieldValue]) -> Shown {
    of_people_then(people, values).with(|said| people.said(said))
}

fn of_people_then(People { name, are_several, aspect, .. }: &People, values: &[FieldValue]) -> Shown {
    let codes: Vec<String> = values.iter().map(ToString::to_string).collect();
    let all = |one: fn(Aspect, &str) -> Said| listed(Row::And, codes.iter().map(|code| one(*aspect, code)));
    let (name, somebodies) = (name.clone(), all(somebody));
    if *are_several {
        return match aspect {
            Aspect::Themselves if codes.len() == 1 => say::among_is(name, somebodies).into(),
            Aspect::Themselves => say::among_are(name, somebodies).into(),
            Aspect::Role | Aspect::Side | Aspect::Mandate => {
                Shown { whole: say::include(name.clone(), somebodies.clone()).into(), include: Some((name, somebodies)) }
            }
        };
    }
    match aspect {
        Aspect::Themselves => say::is(name, somebodies),
        Aspect::Role => say::is(name, all(|_, code| a_role(code))),
        Aspect::Side => {
            let from = codes.iter().enumerate().map(|(place, code)| match place {
                0 => super::messages::fields::from_side(side(code)).into(),
                _ => somebody(*aspect, code),
            });
            say::is(name, listed(Row::And, from))
        }
        Aspect::Mandate if codes == ["yes"] => say::has_mandate(name),
        Aspect::Mandate => say::has_no_mandate(name),
    }
    .into()
}

/// One value, as people write it.
fn written(value: &FieldValue, path: &str, fields: &Fields) -> Said {
    match value {
        FieldValue::Code(code) => fields.value(path, code),
        FieldValue::Number(number) => number.to_string().into(),
        FieldValue::Day(day) => (*day).into(),
        FieldValue::Instant(at) => {
            at_on(at.to_utc().with_timezone(&TIME_ZONE).format("%H:%M").to_string(), local_date(*at)).into()
        }
        FieldValue::Reference(id) => format!("`{id}`").into(),
        FieldValue::Unshown => say::something_recorded().into(),
        FieldValue::Redacted => say::something_redacted().into(),
    }
}

impl fmt::Display for FieldValue {
    /// As it is stored: a code has no label by itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldValue::Code(code) => f.write_str(code),
            FieldValue::Number(number) => number.fmt(f),
            FieldValue::Day(day) => day.fmt(f),
            FieldValue::Instant(at) => at.fmt(f),
            FieldValue::Reference(id) => f.write_str(id),
            FieldValue::Unshown | FieldValue::Redacted => f.write_str("…"),
        }
    }
}

impl fmt::Display for Evidence {
    /// In words, as of whatever entry has such a field.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(self, &Fields::any()).said().fmt(f)
    }
}
