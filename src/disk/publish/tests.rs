use super::*;

/// A site folder with one asset, and an output folder beside its content.
fn site() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("content")).expect("content");
    fs::write(dir.path().join("content/a.png"), "png").expect("an asset");
    let output = dir.path().join("public");
    (dir, output)
}

fn path(text: &str) -> OutputPath {
    OutputPath::new(text).expect("a good path")
}

fn publish(site: &Path, output: &Path, files: &[(&str, &str)]) -> anyhow::Result<Published> {
    let stage = Stage::begin(site, output)?;
    files.par_iter().try_for_each(|(p, text)| stage.write(&Output { path: path(p), bytes: text.as_bytes().to_vec() }))?;
    stage.commit()
}

/// Every name below a folder, and the text of files.
fn tree(folder: &Path) -> Vec<(String, String)> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    // what is remembered between runs is nothing that is left
    let entries = entries.filter_entry(|e| e.file_name() != super::super::kept::FOLDER).flatten();
    entries
        .filter(|e| e.file_name() != manifest::NAME)
        .map(|e| {
            let name = e.path().strip_prefix(folder).unwrap_or(e.path()).display().to_string();
            (name, fs::read_to_string(e.path()).unwrap_or_default())
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_new_tree_takes_the_place_of_the_old_one() {
    let (site, output) = site();
    publish(site.path(), &output, &[("index.html", "1"), ("a/b/index.html", "same"), ("gone/x", "x")]).expect("first");
    #[cfg(unix)]
    let inode = |p: &str| std::os::unix::fs::MetadataExt::ino(&fs::metadata(output.join(p)).expect("a file"));
    #[cfg(unix)]
    let before = (inode("a/b/index.html"), inode("index.html"));
    publish(site.path(), &output, &[("index.html", "2"), ("a/b/index.html", "same"), ("a/c", "new")]).expect("second");
    assert_eq!(names(&output), ["a", "a/b", "a/b/index.html", "a/c", "index.html"]);
    assert_eq!(fs::read_to_string(output.join("index.html")).expect("a page"), "2");
    #[cfg(unix)]
    {
        assert_eq!(inode("a/b/index.html"), before.0, "what is equal is the same file");
        assert_ne!(inode("index.html"), before.1);
    }
    assert_eq!(
        names(site.path()),
        ["content", "content/a.png", "public"]
            .into_iter()
            .map(String::from)
            .chain(names(&output).into_iter().map(|n| format!("public/{n}")))
            .collect::<Vec<_>>(),
        "nothing is left beside it"
    );
}

#[test]
fn without_commit_nothing_changes() {
    let (site, output) = site();
    let deep = site.path().join("x/y/public");
    let before = tree(site.path());
    for output in [&output, &deep] {
        let stage = Stage::begin(site.path(), output).expect("a stage");
        stage.write(&Output { path: path("a/b"), bytes: vec![1] }).expect("written");
        stage.copy(&SitePath::new("content/a.png").expect("a path"), &path("a.png")).expect("copied");
        assert!(stage.copy(&SitePath::new("content/none.png").expect("a path"), &path("b.png")).is_err());
        drop(stage);
        assert_eq!(tree(site.path()), before);
    }
}

#[test]
fn what_others_put_there_stays() {
    let (site, output) = site();
    publish(site.path(), &output, &[("index.html", "1"), ("a/index.html", "1")]).expect("first");
    fs::write(output.join("CNAME"), "handbook.example").expect("CNAME");
    fs::create_dir_all(output.join(".git/refs")).expect(".git");
    fs::write(output.join(".git/HEAD"), "ref").expect("HEAD");
    fs::write(output.join("a/mine.txt"), "mine").expect("mine");
    publish(site.path(), &output, &[("index.html", "2")]).expect("second");
    assert_eq!(names(&output), [".git", ".git/HEAD", ".git/refs", "CNAME", "a", "a/mine.txt", "index.html"]);
    for (ours, theirs) in [("CNAME", "CNAME"), ("a", "a"), ("CNAME/x", "CNAME"), (".git/HEAD", "HEAD"), (".git", ".git")] {
        let before = tree(&output);
        let error = publish(site.path(), &output, &[("index.html", "3"), (ours, "x")]).expect_err(ours).to_string();
        assert!(error.contains(theirs) && error.contains("is not ours"), "{error}");
        assert_eq!(tree(&output), before, "{ours}");
    }
}

#[test]
fn names_of_our_own_and_repeats_are_refused() {
    let (site, output) = site();
    for name in [manifest::NAME, ".public.kb-new", ".public.kb-lock/x"] {
        assert!(publish(site.path(), &output, &[(name, "x")]).is_err(), "{name}");
    }
    assert!(publish(site.path(), &output, &[("a", "x"), ("a", "x")]).is_err());
    assert!(publish(site.path(), &output, &[("a", "x"), ("a/b", "x")]).is_err());
    assert_eq!(names(site.path()), ["content", "content/a.png"]);
}

#[test]
fn what_a_dead_build_left_is_cleared_away() {
    let (site, output) = site();
    publish(site.path(), &output, &[("index.html", "1")]).expect("first");
    fs::create_dir_all(site.path().join(".public.kb-new/x")).expect("a stage");
    fs::write(site.path().join(".public.kb-lock"), "").expect("a lock nobody holds");
    publish(site.path(), &output, &[("index.html", "2")]).expect("second");
    assert_eq!(names(site.path()), ["content", "content/a.png", "public", "public/index.html"]);
    // a build that died while the old tree was away, where trees cannot be exchanged
    fs::rename(&output, site.path().join(".public.kb-old")).expect("away");
    drop(Stage::begin(site.path(), &output).expect("a stage"));
    assert_eq!(tree(&output), [("index.html".to_owned(), "2".to_owned())]);
}
