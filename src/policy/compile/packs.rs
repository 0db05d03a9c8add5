//! Loads packs strictly: every problem is reported at once, with where it stands and what may have been meant.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::resolver::Resolver;
use super::source_rule::{Setter, SourceRule, Unresolved};
use crate::policy::rule::{Rule, Set};
use crate::policy::syntax::pack::{PackForm, RuleForm};
use crate::policy::syntax::parse::{Reading, read};
use crate::policy::syntax::problem::{PackError, Problems, shown};

/// A pack that was loaded: its rules, those of the packs it extends among them.
///
/// ```
/// use practice_cycle::policy::Pack;
/// let pack = Pack::shipped("local-practice").unwrap();
/// assert!(pack.rule("R10").is_some());
/// assert!(pack.rule("R14").is_some(), "it extends the pack `article`");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    name: String,
    version: String,
    title: String,
    notice: Option<String>,
    rules: Vec<Rule>,
}

impl Pack {
    /// One of the packs that come with the crate, by name: see [`Packs::shipped`].
    #[must_use]
    pub fn shipped(name: &str) -> Option<&'static Pack> {
        static SHIPPED: std::sync::LazyLock<Packs> = std::sync::LazyLock::new(Packs::shipped);
        SHIPPED.pack(name)
    }

    /// Loads a pack that extends none, or only those that come with the crate.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(written: &str) -> Result<Pack, PackError> {
        let mut packs = Packs::shipped();
        let name = packs.add(written)?;
        packs.packs.remove(&name).map(|(_, pack)| pack).ok_or_else(|| PackError(Vec::new()))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What whoever uses it must know.
    #[must_use]
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Its rules: first those of the packs it extends, then its own, each in the order written.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The same pack with some of its rules alone, and with those whose breach they watch.
    ///
    /// ```
    /// use practice_cycle::policy::Pack;
    /// let pack = Pack::shipped("local-practice").unwrap().only(|rule| rule.id().as_str() == "R10");
    /// assert_eq!(pack.rules().len(), 1);
    /// ```
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Rule) -> bool) -> Pack {
        let mut kept: Vec<&Rule> = self.rules.iter().filter(|rule| keep(rule)).collect();
        let mut next = 0;
        while let Some(rule) = kept.get(next).copied() {
            let watched = self.rules.iter().filter(|other| rule.watches().any(|id| id == other.id()));
            let more: Vec<&Rule> = watched.filter(|other| kept.iter().all(|rule| rule.id() != other.id())).collect();
            kept.extend(more);
            next += 1;
        }
        let stays = |rule: &&Rule| kept.iter().any(|kept| kept.id() == rule.id());
        let rules = self.rules.iter().filter(stays).cloned().collect();
        Pack {
            name: self.name.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            notice: self.notice.clone(),
            rules,
        }
    }

    /// The rule with that id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id().as_str() == id)
    }
}

/// Packs that can extend one another.
///
/// ```
/// use practice_cycle::policy::Packs;
/// let mut packs = Packs::shipped();
/// packs.add(r#"{"pack":"our-council","version":"2026-11","title":"What our council does otherwise",
///     "extends":["local-practice"],"off":["R02"],"set":{"R10.review_every":"4 weeks"}}"#)?;
/// let ours = packs.pack("our-council").unwrap();
/// assert!(ours.rule("R02").is_none() && ours.rule("R10").is_some());
/// # Ok::<(), practice_cycle::policy::PackError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Packs {
    packs: BTreeMap<String, (PackForm, Pack)>,
}

const SHIPPED: &[&str] = &[
    include_str!("../packs/article.json"),
    include_str!("../packs/local-practice.json"),
    include_str!("../packs/england-statutory.json"),
    include_str!("../packs/programme.json"),
    include_str!("../packs/shared-risk.json"),
];

impl Packs {
    /// The packs that come with the crate: `article`, `local-practice`, `england-statutory`, `programme` and `shared-risk`.
    #[must_use]
    pub fn shipped() -> Self {
        let mut packs = Self::default();
        for written in SHIPPED {
            let added = packs.add(written);
            debug_assert!(added.is_ok(), "a shipped pack does not load: {added:?}");
        }
        packs
    }

    /// The written form of a shipped pack, as a starting point for one's own.
    #[must_use]
    pub fn written(name: &str) -> Option<&'static str> {
        let named = |written: &&&str| serde_json::from_str::<PackForm>(written).is_ok_and(|form| form.pack == name);
        SHIPPED.iter().find(named).copied()
    }

    /// The pack with that name.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<&Pack> {
        self.packs.get(name).map(|(_, pack)| pack)
    }

    /// The names of the packs, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// Loads a pack and adds it; the packs that it extends must have been added before. Its name is returned.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing is added then.
    pub fn add(&mut self, written: &str) -> Result<String, PackError> {
        let Reading { form, rules: own, lost, mut problems } = read(written)?;
        if self.packs.contains_key(&form.pack) {
            problems.note("pack", format!("there is a pack `{}` already", form.pack));
        }
        let forms = self.merge(&form, &own, &mut problems);
        // What a pack that there is not would have brought is not known; that it is missing is said once.
        let lost = if form.extends.iter().all(|name| self.packs.contains_key(name)) {
            Unresolved::Some(lost)
        } else {
            Unresolved::Many
        };
        let rules = Resolver::resolve(&forms, &lost, &mut problems);
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let PackForm { pack: name, version, title, notice, .. } = form.clone();
        let pack = Pack { name: name.clone(), version, title, notice, rules };
        let merged = PackForm { rules: forms.into_iter().map(|rule| rule.form).collect(), ..form };
        self.packs.insert(name.clone(), (merged, pack));
        Ok(name)
    }

    /// The rules that a pack comes to with those it extends: first theirs, less what is off, with what is set otherwise.
    fn merge(&self, form: &PackForm, written: &[(usize, RuleForm)], problems: &mut Problems) -> Vec<SourceRule> {
        let here = Arc::new((form.pack.clone(), form.version.clone()));
        let mut rules: Vec<SourceRule> = Vec::new();
        let all_known = form.extends.iter().all(|name| self.packs.contains_key(name));
        for (place, name) in form.extends.iter().enumerate() {
            let Some((base, loaded)) = self.packs.get(name) else {
                problems.unknown(format!("extends[{place}]"), "pack", name, self.names());
                continue;
            };
            for rule in &base.rules {
                let Some(resolved) = loaded.rule(&rule.id) else { continue };
                let setter = |set: &Set| (set.parameter.clone(), Setter { pack: Arc::clone(&set.pack), here: false });
                if !rules.iter().any(|placed| placed.form.id == rule.id) {
                    rules.push(SourceRule {
                        path: format!("extends `{name}`, rule {}", rule.id),
                        form: rule.clone(),
                        pack: Arc::clone(&resolved.pack),
                        set: resolved.set.iter().map(setter).collect(),
                        own: false,
                    });
                }
            }
        }
        for (place, id) in form.off.iter().enumerate() {
            let before = rules.len();
            let ids: Vec<String> = rules.iter().map(|rule| rule.form.id.clone()).collect();
            rules.retain(|rule| rule.form.id != *id);
            if rules.len() == before && all_known {
                problems.unknown(
                    format!("off[{place}]"),
                    "rule of the packs it extends,",
                    id,
                    ids.iter().map(String::as_str),
                );
            }
        }
        for (name, value) in &form.set {
            let path = format!("set.{}", shown(name));
            let Some((id, parameter)) = name.split_once('.') else {
                problems.note(path, "expected `RULE.PARAMETER`");
                continue;
            };
            let ids: Vec<String> = rules.iter().map(|rule| rule.form.id.clone()).collect();
            let Some(rule) = rules.iter_mut().find(|rule| rule.form.id == id) else {
                if form.off.iter().any(|off| off == id) {
                    problems.note(path, "the rule is `off`");
                } else if all_known {
                    problems.unknown(path, "rule of the packs it extends,", id, ids.iter().map(String::as_str));
                }
                continue;
            };
            if let Some(old) = rule.form.parameters.get_mut(parameter) {
                *old = value.clone();
                let pack = Arc::clone(&here);
                rule.set.insert(parameter.to_owned(), Setter { pack, here: true });
            } else if rule.form.parameters.is_empty() {
                problems.note(path, format!("`{}` has no parameters", rule.form.id));
            } else {
                problems.unknown(path, "parameter", parameter, rule.form.parameters.keys().map(String::as_str));
            }
        }
        let mut own = BTreeSet::new();
        for (place, rule) in written {
            let path = format!("rules[{place}] ({})", shown(&rule.id));
            let pack = Arc::clone(&here);
            if !own.insert(rule.id.clone()) {
                problems.note(format!("{path}.id"), "another rule of the pack has this id");
                continue;
            }
            let placed = SourceRule { path: path.clone(), form: rule.clone(), pack, set: BTreeMap::new(), own: true };
            let old = rules.iter().position(|placed| placed.form.id == rule.id);
            match (old.and_then(|place| rules.get_mut(place)), rule.replaces) {
                (Some(old), true) => *old = placed,
                (Some(_), false) => {
                    problems.note(
                        format!("{path}.id"),
                        "a pack it extends has a rule with this id: say `\"replaces\": true`, or choose another",
                    );
                }
                (None, true) if !all_known => {}
                (None, true) => problems.note(format!("{path}.replaces"), "no pack it extends has a rule with this id"),
                (None, false) => rules.push(placed),
            }
        }
        rules
    }
}
