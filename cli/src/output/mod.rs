//! Prints records to stdout in the requested format.

mod cell;
mod record;
mod safe;
mod stdout;
mod table;
mod text;

use std::collections::BTreeMap;
use std::io::{ErrorKind, IsTerminal as _, stdout as stdout_of_process};

pub(crate) use self::cell::Cell;
pub(crate) use self::record::Record;
use self::stdout::Stdout;
pub(crate) use self::stdout::print;
pub(crate) use self::table::Column;
use self::text::Text;
use crate::arguments::{Format, OutputOptions};
use crate::exit::Exit;
use crate::failure::{Failure, Interrupt};
use crate::terminal::Interrupts;

/// Prints the records of a command.
#[derive(Debug)]
pub(crate) struct Printer<R> {
    format: Format,
    text: Text,
    /// Whether the user has chosen the columns.
    columns_chosen: bool,
    order: Order,
    /// The index of the next record to print in order.
    next: usize,
    /// The records to print later by index; `None` for an index without a record.
    waiting: BTreeMap<usize, Option<R>>,
    stdout: Stdout,
}

/// When a record is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    AtOnce,
    /// As soon as the records with lower indexes are printed.
    ByIndex,
    AtEnd,
}

impl<R: Record> Printer<R> {
    /// Fails if the options do not fit the format or the columns.
    pub(crate) fn new(options: &OutputOptions) -> Result<Self, Failure> {
        let stdout = stdout_of_process();
        let order = match options.format {
            _ if options.sort_by.is_some() => Order::AtEnd,
            Format::Json | Format::Yaml => Order::AtEnd,
            Format::Jsonl => Order::AtOnce,
            // A bar on the same terminal, and the widths of a table, need all rows.
            Format::Text | Format::Wide | Format::Name if stdout.is_terminal() => Order::AtEnd,
            Format::Text | Format::Wide | Format::Name => Order::ByIndex,
        };
        Ok(Self {
            format: options.format,
            text: Text::new(options, R::COLUMNS)?,
            columns_chosen: !options.columns.is_empty(),
            order,
            next: 0,
            waiting: BTreeMap::new(),
            stdout: Stdout::open(),
        })
    }

    /// Prints a record, or keeps it for a later call or for [`finish`](Self::finish). `None` is an index without a
    /// record.
    pub(crate) fn print(&mut self, index: usize, record: Option<R>) -> Result<(), Failure> {
        if self.order == Order::AtOnce {
            return record.map_or(Ok(()), |record| self.write(&record));
        }
        self.waiting.insert(index, record);
        while self.order == Order::ByIndex
            && let Some(record) = self.waiting.remove(&self.next)
        {
            self.next += 1;
            if let Some(record) = record {
                self.write(&record)?;
            }
        }
        Ok(())
    }

    /// Writes one record of a format that prints records as they come.
    fn write(&self, record: &R) -> Result<(), Failure> {
        self.stdout.write(match self.format {
            Format::Jsonl => safe::json_line(record)?,
            Format::Name => record.name().text().to_owned() + "\n",
            Format::Text | Format::Wide | Format::Json | Format::Yaml => self.text.lines(record),
        });
        Ok(())
    }

    /// Returns whether text with the column of this heading is printed.
    pub(crate) fn shows(&self, heading: &str) -> bool {
        matches!(self.format, Format::Text | Format::Wide) && self.text.has_column(heading)
    }

    /// Adds the column of this heading, which is wide, to text without it, unless the user has chosen the columns.
    pub(crate) fn show(&mut self, heading: &str) {
        if !self.columns_chosen {
            self.text.add_column(heading, R::COLUMNS);
        }
    }

    /// Returns whether stdout is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.text.is_table()
    }

    /// Returns whether the records are printed as a table.
    pub(crate) fn is_table(&self) -> bool {
        self.is_terminal() && matches!(self.format, Format::Text | Format::Wide)
    }

    /// Returns whether records are printed before the last one is there.
    pub(crate) fn is_streaming(&self) -> bool {
        self.order != Order::AtEnd
    }

    /// Returns whether stdout is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.stdout.is_closed()
    }

    /// Prints the kept records, and waits until everything is written.
    pub(crate) async fn finish(mut self, interrupts: &mut Interrupts) -> Result<(), Failure> {
        let mut waiting: Vec<_> = std::mem::take(&mut self.waiting).into_values().flatten().collect();
        self.text.sort(&mut waiting);
        match self.format {
            Format::Text | Format::Wide if self.order == Order::AtEnd => {
                self.stdout.write(self.text.table(&waiting));
            }
            Format::Json => self.stdout.write(safe::json(&waiting)?),
            Format::Yaml => self.stdout.write(safe::yaml(&waiting)?),
            Format::Text | Format::Wide | Format::Name | Format::Jsonl => {
                for record in &waiting {
                    self.write(record)?;
                }
            }
        }
        self.stdout.close(interrupts).await
    }

    /// Prints the records of a command that changes nothing.
    pub(crate) async fn print_all(
        mut self,
        records: impl IntoIterator<Item = R>,
        interrupts: &mut Interrupts,
    ) -> Result<Exit, Failure> {
        for (index, record) in records.into_iter().enumerate() {
            self.print(index, Some(record))?;
        }
        exit_after_output(self.finish(interrupts).await, false, Exit::Done)
    }
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
