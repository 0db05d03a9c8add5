//! Answering requests, until the program is asked to end.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;
use tracing_subscriber::EnvFilter;

use super::CommandError;
use crate::api;
use crate::app::App;
use crate::invented;
use crate::monitor::{Monitor, Pace};
use crate::{page, server};

/// Logs go to standard error: what was asked and answered, by references, and no text that people wrote.
pub(super) fn log(as_json: bool) {
    // What the database driver logs of statements is left out.
    let filter = EnvFilter::try_from_env("CASE_SYSTEM_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A test may have set another before.
    let _ = if as_json { builder.json().try_init() } else { builder.with_ansi(false).try_init() };
}

/// Answers requests.
pub(super) async fn serve(app: &Arc<App>, is_development: bool) -> Result<bool, CommandError> {
    // Rather none at all than by other rules than those in force.
    app.policy().await?;
    if !is_development && app.settings.erasures.is_none() {
        tracing::warn!("no file of `erasures` is set: a backup that is taken back brings back what was erased since");
    }
    if is_development {
        invented::bring_in(app).await.map_err(CommandError::Invented)?;
    }
    let listen = app.settings.listen;
    let listener = TcpListener::bind(listen).await.map_err(CommandError::io(format!("cannot listen on {listen}")))?;
    let address = listener.local_addr().map_err(CommandError::io("cannot listen"))?;
    let mut out = std::io::stdout();
    let mut said = format!("listening on http://{address}\n");
    if is_development {
        said.push_str(
            "for development: every case is invented, and anybody on this machine may sign in as anybody of the list below, by\n\
             the header or the cookie `case-system-person`. Without `--settings`, never put real cases into it.\n",
        );
        for person in invented::people() {
            said.push_str(&format!("  {person}\n"));
        }
    }
    // Whoever reads it may be gone already.
    let _ = out.write_all(said.as_bytes()).and_then(|()| out.flush());
    let monitor = Arc::new(Monitor::start(Arc::clone(app), Pace::default()));
    let service = api::service(Arc::clone(app), page::routes(Arc::clone(&monitor)));
    let ended = async {
        ended().await;
        monitor.end();
    };
    server::serve(listener, page::dressed(Arc::clone(app), service), app.settings.http, ended).await;
    // What it could not keep by then, it tells at the next start.
    if timeout(Duration::from_secs(app.settings.http.end_within.into()), monitor.stop()).await.is_err() {
        tracing::warn!("the monitor is cut off");
    }
    Ok(true)
}

/// Waits until the program is asked to end: what is under way is answered first.
async fn ended() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
    tracing::info!("ending");
}
