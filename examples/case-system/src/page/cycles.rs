//! All cycles that somebody may read.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use practice_cycle::code::Code;
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::Policy;

use super::answered;
use super::asked::Fields;
use super::layout::Frame;
use super::text::{day_of, time};
use crate::api::problem::Problem;
use crate::api::views::findings_for;
use crate::app::App;
use crate::cycles::{Cycle, Failure};
use crate::people::SignedIn;
use crate::shown::Shown;

/// How many cycles stand on a page.
const ON_A_PAGE: usize = 25;

/// The address of the page of a cycle. A reference may hold what has a meaning in an address.
pub(super) fn address(cycle: &CycleId) -> String {
    let mut address = "/cycles/".to_owned();
    for byte in cycle.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// Where one cycle stands, in short.
struct Short {
    id: CycleId,
    team: String,
    contracts: Vec<(String, &'static str)>,
    findings: usize,
    due: Option<Moment>,
    recorded: Option<Moment>,
    is_closed: bool,
    is_broken: bool,
}

impl Short {
    fn of(id: CycleId, cycle: &Cycle, policy: &Policy, now: Moment, who: &SignedIn) -> Self {
        let shown = Shown::to(cycle, now, now, cycle.reader(&who.0, now));
        let found = findings_for(policy, cycle, &shown);
        let now_in_it = shown.view().cycle();
        let contracts = shown.contracts().map(|(id, stage)| (id.to_string(), stage.label()));
        Self {
            id,
            team: now_in_it.team().map(ToString::to_string).unwrap_or_default(),
            contracts: contracts.collect(),
            findings: found.findings.len(),
            due: found.due.iter().find_map(|due| due.due),
            recorded: shown.last_recorded(),
            is_closed: now_in_it.closed_at().is_some(),
            is_broken: cycle.broken().is_some(),
        }
    }

    fn row(&self) -> Markup {
        html! {
            tr {
                th scope="row" {
                    a href=(address(&self.id)) { (self.id) }
                    @if self.is_closed { " " span .tag { "closed" } }
                    @if self.is_broken { " " span .tag.bad { "read-only: does not load" } }
                }
                td data-label="Team" { (self.team) }
                td data-label="Contracts" {
                    @if self.contracts.is_empty() { "none yet" }
                    @for (id, stage) in &self.contracts { span .pair { (id) " " span .tag { (stage) } } " " }
                }
                td data-label="Findings" { (self.findings) }
                td data-label="Next due" { @match self.due { Some(due) => (day_of(due)), None => "nothing" } }
                td data-label="Last recorded" { @match self.recorded { Some(at) => (time(at)), None => "nothing" } }
            }
        }
    }
}

/// The page of all cycles.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::of(query.unwrap_or_default().as_bytes());
    let all = app.store.readable(&who.0).await?;
    let wanted = fields.get("find").unwrap_or_default().to_owned();
    let found: Vec<CycleId> = all.iter().filter(|cycle| cycle.as_str().contains(&wanted)).cloned().collect();
    let (from, some) = fields.page_of(&found, ON_A_PAGE);
    let policy = app.policy().await?;
    let now = app.clock.now();
    app.store.note_reads(now, &who.0, some, "list").await?;
    let mut rows = Vec::new();
    for id in some {
        let (policy, who, id) = (policy.clone(), who.clone(), id.clone());
        let of_cycle = id.clone();
        match app.cycles.read(&id, move |cycle| Short::of(of_cycle, cycle, &policy, now, &who)).await {
            Ok(short) => rows.push(short),
            Err(Failure::NoSuchCycle) => {}
            Err(why) => return Err(why.into()),
        }
    }
    let frame = Frame::of(&app, &who.0).await?;
    let page_of = |from: usize| {
        let mut query = form_urlencoded::Serializer::new("/?".to_owned());
        if !wanted.is_empty() {
            query.append_pair("find", &wanted);
        }
        query.append_pair("from", &from.to_string()).finish()
    };
    let main = html! {
        h1 { "Cycles that you may read" }
        @if frame.opens() { p { a .button href="/open" { "Open a cycle" } } }
        @if all.len() > ON_A_PAGE || !wanted.is_empty() {
            form .find method="get" action="/" role="search" {
                label for="find" { "Find a cycle by its reference" }
                div .row { input #find type="search" name="find" value=(wanted) autocomplete="off"; button { "Find" } }
            }
        }
        @if rows.is_empty() { p { "There is none" @if !wanted.is_empty() { " of that reference" } "." } }
        @else {
            table .stacked {
                caption {
                    "Cycles " (from + 1) " to " (from + rows.len()) " of " (found.len())
                }
                thead { tr {
                    th scope="col" { "Cycle" } th scope="col" { "Team" } th scope="col" { "Contracts" } th scope="col" { "Findings" }
                    th scope="col" { "Next due" } th scope="col" { "Last recorded" }
                } }
                tbody { @for row in &rows { (row.row()) } }
            }
            nav aria-label="More cycles" { ul .pages {
                @if from > 0 { li { a rel="prev" href=(page_of(from.saturating_sub(ON_A_PAGE))) { "Cycles before these" } } }
                @if from + ON_A_PAGE < found.len() { li { a rel="next" href=(page_of(from + ON_A_PAGE)) { "Cycles after these" } } }
            } }
        }
    };
    Ok(answered(StatusCode::OK, frame.page("Cycles", "/", &main)))
}
