//! The page: who and when, and a form for every kind of event.

use practice_cycle::code::Code;
use practice_cycle::cycle::Kind;
use practice_cycle::form::{self, Field, Form, Holds, RequiredWith, Takes, Variant, Word};
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;

use crate::html::{Escaped, put};
use crate::known::Known;
use crate::possible::{Possible, Standing};

/// What a reference may be made of, as browsers read patterns.
const REFERENCE: &str = r"[!#-&\(-\[\]-_a-~]+";

pub(crate) struct Page {
    pub(crate) known: Known,
    pub(crate) person: Option<PersonId>,
    pub(crate) at: Moment,
    pub(crate) possible: Option<Possible>,
}

impl Page {
    pub(crate) fn write(&self) -> String {
        let mut page = String::with_capacity(1 << 19);
        put!(
            &mut page,
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             script-src 'unsafe-inline'; connect-src http: https:; base-uri 'none'; form-action 'none'\">\n\
             <title>What can be recorded</title>\n<style>\n{}</style>\n</head>\n<body>\n",
            include_str!("page.css")
        );
        self.head(&mut page);
        put!(&mut page, "<main>\n");
        let forms: Vec<Form> = Kind::all().map(Kind::form).collect();
        for family in forms.chunk_by(|one, other| one.family == other.family) {
            self.family(&mut page, family);
        }
        put!(&mut page, "</main>\n");
        self.lists(&mut page);
        put!(&mut page, "<script>\n{}</script>\n</body>\n</html>\n", include_str!("page.js"));
        page
    }

    /// What every form shares: who, when, and where to send it.
    fn head(&self, page: &mut String) {
        put!(page, "<header>\n<h1>What can be recorded</h1>\n");
        if let (Some(person), Some(_)) = (&self.person, &self.possible) {
            put!(page, "<p>What is possible is told for <b>{}</b> at {}.</p>\n", Escaped(person), self.at);
        }
        put!(
            page,
            "<noscript><p>Without scripts this page shows what can be filled in, and makes nothing of it.</p></noscript>\n\
             <fieldset class=\"fields\" id=\"envelope\">\n<legend>Who and when</legend>\n"
        );
        for field in form::offer() {
            let value = if field.name == "by" { self.person.as_ref().map(PersonId::as_str) } else { None };
            self.field(page, &field, "envelope", value);
        }
        put!(
            page,
            "</fieldset>\n<p><label for=\"post-to\">Post to (if anywhere)</label> \
             <input id=\"post-to\" type=\"url\" placeholder=\"https://\"></p>\n\
             <p><label for=\"find\">Find a form</label> <input id=\"find\" type=\"search\"></p>\n</header>\n"
        );
    }

    fn family(&self, page: &mut String, forms: &[Form]) {
        let Some(first) = forms.first() else { return };
        let name = capitalised(first.family);
        put!(page, "<section aria-labelledby=\"family-{}\">\n<h2 id=\"family-{0}\">{name}</h2>\n", first.family);
        for form in forms {
            self.form(page, form);
        }
        put!(page, "</section>\n");
    }

    fn form(&self, page: &mut String, form: &Form) {
        let kind = form.kind.code();
        let standing = self.possible.as_ref().map_or(Standing::Untold, |possible| possible.standing(form.kind));
        put!(page, "<details id=\"{kind}\">\n<summary><b>{}</b> <code>{kind}</code>", Escaped(capitalised(form.label)));
        match &standing {
            Standing::Open(..) => put!(page, " <span class=\"open\">possible</span>"),
            Standing::Not(_) => put!(page, " <span class=\"not\">not now</span>"),
            Standing::Untold => {}
        }
        put!(page, "</summary>\n");
        match standing {
            Standing::Open(about, in_role) => {
                let about = if about.is_empty() { String::new() } else { format!(": {}", about.join(", ")) };
                let as_role = in_role.map(|role| format!(", in the role of {role}")).unwrap_or_default();
                put!(page, "<p class=\"open\">Possible now{}{}.</p>\n", Escaped(about), Escaped(as_role));
            }
            Standing::Not(why) => {
                put!(page, "<ul class=\"not\">\n");
                for (about, why) in why {
                    let colon = if about.is_empty() { "" } else { ": " };
                    put!(page, "<li>{}{colon}{}</li>\n", Escaped(about), Escaped(why));
                }
                put!(page, "</ul>\n");
            }
            Standing::Untold => {}
        }
        put!(page, "<p>{}</p>\n<form data-kind=\"{kind}\" class=\"fields\">\n", Escaped(&form.help));
        for field in &form.fields {
            self.field(page, field, kind, None);
        }
        put!(
            page,
            "<p><button>Make the act</button> <button type=\"button\" class=\"copy\" hidden>Copy</button> \
             <button type=\"reset\">Clear</button></p>\n\
             <output class=\"act\" aria-live=\"polite\" aria-label=\"The act as JSON\"></output>\n\
             <p class=\"answer\" role=\"status\"></p>\n</form>\n</details>\n"
        );
    }

    /// A field with its label, its help, and whatever it takes.
    fn field(&self, page: &mut String, field: &Field, within: &str, value: Option<&str>) {
        let id = format!("{within}.{}", field.name);
        put!(page, "<div class=\"field\" data-name=\"{}\" data-takes=\"{}\"", field.name, sort(&field.takes));
        if field.required {
            put!(page, " data-required");
        }
        if let Some(RequiredWith { field, codes, .. }) = &field.required_with {
            put!(page, " data-needed-with=\"{field}\" data-needed-codes=\"{}\"", codes.join(" "));
        }
        put!(page, ">\n");
        let mark = if field.required { " <span class=\"required\">(required)</span>" } else { "" };
        let says = Says { id: &id, label: &field.label, mark, help: &field.help, required: field.required };
        self.takes(page, &field.takes, &says, value);
        put!(page, "</div>\n");
    }

    fn takes(&self, page: &mut String, takes: &Takes, says: &Says<'_>, value: Option<&str>) {
        match takes {
            Takes::Code { words, .. } => says.labelled(page, |page, rest| {
                put!(page, "<select {rest}>\n<option value=\"\">choose</option>\n");
                options(page, words);
                put!(page, "</select>\n");
            }),
            Takes::Codes { words, .. } => says.grouped(page, "", |page| checkboxes(page, words, says.id)),
            Takes::Reference { noun, makes, max_chars } => {
                let list = if *makes && noun.code() != "person" { None } else { Some(noun.code()) };
                says.labelled(page, |page, rest| reference(page, rest, list, *max_chars, value));
            }
            Takes::Outside { to, max_chars, .. } => {
                says.labelled(page, |page, rest| reference(page, rest, Some(to.code()), *max_chars, value));
            }
            Takes::Text { max_chars, .. } => says.labelled(page, |page, rest| {
                put!(page, "<textarea {rest} rows=\"3\" maxlength=\"{max_chars}\"></textarea>\n");
            }),
            Takes::Day => says.labelled(page, |page, rest| put!(page, "<input {rest} type=\"date\">\n")),
            Takes::Instant => says.labelled(page, |page, rest| {
                put!(
                    page,
                    "<input {rest} type=\"datetime-local\" step=\"1\" min=\"1900-01-02T00:00\" max=\"2199-12-30T23:59\">\n"
                );
            }),
            Takes::Number { least, most } => says.labelled(page, |page, rest| {
                put!(page, "<input {rest} type=\"number\" min=\"{least}\" max=\"{most}\" step=\"1\">\n");
            }),
            Takes::Entry => says.labelled(page, |page, rest| {
                put!(
                    page,
                    "<input {rest} type=\"number\" min=\"1\" max=\"{}\" step=\"1\" list=\"known-entry\">\n",
                    u32::MAX
                );
            }),
            Takes::List { of, max_items } => self.list(page, of, *max_items, says),
            Takes::Group { fields, .. } => {
                let optional = !says.required && fields.iter().any(|field| field.required);
                says.grouped(page, if optional { " data-optional" } else { "" }, |page| {
                    if optional {
                        let id = says.id;
                        put!(page, "<p><input type=\"checkbox\" class=\"say\" id=\"{id}.say\"> <label for=\"{id}.say\">Say this</label></p>\n");
                    }
                    put!(page, "<fieldset class=\"fields plain\"{}>\n", if optional { " disabled hidden" } else { "" });
                    fields.iter().for_each(|field| self.field(page, field, says.id, None));
                    put!(page, "</fieldset>\n");
                });
            }
            Takes::Choice { variants, .. } => says.grouped(page, "", |page| self.variants(page, variants, says)),
            // A sort of content that this page does not know yet is written as JSON.
            _ => says.labelled(page, |page, rest| put!(page, "<textarea {rest} data-json></textarea>\n")),
        }
    }

    /// Rows that can be added and taken away, from a template.
    fn list(&self, page: &mut String, of: &Takes, most: usize, says: &Says<'_>) {
        says.grouped(page, "", |page| {
            let row = format!("{}.{{row}}", says.id);
            put!(
                page,
                "<div class=\"rows\" data-most=\"{most}\"></div>\n<template>\n<div class=\"row\" data-takes=\"{}\">\n",
                sort(of)
            );
            let says = Says { id: &row, label: says.label, mark: "", help: "", required: true };
            self.takes(page, of, &says, None);
            put!(page, "<button type=\"button\" class=\"remove\">Remove</button>\n</div>\n</template>\n");
            put!(page, "<button type=\"button\" class=\"add\">Add</button>\n");
        });
    }

    /// A button for each variant, and what stands under it.
    fn variants(&self, page: &mut String, variants: &[Variant], says: &Says<'_>) {
        let id = says.id;
        if !says.required {
            put!(
                page,
                "<p><input type=\"radio\" name=\"{id}\" id=\"{id}.none\" value=\"\" checked> \
                 <label for=\"{id}.none\">Not said</label></p>\n"
            );
        }
        for Variant { code, label, help, holds, .. } in variants {
            let required = if says.required { " required" } else { "" };
            put!(
                page,
                "<p><input type=\"radio\" name=\"{id}\" id=\"{id}.{code}\" value=\"{code}\" aria-describedby=\"{id}.{code}.help\"{required}> \
                 <label for=\"{id}.{code}\">{}</label> <small id=\"{id}.{code}.help\">{}</small></p>\n",
                Escaped(label),
                Escaped(help)
            );
            let within = format!("{id}.{code}");
            match holds {
                Holds::Nothing => {}
                Holds::One { takes } => {
                    put!(
                        page,
                        "<fieldset class=\"variant plain\" data-code=\"{code}\" data-takes=\"{}\" disabled hidden>\n",
                        sort(takes)
                    );
                    let says = Says { id: &format!("{within}.held"), label, mark: "", help: "", required: true };
                    self.takes(page, takes, &says, None);
                    put!(page, "</fieldset>\n");
                }
                Holds::Fields { fields } => {
                    put!(
                        page,
                        "<fieldset class=\"variant fields plain\" data-code=\"{code}\" data-takes=\"fields\" disabled hidden>\n"
                    );
                    fields.iter().for_each(|field| self.field(page, field, &within, None));
                    put!(page, "</fieldset>\n");
                }
            }
        }
    }

    /// What is recorded, to choose from.
    fn lists(&self, page: &mut String) {
        let nouns = practice_cycle::noun::Noun::ALL.iter().map(|noun| noun.code());
        let outside = practice_cycle::noun::Outside::ALL.iter().map(|outside| outside.code());
        for sort in nouns.chain(outside) {
            put!(page, "<datalist id=\"known-{sort}\">\n");
            for (reference, words) in self.known.references.get(sort).into_iter().flatten() {
                put!(page, "<option value=\"{}\">{}</option>\n", Escaped(reference), Escaped(words));
            }
            put!(page, "</datalist>\n");
        }
        put!(page, "<datalist id=\"known-entry\">\n");
        for (number, words) in &self.known.entries {
            put!(page, "<option value=\"{number}\">{}</option>\n", Escaped(words));
        }
        put!(page, "</datalist>\n");
    }
}

/// What is said of something to be filled in.
struct Says<'a> {
    id: &'a str,
    label: &'a str,
    mark: &'a str,
    help: &'a str,
    required: bool,
}

impl Says<'_> {
    /// One input, with its label and its help.
    fn labelled(&self, page: &mut String, input: impl FnOnce(&mut String, &str)) {
        let Says { id, label, mark, help, required } = self;
        put!(page, "<label for=\"{id}\">{}{mark}</label>\n", Escaped(label));
        let mut rest = format!("id=\"{id}\" class=\"input\"");
        if *required {
            rest.push_str(" required");
        }
        if !help.is_empty() {
            put!(&mut rest, " aria-describedby=\"{id}.help\"");
        }
        input(page, &rest);
        if !help.is_empty() {
            put!(page, "<small id=\"{id}.help\">{}</small>\n", Escaped(help));
        }
    }

    /// Several inputs, with their legend and their help.
    fn grouped(&self, page: &mut String, more: &str, inputs: impl FnOnce(&mut String)) {
        let Says { id, label, mark, help, .. } = self;
        let described = if help.is_empty() { String::new() } else { format!(" aria-describedby=\"{id}.help\"") };
        put!(page, "<fieldset class=\"whole\"{described}{more}>\n<legend>{}{mark}</legend>\n", Escaped(label));
        if !help.is_empty() {
            put!(page, "<small id=\"{id}.help\">{}</small>\n", Escaped(help));
        }
        inputs(page);
        put!(page, "</fieldset>\n");
    }
}

fn options(page: &mut String, words: &[Word]) {
    for word in words {
        put!(page, "<option value=\"{}\">{}</option>\n", word.code, Escaped(word.label));
    }
}

fn checkboxes(page: &mut String, words: &[Word], id: &str) {
    for Word { code, label, .. } in words {
        put!(
            page,
            "<p><input type=\"checkbox\" class=\"one\" id=\"{id}.{code}\" value=\"{code}\"> <label for=\"{id}.{code}\">{}</label></p>\n",
            Escaped(label)
        );
    }
}

fn reference(page: &mut String, rest: &str, list: Option<&str>, most: usize, value: Option<&str>) {
    put!(page, "<input {rest} type=\"text\" maxlength=\"{most}\" pattern=\"{}\" autocomplete=\"off\"", Escaped(REFERENCE));
    put!(page, " title=\"A reference: letters, digits and signs, without spaces and quotes\"");
    if let Some(list) = list {
        put!(page, " list=\"known-{list}\"");
    }
    if let Some(value) = value {
        put!(page, " value=\"{}\"", Escaped(value));
    }
    put!(page, ">\n");
}

/// How the script reads what was filled in.
fn sort(takes: &Takes) -> &'static str {
    match takes {
        Takes::Codes { .. } => "codes",
        Takes::List { .. } => "list",
        Takes::Group { .. } => "group",
        Takes::Choice { .. } => "choice",
        Takes::Number { .. } | Takes::Entry => "number",
        Takes::Instant => "instant",
        Takes::Code { .. } | Takes::Reference { .. } | Takes::Outside { .. } | Takes::Text { .. } | Takes::Day => "words",
        _ => "json",
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
