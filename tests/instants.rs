//! What happens at one instant, and just beside it: in time or late, ended or not, and which day something counts from. Each case
//! is small enough to be counted by hand. `.ci/mutants` shows that each way of getting it wrong is noticed here.
#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests, where a slip is a failed test")]

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Duty, Outcome, Pack, Policy, Report};
use serde_json::{Value, json};

/// A history of invented people, as it grows.
struct Told(History);

/// A cycle of March 2026, in which London keeps winter time until the 29th.
fn told() -> Told {
    let mut told = Told(History::default());
    told.act(
        "2026-03-01T09:00:00Z",
        "clin",
        "cycle_opened",
        json!({"cycle": "cy-1", "format": 1, "clinician": "clin", "team": "t-1"}),
    );
    for (person, role) in [("wa", "social_worker"), ("manager", "manager"), ("parent", "parent")] {
        told.act("2026-03-01T09:00:00Z", "clin", "person_entered", json!({"person": person, "role": role}));
    }
    told
}

/// The same with a contract that was begun on 3 March, and lasts until the end of a day.
fn active(ends: &str) -> Told {
    let mut told = told();
    told.act(
        "2026-03-02T09:00:00Z",
        "wa",
        "contract_invited",
        json!({"contract": "c-1", "space": "joint_session", "case": "case-1"}),
    );
    told.act("2026-03-02T10:00:00Z", "clin", "invitation_accepted", json!({"contract": "c-1"}));
    told.agree(1, "2026-03-02T11:00:00Z", ends);
    told.act("2026-03-03T09:00:00Z", "wa", "contract_begun", json!({"contract": "c-1"}));
    told
}

impl Told {
    #[track_caller]
    fn act(&mut self, at: &str, by: &str, code: &str, data: Value) -> u32 {
        self.late(at, at, by, code, data)
    }

    #[track_caller]
    fn late(&mut self, at: &str, recorded: &str, by: &str, code: &str, data: Value) -> u32 {
        let act = json!({"type": code, "occurred_at": at, "recorded_at": recorded, "by": by, "data": data});
        let recorded = self.0.record(serde_json::from_value(act).unwrap());
        recorded.unwrap_or_else(|refusal| panic!("{code} at {at}: {refusal}")).0.number().get()
    }

    #[track_caller]
    fn agree(&mut self, version: u32, at: &str, ends: &str) {
        let terms = json!({"contract": "c-1", "terms": {
            "focus": {"code": "assess_risk"}, "goal": "Invented.", "lead": "clinician",
            "roles": {"notes": "shared", "statutory_process": "shared", "context": "shared", "asking": "shared", "reflecting": "shared"},
            "safeguarding": "none_known", "duration": {"until": {"ends": ends}}, "family_understanding": "Invented."
        }});
        self.act(at, "wa", "terms_proposed", terms);
        for by in ["wa", "clin"] {
            self.act(at, by, "terms_accepted", json!({"contract": "c-1", "version": version}));
        }
    }

    fn concern(&mut self, at: &str, concern: &str) -> u32 {
        self.act(at, "clin", "concern_raised", json!({"concern": concern, "what": "concern"}))
    }

    fn passed_on(&mut self, at: &str, concern: &str) -> u32 {
        self.act(at, "clin", "concern_passed_on", json!({"concern": concern, "to": "wa"}))
    }

    /// The duties of one rule as of a time.
    #[track_caller]
    fn duties(&self, rule: &Value, as_of: &str) -> Vec<Duty> {
        self.check(rule, as_of).rules[0].duties.clone()
    }

    #[track_caller]
    fn check(&self, rule: &Value, as_of: &str) -> Report {
        let mut rule = rule.clone();
        for (field, value) in [
            ("id", json!("X1")),
            ("title", json!("An invented rule")),
            ("source", json!({"work": "invented", "known": "local"})),
            ("severity", json!("error")),
        ] {
            rule[field] = value;
        }
        let pack = json!({"pack": "invented", "version": "1", "title": "Invented", "rules": [rule]}).to_string();
        let pack = Pack::read(&pack).unwrap_or_else(|wrong| panic!("{wrong}"));
        let policy = Policy::new(&pack, &EnglandAndWales::new()).unwrap();
        policy.check(&self.0, as_of.parse().unwrap(), Moment::LATEST)
    }

    #[track_caller]
    fn codes(&self, rule: &Value, as_of: &str) -> Vec<&'static str> {
        self.duties(rule, as_of).iter().map(|duty| duty.outcome.code()).collect()
    }
}

fn passing_on(within: &str) -> Value {
    json!({"per": ["concern"], "when": {"event": "concern_raised"}, "expect": {"event": "concern_passed_on"}, "within": within})
}

const LATER: &str = "2026-12-01T00:00:00Z";

#[test]
fn an_act_at_the_due_instant_is_in_time_and_one_just_after_is_late() {
    for (within, due, late) in [
        ("48 hours", "2026-03-12T10:00:00Z", "2026-03-12T10:00:00.000000001Z"),
        ("same day", "2026-03-10T23:59:59.999999999Z", "2026-03-11T00:00:00Z"),
        ("2 days", "2026-03-12T23:59:59.999999999Z", "2026-03-13T00:00:00Z"),
        ("2 working days", "2026-03-12T23:59:59.999999999Z", "2026-03-13T00:00:00Z"),
        ("1 week", "2026-03-17T23:59:59.999999999Z", "2026-03-18T00:00:00Z"),
        // By then London keeps summer time.
        ("1 month", "2026-04-10T22:59:59.999999999Z", "2026-04-10T23:00:00Z"),
    ] {
        let rule = passing_on(within);
        let mut waits = told();
        waits.concern("2026-03-10T10:00:00Z", "co-1");
        let duties = waits.duties(&rule, due);
        assert_eq!(
            duties[0].outcome,
            Outcome::Open { due_by: Some(due.parse().unwrap()) },
            "{within}: not late at that instant"
        );
        let Outcome::Missed { at, .. } = &waits.duties(&rule, late)[0].outcome else {
            panic!("{within}: late an instant later")
        };
        assert_eq!(at.to_string(), due, "{within}: since it was due");

        for (at, code) in [(due, "met"), (late, "missed")] {
            let mut answered = told();
            answered.concern("2026-03-10T10:00:00Z", "co-1");
            let by = answered.passed_on(at, "co-1");
            let duties = answered.duties(&rule, LATER);
            assert_eq!(duties[0].outcome.code(), code, "{within}: passed on at {at}");
            if let Outcome::Missed { remedied, .. } = &duties[0].outcome {
                assert_eq!(remedied.map(|by| by.entry.get()), Some(by), "{within}: a remedy");
            }
        }
    }
}

#[test]
fn a_ban_binds_to_the_end_of_its_last_day_and_no_longer() {
    for (within, binds, no_more) in [
        ("2 days", "2026-03-12T23:59:59.999999999Z", "2026-03-13T00:00:00Z"),
        ("48 hours", "2026-03-12T09:59:59.999999999Z", "2026-03-12T10:00:00Z"),
    ] {
        let rule = json!({"when": {"event": "concern_raised"}, "forbid": {"event": "concern_raised"}, "within": within});
        for (at, code) in [(binds, "broken"), (no_more, "kept")] {
            let mut told = told();
            told.concern("2026-03-10T10:00:00Z", "co-1");
            told.concern(at, "co-2");
            assert_eq!(told.codes(&rule, LATER)[0], code, "{within}: again at {at}");
        }
    }
}

/// An entry of which it is not known what it was about may be the answer, as long as there is time for one.
#[test]
fn a_doubt_at_the_due_instant_leaves_it_undetermined_and_one_just_after_does_not() {
    let rule = json!({"per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "referral_received"}},
        "expect": {"event": "family_helped_to_understand"}, "within": "2 days"});
    for (at, code) in [("2026-03-12T23:59:59.999999999Z", "unknown"), ("2026-03-13T00:00:00Z", "missed")] {
        let mut told = told();
        let referred = json!({"milestone": "mi-1", "case": "case-1", "what": "referral_received"});
        told.act("2026-03-10T10:00:00Z", "manager", "milestone_reached", referred);
        // It names no contract, so its case is not known.
        let explained =
            json!({"explanation": "ex-1", "person": "parent", "explained": ["legal_status"], "interpreter": "not_needed"});
        told.act(at, "wa", "family_helped_to_understand", explained);
        assert_eq!(told.codes(&rule, LATER), [code], "explained at {at}");
    }
}

/// The same of a ban: what may have broken it leaves it undetermined as long as it binds.
#[test]
fn a_doubt_at_the_end_of_a_ban_is_none() {
    for (at, code) in [("2026-03-12T23:59:59.999999999Z", "unknown"), ("2026-03-13T00:00:00Z", "kept")] {
        let mut told = told();
        let referred = json!({"milestone": "mi-1", "case": "case-1", "what": "referral_received"});
        told.act("2026-03-10T10:00:00Z", "manager", "milestone_reached", referred);
        let explained =
            json!({"explanation": "ex-1", "person": "parent", "explained": ["legal_status"], "interpreter": "not_needed"});
        // It names no contract, so its case is not known.
        told.act(at, "wa", "family_helped_to_understand", explained);
        let rule = json!({"per": ["case"], "when": {"event": "milestone_reached"},
            "forbid": {"event": "family_helped_to_understand"}, "within": "2 days"});
        assert_eq!(told.codes(&rule, LATER), [code], "explained at {at}");
        // Nor is it known what was said, once that is redacted.
        let mut told = self::told();
        told.concern("2026-03-10T10:00:00Z", "co-1");
        let milestone = json!({"milestone": "mi-1", "case": "case-1", "what": "core_group"});
        let number = told.act(at, "manager", "milestone_reached", milestone);
        told.act("2026-03-20T10:00:00Z", "manager", "redacted", json!({"entries": [number], "reason": "court_order"}));
        let rule = json!({"when": {"event": "concern_raised"},
            "forbid": {"event": "milestone_reached", "where": {"case": "case-1"}}, "within": "2 days"});
        assert_eq!(told.codes(&rule, LATER), [code], "reached at {at}");
    }
}

#[test]
fn a_planned_end_passes_at_midnight() {
    let rule =
        json!({"per": ["contract"], "when": {"event": "session_held"}, "require": {"where": {"contract.stage": "active"}}});
    for (at, covered) in [("2026-03-20T23:59:59.999999999Z", true), ("2026-03-21T00:00:00Z", false)] {
        let mut told = active("2026-03-20");
        let cover =
            if covered { json!({"contract": "c-1"}) } else { json!({"uncovered": {"why": "lapsed", "contract": "c-1"}}) };
        let data = json!({"session": "s-1", "cover": cover, "space": "joint_session", "present": ["wa", "clin"]});
        told.act(at, "wa", "session_held", data);
        assert_eq!(told.codes(&rule, LATER), [if covered { "kept" } else { "broken" }], "held at {at}");
    }
}

/// What is due on the day on which a contract lapses is late first: the lapse comes too late to release it.
#[test]
fn what_is_due_as_a_contract_lapses_is_late_before_it_lapses() {
    let mut told = active("2026-03-20");
    told.concern("2026-03-25T10:00:00Z", "co-1");
    let due_then = |until: Value| {
        json!({"per": ["contract"], "when": {"event": "contract_begun"}, "expect": {"event": "contract_reviewed"},
            "within": "17 days", "until": until})
    };
    let duties = told.duties(&due_then(json!({"begins": {"stage": "lapsed"}})), LATER);
    let last = "2026-03-20T23:59:59.999999999Z";
    assert!(matches!(duties[0].outcome, Outcome::Missed { at, by: None, .. } if at.to_string() == last), "{duties:?}");
    // A day more, and the lapse releases it: as of the last instant of the day that ended.
    let mut longer = due_then(json!({"begins": {"stage": "lapsed"}}));
    longer["within"] = json!("18 days");
    let duties = told.duties(&longer, LATER);
    assert!(matches!(duties[0].outcome, Outcome::Released { at, .. } if at.to_string() == last), "{duties:?}");
}

/// What a lapse opens counts from the day that ended with it, and not from the one that begins.
#[test]
fn what_a_lapse_opens_counts_from_the_day_that_ended() {
    let mut told = active("2026-03-20"); // A Friday.
    told.concern("2026-04-20T10:00:00Z", "co-1");
    for (within, due) in [
        ("same day", "2026-03-20T23:59:59.999999999Z"),
        ("1 day", "2026-03-21T23:59:59.999999999Z"),
        ("1 working day", "2026-03-23T23:59:59.999999999Z"),
        ("1 week", "2026-03-27T23:59:59.999999999Z"),
        ("48 hours", "2026-03-22T23:59:59.999999999Z"),
    ] {
        let rule = json!({"per": ["contract"], "when": {"begins": {"stage": "lapsed"}}, "expect": {"event": "contract_completed"},
            "within": within});
        let duties = told.duties(&rule, LATER);
        assert_eq!(duties[0].opened_by.at.to_string(), "2026-03-20T23:59:59.999999999Z");
        assert!(matches!(duties[0].outcome, Outcome::Missed { at, .. } if at.to_string() == due), "{within}: {duties:?}");
    }
    // What is entered at that midnight is of the day that begins.
    let mut told = self::told();
    told.concern("2026-03-21T00:00:00Z", "co-1");
    let duties = told.duties(&passing_on("1 day"), LATER);
    assert!(matches!(duties[0].outcome, Outcome::Missed { at, .. } if at.to_string() == "2026-03-22T23:59:59.999999999Z"));
}

/// What a breach opens counts from the day on which the time ran out.
#[test]
fn what_a_breach_opens_counts_from_the_day_that_ended() {
    let mut told = told();
    told.concern("2026-03-10T10:00:00Z", "co-1");
    let first = |id: &str, rest: Value| {
        let mut rule = rest;
        rule["id"] = json!(id);
        rule["title"] = json!("An invented rule");
        rule["source"] = json!({"work": "invented", "known": "local"});
        rule["severity"] = json!("error");
        rule["per"] = json!(["concern"]);
        rule
    };
    let pack = json!({"pack": "invented", "version": "1", "title": "Invented", "rules": [
        first("X1", json!({"when": {"event": "concern_raised"}, "expect": {"event": "concern_passed_on"}, "within": "same day"})),
        first("X2", json!({"when": {"broken": "X1"}, "expect": {"event": "concern_passed_on"}, "within": "1 day"})),
    ]});
    let policy = Policy::new(&Pack::read(&pack.to_string()).unwrap(), &EnglandAndWales::new()).unwrap();
    let report = policy.check(&told.0, LATER.parse().unwrap(), Moment::LATEST);
    let outcome = &report.rules[1].duties[0].outcome;
    assert!(
        matches!(outcome, Outcome::Missed { at, .. } if at.to_string() == "2026-03-11T23:59:59.999999999Z"),
        "{outcome:?}"
    );
}

fn reviewed_with_pauses(within: &str) -> Value {
    json!({"per": ["contract"], "when": {"event": "contract_begun"}, "expect": {"event": "contract_reviewed"}, "within": within,
        "clock": "pauses"})
}

#[track_caller]
fn suspend(told: &mut Told, from: &str, to: &str) {
    told.act(from, "clin", "contract_suspended", json!({"contract": "c-1", "reason": {"code": "no_capacity"}}));
    told.act(to, "clin", "contract_resumed", json!({"contract": "c-1"}));
}

/// The time that was set first is out of date once a pause has put it off.
#[test]
fn a_timer_that_is_out_of_date_makes_nothing_late() {
    let mut told = active("2026-11-30");
    suspend(&mut told, "2026-03-05T10:00:00Z", "2026-03-09T10:00:00Z"); // Over four midnights.
    // Ten days after 3 March would be the 13th; it is the 17th.
    let rule = reviewed_with_pauses("10 days");
    let due = "2026-03-17T23:59:59.999999999Z";
    for as_of in ["2026-03-14T00:00:00Z", "2026-03-15T12:00:00Z", due] {
        let duties = told.duties(&rule, as_of);
        assert_eq!(duties[0].outcome, Outcome::Open { due_by: Some(due.parse().unwrap()) }, "as of {as_of}");
    }
    assert_eq!(told.codes(&rule, "2026-03-18T00:00:00Z"), ["missed"]);
    told.act(due, "wa", "contract_reviewed", json!({"contract": "c-1", "with": ["clin"]}));
    assert_eq!(told.codes(&rule, LATER), ["met"]);
}

/// While the clock stands still nothing falls due; at the very last instant it can still be stopped.
#[test]
fn a_clock_that_is_stopped_at_the_last_instant_has_not_run_out() {
    let rule = reviewed_with_pauses("10 days");
    for (stops, code) in [("2026-03-13T23:59:59.999999999Z", "open"), ("2026-03-14T00:00:00Z", "missed")] {
        let mut told = active("2026-11-30");
        let reason = json!({"contract": "c-1", "reason": {"code": "no_capacity"}});
        told.act(stops, "clin", "contract_suspended", reason);
        assert_eq!(told.codes(&rule, "2026-03-20T12:00:00Z"), [code], "stopped at {stops}");
    }
}

/// A suspension does not bring back what is settled, or late already.
#[test]
fn a_pause_of_a_duty_that_does_not_wait_changes_nothing() {
    let rule = reviewed_with_pauses("2 days");
    let mut late = active("2026-11-30");
    suspend(&mut late, "2026-03-10T10:00:00Z", "2026-03-20T10:00:00Z");
    let duties = late.duties(&rule, LATER);
    let due = "2026-03-05T23:59:59.999999999Z";
    assert!(matches!(duties[0].outcome, Outcome::Missed { at, remedied: None, .. } if at.to_string() == due), "{duties:?}");
    let report = late.check(&rule, LATER);
    let counted: Vec<String> = report.findings().filter_map(|finding| Some(finding.due.as_ref()?.at.to_string())).collect();
    assert_eq!(counted, [due], "nor when it was due");
    let by = late.act("2026-03-20T11:00:00Z", "wa", "contract_reviewed", json!({"contract": "c-1", "with": ["clin"]}));
    let duties = late.duties(&rule, LATER);
    let Outcome::Missed { at, remedied: Some(remedy), .. } = &duties[0].outcome else { panic!("{duties:?}") };
    assert_eq!((at.to_string().as_str(), remedy.entry.get()), (due, by), "the pause moves no breach");
}

/// A planned end that was moved makes nothing lapse on the day it was moved from.
#[test]
fn a_contract_does_not_lapse_by_a_step_that_is_out_of_date() {
    let rule = json!({"per": ["contract"], "when": {"begins": {"stage": "lapsed"}}, "expect": {"event": "contract_completed"},
        "within": "10 days"});
    let mut told = active("2026-03-20");
    told.agree(2, "2026-03-10T10:00:00Z", "2026-03-31");
    told.concern("2026-04-02T10:00:00Z", "co-1");
    assert!(told.duties(&rule, "2026-03-25T12:00:00Z").is_empty(), "nothing lapses on the 20th");
    let duties = told.duties(&rule, LATER);
    let lapsed: Vec<String> = duties.iter().map(|duty| duty.opened_by.at.to_string()).collect();
    assert_eq!(lapsed, ["2026-03-31T22:59:59.999999999Z"]);

    // Moved to an earlier day, it lapses on that day, and only then.
    let mut told = active("2026-03-31");
    told.agree(2, "2026-03-10T10:00:00Z", "2026-03-20");
    told.concern("2026-04-02T10:00:00Z", "co-1");
    let lapsed: Vec<String> = told.duties(&rule, LATER).iter().map(|duty| duty.opened_by.at.to_string()).collect();
    assert_eq!(lapsed, ["2026-03-20T23:59:59.999999999Z"]);
}

/// The day of the trigger is not counted, whichever its instant.
#[test]
fn no_day_is_off_by_one() {
    for (at, within, due) in [
        ("2026-03-10T00:00:00Z", "1 day", "2026-03-11T23:59:59.999999999Z"),
        ("2026-03-10T23:59:59.999999999Z", "1 day", "2026-03-11T23:59:59.999999999Z"),
        ("2026-03-11T00:00:00Z", "1 day", "2026-03-12T23:59:59.999999999Z"),
        ("2026-03-10T10:00:00Z", "same day", "2026-03-10T23:59:59.999999999Z"),
        // A Friday, a Saturday and a Sunday.
        ("2026-03-13T10:00:00Z", "1 working day", "2026-03-16T23:59:59.999999999Z"),
        ("2026-03-14T10:00:00Z", "1 working day", "2026-03-16T23:59:59.999999999Z"),
        ("2026-03-15T10:00:00Z", "1 working day", "2026-03-16T23:59:59.999999999Z"),
        // Easter: Good Friday on 3 April, Easter Monday on the 6th.
        ("2026-04-02T10:00:00Z", "1 working day", "2026-04-07T22:59:59.999999999Z"),
        ("2026-03-31T10:00:00Z", "1 month", "2026-04-30T22:59:59.999999999Z"),
        // The night in which the clocks go forward, and the one in which they go back.
        ("2026-03-28T12:00:00Z", "24 hours", "2026-03-29T12:00:00Z"),
        ("2026-03-28T12:00:00Z", "1 day", "2026-03-29T22:59:59.999999999Z"),
        ("2026-10-24T12:00:00Z", "1 day", "2026-10-25T23:59:59.999999999Z"),
    ] {
        let mut told = told();
        told.concern(at, "co-1");
        let duties = told.duties(&passing_on(within), LATER);
        assert!(
            matches!(duties[0].outcome, Outcome::Missed { at, .. } if at.to_string() == due),
            "{within} after {at}: {duties:?}"
        );
    }
}

/// What has to come before something has the rest of that day, and no more.
#[test]
fn what_comes_before_something_has_the_rest_of_its_day() {
    let rule = json!({"per": ["contract"], "when": {"event": "contract_begun"}, "expect": {"event": "contract_reviewed"},
        "before": {"event": "session_held"}});
    for (at, code) in [("2026-03-10T23:59:59.999999999Z", "met"), ("2026-03-11T00:00:00Z", "missed")] {
        let mut told = active("2026-11-30");
        let data =
            json!({"session": "s-1", "cover": {"contract": "c-1"}, "space": "joint_session", "present": ["wa", "clin"]});
        told.act("2026-03-10T10:00:00Z", "wa", "session_held", data);
        told.act(at, "wa", "contract_reviewed", json!({"contract": "c-1", "with": ["clin"]}));
        assert_eq!(told.codes(&rule, LATER), [code], "reviewed at {at}");
    }
}
