//! Dates and lengths of time in the language of the site.

use jiff::civil::Date;

use super::cx::PageCx;
use super::view::DateView;
use crate::config::{Interval, IntervalUnit};

impl PageCx<'_, '_> {
    /// A day.
    pub(crate) fn date(&self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.site.theme.strings.day(date) }
    }

    /// A date that may lack day and month, or be `undated`.
    pub(crate) fn loose_date(&self, written: &str) -> DateView {
        let iso = if written == "undated" { "" } else { written };
        DateView { iso: iso.to_owned(), text: self.site.theme.strings.loose_date(written) }
    }

    /// "6 months".
    pub(crate) fn interval(&self, interval: Interval) -> String {
        let (count, unit) = interval.parts();
        let key = match unit {
            IntervalUnit::Days => "interval.day",
            IntervalUnit::Weeks => "interval.week",
            IntervalUnit::Months => "interval.month",
            IntervalUnit::Years => "interval.year",
        };
        self.site.theme.strings.count(key, usize::try_from(count).unwrap_or(0))
    }
}
