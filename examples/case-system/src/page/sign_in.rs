//! In development, a page to pick somebody to sign in as.

use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html};
use practice_cycle::id::PersonId;

use super::answered;
use super::layout::whole;
use crate::api::problem::{Kind, Problem};
use crate::app::App;
use crate::csrf;
use crate::people::DEVELOPMENT_PERSON;

/// Those who may be picked.
type People = Extension<Arc<[PersonId]>>;

/// The address of the page, which is there in development alone.
pub(super) fn routes(people: &[PersonId]) -> Router<Arc<App>> {
    Router::new().route("/sign-in", get(page).post(pick)).layer(Extension(Arc::<[PersonId]>::from(people)))
}

/// The page to pick somebody on.
async fn page(Extension(people): People) -> Response {
    answered(StatusCode::OK, list(&people))
}

/// Signs somebody of the list in, by a cookie.
async fn pick(
    State(app): State<Arc<App>>,
    Extension(people): People,
    method: Method,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Problem> {
    csrf::check(&method, &headers, app.settings.origin.as_deref())
        .map_err(|why| Problem::new(Kind::OtherSite).detail(why))?;
    let picked = form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "person");
    let picked = picked.and_then(|(_, person)| people.iter().find(|one| one.as_str() == person));
    let person = picked.ok_or_else(|| Problem::new(Kind::Body).detail("nobody of the list is picked"))?;
    let cookie = format!("{DEVELOPMENT_PERSON}={person}; Path=/; HttpOnly; SameSite=Strict");
    let mut answer = Redirect::to("/").into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

pub(super) fn list(people: &[PersonId]) -> Markup {
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
