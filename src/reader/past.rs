//! Readers of how things stood before, and of a history of which not all can be read.

use super::{Reader, known};
use crate::code::CodeSet;
use crate::history::View;
use crate::id::PersonId;
use crate::words;

impl Reader {
    /// The same reader, of another view of the same history, as of an earlier day for example. What they are shown in it is by the roles
    /// and the consents of the view that this reader was made of: a consent that was withdrawn since, or a role that somebody holds no
    /// longer, shows them nothing, however early a day they ask for. Make the reader of a view that knows all that is recorded. Linear
    /// in the number of entries.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let now = history.view(Moment::LATEST, Moment::LATEST);
    /// let opened = history.entries()[0].act().recorded_at;
    /// let reader = Reader::of(&now, &"worker-a".parse()?);
    /// let before = reader.clone().in_view(&history.view(opened, opened));
    /// assert!(history.entries().iter().all(|entry| before.is_shown(entry.number()) == reader.is_shown(entry.number())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn in_view(mut self, view: &View<'_>) -> Self {
        self.left_out = view.entries().iter().filter(|entry| !self.is_shown(entry.number())).count();
        self
    }

    /// Somebody, of a history whose later entries cannot be read: one of them may withdraw a consent, end a role or redact words. They
    /// are shown what [nobody in particular](Self::nobody) is, and what they said themself.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let person = "worker-a".parse()?;
    /// let reader = Reader::of_incomplete(&view, &person);
    /// assert_eq!(reader.person(), Some(&person));
    /// let others = history.entries().iter().filter(|entry| entry.act().by != person);
    /// assert!(others.into_iter().all(|entry| !reader.may_read(entry.number())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_incomplete(view: &View<'_>, person: &PersonId) -> Self {
        let names = view.history().references_of(person);
        let alone = Self::made(view, Some(person), &names, CodeSet::none());
        let mut reader = Self { person: Some(person.clone()), ..Self::nobody(view) };
        for entry in known(view).filter(|entry| words::whose(entry).is_some_and(|speaker| names.contains(speaker))) {
            let number = entry.number();
            if alone.is_shown(number) {
                reader.hidden.remove(&number);
                reader.of_family.remove(&number);
                reader.observed.remove(&number);
                if alone.may_read(number) {
                    reader.readable.insert(number);
                }
            }
        }
        reader.silent = reader.observed.values().cloned().collect();
        reader.in_view(view)
    }
}
