//! The reading of partnership: what each describes is kept beside what others do, nothing is said below the gates, nobody is told what
//! they are not shown, and no worker is named. All of it is invented.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::code::CodeSet;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::partnering::{PartnershipSign, SeenAs};
use practice_cycle::partnership::{Answer, Manner, Missing, Parameters, Partnership, RawParameters};
use practice_cycle::people::Role;
use practice_cycle::reader::Reader;
use practice_cycle::reading::Reading;
use practice_cycle::stored;
use practice_cycle::text::CaseRef;

/// The day of March 2026, who does what (`parent for worker` is the parent's, written down by the worker), and the data.
type Line<'l> = (u32, &'l str, &'l str, String);

const PEOPLE: [(&str, &str); 9] = [
    ("worker", "social_worker"),
    ("second-worker", "social_worker"),
    ("manager", "manager"),
    ("parent", "parent"),
    ("other-parent", "parent"),
    ("child", "child"),
    ("supervisor", "clinical_supervisor"),
    ("advocate", "family_advocate"),
    ("relative", "relative"),
];

/// The number of the first entry after the setting up.
const NEXT: u32 = PEOPLE.len() as u32 + 2;

fn act(line: &Line<'_>, minute: usize) -> Act {
    let (day, by, kind, data) = line;
    let at = format!("2026-03-{day:02}T12:{minute:02}:00Z");
    let (by, recorded_by) = by.split_once(" for ").unwrap_or((by, by));
    let recorded_by = if recorded_by == by { String::new() } else { format!(r#","recorded_by":"{recorded_by}""#) };
    let stored =
        format!(r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}"{recorded_by},"data":{data}}}"#);
    serde_json::from_str(&stored).unwrap_or_else(|why| panic!("{stored}: {why}"))
}

#[track_caller]
fn told(lines: &[Line<'_>]) -> History {
    let opened = r#"{"cycle":"invented","format":1,"clinician":"clinician","team":"t-1"}"#.to_owned();
    let mut all: Vec<Line<'_>> = vec![(1, "clinician", "cycle_opened", opened)];
    let entered = |&(person, role): &(&str, &str)| format!(r#"{{"person":"{person}","role":"{role}"}}"#);
    all.extend(PEOPLE.iter().map(|person| (1, "clinician", "person_entered", entered(person))));
    all.extend(lines.iter().cloned());
    let mut history = History::default();
    for (minute, line) in all.iter().enumerate() {
        history.record(act(line, minute)).unwrap_or_else(|refusal| panic!("{line:?}: {refusal}"));
    }
    history
}

/// A description of the meeting of a day, by signs such as `listened absent`.
fn describes<'l>(day: u32, by: &'l str, seen_as: &str, signs: &[&str]) -> Line<'l> {
    described(day, by, seen_as, signs, r#","case":"case-204""#)
}

fn described<'l>(day: u32, by: &'l str, seen_as: &str, signs: &[&str], more: &str) -> Line<'l> {
    let sign = |it: &&str| {
        let (sign, finding) = it.split_once(' ').unwrap();
        format!(r#"{{"sign":"{sign}","finding":"{finding}"}}"#)
    };
    let signs: Vec<String> = signs.iter().map(sign).collect();
    let signs = signs.join(",");
    let reference = format!("dp-{day}-{}-{}-{}", by.replace(' ', "-"), signs.len(), more.len());
    let data = format!(r#"{{"description":"{reference}","seen_as":"{seen_as}","signs":[{signs}]{more}}}"#);
    (day, by, "practice_described", data)
}

fn at(day: u32) -> Moment {
    format!("2026-03-{day:02}T18:00:00Z").parse().unwrap()
}

/// The reading of the one case on a day.
#[track_caller]
fn read(history: &History, day: u32) -> Partnership {
    let view = history.view(at(day), Moment::LATEST);
    let mut each = Partnership::each(&view, Parameters::unvalidated_v1());
    assert_eq!(each.len(), 1);
    each.remove(0)
}

fn text(history: &History, day: u32, person: &str) -> String {
    let view = history.view(at(day), Moment::LATEST);
    read(history, day).text_for(&Reader::of(&view, &person.parse().unwrap()))
}

const TOLD: [&str; 4] =
    ["told_what_to_do present", "knowledge_dismissed present", "listened absent", "compliance_threatened present"];
const TOGETHER: [&str; 4] =
    ["listened present", "knowledge_used present", "plan_together present", "told_what_to_do absent"];

/// A description is passed on, on a day, by whoever gave it.
fn passes<'l>(description: &Line<'l>, day: u32, readers: &str) -> Line<'l> {
    let reference = description.3.split('"').nth(3).unwrap();
    let data = format!(
        r#"{{"passing":"ps-{reference}","description":"{reference}","readers":{readers},"offered":["somebody_else","advocate"]}}"#
    );
    (day, description.1, "description_passed_on", data)
}

/// What the worker described of two meetings, passed on to the parent and to the manager.
fn passed_on_by_worker(day: u32) -> [Line<'static>; 2] {
    [2, 9].map(|of| passes(&describes(of, "worker", "worker", &TOGETHER), day, r#"["parent","manager"]"#))
}

/// Of two meetings a parent says that they were told what to do, and the worker, who passes it on, that they worked together.
fn told_differently() -> History {
    let lines = [
        describes(2, "parent", "family", &TOLD),
        describes(2, "worker", "worker", &TOGETHER),
        describes(9, "worker", "worker", &TOGETHER),
        describes(9, "parent for worker", "family", &TOLD),
    ];
    told(&[&lines[..], &passed_on_by_worker(9)].concat())
}

#[test]
fn a_parent_and_a_worker_describe_one_meeting_differently_and_both_are_kept() {
    let reading = read(&told_differently(), 9);
    assert_eq!(reading.answer, Answer::Differing);
    let each: Vec<(SeenAs, Option<Manner>)> = reading.perspectives.iter().map(|it| (it.of, it.leans)).collect();
    assert_eq!(each, [(SeenAs::Family, Some(Manner::Told)), (SeenAs::Worker, Some(Manner::Together))]);
    assert_eq!(reading.meetings.len(), 2);
    for meeting in &reading.meetings {
        // The family first, whoever was first to describe it.
        assert_eq!(meeting.descriptions.iter().map(|it| it.of).collect::<Vec<_>>(), [SeenAs::Family, SeenAs::Worker]);
        assert_eq!(meeting.differing, CodeSet::of(&[PartnershipSign::Listened, PartnershipSign::ToldWhatToDo]));
    }
    let [family, worker] = &reading.perspectives[..] else { panic!("{reading:?}") };
    assert_eq!((family.showed.told, family.showed.together), (1.0, 0.0), "each perspective by itself");
    assert_eq!((worker.showed.told, worker.showed.together), (0.0, 1.0));
}

#[test]
fn the_text_puts_the_family_first_and_reads_in_full() {
    let history = told_differently();
    let expected = "\
By 9 March 2026, partnership with the family of case 1, from what is shown to parent: described differently. Each description stands, and they are not averaged.
Read by the parameters `unvalidated_v1`, a convention that nobody has validated; for reflection on how a team works with families, not for appraising a worker or a family.
- The family's descriptions lean towards being told (entries 11 and 14).
- The worker's own descriptions lean towards working together (entries 12 and 13).
Meeting by meeting:
- 2 March 2026; described differently: the family was listened to and the family was told what to do
  - the family (entry 11): present: the family was told what to do, what the family knows was dismissed and consequences were threatened unless the family complied; absent: the family was listened to
  - the worker (entry 12): present: the family was listened to, what the family knows was used and the plan was made together; absent: the family was told what to do
- 9 March 2026; described differently: the family was listened to and the family was told what to do
  - the family (entry 14): present: the family was told what to do, what the family knows was dismissed and consequences were threatened unless the family complied; absent: the family was listened to
  - the worker (entry 13): present: the family was listened to, what the family knows was used and the plan was made together; absent: the family was told what to do
Written down by somebody else than whoever described it: entry 14 (social worker).
";
    assert_eq!(text(&history, 9, "parent"), expected);
    assert_eq!(read(&history, 9).written_down[0].role, Some(Role::SocialWorker));
}

#[test]
fn nobody_else_is_told_what_the_family_described_and_nothing_shows_that_they_did() {
    let with = told_differently();
    // The same, with something else recorded on these days: the numbers of entries stay what they are.
    let other = |day: u32, reference: &str| {
        let data = format!(r#"{{"acknowledgement":"{reference}","how":"sought_out"}}"#);
        (day, "worker", "clinician_acknowledged", data)
    };
    let lines = [
        other(2, "ac-1"),
        describes(2, "worker", "worker", &TOGETHER),
        describes(9, "worker", "worker", &TOGETHER),
        other(9, "ac-2"),
    ];
    let without = told(&[&lines[..], &passed_on_by_worker(9)].concat());
    for person in ["second-worker", "clinician", "supervisor", "advocate", "other-parent", "child", "somebody"] {
        assert_eq!(text(&with, 9, person), "", "{person}: the worker's own is the worker's, too");
    }
    assert_eq!(read(&with, 9).to_string(), "", "for nobody in particular");
    for person in ["worker", "manager"] {
        let told = text(&with, 9, person);
        assert_eq!(told, text(&without, 9, person), "{person}");
        assert!(told.contains("insufficient evidence (0 of 1 descriptions by the family)"), "{told}");
        assert!(!told.contains("dismissed") && !told.contains("entry 11") && !told.contains("differently"), "{told}");
    }
    let alone = told(&[describes(2, "parent", "family", &TOLD), describes(9, "parent", "family", &TOLD)]);
    assert_eq!((text(&alone, 9, "worker"), read(&alone, 9).to_string()), (String::new(), String::new()));
    assert!(text(&alone, 9, "parent").contains("described from one perspective alone"));
    let reading = Reading::from(read(&with, 9));
    assert_eq!(reading.to_string(), read(&with, 9).to_string());
    let view = with.view(at(9), Moment::LATEST);
    assert_eq!(reading.text_for(&Reader::of(&view, &"parent".parse().unwrap())), text(&with, 9, "parent"));
}

#[test]
fn whom_a_parent_passes_a_description_on_to_is_told_of_it_and_of_no_other() {
    let with = |days: &[u32]| {
        let mut lines = vec![
            describes(2, "parent", "family", &TOLD),
            describes(2, "worker", "worker", &TOGETHER),
            describes(9, "worker", "worker", &TOGETHER),
            describes(9, "parent", "family", &TOLD),
        ];
        lines.extend(passed_on_by_worker(10));
        lines.extend(days.iter().map(|&day| passes(&describes(day, "parent", "family", &TOLD), 10, r#"["manager"]"#)));
        told(&lines)
    };
    let whole = with(&[2, 9]);
    assert_eq!(text(&whole, 10, "manager").replace("manager", "parent"), text(&whole, 10, "parent"));
    assert!(!text(&whole, 10, "worker").contains("dismissed"));
    let half = text(&with(&[9]), 10, "manager");
    assert!(half.contains("The family's description leans towards being told (entry 14)"), "{half}");
    assert!(half.contains("- 2 March 2026\n  - the worker (entry 12)"), "{half}");
}

#[test]
fn below_the_gates_nothing_is_said_of_any_lean() {
    let one = read(&told(&[describes(2, "parent", "family", &TOLD), describes(2, "worker", "worker", &TOGETHER)]), 2);
    assert_eq!((one.answer, &one.missing[..]), (Answer::Insufficient, &[Missing::Meetings { found: 1, needed: 2 }][..]));
    assert!(one.perspectives.iter().all(|it| it.leans.is_none() && it.ways.is_empty() && it.leaning == 0));
    assert!(!one.meetings[0].differing.is_empty(), "what was described is shown all the same");

    let own = told(&[describes(2, "worker", "worker", &TOGETHER), describes(9, "worker", "worker", &TOGETHER)]);
    assert_eq!(read(&own, 9).missing, [Missing::OfFamily { found: 0, needed: 1 }], "what a team says of itself");

    let none = told(&[describes(2, "parent", "family", &["listened no_opportunity", "child_in_mind present"])]);
    let (meetings, of_family) = (Missing::Meetings { found: 0, needed: 2 }, Missing::OfFamily { found: 0, needed: 1 });
    assert_eq!(read(&none, 2).missing, [meetings, of_family], "nothing of it counts");
    assert_eq!(read(&none, 2).meetings.len(), 1, "and it is shown");
}

#[test]
fn what_was_described_long_ago_tells_little_of_now() {
    let history = told_differently();
    let on = |day: &str| {
        let view = history.view(format!("{day}T18:00:00Z").parse().unwrap(), Moment::LATEST);
        Partnership::each(&view, Parameters::unvalidated_v1()).remove(0)
    };
    assert_eq!(on("2026-06-01").answer, Answer::Differing, "84 days after the last of them");
    let late = on("2026-06-02");
    let [Missing::Weight { found, needed }] = late.missing[..] else { panic!("{late:?}") };
    assert!(found < 0.5 && found > 0.495 && needed == 0.5);
    assert!(late.text_for(&Reader::of(&history.view(at(30), Moment::LATEST), &"parent".parse().unwrap())).contains(
        "insufficient evidence (what the family described is too long ago (a weight of 0.496, where 0.500 is needed))"
    ));
}

#[test]
fn absent_is_not_no_opportunity() {
    let reading = |finding: &str| {
        let signs = ["told_what_to_do present", &format!("agenda_together {finding}"), &format!("knowledge_used {finding}")];
        read(&told(&[describes(2, "parent", "family", &signs), describes(9, "parent", "family", &signs)]), 9)
    };
    let (absent, no_opportunity) = (reading("absent"), reading("no_opportunity"));
    let weight = |it: &Partnership| it.perspectives[0].weight.together;
    assert_eq!((weight(&absent), weight(&no_opportunity)), (1.0, 1.0), "being told tells of the same row");
    let only = |finding: &str| {
        let signs = [format!("agenda_together {finding}")];
        let signs: Vec<&str> = signs.iter().map(String::as_str).collect();
        read(&told(&[describes(2, "parent", "family", &signs), describes(9, "parent", "family", &signs)]), 9)
    };
    assert_eq!(weight(&only("absent")), 1.0);
    let nothing = only("no_opportunity");
    assert_eq!((weight(&nothing), nothing.perspectives[0].describers), (0.0, 0));
    let sign = CodeSet::of(&[PartnershipSign::AgendaTogether]);
    let description = &nothing.meetings[0].descriptions[0];
    assert_eq!((description.absent, description.no_opportunity), (CodeSet::none(), sign), "and it is shown as what it is");
    assert_eq!(only("absent").meetings[0].descriptions[0].absent, sign);
}

#[test]
fn the_page_is_right_about_what_it_works_by_hand() {
    let first = ["told_what_to_do present", "knowledge_dismissed present", "listened absent"];
    let second = ["listened present", "plan_together present", "told_what_to_do absent"];
    let reading = read(&told(&[describes(2, "parent", "family", &first), describes(16, "parent", "family", &second)]), 16);
    let family = &reading.perspectives[0];
    let near = |number: f64, expected: f64| (number - expected).abs() < 5e-5;
    assert!(near(family.showed.told, 0.4369) && near(family.showed.together, 0.5096), "{:?}", family.showed);
    assert_eq!((family.weight.told, family.weight.together), (1.0, 1.0));
    assert_eq!((family.leans, reading.answer), (Some(Manner::Together), Answer::OnePerspective));
}

#[test]
fn being_honest_about_consequences_is_a_sign_of_its_own_and_no_threat() {
    let with = |more: &[&str]| {
        let signs: Vec<&str> = TOGETHER.iter().chain(more).copied().collect();
        read(&told(&[describes(2, "parent", "family", &signs), describes(9, "parent", "family", &signs)]), 9)
    };
    let (plain, honest, threatened) =
        (with(&[]), with(&["honest_about_consequences present"]), with(&["compliance_threatened present"]));
    assert_eq!(plain.perspectives[0].showed, honest.perspectives[0].showed, "it counts for neither side");
    assert!(threatened.perspectives[0].showed.told > 0.0);
    let view = told(&[]);
    let parent = Reader::of(&view.view(at(9), Moment::LATEST), &"parent".parse().unwrap());
    let text = honest.text_for(&parent);
    assert!(text.contains("the worker was honest about statutory consequences: present (entries 11 and 12)."), "{text}");
    assert!(text.contains("is a duty, and no threat."), "{text}");
    assert!(!threatened.text_for(&parent).contains("no threat"));
    // What is asked of a meeting beside partnership is no part of either side.
    let clear = with(&["clear_about_risk present", "child_in_mind absent"]);
    assert_eq!(plain.perspectives[0].showed, clear.perspectives[0].showed);
    assert_eq!(clear.apart.len(), 2);
}

#[test]
fn members_of_one_family_differ_among_themselves_and_a_child_has_a_place_of_their_own() {
    let history = told(&[
        describes(2, "parent", "family", &TOLD),
        describes(2, "other-parent", "family", &TOGETHER),
        describes(9, "child for advocate", "child", &["listened absent", "told_what_to_do present"]),
    ]);
    let reading = read(&history, 9);
    let [family, child] = &reading.perspectives[..] else { panic!("{reading:?}") };
    assert_eq!((family.leans, family.describers, family.leaning), (None, 2, 2));
    assert_eq!(family.ways, CodeSet::of(&[Manner::Together, Manner::Told]), "no mean of them is taken");
    assert_eq!((child.of, child.leans), (SeenAs::Child, Some(Manner::Told)));
    assert_eq!(reading.answer, Answer::Differing);
    assert!(
        family.to_string().starts_with("The family's descriptions differ among themselves: working together, being told")
    );
    // Neither parent, nor the child, is told what another of them described.
    for (person, entry) in [("parent", "entry 11"), ("other-parent", "entry 12"), ("child", "entry 13")] {
        let text = text(&history, 9, person);
        assert!(text.contains(entry) && text.contains("1 of 2 meetings described"), "{text}");
        let others = ["entry 11", "entry 12", "entry 13"].into_iter().filter(|it| *it != entry);
        assert!(others.clone().count() == 2 && !others.into_iter().any(|it| text.contains(it)), "{text}");
    }
}

#[test]
fn no_worker_is_named_or_told_apart() {
    let invited = r#","case":"case-204","invited_by":["parent","worker"],"weighed_on":["load","managers"]"#;
    let lines = [
        describes(2, "worker", "worker", &TOGETHER),
        describes(9, "second-worker", "worker", &TOLD),
        described(9, "supervisor", "observer", &TOLD, invited),
        describes(9, "parent", "family", &TOLD),
    ];
    let before = told(&lines);
    for person in ["parent", "worker", "second-worker", "manager"] {
        let text = text(&before, 9, person);
        assert!(!text.contains("entry 13") && !text.contains("too much work"), "an observer's is theirs: {text}");
    }
    let passing = passes(&lines[2], 9, r#"["parent"]"#);
    let history = told(&[&lines[..], &[passing]].concat());
    let reading = read(&history, 9);
    let json = serde_json::to_string(&reading).unwrap();
    let texts = format!("{json}{reading}{}", text(&history, 9, "parent"));
    for person in ["second-worker", "supervisor", "\"worker\"}", "by worker", "worker-"] {
        assert!(!texts.contains(person), "{person}: {texts}");
    }
    let worker = &reading.perspectives[1];
    assert_eq!((worker.of, worker.describers, worker.ways.len()), (SeenAs::Worker, 2, 2));
    assert_eq!(reading.perspectives[2].of, SeenAs::Observer);
    assert!(text(&history, 9, "parent").contains(
        "What weighed on meetings from outside, as described: too much work (entry 13); pressure from managers (entry 13)."
    ));
}

#[test]
fn what_became_of_views_is_told_person_by_person_as_recorded() {
    let line = |day: u32, kind: &'static str, data: &str| (day, "worker", kind, data.to_owned());
    let history = told(&[
        line(2, "family_member_named", r#"{"member":"fm-1","case":"case-204","person":"relative"}"#),
        line(2, "family_member_named", r#"{"member":"fm-2","case":"case-204","person":"parent","responsibility":"held"}"#),
        line(2, "views_sought", r#"{"views":"vs-1","case":"case-204","of_whom":"parent","how":"visit"}"#),
        line(3, "views_missing", r#"{"missing":"vm-1","case":"case-204","of_whom":"other-parent","why":"unsafe_to_ask"}"#),
        line(3, "views_sought", r#"{"views":"vs-2","case":"case-204","of_whom":"child","how":"play_or_drawing"}"#),
        line(
            4,
            "views_awaited",
            r#"{"awaiting":"vw-1","case":"case-204","of_whom":"child","views":"vs-2","until":"2026-03-20"}"#,
        ),
        line(9, "views_included", r#"{"views":"vs-1","in_what":["assessment","plan"]}"#),
        line(9, "assessment_shared", r#"{"sharing":"sh-1","case":"case-204","with":"parent"}"#),
    ]);
    let told = text(&history, 9, "worker");
    let expected = "\
By 9 March 2026, partnership with the family of case 1, from what is shown to worker: no meeting is described.
Views of the family, as recorded:
- relative: nothing is recorded here
- parent (holds parental responsibility): sought on a visit (2 March 2026, entry 13); included in the assessment of the family and the plan (9 March 2026, entry 17)
- other-parent: missing: it was unsafe to ask (3 March 2026, entry 14)
- child: sought in play or drawing (3 March 2026, entry 15); awaited until 20 March 2026 (4 March 2026, entry 16)
The assessment of the family was shared with parent on 9 March 2026 (entry 18).
";
    assert_eq!(told, expected);
    assert!(!text(&history, 9, "parent").contains("unsafe"), "which no other member of the family is told");
    let known = history.view(at(9), at(4));
    let earlier = Partnership::each(&known, Parameters::unvalidated_v1()).remove(0);
    assert!(earlier.shared.is_empty() && earlier.views[1].facts.len() == 1, "as known then");
}

#[test]
fn each_case_is_read_by_itself_and_a_case_of_which_nothing_is_recorded_is_none() {
    let other = r#","case":"case-7""#;
    let history = told(&[
        describes(2, "parent", "family", &TOLD),
        described(2, "relative", "family", &TOGETHER, other),
        described(9, "relative", "family", &TOGETHER, other),
        (9, "worker", "family_member_named", r#"{"member":"fm-1","case":"case-9","person":"relative"}"#.to_owned()),
    ]);
    let view = history.view(at(9), Moment::LATEST);
    let each = Partnership::each(&view, Parameters::unvalidated_v1());
    let found: Vec<_> = each.iter().map(|it| (it.case.as_str().unwrap(), it.number, it.answer)).collect();
    assert_eq!(found, [("case-204", 1, Answer::Insufficient), ("case-7", 2, Answer::OnePerspective)]);
    let of = |case: &str| Partnership::of(&view, &CaseRef::new(case).unwrap(), Parameters::unvalidated_v1());
    assert_eq!((of("case-7").as_ref(), of("case-9"), of("unheard-of")), (Some(&each[1]), None, None));
}

#[test]
fn what_was_entered_in_error_was_never_described() {
    let data = format!(r#"{{"entries":[{}],"reason":"Recorded on the wrong case."}}"#, NEXT + 1);
    let history = told(&[
        describes(2, "parent", "family", &TOLD),
        describes(9, "parent", "family", &TOGETHER),
        (10, "manager", "entered_in_error", data),
    ]);
    assert_eq!(read(&history, 10).missing, [Missing::Meetings { found: 1, needed: 2 }]);
    let then = history.view(at(10), at(9));
    assert_eq!(Partnership::each(&then, Parameters::unvalidated_v1())[0].missing, [], "as known then");
}

#[test]
fn descriptions_of_one_session_are_of_one_meeting_and_a_repeated_one_changes_no_number() {
    let held =
        r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent"}},"space":"home_visit","present":["parent","worker"]}"#;
    let session = r#","case":"case-204","session":"s-1""#;
    let history = told(&[
        (2, "worker", "session_held", held.to_owned()),
        described(2, "parent", "family", &TOLD, session),
        described(9, "worker", "worker", &TOGETHER, session),
    ]);
    let reading = read(&history, 9);
    assert_eq!(reading.meetings.len(), 1);
    assert_eq!(reading.meetings[0].session.as_ref().map(|it| it.as_str()), Some("s-1"));
    assert_eq!(reading.missing, [Missing::Meetings { found: 1, needed: 2 }], "though on two days");

    let twice = |more: &[Line<'static>]| {
        let mut lines = vec![describes(2, "parent", "family", &TOLD), describes(9, "parent", "family", &TOGETHER)];
        lines.extend(more.iter().cloned());
        let it = read(&told(&lines), 9).perspectives.remove(0);
        (it.showed, it.weight, it.describers, it.meetings)
    };
    assert_eq!(
        twice(&[]),
        twice(&[described(9, "parent", "family", &TOGETHER, r#","case":"case-204","weighed_on":["load"]"#)])
    );
}

#[test]
fn parameters_are_checked_field_by_field() {
    let raw = || RawParameters::from(Parameters::unvalidated_v1().clone());
    let mut all: Vec<(RawParameters, &str)> = Vec::new();
    for half_life in [0.0, -1.0, 36_501.0, f64::NAN, f64::INFINITY] {
        all.push((RawParameters { id: "ours".parse().unwrap(), half_life_days: half_life, ..raw() }, "half_life_days"));
    }
    for (meetings, of_family, weight, field) in [
        (0, 1, 0.5, "gates.meetings"),
        (1001, 1, 0.5, "gates.meetings"),
        (2, 0, 0.5, "gates.of_family"),
        (2, 1001, 0.5, "gates.of_family"),
        (2, 1, -0.1, "gates.weight"),
        (2, 1, f64::NAN, "gates.weight"),
    ] {
        let mut ours = RawParameters { id: "ours".parse().unwrap(), ..raw() };
        (ours.gates.meetings, ours.gates.of_family, ours.gates.weight) = (meetings, of_family, weight);
        all.push((ours, field));
    }
    let mut taken = raw();
    taken.gates.meetings = 3;
    all.push((taken, "id"));
    for (raw, field) in all {
        assert_eq!(Parameters::try_from(raw).unwrap_err().field(), field);
    }
    assert_eq!(Parameters::try_from(raw()).as_ref(), Ok(Parameters::unvalidated_v1()));
    let stored = serde_json::to_string(Parameters::unvalidated_v1()).unwrap();
    assert_eq!(stored, r#"{"id":"unvalidated_v1","half_life_days":84.0,"gates":{"meetings":2,"of_family":1,"weight":0.5}}"#);
    assert_eq!(stored::parse::<Parameters>(&stored).as_ref().ok(), Some(Parameters::unvalidated_v1()));
    for wrong in [
        stored.replace("\"gates\"", "\"more\":1,\"gates\""),
        stored.replace("\"of_family\":1,", ""),
        stored.replace(r#"{"meetings":2,"of_family":1,"weight":0.5}"#, "[2,1,0.5]"),
        stored.replace("84.0", "null"),
    ] {
        assert!(stored::parse::<Parameters>(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn with_other_gates_another_answer() {
    let history = told(&[describes(2, "parent", "family", &TOLD)]);
    let mut ours = RawParameters::from(Parameters::unvalidated_v1().clone());
    (ours.id, ours.gates.meetings) = ("ours".parse().unwrap(), 1);
    let view = history.view(at(2), Moment::LATEST);
    let reading = Partnership::each(&view, &Parameters::try_from(ours).unwrap()).remove(0);
    assert_eq!((reading.answer, reading.parameters.as_str()), (Answer::OnePerspective, "ours"));
}

/// The days of what people described, and who recorded when: neither the order in which it was recorded nor what people are called
/// changes a number.
#[test]
fn neither_names_nor_the_order_of_recording_change_anything() {
    let lines = |parent: &'static str, other: &'static str| {
        [
            describes(2, parent, "family", &TOLD),
            describes(3, "worker", "worker", &TOGETHER),
            describes(9, other, "family", &TOGETHER),
            describes(16, parent, "family", &["listened present", "knowledge_dismissed present"]),
        ]
    };
    let numbers = |lines: &[Line<'static>]| {
        // All of it is recorded on one day, each as having occurred on its own.
        let mut history = told(&[]);
        for (minute, line) in lines.iter().enumerate() {
            let act = act(line, 30).recorded(format!("2026-03-20T12:{minute:02}:00Z").parse().unwrap());
            history.record(act).unwrap();
        }
        let reading = read(&history, 20);
        let each = reading.perspectives.iter().map(|it| (it.of, it.describers, it.meetings, it.showed, it.weight, it.ways));
        let meetings: Vec<_> = reading.meetings.iter().map(|it| (it.at, it.differing, it.descriptions.len())).collect();
        (each.collect::<Vec<_>>(), meetings, reading.answer)
    };
    let plain = numbers(&lines("parent", "other-parent"));
    assert_eq!(plain.0[0].1, 2);
    let mut backwards = lines("parent", "other-parent").to_vec();
    backwards.reverse();
    assert_eq!(numbers(&backwards), plain);
    assert_eq!(numbers(&lines("relative", "parent")), plain);
}

#[test]
fn waiting_raises_nothing() {
    let history = told(&[
        describes(2, "parent", "family", &["listened present", "knowledge_dismissed present", "plan_together absent"]),
        describes(9, "parent", "family", &["listened absent", "knowledge_dismissed present"]),
    ]);
    let on = |day: u32| {
        let family = read(&history, day).perspectives.remove(0);
        [family.showed.together, family.showed.told, family.weight.together, family.weight.told]
    };
    for day in 9..30 {
        for (before, after) in on(day).into_iter().zip(on(day + 1)) {
            assert!(after <= before, "{day}: {after} after {before}");
        }
    }
}
