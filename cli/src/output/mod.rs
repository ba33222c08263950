//! Prints records to stdout in the requested format.

mod safe;
mod stdout;

use std::io::{ErrorKind, IsTerminal as _, Write as _, stdout as stdout_of_process};

use anstyle::Style;
use serde::Serialize;
use tabwriter::TabWriter;
use vcenter_iso::DisplayName;

use self::stdout::Stdout;
pub(crate) use self::stdout::print;
use crate::arguments::Format;
use crate::exit::Exit;
use crate::failure::{Cause, Failure, Interrupt};
use crate::terminal::Interrupts;
use crate::terminal::excerpt::cut;
use crate::terminal::style::{HEADING, enabled, paint};

/// A printed result: an object for programs, and rows of a table for people.
pub(crate) trait Record: Serialize {
    /// The headings of the table.
    const COLUMNS: &'static [&'static str];

    /// Returns the rows, with one cell per column.
    fn rows(&self) -> Vec<Vec<Cell>>;
}

/// A cell of a table: one line of limited length.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

/// Escapes every character that is not printed as it is. Keeps spaces.
fn single_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character == ' ' || safe::is_shown(character) {
            line.push(character);
        } else {
            line.extend(character.escape_unicode());
        }
    }
    line
}

impl Cell {
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        let text = cut(single_line(text.as_ref()));
        // A cell is never empty, so that scripts can split rows at white space.
        Self { text: if text.is_empty() { "-".to_owned() } else { text }, style: Style::new() }
    }

    /// Returns the cell of an absent value.
    pub(crate) fn none() -> Self {
        Self::new("")
    }

    pub(crate) fn or_none(text: Option<impl ToString>) -> Self {
        Self::new(text.map(|text| text.to_string()).unwrap_or_default())
    }

    /// Returns the cell of the name of a VM. JSON and YAML have it as it is stored.
    pub(crate) fn vm_name(name: Option<&String>) -> Self {
        Self::new(name.map(|name| DisplayName::inventory(name).as_str().to_owned()).unwrap_or_default())
    }

    pub(crate) fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }
}

/// Prints the records of a command.
#[derive(Debug)]
pub(crate) struct Printer<R> {
    format: Format,
    /// Whether text is a table, which is printed after the last record.
    table: bool,
    color: bool,
    /// The records to print at the end, each with its index.
    waiting: Vec<(usize, R)>,
    stdout: Stdout,
}

impl<R: Record> Printer<R> {
    pub(crate) fn new(format: Format) -> Self {
        let stdout = stdout_of_process();
        Self {
            format,
            table: stdout.is_terminal(),
            color: enabled(&stdout),
            waiting: Vec::new(),
            stdout: Stdout::open(),
        }
    }

    /// Prints a record at once, or keeps it for [`finish`](Self::finish), which orders the records by index.
    pub(crate) fn print(&mut self, index: usize, record: R) -> Result<(), Failure> {
        match self.format {
            Format::Text if self.table => self.waiting.push((index, record)),
            Format::Json | Format::Yaml => self.waiting.push((index, record)),
            Format::Text => self.stdout.write(self.lines(&record)),
            Format::Jsonl => self.stdout.write(safe::json_line(&record)?),
        }
        Ok(())
    }

    /// Returns whether each record is printed at once.
    pub(crate) fn is_streaming(&self) -> bool {
        match self.format {
            Format::Text => !self.table,
            Format::Jsonl => true,
            Format::Json | Format::Yaml => false,
        }
    }

    /// Returns whether stdout is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.stdout.is_closed()
    }

    /// Prints the kept records, and waits until everything is written.
    pub(crate) async fn finish(mut self, interrupts: &mut Interrupts) -> Result<(), Failure> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|(index, _)| *index);
        let waiting: Vec<_> = waiting.into_iter().map(|(_, record)| record).collect();
        match self.format {
            Format::Text if self.table => self.stdout.write(self.tabulated(&waiting)?),
            Format::Json => self.stdout.write(safe::json(&waiting)?),
            Format::Yaml => self.stdout.write(safe::yaml(&waiting)?),
            Format::Text | Format::Jsonl => {}
        }
        self.stdout.close(interrupts).await
    }

    /// Returns the rows of a record as lines with tabs.
    fn lines(&self, record: &R) -> String {
        let line = |row: Vec<Cell>| {
            let cells: Vec<_> = row.iter().map(|cell| paint(cell.style, &cell.text, self.color)).collect();
            cells.join("\t") + "\n"
        };
        record.rows().into_iter().map(line).collect()
    }

    fn tabulated(&self, records: &[R]) -> Result<String, Failure> {
        if records.iter().all(|record| record.rows().is_empty()) {
            return Ok(String::new());
        }
        let heading: Vec<_> = R::COLUMNS.iter().map(|column| paint(HEADING, column, self.color)).collect();
        let layout = || -> Result<String, Cause> {
            let mut table = TabWriter::new(Vec::new()).padding(2).ansi(self.color);
            writeln!(table, "{}", heading.join("\t"))?;
            for record in records {
                table.write_all(self.lines(record).as_bytes())?;
            }
            Ok(String::from_utf8(table.into_inner()?)?)
        };
        layout().map_err(|error| Failure::other("cannot render the table", error))
    }
}

/// Prints the records of a command that changes nothing.
pub(crate) async fn print_all<R: Record>(
    format: Format,
    records: impl IntoIterator<Item = R>,
    interrupts: &mut Interrupts,
) -> Result<Exit, Failure> {
    let mut printer = Printer::new(format);
    for (index, record) in records.into_iter().enumerate() {
        printer.print(index, record)?;
    }
    exit_after_output(printer.finish(interrupts).await, false, Exit::Done)
}

/// Returns the exit status after printing.
///
/// The result of a change must not be lost. The output of a read may end early, e.g. because of `head`.
pub(crate) fn exit_after_output(
    printed: Result<(), Failure>,
    changes: bool,
    exit: Exit,
) -> Result<Exit, Failure> {
    match printed {
        Ok(()) => Ok(exit),
        Err(Failure::OutputFailed(error)) if !changes => match error.kind() {
            ErrorKind::BrokenPipe => Ok(exit),
            ErrorKind::Interrupted => Err(Failure::Interrupted(Interrupt::Signal)),
            _ => Err(Failure::other("cannot write to stdout", error)),
        },
        Err(failure) => Err(failure),
    }
}
