//! What was found, as text.

use std::io::{self, Write};

use practice_cycle::calendar::{Local, Tz};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::search::{Reachability, Reviewed};

use super::answer::Answer;
use crate::told;

/// What one rule can come to.
pub(crate) fn rule(title: &str, reviewed: &Reviewed, out: &mut dyn Write) -> io::Result<()> {
    let Reviewed { rule, applies, keeps, breaks, breaks_alone, undetermined, .. } = reviewed;
    writeln!(out, "{rule}: {}\n", told::name(title))?;
    for (what, shown) in [
        ("applies", applies),
        ("is kept", keeps),
        ("is broken", breaks),
        ("is broken, and nothing else is", breaks_alone),
        ("cannot be determined", undetermined),
    ] {
        writeln!(out, "  it {what}: {}", can(shown))?;
    }
    let time = match reviewed.passes {
        0 => "time stood still".to_owned(),
        1 => "time passed once at most".to_owned(),
        most => format!("time passed {most} times at most"),
    };
    let (states, steps) = (counted(reviewed.states, "state"), counted(reviewed.steps, "step"));
    write!(out, "  looked at: {states}, {steps}")?;
    if let Some(histories) = reviewed.histories {
        write!(out, ", which stand for {histories} possible histories")?;
    }
    writeln!(out, "; {time}")
}

fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

fn can(shown: &Reachability) -> String {
    match shown {
        Reachability::By { history, .. } => format!("yes, in {} entries", history.entries().len()),
        Reachability::Never => "never in this world".to_owned(),
        Reachability::NotWithin(bound) => format!("not found within {bound}; it could be beyond"),
        _ => shown.to_string(),
    }
}

/// What happens in a history, and until when nothing more does.
pub(crate) fn timeline(history: &History, as_of: Moment, zone: Tz, out: &mut dyn Write) -> io::Result<()> {
    for entry in history.entries() {
        let (act, did) = (entry.act(), entry.event().kind().past_tense());
        writeln!(out, "  [{}] {} {} {did}", entry.number(), Local { at: act.occurred_at, zone }, act.by)?;
    }
    if as_of > history.cycle().last_recorded() {
        writeln!(out, "  and then nothing until {}", Local { at: as_of, zone })?;
    }
    Ok(())
}

/// Which rules clash, and where people get stuck, where that was asked.
pub(crate) fn clashes(answer: &Answer, zone: Tz, out: &mut dyn Write) -> io::Result<()> {
    let Some(clashes) = &answer.clashes else { return Ok(()) };
    writeln!(out)?;
    for clash in &clashes.found {
        match &clash.trap {
            Reachability::By { history, as_of } => {
                let rules: Vec<&str> = clash.rules.iter().map(|rule| rule.as_str()).collect();
                writeln!(out, "{}: from here, one of them must be broken in this world:", rules.join(" and "))?;
                timeline(history, *as_of, zone, out)?;
            }
            Reachability::Never | Reachability::NotWithin(_) | _ => writeln!(out, "{clash}")?,
        }
    }
    match (clashes.found.is_empty(), clashes.bound) {
        (true, None) => writeln!(out, "No rule, pair or three rules clash in these worlds.")?,
        (_, Some(bound)) => {
            writeln!(out, "Stopped before all rules were seen through, after {bound}; other rules may clash.")?
        }
        (false, None) => {}
    }
    if clashes.passed_over > 0 {
        let sets = if clashes.passed_over == 1 { "set of rules was" } else { "sets of rules were" };
        writeln!(out, "{} {sets} not looked at, because no story speaks of them; they could clash", clashes.passed_over)?;
    }
    let Some(stuck) = &answer.stuck else {
        return writeln!(
            out,
            "Whether people get stuck because errors are refused was not asked: there is no world for all the rules."
        );
    };
    writeln!(out, "Do people get stuck because errors are refused? {}", can(stuck))?;
    if let Reachability::By { history, as_of } = stuck {
        timeline(history, *as_of, zone, out)?;
    }
    Ok(())
}
