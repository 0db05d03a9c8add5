//! What the program is set to: a file in TOML, above it the environment. Secrets show in no `Debug`.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use practice_cycle::id::PersonId;
use serde::Deserialize;
use thiserror::Error;

use crate::cycles::Limits;

/// Why the settings do not do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings `{}` cannot be read", .0.display())]
    File(PathBuf, #[source] std::io::Error),
    /// It is not TOML, or has a field that is none. What stands there is not shown, as it may be a secret.
    #[error("the settings do not read: {0}")]
    Malformed(String),
    /// Anybody who reaches the address could sign in as anybody.
    #[error("the development sign-in is for this machine alone; `listen` is {0}")]
    DevelopmentBeyondThisMachine(SocketAddr),
    /// A proxy that anybody could pass for.
    #[error(
        "sign-in by a proxy needs a secret of at least 32 characters in `sign_in.secret`; without one, every network in \
         `sign_in.trusted` has to be one address"
    )]
    ProxyNotKnown,
}

/// What nobody is to see.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether that is it. How long the answer takes depends on no byte of it.
    #[must_use]
    pub fn is(&self, offered: &[u8]) -> bool {
        let digest = |bytes: &[u8]| hmac_sha256::HMAC::mac(bytes, b"case-system/secret");
        digest(self.bytes()).iter().zip(digest(offered)).fold(0, |unlike, (one, other)| unlike | (one ^ other)) == 0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The URL of the database, whose password shows nowhere.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// A URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The whole of it, to connect by.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.0.split(':').next().unwrap_or_default();
        write!(f, "DatabaseUrl({scheme}:…)")
    }
}

/// How it is known who is signed in. Never by what a request says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum SignIn {
    /// A proxy in front has signed them in, and says who they are in a header.
    Proxy {
        /// The header with the reference of the person.
        #[serde(default = "person_header")]
        header: String,
        /// The header with the secret by which the proxy is known.
        #[serde(default = "secret_header")]
        secret_header: String,
        /// The secret.
        secret: Option<Secret>,
        /// The addresses from which the proxy calls.
        #[serde(default)]
        trusted: Vec<IpNet>,
    },
    /// Anybody on this machine picks somebody from a list. For development alone.
    Development {
        /// The list.
        people: Vec<PersonId>,
    },
}

fn person_header() -> String {
    "x-case-system-person".to_owned()
}

fn secret_header() -> String {
    "x-case-system-secret".to_owned()
}

/// How many requests are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Of one person, a second.
    pub person_per_second: u32,
    /// How many of one person may come at once.
    pub person_burst: u32,
    /// Of one address that is not signed in, a minute.
    pub stranger_per_minute: u32,
    /// How many streams of news one person may have open at once: each page in a browser has one.
    pub person_streams: usize,
}

impl Default for Rates {
    fn default() -> Self {
        Self { person_per_second: 20, person_burst: 100, stranger_per_minute: 60, person_streams: 20 }
    }
}

/// What connections are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Connections {
    /// How many are open at once; whoever comes then waits.
    pub open_at_once: NonZeroUsize,
    /// Within how many seconds the head of a request has to have arrived, the next one on a connection that stays open, too.
    pub head_within: u32,
    /// After how many seconds a stream of news ends, and whoever listens has to come again: signed in still.
    pub stream_for: u32,
    /// When the program ends, for how many seconds whoever is being answered still is.
    pub end_within: u32,
}

impl Default for Connections {
    fn default() -> Self {
        Self { open_at_once: NonZeroUsize::MIN.saturating_add(999), head_within: 15, stream_for: 900, end_within: 10 }
    }
}

/// What the program is set to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The database: `sqlite:case-system.db`, or `postgres://…`.
    #[serde(default = "database")]
    pub database: DatabaseUrl,
    /// The file in which all that is erased is listed, for whoever takes a backup back; `serve` makes it. Keep it where it is not lost with
    /// the database.
    #[serde(default)]
    pub erasures: Option<PathBuf>,
    /// Where it listens.
    #[serde(default = "listen")]
    pub listen: SocketAddr,
    /// Where browsers reach it, as `https://cases.example`; without it, where they say they reach it.
    #[serde(default)]
    pub origin: Option<String>,
    /// How it is known who is signed in.
    pub sign_in: SignIn,
    /// How many connections to the database there are at most.
    #[serde(default = "connections")]
    pub connections: u32,
    /// How long somebody waits for the database, in milliseconds: for a connection, or for another writer.
    #[serde(default = "patience")]
    pub patience: u64,
    /// Within how many seconds a request has to have arrived whole, and been answered.
    #[serde(default = "answer_within")]
    pub answer_within: u64,
    /// How much stays in memory.
    #[serde(default)]
    pub cache: Limits,
    /// How many requests are answered.
    #[serde(default)]
    pub rates: Rates,
    /// What connections of browsers and of the proxy are held to.
    #[serde(default)]
    pub http: Connections,
    /// The longest body of a request, in bytes.
    #[serde(default = "body_limit")]
    pub body_limit: usize,
    /// The pack of rules until another is put in force: one that comes with the crate.
    #[serde(default = "pack")]
    pub pack: String,
    /// The key of the tokens in forms. Without it, one is drawn at the start, and forms that are open then have to be loaded again.
    #[serde(default)]
    pub form_key: Option<Secret>,
    /// The key of the pseudonyms in exports. Without it, exports hold the references as they are.
    #[serde(default)]
    pub pseudonym_key: Option<Secret>,
    /// Whether logs are lines of JSON.
    #[serde(default)]
    pub json_logs: bool,
}

fn database() -> DatabaseUrl {
    DatabaseUrl::new("sqlite:case-system.db")
}

fn listen() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 8080).into()
}

const fn connections() -> u32 {
    8
}

const fn patience() -> u64 {
    10_000
}

const fn answer_within() -> u64 {
    60
}

/// The longest line of an entry, and something for what stands around it.
const fn body_limit() -> usize {
    practice_cycle::history::MAX_LINE + 1024
}

fn pack() -> String {
    "local-practice".to_owned()
}

impl Settings {
    /// The settings of development: on this machine alone, by a list of people.
    #[must_use]
    pub fn development(people: Vec<PersonId>) -> Self {
        Self {
            database: database(),
            erasures: None,
            listen: listen(),
            origin: None,
            sign_in: SignIn::Development { people },
            connections: connections(),
            patience: patience(),
            answer_within: answer_within(),
            cache: Limits::default(),
            rates: Rates::default(),
            http: Connections::default(),
            body_limit: body_limit(),
            pack: pack(),
            form_key: None,
            pseudonym_key: None,
            json_logs: false,
        }
    }

    /// Reads a file, and what the environment says in its place: `CASE_SYSTEM_DATABASE`, `CASE_SYSTEM_LISTEN`,
    /// `CASE_SYSTEM_PROXY_SECRET`, `CASE_SYSTEM_FORM_KEY` and `CASE_SYSTEM_PSEUDONYM_KEY`, so that no secret need stand in a file.
    ///
    /// # Errors
    /// [`SettingsError`] says what does not do.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let written = std::fs::read_to_string(path).map_err(|error| SettingsError::File(path.to_owned(), error))?;
        Self::parse(&written, |name| std::env::var(name).ok())
    }

    /// The same from a text, and from what stands for the environment.
    ///
    /// # Errors
    /// [`SettingsError`] says what does not do.
    pub fn parse(written: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        // The message alone: the rest of the error quotes the line, and so a secret.
        let malformed = |error: toml::de::Error| SettingsError::Malformed(error.message().to_owned());
        let mut settings: Self = toml::from_str(written).map_err(malformed)?;
        settings.set(environment)?;
        settings.check()?;
        Ok(settings)
    }

    /// Puts what the environment says in place of what is set.
    ///
    /// # Errors
    /// [`SettingsError::Malformed`] where an address does not read.
    pub fn set(&mut self, environment: impl Fn(&str) -> Option<String>) -> Result<(), SettingsError> {
        if let Some(url) = environment("CASE_SYSTEM_DATABASE") {
            self.database = DatabaseUrl::new(url);
        }
        if let Some(listen) = environment("CASE_SYSTEM_LISTEN") {
            let malformed = |_| SettingsError::Malformed("`CASE_SYSTEM_LISTEN` is no address with a port".to_owned());
            self.listen = listen.parse().map_err(malformed)?;
        }
        if let (Some(found), SignIn::Proxy { secret, .. }) = (environment("CASE_SYSTEM_PROXY_SECRET"), &mut self.sign_in) {
            *secret = Some(Secret::new(found));
        }
        if let Some(key) = environment("CASE_SYSTEM_FORM_KEY") {
            self.form_key = Some(Secret::new(key));
        }
        if let Some(key) = environment("CASE_SYSTEM_PSEUDONYM_KEY") {
            self.pseudonym_key = Some(Secret::new(key));
        }
        Ok(())
    }

    /// Whether nobody can sign in who should not.
    ///
    /// # Errors
    /// [`SettingsError`] says what does not do.
    pub fn check(&self) -> Result<(), SettingsError> {
        match &self.sign_in {
            SignIn::Development { .. } if !self.listen.ip().is_loopback() => {
                Err(SettingsError::DevelopmentBeyondThisMachine(self.listen))
            }
            SignIn::Proxy { secret, trusted, .. } => {
                let is_long = secret.as_ref().is_some_and(|secret| secret.bytes().len() >= 32);
                // Whoever has an address of a wider network could pass for the proxy.
                let is_one = |network: &IpNet| network.prefix_len() == network.max_prefix_len();
                let is_known = is_long || (secret.is_none() && !trusted.is_empty() && trusted.iter().all(is_one));
                is_known.then_some(()).ok_or(SettingsError::ProxyNotKnown)
            }
            SignIn::Development { .. } => Ok(()),
        }
    }
}

/// Whether an address is among those of some networks.
pub(crate) fn is_among(address: IpAddr, networks: &[IpNet]) -> bool {
    let address = address.to_canonical();
    networks.iter().any(|network| network.contains(&address))
}
