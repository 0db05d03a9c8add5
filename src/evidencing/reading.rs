//! The reading `portfolio`: what is evidenced, by which entries, and what is not evidenced here.

use std::collections::BTreeSet;

use serde::Serialize;

use super::act::Entry;
use super::codes::{Domain, Element, Scale, StandardNumber};
use super::event::{Event, PracticeEvidenced};
use super::portfolio::OwnersView;
use super::table::SOURCE;
use crate::code::{Code, CodeSet};
use crate::evidence::Cited;
use crate::id::{PersonId, PortfolioId};
use crate::moment::Moment;

/// What a portfolio evidences, element by element. It is its owner's: only their [`OwnersView`] gives one. Nothing in it is a
/// level, a count or a rank, and no text that somebody wrote is in it. `Display` writes it in words.
///
/// ```
/// use practice_cycle::evidencing::{Act, Element, Portfolio, PortfolioOpened, PracticeEvidenced};
/// use practice_cycle::moment::Moment;
/// let (owner, at) = ("worker-a".parse()?, "2026-01-05T09:00:00Z".parse()?);
/// let mut portfolio = Portfolio::default();
/// portfolio.record(Act::new(PortfolioOpened::new("pf-1".parse()?, "worker-a".parse()?), "worker-a".parse()?, at))?;
/// let evidence: PracticeEvidenced = serde_json::from_str(
///     r#"{"evidence":"ev-1","elements":["permanence"],"domains":["knowledge"],"rests_on":{"basis":"reflection","reference":"papers-1"}}"#,
/// )?;
/// portfolio.record(Act::new(evidence, "worker-a".parse()?, at))?;
///
/// let reading = portfolio.open_for(&owner)?.reading(Moment::LATEST, Moment::LATEST);
/// let permanence = reading.elements.iter().find(|reading| reading.element == Element::Permanence).unwrap();
/// assert_eq!(permanence.evidence[0].entry.get(), 2);
/// assert_eq!(permanence.not_evidenced_here.domains.len(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "PortfolioReading", transform = tagged))]
#[serde(tag = "reading", rename = "portfolio")]
pub struct Evidenced {
    /// The time up to which it looks: of evidence, when its owner practised so.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Whose it is.
    pub owner: PersonId,
    /// Where the table of domains and standards comes from.
    pub source: &'static str,
    /// Every element, in the order of the table.
    pub elements: Vec<ElementReading>,
    /// What was evidence and was withdrawn, in the order of its occurrence. It evidences nothing here.
    pub withdrawn: Vec<Withdrawal>,
}

/// What is evidenced of one element.
///
/// ```
/// use practice_cycle::evidencing::ElementReading;
/// fn is_evidenced_here(element: &ElementReading) -> bool { !element.evidence.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ElementReading {
    /// The element.
    pub element: Element,
    /// Its evidence, in the order of occurrence.
    pub evidence: Vec<Cited>,
    /// The domains of the table that are evidenced, in their order.
    pub domains: Vec<DomainReading>,
    /// The standards of the table that are evidenced, in their order.
    pub standards: Vec<StandardReading>,
    /// What the table lists and nothing here evidences.
    pub not_evidenced_here: NotEvidencedHere,
    /// What is evidenced and the table does not list for this element.
    pub beside_the_table: BesideTheTable,
}

/// A domain, and what evidences it.
///
/// ```
/// use practice_cycle::evidencing::{Domain, DomainReading};
/// fn is_of_diversity(reading: &DomainReading) -> bool { reading.domain == Domain::Diversity }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DomainReading {
    /// The domain.
    pub domain: Domain,
    /// By what.
    pub by: Vec<Cited>,
}

/// A standard of the table, and what evidences it on any of the scales that the table has for it.
///
/// ```
/// use practice_cycle::evidencing::StandardReading;
/// fn number(reading: &StandardReading) -> u8 { reading.number.get() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct StandardReading {
    /// The scales on which the table has it.
    pub scales: CodeSet<Scale>,
    /// The number.
    pub number: StandardNumber,
    /// By what.
    pub by: Vec<Cited>,
}

/// What the table lists for an element and nothing in this file evidences, which is no gap in anybody.
///
/// ```
/// use practice_cycle::evidencing::NotEvidencedHere;
/// assert!(NotEvidencedHere::default().domains.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct NotEvidencedHere {
    /// Domains.
    pub domains: CodeSet<Domain>,
    /// Numbers of standards.
    pub standards: Vec<StandardNumber>,
}

/// What is evidenced of an element and the table does not list for it.
///
/// ```
/// use practice_cycle::evidencing::BesideTheTable;
/// assert!(BesideTheTable::default().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct BesideTheTable {
    /// Domains.
    pub domains: Vec<DomainReading>,
    /// Standards.
    pub standards: Vec<OwnStandard>,
}

impl BesideTheTable {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.domains.is_empty() && self.standards.is_empty()
    }
}

/// A standard as its evidence names it, and what evidences it.
///
/// ```
/// use practice_cycle::evidencing::{OwnStandard, Scale};
/// fn is_newer(standard: &OwnStandard) -> bool { standard.scale == Scale::Pqs }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct OwnStandard {
    /// The scale.
    pub scale: Scale,
    /// The number.
    pub number: StandardNumber,
    /// By what.
    pub by: Vec<Cited>,
}

/// Evidence that was withdrawn.
///
/// ```
/// use practice_cycle::{evidence::Cited, evidencing::Withdrawal, id::EntryNumber};
/// let cited = |at: &str| Cited { entry: EntryNumber::FIRST, at: at.parse().unwrap() };
/// let withdrawal = Withdrawal { evidence: cited("2026-02-12T09:00:00Z"), by: cited("2026-03-02T09:00:00Z") };
/// assert_eq!(withdrawal.to_string(), "12 February 2026 (entry 1), on 2 March 2026 (entry 1)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Withdrawal {
    /// The evidence.
    pub evidence: Cited,
    /// What withdrew it.
    pub by: Cited,
}

impl OwnersView<'_> {
    /// Reads what had been practised by a time, as known at a time.
    #[must_use]
    pub fn reading(self, as_of: Moment, known_at: Moment) -> Evidenced {
        let is_seen = |entry: &&Entry| entry.act().occurred_at <= as_of && entry.act().recorded_at <= known_at;
        let seen: Vec<&Entry> = self.entries().iter().filter(is_seen).collect();
        let by = |entry: &Entry| {
            let number = self.withdrawn_by(entry.number())?;
            seen.iter().find(|entry| entry.number() == number).map(|entry| cited(entry))
        };
        let (mut withdrawn, mut stands) = (Vec::new(), Vec::new());
        for entry in &seen {
            let Event::PracticeEvidenced(data) = entry.event() else { continue };
            match by(entry) {
                Some(by) => withdrawn.push(Withdrawal { evidence: cited(entry), by }),
                None => stands.push((cited(entry), data)),
            }
        }
        withdrawn.sort_unstable();
        stands.sort_by_key(|(cited, _)| *cited);
        let elements = Element::ALL.iter().map(|&element| ElementReading::of(element, &stands)).collect();
        let (portfolio, owner) = (self.portfolio().clone(), self.owner().clone());
        Evidenced { as_of, known_at, portfolio, owner, source: SOURCE, elements, withdrawn }
    }
}

fn cited(entry: &Entry) -> Cited {
    Cited { at: entry.act().occurred_at, entry: entry.number() }
}

impl ElementReading {
    fn of(element: Element, all: &[(Cited, &PracticeEvidenced)]) -> Self {
        let of_it: Vec<_> = all.iter().filter(|(_, data)| data.elements.has(element)).collect();
        let cited = |is_so: &dyn Fn(&PracticeEvidenced) -> bool| -> Vec<Cited> {
            of_it.iter().filter(|(_, data)| is_so(data)).map(|(cited, _)| *cited).collect()
        };
        let domain = |domain| DomainReading { domain, by: cited(&|data| data.domains.has(domain)) };
        let named_domains = of_it.iter().fold(CodeSet::none(), |named, (_, data)| named.and(data.domains));
        let on = |scales: CodeSet<Scale>, number: StandardNumber| {
            cited(&|data| {
                let standards = data.standards.as_ref();
                standards.is_some_and(|named| scales.has(named.scale) && named.numbers.contains(&number))
            })
        };
        let (listed, scales) = (element.domains(), element.scales());
        let numbers: Vec<StandardNumber> = element.standards().collect();
        let named_standards: BTreeSet<(Scale, StandardNumber)> = of_it
            .iter()
            .filter_map(|(_, data)| data.standards.as_ref())
            .flat_map(|named| named.numbers.iter().map(|&number| (named.scale, number)))
            .collect();
        let is_beside = |&(scale, number): &(Scale, StandardNumber)| !(scales.has(scale) && numbers.contains(&number));
        let own = |(scale, number)| OwnStandard { scale, number, by: on(CodeSet::of(&[scale]), number) };
        let standards: Vec<StandardReading> =
            numbers.iter().map(|&number| StandardReading { scales, number, by: on(scales, number) }).collect();
        let (standards, missing): (Vec<_>, Vec<_>) = standards.into_iter().partition(|standard| !standard.by.is_empty());
        Self {
            element,
            evidence: cited(&|_| true),
            domains: listed.both(named_domains).iter().map(domain).collect(),
            standards,
            not_evidenced_here: NotEvidencedHere {
                domains: listed.without(named_domains),
                standards: missing.into_iter().map(|standard| standard.number).collect(),
            },
            beside_the_table: BesideTheTable {
                domains: named_domains.without(listed).iter().map(domain).collect(),
                standards: named_standards.into_iter().filter(is_beside).map(own).collect(),
            },
        }
    }
}

/// The JSON Schema (draft 2020-12) of an [`Evidenced`].
///
/// ```
/// let schema = practice_cycle::evidencing::reading_schema();
/// assert_eq!(schema.pointer("/$id").unwrap(), "urn:practice-cycle:reading:portfolio");
/// ```
#[cfg(feature = "schemars")]
#[must_use]
pub fn schema() -> schemars::Schema {
    crate::json_schema::derived::written::<Evidenced>("urn:practice-cycle:reading:portfolio")
}

/// The tag of a struct alone is not in what is derived.
#[cfg(feature = "schemars")]
fn tagged(schema: &mut schemars::Schema) {
    if let Some(serde_json::Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert("reading".to_owned(), serde_json::json!({ "type": "string", "const": "portfolio" }));
    }
    if let Some(serde_json::Value::Array(required)) = schema.get_mut("required") {
        required.insert(0, "reading".into());
    }
}
