//! Keeps other sites from sending requests in the name of somebody who is signed in.

use axum::http::{HeaderMap, Method, header};
use practice_cycle::id::PersonId;
use thiserror::Error;

/// The field of a form that holds its token.
pub const FIELD: &str = "form_token";

/// Makes and checks the tokens of forms: each is of one person.
#[derive(Clone)]
pub struct Tokens([u8; 32]);

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

impl Tokens {
    /// Tokens by a key.
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        Self(hmac_sha256::HMAC::mac(b"case-system/forms", key))
    }

    /// Tokens by a key that is drawn now.
    ///
    /// # Errors
    /// That of the operating system, where it gives no random bytes.
    pub fn drawn() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self(key))
    }

    /// The token of somebody's forms.
    #[must_use]
    pub fn of(&self, person: &PersonId) -> String {
        hmac_sha256::HMAC::mac(person.as_str(), self.0).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a token is theirs.
    #[must_use]
    pub fn is_of(&self, token: &str, person: &PersonId) -> bool {
        crate::settings::Secret::new(self.of(person)).is(token.as_bytes())
    }
}

/// The request comes from another site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the request comes from a page of another site")]
pub struct CrossSite;

/// Whether a request that changes something comes from a page of this site, or from no page at all.
///
/// A browser says where it comes from in `Sec-Fetch-Site`, and an older one in `Origin`; other clients send neither, and no site can
/// make a browser leave them out. `origin` is where browsers reach the service; without it, `Host` says so.
///
/// # Errors
/// [`CrossSite`] where it comes from elsewhere, or says so in a way that does not read.
pub fn check(method: &Method, headers: &HeaderMap, origin: Option<&str>) -> Result<(), CrossSite> {
    if method.is_safe() {
        return Ok(());
    }
    for site in headers.get_all("sec-fetch-site") {
        // `none` is what somebody does by hand, which no page can bring about.
        if !matches!(site.as_bytes(), b"same-origin" | b"none") {
            return Err(CrossSite);
        }
    }
    for from in headers.get_all(header::ORIGIN) {
        let from = from.to_str().map_err(|_| CrossSite)?;
        let is_here = match (origin, headers.get(header::HOST).and_then(|host| host.to_str().ok())) {
            (Some(origin), _) => from == origin,
            (None, Some(host)) => from.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
            (None, None) => false,
        };
        if !is_here {
            return Err(CrossSite);
        }
    }
    Ok(())
}
