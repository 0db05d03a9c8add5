//! The measures of the standing.

use practice_cycle::code::Code as _;
use practice_cycle::standing::{Condition, Standing};

use super::row::{Key, Row};

pub(crate) fn rows(standing: &Standing) -> Vec<Row> {
    let rests_on = || standing.rests_on.iter().flat_map(|condition| &condition.entries).copied();
    let disruptions = standing.disruptions.iter().map(|cited| cited.entry);
    let all = [
        Row::all("step", standing.step.code()).citing(rests_on()),
        Row::all("step_number", standing.step.index() + 1).citing(rests_on()),
        Row::all("undisrupted_step", standing.undisrupted.code()),
        Row::all("unanswered_disruptions_count", standing.disruptions.len()).citing(disruptions),
    ];
    let condition = |condition: &Condition| {
        let row = |measure, value: usize| Row::new("condition", Key::codes(condition.step, condition.what), measure, value);
        [row("have_count", condition.have).citing(condition.entries.iter().copied()), row("need_count", condition.need)]
    };
    let conditions = standing.rests_on.iter().chain(&standing.missing).flat_map(condition);
    all.into_iter().chain(conditions).collect()
}
