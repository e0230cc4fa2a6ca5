//! Where the addresses of reference links are written: `[label]: address`.

use std::collections::HashMap;
use std::ops::Range;

/// The definitions of one text.
pub(super) struct Definitions {
    addresses: HashMap<String, Range<usize>>,
}

impl Definitions {
    /// Looks through all lines once. Quotation marks, indentation and marks of lists may stand before a definition.
    pub(super) fn new(text: &str) -> Self {
        let mut addresses = HashMap::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start;
            start += line.len();
            let inner = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
            let Some((label, rest)) = inner.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else { continue };
            let rest = rest.trim();
            let address = match rest.strip_prefix('<') {
                Some(pointed) => pointed.split('>').next(),
                None => rest.split_whitespace().next(),
            };
            // one that stands on the next line is not looked for
            let Some(address) = address.filter(|address| !address.is_empty()) else { continue };
            // it is a part of the line
            let from = at + (address.as_ptr().addr() - line.as_ptr().addr());
            addresses.entry(normal(label)).or_insert(from..from + address.len());
        }
        Self { addresses }
    }

    /// Where the address of a label is written.
    pub(super) fn find(&self, label: &str) -> Option<Range<usize>> {
        self.addresses.get(&normal(label)).cloned()
    }
}

/// Labels are equal in any capitals and with any white space (`CommonMark` 0.31.2, "matches").
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_definition_of_a_label_counts() {
        let text = "[a]\n\n[A]: one.md \"t\"\n> [b  c]: <two three.md>\n[a]: four.md\n[d]:\nfive.md\n";
        let definitions = Definitions::new(text);
        let find = |label: &str| definitions.find(label).map(|range| &text[range]);
        assert_eq!([find("a"), find("B c"), find("d")], [Some("one.md"), Some("two three.md"), None]);
    }
}
