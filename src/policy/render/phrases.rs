//! What a rule asks, in English, made from the rule as written.

use super::fields::{Aspect, Fields, People, clause, fact_of, listed};
use super::people::{a_role, parties, role_label, side, somebody};
use super::times::{between_times, of_working_day};
use crate::boundary;
use crate::code::Code;
use crate::contracting::{self, Stage};
use crate::cycle::Kind;
use crate::deciding;
use crate::id::EntryNumber;
use crate::intervening;
use crate::policy::report::finding::Asked;
use crate::policy::syntax::codes::Attribute;
use crate::policy::syntax::condition::{ConcurrentForm, ConditionForm, EndForm, HappeningForm, StateForm};
use crate::policy::syntax::shorthand::{FieldTest, NumberForm, OneOrMany, ScalarForm, TestForm, Tests};
use crate::standing::Step;

/// Puts parts of one rule into words.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'r> {
    pub(crate) asked: &'r Asked,
    pub(crate) fields: &'r Fields,
    /// The entry that opened the duty.
    pub(crate) opened: EntryNumber,
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

/// What is tested of an entry: as a sentence of its own, and where there is one, as it follows what was done.
struct Tested {
    fact: String,
    after: Option<String>,
}

impl Wording<'_> {
    /// Something that happens.
    pub(crate) fn happening(self, form: &HappeningForm, mood: Mood) -> String {
        if let Some(id) = &form.broken {
            return if mood == Mood::Ask { format!("break {id}") } else { format!("broke {id}") };
        }
        if let Some(state) = &form.begins {
            let see = if mood == Mood::Ask { "see to it that there is" } else { "brought it about that there was" };
            return format!("{see} {}", self.state(state));
        }
        if let Some(state) = &form.ends {
            let see = if mood == Mood::Ask {
                "see to it that there is no longer"
            } else {
                "brought it about that there was no longer"
            };
            return format!("{see} {}", self.state(state));
        }
        let entries = |form: &HappeningForm| Some(self.entries(form.event.as_ref()?, &form.tests, mood));
        let any: Vec<String> = form.any.iter().filter_map(entries).collect();
        entries(form).unwrap_or_else(|| any.join(", or "))
    }

    /// What something has to be done before: `the next session with the family`, `anybody reviewed the contract`.
    pub(crate) fn next(self, form: &HappeningForm) -> String {
        const FAMILY: &str = " with somebody from the family present";
        let words = self.happening(form, Mood::Past);
        match words.strip_prefix("held a session") {
            Some(which) if form.only_kind().is_some() && which.contains(FAMILY) => {
                format!("the next session with the family{}", which.replacen(FAMILY, "", 1))
            }
            Some(which) if form.only_kind().is_some() => format!("the next session{which}"),
            Some(_) | None => format!("anybody {words}"),
        }
    }

    /// Entries of some kinds, with what has to hold of them.
    pub(super) fn entries(self, codes: &OneOrMany<String>, tests: &Tests, mood: Mood) -> String {
        if is_withheld_with_the_manager(codes, tests) {
            return format!("{}, with the manager, why not", if mood == Mood::Ask { "record" } else { "recorded" });
        }
        let fields = self.fields.within(&codes.0);
        let here = Wording { fields: &fields, ..self };
        let which = tests.get("what").filter(|_| is_milestone(codes));
        let (mut words, told) = match which {
            Some(TestForm::Is(OneOrMany(values))) => (milestone(mood, &here.values("what", values, "or")), "what"),
            Some(TestForm::Test(_)) | None => (kinds(codes, mood), ""),
        };
        let (mut facts, mut who, mut other) = (Vec::new(), Vec::new(), String::new());
        for (path, test) in tests.iter().filter(|(path, _)| *path != told) {
            match (test, here.fields.people(path).filter(|people| path.starts_with("by.") && !people.by_then)) {
                (TestForm::Is(OneOrMany(values)), Some(people)) => who.push(listed(&here.people_of(&people, values), "or")),
                (TestForm::Test(test), _) if path == "by" && is_only_another(test) => {
                    other = format!(" other than {}", here.there(test.differs_from.as_deref().unwrap_or_default()));
                }
                (TestForm::Test(test), _) if path == "by" && is_only_the_same(test) => {
                    who.push(here.there(test.same_as.as_deref().unwrap_or_default()));
                }
                _ => {
                    let Tested { fact, after } = here.test(path, test, true);
                    match after {
                        Some(after) => words.push_str(&format!(" {after}")),
                        None => facts.push(fact),
                    }
                }
            }
        }
        if !who.is_empty() || !other.is_empty() {
            let who = if who.is_empty() { "somebody".to_owned() } else { listed(&who, "and") };
            facts.push(format!("done by {who}{other}"));
        }
        if facts.is_empty() { words } else { format!("{words} ({})", listed(&facts, "and")) }
    }

    /// One test of a field, or that it does not hold.
    fn test(self, path: &str, test: &TestForm, holds: bool) -> Tested {
        let test = match test {
            TestForm::Is(OneOrMany(values)) => {
                return Tested { fact: self.is(path, values, holds), after: self.follows_as(path, values, holds) };
            }
            TestForm::Test(test) => test,
        };
        let facts = self.facts(path, test, holds);
        match facts.as_slice() {
            [_] => {}
            _ if holds => {}
            _ => {
                let fact = format!("it is not the case that {}", listed(&self.facts(path, test, true), "and"));
                return Tested { fact, after: None };
            }
        }
        let after = match (&**test, holds) {
            (FieldTest { said: Some(said), same_as: None, .. }, _) if facts.len() == 1 => match (path, *said == holds) {
                ("contract", true) => Some("under a contract".to_owned()),
                ("contract", false) => Some("under no contract".to_owned()),
                (_, true) if NAMED.contains(&path) => Some(format!("naming {}", self.fields.name(path))),
                (_, true) => Some(format!("with {} {}", self.fields.name(path), self.said(path))),
                (_, false) => Some(format!("without {} being {}", self.fields.name(path), self.said(path))),
            },
            (FieldTest { all_of: Some(OneOrMany(values)), .. }, true) if path == "people.side" && facts.len() == 1 => {
                Some(format!("with {} taking part", listed(&self.written(values, side), "and")))
            }
            _ => None,
        };
        Tested { fact: listed(&facts, "and"), after }
    }

    /// Every test of a field, as a sentence each.
    fn facts(self, path: &str, test: &FieldTest, holds: bool) -> Vec<String> {
        let name = self.fields.name(path);
        let people = self.fields.people(path).filter(|people| people.are_several || people.aspect == Aspect::Themselves);
        let (is, not) = if holds { ("is", "is not") } else { ("is not", "is") };
        let number = |number: &Option<NumberForm>| number.as_ref().map(|number| self.value(&number.0));
        let mut all: Vec<String> = Vec::new();
        all.extend(test.not.as_ref().map(|OneOrMany(values)| self.is(path, values, !holds)));
        all.extend(test.all_of.as_ref().map(|OneOrMany(values)| match self.fields.people(path) {
            Some(people) => {
                let (all_of, are) = (self.people_of(&people, values), if holds { "are" } else { "are not all" });
                people.said(format!("{} {are} among {}", listed(&all_of, "and"), people.name))
            }
            None if path.ends_with("contract.parties") => {
                parties(&self.written(values, |value| self.fields.value(path, value)), "and", holds)
            }
            None => format!("{name} {} {}", if holds { "includes" } else { "lacks" }, self.values(path, values, "and")),
        }));
        all.extend(number(&test.at_least).map(|number| format!("{name} {is} at least {number}")));
        all.extend(number(&test.at_most).map(|number| format!("{name} {is} at most {number}")));
        let same = |other: &String, same: bool| match &people {
            Some(People { are_several: true, .. }) => {
                format!("{} is {}among {name}", self.there(other), if same { "" } else { "not " })
            }
            Some(_) if other.strip_prefix("opening.") == Some(path) => {
                format!("{name} is {} in entry {}", if same { "the same as" } else { "somebody else than" }, self.opened)
            }
            Some(_) => format!("{name} is {}{}", if same { "" } else { "not " }, self.there(other)),
            None if same => format!("{name} is the same as {}", self.there(other)),
            None => format!("{name} is another than {}", self.there(other)),
        };
        all.extend(test.same_as.as_ref().map(|other| same(other, holds)));
        all.extend(test.differs_from.as_ref().map(|other| same(other, !holds)));
        all.extend(self.between_times(path, test, &test.within, holds));
        all.extend(self.between_times(path, test, &test.later_than, !holds));
        all.extend(
            test.redacted.map(|redacted| format!("{name} was {}redacted", if redacted == holds { "" } else { "not " })),
        );
        // What is the same as something is said.
        let said = test.said.filter(|said| !said || test.same_as.is_none());
        all.extend(said.map(|said| match (path, said == holds) {
            ("contract", true) => "it rests on a contract".to_owned(),
            ("contract", false) => "it rests on no contract".to_owned(),
            (_, true) => format!("{name} is recorded"),
            (_, false) => format!("{name} is not recorded"),
        }));
        let counted = |which: &str, number: String| {
            let are = if number == "1" { "person is" } else { "are" };
            let are = if people.is_some() { are } else { "are" };
            format!("{which} {number} {are} named among {name}")
        };
        let not = if not == "is" { "not " } else { "" };
        all.extend(number(&test.count_at_least).map(|number| counted(&format!("{not}at least"), number)));
        all.extend(number(&test.count_at_most).map(|number| counted(&format!("{not}at most"), number)));
        all
    }

    /// That a field has one of some values, or none of them.
    fn is(self, path: &str, values: &[ScalarForm], holds: bool) -> String {
        let (is, written) = (if holds { "is" } else { "is not" }, |value: &ScalarForm| self.value(value));
        if let [value] = values
            && let Some(fact) = fact_of(path, &written(value), holds)
        {
            return fact;
        }
        if path == "contract.stage" {
            return format!("the contract {is} {}", self.labels(path, values));
        }
        let works = values.iter().any(|value| written(value) == "yes") == holds;
        if let Some(fact) = of_working_day(path, works, self.fields) {
            return fact;
        }
        if path.ends_with("contract.parties") {
            return parties(&self.written(values, |value| self.fields.value(path, value)), "or", holds);
        }
        let Some(people) = self.fields.people(path) else {
            return format!("{} {is} {}", self.fields.name(path), self.values(path, values, "or"));
        };
        people.said(self.is_of(&people, path, values, holds))
    }

    /// The same of people.
    fn is_of(self, people: &People, path: &str, values: &[ScalarForm], holds: bool) -> String {
        let (is, written) = (if holds { "is" } else { "is not" }, |value: &ScalarForm| self.value(value));
        if people.are_several {
            let of = self.people_of(people, values);
            let among = listed(&of, "or");
            let among = match (holds, people.aspect) {
                (true, _) => among,
                (false, Aspect::Role) => format!("no {}", listed(&self.written(values, role_label), "or")),
                (false, Aspect::Side | Aspect::Mandate) => among.replacen("somebody", "nobody", 1),
                (false, Aspect::Themselves) => format!("none of {among}"),
            };
            return format!("{among} is among {}", people.name);
        }
        let name = &people.name;
        match people.aspect {
            Aspect::Themselves => format!("{name} {is} {}", self.values(path, values, "or")),
            Aspect::Role => format!("{name} {is} {}", listed(&self.written(values, a_role), "or")),
            Aspect::Side => format!("{name} {is} from {}", listed(&self.written(values, side), "or")),
            Aspect::Mandate => {
                let has = values.iter().any(|value| written(value) == "yes") == holds;
                format!("{name} {} the statutory mandate", if has { "has" } else { "does not have" })
            }
        }
    }

    /// The same, as it follows what was done.
    fn follows_as(self, path: &str, values: &[ScalarForm], holds: bool) -> Option<String> {
        let people = self.fields.people(path).filter(|people| holds && !people.by_then)?;
        let of = listed(&self.people_of(&people, values), "or");
        match (path.rsplit_once('.')?.0, people.aspect) {
            ("present", _) => Some(format!("with {of} present")),
            ("to", Aspect::Role | Aspect::Side | Aspect::Mandate) => Some(format!("to {of}")),
            ("lead", Aspect::Role) => Some(format!("who is {of}")),
            _ => None,
        }
    }

    /// Somebody of some kind: `a parent`, `somebody from the family`, `somebody with the statutory mandate`.
    fn people_of(self, people: &People, values: &[ScalarForm]) -> Vec<String> {
        self.written(values, |code| somebody(people.aspect, code))
    }

    fn written(self, values: &[ScalarForm], word: impl Fn(&str) -> String) -> Vec<String> {
        values.iter().map(|value| word(&self.value(value))).collect()
    }

    fn values(self, path: &str, values: &[ScalarForm], or: &str) -> String {
        listed(&self.written(values, |value| self.fields.value(path, value)), or)
    }

    fn labels(self, path: &str, values: &[ScalarForm]) -> String {
        listed(&self.written(values, |value| self.fields.label(path, value).unwrap_or_else(|| value.to_owned())), "or")
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
            ConditionForm::Any(forms) if forms.len() == 1 => several(forms, ", or "),
            ConditionForm::Any(forms) => format!("either {}", several(forms, ", or ")),
            ConditionForm::Not(form) => self.negated(form),
            ConditionForm::Where(tests) => self.all_of(tests),
            ConditionForm::While(form) => format!("there is {}", self.state(form)),
            ConditionForm::Happened(form) => self.happened(form),
            ConditionForm::Last(form) => self.end(form, "last"),
            ConditionForm::First(form) => self.end(form, "first"),
            ConditionForm::Concurrent(form) => self.concurrent(form),
            ConditionForm::Ratio(form) => self.ratio(form),
            ConditionForm::Open(form) => self.open(form),
            ConditionForm::Standing(form) => {
                let step = Step::from_code(&form.at_least).map_or(&*form.at_least, |step| step.label());
                format!("joining looks at least like \"{step}\"")
            }
            ConditionForm::Boundary(form) => format!("the boundary reads as {}", readings(&form.verdict.0)),
        }
    }

    fn negated(self, form: &ConditionForm) -> String {
        let mut tests = if let ConditionForm::Where(tests) = form { tests.iter() } else { Tests::iter(NO_TESTS) };
        match (form, tests.next(), tests.next()) {
            (_, Some((path, test)), None) => self.test(path, test, false).fact,
            (ConditionForm::While(form), ..) => format!("there is not {}", self.state(form)),
            (ConditionForm::Boundary(form), ..) => format!("the boundary does not read as {}", readings(&form.verdict.0)),
            _ => format!("it is not the case that {}", self.condition(form)),
        }
    }

    pub(super) fn all_of(self, tests: &Tests) -> String {
        let tests: Vec<String> = tests.iter().map(|(path, test)| self.test(path, test, true).fact).collect();
        listed(&tests, "and")
    }

    fn end(self, form: &EndForm, which: &str) -> String {
        let fields = self.fields.within(&form.event.0);
        let is = Wording { fields: &fields, ..self }.all_of(&form.is);
        let did = self.entries(&form.event, &form.tests, Mood::Past);
        format!("when somebody {which} {did}, {is}")
    }

    fn concurrent(self, form: &ConcurrentForm) -> String {
        let attribute = |code: &String| Attribute::from_code(code).map_or(&**code, |one| one.label()).to_owned();
        let mut which = String::new();
        if !form.sharing.is_empty() {
            let shared: Vec<String> = form.sharing.iter().map(attribute).collect();
            which.push_str(&format!(" with the same {}", listed(&shared, "and")));
        }
        if !form.tests.is_empty() {
            which.push_str(&format!(" of which {}", self.all_of(&form.tests)));
        }
        let (at_least, at_most, stages) = (form.at_least.as_ref(), form.at_most.as_ref(), stages(&form.stage));
        match &form.distinct {
            Some(code) => {
                let one = format!(" {}", attribute(code));
                let limits = self.limits(at_least, at_most, &one, &format!("{one}s"));
                format!("contracts{which} that are {stages} are about{limits}")
            }
            None => {
                let limits = self.limits(at_least, at_most, " contract", " contracts");
                let are = if limits.ends_with("contract") { "is" } else { "are" };
                format!("{}{which} {are} {stages}", limits.trim_start())
            }
        }
    }

    /// A value as written; of a parameter, the one that it had.
    pub(crate) fn value(self, value: &ScalarForm) -> String {
        let name = if let ScalarForm::Word(word) = value { word.strip_prefix('$') } else { None };
        name.and_then(|name| self.asked.parameter(name)).as_ref().unwrap_or(value).to_string()
    }

    /// A contract in a state, or a time in which something goes on.
    fn state(self, form: &StateForm) -> String {
        match (&form.stage, &form.from, &form.to) {
            (Some(stages_of), ..) => format!("a contract that is {}", stages(stages_of)),
            (None, Some(from), Some(to)) => {
                let [from, to] = [from, to].map(|end| {
                    let any: Vec<String> = end
                        .event
                        .iter()
                        .chain(end.any.iter().filter_map(|one| one.event.as_ref()))
                        .map(|codes| kinds(codes, Mood::Past))
                        .collect();
                    listed(&any, "or")
                });
                format!("the time after somebody {from}, until somebody {to}")
            }
            (None, ..) => "such a time".to_owned(),
        }
    }

    /// That a time is no later than so long after another, or that it is.
    fn between_times(self, path: &str, test: &FieldTest, length: &Option<String>, is_within: bool) -> Option<String> {
        let (length, after) = length.as_ref().zip(test.after.as_deref())?;
        let after = match (clause(after), after.strip_prefix("opening.")) {
            (Some(clause), None) => clause.to_owned(),
            (Some(clause), Some(_)) => clause.replacen("it", &format!("entry {}", self.opened), 1),
            (None, _) => self.there(after),
        };
        let period = self.value(&ScalarForm::Word(length.clone()));
        Some(between_times(path, &self.fields.name(path), is_within, &period, &after))
    }

    /// What is done with a field that is not left out.
    fn said(self, path: &str) -> &'static str {
        if self.fields.people(path).is_some() { "named" } else { "recorded" }
    }

    /// A field that another is compared with: of the entry that opened the duty, with its number.
    fn there(self, path: &str) -> String {
        let name = self.fields.name(path);
        match (path.strip_prefix("opening."), self.fields.people(path)) {
            (Some("by"), _) | (Some(_), None) => format!("{name} in entry {}", self.opened),
            (Some(_), Some(_)) => format!("{name} named in entry {}", self.opened),
            (None, _) => name,
        }
    }
}

static NO_TESTS: &Tests = &Tests::new();

/// Fields by which an entry names another, rather than saying something.
const NAMED: [&str; 5] = ["decision", "disagreement", "disruption", "moved", "passing"];

/// What a reading of the boundary may say.
fn readings(codes: &[String]) -> String {
    let label = |code: &String| format!("\"{}\"", boundary::Verdict::from_code(code).map_or(&**code, |one| one.label()));
    listed(&codes.iter().map(label).collect::<Vec<_>>(), "or")
}

/// Whether a test asks that somebody is another, and nothing else.
fn is_only_another(test: &FieldTest) -> bool {
    let FieldTest { differs_from, .. } = test;
    *test == FieldTest { differs_from: differs_from.clone(), ..FieldTest::default() } && differs_from.is_some()
}

/// Whether a test asks that somebody is the same, and nothing else.
fn is_only_the_same(test: &FieldTest) -> bool {
    let FieldTest { same_as, .. } = test;
    *test == FieldTest { same_as: same_as.clone(), ..FieldTest::default() } && same_as.is_some()
}

/// Whether these are milestones, and nothing else.
fn is_milestone(codes: &OneOrMany<String>) -> bool {
    const REACHED: Kind = Kind::Deciding(deciding::Kind::MilestoneReached);
    matches!(codes.0.as_slice(), [code] if code == REACHED.code())
}

/// Whether an explanation is withheld, with the manager named, and nothing else is asked of it.
fn is_withheld_with_the_manager(codes: &OneOrMany<String>, tests: &Tests) -> bool {
    const WITHHELD: Kind = Kind::Intervening(intervening::Kind::ExplanationWithheld);
    let named = FieldTest { said: Some(true), ..FieldTest::default() };
    let is_named = |test: &TestForm| matches!(test, TestForm::Test(test) if **test == named);
    matches!(codes.0.as_slice(), [code] if code == WITHHELD.code())
        && tests.len() == 1
        && tests.get("manager").is_some_and(is_named)
}

/// That a milestone was recorded, by its name.
pub(crate) fn milestone(mood: Mood, names: &str) -> String {
    format!("{} the milestone {names}", if mood == Mood::Ask { "record" } else { "recorded" })
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
