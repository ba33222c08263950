use clap_complete::Shell;

use crate::command_line::command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print;

pub(crate) fn run(shell: Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = command();
    let name = command.get_name().to_owned();
    clap_complete::generate(shell, &mut command, name, &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == Shell::Bash {
        // clap_complete 4.6 completes no subcommand of a command with a hyphen in its name (clap-rs/clap#6421): the
        // labels of its cases differ from those that it looks up.
        script = script.replace("        vcenter__subcmd__iso__subcmd__", "        vcenter__iso__subcmd__");
    }
    print(&script).map(|()| Exit::Done)
}
