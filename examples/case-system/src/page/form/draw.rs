//! The fields of a form as HTML, with what was typed, what can be chosen, and what is wrong. All of it works without script: rows are
//! added by sending the form, and what stands under a choice that is not made is left aside.

use maud::{Markup, html};
use practice_cycle::code::Code;
use practice_cycle::form::{Field, Holds, Takes, Variant};

use super::choices::Choices;
use super::read::{Wrong, rows};
use crate::page::asked::Fields;

/// Everything that fields are drawn with.
pub(super) struct Drawing<'a> {
    pub(super) fields: &'a Fields,
    pub(super) choices: &'a Choices,
    pub(super) wrong: &'a [Wrong],
}

/// What is said of something to be filled in.
struct Says<'a> {
    path: &'a str,
    label: &'a str,
    help: &'a str,
    required: bool,
}

impl Says<'_> {
    fn title(&self) -> Markup {
        html! { (self.label) @if !self.required { span .quiet { " (optional)" } } }
    }
}

impl Drawing<'_> {
    /// The fields of an object.
    pub(super) fn all(&self, fields: &[Field], path: &str) -> Markup {
        let path_of = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        html! { @for field in fields { (self.field(field, &path_of(field.name))) } }
    }

    fn field(&self, field: &Field, path: &str) -> Markup {
        self.takes(&field.takes, &Says { path, label: &field.label, help: &field.help, required: field.required })
    }

    fn takes(&self, takes: &Takes, says: &Says<'_>) -> Markup {
        let typed = self.fields.get(says.path).unwrap_or_default();
        let path = says.path;
        match takes {
            Takes::Code { words, .. } => {
                let options = words.iter().map(|word| (word.code.to_owned(), word.label.to_owned())).collect();
                self.select(options, says)
            }
            Takes::Codes { words, .. } => {
                let options: Vec<_> = words.iter().map(|word| (word.code.to_owned(), word.label.to_owned())).collect();
                self.boxes(&options, says)
            }
            Takes::Reference { noun, makes: false, .. } => self.chosen(self.choices.of_kind(noun.code()), says),
            Takes::Outside { to, .. } => self.suggested(&self.choices.of_kind(to.code()), says),
            Takes::Reference { .. } => self.suggested(&[], says),
            Takes::Entry => self.chosen(self.choices.entries(), says),
            Takes::Text { max_chars, .. } => self.labelled(says, |described| {
                html! { textarea #(path) name=(path) rows="3" maxlength=(max_chars) aria-describedby=[described.to.as_deref()] aria-invalid=[described.invalid] { (typed) } }
            }),
            Takes::Day => self.input("date", None, says),
            Takes::Instant => self.input("datetime-local", Some("1"), says),
            Takes::Number { least, most } => self.labelled(says, |described| {
                html! { input #(path) name=(path) type="number" inputmode="numeric" min=(least) max=(most) step="1" value=(typed) aria-describedby=[described.to.as_deref()] aria-invalid=[described.invalid]; }
            }),
            Takes::List { of, max_items } => self.list(of, *max_items, says),
            Takes::Group { fields, .. } => self.grouped(says, &self.all(fields, path)),
            Takes::Choice { variants, .. } => self.variants(variants, says),
            _ => self.input("text", None, says),
        }
    }

    fn input(&self, kind: &str, step: Option<&str>, says: &Says<'_>) -> Markup {
        let typed = self.fields.get(says.path).unwrap_or_default();
        self.labelled(says, |described| {
            html! { input #(says.path) name=(says.path) type=(kind) step=[step] value=(typed) autocomplete="off" aria-describedby=[described.to.as_deref()] aria-invalid=[described.invalid]; }
        })
    }

    /// One of what there is; where there is nothing, it is typed.
    fn chosen(&self, options: Vec<(String, String)>, says: &Says<'_>) -> Markup {
        if options.is_empty() { self.input("text", None, says) } else { self.select(options, says) }
    }

    fn select(&self, mut options: Vec<(String, String)>, says: &Says<'_>) -> Markup {
        let typed = self.fields.get(says.path).unwrap_or_default();
        if !typed.is_empty() && !options.iter().any(|(value, _)| value == typed) {
            options.push((typed.to_owned(), typed.to_owned()));
        }
        self.labelled(says, |described| {
            html! {
                select #(says.path) name=(says.path) aria-describedby=[described.to.as_deref()] aria-invalid=[described.invalid] {
                    option value="" { "choose" }
                    @for (value, label) in &options { option value=(value) selected[value == typed] { (label) } }
                }
            }
        })
    }

    /// What is typed, with what there is to pick from.
    fn suggested(&self, options: &[(String, String)], says: &Says<'_>) -> Markup {
        let typed = self.fields.get(says.path).unwrap_or_default();
        let list = (!options.is_empty()).then(|| format!("{}.list", says.path));
        self.labelled(says, |described| {
            html! {
                input #(says.path) name=(says.path) type="text" value=(typed) maxlength="128" autocomplete="off" list=[list.as_deref()] aria-describedby=[described.to.as_deref()] aria-invalid=[described.invalid];
                @if let Some(list) = &list {
                    datalist #(list) { @for (value, label) in options { option value=(value) { (label) } } }
                }
            }
        })
    }

    fn boxes(&self, options: &[(String, String)], says: &Says<'_>) -> Markup {
        let ticked: Vec<&str> = self.fields.all(says.path).collect();
        let boxes = html! {
            @for (value, label) in options {
                @let id = format!("{}={value}", says.path);
                p .choice {
                    input #(id) type="checkbox" name=(says.path) value=(value) checked[ticked.contains(&value.as_str())];
                    label for=(id) { (label) }
                }
            }
        };
        self.grouped(says, &boxes)
    }

    fn list(&self, of: &Takes, most: usize, says: &Says<'_>) -> Markup {
        let options = if let Takes::Entry = of {
            self.choices.entries()
        } else if let Takes::Reference { noun, makes: false, .. } = of {
            self.choices.of_kind(noun.code())
        } else if let Takes::Code { words, .. } = of {
            words.iter().map(|word| (word.code.to_owned(), word.label.to_owned())).collect()
        } else {
            Vec::new()
        };
        if !options.is_empty() {
            return self.boxes(&options, says);
        }
        if matches!(of, Takes::Entry | Takes::Reference { makes: false, .. }) {
            let typed = self.fields.get(says.path).unwrap_or_default();
            let help = format!("{} One a line.", says.help);
            return self.labelled(&Says { help: help.trim(), ..*says }, |described| {
                html! { textarea #(says.path) name=(says.path) rows="2" aria-describedby=[described.to.as_deref()] aria-invalid=[described.invalid] { (typed) } }
            });
        }
        let rows = rows(self.fields, says.path);
        let drawn = html! {
            input type="hidden" name=(format!("{}.rows", says.path)) value=(rows);
            @for row in 0..rows {
                @let path = format!("{}.{row}", says.path);
                @let label = format!("{} {}", says.label, row + 1);
                (self.takes(of, &Says { path: &path, label: &label, help: "", required: says.required && row == 0 }))
            }
            @if rows < most { p { button .second name="more" value=(says.path) { "Add another: " (says.label) } } }
        };
        self.grouped(says, &drawn)
    }

    fn variants(&self, variants: &[Variant], says: &Says<'_>) -> Markup {
        let (path, typed) = (says.path, self.fields.get(says.path).unwrap_or_default());
        let drawn = html! {
            @if !says.required {
                p .choice {
                    input #(format!("{path}=")) type="radio" name=(path) value="" checked[typed.is_empty()];
                    label for=(format!("{path}=")) { "not said" }
                }
            }
            @for variant in variants {
                @let id = format!("{path}={}", variant.code);
                @let under = format!("{path}.{}", variant.code);
                p .choice {
                    input #(id) type="radio" name=(path) value=(variant.code) checked[typed == variant.code];
                    label for=(id) { (variant.label) @if !variant.help.is_empty() { span .quiet { " – " (variant.help) } } }
                }
                @match &variant.holds {
                    Holds::Nothing => {}
                    Holds::One { takes } => div .under data-under=(id) {
                        (self.takes(takes, &Says { path: &under, label: &variant.label, help: "", required: true }))
                    },
                    Holds::Fields { fields } => div .under data-under=(id) { (self.all(fields, &under)) },
                }
            }
        };
        self.grouped(says, &drawn)
    }

    fn wrong(&self, path: &str) -> Option<&str> {
        self.wrong.iter().find(|wrong| wrong.path == path).map(|wrong| wrong.message.as_str())
    }

    /// One input, with its label, its help, and what is wrong with it.
    fn labelled(&self, says: &Says<'_>, input: impl FnOnce(&Described) -> Markup) -> Markup {
        let described = self.described(says);
        html! {
            div .field .wrong[described.invalid.is_some()] {
                label for=(says.path) { (says.title()) }
                (self.notes(says))
                (input(&described))
            }
        }
    }

    /// Several inputs, likewise.
    fn grouped(&self, says: &Says<'_>, inputs: &Markup) -> Markup {
        let described = self.described(says);
        html! {
            fieldset #(says.path) .wrong[described.invalid.is_some()] aria-describedby=[described.to.as_deref()] tabindex="-1" {
                legend { (says.title()) }
                (self.notes(says))
                (inputs)
            }
        }
    }

    fn notes(&self, says: &Says<'_>) -> Markup {
        html! {
            @if !says.help.is_empty() { p .help #(format!("{}.help", says.path)) { (says.help) } }
            @if let Some(wrong) = self.wrong(says.path) { p .error #(format!("{}.error", says.path)) { "Error: " (wrong) } }
        }
    }

    fn described(&self, says: &Says<'_>) -> Described {
        let invalid = self.wrong(says.path).map(|_| "true");
        let help = (!says.help.is_empty()).then(|| format!("{}.help", says.path));
        let error = invalid.map(|_| format!("{}.error", says.path));
        let all: Vec<String> = help.into_iter().chain(error).collect();
        Described { to: (!all.is_empty()).then(|| all.join(" ")), invalid }
    }
}

/// What describes an input, for those who hear it read.
struct Described {
    to: Option<String>,
    invalid: Option<&'static str>,
}
