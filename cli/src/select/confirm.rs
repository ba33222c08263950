//! Asks before a pattern or a filter changes what it selects.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _, stderr, stdin};

use crate::failure::Failure;
use crate::select::target::Target;
use crate::terminal::excerpt::Excerpt;
use crate::terminal::interrupt::Interrupts;

/// How many virtual machines the question names.
const NAMED: usize = 5;

/// Asks whoever sits at a terminal; a pipeline has nobody to ask.
pub(crate) async fn confirm(
    what: &str,
    targets: &[Target],
    interrupts: &mut Interrupts,
) -> Result<(), Failure> {
    match (stdin().is_terminal(), stderr().is_terminal()) {
        (true, true) => {}
        (false, false) => return Ok(()),
        // Somebody sits there, but cannot be asked.
        (true, false) => return Err(Failure::usage("stderr is no terminal to ask on: pass --yes")),
        (false, true) => return Err(Failure::usage("stdin is no terminal to answer on: pass --yes")),
    }
    let question = question(what, targets);
    let yes = interrupts
        .attentively(move || {
            let mut stderr = stderr();
            let _ = write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush());
            let mut answer = String::new();
            stdin()
                .lock()
                .take(1024)
                .read_line(&mut answer)
                .map_err(|error| Failure::other("the answer could not be read", error))?;
            Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
        })
        .await?;
    if yes { Ok(()) } else { Err(Failure::Declined) }
}

fn question(what: &str, targets: &[Target]) -> String {
    let named: Vec<_> = targets
        .iter()
        .take(NAMED)
        .map(|target| Excerpt(target.name.as_deref().unwrap_or(target.vm.as_str())).to_string())
        .collect();
    let more = match targets.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let machines =
        if targets.len() == 1 { "1 virtual machine" } else { &format!("{} virtual machines", targets.len()) };
    format!("{what} {machines} ({}{more})?", named.join(", "))
}
