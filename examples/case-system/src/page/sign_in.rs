//! A page in place of a problem, and, in development, a page to pick somebody to sign in as.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use practice_cycle::id::PersonId;

use super::layout::whole;
use super::{answered, through, wants_page};
use crate::app::App;
use crate::csrf;
use crate::people::DEVELOPMENT_PERSON;
use crate::settings::SignIn;

/// Makes a page of an answer that says what is wrong as data, where a page was asked for.
pub(super) async fn explain(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let asks = wants_page(request.headers()) && !request.uri().path().starts_with("/api/");
    through(request, next, |answer| {
        let is_problem =
            answer.headers().get(header::CONTENT_TYPE) == Some(&HeaderValue::from_static("application/problem+json"));
        if !asks || !is_problem {
            return answer;
        }
        let status = answer.status();
        if status == StatusCode::UNAUTHORIZED
            && let SignIn::Development { people } = &app.settings.sign_in
        {
            return carrying(&answer, answered(status, list(people)));
        }
        carrying(&answer, answered(status, whole("Problem", &html! {}, &said(status), None)))
    })
    .await
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

fn said(status: StatusCode) -> Markup {
    let (title, what) = match status {
        StatusCode::UNAUTHORIZED => ("You are not signed in", "Sign in where you usually do, and come back."),
        StatusCode::FORBIDDEN => ("You may not do this", "Somebody who looks after this system can give you the right to."),
        StatusCode::NOT_FOUND => ("There is nothing here", "Or there is nothing here that you may see."),
        StatusCode::TOO_MANY_REQUESTS => ("Too many requests", "Wait a little, and try again."),
        StatusCode::CONFLICT => ("Somebody else was first", "Load the page again, and look at what changed."),
        StatusCode::BAD_REQUEST => ("The address does not read", "Go back, and try another way."),
        StatusCode::PAYLOAD_TOO_LARGE => ("That is too long", "Nothing was recorded. Go back, and write less."),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::INSUFFICIENT_STORAGE => (
            "The database cannot be used at the moment",
            "Whether it was recorded is not known. Send the same again: nothing is recorded twice.",
        ),
        _ => ("Something went wrong here", "It was noted. Try again in a while."),
    };
    html! { h1 { (title) } p { (what) } p { a href="/" { "To the cycles" } } }
}

/// The page to pick somebody on; only in development.
pub(super) async fn page(State(app): State<Arc<App>>) -> Response {
    match &app.settings.sign_in {
        SignIn::Development { people } => answered(StatusCode::OK, list(people)),
        SignIn::Proxy { .. } => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Signs somebody of the list in, by a cookie.
pub(super) async fn pick(State(app): State<Arc<App>>, method: Method, headers: HeaderMap, body: String) -> Response {
    let SignIn::Development { people } = &app.settings.sign_in else { return StatusCode::NOT_FOUND.into_response() };
    if csrf::check(&method, &headers, app.settings.origin.as_deref()).is_err() {
        return StatusCode::FORBIDDEN.into_response();
    }
    let picked = form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "person");
    let Some(person) = picked.and_then(|(_, person)| people.iter().find(|one| one.as_str() == person)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let cookie = format!("{DEVELOPMENT_PERSON}={person}; Path=/; HttpOnly; SameSite=Strict");
    let mut answer = Redirect::to("/").into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

fn list(people: &[PersonId]) -> Markup {
    let main = html! {
        h1 { "Sign in" }
        p { "This is the sign-in of development, on this machine alone. Everybody here is invented." }
        form method="post" action="/sign-in" {
            fieldset {
                legend { "Who are you?" }
                @for (place, person) in people.iter().enumerate() {
                    p .choice {
                        input type="radio" name="person" id=(format!("person-{place}")) value=(person) checked[place == 0];
                        label for=(format!("person-{place}")) { (person) }
                    }
                }
            }
            button { "Sign in" }
        }
    };
    whole("Sign in", &html! {}, &main, None)
}
