//! Every stage of a contract against every step, by every role; and the steps that need a closer look.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "golden/mod.rs"]
mod golden;

use std::fmt::Write as _;

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::contracting::{
    Agreement, Contract, Event, Flexed, Holder, Kind, Moved, Origin, ReasonCode, Refusal, Stage, State, StepContext, Task,
    TermsProposed,
};
use practice_cycle::cycle::{self, Act, Kind as AnyKind};
use practice_cycle::history::{self, History};
use practice_cycle::id::{ContractId, EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people::{Actor, Role, Side};
use practice_cycle::permitted::Those;
use practice_cycle::{deciding, intervening};

const COMPLETE: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"See it from three sides.","lead":"shared","roles":{"notes":"shared","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-05-29"}}}"#;
const REFRAME: &str = r#"{"contract":"c-1","to":{"space":"team_meeting"},"reason":"To think first."}"#;

/// A step as it is written: who takes it, its code, its data.
type Written = (&'static str, &'static str, String);

fn written(by: &'static str, code: &'static str, data: &str) -> Written {
    (by, code, data.to_owned())
}

fn simple(by: &'static str, code: &'static str) -> Written {
    written(by, code, r#"{"contract":"c-1"}"#)
}

fn invited() -> Written {
    written("p-2", "contract_invited", r#"{"contract":"c-1","space":"case_consultation","stream":"reflective"}"#)
}

fn proposed(terms: &str) -> Written {
    written("p-1", "terms_proposed", &format!(r#"{{"contract":"c-1","terms":{terms}}}"#))
}

fn accepted(by: &'static str, version: u32) -> Written {
    written(by, "terms_accepted", &format!(r#"{{"contract":"c-1","version":{version}}}"#))
}

fn reason(by: &'static str, code: &'static str, reason: &str) -> Written {
    written(by, code, &format!(r#"{{"contract":"c-1","reason":{{"code":"{reason}"}}}}"#))
}

fn agreed() -> Vec<Written> {
    vec![invited(), proposed(COMPLETE), accepted("p-1", 1), accepted("p-2", 1)]
}

fn active() -> Vec<Written> {
    let mut steps = agreed();
    steps.push(simple("p-2", "contract_begun"));
    steps
}

fn then(mut steps: Vec<Written>, more: impl IntoIterator<Item = Written>) -> Vec<Written> {
    steps.extend(more);
    steps
}

/// The shortest way to a stage.
fn way_to(stage: Stage) -> Vec<Written> {
    match stage {
        Stage::Invited => vec![invited()],
        Stage::Reframed => vec![invited(), written("p-1", "reframe_offered", REFRAME)],
        Stage::Negotiating => vec![invited(), proposed(COMPLETE)],
        Stage::Agreed => agreed(),
        Stage::Postponed => then(agreed(), [reason("p-1", "contract_postponed", "no_capacity")]),
        Stage::Active | Stage::Lapsed => active(),
        Stage::Suspended => then(active(), [reason("p-1", "contract_suspended", "legal_status_changed")]),
        Stage::Declined => vec![invited(), reason("p-1", "contract_declined", "no_capacity")],
        Stage::Withdrawn => vec![invited(), reason("p-2", "contract_withdrawn", "case_closed")],
        Stage::Completed => then(active(), [simple("p-2", "contract_completed")]),
        Stage::Ended => {
            let data = r#"{"contract":"c-1","reason":{"code":"goal_met_early"},"with":"p-1"}"#;
            then(active(), [written("p-2", "contract_ended", data)])
        }
        Stage::Revoked => then(active(), [reason("p-4", "contract_revoked", "family_withdrew")]),
    }
}

/// A history as far as it was given, and the time at which the next step is taken.
struct Given {
    history: History,
    at: String,
}

fn moment(at: &str) -> Moment {
    at.parse().unwrap()
}

fn act(step: &Written, at: &str) -> Act {
    let (by, code, data) = step;
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// The cycle with its people in it; then steps, an hour apart, from the second of March 2026.
#[track_caller]
fn given(steps: impl IntoIterator<Item = Written>) -> Given {
    let mut history = History::default();
    let opening = written("p-1", "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#);
    history.record(act(&opening, "2026-03-01T09:00:00Z")).unwrap();
    let people = ["social_worker", "manager", "parent", "court", "school", "social_worker"];
    for (place, role) in people.iter().enumerate() {
        let data = format!(r#"{{"person":"p-{}","role":"{role}"}}"#, place + 2);
        history.record(act(&written("p-1", "person_entered", &data), "2026-03-01T09:00:00Z")).unwrap();
    }
    let mut hour = 0;
    let at = |hour| format!("2026-03-02T{hour:02}:00:00Z");
    for step in steps {
        history.record(act(&step, &at(hour))).unwrap_or_else(|refusal| panic!("{step:?}: {refusal}"));
        hour += 1;
    }
    Given { history, at: at(hour) }
}

impl Given {
    fn at(mut self, at: &str) -> Self {
        self.at = at.to_owned();
        self
    }

    #[track_caller]
    fn when(mut self, step: Written) -> When {
        let answer = self.history.record(act(&step, &self.at)).map(|(_, applied)| applied.moved());
        When { given: self, answer }
    }

    fn contract(&self) -> &Contract {
        self.history.cycle().contract(&ContractId::new("c-1").unwrap()).unwrap()
    }
}

struct When {
    given: Given,
    answer: Result<Option<Moved>, history::Refusal>,
}

impl When {
    #[track_caller]
    fn refused(self, words: &str) {
        assert_eq!(self.answer.unwrap_err().to_string(), words);
    }

    #[track_caller]
    fn refused_as_already_so(self) {
        let refusal = self.answer.unwrap_err();
        assert!(refusal.is_already_so(), "{refusal}");
    }

    #[track_caller]
    fn moves(self, from: Stage, to: Stage) -> Given {
        assert_eq!(self.answer, Ok(Some(Moved { from, to })));
        self.given
    }
}

// Every stage, every step, every role.

const CLINICIAN: u32 = 0;
const WORKER: u32 = 1;

fn step(seat: u32, role: Role, at: &str) -> StepContext {
    StepContext::new(Actor { seat, role }, moment(at), EntryNumber::FIRST)
}

fn event(code: &str, data: &str) -> Event {
    let line = format!(
        r#"{{"type":"{code}","occurred_at":"2026-01-01T00:00:00Z","recorded_at":"2026-01-01T00:00:00Z","by":"p","data":{data}}}"#
    );
    match serde_json::from_str::<Act>(&line).unwrap().event {
        cycle::Event::Contracting(event) => event,
        other => panic!("{other:?} is no step of a contract"),
    }
}

/// A contract that was brought to a stage from one of the three origins.
#[track_caller]
fn contract_in(stage: Stage, origin: Origin) -> Contract {
    let inviter = match origin {
        Origin::SocialWork => (WORKER, Role::SocialWorker),
        Origin::Court => (4, Role::Court),
        Origin::CliniciansOffer => (CLINICIAN, Role::Clinician),
    };
    let role = |by: &str| match by {
        "p-1" => (CLINICIAN, Role::Clinician),
        "p-2" => (WORKER, Role::SocialWorker),
        _ => (3, Role::Parent),
    };
    let Event::ContractInvited(invitation) = event("contract_invited", r#"{"contract":"c-1","space":"case_consultation"}"#)
    else {
        panic!("an invitation");
    };
    let mut contract = Contract::invited(&invitation, &step(inviter.0, inviter.1, "2026-03-02T00:00:00Z")).unwrap();
    for (hour, (by, code, data)) in way_to(stage).iter().enumerate().skip(1) {
        let mut by = role(by);
        // Whoever was asked declines, and whoever asked withdraws.
        match (*code, origin) {
            ("contract_declined", Origin::CliniciansOffer) => by = role("p-2"),
            ("contract_withdrawn", _) => by = inviter,
            _ => {}
        }
        let mut step = step(by.0, by.1, &format!("2026-03-02T{hour:02}:00:00Z"));
        step.other = Some(Actor { seat: CLINICIAN, role: Role::Clinician });
        contract.record(&event(code, data), &step).unwrap();
    }
    contract
}

/// Who may take a step, as the pages say it; written apart from the code.
fn is_permitted(kind: Kind, stage: Stage, origin: Origin, role: Role) -> bool {
    let two = matches!(role.side(), Side::Clinical | Side::SocialWork);
    let asked = if origin == Origin::CliniciansOffer { Side::SocialWork } else { Side::Clinical };
    match kind {
        Kind::InvitationAccepted => role.side() == asked,
        Kind::ContractDeclined if stage == Stage::Invited => role.side() == asked,
        Kind::ContractWithdrawn if role == Role::Court => origin == Origin::Court,
        Kind::ContractWithdrawn if stage == Stage::Invited => two && origin != Origin::Court && role.side() != asked,
        Kind::ReframeOffered => role == Role::Clinician,
        Kind::ReframeAnswered => role.side() == Side::SocialWork,
        Kind::ContractRevoked => two || role.side() == Side::Family,
        _ => two,
    }
}

/// Each kind of step, as it fits a stage.
fn fitting(kind: Kind, stage: Stage) -> Event {
    let did_not_take_place = r#"{"contract":"c-1","reason":{"code":"did_not_take_place"},"with":"p-2"}"#;
    let data = match kind {
        Kind::TermsProposed => &format!(r#"{{"contract":"c-1","terms":{COMPLETE}}}"#),
        Kind::TermsAccepted if stage == Stage::Active => r#"{"contract":"c-1","version":2}"#,
        Kind::TermsAccepted => r#"{"contract":"c-1","version":1}"#,
        Kind::ContractEnded if stage == Stage::Agreed => did_not_take_place,
        _ => AnyKind::Contracting(kind).stored_example(),
    };
    event(kind.code(), data)
}

#[test]
fn every_step_from_every_stage_by_every_role_leads_where_the_table_says_or_is_refused() {
    let mut admitted = 0;
    for &stage in Stage::ALL {
        for &origin in Origin::ALL {
            let mut contract = contract_in(stage, origin);
            let at = if stage == Stage::Lapsed { "2026-06-01T09:00:00Z" } else { "2026-03-03T09:00:00Z" };
            assert_eq!(contract.latest_stage(moment(at)), stage);
            if stage == Stage::Active {
                // An amendment lies on the table.
                contract.record(&fitting(Kind::TermsProposed, stage), &step(WORKER, Role::SocialWorker, at)).unwrap();
            }
            for &kind in Kind::ALL {
                for &role in Role::ALL {
                    let told = format!("{kind} by {role} from {stage}, {origin}");
                    let seat = match role {
                        Role::Clinician => CLINICIAN,
                        Role::SocialWorker => WORKER,
                        _ => 9,
                    };
                    let mut step = step(seat, role, at);
                    let other = if role == Role::Clinician || kind == Kind::PartyReplaced {
                        Actor { seat: 6, role: Role::SocialWorker }
                    } else {
                        Actor { seat: CLINICIAN, role: Role::Clinician }
                    };
                    (step.other, step.replaced) = (Some(other), Some(WORKER));
                    // The amendment was proposed at this very instant; a proposal now is another.
                    if kind == Kind::TermsProposed {
                        step.at = moment(&at.replace("09:00", "10:00"));
                    }
                    let event = fitting(kind, stage);
                    let judged = contract.judge(&event, &step);
                    let mut moved = contract.clone();
                    let recorded = moved.record(&event, &step);
                    assert_eq!(recorded.map(drop), judged, "{told}");
                    if !stage.steps().has(kind) {
                        assert_eq!(judged, Err(Refusal::OutOfStep { asked: kind, stage }), "{told}");
                    } else if !is_permitted(kind, stage, origin, role) {
                        let roles = Role::ALL.iter().copied();
                        let permitted: CodeSet<Role> =
                            roles.filter(|&role| is_permitted(kind, stage, origin, role)).collect();
                        assert_eq!(
                            judged,
                            Err(Refusal::NotTheirs { asked: kind, role, permitted: Those(permitted) }),
                            "{told}"
                        );
                    } else {
                        let Moved { from, to } = recorded.unwrap_or_else(|refusal| panic!("{told}: {refusal}"));
                        assert_eq!(from, stage, "{told}");
                        assert!(stage.after(kind).has(to), "{told} leads to {to}");
                        assert_eq!(moved.latest_stage(step.at), to, "{told}");
                        assert_eq!(moved.stage_at(step.at), Some(to), "{told}");
                        admitted += 1;
                    }
                    assert_eq!(contract.latest_stage(moment(at)), stage, "a refused step changes nothing: {told}");
                    let open = contract.possible(step.by, step.at).has(kind);
                    assert_eq!(open, judged.is_ok(), "possible: {told}");
                }
            }
        }
    }
    assert!(admitted > 600, "{admitted} steps admitted");
}

// The page, the table and the code agree.

#[test]
fn the_table_is_the_one_on_the_page() {
    use Stage::*;
    // Copied by hand from section 5 of the description of the domain.
    let page: [(Stage, &[Stage]); 13] = [
        (Invited, &[Negotiating, Reframed, Declined, Withdrawn]),
        (Reframed, &[Negotiating, Invited, Declined, Withdrawn]),
        (Negotiating, &[Negotiating, Reframed, Agreed, Declined, Withdrawn]),
        (Agreed, &[Active, Postponed, Negotiating, Withdrawn, Ended]),
        (Postponed, &[Agreed, Negotiating, Withdrawn]),
        (Active, &[Active, Suspended, Completed, Ended, Revoked]),
        (Suspended, &[Suspended, Active, Completed, Ended, Revoked]),
        (Lapsed, &[Lapsed, Completed, Ended]), // It stays so while it is to be renewed.
        (Declined, &[Declined]),
        (Withdrawn, &[Withdrawn]),
        (Completed, &[Completed]),
        (Ended, &[Ended]),
        (Revoked, &[Revoked]),
    ];
    assert_eq!(page.len(), Stage::ALL.len());
    for (stage, after) in page {
        let leads = stage.steps().iter().fold(CodeSet::none(), |all: CodeSet<Stage>, step| all.and(stage.after(step)));
        assert_eq!(leads, CodeSet::of(after), "from {stage}");
    }
    for &kind in Kind::ALL {
        let somewhere = Stage::ALL.iter().any(|stage| stage.steps().has(kind));
        assert_eq!(somewhere, kind != Kind::ContractInvited, "{kind}");
    }
}

fn lifecycle_table() -> String {
    let mut table = String::from("| From | Step | Can become |\n|---|---|---|\n");
    for &stage in Stage::ALL {
        for step in stage.steps().iter() {
            let next: Vec<&str> = stage.after(step).iter().map(Code::label).collect();
            writeln!(table, "| {stage} | {step} | {} |", next.join(", ")).unwrap();
        }
    }
    table
}

#[test]
fn the_documented_table_is_the_table() {
    golden::is_golden("src/contracting/lifecycle.md", &lifecycle_table());
}

// Refusals in full.

#[test]
fn what_is_possible_instead_is_said() {
    given([invited()]).when(simple("p-2", "contract_completed")).refused(
        "cannot complete: the contract is invited; \
         possible now: accept the invitation, reframe, propose terms, decline, withdraw",
    );
    given(way_to(Stage::Reframed))
        .when(proposed(COMPLETE))
        .refused("cannot propose terms: the contract is reframed; possible now: answer the reframe, decline, withdraw");
    given(agreed())
        .when(reason("p-2", "contract_declined", "no_capacity"))
        .refused("cannot decline: the contract is agreed; possible now: propose terms, withdraw, postpone, begin, end");
    given(active()).when(reason("p-2", "contract_withdrawn", "case_closed")).refused(
        "cannot withdraw: the contract is active; possible now: propose terms, accept the terms, review, replace a party, \
         flex a role, suspend, complete, end, revoke, renew",
    );
    given(way_to(Stage::Revoked))
        .when(simple("p-2", "contract_resumed"))
        .refused("cannot resume: the contract is revoked; possible now: renew");
}

#[test]
fn whose_step_it_is_is_said() {
    given([invited()])
        .when(simple("p-2", "invitation_accepted"))
        .refused("only the clinical side can accept the invitation");
    given([written("p-1", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#)])
        .when(simple("p-1", "invitation_accepted"))
        .refused("only the social work side can accept the invitation");
    given(active())
        .when(reason("p-6", "contract_revoked", "family_withdrew"))
        .refused("only the clinical side, the social work side or the family can revoke");
    given([])
        .when(written("p-6", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#))
        .refused("only the clinical side, the social work side or the court can invite");
}

#[test]
fn a_step_before_the_previous_one_is_refused() {
    given(agreed())
        .at("2026-03-02T01:30:00Z")
        .when(simple("p-2", "contract_begun"))
        .refused("recorded earlier than the entry before it");
    let mut given = given(agreed());
    let late = act(&simple("p-2", "contract_begun"), "2026-03-02T02:30:00Z").recorded(moment("2026-03-05T09:00:00Z"));
    let refusal = given.history.record(late).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "cannot begin: a later step of this contract is recorded already; take that back, record this, and then repeat it"
    );
}

// Terms, versions, and both sides.

#[test]
fn both_sides_accept_one_version() {
    let given = given([invited(), proposed(COMPLETE)])
        .when(accepted("p-2", 1))
        .moves(Stage::Negotiating, Stage::Negotiating)
        .at("2026-03-02T05:00:00Z")
        .when(accepted("p-1", 1))
        .moves(Stage::Negotiating, Stage::Agreed);
    let agreement = given.contract().state().agreed().unwrap();
    assert_eq!((agreement.version(), agreement.number().get()), (1, 9));
    assert_eq!((agreement.party(Side::Clinical), agreement.party(Side::SocialWork)), (Some(CLINICIAN), Some(WORKER)));
    assert_eq!(agreement.party(Side::Family), None);
}

#[test]
fn one_side_cannot_accept_for_the_other() {
    let half = [invited(), proposed(COMPLETE), accepted("p-2", 1)];
    let already = "cannot accept the terms: that side has accepted this version already";
    given(half.clone()).when(accepted("p-3", 1)).refused(already);
    given(half.clone()).when(accepted("p-7", 1)).refused(already);
    given(half).when(accepted("p-4", 1)).refused("only the clinical side or the social work side can accept the terms");
}

#[test]
fn a_stale_acceptance_is_refused() {
    given([invited(), proposed(COMPLETE), accepted("p-2", 1), proposed(COMPLETE)])
        .when(accepted("p-1", 1))
        .refused("cannot accept another version of the terms: version 2 is current");
    // New terms need both anew.
    given([invited(), proposed(COMPLETE), accepted("p-2", 1), proposed(COMPLETE)])
        .when(accepted("p-1", 2))
        .moves(Stage::Negotiating, Stage::Negotiating);
}

#[test]
fn accepting_another_version_than_the_one_accepted_is_not_already_so() {
    for version in [1, 3] {
        given([invited(), proposed(COMPLETE), proposed(COMPLETE), accepted("p-2", 2)])
            .when(accepted("p-2", version))
            .refused("cannot accept another version of the terms: version 2 is current");
    }
}

#[test]
fn terms_are_not_accepted_before_there_are_any() {
    given([invited(), simple("p-1", "invitation_accepted")])
        .when(accepted("p-2", 1))
        .refused("cannot accept the terms: none are waiting to be accepted");
    given(active()).when(accepted("p-2", 1)).refused("cannot accept the terms: none are waiting to be accepted");
}

#[test]
fn all_gaps_are_named_at_once() {
    given([invited(), proposed("{}")]).when(accepted("p-2", 1)).refused(
        "cannot accept the terms yet; they do not say: a focus, a goal, who leads, who takes notes, \
         who explains statutory process, who sets the context, who asks, who reflects, the safeguarding concerns, how long",
    );
    let visit = written("p-2", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#);
    given([visit, proposed(COMPLETE)])
        .when(accepted("p-2", 1))
        .refused("cannot accept the terms yet; they do not say: how the family will be helped to understand");
}

#[test]
fn a_statutory_decision_cannot_be_given_away() {
    for holder in ["clinician", "shared"] {
        let terms = format!(r#"{{"roles":{{"statutory_decisions":"{holder}"}}}}"#);
        given([invited()]).when(proposed(&terms)).refused(
            "cannot propose terms: statutory decisions are reserved to those with the mandate; a clinician contributes",
        );
        let flexed = format!(r#"{{"contract":"c-1","task":"statutory_decisions","to":"{holder}","reason":"In a hurry."}}"#);
        // What happened on the day is recorded as it was; policy has its say.
        given(active()).when(written("p-2", "role_flexed", &flexed)).moves(Stage::Active, Stage::Active);
    }
    given([invited()])
        .when(proposed(r#"{"roles":{"statutory_decisions":"social_worker"}}"#))
        .moves(Stage::Invited, Stage::Negotiating);
}

#[test]
fn the_lead_flexes_as_every_task_does_but_somebody_leads() {
    let flexed =
        |task: &str, to: &str| format!(r#"{{"contract":"c-1","task":"{task}","to":"{to}","reason":"On the day."}}"#);
    let codes = Flexed::ALL.iter().map(|flexed| flexed.code());
    let tasks = Task::ALL.iter().map(|task| task.code());
    assert_eq!(codes.clone().collect::<Vec<_>>(), tasks.chain(["lead"]).collect::<Vec<_>>());
    for (&task, &flexed) in Task::ALL.iter().zip(Flexed::ALL) {
        assert_eq!((Flexed::from(task), flexed.task()), (flexed, Some(task)));
        assert_eq!((flexed.label(), flexed.is_reserved()), (task.label(), task.is_reserved()));
    }
    for task in codes {
        for holder in Holder::ALL.iter().map(|holder| holder.code()) {
            let given = given(active()).when(written("p-2", "role_flexed", &flexed(task, holder)));
            if (task, holder) == ("lead", "not_needed") {
                given.refused("cannot leave nobody to lead: the clinician, the social worker, or both lead");
            } else {
                given.moves(Stage::Active, Stage::Active);
            }
        }
    }
    // The terms say who leads beside the roles, not among them.
    let terms = r#"{"contract":"c-1","terms":{"roles":{"lead":"shared"}}}"#;
    let error = serde_json::from_str::<TermsProposed>(terms).unwrap_err().to_string();
    assert!(error.starts_with("unknown variant `lead`, expected one of `notes`"), "{error}");
}

#[test]
fn days_that_cannot_be_meant_are_refused() {
    for day in ["1899-12-31", "2199-01-01", "-0044-03-15", "+12026-03-15"] {
        for terms in [
            format!(r#"{{"duration":{{"single":"{day}"}}}}"#),
            format!(r#"{{"duration":{{"review_by":"{day}"}}}}"#),
            format!(r#"{{"duration":{{"until":{{"ends":"2026-05-01","review_by":"{day}"}}}}}}"#),
        ] {
            given([invited()])
                .when(proposed(&terms))
                .refused("cannot propose terms: the plan names a day outside 1900 to 2198");
        }
        let review = format!(r#"{{"contract":"c-1","next_review":"{day}"}}"#);
        given(active())
            .when(written("p-2", "contract_reviewed", &review))
            .refused("cannot review: the plan names a day outside 1900 to 2198");
    }
}

#[test]
fn an_amendment_counts_only_when_both_accept_it() {
    let given = given(then(active(), [proposed(COMPLETE), accepted("p-1", 2)]));
    assert_eq!(given.contract().state().agreed().map(Agreement::version), Some(1));
    let given = given.when(accepted("p-3", 2)).moves(Stage::Active, Stage::Active);
    let agreement = given.contract().agreement(moment("2026-03-03T00:00:00Z")).unwrap();
    // The manager accepted it; the worker stays who works under it.
    assert_eq!((agreement.version(), agreement.party(Side::SocialWork)), (2, Some(1)));
    assert_eq!(given.contract().state().tabled(), None);
}

// Reframing.

#[test]
fn a_reframe_that_is_not_welcomed_leaves_the_first_request() {
    let answer = r#"{"contract":"c-1","answer":{"not_welcomed":{"reason":"The court asked."}}}"#;
    let given = given(way_to(Stage::Reframed))
        .when(written("p-2", "reframe_answered", answer))
        .moves(Stage::Reframed, Stage::Invited);
    let request = given.contract().state().request().unwrap();
    assert_eq!(request.space.code(), "case_consultation");
}

#[test]
fn a_reframe_is_welcomed_or_adapted() {
    for (answer, space) in
        [(r#""welcomed""#, "team_meeting"), (r#"{"adapted":{"to":{"space":"home_visit"},"reason":"Both."}}"#, "home_visit")]
    {
        let data = format!(r#"{{"contract":"c-1","answer":{answer}}}"#);
        let given = given(way_to(Stage::Reframed))
            .when(written("p-2", "reframe_answered", &data))
            .moves(Stage::Reframed, Stage::Negotiating);
        assert_eq!(given.contract().state().request().unwrap().space.code(), space);
    }
    given(way_to(Stage::Reframed))
        .when(written("p-1", "reframe_answered", r#"{"contract":"c-1","answer":"welcomed"}"#))
        .refused("only the social work side can answer the reframe");
}

// Before the work begins.

#[test]
fn what_is_postponed_is_restored_or_negotiated_anew() {
    given(way_to(Stage::Postponed)).when(simple("p-2", "contract_restored")).moves(Stage::Postponed, Stage::Agreed);
    let given = given(way_to(Stage::Postponed)).when(proposed(COMPLETE)).moves(Stage::Postponed, Stage::Negotiating);
    let tabled = given.contract().state().tabled().unwrap();
    assert_eq!(tabled.version(), 2);
    assert!(!tabled.accepted_by(Side::Clinical) && !tabled.accepted_by(Side::SocialWork));
}

#[test]
fn reopened_terms_need_both_again() {
    let given = given(agreed()).when(proposed(COMPLETE)).moves(Stage::Agreed, Stage::Negotiating);
    assert_eq!(given.contract().state().agreed(), None);
    given.at("2026-03-02T10:00:00Z").when(simple("p-2", "contract_begun")).refused(
        "cannot begin: the contract is negotiating; possible now: reframe, propose terms, accept the terms, decline, withdraw",
    );
}

#[test]
fn what_was_planned_to_have_ended_cannot_begin() {
    given(agreed())
        .at("2026-05-29T23:00:00Z")
        .when(simple("p-2", "contract_begun"))
        .refused("cannot begin: the planned end has passed by then");
    given(agreed())
        .at("2026-05-29T22:59:59.999999999Z")
        .when(simple("p-2", "contract_begun"))
        .moves(Stage::Agreed, Stage::Active);
}

#[test]
fn what_did_not_take_place_was_agreed_and_never_begun() {
    let ended = |by, reason: &str, with: &str| {
        let data = format!(r#"{{"contract":"c-1","reason":{{"code":"{reason}"}},"with":"{with}"}}"#);
        written(by, "contract_ended", &data)
    };
    given(agreed()).when(ended("p-2", "did_not_take_place", "p-1")).moves(Stage::Agreed, Stage::Ended);
    given(agreed())
        .when(ended("p-2", "goal_met_early", "p-1"))
        .refused("a contract that is agreed cannot end for this reason: goal met early");
    given(active())
        .when(ended("p-2", "did_not_take_place", "p-1"))
        .refused("a contract that is active cannot end for this reason: did not take place");
    given(active())
        .at("2026-06-01T09:00:00Z")
        .when(ended("p-2", "did_not_take_place", "p-1"))
        .refused("a contract that is lapsed cannot end for this reason: did not take place");
    for with in ["p-2", "p-3", "p-4", "p-5"] {
        given(active())
            .when(ended("p-2", "goal_met_early", with))
            .refused("cannot end alone: somebody on the other of the two sides, here at that time, has to agree");
    }
}

// While the work is under way.

#[test]
fn whether_it_has_lapsed_is_told_by_when_the_act_occurred() {
    let given = given(active());
    let contract = given.contract();
    assert_eq!(contract.latest_stage(moment("2026-05-29T22:59:59.999999999Z")), Stage::Active);
    assert_eq!(contract.latest_stage(moment("2026-05-29T23:00:00Z")), Stage::Lapsed, "an end is a day, and ends with it");
    assert_eq!(contract.stage_at(moment("2026-06-30T00:00:00Z")), Some(Stage::Lapsed));
    assert_eq!(contract.stage_at(moment("2026-03-01T23:00:00Z")), None);
    assert!(contract.agreement(moment("2026-05-29T22:00:00Z")).is_ok());
    assert_eq!(contract.agreement(moment("2026-05-29T23:00:01Z")).unwrap_err(), Stage::Lapsed);

    let review = simple("p-2", "contract_reviewed");
    let mut late = given;
    let occurred = act(&review, "2026-05-29T09:00:00Z").recorded(moment("2026-06-20T09:00:00Z"));
    let (_, applied) = late.history.record(occurred).unwrap();
    assert_eq!(applied.moved(), Some(Moved { from: Stage::Active, to: Stage::Active }));
    late.at("2026-06-21T09:00:00Z")
        .when(review)
        .refused("cannot review: the contract is lapsed; possible now: complete, end, renew");
}

/// What an earlier version recorded of the very midnight at which a planned end passes stands, and is offered no more.
#[test]
fn what_was_recorded_of_the_midnight_of_a_planned_end_still_loads() {
    let midnight = "2026-05-29T23:00:00Z";
    for (by, kind) in [("p-2", "contract_reviewed"), ("p-2", "contract_begun")] {
        let from = if kind == "contract_begun" { agreed() } else { active() };
        let act = act(&simple(by, kind), midnight);
        let mut history = given(from).history;
        let number = history.entries().len() as u32 + 1;
        assert!(history.clone().record(act.clone()).is_err(), "{kind} is offered no more");
        let mut entry = serde_json::to_value(&act).unwrap();
        entry["number"] = number.into();
        history.append_line(&entry.to_string()).unwrap_or_else(|problem| panic!("{kind}: {problem}"));
        // A minute later it never was possible.
        let mut later = given(if kind == "contract_begun" { agreed() } else { active() }).history;
        entry["occurred_at"] = "2026-05-29T23:01:00Z".into();
        entry["recorded_at"] = "2026-05-29T23:01:00Z".into();
        assert!(later.append_line(&entry.to_string()).is_err(), "{kind}");
    }
}

#[test]
fn a_late_review_cures_an_overdue_one() {
    let terms = COMPLETE.replace(r#"{"ends":"2026-05-29"}"#, r#"{"ends":"2026-05-29","review_by":"2026-04-10"}"#);
    let steps = [invited(), proposed(&terms), accepted("p-1", 1), accepted("p-2", 1), simple("p-2", "contract_begun")];
    let given = given(steps);
    assert!(!given.contract().is_review_overdue(moment("2026-04-10T22:59:59Z")));
    assert!(!given.contract().is_review_overdue(moment("2026-04-10T22:59:59.999999999Z")), "the last instant is in time");
    assert!(given.contract().is_review_overdue(moment("2026-04-10T23:00:00Z")), "midnight is the next day");
    let reviewed =
        given.at("2026-04-20T09:00:00Z").when(simple("p-2", "contract_reviewed")).moves(Stage::Active, Stage::Active);
    assert!(!reviewed.contract().is_review_overdue(Moment::LATEST));
}

#[test]
fn what_is_suspended_goes_on_or_closes() {
    let suspended = || given(way_to(Stage::Suspended));
    assert_eq!(suspended().contract().latest_stage(Moment::LATEST), Stage::Suspended);
    suspended().when(simple("p-2", "contract_reviewed")).moves(Stage::Suspended, Stage::Suspended);
    suspended().when(simple("p-2", "contract_resumed")).moves(Stage::Suspended, Stage::Active);
    suspended().when(simple("p-1", "contract_completed")).moves(Stage::Suspended, Stage::Completed);
    suspended().when(reason("p-4", "contract_revoked", "family_withdrew")).moves(Stage::Suspended, Stage::Revoked);
    suspended().when(proposed(COMPLETE)).refused(
        "cannot propose terms: the contract is suspended; possible now: review, replace a party, flex a role, resume, \
             complete, end, revoke",
    );
}

#[test]
fn a_step_says_it_entered_the_stage_the_contract_is_then_in() {
    // Resumed after the planned end: it is lapsed at once, and the answer should say so, or the step be refused.
    let late = given(way_to(Stage::Suspended)).at("2026-06-01T09:00:00Z").when(simple("p-2", "contract_resumed"));
    if let Ok(moved) = late.answer {
        let stage = late.given.contract().latest_stage(moment("2026-06-01T09:00:00Z"));
        assert_eq!(moved.unwrap().to, stage);
    }
}

#[test]
fn a_party_is_replaced_by_somebody_present_on_the_same_side() {
    let replaced = |party: &str, successor: &str| {
        written("p-3", "party_replaced", &format!(r#"{{"contract":"c-1","party":"{party}","successor":"{successor}"}}"#))
    };
    let moved = given(active()).when(replaced("p-2", "p-7")).moves(Stage::Active, Stage::Active);
    assert_eq!(moved.contract().state().agreed().and_then(|it| it.party(Side::SocialWork)), Some(6));
    given(active()).when(replaced("p-7", "p-2")).refused("cannot replace somebody who is not a party");
    for successor in ["p-1", "p-2", "p-4", "p-5"] {
        given(active())
            .when(replaced("p-2", successor))
            .refused("cannot replace a party by somebody who is not in the cycle on the same side");
    }
    // The party may have left; the successor may not.
    let left = |person: &str| written("p-1", "person_left", &format!(r#"{{"person":"{person}"}}"#));
    given(then(active(), [left("p-2")])).when(replaced("p-2", "p-7")).moves(Stage::Active, Stage::Active);
    given(then(active(), [left("p-7")]))
        .when(replaced("p-2", "p-7"))
        .refused("cannot replace a party by somebody who is not in the cycle on the same side");
}

#[test]
fn the_family_revokes_and_does_nothing_else() {
    let parent = PersonId::new("p-4").unwrap();
    let contract = ContractId::new("c-1").unwrap();
    for &stage in Stage::ALL {
        let given = given(way_to(stage));
        let at = if stage == Stage::Lapsed { moment("2026-07-01T00:00:00Z") } else { moment(&given.at) };
        let possible = given.history.cycle().possible(&parent, &contract, at).unwrap();
        let open: Vec<AnyKind> = possible.iter().filter(|it| it.is_open()).map(|it| it.kind).collect();
        let expected: &[AnyKind] = if matches!(stage, Stage::Active | Stage::Suspended) {
            &[AnyKind::Contracting(Kind::ContractRevoked)]
        } else {
            &[]
        };
        assert_eq!(open, expected, "{stage}");
    }
}

// After it.

#[test]
fn a_renewal_names_a_later_contract_and_only_one() {
    let renewed =
        |successor: &str| written("p-2", "contract_renewed", &format!(r#"{{"contract":"c-1","successor":{successor}}}"#));
    let elsewhere = r#"{"elsewhere":{"cycle":"cy-2","contract":"c-1"}}"#;
    given(active()).when(renewed(elsewhere)).moves(Stage::Active, Stage::Completed);
    given(active()).at("2026-06-01T09:00:00Z").when(renewed(elsewhere)).moves(Stage::Lapsed, Stage::Completed);
    given(way_to(Stage::Ended)).when(renewed(elsewhere)).moves(Stage::Ended, Stage::Ended);
    given(then(active(), [renewed(elsewhere)]))
        .when(renewed(r#"{"elsewhere":{"cycle":"cy-2","contract":"c-2"}}"#))
        .refused("cannot renew: a successor is linked already");
    given(active()).when(renewed(r#"{"here":"c-2"}"#)).refused("no such contract is known here");
    given(active()).when(renewed(r#"{"here":"c-1"}"#)).refused("cannot renew into a contract that is not a later one");
    let later = written("p-2", "contract_invited", r#"{"contract":"c-2","space":"team_meeting"}"#);
    // Until the later contract is agreed, the earlier one stays as it is; and so it is linked once.
    let linked =
        given(then(active(), [later.clone()])).when(renewed(r#"{"here":"c-2"}"#)).moves(Stage::Active, Stage::Active);
    linked.when(renewed(elsewhere)).refused("cannot renew: a successor is linked already");
    given(then(active(), [later.clone()]))
        .at("2026-06-01T09:00:00Z")
        .when(renewed(r#"{"here":"c-2"}"#))
        .moves(Stage::Lapsed, Stage::Lapsed);
    given([vec![later], active()].concat())
        .when(renewed(r#"{"here":"c-2"}"#))
        .refused("cannot renew into a contract that is not a later one");
}

#[test]
fn a_linked_successor_leaves_nothing_possible() {
    let renewed = written(
        "p-2",
        "contract_renewed",
        r#"{"contract":"c-1","successor":{"elsewhere":{"cycle":"cy-2","contract":"c-1"}}}"#,
    );
    let given = given(then(active(), [renewed]));
    let worker = PersonId::new("p-2").unwrap();
    let possible = given.history.cycle().possible(&worker, &ContractId::new("c-1").unwrap(), moment(&given.at)).unwrap();
    assert!(possible.iter().all(|possibility| !possibility.is_open()), "{possible:?}");
}

#[test]
fn every_reason_ends_what_is_active_but_that_it_did_not_take_place() {
    for &code in ReasonCode::ALL {
        let words = if code == ReasonCode::Other { r#","words":"As they wished.""# } else { "" };
        let data = format!(r#"{{"contract":"c-1","reason":{{"code":"{}"{words}}},"with":"p-1"}}"#, code.code());
        let when = given(active()).when(written("p-2", "contract_ended", &data));
        assert_eq!(when.answer.is_ok(), code != ReasonCode::DidNotTakePlace, "{code}");
    }
}

#[test]
fn steps_offered_twice_are_already_so() {
    for &stage in Stage::ALL {
        let mut steps = way_to(stage);
        let given = given(steps.clone());
        let last = steps.pop().unwrap();
        let hour = steps.len();
        given.at(&format!("2026-03-02T{hour:02}:00:00Z")).when(last).refused_as_already_so();
    }
}

#[test]
fn two_different_steps_at_one_instant_are_two() {
    // Imported records often have no finer time than the day. Only what is the same is already so.
    let other = COMPLETE.replace("three sides", "four sides");
    let given = given([invited(), proposed(COMPLETE)]).at("2026-03-02T01:00:00Z");
    let when = given.when(proposed(&other));
    assert!(!when.answer.as_ref().is_err_and(history::Refusal::is_already_so), "{:?}", when.answer);
}

#[test]
fn a_closed_state_keeps_what_had_been_agreed() {
    for stage in [Stage::Completed, Stage::Ended, Stage::Revoked] {
        let given = given(way_to(stage));
        assert!(matches!(given.contract().state(), State::Completed(_) | State::Ended(_) | State::Revoked(_)));
        assert_eq!(given.contract().state().agreed().map(Agreement::version), Some(1));
        assert!(given.contract().agreement(moment(&given.at)).is_err(), "nothing rests on it any more");
    }
}

#[test]
fn possible_after_the_cycle_was_closed_is_only_closing() {
    let closed = written("p-1", "cycle_closed", r#"{"cycle":"cy-1"}"#);
    let given = given([invited(), closed]);
    let clinician = PersonId::new("p-1").unwrap();
    let contract = ContractId::new("c-1").unwrap();
    let Ok(possible) = given.history.cycle().possible(&clinician, &contract, moment(&given.at)) else { return };
    for possibility in possible.iter().filter(|possibility| possibility.is_open()) {
        let AnyKind::Contracting(kind) = possibility.kind else { continue };
        let step = match kind {
            Kind::InvitationAccepted => simple("p-1", "invitation_accepted"),
            Kind::ReframeOffered => written("p-1", "reframe_offered", REFRAME),
            Kind::TermsProposed => proposed(COMPLETE),
            _ => continue,
        };
        assert_eq!(given.history.judge(&act(&step, &given.at)), Ok(()), "{kind} was said to be possible");
    }
}

#[test]
fn a_refusal_is_a_few_bytes() {
    assert_eq!(size_of::<Refusal>(), 12);
    assert_eq!(size_of::<cycle::Refusal>(), 16);
}

/// Every entry takes the room of the largest event, so none may be much larger than the rest; see the boxed terms.
#[test]
fn no_event_makes_room_for_itself_alone() {
    assert_eq!(size_of::<cycle::Event>(), 136);
    assert!(size_of::<deciding::Event>() <= size_of::<intervening::Event>() + 24);
}

#[test]
fn terminal_stages_lead_only_to_themselves() {
    for &stage in Stage::ALL.iter().filter(|stage| stage.is_terminal()) {
        for step in stage.steps().iter() {
            assert_eq!(stage.after(step), CodeSet::of(&[stage]));
        }
    }
}

#[test]
fn no_step_leads_to_lapsed_and_a_link_to_a_successor_leaves_what_has_lapsed() {
    for &stage in Stage::ALL {
        for &step in Kind::ALL {
            let stays = stage == Stage::Lapsed && step == Kind::ContractRenewed;
            assert_eq!(stage.after(step).has(Stage::Lapsed), stays, "{stage}, {step}");
        }
    }
}

#[test]
fn the_page_about_contracting_shows_the_table_of_the_machine() {
    assert_eq!(include_str!("../src/contracting/lifecycle.md"), practice_cycle::diagram::table());
}
