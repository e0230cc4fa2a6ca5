//! Which day it is. The clock is asked last, so that a build can be repeated on another day.

use std::env;

use anyhow::{Context as _, anyhow};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The day given, else that of `SOURCE_DATE_EPOCH`, else today in UTC.
pub(super) fn resolve(given: Option<Date>) -> anyhow::Result<Date> {
    if let Some(day) = given {
        return Ok(day);
    }
    let now = match env::var_os(EPOCH).filter(|value| !value.is_empty()) {
        None => Timestamp::now(),
        Some(value) => {
            let text = value.to_str().unwrap_or_default();
            let seconds = text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            seconds.ok_or_else(|| anyhow!("`{}`", value.display())).with_context(|| format!("{EPOCH} is no number of seconds"))?
        }
    };
    Ok(now.to_zoned(TimeZone::UTC).date())
}

/// Reads `2026-11-21` and nothing else.
pub(super) fn parse(text: &str) -> Result<Date, String> {
    // a time after the day would be read as well
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    day.ok_or_else(|| "a day is written YYYY-MM-DD".to_owned())
}
