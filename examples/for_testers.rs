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
    a_family_is_told_on_the_day()?;
    suspended_work_does_not_drift()?;
    the_rule_can_be_kept_and_can_be_broken()
}

/// An invented case, by its file in `examples/data`. Loading replays it: what could not have happened does not load.
fn case(name: &str) -> Result<History, Box<dyn Error>> {
    let file = format!("{}/examples/data/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    Ok(History::read(std::fs::read(file)?.as_slice())?)
}

/// A finding with its witnesses: the entry that opened it, the day, and the entry that did it late, if any did.
fn tell(finding: &Finding) {
    println!("{}: {}", finding.rule, finding.title);
    let due = finding.due.as_ref().map_or("no day".to_owned(), |due| due.at.to_string());
    let late = match done_late(finding) {
        Some(number) => format!("done late by entry {number}"),
        None => "not done since".to_owned(),
    };
    println!("  opened by entry {}; due by {due}; {late}\n", finding.duty.opened_by.entry);
}

fn done_late(finding: &Finding) -> Option<u32> {
    let Outcome::Missed { remedied, .. } = finding.duty.outcome else { return None };
    remedied.map(|witness| witness.entry.get())
}

/// A pack of the library on a case in which the clinician met a family on 12 October, and one of them was told days later.
fn a_family_is_told_on_the_day() -> Done {
    let policy = Policy::new(Pack::shipped("article").ok_or("no such pack")?, &EnglandAndWales::new())?;
    let report = policy.check(&case("family_not_told")?, Moment::LATEST, Moment::LATEST);
    report.findings().for_each(tell);

    let found: Vec<_> = report.findings().map(|finding| (finding.rule.as_str(), done_late(finding))).collect();
    let told = [("R01d", None), ("R04a", Some(19)), ("R04b", None)];
    assert_eq!(found, told, "nothing was agreed for ten minutes of it; one of them was told later, the other never");
    let opened: Vec<u32> = report.findings().map(|finding| finding.duty.opened_by.entry.get()).collect();
    assert_eq!(opened, [9, 8, 8], "it began with that visit");
    let last: Moment = "2026-10-12T22:59:59.999999999Z".parse()?; // Before midnight in London, where summer time still was.
    assert!(report.findings().all(|finding| finding.due.as_ref().is_some_and(|due| due.at == last)));
    Ok(())
}

/// A pack of our own on a case in which work was suspended for twelve weeks, while proceedings ran.
fn suspended_work_does_not_drift() -> Done {
    let policy = Policy::new(&Pack::read(OUR_OWN)?, &EnglandAndWales::new())?;
    let history = case("concurrent_contracts")?;
    let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    report.findings().for_each(tell);

    let found: Vec<Option<u32>> = report.findings().map(done_late).collect();
    assert_eq!(found, [Some(50)]);
    // Asked as of the third week it was not broken: it was owed, and not late.
    let third_week = policy.check(&history, "2026-05-12T12:00:00Z".parse()?, Moment::LATEST);
    third_week.assert_clean(&[&history]);
    Ok(())
}

/// Before anybody lives by the rule, every history of a small world is gone through: can it be kept, and can it be broken? What is
/// found is the shortest such history, and a history like any other. *Never* would mean: never in this world.
fn the_rule_can_be_kept_and_can_be_broken() -> Done {
    let pack = Pack::read(OUR_OWN)?;
    let world = World::shipped("one contract").ok_or("no such world")?; // A clinician and a worker; time may pass once.
    let reviewed = Reviewer::new(&pack, &EnglandAndWales::new())?.rule("O1", &world)?.ok_or("no such rule")?;
    println!("{reviewed}");
    assert!(matches!(reviewed.keeps, Reachability::By { .. }), "nobody could keep it");

    let Reachability::By { history, as_of } = reviewed.breaks else { return Err("nobody could break it".into()) };
    println!("Broken at {as_of}, after:");
    for entry in history.entries() {
        println!("  {} {}", entry.act().by, entry.event().kind().past_tense());
    }
    let report = Policy::new(&pack, &EnglandAndWales::new())?.check(&history, as_of, Moment::LATEST);
    assert_eq!(report.findings().count(), 1, "the counterexample breaks the rule, by the same check");
    Ok(())
}

#[test]
fn all_that_is_asserted_here_holds() -> Done {
    main()
}
