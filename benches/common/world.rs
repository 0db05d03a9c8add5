//! Invented histories of any length: many contracts, each with the same life and the same facts.

use chrono::TimeDelta;
use practice_cycle::attachment::{CycleOpened, FORMAT, PersonEntered};
use practice_cycle::cycle::{Act, Event};
use practice_cycle::history::History;
use practice_cycle::id::{CycleId, PersonId, TeamId};
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::{contracting, intervening, reporting};

pub fn person(number: usize) -> PersonId {
    PersonId::new(&format!("person-{number}")).unwrap()
}

pub fn moment(minute: usize) -> Moment {
    let start: Moment = "2020-01-01T09:00:00Z".parse().unwrap();
    Moment::new(start.to_utc() + TimeDelta::minutes(minute as i64)).unwrap()
}

/// The steps of one contract's life, with whether the clinician takes them.
const LIFE: &[(&str, &str, bool)] = &[
    (
        "contract_invited",
        r#"{"contract":"@","space":"joint_session","stream":"direct","case":"case-@","words":"Help the parents to talk with one another about the children."}"#,
        false,
    ),
    (
        "reframe_offered",
        r#"{"contract":"@","to":{"space":"case_consultation","stream":"reflective"},"reason":"The children seem drawn into the conflict."}"#,
        true,
    ),
    (
        "reframe_answered",
        r#"{"contract":"@","answer":{"adapted":{"to":{"space":"case_consultation"},"reason":"Both, one after the other."}}}"#,
        false,
    ),
    (
        "terms_proposed",
        r#"{"contract":"@","terms":{"focus":{"code":"generate_hypotheses"},"goal":"Three hypotheses, and a way to test each.","lead":"clinician","roles":{"notes":"social_worker","statutory_process":"social_worker","context":"shared","asking":"shared","reflecting":"clinician"},"safeguarding":"none_known","duration":{"review_by":"2030-06-12"}}}"#,
        true,
    ),
    ("terms_accepted", r#"{"contract":"@","version":1}"#, false),
    ("terms_accepted", r#"{"contract":"@","version":1}"#, true),
    ("contract_begun", r#"{"contract":"@"}"#, true),
    (
        "intervention_begun",
        r#"{"intervention":"i-@","cover":{"contract":"@"},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
        true,
    ),
    (
        "session_held",
        r#"{"session":"s-@","intervention":"i-@","cover":{"contract":"@"},"space":"case_consultation","present":["person-0","person-1"],"words":"The first consultation; three hypotheses were named and kept side by side."}"#,
        true,
    ),
    ("suggestion_offered", r#"{"suggestion":"su-@","contract":"@","words":"Ask the school how the mornings go."}"#, true),
    ("suggestion_answered", r#"{"suggestion":"su-@","reception":"taken_up"}"#, false),
    ("contract_reviewed", r#"{"contract":"@","with":["person-1"],"next_review":"2031-06-12"}"#, true),
    ("contract_suspended", r#"{"contract":"@","reason":{"code":"no_capacity"}}"#, false),
    ("contract_resumed", r#"{"contract":"@"}"#, false),
    (
        "session_held",
        r#"{"session":"t-@","intervention":"i-@","cover":{"contract":"@"},"space":"case_consultation","present":["person-0","person-1"]}"#,
        true,
    ),
    (
        "change_noticed",
        r#"{"change":"ch-@","what":"story","words":"The school speaks of him with warmth.","contract":"@","session":"t-@"}"#,
        true,
    ),
    ("change_witnessed", r#"{"change":"ch-@"}"#, false),
    ("contract_completed", r#"{"contract":"@"}"#, false),
    ("outcome_rated", r#"{"rating":"ra-@","contract":"@","score":7}"#, false),
    (
        "boundary_observed",
        r#"{"observation":"o-@","sign":{"figure1":"ideas_made_together"},"finding":{"present":"clear"},"standpoint":"looking_on","drawn_by":"unknown","space":"case_consultation","basis":"direct","contract":"@"}"#,
        false,
    ),
];

/// What goes before a contract where the clinician joins anew.
const JOINING: &[(&str, &str, bool)] = &[
    ("occasion_of_joining", r#"{"occasion":"oc-@","place":{"in":"team_meeting"},"with":["person-1"]}"#, true),
    ("rule_noticed", r#"{"rule":"ru-@","voice":"spoken","words":"Cases are talked through on Tuesdays."}"#, true),
    ("rule_worked_with", r#"{"rule":"ru-@","step":"kept"}"#, true),
    ("clinician_acknowledged", r#"{"acknowledgement":"ac-@","how":"sought_out"}"#, false),
];

fn event(code: &str, data: &str) -> Event {
    let line = format!(
        r#"{{"type":"{code}","occurred_at":"2020-01-01T09:00:00Z","recorded_at":"2020-01-01T09:00:00Z","by":"p","data":{data}}}"#
    );
    Act::parse(&line).unwrap().event
}

/// A history of about so many entries, contracts one after another. With `errors`, that many of them have their last entry
/// marked as entered in error, spread over the whole.
pub fn history(entries: usize, errors: usize) -> History {
    lives(entries, errors, &[], 1)
}

/// The same, where the clinician joins the team anew before each contract.
pub fn history_of_joining(entries: usize) -> History {
    lives(entries, 0, JOINING, 1)
}

/// The same as a history without errors, with an hour from each entry to the next: as many of them as lie within a window of a
/// reading stay the same, however long the history is.
pub fn history_by_the_hour(entries: usize) -> History {
    lives(entries, 0, &[], 60)
}

fn lives(entries: usize, errors: usize, before: &[(&str, &str, bool)], pace: usize) -> History {
    let people = 20;
    let mut history = world_of(people);
    let contracts = entries / (before.len() + LIFE.len());
    let mut minute = 1;
    for contract in 0..contracts {
        let name = format!("contract-{contract}");
        for (code, data, clinician) in before.iter().chain(LIFE) {
            let by = if *clinician { person(0) } else { person(1 + contract % (people - 1)) };
            let act = Act::new(event(code, &data.replace('@', &name)), by, moment(minute));
            history.record(act).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
            minute += pace;
        }
        if errors > 0 && contract % (contracts / errors).max(1) == 0 {
            let last = history.entries().last().unwrap().number();
            let data = format!(r#"{{"entries":[{last}],"reason":"Recorded on the wrong family."}}"#);
            history.record(Act::new(event("entered_in_error", &data), person(0), moment(minute))).unwrap();
            minute += pace;
        }
    }
    history
}

/// A history with a number of contracts that are active at once, each about one of a number of cases.
pub fn open_contracts(contracts: usize, cases: usize) -> History {
    let mut history = world_of(20);
    let mut minute = 1;
    for contract in 0..contracts {
        let (name, case) = (format!("contract-{contract}"), format!("case-{}", contract % cases));
        for (code, data, clinician) in LIFE.iter().take(7) {
            let by = if *clinician { person(0) } else { person(1 + contract % 19) };
            let data = data.replace("case-@", &case).replace('@', &name);
            history
                .record(Act::new(event(code, &data), by, moment(minute)))
                .unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
            minute += 1;
        }
    }
    history
}

/// A cycle with a number of people in it, and nothing else so far.
fn world_of(people: usize) -> History {
    let mut history = History::default();
    let open = CycleOpened {
        cycle: CycleId::new("cycle-1").unwrap(),
        format: FORMAT,
        clinician: person(0),
        team: TeamId::new("team-1").unwrap(),
        earlier: None,
    };
    history.record(Act::new(open, person(0), moment(0))).unwrap();
    for number in 1..people {
        let entered = PersonEntered::new(person(number), Role::SocialWorker);
        history.record(Act::new(entered, person(0), moment(0))).unwrap();
    }
    history
}

/// One short history: one contract from invitation to rating, of 22 entries.
pub fn one_life() -> History {
    life_of("cycle-1", 0)
}

/// The same, of a cycle of that name, so many minutes later.
pub fn life_of(cycle: &str, later: usize) -> History {
    let mut history = History::default();
    let open = CycleOpened::new(CycleId::new(cycle).unwrap(), person(0), TeamId::new("team-1").unwrap());
    history.record(Act::new(open, person(0), moment(later))).unwrap();
    let entered = PersonEntered::new(person(1), Role::SocialWorker);
    history.record(Act::new(entered, person(0), moment(later))).unwrap();
    for (place, (code, data, clinician)) in LIFE.iter().enumerate() {
        // A step every other day, so that some are late.
        let act = Act::new(
            event(code, &data.replace('@', "c-1")),
            person(usize::from(!clinician)),
            moment(later + 1 + place * 2880),
        );
        history.record(act).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
    }
    history
}

/// The steps of one contract alone, in order, each with whether the clinician takes it.
pub fn steps() -> Vec<(contracting::Event, bool)> {
    let steps = LIFE.iter().filter_map(|(code, data, clinician)| match event(code, &data.replace('@', "c-1")) {
        Event::Contracting(step) => Some((step, *clinician)),
        _ => None,
    });
    steps.collect()
}

/// Whether an event makes the thing it is about, and under which reference; for the hand-written fold.
pub fn made(event: &Event) -> Option<&str> {
    match event {
        Event::Intervening(intervening::Event::InterventionBegun(data)) => Some(data.intervention.as_str()),
        Event::Intervening(intervening::Event::SessionHeld(data)) => Some(data.session.as_str()),
        Event::Intervening(intervening::Event::SuggestionOffered(data)) => Some(data.suggestion.as_str()),
        Event::Intervening(intervening::Event::ChangeNoticed(data)) => Some(data.change.as_str()),
        Event::Reporting(reporting::Event::OutcomeRated(data)) => Some(data.rating.as_str()),
        Event::Boundary(practice_cycle::boundary::Event::BoundaryObserved(data)) => Some(data.observation.as_str()),
        _ => None,
    }
}
