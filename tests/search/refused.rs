//! Worlds and stories that do not read: everything that is wrong is said at once, with its place, and nothing that was written.

use practice_cycle::search::{Stories, World};
use serde_json::{Value, json};

/// What is said of a world that does not read; a good one, but for these fields.
#[track_caller]
fn wrong(fields: Value) -> Vec<String> {
    let mut written = json!({
        "about": "Invented.",
        "people": {"clinician": "clinician", "worker": "social_worker"},
        "starts": "2026-03-02 09:00",
        "offers": []
    });
    for (name, value) in fields.as_object().unwrap() {
        written[name] = value.clone();
    }
    let wrong = World::read(&written.to_string()).unwrap_err();
    assert_eq!(format!("{wrong:?}"), wrong.to_string());
    wrong.problems().iter().map(ToString::to_string).collect()
}

/// That a world does not read, for these reasons: how each begins.
#[track_caller]
fn says(fields: Value, expected: &[&str]) {
    let said = wrong(fields);
    let begins = |(said, expected): (&String, &&str)| said.starts_with(&format!("world: {expected}"));
    assert!(said.len() == expected.len() && said.iter().zip(expected).all(begins), "{said:#?}");
}

fn invites(by: &str) -> Value {
    json!({"by": by, "do": "contract_invited", "space": "team_meeting"})
}

#[test]
fn everybody_has_a_role_and_one_is_the_clinician() {
    let one = "people: expected one `clinician`";
    says(
        json!({"people": {"clinician": "clinican"}}),
        &["people.clinician: there is no role `clinican`; did you mean `clinician`?", one],
    );
    says(json!({"people": {"a": "clinician", "b": "clinician"}}), &[one]);
    says(json!({"people": {"worker": "social_worker"}}), &[one]);
    says(json!({"come_later": {"amy": "manger"}}), &["come_later.amy: there is no role `manger`; did you mean `manager`?"]);
    says(json!({"come_later": {"worker": "manager"}}), &["come_later.worker: they are there from the start"]);
}

#[test]
fn times_and_numbers_are_read_exactly() {
    says(json!({"starts": "soon"}), &["starts: expected a time such as `2026-03-27 10:00`, a day, or an instant"]);
    says(
        json!({"passes": ["2 wekks", "next_due", "nextdue"]}),
        &["passes[0]: expected a length of time: ", "passes[2]: expected a length of time: "],
    );
    says(json!({"passes_at_most": -1}), &["passes_at_most: expected u16"]);
    says(json!({"at_most": {"contract": 70_000}}), &["at_most.contract: expected u16"]);
    says(json!({"at_most": {"contrat": 2}}), &["at_most.contrat: there is no thing `contrat`; did you mean `contract`?"]);
    let people = wrong(json!({"at_most": {"person": 2}}));
    assert_eq!(people, ["world: at_most.person: there is no thing `person`"]);
}

#[test]
fn whoever_and_whatever_is_named_has_to_be_there_or_made() {
    let offer = |offer: Value, expected: &str| says(json!({"offers": [offer]}), &[&format!("offers[0]{expected}")]);
    offer(
        json!({"by": "wroker", "do": "contract_invited", "space": "team_meeting"}),
        " (contract_invited): there is no person `wroker`; did you mean `worker`?",
    );
    offer(
        json!({"by": "worker", "do": "invitation_accepted", "contract": "c-9"}),
        " (invitation_accepted): there is no contract `c-9`",
    );
    offer(
        json!({"by": "$reviewing_officer", "do": "contract_invited", "space": "team_meeting"}),
        " (contract_invited): `$reviewing_officer` stands for nobody and nothing here",
    );
}

#[test]
fn offers_are_acts_that_there_are() {
    let offer = |offer: Value, expected: &str| says(json!({"offers": [offer]}), &[&format!("offers[0]{expected}")]);
    offer(json!({"do": "contract_invited", "space": "team_meeting"}), ": expected `by` and `do`");
    offer(json!({"by": 7, "do": "contract_invited"}), ": expected `by` and `do`");
    offer(
        json!({"by": "worker", "do": "contract_invted"}),
        " (contract_invted).do: there is no event `contract_invted`; did you mean `contract_invited`?",
    );
    offer(invites("$persn"), " (contract_invited): there is no name `$persn`; did you mean `$person`?");
    offer(
        json!({"by": "worker", "do": "contract_invited", "space": "team_meting"}),
        " (contract_invited).space: expected one of `team_meeting`, ",
    );
    offer(
        json!({"by": "worker", "do": "contract_invited", "spce": "team_meeting"}),
        " (contract_invited): unknown field `spce`, expected one of `contract`, `space`",
    );
    offer(
        json!({"by": "worker", "at": "2026-03-02", "do": "contract_invited", "space": "team_meeting"}),
        " (contract_invited): unknown field `at`, ",
    );
    offer(
        json!({"by": "worker", "do": "entered_in_error", "entries": [2], "reason": "Invented."}),
        " (entered_in_error).do: nothing is corrected in a search",
    );
    says(
        json!({"lists": {"x": [3]}, "offers": [invites("$x")]}),
        &["offers[0] (contract_invited).by: expected a reference of 1 to 128 printable ASCII characters"],
    );
}

#[test]
fn what_happened_before_has_to_be_able_to() {
    says(
        json!({"given": [{"at": "2026-03-02 10:00", "by": "worker", "do": "invitation_accepted", "contract": "c-1"}]}),
        &["given[0] (invitation_accepted): it is refused: `invitation_accepted` by `worker` on contract `c-1`: "],
    );
    says(json!({"given": [invites("worker")]}), &["given[0]: expected `at`, `by` and `do`"]);
}

#[test]
fn a_world_has_its_own_fields_and_no_others() {
    says(json!({"ofers": []}), &["unknown field `ofers`, expected one of `about`, `people`, `come_later`"]);
    says(json!({"offers": {}}), &["offers: expected a list"]);
    says(json!({"about": 3}), &["about: expected a string"]);
    assert!(World::read("").unwrap_err().to_string().contains("the line ends"));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    says(
        json!({
            "come_later": {"amy": "manger"}, "at_most": {"contrat": 2}, "passes": ["2 wekks"],
            "offers": [invites("$persn"), {"by": "worker", "do": "contract_invted"}]
        }),
        &[
            "come_later.amy: ",
            "passes[0]: ",
            "at_most.contrat: ",
            "offers[0] (contract_invited): ",
            "offers[1] (contract_invted).do: ",
        ],
    );
}

#[test]
fn nothing_that_somebody_wrote_about_people_is_repeated() {
    const SECRET: &str = "Invented: Jo Bloggs of 4 High Street";
    for fields in [
        json!({"people": {"clinician": SECRET}}),
        json!({"starts": SECRET}),
        json!({"passes": [SECRET]}),
        json!({"at_most": {SECRET: 1}}),
        json!({SECRET: 1}),
        json!({"offers": [{"by": "worker", "do": SECRET}]}),
        json!({"offers": [{"by": "worker", "do": "contract_invited", "space": SECRET}]}),
        json!({"offers": [{"by": "worker", "do": "contract_invited", SECRET: "team_meeting"}]}),
        json!({"offers": [invites(&format!("${SECRET}"))]}),
        json!({"offers": [{"by": SECRET, "do": "contract_invited", "space": "team_meeting"}]}),
        json!({"lists": {"terms": [{"goal": SECRET, "roles": {"nots": SECRET}}]},
               "offers": [{"by": "worker", "do": "terms_proposed", "contract": "c-1", "terms": "$terms"}]}),
        json!({"given": [{"at": "2026-03-02 10:00", "by": "worker", "do": "view_given", "contract": "c-1", "words": SECRET}]}),
        json!({"given": [{"at": SECRET, "by": "worker", "do": "view_given", "contract": "c-1", "words": SECRET}]}),
    ] {
        let said = wrong(fields).join("\n");
        assert!(!said.contains("Bloggs"), "{said}");
    }
}

#[test]
fn terms_with_gaps_are_terms() {
    let world = World::read(
        &json!({
            "about": "Invented.", "people": {"clinician": "clinician", "worker": "social_worker"}, "starts": "2026-03-02 09:00",
            "lists": {"terms": [{}, {"goal": "Invented."}]},
            "offers": [invites("worker"), {"by": "worker", "do": "terms_proposed", "contract": "$contract", "terms": "$terms"}]
        })
        .to_string(),
    );
    assert!(world.is_ok());
}

#[test]
fn stories_are_looked_up_where_a_world_is_made_of_them() {
    let said = |fields: Value| {
        let mut written = json!({"about": "", "pack": "article", "people": {"a": "clinician"}, "scenarios": []});
        for (name, value) in fields.as_object().unwrap() {
            written[name] = value.clone();
        }
        let world = Stories::read(&written.to_string()).and_then(|stories| stories.world(&["R04"]));
        world.map_or_else(|wrong| wrong.to_string(), |world| format!("{world:?}"))
    };
    let tells = |act: Value| said(json!({"scenarios": [{"name": "one", "acts": [act], "expect": {"R04": "holds"}}]}));
    let contains = |said: String, expected: &str| assert!(said.contains(expected), "{said}");
    contains(said(json!({"scenaros": []})), "scenarios: unknown field `scenaros`");
    contains(said(json!({"people": {"a": "clinican"}})), "None"); // Nothing is told of it.
    contains(tells(json!({"by": "a"})), "stories: one: expected a time in `at` of each act");
    contains(tells(json!({"at": "2026-03-02", "by": "a", "do": "contract_invted"})), "there is no event `contract_invted`");
    contains(
        tells(json!({"at": "2026-03-02", "by": "a", "do": "view_given", "contract": "c-1", "words": 7})),
        "expected a text",
    );
    contains(tells(json!({"at": "2026-03-02", "by": "a", "do": "contract_invited", "space": "team_meeting"})), "Some(World");
}
