//! The page of one cycle, for one reader: as it is now, or stood on a day before.

mod acts;
mod parts;

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use practice_cycle::assessment::Parameters;
use practice_cycle::calendar::local_date;
use practice_cycle::chrono::NaiveDate;
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::picture::{self, Options, Vocabulary};
use practice_cycle::policy::Policy;
use practice_cycle::reading::Readings;

use super::answered;
use super::asked::{Fields, Times, readable};
use super::cycles::address;
use super::entries;
use super::layout::Frame;
use super::text::{Outline, capitalised, day, prose, time, without_seconds};
use crate::api::problem::Problem;
use crate::api::views::findings_for;
use crate::app::App;
use crate::cycles::Cycle;
use crate::people::SignedIn;
use crate::shown::Shown;
use crate::store::{Access, May};
use acts::Acts;

/// What a page is made for, beside the cycle.
struct Asked {
    id: CycleId,
    me: PersonId,
    access: Access,
    fields: Fields,
    policy: Policy,
}

type OfCycle = Result<Path<CycleId>, PathRejection>;

/// The day on which a cycle was opened.
fn first_day(cycle: &Cycle) -> Option<NaiveDate> {
    cycle.entries().first().map(|entry| local_date(entry.act().occurred_at))
}

/// The page of a cycle.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let (id, access) = readable(&app, &who, cycle, "page").await?;
    let fields = Fields::of(query.unwrap_or_default().as_bytes());
    let now = app.clock.now();
    let frame = Frame::of(&app, &who.0).await?;
    let asked = Asked { id: id.clone(), me: who.0, access, fields, policy: app.policy().await? };
    let main = app.cycles.read(&id, move |cycle| asked.page(cycle, Times::of(&asked.fields, now, first_day(cycle)))).await?;
    Ok(answered(StatusCode::OK, frame.page(id.as_str(), "", &main)))
}

/// The picture of a cycle through time.
pub(super) async fn timeline(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    drawn(&app, &who, cycle, query, |shown, _| {
        picture::timeline(shown.view(), &Options::default().for_reader(shown.reader().clone()))
    })
    .await
}

/// The picture of the boundary, in the words of the article or in Minuchin's.
pub(super) async fn boundary(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    drawn(&app, &who, cycle, query, |shown, fields| {
        let words = if fields.get("words") == Some("minuchin") { Vocabulary::Minuchin } else { Vocabulary::Article };
        let options = Options::default().for_reader(shown.reader().clone()).in_words(words);
        picture::boundary(shown.view(), Parameters::unvalidated_v2(), &options)
    })
    .await
}

async fn drawn(
    app: &App,
    who: &SignedIn,
    cycle: OfCycle,
    query: Option<String>,
    draw: impl FnOnce(&Shown<'_>, &Fields) -> String + Send + 'static,
) -> Result<Response, Problem> {
    let (id, _) = readable(app, who, cycle, "picture").await?;
    let fields = Fields::of(query.unwrap_or_default().as_bytes());
    let (now, me) = (app.clock.now(), who.0.clone());
    let drawn = app.cycles.read(&id, move |cycle| {
        let times = Times::of(&fields, now, first_day(cycle));
        draw(&Shown::to(cycle, times.as_of(), times.known_at(), cycle.reader(&me, now)), &fields)
    });
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"))], drawn.await?).into_response())
}

impl Asked {
    /// Whose acts are offered to be recorded: their own, or those of somebody for whom they may write.
    fn by(&self, cycle: &Cycle, now: Moment) -> PersonId {
        let by = self.fields.get("by").and_then(|by| by.parse::<PersonId>().ok());
        let may = |by: &PersonId| self.access.may_record_for(by, cycle.cycle().held_at(by, now));
        by.filter(may).unwrap_or_else(|| self.me.clone())
    }

    fn page(&self, cycle: &Cycle, times: Times) -> Markup {
        let shown = Shown::to(cycle, times.as_of(), times.known_at(), cycle.reader(&self.me, times.now));
        let text = Outline::of(&without_seconds(&shown.overview_text()));
        let by = self.by(cycle, times.now);
        let is_now = times.day.is_none();
        let may_act = is_now && cycle.broken().is_none() && (self.access.may(May::Act) || by != self.me);
        let acts = may_act.then(|| Acts::of(&shown, &self.id, &self.me, &by, times.now));
        let readings = Readings::of(shown.view());
        let found = findings_for(&self.policy, cycle, &shown);
        html! {
            h1 { "Cycle " (self.id) }
            (self.what_was_done(cycle, &shown))
            @if let Some(broken) = cycle.broken() {
                p .problems role="alert" {
                    @let told = broken.shown(self.access.may(May::Administer));
                    "From entry " (told.line) " on, this cycle does not load" @if let Some(why) = &told.why { ": " (why) }
                    ". It is shown as it stood before, what people said to themselves alone, and nothing can be recorded in it until somebody mends it."
                }
            }
            // For whom it is, and as of when, is said elsewhere.
            @for one in text.iter().filter(|one| one.under.is_empty() && one.line.starts_with("Cycle ")) { p .quiet { (one.line) } }
            (self.as_of(&times, first_day(cycle)))
            nav .contents aria-label="On this page" { ul {
                li { a href="#contracts" { "Contracts" } }
                li { a href="#record" { "What can be recorded" } }
                li { a href="#findings" { "Findings (" (found.findings.len()) ")" } }
                li { a href="#boundary" { "The boundary" } }
                li { a href="#turns" { "Turns" } }
                li { a href="#time" { "Through time" } }
                li { a href="#all" { "Everything" } }
                li { a href="#history" { "History" } }
            } }
            (parts::contracts(&text, acts.as_ref()))
            section #record aria-labelledby="record-head" {
                h2 #record-head { "What can be recorded" }
                @match &acts {
                    Some(acts) => {
                        (self.for_whom(&shown, &by, &times))
                        (acts.all())
                        (acts.reasons())
                    }
                    None if !is_now => p { "This is how things stood. " a href=(address(&self.id)) { "Go to now" } " to record something." },
                    None if cycle.broken().is_some() => p { "Nothing, until this cycle loads again." },
                    None => p { "You may read this cycle, and record nothing in it." },
                }
            }
            (parts::findings(&found))
            (parts::boundary(&readings, &shown, &self.id, &times))
            section #turns aria-labelledby="turns-head" {
                h2 #turns-head { "Turns of the cycle" }
                (prose(&readings.turns.text_for(shown.reader())))
            }
            section #time aria-labelledby="time-head" {
                h2 #time-head { "Through time" }
                (parts::figure(
                    &format!("{}/timeline.svg{}", address(&self.id), parts::query(&times, &[])),
                    "Picture of the cycle through time",
                    "People by their roles, joining, contracts by stage, and the work, on one line of time. \
                     The same stands under “Everything”, in words.",
                ))
            }
            section #all aria-labelledby="all-head" {
                h2 #all-head { "Everything, by what it is about" }
                @for one in text.iter().filter(|one| !one.under.is_empty() && one.line != "Contracts") {
                    details .family { summary { (one.line) " (" (one.under.len()) ")" } (Outline::list(&one.under)) }
                }
            }
            section #history aria-labelledby="history-head" {
                h2 #history-head { "History" }
                p .quiet { "What was recorded last comes first. What was taken back stays, and says by which entry." }
                (entries::history(&shown))
            }
        }
    }

    /// What somebody just recorded, and what they may not have meant by it.
    fn what_was_done(&self, cycle: &Cycle, shown: &Shown<'_>) -> Markup {
        let done = self.fields.get("done").and_then(|done| done.parse::<u32>().ok()).and_then(|done| done.try_into().ok());
        let Some(entry) = done.and_then(|number| cycle.entry(number)) else { return html! {} };
        let is_mine = entry.act().by == self.me || entry.act().recorded_by.as_ref() == Some(&self.me);
        if !is_mine || !shown.reader().is_shown(entry.number()) {
            return html! {};
        }
        let number = entry.number();
        let of_it = format!("entry {number} ");
        html! {
            div #done .notice role="status" {
                p { "Recorded: " (entry.event().kind().past_tense()) ", as " a href=(format!("#entry-{number}")) { "entry " (number) } "." }
                @for warning in cycle.warnings().iter().map(ToString::to_string).filter(|warning| warning.starts_with(&of_it)) {
                    p { b { "Was this meant? " } (capitalised(&warning)) "." }
                }
            }
        }
    }

    /// The ways to another day. Each is a form that works without script.
    fn as_of(&self, times: &Times, first: Option<NaiveDate>) -> Markup {
        let today = local_date(times.now);
        let shown = times.day.unwrap_or(today);
        let first = first.unwrap_or(today).min(today);
        let (all, place) = ((today - first).num_days(), (shown - first).num_days().max(0));
        html! {
            section .as-of aria-labelledby="as-of-head" {
                h2 #as-of-head { "As of" }
                p {
                    @if times.day.is_some() {
                        b { "This is how things stood at the end of " (day(shown)) }
                        @if times.as_known { ", as it was known then" } @else { ", by all that is known now" } ". "
                        a href=(address(&self.id)) { "Go to now" }
                    } @else { "Now: " (time(times.now)) "." }
                }
                div .two {
                    form method="get" action=(address(&self.id)) {
                        div .field {
                            label for="on" { "Show another day" }
                            input #on type="date" name="on" min=(first) max=(today) value=(shown);
                        }
                        p .choice {
                            input #known type="checkbox" name="known" value="yes" checked[times.as_known];
                            label for="known" { "only what was known on that day" }
                        }
                        button { "Show that day" }
                    }
                    @if all > 0 {
                        form #slider method="get" action=(address(&self.id)) data-first=(first) {
                            div .field {
                                label for="day" { "Or move through time, from " (day(first)) " to today" }
                                input #day type="range" name="day" min="0" max=(all) step="1" value=(place) aria-valuetext=(day(shown));
                                output for="day" { (day(shown)) }
                            }
                            @if times.as_known { input type="hidden" name="known" value="yes"; }
                            button { "Go there" }
                        }
                    }
                }
            }
        }
    }

    /// For whom something is written down, where they may write for others.
    fn for_whom(&self, shown: &Shown<'_>, by: &PersonId, times: &Times) -> Markup {
        let now_in_it = shown.view().cycle();
        let me = (self.me.to_string(), now_in_it.held_at(&self.me, times.now).roles.to_string());
        let others = now_in_it.people(times.now);
        let others = others.filter(|(person, held)| **person != self.me && self.access.may_record_for(person, *held));
        let others = others.map(|(person, held)| (person.to_string(), held.roles.to_string()));
        let here: Vec<(String, String)> = std::iter::once(me).chain(others).collect();
        html! {
            @if here.len() > 1 {
                form .row method="get" action=(format!("{}#record", address(&self.id))) {
                    label for="for-whom" { "What was done by" }
                    select #for-whom name="by" {
                        @for (person, roles) in &here {
                            option value=(person) selected[person == by.as_str()] {
                                (person) @if !roles.is_empty() { " (" (roles) ")" } @if *person == self.me.as_str() { ", you" }
                            }
                        }
                    }
                    button { "Show" }
                }
            }
        }
    }
}
