use std::fmt;
use std::time::Duration;

use crate::fault::gate::Gate;
use crate::fault::response::{Response, invalid_header_value};

/// A fault to inject into one request: one or more effects, in order, each before or after acting.
///
/// The simulator *acts* when it carries out the operation of the request. An effect before acting prevents that,
/// unless it only delays. An effect after acting changes only the response: the inventory has changed even if the
/// client cannot see it. Effects are before acting unless [`Fault::after`] is called.
///
/// [`FaultRule`](crate::FaultRule) has the text form of each fault.
///
/// ```
/// use std::time::Duration;
/// use vcenter_iso_simulator::Fault;
///
/// // The VM gets its CD-ROM, but the client loses the response after two seconds.
/// let lost = Fault::delay(Duration::from_secs(2)).and(Fault::reset()).after();
/// assert_eq!(lost.to_string(), "delay 2s after acting and reset after acting");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a fault affects no request before it is injected"]
pub struct Fault {
    pub(crate) effects: Vec<Effect>,
}

/// An effect of a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) when: When,
    pub(crate) kind: EffectKind,
}

/// The time of an effect, relative to the work of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Before,
    After,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EffectKind {
    Refuse,
    Reset,
    Delay(Duration),
    Hold(Gate),
    Hang,
    Respond(Response),
    ExpireSession,
    Truncate,
    ContentType(String),
}

impl Fault {
    /// Has no effect. In a script, it lets one request succeed.
    pub const fn pass() -> Self {
        Self { effects: Vec::new() }
    }

    /// Closes the connection. For all operations, the simulator closes a new connection before it reads from it. For
    /// a single operation, and on a connection that is already open, the simulator closes the connection after it has
    /// read the request. A rule with a rate draws once for a new connection and once for each request.
    pub fn refuse() -> Self {
        Self::of(EffectKind::Refuse)
    }

    /// Resets the connection.
    pub fn reset() -> Self {
        Self::of(EffectKind::Reset)
    }

    /// Waits this long, then continues.
    pub fn delay(delay: Duration) -> Self {
        Self::of(EffectKind::Delay(delay))
    }

    /// Waits at the gate, then continues. It has no text form.
    pub fn hold(gate: &Gate) -> Self {
        Self::of(EffectKind::Hold(gate.clone()))
    }

    /// Does not continue. The connection stays open until the client closes it or the simulator stops.
    pub fn hang() -> Self {
        Self::of(EffectKind::Hang)
    }

    /// Sends this response.
    pub fn respond(response: Response) -> Self {
        Self::of(EffectKind::Respond(response))
    }

    /// Sends [`Response::error`].
    pub fn error(status: u16, error_type: &str) -> Self {
        Self::respond(Response::error(status, error_type))
    }

    /// Sends [`Response::untyped_error`].
    pub fn untyped_error(status: u16) -> Self {
        Self::respond(Response::untyped_error(status))
    }

    /// Sends [`Response::html`].
    pub fn html(status: u16) -> Self {
        Self::respond(Response::html(status))
    }

    /// Sends [`Response::no_healthy_upstream`].
    pub fn no_healthy_upstream() -> Self {
        Self::respond(Response::no_healthy_upstream())
    }

    /// Sends [`Response::redirect`].
    pub fn redirect(url: impl Into<String>) -> Self {
        Self::respond(Response::redirect(url))
    }

    /// Ends the session of the request; before acting, the response is `401`. It has no effect on a request without a
    /// session.
    pub fn expire_session() -> Self {
        Self::of(EffectKind::ExpireSession)
    }

    /// Acts, then closes the connection in the middle of the response body. If the response has no body, closes the
    /// connection before the status line.
    pub fn truncate() -> Self {
        Self::of(EffectKind::Truncate).after()
    }

    /// Acts, then responds with this content type.
    pub fn content_type(text: impl Into<String>) -> Self {
        Self::of(EffectKind::ContentType(text.into())).after()
    }

    /// Moves all effects so far after acting.
    pub fn after(mut self) -> Self {
        self.effects.iter_mut().for_each(|effect| effect.when = When::After);
        self
    }

    /// Adds the effects of another fault after these.
    pub fn and(mut self, other: Self) -> Self {
        self.effects.extend(other.effects);
        self
    }

    fn of(kind: EffectKind) -> Self {
        Self { effects: vec![Effect { when: When::Before, kind }] }
    }

    /// Returns whether this fault closes a new connection before the simulator reads from it.
    pub(crate) fn refuses_connection(&self) -> bool {
        *self == Self::refuse()
    }

    /// Returns the reason why HTTP cannot express this fault, if any.
    pub(crate) fn invalid(&self) -> Option<String> {
        self.effects.iter().find_map(|effect| match &effect.kind {
            EffectKind::Respond(response) => response.invalid(),
            EffectKind::ContentType(text) => invalid_header_value(text),
            EffectKind::Refuse
            | EffectKind::Reset
            | EffectKind::Delay(_)
            | EffectKind::Hold(_)
            | EffectKind::Hang
            | EffectKind::ExpireSession
            | EffectKind::Truncate => None,
        })
    }
}

/// The text form, as in [`FaultRule`](crate::FaultRule). A gate has none; it is shown as `hold`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.effects.is_empty() {
            return f.write_str("pass");
        }
        for (index, Effect { when, kind }) in self.effects.iter().enumerate() {
            if index > 0 {
                f.write_str(" and ")?;
            }
            match kind {
                EffectKind::Refuse => f.write_str("refuse")?,
                EffectKind::Reset => f.write_str("reset")?,
                EffectKind::Delay(delay) => {
                    let text = humantime::format_duration(*delay).to_string();
                    write!(f, "delay {}", text.replace(' ', ""))?;
                }
                EffectKind::Hold(_) => f.write_str("hold")?,
                EffectKind::Hang => f.write_str("hang")?,
                EffectKind::Respond(response) => f.write_str(&response.text())?,
                EffectKind::ExpireSession => f.write_str("expire session")?,
                EffectKind::Truncate => f.write_str("truncate")?,
                EffectKind::ContentType(text) => {
                    write!(f, "content type {}", serde_json::Value::from(text.as_str()))?;
                }
            }
            let always_after = matches!(kind, EffectKind::Truncate | EffectKind::ContentType(_));
            if *when == When::After && !always_after {
                f.write_str(" after acting")?;
            }
        }
        Ok(())
    }
}
