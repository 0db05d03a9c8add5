//! What somebody may do now, as buttons, and what they may not, with the reasons.

use std::collections::BTreeMap;

use maud::{Markup, html};
use practice_cycle::code::Code;
use practice_cycle::cycle::{Kind, Possibility};
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::noun::Noun;

use super::super::cycles::address;
use super::super::text::capitalised;
use crate::shown::Shown;

/// What can be recorded, as of now, by somebody who is signed in, of what one person did.
pub(super) struct Acts<'a> {
    cycle: &'a CycleId,
    /// Who did it, where that is somebody else than whoever is signed in.
    by: Option<&'a PersonId>,
    open: Vec<Possibility>,
    closed: Vec<Possibility>,
}

impl<'a> Acts<'a> {
    pub(super) fn of(shown: &Shown<'_>, cycle: &'a CycleId, me: &PersonId, by: &'a PersonId, now: Moment) -> Self {
        let at = now.max(shown.view().cycle().last_recorded());
        let (open, closed) = shown.possible(by, at).partition(Possibility::is_open);
        Self { cycle, by: (by != me).then_some(by), open, closed }
    }

    /// `is_named` says whether what it is about stands beside it already; then it is only read aloud.
    fn button(&self, possible: &Possibility, is_named: bool) -> Markup {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(about) = &possible.about {
            query.append_pair(about.noun.code(), &about.id);
        }
        if let Some(by) = self.by {
            query.append_pair("by", by.as_str());
        }
        if let Some(role) = possible.in_role {
            query.append_pair("in_role", role.code());
        }
        let query = query.finish();
        let to = format!(
            "{}/acts/{}{}{query}",
            address(self.cycle),
            possible.kind.code(),
            if query.is_empty() { "" } else { "?" }
        );
        let about = possible.about.as_ref().map(|about| format!(": {}", about.id));
        html! {
            li {
                a .button href=(to) {
                    (capitalised(possible.kind.label()))
                    @if let Some(about) = about { @if is_named { span .aloud { (about) } } @else { (about) } }
                }
            }
        }
    }

    /// The next steps of one contract.
    pub(super) fn of_contract(&self, contract: &str) -> Markup {
        let is_its = |possible: &&Possibility| {
            possible.about.as_ref().is_some_and(|about| about.noun == Noun::Contract && about.id == contract)
        };
        let open: Vec<&Possibility> = self.open.iter().filter(is_its).collect();
        html! { @if !open.is_empty() { ul .buttons { @for possible in open { (self.button(possible, true)) } } } }
    }

    /// All that can be recorded, by what it belongs to.
    pub(super) fn all(&self) -> Markup {
        let mut families: Vec<(&'static str, Vec<&Possibility>)> = Vec::new();
        for possible in &self.open {
            let family = possible.kind.form().family;
            match families.iter_mut().find(|(name, _)| *name == family) {
                Some((_, all)) => all.push(possible),
                None => families.push((family, vec![possible])),
            }
        }
        html! {
            @if families.is_empty() { p { "Nothing can be recorded now." } }
            @for (family, all) in &families {
                details .family {
                    summary { (capitalised(family)) " (" (all.len()) ")" }
                    ul .buttons { @for possible in all { (self.button(possible, false)) } }
                }
            }
        }
    }

    /// What cannot be recorded now, and why.
    pub(super) fn reasons(&self) -> Markup {
        let mut reasons: BTreeMap<(Kind, String), Vec<&str>> = BTreeMap::new();
        for possible in &self.closed {
            let Some(obstacle) = &possible.obstacle else { continue };
            let about = reasons.entry((possible.kind, obstacle.to_string())).or_default();
            about.extend(possible.about.as_ref().map(|about| about.id.as_str()));
        }
        html! {
            @if !reasons.is_empty() {
                details .family {
                    summary { "What cannot be recorded now, and why (" (reasons.len()) ")" }
                    dl .reasons {
                        @for ((kind, why), about) in &reasons {
                            div {
                                dt { (capitalised(kind.label())) @if !about.is_empty() { ": " (about.join(", ")) } }
                                dd { (why) }
                            }
                        }
                    }
                }
            }
        }
    }
}
