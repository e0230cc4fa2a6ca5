//! The pages of the checks within the program: the same files that our own handbook publishes.
//!
//! They are read by their fixed form, which a test holds them to; this is no reader of markdown.

use crate::content::markdown::title;
use crate::diagnostic::Code;

/// The pages as they stand in our handbook.
#[derive(rust_embed::RustEmbed)]
#[folder = "content/checks"]
#[include = "kb*.md"]
struct Pages;

/// What a page tells about a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What holds where this is not found, in a sentence.
    pub summary: String,
    /// The rest, in order.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `## Wrong`
    Heading(String),
    /// A paragraph or the item of a list, as one line, links reduced to their words.
    Prose(String),
    /// A file, under its path, or what is found in it, under no path.
    Example {
        /// Where the file stands in a site.
        path: Option<String>,
        /// The lines, the last one ended.
        text: String,
    },
}

impl Page {
    /// The page of a code.
    #[must_use]
    pub fn of(code: Code) -> Option<Self> {
        let file = Pages::get(&format!("{}.md", code.as_str().to_lowercase()))?;
        Some(Self::read(&String::from_utf8_lossy(&file.data)))
    }

    fn read(text: &str) -> Self {
        let front_matter = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let (head, body) = front_matter.unwrap_or(("", text));
        let summary = head.lines().find_map(|line| line.strip_prefix("summary:")).unwrap_or_default();
        let mut blocks = Vec::new();
        let mut prose = String::new();
        let mut lines = body.lines();
        while let Some(line) = lines.next() {
            let marks = line.len() - line.trim_start_matches('`').len();
            let begins = marks >= 3 || line.starts_with("## ") || line.starts_with("- ");
            if (begins || line.is_empty()) && !prose.is_empty() {
                blocks.push(Block::Prose(without_links(&std::mem::take(&mut prose))));
            }
            if marks >= 3 {
                let inside = lines.by_ref().take_while(|l| l.len() < marks || !l.trim_start_matches('`').is_empty());
                let text = inside.map(|l| format!("{l}\n")).collect();
                blocks.push(Block::Example { path: title(&line[marks..]).map(str::to_owned), text });
            } else if let Some(heading) = line.strip_prefix("## ") {
                blocks.push(Block::Heading(heading.trim().to_owned()));
            } else if !line.is_empty() {
                if !prose.is_empty() {
                    prose.push(' ');
                }
                prose.push_str(line.trim());
            }
        }
        if !prose.is_empty() {
            blocks.push(Block::Prose(without_links(&prose)));
        }
        Self { summary: summary.trim().trim_matches('"').to_owned(), blocks }
    }
}

/// `[words](address)` becomes the words, outside code.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, part) in text.split('`').enumerate() {
        if i > 0 {
            out.push('`');
        }
        let mut rest = part;
        while let Some((before, after)) = (i % 2 == 0).then(|| rest.split_once("](")).flatten() {
            match (before.rfind('['), after.split_once(')')) {
                (Some(open), Some((_, after))) => {
                    out.push_str(&before[..open]);
                    out.push_str(&before[open + 1..]);
                    rest = after;
                }
                _ => break,
            }
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_by_its_form() {
        let text = "---\ntitle: \"KB1: x\"\nsummary: Short.\n---\nOne [two](kb2.md) `[a](b)`\nthree.\n\n- item\n  goes on\n- next\n\n\
                    ## Wrong\n\n````md title=content/a.md\n---\n```\nx\n```\n````\n\n```text findings\nerror\n```\n";
        let example = |path: Option<&str>, text: &str| Block::Example { path: path.map(Into::into), text: text.into() };
        let page = Page {
            summary: "Short.".into(),
            blocks: vec![
                Block::Prose("One two `[a](b)` three.".into()),
                Block::Prose("- item goes on".into()),
                Block::Prose("- next".into()),
                Block::Heading("Wrong".into()),
                example(Some("content/a.md"), "---\n```\nx\n```\n"),
                example(None, "error\n"),
            ],
        };
        assert_eq!(Page::read(text), page);
    }
}
