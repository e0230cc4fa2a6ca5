//! Other generators, each given the articles in the form it reads and the plainest theme that shows them.
//!
//! They do less than `kb` on them: no derived tables, no search, no check of links, no twins.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::corpus::Files;
use super::run::Run;
use super::write;

/// A generator that is on the PATH.
pub struct Peer {
    /// Its name with its version.
    pub name: String,
    site: PathBuf,
    command: fn(&Path, &Path) -> Command,
}

impl Peer {
    /// Builds its site into a folder.
    pub fn build(&self, to: &Path) -> Run {
        Run::new(&mut (self.command)(&self.site, to))
    }
}

/// The generators that are there, with their sites laid out.
pub fn on_path(files: &Files, folder: &Path) -> anyhow::Result<Vec<Peer>> {
    let mut peers = Vec::new();
    if let Some(version) = version("hugo", "version") {
        let site = folder.join("hugo");
        lay_out_for_hugo(files, &site)?;
        peers.push(Peer { name: format!("Hugo {version}"), site, command: hugo });
    }
    Ok(peers)
}

/// The number that a program gives as its version; `None` where there is no such program.
fn version(program: &str, arg: &str) -> Option<String> {
    let output = Command::new(program).arg(arg).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number =
        text.split_whitespace().map(|word| word.trim_start_matches('v')).find(|w| w.starts_with(|c: char| c.is_ascii_digit()))?;
    Some(number.split(['-', '+']).next().unwrap_or(number).to_owned())
}

fn hugo(site: &Path, to: &Path) -> Command {
    let mut command = Command::new("hugo");
    command.args(["--quiet", "--source"]).arg(site).arg("--destination").arg(to);
    command
}

fn lay_out_for_hugo(files: &Files, site: &Path) -> anyhow::Result<()> {
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        // what is an index of a folder here is one of a section there
        let path = path.strip_suffix("/index.md").map_or_else(|| path.clone(), |folder| format!("{folder}/_index.md"));
        write(&site.join(path), &plain(text))?;
    }
    for (path, text) in HUGO {
        write(&site.join(path), text)?;
    }
    Ok(())
}

/// An article with title and tags alone, and links that any generator understands.
fn plain(text: &str) -> String {
    let split = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let (front, body) = split.unwrap_or(("", text));
    let kept = front.lines().filter(|line| ["title:", "summary:", "tags:"].iter().any(|key| line.starts_with(key)));
    let front: String = kept.flat_map(|line| [line, "\n"]).collect();
    let mut body = body.replace("[](", "[see there](");
    for (kind, folder) in [("role:", "roles"), ("term:", "glossary"), ("decision:", "decisions"), ("event:", "events")] {
        body = body.replace(&format!("]({kind}"), &format!("](/{folder}/"));
    }
    format!("---\n{front}---\n{body}")
}

const HUGO: [(&str, &str); 3] = [
    (
        "hugo.toml",
        "baseURL = \"https://handbook.example/\"\ntitle = \"A made-up handbook\"\n[markup.highlight]\nnoClasses = false\n\
         [taxonomies]\ntag = \"tags\"\n",
    ),
    (
        "layouts/_default/single.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body>\n\
         <nav>{{ range .CurrentSection.RegularPages | first 80 }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</nav>\n\
         <main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}\n\
         <p>{{ range .GetTerms \"tags\" }}<a href=\"{{ .RelPermalink }}\">{{ .LinkTitle }}</a> {{ end }}</p></main></body></html>\n",
    ),
    (
        "layouts/_default/list.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body>\n\
         <main><h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .LinkTitle }}</a></li>{{ end }}</ul>\n\
         </main></body></html>\n",
    ),
];
