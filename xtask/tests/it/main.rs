//! Tests of the commands, of the rules and of the layout of the workspace.

mod architecture;
mod code_schema;
mod commands;
mod diff;
mod diff_command;
mod edit;
mod edits;
mod modules;
mod operation;
mod reference_page;
mod rules;
mod sarif;
mod tidy;
mod up_to_date;
mod upstream;
mod watch;
mod workspace;
