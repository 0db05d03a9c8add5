//! What reads, and would still not do.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::mistake::{Mistake, What};
use super::names::{self, Parameters};
use super::words::{Words, line_of};
use crate::labels;

/// What a pattern refers to, with where.
#[derive(Default)]
struct References<'t> {
    parameters: BTreeSet<&'t str>,
    /// Messages and terms as they are written, each with its name.
    others: Vec<(String, &'t str)>,
    functions: Vec<&'t str>,
}

impl<'t> References<'t> {
    fn of(pattern: &Pattern<&'t str>) -> Self {
        let mut found = Self::default();
        found.pattern(pattern);
        found
    }

    fn pattern(&mut self, pattern: &Pattern<&'t str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&'t str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&'t str>) {
        let form =
            |id: &str, attribute: Option<&str>| attribute.map_or_else(|| id.to_owned(), |form| format!("{id}.{form}"));
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::VariableReference { id } => _ = self.parameters.insert(id.name),
            InlineExpression::MessageReference { id, attribute } => {
                self.others.push((form(id.name, attribute.as_ref().map(|form| form.name)), id.name));
            }
            InlineExpression::TermReference { id, attribute, arguments } => {
                self.others.push((form(&format!("-{}", id.name), attribute.as_ref().map(|form| form.name)), id.name));
                arguments.iter().for_each(|arguments| self.arguments(arguments));
            }
            InlineExpression::FunctionReference { id, arguments } => {
                self.functions.push(id.name);
                self.arguments(arguments);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&'t str>) {
        arguments.positional.iter().chain(arguments.named.iter().map(|named| &named.value)).for_each(|one| self.inline(one));
    }
}

/// The name of a parameter without what stands beside it.
fn base(name: &str) -> &str {
    name.split_once('-').map_or(name, |(base, _)| base)
}

/// The parameters that each message of a file names.
fn named(text: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let resource = parser::parse_runtime(text).unwrap_or_else(|(resource, _)| resource);
    let named = |entry: Entry<_>| {
        let Entry::Message(message) = entry else { return None };
        let references = References::of(&message.value?);
        Some((message.id.name, references.parameters.into_iter().map(base).collect()))
    };
    resource.body.into_iter().filter_map(named).collect()
}

/// Everything in a file that would not do, beside the English that it is held against.
pub(super) fn mistakes(words: &Words, english: &Words) -> Vec<Mistake> {
    let (of_english, parameters) = (named(english.text()), names::parameters());
    let text = words.text();
    let resource = parser::parse_runtime(text).unwrap_or_else(|(resource, _)| resource);
    let there = there(&resource.body);
    let (mut found, mut forms) = (Vec::new(), BTreeSet::new());
    for entry in &resource.body {
        // What a term names is given to it where it is referred to.
        let (name, shown, values) = match entry {
            Entry::Message(message) => {
                let forms = message.attributes.iter().map(|form| &form.value);
                (message.id.name, message.id.name.to_owned(), message.value.iter().chain(forms).collect::<Vec<_>>())
            }
            Entry::Term(term) => {
                let forms = term.attributes.iter().map(|form| &form.value);
                let values = std::iter::once(&term.value).chain(forms).collect();
                (term.id.name, format!("-{}", term.id.name), values)
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => continue,
        };
        let mut mistake = |part: &str, what: What| {
            found.push(Mistake { line: line_of(text, part), message: Some(shown.clone()), what });
        };
        for references in values.iter().map(|value| References::of(value)) {
            for (other, part) in references.others.iter().filter(|(other, _)| !there.contains(other)) {
                mistake(part, What::UnknownReference(other.clone()));
            }
            references
                .functions
                .iter()
                .for_each(|function| mistake(function, What::UnknownFunction((*function).to_owned())));
        }
        let Entry::Message(message) = entry else { continue };
        if !english.has(name) {
            mistake(name, What::UnknownMessage);
            continue;
        }
        let Some(value) = &message.value else {
            mistake(name, What::NoValue);
            continue;
        };
        let (references, none) = (References::of(value), Parameters::Named(&[]));
        let has = parameters.get(name).unwrap_or(&none);
        for part in references.parameters.iter().copied().filter(|part| !has.have(part, |form| words.is_form(form))) {
            mistake(part, What::UnknownParameter(part.to_owned()));
        }
        forms.extend(
            references.parameters.iter().filter_map(|part| has.form_of(name, part)).filter(|(_, form)| words.is_form(form)),
        );
        let of_own: BTreeSet<&str> = references.parameters.iter().copied().map(base).collect();
        let lacks = of_english.get(name).into_iter().flatten().filter(|parameter| !of_own.contains(*parameter));
        lacks.for_each(|parameter| mistake(name, What::LacksParameter((*parameter).to_owned())));
        if words.is_circular(name) {
            mistake(name, What::Circular);
        }
    }
    for (lists, form) in forms {
        let labels = labels::all().filter(|label| lists.contains(&label.list));
        let names: BTreeSet<String> = labels.map(|label| names::label(label.list, label.code)).collect();
        found.extend(names.into_iter().filter(|name| words.has(name) && !words.has_form(name, form)).map(|name| {
            let line = words.line(&name);
            Mistake { line, message: Some(name), what: What::LacksForm(form.to_owned()) }
        }));
    }
    found.sort_by_key(|mistake: &Mistake| mistake.line);
    found
}

/// What can be referred to: messages, terms, and their forms.
fn there(body: &[Entry<&str>]) -> BTreeSet<String> {
    let names = body.iter().flat_map(|entry| {
        let (name, forms) = match entry {
            Entry::Message(message) => (message.id.name.to_owned(), message.attributes.as_slice()),
            Entry::Term(term) => (format!("-{}", term.id.name), term.attributes.as_slice()),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {
                (String::new(), [].as_slice())
            }
        };
        let forms: Vec<String> = forms.iter().map(|form| format!("{name}.{}", form.id.name)).collect();
        std::iter::once(name).chain(forms)
    });
    names.collect()
}
