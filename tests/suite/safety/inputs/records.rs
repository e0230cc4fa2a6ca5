//! Mistakes put at places that are known into files that are good: encodings, YAML, front matter, markdown.

use super::{Input, Put, Want, chance, golden_texts};
use crate::safety::chance::Chance;

/// Bytes that are no UTF-8: too short, too long, out of range, of other encodings.
const NO_TEXT: [&[u8]; 10] = [
    b"\xff",
    b"\xfe\xff",
    b"\x80",
    b"\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\xe4 ",
];

/// Lines that stop a collection from being read, put before a record; the error stands in the line itself.
const LINES: [&str; 22] = [
    "x: \"never closed",
    "x: 'never closed",
    "x: [never, closed",
    "x: {never: closed",
    "x: *nowhere",
    "x: @reserved",
    "x: `reserved`",
    "x: %reserved",
    "x: !!python/object/apply:os.system ['id']",
    "x: !include /etc/passwd",
    "x: &",
    "x: \"\\q\"",
    "x: |0",
    "x: a: b: c",
    "\tx: 1",
    "x:\n\t- 1",
    "}",
    "]",
    "<<<<<<< HEAD",
    "? [a, b]\n: c",
    "x: \"\\xZZ\"",
    "- x",
];

/// Records of a decision that are read and mean nothing good; with the line of them in which the error stands.
const RECORDS: [(&str, usize); 16] = [
    ("../up:\n  decide: X", 0),
    ("a/b:\n  decide: X", 0),
    ("Ünicode:\n  decide: X", 0),
    ("\"\":\n  decide: X", 0),
    ("\"a b\":\n  decide: X", 0),
    ("\"a\\0b\":\n  decide: X", 0),
    ("con trol:\n  decide: X", 0),
    ("zz:\n  decide: X\n  accountable: product-owner\n  decied: Y", 3),
    ("zz:\n  decide: [X]", 1),
    ("zz:\n  decide: {a: b}", 1),
    ("zz:\n  decide: X\n  accountable: nobody-at-all", 2),
    ("zz:\n  decide: X\n  accountable: product-owner\n  consulted: [nobody-at-all]", 3),
    ("zz:\n  decide: X\n  accountable: product-owner\n  consulted: {a: b}", 3),
    ("zz:\n  decide: X\n  accountable: product-owner\n  at: nowhere-at-all", 3),
    ("zz:\n  decide: X\n  accountable: product-owner\n  sources: [nowhere-at-all]", 3),
    ("zz:\n  decide: X\n  decide: X", 2),
];

/// Bodies whose last line holds an error.
const BODIES: [&str; 20] = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,x)",
    "[x](file:///etc/passwd)",
    "[x](role:nobody-at-all)",
    "[x](term:nothing-at-all)",
    "[x](nowhere.md)",
    "[x](../../../../etc/passwd)",
    "[x](../../secret)",
    "[x](#no-such-heading)",
    "![x](nowhere.png)",
    "![x](../../../../etc/passwd)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "A claim [@nobody-at-all].",
    "```kb\ncompare: [nothing-at-all, neither]\n```",
    "[x]: javascript:alert(1)\n\n[x]",
];

/// Front matter of a guide that cannot be used; the error stands in this line.
const FRONTS: [(&str, usize); 20] = [
    ("---\ntitle: T\n", 1),
    ("---\ntitle: T\n...\n", 1),
    ("---\ntitle: T\n ---\nText\n", 1),
    ("---\ntitle: T\n--- #\nText\n", 1),
    ("+++\ntitle = \"T\"\n+++\n", 1),
    ("\n\n---\ntitle: T\n---\n", 3),
    ("---\n- a\n- b\n---\n", 1),
    ("---\nJust a text.\n---\n", 1),
    ("---\n42\n---\n", 1),
    ("---\ntitle: [a\n---\n", 2),
    ("---\ntitle: \"a\n---\n", 2),
    ("---\ntitle: a: b\n---\n", 2),
    ("---\ntitle: T\ntitle: U\n---\n", 3),
    ("---\ntitle: T\nxyzzy: 1\n---\n", 3),
    ("---\ntitle: {a: b}\n---\n", 2),
    ("---\n\ttitle: T\n---\n", 2),
    ("---\ntitle: *a\n---\n", 2),
    ("---\n%YAML 1.1\ntitle: T\n---\n", 3),
    ("---\ntitle: !secret aGk=\n---\n", 2),
    ("---\nreviewed: never\n---\n", 2),
];

/// Every kind of mistake, `each` times at other places where chance chooses one.
pub(super) fn inputs(each: usize) -> Vec<Input> {
    let mut chance = chance(11);
    let mut inputs = Vec::new();
    let texts = golden_texts(&[".yaml", ".md"]);
    for turn in 0..each {
        for bytes in NO_TEXT.iter().chain(&[&b"\0"[..]]) {
            let (path, text) = chance.one(&texts);
            // before a line end, so that what follows cannot complete the bytes
            let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
            let at = *chance.one(&ends);
            let whole = [&text.as_bytes()[..at], bytes, &text.as_bytes()[at..]].concat();
            let want = Want::Refused(path.clone(), Some(line_of(text, at)));
            inputs.push(Input::golden(format!("{bytes:?} in {path}:{}, {turn}", line_of(text, at)), path, Put::Bytes(whole), want));
        }
        for line in LINES {
            let (path, text, at) =
                entry(&mut chance, &["decisions.yaml", "glossary.yaml", "events.yaml", "people.yaml", "parties.yaml"]);
            inputs.push(with(&path, &text, at, line, None));
        }
        for (record, line) in RECORDS {
            let (path, text, at) = entry(&mut chance, &["decisions.yaml"]);
            inputs.push(with(&path, &text, at, record, Some(line)));
        }
    }
    for (nth, body) in BODIES.into_iter().enumerate() {
        for before in ["", "\n\nSome text\n\n> - ", "\n\n## A heading\n\n1. "] {
            let text = format!("---\ntitle: Page\n---\n{before}{body}\n");
            // where the reference is used, not where it is defined
            let line = text.trim_end().matches('\n').count() + 1;
            let want = Want::Refused("content/guides/page.md".into(), if body.contains('\n') { None } else { Some(line) });
            inputs.push(Input::golden(format!("body {nth} `{body}`"), "content/guides/page.md", Put::Bytes(text.into()), want));
        }
    }
    for (nth, (front, line)) in FRONTS.into_iter().enumerate() {
        for (how, text) in [
            ("", front.to_owned()),
            ("with a byte order mark", format!("\u{feff}{front}")),
            ("with CRLF", front.replace('\n', "\r\n")),
        ] {
            let want = Want::Refused("content/guides/page.md".into(), Some(line));
            inputs.push(Input::golden(
                format!("front matter {nth} {front:?} {how}"),
                "content/guides/page.md",
                Put::Bytes(text.into()),
                want,
            ));
        }
    }
    inputs
}

/// A mistake put before a record. `wrong` is the line of it that is, where that is certain.
fn with(path: &str, text: &str, at: usize, lines: &str, wrong: Option<usize>) -> Input {
    let whole = format!("{}{lines}\n{}", &text[..at], &text[at..]);
    let line = line_of(text, at);
    let want = Want::Refused(path.to_owned(), wrong.map(|wrong| line + wrong));
    Input::golden(format!("{lines:?} before {path}:{line}"), path, Put::Bytes(whole.into()), want)
}

/// A file and the start of one of its records.
fn entry(chance: &mut Chance, files: &[&str]) -> (String, String, usize) {
    let texts = golden_texts(files);
    let (path, text) = chance.one(&texts).clone();
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .filter(|at| text[*at..].starts_with(|c: char| c.is_ascii_alphabetic()))
        .collect();
    let at = *chance.one(&starts);
    (path, text, at)
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
