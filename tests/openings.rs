//! The openings: which spaces and kinds of case the rules of the system keep closed, and which invitations went against them.
#![expect(clippy::panic, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::contracting::Origin;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::joining::{RuleAbout, RuleStep};
use practice_cycle::moment::Moment;
use practice_cycle::openings::{Leaning, Openings, RuleReading};
use practice_cycle::space::{CaseKind, Space};

/// Told in the order of time, an hour after another.
#[derive(Clone, Default)]
struct Told(History);

impl Told {
    /// Who wrote it stands after who did it: `worker-a/clinician`.
    fn act(&self, by: &str, code: &str, data: &str) -> Act {
        let hours = self.0.entries().len();
        let at = format!("2026-03-{:02}T{:02}:00:00Z", 2 + hours / 24, hours % 24);
        let (by, wrote) = match by.split_once('/') {
            Some((by, wrote)) => (by, format!(r#","recorded_by":"{wrote}""#)),
            None => (by, String::new()),
        };
        let act =
            format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}"{wrote},"data":{data}}}"#);
        serde_json::from_str(&act).unwrap_or_else(|error| panic!("{act}: {error}"))
    }

    #[track_caller]
    fn then(mut self, by: &str, code: &str, data: &str) -> Self {
        let act = self.act(by, code, data);
        self.0.record(act).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
        self
    }

    /// Six entries.
    fn opened() -> Self {
        let told = Self::default().then(
            "manager",
            "cycle_opened",
            r#"{"cycle":"cy-1","format":1,"clinician":"clinician","team":"t-1"}"#,
        );
        [
            ("manager", "manager"),
            ("worker-a", "social_worker"),
            ("worker-b", "social_worker"),
            ("court", "court"),
            ("mother", "parent"),
        ]
        .into_iter()
        .fold(told, |told, (person, role)| {
            told.then("manager", "person_entered", &format!(r#"{{"person":"{person}","role":"{role}"}}"#))
        })
    }

    /// A rule that says something besides, such as `"bars_spaces":["home_visit"]`.
    #[track_caller]
    fn rule(self, rule: &str, says: &str) -> Self {
        self.then(
            "clinician",
            "rule_noticed",
            &format!(r#"{{"rule":"{rule}","voice":"unspoken","words":"Invented."{says}}}"#),
        )
    }

    #[track_caller]
    fn step(self, rule: &str, step: &str) -> Self {
        self.then("clinician", "rule_worked_with", &format!(r#"{{"rule":"{rule}","step":"{step}"}}"#))
    }

    #[track_caller]
    fn invited(self, by: &str, space: &str, kinds: &str) -> Self {
        let contract = format!("c-{}", self.0.entries().len() + 1);
        let data = format!(r#"{{"contract":"{contract}","space":"{space}","case_kinds":[{kinds}]}}"#);
        self.then(by, "contract_invited", &data)
    }

    fn openings(&self) -> Openings {
        Openings::of(&self.0.view(Moment::LATEST, Moment::LATEST))
    }

    fn only_rule(&self) -> RuleReading {
        self.openings().rules.remove(0)
    }

    #[track_caller]
    fn leans(&self, leaning: Leaning, against: &[u32]) {
        let rule = self.only_rule();
        let found: Vec<u32> = rule.against.iter().map(|against| against.cited.entry.get()).collect();
        assert_eq!((rule.leans, found.as_slice()), (leaning, against), "{rule}");
    }
}

fn others<W: Code + PartialEq>(but: &[W]) -> CodeSet<W> {
    W::ALL.iter().copied().filter(|word| !but.contains(word)).collect()
}

const BARS_VISITS: &str = r#","bars_spaces":["home_visit"]"#;

// What a rule says.

/// The rules that the article gives as examples.
#[test]
fn a_rule_closes_what_it_bars_and_where_it_lets_into_some_only_all_others() {
    let closed = |says: &str| {
        let rule = Told::opened().rule("ru-1", says).only_rule();
        (rule.closed_spaces, rule.closed_cases)
    };
    let none = (CodeSet::none(), CodeSet::none());
    assert_eq!(closed(r#","bars_cases":["section_47"]"#), (none.0, CodeSet::of(&[CaseKind::Section47])));
    assert_eq!(closed(r#","only_cases":["early_help"]"#), (none.0, others(&[CaseKind::EarlyHelp])));
    assert_eq!(closed(r#","only_cases":["wealthier_family"]"#), (none.0, others(&[CaseKind::WealthierFamily])));
    assert_eq!(closed(r#","only_cases":["mental_health"]"#), (none.0, others(&[CaseKind::MentalHealth])));
    assert_eq!(closed(BARS_VISITS), (CodeSet::of(&[Space::HomeVisit]), none.1));
    let two = r#","only_spaces":["team_meeting","supervision"]"#;
    assert_eq!(closed(two), (others(&[Space::TeamMeeting, Space::Supervision]), none.1));
    let both = r#","only_spaces":["team_meeting"],"bars_spaces":["core_group"]"#;
    assert_eq!(closed(both), (others(&[Space::TeamMeeting]), none.1), "what is barred is closed either way");
    assert_eq!(closed(r#","about":"recording""#), none);
}

#[test]
fn a_rule_that_bars_what_it_lets_clinicians_into_is_refused() {
    for says in [
        r#","bars_spaces":["home_visit"],"only_spaces":["home_visit"]"#,
        r#","bars_spaces":["core_group","home_visit"],"only_spaces":["team_meeting","home_visit"]"#,
        r#","bars_cases":["section_47"],"only_cases":["section_47","early_help"]"#,
    ] {
        let told = Told::opened();
        let act =
            told.act("clinician", "rule_noticed", &format!(r#"{{"rule":"ru-1","voice":"spoken","words":"W."{says}}}"#));
        let refusal = told.0.judge(&act).unwrap_err();
        assert_eq!(refusal.to_string(), "a rule cannot bar a space or a kind of case that it lets clinicians into");
        assert_eq!(refusal.code(), "joining.bars_what_it_lets");
    }
    Told::opened().rule("ru-1", r#","bars_spaces":["home_visit"],"only_cases":["section_47"]"#);
}

#[test]
fn what_a_rule_is_about_is_told() {
    let told = [RuleAbout::Clinicians, RuleAbout::Families, RuleAbout::Thresholds, RuleAbout::Recording];
    for (about, said) in told.into_iter().zip(["clinicians", "families", "thresholds", "recording"]) {
        let rule = Told::opened().rule("ru-1", &format!(r#","about":"{said}""#)).only_rule();
        assert_eq!((rule.about, rule.leans), (Some(about), Leaning::ClosesNothing));
        assert!(rule.to_string().contains(&format!("(unspoken; about {about})")), "{rule}");
    }
    assert_eq!(Told::opened().rule("ru-1", "").only_rule().about, None);
}

// What went against it.

#[test]
fn one_invitation_against_a_rule_is_an_exception_and_two_by_different_people_are_a_sign_of_shift() {
    let told = Told::opened().rule("ru-1", BARS_VISITS).invited("worker-a", "team_meeting", "");
    told.leans(Leaning::Held, &[]);
    let told = told.invited("worker-a", "home_visit", "");
    told.leans(Leaning::Exception, &[9]);
    told.clone().invited("worker-a", "home_visit", "").leans(Leaning::Exception, &[9, 10]);
    told.clone().invited("worker-b", "home_visit", "").leans(Leaning::Shift, &[9, 10]);
    told.invited("manager", "home_visit", "").leans(Leaning::Shift, &[9, 10]);
}

#[test]
fn somebody_known_by_two_references_is_one_person() {
    let told = Told::opened().rule("ru-1", BARS_VISITS);
    let told = told.invited("worker-a", "home_visit", "").invited("worker-b", "home_visit", "");
    let merged = r#"{"person":"worker-b","into":"worker-a","reason":"Invented: one person."}"#;
    told.then("manager", "people_merged", merged).leans(Leaning::Exception, &[8, 9]);
}

#[test]
fn neither_a_courts_instruction_nor_ones_own_offer_leans_anywhere() {
    let told = Told::opened().rule("ru-1", BARS_VISITS);
    let told = told.invited("court", "home_visit", "").invited("clinician", "home_visit", "");
    told.leans(Leaning::Held, &[8, 9]);
    let origins: Vec<Origin> = told.only_rule().against.iter().map(|against| against.origin).collect();
    assert_eq!(origins, [Origin::Court, Origin::CliniciansOffer]);
    told.invited("worker-a", "home_visit", "").leans(Leaning::Exception, &[8, 9, 10]);
}

#[test]
fn an_invitation_before_the_rule_was_noticed_or_after_it_shifted_goes_against_nothing() {
    let told = Told::opened().invited("worker-a", "home_visit", "").rule("ru-1", BARS_VISITS);
    told.leans(Leaning::Held, &[]);
    let told = told.invited("worker-b", "home_visit", "").step("ru-1", "challenged").invited("worker-a", "home_visit", "");
    told.leans(Leaning::Shift, &[9, 11]);
    assert!(told.openings().closed_spaces().has(Space::HomeVisit), "a sign is no finding");
    let told = told.step("ru-1", "shifted").invited("manager", "home_visit", "");
    told.leans(Leaning::Shift, &[9, 11]);
    let rule = told.only_rule();
    assert_eq!((rule.stands, rule.shifted.unwrap().entry.get()), (Some(RuleStep::Shifted), 12));
    assert!(told.openings().closed_spaces().is_empty());
    assert_eq!(rule.closed_spaces, CodeSet::of(&[Space::HomeVisit]), "what it closed is still told");
}

#[test]
fn a_rule_that_was_upheld_still_closes_what_it_closed() {
    let told = Told::opened().rule("ru-1", BARS_VISITS).step("ru-1", "challenged").step("ru-1", "upheld");
    assert_eq!(told.openings().closed_spaces(), CodeSet::of(&[Space::HomeVisit]));
    told.invited("worker-a", "home_visit", "").leans(Leaning::Exception, &[10]);
}

#[test]
fn a_case_of_a_kind_that_is_let_in_goes_against_no_rule_that_lets_only_some_in() {
    let told = Told::opened().rule("ru-1", r#","only_cases":["early_help","mental_health"]"#);
    told.clone().invited("worker-a", "home_visit", r#""early_help""#).leans(Leaning::Held, &[]);
    told.clone().invited("worker-a", "home_visit", r#""section_47","mental_health""#).leans(Leaning::Held, &[]);
    told.clone().invited("worker-a", "home_visit", "").leans(Leaning::Held, &[]);
    let told = told.invited("worker-a", "home_visit", r#""section_47","child_protection_plan""#);
    told.leans(Leaning::Exception, &[8]);
    let against = &told.only_rule().against[0];
    assert_eq!((against.space, against.cases), (None, CodeSet::of(&[CaseKind::Section47, CaseKind::ChildProtectionPlan])));
    let barred = Told::opened().rule("ru-1", r#","bars_cases":["section_47"]"#);
    barred.invited("worker-a", "home_visit", r#""section_47","mental_health""#).leans(Leaning::Exception, &[8]);
}

#[test]
fn an_invitation_can_go_against_several_rules_and_each_is_read_by_itself() {
    let told = Told::opened()
        .rule("ru-1", BARS_VISITS)
        .rule("ru-2", r#","bars_cases":["section_47"]"#)
        .invited("worker-a", "home_visit", r#""section_47""#)
        .invited("worker-b", "home_visit", "");
    let openings = told.openings();
    let leaning: Vec<(&str, Leaning)> = openings.rules.iter().map(|rule| (rule.rule.as_str(), rule.leans)).collect();
    assert_eq!(leaning, [("ru-1", Leaning::Shift), ("ru-2", Leaning::Exception)]);
    assert_eq!(openings.closed_cases(), CodeSet::of(&[CaseKind::Section47]));
}

#[test]
fn it_tells_of_what_had_happened_and_was_known() {
    let told =
        Told::opened().rule("ru-1", BARS_VISITS).invited("worker-a", "home_visit", "").invited("worker-b", "home_visit", "");
    let at = |number: usize| told.0.entries()[number - 1].act().occurred_at;
    let leans = |as_of, known_at| {
        let openings = Openings::of(&told.0.view(as_of, known_at));
        openings.rules.first().map(|rule| rule.leans)
    };
    assert_eq!(
        [6, 7, 8, 9].map(|number| leans(at(number), Moment::LATEST)),
        [None, Some(Leaning::Held), Some(Leaning::Exception), Some(Leaning::Shift)]
    );
    assert_eq!(leans(Moment::LATEST, at(8)), Some(Leaning::Exception));
    let taken_back = told.clone().then("manager", "entered_in_error", r#"{"entries":[9],"reason":"Invented: a slip."}"#);
    taken_back.leans(Leaning::Exception, &[8]);
}

#[test]
fn an_invitation_that_somebody_recorded_for_another_is_marked() {
    let told = Told::opened().rule("ru-1", BARS_VISITS).invited("worker-a/clinician", "home_visit", "");
    told.leans(Leaning::Exception, &[8]);
    let recorded: Vec<String> = told.openings().recorded_for.iter().map(ToString::to_string).collect();
    assert_eq!(recorded, ["entry 8 by worker-a, recorded by the clinician"]);
    assert!(
        told.openings()
            .to_string()
            .ends_with("\nRecorded for somebody else: entry 8 by worker-a, recorded by the clinician.")
    );
}

// The text, and the value.

#[test]
fn the_text_tells_what_the_value_holds() {
    assert_eq!(
        Told::opened().openings().to_string(),
        "By all that is recorded, no rules of the system were noticed, so nothing is known of what they keep closed."
    );
    let told = Told::opened()
        .rule("ru-1", r#","about":"clinicians","bars_spaces":["home_visit"],"only_cases":["early_help"]"#)
        .rule("ru-2", r#","about":"recording""#)
        .rule("ru-3", r#","bars_spaces":["core_group"]"#)
        .step("ru-1", "kept")
        .invited("worker-a", "home_visit", "")
        .invited("court", "team_meeting", r#""proceedings""#)
        .invited("worker-b", "core_group", r#""looked_after""#);
    assert_eq!(
        told.openings().to_string(),
        "By all that is recorded, 3 rules of the system were noticed.\n\
         - ru-1 (unspoken; about clinicians, and where they go), noticed on 2 March 2026 (entry 7); it was last kept to \
         on 2 March 2026 (entry 10). It keeps home visits and every kind of case but early help cases closed to clinicians. All the \
         same, c-11 was for a home visit, invited by worker-a on 2 March 2026 (entry 11); c-12 (instruction by a court) was about \
         court proceedings, invited by court on 2 March 2026 (entry 12); c-13 was about a looked-after child, invited by worker-b \
         on 2 March 2026 (entry 13). 2 people invited against it, which may be a sign that it is shifting.\n\
         - ru-2 (unspoken; about what is recorded, and how), noticed on 2 March 2026 (entry 8). It names nothing that it keeps closed.\n\
         - ru-3 (unspoken), noticed on 2 March 2026 (entry 9). It keeps core groups closed to clinicians. All the same, \
         c-13 was for a core group, invited by worker-b on 2 March 2026 (entry 13). So far that may be an exception.\n\
         Only people can say whether a rule has shifted."
    );
    let value = serde_json::to_value(told.openings()).unwrap();
    assert_eq!(
        value["rules"][2],
        serde_json::json!({
            "rule": "ru-3", "voice": "unspoken", "about": null, "noticed": {"at": "2026-03-02T08:00:00Z", "entry": 9},
            "stands": null, "last": null, "shifted": null, "closed_spaces": ["core_group"], "closed_cases": [],
            "against": [{
                "cited": {"at": "2026-03-02T12:00:00Z", "entry": 13}, "contract": "c-13", "by": "worker-b",
                "origin": "social_work", "space": "core_group", "cases": []
            }],
            "leans": "exception"
        })
    );
    assert!(!value.to_string().contains("Invented"), "no text");
}

#[cfg(feature = "proptest")]
mod laws {
    use std::collections::BTreeSet;

    use practice_cycle::contracting::ContractInvited;
    use practice_cycle::joining::{RuleNoticed, RuleWorkedWith};
    use practice_cycle::people::Side;
    use practice_cycle::strategy;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Each rule and each invitation are compared by themselves.
        #[test]
        fn an_invitation_goes_against_a_rule_by_what_the_two_say(history in strategy::history(40..120)) {
            let view = history.view(Moment::LATEST, Moment::LATEST);
            let (cycle, openings) = (view.cycle(), Openings::of(&view));
            let noticed = view.entries().iter().filter(|entry| RuleNoticed::of(entry.event()).is_some()).count();
            prop_assert_eq!(openings.rules.len(), noticed);
            for rule in &openings.rules {
                let entry = view.entries().iter().find(|entry| entry.number() == rule.noticed.entry).unwrap();
                let said = RuleNoticed::of(entry.event()).unwrap();
                let shifts = view.entries().iter().filter(|entry| {
                    RuleWorkedWith::of(entry.event()).is_some_and(|it| it.rule == rule.rule && it.step == RuleStep::Shifted)
                });
                let shifted = shifts.map(|entry| (entry.act().occurred_at, entry.number())).min();
                let mut expected = Vec::new();
                let mut people = BTreeSet::new();
                for invitation in view.by_occurrence() {
                    let Some(data) = ContractInvited::of(invitation.event()) else { continue };
                    let when = (invitation.act().occurred_at, invitation.number());
                    let holds = when > (rule.noticed.at, rule.noticed.entry) && shifted.is_none_or(|shifted| when < shifted);
                    let kind = |kind: CaseKind| said.bars_cases.has(kind);
                    let shut_out = !said.only_cases.is_empty() && !data.case_kinds.is_empty()
                        && !data.case_kinds.iter().any(|kind| said.only_cases.has(kind));
                    let space = said.bars_spaces.has(data.space) || !said.only_spaces.is_empty() && !said.only_spaces.has(data.space);
                    if holds && (space || shut_out || data.case_kinds.iter().any(kind)) {
                        expected.push(invitation.number());
                        let act = invitation.act();
                        let side = cycle.role_at(&act.by, act.occurred_at).map(|role| role.side());
                        people.extend((side == Some(Side::SocialWork)).then_some(&act.by));
                    }
                }
                prop_assert_eq!(rule.against.iter().map(|it| it.cited.entry).collect::<Vec<_>>(), expected);
                let says_nothing = rule.closed_spaces.is_empty() && rule.closed_cases.is_empty();
                let leans = match people.len() {
                    _ if says_nothing => Leaning::ClosesNothing,
                    0 => Leaning::Held,
                    1 => Leaning::Exception,
                    _ => Leaning::Shift,
                };
                prop_assert_eq!(rule.leans, leans);
            }
            prop_assert!(!openings.to_string().is_empty());
        }
    }
}
