use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct OutputOptions {
    /// Output format; text is a table on a terminal and tab-separated lines elsewhere
    #[arg(short = 'o', long = "output", value_name = "FORMAT", default_value = "text", help_heading = None::<&str>)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table or tab-separated lines
    Text,
    /// A JSON array, printed at the end
    Json,
    /// JSON objects, one per line, each printed as soon as it is known
    Jsonl,
    /// A YAML list, printed at the end
    Yaml,
}
