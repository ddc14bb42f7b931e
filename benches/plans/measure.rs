//! What a piece of code costs in this process.

use std::hint::black_box;

use nix::sys::resource::{UsageWho, getrusage};

const RUNS: usize = 9;

/// A xorshift generator run a hundred thousand times.
pub fn calibration() {
    black_box((0..100_000).fold(black_box(0x2545_f491_4f6c_dd1d), |mut x: u64, _| {
        x ^= x << 13;
        x ^= x >> 7;
        x ^ (x << 17)
    }));
}

/// The median of user and system time in seconds.
pub fn median(mut run: impl FnMut()) -> f64 {
    let mut costs: Vec<_> = (0..RUNS)
        .map(|_| {
            let before = spent();
            run();
            spent() - before
        })
        .collect();
    costs.sort_by(f64::total_cmp);
    costs[RUNS / 2]
}

fn spent() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("usage");
    let seconds = |time: nix::sys::time::TimeVal| {
        let whole = i32::try_from(time.tv_sec()).expect("a time");
        f64::from(whole) + f64::from(i32::try_from(time.tv_usec()).expect("a time")) / 1e6
    };
    seconds(usage.user_time()) + seconds(usage.system_time())
}
