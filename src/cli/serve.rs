//! `kb serve`: the site in a browser, as it is written.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use super::terminal::{self, Tone};
use super::{End, closing, folder, keys, today};
use crate::analysis::Options;
use crate::diagnostic::{self, Diagnostic, Folder, Severity, human};
use crate::serve::{self, Editor, Serving, Told};
use crate::source::Sources;

/// Where the server begins to look for a free port.
const PORT: u16 = 4321;

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The site: a folder with a site.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// The port; when it is taken, the next free one. 0: any
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,
    /// The name or number to listen on. Whoever can reach it can read the site
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Count drafts as if they were published
    #[arg(long)]
    drafts: bool,
    /// The day that reviews are due against [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::parse)]
    today: Option<jiff::civil::Date>,
}

impl Serve {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let (drafts, day) = (self.drafts, self.today);
        let options = move || Ok(Options { drafts, today: today::resolve(day)?, base_url: None });
        let name = |name: &str| std::env::var(name).ok();
        let serving = Serving {
            site: self.site.clone(),
            host: self.host.clone(),
            port: self.port,
            options: Box::new(options),
            editor: Editor::named(name("LAUNCH_EDITOR"), name("VISUAL")),
        };
        let summary = Cell::new(String::new());
        serve::serve(serving, &|told| self.tell(told, &summary))?;
        Ok(End::Clean)
    }

    fn tell(&self, told: Told<'_>, summary: &Cell<String>) {
        match told {
            Told::Note(note) => terminal::say_note(note),
            Told::Findings { findings, sources } => summary.set(show(findings, sources, &self.site)),
            Told::Ready { url, taken, pages, took } => {
                if let Some(port) = taken {
                    terminal::say_note(&format!("port {port} is taken"));
                }
                let serving = terminal::toned(Tone::Good, "Serving");
                let (pages, findings) = (diagnostic::counted(pages, "page"), summary.take());
                let keys = if keys::listen(url) { "; q quits, o opens, c clears" } else { "" };
                terminal::say(&format!("{serving} {url} ({pages}, {findings}, {} s{keys})", closing::seconds(took)));
                if self.open {
                    open(url);
                }
            }
            Told::Changed { changed, took } => {
                let all = || changed.texts.iter().chain(&changed.assets);
                let what = match (all().count(), all().next()) {
                    (1, Some(path)) => path.to_string(),
                    (0, _) => "dates".to_owned(),
                    (n, _) => diagnostic::counted(n, "file"),
                };
                let changed = terminal::toned(Tone::Quiet, "changed");
                terminal::say(&format!("{changed} {} ({} ms)", diagnostic::visible(&what, &[]), took.as_millis()));
            }
            Told::Trouble(why) => terminal::say_error(why),
        }
    }
}

/// Shows what a person should look at, and counts it.
fn show(findings: &[Diagnostic], sources: &Sources, site: &Path) -> String {
    let shown: Vec<Diagnostic> = findings.iter().filter(|d| d.severity >= Severity::Warning).cloned().collect();
    let folder = if terminal::has_links() { folder::of(site) } else { Folder::default() };
    // nobody is there to tell when the terminal is gone
    let _ = terminal::report(&human::render(&shown, sources, terminal::screen(), &folder));
    closing::summary(&shown, 0)
}

/// Opens an address in the browser, as far as the system has a word for that.
pub(super) fn open(url: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(mut child) => _ = std::thread::spawn(move || child.wait()),
        Err(_) => terminal::say_note(&format!("no browser could be opened; the address is {url}")),
    }
}
