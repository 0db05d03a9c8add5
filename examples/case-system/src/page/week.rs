//! What is due this week, across all cycles that somebody may read, and what is late.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Help, Outcome, Policy};

use super::answered;
use super::asked::{Fields, Times};
use super::cycles::address;
use super::layout::Frame;
use super::text::{capitalised, time};
use crate::api::problem::Problem;
use crate::api::views::findings_for;
use crate::app::App;
use crate::cycles::Cycle;
use crate::people::SignedIn;
use crate::shown::Shown;

/// How many cycles stand on a page.
const ON_A_PAGE: usize = 50;

/// For how many days ahead, today among them.
const DAYS: u64 = 7;

/// One thing that waits.
struct Waits {
    cycle: CycleId,
    due: Moment,
    is_late: bool,
    rule: String,
    title: String,
    about: String,
}

/// What a duty is about, in words.
pub(super) fn about(about: &[(Arc<str>, Box<str>)]) -> String {
    about.iter().map(|(name, reference)| format!("{name} {reference}")).collect::<Vec<String>>().join(", ")
}

impl Waits {
    /// What waits in one cycle, of what somebody is told of it.
    fn of(id: &CycleId, cycle: &Cycle, policy: &Policy, now: Moment, before: Moment, who: &SignedIn) -> Vec<Self> {
        let found = findings_for(policy, cycle, &Shown::to(cycle, now, now, cycle.reader(&who.0, now)));
        // What nobody can do any more is a finding on the page of its cycle, and nothing that waits.
        let late = found.findings.iter().filter(|found| found.finding.help.contains(&Help::DoItNow));
        let late = late.filter_map(|found| {
            let Outcome::Missed { at, .. } = found.finding.duty.outcome else { return None };
            Some((found.finding.title.to_string(), &found.finding.duty, at, true))
        });
        let due = found.due.iter().filter(|due| due.duty.excused.is_none());
        let due = due.filter_map(|due| Some((due.title.clone(), &due.duty, due.due?, false)));
        let waits = late.chain(due).filter(|(_, _, at, _)| *at < before).map(|(title, duty, due, is_late)| Self {
            cycle: id.clone(),
            due,
            is_late,
            rule: duty.key.rule.to_string(),
            title,
            about: about(&duty.about),
        });
        waits.collect()
    }

    fn item(&self) -> Markup {
        html! {
            li {
                p .lead { (capitalised(&self.title)) }
                p {
                    a href=(format!("{}#findings", address(&self.cycle))) { (self.cycle) }
                    @if !self.about.is_empty() { ", " (self.about) }
                    " · " @if self.is_late { span .tag.bad { "late" } " since " } @else { "due by " } (time(self.due))
                    " · " span .quiet { "rule " (self.rule) }
                }
            }
        }
    }
}

/// The page of what is due.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::of(query.unwrap_or_default().as_bytes());
    let now = app.clock.now();
    let before = Times::in_days(now, DAYS);
    let readable: std::collections::BTreeSet<CycleId> = app.store.readable(&who.0).await?.into_iter().collect();
    let waiting = app.store.waiting(before).await?;
    let cycles: Vec<CycleId> =
        waiting.into_iter().map(|waiting| waiting.cycle).filter(|cycle| readable.contains(cycle)).collect();
    let (from, some) = fields.page_of(&cycles, ON_A_PAGE);
    let policy = app.policy().await?;
    app.store.note_reads(now, &who.0, some, "due").await?;
    let mut all = Vec::new();
    for id in some {
        let (policy, who, of_cycle) = (policy.clone(), who.clone(), id.clone());
        let waits = app.cycles.read(id, move |cycle| Waits::of(&of_cycle, cycle, &policy, now, before, &who)).await?;
        all.extend(waits);
    }
    all.sort_by(|one, other| (one.due, &one.cycle, &one.rule).cmp(&(other.due, &other.cycle, &other.rule)));
    let (late, due): (Vec<&Waits>, Vec<&Waits>) = all.iter().partition(|waits| waits.is_late);
    let frame = Frame::of(&app, &who.0).await?;
    let list = |waits: &[&Waits], none: &str| {
        html! { @if waits.is_empty() { p { (none) } } @else { ol .cards { @for waits in waits { (waits.item()) } } } }
    };
    let main = html! {
        h1 { "Due this week" }
        p { "In all cycles that you may read, up to the end of " (super::text::day_of(before.just_before())) ", by the rules of the pack in force." }
        h2 { "Due (" (due.len()) ")" }
        (list(&due, "Nothing is due in these days."))
        h2 { "Late (" (late.len()) ")" }
        (list(&late, "Nothing is late."))
        @if from + ON_A_PAGE < cycles.len() {
            p { a href=(format!("/week?from={}", from + ON_A_PAGE)) { "More cycles" } }
        }
    };
    Ok(answered(StatusCode::OK, frame.page("Due this week", "/week", &main)))
}
