//! The fields of entries and their codes in words, as a reader meets them in findings: labels, and never codes or paths.

use chrono::NaiveDate;

use super::messages::fields as say;
use crate::code::Code;
use crate::contracting::{FocusKind, Lead, Origin, Stage};
use crate::cycle::Kind;
use crate::evidence::the_clinician;
use crate::message::{Message, Row, Said, capital};
use crate::noun::Noun;
use crate::people::Side;
use crate::policy::rule::aspect::OfDay;
use crate::policy::rule::field_path::made;
use crate::policy::syntax::codes::Attribute;
use crate::policy::syntax::condition::{ConditionForm, HappeningForm};
use crate::policy::syntax::pack::RuleForm;
use crate::shape::{FieldShape, Holds, Shape};
use crate::space::{Space, Stream};

/// Several in a row, the last after *and* or *or*.
pub(crate) fn listed(row: Row, things: impl IntoIterator<Item = Said>) -> Said {
    let mut things: Vec<Said> = things.into_iter().collect();
    match (things.pop(), things.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            things.push(last);
            Said::Row(row, things)
        }
        (None, _) => Said::Row(row, things),
    }
}

/// The fields that one rule speaks of, in words. A path means something only in an entry of some kind: those that the rule names
/// are looked at first.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    kinds: Vec<Kind>,
}

/// What of people a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aspect {
    Themselves,
    Role,
    Side,
    Mandate,
}

/// A path that leads to people: what they are called, whether they may be several, and what of them is meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct People {
    pub(crate) name: Said,
    pub(crate) are_several: bool,
    pub(crate) aspect: Aspect,
    /// Whether it is meant as of the time at which that is asked.
    pub(crate) by_then: bool,
}

impl People {
    /// A sentence about them, as of the time that is meant.
    pub(crate) fn said(&self, sentence: impl Into<Said>) -> Said {
        if self.by_then { say::by_then(sentence).into() } else { sentence.into() }
    }
}

/// Where a path ends: the last field with its stored name and its label, what it holds, and whether it lies in a list.
struct End {
    name: String,
    shape: Shape,
    in_list: bool,
}

impl Fields {
    /// Those of any entry.
    pub(crate) fn any() -> Self {
        Self { kinds: Vec::new() }
    }

    /// Those of the entries that a rule names, and of the one that opened a duty.
    pub(crate) fn of(form: &RuleForm, opening: &str) -> Self {
        let mut codes: Vec<&str> = vec![opening];
        let asked = [Some(&form.when), form.expect.as_ref(), form.forbid.as_ref(), form.preceded_by.as_ref()];
        asked.into_iter().flatten().chain(&form.before).for_each(|happening| named_by(happening, &mut codes));
        form.require.iter().for_each(|required| looked_at(required, &mut codes));
        Self { kinds: codes.into_iter().filter_map(Kind::from_code).collect() }
    }

    /// Those of entries of these kinds before any others.
    pub(crate) fn within(&self, codes: &[String]) -> Self {
        let first = codes.iter().filter_map(|code| Kind::from_code(code));
        Self { kinds: first.chain(self.kinds.iter().copied()).collect() }
    }

    fn ends<'f>(&'f self, path: &'f str) -> impl Iterator<Item = End> + 'f {
        self.kinds.iter().copied().chain(Kind::all()).filter_map(move |kind| end(&kind.shape(), path))
    }

    /// The entry that made what a path begins with, as it is called, and what of it is asked; with the fields of such an entry.
    fn made<'p>(&self, path: &'p str) -> Option<(Noun, &'p str, Self)> {
        let (head, rest) = path.split_once('.').filter(|_| self.ends(path).next().is_none())?;
        let mut kinds = self.kinds.iter().copied().chain(Kind::all());
        let (noun, kind) = kinds.find_map(|kind| made(kind, head))?;
        Some((noun, rest, Self { kinds: vec![kind] }))
    }

    /// Whether a path leads to people, and to what of them.
    pub(crate) fn people(&self, path: &str) -> Option<People> {
        let path = path.strip_prefix("opening.").unwrap_or(path);
        if let Some((noun, rest, there)) = self.made(path) {
            let people = there.people(rest)?;
            let acted = there.kinds.first().filter(|_| rest.split('.').next() == Some("by"));
            let name = match acted {
                Some(&kind) => say::person_who(done(kind)),
                None => say::of_that(people.name, noun),
            };
            return Some(People { name: name.into(), ..people });
        }
        let by_then = path.ends_with("_now");
        let (head, aspect) = match path.rsplit_once('.') {
            Some((head, "role" | "role_now")) => (head, Aspect::Role),
            Some((head, "side" | "side_now")) => (head, Aspect::Side),
            Some((head, "mandate" | "mandate_now")) => (head, Aspect::Mandate),
            _ => (path, Aspect::Themselves),
        };
        let (name, are_several) = match head {
            "by" => (say::the_actor().into(), false),
            "recorded_by" => (say::the_writer().into(), false),
            "clinician" => (the_clinician().into(), false),
            "people" => (say::those_taking_part().into(), true),
            "each" if aspect != Aspect::Themselves => (say::this_person().into(), false),
            head => {
                let is_person = |end: &End| matches!(end.shape.inner(), Shape::Ref(Noun::Person));
                // Of a person alone a role or a side is asked: then an entry without one is not meant.
                let end = self.ends(head).find(|end| aspect == Aspect::Themselves || is_person(end)).filter(is_person)?;
                (called(&end), end.in_list)
            }
        };
        Some(People { name, are_several, aspect, by_then })
    }

    /// A field by its name: `the new legal status`.
    pub(crate) fn name(&self, path: &str) -> Said {
        let path = path.strip_prefix("opening.").unwrap_or(path);
        if let Some((path, field, code)) = without_only(path) {
            let (list, _) = path.rsplit_once('.').unwrap_or((&path, ""));
            let value = self.value(&format!("{list}.{field}"), code);
            return say::only(self.name(&path), named(field), value).into();
        }
        if let Some((time, of)) = OfDay::split(path) {
            let name = match (clause(time), of) {
                (Some(clause), OfDay::Weekday) => say::weekday_when(clause),
                (Some(clause), OfDay::WorkingDay) => say::kind_of_day_when(clause),
                (None, OfDay::Weekday) => say::weekday_of(self.name(time)),
                (None, OfDay::WorkingDay) => say::kind_of_day_of(self.name(time)),
            };
            return name.into();
        }
        if let Some(people) = self.people(path) {
            let name = people.name.clone();
            return people.said(match people.aspect {
                Aspect::Themselves => name,
                Aspect::Role => say::role_of(name).into(),
                Aspect::Side => say::side_of(name).into(),
                Aspect::Mandate => say::mandate_of(name).into(),
            });
        }
        if let Some(clause) = clause(path) {
            return say::when(clause).into();
        }
        if let Some((noun, rest, there)) = self.made(path) {
            return if rest == "what" { say::kind_of(noun) } else { say::of_that(there.name(rest), noun) }.into();
        }
        if let Some(name) = say::well_known(path) {
            return name.into();
        }
        if let Some(attribute) = path.strip_prefix("contract.").and_then(Attribute::from_code) {
            return say::of_contract(attribute).into();
        }
        let kind = self.kinds.iter().find(|kind| end(&kind.shape(), path).is_some());
        let of_kind = match (path, kind.map_or("", |&kind| Kind::code(kind))) {
            ("again", "step_taken_on") => Some(say::step_handed_back()),
            ("again", _) => Some(say::earlier_request()),
            ("what", "milestone_reached") => Some(say::the_milestone()),
            ("to", "legal_status_changed") => Some(say::new_status()),
            ("from", "legal_status_changed") => Some(say::earlier_status()),
            ("to", "consent_given") => Some(say::consented_to()),
            ("to", "role_flexed") => Some(say::who_does_it_now()),
            ("how", "intervention_closed") => Some(say::how_it_ended()),
            _ => None,
        };
        let called = of_kind.map(Said::from).or_else(|| self.ends(path).next().map(|end| called(&end)));
        called.unwrap_or_else(|| say::the(named(path.rsplit('.').next().unwrap_or(path))).into())
    }

    /// What a field holds, by its name without an article: `case`.
    pub(crate) fn bare(&self, path: &str) -> Said {
        let name = self.name(path);
        let bare = named(path.rsplit('.').next().unwrap_or(path));
        if name == say::the(bare.clone()).into() || path == "case" { bare } else { Said::WithoutThe(Box::new(name)) }
    }

    /// A value of a field in words: of a code the label, in quotation marks; a day as people write it; of a reference the same,
    /// between backticks.
    pub(crate) fn value(&self, path: &str, written: &str) -> Said {
        let path = path.strip_prefix("opening.").unwrap_or(path);
        if let Some(label) = self.label(path, written) {
            return say::quoted(label).into();
        }
        if let Ok(day) = written.parse::<NaiveDate>() {
            return day.into();
        }
        if written.parse::<i64>().is_ok() { written.into() } else { format!("`{written}`").into() }
    }

    /// The same without quotation marks.
    pub(crate) fn unquoted(&self, path: &str, written: &str) -> Said {
        let path = path.strip_prefix("opening.").unwrap_or(path);
        self.label(path, written).unwrap_or_else(|| self.value(path, written))
    }

    /// The label of a code of a field.
    pub(crate) fn label(&self, path: &str, code: &str) -> Option<Said> {
        if let Some((path, ..)) = without_only(path) {
            return self.label(&path, code);
        }
        if let Some((_, rest, there)) = self.made(path) {
            return there.label(rest, code);
        }
        if let Some((_, OfDay::Weekday)) = OfDay::split(path) {
            return Some(Said::Named { list: "weekday", code: code.to_owned(), label: capital(code) });
        }
        if let Some(attribute) = path.strip_prefix("contract.").and_then(Attribute::from_code) {
            return match attribute {
                Attribute::Stage => Stage::from_code(code).map(Said::from),
                Attribute::Origin => Origin::from_code(code).map(Said::from),
                Attribute::Space => Space::from_code(code).map(Said::from),
                Attribute::Stream => Stream::from_code(code).map(Said::from),
                Attribute::Lead => Lead::from_code(code).map(Said::from),
                Attribute::Focus => FocusKind::from_code(code).map(Said::from),
                Attribute::Duration => Some(match code {
                    "single" => say::single_piece().into(),
                    "until" => say::until_agreed_day().into(),
                    _ => say::with_no_end().into(),
                }),
                Attribute::Parties => Side::from_code(code).map(Said::from),
                Attribute::Case | Attribute::Clinician | Attribute::Team => None,
            };
        }
        self.ends(path).find_map(|end| match end.shape.inner() {
            Shape::Code(list) | Shape::Codes(list) => {
                let found = list.words.iter().find(|(written, _)| *written == code);
                found.map(|&(code, label)| Said::Code { list: list.path, code, label })
            }
            Shape::Variants(variants) => {
                let found = variants.holds(code);
                found.map(|_| Said::Named { list: "variant", code: code.to_owned(), label: plainly(code) })
            }
            Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant | Shape::Ref(_) => None,
            Shape::Outside(_) | Shape::Text | Shape::Optional(_) | Shape::List(_) | Shape::Fields(_) => None,
        })
    }
}

/// What a few fields say, that is no matter of names and values.
pub(crate) fn fact_of(path: &str, code: &str, holds: bool) -> Option<Message> {
    let fact = match (path, code, holds) {
        ("cover", "contract", true) | ("cover", "uncovered", false) => say::rests_on_contract(),
        ("cover", "uncovered", true) | ("cover", "contract", false) => say::rests_on_none(),
        ("finding", "present", true) => say::was_seen(),
        ("finding", "present", false) => say::was_not_seen(),
        ("finding", "absent", true) => say::was_not_there(),
        ("finding", "no_opportunity", true) => say::no_opportunity(),
        _ => return None,
    };
    Some(fact)
}

/// A path without the part that says which elements of a list are meant, and what that says: a field and a code.
fn without_only(path: &str) -> Option<(String, &str, &str)> {
    let (list, rest) = path.split_once('[')?;
    let (only, rest) = rest.split_once(']')?;
    let (field, code) = only.split_once(':')?;
    Some((format!("{list}{rest}"), field, code))
}

/// A time that is no field of what happened, as a clause: `it was recorded`.
pub(crate) fn clause(path: &str) -> Option<Message> {
    match path.strip_prefix("opening.").unwrap_or(path) {
        "occurred_at" => Some(say::it_occurred()),
        "recorded_at" => Some(say::it_was_recorded()),
        _ => None,
    }
}

/// A name or a code as words: `given_by` is said as `given by`.
pub(crate) fn plainly(name: &str) -> String {
    name.replace('_', " ")
}

/// The stored name of a field as words.
pub(crate) fn named(name: &str) -> Said {
    Said::Named { list: "name", code: name.replace(' ', "_"), label: plainly(name) }
}

/// Every name that is made from a stored one, for catalogues: its list, its code and its English.
#[cfg(all(test, feature = "languages"))]
pub(crate) fn named_ones() -> std::collections::BTreeSet<(&'static str, String, String)> {
    fn collect(said: &Said, all: &mut std::collections::BTreeSet<(&'static str, String, String)>) {
        match said {
            Said::Named { list, code, label } => _ = all.insert((list, code.clone(), label.clone())),
            Said::Message(message) => message.said.iter().for_each(|said| collect(said, all)),
            Said::Row(_, things) | Said::Wide(things) => things.iter().for_each(|said| collect(said, all)),
            Said::Capital(said) | Said::WithoutThe(said) => collect(said, all),
            Said::Code { .. }
            | Said::Number(_)
            | Said::Plain(_)
            | Said::Day(_)
            | Said::ShortDay(_)
            | Said::DayInYear(_)
            | Said::Done { .. } => {}
        }
    }
    /// The paths into a shape, with the codes of variants that stand at their ends.
    fn paths(shape: &Shape, before: &str, all: &mut Vec<(String, Vec<String>)>) {
        let inner = |fields: &[FieldShape], before: &str, all: &mut Vec<(String, Vec<String>)>| {
            for field in fields {
                let path = if before.is_empty() { field.name.to_owned() } else { format!("{before}.{}", field.name) };
                paths(&field.shape, &path, all);
                all.push((path, Vec::new()));
            }
        };
        match shape.inner() {
            Shape::List(element) => paths(element, before, all),
            Shape::Fields(fields) => inner(&fields.parts, before, all),
            Shape::Variants(variants) => {
                all.push((before.to_owned(), variants.all.iter().map(|variant| variant.code.clone()).collect()));
                for variant in &variants.all {
                    let path = format!("{before}.{}", variant.code);
                    match &variant.holds {
                        Holds::One(shape) => paths(shape, &path, all),
                        Holds::Fields(fields) => inner(fields, &path, all),
                        Holds::Nothing | Holds::Unasked(_) => {}
                    }
                }
            }
            Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => {}
            Shape::Ref(_) | Shape::Outside(_) | Shape::Text | Shape::Optional(_) => {}
        }
    }
    let mut all = std::collections::BTreeSet::new();
    // What a duty may be about, or a rule may not know, and what is no field.
    ["case", "cycle", "clinician", "team", "contract", "kind", "per"]
        .iter()
        .for_each(|name| collect(&named(name), &mut all));
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        all.insert(("weekday", day.to_owned(), capital(day)));
    }
    for kind in Kind::all() {
        let (here, mut found) = (Fields { kinds: vec![kind] }, Vec::new());
        paths(&kind.shape(), "", &mut found);
        for (path, codes) in &found {
            collect(&here.name(path), &mut all);
            // What a duty is about is said by the end of the path that leads there.
            collect(&named(path.rsplit('.').next().unwrap_or(path)), &mut all);
            codes.iter().filter_map(|code| here.label(path, code)).for_each(|label| collect(&label, &mut all));
        }
    }
    all
}

/// What was done: the past tense of a kind.
pub(crate) fn done(kind: Kind) -> Said {
    Said::Done { kind: kind.code(), past: kind.past_tense() }
}

/// What the field at the end of a path is called.
fn called(end: &End) -> Said {
    let is_person = matches!(end.shape.inner(), Shape::Ref(Noun::Person));
    let name = match (end.name.as_str(), end.in_list) {
        ("present", _) => say::those_present(),
        ("decided_by", _) => say::the_deciders(),
        ("contributed", _) => say::the_contributors(),
        ("between", _) => say::those_agreeing(),
        ("with", true) => say::those_beside(),
        ("with", false) => say::person_with(),
        ("to", true) => say::those_passed_on_to(),
        ("to", false) if is_person => say::person_passed_on_to(),
        ("asked_by", _) => say::who_asked(),
        ("given_by", _) => say::who_gave(),
        ("taken_by", _) => say::who_takes(),
        ("of_whom", _) => say::whose_views(),
        ("withdrawn_by", _) => say::who_withdrew(),
        ("for_person", _) => say::person_it_is_for(),
        ("lead", _) if is_person => say::lead_practitioner(),
        (name, _) => say::the(named(name)),
    };
    name.into()
}

/// Where a path ends in a shape, if it leads anywhere.
fn end(shape: &Shape, path: &str) -> Option<End> {
    let (mut shape, mut name, mut in_list) = (shape, "", false);
    let mut names = path.split('.').peekable();
    loop {
        if let Shape::List(element) = shape.inner() {
            (shape, in_list) = (element, true);
            continue;
        }
        let Some(next) = names.next() else { break };
        // `reason.code` is a reason.
        name = if next == "code" && !name.is_empty() { name } else { next };
        let fields: &[FieldShape] = match shape.inner() {
            Shape::Fields(fields) => &fields.parts,
            Shape::Variants(variants) => match variants.holds(next)? {
                Holds::One(inner) => {
                    shape = inner;
                    continue;
                }
                Holds::Fields(fields) => {
                    name = names.next()?;
                    shape = &fields.iter().find(|field| field.name == name)?.shape;
                    continue;
                }
                Holds::Nothing | Holds::Unasked(_) => return None,
            },
            Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => {
                return None;
            }
            Shape::Ref(_) | Shape::Outside(_) | Shape::Text | Shape::Optional(_) | Shape::List(_) => return None,
        };
        let field = fields.iter().find(|field| field.name == next)?;
        shape = &field.shape;
        if let Some(label) = field.label {
            name = label;
        }
    }
    Some(End { name: name.to_owned(), shape: shape.clone(), in_list })
}

/// The kinds of entry that something that happens names.
fn named_by<'f>(happening: &'f HappeningForm, codes: &mut Vec<&'f str>) {
    codes.extend(happening.event.iter().flat_map(|events| &events.0).map(String::as_str));
    happening.any.iter().for_each(|one| named_by(one, codes));
    let states = happening.begins.iter().chain(&happening.ends);
    states.flat_map(|state| state.from.iter().chain(&state.to)).for_each(|end| named_by(end, codes));
}

/// The kinds of entry that a condition looks at.
fn looked_at<'f>(condition: &'f ConditionForm, codes: &mut Vec<&'f str>) {
    match condition {
        ConditionForm::All(all) | ConditionForm::Any(all) => all.iter().for_each(|one| looked_at(one, codes)),
        ConditionForm::Not(one) => looked_at(one, codes),
        ConditionForm::Happened(form) => codes.extend(form.event.0.iter().map(String::as_str)),
        ConditionForm::Ratio(form) => {
            codes.extend(form.of.event.0.iter().chain(&form.to.event.0).map(String::as_str));
        }
        ConditionForm::Open(form) => {
            codes.extend(form.from.event.0.iter().chain(&form.to.event.0).map(String::as_str));
        }
        ConditionForm::Last(form) | ConditionForm::First(form) => codes.extend(form.event.0.iter().map(String::as_str)),
        ConditionForm::Where(_)
        | ConditionForm::While(_)
        | ConditionForm::Concurrent(_)
        | ConditionForm::Standing(_)
        | ConditionForm::Boundary(_) => {}
    }
}
