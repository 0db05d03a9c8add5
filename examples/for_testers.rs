//! For testers: what a service has promised itself, as tests that name the entry, the rule and the day.
//!
//! ```text
//! cargo run --example for_testers
//! ```
//!
//! A *history* is what was recorded about one clinician and one team. A *rule* says what has to follow, and by when. Rules stand in
//! *packs*: five come with the library, and a service writes its own as JSON. A *finding* is one time that a rule was broken, with
//! the entries that show it. Everybody in here is invented, and nothing is legal advice.
//!
//! In a suite of your own each of the three functions is a `#[test]`, and everything they print can be left out. Where a pack is
//! to have nothing against a history, `report.assert_clean(&[&history])` is all it takes: it fails with the findings in words.

use std::error::Error;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Finding, Outcome, Pack, Policy};
use practice_cycle::search::{Reachability, Reviewer, World};

/// A pack of one rule. `expect` says what has to follow `when`; `per` says that it is asked of each contract by itself.
const OUR_OWN: &str = r#"{
  "pack": "our-own", "version": "1", "title": "What an invented service has promised itself",
  "rules": [{
    "id": "O1", "title": "Work that is suspended is taken up again, or ended, within three weeks",
    "source": {"work": "The invented service's agreement", "section": "1", "known": "local"},
    "severity": "error",
    "per": ["contract"],
    "when": {"event": "contract_suspended"},
    "expect": {"event": ["contract_resumed", "contract_completed", "contract_ended", "contract_revoked"]},
    "within": "3 weeks"
  }]
}"#;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    a_family_is_told_before_the_work_begins()?;
    suspended_work_does_not_drift()?;
    the_rule_can_be_kept_and_can_be_broken()
}

/// An invented case, by its file in `examples/data`. Loading replays it: what could not have happened does not load.
fn case(name: &str) -> Result<History, Box<dyn Error>> {
    let file = format!("{}/examples/data/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    Ok(History::read(std::fs::read(file)?.as_slice())?)
}

/// A finding on one line, with its witnesses: the entries that opened it and that broke it.
fn tell(finding: &Finding) {
    let due = finding.due.as_ref().map_or("no day".to_owned(), |due| due.at.to_string());
    println!("{}: {}\n  opened by entry {}; due by {due}", finding.rule, finding.title, finding.duty.opened_by.entry);
    println!("  {:?}\n", finding.duty.outcome);
}

/// A pack of the library on a case in which the family was told too late.
fn a_family_is_told_before_the_work_begins() -> Done {
    let policy = Policy::new(Pack::shipped("article").ok_or("no such pack")?, &EnglandAndWales::new())?;
    let report = policy.check(&case("family_not_told")?, Moment::LATEST, Moment::LATEST);
    report.findings().for_each(tell);
    let rules: Vec<&str> = report.findings().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["R04", "R04"]);
    Ok(())
}

/// A pack of our own on a case in which work was suspended while proceedings ran.
fn suspended_work_does_not_drift() -> Done {
    let policy = Policy::new(&Pack::read(OUR_OWN)?, &EnglandAndWales::new())?;
    let history = case("concurrent_contracts")?;
    let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    report.findings().for_each(tell);
    Ok(())
}

/// Before anybody lives by the rule: every history of a small world is searched for the shortest that keeps it and that breaks it.
fn the_rule_can_be_kept_and_can_be_broken() -> Done {
    let pack = Pack::read(OUR_OWN)?;
    let reviewer = Reviewer::new(&pack, &EnglandAndWales::new())?.states(20_000);
    let world = World::shipped("lifecycle").ok_or("no such world")?; // A clinician, a worker, and their contracts.
    let reviewed = reviewer.rule("O1", &world)?.ok_or("no such rule")?;
    println!("{reviewed}");
    assert!(matches!(reviewed.keeps, Reachability::By { .. }), "nobody could keep it");
    let Reachability::By { history, as_of } = reviewed.breaks else { return Err("it cannot be broken".into()) };
    for entry in history.entries() {
        println!("  {} {} {}", entry.number(), entry.act().occurred_at, entry.event().kind().past_tense());
    }
    Ok(())
}
