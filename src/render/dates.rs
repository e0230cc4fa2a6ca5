//! Dates and lengths of time in the language of the site.

use jiff::civil::Date;

use super::cx::PageCx;
use super::view::DateView;
use crate::config::{Interval, IntervalUnit};

impl PageCx<'_, '_> {
    /// A day.
    pub(crate) fn date(&self, date: Date) -> DateView {
        let strings = &self.site.theme.strings;
        let text = strings
            .get("date.day")
            .replace("{d}", &date.day().to_string())
            .replace("{month}", strings.nth("months", month_index(date.month())))
            .replace("{y}", &date.year().to_string());
        DateView { iso: date.to_string(), text }
    }

    /// A date that may lack day and month, or be `undated`.
    pub(crate) fn loose_date(&self, written: &str) -> DateView {
        let strings = &self.site.theme.strings;
        if written == "undated" {
            return DateView { iso: String::new(), text: strings.get("date.undated").to_owned() };
        }
        if let Ok(date) = written.parse::<Date>() {
            return self.date(date);
        }
        let text = match written.split_once('-') {
            Some((year, month)) => strings
                .get("date.month")
                .replace("{month}", strings.nth("months", month.parse().map_or(0, month_index)))
                .replace("{y}", year),
            None => strings.get("date.year").replace("{y}", written),
        };
        DateView { iso: written.to_owned(), text }
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

/// Months count from 1, lists from 0.
fn month_index(month: i8) -> usize {
    usize::try_from(month.clamp(1, 12) - 1).unwrap_or(0)
}
