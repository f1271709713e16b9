//! `sekisho completions bash | zsh | fish`: the words of the command line, for a shell.

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::CommandLine;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum For {
    Bash,
    Zsh,
    Fish,
}

pub fn run(shell: For) {
    super::out::line(script(shell).trim_end());
}

pub fn script(shell: For) -> String {
    let shell = match shell {
        For::Bash => Shell::Bash,
        For::Zsh => Shell::Zsh,
        For::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CommandLine::command(), "sekisho", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_gets_every_word() {
        for shell in [For::Bash, For::Zsh, For::Fish] {
            let script = script(shell);
            for word in CommandLine::command().get_subcommands() {
                assert!(script.contains(word.get_name()), "{shell:?} {}", word.get_name());
            }
            assert!(script.contains("end-sessions") && script.contains("tenant"), "{shell:?}");
        }
    }
}
