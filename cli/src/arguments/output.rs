use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct OutputOptions {
    /// Format of stdout; text is a table on a terminal, and tab-separated lines elsewhere
    #[arg(short = 'o', long = "output", value_name = "FORMAT", default_value = "text", help_heading = None::<&str>)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table, or tab-separated lines
    Text,
    /// An array, at the end
    Json,
    /// One object per line, as soon as it is known
    Jsonl,
    /// A list, at the end
    Yaml,
}
