use anstyle::Style;
use serde::{Serialize, Serializer};

use crate::arguments::Show;
use crate::terminal::style::{BAD, DOUBTFUL, GOOD};

/// The status of one VM after a command. The summary lists the counts in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    AlreadyConnected,
    AlreadyDisconnected,
    AlreadyMounted,
    AlreadyPoweredOff,
    AlreadyPoweredOn,
    Connected,
    Disconnected,
    Mounted,
    NotMounted,
    Passed,
    PoweredOff,
    PoweredOn,
    Reset,
    ShutDown,
    Suspended,
    UnknownState,
    Unmounted,
    WithAnImage,
    WithoutAnImage,
    WouldConnect,
    WouldDisconnect,
    WouldMount,
    WouldPowerOff,
    WouldPowerOn,
    WouldReset,
    WouldShutDown,
    WouldUnmount,
    WouldFail,
    Failed,
    Unknown,
    NotStarted,
}

impl Status {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyMounted => "already_mounted",
            Self::AlreadyConnected => "already_connected",
            Self::AlreadyDisconnected => "already_disconnected",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
            Self::Mounted => "mounted",
            Self::NotMounted => "not_mounted",
            Self::AlreadyPoweredOff => "already_powered_off",
            Self::AlreadyPoweredOn => "already_powered_on",
            Self::Passed => "passed",
            Self::PoweredOff => "powered_off",
            Self::PoweredOn => "powered_on",
            Self::Reset => "reset",
            Self::ShutDown => "shut_down",
            Self::Suspended => "suspended",
            Self::UnknownState => "unknown_state",
            Self::WouldPowerOff => "would_power_off",
            Self::WouldPowerOn => "would_power_on",
            Self::WouldReset => "would_reset",
            Self::WouldShutDown => "would_shut_down",
            Self::Unmounted => "unmounted",
            Self::WithAnImage => "with_an_image",
            Self::WithoutAnImage => "without_an_image",
            Self::WouldConnect => "would_connect",
            Self::WouldDisconnect => "would_disconnect",
            Self::WouldMount => "would_mount",
            Self::WouldUnmount => "would_unmount",
            Self::WouldFail => "would_fail",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::NotStarted => "not_started",
        }
    }

    /// Returns the status as words, for text output.
    pub(crate) fn words(self) -> String {
        self.as_str().replace('_', " ")
    }

    pub(crate) fn style(self) -> Style {
        match self {
            Self::Connected | Self::Disconnected | Self::Mounted | Self::Unmounted => GOOD,
            Self::Unknown | Self::NotStarted => DOUBTFUL,
            Self::Failed | Self::WouldFail => BAD,
            _ => Style::new(),
        }
    }

    /// Returns whether results with the status are printed.
    pub(crate) fn is_shown(self, show: Show) -> bool {
        let is_unchanged = matches!(
            self,
            Self::AlreadyConnected
                | Self::AlreadyDisconnected
                | Self::AlreadyMounted
                | Self::AlreadyPoweredOff
                | Self::AlreadyPoweredOn
                | Self::NotMounted
                | Self::Passed
                | Self::WithAnImage
                | Self::WithoutAnImage
        );
        match show {
            Show::All => true,
            Show::Changed => !is_unchanged,
            Show::Failed => self.is_failure() || self == Self::NotStarted,
        }
    }

    /// Returns whether the status counts as failed in the progress bar and for `--fail-fast`.
    pub(crate) fn is_failure(self) -> bool {
        matches!(self, Self::WouldFail | Self::Failed | Self::Unknown)
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
