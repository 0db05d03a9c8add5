//! Renewal takes effect when the successor is agreed. Until then the old contract stays as it was, and lapses as it would; if the
//! successor is declined or withdrawn, it is as it was. All people and cases are invented.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::contracting::{Contract, Kind, Stage};
use practice_cycle::cycle::{Act, Applied};
use practice_cycle::history::{History, Refusal};
use practice_cycle::id::{ContractId, EntryNumber, PersonId};
use practice_cycle::moment::Moment;

const TERMS: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"g","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-12-14"}}}"#;

/// By whom, when, of which kind, and the data.
type Written<'a> = (&'a str, &'a str, &'a str, &'a str);

fn act((by, when, code, data): Written<'_>) -> Act {
    let at = format!("{}:00Z", when.replace(' ', "T"));
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    practice_cycle::stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

#[track_caller]
fn record(history: &mut History, written: Written<'_>) -> Applied {
    history.record(act(written)).unwrap_or_else(|refusal| panic!("{written:?}: {refusal}")).1
}

/// Records it at a later time than it occurred.
#[track_caller]
fn record_late(history: &mut History, written: Written<'_>, recorded: &str) {
    let late = act(written).recorded(at(recorded));
    history.record(late).unwrap_or_else(|refusal| panic!("{written:?}: {refusal}"));
}

#[track_caller]
fn refused(history: &History, written: Written<'_>) -> &'static str {
    history.judge(&act(written)).unwrap_err().code()
}

fn at(when: &str) -> Moment {
    format!("{}:00Z", when.replace(' ', "T")).parse().unwrap()
}

fn contract<'h>(history: &'h History, id: &str) -> &'h Contract {
    history.cycle().contract(&ContractId::new(id).unwrap()).unwrap()
}

/// Where a contract stood at times, live and loaded again.
#[track_caller]
fn stood<const N: usize>(history: &History, id: &str, times: [&str; N]) -> [Stage; N] {
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    let loaded = History::read(lines.as_slice()).unwrap();
    let of = |history: &History| times.map(|time| contract(history, id).stage_at(at(time)).unwrap());
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let told = view.cycle();
    let told = times.map(|time| told.contract(&ContractId::new(id).unwrap()).unwrap().stage_at(at(time)).unwrap());
    assert_eq!(of(&loaded), of(history), "loaded again");
    assert_eq!(told, of(history), "told anew");
    of(history)
}

/// Contract `c-1` agreed and begun in September, planned to end on 14 December; another, `c-2`, invited on 1 December.
fn begun() -> History {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy-1","format":1,"clinician":"clin","team":"t-1"}"#;
    record(&mut history, ("wa", "2026-09-01 08:00", "cycle_opened", opening));
    record(&mut history, ("wa", "2026-09-01 08:00", "person_entered", r#"{"person":"wa","role":"social_worker"}"#));
    invite(&mut history, "c-1", "2026-09-01 09:00");
    agree(&mut history, "c-1", "2026-09-02 09:00");
    record(&mut history, ("wa", "2026-09-03 09:00", "contract_begun", r#"{"contract":"c-1"}"#));
    invite(&mut history, "c-2", "2026-12-01 09:00");
    history
}

fn invite(history: &mut History, id: &str, when: &str) {
    let data = format!(r#"{{"contract":"{id}","space":"team_meeting"}}"#);
    record(history, ("wa", when, "contract_invited", &data));
}

/// Three entries: terms proposed, and accepted by both.
fn agree(history: &mut History, id: &str, when: &str) {
    let terms = TERMS.replace("2026-12-14", if id == "c-1" { "2026-12-14" } else { "2027-12-14" });
    record(history, ("clin", when, "terms_proposed", &format!(r#"{{"contract":"{id}","terms":{terms}}}"#)));
    let accepted = format!(r#"{{"contract":"{id}","version":1}}"#);
    record(history, ("clin", when, "terms_accepted", &accepted));
    record(history, ("wa", when, "terms_accepted", &accepted));
}

fn link(from: &str, to: &str) -> String {
    format!(r#"{{"contract":"{from}","successor":{{"here":"{to}"}}}}"#)
}

fn renew(history: &mut History, from: &str, to: &str, when: &str) -> Applied {
    record(history, ("wa", when, "contract_renewed", &link(from, to)))
}

fn decline(history: &mut History, id: &str, when: &str) {
    let data = format!(r#"{{"contract":"{id}","reason":{{"code":"no_capacity"}}}}"#);
    record(history, ("clin", when, "contract_declined", &data));
}

fn correct(entries: &[u32]) -> String {
    format!(r#"{{"entries":{entries:?},"reason":"Never was."}}"#)
}

#[test]
fn the_old_contract_is_completed_when_the_new_one_is_agreed() {
    let mut history = begun();
    let moved = renew(&mut history, "c-1", "c-2", "2026-12-02 09:00").moved().unwrap();
    assert_eq!((moved.from, moved.to), (Stage::Active, Stage::Active));
    let held = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"team_meeting","present":["clin"]}"#;
    record(&mut history, ("clin", "2026-12-03 09:00", "session_held", held));
    agree(&mut history, "c-2", "2026-12-04 09:00");
    let times = ["2026-12-01 09:00", "2026-12-04 08:59", "2026-12-04 09:00", "2026-12-20 09:00"];
    assert_eq!(stood(&history, "c-1", times), [Stage::Active, Stage::Active, Stage::Completed, Stage::Completed]);
    let (entry, when) = contract(&history, "c-1").first_entered(Stage::Completed).unwrap();
    assert_eq!((entry.get(), when), (13, at("2026-12-04 09:00")), "by the acceptance that agreed the new one");

    // From then on nothing rests on it, and nothing more can be done with it.
    let later = held.replace("s-1", "s-2");
    assert_eq!(refused(&history, ("clin", "2026-12-05 09:00", "session_held", &later)), "intervening.not_covered");
    let review = r#"{"contract":"c-1"}"#;
    assert_eq!(refused(&history, ("wa", "2026-12-05 09:00", "contract_reviewed", review)), "contracting.out_of_step");
    assert_eq!(
        refused(&history, ("wa", "2026-12-05 09:00", "contract_renewed", &link("c-1", "c-2"))),
        "contracting.has_successor"
    );
    let possible =
        history.cycle().possible(&PersonId::new("wa").unwrap(), &ContractId::new("c-1").unwrap(), at("2026-12-05 09:00"));
    assert!(possible.unwrap().iter().all(|it| it.kind == Kind::ContractRenewed.into() && !it.is_open()));
    // What happened before and is told late is told of what stood then.
    let told = history.clone();
    record_late(&mut history, ("clin", "2026-12-03 12:00", "session_held", &later), "2026-12-05 09:00");
    assert_eq!(told.entries().len() + 1, history.entries().len());
}

#[test]
fn what_lapses_meanwhile_lapses_and_is_completed_when_the_new_one_is_agreed() {
    for link_at in ["2026-12-02 09:00", "2026-12-20 09:00"] {
        let mut history = begun();
        renew(&mut history, "c-1", "c-2", link_at);
        agree(&mut history, "c-2", "2026-12-21 09:00");
        let times = ["2026-12-14 23:59", "2026-12-15 09:00", "2026-12-21 08:00", "2026-12-21 09:00"];
        let expected = [Stage::Active, Stage::Lapsed, Stage::Lapsed, Stage::Completed];
        assert_eq!(stood(&history, "c-1", times), expected, "{link_at}");
    }
    // What is suspended meanwhile is completed, too; what was ended meanwhile stays ended.
    let suspended = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#;
    let ended = r#"{"contract":"c-1","reason":{"code":"goal_met_early"},"with":"clin"}"#;
    for (code, data, then, at_last) in [
        ("contract_suspended", suspended, Stage::Suspended, Stage::Completed),
        ("contract_ended", ended, Stage::Ended, Stage::Ended),
    ] {
        let mut history = begun();
        renew(&mut history, "c-1", "c-2", "2026-12-02 09:00");
        record(&mut history, ("wa", "2026-12-03 09:00", code, data));
        agree(&mut history, "c-2", "2026-12-04 09:00");
        assert_eq!(stood(&history, "c-1", ["2026-12-03 10:00", "2026-12-04 10:00"]), [then, at_last]);
    }
}

#[test]
fn what_was_renewed_into_something_that_is_declined_or_withdrawn_is_as_it_was() {
    let withdrawn = r#"{"contract":"c-2","reason":{"code":"case_closed"}}"#;
    for (by, code) in [("clin", "contract_declined"), ("wa", "contract_withdrawn")] {
        let mut history = begun();
        renew(&mut history, "c-1", "c-2", "2026-12-20 09:00");
        record(&mut history, (by, "2026-12-21 09:00", code, withdrawn));
        assert_eq!(
            stood(&history, "c-1", ["2026-12-10 09:00", "2026-12-22 09:00"]),
            [Stage::Active, Stage::Lapsed],
            "{code}"
        );
        // Into another it can be renewed, and so can what was declined.
        invite(&mut history, "c-3", "2026-12-22 09:00");
        let moved = renew(&mut history, "c-1", "c-3", "2026-12-22 10:00").moved().unwrap();
        assert_eq!((moved.from, moved.to), (Stage::Lapsed, Stage::Lapsed));
        renew(&mut history, "c-2", "c-3", "2026-12-22 10:00");
        agree(&mut history, "c-3", "2026-12-23 09:00");
        assert_eq!(stood(&history, "c-1", ["2026-12-22 11:00", "2026-12-23 09:00"]), [Stage::Lapsed, Stage::Completed]);
        let [declined] = stood(&history, "c-2", ["2026-12-24 09:00"]);
        assert!(matches!(declined, Stage::Declined | Stage::Withdrawn));
    }
    // A link to what was declined already comes to nothing at once.
    let mut history = begun();
    decline(&mut history, "c-2", "2026-12-02 09:00");
    renew(&mut history, "c-1", "c-2", "2026-12-03 09:00");
    assert_eq!(stood(&history, "c-1", ["2026-12-04 09:00"]), [Stage::Active]);
    invite(&mut history, "c-3", "2026-12-04 09:00");
    renew(&mut history, "c-1", "c-3", "2026-12-04 10:00");
}

/// Until the first successor came to nothing, the contract was to go on in that; a view of a time between would not hold the second link.
#[test]
fn a_link_to_another_is_not_told_of_a_time_before_the_first_came_to_nothing() {
    let mut history = begun();
    renew(&mut history, "c-1", "c-2", "2026-12-02 09:00");
    invite(&mut history, "c-3", "2026-12-03 09:00");
    decline(&mut history, "c-2", "2026-12-05 09:00");
    let late = act(("wa", "2026-12-04 09:00", "contract_renewed", &link("c-1", "c-3"))).recorded(at("2026-12-06 09:00"));
    assert_eq!(history.judge(&late).unwrap_err().code(), "contracting.before_previous_step");
    renew(&mut history, "c-1", "c-3", "2026-12-05 09:00");
    assert_eq!(stood(&history, "c-1", ["2026-12-06 09:00"]), [Stage::Active]);
    // What an earlier version stored stays readable.
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    let stored = String::from_utf8(lines).unwrap();
    let last = stored.lines().last().unwrap();
    let earlier = last.replace(r#""occurred_at":"2026-12-05"#, r#""occurred_at":"2026-12-04"#);
    assert_ne!(earlier, last);
    History::read(stored.replace(last, &earlier).as_bytes()).unwrap();
}

#[test]
fn a_renewal_into_what_is_agreed_already_takes_effect_at_once() {
    let mut history = begun();
    agree(&mut history, "c-2", "2026-12-02 09:00");
    let moved = renew(&mut history, "c-1", "c-2", "2026-12-03 09:00").moved().unwrap();
    assert_eq!((moved.from, moved.to), (Stage::Active, Stage::Completed));
    assert_eq!(stood(&history, "c-1", ["2026-12-02 10:00", "2026-12-03 09:00"]), [Stage::Active, Stage::Completed]);
    // Told late, it takes effect when the new one was agreed.
    let mut history = begun();
    agree(&mut history, "c-2", "2026-12-05 09:00");
    record_late(&mut history, ("wa", "2026-12-03 09:00", "contract_renewed", &link("c-1", "c-2")), "2026-12-06 09:00");
    assert_eq!(stood(&history, "c-1", ["2026-12-04 09:00", "2026-12-05 09:00"]), [Stage::Active, Stage::Completed]);
    // What came of the work since does not matter, nor that other terms are talked about again after it took effect.
    let mut history = begun();
    renew(&mut history, "c-1", "c-2", "2026-12-02 09:00");
    agree(&mut history, "c-2", "2026-12-03 09:00");
    record(&mut history, ("clin", "2026-12-04 09:00", "terms_proposed", r#"{"contract":"c-2","terms":{}}"#));
    record(
        &mut history,
        ("wa", "2026-12-05 09:00", "contract_withdrawn", r#"{"contract":"c-2","reason":{"code":"case_closed"}}"#),
    );
    assert_eq!(stood(&history, "c-1", ["2026-12-03 09:00", "2026-12-06 09:00"]), [Stage::Completed, Stage::Completed]);
    invite(&mut history, "c-3", "2026-12-06 09:00");
    renew(&mut history, "c-1", "c-3", "2026-12-06 10:00");
}

#[test]
fn two_contracts_may_go_on_in_one_and_one_after_another() {
    let mut history = begun();
    agree(&mut history, "c-2", "2026-12-02 09:00");
    record(&mut history, ("wa", "2026-12-03 09:00", "contract_begun", r#"{"contract":"c-2"}"#));
    invite(&mut history, "c-3", "2026-12-04 09:00");
    renew(&mut history, "c-1", "c-3", "2026-12-05 09:00");
    renew(&mut history, "c-2", "c-3", "2026-12-05 09:00");
    invite(&mut history, "c-4", "2026-12-05 10:00");
    agree(&mut history, "c-3", "2026-12-06 09:00");
    for id in ["c-1", "c-2"] {
        assert_eq!(stood(&history, id, ["2026-12-06 08:00", "2026-12-06 09:00"]), [Stage::Active, Stage::Completed], "{id}");
    }
    record(&mut history, ("wa", "2026-12-07 09:00", "contract_begun", r#"{"contract":"c-3"}"#));
    renew(&mut history, "c-3", "c-4", "2026-12-08 09:00");
    agree(&mut history, "c-4", "2026-12-09 09:00");
    assert_eq!(stood(&history, "c-3", ["2026-12-09 08:00", "2026-12-09 09:00"]), [Stage::Active, Stage::Completed]);

    // With the agreement that ended the first two, what rests on it is taken back; the last stays as it is, linked to nothing.
    let alone = act(("wa", "2026-12-10 09:00", "entered_in_error", &correct(&[18])));
    let Err(Refusal::Leaves { dependents }) = history.judge(&alone) else { panic!("the work that began rests on it") };
    let all: Vec<u32> = [18].into_iter().chain(dependents.iter().map(|number| number.get())).collect();
    record(&mut history, ("wa", "2026-12-10 09:00", "entered_in_error", &correct(&all)));
    for id in ["c-1", "c-2"] {
        assert_eq!(stood(&history, id, ["2026-12-06 08:00", "2026-12-10 09:00"]), [Stage::Active, Stage::Active], "{id}");
    }
    assert_eq!(stood(&history, "c-4", ["2026-12-10 09:00"]), [Stage::Agreed]);
}

#[test]
fn taking_the_agreement_back_restores_the_old_contract_and_what_rested_on_its_end() {
    let mut history = begun();
    renew(&mut history, "c-1", "c-2", "2026-12-02 09:00");
    agree(&mut history, "c-2", "2026-12-04 09:00");
    let before = ["2026-12-03 09:00", "2026-12-05 09:00"];
    assert_eq!(stood(&history, "c-1", before), [Stage::Active, Stage::Completed]);

    // The acceptance that agreed it: entry 12.
    record(&mut history, ("wa", "2026-12-06 09:00", "entered_in_error", &correct(&[12])));
    assert_eq!(stood(&history, "c-1", before), [Stage::Active, Stage::Active]);
    let held = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"team_meeting","present":["clin"]}"#;
    record(&mut history, ("clin", "2026-12-06 10:00", "session_held", held));

    // What was recorded since rests on that the old contract goes on: to say that the acceptance was right after all contradicts it.
    let again = act(("wa", "2026-12-07 09:00", "entered_in_error", &correct(&[13])));
    let with = vec![EntryNumber::try_from(14).unwrap()];
    assert_eq!(history.judge(&again), Err(Refusal::Contradicts { with }));
    record(&mut history, ("wa", "2026-12-07 09:00", "entered_in_error", &correct(&[13, 14])));
    assert_eq!(stood(&history, "c-1", before), [Stage::Active, Stage::Completed]);
}

#[test]
fn a_link_taken_back_and_put_back_knows_what_became_of_the_new_contract_meanwhile() {
    let mut history = begun();
    renew(&mut history, "c-1", "c-2", "2026-12-02 09:00"); // Entry 9.
    record(&mut history, ("wa", "2026-12-03 09:00", "entered_in_error", &correct(&[9])));
    agree(&mut history, "c-2", "2026-12-04 09:00");
    let times = ["2026-12-03 12:00", "2026-12-04 09:00"];
    assert_eq!(stood(&history, "c-1", times), [Stage::Active, Stage::Active]);
    record(&mut history, ("wa", "2026-12-05 09:00", "entered_in_error", &correct(&[10])));
    assert_eq!(stood(&history, "c-1", times), [Stage::Active, Stage::Completed]);
    record(&mut history, ("wa", "2026-12-06 09:00", "entered_in_error", &correct(&[9])));
    assert_eq!(stood(&history, "c-1", times), [Stage::Active, Stage::Active]);

    // A decline that never was: the link that was made instead does not fit beside the first.
    let mut history = begun();
    renew(&mut history, "c-1", "c-2", "2026-12-02 09:00");
    decline(&mut history, "c-2", "2026-12-03 09:00"); // Entry 10.
    invite(&mut history, "c-3", "2026-12-04 09:00");
    renew(&mut history, "c-1", "c-3", "2026-12-04 10:00"); // Entry 12.
    let alone = act(("wa", "2026-12-05 09:00", "entered_in_error", &correct(&[10])));
    let dependents = vec![EntryNumber::try_from(12).unwrap()];
    assert_eq!(history.judge(&alone), Err(Refusal::Leaves { dependents }));
    record(&mut history, ("wa", "2026-12-05 09:00", "entered_in_error", &correct(&[10, 12])));
    agree(&mut history, "c-2", "2026-12-06 09:00");
    assert_eq!(stood(&history, "c-1", ["2026-12-05 12:00", "2026-12-06 09:00"]), [Stage::Active, Stage::Completed]);
}

#[test]
fn what_is_agreed_late_ends_the_old_contract_where_its_later_steps_leave_room() {
    let mut history = begun();
    renew(&mut history, "c-1", "c-2", "2026-12-02 09:00");
    let suspended = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#;
    record(&mut history, ("wa", "2026-12-06 09:00", "contract_suspended", suspended));
    let terms = format!(r#"{{"contract":"c-2","terms":{TERMS}}}"#);
    let accepted = r#"{"contract":"c-2","version":1}"#;
    for (by, code, data) in [
        ("clin", "terms_proposed", terms.as_str()),
        ("clin", "terms_accepted", accepted),
        ("wa", "terms_accepted", accepted),
    ] {
        record_late(&mut history, (by, "2026-12-04 09:00", code, data), "2026-12-07 09:00");
    }
    let times = ["2026-12-05 09:00", "2026-12-06 09:00"];
    assert_eq!(stood(&history, "c-1", times), [Stage::Active, Stage::Completed]);
}

#[test]
fn of_a_successor_elsewhere_only_the_link_is_known() {
    let mut history = begun();
    let elsewhere = r#"{"contract":"c-1","successor":{"elsewhere":{"cycle":"cy-2","contract":"c-2"}}}"#;
    let moved = record(&mut history, ("wa", "2026-12-02 09:00", "contract_renewed", elsewhere)).moved().unwrap();
    assert_eq!((moved.from, moved.to), (Stage::Active, Stage::Completed));
    // The contract here that bears the same reference has nothing to do with it.
    decline(&mut history, "c-2", "2026-12-03 09:00");
    assert_eq!(stood(&history, "c-1", ["2026-12-04 09:00"]), [Stage::Completed]);
    invite(&mut history, "c-3", "2026-12-04 09:00");
    assert_eq!(
        refused(&history, ("wa", "2026-12-05 09:00", "contract_renewed", &link("c-1", "c-3"))),
        "contracting.has_successor"
    );
}
