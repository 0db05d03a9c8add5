//! Leaving cells empty that are about few people, and those that would give them away.

use std::collections::BTreeMap;

use super::row::{Key, Row};

/// The fewest people that a cell may be about.
pub(crate) const FEWEST: u64 = 5;

/// The levels whose parts add up to all: the part itself, and its sides.
const PARTED: [[&str; 2]; 2] = [["perspective", "perspective_side"], ["space", "space_side"]];
/// The levels that are about all of it.
const WHOLE: [&str; 2] = ["all", "side"];

fn is_few(people: u64) -> bool {
    (1..FEWEST).contains(&people)
}

impl Row {
    fn hide(&mut self) {
        (self.value, self.n, self.entries) = (String::new(), None, Vec::new());
    }

    /// The part that it is of: its key up to the first stroke.
    fn part(&self) -> &str {
        match &self.key {
            Key::Code(code) => code.split('/').next().unwrap_or_default(),
            Key::All | Key::Reference(..) => "",
        }
    }
}

/// The lines of one reading, as they may be given away. The help of the command states the rule.
pub(crate) fn suppress(mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|row| !row.of_one);
    let parts: Vec<([&str; 2], Vec<String>, bool)> = PARTED.iter().map(|&levels| hidden(&rows, levels)).collect();
    for row in &mut rows {
        let of_part = |(levels, hidden, _): &([&str; 2], Vec<String>, bool)| {
            levels.contains(&row.level) && hidden.iter().any(|part| part == row.part())
        };
        let few = row.least.is_some_and(is_few);
        let whole = parts.iter().any(|(.., whole)| *whole) && WHOLE.contains(&row.level) && row.least.is_some();
        if few || whole || parts.iter().any(of_part) {
            row.hide();
        }
    }
    rows
}

/// The parts of one kind that have to be hidden, and whether the whole has to be, too.
fn hidden<'l>(rows: &[Row], levels: [&'l str; 2]) -> ([&'l str; 2], Vec<String>, bool) {
    let mut parts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| levels.first() == Some(&row.level)) {
        let people = parts.entry(row.part()).or_default();
        *people = row.n.unwrap_or_default().max(*people);
    }
    // The smallest first; of those alike, in the order of their codes.
    let mut by_size: Vec<(u64, &str)> =
        parts.into_iter().map(|(part, people)| (people, part)).filter(|&(n, _)| n > 0).collect();
    by_size.sort_unstable();
    let few = by_size.iter().filter(|&&(people, _)| is_few(people)).count();
    let sum = |count: usize| by_size.iter().take(count).map(|&(people, _)| people).sum::<u64>();
    let enough = |&count: &usize| count == 0 || (count >= 2 && sum(count) >= FEWEST);
    let count = (few..=by_size.len()).find(enough);
    let taken = by_size.iter().take(count.unwrap_or(by_size.len()));
    (levels, taken.map(|&(_, part)| part.to_owned()).collect(), count.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(key: &str, people: u64) -> Row {
        Row::new("perspective", Key::Code(key.to_owned()), "observers", people).people(people)
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
        // One is few: the next smallest goes with it.
        assert_eq!(shown(&[("family", 2), ("partner", 6), ("social_work", 9)]), ["17", "", "", "9"]);
        // Two are few, and are five together.
        assert_eq!(shown(&[("family", 2), ("partner", 3), ("social_work", 9)]), ["14", "", "", "9"]);
        // Two are few, and three together, which would still tell of few.
        assert_eq!(shown(&[("family", 2), ("partner", 1), ("social_work", 9), ("x", 10)]), ["22", "", "", "", "10"]);
        // There is no other to go with it: all of it goes.
        assert_eq!(shown(&[("family", 4)]), ["", ""]);
        assert_eq!(shown(&[("family", 2), ("social_work", 9)]), ["11", "", ""]);
        assert_eq!(shown(&[("family", 1), ("social_work", 1)]), ["", "", ""]);
    }

    #[test]
    fn what_is_of_one_goes_and_what_tells_of_few_is_empty() {
        let rows = vec![
            Row::new("observer", Key::All, "leans", "healthy").of_one(),
            Row::all("verdict", "contested").people(8_u64).citing([practice_cycle::id::EntryNumber::FIRST]),
            Row::all("dissent_share", 0.25).people(8_u64).telling_of(2_u64),
            Row::all("windows_count", 3_u64).things(3_u64),
        ];
        let shown = suppress(rows);
        let values: Vec<&str> = shown.iter().map(|row| row.value.as_str()).collect();
        assert_eq!(values, ["contested", "", "3"]);
        assert_eq!((shown[0].n, shown[0].entries.len(), shown[1].n, shown[2].n), (Some(8), 1, None, Some(3)));
    }
}
