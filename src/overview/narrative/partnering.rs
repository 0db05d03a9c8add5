//! Practice with families.

use std::fmt::{self, Formatter};

use super::{Page, all, day, listed, section, with};
use crate::overview::{Description, Views};
use crate::partnering::{ViewsAwaited, ViewsMissing};

impl Page<'_> {
    pub(super) fn write_partnering(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.partnering;
        section(f, "Members of families", &it.family, |f, fact| {
            let data = fact.data();
            let (case, responsibility) = (self.of_case(Some(&data.case)), with(", ", data.responsibility));
            self.line(f, "  ", format!("{}{case}: {}{responsibility}", data.member, data.person), fact)
        })?;
        section(f, "Views sought", &it.views, |f, it| self.write_views(f, it))?;
        section(f, "Views missing", &self.told(&it.views_missing), |f, fact| {
            self.line(f, "  ", self.missing(fact.data()), fact)
        })?;
        section(f, "Views awaited", &it.views_awaited, |f, fact| self.line(f, "  ", self.awaited(fact.data()), fact))?;
        section(f, "Assessments shared with the family", &it.assessments_shared, |f, fact| {
            let data = fact.data();
            let (case, milestone) = (self.of_case(Some(&data.case)), with(", milestone ", data.milestone.as_ref()));
            self.line(f, "  ", format!("{}{case}: with {}{milestone}", data.sharing, data.with), fact)
        })?;
        let is_told = |it: &&Description<'_>| self.tells(it.described.entry());
        let descriptions: Vec<_> = it.descriptions.iter().filter(is_told).collect();
        section(f, "How meetings with families were described", &descriptions, |f, it| self.write_description(f, it))?;
        section(f, "Conversations about values", &self.told(&it.values_talks), |f, fact| {
            let data = fact.data();
            let (case, passing) =
                (self.of_case(data.case.as_ref()), with("; after a description passed on, ", data.passing.as_ref()));
            self.line(f, "  ", format!("{}{case}: {}: {}{passing}", data.talk, data.space, data.matters), fact)
        })?;
        section(f, "Coaching", &self.told(&it.coaching), |f, fact| {
            let data = fact.data();
            let (session, matters) = (with(", session ", data.session.as_ref()), listed(": ", data.matters.iter()));
            let what =
                format!("{}: {} coached by {}, agreed by {}", data.coaching, data.worker, data.coach, all(&data.agreed_by));
            self.line(f, "  ", format!("{what}{session}{matters}"), fact)
        })?;
        self.write_permanence(f)
    }

    fn write_permanence(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.partnering;
        section(f, "Options for permanence weighed", &it.permanence_options, |f, fact| {
            let data = fact.data();
            let (case, drawn_on) = (self.of_case(Some(&data.case)), listed("; drew on: ", data.drawn_on.iter()));
            self.line(f, "  ", format!("{}{case}: {}{drawn_on}", data.option, data.what), fact)
        })?;
        section(f, "Support through transitions", &it.transitions, |f, fact| {
            let data = fact.data();
            self.line(f, "  ", format!("{}{}: {}", data.support, self.of_case(Some(&data.case)), data.who), fact)
        })?;
        section(f, "Placements disrupted", &it.disruptions, |f, it| {
            let data = it.disrupted.data();
            self.line(f, "  ", format!("{}{}", data.disruption, self.of_case(Some(&data.case))), &it.disrupted)?;
            if it.discussions.is_empty() { Ok(()) } else { writeln!(f, "    discussed in {}", all(&it.discussions)) }
        })?;
        section(f, "Ambivalence about change heard", &it.ambivalence, |f, fact| {
            let data = fact.data();
            self.line(f, "  ", format!("{}{}: of {}", data.ambivalence, self.of_case(Some(&data.case)), data.person), fact)
        })?;
        section(f, "Experience taken into account", &it.experience, |f, fact| {
            let data = fact.data();
            let (case, in_what) = (self.of_case(Some(&data.case)), listed("; in ", data.in_what.iter()));
            self.line(f, "  ", format!("{}{case}: of {}: {}{in_what}", data.consideration, data.person, data.what), fact)
        })
    }

    fn write_views(&self, f: &mut Formatter<'_>, it: &Views<'_>) -> fmt::Result {
        let data = it.sought.data();
        let case = self.of_case(Some(&data.case));
        self.line(f, "  ", format!("{}{case}: of {}, {}", data.views, data.of_whom, data.how), &it.sought)?;
        for fact in &it.included {
            self.line(f, "    ", format!("included in {}", fact.data().in_what), fact)?;
        }
        for fact in self.told(&it.missing) {
            self.line(f, "    ", self.missing(fact.data()), fact)?;
        }
        it.awaited.iter().try_for_each(|fact| self.line(f, "    ", self.awaited(fact.data()), fact))
    }

    fn missing(&self, data: &ViewsMissing) -> String {
        format!("{}{}: of {}, missing: {}", data.missing, self.of_case(Some(&data.case)), data.of_whom, data.why)
    }

    fn awaited(&self, data: &ViewsAwaited) -> String {
        let (case, until) = (self.of_case(Some(&data.case)), with(" until ", data.until.map(day)));
        format!("{}{case}: of {}, awaited{until}", data.awaiting, data.of_whom)
    }

    fn write_description(&self, f: &mut Formatter<'_>, it: &Description<'_>) -> fmt::Result {
        let data = it.described.data();
        let (case, session) = (self.of_case(Some(&data.case)), with(", session ", data.session.as_ref()));
        let invited = listed(", invited by ", &data.invited_by) + &with(", recording by consent ", data.recording.as_ref());
        self.line(f, "  ", format!("{}{case}{session}: as {}{invited}", data.description, data.seen_as), &it.described)?;
        data.signs.iter().try_for_each(|it| writeln!(f, "    {}: {}", it.sign, it.finding))?;
        if !data.weighed_on.is_empty() {
            writeln!(f, "    what weighed on the meeting: {}", data.weighed_on)?;
        }
        for fact in self.told(&it.passed_on) {
            let data = fact.data();
            let offered = listed("; offered before: ", data.offered.iter());
            self.line(f, "    ", format!("{}: passed on to {}{offered}", data.passing, all(&data.readers)), fact)?;
        }
        Ok(())
    }
}
