//! Standing, on small histories and on the invented cases: what each step rests on, and what disruptions do.
#![expect(clippy::unwrap_used, clippy::panic, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::id::ParametersId;
use practice_cycle::moment::Moment;
use practice_cycle::standing::{Parameters, RawParameters, Requirement, Standing, Step};
use practice_cycle::stored;

const TERMS: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"See it from three sides.","lead":"shared","roles":{"notes":"shared","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-12-18"}}}"#;

/// A history told an hour at a time.
#[derive(Clone, Default)]
struct Tale(History);

impl Tale {
    #[track_caller]
    fn new() -> Self {
        Self::default()
            .then("p-3", "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#)
            .then("p-3", "person_entered", r#"{"person":"p-2","role":"social_worker"}"#)
            .then("p-3", "person_entered", r#"{"person":"p-3","role":"manager"}"#)
    }

    #[track_caller]
    fn then(mut self, by: &str, code: &str, data: &str) -> Self {
        let hours = self.0.entries().len();
        let at = format!("2026-04-{:02}T{:02}:00:00Z", 1 + hours / 24, hours % 24);
        let act = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        let act: Act = serde_json::from_str(&act).unwrap_or_else(|error| panic!("{act}: {error}"));
        self.0.record(act).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
        self
    }

    /// A reference that is not taken.
    fn fresh(&self, noun: &str) -> String {
        format!("{noun}-{}", self.0.entries().len())
    }

    #[track_caller]
    fn met(self) -> Self {
        let data = format!(
            r#"{{"occasion":"{}","place":"everyday","with":["p-2"],"qualities":["rapport","trust","curiosity"]}}"#,
            self.fresh("oc")
        );
        self.then("p-1", "occasion_of_joining", &data)
    }

    #[track_caller]
    fn rule_noticed(self) -> Self {
        self.then("p-1", "rule_noticed", r#"{"rule":"ru-1","voice":"unspoken","words":"Ask first."}"#)
    }

    #[track_caller]
    fn rule_kept(self) -> Self {
        self.then("p-1", "rule_worked_with", r#"{"rule":"ru-1","step":"kept"}"#)
    }

    #[track_caller]
    fn acknowledged(self) -> Self {
        let data = format!(r#"{{"acknowledgement":"{}","how":"sought_out"}}"#, self.fresh("ac"));
        self.then("p-3", "clinician_acknowledged", &data)
    }

    #[track_caller]
    fn disrupted(self) -> Self {
        let data = format!(r#"{{"disruption":"{}","what":"team_merger"}}"#, self.fresh("di"));
        self.then("p-3", "joining_disrupted", &data)
    }

    #[track_caller]
    fn turn(self, space: &str) -> Self {
        let contract = self.fresh("c");
        let just = format!(r#"{{"contract":"{contract}"}}"#);
        let accepted = format!(r#"{{"contract":"{contract}","version":1}}"#);
        let session = format!(
            r#"{{"session":"s-{contract}","cover":{{"contract":"{contract}"}},"space":"{space}","present":["p-1","p-2"]}}"#
        );
        let change = format!(r#"{{"change":"ch-{contract}","what":"practice","words":"New.","contract":"{contract}"}}"#);
        self.then("p-2", "contract_invited", &format!(r#"{{"contract":"{contract}","space":"{space}"}}"#))
            .then("p-1", "terms_proposed", &format!(r#"{{"contract":"{contract}","terms":{TERMS}}}"#))
            .then("p-1", "terms_accepted", &accepted)
            .then("p-2", "terms_accepted", &accepted)
            .then("p-2", "contract_begun", &just)
            .then("p-1", "session_held", &session)
            .then("p-2", "change_noticed", &change)
    }

    #[track_caller]
    fn influence(self) -> Self {
        self.then("p-3", "influence_invited", r#"{"influence":"in-1","words":"Plan the induction."}"#)
    }

    fn ally() -> Self {
        Self::new().met().rule_noticed().rule_kept().acknowledged()
    }

    fn embedded() -> Self {
        Self::ally().turn("case_consultation").turn("team_meeting")
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.0.view(Moment::LATEST, Moment::LATEST), &Parameters::default())
    }

    #[track_caller]
    fn reads(&self, step: Step, missing: &[(Requirement, usize, usize)]) {
        let standing = self.standing();
        let found: Vec<_> = standing.missing.iter().map(|it| (it.what, it.have, it.need)).collect();
        assert_eq!((standing.step, found.as_slice()), (step, missing), "{standing}");
    }
}

fn case(name: &str) -> History {
    let stored = std::fs::read(format!("{}/examples/data/{name}.jsonl", env!("CARGO_MANIFEST_DIR"))).unwrap();
    History::read(stored.as_slice()).unwrap()
}

fn at(when: &str) -> Moment {
    format!("2026-{}:00Z", when.replace(' ', "T")).parse().unwrap()
}

#[test]
fn nobody_starts_as_more_than_an_outsider() {
    Tale::new().reads(Step::Outsider, &[(Requirement::JoiningEvidence, 0, 1)]);
    let untold = History::default();
    let standing = Standing::of(&untold.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
    assert_eq!(standing.step, Step::Outsider);
}

#[test]
fn an_occasion_or_a_rule_noticed_is_enough_to_orientate() {
    let missing = [(Requirement::RuleWorkedWith, 0, 1), (Requirement::Acknowledgement, 0, 1)];
    Tale::new().met().reads(Step::Orientating, &missing);
    Tale::new().rule_noticed().reads(Step::Orientating, &missing);
}

#[test]
fn skills_alone_never_lead_further() {
    let mut tale = Tale::new();
    for _ in 0..40 {
        tale = tale.met();
    }
    let missing = [(Requirement::RuleWorkedWith, 0, 1), (Requirement::Acknowledgement, 0, 1)];
    tale.reads(Step::Orientating, &missing);
    tale.acknowledged().reads(Step::Orientating, &[(Requirement::RuleWorkedWith, 0, 1)]);
}

#[test]
fn an_ally_has_worked_with_a_rule_and_is_acknowledged() {
    Tale::new().rule_noticed().acknowledged().reads(Step::Orientating, &[(Requirement::RuleWorkedWith, 0, 1)]);
    Tale::new().rule_noticed().rule_kept().reads(Step::Orientating, &[(Requirement::Acknowledgement, 0, 1)]);
    Tale::ally().reads(Step::Ally, &[(Requirement::Turn, 0, 2), (Requirement::Space, 0, 2)]);
}

#[test]
fn turns_in_one_kind_of_space_do_not_embed() {
    let tale = Tale::ally().turn("team_meeting").turn("team_meeting");
    tale.reads(Step::Ally, &[(Requirement::Space, 1, 2)]);
    Tale::embedded().reads(Step::Embedded, &[(Requirement::Influence, 0, 1)]);
}

#[test]
fn no_step_is_left_out() {
    let tale = Tale::new().met().turn("case_consultation").turn("team_meeting").influence();
    tale.reads(Step::Orientating, &[(Requirement::RuleWorkedWith, 0, 1), (Requirement::Acknowledgement, 0, 1)]);
}

#[test]
fn an_invitation_to_shape_practice_is_the_last_step() {
    let tale = Tale::embedded().influence();
    tale.reads(Step::Influential, &[]);
    assert!(tale.standing().to_string().contains("There is no further step."));
}

/// Of each step: what it reads as after one disruption, and after an acknowledgement that follows it.
#[test]
fn from_each_step_a_disruption_drops_one_until_somebody_acknowledges_again() {
    let outsider = Tale::new();
    let orientating = Tale::new().met();
    for (tale, before, after) in [
        (outsider, Step::Outsider, Step::Outsider),
        (orientating, Step::Orientating, Step::Orientating),
        (Tale::ally(), Step::Ally, Step::Orientating),
        (Tale::embedded(), Step::Embedded, Step::Ally),
        (Tale::embedded().influence(), Step::Influential, Step::Embedded),
    ] {
        let steps = |tale: &Tale| (tale.standing().undisrupted, tale.standing().step);
        assert_eq!(steps(&tale), (before, before));
        let disrupted = tale.disrupted();
        assert_eq!(steps(&disrupted), (before, after));
        // Nothing else answers a disruption: not more of what the step rests on.
        assert_eq!(steps(&disrupted.clone().turn("reflective_practice_group")), (before, after));
        assert_eq!(steps(&disrupted.acknowledged()), (before, before));
    }
}

#[test]
fn another_invitation_to_shape_practice_does_not_answer_a_disruption() {
    let tale = Tale::embedded().influence().disrupted();
    let again = tale.then("p-3", "influence_invited", r#"{"influence":"in-2","words":"Plan the next one."}"#);
    again.reads(Step::Embedded, &[(Requirement::AcknowledgedSince, 0, 1)]);
}

#[test]
fn a_disruption_drops_one_step_until_somebody_acknowledges_again() {
    let since = (Requirement::AcknowledgedSince, 0, 1);
    Tale::embedded().influence().disrupted().reads(Step::Embedded, &[since]);
    Tale::embedded().disrupted().reads(Step::Ally, &[since]);
    Tale::embedded().disrupted().disrupted().reads(Step::Orientating, &[since]);
    let again = Tale::embedded().disrupted().disrupted().acknowledged();
    again.reads(Step::Embedded, &[(Requirement::Influence, 0, 1)]);
    assert!(again.standing().rests_on.iter().any(|it| it.what == Requirement::AcknowledgedSince));
}

#[test]
fn an_acknowledgement_answers_only_what_came_before_it() {
    let tale = Tale::embedded().disrupted().acknowledged().disrupted();
    tale.reads(Step::Ally, &[(Requirement::AcknowledgedSince, 0, 1)]);
    assert!(tale.standing().rests_on.iter().all(|it| it.what != Requirement::AcknowledgedSince));
}

#[test]
fn a_disruption_drops_nobody_below_orientating() {
    let unmet =
        [(Requirement::RuleWorkedWith, 0, 1), (Requirement::Acknowledgement, 0, 1), (Requirement::AcknowledgedSince, 0, 1)];
    Tale::new().met().disrupted().disrupted().reads(Step::Orientating, &unmet);
    Tale::new().disrupted().reads(Step::Outsider, &[(Requirement::JoiningEvidence, 0, 1)]);
}

#[test]
fn the_step_says_what_it_rests_on() {
    let standing = Tale::ally().standing();
    let rests_on: Vec<(Requirement, Vec<u32>)> =
        standing.rests_on.iter().map(|it| (it.what, it.entries.iter().map(|entry| entry.get()).collect())).collect();
    let expected = [
        (Requirement::JoiningEvidence, vec![4, 5]),
        (Requirement::RuleWorkedWith, vec![5, 6]),
        (Requirement::Acknowledgement, vec![7]),
    ];
    assert_eq!(rests_on, expected);
}

#[test]
fn the_text_tells_what_the_value_holds() {
    assert_eq!(
        Tale::ally().disrupted().standing().to_string(),
        "By all that is recorded, joining so far looks like: orientating (finding one's way), by the parameters `unvalidated_v1`.\n\
         This rests on 2 records of joining (entries 4 and 5).\n\
         1 disruption outside the clinician's control came on 1 April 2026 (entry 8), with no acknowledgement since; without \
         that, it would look like: ally.\n\
         To be read as an ally: one acknowledgement since the last disruption (none so far).\n\
         It speaks of what was recorded about working together, and is not for appraising a person."
    );
    let turned = Tale::ally().turn("team_meeting").standing().to_string();
    let missing = "\nTo be read as embedded: 2 completed turns of the cycle (1 of 2 so far: entries ";
    assert!(turned.contains(missing), "how many of how many: {turned}");
    let value = serde_json::to_value(Tale::ally().standing()).unwrap();
    assert_eq!((value["step"].as_str(), value["parameters"].as_str()), (Some("ally"), Some("unvalidated_v1")));
    assert_eq!(value["missing"][0], serde_json::json!({"step":"embedded","what":"turn","have":0,"need":2,"entries":[]}));
}

// The invented cases.

#[test]
fn in_a_case_the_standing_moves_with_what_had_happened() {
    let history = case("therapy_reframe_welcome");
    let step = |as_of: &str| Standing::of(&history.view(at(as_of), Moment::LATEST), &Parameters::default()).step;
    assert_eq!(step("09-07 09:00"), Step::Outsider);
    assert_eq!(step("09-30 09:00"), Step::Orientating, "a turn, and nobody has acknowledged it");
    assert_eq!(step("10-13 12:00"), Step::Ally);
}

#[test]
fn the_boundary_case_is_disrupted_and_acknowledged_again_without_a_rule_worked_with() {
    let history = case("boundary_seen_differently");
    let standing = |as_of: &str| Standing::of(&history.view(at(as_of), Moment::LATEST), &Parameters::default());
    assert_eq!(standing("10-12 12:00").disruptions.len(), 1);
    let last = standing("10-28 13:00");
    assert_eq!((last.step, last.disruptions.len()), (Step::Orientating, 0));
    assert_eq!(last.missing.iter().map(|it| it.what).collect::<Vec<_>>(), [Requirement::RuleWorkedWith]);
}

// Parameters.

#[track_caller]
fn refused(raw: &str, because: &str) {
    let error = serde_json::from_str::<Parameters>(raw).unwrap_err().to_string();
    assert!(error.starts_with(because), "{error}");
}

#[track_caller]
fn refused_with(raw: &str, words: &str) {
    let error = serde_json::from_str::<Parameters>(raw).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn parameters_that_make_no_sense_are_refused_with_the_field_named() {
    refused(r#"{"id":"x","turns":0}"#, "`turns` is 0: expected 1 to 1000");
    refused(r#"{"id":"x","rules_worked_with":0}"#, "`rules_worked_with` is 0: expected 1 to 1000");
    refused(r#"{"id":"x","acknowledgements":1001}"#, "`acknowledgements` is 1001: expected 1 to 1000");
    refused(r#"{"id":"x","joining_evidence":0}"#, "`joining_evidence` is 0: expected 1 to 1000");
    refused(r#"{"id":"x","influence":0}"#, "`influence` is 0: expected 1 to 1000");
    refused(r#"{"id":"x","turns":99,"spaces":17}"#, "`spaces` is 17: expected 1 to 16");
    refused(r#"{"id":"x","spaces":3}"#, "`spaces` is 3, more than `turns`, which is 2: each turn is in one space");
    refused(r#"{"id":"two words"}"#, "`id`: expected a reference");
    refused(r#"{"id":"x","tuns":2}"#, "unknown field `tuns`");
    refused(r#"{"turns":2}"#, "missing field `id`");
}

#[test]
fn a_value_of_the_wrong_type_is_refused_with_the_field_named_wherever_it_is_read() {
    let fields = ["joining_evidence", "rules_worked_with", "acknowledgements", "turns", "spaces", "influence"];
    for (field, most) in fields.map(|field| (field, if field == "spaces" { 16 } else { 1000 })) {
        let expected = format!("expected `{field}` to be a whole number from 1 to {most}");
        for wrong in ["\"three\"", "null", "true", "1.5", "[1]", "{}", "-1", "65536", "1e300", "18446744073709551615"] {
            let raw = format!(r#"{{"id":"x","{field}":{wrong}}}"#);
            let error = serde_json::from_str::<Parameters>(&raw).unwrap_err().to_string();
            assert!(error.contains(&expected), "{raw}: {error}");
            let value: serde_json::Value = serde_json::from_str(&raw).unwrap();
            let error = serde_json::from_value::<RawParameters>(value).unwrap_err().to_string();
            assert!(error.ends_with(&expected), "{raw}: {error}");
            let error = stored::parse::<Parameters>(&raw).unwrap_err();
            assert_eq!((error.path(), error.problem()), (field, expected.as_str()), "{raw}");
        }
    }
    for wrong in ["7", "null", "[]", "{}"] {
        refused_with(&format!(r#"{{"id":{wrong}}}"#), "expected `id` to be the name of the set, in quotes");
    }
    refused_with(r#"["x",1,1,1,2,2,1]"#, "expected an object");
}

#[test]
fn parameters_of_ones_own_change_the_reading_and_are_named_in_it() {
    let raw = RawParameters { turns: 1, spaces: 1, ..RawParameters::named("ours-2026".parse().unwrap()) };
    let ours = Parameters::try_from(raw).unwrap();
    let tale = Tale::ally().turn("team_meeting");
    let standing = Standing::of(&tale.0.view(Moment::LATEST, Moment::LATEST), &ours);
    assert_eq!((standing.step, standing.parameters.as_str()), (Step::Embedded, "ours-2026"));
    assert!(standing.to_string().contains("by the parameters `ours-2026`"));
    let stored = serde_json::to_string(&ours).unwrap();
    assert_eq!(serde_json::from_str::<Parameters>(&stored).unwrap(), ours);
}

#[test]
fn the_default_passes_its_own_check() {
    let default = Parameters::unvalidated_v1();
    assert_eq!(Parameters::try_from(RawParameters::from(default.clone())), Ok(default));
}

#[test]
fn the_name_of_the_default_sets_is_a_reference() {
    assert_eq!(ParametersId::new("unvalidated_v1").as_ref(), Ok(Parameters::unvalidated_v1().id()));
}
