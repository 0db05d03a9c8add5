//! What was found, for test runners: a suite for each history, and in it a case for each rule.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use practice_cycle::policy::{Finding, RuleReport, Severity, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::render::Found;

pub(crate) fn write(path: &Path, pack: &str, found: &[Found<'_>]) -> Result<(), Box<dyn Error>> {
    let mut junit = Report::new(pack);
    for one in found {
        let mut suite = TestSuite::new(one.files.join(", "));
        suite.set_timestamp(one.report.as_of.to_utc());
        suite.add_test_cases(one.report.rules.iter().map(|rule| case(pack, rule, one)));
        junit.add_test_suite(suite);
    }
    junit.serialize(BufWriter::new(File::create(path)?))?;
    Ok(())
}

/// A rule that is broken fails; one that cannot be told is an error of the run, because it needs to be looked at; one that never
/// applied is skipped, because it showed nothing. What is excused passes, and is printed.
fn case(pack: &str, rule: &RuleReport, found: &Found<'_>) -> TestCase {
    let of_rule = |finding: &&Finding| finding.rule == rule.rule;
    let counting: Vec<&Finding> = found.report.counting().filter(of_rule).collect();
    let shown = |finding: &Finding| finding.excerpt(&found.case.histories).to_string();
    let mut status = if !counting.is_empty() {
        let broken = counting.iter().any(|finding| matches!(finding.verdict, Verdict::Violated { .. }));
        let kind = if broken { NonSuccessKind::Failure } else { NonSuccessKind::Error };
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(match (broken, rule.severity) {
            (false, _) => "undetermined",
            (true, Severity::Error) => "error",
            (true, Severity::Query) => "query",
        });
        status
    } else if rule.activated {
        TestCaseStatus::success()
    } else {
        TestCaseStatus::skipped()
    };
    if let [first, ..] = counting.as_slice() {
        status.set_message(first.to_string());
        status.set_description(counting.iter().map(|finding| shown(finding)).collect::<Vec<_>>().join("\n"));
    } else if !rule.activated {
        status.set_message("it never applied");
    }
    let mut case = TestCase::new(format!("{}: {}", rule.rule, rule.title), status);
    case.set_classname(pack).set_assertions(usize::try_from(rule.tally.total()).unwrap_or(usize::MAX));
    let excused: Vec<String> =
        found.report.findings().filter(of_rule).filter(|finding| finding.is_excused()).map(shown).collect();
    if !excused.is_empty() {
        case.set_system_out(excused.join("\n"));
    }
    case
}
