//! Which time is spoken of, and how times are printed: by the clocks of London, with the zone named, unless another is asked for.

use std::time::SystemTime;

use chrono::NaiveDate;
use clap::Args;
use practice_cycle::calendar::{Local, TIME_ZONE, Tz, last_instant_of, local_date};
use practice_cycle::chrono;
use practice_cycle::cycle::Kind;
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::policy::{English, Finding, Language, Mark, Summary, UnusedWaiver};

use crate::told::name;

const FORMS: &str =
    "expected a time such as `2026-04-02T09:30:00Z`, a day such as `2026-04-02`, or `today`, from 1900 to 2199";

/// The time that is spoken of.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Times")]
pub(crate) struct Times {
    /// Leave out what occurred later [default: when the last entry was recorded, or --known-at where that is earlier]
    ///
    /// WHEN is a time with its offset (`2026-04-02T09:30:00Z`, `2026-04-02T10:30:00+01:00`), a day (`2026-04-02`: all of it, up to
    /// midnight in London, not included) or `today`, from 1900 to 2199. A later time than that of the last entry shows what time
    /// alone brings: contracts lapse, duties fall due.
    #[arg(long, value_name = "WHEN", value_parser = when)]
    as_of: Option<Moment>,
    /// Leave out what was recorded later [default: when the last entry was recorded]
    #[arg(long, value_name = "WHEN", value_parser = when)]
    known_at: Option<Moment>,
    #[command(flatten)]
    pub(crate) clocks: Clocks,
}

/// By which clocks times are printed.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Times")]
pub(crate) struct Clocks {
    /// Print times in UTC instead of London's, GMT or BST; JSON has UTC always
    #[arg(long)]
    utc: bool,
}

impl Clocks {
    pub(crate) fn zone(self) -> Tz {
        if self.utc { Tz::UTC } else { TIME_ZONE }
    }

    /// English by these clocks; days end at midnight in London all the same.
    pub(crate) fn english(self) -> Zoned<'static> {
        self.in_language(&English)
    }

    /// A language by these clocks.
    pub(crate) fn in_language(self, language: &dyn Language) -> Zoned<'_> {
        Zoned { zone: self.zone(), language }
    }
}

/// Reads a time, a day for its last instant, or `today`.
pub(crate) fn when(word: &str) -> Result<Moment, String> {
    let day = match word {
        "today" => Moment::try_from(SystemTime::now()).ok().map(local_date),
        _ => word.parse().ok(),
    };
    day.map_or_else(|| word.parse().ok(), last_of).ok_or_else(|| FORMS.to_owned())
}

/// The last instant of a day in London: midnight belongs to the next.
fn last_of(day: NaiveDate) -> Option<Moment> {
    last_instant_of(day).ok()
}

impl Times {
    /// What is spoken of, where the last entry was recorded then.
    pub(crate) fn view(self, last_recorded: Moment) -> Seen {
        let known_at = self.known_at.unwrap_or(last_recorded);
        Seen {
            as_of: self.as_of.unwrap_or(last_recorded.min(known_at)),
            known_at,
            is_last_recording: self.as_of.is_none() && known_at >= last_recorded,
            zone: self.clocks.zone(),
        }
    }

    pub(crate) fn are_given(self) -> bool {
        self.as_of.is_some() || self.known_at.is_some() || self.clocks.utc
    }
}

/// The time that is spoken of, and up to which it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) as_of: Moment,
    pub(crate) known_at: Moment,
    /// Whether it is the time of the last recording, because nobody asked for another.
    pub(crate) is_last_recording: bool,
    pub(crate) zone: Tz,
}

impl Seen {
    fn clock(&self, at: Moment) -> Local {
        Local { at, zone: self.zone }
    }

    /// Both times, and whether they are those of the last recording.
    pub(crate) fn told(&self) -> String {
        let default = if self.is_last_recording { " (when the last entry was recorded)" } else { "" };
        format!("As of {}{default}, as known at {}.", self.clock(self.as_of), self.clock(self.known_at))
    }

    /// The same as a summary; and where nobody asked for a time, how to see what time has done since.
    pub(crate) fn sentence(&self) -> String {
        let hint = if self.is_last_recording { " `--as-of today` shows what time has done since." } else { "" };
        self.told() + hint
    }
}

/// A language, with the zone named beside each time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zoned<'a> {
    zone: Tz,
    language: &'a dyn Language,
}

impl Language for Zoned<'_> {
    fn sentence(&self, finding: &Finding) -> String {
        self.language.sentence(finding)
    }

    fn mark(&self, mark: &Mark) -> String {
        self.language.mark(mark)
    }

    fn role(&self, role: Option<Role>) -> String {
        self.language.role(role)
    }

    fn done(&self, kind: Option<Kind>) -> String {
        self.language.done(kind)
    }

    fn concerned(&self, finding: &Finding) -> Option<String> {
        self.language.concerned(finding)
    }

    fn reference(&self, name: &str, id: &str) -> String {
        self.language.reference(name, id)
    }

    fn unused_waiver(&self, waiver: &UnusedWaiver) -> String {
        self.language.unused_waiver(waiver)
    }

    fn calendar(&self, name: &str, version: &str) -> String {
        self.language.calendar(name, version)
    }

    fn summary(&self, summary: &Summary) -> String {
        self.language.summary(summary)
    }

    /// A title in which even the end of a line is shown by its number, so that it cannot pass for more than a title.
    fn heading(&self, finding: &Finding) -> String {
        name(self.language.heading(finding))
    }

    fn notes(&self, finding: &Finding) -> Vec<(String, String)> {
        self.language.notes(finding).into_iter().map(|(called, note)| (called, name(note))).collect()
    }

    fn time(&self, at: Moment, _of_the_calendar: Tz, ends_day: bool) -> String {
        // The end of a day is named by the zone in which it ends.
        let named = if ends_day { at.just_before() } else { at };
        format!("{} {}", self.language.time(at, self.zone, ends_day), named.to_utc().with_timezone(&self.zone).format("%Z"))
    }
}

#[cfg(test)]
mod tests {
    use super::when;

    #[test]
    fn a_day_ends_just_before_midnight_in_london() {
        for (day, last) in [
            ("2026-01-15", "2026-01-15T23:59:59.999999999Z"),
            ("2026-07-16", "2026-07-16T22:59:59.999999999Z"),
            // The day before the clocks go forward, that day, and the same in autumn.
            ("2026-03-28", "2026-03-28T23:59:59.999999999Z"),
            ("2026-03-29", "2026-03-29T22:59:59.999999999Z"),
            ("2026-10-24", "2026-10-24T22:59:59.999999999Z"),
            ("2026-10-25", "2026-10-25T23:59:59.999999999Z"),
        ] {
            assert_eq!(when(day).unwrap().to_string(), last, "{day}");
        }
        assert_eq!(when("2026-07-16T09:00:00+01:00").unwrap().to_string(), "2026-07-16T08:00:00Z");
        for wrong in ["tomorrow", "2026-02-30", "1899-12-31", "2199-12-31", "2026-07-16T09:00:00", ""] {
            assert!(when(wrong).is_err(), "{wrong}");
        }
    }
}
