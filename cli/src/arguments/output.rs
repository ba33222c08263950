use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Output {
    /// What stdout gets; text is a table on a terminal, and lines with tabs elsewhere
    #[arg(short = 'o', long = "output", value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table, or lines with tabs
    Text,
    /// One array, at the end
    Json,
    /// An object a line, as each is known
    Jsonl,
    /// One list, at the end
    Yaml,
}
