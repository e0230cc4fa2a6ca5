//! Silencing comments: `# kb-allow KB501: quoting the contract`, in Markdown `<!-- kb-allow KB501: … -->`.
//!
//! A comment silences the findings of its line; one that stands alone on its line silences those of the next line with
//! text. Above the first line of a file no comment can stand, so one alone on the second line counts for it too. Nor can one
//! stand within a text of several lines in TOML: one above it or behind its end silences the findings of all its lines.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::config::Config;
use crate::content::{Locator, markdown, yaml_range};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{FileId, SourceFile, Sources, Span};

const MARK: &str = "kb-allow";

/// A silencing comment.
struct Allow {
    /// From `#` or `<!--` to its end.
    span: Span,
    /// Whether nothing else stands on its line.
    alone: bool,
    /// What it names, with its place in the file.
    codes: Vec<(Range<usize>, Option<Code>)>,
    has_reason: bool,
    /// Byte ranges of the lines it speaks for.
    lines: Vec<Range<usize>>,
    /// The codes that silenced something.
    used: Vec<Code>,
}

/// Takes out what comments silence. The findings returned are about the comments themselves.
pub(super) fn silence(
    findings: &mut Vec<Diagnostic>,
    config: &Config,
    sources: &Sources,
    locator: &Locator<'_>,
    left_out: &BTreeSet<FileId>,
) -> Vec<Diagnostic> {
    let marked = sources.files().filter(|(_, file)| file.fault.is_none() && file.text.contains(MARK));
    let mut by_file: HashMap<FileId, Vec<Allow>> = marked.map(|(id, file)| (id, allows(id, file, locator))).collect();
    if by_file.is_empty() {
        return Vec::new();
    }
    // What is not found because something else is broken would make a comment look useless.
    let is_whole = !findings.iter().any(Diagnostic::is_fixed);
    findings.retain(|d| {
        let span = d.primary.span;
        if d.is_fixed() {
            return true;
        }
        let allows = by_file.get_mut(&span.file).into_iter().flatten();
        let mut silenced = false;
        for allow in allows.filter(|a| a.has_reason && a.lines.iter().any(|line| line.contains(&span.start))) {
            if allow.codes.iter().any(|(_, code)| *code == Some(d.code)) {
                allow.used.push(d.code);
                silenced = true;
            }
        }
        !silenced
    });
    let mut all: Vec<Allow> = by_file.into_values().flatten().collect();
    all.sort_by_key(|a| a.span);
    // So would a draft that is not read.
    let is_whole = |allow: &Allow| is_whole && !left_out.contains(&allow.span.file);
    all.iter().flat_map(|allow| useless(allow, is_whole(allow), config, sources)).collect()
}

/// KB902: a comment without a reason, or without effect.
fn useless(allow: &Allow, is_whole: bool, config: &Config, sources: &Sources) -> Vec<Diagnostic> {
    let file = sources.file(allow.span.file);
    let finding = |range: Range<usize>, message: String| Diagnostic::new(Code::KB902, Span::new(allow.span.file, range), message);
    if allow.codes.is_empty() {
        let d = finding(allow.span.range(), "this comment names no check".to_owned())
            .help("name the check and the reason:  kb-allow KB501: quoting the contract");
        return vec![d];
    }
    if !allow.has_reason {
        let codes: Vec<&str> = allow.codes.iter().map(|(range, _)| &file.text[range.clone()]).collect();
        let d = finding(allow.span.range(), "this comment gives no reason, so it silences nothing".to_owned())
            .help(format!("say why after a colon:  kb-allow {}: quoting the contract", codes.join(" ")));
        return vec![d];
    }
    let mut list = Vec::new();
    for (range, code) in &allow.codes {
        let written = &file.text[range.clone()];
        let Some(code) = *code else {
            let near = Code::meant_by(written);
            let is_number = written.bytes().all(|b| b.is_ascii_digit());
            let help = match near {
                Some(near) if is_number => format!("codes are written `{near}`"),
                Some(near) => format!("did you mean `{near}`?"),
                None => "`kb explain` lists all checks".to_owned(),
            };
            list.push(finding(range.clone(), format!("there is no check `{written}`")).help(help));
            continue;
        };
        if code.is_fixed() {
            let d = finding(range.clone(), format!("`{code}` cannot be silenced"))
                .label(code.title())
                .help("without a right answer there is no page to make: correct the content instead");
            list.push(d);
        } else if is_whole
            && !allow.used.contains(&code)
            && !code.depends_on_day()
            && config.checks.level(code, code.severity(), &file.path).is_some()
        {
            let place = if allow.alone { "the next line" } else { "this line" };
            let d = finding(range.clone(), format!("there is no {code} to silence on {place}"))
                .label(code.title())
                .help("delete the comment, or move it to the line the finding names")
                .fix((allow.codes.len() == 1).then(|| removal(allow, file)));
            list.push(d);
        }
    }
    list
}

/// The comment goes, with its line where it has one to itself.
fn removal(allow: &Allow, file: &SourceFile) -> Fix {
    let text = &*file.text;
    let Range { start, end } = allow.span.range();
    let line = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |i| end + i);
    let has_others = text[line..line_end].matches(MARK).nth(1).is_some();
    let range = if allow.alone && !has_others {
        line..text.len().min(line_end + 1)
    } else {
        text[..start].trim_end_matches([' ', '\t']).len()..end
    };
    Fix::replace(Span::new(allow.span.file, range), "")
}

/// The silencing comments of a file.
fn allows(id: FileId, file: &SourceFile, locator: &Locator<'_>) -> Vec<Allow> {
    let text = &*file.text;
    let is_yaml = matches!(file.path.extension(), Some("yaml" | "yml"));
    let is_markdown = file.path.extension() == Some("md");
    if !is_yaml && !is_markdown && file.path.as_str() != "site.toml" {
        return Vec::new();
    }
    let front = if is_markdown { yaml_range(&file.path, text) } else { 0..text.len() };
    let html = if is_markdown { comments(text, front.end) } else { Vec::new() };
    let mut list = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let before = text[..at].trim_end_matches([' ', '\t']);
        let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let start = if before.ends_with("<!--") { before.len() - 4 } else { before.len().saturating_sub(1) };
        let counts = if start < line {
            false
        } else if before.ends_with("<!--") {
            if is_markdown && at >= front.end {
                html.iter().any(|range| range.contains(&start))
            } else {
                // within a text of the YAML, as in the prose it holds
                locator.is_in_text(id, start) && !text[..start].ends_with('`')
            }
        } else {
            let is_comment = before.ends_with('#') && (start == line || text[..start].ends_with([' ', '\t']));
            is_comment && front.contains(&at) && !locator.is_in_text(id, start)
        };
        if counts {
            list.extend(parse(id, text, start, at + MARK.len()));
        }
    }
    for allow in &mut list {
        let values: Vec<Range<usize>> = allow.lines.iter().flat_map(|line| locator.long_texts(id, line)).collect();
        allow.lines.extend(values);
    }
    list
}

/// Ranges of raw HTML in the body that starts at `from`.
fn comments(text: &str, from: usize) -> Vec<Range<usize>> {
    // the closing fence of the front matter is no body
    let body = text[from..].strip_prefix("---").map_or(from, |rest| from + 3 + rest.find('\n').map_or(rest.len(), |i| i + 1));
    markdown::html_ranges(&text[body..]).into_iter().map(|range| body + range.start..body + range.end).collect()
}

/// Reads the comment that starts at `start`; what it says starts at `said`.
fn parse(file: FileId, text: &str, start: usize, said: usize) -> Option<Allow> {
    let is_html = text[start..].starts_with("<!--");
    let line_end = text[said..].find('\n').map_or(text.len(), |i| said + i);
    let close = text[said..].find("-->").filter(|_| is_html).map(|i| said + i);
    let content = close.map_or(line_end, |c| c.min(line_end));
    let end = if is_html { close.map_or(line_end, |c| c + 3) } else { line_end };
    let said_text = &text[said..content];
    // `kb-allowed` is another word
    if said_text.starts_with(|c: char| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let (names, reason) = said_text.split_once(':').unwrap_or((said_text, ""));
    let mut codes = Vec::new();
    let mut at = said;
    for word in names.split_inclusive([' ', ',', '\t']) {
        let name = word.trim_end_matches([' ', ',', '\t']);
        if !name.is_empty() {
            codes.push((at..at + name.len(), Code::parse(name)));
        }
        at += word.len();
    }
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let last_line_end = text[end..].find('\n').map_or(text.len(), |i| end + i);
    let alone = is_only_comments(&text[line_start..start], is_html) && is_only_comments(&text[end..last_line_end], is_html);
    let own_line = line_start..last_line_end + 1;
    let mut lines = Vec::from([own_line]);
    if alone {
        lines.extend(next_line(text, last_line_end, is_html));
        // nothing can stand above the first line
        if text[..line_start].lines().count() == 1 {
            lines.push(0..line_start);
        }
    }
    let has_reason = reason.chars().any(char::is_alphanumeric);
    Some(Allow { span: Span::new(file, start..end), alone, codes, has_reason, lines, used: Vec::new() })
}

/// Whether a part of a line holds nothing but comments. In Markdown it may be a line of a quotation.
fn is_only_comments(part: &str, is_html: bool) -> bool {
    let mut rest = within_quotation(part, is_html).trim();
    while is_html && let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, rest)| rest.trim_start());
    }
    rest.is_empty()
}

/// A line without the marks of the quotations it stands in.
fn within_quotation(line: &str, is_html: bool) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || (is_html && c == '>'))
}

/// The next line with text that is no such comment itself, so that several may stand above one line.
fn next_line(text: &str, line_end: usize, is_html: bool) -> Option<Range<usize>> {
    let mut at = line_end + 1;
    for line in text.get(at..)?.split_inclusive('\n') {
        let range = at..at + line.len() + usize::from(!line.ends_with('\n'));
        let trimmed = within_quotation(line, is_html);
        let comment = trimmed.strip_prefix('#').or_else(|| trimmed.strip_prefix("<!--"));
        if !trimmed.trim_end().is_empty() && !comment.is_some_and(|c| c.trim_start().starts_with(MARK)) {
            return Some(range);
        }
        at = range.end;
    }
    None
}
