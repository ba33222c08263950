use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Check the spec and generate files from it.
///
/// The spec is `spec/vcenter-iso.yaml`. After an edit, run `check`, then `generate`. Exit status: 0 ok, 1 the
/// spec is invalid, 2 usage, 3 a generated file is out of date.
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
    /// Prints one finding per line, in the order of the file: `file:line:column: error[rule]: message (at
    /// #/json/pointer)`. Exit status: 0 no findings, 1 the spec is invalid, 3 only generated files are out of
    /// date.
    #[command(after_help = JSON)]
    Check {
        /// Format of the findings.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        output: Output,
        /// List the rules with their descriptions, without checking the spec.
        #[arg(long)]
        list: bool,
    },
    /// Write the generated files that are out of date, and print their names.
    ///
    /// `git diff` then shows the effect of an edit of the spec. Exit status: 0 every generated file is up to
    /// date, 1 the spec is invalid and no file was written.
    Generate,
    /// Extract the facts of VMware's published descriptions into `spec/upstream/`.
    ///
    /// Reads Swagger 2.0 and OpenAPI 3.0, in JSON or YAML, and takes the operations that the spec has: paths,
    /// parameters, statuses, error types, members and privileges, but no texts. Merges the facts of all FILEs
    /// into the file of their release, and prints the operations that no FILE has. Exit status: 0 the file is
    /// up to date, 1 a FILE or the spec cannot be read and no file was written.
    Upstream {
        /// Descriptions of one release.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The release, such as `7.0.3`. Required for Swagger 2.0, which does not state it.
        #[arg(long)]
        release: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// One line per finding.
    Text,
    /// One JSON array of all findings.
    Json,
}

const JSON: &str = "\
--output json prints one array with an object for each finding:
  rule     the name of the rule, as in --list
  file     the file, relative to the root of the workspace, with slashes
  line     the line, from 1
  column   the column, from 1, in characters
  pointer  the JSON pointer to the node (RFC 6901), or null if the finding has no node
  message  the problem and its fix";
