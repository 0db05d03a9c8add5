//! Lines of stored entries, one after the other, each within its limit.

use std::io::{self, BufRead};

/// Why a line cannot be handed on.
pub(crate) enum BadLine {
    /// It could not be fetched.
    Io(io::Error),
    /// Longer than a line may be.
    TooLong,
    /// Not UTF-8, from this column on, in bytes from 1.
    NotUtf8(usize),
}

/// What a line held.
pub(crate) enum LineOutcome<T> {
    /// There is no line any more.
    Nothing,
    Blank,
    Held(T),
}

/// Lines of at most this many bytes. One is held at a time; a byte order mark at the start, and what ends a line, are no part of it.
pub(crate) struct Lines<R> {
    reader: R,
    most: usize,
    buffer: Vec<u8>,
    is_first: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, most: usize) -> Self {
        Self { reader, most, buffer: Vec::new(), is_first: true }
    }

    /// Hands on the next line, unless it is blank. One that lies whole in the reader's buffer is read where it lies.
    pub(crate) fn next<T, E: From<BadLine>>(
        &mut self,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<LineOutcome<T>, E> {
        let is_first = std::mem::take(&mut self.is_first);
        let ahead = loop {
            match self.reader.fill_buf() {
                Ok(_) => break self.reader.fill_buf().map_err(BadLine::Io)?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(BadLine::Io(error).into()),
            }
        };
        if ahead.is_empty() {
            return Ok(LineOutcome::Nothing);
        }
        if let Some(end) = memchr::memchr(b'\n', ahead) {
            let outcome = handed_on(ahead.get(..end).unwrap_or_default(), self.most, is_first, read);
            self.reader.consume(end + 1);
            return outcome;
        }
        self.buffer.clear();
        // Room for a byte order mark, the line, its end, and one byte that shows it is too long.
        let limit = self.most as u64 + 6;
        io::Read::take(&mut self.reader, limit).read_until(b'\n', &mut self.buffer).map_err(BadLine::Io)?;
        handed_on(self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer), self.most, is_first, read)
    }
}

fn handed_on<T, E: From<BadLine>>(
    bytes: &[u8],
    most: usize,
    is_first: bool,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<LineOutcome<T>, E> {
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).filter(|_| is_first).unwrap_or(bytes);
    if bytes.len() > most {
        return Err(BadLine::TooLong.into());
    }
    let words = std::str::from_utf8(bytes).map_err(|error| BadLine::NotUtf8(error.valid_up_to() + 1))?;
    if words.trim_ascii().is_empty() { Ok(LineOutcome::Blank) } else { read(words).map(LineOutcome::Held) }
}
