//! A whole case, told in Rust from the opening of a cycle to a noticed change that leads to the next invitation.
//!
//! The people and everything that happens to them are invented.
//!
//! ```text
//! cargo run --example whole_case
//! ```
//!
//! Every step prints what happened, and which stage a contract left and entered. Five things are tried on the way that
//! cannot be; their refusals are printed in full.

use std::error::Error;
use std::io::{self, Write};

use practice_cycle::attachment::{CycleOpened, FORMAT, PersonEntered};
use practice_cycle::code::CodeSet;
use practice_cycle::contracting::{
    Answer, ChildsPlan, Coded, ContractBegun, ContractCompleted, ContractInvited, ContractResumed, ContractSuspended, Draft,
    Duration, FocusKind, Holder, InvitationAccepted, Lead, Reason, ReasonCode, ReframeAnswered, ReframeOffered, Request,
    Roles, Safeguarding, Stage, Task, TermsAccepted, TermsProposed,
};
use practice_cycle::cycle::{Act, Event};
use practice_cycle::history::History;
use practice_cycle::intervening::{
    ChangeAmplified, ChangeKind, ChangeNoticed, ChangeWitnessed, Close, Cover, Explained, FamilyHelpedToUnderstand, Form,
    Interpreter, InterventionBegun, InterventionClosed, Purpose, SessionHeld,
};
use practice_cycle::joining::{
    Acknowledged, Cause, ClinicianAcknowledged, OccasionOfJoining, Place, Quality, RuleAbout, RuleNoticed, Voice,
};
use practice_cycle::people::Role;
use practice_cycle::reporting::{OutcomeRated, Score};
use practice_cycle::space::{Space, Stream};

type Done = Result<(), Box<dyn Error>>;

/// The history, and what was refused on the way.
#[derive(Default)]
struct Case {
    history: History,
    refused: Vec<&'static str>,
}

impl Case {
    /// Records that something happened, and prints what it did.
    fn happens(&mut self, at: &str, by: &str, event: impl Into<Event>) -> Done {
        let act = Act::new(event, by.parse()?, at.parse()?);
        let what = act.event.kind().past_tense();
        let (entry, applied) = self.history.record(act)?;
        let moved = applied.moved().map(|moved| format!(" ({moved})")).unwrap_or_default();
        writeln!(io::stdout(), "{:>3}  {at}  {by} {what}{moved}", entry.number())?;
        Ok(())
    }

    /// Offers something that cannot be, and prints why not.
    fn cannot_happen(&mut self, at: &str, by: &str, event: impl Into<Event>) -> Done {
        let act = Act::new(event, by.parse()?, at.parse()?);
        let refusal = self.history.judge(&act).err().ok_or("this was meant to be refused")?;
        writeln!(io::stdout(), "     refused to {by}: {refusal}")?;
        self.refused.push(refusal.code());
        Ok(())
    }
}

fn main() -> Done {
    let mut case = Case::default();
    joining(&mut case)?;
    inviting(&mut case)?;
    agreeing(&mut case)?;
    working(&mut case)?;
    halting(&mut case)?;
    noticing(&mut case)?;

    let history = &case.history;
    let now = history.cycle().last_recorded();
    let stages: Vec<(&str, Stage)> =
        history.contracts().map(|(id, contract)| (id.as_str(), contract.latest_stage(now))).collect();
    assert_eq!(stages, [("c-1", Stage::Completed), ("c-2", Stage::Invited)]);
    assert_eq!(
        case.refused,
        [
            "contracting.out_of_step",
            "contracting.not_theirs",
            "contracting.gaps",
            "contracting.already_accepted",
            "intervening.not_covered"
        ]
    );

    // What was written down can be read again, and amounts to the same.
    let mut stored = Vec::new();
    history.write(&mut stored)?;
    assert_eq!(History::read(stored.as_slice())?.entries(), history.entries());
    writeln!(io::stdout(), "The circle has closed: c-2 arose from a change noticed in the work under c-1.")?;
    Ok(())
}

/// The clinician arrives, meets a rule of the system, and takes the place the team has for them.
fn joining(case: &mut Case) -> Done {
    let opened = CycleOpened {
        cycle: "invented-whole-case".parse()?,
        format: FORMAT,
        clinician: "clinician".parse()?,
        team: "invented-team".parse()?,
        earlier: None,
    };
    case.happens("2026-09-07T08:30:00Z", "manager", opened)?;
    for (person, role) in [("worker-a", Role::SocialWorker), ("manager", Role::Manager), ("parent-1", Role::Parent)] {
        case.happens("2026-09-07T08:40:00Z", "manager", PersonEntered::new(person.parse()?, role))?;
    }
    let meeting = OccasionOfJoining {
        occasion: "oc-1".parse()?,
        place: Place::In(Space::TeamMeeting),
        with: vec!["worker-a".parse()?, "manager".parse()?],
        qualities: CodeSet::of(&[Quality::Listening, Quality::AscribedPlace]),
        words: None,
    };
    case.happens("2026-09-07T09:30:00Z", "clinician", meeting)?;
    let rule = RuleNoticed {
        rule: "ru-1".parse()?,
        voice: Voice::Unspoken,
        words: "Invented: clinicians wait at the office until a family is ready for therapy.".parse()?,
        about: Some(RuleAbout::Clinicians),
        belief: None,
        bars_spaces: CodeSet::of(&[Space::HomeVisit]),
        bars_cases: CodeSet::none(),
        only_spaces: CodeSet::none(),
        only_cases: CodeSet::none(),
    };
    case.happens("2026-09-08T16:00:00Z", "clinician", rule)
}

/// The worker asks for one thing, the clinician offers another, and is welcome.
fn inviting(case: &mut Case) -> Done {
    let invitation = ContractInvited {
        contract: "c-1".parse()?,
        space: Space::CaseConsultation,
        stream: Some(Stream::Reflective),
        case: None,
        case_kinds: CodeSet::none(),
        words: Some("Invented: help me think why she never opens the door to me.".parse()?),
        arose_from: Vec::new(),
    };
    case.happens("2026-09-09T10:00:00Z", "worker-a", invitation)?;

    let complete = ContractCompleted { contract: "c-1".parse()?, words: None };
    case.cannot_happen("2026-09-09T10:30:00Z", "clinician", complete)?;
    case.cannot_happen("2026-09-09T10:30:00Z", "worker-a", InvitationAccepted { contract: "c-1".parse()? })?;

    let visit = Request { space: Space::HomeVisit, stream: Some(Stream::Direct) };
    let reason = "Invented: two of us on the step may be less like an inspection.".parse()?;
    case.happens("2026-09-10T09:00:00Z", "clinician", ReframeOffered { contract: "c-1".parse()?, to: visit, reason })?;
    let welcomed = ReframeAnswered { contract: "c-1".parse()?, answer: Answer::Welcomed };
    case.happens("2026-09-10T14:00:00Z", "manager", welcomed)
}

/// Terms with gaps can be proposed, but not accepted: every gap is named at once. One side cannot accept for both.
fn agreeing(case: &mut Case) -> Done {
    let focus = Coded::new(FocusKind::EngageParent, None)?;
    let sketch = Draft { focus: Some(focus), lead: Some(Lead::SocialWorker), ..Draft::default() };
    let terms = Draft {
        goal: Some("Invented: she knows both faces, and who decides what.".parse()?),
        roles: Roles::all(Holder::SocialWorker).with(Task::Reflecting, Holder::Clinician),
        safeguarding: Some(Safeguarding::NoneKnown),
        duration: Some(Duration::Until { ends: "2026-10-30".parse()?, review_by: None }),
        serves: Some(ChildsPlan::ChildInNeedPlan),
        family_understanding: Some("Invented: each says what their own part is, on the doorstep.".parse()?),
        ..sketch.clone()
    };
    let proposed = |draft: Draft| -> Result<TermsProposed, Box<dyn Error>> {
        Ok(TermsProposed { contract: "c-1".parse()?, terms: Box::new(draft) })
    };
    case.happens("2026-09-10T15:00:00Z", "worker-a", proposed(sketch)?)?;
    case.cannot_happen("2026-09-10T15:05:00Z", "clinician", TermsAccepted { contract: "c-1".parse()?, version: 1 })?;

    case.happens("2026-09-11T09:00:00Z", "clinician", proposed(terms)?)?;
    case.happens("2026-09-11T09:05:00Z", "clinician", TermsAccepted { contract: "c-1".parse()?, version: 2 })?;
    case.cannot_happen("2026-09-11T09:30:00Z", "clinician", TermsAccepted { contract: "c-1".parse()?, version: 2 })?;
    case.happens("2026-09-11T10:00:00Z", "worker-a", TermsAccepted { contract: "c-1".parse()?, version: 2 })?;
    case.happens("2026-09-14T13:00:00Z", "worker-a", ContractBegun { contract: "c-1".parse()? })
}

fn session(id: &str) -> Result<SessionHeld, Box<dyn Error>> {
    Ok(SessionHeld {
        session: id.parse()?,
        intervention: Some("i-1".parse()?),
        cover: Cover::Contract("c-1".parse()?),
        space: Space::HomeVisit,
        present: vec!["worker-a".parse()?, "clinician".parse()?, "parent-1".parse()?],
        words: None,
    })
}

/// The first visit: the parent is told what the two roles together mean for her.
fn working(case: &mut Case) -> Done {
    let begun = InterventionBegun {
        intervention: "i-1".parse()?,
        cover: Cover::Contract("c-1".parse()?),
        stream: Stream::Direct,
        form: Form::JointWork,
        purpose: Purpose::Practice,
        words: None,
    };
    case.happens("2026-09-14T13:30:00Z", "clinician", begun)?;
    let explained = FamilyHelpedToUnderstand {
        explanation: "ex-1".parse()?,
        person: "parent-1".parse()?,
        explained: CodeSet::of(&[Explained::SocialWorkersRole, Explained::CliniciansRole, Explained::SafeguardingDuties]),
        interpreter: Interpreter::NotNeeded,
        contract: Some("c-1".parse()?),
        age: None,
        understood: None,
    };
    case.happens("2026-09-14T13:40:00Z", "worker-a", explained)?;
    case.happens("2026-09-14T13:45:00Z", "clinician", session("s-1")?)
}

/// Work cannot rest on a contract while it is suspended.
fn halting(case: &mut Case) -> Done {
    let reason = Reason::new(ReasonCode::NoCapacity, None)?;
    case.happens("2026-09-21T09:00:00Z", "manager", ContractSuspended { contract: "c-1".parse()?, reason })?;
    case.cannot_happen("2026-09-22T13:30:00Z", "clinician", session("s-2")?)?;
    case.happens("2026-09-28T09:00:00Z", "manager", ContractResumed { contract: "c-1".parse()? })?;
    case.happens("2026-09-29T13:30:00Z", "clinician", session("s-2")?)
}

/// A small change is noticed, witnessed and carried on, and the next invitation arises from it.
fn noticing(case: &mut Case) -> Done {
    let noticed = ChangeNoticed {
        change: "ch-1".parse()?,
        what: ChangeKind::Relationship,
        words: "Invented: she opened before we had knocked.".parse()?,
        contract: Some("c-1".parse()?),
        session: Some("s-2".parse()?),
    };
    case.happens("2026-09-29T14:00:00Z", "worker-a", noticed)?;
    case.happens("2026-09-29T14:05:00Z", "parent-1", ChangeWitnessed { change: "ch-1".parse()?, words: None })?;
    let amplified = ChangeAmplified { change: "ch-1".parse()?, to: vec!["manager".parse()?], words: None };
    case.happens("2026-09-30T09:30:00Z", "worker-a", amplified)?;

    let closed = InterventionClosed { intervention: "i-1".parse()?, how: Close::Completed, words: None };
    case.happens("2026-10-05T10:00:00Z", "clinician", closed)?;
    case.happens("2026-10-05T10:05:00Z", "worker-a", ContractCompleted { contract: "c-1".parse()?, words: None })?;
    for (rating, person, score) in [("ra-1", "worker-a", 8), ("ra-2", "parent-1", 6)] {
        let rated =
            OutcomeRated { rating: rating.parse()?, contract: "c-1".parse()?, score: Score::new(score)?, words: None };
        case.happens("2026-10-06T09:00:00Z", person, rated)?;
    }
    let acknowledged = ClinicianAcknowledged {
        acknowledgement: "ac-1".parse()?,
        how: Acknowledged::SoughtOut,
        because_of: vec![Cause::Change("ch-1".parse()?)],
        words: None,
    };
    case.happens("2026-10-07T11:00:00Z", "manager", acknowledged)?;
    let next = ContractInvited {
        contract: "c-2".parse()?,
        space: Space::ReflectivePracticeGroup,
        stream: Some(Stream::Reflective),
        case: None,
        case_kinds: CodeSet::none(),
        words: Some("Invented: show the rest of us how that visit was prepared.".parse()?),
        arose_from: vec![Cause::Contract("c-1".parse()?), Cause::Change("ch-1".parse()?)],
    };
    case.happens("2026-10-07T11:15:00Z", "manager", next)
}
