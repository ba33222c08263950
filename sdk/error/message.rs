use std::error::Error as StdError;
use std::fmt;

use crate::text::one_line::OneLine;

/// A message of the server for people.
///
/// Its [`source`](StdError::source) is the message that names its cause. `Display` prints
/// [`text`](Self::text) on one line, with control characters escaped.
#[derive(Default)]
pub struct Message {
    pub(super) id: String,
    pub(super) english: String,
    pub(super) localized: Option<String>,
    pub(super) args: Vec<String>,
    pub(super) cause: Option<Box<Message>>,
}

impl Message {
    /// Chains messages that stand in the server's order: each is caused by the one after it.
    pub(super) fn chain(messages: impl DoubleEndedIterator<Item = Self>) -> Option<Self> {
        messages.rfold(None, |cause, mut message| {
            message.cause = cause.map(Box::new);
            Some(message)
        })
    }

    /// The name of the message in the catalogue of its service, such as `com.vmware.api.vcenter.error`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The message in English, as the server wrote it.
    #[must_use]
    pub fn default_message(&self) -> &str {
        &self.english
    }

    /// The message in the language that was asked for, if the server has it.
    #[must_use]
    pub fn localized(&self) -> Option<&str> {
        self.localized.as_deref()
    }

    /// The values that the server filled into the message.
    #[must_use]
    pub fn args(&self) -> &[String] {
        &self.args
    }

    /// The best text there is: the localized one, the English one, or the identifier.
    #[must_use]
    pub fn text(&self) -> &str {
        let localized = self.localized.as_deref().unwrap_or_default();
        [localized, &self.english, &self.id].into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn cause(&self) -> Option<&Self> {
        self.cause.as_deref()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", OneLine(self.text()))
    }
}

/// Shows one message; those that caused it have their own place in a list of [`Messages`].
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("default_message", &self.english)
            .field("localized", &self.localized)
            .field("args", &self.args)
            .finish_non_exhaustive()
    }
}

impl StdError for Message {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause().map(|cause| cause as _)
    }
}

impl Drop for Message {
    /// A server decides how long the chain is: it must not decide how deep the stack gets.
    fn drop(&mut self) {
        let mut next = self.cause.take();
        while let Some(mut message) = next {
            next = message.cause.take();
        }
    }
}

/// The messages of an error, each followed by its cause.
#[derive(Clone)]
pub struct Messages<'a>(Option<&'a Message>);

impl<'a> From<Option<&'a Message>> for Messages<'a> {
    fn from(top: Option<&'a Message>) -> Self {
        Self(top)
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = &'a Message;

    fn next(&mut self) -> Option<&'a Message> {
        let message = self.0?;
        self.0 = message.cause();
        Some(message)
    }
}

impl fmt::Debug for Messages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
