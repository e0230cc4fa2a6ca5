//! Scripts, read just closely enough to know their tokens.
//!
//! White space between tokens means nothing as long as they stay the same tokens, but for the end of a line, which may end a
//! statement: it goes only where none can end. What a slash means cannot always be told without a whole parser; where the
//! reading would matter and is not certain, the script is left alone.

use super::stays;

/// Words after which a slash begins a pattern.
const BEFORE_PATTERN: &[&str] =
    &["return", "typeof", "case", "do", "else", "in", "instanceof", "new", "delete", "void", "throw", "extends"];

/// Words that may be names as well.
const MAYBE_NAMES: &[&str] = &["yield", "await", "of", "let", "async", "static"];

/// Words whose parentheses a statement follows, and no operator.
const BEFORE_STATEMENT: &[&str] = &["if", "while", "for", "with"];

/// A script without its comments and the white space that means nothing.
pub(in crate::theme) fn js(text: &str) -> String {
    let out = String::with_capacity(text.len());
    let (parentheses, templates) = (Vec::new(), Vec::new());
    Reader { rest: text, out, gap: Gap::None, last: Last::Operator, comment: false, parentheses, templates }
        .read()
        .unwrap_or_else(|| text.to_owned())
}

/// What stood before a slash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A value: the slash divides.
    Value,
    /// A regular expression, which is a value.
    Pattern,
    /// An operator or the beginning: it starts a pattern.
    Operator,
    /// One of `BEFORE_STATEMENT`.
    Statement,
    /// A value or an operator.
    Unsure,
}

/// The white space that was read and not yet written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Gap {
    None,
    Blank,
    Line,
}

struct Reader<'t> {
    rest: &'t str,
    out: String,
    gap: Gap,
    last: Last,
    /// Whether the last that was written is a comment that stays.
    comment: bool,
    /// What stands before each open parenthesis.
    parentheses: Vec<Last>,
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
                '\n' => self.skip(1, Gap::Line),
                ' ' | '\t' | '\r' => self.skip(1, Gap::Blank),
                '"' | '\'' => self.string(c)?,
                '`' => {
                    self.space(c);
                    self.copy(1);
                    self.template()?;
                }
                '/' => self.slash()?,
                '<' if self.rest.starts_with("<!--") => return None,
                '-' if self.rest.starts_with("-->") && (self.gap == Gap::Line || self.out.is_empty()) => return None,
                _ if is_word(c) => self.word(),
                _ if c == '\\' || !c.is_ascii() => return None,
                _ => self.mark(c)?,
            }
        }
        if self.gap == Gap::Line && !self.out.is_empty() {
            self.out.push('\n');
        }
        self.templates.is_empty().then_some(self.out)
    }

    fn copy(&mut self, n: usize) -> &'t str {
        let (head, rest) = self.rest.split_at(n);
        self.out.push_str(head);
        self.rest = rest;
        head
    }

    /// Leaves out white space, or a comment that stands for it.
    fn skip(&mut self, n: usize, gap: Gap) {
        self.rest = &self.rest[n..];
        if self.gap < gap {
            self.gap = gap;
        }
    }

    /// Writes what must stand between the last token and one that begins so.
    fn space(&mut self, next: char) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let comment = std::mem::take(&mut self.comment);
        let Some(last) = self.out.chars().next_back() else { return };
        let free = match gap {
            Gap::None => true,
            _ if comment => false,
            // A statement neither ends after an opening mark, nor needs the end of the line before a closing one.
            Gap::Line => matches!(last, '{' | '(' | '[' | ',' | ';') || matches!(next, '}' | ')' | ']'),
            Gap::Blank => match (is_word(last), is_word(next)) {
                (true, true) => false,
                // `/a/ in b` is not `/a/in b`, and `1 .a` not `1.a`.
                (false, true) => stands_alone(last) || (is_operator(last) && self.last != Last::Pattern),
                (true, false) => stands_alone(next) || is_operator(next),
                (false, false) => stands_alone(last) || stands_alone(next),
            },
        };
        if !free {
            self.out.push(if gap == Gap::Line { '\n' } else { ' ' });
        }
    }

    fn word(&mut self) {
        let after_dot = self.out.ends_with('.') && !self.out.ends_with("...");
        let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        self.space('a');
        let word = self.copy(end);
        self.last = match word {
            _ if after_dot => Last::Value,
            _ if BEFORE_PATTERN.contains(&word) => Last::Operator,
            _ if BEFORE_STATEMENT.contains(&word) => Last::Statement,
            _ if MAYBE_NAMES.contains(&word) => Last::Unsure,
            _ => Last::Value,
        };
    }

    fn mark(&mut self, c: char) -> Option<()> {
        let twice = self.gap == Gap::None && self.out.ends_with(c);
        self.space(c);
        self.copy(1);
        let before = self.last;
        self.last = match c {
            '(' => {
                self.parentheses.push(before);
                Last::Operator
            }
            ')' => match self.parentheses.pop()? {
                Last::Statement => Last::Operator,
                // `for await (…)`
                Last::Unsure => Last::Unsure,
                _ => Last::Value,
            },
            ']' => Last::Value,
            '}' => Last::Unsure,
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
        self.space(quote);
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
                self.comment(line.trim_end().len());
            } else {
                self.skip(line.len(), Gap::None);
            }
            return Some(());
        }
        if let Some(body) = self.rest.strip_prefix("/*") {
            let comment = &body[..body.find("*/")?];
            if stays(comment) {
                self.comment(comment.len() + 4);
            } else {
                // Such a comment ends the line, or stands for a blank.
                self.skip(comment.len() + 4, if comment.contains('\n') { Gap::Line } else { Gap::Blank });
            }
            return Some(());
        }
        if matches!(self.last, Last::Operator | Last::Statement) {
            return self.pattern(line);
        }
        // A pattern would end in its line.
        if self.last == Last::Unsure && line[1..].contains('/') {
            return None;
        }
        self.space('/');
        self.copy(1);
        self.last = Last::Operator;
        Some(())
    }

    /// A comment that stays, in the place and line where it stands.
    fn comment(&mut self, n: usize) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if gap != Gap::None && !self.out.is_empty() {
            self.out.push(if gap == Gap::Line { '\n' } else { ' ' });
        }
        self.copy(n);
        self.comment = true;
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
        self.space('/');
        self.copy(end + 1);
        self.last = Last::Pattern;
        Some(())
    }
}

/// A mark that is the same token whatever stands beside it.
fn stands_alone(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '"' | '\'' | '`')
}

/// A mark that is the same token beside any word.
fn is_operator(c: char) -> bool {
    "=+-*/%&|^!~<>?:".contains(c)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '@') || (!c.is_ascii() && !c.is_whitespace())
}
