//! The pack of rules in force, and another in its place: what that would change is shown first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use practice_cycle::id::{CycleId, RuleCode};
use practice_cycle::policy::{Change, Packs, Policy, Rule, Verdict};
use serde_json::Value;

use super::answered;
use super::asked::Fields;
use super::cycles::address;
use super::layout::Frame;
use super::text::{capitalised, time};
use crate::api::acts::arrived;
use crate::api::problem::{Kind, Problem};
use crate::app::{App, AppError};
use crate::csrf::FIELD;
use crate::people::SignedIn;
use crate::store::StoreError;

/// How many cycles are named under a rule.
const NAMED: usize = 5;

/// In how many cycles it is looked at once what another pack would change: each has to be read, and in time.
const LOOKED_AT: usize = 100;

/// That another pack was put in force while somebody looked at a preview.
const TAKEN: &str = "Somebody else put a pack in force meanwhile. Look again at what yours would change.";

/// What another pack would change of one rule, over all cycles.
#[derive(Default)]
struct Changed {
    appear: usize,
    disappear: usize,
    shift: usize,
    /// What it comes to, in the first cycles in which that differs.
    cycles: Vec<(CycleId, String)>,
    more: usize,
}

/// What another pack would change, as far as somebody is told of it. Each cycle by itself, as the monitor looks at them.
#[derive(Default)]
struct Preview {
    rules: BTreeMap<RuleCode, Changed>,
    /// Rules that only one of the packs has, and that come to nothing else anywhere.
    idle: BTreeSet<RuleCode>,
}

async fn preview(app: &App, who: &SignedIn, other: &Policy, cycles: &[CycleId]) -> Result<Preview, Problem> {
    let mut preview = Preview::default();
    let (policy, now) = (app.policy().await?, app.clock.now());
    app.store.note_reads(now, &who.0, cycles, "preview of rules").await?;
    for id in cycles {
        let (policy, other, me) = (policy.clone(), other.clone(), who.0.clone());
        let changes: Vec<Change> = app
            .cycles
            .read(id, move |cycle| {
                let reader = cycle.reader(&me, now);
                policy.diff_for_readers(&other, &[cycle], now, now, &[reader])
            })
            .await?;
        for change in changes {
            if change.appear.is_empty() && change.disappear.is_empty() && change.shifts.is_empty() {
                preview.idle.insert(change.rule);
                continue;
            }
            let said = comes_to(change.from.as_ref(), change.to.as_ref());
            let all = preview.rules.entry(change.rule).or_default();
            all.appear += change.appear.len();
            all.disappear += change.disappear.len();
            all.shift += change.shifts.len();
            if all.cycles.len() < NAMED {
                all.cycles.push((id.clone(), said));
            } else {
                all.more += 1;
            }
        }
    }
    preview.idle.retain(|rule| !preview.rules.contains_key(rule));
    Ok(preview)
}

fn comes_to(from: Option<&Verdict>, to: Option<&Verdict>) -> String {
    let code = |verdict: Option<&Verdict>| verdict.map_or("no such rule", Verdict::code).replace('_', " ");
    let (from, to) = (code(from), code(to));
    if from == to { format!("{from}, as before") } else { format!("{from}; by the other pack {to}") }
}

/// The page of the rules.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let frame = allowed(&app, &who).await?;
    let fields = Fields::of(query.unwrap_or_default().as_bytes());
    let done = fields.get("done").is_some();
    let notice = html! { @if done { p .notice role="status" { "The pack is in force." } } };
    shown(&app, &frame, StatusCode::OK, "", &notice).await
}

/// Shows what a pack would change, or puts it in force.
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let frame = allowed(&app, &who).await?;
    let fields = Fields::of(&arrived(body)?);
    if !fields.get(FIELD).is_some_and(|token| app.tokens.is_of(token, &who.0)) {
        return Err(Problem::new(Kind::OldForm));
    }
    let typed = fields.get("pack").unwrap_or_default().to_owned();
    let written = match fields.get("shipped").filter(|_| typed.is_empty()) {
        // One that comes with the program is put in force by its name.
        Some(name) => Value::from(name).to_string(),
        None => typed,
    };
    let other = match app.policy_of(&written) {
        Ok(other) => other,
        Err(AppError::Pack(mistakes)) => {
            let mistakes = mistakes.to_string();
            return refused(&app, &frame, StatusCode::UNPROCESSABLE_ENTITY, &written, mistakes.lines()).await;
        }
        Err(error) => return Err(error.into()),
    };
    let number = app.store.pack_number().await?;
    if fields.get("do") == Some("put in force") {
        if fields.get("after") != Some(number.to_string().as_str()) {
            return refused(&app, &frame, StatusCode::CONFLICT, &written, [TAKEN].into_iter()).await;
        }
        return match app.put_in_force(&written, &who.0).await {
            Ok(_) => Ok(Redirect::to("/rules?done=yes").into_response()),
            Err(AppError::Store(StoreError::Taken)) => {
                refused(&app, &frame, StatusCode::CONFLICT, &written, [TAKEN].into_iter()).await
            }
            Err(error) => Err(error.into()),
        };
    }
    let policy = app.policy().await?;
    let readable = app.store.readable(&who.0).await?;
    let (from, some) = fields.page_of(&readable, LOOKED_AT);
    let seen = preview(&app, &who, &other, some).await?;
    let (to, all) = (from + some.len(), readable.len());
    let pack = other.pack();
    let main = html! {
        p .back { a href="/rules" { "Back to the rules" } }
        h1 { "What " (pack.name()) " would change" }
        p {
            (capitalised(pack.title())) ", version " (pack.version()) ". Compared in "
            @if some.len() == all { "each of the " (all) " cycles" } @else { "cycles " (from + 1) " to " (to) " of the " (all) }
            " that you may read, as of now, and as far as you are told of it."
        }
        @if seen.rules.is_empty() { p { "It would change no finding in these, and nothing that is due." } }
        @for (rule, changed) in &seen.rules { (changed.card(rule, &[&other, &policy])) }
        @if !seen.idle.is_empty() {
            p {
                "Rules that only one of the packs has, and by which nothing is found or due in these cycles: "
                (seen.idle.iter().map(ToString::to_string).collect::<Vec<String>>().join(", ")) "."
            }
        }
        form method="post" action="/rules" {
            (frame.token())
            input type="hidden" name="pack" value=(written);
            input type="hidden" name="after" value=(number);
            @if to < all {
                input type="hidden" name="from" value=(to);
                p { button name="do" value="preview" { "Show what it would change in the next cycles" } }
            }
            p { button .main name="do" value="put in force" { "Put it in force" } }
        }
    };
    Ok(answered(StatusCode::OK, frame.page("What a pack would change", "/rules", &main)))
}

async fn allowed(app: &App, who: &SignedIn) -> Result<Frame, Problem> {
    let frame = Frame::of(app, &who.0).await?;
    if frame.administers() { Ok(frame) } else { Err(Problem::forbidden("you may not change the rules")) }
}

async fn refused(
    app: &App,
    frame: &Frame,
    status: StatusCode,
    typed: &str,
    mistakes: impl Iterator<Item = &str>,
) -> Result<Response, Problem> {
    let notice = html! {
        div #problems .problems role="alert" tabindex="-1" {
            h2 { "The pack was not put in force" }
            ul { @for mistake in mistakes { li { a href="#pack" { (mistake) } } } }
        }
    };
    shown(app, frame, status, typed, &notice).await
}

impl Changed {
    fn card(&self, rule: &RuleCode, policies: &[&Policy; 2]) -> Markup {
        let titles = policies.map(|policy| policy.pack().rule(rule.as_str()).map(Rule::title));
        let [other, now] = titles;
        html! {
            article .card {
                h2 {
                    (rule) ": " (other.or(now).unwrap_or_default())
                    @if other.is_none() { " " span .tag { "only in the pack of now" } }
                    @if now.is_none() { " " span .tag { "new" } }
                }
                ul {
                    @if self.appear > 0 { li { "Findings that appear: " (self.appear) } }
                    @if self.disappear > 0 { li { "Findings that disappear: " (self.disappear) } }
                    @if self.shift > 0 { li { "Duties that come to something else, or are due at another time: " (self.shift) } }
                    @for (cycle, said) in &self.cycles { li { a href=(address(cycle)) { (cycle) } ": " (said) } }
                    @if self.more > 0 { li { "Cycles beside these: " (self.more) } }
                }
            }
        }
    }
}

async fn shown(app: &App, frame: &Frame, status: StatusCode, typed: &str, notice: &Markup) -> Result<Response, Problem> {
    let policy = app.policy().await?;
    let pack = policy.pack();
    let put = app.store.pack().await?;
    let main = html! {
        (notice)
        h1 { "Rules" }
        p {
            "In force: " b { (pack.name()) } ", version " (pack.version()) ", “" (pack.title()) "”"
            @match &put {
                Some(put) => {
                    ", put in force by " (put.by) " at " (put.at.parse().map_or_else(|_| html! { (put.at) }, time)) "."
                }
                None => ", as set when the program began.",
            }
        }
        @if let Some(notice) = pack.notice() { p .caution { (notice) } }
        details .family {
            summary { "Its rules (" (pack.rules().len()) ")" }
            ul { @for rule in pack.rules() { li { b { (rule.id()) } ": " (rule.title()) } } }
        }
        h2 { "Another pack" }
        p { "You see what it would change before anything does." }
        form method="post" action="/rules" {
            (frame.token())
            div .field {
                label for="shipped" { "A pack that comes with the program" }
                select #shipped name="shipped" {
                    option value="" { "none of these" }
                    @for name in Packs::shipped().names() { option value=(name) { (name) } }
                }
            }
            div .field {
                label for="pack" { "Or a pack of your own, as JSON" }
                textarea #pack name="pack" rows="8" spellcheck="false" autocomplete="off" { (typed) }
            }
            button name="do" value="preview" { "Show what it would change" }
        }
    };
    Ok(answered(status, frame.page("Rules", "/rules", &main)))
}
