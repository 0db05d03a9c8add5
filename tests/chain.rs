//! A chain names what was changed, swapped or lost, in the lines and beside them; a redaction keeps it whole and leaves nothing
//! by which old words could be guessed.
//!
//! Run with `UPDATE=1` to write the golden file anew: a line that changed is a change of format, and no stored chain holds then.
#![cfg(feature = "chain")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in the helpers of tests, where a slip is a failed test")]

#[path = "golden/mod.rs"]
mod golden;

use practice_cycle::attachment::{CycleOpened, PersonEntered};
use practice_cycle::chain::{self, Broken, Chain, Head, HeadError, MAX_RECORD, Problem, Record, Salt};
use practice_cycle::contracting::ContractInvited;
use practice_cycle::correction::Redacted;
use practice_cycle::cycle::{Act, Event};
use practice_cycle::history::{self, History};
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::space::Space;
use practice_cycle::stored;
use proptest::collection::vec;
use proptest::prelude::*;

const WORDS: &str = "Both parents came.";

/// Salts that differ, for tests alone: a host draws them.
fn salts() -> impl FnMut() -> Salt {
    let mut drawn = 0_u64;
    move || {
        drawn += 1;
        let mut bytes = [0xA5; 32];
        bytes[..8].copy_from_slice(&drawn.to_be_bytes());
        Salt::new(bytes)
    }
}

fn number(number: usize) -> EntryNumber {
    EntryNumber::try_from(u32::try_from(number).unwrap()).unwrap()
}

/// What a host keeps: the history, its stored lines, and what stands beside them.
struct Host<S> {
    history: History,
    lines: Vec<String>,
    chain: Chain,
    records: Vec<Record>,
    salts: S,
}

fn host() -> Host<impl FnMut() -> Salt> {
    let (history, chain) = (History::default(), Chain::default());
    let mut host = Host { history, lines: Vec::new(), chain, records: Vec::new(), salts: salts() };
    host.record(CycleOpened::new("cy-1".parse().unwrap(), "p-1".parse().unwrap(), "t-1".parse().unwrap()));
    host.record(PersonEntered::new("p-2".parse().unwrap(), Role::SocialWorker));
    host.record(invited("c-1"));
    host.record(invited("c-2"));
    host.record(PersonEntered::new("p-3".parse().unwrap(), Role::Manager));
    host
}

fn invited(contract: &str) -> ContractInvited {
    let mut invited = ContractInvited::new(contract.parse().unwrap(), Space::HomeVisit);
    invited.words = Some(WORDS.parse().unwrap());
    invited
}

fn redacted(entries: &[usize]) -> Event {
    let entries = entries.iter().map(|&entry| number(entry)).collect();
    practice_cycle::correction::Event::from(Redacted { entries, reason: "Wrong family.".parse().unwrap() }).into()
}

impl<S: FnMut() -> Salt> Host<S> {
    /// Records, stores, seals, and forgets old salts, as the page of the module says.
    fn record(&mut self, event: impl Into<Event>) {
        let at: Moment = "2026-04-01T09:00:00Z".parse().unwrap();
        let by = if self.lines.len() < 2 { "p-1" } else { "p-2" };
        let recorded = self.history.record(Act::new(event, by.parse().unwrap(), at)).unwrap().0.number();
        self.lines.push(serde_json::to_string(self.history.entry(recorded).unwrap()).unwrap());
        for entry in self.history.redacted_in(recorded) {
            self.lines[entry.number().get() as usize - 1] = serde_json::to_string(entry).unwrap();
        }
        let record = self.chain.seal_next(&self.history, &mut self.salts).unwrap().unwrap();
        self.records.iter_mut().for_each(|earlier| _ = earlier.forget(&record));
        self.records.push(record);
    }

    fn side_file(&self) -> String {
        self.records.iter().map(|record| serde_json::to_string(record).unwrap() + "\n").collect()
    }

    #[track_caller]
    fn holds(&self) {
        assert_eq!(chain::check(&self.lines, &self.records, self.chain.head()), Ok(self.chain.clone()));
        assert_eq!(chain::check(&self.lines, &self.records, None), Ok(self.chain.clone()));
        let mut written = Vec::new();
        self.history.write(&mut written).unwrap();
        assert_eq!(written, (self.lines.join("\n") + "\n").as_bytes(), "the lines are those of the history");
    }
}

#[track_caller]
fn breaks(checked: Result<Chain, Broken>, at: usize, problem: Problem) {
    let broken = checked.unwrap_err();
    assert_eq!((broken.number(), broken.problem()), (number(at), problem));
}

#[test]
fn what_was_sealed_holds() {
    host().holds();
    let none: [&str; 0] = [];
    assert_eq!(chain::check(none, &[], None), Ok(Chain::default()));
    assert_eq!(Chain::default().head(), None);
}

#[test]
fn a_bit_that_flips_anywhere_is_named_with_its_line() {
    let host = host();
    let whole = (host.lines.join("\n") + "\n").into_bytes();
    let mut line = 1;
    for (place, &byte) in whole.iter().enumerate() {
        for bit in 0..8 {
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << bit;
            let text = flipped.strip_suffix(b"\n").unwrap_or(&flipped);
            let lines = text.split(|&byte| byte == b'\n');
            breaks(chain::check(lines, &host.records, None), line, Problem::LineChanged);
        }
        line += usize::from(byte == b'\n');
    }
    assert_eq!(line, host.lines.len() + 1);
}

#[test]
fn line_ends_do_not_count() {
    let host = host();
    let ends = ["\n", "\r\n"].map(|end| host.lines.iter().map(|line| line.clone() + end).collect::<Vec<_>>());
    for lines in ends {
        assert_eq!(chain::check(lines, &host.records, None), Ok(host.chain.clone()));
    }
}

#[test]
fn lines_that_are_swapped_are_told_from_changed_ones() {
    let host = host();
    for first in 0..host.lines.len() {
        for second in first + 1..host.lines.len() {
            let mut lines = host.lines.clone();
            lines.swap(first, second);
            let with = number(second + 1);
            breaks(chain::check(lines, &host.records, None), first + 1, Problem::LinesSwapped { with });
        }
    }
}

#[test]
fn a_line_that_moved_is_told_from_a_missing_one() {
    let host = host();
    let mut lines = host.lines.clone();
    let moved = lines.remove(1);
    lines.insert(3, moved);
    breaks(chain::check(&lines, &host.records, None), 2, Problem::LineMisplaced { at: number(4) });

    let mut added = host.lines.clone();
    added.insert(1, "{}".to_owned());
    breaks(chain::check(&added, &host.records, None), 2, Problem::LineMisplaced { at: number(3) });

    let mut copied = host.lines.clone();
    copied[3] = copied[1].clone();
    breaks(chain::check(&copied, &host.records, None), 4, Problem::LineChanged);
}

#[test]
fn lines_that_are_missing_are_named() {
    let host = host();
    for from in 0..host.lines.len() {
        for to in from + 1..=host.lines.len() {
            let mut lines = host.lines.clone();
            lines.drain(from..to);
            breaks(chain::check(lines, &host.records, host.chain.head()), from + 1, Problem::LineMissing);
        }
    }
}

/// Every field of every record, by a digit or by one, whether it still reads or not.
#[test]
fn a_record_that_is_changed_is_named() {
    let mut host = host();
    host.record(redacted(&[3, 4]));
    let side_file = host.side_file();
    let (mut line, mut changed) = (1, 0);
    for (place, letter) in side_file.char_indices() {
        let other = match letter {
            '\n' => {
                line += 1;
                continue;
            }
            '0'..='8' | 'a'..='e' => char::from(letter as u8 + 1),
            '9' => '8',
            'f' => 'e',
            _ => '?',
        };
        let spoilt = format!("{}{other}{}", &side_file[..place], &side_file[place + letter.len_utf8()..]);
        let records = match chain::read(spoilt.as_bytes()) {
            Ok(records) => records,
            Err(error) => {
                assert_eq!(error.line(), line, "{place}");
                continue;
            }
        };
        changed += 1;
        let broken = chain::check(&host.lines, &records, host.chain.head()).unwrap_err();
        // Salts stand in no link, so a changed one shows by the line that it is for.
        let named = usize::try_from(broken.number().get()).unwrap();
        if broken.problem() == Problem::LineChanged {
            assert!(named == line || (line == 6 && [3, 4].contains(&named)), "{place}: {broken}");
        } else {
            assert_eq!((broken.problem(), named), (Problem::RecordChanged, line), "{place}");
        }
    }
    assert!(changed > 1000, "{changed}");
}

#[test]
fn records_that_are_missing_or_out_of_order_are_named() {
    let host = host();
    let last = host.records.len() - 1;
    for place in 0..=last {
        let mut records = host.records.clone();
        records.remove(place);
        let problem = if place == last { Problem::LineUnsealed } else { Problem::RecordMissing };
        breaks(chain::check(&host.lines, &records, None), place + 1, problem);
    }
    for place in 0..last {
        let mut records = host.records.clone();
        records.swap(place, place + 1);
        breaks(chain::check(&host.lines, &records, None), place + 1, Problem::RecordMisplaced);
    }
}

#[test]
fn a_lost_tail_is_named_by_its_first_entry() {
    let host = host();
    let (head, whole) = (host.chain.head(), host.lines.len());
    for kept in 0..whole {
        breaks(chain::check(&host.lines[..kept], &host.records, None), kept + 1, Problem::LineMissing);
        breaks(chain::check(&host.lines, &host.records[..kept], head), kept + 1, Problem::LineUnsealed);
        // Where both are cut off, only the head tells.
        let both = (&host.lines[..kept], &host.records[..kept]);
        breaks(chain::check(both.0, both.1, head), kept + 1, Problem::CutOff { head: number(whole) });
        assert!(chain::check(both.0, both.1, None).is_ok());
    }
}

#[test]
fn only_a_head_kept_elsewhere_tells_a_chain_made_anew() {
    let mut host = host();
    let head = host.chain.head();
    host.lines[1] = host.lines[1].replace("social_worker", "student");
    let (mut anew, mut salts) = (Chain::default(), salts());
    let records: Vec<Record> = host.lines.iter().map(|line| anew.seal(line, salts())).collect();
    assert_eq!(chain::check(&host.lines, &records, None), Ok(anew));
    breaks(chain::check(&host.lines, &records, head), 5, Problem::OtherHead);
    // A head from before the change says nothing of it.
    let before = host.records[0].head();
    assert!(chain::check(&host.lines, &records, Some(before)).is_ok());
}

#[test]
fn an_older_head_still_serves() {
    let host = host();
    for record in &host.records {
        assert_eq!(chain::check(&host.lines, &host.records, Some(record.head())), Ok(host.chain.clone()));
    }
}

#[test]
fn a_redaction_seals_anew_and_leaves_no_old_salt() {
    let mut host = host();
    let (before, old) = (host.records.clone(), host.lines.clone());
    let heads: Vec<Head> = before.iter().map(Record::head).collect();
    host.record(redacted(&[3]));
    host.record(invited("c-3"));
    host.holds();

    assert!(!host.lines[2].contains(WORDS) && old[2].contains(WORDS));
    assert!(!serde_json::to_string(&host.records[2]).unwrap().contains("salt"));
    assert_eq!(host.records[5].sealed_anew().collect::<Vec<_>>(), [number(3)]);
    for (place, head) in heads.into_iter().enumerate() {
        assert_eq!(host.records[place].head(), head, "earlier links stay");
        assert!(chain::check(&host.lines, &host.records, Some(head)).is_ok());
    }

    let mut put_back = host.lines.clone();
    put_back[2].clone_from(&old[2]);
    breaks(chain::check(put_back, &host.records, None), 3, Problem::LineChanged);

    let mut kept = host.records.clone();
    kept[2].clone_from(&before[2]);
    breaks(chain::check(&host.lines, &kept, None), 3, Problem::SaltKept { by: number(6) });
}

#[test]
fn a_decision_to_redact_gives_the_lines_as_they_are_sealed_anew_however_they_are_named() {
    let mut host = host();
    let at: Moment = "2026-04-01T09:00:00Z".parse().unwrap();
    let decision = host.history.decide(Act::new(redacted(&[4, 3, 4]), "p-2".parse().unwrap(), at)).unwrap();
    let line = |entry| serde_json::to_string(entry).unwrap();
    let anew: Vec<_> = decision.rewritten().iter().map(|entry| (entry.number(), line(entry), (host.salts)())).collect();
    assert_eq!(anew.iter().map(|(number, ..)| number.get()).collect::<Vec<_>>(), [3, 4]);
    let record = host.chain.seal_anew(line(&decision.entries()[0]), (host.salts)(), anew).unwrap();
    assert_eq!(record.sealed_anew().collect::<Vec<_>>(), [number(3), number(4)]);
}

#[test]
fn a_redaction_that_is_redacted_keeps_what_it_sealed() {
    let mut host = host();
    host.record(redacted(&[3, 4]));
    host.record(redacted(&[6]));
    host.holds();
    assert_eq!(host.records[6].sealed_anew().collect::<Vec<_>>(), [number(6)]);
}

#[test]
fn of_two_redactions_of_one_line_the_latest_counts() {
    let (mut chain, mut salt) = (Chain::default(), salts());
    let mut records = vec![chain.seal("name, place", salt()), chain.seal("second", salt())];
    for (line, redacted) in [("third", "…, place"), ("fourth", "…, …")] {
        let record = chain.seal_anew(line, salt(), [(number(1), redacted, salt())]).unwrap();
        let changed = records.iter_mut().filter_map(|earlier| earlier.forget(&record).then_some(earlier.number().get()));
        assert_eq!(changed.collect::<Vec<_>>(), if line == "third" { [1] } else { [3] });
        records.push(record);
    }
    assert_eq!(chain::check(["…, …", "second", "third", "fourth"], &records, chain.head()), Ok(chain.clone()));
    for old in ["name, place", "…, place"] {
        breaks(chain::check([old, "second", "third", "fourth"], &records, None), 1, Problem::LineChanged);
    }
    let written: Vec<String> = records.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
    let salts: Vec<usize> = written.iter().map(|record| record.matches("salt").count()).collect();
    assert_eq!(salts, [0, 1, 1, 2]);
}

#[test]
fn a_salt_that_is_taken_away_without_a_redaction_is_named() {
    let host = host();
    let mut chain = Chain::default();
    let mut salt = salts();
    chain.seal("a", salt());
    chain.seal("b", salt());
    let elsewhere = chain.seal_anew("c", salt(), [(number(2), "d", salt())]).unwrap();
    let mut records = host.records.clone();
    records[1].forget(&elsewhere);
    breaks(chain::check(&host.lines, &records, host.chain.head()), 2, Problem::SaltMissing);
}

#[test]
fn a_record_forgets_nothing_for_itself_or_an_earlier_one() {
    let mut host = host();
    host.record(redacted(&[3, 4]));
    for later in host.records.clone() {
        for record in host.records.iter_mut().filter(|record| record.number() >= later.number()) {
            assert!(!record.forget(&later));
        }
    }
    host.holds();
}

#[test]
fn lines_sealed_anew_are_earlier_ones_each_once_in_order() {
    let (mut chain, mut salt) = (Chain::default(), salts());
    chain.seal("a", salt());
    chain.seal("b", salt());
    let before = chain.clone();
    for (anew, wrong) in [(vec![3], 3), (vec![1, 9], 9), (vec![1, 1], 1), (vec![2, 1], 1)] {
        let anew: Vec<_> = anew.into_iter().map(|line| (number(line), "tombstone", salt())).collect();
        let refused = chain.seal_anew("c", salt(), anew).unwrap_err();
        assert_eq!((refused.number, refused.by), (number(wrong), number(3)));
    }
    assert_eq!(chain, before);
    assert!(chain.seal_anew("c", salt(), [(number(1), "d", salt()), (number(2), "e", salt())]).is_ok());
}

#[test]
fn a_side_file_is_as_before() {
    let mut host = host();
    host.record(redacted(&[3, 4]));
    golden::is_golden("tests/golden/chain.jsonl", &host.side_file());
    assert_eq!(chain::read(host.side_file().as_bytes()).unwrap(), host.records);
}

#[track_caller]
fn says(record: &str, words: &str) {
    let error = stored::parse::<Record>(record).unwrap_err();
    assert_eq!(error.to_string(), words);
    assert_eq!(chain::read(format!("\n{record}\n").as_bytes()).unwrap_err().to_string(), format!("line 2: {words}"));
}

#[test]
fn records_are_read_strictly() {
    let digits = "0".repeat(64);
    let record = |more: &str| format!(r#"{{"number":3,"seal":"{digits}"{more},"link":"{digits}"}}"#);
    assert!(stored::parse::<Record>(&record("")).is_ok());
    says(
        &record(r#","note":1"#),
        "column 92: unknown field `note`, expected one of `number`, `salt`, `seal`, `reseals`, `link`",
    );
    says(&record(r#","salt":null"#), "column 97, at `salt`: expected 64 hexadecimal digits in lower case");
    says(&record(r#","salt":"Jo""#), "column 97, at `salt`: expected 64 hexadecimal digits in lower case");
    let reseal = |number: u32, more: &str| format!(r#"{{"number":{number},"seal":"{digits}"{more}}}"#);
    let late = record(&format!(r#","reseals":[{}]"#, reseal(3, "")));
    let error = stored::parse::<Record>(&late).unwrap_err();
    assert_eq!(
        error.problem(),
        "the line of entry 3 cannot be sealed anew by entry 3: expected earlier ones, each once, in order"
    );
    let more = record(&format!(r#","reseals":[{}]"#, reseal(2, r#","words":"Jo""#)));
    let error = stored::parse::<Record>(&more).unwrap_err();
    assert_eq!(error.problem(), "unknown field `words`, expected one of `number`, `salt`, `seal`");
    says("[3]", "column 0: expected an object");
    for digits in ["A".repeat(64), "0".repeat(62), "0".repeat(66), "é".repeat(32)] {
        assert!(stored::parse::<Record>(&record(&format!(r#","salt":"{digits}""#))).is_err(), "{digits}");
    }
}

#[test]
fn a_side_file_that_is_no_text_or_too_long_is_refused() {
    let error = chain::read(&b"\n\xff\n"[..]).unwrap_err();
    assert!(matches!(error.problem(), history::Problem::NotUtf8 { column: 1 }) && error.line() == 2);
    let error = chain::read(" ".repeat(MAX_RECORD + 1).as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), format!("line 1: it is longer than {MAX_RECORD} bytes"));
    assert_eq!(chain::read(" ".repeat(MAX_RECORD).as_bytes()).unwrap(), []);
}

#[test]
fn heads_are_read_strictly() {
    let head = host().chain.head().unwrap();
    assert_eq!(head.to_string().parse(), Ok(head));
    assert_eq!(serde_json::to_string(&head).unwrap(), format!("\"{head}\""));
    assert_eq!(serde_json::from_str::<Head>(&format!("\"{head}\"")).unwrap(), head);
    let written = head.to_string();
    let (number, link) = written.split_once(':').unwrap();
    for wrong in [
        String::new(),
        link.to_owned(),
        format!("0:{link}"),
        format!("+5:{link}"),
        format!("05:{link}"),
        format!("{number}:{link}0"),
        format!("{number}:{}", link.to_uppercase()),
        format!(" {written}"),
        format!("4294967296:{link}"),
    ] {
        assert_eq!(wrong.parse::<Head>(), Err(HeadError), "{wrong}");
    }
}

#[test]
fn no_salt_and_no_words_show() {
    let mut host = host();
    host.record(redacted(&[3]));
    let shown = format!("{:?} {:?}", host.records, host.chain);
    assert!(!shown.contains("a5a5") && !shown.contains("165") && shown.contains("Salt"), "{shown}");
    for broken in [chain::check(&host.lines[1..], &host.records, None), chain::check([WORDS], &host.records, None)] {
        let broken = broken.unwrap_err();
        assert!(!format!("{broken} {broken:?}").contains("parents"));
    }
}

#[test]
fn sealing_as_entries_are_recorded_equals_sealing_a_history_whole() {
    let host = host();
    let (mut chain, mut salt) = (Chain::default(), salts());
    let mut records = Vec::new();
    while let Some(record) = chain.seal_next(&host.history, &mut salt).unwrap() {
        records.push(record);
    }
    assert_eq!((records, chain), (host.records, host.chain));
}

/// Lines, each with the earlier lines that it seals anew.
fn sealings() -> impl Strategy<Value = Vec<(String, Vec<bool>)>> {
    vec(("[ -~é]{0,40}", vec(proptest::bool::weighted(0.1), 12)), 0..12)
}

proptest! {
    #[test]
    fn sealing_after_each_record_equals_sealing_in_one_go(sealings in sealings()) {
        let (mut whole, mut salt, mut salt_again) = (Chain::default(), salts(), salts());
        let (mut lines, mut records): (Vec<String>, Vec<Record>) = (Vec::new(), Vec::new());
        for (place, (line, anew)) in sealings.iter().enumerate() {
            let anew: Vec<usize> = (0..place).filter(|&earlier| anew[earlier]).collect();
            let new_line = |earlier: usize| format!("{earlier} as of {place}");
            let reseals = |salt: &mut dyn FnMut() -> Salt| -> Vec<(EntryNumber, String, Salt)> {
                anew.iter().map(|&earlier| (number(earlier + 1), new_line(earlier), salt())).collect()
            };
            let expected = whole.seal_anew(line, salt(), reseals(&mut salt)).unwrap();

            // From nothing but what is stored.
            let side_file: String = records.iter().map(|record| serde_json::to_string(record).unwrap() + "\n").collect();
            let read = chain::read(side_file.as_bytes()).unwrap();
            prop_assert_eq!(&read, &records);
            let mut resumed = read.last().map_or_else(Chain::default, Chain::after);
            let record = resumed.seal_anew(line, salt_again(), reseals(&mut salt_again)).unwrap();
            prop_assert_eq!(&record, &expected);
            prop_assert_eq!(&resumed, &whole);

            lines.push(line.clone());
            anew.iter().for_each(|&earlier| lines[earlier] = new_line(earlier));
            records.iter_mut().for_each(|earlier| _ = earlier.forget(&record));
            records.push(record);
            prop_assert_eq!(chain::check(&lines, &records, whole.head()), Ok(whole.clone()));
        }
    }
}
