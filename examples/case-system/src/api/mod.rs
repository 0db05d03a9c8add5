//! The API over HTTP, in JSON. Every answer is made for whoever is signed in.

mod guard;
pub mod problem;
pub mod acts;
pub mod views;
mod openapi;
mod portfolio;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use practice_cycle::cycle::Kind;
use serde_json::{Value, json};

use crate::app::App;
use crate::people::SignedIn;
use problem::Problem;

pub use guard::{admit, protected};
pub use openapi::document;

/// The routes of the API, without what stands before every route: see [`service`].
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/cycles", get(cycles).post(acts::open))
        .route("/api/cycles/{cycle}/acts", post(acts::offer))
        .route("/api/cycles/{cycle}/late-acts", post(acts::offer_late))
        .route("/api/cycles/{cycle}/possible", get(views::possible))
        .route("/api/cycles/{cycle}/overview", get(views::overview))
        .route("/api/cycles/{cycle}/entries", get(views::entries))
        .route("/api/cycles/{cycle}/findings", get(views::findings))
        .route("/api/cycles/{cycle}/readings", get(views::readings))
        .route("/api/cycles/{cycle}/export", get(views::export))
        .route("/api/forms/{kind}", get(form))
        .route("/api/me", get(me))
        .route("/api/portfolio", get(portfolio::portfolio))
        .route("/api/portfolio/acts", post(portfolio::offer))
        .route("/openapi.json", get(|| async { Json(document()) }))
}

/// The whole service: the routes of the API and others, behind sign-in, limits and headers.
///
/// `others` are the pages: they are behind the same.
pub fn service(app: Arc<App>, others: Router<Arc<App>>) -> Router {
    let limit = DefaultBodyLimit::max(app.settings.body_limit);
    let open = Router::new().route("/health", get(health)).with_state(Arc::clone(&app));
    routes()
        .merge(others)
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .fallback(|| async { Problem::not_found() })
        .layer(limit)
        .layer(from_fn_with_state(Arc::clone(&app), guard::admit))
        .with_state(app)
        .merge(open)
        .layer(from_fn(guard::protected))
}

/// Whether the service can do its work, for whatever watches over it. Nobody need be signed in.
async fn health(State(app): State<Arc<App>>) -> Result<&'static str, Problem> {
    app.store.ping().await?;
    Ok("ok\n")
}

/// The cycles that whoever is signed in may read.
async fn cycles(State(app): State<Arc<App>>, Extension(who): Extension<SignedIn>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "cycles": app.store.readable(&who.0).await? })))
}

/// Who is signed in, and the token of their forms.
async fn me(State(app): State<Arc<App>>, Extension(who): Extension<SignedIn>) -> Json<Value> {
    Json(json!({ "person": who.0, crate::csrf::FIELD: app.tokens.of(&who.0) }))
}

/// What a kind of event takes.
async fn form(Path(kind): Path<String>) -> Result<Json<Value>, Problem> {
    let form = Kind::from_code(&kind).map(Kind::form).ok_or_else(Problem::not_found)?;
    serde_json::to_value(form).map(Json).map_err(|_| Problem::internal())
}
