//! Findings in every format: each report is valid in its own syntax, whatever the content holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use kb::diagnostic::{Code, Diagnostic, Edit, Fix, Folder, github, gitlab, human, json, junit, sarif, short};
use kb::source::{FileDates, SitePath, SourceFile, Sources, Span};
use serde_json::Value;

use crate::Outcome;
use crate::site::root;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("any_text_stays_within_its_syntax", any_text_stays_within_its_syntax),
    ("a_fix_is_told", a_fix_is_told),
    ("alike_findings_are_told_apart", alike_findings_are_told_apart),
    ("no_findings_are_a_report_too", no_findings_are_a_report_too),
    ("paths_are_those_of_the_repository", paths_are_those_of_the_repository),
    ("a_reader_that_goes_away_has_seen_enough", a_reader_that_goes_away_has_seen_enough),
    #[cfg(target_os = "linux")]
    ("a_full_disk_is_told", a_full_disk_is_told),
];

const FORMATS: [&str; 7] = ["human", "short", "json", "sarif", "github", "gitlab", "junit"];

/// The versions in a report, which change with every release.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A report, judged by the rules of its format.
pub(crate) fn report(format: &str, found: &[Diagnostic], sources: &Sources, folder: &Folder) -> Result<String, String> {
    let report = match format {
        "human" => human::render(found, sources, human::Screen::default(), folder),
        "short" => short::render(found, sources),
        "json" => json::render(found, sources),
        "sarif" => sarif::render(found, sources, folder),
        "github" => github::render(found, sources, folder),
        "gitlab" => gitlab::render(found, sources, folder),
        "junit" => junit::render(found, sources, folder),
        _ => return Err(format!("`{format}` is no format of a report")),
    };
    judge(format, &report).map_err(|e| format!("not a valid {format} report: {e}\n{report}"))?;
    Ok(report.replace(&format!("\"{VERSION}\""), "\"VERSION\""))
}

fn judge(format: &str, report: &str) -> Result<(), String> {
    let steers =
        |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{200e}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    if let Some(c) = report.chars().find(|c| steers(*c)) {
        return Err(format!("{c:?} reaches the terminal"));
    }
    match format {
        "json" => valid(&closed(schema("docs/findings.schema.json")?), report),
        "sarif" => valid(&schema("tests/schemas/sarif-2.1.0.json")?, report),
        "gitlab" => serde_json::from_str::<Vec<Value>>(report).map(drop).map_err(|e| e.to_string()),
        "junit" => roxmltree::Document::parse(report).map(drop).map_err(|e| e.to_string()),
        "github" => report.lines().try_for_each(|line| command(line).map(drop)),
        _ => Ok(()),
    }
}

pub(crate) fn schema(path: &str) -> Result<Value, String> {
    let text = std::fs::read_to_string(root().join(path)).map_err(|e| format!("{path}: {e}"))?;
    // the standard's pattern of a language holds a stray bracket, which not every reader of patterns lets pass
    serde_json::from_str(&text.replace("{2}]?$", "{2}$")).map_err(|e| format!("{path}: {e}"))
}

/// Our schema allows fields to be added. Here each has to be in it.
pub(crate) fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(object) => {
            if object.get("properties").is_some_and(Value::is_object) && object.get("type").is_some_and(|t| t == "object") {
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            object.values_mut().for_each(|v| *v = closed(v.take()));
        }
        Value::Array(array) => array.iter_mut().for_each(|v| *v = closed(v.take())),
        _ => {}
    }
    schema
}

fn valid(schema: &Value, report: &str) -> Result<(), String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).map_err(|e| e.to_string())?;
    let report: Value = serde_json::from_str(report).map_err(|e| e.to_string())?;
    let faults: String = validator.iter_errors(&report).map(|e| format!("{}: {e}\n", e.instance_path())).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// A command as the runner of GitHub Actions reads it: its properties and its message.
fn command(line: &str) -> Result<(BTreeMap<&str, String>, String), String> {
    let rest = line.strip_prefix("::").ok_or_else(|| format!("no command: {line}"))?;
    let (head, message) = rest.split_once("::").ok_or_else(|| format!("no message: {line}"))?;
    let (name, properties) = head.split_once(' ').ok_or_else(|| format!("no properties: {line}"))?;
    if !["error", "warning", "notice"].contains(&name) {
        return Err(format!("no command `{name}`"));
    }
    let data = |text: &str| text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
    let value = |text: &str| data(&text.replace("%3A", ":").replace("%2C", ","));
    let pair = |p| str::split_once(p, '=').ok_or_else(|| format!("no property `{p}`"));
    let properties = properties.split(',').map(|p| pair(p).map(|(key, v)| (key, value(v))));
    Ok((properties.collect::<Result<_, _>>()?, data(message)))
}

/// What no syntax should choke on.
const AWKWARD: &str =
    "a \"b\" 'c' <d> & ]]> %25%0A ::error:: {0} [x](1) \\ \u{1b}[31m \u{7}\t\r\n\u{9b}\u{202e}\u{fffe} 🎭 ü \u{7f}\u{2028}";

/// A site of one file, and findings about `marked` in it.
fn findings(text: &str, marked: &str, of: impl Fn(Span) -> Vec<Diagnostic>) -> Result<(Vec<Diagnostic>, Sources), String> {
    let path = SitePath::new("content/guides/50% a,b: ü.md").map_err(|e| format!("{e:?}"))?;
    let file = SourceFile { path: path.clone(), text: text.into(), dates: FileDates::default(), fault: None };
    let sources = Sources::new(vec![file], BTreeMap::new());
    let start = text.find(marked).ok_or("the mark is not in the text")?;
    let file = sources.find(path.as_str()).ok_or("no file")?;
    Ok((of(Span::new(file, start..start + marked.len())), sources))
}

fn folder() -> Folder {
    Folder::new("docs/hand book", Some("/home/x/docs/hand book"))
}

fn any_text_stays_within_its_syntax() -> Outcome {
    let (found, sources) = findings(&format!("é {AWKWARD} end"), AWKWARD, |span| {
        let all = Diagnostic::new(Code::KB801, span, AWKWARD).label(AWKWARD).also(span, AWKWARD).why(AWKWARD).help(AWKWARD);
        vec![all.fix(Fix::replace(span, AWKWARD))]
    })?;
    let reports: BTreeMap<&str, String> =
        FORMATS.iter().map(|f| Ok((*f, report(f, &found, &sources, &folder())?))).collect::<Result<_, String>>()?;

    let value: Value = serde_json::from_str(&reports["json"]).map_err(|e| e.to_string())?;
    for pointer in ["/message", "/label", "/labels/0/label", "/why", "/help/0", "/fix/edits/0/replacement"] {
        let pointer = format!("/findings/0{pointer}");
        same(&pointer, value.pointer(&pointer).and_then(Value::as_str), AWKWARD)?;
    }

    let value: Value = serde_json::from_str(&reports["sarif"]).map_err(|e| e.to_string())?;
    let result = value.pointer("/runs/0/results/0").ok_or("no result")?;
    let message = result.pointer("/relatedLocations/0/message/text").and_then(Value::as_str);
    same("message", message, &AWKWARD.replace("{0}", "{{0}}").replace("](", "] ("))?;
    let uri = result.pointer("/locations/0/physicalLocation/artifactLocation/uri").and_then(Value::as_str);
    same("uri", uri, "docs/hand%20book/content/guides/50%25%20a,b%3A%20%C3%BC.md")?;

    let value: Value = serde_json::from_str(&reports["gitlab"]).map_err(|e| e.to_string())?;
    same("path", value.pointer("/0/location/path").and_then(Value::as_str), "docs/hand book/content/guides/50% a,b: ü.md")?;
    same("description", value.pointer("/0/description").and_then(Value::as_str), &format!("KB801: {AWKWARD}"))?;

    let lines: Vec<&str> = reports["github"].lines().collect();
    let [line] = lines[..] else { return Err(format!("not one line: {lines:?}").into()) };
    let (properties, message) = command(line)?;
    same("file", properties.get("file").map(String::as_str), "docs/hand book/content/guides/50% a,b: ü.md")?;
    if !message.starts_with("a \"b\" 'c' <d> & ]]> %25%0A ::error:: {0} [x](1) \\ ␛[31m ␇␉␍\n") {
        return Err(format!("another message: {message:?}").into());
    }

    let xml = roxmltree::Document::parse(&reports["junit"]).map_err(|e| e.to_string())?;
    let failure = xml.descendants().find(|n| n.has_tag_name("failure")).and_then(|n| n.text()).unwrap_or_default();
    if !failure.contains("<d> & ]]> %25%0A ::error:: {0} [x](1) \\ ␛[31m ␇␉␍\n") {
        return Err(format!("another failure: {failure:?}").into());
    }
    Ok(())
}

fn same(what: &str, found: Option<&str>, expected: &str) -> Result<(), String> {
    if found == Some(expected) { Ok(()) } else { Err(format!("{what}: found {found:?}, expected {expected:?}")) }
}

fn a_fix_is_told() -> Outcome {
    let (found, sources) = findings("one\nü two three", "two", |span| {
        let insert = Edit { span: Span::new(span.file, span.end..span.end), text: "!".into() };
        let replace = Edit { span, text: "2".into() };
        vec![Diagnostic::new(Code::KB801, span, "no two").help("write 2!").fix(Fix { edits: vec![replace, insert] })]
    })?;
    let value: Value = serde_json::from_str(&report("json", &found, &sources, &folder())?).map_err(|e| e.to_string())?;
    let edits = value.pointer("/findings/0/fix/edits").ok_or("no edits")?;
    let file = "content/guides/50% a,b: ü.md";
    let expected = serde_json::json!([
        { "file": file, "line": 2, "column": 3, "end_line": 2, "end_column": 6, "start_byte": 7, "end_byte": 10, "replacement": "2" },
        { "file": file, "line": 2, "column": 6, "end_line": 2, "end_column": 6, "start_byte": 10, "end_byte": 10, "replacement": "!" },
    ]);
    if *edits != expected {
        return Err(format!("{edits:#}").into());
    }
    let value: Value = serde_json::from_str(&report("sarif", &found, &sources, &folder())?).map_err(|e| e.to_string())?;
    let fix = value.pointer("/runs/0/results/0/fixes/0").ok_or("no fix")?;
    let uri = "docs/hand%20book/content/guides/50%25%20a,b%3A%20%C3%BC.md";
    let expected = serde_json::json!({
        "description": { "text": "write 2!" },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" },
            "replacements": [
                { "deletedRegion": { "startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 6 }, "insertedContent": { "text": "2" } },
                { "deletedRegion": { "startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 6 }, "insertedContent": { "text": "!" } },
            ],
        }],
    });
    if *fix == expected { Ok(()) } else { Err(format!("{fix:#}").into()) }
}

fn alike_findings_are_told_apart() -> Outcome {
    let (found, sources) = findings("two two", "two", |span| {
        let second = Span::new(span.file, 4..7);
        [span, second, second].map(|span| Diagnostic::new(Code::KB801, span, "no two")).into()
    })?;
    for (format, list, key) in [("gitlab", "", "fingerprint"), ("sarif", "/runs/0/results", "partialFingerprints")] {
        let value: Value = serde_json::from_str(&report(format, &found, &sources, &folder())?).map_err(|e| e.to_string())?;
        let list = value.pointer(list).and_then(Value::as_array).ok_or("no list")?;
        let prints: BTreeSet<String> = list.iter().map(|issue| issue[key].to_string()).collect();
        if prints.len() != found.len() {
            return Err(format!("{format}: {prints:?}").into());
        }
    }
    let xml = report("junit", &found, &sources, &folder())?;
    for name in ["name=\"KB801: no two\"", "name=\"KB801: no two (2)\"", "name=\"KB801: no two (3)\""] {
        if !xml.contains(name) {
            return Err(format!("no {name}:\n{xml}").into());
        }
    }
    Ok(())
}

fn no_findings_are_a_report_too() -> Outcome {
    let sources = Sources::new(Vec::new(), BTreeMap::new());
    for format in FORMATS {
        report(format, &[], &sources, &folder())?;
    }
    let xml = report("junit", &[], &sources, &folder())?;
    if xml.contains("<testcase ") { Ok(()) } else { Err(xml.into()) }
}

/// Writes a site with one broken link to `folder`.
fn broken(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder.join("content/guides"))?;
    std::fs::write(folder.join("site.toml"), "title = \"T\"\n")?;
    std::fs::write(folder.join("content/guides/a.md"), "---\ntitle: A\nsummary: B.\n---\n\n[c](no.md)\n")
}

fn kb(command: &str, here: &Path, site: &str, format: &str) -> Command {
    let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
    kb.current_dir(here).args([command, "--quiet", "--today", "2026-11-21", "--site", site, "--format", format]);
    kb
}

fn ends(code: i32, output: &Output) -> Result<(), String> {
    if output.status.code() == Some(code) { Ok(()) } else { Err(format!("{output:?}")) }
}

fn paths_are_those_of_the_repository() -> Outcome {
    let repository = tempfile::tempdir()?;
    let here = repository.path();
    broken(&here.join("docs/handbook"))?;
    for (site, seen) in [("docs/handbook", "docs/handbook/"), ("./docs/../docs/handbook/", "docs/handbook/")] {
        for (format, wrap) in
            [("github", " file=@content/"), ("gitlab", "\"@content/"), ("sarif", "\"@content/"), ("junit", "\"@content/")]
        {
            let output = kb("check", here, site, format).output()?;
            ends(1, &output)?;
            let expected = wrap.replace('@', seen);
            if !String::from_utf8_lossy(&output.stdout).contains(&expected) {
                return Err(format!("{format}: no `{expected}`: {output:?}").into());
            }
        }
    }
    // paths for people and programs that know the site are those of the site
    let output = kb("check", here, "docs/handbook", "short").output()?;
    ends(1, &output)?;
    if output.stdout.starts_with(b"content/") { Ok(()) } else { Err(format!("{output:?}").into()) }
}

fn a_reader_that_goes_away_has_seen_enough() -> Outcome {
    let folder = tempfile::tempdir()?;
    broken(folder.path())?;
    let mut child = kb("check", folder.path(), ".", "json").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    drop(child.stdout.take());
    let output = child.wait_with_output()?;
    ends(1, &output)?;
    if output.stderr.is_empty() { Ok(()) } else { Err(format!("{output:?}").into()) }
}

#[cfg(target_os = "linux")]
fn a_full_disk_is_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    broken(folder.path())?;
    let formats = FORMATS.iter().filter(|f| **f != "human").map(|format| ("check", *format));
    for (command, format) in formats.chain([("build", "json")]) {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full")?;
        let output = kb(command, folder.path(), ".", format).stdout(full).output()?;
        ends(2, &output)?;
        let told = String::from_utf8_lossy(&output.stderr);
        if !told.contains("error: cannot write to standard output: ") {
            return Err(format!("{command} {format}: {told}").into());
        }
    }
    Ok(())
}
