//! What is evidenced, by which entries, and what is not evidenced here.

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::evidencing::{Domain, Element, Evidenced, Portfolio, SOURCE, Scale};
use practice_cycle::moment::Moment;
use serde_json::{Value, json};

use super::{CANARY, acts, at, evidenced, opened, owner, person, recorded, with_canaries, withdrawn};

fn year() -> Portfolio {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/portfolio.jsonl");
    Portfolio::read(std::fs::read(path).unwrap().as_slice(), &person("social-worker-a")).unwrap()
}

fn reading(as_of: Moment, known_at: Moment) -> Evidenced {
    year().open_for(&person("social-worker-a")).unwrap().reading(as_of, known_at)
}

/// The entries by which an element is evidenced, and what of the table is not evidenced here.
fn element(reading: &Evidenced, element: Element) -> (Vec<u32>, Vec<&'static str>, Vec<u8>) {
    let read = reading.elements.iter().find(|read| read.element == element).unwrap();
    let evidence = read.evidence.iter().map(|cited| cited.entry.get()).collect();
    let missing = &read.not_evidenced_here;
    (
        evidence,
        missing.domains.iter().map(Code::code).collect(),
        missing.standards.iter().map(|number| number.get()).collect(),
    )
}

/// The source, read off its page.
#[test]
fn the_table_is_that_of_the_source() {
    let all = CodeSet::of(Domain::ALL);
    let rows = [
        (Element::MotivationalInterviewing, all, "KSS", vec![1, 2, 6, 7]),
        (Element::AttachmentAndTrauma, all.without(CodeSet::of(&[Domain::Professionalism])), "KSS", vec![1, 2, 3, 6, 7]),
        (Element::Permanence, all, "KSS, PQS", vec![1, 2, 3, 6, 7, 8, 10]),
        (
            Element::AssessmentAndRiskAnalysis,
            CodeSet::of(&[Domain::Professionalism, Domain::Knowledge, Domain::InterventionSkills]),
            "KSS",
            vec![1, 2, 3, 5, 6, 7],
        ),
    ];
    assert_eq!(rows.len(), Element::ALL.len());
    for (element, domains, scales, numbers) in rows {
        assert_eq!((element.domains(), element.scales().to_string()), (domains, scales.to_owned()), "{element}");
        assert_eq!(element.standards().map(|number| number.get()).collect::<Vec<_>>(), numbers, "{element}");
    }
}

#[test]
fn the_year_evidences_what_was_put_in_and_names_the_rest_as_not_evidenced_here() {
    let year = reading(Moment::LATEST, Moment::LATEST);
    assert_eq!(element(&year, Element::MotivationalInterviewing), (vec![2, 10], vec!["diversity", "knowledge"], vec![6, 7]));
    assert_eq!(
        element(&year, Element::AttachmentAndTrauma),
        (vec![3], vec!["diversity", "intervention_skills"], vec![2, 7]),
        "what was withdrawn evidences nothing"
    );
    assert_eq!(element(&year, Element::Permanence), (vec![7, 8], vec!["diversity"], vec![1, 3, 6, 7]));
    assert_eq!(element(&year, Element::AssessmentAndRiskAnalysis), (vec![4], vec!["professionalism"], vec![3, 6, 7]));

    let read = |element: Element| year.elements.iter().find(|read| read.element == element).unwrap();
    let beside = &read(Element::AssessmentAndRiskAnalysis).beside_the_table;
    assert_eq!((beside.domains[0].domain, beside.domains[0].by[0].entry.get()), (Domain::CriticalReflection, 4));
    // The source numbers this element on one scale alone.
    let beside = &read(Element::MotivationalInterviewing).beside_the_table;
    assert_eq!((beside.standards[0].scale, beside.standards[0].number.get()), (Scale::Pqs, 7));
    let beside = &read(Element::Permanence).beside_the_table;
    assert_eq!((beside.standards.len(), beside.standards[0].number.get(), beside.domains.len()), (1, 4, 0));
    assert!(read(Element::AttachmentAndTrauma).beside_the_table.is_empty());
    let [withdrawal] = year.withdrawn.as_slice() else { panic!("one was withdrawn") };
    assert_eq!((withdrawal.evidence.entry.get(), withdrawal.by.entry.get()), (5, 6));
}

#[test]
fn it_tells_what_was_so_then_as_it_was_known_then() {
    let (june, july) = (at("06-30 12:00"), at("07-02 12:00"));
    assert_eq!(element(&reading(june, Moment::LATEST), Element::AttachmentAndTrauma).0, [3, 5], "withdrawn later");
    assert_eq!(element(&reading(july, Moment::LATEST), Element::AttachmentAndTrauma).0, [3]);
    assert_eq!(element(&reading(july, june), Element::AttachmentAndTrauma).0, [3, 5], "not known to be withdrawn");
    // Practised in April, put in in May.
    let april = at("04-30 12:00");
    assert_eq!(element(&reading(april, Moment::LATEST), Element::AssessmentAndRiskAnalysis).0, [4]);
    assert_eq!(element(&reading(april, april), Element::AssessmentAndRiskAnalysis).0, [0_u32; 0]);
    assert!(reading(at("01-02 09:00"), Moment::LATEST).elements.iter().all(|read| read.evidence.is_empty()));
}

#[test]
fn it_is_told_in_words_without_a_count_or_a_level() {
    let portfolio = recorded(&[
        opened(),
        evidenced("ev-1", "02-02 09:00"),
        evidenced("ev-2", "03-02 09:00"),
        withdrawn("ev-1", "04-01 09:00"),
    ]);
    let told = portfolio.open_for(&owner()).unwrap().reading(at("04-02 09:00"), at("04-02 09:00")).to_string();
    let expected = "\
By 2 April 2026 (as then known), what is evidenced in the portfolio pf-1. This is shown to worker-a alone.

Motivational interviewing: not evidenced here

Attachment and trauma informed practice: not evidenced here

Permanence: 2 March 2026 (entry 3)
  knowledge: 2 March 2026 (entry 3)
  KSS/PQS 8: 2 March 2026 (entry 3)
  not evidenced here: professionalism; values and ethics; diversity; intervention and skills; critical reflection; KSS/PQS 1, 2, 3, 6, 7 and 10

Assessment and risk analysis: not evidenced here

Withdrawn: 2 February 2026 (entry 2), on 1 April 2026 (entry 4).

What is not evidenced here was not put into this file, which is no gap in the person. The table: Connected Practice – SW/SSW (ESCC).";
    assert_eq!(told, expected);
}

#[test]
fn as_json_it_has_the_head_of_every_reading_and_no_text() {
    let json = serde_json::to_value(reading(at("06-30 12:00"), at("07-02 12:00"))).unwrap();
    assert_eq!((&json["reading"], &json["as_of"]), (&json!("portfolio"), &json!("2026-06-30T12:00:00Z")));
    assert_eq!((&json["known_at"], &json["source"]), (&json!("2026-07-02T12:00:00Z"), &json!(SOURCE)));
    assert_eq!((&json["portfolio"], &json["owner"]), (&json!("invented-portfolio-1"), &json!("social-worker-a")));
    assert_eq!(json["elements"][2]["not_evidenced_here"]["standards"], json!([1, 2, 3, 6, 7, 8, 10]));
    assert_eq!(
        json["elements"][0]["domains"][0],
        json!({"domain": "professionalism", "by": [{"at": "2026-01-28T14:00:00Z", "entry": 2}]})
    );
    assert!(!json.to_string().contains("Invented"));

    let texts = with_canaries().into_iter().filter(|act| act.event.kind().code() == "practice_evidenced");
    for act in texts {
        let portfolio = recorded(&[opened(), act]);
        let reading = portfolio.open_for(&owner()).unwrap().reading(Moment::LATEST, Moment::LATEST);
        let all = format!("{reading} {reading:?} {}", serde_json::to_string::<Evidenced>(&reading).unwrap());
        assert!(!all.contains("Canary") && !all.contains(CANARY), "{all}");
    }
}

#[test]
fn neither_redaction_nor_waiting_changes_what_is_evidenced() {
    let with = recorded(&acts()).open_for(&owner()).unwrap().reading(Moment::LATEST, Moment::LATEST);
    let without = recorded(&acts()[..4]).open_for(&owner()).unwrap().reading(Moment::LATEST, Moment::LATEST);
    assert_eq!(with, without);
    let without_times = |mut json: Value| {
        json["as_of"] = Value::Null;
        json
    };
    let json = |at: Moment| without_times(serde_json::to_value(reading(at, Moment::LATEST)).unwrap());
    assert_eq!(json(at("12-31 12:00")), json(Moment::LATEST));
}
