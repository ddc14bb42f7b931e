//! All windows of one layer on the wall clock: weekly ones by arithmetic, the rest by lists.

use chrono::{DateTime, TimeDelta};

use super::{Civil, Period, Recurrence, WEEK, Weekly};

/// Occurrences of recurring windows are compared with their neighbours this far from the start.
const OVERLAP_YEARS: i64 = 28;
/// 1970-01-05, a Monday, in seconds since 1970-01-01.
const MONDAY: i64 = 4 * 86_400;

/// A window on the wall clock, `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilWindow {
    /// When it starts.
    pub start: Civil,
    /// When it ends; after the start.
    pub end: Civil,
}

/// The windows of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows {
    weekly: Vec<Weekly>,
    dated: Vec<CivilWindow>,
    recurring: Vec<(Recurrence, Period)>,
}

fn seconds(civil: Civil) -> i64 {
    civil.and_utc().timestamp()
}

fn civil(seconds: i64) -> Civil {
    DateTime::from_timestamp(seconds, 0).map_or(Civil::MAX, |time| time.naive_utc())
}

fn index(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Windows {
    /// Adds windows of every week.
    pub fn add_weekly(&mut self, windows: &[Weekly]) {
        self.weekly.extend(windows);
        self.weekly.sort_unstable();
    }

    /// Adds a window on one day.
    pub fn add_dated(&mut self, start: Civil, lasts: Period) {
        self.dated.push(CivilWindow { start, end: lasts.after(start) });
        self.dated.sort_unstable();
    }

    /// Adds windows that recur by a rule.
    pub fn add_recurring(&mut self, rule: Recurrence, lasts: Period) {
        self.recurring.push((rule, lasts));
    }

    /// Whether every window comes again every week.
    #[must_use]
    pub fn is_weekly(&self) -> bool {
        self.dated.is_empty() && self.recurring.is_empty()
    }

    /// Whether every window is weekly or has a date.
    #[must_use]
    pub fn last_dated(&self) -> Option<Civil> {
        self.dated.last().map(|window| window.end)
    }

    /// Whether windows recur by a rule.
    #[must_use]
    pub fn recurs(&self) -> bool {
        !self.recurring.is_empty()
    }

    /// The windows that start in `[from, to)`, in order.
    #[must_use]
    pub fn starting(&self, from: Civil, to: Civil) -> Vec<CivilWindow> {
        let mut found = Vec::new();
        self.weekly_starting(from, to, &mut found);
        if self.is_weekly() {
            return found;
        }
        let first = self.dated.partition_point(|window| window.start < from);
        let last = self.dated.partition_point(|window| window.start < to);
        found.extend(self.dated.get(first..last).unwrap_or_default());
        for (rule, lasts) in &self.recurring {
            let starts = rule.between(from, to).into_iter();
            found.extend(starts.map(|start| CivilWindow { start, end: lasts.after(start) }));
        }
        found.sort_unstable();
        found
    }

    fn weekly_starting(&self, from: Civil, to: Civil, found: &mut Vec<CivilWindow>) {
        if self.weekly.is_empty() || from >= to {
            return;
        }
        let (from, to) = (seconds(from), seconds(to));
        let mut week = (from - MONDAY).div_euclid(WEEK) * WEEK + MONDAY;
        while week < to {
            for window in &self.weekly {
                let start = week + window.start;
                if (from..to).contains(&start) {
                    let end = civil(start + window.length);
                    found.push(CivilWindow { start: civil(start), end });
                }
            }
            week += WEEK;
        }
    }

    /// The windows that hold or touch a time of `[from, to]`, in order.
    #[must_use]
    pub fn around(&self, from: Civil, to: Civil) -> Vec<CivilWindow> {
        let mut found = self.starting(from - self.longest(), to + TimeDelta::seconds(1));
        found.retain(|window| window.end >= from);
        found
    }

    /// How many windows start in `[from, before)`; weekly windows are counted by arithmetic.
    #[must_use]
    pub fn count(&self, from: Civil, before: Civil) -> i64 {
        let passed = |at: Civil| {
            let since = seconds(at) - MONDAY;
            let (weeks, rest) = (since.div_euclid(WEEK), since.rem_euclid(WEEK));
            let within = self.weekly.partition_point(|window| window.start < rest);
            weeks * index(self.weekly.len()) + index(within)
        };
        let weekly = passed(before) - passed(from);
        let dated = |at: Civil| index(self.dated.partition_point(|window| window.start < at));
        let recurring = |at: Civil| {
            self.recurring.iter().map(|(rule, _)| index(rule.count_before(at))).sum::<i64>()
        };
        weekly + dated(before) - dated(from) + recurring(before) - recurring(from)
    }

    /// The first edge, start or end, at or after a time and not long after it.
    #[must_use]
    pub fn next_edge(&self, from: Civil, within: TimeDelta) -> Option<Civil> {
        let windows = self.around(from, from + within);
        let edges = windows.iter().flat_map(|window| [window.start, window.end]);
        edges.filter(|edge| *edge >= from).min()
    }

    fn longest(&self) -> TimeDelta {
        let weekly = self.weekly.iter().map(|window| TimeDelta::seconds(window.length));
        let dated = self.dated.iter().map(|window| window.end - window.start);
        let recurring = self.recurring.iter().map(|(_, lasts)| lasts.at_most());
        weekly.chain(dated).chain(recurring).max().unwrap_or_default()
    }

    /// Two windows that overlap, if there are such within 28 years from `starts`: the calendar repeats after that.
    #[must_use]
    pub fn overlap(&self, starts: Civil) -> Option<(CivilWindow, CivilWindow)> {
        let clash = |windows: &[CivilWindow]| {
            windows.windows(2).find(|pair| pair[1].start < pair[0].end).map(|p| (p[0], p[1]))
        };
        let mut weekly = Vec::new();
        self.weekly_starting(starts, starts + TimeDelta::seconds(2 * WEEK), &mut weekly);
        if self.is_weekly() {
            return clash(&weekly);
        }
        let windows = if self.recurring.is_empty() {
            let near = self.dated.iter().flat_map(|dated| self.around(dated.start, dated.end));
            let mut near: Vec<_> = near.collect();
            near.sort_unstable();
            near.dedup();
            near
        } else {
            self.starting(starts, starts + TimeDelta::days(OVERLAP_YEARS * 366))
        };
        let twice = self.dated.windows(2).find(|pair| pair[0].start == pair[1].start);
        clash(&weekly).or(twice.map(|pair| (pair[0], pair[1]))).or_else(|| clash(&windows))
    }
}
