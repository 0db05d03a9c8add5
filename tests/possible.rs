//! What is possible for somebody, over every kind of event: what it calls impossible is refused whatever is said, and for what it
//! calls possible something is admitted.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in the helpers of tests, where a slip is a failed test"
)]
#![cfg_attr(not(feature = "proptest"), expect(dead_code, reason = "some helpers are those of the laws alone"))]

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Kind, Possibility};
use practice_cycle::form::{self, Holds, Takes};
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use practice_cycle::noun::Noun;
use practice_cycle::stored;
use serde_json::{Map, Value, json};

/// The kinds of event of which only the history can say what they are about.
fn is_correction(kind: Kind) -> bool {
    matches!(kind, Kind::Correction(_))
}

/// Everything recorded that an act can refer to.
fn known(history: &History) -> BTreeMap<Noun, Vec<String>> {
    let mut known: BTreeMap<Noun, Vec<String>> = BTreeMap::new();
    for entry in history.entries().iter().filter(|entry| history.undone_by(entry.number()).is_none()) {
        for field in entry.event().kind().form().fields {
            let Takes::Reference { noun, makes: true, .. } = field.takes else { continue };
            let data = serde_json::to_value(entry).unwrap();
            let id = data["data"][field.name].as_str().unwrap().to_owned();
            let ids = known.entry(noun).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    known.entry(Noun::Person).or_default().insert(0, "p-1".to_owned());
    known
}

/// What a field can be filled with: a few values, each of another sort.
fn fillings(takes: &Takes, known: &BTreeMap<Noun, Vec<String>>, number: &mut u32) -> Vec<Value> {
    match takes {
        Takes::Code { words, .. } => words.iter().map(|word| json!(word.code)).collect(),
        Takes::Codes { words, .. } => {
            let all: Vec<&str> = words.iter().map(|word| word.code).collect();
            vec![json!([all[0]]), json!([]), json!(all)]
        }
        Takes::Reference { makes: true, .. } => {
            *number += 1;
            vec![json!(format!("new-{number}"))]
        }
        Takes::Reference { noun, .. } => known.get(noun).into_iter().flatten().map(|id| json!(id)).collect(),
        Takes::Outside { .. } => vec![json!("cy-1"), json!("outside-1")],
        Takes::Entry => vec![json!(1)],
        Takes::Text { .. } => vec![json!("Invented.")],
        Takes::Day => vec![json!("2027-03-01")],
        Takes::Instant => vec![json!("2026-01-01T00:00:00Z")],
        Takes::Number { least, .. } => (*least..=12).map(|number| json!(number)).collect(),
        Takes::List { of, .. } => {
            let each = fillings(of, known, number);
            let mut lists: Vec<Value> = each.iter().map(|one| json!([one])).collect();
            lists.push(json!([]));
            lists.extend(each.windows(2).map(|pair| json!(pair)));
            lists.push(json!(each));
            lists
        }
        Takes::Group { fields, .. } => objects(fields, known, number),
        Takes::Choice { variants, .. } => {
            let mut all = Vec::new();
            for variant in variants {
                match &variant.holds {
                    Holds::Nothing => all.push(json!(variant.code)),
                    Holds::One { takes } => {
                        all.extend(fillings(takes, known, number).into_iter().map(|held| json!({ &variant.code: held })));
                    }
                    Holds::Fields { fields } => {
                        all.extend(objects(fields, known, number).into_iter().map(|held| json!({ &variant.code: held })));
                    }
                }
            }
            all
        }
        other => panic!("no filling for {other:?}"),
    }
}

/// Objects of fields: what is required, each in every way while the others stand as first; and with each of the others filled, too.
fn objects(fields: &[form::Field], known: &BTreeMap<Noun, Vec<String>>, number: &mut u32) -> Vec<Value> {
    let ways: Vec<Vec<Value>> = fields.iter().map(|field| fillings(&field.takes, known, number)).collect();
    let mut first = Map::new();
    for (field, ways) in fields.iter().zip(&ways) {
        if field.required {
            let Some(value) = ways.first() else { return Vec::new() };
            first.insert(field.name.to_owned(), value.clone());
        }
    }
    let mut all = vec![Value::Object(first.clone())];
    for (one, ways_of_one) in fields.iter().zip(&ways) {
        for value in ways_of_one {
            let mut object = first.clone();
            object.insert(one.name.to_owned(), value.clone());
            all.push(Value::Object(object.clone()));
            // Two that go with one another, such as who is replaced and by whom.
            for (other, ways_of_other) in fields.iter().zip(&ways) {
                if other.name != one.name && (other.required || ways_of_other.len() <= 3) {
                    all.extend(ways_of_other.iter().map(|value| {
                        let mut object = object.clone();
                        object.insert(other.name.to_owned(), value.clone());
                        Value::Object(object)
                    }));
                }
            }
        }
    }
    all
}

/// Whether some payload of it is admitted.
fn is_admitted(
    history: &History,
    possible: &Possibility,
    by: &PersonId,
    at: Moment,
    known: &BTreeMap<Noun, Vec<String>>,
) -> bool {
    let kind = possible.kind;
    let mut number = 0;
    let form = kind.form();
    let mut payloads = objects(&form.fields, known, &mut number);
    payloads.push(serde_json::from_str(kind.stored_example()).unwrap());
    payloads.iter_mut().any(|data| {
        if let Some(about) = &possible.about {
            data[form.fields[0].name] = json!(about.id);
        }
        let recorded = at.max(history.cycle().last_recorded());
        let mut act = json!({"type": kind.code(), "occurred_at": at, "recorded_at": recorded, "by": by, "data": data});
        if let Some(role) = possible.in_role {
            act["in_role"] = json!(role.code());
        }
        stored::parse::<Act>(&act.to_string()).is_ok_and(|act| history.judge(&act).is_ok())
    })
}

fn person(number: usize) -> PersonId {
    format!("p-{number}").parse().unwrap()
}

#[cfg(feature = "proptest")]
mod laws {
    use practice_cycle::{chrono, strategy};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

        /// An act that is admitted was called possible.
        #[test]
        fn what_is_admitted_was_called_possible(
            (history, acts) in strategy::history(0..80).prop_flat_map(|history| {
                let acts = proptest::collection::vec(strategy::act_for(&history), 40);
                (Just(history), acts)
            })
        ) {
            for act in acts {
                if history.judge(&act).is_err() {
                    continue;
                }
                let kind = act.event.kind();
                let data = serde_json::to_value(&act).unwrap();
                let subject = kind.form().fields.first().map(|field| (field.takes.clone(), data["data"][field.name].clone()));
                let about = match subject {
                    Some((Takes::Reference { makes: false, .. }, Value::String(id))) => Some(id),
                    _ => None,
                };
                let possible = history.possible_for(&act.by, act.occurred_at).any(|possible| {
                    possible.kind == kind
                        && possible.obstacle.is_none()
                        // One person may be known by two references.
                        && possible.about.is_none_or(|it| it.noun == Noun::Person || Some(it.id) == about)
                });
                let others: Vec<Possibility> =
                    history.possible_for(&act.by, act.occurred_at).filter(|possible| possible.kind == kind).collect();
                prop_assert!(possible, "{act:?} of {others:?}");
            }
        }

        /// For what is called possible, something is admitted.
        #[test]
        fn for_what_is_called_possible_something_is_admitted(history in strategy::history(10..60), hours in 0_i64..100) {
            let known = known(&history);
            let last = history.cycle().last_recorded();
            let at = Moment::new(last.to_utc() + chrono::TimeDelta::hours(hours)).unwrap_or(last);
            // The clinician, a worker, a parent, a court, and somebody unknown; the others are like one of them.
            for by in [1, 2, 4, 6, 9].map(person) {
                let open = history.possible_for(&by, at).filter(|possible| possible.is_open());
                for possible in open.filter(|possible| !is_correction(possible.kind)) {
                    prop_assert!(
                        is_admitted(&history, &possible, &by, at, &known),
                        "{possible:?} by {by} at {at}"
                    );
                }
            }
        }
    }
}

/// An invented team, with work under way.
fn team() -> History {
    let mut history = History::default();
    for (day, by, kind, data) in [
        (1, "m", "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"cl","team":"t-1"}"#),
        (1, "m", "person_entered", r#"{"person":"m","role":"manager"}"#),
        (1, "m", "person_entered", r#"{"person":"w","role":"social_worker"}"#),
        (1, "m", "person_entered", r#"{"person":"mother","role":"parent"}"#),
        (2, "w", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#),
        (3, "m", "person_entered", r#"{"person":"m","role":"conference_chair","beside":["manager"]}"#),
        (4, "cl", "change_noticed", r#"{"change":"ch-1","what":"belief","words":"Seen."}"#),
    ] {
        let at = format!("2026-04-{day:02}T09:00:00Z");
        let line = format!(r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        history.record(serde_json::from_str(&line).unwrap()).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
    }
    history
}

fn told(history: &History, by: &str, kind: &str) -> Vec<String> {
    let (by, at) = (by.parse().unwrap(), "2026-04-10T09:00:00Z".parse().unwrap());
    let kind = Kind::from_code(kind).unwrap();
    let of_kind = history.possible_for(&by, at).filter(|possible| possible.kind == kind);
    let told = of_kind.map(|possible| {
        let about = possible.about.map_or_else(|| "new".to_owned(), |about| about.id);
        let role = possible.in_role.map(|role| format!(" as {}", role.code())).unwrap_or_default();
        let why = possible.obstacle.map(|why| format!(": {}", why.code())).unwrap_or_default();
        format!("{about}{role}{why}")
    });
    told.collect()
}

#[test]
fn each_kind_says_what_it_would_be_about_and_why_not() {
    let history = team();
    assert_eq!(told(&history, "cl", "invitation_accepted"), ["c-1"]);
    assert_eq!(told(&history, "w", "invitation_accepted"), ["c-1: contracting.not_theirs"]);
    assert_eq!(told(&history, "w", "contract_begun"), ["new: cycle.lacking"], "out of step");
    assert_eq!(told(&history, "m", "contract_invited"), ["new as manager"]);
    assert_eq!(told(&history, "w", "contract_invited"), ["new"]);
    assert_eq!(told(&history, "mother", "clinician_acknowledged"), ["new: cycle.not_theirs"]);
    assert_eq!(told(&history, "w", "suggestion_offered"), ["new: cycle.lacking"]);
    assert_eq!(told(&history, "w", "outcome_rated"), ["new: cycle.lacking"]);
    assert_eq!(told(&history, "w", "view_given"), ["new"]);
    assert_eq!(told(&history, "w", "roles_reconciled"), ["new: cycle.lacking"]);
    assert_eq!(told(&history, "cl", "change_witnessed"), ["ch-1: intervening.witnesses_themself"]);
    assert_eq!(told(&history, "mother", "change_witnessed"), ["ch-1"]);
    assert_eq!(told(&history, "mother", "person_entered"), ["new"], "an advocate");
    assert_eq!(
        told(&history, "mother", "person_left"),
        ["cl: cycle.not_theirs", "m: cycle.not_theirs", "w: cycle.not_theirs", "mother"],
        "of herself alone"
    );
    assert_eq!(told(&history, "stranger", "concern_raised"), ["new: cycle.unknown_actor"]);
    assert_eq!(told(&history, "mother", "redacted"), ["new: cycle.not_theirs"]);
    assert_eq!(told(&history, "w", "redacted"), ["new"]);
    assert_eq!(told(&history, "w", "cycle_opened"), ["new: attachment.already_open"]);
    assert_eq!(told(&History::default(), "w", "cycle_opened"), ["new"]);
    assert_eq!(told(&History::default(), "w", "concern_raised"), ["new: cycle.not_opened"]);
}

#[test]
fn of_every_kind_something_is_said() {
    for (history, by) in [(team(), "w"), (team(), "stranger"), (History::default(), "w")] {
        let (by, at) = (by.parse().unwrap(), "2026-04-10T09:00:00Z".parse().unwrap());
        let told: BTreeSet<Kind> = history.possible_for(&by, at).map(|possible| possible.kind).collect();
        assert_eq!(told, Kind::all().collect());
    }
}
