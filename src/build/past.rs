//! What pages are made of, as numbers: which of them a build would only make again.
//!
//! Every page may depend on everything but prose: titles, relations, settings, templates, words. The prose of a guide is
//! shown on its own page alone. So a page is what it was while what all share and its own prose are what they were.

use std::hash::Hash as _;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use crate::analysis::Analysis;
use crate::model::{Body, Entity, GuideId};
use crate::output::OutputPath;
use crate::plan::Page;
use crate::render::minutes;
use crate::search::Part;
use crate::source::{At, FileId, SitePath, SourceFile};

/// What the pages of one build are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeOf {
    /// What all pages may depend on.
    pub shared: u128,
    /// What of that is no text of the site.
    pub besides: u128,
    /// The prose of each guide, on which no other page depends.
    pub own: Vec<u128>,
    /// The texts of the site by their paths, guides without their prose.
    pub files: Vec<(u64, u64)>,
}

/// What of a page's inputs is not what it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Changes<'s> {
    /// Whether it counts findings, which are of any prose.
    pub counts_findings: bool,
    /// Whether something is that is no text of the site.
    pub besides: bool,
    /// Files that differ or are new.
    pub files: Vec<&'s SitePath>,
    /// How many files are there no more.
    pub gone: usize,
}

/// A build whose files are still there.
pub struct Past<'p> {
    /// What its pages were made of; what all share is what it was.
    pub was: &'p MadeOf,
    /// What they are to be made of now.
    pub is: &'p MadeOf,
    /// Whether it left a file of this name.
    pub has: &'p (dyn Fn(&OutputPath) -> bool + Sync),
    /// What is in it.
    pub read: &'p (dyn Fn(&OutputPath) -> anyhow::Result<String> + Sync),
    /// What it read for the search index, if that was kept.
    pub parts: &'p (dyn Fn() -> Option<Vec<Part>> + Sync),
}

impl Past<'_> {
    /// Whether it made this page as it would be made now.
    pub(super) fn has_page(&self, page: Page) -> bool {
        match page {
            // it counts findings, which are of any prose
            Page::Health => false,
            Page::Guide(id) => self.has_prose(id),
            _ => true,
        }
    }

    /// Whether the prose of a guide was what it is.
    fn has_prose(&self, id: GuideId) -> bool {
        self.was.own.get(id.index()).is_some_and(|was| self.is.own.get(id.index()) == Some(was))
    }

    /// Whether the search finds of this record what it found.
    pub(super) fn has_words(&self, entity: Entity) -> bool {
        match entity {
            Entity::Guide(id) => self.has_prose(id),
            _ => true,
        }
    }
}

impl MadeOf {
    /// Looks through an analysis. `besides` stands for all that is no text of the site: the program, what it was told, pictures.
    #[must_use]
    pub fn new(analysis: &Analysis, besides: u128) -> Self {
        let kb = &analysis.knowledge;
        let with_prose = |id: GuideId| {
            let meta = &kb[id].meta;
            let body = meta.body.as_ref().filter(|body| meta.whole_file && matches!(body.text.place.at, At::Bytes(..)))?;
            Some((meta.file, (id, body)))
        };
        let guides: FxHashMap<FileId, (GuideId, &Body)> = kb.guide_ids().filter_map(with_prose).collect();
        let files: Vec<(FileId, &SourceFile)> = analysis.sources.files().collect();
        let hashes: Vec<(u128, Option<(GuideId, u128)>)> = files
            .par_iter()
            .map(|(id, file)| match guides.get(id) {
                Some((guide, body)) => (around(file, body), Some((*guide, xxh3_128(body.text.as_bytes())))),
                None => (whole(file), None),
            })
            .collect();
        let mut shared = Xxh3::new();
        shared.update(&besides.to_le_bytes());
        let mut own = vec![0; kb.guides.len()];
        let mut texts = Vec::with_capacity(hashes.len());
        for ((hash, prose), (_, file)) in hashes.into_iter().zip(files) {
            texts.push((xxh3_64(file.path.as_str().as_bytes()), xxh3_64(&hash.to_le_bytes())));
            shared.update(&hash.to_le_bytes());
            if let Some((guide, prose)) = prose {
                own[guide.index()] = prose;
            }
        }
        for mention in analysis.besides.mentions() {
            // who is mentioned is told on other pages, with the sentence
            (mention.from, mention.to, &mention.sentence.parts, &mention.sentence.names).hash(&mut shared);
        }
        Self { shared: shared.digest128(), besides, own, files: texts }
    }

    /// What a page depends on that is not what it was.
    #[must_use]
    pub fn since<'s>(&self, was: &Self, page: Page, analysis: &'s Analysis) -> Changes<'s> {
        let before: FxHashMap<u64, u64> = was.files.iter().copied().collect();
        let differs = |(path, hash): &(u64, u64)| before.get(path) != Some(hash);
        let paths = analysis.sources.files().map(|(_, file)| &file.path);
        let mut files: Vec<&SitePath> = paths.zip(&self.files).filter(|(_, file)| differs(file)).map(|(path, _)| path).collect();
        if let Page::Guide(id) = page
            && was.own.get(id.index()) != self.own.get(id.index())
        {
            let own = &analysis.sources.file(analysis.knowledge[id].meta.file).path;
            files.retain(|path| *path != own);
            files.insert(0, own);
        }
        let now: FxHashMap<u64, u64> = self.files.iter().copied().collect();
        let gone = was.files.iter().filter(|(path, _)| !now.contains_key(path)).count();
        let besides = self.besides != was.besides;
        let is_changed = besides || gone > 0 || self.files != was.files || self.own != was.own;
        Changes { counts_findings: page == Page::Health && is_changed, besides, files, gone }
    }
}

fn whole(file: &SourceFile) -> u128 {
    let mut hash = Xxh3::new();
    facts(file, &mut hash);
    hash.update(file.text.as_bytes());
    hash.digest128()
}

/// A guide without its prose: what stands before and behind it, and what others may know of it.
fn around(file: &SourceFile, body: &Body) -> u128 {
    // of how many words it has, others are told the time they take
    let Body { text, headings, html_ids, words: _, titled } = body;
    let At::Bytes(start, end) = text.place.at else { return whole(file) };
    let mut hash = Xxh3::new();
    facts(file, &mut hash);
    for part in [file.text.get(..start as usize), file.text.get(end as usize..)] {
        part.hash(&mut hash);
    }
    for heading in headings {
        (heading.level, &heading.id, &heading.title, heading.explicit_id).hash(&mut hash);
    }
    let targets: Vec<_> = text.links.iter().map(|link| &link.target).collect();
    let embeds: Vec<_> = text.embeds().iter().map(|(_, embed)| embed).collect();
    hash.update(format!("{html_ids:?}{embeds:?}{:?}{titled}{targets:?}", minutes(body)).as_bytes());
    hash.digest128()
}

fn facts(file: &SourceFile, hash: &mut Xxh3) {
    let SourceFile { path, text: _, dates, fault } = file;
    hash.update(format!("{path}\0{dates:?}\0{fault:?}\0").as_bytes());
}
