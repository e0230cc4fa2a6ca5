//! Keys that stand twice in a record: one too many, or what divides two records is missing.

use super::fields::Findings;
use crate::diagnostic::Code;
use crate::source::Place;

/// What stands before each record of a list or collection.
const DIVIDERS: [(&str, &str); 8] = [
    ("a question", HYPHEN),
    ("a row", HYPHEN),
    ("a conflict", HYPHEN),
    ("a term", ID),
    ("a decision", ID),
    ("a source", ID),
    ("a person", ID),
    ("an event", ID),
];
const HYPHEN: &str = "start it with `- `, in the column of the hyphens above";
const ID: &str = "write its id above it, in the column of the other ids";

/// Reports keys that stand again in a record: name, place, and where each stood first. `first` is the key the record begins with.
pub(super) fn twice(again: &[(&str, Place, Place)], first: Option<&str>, what: &str, found: &mut Findings<'_>) {
    // Where the first key comes again and others follow, it is another record: only what divides the two is missing.
    if let [(name, place, above), _, ..] = again
        && first == Some(*name)
        && let Some((_, divider)) = DIVIDERS.iter().find(|(record, _)| *record == what)
    {
        let above = found.span(*above);
        let record = what.split_once(' ').map_or(what, |(_, record)| record);
        let d = found.at(Code::KB101, *place, format!("another {record} begins here, and nothing divides it from the one above"));
        found.push(d.label(format!("`{name}` stands in the one above already")).also(above, "here").help(*divider));
        return;
    }
    for (name, place, above) in again {
        let above = found.span(*above);
        let d = found
            .at(Code::KB101, *place, format!("`{name}` stands twice in one record"))
            .label("again here")
            .also(above, "first here")
            .help("keep one; YAML would silently forget the other");
        found.push(d);
    }
}
