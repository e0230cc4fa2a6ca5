//! placeholder
use crate::Outcome;
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[];
