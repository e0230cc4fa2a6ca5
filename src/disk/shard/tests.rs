use super::*;

#[test]
fn a_line_of_the_list_is_read_as_it_was_written_or_not_at_all() {
    let path = OutputPath::new("a b/ü/index.html").expect("a path");
    for kind in [Kind::File, Kind::Part] {
        let entry = Entry { path: path.clone(), kind, size: 12, hash: 7 };
        assert_eq!(Entry::parse(&entry.line()), Some(entry));
    }
    let hash = "0".repeat(32);
    for bad in [
        String::new(),
        format!("{hash} 1 file"),
        format!("{hash} 1 file "),
        format!("{hash} 1 file ../x"),
        format!("{hash} 1 link x"),
        format!("{hash} -1 file x"),
        format!("{hash} 01 file x"),
        format!("{hash}  1 file x"),
        format!("0{hash} 1 file x"),
        format!("{} 1 file x", "A".repeat(32)),
    ] {
        assert_eq!(Entry::parse(&bad), None, "{bad}");
    }
}
