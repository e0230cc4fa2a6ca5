//! `[checks]` of `site.toml`: how much each finding weighs, and where.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobMatcher};

use crate::content::{Fields, Findings, Node, Value};
use crate::diagnostic::{Code, Severity};
use crate::source::{Place, SitePath};

/// Levels as written: `None` is off.
type Levels = BTreeMap<Code, Option<Severity>>;

/// What a site says of the checks.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    levels: Levels,
    /// Levels for some files, the last that fits wins.
    paths: Vec<PathLevels>,
    /// Phrases that count as a note to the editor (KB806), as written.
    pub phrases: Vec<String>,
}

/// Levels for the files that a pattern fits.
#[derive(Debug, Clone)]
pub struct PathLevels {
    glob: GlobMatcher,
    /// The pattern as written.
    pub written: Box<str>,
    /// Where the pattern stands.
    pub place: Place,
    levels: Levels,
}

impl PathLevels {
    /// Whether the pattern fits a path, relative to the site.
    #[must_use]
    pub fn fits(&self, path: &SitePath) -> bool {
        self.glob.is_match(path.as_str())
    }
}

impl Checks {
    /// How much a finding of this weight weighs in this file; nothing when it is off there. `own` is the weight it was
    /// reported with.
    #[must_use]
    pub fn level(&self, code: Code, own: Severity, path: &SitePath) -> Option<Severity> {
        let here = self.paths.iter().rev().filter_map(|p| Some((p, p.levels.get(&code)?))).find(|(p, _)| p.fits(path));
        match here.map(|(_, level)| level).or_else(|| self.levels.get(&code)) {
            Some(level) => *level,
            None if code.is_off_by_default() => None,
            None => Some(own),
        }
    }

    /// Whether a check may find an error anywhere.
    #[must_use]
    pub fn may_be_error(&self, code: Code) -> bool {
        let is_raised = |levels: &Levels| levels.get(&code) == Some(&Some(Severity::Error));
        code.severity() == Severity::Error || is_raised(&self.levels) || self.paths.iter().any(|p| is_raised(&p.levels))
    }

    /// Whether a check may report anything anywhere.
    #[must_use]
    pub fn wants(&self, code: Code) -> bool {
        let usual = self.levels.get(&code).map_or(!code.is_off_by_default(), Option::is_some);
        usual || self.paths.iter().any(|p| p.levels.get(&code).is_some_and(Option::is_some))
    }

    /// The weight `site.toml` gives a code everywhere, if it names it.
    #[must_use]
    pub fn named(&self, code: Code) -> Option<Severity> {
        self.levels.get(&code).copied().flatten()
    }

    /// Whether a code has another level than its own, be it for some files.
    #[must_use]
    pub fn changes(&self, code: Code) -> bool {
        self.levels.contains_key(&code) || self.paths.iter().any(|p| p.levels.contains_key(&code))
    }

    /// Levels for some files only.
    #[must_use]
    pub fn paths(&self) -> &[PathLevels] {
        &self.paths
    }

    pub(super) fn read(fields: &mut Fields<'_>, found: &mut Findings<'_>) -> Self {
        let mut checks = Self::default();
        if let Some(list) = fields.take("path") {
            checks.paths = found.list(list, "path").iter().filter_map(|node| path_levels(node, found)).collect();
        }
        for (name, place, node) in fields.rest(&["path"]) {
            match known(name, place, found) {
                Some(code) if matches!(node.value, Value::Map(_)) => checks.settings(code, node, found),
                Some(code) => checks.levels.extend(level(code, node, found).map(|level| (code, level))),
                None => {}
            }
        }
        checks
    }

    /// `[checks.KB806]`: what one check is told besides its level.
    fn settings(&mut self, code: Code, node: &Node, found: &mut Findings<'_>) {
        let mut fields = Fields::new(node, "the settings of a check", node.place, found);
        if let Some(node) = fields.take("level") {
            self.levels.extend(level(code, node, found).map(|level| (code, level)));
        }
        if code == Code::KB806
            && let Some(node) = fields.take("phrases")
        {
            let phrases = found.list(node, "phrases");
            self.phrases = phrases.iter().filter_map(|n| found.item(n, "phrases")).map(Into::into).collect();
        }
        fields.finish(found);
    }
}

fn path_levels(node: &Node, found: &mut Findings<'_>) -> Option<PathLevels> {
    let mut fields = Fields::new(node, "an entry of `checks.path`", node.place, found);
    let written = fields.take("glob");
    let mut levels = Levels::new();
    for (name, place, node) in fields.rest(&["glob"]) {
        if let Some(code) = known(name, place, found) {
            levels.extend(level(code, node, found).map(|level| (code, level)));
        }
    }
    fields.finish(found);
    let Some(written) = written else {
        let d = found
            .at(Code::KB103, node.place, "an entry of `checks.path` needs `glob`")
            .help("[[checks.path]]\nglob = \"content/guides/imported/**\"\nKB503 = \"off\"");
        found.push(d);
        return None;
    };
    let text = found.text(written, "glob")?;
    // `*` stays within a folder, as in .gitignore; `**` does not
    match GlobBuilder::new(&text).literal_separator(true).build() {
        Ok(glob) => Some(PathLevels { glob: glob.compile_matcher(), written: text, place: written.place, levels }),
        Err(_) => {
            let d = found
                .at(Code::KB106, written.place, format!("`{text}` is no pattern of paths"))
                .help("`*` stands for a part of a name, `**` for any folders:  glob = \"content/guides/**\"");
            found.push(d);
            None
        }
    }
}

/// The levels, as they are written.
const LEVELS: [&str; 4] = ["error", "warning", "info", "off"];

/// The code of this name, or a finding.
fn known(name: &str, place: Place, found: &mut Findings<'_>) -> Option<Code> {
    let code = Code::parse(name);
    if code.is_none() {
        let d = found.at(Code::KB901, place, format!("there is no check `{name}`"));
        found.push(match Code::meant_by(name) {
            Some(code) => d.help(format!("did you mean `{code}`?")).fix(found.replacing(place, name, code.as_str())),
            None => d.help("`kb explain` lists all checks; their codes look like `KB401`"),
        });
    }
    code
}

#[expect(clippy::option_option, reason = "`off` is a level, and a mistake is none")]
fn level(code: Code, node: &Node, found: &mut Findings<'_>) -> Option<Option<Severity>> {
    let level = match &node.value {
        Value::Text(t) => match &**t {
            "error" => Some(Some(Severity::Error)),
            "warning" => Some(Some(Severity::Warning)),
            "info" => Some(Some(Severity::Info)),
            "off" => Some(None),
            _ => None,
        },
        _ => None,
    };
    match level {
        None => {
            let d = match &node.value {
                Value::Text(t) if LEVELS.contains(&&*t.to_lowercase()) => {
                    let lower = t.to_lowercase();
                    found
                        .at(Code::KB106, node.place, format!("`{t}` is no level"))
                        .help(format!("write `{lower}`, in lower case"))
                        .fix(found.replacing(node.place, t, &lower))
                }
                _ => found
                    .at(Code::KB106, node.place, format!("`{code}` has no such level"))
                    .label("one of error, warning, info, off"),
            };
            found.push(d);
            None
        }
        Some(level) if code.is_fixed() && level != Some(Severity::Error) => {
            let d = found
                .at(Code::KB106, node.place, format!("`{code}` cannot be lowered"))
                .label(code.title())
                .help("without a right answer there is no page to make: correct the content instead");
            found.push(d);
            None
        }
        Some(level) => Some(level),
    }
}
