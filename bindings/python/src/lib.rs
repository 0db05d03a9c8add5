//! `practice-cycle` for Python: the native half of the package `practice_cycle`, whose types `python/practice_cycle/_native.pyi` gives.
//!
//! It holds no rules of its own. Data goes over as JSON, tables as Arrow, and what is wrong as exceptions of `practice_cycle.errors`.
//! Work of any length releases the interpreter.

mod errors;
mod json;
mod times;
mod files;
mod table;
mod history;
mod tables;
mod policy;
mod search;
mod simulation;
mod pictures;

use pyo3::prelude::*;

/// The module of Python.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::history::{Entries, EntryIterator, History};
    #[pymodule_export]
    use crate::pictures::{Lifecycle, Picture, boundary, circuit, duties, outcomes, timeline};
    #[pymodule_export]
    use crate::policy::{Pack, Report, check};
    #[pymodule_export]
    use crate::search::{Reached, search};
    #[pymodule_export]
    use crate::simulation::{Results, Scenario, run};
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::tables::{contracts, events, people, readings};
}
