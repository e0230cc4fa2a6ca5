//! What is answered to those who may ask; `strangers` holds who may not.

use kb::analysis::analyze;

use super::client::Server;
use super::{copy, without_script};
use crate::Outcome;
use crate::site;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("every_published_file_is_served", every_published_file_is_served),
    ("below_a_path", below_a_path),
    ("only_files_of_the_site_are_opened", only_files_of_the_site_are_opened),
    ("a_taken_port_is_passed_over", a_taken_port_is_passed_over),
];

/// Byte for byte what a build writes, and one line more in pages.
fn every_published_file_is_served() -> Outcome {
    for folder in ["tests/golden", ""] {
        let root = site::root().join(folder);
        let checked = analyze(site::read_folder(&root)?, &site::options()).checked().map_err(|_| "it has errors")?;
        let published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
        // dates of our own site come from its history, which tests do not read
        let copied = copy_of_site(&root)?;
        let server = Server::start(copied.path(), &[], &[])?;
        for (path, bytes) in &published {
            let answer = server.get(&format!("/{}", path.replace(' ', "%20")))?;
            let own = if path.ends_with(".html") { without_script(&answer.text()).into_bytes() } else { answer.body.clone() };
            let is_asset = bytes.is_empty();
            if answer.status != 200 || (own != *bytes && !is_asset) {
                return Err(
                    format!("{path} of {folder:?} is served as {}: {}", answer.status, String::from_utf8_lossy(&own)).into()
                );
            }
            if answer.value("content-type").is_none_or(|kind| kind == "application/octet-stream" && !path.ends_with(".bin")) {
                return Err(format!("{path} has no type").into());
            }
        }
    }
    Ok(())
}

fn copy_of_site(root: &std::path::Path) -> Result<tempfile::TempDir, String> {
    let to = tempfile::tempdir().map_err(|e| e.to_string())?;
    for part in ["content", "themes"] {
        for entry in walkdir::WalkDir::new(root.join(part)).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let path = to.path().join(entry.path().strip_prefix(root).map_err(|e| e.to_string())?);
            path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(|e| e.to_string())?;
            std::fs::copy(entry.path(), path).map_err(|e| e.to_string())?;
        }
    }
    std::fs::copy(root.join("site.toml"), to.path().join("site.toml")).map_err(|e| e.to_string())?;
    Ok(to)
}

/// A site whose address has a path is served at the root and at that path: its page for what is not there links so.
fn below_a_path() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    super::save(folder.path(), "site.toml", "title = \"T\"\nbase_url = \"https://x.example/a/b/\"\n")?;
    super::save(folder.path(), "content/guides/one.md", "---\ntitle: One\nsummary: It is one.\n---\n\nText.\n")?;
    let server = Server::start(folder.path(), &[], &[])?;
    for path in ["/guides/one/", "/a/b/guides/one/", "/a/b/"] {
        let answer = server.get(path)?;
        if answer.status != 200 {
            return Err(format!("{path}: {}", answer.status).into());
        }
    }
    Ok(())
}

/// The editor is a script that notes what it is given.
#[cfg(unix)]
fn only_files_of_the_site_are_opened() -> Outcome {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = copy("tests/golden")?;
    let beside = tempfile::tempdir().map_err(|e| e.to_string())?;
    let (editor, noted) = (beside.path().join("note"), beside.path().join("noted"));
    let made = std::process::Command::new("mkfifo").arg(&noted).status().map_err(|e| e.to_string())?;
    if !made.success() {
        return Err("mkfifo fails".into());
    }
    std::fs::write(&editor, format!("#!/bin/sh\necho \"$1 $2 $3\" > {}\n", noted.display())).map_err(|e| e.to_string())?;
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).map_err(|e| e.to_string())?;
    let editor = editor.display().to_string();
    let server = Server::start(folder.path(), &[], &[("LAUNCH_EDITOR", &editor)])?;
    let own = format!("http://127.0.0.1:{}", server.port);
    let ask = |origin: &str, path: &str| server.post("/.kb/open", origin, &format!("{{\"path\":{path:?},\"line\":3}}"));
    for path in ["../../etc/passwd", "/etc/passwd", "notes.txt", ".git/config", "content", "", "content/nothing.md"] {
        let answer = ask(&own, path)?;
        if answer.status != 404 {
            return Err(format!("{path} is opened: {}", answer.status).into());
        }
    }
    let role = "content/roles/product-owner.md";
    let foreign = [ask("http://evil.example", role)?, ask("null", role)?];
    if foreign.iter().any(|answer| answer.status != 403) {
        return Err("another site opens an editor".into());
    }
    let large = server.post("/.kb/open", &own, &" ".repeat(10_000))?;
    let nonsense = server.post("/.kb/open", &own, "nonsense")?;
    if (large.status, nonsense.status) != (400, 400) {
        return Err(format!("nonsense: {}, too long: {}", nonsense.status, large.status).into());
    }
    let answer = ask(&own, role)?;
    if answer.status != 200 {
        return Err(format!("{}: {}", answer.status, answer.text()).into());
    }
    let told = std::fs::read_to_string(&noted).map_err(|e| e.to_string())?;
    let real = folder.path().canonicalize().map_err(|e| e.to_string())?.join(role);
    if told.trim() == format!("{} 3 1", real.display()) { Ok(()) } else { Err(told.into()) }
}

#[cfg(not(unix))]
fn only_files_of_the_site_are_opened() -> Outcome {
    Ok(())
}

fn a_taken_port_is_passed_over() -> Outcome {
    let folder = copy("tests/golden")?;
    let first = Server::start(folder.path(), &[], &[])?;
    let port = first.port.to_string();
    let second = Server::start(folder.path(), &["--port", &port], &[])?;
    if second.port > first.port && second.get("/")?.status == 200 { Ok(()) } else { Err(format!("{}", second.port).into()) }
}
