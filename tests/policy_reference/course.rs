//! What happens to a duty once it is open: everything that comes after is gone through, one thing after another.

use std::collections::BTreeSet;

use practice_cycle::moment::Moment;
use serde_json::Value;

use super::clock;
use super::condition::comes_after;
use super::duty::{Followed, Opening, Outcome, Status, Turn};
use super::fields::{Context, Named, Truth};
use super::happening::{Closed, DUE_BREAKS, ENTRY, EntryRef, Key, OPENS, Occasion, Place, codes, tests_of};
use super::world::{Fact, after};
use super::{Reference, Rule};

impl<'a> Reference<'a> {
    /// What time alone settles, before something happens, or by now.
    pub(super) fn expire(
        &self,
        this: &mut Followed<'a, '_>,
        next: Option<Place>,
        breach: &mut impl FnMut(&Key, Place, Moment),
    ) -> Option<Outcome> {
        let (limit, by) = this.limit()?;
        let passed = next.map_or(limit < self.world.now, |next| Place::due(limit) < next);
        if !passed || !this.runs() {
            return None;
        }
        match this.status {
            Status::Waiting => {
                this.status = Status::Missed(limit, by);
                if !this.is_doubtful() {
                    let place = Place { at: limit, turn: DUE_BREAKS, history: 0, number: 0, phase: 0 };
                    breach(&this.key, place.max(this.place), limit);
                }
                // What has closed is remedied no more.
                this.closed.then_some(Outcome::Missed { at: limit, by, remedied: None })
            }
            Status::Banned => Some(Outcome::Kept(limit)),
            Status::Missed(..) => None,
        }
    }

    /// What something that happens does to the duty; how it ends, if it does.
    pub(super) fn take(
        &self,
        this: &mut Followed<'a, '_>,
        place: Place,
        turn: &Turn<'a>,
        taken: &mut BTreeSet<(Place, Key)>,
        breach: &mut impl FnMut(&Key, Place, Moment),
    ) -> Option<Outcome> {
        let rule = this.rule;
        let open = |status: &Status| !matches!(status, Status::Missed(..));
        match turn {
            Turn::Answer(occasion) => {
                let entry_ref = occasion.entry_ref;
                let gone = this.status == Status::Banned && this.due.is_some_and(|due| due <= entry_ref.at);
                if gone || (rule.is("each_its_own") && taken.contains(&(place, this.key.clone()))) {
                    return None;
                }
                match self.concerns(this, occasion, Self::asked(rule)) {
                    Truth::No => return None,
                    Truth::Unknown => {
                        this.doubts.answered |= open(&this.status);
                        return None;
                    }
                    Truth::Yes => {}
                }
                taken.insert((place, this.key.clone()));
                this.answers.push(occasion.context.fact);
                if !self.is_enough(this, &this.answers) {
                    return None;
                }
                Some(match this.status {
                    Status::Banned => {
                        if !this.doubts.ended {
                            breach(&this.key, place, entry_ref.at);
                        }
                        Outcome::Broken(entry_ref)
                    }
                    Status::Waiting => Outcome::Met(entry_ref),
                    Status::Missed(at, by) => Outcome::Missed { at, by, remedied: Some(entry_ref) },
                })
            }
            Turn::Before(occasion) => {
                let truth = self.concerns(this, occasion, &rule.form["before"]);
                if truth == Truth::No || this.status != Status::Waiting {
                    return None;
                }
                if truth == Truth::Unknown {
                    this.doubts.passed = true;
                    return None;
                }
                let entry_ref = occasion.entry_ref;
                if rule.says("order", "strict") {
                    this.status = Status::Missed(entry_ref.at, Some(entry_ref));
                    if !this.is_doubtful() {
                        breach(&this.key, place, entry_ref.at);
                    }
                    return None;
                }
                let end = match clock::last_instant(self.world.calendar.day_of(entry_ref.at), self.world.calendar) {
                    Ok(end) => end,
                    Err(beyond) => return Some(Outcome::Unknown(beyond.0)),
                };
                this.bound = this.bound.or(Some((end, entry_ref)));
                None
            }
            Turn::Until(occasion) => match (self.concerns(this, occasion, &rule.form["until"]), &this.status) {
                (Truth::No, _) => None,
                (Truth::Unknown, status) => {
                    this.doubts.ended |= open(status);
                    None
                }
                (Truth::Yes, Status::Waiting) => Some(Outcome::Released(occasion.entry_ref.at, Some(occasion.entry_ref))),
                (Truth::Yes, Status::Banned) => Some(Outcome::Kept(occasion.entry_ref.at)),
                (Truth::Yes, &Status::Missed(at, by)) => Some(Outcome::Missed { at, by, remedied: None }),
            },
            Turn::Close(closed, entry_ref) => {
                if !self.is_about(this, closed) || rule.says("on_close", "carry") || rule.says("on_close", "keep") {
                    return None;
                }
                Some(match this.status {
                    Status::Banned => Outcome::Kept(entry_ref.at),
                    Status::Waiting if rule.says("on_close", "break") && !rule.says("order", "strict") => {
                        let day = self.world.calendar.day_of(entry_ref.at);
                        let Ok(end) = clock::last_instant(day, self.world.calendar) else {
                            return Some(Outcome::Unknown("calendar"));
                        };
                        this.closed = true;
                        this.standing = None;
                        this.bound = this.bound.or(Some((end, *entry_ref)));
                        return None;
                    }
                    Status::Waiting if rule.says("on_close", "break") => {
                        if !this.is_doubtful() {
                            breach(&this.key, place, entry_ref.at);
                        }
                        Outcome::Missed { at: entry_ref.at, by: Some(*entry_ref), remedied: None }
                    }
                    Status::Waiting => Outcome::Released(entry_ref.at, Some(*entry_ref)),
                    Status::Missed(at, by) => Outcome::Missed { at, by, remedied: None },
                })
            }
            Turn::Carry(history, from, to) => {
                let carries = rule.says("on_close", "carry") && this.opening.context.fact.place == *history;
                let part = self.closing_part(this).filter(|&part| carries && this.key[part] == *from);
                if let Some(part) = part {
                    this.key[part].clone_from(to);
                }
                None
            }
            Turn::Pause(history, contract, stops) => {
                let about = self.is_about(this, &Closed::Contract(*history, contract.clone()));
                if !about || !rule.says("clock", "pauses") || this.status != Status::Waiting || this.closed {
                    return None;
                }
                if *stops {
                    this.standing = Some(place.at);
                    return None;
                }
                let since = this.standing.take()?;
                this.stood.push((since, place.at));
                match self.due(this) {
                    Ok(due) => this.due = due,
                    Err(lacks) => return Some(Outcome::Unknown(lacks)),
                }
                None
            }
        }
    }

    /// Whether something that happened is about the same, and is what was asked. An entry of which it is not known what it is
    /// about may be an answer to whatever is open in its history.
    pub(super) fn concerns(&self, this: &Followed<'a, '_>, occasion: &Occasion<'a>, form: &Value) -> Truth {
        let Some(key) = occasion.key.as_ref().filter(|_| !occasion.is_entry) else {
            let opening = this.opening.context.clone();
            let here = opening.fact.place == occasion.context.fact.place;
            let context = Context { opening: Some(Box::new(opening)), ..occasion.context.clone() };
            let fits = || self.world.all(&this.rule, &context, tests_of(form, &context.fact.kind));
            let answers = std::ptr::eq(form, Self::asked(this.rule));
            return match self.answer_keys(this.rule, &context).contains(&this.key) {
                true if answers => fits().min(self.answers_by_link(this, context.fact)),
                true => fits(),
                false if answers && here && self.lacks_key(this.rule, &context) => {
                    fits().min(Truth::Unknown).min(self.answers_by_link(this, context.fact))
                }
                false => Truth::No,
            };
        };
        Truth::of(*key == this.key)
    }

    /// Whether an answer may be one to this duty by what it names: the nearest that opens a duty of the rule is what it answers.
    fn answers_by_link(&self, this: &Followed<'a, '_>, answer: &Fact) -> Truth {
        let Some(field) = this.rule.form["linked_by"].as_str() else { return Truth::Yes };
        let mut here = answer;
        for _ in 0..1000 {
            here = match self.world.named(here, field) {
                Named::Nothing => return Truth::Yes,
                Named::Unclear => return Truth::Unknown,
                Named::Entry(fact) => fact,
            };
            match self.fits_entry(this.rule, &this.rule.form["when"], here) {
                Truth::Yes => {
                    let opened = this.opening.occasion.entry_ref;
                    return Truth::of((opened.history, opened.number) == (here.place, here.number));
                }
                Truth::Unknown => return Truth::Unknown,
                Truth::No => {}
            }
        }
        Truth::Yes
    }

    /// Whether an entry is one of some kinds, and what is asked of its fields holds.
    fn fits_entry(&self, rule: Rule<'a>, form: &Value, fact: &Fact) -> Truth {
        let codes = codes(form);
        let is_listed = codes.as_array().map_or(codes == *fact.kind, |all| all.iter().any(|code| *code == *fact.kind));
        if is_listed { self.world.all(&rule, &Context::of(fact), tests_of(form, &fact.kind)) } else { Truth::No }
    }

    /// The instant that a duty's time is counted from.
    fn counted_from(&self, this: &Followed<'a, '_>) -> Result<Moment, &'static str> {
        let form = &this.rule.form["counted_from"];
        let Some(along) = form["along"].as_str() else { return Ok(this.since) };
        let mut here = this.opening.context.fact;
        for _ in 0..1000 {
            here = match self.world.named(here, along) {
                Named::Nothing => return Ok(this.since),
                Named::Unclear => return Err("field"),
                Named::Entry(fact) => fact,
            };
            match self.fits_entry(this.rule, form, here) {
                Truth::Yes => return Ok(here.at),
                Truth::Unknown => {
                    let tests = tests_of(form, &here.kind);
                    return Err(self.world.all_and_why(&this.rule, &Context::of(here), tests).1);
                }
                Truth::No => {}
            }
        }
        Ok(this.since)
    }

    /// What is left to say of what answers have to say together, after some answers.
    pub(super) fn left_to_say(&self, this: &Followed<'a, '_>, answers: &[&'a Fact]) -> Option<usize> {
        let together = this.rule.form["together"].as_object()?;
        let (path, codes) = together.iter().next()?;
        let codes = codes.as_array().map_or(std::slice::from_ref(codes), Vec::as_slice);
        let says = |fact: &Fact, code: &Value| {
            // A kind without that field says everything.
            fact.kind != "family_helped_to_understand" || fact.data[path].as_array().is_some_and(|all| all.contains(code))
        };
        Some(codes.iter().filter(|code| !answers.iter().any(|fact| says(fact, code))).count())
    }

    /// Whether answers are enough: as many as are needed, or all that has to be said together.
    pub(super) fn is_enough(&self, this: &Followed<'a, '_>, answers: &[&'a Fact]) -> bool {
        self.left_to_say(this, answers).map_or(answers.len() as i64 >= this.needed, |left| left == 0)
    }

    /// The part of the key that can close: the first that names a contract, an intervention or a case.
    pub(super) fn closing_part(&self, this: &Followed<'a, '_>) -> Option<usize> {
        let names = this.rule.per();
        let is_contract = |name: &str| name == "contract" || (name == "each" && this.rule.each_is_contract());
        let place = names.iter().position(|(name, _)| is_contract(name) || matches!(name.as_str(), "intervention" | "case"));
        place.map(|place| place + this.key.len() - names.len())
    }

    pub(super) fn is_about(&self, this: &Followed<'a, '_>, closed: &Closed) -> bool {
        let here = this.opening.context.fact.place;
        let part = self.closing_part(this).map(|part| {
            let names = this.rule.per();
            (names[part + names.len() - this.key.len()].0.clone(), &this.key[part])
        });
        match (closed, part) {
            (Closed::Cycle(history), _) => *history == here,
            (Closed::Contract(history, id), Some((name, part))) => {
                *history == here && name != "intervention" && name != "case" && part == id
            }
            (Closed::Intervention(history, id), Some((name, part))) => {
                *history == here && name == "intervention" && part == id
            }
            (Closed::Case(id), Some((name, part))) => name == "case" && part == id,
            (_, None) => false,
        }
    }

    pub(super) fn stage_of(&self, this: &Followed<'a, '_>) -> Option<String> {
        let context = &this.opening.context;
        let contract = self.world.about(context, "contract")?;
        let stage = self.world.told(context).attribute(&contract, "stage", context.at, context.by)?;
        stage.as_str().map(str::to_owned)
    }

    /// The last instant in time, if there is one; or why that cannot be told.
    pub(super) fn due(&self, this: &Followed<'a, '_>) -> Result<Option<Moment>, &'static str> {
        let form = this.rule.form;
        if let Some(path) = form["by"].as_str() {
            let super::fields::Reached::One(Some(day)) = self.world.reach(&this.opening.context, path) else {
                return Err("field");
            };
            let day = day.as_str().unwrap().parse().unwrap();
            return clock::last_instant(day, self.world.calendar).map(Some).map_err(|beyond| beyond.0);
        }
        let written = if form["every"].is_null() { &form["within"] } else { &form["every"] };
        if written.is_null() {
            return Ok(None);
        }
        let from = self.counted_from(this)?;
        let period = this.rule.period(written, this.since).ok_or("parameter")?;
        let last = clock::due(period, from, &this.stood, self.world.calendar).map_err(|beyond| beyond.0)?;
        // A ban ends at the instant at which so many hours have passed, or at the midnight after its last day.
        let elapsed = matches!(period, practice_cycle::calendar::Period::Hours(_));
        Ok(Some(if form["forbid"].is_null() || elapsed { last } else { after(last) }))
    }

    /// What answered the duty before it was opened, where that counts: what was recorded earlier that day counts once, and not
    /// where it has answered another.
    pub(super) fn answers_before(
        &self,
        this: &mut Followed<'a, '_>,
        taken: &mut BTreeSet<(Place, Key)>,
    ) -> Vec<(EntryRef, &'a Fact)> {
        let rule = this.rule;
        let form = &rule.form["expect"];
        let opened = &this.opening.occasion;
        let by_entry = opened.place.turn == ENTRY && opened.place.phase == OPENS;
        let same_day = by_entry && !rule.says("order", "strict") && !rule.is("each_its_own") && rule.form["every"].is_null();
        let at_any_time = rule.is("at_any_time") || !rule.form["together"].is_null();
        if codes(form).is_null() || !(same_day || at_any_time) {
            return Vec::new();
        }
        let day = |at| self.world.calendar.day_of(at);
        let mut answers = Vec::new();
        for occasion in self.occasions(rule, form) {
            let earlier = occasion.place < Place { phase: 0, ..opened.place };
            if !earlier || !(at_any_time || day(occasion.entry_ref.at) == day(opened.entry_ref.at)) {
                continue;
            }
            if !at_any_time && taken.contains(&(occasion.place, this.key.clone())) {
                continue;
            }
            match self.concerns(this, &occasion, form) {
                Truth::Yes => answers.push((occasion.place, occasion.entry_ref, occasion.context.fact)),
                Truth::Unknown => this.doubts.answered = true,
                Truth::No => {}
            }
        }
        if !at_any_time {
            // No more than are needed, the latest.
            let needed = usize::try_from(this.needed).unwrap();
            answers.drain(..answers.len().saturating_sub(needed));
            taken.extend(answers.iter().map(|(place, ..)| (*place, this.key.clone())));
        }
        answers.into_iter().map(|(_, entry_ref, fact)| (entry_ref, fact)).collect()
    }

    /// What had to go before the opening, and did: then how the duty ends.
    pub(super) fn went_before(&self, this: &mut Followed<'a, '_>) -> Result<(), Outcome> {
        let rule = this.rule;
        let form = &rule.form["preceded_by"];
        let opened = &this.opening.occasion;
        let bounds = self.has_to_come_after(rule, this.opening);
        let (mut met, mut lacks) = (None, None);
        for occasion in self.occasions(rule, form) {
            if occasion.place >= (Place { phase: 0, ..opened.place }) {
                continue;
            }
            let then = occasion.entry_ref.at;
            let recent = self.is_recent(rule, &rule.form["within"], then, opened.entry_ref.at, this.since);
            let in_time = match (recent, self.is_early(rule, then, opened.entry_ref.at)) {
                (no @ (Truth::No, _), _) | (_, no @ (Truth::No, _)) => no,
                (unknown @ (Truth::Unknown, _), _) | (_, unknown) => unknown,
            };
            let truth = self.concerns(this, &occasion, form).min(comes_after(occasion.context.fact, &bounds));
            match (truth, in_time) {
                (Truth::No, _) | (_, (Truth::No, _)) => {}
                (Truth::Yes, (Truth::Yes, _)) => met = Some(occasion.entry_ref),
                (Truth::Yes, (Truth::Unknown, why)) => lacks = Some(why),
                (Truth::Unknown, _) => this.doubts.answered = true,
            }
        }
        match (met, lacks) {
            (Some(met), _) => Err(Outcome::Met(met)),
            (None, Some(why)) => Err(Outcome::Unknown(why)),
            (None, None) => Ok(()),
        }
    }
}

impl<'a> Reference<'a> {
    /// What an answer has to come after, of what happened before the opening: for certain, or perhaps.
    pub(super) fn has_to_come_after(&self, rule: Rule<'a>, opening: &Opening<'a>) -> Vec<(&'a Fact, Truth)> {
        let form = &rule.form["since"];
        let (false, Some(key)) = (form.is_null(), &opening.key) else { return Vec::new() };
        let place = Place { phase: 0, ..opening.occasion.place };
        let before = self.entries(&form["event"]).into_iter().filter(|fact| Place::of(fact, 0) < place);
        let told = before.map(|fact| {
            let context = Context::of(fact);
            let fits = self.world.all(&rule, &context, &form["where"]);
            let here = fact.place == opening.context.fact.place;
            match self.answer_keys(rule, &context).contains(key) {
                true => (fact, fits),
                false if here && self.lacks_key(rule, &context) => (fact, fits.min(Truth::Unknown)),
                false => (fact, Truth::No),
            }
        });
        told.filter(|(_, truth)| *truth != Truth::No).collect()
    }

    /// Whether something lies so long before as the rule asks.
    fn is_early(&self, rule: Rule<'a>, then: Moment, opened: Moment) -> (Truth, &'static str) {
        let written = &rule.form["lead_time"];
        if written.is_null() {
            return (Truth::Yes, "");
        }
        let Some(period) = rule.period(written, opened) else { return (Truth::Unknown, "parameter") };
        let calendar = self.world.calendar;
        let counted = match clock::due(period, then, &[], calendar) {
            Ok(counted) => counted,
            Err(beyond) => return (Truth::Unknown, beyond.0),
        };
        if let practice_cycle::calendar::Period::Hours(_) = period {
            return (Truth::of(counted <= opened), "");
        }
        let last = calendar.day_of(opened);
        if let Err(beyond) = clock::last_instant(last, calendar) {
            return (Truth::Unknown, beyond.0);
        }
        (Truth::of(calendar.day_of(counted) <= last), "")
    }
}

impl Followed<'_, '_> {
    pub(super) fn is_doubtful(&self) -> bool {
        self.doubts.answered || self.doubts.ended
    }
}
