//! What a pack comes to with those it extends: their rules, less what is off, with what is set, cited or replaced otherwise.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::Pack;
use crate::code::Code;
use crate::id::RuleCode;
use crate::policy::compile::source_rule::{Setter, SourceRule};
use crate::policy::rule::{Rule, Set, Source};
use crate::policy::syntax::codes::Known;
use crate::policy::syntax::pack::{PackForm, RuleForm, SourceForm};
use crate::policy::syntax::problem::{Problems, shown};

/// Packs that were loaded, by name, each with the forms of all its rules.
pub(crate) type Loaded = BTreeMap<String, (PackForm, Pack)>;

/// The rules of a pack while it is put together.
struct Merger<'p> {
    form: &'p PackForm,
    problems: &'p mut Problems,
    here: Arc<(String, String)>,
    /// In order; those that are off leave a gap.
    rules: Vec<Option<SourceRule>>,
    /// The place of each rule by the id that it has, and by those that it had.
    places: HashMap<String, usize>,
    /// Whether every pack that it extends is there.
    all_known: bool,
}

/// The rules that a pack comes to with those it extends: first theirs, less what is off, with what is set otherwise.
pub(super) fn merged(
    packs: &Loaded,
    form: &PackForm,
    written: &[(usize, RuleForm)],
    problems: &mut Problems,
) -> Vec<SourceRule> {
    let mut merger = Merger {
        form,
        problems,
        here: Arc::new((form.pack.clone(), form.version.clone())),
        rules: Vec::new(),
        places: HashMap::new(),
        all_known: form.extends.iter().all(|name| packs.contains_key(name)),
    };
    merger.extend(packs);
    merger.put_off();
    merger.set();
    merger.cite();
    merger.write(written);
    merger.know_old_ids();
    merger.rules.into_iter().flatten().collect()
}

impl Merger<'_> {
    fn extend(&mut self, packs: &Loaded) {
        for (place, name) in self.form.extends.iter().enumerate() {
            let Some((base, loaded)) = packs.get(name) else {
                self.problems.unknown(format!("extends[{place}]"), "pack", name, packs.keys().map(String::as_str));
                continue;
            };
            for rule in &base.rules {
                let Some(resolved) = loaded.rule(&rule.id) else { continue };
                if !self.places.contains_key(&rule.id) {
                    self.put(inherited(name, rule, resolved));
                }
            }
        }
        for (place, rule) in self.rules.iter().enumerate() {
            for old in rule.iter().flat_map(|rule| &rule.form.formerly) {
                self.places.entry(old.clone()).or_insert(place);
            }
        }
    }

    fn put(&mut self, rule: SourceRule) {
        self.places.insert(rule.form.id.clone(), self.rules.len());
        self.rules.push(Some(rule));
    }

    fn find_mut(&mut self, id: &str) -> Option<&mut SourceRule> {
        self.rules.get_mut(*self.places.get(id)?)?.as_mut()
    }

    /// Notes that no pack it extends has a rule with this id, unless that cannot be known or the rule is off.
    fn unknown(&mut self, path: String, id: &str, off: &HashSet<usize>) {
        if self.places.get(id).is_some_and(|place| off.contains(place)) {
            self.problems.note(path, "the rule is `off`");
        } else if self.all_known {
            let ids = self.rules.iter().flatten().map(|rule| rule.form.id.as_str());
            self.problems.unknown(path, "rule of the packs it extends,", id, ids);
        }
    }

    /// The places of the rules that are off.
    fn off(&self) -> HashSet<usize> {
        self.form.off.iter().filter_map(|id| self.places.get(id).copied()).collect()
    }

    fn put_off(&mut self) {
        for (nth, id) in self.form.off.iter().enumerate() {
            let gone = self.places.get(id).and_then(|place| self.rules.get_mut(*place)).and_then(Option::take);
            if gone.is_none() && self.all_known {
                let ids = self.rules.iter().flatten().map(|rule| rule.form.id.as_str());
                self.problems.unknown(format!("off[{nth}]"), "rule of the packs it extends,", id, ids);
            }
        }
    }

    fn set(&mut self) {
        let (form, off) = (self.form, self.off());
        for (name, value) in &form.set {
            let path = format!("set.{}", shown(name));
            let Some((id, parameter)) = name.split_once('.') else {
                self.problems.note(path, "expected `RULE.PARAMETER`");
                continue;
            };
            let pack = Arc::clone(&self.here);
            let Some(rule) = self.find_mut(id) else {
                self.unknown(path, id, &off);
                continue;
            };
            if let Some(old) = rule.form.parameters.get_mut(parameter) {
                *old = value.clone();
                rule.set.insert(parameter.to_owned(), Setter { pack, here: true });
                continue;
            }
            let (id, names) = (rule.form.id.clone(), rule.form.parameters.keys().cloned().collect::<Vec<_>>());
            if names.is_empty() {
                self.problems.note(path, format!("`{id}` has no parameters"));
            } else {
                self.problems.unknown(path, "parameter", parameter, names.iter().map(String::as_str));
            }
        }
    }

    /// What the pack itself cites for rules of those that it extends.
    fn cite(&mut self) {
        let (form, off) = (self.form, self.off());
        for (id, SourceForm { work, section, known }) in &form.sources {
            let path = format!("sources.{}", shown(id));
            let found = Known::from_code(known);
            if found.is_none() {
                let codes = Known::ALL.iter().map(|known| known.code());
                self.problems.unknown(format!("{path}.known"), "way of knowing a source,", known, codes);
            }
            match self.find_mut(id) {
                Some(rule) => {
                    let source = |known| Arc::new(Source { work: work.clone(), section: section.clone(), known });
                    rule.cites = found.map(source);
                }
                None => self.unknown(path, id, &off),
            }
        }
    }

    /// The rules of its own.
    fn write(&mut self, written: &[(usize, RuleForm)]) {
        let mut own = HashSet::new();
        for (place, rule) in written {
            let path = format!("rules[{place}] ({})", shown(&rule.id));
            if !own.insert(rule.id.as_str()) {
                self.problems.note(format!("{path}.id"), "another rule of the pack has this id");
                continue;
            }
            let placed = SourceRule {
                path: path.clone(),
                form: rule.clone(),
                pack: Arc::clone(&self.here),
                set: BTreeMap::new(),
                cites: None,
                own: true,
            };
            let all_known = self.all_known;
            match (self.find_mut(&rule.id), rule.replaces) {
                (Some(old), true) => *old = placed,
                (Some(old), false) if old.form.id == rule.id => {
                    self.problems.note(
                        format!("{path}.id"),
                        "a pack it extends has a rule with this id: say `\"replaces\": true`, or choose another",
                    );
                }
                (Some(old), false) => {
                    let message =
                        format!("this was the id of `{}`: say `\"replaces\": true`, or choose another", old.form.id);
                    self.problems.note(format!("{path}.id"), message);
                }
                (None, true) if !all_known => {}
                (None, true) => {
                    self.problems.note(format!("{path}.replaces"), "no pack it extends has a rule with this id");
                }
                (None, false) => self.put(placed),
            }
        }
    }

    /// That each id which a rule had before is one, and means no other rule.
    fn know_old_ids(&mut self) {
        let mut known: HashMap<&str, &str> =
            self.rules.iter().flatten().map(|rule| (rule.form.id.as_str(), rule.form.id.as_str())).collect();
        for rule in self.rules.iter().flatten() {
            let id = rule.form.id.as_str();
            for (nth, old) in rule.form.formerly.iter().enumerate() {
                let path = format!("{}.formerly[{nth}]", rule.path);
                if RuleCode::new(old).is_err() {
                    self.problems.note(path, "expected an id such as `R10`, without spaces");
                    continue;
                }
                match known.insert(old, id) {
                    None => {}
                    Some(_) if old == id => self.problems.note(path, "it is the id that the rule has now"),
                    Some(other) if other == id => self.problems.note(path, format!("`{}` stands there twice", shown(old))),
                    Some(other) if other == old => self.problems.note(path, "another rule has this id"),
                    Some(other) => self.problems.note(path, format!("`{other}` had this id, too")),
                }
            }
        }
    }
}

/// A rule of a pack that another extends, as it comes to that one.
fn inherited(pack: &str, form: &RuleForm, resolved: &Rule) -> SourceRule {
    let setter = |set: &Set| (set.parameter.clone(), Setter { pack: Arc::clone(&set.pack), here: false });
    SourceRule {
        path: format!("extends `{pack}`, rule {}", form.id),
        form: form.clone(),
        pack: Arc::clone(&resolved.pack),
        set: resolved.set.iter().map(setter).collect(),
        cites: resolved.after.is_some().then(|| Arc::clone(&resolved.source)),
        own: false,
    }
}
