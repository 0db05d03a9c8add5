//! What is said of findings in whole sentences and short notes. What a rule asks, and what was found, is put together from its
//! conditions: see [`messages`](super::messages).

use chrono::{NaiveTime, Timelike};

use super::fields::plainly;
use super::messages::finding::{source as cited, source_section};
use super::times::period;
use crate::calendar::{PUBLISHED, Tz};
use crate::message::{Message, Row, Short, messages};
use crate::moment::Moment;
use crate::policy::report::finding::{Finding, Setting};
use crate::policy::report::mark::Mark;
use crate::policy::report::verdict::{Outcome, Verdict};
use crate::policy::report::waivers::UnusedWaiver;
use crate::policy::rule::Source;

messages! {
    // What a finding is called.
    headed(what, rule, title) = "finding-heading", "{what}[{rule}]: {title}";
    // A label by itself.
    weight(severity) = "finding-severity", "{severity}";
    excused() = "finding-excused", "excused";
    undetermined() = "finding-undetermined", "undetermined";
    pending() = "finding-pending", "pending";
    holds_so_far() = "finding-holds-so-far", "holds so far";
    released() = "finding-released", "released";
    satisfied() = "finding-satisfied", "satisfied";

    // Its first sentence.
    is_broken(rule, severity, title) = "finding-is-broken", "{rule} is broken ({severity}): {title}.";
    cannot_be_determined(rule, severity, title) = "finding-cannot-be-determined", "{rule} cannot be determined ({severity}): {title}.";
    is_open(rule, severity, title) = "finding-is-open", "{rule} is open ({severity}): {title}.";
    so_far_it_holds(rule, severity, title) = "finding-so-far-it-holds", "{rule} holds so far ({severity}): {title}.";
    is_satisfied(rule, severity, title) = "finding-is-satisfied", "{rule} is satisfied ({severity}): {title}.";

    // Beside an entry or a time.
    started() = "mark-opened", "started the clock";
    applies() = "mark-applies", "the rule applies here";
    not_as_required() = "mark-not-as-required", "does not meet the rule";
    nothing_before() = "mark-nothing-before", "what had to be done before this was not";
    forbidden() = "mark-forbidden", "was not to happen";
    came_first() = "mark-came-first", "what was asked was not done by then";
    done_late() = "mark-done-late", "done late";
    done() = "mark-done", "done";
    stages_here(stages) = "mark-stages", "{stages} here";
    ended() = "mark-ended", "no longer owed from here";
    fell_away() = "mark-fell-away", "no longer owed";
    may_be_it() = "mark-may-be-the-answer", "may be what was asked; something in it is not known";
    counts_from() = "mark-counts-from", "counted from here";
    due() = "mark-due", "due";
    due_and_nothing(by) = "mark-due-and-nothing", "due; nothing of that was recorded by {by}";
    due_and_a_part(by) = "mark-due-and-a-part", "due; only a part of that was recorded by {by}";
    until_then() = "mark-until", "holds until then";
    kept_until() = "mark-kept-until", "kept until then";
    ran_from() = "mark-ran-from", "time ran from here";
    by_time(mark) = "mark-by-time", "{mark}, by time alone";

    // What would help.
    pub(super) do_it() = "help-do-it", "doing so in time would satisfy it";
    pub(super) do_it_now() = "help-do-it-now", "do it now; it stays recorded as late";
    pub(super) declare_feed() = "help-declare-feed",
        "declare that these milestones are recorded completely from before that day, or record the one that was reached";
    pub(super) record(field) = "help-record", "recording {field} would settle it";
    pub(super) record_the_rest(entry) = "help-record-the-rest", "recording what entry {entry} leaves open would settle it";
    pub(super) longer_calendar() = "help-longer-calendar", "a calendar that reaches further would settle it";
    pub(super) excuse() = "help-excuse", "it can be excused by a waiver, with a reason";

    // Waivers and settings.
    pub(super) excuses(entry, day) = "finding-excuses", "Entry {entry} excuses it, on {day}.";
    pub(super) excuses_until(entry, day, until) = "finding-excuses-until", "Entry {entry} excuses it, on {day}, {until}.";
    until_the_end(day) = "finding-until-the-end", "until the end of {day}";
    until_done() = "finding-until-done", "until it is done, since the waiver names no day";
    sets(pack, version, parameter, value) = "finding-sets",
        "pack `{pack}`, version {version}, sets \"{parameter}\" to {value}";

    // Below an excerpt.
    pub(super) note_set() = "note-set", "set";
    pub(super) note_excused() = "note-excused", "excused";
    pub(super) note_help() = "note-help", "help";
    pub(super) note_source() = "note-source", "source";
    from_pack(source, pack, version) = "finding-source", "{source}; pack `{pack}`, version {version}";
    from_pack_after(source, after, pack, version) = "finding-source-after", "{source}, after {after}; pack `{pack}`, version {version}";

    // Who, what and when.
    pub(crate) role_not_recorded() = "role-not-recorded", "role not recorded";
    pub(crate) not_at_hand() = "not-at-hand", "what was done is not at hand";
    time_of_day(day, time) = "time", "{day} {time}";
    end_of_day(day) = "time-end-of-day", "{day} end of day";
    time_before(day, time) = "time-before", "{day} before {time}";

    // Below all findings.
    unused(waiver) = "waiver-note", "note: {waiver}";
    counted_by(name, version) = "report-calendar", "Deadlines are counted by the calendar of {name}: {version}.";
    published(added) = "report-calendar-published",
        "bank holidays are as published up to 2028, and calculated from 2029{added}";
    pub(super) rules(count) = "report-rules", "{count} rules", one "1 rule", none "no rules";
    pub(super) duties(count) = "report-duties", "{count} duties", one "1 duty", none "no duties";
    pub(super) findings(count) = "report-findings", "{count} findings", one "1 finding", none "no findings";
    pub(super) errors(count) = "report-errors", "{count} errors", one "1 error";
    pub(super) queries(count) = "report-queries", "{count} queries", one "1 query";
    pub(super) of_which(findings, errors, queries, undetermined) = "report-of-which",
        "{findings} ({errors}, {queries}, {undetermined} undetermined)";
    pub(super) summary(rules, applied, duties, findings, excused, open) = "report-summary",
        "{rules}, of which {applied} applied; {duties}: {findings}, {excused} excused, {open} open";
}

/// What a finding is called above an excerpt.
pub(crate) fn heading(finding: &Finding) -> Message {
    let what = match &finding.verdict {
        _ if finding.is_excused() => excused(),
        Verdict::Violated { .. } => weight(finding.severity),
        Verdict::Undetermined { .. } => undetermined(),
        Verdict::Pending { .. } => pending(),
        Verdict::HoldsSoFar => holds_so_far(),
        // Nothing was broken, and nothing was done either.
        Verdict::Satisfied if matches!(finding.duty.outcome, Outcome::Released { .. }) => released(),
        Verdict::Satisfied => satisfied(),
    };
    headed(what, finding.rule.as_str(), finding.title.trim_end_matches('.'))
}

/// What a finding comes to, and what its rule says.
pub(super) fn verdict(finding: &Finding) -> Message {
    let (rule, severity, title) = (finding.rule.as_str(), finding.severity, finding.title.trim_end_matches('.'));
    match &finding.verdict {
        Verdict::Violated { .. } => is_broken(rule, severity, title),
        Verdict::Undetermined { .. } => cannot_be_determined(rule, severity, title),
        Verdict::Pending { .. } => is_open(rule, severity, title),
        Verdict::HoldsSoFar => so_far_it_holds(rule, severity, title),
        Verdict::Satisfied => is_satisfied(rule, severity, title),
    }
}

/// What is said beside an entry or a time.
pub(crate) fn mark(mark: &Mark) -> Message {
    match mark {
        Mark::Opened => started(),
        Mark::Applies => applies(),
        Mark::NotAsRequired => not_as_required(),
        Mark::NothingBefore => nothing_before(),
        Mark::Forbidden => forbidden(),
        Mark::CameFirst => came_first(),
        Mark::DoneLate => done_late(),
        Mark::Done => done(),
        Mark::NotAsRequiredFrom(stages) => stages_here(Row::Or.of(stages.iter().copied())),
        Mark::Ended => ended(),
        Mark::FellAway => fell_away(),
        Mark::MayBeTheAnswer => may_be_it(),
        Mark::CountsFrom => counts_from(),
        Mark::Due(None) => due(),
        Mark::Due(Some(by)) => due_and_nothing(*by),
        Mark::DueInPart(by) => due_and_a_part(*by),
        Mark::Until => until_then(),
        Mark::KeptUntil => kept_until(),
        Mark::Excused => excused(),
        Mark::RanFrom => ran_from(),
        Mark::ByTime(mark) => by_time(self::mark(mark)),
    }
}

/// A day and a time of day.
pub(crate) fn time(at: Moment, zone: Tz, ends_day: bool) -> Message {
    let local = |at: Moment| at.to_utc().with_timezone(&zone);
    let is_midnight = |at: Moment| local(at).time() == NaiveTime::MIN;
    let last = if ends_day && is_midnight(at) { at.just_before() } else { at };
    if is_midnight(last.just_after()) {
        return end_of_day(Short(local(last).date_naive()));
    }
    // A day that ends by other clocks ends just before a whole minute by these.
    let next = local(at.just_after());
    let clock = |at: chrono::DateTime<Tz>| at.format("%H:%M").to_string();
    if (next.second(), next.nanosecond()) == (0, 0) {
        return time_before(Short(next.date_naive()), clock(next));
    }
    time_of_day(Short(local(at).date_naive()), clock(local(at)))
}

/// By which calendar deadlines were counted.
pub(crate) fn calendar(name: &str, version: &str) -> Message {
    match version.strip_prefix(PUBLISHED) {
        Some(added) => counted_by(name, published(added.replace(" + ", ", and "))),
        None => counted_by(name, version),
    }
}

/// That a waiver excuses nothing, and why.
pub(crate) fn note(waiver: &UnusedWaiver) -> Message {
    unused(waiver.said())
}

impl Setting {
    pub(super) fn said(&self) -> Message {
        let Self { parameter, value, pack: (pack, version) } = self;
        sets(pack.as_str(), version.as_str(), plainly(parameter), period(value))
    }
}

/// How long a waiver excuses it, where that is said: without a day, what is due again and again may be excused for ever, because
/// it is due anew only once it is done.
pub(crate) fn excused_until(finding: &Finding) -> Option<Message> {
    let is_owed = matches!(finding.duty.outcome, Outcome::Open { .. } | Outcome::Missed { remedied: None, .. });
    match finding.duty.excused.as_ref()?.until {
        Some(day) => Some(until_the_end(day)),
        None if is_owed && finding.asked.form.every.is_some() => Some(until_done()),
        None => None,
    }
}

/// Where a rule comes from.
pub(super) fn source(finding: &Finding) -> Message {
    let cite = |source: &Source| match &source.section {
        Some(section) => source_section(source.work.as_str(), section.as_str(), source.known),
        None => cited(source.work.as_str(), source.known),
    };
    let (source, (pack, version)) = (cite(&finding.source), &*finding.pack);
    match &finding.after {
        Some(after) => from_pack_after(source, cite(after), pack.as_str(), version.as_str()),
        None => from_pack(source, pack.as_str(), version.as_str()),
    }
}
