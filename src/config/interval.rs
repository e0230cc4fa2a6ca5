//! Lengths of time between reviews.

use std::fmt;

use jiff::civil::Date;

use crate::content::{Fields, Findings};
use crate::diagnostic::Code;

/// A span of days or months, as in `6 months`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    count: i64,
    unit: IntervalUnit,
}

/// The unit of an [`Interval`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalUnit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

impl Interval {
    /// Reads `6 months`, `1 year`, `90 days`, `2 weeks`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let count: i64 = number.parse().ok().filter(|n| (1..=1200).contains(n))?;
        let unit = match unit.trim().trim_end_matches('s') {
            "day" => IntervalUnit::Days,
            "week" => IntervalUnit::Weeks,
            "month" => IntervalUnit::Months,
            "year" => IntervalUnit::Years,
            _ => return None,
        };
        Some(Self { count, unit })
    }

    /// The day this much later.
    #[must_use]
    pub fn after(self, date: Date) -> Option<Date> {
        let span = jiff::Span::new();
        let span = match self.unit {
            IntervalUnit::Days => span.days(self.count),
            IntervalUnit::Weeks => span.weeks(self.count),
            IntervalUnit::Months => span.months(self.count),
            IntervalUnit::Years => span.years(self.count),
        };
        date.checked_add(span).ok()
    }

    /// How many of which unit.
    #[must_use]
    pub const fn parts(self) -> (i64, IntervalUnit) {
        (self.count, self.unit)
    }
}

/// As it is written: `1 year`, `6 months`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            IntervalUnit::Days => "day",
            IntervalUnit::Weeks => "week",
            IntervalUnit::Months => "month",
            IntervalUnit::Years => "year",
        };
        write!(f, "{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

/// An interval such as `6 months`.
pub(crate) fn interval(fields: &mut Fields<'_>, name: &'static str, found: &mut Findings<'_>) -> Option<Interval> {
    let node = fields.take(name)?;
    let text = found.text(node, name)?;
    let interval = Interval::parse(&text);
    if interval.is_none() {
        let d = found
            .at(Code::KB106, node.place, format!("`{name}: {text}` is not a length of time"))
            .help("a number and a unit: `90 days`, `6 months`, `1 year`");
        found.push(d);
    }
    interval
}
