//! How long a search may take, and how far it has come.

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use practice_cycle::search::{Progress, Reviewer};

/// Reads how many threads there are to be.
pub(crate) fn at_least_one(word: &str) -> Result<NonZeroUsize, String> {
    word.parse().map_err(|_| "expected a number, at least 1".to_owned())
}

/// How long a search may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit(Duration);

impl FromStr for Limit {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let units = [("s", 1), ("m", 60), ("h", 3600)];
        let number = |(unit, seconds): (&str, u64)| word.strip_suffix(unit)?.parse::<u64>().ok()?.checked_mul(seconds);
        let seconds = units.into_iter().find_map(number).filter(|seconds| *seconds > 0);
        seconds
            .map(|seconds| Limit(Duration::from_secs(seconds)))
            .ok_or_else(|| "expected a time such as `90s`, `10m` or `2h`".to_owned())
    }
}

impl Limit {
    /// Begins to count; what is returned is set when the time is up.
    pub(crate) fn start(self) -> Arc<AtomicBool> {
        let is_up = Arc::new(AtomicBool::new(false));
        let set = Arc::clone(&is_up);
        // It ends with the program.
        std::thread::spawn(move || {
            std::thread::sleep(self.0);
            set.store(true, Ordering::Relaxed);
        });
        is_up
    }
}

/// Shows how far it has come, where that was asked for or somebody looks on.
#[derive(Debug, Clone)]
pub(crate) struct Telling(Option<Arc<Mutex<Told>>>);

/// What is looked at, and when its progress was last shown.
#[derive(Debug, Default)]
struct Told {
    about: String,
    last: Option<Instant>,
}

impl Telling {
    pub(crate) fn start(is_asked: bool) -> Self {
        Self((is_asked || io::stderr().is_terminal()).then(Arc::default))
    }

    /// The same reviewer, showing how far it has come.
    pub(crate) fn of(&self, reviewer: Reviewer) -> Reviewer {
        let Some(told) = self.0.clone() else { return reviewer };
        reviewer.progress(move |progress| told.lock().unwrap_or_else(PoisonError::into_inner).tell(progress))
    }

    /// What is looked at now.
    pub(crate) fn about(&self, what: &[&str]) {
        if let Some(told) = &self.0 {
            told.lock().unwrap_or_else(PoisonError::into_inner).about = what.join(" and ");
        }
    }
}

impl Told {
    /// Shows how far it has come, at most once a second.
    fn tell(&mut self, progress: Progress) {
        if self.last.is_none_or(|last| last.elapsed() >= Duration::from_secs(1)) {
            self.last = Some(Instant::now());
            // Whoever does not listen misses nothing of the answer.
            _ = writeln!(io::stderr(), "{}: {progress}", self.about);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limit;
    use std::time::Duration;

    #[test]
    fn a_limit_is_a_number_with_its_unit() {
        for (word, seconds) in [("1s", 1), ("90s", 90), ("10m", 600), ("2h", 7200)] {
            assert_eq!(word.parse(), Ok(Limit(Duration::from_secs(seconds))));
        }
        for wrong in ["", "s", "90", "0s", "-1s", "1.5m", "99999999999999999h", "1d"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
    }
}
