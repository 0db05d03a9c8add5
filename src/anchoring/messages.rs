//! What the anchoring says, sentence by sentence.

use crate::message::messages;

messages! {
    // Ideas and plans.
    pub(super) idea_put(idea, on) = "anchoring-idea-put", "{idea}, put on {on}";
    pub(super) plan_made(test, on) = "anchoring-plan", "{test}, made on {on}";
    pub(super) names_no_other() = "anchoring-names-no-other", "names no other idea";
    pub(super) tests(ideas) = "anchoring-tests", "tests {ideas}";
    pub(super) says_no_change() = "anchoring-says-no-change", "does not say what would change the course";
    pub(super) not_looked_at() = "anchoring-not-looked-at", "not looked at again";
    pub(super) looked_at(on) = "anchoring-looked-at", "looked at again on {on}";
    pub(super) nothing_found() = "anchoring-nothing-found", "with nothing found that is shown";
    pub(super) found_in(entries) = "anchoring-found", "with what was found in {entries}";

    // What was looked for.
    pub(super) nothing_looked_for() = "anchoring-nothing-looked-for", "Nothing is shown that was looked for since it was put.";
    pub(super) none_against(pieces) = "anchoring-none-against",
        "Looked for since it was put: {pieces}; as weighed, none of it counts against the first idea.";
    pub(super) all_against(pieces) = "anchoring-all-against",
        "Looked for since it was put: {pieces}; as weighed, it counts against the first idea.";
    pub(super) some_against(against, others) = "anchoring-some-against",
        "Looked for since it was put: {against}, counting against the first idea as weighed; and {others}, not counting against it.";
    pub(super) came_up(pieces) = "anchoring-came-up", "Came up: {pieces}.";
    pub(super) speaks_against(pieces) = "anchoring-speaks-against", "Speaks against the first idea: {pieces}.";

    // A question.
    pub(super) pieces(count) = "anchoring-pieces", "{count} pieces", one "1 piece", none "no pieces";
    pub(super) too_little_weighed(question, reads_as, pieces, needed) = "anchoring-question-too-little",
        "Question {question}: {reads_as} ({pieces} weighed against the first idea; it takes {needed}).";
    pub(super) open(question, reads_as, grounds) = "anchoring-question-open", "Question {question}: {reads_as}: {grounds}.";
    pub(super) reads_as(question, reads_as) = "anchoring-question", "Question {question}: {reads_as}.";
    pub(super) first_idea(idea, on) = "anchoring-first-idea", "The first idea: {idea}; put on {on}.";
    pub(super) set_aside(on) = "anchoring-set-aside", "It was set aside on {on}.";
    pub(super) no_other_idea() = "anchoring-no-other-idea", "No other idea is shown.";
    pub(super) other_ideas(ideas) = "anchoring-other-ideas", "Other ideas: {ideas}.";
    pub(super) no_plan() = "anchoring-no-plan", "No plan is shown.";
    pub(super) plans(plans) = "anchoring-plans", "Plans: {plans}.";

    // The whole.
    pub(super) nothing_shown(as_of) = "anchoring-nothing-shown", "{as_of}, no first idea of a case discussion is shown.";
    pub(super) questions(count) = "anchoring-questions", "{count} questions", one "1 question", none "no questions";
    pub(super) reading(as_of, questions, parameters) = "anchoring-reading",
        "{as_of}, the first idea of {questions}, by the parameters `{parameters}`.";
    pub(super) more_questions(count) = "anchoring-more-questions", "And {count} more questions.", one "And 1 more question.";
    pub(super) not_thinking() = "anchoring-not-thinking", "It describes what was recorded, and not anyone's thinking.";
}
