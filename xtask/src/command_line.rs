use clap::{Parser, Subcommand, ValueEnum};

/// The project's own commands.
///
/// `spec/vcenter-iso.yaml` is the one source of truth: after an edit, check it, then regenerate the files that
/// come from it. Exit status: 0 ok, 1 the spec is invalid, 2 usage, 3 a generated file is out of date.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the spec by every rule, and the generated files for being up to date.
    ///
    /// Prints one finding per line, in the order of the file: `file:line:column: error[rule]: message (at
    /// #/json/pointer)`. Exit status: 0 no findings, 1 the spec is invalid, 3 only generated files are out of
    /// date.
    #[command(after_help = JSON)]
    Check {
        /// Format of the findings.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        output: Output,
        /// List the rules with their descriptions; check nothing.
        #[arg(long)]
        list: bool,
    },
    /// Write the generated files that are out of date, and print their names.
    ///
    /// `git diff` then shows what an edit of the spec changes. Exit status: 0 everything is up to date now, 1 the
    /// spec is invalid and nothing was written.
    Generate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// One line per finding.
    Text,
    /// One JSON array of all findings.
    Json,
}

const JSON: &str = "\
With --output json the findings are one array of objects, which is empty if there are none:
  rule     the name of the rule, as in --list
  file     the file, relative to the root of the workspace, with slashes
  line     the line, from 1
  column   the column, from 1, in characters
  pointer  the JSON pointer to the node (RFC 6901), or null in a file without nodes
  message  the problem and its fix";
