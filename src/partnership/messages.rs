//! What the partnership says, sentence by sentence.

use crate::message::messages;

messages! {
    // What is missing for an answer.
    pub(super) too_few_meetings(found, needed) = "partnership-too-few-meetings", "{found} of {needed} meetings described";
    pub(super) too_few_of_family(found, needed) = "partnership-too-few-of-family",
        "{found} of {needed} descriptions by the family";
    pub(super) too_long_ago(found, needed) = "partnership-too-long-ago",
        "what the family described is too long ago (a weight of {found}, where {needed} is needed)";

    // Whose descriptions, and which way they lean.
    pub(super) the_family() = "partnership-the-family", "the family";
    pub(super) the_child() = "partnership-the-child", "the child or young person";
    pub(super) the_worker() = "partnership-the-worker", "the worker";
    pub(super) an_observer() = "partnership-an-observer", "an observer";
    pub(super) of_family(count) = "partnership-of-family", "The family's descriptions", one "The family's description";
    pub(super) of_child(count) = "partnership-of-child", "The child's or young person's descriptions",
        one "The child's or young person's description";
    pub(super) of_worker(count) = "partnership-of-worker", "The worker's own descriptions", one "The worker's own description";
    pub(super) of_observer(count) = "partnership-of-observer", "An observer's descriptions", one "An observer's description";
    pub(super) lean(count, whose, manner, entries) = "partnership-lean", "{whose} lean towards {manner} ({entries})",
        one "{whose} leans towards {manner} ({entries})";
    pub(super) lean_no_way(count, whose, entries) = "partnership-lean-no-way", "{whose} lean no particular way ({entries})",
        one "{whose} leans no particular way ({entries})";
    pub(super) differ(whose, ways, entries) = "partnership-differ", "{whose} differ among themselves: {ways} ({entries})";

    // What was described.
    pub(super) present_in(entries) = "partnership-present-in", "present ({entries})";
    pub(super) absent_in(entries) = "partnership-absent-in", "absent ({entries})";
    pub(super) sign(sign, found) = "partnership-sign", "{sign}: {found}";
    pub(super) present(signs) = "partnership-present", "present: {signs}";
    pub(super) absent(signs) = "partnership-absent", "absent: {signs}";
    pub(super) no_opportunity(signs) = "partnership-no-opportunity", "no opportunity to see: {signs}";
    pub(super) description(whose, entry, found) = "partnership-description", "{whose} (entry {entry}): {found}";
    pub(super) entry(entry) = "partnership-entry", "entry {entry}";
    pub(super) in_session(day, session) = "partnership-in-session", "{day}, session {session}";
    pub(super) on(day) = "partnership-on", "{day}";
    pub(super) described_differently(meeting, signs) = "partnership-described-differently",
        "{meeting}; described differently: {signs}";

    // The answer.
    pub(super) everybody() = "partnership-everybody", "everybody";
    pub(super) shown_to(as_of, case, reader) = "partnership-shown-to",
        "{as_of}, partnership with the family of case {case}, from what is shown to {reader}";
    pub(super) no_meeting(which) = "partnership-no-meeting", "{which}: no meeting is described.";
    pub(super) answer(which, answer) = "partnership-answer", "{which}: {answer}.";
    pub(super) answer_lacks(which, answer, missing) = "partnership-answer-lacks", "{which}: {answer} ({missing}).";
    pub(super) differing(which, answer) = "partnership-differing",
        "{which}: {answer}. Each description stands, and they are not averaged.";
    pub(super) read_by(parameters) = "partnership-read-by",
        "Read by the parameters `{parameters}`, a convention that nobody has validated; for reflection on how a team works with families, not for appraising a worker or a family.";
    pub(super) by_meeting() = "partnership-by-meeting", "Meeting by meeting:";
    pub(super) latest(earlier, latest) = "partnership-latest-meetings",
        "Meeting by meeting, the latest {latest}; {earlier} earlier meetings were described, too:",
        one "Meeting by meeting, the latest {latest}; 1 earlier meeting was described, too:";
    pub(super) apart(signs) = "partnership-apart", "Of their own, neither working together nor being told: {signs}.";
    pub(super) honesty() = "partnership-honesty", "To be honest about statutory consequences is a duty, and no threat.";
    pub(super) weighed_on(these) = "partnership-weighed-on", "What weighed on meetings from outside, as described: {these}.";
    pub(super) written_down(these) = "partnership-written-down",
        "Written down by somebody else than whoever described it: {these}.";

    // Views of the family.
    pub(super) views_of_family() = "partnership-views", "Views of the family, as recorded:";
    pub(super) shared(these) = "partnership-shared", "The assessment of the family was shared {these}.";
    pub(super) sought(how) = "partnership-views-sought", "sought {how}";
    pub(super) included(what) = "partnership-views-included", "included in {what}";
    pub(super) missing(why) = "partnership-views-missing", "missing: {why}";
    pub(super) awaited() = "partnership-views-awaited", "awaited";
    pub(super) awaited_until(day) = "partnership-views-awaited-until", "awaited until {day}";
    pub(super) step(step, day, entry) = "partnership-views-step", "{step} ({day}, entry {entry})";
    pub(super) nothing_recorded(whose) = "partnership-views-nothing", "{whose}: nothing is recorded here";
    pub(super) views(whose, steps) = "partnership-views-of", "{whose}: {steps}";
    pub(super) shared_with(person, on) = "partnership-shared-with", "with {person} on {on}";
}
