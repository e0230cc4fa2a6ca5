//! Ids, addresses and settings that would lead out of the output folder, or onto another page.

use super::{Input, Put, Want};

/// What no id, address or former name may be.
const WAYS_OUT: [&str; 20] = [
    "../x",
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../x",
    "a/..",
    ".",
    "..",
    "a//b",
    "%2e%2e/x",
    "..%2fx",
    "a\\\\b",
    "..\\\\x",
    "C:\\\\x",
    "\\0",
    "a\\0b",
    "a\\nb",
    "//host/x",
    "javascript:x",
    "http://host/x",
    "~/x",
];

/// All of them.
pub(super) fn inputs() -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut push = |name: String, path: &str, text: String, want: Want| {
        inputs.push(Input::small(name, [(path.into(), Put::Bytes(text.into()))], want));
    };
    for way in WAYS_OUT {
        let refused = |path: &str, line| Want::Refused(path.into(), line);
        let guide = "content/guides/page.md";
        push(format!("moved_from {way}"), guide, format!("---\ntitle: P\nmoved_from: [\"{way}\"]\n---\nText.\n"), Want::Either);
        push(format!("url {way}"), guide, format!("---\ntitle: P\nurl: \"{way}\"\n---\nText.\n"), refused(guide, None));
        push(format!("id {way}"), guide, format!("---\ntitle: P\nid: \"{way}\"\n---\nText.\n"), refused(guide, None));
        push(
            format!("a word {way}"),
            "content/glossary.yaml",
            format!("\"{way}\": {{def: A word.}}\n"),
            refused("content/glossary.yaml", Some(1)),
        );
        push(
            format!("a party {way}"),
            "content/parties.yaml",
            format!("\"{way}\": Users\n"),
            refused("content/parties.yaml", Some(1)),
        );
        push(
            format!("a question {way}"),
            "content/faq.yaml",
            format!("- {{q: \"Why?\", a: So., id: \"{way}\"}}\n"),
            refused("content/faq.yaml", Some(1)),
        );
        push(format!("a tag {way}"), guide, format!("---\ntitle: P\ntags: [\"{way}\"]\n---\nText.\n"), Want::Either);
        push(format!("a parent {way}"), guide, format!("---\ntitle: P\ngroup: \"{way}\"\n---\nText.\n"), Want::Either);
        push(format!("output {way}"), "site.toml", format!("title = \"T\"\n[nav]\nitems = [\"{way}\"]\n"), Want::Either);
        push(format!("theme {way}"), "site.toml", format!("title = \"T\"\ntheme = \"{way}\"\n"), Want::Either);
        push(format!("an embed {way}"), guide, format!("---\ntitle: P\n---\n{{{{ role {way} }}}}\n"), Want::Either);
        push(format!("a link {way}"), guide, format!("---\ntitle: P\n---\n[x](<{way}>) ![y](<{way}>)\n"), Want::Either);
        push(
            format!("a language {way}"),
            guide,
            format!("---\ntitle: P\n---\n```{way}\nx\n```\n\n```sh title=\"{way}\"\nx\n```\n"),
            Want::Either,
        );
    }
    inputs
}
