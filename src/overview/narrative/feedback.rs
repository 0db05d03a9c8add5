//! What shapes threshold decisions and what comes back to those who take them, and places on a programme.

use std::fmt::{self, Formatter};

use super::{Page, all, day, listed, people, section, with};
use crate::code::Code;
use crate::cycle::{Entry, Kind};
use crate::deciding::{self, Direction};
use crate::deliberating::{self, StatementKind, StatementMade};
use crate::evidence::Counted;
use crate::overview::{Outcome, Programme};
use crate::reporting::OutcomeLearned;

impl Page<'_> {
    pub(super) fn write_feedback(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.deciding;
        section(f, "Decisions explained to the family", &it.decisions_explained, |f, fact| {
            let data = fact.data();
            let age = with(", aged ", data.age);
            let what =
                format!("{}: decision {}, to {}{age}: {}", data.explanation, data.decision, data.person, data.explained);
            self.line(f, "  ", format!("{what}; interpreter: {}", data.interpreter), fact)
        })?;
        let is_told = |it: &&Outcome<'_>| self.tells(it.learned.entry()) || !self.told(&it.fed_back).is_empty();
        section(f, "Outcomes of decisions and plans", &it.outcomes.iter().filter(is_told).collect::<Vec<_>>(), |f, it| {
            let data = it.learned.data();
            if self.tells(it.learned.entry()) {
                let of = all(data
                    .decision
                    .iter()
                    .map(|id| format!("decision {id}"))
                    .chain(data.test.iter().map(|id| format!("plan {id}"))));
                let how = with(": ", data.how);
                self.line(f, "  ", format!("{}: of {of}{how}", data.outcome), &it.learned)?;
                self.write_known_then(f, data)?;
            } else {
                writeln!(f, "  {}", data.outcome)?;
            }
            let mut fed_back = self.told(&it.fed_back).into_iter();
            fed_back.try_for_each(|fact| self.line(f, "    ", format!("told to {}", all(&fact.data().to)), fact))
        })?;
        section(f, "Reflection", &it.reflections, |f, fact| {
            let data = fact.data();
            let case = self.of_case(data.case.as_ref());
            let about = with(", decision ", data.decision.as_ref()) + &with(", threshold moved ", data.moved.as_ref());
            let what = format!("{}{case}: on {}; {}{about}", data.reflection, data.on, data.space);
            self.line(f, "  ", format!("{what}, present: {}", people(&data.present)), fact)
        })?;
        section(f, "Lived experience heard", &it.lived_experience, |f, fact| {
            let data = fact.data();
            let led_to = listed("; led to: ", data.led_to.iter());
            self.line(f, "  ", format!("{}: from {}; {}{led_to}", data.hearing, data.from, data.space), fact)
        })?;
        section(f, "Requests for help turned away", &it.requests, |f, it| {
            let data = it.turned_away.data();
            let (case, from) = (self.of_case(Some(&data.case)), with(", from ", data.from));
            let again = with(", the same as ", data.again.as_ref());
            let named = listed("; named in the family: ", data.named.iter());
            self.line(f, "  ", format!("{}{case}{from}{again}: {}{named}", data.request, data.reason), &it.turned_away)?;
            if it.came_back_as.is_empty() { Ok(()) } else { writeln!(f, "    came back as {}", all(&it.came_back_as)) }
        })?;
        section(f, "Thresholds that moved", &it.thresholds_moved, |f, fact| {
            let data = fact.data();
            let way = match data.direction {
                Direction::Up => "up",
                Direction::Down => "down",
                Direction::Hold => "stayed as it was",
            };
            let pressed_by = listed("; pressed by: ", data.pressed_by.iter());
            self.line(f, "  ", format!("{}: {way}{pressed_by}", data.moved), fact)
        })
    }

    /// Beside an outcome of a decision, what was recorded by the time that it was taken, of what the reader is shown.
    pub(super) fn write_known_then(&self, f: &mut Formatter<'_>, learned: &OutcomeLearned) -> fmt::Result {
        let Some(it) = learned.decision.as_ref().and_then(|id| self.overview.deciding.known_then.get(id)) else {
            return Ok(());
        };
        let shown: Vec<&Entry> = it.entries.iter().copied().filter(|entry| self.tells(entry)).collect();
        let urgency = with(", ", it.decided.data().urgency);
        let when = self.time(it.decided.entry().act().occurred_at);
        write!(f, "      recorded by the time that {} was decided ({when}{urgency}): ", it.decision)?;
        if shown.is_empty() {
            return writeln!(f, "nothing about the case that is shown here");
        }
        let said = |kind: StatementKind| {
            let said = shown.iter().filter_map(|entry| StatementMade::of(entry.event()));
            (one_or_many(kind), said.filter(|data| data.kind == kind).count())
        };
        let of = |what, kind: Kind| (what, shown.iter().filter(|entry| entry.event().kind() == kind).count());
        let deliberating = |one, many, kind| of((one, many), Kind::Deliberating(kind));
        let named = StatementKind::ALL.iter().map(|&kind| said(kind)).chain([
            deliberating("explanation put", "explanations put", deliberating::Kind::HypothesisPut),
            deliberating("weighing of evidence", "weighings of evidence", deliberating::Kind::EvidenceWeighed),
            deliberating("disagreement", "disagreements", deliberating::Kind::DisagreementRecorded),
            deliberating("plan", "plans", deliberating::Kind::TestPlanned),
            of(("milestone", "milestones"), Kind::Deciding(deciding::Kind::MilestoneReached)),
        ]);
        let named: Vec<_> = named.filter(|&(_, count)| count > 0).collect();
        let others = shown.len() - named.iter().map(|&(_, count)| count).sum::<usize>();
        let others = (!named.is_empty() && others > 0).then_some((("other entry", "other entries"), others));
        let counts = named.into_iter().chain(others).map(|((one, many), count)| Counted::of(count, one, many));
        writeln!(f, "{}{}", Counted::of(shown.len(), "entry", "entries"), listed(": ", counts))
    }

    pub(super) fn write_programmes(&self, f: &mut Formatter<'_>) -> fmt::Result {
        section(f, "Places on a programme", &self.overview.deciding.programmes, |f, it| self.write_programme(f, it))
    }

    fn write_programme(&self, f: &mut Formatter<'_>, it: &Programme<'_>) -> fmt::Result {
        let data = it.begun.data();
        let (case, until) = (self.of_case(Some(&data.case)), with(", planned until ", data.planned_end.map(day)));
        let what = format!("{}{case}: {}, with {}{until}", data.programme, data.code, data.practitioner);
        self.line(f, "  ", what, &it.begun)?;
        for fact in &it.extended {
            self.line(f, "    ", format!("extended until {}", day(fact.data().until)), fact)?;
        }
        for fact in &it.spoken_for {
            self.line(f, "    ", format!("{}: spoke for them to {}", fact.data().speaking, fact.data().to), fact)?;
        }
        it.ended.iter().try_for_each(|fact| self.line(f, "    ", fact.data().how, fact))
    }
}

/// What one statement of a kind is called, and what several are.
fn one_or_many(kind: StatementKind) -> (&'static str, &'static str) {
    match kind {
        StatementKind::Fact => ("fact", "facts"),
        StatementKind::ProfessionalJudgement => ("professional judgement", "professional judgements"),
        StatementKind::Allegation => ("allegation", "allegations"),
        StatementKind::Opinion => ("opinion", "opinions"),
        StatementKind::Worry => ("worry", "worries"),
        StatementKind::Hunch => ("hunch or intuition", "hunches or intuitions"),
        StatementKind::Strength => ("strength", "strengths"),
    }
}
