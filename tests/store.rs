//! The example `store`, run as a host would run it: what is recorded, offered again, redacted, tampered with, and cut short.
#![cfg(feature = "chain")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in the helpers of tests, where a slip is a failed test")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use practice_cycle::chain;
use practice_cycle::history::History;

const WORDS: &str = "The Smiths of Cage Lane.";

/// What clients send: the cycle, a worker, an invitation with words in it, and another.
const OPENED: &str = r#"{"type":"cycle_opened","occurred_at":"2020-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#;
const ENTERED: &str = r#"{"type":"person_entered","occurred_at":"2020-04-01T09:00:00Z","by":"p-1","data":{"person":"p-2","role":"social_worker"}}"#;
const INVITED: &str = r#"{"type":"contract_invited","occurred_at":"2020-04-02T09:00:00Z","by":"p-2","data":{"contract":"c-1","space":"home_visit","words":"The Smiths of Cage Lane."}}"#;
const ACCEPTED: &str =
    r#"{"type":"invitation_accepted","occurred_at":"2020-04-03T09:00:00Z","by":"p-1","data":{"contract":"c-1"}}"#;
const REDACTED: &str =
    r#"{"type":"redacted","occurred_at":"2020-04-04T09:00:00Z","by":"p-2","data":{"entries":[3],"reason":"Names."}}"#;

fn example() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let profile = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_path_buf();
        let built = profile.join("examples").join(format!("store{}", std::env::consts::EXE_SUFFIX));
        // `cargo test` has built it, and then there is nothing to do; where only this test was asked for, it may be old or missing.
        let features = [("chain", true), ("proptest", cfg!(feature = "proptest")), ("schemars", cfg!(feature = "schemars"))];
        let features: Vec<&str> = features.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| *name).collect();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--features", &features.join(","), "--example", "store", "--target-dir"]);
        build.arg(profile.parent().unwrap());
        build.args(profile.ends_with("release").then_some("--release"));
        assert!(build.status().unwrap().success());
        built
    })
}

/// The two files of a store, in a folder of their own.
struct Files {
    folder: PathBuf,
}

/// What stands in them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bytes {
    lines: Vec<u8>,
    side: Vec<u8>,
}

/// Exit status, standard output without the head, standard error.
type Told = (i32, String, String);

impl Files {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("store").join(test);
        fs::remove_dir_all(&folder).unwrap_or_default();
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    fn lines(&self) -> PathBuf {
        self.folder.join("history.jsonl")
    }

    fn side(&self) -> PathBuf {
        self.folder.join("history.jsonl.seals")
    }

    fn bytes(&self) -> Bytes {
        Bytes { lines: fs::read(self.lines()).unwrap(), side: fs::read(self.side()).unwrap() }
    }

    fn put(&self, bytes: &Bytes) {
        fs::write(self.lines(), &bytes.lines).unwrap();
        fs::write(self.side(), &bytes.side).unwrap();
    }

    fn run(&self, head: Option<&str>, offers: &[&str]) -> (Told, Option<String>) {
        let mut command = Command::new(example());
        command.arg(self.lines()).args(head);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A store that does not open reads nothing.
        child.stdin.take().unwrap().write_all(offers.join("\n").as_bytes()).unwrap_or_default();
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (told, error) = (text(output.stdout), text(output.stderr));
        let (told, head) = match told.trim_end().rsplit_once("head ") {
            Some((told, head)) => (told.to_owned(), Some(head.to_owned())),
            None => (told, None),
        };
        ((output.status.code().unwrap(), told, error), head)
    }

    /// Offers acts, all of which are recorded or were; the head.
    #[track_caller]
    fn records(&self, offers: &[&str], told: &str) -> String {
        let (found, head) = self.run(None, offers);
        assert_eq!(found, (0, told.to_owned(), String::new()));
        self.holds();
        head.unwrap()
    }

    /// That opening says why it does not, and changes nothing.
    #[track_caller]
    fn is_broken(&self, head: Option<&str>, why: &str) {
        let before = self.bytes();
        assert_eq!(self.run(head, &[ACCEPTED]), ((2, String::new(), format!("{why}\n")), None));
        assert_eq!(self.bytes(), before);
    }

    /// That opening makes good what was cut short, says so, and says nothing the next time.
    #[track_caller]
    fn is_mended(&self, notes: &str) {
        let (found, _) = self.run(None, &[]);
        assert_eq!(found, (0, String::new(), notes.to_owned()));
        self.holds();
        assert_eq!(self.run(None, &[]).0, (0, String::new(), String::new()));
        assert_eq!(fs::read_dir(&self.folder).unwrap().count(), 2, "nothing else is left there");
    }

    /// What is stored is what its seals say, and loads.
    #[track_caller]
    fn holds(&self) {
        let Bytes { lines, side } = self.bytes();
        let records = chain::read(side.as_slice()).unwrap();
        chain::check(std::str::from_utf8(&lines).unwrap().lines(), &records, None).unwrap();
        assert_eq!(History::read(lines.as_slice()).unwrap().entries().len(), records.len());
    }
}

const FOUR: &str = "recorded as entry 1\nrecorded as entry 2\nrecorded as entry 3\nrecorded as entry 4\n";
const SEALED: &str = "had no seal, as after a crash, and has one now";
const CUT_RECORD: &str = "half a record at the end was cut off";
const CUT: &str = "half a line at the end was cut off";

#[test]
fn what_is_recorded_is_there_when_it_is_opened_again() {
    let files = Files::new("recording");
    let head = files.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    assert!(head.starts_with("4:"));
    assert_eq!(files.run(Some(&head), &[]), ((0, String::new(), String::new()), Some(head)));
}

#[test]
fn what_is_offered_again_is_answered_with_its_number() {
    let files = Files::new("retry");
    let head = files.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    let before = files.bytes();
    assert_eq!(files.records(&[INVITED], "recorded before, as entry 3\n"), head);
    assert_eq!(files.bytes(), before);
}

#[test]
fn what_is_refused_is_said_and_the_next_one_is_offered() {
    let files = Files::new("refused");
    let early = ACCEPTED.replace("invitation_accepted", "contract_completed");
    let stamped = ACCEPTED.replace(r#""by""#, r#""recorded_at":"2020-04-03T09:00:00Z","by""#);
    let (found, head) = files.run(None, &[OPENED, ENTERED, INVITED, &early, &stamped, ACCEPTED]);
    let told = "\
recorded as entry 1
recorded as entry 2
recorded as entry 3
refused, contracting.out_of_step: `contract_completed` by `p-1` on contract `c-1`: cannot complete: the contract is invited; \
possible now: accept the invitation, reframe, propose terms, decline, withdraw
unreadable: column 80: unknown field `recorded_at`, expected one of `type`, `occurred_at`, `by`, `recorded_by`, `in_role`, `data`
recorded as entry 4
";
    assert_eq!(found, (1, told.to_owned(), String::new()));
    assert!(head.unwrap().starts_with("4:"));
    files.holds();
}

#[test]
fn what_is_redacted_is_gone_with_its_salt() {
    let files = Files::new("redaction");
    files.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    let before = String::from_utf8(files.bytes().side).unwrap();
    let head = files.records(&[REDACTED], "recorded as entry 5\n");

    let Bytes { lines, side } = files.bytes();
    assert!(!String::from_utf8(lines).unwrap().contains(WORDS));
    let side = String::from_utf8(side).unwrap();
    let salt = before.lines().nth(2).unwrap().split('"').nth(5).unwrap();
    assert!(salt.len() == 64 && !side.contains(salt));
    assert_eq!(side.lines().nth(1), before.lines().nth(1), "the others stay as they are");

    // Of what was redacted, what remains is compared.
    assert_eq!(files.records(&[INVITED], "recorded before, as entry 3\n"), head);
    assert_eq!(files.records(&[REDACTED], "recorded before, as entry 5\n"), head);
}

#[test]
fn what_was_changed_swapped_or_lost_is_named() {
    let files = Files::new("tampered");
    let early = files.records(&[OPENED, ENTERED], "recorded as entry 1\nrecorded as entry 2\n");
    let head = files.records(&[INVITED, ACCEPTED], "recorded as entry 3\nrecorded as entry 4\n");
    let whole = files.bytes();
    let lines: Vec<&str> = std::str::from_utf8(&whole.lines).unwrap().lines().collect();
    let records: Vec<&str> = std::str::from_utf8(&whole.side).unwrap().lines().collect();
    let put = |lines: &[&str], records: &[&str]| {
        let file = |lines: &[&str]| lines.iter().flat_map(|line| [line, "\n"]).collect::<String>().into_bytes();
        files.put(&Bytes { lines: file(lines), side: file(records) });
    };
    let [one, two, three, four] = lines[..] else { return assert_eq!(lines.len(), 4) };

    put(&[one, &two.replace("2020-04-01", "2020-04-02"), three, four], &records); // It does not load either.
    files.is_broken(None, "entry 2: its line does not match its seal");
    put(&[one, two, &three.replace("Cage", "Case"), four], &records);
    files.is_broken(None, "entry 3: its line does not match its seal");
    put(&[one, three, two, four], &records);
    files.is_broken(None, "entry 2: its line and that of entry 3 are swapped");
    put(&[one, two, three], &records);
    files.is_broken(None, "entry 4: its line is missing");
    put(&[one, two, three, &four[..40]], &records);
    files.is_broken(None, "entry 4: its line does not match its seal");
    put(&[one, two, three, four], &records[..2]);
    files.is_broken(None, "entry 3: its line has no record");
    put(&[one, two, three, four], &[records[0], records[2], records[3]]);
    files.is_broken(None, "entry 2: its record is missing");
    put(&[one, two, three, four], &[records[0], &records[1][..40]]);
    files.is_broken(None, "the side file, line 2: column 40, at `salt`: the line ends within a string");

    // Both files without their last entry are what they were before it, for all that they can say themselves.
    put(&[one, two, three], &records[..3]);
    files.holds();
    files.is_broken(Some(&head), "entry 4: its line and its record are missing; the head kept elsewhere is of entry 4");
    assert_eq!(files.run(Some(&early), &[]).0.0, 0, "an older head covers no later entry");
    let other = format!("2:{}", "0".repeat(64));
    files.is_broken(Some(&other), "entry 2: the head kept elsewhere is of another chain, so this one was made anew");
    // One record lost of two files is taken for a crash and sealed anew; the head of it shows that too.
    put(&[one, two, three, four], &records[..3]);
    files.is_broken(Some(&head), "entry 4: the head kept elsewhere is of another chain, so this one was made anew");
}

/// The store before an act, after it, and the lengths at which a write of it may have stopped.
fn before_and_after(files: &Files, act: &str, number: usize) -> (Bytes, Bytes) {
    let before = files.bytes();
    files.records(&[act], &format!("recorded as entry {number}\n"));
    (before, files.bytes())
}

fn cut(before: &[u8], after: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    // Every tenth place will do, and the last, behind which only the line end is missing.
    let places = (before.len() + 1..after.len() - 1).step_by(10).chain([after.len() - 1]);
    places.map(|place| after[..place].to_vec())
}

#[test]
fn a_crash_while_recording_leaves_all_or_nothing() {
    let files = Files::new("crash_recording");
    files.records(&[OPENED, ENTERED, INVITED], "recorded as entry 1\nrecorded as entry 2\nrecorded as entry 3\n");
    let (before, after) = before_and_after(&files, ACCEPTED, 4);

    for lines in cut(&before.lines, &after.lines) {
        files.put(&Bytes { lines, ..before.clone() });
        files.is_mended(&format!("{CUT}\n"));
        assert_eq!(files.bytes(), before, "nobody was told that it is recorded");
    }
    files.records(&[ACCEPTED], "recorded as entry 4\n");

    files.put(&Bytes { lines: after.lines.clone(), ..before.clone() });
    files.is_mended(&format!("entry 4 {SEALED}\n"));
    for side in cut(&before.side, &after.side) {
        files.put(&Bytes { side, lines: after.lines.clone() });
        files.is_mended(&format!("{CUT_RECORD}\nentry 4 {SEALED}\n"));
        assert_eq!(files.bytes().lines, after.lines);
    }
    files.records(&[ACCEPTED], "recorded before, as entry 4\n");

    // Of a line that is sealed, the line end alone may be missing; the next line would be written behind it.
    let sealed = files.bytes();
    files.put(&Bytes { lines: sealed.lines[..sealed.lines.len() - 1].to_vec(), ..sealed.clone() });
    files.is_mended("the end of the last line was missing\n");
    assert_eq!(files.bytes(), sealed);
}

#[test]
fn a_crash_before_the_first_seal_is_mended_too() {
    let files = Files::new("crash_opening");
    files.records(&[OPENED], "recorded as entry 1\n");
    let lines = files.bytes().lines;
    files.put(&Bytes { lines: lines[..20].to_vec(), side: Vec::new() });
    files.is_mended(&format!("{CUT}\n"));
    files.put(&Bytes { lines, side: Vec::new() });
    files.is_mended(&format!("entry 1 {SEALED}\n"));
}

#[test]
fn a_crash_while_redacting_leaves_neither_words_nor_salts_once_it_is_opened() {
    let files = Files::new("crash_redacting");
    files.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    let (before, after) = before_and_after(&files, REDACTED, 5);
    let entry = after.lines.split_inclusive(|byte| *byte == b'\n').next_back().unwrap();
    let appended = [before.lines.as_slice(), entry].concat();
    let salt = String::from_utf8(before.side.clone()).unwrap();
    let salt = salt.lines().nth(2).unwrap().split('"').nth(5).unwrap();

    for lines in cut(&before.lines, &appended) {
        files.put(&Bytes { lines, ..before.clone() });
        files.is_mended(&format!("{CUT}\n"));
        assert_eq!(files.bytes(), before);
    }
    // The entry alone; then the lines as well; and beside either, half of a file that was to come next.
    for lines in [&appended, &after.lines] {
        for new in ["history.jsonl.new", "history.jsonl.seals.new"] {
            files.put(&Bytes { lines: lines.clone(), ..before.clone() });
            fs::write(files.folder.join(new), WORDS).unwrap();
            files.is_mended(&format!("entry 5 {SEALED}\n"));
            let now = files.bytes();
            assert_eq!(now.lines, after.lines);
            assert!(!String::from_utf8(now.side).unwrap().contains(salt));
        }
    }
    files.records(&[REDACTED], "recorded before, as entry 5\n");

    // Words that come back are no crash.
    files.put(&Bytes { lines: appended, side: after.side });
    files.is_broken(None, "entry 3: its line does not match its seal");
}

#[test]
fn a_line_that_somebody_added_is_named_or_refused() {
    let files = Files::new("added");
    files.records(&[OPENED, ENTERED, INVITED], "recorded as entry 1\nrecorded as entry 2\nrecorded as entry 3\n");
    let (before, after) = before_and_after(&files, ACCEPTED, 4);
    let twice = [after.lines.as_slice(), b"{}\n"].concat();
    files.put(&Bytes { lines: twice, ..before.clone() });
    files.is_broken(None, "entry 4: its line has no record");
    let blank = [before.lines.as_slice(), b"\n"].concat();
    files.put(&Bytes { lines: blank, ..before });
    files.is_broken(None, "entry 4: its line has no record");
}

#[test]
fn the_acts_of_the_invented_case_become_what_they_become_elsewhere() {
    let files = Files::new("acts");
    let acts = include_str!("../examples/data/acts.jsonl");
    let mut offers = Vec::new();
    for line in acts.lines().filter(|line| !line.trim().is_empty()) {
        let (before, after) = line.split_once(r#""recorded_at":""#).unwrap_or((line, ""));
        offers.push(before.to_owned() + after.split_once("\",").map_or("", |(_, after)| after));
    }
    let ((status, told, error), _) = files.run(None, &offers.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((status, error.as_str()), (1, ""));
    assert!(told.lines().filter(|line| line.starts_with("recorded as")).count() > 3, "{told}");
    assert!(told.lines().any(|line| line.starts_with("refused, contracting.out_of_step: ")), "{told}");
    files.holds();
}

#[test]
fn it_says_how_it_is_used() {
    let output = Command::new(example()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "usage: store FILE [HEAD] < OFFERS\n");
    let files = Files::new("used");
    let (told, _) = files.run(Some("12:beef"), &[]);
    let why = "expected the number of an entry, a colon, and 64 hexadecimal digits in lower case\n";
    assert_eq!(told, (2, String::new(), why.to_owned()));
}
