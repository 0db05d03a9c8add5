//! Case discussions, with what was said, put, weighed and planned in each; differences; steps.

use std::collections::BTreeMap;
use std::fmt::{self, Formatter};

use super::{Page, all, day, listed, people, section, with};
use crate::deliberating::Event;
use crate::id::DiscussionId;
use crate::overview::{Disagreement, Fact, Hypothesis, Plan, Statement, Step};

/// What belongs to one discussion.
#[derive(Default)]
struct Within<'o> {
    statements: Vec<&'o Statement<'o>>,
    hypotheses: Vec<&'o Hypothesis<'o>>,
    plans: Vec<&'o Plan<'o>>,
}

impl<'o> Page<'o> {
    pub(super) fn write_deliberating(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.deliberating;
        let within = self.within();
        section(f, "Case discussions", &it.discussions, |f, fact| {
            let data = fact.data();
            let about = self.of_case(Some(&data.case));
            let more = [
                with(", taking up the question of ", data.continues.as_ref()),
                with(", about disruption ", data.disruption.as_ref()),
                with(", contract ", data.contract.as_ref()),
            ];
            let absent = listed("; asked, and not there: ", &data.absent);
            let what = format!("{}{about}: {}; {}{}", data.discussion, data.question, data.space, more.concat());
            self.line(f, "  ", format!("{what}, present: {}{absent}", people(&data.present)), fact)?;
            let Some(its) = within.get(&data.discussion) else { return Ok(()) };
            its.statements.iter().try_for_each(|it| self.write_statement(f, it))?;
            its.hypotheses.iter().try_for_each(|it| self.write_hypothesis(f, it))?;
            its.plans.iter().try_for_each(|it| self.write_plan(f, it))
        })?;
        section(f, "Disagreements", &it.disagreements, |f, it| self.write_disagreement(f, it))?;
        section(f, "Steps", &it.steps, |f, it| self.write_step(f, it))?;
        section(f, "Referrals returned", &it.referrals_returned, |f, fact| {
            let data = fact.data();
            let (case, contract) = (self.of_case(Some(&data.case)), with(", contract ", data.contract.as_ref()));
            let offered = if data.offered.is_empty() { "nothing".to_owned() } else { data.offered.to_string() };
            let what = format!("{}{case}{contract}: by {}: {}", data.returned, data.service, data.reason);
            self.line(f, "  ", format!("{what}; offered in its place: {offered}"), fact)
        })?;
        section(f, "Written agreements with families", &it.written_agreements, |f, fact| {
            let data = fact.data();
            let (case, asked) = (self.of_case(Some(&data.case)), with(", asked for by ", data.asked_for_by.as_ref()));
            let signed = listed(", signed by ", &data.signed_by);
            self.line(f, "  ", format!("{}{case}: shaped by {}{asked}{signed}", data.agreement, all(&data.shaped_by)), fact)
        })
    }

    fn within(&self) -> BTreeMap<&'o DiscussionId, Within<'o>> {
        let it = &self.overview.deliberating;
        let mut within: BTreeMap<&DiscussionId, Within<'o>> = BTreeMap::new();
        it.statements.iter().for_each(|it| within.entry(it.discussion).or_default().statements.push(it));
        it.hypotheses.iter().for_each(|it| within.entry(it.discussion).or_default().hypotheses.push(it));
        it.plans.iter().for_each(|it| within.entry(it.discussion).or_default().plans.push(it));
        within
    }

    fn write_statement(&self, f: &mut Formatter<'_>, it: &Statement<'_>) -> fmt::Result {
        let weighed = self.told(&it.weighed);
        let data = it.made.data();
        if self.tells(it.made.entry()) {
            let about = listed(": ", data.about.iter());
            let source = with("; ", data.source);
            let said_here = if data.is_said_here() { "; said here" } else { "" };
            self.line(f, "    ", format!("{}: {}{about}{source}{said_here}", data.statement, data.kind), &it.made)?;
        } else if !weighed.is_empty() {
            writeln!(f, "    {}", data.statement)?;
        }
        weighed.into_iter().try_for_each(|fact| {
            let data = fact.data();
            let ratings = all(data.ratings.iter().map(|rated| format!("{} with {}", rated.rating, rated.hypothesis)));
            self.line(f, "      ", format!("{}: {}: {ratings}", data.weighing, data.found), fact)
        })
    }

    fn write_hypothesis(&self, f: &mut Formatter<'_>, it: &Hypothesis<'_>) -> fmt::Result {
        self.line(f, "    ", format!("{}: {}", it.hypothesis, it.put.data().order), &it.put)?;
        it.became.iter().try_for_each(|fact| self.line(f, "      ", became(fact), fact))
    }

    fn write_plan(&self, f: &mut Formatter<'_>, it: &Plan<'_>) -> fmt::Result {
        let data = it.planned.data();
        let tests = listed(" tests ", &data.hypotheses);
        let risks = listed("; risks named: ", data.risks.iter());
        let again = with("; look again by ", data.look_again.map(day));
        let agreed = people(&data.agreed_by);
        self.line(f, "    ", format!("{}: plan{tests}{risks}{again}; agreed by {agreed}", data.test), &it.planned)?;
        it.reviewed.iter().try_for_each(|fact| {
            let data = fact.data();
            let (because, again) = (with(": ", data.because), with("; look again by ", data.look_again.map(day)));
            self.line(f, "      ", format!("looked at again: {}{because}{again}", data.then), fact)
        })
    }

    fn write_disagreement(&self, f: &mut Formatter<'_>, it: &Disagreement<'_>) -> fmt::Result {
        let data = it.recorded.data();
        let (case, discussion) = (self.of_case(Some(&data.case)), with(", discussion ", data.discussion.as_ref()));
        let by_when = with("; to be acted on by ", data.by_when.map(day));
        let what = format!("{}{case}{discussion}: on {}, between {}", data.disagreement, data.on, all(&data.between));
        self.line(f, "  ", format!("{what}; {}{by_when}", data.safety), &it.recorded)?;
        for fact in &it.escalated {
            self.line(f, "    ", format!("taken to {}", fact.data().to), fact)?;
        }
        it.settled.iter().try_for_each(|fact| {
            let data = fact.data();
            let by = with(", plan ", data.test.as_ref()) + &with(", decision ", data.decision.as_ref());
            self.line(f, "    ", format!("settled: {}{by}", data.how), fact)
        })
    }

    fn write_step(&self, f: &mut Formatter<'_>, it: &Step<'_>) -> fmt::Result {
        let data = it.taken_on.data();
        let of = [
            with(", plan ", data.test.as_ref()),
            with(", decision ", data.decision.as_ref()),
            with(", disagreement ", data.disagreement.as_ref()),
            with(", taking up ", data.again.as_ref()),
        ];
        let case = self.of_case(Some(&data.case));
        self.line(f, "  ", format!("{}{case}: taken by {}{}", data.step, data.taken_by, of.concat()), &it.taken_on)?;
        it.handed_back.iter().try_for_each(|fact| self.line(f, "    ", "handed back", fact))?;
        if !it.taken_up_by.is_empty() {
            writeln!(f, "    taken up again as {}", all(&it.taken_up_by))?;
        }
        it.dropped.iter().try_for_each(|fact| self.line(f, "    ", "dropped", fact))
    }
}

/// What became of a hypothesis, as the act of it says.
fn became(fact: &Fact<'_, Event>) -> &'static str {
    match fact.data() {
        Event::HypothesisSetAside(_) => "set aside",
        Event::HypothesisKept(_) => "kept",
        Event::HypothesisReshaped(_) => "put in other words",
        Event::DiscussionHeld(_)
        | Event::StatementMade(_)
        | Event::HypothesisPut(_)
        | Event::EvidenceWeighed(_)
        | Event::DisagreementRecorded(_)
        | Event::DisagreementSettled(_)
        | Event::DisagreementEscalated(_)
        | Event::TestPlanned(_)
        | Event::TestReviewed(_)
        | Event::StepTakenOn(_)
        | Event::StepHandedBack(_)
        | Event::StepDropped(_)
        | Event::ReferralReturned(_)
        | Event::WrittenAgreementMade(_) => fact.entry().event().kind().past_tense(),
    }
}
