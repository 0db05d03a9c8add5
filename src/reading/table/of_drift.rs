//! The measures of the drift of the boundary.

use std::collections::BTreeSet;

use crate::assessment::{Drift, Movement, Window};
use crate::boundary::Lean;
use crate::code::Code;
use crate::id::PersonId;

use super::row::{Key, Row, Written};
use super::seen::{Note, Notes};

/// Those who are compared and those who are not are all observers.
const COMPARED: &str = "compared";

pub(super) fn rows(drift: &Drift, notes: &Notes<'_>) -> Vec<Row> {
    let movement = match drift.movement {
        Movement::TooLittle { .. } => "too_little",
        Movement::NoSideThroughout { .. } => "no_side_throughout",
        Movement::NoneClear(_) => "none_clear",
        Movement::Moving(_) => "moving",
    };
    let compared = || drift.windows.iter().filter(|window| window.is_compared);
    let people = drift.among.len();
    let entries = compared().flat_map(|window| window.entries.iter().copied());
    let change = drift.movement.change();
    // A change says something of those of them to whom that side showed.
    let among = &Compared::of(drift, notes);
    let showed_to = change.map_or(0, |change| among.showed_to(change.side));
    let changed = |measure, value: String| Row::all(measure, value.as_str()).telling_of(showed_to);
    let mut rows = vec![
        Row::all("movement", movement).citing(entries),
        Row::all("compared_windows", compared().count()),
        changed("change_side", change.map(|change| change.side.code()).written()),
        changed("change_observers", change.map(|change| change.by).written()),
        changed("change_since_day", change.map(|change| change.since.to_string()).unwrap_or_default()),
        changed("statistic", change.map(|change| change.statistic).written()),
        changed("orders_share", change.map(|change| change.share_of_orders).written()),
    ];
    let left_out = drift.not_compared.len();
    rows = rows.into_iter().map(|row| row.people(people).n_leaves(left_out)).collect();
    rows.push(Row::all("compared_observers", people).people(people).together(COMPARED));
    rows.push(Row::all("not_compared_observers", left_out).people(left_out).together(COMPARED));
    rows.extend(drift.windows.iter().flat_map(|window| of_window(window, among, left_out, notes)));
    rows
}

/// Those who are compared.
struct Compared<'d> {
    people: BTreeSet<&'d PersonId>,
    /// To how many of them each side showed in any window: what it is to the others is always nothing.
    showed_to: [usize; Lean::ALL.len()],
}

impl<'d> Compared<'d> {
    fn of(drift: &'d Drift, notes: &Notes<'_>) -> Self {
        let people: BTreeSet<&PersonId> = drift.among.iter().collect();
        let noted = || drift.windows.iter().flat_map(|window| notes.these(&window.entries));
        let mut showed_to = [0; Lean::ALL.len()];
        for (&lean, count) in Lean::ALL.iter().zip(&mut showed_to) {
            let showed = noted().filter(|note| note.shows(lean) && people.contains(note.by));
            *count = showed.map(|note| note.by).collect::<BTreeSet<_>>().len();
        }
        Self { people, showed_to }
    }

    fn showed_to(&self, lean: Lean) -> usize {
        self.showed_to.get(lean.index()).copied().unwrap_or_default()
    }
}

/// A window, by its first day.
fn of_window(window: &Window, among: &Compared<'_>, left_out: usize, notes: &Notes<'_>) -> Vec<Row> {
    let first = window.first_day;
    // Who is compared, and noted this side or saw another there.
    let telling = |lean: Lean| {
        let noted = |note: &&Note<'_>| note.is_present() || note.data.sign.lean() == lean;
        let people = notes.these(&window.entries).filter(noted).map(|note| note.by);
        people.filter(|by| among.people.contains(by)).collect::<BTreeSet<_>>().len()
    };
    let row = |measure| (measure, Key::Code(first.to_string()));
    let whole =
        |(measure, key), value: &str| Row::new("window", key, measure, value).people(window.observers).together("window");
    let mut rows = vec![
        whole(row("last_day"), &window.last_day.to_string()),
        whole(row("compared"), &window.is_compared.written()),
        whole(row("occasions_count"), &window.occasions.to_string()),
        whole(row("observers"), &window.observers.to_string()).citing(window.entries.iter().copied()),
    ];
    for (&lean, &beyond) in Lean::ALL.iter().zip(&window.beyond) {
        let key = Key::Code(format!("{first}/{}", lean.code()));
        let people = telling(lean);
        let row = Row::new("window_side", key, "beyond_own_mean_observers", beyond).people(people);
        let row = row.n_leaves(left_out).n_leaves((window.observers as usize).saturating_sub(people));
        let row = row.telling_of(window.observers).telling_of(among.showed_to(lean));
        rows.push(row.together(format!("window_side/{}", lean.code())));
    }
    rows
}
