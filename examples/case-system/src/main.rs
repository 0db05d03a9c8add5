//! The program: see its README.

use std::net::SocketAddr;
use std::process::ExitCode;

use axum::Router;
use case_system::api;
use case_system::app::App;
use case_system::clock::Clock;
use case_system::settings::Settings;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let app = match App::start(Settings::development(Vec::new()), Clock::default()).await {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "cannot start");
            return ExitCode::from(2);
        }
    };
    let listen = app.settings.listen;
    let service = api::service(app, Router::new()).into_make_service_with_connect_info::<SocketAddr>();
    let Ok(listener) = tokio::net::TcpListener::bind(listen).await else { return ExitCode::from(2) };
    if axum::serve(listener, service).await.is_err() {
        return ExitCode::from(2);
    }
    ExitCode::SUCCESS
}
