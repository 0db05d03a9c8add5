//! The words of one file, and how they are put together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::{self, Entry, Pattern, PatternElement, Resource};
use fluent_syntax::parser::{self, ParserError};
use fluent_syntax::serializer;

use super::mistake::{CatalogueError, Mistake, What};
use super::names::{self, CODE, COUNT};
use crate::labels;
use crate::message::{Message, Row, Said, capital, wide};
use crate::refusal::{Parameter, Takes};

/// What a file says of itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) language: String,
    pub(super) name: String,
    pub(super) is_reviewed: bool,
}

/// The words of one file.
pub(super) struct Words {
    pub(super) head: Head,
    text: String,
    bundle: FluentBundle<FluentResource>,
    /// The names of its messages, in their order.
    messages: Vec<String>,
    /// The names of all forms that words have in it.
    forms: BTreeSet<String>,
    /// What the parameters of each refusal take, by its code.
    declared: BTreeMap<&'static str, Vec<(&'static str, Takes)>>,
}

/// The line of a place in a text, from 1.
fn line_at(text: &str, place: usize) -> usize {
    1 + text.bytes().take(place).filter(|&byte| byte == b'\n').count()
}

/// The line of a part of a text, from 1.
pub(super) fn line_of(text: &str, part: &str) -> usize {
    line_at(text, (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize))
}

/// What cannot be read, with the message in which it stands.
fn unread(text: &str, error: &ParserError) -> Mistake {
    let message = error.slice.as_ref().and_then(|slice| text.get(slice.clone())).unwrap_or_default();
    let name = message.split(['=', '\n']).next().unwrap_or_default().trim();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    // Where the file ends too early, its last line has what is wrong.
    let line = line_at(text, error.pos.start.min(text.trim_end().len()));
    Mistake { line, message: is_name.then(|| name.to_owned()), what: What::Syntax(error.kind.to_string()) }
}

/// The words of a message that has no parameters.
fn plain(pattern: Option<&Pattern<&str>>) -> String {
    let elements = pattern.map(|pattern| pattern.elements.as_slice()).unwrap_or_default();
    let text = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { .. } => String::new(),
    };
    elements.iter().map(text).collect::<String>().trim().to_owned()
}

impl Words {
    /// A file of ours, of which tests assert that it reads.
    pub(super) fn ours(text: &str) -> Self {
        Self::of(text).0
    }

    pub(super) fn read(text: &str) -> Result<Self, CatalogueError> {
        let (words, mistakes) = Self::of(text);
        if mistakes.is_empty() { Ok(words) } else { Err(CatalogueError::of(mistakes)) }
    }

    /// The words of a file, as far as they can be read.
    fn of(text: &str) -> (Self, Vec<Mistake>) {
        let (resource, errors) = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err(read) => read,
        };
        let mut mistakes: Vec<Mistake> = errors.iter().map(|error| unread(text, error)).collect();
        let (mut head, mut messages, mut forms) = (Head::default(), Vec::new(), BTreeSet::new());
        let mut seen = BTreeSet::new();
        for entry in resource.entries() {
            let (name, is_message) = match entry {
                Entry::Message(ast::Message { id, value, attributes, .. }) => {
                    let mut mistake = |what: What| {
                        let line = line_of(resource.source(), id.name);
                        mistakes.push(Mistake { line, message: Some(id.name.to_owned()), what });
                    };
                    match id.name {
                        "catalogue-language" => head.language = plain(value.as_ref()),
                        "catalogue-name" => head.name = plain(value.as_ref()),
                        "catalogue-reviewed" => match plain(value.as_ref()).as_str() {
                            "yes" => head.is_reviewed = true,
                            "no" => {}
                            other => mistake(What::NeitherYesNorNo(other.to_owned())),
                        },
                        _ => {}
                    }
                    forms.extend(attributes.iter().map(|form| form.id.name.to_owned()));
                    (id.name, true)
                }
                Entry::Term(term) => (term.id.name, false),
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => continue,
            };
            if !seen.insert((name, is_message)) {
                let line = line_of(resource.source(), name);
                mistakes.push(Mistake { line, message: Some(name.to_owned()), what: What::Twice });
            } else if is_message {
                messages.push(name.to_owned());
            }
        }
        let language = head.language.parse();
        if head.language.is_empty() {
            mistakes.push(Mistake { line: 1, message: None, what: What::NoLanguage });
        } else if language.is_err() {
            let line = text.find("catalogue-language").map_or(1, |place| line_at(text, place));
            let what = What::NotALanguage(head.language.clone());
            mistakes.push(Mistake { line, message: Some("catalogue-language".to_owned()), what });
        }
        if head.name.is_empty() {
            head.name.clone_from(&head.language);
        }
        let mut bundle = FluentBundle::new_concurrent(vec![language.unwrap_or_default()]);
        // Marks that part text of other directions would show in logs, and all of these parts are of one direction.
        bundle.set_use_isolating(false);
        // A name that is there twice was found above.
        _ = bundle.add_resource(resource);
        let declared = labels::refusals().into_iter().map(|declared| (declared.code, declared.parameters)).collect();
        (Self { head, text: text.to_owned(), bundle, messages, forms, declared }, mistakes)
    }

    /// The file.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The names of its messages, in their order.
    pub(super) fn messages(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().map(String::as_str)
    }

    pub(super) fn has(&self, message: &str) -> bool {
        self.bundle.get_message(message).is_some_and(|message| message.value().is_some())
    }

    pub(super) fn has_form(&self, message: &str, form: &str) -> bool {
        self.bundle.get_message(message).is_some_and(|message| message.get_attribute(form).is_some())
    }

    /// The line of a message, from 1.
    pub(super) fn line(&self, message: &str) -> usize {
        let begins = |line: &str| line.strip_prefix(message).is_some_and(|rest| rest.trim_start().starts_with('='));
        self.text.lines().position(begins).map_or(1, |place| place + 1)
    }

    pub(super) fn is_form(&self, name: &str) -> bool {
        self.forms.contains(name)
    }

    /// The file without the messages that are not among these; its comments stay where a message follows them.
    pub(super) fn only(&self, messages: &[&str]) -> String {
        let resource = parser::parse(self.text.as_str()).unwrap_or_else(|(resource, _)| resource);
        let messages: BTreeSet<&str> = messages.iter().copied().collect();
        let mut body = Vec::new();
        let mut heading = None;
        for entry in resource.body {
            match &entry {
                Entry::Message(message) if messages.contains(message.id.name) => {
                    body.extend(heading.take());
                    body.push(entry);
                }
                Entry::GroupComment(_) => heading = Some(entry),
                Entry::Message(_) | Entry::Term(_) | Entry::Comment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
            }
        }
        serializer::serialize(&Resource { body })
    }

    /// A message with what stands in it. Nothing where there is none, or where it names what is not there.
    pub(super) fn say(&self, message: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let message = self.bundle.get_message(message)?;
        let mut wrong = Vec::new();
        let said = self.bundle.format_pattern(message.value()?, Some(arguments), &mut wrong).into_owned();
        wrong.is_empty().then_some(said)
    }

    /// A message without parameters.
    pub(super) fn label(&self, message: &str) -> Option<String> {
        self.say(message, &FluentArgs::new())
    }

    /// Whether a message refers to itself.
    pub(super) fn is_circular(&self, message: &str) -> bool {
        let Some(value) = self.bundle.get_message(message).and_then(|message| message.value()) else { return false };
        let mut wrong = Vec::new();
        _ = self.bundle.format_pattern(value, None, &mut wrong);
        wrong.iter().any(|wrong| matches!(wrong, FluentError::ResolverError(ResolverError::Cyclic)))
    }

    /// A form of a label, where it has that.
    pub(super) fn form(&self, message: &str, form: &str) -> Option<String> {
        let form = self.bundle.get_message(message)?.get_attribute(form)?;
        let mut wrong = Vec::new();
        let said = self.bundle.format_pattern(form.value(), None, &mut wrong).into_owned();
        wrong.is_empty().then_some(said)
    }

    /// The words of a refusal.
    pub(super) fn refusal(&self, code: &str, parameters: &[(&'static str, Parameter)]) -> Option<String> {
        let mut arguments = FluentArgs::new();
        for &(name, takes) in self.declared.get(code)? {
            match parameters.iter().find(|(said, _)| *said == name) {
                Some((_, said)) => self.put(&mut arguments, name, takes, said, parameters)?,
                None => arguments.set(name, ""),
            }
        }
        self.say(&names::refusal(code), &arguments)
    }

    /// Puts in what a parameter says.
    fn put(
        &self,
        arguments: &mut FluentArgs<'_>,
        name: &'static str,
        takes: Takes,
        said: &Parameter,
        all: &[(&'static str, Parameter)],
    ) -> Option<()> {
        match (takes, said) {
            (Takes::Refusal, Parameter::Code(code)) => arguments.set(name, self.refusal(code, all)?),
            (Takes::Code(list), Parameter::Code(code)) => self.put_code(arguments, name, names::label(list, code), code)?,
            (Takes::Kind, Parameter::Code(code)) => self.put_code(arguments, name, names::kind(code), code)?,
            (Takes::Codes(list), Parameter::Codes(codes)) => {
                let labels: Vec<String> = codes.iter().map(|code| names::label(list, code)).collect();
                arguments.set(format!("{name}-{COUNT}"), labels.len());
                arguments.set(name, self.row(&labels, list == "permitted::Those")?);
            }
            (_, Parameter::Number(number)) => arguments.set(name, *number),
            (_, Parameter::Entry(number)) => arguments.set(name, number.get()),
            (_, Parameter::Entries(numbers)) => {
                arguments.set(format!("{name}-{COUNT}"), numbers.len());
                arguments.set(name, numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
            }
            (_, Parameter::Flag(flag)) => arguments.set(name, flag.to_string()),
            (_, Parameter::Code(_) | Parameter::Codes(_)) => return None,
        }
        Some(())
    }

    /// A sentence of a reading, whole: nothing where any part of it is missing.
    pub(super) fn message(&self, message: &Message) -> Option<String> {
        let mut arguments = FluentArgs::new();
        for (name, said) in message.parameters() {
            match said {
                Said::Code { list, code, .. } => self.put_code(&mut arguments, name, names::label(list, code), code)?,
                Said::Named { list, code, .. } => self.put_code(&mut arguments, name, names::label(list, code), code)?,
                Said::Number(number) => arguments.set(name, *number),
                Said::Row(_, things) => {
                    arguments.set(format!("{name}-{COUNT}"), things.len());
                    arguments.set(name, self.said(said)?);
                }
                Said::Plain(_)
                | Said::Day(_)
                | Said::ShortDay(_)
                | Said::DayInYear(_)
                | Said::Done { .. }
                | Said::Message(_)
                | Said::Capital(_)
                | Said::WithoutThe(_)
                | Said::Wide(_) => arguments.set(name, self.said(said)?),
            }
        }
        self.say(message.template.name, &arguments)
    }

    fn said(&self, said: &Said) -> Option<String> {
        match said {
            Said::Code { list, code, .. } => self.label(&names::label(list, code)),
            Said::Named { list, code, .. } => self.label(&names::label(list, code)),
            Said::Number(number) => Some(number.to_string()),
            Said::Plain(plain) => Some(plain.clone()),
            Said::Message(message) => self.message(message),
            Said::Day(day) => self.day("day", day, day.day().into()),
            Said::ShortDay(day) => self.day("day-short", day, format!("{:>2}", day.day()).into()),
            Said::DayInYear(day) => self.day("day-in-year", day, day.day().into()),
            Said::Done { kind, .. } => self.form(&names::kind(kind), "past"),
            Said::WithoutThe(said) => self.said(said),
            Said::Capital(said) => self.said(said).map(|said| capital(&said)),
            Said::Wide(these) => {
                let all = these.iter().map(|one| self.said(one)).collect::<Option<Vec<String>>>()?;
                Some(wide(all.into_iter()))
            }
            Said::Row(row, things) => self.things(*row, things),
        }
    }

    /// Things in a row.
    fn things(&self, row: Row, things: &[Said]) -> Option<String> {
        let all = |things: &[Said]| things.iter().map(|thing| self.said(thing)).collect::<Option<Vec<String>>>();
        let last = |arguments: &mut FluentArgs<'_>, last: &Said| {
            if let Said::Code { list, code, .. } = last {
                self.put_code(arguments, "last", names::label(list, code), code)
            } else {
                arguments.set("last", self.said(last)?);
                Some(())
            }
        };
        let pair = |message: &str, first: String, second: &Said| {
            let mut arguments = FluentArgs::new();
            arguments.set("first", first);
            last(&mut arguments, second)?;
            self.say(message, &arguments)
        };
        let one_by_one = |message: &str| match things {
            [first, rest @ ..] => rest.iter().try_fold(self.said(first)?, |first, next| pair(message, first, next)),
            [] => Some(String::new()),
        };
        match (row, things) {
            (Row::And, [first @ .., last]) if !first.is_empty() => pair("row-and", all(first)?.join(row.between()), last),
            (Row::Or, [first @ .., last]) if !first.is_empty() => pair("row-or", all(first)?.join(row.between()), last),
            (Row::AndApart, _) => one_by_one("row-and-apart"),
            (Row::OrApart, _) => one_by_one("row-or-apart"),
            (Row::Then, _) => one_by_one("row-then"),
            (Row::And | Row::Or | Row::Commas | Row::Semicolons | Row::FullStops | Row::Spaces, things) => {
                Some(all(things)?.join(row.between()))
            }
        }
    }

    fn day(&self, message: &str, at: &NaiveDate, day: FluentValue<'_>) -> Option<String> {
        let mut arguments = FluentArgs::new();
        arguments.set("day", day);
        arguments.set("month", at.month());
        arguments.set("year", at.year());
        self.say(message, &arguments)
    }

    /// A code: its label, the code, and the label in each of the forms that there are.
    fn put_code(&self, arguments: &mut FluentArgs<'_>, name: &str, label: String, code: &str) -> Option<()> {
        for form in &self.forms {
            if let Some(said) = self.form(&label, form) {
                arguments.set(format!("{name}-{form}"), said);
            }
        }
        arguments.set(format!("{name}-{CODE}"), code.to_owned());
        arguments.set(name.to_owned(), self.label(&label)?);
        Some(())
    }

    /// Labels in a row: with commas, and *or* before the last where one of them is meant.
    fn row(&self, labels: &[String], is_or: bool) -> Option<String> {
        let all = || labels.iter().map(|label| self.label(label)).collect::<Option<Vec<String>>>();
        match labels {
            [] => self.label("row-nothing"),
            [first @ .., last] if is_or && !first.is_empty() => {
                let mut arguments = FluentArgs::new();
                let first = first.iter().map(|label| self.label(label)).collect::<Option<Vec<String>>>()?;
                arguments.set("first", FluentValue::from(first.join(", ")));
                self.put_code(&mut arguments, "last", last.clone(), "")?;
                self.say("row-or", &arguments)
            }
            _ => Some(all()?.join(", ")),
        }
    }
}
