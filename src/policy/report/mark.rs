//! What an entry or a time means to a finding, shown beside it in an excerpt.

use crate::contracting::Stage;
use crate::moment::Moment;

/// What is said of an entry, or of a time at which nothing was recorded, where a finding is shown beside the entries it names.
///
/// ```
/// use practice_cycle::policy::{English, Language, Mark};
/// assert_eq!(English.mark(&Mark::Opened), "started the clock");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mark {
    /// The duty began, and its time.
    Opened,
    /// The rule applied, and nothing is counted from here.
    Applies,
    /// What was required did not hold.
    NotAsRequired,
    /// The contract came to stand at one of these stages, and what was required did not hold.
    NotAsRequiredFrom(Vec<Stage>),
    /// What had to go before had not.
    NothingBefore,
    /// What was forbidden happened.
    Forbidden,
    /// What was to come after happened before it was done.
    CameFirst,
    /// It was done, and late.
    DoneLate,
    /// It was done in time.
    Done,
    /// The duty ended.
    Ended,
    /// It fell away.
    FellAway,
    /// Something in this entry is not known, and it may be the answer.
    MayBeTheAnswer,
    /// Its time counts from here.
    CountsFrom,
    /// It was due; where nothing of it was recorded, by when that was looked for.
    Due(Option<Moment>),
    /// It was due, and only a part of it was recorded by then.
    DueInPart(Moment),
    /// A ban was in force until then.
    Until,
    /// It was kept until then.
    KeptUntil,
    /// A waiver excuses it.
    Excused,
    /// Time ran from here, to what it alone brought about.
    RanFrom,
    /// Time alone brought this about.
    ByTime(Box<Mark>),
}
