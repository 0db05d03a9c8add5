//! Problems of a pack: what is wrong, where it stands, and what may have been meant.

use std::collections::BTreeSet;
use std::fmt;

use thiserror::Error;

/// One thing that is wrong in a pack.
///
/// ```
/// use practice_cycle::policy::Packs;
/// let written = r#"{"pack":"ours","version":"1","title":"Ours","rules":[{
///     "id":"X1","title":"Contracts are reviewed","source":{"work":"ours","known":"local"},"severity":"query",
///     "per":["contract"],"when":{"event":"contract_begn"},"expect":{"event":"contract_reviewed"}}]}"#;
/// let wrong = Packs::shipped().add(written).unwrap_err();
/// assert_eq!(
///     wrong.problems()[0].to_string(),
///     "ours: rules[0] (X1).when.event: there is no event `contract_begn`; did you mean `contract_begun`?",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The pack, by name, or the place of a pack without one.
    pub pack: String,
    /// Where in it.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What may have been meant.
    pub meant: Option<String>,
}

impl fmt::Display for Problem {
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
pub struct PackError(pub(crate) Vec<Problem>);

/// The text, so that a test or a `main` that ends in `?` says what is wrong as it is meant to be read.
impl fmt::Debug for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}

impl PackError {
    /// Everything that is wrong, in the order of the file.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }
}

/// What is wrong so far, and where one is.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pack: String,
    all: Vec<Problem>,
}

impl Problems {
    pub(crate) fn of(pack: &str) -> Self {
        Self { pack: pack.to_owned(), all: Vec::new() }
    }

    pub(crate) fn into_all(self) -> Vec<Problem> {
        self.all
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn note(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.note_meant(path, message, None);
    }

    pub(crate) fn note_meant(&mut self, path: impl Into<String>, message: impl Into<String>, meant: Option<String>) {
        self.all.push(Problem { pack: self.pack.clone(), path: path.into(), message: message.into(), meant });
    }

    /// Whether a field that there is not, right there, was taken for this one misspelt: then it is not missing besides.
    pub(crate) fn is_meant(&self, path: &str, field: &str) -> bool {
        let is_there =
            |there: &str| there.strip_prefix(path).is_some_and(|rest| !rest.trim_start_matches('.').contains('.'));
        self.all.iter().any(|problem| problem.meant.as_deref() == Some(field) && is_there(&problem.path))
    }

    /// Notes that a name is not among those there are, with the nearest one, which is returned.
    pub(crate) fn unknown<'n>(
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
        if meant.is_none() && (1..=14).contains(&names.len()) {
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
pub(crate) fn is_name(written: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '$' | '[' | ']' | ':');
    (1..=64).contains(&written.len()) && written.chars().all(fits)
}

/// The name that is most like what was written, if any is like it. One that differs in its digits alone is another name
/// (`R19` is no misspelt `R99`, though `R04` may be meant by `R4`), rather than this one misspelt.
fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let likeness = |name: &str| strsim::damerau_levenshtein(written, name);
    let letters = |name: &str| name.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    let numbers = |name: &str| -> Vec<String> {
        let digits = name.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty());
        digits.map(|digits| digits.trim_start_matches('0').to_owned()).collect()
    };
    let is_numbered_otherwise = |name: &str| letters(name) == letters(written) && numbers(name) != numbers(written);
    // Of two that are as near, the one that was cut short.
    let names = names.filter(|name| !is_numbered_otherwise(name));
    let (far, _, name) = names.map(|name| (likeness(name), !name.starts_with(written), name)).min()?;
    (far * 3 <= written.chars().count().max(3)).then(|| name.to_owned())
}

impl From<Problems> for PackError {
    /// Each problem once, though a name may be looked up for more than one purpose.
    fn from(problems: Problems) -> Self {
        let mut said = BTreeSet::new();
        let mut all: Vec<Problem> = problems.all.into_iter().filter(|problem| said.insert(problem.clone())).collect();
        // Of the pack itself, then rule by rule.
        let rule = |path: &str| path.strip_prefix("rules[")?.split_once(']')?.0.parse::<usize>().ok();
        all.sort_by_key(|problem| rule(&problem.path));
        Self(all)
    }
}
