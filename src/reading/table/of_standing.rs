//! The measures of the standing.

use crate::code::Code as _;
use crate::standing::{Condition, Standing};

use super::row::{Key, Row, Written};

pub(super) fn rows(standing: &Standing) -> Vec<Row> {
    let rests_on = || standing.rests_on.iter().flat_map(|condition| &condition.entries).copied();
    let disruptions = standing.disruptions.iter().map(|cited| cited.entry);
    // The number of disruptions is the difference between the two steps, as far as that goes.
    let disrupted = |measure, value: String| {
        Row::all(measure, value.as_str()).telling_of(standing.disruptions.len()).together("disruptions")
    };
    let all = [
        Row::all("step", standing.step.code()).citing(rests_on()),
        Row::all("step_number", standing.step.index() + 1).citing(rests_on()),
        disrupted("undisrupted_step", standing.undisrupted.code().to_owned()),
        disrupted("unanswered_disruptions_count", standing.disruptions.len().written()).citing(disruptions),
    ];
    let condition = |condition: &Condition| {
        // Each row is of the clinician alone; which conditions are listed already reveals roughly how much there is.
        let row = |measure, value: usize| {
            Row::new("condition", Key::codes(condition.step, condition.what), measure, value).of_one()
        };
        [row("have_count", condition.have).citing(condition.entries.iter().copied()), row("need_count", condition.need)]
    };
    let conditions = standing.rests_on.iter().chain(&standing.missing).flat_map(condition);
    all.into_iter().chain(conditions).collect()
}
