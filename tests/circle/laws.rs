//! Laws of the three readings.

use practice_cycle::anchoring::{self, Anchoring};
use practice_cycle::history::View;
use practice_cycle::hypotheses::{self, Hypotheses};
use practice_cycle::id::EntryNumber;
use practice_cycle::reading::Reading;
use practice_cycle::sharing::{self, Sharing};
use practice_cycle::strategy;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 48 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn all(view: &View<'_>) -> [Reading; 3] {
    [
        Hypotheses::of(view, &hypotheses::Parameters::default()).into(),
        Anchoring::of(view, &anchoring::Parameters::default()).into(),
        Sharing::of(view, &sharing::Parameters::default()).into(),
    ]
}

const RATERS: [&str; 3] = ["worker", "manager", "parent"];
const MARKS: [&str; 5] = ["++", "+", "0", "-", "--"];

/// One weighing: by whom, of which piece, against which of three ideas, and how.
type Weighing = (usize, usize, [Option<usize>; 3], bool);

fn weighings(most: usize) -> impl Strategy<Value = Vec<Weighing>> {
    let ratings =
        [prop::option::weighted(0.8, 0..5_usize), prop::option::weighted(0.8, 0..5_usize), prop::option::of(0..5_usize)];
    let one = (0..RATERS.len(), 0..5_usize, ratings, any::<bool>());
    vec(one, 0..most)
        .prop_map(|all| all.into_iter().filter(|(.., ratings, _)| ratings.iter().any(Option::is_some)).collect())
}

fn data(number: usize, (_, piece, ratings, looked_for): &Weighing) -> String {
    let rated = ratings.iter().zip(1..).filter_map(|(mark, idea)| Some(format!("hy-{idea} {}", MARKS[(*mark)?])));
    let found = if *looked_for { "looked_for" } else { "came_up" };
    weighing(number, &format!("st-{piece}"), found, &rated.collect::<Vec<_>>().join(","))
}

/// A question with three ideas and five statements, of which one is a parent's.
fn stated() -> Told {
    let told = Told::discussed().idea("hy-1", "first").idea("hy-2", "later").idea("hy-3", "later");
    (0..5).fold(told, |told, piece| {
        told.said_by(if piece == 4 { "parent" } else { "worker" }, &format!("st-{piece}"), "opinion", r#""acting""#)
    })
}

/// These weighings an hour after another, recorded in an order of their own at the end.
fn weighed(weighings: &[Weighing], order: &[usize]) -> Told {
    let mut told = stated();
    let (start, end) = (told.hour(), told.hour() + weighings.len());
    for &place in order {
        let it = &weighings[place];
        told.0.record(Told::act(RATERS[it.0], "evidence_weighed", &data(place, it), start + place, end)).unwrap();
    }
    told
}

fn in_order(weighings: &[Weighing]) -> Told {
    weighed(weighings, &(0..weighings.len()).collect::<Vec<_>>())
}

/// What was read, without the numbers of entries.
fn without_numbers(reading: &Reading) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("entry");
                fields.values_mut().for_each(strip);
            }
            Value::Array(all) => all.iter_mut().for_each(strip),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut value = serde_json::to_value(reading).unwrap();
    strip(&mut value);
    value
}

/// The same but for the times that it is asked at.
fn without_times(reading: &Reading) -> Value {
    let mut value = serde_json::to_value(reading).unwrap();
    value.as_object_mut().unwrap().retain(|field, _| field != "as_of" && field != "known_at");
    value
}

proptest! {
    #![proptest_config(config())]

    /// What was recorded in whatever order is read alike.
    #[test]
    fn the_order_of_recording_changes_nothing(all_of_them in weighings(16), order in any::<prop::sample::Index>()) {
        let mut places: Vec<usize> = (0..all_of_them.len()).collect();
        if !places.is_empty() {
            let middle = order.index(places.len());
            places.rotate_left(middle);
            places[..middle].reverse();
        }
        let (one, other) = (in_order(&all_of_them), weighed(&all_of_them, &places));
        for (one, other) in all(&one.view()).iter().zip(&all(&other.view())) {
            prop_assert_eq!(without_numbers(one), without_numbers(other));
        }
    }

    /// A weighing that is said again replaces the first, and changes no order, no word and no ground.
    #[test]
    fn a_repeated_weighing_replaces(all_of_them in weighings(16), which in any::<prop::sample::Index>()) {
        prop_assume!(!all_of_them.is_empty());
        let again = all_of_them[which.index(all_of_them.len())];
        // The last that the same person said of the same piece, if it was not said in parts.
        let last = all_of_them.iter().rev().find(|it| (it.0, it.1) == (again.0, again.1)).copied().unwrap();
        let (one, two) = (in_order(&all_of_them), in_order(&[all_of_them.clone(), vec![last]].concat()));
        let orders = |told: &Told| -> Vec<_> {
            let read = Hypotheses::of(&told.view(), &hypotheses::Parameters::default());
            read.questions.into_iter().flat_map(|it| it.raters).map(|it| (it.rater, it.order, it.missing)).collect()
        };
        prop_assert_eq!(orders(&one), orders(&two));
        let words = |told: &Told| -> Vec<_> {
            let read = Anchoring::of(&told.view(), &anchoring::Parameters::default());
            read.questions.into_iter().map(|it| (it.reads_as, it.grounds)).collect()
        };
        prop_assert_eq!(words(&one), words(&two));
    }

    /// A piece that one person rates the same against each idea changes the order of none.
    #[test]
    fn what_fits_all_alike_changes_no_order(all_of_them in weighings(16), mark in 0..5_usize) {
        let fits: Vec<Weighing> = (0..RATERS.len()).map(|rater| (rater, 5, [Some(mark); 3], false)).collect();
        let lines = |told: Told, these: &[Weighing]| {
            these.iter().fold(told, |told, it| {
                let number = told.hour() + 1000;
                told.then(RATERS[it.0], "evidence_weighed", &data(number, it))
            })
        };
        let one = lines(stated().said("st-5", ""), &all_of_them);
        let two = lines(one.clone(), &fits);
        let orders = |told: &Told| -> Vec<(String, Vec<Vec<String>>)> {
            let read = Hypotheses::of(&told.view(), &hypotheses::Parameters::default());
            let ordered = read.questions.into_iter().flat_map(|it| it.raters).filter_map(|it| Some((it.rater, it.order?)));
            let names = |place: &hypotheses::Place| place.hypotheses.iter().map(ToString::to_string).collect();
            ordered.map(|(rater, order)| (rater.to_string(), order.places.iter().map(names).collect())).collect()
        };
        let (before, after) = (orders(&one), orders(&two));
        // One more piece may let another idea in; where the same ideas stand in the order, it is the same order.
        for (rater, order) in before {
            let now = after.iter().find(|(of, _)| *of == rater).map(|(_, order)| order.clone()).unwrap_or_default();
            let ideas = |order: &[Vec<String>]| { let mut all = order.concat(); all.sort(); all };
            if ideas(&now) == ideas(&order) {
                prop_assert_eq!(now, order);
            }
        }
    }

    /// What the order would be without a piece is what it is where that was never weighed.
    #[test]
    fn without_a_piece_is_as_if_it_had_never_been_weighed(all_of_them in weighings(24)) {
        let lenient = hypotheses::RawParameters { pieces: 1, ..hypotheses::RawParameters::named("lenient".parse().unwrap()) };
        let lenient: hypotheses::Parameters = lenient.try_into().unwrap();
        let whole = Hypotheses::of(&in_order(&all_of_them).view(), &lenient);
        for rater in whole.questions.iter().flat_map(|it| &it.raters) {
            let Some(order) = &rater.order else { continue };
            for left_out in &order.without {
                let rest: Vec<Weighing> =
                    all_of_them.iter().filter(|it| format!("st-{}", it.1) != left_out.piece.as_str()).copied().collect();
                let without = Hypotheses::of(&in_order(&rest).view(), &lenient);
                let found = without.questions.iter().flat_map(|it| &it.raters).find(|it| it.rater == rater.rater);
                let Some(now) = found.and_then(|it| it.order.as_ref()) else { continue };
                let held = |places: &[hypotheses::Place]| { let mut all: Vec<_> = places.iter().flat_map(|it| it.hypotheses.clone()).collect(); all.sort(); all };
                // Where the same ideas and pieces are left.
                if held(&now.places) == held(&order.places) && now.pieces.len() + 1 == order.pieces.len() {
                    let expected = left_out.becomes.as_ref().unwrap_or(&order.places);
                    let names = |places: &[hypotheses::Place]| -> Vec<_> { places.iter().map(|it| it.hypotheses.clone()).collect() };
                    prop_assert_eq!(names(&now.places), names(expected));
                }
            }
        }
    }

    /// Nothing of what a member of the family weighed shows to others: the text is that of a history without it.
    #[test]
    fn what_the_family_weighed_leaves_no_trace(all_of_them in weighings(16)) {
        let others: Vec<Weighing> = all_of_them.iter().filter(|it| RATERS[it.0] != "parent").copied().collect();
        // The others come first, so that the entries of both have the same numbers.
        let familys: Vec<Weighing> = all_of_them.iter().filter(|it| RATERS[it.0] == "parent").copied().collect();
        let (whole, without) = (in_order(&[others.clone(), familys].concat()), in_order(&others));
        for person in EVERYBODY {
            for (whole_reading, reading) in all(&whole.view()).iter().zip(&all(&without.view())) {
                let (told, never) = (whole_reading.text_for(&whole.reader(person)), reading.text_for(&without.reader(person)));
                if person != "parent" {
                    prop_assert_eq!(told, never, "{}", person);
                }
            }
        }
    }

    /// Waiting changes nothing: what is read at a later time, nothing having come between, is the same.
    #[test]
    fn waiting_changes_nothing(history in strategy::history(0..60)) {
        let last = history.cycle().last_recorded();
        let (then, later) = (all(&history.view(last, Moment::LATEST)), all(&history.view(Moment::LATEST, Moment::LATEST)));
        for (then, later) in then.iter().zip(&later) {
            prop_assert_eq!(without_times(then), without_times(later));
        }
    }

    /// Of every history there is something to read or there is not, no text of people stands in it, and every number is that of an entry
    /// that was known.
    #[test]
    fn every_history_is_read_for_everybody(history in strategy::history(0..80)) {
        for (place, entry) in history.entries().iter().enumerate().step_by(9) {
            let view = history.view(entry.act().occurred_at, entry.act().recorded_at);
            for reading in all(&view) {
                let told = serde_json::to_string(&reading).unwrap();
                prop_assert!(!told.contains("\"words\""), "{}", told);
                for person in ["p-1", "p-4", "p-9"] {
                    let reader = Reader::of(&view, &person.parse().unwrap());
                    let text = reading.text_for(&reader);
                    let nothing = ["no idea that was put", "no first idea of a case discussion", "no case that was discussed"];
                    prop_assert_eq!(reading.is_bare_for(&reader), nothing.iter().any(|nothing| text.contains(nothing)));
                }
                let mut numbers = Vec::new();
                collect(&serde_json::to_value(&reading).unwrap(), &mut numbers);
                for number in numbers {
                    let cited = history.entry(EntryNumber::try_from(u32::try_from(number).unwrap()).unwrap()).unwrap();
                    prop_assert!(cited.act().recorded_at <= entry.act().recorded_at && place < history.entries().len());
                }
            }
        }
    }
}

fn collect(value: &Value, numbers: &mut Vec<u64>) {
    match value {
        Value::Object(fields) => {
            numbers.extend(fields.get("entry").and_then(Value::as_u64));
            fields.values().for_each(|value| collect(value, numbers));
        }
        Value::Array(all) => all.iter().for_each(|value| collect(value, numbers)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
