//! The English catalogue is made from the declarations: what each code is called, what each refusal says, and each message.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::names;
use crate::labels;
use crate::message::Template;
use crate::policy::render::fields;
use crate::refusal::Takes;

const HEAD: &str = "\
### English, made from the declarations of the crate `practice-cycle`: change it there, and
### `UPDATE=1 cargo test --features languages --lib language` writes it anew.
###
### A translation names its own language, says whether somebody has reviewed it, and has words of its own for as many of these messages
### as it can; the rest is said in English.

catalogue-language = en
catalogue-name = English
catalogue-reviewed = yes
catalogue-draft = This translation is a draft, which nobody has reviewed; what it lacks is said in English.

## Rows of things

row-nothing = nothing
row-or = { $first } or { $last }
row-and = { $first } and { $last }
# Of things that hold an *and* or an *or* of their own: `$first` may be such a row itself.
row-and-apart = { $first }, and { $last }
row-or-apart = { $first }, or { $last }
row-then = { $first }, then { $last }

## A day; `$month` is from 1 to 12

day = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
day-in-year = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
# In a column: `$day` is as wide as two digits.
day-short = { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    } { $year }
";

/// Words with their parameters as Fluent has them: numbers of entries after the word *entry* or *entries*.
fn words(words: &str, parameters: &[(&'static str, Takes)]) -> String {
    let mut pattern = words.to_owned();
    let mut entries = None;
    for (name, takes) in parameters {
        if *takes == Takes::Entries && words.contains(&format!("{{{name}}}")) {
            assert_eq!(entries.replace(*name), None, "two numbers in one sentence: {words}");
            continue;
        }
        pattern = pattern.replace(&format!("{{{name}}}"), &format!("{{ ${name} }}"));
    }
    let Some(name) = entries else { return pattern };
    let with = |noun: &str| pattern.replace(&format!("{{{name}}}"), &format!("{noun} {{ ${name} }}"));
    format!("\n    {{ ${name}-count ->\n        [one] {}\n       *[other] {}\n    }}", with("entry"), with("entries"))
}

/// A sentence, with a choice by its first parameter where one of a thing, or none, is said otherwise.
fn sentence(template: &Template) -> String {
    let fluent = |words: &str| {
        let named = |words: String, name: &&str| words.replace(&format!("{{{name}}}"), &format!("{{ ${name} }}"));
        let words = template.parameters.iter().fold(words.to_owned(), named);
        // Fluent passes over blanks that begin a message.
        let blanks = words.len() - words.trim_start().len();
        words
            .split_at_checked(blanks)
            .filter(|_| blanks > 0)
            .map_or(words.clone(), |(blank, rest)| format!("{{ \"{blank}\" }}{rest}"))
    };
    if (template.one, template.none) == (None, None) {
        return fluent(template.words);
    }
    let none = template.none.map(|words| format!("        [0] {}\n", fluent(words))).unwrap_or_default();
    let one = template.one.map(|words| format!("        [one] {}\n", fluent(words))).unwrap_or_default();
    format!("\n    {{ ${} ->\n{none}{one}       *[other] {}\n    }}", template.parameters[0], fluent(template.words))
}

/// A message on a line of its own, or with choices below it.
fn message(name: &str, pattern: &str) -> String {
    if pattern.starts_with('\n') { format!("{name} ={pattern}\n") } else { format!("{name} = {pattern}\n") }
}

fn english() -> String {
    let declared: Value = serde_json::from_str(labels::ENGLISH).unwrap();
    let mut text = HEAD.to_owned();
    let mut list = "";
    for label in labels::all().filter(|label| !label.list.ends_with("::Kind")) {
        if list != label.list {
            list = label.list;
            write!(text, "\n## {list}\n\n").unwrap();
        }
        text += &message(&names::label(list, label.code), label.label);
    }
    text += "\n## Kinds of event\n\n";
    for (code, label, past) in labels::kinds() {
        text += &message(&names::kind(code), label);
        writeln!(text, "    .past = {past}").unwrap();
    }
    let mut family = "";
    for refusal in labels::refusals() {
        let of = refusal.code.split_once('.').map_or("", |(family, _)| family);
        if of != family {
            family = of;
            write!(text, "\n## Refusals: {family}\n\n").unwrap();
        }
        for (name, takes) in &refusal.parameters {
            writeln!(text, "# ${name}: {takes}").unwrap();
        }
        let said = declared["refusals"][refusal.code]["words"].as_str().unwrap();
        text += &message(&names::refusal(refusal.code), &words(said, &refusal.parameters));
    }
    let mut list = "";
    for (of, code, label) in fields::named_ones() {
        if list != of {
            list = of;
            write!(text, "\n## Names of fields and their values: {of}\n\n").unwrap();
        }
        text += &message(&names::label(of, &code), &label);
    }
    text += "\n## Readings and findings\n\n";
    for template in names::templates() {
        text += &message(template.name, &sentence(template));
    }
    text
}

#[test]
fn the_english_catalogue_is_made_from_the_declarations() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/en.ftl");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, english()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    for (now, before) in english().lines().zip(written.lines()) {
        assert_eq!(now, before, "`UPDATE=1 cargo test --features languages --lib language` writes it anew");
    }
    assert_eq!(english().lines().count(), written.lines().count());
}
