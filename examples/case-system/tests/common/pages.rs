//! The pages, called as a function.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header;
use case_system::monitor::{Monitor, Pace};
use case_system::{api, page};
use tower::ServiceExt;

use super::{Answer, Service, person, read, request};

/// A service with its pages, and a monitor that tells what falls due.
pub(crate) struct Pages {
    pub(crate) service: Service,
    pub(crate) router: Router,
    pub(crate) monitor: Arc<Monitor>,
}

impl Pages {
    pub(crate) fn of(service: Service) -> Self {
        Self::watched(service, Pace::default())
    }

    pub(crate) fn watched(service: Service, pace: Pace) -> Self {
        let monitor = Arc::new(Monitor::start(Arc::clone(&service.app), pace));
        let inner = api::service(Arc::clone(&service.app), page::routes(Arc::clone(&monitor)));
        let router = page::dressed(Arc::clone(&service.app), inner);
        Self { service, router, monitor }
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        let request = request("GET", who, path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
        read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// Sends a form, with the token of whoever sends it.
    pub(crate) async fn send(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.service.app.tokens.of(&person(who));
        self.send_with(who, path, fields, &token).await
    }

    pub(crate) async fn send_with(&self, who: &str, path: &str, fields: &[(&str, &str)], token: &str) -> Answer {
        let body =
            form_urlencoded::Serializer::new(String::new()).append_pair("form_token", token).extend_pairs(fields).finish();
        let request = request("POST", who, path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        read(self.router.clone().oneshot(request.unwrap()).await.unwrap()).await
    }
}
