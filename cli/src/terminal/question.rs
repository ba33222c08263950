//! Questions to the user at the terminal.

use std::io::{BufRead as _, Read as _, Write as _, stderr, stdin};

use crate::failure::Failure;
use crate::terminal::Interrupts;
use crate::terminal::stderr::set_open_line;

/// The longest answer in bytes.
const MAX_LENGTH: u64 = 1024;

/// Asks a question on stderr and returns the line that the user enters, without white space at its ends. The end of
/// stdin is an empty line.
pub(crate) async fn ask(question: String, interrupts: &mut Interrupts) -> Result<String, Failure> {
    interrupts
        .blocking_or_interrupt(move || {
            let mut stderr = stderr();
            let _ = write!(stderr, "{question} ").and_then(|()| stderr.flush());
            set_open_line(true);
            let mut answer = String::new();
            stdin()
                .lock()
                .take(MAX_LENGTH)
                .read_line(&mut answer)
                .map_err(|error| Failure::other("cannot read the answer", error))?;
            set_open_line(!answer.ends_with('\n'));
            Ok(answer.trim().to_owned())
        })
        .await
}
