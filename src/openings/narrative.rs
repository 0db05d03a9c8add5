//! The text of the openings, for putting before a team. It is written from the value, and holds no text of the entries.

use std::fmt;

use super::{Against, Leaning, Openings, RuleReading};
use crate::code::{Code, CodeSet};
use crate::contracting::Origin;
use crate::evidence::{LISTED, RecordedFor, as_of, bullet, left_out, listed, listed_apart, sentence};
use crate::joining::RuleStep;
use crate::message::{self, Line, Message, Row, Said, messages, said_in_english};
use crate::space::{CaseKind, Space};

messages! {
    // A space or a kind of case, as one invitation names it, and as a rule speaks of all of its kind.
    a_team_meeting() = "openings-a-team-meeting", "a team meeting";
    all_team_meeting() = "openings-all-team-meeting", "team meetings";
    a_case_consultation() = "openings-a-case-consultation", "a case consultation";
    all_case_consultation() = "openings-all-case-consultation", "case consultations";
    a_reflective_practice_group() = "openings-a-reflective-practice-group", "a reflective practice group";
    all_reflective_practice_group() = "openings-all-reflective-practice-group", "reflective practice groups";
    a_home_visit() = "openings-a-home-visit", "a home visit";
    all_home_visit() = "openings-all-home-visit", "home visits";
    a_joint_session() = "openings-a-joint-session", "a joint session with children and family";
    all_joint_session() = "openings-all-joint-session", "joint sessions with children and family";
    a_initial_conference() = "openings-a-initial-conference", "an initial child protection conference";
    all_initial_conference() = "openings-all-initial-conference", "initial child protection conferences";
    a_review_conference() = "openings-a-review-conference", "a review child protection conference";
    all_review_conference() = "openings-all-review-conference", "review child protection conferences";
    a_legal_planning_meeting() = "openings-a-legal-planning-meeting", "a legal planning meeting";
    all_legal_planning_meeting() = "openings-all-legal-planning-meeting", "legal planning meetings";
    a_looked_after_child_review() = "openings-a-looked-after-child-review", "a child in care review";
    all_looked_after_child_review() = "openings-all-looked-after-child-review", "child in care reviews";
    a_core_group() = "openings-a-core-group", "a core group";
    all_core_group() = "openings-all-core-group", "core groups";
    a_strategy_discussion() = "openings-a-strategy-discussion", "a strategy discussion";
    all_strategy_discussion() = "openings-all-strategy-discussion", "strategy discussions";
    a_pre_proceedings_meeting() = "openings-a-pre-proceedings-meeting", "a pre-proceedings meeting";
    all_pre_proceedings_meeting() = "openings-all-pre-proceedings-meeting", "pre-proceedings meetings";
    a_child_in_need_meeting() = "openings-a-child-in-need-meeting", "a child in need meeting";
    all_child_in_need_meeting() = "openings-all-child-in-need-meeting", "child in need meetings";
    a_other_statutory_meeting() = "openings-a-other-statutory-meeting", "another statutory meeting";
    all_other_statutory_meeting() = "openings-all-other-statutory-meeting", "other statutory meetings";
    a_network_meeting() = "openings-a-network-meeting", "a meeting of the network";
    all_network_meeting() = "openings-all-network-meeting", "meetings of the network";
    case_section47() = "openings-case-section47", "a section 47 enquiry";
    cases_section47() = "openings-cases-section47", "section 47 enquiries";
    case_early_help() = "openings-case-early-help", "early help";
    cases_early_help() = "openings-cases-early-help", "early help cases";
    case_wealthier_family() = "openings-case-wealthier-family", "a wealthier family";
    cases_wealthier_family() = "openings-cases-wealthier-family", "wealthier families";
    case_mental_health() = "openings-case-mental-health", "mental health";
    cases_mental_health() = "openings-cases-mental-health", "mental health cases";
    case_child_in_need() = "openings-case-child-in-need", "a child in need";
    cases_child_in_need() = "openings-cases-child-in-need", "child in need cases";
    case_child_protection_plan() = "openings-case-child-protection-plan", "a child protection plan";
    cases_child_protection_plan() = "openings-cases-child-protection-plan", "child protection plans";
    case_looked_after() = "openings-case-looked-after", "a looked-after child";
    cases_looked_after() = "openings-cases-looked-after", "looked-after children";
    case_proceedings() = "openings-case-proceedings", "court proceedings";
    cases_proceedings() = "openings-cases-proceedings", "court proceedings";
    supervision(space) = "openings-supervision", "{space}";

    // What went against a rule.
    invited_for(space) = "openings-invited-for", "for {space}";
    invited_about(cases) = "openings-invited-about", "about {cases}";
    went_against(contract, what, by, on) = "openings-against", "{contract} was {what}, invited by {by} on {on}";
    by_other_than_team(contract, origin) = "openings-of-origin", "{contract} ({origin})";

    // A rule.
    noticed(rule, voice, on) = "openings-rule", "{rule} ({voice}), noticed on {on}";
    noticed_about(rule, voice, about, on) = "openings-rule-about", "{rule} ({voice}; about {about}), noticed on {on}";
    last_kept(on) = "openings-last-kept", "it was last kept to on {on}";
    last_connected(on) = "openings-last-connected", "it was last connected with on {on}";
    last_challenged(on) = "openings-last-challenged", "it was last challenged on {on}";
    upheld(on) = "openings-upheld", "it was found upheld on {on}";
    has_shifted(on) = "openings-shifted", "it was found to have shifted on {on}";
    closes_nothing() = "openings-closes-nothing", "It names nothing that it keeps closed";
    keeps_closed(what) = "openings-keeps-closed", "It keeps {what} closed to clinicians";
    kept_closed(what) = "openings-kept-closed", "It kept {what} closed to clinicians";
    every_space() = "openings-every-space", "every space";
    every_space_but(open) = "openings-every-space-but", "every space but {open}";
    every_case() = "openings-every-case", "every kind of case";
    every_case_but(open) = "openings-every-case-but", "every kind of case but {open}";
    all_the_same(these) = "openings-all-the-same", "All the same, {these}";
    before_that(these) = "openings-before-that", "Before that, {these}";
    an_exception() = "openings-exception", "So far that may be an exception";
    a_shift(people) = "openings-shift", "{people} people invited against it, which may be a sign that it is shifting";
    nobody_against() = "openings-nobody", "Nobody of the social work side is recorded to have invited against it";

    // The whole.
    rules_noticed(count) = "openings-rules-noticed", "{count} rules of the system were noticed",
        one "1 rule of the system was noticed", none "no rules of the system were noticed";
    reading(as_of, noticed) = "openings-reading", "{as_of}, {noticed}.";
    reading_bare(as_of, noticed) = "openings-reading-nothing", "{as_of}, {noticed}, so nothing is known of what they keep closed.";
    for_people_to_say() = "openings-for-people", "Only people can say whether a rule has shifted.";
}

said_in_english!(Against, RuleReading);

/// A space as one invitation names it, and as a rule speaks of all of its kind.
fn space_in_words(space: Space) -> (Message, Message) {
    match space {
        Space::TeamMeeting => (a_team_meeting(), all_team_meeting()),
        Space::CaseConsultation => (a_case_consultation(), all_case_consultation()),
        Space::ReflectivePracticeGroup => (a_reflective_practice_group(), all_reflective_practice_group()),
        Space::HomeVisit => (a_home_visit(), all_home_visit()),
        Space::JointSession => (a_joint_session(), all_joint_session()),
        Space::InitialConference => (a_initial_conference(), all_initial_conference()),
        Space::ReviewConference => (a_review_conference(), all_review_conference()),
        Space::LegalPlanningMeeting => (a_legal_planning_meeting(), all_legal_planning_meeting()),
        Space::LookedAfterChildReview => (a_looked_after_child_review(), all_looked_after_child_review()),
        Space::CoreGroup => (a_core_group(), all_core_group()),
        Space::StrategyDiscussion => (a_strategy_discussion(), all_strategy_discussion()),
        Space::PreProceedingsMeeting => (a_pre_proceedings_meeting(), all_pre_proceedings_meeting()),
        Space::ChildInNeedMeeting => (a_child_in_need_meeting(), all_child_in_need_meeting()),
        Space::OtherStatutoryMeeting => (a_other_statutory_meeting(), all_other_statutory_meeting()),
        Space::NetworkMeeting => (a_network_meeting(), all_network_meeting()),
        Space::Supervision => (supervision(space), supervision(space)),
    }
}

/// The same of a kind of case.
fn case_in_words(kind: CaseKind) -> (Message, Message) {
    match kind {
        CaseKind::Section47 => (case_section47(), cases_section47()),
        CaseKind::EarlyHelp => (case_early_help(), cases_early_help()),
        CaseKind::WealthierFamily => (case_wealthier_family(), cases_wealthier_family()),
        CaseKind::MentalHealth => (case_mental_health(), cases_mental_health()),
        CaseKind::ChildInNeed => (case_child_in_need(), cases_child_in_need()),
        CaseKind::ChildProtectionPlan => (case_child_protection_plan(), cases_child_protection_plan()),
        CaseKind::LookedAfter => (case_looked_after(), cases_looked_after()),
        CaseKind::Proceedings => (case_proceedings(), cases_proceedings()),
    }
}

impl Against {
    fn said(&self) -> Message {
        let contract = self.contract.as_str();
        let contract: Said = match self.origin {
            Origin::SocialWork => contract.into(),
            origin @ (Origin::CliniciansOffer | Origin::Court) => by_other_than_team(contract, origin).into(),
        };
        let space = self.space.map(|space| invited_for(space_in_words(space).0));
        let cases = listed(self.cases.iter().map(|kind| case_in_words(kind).0));
        let cases = (!self.cases.is_empty()).then(|| invited_about(cases));
        went_against(contract, listed(space.into_iter().chain(cases)), self.by.as_str(), self.cited)
    }
}

/// What is closed, one by one, or by what it leaves open where that is less.
fn closed<W: Code>(
    closed: CodeSet<W>,
    every: fn() -> Message,
    every_but: impl Fn(Said) -> Message,
    in_words: impl Fn(W) -> (Message, Message),
) -> Vec<Message> {
    let many = |word: W| in_words(word).1;
    let open: Vec<Message> = W::ALL.iter().copied().filter(|&word| !closed.has(word)).map(many).collect();
    if open.is_empty() {
        vec![every()]
    } else if open.len() < closed.len() {
        vec![every_but(listed(open))]
    } else {
        closed.iter().map(many).collect()
    }
}

impl RuleReading {
    /// What it is, what it keeps closed, and what went against it; all but its last full stop.
    fn said(&self) -> Said {
        let (rule, voice) = (self.rule.as_str(), self.voice);
        let mut first = vec![match self.about {
            Some(about) => noticed_about(rule, voice, about, self.noticed),
            None => noticed(rule, voice, self.noticed),
        }];
        if let (Some(step), Some(last)) = (self.stands, self.last) {
            match step {
                RuleStep::Kept => first.push(last_kept(last)),
                RuleStep::Connected => first.push(last_connected(last)),
                RuleStep::Challenged => first.push(last_challenged(last)),
                RuleStep::Upheld => first.push(upheld(last)),
                RuleStep::Shifted => {}
            }
        }
        first.extend(self.shifted.map(has_shifted));
        let first = Row::Semicolons.of(first);
        if self.leans == Leaning::ClosesNothing {
            return Row::FullStops.of([first, closes_nothing().into()]);
        }
        let mut what = closed(self.closed_spaces, every_space, every_space_but, space_in_words);
        what.extend(closed(self.closed_cases, every_case, every_case_but, case_in_words));
        let (what, against) = (listed(what), listed_apart(self.against.iter().map(Against::said)));
        let (keeps, against) = match self.shifted {
            Some(_) => (kept_closed(what), before_that(against)),
            None => (keeps_closed(what), all_the_same(against)),
        };
        let against = (!self.against.is_empty()).then_some(against);
        let leans = match self.leans {
            Leaning::Exception => Some(an_exception()),
            Leaning::Shift => Some(a_shift(self.people())),
            Leaning::Held => Some(nobody_against()),
            Leaning::ClosesNothing => None,
        };
        let rest = [Some(keeps), against, leans].into_iter().flatten().map(Said::from);
        Row::FullStops.of(std::iter::once(first).chain(rest))
    }
}

impl fmt::Display for Openings {
    /// A line for each rule. Long lists are cut, and say how many more there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(message::text(&self.lines()).trim_end())
    }
}

impl Openings {
    /// The text, line by line.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let (as_of, noticed) = (as_of(self.as_of, self.known_at), rules_noticed(self.rules.len()));
        if self.rules.is_empty() {
            return vec![vec![reading_bare(as_of, noticed)]];
        }
        let mut lines = vec![vec![reading(as_of, noticed)]];
        lines.extend(self.rules.iter().take(LISTED).map(|rule| vec![bullet(sentence(rule.said()))]));
        if self.rules.len() > LISTED {
            lines.push(vec![bullet(left_out(self.rules.len() - LISTED))]);
        }
        lines.extend(RecordedFor::line(&self.recorded_for));
        if self.standing().any(|rule| rule.leans == Leaning::Shift) {
            lines.push(vec![for_people_to_say()]);
        }
        lines
    }
}
