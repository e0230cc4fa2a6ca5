//! The site and its accounts as data.

use super::super::accounts;
use super::super::site::{Renderer, labels};
use super::record::account_id;
use crate::export::kb::{AccountData, LetterData, SiteData};
use crate::model::{Account, Field};

impl Renderer<'_> {
    /// The site as data.
    pub(super) fn site_data(&self) -> SiteData {
        let kb = self.kb();
        let config = &self.analysis.config;
        let strings = &self.theme.strings;
        let set = labels(config);
        let letter = |part: &'static str| {
            let word = |name: &str| strings.get(&format!("letters.{set}.{part}.{name}")).to_owned();
            (part, LetterData { letter: word("letter"), word: word("word") })
        };
        SiteData {
            title: config.title.clone(),
            description: config.description.clone(),
            base_url: config.base_url.clone(),
            language: config.language.clone(),
            account: account_id(kb, kb.site.frame.unwrap_or(Account::House)),
            follows: kb.site.follows.map(|id| kb.id(id.into()).to_owned()),
            rows: kb.site.rows.as_deref().unwrap_or(&Field::USUAL).iter().map(|f| f.key()).collect(),
            fields: Field::ALL.iter().map(|f| (f.key(), strings.get(&format!("field.{}", f.key())).to_owned())).collect(),
            letters: ["a", "r", "c", "i"].into_iter().map(letter).collect(),
        }
    }

    /// The accounts a reader may choose: the house's, then those of sources that are one.
    pub(super) fn accounts_data(&self) -> Vec<AccountData> {
        let kb = self.kb();
        let cx = self.detached(crate::plan::Page::Home);
        let house = AccountData { id: "house".to_owned(), name: cx.account_name(Account::House), ..Default::default() };
        let frames = kb.source_ids().filter(|id| kb[*id].frame).map(|id| AccountData {
            id: kb.id(id.into()).to_owned(),
            name: accounts::name(kb, id),
            url: Some(cx.account_href(id)),
            chain: kb.chain(Account::Source(id)).into_iter().map(|id| kb.id(id.into()).to_owned()).collect(),
        });
        std::iter::once(house).chain(frames).collect()
    }
}
