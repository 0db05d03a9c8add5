//! What the sharing says, sentence by sentence.

use crate::message::messages;

messages! {
    // What is missing for carrying together.
    pub(super) too_few_steps(found, needed) = "sharing-too-few-steps", "{found} of {needed} steps";
    pub(super) too_few_people(found, needed) = "sharing-too-few-people", "{found} of {needed} people who take steps";
    pub(super) too_few_sides_step(found, needed) = "sharing-too-few-sides-step", "steps by {found} of {needed} sides";
    pub(super) most_by_one(found, all) = "sharing-most-by-one", "{found} of {all} steps are one person's";
    pub(super) too_few_sides_heard(found, needed) = "sharing-too-few-sides-heard", "{found} of {needed} sides heard";
    pub(super) no_risk_of_acting() = "sharing-no-risk-of-acting", "the risk of acting is not named";
    pub(super) no_risk_of_not_acting() = "sharing-no-risk-of-not-acting", "the risk of not acting is not named";

    // What a case holds.
    pub(super) present_in(entries) = "sharing-present-in", "present in {entries}";
    pub(super) said_in(entries) = "sharing-said", "said {entries}";
    pub(super) takes(who, entries) = "sharing-takes", "{who}: {entries}";
    pub(super) written_by_others(takes, entries) = "sharing-written-by-others",
        "{takes}, of which somebody else wrote down {entries}";
    pub(super) tested(ideas, test, planned, looked_at) = "sharing-tested",
        "{ideas} by {test}, planned on {planned} and looked at again on {looked_at}";
    pub(super) difference(disagreement, matter, since, safety) = "sharing-difference",
        "{disagreement} on {matter}, since {since}; {safety}";
    pub(super) taken_elsewhere(difference, on) = "sharing-taken-elsewhere", "{difference}; taken to somebody else on {on}";
    pub(super) taken_up(step, back, on) = "sharing-taken-up", "{step} on {back}, taken up again on {on}";
    pub(super) not_taken_up(step, back) = "sharing-not-taken-up", "{step} on {back}, not taken up again";
    pub(super) down(how, on) = "sharing-down", "{how} on {on}";
    pub(super) with_mandate(person) = "sharing-with-mandate", "{person}, who held the mandate";
    pub(super) without_mandate(person) = "sharing-without-mandate", "{person}, who did not hold the mandate";
    pub(super) mandate_unknown(person) = "sharing-mandate-unknown", "{person}, of whose mandate nothing is recorded";
    pub(super) decision(decision, direction, on, by) = "sharing-decision", "{decision} {direction} on {on}, decided by {by}";
    pub(super) pressed_decision(decision, direction, on, pressed_by, by) = "sharing-decision-pressed",
        "{decision} {direction} on {on}, pressed by {pressed_by}, decided by {by}";
    pub(super) nobody_named() = "sharing-nobody-named", "nobody who was named";
    pub(super) reviews(count) = "sharing-reviews", "{count} reviews", one "1 review", none "no reviews";
    pub(super) unchanged(test, reviews, entries) = "sharing-unchanged", "{test} went on as it was at {reviews} in a row ({entries})";
    pub(super) discussions(count) = "sharing-discussions", "{count} discussions", one "1 discussion", none "no discussions";
    pub(super) named_then_step(risk, discussions, entries, step) = "sharing-named-then-step",
        "the risk {risk} was named in {discussions} with no step between ({entries}), then a step on {step}";
    pub(super) named_no_step(risk, discussions, entries) = "sharing-named-no-step",
        "the risk {risk} was named in {discussions} with no step between ({entries}), and no step since";

    // A case, line by line.
    pub(super) case(case, reads_as) = "sharing-case", "Case {case}: {reads_as}.";
    pub(super) case_lacks(case, reads_as, missing) = "sharing-case-lacks", "Case {case}: {reads_as} ({missing}).";
    pub(super) takers(these) = "sharing-takers", "Steps that stand, by who takes them: {these}.";
    pub(super) by_family(these) = "sharing-by-family",
        "Steps of the family, which are no sharing among those who work, and take nothing from it: {these}.";
    pub(super) handed_back(these) = "sharing-handed-back", "Handed back: {these}.";
    pub(super) dropped(entries) = "sharing-dropped", "Steps dropped: {entries}.";
    pub(super) heard(these) = "sharing-heard", "Sides heard: {these}.";
    pub(super) risks(these) = "sharing-risks", "Risks named: {these}.";
    pub(super) strengths(entries) = "sharing-strengths", "Strengths named: {entries}.";
    pub(super) ideas_tested(these) = "sharing-ideas-tested", "Ideas tested: {these}.";
    pub(super) differences(these) = "sharing-differences",
        "Differences open, which nobody has to settle by thinking alike: {these}.";
    pub(super) stepped_down(these) = "sharing-stepped-down", "Stepped down: {these}.";
    pub(super) decisions(these) = "sharing-decisions", "Threshold decisions: {these}.";
    pub(super) over_time(these) = "sharing-over-time", "Over time: {these}.";

    // The whole.
    pub(super) nothing_shown(as_of) = "sharing-nothing-shown", "{as_of}, no case that was discussed is shown.";
    pub(super) cases(count) = "sharing-cases", "{count} cases", one "1 case", none "no cases";
    pub(super) reading(as_of, cases, parameters) = "sharing-reading",
        "{as_of}, how risk and steps are carried in {cases}, by the parameters `{parameters}`.";
    pub(super) more_cases(count) = "sharing-more-cases", "And {count} more cases.", one "And 1 more case.";
    pub(super) who_decides() = "sharing-who-decides",
        "Sharing does not change who decides: that stays with the mandate. It describes a record, and nobody's part in it.";
}
