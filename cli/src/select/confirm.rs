//! Asks for confirmation before a change to VMs that a pattern or a filter selects.

use std::io::{IsTerminal as _, stderr, stdin};

use vcenter_iso::DisplayName;

use crate::failure::Failure;
use crate::select::selection::Confirmation;
use crate::select::target::Target;
use crate::terminal::{Interrupts, question};

/// The maximum number of VMs that the question names.
const MAX_NAMES: usize = 5;

/// Asks the user for confirmation if stdin and stderr are terminals. If neither is, does not ask, and fails for a
/// pattern that may be meant as a name. If only one is, fails.
pub(crate) async fn confirm(
    confirmation: &Confirmation,
    question: &str,
    targets: &[Target],
    server: &str,
    interrupts: &mut Interrupts,
) -> Result<(), Failure> {
    match (stdin().is_terminal(), stderr().is_terminal()) {
        (true, true) => {}
        (false, false) => {
            return match confirmation {
                Confirmation::Always(pattern) => Err(Failure::usage(format!(
                    "no virtual machine is named `{}`, and the pattern selects others ({}): pass --yes to change them",
                    DisplayName::library(pattern),
                    names(targets)
                ))),
                Confirmation::NotNeeded | Confirmation::OnTerminal => Ok(()),
            };
        }
        (true, false) => {
            return Err(Failure::usage("cannot ask because stderr is not a terminal: pass --yes"));
        }
        (false, true) => {
            return Err(Failure::usage("cannot ask because stdin is not a terminal: pass --yes"));
        }
    }
    let question = with_targets(question, targets, server);
    let answer = question::ask(format!("{question} [y/N]"), interrupts).await?;
    let yes = matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes");
    if yes { Ok(()) } else { Err(Failure::Declined) }
}

fn with_targets(question: &str, targets: &[Target], server: &str) -> String {
    let machines =
        if targets.len() == 1 { "1 virtual machine" } else { &format!("{} virtual machines", targets.len()) };
    format!("{question} {machines} of {server} ({})?", names(targets))
}

/// Returns the names of the first targets and the number of the others.
fn names(targets: &[Target]) -> String {
    let named: Vec<_> = targets.iter().take(MAX_NAMES).map(Target::label).collect();
    let more = match targets.len().saturating_sub(MAX_NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", named.join(", "))
}
