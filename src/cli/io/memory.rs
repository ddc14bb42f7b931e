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
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
        let size: u64 = size.trim().strip_suffix(" kB")?.parse().ok()?;
        let most = size.checked_mul(1024)?.checked_add(bytes)?;
        let old = getrlimit(Resource::As);
        if old.current.is_some_and(|current| current <= most) {
            return None;
        }
        setrlimit(Resource::As, Rlimit { current: Some(most), maximum: old.maximum }).ok()?;
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
