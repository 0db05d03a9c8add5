//! The measures of the boundary.
//!
//! How far a side showed is counted in observers: one to whom it showed strongly, directly and today counts for one.

use std::collections::BTreeMap;

use practice_cycle::assessment::{Agreement, Assessment, GroupReading, Missing, ObserverReading, SideReading, Tally};
use practice_cycle::boundary::Lean;
use practice_cycle::code::Code;
use practice_cycle::id::EntryNumber;

use super::pseudonym::Who;
use super::row::{Key, Row, Written};

pub(crate) fn rows(reading: &Assessment) -> Vec<Row> {
    let seen = Seen::of(reading);
    let mut rows = of_all(reading, &seen);
    rows.extend(reading.missing.iter().flat_map(|missing| of_gate(missing, &seen)));
    rows.extend(reading.sides.iter().flat_map(|side| of_side(side, &seen)));
    for row in &reading.rows {
        let observers = seen.count(&row.entries);
        let showed = |&lean: &Lean| {
            let row_of = Row::new("row", Key::codes(row.row, lean), "showed_observers", row.tally.of(lean));
            row_of.people(observers).citing(row.entries.iter().copied())
        };
        rows.extend(Lean::ALL.iter().map(showed));
    }
    rows.extend(reading.observers.iter().flat_map(of_observer));
    rows.extend(reading.perspectives.iter().flat_map(|group| of_group(["perspective", "perspective_side"], group)));
    rows.extend(reading.spaces.iter().flat_map(|group| of_group(["space", "space_side"], group)));
    rows.extend(of_agreement("between_observers", &reading.between_observers, &seen));
    rows.extend(of_agreement("between_perspectives", &reading.between_perspectives, &seen));
    for drawn in &reading.drawn {
        let row = Row::new("drawn", Key::codes(drawn.leans, drawn.by), "observations_count", drawn.entries.len());
        rows.push(row.people(seen.count(&drawn.entries)).citing(drawn.entries.iter().copied()));
    }
    for absent in &reading.not_there {
        let row = Row::new("looked_for_and_absent", Key::code(absent.leans), "observations_count", absent.entries.len());
        rows.push(row.people(absent.observers).citing(absent.entries.iter().copied()));
    }
    rows
}

/// Who made which observation of those that count.
struct Seen {
    observers: usize,
    by: BTreeMap<EntryNumber, usize>,
    /// How many lean otherwise than most.
    dissenting: usize,
}

impl Seen {
    fn of(reading: &Assessment) -> Self {
        let each = reading.observers.iter().enumerate();
        let by = each.flat_map(|(place, seen)| seen.entries.iter().map(move |&entry| (entry, place))).collect();
        let leaning = |lean: Lean| reading.observers.iter().filter(|seen| seen.leans == Some(lean)).count();
        let counts = Lean::ALL.iter().map(|&lean| leaning(lean));
        let dissenting = counts.clone().sum::<usize>() - counts.max().unwrap_or_default();
        Self { observers: reading.observers.len(), by, dissenting }
    }

    /// How many people made these.
    fn count(&self, entries: &[EntryNumber]) -> usize {
        let mut people: Vec<usize> = entries.iter().filter_map(|entry| self.by.get(entry)).copied().collect();
        people.sort_unstable();
        people.dedup();
        people.len()
    }
}

fn of_all(reading: &Assessment, seen: &Seen) -> Vec<Row> {
    let of_them = |measure, value: &dyn Fn() -> String| Row::all(measure, value().as_str()).people(seen.observers);
    let count = |measure, entries: Vec<EntryNumber>| Row::all(measure, entries.len()).people(entries.len()).citing(entries);
    let dissent = &reading.dissent;
    let mut rows = vec![
        of_them("verdict", &|| reading.verdict.code().to_owned()).citing(reading.used()),
        of_them("used_observers", &|| seen.observers.written()),
        of_them("used_entries", &|| reading.used().len().written()),
    ];
    let differing = [
        of_them("dissent_share", &|| dissent.share.written()),
        of_them("dissent_observers", &|| dissent.weight.written()),
        of_them("perspectives_differ", &|| dissent.between_perspectives.written()),
    ];
    rows.extend(differing.map(|row| row.telling_of(seen.dissenting)));
    let flips = reading.flips.len();
    rows.push(Row::all("verdict_depends_on_observers", flips).people(flips));
    let departed = reading.departed.iter().flat_map(|left| left.entries.iter().copied());
    rows.push(
        Row::all("departed_and_differing_observers", reading.departed.len()).people(reading.departed.len()).citing(departed),
    );
    rows.push(count("alerts_entries", reading.alerts.iter().map(|alert| alert.entry).collect()));
    rows.push(count("self_report_entries", reading.self_report.entries.clone()));
    rows.push(count("own_indicators_entries", reading.own_indicators.entries.clone()));
    rows.push(count("excluded_entries", reading.excluded.iter().map(|excluded| excluded.entry).collect()));
    rows
}

fn of_gate(missing: &Missing, seen: &Seen) -> [Row; 2] {
    let (gate, found, needed) = match *missing {
        Missing::Observers { found, needed } => ("observers", f64::from(found), f64::from(needed)),
        Missing::Perspectives { found, needed } => ("perspectives", f64::from(found), f64::from(needed)),
        Missing::Spaces { found, needed } => ("spaces", f64::from(found), f64::from(needed)),
        Missing::Rows { found, needed } => ("rows", f64::from(found), f64::from(needed)),
        Missing::Weight { found, needed } => ("weight", found, needed),
        Missing::Firmness { found, needed, .. } => ("firmness", found, needed),
        _ => ("other", f64::NAN, f64::NAN),
    };
    let row = |measure, value: f64| Row::new("missing", Key::Code(gate.to_owned()), measure, value);
    let people = match *missing {
        Missing::Observers { found, .. } => u64::from(found),
        Missing::Perspectives { .. } | Missing::Spaces { .. } | Missing::Rows { .. } => 0,
        Missing::Weight { .. } | Missing::Firmness { .. } | _ => 0,
    };
    [row("found", found).people(seen.observers).telling_of(people), row("needed", needed)]
}

fn of_side(side: &SideReading, seen: &Seen) -> Vec<Row> {
    let row = |measure, value: Option<f64>| {
        Row::new("side", Key::code(side.lean), measure, value).people(seen.observers).telling_of(side.observers)
    };
    let firmness = side.firmness;
    let range = firmness.map(|firmness| firmness.range());
    vec![
        row("showed_observers", Some(side.showed)),
        row("weight_observers", Some(side.weight)),
        row("alike_observers", Some(side.alike)),
        row("divided_by", Some(side.divided_by)),
        Row::new("side", Key::code(side.lean), "showed_to_observers", side.observers).people(side.observers),
        row("firmness", firmness.map(|firmness| firmness.firmness)),
        row("firmness_low", range.map(|(low, _)| low)),
        row("firmness_high", range.map(|(_, high)| high)),
        row("firmness_if_independent", firmness.map(|firmness| firmness.if_independent)),
        row("firmness_if_half_depends", firmness.map(|firmness| firmness.if_half_depends)),
        row("firmness_if_expected_evenly", firmness.map(|firmness| firmness.if_expected_evenly)),
        row("firmness_if_expected_seldom", firmness.map(|firmness| firmness.if_expected_seldom)),
        row("shows_most_probability", side.most),
    ]
}

fn of_observer(seen: &ObserverReading) -> Vec<Row> {
    let person = |before| Key::Reference(before, Who::Person, seen.person.to_string());
    let entries = || seen.entries.iter().copied();
    let mut rows = vec![
        Row::new("observer", person(""), "role", seen.role.code()),
        Row::new("observer", person(""), "leans", seen.leans.map(|lean| lean.code())),
    ];
    for &lean in Lean::ALL {
        let before = match lean {
            Lean::Enmeshed => "enmeshed/",
            Lean::Healthy => "healthy/",
            Lean::Diffuse => "diffuse/",
        };
        let row = |measure, tally: &Tally| Row::new("observer_side", person(before), measure, tally.of(lean));
        rows.extend([row("showed_observers", &seen.showed), row("weight_observers", &seen.weight)]);
    }
    rows.into_iter().map(|row| row.people(1_u64).of_one().citing(entries())).collect()
}

fn of_group<G: Code>([level, level_of_sides]: [&'static str; 2], group: &GroupReading<G>) -> Vec<Row> {
    let key = || Key::code(group.of);
    let mut rows = vec![
        Row::new(level, key(), "observers", group.observers).people(group.observers),
        Row::new(level, key(), "leaning_observers", group.leaning).people(group.observers).telling_of(group.leaning),
        Row::new(level, key(), "leans", group.leans.map(|lean| lean.code()))
            .people(group.observers)
            .telling_of(group.leaning),
    ];
    for &lean in Lean::ALL {
        let row = Row::new(level_of_sides, Key::codes(group.of, lean), "showed_observers", group.showed.of(lean));
        rows.push(row.people(group.observers));
    }
    rows
}

fn of_agreement(key: &str, agreement: &Agreement, seen: &Seen) -> Vec<Row> {
    let row = |measure, value: Option<f64>| {
        let row = Row::new("agreement", Key::Code(key.to_owned()), measure, value);
        row.things(agreement.units).telling_of(seen.observers)
    };
    let interval = agreement.interval;
    vec![
        row("agreeing_share", agreement.percent().map(|percent| percent / 100.0)),
        row("units_count", Some(agreement.units as f64)),
        row("ratings_count", Some(agreement.ratings as f64)),
        row("rated_once_units", Some(agreement.rated_once as f64)),
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
