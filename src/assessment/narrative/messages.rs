//! What the readings of the boundary and its drift say, sentence by sentence.

use crate::boundary::NEAR_ENOUGH;
use crate::message::messages;

messages! {
    // Counts.
    pub(super) observers(count) = "observers", "{count} observers", one "1 observer", none "no observers";
    pub(super) more_observers(count) = "more-observers", "and {count} more observers", one "and 1 more observer";
    pub(super) observations(count) = "observations", "{count} observations", one "1 observation", none "no observations";
    pub(super) occasions(count) = "occasions", "{count} occasions", one "1 occasion", none "no occasions";
    pub(super) some_of(some, observers) = "some-of", "{some} of {observers}";
    pub(super) weighed(lean, weight) = "boundary-weighed", "{lean} {weight}";

    // What is missing for a verdict.
    pub(super) too_few_observers(found, needed) = "boundary-too-few-observers", "{found} of {needed} observers";
    pub(super) too_few_perspectives(found, needed) = "boundary-too-few-perspectives", "{found} of {needed} perspectives";
    pub(super) too_few_spaces(found, needed) = "boundary-too-few-spaces", "{found} of {needed} spaces";
    pub(super) too_few_rows(found, needed) = "boundary-too-few-rows", "{found} of {needed} rows of Figure 1";
    pub(super) needed(counts) = "boundary-needed", "{counts} needed";
    pub(super) too_long_ago(found, needed) = "boundary-too-long-ago",
        "what was noted is too long ago (a weight of {found}, where {needed} is needed)";
    pub(super) not_firm(lean, found, needed) = "boundary-not-firm",
        "what was seen points to no side firmly; most to {lean}, at {found} where {needed} is needed";

    // The verdict.
    pub(super) nothing_known(as_of, scope) = "boundary-nothing-known", "{as_of}, no observation of the boundary {scope} is known.";
    pub(super) the_boundary(as_of, scope, verdict) = "boundary-reading", "{as_of}, the boundary {scope}: {verdict}";
    pub(super) mixed() = "boundary-mixed", "mixed. What was seen pulls two ways at once.";
    pub(super) contested() = "boundary-contested", "contested. Those who saw it differ, and their views are not averaged.";
    pub(super) insufficient(missing) = "boundary-insufficient", "insufficient evidence: {missing}.";
    pub(super) pattern(lean) = "boundary-pattern", "the pattern leans {lean}.";
    pub(super) pattern_firmly(lean, firmness, least, most) = "boundary-pattern-firmly",
        "the pattern leans {lean}, firmly by these parameters ({firmness}; {least} to {most} under other assumptions).";
    pub(super) lean_plainly(lean, plainly) = "boundary-lean-plainly", "{lean} ({plainly})";
    pub(super) near_enough() = "boundary-near-enough", NEAR_ENOUGH;
    pub(super) read_by(parameters) = "boundary-read-by",
        "Read by the parameters `{parameters}`, a convention that nobody has validated; for reflection on a pattern of work, not for appraising a person.";

    // Alerts.
    pub(super) alert(entry) = "boundary-alert",
        "Alert: that control of a safeguarding or threshold decision was sought is noted as seen directly (entry {entry}).";
    pub(super) one_is_enough() = "boundary-one-is-enough", "One such sight is enough to ask about it; it is no verdict.";
    pub(super) others_noted(noted) = "boundary-others-noted", "Others noted what they saw of the same occasion: {noted}.";
    pub(super) as_present(entries) = "boundary-as-present", "as present in {entries}";
    pub(super) as_absent(entries) = "boundary-as-absent", "as absent in {entries}";

    // What it rests on.
    pub(super) rests_on(observations, observers, first, last) = "boundary-rests-on",
        "It rests on {observations} by {observers}, from {first} to {last}.";
    pub(super) nothing_counts() = "boundary-nothing-counts", "No observation counts towards it.";
    pub(super) not_there(lean, observations, observers) = "boundary-not-there", "what leans {lean}: {observations} by {observers}";
    pub(super) looked_for(these) = "boundary-looked-for", "Among these, looked for and not there: {these}.";

    // Side by side, row by row, and by observer.
    pub(super) each_side() = "boundary-each-side",
        "Each side by itself (each observer counts for one at most; the range is what other assumptions make of it):";
    pub(super) nobody_looked(lean) = "boundary-nobody-looked", "{lean}: nobody looked";
    pub(super) side(lean, showed, weight, firmness, least, most) = "boundary-side",
        "{lean}: showed {showed} of {weight}, firmness {firmness} ({least} to {most})";
    pub(super) dissent(weight, share) = "boundary-dissent",
        "Of those who lean some way, some lean otherwise than most: a weight of {weight}, which is {share} of all of theirs.";
    pub(super) each_way(weights) = "boundary-each-way", "Each way: {weights}.";
    pub(super) row_by_row() = "boundary-row-by-row", "Row by row:";
    pub(super) row(row, weights) = "boundary-row", "{row}: {weights}";
    pub(super) by_observer() = "boundary-by-observer", "Observer by observer:";
    pub(super) leans(lean) = "boundary-leans", "leans {lean}";
    pub(super) leans_no_way() = "boundary-leans-no-way", "leans no particular way";
    /// Which way what they saw leans: never what they are.
    pub(super) saw(person, role, spaces, leaning, entries) = "boundary-saw", "what {person} ({role}) saw in {spaces} {leaning} ({entries})";
    pub(super) divided(of, observers, ways) = "boundary-divided", "{of} is divided ({observers}: {ways})";
    pub(super) group(of, leaning, observers) = "boundary-group", "{of} {leaning} ({observers})";
    pub(super) by_perspective(these) = "boundary-by-perspective", "By perspective: {these}.";
    pub(super) by_space(these) = "boundary-by-space", "By space: {these}.";
    pub(super) agreement(perspectives, observers) = "boundary-agreement",
        "Agreement on whether a sign was there on one occasion: between perspectives, {perspectives}; between observers, {observers}.";

    // Whether it depends on one.
    pub(super) without(person, becomes) = "boundary-without", "without {person} it would be: {becomes}";
    pub(super) without_missing(person, becomes, missing) = "boundary-without-missing",
        "without {person} it would be: {becomes} ({missing})";
    pub(super) depends_on_none() = "boundary-depends-on-none", "Leaving out any one observer would not change this.";
    pub(super) depends_on_one(flip) = "boundary-depends-on-one", "The result depends on one observer: {flip}.";
    pub(super) depends_on_each(flips) = "boundary-depends-on-each", "The result depends on each of these observers: {flips}.";

    // Beside it.
    pub(super) left(person, role, lean, day, entries) = "boundary-left",
        "{person} ({role}), to whom it looked {lean}, left on {day} ({entries}).";
    pub(super) others_left(gone) = "boundary-others-left",
        "Whoever saw it otherwise has left, too ({gone}); neither leaving settles the difference.";
    pub(super) others_there(there) = "boundary-others-there",
        "It looks otherwise to {there} still there; a leaving does not settle the difference.";
    pub(super) others_there_and_left(there, gone) = "boundary-others-there-and-left",
        "It looks otherwise to {there} still there, and did to {gone} who left, too; a leaving does not settle the difference.";
    pub(super) noted_both_ways(these) = "boundary-noted-both-ways",
        "Noted both as present and as absent of one occasion, and counted as present: {these}.";
    pub(super) noted_by(person, indicator, entries) = "boundary-noted-by", "{person}: {indicator} ({entries})";
    pub(super) asked_for(observations, lean, entries) = "boundary-asked-for",
        "Asked for by the team: {observations} of what leans {lean} ({entries}).";
    pub(super) self_report(weights) = "boundary-self-report", "Self-report, counted separately: {weights}.";
    pub(super) own_indicators(weights) = "boundary-own-indicators",
        "Indicators of the service's own, counted separately: {weights}.";
    pub(super) set_aside(why, observations, entries) = "boundary-set-aside", "Set aside ({why}): {observations} ({entries}).";
    pub(super) answer(entry, answers) = "boundary-answer", "entry {entry} (in {answers})";
    pub(super) answered(these) = "boundary-answered", "Answered by the clinician: {these}.";

    // Drift.
    pub(super) no_drift(as_of, scope) = "drift-nothing-known",
        "{as_of}, no drift of the boundary {scope} can be told: no observation is known.";
    pub(super) no_drift_within(as_of, scope, from, to) = "drift-nothing-known-within",
        "{as_of}, no drift of the boundary {scope} can be told: no observation is known from {from} to {to}.";
    pub(super) through_time(as_of, scope, parameters, movement) = "drift-reading",
        "{as_of}, the boundary {scope} through time, by the parameters `{parameters}`: {movement}.";
    pub(super) compared(people) = "drift-compared", "Compared are {people}, each with themself.";
    pub(super) compared_but_for(people, others) = "drift-compared-but-for",
        "Compared are {people}, each with themself; not compared, because heard in one window alone: {others}.";
    pub(super) window(from, to, what) = "drift-window", "{from} to {to}: {what}";
    pub(super) nothing_in_window() = "drift-window-empty", "no observation is known";
    pub(super) in_window(occasions, observers) = "drift-in-window", "{occasions}, {observers}";
    pub(super) beyond(window, sides) = "drift-beyond", "{window}; beyond what the same people saw over all: {sides}";
    pub(super) too_little_to_compare(window) = "drift-too-little-to-compare", "{window}; too little to compare";
    pub(super) shows_more(side, day) = "drift-shows-more", "{side} shows more since {day}";
    pub(super) shows_less(side, day) = "drift-shows-less", "{side} shows less since {day}";
    pub(super) rarely() = "drift-rarely", "fewer than 1 in 100";
    pub(super) in_100(orders) = "drift-in-100", "{orders} in 100";
    pub(super) too_few_windows(found, needed) = "drift-too-few-windows",
        "too little to see a change: {found} of the {needed} windows needed can be compared";
    pub(super) no_side_throughout(windows) = "drift-no-side-throughout",
        "no change can be looked for: {windows} windows can be compared, and of each side some window tells nothing";
    pub(super) none_clear(change, orders) = "drift-none-clear",
        "no change is clear; that {change} is the greatest, and by chance alone it would look so in {orders} orders of these windows";
    pub(super) moving(change, orders) = "drift-moving",
        "the pattern seems to move: {change}; by chance alone it would look so in {orders} orders of these windows, more often where moods last";
}
