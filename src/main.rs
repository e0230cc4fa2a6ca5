//! The program `kb`. Everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    kb::cli::run()
}
