//! Portfolios: a professional's own file. What is offered is judged, what is stored replays, only its owner sees any of it, and
//! nothing of a family can be named in it.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "forms/fill.rs"]
mod fill;
#[path = "golden/mod.rs"]
mod golden;
#[path = "portfolio/hostile.rs"]
mod hostile;
#[path = "portfolio/reading.rs"]
mod reading;

use std::collections::BTreeSet;

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::evidencing::{
    Act, Basis, Domain, Element, EvidenceWithdrawn, Kind, Portfolio, PortfolioOpened, PracticeEvidenced, Problem, Refusal,
    RestsOn, Scale, StandardNumber, Standards, TextRedacted, act_fields, entry_fields,
};
use practice_cycle::form::{Field, Holds, Takes};
use practice_cycle::history::History;
use practice_cycle::id::{EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::noun::{Noun, Outside};
use practice_cycle::refusal::Category;
use practice_cycle::stored;
use practice_cycle::text::{SourceRef, Text};
use serde_json::{Value, json};

const OWNER: &str = "worker-a";
const CANARY: &str = "Canary Person, 12 Cage Lane";

fn person(id: &str) -> PersonId {
    id.parse().unwrap()
}

fn owner() -> PersonId {
    person(OWNER)
}

fn number(number: u32) -> EntryNumber {
    EntryNumber::try_from(number).unwrap()
}

/// An instant of 2026.
fn at(day_and_time: &str) -> Moment {
    format!("2026-{}:00Z", day_and_time.replace(' ', "T")).parse().unwrap()
}

fn opened() -> Act {
    Act::new(PortfolioOpened::new("pf-1".parse().unwrap(), owner()), owner(), at("01-05 09:00"))
}

fn practice(evidence: &str) -> PracticeEvidenced {
    PracticeEvidenced {
        evidence: evidence.parse().unwrap(),
        elements: CodeSet::of(&[Element::Permanence]),
        domains: CodeSet::of(&[Domain::Knowledge]),
        standards: Some(Standards { scale: Scale::Pqs, numbers: vec![StandardNumber::new(8).unwrap()] }),
        rests_on: RestsOn { basis: Basis::WrittenWork, reference: SourceRef::new("papers-12").unwrap() },
        note: Some(Text::new("Invented note.").unwrap()),
    }
}

fn evidenced(evidence: &str, when: &str) -> Act {
    Act::new(practice(evidence), owner(), at(when))
}

fn withdrawn(evidence: &str, when: &str) -> Act {
    let reason = Some(Text::new("Invented reason.").unwrap());
    Act::new(EvidenceWithdrawn { evidence: evidence.parse().unwrap(), reason }, owner(), at(when))
}

fn redacted(entries: &[u32], when: &str) -> Act {
    let entries = entries.iter().map(|&entry| number(entry)).collect();
    Act::new(TextRedacted { entries, reason: None }, owner(), at(when))
}

/// Two pieces of evidence, one of them withdrawn, and the note of the other redacted.
fn acts() -> Vec<Act> {
    vec![
        opened(),
        evidenced("ev-1", "02-02 09:00"),
        evidenced("ev-2", "03-02 09:00"),
        withdrawn("ev-1", "04-01 09:00"),
        redacted(&[3], "05-01 09:00"),
    ]
}

fn recorded(acts: &[Act]) -> Portfolio {
    let mut portfolio = Portfolio::default();
    for act in acts {
        portfolio.record(act.clone()).unwrap();
    }
    portfolio
}

fn written(portfolio: &Portfolio) -> String {
    let mut lines = Vec::new();
    portfolio.open_for(&owner()).unwrap().write(&mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

#[test]
fn what_was_recorded_is_stored_and_loads_again() {
    let portfolio = recorded(&acts());
    let stored = written(&portfolio);
    let loaded = Portfolio::read(stored.as_bytes(), &owner()).unwrap();
    assert_eq!(loaded.open_for(&owner()).unwrap().entries(), portfolio.open_for(&owner()).unwrap().entries());
    assert_eq!(written(&loaded), stored);
    let first = stored.lines().next().unwrap();
    assert_eq!(
        first,
        r#"{"number":1,"type":"portfolio_opened","occurred_at":"2026-01-05T09:00:00Z","recorded_at":"2026-01-05T09:00:00Z","by":"worker-a","data":{"portfolio":"pf-1","format":1,"owner":"worker-a"}}"#
    );
    let second: Value = serde_json::from_str(stored.lines().nth(1).unwrap()).unwrap();
    assert_eq!(
        second["data"],
        json!({
            "evidence": "ev-1", "elements": ["permanence"], "domains": ["knowledge"],
            "standards": {"scale": "pqs", "numbers": [8]},
            "rests_on": {"basis": "written_work", "reference": "papers-12"}, "note": "Invented note.",
        })
    );
}

#[test]
fn the_invented_portfolio_is_written_as_it_is_stored() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/portfolio.jsonl");
    let stored = std::fs::read_to_string(path).unwrap();
    let owner = person("social-worker-a");
    let portfolio = Portfolio::read(stored.as_bytes(), &owner).unwrap();
    let view = portfolio.open_for(&owner).unwrap();
    let mut lines = Vec::new();
    view.write(&mut lines).unwrap();
    assert_eq!(String::from_utf8(lines).unwrap(), stored);
    assert!(view.portfolio().as_str().starts_with("invented-"));
}

/// Act by act, where each is refused, with what has been recorded by then.
fn refusals() -> Vec<(&'static str, Vec<Act>, Act, Refusal)> {
    let base = || vec![opened(), evidenced("ev-1", "02-02 09:00")];
    let changed = |change: &dyn Fn(&mut PracticeEvidenced)| {
        let mut data = practice("ev-9");
        change(&mut data);
        Act::new(data, owner(), at("03-02 09:00"))
    };
    let standards = |numbers: &[u8]| {
        let numbers = numbers.iter().map(|&number| StandardNumber::new(number).unwrap()).collect();
        Some(Standards { scale: Scale::Kss, numbers })
    };
    let mut of_later_format = opened();
    of_later_format.event = PortfolioOpened { format: 2, ..PortfolioOpened::new("pf-1".parse().unwrap(), owner()) }.into();
    let another = Act { by: person("manager"), ..evidenced("ev-2", "03-02 09:00") };
    let opened_for_another = Act { by: person("manager"), ..opened() };
    let mut bare = practice("ev-1");
    (bare.note, bare.rests_on.reference) = (None, SourceRef::new("papers-1").unwrap());
    let twice = StandardNumber::new(6).unwrap();
    vec![
        ("another's", base(), another, Refusal::NotTheirs),
        ("for another", vec![], opened_for_another, Refusal::NotTheirs),
        ("before it is open", vec![], evidenced("ev-1", "02-02 09:00"), Refusal::NotOpened),
        (
            "open again",
            base(),
            Act { occurred_at: at("02-03 09:00"), recorded_at: at("02-03 09:00"), ..opened() },
            Refusal::AlreadyOpen,
        ),
        ("a later format", vec![], of_later_format, Refusal::UnknownFormat { found: 2 }),
        (
            "recorded before it occurred",
            base(),
            evidenced("ev-2", "03-02 09:00").recorded(at("03-01 09:00")),
            Refusal::RecordedBeforeOccurred,
        ),
        ("recorded backwards", base(), evidenced("ev-2", "02-01 09:00"), Refusal::RecordedBackwards),
        (
            "again",
            base(),
            evidenced("ev-1", "02-02 09:00").recorded(at("06-01 09:00")),
            Refusal::AlreadyRecorded { number: number(2) },
        ),
        ("the same reference", base(), evidenced("ev-1", "03-02 09:00"), Refusal::IdTaken),
        ("of nothing", base(), changed(&|data| data.elements = CodeSet::none()), Refusal::NoElement),
        ("of no number", base(), changed(&|data| data.standards = standards(&[])), Refusal::NoNumber),
        (
            "of a number twice",
            base(),
            changed(&|data| data.standards = standards(&[6, 1, 6])),
            Refusal::NumberTwice { standard: twice },
        ),
        ("a tombstone", base(), changed(&|data| data.note = Some(Text::redacted())), Refusal::Tombstone),
        ("unknown", base(), withdrawn("ev-2", "03-02 09:00"), Refusal::Unknown),
        (
            "withdrawn again",
            [base(), vec![withdrawn("ev-1", "03-02 09:00")]].concat(),
            withdrawn("ev-1", "03-03 09:00"),
            Refusal::AlreadyWithdrawn { by: number(3) },
        ),
        (
            "withdrawn before it was so",
            base(),
            withdrawn("ev-1", "02-01 09:00").recorded(at("03-01 09:00")),
            Refusal::WithdrawnBefore,
        ),
        ("redacts nothing", base(), redacted(&[], "03-02 09:00"), Refusal::NamesNothing),
        ("redacts one twice", base(), redacted(&[2, 2], "03-02 09:00"), Refusal::NamedTwice { number: number(2) }),
        ("redacts what is not there", base(), redacted(&[2, 3], "03-02 09:00"), Refusal::NoSuchEntry { number: number(3) }),
        ("redacts what has no text", base(), redacted(&[1], "03-02 09:00"), Refusal::NothingToRedact { number: number(1) }),
        (
            "redacts again",
            [base(), vec![redacted(&[2], "03-02 09:00")]].concat(),
            redacted(&[2], "03-03 09:00"),
            Refusal::AlreadyRedacted { number: number(2), by: number(3) },
        ),
    ]
}

#[test]
fn what_is_refused_is_not_recorded() {
    for (what, before, act, refusal) in refusals() {
        let mut portfolio = recorded(&before);
        assert_eq!(portfolio.judge(&act), Err(refusal), "{what}");
        assert_eq!(portfolio.record(act.clone()), Err(refusal), "{what}");
        match portfolio.open_for(&owner()) {
            Ok(view) => assert_eq!(view.entries().len(), before.len(), "{what}"),
            Err(refusal) => assert_eq!((refusal, before.len()), (Refusal::NotOpened, 0), "{what}"),
        }
        let report = refusal.about(&act);
        assert_eq!((report.code, report.category, report.field), (refusal.code(), refusal.category(), refusal.field()));
        assert_eq!(report.message, format!("`{}`: {refusal}", act.event.kind().code()));
    }
    // All but that of a number, which an act has not.
    let tried: BTreeSet<&str> = refusals().iter().map(|(.., refusal)| refusal.code()).collect();
    let declared = practice_cycle::labels::refusals().into_iter().map(|declared| declared.code);
    let declared: BTreeSet<&str> = declared.filter(|code| code.starts_with("evidencing.")).collect();
    assert_eq!(declared.difference(&tried).copied().collect::<Vec<_>>(), ["evidencing.out_of_number"]);
}

#[test]
fn what_is_offered_again_is_known_as_such() {
    let mut portfolio = recorded(&acts());
    for (place, act) in acts().into_iter().enumerate() {
        let again = act.recorded(at("11-02 09:00"));
        let refusal = portfolio.record(again.clone()).unwrap_err();
        let entry = number(u32::try_from(place).unwrap() + 1);
        assert_eq!(
            refusal,
            Refusal::AlreadyRecorded { number: entry },
            "also where its text was redacted since, and where it was withdrawn"
        );
        assert!(refusal.is_already_so() && refusal.category() == Category::AlreadySo);
        assert_eq!(portfolio.open_for(&owner()).unwrap().recorded(&again), Some(entry));
    }
    let other = evidenced("ev-2", "03-02 09:01").recorded(at("11-02 09:00"));
    assert_eq!(portfolio.open_for(&owner()).unwrap().recorded(&other), None);
    assert_eq!(portfolio.record(other), Err(Refusal::IdTaken));
}

#[test]
fn nobody_but_its_owner_reads_or_writes_it() {
    let portfolio = recorded(&acts());
    let stored = written(&portfolio);
    for other in ["manager", "worker-", "worker-ab", "Worker-a", "pf-1"].map(person) {
        assert_eq!(portfolio.open_for(&other).unwrap_err(), Refusal::NotTheirs);
        let error = Portfolio::read(stored.as_bytes(), &other).unwrap_err();
        assert_eq!(error.to_string(), "line 1: a portfolio is read and written by its owner alone");
        assert!(matches!(error.problem(), Problem::Refused(Refusal::NotTheirs)));
        assert_eq!((error.report().status, error.report().field.as_deref()), (Some(403), Some("by")));
        // Before anything of a line is told, be it readable or not.
        for line in [stored.lines().next().unwrap(), stored.lines().nth(1).unwrap(), "{", "", r#"{"type":"person_left"}"#] {
            let mut portfolio = portfolio.clone();
            let problem = portfolio.append_line(line, &other).unwrap_err();
            assert!(matches!(problem, Problem::Refused(Refusal::NotTheirs)), "{line}: {problem}");
        }
        // And before anything that is recorded is told: that it is recorded already, say.
        for act in acts().into_iter().chain(refusals().into_iter().map(|(_, _, act, _)| act)) {
            let act = Act { by: other.clone(), ..act };
            let mut portfolio = portfolio.clone();
            assert_eq!(portfolio.judge(&act), Err(Refusal::NotTheirs));
            assert_eq!(portfolio.record(act), Err(Refusal::NotTheirs));
        }
    }
    assert_eq!(Portfolio::default().open_for(&owner()).unwrap_err(), Refusal::NotOpened);
    // Nor is a line of somebody else's taken in on the way.
    let slipped =
        stored.replacen(r#""by":"worker-a","data":{"evidence":"ev-2""#, r#""by":"manager","data":{"evidence":"ev-2""#, 1);
    assert_ne!(slipped, stored);
    let error = Portfolio::read(slipped.as_bytes(), &owner()).unwrap_err();
    assert_eq!(error.to_string(), "line 3: a portfolio is read and written by its owner alone");
}

#[test]
fn a_portfolio_by_itself_shows_nothing() {
    let portfolio = recorded(&acts());
    assert_eq!(format!("{portfolio:?} {:#?}", Portfolio::default()), "Portfolio Portfolio");
    assert_eq!(format!("{:?}", portfolio.open_for(&owner()).unwrap()), "OwnersView");
}

#[test]
fn what_is_redacted_is_gone() {
    let mut portfolio = recorded(&[opened(), evidenced("ev-1", "02-02 09:00"), withdrawn("ev-1", "03-02 09:00")]);
    let before = written(&portfolio);
    assert!(before.contains("Invented note.") && before.contains("papers-12") && before.contains("Invented reason."));
    portfolio.record(redacted(&[2, 3], "04-01 09:00")).unwrap();
    let view = portfolio.open_for(&owner()).unwrap();
    let stored = written(&portfolio);
    for gone in ["Invented note.", "papers-12", "Invented reason."] {
        assert!(!stored.contains(gone), "{gone}");
    }
    let anew: Vec<u32> = view.redacted_in(number(4)).map(|entry| entry.number().get()).collect();
    assert_eq!(anew, [2, 3]);
    assert_eq!(view.unexplained_tombstone(), None);
    assert_eq!(view.withdrawn_by(number(2)), Some(number(3)));
    assert_eq!(written(&Portfolio::read(stored.as_bytes(), &owner()).unwrap()), stored);
    // Where the old lines are stored still, loading takes the text away all the same.
    let half_stored = before + stored.lines().last().unwrap();
    assert_eq!(written(&Portfolio::read(half_stored.as_bytes(), &owner()).unwrap()), stored);
}

/// What a form takes, however deep.
fn everything(fields: &[Field], found: &mut Vec<(String, Takes)>) {
    fn one(name: &str, takes: &Takes, found: &mut Vec<(String, Takes)>) {
        found.push((name.to_owned(), takes.clone()));
        match takes {
            Takes::List { of, .. } => one(name, of, found),
            Takes::Group { fields, .. } => everything(fields, found),
            Takes::Choice { variants, .. } => variants.iter().for_each(|variant| match &variant.holds {
                Holds::Nothing => {}
                Holds::One { takes } => one(&variant.code, takes, found),
                Holds::Fields { fields } => everything(fields, found),
            }),
            Takes::Code { .. } | Takes::Codes { .. } | Takes::Reference { .. } | Takes::Outside { .. } | Takes::Entry => {}
            Takes::Text { .. } | Takes::Day | Takes::Instant | Takes::Number { .. } => {}
            other => panic!("what is {other:?}?"),
        }
    }
    fields.iter().for_each(|field| one(field.name, &field.takes, found));
}

#[test]
fn no_field_can_name_a_case_or_somebody_of_a_family() {
    let mut found = Vec::new();
    Kind::ALL.iter().for_each(|kind| everything(&kind.form().fields, &mut found));
    let mut references = BTreeSet::new();
    for (name, takes) in &found {
        match takes {
            Takes::Reference { noun, .. } => _ = references.insert((name.as_str(), noun.code())),
            Takes::Outside { to, redactable, .. } => {
                assert_eq!(*redactable, *to == Outside::Source, "{name}");
                references.insert((name, to.code()));
            }
            _ => {}
        }
    }
    let own = [("evidence", "evidence"), ("owner", "person"), ("portfolio", "portfolio"), ("reference", "source")];
    assert_eq!(references, BTreeSet::from(own));
    assert_eq!((Noun::Evidence.code(), Outside::Case.code()), ("evidence", "case"));
    let texts: Vec<&str> =
        found.iter().filter(|(_, takes)| matches!(takes, Takes::Text { .. })).map(|(name, _)| name.as_str()).collect();
    assert_eq!(texts, ["note", "reason", "reason"], "the owner's own");
}

#[test]
fn neither_kind_of_file_takes_what_belongs_into_the_other() {
    for kind in practice_cycle::cycle::Kind::all() {
        let act = fill::act(kind, &fill::least_of(&kind.form().fields)).to_string();
        assert!(stored::parse::<practice_cycle::cycle::Act>(&act).is_ok() && stored::parse::<Act>(&act).is_err(), "{act}");
    }
    let portfolio = written(&recorded(&acts()));
    assert_eq!(
        History::read(portfolio.as_bytes()).unwrap_err().to_string(),
        "line 1: column 37, at `type`: expected the code of an event; a newer version may have written this one"
    );
    let history = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/turnover.jsonl")).unwrap();
    assert!(
        Portfolio::read(history.as_slice(), &person("clinician")).unwrap_err().to_string().starts_with("line 1: column ")
    );
}

fn around(kind: Kind, data: &Value) -> Value {
    json!({
        "type": kind.code(), "occurred_at": "2026-04-01T09:30:00Z", "recorded_at": "2026-04-02T08:00:00.500Z", "by": OWNER,
        "data": data,
    })
}

#[test]
fn a_form_says_what_reading_takes() {
    for kind in Kind::ALL.iter().copied() {
        let fields = kind.form().fields;
        let least = around(kind, &fill::least_of(&fields));
        let act: Act = stored::parse(&least.to_string()).unwrap();
        assert_eq!(serde_json::to_value(&act).unwrap(), least);
        for data in fill::all_of(&fields) {
            let act: Act = stored::parse(&around(kind, &data).to_string()).unwrap();
            assert_eq!(stored::parse::<Act>(&serde_json::to_string(&act).unwrap()).unwrap(), act);
        }
        for (place, data) in fill::incomplete(&fields) {
            assert!(stored::parse::<Act>(&around(kind, &data).to_string()).is_err(), "{} without {place}", kind.code());
        }
    }
    let names = |fields: Vec<Field>| fields.into_iter().map(|field| field.name).collect::<Vec<_>>();
    assert_eq!(names(act_fields()), ["occurred_at", "recorded_at", "by"]);
    assert_eq!(names(entry_fields()), ["number", "occurred_at", "recorded_at", "by"]);
}

#[test]
fn the_forms_are_as_before() {
    let forms: Vec<_> = Kind::ALL.iter().map(|kind| kind.form()).collect();
    let mut all = json!({ "act": act_fields(), "entry": entry_fields(), "forms": forms });
    all.sort_all_objects();
    let now = serde_json::to_string_pretty(&all).unwrap() + "\n";
    golden::is_golden("tests/golden/portfolio_forms.json", &now);
}

#[cfg(feature = "proptest")]
mod laws {
    use practice_cycle::strategy;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_offered_the_laws_hold(offered in strategy::portfolio_acts(1..40)) {
            let (owner, mut portfolio) = (person("p-2"), Portfolio::default());
            let written = |portfolio: &Portfolio| {
                let mut stored = Vec::new();
                portfolio.open_for(&owner).map(|view| view.write(&mut stored).unwrap()).ok();
                stored
            };
            for act in offered {
                let before = written(&portfolio);
                let judged = portfolio.judge(&act);
                let recorded = portfolio.record(act.clone());
                prop_assert_eq!(recorded.as_ref().map(|_| ()).map_err(|refusal| *refusal), judged);
                match recorded {
                    Err(_) => prop_assert_eq!(written(&portfolio), before),
                    Ok(entry) => {
                        prop_assert_eq!(entry.act(), &act);
                        let number = entry.number();
                        prop_assert_eq!(portfolio.record(act.recorded(Moment::LATEST)), Err(Refusal::AlreadyRecorded { number }));
                    }
                }
                let stored = written(&portfolio);
                let loaded = Portfolio::read(stored.as_slice(), &owner).unwrap();
                prop_assert_eq!(&written(&loaded), &stored);
                let read = |portfolio: &Portfolio| portfolio.open_for(&owner).unwrap().reading(at("03-20 12:00"), Moment::LATEST);
                prop_assert_eq!(read(&loaded), read(&portfolio));
                prop_assert!(loaded.open_for(&person("manager")).is_err());
            }
        }
    }
}

/// Acts with the canary wherever a string that holds a text or a reference to a source may stand.
fn with_canaries() -> Vec<Act> {
    let mut found = Vec::new();
    for act in acts() {
        let stored = serde_json::to_value(&act).unwrap();
        for place in ["/data/note", "/data/reason", "/data/rests_on/reference"] {
            let mut changed = stored.clone();
            let Some(text) = changed.pointer_mut(place) else { continue };
            let is_reference = place.ends_with("reference");
            *text = json!(if is_reference { "Canary-204" } else { CANARY });
            found.push(serde_json::from_value(changed).unwrap());
        }
    }
    assert_eq!(found.len(), 5);
    found
}

#[test]
fn no_text_is_in_debug_or_in_a_refusal() {
    for act in with_canaries() {
        let stored = serde_json::to_string(&act).unwrap();
        assert!(stored.contains("Canary"));
        let mut portfolio = recorded(&[opened(), evidenced("ev-8", "01-20 09:00")]);
        let refusal = Portfolio::default().judge(&act).unwrap_err();
        let mut told = vec![format!("{act:?} {:?}", act.event), refusal.to_string(), format!("{:?}", refusal.about(&act))];
        told.push(match portfolio.record(act.clone()) {
            Ok(entry) => format!("{entry:?}"),
            Err(refusal) => format!("{refusal:?} {:?}", refusal.about(&act)),
        });
        told.push(format!("{portfolio:?}"));
        let line = stored.replacen('{', r#"{"number":7,"#, 1);
        told.push(format!("{:?}", portfolio.append_line(&line, &owner()).unwrap_err()));
        for told in told {
            assert!(!told.contains("Canary") && !told.contains("Cage"), "{told}");
        }
    }
}
