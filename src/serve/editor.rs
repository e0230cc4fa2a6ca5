//! Opens a file where somebody can edit it.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use serde::Deserialize;

/// A place somebody wants to edit.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    /// The path of the file in the site.
    pub path: String,
    /// From 1.
    #[serde(default = "first")]
    pub line: u32,
    /// From 1.
    #[serde(default = "first")]
    pub column: u32,
}

const fn first() -> u32 {
    1
}

/// An editor, as its user named it.
#[derive(Debug, Clone)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
    /// Whether an unknown program gets line and column as well.
    is_launcher: bool,
}

/// Editors without a window of their own: they would fight for the terminal that the server runs in.
const IN_TERMINAL: [&str; 9] = ["vi", "vim", "nvim", "nano", "micro", "hx", "helix", "kak", "pico"];

impl Editor {
    /// The editor that the environment names: `LAUNCH_EDITOR` first.
    #[must_use]
    pub fn named(launch_editor: Option<String>, visual: Option<String>) -> Option<Self> {
        let launcher = launch_editor.filter(|name| !name.trim().is_empty());
        let is_launcher = launcher.is_some();
        let command = launcher.or(visual)?;
        let mut words = command.split_whitespace().map(str::to_owned);
        Some(Self { program: words.next()?, arguments: words.collect(), is_launcher })
    }

    /// Starts it, and does not wait for it.
    pub(super) fn open(&self, file: &Path, line: u32, column: u32) -> anyhow::Result<()> {
        if IN_TERMINAL.contains(&self.name()) {
            bail!("{} needs a terminal: name an editor with a window in LAUNCH_EDITOR", self.program);
        }
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).args(self.place(&file.display().to_string(), line, column));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().with_context(|| format!("cannot start {}", self.program))?;
        // whoever is not waited for stays in the table of processes
        std::thread::spawn(move || child.wait());
        Ok(())
    }

    fn name(&self) -> &str {
        let path = Path::new(&self.program);
        path.file_stem().and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// How an editor is told of a place.
    fn place(&self, file: &str, line: u32, column: u32) -> Vec<String> {
        match self.name() {
            "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
                vec!["-g".to_owned(), format!("{file}:{line}:{column}")]
            }
            "zed" | "zeditor" | "subl" | "sublime_text" | "atom" => vec![format!("{file}:{line}:{column}")],
            "idea" | "idea64" | "webstorm" | "webstorm64" | "pycharm" | "pycharm64" | "rustrover" | "rustrover64" | "phpstorm"
            | "goland" | "clion" | "rubymine" | "rider" => {
                let number = |name: &str, n: u32| [name.to_owned(), n.to_string()];
                number("--line", line).into_iter().chain(number("--column", column)).chain([file.to_owned()]).collect()
            }
            "emacs" | "emacsclient" => vec![format!("+{line}:{column}"), file.to_owned()],
            "gvim" | "mvim" | "gedit" | "xed" | "pluma" => vec![format!("+{line}"), file.to_owned()],
            "kate" => ["-l", &line.to_string(), "-c", &column.to_string(), file].map(str::to_owned).into(),
            _ if self.is_launcher => vec![file.to_owned(), line.to_string(), column.to_string()],
            _ => vec![file.to_owned()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told_of_a_place_in_their_own_way() {
        let told = |launch: Option<&str>, visual: Option<&str>| {
            let editor = Editor::named(launch.map(str::to_owned), visual.map(str::to_owned)).expect("an editor");
            editor.place("a.md", 3, 7).join(" ")
        };
        assert_eq!(told(Some("code --wait"), Some("vim")), "-g a.md:3:7");
        assert_eq!(told(None, Some("/opt/idea/bin/idea.sh")), "--line 3 --column 7 a.md");
        assert_eq!(told(Some("./open-it"), None), "a.md 3 7");
        assert_eq!(told(None, Some("mousepad")), "a.md");
        assert!(Editor::named(None, None).is_none());
        assert!(Editor::named(Some(" ".into()), None).is_none());
    }

    #[test]
    fn an_editor_in_a_terminal_is_not_started() {
        let editor = Editor::named(None, Some("vim".into())).expect("an editor");
        let refused = editor.open(Path::new("a.md"), 1, 1).expect_err("it is refused");
        assert!(refused.to_string().contains("LAUNCH_EDITOR"), "{refused}");
    }
}
