//! Nothing is destroyed: what exists is not overwritten unasked, and what is read never is.

use super::*;

const OLD: &str = "an old file\n";

/// A command that writes one file, by everything before that; and what it reads.
fn writers(folder: &Path) -> Vec<(Vec<String>, String)> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let history = file(folder, "history.jsonl", std::fs::read(TURNOVER).unwrap());
    let pack = file(folder, "ours.pack.json", std::fs::read(TEAM).unwrap());
    let world = file(folder, "world.json", std::fs::read("examples/data/invented_world.json").unwrap());
    let stories = file(folder, "stories.json", std::fs::read("examples/data/invented_review.json").unwrap());
    vec![
        (owned(&["check", "--policy", TEAM, &history, "--junit"]), history.clone()),
        (owned(&["check", "--policy", &pack, TURNOVER, "--junit"]), pack.clone()),
        (owned(&["check", "--policy", "invented-team", "--pack", &pack, TURNOVER, "--junit"]), pack.clone()),
        (owned(&["check", "--policy", "shared-risk", "--stories", &stories, "--junit"]), stories.clone()),
        (owned(&["draw", "boundary", &history, "--out"]), history.clone()),
        (owned(&["draw", "duty", TURNOVER, "--policy", &pack, "--out"]), pack.clone()),
        (owned(&["draw", "sequence", &history, "--out"]), history.clone()),
        (owned(&["draw", "sequence", TURNOVER, "--policy", &pack, "--out"]), pack.clone()),
        (owned(&["search", "--policy", &pack, "--world", &world, "T03", "--out"]), world.clone()),
        (owned(&["search", "--policy", &pack, "--world", &world, "T03", "--draw"]), pack),
        (owned(&["search", "--policy", "shared-risk", "--stories", &stories, "P07b", "--scenarios"]), stories),
    ]
}

#[track_caller]
fn write(words: &[String], path: &str, force: bool) -> Output {
    fed(program().args(words).arg(path).args(force.then_some("--force")), b"")
}

/// That nothing is printed or written, with why.
#[track_caller]
fn is_refused(output: &Output, why: &str) {
    assert_eq!((text(&output.stderr), text(&output.stdout), output.status.code()), (why, "", Some(2)));
}

#[test]
fn a_file_that_exists_is_overwritten_only_when_asked() {
    let folder = scratch("exists");
    for (words, _) in writers(&folder) {
        let path = file(&folder, "old", OLD);
        is_refused(&write(&words, &path, false), &format!("{path}: there is a file already; `--force` overwrites it\n"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), OLD);
        let output = write(&words, &path, true);
        assert_eq!((text(&output.stderr), output.status.code().is_some_and(|code| code < 2)), ("", true), "{words:?}");
        assert_ne!(std::fs::read_to_string(&path).unwrap(), OLD, "{words:?}");
        std::fs::remove_file(&path).unwrap();
        let fresh = write(&words, &path, false);
        assert_eq!(fresh.status.code(), output.status.code());
        assert!(std::fs::metadata(&path).unwrap().len() > 0);
        let left = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        assert!(!left.into_iter().any(|name| name.starts_with('.')), "no draft is left");
    }
}

#[test]
fn a_file_that_is_read_is_never_overwritten_by_whatever_name() {
    let folder = scratch("inputs");
    for (words, read) in writers(&folder) {
        let stored = std::fs::read(&read).unwrap();
        let name = Path::new(&read).file_name().unwrap().to_str().unwrap();
        let hard = folder.join(format!("hard-{name}"));
        if !hard.exists() {
            std::fs::hard_link(&read, &hard).unwrap();
        }
        let mut names = vec![read.clone(), hard.to_str().unwrap().to_owned()];
        names.push(folder.join("..").join("inputs").join(".").join(name).to_str().unwrap().to_owned());
        #[cfg(unix)]
        {
            let soft = folder.join(format!("soft-{name}"));
            if !soft.exists() {
                std::os::unix::fs::symlink(&read, &soft).unwrap();
            }
            names.push(soft.to_str().unwrap().to_owned());
        }
        for name in names {
            for force in [false, true] {
                let why = format!("{name}: it is read by this command, and so is not overwritten\n");
                is_refused(&write(&words, &name, force), &why);
                assert_eq!(std::fs::read(&read).unwrap(), stored, "{words:?}");
            }
        }
    }
}

#[test]
fn a_history_is_not_taken_for_the_name_of_an_output() {
    let folder = scratch("eaten");
    let [one, other] = ["a.jsonl", "b.jsonl"].map(|name| file(&folder, name, std::fs::read(TURNOVER).unwrap()));
    let why = format!("{one}: there is a file already; `--force` overwrites it\n");
    is_refused(&run("check", &["--policy", TEAM, "--junit", &one, &other], b""), &why);
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(TURNOVER).unwrap());
}

#[test]
fn standard_input_that_is_a_file_is_not_overwritten() {
    let folder = scratch("redirected");
    let history = file(&folder, "history.jsonl", std::fs::read(TURNOVER).unwrap());
    let stdin = std::fs::File::open(&history).unwrap();
    let output = program().args(["draw", "sequence", "-", "--force", "--out", &history]).stdin(stdin).output().unwrap();
    is_refused(&output, &format!("{history}: it is read by this command, and so is not overwritten\n"));
    // Nor is what is printed there.
    let printed = folder.join("printed").to_str().unwrap().to_owned();
    let stdout = std::fs::File::create(&printed).unwrap();
    let output = program()
        .args(["check", "--policy", TEAM, TURNOVER, "--force", "--junit", &printed])
        .stdout(stdout)
        .output()
        .unwrap();
    let why = format!("{printed} and standard output: two outputs cannot be one file\n");
    assert_eq!((text(&output.stderr), output.status.code()), (&*why, Some(2)));
}

#[test]
fn two_outputs_are_two_files() {
    let folder = scratch("two_outputs");
    let one = folder.join("one").to_str().unwrap().to_owned();
    let spelt = folder.join("..").join("two_outputs").join("one").to_str().unwrap().to_owned();
    let search = ["search", "--policy", "shared-risk", "P07b"];
    for (first, second) in [("--out", "--draw"), ("--draw", "--scenarios"), ("--out", "--scenarios")] {
        for other in [&one, &spelt] {
            let output = fed(program().args(search).args([first, &one, second, other]), b"");
            is_refused(&output, &format!("{one} and {other}: two outputs cannot be one file\n"));
            assert!(!Path::new(&one).exists());
        }
    }
    // Links of one file that is to be overwritten.
    std::fs::write(&one, OLD).unwrap();
    let hard = folder.join("hard").to_str().unwrap().to_owned();
    std::fs::hard_link(&one, &hard).unwrap();
    let output = fed(program().args(search).args(["--force", "--out", &one, "--draw", &hard]), b"");
    is_refused(&output, &format!("{one} and {hard}: two outputs cannot be one file\n"));
    assert_eq!(std::fs::read_to_string(&one).unwrap(), OLD);
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_what_it_leads_to_is_overwritten() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = scratch("link");
    let old = file(&folder, "old", OLD);
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.join("link").to_str().unwrap().to_owned();
    symlink(&old, &link).unwrap();
    let refused = run("draw", &["lifecycle", "--out", &link], b"");
    is_refused(&refused, &format!("{link}: there is a file already; `--force` overwrites it\n"));
    assert_eq!(prints("draw", &["lifecycle", "--force", "--out", &link]), format!("{link}\n"));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(std::fs::read_to_string(&old).unwrap().starts_with("stateDiagram-v2\n"));
    assert_eq!(std::fs::metadata(&old).unwrap().permissions().mode() & 0o777, 0o640, "as it was");
    // A link that leads nowhere is there, too, and nothing is made where it leads.
    let nowhere = folder.join("nowhere").to_str().unwrap().to_owned();
    symlink(folder.join("missing"), &nowhere).unwrap();
    let refused = run("draw", &["lifecycle", "--out", &nowhere], b"");
    is_refused(&refused, &format!("{nowhere}: there is a file already; `--force` overwrites it\n"));
    let refused = run("draw", &["lifecycle", "--force", "--out", &nowhere], b"");
    is_refused(&refused, &format!("{nowhere}: it cannot be written: there is no such folder\n"));
    assert!(!folder.join("missing").exists());
    is_refused(
        &run("draw", &["lifecycle", "--force", "--out", "/dev/null"], b""),
        "/dev/null: it is no plain file, and so is not overwritten\n",
    );
}

#[test]
fn a_failure_leaves_the_old_file() {
    let folder = scratch("failure");
    let old = file(&folder, "old", OLD);
    let broken = file(&folder, "broken.jsonl", "{}\n");
    for arguments in
        [&["draw", "boundary", &broken, "--force", "--out"][..], &["search", "--policy", "none", "X", "--force", "--out"]]
    {
        let output = fed(program().args(arguments).arg(&old), b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(std::fs::read_to_string(&old).unwrap(), OLD);
    }
    let nowhere = folder.join("no").join("such").to_str().unwrap().to_owned();
    is_refused(
        &run("draw", &["boundary", TURNOVER, "--out", &nowhere], b""),
        &format!("{nowhere}: it cannot be written: there is no such folder\n"),
    );
    is_refused(
        &run("draw", &["boundary", TURNOVER, "--out", "-"], b""),
        "`-` is standard input; an output needs the name of a file\n",
    );
}

/// A diagram as text in a file that is called a picture shows nothing, and other programs say only that it is broken.
#[test]
fn a_name_that_ends_as_another_form_does_is_refused() {
    let folder = scratch("endings");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let search = ["search", "--policy", "shared-risk", "P07b", "--draw"];
    for (asked, name, what, own) in [
        (&["draw", "lifecycle", "--out"][..], "life.svg", "text for Mermaid, which draws it", "mmd"),
        (&["draw", "lifecycle", "--out"], "life.md", "text for Mermaid, which draws it", "mmd"),
        (
            &["draw", "lifecycle", "--as", "dot", "--out"],
            "life.PNG",
            "text for Graphviz, which draws it (`dot -Tsvg`)",
            "dot",
        ),
        (&["draw", "lifecycle", "--as", "table", "--out"], "life.mmd", "a table in Markdown", "md"),
        (&["draw", "sequence", TURNOVER, "--out"], "who.svg", "text for Mermaid, which draws it", "mmd"),
        (&["draw", "circuit", TURNOVER, "--out"], "circuit.mmd", "an SVG", "svg"),
        (&["draw", "duty", "--policy", "article", TURNOVER, "--out"], "duty.pdf", "an SVG", "svg"),
        (&search, "broken.svg", "text for Mermaid, which draws it", "mmd"),
    ] {
        let path = path(name);
        let output = fed(program().args(asked).arg(&path), b"");
        is_refused(&output, &format!("{path}: what would be written is {what}; let the name end in `.{own}`\n"));
        assert!(!Path::new(&path).exists(), "{name}");
    }
    for (form, name) in [("mermaid", "life.mmd"), ("dot", "life.gv"), ("table", "life.md"), ("mermaid", "life")] {
        prints("draw", &["lifecycle", "--as", form, "--out", &path(name)]);
        assert!(Path::new(&path(name)).exists(), "{name}");
    }
}
