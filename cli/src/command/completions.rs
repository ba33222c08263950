use crate::arguments::{self, command};
use crate::exit::{Exit, Failure};
use crate::output::print;

pub(crate) fn run(arguments: &arguments::Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = command();
    let name = command.get_name().to_owned();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    print(&String::from_utf8_lossy(&script)).map(|()| Exit::Done)
}
