//! The commands `sync-item` and `delete-item`.

use std::io::{IsTerminal as _, stderr as stderr_of_process, stdin};

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{DeleteOutcome, Error, LibraryItemId, SyncOutcome, Vcenter};

use crate::arguments::{ConnectionOptions, DeleteItemArgs, ItemOptions, OutputOptions, SyncItemArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record, exit_after_output};
use crate::run::ErrorRecord;
use crate::select::{Image, selection};
use crate::session::connection::{server, with_vcenter};
use crate::terminal::{Interrupts, question, report, stderr, waiting};

/// A library item, and what was done
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LibraryItemRecord {
    /// The identifier of the item
    library_item: LibraryItemId,
    /// The name of the item, or its identifier if it was selected by that
    name: String,
    /// What was done
    #[schemars(extend("enum" = ["synchronized", "unchanged", "deleted", "absent", "failed", "unknown"]))]
    result: &'static str,
    /// The error, null without one
    error: Option<ErrorRecord>,
}

impl Record for LibraryItemRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("RESULT"),
        Column::new("ITEM").minor(),
        Column::new("REASON").wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::new(&self.name),
            Cell::new(self.result),
            Cell::new(&self.library_item),
            Cell::or_none(self.error.as_ref().map(ErrorRecord::message)),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::new(&self.name)
    }
}

pub(crate) async fn sync(arguments: SyncItemArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let SyncItemArgs { wait, item, output, connection } = arguments;
    let work = move |vcenter: Vcenter, item: LibraryItemId| async move {
        Ok(match vcenter.sync_item(&item, wait).await? {
            SyncOutcome::Unchanged => "unchanged",
            SyncOutcome::Synchronized => "synchronized",
        })
    };
    on_items("synchronizing", None, &item, &output, &connection, interrupts, work).await
}

pub(crate) async fn delete(arguments: DeleteItemArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    let DeleteItemArgs { even_if_mounted, yes, item, output, connection } = arguments;
    let work = move |vcenter: Vcenter, item: LibraryItemId| async move {
        let request = vcenter.delete_item(&item);
        let request = if even_if_mounted { request.even_if_mounted() } else { request };
        Ok(match request.await? {
            DeleteOutcome::Absent => "absent",
            DeleteOutcome::Deleted => "deleted",
        })
    };
    let question = (!yes).then_some("Delete");
    on_items("deleting", question, &item, &output, &connection, interrupts, work).await
}

/// Works on the items one after another. A failure of one does not stop the others.
async fn on_items<F>(
    verb: &str,
    question: Option<&str>,
    items: &ItemOptions,
    output: &OutputOptions,
    connection: &ConnectionOptions,
    mut interrupts: Interrupts,
    work: impl Fn(Vcenter, LibraryItemId) -> F + Send + Sync,
) -> Result<Exit, Failure>
where
    F: Future<Output = Result<&'static str, Error>> + Send,
{
    let mut printer = Printer::new(output)?;
    let exit = with_vcenter(connection, &mut interrupts, async |vcenter, _, interrupts| {
        let looking = format!("looking for the items at {}", server(vcenter.url()));
        let found = waiting::shown(looking, selection::images(vcenter, items, None));
        let images = interrupts.or_interrupt(found).await?;
        if let Some(verb) = question {
            confirm(verb, &images, server(vcenter.url()), interrupts).await?;
        }
        let (mut exit, mut hints) = (Exit::Done, report::Hints::default());
        for (index, image) in images.into_iter().enumerate() {
            let what = format!("{verb} {image}");
            let one = waiting::shown(what.clone(), work(vcenter.clone(), image.id.clone()));
            let (result, error) = match interrupts.with_grace_period(&what, one).await {
                Some(Ok(result)) => (result, None),
                Some(Err(error)) => {
                    let failed = Exit::from(&error);
                    stderr::write(&report::error(&format!("{image}: "), &error, None, Some(&mut hints)));
                    exit = exit.max(failed);
                    (if failed == Exit::OutcomeUnknown { "unknown" } else { "failed" }, Some(error))
                }
                None => {
                    report::warning(&format!("{what}: abandoned; whether it was done is unknown"));
                    exit = Exit::OutcomeUnknown;
                    ("unknown", None)
                }
            };
            let error = error.as_ref().map(ErrorRecord::of);
            printer.print(
                index,
                Some(LibraryItemRecord { library_item: image.id, name: image.name, result, error }),
            )?;
            if interrupts.interrupted().is_some() {
                exit = exit.max(Exit::Interrupted);
                break;
            }
        }
        Ok(exit)
    })
    .await?;
    exit_after_output(printer.finish(&mut interrupts).await, true, exit)
}

/// Asks the user if stdin and stderr are terminals. Elsewhere the names are exact, as with `mount`.
async fn confirm(
    verb: &str,
    images: &[Image],
    server: &str,
    interrupts: &mut Interrupts,
) -> Result<(), Failure> {
    if !stdin().is_terminal() || !stderr_of_process().is_terminal() {
        return Ok(());
    }
    let names = images.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let answer =
        question::ask(format!("{verb} {names} from the libraries of {server}? [y/N]"), interrupts).await?;
    let yes = matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes");
    if yes { Ok(()) } else { Err(Failure::Declined) }
}
