//! Lines that releases have written load for ever, with the same entries, and are written again as the same bytes.
//!
//! They lie in `tests/golden/format_1`, and are never changed: people have such lines. Once for each release, before it, write
//! those that nothing there covers yet:
//!
//! ```text
//! cargo test --all-features --test format_1 -- --ignored
//! ```
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "format_1/seen.rs"]
mod seen;
#[cfg(feature = "proptest")]
#[path = "format_1/write.rs"]
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use practice_cycle::attachment::FORMAT;
use practice_cycle::cycle::{Entry, Kind};
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::stored;
use seen::Seen;

/// What no line can hold, since no act with it is admitted: statutory decisions stay with the social worker.
const NEVER_WRITTEN: &[&str] =
    &["terms_proposed terms.roles.statutory_decisions: clinician", "terms_proposed terms.roles.statutory_decisions: shared"];

/// What came to be after the last release, so that no line of it can hold it yet.
const SINCE: &[&str] = &[
    "agreement_reported terms: `serves`",
    "ambivalence_heard",
    "assessment_shared",
    "boundary_observed : `session`",
    "boundary_observed space: network_meeting",
    "boundary_reviewed scope.space: network_meeting",
    "cases_merged",
    "clinician_acknowledged because_of[]: asking",
    "coaching_held",
    "consent_given : `entries`",
    "consent_given : `readers`",
    "consent_given to: sharing_words",
    "contract_invited arose_from[]: asking",
    "contract_invited space: network_meeting",
    "decision_explained",
    "decision_handed_back",
    "description_passed_on",
    "disagreement_escalated",
    "disagreement_recorded",
    "disagreement_settled",
    "discussion_held",
    "duty_waived : `until`",
    "evidence_weighed",
    "experience_considered",
    "explanation_withheld : `decision`",
    "family_helped_to_understand explained[]: expectations",
    "family_member_named",
    "feed_declared_complete what[]: expert_permitted",
    "feed_declared_complete what[]: family_group_accepted",
    "feed_declared_complete what[]: family_group_held",
    "feed_declared_complete what[]: other",
    "feed_declared_complete what[]: remanded",
    "feed_declared_complete what[]: short_breaks_begun",
    "feed_ended",
    "help_asked_again",
    "hypothesis_kept",
    "hypothesis_put",
    "hypothesis_reshaped",
    "hypothesis_set_aside",
    "influence_invited because_of[]: asking",
    "intervention_begun form: worker_support",
    "joining_disrupted : `merged`",
    "lived_experience_heard",
    "milestone_reached : `other`",
    "milestone_reached what: expert_permitted",
    "milestone_reached what: family_group_accepted",
    "milestone_reached what: family_group_held",
    "milestone_reached what: other",
    "milestone_reached what: remanded",
    "milestone_reached what: short_breaks_begun",
    "observation_answered",
    "occasion_of_joining place.in: network_meeting",
    "opening_corrected",
    "outcome_fed_back",
    "outcome_learned : `decision`",
    "outcome_learned : `how`",
    "outcome_learned : `test`",
    "outcome_learned : no `contract`",
    "outcome_learned : no `words`",
    "people_merged",
    "permanence_option_weighed",
    "person_entered : `beside`",
    "person_entered : `registered`",
    "person_entered role: adult_mental_health",
    "person_entered role: advocate",
    "person_entered role: childrens_guardian",
    "person_entered role: domestic_abuse",
    "person_entered role: early_years",
    "person_entered role: housing",
    "person_entered role: probation",
    "person_entered role: substance_use",
    "person_entered role: youth_justice",
    "person_left : `role`",
    "placement_disrupted",
    "practice_described",
    "programme_begun",
    "programme_ended",
    "programme_extended",
    "referral_returned",
    "reflection_held",
    "reframe_answered answer.adapted.to.space: network_meeting",
    "reframe_answered answer.not_welcomed: `why`",
    "reframe_offered to.space: network_meeting",
    "request_turned_away",
    "role_flexed task: lead",
    "rule_noticed : `about`",
    "rule_noticed : `only_cases`",
    "rule_noticed : `only_spaces`",
    "rule_noticed bars_spaces[]: network_meeting",
    "session_cancelled",
    "session_covered",
    "session_held space: network_meeting",
    "spoken_for",
    "statement_made",
    "step_dropped",
    "step_handed_back",
    "step_taken_on",
    "suggestion_answered : `why`",
    "terms_proposed terms: `serves`",
    "test_planned",
    "test_reviewed",
    "threshold_decided : `urgency`",
    "threshold_decided considered[]: hope",
    "threshold_decided pressed_by[]: fear_of_blame",
    "threshold_decided pressed_by[]: policy",
    "threshold_decided pressed_by[]: resources",
    "threshold_decided prompted[]: first_idea",
    "threshold_decided prompted[]: threshold",
    "threshold_moved",
    "transition_supported",
    "values_talked_about",
    "views_awaited",
    "views_included",
    "views_missing",
    "views_sought",
    "written_agreement_made",
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/format_{FORMAT}"))
}

/// Every file of lines, by its name.
fn files() -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let read =
        |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap());
    files.map(read).collect()
}

/// Those that tell a history, rather than one example of each event.
fn histories() -> BTreeMap<String, String> {
    files().into_iter().filter(|(name, _)| !name.ends_with("entries.jsonl")).collect()
}

fn seen_in_files() -> Seen {
    let mut seen = Seen::default();
    for (name, lines) in histories() {
        loaded(&name, &lines).entries().iter().for_each(|entry| seen.note(entry));
    }
    seen
}

#[track_caller]
fn loaded(name: &str, lines: &str) -> History {
    History::read(lines.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_history_loads_and_is_written_as_before() {
    for (name, lines) in histories() {
        let history = loaded(&name, &lines);
        let mut again = Vec::new();
        history.write(&mut again).unwrap();
        assert!(again == lines.as_bytes(), "{name} is written otherwise");
        let entries: Vec<Entry> = lines.lines().map(|line| stored::parse(line).unwrap()).collect();
        assert_eq!(history.entries(), entries, "{name}");
    }
}

#[test]
fn every_line_alone_is_written_as_before() {
    for (name, lines) in files() {
        for line in lines.lines() {
            let entry: Entry = stored::parse(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}"));
            assert_eq!(serde_json::to_string(&entry).unwrap(), line, "{name}");
        }
    }
}

#[test]
fn every_event_field_and_code_is_there() {
    let seen = seen_in_files();
    let unwritten = Kind::all().map(Kind::code).filter(|kind| !seen.kinds().any(|seen| seen == *kind)).map(str::to_owned);
    let missing: BTreeSet<String> = unwritten.chain(seen.missing()).collect();
    let known: BTreeSet<String> = NEVER_WRITTEN.iter().chain(SINCE).map(|&known| known.to_owned()).collect();
    assert_eq!(missing.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "no line holds these");
    assert_eq!(known.difference(&missing).collect::<Vec<_>>(), Vec::<&String>::new(), "they are there by now");
}

#[test]
fn corrections_and_late_records_are_there() {
    let (mut undone, mut redacted, mut late, mut by_another) = (0, 0, 0, 0);
    for (name, lines) in histories() {
        let history = loaded(&name, &lines);
        for entry in history.entries() {
            undone += usize::from(history.undone_by(entry.number()).is_some());
            redacted += usize::from(history.redacted_by(entry.number()).is_some());
            late += usize::from(entry.act().occurred_at < entry.act().recorded_at);
            by_another += usize::from(entry.act().recorded_by.is_some());
        }
    }
    assert!(
        [undone, redacted, late, by_another].iter().all(|&count| count >= 10),
        "{undone} {redacted} {late} {by_another}"
    );
}

#[test]
fn whoever_is_named_anywhere_is_found() {
    for (name, lines) in histories() {
        let history = loaded(&name, &lines);
        for number in 1..=10 {
            let found = history.appearances(&PersonId::new(&format!("p-{number}")).unwrap());
            assert_eq!(found.len(), lines.matches(&format!("\"p-{number}\"")).count(), "p-{number} in {name}");
        }
    }
}
