//! What earlier builds kept and no build has written so: it is ignored, and one line says so.

use std::sync::{Mutex, PoisonError};

use super::terminal;

/// The names of what is damaged, in the order found.
#[derive(Default)]
pub(super) struct Damage(Mutex<Vec<String>>);

impl Damage {
    /// Takes note of a file in `.kb-cache`.
    pub(super) fn found(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(format!(".kb-cache/{name}"));
    }

    /// Says it, if there is something to say.
    pub(super) fn tell(&self) {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match names.as_slice() {
            [] => {}
            [name] => terminal::say_note(&format!("{name} is damaged and was ignored: what it remembered is found out anew")),
            names => {
                let names = names.join(" and ");
                terminal::say_note(&format!("{names} are damaged and were ignored: what they remembered is found out anew"));
            }
        }
    }
}
