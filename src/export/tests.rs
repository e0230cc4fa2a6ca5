//! What the outputs say, read back by an XML parser.

use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::{Document, Node};

use super::{absolute, exports, has_feed, sitemap};
use crate::analysis::{Analysis, Options, analyze};
use crate::diagnostic::Severity;
use crate::escape::xml;
use crate::plan::Url;
use crate::source::{FileDates, SitePath, SourceFile, Sources};
use crate::theme::Theme;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const MAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const SITE: &str = "title = \"Ours & <theirs>\"\nbase_url = \"https://handbook.example/x\"\n";

fn site(files: &[(&str, &str)]) -> Analysis {
    site_with(files, &[])
}

fn site_with(files: &[(&str, &str)], assets: &[&str]) -> Analysis {
    let path = |p: &str| SitePath::new(p).expect("a path");
    let files = files.iter().map(|(p, text)| SourceFile {
        path: path(p),
        text: Arc::from(*text),
        dates: FileDates::default(),
        fault: None,
    });
    let assets = assets.iter().map(|p| (path(p), 1)).collect::<BTreeMap<_, _>>();
    let options = Options { drafts: false, today: jiff::civil::date(2026, 11, 21), base_url: None };
    let analysis = analyze(Sources::new(files.collect(), assets), &options);
    let errors: Vec<&str> =
        analysis.diagnostics.iter().filter(|d| d.severity == Severity::Error).map(|d| d.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    analysis
}

fn all_exports(analysis: &Analysis) -> Vec<(String, Vec<u8>)> {
    let theme = Theme::load(&analysis.sources, &analysis.config).expect("the theme");
    exports(analysis, &theme.strings)
}

fn text_of(analysis: &Analysis, path: &str) -> Option<String> {
    let (_, bytes) = all_exports(analysis).into_iter().find(|(p, _)| p == path)?;
    Some(String::from_utf8(bytes).expect("UTF-8"))
}

/// The texts of all elements of this name, in order.
fn all<'a>(parent: Node<'a, 'a>, space: &str, name: &str) -> Vec<&'a str> {
    parent.descendants().filter(|n| n.has_tag_name((space, name))).filter_map(|n| n.text()).collect()
}

fn dated(n: usize) -> Vec<(String, String)> {
    (0..n)
        .map(|i| {
            let text = format!("---\ntitle: Guide {i}\nupdated: 2026-01-{:02}\n---\nText.\n", i + 1);
            (format!("content/guides/g-{i:02}.md"), text)
        })
        .collect()
}

#[test]
fn any_text_reads_back_from_xml() {
    let awkward = "a & b < c > d \" ' ]]> \t\r\n &amp; ü \u{1f600} \u{85} \u{2028}";
    let mut written = String::from("<t a=\"");
    xml::text(awkward, &mut written);
    written += "\">";
    xml::text(awkward, &mut written);
    written += "</t>";
    let document = Document::parse(&written).expect("well-formed");
    assert_eq!(document.root_element().text(), Some(awkward));
    assert_eq!(document.root_element().attribute("a"), Some(awkward));

    let mut written = String::from("<t>");
    xml::text("x\0\u{1}\u{b}\u{1f}\u{fffe}\u{ffff}y", &mut written);
    written += "</t>";
    assert_eq!(Document::parse(&written).expect("well-formed").root_element().text(), Some("xy"));
}

#[test]
fn addresses_are_percent_encoded() {
    let address = |base: &str, path: &str| absolute(base, &Url::file(path));
    assert_eq!(address("https://h.example/", "roles/po/"), "https://h.example/roles/po/");
    assert_eq!(
        address("https://h.example/", "guides/für 100%/日.html"),
        "https://h.example/guides/f%C3%BCr%20100%25/%E6%97%A5.html"
    );
    assert_eq!(address("https://h.example/", "a?b#c\"<d>"), "https://h.example/a%3Fb%23c%22%3Cd%3E");
    assert_eq!(address(&crate::escape::uri::written("https://[::1]:8080/a%20b/ü/"), "x"), "https://[::1]:8080/a%20b/%C3%BC/x");
}

#[test]
fn a_sitemap_lists_pages_with_their_days() {
    let analysis = site(&[
        ("site.toml", SITE),
        ("content/roles/alpha.md", "---\ntitle: Alpha\nsummary: A.\nupdated: 2026-02-03\nmoved_from: [old]\n---\n"),
        ("content/guides/für.md", "# No date\n"),
    ]);
    let xml = text_of(&analysis, "sitemap.xml").expect("a sitemap");
    let document = Document::parse(&xml).expect("well-formed");
    let root = document.root_element();
    assert!(root.has_tag_name((MAP, "urlset")));
    let base = "https://handbook.example/x/";
    let expected = ["", "roles/", "roles/alpha/", "guides/", "guides/fuer/"].map(|p| format!("{base}{p}"));
    assert_eq!(all(root, MAP, "loc"), expected);
    assert_eq!(all(root, MAP, "lastmod"), ["2026-02-03"]);
    let robots = text_of(&analysis, "robots.txt").expect("always there");
    assert_eq!(robots, "User-agent: *\nAllow: /\n\nSitemap: https://handbook.example/x/sitemap.xml\n");
}

#[test]
fn a_long_sitemap_is_an_index_of_several() {
    let guides = dated(7);
    let mut files = vec![("site.toml", SITE)];
    files.extend(guides.iter().map(|(p, t)| (p.as_str(), t.as_str())));
    let analysis = site(&files);
    // Home, the folder of guides, and seven guides.
    for (limit, sizes) in [(9, vec![]), (8, vec![8, 1]), (3, vec![3, 3, 3]), (4, vec![4, 4, 1])] {
        let files = sitemap::files_of_at_most(limit, &analysis);
        let texts: Vec<String> = files.iter().map(|(_, bytes)| String::from_utf8(bytes.clone()).expect("UTF-8")).collect();
        let documents: Vec<Document<'_>> = texts.iter().map(|t| Document::parse(t).expect("well-formed")).collect();
        let found: Vec<usize> = documents[1..].iter().map(|d| all(d.root_element(), MAP, "loc").len()).collect();
        assert_eq!(found, sizes, "at most {limit}");
        if !sizes.is_empty() {
            assert!(documents[0].root_element().has_tag_name((MAP, "sitemapindex")));
            let named: Vec<String> = files[1..].iter().map(|(p, _)| format!("https://handbook.example/x/{p}")).collect();
            assert_eq!(all(documents[0].root_element(), MAP, "loc"), named);
        }
    }
}

#[test]
fn a_feed_holds_the_twenty_pages_changed_last() {
    let guides = dated(25);
    let mut files = vec![
        ("site.toml", SITE),
        ("content/people.yaml", "ada: {name: Ada & Co}\n"),
        (
            "content/guides/a.md",
            "---\ntitle: \"*A* & `b`\"\nsummary: One & \\<two>.\nupdated: 2026-01-25\nauthors: [ada]\n---\nText.\n",
        ),
    ];
    files.extend(guides.iter().map(|(p, t)| (p.as_str(), t.as_str())));
    let analysis = site(&files);
    assert!(has_feed(&analysis));
    let xml = text_of(&analysis, "feed.xml").expect("a feed");
    let document = Document::parse(&xml).expect("well-formed");
    let root = document.root_element();
    assert!(root.has_tag_name((ATOM, "feed")));
    let child = |node: Node<'_, '_>, name: &str| {
        node.children().find(|n| n.has_tag_name((ATOM, name))).and_then(|n| n.text()).map(str::to_owned)
    };
    assert_eq!(child(root, "id").as_deref(), Some("https://handbook.example/x/"));
    assert_eq!(child(root, "title").as_deref(), Some("Ours & <theirs>"));
    assert_eq!(child(root, "updated").as_deref(), Some("2026-01-25T00:00:00Z"));
    let own = root.children().find(|n| n.attribute("rel") == Some("self")).and_then(|n| n.attribute("href"));
    assert_eq!(own, Some("https://handbook.example/x/feed.xml"));

    let entries: Vec<Node<'_, '_>> = root.children().filter(|n| n.has_tag_name((ATOM, "entry"))).collect();
    assert_eq!(entries.len(), 20);
    // A tie goes by address, then it is newest first.
    let ids: Vec<Option<String>> = entries.iter().take(3).map(|e| child(*e, "id")).collect();
    let expected = ["a", "g-24", "g-23"].map(|g| Some(format!("https://handbook.example/x/guides/{g}/")));
    assert_eq!(ids, expected);
    assert_eq!(child(entries[0], "title").as_deref(), Some("A & b"));
    assert_eq!(child(entries[0], "summary").as_deref(), Some("One & <two>."));
    assert_eq!(all(entries[0], ATOM, "name"), ["Ada & Co"]);
    assert_eq!(all(entries[1], ATOM, "name"), Vec::<&str>::new());
    assert_eq!(child(entries[19], "updated").as_deref(), Some("2026-01-07T00:00:00Z"));
}

#[test]
fn what_cannot_be_right_is_left_out() {
    let role = ("content/roles/alpha.md", "---\ntitle: Alpha\nsummary: A.\nupdated: 2026-02-03\n---\n");
    let paths = |analysis: &Analysis| all_exports(analysis).into_iter().map(|(p, _)| p).collect::<Vec<_>>();

    let no_base = site(&[("site.toml", "title = \"T\"\n"), role]);
    assert_eq!(paths(&no_base), ["robots.txt", "llms.txt"]);
    assert_eq!(text_of(&no_base, "robots.txt").as_deref(), Some("User-agent: *\nAllow: /\n"));
    assert!(!has_feed(&no_base));

    let closed = format!("{SITE}[site]\nindex = false\n");
    let private = site(&[("site.toml", &closed), role]);
    assert_eq!(paths(&private), ["robots.txt", "feed.xml", "llms.txt"]);
    assert_eq!(text_of(&private, "robots.txt").as_deref(), Some("User-agent: *\nDisallow: /\n"));

    let undated = site(&[("site.toml", SITE), ("content/guides/g.md", "# G\n")]);
    assert_eq!(paths(&undated), ["sitemap.xml", "robots.txt", "llms.txt"]);
    assert!(!has_feed(&undated));
}

#[test]
fn a_file_of_the_site_stands_instead() {
    let analysis = site_with(&[("site.toml", SITE)], &["content/robots.txt"]);
    assert!(text_of(&analysis, "robots.txt").is_none());
    assert!(text_of(&analysis, "sitemap.xml").is_some());
}

const REVIEWED: &str = "title = \"Ours; \\\\ and, theirs\"\n[review]\nevery = \"6 months\"\nowner = \"editors\"\n";

/// A site of two pages with reviews, one of which has every character that a calendar must escape.
fn reviewed(settings: &str) -> Analysis {
    let awkward = format!("---\ntitle: \"Ä, b; c \\\\ d\\ne {}\"\nsummary: S\nreviewed: 2026-08-31\n---\n", "über ".repeat(30));
    site(&[
        ("site.toml", settings),
        ("content/people.yaml", "editors: {kind: organisation, name: \"We, the editors\"}\n"),
        ("content/roles/a.md", &awkward),
        ("content/roles/b.md", "---\ntitle: B\nsummary: S\nreviewed: 2026-01-31\nreview_every: 1 month\n---\n"),
        ("content/roles/c.md", "---\ntitle: C\nsummary: S\nreviewed: 2026-01-31\nstatus: retired\n---\n"),
        ("content/comparisons/x.yaml", "roles: [b, c]\nreviewed: 2026-09-01\nrows: [summary]\n"),
    ])
}

#[test]
fn the_calendar_reads_back() {
    use icalendar::{Calendar, Component, EventLike};
    let analysis = reviewed(&format!("base_url = \"https://h.example/x\"\n{REVIEWED}"));
    let text = text_of(&analysis, super::CALENDAR).expect("a calendar");
    let calendar: Calendar = text.parse().expect("a calendar that reads");
    assert_eq!(calendar.get_name(), Some("Ours\\; \\\\ and\\, theirs: reviews"), "the reader keeps it as written");
    let events: Vec<&icalendar::Event> = calendar.components.iter().filter_map(|c| c.as_event()).collect();
    let told = |event: &icalendar::Event| {
        let of = |name: &str| event.property_value(name).unwrap_or_default().to_owned();
        let categories = event.get_categories().unwrap_or_default().join(" + ");
        [of("UID"), of("DTSTART"), of("DTSTAMP"), of("URL"), categories, of("TRANSP")]
    };
    let (b, a, x) = (events[0], events[1], events[2]);
    assert_eq!(events.len(), 3, "the retired role has no review");
    assert_eq!(
        told(b),
        [
            "review-role-b@h.example/x",
            "20260228",
            "20260131T000000Z",
            "https://h.example/x/roles/b/",
            "We, the editors",
            "TRANSPARENT"
        ]
    );
    assert_eq!(told(a)[1], "20270228", "the end of a shorter month");
    assert_eq!(a.get_summary(), Some(format!("Review: Ä, b; c \\ d e {}", "über ".repeat(30)).trim_end()));
    assert_eq!(x.get_summary(), Some("Review: B vs C"));
    assert!(b.get_start().is_some_and(|start| matches!(start, icalendar::DatePerhapsTime::Date(_))), "all day");
}

#[test]
fn the_lines_of_the_calendar_are_folded() {
    let text = text_of(&reviewed(REVIEWED), super::CALENDAR).expect("a calendar");
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    assert!(text.split("\r\n").any(|line| line.starts_with(' ') && line.len() > 70), "{text}");
    assert!(!text.contains("URL:"), "no address is known");
    assert!(text.contains("UID:review-role-b@ours-and-theirs\r\n"), "{text}");
}

#[test]
fn no_calendar_without_reviews_or_without_the_page() {
    assert_eq!(text_of(&site(&[("site.toml", SITE)]), super::CALENDAR), None);
    assert_eq!(text_of(&reviewed(&format!("{REVIEWED}[health]\npublish = false\n")), super::CALENDAR), None);
}

#[test]
fn the_whole_of_parts_is_the_whole() {
    let guides = dated(12);
    let mut files: Vec<(&str, &str)> = guides.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("site.toml", SITE));
    let analysis = site(&files);
    let theme = Theme::load(&analysis.sources, &analysis.config).expect("the theme");
    let pages = analysis.plan.pages().len();
    for size in [10, 300_000, 700_000, 6_000_000] {
        let text = |nth: usize| format!("{nth}[^1] {}\n\n[^1]: note\n", "x".repeat(size + nth));
        let of = |wanted: &dyn Fn(usize) -> bool| {
            let whole = super::Whole::new(&analysis);
            (0..pages).rev().filter(|nth| wanted(*nth)).for_each(|nth| whole.add(nth, &text(nth)));
            whole
        };
        let whole = of(&|_| true).finish(&theme.strings).text();
        for shards in [1, 2, 5, 40] {
            let part = |shard: usize| of(&|nth| nth % shards == shard).finish(&theme.strings).packed();
            let parts: Vec<Vec<u8>> = (0..shards).map(part).collect();
            assert!(super::whole_of(&parts).as_ref() == Some(&whole), "{size} bytes, {shards} shards");
        }
    }
    assert_eq!(super::whole_of(&[]), None);
    assert_eq!(super::whole_of(&[b"{}".to_vec()]), None);
}
