//! The turns of the cycle, on small histories and on the invented cases: what counts, and what does not.
#![expect(clippy::unwrap_used, clippy::panic, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::code::CodeSet;
use practice_cycle::contracting::Stage;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::space::Space;
use practice_cycle::turns::{Arc, ArcReading, End, Parameters, RawParameters, Returned, Round, Stall, Turns, Way};

const TERMS: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"See it from three sides.","lead":"shared","roles":{"notes":"shared","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-12-18"}}}"#;

/// When in 2026, who, what, and the data.
type Written = (&'static str, &'static str, &'static str, String);

fn written(when: &'static str, by: &'static str, code: &'static str, data: &str) -> Written {
    (when, by, code, data.to_owned())
}

fn occasion(when: &'static str, number: u32) -> Written {
    written(
        when,
        "p-1",
        "occasion_of_joining",
        &format!(r#"{{"occasion":"oc-{number}","place":"everyday","with":["p-2"]}}"#),
    )
}

fn invited(when: &'static str, contract: &str, arose_from: &str) -> Written {
    let data = format!(r#"{{"contract":"{contract}","space":"case_consultation","arose_from":[{arose_from}]}}"#);
    written(when, "p-2", "contract_invited", &data)
}

/// Terms proposed and accepted by both, at once.
fn agreed(when: &'static str, contract: &str) -> [Written; 3] {
    let accepted = format!(r#"{{"contract":"{contract}","version":1}}"#);
    [
        written(when, "p-1", "terms_proposed", &format!(r#"{{"contract":"{contract}","terms":{TERMS}}}"#)),
        written(when, "p-1", "terms_accepted", &accepted),
        written(when, "p-2", "terms_accepted", &accepted),
    ]
}

/// Begun, and a session held.
fn worked(when: &'static str, contract: &str) -> [Written; 2] {
    let session = format!(
        r#"{{"session":"s-{contract}","cover":{{"contract":"{contract}"}},"space":"case_consultation","present":["p-1","p-2"]}}"#
    );
    [
        written(when, "p-2", "contract_begun", &format!(r#"{{"contract":"{contract}"}}"#)),
        written(when, "p-1", "session_held", &session),
    ]
}

fn changed(when: &'static str, change: &str, place: &str) -> Written {
    let data = format!(r#"{{"change":"{change}","what":"belief","words":"Another tone.",{place}}}"#);
    written(when, "p-2", "change_noticed", &data)
}

fn acknowledged(when: &'static str, because_of: &str) -> Written {
    let data = format!(r#"{{"acknowledgement":"ac-{}","how":"in_words"{because_of}}}"#, when.replace([' ', ':'], "-"));
    written(when, "p-3", "clinician_acknowledged", &data)
}

fn at(when: &str) -> Moment {
    format!("2026-{}:00Z", when.replace(' ', "T")).parse().unwrap()
}

#[track_caller]
fn history(acts: impl IntoIterator<Item = Written>) -> History {
    let before = [
        written("03-30 08:00", "p-3", "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#),
        written("03-30 08:00", "p-3", "person_entered", r#"{"person":"p-2","role":"social_worker"}"#),
        written("03-30 08:00", "p-3", "person_entered", r#"{"person":"p-3","role":"manager"}"#),
    ];
    let mut history = History::default();
    for (when, by, code, data) in before.into_iter().chain(acts) {
        let at = at(when);
        let act = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        let act: Act = serde_json::from_str(&act).unwrap_or_else(|error| panic!("{act}: {error}"));
        history.record(act).unwrap_or_else(|refusal| panic!("{code} at {when}: {refusal}"));
    }
    history
}

#[track_caller]
fn turns(acts: impl IntoIterator<Item = Written>) -> Turns {
    read(&history(acts), Moment::LATEST)
}

fn read(history: &History, as_of: Moment) -> Turns {
    Turns::of(&history.view(as_of, Moment::LATEST), &Parameters::default())
}

/// Long after everything.
#[track_caller]
fn in_december(acts: impl IntoIterator<Item = Written>) -> Turns {
    read(&history(acts), at("12-31 09:00"))
}

/// What an arc waits for: under way, stalled; and what ended otherwise.
fn waiting(arc: &ArcReading) -> [Vec<&str>; 3] {
    let [under_way, stalled] = [&arc.under_way, &arc.stalled]
        .map(|begun| begun.iter().map(|it| it.contract.as_ref().map_or("joining", |contract| contract.as_str())).collect());
    let otherwise = arc.ends.iter().filter(|ended| ended.end != End::Reached);
    [under_way, stalled, otherwise.map(|ended| ended.contract.as_str()).collect()]
}

/// The times in which an arc came to its end.
fn took(arc: &ArcReading) -> Vec<String> {
    arc.travelled().map(|ended| ended.took.to_string()).collect()
}

fn case(name: &str) -> History {
    let stored = std::fs::read(format!("{}/examples/data/{name}.jsonl", env!("CARGO_MANIFEST_DIR"))).unwrap();
    History::read(stored.as_slice()).unwrap()
}

fn back(round: &Round) -> Vec<(Returned, u32)> {
    round.back.iter().map(|back| (back.what, back.cited.entry.get())).collect()
}

#[test]
fn an_agreement_work_and_a_change_make_a_turn() {
    let acts = [occasion("04-01 09:00", 1), invited("04-02 09:00", "c-1", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let before: Vec<Written> = acts.collect();
    assert_eq!(turns(before.clone()).completed().count(), 0);
    let turns = turns(before.into_iter().chain([changed("04-06 10:00", "ch-1", r#""contract":"c-1""#)]));
    assert_eq!(turns.completed().count(), 1);
    let round = &turns.rounds[0];
    let entry = |cited: Option<practice_cycle::evidence::Cited>| cited.map(|cited| cited.entry.get());
    assert_eq!((entry(round.joined), round.invited.entry.get()), (Some(4), 5));
    assert_eq!((entry(round.agreed), entry(round.done)), (Some(8), Some(10)));
    assert_eq!(back(round), [(Returned::Change, 11)]);
    for (arc, expected) in [(Arc::ToContracting, "2 days"), (Arc::ToIntervening, "3 days"), (Arc::ToJoining, "1 hour")] {
        assert_eq!(took(turns.arc(arc)), [expected], "{arc}");
    }
}

#[test]
fn a_session_covered_later_counts_under_the_contract_from_then_on() {
    let held = r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent"}},"space":"home_visit","present":["p-1","p-2"]}"#;
    let before = [
        invited("04-02 09:00", "c-1", ""),
        written("04-02 10:00", "p-1", "session_held", held),
        changed("04-02 11:00", "ch-1", r#""session":"s-1""#),
    ];
    let begun = written("04-03 10:00", "p-2", "contract_begun", r#"{"contract":"c-1"}"#);
    let before: Vec<Written> = before.into_iter().chain(agreed("04-03 09:00", "c-1")).chain([begun]).collect();
    let uncovered = turns(before.clone());
    assert_eq!((uncovered.rounds[0].done, back(&uncovered.rounds[0])), (None, vec![]));

    let covered = [
        written("04-03 11:00", "p-1", "session_covered", r#"{"session":"s-1","contract":"c-1"}"#),
        changed("04-03 12:00", "ch-2", r#""session":"s-1""#),
    ];
    let covered = turns(before.into_iter().chain(covered));
    let round = &covered.rounds[0];
    assert_eq!(
        round.done.map(|done| done.entry.get()),
        Some(11),
        "not the meeting, which rested on nothing when it was held"
    );
    assert_eq!(back(round), [(Returned::Change, 12)], "what was noticed before it was covered came of no contract");
    assert_eq!(covered.completed().count(), 1);
}

#[test]
fn a_change_noticed_in_a_session_belongs_to_the_contract_of_the_session() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let turns = turns(acts.chain([changed("04-06 10:00", "ch-1", r#""session":"s-c-1""#)]));
    assert_eq!(turns.completed().count(), 1);
    assert_eq!(turns.rounds[0].joined, None, "invited before any joining");
    assert_eq!(turns.arc(Arc::ToContracting).beginnings(), 0);
}

#[test]
fn a_change_before_any_work_is_not_credited_to_it() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1"));
    let acts = acts.chain([changed("04-05 10:00", "ch-1", r#""contract":"c-1""#)]).chain(worked("04-06 09:00", "c-1"));
    let turns = turns(acts.chain([acknowledged("04-07 09:00", r#","because_of":[{"change":"ch-1"}]"#)]));
    assert_eq!(turns.completed().count(), 0);
    assert!(turns.changes[0].ways.has(Way::LedOn), "it led to something all the same");
}

#[test]
fn an_acknowledgement_that_names_the_contract_closes_its_turn() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let turns = turns(acts.chain([acknowledged("04-07 11:00", r#","because_of":[{"contract":"c-1"}]"#)]));
    assert_eq!(turns.completed().count(), 1);
    assert_eq!(back(&turns.rounds[0]), [(Returned::Acknowledgement, 10)]);
    assert_eq!(took(turns.arc(Arc::ToJoining)), ["1 day and 2 hours"]);
}

#[test]
fn an_invitation_to_shape_practice_that_names_the_contract_closes_its_turn() {
    let influence = r#"{"influence":"in-1","words":"Plan the induction.","because_of":[{"contract":"c-1"}]}"#;
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let turns = turns(acts.chain([written("04-07 09:00", "p-3", "influence_invited", influence)]));
    assert_eq!(back(turns.completed().next().unwrap()), [(Returned::Influence, 10)]);
}

#[test]
fn an_acknowledgement_of_a_contract_under_which_nothing_was_done_closes_no_turn() {
    let because_of = r#","because_of":[{"contract":"c-1"}]"#;
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1"));
    let acts = acts.chain([acknowledged("04-05 09:00", because_of)]).chain(worked("04-06 09:00", "c-1"));
    assert_eq!(turns(acts).completed().count(), 0);
}

#[test]
fn an_acknowledgement_of_several_contracts_comes_back_once_to_each() {
    let acts = [invited("04-02 09:00", "c-1", ""), invited("04-02 10:00", "c-2", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let acts = acts.chain(agreed("04-07 09:00", "c-2")).chain(worked("04-08 09:00", "c-2"));
    let acts = acts.chain([changed("04-08 10:00", "ch-1", r#""contract":"c-1""#)]);
    let because_of = r#","because_of":[{"contract":"c-1"},{"contract":"c-2"},{"change":"ch-1"}]"#;
    let turns = turns(acts.chain([acknowledged("04-09 09:00", because_of)]));
    assert_eq!(back(&turns.rounds[0]), [(Returned::Change, 16), (Returned::Acknowledgement, 17)]);
    assert_eq!(back(&turns.rounds[1]), [(Returned::Acknowledgement, 17)]);
}

#[test]
fn a_round_that_was_never_agreed_is_no_turn() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let turns = turns(acts.chain([changed("04-06 10:00", "ch-1", r#""contract":"c-1""#)]));
    let round = turns.rounds[0].clone();
    assert!(round.is_turn());
    assert!(!Round { agreed: None, ..round.clone() }.is_turn());
    assert!(!Round { done: None, ..round }.is_turn());
}

#[test]
fn an_acknowledgement_that_names_nothing_comes_back_to_no_contract() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let turns = turns(acts.chain([acknowledged("04-07 09:00", "")]));
    assert_eq!(turns.completed().count(), 0);
    assert_eq!(waiting(turns.arc(Arc::ToContracting))[0], ["joining"], "but it is joining, with no invitation yet");
    let told = turns.arc(Arc::ToContracting).to_string();
    let none =
        "From joining to contracting: joining goes on since 7 April 2026 (entry 10), and no invitation has followed it yet.";
    assert_eq!(told, none, "an invitation before any joining is counted elsewhere");
    let nothing = turns.arc(Arc::ToJoining).to_string();
    assert_eq!(
        nothing,
        "From intervening back to joining: the one piece of work has not led back to joining so far; no sign of a return to \
         joining is recorded yet: c-1 (active), work began on 6 April 2026 (entry 9)."
    );
}

#[test]
fn uncovered_work_makes_no_turn() {
    let urgent = r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent","contract":"c-1"}},"space":"home_visit","present":["p-1"]}"#;
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1"));
    let acts = acts.chain([written("04-04 09:00", "p-1", "session_held", urgent)]);
    let turns = turns(acts.chain([invited("04-05 09:00", "c-2", r#"{"contract":"c-1"}"#)]));
    assert_eq!((turns.completed().count(), turns.arc(Arc::ToIntervening).unfinished().count()), (0, 1));
    assert_eq!((turns.depth(), turns.chain.len()), (1, 1), "the chain counts whatever was named");
}

#[test]
fn a_stretch_of_joining_begins_with_its_first_entry_and_leads_to_every_invitation_until_the_next() {
    let acts = [occasion("04-01 09:00", 1), occasion("04-02 09:00", 2), invited("04-03 09:00", "c-1", "")];
    let acts = acts.into_iter().chain([invited("04-04 09:00", "c-2", ""), occasion("04-05 09:00", 3)]);
    let long = in_december(acts.clone());
    let said = "; after more than 28 days, no invitation has followed the joining that began on 5 April 2026 (entry 8).";
    assert!(long.arc(Arc::ToContracting).to_string().ends_with(said), "{long}");
    let turns = in_december(acts.chain([invited("04-06 09:00", "c-3", "")]));
    let joined: Vec<u32> = turns.rounds.iter().map(|round| round.joined.unwrap().entry.get()).collect();
    assert_eq!(joined, [4, 4, 8]);
    assert_eq!(turns.stall, Stall::At(CodeSet::of(&[Arc::ToContracting])));
}

#[test]
fn the_times_of_an_arc_are_counted_and_of_five_beginnings_half_is_estimated() {
    let mut acts = vec![];
    for (contract, invitation, agreement, work) in [
        ("c-1", "04-01 09:00", "04-01 10:00", "04-02 10:00"),
        ("c-2", "04-02 11:00", "04-02 12:00", "04-06 12:00"),
        ("c-3", "04-06 13:00", "04-06 14:00", "04-08 14:00"),
        ("c-4", "04-09 09:00", "04-09 10:00", "04-12 10:00"),
    ] {
        acts.push(invited(invitation, contract, ""));
        acts.extend(agreed(agreement, contract));
        acts.extend(worked(work, contract));
    }
    let said = "From contracting to intervening: 4 of 4 agreements led to work, the soonest after 1 day, the latest after 4 \
                days (from the agreement).";
    assert_eq!(in_december(acts.clone()).arc(Arc::ToIntervening).to_string(), said);
    let fifth = [invited("04-20 09:00", "c-5", "")].into_iter().chain(agreed("04-20 10:00", "c-5"));
    let waits = turns(acts.clone().into_iter().chain(fifth));
    let curve = &waits.arc(Arc::ToIntervening).curve;
    assert_eq!((curve.beginnings, curve.steps.len()), (5, 4));
    let begins = "From contracting to intervening: 4 of 5 agreements led to work, the soonest after 1 day, the latest after 4 days \
                  (from the agreement); an estimated half of all within 2 days; no work is recorded yet: c-5 (agreed), agreed \
                  on 20 April 2026 (entry ";
    assert!(waits.arc(Arc::ToIntervening).to_string().starts_with(begins), "{waits}");
    let turns = in_december(acts);
    let waiting = turns.arc(Arc::ToJoining).to_string();
    let none = "From intervening back to joining: none of 4 pieces of work led back to joining so far; after more than 28 days, no \
                sign of a return to joining is recorded: c-1 (lapsed), work began on 2 April 2026 (entry ";
    assert!(waiting.starts_with(none), "{waiting}");
    assert_eq!(turns.stall, Stall::At(CodeSet::of(&[Arc::ToJoining])));
    assert_eq!(
        turns.stall.to_string(),
        "The next step seems to be missing most often on the way from intervening back to joining."
    );
}

#[test]
fn one_contract_that_waits_is_not_enough_to_say_where_work_stalls() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1"));
    let turns = turns(acts);
    assert_eq!(turns.stall, Stall::NotEnoughToSay);
    let waiting = turns.arc(Arc::ToIntervening).under_way[0].clone();
    assert_eq!(
        (waiting.stage, waiting.to_string().as_str()),
        (Some(Stage::Agreed), "c-1 (agreed), since 3 April 2026 (entry 7)")
    );
}

#[test]
fn two_agreements_without_work_are_enough_to_name_the_arc() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1"));
    let acts = acts.chain([invited("04-04 09:00", "c-2", "")]).chain(agreed("04-05 09:00", "c-2"));
    assert_eq!(in_december(acts).stall, Stall::At(CodeSet::of(&[Arc::ToIntervening])));
}

/// Two contracts agreed, a week apart, and no work.
fn two_agreed() -> Vec<Written> {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1"));
    acts.chain([invited("04-09 09:00", "c-2", "")]).chain(agreed("04-10 09:00", "c-2")).collect()
}

#[test]
fn what_was_begun_lately_is_under_way_and_stalls_once_it_has_waited_longer_than_the_parameters_allow() {
    let history = history(two_agreed());
    let at = |when| {
        let turns = read(&history, at(when));
        (waiting(turns.arc(Arc::ToIntervening)).map(|begun| begun.join(" ")), turns.stall)
    };
    let read_as = |under_way: &str, stalled: &str, stall| ([under_way.to_owned(), stalled.to_owned(), String::new()], stall);
    assert_eq!(at("04-11 09:00"), read_as("c-1 c-2", "", Stall::NotEnoughToSay), "agreed yesterday");
    assert_eq!(at("05-01 09:00"), read_as("c-1 c-2", "", Stall::NotEnoughToSay), "28 days");
    assert_eq!(at("05-01 09:01"), read_as("c-2", "c-1", Stall::NotEnoughToSay));
    assert_eq!(at("05-08 09:01"), read_as("", "c-1 c-2", Stall::At(CodeSet::of(&[Arc::ToIntervening]))));
}

#[test]
fn a_slow_round_makes_nobody_wait_longer() {
    let acts = [invited("03-31 09:00", "c-0", "")].into_iter().chain(agreed("04-01 09:00", "c-0"));
    let history = history(acts.chain(two_agreed()).chain(worked("05-11 09:00", "c-0")));
    let reading = |when| waiting(read(&history, at(when)).arc(Arc::ToIntervening)).map(|begun| begun.len());
    assert_eq!((reading("05-01 09:00"), reading("05-01 09:01")), ([2, 1, 0], [1, 2, 0]), "c-1 has waited for 28 days");
    assert_eq!(reading("05-13 09:00"), [0, 2, 0], "though c-0 has taken 40");
}

/// Six agreements of one day, with these waits for work in days; one that has waited for 30 days is without work.
fn six_waits(waits: [u32; 6]) -> Turns {
    let mut acts: Vec<(u32, Vec<Written>)> = vec![];
    let names = ["c-1", "c-2", "c-3", "c-4", "c-5", "c-6"];
    for (&contract, wait) in names.iter().zip(waits) {
        acts.push((0, vec![invited("04-01 09:00", contract, "")]));
        acts.push((1, agreed("04-01 10:00", contract).to_vec()));
        let days = [(2, "04-03 10:00"), (4, "04-05 10:00"), (19, "04-20 10:00"), (29, "04-30 10:00")];
        acts.extend(
            days.into_iter().filter(|&(days, _)| days == wait).map(|(_, when)| (wait, worked(when, contract).to_vec())),
        );
    }
    acts.sort_by_key(|&(days, _)| days);
    read(&history(acts.into_iter().flat_map(|(_, acts)| acts)), at("05-01 10:00"))
}

#[test]
fn the_same_six_waits_read_alike_in_whichever_order() {
    let one = six_waits([2, 4, 4, 19, 29, 30]);
    let curve = one.arc(Arc::ToIntervening).curve.clone();
    assert_eq!(
        (curve.beginnings, curve.steps.len(), curve.median.map(|half| half.to_string())),
        (6, 4, Some("4 days".into()))
    );
    for order in [[30, 29, 19, 4, 4, 2], [4, 30, 2, 29, 4, 19], [29, 2, 30, 4, 19, 4]] {
        let other = six_waits(order);
        let (one, other) = (one.arc(Arc::ToIntervening), other.arc(Arc::ToIntervening));
        assert_eq!(other.curve, curve);
        assert_eq!(waiting(other).map(|begun| begun.len()), waiting(one).map(|begun| begun.len()));
        let said = |arc: &ArcReading| arc.to_string().split("; after more than").next().map(str::to_owned);
        assert_eq!(said(one), said(other));
    }
}

// What competes.

fn step(when: &'static str, code: &'static str, data: &str) -> Written {
    written(when, "p-2", code, data)
}

#[test]
fn each_way_to_close_before_the_end_competes_where_it_can() {
    let joining = || [occasion("04-01 09:00", 1), invited("04-02 09:00", "c-1", "")].into_iter();
    let begun = || {
        joining().chain(agreed("04-03 09:00", "c-1")).chain([step("04-04 09:00", "contract_begun", r#"{"contract":"c-1"}"#)])
    };
    let ends = |arc: Arc, acts: Vec<Written>| {
        let turns = in_december(acts);
        let ends = turns
            .arc(arc)
            .ends
            .iter()
            .map(|ended| (ended.end, ended.took.to_string(), ended.entry.map(|entry| entry.get())));
        (ends.collect::<Vec<_>>(), turns.arc(arc).unfinished().count())
    };
    let declined =
        written("04-05 09:00", "p-1", "contract_declined", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#);
    let withdrawn = step("04-05 09:00", "contract_withdrawn", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#);
    let completed = step("04-06 09:00", "contract_completed", r#"{"contract":"c-1"}"#);
    let ended = step("04-06 09:00", "contract_ended", r#"{"contract":"c-1","reason":{"code":"goal_changed"},"with":"p-1"}"#);
    let revoked = step("04-06 09:00", "contract_revoked", r#"{"contract":"c-1","reason":{"code":"goal_changed"}}"#);
    let one = |end, took: &str, entry| (vec![(end, took.to_owned(), Some(entry))], 0);
    let first = |last: &Written| ends(Arc::ToContracting, joining().chain([last.clone()]).collect());
    assert_eq!(first(&declined), one(End::Declined, "4 days", 6));
    assert_eq!(first(&withdrawn), one(End::Withdrawn, "4 days", 6));
    let second = |last: Written| ends(Arc::ToIntervening, begun().chain([last]).collect());
    assert_eq!(second(completed), one(End::Completed, "3 days", 10));
    assert_eq!(second(ended), one(End::Ended, "3 days", 10));
    assert_eq!(second(revoked), one(End::Revoked, "3 days", 10));
    let not_begun = joining().chain(agreed("04-03 09:00", "c-1"));
    let called_off = ends(Arc::ToIntervening, not_begun.clone().chain([withdrawn.clone()]).collect());
    assert_eq!(called_off, one(End::Withdrawn, "2 days", 9));
    let anew = written("04-04 09:00", "p-1", "terms_proposed", &format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#));
    let turned_down = ends(Arc::ToIntervening, not_begun.chain([anew, declined]).collect());
    assert_eq!(turned_down, one(End::Declined, "2 days", 10));
    // The planned end is 18 December. Nobody records that a contract has lapsed, and on the 18th it has not.
    let lapsed = |when| {
        let turns = read(&history(begun()), at(when));
        let arc = turns.arc(Arc::ToIntervening);
        let ends = arc.ends.iter().map(|ended| (ended.end, ended.at.to_string(), ended.entry)).collect::<Vec<_>>();
        (ends, arc.stalled.iter().map(|begun| begun.stage).collect::<Vec<_>>())
    };
    assert_eq!(lapsed("12-18 23:59"), (vec![], vec![Some(Stage::Active)]));
    assert_eq!(lapsed("12-19 00:00"), (vec![(End::Lapsed, "2026-12-19T00:00:00Z".to_owned(), None)], vec![]));
    let text = read(&history(begun()), at("12-31 09:00")).arc(Arc::ToIntervening).to_string();
    assert_eq!(
        text,
        "From contracting to intervening: the one agreement has not led to a session or an intervention so far; closed or lapsed before any work: c-1, \
         lapsed on 19 December 2026."
    );
}

#[test]
fn a_contract_that_lapsed_and_was_completed_afterwards_had_lapsed() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1")).chain([
        step("04-04 09:00", "contract_begun", r#"{"contract":"c-1"}"#),
        step("12-28 09:00", "contract_completed", r#"{"contract":"c-1"}"#),
    ]);
    let turns = in_december(acts);
    assert_eq!(turns.rounds[0].stage, Stage::Completed);
    let ends: Vec<(End, u64)> =
        turns.arc(Arc::ToIntervening).ends.iter().map(|it| (it.end, it.took.seconds() / 86_400)).collect();
    assert_eq!(ends, [(End::Lapsed, 259)]);
}

#[test]
fn what_comes_back_after_the_cycle_was_closed_makes_the_turn_and_ends_no_arc() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter().chain(agreed("04-03 09:00", "c-1"));
    let closed = written("04-20 09:00", "p-3", "cycle_closed", r#"{"cycle":"cy-1"}"#);
    let acts =
        acts.chain(worked("04-06 09:00", "c-1")).chain([closed, changed("04-21 09:00", "ch-1", r#""contract":"c-1""#)]);
    let turns = in_december(acts);
    assert_eq!(turns.completed().count(), 1);
    let arc = turns.arc(Arc::ToJoining);
    assert_eq!((waiting(arc), arc.curve.steps.len()), ([vec!["c-1"], vec![], vec![]], 0), "followed until the closing");
}

#[test]
fn parameters_are_data_and_are_named_in_the_reading() {
    let impatient = Parameters::try_from(RawParameters { id: "ours".parse().unwrap(), days: 1 }).unwrap();
    let turns = Turns::of(&history(two_agreed()).view(at("04-11 10:00"), Moment::LATEST), &impatient);
    assert_eq!(waiting(turns.arc(Arc::ToIntervening)), [vec![], vec!["c-1", "c-2"], vec![]]);
    assert_eq!(
        turns.arc(Arc::ToIntervening).to_string(),
        "From contracting to intervening: none of 2 agreements led to work so far; after more than 1 day, no work is \
         recorded: c-1 (agreed), agreed on 3 April 2026 (entry 7) and c-2 (agreed), agreed on 10 April 2026 (entry 11)."
    );
    assert!(turns.to_string().contains("out of 2 invitations (parameters `ours`)"));
    let stored = serde_json::to_string(&impatient).unwrap();
    assert_eq!(serde_json::from_str::<Parameters>(&stored).unwrap(), impatient);
}

#[test]
fn parameters_that_make_no_sense_are_refused_with_the_field_named() {
    for (raw, because) in [
        (r#"{"id":"x","days":0}"#, "`days` is 0: expected 1 to 3650"),
        (r#"{"id":"x","days":3651}"#, "`days` is 3651: expected 1 to 3650"),
        (r#"{"id":"x","days":-1}"#, "invalid value: integer `-1`, expected `days` to be a whole number from 1 to 3650"),
        (r#"{"id":"unvalidated_v2","days":14}"#, "`id`: expected a name of its own for a patience of one's own"),
        (r#"{"id":"unvalidated_v1","days":28}"#, "`id`: expected a name of its own for a patience of one's own"),
        (r#"{"id":"two words","days":14}"#, "`id`: expected a reference"),
        (r#"{"id":"x"}"#, "missing field `days`"),
        (r#"["x",14]"#, "invalid type: sequence, expected an object"),
    ] {
        let error = serde_json::from_str::<Parameters>(raw).unwrap_err().to_string();
        assert!(error.starts_with(because), "{raw}: {error}");
    }
}

#[test]
fn waiting_is_counted_up_to_what_is_told() {
    let history = history(two_agreed());
    let waited_until = |as_of, known_at| Turns::of(&history.view(as_of, known_at), &Parameters::default()).waited_until;
    let (may, june) = (at("05-01 09:00"), at("06-01 09:00"));
    assert_eq!(waited_until(june, Moment::LATEST), june, "by the time of the reading");
    assert_eq!(waited_until(june, may), may, "nobody knew more then");
    assert_eq!(
        waited_until(Moment::LATEST, Moment::LATEST),
        at("04-10 09:00"),
        "what came after the last entry, nobody says"
    );
}

#[test]
fn nothing_waits_beyond_the_closing_of_the_cycle() {
    let closed = written("04-20 09:00", "p-3", "cycle_closed", r#"{"cycle":"cy-1"}"#);
    let turns = in_december(two_agreed().into_iter().chain([closed]));
    assert_eq!(turns.waited_until, at("04-20 09:00"));
    assert_eq!(waiting(turns.arc(Arc::ToIntervening)), [vec!["c-1", "c-2"], vec![], vec![]]);
}

#[test]
fn what_was_closed_waits_no_longer_except_for_what_may_come_back() {
    let end = |when, contract: &str, code: &str| {
        written(
            when,
            "p-2",
            "contract_ended",
            &format!(r#"{{"contract":"{contract}","reason":{{"code":"{code}"}},"with":"p-1"}}"#),
        )
    };
    let acts = two_agreed().into_iter().chain(worked("04-13 09:00", "c-2"));
    let turns = in_december(
        acts.chain([end("04-20 09:00", "c-1", "did_not_take_place"), end("04-20 10:00", "c-2", "goal_met_early")]),
    );
    assert_eq!(waiting(turns.arc(Arc::ToIntervening)), [vec![], vec![], vec!["c-1"]]);
    assert_eq!(waiting(turns.arc(Arc::ToJoining)), [vec![], vec!["c-2"], vec![]]);
}

#[test]
fn a_change_that_travelled_in_more_ways_went_further_than_one_told_more_often() {
    let told_on =
        |when, change: &str| written(when, "p-3", "change_amplified", &format!(r#"{{"change":"{change}","to":["p-1"]}}"#));
    let witnessed = written("04-05 09:00", "p-3", "change_witnessed", r#"{"change":"ch-2"}"#);
    let acts = [invited("04-02 09:00", "c-1", ""), changed("04-02 10:00", "ch-1", r#""contract":"c-1""#)];
    let acts = acts.into_iter().chain([changed("04-02 11:00", "ch-2", r#""contract":"c-1""#)]);
    let acts = acts.chain(["04-03 09:00", "04-03 10:00", "04-03 11:00"].map(|when| told_on(when, "ch-1")));
    let turns = turns(acts.chain([told_on("04-04 09:00", "ch-2"), witnessed]));
    let changes: Vec<&str> = turns.changes.iter().map(|reach| reach.change.as_str()).collect();
    assert_eq!(changes, ["ch-2", "ch-1"]);
    assert_eq!(turns.furthest().count(), 1);
    let said = "\nOf 2 changes noticed, the one carried furthest: ch-2 (";
    assert!(turns.to_string().contains(said), "{turns}");
}

#[test]
fn the_chain_deepens_with_every_contract_that_led_to_the_next() {
    let acts = [invited("04-02 09:00", "c-1", "")].into_iter();
    let acts = acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1"));
    let acts = acts.chain([
        changed("04-06 10:00", "ch-1", r#""contract":"c-1""#),
        invited("04-07 09:00", "c-2", r#"{"change":"ch-1"},{"contract":"c-1"}"#),
    ]);
    let acts = acts.chain(agreed("04-08 09:00", "c-2")).chain(worked("04-09 09:00", "c-2"));
    let turns = turns(acts.chain([invited("04-10 09:00", "c-3", r#"{"contract":"c-2"}"#)]));
    let chain: Vec<(&str, u32)> = turns.chain.iter().map(|link| (link.contract.as_str(), link.depth)).collect();
    assert_eq!((chain.as_slice(), turns.depth()), ([("c-2", 1), ("c-3", 2)].as_slice(), 2));
    let said = "\nInvitations that arose from something earlier: c-2, invited on 7 April 2026 (entry 11), arose from change ch-1 and \
                contract c-1; c-3, invited on 10 April 2026 (entry 17), arose from contract c-2 (number 2 in a row).\n";
    assert!(turns.to_string().contains(said), "{turns}");
    assert_eq!(turns.completed().count(), 2);
    assert_eq!(back(&turns.rounds[0]), [(Returned::Change, 10), (Returned::Invitation, 11)], "one entry counts once");
    assert_eq!(turns.stall, Stall::Nowhere);
}

/// The example of the documentation of `Link`.
#[test]
fn depth_counts_the_invitations_in_a_row_that_named_what_they_arose_from() {
    let declined =
        written("04-03 09:00", "p-1", "contract_declined", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#);
    let acts = [invited("04-02 09:00", "c-1", ""), declined, invited("04-04 09:00", "c-2", r#"{"contract":"c-1"}"#)];
    let acts = acts.into_iter().chain(agreed("04-05 09:00", "c-2")).chain(worked("04-06 09:00", "c-2"));
    let turns = turns(acts.chain([
        changed("04-06 10:00", "ch-1", r#""session":"s-c-2""#),
        acknowledged("04-07 09:00", r#","because_of":[{"change":"ch-1"}]"#),
        invited("04-08 09:00", "c-3", r#"{"contract":"c-1"},{"change":"ch-1"}"#),
        written("04-09 09:00", "p-2", "change_noticed", r#"{"change":"ch-2","what":"story","words":"Another."}"#),
        invited("04-10 09:00", "c-4", r#"{"change":"ch-2"}"#),
        invited("04-11 09:00", "c-5", r#"{"contract":"c-2"},{"contract":"c-3"}"#),
    ]));
    let chain: Vec<(&str, u32)> = turns.chain.iter().map(|link| (link.contract.as_str(), link.depth)).collect();
    assert_eq!((chain.as_slice(), turns.depth()), ([("c-2", 1), ("c-3", 2), ("c-4", 1), ("c-5", 3)].as_slice(), 3));
}

// A family that asks again.

/// A contract under which something was done, and a mother in the cycle.
fn done_for_a_family() -> Vec<Written> {
    let mother = written("03-30 08:00", "p-3", "person_entered", r#"{"person":"p-4","role":"parent"}"#);
    let acts = [mother, invited("04-02 09:00", "c-1", "")].into_iter();
    acts.chain(agreed("04-03 09:00", "c-1")).chain(worked("04-06 09:00", "c-1")).collect()
}

fn asked(when: &'static str, by: &'static str, says: &str) -> Written {
    written(when, by, "help_asked_again", &format!(r#"{{"asking":"as-1","asked_by":"p-4"{says}}}"#))
}

#[test]
fn a_family_that_asks_again_brings_nothing_back_until_the_worker_invites() {
    for by in ["p-1", "p-2", "p-3", "p-4"] {
        let acts = || done_for_a_family().into_iter().chain([asked("04-20 09:00", by, r#","contract":"c-1""#)]);
        let waiting = turns(acts());
        assert_eq!((waiting.rounds.len(), waiting.completed().count()), (1, 0), "it opens no contract");
        let arose = r#"{"asking":"as-1"}"#;
        let led_on = turns(acts().chain([invited("04-21 09:00", "c-2", arose)]));
        assert_eq!(back(&led_on.rounds[0]), [(Returned::Invitation, 12)]);
        assert_eq!(
            led_on.chain[0].to_string(),
            "c-2, invited on 21 April 2026 (entry 12), arose from request of a family as-1"
        );
        let twice = turns(acts().chain([invited("04-21 09:00", "c-2", r#"{"contract":"c-1"},{"asking":"as-1"}"#)]));
        assert_eq!(back(&twice.rounds[0]), [(Returned::Invitation, 12)], "one entry counts once");
        let data = format!(r#"{{"contract":"c-2","space":"case_consultation","arose_from":[{arose}]}}"#);
        let offered = turns(acts().chain([written("04-21 09:00", "p-1", "contract_invited", &data)]));
        assert_eq!(back(&offered.rounds[0]), [], "the clinician's own offer is no return");
    }
}

#[test]
fn a_request_about_no_contract_or_before_any_work_leads_back_to_none() {
    let arose = || invited("04-21 09:00", "c-2", r#"{"asking":"as-1"}"#);
    let about_none = turns(done_for_a_family().into_iter().chain([asked("04-20 09:00", "p-2", ""), arose()]));
    assert_eq!((back(&about_none.rounds[0]), about_none.depth()), (vec![], 1));
    let mut acts = done_for_a_family();
    acts.insert(2, asked("04-02 10:00", "p-2", r#","contract":"c-1""#));
    let too_early = turns(acts.into_iter().chain([arose()]));
    assert_eq!(back(&too_early.rounds[0]), []);
}

#[test]
fn a_request_deepens_the_chain_by_the_contract_that_it_is_about() {
    let acts = done_for_a_family().into_iter().chain([
        invited("04-10 09:00", "c-2", r#"{"contract":"c-1"}"#),
        asked("04-20 09:00", "p-4", r#","contract":"c-2""#),
        invited("04-21 09:00", "c-3", r#"{"asking":"as-1"}"#),
    ]);
    assert_eq!(turns(acts).depth(), 2);
}

#[test]
fn a_request_is_no_joining() {
    let mut acts = done_for_a_family();
    acts.truncate(1);
    let turns = turns(acts.into_iter().chain([asked("04-01 09:00", "p-4", ""), invited("04-02 09:00", "c-1", "")]));
    assert_eq!(turns.rounds[0].joined, None);
}

#[test]
fn what_a_request_names_has_to_be_there_and_whoever_asks_is_of_the_family() {
    let history = history(done_for_a_family());
    let offer = |day: &str, by: &str, code: &str, data: &str| {
        let at = at(day);
        let act = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        history.judge(&serde_json::from_str(&act).unwrap()).map_err(|refusal| refusal.to_string())
    };
    let asked = |data: &str| offer("04-20 09:00", "p-2", "help_asked_again", data);
    assert_eq!(asked(r#"{"asking":"as-1","asked_by":"p-4","contract":"c-1","words":"Invented."}"#), Ok(()));
    let not_of_family = "the person who asked for help again was not recorded here as family at that time";
    for asked_by in ["p-1", "p-2", "p-3"] {
        assert_eq!(asked(&format!(r#"{{"asking":"as-1","asked_by":"{asked_by}"}}"#)), Err(not_of_family.to_owned()));
    }
    let unknown = |noun: &str| Err(format!("no such {noun} is known here"));
    assert_eq!(asked(r#"{"asking":"as-1","asked_by":"p-9"}"#), unknown("person"));
    assert_eq!(asked(r#"{"asking":"as-1","asked_by":"p-4","contract":"c-9"}"#), unknown("contract"));
    let invitation = r#"{"contract":"c-2","space":"home_visit","arose_from":[{"asking":"as-1"}]}"#;
    assert_eq!(offer("04-20 09:00", "p-2", "contract_invited", invitation), unknown("request of a family"));
    let own = offer("04-20 09:00", "p-4", "contract_invited", r#"{"contract":"c-2","space":"home_visit"}"#);
    assert!(own.is_err(), "the family asks, and the worker invites");
}

#[test]
fn a_family_can_still_ask_after_the_cycle_was_closed() {
    let closed = written("04-10 09:00", "p-3", "cycle_closed", r#"{"cycle":"cy-1"}"#);
    let history =
        history(done_for_a_family().into_iter().chain([closed, asked("04-20 09:00", "p-4", r#","contract":"c-1""#)]));
    assert_eq!(history.entries().len(), 12);
}

// The invented cases.

#[test]
fn the_welcome_consultation_is_one_turn_told_with_its_entries() {
    let turns = read(&case("therapy_reframe_welcome"), Moment::LATEST);
    let turn = turns.completed().next().unwrap();
    assert_eq!((turn.contract.as_str(), turn.space, turn.stage), ("c-1", Space::CaseConsultation, Stage::Completed));
    assert_eq!(back(turn), [(Returned::Change, 22), (Returned::Acknowledgement, 31), (Returned::Invitation, 32)]);
    let furthest = turns.furthest().next().unwrap();
    assert_eq!((furthest.ways.len(), furthest.steps.len()), (4, 5));
    assert_eq!(
        turns.to_string(),
        "By all that is recorded, 1 turn of the cycle seems complete, out of 2 invitations (parameters `unvalidated_v2`).\n\
         - c-1 (case consultation): invited on 8 September 2026 (entry 10), agreed on 11 September 2026 (entry 15), first work on \
         14 September 2026 (entry 17); after that a change was noticed on 28 September 2026 (entry 22), the clinician was \
         acknowledged on 13 October 2026 (entry 31) and a further invitation came on 13 October 2026 (entry 32).\n\
         From joining to contracting: 1 of 2 invitations led to an agreement, after 3 days and 23 hours (from when joining \
         began); no agreement is recorded yet: c-2 (invited), joining before it began on 13 October 2026 (entry 31).\n\
         From contracting to intervening: 1 of 1 agreement led to work, after 3 days (from the agreement).\n\
         From intervening back to joining: 1 of 1 piece of work led back to joining, after 14 days (from when the work \
         began).\n\
         There is not enough to say where work stalls.\n\
         c-2, invited on 13 October 2026 (entry 32), arose from contract c-1 and change ch-1.\n\
         One change is recorded: ch-1 (a belief), noticed on 28 September 2026 (entry 22): witnessed, \
         documented, amplified and named in an acknowledgement or invitation (entries 23, 25, 26, 31 and 32)."
    );
}

#[test]
fn what_had_not_happened_or_was_not_known_does_not_count() {
    let history = case("therapy_reframe_welcome");
    let completed =
        |as_of, known_at| Turns::of(&history.view(at(as_of), at(known_at)), &Parameters::default()).completed().count();
    assert_eq!(completed("09-28 10:29", "12-31 12:00"), 0, "nothing had come back");
    assert_eq!(completed("09-28 10:30", "12-31 12:00"), 1);
    assert_eq!(completed("09-28 12:00", "09-28 11:00"), 0, "nobody had written it down");
}

#[test]
fn contracts_without_agreement_and_without_return_are_told_apart() {
    let turns = read(&case("concurrent_contracts"), Moment::LATEST);
    let completed: Vec<&str> = turns.completed().map(|round| round.contract.as_str()).collect();
    assert_eq!(completed, ["c-consult", "c-film"]);
    let [consult, film, ..] = turns.rounds.as_slice() else { panic!("four contracts") };
    assert_eq!((back(consult), back(film)), (vec![(Returned::Invitation, 30)], vec![(Returned::Change, 54)]));
    let waiting = |arc| waiting(turns.arc(arc));
    assert_eq!(waiting(Arc::ToContracting), [vec![], vec![], vec!["c-court"]], "declined");
    let declined = "; closed before an agreement: c-court, declined on ";
    assert!(turns.arc(Arc::ToContracting).to_string().contains(declined), "{turns}");
    let two = "2 of 3 pieces of work led back to joining, after 29 days (c-consult) and 147 days (c-film), from when the work began; ";
    assert!(turns.arc(Arc::ToJoining).to_string().contains(two), "{turns}");
    assert_eq!(waiting(Arc::ToIntervening), [const { Vec::<&str>::new() }; 3]);
    assert_eq!(waiting(Arc::ToJoining), [vec![], vec!["c-conference"], vec![]], "however long c-film took");
    assert_eq!(turns.stall, Stall::Nowhere);
}

#[test]
fn the_value_serialises_with_its_evidence() {
    let turns = read(&case("therapy_reframe_welcome"), Moment::LATEST);
    let value = serde_json::to_value(&turns).unwrap();
    assert_eq!(value["rounds"][0]["agreed"]["entry"], 15);
    let curve = &value["arcs"][1]["curve"];
    let step = serde_json::json!({"time": 3 * 86_400 + 3_000, "at_risk": 1, "open": 0.0, "ends": [
        {"end": "reached", "count": 1, "incidence": 1.0, "variance": 0.0, "interval": null},
    ]});
    assert_eq!(
        (&curve["median"], &curve["beginnings"], &curve["steps"]),
        (&step["time"], &1.into(), &serde_json::json!([step]))
    );
    assert_eq!(value["arcs"][1]["ends"][0]["end"], "reached");
    assert_eq!(value["changes"][0]["ways"], serde_json::json!(["witnessed", "documented", "amplified", "led_on"]));
    assert_eq!(value["stall"], "not_enough_to_say");
    assert!(!value.to_string().contains("Invented"), "no text");
}

#[test]
fn the_default_passes_its_own_check() {
    let default = Parameters::unvalidated_v2();
    assert_eq!(Parameters::try_from(RawParameters::from(default.clone())), Ok(default));
}
