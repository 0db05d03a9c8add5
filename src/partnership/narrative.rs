//! The text of the reading: tentative, with dates and entry numbers, for one reader. It names no worker and holds no words.

use std::fmt::{self, Display, Formatter};

use super::{
    Answer, ApartReading, DescriptionReading, MeetingReading, Missing, Partnership, PerspectiveReading, WeighedReading,
    WrittenDown, is_anything,
};
use crate::code::CodeSet;
use crate::evidence::{Counted, Day, LISTED, distinguishable, entries, in_a_row, one_by_one, stated_as_of};
use crate::partnering::{PartnershipSign, SeenAs};
use crate::reader::Reader;

const fn whose(of: SeenAs) -> &'static str {
    match of {
        SeenAs::Family => "the family",
        SeenAs::Child => "the child or young person",
        SeenAs::Worker => "the worker",
        SeenAs::Observer => "an observer",
    }
}

impl Display for Missing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Missing::Meetings { found, needed } => write!(f, "{found} of {needed} meetings described"),
            Missing::OfFamily { found, needed } => write!(f, "{found} of {needed} descriptions by the family"),
            Missing::Weight { found, needed } => {
                let (found, needed) = distinguishable(*found, *needed);
                write!(f, "what the family described is too long ago (a weight of {found}, where {needed} is needed)")
            }
        }
    }
}

impl Display for PerspectiveReading {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let one = self.entries.len() == 1;
        let description = if one { "description" } else { "descriptions" };
        let (leans, lean) = if one { ("leans", "leans") } else { ("lean", "lean") };
        let whose = match self.of {
            SeenAs::Family => "The family's",
            SeenAs::Child => "The child's or young person's",
            SeenAs::Worker => "The worker's own",
            SeenAs::Observer => "An observer's",
        };
        write!(f, "{whose} {description} ")?;
        match self.leans {
            Some(manner) => write!(f, "{leans} towards {manner}")?,
            None if self.ways.is_empty() => write!(f, "{lean} no particular way")?,
            None => write!(f, "differ among themselves: {}", self.ways)?,
        }
        write!(f, " ({})", entries(&self.entries))
    }
}

impl Display for ApartReading {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let found = [("present", &self.present), ("absent", &self.absent)];
        let found = found.iter().filter(|(_, these)| !these.is_empty());
        let found: Vec<String> = found.map(|(how, these)| format!("{how} ({})", entries(these))).collect();
        write!(f, "{}: {}", self.sign, found.join(", "))
    }
}

impl Display for WeighedReading {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.what, entries(&self.entries))
    }
}

impl Display for WrittenDown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.role {
            Some(role) => write!(f, "entry {} ({role})", self.entry),
            None => write!(f, "entry {}", self.entry),
        }
    }
}

impl Display for DescriptionReading {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let found = [("present", self.present), ("absent", self.absent), ("no opportunity to see", self.no_opportunity)];
        let found = found.into_iter().filter(|(_, signs)| !signs.is_empty());
        let found: Vec<String> = found.map(|(how, signs)| format!("{how}: {}", Signs(signs))).collect();
        write!(f, "{} (entry {}): {}", whose(self.of), self.entry, found.join("; "))
    }
}

/// Signs in a row; a label may hold a comma or an *and* of its own.
struct Signs(CodeSet<PartnershipSign>);

impl Display for Signs {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&in_a_row(&self.0.iter().collect::<Vec<_>>()))
    }
}

impl Display for MeetingReading {
    /// A line for the meeting, and one for each description of it.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "- {}", Day(self.at))?;
        if let Some(session) = &self.session {
            write!(f, ", session {session}")?;
        }
        if !self.differing.is_empty() {
            write!(f, "; described differently: {}", Signs(self.differing))?;
        }
        self.descriptions.iter().try_for_each(|description| write!(f, "\n  - {description}"))
    }
}

/// A reading of what one reader is shown, and who that is.
pub(super) struct Told<'a> {
    pub(super) shown: &'a Partnership,
    pub(super) reader: &'a Reader,
}

impl Display for Told<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !is_anything(&self.shown.source.given, &self.shown.views, &self.shown.shared) {
            return Ok(());
        }
        let as_of = stated_as_of(self.shown.as_of, self.shown.known_at);
        write!(f, "{as_of}, partnership with the family of case {}, from what is shown to ", self.shown.number)?;
        match self.reader.person() {
            Some(person) => write!(f, "{person}")?,
            None => f.write_str("everybody")?,
        }
        if self.shown.meetings.is_empty() {
            writeln!(f, ": no meeting is described.")?;
        } else {
            self.shown.say_answer(f)?;
            self.shown.say_descriptions(f)?;
        }
        self.shown.say_views(f)
    }
}

impl Partnership {
    fn say_answer(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.answer {
            Answer::Insufficient => writeln!(f, ": {} ({}).", self.answer, one_by_one(&self.missing))?,
            Answer::Differing => writeln!(f, ": {}. Each description stands, and they are not averaged.", self.answer)?,
            Answer::OnePerspective | Answer::Alike => writeln!(f, ": {}.", self.answer)?,
        }
        write!(f, "Read by the parameters `{}`, a convention that nobody has validated;", self.parameters)?;
        f.write_str(" for reflection on how a team works with families, not for appraising a worker or a family.\n")
    }

    fn say_descriptions(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.missing.is_empty() {
            self.perspectives.iter().try_for_each(|perspective| writeln!(f, "- {perspective}."))?;
        }
        let earlier = self.meetings.len().saturating_sub(LISTED);
        if earlier > 0 {
            let earlier = Counted::of(earlier, "earlier meeting was", "earlier meetings were");
            writeln!(f, "Meeting by meeting, the latest {LISTED}; {earlier} described, too:")?;
        } else {
            writeln!(f, "Meeting by meeting:")?;
        }
        self.meetings.iter().skip(earlier).try_for_each(|meeting| writeln!(f, "{meeting}"))?;
        if !self.apart.is_empty() {
            writeln!(f, "Of their own, neither working together nor being told: {}.", one_by_one(&self.apart))?;
        }
        if self.apart.iter().any(|it| it.sign == PartnershipSign::HonestAboutConsequences && !it.present.is_empty()) {
            writeln!(f, "To be honest about statutory consequences is a duty, and no threat.")?;
        }
        if !self.weighed_on.is_empty() {
            writeln!(f, "What weighed on meetings from outside, as described: {}.", one_by_one(&self.weighed_on))?;
        }
        if !self.written_down.is_empty() {
            let these = one_by_one(&self.written_down);
            writeln!(f, "Written down by somebody else than whoever described it: {these}.")?;
        }
        Ok(())
    }

    fn say_views(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.views.is_empty() {
            writeln!(f, "Views of the family, as recorded:")?;
        }
        self.views.iter().try_for_each(|views| writeln!(f, "- {views}"))?;
        if !self.shared.is_empty() {
            writeln!(f, "The assessment of the family was shared {}.", in_a_row(&self.shared))?;
        }
        Ok(())
    }
}
