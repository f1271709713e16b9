//! Programs that run as long as the tests do, and no longer.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::Mutex;

/// Statics are never dropped, so a shell stands between: it ends its child, and whatever that started, when the tests
/// let go of the pipe to it, however they end.
const GUARD: &str = r#"
setsid "$@" & child=$!
trap "" INT
exec >/dev/null
cat
kill -- "-$child"
wait "$child""#;

/// A running program.
pub(crate) struct Guarded {
    _lifeline: Mutex<ChildStdin>,
}

impl Guarded {
    /// Starts a program and returns the first line it prints that `wanted` makes something of.
    pub(crate) fn start<T>(
        command: &[&str],
        log: &Path,
        wanted: impl Fn(&str) -> Option<T>,
    ) -> (Self, T) {
        let name = command.first().expect("a command has a name");
        let mut shell = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .args(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(log).expect("the log can be written"))
            .spawn()
            .expect("sh runs");
        let lifeline = Mutex::new(shell.stdin.take().expect("a pipe to the guard"));
        let mut lines =
            BufReader::new(shell.stdout.take().expect("a pipe from the program")).lines();
        let found = lines.by_ref().map_while(Result::ok).find_map(|line| wanted(&line));
        let found = found.unwrap_or_else(|| {
            panic!("{name} did not start; what it said stands in {}", log.display())
        });
        // Keeps the output flowing (a closed pipe would stop the program) and the guard from being left unburied.
        std::thread::spawn(move || {
            lines.for_each(drop);
            let _ = shell.wait();
        });
        (Self { _lifeline: lifeline }, found)
    }
}
