//! What a rule asks, made from the rule as written.

use super::fields::{Aspect, Fields, done, listed};
use super::messages::asked as say;
use super::messages::fields::{in_entry, named_in_entry, quoted};
use super::people::somebody;
use crate::boundary;
use crate::code::Code;
use crate::contracting::{self, Stage};
use crate::cycle::Kind;
use crate::deciding;
use crate::evidence::cited;
use crate::id::EntryNumber;
use crate::intervening;
use crate::message::{Message, Row, Said, kind};
use crate::people::Side;
use crate::policy::report::finding::Asked;
use crate::policy::syntax::codes::Attribute;
use crate::policy::syntax::condition::{ConcurrentForm, ConditionForm, EndForm, HappeningForm, StateForm};
use crate::policy::syntax::shorthand::{FieldTest, OneOrMany, ScalarForm, TestForm, Tests};
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
    fn of(self, event: Kind) -> Said {
        if self == Mood::Ask { kind(event.code(), event.label()) } else { done(event) }
    }

    fn one<T>(self, ask: fn(T) -> Message, past: fn(T) -> Message, what: T) -> Message {
        if self == Mood::Ask { ask(what) } else { past(what) }
    }
}

/// What is tested of an entry: as a sentence of its own, and where there is one, as it follows what was done.
pub(super) struct Tested {
    pub(super) fact: Said,
    pub(super) after: Option<Message>,
}

/// Entries of some kinds: what was done, what follows that, and what has to hold of them besides.
struct Entries {
    did: Said,
    after: Vec<Message>,
    facts: Vec<Said>,
}

impl Entries {
    fn said(self) -> Said {
        let words = match self.after.as_slice() {
            [] => self.did,
            _ => Row::Spaces.of(std::iter::once(self.did).chain(self.after.into_iter().map(Said::from))),
        };
        if self.facts.is_empty() { words } else { cited(words, listed(Row::And, self.facts)).into() }
    }
}

impl Wording<'_> {
    /// Something that happens.
    pub(crate) fn happening(self, form: &HappeningForm, mood: Mood) -> Said {
        if let Some(id) = &form.broken {
            return mood.one(say::break_rule, say::broke_rule, id.as_str()).into();
        }
        if let Some(state) = &form.begins {
            return mood.one(say::see_to, say::brought_about, self.state(state)).into();
        }
        if let Some(state) = &form.ends {
            return mood.one(say::see_to_no, say::brought_about_no, self.state(state)).into();
        }
        let entries = |form: &HappeningForm| Some(self.entries(form.event.as_ref()?, &form.tests, mood));
        entries(form).unwrap_or_else(|| listed(Row::OrApart, form.any.iter().filter_map(entries)))
    }

    /// What something has to be done before: `the next session with the family`, `anybody reviewed the contract`.
    pub(crate) fn next(self, form: &HappeningForm) -> Said {
        const HELD: Kind = Kind::Intervening(intervening::Kind::SessionHeld);
        match &form.event {
            Some(codes) if form.only_kind() == Some(HELD) => {
                let mut entries = self.entries_of(codes, &form.tests, Mood::Past);
                let with_family = say::with_present(somebody(Aspect::Side, Side::Family.code()));
                let others = entries.after.iter().filter(|after| **after != with_family).cloned().collect::<Vec<_>>();
                let is_with_family = others.len() < entries.after.len();
                entries.did = if is_with_family { say::next_session_with_family() } else { say::next_session() }.into();
                entries.after = others;
                entries.said()
            }
            Some(_) | None => say::anybody(self.happening(form, Mood::Past)).into(),
        }
    }

    /// Entries of some kinds, with what has to hold of them.
    pub(super) fn entries(self, codes: &OneOrMany<String>, tests: &Tests, mood: Mood) -> Said {
        self.entries_of(codes, tests, mood).said()
    }

    fn entries_of(self, codes: &OneOrMany<String>, tests: &Tests, mood: Mood) -> Entries {
        if is_withheld_with_the_manager(codes, tests) {
            let did = if mood == Mood::Ask { say::record_why_withheld() } else { say::recorded_why_withheld() };
            return Entries { did: did.into(), after: Vec::new(), facts: Vec::new() };
        }
        let fields = self.fields.within(&codes.0);
        let here = Wording { fields: &fields, ..self };
        let which = tests.get("what").filter(|_| is_milestone(codes));
        let (did, said) = match which {
            Some(TestForm::Is(OneOrMany(values))) => (milestone(mood, here.values("what", values, Row::Or)).into(), "what"),
            Some(TestForm::Test(_)) | None => (kinds(codes, mood), ""),
        };
        let mut entries = Entries { did, after: Vec::new(), facts: Vec::new() };
        let (mut who, mut other) = (Vec::new(), None);
        for (path, test) in tests.iter().filter(|(path, _)| *path != said) {
            match (test, here.fields.people(path).filter(|people| path.starts_with("by.") && !people.by_then)) {
                (TestForm::Is(OneOrMany(values)), Some(people)) => {
                    who.push(listed(Row::Or, here.people_of(&people, values)));
                }
                (TestForm::Test(test), _) if path == "by" && is_only_another(test) => {
                    other = Some(here.there(test.differs_from.as_deref().unwrap_or_default()));
                }
                (TestForm::Test(test), _) if path == "by" && is_only_the_same(test) => {
                    who.push(here.there(test.same_as.as_deref().unwrap_or_default()));
                }
                _ => {
                    let Tested { fact, after } = here.test(path, test, true);
                    match after {
                        Some(after) => entries.after.push(after),
                        None => entries.facts.push(fact),
                    }
                }
            }
        }
        if !who.is_empty() || other.is_some() {
            let who = if who.is_empty() { say::somebody().into() } else { listed(Row::And, who) };
            let who = other.map_or(who.clone(), |other| say::other_than(who, other).into());
            entries.facts.push(say::done_by(who).into());
        }
        entries
    }

    /// A code of a field, by its label.
    pub(crate) fn label(self, path: &str, code: &str) -> Said {
        self.fields.label(path, code).unwrap_or_else(|| code.into())
    }

    /// What has to hold.
    pub(crate) fn condition(self, form: &ConditionForm) -> Said {
        // Commas, because what is listed may hold an *and* or an *or* of its own.
        let several = |forms: &[ConditionForm], row: Row| listed(row, forms.iter().map(|form| self.condition(form)));
        match form {
            ConditionForm::All(forms) => several(forms, Row::AndApart),
            ConditionForm::Any(forms) if forms.len() == 1 => several(forms, Row::OrApart),
            ConditionForm::Any(forms) => say::either(several(forms, Row::OrApart)).into(),
            ConditionForm::Not(form) => self.negated(form),
            ConditionForm::Where(tests) => self.all_of(tests),
            ConditionForm::While(form) => say::there_is(self.state(form)).into(),
            ConditionForm::Happened(form) => self.happened(form),
            ConditionForm::Last(form) => self.end(form, say::when_last).into(),
            ConditionForm::First(form) => self.end(form, say::when_first).into(),
            ConditionForm::Concurrent(form) => self.concurrent(form).into(),
            ConditionForm::Ratio(form) => self.ratio(form).into(),
            ConditionForm::Open(form) => self.open(form).into(),
            ConditionForm::Standing(form) => {
                let step = Step::from_code(&form.at_least).map_or_else(|| (&*form.at_least).into(), Said::from);
                say::joining_at_least(step).into()
            }
            ConditionForm::Boundary(form) => say::boundary_reads_as(readings(&form.verdict.0)).into(),
        }
    }

    fn negated(self, form: &ConditionForm) -> Said {
        let mut tests = if let ConditionForm::Where(tests) = form { tests.iter() } else { Tests::iter(NO_TESTS) };
        match (form, tests.next(), tests.next()) {
            (_, Some((path, test)), None) => self.test(path, test, false).fact,
            (ConditionForm::While(form), ..) => say::there_is_not(self.state(form)).into(),
            (ConditionForm::Boundary(form), ..) => say::boundary_not_read_as(readings(&form.verdict.0)).into(),
            _ => say::not_the_case(self.condition(form)).into(),
        }
    }

    pub(super) fn all_of(self, tests: &Tests) -> Said {
        listed(Row::And, tests.iter().map(|(path, test)| self.test(path, test, true).fact))
    }

    fn end(self, form: &EndForm, which: fn(Said, Said) -> Message) -> Message {
        let fields = self.fields.within(&form.event.0);
        let is = Wording { fields: &fields, ..self }.all_of(&form.is);
        which(self.entries(&form.event, &form.tests, Mood::Past), is)
    }

    fn concurrent(self, form: &ConcurrentForm) -> Message {
        let attribute = |code: &String| Attribute::from_code(code).map_or_else(|| code.as_str().into(), Said::from);
        let mut which: Vec<Said> = Vec::new();
        if !form.sharing.is_empty() {
            which.push(say::with_the_same(listed(Row::And, form.sharing.iter().map(attribute))).into());
        }
        if !form.tests.is_empty() {
            which.push(say::of_which(self.all_of(&form.tests)).into());
        }
        let (at_least, at_most, stages) = (form.at_least.as_ref(), form.at_most.as_ref(), stages(&form.stage));
        if let Some(code) = &form.distinct {
            let limits = self.limits_on(attribute(code), at_least, at_most);
            let contracts = Row::Spaces.of(std::iter::once(say::contracts().into()).chain(which));
            return say::are_about(contracts, stages, Row::Spaces.of(limits));
        }
        let limits = self.limits(at_least, at_most, [say::at_least_contracts, say::at_most_contracts]);
        let is_one = at_most.or(at_least).is_some_and(|last| self.number(last) == Said::Number(1));
        let contracts = Row::Spaces.of(limits.into_iter().map(Said::from).chain(which));
        if is_one { say::contract_stands(contracts, stages) } else { say::contracts_stand(contracts, stages) }
    }

    /// A value as written; of a parameter, the one that it had.
    pub(crate) fn value(self, value: &ScalarForm) -> String {
        let name = if let ScalarForm::Word(word) = value { word.strip_prefix('$') } else { None };
        name.and_then(|name| self.asked.parameter(name)).as_ref().unwrap_or(value).to_string()
    }

    pub(super) fn plain(self, value: &ScalarForm) -> Said {
        self.value(value).into()
    }

    /// A contract in a state, or a time in which something goes on.
    fn state(self, form: &StateForm) -> Said {
        let state = match (&form.stage, &form.from, &form.to) {
            (Some(stages_of), ..) => say::contract_that_is(stages(stages_of)),
            (None, Some(from), Some(to)) => {
                let [from, to] = [from, to].map(|end| {
                    let any = end.event.iter().chain(end.any.iter().filter_map(|one| one.event.as_ref()));
                    listed(Row::Or, any.map(|codes| kinds(codes, Mood::Past)))
                });
                say::time_between(from, to)
            }
            (None, ..) => say::such_a_time(),
        };
        state.into()
    }

    /// A field that another is compared with: of the entry that opened the duty, with its number.
    pub(super) fn there(self, path: &str) -> Said {
        let name = self.fields.name(path);
        match (path.strip_prefix("opening."), self.fields.people(path)) {
            (Some("by"), _) | (Some(_), None) => in_entry(name, self.opened).into(),
            (Some(_), Some(_)) => named_in_entry(name, self.opened).into(),
            (None, _) => name,
        }
    }
}

static NO_TESTS: &Tests = &Tests::new();

/// What a reading of the boundary may say.
fn readings(codes: &[String]) -> Said {
    let label = |code: &String| boundary::Verdict::from_code(code).map_or_else(|| code.as_str().into(), Said::from);
    listed(Row::Or, codes.iter().map(|code| quoted(label(code)).into()))
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
pub(crate) fn milestone(mood: Mood, names: Said) -> Message {
    mood.one(say::record_milestone, say::recorded_milestone, names)
}

/// Kinds of entry. Steps of a contract leave the contract out, which stands here but once.
fn kinds(codes: &OneOrMany<String>, mood: Mood) -> Said {
    let kinds: Vec<Kind> = codes.0.iter().filter_map(|code| Kind::from_code(code)).collect();
    let leaves_it_out = |kind: Kind| {
        let words = if mood == Mood::Ask { kind.label() } else { kind.past_tense() };
        let says_more = words.contains(' ') || kind == Kind::Contracting(contracting::Kind::ContractInvited);
        matches!(kind, Kind::Contracting(_)) && !says_more
    };
    let all = !kinds.is_empty() && kinds.iter().all(|&kind| leaves_it_out(kind));
    let whole = |&kind: &Kind| match mood.of(kind) {
        bare if leaves_it_out(kind) && !all => say::to_contract(bare).into(),
        bare => bare,
    };
    let listed = listed(Row::Or, kinds.iter().map(whole));
    if all { say::to_contract(listed).into() } else { listed }
}

/// What somebody did.
pub(crate) fn did(kind: Kind) -> Said {
    kinds(&OneOrMany(vec![kind.code().to_owned()]), Mood::Past)
}

fn stages(codes: &OneOrMany<String>) -> Said {
    let label = |code: &String| Stage::from_code(code).map_or_else(|| code.as_str().into(), Said::from);
    listed(Row::Or, codes.0.iter().map(label))
}
