//! Several histories at once, of which some cannot be told.

use super::*;

/// A history that does not load.
fn broken(folder: &Path) -> String {
    file(folder, "broken.jsonl", format!("{OPENED}\n{{\"number\":2}}\n"))
}

#[test]
fn one_that_does_not_load_stops_none_of_the_others() {
    let folder = scratch("not_loading");
    let (broken, missing) = (broken(&folder), folder.join("missing.jsonl").to_str().unwrap().to_owned());
    let files = [&missing, TURNOVER, &broken, CONCURRENT].map(str::to_owned);
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for arguments in [&["check", "--policy", TEAM][..], &["check", "--policy", TEAM, "--together"], &["replay"]] {
        let output = fed(program().args(arguments).args(&files), b"");
        let (told, why) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let why: Vec<&str> = why.lines().collect();
        assert_eq!(why[0], format!("{missing}: it cannot be read: there is no such file"));
        assert!(why[1].starts_with(&format!("{broken}: line 2: ")) && why.len() == 2, "{why:?}");
        assert!(told.contains("invented-concurrent") || told.contains("2 histories"), "{told}");
        assert!(told.contains(&format!("In {TURNOVER}")) || arguments.contains(&"--together"), "{told}");
    }
}

#[test]
fn in_json_each_that_does_not_load_is_named_with_why() {
    let folder = scratch("not_loading_json");
    let broken = broken(&folder);
    let output = run("replay", &["--json", &broken, TURNOVER], b"");
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[0]["file"]), (2, &Value::from(broken.as_str())));
    assert!(lines[0]["problem"].as_str().unwrap().contains("line 2"));
    assert!(lines[1].get("problem").is_none());
    let output = run("check", &["--json", "--policy", TEAM, &broken, TURNOVER], b"");
    assert_eq!(output.status.code(), Some(2));
    let told: Value = serde_json::from_str(text(&output.stdout)).unwrap();
    assert_eq!(told["checked"][0]["files"][0], TURNOVER);
    assert_eq!(told["failed"][0]["file"], broken.as_str());
    assert!(told["failed"][0]["problem"].as_str().unwrap().contains("line 2"));
}

#[test]
fn the_same_cycle_twice_is_refused() {
    let folder = scratch("same_cycle");
    let stored = std::fs::read_to_string(TURNOVER).unwrap();
    let beginning: Vec<&str> = stored.lines().take(20).collect();
    let older = file(&folder, "older.jsonl", beginning.join("\n") + "\n");
    let why = format!("{TURNOVER} and {older} are both histories of the cycle `invented-turnover`; give each cycle once\n");
    for together in [&[][..], &["--together"]] {
        fails("check", &[&["--policy", TEAM], together, &[TURNOVER, &older]].concat(), b"", 2, &why);
    }
    for more in [&[][..], &["--json"]] {
        fails("replay", &[more, &[TURNOVER, CONCURRENT, &older]].concat(), b"", 2, &why);
    }
}

#[test]
fn the_same_file_twice_is_refused_by_whatever_name() {
    let folder = scratch("same_file");
    let one = file(&folder, "one.jsonl", std::fs::read(TURNOVER).unwrap());
    let hard = folder.join("hard.jsonl").to_str().unwrap().to_owned();
    std::fs::hard_link(&one, &hard).unwrap();
    let spelt = folder.join("..").join("same_file").join("one.jsonl").to_str().unwrap().to_owned();
    let mut others = vec![one.clone(), hard, spelt];
    #[cfg(unix)]
    {
        let soft = folder.join("soft.jsonl");
        std::os::unix::fs::symlink(&one, &soft).unwrap();
        others.push(soft.to_str().unwrap().to_owned());
    }
    for other in &others {
        let why = format!("{one} and {other} are one file; give each history once\n");
        fails("check", &["--policy", TEAM, &one, other], b"", 2, &why);
        fails("replay", &[&one, other], b"", 2, &why);
    }
    fails("replay", &["-", "-"], b"", 2, "- and - are one file; give each history once\n");
    let stories = "tests/scenarios/article.json";
    let why = format!("{stories} and {stories} are one file; give each history once\n");
    fails("check", &["--policy", "article", "--stories", stories, stories], b"", 2, &why);
}

/// Each file takes but one descriptor at a time, so that not even many are taken for different because there are too few.
#[cfg(unix)]
#[test]
fn one_file_among_more_than_can_be_open_at_once_is_found() {
    let folder = scratch("many_files");
    let opened = |place: usize| OPENED.replace("\"cycle\":\"invented\"", &format!("\"cycle\":\"c{place}\""));
    let files: Vec<String> = (0..60).map(|place| file(&folder, &format!("{place}.jsonl"), opened(place))).collect();
    let hard = folder.join("hard.jsonl").to_str().unwrap().to_owned();
    std::fs::hard_link(&files[50], &hard).unwrap();
    let limited = |arguments: &[&str], more: &[&str]| {
        let limit = "ulimit -n 32; exec \"$0\" \"$@\"";
        let mut command = Command::new("sh");
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["-c", limit, env!("CARGO_BIN_EXE_practice-cycle")]);
        fed(command.args(arguments).args(&files).args(more), b"")
    };
    let why = format!("{} and {hard} are one file; give each history once\n", files[50]);
    for arguments in [&["replay"][..], &["check", "--policy", TEAM]] {
        let output = limited(arguments, &[&hard]);
        assert_eq!((text(&output.stderr), text(&output.stdout), output.status.code()), (&*why, "", Some(2)));
        assert_eq!(text(&limited(arguments, &[]).stderr), "");
    }
    let output = limited(&["check", "--policy", TEAM, "--force", "--junit", &hard], &[]);
    let why = format!("{hard}: it is read by this command, and so is not overwritten\n");
    assert_eq!((text(&output.stderr), output.status.code()), (&*why, Some(2)));
    assert_eq!(std::fs::read_to_string(&files[50]).unwrap(), opened(50));
}
