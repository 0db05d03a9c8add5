//! The overview in plain English, for one reader: references and labels, and the words that they may read.

mod joining;
mod contracts;
mod work;
mod deciding;
mod feedback;
mod deliberating;
mod partnering;
mod open;

use std::fmt::{self, Display, Formatter};

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::{Fact, Overview, Person};
use crate::calendar::{Local, TIME_ZONE};
use crate::correction::{EnteredInError, Redacted};
use crate::cycle::Entry;
use crate::evidence::{Counted, entries};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::reader::Reader;
use crate::text::CaseRef;
use crate::words::{is_said_here, texts};

/// The text of an overview for a reader, with its times in a zone. See [`Overview::for_reader`] and [`Overview::in_zone`].
#[derive(Debug, Clone, Copy)]
pub struct InZone<'o> {
    overview: &'o Overview<'o>,
    zone: Tz,
    reader: &'o Reader,
}

impl<'o> InZone<'o> {
    /// The same for another reader: see [`Overview::for_reader`].
    #[must_use]
    pub fn for_reader(self, reader: &'o Reader) -> Self {
        Self { reader, ..self }
    }
}

impl Overview<'_> {
    /// The text, with times in another zone than that of London.
    ///
    /// ```
    /// use practice_cycle::{calendar::Tz, history::History, overview::Overview};
    /// let at = "2026-07-01T09:00:00Z".parse()?;
    /// let history = History::default();
    /// let overview = Overview::of(&history.view(at, at));
    /// assert!(overview.to_string().starts_with("As of 1 Jul 2026 10:00 BST"));
    /// assert!(overview.in_zone(Tz::UTC).to_string().starts_with("As of 1 Jul 2026 09:00 UTC"));
    /// # Ok::<(), practice_cycle::moment::MomentError>(())
    /// ```
    #[must_use]
    pub fn in_zone(&self, zone: Tz) -> InZone<'_> {
        InZone { overview: self, zone, reader: &self.nobody }
    }

    /// The text for one reader, of the same view: with the words that they may read, and without a trace of what they are not shown.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, overview::Overview, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let overview = Overview::of(&view);
    /// let clinician = Reader::of(&view, &"clinician".parse()?);
    /// let (hers, nobodys) = (overview.for_reader(&clinician).to_string(), overview.to_string());
    /// assert!(hers.contains("\nFor clinician.\n") && hers.contains('"') && !nobodys.contains('"'));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn for_reader<'o>(&'o self, reader: &'o Reader) -> InZone<'o> {
        self.in_zone(TIME_ZONE).for_reader(reader)
    }
}

impl Display for Overview<'_> {
    /// For nobody in particular, with times in London time.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.in_zone(TIME_ZONE).fmt(f)
    }
}

impl Display for InZone<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let page = Page { overview: self.overview, zone: self.zone, reader: self.reader };
        page.write(f)
    }
}

/// What is written, for whom, and how times and cases are named in it.
struct Page<'o> {
    overview: &'o Overview<'o>,
    zone: Tz,
    reader: &'o Reader,
}

impl Page<'_> {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let overview = self.overview;
        self.write_header(f)?;
        if overview.attachment.opened.is_none() {
            return Ok(());
        }
        self.write_open(f, &overview.open)?;
        section(f, "People", &overview.people, |f, person| self.write_person(f, person))?;
        self.write_joining(f)?;
        section(f, "Contracts", &overview.contracts, |f, contract| self.write_contract(f, contract))?;
        section(f, "Agreements reported about no contract", &overview.agreements_reported, |f, it| {
            self.write_reported(f, it, "  ")
        })?;
        self.write_work(f)?;
        self.write_deciding(f)?;
        self.write_deliberating(f)?;
        self.write_partnering(f)?;
        self.write_boundary(f)?;
        self.write_corrections(f)?;
        let unplaced: Vec<&&Entry> = overview.unplaced.iter().filter(|entry| self.tells(entry)).collect();
        section(f, "About what is not there", &unplaced, |f, entry| {
            writeln!(f, "  {}, {}", entry.event().kind().past_tense(), self.noted(entry))
        })
    }

    fn write_header(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Overview { as_of, known_at, entries, attachment, .. } = self.overview;
        let as_of = match (*as_of, *known_at) {
            (Moment::LATEST, Moment::LATEST) => "By all that is recorded".to_owned(),
            (Moment::LATEST, known_at) => format!("By all that was recorded at {}", self.time(known_at)),
            (as_of, Moment::LATEST) => format!("As of {}, by all that is recorded", self.time(as_of)),
            (as_of, known_at) => format!("As of {}, as known at {}", self.time(as_of), self.time(known_at)),
        };
        let told = entries.saturating_sub(self.reader.left_out());
        writeln!(f, "{as_of}: {} in effect.", Counted::of(told, "entry", "entries"))?;
        if let Some(person) = self.reader.person() {
            writeln!(f, "For {person}.")?;
        }
        let Some(opened) = attachment.opened else { return writeln!(f, "The cycle was not open yet.") };
        let data = opened.data();
        writeln!(f, "Cycle {} with team {}, opened {}.", data.cycle, data.team, self.noted(opened.entry()))?;
        if let Some(earlier) = &data.earlier {
            writeln!(f, "It follows cycle {earlier}.")?;
        }
        for joined in attachment.teams.iter().skip(1) {
            writeln!(f, "The team became {} on {}.", joined.team, self.time(joined.since))?;
        }
        match attachment.closed {
            Some(closed) => {
                writeln!(f, "Closed {}.", self.noted(closed.entry()))?;
                self.write_words(f, "", closed.entry())
            }
            None => Ok(()),
        }
    }

    fn write_person(&self, f: &mut Formatter<'_>, it: &Person<'_>) -> fmt::Result {
        write!(f, "  {}: {}", it.person, it.roles)?;
        if let Some(registration) = it.registration {
            write!(f, ", {registration}")?;
        }
        match it.left_at {
            Some(at) => writeln!(f, ", no longer here since {}", self.time(at))?,
            None => writeln!(f)?,
        }
        let mut turns: Vec<(&Entry, String)> = Vec::new();
        turns.extend(it.entered.iter().map(|fact| (fact.entry(), format!("entered as {}", fact.data().role))));
        turns.extend(it.left.iter().map(|fact| {
            let gave_up = fact.data().role.map(|role| format!("gave up the role of {role}"));
            (fact.entry(), gave_up.unwrap_or_else(|| "left".to_owned()))
        }));
        turns.sort_by_key(|(entry, _)| (entry.act().occurred_at, entry.number()));
        turns.iter().try_for_each(|(entry, what)| writeln!(f, "    {what}, {}", self.noted(entry)))
    }

    fn write_corrections(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.corrections;
        let mut lines: Vec<(&Entry, String)> = Vec::new();
        let what = |entry: &Entry| format!("entry {} ({})", entry.number(), entry.event().kind().past_tense());
        for it in it.entered_in_error.iter().filter(|it| self.tells(it.fact.entry())) {
            let told = all(it.entries.iter().filter(|entry| self.tells(entry)).map(|entry| what(entry)));
            lines.push((it.fact.entry(), format!("made in error, and taken back: {told}")));
        }
        for it in self.told(&it.redacted) {
            let told = it.data().entries.iter().copied().filter(|&entry| self.reader.is_told_of_words(entry));
            lines.push((it.entry(), format!("redacted: {}", entries(&told.collect::<Vec<EntryNumber>>()))));
        }
        lines.extend(it.openings.iter().map(|it| (it.entry(), "the opening corrected".to_owned())));
        lines.extend(
            it.people_merged
                .iter()
                .map(|it| (it.entry(), format!("{} turned out to be {}", it.data().person, it.data().into))),
        );
        lines.extend(it.cases_merged.iter().map(|it| (it.entry(), "two references found to be to one case".to_owned())));
        lines.sort_by_key(|(entry, _)| entry.number());
        section(f, "Corrections", &lines, |f, (entry, what)| self.line_of(f, "  ", what, entry))
    }

    /// A time in the zone, which is named.
    fn time(&self, at: Moment) -> String {
        Local { at, zone: self.zone }.to_string()
    }

    /// The end of a day: where that is midnight by these clocks, it is named by the day that ends rather than the one that begins.
    fn end(&self, at: Moment) -> String {
        let is_midnight = at.to_utc().with_timezone(&self.zone).time() == NaiveTime::MIN;
        self.time(if is_midnight { at.just_before() } else { at })
    }

    /// When, by whom, and as which entry; and when and by whom it was written down, where that differs. Of what was said without a name,
    /// nobody is named; nor where that was taken back or redacted, as whoever corrects it is mostly who took it down.
    fn noted(&self, entry: &Entry) -> String {
        let act = entry.act();
        if is_said_here(entry.event()) || self.corrects_what_was_said_here(entry) {
            let late = act.recorded_at > act.occurred_at;
            let recorded = if late { format!(", recorded {}", self.time(act.recorded_at)) } else { String::new() };
            return format!("{}{recorded} [{}]", self.time(act.occurred_at), entry.number());
        }
        let mut noted = format!("{} by {}", self.time(act.occurred_at), act.by);
        if let Some(role) = act.in_role {
            noted += &format!(" as {role}");
        }
        let recorded_by = act.recorded_by.as_ref().filter(|by| **by != act.by);
        let by = recorded_by.map(|by| format!(" by {by}")).unwrap_or_default();
        if act.recorded_at > act.occurred_at {
            noted += &format!(", recorded {}{by}", self.time(act.recorded_at));
        } else if recorded_by.is_some() {
            noted += &format!(", recorded{by}");
        }
        noted + &format!(" [{}]", entry.number())
    }

    fn corrects_what_was_said_here(&self, entry: &Entry) -> bool {
        let Overview { corrections, deliberating, .. } = self.overview;
        let number = entry.number();
        let mut taken_back =
            corrections.entered_in_error.iter().flat_map(|it| it.entries.iter().map(move |entry| (it, *entry)));
        if EnteredInError::of(entry.event()).is_some() {
            return taken_back.any(|(it, entry)| it.fact.entry().number() == number && is_said_here(entry.event()));
        }
        let Some(data) = Redacted::of(entry.event()) else { return false };
        let statements = deliberating.statements.iter().map(|it| it.made.entry());
        let mut said = statements.chain(taken_back.map(|(_, entry)| entry)).filter(|entry| is_said_here(entry.event()));
        said.any(|entry| data.entries.contains(&entry.number()))
    }

    /// A line about a fact, and when and by whom.
    fn line<D>(&self, f: &mut Formatter<'_>, indent: &str, what: impl Display, fact: &Fact<'_, D>) -> fmt::Result {
        self.line_of(f, indent, what, fact.entry())
    }

    /// A line about an entry, when and by whom, and the words in it that the reader may read.
    fn line_of(&self, f: &mut Formatter<'_>, indent: &str, what: impl Display, entry: &Entry) -> fmt::Result {
        writeln!(f, "{indent}{what}, {}", self.noted(entry))?;
        self.write_words(f, &format!("{indent}  "), entry)
    }

    /// The words of an entry that the reader may read, each on lines of its own.
    fn write_words(&self, f: &mut Formatter<'_>, indent: &str, entry: &Entry) -> fmt::Result {
        if !self.reader.may_read(entry.number()) {
            return Ok(());
        }
        for (field, words) in texts(entry) {
            let words = words.replace('\n', &format!("\n{indent}"));
            match field.as_str() {
                "words" | "reason" => writeln!(f, "{indent}\"{words}\"")?,
                field => writeln!(f, "{indent}{}: \"{words}\"", field.replace('_', " "))?,
            }
        }
        Ok(())
    }

    /// Whether the reader is shown an entry.
    fn tells(&self, entry: &Entry) -> bool {
        self.reader.is_shown(entry.number())
    }

    /// Of facts, those that the reader is shown.
    fn told<'t, 'a, D>(&self, facts: &'t [Fact<'a, D>]) -> Vec<&'t Fact<'a, D>> {
        facts.iter().filter(|fact| self.tells(fact.entry())).collect()
    }

    /// ` of case 1`, by its place among those that the history names.
    fn of_case(&self, case: Option<&CaseRef>) -> String {
        let case = case.and_then(|case| self.overview.cases.get(case));
        case.map(|case| format!(" of case {}", case.number)).unwrap_or_default()
    }
}

/// A heading and what stands under it; nothing where there is nothing.
fn section<T>(
    f: &mut Formatter<'_>,
    heading: &str,
    things: &[T],
    mut each: impl FnMut(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    if !things.is_empty() {
        writeln!(f, "\n{heading}")?;
    }
    things.iter().try_for_each(|thing| each(f, thing))
}

/// References, or anything else, with commas.
fn all<T: Display>(things: impl IntoIterator<Item = T>) -> String {
    things.into_iter().map(|thing| thing.to_string()).collect::<Vec<_>>().join(", ")
}

/// The same, or that it was nobody.
fn people<T: Display>(people: impl IntoIterator<Item = T>) -> String {
    let people = all(people);
    if people.is_empty() { "nobody named".to_owned() } else { people }
}

/// A day.
fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// Words before something that may be there.
fn with(before: &str, thing: Option<impl Display>) -> String {
    thing.map(|thing| format!("{before}{thing}")).unwrap_or_default()
}

/// Words before several things; nothing, where there are none.
fn listed<T: Display>(before: &str, things: impl IntoIterator<Item = T>) -> String {
    let things = all(things);
    if things.is_empty() { things } else { format!("{before}{things}") }
}
