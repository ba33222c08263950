use std::fmt;

/// What a change means for a user, from the worst to the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Working code, or a reader of the document, may have to change.
    Breaking,
    /// A compatible change that a user or an operator may have to know.
    Change,
    /// A new possibility.
    Addition,
    /// A change of descriptions, examples and the like.
    None,
}

impl Effect {
    /// Returns the name, as `cargo xtask diff` prints it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Change => "change",
            Self::Addition => "addition",
            Self::None => "no effect",
        }
    }
}

/// The section of a changelog that a change belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Something was changed.
    Changed,
    /// Something is new.
    Added,
    /// Something is gone.
    Removed,
}

impl Section {
    /// Returns the heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Changed => "Changed",
            Self::Added => "Added",
            Self::Removed => "Removed",
        }
    }
}

/// A difference between two versions of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the change means for a user.
    pub effect: Effect,
    /// The section of a changelog.
    pub section: Section,
    /// The schema or another component that has the change; `None` if an operation has it.
    pub component: Option<String>,
    /// The operationIds of the affected operations, in the order of the document.
    pub operations: Vec<String>,
    /// What has changed, with names in backticks.
    pub message: String,
}

impl Change {
    /// Returns the change without its effect, with names in backticks.
    pub(super) fn markdown(&self) -> String {
        let Self { component, operations, message, .. } = self;
        let operations: Vec<_> = operations.iter().map(|operation| format!("`{operation}`")).collect();
        let operations = match operations.as_slice() {
            [] => None,
            [first, _, _, rest @ ..] if !rest.is_empty() => {
                Some(format!("{first} and {} more operations", operations.len() - 1))
            }
            _ => Some(operations.join(", ")),
        };
        match (component, operations) {
            (Some(component), Some(operations)) => format!("{component}: {message} ({operations})"),
            (Some(component), None) => format!("{component}: {message}"),
            (None, Some(operations)) => format!("{operations}: {message}"),
            (None, None) => message.clone(),
        }
    }
}

/// Displays as one line without backticks: `breaking: Vcenter.VM_get: result member cdroms became optional`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.effect.name(), plain(&self.markdown()))
    }
}

/// Removes the backticks.
pub(super) fn plain(markdown: &str) -> String {
    markdown.replace('`', "")
}
