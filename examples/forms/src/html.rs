//! HTML, with everything escaped that comes from elsewhere.

use std::fmt::{self, Display};

/// Text that can stand between tags and within an attribute.
pub(crate) struct Escaped<T>(pub(crate) T);

impl<T: Display> Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        /// Escapes whatever is written through it.
        struct Through<'a, 'f>(&'a mut fmt::Formatter<'f>);
        impl fmt::Write for Through<'_, '_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                for letter in text.chars() {
                    match letter {
                        '&' => self.0.write_str("&amp;")?,
                        '<' => self.0.write_str("&lt;")?,
                        '>' => self.0.write_str("&gt;")?,
                        '"' => self.0.write_str("&quot;")?,
                        '\'' => self.0.write_str("&#39;")?,
                        letter => self.0.write_char(letter)?,
                    }
                }
                Ok(())
            }
        }
        write!(Through(f), "{}", self.0)
    }
}

/// Writes into a page; writing into a `String` cannot fail.
macro_rules! put {
    ($page:expr, $($said:tt)+) => { _ = std::fmt::Write::write_fmt($page, format_args!($($said)+)) };
}
pub(crate) use put;
