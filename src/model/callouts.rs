//! KB814: callouts in the syntax of other programs, which readers would see as they are typed.

use super::resolve::Cx;
use crate::content::markdown::{Callout, Form, callouts};
use crate::content::nearest;
use crate::diagnostic::{Code, Fix};
use crate::source::{At, Place};

/// The kinds there are.
const KINDS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// What other programs call them.
const OTHER_NAMES: [(&str, &str); 12] = [
    ("abstract", "note"),
    ("attention", "warning"),
    ("danger", "caution"),
    ("details", "note"),
    ("error", "caution"),
    ("example", "tip"),
    ("failure", "caution"),
    ("hint", "tip"),
    ("info", "note"),
    ("question", "note"),
    ("success", "tip"),
    ("summary", "note"),
];

impl Cx<'_> {
    /// Reports what looks like a callout in a text of paragraphs and is none.
    pub(super) fn callouts(&mut self, text: &str, place: Place) {
        for callout in callouts(text) {
            let written = &text[callout.range.clone()];
            let kind = known(&callout.kind);
            let alone = callout.form != Form::Alert || callout.title.is_empty();
            let message = match (callout.form, &callout.lines) {
                (Form::Alert, _) if kind == Some(&callout.kind.to_lowercase()) => {
                    format!("`{written}` makes a callout only where it has its line to itself")
                }
                (Form::Alert, _) => format!("`{written}` is no kind of callout"),
                (Form::Colons, None) if !callout.kind.is_empty() => {
                    format!("`{written}` makes no callout here, and nothing closes it")
                }
                _ => format!("`{written}` makes no callout here"),
            };
            let mut d =
                self.found.at(Code::KB814, place.within(callout.range.clone()), message).label("readers see it as it is typed");
            d = match kind {
                _ if callout.kind.is_empty() => d.help("delete the line: it closes nothing"),
                Some(kind) => d.help(format!("write a quotation that begins with its kind:\n> [!{}]\n> …", kind.to_uppercase())),
                None => d.help(format!(
                    "there are {}; each is a quotation that begins with its kind:\n> [!NOTE]\n> …",
                    KINDS.map(str::to_uppercase).join(", ")
                )),
            };
            // In a YAML string the lines stand further in, and quotation marks may be around them.
            let fix = kind.filter(|_| matches!(place.at, At::Bytes(..))).and_then(|kind| match callout.form {
                Form::Alert if alone => Some((callout.range.clone(), format!("[!{}]", kind.to_uppercase()))),
                Form::Colons => quotation(text, &callout, kind),
                _ => None,
            });
            let fix = fix.map(|(range, new)| Fix::replace(self.found.span(place.within(range)), new));
            self.found.push(d.fix(fix));
        }
    }
}

/// The kind that is meant.
fn known(kind: &str) -> Option<&'static str> {
    let kind = kind.to_lowercase();
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == kind).map(|(_, known)| *known);
    other.or_else(|| nearest(&kind, KINDS).and_then(|near| KINDS.into_iter().find(|k| *k == near)))
}

/// The same as a quotation, where the lines between the marks are not quoted or further in already.
fn quotation(text: &str, callout: &Callout, kind: &str) -> Option<(std::ops::Range<usize>, String)> {
    let (lines, whole) = callout.lines.clone()?;
    let at_start = |at: usize| at == 0 || text[..at].ends_with('\n');
    let lines = &text[lines];
    if !at_start(whole.start)
        || !text[whole.clone()].lines().next_back()?.starts_with(':')
        || lines.contains("\n:::")
        || lines.starts_with(":::")
    {
        return None;
    }
    let mut new = format!("> [!{}]", kind.to_uppercase());
    if !callout.title.is_empty() {
        new.push_str(&format!("\n> **{}**\n>", callout.title));
    }
    for line in lines.trim_matches('\n').lines() {
        new.push_str(if line.is_empty() { "\n>" } else { "\n> " });
        new.push_str(line);
    }
    // What follows at once would be read as a line of the quotation.
    if text[whole.end..].strip_prefix('\n').is_some_and(|rest| !rest.is_empty() && !rest.starts_with('\n')) {
        new.push('\n');
    }
    Some((whole, new))
}
