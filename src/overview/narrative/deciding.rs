//! Cases and decisions.

use std::fmt::{self, Formatter};

use super::{Page, all, people, section, with};

impl Page<'_> {
    pub(super) fn write_deciding(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.deciding;
        section(f, "Recorded completely", &it.feeds, |f, fact| {
            let data = fact.data();
            let what = data.what.map_or_else(|| "every milestone".to_owned(), |what| what.to_string());
            let (case, from) = (self.of_case(data.case.as_ref()), data.from.format("%-d %b %Y"));
            self.line(f, "  ", format!("{}: {what}{case}, from {from}", data.feed), fact)?;
            it.ending(&data.feed).map_or(Ok(()), |ended| {
                self.line(f, "    ", format!("ended; the last day was {}", ended.data().last.format("%-d %b %Y")), ended)
            })
        })?;
        section(f, "Milestones", &it.milestones, |f, fact| {
            let data = fact.data();
            let follows = data.follows.as_ref().map(|earlier| format!(", after {earlier}")).unwrap_or_default();
            let until = data.until.map(|day| format!(", until {}", day.format("%-d %b %Y"))).unwrap_or_default();
            let case = self.of_case(Some(&data.case));
            let what =
                data.other.as_ref().map_or_else(|| data.what.to_string(), |other| format!("{other} (of the service's own)"));
            self.line(f, "  ", format!("{}{case}: {what}{follows}{until}", data.milestone), fact)
        })?;
        section(f, "Legal status", &it.legal_status, |f, fact| {
            let data = fact.data();
            let side =
                |status: &crate::code::CodeSet<_>| if status.is_empty() { "none".to_owned() } else { status.to_string() };
            let case = self.of_case(Some(&data.case));
            self.line(f, "  ", format!("{}{case}: from {} to {}", data.change, side(&data.from), side(&data.to)), fact)
        })?;
        section(f, "Lead practitioners", &it.leads, |f, fact| {
            let data = fact.data();
            let overseen = data.overseer.as_ref().map(|overseer| format!(", overseen by {overseer}")).unwrap_or_default();
            let case = self.of_case(Some(&data.case));
            self.line(f, "  ", format!("{}{case}: {}{overseen}", data.naming, data.lead), fact)
        })?;
        self.write_decisions(f)?;
        self.write_feedback(f)?;
        self.write_roles(f)?;
        self.write_programmes(f)
    }

    fn write_decisions(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.deciding;
        section(f, "Threshold decisions", &it.decisions, |f, fact| {
            let data = fact.data();
            let case = self.of_case(Some(&data.case));
            let urgency = with(", ", data.urgency);
            self.line(f, "  ", format!("{}{case}: {}{urgency}", data.decision, data.direction), fact)?;
            writeln!(f, "    decided by {}", people(&data.decided_by))?;
            let more = [
                ("contributed", all(&data.contributed)),
                ("considered", all(data.considered.iter())),
                ("pressed by", all(data.pressed_by.iter())),
                ("prompted to reflect on", all(data.prompted.iter())),
            ];
            let mut more = more.into_iter().filter(|(_, things)| !things.is_empty());
            more.try_for_each(|(what, things)| writeln!(f, "    {what}: {things}"))
        })?;
        section(f, "Decisions handed back", &it.handed_back, |f, fact| {
            let data = fact.data();
            let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let direction = data.direction.map(|way| format!(", asked for: {way}")).unwrap_or_default();
            let case = self.of_case(data.case.as_ref());
            self.line(f, "  ", format!("{}{case}{contract}{direction}, asked by {}", data.handback, data.asked_by), fact)
        })
    }

    fn write_roles(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let it = &self.overview.deciding;
        section(f, "Experts", &it.experts, |f, fact| {
            let data = fact.data();
            let case = self.of_case(Some(&data.case));
            self.line(f, "  ", format!("{}{case}: {}", data.instruction, data.expert), fact)
        })?;
        section(f, "Conflicts of interest", &it.conflicts, |f, conflict| {
            let data = conflict.declared.data();
            let instruction = data.instruction.as_ref().map(|id| format!(", instruction {id}")).unwrap_or_default();
            let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let case = self.of_case(data.case.as_ref());
            let what = format!("{}{case}: {}{instruction}{contract}", data.conflict, data.what);
            self.line(f, "  ", what, &conflict.declared)?;
            conflict.answered.iter().try_for_each(|fact| self.line(f, "    ", fact.data().answer, fact))
        })?;
        section(f, "Roles reconciled", &it.reconciliations, |f, fact| {
            self.line(f, "  ", format!("{}: contracts {}", fact.data().reconciliation, all(&fact.data().contracts)), fact)
        })?;
        section(f, "Duties waived", &self.told(&it.waivers), |f, fact| {
            let data = fact.data();
            let opened = data.opened_by.map(|number| format!(", opened by entry {number}")).unwrap_or_default();
            let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let case = self.of_case(data.case.as_ref());
            let until = data.until.map(|day| format!(", until {}", day.format("%-d %b %Y"))).unwrap_or_default();
            self.line(f, "  ", format!("{}{case}: rule {}{opened}{contract}{until}", data.waiver, data.rule), fact)
        })
    }
}
