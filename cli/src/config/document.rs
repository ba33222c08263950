//! The configuration file as text: changes keep its comments, its order and what they do not concern.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::timeout;
use toml_edit::{DocumentMut, Item, Table, TableLike, TomlError, Value};

use crate::config::configuration::{self, Configuration};
use crate::failure::Failure;
use crate::files;
use crate::files::directory;
use crate::files::lock::LockFile;
use crate::terminal::{Interrupts, waiting};

const DEFAULT_CONTEXT: &str = "default_context";
const CONTEXTS: &str = "contexts";

/// The time to wait for another process that changes the file.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// The configuration file, locked against changes by other processes until it is dropped.
#[derive(Debug)]
pub(crate) struct ConfigurationDocument {
    path: PathBuf,
    document: DocumentMut,
    _lock: LockFile,
}

impl ConfigurationDocument {
    /// Locks and reads the file. A missing file is empty.
    pub(crate) async fn open(interrupts: &mut Interrupts) -> Result<Self, Failure> {
        let (Some(path), Some(state)) = (configuration::path(), directory::state()) else {
            return Err(Failure::usage("no directory for the configuration: set HOME"));
        };
        let lock = LockFile::open(&state, "config.lock")?;
        let locked = async {
            timeout(LOCK_TIMEOUT, lock.lock()).await.unwrap_or_else(|_| {
                Err(Failure::usage(format!("{}: another process holds the lock", lock.path().display())))
            })
        };
        let what = "another run of vcenter-iso changes the configuration";
        interrupts.or_interrupt(waiting::shown(what, locked)).await?;
        let text = configuration::text(&path)?;
        Configuration::parse(&text, &path)?;
        let document = text.parse().map_err(|_| invalid(&path))?;
        Ok(Self { path, document, _lock: lock })
    }

    /// Returns the configuration with the changes so far. Fails if they make it invalid.
    pub(crate) fn configuration(&self) -> Result<Configuration, Failure> {
        Configuration::parse(&self.document.to_string(), &self.path)
    }

    /// Sets the context to use if no other setting names a server.
    pub(crate) fn set_default(&mut self, context: &str) -> Result<(), Failure> {
        set_default(&mut self.document, context).map_err(|_| invalid(&self.path))
    }

    /// Removes the key of the default context.
    pub(crate) fn remove_default(&mut self) {
        self.document.remove(DEFAULT_CONTEXT);
    }

    /// Returns the keys of a context, which is added if there is none with this name.
    pub(crate) fn context(&mut self, name: &str) -> Result<ContextTable<'_>, Failure> {
        context(&mut self.document, name).ok_or_else(|| invalid(&self.path))
    }

    pub(crate) fn remove_context(&mut self, name: &str) {
        if let Some(contexts) = self.document.get_mut(CONTEXTS).and_then(Item::as_table_like_mut) {
            contexts.remove(name);
        }
    }

    /// Writes the file, unless that would make it invalid.
    pub(crate) fn write(self) -> Result<(), Failure> {
        self.configuration()?;
        let text = self.document.to_string();
        // The blank line above a table stays when what was above it is removed.
        files::replace(&self.path, text.trim_start_matches('\n').as_bytes())
            .map_err(|error| Failure::other(format!("{}: cannot write the file", self.path.display()), error))
    }
}

/// The keys of a context.
pub(crate) struct ContextTable<'a>(&'a mut dyn TableLike);

impl ContextTable<'_> {
    pub(crate) fn put(&mut self, key: &str, value: impl Into<Value>) {
        put(self.0, key, value.into());
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }
}

fn set_default(document: &mut DocumentMut, context: &str) -> Result<(), TomlError> {
    if !document.contains_key(DEFAULT_CONTEXT) {
        *document = with_first_line(&document.to_string(), &format!("{DEFAULT_CONTEXT} = \"\"")).parse()?;
    }
    put(document.as_table_mut(), DEFAULT_CONTEXT, context.into());
    Ok(())
}

fn context<'a>(document: &'a mut DocumentMut, name: &str) -> Option<ContextTable<'a>> {
    let mut added = Table::new();
    if document.is_empty() {
        // The comments of a file without keys are about the file.
        added.decor_mut().set_prefix(document.trailing().as_str().unwrap_or_default());
        document.set_trailing("");
    }
    let contexts = document.entry(CONTEXTS).or_insert_with(|| {
        let mut contexts = Table::new();
        contexts.set_implicit(true);
        Item::Table(contexts)
    });
    let contexts = contexts.as_table_like_mut()?;
    if !contexts.contains_key(name) {
        contexts.insert(name, Item::Table(added));
    }
    contexts.get_mut(name)?.as_table_like_mut().map(ContextTable)
}

/// Sets a key and keeps its comments.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(Item::Value(before)) => {
            *value.decor_mut() = before.decor().clone();
            *before = value;
        }
        _ => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Adds a line above the first table, and above the comment that belongs to it.
fn with_first_line(text: &str, line: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let header = lines.iter().position(|line| line.trim_start().starts_with('['));
    let Some(header) = header else {
        return format!("{}\n{line}\n", text.trim_end()).trim_start().to_owned();
    };
    let comment = lines[..header].iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let (before, after) = lines.split_at(header - comment);
    [before, &[line, ""], after].concat().join("\n") + "\n"
}

fn invalid(path: &Path) -> Failure {
    Failure::usage(format!("{}: `{CONTEXTS}` is not a table", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_where_they_are() {
        for (before, after) in [
            ("", "default_context = \"x\"\n"),
            ("# the file\n", "# the file\ndefault_context = \"x\"\n"),
            ("[contexts.a]\n", "default_context = \"x\"\n\n[contexts.a]\n"),
            (
                "# the file\n\n# a\n[contexts.a]",
                "# the file\n\ndefault_context = \"x\"\n\n# a\n[contexts.a]\n",
            ),
            ("# a\n[contexts.a]\n# end\n", "default_context = \"x\"\n\n# a\n[contexts.a]\n# end\n"),
            ("default_context='a' # why\n", "default_context=\"x\" # why\n"),
            ("contexts.a.server = \"s\"\n", "contexts.a.server = \"s\"\ndefault_context = \"x\"\n"),
        ] {
            let mut document: DocumentMut = before.parse().expect("TOML");
            set_default(&mut document, "x").expect("TOML");
            assert_eq!(document.to_string(), after, "after the default is set in:\n{before}");
        }
    }

    #[test]
    fn a_context_of_any_form_is_changed() {
        for (before, after) in [
            ("", "[contexts.a]\nserver = \"s\"\n"),
            ("# the file\n", "# the file\n[contexts.a]\nserver = \"s\"\n"),
            (
                "[contexts.a] # A\n# where\n'server' = 'old' # why\nlocale = 'de'\n",
                "[contexts.a] # A\n# where\n'server' = \"s\" # why\nlocale = 'de'\n",
            ),
            (
                "[contexts]\na = { server = 'old', locale = 'de' }\n",
                "[contexts]\na = { server = \"s\", locale = 'de' }\n",
            ),
            (
                "contexts = { b = { server = 'x' } }\n",
                "contexts = { b = { server = 'x' } , a = { server = \"s\" } }\n",
            ),
            ("contexts.a.server = 'old'\n", "contexts.a.server = \"s\"\n"),
            (
                "[contexts.b]\nserver = 'x'\n\n# end\n",
                "[contexts.b]\nserver = 'x'\n\n[contexts.a]\nserver = \"s\"\n\n# end\n",
            ),
        ] {
            let mut document: DocumentMut = before.parse().expect("TOML");
            context(&mut document, "a").expect("a table").put("server", "s");
            assert_eq!(document.to_string(), after, "after the server is set in:\n{before}");
        }
    }
}
