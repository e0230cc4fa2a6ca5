//! What a shard is a part of.

use serde::{Deserialize, Serialize};

use crate::analysis::Options;
use crate::build::Shard;
use crate::disk;
use crate::source::Sources;

/// What a shard is a part of. Only those fit together whose labels say the same, but for which of them each is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Which one it is.
    #[serde(with = "text")]
    pub shard: Shard,
    /// The version of the program that made it, for people.
    pub version: String,
    /// The number of the program.
    pub program: String,
    /// The day that counted as today.
    pub today: String,
    /// Whether drafts were counted.
    pub drafts: bool,
    /// The address given besides the settings of the site.
    pub base_url: Option<String>,
    /// Whether text files are published compressed as well.
    pub compress: bool,
    /// The number of all files of the site, with their dates.
    pub inputs: String,
    /// How many pages the whole site has.
    pub pages: usize,
}

impl Label {
    /// The label of a shard.
    ///
    /// # Errors
    /// When a file of the site cannot be read.
    pub fn new(
        shard: Shard,
        site: &std::path::Path,
        sources: &Sources,
        options: &Options,
        compress: bool,
        pages: usize,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            shard,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: env!("KB_PROGRAM").to_owned(),
            today: options.today.to_string(),
            drafts: options.drafts,
            base_url: options.base_url.clone(),
            compress,
            inputs: format!("{:032x}", disk::inputs(site, sources, "")?.all),
            pages,
        })
    }

    /// Why the shards of two labels do not fit together, in words about the other one; `None` when they do.
    pub(super) fn differs(&self, other: &Self) -> Option<String> {
        let Self { shard, version, program, today, drafts, base_url, compress, inputs, pages } = self;
        let with = |is: bool, option: &str| format!("{} {option}", if is { "with" } else { "without" });
        if shard.of() != other.shard.of() {
            return Some(format!("one is of {} shards, the other of {}", shard.of(), other.shard.of()));
        }
        if (program, version) != (&other.program, &other.version) {
            let name = |label: &Self| format!("kb {} ({})", label.version, label.program);
            return Some(format!("{} made one, {} the other. Use the same program on all machines", name(self), name(other)));
        }
        if *today != other.today {
            return Some(format!("for one it was {today}, for the other {}. Give all the same --today", other.today));
        }
        if *drafts != other.drafts {
            return Some(format!("one was built {}, the other {}", with(*drafts, "--drafts"), with(other.drafts, "--drafts")));
        }
        if *base_url != other.base_url {
            let told = |url: &Option<String>| url.as_ref().map_or("no --base-url".into(), |url| format!("--base-url {url}"));
            return Some(format!("one was built with {}, the other with {}", told(base_url), told(&other.base_url)));
        }
        if *compress != other.compress {
            let (one, two) = (with(*compress, "--compress"), with(other.compress, "--compress"));
            return Some(format!("one was built {one}, the other {two}"));
        }
        let differs = inputs != &other.inputs || pages != &other.pages;
        differs.then(|| {
            "their sites differ: in a file, or in dates from git, which a checkout without history does not have".to_owned()
        })
    }
}

/// A shard as people write it.
mod text {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use crate::build::Shard;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub(super) fn serialize<S: Serializer>(shard: &Shard, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(shard)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Shard, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}
