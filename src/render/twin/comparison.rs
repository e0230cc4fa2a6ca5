//! Comparisons, and the list of them.

use super::md::Md;
use super::{Twin, link};
use crate::render::view::{ComparePage, ComparisonPage, ComparisonView, PageView};

impl Twin for ComparisonPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        let comparison = &self.comparison;
        if !comparison.takeaways_html.is_empty() {
            md.section("compare.takeaways");
            md.items(&comparison.takeaways_html);
        }
        md.section("compare.glance");
        md.derived(&comparison.table);
        who(comparison, md);
        if !comparison.overlap_html.is_empty() {
            md.section("compare.overlap");
            md.items(&comparison.overlap_html);
        }
        clash(comparison, md);
        together(comparison, md);
        if !comparison.also.is_empty() {
            md.section("compare.also");
            for other in &comparison.also {
                md.item(&format!("{}: {}", link(&other.role), other.text_html));
            }
        }
        md.block(comparison.body_html.as_ref());
        if !comparison.accounts.is_empty() {
            md.section("account.otherwise");
            for of in &comparison.accounts {
                md.heading(3, &link(&of.role));
                md.variant_list(&of.variants, 4, "account.undefined");
            }
        }
        md.question_section(&comparison.questions);
    }
}

/// Who decides what.
fn who(comparison: &ComparisonView, md: &mut Md<'_>) {
    if comparison.decisions.is_empty() {
        return;
    }
    md.section("compare.who");
    let head: Vec<String> =
        std::iter::once(md.word("compare.decision").to_owned()).chain(comparison.roles.iter().map(link)).collect();
    let rows: Vec<Vec<String>> = comparison
        .decisions
        .iter()
        .map(|row| {
            let cells = row.cells.iter().zip(&row.own).map(|(parts, own)| md.letters(parts, *own));
            std::iter::once(md.decision(&row.link, row.status.as_ref(), row.ours)).chain(cells).collect()
        })
        .collect();
    md.table(&head, &rows);
    md.ours_key(comparison.decisions.iter().any(|row| row.own.contains(&true)));
    md.key();
}

fn clash(comparison: &ComparisonView, md: &mut Md<'_>) {
    if comparison.conflicts.is_empty() {
        return;
    }
    md.section("compare.clash");
    for conflict in &comparison.conflicts {
        md.heading(3, &conflict.title_html);
        md.pair("compare.when", conflict.when_html.as_deref());
        md.pair("compare.rule", conflict.resolve_html.as_deref());
        md.pair("compare.decision", conflict.decision.as_ref().map(link).as_deref());
    }
}

/// How they work together, and one person in all of the roles.
fn together(comparison: &ComparisonView, md: &mut Md<'_>) {
    let many = comparison.roles.len() > 2;
    if !comparison.collaborate_html.is_empty() || !comparison.need_both_html.is_empty() {
        md.section("compare.together");
        md.items(&comparison.collaborate_html);
    }
    if !comparison.need_both_html.is_empty() {
        md.heading(3, md.word(if many { "compare.need_all" } else { "compare.need_both" }));
        md.items(&comparison.need_both_html);
    }
    if let Some(combine) = &comparison.combine {
        md.section(if many { "compare.both_all" } else { "compare.both" });
        md.pairs("compare.works", &combine.works_when_html);
        md.pairs("compare.breaks", &combine.breaks_when_html);
        md.pair("compare.cost", combine.cost_html.as_deref());
    }
}

impl Twin for ComparePage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        md.block(self.body_html.as_ref());
        if !self.comparisons.is_empty() {
            md.section("kinds.comparison");
        }
        for card in &self.comparisons {
            let summary = card.summary_html.as_ref().map(|s| format!(": {s}")).unwrap_or_default();
            md.item(&format!("{}{summary}", link(&card.link)));
        }
        if !self.pairs.is_empty() {
            md.section("pick.pairs");
            md.line(md.word("pick.pairs_means"));
            md.items(&self.pairs.iter().map(link).collect::<Vec<_>>());
        }
    }
}
