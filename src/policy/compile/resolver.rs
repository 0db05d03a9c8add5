//! Resolves every name of one rule, and notes those that cannot be found.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::source_rule::names::Names;
use super::source_rule::{Setter, SourceRule, Unresolved};
use super::{lints, time_lints};
use crate::code::Code;
use crate::contracting;
use crate::cycle::Kind;
use crate::id::RuleCode;
use crate::noun::Noun;
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::{FieldKind, FieldPath, Found, Several, UnknownField};
use crate::policy::rule::requirement::Each;
use crate::policy::rule::{Closes, Rule, Set, Source, scoped};
use crate::policy::syntax::codes::{Clock, Known, OnClose, Order, Severity};
use crate::policy::syntax::condition::HappeningForm;
use crate::policy::syntax::pack::RuleForm;
use crate::policy::syntax::parse::{in_force, spans};
use crate::policy::syntax::problem::{Problems, shown};
use crate::policy::syntax::shorthand::{KeyForm, OneOrMany};

/// How paths are looked up for one part of a rule.
#[derive(Clone, Copy)]
pub(super) struct PathScope<'r> {
    pub(super) each: Option<&'r [(Kind, FieldKind)]>,
    pub(super) openings: Option<&'r [(Kind, Option<FieldKind>)]>,
}

/// Where a condition is asked: how paths are looked up there, of which kinds of entry, and what the rule is about.
#[derive(Clone, Copy)]
pub(super) struct ConditionScope<'r> {
    pub(super) view: PathScope<'r>,
    pub(super) openings: &'r [Kind],
    pub(super) keys: &'r [(String, String)],
    /// Whether a part of that means the same in every history.
    pub(super) everywhere: bool,
}

/// Looks up the names of one rule.
pub(super) struct Resolver<'t> {
    pub(super) problems: &'t mut Problems,
    pub(super) rule: &'t RuleForm,
    pub(super) path: String,
    set: &'t BTreeMap<String, Setter>,
    /// The rules that there are; nothing where that is not known.
    pub(super) names: Option<&'t Names<'t>>,
    /// The ids of those that could not be read.
    pub(super) lost: &'t [String],
    /// Parameters, and parts of `per`, that were said to be meant by, or as, another name.
    pub(super) misnamed: Vec<String>,
}

/// The kind of entry that stands for a state of a contract: its invitation.
pub(super) const INVITED: Kind = Kind::Contracting(contracting::Kind::ContractInvited);

/// As `each`: everybody who is there.
const PEOPLE_HERE: &str = "people_here";

impl<'t> Resolver<'t> {
    /// Looks up every rule.
    pub(super) fn resolve(placed: &[SourceRule], lost: &Unresolved, problems: &mut Problems) -> Vec<Rule> {
        let there = Names::of(placed);
        let (names, lost) = match lost {
            Unresolved::Some(lost) => (Some(&there), lost.as_slice()),
            Unresolved::Many => (None, &[][..]),
        };
        let mut rules = Vec::new();
        lints::of_pack(placed, &there, problems);
        for placed in placed {
            let SourceRule { form: rule, path, set, .. } = placed;
            let mut resolver = Resolver { problems, rule, path: path.clone(), set, names, lost, misnamed: Vec::new() };
            rules.extend(resolver.rule(placed));
        }
        rules
    }

    pub(super) fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.path)
    }

    pub(super) fn coded<W: Code>(&mut self, code: &str, what: &str, path: &str) -> Option<W> {
        let word = W::from_code(code);
        if word.is_none() {
            self.problems.unknown(path, what, code, W::ALL.iter().map(|word| word.code()));
        }
        word
    }

    fn rule(&mut self, placed: &SourceRule) -> Option<Rule> {
        let form = self.rule;
        let id = RuleCode::new(&form.id).ok();
        if id.is_none() {
            self.problems.note(self.at("id"), "expected an id such as `R10`, without spaces");
        }
        if form.title.trim().is_empty() {
            self.problems.note(self.at("title"), "expected a sentence");
        }
        let severity = self.coded::<Severity>(&form.severity, "severity", &self.at("severity"));
        let known = self.coded::<Known>(&form.source.known, "way of knowing a source,", &self.at("source.known"));
        let in_force = in_force(form.in_force.as_ref(), &self.at("in_force"), self.problems);
        let openings = Self::kinds(&form.when);
        let each = self.each(&openings);
        let each_reached: Option<Vec<(Kind, FieldKind)>> = each.as_ref().map(|(_, reached)| reached.clone());
        let opening: Vec<(Kind, Option<FieldKind>)> = openings
            .iter()
            .map(|&kind| {
                let reached = each_reached.as_ref().and_then(|each| each.iter().find(|(of, _)| *of == kind));
                (kind, reached.map(|(_, reached)| reached.clone()))
            })
            .collect();
        let in_opening = PathScope { each: each_reached.as_deref(), openings: None };
        let in_answer = PathScope { each: None, openings: Some(&opening) };
        let keys = self.key_forms();

        let when = self.watched(&form.when, "when", in_opening, &keys, true);
        let everywhere = is_everywhere(&form.per);
        let asking = ConditionScope { view: in_opening, openings: &openings, keys: &keys, everywhere };
        let only_if = form.only_if.as_ref().and_then(|form| self.condition(form, &self.at("if"), asking));
        let unless = form.unless.as_ref().and_then(|form| self.condition(form, &self.at("unless"), asking));
        let duty = self.duty(asking, in_answer);
        let until = form.until.as_ref().and_then(|form| self.watched(form, "until", in_answer, &keys, false));
        let on_close = form
            .on_close
            .as_deref()
            .map_or(Some(OnClose::Release), |code| self.coded(code, "way to close,", &self.at("on_close")));
        let order = form.order.as_deref().map_or(Some(Order::SameDay), |code| self.coded(code, "order", &self.at("order")));
        // What has to lie so long before does not come later that day.
        let order = if form.lead_time.is_some() { order.map(|_| Order::Strict) } else { order };
        let clock = form.clock.as_deref().map_or(Some(Clock::Runs), |code| self.coded(code, "clock", &self.at("clock")));
        // An element of a list goes by its name in what answers.
        let named = |(when, then): &(String, String)| Arc::from(if when == "each" { first_of(then) } else { when.as_str() });
        let key_names: Vec<Arc<str>> = keys.iter().map(named).collect();
        let is_scoped = scoped(key_names.iter().map(|name| &**name)) && !everywhere;
        let closes_with = keys.iter().enumerate().find_map(|(place, (name, _))| {
            let closes = match name.as_str() {
                "contract" => Closes::Contract,
                "each" if each.as_ref().is_some_and(|(each, _)| each.is_contract) => Closes::Contract,
                "intervention" => Closes::Intervention,
                "case" => Closes::Case,
                _ => return None,
            };
            Some((u8::try_from(place).ok()?, closes))
        });
        if on_close == Some(OnClose::Carry) && !matches!(closes_with, Some((_, Closes::Contract))) {
            self.problems.note(self.at("on_close"), "only a duty about a contract has a successor to be carried to");
        }
        if clock == Some(Clock::Pauses) && !matches!(closes_with, Some((_, Closes::Contract))) {
            self.problems.note(self.at("clock"), "only a duty about a contract has a clock that pauses");
        }
        let set = self.parameters();
        lints::of_rule(form, &self.path, self.problems);
        time_lints::of_rule(form, &self.path, self.problems);
        let formerly: Vec<RuleCode> = form.formerly.iter().filter_map(|old| RuleCode::new(old).ok()).collect();
        let (duty, known) = (duty?, known?);
        let own = Arc::new(Source { work: form.source.work.clone(), section: form.source.section.clone(), known });
        let rests_on_feed = duty.milestones();
        Some(Rule {
            id: id?,
            title: form.title.trim().into(),
            source: placed.cites.clone().unwrap_or_else(|| Arc::clone(&own)),
            after: placed.cites.is_some().then_some(own),
            formerly,
            severity: severity?,
            pack: Arc::clone(&placed.pack),
            written: Arc::new(form.clone()),
            set,
            in_force,
            key_names: key_names.into(),
            when: when?,
            each: each.map(|(each, _)| each),
            first: form.first,
            only_if,
            unless,
            requirement: duty,
            until,
            on_close: on_close?,
            order: order?,
            clock: clock?,
            closes_with,
            rests_on_feed,
            made_here: keys.iter().any(|(_, then)| is_made_here(then)),
            scoped: is_scoped,
        })
    }

    /// Where the value of a parameter stands: in the rule, or where this pack sets it otherwise.
    pub(super) fn place_of(&self, parameter: &str) -> String {
        let here = self.set.get(parameter).is_some_and(|setter| setter.here);
        let parameter = shown(parameter);
        if here { format!("set.{}.{parameter}", self.rule.id) } else { self.at(&format!("parameters.{parameter}")) }
    }

    /// Sees to it that every parameter is used and has one value for each day; what other packs set is returned.
    fn parameters(&mut self) -> Vec<Set> {
        let written = serde_json::to_string(self.rule).unwrap_or_default();
        let mut set = Vec::new();
        for (name, parameter) in &self.rule.parameters {
            let path = self.place_of(name);
            let values = spans(parameter, &path, self.problems);
            if !written.contains(&format!("\"${name}\"")) && !self.misnamed.contains(name) {
                self.problems.note(path, format!("nothing in the rule uses `${}`", shown(name)));
            }
            if let Some(Setter { pack, .. }) = self.set.get(name) {
                let values = values.into_iter().map(|(from, to, value)| (from, to, value.to_string())).collect();
                set.push(Set { parameter: name.clone(), pack: Arc::clone(pack), values: Effective::of(values) });
            }
        }
        set
    }

    /// The kinds of entry by which a happening is looked at: of a stage, the invitation of the contract. None, where another
    /// rule is broken. What is wrong with them is said where the happening itself is looked up.
    fn kinds(form: &HappeningForm) -> Vec<Kind> {
        let state = form.begins.as_ref().map(|state| &state.from).or(form.ends.as_ref().map(|state| &state.to));
        let events: Vec<&OneOrMany<String>> = match state {
            Some(None) => return vec![INVITED],
            Some(Some(end)) => return Self::kinds(end),
            None => form.event.iter().chain(form.any.iter().filter_map(|one| one.event.as_ref())).collect(),
        };
        let codes = events.into_iter().flat_map(|OneOrMany(codes)| codes);
        codes.filter_map(|code| Kind::from_code(code)).filter(|kind| !matches!(kind, Kind::Correction(_))).collect()
    }

    pub(super) fn kinds_of(&mut self, codes: &[String], path: &str) -> Vec<Kind> {
        if codes.is_empty() {
            self.problems.note(path, "expected an event");
        }
        let mut kinds = Vec::new();
        for code in codes {
            match Kind::from_code(code) {
                Some(Kind::Correction(_)) => self.problems.note(path, "corrections are no events of their own for a rule"),
                Some(kind) if kinds.contains(&kind) => self.problems.note(path, format!("`{code}` stands there twice")),
                Some(kind) => kinds.push(kind),
                None => _ = self.problems.unknown(path, "event", code, Kind::all().map(Kind::code)),
            }
        }
        kinds
    }

    fn each(&mut self, openings: &[Kind]) -> Option<(Each, Vec<(Kind, FieldKind)>)> {
        let path = self.rule.each.as_ref()?;
        let at = self.at("each");
        let of_person = match path.as_str() {
            "person.contracts" => Some(Several::ContractsOfPerson),
            "person.contracts_lost" => Some(Several::ContractsLost),
            _ => None,
        };
        if let Some(of_person) = of_person {
            let knows = |kind: Kind| matches!(kind.code(), "person_left" | "person_entered");
            if !openings.iter().all(|&kind| knows(kind)) {
                self.problems
                    .note(at, "only of `person_left` and `person_entered` can be asked what contracts the person has");
            }
            let paths = openings.iter().map(|&kind| (kind, FieldPath::Several(of_person.clone()))).collect();
            let reached = openings.iter().map(|&kind| (kind, FieldKind::Reference)).collect();
            return Some((Each { paths, is_contract: true }, reached));
        }
        if path == PEOPLE_HERE {
            let paths = openings.iter().map(|&kind| (kind, FieldPath::Several(Several::PeopleHere))).collect();
            let reached = openings.iter().map(|&kind| (kind, FieldKind::Person)).collect();
            return Some((Each { paths, is_contract: false }, reached));
        }
        let (mut paths, mut reached) = (Vec::new(), Vec::new());
        for &kind in openings {
            match FieldPath::find(path, kind, None, None) {
                Ok(found) if found.several && matches!(found.reached, FieldKind::Person | FieldKind::Reference) => {
                    paths.push((kind, found.access));
                    reached.push((kind, found.reached));
                }
                Ok(_) => self.problems.note(&at, format!("`{path}` of `{}` is no list of references", kind.code())),
                Err(nowhere) => _ = self.nowhere(&at, kind, &nowhere),
            }
        }
        Some((Each { paths, is_contract: false }, reached))
    }

    pub(super) fn nowhere(&mut self, path: &str, kind: Kind, nowhere: &UnknownField) -> Option<String> {
        let kind = nowhere.of.unwrap_or(kind);
        if nowhere.is_unlike {
            let name = shown(&nowhere.name);
            let problem = format!("`{name}` of `{}` is another kind of value than in what else opens the rule", kind.code());
            self.problems.note(path, problem);
            return None;
        }
        let what = format!("field of `{}` called", kind.code());
        self.problems.unknown(path, &what, &nowhere.name, nowhere.instead.iter().map(String::as_str))
    }

    /// The parts of the key: a name, and where it is found in what answers.
    fn key_forms(&self) -> Vec<(String, String)> {
        if self.rule.per.is_empty() {
            return vec![("cycle".to_owned(), "cycle".to_owned())];
        }
        self.rule.per.iter().map(pair).collect()
    }

    /// How the key is reached, for each kind.
    pub(super) fn keys(
        &mut self,
        kinds: &[Kind],
        paths: &[String],
        view: PathScope<'_>,
        field: &str,
    ) -> Vec<(Kind, Box<[FieldPath]>)> {
        // Of a list, what answers may be about any element; what opens names one, with `each`.
        let may_list = matches!(field.rsplit('.').next(), Some("expect" | "preceded_by" | "forbid" | "before" | "until"))
            || matches!(field.rsplit('.').next(), Some("happened" | "last" | "first" | "since"))
            || [".ratio.of", ".ratio.to", ".open.from", ".open.to"].iter().any(|counted| field.ends_with(counted));
        let mut keys = Vec::new();
        for &kind in kinds {
            let mut parts = Vec::new();
            for path in paths {
                let each = view.each.and_then(|each| each.iter().find(|(of, _)| *of == kind)).map(|(_, reached)| reached);
                match first_found(path, kind, each) {
                    Ok(found)
                        if (may_list || !found.several)
                            && matches!(found.reached, FieldKind::Person | FieldKind::Reference) =>
                    {
                        parts.push(found.access);
                    }
                    Ok(_) => {
                        let at = self.at("per");
                        let path = shown(first_of(path));
                        self.problems.note(at, format!("`{path}` of `{}` in `{field}` is no single reference", kind.code()));
                    }
                    // What is wrong with `each` itself is said there, and a name misspelt is misspelt for all.
                    Err(_) if path == "each" && self.rule.each.is_some() || self.misnamed.contains(path) => {}
                    Err(nowhere) => {
                        let at = format!("{} (for `{field}`)", self.at("per"));
                        if self.nowhere(&at, kind, &nowhere).is_some() {
                            self.misnamed.push(path.clone());
                        }
                    }
                }
            }
            keys.push((kind, parts.into()));
        }
        keys
    }
}

/// A value that may be left out: nothing is wrong, or it is there and right.
pub(super) fn transpose<T>(given: Option<Option<T>>) -> Option<Option<T>> {
    match given {
        None => Some(None),
        Some(made) => made.map(Some),
    }
}

/// What the first of several names leads to that leads anywhere; or why the last does not.
fn first_found(names: &str, kind: Kind, each: Option<&FieldKind>) -> Result<Found, UnknownField> {
    let mut found = Err(UnknownField::of(names, [""; 0]));
    for name in names.split(OR) {
        if found.is_err() && name == PEOPLE_HERE {
            let access = FieldPath::Several(Several::PeopleHere);
            found = Ok(Found { access, reached: FieldKind::Person, several: true, redactable: false });
        } else if found.is_err() {
            found = FieldPath::find(name, kind, each, None);
        }
    }
    found
}

/// The first of several names.
fn first_of(names: &str) -> &str {
    names.split(OR).next().unwrap_or(names)
}

/// Whether a part of what something is about means the same in every history.
pub(super) fn is_everywhere(per: &[KeyForm]) -> bool {
    per.iter().any(|form| matches!(form, KeyForm::Apart(apart) if apart.everywhere))
}

/// Stands between the names that one part of what something is about has in entries of several kinds.
const OR: &str = "\0";

/// What something is about, in what opens a duty and in what answers it.
pub(super) fn pair(form: &KeyForm) -> (String, String) {
    match form {
        KeyForm::Same(name) => (name.clone(), name.clone()),
        KeyForm::Apart(apart) => (apart.when.clone(), apart.then.0.join(OR)),
    }
}
/// Whether a name is that of something made in the cycle: nothing about it can lie in an earlier one.
pub(super) fn is_made_here(name: &str) -> bool {
    let noun = |name: &str| name.rsplit('.').next().and_then(Noun::from_code);
    name.split(OR).filter_map(noun).any(|noun| noun != Noun::Person)
}
