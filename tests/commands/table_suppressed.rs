//! What `table --suppress` leaves empty, and whether it can be worked out from what is left.

use super::*;

/// A line of one reading in one scope: reading, level, key and measure.
type Cell = [String; 4];

fn cell(reading: &str, level: &str, key: &str, measure: &str) -> Cell {
    [reading, level, key, measure].map(str::to_owned)
}

/// The lines by scope, then by what they are about.
fn blocks(lines: &[Line]) -> BTreeMap<String, BTreeMap<Cell, &Line>> {
    let mut blocks: BTreeMap<String, BTreeMap<Cell, &Line>> = BTreeMap::new();
    for line in lines {
        let cell = ["reading", "level", "key", "measure"].map(|column| line[column].clone());
        let twice = blocks.entry(line["scope"].clone()).or_default().insert(cell.clone(), line);
        assert!(twice.is_none(), "{cell:?}");
    }
    blocks
}

/// A history in which one person, or two, are behind many numbers that are parts of others.
fn with_few_among_many() -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |day: &str, kind: &str, by: &str, data: String| {
        let number = lines.len() + 1;
        lines.push(format!(
            r#"{{"number":{number},"type":"{kind}","occurred_at":"{day}T09:00:00Z","recorded_at":"{day}T09:00:00Z","by":"{by}","data":{data}}}"#
        ));
    };
    let opened = r#"{"cycle":"few","format":1,"clinician":"clinician","team":"invented-team"}"#;
    add("2026-09-07", "cycle_opened", "manager", opened.to_owned());
    let workers: Vec<String> = (1..=8).map(|place| format!("worker-{place}")).collect();
    let parents: Vec<String> = (1..=6).map(|place| format!("parent-{place}")).collect();
    for (person, role) in workers.iter().map(|it| (it, "social_worker")).chain(parents.iter().map(|it| (it, "parent"))) {
        add("2026-09-07", "person_entered", "manager", format!(r#"{{"person":"{person}","role":"{role}"}}"#));
    }
    let mut number = 0;
    let mut note = |day: &str, by: &str, sign: &str, [finding, standpoint, drawn_by, space]: [&str; 4]| {
        number += 1;
        let data = format!(
            r#"{{"observation":"o-{number}","sign":{{"figure1":"{sign}"}},"finding":{finding},"standpoint":"{standpoint}","drawn_by":"{drawn_by}","space":"{space}","basis":"direct"}}"#
        );
        add(day, "boundary_observed", by, data);
    };
    let (strong, looking_on) = (r#"{"present":"strong"}"#, "looking_on");
    let plainly = [strong, looking_on, "unknown", "team_meeting"];
    let days = [
        "2026-09-14", "2026-09-15", "2026-10-12", "2026-10-13", "2026-11-09", "2026-11-10", "2026-12-07", "2026-12-08",
        "2027-01-04", "2027-01-05",
    ];
    for (place, day) in days.iter().enumerate() {
        // One parent is heard on the first day alone.
        for person in workers.iter().chain(&parents).filter(|&person| place == 0 || person != "parent-6") {
            note(day, person, "complies_only", plainly);
        }
    }
    for person in workers.iter().take(7).chain(parents.first()) {
        note("2027-01-05", person, "negotiates_roles", plainly);
    }
    note("2027-01-05", "worker-4", "seeks_control", plainly);
    note("2027-01-05", "parent-2", "complies_only", [strong, looking_on, "unknown", "home_visit"]);
    note("2027-01-05", "worker-1", "private_mission", [strong, looking_on, "asked_by_team", "team_meeting"]);
    note("2027-01-05", "worker-2", "takes_over_tasks", [r#""absent""#, looking_on, "unknown", "team_meeting"]);
    note("2027-01-05", "worker-3", "complies_only", [strong, "part_of_it", "unknown", "team_meeting"]);
    note("2027-01-05", "worker-3", "loses_curiosity", [strong, "part_of_it", "unknown", "team_meeting"]);
    lines.join("\n") + "\n"
}

/// What is a total of what, as far as the lines of a block go; and whether it is so exactly in every history.
fn totals(block: &BTreeMap<Cell, &Line>) -> Vec<(Cell, Vec<Cell>, bool)> {
    let these = |is: &dyn Fn(&Cell) -> bool| block.keys().filter(|cell| is(cell)).cloned().collect::<Vec<Cell>>();
    let boundary = |level: &str, key: &str, measure: &str| cell("boundary", level, key, measure);
    let mut totals = Vec::new();
    for lean in ["enmeshed", "healthy", "diffuse"] {
        for (level, exact) in [("perspective_side", true), ("space_side", false), ("row", false)] {
            let parts = these(&|cell| cell[0] == "boundary" && cell[1] == level && cell[2].ends_with(&format!("/{lean}")));
            totals.push((boundary("side", lean, "showed_observers"), parts, exact));
        }
    }
    for (level, exact) in [("perspective", true), ("space", false)] {
        let parts = these(&|cell| cell[1] == level && cell[3] == "observers");
        totals.push((boundary("all", "", "used_observers"), parts, exact));
    }
    let observations = these(&|cell| cell[3] == "observations_count");
    totals.push((boundary("all", "", "used_entries"), observations, true));
    let compared = ["compared_observers", "not_compared_observers"].map(|measure| cell("drift", "all", "", measure));
    totals.push((boundary("all", "", "used_observers"), compared.to_vec(), false));
    for begun in these(&|cell| cell[3] == "beginnings_count") {
        let arc = &begun[2];
        let parts = these(&|cell| {
            let is_open = cell[2] == *arc && (cell[3] == "under_way_count" || cell[3] == "stalled_count");
            is_open || (cell[1] == "arc_end" && cell[2].starts_with(&format!("{arc}/")))
        });
        totals.push((begun, parts, true));
    }
    totals
}

/// Tries to undo what is hidden in a block; how many lines are hidden of those that say something, and how many are not.
#[track_caller]
fn cannot_be_undone(what: &str, open: &BTreeMap<Cell, &Line>, left: &BTreeMap<Cell, &Line>) -> (usize, usize) {
    let shown = |cell: &Cell| left.get(cell).is_some_and(|line| !line["value"].is_empty());
    let number = |cell: &Cell| open.get(cell).and_then(|line| line["value"].parse::<f64>().ok()).unwrap_or_default();
    let looked = number(&cell("boundary", "all", "", "used_observers")) as usize;
    for (total, parts, exact) in totals(open) {
        if !open.contains_key(&total) || parts.is_empty() {
            continue;
        }
        let sum: f64 = parts.iter().map(number).sum();
        assert!(!exact || (sum - number(&total)).abs() < 1e-9, "{what}: {total:?} is no sum of {parts:?}");
        let hidden: Vec<&Cell> = parts.iter().filter(|part| !shown(part)).collect();
        if shown(&total) {
            // Two numbers at least are unknown; where one is of few, there is another that is not nothing, so that a guess which of
            // them are zero does not help either.
            let is_few = |part: &&&Cell| (1..5).contains(&open[**part]["n"].parse::<u64>().unwrap_or_default());
            let unknown = hidden.iter().filter(|part| number(part) != 0.0).count();
            let needed = if hidden.iter().any(|part| is_few(&part)) { 2 } else { 0 };
            // That something showed to none of five people or more is said.
            let nobody = sum == 0.0 && looked >= 5;
            let safe = hidden.is_empty() || nobody || (hidden.len() > 1 && unknown >= needed);
            assert!(safe, "{what}: {hidden:?} can be had from {total:?}");
        } else {
            let to_add = parts.iter().filter(|part| number(part) != 0.0);
            assert!(
                to_add.clone().count() == 0 || to_add.clone().any(|part| !shown(part)),
                "{what}: {total:?} is their sum"
            );
        }
    }
    // Numbers that are the same as others, or made of them.
    let sides = |measure: &str| ["enmeshed", "healthy", "diffuse"].map(|lean| cell("boundary", "side", lean, measure));
    for (gate, measure) in [("firmness", "firmness"), ("weight", "weight_observers")] {
        let found = cell("boundary", "missing", gate, "found");
        let same = sides(measure).into_iter().find(|side| (number(side) - number(&found)).abs() < 1e-9);
        assert!(!shown(&found) || same.as_ref().is_some_and(&shown), "{what}: {same:?} is {found:?}");
    }
    let together = |cells: &[Cell]| cells.iter().filter(|cell| shown(cell)).count();
    assert!([0, 3].contains(&together(&sides("shows_most_probability"))), "{what}: they are one together");
    let is_single = |cell: &Cell| ["ratings_count", "rated_once_units"].contains(&cell[3].as_str());
    for single in [true, false] {
        let these = open.iter().filter(|(cell, line)| cell[1] == "agreement" && !line["value"].is_empty());
        let these: Vec<Cell> = these.map(|(cell, _)| cell).filter(|cell| is_single(cell) == single).cloned().collect();
        assert!([0, these.len()].contains(&together(&these)), "{what}: each is made of the others");
    }
    let standing = |measure: &str| cell("standing", "all", "", measure);
    let (disruptions, undisrupted) = (standing("unanswered_disruptions_count"), standing("undisrupted_step"));
    assert!(shown(&disruptions) || !shown(&undisrupted), "{what}: the steps tell how many");
    // Who is compared is counted by `n`, too.
    if open.contains_key(&cell("drift", "all", "", "movement"))
        && !shown(&cell("drift", "all", "", "not_compared_observers"))
    {
        let counts = |cell: &Cell| cell[0] == "drift" && ["all", "window_side"].contains(&cell[1].as_str());
        assert!(left.iter().all(|(cell, line)| !counts(cell) || line["n"].is_empty()), "{what}");
    }
    for (cell, line) in left {
        assert!(line["entries"].is_empty(), "{what}: {cell:?}");
        let of_people = ["boundary", "drift"].contains(&cell[0].as_str()) && cell[1] != "agreement";
        let people: u64 = open[cell]["n"].parse().unwrap_or_default();
        assert!(!of_people || people == 0 || people >= 5 || (line["n"].is_empty() && !shown(cell)), "{what}: {cell:?}");
        let counted = cell[0] == "turns" || *cell == disruptions;
        assert!(!counted || !["1", "2", "3", "4"].contains(&line["value"].as_str()), "{what}: {cell:?}");
        assert!(!["observer", "observer_side", "beginning", "arc_end_by_seconds", "condition"].contains(&cell[1].as_str()));
    }
    let said = open.iter().filter(|(_, line)| !line["value"].is_empty());
    let left = said.clone().filter(|(cell, _)| shown(cell)).count();
    (said.count() - left, left)
}

#[test]
fn what_is_hidden_cannot_be_had_by_subtraction() {
    let folder = scratch("table_undone");
    let mut histories: Vec<String> = std::fs::read_dir("examples/data")
        .unwrap()
        .map(|file| file.unwrap().path().to_str().unwrap().to_owned())
        .filter(|path| path.ends_with(".jsonl") && !path.ends_with("acts.jsonl") && !path.ends_with("portfolio.jsonl"))
        .collect();
    assert!(histories.len() > 6);
    histories.push(file(&folder, "few.jsonl", with_few_among_many()));
    histories.push(file(&folder, "some.jsonl", noted("some", 6, 2)));
    histories.push(file(&folder, "many.jsonl", noted("many", 7, 5)));
    let mut counts = BTreeMap::new();
    for history in &histories {
        for scope in ["cycle", "perspective", "space", "contract"] {
            let asked = ["--scope", scope, history];
            let (open, left) = (table(&asked), table(&[&["--suppress"], &asked[..]].concat()));
            let (open, left) = (blocks(&open), blocks(&left));
            assert_eq!(open.keys().collect::<Vec<_>>(), left.keys().collect::<Vec<_>>());
            for (of, block) in &open {
                let what = format!("{history} {of}");
                let (hidden, shown) = cannot_be_undone(&what, block, &left[of]);
                let sum: &mut (usize, usize) = counts.entry(scope).or_default();
                *sum = (sum.0 + hidden, sum.1 + shown);
            }
        }
    }
    assert!(counts.values().all(|&(hidden, shown)| hidden > 100 && shown > 20), "{counts:?}");
}

#[test]
fn few_among_many_are_counted_as_people_to_whom_it_showed() {
    let folder = scratch("table_few");
    let few = file(&folder, "few.jsonl", with_few_among_many());
    let open = table(&[&few]);
    let left = table(&["--suppress", &few]);
    let n = |level: &str, key: &str, measure: &str| {
        let is = |line: &&Line| line["reading"] == "boundary" && line["level"] == level && line["key"] == key;
        open.iter().filter(is).find(|line| line["measure"] == measure).unwrap()["n"].as_str()
    };
    assert_eq!(n("all", "", "used_observers"), "14");
    assert_eq!(n("row", "authority/healthy", "showed_observers"), "8");
    assert_eq!(n("row", "authority/enmeshed", "showed_observers"), "1", "all others looked at the row and saw another side");
    assert_eq!(n("row", "role/enmeshed", "showed_observers"), "0", "it was looked for");
    assert_eq!(n("perspective_side", "family/healthy", "showed_observers"), "1");
    assert_eq!(n("space_side", "home_visit/diffuse", "showed_observers"), "1");
    assert_eq!(n("side", "enmeshed", "firmness"), "14");
    assert_eq!(n("side", "enmeshed", "showed_observers"), "1");
    assert_eq!(value(&open, "all", "", "self_report_entries"), "2");
    assert_eq!(n("all", "", "self_report_entries"), "1", "two entries of one person");
    // What is left: the whole, and what is of five or more on every side of it.
    let boundary: Vec<Line> = left.iter().filter(|line| line["reading"] == "boundary").cloned().collect();
    for (level, key, measure, is_left) in [
        ("all", "", "used_observers", true),
        ("all", "", "used_entries", true),
        ("all", "", "self_report_entries", false),
        ("all", "", "alerts_entries", false),
        ("side", "healthy", "showed_observers", true),
        ("side", "healthy", "firmness", true),
        ("side", "healthy", "shows_most_probability", false),
        ("side", "enmeshed", "showed_observers", false),
        ("side", "enmeshed", "weight_observers", true),
        ("row", "learning/diffuse", "showed_observers", false),
        ("row", "authority/healthy", "showed_observers", true),
        ("perspective", "family", "observers", true),
        ("perspective_side", "family/healthy", "showed_observers", false),
        ("perspective_side", "social_work/healthy", "showed_observers", false),
        ("perspective_side", "social_work/diffuse", "showed_observers", true),
        ("space", "team_meeting", "observers", false),
        ("drawn", "healthy/unknown", "observations_count", false),
        ("agreement", "between_observers", "units_count", true),
        ("agreement", "between_observers", "ratings_count", false),
        ("agreement", "between_observers", "rated_once_units", false),
    ] {
        let value = value(&boundary, level, key, measure);
        assert_eq!(!value.is_empty(), is_left, "{level} {key} {measure}: {value}");
    }
    let drift: Vec<Line> = left.iter().filter(|line| line["reading"] == "drift").cloned().collect();
    assert_eq!(value(&drift, "all", "", "compared_observers"), "", "one is not compared");
    assert_ne!(value(&drift, "all", "", "movement"), "");
    assert_eq!(value(&drift, "window", "2026-08-19", "observers"), "14");
    let beyond = |lean: &str| value(&drift, "window_side", &format!("2026-12-09/{lean}"), "beyond_own_mean_observers");
    assert_eq!(beyond("enmeshed"), "", "it showed to one alone");
    assert!(!beyond("healthy").is_empty() && !beyond("diffuse").is_empty());
}

#[test]
fn scopes_of_several_kinds_are_not_suppressed_side_by_side() {
    let output = run("table", &["--suppress", "--scope", "cycle,perspective", SEEN], b"");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    assert_eq!(
        text(&output.stderr),
        "--suppress takes one kind of --scope at once: what is hidden in one could be found by subtraction from another\n"
    );
    assert_eq!(column(&table(&["--suppress", "--scope", "cycle,cycle", SEEN]), "scope"), ["cycle"].into());
}
