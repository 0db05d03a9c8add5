//! Laws of the readings *turns* and *standing* that hold of every history.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")
)]

use std::collections::BTreeSet;
use std::ops::Range;

use practice_cycle::code::Code;
use practice_cycle::contracting::{ContractInvited, Stage};
use practice_cycle::cycle::{Act, Entry, Event};
use practice_cycle::evidence::{Cited, Elapsed};
use practice_cycle::history::{History, View};
use practice_cycle::id::{ChangeId, EntryNumber, PersonId, SessionId};
use practice_cycle::intervening::{ChangeAmplified, ChangeDocumented, ChangeNoticed, ChangeWitnessed, Cover, SessionHeld};
use practice_cycle::joining::{
    self, Acknowledged, Cause, ClinicianAcknowledged, Disruption, HelpAskedAgain, InfluenceInvited, JoiningDisrupted,
};
use practice_cycle::moment::Moment;
use practice_cycle::people::Side;
use practice_cycle::standing::{self, Standing, Step};
use practice_cycle::strategy;
use practice_cycle::turns::{self, Arc, ArcReading, Beginning, End, LEAST_CLINICIANS, Pool, Returned, Turns};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const TERMS: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"See it from three sides.","lead":"shared","roles":{"notes":"shared","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-12-18"}}}"#;

fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 48 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Every time at which something occurred or was recorded, and the ends of time.
fn times(history: &History) -> Vec<Moment> {
    let both = history.entries().iter().flat_map(|entry| [entry.act().occurred_at, entry.act().recorded_at]);
    let times: BTreeSet<Moment> = both.chain([Moment::EARLIEST, Moment::LATEST]).collect();
    times.into_iter().collect()
}

/// Histories that seldom get stuck, and go round: contracts agreed and worked under, changes, and what came of them. The
/// crate's own walk looks everywhere, and so comes round too seldom to show much here.
fn rounds(steps: Range<usize>) -> impl Strategy<Value = History> {
    let choices = vec((0..25_u8, 1..5_u8, 0..3_u8, any::<bool>()), steps);
    (strategy::history(0..4), choices).prop_map(|(mut history, choices)| {
        for (place, choice) in choices.into_iter().enumerate() {
            go_round(&mut history, place, choice);
        }
        history
    })
}

/// Either kind.
fn histories(steps: Range<usize>) -> impl Strategy<Value = History> {
    prop_oneof![strategy::history(steps.clone()), rounds(steps)]
}

/// Offers what a choice says, an hour or three after the last; some of it is recorded late, and some is refused.
fn go_round(history: &mut History, place: usize, (what, number, hours, late): (u8, u8, u8, bool)) {
    let n = number;
    let other = n % 4 + 1;
    let start = history.cycle().last_recorded().to_utc();
    let recorded = Moment::new(start + chrono::TimeDelta::hours(i64::from(hours) + 1)).unwrap();
    let occurred = if late { Moment::new(start).unwrap() } else { recorded };
    let mut offer = |by: &str, code: &str, data: String| {
        let act = format!(
            r#"{{"type":"{code}","occurred_at":"{occurred}","recorded_at":"{recorded}","by":"{by}","data":{data}}}"#
        );
        // Being refused is one of the things that happen to acts.
        let _ = history.record(serde_json::from_str::<Act>(&act).unwrap());
    };
    let (c, ch) = (format!(r#""contract":"c-{n}""#), format!(r#""change":"ch-{n}""#));
    match what {
        0 => offer("p-1", "occasion_of_joining", format!(r#"{{"occasion":"o-{place}","place":"everyday","with":["p-2"]}}"#)),
        1 => offer("p-1", "rule_noticed", format!(r#"{{"rule":"r-{n}","voice":"spoken","words":"A rule."}}"#)),
        2 => offer("p-1", "rule_worked_with", format!(r#"{{"rule":"r-{n}","step":"kept"}}"#)),
        3 => offer("p-2", "clinician_acknowledged", format!(r#"{{"acknowledgement":"a-{place}","how":"included"}}"#)),
        4 => {
            let data = format!(
                r#"{{"acknowledgement":"a-{place}","how":"included","because_of":[{{"change":"ch-{n}"}},{{"contract":"c-{other}"}}]}}"#
            );
            offer("p-3", "clinician_acknowledged", data);
        }
        5 => offer("p-3", "joining_disrupted", format!(r#"{{"disruption":"d-{place}","what":"budget"}}"#)),
        6 => {
            let data = format!(
                r#"{{"influence":"i-{place}","words":"Shape it.","because_of":[{{"change":"ch-{n}"}},{{"contract":"c-{other}"}}]}}"#
            );
            offer("p-3", "influence_invited", data);
        }
        7 | 8 => {
            let space = if n % 2 == 0 { "team_meeting" } else { "case_consultation" };
            offer("p-2", "contract_invited", format!(r#"{{{c},"space":"{space}"}}"#));
        }
        9 => {
            let from = format!(r#"[{{"contract":"c-{other}"}},{{"change":"ch-{other}"}}]"#);
            offer("p-2", "contract_invited", format!(r#"{{{c},"space":"core_group","arose_from":{from}}}"#));
        }
        10 => {
            let from = format!(r#"[{{"contract":"c-{other}"}}]"#);
            offer("p-2", "contract_invited", format!(r#"{{{c},"space":"core_group","arose_from":{from}}}"#));
        }
        11..=13 => {
            offer("p-1", "terms_proposed", format!(r#"{{{c},"terms":{TERMS}}}"#));
            offer("p-1", "terms_accepted", format!(r#"{{{c},"version":1}}"#));
            offer("p-2", "terms_accepted", format!(r#"{{{c},"version":1}}"#));
        }
        14 | 15 => {
            offer("p-2", "contract_begun", format!("{{{c}}}"));
            let cover = format!(r#""cover":{{{c}}}"#);
            let data = format!(r#"{{"session":"s-{place}",{cover},"space":"team_meeting","present":["p-1","p-2"]}}"#);
            offer("p-1", "session_held", data);
            let change = format!(r#"{{"change":"ch-{n}","what":"story","words":"New.","session":"s-{place}"}}"#);
            offer("p-1", "change_noticed", change);
        }
        16 | 17 => offer("p-2", "change_noticed", format!(r#"{{{ch},"what":"belief","words":"New.",{c}}}"#)),
        18 => offer("p-3", "change_witnessed", format!("{{{ch}}}")),
        19 => offer("p-1", "change_noticed", format!(r#"{{{ch},"what":"belief","words":"New.",{c}}}"#)),
        20 => {
            let from = format!(r#"[{{"contract":"c-{other}"}},{{"change":"ch-{other}"}}]"#);
            offer("p-1", "contract_invited", format!(r#"{{{c},"space":"core_group","arose_from":{from}}}"#));
        }
        21 => {
            let (by, to) = if hours == 0 { ("p-1", "p-3") } else { ("p-2", "p-1") };
            offer(by, "change_amplified", format!(r#"{{{ch},"to":["{to}"]}}"#));
            offer("p-1", "change_documented", format!("{{{ch}}}"));
        }
        22 => offer("p-1", "change_witnessed", format!("{{{ch}}}")),
        23 => {
            let asked = format!(r#"{{"asking":"as-{n}","asked_by":"p-4","contract":"c-{other}"}}"#);
            offer("p-4", "help_asked_again", asked);
            let from = format!(r#"[{{"asking":"as-{n}"}}]"#);
            let by = if hours == 0 { "p-1" } else { "p-2" };
            offer(by, "contract_invited", format!(r#"{{{c},"space":"core_group","arose_from":{from}}}"#));
        }
        _ => offer("p-3", "entered_in_error", format!(r#"{{"entries":[{}],"reason":"A slip."}}"#, place / 2 + 9)),
    }
}

fn both(view: &View<'_>) -> (Turns, Standing) {
    (Turns::of(view, &turns::Parameters::default()), Standing::of(view, &standing::Parameters::default()))
}

/// What came back to each contract, without the pass over the entries that the reading makes: of each contract, each entry is
/// asked by itself. Only when something was first done is taken from the reading.
fn recounted(view: &View<'_>, turns: &Turns) -> Vec<Vec<(Returned, EntryNumber)>> {
    let (entries, cycle) = (view.by_occurrence(), view.cycle());
    let when = |entry: &Entry| (entry.act().occurred_at, entry.number());
    let clinical =
        |person: &PersonId, at: Moment| cycle.role_at(person, at).is_some_and(|role| role.side() == Side::Clinical);
    let own = |entry: &Entry| clinical(&entry.act().by, entry.act().occurred_at);
    let noticed = |change: &ChangeId| {
        let of = |entry: &&&Entry| ChangeNoticed::of(entry.event()).is_some_and(|data| data.change == *change);
        *entries.iter().find(of).unwrap()
    };
    let under = |data: &ChangeNoticed| {
        let session = |session: &SessionId| {
            let held = entries.iter().filter_map(|entry| SessionHeld::of(entry.event()));
            let mut held = held.filter(|held| held.session == *session);
            held.find_map(|held| if let Cover::Contract(contract) = &held.cover { Some(contract.clone()) } else { None })
        };
        data.contract.clone().or_else(|| session(data.session.as_ref()?))
    };
    let causes = |entry: &Entry| {
        let event = entry.event();
        let acknowledged = ClinicianAcknowledged::of(event).map(|data| (Returned::Acknowledgement, &data.because_of));
        let influence = || InfluenceInvited::of(event).map(|data| (Returned::Influence, &data.because_of));
        let invited = || ContractInvited::of(event).filter(|_| !own(entry)).map(|it| (Returned::Invitation, &it.arose_from));
        let (what, causes) = acknowledged.or_else(influence).or_else(invited)?;
        Some((what, causes.clone()))
    };
    let tells_others = |entry: &Entry, change: &ChangeId| {
        let event = entry.event();
        let to_others = |data: &ChangeAmplified| {
            let hears = |to: &PersonId| *to != entry.act().by && !clinical(to, entry.act().occurred_at);
            data.change == *change && (!own(entry) || data.to.iter().any(hears))
        };
        let witnessed = ChangeWitnessed::of(event).is_some_and(|data| data.change == *change);
        let documented = ChangeDocumented::of(event).is_some_and(|data| data.change == *change);
        (witnessed || documented) && !own(entry)
            || ChangeAmplified::of(event).is_some_and(to_others)
            || causes(entry).is_some_and(|(_, causes)| causes.contains(&Cause::Change(change.clone())))
    };
    let is_known = |notice: &Entry, change: &ChangeId| {
        !own(notice) || entries.iter().any(|entry| when(entry) > when(notice) && tells_others(entry, change))
    };
    let of = |round: &turns::Round| {
        let Some(done) = round.done.map(|done| (done.at, done.entry)) else { return Vec::new() };
        let mut back = Vec::new();
        for entry in entries.iter().filter(|entry| when(entry) > done) {
            let leads_here = |cause: &Cause| match cause {
                Cause::Contract(contract) => *contract == round.contract,
                Cause::Change(change) => {
                    let notice = noticed(change);
                    let data = ChangeNoticed::of(notice.event()).unwrap();
                    when(notice) > done && under(data).as_ref() == Some(&round.contract)
                }
                Cause::Asking(asking) => entries.iter().any(|asked| {
                    let about = HelpAskedAgain::of(asked.event()).filter(|data| data.asking == *asking);
                    when(asked) > done && about.is_some_and(|data| data.contract.as_ref() == Some(&round.contract))
                }),
            };
            if let Some((what, causes)) = causes(entry) {
                if causes.iter().any(leads_here) {
                    back.push((what, entry.number()));
                }
            } else if let Some(data) = ChangeNoticed::of(entry.event())
                && under(data).as_ref() == Some(&round.contract)
                && is_known(entry, &data.change)
            {
                back.push((Returned::Change, entry.number()));
            }
        }
        back
    };
    turns.rounds.iter().map(of).collect()
}

fn standing(history: &History) -> Step {
    Standing::of(&history.view(Moment::LATEST, Moment::LATEST), &standing::Parameters::default()).step
}

/// Everything cited, with its time where that is told.
fn cited(turns: &Turns, standing: &Standing) -> (Vec<Cited>, Vec<EntryNumber>) {
    let mut cited: Vec<Cited> = standing.disruptions.clone();
    let mut numbers: Vec<EntryNumber> = Vec::new();
    for round in &turns.rounds {
        cited.push(round.invited);
        cited.extend(round.joined.into_iter().chain(round.agreed).chain(round.done));
        cited.extend(round.back.iter().map(|back| back.cited));
    }
    for arc in &turns.arcs {
        cited.extend(arc.ends.iter().map(|ended| ended.from));
        cited.extend(arc.ends.iter().filter_map(|ended| Some(Cited { at: ended.at, entry: ended.entry? })));
        cited.extend(arc.unfinished().map(|beginning| beginning.from));
    }
    cited.extend(turns.chain.iter().map(|link| link.invited));
    for reach in &turns.changes {
        cited.push(reach.noticed);
        numbers.extend(&reach.steps);
    }
    for condition in standing.rests_on.iter().chain(&standing.missing) {
        numbers.extend(&condition.entries);
    }
    (cited, numbers)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_reading_can_be_told_and_cites_what_the_view_holds(
        history in histories(0..120), as_of in any::<Index>(), known_at in any::<Index>(), far in strategy::moment(),
    ) {
        let times = times(&history);
        for (as_of, known_at) in [(*as_of.get(&times), *known_at.get(&times)), (far, Moment::LATEST), (Moment::LATEST, far)] {
            let view = history.view(as_of, known_at);
            let (turns, standing) = both(&view);
            prop_assert!(!turns.to_string().is_empty() && !standing.to_string().is_empty());
            serde_json::to_string(&turns).unwrap();
            serde_json::to_string(&standing).unwrap();
            let (cited, numbers) = cited(&turns, &standing);
            for Cited { entry, at } in cited {
                prop_assert!(view.entries().iter().any(|it| it.number() == entry && it.act().occurred_at == at), "{entry}");
            }
            for number in numbers {
                prop_assert!(view.entries().iter().any(|it| it.number() == number), "{number}");
            }
        }
    }

    #[test]
    fn what_came_back_is_what_each_entry_says_by_itself(history in histories(0..160), as_of in any::<Index>()) {
        for as_of in [*as_of.get(&times(&history)), Moment::LATEST] {
            let view = history.view(as_of, Moment::LATEST);
            let turns = Turns::of(&view, &turns::Parameters::default());
            let told = |round: &turns::Round| round.back.iter().map(|back| (back.what, back.cited.entry)).collect::<Vec<_>>();
            prop_assert_eq!(turns.rounds.iter().map(told).collect::<Vec<_>>(), recounted(&view, &turns));
        }
    }

    #[test]
    fn who_recorded_an_entry_is_marked_and_changes_nothing_else(history in histories(0..120), choice in any::<u64>()) {
        let (mut written, mut own) = (History::default(), History::default());
        for entry in history.entries() {
            let writer = ["p-1", "p-3", "p-99"].get((choice >> (entry.number().get() % 60)) as usize % 8);
            for (told, writer) in [(&mut written, writer), (&mut own, None)] {
                let mut line = serde_json::to_value(entry).unwrap();
                let fields = line.as_object_mut().unwrap();
                fields.remove("recorded_by");
                fields.extend(writer.map(|&writer| ("recorded_by".to_owned(), writer.into())));
                told.append(serde_json::from_value(line).unwrap()).unwrap();
            }
        }
        let (written, own) = (written.view(Moment::LATEST, Moment::LATEST), own.view(Moment::LATEST, Moment::LATEST));
        let ((mut turns, mut standing), alone) = (both(&written), both(&own));
        let (cited, numbers) = cited(&turns, &standing);
        let received = |entry: &&&Entry| {
            ClinicianAcknowledged::of(entry.event()).is_some() || InfluenceInvited::of(entry.event()).is_some()
        };
        let received = written.entries().iter().filter(received).map(|entry| entry.number());
        let all: BTreeSet<EntryNumber> = cited.iter().map(|cited| cited.entry).chain(numbers).chain(received).collect();
        let for_another = |entry: &&&Entry| entry.act().recorded_by.as_ref().is_some_and(|by| *by != entry.act().by);
        let marked = written.entries().iter().filter(for_another).map(|entry| entry.number());
        let marked: Vec<EntryNumber> = marked.filter(|number| all.contains(number)).collect();
        let told = turns.recorded_for.iter().chain(&standing.recorded_for).map(|it| it.entry);
        prop_assert_eq!(told.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>(), marked);
        turns.recorded_for.clear();
        standing.recorded_for.clear();
        prop_assert_eq!((turns, standing), alone);
    }

    #[test]
    fn what_happened_later_changes_no_reading_of_before(history in histories(0..50), back in any::<Index>()) {
        let mut told = History::default();
        for entry in history.entries() {
            // What is taken back was never so, whenever that is learned; only the time of recording tells then.
            let before = times(&told).into_iter().filter(|&at| at < entry.act().occurred_at).collect::<Vec<_>>();
            let as_of = *back.get(&before);
            let then = both(&told.view(as_of, Moment::LATEST));
            told.append(entry.clone()).unwrap();
            if !matches!(entry.event(), Event::Correction(_)) {
                prop_assert_eq!(then, both(&told.view(as_of, Moment::LATEST)));
            }
        }
    }

    #[test]
    fn what_was_recorded_later_was_not_known(history in histories(0..80), as_of in any::<Index>(), place in any::<Index>()) {
        let known_at = history.entries()[place.index(history.entries().len())].act().recorded_at;
        let as_of = *as_of.get(&times(&history));
        let mut told = History::default();
        for entry in history.entries().iter().take_while(|entry| entry.act().recorded_at <= known_at) {
            told.append(entry.clone()).unwrap();
        }
        prop_assert_eq!(both(&history.view(as_of, known_at)), both(&told.view(as_of, known_at)));
    }

    #[test]
    fn without_joining_there_is_no_standing(history in histories(0..60)) {
        for as_of in times(&history) {
            let view = history.view(as_of, Moment::LATEST);
            let step = Standing::of(&view, &standing::Parameters::default()).step;
            let joined = view.entries().iter().any(|entry| {
                matches!(
                    entry.event(),
                    Event::Joining(joining::Event::OccasionOfJoining(_) | joining::Event::RuleNoticed(_))
                )
            });
            prop_assert_eq!(step == Step::Outsider, !joined);
        }
    }

    #[test]
    fn a_disruption_never_raises_and_an_acknowledgement_never_lowers(
        history in histories(0..120), when in any::<Index>(), by in 1..8_usize,
    ) {
        let now = history.cycle().last_recorded();
        let before = standing(&history);
        let by: PersonId = format!("p-{by}").parse().unwrap();
        let disruption = JoiningDisrupted { disruption: "di-new".parse().unwrap(), what: Disruption::Budget, merged: None, words: None };
        let acknowledgement = ClinicianAcknowledged {
            acknowledgement: "ac-new".parse().unwrap(), how: Acknowledged::InWords, because_of: vec![], words: None,
        };
        let mut times = times(&history);
        times.retain(|&at| at <= now);
        let at = *when.get(&times);
        for at in [at, now] {
            let mut disrupted = history.clone();
            if disrupted.record(Act::new(disruption.clone(), by.clone(), at).recorded(now)).is_ok() {
                prop_assert!(standing(&disrupted) <= before);
            }
            let mut acknowledged = history.clone();
            if acknowledged.record(Act::new(acknowledgement.clone(), by.clone(), at).recorded(now)).is_ok() {
                prop_assert!(standing(&acknowledged) >= before);
            }
        }
    }

    #[test]
    fn while_nothing_is_recorded_what_waits_can_only_stall(history in histories(0..120), days in 0..400_i64) {
        let last = history.cycle().last_recorded();
        let later = Moment::new(last.to_utc() + chrono::TimeDelta::days(days)).unwrap();
        let read = |as_of| Turns::of(&history.view(as_of, Moment::LATEST), &turns::Parameters::default());
        let (then, now) = (read(last), read(later));
        for (then, now) in then.arcs.iter().zip(&now.arcs) {
            // Or lapse, which nobody records.
            let is_over = |begun: &Beginning| now.ended(End::Lapsed).any(|it| Some(&it.contract) == begun.contract.as_ref());
            prop_assert!(then.stalled.iter().all(|it| is_over(it) || now.stalled.iter().any(|of| of.from == it.from)));
            prop_assert!(now.under_way.iter().all(|begun| then.under_way.iter().any(|it| it.from == begun.from)));
            prop_assert!(then.ends.iter().all(|ended| now.ends.contains(ended)));
            prop_assert!(now.ends.iter().all(|ended| ended.end == End::Lapsed || then.ends.contains(ended)));
            prop_assert_eq!((then.beginnings(), then.may_wait), (now.beginnings(), now.may_wait));
        }
    }

    #[test]
    fn a_turn_goes_through_agreement_and_work_in_order(history in histories(0..160), as_of in any::<Index>()) {
        let times = times(&history);
        let as_of = *as_of.get(&times);
        let view = history.view(as_of, Moment::LATEST);
        let turns = Turns::of(&view, &turns::Parameters::default());
        let cycle = view.cycle();
        let was_agreed = |at: Moment, contract: &practice_cycle::contracting::Contract| {
            contract.stage_at(at).is_some_and(|stage| matches!(stage, Stage::Agreed | Stage::Active | Stage::Suspended | Stage::Lapsed))
        };
        let agreed = cycle.contracts().filter(|contract| times.iter().any(|&at| was_agreed(at, contract))).count();
        prop_assert!(turns.completed().count() <= agreed);
        for round in turns.completed() {
            let (agreed, done, back) = (round.agreed.unwrap(), round.done.unwrap(), round.back[0].cited);
            prop_assert!(round.invited <= agreed && agreed < done && done < back, "{round}");
        }
        // What waits is told by how long.
        for arc in &turns.arcs {
            let waited = |begun: &Beginning| Elapsed::between(begun.from.at, turns.waited_until);
            prop_assert!(arc.under_way.iter().all(|begun| waited(begun) <= arc.may_wait));
            prop_assert!(arc.stalled.iter().all(|begun| waited(begun) > arc.may_wait));
            prop_assert_eq!(arc.may_wait.seconds(), 28 * 86_400);
        }
        // The arcs are the rounds told another way.
        let ends = |arc: Arc| (turns.arc(arc).travelled().count(), turns.arc(arc).beginnings());
        let count = |is: fn(&practice_cycle::turns::Round) -> bool| turns.rounds.iter().filter(|round| is(round)).count();
        prop_assert_eq!(ends(Arc::ToIntervening), (count(|round| round.done.is_some()), count(|round| round.agreed.is_some())));
        let followed = turns.completed().filter(|round| round.back[0].cited.at <= turns.waited_until).count();
        prop_assert_eq!(ends(Arc::ToJoining), (followed, count(|round| round.done.is_some())));
    }

    /// Each beginning has ended, or waits; and what closed its contract competes with the end of the arc.
    #[test]
    fn an_open_beginning_is_of_a_contract_that_could_still_come_to_the_end(history in histories(0..160), as_of in any::<Index>()) {
        let view = history.view(*as_of.get(&times(&history)), Moment::LATEST);
        let turns = Turns::of(&view, &turns::Parameters::default());
        for arc in &turns.arcs {
            prop_assert!(arc.ends.iter().all(|ended| arc.arc.ends().has(ended.end)));
            let open = |stage: Stage| !stage.is_terminal() && stage != Stage::Lapsed;
            let may_end = |begun: &Beginning| arc.arc == Arc::ToJoining || begun.stage.is_none_or(open);
            prop_assert!(arc.unfinished().all(may_end), "{arc}");
        }
    }

    /// At every step, the shares of all ends and of what is open come to 1, and none falls.
    #[test]
    fn the_curve_accounts_for_everything_begun(history in histories(0..200), as_of in any::<Index>()) {
        let view = history.view(*as_of.get(&times(&history)), Moment::LATEST);
        let turns = Turns::of(&view, &turns::Parameters::default());
        for arc in &turns.arcs {
            let curve = &arc.curve;
            prop_assert_eq!(curve.beginnings, arc.beginnings());
            let counted = |end| curve.steps.iter().filter_map(|step| step.of(end)).map(|it| it.count).sum::<usize>();
            prop_assert!(End::ALL.iter().all(|&end| counted(end) == arc.ended(end).count()));
            let mut before = vec![0.0; End::ALL.len()];
            for step in &curve.steps {
                let sum: f64 = step.open + step.ends.iter().map(|it| it.incidence).sum::<f64>();
                prop_assert!((sum - 1.0).abs() < 1e-12, "{sum}");
                for it in &step.ends {
                    prop_assert!(it.incidence >= before[it.end as usize] && it.variance >= 0.0);
                    before[it.end as usize] = it.incidence;
                    let about = it.interval.is_none_or(|of| 0.0 <= of.low && of.low <= it.incidence && it.incidence <= of.high && of.high <= 1.0);
                    prop_assert!(about, "{it:?}");
                }
            }
        }
    }

    /// Where nothing competes, it is one minus the product over the times of one minus the share that ended, with Greenwood's sum.
    #[test]
    fn without_competing_ends_it_is_one_minus_kaplan_and_meier(history in histories(0..200)) {
        let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &turns::Parameters::default());
        for arc in turns.arcs.iter().filter(|arc| arc.ends.iter().all(|ended| ended.end == End::Reached)) {
            let waited = |begun: &Beginning| Elapsed::between(begun.from.at, turns.waited_until);
            let followed: Vec<Elapsed> = arc.ends.iter().map(|ended| ended.took).chain(arc.unfinished().map(waited)).collect();
            let (mut product, mut greenwood) = (1.0, 0.0);
            let times: BTreeSet<Elapsed> = arc.ends.iter().map(|ended| ended.took).collect();
            prop_assert_eq!(arc.curve.steps.len(), times.len());
            for (time, step) in times.into_iter().zip(&arc.curve.steps) {
                let at_risk = followed.iter().filter(|&&it| it >= time).count() as f64;
                let ended = arc.ends.iter().filter(|it| it.took == time).count() as f64;
                product *= 1.0 - ended / at_risk;
                greenwood += if at_risk > ended { ended / (at_risk * (at_risk - ended)) } else { 0.0 };
                let reached = step.of(End::Reached).unwrap();
                prop_assert!((reached.incidence - (1.0 - product)).abs() < 1e-12);
                prop_assert!((reached.variance - product * product * greenwood).abs() < 1e-12);
            }
        }
    }

    /// Nothing hangs on how anybody or anything is called.
    #[test]
    fn names_change_no_curve(history in histories(0..160)) {
        let mut stored = Vec::new();
        history.write(&mut stored).unwrap();
        let mut renamed = String::from_utf8(stored).unwrap();
        // The first become the last, and the last the first.
        for (prefix, number) in ["c", "ch", "s", "p", "o"].into_iter().flat_map(|prefix| (1..30).map(move |number| (prefix, number))) {
            renamed = renamed.replace(&format!("\"{prefix}-{number}\""), &format!("\"{prefix}x{}\"", 99 - number));
        }
        let renamed = History::read(renamed.as_bytes()).unwrap();
        let read = |history: &History| Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &turns::Parameters::default());
        let curves = |turns: &Turns| turns.arcs.iter().map(|arc: &ArcReading| arc.curve.clone()).collect::<Vec<_>>();
        prop_assert_eq!(curves(&read(&history)), curves(&read(&renamed)));
    }
}

/// The pool of some cycles, each of a clinician of its own but for the last, who has that of the first as well.
fn pool<'t>(turns: impl Iterator<Item = (String, &'t Turns)>) -> Pool {
    let mut pool = Pool::default();
    turns.for_each(|(name, turns)| pool.add(&name.parse().unwrap(), turns));
    pool
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..config() })]

    /// The variance is that of the estimates without each clinician, as somebody would work it out who has nothing but pools.
    #[test]
    fn over_several_cycles_the_variance_is_that_of_leaving_each_clinician_out(histories in vec(rounds(30..90), 13..16)) {
        let read = |history: &History| Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &turns::Parameters::default());
        let all: Vec<Turns> = histories.iter().map(read).collect();
        let of = |place: usize| place % (all.len() - 1);
        let named = |name: &'static str| all.iter().enumerate().map(move |(place, turns)| (format!("{name}{}", of(place)), turns));
        let whole = pool(named("p-"));
        for &arc in Arc::ALL {
            let begun: BTreeSet<usize> =
                all.iter().enumerate().filter(|(_, turns)| turns.arc(arc).beginnings() > 0).map(|(place, _)| of(place)).collect();
            let Ok(pooled) = whole.arc(arc) else {
                prop_assert!(begun.len() < LEAST_CLINICIANS);
                continue;
            };
            prop_assert_eq!(pooled.clinicians, begun.len());
            prop_assert_eq!(pooled.curve.beginnings, all.iter().map(|turns| turns.arc(arc).beginnings()).sum::<usize>());
            // Whoever they are called, and in whichever order they come.
            let renamed = pool(all.iter().enumerate().rev().map(|(place, turns)| (format!("z-{}", 99 - of(place)), turns)));
            prop_assert_eq!(&renamed.arc(arc).unwrap(), &pooled);
            if begun.len() <= LEAST_CLINICIANS {
                continue;
            }
            let without: Vec<_> = begun
                .iter()
                .map(|&out| pool(named("p-").zip(0..).filter(|&(_, place)| of(place) != out).map(|(it, _)| it)).arc(arc).unwrap())
                .collect();
            let number = without.len() as f64;
            for step in &pooled.curve.steps {
                for it in &step.ends {
                    let shares: Vec<f64> = without.iter().map(|pooled| pooled.curve.incidence(it.end, step.time)).collect();
                    let mean = shares.iter().sum::<f64>() / number;
                    let squares = shares.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>();
                    prop_assert!((it.variance - squares * (number - 1.0) / number).abs() < 1e-12, "{it:?}");
                }
            }
        }
    }
}

/// The same cycle under ten names: the shares are those of the one, and nothing varies.
#[test]
fn ten_alike_say_what_one_says() {
    let (mut runner, mut compared) = (TestRunner::deterministic(), 0);
    for _ in 0..6 {
        let history = rounds(150..200).new_tree(&mut runner).unwrap().current();
        let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &turns::Parameters::default());
        let pool = pool((0..LEAST_CLINICIANS).map(|number| (format!("p-{number}"), &turns)));
        for arc in turns.arcs.iter().filter(|arc| arc.beginnings() > 0) {
            let pooled = pool.arc(arc.arc).unwrap().curve;
            assert_eq!((pooled.beginnings, pooled.median), (10 * arc.curve.beginnings, arc.curve.median));
            for (one, ten) in arc.curve.steps.iter().zip(&pooled.steps) {
                assert_eq!((one.time, 10 * one.at_risk), (ten.time, ten.at_risk));
                for (one, ten) in one.ends.iter().zip(&ten.ends) {
                    assert!((one.incidence - ten.incidence).abs() < 1e-12 && ten.variance < 1e-20);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 12, "{compared}");
}

/// The laws above would be empty on histories that never come far.
#[test]
fn the_histories_drawn_come_far_enough_to_tell() {
    let mut runner = TestRunner::deterministic();
    let far = "2100-01-01T00:00:00Z".parse().unwrap();
    let (mut turns, mut chained, mut stalled, mut embedded, mut dropped) = (0, 0, 0, 0, 0);
    let (mut unshared, mut offered, mut asked) = (0, 0, 0);
    for _ in 0..900 {
        let history = rounds(100..200).new_tree(&mut runner).unwrap().current();
        let (read, standing) = both(&history.view(Moment::LATEST, Moment::LATEST));
        turns += usize::from(read.completed().count() > 0);
        chained += usize::from(read.depth() > 1);
        stalled += usize::from(
            Turns::of(&history.view(far, Moment::LATEST), &turns::Parameters::default())
                .arcs
                .iter()
                .all(|arc| !arc.stalled.is_empty()),
        );
        embedded += usize::from(standing.step >= Step::Embedded);
        dropped += usize::from(standing.step < standing.undisrupted);
        // Changes that nobody but the clinician knows of, own offers that arose from work, and requests of a family that led back.
        let is_own = |entry: &EntryNumber| history.entry(*entry).unwrap().act().by.as_str() == "p-1";
        let back = |number| read.rounds.iter().any(|round| round.back.iter().any(|back| back.cited.entry == number));
        unshared += usize::from(read.changes.iter().any(|it| is_own(&it.noticed.entry) && it.steps.iter().all(is_own)));
        offered += usize::from(read.chain.iter().any(|link| is_own(&link.invited.entry)));
        let from_asking = |link: &turns::Link| link.arose_from.iter().any(|cause| matches!(cause, Cause::Asking(_)));
        asked += usize::from(read.chain.iter().any(|link| from_asking(link) && back(link.invited.entry)));
    }
    let all = [turns, chained, stalled, embedded, dropped, unshared, offered, asked];
    assert!(all.iter().all(|&count| count > 5), "{all:?}");
}
