//! For whom a text is made: words of a family are withheld unless they agreed, and what is withheld leaves no trace. The clinician
//! answers observations of the boundary, which takes nothing from them. All of it is invented.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::assessment::{Answered, Assessment, Drift, Parameters};
use practice_cycle::boundary::Scope;
use practice_cycle::cycle::Act;
use practice_cycle::diagram::{self, Sequence};
use practice_cycle::history::{History, Refusal};
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::overview::Overview;
use practice_cycle::reader::{Reader, beyond_limit};
use practice_cycle::words;

type Line<'l> = (&'l str, &'l str, &'l str);

fn moment(hour: usize) -> String {
    format!("2026-03-{:02}T{:02}:00:00Z", 2 + hour / 10, 8 + hour % 10)
}

fn act(hour: usize, by: &str, kind: &str, data: &str) -> Act {
    let at = moment(hour);
    // `parent for worker` is said by the parent, and written down by the worker.
    let (by, recorded_by) = by.split_once(" for ").unwrap_or((by, by));
    let recorded_by = if recorded_by == by { String::new() } else { format!(r#","recorded_by":"{recorded_by}""#) };
    let line =
        format!(r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}"{recorded_by},"data":{data}}}"#);
    serde_json::from_str(&line).unwrap()
}

/// A clinician, a worker, a manager, two parents, a child, a supervisor of the clinician, and a contract under which work began.
const SET_UP: [Line<'static>; 12] = [
    ("clinician", "cycle_opened", r#"{"cycle":"invented","format":1,"clinician":"clinician","team":"t-1"}"#),
    ("clinician", "person_entered", r#"{"person":"worker","role":"social_worker"}"#),
    ("worker", "person_entered", r#"{"person":"manager","role":"manager"}"#),
    ("worker", "person_entered", r#"{"person":"parent","role":"parent"}"#),
    ("worker", "person_entered", r#"{"person":"other-parent","role":"parent"}"#),
    ("worker", "person_entered", r#"{"person":"child","role":"child"}"#),
    ("worker", "person_entered", r#"{"person":"supervisor","role":"clinical_supervisor"}"#),
    ("worker", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#),
    (
        "clinician",
        "terms_proposed",
        r#"{"contract":"c-1","terms":{"focus":{"code":"case_dilemma"},"goal":"Invented goal.","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"review_by":"2026-10-01"},"family_understanding":"Told together."}}"#,
    ),
    ("clinician", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
    ("worker", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
    ("worker", "contract_begun", r#"{"contract":"c-1"}"#),
];

/// The number of the first entry after the setting up.
const NEXT: u32 = SET_UP.len() as u32 + 1;

fn number(number: u32) -> EntryNumber {
    number.try_into().unwrap()
}

fn told(lines: &[Line<'_>]) -> History {
    let mut history = History::default();
    for (hour, (by, kind, data)) in SET_UP.iter().chain(lines).enumerate() {
        history.record(act(hour, by, kind, data)).unwrap_or_else(|refusal| panic!("{kind} {data}: {refusal}"));
    }
    history
}

fn refused(lines: &[Line<'_>], (by, kind, data): Line<'_>) -> String {
    let history = told(lines);
    let refusal: Refusal = history.judge(&act(SET_UP.len() + lines.len(), by, kind, data)).unwrap_err();
    refusal.to_string()
}

/// The text of the overview for somebody, or for nobody in particular.
fn text(history: &History, person: Option<&str>) -> String {
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let reader = person.map_or_else(|| Reader::nobody(&view), |person| Reader::of(&view, &person.parse().unwrap()));
    let overview = Overview::of(&view);
    let text = overview.for_reader(&reader).to_string();
    if person.is_none() {
        assert_eq!(text, overview.to_string(), "`Display` is for nobody in particular");
    }
    text
}

const EVERYBODY: [&str; 8] =
    ["clinician", "worker", "manager", "parent", "other-parent", "child", "supervisor", "somebody-else"];

/// Who reads a marker in the text for them.
fn readers(history: &History, marker: &str) -> Vec<&'static str> {
    assert!(!text(history, None).contains(marker), "for nobody in particular");
    EVERYBODY.into_iter().filter(|person| text(history, Some(person)).contains(marker)).collect()
}

fn shares(entries: &str, readers: &str) -> String {
    format!(r#"{{"consent":"cn-1","to":"sharing_words","given_by":"parent","entries":{entries},"readers":{readers}}}"#)
}

const SEEN: &str = r#"{"observation":"o-1","sign":{"own":{"name":"MARKER sign","leans":"diffuse"}},"finding":{"present":"clear"},"standpoint":"looking_on","drawn_by":"unknown","space":"home_visit","basis":"direct","words":"MARKER words"}"#;

/// Each kind of thing that a member of the family can say, and what is told of it to those who may not read it.
#[rustfmt::skip]
const SAID: [(Line<'static>, Option<&str>); 17] = [
    (("parent", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"MARKER"}"#), None),
    (("parent for worker", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"MARKER"}"#), None),
    (("parent for clinician", "outcome_rated", r#"{"rating":"ra-1","contract":"c-1","score":3,"words":"MARKER"}"#), None),
    (("parent", "outcome_learned", r#"{"outcome":"ou-1","contract":"c-1","words":"MARKER"}"#), None),
    (("parent", "boundary_observed", SEEN), None),
    (("parent for worker", "concern_raised", r#"{"concern":"co-1","what":"concern","words":"MARKER"}"#), Some("co-1: concern,")),
    (("worker", "family_helped_to_understand", r#"{"explanation":"ex-1","person":"parent","explained":["clinicians_role"],"interpreter":"not_needed","understood":"MARKER"}"#), Some("ex-1: to parent")),
    (("worker", "help_asked_again", r#"{"asking":"as-1","asked_by":"parent","words":"MARKER"}"#), Some("as-1: asked by parent")),
    (("parent", "help_asked_again", r#"{"asking":"as-1","asked_by":"parent","words":"MARKER"}"#), Some("as-1: asked by parent")),
    (("parent", "change_noticed", r#"{"change":"ch-1","what":"belief","words":"MARKER"}"#), Some("ch-1: a belief, noticed")),
    (("parent", "contract_revoked", r#"{"contract":"c-1","reason":{"code":"other","words":"MARKER"}}"#), Some("revoked: other")),
    (("parent", "agreement_reported", r#"{"report":"re-1","between":["parent","worker"],"terms":{"goal":"MARKER"}}"#), Some("re-1: reported")),
    (("parent for manager", "agreement_reported", r#"{"report":"re-1","between":["parent"],"terms":{"safeguarding":{"known":"MARKER"}}}"#), Some("re-1: reported")),
    (("parent", "agreement_reported", r#"{"report":"re-1","between":["parent"],"terms":{"focus":{"code":"other","words":"MARKER"}}}"#), Some("re-1: reported")),
    (("worker", "views_sought", r#"{"views":"vs-1","case":"invented","of_whom":"parent","how":"visit","words":"MARKER"}"#), Some("vs-1 of case 1: of parent, on a visit")),
    (("worker", "ambivalence_heard", r#"{"ambivalence":"am-1","case":"invented","person":"parent","to_stay":"MARKER","to_change":"Invented."}"#), Some("am-1 of case 1: of parent")),
    (("clinician", "ambivalence_heard", r#"{"ambivalence":"am-1","case":"invented","person":"parent","to_stay":"Invented.","to_change":"MARKER"}"#), Some("am-1 of case 1: of parent")),
];

#[test]
fn what_a_member_of_the_family_said_is_read_by_them_alone() {
    for (said, told_to_all) in SAID {
        let history = told(&[said]);
        assert_eq!(words::whose(history.entry(number(NEXT)).unwrap()).unwrap().as_str(), "parent", "{said:?}");
        assert_eq!(readers(&history, "MARKER"), ["parent"], "{said:?}");
        for person in [None, Some("manager")] {
            let theirs = text(&history, person);
            // That a concern was raised is for people to pass on: nobody in particular is not told.
            match told_to_all.filter(|_| person.is_some() || said.1 != "concern_raised") {
                Some(fact) => assert!(theirs.contains(fact), "{fact} is a fact: {theirs}"),
                None => assert_eq!(theirs, text(&told(&[]), person), "no trace of {said:?}"),
            }
        }
    }
}

/// Who is told of something, by what stands in the text for them.
fn told_of(history: &History, marker: &str) -> Vec<&'static str> {
    EVERYBODY.into_iter().filter(|person| text(history, Some(person)).contains(marker)).collect()
}

/// To all but these, the text is that of a history in which the lines were never recorded.
#[track_caller]
fn leaves_no_trace_but_to(lines: &[Line<'_>], before: usize, told_to: &[&str]) {
    let earlier: Vec<Line<'_>> = lines.iter().copied().take(before).collect();
    let (history, never) = (told(lines), told(&earlier));
    for person in EVERYBODY {
        let same = text(&history, Some(person)) == text(&never, Some(person));
        assert_eq!(same, !told_to.contains(&person), "{person}: {}", text(&history, Some(person)));
    }
    assert_eq!(text(&history, None), text(&never, None));
}

const DISCUSSED: Line<'static> = (
    "worker",
    "discussion_held",
    r#"{"discussion":"di-1","case":"invented","question":"what_explains","space":"network_meeting","present":["worker","clinician","parent","child"]}"#,
);
const PUT: Line<'static> =
    ("worker", "hypothesis_put", r#"{"hypothesis":"hy-1","discussion":"di-1","order":"first","words":"Invented."}"#);
const WEIGHED: Line<'static> = (
    "clinician",
    "evidence_weighed",
    r#"{"weighing":"we-1","piece":"st-1","ratings":[{"hypothesis":"hy-1","rating":"consistent"}],"found":"came_up","words":"Invented."}"#,
);
const WORRY: &str = r#"{"statement":"st-1","discussion":"di-1","kind":"worry","words":"MARKER"}"#;

#[test]
fn what_a_member_of_the_family_said_in_a_discussion_is_read_by_them_alone() {
    let opinion = r#"{"statement":"st-1","discussion":"di-1","kind":"opinion","author":"parent","words":"MARKER"}"#;
    for by in ["parent", "parent for worker"] {
        let about = opinion.replace(r#""author""#, r#""about":["not_acting"],"author""#);
        let consent = shares(&format!("[{}]", NEXT + 1), r#"["manager"]"#);
        for said in [opinion, &about, WORRY] {
            let lines = [DISCUSSED, (by, "statement_made", said)];
            assert_eq!(readers(&told(&lines), "MARKER"), ["parent"], "{by}");
            assert_eq!(told_of(&told(&lines), "st-1"), ["parent"], "its codes are what they said, too");
            leaves_no_trace_but_to(&lines, 1, &["parent"]);
            let agreed = told(&[&lines[..], &[("parent", "consent_given", &consent)]].concat());
            assert_eq!(readers(&agreed, "MARKER"), ["manager", "parent"], "{by}");
        }
        // Under the name of one of the team it is a fact that they gave it.
        let workers = opinion.replace(r#""author":"parent""#, r#""author":"worker""#);
        let history = told(&[DISCUSSED, ("worker", "statement_made", &workers)]);
        assert_eq!(told_of(&history, "st-1: opinion"), EVERYBODY);
        assert!(text(&history, None).contains("st-1: opinion"));
    }
    // How it was weighed would tell of it: to nobody but whoever weighed it.
    let lines = [DISCUSSED, PUT, ("parent", "statement_made", WORRY), WEIGHED];
    leaves_no_trace_but_to(&lines, 2, &["parent", "clinician"]);
    let history = told(&lines);
    assert_eq!(told_of(&history, "we-1"), ["clinician", "parent"]);
    assert_eq!(told_of(&history, "worry"), ["parent"]);
    let agreed = shares(&format!("[{}]", NEXT + 2), r#"["manager"]"#);
    let history = told(&[&lines[..], &[("parent", "consent_given", &agreed)]].concat());
    assert_eq!(readers(&history, "MARKER"), ["manager", "parent"]);
    assert_eq!(told_of(&history, "we-1"), ["clinician", "manager", "parent"]);

    // How they weigh what another said is what they say of it, with words or without.
    let fact = r#"{"statement":"st-1","discussion":"di-1","kind":"fact","author":"worker","source":"observed","words":"Invented."}"#;
    let without = WEIGHED.2.replace(r#","words":"Invented.""#, "");
    for weighed in [WEIGHED.2, &without] {
        let lines = [DISCUSSED, PUT, ("worker", "statement_made", fact), ("parent for worker", WEIGHED.1, weighed)];
        leaves_no_trace_but_to(&lines, 3, &["parent"]);
        let agreed = shares(&format!("[{}]", NEXT + 3), r#"["manager"]"#);
        let history = told(&[&lines[..], &[("parent", "consent_given", &agreed)]].concat());
        assert_eq!(told_of(&history, "consistent with hy-1"), ["manager", "parent"]);
    }

    // Said by one of the team, it is read by both sides, and has nobody's name.
    let history = told(&[DISCUSSED, PUT, ("worker", "statement_made", WORRY), WEIGHED]);
    assert_eq!(readers(&history, "MARKER"), ["clinician", "worker", "manager"]);
    assert_eq!(told_of(&history, "we-1"), EVERYBODY);
    for person in EVERYBODY {
        let text = text(&history, Some(person));
        let line = text.lines().find(|line| line.contains("st-1")).unwrap();
        assert!(line.contains("said here") && !line.contains(" by "), "{line}");
    }
    // Nor in what is drawn: the clinician, the worker, the manager and the contract have appeared by then.
    let drawn = Sequence::of(&history, Moment::LATEST, Moment::LATEST).to_string();
    let line = drawn.lines().find(|line| line.contains("(st-1)")).unwrap();
    assert!(line.starts_with("    Note over n0,n2: "), "{drawn}");
    let weighed = drawn.lines().find(|line| line.contains("(we-1)")).unwrap();
    assert!(weighed.starts_with("    Note over n0: "), "under a name: {drawn}");
}

/// Whoever takes back what was said without a name is mostly who took it down.
#[test]
fn nothing_that_was_said_without_a_name_has_one_when_it_is_taken_back() {
    let error = format!(r#"{{"entries":[{}],"reason":"Invented reason."}}"#, NEXT + 1);
    let named = WORRY.replace(r#""words""#, r#""author":"clinician","words""#);
    for (worry, is_named) in [(WORRY, false), (&named, true)] {
        let lines = [DISCUSSED, ("clinician", "statement_made", worry), ("clinician", "entered_in_error", &*error)];
        let history = told(&lines);
        for person in EVERYBODY {
            let text = text(&history, Some(person));
            let line = text.lines().find(|line| line.contains("taken back")).unwrap();
            assert!(line.contains(&format!("taken back: entry {} (recorded a statement), ", NEXT + 1)), "{line}");
            assert_eq!(line.contains("clinician"), is_named, "{person}: {line}");
        }
    }
}

/// So does whoever redacts it, in a text and in a sequence.
#[test]
fn nothing_that_was_said_without_a_name_has_one_when_it_is_corrected() {
    let correction = format!(r#"{{"entries":[{}],"reason":"Invented reason."}}"#, NEXT + 1);
    let named = WORRY.replace(r#""words""#, r#""author":"clinician","words""#);
    for kind in ["redacted", "entered_in_error"] {
        for (worry, is_named) in [(WORRY, false), (&named, true)] {
            let lines = [DISCUSSED, ("clinician", "statement_made", worry), ("manager", kind, &*correction)];
            let history = told(&lines);
            for person in EVERYBODY {
                let text = text(&history, Some(person));
                let line = text.lines().rfind(|line| line.contains(&format!("entry {}", NEXT + 1))).unwrap();
                assert_eq!(line.contains("manager"), is_named, "{person}: {line}");
                let view = history.view(Moment::LATEST, Moment::LATEST);
                let reader = Reader::of(&view, &person.parse().unwrap());
                let drawn = Sequence::of(&history, Moment::LATEST, Moment::LATEST).for_reader(reader).to_string();
                assert!(!drawn.contains(&format!("[{}]", NEXT + 2)), "a sequence draws what is in effect: {drawn}");
            }
            let drawn = diagram::sequence(&history);
            let line = drawn.lines().find(|line| line.contains(&format!("[{}]", NEXT + 2))).unwrap();
            assert_eq!(line.starts_with("    Note over n0,n"), !is_named, "{line}");
        }
    }
}

/// An allegation may be what a child said to somebody alone.
#[test]
fn an_allegation_is_told_to_no_other_member_of_the_family() {
    let of =
        |by| format!(r#"{{"statement":"st-1","discussion":"di-1","kind":"allegation","author":"{by}","words":"MARKER"}}"#);
    let (childs, workers) = (of("child"), of("worker"));
    let history = told(&[DISCUSSED, PUT, ("child for worker", "statement_made", &childs), WEIGHED]);
    assert_eq!(told_of(&history, "st-1: allegation"), ["child"]);
    assert_eq!(told_of(&history, "we-1"), ["clinician", "child"], "and whoever weighed it knows of that");
    assert_eq!(readers(&history, "MARKER"), ["child"]);
    assert_eq!(text(&history, None), text(&told(&[DISCUSSED, PUT]), None), "nor is nobody in particular told");
    let history = told(&[DISCUSSED, PUT, ("worker", "statement_made", &workers), WEIGHED]);
    assert_eq!(told_of(&history, "st-1"), ["clinician", "worker", "manager", "supervisor"]);
    assert_eq!(text(&history, None), text(&told(&[DISCUSSED, PUT]), None));
    // The child agrees that a parent reads it.
    let agreed =
        shares(&format!("[{}]", NEXT + 1), r#"["other-parent"]"#).replace(r#""given_by":"parent""#, r#""given_by":"child""#);
    let history = told(&[DISCUSSED, ("child", "statement_made", &childs), ("child", "consent_given", &agreed)]);
    assert_eq!(readers(&history, "MARKER"), ["other-parent", "child"]);
}

const DESCRIBED: &str = r#"{"description":"dp-1","case":"invented","seen_as":"family","signs":[{"sign":"compliance_threatened","finding":"present"}],"words":"MARKER"}"#;
const PASSED_ON: &str =
    r#"{"passing":"ps-1","description":"dp-1","readers":["manager","supervisor"],"offered":["somebody_else","advocate"]}"#;
const TALKED: &str = r#"{"talk":"vt-1","space":"supervision","matters":["partnership"],"passing":"ps-1"}"#;

#[test]
fn how_a_member_of_the_family_described_a_meeting_goes_to_whom_they_passed_it_on_and_no_further() {
    for (by, seen_as) in [("parent", "family"), ("parent for worker", "family"), ("child", "child")] {
        let whose = by.split(' ').next().unwrap();
        let described = DESCRIBED.replace(r#""family""#, &format!(r#""{seen_as}""#));
        let described = (by, "practice_described", &*described);
        assert_eq!(readers(&told(&[described]), "MARKER"), [whose], "{by}");
        leaves_no_trace_but_to(&[described], 0, &[whose]);

        let passed_on = (by, "description_passed_on", PASSED_ON);
        let told_to: Vec<&str> =
            EVERYBODY.into_iter().filter(|person| [whose, "manager", "supervisor"].contains(person)).collect();
        let lines = [described, passed_on];
        let history = told(&lines);
        for marker in ["MARKER", "dp-1", "ps-1", "consequences were threatened"] {
            assert_eq!(told_of(&history, marker), told_to, "{by}: {marker}");
        }
        leaves_no_trace_but_to(&lines, 0, &told_to);

        // The conversation that it led to would betray it; whoever recorded that knows of it.
        let talked = [described, passed_on, ("clinician", "values_talked_about", TALKED)];
        let with_recorder: Vec<&str> = ["clinician"].into_iter().chain(told_to.iter().copied()).collect();
        assert_eq!(told_of(&told(&talked), "vt-1"), with_recorder, "{by}");
        assert!(!text(&told(&talked), Some("clinician")).contains("dp-1"));
        leaves_no_trace_but_to(&talked, 0, &with_recorder);
        let another = ("clinician", "values_talked_about", &*TALKED.replace(r#","passing":"ps-1""#, ""));
        assert_eq!(told_of(&told(&[another]), "vt-1"), EVERYBODY, "one that names no passing is told to all");
    }
}

#[test]
fn each_passing_on_is_known_to_its_own_readers() {
    let described = ("parent", "practice_described", DESCRIBED);
    let passed_on = ("parent", "description_passed_on", PASSED_ON);
    let second = PASSED_ON.replace("ps-1", "ps-2").replace(r#""manager","supervisor""#, r#""worker""#);
    let history = told(&[described, passed_on, ("parent", "description_passed_on", &second)]);
    assert_eq!(told_of(&history, "dp-1"), ["worker", "manager", "parent", "supervisor"]);
    assert_eq!(told_of(&history, "ps-1"), ["manager", "parent", "supervisor"]);
    assert_eq!(told_of(&history, "ps-2"), ["worker", "parent"]);
}

/// Consent to the sharing of words comes without what is offered before a description goes further.
#[test]
fn a_consent_to_the_sharing_of_words_passes_no_description_on() {
    let agreed = shares(&format!("[{NEXT}]"), r#"["worker"]"#);
    let history = told(&[("parent", "practice_described", DESCRIBED), ("parent", "consent_given", &agreed)]);
    assert_eq!(readers(&history, "MARKER"), ["parent"]);
    assert_eq!(told_of(&history, "dp-1"), ["parent"]);
}

#[test]
fn a_passing_on_that_was_made_in_error_never_was_and_its_correction_leaves_no_trace() {
    let described = ("parent", "practice_described", DESCRIBED);
    let passed_on = ("parent for worker", "description_passed_on", PASSED_ON);
    let error = format!(r#"{{"entries":[{}],"reason":"Invented reason."}}"#, NEXT + 1);
    let lines = [described, passed_on, ("worker", "entered_in_error", &*error)];
    assert_eq!(readers(&told(&lines), "MARKER"), ["parent"]);
    leaves_no_trace_but_to(&lines, 0, &["parent"]);
    assert_eq!(told_of(&told(&lines), "Corrections"), ["parent"]);
    // As known before it was taken back, it had been passed on.
    let history = told(&lines);
    let view = history.view(Moment::LATEST, moment(SET_UP.len() + 1).parse().unwrap());
    assert!(Reader::of(&view, &"manager".parse().unwrap()).may_read(number(NEXT)));

    let redacted = format!(r#"{{"entries":[{NEXT}],"reason":"Invented reason."}}"#);
    let lines = [described, ("worker", "redacted", &*redacted)];
    leaves_no_trace_but_to(&lines, 0, &["parent"]);
    let error = redacted;
    leaves_no_trace_but_to(&[described, ("worker", "entered_in_error", &error)], 0, &["parent"]);
    // The same of a worry that was said without a name.
    let worry = ("parent", "statement_made", WORRY);
    for kind in ["entered_in_error", "redacted"] {
        let error = format!(r#"{{"entries":[{}],"reason":"Invented reason."}}"#, NEXT + 1);
        leaves_no_trace_but_to(&[DISCUSSED, worry, ("worker", kind, &error)], 1, &["parent"]);
    }
}

#[test]
fn what_a_worker_or_an_observer_says_of_a_meeting_is_theirs_as_well() {
    let own = DESCRIBED
        .replace(r#""family","#, r#""worker","weighed_on":["load","managers"],"#)
        .replace("compliance_threatened", "told_what_to_do");
    let observers = own.replace(r#""seen_as":"worker","#, r#""seen_as":"observer","invited_by":["parent","worker"],"#);
    for (by, described) in [("worker", &own), ("clinician for worker", &observers)] {
        let whose = by.split(' ').next().unwrap();
        let described = (by, "practice_described", &**described);
        assert_eq!(readers(&told(&[described]), "MARKER"), [whose], "{by}");
        leaves_no_trace_but_to(&[described], 0, &[whose]);
        // Nor does a consent to the sharing of words pass it on, and a correction leaves no trace either.
        let error = format!(r#"{{"entries":[{NEXT}],"reason":"Invented reason."}}"#);
        let told_to: Vec<&str> = EVERYBODY.into_iter().filter(|it| [whose, "supervisor"].contains(it)).collect();
        for kind in ["entered_in_error", "redacted"] {
            leaves_no_trace_but_to(&[described, ("supervisor", kind, &error)], 0, &[whose]);
        }

        let to_parent = PASSED_ON.replace(r#""manager","supervisor""#, r#""supervisor""#);
        let lines = [described, (by, "description_passed_on", &*to_parent)];
        let history = told(&lines);
        for marker in ["MARKER", "dp-1", "ps-1", "too much work", "pressure from managers"] {
            assert_eq!(told_of(&history, marker), told_to, "{by}: {marker}");
        }
        leaves_no_trace_but_to(&lines, 0, &told_to);
        let parents = PASSED_ON.replace(r#""manager","supervisor""#, r#""parent""#);
        let history = told(&[described, (by, "description_passed_on", &*parents)]);
        let with_parent: Vec<&str> = EVERYBODY.into_iter().filter(|it| [whose, "parent"].contains(it)).collect();
        assert_eq!(readers(&history, "MARKER"), with_parent);
    }
}

/// That a duty is waived tells of what began it.
#[test]
fn a_waiver_of_what_began_with_something_hidden_is_hidden_too() {
    let waived =
        |opened_by: &str| format!(r#"{{"waiver":"wa-1","rule":"P05"{opened_by},"case":"invented","reason":"WHY"}}"#);
    let named = |entry: u32| waived(&format!(r#","opened_by":{entry}"#));
    let (passing, of_none, of_fact) = (named(NEXT + 1), waived(""), named(8));
    let said = [("parent", "practice_described", DESCRIBED), ("parent", "description_passed_on", PASSED_ON)];
    let lines = [said[0], said[1], ("worker", "duty_waived", &*passing)];
    let history = told(&lines);
    assert_eq!(told_of(&history, "wa-1"), ["worker", "manager", "parent", "supervisor"], "whoever waived it knows of it");
    assert_eq!(readers(&history, "WHY"), ["worker", "manager"]);
    leaves_no_trace_but_to(&lines, 0, &["worker", "manager", "parent", "supervisor"]);
    let error = format!(r#"{{"entries":[{}],"reason":"Invented reason."}}"#, NEXT + 2);
    let taken_back = [lines[0], lines[1], lines[2], ("manager", "entered_in_error", &*error)];
    leaves_no_trace_but_to(&taken_back, 0, &["worker", "manager", "parent", "supervisor"]);
    // One that names no opening, or one that is shown, tells of nothing.
    for of_it in [of_none, of_fact] {
        let history = told(&[said[0], said[1], ("worker", "duty_waived", &of_it)]);
        assert_eq!(told_of(&history, "wa-1"), EVERYBODY);
        assert!(text(&history, None).contains("wa-1"));
    }
}

/// That it was unsafe to ask tells whoever makes it so.
#[test]
fn that_it_was_unsafe_to_ask_is_told_to_nobody_of_the_family() {
    let sought = ("worker", "views_sought", r#"{"views":"vs-1","case":"invented","of_whom":"child","how":"meeting"}"#);
    let missing = |why: &str, views: &str| {
        format!(r#"{{"missing":"vm-1","case":"invented","of_whom":"child"{views},"why":"{why}","words":"MARKER"}}"#)
    };
    for views in ["", r#","views":"vs-1""#] {
        let unsafe_to_ask = missing("unsafe_to_ask", views);
        let lines = [sought, ("worker", "views_missing", &*unsafe_to_ask)];
        let history = told(&lines);
        assert_eq!(told_of(&history, "vm-1"), ["clinician", "worker", "manager", "supervisor"]);
        assert_eq!(readers(&history, "MARKER"), ["clinician", "worker", "manager"]);
        let never = told(&lines[..1]);
        for person in [None, Some("parent"), Some("other-parent"), Some("child"), Some("somebody-else")] {
            assert_eq!(text(&history, person), text(&never, person), "{person:?}{views}");
        }
        let declined = missing("declined", views);
        assert_eq!(told_of(&told(&[sought, ("worker", "views_missing", &declined)]), "vm-1"), EVERYBODY);
    }
}

#[test]
fn that_what_a_member_of_the_family_learned_was_told_to_others_would_tell_of_it() {
    let decided = (
        "worker",
        "threshold_decided",
        r#"{"decision":"de-1","case":"invented","direction":"hold","decided_by":["worker"]}"#,
    );
    for of in [r#""decision":"de-1""#, r#""contract":"c-1""#] {
        let learned = format!(r#"{{"outcome":"ou-1",{of},"how":"worse","words":"MARKER"}}"#);
        let lines = [
            decided,
            ("parent", "outcome_learned", &*learned),
            ("worker", "outcome_fed_back", r#"{"outcome":"ou-1","to":["manager"]}"#),
        ];
        leaves_no_trace_but_to(&lines, 1, &["worker", "parent"]);
        assert_eq!(readers(&told(&lines), "MARKER"), ["parent"]);
        assert_eq!(told_of(&told(&lines), "told to manager"), ["worker", "parent"]);
        assert_eq!(told_of(&told(&lines), "worse"), ["parent"]);
        let workers = [decided, ("worker", "outcome_learned", &*learned), lines[2]];
        assert_eq!(told_of(&told(&workers), "told to manager"), EVERYBODY);
    }
}

#[test]
fn what_they_understood_of_a_decision_is_theirs() {
    let decided = (
        "worker",
        "threshold_decided",
        r#"{"decision":"de-1","case":"invented","direction":"hold","decided_by":["worker"]}"#,
    );
    let explained = |more: &str| {
        format!(
            r#"{{"explanation":"dx-1","decision":"de-1","person":"parent","explained":["reasons"],"interpreter":"not_needed"{more}}}"#
        )
    };
    let (with, without) = (explained(r#","understood":"MARKER""#), explained(""));
    let history = told(&[decided, ("worker", "decision_explained", &with)]);
    assert_eq!(readers(&history, "MARKER"), ["parent"]);
    let never = told(&[decided, ("worker", "decision_explained", &without)]);
    for person in EVERYBODY.into_iter().filter(|person| *person != "parent").map(Some).chain([None]) {
        assert_eq!(text(&history, person), text(&never, person), "{person:?}");
        assert!(text(&history, person).contains("dx-1: decision de-1, to parent: the reasons"));
    }
}

#[test]
fn whom_they_agreed_to_show_it_to_read_it_and_nobody_else() {
    for (said, _) in SAID {
        if said.1 == "contract_revoked" {
            continue; // Its own test is that of others: nothing follows a contract that was revoked here but what is told late.
        }
        let agreed = shares(&format!("[{NEXT}]"), r#"["worker","supervisor"]"#);
        let history = told(&[said, ("parent for worker", "consent_given", &agreed)]);
        assert_eq!(readers(&history, "MARKER"), ["worker", "parent", "supervisor"], "{said:?}");
        let withdrawn = ("parent for worker", "consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"parent"}"#);
        let lines = [said, ("parent for worker", "consent_given", &agreed), withdrawn];
        let history = told(&lines);
        assert_eq!(readers(&history, "MARKER"), ["parent"], "withdrawn: {said:?}");
        // As of the time before it was withdrawn, it was in force.
        let view = history.view(moment(SET_UP.len() + 1).parse().unwrap(), Moment::LATEST);
        assert!(Reader::of(&view, &"worker".parse().unwrap()).may_read(number(NEXT)));
    }
}

#[test]
fn consent_is_to_these_entries_and_these_readers() {
    let view = |id: &str| format!(r#"{{"view":"{id}","contract":"c-1","words":"MARKER {id}."}}"#);
    let (one, other, of_child) = (view("vi-1"), view("vi-2"), view("vi-3"));
    let agreed = shares(&format!("[{}]", NEXT + 1), r#"["manager"]"#);
    let lines = [
        ("parent", "view_given", &*one),
        ("parent", "view_given", &other),
        ("child", "view_given", &of_child),
        ("parent", "consent_given", &agreed),
    ];
    let history = told(&lines);
    assert_eq!(readers(&history, "MARKER vi-1"), ["parent"], "another entry");
    assert_eq!(readers(&history, "MARKER vi-2"), ["manager", "parent"]);
    assert_eq!(readers(&history, "MARKER vi-3"), ["child"], "a parent reads the words of their child no more than others");
    // Of the agreement know whoever gave it, and whom it names while it is in force.
    let told_of = |history: &History, of: &str| -> Vec<&str> {
        EVERYBODY.into_iter().filter(|person| text(history, Some(person)).contains(of)).collect()
    };
    assert_eq!(told_of(&history, "cn-1"), ["manager", "parent"]);
    assert!(!text(&history, None).contains("cn-1"));
    let manager = text(&history, Some("manager"));
    assert!(
        manager.contains(&format!("cn-1: to the sharing of their words (entry {} with manager), from parent", NEXT + 1))
    );
    assert!(manager.contains("consents in force: cn-1"));
    let withdrawn = ("parent", "consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"parent"}"#);
    assert_eq!(told_of(&told(&[&lines[..], &[withdrawn]].concat()), "cn-1"), ["parent"]);
}

#[test]
fn a_consent_that_was_made_in_error_never_was() {
    let said = ("parent", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"MARKER"}"#);
    let agreed = shares(&format!("[{NEXT}]"), r#"["worker"]"#);
    let error = format!(r#"{{"entries":[{}],"reason":"Another reader was meant."}}"#, NEXT + 1);
    let lines = [said, ("parent for worker", "consent_given", &*agreed), ("worker", "entered_in_error", &*error)];
    let history = told(&lines);
    assert_eq!(readers(&history, "MARKER"), ["parent"]);
    // The correction of what nobody else is told of is told to nobody else.
    assert!(!text(&history, Some("worker")).contains("taken back"));
    assert!(text(&history, Some("parent")).contains(&format!("taken back: entry {}", NEXT + 1)));
    // The correction was an error: it is in force again.
    let back = format!(r#"{{"entries":[{}],"reason":"It was meant after all."}}"#, NEXT + 2);
    let history = told(&[&lines[..], &[("worker", "entered_in_error", &*back)]].concat());
    assert_eq!(readers(&history, "MARKER"), ["worker", "parent"]);
    // A withdrawal that was an error.
    let withdrawn = ("parent for worker", "consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"parent"}"#);
    let lines = [lines[0], lines[1], withdrawn, ("worker", "entered_in_error", &*back)];
    assert_eq!(readers(&told(&lines), "MARKER"), ["worker", "parent"]);
}

#[test]
fn what_was_taken_back_or_redacted_leaves_no_trace_either() {
    let view = |id: &str| format!(r#"{{"view":"{id}","contract":"c-1","words":"MARKER {id}."}}"#);
    let (parents, workers) = (view("vi-1"), view("vi-2"));
    let said = [("parent", "view_given", &*parents), ("worker", "view_given", &*workers)];
    for kind in ["entered_in_error", "redacted"] {
        let one = format!(r#"{{"entries":[{NEXT}],"reason":"Invented reason."}}"#);
        let history = told(&[&said[..], &[("worker", kind, &*one)]].concat());
        let manager = text(&history, Some("manager"));
        assert!(!manager.contains("Corrections") && !manager.contains("Invented reason"), "{manager}");
        assert!(text(&history, Some("parent")).contains("Corrections"));
        let both = format!(r#"{{"entries":[{NEXT},{}],"reason":"Invented reason."}}"#, NEXT + 1);
        let history = told(&[&said[..], &[("worker", kind, &*both)]].concat());
        let manager = text(&history, Some("manager"));
        assert!(
            manager.contains(&format!("entry {}", NEXT + 1)) && !manager.contains(&format!("entry {NEXT}")),
            "{manager}"
        );
    }
}

/// That words were redacted tells that there were some.
#[test]
fn the_redaction_of_withheld_words_is_told_to_whom_they_were_shown() {
    let raised = ("parent", "concern_raised", r#"{"concern":"co-1","what":"concern","words":"MARKER"}"#);
    let gone = format!(r#"{{"entries":[{NEXT}],"reason":"Invented reason."}}"#);
    let history = told(&[raised, ("worker", "redacted", &gone)]);
    let never = told(&[("parent", "concern_raised", r#"{"concern":"co-1","what":"concern"}"#)]);
    assert_eq!(text(&history, Some("manager")), text(&never, Some("manager")));
    assert!(text(&history, Some("parent")).contains(&format!("redacted: entry {NEXT},")));
}

/// A text from which the words of an optional text are withheld is the text of a history in which they were never written.
#[test]
fn withheld_words_leave_no_trace() {
    let with = |words: &str| {
        [
            (
                "parent",
                "concern_raised",
                format!(r#"{{"concern":"co-1","what":"concern"{}}}"#, words.replace("WHAT", "words")),
            ),
            (
                "worker",
                "help_asked_again",
                format!(r#"{{"asking":"as-1","asked_by":"parent"{}}}"#, words.replace("WHAT", "words")),
            ),
            (
                "worker",
                "family_helped_to_understand",
                format!(
                    r#"{{"explanation":"ex-1","person":"parent","explained":["clinicians_role"],"interpreter":"not_needed"{}}}"#,
                    words.replace("WHAT", "understood")
                ),
            ),
        ]
    };
    let (written, never) = (with(r#","WHAT":"MARKER""#), with(""));
    for (written, never) in written.iter().zip(&never) {
        let (written, never) = (told(&[(written.0, written.1, &written.2)]), told(&[(never.0, never.1, &never.2)]));
        for person in EVERYBODY.into_iter().filter(|person| *person != "parent").map(Some).chain([None]) {
            assert_eq!(text(&written, person), text(&never, person), "{person:?}");
        }
        assert_ne!(text(&written, Some("parent")), text(&never, Some("parent")));
    }
}

#[test]
fn what_others_wrote_is_read_by_the_two_sides_while_they_are_here() {
    let lines = [
        ("worker", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"WORKERS"}"#),
        ("supervisor", "view_given", r#"{"view":"vi-2","contract":"c-1","words":"SUPERVISORS"}"#),
        (
            "clinician",
            "explanation_withheld",
            r#"{"explanation":"ex-1","person":"child","reason":"REASON","manager":"manager"}"#,
        ),
    ];
    let history = told(&lines);
    assert_eq!(readers(&history, "WORKERS"), ["clinician", "worker", "manager"]);
    assert_eq!(readers(&history, "SUPERVISORS"), ["clinician", "worker", "manager", "supervisor"]);
    assert_eq!(readers(&history, "Told together"), ["clinician", "worker", "manager"]);
    assert_eq!(readers(&history, "REASON"), ["clinician", "worker", "manager"]);
    let left = told(&[&lines[..], &[("worker", "person_left", r#"{"person":"manager"}"#)]].concat());
    let view = left.view("2026-06-01T09:00:00Z".parse().unwrap(), Moment::LATEST);
    let manager = Reader::of(&view, &"manager".parse().unwrap());
    assert!(!manager.may_read(number(NEXT)) && manager.is_shown(number(NEXT)));
}

/// Whoever is a member of the family beside another role is one; and words are theirs by the reference that stands for them now.
#[test]
fn a_member_of_the_family_is_one_whatever_else_they_are() {
    let lines = [
        ("worker", "person_entered", r#"{"person":"carer","role":"school"}"#),
        ("worker", "person_entered", r#"{"person":"carer","role":"carer","beside":["school"]}"#),
        ("carer", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"MARKER"}"#),
    ];
    let mut history = told(&[]);
    for (hour, (by, kind, data)) in (SET_UP.len()..).zip(lines) {
        let act = act(hour, by, kind, data);
        history.record(if by == "carer" { act.in_role(practice_cycle::people::Role::School) } else { act }).unwrap();
    }
    let reads = |history: &History, person: &str| text(history, Some(person)).contains("MARKER");
    assert!(reads(&history, "carer") && !reads(&history, "worker"));

    let view = r#"{"view":"vi-1","contract":"c-1","words":"MARKER"}"#;
    let agreed =
        shares(&format!("[{}]", NEXT + 1), r#"["worker-2"]"#).replace(r#""given_by":"parent""#, r#""given_by":"mother""#);
    let merged = told(&[
        ("worker", "person_entered", r#"{"person":"mother","role":"parent"}"#),
        ("mother", "view_given", view),
        ("worker", "person_entered", r#"{"person":"worker-2","role":"social_worker"}"#),
        ("mother", "consent_given", &agreed),
        ("worker", "people_merged", r#"{"person":"mother","into":"parent","reason":"Entered twice."}"#),
        ("worker", "people_merged", r#"{"person":"worker-2","into":"worker","reason":"Entered twice."}"#),
    ]);
    for (person, may) in [("parent", true), ("mother", true), ("worker", true), ("worker-2", true), ("manager", false)] {
        assert_eq!(reads(&merged, person), may, "{person}");
    }
}

#[test]
fn consent_to_the_sharing_of_words_says_which_and_with_whom() {
    let said = ("parent", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"Invented."}"#);
    let asked = |data: &str| {
        refused(&[said, ("worker", "contract_reviewed", r#"{"contract":"c-1"}"#)], ("worker", "consent_given", data))
    };
    let last = NEXT + 2;
    let (none, nobody) = (shares("[]", r#"["worker"]"#), shares(&format!("[{NEXT}]"), "[]"));
    assert_eq!(asked(&none), "cannot consent to the sharing of words without naming the entries that hold them");
    assert_eq!(asked(&nobody), "cannot consent to the sharing of words without naming who may read them");
    assert_eq!(
        asked(&shares(&format!("[{NEXT},{last}]"), r#"["worker"]"#)),
        format!("no entry {last} is recorded here whose words could be shared")
    );
    let not_theirs = |entry: u32| format!("entry {entry} holds no words of the person who consents");
    assert_eq!(asked(&shares(&format!("[{}]", NEXT + 1), r#"["worker"]"#)), not_theirs(NEXT + 1), "nobody's");
    assert_eq!(asked(&shares("[9]", r#"["worker"]"#)), not_theirs(9), "the clinician's");
    assert_eq!(asked(&shares(&format!("[{NEXT}]"), r#"["stranger"]"#)), "no such person is known here");
    assert_eq!(asked(&shares(&format!("[{NEXT}]"), r#"["worker","worker"]"#)), "a list names the same person twice");
    let others =
        shares(&format!("[{NEXT}]"), r#"["worker"]"#).replace(r#""given_by":"parent""#, r#""given_by":"other-parent""#);
    assert_eq!(asked(&others), not_theirs(NEXT));
    let for_child = others.replace(r#""entries""#, r#""for_person":"child","entries""#);
    assert_eq!(asked(&for_child), "cannot consent to the sharing of words for somebody else; whoever said them consents");
    let by_worker = others.replace("other-parent", "worker");
    assert_eq!(
        asked(&by_worker),
        "cannot give consent: the member of the family was not here at that time, or not in a role that fits"
    );
    for more in [r#""entries":[3]"#, r#""readers":["worker"]"#] {
        let filming = format!(r#"{{"consent":"cn-1","to":"filming","given_by":"parent",{more}}}"#);
        assert_eq!(asked(&filming), "only consent to the sharing of words names entries and readers");
    }
}

/// A stored line is held to the same, and an entry that is taken back afterwards takes no consent with it.
#[test]
fn a_consent_loads_as_it_was_recorded() {
    let said = ("parent", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"MARKER"}"#);
    let agreed = shares(&format!("[{NEXT}]"), r#"["worker"]"#);
    let gone = format!(r#"{{"entries":[{NEXT}],"reason":"Invented."}}"#);
    for kind in ["entered_in_error", "redacted"] {
        let history = told(&[said, ("parent", "consent_given", &agreed), ("worker", kind, &gone)]);
        let mut stored = Vec::new();
        history.write(&mut stored).unwrap();
        assert_eq!(History::read(stored.as_slice()).unwrap().entries(), history.entries(), "{kind}");
        assert!(Overview::of(&history.view(Moment::LATEST, Moment::LATEST)).work.consents[0].withdrawn.is_none());
        if kind == "entered_in_error" {
            let again = shares(&format!("[{NEXT}]"), r#"["manager"]"#).replace("cn-1", "cn-2");
            let late = act(SET_UP.len() + 4, "parent", "consent_given", &again);
            assert_eq!(history.judge(&late).unwrap_err().code(), "intervening.not_their_words");
        }
        let merged = act(SET_UP.len() + 5, "worker", "person_entered", r#"{"person":"twice","role":"manager"}"#);
        let mut history = history;
        history.record(merged).unwrap();
        let merged = act(SET_UP.len() + 6, "worker", "people_merged", r#"{"person":"twice","into":"manager","reason":"w"}"#);
        history.record(merged).unwrap();
    }
    let mut stored = Vec::new();
    told(&[said, ("parent", "consent_given", &agreed)]).write(&mut stored).unwrap();
    let stored = String::from_utf8(stored).unwrap().replace(&format!(r#""entries":[{NEXT}]"#), r#""entries":[9]"#);
    assert!(History::read(stored.as_bytes()).unwrap_err().to_string().contains("entry 9 holds no words"));
}

const PRESENT: &str = r#"{"observation":"o-1","sign":{"figure1":"takes_over_tasks"},"finding":{"present":"strong"},"standpoint":"looking_on","drawn_by":"unknown","space":"home_visit","basis":"direct","words":"OBSERVED"}"#;
const ANSWER: &str = r#"{"observation":"o-1","words":"ANSWERED"}"#;

#[test]
fn the_clinician_alone_answers_an_observation_and_as_often_as_they_wish() {
    let seen = ("worker", "boundary_observed", PRESENT);
    let again = ("clinician", "observation_answered", r#"{"observation":"o-1","words":"ANSWERED again"}"#);
    let history = told(&[seen, ("clinician for worker", "observation_answered", ANSWER), again]);
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let overview = Overview::of(&view);
    assert_eq!(overview.answers(&"o-1".parse().unwrap()).count(), 2);
    let clinician = text(&history, Some("clinician"));
    let expected = [
        "    \"OBSERVED\"",
        &format!("    answered, 3 Mar 2026 11:00 GMT by clinician, recorded by worker [{}]", NEXT + 1),
        "      \"ANSWERED\"",
        &format!("    answered, 3 Mar 2026 12:00 GMT by clinician [{}]", NEXT + 2),
        "      \"ANSWERED again\"",
    ];
    assert!(clinician.contains(&expected.join("\n")), "{clinician}");
    for other in ["worker", "manager", "parent", "supervisor"] {
        let words = refused(&[seen], (other, "observation_answered", ANSWER));
        assert_eq!(words, "only the clinical side can answer an observation");
    }
    let unknown = ("clinician", "observation_answered", r#"{"observation":"o-9","words":"w"}"#);
    assert_eq!(refused(&[seen], unknown), "no such observation is known here");
    // It can be answered when the attachment is over, too.
    let closed = ("worker", "cycle_closed", r#"{"cycle":"invented"}"#);
    assert_eq!(told(&[seen, closed, ("clinician", "observation_answered", ANSWER)]).entries().len(), SET_UP.len() + 3);
    // And what was never observed was never answered.
    let error = format!(r#"{{"entries":[{NEXT}],"reason":"Invented."}}"#);
    let error = ("worker", "entered_in_error", &*error);
    assert!(refused(&[seen, ("clinician", "observation_answered", ANSWER)], error).contains(&(NEXT + 1).to_string()));
}

#[test]
fn an_answer_changes_no_reading() {
    let lines = |answered: bool| {
        let seen: Vec<(&str, String)> = ["worker", "manager", "supervisor", "parent"]
            .into_iter()
            .zip(1..)
            .map(|(by, place)| (by, PRESENT.replace("o-1", &format!("o-{place}"))))
            .collect();
        let answers: Vec<(&str, String)> =
            (1..=4).map(|place| ("clinician", ANSWER.replace("o-1", &format!("o-{place}")))).collect();
        let mut lines: Vec<Line<'_>> = seen.iter().map(|(by, data)| (*by, "boundary_observed", &**data)).collect();
        if answered {
            lines.extend(answers.iter().map(|(by, data)| (*by, "observation_answered", &**data)));
        }
        told(&lines)
    };
    let at = "2026-03-20T09:00:00Z".parse().unwrap();
    let of = |history: &History| {
        let reading = Assessment::of(&history.view(at, Moment::LATEST), Scope::Cycle, Parameters::unvalidated_v2());
        let mut value = serde_json::to_value(&reading).unwrap();
        value.as_object_mut().unwrap().remove("answered");
        value
    };
    assert_eq!(of(&lines(true)), of(&lines(false)));
}

/// The clinician is shown every observation, and its words as everybody else is; whoever is not told of an observation is not told
/// of an answer to it.
#[test]
fn an_observation_of_the_family_is_shown_to_the_clinician_without_its_words() {
    let history = told(&[("parent", "boundary_observed", PRESENT), ("clinician", "observation_answered", ANSWER)]);
    assert_eq!(readers(&history, "OBSERVED"), ["parent"]);
    assert_eq!(readers(&history, "o-1: takes over tasks"), ["clinician", "parent"]);
    assert_eq!(readers(&history, "    answered, "), ["clinician", "parent"]);
    assert_eq!(readers(&history, "ANSWERED"), ["clinician"]);
    let before = told(&[]);
    for person in ["worker", "manager", "supervisor", "child"] {
        assert_eq!(text(&history, Some(person)), text(&before, Some(person)), "{person}");
    }
    let by_worker = told(&[("worker", "boundary_observed", PRESENT)]);
    assert_eq!(readers(&by_worker, "OBSERVED"), ["clinician", "worker", "manager"]);
}

#[test]
fn observations_beyond_a_limit_are_listed_until_their_words_are_gone() {
    let other = PRESENT.replace("o-1", "o-2").replace(r#","words":"OBSERVED""#, "");
    let lines = [
        ("worker", "boundary_observed", PRESENT),
        ("worker", "boundary_observed", &*other),
        ("clinician", "observation_answered", ANSWER),
    ];
    let history = told(&lines);
    let beyond = |history: &History, at: &str, days| beyond_limit(&history.view(at.parse().unwrap(), Moment::LATEST), days);
    // They occurred at ten, eleven and twelve o'clock on 3 March.
    assert_eq!(beyond(&history, "2026-04-02T10:00:00Z", 30), []);
    assert_eq!(beyond(&history, "2026-04-02T10:00:01Z", 30), [number(NEXT)]);
    assert_eq!(beyond(&history, "2026-04-02T13:00:00Z", 30), [number(NEXT), number(NEXT + 2)], "one has no words");
    assert_eq!(beyond(&history, "2026-04-02T13:00:00Z", 31), []);
    let redacted = format!(r#"{{"entries":[{NEXT}],"reason":"Kept for thirty days."}}"#);
    let history = told(&[&lines[..], &[("worker", "redacted", &*redacted)]].concat());
    assert_eq!(beyond(&history, "2026-04-02T13:00:00Z", 30), [number(NEXT + 2)]);
}

fn seen(observation: &str, sign: &str, finding: &str) -> String {
    format!(
        r#"{{"observation":"{observation}","sign":{{"figure1":"{sign}"}},"finding":{finding},"standpoint":"looking_on","drawn_by":"asked_by_team","space":"home_visit","basis":"direct"}}"#
    )
}

/// What the worker and the supervisor saw, then a parent and the child; an alert; and what the parent had recorded for them.
fn observed(agreed: &[Line<'_>]) -> History {
    const STRONG: &str = r#"{"present":"strong"}"#;
    let lines = [
        ("worker", seen("o-1", "takes_over_tasks", STRONG)),
        ("supervisor", seen("o-2", "takes_over_tasks", STRONG)),
        ("parent for worker", seen("o-3", "seeks_control", STRONG)),
        ("parent", seen("o-4", "seeks_control", r#""absent""#)),
        ("child", seen("o-5", "withholds_skills", r#""no_opportunity""#)),
    ];
    let mut lines: Vec<Line<'_>> = lines.iter().map(|(by, data)| (*by, "boundary_observed", &**data)).collect();
    lines.push(("clinician", "observation_answered", r#"{"observation":"o-3","words":"ANSWERED"}"#));
    lines.push(("clinician", "observation_answered", ANSWER));
    lines.extend(agreed);
    told(&lines)
}

fn reading(history: &History, person: Option<&str>) -> String {
    let view = history.view("2026-03-06T09:00:00Z".parse().unwrap(), Moment::LATEST);
    let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
    let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
    match person {
        None => {
            let nobody = Reader::nobody(&view);
            assert_eq!(reading.text_for(&nobody), reading.to_string());
            assert_eq!(drift.text_for(&nobody), drift.to_string());
            format!("{reading}{drift}")
        }
        Some(person) => {
            let reader = Reader::of(&view, &person.parse().unwrap());
            reading.text_for(&reader) + &drift.text_for(&reader)
        }
    }
}

#[test]
fn what_one_of_a_family_makes_of_the_boundary_is_told_to_them_and_to_whom_they_agreed() {
    let history = observed(&[]);
    let (third, last) = (NEXT + 2, NEXT + 4);
    let cites = |text: &str, entry: u32| {
        let bare = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        bare.filter(|word| *word == entry.to_string()).count() > 0
    };
    for person in [None, Some("worker"), Some("manager"), Some("supervisor"), Some("child"), Some("somebody-else")] {
        let text = reading(&history, person);
        assert!(!text.contains("what parent") && !text.contains("parent, recorded by"), "{person:?}: {text}");
        assert!(!text.contains("without parent") && !text.contains("parent:"), "{person:?}: {text}");
        assert!(!text.contains("Alert") && !cites(&text, third), "{person:?}: {text}");
        assert!(!text.contains("withheld") && !text.contains("()") && !text.contains("( "), "{person:?}: {text}");
        assert_eq!(cites(&text, last), person == Some("child"), "{person:?}: {text}");
        assert!(text.contains("what worker (social worker) saw"), "{person:?}: {text}");
        assert!(text.contains(&format!("Answered by the clinician: entry {NEXT} (in entry {}).", NEXT + 6)), "{text}");
        // What is withheld of these sums is of the parent alone.
        assert!(!text.contains("It rests on") && !text.contains("the family"), "{person:?}: {text}");
    }
    let parents = reading(&history, Some("parent"));
    for told in [
        "what parent (parent) saw",
        "Alert",
        &format!("entry {third} by parent, recorded by worker"),
        &format!("entry {third} (in entry {})", NEXT + 5),
    ] {
        assert!(parents.contains(told), "{told}: {parents}");
    }
    // The clinician is shown each observation, and not which way what one of the family saw leans.
    let clinicians = reading(&history, Some("clinician"));
    assert!(
        clinicians.contains("Alert") && cites(&clinicians, third) && !clinicians.contains("what parent"),
        "{clinicians}"
    );
    for text in [&clinicians, &parents] {
        assert!(text.contains("It rests on 4 observations by 3 observers") && text.contains("the family leans"), "{text}");
    }

    let agreed = |entries: &str| shares(entries, r#"["manager"]"#);
    let one = agreed(&format!("[{third}]"));
    let text = reading(&observed(&[("parent", "consent_given", &one)]), Some("manager"));
    assert!(text.contains("Alert") && !text.contains("what parent"), "one of two: {text}");
    let both = agreed(&format!("[{third},{}]", third + 1));
    let history = observed(&[("parent", "consent_given", &both)]);
    assert!(reading(&history, Some("manager")).contains("what parent (parent) saw"));
    assert!(!reading(&history, Some("worker")).contains("what parent (parent) saw"));
    let withdrawn = ("parent", "consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"parent"}"#);
    let history = observed(&[("parent", "consent_given", &both), withdrawn]);
    assert!(!reading(&history, Some("manager")).contains("what parent"));
}

/// The text of the reading and of the drift, but for the verdict, the three sides and whether it moves.
fn but_for_verdict_and_sides(text: &str) -> String {
    let is_side = |line: &&str| line.contains(": showed ") && line.contains("firmness");
    let is_verdict = |line: &&str| line.contains(", the boundary ");
    let (verdicts, others): (Vec<&str>, Vec<&str>) = text.lines().partition(is_verdict);
    assert_eq!(verdicts.len(), 2, "{text}");
    let (sides, others): (Vec<&str>, Vec<&str>) = others.into_iter().partition(is_side);
    assert_eq!(sides.len(), 3, "{text}");
    others.join("\n")
}

/// Whatever they saw of one row in one space, and whether they saw or missed it, no line tells which it was, to whoever reads it; two
/// are told of in sums.
#[test]
fn a_leaning_that_one_of_a_family_tells_is_in_no_line_but_the_verdict_and_the_sides() {
    const CLEAR: &str = r#"{"present":"clear"}"#;
    const ROLE: [&str; 3] = ["takes_over_tasks", "invited_to_be_curious", "private_mission"];
    let read = |family: &[&str], sign: &str, finding: &str, part: &str, person: Option<&str>| {
        let mut lines = vec![
            ("worker", seen("o-1", "takes_over_tasks", CLEAR)),
            ("supervisor", seen("o-2", "negotiates_roles", CLEAR)),
            ("manager", seen("o-3", "invited_to_be_curious", CLEAR)),
            ("manager", seen("o-4", "acts_superior", r#""absent""#)),
            ("worker", seen("o-5", "ideas_made_together", CLEAR).replace("looking_on", "part_of_it")),
        ];
        for (place, by) in family.iter().enumerate() {
            lines.push((by, seen(&format!("o-1{place}"), sign, finding).replace("looking_on", part)));
        }
        let mut lines: Vec<Line<'_>> = lines.iter().map(|(by, data)| (*by, "boundary_observed", &**data)).collect();
        lines.push(("worker", "person_left", r#"{"person":"manager"}"#));
        but_for_verdict_and_sides(&reading(&told(&lines), person))
    };
    for part in ["looking_on", "part_of_it"] {
        for person in
            [None, Some("worker"), Some("manager"), Some("supervisor"), Some("other-parent"), Some("somebody-else")]
        {
            let one = read(&["parent"], ROLE[0], CLEAR, part, person);
            for sign in ROLE {
                for finding in [CLEAR, r#""absent""#] {
                    assert_eq!(one, read(&["parent"], sign, finding, part, person), "{person:?} {sign} {finding} {part}");
                }
            }
        }
        let theirs = |sign| read(&["parent"], sign, CLEAR, part, Some("parent"));
        assert_ne!(theirs(ROLE[0]), theirs(ROLE[1]), "they read what they saw: {part}");
    }
    // Of two, sums are told: to the third person, and not to one of the two.
    for (person, is_told) in [(None, true), (Some("worker"), true), (Some("child"), false), (Some("clinician"), true)] {
        let text = read(&["parent", "child"], ROLE[0], CLEAR, "looking_on", person);
        for sum in [
            "It rests on 6 observations by 5 observers",
            "- role: ",
            "the family leans",
            "By space: home visit",
            "otherwise than most",
        ] {
            assert_eq!(text.contains(sum), is_told, "{person:?} {sum}: {text}");
        }
        assert!(!text.contains("what parent"), "{text}");
    }
    // Without anybody of the family, all is told.
    assert!(read(&[], ROLE[0], CLEAR, "looking_on", None).contains("It rests on 4 observations by 3 observers"));
}

/// What several of a family agreed to show of what they saw leaves too few beside it.
#[test]
fn a_window_of_drift_is_told_where_what_is_kept_of_it_is_of_two_people() {
    let of = |family: &[&str]| {
        let lines: Vec<(&str, String)> = (1..)
            .zip([&["worker"], family].concat())
            .map(|(place, by)| (by, seen(&format!("o-{place}"), "takes_over_tasks", r#"{"present":"clear"}"#)))
            .collect();
        let lines: Vec<Line<'_>> = lines.iter().map(|(by, data)| (*by, "boundary_observed", &**data)).collect();
        let history = told(&lines);
        let view = history.view("2026-03-06T09:00:00Z".parse().unwrap(), Moment::LATEST);
        Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v2()).to_string()
    };
    for (family, told) in [(&[][..], Some(1)), (&["parent"], None), (&["parent", "child"], Some(3))] {
        let text = of(family);
        let window = text.lines().find(|line| line.starts_with("- "));
        let expected =
            told.map(
                |observers| if observers == 1 { ", 1 observer (".to_owned() } else { format!(", {observers} observers (") },
            );
        match expected {
            Some(said) => assert!(window.unwrap().contains(&said), "{text}"),
            None => assert_eq!(window, None, "{text}"),
        }
        assert!(!text.contains("no observation"), "{text}");
    }
}

#[test]
fn a_reading_says_which_of_what_it_rests_on_was_answered() {
    let history = observed(&[]);
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
    let answered = [(NEXT, NEXT + 6), (NEXT + 2, NEXT + 5)]
        .map(|(entry, answer)| Answered { entry: number(entry), answers: vec![number(answer)] });
    assert_eq!(reading.answered, answered);
    let of_partners = Scope::Perspective(practice_cycle::people::Side::Partner);
    assert!(Assessment::of(&view, of_partners, Parameters::unvalidated_v2()).answered.is_empty());
}

#[cfg(feature = "proptest")]
mod laws {
    use std::collections::BTreeMap;

    use super::*;
    use practice_cycle::boundary::BoundaryObserved;
    use practice_cycle::cycle::{Entry, Event};
    use practice_cycle::id::PersonId;
    use practice_cycle::intervening::{ConsentGiven, ConsentTo, ConsentWithdrawn};
    use practice_cycle::partnering::{DescriptionPassedOn, PracticeDescribed};
    use practice_cycle::people::Side;
    use practice_cycle::strategy;
    use proptest::prelude::*;
    use serde_json::Value;

    /// Puts a marker of its own into every text of a stored entry.
    fn mark(value: &mut Value, marker: &str) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields.iter_mut() {
                    let is_text = [
                        "words", "reason", "goal", "family_understanding", "known", "understood", "belief", "name",
                        "to_stay", "to_change", "in_favour", "against", "rationale", "better", "enough", "change_course",
                        "found",
                    ];
                    // Some fields of these names hold a code: how a piece was `found`, the `reason` why a request was turned away.
                    let is_code = |words: &str| words.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                    if is_text.contains(&name.as_str()) && value.as_str().is_some_and(|words| !is_code(words)) {
                        *value = marker.into();
                    }
                    mark(value, marker);
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| mark(value, marker)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn marked(history: &History) -> History {
        let mut lines = String::new();
        for entry in history.entries() {
            let mut value = serde_json::to_value(entry).unwrap();
            let marker = format!("marker-{:04}", entry.number().get());
            mark(value.get_mut("data").unwrap(), &marker);
            lines += &format!("{value}\n");
        }
        History::read(lines.as_bytes()).unwrap()
    }

    /// Whether somebody agreed that somebody may read an entry, told without the module that is tested.
    fn agreed(history: &History, entry: &Entry, speaker: &PersonId, reader: &PersonId) -> bool {
        let view = history.view(Moment::LATEST, Moment::LATEST);
        let events: Vec<_> = view.entries().iter().map(|entry| entry.event()).collect();
        if let Some(described) = PracticeDescribed::of(entry.event()) {
            let passed_on = events.iter().filter_map(|event| DescriptionPassedOn::of(event));
            return passed_on.into_iter().any(|it| it.description == described.description && it.readers.contains(reader));
        }
        events.iter().filter_map(|event| ConsentGiven::of(event)).any(|consent| {
            let withdrawn =
                events.iter().filter_map(|event| ConsentWithdrawn::of(event)).any(|it| it.consent == consent.consent);
            consent.to == ConsentTo::SharingWords
                && !withdrawn
                && consent.given_by == *speaker
                && consent.entries.contains(&entry.number())
                && consent.readers.contains(reader)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 48 },
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn no_text_holds_what_a_member_of_the_family_said_unless_they_agreed(history in strategy::history(0..120)) {
            let history = marked(&history);
            let mut texts: BTreeMap<PersonId, String> = BTreeMap::new();
            let view = history.view(Moment::LATEST, Moment::LATEST);
            let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
            prop_assert_eq!(reading.text_for(&Reader::nobody(&view)), reading.to_string());
            for person in history.cycle().people(Moment::LATEST).map(|(person, _)| person) {
                let reader = Reader::of(&view, person);
                let told = reading.text_for(&reader);
                for seen in reading.observers.iter().filter(|seen| seen.person != *person && seen.role.side() == Side::Family) {
                    let entries = seen.entries.iter().map(|&number| history.corrected(number).unwrap());
                    if !entries.into_iter().all(|entry| agreed(&history, entry, &seen.person, person)) {
                        prop_assert!(!told.contains(&seen.to_string()), "{}", told);
                    }
                }
                texts.insert(person.clone(), text(&history, Some(person.as_str())));
            }
            let nobodys = text(&history, None);
            prop_assert!(!nobodys.contains("marker-"));
            let nobody = Reader::nobody(&view);
            for person in history.cycle().people(Moment::LATEST).map(|(person, _)| person) {
                let reader = Reader::of(&view, person);
                for number in history.entries().iter().map(Entry::number).filter(|&number| nobody.is_shown(number)) {
                    prop_assert!(reader.is_shown(number), "nobody is shown entry {number}, and {person} is not");
                }
            }
            for number in history.entries().iter().map(Entry::number) {
                let entry = history.corrected(number).unwrap();
                let marker = format!("marker-{:04}", number.get());
                let Some(speaker) = words::whose(entry) else { continue };
                let role = history.cycle().held_at(speaker, entry.act().occurred_at);
                for (person, text) in texts.iter().filter(|(person, _)| *person != speaker) {
                    let is_theirs = role.is_on(Side::Family) || PracticeDescribed::of(entry.event()).is_some();
                    if is_theirs && !agreed(&history, entry, speaker, person) {
                        prop_assert!(!text.contains(&marker), "{person} reads entry {number}:\n{text}");
                        if words::is_account(entry.event()) && BoundaryObserved::of(entry.event()).is_none() {
                            prop_assert!(!text.contains(&format!("[{number}]")), "{person} is told of entry {number}:\n{text}");
                        }
                    }
                }
            }
        }

        /// A host that asks of each act whom it would show more may pass these over.
        #[test]
        fn what_is_joined_agreed_or_decided_shows_nobody_more_of_what_was_recorded_before(history in strategy::history(0..60)) {
            let people: Vec<&PersonId> = history.cycle().people(Moment::LATEST).map(|(person, _)| person).collect();
            let mut growing = History::default();
            let shown = |history: &History, most: usize| -> Vec<(bool, bool)> {
                let view = history.view(Moment::LATEST, Moment::LATEST);
                let numbers = || history.entries().iter().map(Entry::number).take(most);
                let of = |reader: Reader| numbers().map(|number| (reader.is_shown(number), reader.may_read(number))).collect::<Vec<_>>();
                people.iter().flat_map(|person| of(Reader::of(&view, person))).collect()
            };
            for (most, entry) in history.entries().iter().enumerate() {
                let before = shown(&growing, most);
                growing.append(entry.clone()).unwrap();
                if matches!(entry.event(), Event::Joining(_) | Event::Contracting(_) | Event::Deciding(_)) {
                    // That time goes by can show somebody less: who left at an instant is still there at that instant.
                    let after = shown(&growing, most);
                    let is_no_more = |(after, before): (&(bool, bool), &(bool, bool))| after.0 <= before.0 && after.1 <= before.1;
                    prop_assert!(after.iter().zip(&before).all(is_no_more), "by {}", entry.event().kind());
                }
            }
        }
    }
}

const PLAN: &str = r#"{"test":"te-1","discussion":"di-1","better":"MARKER better","look_again":"2026-04-01","agreed_by":["worker","parent"],"words":"MARKER words"}"#;

/// Whoever agreed what others wrote may read it, and no other member of the family.
#[test]
fn whoever_agreed_a_plan_or_shaped_or_signed_an_agreement_reads_its_words() {
    let of_team = ["clinician", "worker", "manager"];
    let lines = [DISCUSSED, ("worker", "test_planned", PLAN)];
    assert_eq!(readers(&told(&lines), "MARKER words"), [&of_team[..], &["parent"]].concat());
    assert_eq!(readers(&told(&lines), "MARKER better"), [&of_team[..], &["parent"]].concat());
    let unagreed = PLAN.replace(r#""worker","parent""#, r#""worker""#);
    assert_eq!(readers(&told(&[DISCUSSED, ("worker", "test_planned", &unagreed)]), "MARKER"), of_team);
    let written = |more: &str| format!(r#"{{"agreement":"wa-1","case":"invented","words":"MARKER"{more}}}"#);
    for (more, reads) in [
        (r#","shaped_by":["worker"],"signed_by":["parent"]"#, &["parent"][..]),
        (r#","shaped_by":["worker","other-parent"],"signed_by":["parent"]"#, &["parent", "other-parent"]),
        (r#","shaped_by":["worker"],"asked_for_by":"parent""#, &[]),
    ] {
        let data = written(more);
        let history = told(&[("worker", "written_agreement_made", &*data)]);
        assert_eq!(readers(&history, "MARKER"), [&of_team[..], reads].concat(), "{more}");
    }
}

/// Coaching is about a worker.
#[test]
fn that_a_worker_was_coached_is_told_to_no_member_of_the_family_but_those_who_agreed() {
    let coached = r#"{"coaching":"cc-1","coach":"clinician","worker":"worker","agreed_by":["worker","parent"],"matters":["reflective_listening"]}"#;
    let history = told(&[("clinician", "coaching_held", coached)]);
    let of_team = ["clinician", "worker", "manager", "parent", "supervisor"];
    assert_eq!(told_of(&history, "cc-1"), of_team);
    for person in ["other-parent", "child"] {
        assert_eq!(text(&history, Some(person)), text(&told(&[]), Some(person)), "no trace");
    }
    assert_eq!(text(&history, None), text(&told(&[]), None), "nor is nobody in particular told");
    let error = format!(r#"{{"entries":[{NEXT}],"reason":"Invented reason."}}"#);
    let taken_back = told(&[("clinician", "coaching_held", coached), ("manager", "entered_in_error", &*error)]);
    assert_eq!(told_of(&taken_back, "taken back"), of_team);
}
