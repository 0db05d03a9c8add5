//! The lines of a log, as an editor numbers them: a line ends with LF, with CRLF, or with CR alone.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// Counts the lines of what is read.
pub(super) struct Lines<R> {
    inner: R,
    count: Count,
}

/// Where reading has come to.
struct Count {
    line: u64,
    offset: u64,
    after_return: bool,
    /// Whether anything of the line has been read.
    is_begun: bool,
    /// Where each line begins that is not empty, with its number; none where nobody asks for them.
    starts: Option<VecDeque<(u64, u64)>>,
}

impl<R> Lines<R> {
    /// For a reader that asks for [the line that was reached](Self::line).
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, count: Count { line: 1, offset: 0, after_return: false, is_begun: false, starts: None } }
    }

    /// For a reader that reads ahead, and asks for [the line at an offset](Self::line_at).
    pub(super) fn read_ahead(inner: R) -> Self {
        let mut lines = Self::new(inner);
        lines.count.starts = Some(VecDeque::new());
        lines
    }

    /// The line that was reached, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.count.line
    }

    /// The number of the first line that begins at this offset or after it and is not empty. Lines before it are forgotten.
    pub(super) fn line_at(&mut self, offset: u64) -> u64 {
        let Some(starts) = &mut self.count.starts else { return self.count.line };
        while starts.front().is_some_and(|(start, _)| *start < offset) {
            starts.pop_front();
        }
        starts.front().map_or(self.count.line, |(_, line)| *line)
    }
}

impl Count {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                // The end of the line was counted at the CR before.
                b'\n' if self.after_return => self.after_return = false,
                b'\n' | b'\r' => {
                    self.line += 1;
                    self.after_return = *byte == b'\r';
                    self.is_begun = false;
                }
                _ => {
                    self.after_return = false;
                    if !self.is_begun {
                        self.is_begun = true;
                        self.starts.iter_mut().for_each(|starts| starts.push_back((self.offset, self.line)));
                    }
                }
            }
            self.offset += 1;
        }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.count.take(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What was filled stays until it is consumed, so this cannot fail, and is not the work of reading.
        if let Ok(filled) = self.inner.fill_buf() {
            self.count.take(filled.get(..amount).unwrap_or_default());
        }
        self.inner.consume(amount);
    }
}
