//! Evidence: what an evaluation looked at, recorded while it evaluates, so that a finding shows what its verdict rested on.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::answer::EntryRef;
use crate::boundary;
use crate::contracting::Stage;
use crate::cycle::Kind;
use crate::moment::Moment;
use crate::noun::Ref;
use crate::policy::rule::field_path::Codes;
use crate::policy::rule::happening::{Happening, Watched};
use crate::policy::rule::predicate::{Check, Test, TestedField};
use crate::policy::syntax::codes::Attribute;
use crate::shape::Value;
use crate::standing;

/// One thing that a rule looked at, as data: codes, numbers, days, times and references, never free text.
///
/// ```
/// use practice_cycle::policy::{Evidence, FieldValue};
/// let found = Evidence::Field { path: "cover.uncovered.why".into(), of: None, values: vec![FieldValue::Code("urgent".into())] };
/// assert_eq!(
///     serde_json::to_string(&found)?,
///     r#"{"type":"field","data":{"path":"cover.uncovered.why","values":[{"type":"code","data":"urgent"}]}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ComparedFact"))]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// What a field of an entry says.
    Field {
        /// The field, as the rule writes it.
        path: Arc<str>,
        /// The entry, where that is not the one that opened the duty.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<EntryRef>,
        /// Its values; none where it is left out.
        values: Vec<FieldValue>,
    },
    /// How often something had happened before.
    Happened {
        /// Events, by code.
        events: Vec<&'static str>,
        /// The latest, if it ever did.
        last: Option<EntryRef>,
        /// How often, no longer ago than the rule asks, where it asks that; no more are counted than decide.
        #[serde(skip_serializing_if = "Option::is_none")]
        times: Option<i64>,
        /// The latest of what it had to come after, where the rule asks that and that had happened.
        #[serde(skip_serializing_if = "Option::is_none")]
        since: Option<EntryRef>,
    },
    /// How often one thing and another had happened, up to and with the entry that asks.
    Ratio {
        /// Events that are counted, by code.
        of: Vec<&'static str>,
        /// Events that they are compared with, by code.
        to: Vec<&'static str>,
        /// How often each had happened, no longer ago than the rule asks.
        counts: (i64, i64),
    },
    /// Nothing of a kind had happened, so that there was no first or last.
    NeverHappened {
        /// Events, by code.
        events: Vec<&'static str>,
        /// Whether the first was asked for, rather than the last.
        first: bool,
    },
    /// Contracts that stood at some stages at once: themselves, or what they say of an attribute.
    Concurrent {
        /// The attribute whose values are counted; none where contracts are.
        #[serde(skip_serializing_if = "Option::is_none")]
        attribute: Option<Attribute>,
        /// A reference to each contract, or each value once: the first of them.
        values: Vec<FieldValue>,
        /// How many were counted beyond those.
        #[serde(skip_serializing_if = "is_none")]
        more: usize,
    },
    /// What had begun and not ended: the things, or what they say in a field.
    Open {
        /// Events that begin it, by code.
        events: Vec<&'static str>,
        /// The field whose values are counted, as the rule writes it; none where the things are.
        #[serde(skip_serializing_if = "Option::is_none")]
        path: Option<Arc<str>>,
        /// A reference to each thing, or each value once: the first of them.
        values: Vec<FieldValue>,
        /// How many were counted beyond those.
        #[serde(skip_serializing_if = "is_none")]
        more: usize,
    },
    /// Where the contract at hand stood.
    Stage(Stage),
    /// How far standing had come.
    Standing(standing::Step),
    /// What the boundary read.
    Boundary(boundary::Verdict),
}

/// A value that may be shown.
///
/// ```
/// use practice_cycle::policy::FieldValue;
/// assert_eq!(serde_json::to_string(&FieldValue::Number(7)).unwrap(), r#"{"type":"number","data":7}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldValue {
    /// A code.
    Code(Arc<str>),
    /// A number.
    Number(i64),
    /// A day.
    Day(NaiveDate),
    /// An instant.
    Instant(Moment),
    /// A reference.
    Reference(Box<str>),
    /// Something is said that is not shown: free text, or a part with fields of its own.
    Unshown,
    /// What was said was redacted.
    Redacted,
}

/// What an evaluation sees, as it sees it.
pub(crate) enum Seen<'a> {
    /// A value of a field that is tested, and whether it is as it has to be; none where the field is left out.
    Field {
        test: &'a Test,
        of: EntryRef,
        value: Option<Value<'a>>,
        fits: bool,
    },
    /// What was said in a field that is tested was redacted.
    Redacted {
        test: &'a Test,
        of: EntryRef,
        fits: bool,
    },
    /// A value of the field that it is compared with.
    Other {
        field: &'a TestedField,
        of: EntryRef,
        value: Value<'a>,
    },
    Happened {
        what: &'a Watched,
        last: Option<EntryRef>,
        times: Option<i64>,
        since: Option<EntryRef>,
    },
    Ratio {
        of: &'a Watched,
        to: &'a Watched,
        counts: (i64, i64),
    },
    NeverHappened {
        what: &'a Watched,
        first: bool,
    },
    /// Contracts, or values of an attribute, are counted from here on.
    Concurrent(Option<Attribute>),
    /// What is open, or values of a field of it, is counted from here on.
    Open {
        of: &'a Watched,
        distinct: Option<&'a Arc<str>>,
    },
    /// One that counts, and the codes that such a value may say.
    Counted(Value<'a>, Option<&'a Codes>),
    /// This many count besides.
    CountedBesides(usize),
    Stage(Stage),
    Standing(standing::Step),
    Boundary(boundary::Verdict),
}

/// Receives what an evaluation sees.
pub(crate) trait Trace<'a> {
    /// Whether anything is kept: then each value of a list is looked at, though one would decide.
    const RECORDS: bool;
    /// Whether every part of a condition is looked at, though one would decide.
    const LOOKS_AT_ALL: bool;

    fn saw(&mut self, seen: impl FnOnce() -> Seen<'a>);
}

/// Keeps nothing, and costs nothing.
pub(crate) struct Silent;

impl<'a> Trace<'a> for Silent {
    const RECORDS: bool = false;
    const LOOKS_AT_ALL: bool = false;

    #[inline(always)] // Nothing is left of it where nothing is kept.
    fn saw(&mut self, _: impl FnOnce() -> Seen<'a>) {}
}

/// Keeps what fits: why a rule applies to an entry.
#[derive(Default)]
pub(crate) struct Fitting<'a>(Vec<Seen<'a>>);

impl<'a> Trace<'a> for Fitting<'a> {
    const RECORDS: bool = true;
    const LOOKS_AT_ALL: bool = false;

    fn saw(&mut self, seen: impl FnOnce() -> Seen<'a>) {
        let seen = seen();
        if matches!(seen, Seen::Field { fits: true, .. } | Seen::Redacted { fits: true, .. }) {
            self.0.push(seen);
        }
    }
}

/// Keeps all that a condition compared: what was found in place of what was required.
#[derive(Default)]
pub(crate) struct Everything<'a>(Vec<Seen<'a>>);

impl<'a> Trace<'a> for Everything<'a> {
    const RECORDS: bool = true;
    const LOOKS_AT_ALL: bool = true;

    fn saw(&mut self, seen: impl FnOnce() -> Seen<'a>) {
        self.0.push(seen());
    }
}

impl Fitting<'_> {
    pub(crate) fn evidence(&self, opening: EntryRef) -> Vec<Evidence> {
        evidence(&self.0, opening)
    }
}

impl Everything<'_> {
    pub(crate) fn evidence(&self, opening: EntryRef) -> Vec<Evidence> {
        evidence(&self.0, opening)
    }
}

/// Each field once, and of a list each value once, in the order in which they were seen.
fn evidence(seen: &[Seen<'_>], opening: EntryRef) -> Vec<Evidence> {
    let mut all: Vec<Evidence> = Vec::new();
    let elsewhere = |of, field: &TestedField| (of != opening && !field.reach.is_of_the_opening()).then_some(of);
    for seen in seen {
        match *seen {
            Seen::Field { test, of, value, .. } => {
                // Of somebody who has left there is nothing to be found, and that says something.
                let has_left = value.is_none() && test.field.reach.is_of_people_now();
                let is_asked = matches!(test.check, Check::Said | Check::Redacted) || has_left;
                field(&mut all, &test.field, elsewhere(of, &test.field), value, is_asked);
            }
            Seen::Redacted { test, of, .. } => {
                add_to(&mut all, &test.field, elsewhere(of, &test.field), true, std::iter::once(FieldValue::Redacted));
            }
            Seen::Other { value: Value::Missing, .. } => {}
            Seen::Other { field: other, of, value } => field(&mut all, other, elsewhere(of, other), Some(value), true),
            Seen::Concurrent(attribute) => all.push(Evidence::Concurrent { attribute, values: Vec::new(), more: 0 }),
            Seen::Open { of, distinct } => {
                all.push(Evidence::Open { events: codes(of), path: distinct.cloned(), values: Vec::new(), more: 0 });
            }
            Seen::Counted(value, codes) => {
                // Each contract counts, though those of two cycles may bear one reference.
                if let Some(Evidence::Concurrent { values, .. } | Evidence::Open { values, .. }) = all.last_mut() {
                    values.extend(FieldValue::of(value, codes));
                }
            }
            Seen::CountedBesides(count) => {
                if let Some(Evidence::Concurrent { more, .. } | Evidence::Open { more, .. }) = all.last_mut() {
                    *more = count;
                }
            }
            Seen::Happened { what, last, times, since } => {
                push(&mut all, Evidence::Happened { events: codes(what), last, times, since });
            }
            Seen::Ratio { of, to, counts } => push(&mut all, Evidence::Ratio { of: codes(of), to: codes(to), counts }),
            Seen::NeverHappened { what, first } => push(&mut all, Evidence::NeverHappened { events: codes(what), first }),
            Seen::Stage(stage) => push(&mut all, Evidence::Stage(stage)),
            Seen::Standing(step) => push(&mut all, Evidence::Standing(step)),
            Seen::Boundary(verdict) => push(&mut all, Evidence::Boundary(verdict)),
        }
    }
    all
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_none(more: &usize) -> bool {
    *more == 0
}

fn push(all: &mut Vec<Evidence>, evidence: Evidence) {
    if !all.contains(&evidence) {
        all.push(evidence);
    }
}

/// Adds a value to what is known of a field. That nothing is there says something only where that was asked.
fn field(all: &mut Vec<Evidence>, tested: &TestedField, of: Option<EntryRef>, value: Option<Value<'_>>, is_asked: bool) {
    let shown = value.map(|value| FieldValue::of(value, Some(&tested.codes))).unwrap_or_default();
    add_to(all, tested, of, is_asked, shown.into_iter().filter(|shown| is_asked || *shown != FieldValue::Unshown));
}

fn add_to(
    all: &mut Vec<Evidence>,
    tested: &TestedField,
    of: Option<EntryRef>,
    is_asked: bool,
    shown: impl Iterator<Item = FieldValue>,
) {
    let known = all.iter_mut().find_map(|known| {
        let Evidence::Field { path, of: there, values } = known else { return None };
        (*path == tested.path && *there == of).then_some(values)
    });
    match known {
        Some(values) => add(values, shown),
        None => {
            let values: Vec<FieldValue> = shown.collect();
            if is_asked || !values.is_empty() {
                all.push(Evidence::Field { path: Arc::clone(&tested.path), of, values });
            }
        }
    }
}

fn add(values: &mut Vec<FieldValue>, more: impl Iterator<Item = FieldValue>) {
    for value in more {
        if !values.contains(&value) {
            values.push(value);
        }
    }
}

/// The events that are watched for, by code.
fn codes(what: &Watched) -> Vec<&'static str> {
    match &what.what {
        Happening::Entry(pattern) => pattern.kinds.iter().map(|(kind, _)| Kind::code(*kind)).collect(),
        Happening::Begins(_) | Happening::Ends(_) | Happening::Broken(_) => Vec::new(),
    }
}

impl FieldValue {
    /// What of a value may be shown; of several words, each.
    fn of(value: Value<'_>, codes: Option<&Codes>) -> Vec<Self> {
        let code = |place: u8| Some(FieldValue::Code(Arc::clone(codes?.get(usize::from(place))?)));
        match value {
            Value::Missing => Vec::new(),
            Value::Code(place) => code(place).into_iter().collect(),
            Value::Codes(bits) => (0..64).filter(|place| bits >> place & 1 == 1).filter_map(code).collect(),
            Value::Number(number) => vec![FieldValue::Number(number)],
            Value::Day(day) => vec![FieldValue::Day(day)],
            Value::Instant(at) => vec![FieldValue::Instant(at)],
            Value::Ref(Ref { id, .. }) | Value::Outside(id) => vec![FieldValue::Reference(id.into())],
            Value::Text | Value::Inner => vec![FieldValue::Unshown],
        }
    }
}
