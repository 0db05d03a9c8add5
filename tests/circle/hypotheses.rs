//! Ideas in rows, evidence in columns, each person's ratings by themselves.

use practice_cycle::hypotheses::{Hypotheses, Missing, OrderReading, Parameters, QuestionReading, RawParameters, Stays};

use super::*;

fn read(told: &Told) -> Hypotheses {
    Hypotheses::of(&told.view(), &Parameters::default())
}

#[track_caller]
fn question(told: &Told) -> QuestionReading {
    let mut read = read(told);
    assert_eq!(read.questions.len(), 1);
    read.questions.remove(0)
}

#[track_caller]
fn order_of(told: &Told, rater: &str) -> OrderReading {
    let question = question(told);
    let found = question.raters.into_iter().find(|read| read.rater.as_str() == rater).unwrap();
    found.order.unwrap_or_else(|| panic!("{:?}", found.missing))
}

fn missing(told: &Told, rater: &str) -> Option<Missing> {
    question(told).raters.iter().find(|read| read.rater.as_str() == rater).unwrap().missing
}

/// `hy-2 0; hy-1 hy-3 2`: what is against each place.
fn places(order: &OrderReading) -> String {
    let place = |place: &practice_cycle::hypotheses::Place| {
        let ideas: Vec<&str> = place.hypotheses.iter().map(|idea| idea.as_str()).collect();
        format!("{} {}", ideas.join(" "), place.against)
    };
    order.places.iter().map(place).collect::<Vec<_>>().join("; ")
}

fn names<T: ToString>(of: &[T]) -> String {
    of.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn two_ideas() -> Told {
    Told::discussed().idea("hy-1", "first").idea("hy-2", "later")
}

#[test]
fn one_piece_that_speaks_clearly_against_an_idea_outweighs_many_that_fit_all_of_them() {
    let fits = |told: Told, piece: usize| told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 ++, hy-2 +");
    let told = (1..=12).fold(two_ideas(), fits);
    assert_eq!(places(&order_of(&told, "worker")), "hy-1 hy-2 0");
    let told = told.weighed("worker", "st-13", "came_up", "hy-1 --, hy-2 0");
    let order = order_of(&told, "worker");
    assert_eq!(places(&order), "hy-2 0; hy-1 2");
    assert_eq!(order.does_not_help.len(), 12);
    assert_eq!(names(&order.nothing_against), "hy-2");
    let changed: Vec<&str> = order.without.iter().filter(|it| it.changes()).map(|it| it.piece.as_str()).collect();
    assert_eq!((order.without.len(), changed), (13, vec!["st-13"]));
    let becomes = order.without.last().unwrap().becomes.clone().unwrap();
    assert_eq!(names(&becomes), "hy-1 and hy-2 alike");
}

#[test]
fn a_piece_that_counts_the_same_against_all_changes_no_order() {
    let told = two_ideas()
        .weighed("worker", "st-1", "came_up", "hy-1 -, hy-2 +")
        .weighed("worker", "st-2", "came_up", "hy-1 +, hy-2 --")
        .weighed("worker", "st-3", "came_up", "hy-1 +, hy-2 0");
    assert_eq!(places(&order_of(&told, "worker")), "hy-1 1; hy-2 2");
    for (ratings, expected) in [
        ("hy-1 ++, hy-2 ++", "hy-1 1; hy-2 2"),
        ("hy-1 +, hy-2 +", "hy-1 1; hy-2 2"),
        ("hy-1 0, hy-2 0", "hy-1 1; hy-2 2"),
        ("hy-1 ++, hy-2 0", "hy-1 1; hy-2 2"),
        ("hy-1 -, hy-2 -", "hy-1 2; hy-2 3"),
        ("hy-1 --, hy-2 --", "hy-1 3; hy-2 4"),
    ] {
        let order = order_of(&told.clone().weighed("worker", "st-4", "looked_for", ratings), "worker");
        assert_eq!((places(&order).as_str(), names(&order.does_not_help).as_str()), (expected, "st-3 st-4"), "{ratings}");
    }
    let helps = order_of(&told.weighed("worker", "st-4", "looked_for", "hy-1 --, hy-2 +"), "worker");
    assert_eq!((places(&helps).as_str(), names(&helps.does_not_help).as_str()), ("hy-2 2; hy-1 3", "st-3"));
}

#[test]
fn three_pieces_and_two_ideas_or_no_order() {
    let told = two_ideas().weighed("worker", "st-1", "came_up", "hy-1 -, hy-2 +");
    let told = told.weighed("worker", "st-2", "came_up", "hy-1 -, hy-2 +");
    assert_eq!(missing(&told, "worker"), Some(Missing::Ideas { found: 0, needed: 2, pieces: 3 }));
    let plain = "No order yet: that takes 2 ideas, each weighed against 3 pieces or more; none so far.";
    assert!(read(&told).to_string().contains(plain));
    let one_idea = told.clone().weighed("worker", "st-3", "came_up", "hy-1 -");
    assert_eq!(missing(&one_idea, "worker"), Some(Missing::Ideas { found: 1, needed: 2, pieces: 3 }));
    // Three each, but not the same three.
    let others = one_idea.weighed("worker", "st-4", "came_up", "hy-2 -");
    assert_eq!(missing(&others, "worker"), Some(Missing::Pieces { found: 2, needed: 3 }));
    assert!(
        read(&others)
            .to_string()
            .contains("No order yet: that takes 3 pieces or more, each weighed against each of these ideas; 2 so far.")
    );
    let filled = others.weighed("worker", "st-4", "came_up", "hy-1 +");
    let order = order_of(&filled, "worker");
    assert_eq!((places(&order).as_str(), names(&order.not_counted).as_str()), ("hy-2 1; hy-1 2", "st-3"));
    // Three pieces of three people are nobody's three.
    let spread = ["worker", "manager", "colleague"]
        .into_iter()
        .zip(1..)
        .fold(two_ideas(), |told, (by, piece)| told.weighed(by, &format!("st-{piece}"), "came_up", "hy-1 -, hy-2 +"));
    assert!(question(&spread).raters.iter().all(|rater| rater.order.is_none()));
}

#[test]
fn an_idea_that_was_weighed_less_does_not_look_better_for_it() {
    let told = two_ideas().idea("hy-3", "later");
    let told =
        (1..=4).fold(told, |told, piece| told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 --, hy-2 -"));
    let told = told.weighed("worker", "st-1", "came_up", "hy-3 +");
    let order = order_of(&told, "worker");
    assert_eq!((places(&order).as_str(), names(&order.not_in_order).as_str()), ("hy-2 4; hy-1 8", "hy-3"));
    // Weighed against three, it stands in the order, of the pieces that were weighed against all.
    let told = told.weighed("worker", "st-2", "came_up", "hy-3 +").weighed("worker", "st-3", "came_up", "hy-3 --");
    let order = order_of(&told, "worker");
    assert_eq!(places(&order), "hy-3 2; hy-2 3; hy-1 6");
    assert_eq!((names(&order.pieces).as_str(), names(&order.not_counted).as_str()), ("st-1 st-2 st-3", "st-4"));
}

#[test]
fn no_order_says_whether_a_child_was_harmed() {
    let weighed = |told: Told| {
        (1..=3).fold(told.idea("hy-1", "first").idea("hy-2", "later"), |told, piece| {
            told.weighed("worker", &format!("st-{piece}"), "looked_for", "hy-1 --, hy-2 ++")
        })
    };
    let told = weighed(Told::opened().discussion("di-1", "whether_harmed", ""));
    assert_eq!(missing(&told, "worker"), Some(Missing::WhetherHarmed));
    let question = question(&told);
    assert!(question.same_order.is_none() && question.raters[0].order.is_none());
    assert_eq!(question.raters[0].cells.len(), 6, "what was rated is there as it was given");
    let text = read(&told).to_string();
    assert!(text.contains("No order: whether a child was harmed is not for an order of ideas to say."));
    assert!(!text.contains("least inconsistent") && !text.contains("against\n"), "{text}");
    // So is it where that is asked only when the question is taken up again, and where it was asked first.
    let again = weighed(Told::discussed()).discussion("di-2", "whether_harmed", r#","continues":"di-1""#);
    assert_eq!(missing(&again, "worker"), Some(Missing::WhetherHarmed));
    let before = Told::opened().discussion("di-0", "whether_harmed", "");
    let before = weighed(before.discussion("di-1", "what_explains", r#","continues":"di-0""#));
    assert_eq!(missing(&before, "worker"), Some(Missing::WhetherHarmed));
    let another = weighed(Told::discussed()).discussion("di-2", "whether_harmed", "");
    assert_eq!(missing(&another, "worker"), None, "another question");
}

#[test]
fn a_question_goes_on_in_the_discussions_that_take_it_up_again() {
    let told = two_ideas().weighed("worker", "st-1", "came_up", "hy-1 -, hy-2 +");
    let told = told.discussion("di-2", "what_explains", r#","continues":"di-1""#);
    let told =
        told.discussion("di-3", "what_would_help", r#","continues":"di-2""#).idea_by("clinician", "hy-3", "later", "di-3");
    let one = question(&told);
    assert_eq!(
        (one.question.as_str(), names(&one.discussions.iter().map(|it| it.entry).collect::<Vec<_>>())),
        ("di-1", "8 13 14".into())
    );
    assert_eq!(names(&one.ideas.iter().map(|idea| &idea.hypothesis).collect::<Vec<_>>()), "hy-1 hy-2 hy-3");
    let told = told.discussion("di-4", "what_explains", "").idea_by("worker", "hy-4", "first", "di-4");
    let read = read(&told);
    assert_eq!(names(&read.questions.iter().map(|it| &it.question).collect::<Vec<_>>()), "di-1 di-4");
}

#[test]
fn the_latest_weighing_of_a_person_counts_and_takes_back_nobody_elses() {
    let told = (1..=3).fold(two_ideas(), |told, piece| {
        let told = told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 -, hy-2 +");
        told.weighed("manager", &format!("st-{piece}"), "came_up", "hy-1 -, hy-2 +")
    });
    let again = told.clone().weighed("worker", "st-1", "came_up", "hy-1 --");
    assert_eq!(places(&order_of(&again, "worker")), "hy-2 0; hy-1 4", "what is not rated again stays as it was");
    assert_eq!(places(&order_of(&again, "manager")), "hy-2 0; hy-1 3");
    let back = again.weighed("worker", "st-1", "came_up", "hy-1 +, hy-2 ++");
    assert_eq!(places(&order_of(&back, "worker")), "hy-2 0; hy-1 2");
    // What occurred earlier and was written down late is not the latest.
    let mut late = told.clone();
    let hour = late.hour();
    let act = Told::act("worker", "evidence_weighed", &weighing(90, "st-1", "came_up", "hy-1 --, hy-2 --"), hour - 9, hour);
    late.0.record(act).unwrap();
    assert_eq!(places(&order_of(&late, "worker")), places(&order_of(&told, "worker")));
    // A weighing that was an error never was.
    let error = told.clone().weighed("worker", "st-1", "came_up", "hy-1 +, hy-2 --");
    let entries = format!(r#"{{"entries":[{}],"reason":"Another piece was meant."}}"#, error.last());
    assert_eq!(places(&order_of(&error, "worker")), "hy-1 hy-2 2");
    let error = error.then("worker", "entered_in_error", &entries);
    assert_eq!(places(&order_of(&error, "worker")), "hy-2 0; hy-1 3");
}

#[test]
fn the_first_idea_is_the_one_marked_so_or_else_the_earliest() {
    let first = |told: &Told| question(told).first.unwrap().to_string();
    assert_eq!(first(&two_ideas()), "hy-1, put as the first");
    let later = Told::discussed().idea("hy-1", "later").idea("hy-2", "first");
    assert_eq!(first(&later), "hy-2, put as the first");
    let unmarked = Told::discussed().idea("hy-1", "later").idea("hy-2", "later");
    assert_eq!(first(&unmarked), "hy-1, the earliest that was put; nobody marked a first idea");
    // Two, and three, that were marked: said in both readings, and not chosen in silence.
    let two = later.idea("hy-3", "first");
    let both = "hy-2, put as the first; hy-3 was put as the first, too, and here the earliest of them counts as it";
    assert_eq!(first(&two), both);
    let anchoring = practice_cycle::anchoring::Anchoring::of(&two.view(), &Default::default());
    assert!(anchoring.to_string().contains(&format!("The first idea: {both}; put on")), "{anchoring}");
    assert!(read(&two).to_string().contains(&format!("The first idea: {both}.")));
    assert!(first(&two.idea("hy-4", "first")).contains("hy-3 and hy-4 were put as the first, too"));
}

#[test]
fn what_became_of_an_idea_stands_beside_it() {
    let about = |hypothesis: &str, words: &str| format!(r#"{{"hypothesis":"{hypothesis}","{words}":"MARKER words"}}"#);
    let told =
        (1..=3).fold(two_ideas(), |told, piece| told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 -, hy-2 +"));
    let told = told.then("worker", "hypothesis_set_aside", &about("hy-1", "reason"));
    let told = told.then("worker", "hypothesis_reshaped", &about("hy-2", "words"));
    let one = question(&told);
    let stays = |place: usize| one.ideas[place].stays;
    assert_eq!((stays(0), stays(1)), (Stays::SetAside, Stays::Open));
    assert_eq!((one.ideas[0].against.len(), one.ideas[1].against.len(), one.ideas[1].reshaped.len()), (3, 0, 1));
    assert_eq!(places(&order_of(&told, "worker")), "hy-2 0; hy-1 3", "set aside, it stands where it stood");
    let before: Vec<&str> =
        one.raters[0].cells.iter().filter(|it| it.before_reshaping).map(|it| it.hypothesis.as_str()).collect();
    assert_eq!(before, ["hy-2", "hy-2", "hy-2"]);
    let text = read(&told).to_string();
    assert!(text.contains("hy-1 (first, set aside)") && text.contains("Weighed before an idea was put in other words:"));
    let told = told.then("worker", "hypothesis_kept", &about("hy-1", "reason"));
    let told = told.weighed("worker", "st-1", "came_up", "hy-2 +");
    let one = question(&told);
    assert_eq!((one.ideas[0].stays, one.ideas[1].stays), (Stays::Kept, Stays::Open));
    assert_eq!(one.raters[0].cells.iter().filter(|it| it.before_reshaping).count(), 2, "one was weighed again");
}

#[test]
fn several_peoples_orders_stand_beside_each_other_and_are_not_combined() {
    let told = (1..=3).fold(two_ideas(), |told, piece| {
        let told = told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 +, hy-2 -");
        told.weighed("manager", &format!("st-{piece}"), "came_up", "hy-1 0, hy-2 -")
    });
    let same = question(&told);
    assert_eq!((same.same_order, same.compared.iter().all(|it| it.is_alike)), (Some(true), true));
    // Two of one mind do not outvote a third.
    let told =
        (1..=3).fold(told, |told, piece| told.weighed("clinician", &format!("st-{piece}"), "looked_for", "hy-1 --, hy-2 +"));
    for (rater, expected) in [("clinician", "hy-2 0; hy-1 6"), ("manager", "hy-1 0; hy-2 3"), ("worker", "hy-1 0; hy-2 3")] {
        assert_eq!(places(&order_of(&told, rater)), expected);
    }
    let differ = question(&told);
    assert_eq!((differ.same_order, differ.compared.len()), (Some(false), 6));
    assert!(differ.compared.iter().all(|it| !it.is_alike && it.ratings.len() == 3));
    let text = read(&told).to_string();
    assert!(text.contains("st-1 for hy-1 (clinician: strongly inconsistent, manager: does not help to tell the ideas apart and worker: consistent)"), "{text}");
    assert!(text.contains("Their orders differ. They are not combined, and need not agree."));
    let numbers = serde_json::to_value(read(&told)).unwrap();
    assert!(numbers["questions"][0]["raters"].as_array().unwrap().iter().all(|rater| rater["order"]["places"].is_array()));
}

#[test]
fn people_who_were_one_rate_as_one() {
    let told =
        (1..=2).fold(two_ideas(), |told, piece| told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 -, hy-2 +"));
    let told = told.weighed("colleague", "st-3", "came_up", "hy-1 -, hy-2 +");
    assert_eq!(question(&told).raters.len(), 2);
    let told = told.then("worker", "people_merged", r#"{"person":"colleague","into":"worker","reason":"One person."}"#);
    assert_eq!(places(&order_of(&told, "worker")), "hy-2 0; hy-1 3");
    assert_eq!(question(&told).raters.len(), 1);
}

#[test]
fn the_parameters_are_data_and_say_what_counts() {
    let told = two_ideas()
        .weighed("worker", "st-1", "came_up", "hy-1 --, hy-2 -")
        .weighed("worker", "st-2", "came_up", "hy-1 +, hy-2 -");
    let raw = RawParameters { pieces: 2, ..RawParameters::named("ours".parse().unwrap()) };
    let tied = Hypotheses::of(&told.view(), &raw.clone().try_into().unwrap());
    assert_eq!(places(tied.questions[0].raters[0].order.as_ref().unwrap()), "hy-1 hy-2 2");
    assert_eq!(tied.parameters.as_str(), "ours");
    let raw = RawParameters { strongly_inconsistent: 5, ..raw };
    let clear = Hypotheses::of(&told.view(), &raw.try_into().unwrap());
    assert_eq!(places(clear.questions[0].raters[0].order.as_ref().unwrap()), "hy-2 2; hy-1 5");
    for (written, error) in [
        (r#"{"id":"ours","pieces":0}"#, "`pieces`: expected a number from 1 to 1000"),
        (r#"{"id":"ours","ideas":1}"#, "`ideas`: expected a number from 2 to 1000"),
        (
            r#"{"id":"ours","strongly_inconsistent":1,"inconsistent":2}"#,
            "`strongly_inconsistent`: expected a number no less",
        ),
        (r#"{"id":"unvalidated_v1","pieces":4}"#, "`id`: expected a name of its own"),
        (r#"{"id":"ours","pieces":"many"}"#, "expected `pieces` to be a whole number from 1 to 1000"),
        (r#"{"id":"ours","weight":1}"#, "unknown field `weight`"),
        (r#"{"pieces":3}"#, "missing field `id`"),
    ] {
        let refused = serde_json::from_str::<Parameters>(written).unwrap_err().to_string();
        assert!(refused.contains(error), "{written}: {refused}");
    }
}

#[test]
fn the_text_in_full() {
    let told = two_ideas()
        .weighed("worker", "st-1", "came_up", "hy-1 +, hy-2 ++")
        .weighed("worker", "st-2", "looked_for", "hy-1 --, hy-2 +")
        .weighed("worker for clinician", "st-3", "came_up", "hy-1 +, hy-2 -");
    let expected = "\
By all that is recorded, ideas and evidence weighed about 1 question, by the parameters `unvalidated_v1`.
Ideas in rows, evidence in columns: ++ strongly consistent, + consistent, 0 does not help, - inconsistent, -- strongly inconsistent, . not rated.

Question di-1 (what explains what we see), discussed on 2 March 2026 (entry 8).
The first idea: hy-1, put as the first.
- hy-1: put on 2 March 2026 (entry 9)
- hy-2: put on 2 March 2026 (entry 10)
Evidence: st-1 (opinion, entry 11), st-2 (opinion, entry 13) and st-3 (opinion, entry 15).
As worker weighed it (entries 12, 14 and 16):
                st-1  st-2  st-3  against
  hy-2          ++    +     -     1
  hy-1 (first)  +     --    +     2
The least inconsistent first: hy-2; hy-1.
Does not help to tell the ideas apart, counting the same against each: st-1.
The order depends on single pieces: without st-2 it would be hy-1, then hy-2; without any other piece it stays as it is.
Recorded for somebody else: entry 16 by worker, recorded by the clinician.
It is read from what its reader is shown, and from nothing else: for another reader it may say something else.
An order says what each person found least against, and not which idea is true; ideas are for testing.";
    assert_eq!(read(&told).to_string(), expected);
    assert!(!expected.contains("MARKER"));
}

#[test]
fn a_long_table_shows_what_tells_the_ideas_apart() {
    let told = (1..=12).fold(two_ideas(), |told, piece| {
        let ratings = if piece == 12 { "hy-1 --, hy-2 +" } else { "hy-1 +, hy-2 +" };
        told.weighed("worker", &format!("st-{piece}"), "came_up", ratings)
    });
    let text = read(&told).to_string();
    assert!(text.contains("  st-12  st-1  st-2  st-3  st-4  st-5  st-6  st-7  against\n"), "{text}");
    assert!(text.contains("(12 pieces and 2 ideas in all)"));
}

/// How a member of the family weighed something, and what they said without a name, is in no text but theirs, and leaves no trace there.
#[test]
fn what_the_family_weighed_or_said_without_a_name_is_told_to_nobody_else() {
    let told =
        (1..=3).fold(two_ideas(), |told, piece| told.weighed("worker", &format!("st-{piece}"), "came_up", "hy-1 -, hy-2 +"));
    let own = told.clone().weighed("parent", "st-1", "came_up", "hy-1 ++, hy-2 --");
    let worry = r#"{"statement":"st-9","discussion":"di-1","kind":"worry","words":"MARKER worry"}"#;
    let said = told.clone().then("parent for worker", "statement_made", worry);
    // How it was weighed would tell of it.
    let said = said.weighed("clinician", "st-9", "came_up", "hy-1 --, hy-2 +");
    for (history, marker, readers) in
        [(&own, "As parent weighed it", &["parent"][..]), (&said, "st-9", &["clinician", "parent"])]
    {
        let whole = read(history);
        for person in EVERYBODY {
            let text = whole.text_for(&history.reader(person));
            assert_eq!(text.contains(marker), readers.contains(&person), "{person}: {text}");
            if !readers.contains(&person) {
                assert_eq!(text, read(&told).text_for(&told.reader(person)), "{person}: no trace of {marker}");
            }
        }
        assert_eq!(whole.to_string(), read(&told).to_string(), "for nobody in particular");
        assert_eq!(whole.questions[0].raters.len(), 2, "JSON is whole");
    }
    // With their agreement, and until it is withdrawn.
    let consent = format!(
        r#"{{"consent":"cn-1","to":"sharing_words","given_by":"parent","entries":[{}],"readers":["clinician"]}}"#,
        own.last()
    );
    let agreed = own.then("parent for worker", "consent_given", &consent);
    let tells = |history: &Told, person| read(history).text_for(&history.reader(person)).contains("As parent weighed it");
    assert!(tells(&agreed, "clinician") && tells(&agreed, "parent") && !tells(&agreed, "worker"));
    let withdrawn = agreed.then("parent for worker", "consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"parent"}"#);
    assert!(!tells(&withdrawn, "clinician") && tells(&withdrawn, "parent"));
}

/// That there is an idea is a fact. It stands as any other, with nobody's name and none of the words.
#[test]
fn an_idea_of_the_family_stands_as_any_other() {
    let put = |by: &str| two_ideas().idea_by(by, "hy-3", "later", "di-1");
    let put = |by: &str| put(by).weighed("worker", "st-1", "came_up", "hy-3 -, hy-1 +");
    let (theirs, ours) = (put("parent"), put("colleague"));
    for person in EVERYBODY {
        let text = read(&theirs).text_for(&theirs.reader(person));
        assert_eq!(text, read(&ours).text_for(&ours.reader(person)), "{person}");
        assert!(!text.contains("MARKER") && !text.contains("parent"), "{person}: {text}");
    }
}

/// What a member of the family stated, under their name or as an allegation, is theirs: others are not told how it was weighed, but
/// for whoever weighed it.
#[test]
fn what_the_family_stated_is_weighed_in_no_text_for_others() {
    for (by, kind) in [("child for worker", "allegation"), ("parent", "opinion")] {
        let told = two_ideas().said_by(by, "st-9", kind, "");
        let weighed = told.clone().weighed("worker", "st-9", "came_up", "hy-1 +, hy-2 --");
        let speaker = by.split(' ').next().unwrap();
        for person in EVERYBODY {
            let text = read(&weighed).text_for(&weighed.reader(person));
            let is_told = [speaker, "worker"].contains(&person);
            assert_eq!(text.contains("st-9"), is_told, "{kind} for {person}: {text}");
            if !is_told {
                assert_eq!(text, read(&told).text_for(&told.reader(person)), "{kind} for {person}");
            }
        }
    }
}
