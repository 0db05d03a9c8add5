//! What somebody could do at a time, over every kind of event.

use super::History;
use crate::cycle::{Possibility, Reference};
use crate::id::PersonId;
use crate::moment::Moment;

impl History {
    /// What somebody could do at a time, and what they could not, with the reason: of every kind of event, and of everything recorded
    /// that it could be about. An obstacle stands whatever would be said; where there is none, something can be said that is
    /// accepted. What is out of step is left out, such as a contract that cannot take that step from where it stood; where nothing
    /// of a kind is left, it says that there is nothing it could be about. Of corrections it is said who may make them, and not
    /// what can be corrected.
    ///
    /// Each is made as it is asked for, so that a search for one costs no more than it takes; all of them take time linear in the
    /// things that were ever made, of which those that are closed cost next to nothing.
    ///
    /// ```
    /// use practice_cycle::{cycle::{Act, Kind}, history::History};
    /// let mut history = History::default();
    /// for line in [
    ///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    ///     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-2","role":"social_worker"}}"#,
    ///     r#"{"type":"contract_invited","occurred_at":"2026-04-02T09:00:00Z","recorded_at":"2026-04-02T09:00:00Z","by":"p-2","data":{"contract":"c-1","space":"team_meeting"}}"#,
    /// ] {
    ///     history.record(serde_json::from_str::<Act>(line)?)?;
    /// }
    /// let (worker, at) = ("p-2".parse()?, "2026-04-03T09:00:00Z".parse()?);
    /// let accept = Kind::from_code("invitation_accepted").unwrap();
    /// let possible = history.possible_for(&worker, at).find(|possible| possible.kind == accept).unwrap();
    /// assert_eq!(possible.about.unwrap().id, "c-1");
    /// assert_eq!(
    ///     possible.obstacle.unwrap().to_string(),
    ///     "only the clinical side can accept the invitation",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn possible_for<'h>(&'h self, person: &'h PersonId, at: Moment) -> impl Iterator<Item = Possibility> + 'h {
        self.cycle.possibilities(person, at).map(|(kind, slot, in_role, obstacle)| {
            let noun = kind.subject_noun().filter(|_| !kind.creates_subject());
            let about = noun.zip(slot).and_then(|(noun, slot)| {
                let id = self.cycle.id_in(noun, slot, |number| self.corrected(number))?;
                Some(Reference { noun, id: id.to_owned() })
            });
            Possibility { kind, about, in_role, obstacle }
        })
    }
}
