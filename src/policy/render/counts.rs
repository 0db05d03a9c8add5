//! How often something had happened, made from the rule as written.

use super::messages::asked as say;
use super::phrases::{Mood, Wording};
use super::times::period;
use crate::message::{Message, Row, Said};
use crate::policy::syntax::condition::{EventForm, HappenedForm, OpenForm, RatioForm};
use crate::policy::syntax::pack::RuleForm;
use crate::policy::syntax::shorthand::{NumberForm, ScalarForm};

/// A limit on how often or how many: `at least 3 times`.
type Limit = fn(Said) -> Message;

impl Wording<'_> {
    pub(super) fn happened(self, form: &HappenedForm) -> Said {
        let mut words = say::somebody_did(self.entries(&form.event, &form.tests, Mood::Past));
        if let Some(within) = &form.within {
            words = say::within_before(words, self.length(within));
        }
        if let Some(since) = &form.since {
            words = say::and_since(words, self.since(since));
        }
        if !form.is.is_empty() {
            let fields = self.fields.within(&form.event.0);
            words = say::and_when(words, Wording { fields: &fields, ..self }.all_of(&form.is));
        }
        self.with_times(words, form.at_least.as_ref(), form.at_most.as_ref())
    }

    /// A length of time as written; of a parameter, the one that it had.
    pub(super) fn length(self, written: &str) -> Said {
        period(&self.value(&ScalarForm::Word(written.to_owned())))
    }

    /// How long before something has to lie, where a rule asks that.
    pub(super) fn lead_time(self, form: &RuleForm) -> Option<Message> {
        let lead = self.length(form.lead_time.as_ref()?);
        Some(match &form.within {
            Some(within) => say::within_and_at_least(self.length(within), lead),
            None => say::at_least_before_that(lead),
        })
    }

    /// What something has to come after: `since somebody last reviewed the contract`.
    pub(super) fn since(self, form: &EventForm) -> Message {
        say::since_last(self.entries(&form.event, &form.tests, Mood::Past))
    }

    /// How many of one thing there are for every hundred of another.
    pub(super) fn ratio(self, form: &RatioForm) -> Message {
        let done = |one: &EventForm| say::somebody_did(self.entries(&one.event, &one.tests, Mood::Past));
        let of = self.with_times(done(&form.of), form.at_least.as_ref(), form.at_most.as_ref());
        match &form.within {
            Some(within) => say::for_every_100_within(done(&form.to), self.length(within), of),
            None => say::for_every_100(done(&form.to), of),
        }
    }

    /// How much has begun and not ended: `at most 8 different cases are open at once, from when somebody …`.
    pub(super) fn open(self, form: &OpenForm) -> Message {
        let done = |one: &EventForm| self.entries(&one.event, &one.tests, Mood::Past);
        let (at_least, at_most) = (form.at_least.as_ref(), form.at_most.as_ref());
        let limits = match &form.distinct {
            Some(path) => {
                let what = self.fields.within(&form.from.event.0).bare(path);
                self.limits_of(
                    at_least,
                    at_most,
                    |limit| say::at_least_different_open(limit, what.clone()),
                    |limit| say::at_most_different_open(limit, what.clone()),
                )
            }
            None => self.limits(at_least, at_most, [say::at_least_open, say::at_most_open]),
        };
        say::open_at_once(Row::Spaces.of(limits), done(&form.from), done(&form.to))
    }

    fn with_times(self, words: Message, at_least: Option<&NumberForm>, at_most: Option<&NumberForm>) -> Said {
        let limits = self.limits(at_least, at_most, [say::at_least_times, say::at_most_times]);
        match limits.as_slice() {
            [] => words.into(),
            _ => Row::Spaces.of(std::iter::once(words).chain(limits)),
        }
    }

    /// The limits on how many different values of an attribute there are.
    pub(super) fn limits_on(
        self,
        attribute: Said,
        at_least: Option<&NumberForm>,
        at_most: Option<&NumberForm>,
    ) -> Vec<Message> {
        let (least, most) =
            (|limit| say::at_least_of(limit, attribute.clone()), |limit| say::at_most_of(limit, attribute.clone()));
        self.limits_of(at_least, at_most, least, most)
    }

    pub(super) fn limits(
        self,
        at_least: Option<&NumberForm>,
        at_most: Option<&NumberForm>,
        [least, most]: [Limit; 2],
    ) -> Vec<Message> {
        self.limits_of(at_least, at_most, least, most)
    }

    fn limits_of(
        self,
        at_least: Option<&NumberForm>,
        at_most: Option<&NumberForm>,
        least: impl Fn(Said) -> Message,
        most: impl Fn(Said) -> Message,
    ) -> Vec<Message> {
        let (at_least, at_most) = (at_least.map(|number| self.number(number)), at_most.map(|number| self.number(number)));
        at_least.map(least).into_iter().chain(at_most.map(most)).collect()
    }

    /// A number as written; of a parameter, the one that it had.
    pub(super) fn number(self, number: &NumberForm) -> Said {
        let written = self.value(&number.0);
        written.parse::<u64>().map_or_else(|_| written.as_str().into(), Said::Number)
    }
}
