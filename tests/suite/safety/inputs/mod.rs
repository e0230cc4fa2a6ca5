//! Malformed input, made from seeds and tables: each is refused at the place it is wrong, or published without harm.

mod files;
mod places;
mod records;
mod random;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use kb::analysis::analyze;
use kb::build::Failure;
use kb::diagnostic::{Severity, short};

use super::chance::Chance;
use crate::{Outcome, site};

/// The tests of this file.
pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("inputs_at_known_places", || all(records::inputs(super::share(2, 60)))),
    ("inputs_of_files_and_names", || all(files::inputs())),
    ("inputs_of_ids_and_addresses", || all(places::inputs())),
    ("inputs_by_chance", || all(random::inputs(super::share(60, 3000)))),
];

/// Stands in a file outside the site and in no file of it: where it is published, something leaked.
const SECRET: &str = "kb-secret-8c1d22";
/// Longer than any input takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is put into the site folder.
#[derive(Clone)]
enum Put {
    Bytes(Vec<u8>),
    /// A link to this path.
    Link(&'static str),
    Folder,
    Pipe,
    /// A file of so many bytes that takes no room.
    Sparse(u64),
}

/// What must come of an input.
#[derive(Clone)]
enum Want {
    /// An error in this file (any, when it is empty) and in this line, or anywhere in it.
    Refused(String, Option<usize>),
    /// It is published.
    Published,
    /// Either, without a panic, a leak or an error without a place.
    Either,
}

/// A site that is not as it should be.
struct Input {
    name: String,
    files: BTreeMap<OsString, Put>,
    want: Want,
    /// Whether it is built where it may be.
    built: bool,
}

impl Input {
    /// The golden site with another file.
    fn golden(name: String, path: impl Into<OsString>, put: Put, want: Want) -> Self {
        let mut files = golden();
        files.insert(path.into(), put);
        Self { name, files, want, built: true }
    }

    /// A site of one page with other files.
    fn small(name: impl Into<String>, more: impl IntoIterator<Item = (OsString, Put)>, want: Want) -> Self {
        let mut files: BTreeMap<OsString, Put> = BTreeMap::new();
        files.insert("site.toml".into(), Put::Bytes(b"title = \"T\"\n[dates]\ngit = false\n".to_vec()));
        files.insert("content/index.md".into(), Put::Bytes(b"# T\n\nA page.\n".to_vec()));
        files.extend(more);
        Self { name: name.into(), files, want, built: true }
    }
}

/// The files of the golden site.
fn golden() -> BTreeMap<OsString, Put> {
    let root = site::root().join("tests/golden");
    let files = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|e| e.file_type().is_file());
    let put = files.filter_map(|e| {
        let path = e.path().strip_prefix(&root).ok()?.as_os_str().to_owned();
        Some((path, Put::Bytes(std::fs::read(e.path()).ok()?)))
    });
    put.collect()
}

/// The text files of the golden site with these endings.
fn golden_texts(endings: &[&str]) -> Vec<(String, String)> {
    let text = |(path, put): (OsString, Put)| {
        let path = path.into_string().ok()?;
        let fits = endings.iter().any(|ending| path.ends_with(ending)) && path.starts_with("content/");
        match put {
            Put::Bytes(bytes) if fits => Some((path, String::from_utf8(bytes).ok()?)),
            _ => None,
        }
    };
    golden().into_iter().filter_map(text).collect()
}

/// Tries each input, on a thread of its own so that one that never ends or panics is told by its name.
fn all(inputs: Vec<Input>) -> Outcome {
    let (mut refused, mut published, mut faults) = (0, 0, String::new());
    let count = inputs.len();
    for input in inputs {
        let name = input.name.clone();
        let (tell, told) = channel();
        let thread = std::thread::spawn(move || tell.send(input.run()));
        match told.recv_timeout(PATIENCE) {
            Ok(Ok(true)) => published += 1,
            Ok(Ok(false)) => refused += 1,
            Ok(Err(why)) => {
                let _ = writeln!(faults, "{name}: {why}");
            }
            Err(_) => {
                let what = if thread.is_finished() { "panicked" } else { "does not end" };
                let _ = writeln!(faults, "{name}: {what}");
            }
        }
    }
    println!("{count} inputs: {refused} refused, {published} published, 0 panics, 0 hangs, 0 leaks");
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

impl Input {
    /// Whether it could be published.
    fn run(&self) -> Result<bool, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        std::fs::write(folder.path().join("secret"), SECRET).map_err(|e| e.to_string())?;
        std::fs::create_dir(folder.path().join("outside")).map_err(|e| e.to_string())?;
        std::fs::write(folder.path().join("outside/page.md"), format!("# {SECRET}\n")).map_err(|e| e.to_string())?;
        let root = folder.path().join("site");
        for (path, put) in &self.files {
            put.at(&root.join(path)).map_err(|e| format!("cannot be prepared: {}: {e}", path.display()))?;
        }
        let analysis = analyze(site::read_folder(&root)?, &site::options());
        let found = short::render(&analysis.diagnostics, &analysis.sources);
        let errors: Vec<&str> = found.lines().filter(|line| line.contains(": error[")).collect();
        if let Some(line) = errors.iter().find(|line| place(line).is_none()) {
            return Err(format!("an error without a place: {line}"));
        }
        if found.contains(SECRET) {
            return Err(format!("a finding tells what stands outside: {found}"));
        }
        match (&self.want, errors.is_empty()) {
            (Want::Refused(..), true) => return Err(format!("it is not refused: {found}")),
            (Want::Refused(file, line), false) => {
                let there =
                    |e: &&str| place(e).is_some_and(|(f, l)| (file.is_empty() || f == file) && line.is_none_or(|line| line == l));
                if !errors.iter().any(there) {
                    return Err(format!("no error at {file}:{line:?}, but\n{}", errors.join("\n")));
                }
            }
            (Want::Published, false) => return Err(format!("it is refused:\n{}", errors.join("\n"))),
            (Want::Published, true) | (Want::Either, _) => {}
        }
        if analysis.diagnostics.iter().any(|d| d.severity == Severity::Error) || !self.built {
            return Ok(false);
        }
        let checked = analysis.checked().map_err(|_| "it has errors after all")?;
        let published = match site::publish(&checked) {
            Ok(published) => published,
            // of the theme, which is read last
            Err(Failure::Findings(_)) if !matches!(self.want, Want::Published) => return Ok(false),
            Err(Failure::Findings(found)) => return Err(short::render(&found, &checked.sources)),
            Err(Failure::Machine(e)) => return Err(format!("{e:#}")),
        };
        for (path, bytes) in &published {
            if bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()) {
                return Err(format!("{path} tells what stands outside"));
            }
            if path.ends_with(".html") && std::str::from_utf8(bytes).is_err() {
                return Err(format!("{path} is not UTF-8"));
            }
        }
        Ok(true)
    }
}

/// The file and the line of a finding, `content/a.md:3:1: error[KB101]: …`.
fn place(line: &str) -> Option<(&str, usize)> {
    let (at, _) = line.split_once(": error[")?;
    let (at, column) = at.rsplit_once(':')?;
    let (file, line) = at.rsplit_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse::<usize>().ok()?);
    (line > 0 && column > 0 && !file.is_empty()).then_some((file, line))
}

impl Put {
    fn at(&self, path: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(path.parent().unwrap_or(path))?;
        match self {
            Self::Bytes(bytes) => std::fs::write(path, bytes),
            Self::Link(target) => std::os::unix::fs::symlink(target, path),
            Self::Folder => std::fs::create_dir_all(path),
            Self::Pipe => {
                rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, 0o600.into(), 0).map_err(Into::into)
            }
            Self::Sparse(size) => std::fs::File::create(path)?.set_len(*size),
        }
    }
}

/// A name that is no text.
fn raw(name: &[u8]) -> OsString {
    PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(name)).into_os_string()
}

fn chance(seed: u64) -> Chance {
    Chance::new(seed)
}
