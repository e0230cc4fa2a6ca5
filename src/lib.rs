//! `kb`: a static site generator for role-guidance knowledge bases.
//!
//! The modules, each using only those above it:

#![forbid(unsafe_code)]

/// The whole input understood.
pub mod analysis;
/// Everything that is published, one file at a time.
pub mod build;
/// What must hold between records.
pub mod check;
/// The command line.
#[expect(clippy::disallowed_methods, reason = "arguments, the clock and the terminal belong to the shell")]
pub mod cli;
/// `site.toml`.
pub mod config;
/// One file in, one document out.
pub mod content;
/// What is wrong with it, and how that is said.
pub mod diagnostic;
/// The only reader and the only writer.
#[expect(clippy::disallowed_methods, reason = "the disk is read and written here, and nowhere else")]
pub mod disk;
/// Machine-readable outputs.
pub mod export;
/// Names become ids: the knowledge, its accounts and its relations.
pub mod model;
/// What is published: a path and bytes.
pub mod output;
/// Pages and their addresses.
pub mod plan;
/// Pages from knowledge.
pub mod render;
/// The input as a value.
pub mod source;
/// Templates, words and style, built in and overridden.
pub mod theme;
