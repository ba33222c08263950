use std::fmt;
use std::sync::Arc;

use axum::http::HeaderValue;

use crate::fault::kind::Fault;
use crate::operation::Operation;

/// The faults to inject into the requests of one operation, or of all operations.
///
/// A rule is parsed from one line of text, such as
/// `mount: fail 503 twice, then delay 2s, then reset after acting`:
///
/// - the operation: its operationId or the end of it (`mount`, `Cdrom_list`), or `*` for all operations;
/// - a colon;
/// - the faults, in one of three forms:
///   - a script: one entry for each request, separated by `then` or a comma. `once`, `twice` or `3 times`
///     after an entry repeats it. Requests after the end of the script succeed;
///   - `always` and one entry: every request fails in this way;
///   - a percentage and one or more entries, such as `5% fail 503 or reset after acting`: this share of the
///     requests fails at random, see [`seed`](crate::SimulatorBuilder::seed).
///
/// | Entry | [`Fault`] |
/// | --- | --- |
/// | `pass` | `Pass` |
/// | `refuse` | `Refuse` |
/// | `reset before acting`, `reset after acting` | `ResetBefore`, `ResetAfter` |
/// | `delay 2s`, `delay 2s after acting` | `DelayBefore`, `DelayAfter` |
/// | `hang before acting`, `hang after acting` | `HangBefore`, `HangAfter` |
/// | `truncate` | `Truncate` |
/// | `content type text/plain` | `ContentType` |
/// | `html 502` | `Html` |
/// | `no healthy upstream` | `NoHealthyUpstream` |
/// | `fail 500`, `fail 500 RESOURCE_BUSY`, `fail 503 retry after 2s`, `fail 500 TIMED_OUT after acting` | `Status`, `StatusAfter` |
/// | `expire session` | `ExpireSession` |
/// | `redirect to https://other.example.com/` | `Redirect` |
/// | `delay 2s and reset after acting` | `All` |
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
    pub(crate) pattern: Pattern,
    pub(crate) when: When,
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

/// The requests that a rule affects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Any,
    One(Operation),
}

/// The distribution of the faults of a rule over its requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum When {
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

impl Pattern {
    pub(crate) fn matches(self, operation: Option<Operation>) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => operation == Some(one),
        }
    }

    pub(crate) fn is_any(self) -> bool {
        self == Self::Any
    }
}

impl FaultRule {
    pub(crate) fn new(operation: &str, when: When, faults: Vec<Run>) -> Result<Self, FaultRuleError> {
        let pattern = match operation.trim() {
            "*" => Pattern::Any,
            name => {
                Pattern::One(Operation::by_name(name).map_err(|unknown| FaultRuleError(unknown.to_string()))?)
            }
        };
        if faults.is_empty() {
            return Err(FaultRuleError(format!("the rule for '{operation}' has no fault")));
        }
        if let When::Rate(rate) = when
            && !(0.0..=1.0).contains(&rate)
        {
            return Err(FaultRuleError(format!(
                "the rate {rate} is not between 0 and 1 (in text: 0% to 100%)"
            )));
        }
        faults.iter().flat_map(|run| run.fault.flat()).try_for_each(validate)?;
        Ok(Self { pattern, when, faults })
    }
}

/// Rejects a fault that HTTP cannot express.
fn validate(fault: &Fault) -> Result<(), FaultRuleError> {
    match fault {
        Fault::Html(status) | Fault::Status { status, .. } | Fault::StatusAfter { status, .. } => {
            if (200..=599).contains(status) {
                Ok(())
            } else {
                Err(FaultRuleError(format!("the status {status} is not between 200 and 599")))
            }
        }
        Fault::ContentType(text) | Fault::Redirect(text) => {
            if text.is_empty() || HeaderValue::from_str(text).is_err() {
                Err(FaultRuleError(format!("{text:?} is not a valid header value")))
            } else {
                Ok(())
            }
        }
        Fault::Pass
        | Fault::Refuse
        | Fault::ResetBefore
        | Fault::ResetAfter
        | Fault::DelayBefore(_)
        | Fault::DelayAfter(_)
        | Fault::HoldBefore(_)
        | Fault::HoldAfter(_)
        | Fault::HangBefore
        | Fault::HangAfter
        | Fault::Truncate
        | Fault::NoHealthyUpstream
        | Fault::ExpireSession
        | Fault::All(_) => Ok(()),
    }
}
