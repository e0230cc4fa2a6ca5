//! Good files with bytes of chance: nobody knows what must come of them, but nothing may break.

use super::{Input, Put, Want, chance, golden_texts};
use crate::safety::chance::Chance;

/// What is put somewhere.
const PIECES: [&str; 60] = [
    "\t",
    "\n",
    "\n\n",
    " ",
    "  ",
    ":",
    ": ",
    "- ",
    "---\n",
    "...\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "|",
    ">",
    "&a ",
    "*a",
    "!",
    "%",
    "@",
    "`",
    "```\n",
    "~~~\n",
    "#",
    "# ",
    "> ",
    "<",
    "</p>",
    "<div>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<script>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "\\",
    "\\\n",
    "**",
    "_",
    "~~",
    "|a|b|\n|-|-|\n",
    "[^1]",
    "[^1]: ",
    "[x](",
    "![",
    "](",
    ")",
    "[@",
    "{{ ",
    " }}",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "\u{fffd}",
    "e\u{301}\u{301}",
    "<<: *a\n",
];

/// So many files, each changed at some places.
pub(super) fn inputs(count: usize) -> Vec<Input> {
    let texts = golden_texts(&[".yaml", ".md"]);
    let input = |seed: usize| {
        let mut chance = chance(1000 + seed as u64);
        let (path, text) = chance.one(&texts);
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=chance.below(6) {
            change(&mut bytes, &mut chance);
        }
        let mut input = Input::golden(format!("seed {seed} in {path}"), path, Put::Bytes(bytes), Want::Either);
        // rendering takes most of the time, and few of the errors
        input.built = seed.is_multiple_of(4);
        input
    };
    (0..count).map(input).collect()
}

fn change(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    let end = (at + chance.below(40)).min(bytes.len());
    match chance.below(6) {
        0..=2 => {
            let piece = *chance.one(&PIECES);
            let piece = piece.repeat(if chance.below(8) == 0 { 200 } else { 1 });
            bytes.splice(at..at, piece.into_bytes());
        }
        3 => {
            bytes.drain(at..end);
        }
        4 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(end..end, again);
        }
        _ => {
            let byte = u8::try_from(chance.below(256)).unwrap_or(b'?');
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
    }
}
