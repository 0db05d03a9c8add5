//! What a rule asks.

use crate::message::messages;

messages! {
    // What happens. What is asked for stands in the infinitive, as in `review the contract`; what was done in the past tense.
    pub(crate) break_rule(rule) = "asked-break", "break {rule}";
    pub(crate) broke_rule(rule) = "asked-broke", "broke {rule}";
    pub(crate) see_to(state) = "asked-see-to", "see to it that there is {state}";
    pub(crate) brought_about(state) = "asked-brought-about", "brought it about that there was {state}";
    pub(crate) see_to_no(state) = "asked-see-to-no", "see to it that there is no longer {state}";
    pub(crate) brought_about_no(state) = "asked-brought-about-no", "brought it about that there was no longer {state}";
    pub(crate) to_contract(does) = "asked-contract", "{does} the contract";
    pub(crate) record_milestone(names) = "asked-record-milestone", "record the milestone {names}";
    pub(crate) recorded_milestone(names) = "asked-recorded-milestone", "recorded the milestone {names}";
    pub(crate) record_why_withheld() = "asked-record-why-not", "record, with the manager, why not";
    pub(crate) recorded_why_withheld() = "asked-recorded-why-not", "recorded, with the manager, why not";
    pub(crate) done_by(who) = "asked-done-by", "done by {who}";
    pub(crate) somebody() = "asked-somebody", "somebody";
    pub(crate) other_than(who, person) = "asked-other-than", "{who} other than {person}";
    pub(crate) anybody(did) = "asked-anybody", "anybody {did}";
    pub(crate) next_session() = "asked-next-session", "the next session";
    pub(crate) next_session_with_family() = "asked-next-session-with-family", "the next session with the family";

    // What is said after what is done.
    pub(crate) under_contract() = "asked-under-contract", "under a contract";
    pub(crate) under_no_contract() = "asked-under-no-contract", "under no contract";
    pub(crate) naming(field) = "asked-naming", "naming {field}";
    pub(crate) with_named(field) = "asked-with-named", "with {field} named";
    pub(crate) with_recorded(field) = "asked-with-recorded", "with {field} recorded";
    pub(crate) without_named(field) = "asked-without-named", "without {field} being named";
    pub(crate) without_recorded(field) = "asked-without-recorded", "without {field} being recorded";
    pub(crate) with_taking_part(who) = "asked-with-taking-part", "with {who} taking part";
    pub(crate) with_present(who) = "asked-with-present", "with {who} present";
    pub(crate) to_whom(who) = "asked-to-whom", "to {who}";
    pub(crate) who_is(who) = "asked-who-is", "who is {who}";

    // What holds for a field.
    pub(crate) not_the_case(that) = "asked-not-the-case", "it is not the case that {that}";
    pub(crate) is(field, value) = "asked-is", "{field} is {value}";
    pub(crate) is_not(field, value) = "asked-is-not", "{field} is not {value}";
    pub(crate) contract_is(stages) = "asked-contract-is", "the contract is {stages}";
    pub(crate) contract_is_not(stages) = "asked-contract-is-not", "the contract is not {stages}";
    pub(crate) is_among(who, people) = "asked-among", "{who} is among {people}";
    pub(crate) is_not_among(who, people) = "asked-not-among", "{who} is not among {people}";
    pub(crate) are_among(who, people) = "asked-all-among", "{who} are among {people}";
    pub(crate) are_not_all_among(who, people) = "asked-not-all-among", "{who} are not all among {people}";
    pub(crate) no_role(roles) = "asked-no-role", "no {roles}";
    pub(crate) none_of(people) = "asked-none-of", "none of {people}";
    pub(crate) is_from(person, sides) = "asked-from", "{person} is from {sides}";
    pub(crate) is_not_from(person, sides) = "asked-not-from", "{person} is not from {sides}";
    pub(crate) has_mandate(person) = "asked-has-mandate", "{person} has the statutory mandate";
    pub(crate) has_no_mandate(person) = "asked-has-no-mandate", "{person} does not have the statutory mandate";
    pub(crate) includes(field, values) = "asked-includes", "{field} includes {values}";
    pub(crate) lacks(field, values) = "asked-lacks", "{field} lacks {values}";
    pub(crate) is_at_least(field, number) = "asked-is-at-least", "{field} is at least {number}";
    pub(crate) is_at_most(field, number) = "asked-is-at-most", "{field} is at most {number}";
    pub(crate) is_not_at_least(field, number) = "asked-is-not-at-least", "{field} is not at least {number}";
    pub(crate) is_not_at_most(field, number) = "asked-is-not-at-most", "{field} is not at most {number}";
    pub(crate) same_as_in_entry(person, entry) = "asked-same-as-in-entry", "{person} is the same as in entry {entry}";
    pub(crate) other_than_in_entry(person, entry) = "asked-other-than-in-entry",
        "{person} is somebody else than in entry {entry}";
    pub(crate) same_as(field, other) = "asked-same-as", "{field} is the same as {other}";
    pub(crate) another_than(field, other) = "asked-another-than", "{field} is another than {other}";
    pub(crate) was_redacted(field) = "asked-redacted", "{field} was redacted";
    pub(crate) was_not_redacted(field) = "asked-not-redacted", "{field} was not redacted";
    pub(crate) recorded(field) = "asked-recorded", "{field} is recorded";
    pub(crate) not_recorded(field) = "asked-not-recorded", "{field} is not recorded";
    pub(crate) at_least_named(count, field) = "asked-at-least-named", "at least {count} are named among {field}";
    pub(crate) at_most_named(count, field) = "asked-at-most-named", "at most {count} are named among {field}";
    pub(crate) not_at_least_named(count, field) = "asked-not-at-least-named",
        "not at least {count} are named among {field}";
    pub(crate) not_at_most_named(count, field) = "asked-not-at-most-named", "not at most {count} are named among {field}";
    pub(crate) at_least_people(count, field) = "asked-at-least-people", "at least {count} are named among {field}",
        one "at least 1 person is named among {field}";
    pub(crate) at_most_people(count, field) = "asked-at-most-people", "at most {count} are named among {field}",
        one "at most 1 person is named among {field}";
    pub(crate) not_at_least_people(count, field) = "asked-not-at-least-people",
        "not at least {count} are named among {field}", one "not at least 1 person is named among {field}";
    pub(crate) not_at_most_people(count, field) = "asked-not-at-most-people",
        "not at most {count} are named among {field}", one "not at most 1 person is named among {field}";

    // Conditions.
    pub(crate) either(these) = "asked-either", "either {these}";
    pub(crate) there_is(state) = "asked-there-is", "there is {state}";
    pub(crate) there_is_not(state) = "asked-there-is-not", "there is not {state}";
    pub(crate) contract_that_is(stages) = "asked-contract-that-is", "a contract that is {stages}";
    pub(crate) time_between(from, to) = "asked-time-between", "the time after somebody {from}, until somebody {to}";
    pub(crate) such_a_time() = "asked-such-a-time", "such a time";
    pub(crate) when_last(did, is) = "asked-when-last", "when somebody last {did}, {is}";
    pub(crate) when_first(did, is) = "asked-when-first", "when somebody first {did}, {is}";
    pub(crate) joining_at_least(step) = "asked-joining-at-least", "joining looks at least like \"{step}\"";
    pub(crate) boundary_reads_as(verdicts) = "asked-boundary", "the boundary reads as {verdicts}";
    pub(crate) boundary_not_read_as(verdicts) = "asked-boundary-not", "the boundary does not read as {verdicts}";

    // How often, and how many.
    pub(crate) somebody_did(did) = "asked-somebody-did", "somebody {did}";
    pub(crate) within_before(what, length) = "asked-within-before", "{what} within {length} before";
    pub(crate) and_since(what, since) = "asked-and-since", "{what}, {since}";
    pub(crate) since_last(did) = "asked-since-last", "since somebody last {did}";
    pub(crate) and_when(what, when) = "asked-and-when", "{what}, when {when}";
    pub(crate) at_least_times(count) = "asked-at-least-times", "at least {count} times", one "at least 1 time";
    pub(crate) at_most_times(count) = "asked-at-most-times", "at most {count} times", one "at most 1 time";
    pub(crate) at_least_contracts(count) = "asked-at-least-contracts", "at least {count} contracts", one "at least 1 contract";
    pub(crate) at_most_contracts(count) = "asked-at-most-contracts", "at most {count} contracts", one "at most 1 contract";
    pub(crate) at_least_of(count, attribute) = "asked-at-least-of", "at least {count} {attribute}s",
        one "at least 1 {attribute}";
    pub(crate) at_most_of(count, attribute) = "asked-at-most-of", "at most {count} {attribute}s", one "at most 1 {attribute}";
    pub(crate) at_least_open(count) = "asked-at-least-open", "at least {count} are", one "at least 1 is";
    pub(crate) at_most_open(count) = "asked-at-most-open", "at most {count} are", one "at most 1 is";
    pub(crate) at_least_different_open(count, field) = "asked-at-least-different-open",
        "at least {count} different {field}s are", one "at least 1 {field} is";
    pub(crate) at_most_different_open(count, field) = "asked-at-most-different-open",
        "at most {count} different {field}s are", one "at most 1 {field} is";
    pub(crate) open_at_once(limits, from, to) = "asked-open-at-once",
        "{limits} open at once, from when somebody {from} until somebody {to}";
    pub(crate) for_every_100(to, of) = "asked-for-every-100", "for every 100 times that {to}, {of}";
    pub(crate) for_every_100_within(to, within, of) = "asked-for-every-100-within",
        "for every 100 times that {to} within {within}, {of}";
    pub(crate) with_the_same(attributes) = "asked-with-the-same", "with the same {attributes}";
    pub(crate) of_which(that) = "asked-of-which", "of which {that}";
    pub(crate) contracts() = "asked-contracts", "contracts";
    pub(crate) are_about(contracts, stages, limits) = "asked-are-about", "{contracts} that are {stages} are about {limits}";
    pub(crate) contract_stands(contracts, stages) = "asked-contract-stands", "{contracts} is {stages}";
    pub(crate) contracts_stand(contracts, stages) = "asked-contracts-stand", "{contracts} are {stages}";

    // When it is asked.
    pub(crate) asked_when(what, when) = "asked-when", "{what} {when}";
    pub(crate) on(day) = "asked-on", "on {day}";
    pub(crate) before_that_on(day) = "asked-before-that-on", "before that, on {day}";
    pub(crate) by_end_of(day) = "asked-by-end-of", "by the end of {day}";
    pub(crate) before_that() = "asked-before-that", "before that";
    pub(crate) within_before_or_on(length, day) = "asked-within-before-or-on", "within {length} before that or on {day}";
    pub(crate) within_before_that(length) = "asked-within-before-that", "within {length} before that";
    pub(crate) at_least_before_that(lead) = "asked-at-least-before-that", "at least {lead} before that";
    pub(crate) within_and_at_least(length, lead) = "asked-within-and-at-least",
        "within {length} and at least {lead} before that";
    pub(crate) times(what, count) = "asked-times", "{what}, {count} times";
    pub(crate) covering(what, these) = "asked-covering", "{what}, covering between them {these}";
    pub(crate) before(what, next) = "asked-before", "{what}, before {next}";
}
