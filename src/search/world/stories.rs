//! Worlds made of stories: whatever happens in them may happen in any order, and at any time.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::syntax::WorldForm;
use super::{World, WorldError};
use crate::calendar::local_date;
use crate::code::Code;
use crate::cycle::Kind;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::people::Role;
use crate::policy::syntax::problem::Problems;
use crate::policy::syntax::strict_json;
use crate::scenario::build::a_year_after;
use crate::scenario::setting_up;
use crate::scenario::syntax::{FileForm, StoryForm};
use crate::scenario::times::time;

/// Stories of what rules come to, as they are written in a file of [scenarios](crate::scenario): the worlds in which to ask
/// what else could happen.
///
/// ```
/// use practice_cycle::search::Stories;
/// let stories = Stories::read(r#"{
///   "about": "Invented.", "pack": "shared-risk",
///   "people": {"clinician": "clinician", "manager": "manager"},
///   "scenarios": [{
///     "name": "A manager decides alone",
///     "acts": [{"at": "2026-03-27", "by": "manager", "do": "threshold_decided",
///               "case": "case-1", "direction": "up", "decided_by": ["manager"]}],
///     "expect": {"P01a": "violated"}
///   }]
/// }"#)?;
/// assert_eq!(stories.pack(), "shared-risk");
/// assert!(stories.world(&["P01a"])?.is_some());
/// assert!(stories.world(&["P99"])?.is_none(), "no story speaks of it");
/// # Ok::<(), practice_cycle::search::WorldError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Stories(FileForm);

/// How often time may pass in a world of stories, at most.
const MOST_PASSES: u16 = 3;

impl Stories {
    /// Reads a file of scenarios.
    ///
    /// # Errors
    /// Everything that is wrong with its form; what stands in the acts is looked up when a world is made of them.
    pub fn read(written: &str) -> Result<Self, WorldError> {
        strict_json::form("scenarios", written).map(Self).map_err(WorldError)
    }

    /// These and others, such as those of a pack that theirs extends.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.scenarios.extend(other.0.scenarios.into_iter().map(|mut story| {
            for (id, role) in &other.0.people {
                story.people.entry(id.clone()).or_insert_with(|| role.clone());
            }
            story
        }));
        self
    }

    /// The pack whose rules they ask.
    #[must_use]
    pub fn pack(&self) -> &str {
        &self.0.pack
    }

    /// The world of all stories that say what one of these rules comes to; `None` where none does. Every act of theirs may be
    /// offered at any time, but for corrections; time passes until what is due next, or over the shortest and the longest time
    /// that passes at once in a story.
    ///
    /// # Errors
    /// What is wrong with their acts.
    pub fn world(&self, rules: &[&str]) -> Result<Option<World>, WorldError> {
        let tells = |story: &&StoryForm| {
            let asked = story.expect.keys().chain(story.also.iter().flat_map(|also| also.expect.keys()));
            asked.into_iter().any(|rule| rules.contains(&rule.as_str()))
        };
        let stories: Vec<&StoryForm> = self.0.scenarios.iter().filter(tells).collect();
        let mut gathered = Gathered::default();
        let mut people = self.0.people.clone();
        for story in &stories {
            story.people.iter().for_each(|(id, role)| _ = people.entry(id.clone()).or_insert_with(|| role.clone()));
        }
        let clinician = people.iter().find(|(_, role)| Role::from_code(role) == Some(Role::Clinician));
        let clinician = clinician.map_or_else(String::new, |(id, _)| id.clone());
        let mut problems = Problems::of("stories");
        for story in &stories {
            gathered.add(story, &clinician, &mut problems);
        }
        let all = problems.into_all();
        if !all.is_empty() {
            return Err(WorldError(all));
        }
        let Some(first) = gathered.first else { return Ok(None) };
        let form = WorldForm {
            _about: String::new(),
            people,
            come_later: BTreeMap::new(),
            starts: first.to_string(),
            given: Vec::new(),
            lists: BTreeMap::new(),
            at_most: gathered.made.iter().map(|(noun, count)| (noun.code().to_owned(), *count)).collect(),
            offers: gathered.offers,
            passes: passes(&gathered.gaps),
            passes_at_most: Some(gathered.passes.clamp(1, MOST_PASSES)),
        };
        World::of(form).map(Some)
    }
}

#[derive(Default)]
struct Gathered {
    offers: Vec<Map<String, Value>>,
    first: Option<Moment>,
    /// How many days pass at once.
    gaps: BTreeSet<i64>,
    passes: u16,
    /// How many of each thing one story makes without naming it.
    made: BTreeMap<Noun, u16>,
}

impl Gathered {
    fn add(&mut self, story: &StoryForm, clinician: &str, problems: &mut Problems) {
        let mut made: BTreeMap<Noun, u16> = BTreeMap::new();
        let mut times = Vec::new();
        for act in &story.acts {
            let Some(at) = act.get("at").and_then(Value::as_str).and_then(|written| time(written).ok()) else {
                problems.note(&story.name, "expected a time in `at` of each act");
                continue;
            };
            times.push(at);
            let mut act = act.clone();
            for field in ["at", "recorded", "recorded_by", "as", "refused"] {
                act.remove(field);
            }
            for act in steps(act, clinician, at, &story.name, problems) {
                let kind = act.get("do").and_then(Value::as_str).and_then(Kind::from_code);
                // What names entries by number is about one history alone.
                let names_entries = ["entries", "opened_by"].iter().any(|field| act.contains_key(*field));
                if names_entries || matches!(kind, Some(Kind::Correction(_))) {
                    continue;
                }
                let unnamed = kind.and_then(|kind| unnamed(kind, &act));
                unnamed.into_iter().for_each(|noun| *made.entry(noun).or_default() += 1);
                if !self.offers.contains(&act) {
                    self.offers.push(act);
                }
            }
        }
        for (noun, count) in made {
            let most = self.made.entry(noun).or_default();
            *most = count.max(*most);
        }
        let asked = story.as_of.iter().chain(story.also.iter().filter_map(|also| also.as_of.as_ref()));
        times.extend(asked.filter_map(|written| time(written).ok()));
        times.sort_unstable();
        self.first = self.first.into_iter().chain(times.first().copied()).min();
        let days: Vec<_> = times.iter().map(|&at| local_date(at)).collect();
        let gaps: Vec<i64> = days.windows(2).filter_map(|pair| Some((*pair.get(1)? - *pair.first()?).num_days())).collect();
        let gaps = gaps.into_iter().filter(|gap| *gap > 0);
        self.passes = self.passes.max(u16::try_from(gaps.clone().count()).unwrap_or(u16::MAX));
        self.gaps.extend(gaps);
    }
}

/// An act, or all the steps that it stands for.
fn steps(
    mut act: Map<String, Value>,
    clinician: &str,
    at: Moment,
    story: &str,
    problems: &mut Problems,
) -> Vec<Map<String, Value>> {
    let kind = act.get("do").and_then(Value::as_str);
    if kind != Some(setting_up::CODE) {
        // Whoever accepts terms accepts what then lies on the table, whichever version that is.
        if kind == Some("terms_accepted") {
            act.remove("version");
        }
        return vec![act];
    }
    let by = act.remove("by").and_then(|by| by.as_str().map(str::to_owned)).unwrap_or_default();
    act.remove("do");
    let steps = setting_up::steps(&by, clinician, &a_year_after(at), act).unwrap_or_else(|(field, problem)| {
        problems.note(format!("{story}.{}.{field}", setting_up::CODE), problem);
        Vec::new()
    });
    let whole = steps.into_iter().map(|step| {
        let mut act = step.data;
        act.insert("by".to_owned(), Value::String(step.by));
        act.insert("do".to_owned(), Value::String(step.kind.to_owned()));
        // As above.
        if step.kind == "terms_accepted" {
            act.remove("version");
        }
        act
    });
    whole.collect()
}

/// What an act makes without saying what it is called.
fn unnamed(kind: Kind, act: &Map<String, Value>) -> Option<Noun> {
    let noun = super::offers::made_by(kind)?;
    let field = super::offers::subject_field(kind, noun)?;
    (!act.contains_key(field)).then_some(noun)
}

fn passes(gaps: &BTreeSet<i64>) -> Vec<String> {
    let days = |days: &i64| if *days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    let ends: BTreeSet<&i64> = gaps.first().into_iter().chain(gaps.last()).collect();
    std::iter::once("next_due".to_owned()).chain(ends.into_iter().map(days)).collect()
}
