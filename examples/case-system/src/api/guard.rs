//! What every request passes: sign-in, the limits, the guard against other sites; and what every answer carries.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::{Kind, Problem};
use crate::app::App;
use crate::csrf;

/// Lets a request in: whoever sends it is signed in, sends no more than they may, and was not sent by a page of another site. The
/// handlers find them as an `Extension<SignedIn>`.
pub async fn admit(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    // The path as it is written in the routes: the references in it are in the log of what was recorded, if anything was.
    let path = request.extensions().get::<MatchedPath>().map_or("(none)".to_owned(), |path| path.as_str().to_owned());
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| *from);
    let (who, answer) = match app.settings.sign_in.who(request.headers(), from) {
        Err(why) => {
            let known = app.limiter.admits_stranger(from.map(|from| from.ip()));
            tracing::warn!(%why, from = from.map(|from| from.ip().to_string()), "a request without a sign-in");
            (None, if known { Problem::from(why).into_response() } else { too_many() })
        }
        Ok(who) if !app.limiter.admits(&who.0) => (Some(who), too_many()),
        Ok(who) => match csrf::check(&method, request.headers(), app.settings.origin.as_deref()) {
            Err(why) => {
                tracing::warn!(%why, person = who.0.as_str(), "a request from another site");
                (Some(who), Problem::new(Kind::OtherSite).detail(why).into_response())
            }
            Ok(()) => {
                request.extensions_mut().insert(who.clone());
                // What was begun to be recorded goes on; whoever sends it again is answered with what became of it.
                let within = Duration::from_secs(app.settings.answer_within);
                let answer = tokio::time::timeout(within, next.run(request)).await;
                (Some(who), answer.unwrap_or_else(|_| too_slow()))
            }
        },
    };
    tracing::info!(
        %method,
        path,
        status = answer.status().as_u16(),
        person = who.as_ref().map(|who| who.0.as_str()),
        milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    answer
}

fn too_slow() -> Response {
    Problem::new(Kind::TooSlow)
        .detail("whether anything is recorded is not known; send the same again, and the answer will say")
        .into_response()
}

fn too_many() -> Response {
    Problem::new(Kind::TooMany).into_response()
}

/// Puts on every answer what tells a browser to be careful with it.
pub async fn protected(request: Request, next: Next) -> Response {
    const HEADERS: [(header::HeaderName, &str); 8] = [
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    ];
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
