use clap::{Parser, Subcommand, ValueEnum};

/// The project's own commands.
///
/// `spec/vcenter-iso.yaml` is the one source of truth: check it after an edit, then regenerate what comes from
/// it. Exit status: 0 fine, 1 the spec is broken, 2 usage, 3 something generated is out of date.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the spec by every rule, and that nothing generated from it is out of date.
    ///
    /// Prints one finding a line, in the order of the file: `file:line:column: error[rule]: message (at
    /// #/json/pointer)`. Exit status: 0 no finding, 1 the spec is broken, 3 only something generated is out of
    /// date.
    #[command(after_help = JSON)]
    Check {
        /// How to print the findings.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        output: Output,
        /// List the rules, with what each one asks for, and check nothing.
        #[arg(long)]
        list: bool,
    },
    /// Write what is generated from the spec, where it is out of date, and say which files changed.
    ///
    /// Exit status: 0 everything is up to date now, 1 the spec is broken and nothing was written; with --check 3
    /// if something is out of date.
    Generate {
        /// Write nothing, only report what is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Show what the spec as it stands changes in the generated client.
    ///
    /// Prints a unified diff from the committed snapshot to what `generate` would write. Exit status: 0 whether
    /// they differ or not, 1 the spec is broken.
    Diff,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// One line for each finding.
    Text,
    /// One JSON array for all findings.
    Json,
}

const JSON: &str = "\
With --output json the findings are one array of objects (an empty one if there is nothing to report):
  rule     the name of the rule, as in --list
  file     the file, relative to the root of the workspace, with slashes
  line     the line, from 1
  column   the column, from 1, in characters
  pointer  the JSON pointer to the node (RFC 6901), or null where the file has no nodes
  message  what is wrong and how to mend it";
