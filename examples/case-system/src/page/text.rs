//! Texts of the crate as HTML, and times as people read them.

use maud::{Markup, html};
use practice_cycle::calendar::{Local, local_date};
use practice_cycle::chrono::NaiveDate;
use practice_cycle::moment::Moment;

/// A time by the clocks of London, to the minute; a program can read it whole.
pub(super) fn time(at: Moment) -> Markup {
    html! { time datetime=(at) { (without_seconds(&Local::in_london(at).to_string())) } }
}

/// A text of the crate with its times to the minute: a machine records to the nanosecond, which nobody wants to read. What somebody
/// wrote stands in quotation marks, and is left as it is.
pub(super) fn without_seconds(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let (mut said, quoted) = line.split_at(line.find('"').unwrap_or(line.len()));
        let mut short = String::with_capacity(line.len());
        while let Some(place) = said.find(':') {
            let (before, after) = said.split_at(place + 1);
            let minute =
                after.get(..3).filter(|minute| minute.ends_with(':') && minute.trim_end_matches(':').parse::<u8>().is_ok());
            let is_hour = before.len() > 2 && before.trim_end_matches(':').ends_with(|letter: char| letter.is_ascii_digit());
            short.push_str(before);
            said = after;
            if let (Some(minute), true) = (minute, is_hour) {
                short.push_str(minute.trim_end_matches(':'));
                let rest = after.get(3..).unwrap_or_default();
                said = rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
            }
        }
        lines.push(short + said + quoted);
    }
    lines.join("\n")
}

/// A day, as people write it.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The day of a time in London.
pub(super) fn day_of(at: Moment) -> String {
    day(local_date(at))
}

/// With a capital letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Paragraphs, and lists where lines begin with a dash.
pub(super) fn prose(text: &str) -> Markup {
    let mut blocks: Vec<(bool, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("- ") {
            Some(item) => match blocks.last_mut() {
                Some((true, items)) => items.push(item),
                _ => blocks.push((true, vec![item])),
            },
            None if line.trim().is_empty() => {}
            None => blocks.push((false, vec![line])),
        }
    }
    html! {
        @for (is_list, lines) in &blocks {
            @if *is_list { ul { @for line in lines { li { (line) } } } }
            @else { @for line in lines { p { (line) } } }
        }
    }
}

/// A part of a text whose lines are indented under what they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) line: String,
    pub(super) under: Vec<Outline>,
}

impl Outline {
    /// The lines that are not indented, each with what stands under it.
    pub(super) fn of(text: &str) -> Vec<Self> {
        let mut open: Vec<(usize, Outline)> = Vec::new();
        let mut top = Vec::new();
        fn close(open: &mut Vec<(usize, Outline)>, top: &mut Vec<Outline>, depth: usize) {
            while open.last().is_some_and(|(other, _)| *other >= depth) {
                let Some((_, closed)) = open.pop() else { return };
                match open.last_mut() {
                    Some((_, parent)) => parent.under.push(closed),
                    None => top.push(closed),
                }
            }
        }
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let depth = line.len() - line.trim_start().len();
            close(&mut open, &mut top, depth);
            open.push((depth, Outline { line: line.trim().to_owned(), under: Vec::new() }));
        }
        close(&mut open, &mut top, 0);
        top
    }

    /// As nested lists.
    pub(super) fn list(all: &[Outline]) -> Markup {
        html! { @if !all.is_empty() { ul { @for one in all { li { (one.line) (Self::list(&one.under)) } } } } }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outline, prose, without_seconds};

    #[test]
    fn times_are_told_to_the_minute_and_what_people_wrote_is_left_alone() {
        let told = "began, 28 Nov 2026 10:07:15 GMT by worker, recorded 28 Nov 2026 10:07:15.734021302 GMT [11]\n  at 09:30 BST, c-1: active\n";
        let short =
            "began, 28 Nov 2026 10:07 GMT by worker, recorded 28 Nov 2026 10:07 GMT [11]\n  at 09:30 BST, c-1: active";
        assert_eq!(without_seconds(told), short);
        assert_eq!(without_seconds("goal: \"be there 10:07:15\""), "goal: \"be there 10:07:15\"");
    }

    #[test]
    fn lines_stand_under_what_they_belong_to() {
        let outline = Outline::of("Contracts\n  c-1: active\n    began\n  c-2: invited\nPeople\n");
        assert_eq!(outline.iter().map(|one| one.line.as_str()).collect::<Vec<_>>(), ["Contracts", "People"]);
        assert_eq!(outline[0].under.len(), 2);
        assert_eq!(outline[0].under[0].under[0].line, "began");
    }

    #[test]
    fn prose_is_escaped_and_has_lists() {
        assert_eq!(
            prose("One <b>.\n- two\n- three\n").into_string(),
            "<p>One &lt;b&gt;.</p><ul><li>two</li><li>three</li></ul>"
        );
    }
}
