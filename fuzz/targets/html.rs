//! What no page may hold, read as browsers read it: by a parser that the program does not render with.

use scraper::{ElementRef, Html};

/// Elements that bring in what others wrote, or that change what the rest means.
const FOREIGN: [&str; 9] = ["iframe", "frame", "frameset", "object", "embed", "applet", "base", "style", "template"];
/// Attributes that are followed.
const ADDRESSES: [&str; 10] =
    ["href", "src", "action", "formaction", "data", "poster", "cite", "background", "xlink:href", "srcset"];

/// Whether a page runs nothing but the theme's scripts.
pub(super) fn inert(path: &str, bytes: &[u8]) -> super::Verdict {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("{path}: {e}"))?;
    let page = Html::parse_document(text);
    for element in page.tree.nodes().filter_map(ElementRef::wrap) {
        if let Some(why) = live(element) {
            return Err(format!("{path}: {why}: {:.300}", element.html()));
        }
    }
    Ok(())
}

/// What could run, if something could.
fn live(element: ElementRef<'_>) -> Option<String> {
    let name = element.value().name();
    if FOREIGN.contains(&name) {
        return Some(format!("`{name}`"));
    }
    if name == "script" && !is_of_theme(element) {
        return Some("a script".to_owned());
    }
    let refresh = name == "meta" && element.attr("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"));
    if refresh && element.attr("content").is_none_or(|content| !content.starts_with("0; url=") && !content.starts_with("0;url=")) {
        return Some("a refresh".to_owned());
    }
    for (attribute, value) in element.value().attrs() {
        if attribute.starts_with("on") || matches!(attribute, "style" | "srcdoc" | "http-equiv-refresh") {
            return Some(format!("`{attribute}`"));
        }
        if ADDRESSES.contains(&attribute) && runs(value) {
            return Some(format!("`{attribute}` leads to {value:?}"));
        }
    }
    None
}

/// A script of the theme stands in a file beside the page; what search engines read is no script, though it is called one.
fn is_of_theme(element: ElementRef<'_>) -> bool {
    let is_empty = element.text().all(|text| text.trim().is_empty());
    match (element.attr("src"), element.attr("type")) {
        (Some(src), None) => {
            let below = src.strip_prefix('/').unwrap_or(src).trim_start_matches("../");
            is_empty && below.starts_with("assets/") && !below.contains("..")
        }
        (None, Some("application/ld+json")) => element.value().attrs().count() == 1,
        _ => false,
    }
}

/// Whether an address runs something when it is followed. Browsers leave out what stands before it, and line ends and tabs within.
fn runs(address: &str) -> bool {
    let known: String = address.chars().filter(|c| !matches!(c, '\0'..=' ')).take(40).collect::<String>().to_ascii_lowercase();
    known.starts_with("javascript:")
        || known.starts_with("vbscript:")
        || known.starts_with("data:text")
        || known.starts_with("data:image/svg")
}
