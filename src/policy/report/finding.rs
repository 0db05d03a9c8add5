//! A finding explains itself, as data: what opened it and why, what was asked by when and how that was counted, what was found
//! instead, and what would help. Words for it are made elsewhere, in any language.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

use super::outcome::{Fate, Outcomes};
use super::verdict::{Duty, Outcome, Verdict};
use crate::calendar::Due;
use crate::code::{CodeSet, codes};
use crate::contracting::Stage;
use crate::cycle::Kind;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::people::Role;
use crate::policy::engine::deadline::end_of_ban;
use crate::policy::engine::obligation::{Obligation, Status};
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::eval::evidence::Evidence;
use crate::policy::rule::happening::{Happening, State};
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::policy::rule::{Rule, Set, Source};
use crate::policy::syntax::codes::Severity;
use crate::policy::syntax::pack::RuleForm;
use crate::policy::syntax::parse::spans;
use crate::policy::syntax::problem::Problems;
use crate::policy::syntax::shorthand::ScalarForm;

/// A duty that was broken, or cannot be determined, explained: structured values alone, none of them free text that anybody
/// wrote about people. `Display` puts it into English; [`Language`](crate::policy::Language) is how another language does.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::policy::{Asks, Help, Pack, Policy};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let finding = report.findings().find(|finding| finding.duty.about[0].1.as_ref() == "child-1").unwrap();
/// assert_eq!((finding.opening.event, finding.asked.kind()), ("session_held", Asks::ToBeDone));
/// assert_eq!(finding.help, [Help::DoItNow, Help::Excuse]);
/// assert!(finding.to_string().starts_with("R04b is broken"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: RuleCode,
    /// The pack it stands in, and its version.
    pub pack: Arc<(String, String)>,
    /// The rule in one sentence.
    pub title: Arc<str>,
    /// Where it comes from, as the pack that was checked cites it.
    pub source: Arc<Source>,
    /// The source that the rule names itself, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Arc<Source>>,
    /// How much weight it has.
    pub severity: Severity,
    /// What the duty comes to.
    pub verdict: Verdict,
    /// The time it speaks of.
    pub as_of: Moment,
    /// The duty.
    pub duty: Duty,
    /// What opened it.
    pub opening: Opening,
    /// Why the rule applied: what of the opening entry it looked at, as far as that fitted.
    pub because: Vec<Evidence>,
    /// When it was due, and how that was counted, where a length of time was.
    pub due: Option<Due>,
    /// The entry that its time was counted from, where that is another than the one that opened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_from: Option<EntryRef>,
    /// What other packs than its own set of the rule, as it was when the duty began: whose numbers these are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Setting>,
    /// What was asked.
    pub asked: Asked,
    /// What was found in place of what was required: what each of its conditions compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Evidence>,
    /// Where an answer said a part of what answers should say between them: what none has said so far, as codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<Arc<str>>,
    /// What would satisfy it, or now remedy it; nothing where nothing can.
    pub help: Vec<Help>,
    /// The one of several that it is about.
    #[serde(skip)]
    pub(crate) concerns: Option<Concerned>,
    /// How often what is asked was done, and how often it has to be, where that is more than once.
    #[serde(skip)]
    pub(crate) times: Option<(u64, u64)>,
}

/// The one of several that a duty is about: a person in the role that they then had, or a contract of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Concerned {
    Person(Box<str>, Role),
    Contract(Box<str>),
}

impl Concerned {
    pub(crate) fn id(&self) -> &str {
        match self {
            Concerned::Person(id, _) | Concerned::Contract(id) => id,
        }
    }
}

/// What opened a duty.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::{people::Role, policy::{Trigger, Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let opening = &policy.explain(&[&history], Moment::LATEST, Moment::LATEST)[0].opening;
/// assert_eq!((opening.by, &opening.trigger), (Some(Role::Clinician), &Trigger::Event));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "DutyOpening"))]
#[non_exhaustive]
pub struct Opening {
    /// The kind of the entry, by code: see [`Kind::from_code`].
    pub event: &'static str,
    /// The role of who acted, if they had one then.
    pub by: Option<Role>,
    /// What the rule watched for.
    pub trigger: Trigger,
    /// Whether time alone opened it: a contract lapsed.
    pub by_time: bool,
}

/// What a rule watched for.
///
/// ```
/// use practice_cycle::{contracting::Stage, policy::Trigger};
/// let written = serde_json::to_string(&Trigger::StageBegan(vec![Stage::Active])).unwrap();
/// assert_eq!(written, r#"{"type":"stage_began","data":["active"]}"#);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Trigger {
    /// The entry itself.
    Event,
    /// A contract came to stand at one of these stages.
    StageBegan(Vec<Stage>),
    /// A contract no longer stood at any of these stages.
    StageEnded(Vec<Stage>),
    /// What lasts between two events began with this one.
    TimeBetweenBegan,
    /// It ended with this one.
    TimeBetweenEnded,
    /// Another rule was broken.
    Broken(RuleCode),
}

codes! {
    /// Whether something has to hold, to be done, or not to be done.
    ///
    /// ```
    /// use practice_cycle::{policy::Asks, code::Code};
    /// assert_eq!(Asks::ToBeDoneBefore.code(), "to_be_done_before");
    /// ```
    pub enum Asks {
        ToBeSo = "to_be_so", "has to be so";
        ToBeDone = "to_be_done", "has to be done";
        ToBeDoneBefore = "to_be_done_before", "has to have been done before";
        NotToBeDone = "not_to_be_done", "must not be done";
    }
}

/// What a rule asked, as its pack writes it, with the values that its parameters had when the duty began.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new())?;
/// let all = policy.explain(&[&history], Moment::LATEST, Moment::LATEST);
/// let asked = &all.iter().find(|duty| duty.rule.as_str() == "R10").unwrap().asked;
/// assert_eq!(asked.written().get("every").unwrap(), "6 weeks");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub(crate) form: Arc<RuleForm>,
    /// The time whose values of parameters hold.
    pub(crate) at: Moment,
}

/// The parts of a rule that say what is asked and by when.
const PARTS: [&str; 16] = [
    "require", "expect", "preceded_by", "forbid", "within", "every", "by", "before", "together", "at_least", "more_than",
    "at_any_time", "each_its_own", "until", "order", "clock",
];

impl Asked {
    /// Whether something has to hold, to be done, or not to be done.
    #[must_use]
    pub fn kind(&self) -> Asks {
        let RuleForm { require, preceded_by, forbid, .. } = &*self.form;
        match (require.is_some(), preceded_by.is_some(), forbid.is_some()) {
            (true, ..) => Asks::ToBeSo,
            (_, true, _) => Asks::ToBeDoneBefore,
            (.., true) => Asks::NotToBeDone,
            (false, false, false) => Asks::ToBeDone,
        }
    }

    /// The parts of the rule that say what is asked and by when, in the form of a [pack](crate::policy::writing).
    #[must_use]
    pub fn written(&self) -> Value {
        let mut written = serde_json::to_value(&*self.form).unwrap_or_default();
        if let Some(fields) = written.as_object_mut() {
            fields.retain(|name, _| PARTS.contains(&name.as_str()));
            fields.values_mut().for_each(|value| self.put_values_in(value));
        }
        written
    }

    fn put_values_in(&self, written: &mut Value) {
        match written {
            Value::String(name) => {
                if let Some(value) = name.strip_prefix('$').and_then(|name| self.parameter(name)) {
                    *written = serde_json::to_value(value).unwrap_or_default();
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|value| self.put_values_in(value)),
            Value::Object(all) => all.values_mut().for_each(|value| self.put_values_in(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Whether time is counted for it from what opened it.
    pub(crate) fn starts_a_clock(&self) -> bool {
        let RuleForm { within, every, by, .. } = &*self.form;
        self.kind() != Asks::ToBeDoneBefore && (within.is_some() || every.is_some() || by.is_some())
    }

    /// The value that a parameter of the rule had.
    pub(crate) fn parameter(&self, name: &str) -> Option<ScalarForm> {
        let spans = spans(self.form.parameters.get(name)?, "", &mut Problems::default());
        spans.into_iter().find(|(from, to, _)| *from <= self.at && self.at < *to).map(|(.., value)| value)
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Asked", 2)?;
        fields.serialize_field("kind", &self.kind())?;
        fields.serialize_field("written", &self.written())?;
        fields.end()
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Asked {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleAsked".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let kind = generator.subschema_for::<Asks>();
        let parts: serde_json::Map<String, Value> = PARTS.iter().map(|&part| (part.to_owned(), true.into())).collect();
        schemars::json_schema!({
            "description": "What a rule asked, with the values that its parameters had when the duty began.",
            "type": "object",
            "properties": {
                "kind": kind,
                "written": {
                    "description": "The parts of the rule that say what is asked and by when, as a pack writes them.",
                    "type": "object", "properties": parts, "additionalProperties": false,
                },
            },
            "required": ["kind", "written"],
        })
    }
}

/// What would satisfy a duty, or remedy it.
///
/// ```
/// use practice_cycle::policy::Help;
/// let written = serde_json::to_string(&Help::Record("decided_by".into())).unwrap();
/// assert_eq!(written, r#"{"type":"record","data":"decided_by"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Help {
    /// Doing what was asked would satisfy it.
    DoIt,
    /// Doing it now would remedy it; it stays late.
    DoItNow,
    /// A feed of these milestones, declared complete from before, or the milestone itself.
    DeclareFeed,
    /// What this field should say.
    Record(Arc<str>),
    /// What this entry leaves open.
    RecordTheRestOf(EntryRef),
    /// A calendar that reaches further, on or back.
    LongerCalendar,
    /// A waiver, with its reason, excuses it.
    Excuse,
}

/// A value that a pack set for a parameter of a rule which stands in a pack that it extends.
///
/// ```
/// use practice_cycle::policy::Setting;
/// let pack = ("our-council".into(), "2026-11".into());
/// let setting = Setting { parameter: "review_every".into(), value: "4 weeks".into(), pack };
/// assert_eq!(setting.to_string(), "pack `our-council`, version 2026-11, sets \"review every\" to 4 weeks");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ParameterSetting"))]
pub struct Setting {
    /// The parameter.
    pub parameter: String,
    /// Its value at that time.
    pub value: String,
    /// The pack that set it, and its version.
    pub pack: (String, String),
}

impl Finding {
    pub(crate) fn of(
        outcomes: &Outcomes<'_>,
        rule: &Rule,
        (obligation, fate): (&Obligation, Fate),
        duty: Duty,
        as_of: Moment,
    ) -> Self {
        let recorded = obligation.cold.as_deref();
        Self {
            rule: rule.id.clone(),
            pack: Arc::clone(&rule.pack),
            title: Arc::clone(&rule.title),
            source: Arc::clone(&rule.source),
            after: rule.after.clone(),
            severity: rule.severity,
            as_of,
            opening: Opening::of(outcomes, rule, obligation),
            because: recorded.map(|cold| cold.because.clone()).unwrap_or_default(),
            due: due(outcomes, rule, obligation),
            counted_from: recorded.and_then(|cold| cold.counted),
            set: set(rule, obligation.since),
            asked: Asked { form: Arc::clone(&rule.written), at: obligation.since },
            found: recorded.map(|cold| cold.instead.clone()).unwrap_or_default(),
            unsaid: unsaid(rule, obligation),
            concerns: concerned(outcomes, obligation),
            times: times(rule, obligation),
            help: help(rule, &duty, fate),
            verdict: duty.verdict(),
            duty,
        }
    }

    /// Whether a part of what is asked was done, and not all of it.
    pub(crate) fn is_partly_done(&self) -> bool {
        !self.unsaid.is_empty() || self.times.is_some_and(|(done, needed)| 0 < done && done < needed)
    }

    /// Whether it was excused, and so does not count.
    #[must_use]
    pub fn is_excused(&self) -> bool {
        self.duty.excused.is_some()
    }
}

impl Opening {
    fn of(outcomes: &Outcomes<'_>, rule: &Rule, obligation: &Obligation) -> Self {
        let context = outcomes.records().context(obligation.opened);
        let stages = |bits: &u32| CodeSet::<Stage>::from_bits(u64::from(*bits)).iter().collect();
        let trigger = match &rule.when.what {
            Happening::Entry(_) => Trigger::Event,
            Happening::Begins(State::Stages(bits)) => Trigger::StageBegan(stages(bits)),
            Happening::Ends(State::Stages(bits)) => Trigger::StageEnded(stages(bits)),
            Happening::Begins(State::Between(..)) => Trigger::TimeBetweenBegan,
            Happening::Ends(State::Between(..)) => Trigger::TimeBetweenEnded,
            Happening::Broken(id) => Trigger::Broken(id.clone()),
        };
        let by = context.as_ref().and_then(|context| {
            let (entry, cycle) = (context.entry, context.input.cycle);
            if !obligation.by_time {
                return cycle.role_of(entry);
            }
            cycle.held_of(entry.act().by.as_str(), obligation.opened.at.just_after(), entry.number()).main()
        });
        let event = context.map_or("", |context| Kind::code(context.entry.event().kind()));
        Self { event, by, trigger, by_time: obligation.by_time }
    }
}

/// What other packs set of a rule, as it was at a time.
fn set(rule: &Rule, at: Moment) -> Vec<Setting> {
    let setting = |Set { parameter, pack, values }: &Set| {
        let value = values.at(at)?.clone();
        Some(Setting { parameter: parameter.clone(), value, pack: (**pack).clone() })
    };
    rule.set.iter().filter_map(setting).collect()
}

/// When the duty was due, and how that was counted.
fn due(outcomes: &Outcomes<'_>, rule: &Rule, obligation: &Obligation) -> Option<Due> {
    let period = match &rule.requirement {
        Requirement::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => period,
        Requirement::Forbid { within: Some(period), .. } => period,
        Requirement::Expect { .. }
        | Requirement::Forbid { .. }
        | Requirement::PrecededBy { .. }
        | Requirement::Require(_) => return None,
    };
    // While its clock stands still, it is not due at any time yet.
    let period =
        *period.at(obligation.since).filter(|_| !matches!(obligation.status, Status::Waiting) || !obligation.stands())?;
    let due = period.due_with_pauses(obligation.counted_from(), &obligation.pauses(), outcomes.calendar()).ok();
    let is_ban = matches!(rule.requirement, Requirement::Forbid { .. });
    // A clock that stood still came to another end.
    due.filter(|due| obligation.due == if is_ban { end_of_ban(period, due.at) } else { due.at })
}

/// The one of several that the duty is about.
fn concerned(outcomes: &Outcomes<'_>, obligation: &Obligation) -> Option<Concerned> {
    let id = obligation.each()?;
    if obligation.each_is_contract() {
        return Some(Concerned::Contract(id.into()));
    }
    let context = outcomes.records().context(obligation.opened)?;
    let held = context.input.cycle.held_of(id, obligation.opened.at, context.entry.number());
    Some(Concerned::Person(id.into(), held.main()?))
}

/// How often it was done so far, where that is asked more than once.
fn times(rule: &Rule, obligation: &Obligation) -> Option<(u64, u64)> {
    let Requirement::Expect { at_least, .. } = &rule.requirement else { return None };
    let needed = u64::try_from(*at_least.at(obligation.since)?).ok()?;
    (needed > 1).then_some((u64::from(obligation.count).min(needed), needed))
}

/// What answers should say between them, and did not.
fn unsaid(rule: &Rule, obligation: &Obligation) -> Vec<Arc<str>> {
    let said = obligation.cold.as_ref().map_or(0, |cold| cold.said);
    let open = !matches!(obligation.status, Status::Met(_));
    let Some(together) = rule.together().filter(|_| open && said != 0) else { return Vec::new() };
    together.codes.iter().filter(|code| !together.says(code, said)).cloned().collect()
}

/// What would satisfy the duty, or remedy it now.
fn help(rule: &Rule, duty: &Duty, fate: Fate) -> Vec<Help> {
    // No waiver excuses a period that was answered before it.
    let is_over = rule.recurs() && matches!(duty.outcome, Outcome::Missed { remedied: Some(_), .. });
    let excuse = (rule.severity == Severity::Query && duty.excused.is_none() && !is_over).then_some(Help::Excuse);
    let first = match (&duty.outcome, &rule.requirement) {
        // What is closed, or was ended, is remedied no more.
        (Outcome::Missed { remedied: None, .. }, Requirement::Expect { .. }) if fate == Fate::Open => {
            return [Some(Help::DoItNow), excuse].into_iter().flatten().collect();
        }
        (Outcome::Unknown { missing: Missing::Feed }, _) => Some(Help::DeclareFeed),
        (Outcome::Unknown { missing: Missing::Field(path) }, _) => Some(Help::Record(Arc::clone(path))),
        (Outcome::Unknown { missing: Missing::Answer(by) }, _) => Some(Help::RecordTheRestOf(*by)),
        (Outcome::Unknown { missing: Missing::Calendar | Missing::BeforeCalendar }, _) => Some(Help::LongerCalendar),
        (Outcome::Open { .. }, Requirement::Expect { .. } | Requirement::PrecededBy { .. }) => Some(Help::DoIt),
        (Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } | Outcome::Holding { .. }, _) => None,
        _ => excuse,
    };
    first.into_iter().collect()
}
