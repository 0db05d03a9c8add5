//! The roles: who takes which task.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Gap;
use crate::code::{Code, codes};
use crate::field::Field;
use crate::shape::{FieldShape, Fields, Shape, Value};

codes! {
    /// Who takes a task. That a task is not needed here is an answer too.
    ///
    /// ```
    /// use practice_cycle::{contracting::Holder, code::Code};
    /// assert_eq!(Holder::NotNeeded.label(), "not needed here");
    /// ```
    pub enum Holder {
        Clinician = "clinician", "the clinician";
        SocialWorker = "social_worker", "the social worker";
        Shared = "shared", "both";
        NotNeeded = "not_needed", "not needed here";
    }
}

codes! {
    /// A task in the work together. The first five need an answer in every agreement.
    ///
    /// ```
    /// use practice_cycle::contracting::Task;
    /// assert!(Task::Notes.needs_answer());
    /// assert!(Task::StatutoryDecisions.is_reserved() && !Task::StatutoryDecisions.needs_answer());
    /// ```
    #[non_exhaustive]
    pub enum Task {
        Notes = "notes", "taking notes";
        StatutoryProcess = "statutory_process", "explaining statutory process";
        Context = "context", "setting the context";
        Asking = "asking", "asking questions";
        Reflecting = "reflecting", "reflecting";
        Safeguarding = "safeguarding", "following up safeguarding";
        ClinicalWork = "clinical_work", "clinical work";
        StatutoryDecisions = "statutory_decisions", "statutory decisions";
    }
}

impl Task {
    /// Whether an agreement must say who takes it.
    #[must_use]
    pub const fn needs_answer(self) -> bool {
        self.gap().is_some()
    }

    /// Whether the task belongs to those with the statutory mandate, whatever anyone agrees.
    #[must_use]
    pub const fn is_reserved(self) -> bool {
        matches!(self, Task::StatutoryDecisions)
    }

    pub(super) const fn gap(self) -> Option<Gap> {
        match self {
            Task::Notes => Some(Gap::Notes),
            Task::StatutoryProcess => Some(Gap::StatutoryProcess),
            Task::Context => Some(Gap::Context),
            Task::Asking => Some(Gap::Asking),
            Task::Reflecting => Some(Gap::Reflecting),
            Task::Safeguarding | Task::ClinicalWork | Task::StatutoryDecisions => None,
        }
    }
}

/// Who takes which task. Stored as an object from task to holder.
///
/// ```
/// use practice_cycle::contracting::{Holder, Roles, Task};
/// let roles = Roles::all(Holder::Shared).with(Task::Notes, Holder::SocialWorker);
/// assert_eq!(roles.holder(Task::Notes), Some(Holder::SocialWorker));
/// assert_eq!(roles.holder(Task::Asking), Some(Holder::Shared));
/// assert_eq!(roles.holder(Task::StatutoryDecisions), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Roles([Option<Holder>; Task::ALL.len()]);

impl Roles {
    /// The same holder for each task that needs an answer: the short way to agree a single meeting.
    #[must_use]
    pub fn all(holder: Holder) -> Self {
        let needed = Task::ALL.iter().filter(|task| task.needs_answer());
        needed.fold(Self::default(), |roles, &task| roles.with(task, holder))
    }

    /// The same, with one task settled anew.
    #[must_use]
    pub fn with(mut self, task: Task, holder: Holder) -> Self {
        if let Some(place) = self.0.get_mut(task.index()) {
            *place = Some(holder);
        }
        self
    }

    /// Who takes a task, if that is said.
    #[must_use]
    pub fn holder(&self, task: Task) -> Option<Holder> {
        self.0.get(task.index()).copied().flatten()
    }

    /// Every task that is settled, with its holder.
    pub fn iter(&self) -> impl Iterator<Item = (Task, Holder)> {
        Task::ALL.iter().filter_map(|&task| Some((task, self.holder(task)?)))
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Field for Roles {
    fn shape() -> Shape {
        // A task may be left out, but a holder that is there is one.
        let (doc, shape) = ("Who takes it.", Holder::shape());
        let part = |task: &Task| FieldShape {
            name: task.code(),
            label: Some(task.label()),
            doc,
            has_default: true,
            needed_with: None,
            shape: shape.clone(),
        };
        let parts = Task::ALL.iter().map(part).collect();
        Shape::Fields(Fields { name: "Roles".to_owned(), doc: "Who takes which task.", parts })
    }
    fn value(&self) -> Value<'_> {
        Value::Inner
    }
    fn nth(&self, place: usize) -> Option<&dyn Field> {
        self.0.get(place).map(|holder| holder as &dyn Field)
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (task, holder) in self.iter() {
            map.serialize_entry(&task, &holder)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Roles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Settled;
        impl<'de> Visitor<'de> for Settled {
            type Value = Roles;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object from task to holder")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Roles, A::Error> {
                let mut roles = Roles::default();
                while let Some((task, holder)) = map.next_entry::<Task, Holder>()? {
                    if roles.holder(task).is_some() {
                        return Err(A::Error::custom(format_args!("`{}` is settled twice", task.code())));
                    }
                    roles = roles.with(task, holder);
                }
                Ok(roles)
            }
        }
        deserializer.deserialize_map(Settled)
    }
}
