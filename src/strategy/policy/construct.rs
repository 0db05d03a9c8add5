//! What a rule can be made of.

/// Something that a rule can be made of, by its name in the [written form](crate::policy::writing). Of each there can be
/// [packs](super::written_pack_of); and every pack that is [made](super::written_pack) has one of them, by its number, in each of its
/// rules, and whatever else comes with it.
///
/// ```
/// use practice_cycle::strategy::Construct;
/// assert_eq!(Construct::ALL.len(), 48);
/// assert_eq!(Construct::ALL[0], Construct::Require);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Construct {
    /// `require`: something has to hold at that moment.
    Require,
    /// `expect`: something has to follow.
    Expect,
    /// `preceded_by`: something has to have gone before.
    PrecededBy,
    /// `forbid`: something must not follow.
    Forbid,
    /// `any` of several happenings.
    AnyOf,
    /// `begins` or `ends` with a stage of a contract.
    Stage,
    /// `begins` or `ends` with what lasts from one entry to another.
    Lasting,
    /// `broken`: a rule that watches another.
    Broken,
    /// `each`: a duty for each element of a list.
    Each,
    /// `each` of `people_here`.
    PeopleHere,
    /// `each` of the contracts of somebody who leaves or enters.
    ContractsOf,
    /// `everywhere`: a reference that means the same in all histories.
    Everywhere,
    /// The condition `where`.
    Where,
    /// The condition `while`.
    While,
    /// The condition `happened`.
    Happened,
    /// The condition `last`.
    Last,
    /// The condition `first`.
    First,
    /// The condition `concurrent`.
    Concurrent,
    /// The condition `ratio`.
    Ratio,
    /// The condition `open`.
    Open,
    /// The condition `standing`.
    Standing,
    /// The condition `boundary`.
    Boundary,
    /// The condition `all`.
    All,
    /// The condition `any`.
    Any,
    /// The condition `not`.
    Not,
    /// `if`.
    If,
    /// `unless`.
    Unless,
    /// `first`: the first time alone.
    FirstTime,
    /// `within` a length of time.
    Within,
    /// `lead_time`.
    LeadTime,
    /// `since`, of what goes before.
    Since,
    /// `every`: due again and again.
    Every,
    /// `by` the day in a field.
    By,
    /// `before` something else happens.
    Before,
    /// `counted_from` an entry that is named.
    CountedFrom,
    /// `linked_by` a field of the answer.
    LinkedBy,
    /// `each_its_own`.
    EachItsOwn,
    /// `together`.
    Together,
    /// `at_least` a number of answers.
    AtLeast,
    /// `at_any_time`.
    AtAnyTime,
    /// `more_than` a number, of a ban.
    MoreThan,
    /// `until` something happens.
    Until,
    /// `on_close`.
    OnClose,
    /// `order`.
    Order,
    /// `clock`.
    Clock,
    /// `in_force`.
    InForce,
    /// `parameters`.
    Parameters,
    /// `formerly`.
    Formerly,
}

impl Construct {
    /// Each of them, the simplest first: to that one rules shrink.
    pub const ALL: &'static [Construct] = &[
        Self::Require,
        Self::Expect,
        Self::Forbid,
        Self::PrecededBy,
        Self::Where,
        Self::While,
        Self::Happened,
        Self::Last,
        Self::First,
        Self::Concurrent,
        Self::Ratio,
        Self::Open,
        Self::Standing,
        Self::Boundary,
        Self::Not,
        Self::All,
        Self::Any,
        Self::If,
        Self::Unless,
        Self::FirstTime,
        Self::AnyOf,
        Self::Stage,
        Self::Lasting,
        Self::Each,
        Self::PeopleHere,
        Self::ContractsOf,
        Self::Everywhere,
        Self::Within,
        Self::LeadTime,
        Self::Since,
        Self::Every,
        Self::By,
        Self::Before,
        Self::CountedFrom,
        Self::LinkedBy,
        Self::EachItsOwn,
        Self::Together,
        Self::AtLeast,
        Self::AtAnyTime,
        Self::MoreThan,
        Self::Until,
        Self::OnClose,
        Self::Order,
        Self::Clock,
        Self::InForce,
        Self::Parameters,
        Self::Formerly,
        Self::Broken,
    ];
}
