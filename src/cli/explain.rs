//! `kb explain`: what a finding means, from its page.

use std::fmt::Write as _;

use anyhow::bail;
use clap::Args;

use super::End;
use super::terminal::{self, Tone};
use crate::check::page::{Block, Page};
use crate::diagnostic::{Code, Severity};

/// Prose is no wider than this: long lines are hard to read.
const WIDEST: usize = 88;

/// What the hundreds are about.
const HUNDREDS: [(char, &str); 9] = [
    ('1', "Files and their form"),
    ('2', "Names and references"),
    ('3', "Owners and decisions"),
    ('4', "Roles and comparisons"),
    ('5', "Language"),
    ('6', "Questions"),
    ('7', "Reviews and sources"),
    ('8', "Pages and links"),
    ('9', "The settings of checks"),
];

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code of a finding, such as KB302; without it, all of them are listed
    code: Option<String>,
}

/// How the text is shown.
#[derive(Clone, Copy)]
struct Look {
    colour: bool,
    width: usize,
}

impl Explain {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let screen = terminal::output_screen();
        let look = Look { colour: screen.colour, width: screen.width.min(WIDEST) };
        let text = match &self.code {
            None => list(look),
            Some(typed) => match read(typed) {
                Ok(code) => explained(code, look),
                Err(Some(near)) => bail!("no finding has the code `{typed}`. Did you mean {near}? `kb explain` lists all"),
                Err(None) => bail!("no finding has the code `{typed}`. `kb explain` lists all"),
            },
        };
        terminal::print(&text)?;
        Ok(End::Clean)
    }
}

/// `KB302`, `kb302` or `302`; else the code whose number is nearest.
fn read(typed: &str) -> Result<Code, Option<Code>> {
    let upper = typed.trim().to_uppercase();
    let digits = upper.strip_prefix("KB").unwrap_or(&upper);
    if let Some(code) = Code::parse(&format!("KB{digits}")) {
        return Ok(code);
    }
    let digits: String = upper.chars().filter(char::is_ascii_digit).collect();
    let Ok(number) = digits.parse::<u32>() else { return Err(None) };
    Err(Code::ALL.iter().copied().min_by_key(|code| number.abs_diff(code.as_str()[2..].parse().unwrap_or_default())))
}

/// The page of a code.
fn explained(code: Code, look: Look) -> String {
    let mut out = format!("{}  {}  ({})\n", look.toned(Tone::Strong, code.as_str()), code.title(), level(code, look));
    let Some(page) = Page::of(code) else { return out };
    let _ = write!(out, "\n{}\n", filled(&page.summary, look.width));
    let mut after_item = false;
    for block in &page.blocks {
        let is_item = matches!(block, Block::Prose(text) if text.starts_with("- "));
        if !(is_item && after_item) {
            out.push('\n');
        }
        after_item = is_item;
        match block {
            Block::Heading(title) => out.push_str(&format!("{}\n", look.toned(Tone::Strong, title))),
            Block::Prose(text) => out.push_str(&format!("{}\n", filled(text, look.width))),
            Block::Example { path, text } => {
                let title = path.as_deref().unwrap_or("what kb says");
                let _ = writeln!(out, "  {}", look.toned(Tone::Quiet, title));
                for line in text.lines() {
                    let _ = writeln!(out, "{}", format!("    {line}").trim_end());
                }
            }
        }
    }
    out
}

/// All codes, by hundreds.
fn list(look: Look) -> String {
    let mut out = String::new();
    for (hundred, title) in HUNDREDS {
        let _ = writeln!(out, "{}", look.toned(Tone::Strong, title));
        for code in Code::ALL.iter().filter(|code| code.as_str()[2..].starts_with(hundred)) {
            let word = if code.is_off_by_default() { "off" } else { code.severity().word() };
            let _ = writeln!(out, "  {code}  {word:<7}  {}", code.title());
        }
        out.push('\n');
    }
    out.push_str("`kb explain KB302` tells more about one, with an example.\n");
    out
}

/// Its weight and whether that can be changed, in words.
fn level(code: Code, look: Look) -> String {
    let tone = match code.severity() {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Info => Tone::Quiet,
    };
    let word = look.toned(tone, code.severity().word());
    if code.is_off_by_default() {
        "off unless site.toml sets a level".to_owned()
    } else if code.is_fixed() {
        format!("{word}, cannot be lowered")
    } else {
        word
    }
}

impl Look {
    fn toned(self, tone: Tone, text: &str) -> String {
        if self.colour { tone.paint(text) } else { text.to_owned() }
    }
}

/// Prose broken at spaces; what follows the first line of a list item is indented.
fn filled(text: &str, width: usize) -> String {
    let indent = if text.starts_with("- ") { "  " } else { "" };
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            used = indent.len();
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { colour: false, width: 72 };

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["KB302", "kb302", "302", " Kb302 "] {
            assert_eq!(read(typed), Ok(Code::KB302), "{typed}");
        }
        assert_eq!(read("KB309"), Err(Some(Code::KB308)));
        assert_eq!(read("KB999"), Err(Some(Code::KB902)));
        assert_eq!(read("accountable"), Err(None));
    }

    #[test]
    fn a_page_is_plain_and_fits() {
        let text = explained(Code::KB302, PLAIN);
        assert!(text.starts_with("KB302  nobody accountable  (error, cannot be lowered)\n\n"), "{text}");
        assert!(text.contains("\nWrong\n\n  content/decisions.yaml\n    release-date:\n      decide: "), "{text}");
        assert!(text.contains("\n  what kb says\n    error[KB302]: nobody"), "{text}");
        let prose = text.split("\nWrong\n").next().unwrap_or_default();
        assert!(prose.lines().all(|line| line.chars().count() <= 72), "{prose}");
        assert!(!text.contains("](") && !text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn colour_is_added_and_nothing_else() {
        let coloured = explained(Code::KB302, Look { colour: true, ..PLAIN });
        let mut plain = String::new();
        for (i, part) in coloured.split('\u{1b}').enumerate() {
            plain.push_str(if i == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
        }
        assert_eq!(plain, explained(Code::KB302, PLAIN));
    }

    #[test]
    fn every_code_is_listed_once() {
        let text = list(PLAIN);
        for code in Code::ALL {
            assert_eq!(text.matches(&format!("  {code}  ")).count(), 1, "{code}");
        }
    }
}
