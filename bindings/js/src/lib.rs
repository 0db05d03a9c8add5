//! `practice-cycle` for JavaScript: histories, packs of rules, searches and pictures, in browsers and in Node.js.
//!
//! What goes in and comes out is JSON in the forms of the library. It crosses as text and is parsed by JavaScript itself, so that what
//! a program gets are plain objects with their keys in the stored order. Times are RFC 3339, or a day for its last instant in London.
//! Whatever is wrong with what is given is thrown as a `PracticeCycleError`; nothing panics.

mod error;
mod value;
mod asked;
mod history;
mod decision;
mod policy;
mod draw;
mod search;
mod claims;
pub mod library;
mod types;
