//! The command line: one file a command. It alone knows the clock, the environment, the terminal and exit codes.

mod build;
mod check;
mod closing;
mod damage;
mod explain;
mod external;
mod fix;
mod folder;
mod format;
mod judging;
#[cfg(feature = "serve")]
mod keys;
mod merge;
mod progress;
mod publishing;
mod reading;
mod review;
#[cfg(feature = "serve")]
mod serve;
mod terminal;
mod timings;
mod today;
mod why;

use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

const AFTER_HELP: &str = "\
Start here:
  A site is a folder with a `site.toml` holding at least  title = \"…\"
  and a folder `content/` of Markdown and YAML. Then:

  kb build                     check everything and publish into public/
  kb check                     check everything and write nothing
  kb serve                     see it in a browser while you write
  kb fix --dry-run             show the edits that are right beyond doubt
  kb build --help              all that can be set
  kb explain KB302             what a finding means, with an example

Exit codes:
  0  clean
  1  findings at or above the failure level: nothing was published
  2  could not run: wrong usage, site or settings not found, disk or system";

const AFTER_BUILD_HELP: &str = "\
Examples:
  kb build                               build the site in this folder into public/
  kb build --site handbook --drafts      another folder, with drafts
  kb build --strict                      warnings stop the build as well: for CI
  kb build --format json > findings.json findings for another program
  kb build --today 2026-11-21            the same bytes on any day
  kb build --shard 2/4                   the second of four parts, each on a machine of its own: see kb merge --help

Findings go to standard error with --format human, else to standard output. With a finding at or above the failure \
level nothing is published and the site published before stays. So it does where the folder content/ is missing: an empty \
one says that the site is to have no articles. Files in the output folder that kb did not put there \
(CNAME, .git) always stay.

Environment:
  SOURCE_DATE_EPOCH  today, in seconds since 1970, when --today is not given
  NO_COLOR, TERM     NO_COLOR with any value, or TERM=dumb: no colour
  FORCE_HYPERLINK    0: places of findings on a terminal are no links
  CI                 with any value: no progress bar

Exit codes:
  0  published
  1  findings at or above the failure level: nothing was published
  2  could not run: wrong usage, site or settings not found, disk or system";

const AFTER_CHECK_HELP: &str = "\
Examples:
  kb check                               everything that stops a build, and what a person should look at
  kb check --info content/roles          polish as well, for one folder
  kb check --strict --format github      in CI, as annotations of a pull request
  kb check --write-baseline              adopt the checks today: only what is new counts from now on
  kb check --external                    dead links to other sites as well: once a week, not for every change

Findings go to standard error with --format human, else to standard output. `kb explain KB302` tells what a code means.

With --external every address linked to is asked once, politely: it may take minutes. Answers are remembered in \
.kb-cache/links.json of the site, a week long where the page is there and an hour where it is not. Sites that are ill, busy \
or shy of programs are counted and not reported; without a connection nothing is. Without --external no connection is opened.

Environment of --external:
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY  the way to other sites

Exit codes:
  0  clean
  1  findings at or above the failure level
  2  could not run: wrong usage, site or settings not found, disk or system";

const AFTER_MERGE_HELP: &str = "\
Examples:
  kb build --shard 1/2                   one machine makes public-1-of-2,
  kb build --shard 2/2                   another one public-2-of-2,
  kb merge public-*-of-2                 and a third one, which needs nothing else, the site in public/

The site is the same as that of `kb build`, byte for byte. All shards must be of the same files, with the same dates from \
git, and built by the same kb with the same --today, --drafts, --base-url and --compress; if not, or if one is damaged, \
missing or given twice, nothing is published. Each shard checks the whole site: with findings, all of them fail.

Exit codes:
  0  published
  2  could not run: wrong usage, shards that do not fit together, disk or system";

#[cfg(feature = "serve")]
const AFTER_SERVE_HELP: &str = "\
Examples:
  kb serve                               this folder, at http://127.0.0.1:4321/
  kb serve --open --drafts               with drafts, in the browser
  kb serve --host 0.0.0.0                for other machines as well: whoever reaches this one can read the site

Who asks by another name than localhost, the one given to --host or, with 0.0.0.0, a number is refused (421), for any site \
can have its name lead here. Other machines ask by the number of this one, as in http://192.0.2.7:4321/

It neither reads nor writes the published folder. Pages are what `kb build` would publish, and one script more.
A file name in the browser opens the file in the editor; only files of the site.

Environment:
  LAUNCH_EDITOR, VISUAL  the editor, as in  LAUNCH_EDITOR=code
  SOURCE_DATE_EPOCH      today, in seconds since 1970, when --today is not given
  NO_COLOR, TERM         NO_COLOR with any value, or TERM=dumb: no colour

Exit codes:
  0  quit
  2  could not run: wrong usage, site or settings not found, no free port";

const AFTER_FIX_HELP: &str = "\
Examples:
  kb fix --dry-run                       print what would change
  kb fix                                 change it
  kb fix KB201                           only misspelt ids

Exit codes:
  0  done, whether or not there was anything to fix
  2  could not run, or a file could not be written";

const AFTER_REVIEW_HELP: &str = "\
Examples:
  kb review content/roles/product-owner.md   this page was read today and still holds
  kb review decision:backlog-order           one of several in a file
  kb review --today 2026-11-20 product-owner on another day

Writes  reviewed: YYYY-MM-DD  into the record and leaves everything else as it is. `kb check` tells which pages are due (KB701).

Exit codes:
  0  done
  2  could not run, or a file could not be written";

/// Builds handbooks that say who decides what, and who says otherwise
///
/// kb reads roles, decisions, comparisons, questions and guides from plain files, finds where they contradict each
/// other, and publishes them as one cross-linked site.
#[derive(Debug, Parser)]
#[command(name = "kb", version, after_help = AFTER_HELP, max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the content and publish the site
    ///
    /// Reads site.toml and content/, reports every problem with its place, and publishes the site if there is none
    /// that matters.
    #[command(after_help = AFTER_BUILD_HELP)]
    Build(build::Build),
    /// Make the site of shards that several machines have built
    ///
    /// Takes the folders that `kb build --shard` has made, in any order, and publishes the site they are the parts of.
    #[command(after_help = AFTER_MERGE_HELP)]
    Merge(merge::Merge),
    /// Report every finding and write nothing
    ///
    /// Reads site.toml, content/ and the theme, and reports every problem with its place. Opens no connection, unless
    /// --external asks for it.
    #[command(after_help = AFTER_CHECK_HELP)]
    Check(check::Check),
    /// Show the site in a browser while it is written
    ///
    /// Serves the site on this machine. A saved file is seen at once, in the place where the reader was; what is wrong is
    /// shown beside the page, which stays as it was when it was last in order.
    #[cfg(feature = "serve")]
    #[command(after_help = AFTER_SERVE_HELP)]
    Serve(serve::Serve),
    /// Apply the edits that are right beyond doubt
    ///
    /// Some findings have exactly one right edit: a misspelt key or id, a text that needs quotation marks. They are
    /// written into the files, with everything else left as it was. What is left is for you.
    #[command(after_help = AFTER_FIX_HELP)]
    Fix(fix::Fix),
    /// Note that a page was read today and still holds
    ///
    /// Writes the day as `reviewed` of each page that is named. Read the page first: a date that nobody has read behind is
    /// worse than none.
    #[command(after_help = AFTER_REVIEW_HELP)]
    Review(review::Review),
    /// Tell what a finding means, with an example
    ///
    /// Prints the page of a code: why it matters, what is wrong and what is right. Without a code, lists all of them.
    Explain(explain::Explain),
    /// Tell what a page depends on, and whether a build would make it anew
    ///
    /// A build keeps pages that it would only make again. This tells of one page whether it would, and which file is why. Give
    /// it the options of the build that is meant.
    Why(why::Why),
}

/// How a run ended that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Clean,
    Findings,
}

/// Leaves what the program held to the system, which takes it back at once when the program ends: piece by piece it takes a tenth
/// of a second on a large site.
fn given_back_at_once<T>(held: T) {
    std::mem::forget(held);
}

/// Runs the program: reads the arguments, does what they say, and returns the exit code.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let end = catch_unwind(|| match &cli.command {
        Command::Build(build) => build.run(),
        Command::Merge(merge) => merge.run(),
        Command::Check(check) => check.run(),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve.run(),
        Command::Fix(fix) => fix.run(),
        Command::Review(review) => review.run(),
        Command::Explain(explain) => explain.run(),
        Command::Why(why) => why.run(),
    });
    match end {
        Ok(Ok(End::Clean)) => ExitCode::SUCCESS,
        Ok(Ok(End::Findings)) => ExitCode::from(1),
        Ok(Err(error)) => {
            terminal::say_error(&format!("{error:#}"));
            ExitCode::from(2)
        }
        // what went wrong and where has been printed when it happened
        Err(_) => {
            terminal::say_error("internal error: this is a fault of kb, not of the content");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
