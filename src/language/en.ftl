### English, made from the declarations of the crate `practice-cycle`: change it there, and
### `UPDATE=1 cargo test --features languages --lib language` writes it anew.
###
### A translation names its own language, says whether somebody has reviewed it, and has words of its own for as many of these messages
### as it can; the rest is said in English.

catalogue-language = en
catalogue-name = English
catalogue-reviewed = yes
catalogue-draft = This translation is a draft, which nobody has reviewed; what it lacks is said in English.

## Rows of things

row-nothing = nothing
row-or = { $first } or { $last }
row-and = { $first } and { $last }
# Of things that hold an *and* or an *or* of their own: `$first` may be such a row itself.
row-and-apart = { $first }, and { $last }
row-or-apart = { $first }, or { $last }
row-then = { $first }, then { $last }

## A day; `$month` is from 1 to 12

day = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
day-in-year = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
# In a column: `$day` is as wide as two digits.
day-short = { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    } { $year }

## noun::Noun

noun-Noun-person = person
noun-Noun-contract = contract
noun-Noun-intervention = intervention
noun-Noun-session = session
noun-Noun-cancellation = cancelled session
noun-Noun-suggestion = suggestion
noun-Noun-concern = concern
noun-Noun-explanation = explanation
noun-Noun-consent = consent
noun-Noun-change = change
noun-Noun-occasion = occasion of joining
noun-Noun-rule = rule of the system
noun-Noun-acknowledgement = acknowledgement
noun-Noun-disruption = disruption
noun-Noun-influence = invitation to shape practice
noun-Noun-observation = observation
noun-Noun-report = report of an agreement
noun-Noun-rating = rating
noun-Noun-view = view
noun-Noun-outcome = outcome
noun-Noun-boundary_review = boundary review
noun-Noun-milestone = milestone
noun-Noun-feed = declaration that a feed is complete
noun-Noun-status_change = change of legal status
noun-Noun-naming = naming of a lead practitioner
noun-Noun-decision = threshold decision
noun-Noun-instruction = instruction of an expert
noun-Noun-conflict = conflict of interest
noun-Noun-reconciliation = reconciliation of roles
noun-Noun-waiver = waiver
noun-Noun-handback = decision handed back
noun-Noun-asking = request of a family
noun-Noun-discussion = case discussion
noun-Noun-statement = statement
noun-Noun-hypothesis = hypothesis
noun-Noun-weighing = weighing of evidence
noun-Noun-disagreement = disagreement
noun-Noun-test = plan that is tested
noun-Noun-step = step
noun-Noun-return = referral returned
noun-Noun-written_agreement = written agreement with a family
noun-Noun-reflection = reflection
noun-Noun-hearing = hearing of lived experience
noun-Noun-decision_explanation = explanation of a decision
noun-Noun-request = request turned away
noun-Noun-threshold_move = threshold that moved
noun-Noun-programme = place on a programme
noun-Noun-speaking = speaking for somebody to other services
noun-Noun-views = views sought
noun-Noun-description = description of practice
noun-Noun-passing = description passed on
noun-Noun-values_talk = conversation about values
noun-Noun-coaching = coaching
noun-Noun-assessment_sharing = sharing of an assessment
noun-Noun-permanence_option = weighing of a permanence option
noun-Noun-transition = support through a transition
noun-Noun-placement_disruption = disruption of a placement
noun-Noun-ambivalence = hearing of ambivalence
noun-Noun-family_member = naming of a member of the family
noun-Noun-missing_views = record of missing views
noun-Noun-awaiting = waiting for views
noun-Noun-consideration = experience taken into account
noun-Noun-evidence = evidence of practice

## noun::Outside

noun-Outside-cycle = cycle
noun-Outside-team = team
noun-Outside-case = case
noun-Outside-contract_elsewhere = contract of another cycle
noun-Outside-rule_of_policy = rule of policy
noun-Outside-milestone_of_service = milestone of the service's own
noun-Outside-parameters = set of parameters of a reading
noun-Outside-programme_of_service = programme of the service
noun-Outside-portfolio = portfolio
noun-Outside-source = what evidence rests on

## people::Side

people-Side-clinical = the clinical side
people-Side-social_work = the social work side
people-Side-family = the family
people-Side-partner = a partner agency

## people::Role

people-Role-clinician = clinician
people-Role-social_worker = social worker
people-Role-manager = team manager
people-Role-family_support_worker = family support worker
people-Role-student_social_worker = student social worker
people-Role-parent = parent
people-Role-child = child
people-Role-carer = carer
people-Role-relative = relative
people-Role-family_advocate = family advocate
people-Role-clinical_supervisor = clinical supervisor
people-Role-conference_chair = conference chair
people-Role-reviewing_officer = reviewing officer
people-Role-court = court
people-Role-lawyer = lawyer
people-Role-school = school
people-Role-health = health service
people-Role-police = police
people-Role-outside_clinician = outside clinician
people-Role-other_partner = other partner agency
people-Role-childrens_guardian = children's guardian
people-Role-advocate = independent advocate
people-Role-youth_justice = youth justice service
people-Role-adult_mental_health = adult mental health service
people-Role-domestic_abuse = domestic abuse service
people-Role-substance_use = substance use service
people-Role-probation = probation service
people-Role-housing = housing service
people-Role-early_years = early years setting

## people::Registration

people-Registration-registered = registered as a social worker
people-Registration-not_registered = not registered as a social worker

## space::Space

space-Space-team_meeting = team meeting
space-Space-case_consultation = case consultation
space-Space-reflective_practice_group = reflective practice group
space-Space-home_visit = home visit
space-Space-joint_session = joint session with children and family
space-Space-initial_child_protection_conference = initial child protection conference
space-Space-review_child_protection_conference = review child protection conference
space-Space-legal_planning_meeting = legal planning meeting
space-Space-looked_after_child_review = child in care review
space-Space-core_group = core group
space-Space-strategy_discussion = strategy discussion
space-Space-pre_proceedings_meeting = pre-proceedings meeting
space-Space-child_in_need_meeting = child in need meeting
space-Space-other_statutory_meeting = other statutory meeting
space-Space-supervision = supervision of the social worker by the manager
space-Space-network_meeting = meeting of the network around a family

## space::CaseKind

space-CaseKind-section_47 = section 47 enquiry
space-CaseKind-early_help = early help
space-CaseKind-wealthier_family = wealthier family
space-CaseKind-mental_health = mental health
space-CaseKind-child_in_need = child in need
space-CaseKind-child_protection_plan = child protection plan
space-CaseKind-looked_after = looked-after child
space-CaseKind-proceedings = court proceedings

## space::Stream

space-Stream-reflective = reflective work with the social work system
space-Stream-direct = direct work with children and family

## refusal::Category

refusal-Category-already_so = already so
refusal-Category-conflict = does not fit what is recorded
refusal-Category-not_allowed = for somebody else to do
refusal-Category-not_found = not recorded here
refusal-Category-invalid = not valid as it stands

## boundary::Lean

boundary-Lean-enmeshed = too close (enmeshed)
boundary-Lean-healthy = healthy
boundary-Lean-diffuse = too far away (diffuse)

## boundary::Row

boundary-Row-direction = direction
boundary-Row-role = role
boundary-Row-expertise = expertise
boundary-Row-learning = learning
boundary-Row-authority = authority

## boundary::Indicator

boundary-Indicator-directs_the_system = directs the social work system
boundary-Indicator-shares_the_common_end = shares the aim of a safe and thriving child
boundary-Indicator-detached_from_process = stands apart from statutory process and planning
boundary-Indicator-takes_over_tasks = takes over tasks of the social worker
boundary-Indicator-invited_to_be_curious = is invited to be curious and to solve problems
boundary-Indicator-private_mission = follows a therapeutic mission of their own
boundary-Indicator-acts_superior = acts as the superior expert on the case
boundary-Indicator-ideas_made_together = develops ideas together and presses none
boundary-Indicator-withholds_skills = stays passive and holds skills back
boundary-Indicator-will_not_learn = does not learn from social work
boundary-Indicator-values_both_models = values what both models share and where they differ
boundary-Indicator-complies_only = complies without offering alternatives
boundary-Indicator-seeks_control = seeks control of a safeguarding or threshold decision
boundary-Indicator-negotiates_roles = negotiates roles for the work with the family
boundary-Indicator-loses_curiosity = loses curiosity about the case

## boundary::Strength

boundary-Strength-slight = slight
boundary-Strength-clear = clear
boundary-Strength-strong = strong

## boundary::Standpoint

boundary-Standpoint-part_of_it = self-report
boundary-Standpoint-looking_on = looking on

## boundary::DrawnBy

boundary-DrawnBy-asked_by_team = asked for by the team
boundary-DrawnBy-clinicians_own = the clinician's own
boundary-DrawnBy-unknown = unknown

## boundary::Basis

boundary-Basis-direct = seen directly
boundary-Basis-reported = at second hand
boundary-Basis-from_records = from records

## boundary::Verdict

boundary-Verdict-enmeshed = leans too close (enmeshed)
boundary-Verdict-healthy = leans healthy
boundary-Verdict-diffuse = leans too far away (diffuse)
boundary-Verdict-mixed = mixed
boundary-Verdict-contested = contested
boundary-Verdict-insufficient = insufficient evidence

## joining::Quality

joining-Quality-rapport = rapport
joining-Quality-empathy = empathy
joining-Quality-listening = listening
joining-Quality-trust = trust
joining-Quality-openness = openness
joining-Quality-curiosity = curiosity
joining-Quality-plain_language = plain language
joining-Quality-ascribed_place = taking the place that the team has in mind for the clinician

## joining::Voice

joining-Voice-spoken = spoken
joining-Voice-unspoken = unspoken

## joining::RuleAbout

joining-RuleAbout-clinicians = clinicians, and where they go
joining-RuleAbout-families = families, and how they are met
joining-RuleAbout-thresholds = thresholds, and who decides on them
joining-RuleAbout-recording = what is recorded, and how

## joining::RuleStep

joining-RuleStep-kept = keep to it
joining-RuleStep-connected = connect with it
joining-RuleStep-challenged = challenge it
joining-RuleStep-shifted = find it shifted
joining-RuleStep-upheld = find it upheld

## joining::Acknowledged

joining-Acknowledged-in_words = in words
joining-Acknowledged-sought_out = by seeking the clinician out
joining-Acknowledged-included = by including the clinician

## joining::Disruption

joining-Disruption-staffing = change of staff
joining-Disruption-budget = change of budget
joining-Disruption-practice_model = revision of the practice model
joining-Disruption-team_merger = merger of teams

## contracting::Origin

contracting-Origin-social_work = invitation from the social work side
contracting-Origin-court = instruction by a court
contracting-Origin-clinicians_offer = offer of the clinician

## contracting::Party

contracting-Party-clinical = the clinical side
contracting-Party-social_work = the social work side

## contracting::FocusKind

contracting-FocusKind-generate_hypotheses = generate hypotheses
contracting-FocusKind-case_dilemma = a dilemma of the case
contracting-FocusKind-assess_risk = assess risk to the children
contracting-FocusKind-engage_parent = engage a parent
contracting-FocusKind-stop_physical_chastisement = stop and prevent physical chastisement
contracting-FocusKind-process_feelings = make room for what a case stirs up
contracting-FocusKind-plan_intervention = plan an intervention that fits the children's needs
contracting-FocusKind-assess_family = an assessment of the family
contracting-FocusKind-other = other

## contracting::ChildsPlan

contracting-ChildsPlan-early_help_plan = early help plan
contracting-ChildsPlan-child_in_need_plan = child in need plan
contracting-ChildsPlan-child_protection_plan = child protection plan
contracting-ChildsPlan-care_plan = care plan
contracting-ChildsPlan-permanence_plan = permanence plan
contracting-ChildsPlan-pathway_plan = pathway plan

## contracting::Lead

contracting-Lead-clinician = the clinician leads
contracting-Lead-social_worker = the social worker leads
contracting-Lead-shared = they lead together

## contracting::Holder

contracting-Holder-clinician = the clinician
contracting-Holder-social_worker = the social worker
contracting-Holder-shared = both
contracting-Holder-not_needed = not needed here

## contracting::Task

contracting-Task-notes = taking notes
contracting-Task-statutory_process = explaining statutory process
contracting-Task-context = setting the context
contracting-Task-asking = asking questions
contracting-Task-reflecting = reflecting
contracting-Task-safeguarding = following up safeguarding
contracting-Task-clinical_work = clinical work
contracting-Task-statutory_decisions = statutory decisions

## contracting::Flexed

contracting-Flexed-notes = taking notes
contracting-Flexed-statutory_process = explaining statutory process
contracting-Flexed-context = setting the context
contracting-Flexed-asking = asking questions
contracting-Flexed-reflecting = reflecting
contracting-Flexed-safeguarding = following up safeguarding
contracting-Flexed-clinical_work = clinical work
contracting-Flexed-statutory_decisions = statutory decisions
contracting-Flexed-lead = leading

## contracting::Gap

contracting-Gap-focus = a focus
contracting-Gap-goal = a goal
contracting-Gap-lead = who leads
contracting-Gap-notes = who takes notes
contracting-Gap-statutory_process = who explains statutory process
contracting-Gap-context = who sets the context
contracting-Gap-asking = who asks
contracting-Gap-reflecting = who reflects
contracting-Gap-safeguarding = the safeguarding concerns
contracting-Gap-duration = how long
contracting-Gap-family_understanding = how the family will be helped to understand

## contracting::ReasonCode

contracting-ReasonCode-goal_met_early = goal met early
contracting-ReasonCode-goal_changed = goal changed
contracting-ReasonCode-party_left = a party left
contracting-ReasonCode-no_capacity = no capacity
contracting-ReasonCode-outside_competence = outside competence
contracting-ReasonCode-risk_too_high = risk judged too high for therapy
contracting-ReasonCode-resource_cut = resource cut
contracting-ReasonCode-practice_model_changed = practice model changed
contracting-ReasonCode-family_withdrew = family withdrew
contracting-ReasonCode-legal_status_changed = legal status changed
contracting-ReasonCode-case_transferred = case transferred
contracting-ReasonCode-case_closed = case closed
contracting-ReasonCode-conflict_of_interest = conflict of interest
contracting-ReasonCode-contract_muddled = contract muddled
contracting-ReasonCode-did_not_take_place = did not take place
contracting-ReasonCode-other = other

## contracting::Unwelcome

contracting-Unwelcome-too_challenging = too challenging
contracting-Unwelcome-too_different_from_plan = too different from the plan

## contracting::Prospect

contracting-Prospect-open = invited, or talked about
contracting-Prospect-agreed = agreed, whatever became of the work since
contracting-Prospect-nothing = declined or withdrawn

## contracting::Stage

contracting-Stage-invited = invited
contracting-Stage-reframed = reframed
contracting-Stage-negotiating = negotiating
contracting-Stage-agreed = agreed
contracting-Stage-postponed = postponed
contracting-Stage-active = active
contracting-Stage-suspended = suspended
contracting-Stage-lapsed = lapsed
contracting-Stage-declined = declined
contracting-Stage-withdrawn = withdrawn
contracting-Stage-completed = completed
contracting-Stage-ended = ended
contracting-Stage-revoked = revoked

## reporting::HowItWent

reporting-HowItWent-better = better
reporting-HowItWent-as_before = as before
reporting-HowItWent-worse = worse
reporting-HowItWent-mixed = better in some ways and worse in others
reporting-HowItWent-not_known = not known

## intervening::Form

intervening-Form-consultation = consultation
intervening-Form-reflective_practice = reflective practice
intervening-Form-joint_work = joint visit or session alongside the worker
intervening-Form-family_therapy = family therapy sessions
intervening-Form-cognitive_assessment = cognitive assessment
intervening-Form-child_attachment_interview = Child Attachment Interview
intervening-Form-parenting_assessment = parenting assessment
intervening-Form-non_violent_resistance = non-violent resistance
intervening-Form-video_interaction_guidance = video interaction guidance
intervening-Form-other_evidence_based = other evidence-based work
intervening-Form-worker_support = support for the worker to carry out the work

## intervening::Purpose

intervening-Purpose-practice = for the work of the team
intervening-Purpose-court = for court
intervening-Purpose-expert_witness = for court, as expert witness

## intervening::Uncovered

intervening-Uncovered-urgent = it was urgent
intervening-Uncovered-not_agreed = nothing was agreed
intervening-Uncovered-lapsed = the contract had lapsed
intervening-Uncovered-suspended = the contract was suspended
intervening-Uncovered-unknown = it is not known why

## intervening::Reception

intervening-Reception-taken_up = taken up
intervening-Reception-adapted = adapted
intervening-Reception-not_now = not now
intervening-Reception-not_welcome = not welcome

## intervening::CancelledCode

intervening-CancelledCode-ill = somebody was ill
intervening-CancelledCode-more_urgent = something more urgent came up
intervening-CancelledCode-no_capacity = no capacity
intervening-CancelledCode-nobody_came = those it was for did not come
intervening-CancelledCode-family_wished = the family wished it
intervening-CancelledCode-not_safe = it would not have been safe
intervening-CancelledCode-not_needed = no longer needed
intervening-CancelledCode-other = other

## intervening::ConcernKind

intervening-ConcernKind-concern = concern
intervening-ConcernKind-disclosure = disclosure

## intervening::Explained

intervening-Explained-social_workers_role = the social worker's role
intervening-Explained-clinicians_role = the clinician's role
intervening-Explained-safeguarding_duties = safeguarding duties of both
intervening-Explained-clinicians_part = the clinician's part in the case
intervening-Explained-legal_status = what the legal status means
intervening-Explained-expectations = what to expect of the intervention

## intervening::Interpreter

intervening-Interpreter-not_needed = not needed
intervening-Interpreter-present = present
intervening-Interpreter-needed_not_present = needed and not there

## intervening::ConsentTo

intervening-ConsentTo-direct_work = direct clinical work
intervening-ConsentTo-filming = filming
intervening-ConsentTo-assessment = an assessment of the family
intervening-ConsentTo-sharing_words = the sharing of their words

## intervening::ChangeKind

intervening-ChangeKind-belief = a belief
intervening-ChangeKind-story = a narrative of blame or guilt
intervening-ChangeKind-practice = a practice
intervening-ChangeKind-relationship = a relationship

## intervening::Close

intervening-Close-completed = completed
intervening-Close-stopped = stopped

## intervening::Needed

intervening-Needed-present = person named as present
intervening-Needed-receiver = person it was passed to
intervening-Needed-family = member of the family
intervening-Needed-manager = manager who decided with them
intervening-Needed-consent_giver = member of the family or social work side who consents

## intervening::Instead

intervening-Instead-begin_first = begin it first, or record the work as uncovered, and why
intervening-Instead-uncovered = record it as uncovered, and why

## deciding::Milestone

deciding-Milestone-case_opened = case opened
deciding-Milestone-referral_received = referral received
deciding-Milestone-referral_decided = decided what follows the referral
deciding-Milestone-assessment_begun = assessment of the family begun
deciding-Milestone-assessment_completed = assessment of the family completed
deciding-Milestone-assessment_authorised = assessment of the family authorised
deciding-Milestone-assessment_late = assessment of the family late for a reason
deciding-Milestone-strategy_discussion = strategy discussion held
deciding-Milestone-section_47_started = section 47 enquiry started
deciding-Milestone-section_47_ended = section 47 enquiry ended
deciding-Milestone-initial_conference = initial child protection conference held
deciding-Milestone-conference_not_required = conference found not to be required
deciding-Milestone-protection_plan_begun = child protection plan begun
deciding-Milestone-protection_plan_transferred_in = child protection plan begun by transfer in
deciding-Milestone-protection_plan_ended = child protection plan ended
deciding-Milestone-core_group = core group met
deciding-Milestone-review_conference = review child protection conference held
deciding-Milestone-became_looked_after = child became looked after
deciding-Milestone-ceased_to_be_looked_after = child ceased to be looked after
deciding-Milestone-looked_after_review = child in care review held
deciding-Milestone-permanence_plan_made = permanence plan made
deciding-Milestone-pre_proceedings_begun = pre-proceedings begun
deciding-Milestone-pre_proceedings_ended = pre-proceedings ended
deciding-Milestone-family_group_offered = family group decision-making offered
deciding-Milestone-family_group_contrary_to_interests = family group decision-making recorded as contrary to the child's interests
deciding-Milestone-order_applied = care or supervision order applied for
deciding-Milestone-proceedings_extended = proceedings extended
deciding-Milestone-final_order = final order made
deciding-Milestone-proceedings_ended = proceedings ended without an order
deciding-Milestone-case_closed = case closed
deciding-Milestone-family_group_accepted = family group decision-making accepted by somebody of the family
deciding-Milestone-family_group_held = family group decision-making held
deciding-Milestone-expert_permitted = court's permission for an expert given
deciding-Milestone-short_breaks_begun = child looked after in a series of short breaks
deciding-Milestone-remanded = child remanded to accommodation
deciding-Milestone-other = another milestone, which the service codes

## deciding::LegalStatus

deciding-LegalStatus-section_17 = child in need (section 17)
deciding-LegalStatus-section_20 = accommodated by agreement (section 20)
deciding-LegalStatus-section_47 = child protection enquiry (section 47)
deciding-LegalStatus-child_protection = child protection plan
deciding-LegalStatus-pre_proceedings = pre-proceedings
deciding-LegalStatus-court = care proceedings in court
deciding-LegalStatus-looked_after = looked after

## deciding::Direction

deciding-Direction-up = steps up
deciding-Direction-down = steps down
deciding-Direction-hold = stays as it is

## deciding::Considered

deciding-Considered-best_interests = the child's best interests as they are now
deciding-Considered-risks_of_acting = the risks of acting
deciding-Considered-risks_of_not_acting = the risks of not acting
deciding-Considered-strengths = what goes well in the family
deciding-Considered-other_explanations = other explanations
deciding-Considered-childs_view = what the child says
deciding-Considered-parents_view = what the parents say
deciding-Considered-disagreement = where those who took part disagree
deciding-Considered-earlier_outcomes = what came of earlier decisions
deciding-Considered-hope = hope for the family

## deciding::Pressure

deciding-Pressure-management = management
deciding-Pressure-incident = a serious incident
deciding-Pressure-media = the media
deciding-Pressure-closure_incentives = incentives to close cases
deciding-Pressure-resources = resources
deciding-Pressure-policy = policy
deciding-Pressure-fear_of_blame = fear of blame

## deciding::Reflection

deciding-Reflection-bias = bias
deciding-Reflection-inequality = inequality
deciding-Reflection-own_values = one's own values
deciding-Reflection-first_idea = the first idea
deciding-Reflection-threshold = where the threshold lies

## deciding::Urgency

deciding-Urgency-planned = not in an emergency
deciding-Urgency-emergency = in an emergency

## deciding::ConflictKind

deciding-ConflictKind-work_with_family = past or current work with the family
deciding-ConflictKind-employment = employed by a party
deciding-ConflictKind-other_interest = another interest

## deciding::ConflictAnswer

deciding-ConflictAnswer-no_conflict = found to be none
deciding-ConflictAnswer-managed = known, and managed
deciding-ConflictAnswer-stands_down = somebody else does it

## deciding::HeardFrom

deciding-HeardFrom-parents = parents
deciding-HeardFrom-children_and_young_people = children and young people
deciding-HeardFrom-carers = carers
deciding-HeardFrom-people_who_were_in_care = people who were in care
deciding-HeardFrom-community = people of the community

## deciding::LedToChange

deciding-LedToChange-nothing_yet = nothing yet
deciding-LedToChange-decision_reconsidered = a decision was reconsidered
deciding-LedToChange-practice_changed = a practice was changed
deciding-LedToChange-policy_questioned = a policy was questioned
deciding-LedToChange-something_else = something else

## deciding::ExplainedOfDecision

deciding-ExplainedOfDecision-reasons = the reasons
deciding-ExplainedOfDecision-how_to_challenge = how to challenge it
deciding-ExplainedOfDecision-what_happens_next = what happens next

## deciding::TurnedAway

deciding-TurnedAway-below_threshold = below the threshold
deciding-TurnedAway-no_capacity = no capacity
deciding-TurnedAway-another_service = another service is to help
deciding-TurnedAway-not_consented = the family did not agree to it

## deciding::BeforeThreshold

deciding-BeforeThreshold-strengths = strengths to build on
deciding-BeforeThreshold-hope = hope for the family

## deciding::ProgrammeEnding

deciding-ProgrammeEnding-finished = finished as planned
deciding-ProgrammeEnding-moved_on = moved on to other help
deciding-ProgrammeEnding-left = left by choice
deciding-ProgrammeEnding-other = ended otherwise

## deciding::SpokenTo

deciding-SpokenTo-housing = housing
deciding-SpokenTo-health = health services
deciding-SpokenTo-therapy = psychological services
deciding-SpokenTo-addiction = addiction services
deciding-SpokenTo-education = education
deciding-SpokenTo-benefits = benefits
deciding-SpokenTo-justice = justice services

## deciding::Named

deciding-Named-decider = person who decided
deciding-Named-contributor = person who contributed
deciding-Named-lead = practitioner who leads
deciding-Named-overseer = practitioner who oversees
deciding-Named-expert = clinician instructed as an expert
deciding-Named-asker = person who asked for the decision
deciding-Named-present = person who was present
deciding-Named-told = member of the family to whom it was explained
deciding-Named-practitioner = practitioner of the programme

## deciding::Lacking

deciding-Lacking-milestones = of which milestones
deciding-Lacking-contracts = in which contracts, at least two
deciding-Lacking-handback = of which case, or under which contract
deciding-Lacking-matter = what it is, and of what
deciding-Lacking-reflected = on what
deciding-Lacking-heard_from = from whom
deciding-Lacking-explained = what was explained
deciding-Lacking-spoken_to = to which services

## deliberating::Question

deliberating-Question-what_explains = what explains what we see
deliberating-Question-what_would_help = what would help
deliberating-Question-whether_harmed = whether a child was harmed
deliberating-Question-where_to_live = where a child is to live
deliberating-Question-threshold = whether a threshold is met
deliberating-Question-placement_disruption = why a placement was disrupted, and what follows
deliberating-Question-plan_unchanged = a plan that does not change
deliberating-Question-other = another question

## deliberating::StatementKind

deliberating-StatementKind-fact = fact
deliberating-StatementKind-professional_judgement = professional judgement
deliberating-StatementKind-allegation = allegation
deliberating-StatementKind-opinion = opinion
deliberating-StatementKind-worry = worry
deliberating-StatementKind-hunch = hunch or intuition
deliberating-StatementKind-strength = strength

## deliberating::About

deliberating-About-acting = the risk of acting
deliberating-About-not_acting = the risk of not acting
deliberating-About-new_risk = a new risk that acting makes
deliberating-About-going_well = what goes well
deliberating-About-best_interests = the child's best interests, as asked now

## deliberating::Source

deliberating-Source-observed = seen or heard by the author
deliberating-Source-told_by_family = told by the family
deliberating-Source-told_by_professional = told by another professional
deliberating-Source-from_records = from records
deliberating-Source-tested = from a test or a measurement

## deliberating::Order

deliberating-Order-first = the first idea
deliberating-Order-later = a later idea

## deliberating::Rating

deliberating-Rating-strongly_consistent = strongly consistent
deliberating-Rating-consistent = consistent
deliberating-Rating-does_not_help = does not help to tell the ideas apart
deliberating-Rating-inconsistent = inconsistent
deliberating-Rating-strongly_inconsistent = strongly inconsistent

## deliberating::HowFound

deliberating-HowFound-came_up = came up
deliberating-HowFound-looked_for = looked for

## deliberating::DisagreementOn

deliberating-DisagreementOn-facts = the facts
deliberating-DisagreementOn-explanation = what explains it
deliberating-DisagreementOn-opinion = an opinion
deliberating-DisagreementOn-risk = the risk
deliberating-DisagreementOn-threshold = whether a threshold is met
deliberating-DisagreementOn-plan = what to do
deliberating-DisagreementOn-roles = who does what

## deliberating::Safety

deliberating-Safety-not_affected = no child's safety depends on it
deliberating-Safety-affected = a child's safety depends on it
deliberating-Safety-immediate_danger = a child is in immediate danger

## deliberating::Settled

deliberating-Settled-plan_agreed = a plan was agreed that tests it
deliberating-Settled-decided = it was decided by whoever has the mandate
deliberating-Settled-new_information = something new was learned
deliberating-Settled-agreed = those who differed agreed
deliberating-Settled-no_longer_matters = it no longer matters

## deliberating::Risk

deliberating-Risk-acting = of acting
deliberating-Risk-not_acting = of not acting
deliberating-Risk-new = new, made by acting

## deliberating::Course

deliberating-Course-go_on = go on
deliberating-Course-change = change
deliberating-Course-stop = stop

## deliberating::Because

deliberating-Because-safe_enough = things are safe enough
deliberating-Because-better = it is better
deliberating-Because-no_difference = it makes no difference
deliberating-Because-worse = it is worse
deliberating-Because-no_longer_fits = it no longer fits

## deliberating::ReturnReason

deliberating-ReturnReason-risk_too_high = the risk is judged too high for therapy
deliberating-ReturnReason-below_threshold = below the threshold of the service
deliberating-ReturnReason-no_capacity = no capacity
deliberating-ReturnReason-outside_remit = outside what the service does
deliberating-ReturnReason-somebody_else_first = another service is to come first
deliberating-ReturnReason-other = another reason

## deliberating::OfferedInstead

deliberating-OfferedInstead-consultation = consultation to those who work with the family
deliberating-OfferedInstead-reflective_practice = reflective practice with the team
deliberating-OfferedInstead-joint_work = work alongside the worker
deliberating-OfferedInstead-waiting_list = a place on a waiting list
deliberating-OfferedInstead-another_service = another service

## partnering::Responsibility

partnering-Responsibility-held = holds parental responsibility
partnering-Responsibility-not_held = does not hold parental responsibility
partnering-Responsibility-not_known = it is not known whether they hold parental responsibility

## partnering::HowSought

partnering-HowSought-meeting = in a meeting
partnering-HowSought-visit = on a visit
partnering-HowSought-telephone = by telephone
partnering-HowSought-letter = by letter or message
partnering-HowSought-online = online
partnering-HowSought-through_advocate = through an advocate
partnering-HowSought-play_or_drawing = in play or drawing

## partnering::InWhat

partnering-InWhat-assessment = the assessment of the family
partnering-InWhat-plan = the plan
partnering-InWhat-decision = the decision
partnering-InWhat-review = the review

## partnering::WhyMissing

partnering-WhyMissing-declined = they did not wish to give them
partnering-WhyMissing-not_found = they could not be found
partnering-WhyMissing-unsafe_to_ask = it was unsafe to ask
partnering-WhyMissing-ran_out_of_time = time ran out

## partnering::PartnershipSign

partnering-PartnershipSign-agenda_together = what to talk about was set together
partnering-PartnershipSign-listened = the family was listened to
partnering-PartnershipSign-knowledge_used = what the family knows was used
partnering-PartnershipSign-shared_concern_named = a concern that all share was named
partnering-PartnershipSign-plan_together = the plan was made together
partnering-PartnershipSign-child_in_mind = the child was kept in mind
partnering-PartnershipSign-clear_about_risk = the worker was clear about risk
partnering-PartnershipSign-told_what_to_do = the family was told what to do
partnering-PartnershipSign-knowledge_dismissed = what the family knows was dismissed
partnering-PartnershipSign-compliance_threatened = consequences were threatened unless the family complied
partnering-PartnershipSign-honest_about_consequences = the worker was honest about statutory consequences

## partnering::SignFinding

partnering-SignFinding-present = present
partnering-SignFinding-absent = absent
partnering-SignFinding-no_opportunity = no opportunity to see

## partnering::SeenAs

partnering-SeenAs-family = a member of the family
partnering-SeenAs-child = the child or young person
partnering-SeenAs-worker = the worker themself
partnering-SeenAs-observer = an observer invited by both

## partnering::WeighedOn

partnering-WeighedOn-load = too much work
partnering-WeighedOn-managers = pressure from managers
partnering-WeighedOn-home = things at home
partnering-WeighedOn-other = something else

## partnering::OfferedToFamily

partnering-OfferedToFamily-somebody_else = somebody else to work with
partnering-OfferedToFamily-advocate = an advocate

## partnering::ValuesMatter

partnering-ValuesMatter-partnership = working in partnership: a principle, or a technique
partnering-ValuesMatter-language = the language used about families
partnering-ValuesMatter-jokes = the jokes told
partnering-ValuesMatter-what_is_praised = what is praised and what is frowned upon
partnering-ValuesMatter-late_or_without_views = late with the parents' views, or on time without them
partnering-ValuesMatter-values_and_practice = how values show in practice

## partnering::CoachingMatter

partnering-CoachingMatter-reflective_listening = reflective listening
partnering-CoachingMatter-agenda_together = setting an agenda together
partnering-CoachingMatter-planning_together = planning together
partnering-CoachingMatter-child_focus = keeping the child in mind
partnering-CoachingMatter-clarity_about_risk = clarity about risk
partnering-CoachingMatter-values_and_practice = how values show in practice

## partnering::PermanenceOption

partnering-PermanenceOption-remain_or_return_home = remaining at or returning home
partnering-PermanenceOption-connected_persons = living with connected persons
partnering-PermanenceOption-special_guardianship = special guardianship
partnering-PermanenceOption-long_term_fostering = long-term fostering
partnering-PermanenceOption-adoption = adoption

## partnering::DrawnOn

partnering-DrawnOn-childs_views = the child's views
partnering-DrawnOn-parents_views = the parents' views
partnering-DrawnOn-carers = those who care for the child
partnering-DrawnOn-professionals = other professionals
partnering-DrawnOn-research = research

## partnering::Supported

partnering-Supported-child = the child
partnering-Supported-parents = the parents
partnering-Supported-carers = those who cared for the child
partnering-Supported-new_carers = those who will care for the child

## partnering::Experience

partnering-Experience-what_a_behaviour_may_be_for = what a behaviour may be for
partnering-Experience-what_happened_to_them = what happened to them

## partnering::Lacking

partnering-Lacking-in_what = in what they were included
partnering-Lacking-signs = of which signs
partnering-Lacking-matters = about what
partnering-Lacking-who = who was supported
partnering-Lacking-what = what was taken into account

## cycle::Lack

cycle-Lack-subject = something that it can be about, as things stand
cycle-Lack-contract = a contract
cycle-Lack-two_contracts = two contracts
cycle-Lack-contract_under_way = a contract that is under way
cycle-Lack-contract_begun = a contract under which work has begun
cycle-Lack-family_member = somebody of the family who is here
cycle-Lack-consenter = somebody here who can consent
cycle-Lack-somebody_else = somebody else who has entered
cycle-Lack-other_side = somebody on the other side who is here
cycle-Lack-successor = somebody else here on the side of a party
cycle-Lack-expert = a clinician who is here
cycle-Lack-asker = somebody here, other than a clinician, who could have asked
cycle-Lack-decision = a decision
cycle-Lack-programme = a programme
cycle-Lack-discussion = a case discussion
cycle-Lack-evidence = a piece of evidence: something that was said in a discussion
cycle-Lack-hypothesis = a hypothesis of the question of a piece of evidence
cycle-Lack-team_member = somebody of the team who is here
cycle-Lack-description = a description that they gave
cycle-Lack-outcome = a contract, a decision or a plan of which an outcome could be learned

## stored::Cause

stored-Cause-too_deep = nested too deeply
stored-Cause-newer = perhaps written by a newer version
stored-Cause-malformed = malformed

## stored::Fault

stored-Fault-reading-malformed = it is not JSON, is cut off, or does not fit what is expected there
stored-Fault-reading-newer = it was perhaps written by a newer version
stored-Fault-reading-too_deep = it is nested too deeply
stored-Fault-reading-too_long = it is longer than a line may be
stored-Fault-reading-not_utf8 = it is not UTF-8
stored-Fault-reading-refused = the entry does not fit what came before
stored-Fault-reading-unexplained_tombstone = a tombstone, and no later entry that redacts it
stored-Fault-reading-io = it could not be fetched

## history::Compared

history-Compared-remainder = ; of what was redacted there, only what remains was compared

## schema::Unsaid

schema-Unsaid-key_twice = a key stands twice in one object
schema-Unsaid-not_whole = a whole number is written with a point, an exponent, or as -0
schema-Unsaid-no_such_day = a day that is in no calendar
schema-Unsaid-beyond_time = an instant just before 1900 or just after 2199
schema-Unsaid-long_in_space = a text that is too long and has space around it

## turns::Arc

turns-Arc-joining_to_contracting = from joining to contracting
turns-Arc-contracting_to_intervening = from contracting to intervening
turns-Arc-intervening_to_joining = from intervening back to joining

## turns::End

turns-End-reached = came to the end of the arc
turns-End-declined = declined
turns-End-withdrawn = withdrawn
turns-End-lapsed = lapsed
turns-End-completed = completed
turns-End-ended = ended
turns-End-revoked = revoked

## turns::Returned

turns-Returned-change = a change was noticed
turns-Returned-acknowledgement = the clinician was acknowledged
turns-Returned-influence = the clinician was invited to shape practice
turns-Returned-invitation = a further invitation came

## turns::Way

turns-Way-witnessed = witnessed
turns-Way-documented = documented
turns-Way-amplified = amplified
turns-Way-led_on = named in an acknowledgement or invitation

## standing::Step

standing-Step-outsider = outsider
standing-Step-orientating = orientating (finding one's way)
standing-Step-ally = ally
standing-Step-embedded = embedded
standing-Step-influential = influential

## standing::Requirement

standing-Requirement-joining_evidence = occasion of joining or rule noticed
standing-Requirement-rule_worked_with = rule of the system worked with
standing-Requirement-acknowledgement = acknowledgement by the social work side
standing-Requirement-acknowledged_since = acknowledgement since the last disruption
standing-Requirement-turn = completed turn of the cycle
standing-Requirement-space = kind of space in which turns were completed
standing-Requirement-influence = invitation to shape practice beyond the team's cases

## openings::Leaning

openings-Leaning-closes_nothing = it names nothing that it closes
openings-Leaning-held = nobody of the social work side has invited against it
openings-Leaning-exception = an exception so far
openings-Leaning-shift = a sign of shift

## hypotheses::Stays

hypotheses-Stays-open = open
hypotheses-Stays-set_aside = set aside
hypotheses-Stays-kept = looked at again and kept

## anchoring::Anchored

anchoring-Anchored-still_open = still open
anchoring-Anchored-seeks_only_what_fits = so far the record seeks only what fits the first idea
anchoring-Anchored-too_little_weighed = too little weighed

## anchoring::Ground

anchoring-Ground-plan_looked_at = a plan that tests another idea was looked at again
anchoring-Ground-told_apart = something that was looked for counts against the first idea, and differently against another
anchoring-Ground-speaks_against = something speaks against the first idea
anchoring-Ground-set_aside = the first idea was set aside

## sharing::Shared

sharing-Shared-carried_together = carried together
sharing-Shared-one_person = the record shows one person taking the steps
sharing-Shared-cannot_be_determined = cannot be determined

## sharing::SteppedDown

sharing-SteppedDown-plan_stopped = a plan stopped because things are safe enough
sharing-SteppedDown-threshold_down = a threshold decision steps down

## assessment::SetAside

assessment-SetAside-no_opportunity = no opportunity to see
assessment-SetAside-no_weight = resting on what these parameters give no weight
assessment-SetAside-own_indicator = an indicator of the service's own, counted separately
assessment-SetAside-self_report = self-report, counted separately
assessment-SetAside-another_side = seen from another side than the one from which the observer last saw something

## partnership::Manner

partnership-Manner-together = working together
partnership-Manner-told = being told

## partnership::Answer

partnership-Answer-insufficient = insufficient evidence
partnership-Answer-one_perspective = described from one perspective alone
partnership-Answer-alike = described without a difference
partnership-Answer-differing = described differently

## evidencing::Element

evidencing-Element-motivational_interviewing = motivational interviewing
evidencing-Element-attachment_and_trauma = attachment and trauma informed practice
evidencing-Element-permanence = permanence
evidencing-Element-assessment_and_risk_analysis = assessment and risk analysis

## evidencing::Domain

evidencing-Domain-professionalism = professionalism
evidencing-Domain-values_and_ethics = values and ethics
evidencing-Domain-diversity = diversity
evidencing-Domain-knowledge = knowledge
evidencing-Domain-intervention_skills = intervention and skills
evidencing-Domain-critical_reflection = critical reflection

## evidencing::Scale

evidencing-Scale-kss = KSS
evidencing-Scale-pqs = PQS

## evidencing::Basis

evidencing-Basis-direct_observation = direct observation
evidencing-Basis-reflection = reflection
evidencing-Basis-feedback = feedback
evidencing-Basis-written_work = written work
evidencing-Basis-supervision = supervision
evidencing-Basis-other = something else

## policy::Attribute

policy-Attribute-stage = stage
policy-Attribute-origin = origin
policy-Attribute-space = space
policy-Attribute-stream = stream
policy-Attribute-lead = lead
policy-Attribute-focus = focus
policy-Attribute-duration = duration
policy-Attribute-case = case
policy-Attribute-clinician = clinician
policy-Attribute-team = team
policy-Attribute-parties = party

## policy::Severity

policy-Severity-query = query
policy-Severity-error = error

## policy::Known

policy-Known-read_in_legislation = checked in the legislation
policy-Known-read_in_guidance = checked in guidance or procedures
policy-Known-read_in_source = checked in the source itself
policy-Known-from_memory = from memory, not checked
policy-Known-local = the service's own rule

## policy::OnClose

policy-OnClose-release = it is released
policy-OnClose-break = it is broken
policy-OnClose-carry = it is carried to the successor
policy-OnClose-keep = it stays as it is

## policy::Order

policy-Order-same_day = in either order on one day
policy-Order-strict = in the order recorded

## policy::Clock

policy-Clock-runs = runs
policy-Clock-pauses = pauses while the contract is suspended

## policy::Enforcement

policy-Enforcement-warn_only = warn, and refuse nothing
policy-Enforcement-refuse_errors = refuse errors, warn of queries
policy-Enforcement-refuse_all = refuse errors and queries

## policy::Asks

policy-Asks-to_be_so = has to be so
policy-Asks-to_be_done = has to be done
policy-Asks-to_be_done_before = has to have been done before
policy-Asks-not_to_be_done = must not be done

## policy::WhyUnused

policy-WhyUnused-no_such_rule = this pack has no such rule
policy-WhyUnused-is_an_error = a breach of this rule is an error, which cannot be waived
policy-WhyUnused-not_opened = the entry that it names had opened no duty of this rule
policy-WhyUnused-nothing_owed = nothing that it names was owed, late or broken when it was given
policy-WhyUnused-case_redacted = the case that it names was redacted

## permitted::Those

permitted-Those-clinical = the clinical side
permitted-Those-social_work = the social work side
permitted-Those-family = the family
permitted-Those-partner = a partner agency
permitted-Those-clinician = the clinician
permitted-Those-social_worker = a social worker
permitted-Those-manager = a team manager
permitted-Those-family_support_worker = a family support worker
permitted-Those-student_social_worker = a student social worker
permitted-Those-parent = a parent
permitted-Those-child = a child
permitted-Those-carer = a carer
permitted-Those-relative = a relative
permitted-Those-family_advocate = a family advocate
permitted-Those-clinical_supervisor = a clinical supervisor
permitted-Those-conference_chair = a conference chair
permitted-Those-reviewing_officer = a reviewing officer
permitted-Those-court = the court
permitted-Those-lawyer = a lawyer
permitted-Those-school = a school
permitted-Those-health = a health service
permitted-Those-police = the police
permitted-Those-outside_clinician = an outside clinician
permitted-Those-other_partner = another partner agency
permitted-Those-childrens_guardian = a children's guardian
permitted-Those-advocate = an independent advocate
permitted-Those-youth_justice = a youth justice service
permitted-Those-adult_mental_health = an adult mental health service
permitted-Those-domestic_abuse = a domestic abuse service
permitted-Those-substance_use = a substance use service
permitted-Those-probation = a probation service
permitted-Those-housing = a housing service
permitted-Those-early_years = an early years setting

## Kinds of event

kind-contract_invited = invite
    .past = invited
kind-invitation_accepted = accept the invitation
    .past = accepted the invitation
kind-reframe_offered = reframe
    .past = offered a reframe
kind-reframe_answered = answer the reframe
    .past = answered the reframe
kind-terms_proposed = propose terms
    .past = proposed terms
kind-terms_accepted = accept the terms
    .past = accepted the terms
kind-contract_declined = decline
    .past = declined
kind-contract_withdrawn = withdraw
    .past = withdrew
kind-contract_postponed = postpone
    .past = postponed
kind-contract_restored = restore
    .past = restored
kind-contract_begun = begin
    .past = began
kind-contract_reviewed = review
    .past = reviewed
kind-party_replaced = replace a party
    .past = replaced a party
kind-role_flexed = flex a role
    .past = flexed a role
kind-contract_suspended = suspend
    .past = suspended
kind-contract_resumed = resume
    .past = resumed
kind-contract_completed = complete
    .past = completed
kind-contract_ended = end
    .past = ended
kind-contract_revoked = revoke
    .past = revoked
kind-contract_renewed = renew
    .past = renewed
kind-intervention_begun = begin an intervention
    .past = began an intervention
kind-intervention_covered = cover an intervention
    .past = covered an intervention
kind-intervention_closed = close an intervention
    .past = closed an intervention
kind-session_held = hold a session
    .past = held a session
kind-session_covered = cover a session
    .past = covered a session
kind-session_cancelled = cancel a session
    .past = cancelled a session
kind-suggestion_offered = offer a suggestion
    .past = offered a suggestion
kind-suggestion_answered = answer a suggestion
    .past = answered a suggestion
kind-concern_raised = raise a concern
    .past = raised a concern
kind-concern_passed_on = pass a concern on
    .past = passed a concern on
kind-family_helped_to_understand = help the family to understand
    .past = helped the family to understand
kind-explanation_withheld = withhold an explanation
    .past = withheld an explanation
kind-consent_given = give consent
    .past = recorded a consent
kind-consent_withdrawn = withdraw consent
    .past = recorded that consent was withdrawn
kind-change_noticed = notice a change
    .past = noticed a change
kind-change_witnessed = witness a change
    .past = witnessed a change
kind-change_documented = document a change
    .past = documented a change
kind-change_amplified = amplify a change
    .past = amplified a change
kind-milestone_reached = record a milestone
    .past = recorded a milestone
kind-feed_declared_complete = declare a feed complete
    .past = declared a feed complete
kind-legal_status_changed = change the legal status
    .past = recorded a change of legal status
kind-lead_practitioner_named = name a lead practitioner
    .past = named a lead practitioner
kind-threshold_decided = record a threshold decision
    .past = recorded a threshold decision
kind-expert_instructed = instruct an expert
    .past = instructed an expert
kind-conflict_declared = declare a conflict of interest
    .past = declared a conflict of interest
kind-conflict_answered = answer a conflict of interest
    .past = answered a conflict of interest
kind-roles_reconciled = reconcile roles
    .past = reconciled roles
kind-duty_waived = waive a duty
    .past = waived a duty
kind-decision_handed_back = hand a decision back
    .past = handed a decision back
kind-feed_ended = record that a feed ended
    .past = recorded that a feed ended
kind-reflection_held = hold a reflection
    .past = held a reflection
kind-lived_experience_heard = hear lived experience
    .past = heard lived experience
kind-decision_explained = explain a decision
    .past = explained a decision
kind-request_turned_away = record a request turned away
    .past = recorded a request turned away
kind-threshold_moved = record that a threshold moved
    .past = recorded that a threshold moved
kind-programme_begun = begin a programme
    .past = began a programme
kind-programme_extended = extend a programme
    .past = extended a programme
kind-programme_ended = end a programme
    .past = ended a programme
kind-spoken_for = speak for somebody to other services
    .past = spoke for somebody to other services
kind-discussion_held = hold a case discussion
    .past = held a case discussion
kind-statement_made = record a statement
    .past = recorded a statement
kind-hypothesis_put = put a hypothesis
    .past = put a hypothesis
kind-evidence_weighed = weigh a piece of evidence
    .past = weighed a piece of evidence
kind-hypothesis_set_aside = set a hypothesis aside
    .past = set a hypothesis aside
kind-hypothesis_kept = keep a hypothesis
    .past = kept a hypothesis
kind-hypothesis_reshaped = reshape a hypothesis
    .past = reshaped a hypothesis
kind-disagreement_recorded = record a disagreement
    .past = recorded a disagreement
kind-disagreement_settled = settle a disagreement
    .past = settled a disagreement
kind-disagreement_escalated = escalate a disagreement
    .past = escalated a disagreement
kind-test_planned = plan a test
    .past = planned a test
kind-test_reviewed = review a test
    .past = reviewed a test
kind-step_taken_on = record who takes a step
    .past = recorded who takes a step
kind-step_handed_back = hand a step back
    .past = handed a step back
kind-step_dropped = drop a step
    .past = dropped a step
kind-referral_returned = record a referral returned
    .past = recorded a referral returned
kind-written_agreement_made = record a written agreement with a family
    .past = recorded a written agreement with a family
kind-family_member_named = name a member of the family
    .past = named a member of the family
kind-views_sought = seek somebody's views
    .past = sought somebody's views
kind-views_included = include somebody's views
    .past = included somebody's views
kind-views_missing = record why views are missing
    .past = recorded why views are missing
kind-views_awaited = record that views are awaited
    .past = recorded that views are awaited
kind-assessment_shared = share an assessment of the family
    .past = shared an assessment of the family
kind-practice_described = describe how a meeting went
    .past = described how a meeting went
kind-description_passed_on = pass a description on
    .past = passed a description on
kind-values_talked_about = hold a conversation about values
    .past = held a conversation about values
kind-coaching_held = hold coaching
    .past = held coaching
kind-permanence_option_weighed = weigh an option for permanence
    .past = weighed an option for permanence
kind-transition_supported = support somebody through a transition
    .past = supported somebody through a transition
kind-placement_disrupted = record a placement disrupted
    .past = recorded a placement disrupted
kind-ambivalence_heard = hear what speaks for and against change
    .past = heard what speaks for and against change
kind-experience_considered = take somebody's experience into account
    .past = took somebody's experience into account
kind-occasion_of_joining = record an occasion of joining
    .past = recorded an occasion of joining
kind-rule_noticed = notice a rule of the system
    .past = noticed a rule of the system
kind-rule_worked_with = work with a rule of the system
    .past = worked with a rule of the system
kind-clinician_acknowledged = acknowledge the clinician
    .past = acknowledged the clinician
kind-joining_disrupted = record a disruption
    .past = recorded a disruption
kind-influence_invited = invite the clinician to shape practice
    .past = invited the clinician to shape practice
kind-help_asked_again = record that a family asked for help again
    .past = recorded that a family asked for help again
kind-boundary_observed = observe the boundary
    .past = observed the boundary
kind-boundary_reviewed = review the boundary
    .past = reviewed the boundary
kind-observation_answered = answer an observation
    .past = answered an observation
kind-agreement_reported = report an agreement
    .past = reported an agreement
kind-outcome_rated = rate the outcome
    .past = rated the outcome
kind-view_given = give a view
    .past = gave a view
kind-outcome_learned = record an outcome
    .past = recorded an outcome
kind-outcome_fed_back = feed an outcome back
    .past = fed an outcome back
kind-cycle_opened = open the cycle
    .past = opened the cycle
kind-cycle_closed = close the cycle
    .past = closed the cycle
kind-person_entered = say who enters
    .past = noted who entered
kind-person_left = say who leaves
    .past = noted who left
kind-entered_in_error = mark as entered in error
    .past = marked entries as entered in error
kind-redacted = redact
    .past = redacted entries
kind-opening_corrected = correct the opening
    .past = corrected the opening
kind-people_merged = merge two references to one person
    .past = merged two references to one person
kind-cases_merged = merge two references to one case
    .past = merged two references to one case
kind-portfolio_opened = open the portfolio
    .past = opened the portfolio
kind-practice_evidenced = put in evidence of practice
    .past = put in evidence of practice
kind-evidence_withdrawn = withdraw evidence
    .past = withdrew evidence
kind-text_redacted = redact text
    .past = redacted text

## Refusals: attachment

refusal-attachment-already_open = cannot open the cycle: it is open already; what was wrong about its opening can be corrected
# $found: number
# $reads: number
refusal-attachment-unknown_format = cannot open a cycle stored in format { $found }; this version reads format { $reads }
refusal-attachment-earlier_is_itself = cannot open a cycle that names itself as the earlier one
refusal-attachment-another_cycle = cannot close or correct another cycle than this one
refusal-attachment-already_closed = cannot close the cycle: it is closed already
refusal-attachment-another_clinician = cannot enter as the clinician of this cycle; another clinician enters as an outside clinician
refusal-attachment-clinician_stays = cannot change the role of the clinician whose attachment this is
# $role: people::Role
refusal-attachment-already_here = cannot enter as { $role }: they are here in that role already
# $role: people::Role
refusal-attachment-not_held_beside = cannot enter beside another role: they do not hold { $role } then
# $role: people::Role
refusal-attachment-not_held = cannot give up the role of { $role }: they do not hold it then, or hold no other; somebody who holds no other leaves the cycle instead
refusal-attachment-stranger = somebody who is not in this cycle cannot say who comes and goes; ask somebody who is here, or whoever opened the cycle
refusal-attachment-not_of_themself = nobody can give themself a role with the statutory mandate, or say that they are registered; ask somebody else here to record it
refusal-attachment-already_left = cannot leave the cycle: they left at that time already
refusal-attachment-not_here = cannot leave the cycle: they are not in it at that time

## Refusals: boundary

refusal-boundary-alone = cannot review the boundary alone; say who else took part
refusal-boundary-with_themself = cannot review the boundary with oneself; say who took part beside the person who acts
refusal-boundary-as_of_later = cannot review the boundary as of a later time than that of the review

## Refusals: contracting

# $asked: contracting::Kind
# $stage: contracting::Stage
# $possible: several of contracting::Kind
refusal-contracting-out_of_step = cannot { $asked }: the contract is { $stage }; possible now: { $possible }
# $asked: contracting::Kind
# $role: people::Role
# $permitted: several of permitted::Those
refusal-contracting-not_theirs = only { $permitted } can { $asked }
refusal-contracting-already_accepted = cannot accept the terms: that side has accepted this version already
# $asked: contracting::Kind
refusal-contracting-before_previous_step = cannot { $asked }: a later step of this contract is recorded already; take that back, record this, and then repeat it
refusal-contracting-nothing_proposed = cannot accept the terms: none are waiting to be accepted
# $gaps: several of contracting::Gap
refusal-contracting-gaps = cannot accept the terms yet; they do not say: { $gaps }
# $current: number
refusal-contracting-stale_version = cannot accept another version of the terms: version { $current } is current
# $asked: contracting::Kind
refusal-contracting-reserved_decision = cannot { $asked }: statutory decisions are reserved to those with the mandate; a clinician contributes
# $asked: contracting::Kind
refusal-contracting-absurd_day = cannot { $asked }: the plan names a day outside 1900 to 2198
# $asked: contracting::Kind
refusal-contracting-planned_end_passed = cannot { $asked }: the planned end has passed by then
# $stage: contracting::Stage
# $reason: contracting::ReasonCode
refusal-contracting-reason_out_of_place = a contract that is { $stage } cannot end for this reason: { $reason }
refusal-contracting-not_joint = cannot end alone: somebody on the other of the two sides, here at that time, has to agree
refusal-contracting-not_a_party = cannot replace somebody who is not a party
refusal-contracting-not_a_successor = cannot replace a party by somebody who is not in the cycle on the same side
refusal-contracting-nobody_leads = cannot leave nobody to lead: the clinician, the social worker, or both lead
refusal-contracting-reframes_nothing = cannot reframe to the space and stream that were asked for
refusal-contracting-successor_not_later = cannot renew into a contract that is not a later one
refusal-contracting-has_successor = cannot renew: a successor is linked already

## Refusals: cycle

refusal-cycle-not_opened = the cycle is not open yet; open it first
refusal-cycle-before_opening = this occurred before the cycle was opened
refusal-cycle-after_closing = the cycle was closed by then; what occurred before can still be recorded, and open contracts closed
refusal-cycle-recorded_before_occurred = recorded before it occurred; what is planned belongs in the terms
refusal-cycle-recorded_backwards = recorded earlier than the entry before it
# $found: number of an entry
# $expected: number of an entry
refusal-cycle-out_of_number = entry { $found } where entry { $expected } comes next
refusal-cycle-unknown_actor = the person who acts never entered this cycle; record first who they are here
refusal-cycle-actor_not_here = the person who acts was not in this cycle when it occurred
# $noun: noun::Noun
refusal-cycle-unknown = no such { $noun } is known here
# $noun: noun::Noun
refusal-cycle-not_yet = that { $noun } only came about later than this occurred
# $noun: noun::Noun
refusal-cycle-id_taken = a { $noun } with that reference is recorded already
# $asked: kind of event
# $role: people::Role
# $permitted: several of permitted::Those
refusal-cycle-not_theirs = only { $permitted } can { $asked }
# $asked: kind of event
refusal-cycle-which_role = cannot { $asked } without saying in which role: not every role that they hold permits it; name one that does
# $role: people::Role
refusal-cycle-not_in_that_role = the person who acts did not hold the role of { $role } when it occurred
# $asked: kind of event
# $lacks: cycle::Lack
refusal-cycle-lacking = cannot { $asked } then: that needs { $lacks }
# $most: number
refusal-cycle-too_many = a list of more than { $most } items cannot be recorded
# $noun: noun::Noun
refusal-cycle-named_twice = a list names the same { $noun } twice
refusal-cycle-tombstone = a redacted text cannot be recorded again
refusal-cycle-history_decides = a cycle alone cannot be corrected; offer this to its history

## Refusals: deciding

# $asked: deciding::Kind
# $part: deciding::Named
refusal-deciding-not_here_as = cannot { $asked }: the { $part } was not here at that time, or not in a role that fits
# $asked: deciding::Kind
refusal-deciding-named_twice = cannot { $asked } with somebody or something named twice
# $asked: deciding::Kind
# $lacking: deciding::Lacking
refusal-deciding-too_little_named = cannot { $asked } without saying { $lacking }
refusal-deciding-another_case = a milestone cannot follow one of another case
# $what: deciding::Milestone
refusal-deciding-needs_its_end = this milestone needs the day until which it holds: { $what }
# $what: deciding::Milestone
refusal-deciding-has_no_end = only an extension has a day until which it holds; this milestone has none: { $what }
# $what: deciding::Milestone
refusal-deciding-needs_its_reason = this milestone needs its reason in words: { $what }
# $what: deciding::Milestone
refusal-deciding-needs_its_code = this milestone needs a code of the service's own, in `other`: { $what }
# $what: deciding::Milestone
refusal-deciding-has_no_code = only `other` has a code of the service's own; this milestone has none: { $what }
refusal-deciding-feed_has_ended = this feed has ended already
refusal-deciding-ends_before_it_begins = the last day of a feed cannot be before its first
refusal-deciding-nothing_changed = cannot change the legal status to what it was
refusal-deciding-oversees_themself = nobody can oversee themself
refusal-deciding-answers_themself = whoever declared a conflict of interest cannot answer it; ask somebody else to
# $number: number of an entry
refusal-deciding-no_such_entry = cannot waive a duty that entry { $number } opened: there is no such entry before this one
refusal-deciding-programme_ends_before = a programme cannot end on a day before this
refusal-deciding-programme_has_ended = this place on a programme has ended already
refusal-deciding-waived_until_before = cannot waive a duty until a day before the waiver is given

## Refusals: deliberating

# $asked: deliberating::Kind
refusal-deliberating-not_here = cannot { $asked }: somebody named as present was not here at that time
refusal-deliberating-present_and_absent = the same person cannot be both present and absent
refusal-deliberating-another_case = this names something of another case
refusal-deliberating-another_question = this hypothesis is of another question than what it is named with
# $kind: deliberating::StatementKind
refusal-deliberating-needs_its_author = this needs its author: { $kind }; an opinion, a worry, a hunch or a strength can be said without a name
refusal-deliberating-anothers_mouth = a statement cannot be put into another's mouth; record it as done by its author, with whoever writes as the one who records
refusal-deliberating-anothers_step = a step cannot be put on another's shoulders, or taken from them; record it as done by whoever takes it, with whoever writes as the one who records
refusal-deliberating-nobody_present = a case discussion needs those who were present
refusal-deliberating-escalated_to_party = a disagreement is taken to somebody who is no party to it
refusal-deliberating-fact_without_source = a fact needs its source; without one, record it as what it is: an opinion, a worry, a hunch
refusal-deliberating-nothing_rated = cannot weigh a piece of evidence without rating it against a hypothesis
refusal-deliberating-rated_twice = one piece of evidence cannot be rated twice against the same hypothesis
refusal-deliberating-between_two = a disagreement is between two people at least
refusal-deliberating-opinions_are_not_agreed = opinions are not agreed, of what explains it, the risk or a threshold no more than of anything; agree a plan that tests them, or leave the difference open
refusal-deliberating-settled_by_plan = name the plan that was agreed, where the disagreement was settled by one, and only there
refusal-deliberating-settled_by_decision = name the decision, where the disagreement was settled by one, and only there
refusal-deliberating-already_settled = this disagreement is settled already
refusal-deliberating-no_sign_of_success = a plan needs a sign of success: what would show that it is better, or enough
refusal-deliberating-no_day_to_look_again = a plan that goes on needs the day on which to look again
refusal-deliberating-looks_again_before = the day on which to look again cannot be before that of the plan or its review
refusal-deliberating-stops_and_looks_again = a plan that stops has no day on which to look again
refusal-deliberating-agreed_by_absent = a plan is agreed by those who were present in its discussion; whoever was not there agrees when they discuss it, or takes a step on
refusal-deliberating-test_stopped = this plan was stopped already
refusal-deliberating-step_is_over = this step was handed back or dropped already
refusal-deliberating-not_handed_back = this step was not handed back, so that nobody can take it up again
refusal-deliberating-not_a_service = a referral is returned by a service: a role of the clinical side, or of a partner
refusal-deliberating-nobody_shaped_it = a written agreement needs whoever shaped it

## Refusals: evidencing

refusal-evidencing-not_theirs = a portfolio is read and written by its owner alone
refusal-evidencing-not_opened = the portfolio is not open yet; open it first
refusal-evidencing-already_open = cannot open the portfolio: it is open already
# $found: number
# $reads: number
refusal-evidencing-unknown_format = cannot open a portfolio stored in format { $found }; this version reads format { $reads }
refusal-evidencing-recorded_before_occurred = recorded before it occurred
refusal-evidencing-recorded_backwards = recorded earlier than the entry before it
# $found: number of an entry
# $expected: number of an entry
refusal-evidencing-out_of_number = entry { $found } where entry { $expected } comes next
# $number: number of an entry
refusal-evidencing-already_recorded = that is recorded already, as entry { $number }
refusal-evidencing-tombstone = a redacted text cannot be recorded again
refusal-evidencing-id_taken = evidence with that reference is recorded already
refusal-evidencing-no_element = evidence is of at least one element
refusal-evidencing-no_number = standards have at least one number
# $standard: number
refusal-evidencing-number_twice = standard { $standard } is named twice
refusal-evidencing-unknown = no such evidence is recorded here
# $by: number of an entry
refusal-evidencing-already_withdrawn = that evidence was withdrawn already, by entry { $by }
refusal-evidencing-withdrawn_before = withdrawn before the practice that it is evidence of
refusal-evidencing-names_nothing = a redaction names at least one entry
# $number: number of an entry
refusal-evidencing-named_twice = entry { $number } is named twice
# $number: number of an entry
refusal-evidencing-no_such_entry = there is no entry { $number } to redact
# $number: number of an entry
refusal-evidencing-nothing_to_redact = entry { $number } holds nothing that could be redacted
# $number: number of an entry
# $by: number of an entry
refusal-evidencing-already_redacted = entry { $number } was redacted already, by entry { $by }

## Refusals: history

# $refusal: code of a refusal
refusal-history-corrector = whoever was to take the later steps back may not do so: { $refusal }
# $number: number of an entry
# $redacted: true or false
# $compared: history::Compared
refusal-history-already_recorded = that is recorded already, as entry { $number }{ $compared }
# $number: number of an entry
# $by: number of an entry
# $redacted: true or false
# $compared: history::Compared
refusal-history-taken_back = that was recorded as entry { $number } and taken back by entry { $by }; if that was a mistake, mark entry { $by } as entered in error{ $compared }
# $with: numbers of entries
refusal-history-contradicts =
    { $with-count ->
        [one] then entry { $with } could not have happened
       *[other] then entries { $with } could not have happened
    }
refusal-history-changes_nothing = that would change nothing
refusal-history-names_nothing = a correction names at least one entry
# $number: number of an entry
refusal-history-no_such_entry = there is no entry { $number } to correct
# $number: number of an entry
refusal-history-stays = entry { $number } opened the cycle or redacted text, and cannot be marked as entered in error; for a wrong opening, correct the opening by a further entry
refusal-history-already_corrected = all these entries are corrected in that way already
# $number: number of an entry
refusal-history-nothing_to_redact = entry { $number } holds nothing that could be redacted
refusal-history-takes_back_its_author = whoever corrects this would then not have been here to do so
# $dependents: numbers of entries
refusal-history-leaves_dependents =
    { $dependents-count ->
        [one] cannot be marked as entered in error: needed by entry { $dependents }
       *[other] cannot be marked as entered in error: needed by entries { $dependents }
    }

## Refusals: intervening

# $stage: contracting::Stage
# $instead: intervening::Instead
refusal-intervening-not_covered = work cannot rest on a contract that was { $stage } at the time; { $instead }
# $stage: contracting::Stage
refusal-intervening-not_under_way = cannot offer a suggestion within a contract that was { $stage } at the time
refusal-intervening-was_welcome = cannot say why a suggestion was not welcome: it was taken up or adapted
# $form: intervening::Form
# $stream: space::Stream
# $of: space::Stream
refusal-intervening-other_stream = cannot begin { $form } as { $stream }; it is { $of }
refusal-intervening-already_withdrawn = cannot withdraw a consent that is withdrawn already
refusal-intervening-already_covered = cannot cover an intervention that rests on a contract already
refusal-intervening-session_already_covered = cannot cover a session that rests on a contract already
# $asked: intervening::Kind
refusal-intervening-intervention_closed = cannot { $asked }: the intervention was closed by then
# $asked: intervening::Kind
# $part: intervening::Needed
refusal-intervening-not_here_as = cannot { $asked }: the { $part } was not here at that time, or not in a role that fits
refusal-intervening-nothing_explained = cannot record an explanation without saying what was explained
refusal-intervening-shares_nothing = cannot consent to the sharing of words without naming the entries that hold them
refusal-intervening-shares_with_nobody = cannot consent to the sharing of words without naming who may read them
refusal-intervening-shares_for_another = cannot consent to the sharing of words for somebody else; whoever said them consents
refusal-intervening-not_about_sharing = only consent to the sharing of words names entries and readers
# $number: number of an entry
refusal-intervening-no_such_entry = no entry { $number } is recorded here whose words could be shared
# $number: number of an entry
refusal-intervening-not_their_words = entry { $number } holds no words of the person who consents
refusal-intervening-witnesses_themself = whoever noticed a change cannot witness it; a witness is somebody else
refusal-intervening-amplifies_to_themself = nobody can carry a change on to themself; name the others it was carried on to
refusal-intervening-amplifies_to_nobody = cannot carry a change on without saying to whom; where they are not known here, say so in words

## Refusals: joining

# $step: joining::RuleStep
refusal-joining-rule_has_shifted = cannot { $step }: the rule has shifted; record the rule that holds now
refusal-joining-bars_what_it_lets = a rule cannot bar a space or a kind of case that it lets clinicians into
refusal-joining-not_a_merger = only a merger of teams names the teams that were merged
refusal-joining-merges_nothing = a merger names the teams that are no more, and the other team that they became
refusal-joining-not_of_family = the person who asked for help again was not recorded here as family at that time
# $step: joining::RuleStep
refusal-joining-before_previous_step = cannot { $step }: a step with this rule that occurred later is recorded already

## Refusals: partnering

# $asked: partnering::Kind
refusal-partnering-not_of_family = cannot { $asked }: whoever is named was not of the family at that time
# $asked: partnering::Kind
# $lacking: partnering::Lacking
refusal-partnering-too_little_named = cannot { $asked } without saying { $lacking }
refusal-partnering-awaited_until_before = cannot wait for views until a day before this
refusal-partnering-sign_twice = a description cannot speak of the same sign twice
# $seen_as: partnering::SeenAs
refusal-partnering-not_seen_as = whoever describes this meeting cannot do so as { $seen_as }, in the role that they hold
refusal-partnering-not_invited_by_both = an observer is invited by somebody of the family and by somebody of the team; name both
refusal-partnering-not_an_observer = only an observer is invited, or describes a recording
refusal-partnering-not_to_recording = the consent that is named is not to filming; a recording is described only by consent to it
refusal-partnering-recording_withdrawn = the consent to the recording was withdrawn; the recording is not described after that
refusal-partnering-not_of_that_meeting = the consent to the recording is not that of somebody of the family who was at this meeting; for an adult, the family gives it
refusal-partnering-not_their_description = only whoever described the meeting can pass the description on
refusal-partnering-no_readers = a description goes further only to readers who are named
refusal-partnering-not_offered = before a family's description goes further, somebody else to work with and an advocate are offered
refusal-partnering-not_agreed_by_both = coaching is agreed by the worker and by somebody of the family; name both
refusal-partnering-not_a_worker = only somebody of the team is coached
refusal-partnering-coaches_themself = nobody can coach themself

## Refusals: reporting

refusal-reporting-not_begun = cannot rate the outcome yet: work under the contract had not begun
refusal-reporting-of_nothing = an outcome needs what it came of: a contract, a decision or a plan that was tested
refusal-reporting-says_nothing = an outcome needs how things are, or words; that it is not known is an answer
refusal-reporting-to_nobody = an outcome is fed back to somebody; name them

## Names of fields and their values: name

name-about = about
name-absent = absent
name-acknowledgement = acknowledgement
name-again = again
name-against = against
name-age = age
name-agreed_by = agreed by
name-agreement = agreement
name-ambivalence = ambivalence
name-answer = answer
name-arose_from = arose from
name-as_of = as of
name-asked_by = asked by
name-asked_for_by = asked for by
name-asking = asking
name-asking_questions = asking questions
name-author = author
name-awaiting = awaiting
name-bars_cases = bars cases
name-bars_spaces = bars spaces
name-basis = basis
name-because = because
name-because_of = because of
name-belief = belief
name-beside = beside
name-better = better
name-between = between
name-by_when = by when
name-cancellation = cancellation
name-case = case
name-case_kinds = case kinds
name-change = change
name-change_course = change course
name-clinical_work = clinical work
name-clinician = clinician
name-coach = coach
name-coaching = coaching
name-code = code
name-concern = concern
name-conflict = conflict
name-consent = consent
name-consideration = consideration
name-considered = considered
name-context = context
name-continues = continues
name-contract = contract
name-contracts = contracts
name-contributed = contributed
name-cover = cover
name-cycle = cycle
name-decided_by = decided by
name-decision = decision
name-description = description
name-direction = direction
name-disagreement = disagreement
name-discussion = discussion
name-disruption = disruption
name-drawn_by = drawn by
name-drawn_on = drawn on
name-duration = duration
name-earlier = earlier
name-ends = ends
name-enough = enough
name-entries = entries
name-expert = expert
name-explained = explained
name-explaining_statutory_process = explaining statutory process
name-explanation = explanation
name-family_understanding = family understanding
name-feed = feed
name-finding = finding
name-focus = focus
name-following_up_safeguarding = following up safeguarding
name-follows = follows
name-for_person = for person
name-form = form
name-format = format
name-found = found
name-from = from
name-given_by = given by
name-goal = goal
name-handback = handback
name-hearing = hearing
name-how = how
name-hypotheses = hypotheses
name-hypothesis = hypothesis
name-in_favour = in favour
name-in_what = in what
name-in_words = in words
name-influence = influence
name-instruction = instruction
name-interpreter = interpreter
name-intervention = intervention
name-into = into
name-invited_by = invited by
name-kind = kind
name-last = last
name-lead = lead
name-leans = leans
name-led_to = led to
name-look_again = look again
name-manager = manager
name-matters = matters
name-member = member
name-merged = merged
name-milestone = milestone
name-missing = missing
name-moved = moved
name-name = name
name-named = named
name-naming = naming
name-next_review = next review
name-notes = notes
name-observation = observation
name-occasion = occasion
name-of_whom = of whom
name-offered = offered
name-on = on
name-only_cases = only cases
name-only_spaces = only spaces
name-opened_at = opened at
name-opened_by = opened by
name-option = option
name-order = order
name-other = other
name-outcome = outcome
name-overseer = overseer
name-parameters = parameters
name-party = party
name-passing = passing
name-per = per
name-person = person
name-piece = piece
name-place = place
name-planned_end = planned end
name-practitioner = practitioner
name-present = present
name-pressed_by = pressed by
name-programme = programme
name-prompted = prompted
name-purpose = purpose
name-qualities = qualities
name-question = question
name-rating = rating
name-ratings = ratings
name-rationale = rationale
name-readers = readers
name-reason = reason
name-reception = reception
name-reconciliation = reconciliation
name-recording = recording
name-reflecting = reflecting
name-reflection = reflection
name-registered = registered
name-report = report
name-request = request
name-responsibility = responsibility
name-returned = returned
name-review = review
name-review_by = review by
name-risks = risks
name-role = role
name-roles = roles
name-rule = rule
name-safeguarding = safeguarding
name-safety = safety
name-scope = scope
name-score = score
name-seen_as = seen as
name-serves = serves
name-service = service
name-session = session
name-setting_the_context = setting the context
name-shaped_by = shaped by
name-sharing = sharing
name-side = side
name-sign = sign
name-signed_by = signed by
name-signs = signs
name-source = source
name-space = space
name-speaking = speaking
name-standpoint = standpoint
name-statement = statement
name-statutory_decisions = statutory decisions
name-statutory_process = statutory process
name-step = step
name-stream = stream
name-successor = successor
name-suggestion = suggestion
name-support = support
name-taken_by = taken by
name-taking_notes = taking notes
name-talk = talk
name-task = task
name-team = team
name-teams = teams
name-terms = terms
name-test = test
name-then = then
name-to = to
name-to_change = to change
name-to_stay = to stay
name-understood = understood
name-until = until
name-urgency = urgency
name-verdict = verdict
name-version = version
name-view = view
name-views = views
name-voice = voice
name-waiver = waiver
name-weighed_on = weighed on
name-weighing = weighing
name-what = what
name-which = which
name-who = who
name-why = why
name-with = with
name-withdrawn_by = withdrawn by
name-words = words
name-worker = worker

## Names of fields and their values: variant

variant-absent = absent
variant-adapted = adapted
variant-asking = asking
variant-change = change
variant-contract = contract
variant-cycle = cycle
variant-elsewhere = elsewhere
variant-everyday = everyday
variant-figure1 = figure1
variant-here = here
variant-in = in
variant-known = known
variant-no_opportunity = no opportunity
variant-none_known = none known
variant-not_welcomed = not welcomed
variant-own = own
variant-perspective = perspective
variant-present = present
variant-review_by = review by
variant-single = single
variant-space = space
variant-uncovered = uncovered
variant-until = until
variant-welcomed = welcomed

## Names of fields and their values: weekday

weekday-friday = Friday
weekday-monday = Monday
weekday-saturday = Saturday
weekday-sunday = Sunday
weekday-thursday = Thursday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday

## Readings and findings

boundary-in-the-cycle = in the whole cycle
boundary-under-contract = under contract `{ $contract }`
boundary-in-space = in { $space }
boundary-as-seen-by = as { $side } saw it
cited-day = { $day } (entry { $entry })
more = { $count } more
and-more = and { $count } more
entries =
    { $count ->
        [one] entry { $numbers }
       *[other] entries { $numbers }
    }
cited = { $what } ({ $entries })
bullet = - { $what }
bullet-inside = { "  " }- { $what }
sentence = { $what }.
left-out = And { $count } more.
read-from = It is read from what its reader is shown, and from nothing else: for another reader it may say something else.
elapsed-under-a-minute = less than a minute
elapsed-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
elapsed-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
elapsed-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
elapsed-in-two-units = { $large } and { $small }
as-of-all = By all that is recorded
as-of-all-known = By all that is recorded, as known on { $known_at }
as-of = By { $as_of }
as-of-then-known = By { $as_of } (as then known)
as-of-known = By { $as_of }, as known on { $known_at }
recorded-for-others = Recorded for somebody else: { $these }.
recorded-for = entry { $entry } by { $by }, recorded by { $recorded_by }
the-clinician = the clinician
somebody = { $person } ({ $role })
cause-contract = contract { $contract }
cause-change = change { $change }
cause-request = request of a family { $asking }
standing-one-record = one record of joining
standing-one-of = one { $what }
standing-records = { $count } records of joining
standing-rules = { $count } rules of the system worked with
standing-acknowledgements = { $count } acknowledgements by the social work side
standing-acknowledged-since = { $count } acknowledgements since the last disruption
standing-turns = { $count } completed turns of the cycle
standing-spaces = { $count } kinds of space in which turns were completed
standing-influences = { $count } invitations to shape practice beyond the team's cases
standing-none-so-far = { $what } (none so far)
standing-none-so-far-cited = { $what } (none so far: { $entries })
standing-so-far = { $what } ({ $have } of { $need } so far)
standing-so-far-cited = { $what } ({ $have } of { $need } so far: { $entries })
standing-too-little = { $as_of }, too little is recorded of joining to say how far it has come, by the parameters `{ $parameters }`.
standing-looks-like = { $as_of }, joining so far looks like: { $step }, by the parameters `{ $parameters }`.
standing-no-further = What is recorded so far does not amount to a further step.
standing-rests-on = This rests on { $these }.
standing-disruptions =
    { $count ->
        [one] 1 disruption
       *[other] { $count } disruptions
    }
standing-disrupted = { $disruptions } outside the clinician's control came on { $days }, with no acknowledgement since.
standing-disrupted-from = { $disruptions } outside the clinician's control came on { $days }, with no acknowledgement since; without that, it would look like: { $step }.
standing-an = an { $step }
standing-next = To be read as { $step }: { $missing }.
standing-no-next = There is no further step.
standing-not-for-appraising = It speaks of what was recorded about working together, and is not for appraising a person.
openings-a-team-meeting = a team meeting
openings-all-team-meeting = team meetings
openings-a-case-consultation = a case consultation
openings-all-case-consultation = case consultations
openings-a-reflective-practice-group = a reflective practice group
openings-all-reflective-practice-group = reflective practice groups
openings-a-home-visit = a home visit
openings-all-home-visit = home visits
openings-a-joint-session = a joint session with children and family
openings-all-joint-session = joint sessions with children and family
openings-a-initial-conference = an initial child protection conference
openings-all-initial-conference = initial child protection conferences
openings-a-review-conference = a review child protection conference
openings-all-review-conference = review child protection conferences
openings-a-legal-planning-meeting = a legal planning meeting
openings-all-legal-planning-meeting = legal planning meetings
openings-a-looked-after-child-review = a child in care review
openings-all-looked-after-child-review = child in care reviews
openings-a-core-group = a core group
openings-all-core-group = core groups
openings-a-strategy-discussion = a strategy discussion
openings-all-strategy-discussion = strategy discussions
openings-a-pre-proceedings-meeting = a pre-proceedings meeting
openings-all-pre-proceedings-meeting = pre-proceedings meetings
openings-a-child-in-need-meeting = a child in need meeting
openings-all-child-in-need-meeting = child in need meetings
openings-a-other-statutory-meeting = another statutory meeting
openings-all-other-statutory-meeting = other statutory meetings
openings-a-network-meeting = a meeting of the network
openings-all-network-meeting = meetings of the network
openings-case-section47 = a section 47 enquiry
openings-cases-section47 = section 47 enquiries
openings-case-early-help = early help
openings-cases-early-help = early help cases
openings-case-wealthier-family = a wealthier family
openings-cases-wealthier-family = wealthier families
openings-case-mental-health = mental health
openings-cases-mental-health = mental health cases
openings-case-child-in-need = a child in need
openings-cases-child-in-need = child in need cases
openings-case-child-protection-plan = a child protection plan
openings-cases-child-protection-plan = child protection plans
openings-case-looked-after = a looked-after child
openings-cases-looked-after = looked-after children
openings-case-proceedings = court proceedings
openings-cases-proceedings = court proceedings
openings-supervision = { $space }
openings-invited-for = for { $space }
openings-invited-about = about { $cases }
openings-against = { $contract } was { $what }, invited by { $by } on { $on }
openings-of-origin = { $contract } ({ $origin })
openings-rule = { $rule } ({ $voice }), noticed on { $on }
openings-rule-about = { $rule } ({ $voice }; about { $about }), noticed on { $on }
openings-last-kept = it was last kept to on { $on }
openings-last-connected = it was last connected with on { $on }
openings-last-challenged = it was last challenged on { $on }
openings-upheld = it was found upheld on { $on }
openings-shifted = it was found to have shifted on { $on }
openings-closes-nothing = It names nothing that it keeps closed
openings-keeps-closed = It keeps { $what } closed to clinicians
openings-kept-closed = It kept { $what } closed to clinicians
openings-every-space = every space
openings-every-space-but = every space but { $open }
openings-every-case = every kind of case
openings-every-case-but = every kind of case but { $open }
openings-all-the-same = All the same, { $these }
openings-before-that = Before that, { $these }
openings-exception = So far that may be an exception
openings-shift = { $people } people invited against it, which may be a sign that it is shifting
openings-nobody = Nobody of the social work side is recorded to have invited against it
openings-rules-noticed =
    { $count ->
        [0] no rules of the system were noticed
        [one] 1 rule of the system was noticed
       *[other] { $count } rules of the system were noticed
    }
openings-reading = { $as_of }, { $noticed }.
openings-reading-nothing = { $as_of }, { $noticed }, so nothing is known of what they keep closed.
openings-for-people = Only people can say whether a rule has shifted.
turns-returned = { $what } on { $on }
turns-turn = { $contract } ({ $space }): { $steps }
turns-turn-and-back = { $turn }; after that { $back }
turns-invited-on = invited on { $on }
turns-agreed-on = agreed on { $on }
turns-first-work-on = first work on { $on }
turns-since = { $what }, since { $from }
turns-standing-at = { $contract } ({ $stage })
turns-joining-unfollowed = joining that no invitation has followed yet
turns-ended-on = { $contract }, { $end } on { $on }
turns-arc = { $arc }: { $parts }.
turns-nothing-begun = { $arc }: nothing has begun yet that could be counted.
turns-joining-goes-on = joining goes on since { $from }, and no invitation has followed it yet
turns-joining-stalled = after more than { $long }, no invitation has followed the joining that began on { $from }
turns-led-to-agreement =
    { $beginnings ->
        [one] { $some } of 1 invitation led to an agreement
       *[other] { $some } of { $beginnings } invitations led to an agreement
    }
turns-led-to-work =
    { $beginnings ->
        [one] { $some } of 1 agreement led to work
       *[other] { $some } of { $beginnings } agreements led to work
    }
turns-led-to-joining =
    { $beginnings ->
        [one] { $some } of 1 piece of work led back to joining
       *[other] { $some } of { $beginnings } pieces of work led back to joining
    }
turns-no-agreement =
    { $beginnings ->
        [one] the one invitation has not led to an agreement so far
       *[other] none of { $beginnings } invitations led to an agreement so far
    }
turns-no-work =
    { $beginnings ->
        [one] the one agreement has not led to a session or an intervention so far
       *[other] none of { $beginnings } agreements led to work so far
    }
turns-no-joining =
    { $beginnings ->
        [one] the one piece of work has not led back to joining so far
       *[other] none of { $beginnings } pieces of work led back to joining so far
    }
turns-when-joining-began = when joining began
turns-the-agreement = the agreement
turns-when-work-began = when the work began
turns-agreement-awaited = no agreement is recorded yet: { $these }
turns-work-awaited = no work is recorded yet: { $these }
turns-joining-awaited = no sign of a return to joining is recorded yet: { $these }
turns-agreement-stalled = after more than { $long }, no agreement is recorded: { $these }
turns-work-stalled = after more than { $long }, no work is recorded: { $these }
turns-return-stalled = after more than { $long }, no sign of a return to joining is recorded: { $these }
turns-closed-before-agreement = closed before an agreement: { $these }
turns-closed-before-work = closed or lapsed before any work: { $these }
turns-closed-before-joining = closed before a return to joining: { $these }
turns-since-joining = { $contract }, joining before it began on { $from }
turns-since-agreement = { $contract }, agreed on { $from }
turns-since-work = { $contract }, work began on { $from }
turns-after = { $count }, after { $time } (from { $from })
turns-after-two = { $count }, after { $one } ({ $first }) and { $two } ({ $second }), from { $from }
turns-each-after = { $count }, each after { $time } (from { $from })
turns-soonest-and-latest = { $count }, the soonest after { $soonest }, the latest after { $latest } (from { $from })
turns-half = { $counted }; an estimated half of all within { $time }
turns-stall-not-enough = There is not enough to say where work stalls.
turns-stall-nowhere = Work does not seem to stall anywhere in particular.
turns-stall = The next step seems to be missing most often on the way { $arcs }.
turns-link = { $contract }, invited on { $invited }, arose from { $causes }
turns-link-in-a-row = { $link } (number { $depth } in a row)
turns-links = Invitations that arose from something earlier: { $these }.
turns-change = { $change } ({ $what }), noticed on { $noticed }
turns-change-carried = { $change }: { $ways } ({ $entries })
turns-no-change = No change is recorded yet.
turns-changes-not-carried =
    { $count ->
        [one] 1 change was noticed, the first on { $day }, and not yet carried further.
       *[other] { $count } changes were noticed, the first on { $day }, and not yet carried further.
    }
turns-one-change = One change is recorded: { $change }.
turns-furthest = Of { $count } changes noticed, the one carried furthest: { $change }.
turns-furthest-several = Of { $count } changes noticed, those carried furthest: { $changes }.
turns-complete =
    { $count ->
        [0] no turns of the cycle seem complete
        [one] 1 turn of the cycle seems complete
       *[other] { $count } turns of the cycle seem complete
    }
turns-out-of =
    { $count ->
        [0] no invitations
        [one] 1 invitation
       *[other] { $count } invitations
    }
turns-reading = { $as_of }, { $turns }, out of { $invitations } (parameters `{ $parameters }`).
turns-unjoined =
    { $count ->
        [one] 1 invitation came before any joining was recorded.
       *[other] { $count } invitations came before any joining was recorded.
    }
partnership-too-few-meetings = { $found } of { $needed } meetings described
partnership-too-few-of-family = { $found } of { $needed } descriptions by the family
partnership-too-long-ago = what the family described is too long ago (a weight of { $found }, where { $needed } is needed)
partnership-the-family = the family
partnership-the-child = the child or young person
partnership-the-worker = the worker
partnership-an-observer = an observer
partnership-of-family =
    { $count ->
        [one] The family's description
       *[other] The family's descriptions
    }
partnership-of-child =
    { $count ->
        [one] The child's or young person's description
       *[other] The child's or young person's descriptions
    }
partnership-of-worker =
    { $count ->
        [one] The worker's own description
       *[other] The worker's own descriptions
    }
partnership-of-observer =
    { $count ->
        [one] An observer's description
       *[other] An observer's descriptions
    }
partnership-lean =
    { $count ->
        [one] { $whose } leans towards { $manner } ({ $entries })
       *[other] { $whose } lean towards { $manner } ({ $entries })
    }
partnership-lean-no-way =
    { $count ->
        [one] { $whose } leans no particular way ({ $entries })
       *[other] { $whose } lean no particular way ({ $entries })
    }
partnership-differ = { $whose } differ among themselves: { $ways } ({ $entries })
partnership-present-in = present ({ $entries })
partnership-absent-in = absent ({ $entries })
partnership-sign = { $sign }: { $found }
partnership-present = present: { $signs }
partnership-absent = absent: { $signs }
partnership-no-opportunity = no opportunity to see: { $signs }
partnership-description = { $whose } (entry { $entry }): { $found }
partnership-entry = entry { $entry }
partnership-in-session = { $day }, session { $session }
partnership-on = { $day }
partnership-described-differently = { $meeting }; described differently: { $signs }
partnership-everybody = everybody
partnership-shown-to = { $as_of }, partnership with the family of case { $case }, from what is shown to { $reader }
partnership-no-meeting = { $which }: no meeting is described.
partnership-answer = { $which }: { $answer }.
partnership-answer-lacks = { $which }: { $answer } ({ $missing }).
partnership-differing = { $which }: { $answer }. Each description stands, and they are not averaged.
partnership-read-by = Read by the parameters `{ $parameters }`, a convention that nobody has validated; for reflection on how a team works with families, not for appraising a worker or a family.
partnership-by-meeting = Meeting by meeting:
partnership-latest-meetings =
    { $earlier ->
        [one] Meeting by meeting, the latest { $latest }; 1 earlier meeting was described, too:
       *[other] Meeting by meeting, the latest { $latest }; { $earlier } earlier meetings were described, too:
    }
partnership-apart = Of their own, neither working together nor being told: { $signs }.
partnership-honesty = To be honest about statutory consequences is a duty, and no threat.
partnership-weighed-on = What weighed on meetings from outside, as described: { $these }.
partnership-written-down = Written down by somebody else than whoever described it: { $these }.
partnership-views = Views of the family, as recorded:
partnership-shared = The assessment of the family was shared { $these }.
partnership-views-sought = sought { $how }
partnership-views-included = included in { $what }
partnership-views-missing = missing: { $why }
partnership-views-awaited = awaited
partnership-views-awaited-until = awaited until { $day }
partnership-views-step = { $step } ({ $day }, entry { $entry })
partnership-views-nothing = { $whose }: nothing is recorded here
partnership-views-of = { $whose }: { $steps }
partnership-shared-with = with { $person } on { $on }
hypotheses-alike = { $ideas } alike
hypotheses-first-marked = { $idea }, put as the first
hypotheses-first-earliest = { $idea }, the earliest that was put; nobody marked a first idea
hypotheses-first-of-two = { $first }; { $other } was put as the first, too, and here the earliest of them counts as it
hypotheses-first-of-several = { $first }; { $others } were put as the first, too, and here the earliest of them counts as it
hypotheses-idea = { $idea }: { $what }
hypotheses-put-on = put on { $on }
hypotheses-in-other-words = put in other words on { $on }
hypotheses-stays = { $stays } on { $on }
hypotheses-nothing-against = nothing weighed that is shown counts against it
hypotheses-piece = { $piece } ({ $kind }, entry { $entry })
hypotheses-rated = { $rater }: { $rating }
hypotheses-piece-for = { $piece } for { $idea }
hypotheses-whether-harmed = whether a child was harmed is not for an order of ideas to say
hypotheses-ideas =
    { $count ->
        [0] no ideas
        [one] 1 idea
       *[other] { $count } ideas
    }
hypotheses-pieces =
    { $count ->
        [0] no pieces
        [one] 1 piece
       *[other] { $count } pieces
    }
hypotheses-so-far =
    { $count ->
        [0] none so far
       *[other] { $count } so far
    }
hypotheses-takes-ideas = that takes { $ideas }, each weighed against { $pieces } or more; { $so_far }
hypotheses-takes-pieces = that takes { $pieces } or more, each weighed against each of these ideas; { $so_far }
hypotheses-legend = Ideas in rows, evidence in columns: ++ strongly consistent, + consistent, 0 does not help, - inconsistent, -- strongly inconsistent, . not rated.
hypotheses-table-head = { "  " }{ $names }{ $pieces }
hypotheses-table-head-against = { "  " }{ $names }{ $pieces }  against
hypotheses-table-row = { "  " }{ $name }{ $ratings }
hypotheses-table-row-against = { "  " }{ $name }{ $ratings }  { $against }
hypotheses-first = first
hypotheses-set-aside = set aside
hypotheses-in-all = { "  " }({ $pieces } pieces and { $ideas } ideas in all)
hypotheses-as-weighed-by = As { $rater } weighed it ({ $entries }):
hypotheses-no-order = No order: { $why }.
hypotheses-no-order-yet = No order yet: { $why }.
hypotheses-before-other-words = Weighed before an idea was put in other words: { $entries }.
hypotheses-order = The least inconsistent first: { $places }.
hypotheses-does-not-help = Does not help to tell the ideas apart, counting the same against each: { $pieces }.
hypotheses-nothing-weighed-against = Nothing that they weighed counts against { $ideas }.
hypotheses-without = without { $piece } it would be { $becomes }
hypotheses-stays-without-any = Without any one of the pieces the order stays as it is.
hypotheses-depends-on = The order depends on single pieces: { $changes }.
hypotheses-depends-on-these-alone = The order depends on single pieces: { $changes }; without any other piece it stays as it is.
hypotheses-not-counted = Not weighed against each of these ideas, and so not counted: { $pieces }.
hypotheses-not-in-order = Weighed too little to stand in the order: { $ideas }.
hypotheses-question = Question { $question }.
hypotheses-question-discussed = Question { $question }, discussed on { $on }.
hypotheses-the-first-idea = The first idea: { $idea }.
hypotheses-more-ideas =
    { $count ->
        [one] and 1 more idea
       *[other] and { $count } more ideas
    }
hypotheses-no-evidence = No evidence is shown that was weighed against them.
hypotheses-evidence = Evidence: { $pieces }.
hypotheses-count-alike = Several people's ratings count alike: { $these }.
hypotheses-differ = Their ratings differ: { $these }.
hypotheses-same-order = Their orders put the ideas that they share the same way. They are not combined.
hypotheses-other-orders = Their orders differ. They are not combined, and need not agree.
hypotheses-nothing-shown = { $as_of }, no idea that was put in a case discussion is shown.
hypotheses-questions =
    { $count ->
        [0] no questions
        [one] 1 question
       *[other] { $count } questions
    }
hypotheses-reading = { $as_of }, ideas and evidence weighed about { $questions }, by the parameters `{ $parameters }`.
hypotheses-for-testing = An order says what each person found least against, and not which idea is true; ideas are for testing.
anchoring-idea-put = { $idea }, put on { $on }
anchoring-plan = { $test }, made on { $on }
anchoring-names-no-other = names no other idea
anchoring-tests = tests { $ideas }
anchoring-says-no-change = does not say what would change the course
anchoring-not-looked-at = not looked at again
anchoring-looked-at = looked at again on { $on }
anchoring-nothing-found = with nothing found that is shown
anchoring-found = with what was found in { $entries }
anchoring-nothing-looked-for = Nothing is shown that was looked for since it was put.
anchoring-none-against = Looked for since it was put: { $pieces }; as weighed, none of it counts against the first idea.
anchoring-all-against = Looked for since it was put: { $pieces }; as weighed, it counts against the first idea.
anchoring-some-against = Looked for since it was put: { $against }, counting against the first idea as weighed; and { $others }, not counting against it.
anchoring-came-up = Came up: { $pieces }.
anchoring-speaks-against = Speaks against the first idea: { $pieces }.
anchoring-pieces =
    { $count ->
        [0] no pieces
        [one] 1 piece
       *[other] { $count } pieces
    }
anchoring-question-too-little = Question { $question }: { $reads_as } ({ $pieces } weighed against the first idea; it takes { $needed }).
anchoring-question-open = Question { $question }: { $reads_as }: { $grounds }.
anchoring-question = Question { $question }: { $reads_as }.
anchoring-first-idea = The first idea: { $idea }; put on { $on }.
anchoring-set-aside = It was set aside on { $on }.
anchoring-no-other-idea = No other idea is shown.
anchoring-other-ideas = Other ideas: { $ideas }.
anchoring-no-plan = No plan is shown.
anchoring-plans = Plans: { $plans }.
anchoring-nothing-shown = { $as_of }, no first idea of a case discussion is shown.
anchoring-questions =
    { $count ->
        [0] no questions
        [one] 1 question
       *[other] { $count } questions
    }
anchoring-reading = { $as_of }, the first idea of { $questions }, by the parameters `{ $parameters }`.
anchoring-more-questions =
    { $count ->
        [one] And 1 more question.
       *[other] And { $count } more questions.
    }
anchoring-not-thinking = It describes what was recorded, and not anyone's thinking.
sharing-too-few-steps = { $found } of { $needed } steps
sharing-too-few-people = { $found } of { $needed } people who take steps
sharing-too-few-sides-step = steps by { $found } of { $needed } sides
sharing-most-by-one = { $found } of { $all } steps are one person's
sharing-too-few-sides-heard = { $found } of { $needed } sides heard
sharing-no-risk-of-acting = the risk of acting is not named
sharing-no-risk-of-not-acting = the risk of not acting is not named
sharing-present-in = present in { $entries }
sharing-said = said { $entries }
sharing-takes = { $who }: { $entries }
sharing-written-by-others = { $takes }, of which somebody else wrote down { $entries }
sharing-tested = { $ideas } by { $test }, planned on { $planned } and looked at again on { $looked_at }
sharing-difference = { $disagreement } on { $matter }, since { $since }; { $safety }
sharing-taken-elsewhere = { $difference }; taken to somebody else on { $on }
sharing-taken-up = { $step } on { $back }, taken up again on { $on }
sharing-not-taken-up = { $step } on { $back }, not taken up again
sharing-down = { $how } on { $on }
sharing-with-mandate = { $person }, who held the mandate
sharing-without-mandate = { $person }, who did not hold the mandate
sharing-mandate-unknown = { $person }, of whose mandate nothing is recorded
sharing-decision = { $decision } { $direction } on { $on }, decided by { $by }
sharing-decision-pressed = { $decision } { $direction } on { $on }, pressed by { $pressed_by }, decided by { $by }
sharing-nobody-named = nobody who was named
sharing-reviews =
    { $count ->
        [0] no reviews
        [one] 1 review
       *[other] { $count } reviews
    }
sharing-unchanged = { $test } went on as it was at { $reviews } in a row ({ $entries })
sharing-discussions =
    { $count ->
        [0] no discussions
        [one] 1 discussion
       *[other] { $count } discussions
    }
sharing-named-then-step = the risk { $risk } was named in { $discussions } with no step between ({ $entries }), then a step on { $step }
sharing-named-no-step = the risk { $risk } was named in { $discussions } with no step between ({ $entries }), and no step since
sharing-case = Case { $case }: { $reads_as }.
sharing-case-lacks = Case { $case }: { $reads_as } ({ $missing }).
sharing-takers = Steps that stand, by who takes them: { $these }.
sharing-by-family = Steps of the family, which are no sharing among those who work, and take nothing from it: { $these }.
sharing-handed-back = Handed back: { $these }.
sharing-dropped = Steps dropped: { $entries }.
sharing-heard = Sides heard: { $these }.
sharing-risks = Risks named: { $these }.
sharing-strengths = Strengths named: { $entries }.
sharing-ideas-tested = Ideas tested: { $these }.
sharing-differences = Differences open, which nobody has to settle by thinking alike: { $these }.
sharing-stepped-down = Stepped down: { $these }.
sharing-decisions = Threshold decisions: { $these }.
sharing-over-time = Over time: { $these }.
sharing-nothing-shown = { $as_of }, no case that was discussed is shown.
sharing-cases =
    { $count ->
        [0] no cases
        [one] 1 case
       *[other] { $count } cases
    }
sharing-reading = { $as_of }, how risk and steps are carried in { $cases }, by the parameters `{ $parameters }`.
sharing-more-cases =
    { $count ->
        [one] And 1 more case.
       *[other] And { $count } more cases.
    }
sharing-who-decides = Sharing does not change who decides: that stays with the mandate. It describes a record, and nobody's part in it.
finding-heading = { $what }[{ $rule }]: { $title }
finding-severity = { $severity }
finding-excused = excused
finding-undetermined = undetermined
finding-pending = pending
finding-holds-so-far = holds so far
finding-released = released
finding-satisfied = satisfied
finding-is-broken = { $rule } is broken ({ $severity }): { $title }.
finding-cannot-be-determined = { $rule } cannot be determined ({ $severity }): { $title }.
finding-is-open = { $rule } is open ({ $severity }): { $title }.
finding-so-far-it-holds = { $rule } holds so far ({ $severity }): { $title }.
finding-is-satisfied = { $rule } is satisfied ({ $severity }): { $title }.
mark-opened = started the clock
mark-applies = the rule applies here
mark-not-as-required = does not meet the rule
mark-nothing-before = what had to be done before this was not
mark-forbidden = was not to happen
mark-came-first = what was asked was not done by then
mark-done-late = done late
mark-done = done
mark-stages = { $stages } here
mark-ended = no longer owed from here
mark-fell-away = no longer owed
mark-may-be-the-answer = may be what was asked; something in it is not known
mark-counts-from = counted from here
mark-due = due
mark-due-and-nothing = due; nothing of that was recorded by { $by }
mark-due-and-a-part = due; only a part of that was recorded by { $by }
mark-until = holds until then
mark-kept-until = kept until then
mark-ran-from = time ran from here
mark-by-time = { $mark }, by time alone
help-do-it = doing so in time would satisfy it
help-do-it-now = do it now; it stays recorded as late
help-declare-feed = declare that these milestones are recorded completely from before that day, or record the one that was reached
help-record = recording { $field } would settle it
help-record-the-rest = recording what entry { $entry } leaves open would settle it
help-longer-calendar = a calendar that reaches further would settle it
help-excuse = it can be excused by a waiver, with a reason
finding-excuses = Entry { $entry } excuses it, on { $day }.
finding-excuses-until = Entry { $entry } excuses it, on { $day }, { $until }.
finding-until-the-end = until the end of { $day }
finding-until-done = until it is done, since the waiver names no day
finding-sets = pack `{ $pack }`, version { $version }, sets "{ $parameter }" to { $value }
note-set = set
note-excused = excused
note-help = help
note-source = source
finding-source = { $source }; pack `{ $pack }`, version { $version }
finding-source-after = { $source }, after { $after }; pack `{ $pack }`, version { $version }
role-not-recorded = role not recorded
not-at-hand = what was done is not at hand
time = { $day } { $time }
time-end-of-day = { $day } end of day
time-before = { $day } before { $time }
waiver-note = note: { $waiver }
report-calendar = Deadlines are counted by the calendar of { $name }: { $version }.
report-calendar-published = bank holidays are as published up to 2028, and calculated from 2029{ $added }
report-rules =
    { $count ->
        [0] no rules
        [one] 1 rule
       *[other] { $count } rules
    }
report-duties =
    { $count ->
        [0] no duties
        [one] 1 duty
       *[other] { $count } duties
    }
report-findings =
    { $count ->
        [0] no findings
        [one] 1 finding
       *[other] { $count } findings
    }
report-errors =
    { $count ->
        [one] 1 error
       *[other] { $count } errors
    }
report-queries =
    { $count ->
        [one] 1 query
       *[other] { $count } queries
    }
report-of-which = { $findings } ({ $errors }, { $queries }, { $undetermined } undetermined)
report-summary = { $rules }, of which { $applied } applied; { $duties }: { $findings }, { $excused } excused, { $open } open
the-role = the { $role }
entry = entry { $entry }
opened-by = On { $day } { $who } { $did } ({ $cited })
opened-by-lapse = Contract `{ $contract }` lapsed at the end of { $day } ({ $cited })
opened-by-a-lapse = A contract lapsed at the end of { $day } ({ $cited })
opened-which-no-longer = { $did }, which was then no longer { $stages }
opened-and-contract-no-longer = { $did }, and a contract was then no longer { $stages }
opened-which-then = { $did }, which was then { $stage }
opened-and-contract-then = { $did }, and a contract was then { $stage }
opened-by-breach = On { $day } { $rule } was broken (it was opened by { $cited })
opened-where = { $opened }, where { $so }
outcome-concerns = It concerns { $what } ({ $why }).
concerned-party = the person named in entry { $entry } was a party to it
concerned-first-met = { $role }, first met on { $day }
concerned-first-time = { $role }, for the first time
concerned-role = { $role }
reference = { $noun } `{ $id }`
reference-each = `{ $id }`
reference-whose-views = whose views: `{ $id }`
reference-threshold-moved = threshold that moved `{ $id }`
reference-returned-request = returned request `{ $id }`
outcome-had-to = Somebody had to { $asked }.
outcome-had-to-when = Somebody had to { $asked } { $when }.
outcome-had-to-when-apart = Somebody had to { $asked }, { $when }.
outcome-has-to = Somebody has to { $asked }.
outcome-has-to-when = Somebody has to { $asked } { $when }.
outcome-has-to-when-apart = Somebody has to { $asked }, { $when }.
outcome-asks = The rule asks that { $asked }.
outcome-asks-when = The rule asks that { $asked } { $when }.
outcome-asks-when-apart = The rule asks that { $asked }, { $when }.
outcome-asks-here = The rule asks that { $asked }; here { $here }.
outcome-nobody-was-to = From then on nobody was to { $asked }.
outcome-nobody-was-to-when = From then on nobody was to { $asked } { $when }.
outcome-nobody-was-to-when-apart = From then on nobody was to { $asked }, { $when }.
outcome-last-done = It was last done on { $day }.
outcome-did-before = Somebody { $did } before that, on { $day } (entry { $entry }).
outcome-came-first = Entry { $entry } came first, on { $day }.
outcome-done-late = It was done late, on { $day } (entry { $entry }).
outcome-nothing-by = Nothing of that was recorded by { $day }.
outcome-entry-did = Entry { $entry } did, on { $day }.
outcome-whether-so = Whether that was so cannot be determined: { $missing }.
outcome-what-follows = What follows from that cannot be determined: { $missing }.
outcome-partly-by = { $what } by { $day }: { $how_much }.
outcome-partly = { $what }: { $how_much }.
outcome-partly-done = partly done
outcome-partly-explained = partly explained
outcome-partly-said = partly said
outcome-some-of = { $done } of { $needed }
outcome-some-said = { $done } of { $needed } ({ $said }); missing: { $missing }
number-0 = none
number-1 = one
number-2 = two
number-3 = three
number-4 = four
number-5 = five
number-6 = six
number-7 = seven
number-8 = eight
number-9 = nine
number-10 = ten
outcome-field-unknown = { $field } is not known
note-because = because
note-required = required
note-asked = asked
note-found = found
note-due = due
note-not-known = not known
note-these = { $what }
note-to = to { $asked }
note-not-to = not to { $asked }
source = { $work } ({ $known })
source-section = { $work }, { $section } ({ $known })
asked-break = break { $rule }
asked-broke = broke { $rule }
asked-see-to = see to it that there is { $state }
asked-brought-about = brought it about that there was { $state }
asked-see-to-no = see to it that there is no longer { $state }
asked-brought-about-no = brought it about that there was no longer { $state }
asked-contract = { $does } the contract
asked-record-milestone = record the milestone { $names }
asked-recorded-milestone = recorded the milestone { $names }
asked-record-why-not = record, with the manager, why not
asked-recorded-why-not = recorded, with the manager, why not
asked-done-by = done by { $who }
asked-somebody = somebody
asked-other-than = { $who } other than { $person }
asked-anybody = anybody { $did }
asked-next-session = the next session
asked-next-session-with-family = the next session with the family
asked-under-contract = under a contract
asked-under-no-contract = under no contract
asked-naming = naming { $field }
asked-with-named = with { $field } named
asked-with-recorded = with { $field } recorded
asked-without-named = without { $field } being named
asked-without-recorded = without { $field } being recorded
asked-with-taking-part = with { $who } taking part
asked-with-present = with { $who } present
asked-to-whom = to { $who }
asked-who-is = who is { $who }
asked-not-the-case = it is not the case that { $that }
asked-is = { $field } is { $value }
asked-is-not = { $field } is not { $value }
asked-contract-is = the contract is { $stages }
asked-contract-is-not = the contract is not { $stages }
asked-among = { $who } is among { $people }
asked-not-among = { $who } is not among { $people }
asked-all-among = { $who } are among { $people }
asked-not-all-among = { $who } are not all among { $people }
asked-no-role = no { $roles }
asked-none-of = none of { $people }
asked-from = { $person } is from { $sides }
asked-not-from = { $person } is not from { $sides }
asked-has-mandate = { $person } has the statutory mandate
asked-has-no-mandate = { $person } does not have the statutory mandate
asked-includes = { $field } includes { $values }
asked-lacks = { $field } lacks { $values }
asked-is-at-least = { $field } is at least { $number }
asked-is-at-most = { $field } is at most { $number }
asked-is-not-at-least = { $field } is not at least { $number }
asked-is-not-at-most = { $field } is not at most { $number }
asked-same-as-in-entry = { $person } is the same as in entry { $entry }
asked-other-than-in-entry = { $person } is somebody else than in entry { $entry }
asked-same-as = { $field } is the same as { $other }
asked-another-than = { $field } is another than { $other }
asked-redacted = { $field } was redacted
asked-not-redacted = { $field } was not redacted
asked-recorded = { $field } is recorded
asked-not-recorded = { $field } is not recorded
asked-at-least-named = at least { $count } are named among { $field }
asked-at-most-named = at most { $count } are named among { $field }
asked-not-at-least-named = not at least { $count } are named among { $field }
asked-not-at-most-named = not at most { $count } are named among { $field }
asked-at-least-people =
    { $count ->
        [one] at least 1 person is named among { $field }
       *[other] at least { $count } are named among { $field }
    }
asked-at-most-people =
    { $count ->
        [one] at most 1 person is named among { $field }
       *[other] at most { $count } are named among { $field }
    }
asked-not-at-least-people =
    { $count ->
        [one] not at least 1 person is named among { $field }
       *[other] not at least { $count } are named among { $field }
    }
asked-not-at-most-people =
    { $count ->
        [one] not at most 1 person is named among { $field }
       *[other] not at most { $count } are named among { $field }
    }
asked-either = either { $these }
asked-there-is = there is { $state }
asked-there-is-not = there is not { $state }
asked-contract-that-is = a contract that is { $stages }
asked-time-between = the time after somebody { $from }, until somebody { $to }
asked-such-a-time = such a time
asked-when-last = when somebody last { $did }, { $is }
asked-when-first = when somebody first { $did }, { $is }
asked-joining-at-least = joining looks at least like "{ $step }"
asked-boundary = the boundary reads as { $verdicts }
asked-boundary-not = the boundary does not read as { $verdicts }
asked-somebody-did = somebody { $did }
asked-within-before = { $what } within { $length } before
asked-and-since = { $what }, { $since }
asked-since-last = since somebody last { $did }
asked-and-when = { $what }, when { $when }
asked-at-least-times =
    { $count ->
        [one] at least 1 time
       *[other] at least { $count } times
    }
asked-at-most-times =
    { $count ->
        [one] at most 1 time
       *[other] at most { $count } times
    }
asked-at-least-contracts =
    { $count ->
        [one] at least 1 contract
       *[other] at least { $count } contracts
    }
asked-at-most-contracts =
    { $count ->
        [one] at most 1 contract
       *[other] at most { $count } contracts
    }
asked-at-least-of =
    { $count ->
        [one] at least 1 { $attribute }
       *[other] at least { $count } { $attribute }s
    }
asked-at-most-of =
    { $count ->
        [one] at most 1 { $attribute }
       *[other] at most { $count } { $attribute }s
    }
asked-at-least-open =
    { $count ->
        [one] at least 1 is
       *[other] at least { $count } are
    }
asked-at-most-open =
    { $count ->
        [one] at most 1 is
       *[other] at most { $count } are
    }
asked-at-least-different-open =
    { $count ->
        [one] at least 1 { $field } is
       *[other] at least { $count } different { $field }s are
    }
asked-at-most-different-open =
    { $count ->
        [one] at most 1 { $field } is
       *[other] at most { $count } different { $field }s are
    }
asked-open-at-once = { $limits } open at once, from when somebody { $from } until somebody { $to }
asked-for-every-100 = for every 100 times that { $to }, { $of }
asked-for-every-100-within = for every 100 times that { $to } within { $within }, { $of }
asked-with-the-same = with the same { $attributes }
asked-of-which = of which { $that }
asked-contracts = contracts
asked-are-about = { $contracts } that are { $stages } are about { $limits }
asked-contract-stands = { $contracts } is { $stages }
asked-contracts-stand = { $contracts } are { $stages }
asked-when = { $what } { $when }
asked-on = on { $day }
asked-before-that-on = before that, on { $day }
asked-by-end-of = by the end of { $day }
asked-before-that = before that
asked-within-before-or-on = within { $length } before that or on { $day }
asked-within-before-that = within { $length } before that
asked-at-least-before-that = at least { $lead } before that
asked-within-and-at-least = within { $length } and at least { $lead } before that
asked-times = { $what }, { $count } times
asked-covering = { $what }, covering between them { $these }
asked-before = { $what }, before { $next }
found-of-entry = { $what } (entry { $entry })
found-since = since entry { $entry }, on { $day }
found-nobody-since = nobody { $did } { $since }
found-none-since = none of these is recorded { $since }
found-nobody-before = nobody { $did } before
found-none-before = none of these is recorded before
found-ratio = { $counted } of the one, { $base } of the other
found-ratio-share = { $counted } of the one, { $base } of the other ({ $share } for every 100)
found-last = somebody last { $did } on { $day }
found-last-of-these = the last of these was entry { $entry }, on { $day }
found-how-often =
    { $times ->
        [0] { $last } (not once in that time)
        [one] { $last } (once in that time)
       *[other] { $last } ({ $times } times in that time)
    }
found-no-contract-counted = no contract is counted
found-contract-counted = the contract counted is { $value }
found-contracts-counted = the contracts counted are { $values }
found-none-counted = no { $attribute } is counted
found-one-counted = the { $attribute } counted is { $value }
found-some-counted = the { $attribute }s counted are { $values }
found-more = { $count } more
found-nothing-open = nothing is open
found-open = { $value } is open
found-several-open = these are open: { $values }
found-contract-is = the contract is { $stage }
found-joining = joining so far looks like "{ $step }"
found-boundary = the boundary reads as "{ $verdict }"
found-nobody-mandated = nobody with the statutory mandate is among { $people }
found-did-something = did something
found-has-left = { $person } has left by then
found-no-party-there = no party to the contract is still there
found-no-party-there-then = no party to the contract in the opening entry is still there
found-redacted = { $field } was redacted
found-not-recorded = { $field } is not recorded
found-recorded = { $field } is recorded
found-is = { $field } is { $value }
found-among-is = among { $people } is { $person }
found-among-are = among { $people } are { $persons }
found-include = { $people } include { $persons }
found-has-mandate = { $person } has the statutory mandate
found-has-no-mandate = { $person } does not have the statutory mandate
found-something-recorded = something recorded
found-something-redacted = something redacted
the-field = the { $field }
field-of-that = { $field } of that { $noun }
field-kind-of = the kind of { $noun }
field-only = { $field } ({ $which }: { $value })
field-in-opening-entry = { $field } in the opening entry
field-in-entry = { $field } in entry { $entry }
field-named-in-entry = { $person } named in entry { $entry }
field-the-case = the case
field-the-contract = the contract
field-the-cycle = the cycle
field-this-one = this one
field-where-contract-stands = where the contract stands
field-agreed-space = the agreed space
field-agreed-stream = the agreed stream of work
field-who-leads = who leads under the contract
field-how-long = how long the contract lasts
field-parties = the parties to the contract who are still there
field-cover = the contract it rests on
field-why-uncovered = the reason for working without a contract
field-reason = the reason
field-finding = what was found
field-indicator = the indicator
field-stream-instead = the stream of work offered instead
field-space-instead = the space offered instead
field-form-of-work = the form of work
field-stream-of-work = the stream of work
field-explained = what was explained
field-until = the day until which it holds
field-considered = what was considered
field-by-when = the day by which it has to be acted on
field-change-course = the sign that the course has to change
field-in-what = what they are included in
field-look-again = the day on which to look again
field-moved = the threshold that moved
field-offered = what is offered instead
field-passing = the description that was passed on
field-risks = what is named of the risks
field-seen-as = the view from which it is given
field-then = what follows
field-of-contract = the contract's { $attribute }
field-step-handed-back = the step that was handed back
field-earlier-request = the earlier request
field-milestone = the milestone
field-new-status = the new legal status
field-earlier-status = the earlier legal status
field-consented-to = what was consented to
field-who-does-it = the one who does it now
field-how-it-ended = how it ended
value = "{ $label }"
duration-single = one single piece of work
duration-until = until a day that was agreed
duration-open = with no end, but a day of review
fact-rests-on-contract = it rests on a contract
fact-rests-on-no-contract = it rests on no contract
fact-seen = the indicator was seen
fact-not-seen = the indicator was not seen
fact-not-there = the indicator was looked for and was not there
fact-no-opportunity = there was no opportunity to see the indicator
person-who = the person who { $did }
person-acting = the person acting
person-writing = the person who wrote it down
persons-taking-part = those taking part
person-this = this person
person-role = the role of { $person }
person-side = the side of { $person }
person-mandate = the statutory mandate of { $person }
by-then = { $what } by then
persons-present = those present
persons-deciding = the deciders
persons-contributing = the contributors
persons-agreeing = those between whom it was agreed
persons-beside = those who took part beside the person acting
person-with = the person with whom it was done
persons-passed-on-to = those it was passed on to
person-passed-on-to = the person it was passed on to
person-asking = the person who asked
person-giving = the person who gave it
person-taking = the person who takes it
person-whose-views = the person whose views they are
person-withdrawing = the person who withdrew it
person-it-is-for = the person it is for
person-leading = the lead practitioner
somebody-from = somebody from { $side }
from-side = from { $side }
nobody-from = nobody from { $side }
somebody-with-mandate = somebody with the statutory mandate
somebody-without-mandate = somebody without the statutory mandate
nobody-with-mandate = nobody with the statutory mandate
nobody-without-mandate = nobody without the statutory mandate
party-there = the party to the contract from { $side } is still there
party-not-there = the party to the contract from { $side } is not still there
parties-there = the parties to the contract from { $sides } are still there
parties-not-there = the parties to the contract from { $sides } are not all still there
it-occurred = it occurred
it-was-recorded = it was recorded
entry-occurred = entry { $entry } occurred
entry-was-recorded = entry { $entry } was recorded
when = when { $clause }
weekday-when = the day of the week on which { $clause }
kind-of-day-when = the kind of day on which { $clause }
weekday-of = the day of the week of { $field }
kind-of-day-of = the kind of day of { $field }
on-working-day = { $clause } on a working day
on-day-off = { $clause } on a day that is not a working day
is = { $field } is
no-later-than-same-day = { $what } no later than on the same day as { $after }
on-later-day = { $what } on a later day than { $after }
no-later-than = { $what } no later than { $period } after { $after }
later-than = { $what } later than { $period } after { $after }
time-on-day = { $time } on { $day }
period-same-day = same day
period-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
period-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
period-working-days =
    { $count ->
        [one] 1 working day
       *[other] { $count } working days
    }
period-weeks =
    { $count ->
        [one] 1 week
       *[other] { $count } weeks
    }
period-months =
    { $count ->
        [one] 1 month
       *[other] { $count } months
    }
due-by = by { $at } ({ $how })
due-by-end-of = by the end of { $day } ({ $how })
due-counted-from = { $due }, counted from entry { $entry }
due-after = { $period } after { $from }
due-that-day = the same day
due-same-day-as = the same day as { $day }
due-clocks-changed = between which the clocks changed
due-month-ends = where { $month } ends
due-not-counting = not counting { $these }
due-day-off = { $why } on { $day }
due-weekend = weekend
due-extra-day = extra day
due-by-rule = the bank holidays of { $years } by rule, not yet published
due-standing-still = the clock standing still { $these }
due-from-to = from { $from } to { $to }
month-february = February
month-april = April
month-june = June
month-september = September
month-november = November
lacks-field = what it says of "{ $name }" is not known
lacks-calendar = the calendar ends before that day
lacks-calendar-before = the calendar begins after that day
lacks-feed = these milestones are not declared to be recorded completely from that day on
lacks-boundary = too little is recorded to read the boundary
lacks-reading = too little is recorded to read the { $what }
lacks-earlier-cycle = it may lie in an earlier attachment, which is not among what was checked
lacks-answer = entry { $entry } may be what was asked, and something in it is not known
lacks-parameter = the rule has no value for that day
waiver-excuses-nothing = the waiver of { $rule } in entry { $entry } excuses nothing: { $why }
agreement-no-pairs = no two rated the same thing
agreement-pairs =
    { $count ->
        [one] 1 pair
       *[other] { $count } pairs
    }
agreement = { $percent }% of { $pairs }
agreement-few-units = { $agreeing } ({ $units } of the { $needed } units needed to say more)
agreement-nothing-varies = { $agreeing } ({ $why })
agreement-all-alike = all ratings are of one value
agreement-more-than-chance = { $agreeing }, more than chance would give
agreement-less-than-chance = { $agreeing }, less than chance would give
agreement-chance-alone = { $agreeing }, which chance alone could give
agreement-coefficients = { $agreeing } (alpha { $alpha }; AC1 { $ac1 }; { $units } units)
agreement-interval = { $alpha }, { $low } to { $high }
observers =
    { $count ->
        [0] no observers
        [one] 1 observer
       *[other] { $count } observers
    }
more-observers =
    { $count ->
        [one] and 1 more observer
       *[other] and { $count } more observers
    }
observations =
    { $count ->
        [0] no observations
        [one] 1 observation
       *[other] { $count } observations
    }
occasions =
    { $count ->
        [0] no occasions
        [one] 1 occasion
       *[other] { $count } occasions
    }
some-of = { $some } of { $observers }
boundary-weighed = { $lean } { $weight }
boundary-too-few-observers = { $found } of { $needed } observers
boundary-too-few-perspectives = { $found } of { $needed } perspectives
boundary-too-few-spaces = { $found } of { $needed } spaces
boundary-too-few-rows = { $found } of { $needed } rows of Figure 1
boundary-needed = { $counts } needed
boundary-too-long-ago = what was noted is too long ago (a weight of { $found }, where { $needed } is needed)
boundary-not-firm = what was seen points to no side firmly; most to { $lean }, at { $found } where { $needed } is needed
boundary-nothing-known = { $as_of }, no observation of the boundary { $scope } is known.
boundary-reading = { $as_of }, the boundary { $scope }: { $verdict }
boundary-mixed = mixed. What was seen pulls two ways at once.
boundary-contested = contested. Those who saw it differ, and their views are not averaged.
boundary-insufficient = insufficient evidence: { $missing }.
boundary-pattern = the pattern leans { $lean }.
boundary-pattern-firmly = the pattern leans { $lean }, firmly by these parameters ({ $firmness }; { $least } to { $most } under other assumptions).
boundary-lean-plainly = { $lean } ({ $plainly })
boundary-near-enough = near enough to work together, far enough to differ
boundary-read-by = Read by the parameters `{ $parameters }`, a convention that nobody has validated; for reflection on a pattern of work, not for appraising a person.
boundary-alert = Alert: that control of a safeguarding or threshold decision was sought is noted as seen directly (entry { $entry }).
boundary-one-is-enough = One such sight is enough to ask about it; it is no verdict.
boundary-others-noted = Others noted what they saw of the same occasion: { $noted }.
boundary-as-present = as present in { $entries }
boundary-as-absent = as absent in { $entries }
boundary-rests-on = It rests on { $observations } by { $observers }, from { $first } to { $last }.
boundary-nothing-counts = No observation counts towards it.
boundary-not-there = what leans { $lean }: { $observations } by { $observers }
boundary-looked-for = Among these, looked for and not there: { $these }.
boundary-each-side = Each side by itself (each observer counts for one at most; the range is what other assumptions make of it):
boundary-nobody-looked = { $lean }: nobody looked
boundary-side = { $lean }: showed { $showed } of { $weight }, firmness { $firmness } ({ $least } to { $most })
boundary-dissent = Of those who lean some way, some lean otherwise than most: a weight of { $weight }, which is { $share } of all of theirs.
boundary-each-way = Each way: { $weights }.
boundary-row-by-row = Row by row:
boundary-row = { $row }: { $weights }
boundary-by-observer = Observer by observer:
boundary-leans = leans { $lean }
boundary-leans-no-way = leans no particular way
boundary-saw = what { $person } ({ $role }) saw in { $spaces } { $leaning } ({ $entries })
boundary-divided = { $of } is divided ({ $observers }: { $ways })
boundary-group = { $of } { $leaning } ({ $observers })
boundary-by-perspective = By perspective: { $these }.
boundary-by-space = By space: { $these }.
boundary-agreement = Agreement on whether a sign was there on one occasion: between perspectives, { $perspectives }; between observers, { $observers }.
boundary-without = without { $person } it would be: { $becomes }
boundary-without-missing = without { $person } it would be: { $becomes } ({ $missing })
boundary-depends-on-none = Leaving out any one observer would not change this.
boundary-depends-on-one = The result depends on one observer: { $flip }.
boundary-depends-on-each = The result depends on each of these observers: { $flips }.
boundary-left = { $person } ({ $role }), to whom it looked { $lean }, left on { $day } ({ $entries }).
boundary-others-left = Whoever saw it otherwise has left, too ({ $gone }); neither leaving settles the difference.
boundary-others-there = It looks otherwise to { $there } still there; a leaving does not settle the difference.
boundary-others-there-and-left = It looks otherwise to { $there } still there, and did to { $gone } who left, too; a leaving does not settle the difference.
boundary-noted-both-ways = Noted both as present and as absent of one occasion, and counted as present: { $these }.
boundary-noted-by = { $person }: { $indicator } ({ $entries })
boundary-asked-for = Asked for by the team: { $observations } of what leans { $lean } ({ $entries }).
boundary-self-report = Self-report, counted separately: { $weights }.
boundary-own-indicators = Indicators of the service's own, counted separately: { $weights }.
boundary-set-aside = Set aside ({ $why }): { $observations } ({ $entries }).
boundary-answer = entry { $entry } (in { $answers })
boundary-answered = Answered by the clinician: { $these }.
drift-nothing-known = { $as_of }, no drift of the boundary { $scope } can be told: no observation is known.
drift-nothing-known-within = { $as_of }, no drift of the boundary { $scope } can be told: no observation is known from { $from } to { $to }.
drift-reading = { $as_of }, the boundary { $scope } through time, by the parameters `{ $parameters }`: { $movement }.
drift-compared = Compared are { $people }, each with themself.
drift-compared-but-for = Compared are { $people }, each with themself; not compared, because heard in one window alone: { $others }.
drift-window = { $from } to { $to }: { $what }
drift-window-empty = no observation is known
drift-in-window = { $occasions }, { $observers }
drift-beyond = { $window }; beyond what the same people saw over all: { $sides }
drift-too-little-to-compare = { $window }; too little to compare
drift-shows-more = { $side } shows more since { $day }
drift-shows-less = { $side } shows less since { $day }
drift-rarely = fewer than 1 in 100
drift-in-100 = { $orders } in 100
drift-too-few-windows = too little to see a change: { $found } of the { $needed } windows needed can be compared
drift-no-side-throughout = no change can be looked for: { $windows } windows can be compared, and of each side some window tells nothing
drift-none-clear = no change is clear; that { $change } is the greatest, and by chance alone it would look so in { $orders } orders of these windows
drift-moving = the pattern seems to move: { $change }; by chance alone it would look so in { $orders } orders of these windows, more often where moods last
