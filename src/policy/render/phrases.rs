//! What a rule asks, in English, made from the rule as written.

use crate::code::Code;
use crate::contracting::{self, Stage};
use crate::cycle::Kind;
use crate::policy::report::finding::Asked;
use crate::policy::syntax::condition::{ConcurrentForm, ConditionForm, EndForm, HappenedForm, HappeningForm, StateForm};
use crate::policy::syntax::shorthand::{NumberForm, OneOrMany, ScalarForm, TestForm, Tests};

/// Puts parts of one rule into words.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'r> {
    pub(crate) asked: &'r Asked,
}

/// Whether something is asked for, or was done: `review the contract`, `reviewed the contract`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Ask,
    Past,
}

impl Mood {
    fn of(self, kind: Kind) -> &'static str {
        if self == Mood::Ask { kind.label() } else { kind.past_tense() }
    }
}

/// `one`, `one or two`, `one, two or three`.
pub(crate) fn listed(words: &[String], and: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} {and} {last}", all.join(", ")),
    }
}

impl Wording<'_> {
    /// Something that happens.
    pub(crate) fn happening(self, form: &HappeningForm, mood: Mood) -> String {
        if let Some(id) = &form.broken {
            return if mood == Mood::Ask { format!("break {id}") } else { format!("broke {id}") };
        }
        if let Some((state, ends)) = form.begins.as_ref().zip(Some("begin")).or(form.ends.as_ref().zip(Some("end"))) {
            let see = if mood == Mood::Ask { "see" } else { "saw" };
            return format!("{see} {} {ends}", self.state(state));
        }
        let entries = |form: &HappeningForm| Some(self.entries(form.event.as_ref()?, &form.tests, mood));
        let any: Vec<String> = form.any.iter().filter_map(entries).collect();
        entries(form).unwrap_or_else(|| any.join(", or "))
    }

    /// Entries of some kinds, with what has to hold of them.
    fn entries(self, codes: &OneOrMany<String>, tests: &Tests, mood: Mood) -> String {
        let tests: Vec<String> = tests.iter().map(|(path, test)| self.test(path, test)).collect();
        let tests = if tests.is_empty() { String::new() } else { format!(" ({})", listed(&tests, "and")) };
        format!("{}{tests}", kinds(codes, mood))
    }

    /// One test of a field.
    fn test(self, path: &str, test: &TestForm) -> String {
        let values = |OneOrMany(values): &OneOrMany<ScalarForm>, or: &str| {
            let codes: Vec<String> = values.iter().map(|value| format!("`{}`", self.value(value))).collect();
            listed(&codes, or)
        };
        let test = match test {
            TestForm::Is(codes) => return format!("`{path}` is {}", values(codes, "or")),
            TestForm::Test(test) => test,
        };
        let number = |number: &Option<NumberForm>| number.as_ref().map(|number| self.value(&number.0));
        let mut all: Vec<String> = Vec::new();
        all.extend(test.not.as_ref().map(|codes| format!("`{path}` is not {}", values(codes, "or"))));
        all.extend(test.all_of.as_ref().map(|codes| format!("`{path}` has {}", values(codes, "and"))));
        all.extend(number(&test.at_least).map(|number| format!("`{path}` is at least {number}")));
        all.extend(number(&test.at_most).map(|number| format!("`{path}` is at most {number}")));
        all.extend(test.same_as.as_ref().map(|other| format!("`{path}` is the same as {}", there(other))));
        all.extend(test.differs_from.as_ref().map(|other| format!("`{path}` is another than {}", there(other))));
        all.extend(test.said.map(|said| format!("`{path}` is {}", if said { "said" } else { "left out" })));
        all.extend(number(&test.count_at_least).map(|number| format!("`{path}` names at least {number}")));
        all.extend(number(&test.count_at_most).map(|number| format!("`{path}` names at most {number}")));
        listed(&all, "and")
    }

    /// What has to be so.
    pub(crate) fn condition(self, form: &ConditionForm) -> String {
        // Commas, because what is listed may hold an *and* or an *or* of its own.
        let several = |forms: &[ConditionForm], and: &str| {
            let all: Vec<String> = forms.iter().map(|form| self.condition(form)).collect();
            all.join(and)
        };
        match form {
            ConditionForm::All(forms) => several(forms, ", and "),
            ConditionForm::Any(forms) => format!("either {}", several(forms, ", or ")),
            ConditionForm::Not(form) => format!("it is not so that {}", self.condition(form)),
            ConditionForm::Where(tests) => {
                let tests: Vec<String> = tests.iter().map(|(path, test)| self.test(path, test)).collect();
                listed(&tests, "and")
            }
            ConditionForm::While(form) => format!("there is {}", self.state(form)),
            ConditionForm::Happened(form) => self.happened(form),
            ConditionForm::Last(form) => self.end(form, "last"),
            ConditionForm::First(form) => self.end(form, "first"),
            ConditionForm::Concurrent(form) => self.concurrent(form),
            ConditionForm::Standing(form) => format!("the standing is at least `{}`", form.at_least),
            ConditionForm::Boundary(form) => {
                let codes: Vec<String> = form.verdict.0.iter().map(|code| format!("`{code}`")).collect();
                format!("the boundary reads {}", listed(&codes, "or"))
            }
        }
    }

    fn happened(self, form: &HappenedForm) -> String {
        let mut words = format!("somebody {}", self.entries(&form.event, &form.tests, Mood::Past));
        if let Some(within) = &form.within {
            words.push_str(&format!(" no longer ago than {}", self.value(&ScalarForm::Word(within.clone()))));
        }
        words.push_str(&self.limits(form.at_least.as_ref(), form.at_most.as_ref(), " time"));
        words
    }

    fn end(self, form: &EndForm, which: &str) -> String {
        let is: Vec<String> = form.is.iter().map(|(path, test)| self.test(path, test)).collect();
        let did = self.entries(&form.event, &form.tests, Mood::Past);
        format!("when somebody {which} {did}, {}", listed(&is, "and"))
    }

    fn concurrent(self, form: &ConcurrentForm) -> String {
        let mut which = String::new();
        if !form.sharing.is_empty() {
            which.push_str(&format!(" with the same {}", listed(&form.sharing, "and")));
        }
        if !form.tests.is_empty() {
            let tests: Vec<String> = form.tests.iter().map(|(path, test)| self.test(path, test)).collect();
            which.push_str(&format!(" whose {}", listed(&tests, "and")));
        }
        let (at_least, at_most, stages) = (form.at_least.as_ref(), form.at_most.as_ref(), stages(&form.stage));
        match &form.distinct {
            Some(attribute) => {
                let limits = self.limits(at_least, at_most, &format!(" {attribute}"));
                format!("contracts{which} that are {stages} are about{limits}")
            }
            None => {
                let limits = self.limits(at_least, at_most, " contract");
                let are = if limits.ends_with("contract") { "is" } else { "are" };
                format!("{}{which} {are} {stages}", limits.trim_start())
            }
        }
    }

    fn limits(self, at_least: Option<&NumberForm>, at_most: Option<&NumberForm>, noun: &str) -> String {
        let mut words = String::new();
        let number = |number: &NumberForm| self.value(&number.0);
        let plural = |number: &str| if noun.is_empty() || number == "1" { noun.to_owned() } else { format!("{noun}s") };
        for (which, limit) in [("at least", at_least.map(number)), ("at most", at_most.map(number))] {
            if let Some(limit) = limit {
                words.push_str(&format!(" {which} {limit}{}", plural(&limit)));
            }
        }
        words
    }

    /// A value as written; of a parameter, the one that it had.
    pub(crate) fn value(self, value: &ScalarForm) -> String {
        let name = if let ScalarForm::Word(word) = value { word.strip_prefix('$') } else { None };
        name.and_then(|name| self.asked.parameter(name)).as_ref().unwrap_or(value).to_string()
    }

    fn state(self, form: &StateForm) -> String {
        match (&form.stage, &form.from, &form.to) {
            (Some(stages_of), ..) => format!("a contract that is {}", stages(stages_of)),
            (None, Some(from), Some(to)) => {
                let [from, to] =
                    [from, to].map(|end| end.event.as_ref().map_or_else(String::new, |codes| kinds(codes, Mood::Past)));
                format!("the time after somebody {from}, until somebody {to}")
            }
            (None, ..) => "such a time".to_owned(),
        }
    }
}

/// A field, and of which entry.
fn there(path: &str) -> String {
    path.strip_prefix("opening.")
        .map_or_else(|| format!("`{path}`"), |path| format!("`{path}` of the entry that opened this"))
}

/// Kinds of entry. Steps of a contract leave the contract out, which stands here but once.
fn kinds(codes: &OneOrMany<String>, mood: Mood) -> String {
    let kinds: Vec<Kind> = codes.0.iter().filter_map(|code| Kind::from_code(code)).collect();
    let leaves_it_out = |kind: Kind| {
        let says_more = mood.of(kind).contains(' ') || kind == Kind::Contracting(contracting::Kind::ContractInvited);
        matches!(kind, Kind::Contracting(_)) && !says_more
    };
    let all = !kinds.is_empty() && kinds.iter().all(|&kind| leaves_it_out(kind));
    let whole = |&kind: &Kind| match mood.of(kind) {
        bare if leaves_it_out(kind) && !all => format!("{bare} the contract"),
        bare => bare.to_owned(),
    };
    let listed = listed(&kinds.iter().map(whole).collect::<Vec<_>>(), "or");
    if all { format!("{listed} the contract") } else { listed }
}

/// What somebody did.
pub(crate) fn did(kind: Kind) -> String {
    kinds(&OneOrMany(vec![kind.code().to_owned()]), Mood::Past)
}

fn stages(codes: &OneOrMany<String>) -> String {
    let label = |code: &String| Stage::from_code(code).map_or_else(|| code.clone(), |stage| stage.label().to_owned());
    listed(&codes.0.iter().map(label).collect::<Vec<_>>(), "or")
}
