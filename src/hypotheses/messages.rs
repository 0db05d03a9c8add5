//! What the hypotheses say, sentence by sentence.

use crate::message::messages;

messages! {
    // Ideas.
    pub(super) alike(ideas) = "hypotheses-alike", "{ideas} alike";
    pub(super) first_marked(idea) = "hypotheses-first-marked", "{idea}, put as the first";
    pub(super) first_earliest(idea) = "hypotheses-first-earliest",
        "{idea}, the earliest that was put; nobody marked a first idea";
    pub(super) first_of_two(first, other) = "hypotheses-first-of-two",
        "{first}; {other} was put as the first, too, and here the earliest of them counts as it";
    pub(super) first_of_several(first, others) = "hypotheses-first-of-several",
        "{first}; {others} were put as the first, too, and here the earliest of them counts as it";
    pub(super) idea(idea, what) = "hypotheses-idea", "{idea}: {what}";
    pub(super) put_on(on) = "hypotheses-put-on", "put on {on}";
    pub(super) put_in_other_words(on) = "hypotheses-in-other-words", "put in other words on {on}";
    pub(super) stays(stays, on) = "hypotheses-stays", "{stays} on {on}";
    pub(super) nothing_against() = "hypotheses-nothing-against", "nothing weighed that is shown counts against it";

    // Evidence and ratings.
    pub(super) piece(piece, kind, entry) = "hypotheses-piece", "{piece} ({kind}, entry {entry})";
    pub(super) rated(rater, rating) = "hypotheses-rated", "{rater}: {rating}";
    pub(super) piece_for(piece, idea) = "hypotheses-piece-for", "{piece} for {idea}";

    // What is missing for an order.
    pub(super) whether_harmed() = "hypotheses-whether-harmed", "whether a child was harmed is not for an order of ideas to say";
    pub(super) ideas(count) = "hypotheses-ideas", "{count} ideas", one "1 idea", none "no ideas";
    pub(super) pieces(count) = "hypotheses-pieces", "{count} pieces", one "1 piece", none "no pieces";
    pub(super) so_far(count) = "hypotheses-so-far", "{count} so far", none "none so far";
    pub(super) takes_ideas(ideas, pieces, so_far) = "hypotheses-takes-ideas",
        "that takes {ideas}, each weighed against {pieces} or more; {so_far}";
    pub(super) takes_pieces(pieces, so_far) = "hypotheses-takes-pieces",
        "that takes {pieces} or more, each weighed against each of these ideas; {so_far}";

    // The table: ideas in rows, pieces of evidence in columns. The names are as wide as the widest of them.
    pub(super) legend() = "hypotheses-legend",
        "Ideas in rows, evidence in columns: ++ strongly consistent, + consistent, 0 does not help, - inconsistent, -- strongly inconsistent, . not rated.";
    pub(super) head(names, pieces) = "hypotheses-table-head", "  {names}{pieces}";
    pub(super) head_against(names, pieces) = "hypotheses-table-head-against", "  {names}{pieces}  against";
    pub(super) row(name, ratings) = "hypotheses-table-row", "  {name}{ratings}";
    pub(super) row_against(name, ratings, against) = "hypotheses-table-row-against", "  {name}{ratings}  {against}";
    pub(super) first() = "hypotheses-first", "first";
    pub(super) set_aside() = "hypotheses-set-aside", "set aside";
    pub(super) in_all(pieces, ideas) = "hypotheses-in-all", "  ({pieces} pieces and {ideas} ideas in all)";

    // As one person weighed it.
    pub(super) as_weighed_by(rater, entries) = "hypotheses-as-weighed-by", "As {rater} weighed it ({entries}):";
    pub(super) no_order(why) = "hypotheses-no-order", "No order: {why}.";
    pub(super) no_order_yet(why) = "hypotheses-no-order-yet", "No order yet: {why}.";
    pub(super) before_other_words(entries) = "hypotheses-before-other-words",
        "Weighed before an idea was put in other words: {entries}.";
    pub(super) order(places) = "hypotheses-order", "The least inconsistent first: {places}.";
    pub(super) does_not_help(pieces) = "hypotheses-does-not-help",
        "Does not help to tell the ideas apart, counting the same against each: {pieces}.";
    pub(super) nothing_weighed_against(ideas) = "hypotheses-nothing-weighed-against",
        "Nothing that they weighed counts against {ideas}.";
    pub(super) without(piece, becomes) = "hypotheses-without", "without {piece} it would be {becomes}";
    pub(super) stays_without_any() = "hypotheses-stays-without-any", "Without any one of the pieces the order stays as it is.";
    pub(super) depends_on(changes) = "hypotheses-depends-on", "The order depends on single pieces: {changes}.";
    pub(super) depends_on_these_alone(changes) = "hypotheses-depends-on-these-alone",
        "The order depends on single pieces: {changes}; without any other piece it stays as it is.";
    pub(super) not_counted(pieces) = "hypotheses-not-counted",
        "Not weighed against each of these ideas, and so not counted: {pieces}.";
    pub(super) not_in_order(ideas) = "hypotheses-not-in-order", "Weighed too little to stand in the order: {ideas}.";

    // A question.
    pub(super) question(question) = "hypotheses-question", "Question {question}.";
    pub(super) question_discussed(question, on) = "hypotheses-question-discussed", "Question {question}, discussed on {on}.";
    pub(super) the_first_idea(idea) = "hypotheses-the-first-idea", "The first idea: {idea}.";
    pub(super) more_ideas(count) = "hypotheses-more-ideas", "and {count} more ideas", one "and 1 more idea";
    pub(super) no_evidence() = "hypotheses-no-evidence", "No evidence is shown that was weighed against them.";
    pub(super) evidence(pieces) = "hypotheses-evidence", "Evidence: {pieces}.";
    pub(super) count_alike(these) = "hypotheses-count-alike", "Several people's ratings count alike: {these}.";
    pub(super) differ(these) = "hypotheses-differ", "Their ratings differ: {these}.";
    pub(super) same_order() = "hypotheses-same-order",
        "Their orders put the ideas that they share the same way. They are not combined.";
    pub(super) other_orders() = "hypotheses-other-orders", "Their orders differ. They are not combined, and need not agree.";

    // The whole.
    pub(super) nothing_shown(as_of) = "hypotheses-nothing-shown", "{as_of}, no idea that was put in a case discussion is shown.";
    pub(super) questions(count) = "hypotheses-questions", "{count} questions", one "1 question", none "no questions";
    pub(super) reading(as_of, questions, parameters) = "hypotheses-reading",
        "{as_of}, ideas and evidence weighed about {questions}, by the parameters `{parameters}`.";
    pub(super) for_testing() = "hypotheses-for-testing",
        "An order says what each person found least against, and not which idea is true; ideas are for testing.";
}
