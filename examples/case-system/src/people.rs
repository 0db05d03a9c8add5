//! Who is signed in, and what they may do.

use std::net::SocketAddr;

use axum::http::{HeaderMap, header};
use practice_cycle::cycle::Offer;
use practice_cycle::id::PersonId;
use practice_cycle::people::Held;
use thiserror::Error;

use crate::settings::{SignIn, is_among};
use crate::store::{Access, May};

/// The cookie, and the header, by which somebody picks themself from the list of the development sign-in.
pub const DEVELOPMENT_PERSON: &str = "case-system-person";

/// Nobody is signed in. What the request said of itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotSignedIn {
    /// It says nothing of who it is.
    #[error("nobody is signed in")]
    Nobody,
    /// It does not come from the proxy.
    #[error("the request does not come from the proxy that signs people in")]
    NotTheProxy,
    /// The name is none, or there are several.
    #[error("the request does not name one person")]
    NotOnePerson,
    /// The person is not on the list.
    #[error("the person is not on the list of the development sign-in")]
    NotListed,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignedIn(pub PersonId);

impl SignIn {
    /// Who is signed in, by the headers of a request and the address that it comes from.
    ///
    /// # Errors
    /// [`NotSignedIn`] where that is nobody, or cannot be known.
    pub fn who(&self, headers: &HeaderMap, from: Option<SocketAddr>) -> Result<SignedIn, NotSignedIn> {
        match self {
            SignIn::Proxy { header, secret_header, secret, trusted } => {
                let from_there = from.is_some_and(|from| is_among(from.ip(), trusted));
                if !trusted.is_empty() && !from_there {
                    return Err(NotSignedIn::NotTheProxy);
                }
                if let Some(secret) = secret {
                    let mut offered = headers.get_all(secret_header).iter();
                    let (Some(only), None) = (offered.next(), offered.next()) else { return Err(NotSignedIn::NotTheProxy) };
                    if !secret.is(only.as_bytes()) {
                        return Err(NotSignedIn::NotTheProxy);
                    }
                }
                one_person(headers, header)
            }
            SignIn::Development { people } => {
                let person = match picked(headers) {
                    Some(picked) => SignedIn(PersonId::new(&picked).map_err(|_| NotSignedIn::NotOnePerson)?),
                    None => one_person(headers, DEVELOPMENT_PERSON)?,
                };
                people.contains(&person.0).then_some(person).ok_or(NotSignedIn::NotListed)
            }
        }
    }
}

/// The person whom a header names, if it stands there once.
fn one_person(headers: &HeaderMap, name: &str) -> Result<SignedIn, NotSignedIn> {
    let mut named = headers.get_all(name).iter();
    let Some(person) = named.next() else { return Err(NotSignedIn::Nobody) };
    let person = person.to_str().ok().and_then(|person| PersonId::new(person).ok());
    person.filter(|_| named.next().is_none()).map(SignedIn).ok_or(NotSignedIn::NotOnePerson)
}

/// Whom a cookie picks from the list.
fn picked(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    pairs.find(|(name, _)| *name == DEVELOPMENT_PERSON).map(|(_, person)| person.to_owned())
}

/// Why somebody may not record an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotTheirs {
    /// The act names somebody else as whoever records it.
    #[error("the act says that somebody else records it")]
    RecordedByAnother,
    /// They may not write down what that person did.
    #[error(
        "you may not record for that person: whoever acts for a service records it themself, or somebody whom the rights name for them does"
    )]
    ForAnother,
    /// They may record nothing in this cycle.
    #[error("you may not record in this cycle")]
    Nothing,
    /// They may not open cycles.
    #[error("you may not open a cycle")]
    Opening,
}

impl SignedIn {
    /// Whether an act is theirs to record. `held` is what whoever acted was in the cycle then.
    ///
    /// # Errors
    /// [`NotTheirs`] says why it is not.
    pub fn may_offer(&self, offer: &Offer, held: Held, access: &Access) -> Result<(), NotTheirs> {
        if offer.recorded_by.as_ref().unwrap_or(&offer.by) != &self.0 {
            return Err(NotTheirs::RecordedByAnother);
        }
        let may = if offer.event.kind().code() == "cycle_opened" { May::Open } else { May::Act };
        if offer.by == self.0 {
            let why = if may == May::Open { NotTheirs::Opening } else { NotTheirs::Nothing };
            return access.may(may).then_some(()).ok_or(why);
        }
        if may == May::Open && !access.may(may) {
            return Err(NotTheirs::Opening);
        }
        access.may_record_for(&offer.by, held).then_some(()).ok_or(NotTheirs::ForAnother)
    }
}
