//! Runs the command line and turns its result into an exit code.

use std::process::ExitCode;

use clap::Parser;
use idp::cli::{self, CommandLine};

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    match cli::run(command_line) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            cli::out::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
