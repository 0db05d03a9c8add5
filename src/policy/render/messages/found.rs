//! What a rule looked at.

use crate::message::messages;

messages! {
    pub(crate) of_entry(what, entry) = "found-of-entry", "{what} (entry {entry})";
    pub(crate) since_entry(entry, day) = "found-since", "since entry {entry}, on {day}";
    pub(crate) nobody_since(did, since) = "found-nobody-since", "nobody {did} {since}";
    pub(crate) none_since(since) = "found-none-since", "none of these is recorded {since}";
    pub(crate) nobody_before(did) = "found-nobody-before", "nobody {did} before";
    pub(crate) none_before() = "found-none-before", "none of these is recorded before";
    pub(crate) ratio(counted, base) = "found-ratio", "{counted} of the one, {base} of the other";
    pub(crate) ratio_share(counted, base, share) = "found-ratio-share",
        "{counted} of the one, {base} of the other ({share} for every 100)";
    pub(crate) somebody_last(did, day) = "found-last", "somebody last {did} on {day}";
    pub(crate) last_of_these(entry, day) = "found-last-of-these", "the last of these was entry {entry}, on {day}";
    pub(crate) how_often(times, last) = "found-how-often", "{last} ({times} times in that time)",
        one "{last} (once in that time)", none "{last} (not once in that time)";
    pub(crate) no_contract_counted() = "found-no-contract-counted", "no contract is counted";
    pub(crate) contract_counted(value) = "found-contract-counted", "the contract counted is {value}";
    pub(crate) contracts_counted(values) = "found-contracts-counted", "the contracts counted are {values}";
    pub(crate) none_counted(attribute) = "found-none-counted", "no {attribute} is counted";
    pub(crate) one_counted(attribute, value) = "found-one-counted", "the {attribute} counted is {value}";
    pub(crate) some_counted(attribute, values) = "found-some-counted", "the {attribute}s counted are {values}";
    pub(crate) more(count) = "found-more", "{count} more";
    pub(crate) nothing_open() = "found-nothing-open", "nothing is open";
    pub(crate) is_open(value) = "found-open", "{value} is open";
    pub(crate) are_open(values) = "found-several-open", "these are open: {values}";
    pub(crate) contract_is(stage) = "found-contract-is", "the contract is {stage}";
    pub(crate) joining_looks_like(step) = "found-joining", "joining so far looks like \"{step}\"";
    pub(crate) boundary_reads_as(verdict) = "found-boundary", "the boundary reads as \"{verdict}\"";
    pub(crate) nobody_mandated_among(people) = "found-nobody-mandated", "nobody with the statutory mandate is among {people}";
    pub(crate) did_something() = "found-did-something", "did something";
    pub(crate) has_left(person) = "found-has-left", "{person} has left by then";
    pub(crate) no_party_there() = "found-no-party-there", "no party to the contract is still there";
    pub(crate) no_party_there_then() = "found-no-party-there-then",
        "no party to the contract in the opening entry is still there";
    pub(crate) was_redacted(field) = "found-redacted", "{field} was redacted";
    pub(crate) not_recorded(field) = "found-not-recorded", "{field} is not recorded";
    pub(crate) recorded(field) = "found-recorded", "{field} is recorded";
    pub(crate) is(field, value) = "found-is", "{field} is {value}";
    pub(crate) among_is(people, person) = "found-among-is", "among {people} is {person}";
    pub(crate) among_are(people, persons) = "found-among-are", "among {people} are {persons}";
    pub(crate) include(people, persons) = "found-include", "{people} include {persons}";
    pub(crate) has_mandate(person) = "found-has-mandate", "{person} has the statutory mandate";
    pub(crate) has_no_mandate(person) = "found-has-no-mandate", "{person} does not have the statutory mandate";
    pub(crate) something_recorded() = "found-something-recorded", "something recorded";
    pub(crate) something_redacted() = "found-something-redacted", "something redacted";
}
