//! Patterns of what is written as a string. They hold for every dialect that JSON Schema is checked by: no flags, no classes
//! that mean more in one than in another.

/// White space that is taken away around a text, and passed over in a day: what Unicode calls white space.
const SPACE: &str = r"\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/// Control characters, but for tabs and line breaks.
const CONTROL: &str = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f";

/// A reference: printable ASCII without quotes, backticks and backslashes.
pub(crate) const ID: &str = r"^[!#-&(-\[\]-_a-~]+$";

/// A text: something that is not space, and no control characters.
pub(crate) fn text() -> String {
    format!("^[{SPACE}]*[^{SPACE}{CONTROL}](?:[^{CONTROL}]*[^{SPACE}{CONTROL}])?[{SPACE}]*$")
}

/// A text that begins or ends with space.
pub(crate) fn in_space() -> String {
    format!("^[{SPACE}]|[{SPACE}]$")
}

/// A day, as freely as it is read: with spaces, without leading noughts, and with years of any length that have a sign.
pub(crate) fn day() -> String {
    let space = format!("[{SPACE}]*");
    let (year, day) = ("(?:[+-][0-9]+|[0-9]{1,4})", month_and_day("0?", &format!("{space}-{space}")));
    format!("^{space}{year}{space}-{space}{day}{space}$")
}

/// A day as RFC 3339 has it.
pub(crate) const USUAL_DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// An instant, as freely as it is read: a space may stand for the `T`, and the true minus sign for the hyphen.
pub(crate) fn moment() -> String {
    let day = month_and_day("0", "-");
    let day = format!("(?:(?:19[0-9]{{2}}|2[01][0-9]{{2}})-{day}|1899-12-31|2200-01-01)");
    let (hour, sixty) = ("(?:[01][0-9]|2[0-3])", "[0-5][0-9]");
    let offset = format!(r"(?:[Zz]|[+\u2212-]{hour}:{sixty})");
    format!(r"^{day}[Tt ]{hour}:{sixty}:{sixty}(?:\.[0-9]+)?{offset}$")
}

/// A time by the clocks of London, a day, or an instant, each as freely as it is read.
#[cfg(feature = "schemars")]
pub(crate) fn when() -> String {
    let space = format!("[{SPACE}]*");
    let (year, day) = ("(?:[+-][0-9]+|[0-9]{1,4})", month_and_day("0?", &format!("-{space}")));
    let clock = format!("^{space}{year}-{space}{day}{space}[0-9]{{1,2}}:{space}[0-9]{{1,2}}$");
    format!("{clock}|{}|{}", self::day(), moment())
}

/// An instant in which neither of these freedoms is taken.
pub(crate) const USUAL_MOMENT: &str = r"^[^ \u2212]*$";

/// A month and a day that it can have.
fn month_and_day(nought: &str, between: &str) -> String {
    let (long, short) = (format!("(?:{nought}[13578]|1[02])"), format!("(?:{nought}[469]|11)"));
    let days = format!("{nought}[1-9]|[12][0-9]");
    format!("(?:{long}{between}(?:{days}|3[01])|{short}{between}(?:{days}|30)|{nought}2{between}(?:{days}))")
}
