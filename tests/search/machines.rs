//! Machines with one wrong cell: each is caught, by the shortest history that shows it.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use practice_cycle::code::Code;
use practice_cycle::contracting::{Kind, Stage};
use practice_cycle::people::Side;
use practice_cycle::search::{Answer, Bound, Claim, MAX_CLAIMS, Machine, Search};

/// The lifecycle of a contract by its table alone, and which of the two sides accepted the terms; with what is wrong in it.
#[derive(Clone, Copy, Default)]
struct Lifecycle {
    /// A step that the table does not have.
    added: Option<(Stage, Kind, Stage)>,
    /// A step that the table has, taken away.
    removed: Option<(Stage, Kind)>,
    /// One side is enough to agree.
    one_side_is_enough: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stands {
    stage: Stage,
    accepted: [bool; 2],
}

const SIDES: [Side; 2] = [Side::Clinical, Side::SocialWork];

impl Lifecycle {
    /// By whom a step is taken does not matter but for accepting; so a choice is a kind of step, a side, and where it leads.
    fn choice(step: Kind, side: usize, to: Stage) -> usize {
        (step as usize * SIDES.len() + side) * Stage::ALL.len() + to as usize
    }
}

impl Machine for Lifecycle {
    type State = Stands;

    fn start(&self) -> Stands {
        Stands { stage: Stage::Invited, accepted: [false; 2] }
    }

    fn choices(&self) -> usize {
        Kind::ALL.len() * SIDES.len() * Stage::ALL.len()
    }

    fn choose(&mut self, choice: usize, from: &Stands, into: &mut Stands) -> bool {
        let to = Stage::ALL[choice % Stage::ALL.len()];
        let side = choice / Stage::ALL.len() % SIDES.len();
        let step = Kind::ALL[choice / Stage::ALL.len() / SIDES.len()];
        *into = Stands { stage: to, accepted: [false; 2] };
        if step == Kind::TermsAccepted && from.stage == Stage::Negotiating && self.removed != Some((from.stage, step)) {
            into.accepted = from.accepted;
            let is_new = !std::mem::replace(&mut into.accepted[side], true);
            let agreed = into.accepted == [true; 2] || self.one_side_is_enough;
            return is_new && to == if agreed { Stage::Agreed } else { Stage::Negotiating };
        }
        if to == Stage::Agreed || to == Stage::Postponed {
            into.accepted = from.accepted;
        }
        let is_there = from.stage.after(step).has(to) && self.removed != Some((from.stage, step));
        side == 0 && (is_there || self.added == Some((from.stage, step, to)))
    }

    fn identity(&mut self, state: &Stands) -> u128 {
        state.stage as u128 * 4 + u128::from(state.accepted[0]) * 2 + u128::from(state.accepted[1])
    }
}

fn both_accepted() -> Claim<Stands> {
    Claim::always("what is agreed was accepted by both", |state: &Stands| {
        state.stage != Stage::Agreed || state.accepted == [true; 2]
    })
}

fn stays_closed() -> Claim<Stands> {
    Claim::always_step("what is closed stays closed", |before: &Stands, after: &Stands| {
        !before.stage.is_terminal() || before.stage == after.stage
    })
}

fn never_stuck() -> Claim<Stands> {
    Claim::never_stuck("what is open can go on", |state: &Stands| state.stage.is_terminal())
}

#[track_caller]
fn comes_to(machine: Lifecycle, claim: Claim<Stands>, expected: &Answer) {
    assert_eq!(&Search::new(machine).claim(claim).run().answers()[0], expected);
}

fn by(steps: &[(Kind, usize, Stage)]) -> Answer {
    Answer::Found(steps.iter().map(|&(step, side, to)| Lifecycle::choice(step, side, to)).collect())
}

#[test]
fn the_table_as_it_is_holds() {
    let explored = Search::new(Lifecycle::default())
        .claim(both_accepted())
        .claim(stays_closed())
        .claim(never_stuck())
        .claim(Claim::never("a contract lapses without time", |state: &Stands| state.stage == Stage::Lapsed))
        .claim(Claim::sometimes("a contract is active", |state: &Stands| state.stage == Stage::Active))
        .run();
    let nowhere = Answer::Nowhere;
    assert_eq!(&explored.answers()[..4], [nowhere.clone(), nowhere.clone(), nowhere.clone(), nowhere]);
    assert_eq!(explored.answers()[4].choices().map(<[usize]>::len), Some(4)); // Accepted, agreed by two, begun.
    assert_eq!(explored.bound(), None);
}

#[test]
fn something_closed_that_revives_is_found() {
    let machine = Lifecycle { added: Some((Stage::Declined, Kind::ContractResumed, Stage::Active)), ..Lifecycle::default() };
    let declined = (Kind::ContractDeclined, 0, Stage::Declined);
    let revived = (Kind::ContractResumed, 0, Stage::Active);
    comes_to(machine, stays_closed(), &by(&[declined, revived]));
    // What it comes to is found too, by the same history.
    let unagreed = |state: &Stands| state.stage == Stage::Active;
    comes_to(machine, Claim::sometimes("active", unagreed), &by(&[declined, revived]));
    comes_to(machine, both_accepted(), &Answer::Nowhere);
}

#[test]
fn an_agreement_of_one_side_is_found() {
    let machine = Lifecycle { one_side_is_enough: true, ..Lifecycle::default() };
    let accepted = (Kind::InvitationAccepted, 0, Stage::Negotiating);
    comes_to(machine, both_accepted(), &by(&[accepted, (Kind::TermsAccepted, 0, Stage::Agreed)]));
}

#[test]
fn a_contract_that_nobody_can_close_is_found() {
    // From suspension there is no way back, and no way out.
    let dead_end = |kept: Option<Kind>| Search::new(Shut { kept }).claim(never_stuck()).run().answers()[0].clone();
    let way = [
        (Kind::InvitationAccepted, 0, Stage::Negotiating),
        (Kind::TermsAccepted, 0, Stage::Negotiating),
        (Kind::TermsAccepted, 1, Stage::Agreed),
        (Kind::ContractBegun, 0, Stage::Active),
        (Kind::ContractSuspended, 0, Stage::Suspended),
    ];
    assert_eq!(dead_end(None), by(&way));
    assert_eq!(dead_end(Some(Kind::ContractRevoked)), Answer::Nowhere);
}

/// A lifecycle in which suspension is left by one step at most.
#[derive(Clone)]
struct Shut {
    kept: Option<Kind>,
}

impl Machine for Shut {
    type State = Stands;

    fn start(&self) -> Stands {
        Lifecycle::default().start()
    }

    fn choices(&self) -> usize {
        Lifecycle::default().choices()
    }

    fn choose(&mut self, choice: usize, from: &Stands, into: &mut Stands) -> bool {
        let step = Kind::ALL[choice / Stage::ALL.len() / SIDES.len()];
        (from.stage != Stage::Suspended || Some(step) == self.kept) && Lifecycle::default().choose(choice, from, into)
    }

    fn identity(&mut self, state: &Stands) -> u128 {
        Lifecycle::default().identity(state)
    }
}

#[test]
fn a_step_that_is_missing_leaves_stages_out_of_reach() {
    let machine = Lifecycle { removed: Some((Stage::Agreed, Kind::ContractBegun)), ..Lifecycle::default() };
    for &stage in Stage::ALL {
        let explored =
            Search::new(machine).claim(Claim::sometimes(stage.code(), move |state: &Stands| state.stage == stage)).run();
        let beyond = [Stage::Active, Stage::Suspended, Stage::Lapsed, Stage::Completed, Stage::Revoked];
        let is_beyond = beyond.contains(&stage);
        let is_reached = matches!(explored.answers()[0], Answer::Found(_));
        assert_eq!(is_reached, !is_beyond, "{stage}");
    }
}

/// Numbers from nought, to which one to three may be added, up to a most.
#[derive(Clone)]
struct Steps {
    most: u64,
}

impl Machine for Steps {
    type State = u64;

    fn start(&self) -> u64 {
        0
    }

    fn choices(&self) -> usize {
        3
    }

    fn choose(&mut self, choice: usize, from: &u64, into: &mut u64) -> bool {
        *into = from + choice as u64 + 1;
        *into <= self.most
    }

    fn identity(&mut self, state: &u64) -> u128 {
        (*state).into()
    }

    fn marks(&mut self, state: &u64) -> u32 {
        *state as u32
    }
}

fn reaches(number: u64) -> Claim<u64> {
    Claim::sometimes(format!("it comes to {number}"), move |state: &u64| *state == number)
}

#[test]
fn nothing_is_said_to_be_nowhere_that_could_be_beyond_a_bound() {
    let answer = |search: Search<Steps>| search.claim(reaches(10)).run().answers()[0].clone();
    assert_eq!(answer(Search::new(Steps { most: 20 })), Answer::Found(vec![0, 2, 2, 2]));
    assert_eq!(answer(Search::new(Steps { most: 9 })), Answer::Nowhere);
    assert_eq!(answer(Search::new(Steps { most: 20 }).steps(3)), Answer::NotWithin(Bound::Steps(3)));
    assert_eq!(answer(Search::new(Steps { most: 20 }).steps(4)), Answer::Found(vec![0, 2, 2, 2]));
    assert_eq!(answer(Search::new(Steps { most: 20 }).states(4)), Answer::NotWithin(Bound::States(4)));
    // Three steps reach all of nine, but it takes a fourth to see that nothing follows.
    assert_eq!(answer(Search::new(Steps { most: 9 }).steps(3)), Answer::NotWithin(Bound::Steps(3)));
    assert_eq!(answer(Search::new(Steps { most: 9 }).steps(4)), Answer::Nowhere);
    assert_eq!(answer(Search::new(Steps { most: 20 }).steps(0)), Answer::NotWithin(Bound::Steps(0)));
}

#[test]
fn what_was_not_covered_is_not_counted() {
    let explored = Search::new(Steps { most: 20 }).steps(2).run();
    assert_eq!((explored.bound(), explored.depth()), (Some(Bound::Steps(2)), 2));
    assert_eq!(explored.histories(2), Some(1 + 3 + 9));
    assert_eq!(explored.histories(3), None);
    let whole = Search::new(Steps { most: 2 }).run();
    assert_eq!((whole.bound(), whole.histories(100)), (None, Some(1 + 2 + 1)));
}

#[test]
fn a_search_stops_where_all_is_decided_if_it_is_asked_to() {
    let explored = Search::new(Steps { most: 1_000 }).claim(reaches(2)).claim(reaches(5)).until_decided().run();
    assert_eq!(explored.answers(), [Answer::Found(vec![1]), Answer::Found(vec![1, 2])]);
    assert_eq!(explored.bound(), Some(Bound::Steps(2)));
    let undecided = Search::new(Steps { most: 9 }).claim(reaches(2)).claim(reaches(10)).until_decided().run();
    assert_eq!((undecided.bound(), &undecided.answers()[1]), (None, &Answer::Nowhere));
}

#[test]
fn the_start_decides_as_any_other_state() {
    let explored = Search::new(Steps { most: 3 })
        .claim(reaches(0))
        .claim(Claim::always("it is more than nought", |state: &u64| *state > 0))
        .claim(Claim::never("it is nought", |state: &u64| *state == 0))
        .run();
    assert!(explored.answers().iter().all(|answer| *answer == Answer::Found(vec![])));
    let still = Search::new(Steps { most: 0 }).claim(Claim::never_stuck("it goes on", |_: &u64| false)).run();
    assert_eq!(still.answers(), [Answer::Found(vec![])]);
}

#[test]
fn claims_beyond_the_most_are_not_answered_by_silence() {
    let mut search = Search::new(Steps { most: 3 });
    for _ in 0..MAX_CLAIMS + 2 {
        search = search.claim(reaches(3));
    }
    let explored = search.run();
    assert_eq!(explored.answers().len(), MAX_CLAIMS + 2);
    assert_eq!(explored.answers()[MAX_CLAIMS - 1], Answer::Found(vec![2]));
    for beyond in &explored.answers()[MAX_CLAIMS..] {
        assert_eq!(*beyond, Answer::NotWithin(Bound::States(0)));
    }
}

/// Points of a grid, wide enough that layers are shared out among threads.
#[derive(Clone)]
struct Grid;

impl Machine for Grid {
    type State = [u16; 3];

    fn start(&self) -> [u16; 3] {
        [0; 3]
    }

    fn choices(&self) -> usize {
        7
    }

    fn choose(&mut self, choice: usize, from: &[u16; 3], into: &mut [u16; 3]) -> bool {
        *into = *from;
        let along = choice % 3;
        into[along] += if choice < 3 { 1 } else { 2 };
        choice < 6 && into[along] < 24
    }

    fn identity(&mut self, state: &[u16; 3]) -> u128 {
        state.iter().fold(0, |all, &along| all * 100 + u128::from(along))
    }
}

#[test]
fn what_is_found_is_the_same_by_any_number_of_threads() {
    let found = |threads: usize, states: usize| {
        let explored = Search::new(Grid)
            .claim(Claim::sometimes("far", |state: &[u16; 3]| state.iter().sum::<u16>() == 51))
            .claim(Claim::always("not on the plane", |state: &[u16; 3]| *state != [11, 7, 5]))
            .claim(Claim::always_step("not over there", |_, to: &[u16; 3]| to[0] < 20))
            .claim(Claim::never_stuck("it goes on", |state: &[u16; 3]| state[0] < 23))
            .claim(Claim::never("too far", |state: &[u16; 3]| state[2] > 23))
            .threads(NonZeroUsize::new(threads).unwrap())
            .states(states)
            .run();
        let counts = (explored.states(), explored.steps(), explored.offers(), explored.depth(), explored.bound());
        (counts, explored.answers().to_vec(), explored.histories(explored.depth()))
    };
    for states in [1_000_000, 5_000] {
        let one = found(1, states);
        for threads in [1, 2, 3, 8] {
            assert_eq!(found(threads, states), one, "{threads} threads");
        }
    }
    assert_eq!(found(1, 1_000_000).0.0, 24 * 24 * 24);
}

#[test]
fn a_search_that_is_stopped_keeps_what_it_found() {
    let stopped_at = |steps: usize, threads: usize| {
        let stop = Arc::new(AtomicBool::new(steps == 0));
        let set = Arc::clone(&stop);
        Search::new(Lifecycle::default())
            .claim(Claim::sometimes("it is declined", |state: &Stands| state.stage == Stage::Declined))
            .claim(Claim::sometimes("it is completed", |state: &Stands| state.stage == Stage::Completed))
            .threads(NonZeroUsize::new(threads).unwrap())
            .stop_on(stop)
            .progress(move |progress| _ = set.fetch_or(progress.steps >= steps, Ordering::Relaxed))
            .run()
    };
    for threads in [1, 3] {
        let at_once = stopped_at(0, threads);
        assert_eq!((at_once.bound(), at_once.states(), at_once.depth()), (Some(Bound::Stopped), 1, 0));
        let later = stopped_at(2, threads);
        assert_eq!((later.bound(), later.depth()), (Some(Bound::Stopped), 2));
        let [Answer::Found(declined), Answer::NotWithin(Bound::Stopped)] = later.answers() else {
            unreachable!("{:?}", later.answers())
        };
        assert_eq!((declined.len(), later.histories(3)), (1, None));
    }
}
