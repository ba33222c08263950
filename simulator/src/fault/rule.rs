use std::fmt;
use std::sync::Arc;

use crate::fault::injected::Fault;
use crate::operation::Operation;

#[doc = include_str!("rules.md")]
///
/// ```
/// use vcenter_iso_simulator::FaultRule;
///
/// let rule: FaultRule = "mount: fail 503 twice, then delay 2s, then reset after acting".parse()?;
/// let error = "mount: explode".parse::<FaultRule>().unwrap_err();
/// assert!(error.to_string().contains("explode"));
/// # Ok::<_, vcenter_iso_simulator::FaultRuleError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub(crate) target: Target,
    pub(crate) distribution: Distribution,
    pub(crate) faults: Vec<Run>,
}

/// A fault, and the number of consecutive requests that it affects, at least 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) fault: Arc<Fault>,
    pub(crate) times: usize,
}

impl From<Fault> for Run {
    fn from(fault: Fault) -> Self {
        Self { fault: Arc::new(fault), times: 1 }
    }
}

/// The requests that a fault affects: those of one operation, uploads, or all, also those that match no operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a request is an upload, has an operation, or does not")]
pub enum Target {
    /// Every request.
    Any,
    /// The uploads of files to the address that `Content.Library.Item.Updatesession.File_add` returns.
    Upload,
    /// The requests of an operation.
    Operation(Operation),
}

impl From<Operation> for Target {
    fn from(operation: Operation) -> Self {
        Self::Operation(operation)
    }
}

/// The distribution of the faults of a rule over its requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Distribution {
    /// In order, one for each request.
    Script,
    /// One at random, for this share of the requests.
    Rate(f64),
}

/// The reason why a fault rule is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRuleError(pub(crate) String);

impl fmt::Display for FaultRuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultRuleError {}

impl Target {
    /// Returns whether a fault for this target affects a request. A request that is nothing else is [`Self::Any`].
    pub(crate) fn matches(self, request: Self) -> bool {
        self == Self::Any || self == request
    }
}

/// The text form in fault rules.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Upload => f.write_str("upload"),
            Self::Operation(operation) => operation.fmt(f),
        }
    }
}

impl FaultRule {
    /// The description of the text form, with its grammar, in Markdown that can be read as plain text.
    pub const HELP: &'static str = include_str!("rules.md");

    pub(crate) fn new(
        target: Target,
        distribution: Distribution,
        faults: Vec<Run>,
    ) -> Result<Self, FaultRuleError> {
        if faults.is_empty() {
            return Err(FaultRuleError(format!("the rule for '{target}' has no fault")));
        }
        if let Distribution::Rate(rate) = distribution
            && !(0.0..=1.0).contains(&rate)
        {
            return Err(FaultRuleError(format!(
                "the rate {rate} is not between 0 and 1 (in text: 0% to 100%)"
            )));
        }
        match faults.iter().find_map(|run| run.fault.invalid()) {
            Some(reason) => Err(FaultRuleError(reason)),
            None => Ok(Self { target, distribution, faults }),
        }
    }
}

/// The text form.
impl fmt::Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.target)?;
        let separator = match self.distribution {
            Distribution::Script => ", then ",
            Distribution::Rate(1.0) if self.faults.len() == 1 => {
                f.write_str("always ")?;
                " or "
            }
            Distribution::Rate(rate) => {
                // Without the digits that binary fractions add, as in 7.000000000000001.
                write!(f, "{}% ", (rate * 1e11).round() / 1e9)?;
                " or "
            }
        };
        for (index, Run { fault, times }) in self.faults.iter().enumerate() {
            if index > 0 {
                f.write_str(separator)?;
            }
            fault.fmt(f)?;
            if *times > 1 {
                write!(f, " {times} times")?;
            }
        }
        Ok(())
    }
}
