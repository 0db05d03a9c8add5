//! Which attributes and relations each kind of event has, worked out once from the declarations by which events are read and written.
//!
//! A place within the data is named by its path, with points between: `cover.contract`. What stands there is an attribute, if it is a
//! code, a number or a time, or free text; a relation, if it refers to a thing. Of a part with variants, its own path holds the code of
//! the variant. Values of a list stand in one attribute, with spaces between, in the order of its items, and `-` where an item has none.

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::object::ObjectType;
use crate::cycle::Kind;
use crate::field::Field;
use crate::moment::Moment;
use crate::shape::{self, FieldShape, Holds, Shape};

/// What an attribute holds.
///
/// ```
/// use practice_cycle::export::Value;
/// assert_eq!(Value::Number(7).to_string(), "7");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A code, several codes with spaces between, a reference to something that is no object, or free text if that was asked for.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// An instant.
    Time(Moment),
    /// A day, by the calendar of London.
    Day(NaiveDate),
}

impl std::fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => number.fmt(f),
            Value::Time(at) => at.fmt(f),
            Value::Day(day) => day.fmt(f),
        }
    }
}

/// What kind of value an attribute has.
///
/// ```
/// use practice_cycle::{cycle::Kind, export::{ValueType, attributes}};
/// let rated = Kind::from_code("outcome_rated").unwrap();
/// let score = attributes(rated).find(|attribute| attribute.name == "score").unwrap();
/// assert_eq!(score.holds, ValueType::Number);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Codes, or other text.
    Text,
    /// A whole number.
    Number,
    /// An instant.
    Time,
    /// A day.
    Day,
}

/// An attribute that events of a kind can have.
///
/// ```
/// use practice_cycle::{cycle::Kind, export::attributes};
/// let declined = Kind::from_code("contract_declined").unwrap();
/// let names: Vec<_> = attributes(declined).map(|attribute| (attribute.name.as_str(), attribute.is_words)).collect();
/// assert_eq!(names, [("reason.code", false), ("reason.words", true)]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name: the path of the field, with points between.
    pub name: String,
    /// What kind of value it has.
    pub holds: ValueType,
    /// Whether it is free text, which is left out unless it is asked for.
    pub is_words: bool,
}

/// The attributes that events of a kind can have, in the order in which their data is stored.
///
/// ```
/// use practice_cycle::{cycle::Kind, export::attributes};
/// let begun = Kind::from_code("intervention_begun").unwrap();
/// let names: Vec<&str> = attributes(begun).map(|attribute| attribute.name.as_str()).collect();
/// assert!(names.contains(&"stream") && names.contains(&"form") && !names.contains(&"intervention"));
/// ```
pub fn attributes(kind: Kind) -> impl Iterator<Item = &'static Attribute> {
    Layout::of(kind).attributes.iter()
}

/// The attributes and relations of a kind of event.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) attributes: Vec<Attribute>,
    root: Node,
}

/// A place in the data, as it is visited.
#[derive(Debug)]
enum Node {
    Code(usize, Vec<&'static str>),
    Codes(usize, Vec<&'static str>),
    /// A number, a day or an instant.
    Plain(usize),
    Words(usize),
    /// A reference to a thing, with its qualifier.
    Thing(ObjectType, String),
    /// A reference to what is no object.
    Text(usize),
    /// The attributes of its items are those from the first to the second place.
    List(usize, usize, Box<Node>),
    Fields(Vec<Node>),
    Variants(usize, Vec<(String, Vec<Node>)>),
}

/// What stands in the data of one event, by the places of its attributes. It is used for one event after another.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) attributes: Vec<(usize, Value<'a>)>,
    pub(super) things: Vec<(&'static str, ObjectType, &'a str)>,
}

impl Layout {
    /// The layout of a kind, which is made when it is first asked for.
    pub(super) fn of(kind: Kind) -> &'static Layout {
        static LAYOUTS: [OnceLock<Layout>; Kind::COUNT] = [const { OnceLock::new() }; Kind::COUNT];
        static NONE: Layout = Layout { attributes: Vec::new(), root: Node::Fields(Vec::new()) };
        LAYOUTS.get(kind.index()).map_or(&NONE, |layout| layout.get_or_init(|| Layout::made(kind)))
    }

    fn made(kind: Kind) -> Layout {
        let mut attributes = Vec::new();
        let root = node(&kind.shape(), "", false, &mut attributes);
        Layout { attributes, root }
    }

    /// What stands in the data of an event of this kind; its free text only if that is wanted.
    pub(super) fn find<'a>(&'static self, data: &'a dyn Field, with_words: bool, found: &mut Found<'a>) {
        found.attributes.clear();
        found.things.clear();
        self.root.find(data, with_words, " ", found);
    }
}

/// What is visited of a shape that stands at a path.
fn node(shape: &Shape, path: &str, in_list: bool, all: &mut Vec<Attribute>) -> Node {
    let shape = shape.inner();
    let mut attribute = |holds: ValueType, is_words| {
        // Several values in one attribute are text.
        let holds = if in_list { ValueType::Text } else { holds };
        all.push(Attribute { name: path.to_owned(), holds, is_words });
        all.len() - 1
    };
    match shape {
        Shape::Code(list) => Node::Code(attribute(ValueType::Text, false), list.codes()),
        Shape::Codes(list) => Node::Codes(attribute(ValueType::Text, false), list.codes()),
        Shape::Number(..) | Shape::Entry => Node::Plain(attribute(ValueType::Number, false)),
        Shape::Day => Node::Plain(attribute(ValueType::Day, false)),
        Shape::Instant => Node::Plain(attribute(ValueType::Time, false)),
        Shape::Text => Node::Words(attribute(ValueType::Text, true)),
        Shape::Ref(noun) => Node::Thing(ObjectType::Made(*noun), path.to_owned()),
        Shape::Outside(what) => match ObjectType::outside(*what) {
            Some(of) => Node::Thing(of, path.to_owned()),
            None => Node::Text(attribute(ValueType::Text, false)),
        },
        Shape::Optional(inner) => node(inner, path, in_list, all),
        Shape::List(item) => {
            let first = all.len();
            let item = node(item, path, true, all);
            Node::List(first, all.len(), Box::new(item))
        }
        Shape::Fields(fields) => Node::Fields(nodes(&fields.parts, path, in_list, all)),
        Shape::Variants(variants) => {
            let place = attribute(ValueType::Text, false);
            let held = variants.all.iter().map(|variant| {
                let under = join(path, &variant.code);
                let nodes = match &variant.holds {
                    // What lies in another cycle cannot be visited: see `Row`.
                    Holds::Nothing | Holds::Unasked(_) => Vec::new(),
                    Holds::One(shape) => vec![node(shape, &under, in_list, all)],
                    Holds::Fields(fields) => nodes(fields, &under, in_list, all),
                };
                (variant.code.clone(), nodes)
            });
            Node::Variants(place, held.collect())
        }
    }
}

fn nodes(fields: &[FieldShape], path: &str, in_list: bool, all: &mut Vec<Attribute>) -> Vec<Node> {
    fields.iter().map(|field| node(&field.shape, &join(path, field.name), in_list, all)).collect()
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

impl Node {
    fn find<'a>(&'static self, part: &'a dyn Field, words: bool, between: &str, found: &mut Found<'a>) {
        match self {
            Node::Code(place, codes) => {
                if let shape::Value::Code(code) = part.value() {
                    let code = codes.get(usize::from(code)).copied().unwrap_or_default();
                    found.attributes.push((*place, Value::Text(Cow::Borrowed(code))));
                }
            }
            Node::Codes(place, codes) => {
                if let shape::Value::Codes(bits @ 1..) = part.value() {
                    found.attributes.push((*place, Value::Text(listed(bits, codes, between))));
                }
            }
            Node::Plain(place) => match part.value() {
                shape::Value::Number(number) => found.attributes.push((*place, Value::Number(number))),
                shape::Value::Day(day) => found.attributes.push((*place, Value::Day(day))),
                shape::Value::Instant(at) => found.attributes.push((*place, Value::Time(at))),
                shape::Value::Missing
                | shape::Value::Code(_)
                | shape::Value::Codes(_)
                | shape::Value::Ref(_)
                | shape::Value::Outside(_)
                | shape::Value::Text
                | shape::Value::Inner => {}
            },
            Node::Words(place) => {
                if let Some(text) = part.words().filter(|_| words) {
                    found.attributes.push((*place, Value::Text(Cow::Borrowed(text))));
                }
            }
            Node::Thing(of, qualifier) => found.things.extend(referred(part).map(|name| (qualifier.as_str(), *of, name))),
            Node::Text(place) => {
                found.attributes.extend(referred(part).map(|name| (*place, Value::Text(Cow::Borrowed(name)))));
            }
            Node::List(first, end, item) => item.find_all(*first..*end, part, words, between, found),
            Node::Fields(nodes) => find_each(nodes, part, words, between, found),
            Node::Variants(place, variants) => {
                let shape::Value::Code(chosen) = part.value() else { return };
                let Some((code, nodes)) = variants.get(usize::from(chosen)) else { return };
                found.attributes.push((*place, Value::Text(Cow::Borrowed(code))));
                find_each(nodes, part, words, between, found);
            }
        }
    }

    /// What stands in the items of a list, the values of each attribute side by side.
    fn find_all<'a>(
        &'static self,
        attributes: std::ops::Range<usize>,
        list: &'a dyn Field,
        words: bool,
        between: &str,
        found: &mut Found<'a>,
    ) {
        let before = found.attributes.len();
        let mut joined: Vec<(String, bool)> = vec![(String::new(), false); attributes.len()];
        for item in (0..).map_while(|place| list.nth(place)) {
            self.find(item, words, ",", found);
            let values: Vec<(usize, Value<'a>)> = found.attributes.drain(before..).collect();
            for (place, (all, has_any)) in attributes.clone().zip(&mut joined) {
                if !all.is_empty() {
                    all.push_str(between);
                }
                let value = values.iter().find(|(of, _)| *of == place).map(|(_, value)| value.to_string());
                *has_any |= value.is_some();
                all.push_str(value.as_deref().unwrap_or("-"));
            }
        }
        for (place, (all, has_any)) in attributes.zip(joined) {
            if has_any {
                found.attributes.push((place, Value::Text(Cow::Owned(all))));
            }
        }
    }
}

fn find_each<'a>(nodes: &'static [Node], part: &'a dyn Field, words: bool, between: &str, found: &mut Found<'a>) {
    for (place, node) in nodes.iter().enumerate() {
        if let Some(part) = part.nth(place) {
            node.find(part, words, between, found);
        }
    }
}

/// The codes whose places are set, with something between them; one alone without a copy.
fn listed(bits: u64, codes: &[&'static str], between: &str) -> Cow<'static, str> {
    let mut set = codes.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, code)| *code);
    let first = set.next().unwrap_or_default();
    let Some(second) = set.next() else { return Cow::Borrowed(first) };
    let mut all = String::from(first);
    for code in std::iter::once(second).chain(set) {
        all.push_str(between);
        all.push_str(code);
    }
    Cow::Owned(all)
}

/// The reference that stands there, unless there is none or it was redacted.
fn referred(part: &dyn Field) -> Option<&str> {
    if let shape::Value::Outside(name) = part.value() { Some(name) } else { part.reference().map(|it| it.id) }
}
