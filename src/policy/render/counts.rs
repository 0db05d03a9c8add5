//! How often something had happened, in English, made from the rule as written.

use super::phrases::{Mood, Wording};
use crate::policy::syntax::condition::{EventForm, HappenedForm, OpenForm, RatioForm};
use crate::policy::syntax::pack::RuleForm;
use crate::policy::syntax::shorthand::{NumberForm, ScalarForm};

impl Wording<'_> {
    pub(super) fn happened(self, form: &HappenedForm) -> String {
        let mut words = format!("somebody {}", self.entries(&form.event, &form.tests, Mood::Past));
        if let Some(within) = &form.within {
            words.push_str(&format!(" within {} before", self.value(&ScalarForm::Word(within.clone()))));
        }
        if let Some(since) = &form.since {
            words.push_str(&format!(", {}", self.since(since)));
        }
        if !form.is.is_empty() {
            let fields = self.fields.within(&form.event.0);
            words.push_str(&format!(", when {}", Wording { fields: &fields, ..self }.all_of(&form.is)));
        }
        words.push_str(&self.limits(form.at_least.as_ref(), form.at_most.as_ref(), " time", " times"));
        words
    }

    /// How long before something has to lie, where a rule asks that.
    pub(super) fn lead_time(self, form: &RuleForm) -> Option<String> {
        let length = |written: &String| self.value(&ScalarForm::Word(written.clone()));
        let lead = length(form.lead_time.as_ref()?);
        let within = form.within.as_ref().map(|within| format!("within {} and ", length(within))).unwrap_or_default();
        Some(format!("{within}at least {lead} before that"))
    }

    /// What something has to come after: `since somebody last reviewed the contract`.
    pub(super) fn since(self, form: &EventForm) -> String {
        format!("since somebody last {}", self.entries(&form.event, &form.tests, Mood::Past))
    }

    /// How many of one thing there are for every hundred of another.
    pub(super) fn ratio(self, form: &RatioForm) -> String {
        let done = |one: &EventForm| format!("somebody {}", self.entries(&one.event, &one.tests, Mood::Past));
        let within = form.within.as_ref().map(|within| self.value(&ScalarForm::Word(within.clone())));
        let within = within.map(|within| format!(" within {within}")).unwrap_or_default();
        let limits = self.limits(form.at_least.as_ref(), form.at_most.as_ref(), " time", " times");
        format!("for every 100 times that {}{within}, {}{limits}", done(&form.to), done(&form.of))
    }

    /// How much has begun and not ended: `at most 8 different cases are open at once, from when somebody …`.
    pub(super) fn open(self, form: &OpenForm) -> String {
        let done = |one: &EventForm| self.entries(&one.event, &one.tests, Mood::Past);
        let counted = form.distinct.as_ref().map(|path| {
            let name = self.fields.within(&form.from.event.0).name(path);
            name.strip_prefix("the ").unwrap_or(&name).to_owned()
        });
        let (one, many) = match counted {
            Some(name) => (format!(" {name} is"), format!(" different {name}s are")),
            None => (" is".to_owned(), " are".to_owned()),
        };
        let limits = self.limits(form.at_least.as_ref(), form.at_most.as_ref(), &one, &many);
        format!("{} open at once, from when somebody {} until somebody {}", limits.trim(), done(&form.from), done(&form.to))
    }

    pub(super) fn limits(
        self,
        at_least: Option<&NumberForm>,
        at_most: Option<&NumberForm>,
        one: &str,
        many: &str,
    ) -> String {
        let mut words = String::new();
        let number = |number: &NumberForm| self.value(&number.0);
        for (which, limit) in [("at least", at_least.map(number)), ("at most", at_most.map(number))] {
            if let Some(limit) = limit {
                words.push_str(&format!(" {which} {limit}{}", if limit == "1" { one } else { many }));
            }
        }
        words
    }
}
