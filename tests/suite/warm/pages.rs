//! Builds that make only the pages that an edit can reach, out of the tree from before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::{Site, TODAY, Tree, expect, tree};
use crate::Outcome;

/// Of an edit of prose only its page, its twin and what is made of all prose are new; every other page is the very file it was.
pub(super) fn one_article_changed() -> Outcome {
    let site = Site::with_guides()?;
    let mut before = site.tree()?;
    for word in ["once", "twice", "thrice"] {
        site.edit("content/guides/two.md", |text| format!("{text}\nSaid {word}.\n"))?;
        let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
        kb.args(["build", "--timings=json", "--site"]).arg(site.folder.path()).env("SOURCE_DATE_EPOCH", TODAY);
        let said = kb.output().map_err(|e| e.to_string())?;
        let figures: serde_json::Value = serde_json::from_slice(&said.stdout).map_err(|e| e.to_string())?;
        let of = |name: &str| figures[name].as_u64().unwrap_or_default();
        // the page itself and the one that counts findings
        expect(of("pages") > 10 && of("pages_kept") == of("pages") - 2, &format!("{word}: {figures}"))?;
        let after = site.tree()?;
        let is_page = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "html" || ending == "md");
        let new: Vec<&PathBuf> = after.keys().filter(is_page).filter(|path| before.get(*path) != after.get(*path)).collect();
        let wanted = [PathBuf::from("guides/two/index.html"), PathBuf::from("guides/two/index.md")];
        expect(new == wanted.iter().collect::<Vec<_>>(), &format!("{word}: {new:?}"))?;
        // the roles' records come first and are what they were
        let records = |tree: &Tree| tree.iter().find(|(path, _)| path.ends_with("r0.txt")).map(|(_, file)| file.clone());
        expect(records(&before).is_some() && records(&before) == records(&after), &format!("{word}: the very file of records"))?;
        site.is_clean(word)?;
        before = after;
    }
    Ok(())
}

/// Edits of prose that other pages show: links in it, its headings, its length, and whether there is any.
pub(super) fn prose_that_others_show() -> Outcome {
    let site = Site::with_guides()?;
    let edits: [(&str, &str, fn(String) -> String); 9] = [
        ("a link", "two.md", |text| text + "\nAsk the [](role:product-owner) first.\n"),
        ("the sentence of a link", "two.md", |text| text.replace("Ask the", "Better ask the")),
        ("a heading", "two.md", |text| text + "\n## Afterwards\n\nRest.\n"),
        ("a heading that is the title", "one.md", |text| text.replace("# One\n", "# The first\n")),
        ("many words", "one.md", |text| text + &"\nAnd on and on it goes, word by word by word.\n".repeat(90)),
        ("an embed", "two.md", |text| text + "\n```kb\nrole: product-owner\n```\n"),
        ("no link any more", "two.md", |text| text.replace("[](role:product-owner)", "owner")),
        ("no prose", "two.md", |text| text.split("\n## ").next().unwrap_or_default().to_owned()),
        ("prose again", "two.md", |text| text + "\n## How it is done\n\nSo.\n"),
    ];
    let mut built = 0;
    for (what, page, edit) in edits {
        site.edit(&format!("content/guides/{page}"), edit)?;
        if site.build(&["--quiet"])?.0 {
            built += 1;
            site.is_clean(what)?;
        } else {
            expect(site.clean()?.is_none(), &format!("{what}: both builds judge alike"))?;
        }
    }
    expect(built > 6, &format!("{built} of 9 could be built"))
}

/// The tree from before the last build is used again, and nothing in it is believed.
pub(super) fn a_tree_that_strangers_made() -> Outcome {
    let site = Site::with_guides()?;
    let again = |word: &str| -> Outcome {
        site.edit("content/guides/two.md", |text| format!("{text}\nSaid {word}.\n"))?;
        let (built, said) = site.build(&["--quiet"])?;
        expect(built, &said)
    };
    again("once")?;
    let before = || -> Result<PathBuf, String> {
        let entries = fs::read_dir(site.path(".kb-cache")).map_err(|e| e.to_string())?.flatten();
        let mut trees = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
        trees.next().ok_or_else(|| "no tree is kept".to_owned())
    };
    let precious = site.path("precious");
    let plant = |tree: &Path| {
        fs::create_dir_all(&precious)?;
        fs::write(precious.join("mine.txt"), "mine")?;
        fs::write(tree.join("evil.html"), "<script>alert(1)</script>")?;
        fs::create_dir_all(tree.join("more/of/it"))?;
        fs::write(tree.join("more/of/it/index.html"), "not ours")?;
        fs::remove_file(tree.join("index.html"))?;
        fs::write(tree.join("index.html"), "changed")?;
        fs::remove_file(tree.join("roles/product-owner/index.md"))?;
        fs::write(tree.join(".kb-manifest"), "evil.html")?;
        #[cfg(unix)]
        {
            fs::remove_dir_all(tree.join("guides"))?;
            std::os::unix::fs::symlink(&precious, tree.join("guides"))?;
            std::os::unix::fs::symlink("/etc/passwd", tree.join("robots.txt.new"))?;
        }
        Ok::<(), std::io::Error>(())
    };
    plant(&before()?).map_err(|e| e.to_string())?;
    again("twice")?;
    site.is_clean("after strangers were there")?;
    let mine: Vec<PathBuf> = tree(&precious)?.into_keys().collect();
    expect(mine == [PathBuf::from("mine.txt")], &format!("nothing is written through a link: {mine:?}"))?;
    // the folder of the search index would be renamed there
    #[cfg(unix)]
    {
        let index = before()?.join("data/search");
        let lead_out = || {
            fs::create_dir(precious.join("folder"))?;
            fs::remove_dir_all(&index)?;
            std::os::unix::fs::symlink(&precious, &index)
        };
        lead_out().map_err(|e| e.to_string())?;
        again("behind a link")?;
        site.is_clean("after a link led out of the tree")?;
        expect(precious.join("folder").is_dir(), "nothing is renamed behind a link")?;
    }
    fs::remove_dir_all(before()?).map_err(|e| e.to_string())?;
    again("thrice")?;
    site.is_clean("without a tree from before")
}

/// `kb why` tells what the next build will do with a page, and that build does it.
pub(super) fn why_a_page_is_made_anew() -> Outcome {
    let site = Site::with_guides()?;
    let why = |url: &str| -> Result<String, String> {
        let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
        kb.args(["why", url, "--inputs", "--site"]).arg(site.folder.path()).env("SOURCE_DATE_EPOCH", TODAY);
        let Output { stdout, stderr, .. } = kb.output().map_err(|e| e.to_string())?;
        Ok(String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
    };
    let says = |url: &str, words: &[&str]| -> Outcome {
        let said = why(url)?;
        let lacks = words.iter().find(|words| !said.contains(**words));
        lacks.map_or(Ok(()), |words| Err(format!("{url} lacks \"{words}\":\n{said}").into()))
    };
    let (keeps, anew) = ("would keep it", "would make it anew:\n");
    says(
        "/guides/two/",
        &["is written in content/guides/two.md", keeps, "content/guides/two.md, all of it", "one.md, but for its prose"],
    )?;
    says("/health/", &[keeps])?;
    for file in ["public/guides/two/index.html", "public/guides/two/index.md", "content/guides/two.md"] {
        let path = site.path(file);
        says(&path.to_string_lossy(), &["/guides/two/\n", keeps])?;
    }
    site.edit("content/guides/two.md", |text| text + "\nSaid once more.\n")?;
    says("https://handbook.example/guides/two/index.html#x", &[anew, "  content/guides/two.md has changed"])?;
    says("guides/one", &[keeps])?;
    says("/health/", &[anew, "it counts findings"])?;
    site.edit("site.toml", |text| text.replacen("title = \"", "title = \"A ", 1))?;
    says("/guides/one/", &[anew, "  site.toml has changed", "site.toml (changed)"])?;
    fs::remove_file(site.path("public/index.html")).map_err(|e| e.to_string())?;
    says("/guides/one/", &["the last build is not known, or not what is published"])?;
    says("/guides/tow/", &["no page is published at /guides/tow/. Did you mean /guides/two/?"])?;
    site.edit("content/guides/one.md", |text| text + "\n[Nowhere](nowhere.md)\n")?;
    says("/guides/one/", &["Nothing is published while the site has errors"])
}

/// What the last build read, for the search and of long texts, counts only as it was kept.
pub(super) fn what_was_read_may_be_damaged() -> Outcome {
    for name in ["search-0", "texts"] {
        let site = Site::with_guides()?;
        let read = site.path(&format!(".kb-cache/{name}"));
        let good = fs::read(&read).map_err(|e| e.to_string())?;
        // taken for what another build read: none of it may be found
        let mut other = good.clone();
        let places: Vec<usize> = (0..other.len() - 2).filter(|at| other[*at..].starts_with(b"two")).collect();
        expect(!places.is_empty(), &format!("{name} tells of what was read"))?;
        for at in places {
            other[at..at + 3].copy_from_slice(b"owt");
        }
        for (nth, bad) in [&b""[..], b"\0\x01garbage", &good[..good.len() / 2], &other].into_iter().enumerate() {
            fs::write(&read, bad).map_err(|e| e.to_string())?;
            site.edit("content/guides/two.md", |text| format!("{text}\nSaid {nth} times.\n"))?;
            let (built, said) = site.build(&[])?;
            expect(built, &said)?;
            says_once(name, &said)?;
            site.is_clean(&format!("with damaged {name}"))?;
            let whole = fs::read(&read).map_err(|e| e.to_string())?;
            expect(whole != bad, "what is damaged is put right")?;
        }
        // as a build leaves it that is given up before it is done
        fs::write(&read, &good).map_err(|e| e.to_string())?;
        site.edit("content/guides/two.md", |text| format!("{text}\nSaid again.\n"))?;
        let (built, said) = site.build(&[])?;
        expect(built && !said.contains("damaged"), &format!("what another build left is whole: {said}"))?;
        site.is_clean(&format!("with {name} of another build"))?;
        fs::remove_file(&read).map_err(|e| e.to_string())?;
        fs::remove_file(site.path(".kb-cache/pages")).map_err(|e| e.to_string())?;
        site.edit("content/guides/two.md", |text| format!("{text}\nSaid once more.\n"))?;
        let (built, said) = site.build(&[])?;
        expect(built, &said)?;
        site.is_clean(&format!("without {name}"))?;
    }
    Ok(())
}

pub(super) fn a_damaged_list_of_pages_is_ignored() -> Outcome {
    let site = Site::with_guides()?;
    let list = site.path(".kb-cache/pages");
    let good = fs::read_to_string(&list).map_err(|e| e.to_string())?;
    for (nth, bad) in ["", "\0\u{1}garbage", &good[..good.len() / 2], &good.replacen('1', "2", 1)].into_iter().enumerate() {
        fs::write(&list, bad).map_err(|e| e.to_string())?;
        site.edit("content/guides/two.md", |text| format!("{text}\nSaid {nth} times.\n"))?;
        let (built, said) = site.build(&[])?;
        expect(built, &said)?;
        says_once("pages", &said)?;
        site.is_clean("with a damaged list")?;
    }
    for name in ["build", "pages"] {
        fs::write(site.path(&format!(".kb-cache/{name}")), "garbage").map_err(|e| e.to_string())?;
    }
    let (built, said) = site.build(&[])?;
    let line = ".kb-cache/build and .kb-cache/pages are damaged and were ignored";
    expect(built && said.matches(line).count() == 1 && said.matches("damaged").count() == 1, &said)?;
    fs::write(&list, "garbage").map_err(|e| e.to_string())?;
    site.edit("content/guides/two.md", |text| format!("{text}\nSaid quietly.\n"))?;
    let (built, said) = site.build(&["--quiet"])?;
    expect(built && said.is_empty(), &said)
}

/// One line tells of a damaged file, and only one.
fn says_once(name: &str, said: &str) -> Outcome {
    let line = format!(".kb-cache/{name} is damaged and was ignored");
    expect(said.matches(&line).count() == 1 && said.matches("damaged").count() == 1, &format!("one line says so: {said}"))
}
