//! Policy review: what a pack can come to, before anybody lives by it.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::explore::Search;
use super::explored::{Answer, Bound, Explored};
use super::machine::{Claim, Machine};
use super::world::{NotAWorld, Situation, World};
use crate::calendar::{Calendar, OutOfRange};
use crate::history::History;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::policy::{Enforcement, Pack, Policy, Rule};

/// Whether something can happen, shown by the shortest history in which it does.
///
/// ```
/// use practice_cycle::search::{Bound, Shown};
/// assert_eq!(Shown::Never.to_string(), "never");
/// assert_eq!(Shown::NotWithin(Bound::Steps(8)).to_string(), "not within 8 steps");
/// ```
#[derive(Debug, Clone)]
pub enum Shown {
    /// It can: by this history, at this time. What time alone brings about is not among the entries.
    By {
        /// The history.
        history: Box<History>,
        /// The time.
        as_of: Moment,
    },
    /// It cannot, in this world: everything that can happen in it was looked at.
    Never,
    /// It was not found up to this bound.
    NotWithin(Bound),
}

impl Shown {
    fn at(state: &Situation) -> Self {
        Shown::By { history: Box::new(state.history().clone()), as_of: state.now() }
    }

    /// The history that shows it.
    #[must_use]
    pub fn history(&self) -> Option<&History> {
        if let Shown::By { history, .. } = self { Some(history) } else { None }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shown::By { history, .. } => write!(f, "in {} entries", history.entries().len()),
            Shown::Never => f.write_str("never"),
            Shown::NotWithin(bound) => write!(f, "not within {bound}"),
        }
    }
}

/// What one rule can come to in a world.
///
/// ```
/// use practice_cycle::calendar::EnglandAndWales;
/// use practice_cycle::policy::Pack;
/// use practice_cycle::search::{Reviewer, Shown, Stories};
/// let stories = Stories::read(include_str!("../../examples/data/invented_review.json"))?;
/// let pack = Pack::shipped("shared-risk").unwrap();
/// let reviewer = Reviewer::new(pack, &EnglandAndWales::new())?;
/// let reviewed = reviewer.rule("P01", &stories.world(&["P01"])?.unwrap())?.unwrap();
/// assert!(reviewed.breaks.history().is_some(), "one may decide alone");
/// assert!(reviewed.keeps.history().is_some(), "or with another");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reviewed {
    /// The rule.
    pub rule: RuleCode,
    /// Whether it ever applies: if never, it is dead here.
    pub applies: Shown,
    /// Whether it can be kept, being applied: a duty met, or a ban in force or kept to its end, and nothing owed or broken.
    pub keeps: Shown,
    /// Whether it can be broken: if never, it asks nothing that is not so by itself.
    pub breaks: Shown,
    /// Whether it can be broken and no other rule of the pack.
    pub breaks_alone: Shown,
    /// Whether the search let time pass, because the rule looks at it.
    pub timed: bool,
    /// How many states were looked at, and steps between them.
    pub states: usize,
    /// See `states`.
    pub steps: usize,
    /// How many different histories they stand for, of at most as many acts and passings of time as the farthest state is away.
    pub histories: Option<u128>,
}

impl fmt::Display for Reviewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, applies, keeps, breaks, breaks_alone, .. } = self;
        write!(f, "{rule}: applies {applies}; kept {keeps}; broken {breaks}, alone {breaks_alone}; ")?;
        let time = if self.timed { "time passed" } else { "time stood still" };
        write!(f, "{} states, {} steps, {time}", self.states, self.steps)?;
        self.histories.map_or(Ok(()), |histories| write!(f, ", {histories} histories"))
    }
}

/// Rules that cannot be kept together.
///
/// ```
/// use practice_cycle::search::Clash;
/// fn rules(clash: &Clash) -> usize { clash.rules.len() }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Clash {
    /// The rules: with any of them left out, the others can be kept.
    pub rules: Vec<RuleCode>,
    /// The shortest history after which one of them must be broken, though none is yet; [`Shown::Never`] where they never come
    /// so far, because one of them can never be kept while the others are not broken: of one rule, never at all.
    pub trap: Shown,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<&str> = self.rules.iter().map(RuleCode::as_str).collect();
        let rules = rules.join(" and ");
        match &self.trap {
            Shown::By { history, as_of } => {
                write!(f, "{rules}: after {} entries, at {as_of}, one must be broken", history.entries().len())
            }
            Shown::Never | Shown::NotWithin(_) => {
                let when = if self.rules.len() > 1 { " while the others are not broken" } else { "" };
                write!(f, "{rules}: one is never kept{when}")
            }
        }
    }
}

/// Reviews the rules of a pack, one by one and against each other, in small worlds.
///
/// A rule is searched for by itself first; another joins the search only when the history that was found breaks that one too.
/// Rules that do not look at time are searched with time standing still, where the states of the search are those of the rules
/// and the cycle alone.
///
/// ```
/// use practice_cycle::calendar::EnglandAndWales;
/// use practice_cycle::policy::Pack;
/// use practice_cycle::search::Reviewer;
/// let reviewer = Reviewer::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?.states(20_000);
/// assert_eq!(reviewer.pack().name(), "article");
/// # Ok::<(), practice_cycle::calendar::OutOfRange>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reviewer {
    pack: Pack,
    policies: Vec<(RuleCode, Arc<Policy>)>,
    whole: Arc<Policy>,
    calendar: crate::calendar::Almanac,
    most_steps: usize,
    most_states: usize,
    threads: NonZeroUsize,
}

impl Reviewer {
    /// A reviewer of a pack by a calendar: of histories of up to 30 acts, and searches of up to 100,000 states.
    ///
    /// # Errors
    /// As [`Policy::new`].
    pub fn new(pack: &Pack, calendar: &(impl Calendar + ?Sized)) -> Result<Self, OutOfRange> {
        let alone = |rule: &Rule| {
            let policy = Policy::new(&pack.only(|other| other.id() == rule.id()), calendar)?;
            Ok((rule.id().clone(), Arc::new(policy)))
        };
        Ok(Self {
            pack: pack.clone(),
            policies: pack.rules().iter().map(alone).collect::<Result<_, OutOfRange>>()?,
            whole: Arc::new(Policy::new(pack, calendar)?),
            calendar: crate::calendar::Almanac::new(calendar)?,
            most_steps: 30,
            most_states: 100_000,
            threads: NonZeroUsize::MIN,
        })
    }

    /// Histories of no more acts than this, with the times that time passes among them.
    #[must_use]
    pub fn steps(mut self, most: usize) -> Self {
        self.most_steps = most;
        self
    }

    /// Searches of no more states than about this.
    #[must_use]
    pub fn states(mut self, most: usize) -> Self {
        self.most_states = most;
        self
    }

    /// In so many threads.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// The pack.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// What a rule can come to in a world; `None` where the pack has no such rule.
    ///
    /// # Errors
    /// That the world cannot be [watched](World::under).
    pub fn rule(&self, rule: &str, world: &World) -> Result<Option<Reviewed>, NotAWorld> {
        let Some((code, policy)) = self.policies.iter().find(|(code, _)| code.as_str() == rule) else { return Ok(None) };
        let world = world.clone().under(policy)?;
        let id = || code.as_str().to_owned();
        let (applied, kept, broken) = (id(), id(), id());
        let explored = self
            .search(Until { world: world.clone(), over: Over::Never, marked: Vec::new() })
            .claim(Claim::sometimes("it applies", move |state: &Situation| state.applied(&applied)))
            .claim(Claim::sometimes("it is kept", move |state: &Situation| {
                state.kept(&kept) && !state.broke(&kept) && !state.owes(&kept)
            }))
            .claim(Claim::sometimes("it is broken", move |state: &Situation| state.broke(&broken)))
            .run();
        let mut shown = explored.answers().iter().map(|answer| shown(&world, answer));
        let mut next = || shown.next().unwrap_or(Shown::Never);
        let (applies, keeps, breaks) = (next(), next(), next());
        let breaks_alone = match &breaks {
            Shown::By { .. } => self.alone(code, &world)?,
            Shown::Never | Shown::NotWithin(_) => breaks.clone(),
        };
        Ok(Some(Reviewed {
            rule: code.clone(),
            applies,
            keeps,
            breaks,
            breaks_alone,
            timed: world.passes_at_most() > 0,
            states: explored.states(),
            steps: explored.steps(),
            histories: explored.histories(explored.depth()),
        }))
    }

    /// The shortest history that breaks a rule and no other. Where one that was found breaks another too, the search begins
    /// anew with that one watched: most rules have nothing to do with each other, and few have to be looked at together.
    fn alone(&self, code: &RuleCode, world: &World) -> Result<Shown, NotAWorld> {
        let mut together = vec![code.clone()];
        loop {
            let policy = self.policy(&together);
            let watched = world.clone().under(&policy)?;
            let (is_broken, over) = (code.as_str().to_owned(), code.as_str().to_owned());
            let explored = self
                .search(Until { world: watched.clone(), over: Over::OthersBroken(over), marked: Vec::new() })
                .claim(Claim::sometimes("it alone is broken", move |state: &Situation| {
                    state.broke(&is_broken) && !state.broke_any_but(&[&is_broken])
                }))
                .until_decided()
                .run();
            let Some(choices) = explored.answers().first().and_then(Answer::choices) else {
                return Ok(explored.answers().first().map_or(Shown::Never, |answer| shown(&watched, answer)));
            };
            let whole = world.clone().under(&self.whole)?.follow(choices);
            let others = self.pack.rules().iter().map(Rule::id).filter(|id| *id != code && whole.broke(id.as_str()));
            let before = together.len();
            together.extend(others.cloned());
            if together.len() == before {
                return Ok(Shown::at(&whole));
            }
        }
    }

    /// The smallest sets of rules, of one, two or three, that cannot be kept together, though fewer of them can: each set in a
    /// world of its own, and sets without one are passed over. Only rules that watch for the same kinds of event, directly or
    /// through the third, are looked at together.
    ///
    /// # Errors
    /// What is wrong with a world, or that it cannot be [watched](World::under).
    pub fn clashes(&self, world: impl Fn(&[&str]) -> Result<Option<World>, NotAWorld>) -> Result<Vec<Clash>, NotAWorld> {
        let mut clashes: Vec<Clash> = Vec::new();
        let rules: Vec<&Rule> = self.pack.rules().iter().collect();
        let meet = |one: &Rule, other: &Rule| one.kinds().iter().any(|kind| other.kinds().contains(kind));
        let mut sets: Vec<Vec<usize>> = (0..rules.len()).map(|place| vec![place]).collect();
        for size in 1..=MOST_TOGETHER {
            for set in &sets {
                let codes: Vec<&RuleCode> = set.iter().filter_map(|place| Some(rules.get(*place)?.id())).collect();
                if clashes.iter().any(|clash| clash.rules.iter().all(|rule| codes.contains(&rule))) {
                    continue;
                }
                let ids: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
                let Some(world) = world(&ids)? else { continue };
                let trap = match codes[..] {
                    [code] => self.together(&[code], &world)?.is_never_kept(0).then_some(Shown::Never),
                    _ => self.clash(&codes, &world)?,
                };
                clashes.extend(trap.map(|trap| Clash { rules: codes.into_iter().cloned().collect(), trap }));
            }
            if size < MOST_TOGETHER {
                sets = longer(&sets, &rules, meet);
            }
        }
        Ok(clashes)
    }

    /// How several rules clash, if they do and none of them by itself.
    fn clash(&self, rules: &[&RuleCode], world: &World) -> Result<Option<Shown>, NotAWorld> {
        let together = self.together(rules, world)?;
        if let Some(trap) = together.trap() {
            return Ok(Some(trap));
        }
        for (place, rule) in rules.iter().enumerate() {
            if together.is_never_kept(place) && !self.together(&[rule], world)?.is_never_kept(0) {
                return Ok(Some(Shown::Never));
            }
        }
        Ok(None)
    }

    fn together(&self, rules: &[&RuleCode], world: &World) -> Result<Together, NotAWorld> {
        let rules: Vec<RuleCode> = rules.iter().map(|code| (*code).clone()).collect();
        let world = world.clone().under(&self.policy(&rules))?;
        let explored = self.search(Until { world: world.clone(), over: Over::AllBroken, marked: rules.clone() }).run();
        Ok(Together { world, rules: rules.len(), explored })
    }

    /// Whether people can get stuck where the rules are enforced: a contract is open, and every act that is offered is refused.
    ///
    /// # Errors
    /// That the world cannot be [watched](World::under).
    pub fn stuck(&self, world: &World, strictness: Enforcement) -> Result<Shown, NotAWorld> {
        let world = world.clone().under(&self.whole)?.enforcing(strictness);
        let all_closed = |state: &Situation| {
            state.history().cycle().contracts().all(|contract| contract.stage(state.now()).is_terminal())
        };
        let explored = self
            .search(Until { world: world.clone(), over: Over::Never, marked: Vec::new() })
            .claim(Claim::never_stuck("some act is admitted while a contract is open", all_closed))
            .until_decided()
            .run();
        Ok(explored.answers().first().map_or(Shown::Never, |answer| shown(&world, answer)))
    }

    fn policy(&self, rules: &[RuleCode]) -> Arc<Policy> {
        let known = self.policies.iter().find(|(code, _)| *rules == [code.clone()]);
        if let Some((_, policy)) = known {
            return Arc::clone(policy);
        }
        // The calendar answered for each of these rules when the reviewer was made.
        let policy = Policy::new(&self.pack.only(|rule| rules.contains(rule.id())), &self.calendar);
        policy.map_or_else(|_| Arc::clone(&self.whole), Arc::new)
    }

    fn search(&self, machine: Until) -> Search<Until> {
        Search::new(machine).steps(self.most_steps).states(self.most_states).threads(self.threads)
    }
}

fn shown(world: &World, answer: &Answer) -> Shown {
    match answer {
        Answer::Found(choices) => Shown::at(&world.follow(choices)),
        Answer::Nowhere => Shown::Never,
        Answer::NotWithin(bound) => Shown::NotWithin(*bound),
    }
}

/// As many rules as are looked at together.
const MOST_TOGETHER: usize = 3;

/// Every set with one more rule, of which each meets another.
fn longer(sets: &[Vec<usize>], rules: &[&Rule], meet: impl Fn(&Rule, &Rule) -> bool) -> Vec<Vec<usize>> {
    let with_one_more = sets.iter().flat_map(|set| {
        let after = set.last().map_or(0, |last| last + 1);
        (after..rules.len()).map(move |next| set.iter().copied().chain([next]).collect::<Vec<usize>>())
    });
    let meets = |one: &usize, other: &usize| {
        rules.get(*one).zip(rules.get(*other)).is_some_and(|(of_one, of_other)| one != other && meet(of_one, of_other))
    };
    with_one_more.filter(|set| set.iter().all(|one| set.iter().any(|other| meets(one, other)))).collect()
}

/// A world that is left at some point, and remembers what became of some rules.
#[derive(Clone)]
struct Until {
    world: World,
    over: Over,
    marked: Vec<RuleCode>,
}

/// When nothing that follows is of interest.
#[derive(Clone)]
enum Over {
    Never,
    /// All rules that are marked are broken.
    AllBroken,
    OthersBroken(String),
}

/// What is marked of each of some rules, by the place of the first: it is broken, owes something that time will make late, was
/// kept, or applied.
const BROKEN: usize = 0;
const OWES: usize = MOST_TOGETHER;
const KEPT: usize = 2 * MOST_TOGETHER;
const APPLIED: usize = 3 * MOST_TOGETHER;
/// Time cannot pass any more, and what more of it would have brought is not known.
const OUT_OF_TIME: u32 = 1 << (4 * MOST_TOGETHER);

fn is_marked(marks: u32, what: usize, rule: usize) -> bool {
    marks >> (what + rule) & 1 == 1
}

impl Machine for Until {
    type State = Situation;

    fn start(&self) -> Situation {
        self.world.start()
    }

    fn choices(&self) -> usize {
        self.world.choices()
    }

    fn choose(&mut self, choice: usize, from: &Situation, into: &mut Situation) -> bool {
        self.world.choose(choice, from, into)
    }

    fn identity(&mut self, state: &Situation) -> u128 {
        self.world.identity(state)
    }

    fn marks(&mut self, state: &Situation) -> u32 {
        let most = self.world.passes_at_most();
        let mut marks = if most > 0 && state.passed() >= most { OUT_OF_TIME } else { 0 };
        for (place, rule) in self.marked.iter().enumerate() {
            let rule = rule.as_str();
            let told = [
                (BROKEN, state.broke(rule)),
                (OWES, state.owes(rule)),
                (KEPT, state.kept(rule)),
                (APPLIED, state.applied(rule)),
            ];
            marks |= told.iter().fold(0, |marks, (what, is_so)| marks | (u32::from(*is_so) << (what + place)));
        }
        marks
    }

    fn is_over(&mut self, state: &Situation) -> bool {
        match &self.over {
            Over::Never => false,
            Over::AllBroken => self.marked.iter().all(|rule| state.broke(rule.as_str())),
            Over::OthersBroken(rule) => state.broke_any_but(&[rule]),
        }
    }
}

/// A few rules in one world, and everything they can come to there.
struct Together {
    world: World,
    rules: usize,
    explored: Explored,
}

impl Together {
    fn any(&self, is_so: impl Fn(u32) -> bool) -> bool {
        self.explored.marks.iter().any(|marks| is_so(*marks))
    }

    /// Whether a rule applies, and all there is was looked at, and it is kept nowhere while none of them is broken.
    fn is_never_kept(&self, rule: usize) -> bool {
        let kept = |marks| is_marked(marks, KEPT, rule) && !(0..self.rules).any(|rule| is_marked(marks, BROKEN, rule));
        self.explored.bound().is_none() && self.any(|marks| is_marked(marks, APPLIED, rule)) && !self.any(kept)
    }

    /// The first state in which none of them is broken, and from which every way breaks one of them, though not if any were
    /// left out.
    fn trap(&self) -> Option<Shown> {
        let all: Vec<usize> = (0..self.rules).collect();
        let fewer = |without: &usize| all.iter().copied().filter(|rule| rule != without).collect::<Vec<usize>>();
        let together = self.hopeful(&all);
        let without: Vec<Vec<bool>> = all.iter().map(|rule| self.hopeful(&fewer(rule))).collect();
        let state = self.explored.marks.iter().enumerate().position(|(state, marks)| {
            !all.iter().any(|rule| is_marked(*marks, BROKEN, *rule))
                && together.get(state) == Some(&false)
                && without.iter().all(|hopeful| hopeful.get(state) == Some(&true))
        })?;
        let choices = super::explored::way_to(&self.explored.nodes, u32::try_from(state).ok()?);
        Some(Shown::at(&self.world.follow(&choices)))
    }

    /// Of each state, whether some way leads on to one in which nothing is owed, and breaks none of these rules.
    fn hopeful(&self, rules: &[usize]) -> Vec<bool> {
        let left: Vec<&[u32]> = self.explored.leaving().collect();
        let any = |marks, what| rules.iter().any(|rule| is_marked(marks, what, *rule));
        // Beyond what was left, and when time is up, everything is possible.
        let at_ease = |(state, marks): (usize, &u32)| {
            !any(*marks, BROKEN) && (!any(*marks, OWES) || marks & OUT_OF_TIME != 0 || state >= left.len())
        };
        let mut hopeful: Vec<bool> = self.explored.marks.iter().enumerate().map(at_ease).collect();
        loop {
            let mut changed = false;
            for (state, next) in left.iter().enumerate().rev() {
                let is_broken = self.explored.marks.get(state).is_none_or(|marks| any(*marks, BROKEN));
                let hopes = !is_broken && next.iter().any(|next| hopeful.get(*next as usize) == Some(&true));
                if let Some(known) = hopeful.get_mut(state)
                    && hopes
                    && !*known
                {
                    (*known, changed) = (true, true);
                }
            }
            if !changed {
                return hopeful;
            }
        }
    }
}
