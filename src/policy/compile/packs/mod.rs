//! Loads packs strictly: every problem is reported at once, with where it stands and what may have been meant.

mod merge;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::resolver::Resolver;
use super::source_rule::Unresolved;
use super::source_rule::names::circles;
use crate::policy::rule::Rule;
use crate::policy::syntax::pack::PackForm;
use crate::policy::syntax::parse::{Reading, read};
use crate::policy::syntax::problem::{PackError, Problem};
use merge::{Loaded, merged};

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
    /// The place of each rule by its id, and by those that it had before.
    places: HashMap<String, usize>,
}

/// The place of each rule by its id, and by those that it had before.
fn places(rules: &[Rule]) -> HashMap<String, usize> {
    let mut places = HashMap::with_capacity(rules.len());
    for (place, rule) in rules.iter().enumerate() {
        for id in std::iter::once(rule.id()).chain(rule.formerly()) {
            places.insert(id.as_str().to_owned(), place);
        }
    }
    places
}

impl Pack {
    /// One of the packs that come with the crate, by name: see [`Packs::shipped`].
    #[must_use]
    pub fn shipped(name: &str) -> Option<&'static Pack> {
        LOADED.pack(name)
    }

    /// Loads a pack that extends none, or only those that come with the crate.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(written: &str) -> Result<Pack, PackError> {
        let mut packs = LOADED.clone();
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
        let mut kept: BTreeSet<usize> =
            (0..).zip(&self.rules).filter(|(_, rule)| keep(rule)).map(|(place, _)| place).collect();
        let mut next: Vec<usize> = kept.iter().copied().collect();
        while let Some(rule) = next.pop().and_then(|place| self.rules.get(place)) {
            let watched = rule.watches().filter_map(|id| self.places.get(id.as_str()).copied());
            next.extend(watched.filter(|&place| kept.insert(place)));
        }
        let rules: Vec<Rule> = kept.into_iter().filter_map(|place| self.rules.get(place)).cloned().collect();
        Pack {
            name: self.name.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            notice: self.notice.clone(),
            places: places(&rules),
            rules,
        }
    }

    /// The rule with that id, or the one that had it before.
    ///
    /// ```
    /// use practice_cycle::policy::Packs;
    /// let mut packs = Packs::default();
    /// packs.add(r#"{"pack":"ours","version":"2","title":"Ours","rules":[{
    ///     "id":"W01a","formerly":["W01"],"title":"Contracts are reviewed","source":{"work":"ours","known":"local"},
    ///     "severity":"query","per":["contract"],"when":{"event":"contract_begun"},
    ///     "expect":{"event":"contract_reviewed"},"within":"6 weeks"}]}"#)?;
    /// let ours = packs.pack("ours").unwrap();
    /// assert_eq!(ours.rule("W01"), ours.rule("W01a"));
    /// # Ok::<(), practice_cycle::policy::PackError>(())
    /// ```
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.get(*self.places.get(id)?)
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
    packs: Loaded,
}

const SHIPPED: &[&str] = &[
    include_str!("../../packs/article.json"),
    include_str!("../../packs/local-practice.json"),
    include_str!("../../packs/england-statutory.json"),
    include_str!("../../packs/programme.json"),
    include_str!("../../packs/shared-risk.json"),
    include_str!("../../packs/open-hypotheses.json"),
    include_str!("../../packs/partnership.json"),
    include_str!("../../packs/connected-practice.json"),
];

/// The packs that come with the crate, loaded once.
static LOADED: LazyLock<Packs> = LazyLock::new(Packs::shipped);

impl Packs {
    /// The packs that come with the crate: `article`, `local-practice`, `england-statutory`, `programme`, `shared-risk`,
    /// `open-hypotheses`, `partnership` and `connected-practice`.
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

    /// Whether one pack extends another, directly or by way of a third.
    #[must_use]
    pub fn rests_on(&self, pack: &str, other: &str) -> bool {
        let mut next = vec![pack];
        let mut seen = BTreeSet::new();
        while let Some((form, _)) = next.pop().and_then(|name| self.packs.get(name)) {
            for name in form.extends.iter().filter(|name| seen.insert(name.as_str())) {
                if name == other {
                    return true;
                }
                next.push(name);
            }
        }
        false
    }

    /// Loads a pack and adds it; the packs that it extends must have been added before: see [`add_all`](Self::add_all).
    /// Its name is returned.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing is added then.
    pub fn add(&mut self, written: &str) -> Result<String, PackError> {
        self.add_read(read(written)?)
    }

    /// Adds a pack that was read.
    fn add_read(&mut self, reading: Reading) -> Result<String, PackError> {
        let Reading { form, rules: own, lost, mut problems } = reading;
        if self.packs.contains_key(&form.pack) {
            problems.note("pack", format!("there is a pack `{}` already", form.pack));
        }
        let forms = merged(&self.packs, &form, &own, &mut problems);
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
        let pack = Pack { name: name.clone(), version, title, notice, places: places(&rules), rules };
        let merged = PackForm { rules: forms.into_iter().map(|rule| rule.form).collect(), ..form };
        self.packs.insert(name.clone(), (merged, pack));
        Ok(name)
    }
}

impl Packs {
    /// Loads several packs, in whatever order they are given, and adds each after those that it extends. Their names are
    /// returned, in the order given.
    ///
    /// ```
    /// use practice_cycle::policy::Packs;
    /// let pack = |name: &str, extends: &str| {
    ///     format!(r#"{{"pack":"{name}","version":"1","title":"Invented","extends":["{extends}"]}}"#)
    /// };
    /// let (team, council) = (pack("our-team", "our-council"), pack("our-council", "local-practice"));
    /// let mut packs = Packs::shipped();
    /// assert_eq!(packs.add_all([team.as_str(), council.as_str()])?, ["our-team", "our-council"]);
    /// assert!(packs.pack("our-team").unwrap().rule("R10").is_some());
    ///
    /// let (one, other) = (pack("one", "other"), pack("other", "one"));
    /// let wrong = Packs::shipped().add_all([one.as_str(), other.as_str()]).unwrap_err();
    /// assert_eq!(wrong.problems()[0].to_string(), "one: extends[0]: `other` in turn extends this pack");
    /// # Ok::<(), practice_cycle::policy::PackError>(())
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with them: also where packs extend one another in a circle, or one extends a pack that there is
    /// not. Nothing is added then. What rests on a pack that does not load is not looked up.
    pub fn add_all<'w>(&mut self, written: impl IntoIterator<Item = &'w str>) -> Result<Vec<String>, PackError> {
        let (mut wrong, mut given) = (Vec::new(), Vec::new());
        for written in written {
            match read(written) {
                Ok(reading) => given.push(reading),
                Err(PackError(problems)) => wrong.extend(problems),
            }
        }
        let names: Vec<String> = given.iter().map(|reading| reading.form.pack.clone()).collect();
        let order = Order::of(&given, self);
        wrong.extend(order.circles(&given));
        let mut packs = self.clone();
        let mut given: Vec<Option<Reading>> = given.into_iter().map(Some).collect();
        order.each(|place| {
            let Some(reading) = given.get_mut(place).and_then(Option::take) else { return true };
            let added = packs.add_read(reading);
            added.map_err(|PackError(problems)| wrong.extend(problems)).is_ok()
        });
        if !wrong.is_empty() {
            return Err(PackError(wrong));
        }
        *self = packs;
        Ok(names)
    }
}

/// Which packs of those given wait for which.
struct Order {
    /// By pack, the places of those given that it extends; for each name that it extends, in order, if one is.
    extends: Vec<Vec<Option<usize>>>,
    /// Whether it extends one that is neither given nor there.
    lacks: Vec<bool>,
}

impl Order {
    fn of(given: &[Reading], there: &Packs) -> Self {
        let mut places = HashMap::new();
        for (place, reading) in given.iter().enumerate() {
            places.entry(reading.form.pack.as_str()).or_insert(place);
        }
        let place = |name: &String| places.get(name.as_str()).copied().filter(|_| there.pack(name).is_none());
        let lacks = |name: &String| !places.contains_key(name.as_str()) && there.pack(name).is_none();
        Self {
            extends: given.iter().map(|reading| reading.form.extends.iter().map(place).collect()).collect(),
            lacks: given.iter().map(|reading| reading.form.extends.iter().any(lacks)).collect(),
        }
    }

    /// Packs that extend one another in a circle.
    fn circles(&self, given: &[Reading]) -> Vec<Problem> {
        let leads_to: Vec<Vec<usize>> =
            self.extends.iter().map(|extends| extends.iter().flatten().copied().collect()).collect();
        let circles = circles(&leads_to);
        let mut problems = Vec::new();
        for (place, (extends, reading)) in self.extends.iter().zip(given).enumerate() {
            let form = &reading.form;
            for (nth, (other, name)) in extends.iter().zip(&form.extends).enumerate() {
                let Some(other) = other.filter(|other| circles.get(*other) == circles.get(place)) else { continue };
                let message = if other == place {
                    "it extends itself".to_owned()
                } else {
                    format!("`{name}` in turn extends this pack")
                };
                problems.push(Problem { pack: form.pack.clone(), path: format!("extends[{nth}]"), message, meant: None });
            }
        }
        problems
    }

    /// Gives each pack after those that it extends, as long as those were well; the others in the order given, those last that
    /// lack one, so that all there are may have been meant.
    fn each(&self, mut is_well: impl FnMut(usize) -> bool) {
        let mut waits: Vec<usize> = self.extends.iter().map(|extends| extends.iter().flatten().count()).collect();
        let mut followers = vec![Vec::new(); waits.len()];
        for (place, extends) in self.extends.iter().enumerate() {
            for &other in extends.iter().flatten() {
                if let Some(followers) = followers.get_mut(other) {
                    followers.push(place);
                }
            }
        }
        let ready = |place: usize| (self.lacks.get(place).copied().unwrap_or_default(), place);
        let mut next: BTreeSet<(bool, usize)> =
            waits.iter().enumerate().filter(|(_, waits)| **waits == 0).map(|(place, _)| ready(place)).collect();
        while let Some((_, place)) = next.pop_first() {
            if !is_well(place) {
                continue;
            }
            for &follower in followers.get(place).map_or(&[][..], Vec::as_slice) {
                if let Some(waits) = waits.get_mut(follower) {
                    *waits -= 1;
                    if *waits == 0 {
                        next.insert(ready(follower));
                    }
                }
            }
        }
    }
}
