//! The measures of the boundary.
//!
//! How far a side showed is counted in observers: one to whom it showed strongly, directly and today counts for one.

use crate::assessment::{Agreement, Assessment, GroupReading, Missing, ObserverReading, SideReading, Tally};
use crate::boundary::Lean;
use crate::code::Code;
use crate::id::EntryNumber;

use super::row::{Key, Row, Who, Written};
use super::seen::{Notes, Raters, Seen};

/// What was noted is made up of what drew it, and of what was not there.
const OBSERVATIONS: &str = "observations";

pub(super) fn rows(reading: &Assessment, notes: &Notes<'_>) -> Vec<Row> {
    let seen = &Seen::of(reading, notes);
    let mut rows = of_all(reading, seen, notes);
    rows.extend(reading.missing.iter().flat_map(|missing| of_gate(missing, reading, seen)));
    rows.extend(reading.sides.iter().flat_map(|side| of_side(side, reading, seen)));
    for row in &reading.rows {
        let showed = |&lean: &Lean| {
            let people = seen.who_noted(|_, note| note.shows(lean) && note.is_of(row.row));
            let row_of = Row::new("row", Key::codes(row.row, lean), "showed_observers", row.tally.of(lean));
            row_of
                .people(people)
                .telling_of(seen.observers())
                .together(format!("row/{}", lean.code()))
                .citing(row.entries.iter().copied())
        };
        rows.extend(Lean::ALL.iter().map(showed));
    }
    rows.extend(reading.observers.iter().flat_map(of_observer));
    for group in &reading.perspectives {
        let showed = |lean| seen.who_noted(|seen, note| seen.role.side() == group.of && note.shows(lean));
        rows.extend(of_group(["perspective", "perspective_side"], group, showed));
    }
    for group in &reading.spaces {
        let showed = |lean| seen.who_noted(|_, note| note.data.space == group.of && note.shows(lean));
        rows.extend(of_group(["space", "space_side"], group, showed));
    }
    let agreements =
        [("between_observers", &reading.between_observers), ("between_perspectives", &reading.between_perspectives)];
    for ((key, agreement), raters) in agreements.into_iter().zip(seen.raters()) {
        let rows_of = of_agreement(key, agreement, &raters).into_iter();
        rows.extend(rows_of.map(|row| row.telling_of(seen.observers())));
    }
    for drawn in &reading.drawn {
        let row = Row::new("drawn", Key::codes(drawn.leans, drawn.by), "observations_count", drawn.entries.len());
        rows.push(row.people(notes.people(&drawn.entries)).together(OBSERVATIONS).citing(drawn.entries.iter().copied()));
    }
    for absent in &reading.not_there {
        let row = Row::new("looked_for_and_absent", Key::code(absent.leans), "observations_count", absent.entries.len());
        rows.push(row.people(absent.observers).together(OBSERVATIONS).citing(absent.entries.iter().copied()));
    }
    rows
}

fn of_all(reading: &Assessment, seen: &Seen<'_>, notes: &Notes<'_>) -> Vec<Row> {
    let of_them = |measure, value: &dyn Fn() -> String| Row::all(measure, value().as_str()).people(seen.observers());
    let count = |measure, entries: &[EntryNumber]| {
        Row::all(measure, entries.len()).people(notes.people(entries)).citing(entries.iter().copied())
    };
    let (dissent, (leaning, dissenting)) = (&reading.dissent, seen.leaning());
    let mut rows = vec![
        of_them("verdict", &|| reading.verdict.code().to_owned()).citing(reading.used()),
        of_them("used_observers", &|| seen.observers().written()),
        of_them("used_entries", &|| reading.used().len().written()),
    ];
    let differing = [
        of_them("dissent_share", &|| dissent.share.written()),
        of_them("dissent_observers", &|| dissent.weight.written()),
        of_them("perspectives_differ", &|| dissent.between_perspectives.written()).together("perspective_leaning"),
    ];
    rows.extend(differing.map(|row| row.telling_of(leaning).telling_of(dissenting)));
    let flips = reading.flips.len();
    rows.push(Row::all("verdict_depends_on_observers", flips).people(flips));
    let departed = reading.departed.iter().flat_map(|left| left.entries.iter().copied());
    rows.push(
        Row::all("departed_and_differing_observers", reading.departed.len()).people(reading.departed.len()).citing(departed),
    );
    let alerts: Vec<EntryNumber> = reading.alerts.iter().map(|alert| alert.entry).collect();
    let excluded: Vec<EntryNumber> = reading.excluded.iter().map(|excluded| excluded.entry).collect();
    rows.push(count("alerts_entries", &alerts));
    rows.push(count("self_report_entries", &reading.self_report.entries));
    rows.push(count("own_indicators_entries", &reading.own_indicators.entries));
    rows.push(count("excluded_entries", &excluded));
    rows
}

fn of_gate(missing: &Missing, reading: &Assessment, seen: &Seen<'_>) -> [Row; 2] {
    let all = seen.observers();
    let (gate, found, needed, people) = match *missing {
        Missing::Observers { found, needed } => ("observers", f64::from(found), f64::from(needed), all),
        Missing::Perspectives { found, needed } => ("perspectives", f64::from(found), f64::from(needed), all),
        Missing::Spaces { found, needed } => ("spaces", f64::from(found), f64::from(needed), all),
        Missing::Rows { found, needed } => ("rows", f64::from(found), f64::from(needed), all),
        Missing::Weight { found, needed } => ("weight", found, needed, seen.weighing_most()),
        Missing::Firmness { lean, found, needed } => ("firmness", found, needed, seen.behind(reading.side(lean))),
    };
    let row = |measure, value: f64| Row::new("missing", Key::Code(gate.to_owned()), measure, value);
    [row("found", found).people(all).telling_of(people), row("needed", needed)]
}

fn of_side(side: &SideReading, reading: &Assessment, seen: &Seen<'_>) -> Vec<Row> {
    let lean = side.lean;
    // That it showed to nobody says something of all who looked.
    let row = |measure, value: Option<f64>| Row::new("side", Key::code(lean), measure, value).telling_of(seen.observers());
    let weighing = |measure, value| row(measure, Some(value)).people(seen.weighing(lean));
    let of_both = |measure, value| row(measure, value).people(seen.weighing(lean)).telling_of(side.observers);
    let firmness = side.firmness;
    let range = firmness.map(|firmness| firmness.range());
    // It is one for all sides, so none can be shown alone.
    let most = reading.sides.iter().fold(row("shows_most_probability", side.most).people(seen.observers()), |row, side| {
        row.telling_of(side.observers).telling_of(seen.weighing(side.lean))
    });
    vec![
        row("showed_observers", Some(side.showed)).people(side.observers),
        weighing("weight_observers", side.weight),
        weighing("alike_observers", side.alike),
        weighing("divided_by", side.divided_by),
        row("showed_to_observers", Some(f64::from(side.observers))).people(side.observers),
        of_both("firmness", firmness.map(|firmness| firmness.firmness)),
        of_both("firmness_low", range.map(|(low, _)| low)),
        of_both("firmness_high", range.map(|(_, high)| high)),
        of_both("firmness_if_independent", firmness.map(|firmness| firmness.if_independent)),
        of_both("firmness_if_half_depends", firmness.map(|firmness| firmness.if_half_depends)),
        of_both("firmness_if_expected_evenly", firmness.map(|firmness| firmness.if_expected_evenly)),
        of_both("firmness_if_expected_seldom", firmness.map(|firmness| firmness.if_expected_seldom)),
        most.together("shows_most_probability"),
    ]
}

fn of_observer(seen: &ObserverReading) -> Vec<Row> {
    let person = |before| Key::Reference(before, Who::Person, seen.person.to_string());
    let entries = || seen.entries.iter().copied();
    let mut rows = vec![
        Row::new("observer", person(None), "role", seen.role.code()),
        Row::new("observer", person(None), "leans", seen.leans.map(|lean| lean.code())),
    ];
    for &lean in Lean::ALL {
        let of_side = || person(Some(lean.code()));
        let row = |measure, tally: &Tally| Row::new("observer_side", of_side(), measure, tally.of(lean));
        rows.extend([row("showed_observers", &seen.showed), row("weight_observers", &seen.weight)]);
    }
    rows.into_iter().map(|row| row.people(1_u64).of_one().citing(entries())).collect()
}

fn of_group<G: Code>(
    [level, level_of_sides]: [&'static str; 2],
    group: &GroupReading<G>,
    showed: impl Fn(Lean) -> usize,
) -> Vec<Row> {
    let row = |measure, value: String| Row::new(level, Key::code(group.of), measure, value.as_str()).people(group.observers);
    let leaning = |row: Row| row.telling_of(group.leaning).together(format!("{level}_leaning"));
    let mut rows = vec![
        row("observers", group.observers.written()).together(level),
        leaning(row("leaning_observers", group.leaning.written())),
        leaning(row("leans", group.leans.map(|lean| lean.code()).written())),
    ];
    for &lean in Lean::ALL {
        let row = Row::new(level_of_sides, Key::codes(group.of, lean), "showed_observers", group.showed.of(lean));
        let row = row.people(showed(lean)).telling_of(group.observers);
        rows.push(row.together(format!("{level_of_sides}/{}", lean.code())));
    }
    rows
}

/// Agreement rests on those who noted the same thing; where each perspective is one of them, both kinds are one.
fn of_agreement(key: &str, agreement: &Agreement, raters: &Raters) -> Vec<Row> {
    let row = |measure, value: Option<f64>| {
        let row = Row::new("agreement", Key::Code(key.to_owned()), measure, value);
        row.things(agreement.units).telling_of(raters.together).together("agreement")
    };
    // All ratings but those of what somebody noted alone.
    let single = |row: Row| row.telling_of(raters.alone).together("agreement_ratings");
    let interval = agreement.interval;
    vec![
        row("agreeing_share", agreement.percent().map(|percent| percent / 100.0)),
        row("units_count", Some(agreement.units as f64)),
        single(row("ratings_count", Some(agreement.ratings as f64))),
        single(row("rated_once_units", Some(agreement.rated_once as f64))),
        row("agreeing_pairs", Some(agreement.agreeing as f64)),
        row("all_pairs", Some(agreement.pairs as f64)),
        row("observed_disagreement_share", agreement.observed_disagreement),
        row("expected_disagreement_share", agreement.expected_disagreement),
        row("alpha", agreement.alpha),
        row("alpha_low", interval.map(|interval| interval.low)),
        row("alpha_high", interval.map(|interval| interval.high)),
        row("alpha_standard_error", interval.map(|interval| interval.standard_error)),
        row("ac1", agreement.ac1),
    ]
}
