//! The table of limits on the page of KB105: a site just under each is published, one just over is refused with its place.

use kb::analysis::analyze;
use kb::diagnostic::short;

use crate::{Outcome, site};

/// The tests of this file.
pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[("limits_are_where_the_table_says", limits)];

/// A row of the table; the limit; a file with so much of it, and its path; the line of the error when it is one too many.
type Limit = (&'static str, usize, fn(usize) -> String, &'static str, usize);

#[rustfmt::skip]
const LIMITS: [Limit; 10] = [
    ("a page (`.md`) | 5 MB", 5_000_000, |n| padded("# T

<!-- ", "x", n), "content/guides/p.md", 1),
    ("its front matter | 64 kB", 64 * 1024, |n| format!("---\n{}---\nText.\n", padded("title: T\n# ", "x", n - 1) + "\n"), "content/guides/p.md", 1),
    ("a text file of a theme | 10 MB", 10_000_000, |n| padded("# ", "x", n), "content/glossary.yaml", 1),
    ("in each other | 64", 64, |n| format!("x: {}{}\n", "[".repeat(n - 1), "]".repeat(n - 1)), "content/glossary.yaml", 1),
    ("counted each time | 1,000,000", 1_000_000, |n| format!("x: [{}]\n", "a,".repeat(n - 3)), "content/glossary.yaml", 1),
    ("headings of a page | 10,000", 10_000, |n| "## H\n\n".repeat(n), "content/guides/p.md", 20_001),
    ("missing ones included | 100,000", 1_000, |n| "|a".repeat(100) + "\n" + &"|-".repeat(100) + "\n" + &"|b|\n".repeat(n - 1), "content/guides/p.md", 1002),
    ("on one line | 100", 100, |n| format!("{}a\n", "> ".repeat(n)), "content/guides/p.md", 1),
    ("below `content/` | 32", 32, |_| "# T\n".to_owned(), "", 1),
    ("folder | 255 bytes", 255, |_| String::new(), "", 1),
];

/// A text of so many bytes.
fn padded(head: &str, line: &str, bytes: usize) -> String {
    let mut text = head.to_owned() + &line.repeat((bytes - head.len()) / line.len());
    text.push_str(&" ".repeat(bytes - text.len()));
    text
}

fn limits() -> Outcome {
    let page = std::fs::read_to_string(site::root().join("content/checks/kb105.md"))?;
    // a million values take long when nothing is optimised
    let rows = LIMITS.into_iter().filter(|row| row.1 != 1_000_000 || super::share(false, true));
    for (row, limit, text, path, line) in rows {
        if !page.contains(row) {
            return Err(format!("the table has no row `{row}`").into());
        }
        for n in [limit, limit + 1] {
            let path = match (path, limit) {
                ("", 32) => format!("content/{}p.md", "d/".repeat(n)),
                // longer names cannot be made
                ("", _) => format!("content/{}.bin", "x".repeat(limit - 4)),
                (path, _) => path.to_owned(),
            };
            let found = findings(&path, &text(n))?;
            let place = if limit == 32 { format!("content{}:1:", "/d".repeat(33)) } else { format!("{path}:{line}:") };
            let over: Vec<&str> = found.lines().filter(|l| l.contains("KB105")).collect();
            let is_over = n > limit && row != "folder | 255 bytes";
            if is_over != over.iter().any(|l| l.starts_with(&place)) || (!is_over && !over.is_empty()) {
                return Err(format!("{row}: with {n}, at {place}: {found}").into());
            }
        }
    }
    Ok(())
}

fn findings(path: &str, text: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let write = |path: &str, text: &str| {
        let full = folder.path().join(path);
        let parent = full.parent().unwrap_or(folder.path());
        std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&full, text)).map_err(|e| format!("{path}: {e}"))
    };
    write("site.toml", "title = \"T\"\n")?;
    write(path, text)?;
    let analysis = analyze(site::read_folder(folder.path())?, &site::options());
    let errors: Vec<_> = analysis.diagnostics.iter().filter(|d| d.code.as_str() == "KB105").cloned().collect();
    Ok(short::render(&errors, &analysis.sources))
}
