//! What is recorded in a portfolio.

use super::codes::{Basis, Domain, Element, Scale, StandardNumber};
use crate::code::CodeSet;
use crate::declare::{data, events};
use crate::field::fields;
use crate::id::{EntryNumber, EvidenceId, PersonId, PortfolioId};
use crate::strict::object;
use crate::text::{SourceRef, Text};

/// The version of the stored form of portfolios.
pub const FORMAT: u16 = 1;

events! {
    apart in ("practice_cycle::evidencing");
    PortfolioOpened = "portfolio_opened", "open the portfolio", "opened the portfolio";
    PracticeEvidenced = "practice_evidenced", "put in evidence of practice", "put in evidence of practice", new;
    EvidenceWithdrawn = "evidence_withdrawn", "withdraw evidence", "withdrew evidence";
    TextRedacted = "text_redacted", "redact text", "redacted text";
}

object! {
    /// Standards that practice is evidence of, by their numbers on one of the two scales.
    ///
    /// ```
    /// use practice_cycle::evidencing::{Scale, Standards};
    /// let standards: Standards = serde_json::from_str(r#"{"scale":"kss","numbers":[1,6]}"#)?;
    /// assert_eq!((standards.scale, standards.numbers.len()), (Scale::Kss, 2));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct Standards {
        /// The scale.
        pub scale: Scale,
        /// The numbers: at least one, each once.
        pub numbers: Vec<StandardNumber>,
    }
}
fields!(struct Standards { scale, numbers });

object! {
    /// What evidence rests on: of which kind it is, and where its owner finds it.
    ///
    /// ```
    /// use practice_cycle::evidencing::{Basis, RestsOn};
    /// let rests_on: RestsOn = serde_json::from_str(r#"{"basis":"feedback","reference":"papers-12"}"#)?;
    /// assert_eq!((rests_on.basis, rests_on.reference.as_str()), (Basis::Feedback, Some("papers-12")));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct RestsOn {
        /// Of which kind.
        pub basis: Basis,
        /// A reference into papers that the owner keeps elsewhere. Never that of a case or of somebody in a family.
        pub reference: SourceRef,
    }
}
fields!(struct RestsOn { basis, reference });

data! {
    /// A professional opened a portfolio of their own. Always the first entry.
    PortfolioOpened in ("practice_cycle::evidencing"): r#"{"portfolio":"pf-1","format":1,"owner":"p-2"}"# {
        /// The portfolio.
        portfolio: PortfolioId,
        /// The version of the stored form, [`FORMAT`].
        format: u16,
        /// Whose it is: the only one who reads or writes it.
        owner: PersonId,
    }
}

impl PortfolioOpened {
    /// A portfolio of somebody's, in the stored form of today.
    ///
    /// ```
    /// use practice_cycle::evidencing::{FORMAT, PortfolioOpened};
    /// assert_eq!(PortfolioOpened::new("pf-1".parse()?, "p-2".parse()?).format, FORMAT);
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[must_use]
    pub fn new(portfolio: PortfolioId, owner: PersonId) -> Self {
        Self { portfolio, format: FORMAT, owner }
    }
}

data! {
    /// Practice of the owner's that is evidence of something. It occurred when they practised so, which may be before the portfolio was
    /// opened.
    PracticeEvidenced in ("practice_cycle::evidencing"): r#"{"evidence":"ev-1","elements":["motivational_interviewing"],"domains":["values_and_ethics","critical_reflection"],"standards":{"scale":"kss","numbers":[1,6]},"rests_on":{"basis":"direct_observation","reference":"papers-12"},"note":"I asked before I told."}"# {
        /// Its own reference.
        evidence: EvidenceId,
        /// The elements of Connected Practice: at least one.
        elements: CodeSet<Element>,
        /// The domains that it evidences, for each of these elements.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        domains: CodeSet<Domain>,
        /// The standards that it evidences, for each of these elements.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standards: Option<Standards>,
        /// What it rests on.
        rests_on: RestsOn,
        /// A note of the owner's own, about their practice. Nothing in it says who a family is: no name, no number of a case, nothing
        /// that somebody of a family said or went through.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Text>,
    }
}

data! {
    /// The owner rests on that evidence no more, or put it in by mistake. It stays to be seen by them.
    EvidenceWithdrawn in ("practice_cycle::evidencing"): r#"{"evidence":"ev-1","reason":"It was for another module."}"# {
        /// The evidence.
        evidence: EvidenceId,
        /// Why, if they say so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    }
}

data! {
    /// Notes, reasons and references to sources were replaced by tombstones: above all where they told of a family. What was evidenced,
    /// and when, stays.
    ///
    /// The portfolio replaces them in memory. A host that stores entries line by line has to write the lines of these entries anew:
    /// [`OwnersView::redacted_in`](super::OwnersView::redacted_in) gives them.
    TextRedacted in ("practice_cycle::evidencing"): r#"{"entries":[2],"reason":"The note named somebody."}"# {
        /// The entries.
        entries: Vec<EntryNumber>,
        /// Why, without what was redacted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    }
}
