//! By which entry a contract lapses: the last step that changed its stage or its planned end. What merely happened within the
//! agreement is no such step, whenever it was recorded. The engine and the reference are both asked.

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use serde_json::{Value, json};

use super::policy_reference::{EntryRef, Judged, Outcome};
use super::{agree, another, pack, policy};

/// A contract that lasts until the end of 31 March 2026, and is begun by entry 12.
pub(super) const BEGUN: u32 = 12;

pub(super) fn begun() -> History {
    let mut history = History::default();
    for (by, day, code, data) in [
        ("clin", "03-01", "cycle_opened", json!({"cycle": "cy-1", "format": 1, "clinician": "clin", "team": "t-1"})),
        ("clin", "03-01", "person_entered", json!({"person": "wa", "role": "social_worker"})),
        ("clin", "03-01", "person_entered", json!({"person": "wb", "role": "social_worker"})),
        ("clin", "03-01", "person_entered", json!({"person": "wc", "role": "social_worker"})),
        ("clin", "03-01", "person_entered", json!({"person": "manager", "role": "manager"})),
        ("clin", "03-01", "person_entered", json!({"person": "parent", "role": "parent"})),
        ("wa", "03-02", "contract_invited", json!({"contract": "c-1", "space": "joint_session"})),
        ("clin", "03-02", "invitation_accepted", json!({"contract": "c-1"})),
        ("wa", "03-03", "terms_proposed", terms("2026-03-31")),
        ("wa", "03-03", "terms_accepted", json!({"contract": "c-1", "version": 1})),
        ("clin", "03-03", "terms_accepted", json!({"contract": "c-1", "version": 1})),
        ("wa", "03-04", "contract_begun", json!({"contract": "c-1"})),
    ] {
        record(&mut history, by, day, day, code, data);
    }
    history
}

pub(super) fn terms(ends: &str) -> Value {
    json!({"contract": "c-1", "terms": {
        "focus": {"code": "assess_risk"}, "goal": "Seen together.", "lead": "clinician",
        "roles": {"notes": "shared", "statutory_process": "shared", "context": "shared", "asking": "shared", "reflecting": "shared"},
        "safeguarding": "none_known", "duration": {"until": {"ends": ends}}, "family_understanding": "Seen together."
    }})
}

/// Records what occurred on one day of 2026 and was recorded on another; its number.
#[track_caller]
pub(super) fn record(history: &mut History, by: &str, day: &str, recorded: &str, code: &str, data: Value) -> u32 {
    let (at, recorded) = (format!("2026-{day}T09:00:00Z"), format!("2026-{recorded}T09:00:00Z"));
    let act = json!({"type": code, "occurred_at": at, "recorded_at": recorded, "by": by, "data": data});
    let act = serde_json::from_value(act).unwrap();
    history.record(act).unwrap_or_else(|refusal| panic!("{code} on {day}: {refusal}"));
    history.entries().last().unwrap().number().get()
}

#[track_caller]
pub(super) fn take_back(history: &mut History, recorded: &str, entries: &[u32]) {
    let data = json!({"entries": entries, "reason": "A slip."});
    record(history, "manager", recorded, recorded, "entered_in_error", data);
}

/// Says in April what the family was told, so that time has gone on.
#[track_caller]
pub(super) fn go_on(history: &mut History) {
    record(
        history,
        "clin",
        "04-20",
        "04-20",
        "rule_noticed",
        json!({"rule": "r-1", "voice": "spoken", "words": "Doors stay open."}),
    );
}

/// Facts within the agreement, as somebody says them.
fn facts() -> [(&'static str, Value); 3] {
    [
        ("contract_reviewed", json!({"contract": "c-1", "with": ["clin"], "words": "Going on."})),
        ("role_flexed", json!({"contract": "c-1", "task": "notes", "to": "clinician", "reason": "Called away."})),
        ("party_replaced", json!({"contract": "c-1", "party": "wa", "successor": "wb"})),
    ]
}

/// Who says a fact: a replacement is for the manager to say.
fn by(code: &str) -> &'static str {
    if code == "party_replaced" { "manager" } else { "wa" }
}

pub(super) fn rule(id: &str, form: Value) -> Value {
    let mut rule = form;
    rule["id"] = json!(id);
    rule["title"] = json!("An invented rule");
    rule["source"] = json!({"work": "invented", "known": "local"});
    rule["severity"] = json!("query");
    rule
}

/// A rule opened by a lapse, one answered by it, one released by it, one broken by it and one that it is too late for.
fn watching() -> [Value; 5] {
    let begins = json!({"begins": {"stage": "lapsed"}});
    let begun = json!({"event": "contract_begun"});
    [
        rule(
            "X1",
            json!({"per": ["contract"], "when": begins, "expect": {"event": "contract_renewed"}, "within": "3 days"}),
        ),
        rule("X2", json!({"per": ["contract"], "when": begun, "expect": begins, "within": "2 months"})),
        rule(
            "X3",
            json!({"per": ["contract"], "when": begun, "expect": {"event": "session_held"}, "within": "2 months", "until": begins}),
        ),
        rule("X4", json!({"per": ["contract"], "when": begun, "forbid": begins, "within": "2 months"})),
        rule(
            "X5",
            json!({"per": ["contract"], "when": begun, "expect": {"event": "session_held"}, "within": "2 months", "before": begins, "order": "strict"}),
        ),
    ]
}

/// That every rule points at one entry as the one by which the contract lapsed, in whatever company the history is looked at.
#[track_caller]
pub(super) fn lapses_by(history: &History, number: u32, at: &str) {
    let pack = pack(&watching());
    let policy = policy(&pack).unwrap();
    let at: Moment = at.parse().unwrap();
    let elsewhere = another(&begun());
    for histories in [vec![history], vec![history, &elsewhere], vec![&elsewhere, history]] {
        let place = histories.iter().position(|one| std::ptr::eq(*one, history)).unwrap();
        let lapse = EntryRef { history: place, number, at };
        let ruled = agree(&pack, &policy, &histories, Moment::LATEST, Moment::LATEST);
        let duty = |rule: usize| -> &Judged {
            let here = |duty: &&Judged| duty.opened.history == place;
            ruled[rule].duties.iter().find(here).unwrap_or_else(|| panic!("no duty of {}", ruled[rule].id))
        };
        assert_eq!(duty(0).opened, lapse);
        assert_eq!(duty(1).outcome, Outcome::Met(lapse));
        assert_eq!(duty(2).outcome, Outcome::Released(at, Some(lapse)));
        assert_eq!(duty(3).outcome, Outcome::Broken(lapse));
        let Outcome::Missed { by, .. } = &duty(4).outcome else { panic!("{:?}", duty(4)) };
        assert_eq!(*by, Some(lapse));
    }
}

/// The last instant of 31 March in London.
pub(super) const END: &str = "2026-03-31T22:59:59.999999999Z";

#[test]
fn a_contract_lapses_by_the_step_that_began_it() {
    let mut history = begun();
    go_on(&mut history);
    lapses_by(&history, BEGUN, END);
}

#[test]
fn a_fact_within_the_agreement_that_is_recorded_on_time_changes_nothing() {
    for (code, data) in facts() {
        let mut history = begun();
        record(&mut history, by(code), "03-10", "03-10", code, data);
        go_on(&mut history);
        lapses_by(&history, BEGUN, END);
    }
}

#[test]
fn a_fact_within_the_agreement_that_is_recorded_after_the_lapse_changes_nothing() {
    for (code, data) in facts() {
        let mut history = begun();
        record(&mut history, by(code), "03-10", "04-02", code, data);
        go_on(&mut history);
        lapses_by(&history, BEGUN, END);
    }
}

#[test]
fn a_fact_within_the_agreement_that_is_taken_back_changes_nothing() {
    for (code, data) in facts() {
        for recorded in ["03-10", "04-02"] {
            let mut history = begun();
            let number = record(&mut history, by(code), "03-10", recorded, code, data.clone());
            take_back(&mut history, "04-03", &[number]);
            go_on(&mut history);
            lapses_by(&history, BEGUN, END);
        }
    }
}

#[test]
fn a_fact_beside_one_that_is_taken_back_changes_nothing() {
    let [reviewed, flexed, replaced] = facts();
    for ((first, said), (second, then)) in
        [(&replaced, &flexed), (&reviewed, &flexed), (&flexed, &reviewed)].map(|(one, other)| (one.clone(), other.clone()))
    {
        let mut history = begun();
        record(&mut history, by(first), "03-10", "03-10", first, said);
        let number = record(&mut history, by("contract_reviewed"), "03-11", "03-11", second, then);
        take_back(&mut history, "03-20", &[number]);
        go_on(&mut history);
        lapses_by(&history, BEGUN, END);
    }
}

#[test]
fn terms_that_are_proposed_change_nothing_until_both_accept_them() {
    let accepted = json!({"contract": "c-1", "version": 2});
    for (ends, by_then) in [("2026-04-15", Some("2026-04-15T22:59:59.999999999Z")), ("2026-03-31", None)] {
        let mut history = begun();
        record(&mut history, "wa", "03-10", "03-10", "terms_proposed", terms(ends));
        record(&mut history, "wa", "03-11", "03-11", "terms_accepted", accepted.clone());
        let mut proposed = history.clone();
        go_on(&mut proposed);
        lapses_by(&proposed, BEGUN, END);

        let number = record(&mut history, "clin", "03-12", "03-12", "terms_accepted", accepted.clone());
        let mut amended = history.clone();
        go_on(&mut amended);
        // What is agreed anew without another end changes neither the stage nor when it lapses.
        lapses_by(&amended, by_then.map_or(BEGUN, |_| number), by_then.unwrap_or(END));

        take_back(&mut history, "03-20", &[number]);
        go_on(&mut history);
        lapses_by(&history, BEGUN, END);
    }
}

#[test]
fn a_contract_that_was_resumed_lapses_by_that() {
    let mut history = begun();
    let reason = json!({"contract": "c-1", "reason": {"code": "no_capacity"}});
    let suspended = record(&mut history, "clin", "03-10", "03-10", "contract_suspended", reason);
    let resumed = record(&mut history, "clin", "03-12", "03-12", "contract_resumed", json!({"contract": "c-1"}));
    let mut corrected = history.clone();
    for (code, data) in facts() {
        record(&mut history, by(code), "03-11", "04-02", code, data);
    }
    go_on(&mut history);
    lapses_by(&history, resumed, END);

    take_back(&mut corrected, "03-20", &[suspended, resumed]);
    go_on(&mut corrected);
    lapses_by(&corrected, BEGUN, END);
}

/// What is asked of a contract between a fact recorded late and the steps that were recorded before it.
#[test]
fn a_fact_recorded_late_does_not_bring_later_steps_forward() {
    let stands =
        json!({"per": ["contract"], "when": {"event": "view_given"}, "require": {"where": {"contract.stage": "active"}}});
    let parties = json!({"per": [{"when": "each", "then": "contract"}], "when": {"event": "person_entered"}, "each": "person.contracts",
        "expect": {"event": "contract_completed"}, "within": "3 days"});
    let pack = pack(&[rule("X1", stands), rule("X2", parties)]);
    let policy = policy(&pack).unwrap();
    for (code, data) in facts() {
        let is_replaced = code == "party_replaced";
        let mut history = begun();
        let viewed = json!({"view": "v-1", "contract": "c-1", "words": "Going well."});
        let viewed = record(&mut history, "wa", "03-12", "03-12", "view_given", viewed);
        let again = |person: &str, role: &str| json!({"person": person, "role": role});
        let first = ["wa", "wb", "wc"].map(|person| {
            record(&mut history, "clin", "03-13", "03-13", "person_entered", again(person, "family_support_worker"))
        });
        // The place of `wa`, or of whoever came after, is taken by `wc`.
        record(
            &mut history,
            "manager",
            "03-16",
            "03-16",
            "party_replaced",
            json!({"contract": "c-1", "party": "wa", "successor": "wc"}),
        );
        let second = ["wa", "wb", "wc"]
            .map(|person| record(&mut history, "clin", "03-17", "03-17", "person_entered", again(person, "social_worker")));
        record(&mut history, "wa", "03-20", "03-20", "contract_completed", json!({"contract": "c-1"}));
        record(&mut history, by(code), "03-10", "03-25", code, data);
        go_on(&mut history);

        let ruled = agree(&pack, &policy, &[&history], Moment::LATEST, Moment::LATEST);
        let kept = Outcome::Kept("2026-03-12T09:00:00Z".parse().unwrap());
        assert_eq!(
            ruled[0].duties.iter().map(|duty| (duty.opened.number, duty.outcome.clone())).collect::<Vec<_>>(),
            [(viewed, kept)]
        );
        let party = [first[usize::from(is_replaced)], second[2]];
        assert_eq!(ruled[1].duties.iter().map(|duty| duty.opened.number).collect::<Vec<_>>(), party, "{code}");
    }
}
