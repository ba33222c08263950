//! Text: tables on a terminal, and lines with tabs elsewhere.

use std::io::{IsTerminal as _, stdout};

use terminal_size::terminal_size_of;
use vcenter_iso::SingleLine;

use crate::arguments::{Format, OutputOptions};
use crate::failure::Failure;
use crate::output::cell::Cell;
use crate::output::record::Record;
use crate::output::table::{self, Column};
use crate::terminal::style::{HEADING, enabled};

/// The form of text.
#[derive(Debug)]
pub(super) struct Text {
    columns: Vec<Column>,
    /// The index of each of `columns` in the rows of a record.
    indexes: Vec<usize>,
    sort_by: Option<usize>,
    headings: bool,
    /// Whether text is a table.
    is_table: bool,
    /// The width of a terminal.
    width: Option<usize>,
    color: bool,
}

impl Text {
    pub(super) fn has_column(&self, heading: &str) -> bool {
        self.columns.iter().any(|column| column.heading == heading)
    }

    /// Fails if the options do not fit the format or the columns.
    pub(super) fn new(options: &OutputOptions, columns: &[Column]) -> Result<Self, Failure> {
        let is_text = matches!(options.format, Format::Text | Format::Wide);
        if !is_text && !options.columns.is_empty() {
            return Err(Failure::usage("--columns is for the formats text and wide"));
        }
        let find = |flag: &str, name: &str| {
            let letters = |name: &str| name.replace([' ', '_', '-'], "").to_ascii_lowercase();
            columns.iter().position(|column| letters(column.heading) == letters(name)).ok_or_else(|| {
                let names: Vec<_> = columns.iter().map(|column| column.name()).collect();
                Failure::usage(format!(
                    "{flag}: no column `{}`; columns: {}",
                    SingleLine(name),
                    names.join(", ")
                ))
            })
        };
        let indexes: Vec<_> = if options.columns.is_empty() {
            let is_wide = options.format == Format::Wide;
            (0..columns.len()).filter(|index| is_wide || !columns[*index].is_wide()).collect()
        } else {
            options.columns.iter().map(|name| find("--columns", name)).collect::<Result<_, _>>()?
        };
        let of_user = |column: Column| if options.columns.is_empty() { column } else { column.always() };
        let stdout = stdout();
        let is_table = stdout.is_terminal();
        let width = terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0));
        Ok(Self {
            columns: indexes.iter().map(|index| of_user(columns[*index])).collect(),
            indexes,
            sort_by: options.sort_by.as_deref().map(|name| find("--sort-by", name)).transpose()?,
            headings: is_table && !options.no_headers,
            is_table,
            width: width.filter(|width| *width > 0 && options.format == Format::Text),
            color: enabled(&stdout),
        })
    }

    /// Shows one of the wide columns after the others, unless it is shown.
    pub(super) fn add_column(&mut self, heading: &str, all: &[Column]) {
        let index = all.iter().position(|column| column.heading == heading);
        if let Some(index) = index.filter(|index| !self.indexes.contains(index)) {
            self.columns.push(all[index].always());
            self.indexes.push(index);
        }
    }

    pub(super) fn is_table(&self) -> bool {
        self.is_table
    }

    /// Sorts by the column that the user named: numbers by value, everything else as text.
    pub(super) fn sort<R: Record>(&self, records: &mut [R]) {
        let Some(column) = self.sort_by else { return };
        records.sort_by_cached_key(|record| record.rows().first().map(|row| Key::from(&row[column])));
    }

    /// Returns the rows of a record as lines with tabs.
    pub(super) fn lines(&self, record: &impl Record) -> String {
        let line = |row: Vec<Cell>| {
            let cells: Vec<_> = row.iter().map(|cell| cell.painted(self.color)).collect();
            cells.join("\t") + "\n"
        };
        self.rows(record).into_iter().map(line).collect()
    }

    /// Returns all records as a table, or as lines if stdout is no terminal.
    pub(super) fn table<R: Record>(&self, records: &[R]) -> String {
        if !self.is_table {
            return records.iter().map(|record| self.lines(record)).collect();
        }
        let rows: Vec<_> = records.iter().flat_map(|record| self.rows(record)).collect();
        if rows.is_empty() {
            return String::new();
        }
        let heading = |column: &Column| Cell::new(column.heading).styled(HEADING);
        let headings = self.headings.then(|| self.columns.iter().map(heading).collect());
        table::render(self.columns.clone(), headings, rows, self.width, self.color)
    }

    fn rows(&self, record: &impl Record) -> Vec<Vec<Cell>> {
        let shown = |row: Vec<Cell>| self.indexes.iter().map(|index| row[*index].clone()).collect();
        record.rows().into_iter().map(shown).collect()
    }
}

/// The order of the cells of a column.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(String),
}

impl From<&Cell> for Key {
    fn from(cell: &Cell) -> Self {
        cell.text().parse().map_or_else(|_| Self::Text(cell.text().to_owned()), Self::Number)
    }
}
