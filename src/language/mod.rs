//! Words in other languages: labels, refusals, findings and readings as messages of a catalogue, with English in place of what it lacks.
//!
//! A [`Catalogue`] is a file in [Fluent](https://projectfluent.org), which has plurals by the rules of each language and forms of words,
//! and which the tools of translators read. English is one, made from the declarations of this crate ([`ENGLISH`]); Welsh is another
//! ([`WELSH`]); a service may [read](Catalogue::read) its own. The files are plain data: a program in JavaScript or Python reads the
//! same ones with the libraries of Fluent for those languages.
//!
//! ```
//! use practice_cycle::{contracting::{Kind, Refusal, Stage}, cycle, language::Catalogue};
//! let act: cycle::Act = serde_json::from_str(
//!     r#"{"type":"contract_completed","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
//!         "data":{"contract":"c-1"}}"#,
//! )?;
//! let refusal = cycle::Refusal::from(Refusal::OutOfStep { asked: Kind::ContractCompleted, stage: Stage::Suspended });
//! let report = refusal.about(&act);
//! assert_eq!(Catalogue::english().refusal(&report), refusal.to_string());
//! let welsh = Catalogue::welsh();
//! assert!(welsh.refusal(&report).starts_with("ni ellir cwblhau: mae'r cytundeb wedi'i atal dros dro"));
//! assert!(!welsh.is_reviewed(), "a draft, until a speaker of Welsh who knows children's services has read it");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Which messages there are
//!
//! | Message | Is | Parameters |
//! |---|---|---|
//! | `MODULE-List-code`, as in `people-Role-parent` | the label of a code of a list in [`labels`](crate::labels) | none |
//! | `kind-CODE`, with the form `.past` in English | a kind of event, as one asks for it | none |
//! | `refusal-MODULE-code` | the words of a refusal | those that are [declared](crate::refusal::Declared) |
//! | `boundary-…`, `drift-…`, `standing-…`, `openings-…`, `turns-…`, `partnership-…`, `hypotheses-…`, `anchoring-…`, `sharing-…`, and what is in them, as in `observers`, `elapsed-days` | a sentence of a [reading](Catalogue::reading), or a phrase of one | those of the English |
//! | `finding-…`, `mark-…`, `help-…`, `note-…`, `time-…`, `report-…` | what is said of [findings](crate::policy::Finding) | those of the English |
//! | `asked-…` | what a rule asks, from its conditions | those of the English |
//! | `opened-…`, `outcome-…`, `found-…`, `fact-…`, `lacks-…`, `concerned-…` | what opened a duty and why, what became of it, what was found, what is not known, and whom it concerns | those of the English |
//! | `due-…`, `period-…` | when something was due, and how that was counted | those of the English |
//! | `field-…`, `name-…`, `variant-…`, `weekday-…`, `person-…`, `persons-…` | what fields of entries, their values and the people in them are called; `name-…` is the name alone, as in `the-field` | those of the English |
//! | `row-…`, `day`, `day-short`, `day-in-year` | how several things stand in a row, and how a day is written | `$first`, `$last`; `$day`, `$month`, `$year` |
//! | `catalogue-…` | of the file itself: its `language`, its `name` for itself, whether it is `reviewed` (`yes` or `no`), and what is said beside a `draft` | none |
//!
//! # What stands in a parameter
//!
//! | Of a parameter `name` that takes | `$name` | beside it |
//! |---|---|---|
//! | a code, a kind of event, or the name of a field | its label in this language | `$name-code`, to choose by; `$name-FORM`, where the label has that form |
//! | several codes | their labels, with commas | `$name-count`, to choose by |
//! | a number, or the number of an entry | the number, by which a plural is chosen | |
//! | numbers of entries, or other things in a row | the numbers or things, in a row | `$name-count` |
//! | a phrase, or a day | its words | |
//! | a reference, or a number with decimals | as it is | |
//! | another refusal | its words | |
//!
//! A form is an attribute of a label, by whatever name a language has for it. Welsh has `.soft`, so that after *all* a verb has its soft
//! mutation: `dim ond { $permitted } all { $asked-soft }`.
//!
//! # What a catalogue lacks
//!
//! A sentence is said in one language. Where a message is [missing](Catalogue::missing), or a label in it, or where it names what is not
//! there, the whole sentence is said in English. [`Catalogue::check`] finds such messages before anybody reads them, and
//! [`Catalogue::untranslated`] is the file that a translator goes on with.
//!
//! # What no catalogue says
//!
//! What the author of a pack wrote stays as it is written, in every language: the titles of rules, where they come from, the names
//! of their parameters. References, and what a calendar calls its bank holidays, stay too. In English alone are the words that
//! stand before those of a [refusal](Catalogue::refusal), overviews, and the reading of a [portfolio](crate::evidencing).

mod mistake;
mod names;
mod words;
mod check;
mod finding;
#[cfg(test)]
mod generated;

use std::fmt;

use crate::cycle::{Kind, RefusalReport};
use crate::evidencing;
use crate::message::Message;
use crate::reader::Reader;
use crate::reading::Reading;
use crate::refusal::Parameter;
pub use mistake::{CatalogueError, Mistake, What};
use words::Words;

/// English, as a catalogue: every message there is. It is made from the declarations, and so says what `Display` does.
pub const ENGLISH: &str = include_str!("en.ftl");

/// Welsh, as far as it goes: contracting, its refusals, and Figure 1. It is a draft that no speaker has reviewed.
pub const WELSH: &str = include_str!("cy.ftl");

/// The language of what a catalogue lacks.
const FALLBACK: &str = "en";

/// The words of one language, with English in place of what it lacks.
///
/// ```
/// use practice_cycle::language::Catalogue;
/// let welsh = Catalogue::welsh();
/// assert_eq!((welsh.language(), welsh.name()), ("cy", "Cymraeg"));
/// assert_eq!(welsh.label("contracting::Stage", "agreed").as_deref(), Some("wedi'i gytuno"));
/// ```
pub struct Catalogue {
    own: Words,
    /// English; nothing where it is English itself.
    fallback: Option<Words>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("language", &self.language()).finish_non_exhaustive()
    }
}

impl Catalogue {
    /// English, from [`ENGLISH`]. Reading it takes some milliseconds: keep it.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let english = Catalogue::english();
    /// assert!(english.missing().is_empty() && english.check().is_empty() && english.is_reviewed());
    /// ```
    #[must_use]
    pub fn english() -> Self {
        Self { own: Words::ours(ENGLISH), fallback: None }
    }

    /// Welsh, from [`WELSH`], which is a draft.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let welsh = Catalogue::welsh();
    /// assert_eq!(welsh.label("boundary::Indicator", "loses_curiosity").as_deref(), Some("yn colli chwilfrydedd am yr achos"));
    /// assert!(welsh.check().is_empty() && !welsh.is_reviewed());
    /// ```
    #[must_use]
    pub fn welsh() -> Self {
        Self { own: Words::ours(WELSH), fallback: Some(Words::ours(ENGLISH)) }
    }

    /// The catalogue of a language that is shipped: `en` or `cy`.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// assert_eq!(Catalogue::shipped("cy").unwrap().name(), "Cymraeg");
    /// assert!(Catalogue::shipped("tlh").is_none());
    /// ```
    #[must_use]
    pub fn shipped(language: &str) -> Option<Self> {
        match language {
            "en" => Some(Self::english()),
            "cy" => Some(Self::welsh()),
            _ => None,
        }
    }

    /// Reads a catalogue in Fluent. It names its language in `catalogue-language`; whatever else it lacks is said in English.
    ///
    /// # Errors
    /// [`CatalogueError`], with everything that cannot be read in it, by line and message. What reads, and would still not do, is
    /// found by [`check`](Self::check).
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let own = Catalogue::read("catalogue-language = en-GB\npeople-Role-clinician = therapist\n")?;
    /// assert_eq!(own.label("people::Role", "clinician").as_deref(), Some("therapist"));
    /// assert_eq!(own.label("people::Role", "parent").as_deref(), Some("parent"), "in English, which is there");
    ///
    /// let wrong = Catalogue::read("catalogue-language = cy\nkind-contract_begun = { $who\n").unwrap_err();
    /// assert_eq!(wrong.mistakes()[0].line, 2);
    /// assert_eq!(wrong.mistakes()[0].message.as_deref(), Some("kind-contract_begun"));
    /// # Ok::<(), practice_cycle::language::CatalogueError>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, CatalogueError> {
        Ok(Self { own: Words::read(text)?, fallback: Some(Words::ours(ENGLISH)) })
    }

    /// Its language, as a [tag](https://www.rfc-editor.org/info/bcp47): `cy`.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// assert_eq!(Catalogue::read("catalogue-language = de-AT\n")?.language(), "de-AT");
    /// # Ok::<(), practice_cycle::language::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn language(&self) -> &str {
        &self.own.head.language
    }

    /// What the language calls itself: `Cymraeg`. The tag, where the catalogue does not say.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// assert_eq!(Catalogue::welsh().name(), "Cymraeg");
    /// assert_eq!(Catalogue::read("catalogue-language = de-AT\n")?.name(), "de-AT");
    /// # Ok::<(), practice_cycle::language::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.own.head.name
    }

    /// Whether somebody who speaks the language and knows the work has reviewed it, by `catalogue-reviewed`. What has not been
    /// reviewed is a draft, and should be shown as one: see [`notice`](Self::notice).
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let own = Catalogue::read("catalogue-language = cy\ncatalogue-reviewed = yes\n")?;
    /// assert!(own.is_reviewed() && !Catalogue::welsh().is_reviewed());
    /// # Ok::<(), practice_cycle::language::CatalogueError>(())
    /// ```
    #[must_use]
    pub const fn is_reviewed(&self) -> bool {
        self.own.head.is_reviewed
    }

    /// That it is a draft, to be shown beside what it says. Nothing where it has been reviewed.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// assert_eq!(Catalogue::english().notice(), None);
    /// assert!(Catalogue::welsh().notice().unwrap().starts_with("Drafft"));
    /// ```
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        if self.is_reviewed() { None } else { self.first(|words| words.label("catalogue-draft")) }
    }

    /// The file, in Fluent, as it was read.
    ///
    /// ```
    /// use practice_cycle::language::{Catalogue, WELSH};
    /// assert_eq!(Catalogue::welsh().text(), WELSH);
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        self.own.text()
    }

    /// The messages that it lacks, by name, in the order of [`ENGLISH`]: these are said in English.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let missing = Catalogue::welsh();
    /// let missing = missing.missing();
    /// assert!(missing.contains(&"refusal-joining-merges_nothing"));
    /// assert!(!missing.iter().any(|message| message.starts_with("refusal-contracting-")));
    /// ```
    #[must_use]
    pub fn missing(&self) -> Vec<&str> {
        let all = self.fallback.iter().flat_map(Words::messages);
        all.filter(|message| !self.own.has(message)).collect()
    }

    /// How many messages there are.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let welsh = Catalogue::welsh();
    /// assert!(welsh.missing().len() < welsh.of_all());
    /// ```
    #[must_use]
    pub fn of_all(&self) -> usize {
        self.fallback.as_ref().unwrap_or(&self.own).messages().count()
    }

    /// The messages that it lacks as a file in Fluent, with their English, for a translator to go on with. Empty where it lacks none.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let to_do = Catalogue::welsh().untranslated();
    /// assert!(to_do.contains("\nrefusal-joining-merges_nothing = "));
    /// ```
    #[must_use]
    pub fn untranslated(&self) -> String {
        let missing = self.missing();
        self.fallback.as_ref().map(|english| english.only(&missing)).unwrap_or_default()
    }

    /// What is wrong in it: messages that are none of ours, parameters that a message does not have or that it leaves out,
    /// references that lead nowhere. In the order of the file.
    ///
    /// ```
    /// use practice_cycle::language::{Catalogue, What};
    /// let own = Catalogue::read(
    ///     "catalogue-language = cy\n\
    ///      refusal-contracting-stale_version = fersiwn { $version }\n",
    /// )?;
    /// let found = own.check();
    /// let whats: Vec<&What> = found.iter().map(|mistake| &mistake.what).collect();
    /// assert_eq!(whats, [&What::UnknownParameter("version".to_owned()), &What::LacksParameter("current".to_owned())]);
    /// # Ok::<(), practice_cycle::language::CatalogueError>(())
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Mistake> {
        check::mistakes(&self.own, self.fallback.as_ref().unwrap_or(&self.own))
    }

    /// The label of a code of a list, by their names in [`labels`](crate::labels). Nothing where there is no such list or code.
    ///
    /// ```
    /// use practice_cycle::language::Catalogue;
    /// let english = Catalogue::english();
    /// assert_eq!(english.label("boundary::Lean", "diffuse").as_deref(), Some("too far away (diffuse)"));
    /// assert_eq!(english.label("boundary::Lean", "sideways"), None);
    /// ```
    #[must_use]
    pub fn label(&self, list: &str, code: &str) -> Option<String> {
        let message = names::label(list, code);
        self.first(|words| words.label(&message))
    }

    /// A kind of event, as one asks for it.
    ///
    /// ```
    /// use practice_cycle::{contracting, cycle::Kind, language::Catalogue};
    /// let begin = Kind::Contracting(contracting::Kind::ContractBegun);
    /// assert_eq!(Catalogue::english().kind(begin), "begin");
    /// ```
    #[must_use]
    pub fn kind(&self, kind: Kind) -> String {
        self.first(|words| words.label(&names::kind(kind.code()))).unwrap_or_else(|| kind.label().to_owned())
    }

    /// The words of a refusal. They are those of the refusal alone: who asked for what, which the
    /// [message](RefusalReport::message) says before them in English, stands in the report as data.
    ///
    /// ```
    /// use practice_cycle::{contracting::Refusal, cycle, language::Catalogue};
    /// # let act: cycle::Act = serde_json::from_str(
    /// #     r#"{"type":"terms_accepted","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
    /// #         "data":{"contract":"c-1","version":1}}"#,
    /// # )?;
    /// let report = cycle::Refusal::from(Refusal::StaleVersion { current: 2 }).about(&act);
    /// assert_eq!(
    ///     Catalogue::welsh().refusal(&report),
    ///     "ni ellir derbyn fersiwn arall o'r telerau: fersiwn 2 yw'r un cyfredol",
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn refusal(&self, report: &RefusalReport) -> String {
        self.refusal_in(report).0
    }

    /// The words of a refusal as [`refusal`](Self::refusal) gives them, with the language that they are in: that of this catalogue, or
    /// `en` where it lacks them.
    ///
    /// ```
    /// use practice_cycle::{contracting, cycle, joining, language::Catalogue};
    /// # let act: cycle::Act = serde_json::from_str(
    /// #     r#"{"type":"terms_accepted","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
    /// #         "data":{"contract":"c-1","version":1}}"#,
    /// # )?;
    /// let welsh = Catalogue::welsh();
    /// let said = |refusal: cycle::Refusal| welsh.refusal_in(&refusal.about(&act)).1.to_owned();
    /// assert_eq!(said(contracting::Refusal::StaleVersion { current: 2 }.into()), "cy");
    /// assert_eq!(said(joining::Refusal::MergesNothing.into()), "en");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn refusal_in(&self, report: &RefusalReport) -> (String, &str) {
        self.refused(report.code, &report.parameters).unwrap_or_else(|| (report.message.clone(), FALLBACK))
    }

    /// The same of a portfolio.
    ///
    /// ```
    /// use practice_cycle::{evidencing::{Act, EvidenceWithdrawn, Portfolio}, language::Catalogue};
    /// let withdrawn = EvidenceWithdrawn { evidence: "ev-1".parse()?, reason: None };
    /// let act = Act::new(withdrawn, "p-2".parse()?, "2026-04-16T17:00:00Z".parse()?);
    /// let report = Portfolio::default().judge(&act).unwrap_err().about(&act);
    /// assert_eq!(Catalogue::english().refusal_of_portfolio(&report), "the portfolio is not open yet; open it first");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refusal_of_portfolio(&self, report: &evidencing::RefusalReport) -> String {
        self.refusal_of_portfolio_in(report).0
    }

    /// The words of a refusal of a portfolio, with the language that they are in: that of this catalogue, or `en`.
    ///
    /// ```
    /// use practice_cycle::{evidencing::{Act, EvidenceWithdrawn, Portfolio}, language::Catalogue};
    /// let withdrawn = EvidenceWithdrawn { evidence: "ev-1".parse()?, reason: None };
    /// let act = Act::new(withdrawn, "p-2".parse()?, "2026-04-16T17:00:00Z".parse()?);
    /// let report = Portfolio::default().judge(&act).unwrap_err().about(&act);
    /// assert_eq!(Catalogue::welsh().refusal_of_portfolio_in(&report).1, "en");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refusal_of_portfolio_in(&self, report: &evidencing::RefusalReport) -> (String, &str) {
        let parameters: Vec<(&str, Parameter)> =
            report.parameters.iter().map(|(name, said)| (*name, said.clone())).collect();
        self.refused(report.code, &parameters).unwrap_or_else(|| (report.message.clone(), FALLBACK))
    }

    /// The text of a reading for one reader, sentence by sentence: those that this catalogue lacks are said in English.
    ///
    /// ```
    /// use practice_cycle::assessment::{Assessment, Parameters};
    /// use practice_cycle::{boundary::Scope, history::History, language::Catalogue, moment::Moment, reader::Reader, reading::Reading};
    /// let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
    /// let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
    /// let reading = Reading::from(Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2()));
    /// let nobody = Reader::nobody(&view);
    /// assert_eq!(Catalogue::english().reading(&reading, &nobody), reading.text_for(&nobody));
    /// assert!(Catalogue::welsh().reading(&reading, &nobody).starts_with("Erbyn 16 Hydref 2026, y ffin yn y cylch cyfan:"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn reading(&self, reading: &Reading, reader: &Reader) -> String {
        reading.said_for(reader, |sentence| self.message(sentence))
    }

    /// What was done, in the past tense: in English, where the kind has no form `past` in this language.
    fn past_tense(&self, kind: Kind) -> String {
        self.own.form(&names::kind(kind.code()), "past").unwrap_or_else(|| kind.past_tense().to_owned())
    }

    /// A sentence, in this language or in English.
    fn message(&self, message: &Message) -> String {
        self.own.message(message).unwrap_or_else(|| message.to_string())
    }

    /// The words, and the language that they are in.
    fn refused(&self, code: &str, parameters: &[(&'static str, Parameter)]) -> Option<(String, &str)> {
        let own = self.own.refusal(code, parameters).map(|said| (said, self.language()));
        own.or_else(|| Some((self.fallback.as_ref()?.refusal(code, parameters)?, FALLBACK)))
    }

    /// What is said in this language, or in English where that is not there.
    fn first(&self, say: impl Fn(&Words) -> Option<String>) -> Option<String> {
        say(&self.own).or_else(|| self.fallback.as_ref().and_then(say))
    }
}
