//! Dates in the words of a theme.

use std::fmt::Write;

use jiff::civil::Date;

use super::Strings;

impl Strings {
    /// A day.
    #[must_use]
    pub fn day(&self, date: Date) -> String {
        // in one go: nearly every page has several
        let mut day = String::with_capacity(24);
        let mut pattern = self.get("date.day");
        while let Some((before, (name, rest))) = pattern.split_once('{').and_then(|(b, rest)| Some((b, rest.split_once('}')?))) {
            day.push_str(before);
            _ = match name {
                "d" => write!(day, "{}", date.day()),
                "month" => day.write_str(self.month(date.month())),
                "y" => write!(day, "{}", date.year()),
                other => write!(day, "{{{other}}}"),
            };
            pattern = rest;
        }
        day + pattern
    }

    /// A date that may lack day and month, or be `undated`.
    #[must_use]
    pub fn loose_date(&self, written: &str) -> String {
        if written == "undated" {
            return self.get("date.undated").to_owned();
        }
        if let Ok(date) = written.parse::<Date>() {
            return self.day(date);
        }
        match written.split_once('-') {
            Some((year, month)) => {
                let month = self.month(month.parse().unwrap_or(1));
                self.get("date.month").replace("{month}", month).replace("{y}", year)
            }
            None => self.get("date.year").replace("{y}", written),
        }
    }

    /// Months count from 1, lists from 0.
    fn month(&self, month: i8) -> &str {
        self.nth("months", usize::try_from(month.clamp(1, 12) - 1).unwrap_or(0))
    }
}
