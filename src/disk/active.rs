//! Files that can run scripts. What stands in `content/` is published as it is, and whoever opens such a file by its own address
//! would run what a stranger wrote, in the name of the handbook and beside its pages.

use std::io::Read as _;

use roxmltree::{Document, Node, ParsingOptions};

use super::door::{Door, refused};
use super::load::ASSET_LIMIT;
use crate::source::{Fault, SitePath};

/// Files of these endings are programs, or pages that hold some, whatever stands in them.
const PROGRAMS: [&str; 15] =
    ["cjs", "hta", "htm", "html", "js", "mht", "mhtml", "mjs", "shtml", "svgz", "wasm", "xht", "xhtml", "xsl", "xslt"];
/// What readers are offered most: no browser takes a file of these endings for XML, whatever it begins with.
const INERT: [&str; 26] = [
    "avif", "bmp", "csv", "doc", "docx", "gif", "heic", "ico", "jpeg", "jpg", "json", "mp3", "mp4", "odt", "pdf", "png", "pptx",
    "ttf", "txt", "webm", "webp", "woff", "woff2", "xls", "xlsx", "zip",
];
/// Servers send such a file in the place of the one without the ending.
const PACKED: [&str; 3] = ["br", "gz", "zst"];
/// Drawings, and what else is XML by its name.
const DRAWINGS: [&str; 2] = ["svg", "xml"];
/// By so many bytes it is seen whether a file is XML.
const HEAD: u64 = 1_024;
/// The largest one that is looked through, in bytes.
const LIMIT: u64 = 10_000_000;
const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that run something, whatever their namespace.
const SCRIPTS: [&str; 3] = ["handler", "listener", "script"];
/// Elements of HTML that bring something in which may run.
const HTML: [&str; 9] = ["applet", "base", "embed", "form", "frame", "iframe", "link", "meta", "object"];
/// Addresses that run.
const SCHEMES: [&str; 3] = ["javascript:", "vbscript:", "data:text/html"];
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Makes sure that a file runs nothing when it is opened.
///
/// # Errors
/// With what it would run, or why it cannot be looked through.
pub(super) fn look_through(door: &Door, path: &SitePath) -> Result<(), Fault> {
    let name = path.name().to_ascii_lowercase();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    if PROGRAMS.contains(&ending) {
        return Err(Fault::Active(format!("`.{ending}`")));
    }
    let inner = stem.rsplit_once('.').map_or("", |(_, ending)| ending);
    if PACKED.contains(&ending) && (PROGRAMS.contains(&inner) || DRAWINGS.contains(&inner)) {
        return Err(Fault::Active(format!("`.{inner}.{ending}`")));
    }
    if INERT.contains(&ending) {
        return Ok(());
    }
    let is_drawing = DRAWINGS.contains(&ending);
    let (mut file, _) = door.open(path, if is_drawing { LIMIT } else { ASSET_LIMIT })?;
    let mut bytes = Vec::new();
    (&mut file).take(HEAD).read_to_end(&mut bytes).map_err(|e| refused(&e))?;
    // what else browsers read as XML begins like it, and what begins otherwise is none
    if !is_drawing && !begins_like_xml(&bytes) {
        return Ok(());
    }
    file.take(LIMIT).read_to_end(&mut bytes).map_err(|e| refused(&e))?;
    match program(&String::from_utf8_lossy(&bytes)) {
        Some(what) => Err(Fault::Active(what)),
        None => Ok(()),
    }
}

fn begins_like_xml(bytes: &[u8]) -> bool {
    // UTF-16 has a mark or a NUL beside the sign
    let mut signs = bytes.iter().filter(|b| !matches!(b, 0xef | 0xbb | 0xbf | 0xfe | 0xff | 0) && !b.is_ascii_whitespace());
    signs.next() == Some(&b'<')
}

/// What in a text of XML runs, in words of the file. A browser begins to run a text before it knows that it breaks off, so one that
/// cannot be read counts as one that runs.
fn program(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}');
    // another encoding would make other signs of the same bytes
    let encoding =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).and_then(|(head, _)| head.split_once("encoding"));
    let name = encoding.map(|(_, value)| value.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_lowercase());
    if let Some(name) =
        name.filter(|name| !["utf-8", "us-ascii", "iso-8859-1", "windows-1252"].iter().any(|known| name.starts_with(known)))
    {
        return Some(format!("an encoding `{name}`"));
    }
    // a browser takes attributes and entities from there, and each reader in its own way
    if let Some(part) = ["<!ATTLIST", "<!NOTATION", "<!ELEMENT", "<!ENTITY %"].into_iter().find(|part| text.contains(part)) {
        return Some(format!("`{part}`"));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000 };
    match Document::parse_with_options(text, options) {
        Ok(document) => document.descendants().find_map(of_node),
        Err(e) => Some(format!("XML that cannot be read ({e})")),
    }
}

fn of_node(node: Node<'_, '_>) -> Option<String> {
    if let Some(instruction) = node.pi() {
        return (instruction.target == "xml-stylesheet").then(|| "`<?xml-stylesheet`".to_owned());
    }
    let tag = node.tag_name();
    let is_one_of = |elements: &[&str]| elements.iter().any(|element| element.eq_ignore_ascii_case(tag.name()));
    if is_one_of(&SCRIPTS) || (tag.namespace() == Some(XHTML) && is_one_of(&HTML)) {
        return Some(format!("`<{}>`", tag.name()));
    }
    let is_shown = matches!(tag.namespace(), Some(SVG | XHTML));
    node.attributes().find_map(|attribute| {
        let is_event = is_shown
            && attribute.namespace().is_none()
            && attribute.name().get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
        if is_event {
            return Some(format!("`{}`", attribute.name()));
        }
        // a browser looks for the scheme without blanks and controls; an animation has several values
        let value = attribute.value().chars().filter(|c| *c > ' ').collect::<String>().to_ascii_lowercase();
        let scheme = SCHEMES.into_iter().find(|scheme| value.split(';').any(|value| value.starts_with(scheme)));
        scheme.map(|scheme| format!("`{scheme}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_runs_nothing() {
        let drawings = [
            r#"<svg xmlns="http://www.w3.org/2000/svg"><a href="https://x.example/"><path d="M0 0"/></a></svg>"#,
            r##"<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd"><svg><use href="#a"/></svg>"##,
            r#"<svg><foreignObject><div xmlns="http://www.w3.org/1999/xhtml" style="color: red">Text</div></foreignObject></svg>"#,
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x.example/"/></feed>"#,
            r#"<tasks><task only="true"/><a href="https://x.example/?q=javascript:"/></tasks>"#,
            r#"<svg><style>.a { fill: red }</style><image href="data:image/png;base64,AAAA"/><title>on and on</title></svg>"#,
        ];
        for text in drawings {
            assert_eq!(program(text), None, "{text}");
        }
        let programs = [
            ("<svg><script>x</script></svg>", "`<script>`"),
            ("<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:script/></s:svg>", "`<script>`"),
            ("<svg><meta xmlns=\"http://www.w3.org/1999/xhtml\"/></svg>", "`<meta>`"),
            ("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>", "`onload`"),
            ("<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"x\">]><svg/>", "`<!ATTLIST`"),
            ("<svg><a href=\"java&#10;script:x\"/></svg>", "`javascript:`"),
            ("<svg><set attributeName=\"href\" to=\" JAVASCRIPT:x\"/></svg>", "`javascript:`"),
            ("<!DOCTYPE svg [<!ENTITY e '<script>x</script>'>]><svg>&e;</svg>", "`<script>`"),
            ("<?xml-stylesheet href=\"x.xsl\"?><svg/>", "`<?xml-stylesheet`"),
            ("<?xml version=\"1.0\" encoding=\"utf-16\"?><svg/>", "an encoding `utf-16`"),
        ];
        for (text, what) in programs {
            assert_eq!(program(text).as_deref(), Some(what), "{text}");
        }
        assert!(program("<svg><script>x</script>").is_some_and(|what| what.starts_with("XML that cannot be read")));
    }
}
