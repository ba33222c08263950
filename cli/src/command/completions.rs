use clap_complete::Shell;

use crate::arguments::{self, command};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print;

pub(crate) fn run(arguments: &arguments::CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = command();
    let name = command.get_name().to_owned();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if arguments.shell == Shell::Bash {
        // clap_complete 4.6 completes no subcommand of a command with a hyphen in its name (clap-rs/clap#6421): the
        // labels of its cases differ from those that it looks up.
        script = script.replace("        vcenter__subcmd__iso__subcmd__", "        vcenter__iso__subcmd__");
    }
    print(&script).map(|()| Exit::Done)
}
