//! The fields of entries and their codes in words, as a reader meets them in findings: labels, and never codes or paths.

use chrono::NaiveDate;

use crate::code::Code;
use crate::contracting::{FocusKind, Lead, Origin, Stage};
use crate::cycle::Kind;
use crate::noun::Noun;
use crate::people::Side;
use crate::policy::rule::aspect::OfDay;
use crate::policy::rule::field_path::made;
use crate::policy::syntax::codes::Attribute;
use crate::policy::syntax::condition::{ConditionForm, HappeningForm};
use crate::policy::syntax::pack::RuleForm;
use crate::shape::{FieldShape, Holds, Shape};
use crate::space::{Space, Stream};

/// Several in a row: `one`, `one or two`, `one, two or three`.
pub(crate) fn listed(words: &[String], and: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} {and} {last}", all.join(", ")),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct People {
    pub(crate) name: String,
    pub(crate) are_several: bool,
    pub(crate) aspect: Aspect,
    /// Whether it is meant as of the time at which that is asked.
    pub(crate) by_then: bool,
}

impl People {
    /// A sentence about them, as of the time that is meant.
    pub(crate) fn said(&self, sentence: String) -> String {
        if self.by_then { sentence + " by then" } else { sentence }
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
        asked.into_iter().flatten().chain(&form.before).for_each(|happening| named(happening, &mut codes));
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
    fn made<'p>(&self, path: &'p str) -> Option<(&'static str, &'p str, Self)> {
        let (head, rest) = path.split_once('.').filter(|_| self.ends(path).next().is_none())?;
        let mut kinds = self.kinds.iter().copied().chain(Kind::all());
        let (noun, kind) = kinds.find_map(|kind| made(kind, head))?;
        Some((noun.label(), rest, Self { kinds: vec![kind] }))
    }

    /// Whether a path leads to people, and to what of them.
    pub(crate) fn people(&self, path: &str) -> Option<People> {
        let path = path.strip_prefix("opening.").unwrap_or(path);
        if let Some((noun, rest, there)) = self.made(path) {
            let people = there.people(rest)?;
            let acted = there.kinds.first().filter(|_| rest.split('.').next() == Some("by"));
            let name = match acted {
                Some(kind) => format!("the person who {}", kind.past_tense()),
                None => format!("{} of that {noun}", people.name),
            };
            return Some(People { name, ..people });
        }
        let by_then = path.ends_with("_now");
        let (head, aspect) = match path.rsplit_once('.') {
            Some((head, "role" | "role_now")) => (head, Aspect::Role),
            Some((head, "side" | "side_now")) => (head, Aspect::Side),
            Some((head, "mandate" | "mandate_now")) => (head, Aspect::Mandate),
            _ => (path, Aspect::Themselves),
        };
        let (name, are_several) = match head {
            "by" => ("the person acting".to_owned(), false),
            "recorded_by" => ("the person who wrote it down".to_owned(), false),
            "clinician" => ("the clinician".to_owned(), false),
            "people" => ("those taking part".to_owned(), true),
            "each" if aspect != Aspect::Themselves => ("this person".to_owned(), false),
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
    pub(crate) fn name(&self, path: &str) -> String {
        let path = path.strip_prefix("opening.").unwrap_or(path);
        if let Some((path, field, code)) = without_only(path) {
            let (list, _) = path.rsplit_once('.').unwrap_or((&path, ""));
            return format!("{} ({}: {})", self.name(&path), plainly(field), self.value(&format!("{list}.{field}"), code));
        }
        if let Some((time, of)) = OfDay::split(path) {
            let what = if of == OfDay::Weekday { "the day of the week" } else { "the kind of day" };
            return match clause(time) {
                Some(clause) => format!("{what} on which {clause}"),
                None => format!("{what} of {}", self.name(time)),
            };
        }
        if let Some(people) = self.people(path) {
            let name = &people.name;
            return people.said(match people.aspect {
                Aspect::Themselves => name.clone(),
                Aspect::Role => format!("the role of {name}"),
                Aspect::Side => format!("the side of {name}"),
                Aspect::Mandate => format!("the statutory mandate of {name}"),
            });
        }
        if let Some(clause) = clause(path) {
            return format!("when {clause}");
        }
        if let Some((noun, rest, there)) = self.made(path) {
            return if rest == "what" {
                format!("the kind of {noun}")
            } else {
                format!("{} of that {noun}", there.name(rest))
            };
        }
        let name = match path {
            "case" => "the case",
            "contract" => "the contract",
            "cycle" => "the cycle",
            "each" => "this one",
            "contract.stage" => "where the contract stands",
            "contract.space" => "the agreed space",
            "contract.stream" => "the agreed stream of work",
            "contract.lead" => "who leads under the contract",
            "contract.duration" => "how long the contract lasts",
            "contract.parties" => "the parties to the contract who are still there",
            "cover" => "the contract it rests on",
            "cover.uncovered.why" => "the reason for working without a contract",
            "reason.code" => "the reason",
            "finding" => "what was found",
            "sign" | "sign.figure1" => "the indicator",
            "to.stream" => "the stream of work offered instead",
            "to.space" => "the space offered instead",
            "form" => "the form of work",
            "stream" => "the stream of work",
            "explained" => "what was explained",
            "until" => "the day until which it holds",
            "considered" => "what was considered",
            "by_when" => "the day by which it has to be acted on",
            "change_course" => "the sign that the course has to change",
            "in_what" => "what they are included in",
            "look_again" => "the day on which to look again",
            "moved" => "the threshold that moved",
            "offered" => "what is offered instead",
            "passing" => "the description that was passed on",
            "risks" => "what is named of the risks",
            "seen_as" => "the view from which it is given",
            "then" => "what follows",
            _ => "",
        };
        if !name.is_empty() {
            return name.to_owned();
        }
        if let Some(attribute) = path.strip_prefix("contract.").and_then(Attribute::from_code) {
            return format!("the contract's {}", attribute.label());
        }
        let kind = self.kinds.iter().find(|kind| end(&kind.shape(), path).is_some());
        match (path, kind.map_or("", |&kind| Kind::code(kind))) {
            ("again", "step_taken_on") => return "the step that was handed back".to_owned(),
            ("again", _) => return "the earlier request".to_owned(),
            ("what", "milestone_reached") => return "the milestone".to_owned(),
            ("to", "legal_status_changed") => return "the new legal status".to_owned(),
            ("from", "legal_status_changed") => return "the earlier legal status".to_owned(),
            ("to", "consent_given") => return "what was consented to".to_owned(),
            ("to", "role_flexed") => return "the one who does it now".to_owned(),
            ("how", "intervention_closed") => return "how it ended".to_owned(),
            _ => {}
        }
        let named = self.ends(path).next().map(|end| called(&end));
        named.unwrap_or_else(|| format!("the {}", plainly(path.rsplit('.').next().unwrap_or(path))))
    }

    /// A value of a field in words: of a code the label, in quotation marks; a day as people write it; of a reference the same,
    /// between backticks.
    pub(crate) fn value(&self, path: &str, written: &str) -> String {
        let path = path.strip_prefix("opening.").unwrap_or(path);
        if let Some(label) = self.label(path, written) {
            return format!("\"{label}\"");
        }
        if let Ok(day) = written.parse::<NaiveDate>() {
            return day.format("%-d %B %Y").to_string();
        }
        if written.parse::<i64>().is_ok() { written.to_owned() } else { format!("`{written}`") }
    }

    /// The label of a code of a field.
    pub(crate) fn label(&self, path: &str, code: &str) -> Option<String> {
        if let Some((path, ..)) = without_only(path) {
            return self.label(&path, code);
        }
        if let Some((_, rest, there)) = self.made(path) {
            return there.label(rest, code);
        }
        if let Some((_, OfDay::Weekday)) = OfDay::split(path) {
            let (first, rest) = code.split_at_checked(1)?;
            return Some(first.to_uppercase() + rest);
        }
        if let Some(attribute) = path.strip_prefix("contract.").and_then(Attribute::from_code) {
            let label = match attribute {
                Attribute::Stage => Stage::from_code(code).map(Code::label),
                Attribute::Origin => Origin::from_code(code).map(Code::label),
                Attribute::Space => Space::from_code(code).map(Code::label),
                Attribute::Stream => Stream::from_code(code).map(Code::label),
                Attribute::Lead => Lead::from_code(code).map(Code::label),
                Attribute::Focus => FocusKind::from_code(code).map(Code::label),
                Attribute::Duration => Some(match code {
                    "single" => "one single piece of work",
                    "until" => "until a day that was agreed",
                    _ => "with no end, but a day of review",
                }),
                Attribute::Parties => Side::from_code(code).map(Code::label),
                Attribute::Case | Attribute::Clinician | Attribute::Team => None,
            };
            return label.map(str::to_owned);
        }
        self.ends(path).find_map(|end| match end.shape.inner() {
            Shape::Code(list) | Shape::Codes(list) => {
                list.words.iter().find(|(written, _)| *written == code).map(|(_, label)| (*label).to_owned())
            }
            Shape::Variants(variants) => {
                variants.all.iter().find(|variant| variant.code == code).map(|variant| plainly(&variant.code))
            }
            Shape::Number(..)
            | Shape::Entry
            | Shape::Day
            | Shape::Instant
            | Shape::Ref(_)
            | Shape::Outside(_)
            | Shape::Text
            | Shape::Optional(_)
            | Shape::List(_)
            | Shape::Fields(_) => None,
        })
    }
}

/// What a few fields say, that is no matter of names and values.
pub(crate) fn fact_of(path: &str, code: &str, holds: bool) -> Option<String> {
    let fact = match (path, code, holds) {
        ("cover", "contract", true) | ("cover", "uncovered", false) => "it rests on a contract",
        ("cover", "uncovered", true) | ("cover", "contract", false) => "it rests on no contract",
        ("finding", "present", true) => "the indicator was seen",
        ("finding", "present", false) => "the indicator was not seen",
        ("finding", "absent", true) => "the indicator was looked for and was not there",
        ("finding", "no_opportunity", true) => "there was no opportunity to see the indicator",
        _ => return None,
    };
    Some(fact.to_owned())
}

/// A path without the part that says which elements of a list are meant, and what that says: a field and a code.
fn without_only(path: &str) -> Option<(String, &str, &str)> {
    let (list, rest) = path.split_once('[')?;
    let (only, rest) = rest.split_once(']')?;
    let (field, code) = only.split_once(':')?;
    Some((format!("{list}{rest}"), field, code))
}

/// A time that is no field of what happened, as a clause: `it was recorded`.
pub(crate) fn clause(path: &str) -> Option<&'static str> {
    match path.strip_prefix("opening.").unwrap_or(path) {
        "occurred_at" => Some("it occurred"),
        "recorded_at" => Some("it was recorded"),
        _ => None,
    }
}

/// A name or a code as words: `given_by` is said as `given by`.
pub(crate) fn plainly(name: &str) -> String {
    name.replace('_', " ")
}

/// What the field at the end of a path is called.
fn called(end: &End) -> String {
    let of = match (end.name.as_str(), end.in_list) {
        ("present", _) => "those present",
        ("decided_by", _) => "the deciders",
        ("contributed", _) => "the contributors",
        ("between", _) => "those between whom it was agreed",
        ("with", true) => "those who took part beside the person acting",
        ("with", false) => "the person with whom it was done",
        ("to", true) => "those it was passed on to",
        ("to", false) if matches!(end.shape.inner(), Shape::Ref(Noun::Person)) => "the person it was passed on to",
        ("asked_by", _) => "the person who asked",
        ("given_by", _) => "the person who gave it",
        ("taken_by", _) => "the person who takes it",
        ("of_whom", _) => "the person whose views they are",
        ("withdrawn_by", _) => "the person who withdrew it",
        ("for_person", _) => "the person it is for",
        ("lead", _) if matches!(end.shape.inner(), Shape::Ref(Noun::Person)) => "the lead practitioner",
        (name, _) => return format!("the {}", plainly(name)),
    };
    of.to_owned()
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
            Shape::Variants(variants) => match &variants.all.iter().find(|variant| variant.code == next)?.holds {
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
            Shape::Code(_)
            | Shape::Codes(_)
            | Shape::Number(..)
            | Shape::Entry
            | Shape::Day
            | Shape::Instant
            | Shape::Ref(_)
            | Shape::Outside(_)
            | Shape::Text
            | Shape::Optional(_)
            | Shape::List(_) => return None,
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
fn named<'f>(happening: &'f HappeningForm, codes: &mut Vec<&'f str>) {
    codes.extend(happening.event.iter().flat_map(|events| &events.0).map(String::as_str));
    happening.any.iter().for_each(|one| named(one, codes));
    let states = happening.begins.iter().chain(&happening.ends);
    states.flat_map(|state| state.from.iter().chain(&state.to)).for_each(|end| named(end, codes));
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
