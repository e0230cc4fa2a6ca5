//! A comma in a text within `{…}`: what follows it is read as another key.

use super::fields::Findings;
use super::node::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::Span;

/// Whatever may begin or end an entry of a mapping.
const BOUNDS: [char; 7] = ['{', '}', '[', ']', ',', '\n', '#'];

impl Findings<'_> {
    /// Reports the comma that made a key of the rest of a text; `value` is what that key has, which is nothing. `false` if
    /// that is not what happened.
    pub(crate) fn cut(&mut self, value: &Node) -> bool {
        if value.value != Value::Null {
            return false;
        }
        let at = self.span(value.place);
        let file = self.locator.sources().file(at.file);
        let Some(before) = file.text.get(..at.start).map(str::trim_end) else { return false };
        let Some((comma, rest)) = last(before).filter(|(bound, _)| before[*bound..].starts_with(',')) else { return false };
        // With a colon it is a key that was meant as one.
        if rest.contains([':', '"', '\'']) || rest.is_empty() {
            return false;
        }
        let cut = before[..comma].trim_end();
        let Some((bound, entry)) = last(cut) else { return false };
        let key = Span::new(at.file, before.len() - rest.len()..before.len());
        let Some((name, text)) = entry.split_once(": ") else {
            // The second comma in one text: the finding at the first says it.
            return cut[bound..].starts_with(',') && !entry.contains([':', '"', '\'']);
        };
        let first = rest.split_whitespace().next().unwrap_or(rest);
        let d = Diagnostic::new(Code::KB101, key, format!("the comma before `{first}` starts a new entry"))
            .label("read as another key");
        let whole = file.text[before.len()..].trim_start().starts_with('}');
        let plain = !text.contains(['"', '\'', '\\']) && !rest.contains('\\');
        self.push(if whole && plain {
            let written = cut.len() - text.trim_start().len()..before.len();
            let quoted = format!("\"{}\"", &before[written.clone()]);
            d.help(format!("put the text in quotes:  {name}: {quoted}"))
                .fix(Some(Fix::replace(Span::new(at.file, written), quoted)))
        } else {
            d.help("put the text in quotes")
        });
        true
    }
}

/// The last bound in a text, and what follows it.
fn last(text: &str) -> Option<(usize, &str)> {
    let bound = text.rfind(BOUNDS)?;
    Some((bound, text[bound + 1..].trim()))
}
