//! An analysis that takes from the one before what did not change is the one that would be made anew, and so is one that
//! takes what an earlier run read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use kb::analysis::{Analysis, Memory, analyze, analyze_again, analyze_recalling};
use kb::content::recall::Recall;
use kb::diagnostic::{Code, Diagnostic};
use kb::source::{SitePath, SourceFile, Sources};

use super::edits::{Dice, is_night};
use crate::Outcome;
use crate::site;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("an_analysis_again_is_one_anew", again_is_anew),
    ("a_finding_moves_with_its_record", a_finding_moves_with_its_record),
    ("a_question_keeps_its_number", a_question_keeps_its_number),
];

const EDITS: usize = 300;
const EDITS_AT_NIGHT: usize = 10_000;

fn again_is_anew() -> Outcome {
    let original = site::read_folder(&site::root().join("tests/golden"))?;
    let mut files: Vec<SourceFile> = original.files().map(|(_, file)| file.clone()).collect();
    let mut memory = Memory::default();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let usual = if is_night() { EDITS_AT_NIGHT } else { EDITS };
    let edits = std::env::var("KB_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let mut store = Store::default();
    let mut reused = 0;
    let mut graph = None;
    for n in 1..=edits {
        let what = edit(&mut files, &original, n, &mut dice);
        let sources = Sources::new(files.clone(), original.assets().clone()).with_images(original.images().clone());
        let again = analyze_again(sources.clone(), &site::options(), &mut memory);
        let recalling = analyze_recalling(sources.clone(), &site::options(), Some(&store));
        store.settle();
        let anew = analyze(sources, &site::options());
        if let Some(difference) = difference(&again, &anew).or_else(|| difference(&recalling, &anew)) {
            return Err(format!("edit {n}, {what}: {difference}").into());
        }
        reused += usize::from(graph.is_some_and(|old| std::sync::Arc::ptr_eq(&old, &again.graph)));
        graph = Some(again.graph);
    }
    // else this tests nothing
    let recalled = store.found.load(Ordering::Relaxed);
    if recalled < edits * 10 {
        return Err(format!("{recalled} texts were known in {edits} edits").into());
    }
    if reused * 5 > edits { Ok(()) } else { Err(format!("{reused} of {edits} were taken from the one before").into()) }
}

/// What was read of texts, from one edit to the next.
#[derive(Default)]
struct Store {
    known: HashMap<u128, Box<[u8]>>,
    new: Mutex<HashMap<u128, Box<[u8]>>>,
    found: AtomicUsize,
}

impl Store {
    fn settle(&mut self) {
        self.known.extend(self.new.get_mut().unwrap_or_else(PoisonError::into_inner).drain());
    }
}

impl Recall for Store {
    fn get(&self, number: u128) -> Option<&[u8]> {
        let bytes = self.known.get(&number)?;
        self.found.fetch_add(1, Ordering::Relaxed);
        Some(bytes)
    }

    fn keep(&self, number: u128, bytes: &[u8]) {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(number, bytes.into());
    }
}

/// An edit of one record moves those below it, and what is wrong with one of them.
fn a_finding_moves_with_its_record() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let glossary = |words: &str| format!("one:\n  def: {words}\ntwo:\n  def: Two.\nthree:\n  def: \"See ![](three.png).\"\n");
    super::save(folder.path(), "site.toml", "title = \"T\"\n")?;
    super::save(folder.path(), "content/three.png", "")?;
    let mut memory = Memory::default();
    for words in ["Some.", "Some more words.", "Few."] {
        super::save(folder.path(), "content/glossary.yaml", &glossary(words))?;
        let sources = site::read_folder(folder.path())?;
        let again = analyze_again(sources.clone(), &site::options(), &mut memory);
        let anew = analyze(sources, &site::options());
        if !anew.diagnostics.iter().any(|d| d.code == Code::KB807) {
            return Err(format!("nothing is wrong: {:?}", anew.diagnostics).into());
        }
        if let Some(difference) = difference(&again, &anew) {
            return Err(format!("{words}: {difference}").into());
        }
    }
    Ok(())
}

/// A question that gave way to another one goes by the same id when only its answer is another.
fn a_question_keeps_its_number() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let role = |answer: &str| format!("title: Owner\nsummary: Decides.\nfaq: [{{q: Who?, a: {answer}, frame: safe}}]\n");
    super::save(folder.path(), "site.toml", "title = \"T\"\n")?;
    super::save(folder.path(), "content/sources.yaml", "safe: {title: SAFe, date: undated, frame: true}\n")?;
    super::save(folder.path(), "content/faq.yaml", "- {q: Who?, a: The owner., about: owner}\n")?;
    let mut memory = Memory::default();
    let mut graph = None;
    for answer in ["A train.", "Another train.", "No train."] {
        super::save(folder.path(), "content/roles/owner.yaml", &role(answer))?;
        let sources = site::read_folder(folder.path())?;
        let again = analyze_again(sources.clone(), &site::options(), &mut memory);
        if let Some(difference) = difference(&again, &analyze(sources, &site::options())) {
            return Err(format!("{answer}: {difference}").into());
        }
        let ids: Vec<&str> = again.knowledge.questions.iter().map(|question| &*question.id).collect();
        if ids != ["who", "who-2"] {
            return Err(format!("{answer}: {ids:?}").into());
        }
        if graph.is_some_and(|old| !std::sync::Arc::ptr_eq(&old, &again.graph)) {
            return Err(format!("{answer}: all was made anew").into());
        }
        graph = Some(again.graph);
    }
    Ok(())
}

/// What differs, in a word and as it stands there.
fn difference(again: &Analysis, anew: &Analysis) -> Option<String> {
    let told = |list: &[Diagnostic]| format!("{list:#?}");
    let (a, b) = (&again.knowledge, &anew.knowledge);
    macro_rules! records {
        ($($field:ident)*) => {$({
            for (one, other) in a.$field.iter().zip(b.$field.iter()) {
                let (one, other) = (format!("{one:?}"), format!("{other:?}"));
                if one != other {
                    return Some(format!("{}: {one}\n\nand anew: {other}", stringify!($field)));
                }
            }
        })*};
    }
    if told(&again.diagnostics) != told(&anew.diagnostics) {
        return Some(format!("findings: {}\n\nand anew: {}", told(&again.diagnostics), told(&anew.diagnostics)));
    }
    if !a.has_records_of(b) {
        return Some("the number of records".to_owned());
    }
    records!(roles parties comparisons decisions questions terms sources people events guides sections);
    let parts = [
        ("what is known", told(&again.known) == told(&anew.known)),
        ("questions of pages", a.page_questions == b.page_questions),
        ("who names whom", a.namers == b.namers),
        ("references of the settings", format!("{:?}", a.site) == format!("{:?}", b.site)),
        ("what is meant", a.meant == b.meant && a.is_whole == b.is_whole && a.left_out == b.left_out),
        ("relations", again.graph == anew.graph),
        ("addresses", again.plan == anew.plan),
        ("links", again.outward_links() == anew.outward_links()),
    ];
    parts.iter().find(|(_, same)| !same).map(|(what, _)| (*what).to_owned())
}

/// Changes something as an editor might, or as nobody would; half of the time a file becomes what it was at first.
pub(super) fn edit(files: &mut Vec<SourceFile>, original: &Sources, n: usize, dice: &mut Dice) -> String {
    let nth = dice.roll(files.len());
    let path = files[nth].path.clone();
    let first = original.find(path.as_str()).map(|id| original.file(id).clone());
    let mut text = files[nth].text.to_string();
    let what = match dice.roll(16) {
        0..=4 => match first {
            Some(first) => {
                files[nth] = first;
                return format!("{path} is what it was");
            }
            None => {
                files.remove(nth);
                return format!("{path} is removed");
            }
        },
        5..=8 => {
            text.push_str(if path.as_str().ends_with(".md") { "\nOne more sentence of the backlog.\n" } else { "\n# a comment\n" });
            "gets a line"
        }
        9 => with_line(&mut text, dice, |lines, at| _ = lines.remove(at), "loses a line"),
        10 => with_line(&mut text, dice, |lines, at| lines.insert(at, lines[at].clone()), "has a line twice"),
        11 => with_line(&mut text, dice, |lines, at| lines.rotate_left(at % 3), "has its lines the other way round"),
        12 => with_line(&mut text, dice, |lines, at| lines[at] += " TODO", "is not finished"),
        13 => match ["summary: ", "def: ", "a: ", "decide: ", "title: "].iter().find(|key| text.contains(**key)) {
            Some(key) => {
                text = text.replacen(*key, &format!("{key}Number {n} "), 1);
                "says something else"
            }
            None => "stays",
        },
        14 if path.as_str().starts_with("content/") => {
            let mut copy = files[nth].clone();
            if let Ok(path) = SitePath::new(&format!("content/guides/copy-{}.md", n % 5)) {
                copy.path = path;
            }
            files.retain(|file| file.path != copy.path);
            files.push(copy);
            files.sort_by(|a, b| a.path.cmp(&b.path));
            return format!("{path} has a copy");
        }
        15 if path.as_str() != "site.toml" => {
            files.remove(nth);
            for (_, file) in original.files().filter(|_| dice.roll(3) == 0) {
                if files.iter().all(|known| known.path != file.path) {
                    files.push(file.clone());
                }
            }
            files.sort_by(|a, b| a.path.cmp(&b.path));
            return format!("{path} is removed, and others are back");
        }
        _ => "stays",
    };
    files[nth].text = text.into();
    format!("{path} {what}")
}

fn with_line(text: &mut String, dice: &mut Dice, edit: impl Fn(&mut Vec<String>, usize), what: &'static str) -> &'static str {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if !lines.is_empty() {
        let at = dice.roll(lines.len());
        edit(&mut lines, at);
        *text = lines.join("\n") + "\n";
    }
    what
}
