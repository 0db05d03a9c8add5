//! What of a reading a reader is shown: what names an observer, and the entries of whoever did not agree, are left out; and so are sums
//! in which what is withheld comes from one person alone, but for the verdict and the sides.

use crate::assessment::{Assessment, Drift, GroupReading, ObserverReading};
use crate::id::EntryNumber;
use crate::message::{self, Line};
use crate::reader::Reader;

/// Which sums over everybody who noted something a reader is shown.
#[derive(Clone, Copy)]
pub(super) struct Sums {
    /// Of what they noted: how many observed how much, and how far they agree.
    pub(super) of_notes: bool,
    /// Of which way they lean: how far they differ, and whether the result depends on one of them.
    pub(super) of_leanings: bool,
}

impl Sums {
    pub(super) fn of(whole: &Assessment, reader: &Reader) -> Self {
        let noted = || whole.noted_by(|_| true);
        Self { of_notes: reader.may_know_sum(noted().flatten()), of_leanings: reader.may_know_leanings(noted()) }
    }
}

impl Assessment {
    /// The text for one reader, of the same view. What is said of one observer alone (what they saw, whether the verdict depends on
    /// them, that they have left) and their entries are shown, of a member of the family, only to themself and to whom they agreed to show
    /// all that they observed. A sum, a count, or what is said of a perspective or a space stands there where all that it sums is
    /// shown to them, or what is withheld of it comes from two people at least. The verdict and the three sides are of all: see
    /// [`reader`](crate::reader).
    ///
    /// ```
    /// use practice_cycle::assessment::{Assessment, Parameters};
    /// use practice_cycle::{boundary::Scope, history::History, moment::Moment, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
    /// let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
    /// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
    /// let text = |person: &str| reading.text_for(&Reader::of(&view, &person.parse().unwrap()));
    /// assert!(text("advocate").contains("what advocate (family advocate) saw"));
    /// assert!(!text("worker-a").contains("advocate") && !reading.to_string().contains("advocate"));
    /// assert!(text("advocate").contains("the family leans") && !text("worker-a").contains("the family"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text_for(&self, reader: &Reader) -> String {
        message::text(&self.lines_for(reader))
    }

    /// The same, line by line.
    pub(crate) fn lines_for(&self, reader: &Reader) -> Vec<Line> {
        self.shown_to(reader).lines(self, Sums::of(self, reader))
    }

    /// What each observer noted, of those who are among some.
    fn noted_by(&self, is_among: impl Fn(&ObserverReading) -> bool) -> impl Iterator<Item = &[EntryNumber]> {
        self.observers.iter().filter(move |seen| is_among(seen)).map(|seen| seen.entries.as_slice())
    }

    pub(super) fn shown_to(&self, reader: &Reader) -> Self {
        let mut shown = self.clone();
        let sums = Sums::of(self, reader);
        if !sums.of_leanings {
            shown.flips.clear();
            shown.departed.clear();
        }
        shown
            .perspectives
            .retain(|&GroupReading { of, .. }| reader.may_know_leanings(self.noted_by(move |seen| seen.role.side() == of)));
        shown
            .spaces
            .retain(|&GroupReading { of, .. }| reader.may_know_leanings(self.noted_by(move |seen| seen.spaces.has(of))));
        shown.rows.retain(|row| !row.entries.is_empty() && reader.may_know_sum(&row.entries));
        // Whether one saw it or missed it, the others' stands there or does not.
        shown.not_there.retain(|not_there| sums.of_notes && reader.may_know_sum(&not_there.entries));
        for apart in [&mut shown.self_report, &mut shown.own_indicators] {
            if !reader.may_know_sum(&apart.entries) {
                apart.entries.clear();
            }
        }
        let keep = |entries: &mut Vec<EntryNumber>| entries.retain(|&entry| reader.is_shown(entry));
        shown.observers.retain(|seen| reader.may_know_leaning(&seen.person));
        shown.flips.retain(|flip| reader.may_know_leaning(&flip.person));
        shown.departed.retain(|departed| reader.may_know_leaning(&departed.person));
        shown.noted_both_ways.retain(|noted| reader.may_know_leaning(&noted.person));
        shown.recorded_for.retain(|recorded| reader.is_shown(recorded.entry) && reader.may_know_leaning(&recorded.by));
        shown.alerts.retain(|alert| reader.is_shown(alert.entry));
        shown.alerts.iter_mut().for_each(|alert| alert.others.retain(|beside| reader.is_shown(beside.entry)));
        shown.rows.iter_mut().for_each(|row| keep(&mut row.entries));
        shown.not_there.iter_mut().for_each(|not_there| keep(&mut not_there.entries));
        shown.not_there.retain(|not_there| !not_there.entries.is_empty());
        shown.drawn.iter_mut().for_each(|drawn| keep(&mut drawn.entries));
        shown.drawn.retain(|drawn| !drawn.entries.is_empty());
        [&mut shown.self_report, &mut shown.own_indicators].into_iter().for_each(|apart| keep(&mut apart.entries));
        shown.excluded.retain(|excluded| reader.is_shown(excluded.entry));
        shown.answered.retain(|answered| reader.is_shown(answered.entry));
        shown
    }
}

impl Drift {
    /// The text for one reader, of the same view: see [`Assessment::text_for`].
    ///
    /// ```
    /// use practice_cycle::assessment::{Drift, Parameters};
    /// use practice_cycle::{boundary::Scope, history::History, moment::Moment, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/boundary_moving.jsonl")?.as_slice())?;
    /// let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
    /// let text = |person: &str| drift.text_for(&Reader::of(&view, &person.parse().unwrap()));
    /// assert!(text("parent-1").contains("parent-1") && !text("clinician").contains("parent-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text_for(&self, reader: &Reader) -> String {
        message::text(&self.lines_for(reader))
    }

    /// The same, line by line.
    pub(crate) fn lines_for(&self, reader: &Reader) -> Vec<Line> {
        self.shown_to(reader).lines(self)
    }

    pub(super) fn shown_to(&self, reader: &Reader) -> Self {
        let mut shown = self.clone();
        shown.windows.retain(|window| reader.may_know_sum(&window.entries));
        shown.among.retain(|person| reader.may_know_leaning(person));
        shown.not_compared.retain(|person| reader.may_know_leaning(person));
        shown.windows.iter_mut().for_each(|window| window.entries.retain(|&entry| reader.is_shown(entry)));
        shown
    }
}
