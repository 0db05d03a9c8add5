//! The API over HTTP, in JSON. Every answer is made for whoever is signed in.

mod guard;
pub mod problem;
pub mod acts;

pub mod views;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::app::App;
use problem::Problem;

pub use guard::{admit, protected};

/// The routes of the API, without what stands before every route: see [`service`].
#[must_use]
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/cycles/{cycle}/acts", post(acts::offer))
        .route("/api/cycles/{cycle}/overview", get(views::overview))
}

/// The whole service: the routes of the API and others, behind sign-in, limits and headers.
///
/// `others` are the pages: they are behind the same.
pub fn service(app: Arc<App>, others: Router<Arc<App>>) -> Router {
    let limit = DefaultBodyLimit::max(app.settings.body_limit);
    routes()
        .merge(others)
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .fallback(|| async { Problem::not_found() })
        .layer(limit)
        .layer(from_fn_with_state(Arc::clone(&app), guard::admit))
        .layer(from_fn(guard::protected))
        .with_state(app)
}
