//! The pages: HTML that is whole without script, made for whoever is signed in.

mod layout;
mod text;
mod sign_in;
mod problem;
mod asked;
mod cycles;
mod week;
mod cycle;
mod entries;
mod form;
mod news;
mod rules;

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use maud::Markup;

use crate::api;
use crate::app::App;
use crate::monitor::Monitor;
use crate::settings::SignIn;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");

/// The routes of the pages, for [`api::service`].
pub fn routes(monitor: Arc<Monitor>) -> Router<Arc<App>> {
    Router::new()
        .route("/", get(cycles::page))
        .route("/week", get(week::page))
        .route("/news", get(news::stream))
        .route("/rules", get(rules::page).post(rules::answer))
        .route("/open", get(form::opening).post(form::open))
        .route("/cycles/{cycle}", get(cycle::page))
        .route("/cycles/{cycle}/timeline.svg", get(cycle::timeline))
        .route("/cycles/{cycle}/boundary.svg", get(cycle::boundary))
        .route("/cycles/{cycle}/acts/{kind}", get(form::page).post(form::record))
        .layer(Extension(monitor))
}

/// The whole service as a browser meets it: with a page in place of each problem where a page was asked for, the style and the script,
/// and, in development, a page to pick somebody to sign in as.
pub fn dressed(app: Arc<App>, service: Router) -> Router {
    let mut open = Router::new()
        .route("/style.css", get(|| file("text/css; charset=utf-8", STYLE)))
        .route("/page.js", get(|| file("text/javascript; charset=utf-8", SCRIPT)));
    if let SignIn::Development { people } = &app.settings.sign_in {
        open = open.merge(sign_in::routes(people));
    }
    open.with_state(Arc::clone(&app))
        .layer(from_fn(api::protected))
        .merge(service)
        .layer(from_fn_with_state(app, problem::explain))
}

async fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ],
        text,
    )
}

/// A page as an answer.
fn answered(status: StatusCode, page: Markup) -> Response {
    // With the policy of all other answers, a browser would not say where a form of this page comes from.
    let referrer = (header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    (status, [referrer], Html(page.into_string())).into_response()
}
