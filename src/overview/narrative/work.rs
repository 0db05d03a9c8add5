//! The work: interventions with their sessions, and what arose in them.

use std::collections::BTreeMap;
use std::fmt::{self, Formatter};

use super::{Page, all, people, section};
use crate::evidence::entries;
use crate::id::{ContractId, InterventionId};
use crate::intervening::Cover;
use crate::overview::{Change, Concern, Intervention, Session};

impl Page<'_> {
    pub(super) fn write_work(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let work = &self.overview.work;
        let mut sessions: BTreeMap<Option<&InterventionId>, Vec<&Session<'_>>> = BTreeMap::new();
        for session in &work.sessions {
            sessions.entry(session.held.data().intervention.as_ref()).or_default().push(session);
        }
        section(f, "Interventions", &work.interventions, |f, it| {
            self.write_intervention(f, it)?;
            let its = sessions.get(&Some(&it.begun.data().intervention));
            its.into_iter().flatten().try_for_each(|session| self.write_session(f, session, "    "))
        })?;
        let others = sessions.remove(&None).unwrap_or_default();
        section(f, "Other sessions", &others, |f, session| self.write_session(f, session, "  "))?;
        section(f, "Sessions not held", &work.cancelled_sessions, |f, fact| {
            let data = fact.data();
            let under = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let of = data.intervention.as_ref().map(|id| format!(", intervention {id}")).unwrap_or_default();
            let why = data.reason.code();
            let what = format!("{}: {}{under}{of}, called off by {}: {why}", data.cancellation, data.space, data.side);
            self.line(f, "  ", what, fact)
        })?;
        let is_told = |it: &&Concern<'_>| self.tells(it.raised.entry()) || !self.told(&it.passed_on).is_empty();
        section(f, "Concerns", &work.concerns.iter().filter(is_told).collect::<Vec<_>>(), |f, it| {
            let data = it.raised.data();
            if self.tells(it.raised.entry()) {
                let session = data.session.as_ref().map(|id| format!(", session {id}")).unwrap_or_default();
                self.line(f, "  ", format!("{}: {}{session}", data.concern, data.what), &it.raised)?;
            } else {
                writeln!(f, "  {}", data.concern)?;
            }
            let mut passed_on = self.told(&it.passed_on).into_iter();
            passed_on.try_for_each(|fact| self.line(f, "    ", format!("passed on to {}", fact.data().to), fact))
        })?;
        section(f, "Suggestions", &work.suggestions, |f, it| {
            let data = it.offered.data();
            let again = data.again.as_ref().map(|id| format!(", offering {id} again")).unwrap_or_default();
            self.line(f, "  ", format!("{}: within contract {}{again}", data.suggestion, data.contract), &it.offered)?;
            for fact in &it.answered {
                let why = fact.data().why.map(|why| format!(": {why}")).unwrap_or_default();
                self.line(f, "    ", format!("{}{why}", fact.data().reception), fact)?;
            }
            Ok(())
        })?;
        self.write_family(f)?;
        section(f, "Changes", &work.changes, |f, it| self.write_change(f, it))
    }

    fn write_intervention(&self, f: &mut Formatter<'_>, it: &Intervention<'_>) -> fmt::Result {
        let data = it.begun.data();
        let what =
            format!("{}: {} ({}), {}, {}", data.intervention, data.form, data.stream, data.purpose, cover(&data.cover));
        self.line(f, "  ", what, &it.begun)?;
        if let Some(fact) = &it.covered {
            self.line(f, "    ", covered_since(&fact.data().contract), fact)?;
        }
        match &it.closed {
            Some(fact) => self.line(f, "    ", format!("closed: {}", fact.data().how), fact),
            None => Ok(()),
        }
    }

    fn write_session(&self, f: &mut Formatter<'_>, it: &Session<'_>, indent: &str) -> fmt::Result {
        let data = it.held.data();
        let what = format!("{}: {}, {}", data.session, data.space, cover(&data.cover));
        self.line(f, indent, format!("{what}, present: {}", people(&data.present)), &it.held)?;
        match &it.covered {
            Some(fact) => self.line(f, &format!("{indent}  "), covered_since(&fact.data().contract), fact),
            None => Ok(()),
        }
    }

    fn write_family(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let work = &self.overview.work;
        section(f, "Explained to the family", &work.explanations, |f, fact| {
            let data = fact.data();
            let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let what = format!("{}: to {}: {}{contract}", data.explanation, data.person, data.explained);
            self.line(f, "  ", format!("{what}; interpreter: {}", data.interpreter), fact)
        })?;
        section(f, "Not explained, for a reason", &work.explanations_withheld, |f, fact| {
            let data = fact.data();
            let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let decision = data.decision.as_ref().map(|id| format!(", decision {id}")).unwrap_or_default();
            let with = data.manager.as_ref().map(|id| format!(", decided with {id}")).unwrap_or_default();
            self.line(f, "  ", format!("{}: to {}{contract}{decision}{with}", data.explanation, data.person), fact)
        })?;
        let consents: Vec<_> = work.consents.iter().filter(|it| self.tells(it.given.entry())).collect();
        section(f, "Consents", &consents, |f, it| {
            let data = it.given.data();
            let whom = data.for_person.as_ref().map(|id| format!(" for {id}")).unwrap_or_default();
            let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
            let shares = match data.entries.as_slice() {
                [] => String::new(),
                shared => format!(" ({} with {})", entries(shared), all(&data.readers)),
            };
            let what = format!("{}: to {}{shares}, from {}{whom}{contract}", data.consent, data.to, data.given_by);
            self.line(f, "  ", what, &it.given)?;
            match &it.withdrawn {
                Some(fact) => self.line(f, "    ", format!("withdrawn by {}", fact.data().withdrawn_by), fact),
                None => Ok(()),
            }
        })
    }

    fn write_change(&self, f: &mut Formatter<'_>, it: &Change<'_>) -> fmt::Result {
        let data = it.noticed.data();
        let contract = data.contract.as_ref().map(|id| format!(", contract {id}")).unwrap_or_default();
        let session = data.session.as_ref().map(|id| format!(", session {id}")).unwrap_or_default();
        let what = format!("{}: {}{contract}{session}, noticed", data.change, data.what);
        self.line(f, "  ", what, &it.noticed)?;
        it.witnessed.iter().try_for_each(|fact| self.line(f, "    ", "witnessed", fact))?;
        it.documented.iter().try_for_each(|fact| self.line(f, "    ", "documented", fact))?;
        for fact in &it.amplified {
            let to = &fact.data().to;
            let to = if to.is_empty() { "others not named here".to_owned() } else { all(to) };
            self.line(f, "    ", format!("amplified to {to}"), fact)?;
        }
        if it.led_to.is_empty() {
            return Ok(());
        }
        let contracts = it.led_to.contracts.iter().map(|id| format!("contract {id}"));
        let acknowledgements = it.led_to.acknowledgements.iter().map(|id| format!("acknowledgement {id}"));
        let influence = it.led_to.influence.iter().map(|id| format!("invitation to shape practice {id}"));
        writeln!(f, "    led to {}", all(contracts.chain(acknowledgements).chain(influence)))
    }
}

fn cover(cover: &Cover) -> String {
    match cover {
        Cover::Contract(contract) => format!("contract {contract}"),
        Cover::Uncovered { why, contract: None } => format!("covered by no contract: {why}"),
        Cover::Uncovered { why, contract: Some(contract) } => format!("covered by no contract: {why} (contract {contract})"),
    }
}

fn covered_since(contract: &ContractId) -> String {
    format!("covered since by contract {contract}")
}
