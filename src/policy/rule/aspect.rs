//! What is asked of a person, or of a day, rather than who or which it is.

use crate::code::Code;
use crate::people::{Role, Side};
use crate::shape::CodeList;

/// What of a person is asked: at the time of the entry, or (`now`) at the time at which that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aspect {
    Itself,
    Role,
    Side,
    Mandate,
    RoleNow,
    SideNow,
    MandateNow,
}

/// What of a day is asked, by the clocks and the calendar of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfDay {
    Weekday,
    WorkingDay,
}

pub(crate) const YES_NO: &[&str] = &["yes", "no"];
const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Aspect {
    /// Each that has a name, as it ends a path.
    pub(crate) const NAMES: &[&str] = &["role", "side", "mandate", "role_now", "side_now", "mandate_now"];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "role" => Aspect::Role,
            "side" => Aspect::Side,
            "mandate" => Aspect::Mandate,
            "role_now" => Aspect::RoleNow,
            "side_now" => Aspect::SideNow,
            "mandate_now" => Aspect::MandateNow,
            _ => return None,
        })
    }

    /// Whether it is asked as of the time at which the condition is asked.
    pub(crate) const fn is_now(self) -> bool {
        matches!(self, Aspect::RoleNow | Aspect::SideNow | Aspect::MandateNow)
    }

    /// The codes that it may say; none of the person alone.
    pub(crate) fn codes(self) -> Vec<&'static str> {
        match self {
            Aspect::Itself => Vec::new(),
            Aspect::Role | Aspect::RoleNow => CodeList::of::<Role>().codes(),
            Aspect::Side | Aspect::SideNow => CodeList::of::<Side>().codes(),
            Aspect::Mandate | Aspect::MandateNow => YES_NO.to_vec(),
        }
    }
}

impl OfDay {
    /// Each, as it ends a path.
    pub(crate) const NAMES: &[&str] = &["weekday", "working_day"];

    /// A path to a day or an instant, and what of that is asked.
    pub(crate) fn split(path: &str) -> Option<(&str, Self)> {
        let (time, name) = path.rsplit_once('.')?;
        match name {
            "weekday" => Some((time, OfDay::Weekday)),
            "working_day" => Some((time, OfDay::WorkingDay)),
            _ => None,
        }
    }

    pub(crate) const fn codes(self) -> &'static [&'static str] {
        match self {
            OfDay::Weekday => WEEKDAYS,
            OfDay::WorkingDay => YES_NO,
        }
    }
}

/// The sides on which somebody can be a party to a contract: the first of all sides, so that their places are the same.
pub(crate) fn sides_of_parties() -> Vec<&'static str> {
    [Side::Clinical, Side::SocialWork].iter().map(|side| side.code()).collect()
}
