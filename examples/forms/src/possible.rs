//! What is possible for somebody at a time, by kind of event.

use std::collections::BTreeMap;

use practice_cycle::code::Code;
use practice_cycle::cycle::Kind;
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;

/// What one kind of event would be about, which role is to be named, and what stands in the way, if anything does.
struct One {
    about: Option<String>,
    in_role: Option<&'static str>,
    obstacle: Option<String>,
}

/// Of kinds of event, with what they would be about, and what stands in the way if anything does.
#[derive(Default)]
pub(crate) struct Possible {
    told: BTreeMap<Kind, Vec<One>>,
}

/// Whether a kind of event is possible.
pub(crate) enum Standing<'a> {
    /// It is: about these, or about something new; in this role, where one is to be named.
    Open(Vec<&'a str>, Option<&'static str>),
    /// Not now, and why: about each, where it differs.
    Not(Vec<(&'a str, &'a str)>),
    /// Nobody was named, or there is nothing that it could be about.
    Untold,
}

impl Possible {
    /// Everything of every kind.
    pub(crate) fn of(history: &History, person: &PersonId, at: Moment) -> Self {
        let mut possible = Self::default();
        for one in history.possible_for(person, at) {
            let about = one.about.map(|about| about.id);
            let obstacle = one.obstacle.map(|refusal| refusal.to_string());
            let in_role = one.in_role.map(Code::label);
            possible.told.entry(one.kind).or_default().push(One { about, in_role, obstacle });
        }
        possible
    }

    pub(crate) fn standing(&self, kind: Kind) -> Standing<'_> {
        let Some(told) = self.told.get(&kind) else { return Standing::Untold };
        let mut open = told.iter().filter(|one| one.obstacle.is_none()).peekable();
        if let Some(first) = open.peek() {
            let in_role = first.in_role;
            return Standing::Open(open.filter_map(|one| one.about.as_deref()).collect(), in_role);
        }
        Standing::Not(
            told.iter()
                .filter_map(|one| {
                    let about = one.about.as_deref().unwrap_or_default();
                    Some((about, one.obstacle.as_deref()?))
                })
                .collect(),
        )
    }
}
