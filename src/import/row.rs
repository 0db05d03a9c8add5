//! One row of a log, whatever it is written in.

use std::collections::BTreeMap;

use super::problem::Problem;

/// What stands in the columns of a row. A column without anything is not in it.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    columns: BTreeMap<String, Vec<String>>,
}

impl Row {
    pub(super) fn new(line: u64) -> Self {
        Self { line, columns: BTreeMap::new() }
    }

    /// Adds what stands in a column; more than one thing, where it comes again.
    pub(super) fn add(&mut self, column: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.columns.entry(column.to_owned()).or_default().push(value.to_owned());
        }
    }

    /// Takes away words that stand for nothing.
    pub(super) fn forget(&mut self, words: &[String]) {
        if !words.is_empty() {
            self.columns.values_mut().for_each(|all| all.retain(|found| !words.contains(found)));
            self.columns.retain(|_, all| !all.is_empty());
        }
    }

    /// The one thing that stands in a column, if anything does.
    pub(super) fn one(&self, column: &str) -> Result<Option<&str>, Problem> {
        match self.all(column) {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            [_, _, ..] => Err(Problem::SeveralValues { column: column.to_owned() }),
        }
    }

    /// The one thing that has to stand in a column.
    pub(super) fn needed(&self, column: &str) -> Result<&str, Problem> {
        self.one(column)?.ok_or_else(|| Problem::NoValue { what: column.to_owned() })
    }

    pub(super) fn all(&self, column: &str) -> &[String] {
        self.columns.get(column).map_or(&[], Vec::as_slice)
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }
}
