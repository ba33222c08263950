use clap::{Args, Parser, Subcommand};

use crate::report::Output;

/// Check the spec and generate files from it.
///
/// The spec is `spec/vcenter-iso.yaml`. After an edit, run `check`, then `generate`. Exit status: 0 ok, 1 the
/// spec is invalid or a file cannot be read or written, 2 usage, 3 a generated file is out of date.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the spec against every rule, then check that the generated files are up to date.
    ///
    /// Prints one finding per line on stdout, in the order of the file: `file:line:column: error[rule]: message (at
    /// #/json/pointer)`. Prints a summary on stderr. Exit status: 0 no findings, 1 the spec is invalid or cannot
    /// be read, 3 only generated files are out of date.
    #[command(after_help = FORMATS)]
    Check {
        #[command(flatten)]
        format: Format,
        /// List the rules with their descriptions, as text or JSON, without checking the spec.
        #[arg(long, conflicts_with = "watch")]
        list: bool,
        /// Check again at each change of the spec or of a generated file, until Ctrl-C.
        #[arg(long)]
        watch: bool,
    },
    /// Check the spec against every rule, then write the generated files that are out of date.
    ///
    /// Prints the names of the written files. `git diff` then shows the effect of an edit of the spec. A file that is
    /// missing, unreadable or not UTF-8 is out of date. A symbolic link to another text is replaced by a file; its
    /// target does not change. Exit status: 0 every generated file is up to date, 1 the spec is invalid and no file
    /// was written, or a file cannot be written.
    #[command(after_help = FORMATS)]
    Generate {
        #[command(flatten)]
        format: Format,
    },
}

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Format {
    /// Format of the findings on stdout.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    pub(crate) output: Output,
}

const FORMATS: &str = "\
--output json prints one array with an object for each finding, also if a file cannot be read:
  rule     the name of the rule, as in `check --list`
  file     the file, relative to the root of the workspace, with slashes
  line     the line, from 1
  column   the column, from 1, in characters
  pointer  the JSON pointer to the node (RFC 6901), or null if the finding has no node
  message  the problem and its fix

--output github prints workflow commands. GitHub Actions shows each at its line of a pull request,
at most 10 per step.

--output sarif prints one log with the rules and their findings.";
