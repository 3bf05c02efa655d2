//! Runs parsers that aren't ours, which may panic on input that nobody thought of.
//!
//! [`catch`] is the entry point. A panic that it catches is reported as a mistake of the input, so whoever reports panics asks
//! [`is_guarded`] first, and says nothing of these.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// What `run` gives, or what it panics with. It must not leave anything behind that is half changed.
pub fn catch<T>(run: impl FnOnce() -> T) -> std::thread::Result<T> {
    DEPTH.set(DEPTH.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(run));
    DEPTH.set(DEPTH.get().saturating_sub(1));
    result
}

/// Whether a panic on this thread would be caught by [`catch`].
#[must_use]
pub fn is_guarded() -> bool {
    DEPTH.get() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_and_only_within_is_it_guarded() {
        assert!(!is_guarded());
        assert!(catch(|| catch(is_guarded).unwrap()).unwrap());
        assert!(catch(|| -> u8 { std::panic::panic_any("x") }).is_err());
        assert!(!is_guarded());
    }
}
