//! `kb build`: from a site folder to a published one.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use clap::Args;

use super::closing::Closing;
use super::damage::Damage;
use super::judging::Judging;
use super::progress::Progress;
use super::publishing::{Publishing, told};
use super::reading::Reading;
use super::timings::{Figures, Timings, TimingsFormat};
use super::{End, given_back_at_once};
use crate::analysis::{self, Checked};
use crate::build::{Built, Emit, Failure, MadeOf, Past, Shard, Writing, compressed, is_text, try_theme};
use crate::config::{self, Config, Options, UrlStyle};
use crate::content::Locator;
use crate::content::recall::Recall;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::disk::{self, Colours, Inputs, Kept, KeptParts, Label, Ledger, Looked, Packing, Published, Reread, Stage, Stamp};
use crate::output::{Output, OutputPath};
use crate::render::Highlighter;
use crate::search::Part;
use crate::source::Sources;
use crate::theme;

#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    publishing: Publishing,
    /// Make only one part of N, into the output folder with -I-of-N behind its name; `kb merge` makes the site of all parts
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    #[command(flatten)]
    judging: Judging,
    /// Say how long each stage took, how much memory and how many files: as a table, or with =json for programs
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    timings: Option<TimingsFormat>,
}

/// What there is to tell when the work is done.
struct Told {
    findings: Vec<Diagnostic>,
    /// How many findings the baseline holds besides.
    known: usize,
    published: Option<(Built, Published)>,
}

/// What the settings and this run say about the output.
struct Wanted {
    output: PathBuf,
    has_base_url: bool,
    /// Whether its links lead on without a server.
    from_disk: bool,
    compress: bool,
}

impl Wanted {
    /// A file with the other forms in which it is published.
    fn forms(&self, file: Output) -> anyhow::Result<Vec<Output>> {
        let mut forms = if self.compress { compressed(&file)? } else { Vec::new() };
        forms.insert(0, file);
        Ok(forms)
    }
}

/// A file that is written piece by piece, as a whole.
fn held(path: OutputPath, writing: &Writing<'_>) -> anyhow::Result<Output> {
    let mut bytes = Vec::new();
    writing(&mut bytes)?;
    Ok(Output { path, bytes })
}

/// The last build of this site and what this one is made of.
struct Before {
    /// `None` where it cannot be known.
    inputs: Option<Inputs>,
    /// The stamp of the last build, if it was made of the same and is still there as it was left.
    same: Option<Stamp>,
    /// What was kept and is damaged.
    damage: Damage,
}

/// What the last build left.
#[derive(Default)]
struct Last {
    /// What its pages were made of, if its files are there.
    ledger: Option<Ledger>,
    /// Its files.
    looked: Option<Looked>,
}

impl Build {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let begun = Instant::now();
        self.timings.unwrap_or_default().fits(self.judging.format)?;
        let mut timings = Timings::default();
        let options = self.reading.options(self.publishing.base_url.clone())?;
        // while files are read one thread waits for the disk, and one for version control
        rayon::spawn(theme::prepare);
        let sources = self.reading.read(&mut timings)?;
        let wanted = self.wanted(&sources, &options);
        let sources = disk::kept_back(&self.reading.site, &wanted.output, sources)?;
        // a shard neither needs nor leaves what builds remember
        let before = match self.shard {
            Some(_) => Before { inputs: None, same: None, damage: Damage::default() },
            None => timings.of("compare", || self.before(&sources, &options, &wanted))?,
        };
        if let Some(stamp) = before.same.filter(|stamp| stamp.clean && !self.judging.shows(Severity::Info)) {
            let told = Told { findings: Vec::new(), known: 0, published: Some(unchanged(&stamp)) };
            return self.tell(told, &sources, &timings, (&wanted, &before.damage), begun);
        }
        let last =
            if before.inputs.is_some() { timings.of("look at output", || self.last(&before, &wanted)) } else { Last::default() };
        let mut reread = before.inputs.map(|_| Reread::after(last.ledger.as_ref(), &self.reading.site));
        if reread.as_ref().is_some_and(Reread::is_damaged) {
            before.damage.found(Reread::NAME);
        }
        let mut analysis = analysis::analyze_recalling(sources, &options, reread.as_ref().map(|reread| reread as &dyn Recall));
        reread.iter_mut().for_each(Reread::close);
        timings.add_all(&analysis.timings);
        self.judging.raise(&mut analysis.diagnostics);
        let stops = self.judging.fails(&analysis.diagnostics);
        let checked = if stops { Err(analysis) } else { analysis.checked() };
        match checked {
            Err(mut analysis) => {
                // what is wrong with the theme is told in the same run
                let templates = try_theme(&analysis);
                analysis.diagnostics.extend(templates);
                let told = Told { findings: analysis.diagnostics, known: analysis.known.len(), published: None };
                self.tell(told, &analysis.sources, &timings, (&wanted, &before.damage), begun)
            }
            Ok(checked) => {
                let told = match self.shard {
                    Some(shard) => self.pack(&checked, &wanted, shard, &options, &mut timings)?,
                    None => self.publish(&checked, &wanted, &before, (last, reread), &mut timings)?,
                };
                let end = self.tell(told, &checked.sources, &timings, (&wanted, &before.damage), begun);
                given_back_at_once(checked);
                end
            }
        }
    }

    fn wanted(&self, sources: &Sources, options: &Options) -> Wanted {
        let (config, _): (Config, _) = config::read(sources, &Locator::new(sources), options);
        let mut output = self.publishing.output(&self.reading.site, &config);
        // shards have one folder each, however it was named, or the last one would be all that is left
        if let Some((shard, name)) = self.shard.zip(output.file_name()) {
            let mut name = name.to_owned();
            name.push(format!("-{}-of-{}", shard.nth(), shard.of()));
            output.set_file_name(name);
        }
        Wanted {
            output,
            has_base_url: config.base_url.is_some(),
            from_disk: config.urls == UrlStyle::File,
            compress: self.publishing.compresses(&config),
        }
    }

    /// Whether this build would only make again what the last one left.
    fn before(&self, sources: &Sources, options: &Options, wanted: &Wanted) -> anyhow::Result<Before> {
        let site = &*self.reading.site;
        let told = told(options, &wanted.output, wanted.compress)?;
        // What cannot be read is said by who needs it.
        let inputs = disk::inputs(site, sources, &told).ok();
        let damage = Damage::default();
        let last = match Stamp::of_last_build(site) {
            Kept::Whole(stamp) => Some(stamp).filter(|stamp| inputs.is_some_and(|inputs| inputs.all == stamp.inputs)),
            Kept::Nothing => None,
            Kept::Damaged => {
                damage.found(Stamp::NAME);
                None
            }
        };
        let Some(last) = last else { return Ok(Before { inputs, same: None, damage }) };
        let left = Stage::begin(site, &wanted.output)?.left();
        Ok(Before { inputs, same: Some(last).filter(|stamp| left == Some(stamp.left)), damage })
    }

    /// What the last build left, and of what, as far as this one can use it.
    fn last(&self, before: &Before, wanted: &Wanted) -> Last {
        let site = &*self.reading.site;
        let mut looked = None;
        let ledger = Ledger::of_last_build(site, || match &before.same {
            Some(stamp) => Some(stamp.left),
            None => {
                // what is wrong with the folder is said by who writes to it
                looked = Looked::at(site, &wanted.output).ok().flatten();
                looked.as_ref().map(Looked::left)
            }
        });
        if ledger == Kept::Damaged {
            before.damage.found(Ledger::NAME);
        }
        Last { ledger: ledger.whole(), looked }
    }

    /// Findings first, in one piece; then how it ended.
    fn tell(
        &self,
        told: Told,
        sources: &Sources,
        timings: &Timings,
        (wanted, damage): (&Wanted, &Damage),
        begun: Instant,
    ) -> anyhow::Result<End> {
        let shown = self.judging.shown(told.findings);
        let took = begun.elapsed();
        let printed = self.judging.format.print(&shown, sources, &self.reading.site);
        if let Some(format) = self.timings {
            let figures = told.published.as_ref().map(|(built, published)| Figures {
                pages: built.pages,
                kept: built.kept,
                files: published.files,
                unchanged: published.kept,
                bytes: published.left.map(|left| left.bytes),
            });
            format.print(timings, took, figures)?;
        }
        if !self.reading.quiet {
            damage.tell();
            let Wanted { output, has_base_url, from_disk, .. } = wanted;
            let (has_base_url, from_disk) = (*has_base_url, *from_disk);
            let site = &*self.reading.site;
            let shard = self.shard;
            let closing = Closing { findings: &shown, known: told.known, took, site, output, has_base_url, from_disk, shard };
            match &told.published {
                Some((built, published)) => closing.published(built, published),
                None => closing.refused(),
            }
        }
        printed?;
        Ok(if told.published.is_some() { End::Clean } else { End::Findings })
    }

    /// Renders onto a stage and publishes it. Findings of the templates, which only show while rendering, stop it.
    fn publish(
        &self,
        checked: &Checked,
        wanted: &Wanted,
        before: &Before,
        (last, reread): (Last, Option<Reread>),
        timings: &mut Timings,
    ) -> anyhow::Result<Told> {
        let findings = checked.diagnostics.clone();
        let known = checked.known.len();
        if let Some(stamp) = &before.same {
            return Ok(Told { findings, known, published: Some(unchanged(stamp)) });
        }
        let site = &*self.reading.site;
        let stage = timings.of("prepare output", || Stage::begin(site, &wanted.output))?;
        let write = |file: Output| wanted.forms(file)?.iter().try_for_each(|form| stage.write(form));
        let emit = |emit: Emit<'_>| match emit {
            Emit::File(file) => write(file),
            Emit::Written(path, writing) if wanted.compress => write(held(path, writing)?),
            Emit::Written(path, writing) => stage.write_by(&path, writing),
            Emit::Moved(file, was) if wanted.compress => {
                stage.write_moved(&file, &was)?;
                compressed(&file)?.iter().try_for_each(|form| stage.write(form))
            }
            Emit::Moved(file, was) => stage.write_moved(&file, &was),
            Emit::Kept(path) => {
                let forms = ["gz", "br"].iter().filter_map(|ending| OutputPath::new(&format!("{path}.{ending}")).ok());
                let forms = forms.filter(|form| wanted.compress && stage.has(form));
                std::iter::once(path.clone()).chain(forms).try_for_each(|path| stage.keep_as_it_is(&path))
            }
            Emit::Asset { from, to } if wanted.compress && is_text(to.as_str()) => {
                let bytes = disk::asset(site, &from).map_err(|why| anyhow::anyhow!("cannot read {from}: {why}"))?;
                write(Output { path: to, bytes })
            }
            Emit::Asset { from, to } => stage.copy(&from, &to),
            Emit::Part(part) => anyhow::bail!("{} is made by a whole build alone", part.path),
        };
        let progress = if self.reading.quiet { Progress::none() } else { Progress::on_terminal() };
        let pages = before.inputs.map(|inputs| timings.of("compare pages", || MadeOf::new(checked, inputs.besides)));
        let is_seen = last.looked.is_some_and(|looked| stage.has_seen(looked));
        let ledger = last.ledger.filter(|ledger| is_seen && pages.as_ref().is_some_and(|is| is.shared == ledger.pages.shared));
        if ledger.is_none() {
            timings.of("look around", || stage.look_around())?;
        }
        let (has, read) = (|path: &OutputPath| stage.has(path), |path: &OutputPath| stage.read(path));
        let believed: OnceLock<&Ledger> = OnceLock::new();
        let parts = || {
            let parts = ledger.as_ref()?.parts(site).unwrap_or_else(|name| {
                before.damage.found(&name);
                None
            })?;
            let _ = believed.set(ledger.as_ref()?);
            Some(parts)
        };
        let both = pages.as_ref().zip(ledger.as_ref());
        let past = both.map(|(is, ledger)| Past { was: &ledger.pages, is, has: &has, read: &read, parts: &parts });
        let kept_parts = RefCell::new(KeptParts::default());
        let keep_parts = |parts: &[Part]| _ = kept_parts.replace(KeptParts::of(parts, believed.get().copied(), site));
        let tick = |done, total| progress.tick(done, total);
        let colours = Arc::new(Colours::of(site));
        let highlighter = Arc::new(Highlighter::recalling(Arc::clone(&colours) as Arc<dyn Recall>));
        let built = crate::build::build_again(checked, &emit, &tick, highlighter, past.as_ref(), &keep_parts);
        progress.clear();
        match built {
            Ok(built) => {
                timings.add_all(&built.timings);
                let published = timings.of("publish", || stage.commit())?;
                if let (Some(inputs), Some(left)) = (before.inputs, published.left) {
                    let clean = findings.iter().all(|d| d.severity == Severity::Info) && known == 0;
                    Stamp { inputs: inputs.all, left, pages: built.pages, clean, bare: disk::is_bare(&checked.sources) }.keep(site);
                    if let Some(pages) = pages {
                        Ledger::keep(pages, left, reread.and_then(Reread::done), kept_parts.take(), site);
                    }
                    colours.settle();
                }
                Ok(Told { findings, known, published: Some((built, published)) })
            }
            Err(failure) => Told::refused(findings, known, failure),
        }
    }

    /// Renders a share of the site and publishes it as a shard.
    fn pack(
        &self,
        checked: &Checked,
        wanted: &Wanted,
        shard: Shard,
        options: &Options,
        timings: &mut Timings,
    ) -> anyhow::Result<Told> {
        let (findings, known) = (checked.diagnostics.clone(), checked.known.len());
        let site = &*self.reading.site;
        let pages = checked.plan.pages().len();
        let label = timings.of("compare", || Label::new(shard, site, &checked.sources, options, wanted.compress, pages))?;
        let packing = timings.of("prepare output", || Packing::begin(site, &wanted.output))?;
        let write = |file: Output| wanted.forms(file)?.iter().try_for_each(|form| packing.write(form));
        let emit = |emit: Emit<'_>| match emit {
            Emit::File(file) => write(file),
            Emit::Written(path, writing) if wanted.compress => write(held(path, writing)?),
            Emit::Written(path, writing) => packing.write_by(&path, writing),
            Emit::Part(part) => packing.part(&part),
            Emit::Asset { from, to } => {
                let bytes = disk::asset(site, &from).map_err(|why| anyhow::anyhow!("cannot read {from}: {why}"))?;
                write(Output { path: to, bytes })
            }
            Emit::Kept(path) | Emit::Moved(_, path) => anyhow::bail!("{path}: no build came before"),
        };
        let progress = if self.reading.quiet { Progress::none() } else { Progress::on_terminal() };
        let built = crate::build::build_shard(checked, &emit, &|done, total| progress.tick(done, total), shard);
        progress.clear();
        match built {
            Ok(built) => {
                timings.add_all(&built.timings);
                let published = timings.of("publish", || packing.commit(&label))?;
                Ok(Told { findings, known, published: Some((built, published)) })
            }
            Err(failure) => Told::refused(findings, known, failure),
        }
    }
}

impl Told {
    /// Nothing was published.
    fn refused(mut findings: Vec<Diagnostic>, known: usize, failure: Failure) -> anyhow::Result<Self> {
        match failure {
            Failure::Findings(more) => {
                findings.extend(more);
                diagnostic::sort(&mut findings);
                Ok(Self { findings, known, published: None })
            }
            Failure::Machine(error) => Err(error),
        }
    }
}

/// What the last build made is what this one would.
fn unchanged(stamp: &Stamp) -> (Built, Published) {
    let files = stamp.left.files;
    let published = Published { files, kept: files, left: Some(stamp.left), notes: Vec::new() };
    (Built { pages: stamp.pages, of: stamp.pages, kept: stamp.pages, timings: Vec::new() }, published)
}
