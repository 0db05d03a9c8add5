//! What the documentation of a type says of its parts, kept where a form can show it: a form and these pages have one source.

/// What is said of a field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note {
    /// The stored name.
    pub(crate) name: &'static str,
    /// The documentation.
    pub(crate) doc: &'static str,
    /// Whether reading puts something in its place where it is left out.
    pub(crate) has_default: bool,
}

/// What is said of a variant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VariantNote {
    /// The name in Rust.
    pub(crate) name: &'static str,
    /// The documentation.
    pub(crate) doc: &'static str,
    /// Its fields, if it has any.
    pub(crate) fields: &'static [Note],
}

/// A type whose documentation is kept.
pub(crate) trait Noted {
    /// What its parts are: fields, or variants.
    type Part: 'static;
    /// The documentation of the whole.
    const ABOUT: &'static str;
    /// What is said of its parts, in their order.
    const NOTES: &'static [Self::Part];
}

/// The text of an attribute that documents something, with a line end; nothing of any other attribute.
macro_rules! documented {
    (doc = $($text:tt)+) => { concat!($($text)+, "\n") };
    ($($other:tt)*) => { "" };
}
pub(crate) use documented;

/// Whether an attribute says that a field may be left out.
macro_rules! has_default {
    (serde(default $(, $($rest:tt)*)?)) => {
        true
    };
    ($($other:tt)*) => {
        false
    };
}
pub(crate) use has_default;

/// Notes of fields as they are declared.
macro_rules! notes {
    ($($(#[$($note:tt)+])* $field:ident,)*) => {
        &[$($crate::note::Note {
            name: stringify!($field),
            doc: concat!("", $($crate::note::documented!($($note)+)),*),
            has_default: false $(|| $crate::note::has_default!($($note)+))*,
        }),*]
    };
}
pub(crate) use notes;

/// The first paragraph of documentation as plain words: without marks, and of links what they show.
pub(crate) fn plain(doc: &str) -> String {
    let lines = doc.lines().map(str::trim).skip_while(|line| line.is_empty());
    let paragraph = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let mut words = String::with_capacity(paragraph.len());
    let mut rest = paragraph.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((shown, after)) = after.split_once(']') else { break };
        words.push_str(before);
        words.push_str(shown);
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(after, |(_, after)| after);
    }
    words.push_str(rest);
    words.replace('`', "")
}

/// A stored name as words: `given_by` is said as `Given by`.
pub(crate) fn spoken(name: &str) -> String {
    let mut words = name.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_shown_without_its_marks() {
        assert_eq!(plain(" The version, [`FORMAT`].\n"), "The version, FORMAT.");
        assert_eq!(
            plain(" More; why, where it [needs one](Milestone::needs_a_reason).\n"),
            "More; why, where it needs one."
        );
        assert_eq!(plain(" One line,\n and another.\n\n # Stored form\n"), "One line, and another.");
        assert_eq!(plain(" A [ that is never closed"), "A [ that is never closed");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn names_are_said_as_words() {
        assert_eq!(spoken("given_by"), "Given by");
        assert_eq!(spoken("to"), "To");
        assert_eq!(spoken(""), "");
    }

    #[test]
    fn notes_hold_what_is_declared() {
        const NOTES: &[Note] = notes! {
            /// Why.
            /// Or how.
            #[serde(default, skip_serializing_if = "Option::is_none")] reason,
            other,
        };
        let [reason, other] = NOTES else { panic!("two fields") };
        assert_eq!((reason.name, reason.doc, reason.has_default), ("reason", " Why.\n Or how.\n", true));
        assert_eq!((other.name, other.doc, other.has_default), ("other", "", false));
    }
}
