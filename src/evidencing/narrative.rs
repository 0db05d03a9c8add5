//! The reading `portfolio` in words, for the owner.

use std::fmt;

use super::codes::Scale;
use super::reading::{ElementReading, Evidenced, Withdrawal};
use crate::code::{Code, CodeSet};
use crate::evidence::{self, in_a_row, one_by_one};
use crate::note::spoken;

/// The scales of a standard, before its number: `KSS/PQS`.
fn on(scales: CodeSet<Scale>) -> String {
    scales.iter().map(Code::label).collect::<Vec<_>>().join("/")
}

impl fmt::Display for Withdrawal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, on {}", self.evidence, self.by)
    }
}

impl fmt::Display for ElementReading {
    /// What it is evidenced by, then domain by domain and standard by standard, and what is not evidenced here.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", spoken(self.element.label()))?;
        if self.evidence.is_empty() {
            return f.write_str(": not evidenced here");
        }
        write!(f, ": {}", one_by_one(&self.evidence))?;
        for domain in &self.domains {
            write!(f, "\n  {}: {}", domain.domain, one_by_one(&domain.by))?;
        }
        for standard in &self.standards {
            write!(f, "\n  {} {}: {}", on(standard.scales), standard.number, one_by_one(&standard.by))?;
        }
        let missing = &self.not_evidenced_here;
        let mut not_here: Vec<String> = missing.domains.iter().map(|domain| domain.label().to_owned()).collect();
        if !missing.standards.is_empty() {
            not_here.push(format!("{} {}", on(self.element.scales()), in_a_row(&missing.standards)));
        }
        if !not_here.is_empty() {
            write!(f, "\n  not evidenced here: {}", not_here.join("; "))?;
        }
        let beside = &self.beside_the_table;
        for domain in &beside.domains {
            write!(f, "\n  beside what the table lists, {}: {}", domain.domain, one_by_one(&domain.by))?;
        }
        for standard in &beside.standards {
            let (scale, number, by) = (standard.scale, standard.number, one_by_one(&standard.by));
            write!(f, "\n  beside what the table lists, {scale} {number}: {by}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Evidenced {
    /// The whole of it, an element after the other.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { as_of, known_at, portfolio, owner, source, elements, withdrawn } = self;
        write!(f, "{}, what is evidenced in the portfolio {portfolio}. ", evidence::as_of(*as_of, *known_at))?;
        writeln!(f, "This is shown to {owner} alone.")?;
        for element in elements {
            writeln!(f, "\n{element}")?;
        }
        if !withdrawn.is_empty() {
            writeln!(f, "\nWithdrawn: {}.", one_by_one(withdrawn))?;
        }
        write!(
            f,
            "\nWhat is not evidenced here was not put into this file, which is no gap in the person. The table: {source}."
        )
    }
}
