//! What is never recorded cannot be, since no field holds it: no score or number about a person, no attachment category of a child, no
//! values of a named worker, no protected characteristic, nobody who failed to prevent something, no measure of consensus or of risk, no
//! tolerance of risk, and no condition of eligibility.
//!
//! The lists here are whole: whatever else an event could hold fails a test, until somebody writes down beside it why it may.
//! Free text can say anything; it is for whoever writes it, and can be redacted. The events about reflection, values, coaching and lived
//! experience have no text at all.
#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::cycle::Kind;
use practice_cycle::form::{self, Field, Holds, Takes};
use practice_cycle::labels;
use practice_cycle::noun::{Noun, Outside};
use serde_json::Value;

/// Every list of codes that an event can hold: its codes, and what they say of what.
#[rustfmt::skip]
const LISTS: [(&str, &str, &str); 84] = [
    ("About", "acting not_acting new_risk going_well best_interests", "what a statement is about: which way a risk goes, what goes well"),
    ("Acknowledged", "in_words sought_out included", "how the team acknowledged the clinician"),
    ("Basis", "direct reported from_records", "how an observation of the boundary came about"),
    ("Because", "safe_enough better no_difference worse no_longer_fits", "why a plan goes on, changes or stops"),
    ("BeforeThreshold", "strengths hope", "what was named in a family beside the need: strengths and hope, and nothing else"),
    ("CancelledCode", "ill more_urgent no_capacity nobody_came family_wished not_safe not_needed other", "why a session was not held"),
    ("CaseKind", "section_47 early_help wealthier_family mental_health child_in_need child_protection_plan looked_after proceedings", "kinds of case that a rule of the system keeps closed, from the article; of no family by itself"),
    ("ChangeKind", "belief story practice relationship", "what changed in the work"),
    ("ChildsPlan", "early_help_plan child_in_need_plan child_protection_plan care_plan permanence_plan pathway_plan", "the plan that the work serves"),
    ("Close", "completed stopped", "how an intervention ended"),
    ("CoachingMatter", "reflective_listening agenda_together planning_together child_focus clarity_about_risk values_and_practice", "what coaching was about; not how well anybody does it"),
    ("ConcernKind", "concern disclosure", "whether a concern or a disclosure was raised"),
    ("ConflictAnswer", "no_conflict managed stands_down", "what was answered to a conflict of interest"),
    ("ConflictKind", "work_with_family employment other_interest", "what a conflict of interest is"),
    ("ConsentTo", "direct_work filming assessment sharing_words", "what somebody consents to"),
    ("Considered", "best_interests risks_of_acting risks_of_not_acting strengths other_explanations childs_view parents_view disagreement earlier_outcomes hope", "what a decision took into account"),
    ("Course", "go_on change stop", "what follows from looking again at a plan"),
    ("Direction", "up down hold", "which way a decision or a threshold went"),
    ("DisagreementOn", "facts explanation opinion risk threshold plan roles", "what people differ on"),
    ("Disruption", "staffing budget practice_model team_merger", "what disrupted joining"),
    ("DrawnBy", "asked_by_team clinicians_own unknown", "what drew an observation"),
    ("DrawnOn", "childs_views parents_views carers professionals research", "what a weighing of options drew on"),
    ("Experience", "what_a_behaviour_may_be_for what_happened_to_them", "that experience was taken into account: no pattern of attachment, no diagnosis"),
    ("Explained", "social_workers_role clinicians_role safeguarding_duties clinicians_part legal_status expectations", "what was explained to a family"),
    ("ExplainedOfDecision", "reasons how_to_challenge what_happens_next", "what of a decision was explained"),
    ("Flexed", "notes statutory_process context asking reflecting safeguarding clinical_work statutory_decisions lead", "which role was flexed"),
    ("FocusKind", "generate_hypotheses case_dilemma assess_risk engage_parent stop_physical_chastisement process_feelings plan_intervention assess_family other", "the focus of a contract"),
    ("Form", "consultation reflective_practice joint_work family_therapy cognitive_assessment child_attachment_interview parenting_assessment non_violent_resistance video_interaction_guidance other_evidence_based worker_support", "a form of work; one is called after an interview, and holds no result of it"),
    ("HeardFrom", "parents children_and_young_people carers people_who_were_in_care community", "from whom the service heard, as a group, and nobody by name"),
    ("Holder", "clinician social_worker shared not_needed", "who does a task"),
    ("HowFound", "came_up looked_for", "how a piece of evidence was come by"),
    ("HowItWent", "better as_before worse mixed not_known", "how things are, where an outcome was learned; of an outcome, and of nobody"),
    ("HowSought", "meeting visit telephone letter online through_advocate play_or_drawing", "how views were sought"),
    ("InWhat", "assessment plan decision review", "into what views or experience went"),
    ("Indicator", "directs_the_system shares_the_common_end detached_from_process takes_over_tasks invited_to_be_curious private_mission acts_superior ideas_made_together withholds_skills will_not_learn values_both_models complies_only seeks_control negotiates_roles loses_curiosity", "Figure 1: the pattern between two sides, and nobody"),
    ("Interpreter", "not_needed present needed_not_present", "whether somebody interpreted"),
    ("Lead", "clinician social_worker shared", "who leads a session"),
    ("Lean", "enmeshed healthy diffuse", "which way a sign of the boundary leans"),
    ("LedToChange", "nothing_yet decision_reconsidered practice_changed policy_questioned something_else", "what a hearing led to"),
    ("LegalStatus", "section_17 section_20 section_47 child_protection pre_proceedings court looked_after", "the legal status of a case"),
    ("Milestone", "case_opened referral_received referral_decided assessment_begun assessment_completed assessment_authorised assessment_late strategy_discussion section_47_started section_47_ended initial_conference conference_not_required protection_plan_begun protection_plan_transferred_in protection_plan_ended core_group review_conference became_looked_after ceased_to_be_looked_after looked_after_review permanence_plan_made pre_proceedings_begun pre_proceedings_ended family_group_offered family_group_contrary_to_interests order_applied proceedings_extended final_order proceedings_ended case_closed family_group_accepted family_group_held expert_permitted short_breaks_begun remanded other", "steps of a case"),
    ("OfferedInstead", "consultation reflective_practice joint_work waiting_list another_service", "what a service offers in the place of what was asked"),
    ("OfferedToFamily", "somebody_else advocate", "what a family was offered before their description goes further"),
    ("Order", "first later", "whether an idea was the first"),
    ("PartnershipSign", "agenda_together listened knowledge_used shared_concern_named plan_together child_in_mind clear_about_risk told_what_to_do knowledge_dismissed compliance_threatened honest_about_consequences", "signs of how one meeting went; the worker is not named"),
    ("PermanenceOption", "remain_or_return_home connected_persons special_guardianship long_term_fostering adoption", "options for permanence"),
    ("Pressure", "management incident media closure_incentives resources policy fear_of_blame", "what pressed on a decision or a threshold"),
    ("ProgrammeEnding", "finished moved_on left other", "how work on a programme ended"),
    ("Purpose", "practice court expert_witness", "for what an intervention is"),
    ("Quality", "rapport empathy listening trust openness curiosity plain_language ascribed_place", "what an occasion of joining was like"),
    ("Question", "what_explains what_would_help whether_harmed where_to_live threshold placement_disruption plan_unchanged other", "what kind of question a discussion was about"),
    ("Rating", "strongly_consistent consistent does_not_help inconsistent strongly_inconsistent", "how a piece of evidence stands to an idea; a rating of evidence, and of nobody"),
    ("ReasonCode", "goal_met_early goal_changed party_left no_capacity outside_competence risk_too_high resource_cut practice_model_changed family_withdrew legal_status_changed case_transferred case_closed conflict_of_interest contract_muddled did_not_take_place other", "why a contract did not come about, paused or ended"),
    ("Reception", "taken_up adapted not_now not_welcome", "how a suggestion was received"),
    ("Reflection", "bias inequality own_values first_idea threshold", "on what people reflected; not what anybody found in themself"),
    ("Registration", "registered not_registered", "whether somebody is registered as a social worker: of professionals"),
    ("Responsibility", "held not_held not_known", "whether somebody holds parental responsibility: a fact in law"),
    ("ReturnReason", "risk_too_high below_threshold no_capacity outside_remit somebody_else_first other", "why a service returned a referral"),
    ("Risk", "acting not_acting new", "which way a risk goes; not how great it is, nor who bears it"),
    ("Role", "clinician social_worker manager family_support_worker student_social_worker parent child carer relative family_advocate clinical_supervisor conference_chair reviewing_officer court lawyer school health police outside_clinician other_partner childrens_guardian advocate youth_justice adult_mental_health domestic_abuse substance_use probation housing early_years", "in which role somebody is here: of professionals and family, and no characteristic of theirs"),
    ("RuleAbout", "clinicians families thresholds recording", "what a rule of the system is about"),
    ("RuleStep", "kept connected challenged shifted upheld", "what was done about a rule of the system"),
    ("Safety", "not_affected affected immediate_danger", "whether a child's safety depends on a disagreement; no measure of risk"),
    ("SeenAs", "family child worker observer", "as what somebody describes a meeting"),
    ("Settled", "plan_agreed decided new_information agreed no_longer_matters", "how a disagreement was settled; not how far people agree"),
    ("Side", "clinical social_work family partner", "which side"),
    ("SignFinding", "present absent no_opportunity", "what somebody says of a sign"),
    ("Source", "observed told_by_family told_by_professional from_records tested", "where a fact comes from"),
    ("Space", "team_meeting case_consultation reflective_practice_group home_visit joint_session initial_child_protection_conference review_child_protection_conference legal_planning_meeting looked_after_child_review core_group strategy_discussion pre_proceedings_meeting child_in_need_meeting other_statutory_meeting supervision network_meeting", "the space"),
    ("SpokenTo", "housing health therapy addiction education benefits justice", "to which services somebody was spoken for"),
    ("Standpoint", "part_of_it looking_on", "where an observer of the boundary stood"),
    ("StatementKind", "fact professional_judgement allegation opinion worry hunch strength", "what a statement is"),
    ("Stream", "reflective direct", "the stream of work"),
    ("Strength", "slight clear strong", "how strongly a sign of the boundary showed: of a pattern between two sides, and of nobody"),
    ("Supported", "child parents carers new_carers", "who was supported through a transition"),
    ("TurnedAway", "below_threshold no_capacity another_service not_consented", "why a request was turned away"),
    ("Uncovered", "urgent not_agreed lapsed suspended unknown", "why no contract covers some work"),
    ("Unwelcome", "too_challenging too_different_from_plan", "why an offer was not welcome"),
    ("Urgency", "planned emergency", "whether a decision was taken in an emergency"),
    ("ValuesMatter", "partnership language jokes what_is_praised late_or_without_views values_and_practice", "what a conversation about values was about; nobody's values"),
    ("Verdict", "enmeshed healthy diffuse mixed contested insufficient", "how the boundary was read in a review"),
    ("Voice", "spoken unspoken", "whether a rule of the system is spoken"),
    ("WeighedOn", "load managers home other", "what weighed on a meeting from outside"),
    ("WhyMissing", "declined not_found unsafe_to_ask ran_out_of_time", "why views are missing"),
];

/// Every field that names a person: for what they are named. Nobody is named as who failed to do something.
#[rustfmt::skip]
const PEOPLE: [(&str, &str); 58] = [
    ("contract_reviewed.with[]", "took part in a review"),
    ("party_replaced.party", "was the party to a contract"),
    ("party_replaced.successor", "is it now"),
    ("contract_ended.with", "agreed that it ends"),
    ("session_held.present[]", "was there"),
    ("concern_passed_on.to", "was told of a concern"),
    ("family_helped_to_understand.person", "was explained something"),
    ("explanation_withheld.person", "was not"),
    ("explanation_withheld.manager", "decided so with whoever acts"),
    ("consent_given.given_by", "consents"),
    ("consent_given.for_person", "is whom it concerns"),
    ("consent_given.readers[]", "may read words"),
    ("consent_withdrawn.withdrawn_by", "withdraws"),
    ("change_amplified.to[]", "was told of a change"),
    ("lead_practitioner_named.lead", "leads"),
    ("lead_practitioner_named.overseer", "oversees"),
    ("threshold_decided.decided_by[]", "decided, together"),
    ("threshold_decided.contributed[]", "contributed"),
    ("expert_instructed.expert", "is instructed"),
    ("decision_handed_back.asked_by", "asked for a decision"),
    ("reflection_held.present[]", "was there"),
    ("decision_explained.person", "was explained a decision"),
    ("programme_begun.practitioner", "works on a programme"),
    ("discussion_held.present[]", "was there"),
    ("discussion_held.absent[]", "was asked and did not come"),
    ("statement_made.author", "answers for what they said themself; nobody, where it was said without a name"),
    ("disagreement_recorded.between[]", "differs"),
    ("disagreement_escalated.to", "is asked to look at it"),
    ("test_planned.agreed_by[]", "agreed the plan"),
    ("step_taken_on.taken_by", "takes the step"),
    ("written_agreement_made.shaped_by[]", "shaped what it says"),
    ("written_agreement_made.asked_for_by", "asked for it"),
    ("written_agreement_made.signed_by[]", "signed it"),
    ("family_member_named.person", "is of the family"),
    ("views_sought.of_whom", "was asked for their views"),
    ("views_missing.of_whom", "is whose views are missing"),
    ("views_awaited.of_whom", "is whose views are awaited"),
    ("assessment_shared.with", "was shown an assessment"),
    ("practice_described.invited_by[]", "invited an observer; the worker who is described is not named"),
    ("description_passed_on.readers[]", "will read a description"),
    ("coaching_held.coach", "coached"),
    ("coaching_held.worker", "was coached, and agreed to it"),
    ("coaching_held.agreed_by[]", "agreed to it"),
    ("ambivalence_heard.person", "said their reasons"),
    ("experience_considered.person", "is whose experience was taken into account"),
    ("occasion_of_joining.with[]", "was there"),
    ("help_asked_again.asked_by", "asked for help again"),
    ("boundary_reviewed.with[]", "took part in a review"),
    ("agreement_reported.between[]", "agreed something"),
    ("outcome_fed_back.to[]", "was told of an outcome"),
    ("cycle_opened.clinician", "joins the team"),
    ("person_entered.person", "is here"),
    ("person_left.person", "is no longer here"),
    ("opening_corrected.clinician", "joins the team"),
    ("people_merged.person", "turned out to be the next"),
    ("people_merged.into", "is one person"),
    ("entry.by", "did it"),
    ("entry.recorded_by", "wrote it down"),
];

/// Every field that holds a reference to something outside, but for cases, and to what.
#[rustfmt::skip]
const OUTSIDE: [(&str, &str); 14] = [
    ("contract_renewed.successor.elsewhere.cycle", "another attachment"),
    ("contract_renewed.successor.elsewhere.contract", "a contract in it"),
    ("milestone_reached.other", "a step of the service's own"),
    ("duty_waived.rule", "a rule of policy"),
    ("programme_begun.code", "a programme of the service"),
    ("joining_disrupted.merged.teams[]", "teams"),
    ("joining_disrupted.merged.into", "a team"),
    ("boundary_reviewed.parameters", "a set of parameters"),
    ("cycle_opened.cycle", "an attachment"),
    ("cycle_opened.team", "a team"),
    ("cycle_opened.earlier", "an attachment"),
    ("cycle_closed.cycle", "an attachment"),
    ("opening_corrected.cycle", "an attachment"),
    ("opening_corrected.team", "a team"),
];

/// Every field of the events that could most easily say too much, and what is not among them.
#[rustfmt::skip]
const FIELDS: [(&str, &str, &str); 30] = [
    ("reflection_held", "reflection on space present case decision moved", "no words: nobody's bias and nobody's values"),
    ("lived_experience_heard", "hearing from space led_to", "no words, and nobody by name"),
    ("values_talked_about", "talk space matters case passing", "no words and nobody: nobody's values"),
    ("coaching_held", "coaching coach worker agreed_by session matters", "no words: nobody's skill"),
    ("statement_made", "statement discussion kind about author source words", "no weight of the person: worries are not counted by who has them"),
    ("evidence_weighed", "weighing piece ratings found words", "no number: ratings are words about evidence"),
    ("hypothesis_put", "hypothesis discussion order words", "no likelihood"),
    ("disagreement_recorded", "disagreement case discussion between on safety by_when words", "no measure of agreement, and nobody in the wrong"),
    ("disagreement_settled", "disagreement how test decision words", "no measure of agreement"),
    ("disagreement_escalated", "disagreement to words", "nobody in the wrong"),
    ("test_planned", "test discussion hypotheses better enough change_course look_again risks agreed_by words", "no measure of risk, and no tolerance of it"),
    ("test_reviewed", "test found then because look_again", "nobody who failed to prevent what was found"),
    ("step_taken_on", "step case taken_by test decision disagreement again words", "no share of risk"),
    ("step_handed_back", "step words", "nobody in the wrong"),
    ("step_dropped", "step reason", "nobody in the wrong"),
    ("referral_returned", "returned case service reason offered contract words", "no tolerance of risk of a service or a person"),
    ("written_agreement_made", "agreement case shaped_by asked_for_by signed_by words", "nothing that says who kept to it"),
    ("practice_described", "description case session seen_as signs weighed_on invited_by recording words", "not which worker it was"),
    ("experience_considered", "consideration case person what in_what words", "no pattern of attachment and no diagnosis"),
    ("ambivalence_heard", "ambivalence case person to_stay to_change", "no readiness in numbers"),
    ("placement_disrupted", "disruption case words", "nobody who failed to prevent it"),
    ("permanence_option_weighed", "option case what in_favour against rationale drawn_on", "no points for options"),
    ("threshold_decided", "decision case direction decided_by contributed considered pressed_by prompted urgency words", "no characteristic of a family, and no tolerance of risk"),
    ("threshold_moved", "moved direction pressed_by words", "no family, and nobody who moved it"),
    ("request_turned_away", "request case from reason again named words", "no characteristic of a family"),
    ("outcome_learned", "outcome contract decision test how words", "nobody who failed to prevent it"),
    ("programme_begun", "programme case code practitioner planned_end", "no condition of eligibility"),
    ("programme_ended", "programme how words", "nothing that says whether somebody met a condition"),
    ("spoken_for", "speaking programme to words", "nothing about the person but to whom they were spoken for"),
    ("outcome_rated", "rating contract score words", "the one rating in numbers: of an outcome, by whoever gives it, for their part"),
];

/// Every field that holds a number, with the least and the most, and what it counts. None is about a person but an age that shaped an
/// explanation; the one rating is of an outcome.
const NUMBERS: [(&str, u32, u32, &str); 5] = [
    ("cycle_opened.format", 0, 65_535, "the version of the stored form"),
    ("decision_explained.age", 0, 255, "an age, where it shaped how something was explained"),
    ("family_helped_to_understand.age", 0, 255, "an age, where it shaped how something was explained"),
    ("outcome_rated.score", 0, 10, "the rating of an outcome by whoever gives it, for their part"),
    ("terms_accepted.version", 0, u32::MAX, "a version of the terms"),
];

/// Every field that holds the number of an entry.
const ENTRIES: [(&str, &str); 5] = [
    ("consent_given.entries[]", "the entries whose words may be shared"),
    ("duty_waived.opened_by", "the entry that started a duty"),
    ("entered_in_error.entries[]", "the entries that are taken back"),
    ("entry.number", "its own"),
    ("redacted.entries[]", "the entries that are redacted"),
];

/// Events about people's thinking and skill: that they were held is recorded, and no word of what was said.
const WITHOUT_WORDS: [&str; 4] = ["reflection_held", "lived_experience_heard", "values_talked_about", "coaching_held"];

/// Beginnings of words that no name, no code and no label may have.
const NEVER: &str = "ethnic racial race religi faith disab sexual gender transgender nationalit immigra asylum pregnan marital marri \
    caste wealth insecure avoidant disorgani attachment diagnos patholog personalit score scoring consensus toleran appetite likelihood \
    probabil eligib contracept prevent blame guilt fault culpab liab neglig apprais competen profil predict rank temperament";

/// Where one of these stands all the same, and why.
const ALL_THE_SAME: [(&str, &str); 18] = [
    ("score", "the rating of an outcome"),
    ("Score", "the same, as a label"),
    ("child_attachment_interview", "a form of work of a clinician; no result of it is recorded"),
    ("Child Attachment Interview", "the same, as a label"),
    ("attachment", "the attachment of a clinician to a team: the module"),
    ("attachment::Kind", "the same"),
    ("cannot change the role of the clinician whose attachment this is", "the same"),
    ("attachment_and_trauma", "an element of practice that a professional evidences of themself"),
    ("attachment and trauma informed practice", "the same, as a label"),
    ("fear_of_blame", "what presses on a decision; of nobody"),
    ("fear of blame", "the same, as a label"),
    ("a narrative of blame or guilt", "what changes: a story that is told in the work, and of nobody"),
    ("outside_competence", "why a contract ended: not the work of this service"),
    ("outside competence", "the same, as a label"),
    ("stop and prevent physical chastisement", "the focus of a contract"),
    ("wealthier_family", "a kind of case that a rule of the system keeps closed, from the article"),
    ("wealthier family", "the same, as a label"),
    ("stored::Fault", "what is wrong with a stored line"),
];

fn walk(path: &str, takes: &Takes, each: &mut impl FnMut(&str, &Takes)) {
    each(path, takes);
    match takes {
        Takes::Group { fields, .. } => walk_all(path, fields, each),
        Takes::List { of, .. } => walk(&format!("{path}[]"), of, each),
        Takes::Choice { variants, .. } => {
            for variant in variants {
                let path = format!("{path}.{}", variant.code);
                match &variant.holds {
                    Holds::Nothing => {}
                    Holds::One { takes } => walk(&path, takes, each),
                    Holds::Fields { fields } => walk_all(&path, fields, each),
                }
            }
        }
        _ => {}
    }
}

fn walk_all(path: &str, fields: &[Field], each: &mut impl FnMut(&str, &Takes)) {
    for field in fields {
        walk(&format!("{path}.{}", field.name), &field.takes, each);
    }
}

/// Every part of every event, and of what stands beside it, by its path.
fn parts() -> Vec<(String, Takes)> {
    let mut parts = Vec::new();
    let mut each = |path: &str, takes: &Takes| parts.push((path.to_owned(), takes.clone()));
    for kind in Kind::all() {
        walk_all(kind.code(), &kind.form().fields, &mut each);
    }
    walk_all("entry", &form::entry(), &mut each);
    parts
}

fn paths(is_so: impl Fn(&Takes) -> bool) -> BTreeSet<String> {
    parts().into_iter().filter(|(_, takes)| is_so(takes)).map(|(path, _)| path).collect()
}

fn listed<'l>(list: impl IntoIterator<Item = &'l str>) -> BTreeSet<String> {
    list.into_iter().map(str::to_owned).collect()
}

#[test]
fn no_number_is_about_a_person() {
    let number = |(path, takes)| if let Takes::Number { least, most } = takes { Some((path, least, most)) } else { None };
    let numbers: BTreeSet<(String, u32, u32)> = parts().into_iter().filter_map(number).collect();
    assert_eq!(numbers, NUMBERS.iter().map(|&(path, least, most, _)| (path.to_owned(), least, most)).collect());
    assert_eq!(paths(|takes| matches!(takes, Takes::Entry)), listed(ENTRIES.map(|(path, _)| path)));
}

/// New sorts of content may come, and would have to be listed here.
#[test]
fn every_part_is_of_a_sort_that_is_looked_at_here() {
    for (path, takes) in parts() {
        let is_known = matches!(
            takes,
            Takes::Code { .. }
                | Takes::Codes { .. }
                | Takes::Reference { .. }
                | Takes::Outside { .. }
                | Takes::Entry
                | Takes::Text { .. }
                | Takes::Number { .. }
                | Takes::Day
                | Takes::Instant
                | Takes::List { .. }
                | Takes::Group { .. }
                | Takes::Choice { .. }
        );
        assert!(is_known, "{path}");
    }
}

#[test]
fn every_code_says_something_that_is_written_down_here() {
    let mut lists: BTreeMap<&str, String> = BTreeMap::new();
    for (path, takes) in parts() {
        if let Takes::Code { list, words } | Takes::Codes { list, words } = takes {
            let codes = words.iter().map(|word| word.code).collect::<Vec<_>>().join(" ");
            assert_eq!(*lists.entry(list).or_insert_with(|| codes.clone()), codes, "two lists are called {list}: {path}");
        }
    }
    assert_eq!(lists, LISTS.iter().map(|&(list, codes, _)| (list, codes.to_owned())).collect());
}

#[test]
fn everybody_who_is_named_is_named_for_something_they_do() {
    let people = paths(|takes| matches!(takes, Takes::Reference { noun: Noun::Person, .. }));
    assert_eq!(people, listed(PEOPLE.map(|(path, _)| path)));
    let outside = paths(|takes| matches!(takes, Takes::Outside { to, .. } if *to != Outside::Case));
    assert_eq!(outside, listed(OUTSIDE.map(|(path, _)| path)));
}

#[test]
fn the_events_that_could_say_too_much_hold_these_fields() {
    for (kind, fields, why) in FIELDS {
        let form = Kind::from_code(kind).unwrap().form();
        let names: Vec<&str> = form.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.join(" "), fields, "{kind}: {why}");
    }
}

#[test]
fn no_word_of_anybodys_values_or_skill_is_recorded() {
    let texts = paths(|takes| matches!(takes, Takes::Text { .. }));
    for kind in WITHOUT_WORDS {
        assert!(Kind::from_code(kind).is_some() && FIELDS.iter().any(|(listed, ..)| *listed == kind));
        let its: Vec<&String> = texts.iter().filter(|path| path.starts_with(&format!("{kind}."))).collect();
        assert!(its.is_empty(), "{its:?}");
    }
    // The others can be written in, so the paths are found.
    assert!(texts.contains("statement_made.words") && texts.len() > 90, "{}", texts.len());
}

/// Every name, code and label: of events, fields and lists, and all that the labels hold, refusals among it.
fn names() -> BTreeSet<String> {
    fn strings(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::String(word) => {
                found.insert(word.clone());
            }
            Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    found.insert(name.clone());
                    strings(value, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut names = BTreeSet::new();
    for kind in Kind::all() {
        let form = kind.form();
        names.extend([kind.code(), form.label, form.family, &form.name].map(str::to_owned));
        names.extend(form.fields.iter().map(|field| field.label.clone()));
    }
    for (path, takes) in parts() {
        names.extend(path.split('.').map(|name| name.trim_end_matches("[]").to_owned()));
        match takes {
            Takes::Code { list, words } | Takes::Codes { list, words } => {
                names.insert(list.to_owned());
                names.extend(words.iter().flat_map(|word| [word.code, word.label]).map(str::to_owned));
            }
            Takes::Group { name, fields, .. } => {
                names.insert(name);
                names.extend(fields.into_iter().map(|field| field.label));
            }
            Takes::Choice { name, variants, .. } => {
                names.insert(name.to_owned());
                names.extend(variants.into_iter().map(|variant| variant.label));
            }
            _ => {}
        }
    }
    strings(&serde_json::from_str(labels::ENGLISH).unwrap(), &mut names);
    names
}

/// Whether a word of it begins so; words may stand together as in the name of a type.
fn is_of_never(name: &str) -> bool {
    let spaced: String = name
        .chars()
        .flat_map(|c| [c.is_ascii_uppercase().then_some(' '), Some(c)])
        .flatten()
        .collect::<String>()
        .to_lowercase();
    let mut words = spaced.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_so = |word: &str, stem: &str| if stem == "race" { word == stem } else { word.starts_with(stem) };
    words.any(|word| NEVER.split_whitespace().any(|stem| is_so(word, stem)))
}

#[test]
fn no_name_says_what_is_never_recorded() {
    // The codes of the refusals of that module begin with its name.
    let is_refusal = |name: &str| name.strip_prefix("attachment.").is_some_and(|code| !is_of_never(code));
    let found: BTreeSet<String> = names().into_iter().filter(|name| is_of_never(name) && !is_refusal(name)).collect();
    assert_eq!(found, listed(ALL_THE_SAME.map(|(name, _)| name)));
}

#[test]
fn a_name_of_that_kind_would_be_found() {
    for name in [
        "ethnicity", "religion", "has_disability", "Sexual orientation", "gender", "risk_score", "RiskScore", "consensus",
        "tolerance_of_risk", "failed_to_prevent", "eligible_if", "attachment_style", "avoidant", "insecure", "race",
    ] {
        assert!(is_of_never(name), "{name}");
    }
    for name in ["trace", "embrace", "prescribed", "age", "experience_considered"] {
        assert!(!is_of_never(name), "{name}");
    }
}
