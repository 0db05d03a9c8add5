//! Reading the form of a pack: what has the wrong shape is reported field by field, and hides no other problem.

use serde::de::DeserializeOwned;

use crate::calendar;
use crate::moment::Moment;
use crate::policy::syntax::pack::{InForceForm, PackForm, RuleForm};
use crate::policy::syntax::problem::{PackError, Problem, Problems, is_name, shown};
use crate::policy::syntax::shorthand::{OneOrMany, ParameterForm, ScalarForm, ValueForm};
use crate::policy::syntax::strict_json::{Named, json};
use crate::stored::Cause;

/// A pack as far as it could be read: its rules with their places, the ids of those that could not, and what is wrong so far.
pub(crate) struct Reading {
    pub(crate) form: PackForm,
    pub(crate) rules: Vec<(usize, RuleForm)>,
    pub(crate) lost: Vec<String>,
    pub(crate) problems: Problems,
}

/// Reads the form of a pack. Rules are read one by one, so that one that is misshapen does not hide another; names of fields
/// that there are not are gathered along the way.
pub(crate) fn read(written: &str) -> Result<Reading, PackError> {
    let refuse =
        |message: String| PackError(vec![Problem { pack: "pack".into(), path: String::new(), message, meant: None }]);
    let (value, twice) = json(written).map_err(|error| {
        let problem = if Cause::of(&error) == Cause::TooDeep { "it is nested too deeply" } else { "expected JSON" };
        refuse(format!("{problem} (line {}, column {})", error.line(), error.column()))
    })?;
    let serde_json::Value::Object(mut fields) = value else { return Err(refuse("expected an object".to_owned())) };
    let name = fields.get("pack").and_then(|name| name.as_str()).unwrap_or("pack");
    let mut problems = Problems::of(if is_name(name) { name } else { "pack" });
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if name.is_empty() || !name.chars().all(fits) {
        problems.note("pack", "expected a name of lower case letters, digits and hyphens");
    }
    for path in twice {
        problems.note(path, "it stands there twice");
    }
    // Where the schema lies is for editors.
    if fields.remove("$schema").is_some_and(|place| !place.is_string()) {
        problems.note("$schema", "expected text");
    }
    let written = match fields.remove("rules") {
        Some(serde_json::Value::Array(rules)) => rules,
        Some(_) => {
            problems.note("rules", "expected a list");
            Vec::new()
        }
        None => Vec::new(),
    };
    let form = shaped(&serde_json::Value::Object(fields), "", &mut problems).unwrap_or_default();
    let (mut rules, mut lost) = (Vec::new(), Vec::new());
    for (place, rule) in written.iter().enumerate() {
        let id = rule.get("id").and_then(|id| id.as_str());
        let named = id.filter(|id| is_name(id));
        let path = named.map_or_else(|| format!("rules[{place}]"), |id| format!("rules[{place}] ({id})"));
        match shaped::<RuleForm>(rule, &path, &mut problems) {
            Some(rule) => rules.push((place, rule)),
            // What cannot be read cannot be looked up; what else is wrong in the rest is said all the same.
            None => lost.extend(id.map(str::to_owned)),
        }
    }
    Ok(Reading { form, rules, lost, problems })
}

/// Reads one form, and notes what is wrong with its shape: field by field, for one that cannot be read is no reason to pass over
/// the next.
fn shaped<T: DeserializeOwned>(value: &serde_json::Value, path: &str, problems: &mut Problems) -> Option<T> {
    let mut rest = value.clone();
    let mut left_out: Vec<String> = Vec::new();
    loop {
        let (read, wrong) = shaped_once::<T>(&rest, path, problems);
        let Some((at, message)) = wrong else { return read.filter(|_| left_out.is_empty()) };
        let join = if path.is_empty() || at.is_empty() || at == "." { "" } else { "." };
        let place = format!("{path}{join}{}", if at == "." { "" } else { at.as_str() });
        // What was left out to read on, or is there by another name, is not missing.
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        if !missing.is_some_and(|field| left_out.iter().any(|left| left == field) || problems.is_meant(&place, field)) {
            misshapen(place, &message, problems);
        }
        let field = at.split(['.', '[']).next().unwrap_or_default().to_owned();
        rest.as_object_mut()?.remove(&field)?;
        left_out.push(field);
    }
}

/// A form, or where it could not be read and why.
type Shaped<T> = (Option<T>, Option<(String, String)>);

fn shaped_once<T: DeserializeOwned>(value: &serde_json::Value, path: &str, problems: &mut Problems) -> Shaped<T> {
    let mut unknown = Vec::new();
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(Named(value), &mut track);
    let read = serde_ignored::deserialize(tracked, |field| unknown.push(field.to_string()));
    for field in unknown {
        let (within, name) = field.rsplit_once('.').unwrap_or(("", &field));
        let mut at = path.to_owned();
        for step in within.split('.').filter(|step| !matches!(*step, "" | "?")).chain([shown(name)]) {
            match step.parse::<usize>() {
                Ok(place) => at.push_str(&format!("[{place}]")),
                Err(_) if at.is_empty() => at.push_str(shown(step)),
                Err(_) => at.push_str(&format!(".{}", shown(step))),
            }
        }
        problems.unknown(at, "field", name, crate::policy::syntax::pack::FIELDS.iter().copied());
    }
    match read {
        Ok(form) => (Some(form), None),
        Err(error) => (None, Some((track.path().to_string(), error.to_string()))),
    }
}

/// Notes what serde says, without quoting what stands in the file: that may be anything that somebody wrote.
fn misshapen(path: String, message: &str, problems: &mut Problems) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    for (what, begins) in [("condition", "unknown variant `"), ("field", "unknown field `")] {
        if let (true, [name, names @ ..]) = (message.starts_with(begins), quoted.as_slice()) {
            problems.unknown(path, what, name, names.iter().copied());
            return;
        }
    }
    // Serde says what was found, with its value, and then what it expected.
    let expected = message.rsplit_once("expected ").map(|(_, expected)| format!("expected {}", in_our_words(expected)));
    let missing = message.starts_with("missing field `").then(|| message.to_owned());
    problems.note(path, missing.or(expected).unwrap_or_else(|| "it is not written as it has to be".to_owned()));
}

/// What serde says was expected, as the rest of the crate says it.
fn in_our_words(expected: &str) -> &str {
    match expected {
        "a string" => "text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "a map" => "an object",
        structure if structure.starts_with("struct ") => "an object, with its fields by name",
        ours => ours,
    }
}

/// The instants between which something is in force: from the start of one day to the end of another.
pub(crate) fn in_force(form: Option<&InForceForm>, path: &str, problems: &mut Problems) -> (Moment, Moment) {
    let mut day = |written: &Option<String>, name: &str| -> Option<chrono::NaiveDate> {
        let written = written.as_ref()?;
        let day = written.parse().ok().filter(|&day| calendar::is_tellable(day));
        if day.is_none() {
            problems.note(format!("{path}.{name}"), "expected a day such as `2026-04-01`");
        }
        day
    };
    let from = form.and_then(|form| day(&form.from, "from"));
    let to = form.and_then(|form| day(&form.to, "to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        problems.note(path, "it ends before it begins");
    }
    let start = from.and_then(|day| calendar::end_of(day.pred_opt()?).ok()).unwrap_or(Moment::EARLIEST);
    let end = to.and_then(|day| calendar::end_of(day).ok()).unwrap_or(Moment::NEVER);
    (start, end)
}

/// The values of a parameter by date: without gaps, and one for each day.
pub(crate) fn spans(form: &ParameterForm, path: &str, problems: &mut Problems) -> Vec<(Moment, Moment, ScalarForm)> {
    let OneOrMany(values) = form;
    let mut spans = Vec::new();
    for (place, value) in values.iter().enumerate() {
        match value {
            ValueForm::Always(value) => spans.push((Moment::EARLIEST, Moment::NEVER, value.clone())),
            ValueForm::Effective(dated) => {
                let dates = InForceForm { from: dated.from.clone(), to: dated.to.clone() };
                let (from, to) = in_force(Some(&dates), &format!("{path}[{place}]"), problems);
                spans.push((from, to, dated.value.clone()));
            }
        }
    }
    if spans.is_empty() {
        problems.note(path, "expected a value");
    }
    spans.sort_by_key(|&(from, ..)| from);
    for pair in spans.windows(2) {
        let [(_, end, _), (start, ..)] = pair else { continue };
        let message = match end.cmp(start) {
            std::cmp::Ordering::Less => "there are days between two values that have none",
            std::cmp::Ordering::Greater => "there are days with two values",
            std::cmp::Ordering::Equal => continue,
        };
        problems.note(path, message);
    }
    spans
}
