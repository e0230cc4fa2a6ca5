//! HTML as a test shows it: selected elements, white space normalised, one block element a line.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Node, Selector};

/// Elements that stand within a line.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "input", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "var", "wbr",
];
/// Elements without content.
const VOID: [&str; 7] = ["br", "hr", "img", "input", "link", "meta", "wbr"];

/// The elements of a page that fit a selector, as indented HTML; the whole page without one.
pub(crate) fn html(page: &str, selector: Option<&str>) -> Result<String, String> {
    let page = Html::parse_document(page);
    let mut out = String::new();
    for element in selected(&page, selector)? {
        print(element, (0, false), &mut out);
        out.push('\n');
    }
    Ok(out.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{}\n", line.trim_end())).collect())
}

/// The text of the elements that fit a selector, one line each; of elements within one another only the inner ones.
pub(crate) fn text(page: &str, selector: Option<&str>) -> Result<String, String> {
    let page = Html::parse_document(page);
    let all = selected(&page, selector)?;
    let outer: BTreeSet<_> = all.iter().flat_map(|e| e.ancestors()).map(|a| a.id()).collect();
    let inner = all.into_iter().filter(|e| !outer.contains(&e.id()));
    Ok(inner.map(|e| collapse(&words(e)).trim().to_owned() + "\n").collect())
}

/// The text of an element, with a blank where a block begins or ends.
fn words(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) => out.push_str(text),
            (_, Some(inner)) if INLINE.contains(&inner.value().name()) && inner.value().name() != "br" => {
                out.push_str(&words(inner));
            }
            (_, Some(inner)) => out.push_str(&format!(" {} ", words(inner))),
            _ => {}
        }
    }
    out
}

fn selected<'p>(page: &'p Html, selector: Option<&str>) -> Result<Vec<ElementRef<'p>>, String> {
    let Some(selector) = selector else { return Ok(vec![page.root_element()]) };
    let parsed = Selector::parse(selector).map_err(|e| format!("`{selector}` is no selector: {e:?}"))?;
    Ok(page.select(&parsed).collect())
}

/// White space runs as one blank.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' if out.ends_with(' ') => {}
            ' ' | '\t' | '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// `kept`: white space means something, as within `pre`.
fn print(element: ElementRef<'_>, (depth, kept): (usize, bool), out: &mut String) {
    let name = element.value().name();
    let kept = kept || matches!(name, "pre" | "code");
    let block = !INLINE.contains(&name);
    if block {
        new_line(depth, out);
    }
    out.push('<');
    out.push_str(name);
    for (key, value) in element.value().attrs() {
        out.push_str(&format!(" {key}=\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;")));
    }
    out.push('>');
    if VOID.contains(&name) {
        return;
    }
    let mut holds_block = false;
    for child in element.children() {
        match child.value() {
            Node::Text(text) if kept => out.push_str(&escape(text)),
            Node::Text(text) => {
                let text = collapse(&escape(text));
                // Blanks at the ends of a line mean nothing.
                out.push_str(if out.ends_with([' ', '\n']) { text.trim_start() } else { &text });
            }
            Node::Element(inner) => {
                holds_block |= !INLINE.contains(&inner.name());
                if let Some(inner) = ElementRef::wrap(child) {
                    print(inner, (depth + 1, kept), out);
                }
            }
            _ => {}
        }
    }
    if block && holds_block && name != "pre" {
        new_line(depth, out);
    }
    out.push_str(&format!("</{name}>"));
    if block {
        new_line(depth, out);
    }
}

fn new_line(depth: usize, out: &mut String) {
    let end = out.trim_end_matches(' ').len();
    out.truncate(end);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.push_str(&"  ".repeat(depth));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
