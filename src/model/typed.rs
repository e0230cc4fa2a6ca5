//! KB814: what was meant as a link, a footnote, a citation or a cell, and is none.

use super::entity::Kind;
use super::resolve::Cx;
use crate::content::address;
use crate::content::markdown::{Meant, Mode, Typed, slug, typed};
use crate::diagnostic::{Code, Fix, counted};
use crate::source::{At, Place};

/// What readers get of it.
const AS_TYPED: &str = "readers see it as it is typed";
const NOT_AT_ALL: &str = "readers do not see it";

impl Cx<'_> {
    /// Reports what readers see as it was typed, or not at all.
    pub(super) fn typed(&mut self, text: &str, mode: Mode, place: Place) {
        self.as_typed(typed(text, mode), text, place);
    }

    /// The same of what was found already.
    pub(super) fn as_typed(&mut self, found: Vec<Typed>, text: &str, place: Place) {
        for typed in found {
            let written = &text[typed.range.clone()];
            let (message, label, help, fix) = match &typed.meant {
                Meant::Spaced(range) => {
                    let address = &text[range.clone()];
                    let (new, help) = match address.split_once(": ") {
                        Some((kind, id)) if !id.contains(' ') => {
                            let new = format!("{kind}:{id}");
                            (new.clone(), format!("leave out the space: `{new}`"))
                        }
                        _ if !address.contains('.') => {
                            let new = address.replace(' ', "-");
                            (new.clone(), format!("an id has hyphens for spaces: `{new}`"))
                        }
                        _ => {
                            let new = format!("<{address}>");
                            (new.clone(), format!("put the address in angle brackets: `({new})`"))
                        }
                    };
                    (format!("`{written}` is no link: its address holds a space"), AS_TYPED, help, Some((range.clone(), new)))
                }
                Meant::Apart => {
                    let new = written.replacen("] (", "](", 1);
                    let help = format!("leave out the space between the brackets: `{new}`");
                    (format!("`{written}` is no link: its brackets stand apart"), AS_TYPED, help, Some((typed.range.clone(), new)))
                }
                Meant::Wiki => {
                    let inner = &written[2..written.len() - 2];
                    let (name, words) = inner.split_once('|').unwrap_or((inner, inner));
                    let id = slug(name);
                    // two brackets may be anything; with the name of a record in them they are a link
                    let mut kinds =
                        address::Kind::ALL.iter().filter(|kind| self.base.names.find(Kind::of_link(**kind), &id).is_some());
                    let Some(kind) = kinds.next() else { continue };
                    let new = format!("[{}]({}:{id})", words.trim(), kind.as_str());
                    let help = format!("write `{new}`");
                    (format!("`{written}` is no link"), AS_TYPED, help, Some((typed.range.clone(), new)))
                }
                Meant::Citation(id) => {
                    if self.base.names.find(Kind::Source, id).is_none() {
                        continue;
                    }
                    let new = written.replacen(&format!("@{id} "), &format!("@{id}, "), 1);
                    let help = format!("write a comma behind the source: `{new}`");
                    (format!("`{written}` cites nothing: a comma is missing"), AS_TYPED, help, Some((typed.range.clone(), new)))
                }
                Meant::Reference(label) => (
                    format!("there is no footnote `[^{label}]:` in this text"),
                    AS_TYPED,
                    format!("add a line  [^{label}]: what it says"),
                    None,
                ),
                Meant::Again(label) => (
                    format!("there is a footnote `[^{label}]:` already"),
                    NOT_AT_ALL,
                    "give it a label of its own, and refer to it".to_owned(),
                    None,
                ),
                Meant::Unused(label) => (
                    format!("nothing refers to the footnote `[^{label}]:`"),
                    NOT_AT_ALL,
                    format!("write [^{label}] where it belongs, or take it out"),
                    None,
                ),
                Meant::Beyond(columns) => (
                    format!("this row has more cells than the {} of its table", counted(*columns, "column")),
                    NOT_AT_ALL,
                    "take out a `|`, or write `\\|` where it is part of the text".to_owned(),
                    None,
                ),
            };
            // in a YAML string quotation marks and escapes may be around it
            let fix = fix.filter(|_| matches!(place.at, At::Bytes(..)));
            let fix = fix.map(|(range, new)| Fix::replace(self.found.span(place.within(range)), new));
            let d = self.found.at(Code::KB814, place.within(typed.range), message).label(label).help(help).fix(fix);
            self.found.push(d);
        }
    }
}
