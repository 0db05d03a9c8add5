//! Points at which a test stops the program dead.
//!
//! The environment variable `CASE_SYSTEM_FAULT` names one, as `append.before_commit`, or `append.before_commit:3` for the third time
//! it is passed. There the program says so on standard error, and waits until it is killed. In what is deployed, which has neither
//! debug assertions nor the feature `faults`, there is nothing of it.

/// Passes a point.
#[cfg(any(feature = "faults", debug_assertions))]
pub async fn point(name: &str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    static WANTED: LazyLock<Option<(String, u32)>> = LazyLock::new(|| {
        let wanted = std::env::var("CASE_SYSTEM_FAULT").ok()?;
        let (name, count) = wanted.split_once(':').unwrap_or((&wanted, "1"));
        Some((name.to_owned(), count.parse().ok()?))
    });
    static PASSED: AtomicU32 = AtomicU32::new(0);

    if let Some((wanted, count)) = &*WANTED
        && wanted == name
        && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *count
    {
        eprintln!("fault point {name}");
        std::future::pending::<()>().await;
    }
}

/// Passes a point, at which nothing can be.
#[cfg(not(any(feature = "faults", debug_assertions)))]
#[inline]
#[expect(clippy::unused_async, reason = "as where there are fault points")]
pub async fn point(_: &str) {}
