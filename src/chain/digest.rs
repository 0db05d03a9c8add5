//! What a chain is made of: 32 bytes at a time, written as hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use hmac_sha256::HMAC;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::EntryNumber;
use crate::strict::words;

/// 32 bytes, written as 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Hex(pub(super) [u8; 32]);

#[derive(Debug, Error)]
#[error("expected 64 hexadecimal digits in lower case")]
pub(super) struct NotHex;

words!(Hex: "64 hexadecimal digits in lower case");

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", base16ct::HexDisplay(&self.0))
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hex {
    type Err = NotHex;
    fn from_str(digits: &str) -> Result<Self, NotHex> {
        let mut bytes = [0; 32];
        match base16ct::lower::decode(digits, &mut bytes) {
            Ok(read) if read.len() == 32 => Ok(Self(bytes)),
            Ok(_) | Err(_) => Err(NotHex),
        }
    }
}

/// 32 random bytes that a line is sealed with, for one seal alone, and never shown by `Debug`.
///
/// The host draws them from a source that nobody can foretell, such as that of the operating system. A salt that is used again,
/// or could be guessed, would let old words be guessed after they were redacted.
///
/// ```
/// use practice_cycle::chain::Salt;
/// let drawn = [7; 32]; // Never like this.
/// assert_eq!(format!("{:?}", Salt::new(drawn)), "Salt");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Salt(Hex);

impl Salt {
    /// A salt of bytes that the host has drawn.
    #[must_use]
    pub const fn new(drawn: [u8; 32]) -> Self {
        Self(Hex(drawn))
    }

    /// The seal of a line. Its end does not count, so that it does not matter how the host takes lines apart.
    pub(super) fn seal(&self, line: &[u8]) -> Hex {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Hex(HMAC::mac(line, self.0.0))
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt")
    }
}

/// The last link of a chain and the number of its entry: what to keep elsewhere, so that a chain that was cut off or made anew is
/// found out. It reveals nothing of what was sealed.
///
/// Written, and stored, as the number, a colon, and 64 hexadecimal digits.
///
/// ```
/// use practice_cycle::chain::{Chain, Head, Salt};
/// let mut chain = Chain::default();
/// chain.seal("the first line", Salt::new([1; 32]));
/// let printed = chain.head().unwrap().to_string();
/// assert!(printed.starts_with("1:") && printed.len() == 66);
/// assert_eq!(printed.parse::<Head>()?, chain.head().unwrap());
/// # Ok::<(), practice_cycle::chain::HeadError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Head {
    number: EntryNumber,
    link: Hex,
}

words!(Head: "the number of an entry, a colon, and 64 hexadecimal digits in lower case");

impl Head {
    pub(super) const fn new(number: EntryNumber, link: Hex) -> Self {
        Self { number, link }
    }

    /// The number of the last entry that it covers; as many entries were sealed.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    pub(super) fn link(&self) -> Hex {
        self.link
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.link)
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Head({self})")
    }
}

/// It is not written as a [`Head`] is.
///
/// ```
/// use practice_cycle::chain::{Head, HeadError};
/// assert_eq!("12:beef".parse::<Head>(), Err(HeadError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected the number of an entry, a colon, and 64 hexadecimal digits in lower case")]
pub struct HeadError;

impl FromStr for Head {
    type Err = HeadError;
    fn from_str(written: &str) -> Result<Self, HeadError> {
        let (number, link) = written.split_once(':').ok_or(HeadError)?;
        let counted: u32 = number.parse().map_err(|_| HeadError)?;
        // One way to write each: neither a sign nor zeros in front.
        if counted.to_string() != number {
            return Err(HeadError);
        }
        let number = EntryNumber::try_from(counted).map_err(|_| HeadError)?;
        Ok(Self { number, link: link.parse().map_err(|_| HeadError)? })
    }
}
