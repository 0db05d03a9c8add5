//! Whether the record of a question stays open to something other than the first idea.

use practice_cycle::anchoring::{Anchored, Anchoring, Ground, Parameters, QuestionReading};
use practice_cycle::code::CodeSet;
use practice_cycle::deliberating::HowFound;

use super::*;

fn read(told: &Told) -> Anchoring {
    Anchoring::of(&told.view(), &Parameters::default())
}

#[track_caller]
fn question(told: &Told) -> QuestionReading {
    let mut read = read(told);
    assert_eq!(read.questions.len(), 1);
    read.questions.remove(0)
}

#[track_caller]
fn open_by(told: &Told, grounds: &[Ground]) {
    let question = question(told);
    assert_eq!((question.reads_as, question.grounds), (Anchored::StillOpen, CodeSet::of(grounds)), "{}", read(told));
}

#[track_caller]
fn seeks_only_what_fits(told: &Told) {
    let question = question(told);
    assert_eq!((question.reads_as, question.grounds), (Anchored::SeeksOnlyWhatFits, CodeSet::none()), "{}", read(told));
}

/// One early idea, and three pieces that were looked for and fit it.
fn confirmed() -> Told {
    (1..=3).fold(Told::discussed().idea("hy-1", "first"), |told, piece| {
        told.weighed("worker", &format!("st-{piece}"), "looked_for", "hy-1 ++")
    })
}

fn plan(told: Told, id: &str, hypotheses: &str, more: &str) -> Told {
    let data = format!(
        r#"{{"test":"{id}","discussion":"di-1","hypotheses":[{hypotheses}],"better":"MARKER better","look_again":"2026-05-01"{more}}}"#
    );
    told.then("worker", "test_planned", &data)
}

fn reviewed(told: Told, id: &str) -> Told {
    reviewed_by(told, "worker", id, r#","found":"MARKER found""#)
}

fn reviewed_by(told: Told, by: &str, id: &str, more: &str) -> Told {
    told.then(by, "test_reviewed", &format!(r#"{{"test":"{id}","then":"go_on","look_again":"2026-06-01"{more}}}"#))
}

const CHANGES: &str = r#","change_course":"MARKER change""#;

#[test]
fn one_early_idea_with_only_confirming_evidence_seeks_only_what_fits_it() {
    seeks_only_what_fits(&confirmed());
    let text = read(&confirmed()).to_string();
    assert!(
        text.contains("Question di-1 (what explains what we see): so far the record seeks only what fits the first idea.\n")
    );
    assert!(text.contains("none of it counts against the first idea"), "{text}");
    // What came up, rather than being looked for, makes it no more open as long as it fits.
    seeks_only_what_fits(&confirmed().weighed("worker", "st-4", "came_up", "hy-1 +"));
    let came_up = (1..=3).fold(Told::discussed().idea("hy-1", "first"), |told, piece| {
        told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 +")
    });
    seeks_only_what_fits(&came_up);
    assert!(read(&came_up).to_string().contains("Nothing is shown that was looked for since it was put."));
}

#[test]
fn another_idea_that_is_only_put_opens_nothing() {
    let put = confirmed().idea("hy-2", "later");
    seeks_only_what_fits(&put);
    // Nor does a piece that fits both, however strongly, or does not help.
    for ratings in ["hy-1 ++, hy-2 ++", "hy-1 ++, hy-2 0", "hy-1 -, hy-2 -", "hy-1 --, hy-2 --"] {
        seeks_only_what_fits(&put.clone().weighed("worker", "st-4", "looked_for", ratings));
    }
    // Nor what was weighed against the other alone.
    seeks_only_what_fits(&put.weighed("worker", "st-4", "looked_for", "hy-2 ++"));
}

#[test]
fn something_looked_for_that_tells_the_ideas_apart_keeps_it_open() {
    let put = confirmed().idea("hy-2", "later");
    // What favours the first idea could not have counted against it, as far as anything shows.
    seeks_only_what_fits(&put.clone().weighed("worker", "st-4", "looked_for", "hy-1 +, hy-2 --"));
    let favours = (1..=3).fold(Told::discussed().idea("hy-1", "first").idea("hy-2", "later"), |told, piece| {
        told.weighed("worker", &format!("st-{piece}"), "looked_for", "hy-1 ++, hy-2 -")
    });
    seeks_only_what_fits(&favours);
    open_by(&favours.weighed("manager", "st-3", "looked_for", "hy-1 -, hy-2 --"), &[Ground::ToldApart]);
    open_by(&put.clone().weighed("worker", "st-4", "looked_for", "hy-1 -, hy-2 --"), &[Ground::ToldApart]);
    let against = put.clone().weighed("worker", "st-4", "looked_for", "hy-1 --, hy-2 +");
    open_by(&against, &[Ground::ToldApart, Ground::SpeaksAgainst]);
    // By one person's ratings: what two people found apart tells nothing apart.
    let two =
        put.clone().weighed("worker", "st-4", "looked_for", "hy-1 +").weighed("manager", "st-4", "looked_for", "hy-2 --");
    seeks_only_what_fits(&two);
    // It could have counted against the first, and did for one of them.
    let one = put
        .weighed("worker", "st-4", "looked_for", "hy-1 +, hy-2 +")
        .weighed("manager", "st-4", "came_up", "hy-1 -, hy-2 +");
    open_by(&one, &[Ground::ToldApart, Ground::SpeaksAgainst]);
    // Weighed again, it tells nothing apart.
    seeks_only_what_fits(&one.weighed("manager", "st-4", "came_up", "hy-1 +"));
}

#[test]
fn what_speaks_against_the_first_idea_keeps_it_open_however_it_was_come_by() {
    let put = confirmed().idea("hy-2", "later");
    open_by(&put.clone().weighed("worker", "st-4", "came_up", "hy-1 --, hy-2 +"), &[Ground::SpeaksAgainst]);
    open_by(&confirmed().weighed("worker", "st-4", "came_up", "hy-1 -"), &[Ground::SpeaksAgainst]);
    // What came up and speaks against the other was not looked for, and fits the first.
    seeks_only_what_fits(&put.weighed("worker", "st-4", "came_up", "hy-1 +, hy-2 --"));
}

#[test]
fn a_plan_that_tests_another_idea_and_is_looked_at_again_keeps_it_open() {
    let put = confirmed().idea("hy-2", "later");
    let planned = plan(put.clone(), "te-1", r#""hy-1","hy-2""#, CHANGES);
    seeks_only_what_fits(&planned);
    open_by(&reviewed(planned, "te-1"), &[Ground::PlanLookedAt]);
    // Not without what would change the course, nor by the first idea alone, nor of no idea.
    seeks_only_what_fits(&reviewed(plan(put.clone(), "te-1", r#""hy-2""#, ""), "te-1"));
    seeks_only_what_fits(&reviewed(plan(put.clone(), "te-1", r#""hy-1""#, CHANGES), "te-1"));
    seeks_only_what_fits(&reviewed(plan(put.clone(), "te-1", "", CHANGES), "te-1"));
    // One that was looked at again and another that says what would change are two half plans.
    let halves = plan(plan(put, "te-1", r#""hy-2""#, ""), "te-2", r#""hy-2""#, CHANGES);
    seeks_only_what_fits(&reviewed(halves.clone(), "te-1"));
    open_by(&reviewed(reviewed(halves, "te-1"), "te-2"), &[Ground::PlanLookedAt]);
}

/// A test needs something that came of it: what was found, or its idea weighed since.
#[test]
fn a_plan_that_only_goes_on_tested_nothing() {
    let put = confirmed().idea("hy-2", "later").weighed("worker", "st-0", "came_up", "hy-2 +");
    let planned = plan(put, "te-1", r#""hy-2""#, CHANGES);
    let gone_on = reviewed_by(planned.clone(), "worker", "te-1", "");
    seeks_only_what_fits(&gone_on);
    assert!(
        read(&gone_on).to_string().contains("looked at again on 3 March 2026 (entry 20), with nothing found that is shown.")
    );
    open_by(&gone_on.clone().weighed("manager", "st-5", "came_up", "hy-2 +"), &[Ground::PlanLookedAt]);
    // Not the first idea weighed, nor what was found before it was looked at again.
    seeks_only_what_fits(&gone_on.clone().weighed("manager", "st-5", "came_up", "hy-1 +"));
    seeks_only_what_fits(&planned.weighed("manager", "st-5", "came_up", "hy-2 +"));
    // Said at one of its reviews, by whoever looked at it again, it is enough.
    let found = reviewed_by(gone_on.clone(), "manager", "te-1", r#","found":"MARKER found""#);
    open_by(&found, &[Ground::PlanLookedAt]);
    assert_eq!(question(&found).plans[0].evidence.len(), 1);
    seeks_only_what_fits(&reviewed_by(gone_on, "manager", "te-1", ""));
}

/// The mother puts another idea and weighs something against the first: that the idea was put is a fact, and how she weighed is hers.
#[test]
fn an_idea_of_the_family_is_listed_for_everybody_and_no_text_claims_to_know_all() {
    let told = confirmed().idea_by("parent", "hy-2", "later", "di-1");
    let weighed = told.clone().weighed("parent", "st-1", "looked_for", "hy-1 --, hy-2 ++");
    for person in EVERYBODY {
        let text = read(&weighed).text_for(&weighed.reader(person));
        assert!(text.contains("Other ideas: hy-2, put on 3 March 2026 (entry 16).\n"), "{person}: {text}");
        assert!(!text.contains("MARKER"), "{person}: {text}");
        assert_eq!(text.contains("still open"), person == "parent", "{person}: {text}");
        let of_ideas = practice_cycle::hypotheses::Hypotheses::of(&weighed.view(), &Default::default());
        let of_ideas = of_ideas.text_for(&weighed.reader(person));
        assert!(of_ideas.contains("- hy-2: put on 3 March 2026 (entry 16)"), "{person}: {of_ideas}");
        let of_case = practice_cycle::sharing::Sharing::of(&weighed.view(), &Default::default());
        let of_case = of_case.text_for(&weighed.reader(person));
        for text in [text, of_ideas, of_case] {
            assert_eq!(
                text.matches("\nIt is read from what its reader is shown, and from nothing else:").count(),
                1,
                "{text}"
            );
        }
    }
    // Where no other is shown, it says no more than that.
    let alone = read(&confirmed()).to_string();
    assert!(alone.contains("No other idea is shown.\n") && alone.contains("No plan is shown.\n"), "{alone}");
    assert!(read(&Told::discussed()).to_string().contains("It is read from what its reader is shown"));
}

#[test]
fn a_first_idea_that_was_set_aside_holds_nothing() {
    let turned = |told: Told, kind: &str| {
        let words = if kind == "hypothesis_reshaped" { "words" } else { "reason" };
        told.then("worker", kind, &format!(r#"{{"hypothesis":"hy-1","{words}":"MARKER words"}}"#))
    };
    let aside = turned(confirmed(), "hypothesis_set_aside");
    open_by(&aside, &[Ground::SetAside]);
    open_by(&turned(aside.clone(), "hypothesis_reshaped"), &[Ground::SetAside]);
    seeks_only_what_fits(&turned(aside, "hypothesis_kept"));
    seeks_only_what_fits(&turned(confirmed(), "hypothesis_reshaped"));
}

#[test]
fn too_little_weighed_says_no_more() {
    let two = (1..=2).fold(Told::discussed().idea("hy-1", "first").idea("hy-2", "later"), |told, piece| {
        told.weighed("worker", &format!("st-{piece}"), "looked_for", "hy-1 --, hy-2 +")
    });
    let reads_as = |told: &Told| question(told).reads_as;
    assert_eq!(reads_as(&two), Anchored::TooLittleWeighed);
    assert!(read(&two).to_string().contains("too little weighed (2 pieces weighed against the first idea; it takes 3)."));
    // What was weighed against another idea alone is not weighed against the first; nor is a piece that was weighed twice two.
    let others = two.weighed("worker", "st-3", "looked_for", "hy-2 ++").weighed("manager", "st-2", "looked_for", "hy-1 --");
    assert_eq!(reads_as(&others), Anchored::TooLittleWeighed);
    assert_eq!(reads_as(&others.weighed("manager", "st-3", "came_up", "hy-1 --")), Anchored::StillOpen);
    assert_eq!(reads_as(&Told::discussed().idea("hy-1", "first")), Anchored::TooLittleWeighed);
}

#[test]
fn what_was_looked_for_before_there_was_a_first_idea_was_not_looked_for_since() {
    let told = Told::discussed().idea("hy-2", "later").weighed("worker", "st-1", "looked_for", "hy-2 --");
    let told = told.idea("hy-1", "first").weighed("manager", "st-1", "came_up", "hy-1 +, hy-2 --");
    assert_eq!(question(&told).pieces[0].found, HowFound::CameUp);
    let told = told.weighed("worker", "st-1", "looked_for", "hy-1 +");
    assert_eq!(question(&told).pieces[0].found, HowFound::LookedFor);
}

#[test]
fn the_text_in_full() {
    let told = confirmed().idea("hy-2", "later").weighed("manager", "st-4", "looked_for", "hy-1 -, hy-2 +");
    let told = reviewed(plan(told, "te-1", r#""hy-2""#, CHANGES), "te-1");
    let expected = "\
By all that is recorded, the first idea of 1 question, by the parameters `unvalidated_v1`.

Question di-1 (what explains what we see): still open: a plan that tests another idea was looked at again, something that was looked for counts against the first idea, and differently against another, something speaks against the first idea.
The first idea: hy-1, put as the first; put on 2 March 2026 (entry 9).
Other ideas: hy-2, put on 3 March 2026 (entry 16).
Looked for since it was put: st-4 (entry 18), counting against the first idea as weighed; and st-1 (entry 11), st-2 (entry 13) and st-3 (entry 15), not counting against it.
Speaks against the first idea: st-4 (entry 18).
Plans: te-1, made on 3 March 2026 (entry 19), tests hy-2, looked at again on 3 March 2026 (entry 20), with what was found in entry 20.
It is read from what its reader is shown, and from nothing else: for another reader it may say something else.
It describes what was recorded, and not anyone's thinking.";
    assert_eq!(read(&told).to_string(), expected);
}

#[test]
fn what_the_family_weighed_opens_it_in_no_text_but_their_own() {
    let told = confirmed().idea("hy-2", "later");
    let own = told.clone().weighed("parent", "st-1", "looked_for", "hy-1 --, hy-2 ++");
    assert_eq!(question(&own).reads_as, Anchored::StillOpen, "JSON is whole");
    for person in EVERYBODY {
        let text = read(&own).text_for(&own.reader(person));
        if person == "parent" {
            assert!(text.contains("still open"), "{text}");
        } else {
            assert_eq!(text, read(&told).text_for(&told.reader(person)), "{person}");
        }
    }
    assert_eq!(read(&own).to_string(), read(&told).to_string());
}

#[test]
fn the_parameters_are_data() {
    let ours: Parameters = serde_json::from_str(r#"{"id":"ours","pieces":4}"#).unwrap();
    let read = Anchoring::of(&confirmed().view(), &ours);
    assert_eq!((read.parameters.as_str(), read.questions[0].reads_as), ("ours", Anchored::TooLittleWeighed));
    for (written, error) in [
        (r#"{"id":"ours","pieces":0}"#, "`pieces`: expected a number from 1 to 1000"),
        (r#"{"id":"ours"}"#, "missing field `pieces`"),
        (r#"{"id":"ours","pieces":3,"ideas":2}"#, "unknown field `ideas`"),
        (r#"{"id":"unvalidated_v1","pieces":4}"#, "`id`: expected a name of its own"),
    ] {
        let refused = serde_json::from_str::<Parameters>(written).unwrap_err().to_string();
        assert!(refused.contains(error), "{written}: {refused}");
    }
}
