//! A setting together with what has set it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// The value of a setting, and the flag, variable or context that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sourced<T> {
    value: T,
    source: Source,
}

/// The place that a setting comes from, in the words of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source(Cow<'static, str>);

impl Source {
    pub(crate) const DEFAULT: Self = Self::new("default");

    /// A flag, such as `--server`, or the name of a variable.
    pub(crate) const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// A context of the configuration file.
    pub(crate) fn context(name: &str) -> Self {
        Self(Cow::Owned(format!("context `{name}`")))
    }

    /// Puts a value from this source.
    pub(crate) fn of<T>(&self, value: T) -> Sourced<T> {
        Sourced { value, source: self.clone() }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> Sourced<T> {
    /// Converts the value and keeps the source.
    pub(crate) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: convert(self.value), source: self.source }
    }

    /// Returns whether the user has set it.
    pub(crate) fn is_set(&self) -> bool {
        self.source != Source::DEFAULT
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }
}

impl<T> Deref for Sourced<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
