//! What happened, what was asked, and what came of it.

use crate::message::messages;

messages! {
    // What opened a duty.
    pub(crate) the_role(role) = "the-role", "the {role}";
    pub(crate) entry(entry) = "entry", "entry {entry}";
    pub(crate) on_day_did(day, who, did, cited) = "opened-by", "On {day} {who} {did} ({cited})";
    pub(crate) contract_lapsed(contract, day, cited) = "opened-by-lapse",
        "Contract `{contract}` lapsed at the end of {day} ({cited})";
    pub(crate) a_contract_lapsed(day, cited) = "opened-by-a-lapse", "A contract lapsed at the end of {day} ({cited})";
    pub(crate) which_no_longer(did, stages) = "opened-which-no-longer", "{did}, which was then no longer {stages}";
    pub(crate) and_contract_no_longer(did, stages) = "opened-and-contract-no-longer",
        "{did}, and a contract was then no longer {stages}";
    pub(crate) which_then(did, stage) = "opened-which-then", "{did}, which was then {stage}";
    pub(crate) and_contract_then(did, stage) = "opened-and-contract-then", "{did}, and a contract was then {stage}";
    pub(crate) was_broken(day, rule, cited) = "opened-by-breach", "On {day} {rule} was broken (it was opened by {cited})";
    pub(crate) opened_where(opened, so) = "opened-where", "{opened}, where {so}";

    // Whom it concerns.
    pub(crate) concerns(what, why) = "outcome-concerns", "It concerns {what} ({why}).";
    pub(crate) was_party(entry) = "concerned-party", "the person named in entry {entry} was a party to it";
    pub(crate) first_met(role, day) = "concerned-first-met", "{role}, first met on {day}";
    pub(crate) first_time(role) = "concerned-first-time", "{role}, for the first time";
    pub(crate) in_role(role) = "concerned-role", "{role}";

    // References.
    pub(crate) reference(noun, id) = "reference", "{noun} `{id}`";
    pub(crate) each(id) = "reference-each", "`{id}`";
    pub(crate) whose_views(id) = "reference-whose-views", "whose views: `{id}`";
    pub(crate) threshold_moved(id) = "reference-threshold-moved", "threshold that moved `{id}`";
    pub(crate) returned_request(id) = "reference-returned-request", "returned request `{id}`";

    // What was asked, and what became of it.
    pub(crate) had_to(asked) = "outcome-had-to", "Somebody had to {asked}.";
    pub(crate) had_to_when(asked, when) = "outcome-had-to-when", "Somebody had to {asked} {when}.";
    pub(crate) had_to_when_apart(asked, when) = "outcome-had-to-when-apart", "Somebody had to {asked}, {when}.";
    pub(crate) has_to(asked) = "outcome-has-to", "Somebody has to {asked}.";
    pub(crate) has_to_when(asked, when) = "outcome-has-to-when", "Somebody has to {asked} {when}.";
    pub(crate) has_to_when_apart(asked, when) = "outcome-has-to-when-apart", "Somebody has to {asked}, {when}.";
    pub(crate) rule_asks(asked) = "outcome-asks", "The rule asks that {asked}.";
    pub(crate) rule_asks_when(asked, when) = "outcome-asks-when", "The rule asks that {asked} {when}.";
    pub(crate) rule_asks_when_apart(asked, when) = "outcome-asks-when-apart", "The rule asks that {asked}, {when}.";
    pub(crate) rule_asks_here(asked, here) = "outcome-asks-here", "The rule asks that {asked}; here {here}.";
    pub(crate) nobody_was_to(asked) = "outcome-nobody-was-to", "From then on nobody was to {asked}.";
    pub(crate) nobody_was_to_when(asked, when) = "outcome-nobody-was-to-when", "From then on nobody was to {asked} {when}.";
    pub(crate) nobody_was_to_when_apart(asked, when) = "outcome-nobody-was-to-when-apart",
        "From then on nobody was to {asked}, {when}.";
    pub(crate) last_done(day) = "outcome-last-done", "It was last done on {day}.";
    pub(crate) did_before(did, day, entry) = "outcome-did-before", "Somebody {did} before that, on {day} (entry {entry}).";
    pub(crate) came_first(entry, day) = "outcome-came-first", "Entry {entry} came first, on {day}.";
    pub(crate) done_late(day, entry) = "outcome-done-late", "It was done late, on {day} (entry {entry}).";
    pub(crate) nothing_by(day) = "outcome-nothing-by", "Nothing of that was recorded by {day}.";
    pub(crate) entry_did(entry, day) = "outcome-entry-did", "Entry {entry} did, on {day}.";
    pub(crate) whether_so(missing) = "outcome-whether-so", "Whether that was so cannot be determined: {missing}.";
    pub(crate) what_follows(missing) = "outcome-what-follows", "What follows from that cannot be determined: {missing}.";

    // What was done of it in part.
    pub(crate) partly_by(what, day, how_much) = "outcome-partly-by", "{what} by {day}: {how_much}.";
    pub(crate) partly(what, how_much) = "outcome-partly", "{what}: {how_much}.";
    pub(crate) partly_done() = "outcome-partly-done", "partly done";
    pub(crate) partly_explained() = "outcome-partly-explained", "partly explained";
    pub(crate) partly_said() = "outcome-partly-said", "partly said";
    pub(crate) some_of(done, needed) = "outcome-some-of", "{done} of {needed}";
    pub(crate) some_said(done, needed, said, missing) = "outcome-some-said", "{done} of {needed} ({said}); missing: {missing}";
    pub(crate) none_of() = "number-0", "none";
    pub(crate) one() = "number-1", "one";
    pub(crate) two() = "number-2", "two";
    pub(crate) three() = "number-3", "three";
    pub(crate) four() = "number-4", "four";
    pub(crate) five() = "number-5", "five";
    pub(crate) six() = "number-6", "six";
    pub(crate) seven() = "number-7", "seven";
    pub(crate) eight() = "number-8", "eight";
    pub(crate) nine() = "number-9", "nine";
    pub(crate) ten() = "number-10", "ten";
    pub(crate) field_unknown(field) = "outcome-field-unknown", "{field} is not known";

    // Below an excerpt.
    pub(crate) note_because() = "note-because", "because";
    pub(crate) note_required() = "note-required", "required";
    pub(crate) note_asked() = "note-asked", "asked";
    pub(crate) note_found() = "note-found", "found";
    pub(crate) note_due() = "note-due", "due";
    pub(crate) note_unknown() = "note-not-known", "not known";
    pub(crate) these(what) = "note-these", "{what}";
    pub(crate) to(asked) = "note-to", "to {asked}";
    pub(crate) not_to(asked) = "note-not-to", "not to {asked}";
    pub(crate) source(work, known) = "source", "{work} ({known})";
    pub(crate) source_section(work, section, known) = "source-section", "{work}, {section} ({known})";
}
