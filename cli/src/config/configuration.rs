//! The configuration file: named contexts, without passwords.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use vcenter_iso::{SingleLine, Vcenter};

use crate::failure::Failure;
use crate::files;
use crate::files::directory;
use crate::files::ownership::{self, Access};

const FILE: &str = "config.toml";
/// The size limit in bytes, much more than a file written by hand.
const MAX_SIZE: u64 = 1 << 20;

/// The content of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// The context to use if no other setting names a server.
    pub(crate) default_context: Option<String>,
    #[serde(default)]
    contexts: BTreeMap<String, Context>,
    #[serde(skip)]
    path: PathBuf,
}

/// The settings for one vCenter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Context {
    pub(crate) server: String,
    pub(crate) username: Option<String>,
    /// A shell command that prints the password as its first line.
    pub(crate) password_command: Option<String>,
    pub(crate) ca_cert: Option<PathBuf>,
    pub(crate) thumbprint: Option<String>,
    pub(crate) insecure: Option<bool>,
    pub(crate) timeout: Option<String>,
    pub(crate) locale: Option<String>,
}

impl Configuration {
    /// Reads the file. A missing file is an empty configuration.
    pub(crate) fn read() -> Result<Self, Failure> {
        let Some(path) = path() else { return Ok(Self::default()) };
        let text = text(&path)?;
        let mut configuration = Self::parse(&text, &path)?;
        for context in configuration.contexts.values_mut() {
            // Relative to the file, not to the working directory.
            let relative = |file: &PathBuf| path.with_file_name("").join(directory::expanded(file));
            context.ca_cert = context.ca_cert.as_ref().map(relative);
        }
        Ok(configuration)
    }

    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let parsed: Result<Self, _> = toml_edit::de::from_str(text);
        parsed.map(|configuration| Self { path: path.to_owned(), ..configuration }).map_err(|error| {
            // `Display` quotes the line, which may contain a password.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
            // Keep only the expected type: the value in the file may be a password.
            let reason = match error.message().split_once(", expected ") {
                Some((found, expected)) if found.starts_with("invalid ") => format!("expected {expected}"),
                _ => error.message().to_owned(),
            };
            let position = format!("{}, line {line}, column {column}", path.display());
            let mut what = format!("{position}: {}", SingleLine(&reason));
            if error.message().contains("`password`") {
                what += "; passwords are not allowed in this file: set `password_command`";
            }
            Failure::usage(what)
        })
    }

    /// Returns the contexts by name.
    pub(crate) fn contexts(&self) -> impl Iterator<Item = (&str, &Context)> {
        self.contexts.iter().map(|(name, context)| (name.as_str(), context))
    }

    /// Returns the contexts of a server by name.
    pub(crate) fn contexts_of(&self, server: &str) -> Vec<(&str, &Context)> {
        let url = |server: &str| Vcenter::builder(server).url().ok();
        let url_of_server = url(server);
        self.contexts().filter(|(_, context)| url(&context.server) == url_of_server).collect()
    }

    /// Returns the context with this name.
    pub(crate) fn context(&self, name: &str) -> Result<&Context, Failure> {
        self.contexts.get(name).ok_or_else(|| {
            let known: Vec<_> = self.contexts.keys().map(|name| format!("`{name}`")).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let file = if self.path.as_os_str().is_empty() { Path::new(FILE) } else { &self.path };
            Failure::usage(format!("no context `{name}` in {}; known contexts: {known}", file.display()))
        })
    }
}

/// Returns the path of the file, which may not exist.
pub(crate) fn path() -> Option<PathBuf> {
    directory::configuration().map(|directory| directory.join(FILE))
}

/// Returns the content of the file. A missing file is empty.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let unreadable = |error: io::Error| {
        Failure::usage_caused_by(format!("{}: cannot read the file", path.display()), error)
    };
    let file = match files::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(String::new());
        }
        Err(error) => return Err(unreadable(error)),
    };
    // Another user who can write the file could run a command as this user.
    ownership::check_file(path, &file, Access::Read)?;
    ownership::check_directories(path)?;
    files::text_of(file, MAX_SIZE).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_for_an_invalid_file_has_the_position_and_no_quote() {
        for (text, expected) in [
            (
                "[contexts.lab]\nserver = \"a\"\npassword = \"s3cr3t\"\n",
                "line 3, column 1: unknown field `password`",
            ),
            ("[contexts.lab]\nserver = \"a\"\nusername = s3cr3t\n", "line 3, column 12"),
            ("[contexts.lab]\nusername = \"s3cr3t\"\n", "missing field `server`"),
            ("[contexts]\nlab = \"https://root:s3cr3t@vc\"\n", "line 2, column 7: expected struct Context"),
            (
                "[contexts.lab]\nserver = \"a\"\ninsecure = \"s3cr3t\"\n",
                "line 3, column 12: expected a boolean",
            ),
            (
                "[contexts.lab]\nserver = \"a\"\n\"pass\\u001b[31mword\" = 1\n",
                "unknown field `pass\\u{1b}[31mword`",
            ),
            ("default_context = [\n  \"s3cr3t\"\n]\n", "line 1, column 19"),
            ("contexts.lab = { server = \"a\", password = \"s3cr3t\" }", "set `password_command`"),
        ] {
            let failure =
                Configuration::parse(text, Path::new("config.toml")).expect_err("the file is invalid");
            let message = failure.to_string();
            assert!(message.contains(expected), "{message:?} should contain {expected:?}");
            assert!(!message.contains("s3cr3t"), "the file is quoted: {message}");
        }
    }
}
