//! Occasions: what several people noted of one meeting is of one, however many notes there are.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::Datelike;
use foldhash::fast::RandomState;

use crate::calendar;
use crate::id::SessionId;
use crate::moment::Moment;

/// An occasion, by its place among all of them.
pub(crate) type Occasion = u32;

/// What makes an occasion one: a session with a reference, or else the local day and where it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Meeting<P> {
    Session(SessionId),
    OnDay(i32, P),
}

/// The occasions met so far, each with its place among them.
#[derive(Debug, Clone)]
pub(crate) struct Occasions<P>(HashMap<Meeting<P>, Occasion, RandomState>);

impl<P> Default for Occasions<P> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<P: Eq + Hash> Occasions<P> {
    /// The occasion of a note, by its session, if it names one.
    pub(crate) fn of(&mut self, session: Option<&SessionId>, day: i32, whereabouts: P) -> Occasion {
        let meeting = session.map_or(Meeting::OnDay(day, whereabouts), |session| Meeting::Session(session.clone()));
        let next = self.0.len() as Occasion;
        *self.0.entry(meeting).or_insert(next)
    }
}

/// The local day of an instant, counted from the first of the common era.
pub(crate) fn day_of(at: Moment) -> i32 {
    calendar::local_date(at).num_days_from_ce()
}
