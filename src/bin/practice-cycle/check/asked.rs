//! The command line: what was asked for, or how it has to be asked.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;
use practice_cycle::calendar;
use practice_cycle::moment::Moment;

pub(crate) const USAGE: &str = "\
usage: check --policy PACK [--pack FILE]... [--as-of TIME] [--known-at TIME] [--together] [--all] [--json] [--junit FILE]
             [--deny errors|queries|undetermined] HISTORY...
       check --policy PACK [--pack FILE]... --against PACK [--as-of TIME] [--known-at TIME] [--together] [--json] HISTORY...
       check --policy PACK [--pack FILE]... --stories FILE...
       check --policy PACK [--pack FILE]... --rules";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) policy: OsString,
    pub(crate) packs: Vec<PathBuf>,
    pub(crate) what: What,
}

/// What to do with the pack.
#[derive(Debug)]
pub(crate) enum What {
    /// List its rules.
    Rules,
    /// Run stories that say what its rules should come to.
    Stories(Vec<PathBuf>),
    /// Check histories by it.
    Check { view: View, all: bool, junit: Option<PathBuf>, deny: Deny },
    /// Compare it with another pack on histories.
    Against { other: OsString, view: View },
}

/// Which histories, of when, and how to tell what comes of it.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) histories: Vec<OsString>,
    pub(crate) as_of: Moment,
    pub(crate) known_at: Moment,
    pub(crate) together: bool,
    pub(crate) json: bool,
}

/// The least that makes the status 1: what counts for less is shown all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Deny {
    Errors,
    Queries,
    Undetermined,
}

/// Reads the command line; or says what is wrong with it.
pub(crate) fn asked(mut words: lexopt::Parser) -> Result<Asked, String> {
    let (mut policy, mut packs, mut files) = (None, Vec::new(), Vec::new());
    let (mut as_of, mut known_at, mut together, mut json) = (None, None, false, false);
    let (mut all, mut junit, mut deny, mut against, mut rules, mut stories) = (false, None, None, None, false, false);
    let usage = |error: lexopt::Error| error.to_string();
    while let Some(word) = words.next().map_err(usage)? {
        match word {
            Long("policy") => policy = Some(words.value().map_err(usage)?),
            Long("pack") => packs.push(PathBuf::from(words.value().map_err(usage)?)),
            Long("against") => against = Some(words.value().map_err(usage)?),
            Long("as-of") => as_of = Some(time("--as-of", &words.value().map_err(usage)?)?),
            Long("known-at") => known_at = Some(time("--known-at", &words.value().map_err(usage)?)?),
            Long("deny") => deny = Some(least(&words.value().map_err(usage)?)?),
            Long("junit") => junit = Some(PathBuf::from(words.value().map_err(usage)?)),
            Long("together") => together = true,
            Long("all") => all = true,
            Long("json") => json = true,
            Long("rules") => rules = true,
            Long("stories") => stories = true,
            Long("help") | Short('h') => return Err("checks histories by a pack of rules".to_owned()),
            Value(file) => files.push(file),
            Long(_) | Short(_) => return Err(usage(word.unexpected())),
        }
    }
    let policy = policy.ok_or("which policy?")?;
    let checks = all || junit.is_some() || deny.is_some();
    let views = as_of.is_some() || known_at.is_some() || together || json;
    let what = match (rules, stories, against) {
        (true, false, None) if files.is_empty() && !checks && !views => What::Rules,
        (true, ..) => return Err("`--rules` lists the rules of a pack, and goes with nothing else".to_owned()),
        (false, true, None) if files.is_empty() => return Err("which stories?".to_owned()),
        (false, true, None) if !checks && !views => What::Stories(files.into_iter().map(PathBuf::from).collect()),
        (false, true, _) => return Err("`--stories` runs stories, and goes with nothing else".to_owned()),
        (false, false, _) if files.is_empty() => return Err("which histories?".to_owned()),
        (false, false, Some(_)) if checks => {
            return Err("`--against` shows changes, and goes with neither `--all`, `--junit` nor `--deny`".to_owned());
        }
        (false, false, against) => {
            let as_of = as_of.unwrap_or(Moment::LATEST);
            let known_at = known_at.unwrap_or(Moment::LATEST);
            let view = View { histories: files, as_of, known_at, together, json };
            match against {
                Some(other) => What::Against { other, view },
                None => What::Check { view, all, junit, deny: deny.unwrap_or(Deny::Undetermined) },
            }
        }
    };
    Ok(Asked { policy, packs, what })
}

/// An instant, or a day for the end of it.
fn time(name: &str, word: &std::ffi::OsStr) -> Result<Moment, String> {
    let word = word.to_str().unwrap_or_default();
    let end = word.parse().ok().and_then(|day| calendar::end_of(day).ok());
    end.map_or_else(|| word.parse::<Moment>(), Ok)
        .map_err(|error| format!("`{name}`: {error}; or a day such as `2026-04-02`, for its end in London"))
}

fn least(word: &std::ffi::OsStr) -> Result<Deny, String> {
    match word.to_str() {
        Some("errors") => Ok(Deny::Errors),
        Some("queries") => Ok(Deny::Queries),
        Some("undetermined") => Ok(Deny::Undetermined),
        Some(_) | None => Err("`--deny`: expected `errors`, `queries` or `undetermined`".to_owned()),
    }
}
