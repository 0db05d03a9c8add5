//! Portfolios, and acts offered to them.

use proptest::collection::SizeRange;
use proptest::prelude::Strategy;

use super::lists::lists;
use super::names::{START, from_nanos, hours_after, id};
use super::numbers::Numbers;
use crate::code::{Code, CodeSet};
use crate::evidencing::{
    Act, EvidenceWithdrawn, Portfolio, PortfolioOpened, PracticeEvidenced, RestsOn, StandardNumber, Standards, TextRedacted,
};
use crate::id::{EntryNumber, PersonId};
use crate::text::{SourceRef, Text};

/// The numbers out of which one act is made.
type Choice = [u8; 16];

/// Acts offered to a portfolio, one after another: `p-2` opens `pf-1`, then a number of others. Most of these are admitted; some are
/// somebody else's, repeat what was said, name what is not there, or lack what they need. They shrink to few acts that say little.
///
/// Recording them in the order given is what [`portfolio()`] does. Where a failure is to be looked into, it is these that show something:
/// a portfolio shows nothing of itself to anybody but its owner.
///
/// ```
/// use practice_cycle::{evidencing::{Act, Portfolio}, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(acts in strategy::portfolio_acts(0..20))| {
///     let mut portfolio = Portfolio::default();
///     for act in acts {
///         prop_assert_eq!(portfolio.judge(&act).err(), portfolio.record(act).err());
///     }
/// });
/// ```
pub fn portfolio_acts(number: impl Into<SizeRange>) -> impl Strategy<Value = Vec<Act>> {
    lists(number).prop_map(|choices| acts(&choices))
}

/// A professional's portfolio, opened by its owner `p-2`, with what was admitted of [as many acts](portfolio_acts).
///
/// ```
/// use practice_cycle::{evidencing::Portfolio, id::PersonId, strategy};
/// use proptest::prelude::*;
/// let owner: PersonId = "p-2".parse()?;
/// proptest!(ProptestConfig::with_cases(8), |(portfolio in strategy::portfolio(0..20))| {
///     let mut stored = Vec::new();
///     portfolio.open_for(&owner).unwrap().write(&mut stored).unwrap();
///     let loaded = Portfolio::read(stored.as_slice(), &owner).unwrap();
///     prop_assert_eq!(loaded.open_for(&owner).unwrap().entries(), portfolio.open_for(&owner).unwrap().entries());
/// });
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
pub fn portfolio(acts: impl Into<SizeRange>) -> impl Strategy<Value = Portfolio> {
    portfolio_acts(acts).prop_map(|acts| {
        let mut portfolio = Portfolio::default();
        for act in acts {
            // Being refused is one of the things that happen to acts.
            let _ = portfolio.record(act);
        }
        portfolio
    })
}

fn owner() -> PersonId {
    id("p", 2)
}

fn acts(choices: &[Choice]) -> Vec<Act> {
    let mut now = from_nanos(START);
    let mut acts = vec![Act::new(PortfolioOpened::new(id("pf", 1), owner()), owner(), now)];
    let mut evidence = 0;
    for choice in choices {
        let mut numbers = Numbers::new(choice);
        let what = numbers.below(16);
        now = hours_after(now, numbers.one(&[24, 1, 0, 240]));
        let late = if numbers.chance(2) { numbers.one(&[1, 24, 500]) } else { 0 };
        let note = if numbers.chance(3) { Text::new("I asked before I told.").ok() } else { None };
        let before = acts.len();
        let mut act = match what {
            0..=8 => {
                evidence += 1;
                Act::new(evidenced(evidence, note, &mut numbers), owner(), now)
            }
            9..=11 => {
                let evidence = id("ev", numbers.below(evidence) + 1);
                Act::new(EvidenceWithdrawn { evidence, reason: note }, owner(), now)
            }
            12..=13 => {
                let count = numbers.one(&[1, 1, 2, 0]);
                let entries: Vec<EntryNumber> = (0..count).filter_map(|_| entry(before - numbers.below(before))).collect();
                Act::new(TextRedacted { entries, reason: note }, owner(), now)
            }
            14 => {
                // Evidence with a reference that is taken, and perhaps of no element.
                let mut again = evidenced(numbers.below(evidence) + 1, note, &mut numbers);
                again.elements = if numbers.chance(4) { CodeSet::none() } else { again.elements };
                Act::new(again, owner(), now)
            }
            _ => {
                let opened = PortfolioOpened::new(id("pf", 1), owner());
                let by = if numbers.chance(4) { owner() } else { id("p", 3) };
                Act::new(opened, by, now)
            }
        };
        act.occurred_at = hours_after(act.occurred_at, -late);
        // What was said already is offered again now and then.
        let again = if numbers.chance(1) { acts.get(numbers.below(before)).cloned() } else { None };
        acts.push(again.unwrap_or(act).recorded(now));
    }
    acts
}

fn entry(number: usize) -> Option<EntryNumber> {
    u32::try_from(number).ok()?.try_into().ok()
}

fn evidenced(number: usize, note: Option<Text>, numbers: &mut Numbers<'_>) -> PracticeEvidenced {
    fn words<W: Code>(numbers: &mut Numbers<'_>, count: usize) -> CodeSet<W> {
        (0..count).map(|_| numbers.word()).collect()
    }
    let elements = 1 + numbers.below(3);
    let domains = numbers.below(3);
    let standards = numbers.below(16);
    PracticeEvidenced {
        evidence: id("ev", number),
        elements: words(numbers, elements),
        domains: words(numbers, domains),
        standards: (standards > 7).then(|| {
            let (scale, first) = (numbers.word(), numbers.below(6));
            let standard = |after: usize| StandardNumber::new((first + after) as u8 + 1).ok();
            // Now and then none, or one of them twice: both are refused.
            let after: &[usize] = match standards {
                14 => &[],
                15 => &[0, 1, 0],
                _ => &[0, 2, 3, 4],
            };
            Standards { scale, numbers: after.iter().take(standards - 7).filter_map(|&after| standard(after)).collect() }
        }),
        rests_on: RestsOn { basis: numbers.word(), reference: reference() },
        note,
    }
}

#[expect(clippy::expect_used, reason = "a word, a hyphen and a digit")]
fn reference() -> SourceRef {
    SourceRef::new("papers-1").expect("a reference")
}
