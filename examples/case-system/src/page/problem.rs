//! A page in place of a problem: what is wrong, and what to do.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use maud::{Markup, html};

use super::answered;
use super::layout::whole;
use super::sign_in::list;
use super::text::capitalised;
use crate::api::problem::{Kind, Problem};
use crate::app::App;
use crate::settings::SignIn;

/// Makes a page of an answer that says what is wrong as data, where a page was asked for.
pub(super) async fn explain(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let asks = wants_page(request.headers()) && !request.uri().path().starts_with("/api/");
    let is_looking = request.method().is_safe();
    let answer = next.run(request).await;
    let Some(problem) = answer.extensions().get::<Problem>().filter(|_| asks) else { return answer };
    let page = match &app.settings.sign_in {
        SignIn::Development { people } if problem.kind == Kind::NotSignedIn => list(people),
        SignIn::Development { .. } | SignIn::Proxy { .. } => page(problem, is_looking),
    };
    carrying(&answer, answered(answer.status(), page))
}

/// Whether a page is asked for, and not data.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.contains("text/html")
}

/// A page that carries the headers of the answer in whose place it stands.
fn carrying(answer: &Response, mut page: Response) -> Response {
    for (name, value) in answer.headers() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH, header::REFERRER_POLICY].contains(name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

fn page(problem: &Problem, is_looking: bool) -> Markup {
    let (title, what_to_do) = said(problem.kind, is_looking);
    let here = problem.detail.as_deref().filter(|_| tells_more(problem.kind));
    let main = html! {
        h1 { (title) }
        @if let Some(here) = here { p { (capitalised(here)) "." } }
        p { (what_to_do) }
        p { a href="/" { "To the cycles" } }
    };
    whole("Problem", &html! {}, &main, None)
}

/// Whether what is wrong here says more than the page of its kind.
const fn tells_more(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Forbidden
            | Kind::Parameter
            | Kind::Unreadable
            | Kind::AnotherCycle
            | Kind::Refused
            | Kind::Pack
            | Kind::ReadOnly
    )
}

/// What is wrong, and what to do about it. `is_looking` says that nothing was to be recorded: then nobody need ask whether it is.
const fn said(kind: Kind, is_looking: bool) -> (&'static str, &'static str) {
    match kind {
        Kind::NotSignedIn => ("You are not signed in", "Sign in where you usually do, and come back."),
        Kind::Forbidden => ("You may not do this", "Somebody who looks after this system can give you the right to."),
        Kind::OtherSite => {
            ("This was sent by another site", "Nothing was recorded. Go to the page here, and send it from there.")
        }
        Kind::OldForm => (
            "This form was open for too long",
            "Nothing was changed. Go back, load the page again, and send what you typed from there.",
        ),
        Kind::NotFound => ("There is nothing here", "Or there is nothing here that you may see."),
        Kind::Method => ("Nothing is done here in that way", "Load the page, and use what stands on it."),
        Kind::Parameter => ("The address does not read", "Go back, and try another way."),
        Kind::MediaType => ("This is not what a page sends", "Nothing was recorded. Load the page, and use its form."),
        Kind::Body => ("Not all of it arrived", "Nothing was recorded. Go back, and send it again."),
        Kind::TooLarge => ("That is too long", "Nothing was recorded. Go back, and write less."),
        Kind::TooSlow if is_looking => (
            "This took too long",
            "Load the page again. If it takes too long each time, tell whoever looks after this system.",
        ),
        Kind::TooSlow => (
            "This took too long",
            "Whether it was recorded is not known. Go back, and send the same again: nothing is recorded twice.",
        ),
        Kind::TooMany => ("Too many requests", "Wait a little, and try again."),
        Kind::Unreadable => ("What was sent does not read", "Nothing was recorded. Go back, correct it, and send it again."),
        Kind::NoOpening => ("This opens no cycle", "Nothing was recorded. Go to the page on which a cycle is opened."),
        Kind::AnotherCycle => ("This opens another cycle", "Nothing was recorded. Open it under its own reference."),
        Kind::Refused => {
            ("This cannot be recorded", "Nothing was recorded. The page of the cycle says what can be recorded now.")
        }
        Kind::Pack => (
            "These rules cannot be used",
            "Nothing was changed: the rules of before are in force. Go back, and correct what is named here.",
        ),
        Kind::Taken => ("Somebody else was first", "Load the page again, and look at what changed."),
        Kind::Busy => ("Others are recording in this cycle", "Nothing was recorded. Go back, and send the same again."),
        Kind::ReadOnly => (
            "Nothing can be recorded here",
            "What is recorded already does not load. Tell whoever looks after this system, and what is named here.",
        ),
        Kind::Unavailable if is_looking => ("The database cannot be used at the moment", "Load the page again in a while."),
        Kind::Unavailable => (
            "The database cannot be used at the moment",
            "Whether it was recorded is not known. Send the same again: nothing is recorded twice.",
        ),
        Kind::Full if is_looking => (
            "There is no room left",
            "That you read this has to be noted first, and cannot be. Tell whoever looks after this system.",
        ),
        Kind::Full => (
            "There is no room left",
            "Nothing was recorded. Tell whoever looks after this system; once there is room, send the same again.",
        ),
        Kind::NotListed => (
            "Nothing can be erased at the moment",
            "Nothing was recorded. Tell whoever looks after this system that the list of erasures cannot be written.",
        ),
        Kind::Internal => (
            "Something went wrong here",
            "It was noted. Try again in a while; if it goes wrong again, tell whoever looks after this system.",
        ),
    }
}
