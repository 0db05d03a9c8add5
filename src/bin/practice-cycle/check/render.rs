//! What was found, or would change, as text and as JSON. The text itself comes from the library, so that a failed assertion in a
//! test suite says the same.

use std::io::{self, Write};

use practice_cycle::moment::Moment;
use practice_cycle::policy::{Change, Finding, Pack, Policy, Report, Summary};
use serde::Serialize;

use super::asked::Deny;
use super::input::Checked;

/// The rules of a pack, and below each where it comes from and how well that is known.
pub(crate) fn rules(pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {}: {}", pack.name(), pack.version(), pack.title())?;
    if let Some(notice) = pack.notice() {
        writeln!(out, "{notice}")?;
    }
    for rule in pack.rules() {
        let section = rule.source().section.as_ref().map(|section| format!(", {section}")).unwrap_or_default();
        writeln!(out, "\n{} ({}): {}", rule.id(), rule.severity(), rule.title())?;
        writeln!(out, "  {}{section} ({})", rule.source().work, rule.source().known)?;
        if rule.pack().0 != pack.name() {
            writeln!(out, "  of the pack {} {}", rule.pack().0, rule.pack().1)?;
        }
    }
    Ok(())
}

/// What was found in one history, or in several together.
#[derive(Debug, Serialize)]
pub(crate) struct Found<'a> {
    pub(crate) files: &'a [&'a str],
    summary: Summary,
    pub(crate) report: Report,
    findings: Vec<Finding>,
    /// Every duty, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<Finding>>,
    #[serde(skip)]
    pub(crate) case: &'a Checked<'a>,
}

impl<'a> Found<'a> {
    pub(crate) fn of(case: &'a Checked<'a>, policy: &Policy, as_of: Moment, known_at: Moment, all: bool) -> Self {
        let report = policy.check_all(&case.histories, as_of, known_at);
        Self {
            files: &case.files,
            summary: report.summary(),
            findings: report.findings().cloned().collect(),
            explained: all.then(|| policy.explain(&case.histories, as_of, known_at)),
            report,
            case,
        }
    }

    /// Whether something was found that counts for enough.
    pub(crate) fn is_denied(&self, deny: Deny) -> bool {
        let Summary { errors, queries, undetermined, .. } = self.summary;
        errors > 0 || deny >= Deny::Queries && queries > 0 || deny >= Deny::Undetermined && undetermined > 0
    }

    fn render(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(explained) = &self.explained else {
            return writeln!(out, "{}", self.report.render(&self.case.histories));
        };
        for finding in explained {
            writeln!(out, "{}", finding.excerpt(&self.case.histories))?;
        }
        for rule in self.report.rules.iter().filter(|rule| !rule.activated) {
            writeln!(out, "never applied[{}]: {}", rule.rule, rule.title)?;
        }
        writeln!(out, "{}", self.summary)
    }
}

/// Which files it is about, where there are several.
fn heading(files: &[&str], several: bool, out: &mut dyn Write) -> io::Result<()> {
    if several { writeln!(out, "In {}:\n", files.join(", ")) } else { Ok(()) }
}

pub(crate) fn found(found: &[Found<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (place, one) in found.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        heading(one.files, found.len() > 1, out)?;
        one.render(out)?;
    }
    if found.len() > 1 {
        let findings: u64 = found.iter().map(|one| one.summary.findings()).sum();
        writeln!(out, "\n{} histories: {findings} {}", found.len(), if findings == 1 { "finding" } else { "findings" })?;
    }
    Ok(())
}

pub(crate) fn found_as_json(found: &[Found<'_>], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct All<'a> {
        checked: &'a [Found<'a>],
    }
    serde_json::to_writer(&mut *out, &All { checked: found })?;
    writeln!(out)
}

/// Each change, and below it the findings that it brings (`+`) or takes away (`-`), and the duties that shift (`~`).
pub(crate) fn changes(cases: &[Checked<'_>], changes: &[Vec<Change>], out: &mut dyn Write) -> io::Result<()> {
    for (place, (case, changes)) in cases.iter().zip(changes).enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        heading(&case.files, cases.len() > 1, out)?;
        if changes.is_empty() {
            writeln!(out, "nothing changes")?;
        }
        for change in changes {
            writeln!(out, "{change}")?;
            for (sign, findings) in [('+', &change.appear), ('-', &change.disappear)] {
                for finding in findings {
                    for line in finding.excerpt(&case.histories).to_string().lines() {
                        writeln!(out, "{sign} {line}")?;
                    }
                }
            }
            for shift in &change.shifts {
                writeln!(out, "~ {shift}")?;
            }
        }
    }
    Ok(())
}

pub(crate) fn changes_as_json(cases: &[Checked<'_>], changes: &[Vec<Change>], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Compared<'a> {
        files: &'a [&'a str],
        changes: &'a [Change],
    }
    #[derive(Serialize)]
    struct All<'a> {
        compared: Vec<Compared<'a>>,
    }
    let compared = cases.iter().zip(changes).map(|(case, changes)| Compared { files: &case.files, changes });
    serde_json::to_writer(&mut *out, &All { compared: compared.collect() })?;
    writeln!(out)
}
