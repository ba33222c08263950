use std::error::Error as StdError;
use std::fmt;

use crate::text::redact::Redactor;
use crate::text::single_line::SingleLine;

/// A message of the server for people.
///
/// [`source`](StdError::source) returns the message about its cause. `Display` prints [`text`](Self::text) on one line,
/// with control characters escaped.
#[derive(Default)]
pub struct Message {
    pub(super) id: String,
    pub(super) english: String,
    pub(super) localized: Option<String>,
    pub(super) args: Vec<String>,
    pub(super) cause: Option<Box<Message>>,
}

impl Message {
    /// Chains messages in the server's order, in which the next message is the cause of each.
    pub(super) fn chain(messages: impl DoubleEndedIterator<Item = Self>) -> Option<Self> {
        messages.rfold(None, |cause, mut message| {
            message.cause = cause.map(Box::new);
            Some(message)
        })
    }

    /// Returns the message and its causes without secrets.
    pub(crate) fn redacted(mut self, redactor: &Redactor) -> Self {
        let mut next = Some(&mut self);
        while let Some(message) = next {
            let texts = [&mut message.id, &mut message.english].into_iter();
            for text in texts.chain(&mut message.localized).chain(&mut message.args) {
                *text = redactor.text(text);
            }
            next = message.cause.as_deref_mut();
        }
        self
    }

    /// Returns the message's name in the catalogue of its service, such as `com.vmware.api.vcenter.error`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the message in English, as the server sent it.
    #[must_use]
    pub fn default_message(&self) -> &str {
        &self.english
    }

    /// Returns the message in the requested language, if the server has it.
    #[must_use]
    pub fn localized(&self) -> Option<&str> {
        self.localized.as_deref()
    }

    /// Returns the values that the server inserted into the message.
    #[must_use]
    pub fn args(&self) -> &[String] {
        &self.args
    }

    /// Returns the best available text: the localized one, else the English one, else the identifier.
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
        write!(f, "{}", SingleLine(self.text()))
    }
}

/// Prints this message only; a list of [`Messages`] prints its causes as well.
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
    /// Drops the chain in a loop, because a server decides its length and recursion could overflow the stack.
    fn drop(&mut self) {
        let mut next = self.cause.take();
        while let Some(mut message) = next {
            next = message.cause.take();
        }
    }
}

/// An iterator over the messages of an error, each followed by its cause.
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
