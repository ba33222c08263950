use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct OutputOptions {
    /// Output format; text is a table on a terminal and tab-separated lines elsewhere
    #[arg(short = 'o', long = "output", value_name = "FORMAT", default_value = "text", help_heading = None::<&str>)]
    pub(crate) format: Format,

    /// Columns to show in text, in this order, e.g. name,vm
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', help_heading = None::<&str>)]
    pub(crate) columns: Vec<String>,

    /// Sort by a column instead of the order of the selection
    #[arg(long, value_name = "COLUMN", help_heading = None::<&str>)]
    pub(crate) sort_by: Option<String>,

    /// Print a table without headings
    #[arg(long, help_heading = None::<&str>)]
    pub(crate) no_headers: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table that fits the terminal, or tab-separated lines
    Text,
    /// As text, with all columns and uncut
    Wide,
    /// Names only, one per line, for another command
    Name,
    /// A JSON array, printed at the end
    Json,
    /// JSON objects, one per line, each printed as soon as it is known
    Jsonl,
    /// A YAML list, printed at the end
    Yaml,
}
