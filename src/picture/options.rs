//! For whom a picture is made, and how: by which clocks, in which words, how wide.

use thiserror::Error;

use crate::boundary::{Lean, Verdict};
use crate::calendar::{TIME_ZONE, Tz};
use crate::code::Code;
use crate::history::View;
use crate::reader::Reader;

/// In whose words the sides of the boundary are drawn. One word, *diffuse*, names opposite ends in the two.
///
/// ```
/// use practice_cycle::{boundary::Lean, picture::Vocabulary};
/// assert_eq!(Vocabulary::Article.of(Lean::Diffuse), "too far away (diffuse)");
/// assert_eq!(Vocabulary::Minuchin.of(Lean::Enmeshed), "too close (diffuse)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Vocabulary {
    /// The article's: enmeshed, healthy, diffuse.
    Article,
    /// Minuchin's, whose *diffuse* boundaries go with enmeshment: diffuse, clear, rigid.
    Minuchin,
}

impl Vocabulary {
    /// What a side is called.
    ///
    /// ```
    /// use practice_cycle::{boundary::Lean, picture::Vocabulary};
    /// assert_eq!(Vocabulary::Minuchin.of(Lean::Healthy), "healthy (clear)");
    /// ```
    #[must_use]
    pub const fn of(self, lean: Lean) -> &'static str {
        match (self, lean) {
            (Vocabulary::Article, Lean::Enmeshed) => "too close (enmeshed)",
            (Vocabulary::Article, Lean::Healthy) => "healthy",
            (Vocabulary::Article, Lean::Diffuse) => "too far away (diffuse)",
            (Vocabulary::Minuchin, Lean::Enmeshed) => "too close (diffuse)",
            (Vocabulary::Minuchin, Lean::Healthy) => "healthy (clear)",
            (Vocabulary::Minuchin, Lean::Diffuse) => "too far away (rigid)",
        }
    }

    /// The word of the school alone.
    pub(super) const fn word(self, lean: Lean) -> &'static str {
        match (self, lean) {
            (Vocabulary::Article, Lean::Enmeshed) => "enmeshed",
            (Vocabulary::Article, Lean::Healthy) => "healthy",
            (Vocabulary::Minuchin, Lean::Healthy) => "clear",
            (Vocabulary::Article, Lean::Diffuse) | (Vocabulary::Minuchin, Lean::Enmeshed) => "diffuse",
            (Vocabulary::Minuchin, Lean::Diffuse) => "rigid",
        }
    }

    pub(super) fn verdict(self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Enmeshed => format!("leans {}", self.of(Lean::Enmeshed)),
            Verdict::Healthy => format!("leans {}", self.of(Lean::Healthy)),
            Verdict::Diffuse => format!("leans {}", self.of(Lean::Diffuse)),
            Verdict::Mixed | Verdict::Contested | Verdict::Insufficient => verdict.label().to_owned(),
        }
    }
}

/// How a picture is made. By default it is for nobody in particular, who is shown the least; by the clocks of London; in the words of the
/// article; and 1100 pixels wide.
///
/// ```
/// use practice_cycle::{calendar::Tz, history::History, moment::Moment, picture::{self, Options}, reader::Reader};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let view = history.view(Moment::LATEST, Moment::LATEST);
/// let options = Options::default().for_reader(Reader::of(&view, &"manager".parse()?)).in_zone(Tz::UTC).wide(900)?;
/// assert!(picture::timeline(&view, &options).contains(r#"width="900""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    reader: Option<Reader>,
    pub(super) zone: Tz,
    pub(super) vocabulary: Vocabulary,
    pub(super) width: i32,
}

/// The narrowest and the widest picture, in pixels.
const WIDTHS: std::ops::RangeInclusive<u32> = 800..=4_000;

/// A picture cannot be that wide, or that narrow: its writing would not fit, or it would be no picture.
///
/// ```
/// use practice_cycle::picture::Options;
/// let refused = Options::default().wide(200).unwrap_err();
/// assert_eq!(refused.to_string(), "a picture is 800 to 4000 pixels wide, and 200 were asked for");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a picture is {} to {} pixels wide, and {asked} were asked for", WIDTHS.start(), WIDTHS.end())]
pub struct WidthError {
    /// How many pixels were asked for.
    pub asked: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { reader: None, zone: TIME_ZONE, vocabulary: Vocabulary::Article, width: 1_100 }
    }
}

impl Options {
    /// With what a reader of the same view is shown, and nothing else.
    ///
    /// ```
    /// use practice_cycle::{picture::Options, reader::Reader};
    /// let all = Options::default().for_reader(Reader::default()); // From whom nothing is kept.
    /// assert_ne!(all, Options::default());
    /// ```
    #[must_use]
    pub fn for_reader(self, reader: Reader) -> Self {
        Self { reader: Some(reader), ..self }
    }

    /// With days and times by the clocks of a zone, which the picture names.
    ///
    /// ```
    /// use practice_cycle::{calendar::Tz, history::History, moment::Moment, picture::{self, Options}};
    /// let history = History::default();
    /// let svg = picture::timeline(&history.view(Moment::EARLIEST, Moment::LATEST), &Options::default().in_zone(Tz::UTC));
    /// assert!(svg.contains("date, in UTC"));
    /// ```
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> Self {
        Self { zone, ..self }
    }

    /// With the sides of the boundary in these words.
    ///
    /// ```
    /// use practice_cycle::{assessment::Parameters, history::History, moment::Moment, picture::{self, Options, Vocabulary}};
    /// let (history, options) = (History::default(), Options::default().in_words(Vocabulary::Minuchin));
    /// let view = history.view(Moment::EARLIEST, Moment::LATEST);
    /// assert!(picture::boundary(&view, Parameters::unvalidated_v2(), &options).contains("too far away (rigid)"));
    /// ```
    #[must_use]
    pub fn in_words(self, vocabulary: Vocabulary) -> Self {
        Self { vocabulary, ..self }
    }

    /// How wide it is, in pixels; as high as what it shows needs.
    ///
    /// # Errors
    /// [`WidthError`] below 800 and above 4000.
    ///
    /// ```
    /// use practice_cycle::picture::Options;
    /// assert!(Options::default().wide(1600).is_ok() && Options::default().wide(4001).is_err());
    /// ```
    pub fn wide(self, pixels: u32) -> Result<Self, WidthError> {
        let width = i32::try_from(pixels).ok().filter(|_| WIDTHS.contains(&pixels));
        width.map(|width| Self { width, ..self }).ok_or(WidthError { asked: pixels })
    }

    /// For whom it is made: nobody in particular, unless somebody was named.
    pub(super) fn reader(&self, view: &View<'_>) -> Reader {
        self.reader.clone().unwrap_or_else(|| Reader::nobody(view))
    }
}
