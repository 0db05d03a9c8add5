//! A case system on [`practice_cycle`]: what a council's engineers would deploy for a pilot.
//!
//! | Module | What it holds |
//! |---|---|
//! | [`settings`] | what the program is set to |
//! | [`store`] | the database: entries with their seals, rights, what was read, what was told |
//! | [`cycles`] | histories in memory; decide, store, accept |
//! | [`erasing`] | what was erased after a backup, once more |
//! | [`people`] | who is signed in, and what they may do |
//! | [`csrf`], [`limits`] | what keeps other sites, and too many requests, away |
//! | [`app`] | what every request has at hand |
//! | [`shown`] | what one reader is shown of a cycle |
//! | [`monitor`] | what falls due, and is told |
//! | [`api`] | the API over HTTP |
//! | [`page`] | the pages |
//! | [`server`] | connections, and how they end |
//! | [`invented`] | invented cases, for development |
//! | [`commands`] | the command line |

pub mod clock;
pub mod faults;
pub mod settings;
pub mod store;
pub mod cycles;
pub mod erasing;
pub mod people;
pub mod csrf;
pub mod limits;
pub mod app;
pub mod shown;
pub mod monitor;
pub mod api;
pub mod page;
pub mod server;
pub mod invented;
pub mod commands;
