//! Where the addresses of reference links are written: `[label]: address`.

use std::collections::HashMap;
use std::ops::Range;

/// The definitions of one text.
pub(super) struct Definitions {
    addresses: HashMap<(String, String), Range<usize>>,
}

impl Definitions {
    /// Looks through all lines once. Marks of quotes and lists may stand before a definition. What only looks like one, as in a block
    /// of code, has another address, or the very same.
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
            addresses.entry((normal(label), address.to_owned())).or_insert(from..from + address.len());
        }
        Self { addresses }
    }

    /// Where the address of a label is written, letter for letter.
    pub(super) fn find(&self, label: &str, address: &str) -> Option<Range<usize>> {
        self.addresses.get(&(normal(label), address.to_owned())).cloned()
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
    fn the_definition_with_the_address_counts() {
        let text = "[a]\n```\n[a]: other.md\n```\n[A]: one.md \"t\"\n> [b  c]: <two three.md>\n[d]:\nfive.md\n";
        let definitions = Definitions::new(text);
        let find = |label: &str, address: &str| definitions.find(label, address).map(|range| range.start);
        assert_eq!(find("a", "one.md"), text.find("one.md"));
        assert_eq!(find("B c", "two three.md"), text.find("two three.md"));
        assert_eq!(find("d", "five.md"), None);
    }
}
