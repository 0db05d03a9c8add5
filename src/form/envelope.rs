//! What stands beside the event: who, and when.

use super::Field;
use super::describe::field;
use crate::field::Field as _;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::Role;
use crate::shape::Shape;

/// What an [`Offer`](crate::cycle::Offer) says beside `type` and `data`.
///
/// ```
/// let names: Vec<_> = practice_cycle::form::offer().iter().map(|field| field.name).collect();
/// assert_eq!(names, ["occurred_at", "by", "recorded_by", "in_role"]);
/// ```
#[must_use]
pub fn offer() -> Vec<Field> {
    let mut fields = act();
    fields.retain(|field| field.name != "recorded_at");
    fields
}

/// What an [`Act`](crate::cycle::Act) says beside `type` and `data`.
///
/// ```
/// let act = practice_cycle::form::act();
/// assert!(act.iter().all(|field| field.required == !["recorded_by", "in_role"].contains(&field.name)));
/// ```
#[must_use]
pub fn act() -> Vec<Field> {
    let one = |name, doc, shape: Shape| field(name, None, doc, false, None, &shape);
    vec![
        one("occurred_at", "When it occurred.", Moment::shape()),
        one(
            "recorded_at",
            "When it was recorded: not before it occurred, and not before the entry before it was.",
            Moment::shape(),
        ),
        one("by", "Who did it.", PersonId::shape()),
        one(
            "recorded_by",
            "Who wrote it down, if somebody else. They need not take part in the cycle.",
            Option::<PersonId>::shape(),
        ),
        one(
            "in_role",
            "The role in which they did it, of somebody who holds several that differ in whether they permit it.",
            Option::<Role>::shape(),
        ),
    ]
}

/// What an [`Entry`](crate::cycle::Entry), a line of a history, says beside `type` and `data`.
///
/// ```
/// assert_eq!(practice_cycle::form::entry()[0].name, "number");
/// ```
#[must_use]
pub fn entry() -> Vec<Field> {
    let number = field("number", None, "The number in the history, from 1.", false, None, &EntryNumber::shape());
    std::iter::once(number).chain(act()).collect()
}
