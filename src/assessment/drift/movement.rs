//! The movement of the pattern: whether the order of the windows matters more than chance would have it.

use serde::Serialize;

use super::Window;
use crate::assessment::parameters::DriftWindows;
use crate::boundary::Lean;
use crate::code::Code;
use crate::signs::{TOLERANCE, at_least};

/// The greatest difference between the windows after a day and those before it.
///
/// ```
/// use practice_cycle::{assessment::Change, boundary::Lean};
/// let since = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// let change = Change { side: Lean::Healthy, by: 0.4, since, statistic: 0.5, share_of_orders: 0.0125 };
/// assert_eq!(change.to_string(), "healthy shows more since 2 March 2026");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Change {
    /// The side of which more or less is seen.
    pub side: Lean,
    /// By how much: the mean after less the mean before, between -2 and 2.
    pub by: f64,
    /// The first London day of the windows after it.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub since: chrono::NaiveDate,
    /// *T* of the page: the size of the difference, made comparable between cuts. 0 or more.
    pub statistic: f64,
    /// *p*: the share of all orders of the windows in which it would be as great or greater. Above 0, at most 1.
    pub share_of_orders: f64,
}

/// Which way the pattern is moving, if any.
///
/// ```
/// use practice_cycle::assessment::Movement;
/// let movement = Movement::TooLittle { found: 1, needed: 5 };
/// assert_eq!(movement.to_string(), "too little to see a change: 1 of the 5 windows needed can be compared");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// Too few windows can be compared.
    TooLittle {
        /// How many can.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// Enough windows can be compared, but of each side some window tells nothing, so there is nothing to put in another order.
    NoSideThroughout {
        /// How many windows can be compared.
        windows: u32,
    },
    /// The greatest change is no greater than chance makes it often enough. That is not to say that nothing changed.
    NoneClear(Change),
    /// Something changed.
    Moving(Change),
}

impl Movement {
    /// The greatest change, where windows can be compared.
    #[must_use]
    pub const fn change(&self) -> Option<&Change> {
        match self {
            Movement::TooLittle { .. } | Movement::NoSideThroughout { .. } => None,
            Movement::NoneClear(change) | Movement::Moving(change) => Some(change),
        }
    }
}

/// What one side comes to in each window, in some order.
struct Series {
    side: Lean,
    values: Vec<f64>,
    total: f64,
}

impl Series {
    /// The difference at a cut, and what it is multiplied by.
    fn difference(&self, before: f64, cut: usize) -> (f64, f64) {
        let (of, cut) = (self.values.len() as f64, cut as f64);
        ((self.total - before) / (of - cut) - before / cut, (cut * (of - cut) / of).sqrt())
    }
}

/// The greatest change, and how often an order of the windows would give one as great.
pub(super) fn test(windows: &[&Window], settings: &DriftWindows) -> Movement {
    let found = windows.len() as u32;
    if found < settings.fewest {
        return Movement::TooLittle { found, needed: settings.fewest };
    }
    let series = |(place, &side): (usize, &Lean)| {
        let values: Option<Vec<f64>> = windows.iter().map(|window| window.beyond.get(place).copied().flatten()).collect();
        values.map(|values| Series { side, total: values.iter().sum(), values })
    };
    // A side of which some window says nothing cannot be put in another order.
    let series: Vec<Series> = Lean::ALL.iter().enumerate().filter_map(series).collect();
    let mut greatest: Option<Change> = None;
    for of_side in &series {
        let mut before = 0.0;
        for (cut, (value, window)) in (1..).zip(of_side.values.iter().zip(windows.iter().skip(1))) {
            before += value;
            let (by, factor) = of_side.difference(before, cut);
            let statistic = by.abs() * factor;
            // The first, of two that differ by rounding alone.
            if greatest.is_none_or(|most| statistic > most.statistic + TOLERANCE) {
                let since = window.first_day;
                greatest = Some(Change { side: of_side.side, by, since, statistic, share_of_orders: 1.0 });
            }
        }
    }
    let Some(mut change) = greatest else { return Movement::NoSideThroughout { windows: found } };
    let mut orders = Orders { series: &series, least: change.statistic, all: 0, as_great: 0 };
    orders.go_on([0.0; Lean::ALL.len()], 0, 0, false);
    change.share_of_orders = f64::from(orders.as_great) / f64::from(orders.all);
    if change.share_of_orders <= settings.moving_up_to + TOLERANCE {
        Movement::Moving(change)
    } else {
        Movement::NoneClear(change)
    }
}

/// Every order of the windows, one window after another; what orders share at their beginning is summed once.
struct Orders<'a> {
    series: &'a [Series],
    least: f64,
    all: u32,
    as_great: u32,
}

impl Orders<'_> {
    fn go_on(&mut self, sums: [f64; Lean::ALL.len()], taken: u32, cut: usize, reached: bool) {
        let windows = self.series.first().map_or(0, |of_side| of_side.values.len());
        let reached = reached
            || (cut > 0
                && self.series.iter().zip(sums).any(|(of_side, before)| {
                    let (by, factor) = of_side.difference(before, cut);
                    at_least(by.abs() * factor, self.least)
                }));
        if cut + 1 == windows {
            // One window is left, and with it nothing more to compare.
            self.all += 1;
            self.as_great += u32::from(reached);
            return;
        }
        for window in (0..windows).filter(|window| taken & (1 << window) == 0) {
            let mut sums = sums;
            for (sum, of_side) in sums.iter_mut().zip(self.series) {
                *sum += of_side.values.get(window).copied().unwrap_or_default();
            }
            self.go_on(sums, taken | (1 << window), cut + 1, reached);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(values: &[f64]) -> Vec<Window> {
        let day = |place: u64| chrono::NaiveDate::MIN.checked_add_days(chrono::Days::new(place)).unwrap();
        let window = |(place, &value)| Window {
            first_day: day(place),
            last_day: day(place),
            is_compared: true,
            occasions: 2,
            observers: 1,
            beyond: [Some(value), None, None],
            entries: Vec::new(),
        };
        (0..).zip(values).map(window).collect()
    }

    fn of(values: &[f64]) -> Movement {
        let windows = windows(values);
        test(&windows.iter().collect::<Vec<_>>(), &crate::assessment::Parameters::unvalidated_v2().drift())
    }

    #[test]
    fn of_five_windows_a_step_is_as_great_in_two_of_ten_splits() {
        // Two below and three above: of the ten ways to choose the first two, or the last two, one each gives the step.
        let Movement::Moving(change) = of(&[-0.6, -0.6, 0.4, 0.4, 0.4]) else { panic!() };
        assert!((change.by - 1.0).abs() < 1e-12 && (change.statistic - 1.2_f64.sqrt()).abs() < 1e-12);
        // The two come first in one of ten, last in one of ten.
        assert!((change.share_of_orders - 0.2).abs() < 1e-12, "{change:?}");
    }

    #[test]
    fn without_any_difference_every_order_is_as_great() {
        let Movement::NoneClear(change) = of(&[0.0; 6]) else { panic!() };
        assert_eq!((change.statistic, change.share_of_orders), (0.0, 1.0));
    }

    #[test]
    fn a_side_untold_in_one_window_is_left_out_and_without_any_nothing_is_tried() {
        let mut windows = windows(&[0.0; 6]);
        let settings = crate::assessment::Parameters::unvalidated_v2().drift();
        windows.iter_mut().for_each(|window| window.beyond = [Some(0.5), Some(0.0), None]);
        windows.iter_mut().take(1).for_each(|window| window.beyond = [None, Some(0.0), None]);
        let Movement::NoneClear(change) = test(&windows.iter().collect::<Vec<_>>(), &settings) else { panic!() };
        assert_eq!((change.side, change.statistic), (Lean::Healthy, 0.0));
        windows.iter_mut().take(1).for_each(|window| window.beyond = [None; 3]);
        assert_eq!(test(&windows.iter().collect::<Vec<_>>(), &settings), Movement::NoSideThroughout { windows: 6 });
    }

    #[test]
    fn one_window_unlike_the_others_is_no_change() {
        let Movement::NoneClear(change) = of(&[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]) else { panic!() };
        assert!(change.share_of_orders > 0.2, "{change:?}");
    }
}
