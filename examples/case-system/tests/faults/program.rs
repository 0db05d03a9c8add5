//! The real program in a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

use crate::common::PEOPLE;

/// How long anything may take before a test gives up: far longer than a slow disk or a busy machine needs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// A process, which is killed when it goes.
pub(crate) struct Program {
    child: Mutex<Child>,
    address: String,
    /// The lines that it writes to standard error.
    said: Mutex<Receiver<String>>,
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Program {
    /// Starts it over a database, to be stopped at a fault point, if one is named.
    pub(crate) fn start(folder: &std::path::Path, database: &str, fault: Option<&str>) -> Self {
        let people = PEOPLE.map(|person| format!("\"{person}\"")).join(", ");
        let settings = format!(
            "listen = \"127.0.0.1:0\"\nconnections = 4\n[sign_in]\nby = \"development\"\npeople = [{people}]\n\
             [rates]\nperson_per_second = 1000000\nperson_burst = 1000000\n"
        );
        let file = folder.join("settings.toml");
        std::fs::write(&file, settings).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_case-system"));
        command.arg("--settings").arg(&file).env("CASE_SYSTEM_DATABASE", database).env_remove("CASE_SYSTEM_FAULT");
        if let Some(fault) = fault {
            command.env("CASE_SYSTEM_FAULT", fault);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (send, said) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || errors.lines().map_while(Result::ok).all(|line| send.send(line).is_ok()));
        let address = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("it says {line:?}")).to_owned();
        Self { child: Mutex::new(child), address, said: Mutex::new(said) }
    }

    /// What to send acts with.
    pub(crate) fn client(&self) -> Client {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        Client { agent: config.build().new_agent(), address: self.address.clone() }
    }

    /// Waits until it has come to its fault point.
    pub(crate) fn comes_to(&self, fault: &str) {
        let wanted = format!("fault point {}", fault.split(':').next().unwrap_or(fault));
        let said = self.said.lock().unwrap();
        while said.recv_timeout(PATIENCE).unwrap() != wanted {}
    }

    /// Kills it as `kill -9` does.
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Sends acts.
#[derive(Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    address: String,
}

impl Client {
    /// Sends an act: the status and the body of the answer; nothing, if there was none.
    pub(crate) fn offer(&self, who: &str, cycle: &str, act: &Value) -> Option<(u16, String)> {
        let request = self.agent.post(format!("{}/api/cycles/{cycle}/acts", self.address));
        let request = request.header("case-system-person", who).content_type("application/json");
        let mut answer = request.send(act.to_string()).ok()?;
        Some((answer.status().as_u16(), answer.body_mut().read_to_string().ok()?))
    }
}
