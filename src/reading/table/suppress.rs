//! Leaving cells empty that are about few people, and those that would give them away.

use std::collections::BTreeSet;

use super::row::Row;

/// The fewest people that a cell may be about.
const FEWEST: u64 = 5;

fn is_few(people: Option<u64>) -> bool {
    people.is_some_and(|people| (1..FEWEST).contains(&people))
}

/// The lines of one reading, as they may be passed on. The help of `practice-cycle table` states the rule.
///
/// Lines that together make up a number that is printed have one name in [`Row::together`], and are hidden all or none: so nothing
/// is left of them that could be subtracted from it.
pub(super) fn suppress(mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|row| !row.of_one);
    let few = rows.iter().filter(|row| is_few(row.least));
    let hidden: BTreeSet<String> = few.filter_map(|row| row.together.clone()).collect();
    for row in &mut rows {
        row.entries.clear();
        let is_hidden = is_few(row.least) || row.together.as_ref().is_some_and(|name| hidden.contains(name));
        if is_hidden {
            row.value.clear();
        }
        if is_hidden || is_few(row.n_leaves) {
            row.n = None;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::row::Key;
    use super::*;

    fn part(key: &str, people: u64) -> Row {
        Row::new("perspective", Key::Code(key.to_owned()), "observers", people).people(people).together("perspective")
    }

    /// What is left to see: of the whole, then of each part.
    fn shown(parts: &[(&str, u64)]) -> Vec<String> {
        let all: u64 = parts.iter().map(|(_, people)| people).sum();
        let rows = [Row::all("used_observers", all).people(all)];
        let rows = rows.into_iter().chain(parts.iter().map(|&(key, people)| part(key, people))).collect();
        suppress(rows).into_iter().map(|row| row.value).collect()
    }

    #[test]
    fn no_part_of_fewer_than_five_can_be_found_by_subtraction() {
        // Enough everywhere; nobody at all is no secret.
        assert_eq!(shown(&[("family", 5), ("partner", 0), ("social_work", 7)]), ["12", "5", "0", "7"]);
        // One is few: all parts go with it, also those of nobody, and the whole is no help.
        assert_eq!(shown(&[("family", 2), ("partner", 6), ("social_work", 9)]), ["17", "", "", ""]);
        assert_eq!(shown(&[("family", 2), ("partner", 0), ("social_work", 9)]), ["11", "", "", ""]);
        assert_eq!(shown(&[("family", 2), ("partner", 1), ("social_work", 9), ("x", 10)]), ["22", "", "", "", ""]);
        // Few in all.
        assert_eq!(shown(&[("family", 4)]), ["", ""]);
        assert_eq!(shown(&[("family", 1), ("social_work", 1)]), ["", "", ""]);
    }

    #[test]
    fn what_is_of_one_goes_and_what_tells_of_few_is_empty() {
        let rows = vec![
            Row::new("observer", Key::All, "leans", "healthy").of_one(),
            Row::all("verdict", "contested").people(8_u64).citing([crate::id::EntryNumber::FIRST]),
            Row::all("dissent_share", 0.25).people(8_u64).telling_of(2_u64),
            Row::all("windows_count", 3_u64).things(3_u64),
            Row::all("movement", "moving").people(8_u64).n_leaves(1_u64),
            Row::all("showed_observers", 0.5).people(0_u64).telling_of(4_u64),
        ];
        let shown = suppress(rows);
        let values: Vec<&str> = shown.iter().map(|row| row.value.as_str()).collect();
        assert_eq!(values, ["contested", "", "3", "moving", ""]);
        let numbers: Vec<Option<u64>> = shown.iter().map(|row| row.n).collect();
        assert_eq!(numbers, [Some(8), None, Some(3), None, None]);
        assert!(shown.iter().all(|row| row.entries.is_empty()));
    }
}
