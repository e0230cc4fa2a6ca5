//! A page is never blank: what is broken stays as it was, and all else follows the files.

use std::path::Path;

use super::client::{Answer, Messages, Server};
use super::save;
use crate::Outcome;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("a_broken_page_stays_and_others_follow", a_broken_page_stays_and_others_follow),
    ("a_record_beside_a_broken_one_follows", a_record_beside_a_broken_one_follows),
    ("a_page_that_was_never_good_is_the_panel_alone", a_page_that_was_never_good_is_the_panel_alone),
    ("a_link_that_an_edit_breaks_elsewhere_is_told", a_link_that_an_edit_breaks_elsewhere_is_told),
    ("broken_settings_change_no_page", broken_settings_change_no_page),
    ("a_broken_template_changes_no_look", a_broken_template_changes_no_look),
    ("a_site_that_goes_away_comes_back", a_site_that_goes_away_comes_back),
    ("a_removed_page_is_gone_while_another_is_broken", a_removed_page_is_gone_while_another_is_broken),
    ("the_panel_says_what_the_terminal_says", the_panel_says_what_the_terminal_says),
];

const SETTINGS: &str = "title = \"T\"\n";

fn guide(text: &str) -> String {
    format!("---\ntitle: Guide\nsummary: It says something.\n---\n\n{text}\n")
}

fn role(text: &str) -> String {
    format!("title: A role\nsummary: {text}\nfocus: [Something]\n")
}

/// A site, its server, and what it says.
struct Loop {
    folder: tempfile::TempDir,
    server: Server,
    messages: Messages,
    /// The state that was waited for last.
    number: u64,
}

impl Loop {
    fn start(more: &[(&str, &str)]) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        save(folder.path(), "site.toml", SETTINGS)?;
        save(folder.path(), "content/guides/one.md", &guide("First."))?;
        save(folder.path(), "content/roles/a-role.yaml", &role("Decides first."))?;
        for (path, text) in more {
            save(folder.path(), path, text)?;
        }
        let server = Server::start(folder.path(), &[], &[])?;
        let messages = server.listen()?;
        Ok(Self { folder, server, messages, number: 1 })
    }

    fn site(&self) -> &Path {
        self.folder.path()
    }

    /// Saves, and waits until the server has so many errors.
    fn save(&mut self, path: &str, text: &str, errors: u64) -> Result<(), String> {
        save(self.site(), path, text)?;
        self.until(errors)
    }

    fn until(&mut self, errors: u64) -> Result<(), String> {
        loop {
            let news = self.messages.next()?;
            let number = news["number"].as_u64().unwrap_or(0);
            // what else is said of a state that was waited for before is no answer
            if number > self.number && news["errors"] == errors {
                self.number = number;
                return Ok(());
            }
        }
    }

    fn get(&self, path: &str) -> Result<Answer, String> {
        self.server.get(path)
    }

    fn shows(&self, path: &str, words: &str) -> Result<(), String> {
        let answer = self.get(path)?;
        if answer.status == 200 && answer.text().contains(words) {
            return Ok(());
        }
        Err(format!("{path} does not show {words:?}: {} {}", answer.status, answer.text()))
    }

    fn panel_shows(&self, words: &str) -> Result<(), String> {
        self.shows("/.kb/findings", words)
    }
}

fn a_broken_page_stays_and_others_follow() -> Outcome {
    let mut site = Loop::start(&[])?;
    for broken in ["title: [\n", "title: A role\nsumary: Decides first.\n", "title: A role\nsummary: See [it](role:nobody).\n"] {
        site.save("content/roles/a-role.yaml", broken, 1)?;
        site.shows("/roles/a-role/", "Decides first.")?;
        site.shows("/roles/a-role/index.md", "Decides first.")?;
        site.save("content/guides/one.md", &guide(&format!("Then {}.", broken.len())), 1)?;
        site.shows("/guides/one/", &format!("Then {}.", broken.len()))?;
        site.panel_shows("content/roles/a-role.yaml")?;
        site.save("content/roles/a-role.yaml", &role("Decides first."), 0)?;
    }
    site.save("content/roles/a-role.yaml", &role("Decides last."), 0)?;
    site.shows("/roles/a-role/", "Decides last.")?;
    if site.get("/.kb/findings")?.text().contains("error") { Err("the panel stays".into()) } else { Ok(()) }
}

/// Two decisions share a file: an error in one holds back the other one as little as if they did not.
fn a_record_beside_a_broken_one_follows() -> Outcome {
    let both = |one: &str, other: &str| {
        format!("one:\n  decide: {one}\n  accountable: a-role\n# the other one\nother:\n  decide: {other}\n  accountable: a-role\n")
    };
    let mut site = Loop::start(&[("content/decisions.yaml", &both("What first", "When first"))])?;
    let broken = [
        both("What then", "When then").replacen("accountable: a-role", "accountable: nobody", 1),
        both("What then", "When then").replacen("  accountable: a-role", "  acountable: a-role", 1),
        both("What then", "When then").replacen("accountable: a-role", "accountable: [nobody]", 1),
    ];
    for text in broken {
        site.save("content/decisions.yaml", &text, 1)?;
        site.shows("/decisions/one/", "What first")?;
        site.shows("/decisions/other/", "When then")?;
        site.save("content/decisions.yaml", &both("What first", "When first"), 0)?;
        site.shows("/decisions/other/", "When first")?;
    }
    site.save("content/decisions.yaml", &both("What last", "When last").replacen("decide: When", "dezide: When", 1), 1)?;
    site.shows("/decisions/one/", "What last")?;
    Ok(site.shows("/decisions/other/", "When first")?)
}

fn a_page_that_was_never_good_is_the_panel_alone() -> Outcome {
    let mut site = Loop::start(&[("content/roles/a-role.yaml", "title: [\n")])?;
    let answer = site.get("/roles/a-role/")?;
    if answer.status != 500 || !answer.text().contains(kb::serve::TAG) {
        return Err(format!("{}: {}", answer.status, answer.text()).into());
    }
    site.shows("/guides/one/", "First.")?;
    site.save("content/roles/a-role.yaml", &role("Decides first."), 0)?;
    Ok(site.shows("/roles/a-role/", "Decides first.")?)
}

fn a_link_that_an_edit_breaks_elsewhere_is_told() -> Outcome {
    let mut site = Loop::start(&[("content/guides/two.md", &guide("See [a part](one.md#part)."))])?;
    site.save("content/guides/one.md", &guide("First.\n\n## Part"), 0)?;
    site.shows("/guides/two/", "one/#part")?;
    site.save("content/guides/one.md", &guide("First.\n\n## Another part"), 1)?;
    site.panel_shows("content/guides/two.md")?;
    site.shows("/guides/one/", "Another part")?;
    Ok(site.shows("/guides/two/", "one/#part")?)
}

fn broken_settings_change_no_page() -> Outcome {
    let mut site = Loop::start(&[])?;
    site.save("site.toml", "title = \"T\"\nthem = 1\n", 1)?;
    site.shows("/guides/one/", "First.")?;
    site.shows("/roles/a-role/", "Decides first.")?;
    site.panel_shows("site.toml")?;
    site.save("content/guides/one.md", &guide("Second."), 1)?;
    site.save("site.toml", "title = \n", 1)?;
    site.shows("/", "T")?;
    site.save("site.toml", "title = \"Another\"\n", 0)?;
    site.shows("/guides/one/", "Second.")?;
    Ok(site.shows("/", "Another")?)
}

fn a_broken_template_changes_no_look() -> Outcome {
    let mut site = Loop::start(&[])?;
    let template = |words: &str| {
        format!("{{% extends \"base.html\" %}}{{% block content %}}{words}{{{{ body_html | safe }}}}{{% endblock content %}}")
    };
    site.save("themes/handbook/guide.html", &template("Good look."), 0)?;
    site.shows("/guides/one/", "Good look.")?;
    for broken in ["{% block", "{% extends \"base.html\" %}{% block content %}{{ no_such.thing }}{% endblock content %}"] {
        site.save("themes/handbook/guide.html", broken, 1)?;
        site.shows("/guides/one/", "Good look.")?;
        site.panel_shows("themes/handbook/guide.html")?;
        site.save("themes/handbook/guide.html", &template("Good look."), 0)?;
    }
    Ok(site.shows("/guides/one/", "Good look.")?)
}

fn a_site_that_goes_away_comes_back() -> Outcome {
    let mut site = Loop::start(&[])?;
    let settings = site.site().join("site.toml");
    std::fs::remove_file(&settings).map_err(|e| e.to_string())?;
    site.until(1)?;
    site.shows("/guides/one/", "First.")?;
    site.panel_shows("no site.toml")?;
    site.save("site.toml", "title = \"Back\"\n", 0)?;
    Ok(site.shows("/", "Back")?)
}

fn a_removed_page_is_gone_while_another_is_broken() -> Outcome {
    let mut site = Loop::start(&[("content/guides/two.md", &guide("Two."))])?;
    site.save("content/guides/one.md", "---\ntitle: [\n---\n", 1)?;
    site.shows("/guides/one/", "First.")?;
    std::fs::remove_file(site.site().join("content/guides/two.md")).map_err(|e| e.to_string())?;
    site.until(1)?;
    if site.get("/guides/two/")?.status != 404 {
        return Err("a removed page is shown".into());
    }
    std::fs::remove_file(site.site().join("content/guides/one.md")).map_err(|e| e.to_string())?;
    site.until(0)?;
    if site.get("/guides/one/")?.status == 404 { Ok(()) } else { Err("a broken page that was removed is shown".into()) }
}

fn the_panel_says_what_the_terminal_says() -> Outcome {
    let site = Loop::start(&[("content/decisions.yaml", "release:\n  decide: When to release\n")])?;
    let panel = site.get("/.kb/findings")?.text();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kb"))
        .args(["check", "--today", "2026-11-21", "--site"])
        .arg(site.site())
        .output()
        .map_err(|e| e.to_string())?;
    let terminal = String::from_utf8_lossy(&output.stderr).into_owned();
    let words = scraper::Html::parse_fragment(&panel).root_element().text().collect::<String>();
    let explained = "╰ more: kb explain";
    let shown: Vec<&str> =
        terminal.lines().filter(|line| !line.is_empty() && !line.contains(explained) && !line.starts_with("Checked")).collect();
    if shown.len() < 5 {
        return Err(terminal.into());
    }
    match shown.iter().find(|line| !words.contains(line.trim())) {
        Some(line) => Err(format!("{line:?} is not in the panel: {words}").into()),
        None => Ok(()),
    }
}
