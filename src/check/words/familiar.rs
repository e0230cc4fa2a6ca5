//! Capitals that need no explanation: what everybody has seen, units, numbers, and words that are shouted.

use std::ops::Range;

/// Abbreviations everybody has seen, words that are written in capitals for weight, legal forms, currencies and
/// licences. The list is printed on the page of KB503.
pub(super) const FAMILIAR: &[&str] = &[
    "OK", "FAQ", "PDF", "URL", "URI", "HTML", "CSS", "API", "JSON", "YAML", "TOML", "XML", "CSV", "SQL", "HTTP", "HTTPS", "SSH",
    "FTP", "DNS", "VPN", "USB", "PNG", "JPG", "JPEG", "GIF", "SVG", "ISO", "DIN", "RFC", "UTF", "ASCII", "ISBN", "DOI", "CEO",
    "CTO", "CFO", "COO", "CIO", "CPO", "CMO", "VP", "HR", "PR", "IT", "AI", "UI", "UX", "QA", "ID", "TV", "PC", "DVD", "CD", "VIP",
    "DIY", "ASAP", "FYI", "PS", "NB", "AM", "EU", "USA", "US", "UK", "UN", "NATO", "UTC", "GMT", "CET", "CEST", "EST", "PST",
    "EUR", "USD", "GBP", "CHF", "JPY", "LLC", "PLC", "INC", "LTD", "AG", "KG", "UG", "SE", "SA", "NV", "BV", "MIT", "BSD", "GPL",
    "LGPL", "AGPL", "CC", "BY", "NC", "ND", "MUST", "NOT", "MAY", "SHALL", "CAN", "ALL", "ANY", "AND", "OR", "NO", "YES", "IF",
    "IS", "ARE", "DO", "DON", "WHO", "WHAT", "WHEN", "WHY", "HOW", "THE", "ONLY", "NEVER", "ONE", "TWO", "BUT", "NOW", "NEW",
    "NOTE", "TIP", "EVERY", "EACH", "BOTH", "IN", "ON", "OF", "TO", "FOR", "WITH", "THIS", "THAT", "WILL", "ALSO", "EVEN", "VERY",
    "STOP", "READ", "ME", "MD", "WE", "NICHT", "KEIN", "NUR", "NIE", "IMMER", "UND", "ODER", "NEIN", "JA", "MUSS", "DARF", "WER",
    "WAS", "WANN", "DIE", "DER", "DAS", "EIN", "EINE", "TODO", "FIXME", "TBD", "XXX", "RAM", "CPU", "GPU", "SSD", "HQ", "RSVP",
    "PROD", "DEV", "SMS", "GPS", "PIN", "QR", "LED", "ATM", "DJ", "TL", "FIRST", "LAST", "THEN", "AFTER", "BEFORE", "OLD", "GO",
    "OPEN", "CLOSE", "HERE", "THERE", "END", "START", "DONE", "EVER", "HAS", "HAVE", "HAD", "AT", "BE", "AS", "AN", "SO", "UP",
    "OUT", "OFF", "OVER", "FROM", "INTO", "YOU", "YOUR", "OUR", "THEY", "THEIR", "WE", "HE", "SHE", "ITS", "LESS", "MORE", "MOST",
    "MUCH", "MANY", "SOME", "NONE", "SAME", "BEST", "GOOD", "BAD", "BIG", "DOES", "DID", "GET", "LET", "SAY", "SEE", "USE", "ASK",
    "TELL", "MAKE", "KEEP", "NEED", "WANT", "TOO", "JUST", "ONCE", "UNTIL", "TEAM", "THAN", "KEINE", "AUCH", "ALLE", "ERST",
    "JETZT", "HIER", "SEHR", "MEHR", "IST", "SIND", "WIR", "SIE",
];

/// Roman numbers: `II`, `IV`, `XII`.
pub(super) fn is_number(letters: &str) -> bool {
    letters.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// Whether a block is set in capitals as a whole, so that its words are no abbreviations.
pub(super) fn is_shouted(block: &str) -> bool {
    let words = block.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    let (upper, lower) = (block.chars().filter(|c| c.is_uppercase()).count(), block.chars().filter(|c| c.is_lowercase()).count());
    words > 1 && upper > 0 && lower * 10 <= upper
}

/// Sizes of clothes, and of work that is measured in them: `XS`, `XL`, `XXL`.
pub(super) fn is_size(letters: &str) -> bool {
    letters.strip_suffix(['S', 'M', 'L']).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b == b'X'))
}

/// What is counted or measured: behind a number these are no abbreviations of the house.
const UNITS: &[&str] = &[
    "KB", "MB", "GB", "TB", "PB", "KIB", "MIB", "GIB", "KBIT", "MBIT", "GBIT", "KBPS", "MBPS", "GBPS", "HZ", "KHZ", "MHZ", "GHZ",
    "MM", "CM", "DM", "KM", "KMH", "MPH", "FT", "KG", "MG", "LB", "LBS", "OZ", "ML", "CL", "KW", "MW", "GW", "KWH", "MWH", "GWH",
    "KV", "MA", "DB", "RPM", "FPS", "DPI", "PPI", "PX", "PT", "MS", "NS", "MP", "HP", "BC", "AD", "CE", "BCE", "MIO", "MRD",
    "TEUR", "EURO",
];

/// Whether letters are the unit of a number before them: `10 MB`.
pub(super) fn is_unit(text: &str, letters: &Range<usize>) -> bool {
    let before = text[..letters.start].trim_end_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    before.ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&&text[letters.clone()])
}

/// Whether letters are a part of a word with a hyphen: `X-RAY`, `ART-wide`.
pub(super) fn is_in_compound(text: &str, letters: &Range<usize>) -> bool {
    const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];
    let before = text[..letters.start].strip_suffix(HYPHENS).is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    before || text[letters.end..].strip_prefix(HYPHENS).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}
