//! The names of messages, and which parameters each has.

use std::collections::BTreeMap;

use crate::message::Template;
use crate::policy;
use crate::policy::render::{messages, sentences};
use crate::refusal::Takes;
use crate::{
    anchoring, assessment, boundary, evidence, hypotheses, joining, labels, openings, partnership, sharing, standing, turns,
};

/// The sentences of readings and findings that are messages, and the phrases in them.
pub(super) fn templates() -> impl Iterator<Item = &'static Template> {
    let readings = [
        boundary::MESSAGES,
        evidence::MESSAGES,
        joining::MESSAGES,
        standing::narrative::MESSAGES,
        openings::narrative::MESSAGES,
        turns::narrative::MESSAGES,
        partnership::messages::MESSAGES,
        hypotheses::messages::MESSAGES,
        anchoring::messages::MESSAGES,
        sharing::messages::MESSAGES,
        sentences::MESSAGES,
        messages::finding::MESSAGES,
        messages::asked::MESSAGES,
        messages::found::MESSAGES,
        messages::fields::MESSAGES,
        policy::NOT_KNOWN,
        policy::OF_WAIVERS,
    ];
    readings.into_iter().chain(assessment::MESSAGES).flatten()
}

/// The message that is the label of a code of a list.
pub(super) fn label(list: &str, code: &str) -> String {
    let parts: Vec<&str> = list.split("::").collect();
    match parts.as_slice() {
        // Kinds of event are all in one list, too.
        [.., "Kind"] => kind(code),
        // By the whole path to where it is declared.
        ["practice_cycle", module, .., name] => label(&format!("{module}::{name}"), code),
        _ => format!("{}-{}", list.replace("::", "-"), code.replace('.', "-")),
    }
}

/// The message that is a kind of event.
pub(super) fn kind(code: &str) -> String {
    format!("kind-{code}")
}

/// The message that is a refusal.
pub(super) fn refusal(code: &str) -> String {
    format!("refusal-{}", code.replace('.', "-"))
}

/// What may stand beside a parameter, after its name and a hyphen.
pub(super) const CODE: &str = "code";
pub(super) const COUNT: &str = "count";

/// The parameters of a message.
pub(super) enum Parameters {
    /// What each takes.
    Declared(Vec<(&'static str, Takes)>),
    /// By name alone.
    Named(&'static [&'static str]),
}

/// The parameters of the messages that have any, by name.
pub(super) fn parameters() -> BTreeMap<String, Parameters> {
    let refusals = labels::refusals().into_iter();
    let refusals = refusals.map(|declared| (refusal(declared.code), Parameters::Declared(declared.parameters)));
    let ours = [
        ("row-or", ["first", "last"].as_slice()),
        ("row-and", &["first", "last"]),
        ("row-and-apart", &["first", "last"]),
        ("row-or-apart", &["first", "last"]),
        ("row-then", &["first", "last"]),
        ("day", &["day", "month", "year"]),
        ("day-short", &["day", "month", "year"]),
        ("day-in-year", &["day", "month"]),
    ];
    let templates = templates().map(|template| (template.name, template.parameters));
    let named = templates.chain(ours).map(|(name, parameters)| (name.to_owned(), Parameters::Named(parameters)));
    refusals.chain(named).collect()
}

/// The lists of which one may stand last in a row with *or*.
const IN_A_ROW: [&str; 2] = ["permitted::Those", "contracting::Stage"];

impl Parameters {
    /// The lists whose labels have to have a form, by a parameter that asks for it, and the form.
    pub(super) fn form_of<'p>(&self, message: &str, parameter: &'p str) -> Option<(Vec<&'static str>, &'p str)> {
        let (base, form) = parameter.split_once('-').filter(|(_, beside)| *beside != CODE && *beside != COUNT)?;
        match self {
            Parameters::Declared(all) => all.iter().find(|(name, _)| *name == base).and_then(|(_, takes)| match takes {
                Takes::Code(list) => Some((vec![*list], form)),
                Takes::Codes(_)
                | Takes::Kind
                | Takes::Refusal
                | Takes::Number
                | Takes::Entry
                | Takes::Entries
                | Takes::Flag => None,
            }),
            Parameters::Named(_) if message == "row-or" => Some((IN_A_ROW.to_vec(), form)),
            Parameters::Named(_) => None,
        }
    }

    /// Whether there is a parameter of that name, with what stands beside it. Forms are those of the catalogue.
    pub(super) fn have(&self, name: &str, is_form: impl Fn(&str) -> bool) -> bool {
        let (base, beside) = name.split_once('-').map_or((name, None), |(base, beside)| (base, Some(beside)));
        match self {
            Parameters::Declared(all) => all.iter().filter(|(name, _)| *name == base).any(|(_, takes)| match takes {
                Takes::Code(_) | Takes::Kind => beside.is_none_or(|beside| beside == CODE || is_form(beside)),
                Takes::Codes(_) | Takes::Entries => beside.is_none_or(|beside| beside == COUNT),
                Takes::Number | Takes::Entry | Takes::Flag | Takes::Refusal => beside.is_none(),
            }),
            Parameters::Named(all) => {
                all.contains(&base) && beside.is_none_or(|beside| beside == CODE || beside == COUNT || is_form(beside))
            }
        }
    }
}
