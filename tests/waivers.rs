//! Waivers that excuse nothing are named, with the reason, by a check and by a monitor alike; and feeds that end.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::code::Code;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Missing, Outcome, Pack, Packs, Policy, Report, Verdict};
use practice_cycle::stored;

const PACK: &str = r#"{"pack": "ours", "version": "1", "title": "Invented", "rules": [
    {"id": "Q1", "title": "Who is told of a referral is told within a week", "source": {"work": "invented", "known": "local"},
     "severity": "query", "per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "referral_received"}},
     "expect": {"event": "milestone_reached", "where": {"what": "other", "other": "referrer_told"}}, "within": "1 week"},
    {"id": "Q2", "title": "A referral is not stepped down within a week", "source": {"work": "invented", "known": "local"},
     "severity": "query", "per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "referral_received"}},
     "forbid": {"event": "threshold_decided", "where": {"direction": "down"}}, "within": "1 week"},
    {"id": "E1", "title": "A threshold is decided by somebody", "source": {"work": "invented", "known": "local"},
     "severity": "error", "when": {"event": "threshold_decided"}, "require": {"where": {"decided_by": {"count_at_least": 1}}}}
]}"#;

fn policy() -> Policy {
    let mut packs = Packs::default();
    let name = packs.add(PACK).unwrap_or_else(|wrong| panic!("{wrong}"));
    Policy::new(packs.pack(&name).unwrap(), &EnglandAndWales::new()).unwrap()
}

struct Told(History);

impl Told {
    /// A cycle from 1 March 2026 with a manager in it; every milestone is recorded from then on.
    fn begun() -> Self {
        let mut told = Told(History::default());
        told.on("2026-03-01", "clin", "cycle_opened", r#"{"cycle":"cy","format":1,"clinician":"clin","team":"t"}"#)
            .on("2026-03-01", "clin", "person_entered", r#"{"person":"mgr","role":"manager"}"#)
            .on("2026-03-01", "mgr", "feed_declared_complete", r#"{"feed":"fe-1","from":"2026-03-01"}"#);
        told
    }

    #[track_caller]
    fn on(&mut self, at: &str, by: &str, code: &str, data: &str) -> &mut Self {
        let at = if at.len() == 10 { format!("{at}T12:00:00Z") } else { at.to_owned() };
        let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        let act: Act = stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
        self.0.record(act.clone()).unwrap_or_else(|refusal| panic!("{}", refusal.about(&act)));
        self
    }

    /// The case is referred on 2 March, as entry 4: somebody is told by the end of the 9th.
    fn referred(&mut self) -> &mut Self {
        self.on("2026-03-02", "mgr", "milestone_reached", r#"{"milestone":"mi-1","case":"A","what":"referral_received"}"#)
    }

    fn answered(&mut self, at: &str) -> &mut Self {
        let told = r#"{"milestone":"mi-2","case":"A","what":"other","other":"referrer_told","follows":"mi-1"}"#;
        self.on(at, "mgr", "milestone_reached", told)
    }

    fn waived(&mut self, at: &str, rule: &str, more: &str) -> &mut Self {
        let waiver = format!("wa-{}", self.0.entries().len());
        self.on(at, "mgr", "duty_waived", &format!(r#"{{"waiver":"{waiver}","rule":"{rule}"{more},"reason":"Invented."}}"#))
    }

    fn check(&self, as_of: &str) -> Report {
        policy().check(&self.0, as_of.parse().unwrap(), Moment::LATEST)
    }
}

fn unused(report: &Report) -> Vec<String> {
    let told = |entry: u32, why: &str| format!("{entry}: {why}");
    report.unused_waivers.iter().map(|waiver| told(waiver.at.entry.get(), waiver.why.code())).collect()
}

#[track_caller]
fn check_and_monitor(told: &Told, expected: &[&str]) {
    let batch = told.check("2026-04-30T12:00:00Z");
    assert_eq!(unused(&batch), expected);
    let policy = policy();
    let (mut growing, mut monitor) = (History::default(), policy.monitor());
    for entry in told.0.entries() {
        growing.append(entry.clone()).unwrap();
        // What was told of is put away, and what was met is forgotten.
        _ = monitor.advance(&growing);
    }
    let live = monitor.report(&growing, "2026-04-30T12:00:00Z".parse().unwrap());
    assert_eq!(unused(&live), expected);
    assert_eq!(unused(&monitor.report(&growing, "2026-04-30T12:00:00Z".parse().unwrap())), expected, "asked again");
}

#[test]
fn a_waiver_of_what_was_owed_is_of_use_even_where_it_was_done_in_time_after_all() {
    check_and_monitor(Told::begun().referred().waived("2026-03-03", "Q1", "").answered("2026-03-04"), &[]);
    check_and_monitor(Told::begun().referred().waived("2026-03-12", "Q1", ""), &[]);
    check_and_monitor(
        Told::begun().referred().waived("2026-03-03", "Q1", r#","opened_by":4,"case":"A""#).answered("2026-03-04"),
        &[],
    );
}

#[test]
fn each_reason_for_which_a_waiver_excuses_nothing_is_told() {
    let mut told = Told::begun();
    told.referred()
        .waived("2026-03-03", "R99", "")
        .waived("2026-03-03", "E1", "")
        .waived("2026-03-03", "Q1", r#","opened_by":3"#)
        .waived("2026-03-03", "Q1", r#","case":"B""#);
    check_and_monitor(&told, &["5: no_such_rule", "6: is_an_error", "7: not_opened", "8: nothing_owed"]);
    let said: Vec<String> = told.check("2026-03-03T12:00:00Z").unused_waivers.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "the waiver of R99 in entry 5 excuses nothing: this pack has no such rule",
            "the waiver of E1 in entry 6 excuses nothing: a breach of this rule is an error, which cannot be waived",
            "the waiver of Q1 in entry 7 excuses nothing: the entry that it names had opened no duty of this rule",
            "the waiver of Q1 in entry 8 excuses nothing: nothing that it names was owed, late or broken when it was given",
        ]
    );
    // What the time that is spoken of does not know of is not told.
    assert_eq!(unused(&told.check("2026-03-02T12:00:00Z")), [""; 0]);
}

#[test]
fn a_waiver_that_comes_when_all_was_done_excuses_nothing() {
    // The monitor has forgotten what was met, but not that the entry had opened it.
    let mut told = Told::begun();
    told.referred().answered("2026-03-04").waived("2026-03-05", "Q1", r#","opened_by":4"#).waived("2026-03-05", "Q1", "");
    check_and_monitor(&told, &["6: nothing_owed", "7: nothing_owed"]);
    check_and_monitor(Told::begun().waived("2026-03-01", "Q1", "").referred(), &["4: nothing_owed"]);
    // At one instant, what was recorded first came first.
    let at = "2026-03-04T09:00:00Z";
    check_and_monitor(Told::begun().referred().waived(at, "Q1", "").answered(at), &[]);
    check_and_monitor(Told::begun().referred().answered(at).waived(at, "Q1", ""), &["6: nothing_owed"]);
}

#[test]
fn a_waiver_whose_case_was_redacted_is_told_apart() {
    let mut told = Told::begun();
    told.referred().waived("2026-03-03", "Q1", r#","case":"A""#);
    told.on("2026-03-05", "mgr", "redacted", r#"{"entries":[5],"reason":"Invented."}"#);
    check_and_monitor(&told, &["5: case_redacted"]);
}

#[test]
fn a_ban_that_is_broken_is_excused_where_that_was_before_the_waiver_was_over() {
    let broken = |at: &str, until: &str| {
        let mut told = Told::begun();
        told.referred().waived("2026-03-03", "Q2", until);
        told.on(at, "mgr", "threshold_decided", r#"{"decision":"de-1","case":"A","direction":"down","decided_by":["mgr"]}"#);
        let report = told.check("2026-04-30T12:00:00Z");
        report.rule("Q2").unwrap().tally.excused
    };
    assert_eq!(broken("2026-03-05", ""), 1);
    assert_eq!(broken("2026-03-05", r#","until":"2026-03-05""#), 1, "that stays excused");
    assert_eq!(broken("2026-03-06T00:00:00Z", r#","until":"2026-03-05""#), 0);
    assert_eq!(broken("2026-03-05T23:59:59.999999999Z", r#","until":"2026-03-05""#), 1);
}

#[test]
fn what_cannot_be_determined_is_excused_while_the_waiver_lasts() {
    let mut told = Told::begun();
    told.referred().waived("2026-03-03", "Q1", r#","until":"2026-03-20""#);
    told.on("2026-03-04", "mgr", "feed_ended", r#"{"feed":"fe-1","last":"2026-03-04"}"#);
    let excused = |as_of: &str| {
        let report = told.check(as_of);
        let rule = report.rule("Q1").unwrap();
        assert!(matches!(rule.duties[0].outcome, Outcome::Unknown { missing: Missing::Feed }), "{:?}", rule.duties);
        (rule.tally.excused, rule.verdict.code())
    };
    assert_eq!(excused("2026-03-20T23:59:59.999999999Z"), (1, "holds_so_far"));
    assert_eq!(excused("2026-03-21T00:00:00Z"), (0, "undetermined"));
}

/// What the rule comes to as of the end of April, where these feeds are there.
fn by_feeds(feeds: &[(&str, &str)]) -> Verdict {
    let mut told = Told(History::default());
    told.on("2026-03-01", "clin", "cycle_opened", r#"{"cycle":"cy","format":1,"clinician":"clin","team":"t"}"#)
        .on("2026-03-01", "clin", "person_entered", r#"{"person":"mgr","role":"manager"}"#)
        .referred();
    for (place, (from, last)) in feeds.iter().enumerate() {
        let declared = format!(r#"{{"feed":"fe-{place}","from":"{from}"}}"#);
        told.on("2026-04-01", "mgr", "feed_declared_complete", &declared);
        if !last.is_empty() {
            told.on("2026-04-01", "mgr", "feed_ended", &format!(r#"{{"feed":"fe-{place}","last":"{last}"}}"#));
        }
    }
    told.check("2026-04-30T12:00:00Z").rule("Q1").unwrap().verdict.clone()
}

#[test]
fn an_absent_milestone_proves_something_only_where_feeds_cover_the_whole_time_in_which_it_was_expected() {
    let due = "2026-03-09T23:59:59.999999999Z".parse().unwrap();
    let (broken, unknown) = (Verdict::Violated { at: due, by: None }, Verdict::Undetermined { missing: Missing::Feed });
    assert_eq!(by_feeds(&[("2026-03-02", "")]), broken);
    assert_eq!(by_feeds(&[("2026-03-03", "")]), unknown);
    assert_eq!(by_feeds(&[("2026-03-02", "2026-03-09")]), broken, "its last day is covered whole");
    assert_eq!(by_feeds(&[("2026-03-02", "2026-03-08")]), unknown);
    // Where one feed ends, another may go on.
    assert_eq!(by_feeds(&[("2026-03-02", "2026-03-05"), ("2026-03-06", "")]), broken);
    assert_eq!(by_feeds(&[("2026-03-05", "2026-03-31"), ("2026-03-01", "2026-03-04")]), broken);
    assert_eq!(by_feeds(&[("2026-03-02", "2026-03-05"), ("2026-03-07", "")]), unknown, "nobody recorded the 6th");
    assert_eq!(by_feeds(&[("2026-03-02", "2026-03-05"), ("2026-03-01", "2026-03-05")]), unknown);
}

#[test]
fn the_waiver_of_the_shipped_example_is_of_use() {
    let history = History::read(include_bytes!("../examples/data/statutory_path.jsonl").as_slice()).unwrap();
    let policy = Policy::new(Pack::shipped("england-statutory").unwrap(), &EnglandAndWales::new()).unwrap();
    let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    assert_eq!(unused(&report), [""; 0]);
    assert_eq!(report.rule("R21a").unwrap().tally.excused, 1);
}
