//! A generalizability study of what observers noted: the crossed table in a history is the one that was put there.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use practice_cycle::assessment::{CrossedStudy, Generalizability, NoStudy, Parameters};
use practice_cycle::boundary::{Lean, Scope};
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::people::Side;

/// Five meetings by six observers, invented. The last was at four of them.
const GIVEN: [[Option<&str>; 6]; 5] = [
    [Some("slight"), Some("clear"), Some("slight"), Some("slight"), Some("clear"), Some("strong")],
    [Some("clear"), Some("strong"), Some("clear"), Some("slight"), Some("strong"), Some("strong")],
    [Some("slight"), Some("slight"), Some("slight"), Some("slight"), Some("clear"), Some("slight")],
    [Some("strong"), Some("strong"), Some("clear"), Some("clear"), Some("strong"), Some("strong")],
    [Some("clear"), Some("clear"), Some("slight"), Some("clear"), Some("strong"), None],
];

fn worth(strength: &str) -> f64 {
    let worth = [("slight", 0.5), ("clear", 0.75), ("strong", 1.0)];
    worth.into_iter().find(|(called, _)| *called == strength).unwrap().1
}

fn history(meetings: &[[Option<&str>; 6]]) -> History {
    let mut history = History::default();
    let mut offer = |day: usize, kind: &str, by: &str, data: &str| {
        let at = format!("2026-03-{day:02}T09:00:00Z");
        let act = format!(r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        history.record(serde_json::from_str::<Act>(&act).unwrap()).unwrap();
    };
    offer(1, "cycle_opened", "clinician", r#"{"cycle":"invented","format":1,"clinician":"clinician","team":"t-1"}"#);
    for worker in 0..6 {
        offer(1, "person_entered", "clinician", &format!(r#"{{"person":"w-{worker}","role":"social_worker"}}"#));
    }
    for (meeting, strengths) in meetings.iter().enumerate() {
        for (worker, strength) in strengths.iter().enumerate() {
            let Some(strength) = strength else { continue };
            let data = format!(
                r#"{{"observation":"o-{meeting}-{worker}","sign":{{"figure1":"complies_only"}},"finding":{{"present":"{strength}"}},"standpoint":"looking_on","drawn_by":"unknown","space":"team_meeting","basis":"direct"}}"#
            );
            offer(2 + 3 * meeting, "boundary_observed", &format!("w-{worker}"), &data);
        }
    }
    history
}

fn study(history: &History, scope: Scope, side: Lean) -> Result<CrossedStudy, NoStudy> {
    CrossedStudy::of(&history.view(Moment::LATEST, Moment::LATEST), scope, side, Parameters::unvalidated_v2())
}

#[test]
fn the_table_of_those_who_saw_the_same_occasions_is_found_and_studied() {
    let found = study(&history(&GIVEN), Scope::Cycle, Lean::Diffuse).unwrap();
    let people: Vec<&str> = found.observers.iter().map(|person| person.as_str()).collect();
    assert_eq!(people, ["w-0", "w-1", "w-2", "w-3", "w-4"]);
    let table: Vec<Vec<Option<f64>>> =
        GIVEN.iter().map(|row| row[..5].iter().map(|strength| strength.map(worth)).collect()).collect();
    assert_eq!(found.study, Generalizability::of(&table).unwrap());
    // By numpy, from the formulas of the documentation.
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
    near(found.study.occasion.variance, 0.018_75);
    near(found.study.observer.variance, 0.015);
    near(found.study.rest.variance, 0.01);
    near(found.study.dependability(2).unwrap(), 0.6);
}

#[test]
fn another_side_does_not_vary_and_fewer_are_no_study() {
    // To whom one side showed in a row, the others did not show there: a table of nothing but zeros.
    let healthy = study(&history(&GIVEN), Scope::Cycle, Lean::Healthy).unwrap();
    assert_eq!((healthy.study.mean, healthy.study.rest.variance, healthy.study.generalizability(3)), (0.0, 0.0, None));
    let four = study(&history(&GIVEN[..4]), Scope::Cycle, Lean::Diffuse);
    assert_eq!(four, Err(NoStudy::TooSmall { occasions: 4, observers: 6 }));
    let family = study(&history(&GIVEN), Scope::Perspective(Side::Family), Lean::Diffuse);
    assert_eq!(family, Err(NoStudy::TooSmall { occasions: 0, observers: 0 }));
}
