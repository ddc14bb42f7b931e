//! How much memory a piece of work may take, where the system can be told.

use super::World;

impl World {
    /// Does something that may take so many bytes of memory beside what irp has now; the system ends
    /// irp where it takes more. Only Linux can be told.
    pub fn within<T>(&self, bytes: u64, work: impl FnOnce() -> T) -> T {
        let before = limit::lower(bytes);
        let done = work();
        before.into_iter().for_each(limit::restore);
        done
    }
}

#[cfg(target_os = "linux")]
mod limit {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// Limits the memory of this process, and returns the limit that it had.
    pub fn lower(bytes: u64) -> Option<Rlimit> {
        let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
        let pages: u64 = pages.split(' ').next()?.parse().ok()?;
        let size = u64::try_from(rustix::param::page_size()).ok()?;
        let most = pages.checked_mul(size)?.checked_add(bytes)?;
        let old = getrlimit(Resource::As);
        if old.current.is_some_and(|current| current <= most) {
            return None;
        }
        setrlimit(Resource::As, Rlimit { current: Some(most), maximum: old.maximum.clone() })
            .ok()?;
        Some(old)
    }

    pub fn restore(old: Rlimit) {
        // What was allowed before is allowed again: that cannot fail.
        let _ = setrlimit(Resource::As, old);
    }
}

#[cfg(not(target_os = "linux"))]
mod limit {
    pub fn lower(_: u64) -> Option<()> {
        None
    }

    pub fn restore((): ()) {}
}
