//! Scripts, read just closely enough to know what is a comment.
//!
//! Lines stay lines, so that statements end where they ended. What a slash means cannot always be told without a whole
//! parser; where the reading would matter and is not certain, the script is left alone.

use super::stays;

/// Words after which a slash begins a pattern.
const BEFORE_PATTERN: &[&str] =
    &["return", "typeof", "case", "do", "else", "in", "instanceof", "new", "delete", "void", "throw", "extends"];

/// Words that may be names as well.
const MAYBE_NAMES: &[&str] = &["yield", "await", "of", "let", "async", "static"];

/// A script without comments of their own, indentation and blank lines.
pub(in crate::theme) fn js(text: &str) -> String {
    Reader { rest: text, out: String::with_capacity(text.len()), last: Last::Operator, templates: Vec::new() }
        .read()
        .unwrap_or_else(|| text.to_owned())
}

/// What stood before a slash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A value: the slash divides.
    Value,
    /// An operator or the beginning: it starts a pattern.
    Operator,
    /// Either.
    Unsure,
}

struct Reader<'t> {
    rest: &'t str,
    out: String,
    last: Last,
    /// Open braces within each open `${`.
    templates: Vec<usize>,
}

impl<'t> Reader<'t> {
    /// `None` where it is not certain what the script says.
    fn read(mut self) -> Option<String> {
        // Rare ends of lines, which would end comments too.
        if self.rest.contains(['\u{2028}', '\u{2029}']) || self.rest.replace("\r\n", "").contains('\r') {
            return None;
        }
        if self.rest.starts_with("#!") {
            let line = self.rest.find('\n').unwrap_or(self.rest.len());
            self.copy(line);
        }
        while let Some(c) = self.rest.chars().next() {
            match c {
                '\n' => self.end_line(),
                ' ' | '\t' | '\r' => self.blank(),
                '"' | '\'' => self.string(c)?,
                '`' => {
                    self.copy(1);
                    self.template()?;
                }
                '/' => self.slash()?,
                '<' if self.rest.starts_with("<!--") => return None,
                '-' if self.rest.starts_with("-->") && self.at_line_start() => return None,
                _ if is_word(c) => self.word(),
                _ => self.mark(c)?,
            }
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.templates.is_empty().then_some(self.out)
    }

    fn copy(&mut self, n: usize) -> &'t str {
        let (head, rest) = self.rest.split_at(n);
        self.out.push_str(head);
        self.rest = rest;
        head
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn blank(&mut self) {
        self.rest = &self.rest[1..];
        if !self.at_line_start() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn end_line(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.at_line_start() {
            self.out.push('\n');
        }
    }

    fn word(&mut self) {
        let after_dot = self.out.ends_with('.') && !self.out.ends_with("...");
        let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let word = self.copy(end);
        self.last = match word {
            _ if after_dot => Last::Value,
            _ if BEFORE_PATTERN.contains(&word) => Last::Operator,
            _ if MAYBE_NAMES.contains(&word) => Last::Unsure,
            _ => Last::Value,
        };
    }

    fn mark(&mut self, c: char) -> Option<()> {
        let twice = self.out.ends_with(c);
        self.copy(c.len_utf8());
        self.last = match c {
            ']' => Last::Value,
            ')' | '}' => Last::Unsure,
            // `1. / 2` is a number divided; `a++ / b` too.
            '.' => Last::Unsure,
            '+' | '-' if twice => Last::Unsure,
            _ => Last::Operator,
        };
        match (c, self.templates.last_mut()) {
            ('{', Some(depth)) => *depth += 1,
            ('}', Some(0)) => {
                self.templates.pop();
                self.template()?;
            }
            ('}', Some(depth)) => *depth -= 1,
            _ => {}
        }
        Some(())
    }

    fn string(&mut self, quote: char) -> Option<()> {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find_map(|(i, c)| match c {
            _ if std::mem::take(&mut escaped) => None,
            '\\' => {
                escaped = true;
                None
            }
            '\n' => Some(None),
            c if c == quote => Some(Some(i)),
            _ => None,
        })??;
        self.copy(end + 1);
        self.last = Last::Value;
        Some(())
    }

    /// The text of a template, as it stands, up to its end or the next `${`.
    fn template(&mut self) -> Option<()> {
        let mut escaped = false;
        let mut dollar = false;
        let (end, closed) = self.rest.char_indices().find_map(|(i, c)| {
            let (was_escaped, was_dollar) = (std::mem::take(&mut escaped), std::mem::take(&mut dollar));
            match c {
                _ if was_escaped => None,
                '\\' => {
                    escaped = true;
                    None
                }
                '$' => {
                    dollar = true;
                    None
                }
                '{' if was_dollar => Some((i, false)),
                '`' => Some((i, true)),
                _ => None,
            }
        })?;
        self.copy(end + 1);
        if closed {
            self.last = Last::Value;
        } else {
            self.templates.push(0);
            self.last = Last::Operator;
        }
        Some(())
    }

    fn slash(&mut self) -> Option<()> {
        let line = self.rest.split('\n').next().unwrap_or_default();
        if let Some(comment) = line.strip_prefix("//") {
            if stays(comment) || comment.starts_with(['#', '@']) {
                self.copy(line.len());
            } else {
                self.rest = &self.rest[line.len()..];
            }
            return Some(());
        }
        if let Some(body) = self.rest.strip_prefix("/*") {
            let comment = &body[..body.find("*/")?];
            if stays(comment) {
                self.copy(comment.len() + 4);
                return Some(());
            }
            self.rest = &body[comment.len() + 2..];
            // Such a comment ends the line, or stands for a blank.
            if comment.contains('\n') {
                self.out.truncate(self.out.trim_end_matches(' ').len());
                if !self.at_line_start() {
                    self.out.push('\n');
                }
            } else if !self.at_line_start() && !self.out.ends_with(' ') {
                self.out.push(' ');
            }
            return Some(());
        }
        if self.last == Last::Operator {
            return self.pattern(line);
        }
        let rest = &line[1..];
        let certain = self.last == Last::Value
            || !rest.contains('/')
            || !(rest.contains(['"', '\'', '`', '{', '}', '\\', '[']) || rest.contains("//") || rest.contains("/*"));
        if !certain {
            return None;
        }
        self.copy(1);
        self.last = Last::Operator;
        Some(())
    }

    /// A regular expression: it ends within its line.
    fn pattern(&mut self, line: &str) -> Option<()> {
        let (mut escaped, mut class) = (false, false);
        let end = line.char_indices().skip(1).find_map(|(i, c)| {
            let was_escaped = std::mem::take(&mut escaped);
            match c {
                _ if was_escaped => {}
                '\\' => escaped = true,
                '[' => class = true,
                ']' => class = false,
                '/' if !class => return Some(i),
                _ => {}
            }
            None
        })?;
        self.copy(end + 1);
        self.last = Last::Value;
        Some(())
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '@') || (!c.is_ascii() && !c.is_whitespace())
}
