//! Fields of entries, people and times, as they stand in sentences.

use crate::message::{Message, messages};

messages! {
    // Fields, by their names.
    pub(crate) the(field) = "the-field", "the {field}";
    pub(crate) of_that(field, noun) = "field-of-that", "{field} of that {noun}";
    pub(crate) kind_of(noun) = "field-kind-of", "the kind of {noun}";
    pub(crate) only(field, which, value) = "field-only", "{field} ({which}: {value})";
    pub(crate) in_opening(field) = "field-in-opening-entry", "{field} in the opening entry";
    pub(crate) in_entry(field, entry) = "field-in-entry", "{field} in entry {entry}";
    pub(crate) named_in_entry(person, entry) = "field-named-in-entry", "{person} named in entry {entry}";
    pub(crate) the_case() = "field-the-case", "the case";
    pub(crate) the_contract() = "field-the-contract", "the contract";
    pub(crate) the_cycle() = "field-the-cycle", "the cycle";
    pub(crate) this_one() = "field-this-one", "this one";
    pub(crate) where_contract_stands() = "field-where-contract-stands", "where the contract stands";
    pub(crate) agreed_space() = "field-agreed-space", "the agreed space";
    pub(crate) agreed_stream() = "field-agreed-stream", "the agreed stream of work";
    pub(crate) who_leads() = "field-who-leads", "who leads under the contract";
    pub(crate) how_long() = "field-how-long", "how long the contract lasts";
    pub(crate) parties_still_there() = "field-parties", "the parties to the contract who are still there";
    pub(crate) the_cover() = "field-cover", "the contract it rests on";
    pub(crate) why_uncovered() = "field-why-uncovered", "the reason for working without a contract";
    pub(crate) the_reason() = "field-reason", "the reason";
    pub(crate) what_was_found() = "field-finding", "what was found";
    pub(crate) the_indicator() = "field-indicator", "the indicator";
    pub(crate) stream_instead() = "field-stream-instead", "the stream of work offered instead";
    pub(crate) space_instead() = "field-space-instead", "the space offered instead";
    pub(crate) form_of_work() = "field-form-of-work", "the form of work";
    pub(crate) stream_of_work() = "field-stream-of-work", "the stream of work";
    pub(crate) what_was_explained() = "field-explained", "what was explained";
    pub(crate) holds_until() = "field-until", "the day until which it holds";
    pub(crate) what_was_considered() = "field-considered", "what was considered";
    pub(crate) to_act_by() = "field-by-when", "the day by which it has to be acted on";
    pub(crate) sign_to_change() = "field-change-course", "the sign that the course has to change";
    pub(crate) included_in() = "field-in-what", "what they are included in";
    pub(crate) look_again_on() = "field-look-again", "the day on which to look again";
    pub(crate) threshold_moved() = "field-moved", "the threshold that moved";
    pub(crate) offered_instead() = "field-offered", "what is offered instead";
    pub(crate) description_passed() = "field-passing", "the description that was passed on";
    pub(crate) named_risks() = "field-risks", "what is named of the risks";
    pub(crate) view_it_is_from() = "field-seen-as", "the view from which it is given";
    pub(crate) what_follows() = "field-then", "what follows";
    pub(crate) of_contract(attribute) = "field-of-contract", "the contract's {attribute}";
    pub(crate) step_handed_back() = "field-step-handed-back", "the step that was handed back";
    pub(crate) earlier_request() = "field-earlier-request", "the earlier request";
    pub(crate) the_milestone() = "field-milestone", "the milestone";
    pub(crate) new_status() = "field-new-status", "the new legal status";
    pub(crate) earlier_status() = "field-earlier-status", "the earlier legal status";
    pub(crate) consented_to() = "field-consented-to", "what was consented to";
    pub(crate) who_does_it_now() = "field-who-does-it", "the one who does it now";
    pub(crate) how_it_ended() = "field-how-it-ended", "how it ended";

    // Values.
    pub(crate) quoted(label) = "value", "\"{label}\"";
    pub(crate) single_piece() = "duration-single", "one single piece of work";
    pub(crate) until_agreed_day() = "duration-until", "until a day that was agreed";
    pub(crate) with_no_end() = "duration-open", "with no end, but a day of review";

    // What a few fields say by themselves.
    pub(crate) rests_on_contract() = "fact-rests-on-contract", "it rests on a contract";
    pub(crate) rests_on_none() = "fact-rests-on-no-contract", "it rests on no contract";
    pub(crate) was_seen() = "fact-seen", "the indicator was seen";
    pub(crate) was_not_seen() = "fact-not-seen", "the indicator was not seen";
    pub(crate) was_not_there() = "fact-not-there", "the indicator was looked for and was not there";
    pub(crate) no_opportunity() = "fact-no-opportunity", "there was no opportunity to see the indicator";

    // People.
    pub(crate) person_who(did) = "person-who", "the person who {did}";
    pub(crate) the_actor() = "person-acting", "the person acting";
    pub(crate) the_writer() = "person-writing", "the person who wrote it down";
    pub(crate) those_taking_part() = "persons-taking-part", "those taking part";
    pub(crate) this_person() = "person-this", "this person";
    pub(crate) role_of(person) = "person-role", "the role of {person}";
    pub(crate) side_of(person) = "person-side", "the side of {person}";
    pub(crate) mandate_of(person) = "person-mandate", "the statutory mandate of {person}";
    pub(crate) by_then(what) = "by-then", "{what} by then";
    pub(crate) those_present() = "persons-present", "those present";
    pub(crate) the_deciders() = "persons-deciding", "the deciders";
    pub(crate) the_contributors() = "persons-contributing", "the contributors";
    pub(crate) those_agreeing() = "persons-agreeing", "those between whom it was agreed";
    pub(crate) those_beside() = "persons-beside", "those who took part beside the person acting";
    pub(crate) person_with() = "person-with", "the person with whom it was done";
    pub(crate) those_passed_on_to() = "persons-passed-on-to", "those it was passed on to";
    pub(crate) person_passed_on_to() = "person-passed-on-to", "the person it was passed on to";
    pub(crate) who_asked() = "person-asking", "the person who asked";
    pub(crate) who_gave() = "person-giving", "the person who gave it";
    pub(crate) who_takes() = "person-taking", "the person who takes it";
    pub(crate) whose_views() = "person-whose-views", "the person whose views they are";
    pub(crate) who_withdrew() = "person-withdrawing", "the person who withdrew it";
    pub(crate) person_it_is_for() = "person-it-is-for", "the person it is for";
    pub(crate) lead_practitioner() = "person-leading", "the lead practitioner";
    pub(crate) somebody_from(side) = "somebody-from", "somebody from {side}";
    pub(crate) from_side(side) = "from-side", "from {side}";
    pub(crate) nobody_from(side) = "nobody-from", "nobody from {side}";
    pub(crate) with_mandate() = "somebody-with-mandate", "somebody with the statutory mandate";
    pub(crate) without_mandate() = "somebody-without-mandate", "somebody without the statutory mandate";
    pub(crate) nobody_with_mandate() = "nobody-with-mandate", "nobody with the statutory mandate";
    pub(crate) nobody_without_mandate() = "nobody-without-mandate", "nobody without the statutory mandate";
    pub(crate) party_there(side) = "party-there", "the party to the contract from {side} is still there";
    pub(crate) party_not_there(side) = "party-not-there", "the party to the contract from {side} is not still there";
    pub(crate) parties_there(sides) = "parties-there", "the parties to the contract from {sides} are still there";
    pub(crate) parties_not_there(sides) = "parties-not-there",
        "the parties to the contract from {sides} are not all still there";

    // Times.
    pub(crate) it_occurred() = "it-occurred", "it occurred";
    pub(crate) it_was_recorded() = "it-was-recorded", "it was recorded";
    pub(crate) entry_occurred(entry) = "entry-occurred", "entry {entry} occurred";
    pub(crate) entry_was_recorded(entry) = "entry-was-recorded", "entry {entry} was recorded";
    pub(crate) when(clause) = "when", "when {clause}";
    pub(crate) weekday_when(clause) = "weekday-when", "the day of the week on which {clause}";
    pub(crate) kind_of_day_when(clause) = "kind-of-day-when", "the kind of day on which {clause}";
    pub(crate) weekday_of(field) = "weekday-of", "the day of the week of {field}";
    pub(crate) kind_of_day_of(field) = "kind-of-day-of", "the kind of day of {field}";
    pub(crate) on_working_day(clause) = "on-working-day", "{clause} on a working day";
    pub(crate) on_day_off(clause) = "on-day-off", "{clause} on a day that is not a working day";
    pub(crate) is(field) = "is", "{field} is";
    pub(crate) same_day(what, after) = "no-later-than-same-day", "{what} no later than on the same day as {after}";
    pub(crate) later_day(what, after) = "on-later-day", "{what} on a later day than {after}";
    pub(crate) no_later(what, period, after) = "no-later-than", "{what} no later than {period} after {after}";
    pub(crate) later(what, period, after) = "later-than", "{what} later than {period} after {after}";
    pub(crate) at_on(time, day) = "time-on-day", "{time} on {day}";

    // Lengths of time.
    pub(crate) the_same_day() = "period-same-day", "same day";
    pub(crate) hours(count) = "period-hours", "{count} hours", one "1 hour";
    pub(crate) days(count) = "period-days", "{count} days", one "1 day";
    pub(crate) working_days(count) = "period-working-days", "{count} working days", one "1 working day";
    pub(crate) weeks(count) = "period-weeks", "{count} weeks", one "1 week";
    pub(crate) months(count) = "period-months", "{count} months", one "1 month";

    // When something was due, and how that was counted.
    pub(crate) due_by(at, how) = "due-by", "by {at} ({how})";
    pub(crate) due_by_end(day, how) = "due-by-end-of", "by the end of {day} ({how})";
    pub(crate) due_from(due, entry) = "due-counted-from", "{due}, counted from entry {entry}";
    pub(crate) after(period, from) = "due-after", "{period} after {from}";
    pub(crate) that_day() = "due-that-day", "the same day";
    pub(crate) same_day_as(day) = "due-same-day-as", "the same day as {day}";
    pub(crate) clocks_changed() = "due-clocks-changed", "between which the clocks changed";
    pub(crate) month_ends(month) = "due-month-ends", "where {month} ends";
    pub(crate) not_counting(these) = "due-not-counting", "not counting {these}";
    pub(crate) day_off(why, day) = "due-day-off", "{why} on {day}";
    pub(crate) weekend() = "due-weekend", "weekend";
    pub(crate) extra_day() = "due-extra-day", "extra day";
    pub(crate) by_rule(years) = "due-by-rule", "the bank holidays of {years} by rule, not yet published";
    pub(crate) standing_still(these) = "due-standing-still", "the clock standing still {these}";
    pub(crate) from_to(from, to) = "due-from-to", "from {from} to {to}";
    pub(crate) february() = "month-february", "February";
    pub(crate) april() = "month-april", "April";
    pub(crate) june() = "month-june", "June";
    pub(crate) september() = "month-september", "September";
    pub(crate) november() = "month-november", "November";
}

/// What fields are called whose stored names would not say enough.
pub(crate) fn well_known(path: &str) -> Option<Message> {
    let name = match path {
        "case" => the_case(),
        "contract" => the_contract(),
        "cycle" => the_cycle(),
        "each" => this_one(),
        "contract.stage" => where_contract_stands(),
        "contract.space" => agreed_space(),
        "contract.stream" => agreed_stream(),
        "contract.lead" => who_leads(),
        "contract.duration" => how_long(),
        "contract.parties" => parties_still_there(),
        "cover" => the_cover(),
        "cover.uncovered.why" => why_uncovered(),
        "reason.code" => the_reason(),
        "finding" => what_was_found(),
        "sign" | "sign.figure1" => the_indicator(),
        "to.stream" => stream_instead(),
        "to.space" => space_instead(),
        "form" => form_of_work(),
        "stream" => stream_of_work(),
        "explained" => what_was_explained(),
        "until" => holds_until(),
        "considered" => what_was_considered(),
        "by_when" => to_act_by(),
        "change_course" => sign_to_change(),
        "in_what" => included_in(),
        "look_again" => look_again_on(),
        "moved" => threshold_moved(),
        "offered" => offered_instead(),
        "passing" => description_passed(),
        "risks" => named_risks(),
        "seen_as" => view_it_is_from(),
        "then" => what_follows(),
        _ => return None,
    };
    Some(name)
}
