//! Stories come as expected, and worlds are read and searched.

use practice_cycle::cycle::Kind;
use practice_cycle::policy::Packs;
use practice_cycle::scenario::Scenarios;
use practice_cycle::search::{Search, World};
use practice_cycle::strategy;
use serde_json::Value;

use crate::drawn;

#[test]
fn every_story_comes_as_expected() {
    let packs = Packs::shipped();
    let mut verdicts = std::collections::BTreeSet::new();
    let mut kinds = std::collections::BTreeSet::new();
    for written in drawn(strategy::written_stories(1..4, 0..60), 25) {
        let file: Value = serde_json::from_str(&written).unwrap();
        for story in file["scenarios"].as_array().unwrap() {
            verdicts
                .extend(story["expect"].as_object().unwrap().values().map(|verdict| verdict.as_str().unwrap().to_owned()));
            kinds.extend(story["acts"].as_array().unwrap().iter().map(|act| act["do"].as_str().unwrap().to_owned()));
        }
        for ran in Scenarios::read(&written).unwrap().run(&packs).unwrap() {
            assert!(ran.is_as_expected(), "{ran}\n{written}");
        }
    }
    for verdict in ["violated", "pending", "satisfied", "never_applied"] {
        assert!(verdicts.contains(verdict), "{verdict}: {verdicts:?}");
    }
    assert!(kinds.len() > Kind::all().count() / 2, "{kinds:?}");
}

#[test]
fn every_world_is_read_and_searched() {
    let mut states = 0;
    for written in drawn(strategy::written_world(0..5), 25) {
        let world = World::read(&written).unwrap_or_else(|wrong| panic!("{written}\n{wrong}"));
        states += Search::new(world).steps(3).run().states();
    }
    assert!(states > 200, "{states}");
}

/// Each offer there is can be made in a world of its own.
#[test]
fn every_offer_is_read() {
    let mut seen = std::collections::BTreeSet::new();
    for written in drawn(strategy::written_world(1), 120) {
        let file: Value = serde_json::from_str(&written).unwrap();
        if seen.insert(file["offers"].to_string()) {
            assert!(World::read(&written).is_ok(), "{written}");
        }
    }
    assert_eq!(seen.len(), 14, "{seen:?}");
}
