//! What is printed, on standard output and standard error, safe to see in a terminal.

use std::fmt::Display;
use std::io::{self, BufWriter, Write};

use crate::failure::Failure;
use crate::shown::escape;
pub(crate) use crate::shown::{Form, lines, name};

/// Passes on what is printed, safe to see.
struct Safe<W> {
    to: W,
    form: Form,
    /// The beginning of a character whose end is still to come.
    begun: Vec<u8>,
}

impl<W: Write> Write for Safe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let all = [std::mem::take(&mut self.begun), bytes.to_vec()].concat();
        let mut shown = String::with_capacity(all.len());
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            escape(chunk.valid(), self.form, &['\n', '\t'], &mut shown);
            match (chunk.invalid(), chunks.peek()) {
                (b"", _) => {}
                (begun, None) if begun.len() < 4 => self.begun = begun.to_vec(),
                _ => shown.push(char::REPLACEMENT_CHARACTER),
            }
        }
        self.to.write_all(shown.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Standard output, safe to see.
pub(crate) fn out(form: Form) -> impl Write {
    Safe { to: BufWriter::new(io::stdout().lock()), form, begun: Vec::new() }
}

/// Standard output, for what holds nothing but codes, numbers and references, which have no characters that do anything.
pub(crate) fn as_it_is() -> impl Write {
    BufWriter::new(io::stdout().lock())
}

/// Prints an answer. Whoever closes it has read enough.
pub(crate) fn say(form: Form, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = out(form);
    match render(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says on standard error what went wrong.
pub(crate) fn problem(what: &impl Display) {
    // A failure to write to standard error can be reported nowhere.
    _ = writeln!(io::stderr(), "{}", lines(what));
}

#[cfg(test)]
mod tests {
    use super::{Form, Safe, name};
    use std::io::Write;

    fn shown(form: Form, pieces: &[&[u8]]) -> String {
        let mut safe = Safe { to: Vec::new(), form, begun: Vec::new() };
        pieces.iter().for_each(|piece| safe.write_all(piece).unwrap());
        String::from_utf8(safe.to).unwrap()
    }

    #[test]
    fn what_acts_on_a_terminal_is_shown_by_its_number() {
        let hostile = "a\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2066}\u{200f}\u{2028}é\tz\r\n";
        let text = "a\\u{1b}[31m\\u{7f}\\u{9b}\\u{202e}\\u{2066}\\u{200f}\\u{2028}é\tz\\u{d}\n";
        assert_eq!(shown(Form::Text, &[hostile.as_bytes()]), text);
        let json = shown(Form::Json, &[b"\"", "\u{7f}\u{202e}é".as_bytes(), b"\""]);
        assert_eq!(json, "\"\\u007f\\u202eé\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "\u{7f}\u{202e}é");
        assert_eq!(name("a\nb\tc"), "a\\u{a}b\\u{9}c");
    }

    #[test]
    fn a_character_may_come_in_pieces() {
        let [first, second, third] = *"\u{202e}".as_bytes() else { unreachable!("it has three bytes") };
        assert_eq!(shown(Form::Text, &[&[b'a', first], &[second], &[third, b'z']]), "a\\u{202e}z");
        assert_eq!(shown(Form::Text, &[b"a\xffz"]), "a\u{fffd}z");
    }
}
