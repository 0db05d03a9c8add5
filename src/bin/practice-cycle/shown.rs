//! How texts and names from files or from outside are shown: control characters, and those that change the direction of text, by
//! their numbers, so that nothing that is read can make a terminal do or show something else.

use std::fmt::Display;

/// How what is printed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people: `\u{202e}`.
    Text,
    /// For programs, which read the very same text: `\u202e`.
    Json,
}

impl Form {
    pub(crate) fn json(is_asked: bool) -> Self {
        if is_asked { Self::Json } else { Self::Text }
    }
}

/// Whether a character would do something rather than show: a control character, or one that changes the direction of text or
/// breaks a line unseen.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Shows a text by a form, but keeps some of its control characters.
pub(crate) fn escape(text: &str, form: Form, keep: &[char], into: &mut String) {
    for letter in text.chars() {
        match form {
            _ if !acts(letter) || keep.contains(&letter) => into.push(letter),
            Form::Text => into.extend(letter.escape_unicode()),
            // Every one of them is a single unit of UTF-16.
            Form::Json => *into += &format!("\\u{:04x}", letter as u32),
        }
    }
}

/// A text of one or more lines.
pub(crate) fn lines(text: impl Display) -> String {
    let mut shown = String::new();
    escape(&text.to_string(), Form::Text, &['\n', '\t'], &mut shown);
    shown
}

/// A name, in which even the end of a line is shown by its number.
pub(crate) fn name(text: impl Display) -> String {
    let mut shown = String::new();
    escape(&text.to_string(), Form::Text, &[], &mut shown);
    shown
}
