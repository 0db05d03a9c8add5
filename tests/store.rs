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
        let features = [
            ("chain", true),
            ("cli", cfg!(feature = "cli")),
            ("proptest", cfg!(feature = "proptest")),
            ("schemars", cfg!(feature = "schemars")),
        ];
        let features: Vec<&str> = features.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| *name).collect();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--features", &features.join(","), "--example", "store", "--target-dir"]);
        build.arg(profile.parent().unwrap());
        build.args(profile.ends_with("release").then_some("--release"));
        assert!(build.status().unwrap().success());
        built
    })
}

/// The file of a store, in a folder of its own.
struct Stored {
    folder: PathBuf,
}

/// Exit status, standard output without the head, standard error.
type Told = (i32, String, String);

impl Stored {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("store").join(test);
        fs::remove_dir_all(&folder).unwrap_or_default();
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("history")
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    /// The lines, and the records beside them.
    fn columns(&self) -> (Vec<String>, Vec<String>) {
        let rows = String::from_utf8(self.bytes()).unwrap();
        rows.lines()
            .map(|row| row.split_once('\t').unwrap())
            .map(|(line, record)| (line.to_owned(), record.to_owned()))
            .unzip()
    }

    fn put(&self, bytes: &[u8]) {
        fs::write(self.path(), bytes).unwrap();
    }

    fn put_rows(&self, rows: &[(&str, &str)]) {
        self.put(rows.iter().map(|(line, record)| format!("{line}\t{record}\n")).collect::<String>().as_bytes());
    }

    fn run(&self, head: Option<&str>, offers: &[&str]) -> (Told, Option<String>) {
        let mut command = Command::new(example());
        command.arg(self.path()).args(head);
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
        assert_eq!(fs::read_dir(&self.folder).unwrap().count(), 1, "nothing else is left there");
    }

    /// What is stored is what its seals say, and loads.
    #[track_caller]
    fn holds(&self) {
        let (lines, records) = self.columns();
        let records = chain::read(records.join("\n").as_bytes()).unwrap();
        chain::check(&lines, &records, None).unwrap();
        assert_eq!(History::read(lines.join("\n").as_bytes()).unwrap().entries().len(), records.len());
    }
}

const FOUR: &str = "recorded as entry 1\nrecorded as entry 2\nrecorded as entry 3\nrecorded as entry 4\n";
const CUT: &str = "half a row at the end was cut off\n";

/// The salt of the third line.
fn salt_of(records: &[String]) -> String {
    let salt = records[2].split('"').nth(5).unwrap();
    assert_eq!(salt.len(), 64);
    salt.to_owned()
}

#[test]
fn what_is_recorded_is_there_when_it_is_opened_again() {
    let store = Stored::new("recording");
    let head = store.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    assert!(head.starts_with("4:"));
    assert_eq!(store.run(Some(&head), &[]), ((0, String::new(), String::new()), Some(head)));
}

#[test]
fn what_is_offered_again_is_answered_with_its_number() {
    let store = Stored::new("retry");
    let head = store.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    let before = store.bytes();
    assert_eq!(store.records(&[INVITED], "recorded before, as entry 3\n"), head);
    assert_eq!(store.bytes(), before);
}

#[test]
fn what_is_refused_is_said_and_the_next_one_is_offered() {
    let store = Stored::new("refused");
    let early = ACCEPTED.replace("invitation_accepted", "contract_completed");
    let stamped = ACCEPTED.replace(r#""by""#, r#""recorded_at":"2020-04-03T09:00:00Z","by""#);
    let (found, head) = store.run(None, &[OPENED, ENTERED, INVITED, &early, &stamped, ACCEPTED]);
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
    store.holds();
}

#[test]
fn what_is_redacted_is_gone_with_its_salt() {
    let store = Stored::new("redaction");
    store.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    let (lines, records) = store.columns();
    assert!(lines[2].contains(WORDS));
    let head = store.records(&[REDACTED], "recorded as entry 5\n");

    let (new_lines, new_records) = store.columns();
    let stored = String::from_utf8(store.bytes()).unwrap();
    assert!(!stored.contains(WORDS) && !stored.contains(&salt_of(&records)));
    for other in [0, 1, 3] {
        assert_eq!(
            (&new_lines[other], &new_records[other]),
            (&lines[other], &records[other]),
            "the others stay as they are"
        );
    }
    assert_eq!(fs::read_dir(&store.folder).unwrap().count(), 1);

    // Of what was redacted, what remains is compared.
    assert_eq!(store.records(&[INVITED], "recorded before, as entry 3\n"), head);
    assert_eq!(store.records(&[REDACTED], "recorded before, as entry 5\n"), head);
}

#[test]
fn what_was_changed_swapped_or_lost_is_named() {
    let store = Stored::new("tampered");
    let early = store.records(&[OPENED, ENTERED], "recorded as entry 1\nrecorded as entry 2\n");
    let head = store.records(&[INVITED, ACCEPTED], "recorded as entry 3\nrecorded as entry 4\n");
    let (lines, records) = store.columns();
    let [one, two, three, four] = [0, 1, 2, 3].map(|place| lines[place].as_str());
    let [first, second, third, fourth] = [0, 1, 2, 3].map(|place| records[place].as_str());
    let whole = [(one, first), (two, second), (three, third), (four, fourth)];
    let put = |place: usize, row: (&str, &str)| {
        let mut rows = whole;
        rows[place] = row;
        store.put_rows(&rows);
    };

    put(1, (&two.replace("2020-04-01", "2020-04-02"), second)); // It does not load either.
    store.is_broken(None, "entry 2: its line does not match its seal");
    put(2, (&three.replace("Cage", "Case"), third));
    store.is_broken(None, "entry 3: its line does not match its seal");
    store.put_rows(&[(one, first), (three, second), (two, third), (four, fourth)]);
    store.is_broken(None, "entry 2: its line and that of entry 3 are swapped");
    store.put_rows(&[(one, first), (three, third), (two, second), (four, fourth)]);
    store.is_broken(None, "entry 2: its record is not in its place");
    store.put_rows(&[(one, first), (three, third), (four, fourth)]);
    store.is_broken(None, "entry 2: its record is missing");
    put(3, (&four[..40], fourth));
    store.is_broken(None, "entry 4: its line does not match its seal");
    put(3, (four, ""));
    store.is_broken(None, "entry 4: its line has no record");
    put(1, (two, ""));
    store.is_broken(None, "entry 2: its record is missing");
    put(1, (two, &second[..40]));
    store.is_broken(None, "the seals, line 2: column 40, at `salt`: the line ends within a string");

    // Without its last row the file is what it was before, for all that it can say itself.
    store.put_rows(&whole[..3]);
    store.holds();
    store.is_broken(Some(&head), "entry 4: its line and its record are missing; the head kept elsewhere is of entry 4");
    assert_eq!(store.run(Some(&early), &[]).0.0, 0, "an older head covers no later entry");
    let other = format!("2:{}", "0".repeat(64));
    store.is_broken(Some(&other), "entry 2: the head kept elsewhere is of another chain, so this one was made anew");
    // Nor is it cut short before it is known to be what the head says.
    store.put(&store.bytes()[..100]);
    store.is_broken(Some(&head), "entry 1: its line and its record are missing; the head kept elsewhere is of entry 4");
}

/// The store before an act, and after it.
fn before_and_after(store: &Stored, act: &str, number: usize) -> (Vec<u8>, Vec<u8>) {
    let before = store.bytes();
    store.records(&[act], &format!("recorded as entry {number}\n"));
    (before, store.bytes())
}

/// What is there where a write behind `before` stopped short of `after`.
fn cut(before: &[u8], after: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    // Every tenth place will do, and the last, behind which only the line end is missing.
    let places = (before.len() + 1..after.len() - 1).step_by(10).chain([after.len() - 1]);
    places.map(|place| after[..place].to_vec())
}

#[test]
fn a_crash_while_recording_leaves_all_or_nothing() {
    let store = Stored::new("crash_recording");
    for (place, act) in (1..).zip([OPENED, ENTERED, INVITED, ACCEPTED]) {
        store.put(&fs::read(store.path()).unwrap_or_default());
        let (before, after) = before_and_after(&store, act, place);
        for stored in cut(&before, &after) {
            store.put(&stored);
            store.is_mended(CUT);
            assert_eq!(store.bytes(), before, "nobody was told that it is recorded");
        }
        store.records(&[act], &format!("recorded as entry {place}\n"));
        store.records(&[act], &format!("recorded before, as entry {place}\n"));
    }
}

#[test]
fn a_crash_while_redacting_leaves_all_or_nothing() {
    let store = Stored::new("crash_redacting");
    store.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    let (_, records) = store.columns();
    let (before, after) = before_and_after(&store, REDACTED, 5);
    // The file that was to replace it: not begun, half of it, all of it.
    for new in [0, 1, after.len() / 2, after.len()] {
        store.put(&before);
        fs::write(store.folder.join("history.new"), &after[..new]).unwrap();
        store.is_mended("");
        assert_eq!(store.bytes(), before);
        fs::write(store.folder.join("history.new"), WORDS).unwrap();
        store.records(&[REDACTED], "recorded as entry 5\n");
        let stored = String::from_utf8(store.bytes()).unwrap();
        assert!(!stored.contains(WORDS) && !stored.contains(&salt_of(&records)));
    }
    store.records(&[REDACTED], "recorded before, as entry 5\n");

    // Words that come back are no crash.
    let (lines, records) = store.columns();
    let words = String::from_utf8(before).unwrap();
    let words = words.lines().nth(2).unwrap().split('\t').next().unwrap();
    let mut rows: Vec<(&str, &str)> = lines.iter().zip(&records).map(|(line, record)| (&**line, &**record)).collect();
    rows[2].0 = words;
    store.put_rows(&rows);
    store.is_broken(None, "entry 3: its line does not match its seal");
}

#[test]
fn a_line_that_somebody_added_is_named() {
    let store = Stored::new("added");
    store.records(&[OPENED, ENTERED, INVITED], "recorded as entry 1\nrecorded as entry 2\nrecorded as entry 3\n");
    let (before, after) = before_and_after(&store, ACCEPTED, 4);
    let line = after[before.len()..].split(|byte| *byte == b'\t').next().unwrap();
    for added in [line, b"{}", b""] {
        store.put(&[&before, added, b"\n"].concat());
        store.is_broken(None, "entry 4: its line has no record");
    }
}

#[cfg(unix)]
#[test]
fn who_may_read_the_file_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let store = Stored::new("permissions");
    store.records(&[OPENED, ENTERED, INVITED, ACCEPTED], FOUR);
    fs::set_permissions(store.path(), fs::Permissions::from_mode(0o600)).unwrap();
    store.records(&[REDACTED], "recorded as entry 5\n");
    assert_eq!(fs::metadata(store.path()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_acts_of_the_invented_case_become_what_they_become_elsewhere() {
    let store = Stored::new("acts");
    let acts = include_str!("../examples/data/acts.jsonl");
    let mut offers = Vec::new();
    for line in acts.lines().filter(|line| !line.trim().is_empty()) {
        let (before, after) = line.split_once(r#""recorded_at":""#).unwrap_or((line, ""));
        offers.push(before.to_owned() + after.split_once("\",").map_or("", |(_, after)| after));
    }
    let ((status, told, error), _) = store.run(None, &offers.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((status, error.as_str()), (1, ""));
    assert!(told.lines().filter(|line| line.starts_with("recorded as")).count() > 3, "{told}");
    assert!(told.lines().any(|line| line.starts_with("refused, contracting.out_of_step: ")), "{told}");
    store.holds();
}

#[test]
fn it_says_how_it_is_used() {
    let output = Command::new(example()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "usage: store FILE [HEAD] < OFFERS\n");
    let store = Stored::new("used");
    let (told, _) = store.run(Some("12:beef"), &[]);
    let why = "expected the number of an entry, a colon, and 64 hexadecimal digits in lower case\n";
    assert_eq!(told, (2, String::new(), why.to_owned()));
}
