//! Policy: what a service ought to do, checked on what was recorded.
//!
//! A rule is data, with a source and a severity, and stands in a [`Pack`]. It says: *when* something happens, something
//! else has to hold (`require`), to follow (`expect`), to have gone before (`preceded_by`), or must not follow (`forbid`):
//! the page [`writing`] shows every part of it. Each time it applies is a [`Duty`] of its own; the rule's [`Verdict`] is
//! that of its worst duty.
//!
//! A verdict is a function of the history, the pack, the calendar, the time it speaks of and the time up to which it knows, and
//! of nothing else: how often anybody asks changes nothing.
//!
//! ```
//! use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
//! let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
//! let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
//! let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
//! assert!(report.findings().any(|finding| finding.rule.as_str() == "R04a"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a verdict means
//!
//! | Verdict | Meaning |
//! |---|---|
//! | satisfied | it holds, and nothing that occurs later can break it, or what it is about is closed |
//! | holds so far | it holds, and could be broken later |
//! | pending | a duty is open, and not late |
//! | violated | it is broken; what comes too late is a remedy, no cure |
//! | undetermined | what is needed to decide is not there |
//!
//! 1. The clock moves before an entry is looked at: an entry at an instant finds what was due before it late. What is due at
//!    that very instant is in time. A ban no longer binds at the instant at which its hours have passed, or at the midnight after
//!    its last day.
//! 2. Deadlines are counted as [`Period::due`](crate::calendar::Period::due) says, and name their calendar. What is due on a day
//!    is due by the last instant of that day: what occurs at the midnight after it is late. One beyond the calendar is
//!    undetermined, never a guess, and so is one before it; so is one for whose day the rule has no value.
//! 3. Entries are taken in the order in which they occurred, those at one instant in the order of recording; of several
//!    histories, the earlier listed first. An entry first answers what is open, then what it has to go before comes, then what
//!    ends the duty; then the same for the states that it begins or ends; then closes what it closes, and carries what goes on
//!    with a successor; then opens duties; last, those who watch a rule learn that it was broken. What conditions look back on is
//!    what went before it, and what lasts is read as it stands after it.
//! 4. What happened on one day counts in either order, unless the rule says `strict`: an answer recorded earlier on the day of
//!    its trigger is one, and what has to go before something may come later that day. Such an earlier answer counts once: not if
//!    it has answered another duty of the rule about the same (met, remedied, or counted towards `at_least`); and of several, the
//!    latest count, no more of them than are needed. That holds for entries, not for states, and not where each duty needs an
//!    answer of its own or is due again and again. Bans go by the order. What has to lie so long before (`lead_time`) does, too.
//! 5. When what a duty is about closes (the contract, the intervention, the case, or the cycle in which it was opened), an open
//!    duty is released, broken, kept or carried to the successor, as the rule says. A breach that is closed, or ended by `until`,
//!    is remedied no more. What breaks by closing can still be done on that day, and is late at its last instant; where the rule
//!    says `strict`, it is broken at once. In what is left of that day its clock runs, and it is not due again.
//! 6. Clocks never pause, unless the rule says that they do while the contract is suspended:
//!    see [`Pauses`](crate::calendar::Pauses). What is opened while it is suspended waits for its end; so does what is due again
//!    and was done during a suspension.
//! 7. Absence proves something only where recording is complete: where a milestone could have met a duty, its absence leaves that
//!    undetermined unless feeds that somebody [declared](crate::deciding::FeedDeclaredComplete) complete cover the whole time in
//!    which it was expected, from its first instant to the one at which the duty was missed. A feed covers whole days, from its
//!    first to the last, if it [ended](crate::deciding::FeedEnded); where one ends another may go on. Each of several milestones
//!    may have a feed of its own. Conditions (`happened` and the like) go by what is recorded.
//! 8. A value that was left out, or redacted, leaves undetermined whatever turns on it: whether a rule applies, was met, was ended
//!    or was broken. An entry of which it is not known what it is about may be the answer to any duty of the rule in its history. A
//!    case that was redacted is not found out by another way. An entry whose case was redacted may be what a condition asks for,
//!    in its history, unless something else that both name differs. Where the entry that asks is such a one, `happened`, `last` and
//!    `first` are known only where they come to the same for every case. If a path goes through another variant (the reason why
//!    work was uncovered, of work that was covered), the test is false, negated or not, and the field is left out.
//! 9. A query can be excused by a recorded waiver ([`DutyWaived`](crate::deciding::DutyWaived)) that is no earlier than the opening
//!    of the duty, of the same history or naming the case, and names nothing else than the duty is about: the duty is shown, and
//!    does not count. An error cannot. Of a recurring duty (`every`) a waiver excuses the period that ran when it was given: one
//!    that began no later, and was not answered by an entry before it. Without `until`, a period that nobody answers stays excused
//!    until it is answered, and the finding says that it is. With `until` it excuses the later periods, too, and only
//!    while it lasts. What was missed is excused if that was before the day of `until` ended, and the time that is spoken of, or
//!    that of the remedy, lies before its end as well; what was broken outright, if that was before; what is open or undetermined,
//!    while the time that is spoken of lies before.
//!    A waiver that excuses nothing is [reported](Report::unused_waivers), and why: the pack has no such rule; the rule is an error;
//!    the case that it names was redacted; the entry that it names had opened no duty of the rule by then; or nothing that it names
//!    was owed, late or broken when it was given. What was met or released by an entry before it, and what was kept by then, was
//!    not owed any more; a ban in force, and what cannot be determined, was.
//! 10. Readings that a rule asks speak of the time just before.
//! 11. What time alone brings about (a contract lapses, a duty is late) has as its time the last instant before it, and so belongs
//!     to the day that ended. It happens after all entries of that instant: first all that is due is late, then those who watch
//!     learn of it, then contracts lapse.
//!     A contract lapses by the last step that changed its stage or its planned end: what merely happened within the agreement (a
//!     review, a party replaced, a role that flexed), whenever it was recorded, and terms that are not yet agreed change neither.
//! 12. A recurring duty (`every`) restarts at each answer, even a late one, and ends with its state. What was to
//!     happen `at_least` so often is met, or remedied, by the one that makes it enough.
//! 13. `first` is the first time that the rule applies about the same, with its conditions met; where that cannot be determined,
//!     it is not yet the first.
//! 14. Where a history follows an attachment that is not looked at, what may lie there leaves undetermined whatever asks for what
//!     went before, unless it is about something that was made here, such as a contract.
//! 15. Of several histories together, references are known within their history alone, unless the case, the clinician or the
//!     cycle is among what the rule is about, or a part of that is said to mean the same `everywhere`. Somebody's role is the one they
//!     held at that instant.
//! 16. A rule that watches another learns that it was broken as soon as it is, before feeds and waivers are asked; the entry
//!     that opened the duty that was broken stands for it.
//! 17. Where answers name what they answer (`linked_by`), the entry that one names is looked at, then the entry that this names,
//!     and so on: the nearest that fits `when` is what it answers, and it answers nothing else. Where none does, or nothing is
//!     named, it may answer any duty. Where a name is redacted or not recorded, or it is not known whether one fits, it may be an
//!     answer to any. What is named counts whether or not it had occurred by then.
//! 18. A time that is `counted_from` an entry is counted from the nearest that fits of those which the opening names in such a way;
//!     from the opening, where none does. It is not known where a name is redacted or not recorded, or where it is not known
//!     whether one fits; then it is not known either that what was done earlier that day was in time. Parameters go by the day of
//!     the opening.
//! 19. With `lead_time`, a length of time is counted from what goes before: in days, to a day no later than that of the opening; in
//!     hours, to an instant no later. With `since`, only what came after the last such entry before the opening, in the order of
//!     point 3, goes before it; where something may have been such an entry, what lies between it and the last that is known to be
//!     one may or may not count.
//! 20. A `ratio` compares whole numbers: how often the one happened, times a hundred, with how often the other did, times the
//!     limit. The entry at hand counts where it fits; what time alone brought about has none. Where it is not known how often,
//!     the answer is not known if that matters.
//! 21. A day that a test counts from or to stands at its first instant, as a record does that has only a date; compared with an
//!     instant it is the same where that lies on it. Days of the week, working days and what a test counts go by the calendar, and
//!     are not known beyond it. Where tests cannot be answered, the first of them by the name of its field says why: that
//!     something was left out, else that a parameter has no value for that day, else that the calendar begins later, or ends.
//! 22. Roles, sides and mandates with `_now` are asked as of the instant at which the condition is asked: of `opening.…` when
//!     the answer occurred, of `last` and `first` when the duty was opened. All roles held then count. Of somebody who has left
//!     there is nothing, so that a test fails and its `not` holds; somebody who had not entered by then is not known. Who leaves
//!     at that very instant is still there. Whoever wrote an entry down is asked as of when it occurred.
//! 23. The party of a side to what is agreed is there while they are on that side. Somebody loses a contract by an entry where
//!     right before it they were on the side whose party they are, and right after it they are not.
//! 24. A state that opens a duty is about what `when` names; every other state about what `then` names.
//! 25. An id that a rule had before (`formerly`) means that rule, wherever one is named: by a waiver, or by a rule that watches it.
//! 26. `people_here` are those who hold a role after the entry that opens the duty, in the order of point 3: who enters by it, or
//!     before it, is there; who leaves by it, or before it, is not.
//! 27. A field of what a field names is read from the entry that made it, as that occurred. Where nothing is named, it is not known.
//! 28. What is `open` began, the entry at hand counting where it fits, and nothing that ends it came after, up to and with the entry
//!     at hand. Where it is not known whether something began or ended it, or which value it has, it may count. Where it is not
//!     known what an entry ends, it may end anything of that history. A value counts once.
//!
//! # Three ways to run
//! [`Policy::check`] looks at a whole history; a [`Monitor`] takes entries as they come, and says what changed and what falls due
//! next, a [`Diary`] for many cycles; [`Policy::judge`] says what offering an act would break. All three are one engine; a slow
//! evaluator in the tests, written from this page alone, is what they are held to.
//!
//! Nothing here is legal advice, and no finding is about a person: it explains, can be answered, and never ranks anybody.

// From what is written, through what is run, to what is printed.
pub(crate) mod syntax; // What is written: strict JSON, its parts, and its problems.
mod rule; // A compiled rule.
mod compile; // From the one to the other: names resolved, lengths of time read, lints.
mod eval; // Whether a condition holds for an entry.
mod engine; // Obligations: opened, discharged, closed, timed.
mod report; // Verdicts, outcomes and findings, as data.
pub(crate) mod render; // Findings and reports as text.
// The ways to run them.
pub(crate) mod check;
mod monitor;
pub(crate) mod enforce;
pub(crate) mod observe;
mod diff;

#[doc = include_str!("writing.md")]
pub mod writing {}

pub use check::{Checker, Policy};
pub use compile::packs::{Pack, Packs};
pub use diff::{Change, Owed, Shift};
pub use enforce::{Enforcement, Judgement};
#[cfg(feature = "languages")]
pub(crate) use eval::answer::MESSAGES as NOT_KNOWN;
pub use eval::answer::{EntryRef, Missing};
pub use eval::evidence::{Evidence, FieldValue};
pub use monitor::Monitor;
pub use monitor::diary::Diary;
pub use monitor::news::News;
pub use render::excerpt::Excerpt;
pub(crate) use render::excerpt::marks_in;
pub use render::language::{English, Language};
pub use render::{FindingsError, Rendering, Summary};
pub use report::finding::{Asked, Asks, Finding, Help, Opening, Setting, Trigger};
pub use report::key::DutyKey;
pub use report::mark::Mark;
pub use report::verdict::{Duty, DutyState, Excuse, Outcome, Verdict};
#[cfg(feature = "languages")]
pub(crate) use report::waivers::MESSAGES as OF_WAIVERS;
pub use report::waivers::{UnusedWaiver, WhyUnused};
pub use report::{Report, RuleReport, Tally};
pub use rule::{Rule, Source};
pub use syntax::codes::{Attribute, Clock, Known, OnClose, Order, Severity};
#[cfg(feature = "schemars")]
pub use syntax::json_schema::schema;
pub use syntax::problem::{PackError, Problem};
