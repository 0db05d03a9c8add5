//! Refusals in other languages: English says what the refusals say, and Welsh says every refusal of contracting.

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::contracting::{self, Gap, ReasonCode, Refusal, Stage};
use practice_cycle::cycle;
use practice_cycle::language::{Catalogue, ENGLISH, WELSH, What};
use practice_cycle::people::Role;
use practice_cycle::permitted::Those;

use super::each::{each, examples, of_portfolios, portfolio_opened};

#[test]
fn english_says_what_each_refusal_says() {
    let (english, example) = (Catalogue::english(), examples().remove(0));
    for refusal in each() {
        assert_eq!(english.refusal(&refusal.about(&example)), refusal.to_string(), "{}", refusal.code());
    }
    for refusal in of_portfolios() {
        let report = refusal.about(&portfolio_opened());
        assert_eq!(english.refusal_of_portfolio(&report), refusal.to_string(), "{}", refusal.code());
    }
}

/// Every refusal of contracting, with whatever can stand in it.
fn of_contracting() -> Vec<Refusal> {
    use contracting::Kind;
    let mut all: Vec<Refusal> = Vec::new();
    for &asked in Kind::ALL {
        all.extend(Stage::ALL.iter().map(|&stage| Refusal::OutOfStep { asked, stage }));
        all.extend([
            Refusal::BeforePreviousStep { asked },
            Refusal::ReservedDecision { asked },
            Refusal::AbsurdDay { asked },
            Refusal::PlannedEndPassed { asked },
        ]);
        let roles = Role::ALL.iter().map(|&role| CodeSet::of(&[role]));
        let several = [CodeSet::none(), Role::ALL.iter().copied().collect(), CodeSet::of(&[Role::Parent, Role::Court])];
        let permitted = roles.chain(several).map(Those);
        all.extend(permitted.map(|permitted| Refusal::NotTheirs { asked, role: Role::Parent, permitted }));
    }
    for &stage in Stage::ALL {
        all.extend(ReasonCode::ALL.iter().map(|&reason| Refusal::ReasonOutOfPlace { stage, reason }));
    }
    all.extend(Gap::ALL.iter().map(|&gap| Refusal::Gaps { gaps: CodeSet::of(&[gap]) }));
    all.push(Refusal::Gaps { gaps: Gap::ALL.iter().copied().collect() });
    all.extend([
        Refusal::AlreadyAccepted,
        Refusal::NothingProposed,
        Refusal::StaleVersion { current: 3 },
        Refusal::NotJoint,
        Refusal::NotAParty,
        Refusal::NotASuccessor,
        Refusal::NobodyLeads,
        Refusal::ReframesNothing,
        Refusal::SuccessorNotLater,
        Refusal::HasSuccessor,
    ]);
    all
}

#[test]
fn welsh_says_every_refusal_of_contracting() {
    let (welsh, example) = (Catalogue::welsh(), examples().remove(0));
    let mut said = std::collections::BTreeSet::new();
    for refusal in of_contracting() {
        let words = welsh.refusal(&cycle::Refusal::from(refusal).about(&example));
        assert!(words.starts_with("ni ") || words.starts_with("dim ond "), "{words}");
        assert!(!words.contains(['{', '$']), "{words}");
        said.insert(refusal.code());
    }
    let declared = practice_cycle::labels::refusals();
    let declared = declared.iter().map(|declared| declared.code).filter(|code| code.starts_with("contracting."));
    assert_eq!(said, declared.collect(), "each is tried");
}

#[test]
fn welsh_mutates_after_all_and_after_neu() {
    let (welsh, example) = (Catalogue::welsh(), examples().remove(0));
    let (asked, role) = (contracting::Kind::ContractCompleted, Role::Relative);
    let only = |roles: &[Role]| {
        let refusal = Refusal::NotTheirs { asked, role, permitted: Those(CodeSet::of(roles)) };
        welsh.refusal(&cycle::Refusal::from(refusal).about(&example))
    };
    assert_eq!(only(&[]), "ni all neb gwblhau");
    assert_eq!(only(&[Role::Parent]), "dim ond rhiant all gwblhau");
    assert_eq!(only(&[Role::Child, Role::Parent]), "dim ond rhiant neu blentyn all gwblhau");
    assert_eq!(only(&[Role::Manager, Role::Parent, Role::Court]), "dim ond rheolwr tîm, rhiant neu'r llys all gwblhau");
}

/// What is shipped in Welsh, and no more than that: the rest is said in English, and listed.
#[test]
fn welsh_covers_contracting_and_figure_1() {
    let welsh = Catalogue::welsh();
    let missing = welsh.missing();
    for whole in [
        "boundary-", "contracting-", "drift-", "finding-", "mark-", "people-Role-", "people-Side-", "permitted-", "report-",
        "refusal-boundary-", "refusal-contracting-", "space-Space-",
    ] {
        let english: Vec<&str> = ENGLISH.lines().filter(|line| line.starts_with(whole)).collect();
        assert!(!english.is_empty(), "{whole}");
        let lacking: Vec<&&str> = missing.iter().filter(|message| message.starts_with(whole)).collect();
        assert!(lacking.is_empty(), "{lacking:?}");
    }
    for kind in contracting::Kind::ALL {
        assert!(!missing.contains(&format!("kind-{}", kind.code()).as_str()), "{kind}");
    }
    assert!(missing.contains(&"refusal-joining-merges_nothing"), "listed, and said in English");
    assert!(!welsh.is_reviewed() && WELSH.starts_with("### Cymraeg. DRAFFT"), "it says of itself that it is a draft");
    assert_eq!((welsh.check(), Catalogue::english().check()), (Vec::new(), Vec::new()));
}

#[test]
fn what_is_missing_is_said_in_english_and_can_be_gone_on_with() {
    let (welsh, example) = (Catalogue::welsh(), examples().remove(0));
    for refusal in each().iter().filter(|refusal| !refusal.code().starts_with("contracting.")) {
        let name = format!("refusal-{}", refusal.code().replace('.', "-"));
        if welsh.missing().contains(&name.as_str()) {
            assert_eq!(welsh.refusal(&refusal.about(&example)), refusal.to_string());
        }
    }
    let all = format!("{WELSH}\n{}", welsh.untranslated());
    let whole = Catalogue::read(&all).unwrap();
    assert_eq!((whole.missing(), whole.check()), (Vec::new(), Vec::new()));
    assert_eq!(whole.untranslated(), "");
}

#[test]
fn a_sentence_with_a_word_that_is_missing_is_said_in_english_as_a_whole() {
    let stage = "contracting-Stage-invited = wedi'i wahodd\n    .or = neu wedi'i wahodd\n";
    assert!(WELSH.contains(stage));
    let (welsh, example) = (Catalogue::read(&WELSH.replace(stage, "")).unwrap(), examples().remove(0));
    let refused = |stage| {
        let asked = contracting::Kind::ContractCompleted;
        welsh.refusal(&cycle::Refusal::from(Refusal::OutOfStep { asked, stage }).about(&example))
    };
    assert!(refused(Stage::Invited).starts_with("cannot complete: the contract is invited"));
    assert!(refused(Stage::Reframed).starts_with("ni ellir cwblhau: mae'r cytundeb wedi'i ailfframio"));
}

#[test]
fn what_cannot_be_read_is_named_by_line_and_message() {
    let read = |text: &str| -> Vec<(usize, Option<String>, What)> {
        let error = Catalogue::read(text).unwrap_err();
        error.mistakes().iter().map(|it| (it.line, it.message.clone(), it.what.clone())).collect()
    };
    let named = |name: &str| Some(name.to_owned());
    let text = "catalogue-language = cy\nkind-contract_begun = dechrau\nkind-contract_begun = cychwyn\n";
    assert_eq!(read(text), [(3, named("kind-contract_begun"), What::Twice)]);
    assert_eq!(read("\n\n"), [(1, None, What::NoLanguage)]);
    let text = "# Un.\ncatalogue-language = not a tag\ncatalogue-reviewed = maybe\n";
    let expected = [
        (2, named("catalogue-language"), What::NotALanguage("not a tag".to_owned())),
        (3, named("catalogue-reviewed"), What::NeitherYesNorNo("maybe".to_owned())),
    ];
    assert_eq!(read(text), expected);
    let text = "catalogue-language = cy\n\nkind-contract_begun = { $a ->\n    [one] b\n}\n\nrow-nothing = dim }\n";
    let found = read(text);
    assert_eq!(
        found.iter().map(|(_, message, _)| message.as_deref()).collect::<Vec<_>>(),
        [Some("kind-contract_begun"), Some("row-nothing")]
    );
    assert!(found.iter().all(|(_, _, what)| matches!(what, What::Syntax(_))));
    assert_eq!((found[0].0, found[1].0), (5, 7), "{found:?}");
}

#[test]
fn what_would_not_do_is_found_by_line_and_message() {
    let text = "\
catalogue-language = cy
-parti = parti
kind-contract_begun = dechrau
    .soft = { kind-nothing_of_the_kind }
kind-contract_ended =
    .soft = derfynu
people-Role-parents = rhieni
refusal-contracting-gaps = dim ond { $gaps-code } a { $gap }
refusal-contracting-out_of_step = { $asked-soft } { $stage-code } { $asked-hard }
refusal-contracting-not_a_party = { NUMBER(1) } { -parti } { -neb }
refusal-contracting-not_joint = { refusal-contracting-not_joint }
kind-contract_revoked = dirymu
";
    let found: Vec<String> = Catalogue::read(text).unwrap().check().iter().map(ToString::to_string).collect();
    let expected = [
        "line 4, `kind-contract_begun`: it refers to `kind-nothing_of_the_kind`, which is not in the file",
        "line 5, `kind-contract_ended`: it has forms, and no words of its own",
        "line 7, `people-Role-parents`: there is no message of that name",
        "line 8, `refusal-contracting-gaps`: it names `$gap`, which is no parameter of this message",
        "line 8, `refusal-contracting-gaps`: it names `$gaps-code`, which is no parameter of this message",
        "line 9, `refusal-contracting-out_of_step`: it names `$asked-hard`, which is no parameter of this message",
        "line 9, `refusal-contracting-out_of_step`: it leaves out `$possible`, which the English has",
        "line 10, `refusal-contracting-not_a_party`: it refers to `-neb`, which is not in the file",
        "line 10, `refusal-contracting-not_a_party`: it calls `NUMBER`; there are no functions",
        "line 11, `refusal-contracting-not_joint`: it refers to itself",
        "line 12, `kind-contract_revoked`: it lacks the form `.soft`, which a sentence asks for",
    ];
    assert_eq!(found, expected);
}
