use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::diff;
use crate::report::Output;

/// Check the spec, generate files from it and compare it with an earlier revision.
///
/// The spec is `spec/vcenter-iso.yaml`. After an edit, run `check`, then `generate`. Exit status: 0 ok, 1 the
/// spec is invalid or a file cannot be read or written, 2 usage, 3 a generated file is out of date, 4 `diff`
/// has found breaking changes.
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
        /// Check again at each change of the spec, of a generated file or in spec/upstream/, until Ctrl-C.
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
    /// Add the skeleton of an operation to the spec and to the simulator, and print what is left to do.
    ///
    /// The texts to write are `TODO`, which `check` reports. Writes all files or none. Exit status: 0 the skeleton was
    /// written, 1 the spec is invalid, or the spec or the simulator has the name already, 2 the name or the path
    /// cannot be used.
    New {
        /// The operationId, such as `Vcenter.Vm.Power_get`.
        operation: String,
        /// The method: get, post or delete.
        method: String,
        /// The path below /api, such as `/vcenter/vm/{vm}/power` or `/vcenter/vm/{vm}/power?action=start`.
        path: String,
    },
    /// Print a table of the operations: those with a method of the SDK, a handler of the simulator, a test, and
    /// values for generated requests.
    ///
    /// Exit status: 0 the columns `simulator`, `tests` and `schemathesis` are complete, 1 an operation is missing
    /// in one of them. `?` in the column `tests` means that no test run recorded its operations.
    Coverage {
        /// The folder with the tested operations. `TESTED_OPERATIONS=FOLDER cargo test --workspace` fills it.
        #[arg(long, value_name = "FOLDER")]
        tested: Option<PathBuf>,
    },
    /// Show what the edits of the spec since a revision change for users of the API.
    ///
    /// Prints one change per line, the worst first: `breaking: Vcenter.VM_get: result member cdroms became
    /// optional`. The last line is the version that the crate needs, if only the spec has changed: `0.1.0 ->
    /// 0.2.0 (breaking)`. Exit status: 0 no breaking change, 1 a spec is invalid or cannot be read, 2 usage, 4
    /// breaking changes.
    #[command(after_help = diff::HELP)]
    Diff(diff::Options),
    /// Extract the facts of VMware's published descriptions into `spec/upstream/`.
    ///
    /// Reads Swagger 2.0 and OpenAPI 3.0, in JSON or YAML, and takes the operations that the spec has: paths,
    /// parameters, statuses, error types, members and privileges, but no texts. Merges the facts of all FILEs
    /// into the file of their release, and prints the operations that were added or removed, and those that no
    /// FILE has. Exit status: 0 the file is up to date, 1 a FILE cannot be read, or the structure of the spec has
    /// findings, and no file was written.
    Upstream {
        /// Descriptions of one release.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The release, such as `7.0.3`. Required for Swagger 2.0, which does not state it.
        #[arg(long)]
        release: Option<String>,
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
