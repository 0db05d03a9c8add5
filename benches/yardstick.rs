//! A comparison is worth something only where both do the same work: what is written by hand answers as the contract does, step by
//! step of random walks over every kind of step, by every side, in and out of order.
#![expect(
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use common::by_hand::ByHand;
use practice_cycle::code::{Code, CodeSet};
use practice_cycle::contracting::{Contract, Event, Kind, Moved, Prospect, Refusal, Renewal, Stage, StepContext};
use practice_cycle::cycle::{self, Act};
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Actor, Role};
use practice_cycle::permitted::Those;
use practice_cycle::simulation::random::Stream;

const WALKS: u64 = 2_000;
const STEPS: u64 = 40;

/// Draws one after another.
struct Draws {
    stream: Stream,
    drawn: u64,
}

impl Draws {
    fn among(&mut self, places: usize) -> usize {
        self.drawn += 1;
        self.stream.at("draw", self.drawn).among(places)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.among(all.len())]
    }
}

fn event(code: &str, data: &str) -> Event {
    let line = format!(
        r#"{{"type":"{code}","occurred_at":"2026-01-01T00:00:00Z","recorded_at":"2026-01-01T00:00:00Z","by":"p","data":{data}}}"#
    );
    match serde_json::from_str::<Act>(&line).map(|act| act.event) {
        Ok(cycle::Event::Contracting(event)) => event,
        other => panic!("{line}: {other:?}"),
    }
}

/// Each kind of step, in every way that is judged differently.
fn events() -> Vec<Event> {
    let terms = |roles: &str, goal: &str, duration: &str| {
        format!(
            r#"{{"contract":"c-1","terms":{{"focus":{{"code":"case_dilemma"}},{goal}"lead":"shared","roles":{{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"{roles}}},"safeguarding":"none_known","duration":{duration}}}}}"#
        )
    };
    let (goal, later, soon) =
        (r#""goal":"Invented.","#, r#"{"until":{"ends":"2026-06-30"}}"#, r#"{"until":{"ends":"2026-03-09"}}"#);
    let mut all: Vec<Event> = [
        ("terms_proposed", terms("", goal, later)),
        ("terms_proposed", terms("", goal, soon)),
        ("terms_proposed", terms("", goal, r#"{"review_by":"2026-03-09"}"#)),
        ("terms_proposed", terms("", "", later)),
        ("terms_proposed", terms(r#","statutory_decisions":"clinician""#, goal, later)),
        ("terms_proposed", terms("", goal, r#"{"single":"1066-10-14"}"#)),
    ]
    .iter()
    .map(|(code, data)| event(code, data))
    .collect();
    for (code, data) in [
        ("reframe_answered", r#"{"contract":"c-1","answer":{"not_welcomed":{"reason":"Invented."}}}"#),
        (
            "reframe_answered",
            r#"{"contract":"c-1","answer":{"adapted":{"to":{"space":"home_visit"},"reason":"Invented."}}}"#,
        ),
        ("terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("contract_reviewed", r#"{"contract":"c-1","next_review":"1066-10-14"}"#),
        ("role_flexed", r#"{"contract":"c-1","task":"lead","to":"not_needed","reason":"Invented."}"#),
        ("role_flexed", r#"{"contract":"c-1","task":"statutory_decisions","to":"clinician","reason":"Invented."}"#),
        ("contract_ended", r#"{"contract":"c-1","reason":{"code":"did_not_take_place"},"with":"p"}"#),
    ] {
        all.push(event(code, data));
    }
    all.extend(Kind::ALL.iter().map(|&kind| event(kind.code(), cycle::Kind::Contracting(kind).stored_example())));
    all
}

/// The version on the table instead of the first, so that acceptances are not all stale.
fn accepting(contract: &Contract, event: &Event) -> Event {
    match (event, contract.state().tabled()) {
        (Event::TermsAccepted(data), Some(tabled)) if data.version == 1 => {
            self::event("terms_accepted", &format!(r#"{{"contract":"c-1","version":{}}}"#, tabled.version()))
        }
        _ => event.clone(),
    }
}

/// The same answer, leaving aside which roles it is for: that is looked up by the contract alone.
fn told(answer: Result<Moved, Refusal>) -> Result<Moved, Refusal> {
    answer.map_err(|refusal| match refusal {
        Refusal::NotTheirs { asked, role, .. } => Refusal::NotTheirs { asked, role, permitted: Those(CodeSet::none()) },
        other => other,
    })
}

/// What ends a walk too soon, if it is taken as often as what leads on.
const EXITS: [Kind; 5] =
    [Kind::ContractDeclined, Kind::ContractWithdrawn, Kind::ContractCompleted, Kind::ContractEnded, Kind::ContractRevoked];

const ROLES: [Role; 6] = [Role::Clinician, Role::SocialWorker, Role::Manager, Role::Parent, Role::Court, Role::School];

#[test]
fn what_is_written_by_hand_answers_as_the_contract_does() {
    let events = events();
    let start: Moment = "2026-03-02T09:00:00Z".parse().unwrap();
    let (mut admitted, mut refused) = (BTreeMap::<Kind, u32>::new(), BTreeSet::new());
    let mut stages = BTreeSet::new();
    for walk in 0..WALKS {
        let mut draws = Draws { stream: Stream::new(7).at("walk", walk), drawn: 0 };
        let actor = |seat: usize| Actor { seat: seat as u32, role: ROLES[seat] };
        let inviter = actor(draws.of(&[0, 1, 1, 4]));
        let invited = event("contract_invited", r#"{"contract":"c-1","space":"case_consultation"}"#);
        let Event::ContractInvited(data) = &invited else { panic!("an invitation") };
        let mut number = EntryNumber::FIRST;
        let first = StepContext::new(inviter, start, number);
        let (mut contract, mut by_hand) = (Contract::invited(data, &first).unwrap(), ByHand::invited(data, &first));
        let mut hours = 0_i64;
        for _ in 0..STEPS {
            number = number.next();
            hours += draws.among(12) as i64;
            let late = if draws.among(6) == 0 { draws.among(72) as i64 } else { 0 };
            let at = Moment::new(start.to_utc() + TimeDelta::hours((hours - late).max(0))).unwrap();
            // Mostly what leads on; now and then whatever there is.
            let possible = contract.latest_stage(at).steps();
            let exits = draws.among(20) == 0;
            let leads_on = |kind: &Kind| possible.has(*kind) && (!EXITS.contains(kind) || exits);
            let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(leads_on).collect();
            let kinds = if kinds.is_empty() || draws.among(6) == 0 { Kind::ALL } else { &kinds };
            let kind = draws.of(kinds);
            let all: Vec<&Event> = events.iter().filter(|event| event.kind() == kind).collect();
            let event = accepting(&contract, draws.of(&all));
            let mut step = StepContext::new(actor(draws.of(&[0, 0, 1, 1, 1, 2, 3, 4, 5])), at, number);
            step.other = (draws.among(5) > 0).then(|| actor(draws.among(ROLES.len())));
            step.replaced = (draws.among(8) > 0).then(|| draws.among(3) as u32);
            if matches!(event, Event::ContractRenewed(_)) && draws.among(3) > 0 {
                let prospect = draws.of(Prospect::ALL);
                step.renewal = Some(Renewal { successor: EntryNumber::FIRST.next(), prospect, since: at, links: true });
            }
            let (theirs, ours) = (contract.record(&event, &step), by_hand.record(&event, &step));
            assert_eq!(told(ours), told(theirs), "walk {walk}, entry {number}: {} by {}", event.kind(), step.by.role);
            let (left, right) = (contract.latest_stage(at), by_hand.stage(at));
            assert_eq!(left, right, "walk {walk}, entry {number}: {}", event.kind());
            assert_eq!(
                contract.state().tabled().map(|tabled| tabled.version()),
                by_hand.state.tabled().map(|tabled| tabled.version())
            );
            stages.insert(left);
            match theirs {
                Ok(_) => *admitted.entry(event.kind()).or_default() += 1,
                Err(refusal) => _ = refused.insert(refusal.code().to_owned()),
            }
        }
    }
    // The walks came everywhere, or the test shows little.
    let missing: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| !admitted.contains_key(kind)).collect();
    assert_eq!(missing, [Kind::ContractInvited], "{admitted:?}");
    assert_eq!(stages, Stage::ALL.iter().copied().collect());
    // All that a contract says by itself; the cycle sees to the rest.
    let all = [
        "absurd_day", "already_accepted", "before_previous_step", "gaps", "has_successor", "nobody_leads", "not_a_party",
        "not_a_successor", "not_joint", "not_theirs", "nothing_proposed", "out_of_step", "planned_end_passed",
        "reason_out_of_place", "reserved_decision", "stale_version",
    ];
    assert_eq!(refused, all.map(|code| format!("contracting.{code}")).into_iter().collect());
}
