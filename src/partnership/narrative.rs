//! The text of the reading: tentative, with dates and entry numbers, for one reader. It names no worker and holds no words.

use std::fmt::{self, Display, Formatter};

use super::messages as say;
use super::{
    Answer, ApartReading, DescriptionReading, MeetingReading, Missing, Partnership, PerspectiveReading, SharedWith,
    ViewsReading, WeighedReading, WrittenDown, is_anything,
};
use crate::evidence::{
    LISTED, as_of, bullet, bullet_inside, cited, distinguishable, listed, listed_apart, numbered, sentence,
};
use crate::id::PersonId;
use crate::message::{self, Line, Message, Row, Said, said_in_english};
use crate::partnering::{PartnershipSign, SeenAs};
use crate::reader::Reader;

said_in_english!(Missing, PerspectiveReading, ApartReading, WeighedReading, WrittenDown, DescriptionReading);

fn whose(of: SeenAs) -> Message {
    match of {
        SeenAs::Family => say::the_family(),
        SeenAs::Child => say::the_child(),
        SeenAs::Worker => say::the_worker(),
        SeenAs::Observer => say::an_observer(),
    }
}

impl Missing {
    fn said(&self) -> Message {
        match *self {
            Missing::Meetings { found, needed } => say::too_few_meetings(found, needed),
            Missing::OfFamily { found, needed } => say::too_few_of_family(found, needed),
            Missing::Weight { found, needed } => {
                let (found, needed) = distinguishable(found, needed);
                say::too_long_ago(found, needed)
            }
        }
    }
}

impl PerspectiveReading {
    fn said(&self) -> Message {
        let (count, entries) = (self.entries.len(), numbered(&self.entries));
        let whose = match self.of {
            SeenAs::Family => say::of_family(count),
            SeenAs::Child => say::of_child(count),
            SeenAs::Worker => say::of_worker(count),
            SeenAs::Observer => say::of_observer(count),
        };
        match self.leans {
            Some(manner) => say::lean(count, whose, manner, entries),
            None if self.ways.is_empty() => say::lean_no_way(count, whose, entries),
            None => say::differ(whose, self.ways, entries),
        }
    }
}

impl ApartReading {
    fn said(&self) -> Message {
        let present = (!self.present.is_empty()).then(|| say::present_in(numbered(&self.present)));
        let absent = (!self.absent.is_empty()).then(|| say::absent_in(numbered(&self.absent)));
        say::sign(self.sign, Row::Commas.of(present.into_iter().chain(absent)))
    }
}

impl WeighedReading {
    fn said(&self) -> Message {
        cited(self.what, numbered(&self.entries))
    }
}

impl WrittenDown {
    fn said(&self) -> Message {
        let entry = say::entry(self.entry);
        match self.role {
            Some(role) => cited(entry, role),
            None => entry,
        }
    }
}

impl DescriptionReading {
    /// Signs stand in a row; a label may hold a comma or an *and* of its own.
    fn said(&self) -> Message {
        let found = [
            (!self.present.is_empty()).then(|| say::present(listed(self.present.iter()))),
            (!self.absent.is_empty()).then(|| say::absent(listed(self.absent.iter()))),
            (!self.no_opportunity.is_empty()).then(|| say::no_opportunity(listed(self.no_opportunity.iter()))),
        ];
        say::description(whose(self.of), self.entry, Row::Semicolons.of(found.into_iter().flatten()))
    }
}

impl MeetingReading {
    /// A line for the meeting, and one for each description of it.
    fn lines(&self) -> Vec<Line> {
        let mut meeting = match &self.session {
            Some(session) => say::in_session(self.at, session.as_str()),
            None => say::on(self.at),
        };
        if !self.differing.is_empty() {
            meeting = say::described_differently(meeting, listed(self.differing.iter()));
        }
        let descriptions = self.descriptions.iter().map(|description| vec![bullet_inside(description.said())]);
        std::iter::once(vec![bullet(meeting)]).chain(descriptions).collect()
    }
}

impl Display for MeetingReading {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(message::text(&self.lines()).trim_end())
    }
}

impl Partnership {
    /// The text for one reader, line by line: none where they are shown nothing of the case.
    pub(crate) fn lines_for(&self, reader: &Reader) -> Vec<Line> {
        let shown = self.shown_to(reader);
        if !is_anything(&shown.source.given, &shown.views, &shown.shared) {
            return Vec::new();
        }
        let person = reader.person().map(PersonId::as_str);
        let person: Said = person.map_or_else(|| say::everybody().into(), Said::from);
        let which = say::shown_to(as_of(shown.as_of, shown.known_at), shown.number, person);
        let mut lines = Vec::new();
        if shown.meetings.is_empty() {
            lines.push(vec![say::no_meeting(which)]);
        } else {
            lines.push(vec![shown.answer_to(which)]);
            lines.push(vec![say::read_by(shown.parameters.to_string())]);
            lines.extend(shown.description_lines());
        }
        if !shown.views.is_empty() {
            lines.push(vec![say::views_of_family()]);
        }
        lines.extend(shown.views.iter().map(|views| vec![bullet(ViewsReading::said(views))]));
        if !shown.shared.is_empty() {
            lines.push(vec![say::shared(listed(shown.shared.iter().map(SharedWith::said)))]);
        }
        lines
    }

    fn answer_to(&self, which: Message) -> Message {
        match self.answer {
            Answer::Insufficient => {
                say::answer_lacks(which, self.answer, listed_apart(self.missing.iter().map(Missing::said)))
            }
            Answer::Differing => say::differing(which, self.answer),
            Answer::OnePerspective | Answer::Alike => say::answer(which, self.answer),
        }
    }

    fn description_lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        if self.missing.is_empty() {
            lines.extend(self.perspectives.iter().map(|perspective| vec![bullet(sentence(perspective.said()))]));
        }
        let earlier = self.meetings.len().saturating_sub(LISTED);
        lines.push(vec![if earlier > 0 { say::latest(earlier, LISTED) } else { say::by_meeting() }]);
        lines.extend(self.meetings.iter().skip(earlier).flat_map(MeetingReading::lines));
        if !self.apart.is_empty() {
            lines.push(vec![say::apart(listed_apart(self.apart.iter().map(ApartReading::said)))]);
        }
        if self.apart.iter().any(|it| it.sign == PartnershipSign::HonestAboutConsequences && !it.present.is_empty()) {
            lines.push(vec![say::honesty()]);
        }
        if !self.weighed_on.is_empty() {
            lines.push(vec![say::weighed_on(listed_apart(self.weighed_on.iter().map(WeighedReading::said)))]);
        }
        if !self.written_down.is_empty() {
            lines.push(vec![say::written_down(listed_apart(self.written_down.iter().map(WrittenDown::said)))]);
        }
        lines
    }
}
