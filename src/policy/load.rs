//! Loading packs, strictly: whatever is wrong is said at once, with where it stands and what may have been meant.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::DeserializeOwned;
use thiserror::Error;

use super::form::{InForceForm, OneOrMany, PackForm, ParameterForm, RuleForm, ScalarForm, ValueForm};
use super::named::Named;
use super::resolve::Resolver;
use super::rule::{Rule, Set};
use crate::calendar;
use crate::moment::Moment;

/// One thing that is wrong in a pack.
///
/// ```
/// use practice_cycle::policy::Packs;
/// let written = r#"{"pack":"ours","version":"1","title":"Ours","rules":[{
///     "id":"X1","title":"Contracts are reviewed","source":{"work":"ours","known":"local"},"severity":"query",
///     "per":["contract"],"when":{"event":"contract_begn"},"expect":{"event":"contract_reviewed"}}]}"#;
/// let wrong = Packs::shipped().add(written).unwrap_err();
/// assert_eq!(
///     wrong.troubles()[0].to_string(),
///     "ours: rules[0] (X1).when.event: there is no event `contract_begn`; did you mean `contract_begun`?",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// The pack, by name, or the place of a pack without one.
    pub pack: String,
    /// Where in it.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What may have been meant.
    pub meant: Option<String>,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.pack)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        if let Some(meant) = &self.meant {
            write!(f, "; did you mean `{meant}`?")?;
        }
        Ok(())
    }
}

/// A pack that does not load: everything that is wrong with it.
///
/// ```
/// use practice_cycle::policy::Packs;
/// let wrong = Packs::shipped().add("{}").unwrap_err();
/// assert!(wrong.to_string().starts_with("the pack does not load:\n"));
/// ```
#[derive(Clone, PartialEq, Eq, Error)]
#[error("the pack does not load:{}", listed(.0))]
pub struct NotAPack(Vec<Trouble>);

/// The text, so that a test or a `main` that ends in `?` says what is wrong as it is meant to be read.
impl fmt::Debug for NotAPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn listed(troubles: &[Trouble]) -> String {
    troubles.iter().map(|trouble| format!("\n  {trouble}")).collect()
}

impl NotAPack {
    /// Everything that is wrong, in the order of the file.
    #[must_use]
    pub fn troubles(&self) -> &[Trouble] {
        &self.0
    }
}

/// What is wrong so far, and where one is.
#[derive(Debug, Default)]
pub(crate) struct Troubles {
    pack: String,
    all: Vec<Trouble>,
}

impl Troubles {
    pub(crate) fn of(pack: &str) -> Self {
        Self { pack: pack.to_owned(), all: Vec::new() }
    }

    pub(crate) fn into_all(self) -> Vec<Trouble> {
        self.all
    }

    pub(crate) fn note(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.note_meant(path, message, None);
    }

    pub(crate) fn note_meant(&mut self, path: impl Into<String>, message: impl Into<String>, meant: Option<String>) {
        self.all.push(Trouble { pack: self.pack.clone(), path: path.into(), message: message.into(), meant });
    }

    /// Whether a field that there is not, right there, was taken for this one misspelt: then it is not missing besides.
    pub(super) fn is_meant(&self, path: &str, field: &str) -> bool {
        let is_there =
            |there: &str| there.strip_prefix(path).is_some_and(|rest| !rest.trim_start_matches('.').contains('.'));
        self.all.iter().any(|trouble| trouble.meant.as_deref() == Some(field) && is_there(&trouble.path))
    }

    /// Notes that a name is none of those there are, with the nearest, which is returned.
    pub(super) fn unknown<'n>(
        &mut self,
        path: impl Into<String>,
        what: &str,
        name: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<String> {
        let names: Vec<&str> = names.into_iter().collect();
        let mut message = match name {
            // Whatever else somebody wrote there is not repeated.
            name if is_name(name) => format!("there is no {what} `{name}`"),
            _ => format!("there is no such {}", what.trim_end_matches(',')),
        };
        let meant = nearest(name, names.iter().copied());
        if meant.is_none() && (1..=12).contains(&names.len()) {
            message.push_str("; there is ");
            message.push_str(&names.iter().map(|name| format!("`{}`", shown(name))).collect::<Vec<_>>().join(", "));
        }
        self.note_meant(path, message, meant.clone());
        meant
    }
}

/// A name as it may be shown: what is no name is not repeated.
pub(crate) fn shown(name: &str) -> &str {
    if is_name(name) { name } else { "…" }
}

/// Whether something is written as a name, a code or a path is, rather than as a sentence.
fn is_name(written: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '$');
    (1..=64).contains(&written.len()) && written.chars().all(fits)
}

/// The name that is most like what was written, if any is like it. One that differs in its digits alone is another name
/// (`R19` is no misspelt `R99`), rather than this one misspelt.
fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let likeness = |name: &str| strsim::damerau_levenshtein(written, name);
    let is_numbered_otherwise = |name: &str| {
        let all_but_digits = |name: &str| name.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
        let digits = |name: &str| name.chars().filter(char::is_ascii_digit).count();
        all_but_digits(name) == all_but_digits(written) && digits(name) == digits(written)
    };
    // Of two that are as near, the one that was cut short.
    let names = names.filter(|name| !is_numbered_otherwise(name));
    let (far, _, name) = names.map(|name| (likeness(name), !name.starts_with(written), name)).min()?;
    (far * 3 <= written.chars().count().max(3)).then(|| name.to_owned())
}

/// A pack that was loaded: its rules, those of the packs it extends among them.
///
/// ```
/// use practice_cycle::policy::Pack;
/// let pack = Pack::shipped("local-practice").unwrap();
/// assert!(pack.rule("R10").is_some());
/// assert!(pack.rule("R14").is_some(), "it extends the pack `article`");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    name: String,
    version: String,
    title: String,
    notice: Option<String>,
    rules: Vec<Rule>,
}

impl Pack {
    /// One of the packs that come with the crate, by name: see [`Packs::shipped`].
    #[must_use]
    pub fn shipped(name: &str) -> Option<&'static Pack> {
        static SHIPPED: std::sync::LazyLock<Packs> = std::sync::LazyLock::new(Packs::shipped);
        SHIPPED.pack(name)
    }

    /// Loads a pack that extends none, or only those that come with the crate.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(written: &str) -> Result<Pack, NotAPack> {
        let mut packs = Packs::shipped();
        let name = packs.add(written)?;
        packs.packs.remove(&name).map(|(_, pack)| pack).ok_or_else(|| NotAPack(Vec::new()))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What whoever uses it must know.
    #[must_use]
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Its rules: first those of the packs it extends, then its own, each in the order written.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with that id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id().as_str() == id)
    }
}

/// Packs that can extend one another.
///
/// ```
/// use practice_cycle::policy::Packs;
/// let mut packs = Packs::shipped();
/// packs.add(r#"{"pack":"our-council","version":"2026-11","title":"What our council does otherwise",
///     "extends":["local-practice"],"off":["R02"],"set":{"R10.review_every":"4 weeks"}}"#)?;
/// let ours = packs.pack("our-council").unwrap();
/// assert!(ours.rule("R02").is_none() && ours.rule("R10").is_some());
/// # Ok::<(), practice_cycle::policy::NotAPack>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Packs {
    packs: BTreeMap<String, (PackForm, Pack)>,
}

const SHIPPED: &[&str] = &[
    include_str!("packs/article.json"),
    include_str!("packs/local-practice.json"),
    include_str!("packs/england-statutory.json"),
    include_str!("packs/programme.json"),
    include_str!("packs/shared-risk.json"),
];

impl Packs {
    /// The packs that come with the crate: `article`, `local-practice`, `england-statutory`, `programme` and `shared-risk`.
    #[must_use]
    pub fn shipped() -> Self {
        let mut packs = Self::default();
        for written in SHIPPED {
            let added = packs.add(written);
            debug_assert!(added.is_ok(), "a shipped pack does not load: {added:?}");
        }
        packs
    }

    /// The written form of a shipped pack, as a starting point for one's own.
    #[must_use]
    pub fn written(name: &str) -> Option<&'static str> {
        let named = |written: &&&str| serde_json::from_str::<PackForm>(written).is_ok_and(|form| form.pack == name);
        SHIPPED.iter().find(named).copied()
    }

    /// The pack with that name.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<&Pack> {
        self.packs.get(name).map(|(_, pack)| pack)
    }

    /// The names of the packs, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// Loads a pack and adds it; the packs that it extends must have been added before. Its name is returned.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing is added then.
    pub fn add(&mut self, written: &str) -> Result<String, NotAPack> {
        let Reading { form, rules: own, lost, mut troubles } = read(written)?;
        if self.packs.contains_key(&form.pack) {
            troubles.note("pack", format!("there is a pack `{}` already", form.pack));
        }
        let forms = self.merge(&form, &own, &mut troubles);
        // What a pack that there is not would have brought is not known; that it is missing is said once.
        let lost = if form.extends.iter().all(|name| self.packs.contains_key(name)) { Lost::Some(lost) } else { Lost::Many };
        let rules = Resolver::resolve(&forms, &lost, &mut troubles);
        if !troubles.all.is_empty() {
            return Err(troubles.into());
        }
        let PackForm { pack: name, version, title, notice, .. } = form.clone();
        let pack = Pack { name: name.clone(), version, title, notice, rules };
        let merged = PackForm { rules: forms.into_iter().map(|rule| rule.form).collect(), ..form };
        self.packs.insert(name.clone(), (merged, pack));
        Ok(name)
    }

    /// The rules that a pack comes to with those it extends: first theirs, less what is off, with what is set otherwise.
    fn merge(&self, form: &PackForm, written: &[(usize, RuleForm)], troubles: &mut Troubles) -> Vec<Placed> {
        let mut rules: Vec<Placed> = Vec::new();
        let all_known = form.extends.iter().all(|name| self.packs.contains_key(name));
        for (place, name) in form.extends.iter().enumerate() {
            let Some((base, loaded)) = self.packs.get(name) else {
                troubles.unknown(format!("extends[{place}]"), "pack", name, self.names());
                continue;
            };
            for rule in &base.rules {
                let Some(resolved) = loaded.rule(&rule.id) else { continue };
                let setter = |set: &Set| (set.parameter.clone(), Setter { pack: set.pack.clone(), here: false });
                if !rules.iter().any(|placed| placed.form.id == rule.id) {
                    rules.push(Placed {
                        path: format!("extends `{name}`, rule {}", rule.id),
                        form: rule.clone(),
                        pack: resolved.pack.clone(),
                        set: resolved.set.iter().map(setter).collect(),
                        own: false,
                    });
                }
            }
        }
        for (place, id) in form.off.iter().enumerate() {
            let before = rules.len();
            let ids: Vec<String> = rules.iter().map(|rule| rule.form.id.clone()).collect();
            rules.retain(|rule| rule.form.id != *id);
            if rules.len() == before && all_known {
                troubles.unknown(
                    format!("off[{place}]"),
                    "rule of the packs it extends,",
                    id,
                    ids.iter().map(String::as_str),
                );
            }
        }
        for (name, value) in &form.set {
            let path = format!("set.{}", shown(name));
            let Some((id, parameter)) = name.split_once('.') else {
                troubles.note(path, "expected `RULE.PARAMETER`");
                continue;
            };
            let ids: Vec<String> = rules.iter().map(|rule| rule.form.id.clone()).collect();
            let Some(rule) = rules.iter_mut().find(|rule| rule.form.id == id) else {
                if form.off.iter().any(|off| off == id) {
                    troubles.note(path, "the rule is `off`");
                } else if all_known {
                    troubles.unknown(path, "rule of the packs it extends,", id, ids.iter().map(String::as_str));
                }
                continue;
            };
            if let Some(old) = rule.form.parameters.get_mut(parameter) {
                *old = value.clone();
                let pack = (form.pack.clone(), form.version.clone());
                rule.set.insert(parameter.to_owned(), Setter { pack, here: true });
            } else {
                troubles.unknown(path, "parameter", parameter, rule.form.parameters.keys().map(String::as_str));
            }
        }
        let mut own = BTreeSet::new();
        for (place, rule) in written {
            let path = format!("rules[{place}] ({})", shown(&rule.id));
            let pack = (form.pack.clone(), form.version.clone());
            if !own.insert(rule.id.clone()) {
                troubles.note(format!("{path}.id"), "another rule of the pack has this id");
                continue;
            }
            let placed = Placed { path: path.clone(), form: rule.clone(), pack, set: BTreeMap::new(), own: true };
            let old = rules.iter().position(|placed| placed.form.id == rule.id);
            match (old.and_then(|place| rules.get_mut(place)), rule.replaces) {
                (Some(old), true) => *old = placed,
                (Some(_), false) => {
                    troubles.note(
                        format!("{path}.id"),
                        "a pack it extends has a rule with this id: say `\"replaces\": true`, or choose another",
                    );
                }
                (None, true) if !all_known => {}
                (None, true) => troubles.note(format!("{path}.replaces"), "no pack it extends has a rule with this id"),
                (None, false) => rules.push(placed),
            }
        }
        rules
    }
}

/// A rule as written, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) path: String,
    pub(super) form: RuleForm,
    pub(super) pack: (String, String),
    /// Its parameters that a pack which extends its own set otherwise.
    pub(super) set: BTreeMap<String, Setter>,
    /// Whether the pack at hand writes it, rather than one that it extends.
    pub(super) own: bool,
}

/// The pack that set a parameter, and whether that is the pack at hand.
#[derive(Debug, Clone)]
pub(super) struct Setter {
    pub(super) pack: (String, String),
    pub(super) here: bool,
}

/// Rules that may be named, and yet are not there: the ids of those that could not be read, or all that a pack that there is not
/// would have brought.
#[derive(Debug)]
pub(super) enum Lost {
    Some(Vec<String>),
    Many,
}

/// A pack as far as it could be read: its rules with their places, the ids of those that could not, and what is wrong so far.
struct Reading {
    form: PackForm,
    rules: Vec<(usize, RuleForm)>,
    lost: Vec<String>,
    troubles: Troubles,
}

/// Reads the form of a pack. Rules are read one by one, so that one that is misshapen does not hide another; names of fields
/// that there are not are gathered along the way.
fn read(written: &str) -> Result<Reading, NotAPack> {
    let refuse =
        |message: String| NotAPack(vec![Trouble { pack: "pack".into(), path: String::new(), message, meant: None }]);
    let value: serde_json::Value = serde_json::from_str(written)
        .map_err(|error| refuse(format!("expected JSON (line {}, column {})", error.line(), error.column())))?;
    let serde_json::Value::Object(mut fields) = value else { return Err(refuse("expected an object".to_owned())) };
    let name = fields.get("pack").and_then(|name| name.as_str()).unwrap_or("pack");
    let mut troubles = Troubles::of(if is_name(name) { name } else { "pack" });
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if name.is_empty() || !name.chars().all(fits) {
        troubles.note("pack", "expected a name of lower case letters, digits and hyphens");
    }
    // Where the schema lies is for editors.
    if fields.remove("$schema").is_some_and(|place| !place.is_string()) {
        troubles.note("$schema", "expected text");
    }
    let written = match fields.remove("rules") {
        Some(serde_json::Value::Array(rules)) => rules,
        Some(_) => {
            troubles.note("rules", "expected a list");
            Vec::new()
        }
        None => Vec::new(),
    };
    let form = shaped(&serde_json::Value::Object(fields), "", &mut troubles).unwrap_or_default();
    let (mut rules, mut lost) = (Vec::new(), Vec::new());
    for (place, rule) in written.iter().enumerate() {
        let id = rule.get("id").and_then(|id| id.as_str());
        let named = id.filter(|id| is_name(id));
        let path = named.map_or_else(|| format!("rules[{place}]"), |id| format!("rules[{place}] ({id})"));
        match shaped::<RuleForm>(rule, &path, &mut troubles) {
            Some(rule) => rules.push((place, rule)),
            // What cannot be read cannot be looked up; what else is wrong in the rest is said all the same.
            None => lost.extend(id.map(str::to_owned)),
        }
    }
    Ok(Reading { form, rules, lost, troubles })
}

impl From<Troubles> for NotAPack {
    /// Each trouble once, though a name may be looked up for more than one purpose.
    fn from(troubles: Troubles) -> Self {
        let mut said = BTreeSet::new();
        let mut all: Vec<Trouble> = troubles.all.into_iter().filter(|trouble| said.insert(trouble.clone())).collect();
        // Of the pack itself, then rule by rule.
        let rule = |path: &str| path.strip_prefix("rules[")?.split_once(']')?.0.parse::<usize>().ok();
        all.sort_by_key(|trouble| rule(&trouble.path));
        Self(all)
    }
}

/// Reads one form, and notes what is wrong with its shape: field by field, for one that cannot be read is no reason to pass over
/// the next.
fn shaped<T: DeserializeOwned>(value: &serde_json::Value, path: &str, troubles: &mut Troubles) -> Option<T> {
    let mut rest = value.clone();
    let mut left_out: Vec<String> = Vec::new();
    loop {
        let (read, wrong) = shaped_once::<T>(&rest, path, troubles);
        let Some((at, message)) = wrong else { return read.filter(|_| left_out.is_empty()) };
        let join = if path.is_empty() || at.is_empty() || at == "." { "" } else { "." };
        let place = format!("{path}{join}{}", if at == "." { "" } else { at.as_str() });
        // What was left out to read on, or is there by another name, is not missing.
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        if !missing.is_some_and(|field| left_out.iter().any(|left| left == field) || troubles.is_meant(&place, field)) {
            misshapen(place, &message, troubles);
        }
        let field = at.split(['.', '[']).next().unwrap_or_default().to_owned();
        rest.as_object_mut()?.remove(&field)?;
        left_out.push(field);
    }
}

/// A form, or where it could not be read and why.
type Shaped<T> = (Option<T>, Option<(String, String)>);

fn shaped_once<T: DeserializeOwned>(value: &serde_json::Value, path: &str, troubles: &mut Troubles) -> Shaped<T> {
    let mut unknown = Vec::new();
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(Named(value), &mut track);
    let read = serde_ignored::deserialize(tracked, |field| unknown.push(field.to_string()));
    for field in unknown {
        let (way, name) = field.rsplit_once('.').unwrap_or(("", &field));
        let mut at = path.to_owned();
        for step in way.split('.').filter(|step| !matches!(*step, "" | "?")).chain([shown(name)]) {
            match step.parse::<usize>() {
                Ok(place) => at.push_str(&format!("[{place}]")),
                Err(_) if at.is_empty() => at.push_str(shown(step)),
                Err(_) => at.push_str(&format!(".{}", shown(step))),
            }
        }
        troubles.unknown(at, "field", name, super::form::FIELDS.iter().copied());
    }
    match read {
        Ok(form) => (Some(form), None),
        Err(error) => (None, Some((track.path().to_string(), error.to_string()))),
    }
}

/// Notes what serde says, without quoting what stands in the file: that may be anything that somebody wrote.
fn misshapen(path: String, message: &str, troubles: &mut Troubles) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    for (what, begins) in [("condition", "unknown variant `"), ("field", "unknown field `")] {
        if let (true, [name, names @ ..]) = (message.starts_with(begins), quoted.as_slice()) {
            troubles.unknown(path, what, name, names.iter().copied());
            return;
        }
    }
    // Serde says what was found, with its value, and then what it expected.
    let expected = message.rsplit_once("expected ").map(|(_, expected)| format!("expected {}", in_our_words(expected)));
    let missing = message.starts_with("missing field `").then(|| message.to_owned());
    troubles.note(path, missing.or(expected).unwrap_or_else(|| "it is not written as it has to be".to_owned()));
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
pub(super) fn in_force(form: Option<&InForceForm>, path: &str, troubles: &mut Troubles) -> (Moment, Moment) {
    let mut day = |written: &Option<String>, name: &str| -> Option<chrono::NaiveDate> {
        let written = written.as_ref()?;
        let day = written.parse().ok().filter(|&day| calendar::is_tellable(day));
        if day.is_none() {
            troubles.note(format!("{path}.{name}"), "expected a day such as `2026-04-01`");
        }
        day
    };
    let from = form.and_then(|form| day(&form.from, "from"));
    let to = form.and_then(|form| day(&form.to, "to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        troubles.note(path, "it ends before it begins");
    }
    let start = from.and_then(|day| calendar::end_of(day.pred_opt()?).ok()).unwrap_or(Moment::EARLIEST);
    let end = to.and_then(|day| calendar::end_of(day).ok()).unwrap_or(Moment::NEVER);
    (start, end)
}

/// The values of a parameter by date: without gaps, and one for each day.
pub(super) fn spans(form: &ParameterForm, path: &str, troubles: &mut Troubles) -> Vec<(Moment, Moment, ScalarForm)> {
    let OneOrMany(values) = form;
    let mut spans = Vec::new();
    for (place, value) in values.iter().enumerate() {
        match value {
            ValueForm::Always(value) => spans.push((Moment::EARLIEST, Moment::NEVER, value.clone())),
            ValueForm::Dated(dated) => {
                let dates = InForceForm { from: dated.from.clone(), to: dated.to.clone() };
                let (from, to) = in_force(Some(&dates), &format!("{path}[{place}]"), troubles);
                spans.push((from, to, dated.value.clone()));
            }
        }
    }
    if spans.is_empty() {
        troubles.note(path, "expected a value");
    }
    spans.sort_by_key(|&(from, ..)| from);
    for pair in spans.windows(2) {
        let [(_, end, _), (start, ..)] = pair else { continue };
        let message = match end.cmp(start) {
            std::cmp::Ordering::Less => "there are days between two values that have none",
            std::cmp::Ordering::Greater => "there are days with two values",
            std::cmp::Ordering::Equal => continue,
        };
        troubles.note(path, message);
    }
    spans
}
