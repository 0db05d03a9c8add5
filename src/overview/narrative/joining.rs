//! Joining, and the boundary as it was observed.

use std::fmt::{self, Formatter};

use super::{Page, all, people, section};
use crate::boundary::{Sighting, Sign};
use crate::joining::{Cause, Place, RuleStep};

impl Page<'_> {
    pub(super) fn write_joining(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.joining;
        section(f, "Occasions of joining", &it.occasions, |f, fact| {
            let data = fact.data();
            let place = match data.place {
                Place::In(space) => space.to_string(),
                Place::Everyday => "the everyday life of the team".to_owned(),
            };
            let how = if data.qualities.is_empty() { String::new() } else { format!(": {}", data.qualities) };
            self.line(f, "  ", format!("{}: {place}, with {}{how}", data.occasion, people(&data.with)), fact)
        })?;
        section(f, "Rules of the system", &it.rules, |f, rule| {
            let data = rule.noticed.data();
            self.line(f, "  ", format!("{}: {}, noticed", data.rule, data.voice), &rule.noticed)?;
            let bars = [
                ("spaces kept closed", all(data.closed_spaces().iter())),
                ("kinds of case kept closed", all(data.closed_cases().iter())),
            ];
            for (what, closed) in bars.into_iter().filter(|(_, closed)| !closed.is_empty()) {
                writeln!(f, "    {what}: {closed}")?;
            }
            rule.worked_with.iter().try_for_each(|fact| self.line(f, "    ", done(fact.data().step), fact))
        })?;
        section(f, "Acknowledgements of the clinician", &it.acknowledgements, |f, fact| {
            let data = fact.data();
            self.line(f, "  ", format!("{}: {}{}", data.acknowledgement, data.how, because(&data.because_of)), fact)
        })?;
        section(f, "What disrupted joining", &it.disruptions, |f, fact| {
            let data = fact.data();
            let merged = data.merged.as_ref();
            let merged = merged.map(|merged| format!(", {} into {}", all(&merged.teams), merged.into)).unwrap_or_default();
            self.line(f, "  ", format!("{}: {}{merged}", data.disruption, data.what), fact)
        })?;
        section(f, "Invitations to shape the practice of the team", &it.influence, |f, fact| {
            let data = fact.data();
            self.line(f, "  ", format!("{}{}", data.influence, because(&data.because_of)), fact)
        })?;
        section(f, "Families who asked for help again", &it.asked_again, |f, fact| {
            let data = fact.data();
            let contract = data.contract.as_ref().map(|id| format!(", about contract {id}")).unwrap_or_default();
            self.line(f, "  ", format!("{}: asked by {}{contract}", data.asking, data.asked_by), fact)
        })
    }

    pub(super) fn write_boundary(&self, f: &mut Formatter<'_>) -> fmt::Result {
        section(f, "Observations of the boundary", &self.told(&self.overview.observations), |f, fact| {
            let data = fact.data();
            let what = match &data.sign {
                Sign::Figure1(sign) => sign.to_string(),
                Sign::Own { .. } => "a sign of the service's own".to_owned(),
            };
            let found = match data.finding {
                Sighting::Present(strength) => strength.to_string(),
                Sighting::Absent => "absent".to_owned(),
                Sighting::NoOpportunity => "no opportunity to see it".to_owned(),
            };
            let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let seen = format!("{}, {}, in {}{contract}", data.standpoint, data.basis, data.space);
            self.line(f, "  ", format!("{}: {what} ({}): {found}; {seen}", data.observation, data.sign.lean()), fact)?;
            self.overview.answers(&data.observation).try_for_each(|fact| self.line(f, "    ", "answered", fact))
        })?;
        section(f, "Reviews of the boundary", &self.overview.boundary_reviews, |f, fact| {
            let data = fact.data();
            let as_of = self.time(data.as_of);
            let what =
                format!("{}: {} as of {as_of}: {}, with {}", data.review, data.scope, data.verdict, people(&data.with));
            self.line(f, "  ", what, fact)
        })
    }
}

fn because(causes: &[Cause]) -> String {
    if causes.is_empty() { String::new() } else { format!(", because of {}", all(causes)) }
}

fn done(step: RuleStep) -> &'static str {
    match step {
        RuleStep::Kept => "kept to",
        RuleStep::Connected => "connected with",
        RuleStep::Challenged => "challenged",
        RuleStep::Shifted => "found to have shifted",
        RuleStep::Upheld => "found to be upheld",
    }
}
