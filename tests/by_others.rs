//! Nobody closes the circle alone: what takes somebody else is refused where one offers it for oneself, loads with a warning where
//! it is stored, and counts for nothing; and what was recorded for somebody else counts, and is marked.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

use practice_cycle::assessment::{Assessment, Parameters};
use practice_cycle::boundary::Scope;
use practice_cycle::cycle::{Act, Entry};
use practice_cycle::evidence::RecordedFor;
use practice_cycle::history::{History, Refusal, Warning};
use practice_cycle::moment::Moment;
use practice_cycle::standing::{self, Requirement, Standing};
use practice_cycle::turns::{self, Returned, Turns, Way};

const TERMS: &str = r#"{"focus":{"code":"engage_parent"},"goal":"Invented.","lead":"shared","roles":{"notes":"social_worker","statutory_process":"social_worker","context":"shared","asking":"shared","reflecting":"clinician"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-12-18"}}}"#;

/// Told in the order of time, a minute after another.
#[derive(Clone, Default)]
struct Told(History);

impl Told {
    /// Who wrote it stands after who did it: `worker-a/clinician`.
    fn act(&self, by: &str, code: &str, data: &str) -> Act {
        let minutes = self.0.entries().len();
        let at = format!("2026-03-0{}T{:02}:{:02}:00Z", 2 + minutes / 1440, minutes / 60 % 24, minutes % 60);
        let (by, wrote) =
            by.split_once('/').map_or((by, String::new()), |(by, wrote)| (by, format!(r#","recorded_by":"{wrote}""#)));
        let act =
            format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}"{wrote},"data":{data}}}"#);
        serde_json::from_str(&act).unwrap_or_else(|error| panic!("{act}: {error}"))
    }

    #[track_caller]
    fn then(mut self, by: &str, code: &str, data: &str) -> Self {
        let act = self.act(by, code, data);
        self.0.record(act).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
        self
    }

    #[track_caller]
    fn refused(&self, by: &str, code: &str, data: &str, why: &str) {
        let act = self.act(by, code, data);
        assert_eq!(self.0.judge(&act).unwrap_err().to_string(), why);
        assert_eq!(self.0.cycle().judge(&act).unwrap_err().to_string(), why, "of the cycle alone");
    }

    /// As an earlier version could store it.
    #[track_caller]
    fn stored(mut self, by: &str, code: &str, data: &str) -> Self {
        let act = serde_json::to_string(&self.act(by, code, data)).unwrap();
        let number = self.0.cycle().next_number();
        let entry: Entry = serde_json::from_str(&format!(r#"{{"number":{number},{}"#, &act[1..])).unwrap();
        self.0.append(entry).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
        self
    }

    fn opened() -> Self {
        let told = Self::default().then(
            "manager",
            "cycle_opened",
            r#"{"cycle":"cy-1","format":1,"clinician":"clinician","team":"t-1"}"#,
        );
        [("manager", "manager"), ("worker-a", "social_worker"), ("worker-b", "social_worker"), ("mother", "parent")]
            .into_iter()
            .fold(told, |told, (person, role)| {
                told.then("manager", "person_entered", &format!(r#"{{"person":"{person}","role":"{role}"}}"#))
            })
    }

    /// A contract under which work was begun.
    fn worked() -> Self {
        let accepted = r#"{"contract":"c-1","version":1}"#;
        Self::opened()
            .then("worker-a", "contract_invited", r#"{"contract":"c-1","space":"case_consultation"}"#)
            .then("clinician", "terms_proposed", &format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#))
            .then("clinician", "terms_accepted", accepted)
            .then("worker-a", "terms_accepted", accepted)
            .then("worker-a", "contract_begun", r#"{"contract":"c-1"}"#)
            .then(
                "clinician",
                "intervention_begun",
                r#"{"intervention":"i-1","cover":{"contract":"c-1"},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
            )
    }

    /// The same, and somebody noticed a change.
    fn noticed_by(by: &str) -> Self {
        Self::worked().then(by, "change_noticed", NOTICED)
    }

    fn turns(&self) -> Turns {
        Turns::of(&self.0.view(Moment::LATEST, Moment::LATEST), &turns::Parameters::default())
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.0.view(Moment::LATEST, Moment::LATEST), &standing::Parameters::default())
    }

    /// What came back to the contract, each by the number of its entry.
    fn back(&self) -> Vec<(Returned, u32)> {
        self.turns().rounds[0].back.iter().map(|back| (back.what, back.cited.entry.get())).collect()
    }

    fn ways(&self) -> Vec<Way> {
        self.turns().changes[0].ways.iter().collect()
    }
}

const NOTICED: &str = r#"{"change":"ch-1","what":"belief","words":"Invented.","contract":"c-1"}"#;
const WITNESSED: &str = r#"{"change":"ch-1"}"#;
const DOCUMENTED: &str = r#"{"change":"ch-1"}"#;
const TO_THEMSELF: &str = "nobody can carry a change on to themself; name the others it was carried on to";
const BY_THEMSELF: &str = "whoever noticed a change cannot witness it; a witness is somebody else";
const TO_NOBODY: &str = "cannot carry a change on without saying to whom; where they are not known here, say so in words";

/// The entry by which the change is noticed in all that is told here.
const NOTICE: u32 = 12;

fn amplified(to: &str) -> String {
    format!(r#"{{"change":"ch-1","to":[{to}]}}"#)
}

fn told_of(recorded: &[RecordedFor]) -> Vec<String> {
    recorded.iter().map(ToString::to_string).collect()
}

// Refused where it is offered.

#[test]
fn whoever_noticed_a_change_cannot_witness_it_whatever_their_side() {
    for by in ["clinician", "worker-a", "mother"] {
        let told = Told::noticed_by(by);
        told.refused(by, "change_witnessed", WITNESSED, BY_THEMSELF);
        told.refused(&format!("{by}/worker-b"), "change_witnessed", WITNESSED, BY_THEMSELF);
        let other = if by == "worker-a" { "worker-b" } else { "worker-a" };
        let told = told.then(other, "change_witnessed", WITNESSED).then(by, "change_documented", DOCUMENTED);
        assert_eq!(told.ways(), [Way::Witnessed, Way::Documented]);
    }
}

#[test]
fn nobody_carries_a_change_on_to_themself_or_to_nobody() {
    let told = Told::noticed_by("worker-a");
    for by in ["clinician", "worker-a", "worker-b"] {
        told.refused(by, "change_amplified", &amplified(&format!(r#""{by}""#)), TO_THEMSELF);
        told.refused(by, "change_amplified", &amplified(&format!(r#""manager","{by}""#)), TO_THEMSELF);
        told.refused(by, "change_amplified", &amplified(""), TO_NOBODY);
    }
    let to_whom_it_was_noticed_by = told.clone().then("worker-b", "change_amplified", &amplified(r#""worker-a""#));
    assert_eq!(to_whom_it_was_noticed_by.ways(), [Way::Amplified]);
    let elsewhere = r#"{"change":"ch-1","to":[],"words":"To the team on the second floor."}"#;
    assert_eq!(told.then("worker-a", "change_amplified", elsewhere).ways(), [Way::Amplified]);
}

#[test]
fn somebody_known_by_two_references_is_one_here_too() {
    let merged = Told::noticed_by("worker-a").then(
        "manager",
        "people_merged",
        r#"{"person":"worker-b","into":"worker-a","reason":"Invented: one person."}"#,
    );
    assert_eq!(
        merged.0.judge(&merged.act("worker-b", "change_witnessed", WITNESSED)).unwrap_err().code(),
        "intervening.witnesses_themself"
    );
    let act = merged.act("worker-a", "change_amplified", &amplified(r#""worker-b""#));
    assert_eq!(merged.0.judge(&act).unwrap_err().code(), "intervening.amplifies_to_themself");
}

#[test]
fn a_change_that_is_noticed_again_by_another_has_the_other_as_its_noticer() {
    let told = Told::noticed_by("clinician")
        .then("clinician", "entered_in_error", r#"{"entries":[12],"reason":"Invented: a slip."}"#)
        .then("worker-a", "change_noticed", NOTICED);
    told.refused("worker-a", "change_witnessed", WITNESSED, BY_THEMSELF);
    assert_eq!(told.then("clinician", "change_witnessed", WITNESSED).ways(), [Way::Witnessed]);
}

// What an earlier version stored loads, with a warning, and counts for nothing.

#[test]
fn a_stored_line_that_reaches_nobody_else_loads_with_a_warning_and_counts_for_nothing() {
    for (code, data) in [
        ("change_witnessed", WITNESSED.to_owned()),
        ("change_amplified", amplified(r#""clinician""#)),
        ("change_amplified", amplified("")),
    ] {
        let told = Told::noticed_by("clinician").stored("clinician", code, &data);
        let mut lines = Vec::new();
        told.0.write(&mut lines).unwrap();
        let loaded = History::read(lines.as_slice()).unwrap();
        let [Warning::NobodyElse { number }] = loaded.warnings()[..] else { panic!("{:?}", loaded.warnings()) };
        assert_eq!(number.get(), NOTICE + 1);
        let warning = loaded.warnings()[0];
        assert_eq!((warning.code(), warning.number()), ("nobody_else", number));
        assert_eq!(warning.to_string(), "entry 13 carries a change on to nobody but whoever noticed it or passed it on");
        assert_eq!((told.ways(), told.back()), (vec![], vec![]), "{code}");
        // The same again is already so, as ever.
        let again = loaded.entries().last().unwrap().act().clone();
        assert!(matches!(loaded.judge(&again), Err(Refusal::AlreadyRecorded { .. })));
    }
    // Where others are named beside oneself, it reached them.
    let told = Told::noticed_by("clinician").stored("clinician", "change_amplified", &amplified(r#""clinician","manager""#));
    assert_eq!((told.ways(), told.back()), (vec![Way::Amplified], vec![(Returned::Change, NOTICE)]));
    assert_eq!(told.0.warnings().len(), 1);
}

// What came back.

#[test]
fn a_change_that_only_the_clinician_knows_of_has_come_back_to_nobody() {
    let alone = Told::noticed_by("clinician").then("clinician", "change_documented", DOCUMENTED);
    assert_eq!((alone.back(), alone.turns().completed().count()), (vec![], 0));
    for by in ["worker-a", "mother"] {
        assert_eq!(Told::noticed_by(by).back(), [(Returned::Change, NOTICE)], "noticed by {by}");
        let witnessed = alone.clone().then(by, "change_witnessed", WITNESSED);
        assert_eq!(witnessed.back(), [(Returned::Change, NOTICE)], "witnessed by {by}");
        let documented = alone.clone().then(by, "change_documented", DOCUMENTED);
        assert_eq!(documented.back(), [(Returned::Change, NOTICE)], "documented by {by}");
        let told = alone.clone().then("clinician", "change_amplified", &amplified(&format!(r#""{by}""#)));
        assert_eq!(told.back(), [(Returned::Change, NOTICE)], "told to {by}");
    }
    let told_nobody_here = r#"{"change":"ch-1","to":[],"words":"To the team on the second floor."}"#;
    assert_eq!(alone.then("clinician", "change_amplified", told_nobody_here).back(), []);
}

#[test]
fn a_change_is_shared_once_and_stands_where_it_was_noticed() {
    let told = Told::noticed_by("clinician")
        .then(
            "manager",
            "clinician_acknowledged",
            r#"{"acknowledgement":"ac-1","how":"in_words","because_of":[{"contract":"c-1"}]}"#,
        )
        .then("worker-a", "change_witnessed", WITNESSED)
        .then("worker-b", "change_witnessed", WITNESSED);
    assert_eq!(told.back(), [(Returned::Change, NOTICE), (Returned::Acknowledgement, NOTICE + 1)]);
    let before = told.0.view(told.0.entries()[12].act().occurred_at, Moment::LATEST);
    let before = Turns::of(&before, &turns::Parameters::default());
    assert_eq!(before.rounds[0].back.iter().map(|back| back.what).collect::<Vec<_>>(), [Returned::Acknowledgement]);
}

#[test]
fn an_acknowledgement_because_of_a_change_shows_that_somebody_knew_of_it() {
    let because = r#"{"acknowledgement":"ac-1","how":"in_words","because_of":[{"change":"ch-1"}]}"#;
    let told = Told::noticed_by("clinician").then("manager", "clinician_acknowledged", because);
    assert_eq!(told.back(), [(Returned::Change, NOTICE), (Returned::Acknowledgement, NOTICE + 1)]);
}

#[test]
fn a_change_noticed_before_any_work_is_not_credited_to_it_however_well_known() {
    let accepted = r#"{"contract":"c-1","version":1}"#;
    let told = Told::opened()
        .then("worker-a", "contract_invited", r#"{"contract":"c-1","space":"case_consultation"}"#)
        .then("clinician", "terms_proposed", &format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#))
        .then("clinician", "terms_accepted", accepted)
        .then("worker-a", "terms_accepted", accepted)
        .then("worker-a", "contract_begun", r#"{"contract":"c-1"}"#)
        .then("clinician", "change_noticed", NOTICED)
        .then(
            "clinician",
            "session_held",
            r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"case_consultation","present":["clinician"]}"#,
        )
        .then("worker-a", "change_witnessed", WITNESSED);
    assert_eq!(told.back(), []);
}

#[test]
fn ones_own_offer_is_no_return_to_joining() {
    for arose_from in [r#"{"contract":"c-1"}"#, r#"{"change":"ch-1"}"#] {
        let invitation = format!(r#"{{"contract":"c-2","space":"team_meeting","arose_from":[{arose_from}]}}"#);
        let offered = Told::noticed_by("clinician").then("clinician", "contract_invited", &invitation);
        assert_eq!((offered.back(), offered.ways(), offered.turns().completed().count()), (vec![], vec![], 0));
        assert_eq!(offered.turns().chain.len(), 1, "that it arose from something is still told");
        // Somebody writes it down for the clinician: it is an offer all the same.
        let offered = Told::noticed_by("clinician").then("clinician/worker-a", "contract_invited", &invitation);
        assert_eq!(offered.back(), []);
        for by in ["worker-a", "worker-b", "manager"] {
            let invited = Told::noticed_by("clinician").then(by, "contract_invited", &invitation);
            assert_eq!(invited.back().last(), Some(&(Returned::Invitation, NOTICE + 1)), "{by}");
        }
    }
}

#[test]
fn a_clinician_from_outside_is_somebody_else() {
    let told = Told::noticed_by("clinician")
        .then("manager", "person_entered", r#"{"person":"clinician-2","role":"outside_clinician"}"#)
        .then("clinician-2", "change_witnessed", WITNESSED);
    assert_eq!((told.ways(), told.back()), (vec![Way::Witnessed], vec![(Returned::Change, NOTICE)]));
}

// What was recorded for somebody else.

#[test]
fn an_acknowledgement_that_the_clinician_recorded_counts_and_is_marked() {
    let told = |by: &str| {
        let acknowledged = r#"{"acknowledgement":"ac-1","how":"in_words","because_of":[{"contract":"c-1"}]}"#;
        Told::worked()
            .then("clinician", "rule_noticed", r#"{"rule":"ru-1","voice":"unspoken","words":"Invented."}"#)
            .then("clinician", "rule_worked_with", r#"{"rule":"ru-1","step":"connected"}"#)
            .then(by, "clinician_acknowledged", acknowledged)
    };
    let own = told("worker-a");
    assert_eq!((own.standing().recorded_for, own.turns().recorded_for), (vec![], vec![]));
    assert!(!own.standing().to_string().contains("Recorded for somebody else"));
    let same = told("worker-a/worker-a");
    assert_eq!((same.standing(), same.turns()), (own.standing(), own.turns()), "whoever wrote down their own");

    let written = told("worker-a/clinician");
    let marked = ["entry 14 by worker-a, recorded by the clinician"];
    let standing = written.standing();
    assert_eq!(standing.step, own.standing().step, "it counts");
    assert!(standing.rests_on.iter().any(|it| it.what == Requirement::Acknowledgement && it.is_met()));
    assert_eq!(
        (told_of(&standing.recorded_for), told_of(&written.turns().recorded_for)),
        (marked.map(String::from).to_vec(), marked.map(String::from).to_vec())
    );
    let sentence = format!("\nRecorded for somebody else: {}.\n", marked[0]);
    assert!(standing.to_string().contains(&sentence), "{standing}");
    assert!(written.turns().to_string().contains(&sentence), "{}", written.turns());
    assert_eq!(
        serde_json::to_value(&standing).unwrap()["recorded_for"],
        serde_json::json!([{"entry":14,"by":"worker-a","recorded_by":"clinician","role":"clinician"}])
    );

    assert_eq!(
        told_of(&told("worker-a/manager").standing().recorded_for),
        ["entry 14 by worker-a, recorded by manager (team manager)"]
    );
    assert_eq!(told_of(&told("worker-a/p-9").standing().recorded_for), ["entry 14 by worker-a, recorded by p-9"]);
}

#[test]
fn an_invitation_to_shape_practice_and_a_witness_that_the_clinician_recorded_are_marked() {
    let influence = r#"{"influence":"in-1","words":"Invented.","because_of":[{"contract":"c-1"}]}"#;
    let told = Told::noticed_by("clinician")
        .then("mother/clinician", "change_witnessed", WITNESSED)
        .then("manager/clinician", "influence_invited", influence);
    assert_eq!(told.back(), [(Returned::Change, NOTICE), (Returned::Influence, NOTICE + 2)]);
    let marked = ["entry 13 by mother, recorded by the clinician", "entry 14 by manager, recorded by the clinician"];
    assert_eq!(told_of(&told.turns().recorded_for), marked);
    assert_eq!(told_of(&told.standing().recorded_for), marked[1..], "though the standing does not come to that step yet");
}

#[test]
fn an_observation_that_somebody_recorded_for_another_is_marked_in_the_boundary() {
    let observed = |told: Told, by: &str, number: u32, indicator: &str, standpoint: &str| {
        let data = format!(
            r#"{{"observation":"o-{number}","sign":{{"figure1":"{indicator}"}},"finding":{{"present":"clear"}},"standpoint":"{standpoint}","drawn_by":"unknown","space":"team_meeting","basis":"direct"}}"#
        );
        told.then(by, "boundary_observed", &data)
    };
    let told = observed(Told::opened(), "worker-a", 1, "takes_over_tasks", "looking_on");
    let told = observed(told, "worker-b/clinician", 2, "ideas_made_together", "looking_on");
    let told = observed(told, "clinician/manager", 3, "ideas_made_together", "part_of_it");
    let view = told.0.view(Moment::LATEST, Moment::LATEST);
    let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
    let marked =
        ["entry 7 by worker-b, recorded by the clinician", "entry 8 by clinician, recorded by manager (team manager)"];
    assert_eq!(told_of(&reading.recorded_for), marked);
    assert!(reading.to_string().ends_with(&format!("Recorded for somebody else: {}.\n", marked.join("; "))), "{reading}");
}

// All of it at once.

/// A clinician who goes round alone: notices, witnesses, documents, tells themself, offers themself the next piece of work, and
/// writes down how others acknowledged them.
#[test]
fn a_circle_closed_alone_is_no_turn() {
    let told = Told::noticed_by("clinician");
    told.refused("clinician", "change_witnessed", WITNESSED, BY_THEMSELF);
    let told = told.then("clinician", "change_documented", DOCUMENTED);
    told.refused("clinician", "change_amplified", &amplified(r#""clinician""#), TO_THEMSELF);
    let told = told
        .then(
            "clinician",
            "contract_invited",
            r#"{"contract":"c-2","space":"team_meeting","arose_from":[{"change":"ch-1"}]}"#,
        )
        .then("clinician", "rule_noticed", r#"{"rule":"ru-1","voice":"unspoken","words":"Invented."}"#)
        .then("clinician", "rule_worked_with", r#"{"rule":"ru-1","step":"connected"}"#)
        .then("worker-a/clinician", "clinician_acknowledged", r#"{"acknowledgement":"ac-1","how":"in_words"}"#)
        .then("manager/clinician", "influence_invited", r#"{"influence":"in-1","words":"Invented."}"#);
    assert_eq!(told.turns().completed().count(), 0);
    let ours = serde_json::from_str(r#"{"id":"ours","turns":1,"spaces":1}"#).unwrap();
    let standing = Standing::of(&told.0.view(Moment::LATEST, Moment::LATEST), &ours);
    assert_eq!(standing.step, standing::Step::Ally);
    let marked = ["entry 17 by worker-a, recorded by the clinician", "entry 18 by manager, recorded by the clinician"];
    assert_eq!(told_of(&standing.recorded_for), marked);
    let turns = told.turns();
    assert!(turns.changes[0].steps.len() == 1 && turns.changes[0].ways.has(Way::Documented), "nothing of it travelled");

    // With somebody else in it, the same circle closes.
    let closed = told.then("worker-a", "change_witnessed", WITNESSED);
    assert_eq!(closed.turns().completed().count(), 1);
}

#[test]
fn a_partner_agency_does_not_bring_back_whoever_left_at_that_very_instant() {
    let mut told = Told::opened().then("manager", "person_entered", r#"{"person":"school","role":"school"}"#);
    let left = told.act("clinician", "person_left", r#"{"person":"clinician"}"#);
    let at = left.occurred_at;
    told.0.record(left).unwrap();
    let entered = |by: &str| {
        let act = told.act(by, "person_entered", r#"{"person":"clinician","role":"clinician"}"#);
        Act { occurred_at: at, ..act }
    };
    assert_eq!(told.0.judge(&entered("school")).unwrap_err().code(), "cycle.not_theirs");
    assert_eq!(told.0.judge(&entered("worker-a")), Ok(()));
}
