//! Small processes that keep the rules, each with a duty of one rule at least. All of it is invented.

use practice_cycle::cycle::Act;
use practice_cycle::moment::Moment;
use serde_json::{Value, json};

/// What a process means to offer, and when.
pub(crate) type Offer = Act;

/// A process as it is written: the clock stands where it was set last.
struct Process(Vec<Offer>);

impl Process {
    /// A team, on Monday 2 March 2026: a clinician, two social workers, a manager, a parent and a child.
    fn begins() -> Self {
        let mut process = Self(Vec::new());
        process.on(
            "03-02 09:00",
            "clin",
            "cycle_opened",
            json!({"cycle": "cy-1", "format": 1, "clinician": "clin", "team": "t-1"}),
        );
        for (person, role) in [("wa", "social_worker"), ("mum", "parent"), ("kid", "child"), ("wb", "social_worker")] {
            process.on("03-02 09:00", "clin", "person_entered", json!({"person": person, "role": role}));
        }
        let manager = json!({"person": "mgr", "role": "manager", "registered": "registered"});
        process.on("03-02 09:00", "wa", "person_entered", manager);
        process
    }

    fn on(&mut self, when: &str, by: &str, kind: &str, data: Value) {
        let (day, time) = when.split_once(' ').unwrap();
        let at: Moment = format!("2026-{day}T{time}:00Z").parse().unwrap();
        let act = json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data});
        self.0.push(serde_json::from_value(act).unwrap());
    }

    /// A contract that is invited and begun on one day.
    fn contract(&mut self, day: &str, contract: &str, asked: (&str, &str), duration: Value) {
        self.agreed(day, contract, asked, duration);
        self.on(&format!("{day} 11:10"), "clin", "contract_begun", json!({"contract": contract}));
    }

    fn agreed(&mut self, day: &str, contract: &str, (space, stream): (&str, &str), duration: Value) {
        let invited = json!({"contract": contract, "space": space, "stream": stream, "case": "case-1"});
        self.on(&format!("{day} 11:00"), "wa", "contract_invited", invited);
        self.terms(day, contract, 1, duration);
    }

    fn terms(&mut self, day: &str, contract: &str, version: u32, duration: Value) {
        let terms = json!({
            "focus": {"code": "generate_hypotheses"}, "goal": "An invented goal.", "lead": "clinician",
            "safeguarding": "none_known", "family_understanding": "Told together.",
            "roles": {"notes": "social_worker", "statutory_process": "social_worker", "context": "shared", "asking": "shared",
                "reflecting": "clinician"},
            "duration": duration,
        });
        self.on(&format!("{day} 11:05"), "clin", "terms_proposed", json!({"contract": contract, "terms": terms}));
        self.on(&format!("{day} 11:06"), "wa", "terms_accepted", json!({"contract": contract, "version": version}));
        self.on(&format!("{day} 11:07"), "clin", "terms_accepted", json!({"contract": contract, "version": version}));
    }

    /// Direct work under a contract that is long, and reviewed as it should be.
    fn direct(&mut self) {
        self.contract("03-03", "c-1", ("home_visit", "direct"), json!({"single": "2026-12-31"}));
    }

    fn works(&mut self, when: &str, cover: Value, stream: &str, form: &str) {
        let begun = json!({"intervention": "i-1", "cover": cover, "stream": stream, "form": form, "purpose": "practice"});
        self.on(when, "clin", "intervention_begun", begun);
    }

    fn meets(&mut self, when: &str, session: &str, cover: Value, space: &str, present: Value) {
        let held = json!({"session": session, "cover": cover, "space": space, "present": present});
        self.on(when, "wa", "session_held", held);
    }

    fn explains(&mut self, when: &str, explanation: &str, person: &str) {
        let explained = json!({
            "explanation": explanation, "person": person, "interpreter": "not_needed", "contract": "c-1",
            "explained": ["social_workers_role", "clinicians_role", "safeguarding_duties", "clinicians_part"],
        });
        self.on(when, "wa", "family_helped_to_understand", explained);
    }

    fn talks(&mut self, when: &str, discussion: &str, question: &str) {
        let held = json!({
            "discussion": discussion, "case": "case-1", "question": question, "space": "case_consultation",
            "present": ["wa", "clin", "mgr"],
        });
        self.on(when, "wa", "discussion_held", held);
    }

    fn plans(&mut self) {
        self.talks("04-01 10:00", "di-1", "what_would_help");
        let planned = json!({
            "test": "te-1", "discussion": "di-1", "better": "An invented sign.", "change_course": "Another.",
            "look_again": "2026-04-20", "risks": ["acting", "not_acting"], "agreed_by": ["wa"],
        });
        self.on("04-01 11:00", "wa", "test_planned", planned);
    }

    fn reviews_plan(&mut self, when: &str, then: &str, look_again: Option<&str>) {
        let mut reviewed = json!({"test": "te-1", "then": then, "because": "no_difference"});
        if let Some(day) = look_again {
            reviewed["look_again"] = json!(day);
        }
        self.on(when, "wa", "test_reviewed", reviewed);
    }

    fn reviews_boundary(&mut self, when: &str, review: &str, verdict: &str) {
        let reviewed = json!({
            "review": review, "parameters": "unvalidated_v2", "as_of": "2026-03-02T09:00:00Z", "scope": "cycle",
            "verdict": verdict, "with": ["wa"],
        });
        self.on(when, "clin", "boundary_reviewed", reviewed);
    }
}

fn uncovered(why: &str) -> Value {
    json!({"uncovered": {"why": why, "contract": "c-1"}})
}

fn covered() -> Value {
    json!({"contract": "c-1"})
}

/// Concerns, each on a day of its own, and the passing on of each offered three times on that day.
pub(crate) fn many_concerns(number: u32) -> Vec<Offer> {
    let mut process = Process::begins();
    for nth in 0..number {
        let (month, day) = (4 + nth / 28, 1 + nth % 28);
        let raised = json!({"concern": format!("co-{nth}"), "what": "concern"});
        process.on(&format!("{month:02}-{day:02} 09:00"), "clin", "concern_raised", raised);
        let offers = 1 + nth % 3;
        for offer in 0..offers {
            let passed = json!({"concern": format!("co-{nth}"), "to": "wa"});
            process.on(&format!("{month:02}-{day:02} 1{offer}:00"), "clin", "concern_passed_on", passed);
        }
    }
    process.0
}

/// A contract whose planned end passes at the midnight at which it is completed.
pub(crate) fn completed_as_it_lapses() -> Vec<Offer> {
    let mut process = Process::begins();
    process.contract("03-03", "c-1", ("case_consultation", "reflective"), json!({"single": "2026-03-20"}));
    process.on("03-21 00:00", "clin", "contract_completed", json!({"contract": "c-1"}));
    process.0
}

/// A process in which a rule has something to say, and is kept.
pub(crate) fn process(rule: &str) -> Vec<Offer> {
    let mut it = Process::begins();
    let everybody = json!(["wa", "clin", "mum"]);
    match rule {
        "R00" => {
            it.on("04-01 10:00", "wa", "joining_disrupted", json!({"disruption": "jd-1", "what": "staffing"}));
            let joined = json!({"occasion": "oc-1", "place": "everyday", "with": ["wa"], "qualities": ["openness"]});
            it.on("04-10 10:00", "clin", "occasion_of_joining", joined);
        }
        "R01a" | "R01i" => {
            it.direct();
            it.works("03-04 10:00", covered(), "direct", "joint_work");
        }
        "R01b" => {
            it.direct();
            it.works("03-04 10:00", uncovered("urgent"), "direct", "joint_work");
            it.on("03-05 10:00", "clin", "intervention_covered", json!({"intervention": "i-1", "contract": "c-1"}));
        }
        "R01c" | "R01d" => {
            it.direct();
            it.explains("03-04 09:00", "ex-1", "mum");
            it.meets("03-04 10:00", "s-1", covered(), "home_visit", everybody);
        }
        "R01e" => {
            it.direct();
            it.explains("03-04 09:00", "ex-1", "mum");
            it.meets("03-04 10:00", "s-1", uncovered("urgent"), "home_visit", everybody);
            it.on("03-05 10:00", "clin", "session_covered", json!({"session": "s-1", "contract": "c-1"}));
        }
        "R01f" | "R01g" | "R11" => {
            it.contract("03-03", "c-1", ("case_consultation", "reflective"), json!({"single": "2026-03-20"}));
            it.contract("03-04", "c-2", ("case_consultation", "reflective"), json!({"single": "2026-12-31"}));
            if rule == "R01f" {
                it.meets("03-24 10:00", "s-1", uncovered("lapsed"), "case_consultation", json!(["wa", "clin"]));
                it.on("03-25 10:00", "clin", "session_covered", json!({"session": "s-1", "contract": "c-2"}));
            } else if rule == "R01g" {
                it.works("03-24 10:00", uncovered("lapsed"), "reflective", "consultation");
                it.on("03-25 10:00", "clin", "intervention_covered", json!({"intervention": "i-1", "contract": "c-2"}));
            }
            it.on("03-27 10:00", "clin", "contract_completed", json!({"contract": "c-1"}));
        }
        "R01h" | "R01j" => {
            it.contract("03-03", "c-1", ("case_consultation", "reflective"), json!({"single": "2026-12-31"}));
            it.meets("03-04 10:00", "s-1", covered(), "case_consultation", json!(["wa", "clin"]));
            it.meets("03-11 10:00", "s-2", uncovered("urgent"), "case_consultation", json!(["wa", "clin"]));
            it.on("03-12 10:00", "clin", "session_covered", json!({"session": "s-2", "contract": "c-1"}));
        }
        "R01k" => {
            it.contract("03-03", "c-1", ("case_consultation", "reflective"), json!({"single": "2026-12-31"}));
            it.works("03-04 10:00", covered(), "reflective", "consultation");
            let urgent = json!({
                "intervention": "i-2", "cover": uncovered("urgent"), "stream": "reflective", "form": "consultation",
                "purpose": "practice",
            });
            it.on("03-11 10:00", "clin", "intervention_begun", urgent);
            it.on("03-12 10:00", "clin", "intervention_covered", json!({"intervention": "i-2", "contract": "c-1"}));
        }
        "R04a" | "R04b" => {
            it.direct();
            it.explains("03-04 09:00", "ex-1", "mum");
            it.explains("03-04 09:30", "ex-2", "kid");
            it.meets("03-04 10:00", "s-1", covered(), "home_visit", json!(["wa", "clin", "mum", "kid"]));
        }
        "R04c" => {
            it.direct();
            let given = json!({"consent": "cn-1", "to": "direct_work", "given_by": "mum", "contract": "c-1"});
            it.on("03-03 12:00", "clin", "consent_given", given);
            it.works("03-04 10:00", covered(), "direct", "family_therapy");
        }
        "R04d" => {
            it.direct();
            let alone = json!({
                "explanation": "ex-0", "person": "mum", "explained": ["clinicians_role"], "interpreter": "needed_not_present",
            });
            it.on("03-04 09:00", "wa", "family_helped_to_understand", alone);
            it.explains("03-04 15:00", "ex-1", "mum");
        }
        "R05a" => {
            it.direct();
            it.explains("03-04 09:00", "ex-1", "mum");
            it.meets("03-04 10:00", "s-1", covered(), "home_visit", everybody.clone());
            let changed = json!({"change": "ls-1", "case": "case-1", "from": ["section_17"], "to": ["section_47"]});
            it.on("03-10 10:00", "wa", "legal_status_changed", changed);
            it.explains("03-12 09:00", "ex-2", "mum");
            it.meets("03-16 10:00", "s-2", covered(), "home_visit", everybody);
        }
        "R05b" => {
            it.direct();
            it.explains("03-04 09:00", "ex-1", "mum");
            it.meets("03-04 10:00", "s-1", covered(), "home_visit", everybody.clone());
            let replaced = json!({"contract": "c-1", "party": "wa", "successor": "wb"});
            it.on("03-10 10:00", "mgr", "party_replaced", replaced);
            it.explains("03-12 09:00", "ex-2", "mum");
            it.meets("03-16 10:00", "s-2", covered(), "home_visit", everybody);
        }
        "R06a" | "P01a" => {
            it.talks("03-09 10:00", "di-1", "threshold");
            let decided = json!({"decision": "de-1", "case": "case-1", "direction": "up", "decided_by": ["wa", "mgr"]});
            it.on("03-10 10:00", "wa", "threshold_decided", decided);
        }
        "R06b" => {
            it.direct();
            let flexed = json!({"contract": "c-1", "task": "notes", "to": "clinician", "reason": "An invented reason."});
            it.on("03-04 10:00", "wa", "role_flexed", flexed);
        }
        "R08b" => {
            it.on(
                "03-04 10:00",
                "clin",
                "conflict_declared",
                json!({"conflict": "cf-1", "what": ["work_with_family"], "case": "case-1"}),
            );
            it.on("03-06 10:00", "mgr", "conflict_answered", json!({"conflict": "cf-1", "answer": "managed"}));
        }
        "R10" | "R13b" => {
            it.contract("03-03", "c-1", ("case_consultation", "reflective"), json!({"review_by": "2026-12-31"}));
            let review = json!({"contract": "c-1"});
            it.on("04-01 10:00", "clin", "contract_reviewed", review.clone());
            it.on("04-20 10:00", "wa", "contract_suspended", json!({"contract": "c-1", "reason": {"code": "no_capacity"}}));
            it.on("05-05 10:00", "clin", "contract_reviewed", review.clone());
            it.on("06-01 10:00", "clin", "contract_reviewed", review.clone());
            it.on("06-10 10:00", "wa", "contract_resumed", json!({"contract": "c-1"}));
            // A delayed review is late by two weeks; the next comes after that.
            it.on("06-18 10:00", "clin", "contract_reviewed", review.clone());
            it.on("07-28 10:00", "clin", "contract_reviewed", review);
            it.on("09-01 10:00", "clin", "contract_completed", json!({"contract": "c-1"}));
        }
        "R12a" | "R12b" => {
            it.direct();
            it.explains("03-04 09:00", "ex-1", "mum");
            it.on("03-10 10:00", "mgr", "person_left", json!({"person": "wa"}));
            let replaced = json!({"contract": "c-1", "party": "wa", "successor": "wb"});
            it.on("03-12 10:00", "mgr", "party_replaced", replaced);
            let held =
                json!({"session": "s-1", "cover": covered(), "space": "home_visit", "present": ["wb", "clin", "mum"]});
            it.on("03-16 10:00", "wb", "session_held", held);
        }
        "R13a" => {
            it.contract("03-03", "c-1", ("case_consultation", "reflective"), json!({"single": "2026-12-31"}));
            it.on("03-10 10:00", "wa", "contract_suspended", json!({"contract": "c-1", "reason": {"code": "no_capacity"}}));
            let cancelled = json!({
                "cancellation": "ca-1", "space": "case_consultation", "side": "clinical", "contract": "c-1",
                "reason": {"code": "ill"},
            });
            it.on("03-12 10:00", "wa", "session_cancelled", cancelled);
            it.on("03-20 10:00", "wa", "contract_resumed", json!({"contract": "c-1"}));
        }
        "R14" => {
            let invited = json!({"contract": "c-1", "space": "home_visit", "stream": "direct", "case": "case-1"});
            it.on("03-03 10:00", "wa", "contract_invited", invited);
            let to = json!({"space": "case_consultation", "stream": "reflective"});
            let offered = json!({"contract": "c-1", "to": to, "reason": "An invented reason."});
            it.on("03-04 10:00", "clin", "reframe_offered", offered);
            it.on("03-10 10:00", "wa", "reframe_answered", json!({"contract": "c-1", "answer": "welcomed"}));
        }
        "R18a" => {
            it.reviews_boundary("03-04 10:00", "br-1", "diffuse");
            it.reviews_boundary("03-06 10:00", "br-2", "enmeshed");
            it.on("03-10 10:00", "wa", "roles_reconciled", json!({"reconciliation": "rr-1", "contracts": ["c-1", "c-2"]}));
            it.0.splice(6..6, Process::two_contracts());
        }
        "R18b" => {
            let observed = json!({
                "observation": "o-1", "sign": {"figure1": "seeks_control"}, "finding": {"present": "clear"},
                "standpoint": "looking_on", "drawn_by": "unknown", "space": "team_meeting", "basis": "direct",
            });
            it.on("03-06 10:00", "wa", "boundary_observed", observed);
            it.reviews_boundary("03-10 10:00", "br-1", "healthy");
        }
        "R19" => {
            let feed = json!({"feed": "fe-1", "from": "2026-03-02"});
            it.on("03-02 10:00", "wa", "feed_declared_complete", feed);
            let completed = json!({"milestone": "mi-1", "case": "case-1", "what": "assessment_completed"});
            it.on("03-04 10:00", "wa", "milestone_reached", completed);
            let authorised =
                json!({"milestone": "mi-2", "case": "case-1", "what": "assessment_authorised", "follows": "mi-1"});
            it.on("03-10 10:00", "mgr", "milestone_reached", authorised);
        }
        "R26" => {
            it.on("03-04 10:00", "clin", "concern_raised", json!({"concern": "co-1", "what": "concern"}));
            it.on("03-04 11:00", "clin", "concern_passed_on", json!({"concern": "co-1", "to": "wa"}));
        }
        "P02" | "P09" => {
            it.plans();
            it.reviews_plan("04-17 10:00", "stop", None);
        }
        "P07a" => {
            let invited = json!({"contract": "c-1", "space": "home_visit", "stream": "direct", "case": "case-1"});
            it.on("03-03 10:00", "wa", "contract_invited", invited);
            let to = json!({"space": "case_consultation", "stream": "reflective"});
            let offered = json!({"contract": "c-1", "to": to, "reason": "An invented reason."});
            it.on("03-04 10:00", "clin", "reframe_offered", offered);
            let not = json!({"contract": "c-1", "answer": {"not_welcomed": {"reason": "An invented reason."}}});
            it.on("03-05 10:00", "wa", "reframe_answered", not);
            it.on(
                "03-06 10:00",
                "clin",
                "contract_declined",
                json!({"contract": "c-1", "reason": {"code": "risk_too_high"}}),
            );
        }
        "P07b" => {
            let returned = json!({
                "returned": "rt-1", "case": "case-1", "service": "adult_mental_health", "reason": "risk_too_high",
                "offered": ["consultation"],
            });
            it.on("03-04 10:00", "wa", "referral_returned", returned);
        }
        "P10" => {
            it.on("03-04 10:00", "wa", "step_taken_on", json!({"step": "sp-1", "case": "case-1", "taken_by": "wa"}));
            it.on("03-05 10:00", "wa", "step_handed_back", json!({"step": "sp-1"}));
            it.on(
                "03-09 10:00",
                "wb",
                "step_taken_on",
                json!({"step": "sp-2", "case": "case-1", "taken_by": "wb", "again": "sp-1"}),
            );
        }
        "P11" => {
            it.plans();
            it.reviews_plan("04-17 10:00", "go_on", Some("2026-05-08"));
            it.reviews_plan("05-07 10:00", "go_on", Some("2026-05-29"));
            it.reviews_plan("05-28 10:00", "go_on", Some("2026-11-30"));
            it.talks("06-04 10:00", "di-2", "plan_unchanged");
            it.reviews_plan("11-26 10:00", "stop", None);
        }
        "R15a" | "R15b" | "R15c" => {
            let (safety, by_when) = match rule {
                "R15a" => ("immediate_danger", None),
                "R15b" => ("affected", None),
                _ => ("not_affected", Some("2026-03-10")),
            };
            let mut recorded = json!({
                "disagreement": "ds-1", "case": "case-1", "between": ["wa", "clin"], "on": "risk", "safety": safety,
            });
            if let Some(day) = by_when {
                recorded["by_when"] = json!(day);
            }
            it.on("03-04 10:00", "wa", "disagreement_recorded", recorded);
            it.on("03-04 15:00", "wa", "disagreement_escalated", json!({"disagreement": "ds-1", "to": "mgr"}));
        }
        other => unreachable!("{other} has no process"),
    }
    it.0
}

impl Process {
    /// What is settled between two contracts needs both.
    fn two_contracts() -> Vec<Offer> {
        let mut process = Self(Vec::new());
        for contract in ["c-1", "c-2"] {
            process.contract("03-03", contract, ("case_consultation", "reflective"), json!({"single": "2026-12-31"}));
        }
        process.0
    }
}
