//! The form of an act: drawn from what the crate says of its kind, read, and recorded. What is refused is said where the act was
//! offered, with what was typed still there.

mod choices;
mod draw;
mod read;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, http::header};
use maud::{Markup, html};
use practice_cycle::attachment::FORMAT;
use practice_cycle::cycle::{Kind, Offer};
use practice_cycle::form::Takes;
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::noun::Noun;
use serde_json::{Map, Value, json};

use super::answered;
use super::asked::{Fields, readable};
use super::cycles::address;
use super::layout::Frame;
use super::text::capitalised;
use crate::api::acts::arrived;
use crate::api::problem::Problem;
use crate::api::views::accessible;
use crate::app::App;
use crate::csrf::FIELD;
use crate::cycles::{Failure, Outcome, Recorded};
use crate::people::SignedIn;
use crate::shown::Shown;
use crate::store::Access;
use choices::Choices;
use draw::Drawing;
use read::{Reading, Wrong, instant, local};

/// Where a form is sent, and for what.
struct Sheet<'a> {
    frame: &'a Frame,
    kind: Kind,
    /// The cycle, where there is one already.
    cycle: Option<&'a CycleId>,
    fields: &'a Fields,
    choices: &'a Choices,
    /// For whom they may write down what they did, themself among them.
    people: &'a [PersonId],
    wrong: &'a [Wrong],
    /// What is said where nothing is wrong and nothing was recorded.
    notice: Option<&'a str>,
}

/// A path with a cycle and a kind of event, as it may fail.
type OfKind = Result<Path<(CycleId, String)>, PathRejection>;

fn of_kind(path: OfKind) -> Result<(CycleId, Kind), Problem> {
    let Path((cycle, kind)) = path.map_err(|_| Problem::not_found())?;
    Ok((cycle, Kind::from_code(&kind).ok_or_else(Problem::not_found)?))
}

/// The page of a form in a cycle.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    path: OfKind,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let (cycle, kind) = of_kind(path)?;
    let (cycle, access) = readable(&app, &who, Ok(Path(cycle)), "form").await?;
    let now = app.clock.now();
    let mut fields = Fields::of(query.unwrap_or_default().as_bytes());
    begin(&mut fields, kind, now, &who.0);
    let (choices, people) = around(&app, &cycle, &who, &access, now).await?;
    let frame = Frame::of(&app, &who.0).await?;
    let sheet = Sheet {
        frame: &frame,
        kind,
        cycle: Some(&cycle),
        fields: &fields,
        choices: &choices,
        people: &people,
        wrong: &[],
        notice: None,
    };
    Ok(sheet.page(StatusCode::OK))
}

/// Records what a form of a cycle says.
pub(super) async fn record(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    path: OfKind,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (cycle, kind) = of_kind(path)?;
    let access = accessible(&app, &who, &cycle).await?;
    let fields = Fields::of(&arrived(body)?);
    answer(&app, &who, kind, Some(cycle), &access, fields).await
}

/// The page on which a cycle is opened.
pub(super) async fn opening(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let kind = Kind::from_code("cycle_opened").ok_or_else(Problem::internal)?;
    let mut fields = Fields::of(query.unwrap_or_default().as_bytes());
    begin(&mut fields, kind, app.clock.now(), &who.0);
    fields.set("data.format", FORMAT.to_string());
    let frame = Frame::of(&app, &who.0).await?;
    if !frame.opens() {
        return Err(Problem::forbidden("you may not open a cycle"));
    }
    let choices = Choices::default();
    let people = [who.0.clone()];
    let sheet = Sheet {
        frame: &frame,
        kind,
        cycle: None,
        fields: &fields,
        choices: &choices,
        people: &people,
        wrong: &[],
        notice: None,
    };
    Ok(sheet.page(StatusCode::OK))
}

/// Opens a cycle.
pub(super) async fn open(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let kind = Kind::from_code("cycle_opened").ok_or_else(Problem::internal)?;
    let access = app.store.access(None, &who.0).await?;
    let fields = Fields::of(&arrived(body)?);
    answer(&app, &who, kind, None, &access, fields).await
}

/// Fills in what is known before anything is typed: when, who, references that are named in the address, and a new one for what is
/// made.
fn begin(fields: &mut Fields, kind: Kind, now: Moment, me: &PersonId) {
    // To the second, since a browser takes no more.
    let second = practice_cycle::chrono::DateTime::from_timestamp(now.to_utc().timestamp(), 0);
    let now = second.and_then(|second| Moment::new(second).ok()).unwrap_or(now);
    fields.set("occurred_at", local(now));
    fields.set("as_given", now.to_string());
    if fields.get("by").is_none() {
        fields.set("by", me.as_str());
    }
    for field in kind.form().fields {
        let Takes::Reference { noun, makes, .. } = field.takes else { continue };
        let path = format!("data.{}", field.name);
        let code = practice_cycle::code::Code::code(noun);
        if !makes {
            if let Some(about) = fields.get(code).map(str::to_owned) {
                fields.set(path, about);
            }
        } else if noun != Noun::Person
            && let Some(new) = fresh(code)
        {
            fields.set(path, new);
        }
    }
}

/// A reference that nothing has yet. It does not count on, since that would show how many there are that somebody is not shown.
fn fresh(code: &str) -> Option<String> {
    let mut drawn = [0; 4];
    getrandom::fill(&mut drawn).ok()?;
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters = drawn.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32)).copied());
    Some(format!("{code}-{}", letters.map(char::from).collect::<String>()))
}

/// What can be chosen in a cycle, and for whom somebody may write down what they did.
async fn around(
    app: &App,
    cycle: &CycleId,
    who: &SignedIn,
    access: &Access,
    now: Moment,
) -> Result<(Choices, Vec<PersonId>), Failure> {
    let (me, access) = (who.0.clone(), access.clone());
    app.cycles
        .read(cycle, move |cycle| {
            let shown = Shown::to(cycle, now, now, cycle.reader(&me, now));
            let others = shown.view().cycle().people(now);
            let others = others.filter(|(person, held)| **person != me && access.may_record_for(person, *held));
            let people = std::iter::once(me.clone()).chain(others.map(|(person, _)| person.clone())).collect();
            (Choices::of(&shown), people)
        })
        .await
}

/// The act that a form says, or what is wrong with it.
fn act(kind: Kind, fields: &Fields, me: &PersonId) -> Result<Offer, Vec<Wrong>> {
    let mut reading = Reading::new(fields);
    let data = reading.object(&kind.form().fields, "data");
    let mut wrong = reading.wrong;
    let typed = fields.get("occurred_at").unwrap_or_default();
    // The time that was filled in is exact; by the clocks of London, an hour comes twice in autumn.
    let given = fields.get("as_given").and_then(|given| given.parse::<Moment>().ok()).filter(|given| local(*given) == typed);
    let occurred = match given.map_or_else(|| instant(typed), Ok) {
        Ok(at) => at.to_string(),
        Err(why) => {
            wrong.insert(0, Wrong::new("occurred_at", why));
            String::new()
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let by = fields.get("by").unwrap_or(me.as_str());
    let mut offer = Map::from_iter([
        ("type".to_owned(), json!(kind.code())),
        ("occurred_at".to_owned(), json!(occurred)),
        ("by".to_owned(), json!(by)),
        ("data".to_owned(), data.into()),
    ]);
    if by != me.as_str() {
        offer.insert("recorded_by".to_owned(), json!(me));
    }
    if let Some(role) = fields.get("in_role") {
        offer.insert("in_role".to_owned(), json!(role));
    }
    Offer::parse(&Value::from(offer).to_string()).map_err(|unreadable| {
        let report = unreadable.report();
        vec![Wrong::new(path(report.field.as_deref()), capitalised(&report.message))]
    })
}

/// A path of an act as forms write it.
fn path(field: Option<&str>) -> String {
    field.unwrap_or("form").replace('[', ".").replace(']', "")
}

async fn answer(
    app: &App,
    who: &SignedIn,
    kind: Kind,
    cycle: Option<CycleId>,
    access: &Access,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let mut status = StatusCode::OK;
    let mut wrong = Vec::new();
    let mut notice = None;
    if let Some(more) = fields.get("more").map(str::to_owned) {
        let rows = read::rows(&fields, &more) + 1;
        fields.set(format!("{more}.rows"), rows.to_string());
    } else if !fields.get(FIELD).is_some_and(|token| app.tokens.is_of(token, &who.0)) {
        status = StatusCode::FORBIDDEN;
        wrong.push(Wrong::new(
            "form",
            "This form was open for too long, or comes from elsewhere. Look at it, and send it again",
        ));
    } else {
        match act(kind, &fields, &who.0) {
            Err(all) => (status, wrong) = (StatusCode::UNPROCESSABLE_ENTITY, all),
            Ok(offer) => match offered(app, who, access, cycle.as_ref(), offer).await {
                Ok(Told::Done(to)) => return Ok(Redirect::to(&to).into_response()),
                Ok(Told::AlreadySo(why)) => notice = Some(format!("Nothing was recorded, since it is so already: {why}.")),
                Err((code, why)) => {
                    status = code;
                    wrong.push(why);
                }
            },
        }
    }
    // Drawn again, it shows what can be chosen in the cycle, as it did before.
    let (choices, people) = match &cycle {
        Some(cycle) => {
            let now = app.clock.now();
            app.store.note_read(now, &who.0, cycle, "form").await?;
            around(app, cycle, who, access, now).await?
        }
        None => (Choices::default(), vec![who.0.clone()]),
    };
    let frame = Frame::of(app, &who.0).await?;
    let sheet = Sheet {
        frame: &frame,
        kind,
        cycle: cycle.as_ref(),
        fields: &fields,
        choices: &choices,
        people: &people,
        wrong: &wrong,
        notice: notice.as_deref(),
    };
    Ok(sheet.page(status))
}

enum Told {
    /// It is recorded, and is shown there.
    Done(String),
    AlreadySo(String),
}

async fn offered(
    app: &App,
    who: &SignedIn,
    access: &Access,
    cycle: Option<&CycleId>,
    offer: Offer,
) -> Result<Told, (StatusCode, Wrong)> {
    let opened = serde_json::to_value(&offer).ok().and_then(|offer| offer.pointer("/data/cycle")?.as_str()?.parse().ok());
    let Some(cycle) = cycle.cloned().or(opened) else {
        return Err((StatusCode::UNPROCESSABLE_ENTITY, Wrong::new("data.cycle", "Cycle has to be filled in")));
    };
    let held = app.cycles.held(&cycle, &offer).await.map_err(failed)?;
    if let Err(why) = who.may_offer(&offer, held, access) {
        tracing::warn!(person = who.0.as_str(), cycle = cycle.as_str(), %why, "an act that is not theirs");
        return Err((StatusCode::FORBIDDEN, Wrong::new("by", capitalised(&why.to_string()))));
    }
    match app.cycles.offer(&cycle, offer, None).await {
        Ok(Recorded { outcome: Outcome::AlreadySo(report), .. }) => Ok(Told::AlreadySo(report.message.clone())),
        Ok(Recorded { entry, .. }) => {
            let done = entry.map(|entry| format!("?done={}", entry.number())).unwrap_or_default();
            Ok(Told::Done(format!("{}{done}", address(&cycle))))
        }
        Err(Failure::Refused(report)) => {
            let status = StatusCode::from_u16(report.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            Err((status, Wrong::new(path(report.field.as_deref()), capitalised(&report.message))))
        }
        Err(other) => Err(failed(other)),
    }
}

fn failed(why: Failure) -> (StatusCode, Wrong) {
    let problem = Problem::from(why);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let detail = problem.detail.map(|detail| format!(": {detail}")).unwrap_or_default();
    (status, Wrong::new("form", format!("{}{detail}", problem.title)))
}

impl Sheet<'_> {
    fn page(&self, status: StatusCode) -> Response {
        let title = capitalised(self.kind.label());
        let form = self.form();
        // What is wrong is named with a link to where it stands, or to what that is a part of.
        let drawn = form.clone().into_string();
        let target = |path: &str| {
            let mut path = path;
            while !drawn.contains(&format!("id=\"{path}\"")) {
                match path.rsplit_once('.') {
                    Some((whole, _)) => path = whole,
                    None => return "form".to_owned(),
                }
            }
            path.to_owned()
        };
        let main = html! {
            @if let Some(cycle) = self.cycle { p .back { a href=(address(cycle)) { "Back to " (cycle) } } }
            @if !self.wrong.is_empty() {
                div #problems .problems role="alert" tabindex="-1" {
                    h2 { "Nothing was recorded" }
                    ul { @for wrong in self.wrong { li { a href=(format!("#{}", target(&wrong.path))) { (wrong.message) } } } }
                }
            }
            @if let Some(notice) = self.notice { p .notice role="status" { (notice) } }
            h1 { (title) }
            p { (self.kind.form().help) }
            (form)
        };
        let title = if self.wrong.is_empty() { title } else { format!("Error: {title}") };
        let mut answer = answered(status, self.frame.page(&title, "", &main));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        }
        answer
    }

    fn form(&self) -> Markup {
        let drawing = Drawing { fields: self.fields, choices: self.choices, wrong: self.wrong };
        let form = self.kind.form();
        let envelope = practice_cycle::form::offer();
        let when = envelope.iter().filter(|field| field.name == "occurred_at").cloned().collect::<Vec<_>>();
        let by = self.fields.get("by").unwrap_or_default();
        let by_wrong = self.wrong.iter().find(|wrong| wrong.path == "by");
        html! {
            form #form method="post" action=(self.action()) novalidate tabindex="-1" {
                // What is sent where somebody presses the return key: the first button of a form.
                button .first tabindex="-1" aria-hidden="true" { "Record" }
                (self.frame.token())
                input type="hidden" name="as_given" value=(self.fields.get("as_given").unwrap_or_default());
                @if let Some(role) = self.fields.get("in_role") {
                    input type="hidden" name="in_role" value=(role);
                }
                (drawing.all(&form.fields, "data"))
                fieldset {
                    legend { "Who and when" }
                    @if self.people.len() > 1 || self.people.first().is_some_and(|only| only.as_str() != by) {
                        div .field .wrong[by_wrong.is_some()] {
                            label for="by" { "Who did it" }
                            @if let Some(wrong) = by_wrong { p .error id="by.error" { "Error: " (wrong.message) } }
                            select #by name="by" aria-describedby=[by_wrong.map(|_| "by.error")] {
                                @for person in self.people { option value=(person) selected[person.as_str() == by] { (person) } }
                            }
                        }
                    } @else {
                        p #by { "By " b { (by) } ", who is signed in." }
                        input type="hidden" name="by" value=(by);
                    }
                    (drawing.all(&when, ""))
                }
                p { button .main { "Record" } }
            }
        }
    }

    fn action(&self) -> String {
        match self.cycle {
            Some(cycle) => format!("{}/acts/{}", address(cycle), self.kind.code()),
            None => "/open".to_owned(),
        }
    }
}
