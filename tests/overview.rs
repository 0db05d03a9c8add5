//! The overview: all that is in effect stands in it once, what it says is what the cycle says, and its text tells all of it
//! without a word that people wrote.
//!
//! Run with `UPDATE=1` to write the golden text anew, and read the difference.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

#[path = "golden/mod.rs"]
mod golden;

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::calendar::Tz;
use practice_cycle::contracting::{Prospect, Stage};
use practice_cycle::cycle::{Act, Entry, Kind};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::overview::Overview;
use practice_cycle::reader::Reader;
use serde_json::Value;

/// An invented history in which every kind of event occurs.
const EVERY_KIND: &str = include_str!("golden/every_kind.jsonl");

fn every_kind() -> History {
    History::read(EVERY_KIND.as_bytes()).unwrap()
}

/// How often each entry stands in the JSON.
fn entries(value: &Value, found: &mut BTreeMap<u64, usize>) {
    match value {
        Value::Object(map) => {
            if let (Some(Value::Number(number)), Some(_)) = (map.get("number"), map.get("recorded_at")) {
                *found.entry(number.as_u64().unwrap()).or_default() += 1;
            }
            map.values().for_each(|value| entries(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| entries(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn listed(overview: &Overview<'_>) -> BTreeMap<u64, usize> {
    let mut found = BTreeMap::new();
    entries(&serde_json::to_value(overview).unwrap(), &mut found);
    found
}

/// The numbers in brackets at the ends of lines.
fn cited(text: &str) -> Vec<u64> {
    let number = |line: &str| line.trim_end_matches('.').strip_suffix(']')?.rsplit_once('[')?.1.parse().ok();
    let mut cited: Vec<u64> = text.lines().filter_map(number).collect();
    cited.sort_unstable();
    cited
}

fn recorded(lines: &[(&str, &str, &str, &str)]) -> History {
    let mut history = History::default();
    for (at, by, kind, data) in lines {
        let line = format!(r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        history.record(serde_json::from_str::<Act>(&line).unwrap()).unwrap();
    }
    history
}

const OPENED: [(&str, &str, &str, &str); 2] = [
    ("2026-03-02T09:00:00Z", "p-1", "cycle_opened", r#"{"cycle":"invented","format":1,"clinician":"p-1","team":"t-1"}"#),
    ("2026-03-02T10:00:00Z", "p-1", "person_entered", r#"{"person":"p-2","role":"social_worker"}"#),
];

/// A concern that somebody else raised, and to whom it was passed on: no member of the family is shown them.
const CONCERN_AND_PASSED_ON: [u64; 2] = [28, 29];
/// How the parent described a meeting, that they passed it on to the manager alone, and the conversation that followed.
const DESCRIBED_AND_PASSED_ON: [u64; 3] = [150, 152, 153];
/// What the parent said in a discussion in their own name, and how the worker described the meeting, which they passed on to nobody.
const SAID_BY_PARENT: u64 = 113;
const DESCRIBED_BY_WORKER: u64 = 151;
/// The worker was coached, which the parent agreed to.
const COACHED: u64 = 154;

#[test]
fn every_kind_of_event_is_there_and_is_told() {
    let history = every_kind();
    let kinds: BTreeSet<Kind> = history.entries().iter().map(|entry| entry.event().kind()).collect();
    assert_eq!(kinds, Kind::all().collect());

    let overview = Overview::of(&history.view(Moment::LATEST, Moment::LATEST));
    let all: Vec<u64> = (1..=history.entries().len() as u64).collect();
    assert_eq!(listed(&overview), all.iter().map(|&number| (number, 1)).collect(), "that which was taken back, too");
    let text = overview.to_string();
    let (taken_back, by_the_parent) = (95, [52, 53, 109]);
    let told: Vec<u64> = all.iter().copied().filter(|&number| number != taken_back).collect();
    let theirs = [SAID_BY_PARENT, DESCRIBED_BY_WORKER];
    let withheld =
        by_the_parent.into_iter().chain(DESCRIBED_AND_PASSED_ON).chain(CONCERN_AND_PASSED_ON).chain(theirs).chain([COACHED]);
    let withheld: Vec<u64> = withheld.collect();
    let nobodys: Vec<u64> = told.iter().copied().filter(|number| !withheld.contains(number)).collect();
    assert_eq!(
        cited(&text),
        nobodys,
        "all but what the parent and the worker said, and whom they agreed to show it to; no concern, and no coaching"
    );
    for written in ["Invented", "Told together", "case-20"] {
        assert!(EVERY_KIND.contains(written) && !text.contains(written), "{written}");
    }
    let view = history.view(Moment::LATEST, Moment::LATEST);
    // What the parent said in view and rating they agreed to show to the clinician; how they described the meeting, to the manager.
    for (person, kept) in [
        ("parent", [&CONCERN_AND_PASSED_ON[..], &[DESCRIBED_BY_WORKER]].concat()),
        ("clinician", [&DESCRIBED_AND_PASSED_ON[..], &theirs].concat()),
        ("manager", [&by_the_parent[..], &theirs].concat()),
    ] {
        let text = overview.for_reader(&Reader::of(&view, &person.parse().unwrap())).to_string();
        let told: Vec<u64> = told.iter().copied().filter(|number| !kept.contains(number)).collect();
        assert_eq!(cited(&text), told, "{person}");
        assert!(text.contains("Invented") && !text.contains("case-20"), "{person}");
    }

    golden::is_golden("tests/golden/overview.txt", &text);
}

#[test]
fn without_words_there_is_all_but_the_words() {
    let history = every_kind();
    let bare = history.without_words().unwrap();
    let view = bare.view(Moment::LATEST, Moment::LATEST);
    let json = serde_json::to_string(&Overview::of(&view)).unwrap();
    for written in ["Invented", "Told together", "case-20"] {
        assert!(!json.contains(written), "{written}");
    }
    let whole = history.view(Moment::LATEST, Moment::LATEST);
    assert_eq!(Overview::of(&view).to_string(), Overview::of(&whole).to_string(), "the text has no words anyway");
    let cases = |overview: &Overview<'_>| -> Vec<String> {
        overview.cases.iter().filter_map(|it| Some(it.case.as_str()?.to_owned())).collect()
    };
    assert_eq!(cases(&Overview::of(&whole)), ["case-204"], "two references turned out to be to one case");
    assert_eq!(cases(&Overview::of(&view)), ["case-1"]);
}

#[test]
fn it_is_of_a_time_as_known_at_a_time() {
    let history = every_kind();
    let at = |words: &str| words.parse::<Moment>().unwrap();
    // The correction of the opening was recorded on 8 April; the rule was noticed at 17:00, and recorded at 21:00.
    let early = Overview::of(&history.view(at("2026-03-02T20:00:00Z"), at("2026-03-02T20:00:00Z")));
    assert_eq!((early.entries, early.joining.rules.len()), (8, 0));
    assert_eq!(early.attachment.opened.unwrap().entry().act().occurred_at, at("2026-03-02T09:00:00Z"));
    assert!(early.corrections.openings.is_empty());
    let since = Overview::of(&history.view(at("2026-03-02T20:00:00Z"), Moment::LATEST));
    assert_eq!((since.entries, since.joining.rules.len()), (9, 1));
    assert_eq!(since.attachment.opened.unwrap().entry().act().occurred_at, at("2026-03-01T09:00:00Z"));
    assert_eq!(since.corrections.openings.len(), 1, "corrections count from when they were recorded");

    let before = Overview::of(&history.view(at("2026-02-01T09:00:00Z"), Moment::LATEST));
    assert_eq!((before.entries, before.attachment.opened), (0, None));
    assert!(before.to_string().ends_with("The cycle was not open yet.\n"));
}

#[test]
fn a_contract_tells_its_goal_its_people_and_the_stages_it_went_through() {
    let history = every_kind();
    let at = "2026-03-15T11:30:00Z".parse().unwrap();
    let overview = Overview::of(&history.view(at, Moment::LATEST));
    let contract = overview.contracts.get(&"c-1".parse().unwrap()).unwrap();
    let agreed = contract.agreed.as_ref().unwrap();
    assert_eq!(agreed.terms.goal.as_ref().and_then(|goal| goal.words()), Some("Invented goal."));
    assert_eq!(agreed.social_work_party.as_ref().unwrap().as_str(), "worker-b", "who replaced the worker");
    assert_eq!(agreed.review_by, Some("2026-06-12".parse().unwrap()), "as the review planned the next");
    let stages: Vec<(Stage, u64)> =
        contract.stages.iter().map(|entered| (entered.stage, entered.entry.unwrap().get().into())).collect();
    use Stage::{Active, Agreed, Invited, Negotiating, Postponed, Reframed};
    let expected = [
        (Invited, 11),
        (Reframed, 12),
        (Invited, 13),
        (Negotiating, 14),
        (Agreed, 18),
        (Postponed, 19),
        (Agreed, 20),
        (Active, 21),
    ];
    assert_eq!(stages, expected);
    assert_eq!(contract.versions.iter().map(|version| version.agreed).collect::<Vec<_>>(), [false, true]);
    assert!(!contract.versions[0].gaps.is_empty() && contract.versions[1].gaps.is_empty());
    assert_eq!(overview.open.contracts, [contract.contract]);

    let later = Overview::of(&history.view(Moment::LATEST, Moment::LATEST));
    let contract = later.contracts.get(&"c-1".parse().unwrap()).unwrap();
    assert_eq!(contract.stage, Stage::Completed);
    assert_eq!(contract.renewed[0].prospect, Some(Prospect::Agreed));
    // The acceptance that agreed the successor completed this one.
    assert_eq!(contract.stages.last().unwrap().entry.unwrap().get(), 79);
    assert!(contract.flexed[1].gives_away_a_decision && !contract.flexed[0].gives_away_a_decision);
}

#[test]
fn lapsing_is_one_of_the_stages_though_nobody_records_it() {
    let terms = r#"{"contract":"c-1","terms":{"focus":{"code":"case_dilemma"},"goal":"Invented.","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"single":"2026-03-05"}}}"#;
    let steps = [
        ("2026-03-03T09:00:00Z", "p-2", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#),
        ("2026-03-03T10:00:00Z", "p-1", "terms_proposed", terms),
        ("2026-03-03T11:00:00Z", "p-1", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("2026-03-03T12:00:00Z", "p-2", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("2026-03-05T09:00:00Z", "p-1", "contract_begun", r#"{"contract":"c-1"}"#),
    ];
    let history = recorded(&[&OPENED[..], &steps].concat());
    let contract = |at: &str| {
        let view = history.view(at.parse().unwrap(), Moment::LATEST);
        Overview::of(&view).contracts[0].stages.last().map(|entered| (entered.stage, entered.at, entered.entry)).unwrap()
    };
    let (stage, at, entry) = contract("2026-03-20T09:00:00Z");
    assert_eq!((stage, at, entry), (Stage::Lapsed, "2026-03-06T00:00:00Z".parse().unwrap(), None));
    assert_eq!(contract("2026-03-05T10:00:00Z").0, Stage::Active);
    let view = history.view("2026-03-20T09:00:00Z".parse().unwrap(), Moment::LATEST);
    assert!(Overview::of(&view).to_string().contains("lapsed at the end of 5 Mar 2026 GMT"));
    let open = Overview::of(&view).open;
    assert!(open.contracts.is_empty());
    assert_eq!(open.lapsed[0].as_str(), "c-1");
}

#[test]
fn what_is_open_is_listed_until_it_is_not() {
    let facts = [
        ("2026-03-03T09:00:00Z", "p-2", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#),
        (
            "2026-03-03T10:00:00Z",
            "p-1",
            "reframe_offered",
            r#"{"contract":"c-1","to":{"space":"team_meeting"},"reason":"Invented."}"#,
        ),
        ("2026-03-03T11:00:00Z", "p-1", "concern_raised", r#"{"concern":"co-1","what":"concern"}"#),
        ("2026-03-03T12:00:00Z", "p-1", "consent_given", r#"{"consent":"cn-1","to":"filming","given_by":"p-3"}"#),
        ("2026-03-03T13:00:00Z", "p-1", "change_noticed", r#"{"change":"ch-1","what":"story","words":"Invented."}"#),
        (
            "2026-03-03T14:00:00Z",
            "p-1",
            "session_held",
            r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent"}},"space":"home_visit","present":["p-1"]}"#,
        ),
        ("2026-03-03T15:00:00Z", "p-2", "help_asked_again", r#"{"asking":"as-1","asked_by":"p-3"}"#),
        ("2026-03-04T09:00:00Z", "p-2", "reframe_answered", r#"{"contract":"c-1","answer":"welcomed"}"#),
        ("2026-03-04T10:00:00Z", "p-1", "concern_passed_on", r#"{"concern":"co-1","to":"p-2"}"#),
        ("2026-03-04T11:00:00Z", "p-1", "consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"p-3"}"#),
        ("2026-03-04T12:00:00Z", "p-2", "change_witnessed", r#"{"change":"ch-1"}"#),
        (
            "2026-03-04T13:00:00Z",
            "p-2",
            "contract_invited",
            r#"{"contract":"c-2","space":"home_visit","arose_from":[{"asking":"as-1"},{"change":"ch-1"}]}"#,
        ),
    ];
    let entered = ("2026-03-02T11:00:00Z", "p-1", "person_entered", r#"{"person":"p-3","role":"parent"}"#);
    let history = recorded(&[&OPENED[..], &[entered], &facts].concat());
    let open = |at: &str| {
        let view = history.view(at.parse().unwrap(), Moment::LATEST);
        serde_json::to_value(Overview::of(&view).open).unwrap()
    };
    let mut then = serde_json::json!({
        "contracts": ["c-1"], "reframes_unanswered": ["c-1"], "terms_not_accepted": [], "reviews_overdue": [], "parties_gone": [],
        "lapsed": [], "renewals_waiting": [], "interventions": [], "interventions_uncovered": [], "sessions_uncovered": ["s-1"],
        "concerns_not_passed_on": ["co-1"], "suggestions_unanswered": [], "consents_in_force": ["cn-1"],
        "changes_only_noticed": ["ch-1"], "asked_again_unanswered": ["as-1"], "conflicts_unanswered": [],
        "plans": [], "plans_to_look_at": [], "disagreements": [], "disagreements_not_escalated": [], "steps_handed_back": [],
        "outcomes_not_fed_back": [], "programmes": [], "views_sought": [], "disruptions_not_discussed": [],
    });
    assert_eq!(open("2026-03-03T20:00:00Z"), then);
    then["contracts"] = serde_json::json!(["c-1", "c-2"]);
    for answered in [
        "reframes_unanswered", "concerns_not_passed_on", "consents_in_force", "changes_only_noticed",
        "asked_again_unanswered",
    ] {
        then[answered] = serde_json::json!([]);
    }
    assert_eq!(open("2026-03-04T20:00:00Z"), then);
    let view = history.view(Moment::LATEST, Moment::LATEST);
    assert_eq!(Overview::of(&view).work.changes[0].led_to.contracts[0].as_str(), "c-2");
}

#[test]
fn whoever_has_just_left_is_not_here() {
    let left = ("2026-03-20T09:00:00Z", "p-1", "person_left", r#"{"person":"p-2"}"#);
    let history = recorded(&[&OPENED[..], &[left]].concat());
    let at = history.cycle().last_recorded();
    let view = history.view(at, at);
    let overview = Overview::of(&view);
    let person = overview.people.get(&"p-2".parse().unwrap()).unwrap();
    assert_eq!((person.left_at, person.roles.to_string().as_str()), (Some(at), "social worker"));
    assert!(overview.to_string().contains("p-2: social worker, no longer here since 20 Mar 2026 09:00 GMT"));
}

#[test]
fn a_case_is_told_by_its_place_in_the_order_of_recording() {
    let late = r#"{"type":"milestone_reached","occurred_at":"2026-03-03T09:00:00Z","recorded_at":"2026-03-09T09:00:00Z","by":"p-2","data":{"milestone":"mi-2","case":"invented-b","what":"section_47_started"}}"#;
    let mut history = recorded(&[
        OPENED[0],
        OPENED[1],
        (
            "2026-03-04T09:00:00Z",
            "p-2",
            "milestone_reached",
            r#"{"milestone":"mi-1","case":"invented-a","what":"section_47_started"}"#,
        ),
        (
            "2026-03-05T09:00:00Z",
            "p-2",
            "legal_status_changed",
            r#"{"change":"ls-1","case":"invented-a","from":[],"to":["section_47"]}"#,
        ),
        ("2026-03-06T09:00:00Z", "p-2", "lead_practitioner_named", r#"{"naming":"na-1","case":"invented-a","lead":"p-2"}"#),
        (
            "2026-03-07T09:00:00Z",
            "p-2",
            "contract_invited",
            r#"{"contract":"c-1","space":"home_visit","case":"invented-a"}"#,
        ),
    ]);
    history.record(serde_json::from_str::<Act>(late).unwrap()).unwrap();
    let told = |as_of: &str| {
        let view = history.view(as_of.parse().unwrap(), Moment::LATEST);
        Overview::of(&view)
            .to_string()
            .lines()
            .filter(|line| line.starts_with("  mi-"))
            .map(|line| line[..16].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(told("2026-03-09T09:00:00Z"), ["  mi-2 of case 2:", "  mi-1 of case 1:"].map(|line| line[..16].to_owned()));
    assert_eq!(told("2026-03-03T10:00:00Z"), ["  mi-2 of case 2"], "whatever the time up to which it tells");
    let bare = history.without_words().unwrap();
    let view = bare.view(Moment::LATEST, Moment::LATEST);
    let json = serde_json::to_value(Overview::of(&view)).unwrap();
    assert_eq!(json["deciding"]["milestones"][0]["data"]["case"], "case-2");

    let view = history.view(Moment::LATEST, Moment::LATEST);
    let overview = Overview::of(&view);
    let case = &overview.cases[1];
    assert_eq!((case.number, case.lead.unwrap().as_str(), case.contracts[0].as_str()), (1, "p-2", "c-1"));
    assert_eq!(case.legal_status.to_string(), "child protection enquiry (section 47)");
    assert_eq!(case.entries.iter().map(|entry| entry.get()).collect::<Vec<_>>(), [3, 4, 5, 6]);
}

#[test]
fn a_contract_that_lapsed_and_was_renewed_into_nothing_is_open_to_be_taken_up() {
    let terms = r#"{"contract":"c-1","terms":{"focus":{"code":"case_dilemma"},"goal":"Invented.","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"single":"2026-03-05"}}}"#;
    let history = recorded(&[
        OPENED[0],
        OPENED[1],
        ("2026-03-03T09:00:00Z", "p-2", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#),
        ("2026-03-03T10:00:00Z", "p-1", "terms_proposed", terms),
        ("2026-03-03T11:00:00Z", "p-1", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("2026-03-03T12:00:00Z", "p-2", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("2026-03-05T09:00:00Z", "p-1", "contract_begun", r#"{"contract":"c-1"}"#),
        ("2026-03-10T09:00:00Z", "p-2", "contract_invited", r#"{"contract":"c-2","space":"team_meeting"}"#),
        ("2026-03-10T10:00:00Z", "p-2", "contract_renewed", r#"{"contract":"c-1","successor":{"here":"c-2"}}"#),
        ("2026-03-12T10:00:00Z", "p-1", "contract_declined", r#"{"contract":"c-2","reason":{"code":"no_capacity"}}"#),
    ]);
    let open = |at: &str| {
        let view = history.view(at.parse().unwrap(), Moment::LATEST);
        let open = serde_json::to_value(Overview::of(&view).open).unwrap();
        (open["lapsed"].clone(), open["renewals_waiting"].clone())
    };
    let (none, one) = (serde_json::json!([]), serde_json::json!(["c-1"]));
    assert_eq!(open("2026-03-09T09:00:00Z"), (one.clone(), none.clone()));
    assert_eq!(open("2026-03-11T09:00:00Z"), (none.clone(), one.clone()));
    assert_eq!(open("2026-03-13T09:00:00Z"), (one, none));
}

#[test]
fn a_correction_is_told_by_the_reference_that_stands_for_whoever_made_it() {
    let history = recorded(&[
        OPENED[0],
        OPENED[1],
        ("2026-03-03T09:00:00Z", "p-1", "person_entered", r#"{"person":"p-9","role":"manager"}"#),
        ("2026-03-03T10:00:00Z", "p-1", "person_entered", r#"{"person":"p-10","role":"manager"}"#),
        ("2026-03-03T11:00:00Z", "p-1", "concern_raised", r#"{"concern":"co-1","what":"concern"}"#),
        ("2026-03-03T12:00:00Z", "p-9", "entered_in_error", r#"{"entries":[5],"reason":"Invented."}"#),
        ("2026-03-03T13:00:00Z", "p-1", "people_merged", r#"{"person":"p-9","into":"p-10","reason":"Invented."}"#),
    ]);
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let overview = Overview::of(&view);
    let taken_back = &overview.corrections.entered_in_error[0];
    assert_eq!(taken_back.fact.entry().act().by.as_str(), "p-10");
    assert_eq!(taken_back.entries[0].number().get(), 5, "a page can say what was taken back");
    assert!(
        // Nobody in particular is told of no concern.
        overview
            .for_reader(&Reader::of(&view, &"p-10".parse().unwrap()))
            .to_string()
            .contains("taken back: entry 5 (raised a concern), 3 Mar 2026 12:00 GMT by p-10 [6]\n"),
        "{overview}"
    );
}

#[test]
fn each_list_of_what_is_open_holds_what_it_says() {
    let terms = |contract: &str, lacks: &str| {
        format!(
            r#"{{"contract":"{contract}","terms":{{"focus":{{"code":"case_dilemma"}},"goal":"Invented.","lead":"shared","roles":{{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"}},{lacks}"duration":{{"review_by":"2026-03-06"}}}}}}"#
        )
    };
    let (whole, lacking) = (terms("c-1", r#""safeguarding":"none_known","#), terms("c-2", ""));
    let history = recorded(&[
        OPENED[0],
        OPENED[1],
        ("2026-03-03T09:00:00Z", "p-2", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#),
        ("2026-03-03T10:00:00Z", "p-1", "terms_proposed", &whole),
        ("2026-03-03T11:00:00Z", "p-1", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("2026-03-03T12:00:00Z", "p-2", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("2026-03-03T13:00:00Z", "p-1", "contract_begun", r#"{"contract":"c-1"}"#),
        (
            "2026-03-03T14:00:00Z",
            "p-1",
            "intervention_begun",
            r#"{"intervention":"i-1","cover":{"contract":"c-1"},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
        ),
        (
            "2026-03-03T15:00:00Z",
            "p-1",
            "intervention_begun",
            r#"{"intervention":"i-2","cover":{"uncovered":{"why":"urgent"}},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
        ),
        (
            "2026-03-03T16:00:00Z",
            "p-1",
            "suggestion_offered",
            r#"{"suggestion":"su-1","contract":"c-1","words":"Invented."}"#,
        ),
        (
            "2026-03-03T17:00:00Z",
            "p-1",
            "conflict_declared",
            r#"{"conflict":"cf-1","what":["work_with_family"],"contract":"c-1"}"#,
        ),
        ("2026-03-04T09:00:00Z", "p-2", "contract_invited", r#"{"contract":"c-2","space":"team_meeting"}"#),
        ("2026-03-04T10:00:00Z", "p-1", "terms_proposed", &lacking),
        ("2026-03-09T09:00:00Z", "p-1", "person_left", r#"{"person":"p-2"}"#),
    ]);
    let open = |at: &str| {
        let view = history.view(at.parse().unwrap(), Moment::LATEST);
        let open = serde_json::to_value(Overview::of(&view).open).unwrap();
        let listed = open.as_object().unwrap().iter().filter(|(_, things)| !things.as_array().unwrap().is_empty());
        listed.map(|(list, things)| (list.clone(), things.clone())).collect::<BTreeMap<_, _>>()
    };
    let mut then: BTreeMap<String, Value> = [
        ("contracts", serde_json::json!(["c-1", "c-2"])),
        ("terms_not_accepted", serde_json::json!(["c-2"])),
        ("interventions", serde_json::json!(["i-1", "i-2"])),
        ("interventions_uncovered", serde_json::json!(["i-2"])),
        ("suggestions_unanswered", serde_json::json!(["su-1"])),
        ("conflicts_unanswered", serde_json::json!(["cf-1"])),
    ]
    .map(|(list, things)| (list.to_owned(), things))
    .into();
    assert_eq!(open("2026-03-06T09:00:00Z"), then);
    then.insert("reviews_overdue".to_owned(), serde_json::json!(["c-1"]));
    assert_eq!(open("2026-03-08T09:00:00Z"), then);
    then.insert("parties_gone".to_owned(), serde_json::json!(["c-1"]));
    assert_eq!(open("2026-03-09T09:00:00Z"), then, "from the instant at which the worker left");
}

/// A discussion with two ideas, a plan that tests them, two differences, steps, and what else around it can be open.
const AROUND: [(&str, &str, &str, &str); 32] = [
    ("2026-03-02T11:00:00Z", "p-1", "person_entered", r#"{"person":"p-3","role":"parent"}"#),
    ("2026-03-02T12:00:00Z", "p-1", "person_entered", r#"{"person":"p-4","role":"manager"}"#),
    (
        "2026-03-03T09:00:00Z",
        "p-1",
        "discussion_held",
        r#"{"discussion":"di-1","case":"invented","question":"what_explains","space":"network_meeting","present":["p-1","p-2","p-3"]}"#,
    ),
    (
        "2026-03-03T09:01:00Z",
        "p-2",
        "statement_made",
        r#"{"statement":"st-1","discussion":"di-1","kind":"fact","author":"p-2","source":"observed","words":"Invented."}"#,
    ),
    (
        "2026-03-03T09:02:00Z",
        "p-2",
        "statement_made",
        r#"{"statement":"st-2","discussion":"di-1","kind":"worry","about":["not_acting"],"words":"Invented."}"#,
    ),
    (
        "2026-03-03T09:03:00Z",
        "p-2",
        "hypothesis_put",
        r#"{"hypothesis":"hy-1","discussion":"di-1","order":"first","words":"Invented."}"#,
    ),
    (
        "2026-03-03T09:04:00Z",
        "p-1",
        "hypothesis_put",
        r#"{"hypothesis":"hy-2","discussion":"di-1","order":"later","words":"Invented."}"#,
    ),
    (
        "2026-03-03T09:05:00Z",
        "p-1",
        "evidence_weighed",
        r#"{"weighing":"we-1","piece":"st-1","ratings":[{"hypothesis":"hy-1","rating":"inconsistent"},{"hypothesis":"hy-2","rating":"consistent"}],"found":"looked_for"}"#,
    ),
    ("2026-03-03T09:06:00Z", "p-2", "hypothesis_set_aside", r#"{"hypothesis":"hy-1","reason":"Invented."}"#),
    ("2026-03-03T09:07:00Z", "p-2", "hypothesis_set_aside", r#"{"hypothesis":"hy-2","reason":"Invented."}"#),
    (
        "2026-03-03T09:08:00Z",
        "p-2",
        "test_planned",
        r#"{"test":"te-1","discussion":"di-1","hypotheses":["hy-1"],"better":"Invented.","look_again":"2026-03-10","agreed_by":["p-1","p-2"]}"#,
    ),
    (
        "2026-03-03T09:09:00Z",
        "p-2",
        "disagreement_recorded",
        r#"{"disagreement":"ds-1","case":"invented","between":["p-1","p-2"],"on":"risk","safety":"affected"}"#,
    ),
    (
        "2026-03-03T09:10:00Z",
        "p-2",
        "disagreement_recorded",
        r#"{"disagreement":"ds-2","case":"invented","between":["p-1","p-2"],"on":"opinion","safety":"not_affected"}"#,
    ),
    ("2026-03-03T09:11:00Z", "p-2", "step_taken_on", r#"{"step":"sp-1","case":"invented","taken_by":"p-2","test":"te-1"}"#),
    ("2026-03-03T09:12:00Z", "p-2", "step_handed_back", r#"{"step":"sp-1"}"#),
    ("2026-03-03T09:13:00Z", "p-2", "step_taken_on", r#"{"step":"sp-2","case":"invented","taken_by":"p-2"}"#),
    ("2026-03-03T09:14:00Z", "p-2", "step_handed_back", r#"{"step":"sp-2"}"#),
    (
        "2026-03-03T09:15:00Z",
        "p-2",
        "threshold_decided",
        r#"{"decision":"de-1","case":"invented","direction":"hold","decided_by":["p-2"]}"#,
    ),
    ("2026-03-03T09:16:00Z", "p-2", "outcome_learned", r#"{"outcome":"ou-1","decision":"de-1","how":"better"}"#),
    (
        "2026-03-03T09:17:00Z",
        "p-2",
        "programme_begun",
        r#"{"programme":"pg-1","case":"invented","code":"invented","practitioner":"p-1"}"#,
    ),
    ("2026-03-03T09:18:00Z", "p-2", "views_sought", r#"{"views":"vs-1","case":"invented","of_whom":"p-3","how":"visit"}"#),
    ("2026-03-03T09:19:00Z", "p-2", "views_sought", r#"{"views":"vs-2","case":"invented","of_whom":"p-3","how":"letter"}"#),
    ("2026-03-03T09:20:00Z", "p-2", "placement_disrupted", r#"{"disruption":"pd-1","case":"invented"}"#),
    (
        "2026-03-03T09:21:00Z",
        "p-2",
        "request_turned_away",
        r#"{"request":"rq-1","case":"invented","reason":"below_threshold"}"#,
    ),
    ("2026-03-12T09:00:00Z", "p-2", "test_reviewed", r#"{"test":"te-1","then":"go_on","look_again":"2026-03-20"}"#),
    ("2026-03-12T09:01:00Z", "p-2", "hypothesis_kept", r#"{"hypothesis":"hy-2","reason":"Invented."}"#),
    ("2026-03-12T09:02:00Z", "p-2", "disagreement_escalated", r#"{"disagreement":"ds-1","to":"p-4"}"#),
    ("2026-03-12T09:03:00Z", "p-1", "step_taken_on", r#"{"step":"sp-3","case":"invented","taken_by":"p-1","again":"sp-1"}"#),
    ("2026-03-12T09:04:00Z", "p-2", "step_dropped", r#"{"step":"sp-2","reason":"Invented."}"#),
    ("2026-03-12T09:05:00Z", "p-2", "outcome_fed_back", r#"{"outcome":"ou-1","to":["p-2"]}"#),
    ("2026-03-12T09:06:00Z", "p-2", "views_included", r#"{"views":"vs-1","in_what":["plan"]}"#),
    (
        "2026-03-12T09:07:00Z",
        "p-2",
        "views_missing",
        r#"{"missing":"vm-1","case":"invented","of_whom":"p-3","views":"vs-2","why":"declined"}"#,
    ),
];
const AND_THEN: [(&str, &str, &str, &str); 5] = [
    (
        "2026-03-12T09:08:00Z",
        "p-2",
        "discussion_held",
        r#"{"discussion":"di-2","case":"invented","question":"placement_disruption","space":"network_meeting","present":["p-2"],"disruption":"pd-1"}"#,
    ),
    (
        "2026-03-12T09:09:00Z",
        "p-2",
        "request_turned_away",
        r#"{"request":"rq-2","case":"invented","reason":"no_capacity","again":"rq-1"}"#,
    ),
    ("2026-03-25T09:00:00Z", "p-2", "test_reviewed", r#"{"test":"te-1","then":"stop","because":"safe_enough"}"#),
    ("2026-03-25T09:01:00Z", "p-2", "disagreement_settled", r#"{"disagreement":"ds-1","how":"plan_agreed","test":"te-1"}"#),
    ("2026-03-25T09:02:00Z", "p-2", "programme_ended", r#"{"programme":"pg-1","how":"finished"}"#),
];

fn around() -> History {
    recorded(&[&OPENED[..], &AROUND, &AND_THEN].concat())
}

#[test]
fn what_is_open_around_the_circle_is_listed_until_it_is_not() {
    let history = around();
    let open = |at: &str| {
        let view = history.view(at.parse().unwrap(), Moment::LATEST);
        let open = serde_json::to_value(Overview::of(&view).open).unwrap();
        let listed = open.as_object().unwrap().iter().filter(|(_, things)| !things.as_array().unwrap().is_empty());
        listed.map(|(list, things)| (list.clone(), things.clone())).collect::<BTreeMap<_, _>>()
    };
    let lists = |lists: &[(&str, &[&str])]| -> BTreeMap<String, Value> {
        lists.iter().map(|(list, things)| ((*list).to_owned(), serde_json::json!(things))).collect()
    };
    let mut then = lists(&[
        ("plans", &["te-1"]),
        ("disagreements", &["ds-1", "ds-2"]),
        ("disagreements_not_escalated", &["ds-1"]),
        ("steps_handed_back", &["sp-1", "sp-2"]),
        ("outcomes_not_fed_back", &["ou-1"]),
        ("programmes", &["pg-1"]),
        ("views_sought", &["vs-1", "vs-2"]),
        ("disruptions_not_discussed", &["pd-1"]),
    ]);
    assert_eq!(open("2026-03-10T23:30:00Z"), then, "the day to look again is not over");
    then.extend(lists(&[("plans_to_look_at", &["te-1"])]));
    assert_eq!(open("2026-03-11T00:30:00Z"), then);
    let later = lists(&[("plans", &["te-1"]), ("disagreements", &["ds-1", "ds-2"]), ("programmes", &["pg-1"])]);
    assert_eq!(open("2026-03-20T23:30:00Z"), later);
    let last = lists(&[("disagreements", &["ds-2"])]);
    assert_eq!(open("2026-03-25T10:00:00Z"), last, "a difference of opinion may stay open");
}

/// Of a view of all that is recorded, a day has passed by when the last of it was recorded.
#[test]
fn a_day_to_look_again_has_passed_by_the_time_of_the_view() {
    let until = |lines: &[(&str, &str, &str, &str)]| {
        let history = recorded(&[&OPENED[..], lines].concat());
        let view = history.view(Moment::LATEST, Moment::LATEST);
        let open = Overview::of(&view).open;
        open.plans_to_look_at.iter().map(|plan| plan.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert!(until(&AROUND[..24]).is_empty(), "nothing was recorded after that day");
    let later = ("2026-03-11T09:00:00Z", "p-1", "person_entered", r#"{"person":"p-9","role":"manager"}"#);
    assert_eq!(until(&[&AROUND[..24], &[later]].concat()), ["te-1"]);
}

#[test]
fn what_belongs_together_around_the_circle_is_linked() {
    let history = around();
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let overview = Overview::of(&view);
    let it = &overview.deliberating;
    assert_eq!(it.statements[0].weighed[0].data().weighing.as_str(), "we-1");
    assert_eq!(
        it.hypotheses.iter().map(|it| it.is_set_aside).collect::<Vec<_>>(),
        [true, false],
        "the second was kept since"
    );
    assert_eq!(it.hypotheses[1].became.len(), 2);
    assert_eq!((it.plans[0].is_stopped, it.plans[0].look_again, it.plans[0].reviewed.len()), (true, None, 2));
    assert_eq!((it.disagreements[0].escalated.len(), it.disagreements[0].settled.is_some()), (1, true));
    assert_eq!(it.steps[0].taken_up_by[0].as_str(), "sp-3");
    assert_eq!(overview.deciding.requests[0].came_back_as[0].as_str(), "rq-2");
    assert_eq!(overview.deciding.outcomes[0].fed_back.len(), 1);
    assert_eq!(overview.partnering.disruptions[0].discussions[0].as_str(), "di-2");
    assert_eq!(overview.partnering.views[1].missing[0].data().missing.as_str(), "vm-1");

    let text = overview.to_string();
    let expected = "
Case discussions
  di-1 of case 1: what explains what we see; meeting of the network around a family, present: p-1, p-2, p-3, 3 Mar 2026 09:00 GMT by p-1 [5]
    st-1: fact; seen or heard by the author, 3 Mar 2026 09:01 GMT by p-2 [6]
      we-1: looked for: inconsistent with hy-1, consistent with hy-2, 3 Mar 2026 09:05 GMT by p-1 [10]
    st-2: worry: the risk of not acting; said here, 3 Mar 2026 09:02 GMT [7]
    hy-1: the first idea, 3 Mar 2026 09:03 GMT by p-2 [8]
      set aside, 3 Mar 2026 09:06 GMT by p-2 [11]
    hy-2: a later idea, 3 Mar 2026 09:04 GMT by p-1 [9]
      set aside, 3 Mar 2026 09:07 GMT by p-2 [12]
      kept, 12 Mar 2026 09:01 GMT by p-2 [28]
    te-1: plan tests hy-1; look again by 10 Mar 2026; agreed by p-1, p-2, 3 Mar 2026 09:08 GMT by p-2 [13]
      looked at again: go on; look again by 20 Mar 2026, 12 Mar 2026 09:00 GMT by p-2 [27]
      looked at again: stop: things are safe enough, 25 Mar 2026 09:00 GMT by p-2 [37]
";
    assert!(text.contains(expected), "{text}");
}

/// A dated list of who worried would silence people: what was said without a name has nobody's name in any text.
#[test]
fn what_was_said_without_a_name_is_told_without_one() {
    let said = |by: &str, recorded_by: &str, recorded_at: &str| {
        let mut history = recorded(&[&OPENED[..], &AROUND[..3]].concat());
        let line = format!(
            r#"{{"type":"statement_made","occurred_at":"2026-03-03T10:00:00Z","recorded_at":"{recorded_at}","by":"{by}"{recorded_by},"data":{{"statement":"st-9","discussion":"di-1","kind":"hunch","words":"Invented."}}}}"#
        );
        history.record(serde_json::from_str::<Act>(&line).unwrap()).unwrap();
        let view = history.view(Moment::LATEST, Moment::LATEST);
        let overview = Overview::of(&view);
        ["p-1", "p-2", "p-4"].map(|reader| {
            let text = overview.for_reader(&Reader::of(&view, &reader.parse().unwrap())).to_string();
            text.lines().skip_while(|line| !line.contains("st-9")).take(2).collect::<Vec<_>>().join("\n")
        })
    };
    let expected = "    st-9: hunch or intuition; said here, 3 Mar 2026 10:00 GMT [6]\n      \"Invented.\"";
    assert_eq!(said("p-1", "", "2026-03-03T10:00:00Z"), [expected; 3]);
    assert_eq!(said("p-2", "", "2026-03-03T10:00:00Z"), [expected; 3], "whoever took it down");
    let late = expected.replace(" GMT [6]", " GMT, recorded 4 Mar 2026 10:00 GMT [6]");
    assert_eq!(said("p-2", r#","recorded_by":"p-1""#, "2026-03-04T10:00:00Z"), [late.as_str(); 3]);
}

#[test]
fn times_are_those_of_london_or_of_another_zone() {
    let history = recorded(&OPENED);
    let at = "2026-07-01T08:00:30Z".parse().unwrap();
    let overview = Overview::of(&history.view(at, at));
    let first = "As of 1 Jul 2026 09:00:30 BST, as known at 1 Jul 2026 09:00:30 BST: 2 entries in effect.\n";
    assert!(overview.to_string().starts_with(first), "{overview}");
    assert!(overview.in_zone(Tz::UTC).to_string().contains("opened 2 Mar 2026 09:00 UTC by p-1 [1]."));
}

#[cfg(feature = "proptest")]
mod laws {
    use super::*;
    use practice_cycle::strategy;
    use proptest::prelude::*;

    /// The next instant: whoever leaves is here until then.
    fn after(at: Moment) -> Moment {
        Moment::new(at.to_utc() + practice_cycle::chrono::TimeDelta::nanoseconds(1)).unwrap_or(at)
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 48 },
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn all_that_is_in_effect_stands_in_it_once(history in strategy::history(0..120), as_of in 0..1000_usize, known_at in 0..1000_usize) {
            let times: Vec<Moment> = history.entries().iter().map(|entry| entry.act().recorded_at).chain([Moment::LATEST]).collect();
            let (as_of, known_at) = (times[as_of % times.len()], times[known_at % times.len()]);
            let view = history.view(as_of, known_at);
            let overview = Overview::of(&view);
            let in_effect = view.entries().iter().map(|entry| entry.number()).chain(view.corrections().map(|(entry, _)| entry.number()));
            let in_effect: BTreeMap<u64, usize> = in_effect.map(|number| (u64::from(number.get()), 1)).collect();
            prop_assert!(overview.unplaced.is_empty());
            prop_assert_eq!(overview.entries, view.entries().len());
            let mut listed = listed(&overview);
            // What was taken back stands under the correction that did so.
            listed.retain(|number, _| in_effect.contains_key(number));
            prop_assert_eq!(&listed, &in_effect);
            if overview.attachment.opened.is_some() {
                for reader in [Reader::nobody(&view), Reader::of(&view, &"p-1".parse().unwrap()), Reader::of(&view, &"p-4".parse().unwrap())] {
                    let is_told = |&number: &u64| reader.is_shown(u32::try_from(number).unwrap().try_into().unwrap());
                    let told: Vec<u64> = in_effect.keys().copied().filter(is_told).collect();
                    prop_assert_eq!(cited(&overview.for_reader(&reader).to_string()), told);
                }
            }
            let cycle = view.cycle();
            for contract in &overview.contracts {
                let stands = cycle.contract(contract.contract).unwrap();
                prop_assert_eq!(contract.stages.last().map(|entered| entered.stage), Some(contract.stage));
                prop_assert_eq!(contract.stage, stands.latest_stage(as_of));
                for entered in &contract.stages {
                    let then = stands.stage_at(entered.at).unwrap();
                    let at_once = || contract.stages.iter().any(|other| other.at == entered.at && other.stage == then);
                    prop_assert!(entered.entry.is_none() || at_once(), "{:?} but {then:?} at {}", contract.stages, entered.at);
                }
                let agreed = stands.state().agreed();
                prop_assert_eq!(contract.agreed.as_ref().map(|agreed| agreed.version), agreed.map(|agreement| agreement.version()));
                let last = contract.versions.iter().rev().find(|version| version.agreed);
                prop_assert!(agreed.is_none_or(|agreement| last.is_some_and(|last| last.version == agreement.version())));
                prop_assert_eq!(contract.settled, stands.state().request());
            }
            for person in &overview.people {
                prop_assert_eq!(person.left_at.is_none(), !cycle.held_at(person.person, after(as_of)).roles.is_empty());
            }
        }
    }
}

/// Told as entries that occurred when they were recorded, but for a fact that was written down late, and one that was taken back.
#[test]
fn an_outcome_of_a_decision_stands_beside_what_was_known_when_it_was_taken() {
    let mut history = around();
    let view = |history: &History| Overview::of(&history.view(Moment::LATEST, Moment::LATEST)).to_string();
    let known = "      recorded by the time that de-1 was decided (3 Mar 2026 09:15 GMT): 11 entries: 1 fact, 1 worry, \
                 2 explanations put, 1 weighing of evidence, 2 disagreements, 1 plan, 3 other entries\n";
    assert_eq!(known_then(&view(&history)), known);
    // What is recorded since, though it occurred before, was not known; what is taken back since was.
    let late = |number: u32, kind: &str, occurred: &str, data: &str| -> Entry {
        let line = format!(
            r#"{{"number":{number},"type":"{kind}","occurred_at":"{occurred}","recorded_at":"2026-05-01T09:00:00Z","by":"p-2","data":{data}}}"#
        );
        serde_json::from_str(&line).unwrap()
    };
    let next = history.cycle().next_number().get();
    let fact =
        r#"{"statement":"st-9","discussion":"di-1","kind":"fact","author":"p-2","source":"observed","words":"Invented."}"#;
    history.append(late(next, "statement_made", "2026-03-03T09:04:30Z", fact)).unwrap();
    assert_eq!(known_then(&view(&history)), known);
    let error = r#"{"entries":[15],"reason":"Invented."}"#;
    history
        .append(late(next + 1, "entered_in_error", "2026-05-01T09:00:00Z", error))
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(known_then(&view(&history)), known);
    let json = serde_json::to_value(Overview::of(&history.view(Moment::LATEST, Moment::LATEST))).unwrap();
    let then = &json["deciding"]["known_then"][0];
    assert_eq!((&then["decision"], then["entries"].as_array().unwrap().len()), (&serde_json::json!("de-1"), 11));
}

/// The line of what was known at a decision.
#[track_caller]
fn known_then(text: &str) -> &str {
    text.split_inclusive('\n').find(|line| line.contains("recorded by the time that")).unwrap()
}

/// A discussion of one case and a fact of it, a decision in another, and an outcome; each recorded at the time beside it.
fn decided_apart(of_discussion: &str, of_decision: &str, merging: &[(&str, &str, &str)], decided_recorded: &str) -> History {
    let mut history = recorded(&OPENED);
    let held = format!(
        r#"{{"discussion":"di-1","case":"{of_discussion}","question":"threshold","space":"network_meeting","present":["p-1","p-2"]}}"#
    );
    let decided = format!(r#"{{"decision":"de-1","case":"{of_decision}","direction":"hold","decided_by":["p-2"]}}"#);
    let fact =
        r#"{"statement":"st-1","discussion":"di-1","kind":"fact","author":"p-2","source":"observed","words":"Invented."}"#;
    let decided_at = "2026-03-05T09:00:00Z";
    let mut lines = vec![
        ("2026-03-04T09:00:00Z", "2026-03-04T09:00:00Z", "discussion_held", held),
        ("2026-03-04T09:01:00Z", "2026-03-04T09:01:00Z", "statement_made", fact.to_owned()),
        (decided_at, decided_recorded, "threshold_decided", decided),
        (
            "2026-05-05T09:00:00Z",
            "2026-05-05T09:00:00Z",
            "outcome_learned",
            r#"{"outcome":"ou-1","decision":"de-1","how":"better"}"#.to_owned(),
        ),
    ];
    lines.extend(merging.iter().map(|&(at, case, into)| {
        (at, at, "cases_merged", format!(r#"{{"case":"{case}","into":"{into}","reason":"Invented."}}"#))
    }));
    lines.sort_by_key(|&(_, recorded, ..)| recorded);
    for (occurred, recorded, kind, data) in lines {
        let line =
            format!(r#"{{"type":"{kind}","occurred_at":"{occurred}","recorded_at":"{recorded}","by":"p-2","data":{data}}}"#);
        history.record(serde_json::from_str(&line).unwrap()).unwrap();
    }
    history
}

#[test]
fn cases_are_told_apart_as_they_were_at_the_decision() {
    let (at_once, late) = ("2026-03-05T09:00:00Z", "2026-03-08T09:00:00Z");
    let (before, between, after) = ("2026-03-03T09:00:00Z", "2026-03-06T09:00:00Z", "2026-04-05T09:00:00Z");
    let known = |of_discussion: &str, of_decision: &str, merging: &[(&str, &str, &str)], recorded: &str| {
        let history = decided_apart(of_discussion, of_decision, merging, recorded);
        let text = Overview::of(&history.view(Moment::LATEST, Moment::LATEST)).to_string();
        known_then(&text).split_once("GMT): ").unwrap().1.to_owned()
    };
    let both = "2 entries: 1 fact, 1 other entry\n";
    let nothing = "nothing about the case that is shown here\n";
    for recorded in [at_once, late] {
        assert_eq!(known("a", "a", &[], recorded), both);
        assert_eq!(known("b", "a", &[], recorded), nothing);
        // Two cases then, which are one now, whichever stays.
        assert_eq!(known("b", "a", &[(after, "b", "a")], recorded), nothing);
        assert_eq!(known("b", "a", &[(after, "a", "b")], recorded), nothing);
        // One case then, by another name than now.
        assert_eq!(known("a", "a", &[(after, "a", "b")], recorded), both);
        assert_eq!(known("a", "a", &[(after, "a", "b"), ("2026-04-06T09:00:00Z", "b", "c")], recorded), both);
        // One by then, by whichever name each is told.
        for merged in [("b", "a"), ("a", "b")] {
            let merging = [(before, merged.0, merged.1)];
            assert_eq!(known("b", "a", &merging, recorded), both, "{merged:?}");
            assert_eq!(known("a", "b", &merging, recorded), both, "{merged:?}");
            let and_on = [merging[0], (after, merged.1, "c")];
            assert_eq!(known("b", "a", &and_on, recorded), both, "{merged:?}");
        }
    }
    // Merged after the decision, and before it was written down.
    assert_eq!(known("b", "a", &[(between, "b", "a")], late), nothing);
    assert_eq!(known("b", "a", &[(between, "a", "b")], late), nothing);
    assert_eq!(known("a", "a", &[(between, "a", "b")], late), both);
}

#[test]
fn cases_merged_by_mistake_were_one_until_that_was_taken_back() {
    let merged = ("2026-03-03T09:00:00Z", "b", "a");
    for recorded in ["2026-03-05T09:00:00Z", "2026-03-08T09:00:00Z"] {
        let mut history = decided_apart("b", "a", &[merged], recorded);
        let of = |history: &History| {
            let text = Overview::of(&history.view(Moment::LATEST, Moment::LATEST)).to_string();
            known_then(&text).split_once("GMT): ").unwrap().1.to_owned()
        };
        assert_eq!(of(&history), "2 entries: 1 fact, 1 other entry\n");
        let number = history.entries().iter().find(|entry| entry.event().kind().code() == "cases_merged").unwrap().number();
        let error = format!(
            r#"{{"type":"entered_in_error","occurred_at":"2026-05-06T09:00:00Z","recorded_at":"2026-05-06T09:00:00Z","by":"p-2","data":{{"entries":[{number}],"reason":"Invented."}}}}"#
        );
        history.record(serde_json::from_str(&error).unwrap()).unwrap();
        assert_eq!(of(&history), "2 entries: 1 fact, 1 other entry\n", "as known then");
    }
}
