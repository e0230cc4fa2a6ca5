//! What was read of texts before, so that a text that is still the same need not be read again.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What was read before, by a number of all that it was read from.
pub trait Recall: Send + Sync {
    /// What was kept under a number; it is kept for the next time too.
    fn get(&self, number: u128) -> Option<&[u8]>;
    /// Keeps what is read now for the next time. What nobody asks for is forgotten.
    fn keep(&self, number: u128, bytes: &[u8]);
}

/// Takes what was read before, or reads.
pub(crate) fn recalled<T: Serialize + DeserializeOwned>(
    recall: Option<&dyn Recall>,
    number: impl FnOnce() -> u128,
    read: impl FnOnce() -> T,
) -> T {
    let Some(recall) = recall else { return read() };
    let number = number();
    if let Some(bytes) = recall.get(number)
        && let Ok(known) = postcard::from_bytes(bytes)
    {
        return known;
    }
    let new = read();
    // what cannot be kept is read again
    if let Ok(bytes) = postcard::to_stdvec(&new) {
        recall.keep(number, &bytes);
    }
    new
}

/// The same where nothing may be found, which alone is kept.
pub(crate) fn unless_nothing<T>(
    recall: Option<&dyn Recall>,
    number: impl FnOnce() -> u128,
    read: impl FnOnce() -> Option<T>,
) -> Option<T> {
    let Some(recall) = recall else { return read() };
    let number = number();
    if recall.get(number).is_some() {
        return None;
    }
    let found = read();
    if found.is_none() {
        recall.keep(number, &[]);
    }
    found
}
