//! The host's clock. The crate reads none.

use std::sync::Arc;
use std::time::SystemTime;

use practice_cycle::moment::Moment;

/// What time it is. Tests set another.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

impl Default for Clock {
    /// That of the machine.
    fn default() -> Self {
        // A machine that believes itself outside the years that a moment can have is held to the first of them, and so to what was
        // recorded last.
        Self::new(|| Moment::try_from(SystemTime::now()).unwrap_or(Moment::EARLIEST))
    }
}

impl Clock {
    /// A clock of one's own.
    pub fn new(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0()
    }
}
