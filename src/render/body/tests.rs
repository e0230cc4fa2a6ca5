//! The result is balanced and inert whatever raw HTML a text holds.

use std::ops::Range;

use super::{BodyOptions, CitationOut, HtmlPolicy, ImageOut, Surroundings, Word, render};
use crate::content::address::publishable;
use crate::content::markdown::{Mode, scan};
use crate::render::highlight::Highlighter;

/// Everything leads where it says.
struct Anywhere;

impl Surroundings for Anywhere {
    fn name(&mut self, _: Range<usize>, _: &str) -> Option<String> {
        None
    }

    fn link(&mut self, _: Range<usize>, dest: &str) -> Option<String> {
        Some(dest.to_owned())
    }

    fn image(&mut self, _: Range<usize>, dest: &str) -> Option<ImageOut> {
        Some(ImageOut { src: dest.to_owned(), size: None })
    }

    fn citation(&mut self, _: Range<usize>, id: &str, _: &str) -> Option<CitationOut> {
        Some(CitationOut { number: 1, href: "#s1".to_owned(), label: id.to_owned() })
    }

    fn embed(&mut self, _: Range<usize>) -> String {
        String::new()
    }

    fn mentions(&mut self, _: &str, _: &dyn Fn(usize) -> usize) -> Vec<(Range<usize>, String)> {
        Vec::new()
    }

    fn section(&mut self) {}

    fn word(&self, _: Word) -> &'static str {
        "word"
    }
}

fn html(text: &str) -> String {
    let highlighter = Highlighter::new();
    let headings = scan(text, Mode::Prose, &[]).headings;
    let options = BodyOptions {
        mode: Mode::Prose,
        html: HtmlPolicy::Sanitise,
        headings: &headings,
        skip_first_heading: false,
        footnote_prefix: "",
        open_headings_at: 2,
        highlighter: &highlighter,
    };
    render(text, &options, &mut Anywhere).html
}

/// Reads tags strictly: all that is written is `<name attribute="value">`, `</name>` or `<br />`.
fn assert_balanced(html: &str, text: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("unclosed tag: {text:?} gave {html}"));
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{text:?} gave {html}");
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(!matches!(name, "script" | "iframe" | "svg" | "style" | "form"), "{text:?} gave {html}");
        for value in tag.split("=\"").collect::<Vec<_>>().windows(2) {
            let attribute = value[0].rsplit(' ').next().unwrap_or_default();
            let url = value[1].split('"').next().unwrap_or_default().replace("&amp;", "&");
            assert!(!attribute.starts_with("on") && attribute != "style", "{text:?} gave {html}");
            assert!(!matches!(attribute, "href" | "src") || publishable(&url), "{text:?} gave {html}");
        }
        if !matches!(name, "br" | "hr" | "img" | "input") {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} open: {text:?} gave {html}");
}

#[test]
fn raw_html_is_balanced_and_inert() {
    const PARTS: [&str; 48] = [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href=x.md onclick=x>",
        "</a>",
        "<a href=\"javascript:x\">",
        "<table>",
        "<tr>",
        "<td colspan=2>",
        "</td>",
        "</tr>",
        "</table>",
        "<ul>",
        "<li>",
        "</ul>",
        "<details>",
        "<summary>",
        "</details>",
        "<h2 id=x>",
        "</h2>",
        "<img src=a.png onerror=x>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<svg>",
        "<x y='",
        "\"",
        "'",
        ">",
        "<",
        "\n",
        "\n\n",
        "\n\n",
        "- ",
        "> ",
        "# ",
        "*",
        "`",
        "[",
        "](x.md)",
        "](javascript:x)",
        "[^1]",
        "\n[^1]: ",
        "text",
    ];
    // A fixed sequence: the same texts in every run.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(PARTS[usize::try_from(state >> 33).unwrap_or(0) % PARTS.len()]);
        }
        assert_balanced(&html(&text), &text);
    }
}

#[test]
fn hostile_raw_html_is_read_in_linear_time() {
    let n = 20_000;
    for part in ["<div>\n\n", "x <b>", "x </b>", "<table><tr><td>", "<!---->", "<ul><li>", "x <a href=\"a.md\">y</a>"] {
        let text = part.repeat(if part.len() > 20 { n / 20 } else { n });
        assert_balanced(&html(&text), part);
    }
}
