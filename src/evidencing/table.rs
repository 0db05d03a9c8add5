//! Which domains and standards the source names for each element.

use super::codes::{Domain, Element, Scale, StandardNumber};
use crate::code::CodeSet;

/// Where the table comes from.
pub const SOURCE: &str = "Connected Practice – SW/SSW (ESCC)";

use Domain::{CriticalReflection, Diversity, InterventionSkills, Knowledge, Professionalism, ValuesAndEthics};

/// What the source names for one element.
struct Row {
    domains: &'static [Domain],
    scales: &'static [Scale],
    numbers: &'static [u8],
}

/// The table of the source. Only permanence is numbered on both scales there.
const fn row(element: Element) -> Row {
    match element {
        Element::MotivationalInterviewing => Row {
            domains: &[Professionalism, ValuesAndEthics, Diversity, Knowledge, InterventionSkills, CriticalReflection],
            scales: &[Scale::Kss],
            numbers: &[1, 2, 6, 7],
        },
        Element::AttachmentAndTrauma => Row {
            domains: &[ValuesAndEthics, Diversity, Knowledge, InterventionSkills, CriticalReflection],
            scales: &[Scale::Kss],
            numbers: &[1, 2, 3, 6, 7],
        },
        Element::Permanence => Row {
            domains: &[Professionalism, ValuesAndEthics, Diversity, Knowledge, InterventionSkills, CriticalReflection],
            scales: &[Scale::Kss, Scale::Pqs],
            numbers: &[1, 2, 3, 6, 7, 8, 10],
        },
        Element::AssessmentAndRiskAnalysis => Row {
            domains: &[Professionalism, Knowledge, InterventionSkills],
            scales: &[Scale::Kss],
            numbers: &[1, 2, 3, 5, 6, 7],
        },
    }
}

impl Element {
    /// The domains that the [source](SOURCE) names for it.
    ///
    /// ```
    /// use practice_cycle::evidencing::{Domain, Element};
    /// assert_eq!(Element::AssessmentAndRiskAnalysis.domains().len(), 3);
    /// assert!(!Element::AttachmentAndTrauma.domains().has(Domain::Professionalism));
    /// ```
    #[must_use]
    pub fn domains(self) -> CodeSet<Domain> {
        CodeSet::of(row(self).domains)
    }

    /// The scales by which the source numbers its standards.
    ///
    /// ```
    /// use practice_cycle::evidencing::Element;
    /// assert_eq!(Element::Permanence.scales().to_string(), "KSS, PQS");
    /// assert_eq!(Element::AttachmentAndTrauma.scales().to_string(), "KSS");
    /// ```
    #[must_use]
    pub fn scales(self) -> CodeSet<Scale> {
        CodeSet::of(row(self).scales)
    }

    /// The numbers of the standards that the source names for it, in order.
    ///
    /// ```
    /// use practice_cycle::evidencing::Element;
    /// let numbers: Vec<u8> = Element::Permanence.standards().map(|number| number.get()).collect();
    /// assert_eq!(numbers, [1, 2, 3, 6, 7, 8, 10]);
    /// ```
    pub fn standards(self) -> impl Iterator<Item = StandardNumber> {
        row(self).numbers.iter().filter_map(|&number| StandardNumber::new(number).ok())
    }
}
