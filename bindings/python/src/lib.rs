//! `practice-cycle` for Python.
