//! Texts made to be slow: a step that is not linear keeps these tests from ending.

use super::{Mode, plain, scan};

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let n = 20_000;
    let texts = [
        "[".repeat(n),
        "[a][b]".repeat(n),
        "[@a][@b]".repeat(n),
        "![".repeat(n) + &"](a)".repeat(n),
        ">".repeat(n),
        "*a_".repeat(n),
        "a@".repeat(n),
        "http://".repeat(n),
        format!("http://a.b/{}", ")".repeat(n)),
        format!("http://a.b/{}", "&a;".repeat(n)),
        "<".repeat(n),
        "<!---->".repeat(n),
        "<div a=\"\n".repeat(n),
        "# a\n".repeat(n),
        "a".repeat(10 * n),
    ];
    for text in &texts {
        for mode in [Mode::Prose, Mode::Inline] {
            let found = scan(text, mode, &[]);
            assert!(found.links.len() <= text.len());
            assert!(plain(text, mode).len() <= text.len());
        }
    }
}

#[test]
fn adjacent_citations_are_two() {
    let found = scan("So [@a][@b, p. 1].", Mode::Inline, &[]);
    let cited: Vec<_> = found.links.iter().map(|l| (&*l.dest, &*l.title)).collect();
    assert_eq!(cited, [("a", ""), ("b", "p. 1")]);
    assert!(found.undefined.is_empty());
}
