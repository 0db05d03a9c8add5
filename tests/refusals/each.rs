//! One of each refusal: that each has a code and a category of its own, and words that can be put together from its parameters.

use std::collections::BTreeSet;

use practice_cycle::code::CodeSet;
use practice_cycle::contracting::{Gap, ReasonCode, Stage};
use practice_cycle::cycle::{Act, Kind};
use practice_cycle::deciding::{Milestone, Named};
use practice_cycle::id::EntryNumber;
use practice_cycle::intervening::{Form, Needed};
use practice_cycle::joining::RuleStep;
use practice_cycle::noun::Noun;
use practice_cycle::people::{Role, Side};
use practice_cycle::permitted::Those;
use practice_cycle::refusal::{Category, Place};
use practice_cycle::space::Stream;
use practice_cycle::{
    attachment, boundary, contracting, cycle, deciding, deliberating, evidencing, history, intervening, joining, labels,
    partnering, reporting, stored,
};
use serde_json::Value;

fn number(number: u32) -> EntryNumber {
    EntryNumber::try_from(number).unwrap()
}

/// One of each, and more of those whose words differ.
pub(super) fn each() -> Vec<history::Refusal> {
    let (noun, place) = (Noun::Person, Place::default());
    let permitted = Those(Role::of(Side::Clinical).and(Role::of(Side::SocialWork)).with(Role::Court));
    let mut each: Vec<cycle::Refusal> = {
        use cycle::Refusal::*;
        let (found, asked) = (number(7), Kind::Joining(joining::Kind::ClinicianAcknowledged));
        vec![
            NotOpened,
            BeforeOpening,
            AfterClosing,
            RecordedBeforeOccurred,
            RecordedBackwards,
            UnknownActor,
            ActorNotHere,
            OutOfNumber { found, expected: number(3) },
            Unknown { noun, place },
            NotYet { noun, place },
            IdTaken { noun },
            NotTheirs { asked, role: Role::Parent, permitted },
            NotTheirs { asked, role: Role::Clinician, permitted: Those(CodeSet::none()) },
            WhichRole { asked },
            NotInThatRole { role: Role::Manager },
            Lacking { asked, lacks: cycle::Lack::Contract },
            TooMany,
            NamedTwice { noun },
            Tombstone,
            HistoryDecides,
        ]
    };
    {
        use attachment::Refusal::*;
        let all = [
            AlreadyOpen,
            UnknownFormat { found: 9 },
            EarlierIsItself,
            AnotherCycle,
            AlreadyClosed,
            AnotherClinician,
            ClinicianStays,
            AlreadyHere { role: Role::Parent },
            NotHeldBeside { role: Role::Manager },
            NotHeld { role: Role::Court },
            Stranger,
            NotOfThemself,
            AlreadyLeft,
            NotHere,
        ];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use joining::Refusal::*;
        let step = RuleStep::Challenged;
        let all =
            [RuleHasShifted { step }, BarsWhatItLets, NotAMerger, MergesNothing, NotOfFamily, BeforePreviousStep { step }];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use boundary::Refusal::*;
        let all = [Alone, WithThemself, AsOfLater];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use contracting::Refusal::*;
        let (asked, stage) = (contracting::Kind::ContractCompleted, Stage::Invited);
        let all = [
            OutOfStep { asked, stage },
            OutOfStep { asked, stage: Stage::Revoked },
            NotTheirs { asked, role: Role::Parent, permitted },
            AlreadyAccepted,
            BeforePreviousStep { asked },
            NothingProposed,
            Gaps { gaps: CodeSet::of(&[Gap::Focus, Gap::Goal]) },
            StaleVersion { current: 3 },
            ReservedDecision { asked },
            AbsurdDay { asked },
            PlannedEndPassed { asked },
            ReasonOutOfPlace { stage, reason: ReasonCode::DidNotTakePlace },
            NotJoint,
            NotAParty,
            NotASuccessor,
            NobodyLeads,
            ReframesNothing,
            SuccessorNotLater,
            HasSuccessor,
        ];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use intervening::Refusal::*;
        let asked = intervening::Kind::SessionHeld;
        let all = [
            NotCovered { stage: Some(Stage::Agreed) },
            NotCovered { stage: Some(Stage::Lapsed) },
            NotUnderWay { stage: Some(Stage::Agreed) },
            AlreadyWithdrawn,
            AlreadyCovered,
            InterventionClosed { asked },
            NotHereAs { asked, part: Needed::Present, place },
            NothingExplained,
            WasWelcome,
            OtherStream { form: Form::Consultation, stream: Stream::Direct },
            SessionAlreadyCovered,
            WitnessesThemself,
            AmplifiesToThemself,
            AmplifiesToNobody,
            SharesNothing,
            SharesWithNobody,
            SharesForAnother,
            NotAboutSharing,
            NoSuchEntry { number: number(4) },
            NotTheirWords { number: number(4) },
        ];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use deciding::{Kind, Refusal::*};
        let (asked, what) = (Kind::ThresholdDecided, Milestone::CoreGroup);
        let all = [
            NotHereAs { asked, part: Named::Decider, place },
            NamedTwice { asked },
            TooLittleNamed { asked: Kind::FeedDeclaredComplete },
            TooLittleNamed { asked: Kind::RolesReconciled },
            TooLittleNamed { asked: Kind::ConflictDeclared },
            TooLittleNamed { asked: Kind::DecisionHandedBack },
            TooLittleNamed { asked: Kind::ReflectionHeld },
            TooLittleNamed { asked: Kind::LivedExperienceHeard },
            TooLittleNamed { asked: Kind::DecisionExplained },
            TooLittleNamed { asked: Kind::SpokenFor },
            ProgrammeEndsBefore,
            ProgrammeHasEnded,
            AnotherCase,
            NeedsItsEnd { what },
            HasNoEnd { what },
            NeedsItsReason { what },
            NeedsItsCode { what },
            HasNoCode { what },
            FeedHasEnded,
            EndsBeforeItBegins,
            NothingChanged,
            OverseesThemself,
            AnswersThemself,
            NoSuchEntry { number: number(4) },
            WaivedUntilBefore,
        ];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use deliberating::{Kind, Refusal::*, StatementKind};
        let all = [
            NotHere { asked: Kind::DiscussionHeld, place },
            PresentAndAbsent,
            AnotherCase,
            AnotherQuestion { place },
            NeedsItsAuthor { kind: StatementKind::Allegation },
            AnothersMouth,
            AnothersStep,
            NobodyPresent,
            EscalatedToParty,
            FactWithoutSource,
            NothingRated,
            RatedTwice,
            BetweenTwo,
            OpinionsAreNotAgreed,
            SettledByPlan,
            SettledByDecision,
            AlreadySettled,
            NoSignOfSuccess,
            NoDayToLookAgain,
            AgreedByAbsent { place },
            LooksAgainBefore,
            StopsAndLooksAgain,
            TestStopped,
            StepIsOver,
            NotHandedBack,
            NotAService,
            NobodyShapedIt,
        ];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use partnering::{Kind, Refusal::*, SeenAs};
        let all = [
            NotOfFamily { asked: Kind::ViewsSought, place },
            TooLittleNamed { asked: Kind::ViewsIncluded },
            TooLittleNamed { asked: Kind::PracticeDescribed },
            TooLittleNamed { asked: Kind::ValuesTalkedAbout },
            TooLittleNamed { asked: Kind::TransitionSupported },
            TooLittleNamed { asked: Kind::ExperienceConsidered },
            AwaitedUntilBefore,
            SignTwice,
            NotSeenAs { seen_as: SeenAs::Child },
            NotInvitedByBoth,
            NotAnObserver,
            NotToRecording,
            RecordingWithdrawn,
            NotOfThatMeeting,
            NotTheirDescription,
            NoReaders,
            NotOffered,
            NotAgreedByBoth,
            NotAWorker,
            CoachesThemself,
        ];
        each.extend(all.map(cycle::Refusal::from));
    }
    {
        use reporting::Refusal::*;
        each.extend([NotBegun, OfNothing, SaysNothing, ToNobody].map(cycle::Refusal::from));
    }
    let mut each: Vec<history::Refusal> = each.into_iter().map(history::Refusal::from).collect();
    {
        use history::Refusal::*;
        let (number, by) = (number(5), number(8));
        each.extend([
            Corrector(cycle::Refusal::ActorNotHere),
            Corrector(cycle::Refusal::Unknown { noun, place }),
            AlreadyRecorded { number, redacted: false },
            AlreadyRecorded { number, redacted: true },
            TakenBack { number, by, redacted: false },
            TakenBack { number, by, redacted: true },
            NamesNothing,
            NoSuchEntry { number },
            Stays { number },
            AlreadyCorrected,
            ChangesNothing,
            NothingToRedact { number },
            TakesBackItsAuthor,
            Contradicts { with: vec![number] },
            Contradicts { with: vec![number, by] },
            Leaves { dependents: vec![number] },
            Leaves { dependents: vec![number, by] },
        ]);
    }
    each
}

/// One of each of a portfolio.
pub(super) fn of_portfolios() -> Vec<evidencing::Refusal> {
    use evidencing::Refusal::*;
    let (two, by) = (number(2), number(5));
    vec![
        NotTheirs,
        NotOpened,
        AlreadyOpen,
        UnknownFormat { found: 9 },
        RecordedBeforeOccurred,
        RecordedBackwards,
        OutOfNumber { found: by, expected: two },
        AlreadyRecorded { number: two },
        Tombstone,
        IdTaken,
        NoElement,
        NoNumber,
        NumberTwice { standard: evidencing::StandardNumber::new(6).unwrap() },
        Unknown,
        AlreadyWithdrawn { by },
        WithdrawnBefore,
        NamesNothing,
        NamedTwice { number: two },
        NoSuchEntry { number: two },
        NothingToRedact { number: two },
        AlreadyRedacted { number: two, by },
    ]
}

/// The code of each of them, and of each of a history.
fn codes() -> BTreeSet<&'static str> {
    let of_portfolios = of_portfolios().into_iter().map(evidencing::Refusal::code);
    each().iter().map(history::Refusal::code).chain(of_portfolios).collect()
}

/// An example of each kind of act.
pub(super) fn examples() -> Vec<Act> {
    let example = |kind: Kind| {
        let (code, data) = (kind.code(), kind.stored_example());
        let at = r#""occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z""#;
        stored::parse(&format!(r#"{{"type":"{code}",{at},"by":"p-1","data":{data}}}"#)).unwrap()
    };
    Kind::all().map(example).collect()
}

pub(super) fn portfolio_opened() -> evidencing::Act {
    let opened = evidencing::PortfolioOpened::new("pf-1".parse().unwrap(), "p-1".parse().unwrap());
    evidencing::Act::new(opened, "p-1".parse().unwrap(), "2026-04-01T09:00:00Z".parse().unwrap())
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_all_are_tried_here() {
    let declared = labels::refusals();
    let codes: BTreeSet<&str> = declared.iter().map(|declared| declared.code).collect();
    assert_eq!(codes.len(), declared.len(), "a code is there twice");
    assert_eq!(self::codes(), codes);
    assert_eq!(declared.len(), 177);
    for code in codes {
        let (family, name) = code.split_once('.').unwrap();
        let fits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        assert!(fits(family) && fits(name), "{code}");
    }
}

#[test]
fn every_refusal_answers_as_it_is_declared() {
    let declared = labels::refusals();
    let example = examples().remove(0);
    for refusal in each() {
        let declared = declared.iter().find(|declared| declared.code == refusal.code()).unwrap();
        assert_eq!(refusal.category(), declared.category, "{}", declared.code);
        let report = refusal.about(&example);
        assert_eq!(
            (report.code, report.category, report.status),
            (declared.code, declared.category, declared.category.http_status())
        );
        let named: BTreeSet<&str> = declared.parameters.iter().map(|(name, _)| *name).collect();
        assert_eq!(named.len(), declared.parameters.len(), "{}", declared.code);
        let nested = matches!(refusal, history::Refusal::Corrector(_));
        assert!(nested || report.parameters.iter().all(|(name, _)| named.contains(name)), "{}", declared.code);
    }
    let act = portfolio_opened();
    for refusal in of_portfolios() {
        let declared = declared.iter().find(|declared| declared.code == refusal.code()).unwrap();
        let report = refusal.about(&act);
        assert_eq!(
            (report.code, report.category, report.status),
            (declared.code, declared.category, declared.category.http_status())
        );
        let named: BTreeSet<&str> = declared.parameters.iter().map(|(name, _)| *name).collect();
        assert_eq!(report.parameters.keys().copied().collect::<BTreeSet<_>>(), named, "{}", declared.code);
    }
    let of = |category: Category| {
        let codes = declared.iter().filter(|declared| declared.category == category).map(|declared| declared.code);
        codes.collect::<BTreeSet<_>>()
    };
    let already_so = [
        "attachment.already_here",
        "attachment.already_left",
        "contracting.already_accepted",
        "evidencing.already_recorded",
        "evidencing.already_redacted",
        "evidencing.already_withdrawn",
        "history.already_corrected",
        "history.already_recorded",
        "history.changes_nothing",
    ];
    assert_eq!(of(Category::AlreadySo), BTreeSet::from(already_so));
    let not_found = [
        "attachment.another_cycle",
        "cycle.unknown",
        "deciding.no_such_entry",
        "evidencing.no_such_entry",
        "evidencing.unknown",
        "history.no_such_entry",
        "intervening.no_such_entry",
    ];
    assert_eq!(of(Category::NotFound), BTreeSet::from(not_found));
    let not_allowed = [
        "attachment.not_of_themself",
        "attachment.stranger",
        "contracting.not_theirs",
        "cycle.actor_not_here",
        "cycle.not_in_that_role",
        "cycle.not_theirs",
        "cycle.unknown_actor",
        "deciding.answers_themself",
        "deliberating.anothers_mouth",
        "deliberating.anothers_step",
        "evidencing.not_theirs",
        "history.corrector",
        "history.takes_back_its_author",
        "intervening.witnesses_themself",
        "partnering.not_their_description",
    ];
    assert_eq!(of(Category::NotAllowed), BTreeSet::from(not_allowed));
    for refusal in each().iter().filter(|refusal| refusal.is_already_so()) {
        assert_eq!(refusal.category(), Category::AlreadySo);
    }
}

/// The words of a refusal as a translator's program puts them together, from the labels and the parameters alone.
fn put_together(labels: &Value, code: &str, said: &Value) -> String {
    let refusal = &labels["refusals"][code];
    let mut words = refusal["words"].as_str().unwrap_or_else(|| panic!("{code} has no words")).to_owned();
    for (name, takes) in refusal["parameters"].as_object().unwrap() {
        let said_here = said.get(name).unwrap_or(&Value::Null);
        let label = |list: &Value, code: &Value| {
            let list = &labels["lists"][list.as_str().unwrap()];
            list[code.as_str().unwrap()].as_str().unwrap_or_else(|| panic!("{code} has no label")).to_owned()
        };
        let text = match (takes.as_str(), said_here) {
            (_, Value::Null) => String::new(),
            (Some("kind"), kind) => labels["kinds"][kind.as_str().unwrap()]["label"].as_str().unwrap().to_owned(),
            (Some("refusal"), inner) => put_together(labels, inner.as_str().unwrap(), said),
            (Some("entries"), Value::Array(numbers)) => {
                let listed: Vec<String> = numbers.iter().map(Value::to_string).collect();
                format!("{} {}", if numbers.len() == 1 { "entry" } else { "entries" }, listed.join(", "))
            }
            (Some(_), plain) => plain.to_string(),
            (None, Value::Array(codes)) if codes.is_empty() => "nothing".to_owned(),
            (None, Value::Array(codes)) => {
                let mut all: Vec<String> = codes.iter().map(|code| label(&takes["codes"], code)).collect();
                let last = all.pop().unwrap_or_default();
                match (all.is_empty(), takes["codes"] == "permitted::Those") {
                    (true, _) => last,
                    (false, true) => format!("{} or {last}", all.join(", ")),
                    (false, false) => format!("{}, {last}", all.join(", ")),
                }
            }
            (None, code) => label(&takes["code"], code),
        };
        words = words.replace(&format!("{{{name}}}"), &text);
    }
    words
}

#[test]
fn the_words_can_be_put_together_from_the_labels_and_the_parameters() {
    let labels: Value = serde_json::from_str(labels::ENGLISH).unwrap();
    let example = examples().remove(0);
    for refusal in each() {
        let report = serde_json::to_value(refusal.about(&example)).unwrap();
        assert_eq!(put_together(&labels, refusal.code(), &report["parameters"]), refusal.to_string(), "{}", refusal.code());
    }
    for refusal in of_portfolios() {
        let report = serde_json::to_value(refusal.about(&portfolio_opened())).unwrap();
        assert_eq!(put_together(&labels, refusal.code(), &report["parameters"]), refusal.to_string(), "{}", refusal.code());
    }
}

#[test]
fn a_report_says_the_refusal_in_full_and_holds_nothing_that_was_written() {
    for refusal in each() {
        for act in examples() {
            let report = refusal.about(&act);
            assert!(report.message.contains(&refusal.to_string()), "{}", report.message);
            assert_eq!((report.to_string(), report.kind), (report.message.clone(), act.event.kind()));
            assert_eq!(report.possible, refusal.possible());
            let written = serde_json::to_string(&report).unwrap();
            let all = format!("{written} {report:?}");
            assert!(!all.contains("Help the parents") && !all.contains("case-204"), "{all}");
        }
    }
}

/// Where none is named, what is wrong stands in no one place.
#[test]
fn what_is_wrong_has_its_field_in_some_kind_of_act() {
    let mut nowhere = BTreeSet::new();
    for refusal in each() {
        let fields: BTreeSet<String> = examples().iter().filter_map(|act| refusal.about(act).field).collect();
        if fields.is_empty() {
            nowhere.insert(refusal.code());
        }
        for field in &fields {
            let known = ["by", "in_role", "occurred_at", "recorded_at", "number"].contains(&field.as_str());
            assert!(known || field.starts_with("data."), "{}: {field}", refusal.code());
        }
    }
    // Those of one reference, one entry or one list have it only in acts that do have it: see the places.
    let in_a_place = [
        "boundary.with_themself",
        "cycle.not_yet",
        "cycle.tombstone",
        "cycle.too_many",
        "cycle.unknown",
        "deciding.not_here_as",
        "deliberating.agreed_by_absent",
        "deliberating.another_question",
        "deliberating.not_here",
        "history.no_such_entry",
        "history.nothing_to_redact",
        "history.stays",
        "intervening.no_such_entry",
        "intervening.not_here_as",
        "intervening.not_their_words",
        "intervening.amplifies_to_themself",
        "partnering.not_of_family",
    ];
    let of_the_whole = [
        "attachment.already_closed",
        "attachment.already_open",
        "contracting.gaps",
        "contracting.has_successor",
        "cycle.lacking",
        "contracting.nothing_proposed",
        "contracting.out_of_step",
        "cycle.history_decides",
        "cycle.not_opened",
        "history.already_recorded",
        "history.changes_nothing",
        "history.contradicts",
        "history.corrector",
        "history.taken_back",
    ];
    assert_eq!(nowhere, in_a_place.into_iter().chain(of_the_whole).collect());
}

#[test]
fn refusals_are_small_and_copied() {
    fn is_copy<T: Copy>() {}
    is_copy::<cycle::Refusal>();
    assert_eq!((size_of::<contracting::Refusal>(), size_of::<cycle::Refusal>(), size_of::<Place>()), (12, 16, 2));
}
