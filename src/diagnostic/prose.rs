//! A finding told in full where there is no room to draw.

use super::Diagnostic;

/// The message; then, a line each or more, what is said of the place, why it matters and what to do.
pub(super) fn prose(d: &Diagnostic) -> String {
    let mut out = d.message.clone();
    let label = Some(d.primary.text.as_str()).filter(|text| !text.is_empty());
    let help = d.help.iter().map(|text| ("help: ", text.as_str()));
    for (lead, text) in label.map(|text| ("", text)).into_iter().chain(d.why.as_deref().map(|text| ("why: ", text))).chain(help) {
        out.push('\n');
        out.push_str(lead);
        out.push_str(text.trim_end());
    }
    out
}
