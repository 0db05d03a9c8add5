//! What was found, for test runners: a suite for each history, and in it a case for each rule; or a case for each story. Something
//! fails here exactly where the exit status says that something was found.

use practice_cycle::policy::{Finding, Language, RuleReport, Severity, Verdict};
use practice_cycle::scenario::Ran;
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::render::{Found, NOTHING_APPLIED};
use super::stories::{OfFile, told};
use super::{Deny, Unread};
use crate::failure::Failure;
use crate::times::Zoned;
use crate::told::{lines, name};

impl Deny {
    /// Whether a finding that is not excused counts.
    pub(crate) fn counts(self, finding: &Finding) -> bool {
        match (&finding.verdict, finding.severity) {
            (Verdict::Violated { .. }, Severity::Error) => true,
            (Verdict::Violated { .. }, Severity::Query) => self >= Deny::Queries,
            (Verdict::Undetermined { .. }, _) => self >= Deny::Undetermined,
            (Verdict::Satisfied | Verdict::HoldsSoFar | Verdict::Pending { .. }, _) => false,
        }
    }
}

/// What was found in histories; those that did not load are errors.
pub(crate) fn of_histories(
    pack: &str,
    found: &[Found<'_>],
    failed: &[Unread<'_>],
    deny: Deny,
    language: Zoned<'_>,
) -> Result<Vec<u8>, Failure> {
    let mut junit = Report::new(pack);
    for one in found {
        let mut suite = TestSuite::new(one.case.files.join(", "));
        suite.set_timestamp(one.told.as_of.to_utc());
        suite.add_property(Property::new("as_of", one.told.as_of.to_string()));
        suite.add_property(Property::new("known_at", one.told.known_at.to_string()));
        suite.add_test_cases(one.told.rules.iter().map(|rule| of_rule(pack, rule, one, deny, language)));
        let notes = one.notes(language);
        if !notes.is_empty() {
            suite.set_system_out(notes.join("\n"));
        }
        junit.add_test_suite(suite);
    }
    junit.add_test_suites(failed.iter().map(|(file, why)| unread(file, why)));
    if !found.is_empty() && !found.iter().any(|found| found.applied(false)) {
        junit.add_test_suite(an_error(pack, "some rule applies", "unapplied", NOTHING_APPLIED, None));
    }
    written(&junit)
}

/// What became of stories; files that were not run are errors.
pub(crate) fn of_stories(pack: &str, ran: &[OfFile]) -> Result<Vec<u8>, Failure> {
    let mut junit = Report::new(pack);
    for (file, ran) in ran {
        junit.add_test_suite(match ran {
            Err(why) => unread(file, why),
            Ok(stories) => {
                let mut suite = TestSuite::new(file.as_str());
                suite.add_test_cases(stories.iter().map(|story| of_story(pack, story)));
                suite
            }
        });
    }
    written(&junit)
}

fn written(junit: &Report) -> Result<Vec<u8>, Failure> {
    let mut written = Vec::new();
    junit.serialize(&mut written).map_err(std::io::Error::other)?;
    Ok(written)
}

/// A file that was not looked at: one case, which is an error.
fn unread(file: &str, why: &Failure) -> TestSuite {
    let why = why.to_string();
    // A message is one line of a list; whatever it says below that stands in the text.
    let message = why.split_once('\n').map_or(why.as_str(), |(first, _)| first.trim_end_matches(':'));
    an_error(file, "it can be read, and loads", "unread", &name(message), Some(lines(&why)))
}

/// A suite of one case, which is an error.
fn an_error(suite: &str, case: &str, kind: &str, message: &str, text: Option<String>) -> TestSuite {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type(kind).set_message(message);
    if let Some(text) = text {
        status.set_description(text);
    }
    let mut suite = TestSuite::new(suite);
    suite.add_test_case(TestCase::new(case, status));
    suite
}

fn of_story(pack: &str, story: &Ran) -> TestCase {
    let status = if story.is_as_expected() {
        TestCaseStatus::success()
    } else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("otherwise").set_message("it ended otherwise than expected").set_description(told(story));
        status
    };
    let mut case = TestCase::new(name(&story.scenario), status);
    case.set_classname(pack);
    case
}

/// A rule of which something counts fails where it is broken, and is an error of the run where it cannot be determined, because
/// that has to be looked at. One that never applied is skipped, because it showed nothing. What does not count is printed.
fn of_rule(pack: &str, rule: &RuleReport, found: &Found<'_>, deny: Deny, language: Zoned<'_>) -> TestCase {
    let of_rule = |finding: &&Finding| finding.rule == rule.rule;
    let (counting, other): (Vec<&Finding>, Vec<&Finding>) =
        found.told.findings().filter(of_rule).partition(|finding| !finding.is_excused() && deny.counts(finding));
    let histories = &found.case.histories;
    let excerpt =
        |finding: &Finding| finding.excerpt(histories).for_readers(&found.case.readers).in_language(&language).to_string();
    let shown =
        |findings: &[&Finding]| lines(findings.iter().map(|finding| excerpt(finding)).collect::<Vec<_>>().join("\n"));
    // The sentence is whole; where something of it is not shown, the finding is called what its excerpt is.
    let called = |finding: &Finding| {
        let is_whole = finding.excerpt(histories).in_language(&language).to_string() == excerpt(finding);
        if is_whole { name(finding) } else { language.heading(finding) }
    };
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
        status.set_message(called(first)).set_description(shown(&counting));
    } else if !rule.activated {
        status.set_message("it never applied");
    }
    let mut case = TestCase::new(name(format!("{}: {}", rule.rule, rule.title)), status);
    case.set_classname(pack).set_assertions(usize::try_from(rule.tally.total()).unwrap_or(usize::MAX));
    if !other.is_empty() {
        case.set_system_out(shown(&other));
    }
    case
}
