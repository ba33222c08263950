use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::oneshot;
use vcenter_iso::{
    DisplayName, Error, ErrorKind, ImportOutcome, ImportPhase, ImportPreview, ImportProgress, ImportRequest,
    IsoSource, Library, LibraryId, LibraryItemId, Vcenter,
};

use crate::arguments::{ImportArgs, LibraryOptions};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record, exit_after_output};
use crate::session::connection::{server, with_vcenter};
use crate::terminal::interrupt::GRACE;
use crate::terminal::{Excerpt, Interrupts, report, screen, waiting};

/// An imported ISO image
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ImportRecord {
    /// The identifier of the item; null if it would be created
    library_item: Option<LibraryItemId>,
    /// The name of the item
    name: String,
    /// The identifier of its library
    library: LibraryId,
    /// The name of its library, null with --library-id
    library_name: Option<String>,
    /// What was done, or would be done with --dry-run
    #[schemars(extend("enum" = ["created", "replaced", "unchanged", "would_create", "would_replace"]))]
    result: &'static str,
    /// The size of the image in bytes; null for an image at a URL
    size_bytes: Option<u64>,
    /// The time that the import took, in seconds
    seconds: f64,
}

impl Record for ImportRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("LIBRARY"),
        Column::new("RESULT"),
        Column::new("SIZE MIB").minor(),
        Column::new("ITEM").minor(),
        Column::new("SECONDS").wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::new(&self.name),
            Cell::new(self.library_name.as_deref().unwrap_or_else(|| self.library.as_str())),
            Cell::new(self.result.replace('_', " ")),
            Cell::or_none(self.size_bytes.map(|bytes| bytes >> 20)),
            Cell::or_none(self.library_item.as_ref()),
            Cell::new(format!("{:.1}", self.seconds)),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::new(&self.name)
    }
}

pub(crate) async fn run(arguments: ImportArgs, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let printer = Printer::new(&arguments.output)?;
    if arguments.library.name.is_none() && arguments.library.id.is_none() {
        return Err(Failure::usage("no library: pass --library or --library-id"));
    }
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => name_of(&arguments.source)?,
    };
    let record = with_vcenter(&arguments.connection, &mut interrupts, async |vcenter, _, interrupts| {
        import(vcenter, &arguments, name, interrupts).await
    })
    .await?;
    let mut printer = printer;
    printer.print(0, Some(record))?;
    exit_after_output(printer.finish(&mut interrupts).await, !arguments.dry_run, Exit::Done)
}

async fn import(
    vcenter: &Vcenter,
    arguments: &ImportArgs,
    name: String,
    interrupts: &mut Interrupts,
) -> Result<ImportRecord, Failure> {
    let looking = format!("looking for the library at {}", server(vcenter.url()));
    let (library, library_name) =
        interrupts.or_interrupt(waiting::shown(looking, library(vcenter, &arguments.library))).await?;
    let source = source(&arguments.source, arguments.source_thumbprint.as_deref())?;
    let mut request = vcenter.import_iso(&library, &name, source);
    if arguments.replace {
        request = request.replace();
    }
    if let Some(file_name) = &arguments.file_name {
        request = request.file_name(file_name);
    }
    if let Some((algorithm, digits)) = &arguments.checksum {
        request = request.checksum(algorithm.clone(), digits);
    }
    if let Some(host) = &arguments.upload_host {
        request = request.upload_host(host);
    }
    let started = Instant::now();
    let bar = Bar::new(&name);
    let request = request.progress({
        let bar = Arc::clone(&bar);
        move |progress| bar.show(progress)
    });
    let (result, library_item) = if arguments.dry_run {
        let reading = format!("comparing the image with the library of {}", server(vcenter.url()));
        match interrupts.or_interrupt(waiting::shown(reading, request.preview())).await? {
            ImportPreview::Unchanged(item) => ("unchanged", Some(item)),
            ImportPreview::Create => ("would_create", None),
            ImportPreview::Replace(item) => ("would_replace", Some(item)),
        }
    } else {
        match finish(request, &name, interrupts).await? {
            ImportOutcome::Unchanged(item) => ("unchanged", Some(item)),
            ImportOutcome::Created(item) => ("created", Some(item)),
            ImportOutcome::Replaced(item) => ("replaced", Some(item)),
        }
    };
    screen::clear();
    let size_bytes = bar.size().or_else(|| std::fs::metadata(&arguments.source).ok().map(|file| file.len()));
    let seconds = started.elapsed().as_secs_f64();
    Ok(ImportRecord { library_item, name, library, library_name, result, size_bytes, seconds })
}

/// Awaits an import. The first interrupt cancels it and waits until it has cleaned up.
async fn finish(
    request: ImportRequest,
    name: &str,
    interrupts: &mut Interrupts,
) -> Result<ImportOutcome, Failure> {
    let (cancel, cancelled) = oneshot::channel::<()>();
    let request = request.cancel_when(async {
        // The end of the sender counts as well.
        let _ = cancelled.await;
    });
    let mut import = Box::pin(waiting::shown(format!("importing {}", Excerpt(name)), request.into_future()));
    let interrupt = tokio::select! {
        biased;
        done = &mut import => return done.map_err(Into::into),
        interrupt = interrupts.next() => interrupt,
    };
    drop(cancel);
    screen::clear();
    report::line(&format!("{interrupt}: removing what the import has begun; {}", interrupt.remedy()));
    let done = tokio::select! {
        biased;
        done = import => Some(done),
        _ = interrupts.next() => None,
        () = tokio::time::sleep(GRACE) => None,
    };
    match done {
        // It was faster.
        Some(Ok(outcome)) => Ok(outcome),
        Some(Err(error)) if is_clean(&error) => Err(Failure::Interrupted(interrupt)),
        Some(Err(error)) => Err(error.into()),
        None => {
            report::warning(
                "an item without a file, or an update session, may be left: run the same command again",
            );
            Err(Failure::Interrupted(interrupt))
        }
    }
}

/// Returns whether an import was cancelled and has left nothing.
fn is_clean(error: &Error) -> bool {
    error.kind() == ErrorKind::Cancelled && !error.to_string().contains(';')
}

async fn library(
    vcenter: &Vcenter,
    options: &LibraryOptions,
) -> Result<(LibraryId, Option<String>), Failure> {
    if let Some(id) = &options.id {
        return Ok((id.clone(), None));
    }
    let name = options.name.as_deref().unwrap_or_default();
    let mut found = vcenter.find_libraries(name).await?;
    // The server ignores case.
    if found.iter().any(|library| library.name == name) {
        found.retain(|library| library.name == name);
    }
    if let [Library { id, name, .. }] = found.as_slice() {
        return Ok((id.clone(), Some(name.clone())));
    }
    let ids = found.iter().map(|library| library.id.as_str()).collect::<Vec<_>>().join(", ");
    let name = DisplayName::library(name);
    Err(Failure::usage(format!("several libraries are named `{name}`: pass --library-id with one of {ids}")))
}

/// Returns whether the text is a URL, and not a path.
fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn source(text: &str, thumbprint: Option<&str>) -> Result<IsoSource, Failure> {
    if is_url(text) {
        return Ok(match thumbprint {
            Some(thumbprint) => IsoSource::url_with_thumbprint(text, thumbprint),
            None => IsoSource::url(text),
        });
    }
    if thumbprint.is_some() {
        return Err(Failure::usage("--source-thumbprint is for a URL, and not for a file"));
    }
    Ok(IsoSource::file(text))
}

/// Returns the name of a file or of the last segment of a URL, without `.iso`.
fn name_of(source: &str) -> Result<String, Failure> {
    let last = if is_url(source) {
        let path = source.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    } else {
        Path::new(source).file_name().unwrap_or_default().to_string_lossy().into_owned()
    };
    let is_iso = last.len() > 4
        && last.is_char_boundary(last.len() - 4)
        && last[last.len() - 4..].eq_ignore_ascii_case(".iso");
    let name = if is_iso { &last[..last.len() - 4] } else { &last };
    if name.is_empty() {
        return Err(Failure::usage("no name for the item: pass --name"));
    }
    Ok(name.to_owned())
}

/// The bar of an import on a terminal. Without one, it only remembers the size.
struct Bar {
    name: String,
    shown: Mutex<Shown>,
}

#[derive(Default)]
struct Shown {
    size: Option<u64>,
    phase: Option<ImportPhase>,
    bar: Option<ProgressBar>,
}

impl Bar {
    fn new(name: &str) -> Arc<Self> {
        Arc::new(Self { name: Excerpt(name).to_string(), shown: Mutex::default() })
    }

    fn size(&self) -> Option<u64> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).size
    }

    fn show(&self, progress: ImportProgress) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.size = progress.size.or(shown.size);
        let Some(size) = progress.size.filter(|_| screen::can_draw()) else { return };
        if shown.phase != Some(progress.phase) {
            shown.phase = Some(progress.phase);
            let verb = match progress.phase {
                ImportPhase::Checksum => "reading",
                ImportPhase::Transfer => "uploading",
                _ => "checking",
            };
            let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::hidden());
            bar.set_style(style());
            bar.set_message(format!("{verb} {}", self.name));
            // The rate is that of this phase.
            bar.reset_eta();
            screen::draw(&bar);
            shown.bar = Some(bar);
        }
        if let Some(bar) = &shown.bar {
            bar.set_position(progress.bytes);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        screen::clear();
    }
}

fn style() -> ProgressStyle {
    let template =
        "{wide_msg} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta} left [{bar:20}]";
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_that_of_the_file_without_its_extension() {
        for (source, expected) in [
            ("ubuntu-24.04.iso", Some("ubuntu-24.04")),
            ("/tmp/a b/TOOL.ISO", Some("TOOL")),
            ("image", Some("image")),
            ("https://images.example.com/a/tool.iso?x=1#y", Some("tool")),
            ("ds:///vmfs/volumes/a/tool.iso", Some("tool")),
            ("https://images.example.com/", None),
            (".iso", Some(".iso")),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(name_of(source).ok().as_deref(), expected, "of {source:?}");
        }
    }
}
