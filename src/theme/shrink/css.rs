//! Style sheets, token by token as a browser reads them.

use cssparser::{ParseError, Parser, Token};

use super::stays;

/// A style sheet without comments and needless white space.
pub(in crate::theme) fn css(text: &str) -> String {
    let mut out = Out { text: String::with_capacity(text.len()), last: Kind::Gap, blank: false, comment: false, semicolon: false };
    match out.copy(&mut Parser::new(text)) {
        Ok(()) => {
            out.end_declaration();
            out.text
        }
        // A broken string or address ends where its line ends, and nobody nests so deep with a purpose.
        Err(_) => text.to_owned(),
    }
}

/// What a token allows beside itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// White space on both sides means nothing: the beginning, `{ } ; ,`.
    Gap,
    /// White space after it means nothing: `(` and `[`.
    Open,
    /// White space before it means nothing: `)` and `]`.
    Close,
    /// White space before it may stand for "any descendant"; after it, it means nothing.
    Colon,
    /// `>`
    Child,
    /// Everything else. Signs belong here: `1px + 2px` needs its blanks.
    Other,
}

struct Out {
    text: String,
    last: Kind,
    /// White space was read and not yet written.
    blank: bool,
    /// So was a comment: it keeps apart what stood on its two sides.
    comment: bool,
    /// So was a semicolon: before the end of a block it is not needed.
    semicolon: bool,
}

impl Out {
    fn copy(&mut self, input: &mut Parser<'_>) -> Result<(), ParseError<()>> {
        loop {
            let start = input.position();
            let Ok(token) = input.next_including_whitespace_and_comments() else { return Ok(()) };
            let (kind, end) = match token {
                Token::WhiteSpace(_) => {
                    self.blank = true;
                    continue;
                }
                Token::Comment(comment) if !stays(comment) => {
                    self.comment = true;
                    continue;
                }
                Token::Semicolon => {
                    self.end_declaration();
                    self.write("", Kind::Gap);
                    self.semicolon = true;
                    continue;
                }
                Token::BadString(_) | Token::BadUrl(_) => return Err(ParseError::unexpected_token()),
                Token::CurlyBracketBlock => (Kind::Gap, Some("}")),
                Token::SquareBracketBlock => (Kind::Open, Some("]")),
                Token::Function(_) => (Kind::Other, Some(")")),
                Token::ParenthesisBlock => (Kind::Other, Some(")")),
                Token::Comma => (Kind::Gap, None),
                Token::Colon => (Kind::Colon, None),
                Token::Delim('>') => (Kind::Child, None),
                _ => (Kind::Other, None),
            };
            self.end_declaration();
            self.write(input.slice_from(start), kind);
            let Some(end) = end else { continue };
            if end == ")" {
                self.last = Kind::Open;
            }
            input.parse_nested_block(|inner| self.copy(inner))?;
            if end == "}" {
                self.semicolon = false;
            }
            self.end_declaration();
            self.write(end, if end == "}" { Kind::Gap } else { Kind::Close });
        }
    }

    fn write(&mut self, raw: &str, kind: Kind) {
        let free = match (self.last, kind) {
            (Kind::Gap | Kind::Open, _) => true,
            // `--x: ;` and `--x: }` are an empty property, `::` is a token.
            (Kind::Colon, Kind::Gap | Kind::Close | Kind::Colon) => raw == "{",
            (_, Kind::Gap | Kind::Close) | (Kind::Colon, _) => true,
            // So are `>=` and `-->`.
            (Kind::Child, _) => !raw.starts_with('='),
            (_, Kind::Child) => !self.text.ends_with('-'),
            _ => false,
        };
        if self.blank && !free {
            self.text.push(' ');
        } else if self.comment && !self.blank && !free {
            self.text.push_str("/**/");
        }
        self.text.push_str(raw);
        self.last = kind;
        self.blank = false;
        self.comment = false;
    }

    fn end_declaration(&mut self) {
        if std::mem::take(&mut self.semicolon) {
            self.text.push(';');
        }
    }
}
