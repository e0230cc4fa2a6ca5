//! `kb`: a static site generator for role-guidance knowledge bases.
//!
//! The modules, each using only those above it:

#![forbid(unsafe_code)]

/// The input as a value.
pub mod source;
/// Text within other syntaxes.
pub mod escape;
/// What is wrong with it, and how that is said.
pub mod diagnostic;
/// One file in, one document out.
pub mod content;
/// `site.toml`.
pub mod config;
/// Names become ids: the knowledge, its accounts and its relations.
pub mod model;
/// Pages and their addresses.
pub mod plan;
/// What must hold between records.
pub mod check;
/// Which findings count.
pub mod gate;
/// The whole input understood.
pub mod analysis;
/// The state of a handbook: reads an analysis and nothing else; what is exported and rendered prints it.
pub mod health;
/// The edits that findings carry, applied.
pub mod fix;
/// The day of a review, written into the page that was read.
pub mod review;
/// Templates, words and style, built in and overridden.
pub mod theme;
/// What readers search in.
pub mod search;
/// Machine-readable outputs.
pub mod export;
/// Pages from knowledge.
pub mod render;
/// What is published: a path and bytes.
pub mod output;
/// Everything that is published, one file at a time.
pub mod build;
/// The only reader and the only writer.
#[expect(clippy::disallowed_methods, reason = "the disk is read and written here, and nowhere else")]
pub mod disk;
/// Whether links to other sites still lead somewhere: the only module that opens a connection.
pub mod external;
/// The editor's loop: a site on this machine that follows its files. The only module that can be connected to.
#[cfg(feature = "serve")]
#[expect(clippy::disallowed_methods, reason = "it listens, watches files and starts the editor")]
pub mod serve;
/// The command line.
#[expect(clippy::disallowed_methods, reason = "arguments, the clock and the terminal belong to the shell")]
pub mod cli;

/// So many items of a list one core works through at a time. Left to itself, rayon gives the last core an eighth of the whole, and
/// the others wait for it.
pub(crate) const PIECE: usize = 8;
