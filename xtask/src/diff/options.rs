use clap::{Args, ValueEnum};

/// The arguments of the command.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Revision to compare with, as git names it: a commit, a branch, a tag or `HEAD~5`.
    #[arg(default_value = "HEAD")]
    pub(super) revision: String,
    /// Also show changes without effect, such as those of descriptions and examples.
    #[arg(long)]
    pub(super) all: bool,
    /// Format of the changes.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    pub(super) output: Output,
    /// Print a draft for the changelog instead, in Markdown.
    #[arg(long, conflicts_with_all = ["all", "output"])]
    pub(super) changelog: bool,
    /// Also print the changes of the generated client, as a unified diff.
    #[arg(long, conflicts_with_all = ["changelog", "output"])]
    pub(super) rust: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Output {
    /// One line per change, and the version.
    Text,
    /// One JSON object.
    Json,
}

/// The end of the help.
pub(crate) const HELP: &str = "\
Effects:
  breaking   a program that uses the client or the JSON document may have to change
  change     compatible, but a user or an operator has to know it, such as another privilege
  addition   a new operation, parameter, member, value or error
  no effect  descriptions, examples and the like; only with --all
In the path of a member, x[] are the items of a list and x.* the values of a map.
xtask/src/diff/mod.rs has every rule. Edits of the code are not compared.

--output json prints one object:
  revision        the revision, as given
  effect          the worst effect, or null without a change
  version         the version of the crate in the revision
  needed_version  the version that the crate needs
  changes         a list with an object for each change:
    effect      breaking, change, addition or no effect
    section     the section of a changelog: changed, added or removed
    component   the schema or another component that has the change, or null
    operations  the affected operations
    message     the change, without component and operations";
