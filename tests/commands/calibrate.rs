//! `calibrate`: what readings of the boundary claim, against what is so.

use super::*;

/// A calibration that is small enough for every run of the tests: its figures are golden, so that none changes unseen.
const SMALL: [&str; 8] = ["--teams", "24", "--seed", "1", "--sizes", "2-8", "--dependence", "0,0.5"];

#[test]
fn calibrate_says_how_it_is_used() {
    misused("calibrate", &["--dependence", "1.5"], "expected chances from 0 to 1, such as `0,0.25`");
    misused("calibrate", &["--dependence", ""], "expected chances from 0 to 1, such as `0,0.25`");
    misused("calibrate", &["--teams", "0"], "invalid value '0' for '--teams <N>'");
    misused("calibrate", &["--sizes", "8-2"], "expected one size or two, such as `2-8`, from 1 to 100");
    misused("calibrate", &["--threads", "0"], "expected a number, at least 1");
    misused("calibrate", &["--json", "--csv"], "the argument '--json' cannot be used with '--csv'");
    misused("calibrate", &["history.jsonl"], "unexpected argument 'history.jsonl'");
    let missing = "none.json: it cannot be read: there is no such file\n";
    fails("calibrate", &["--population", "none.json"], b"", 2, missing);
    let output = run("calibrate", &["--population", "-"], b"{}");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    assert!(text(&output.stderr).contains("missing field `seats`"), "{}", text(&output.stderr));
}

#[test]
fn the_figures_are_those_that_were_printed_before() {
    is_golden("tests/golden/calibration.txt", &prints("calibrate", &[&SMALL[..], &["--threads", "2"]].concat()));
}

#[test]
fn the_figures_of_the_documentation_are_those_of_the_default() {
    const DOCUMENTED: &str = "src/simulation/calibrated.txt";
    if std::env::var_os("CALIBRATION").is_some() {
        return is_golden(DOCUMENTED, &prints("calibrate", &[]));
    }
    // That takes minutes where nothing is optimised; without it, the beginning has to be that of a small calibration.
    let documented = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENTED)).unwrap();
    let small = prints("calibrate", &["--teams", "1", "--dependence", "0"]);
    let (first, rest) = small.split_once('\n').unwrap();
    let (documented_first, documented_rest) = documented.split_once('\n').unwrap();
    assert_eq!(documented_first, first.replace(": 1 for each", ": 6000 for each"));
    let explained = |text: &str| text.split("Observers as the model").next().unwrap().to_owned();
    assert_eq!(explained(documented_rest), explained(rest));
}

#[test]
fn all_three_forms_say_the_same() {
    let asked = ["--teams", "12", "--seed", "3", "--sizes", "3", "--dependence", "0.25"];
    let json: Value = serde_json::from_str(&prints("calibrate", &[&asked[..], &["--json"]].concat())).unwrap();
    assert_eq!(keys(&json), ["conditions", "drift_promise", "parameters", "population", "seed", "sizes", "teams"]);
    let conditions = json["conditions"].as_array().unwrap();
    let manners: Vec<&str> = conditions.iter().map(|condition| condition["manner"].as_str().unwrap()).collect();
    assert_eq!(manners, ["as_modelled", "honest", "presence_only", "error_with_a_side", "short_moods", "long_moods"]);

    let csv = prints("calibrate", &[&asked[..], &["--csv"]].concat());
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let columns = &lines[0];
    assert!(lines.iter().all(|line| line.len() == columns.len()), "{csv}");
    let column = |line: &[&str], name: &str| {
        line[columns.iter().position(|column| *column == name).unwrap()].parse::<u64>().unwrap_or_default()
    };
    let text = prints("calibrate", &asked);
    for condition in conditions {
        let of = |majority: &'static str, what: &'static str| {
            let manner = condition["manner"].as_str().unwrap();
            lines.iter().filter(move |line| line[0] == manner && line[2] == majority && line[3] == what)
        };
        for majority in ["clear", "slight", "none", "all"] {
            let (readings, leans) = (&condition[majority], of(majority, "leans").next().unwrap());
            for (name, value) in [
                ("teams", &readings["teams"]),
                ("readings", &readings["leans"]["readings"]),
                ("right", &readings["leans"]["right"]["count"]),
                ("gates_shut", &readings["gates_shut"]),
                ("contested", &readings["contested"]),
                ("mixed", &readings["mixed"]),
                ("not_firm", &readings["not_firm"]),
            ] {
                assert_eq!(Some(column(leans, name)), value.as_u64(), "{majority} {name}");
            }
            // Whoever is read has exactly one verdict, and a firmness where the gates are open.
            let verdicts = ["readings", "gates_shut", "contested", "mixed", "not_firm"];
            assert_eq!(verdicts.iter().map(|name| column(leans, name)).sum::<u64>(), column(leans, "teams"));
            let open: u64 = of(majority, "open").map(|line| column(line, "readings")).sum();
            assert_eq!(open, column(leans, "teams") - column(leans, "gates_shut"));
        }
        let moving = of("all", "moving").next().unwrap();
        assert_eq!(Some(column(moving, "right")), condition["false_drift"]["moving"]["count"].as_u64());
    }
    let first = format!(
        "The boundary by {}, in simulated teams of 3 observers: 12 for each condition, seed 3\n",
        json["parameters"].as_str().unwrap()
    );
    assert!(text.starts_with(&first), "{text}");
    let readings: Vec<u64> = text
        .lines()
        .filter_map(|line| line.strip_prefix("  all "))
        .filter_map(|line| line.split_whitespace().nth(5)?.parse().ok())
        .collect();
    let leans = |condition: &Value| condition["all"]["leans"]["readings"].as_u64().unwrap();
    assert_eq!(readings, conditions.iter().map(leans).collect::<Vec<_>>(), "{text}");
}

#[test]
fn observers_of_ones_own_are_read_from_a_file() {
    let folder = scratch("calibrate");
    let asked = ["--teams", "5", "--seed", "3", "--dependence", "0", "--json"];
    let json: Value = serde_json::from_str(&prints("calibrate", &asked)).unwrap();
    let mut population = json["population"].clone();
    let same = file(&folder, "same.json", serde_json::to_string_pretty(&population).unwrap());
    assert_eq!(prints("calibrate", &[&asked[..], &["--population", &same]].concat()), prints("calibrate", &asked));

    population["attends"]["value"] = 0.into();
    let nobody = file(&folder, "nobody.json", population.to_string());
    let json: Value =
        serde_json::from_str(&prints("calibrate", &[&asked[..], &["--population", &nobody]].concat())).unwrap();
    assert_eq!(json["conditions"][0]["all"]["gates_shut"], 5, "nobody was ever there");

    population["attends"]["value"] = 2.into();
    let wrong = file(&folder, "wrong.json", population.to_string());
    let output = run("calibrate", &["--population", &wrong], b"");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    assert!(
        text(&output.stderr).ends_with("wrong.json: `attends`: expected a chance from 0 to 1 (line 1)\n"),
        "{}",
        text(&output.stderr)
    );
}
