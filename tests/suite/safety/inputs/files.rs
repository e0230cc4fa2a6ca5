//! Files that are none, names that no file should have, links that lead elsewhere, and files that are too large.

use std::ffi::OsString;

use super::{Input, Put, Want, raw};

/// Names of pages that are refused, each with what the finding calls them.
const NAMES: [(&[u8], &str); 12] = [
    (b"content/guides/a\nb.md", ""),
    (b"content/guides/a\tb.md", ""),
    (b"content/guides/a\x1b[31mb.md", ""),
    (b"content/guides/a\x7fb.md", ""),
    (b"content/guides/a\\b.md", ""),
    (b"content/guides/\xff\xfe.md", ""),
    (b"content/guides/a\xc0\xafb.md", ""),
    (b"content/guides/x..\\..\\x.md", ""),
    (b"content/roles/a b.md", "content/roles/a b.md"),
    (b"content/roles/-a.md", "content/roles/-a.md"),
    (b"content/roles/a..b.md", "content/roles/a..b.md"),
    (b"content/roles/\xc3\xbcber.md", ""),
];

/// Names of assets that are published or refused, without harm.
const ODD: [&[u8]; 22] = [
    b"content/a b.png",
    b"content/-rf.png",
    b"content/$(id).png",
    b"content/`id`.png",
    b"content/a;b.png",
    b"content/a'b\"c.png",
    b"content/<script>.png",
    b"content/%2e%2e%2fx.png",
    b"content/..x.png",
    b"content/...",
    b"content/a?b#c.png",
    b"content/CON",
    b"content/nul.png",
    b"content/a.",
    b"content/a ",
    b"content/\xe2\x80\xae.png",
    b"content/\xc2\xa0.png",
    b"content/a:b.png",
    b"content/a|b.png",
    b"content/*.png",
    b"content/~.png",
    b"content/\xf0\x9f\x98\x80.png",
];

/// Two files that would be one: the same but for capitals or for how an accent is written, or at one address.
const TWINS: [(&str, &str); 12] = [
    ("content/a.png", "content/A.png"),
    ("content/x/a.png", "content/X/a.png"),
    ("content/\u{e9}.png", "content/e\u{301}.png"),
    ("content/guides/\u{e9}.md", "content/guides/e\u{301}.md"),
    ("content/guides/a.md", "content/guides/A.md"),
    ("content/guides/a.md", "content/guides/a/index.md"),
    ("content/guides/a.md", "content/guides/a/index.html"),
    ("content/guides/Stra\u{df}e.png", "content/guides/STRA\u{1e9e}E.png"),
    ("content/index.html", "content/index.md"),
    ("content/llms.txt", "content/index.md"),
    ("content/data/kb.json", "content/index.md"),
    ("content/404.html", "content/index.md"),
];

/// Links and other things that are no files.
const LINKS: [(&str, &str); 14] = [
    ("content/x.md", "../../secret"),
    ("content/x.png", "../../secret"),
    ("content/x.md", "/etc/passwd"),
    ("content/x.png", "/dev/zero"),
    ("content/x.md", "/dev/zero"),
    ("content/x.md", "/proc/self/environ"),
    ("content/x.md", "x.md"),
    ("content/x.md", "nowhere"),
    ("content/x.md", "index.md"),
    ("content/x", "../../outside"),
    ("content/guides", "../../outside"),
    ("content/glossary.yaml", "../../secret"),
    ("content/x", ".."),
    ("content/roles", "/"),
];

/// All of them.
pub(super) fn inputs() -> Vec<Input> {
    let page = || Put::Bytes(b"---\ntitle: A page\nsummary: Of others.\n---\nText.\n".to_vec());
    let mut inputs = Vec::new();
    for (name, shown) in NAMES {
        let want = Want::Refused(shown.to_owned(), None);
        let input = Input::small(format!("the name {}", raw(name).display()), [(raw(name), page())], want);
        inputs.push(input);
    }
    for name in ODD {
        inputs.push(Input::small(
            format!("the name {}", raw(name).display()),
            [(raw(name), Put::Bytes(b"x".to_vec()))],
            Want::Either,
        ));
        let linked = Put::Bytes([b"# T\n\n![a](<", &name[8..], b">)\n"].concat());
        inputs.push(Input::small(
            format!("an image {}", raw(name).display()),
            [(raw(name), Put::Bytes(b"x".to_vec())), ("content/index.md".into(), linked)],
            Want::Either,
        ));
    }
    let long = |n: usize| OsString::from(format!("content/guides/{}.md", "x".repeat(n)));
    inputs.push(Input::small("a name of 255 bytes", [(long(252), page())], Want::Either));
    let deep = |n: usize| [(format!("content/{}x.md", "deep/".repeat(n)).into(), page())];
    let refused = || Want::Refused(format!("content/{}", ["deep"; 33].join("/")), Some(1));
    inputs.push(Input::small("a page in 32 folders", deep(32), Want::Published));
    inputs.push(Input::small("a page in 33 folders", deep(33), refused()));
    inputs.push(Input::small("a page in 600 folders", deep(600), refused()));
    for (one, other) in TWINS {
        let more = [one, other].map(|path| (OsString::from(path), page()));
        inputs.push(Input::small(format!("{one} and {other}"), more, Want::Refused(String::new(), None)));
    }
    for (path, target) in LINKS {
        let mut input = Input::small(
            format!("{path} leads to {target}"),
            [(path.into(), Put::Link(target))],
            Want::Refused(path.into(), Some(1)),
        );
        input.files.retain(|p, _| p == path || !p.to_string_lossy().starts_with(&format!("{path}/")));
        inputs.push(input);
    }
    for path in ["content/x.md", "content/x.png", "content/faq.yaml", "content/roles/x.md", "themes/handbook/style.css"] {
        inputs.push(Input::small(format!("{path} is a pipe"), [(path.into(), Put::Pipe)], Want::Refused(path.into(), Some(1))));
    }
    for path in ["content/x.md", "content/faq.yaml", "content/roles/x.md"] {
        inputs.push(Input::small(format!("{path} is a folder"), [(path.into(), Put::Folder)], Want::Either));
        let inside = OsString::from(format!("{path}/y.md"));
        inputs.push(Input::small(format!("{path} is a folder with a page"), [(inside, page())], Want::Either));
    }
    for (path, limit) in [("content/x.md", 5_000_000), ("content/faq.yaml", 10_000_000), ("content/x.bin", 200_000_000)] {
        for (size, over) in [(limit + 1, true), (1 << 40, true)] {
            let want = if over { Want::Refused(path.into(), Some(1)) } else { Want::Either };
            inputs.push(Input::small(format!("{path} of {size} bytes"), [(path.into(), Put::Sparse(size))], want));
        }
    }
    inputs
}
