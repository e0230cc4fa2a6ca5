//! A case file, or the page of a check: prose, and fences that hold what goes in and what must come out.
//!
//! It is read line by line, not as markdown, so that it can be written back with nothing changed but the fences.

use std::fmt;

/// A case file in its parts.
pub(crate) struct CaseFile {
    parts: Vec<Part>,
}

enum Part {
    /// One line between fences.
    Prose(String),
    Fence(Fence),
}

/// A fenced block.
#[derive(Debug, Clone)]
pub(crate) struct Fence {
    marks: usize,
    info: String,
    /// What stands in it, every line ended.
    pub(crate) body: String,
    /// The last `## …` before it, or nothing.
    pub(crate) section: String,
    /// The line of the opening marks, from 1.
    pub(crate) line: usize,
}

impl CaseFile {
    /// Reads a case file.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("# ") { Self::read(text) } else { Err("a case file starts with a title line `# …`".to_owned()) }
    }

    /// Reads the page of a check.
    pub(crate) fn parse_page(text: &str) -> Result<Self, String> {
        if text.starts_with("---\n") { Self::read(text) } else { Err("a page starts with its front matter".to_owned()) }
    }

    fn read(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut section = String::new();
        let mut open: Option<Fence> = None;
        for (index, line) in text.lines().enumerate() {
            let marks = line.len() - line.trim_start_matches('`').len();
            match &mut open {
                Some(fence) if marks >= fence.marks && line.len() == marks => parts.extend(open.take().map(Part::Fence)),
                Some(fence) => {
                    fence.body.push_str(line);
                    fence.body.push('\n');
                }
                None if marks >= 3 => {
                    let info = line[marks..].trim().to_owned();
                    open = Some(Fence { marks, info, body: String::new(), section: section.clone(), line: index + 1 });
                }
                None => {
                    if let Some(title) = line.strip_prefix("## ") {
                        title.trim().clone_into(&mut section);
                    }
                    parts.push(Part::Prose(line.to_owned()));
                }
            }
        }
        if let Some(fence) = open {
            return Err(format!("the fence of line {} is never closed", fence.line));
        }
        Ok(Self { parts })
    }

    /// Its fences, in order.
    pub(crate) fn fences(&self) -> impl Iterator<Item = &Fence> {
        self.parts.iter().filter_map(|part| if let Part::Fence(fence) = part { Some(fence) } else { None })
    }

    /// Its fences, in order, to be filled.
    pub(crate) fn fences_mut(&mut self) -> impl Iterator<Item = &mut Fence> {
        self.parts.iter_mut().filter_map(|part| if let Part::Fence(fence) = part { Some(fence) } else { None })
    }

    /// Adds an empty fence at the end.
    pub(crate) fn add(&mut self, info: &str) {
        self.parts.push(Part::Prose(String::new()));
        self.parts.push(Part::Fence(Fence {
            marks: 3,
            info: info.to_owned(),
            body: String::new(),
            section: String::new(),
            line: 0,
        }));
    }
}

impl fmt::Display for CaseFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Prose(line) => writeln!(f, "{line}")?,
                Part::Fence(fence) => {
                    let longest = fence.body.lines().map(|l| l.len() - l.trim_start_matches('`').len()).max().unwrap_or(0);
                    let marks = "`".repeat(fence.marks.max(if longest >= 3 { longest + 1 } else { 3 }));
                    writeln!(f, "{marks}{}\n{}{marks}", fence.info, fence.body)?;
                }
            }
        }
        Ok(())
    }
}

impl Fence {
    /// The first word of the info string.
    pub(crate) fn kind(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or_default()
    }

    /// The value of `key=value` or `key="a value"` in the info string. `select=` may hold blanks as it is, and comes last.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        if key == "select" {
            return self.info.split_once(" select=").map(|(_, selector)| selector.trim());
        }
        let quoted = self.info.split_once(&format!(" {key}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        quoted.map(|(value, _)| value).or_else(|| self.words().find_map(|word| word.strip_prefix(key)?.strip_prefix('=')))
    }

    /// Whether a word stands in the info string.
    pub(crate) fn says(&self, flag: &str) -> bool {
        self.words().any(|word| word == flag)
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let end = self.info.find(" select=").unwrap_or(self.info.len());
        self.info[..end].split_whitespace().skip(1)
    }

    /// The text an input fence stands for: with `escaped`, `\t`, `\r`, `\0`, `\s` (a blank) and `\u{…}` are read, and a
    /// line `\300*…` stands 300 times; with `open` the last line is not ended.
    pub(crate) fn text(&self) -> Result<String, String> {
        let mut text = if self.says("escaped") { unescape(&self.body)? } else { self.body.clone() };
        if self.says("open") {
            text.truncate(text.trim_end_matches('\n').len());
        }
        Ok(text)
    }
}

/// Lines `\300*…` as 300 such lines, then the escapes within lines.
fn unescape(text: &str) -> Result<String, String> {
    text.split_inclusive('\n').map(unescape_line).collect()
}

fn unescape_line(line: &str) -> Result<String, String> {
    let times = line.strip_prefix('\\').and_then(|rest| rest.split_once('*')).and_then(|(n, rest)| Some((n.parse().ok()?, rest)));
    if let Some((times, rest)) = times {
        return Ok(unescape_line(rest)?.repeat(times));
    }
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('0') => out.push('\0'),
            Some('s') => out.push(' '),
            Some('\\') => out.push('\\'),
            Some('u') => {
                let digits: String = chars.by_ref().take_while(|c| *c != '}').filter(|c| *c != '{').collect();
                let c = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                out.push(c.ok_or_else(|| format!("`\\u{{{digits}}}` is no character"))?);
            }
            other => return Err(format!("`\\{}` is no escape", other.map_or_else(String::new, String::from))),
        }
    }
    Ok(out)
}
