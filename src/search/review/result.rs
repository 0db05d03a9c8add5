//! The results of a review: what can be reached, of each rule and of several together.

use std::fmt;

use crate::evidence::{Counted, in_a_row};
use crate::history::History;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::search::explored::{Answer, Bound};
use crate::search::world::{Situation, World};

/// Whether something can be reached, with the shortest history that leads there.
///
/// As JSON, it has the entries of that history, the time, and when the last of it was known.
///
/// ```
/// use practice_cycle::search::{Bound, Reachability};
/// assert_eq!(Reachability::Never.to_string(), "never in this world");
/// let bound = Reachability::NotWithin(Bound::Steps(8));
/// assert_eq!(bound.to_string(), "not within 8 steps");
/// assert_eq!(serde_json::to_string(&bound)?, r#"{"answer":"not_within","not_within":{"steps":8}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Reachability {
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

impl Reachability {
    /// What the answer to a claim about a world shows: the history that its choices lead to, where it has some.
    ///
    /// ```
    /// use practice_cycle::search::{Answer, Reachability, World};
    /// let world = World::shipped("one contract").unwrap();
    /// assert!(Reachability::of(&world, &Answer::Nowhere).is_answered());
    /// ```
    #[must_use]
    pub fn of(world: &World, answer: &Answer) -> Self {
        match answer {
            Answer::Found(choices) => Reachability::at(&world.follow(choices)),
            Answer::Nowhere => Reachability::Never,
            Answer::NotWithin(bound) => Reachability::NotWithin(*bound),
        }
    }

    pub(super) fn at(state: &Situation) -> Self {
        Reachability::By { history: Box::new(state.history().clone()), as_of: state.now() }
    }

    /// The same of something that a rule comes to: `never kept in this world`, `not kept within 8 steps`.
    fn said_of(&self, what: &str, not: &str) -> String {
        match self {
            Reachability::By { .. } => format!("{what} {self}"),
            Reachability::Never => format!("never {what} in this world"),
            Reachability::NotWithin(bound) => format!("{not} within {bound}"),
        }
    }

    /// Whether it is known, and was not left open at a bound.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        !matches!(self, Reachability::NotWithin(_))
    }

    /// The history that shows it.
    #[must_use]
    pub fn history(&self) -> Option<&History> {
        if let Reachability::By { history, .. } = self { Some(history) } else { None }
    }
}

impl fmt::Display for Reachability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reachability::By { history, .. } => write!(f, "in {} entries", history.entries().len()),
            Reachability::Never => f.write_str("never in this world"),
            Reachability::NotWithin(bound) => write!(f, "not within {bound}"),
        }
    }
}

/// What one rule can come to in a world. As JSON, `histories` is text, since it can be more than a number there holds.
///
/// ```
/// use practice_cycle::calendar::EnglandAndWales;
/// use practice_cycle::policy::Pack;
/// use practice_cycle::search::{Reviewer, Reachability, Stories};
/// let stories = Stories::read(&std::fs::read_to_string("examples/data/invented_review.json")?)?;
/// let pack = Pack::shipped("shared-risk").unwrap();
/// let reviewer = Reviewer::new(pack, &EnglandAndWales::new())?;
/// let reviewed = reviewer.rule("P07b", &stories.world(&["P07b"])?.unwrap())?.unwrap();
/// assert!(reviewed.breaks.history().is_some(), "it may offer nothing");
/// assert!(reviewed.keeps.history().is_some(), "or something");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reviewed {
    /// The rule.
    pub rule: RuleCode,
    /// Its title.
    pub title: String,
    /// Whether it ever applies: if never, it is dead here.
    pub applies: Reachability,
    /// Whether it can be kept, being applied: a duty met, or a ban in force or kept to its end, and nothing owed or broken.
    pub keeps: Reachability,
    /// Whether it can be broken: if never, it asks only what holds in any case.
    pub breaks: Reachability,
    /// Whether it can be undetermined, because something was not recorded.
    pub undetermined: Reachability,
    /// Whether it can be broken and no other rule of the pack.
    pub breaks_alone: Reachability,
    /// How often time could pass, at most: not at all where the rule does not look at it, or the world does not let it.
    pub passes: usize,
    /// How many states were looked at, and steps between them.
    pub states: usize,
    /// See `states`.
    pub steps: usize,
    /// How many different histories they stand for, of at most as many acts and passings of time as the farthest state is away.
    pub histories: Option<u128>,
}

impl Reviewed {
    /// Whether every question about the rule was answered, and none left open at a bound.
    #[must_use]
    pub fn is_seen_through(&self) -> bool {
        let Self { applies, keeps, breaks, undetermined, breaks_alone, .. } = self;
        [applies, keeps, breaks, undetermined, breaks_alone].into_iter().all(Reachability::is_answered)
    }
}

impl fmt::Display for Reviewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, applies, keeps, breaks, breaks_alone, undetermined, .. } = self;
        write!(f, "{rule}: {}; {}; ", applies.said_of("applies", "does not apply"), keeps.said_of("kept", "not kept"))?;
        let alone = breaks_alone.said_of("broken alone", "not broken alone");
        write!(f, "{}; {alone}; ", breaks.said_of("broken", "not broken"))?;
        if undetermined.history().is_some() {
            write!(f, "cannot be determined {undetermined}; ")?;
        }
        let (states, steps) = (Counted::of(self.states, "state", "states"), Counted::of(self.steps, "step", "steps"));
        write!(f, "{states}, {steps}, ")?;
        match self.passes {
            0 => f.write_str("time stood still")?,
            1 => f.write_str("time passed once at most")?,
            most => write!(f, "time passed {most} times at most")?,
        }
        match self.histories {
            None => Ok(()),
            Some(1) => f.write_str(", 1 history"),
            Some(histories) => write!(f, ", {histories} histories"),
        }
    }
}

/// The sets of rules that cannot be kept together.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, policy::Pack};
/// use practice_cycle::search::{Reviewer, Stories};
/// let stories = Stories::read(&std::fs::read_to_string("examples/data/invented_review.json")?)?;
/// let reviewer = Reviewer::new(Pack::shipped("shared-risk").unwrap(), &EnglandAndWales::new())?;
/// let clashes = reviewer.clashes(|rules| stories.world(rules))?;
/// assert!(clashes.found.is_empty() && clashes.bound.is_none());
/// assert!(clashes.passed_over > 0, "no story speaks of the other rules");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Clashes {
    /// Those that were found, the smallest first.
    pub found: Vec<Clash>,
    /// The bound that a search of some rules hit: others could clash beyond it.
    pub bound: Option<Bound>,
    /// How many sets were not looked at, because there is no world for them: their rules could clash, too.
    pub passed_over: usize,
}

/// Rules that cannot be kept together.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, policy::Pack};
/// use practice_cycle::search::{Reviewer, World};
/// let pack = Pack::read(r#"{"pack": "ours", "version": "1", "title": "Ours", "rules": [
///   {"id": "A", "title": "An invitation is accepted that day", "source": {"work": "ours", "known": "local"}, "severity": "query",
///    "per": ["contract"], "when": {"event": "contract_invited"}, "expect": {"event": "invitation_accepted"}, "within": "same day"},
///   {"id": "B", "title": "No invitation is accepted", "source": {"work": "ours", "known": "local"}, "severity": "query",
///    "per": ["contract"], "when": {"event": "contract_invited"}, "forbid": {"event": "invitation_accepted"}}
/// ]}"#)?;
/// let world = World::read(r#"{
///   "about": "Invented: an invitation that may be accepted, some day.",
///   "people": {"clinician": "clinician", "worker": "social_worker"},
///   "starts": "2026-03-02 09:00",
///   "offers": [
///     {"by": "worker", "do": "contract_invited", "space": "team_meeting"},
///     {"by": "clinician", "do": "invitation_accepted", "contract": "$contract"}
///   ],
///   "passes": ["next_due"]
/// }"#)?;
/// let clashes = Reviewer::new(&pack, &EnglandAndWales::new())?.clashes(|_| Ok(Some(world.clone())))?;
/// assert_eq!(clashes.found.len(), 1);
/// assert_eq!(clashes.found[0].rules.len(), 2);
/// assert_eq!(clashes.found[0].trap.history().unwrap().contracts().count(), 1, "it has been invited");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Clash {
    /// The rules: with any of them left out, the others can be kept.
    pub rules: Vec<RuleCode>,
    /// The shortest history after which one of them must be broken, though none is yet; [`Reachability::Never`] where they never come
    /// so far, because one of them can never be kept while the others are not broken: of one rule, never at all.
    pub trap: Reachability,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<&str> = self.rules.iter().map(RuleCode::as_str).collect();
        let together = in_a_row(&rules);
        match &self.trap {
            Reachability::By { history, as_of } => {
                let which = if rules.len() > 1 { "one of them" } else { "it" };
                write!(f, "{together}: after {} entries, at {as_of}, {which} must be broken", history.entries().len())
            }
            Reachability::Never | Reachability::NotWithin(_) => {
                let kept = match rules.len() {
                    0 | 1 => "can never be kept",
                    2 => "cannot both be kept",
                    _ => "cannot all be kept",
                };
                write!(f, "{together} {kept} in this world")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_cannot_be_kept_together_are_told_by_how_many_they_are() {
        let told = |ids: &[&str], trap: Reachability| {
            let rules = ids.iter().map(|id| id.parse().expect("the code of a rule")).collect();
            Clash { rules, trap }.to_string()
        };
        assert_eq!(told(&["A1"], Reachability::Never), "A1 can never be kept in this world");
        assert_eq!(told(&["A1", "A2"], Reachability::Never), "A1 and A2 cannot both be kept in this world");
        assert_eq!(told(&["A1", "A2", "A3"], Reachability::Never), "A1, A2 and A3 cannot all be kept in this world");
        let after = || {
            let as_of = "2026-03-02T09:00:00Z".parse().expect("an instant");
            Reachability::By { history: Box::new(History::default()), as_of }
        };
        let when = "after 0 entries, at 2026-03-02T09:00:00Z";
        assert_eq!(told(&["A1"], after()), format!("A1: {when}, it must be broken"));
        assert_eq!(told(&["A1", "A2"], after()), format!("A1 and A2: {when}, one of them must be broken"));
    }

    #[test]
    fn what_was_not_found_says_how_far_was_looked() {
        assert_eq!(Reachability::Never.said_of("kept", "not kept"), "never kept in this world");
        assert_eq!(
            Reachability::NotWithin(Bound::Steps(8)).said_of("applies", "does not apply"),
            "does not apply within 8 steps"
        );
    }
}
