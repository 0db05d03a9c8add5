//! The work as it happened: what can be recorded of it, by when and by whom, and what is warned of.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::code::Code;
use practice_cycle::contracting::{Answer, ChildsPlan, ReframeAnswered, Stage, Unwelcome};
use practice_cycle::cycle::Act;
use practice_cycle::history::{History, Warning};
use practice_cycle::id::{ContractId, EntryNumber};
use practice_cycle::intervening::{Form, SessionCancelled, Uncovered};
use practice_cycle::moment::Moment;
use practice_cycle::space::Space;
use practice_cycle::text::Text;
use practice_cycle::turns::{Parameters, Turns};

const TERMS: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"g","lead":"shared","roles":{"notes":"shared","statutory_process":"social_worker","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-06-30"}},"family_understanding":"at the door"}"#;

/// By whom, when in June or July 2026, of which kind, and the data.
type Written<'a> = (&'a str, &'a str, &'a str, &'a str);

fn act((by, when, code, data): Written<'_>) -> Act {
    let at = format!("2026-{}:00Z", when.replace(' ', "T"));
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    practice_cycle::stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

#[track_caller]
fn record(history: &mut History, acts: &[Written<'_>]) {
    for written in acts {
        history.record(act(*written)).unwrap_or_else(|refusal| panic!("{written:?}: {refusal}"));
    }
}

/// Why something cannot be recorded, late where it occurred before what is recorded.
#[track_caller]
fn refused(history: &History, written: Written<'_>) -> &'static str {
    let act = act(written);
    let recorded = act.recorded_at.max(history.cycle().last_recorded());
    history.judge(&act.recorded(recorded)).unwrap_err().code()
}

fn opened() -> History {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy-1","format":1,"clinician":"clin","team":"t-1"}"#;
    record(
        &mut history,
        &[
            ("wa", "06-01 08:00", "cycle_opened", opening),
            ("wa", "06-01 08:00", "person_entered", r#"{"person":"wa","role":"social_worker"}"#),
            ("wa", "06-01 08:00", "person_entered", r#"{"person":"mother","role":"parent"}"#),
            ("wa", "06-01 08:00", "person_entered", r#"{"person":"chair","role":"conference_chair"}"#),
        ],
    );
    history
}

/// Invited on the 1st of June, agreed on the 2nd, begun on the 3rd, and planned to end with June.
fn begun() -> History {
    let mut history = opened();
    let proposed = format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#);
    let accepted = r#"{"contract":"c-1","version":1}"#;
    record(
        &mut history,
        &[
            ("wa", "06-01 09:00", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#),
            ("clin", "06-02 09:00", "terms_proposed", &proposed),
            ("clin", "06-02 09:00", "terms_accepted", accepted),
            ("wa", "06-02 09:00", "terms_accepted", accepted),
            ("wa", "06-03 09:00", "contract_begun", r#"{"contract":"c-1"}"#),
        ],
    );
    history
}

fn number(number: u32) -> EntryNumber {
    EntryNumber::try_from(number).unwrap()
}

/// Written and read again, a history is the same.
#[track_caller]
fn reloaded(history: &History) -> History {
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    let loaded = History::read(lines.as_slice()).unwrap();
    assert_eq!(loaded.entries(), history.entries());
    loaded
}

fn held(session: &str, cover: &str) -> String {
    format!(r#"{{"session":"{session}","cover":{cover},"space":"home_visit","present":["clin","mother"]}}"#)
}

// Meetings that rested on nothing.

#[test]
fn a_session_is_covered_by_a_contract_that_is_active_when_it_comes_to_cover_it() {
    let mut history = begun();
    let urgent = held("s-1", r#"{"uncovered":{"why":"urgent"}}"#);
    let planned = held("s-2", r#"{"contract":"c-1"}"#);
    let at_once = history.clone();
    record(
        &mut history,
        &[("clin", "06-04 09:00", "session_held", &urgent), ("clin", "06-05 09:00", "session_held", &planned)],
    );
    let covers = r#"{"session":"s-1","contract":"c-1"}"#;
    for (by, when, data, why) in [
        ("clin", "06-03 09:00", covers, "cycle.not_yet"),
        ("clin", "07-01 09:00", covers, "intervening.not_covered"),
        ("mother", "06-06 09:00", covers, "cycle.not_theirs"),
        ("chair", "06-06 09:00", covers, "cycle.not_theirs"),
        ("clin", "06-06 09:00", r#"{"session":"s-2","contract":"c-1"}"#, "intervening.session_already_covered"),
        ("clin", "06-06 09:00", r#"{"session":"s-3","contract":"c-1"}"#, "cycle.unknown"),
        ("clin", "06-06 09:00", r#"{"session":"s-1","contract":"c-2"}"#, "cycle.unknown"),
    ] {
        assert_eq!(refused(&history, (by, when, "session_covered", data)), why, "{by} on {when}: {data}");
    }
    record(&mut history, &[("wa", "06-06 09:00", "session_covered", covers)]);
    assert_eq!(refused(&history, ("clin", "06-07 09:00", "session_covered", covers)), "intervening.session_already_covered");
    let again = reloaded(&history);
    assert_eq!(refused(&again, ("clin", "06-07 09:00", "session_covered", covers)), "intervening.session_already_covered");

    // Taken back, it can be said again; and what covers the session goes with the session, and with the contract's beginning.
    record(&mut history, &[("wa", "06-08 09:00", "entered_in_error", r#"{"entries":[12],"reason":"Another visit."}"#)]);
    record(&mut history, &[("clin", "06-08 10:00", "session_covered", covers)]);
    for (entry, rests) in [(10, 14), (9, 11)] {
        let wrong = format!(r#"{{"entries":[{entry}],"reason":"Never was."}}"#);
        let refusal = history.judge(&act(("wa", "06-09 09:00", "entered_in_error", &wrong))).unwrap_err();
        assert!(refusal.to_string().contains(&rests.to_string()), "{entry}: {refusal}");
    }

    // A session that was held under a contract, and recorded as if under none, is covered as of the time it was held.
    let mut history = at_once;
    record(&mut history, &[("clin", "06-04 09:00", "session_held", &urgent)]);
    record(&mut history, &[("clin", "06-04 09:00", "session_covered", covers)]);
    assert_eq!(refused(&history, ("clin", "06-07 09:00", "session_covered", covers)), "intervening.session_already_covered");
}

#[test]
fn a_reason_that_was_not_so_is_warned_of() {
    use Stage::{Active, Agreed, Invited, Lapsed, Negotiating, Suspended};
    use Uncovered::{NotAgreed, Urgent};
    let mut history = begun();
    record(
        &mut history,
        &[
            ("wa", "06-10 09:00", "contract_suspended", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#),
            ("wa", "06-12 09:00", "contract_resumed", r#"{"contract":"c-1"}"#),
        ],
    );
    let sorts = [("urgent", Urgent), ("not_agreed", NotAgreed), ("lapsed", Uncovered::Lapsed)];
    let sorts = sorts.into_iter().chain([("suspended", Uncovered::Suspended), ("unknown", Uncovered::Unknown)]);
    for (code, why) in sorts {
        for (when, stage) in [
            ("06-01 10:00", Invited),
            ("06-02 10:00", Agreed),
            ("06-04 09:00", Active),
            ("06-11 09:00", Suspended),
            ("06-13 09:00", Active),
            ("07-01 09:00", Lapsed),
        ] {
            let named = format!(r#"{{"uncovered":{{"why":"{code}","contract":"c-1"}}}}"#);
            let is_so = match why {
                Urgent | Uncovered::Unknown => true,
                NotAgreed => stage == Invited || stage == Negotiating,
                Uncovered::Lapsed => stage == Lapsed,
                Uncovered::Suspended => stage == Suspended,
            };
            let told = History::read(lines(&history, when, "session_held", &held("s-1", &named)).as_bytes()).unwrap();
            let last = told.entries().last().unwrap().number();
            let expected = if is_so { vec![] } else { vec![Warning::ReasonNotSo { number: last, why, stage }] };
            assert_eq!(told.warnings(), expected, "{code} on {when}");
            let begins = format!(
                r#"{{"intervention":"i-1","cover":{named},"stream":"direct","form":"joint_work","purpose":"practice"}}"#
            );
            let told = History::read(lines(&history, when, "intervention_begun", &begins).as_bytes()).unwrap();
            assert_eq!(told.warnings(), expected, "an intervention, {code} on {when}");
            let unnamed = held("s-1", &format!(r#"{{"uncovered":{{"why":"{code}"}}}}"#));
            let told = History::read(lines(&history, when, "session_held", &unnamed).as_bytes()).unwrap();
            assert_eq!(told.warnings(), [], "without a contract, {code} on {when}");
        }
    }
}

#[test]
fn a_reason_is_judged_when_it_is_offered_and_by_all_that_is_recorded_since() {
    let mut history = begun();
    let lapsed = held("s-1", r#"{"uncovered":{"why":"lapsed","contract":"c-1"}}"#);
    let decision = history.decide(act(("clin", "06-05 09:00", "session_held", &lapsed))).unwrap();
    let warning = Warning::ReasonNotSo { number: number(10), why: Uncovered::Lapsed, stage: Stage::Active };
    assert_eq!(decision.warnings(), [warning]);
    assert_eq!((warning.code(), warning.number()), ("reason_not_so", number(10)));
    assert_eq!(
        warning.to_string(),
        "entry 10 gives as the reason that the contract had lapsed; the contract it names was active at the time"
    );

    // On the very moment of a step, the contract stood on both sides of it.
    let not_agreed = held("s-2", r#"{"uncovered":{"why":"not_agreed","contract":"c-1"}}"#);
    record(&mut history, &[("clin", "06-05 09:00", "session_held", &lapsed)]);
    let late = lines(&history, "06-02 09:00", "session_held", &not_agreed);
    assert_eq!(History::read(late.as_bytes()).unwrap().warnings(), [warning]);

    // Once it is known that work had not begun, the contract was only agreed then; and what had lapsed and was completed since had
    // lapsed all the same.
    record(&mut history, &[("wa", "06-06 09:00", "entered_in_error", r#"{"entries":[9],"reason":"It had not begun."}"#)]);
    assert_eq!(
        history.warnings(),
        [Warning::ReasonNotSo { number: number(10), why: Uncovered::Lapsed, stage: Stage::Agreed }]
    );
    let mut history = begun();
    let later = held("s-3", r#"{"uncovered":{"why":"lapsed","contract":"c-1"}}"#);
    record(
        &mut history,
        &[
            ("wa", "07-02 09:00", "contract_completed", r#"{"contract":"c-1"}"#),
            ("clin", "07-03 09:00", "session_held", &later),
        ],
    );
    assert_eq!(history.warnings(), []);
}

/// A history with one more line, told in July of an earlier time.
fn lines(history: &History, when: &str, code: &str, data: &str) -> String {
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    let (number, at) = (history.entries().len() + 1, format!("2026-{}:00Z", when.replace(' ', "T")));
    let told = r#""recorded_at":"2026-07-02T09:00:00Z","by":"clin""#;
    String::from_utf8(lines).unwrap()
        + &format!(r#"{{"number":{number},"type":"{code}","occurred_at":"{at}",{told},"data":{data}}}"#)
        + "\n"
}

// Roles on the day.

#[test]
fn whatever_flexed_is_recorded_the_lead_and_a_statutory_decision_too() {
    let mut history = begun();
    for (hour, task) in
        ["lead", "notes", "statutory_process", "asking", "statutory_decisions", "safeguarding"].iter().enumerate()
    {
        let flexed = format!(r#"{{"contract":"c-1","task":"{task}","to":"clinician","reason":"on the day"}}"#);
        record(&mut history, &[("wa", &format!("06-04 {}:00", hour + 10), "role_flexed", &flexed)]);
    }
    let nobody = r#"{"contract":"c-1","task":"lead","to":"not_needed","reason":"on the day"}"#;
    assert_eq!(refused(&history, ("wa", "06-05 09:00", "role_flexed", nobody)), "contracting.nobody_leads");
    let ended = r#"{"contract":"c-1","reason":{"code":"contract_muddled"},"with":"clin"}"#;
    record(&mut history, &[("wa", "06-06 09:00", "contract_ended", ended)]);
    reloaded(&history);
    assert_eq!(history.entries().len(), 16);
}

// What was offered instead, and was not welcome.

#[test]
fn why_it_was_not_welcome_may_be_said_as_a_code() {
    for (code, why) in
        [("too_challenging", Unwelcome::TooChallenging), ("too_different_from_plan", Unwelcome::TooDifferentFromPlan)]
    {
        let mut history = opened();
        let reframe = r#"{"contract":"c-1","to":{"space":"case_consultation"},"reason":"To think first."}"#;
        let answer = format!(r#"{{"contract":"c-1","answer":{{"not_welcomed":{{"reason":"Not now.","why":"{code}"}}}}}}"#);
        record(
            &mut history,
            &[
                ("wa", "06-01 09:00", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#),
                ("clin", "06-01 10:00", "reframe_offered", reframe),
                ("wa", "06-01 11:00", "reframe_answered", &answer),
            ],
        );
        let answered = ReframeAnswered::of(reloaded(&history).entries().last().unwrap().event()).unwrap().clone();
        let reason = Text::new("Not now.").unwrap();
        assert_eq!(answered.answer, Answer::NotWelcomed { reason, why: Some(why) });

        let mut history = begun();
        let offered = r#"{"suggestion":"su-1","contract":"c-1","words":"Ask the school."}"#;
        record(&mut history, &[("clin", "06-04 09:00", "suggestion_offered", offered)]);
        for (reception, fits) in [("taken_up", false), ("adapted", false), ("not_now", true), ("not_welcome", true)] {
            let answer = format!(r#"{{"suggestion":"su-1","reception":"{reception}","why":"{code}"}}"#);
            let answer = ("wa", "06-05 09:00", "suggestion_answered", answer.as_str());
            if fits {
                record(&mut history.clone(), &[answer]);
            } else {
                assert_eq!(refused(&history, answer), "intervening.was_welcome", "{reception}");
            }
        }
    }
}

#[test]
fn a_reframe_to_what_was_asked_for_anyway_is_refused_when_it_is_offered_and_loads() {
    let mut invited = opened();
    let asked = r#"{"contract":"c-1","space":"home_visit","stream":"direct"}"#;
    record(&mut invited, &[("wa", "06-01 09:00", "contract_invited", asked)]);
    let reframe = |to: &str| format!(r#"{{"contract":"c-1","to":{to},"reason":"To think first."}}"#);
    let same = reframe(r#"{"space":"home_visit","stream":"direct"}"#);
    let to_same = ("clin", "06-02 09:00", "reframe_offered", same.as_str());
    let refusal = invited.judge(&act(to_same)).unwrap_err();
    assert_eq!(refusal.to_string(), "cannot reframe to the space and stream that were asked for");
    assert_eq!(invited.cycle().judge(&act(to_same)).unwrap_err().code(), "contracting.reframes_nothing");
    assert_eq!(
        refused(&invited, ("wa", "06-02 09:00", "reframe_offered", &same)),
        "contracting.not_theirs",
        "whoever may not, may not"
    );
    for another in [
        r#"{"space":"home_visit"}"#,
        r#"{"space":"home_visit","stream":"reflective"}"#,
        r#"{"space":"joint_session","stream":"direct"}"#,
    ] {
        record(&mut invited.clone(), &[("clin", "06-02 09:00", "reframe_offered", &reframe(another))]);
    }

    // Once something else is settled, what was asked for at first is something else again.
    let mut settled = invited.clone();
    let other = r#"{"space":"case_consultation"}"#;
    let welcomed = r#"{"contract":"c-1","answer":"welcomed"}"#;
    let steps = [
        ("clin", "06-02 09:00", "reframe_offered", reframe(other)),
        ("wa", "06-02 10:00", "reframe_answered", welcomed.into()),
    ];
    for (by, when, code, data) in &steps {
        record(&mut settled, &[(by, when, code, data)]);
    }
    assert_eq!(
        refused(&settled, ("clin", "06-03 09:00", "reframe_offered", &reframe(other))),
        "contracting.reframes_nothing"
    );
    record(&mut settled, &[("clin", "06-03 09:00", "reframe_offered", &same)]);

    // What an earlier release stored loads.
    let loaded = History::read(lines(&invited, "06-02 09:00", "reframe_offered", &same).as_bytes()).unwrap();
    let id = ContractId::new("c-1").unwrap();
    assert_eq!(loaded.cycle().contract(&id).unwrap().latest_stage(Moment::LATEST), Stage::Reframed);
}

#[test]
fn a_goal_may_name_the_plan_of_the_child_that_it_serves() {
    let mut history = opened();
    record(&mut history, &[("wa", "06-01 09:00", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#)]);
    for (&plan, day) in ChildsPlan::ALL.iter().zip(2..) {
        let terms = TERMS.replacen(r#""goal":"g","#, &format!(r#""goal":"g","serves":"{}","#, plan.code()), 1);
        let proposed = format!(r#"{{"contract":"c-1","terms":{terms}}}"#);
        record(&mut history, &[("clin", &format!("06-{day:02} 09:00"), "terms_proposed", &proposed)]);
        let loaded = reloaded(&history);
        let terms = loaded.terms(loaded.entries().last().unwrap().number()).unwrap();
        assert_eq!(terms.complete(Space::HomeVisit).unwrap().serves, Some(plan));
    }
    let serves_alone = r#"{"contract":"c-1","terms":{"serves":"care_plan"}}"#;
    record(&mut history, &[("clin", "06-09 09:00", "terms_proposed", serves_alone)]);
    let accepted = r#"{"contract":"c-1","version":7}"#;
    assert_eq!(
        refused(&history, ("wa", "06-09 10:00", "terms_accepted", accepted)),
        "contracting.gaps",
        "a plan is no goal"
    );
}

// Forms of work.

#[test]
fn a_form_of_work_is_of_its_stream_when_it_is_offered_and_loads_as_it_was_stored() {
    let history = begun();
    let begins = |form: &str, stream: &str| {
        format!(
            r#"{{"intervention":"i-1","cover":{{"contract":"c-1"}},"stream":"{stream}","form":"{form}","purpose":"practice"}}"#
        )
    };
    // The article, section Intervening: supporting the social work system to reflect, or engaging directly with the family.
    for (form, streams) in [
        ("consultation", "reflective"),
        ("reflective_practice", "reflective"),
        ("worker_support", "reflective"),
        ("family_therapy", "direct"),
        ("cognitive_assessment", "direct"),
        ("child_attachment_interview", "direct"),
        ("parenting_assessment", "direct"),
        ("non_violent_resistance", "direct"),
        ("video_interaction_guidance", "direct"),
        ("joint_work", "reflective, direct"),
        ("other_evidence_based", "reflective, direct"),
    ] {
        for stream in ["reflective", "direct"] {
            let begins = begins(form, stream);
            let offered = act(("clin", "06-04 09:00", "intervention_begun", &begins));
            let judged = history.judge(&offered).map_err(|refusal| refusal.code());
            let expected = if streams.contains(stream) { Ok(()) } else { Err("intervening.other_stream") };
            assert_eq!(judged, expected, "{form} as {stream}");
            let stored = lines(&history, "06-04 09:00", "intervention_begun", &begins);
            let loaded = History::read(stored.as_bytes()).unwrap();
            let warns = (!streams.contains(stream)).then_some(Warning::OtherStream { number: number(10) });
            assert_eq!(loaded.warnings(), warns.into_iter().collect::<Vec<_>>(), "{form} as {stream}");
        }
    }
    let refusal = history.judge(&act(("clin", "06-04 09:00", "intervention_begun", &begins("consultation", "direct"))));
    assert_eq!(
        refusal.unwrap_err().to_string(),
        "cannot begin consultation as direct work with children and family; it is reflective work with the social work system"
    );
    assert_eq!(Form::ALL.len(), 11);
}

// Meetings that were not held.

#[test]
fn a_meeting_that_was_cancelled_is_recorded_and_is_no_session() {
    let mut history = begun();
    let begins =
        r#"{"intervention":"i-1","cover":{"contract":"c-1"},"stream":"direct","form":"joint_work","purpose":"practice"}"#;
    let cancelled = r#"{"cancellation":"ca-1","space":"home_visit","side":"family","reason":{"code":"ill"},"contract":"c-1","intervention":"i-1"}"#;
    record(
        &mut history,
        &[("clin", "06-04 09:00", "intervention_begun", begins), ("wa", "06-05 09:00", "session_cancelled", cancelled)],
    );
    let bare = |id: &str, reason: &str| {
        format!(r#"{{"cancellation":"{id}","space":"home_visit","side":"partner","reason":{reason}}}"#)
    };
    let other = r#"{"code":"other","words":"The hall was flooded."}"#;
    record(&mut history, &[("chair", "06-05 10:00", "session_cancelled", &bare("ca-2", other))]);
    for (by, data, why) in [
        ("wa", bare("ca-1", other), "cycle.id_taken"),
        ("mother", bare("ca-3", other), "cycle.not_theirs"),
        ("wa", cancelled.replace("ca-1", "ca-3").replace("c-1", "c-2"), "cycle.unknown"),
    ] {
        assert_eq!(refused(&history, (by, "06-06 09:00", "session_cancelled", &data)), why, "{data}");
    }
    // A reason that says nothing by itself needs words.
    let data = bare("ca-3", r#"{"code":"other"}"#);
    let error = serde_json::from_str::<SessionCancelled>(&data).unwrap_err().to_string();
    assert!(error.starts_with("expected words beside the code `other`"), "{error}");

    // Nothing came up in it, nothing covers it, and nothing was done by it.
    let raised = r#"{"concern":"co-1","what":"concern","session":"ca-1"}"#;
    assert_eq!(refused(&history, ("wa", "06-06 09:00", "concern_raised", raised)), "cycle.unknown");
    let covers = r#"{"session":"ca-1","contract":"c-1"}"#;
    assert_eq!(refused(&history, ("wa", "06-06 09:00", "session_covered", covers)), "cycle.unknown");
    let mut alone = begun();
    record(&mut alone, &[("wa", "06-05 09:00", "session_cancelled", &cancelled.replace(r#","intervention":"i-1""#, ""))]);
    let turns = Turns::of(&alone.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
    assert_eq!(turns.rounds[0].done, None);

    // After the intervention was closed, none is planned in it; after the cycle was, none at all.
    record(&mut history, &[("clin", "06-07 09:00", "intervention_closed", r#"{"intervention":"i-1","how":"completed"}"#)]);
    let again = cancelled.replace("ca-1", "ca-3");
    assert_eq!(refused(&history, ("wa", "06-08 09:00", "session_cancelled", &again)), "intervening.intervention_closed");
    record(&mut history, &[("wa", "06-09 09:00", "cycle_closed", r#"{"cycle":"cy-1"}"#)]);
    assert_eq!(refused(&history, ("wa", "06-10 09:00", "session_cancelled", &bare("ca-3", other))), "cycle.after_closing");
    reloaded(&history);
}
