//! What was found, or would change, as text and as JSON. The text itself comes from the library, so that a failed assertion in a
//! test suite says the same.

use std::io::{self, Write};

use practice_cycle::moment::Moment;
use practice_cycle::policy::{Change, Finding, Language, Pack, Policy, Report, Summary};
use schemars::JsonSchema;
use serde::Serialize;

use super::Deny;
use super::case::Case;
use crate::times::{Seen, Zoned};
use crate::told;

/// The rules of a pack, and below each where it comes from and how well that is known.
pub(crate) fn rules(pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {}: {}", pack.name(), told::name(pack.version()), told::name(pack.title()))?;
    if let Some(notice) = pack.notice() {
        writeln!(out, "{}", told::name(notice))?;
    }
    for rule in pack.rules() {
        writeln!(out, "\n{} ({}): {}", rule.id(), rule.severity(), told::name(rule.title()))?;
        let after = rule.after().map(|after| format!(", after {}", told::name(after))).unwrap_or_default();
        writeln!(out, "  {}{after}", told::name(rule.source()))?;
        if rule.pack().0 != pack.name() {
            writeln!(out, "  of the pack {} {}", rule.pack().0, told::name(rule.pack().1))?;
        }
    }
    Ok(())
}

/// What was found in one history, or in several together.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Checked")]
pub(crate) struct Found<'a> {
    #[serde(flatten)]
    about: About<'a>,
    summary: Summary,
    report: Report,
    findings: Vec<Finding>,
    /// Every duty, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<Finding>>,
    #[serde(skip)]
    pub(crate) case: &'a Case<'a>,
    /// The report for the reader who is asked for. JSON holds the whole report instead.
    #[serde(skip)]
    pub(crate) told: Report,
}

/// Which files, and of when.
#[derive(Debug, Serialize, JsonSchema)]
struct About<'a> {
    files: &'a [&'a str],
    as_of: Moment,
    known_at: Moment,
    /// Whether it is the time of the last recording, because nobody asked for another.
    as_of_last_recording: bool,
}

impl<'a> About<'a> {
    fn of(case: &'a Case<'a>) -> Self {
        let Seen { as_of, known_at, is_last_recording, zone: _ } = case.seen;
        Self { files: &case.files, as_of, known_at, as_of_last_recording: is_last_recording }
    }
}

impl<'a> Found<'a> {
    pub(crate) fn of(case: &'a Case<'a>, policy: &Policy, all: bool) -> Self {
        let Seen { as_of, known_at, .. } = case.seen;
        let report = policy.check_all(&case.histories, as_of, known_at);
        Self {
            about: About::of(case),
            summary: report.summary(),
            findings: report.findings().cloned().collect(),
            explained: all.then(|| policy.explain(&case.histories, as_of, known_at)),
            told: report.for_readers(&case.readers),
            report,
            case,
        }
    }

    /// Whether any rule applied: of all rules, or of those that the reader is shown.
    pub(crate) fn applied(&self, whole: bool) -> bool {
        let report = if whole { &self.report } else { &self.told };
        report.summary().applied > 0
    }

    /// Whether something serious enough was found: of everything, or of what the reader is shown.
    pub(crate) fn is_denied(&self, deny: Deny, whole: bool) -> bool {
        let report = if whole { &self.report } else { &self.told };
        report.counting().any(|finding| deny.counts(finding))
    }

    /// What is said beside the findings.
    pub(crate) fn notes(&self, language: Zoned<'_>) -> Vec<String> {
        self.told.render(&self.case.histories).in_language(&language).notes().collect()
    }

    fn render(&self, language: Zoned<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Case { histories, readers, .. } = self.case;
        if let Some(explained) = &self.explained {
            for finding in explained.iter().filter(|finding| finding.duty.is_told_to(readers)) {
                writeln!(out, "{}", finding.excerpt(histories).for_readers(readers).in_language(&language))?;
            }
            for rule in self.told.rules.iter().filter(|rule| !rule.activated) {
                writeln!(out, "never applied[{}]: {}", rule.rule, told::name(&rule.title))?;
            }
            self.notes(language).iter().try_for_each(|note| writeln!(out, "{note}"))?;
            writeln!(out, "{}", language.summary(&self.told.summary()))?;
        } else {
            writeln!(out, "{}", self.told.render(histories).for_readers(readers).in_language(&language))?;
        }
        if !self.applied(false) {
            writeln!(out, "{NOTHING_APPLIED}")?;
        }
        writeln!(out, "{}", self.case.seen.sentence())
    }
}

pub(crate) const NOTHING_APPLIED: &str = "No rule of this pack applied, so nothing was checked.";

/// Which files it is about, where there are several.
fn heading(case: &Case<'_>, several: bool, out: &mut dyn Write) -> io::Result<()> {
    if several { writeln!(out, "In {}:\n", case.files.join(", ")) } else { Ok(()) }
}

/// That each of several histories speaks of another time, where it does.
fn last_recordings(cases: &[&Case<'_>], out: &mut dyn Write) -> io::Result<()> {
    if cases.len() > 1 && cases.iter().all(|case| case.seen.is_last_recording) {
        writeln!(
            out,
            "Each history is spoken of as of its own last recording; `--as-of today` speaks of all of them as of today."
        )?;
    }
    Ok(())
}

pub(crate) fn found(found: &[Found<'_>], language: Zoned<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (place, one) in found.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        heading(one.case, found.len() > 1, out)?;
        one.render(language, out)?;
    }
    if found.len() > 1 {
        let findings: u64 = found.iter().map(|one| one.told.summary().findings()).sum();
        writeln!(out, "\n{} histories: {findings} {}", found.len(), if findings == 1 { "finding" } else { "findings" })?;
    }
    last_recordings(&found.iter().map(|one| one.case).collect::<Vec<_>>(), out)
}

/// A file that was not checked, and why.
#[derive(Debug, Serialize, JsonSchema)]
struct Unread<'a> {
    file: &'a str,
    problem: String,
}

fn unread<'a>(failed: &[super::Unread<'a>]) -> Vec<Unread<'a>> {
    failed.iter().map(|(file, why)| Unread { file, problem: why.to_string() }).collect()
}

/// What `--json` prints of what was found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Checks")]
pub(crate) struct AllFound<'a> {
    checked: &'a [Found<'a>],
    failed: Vec<Unread<'a>>,
}

pub(crate) fn found_as_json(found: &[Found<'_>], failed: &[super::Unread<'_>], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &AllFound { checked: found, failed: unread(failed) })?;
    writeln!(out)
}

/// Each change, and below it the findings that it brings (`+`) or takes away (`-`), and the duties that shift (`~`).
pub(crate) fn changes(
    cases: &[Case<'_>],
    changes: &[Vec<Change>],
    language: Zoned<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (place, (case, changes)) in cases.iter().zip(changes).enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        heading(case, cases.len() > 1, out)?;
        if changes.is_empty() {
            writeln!(out, "nothing changes")?;
        }
        for change in changes {
            writeln!(out, "{change}")?;
            for (sign, findings) in [('+', &change.appear), ('-', &change.disappear)] {
                for finding in findings.iter().filter(|finding| finding.duty.is_told_to(&case.readers)) {
                    let excerpt = finding.excerpt(&case.histories).for_readers(&case.readers).in_language(&language);
                    for line in excerpt.to_string().lines() {
                        writeln!(out, "{sign} {line}")?;
                    }
                }
            }
            for shift in change.shifts.iter().filter(|shift| shift.is_told_to(&case.readers)) {
                writeln!(out, "~ {}", shift.in_language(&language))?;
            }
        }
        writeln!(out, "{}", case.seen.sentence())?;
    }
    last_recordings(&cases.iter().collect::<Vec<_>>(), out)
}

/// What would change in one history, or in several together.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ComparedHistories")]
struct Compared<'a> {
    #[serde(flatten)]
    about: About<'a>,
    changes: &'a [Change],
}

/// What `--json` prints of what would change.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ChecksAgainst")]
pub(crate) struct AllCompared<'a> {
    compared: Vec<Compared<'a>>,
    failed: Vec<Unread<'a>>,
}

pub(crate) fn changes_as_json(
    cases: &[Case<'_>],
    changes: &[Vec<Change>],
    failed: &[super::Unread<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let compared = cases.iter().zip(changes).map(|(case, changes)| Compared { about: About::of(case), changes });
    serde_json::to_writer(&mut *out, &AllCompared { compared: compared.collect(), failed: unread(failed) })?;
    writeln!(out)
}
