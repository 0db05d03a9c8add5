//! What has to be so at a time.

use std::collections::BTreeSet;

use practice_cycle::assessment::{Assessment, Parameters};
use practice_cycle::boundary::Scope;
use practice_cycle::code::Code;
use practice_cycle::moment::Moment;
use practice_cycle::standing::{self, Standing, Step};
use serde_json::Value;

use super::fields::{Context, Reached, Truth};
use super::happening::{ENTRY, Key, Names, Place, named_in};
use super::world::{Fact, before};
use super::{OR, Reference, Rule, everywhere, pairs};

/// An opening that a condition is asked of.
pub(crate) struct Asked<'o, 'w> {
    pub(crate) place: Place,
    pub(crate) context: &'o Context<'w>,
    pub(crate) key: Option<&'o Key>,
}

/// What had happened before, for certain or perhaps; and when the history began, if what is not in it may lie before that.
type Earlier<'w> = (Vec<(&'w Fact, Truth)>, Option<Moment>);

/// Whether it holds; if that is not known, what is missing.
type Answer = (Truth, &'static str);

impl<'a> Reference<'a> {
    pub(crate) fn holds(&self, rule: Rule<'a>, form: &'a Value, asked: &Asked<'_, 'a>) -> Answer {
        let (name, inner) = form.as_object().and_then(|form| form.iter().next()).expect("a condition");
        let each = || inner.as_array().unwrap().iter().map(|form| self.holds(rule, form, asked));
        match name.as_str() {
            "all" => folded(each(), |all| all.min().unwrap_or(Truth::Yes)),
            "any" => folded(each(), |any| any.max().unwrap_or(Truth::No)),
            "not" => {
                let (truth, why) = self.holds(rule, inner, asked);
                (truth.not(), why)
            }
            "where" => self.world.all_and_why(&rule, asked.context, inner),
            "while" => {
                let Some(key) = asked.key else { return (Truth::Unknown, "field") };
                let turns = self.turns(rule, inner, Names::Then);
                let last = turns.iter().rfind(|(turn, _)| turn.place < asked.place && turn.key.as_ref() == Some(key));
                (Truth::of(last.is_some_and(|&(_, begins)| begins)), "")
            }
            "happened" => self.happened(rule, inner, asked),
            "last" | "first" => self.end(rule, inner, name == "first", asked),
            "ratio" => self.ratio(rule, inner, asked),
            "open" => self.open(rule, inner, asked),
            "concurrent" => self.concurrent(rule, inner, asked),
            "standing" => {
                let step = Step::from_code(inner["at_least"].as_str().unwrap()).unwrap();
                let view = self.world.told(asked.context).history.view(before(asked.context.at), self.world.known_at);
                (Truth::of(Standing::of(&view, &standing::Parameters::default()).step >= step), "")
            }
            "boundary" => {
                let view = self.world.told(asked.context).history.view(before(asked.context.at), self.world.known_at);
                let verdict = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2()).verdict.code();
                let listed = inner["verdict"].as_array().map_or(std::slice::from_ref(&inner["verdict"]), Vec::as_slice);
                let is = listed.iter().any(|one| *one == *verdict);
                if verdict == "insufficient" && !is { (Truth::Unknown, "reading") } else { (Truth::of(is), "") }
            }
            _ => panic!("no condition: {name}"),
        }
    }

    /// What had happened before, about the same as is asked: for certain, or perhaps.
    fn earlier(&self, rule: Rule<'a>, form: &'a Value, asked: &Asked<'_, 'a>) -> Option<Earlier<'a>> {
        self.until(rule, &form["per"], form, asked, false)
    }

    /// The same, with the entry that asks where that is wanted, too.
    fn until(
        &self,
        rule: Rule<'a>,
        per: &'a Value,
        form: &'a Value,
        asked: &Asked<'_, 'a>,
        with_it: bool,
    ) -> Option<Earlier<'a>> {
        let (when, then, scope) = named(rule, per);
        let key = self.keys(asked.context, &when, &scope).into_iter().next();
        // What who asks is about may have been redacted: then it may be anything that is not known to be another.
        if key.is_none() && (with_it || !self.is_subject_redacted(asked.context, &when)) {
            return None;
        }
        let about_same = |fact: &Fact| {
            let there = Context::of(fact);
            let keys = self.keys(&there, &then, &scope);
            if key.as_ref().is_some_and(|key| keys.contains(key)) {
                return Truth::Yes;
            }
            let is_here = fact.place == asked.context.fact.place;
            let is_known_in_all =
                scope.iter().any(|name| matches!(name.as_str(), "case" | "clinician" | "cycle" | "everywhere"));
            let may_be = match keys.is_empty() {
                true => is_here && self.is_subject_redacted(&there, &then),
                false => key.is_none() && (is_here || is_known_in_all),
            };
            if may_be && self.may_be_about(asked.context, &when, &there, &then) { Truth::Unknown } else { Truth::No }
        };
        let facts = self.entries(&form["event"]).into_iter();
        let now = Place { phase: 0, ..asked.place };
        let is_earlier = |fact: &&'a Fact| Place::of(fact, 0) < now || (with_it && Place::of(fact, 0) == now);
        let earlier = facts.filter(is_earlier).map(|fact| (fact, about_same(fact))).filter(|&(_, same)| same != Truth::No);
        let told = earlier.map(|(fact, same)| (fact, self.world.all(&rule, &Context::of(fact), &form["where"]).min(same)));
        let told = told.filter(|&(_, truth)| truth != Truth::No).collect();
        Some((told, self.midway(asked.context, &then)))
    }

    /// Whether something about this may lie in an attachment that went before and is not looked at: nothing about what was made
    /// here can.
    pub(crate) fn midway(&self, context: &Context<'_>, names: &[String]) -> Option<Moment> {
        let made_here = |name: &String| {
            let noun = name.rsplit('.').next().unwrap_or(name);
            matches!(noun, "contract" | "intervention" | "session" | "concern" | "suggestion" | "change" | "milestone")
        };
        let mut names = names.iter().flat_map(|name| name.split(OR)).map(str::to_owned);
        self.world.told(context).midway.filter(|_| !names.any(|name| made_here(&name)))
    }

    /// Whether something is no longer ago than a period.
    pub(crate) fn is_recent(&self, rule: Rule<'_>, within: &Value, then: Moment, now: Moment, dated: Moment) -> Answer {
        if within.is_null() {
            return (Truth::Yes, "");
        }
        let Some(period) = rule.period(within, dated) else { return (Truth::Unknown, "parameter") };
        match period.reaches_back_to(now, self.world.calendar) {
            Ok(since) => (Truth::of(then >= since), ""),
            Err(refused) => (Truth::Unknown, super::clock::beyond(refused.day, self.world.calendar).0),
        }
    }

    fn happened(&self, rule: Rule<'a>, form: &'a Value, asked: &Asked<'_, 'a>) -> Answer {
        let Some((earlier, midway)) = self.earlier(rule, form, asked) else { return (Truth::Unknown, "field") };
        let now = asked.context.at;
        let recent = |at| self.is_recent(rule, &form["within"], at, now, now);
        let bounds = if form["since"].is_null() {
            Vec::new()
        } else {
            self.until(rule, &form["per"], &form["since"], asked, false).map(|(bounds, _)| bounds).unwrap_or_default()
        };
        let last = bounds.iter().rfind(|(_, truth)| *truth == Truth::Yes).map(|(fact, _)| *fact);
        let midway = midway.filter(|&began| last.is_none_or(|last| began > last.at));
        let counted: Vec<Answer> = earlier
            .iter()
            .map(|&(fact, truth)| {
                let truth = truth.min(comes_after(fact, &bounds)).min(self.is_such(rule, form, fact, asked).0);
                let (recent, why) = recent(fact.at);
                if recent == Truth::Unknown { (truth.min(recent), why) } else { (truth.min(recent), "answer") }
            })
            .collect();
        let surely = counted.iter().filter(|(truth, _)| *truth == Truth::Yes).count() as i64;
        let perhaps = surely + counted.iter().filter(|(truth, _)| *truth == Truth::Unknown).count() as i64;
        let beyond = midway.is_some_and(|began| recent(began).0 != Truth::No);
        let (least, most) = (&form["at_least"], &form["at_most"]);
        let least = if least.is_null() && most.is_null() { &Value::from(1) } else { least };
        let limits = [(least, true), (most, false)].into_iter().filter(|(limit, _)| !limit.is_null());
        let each = limits.map(|(limit, least)| {
            let Some(limit) = rule.number(limit, now) else { return (Truth::Unknown, "parameter") };
            let why = if perhaps > surely {
                counted.iter().find(|(truth, _)| *truth == Truth::Unknown).unwrap().1
            } else {
                "earlier_cycle"
            };
            match least {
                true if surely >= limit => (Truth::Yes, ""),
                true if perhaps >= limit || beyond => (Truth::Unknown, why),
                true => (Truth::No, ""),
                false if surely > limit => (Truth::No, ""),
                false if perhaps > limit || beyond => (Truth::Unknown, why),
                false => (Truth::Yes, ""),
            }
        });
        folded(each, |all| all.min().unwrap_or(Truth::Yes))
    }

    /// How many of one thing there are for every hundred of another, in whole numbers.
    fn ratio(&self, rule: Rule<'a>, form: &'a Value, asked: &Asked<'_, 'a>) -> Answer {
        let now = asked.context.at;
        let (mut counts, mut why) = (Vec::new(), "");
        for name in ["of", "to"] {
            let Some((earlier, midway)) = self.until(rule, &form["per"], &form[name], asked, true) else {
                return (Truth::Unknown, "field");
            };
            let (mut surely, mut perhaps) = (0_i128, 0_i128);
            for (fact, truth) in earlier {
                let (recent, lacks) = self.is_recent(rule, &form["within"], fact.at, now, now);
                match truth.min(recent) {
                    Truth::Yes => surely += 1,
                    Truth::Unknown => {
                        perhaps += 1;
                        let lacks = if recent == Truth::Unknown { lacks } else { "answer" };
                        why = if why.is_empty() { lacks } else { why };
                    }
                    Truth::No => {}
                }
            }
            let beyond = midway.is_some_and(|began| self.is_recent(rule, &form["within"], began, now, now).0 != Truth::No);
            counts.push((surely, if beyond { 1_000_000_000 } else { surely + perhaps }));
        }
        let why = if why.is_empty() { "earlier_cycle" } else { why };
        let ((fewest, most), (base, top)) = (counts[0], counts[1]);
        let limits =
            [(&form["at_least"], true), (&form["at_most"], false)].into_iter().filter(|(limit, _)| !limit.is_null());
        let each = limits.map(|(limit, least)| {
            let Some(limit) = rule.number(limit, now).map(i128::from) else { return (Truth::Unknown, "parameter") };
            // Whether it holds of so many for so many: the extremes decide.
            let holds = |of: i128, to: i128| if least { of * 100 >= limit * to } else { of * 100 <= limit * to };
            let extremes = [(fewest, base), (fewest, top), (most, base), (most, top)];
            let all: Vec<bool> = extremes.into_iter().map(|(of, to)| holds(of, to)).collect();
            match (all.contains(&true), all.contains(&false)) {
                (true, false) => (Truth::Yes, ""),
                (false, true) => (Truth::No, ""),
                _ => (Truth::Unknown, why),
            }
        });
        folded(each, |all| all.min().unwrap_or(Truth::Yes))
    }

    /// How much has begun and not ended, with the entry that asks.
    fn open(&self, rule: Rule<'a>, form: &'a Value, asked: &Asked<'_, 'a>) -> Answer {
        let Some((begun, midway)) = self.until(rule, &form["per"], &form["from"], asked, true) else {
            return (Truth::Unknown, "field");
        };
        let now = Place { phase: 0, ..asked.place };
        let ends: Vec<(&Fact, Truth)> = self
            .entries(&form["to"]["event"])
            .into_iter()
            .filter(|fact| Place::of(fact, 0) <= now)
            .map(|fact| (fact, self.world.all(&rule, &Context::of(fact), &form["to"]["where"])))
            .collect();
        let (mut surely, mut doubts) = (Vec::new(), Vec::new());
        for (fact, truth) in begun {
            let ended = ends.iter().filter(|(end, _)| Place::of(end, 0) > Place::of(fact, 0));
            let ended = ended.map(|&(end, ends)| self.is_end_of(rule, &form["same"], end, fact).min(ends));
            let truth = truth.min(ended.max().unwrap_or(Truth::No).not());
            let counted = self.counted(&form["distinct"], fact);
            match (truth, counted) {
                (Truth::No, _) => {}
                (Truth::Yes, Some(counted)) => surely.push(counted),
                (Truth::Yes, None) => doubts.push((None, "field")),
                (Truth::Unknown, counted) => doubts.push((counted, "answer")),
            }
        }
        let known: BTreeSet<String> = surely.into_iter().collect();
        doubts.retain(|(value, _)| !value.as_ref().is_some_and(|value| known.contains(value)));
        let unknown = doubts.iter().filter(|(value, _)| value.is_none()).count();
        let others: BTreeSet<&String> = doubts.iter().filter_map(|(value, _)| value.as_ref()).collect();
        let surely = known.len() as i64;
        let most = if midway.is_some() { i64::MAX } else { surely + (unknown + others.len()) as i64 };
        let why = doubts.first().map_or("earlier_cycle", |&(_, why)| why);
        let limits =
            [(&form["at_least"], true), (&form["at_most"], false)].into_iter().filter(|(limit, _)| !limit.is_null());
        let each = limits.map(|(limit, least)| {
            let Some(limit) = rule.number(limit, asked.context.at) else { return (Truth::Unknown, "parameter") };
            let holds = |count: i64| if least { count >= limit } else { count <= limit };
            match (holds(surely), holds(most)) {
                (true, true) => (Truth::Yes, ""),
                (false, false) => (Truth::No, ""),
                _ => (Truth::Unknown, why),
            }
        });
        folded(each, |all| all.min().unwrap_or(Truth::Yes))
    }

    /// Whether one entry names what another began, if it fits.
    fn is_end_of(&self, rule: Rule<'a>, same: &'a Value, end: &Fact, begun: &Fact) -> Truth {
        let (when, then, scope) = named(rule, same);
        let (end, begun) = (Context::of(end), Context::of(begun));
        let Some(key) = self.keys(&begun, &when, &scope).into_iter().next() else { return Truth::Unknown };
        if self.keys(&end, &then, &scope).contains(&key) {
            return Truth::Yes;
        }
        let is_unclear = then.iter().any(|name| matches!(self.world.reach(&end, named_in(&end, name)), Reached::One(None)));
        let is_scoped = !scope.iter().any(|name| matches!(name.as_str(), "case" | "clinician" | "cycle" | "everywhere"));
        let may_be = is_unclear && (!is_scoped || end.fact.place == begun.fact.place);
        if may_be { Truth::Unknown } else { Truth::No }
    }

    /// What counts once: the entry itself, or a value of it, if that is known.
    fn counted(&self, distinct: &Value, fact: &Fact) -> Option<String> {
        let Some(path) = distinct.as_str() else { return Some(format!("{}.{}", fact.place, fact.number)) };
        let Reached::One(Some(value)) = self.world.reach(&Context::of(fact), path) else { return None };
        let is_known_in_all = matches!(path, "case" | "clinician" | "cycle");
        Some(if is_known_in_all { value.to_string() } else { format!("{} {value}", fact.place) })
    }

    fn end(&self, rule: Rule<'a>, form: &'a Value, first: bool, asked: &Asked<'_, 'a>) -> Answer {
        let Some((earlier, midway)) = self.earlier(rule, form, asked) else { return (Truth::Unknown, "field") };
        let end = if first { earlier.first() } else { earlier.last() };
        match end {
            Some(_) if first && midway.is_some() => (Truth::Unknown, "earlier_cycle"),
            Some((_, Truth::Unknown)) => (Truth::Unknown, "answer"),
            Some((fact, _)) => self.is_such(rule, form, fact, asked),
            None if midway.is_some() => (Truth::Unknown, "earlier_cycle"),
            None => (Truth::No, ""),
        }
    }

    /// Whether what happened before is such, beside the entry that asks.
    fn is_such(&self, rule: Rule<'a>, form: &'a Value, fact: &'a Fact, asked: &Asked<'_, 'a>) -> Answer {
        let (opening, now) = (Some(Box::new(asked.context.clone())), asked.context.at);
        let context = Context { opening, asked_at: Some(now), ..Context::of(fact) };
        self.world.all_and_why(&rule, &context, &form["is"])
    }

    fn concurrent(&self, rule: Rule<'a>, form: &'a Value, asked: &Asked<'_, 'a>) -> Answer {
        let (context, place) = (asked.context, asked.place);
        let here = self.world.about(context, "contract").filter(|id| self.world.told(context).contracts.contains_key(id));
        let Some(here) = here else { return (Truth::Unknown, "field") };
        let listed = |code: &str| {
            form["stage"].as_str() == Some(code)
                || form["stage"].as_array().is_some_and(|all| all.iter().any(|one| *one == *code))
        };
        let sharing = form["sharing"].as_array().map_or(&[][..], Vec::as_slice);
        let mine: Vec<Option<Value>> = sharing
            .iter()
            .map(|name| self.world.told(context).attribute(&here, name.as_str().unwrap(), context.at, context.by))
            .collect();
        let changes = self.changes();
        let (mut surely, mut perhaps) = (0_i64, 0_i64);
        let mut values: BTreeSet<String> = BTreeSet::new();
        let mut any = false;
        for (history, told) in self.world.cycles.iter().enumerate() {
            for id in told.contracts.keys() {
                let is_here =
                    |change: &&super::happening::Change<'_>| change.place.history == history && change.contract == *id;
                let last = changes.iter().filter(is_here).rfind(|change| change.place <= Place { phase: u8::MAX, ..place });
                if !last.is_some_and(|last| listed(last.to.code())) {
                    continue;
                }
                any = true;
                // Entries of other histories at that very instant come before, or after, those of this one.
                let (at, by) = match history.cmp(&place.history) {
                    _ if place.turn != ENTRY => (context.at, u32::MAX),
                    std::cmp::Ordering::Less => (context.at, u32::MAX),
                    std::cmp::Ordering::Equal => (context.at, context.by),
                    std::cmp::Ordering::Greater => (before(context.at), u32::MAX),
                };
                let theirs = sharing.iter().map(|name| told.attribute(id, name.as_str().unwrap(), at, by));
                let shares = mine.iter().zip(theirs).map(|(mine, theirs)| match theirs {
                    None => Truth::Unknown,
                    Some(theirs) => Truth::of(mine.as_ref() == Some(&theirs)),
                });
                let invited = told.maker("contract", id).unwrap();
                let fits = self.world.all(&rule, &Context { at, by, ..Context::of(invited) }, &form["where"]);
                let shares = shares.min().unwrap_or(Truth::Yes).min(fits);
                if shares == Truth::No {
                    continue;
                }
                match form["distinct"].as_str() {
                    None => {
                        surely += i64::from(shares == Truth::Yes);
                        perhaps += 1;
                    }
                    Some(name) => match told.attribute(id, name, at, by) {
                        Some(value) if shares == Truth::Yes => drop(values.insert(value.to_string())),
                        _ => perhaps += 1,
                    },
                }
            }
        }
        // What is asked to be the same has to be known here, as soon as there is another to compare it with.
        if any && mine.contains(&None) {
            return (Truth::Unknown, "field");
        }
        surely += values.len() as i64;
        perhaps = perhaps.max(surely).max(values.len() as i64 + if form["distinct"].is_null() { 0 } else { perhaps });
        let limits =
            [(&form["at_least"], true), (&form["at_most"], false)].into_iter().filter(|(limit, _)| !limit.is_null());
        let each = limits.map(|(limit, least)| {
            let Some(limit) = rule.number(limit, context.at) else { return (Truth::Unknown, "parameter") };
            match (least, surely, perhaps) {
                (true, surely, _) if surely >= limit => (Truth::Yes, ""),
                (true, _, perhaps) if perhaps >= limit => (Truth::Unknown, "field"),
                (true, ..) => (Truth::No, ""),
                (false, surely, _) if surely > limit => (Truth::No, ""),
                (false, _, perhaps) if perhaps > limit => (Truth::Unknown, "field"),
                (false, ..) => (Truth::Yes, ""),
            }
        });
        folded(each, |all| all.min().unwrap_or(Truth::Yes))
    }
}

/// What something is about, as a rule says it, or a part of it otherwise: the names in what asks, those in what happened, and the
/// names by which it is known in which histories it means the same.
fn named(rule: Rule<'_>, per: &Value) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (per, everywhere) = match per.as_array() {
        Some(names) => (pairs(names), everywhere(per)),
        None => (rule.per(), everywhere(&rule.form["per"])),
    };
    let (when, then): (Vec<String>, Vec<String>) = per.into_iter().unzip();
    let scope = when.iter().cloned().chain(everywhere).collect();
    (when, then, scope)
}

/// Whether something came after the last of what it has to come after.
pub(crate) fn comes_after(fact: &Fact, bounds: &[(&Fact, Truth)]) -> Truth {
    let later = |bound: &Fact| Place::of(bound, 0) >= Place::of(fact, 0);
    let truths = bounds.iter().filter(|(bound, _)| later(bound)).map(|(_, truth)| truth.not());
    truths.min().unwrap_or(Truth::Yes)
}

/// Several answers as one, with what the first of those that are not known lacks.
fn folded(answers: impl Iterator<Item = Answer>, fold: impl Fn(std::vec::IntoIter<Truth>) -> Truth) -> Answer {
    let answers: Vec<Answer> = answers.collect();
    let truths: Vec<Truth> = answers.iter().map(|&(truth, _)| truth).collect();
    let why = answers.iter().find(|(truth, _)| *truth == Truth::Unknown).map_or("", |&(_, why)| why);
    (fold(truths.into_iter()), why)
}
