//! Decides which hint fits an error. A hint that does not fit is a wrong result.

use crate::error::candidate::ObjectKind;
use crate::error::hint::Hint;
use crate::error::kind::ErrorKind;
use crate::error::message::Messages;
use crate::error::parts::Parts;
use crate::error::proxy_reason::ProxyReason;
use crate::error::tls_reason::TlsReason;
use crate::model::error_type::ErrorType;
use crate::operation::{Operation, Request};

/// Returns the hint whose reason fits.
pub(super) fn hint(parts: &Parts) -> Option<Hint> {
    match &parts.request {
        Some(Request::Raw { .. }) => of_raw_request(parts).or_else(|| of_any(parts)),
        Some(Request::Operation(operation)) => of_operation(parts, *operation).or_else(|| of_any(parts)),
        Some(Request::Upload) | None => of_any(parts),
    }
}

/// Returns the hint that fits an error of this operation alone.
fn of_operation(parts: &Parts, operation: Operation) -> Option<Hint> {
    // A proxy's response reports nothing about the VM.
    let reported = parts.api_error.is_some();
    match operation {
        Operation::VcenterIsoImageMount => match parts.kind {
            ErrorKind::NotFound => Some(Hint::UnknownIdentifier),
            ErrorKind::InvalidArgument if reported => Some(Hint::NoIsoFile),
            ErrorKind::NotAllowedInCurrentState => Some(Hint::UnsuitablePowerState),
            ErrorKind::ResourceInaccessible => Some(Hint::UnreachableDatastore),
            ErrorKind::OutcomeUnknown => Some(Hint::UnknownMount),
            _ => None,
        },
        Operation::VcenterIsoImageUnmount
        | Operation::VcenterVmHardwareCdromDelete
        | Operation::VcenterVmHardwareCdromDisconnect => match parts.kind {
            _ if is_locked(parts) => Some(Hint::LockedDrive),
            ErrorKind::OutcomeUnknown if parts.may_continue => Some(Hint::PossiblyLockedDrive),
            ErrorKind::NotAllowedInCurrentState
                if operation == Operation::VcenterVmHardwareCdromDisconnect =>
            {
                Some(Hint::PoweredOff)
            }
            _ => None,
        },
        Operation::VcenterVmHardwareCdromConnect => match parts.kind {
            ErrorKind::NotAllowedInCurrentState => Some(Hint::PoweredOff),
            ErrorKind::CdromNotConnected if parts.status == Some(403) => missing_privileges(operation),
            _ => None,
        },
        Operation::VcenterVmGuestPowerShutdown if parts.status == Some(503) && reported => {
            Some(Hint::ToolsNotRunning)
        }
        Operation::ContentLibraryItemCreate
        | Operation::ContentLibraryItemDelete
        | Operation::ContentLibraryItemUpdateSessionCreate
            if has_wrong_library(parts) =>
        {
            Some(Hint::SubscribedLibrary)
        }
        Operation::ContentLibrarySubscribedItemSync if has_wrong_library(parts) => Some(Hint::LocalLibrary),
        Operation::VcenterVmList if too_many(parts) => Some(Hint::TooManyVms),
        Operation::VcenterVmList if parts.kind == ErrorKind::Server => Some(Hint::UnlistableVms),
        Operation::VcenterFolderList if too_many(parts) => Some(Hint::TooManyFolders),
        Operation::VcenterClusterList if too_many(parts) => Some(Hint::TooManyClusters),
        Operation::VcenterDatacenterList if too_many(parts) => Some(Hint::TooManyDatacenters),
        Operation::VcenterHostList if too_many(parts) => Some(Hint::TooManyHosts),
        _ => None,
    }
    .or_else(|| match parts.kind {
        ErrorKind::PermissionDenied if reported => missing_privileges(operation),
        _ => None,
    })
}

/// Returns the hint for a request of the caller's own, where that of an operation does not fit.
fn of_raw_request(parts: &Parts) -> Option<Hint> {
    match parts.kind {
        ErrorKind::UnsupportedOperation => Some(Hint::UnknownRequest),
        ErrorKind::OutcomeUnknown => Some(Hint::UnknownRequestOutcome),
        ErrorKind::Busy => Some(Hint::BusyObject),
        ErrorKind::Unauthenticated if parts.status.is_some() => Some(Hint::SessionRejected),
        _ => None,
    }
}

/// Returns the hint that the kind decides, whatever the request was.
fn of_any(parts: &Parts) -> Option<Hint> {
    match parts.kind {
        ErrorKind::Connect => Some(match parts.proxy {
            None => Hint::NoConnection,
            Some(ProxyReason::Unreachable) => Hint::UnreachableProxy,
            Some(ProxyReason::Credentials) => Hint::ProxyCredentials,
            Some(ProxyReason::Refused) => Hint::ProxyRefusal,
            Some(ProxyReason::NoConnection) => Hint::ProxyWithoutConnection,
        }),
        ErrorKind::Tls => match parts.tls? {
            TlsReason::UntrustedIssuer => Some(Hint::UntrustedCertificate),
            TlsReason::OtherName => Some(Hint::OtherCertificateName),
            TlsReason::Dates => Some(Hint::CertificateDates),
            TlsReason::OtherThumbprint => Some(Hint::ChangedCertificate),
            TlsReason::Purpose => Some(Hint::CertificatePurpose),
            TlsReason::UnsupportedCertificate => Some(Hint::UnsupportedCertificate),
            TlsReason::OldTls => Some(Hint::OldTls),
            TlsReason::NoTls => Some(Hint::NoTls),
            TlsReason::OnlyTls => Some(Hint::OnlyTls),
            TlsReason::Other => None,
        },
        ErrorKind::InvalidCredentials => Some(Hint::WrongCredentials),
        ErrorKind::SessionLimit => Some(Hint::SessionLimit),
        ErrorKind::Unauthenticated if parts.renewal_paused => Some(Hint::NewSessionsRejected),
        ErrorKind::Unauthenticated if parts.status.is_some() => Some(Hint::SessionEnded),
        ErrorKind::NotFound if parts.no_library => Some(Hint::NoVisibleLibrary),
        ErrorKind::NotFound if parts.candidates.is_empty() => match parts.object? {
            ObjectKind::Vm => Some(Hint::UnknownVm),
            ObjectKind::LibraryItem => Some(Hint::UnknownItem),
            ObjectKind::Library => Some(Hint::UnknownLibrary),
            ObjectKind::Folder => Some(Hint::UnknownFolder),
            ObjectKind::Cluster => Some(Hint::UnknownCluster),
            ObjectKind::Datacenter => Some(Hint::UnknownDatacenter),
            ObjectKind::Host => Some(Hint::UnknownHost),
        },
        ErrorKind::Ambiguous => Some(match parts.object? {
            ObjectKind::Vm => Hint::AmbiguousVm,
            ObjectKind::LibraryItem => Hint::AmbiguousItem,
            // Several libraries of one name are searched together.
            ObjectKind::Library => return None,
            ObjectKind::Folder => Hint::AmbiguousFolder,
            ObjectKind::Cluster => Hint::AmbiguousCluster,
            ObjectKind::Datacenter => Hint::AmbiguousDatacenter,
            ObjectKind::Host => Hint::AmbiguousHost,
        }),
        ErrorKind::AlreadyExists => Some(Hint::OtherContent),
        ErrorKind::UnsupportedOperation => Some(Hint::UnsupportedVersion),
        ErrorKind::Busy => Some(Hint::OtherTask),
        ErrorKind::CdromNotConnected => Some(Hint::UnreadableImage),
        ErrorKind::MountedTwice => Some(Hint::MountedTwice),
        ErrorKind::OutcomeUnknown => Some(Hint::UnknownOutcome),
        ErrorKind::Unavailable => match parts.status {
            Some(503) => Some(Hint::ServicesStarting),
            Some(429) => Some(Hint::RateLimit),
            _ if parts.may_continue => Some(Hint::SlowResponse),
            _ => None,
        },
        ErrorKind::PermissionDenied | ErrorKind::InvalidArgument | ErrorKind::Server if is_page(parts) => {
            Some(Hint::OtherServer)
        }
        _ => None,
    }
}

/// Returns whether the response is a page, which vCenter's API never sends.
fn is_page(parts: &Parts) -> bool {
    parts.body.as_ref().is_some_and(|body| body.starts_with('<'))
}

/// Returns whether the server reports that the guest has locked the drive.
///
/// The identifiers are those of the question to the user and of the task that failed without an answer
/// (github.com/vmware-tanzu/vm-operator, issues 1740 and 1832).
fn is_locked(parts: &Parts) -> bool {
    const LOCKED: [&str; 2] = ["msg.cdromdisconnect.locked", "msg.disk.onlineConnectFail"];
    let top = parts.api_error.as_ref().and_then(|api_error| api_error.message.as_ref());
    Messages::from(top).any(|message| {
        let texts = [message.id(), message.default_message()].into_iter();
        let mut texts = texts.chain(message.args().iter().map(String::as_str));
        texts.any(|text| LOCKED.iter().any(|locked| text.contains(locked)))
    })
}

fn missing_privileges(operation: Operation) -> Option<Hint> {
    Some(operation.privileges()).filter(|privileges| !privileges.is_empty()).map(Hint::MissingPrivileges)
}

/// Returns whether the library of an item has the type that does not allow the operation.
fn has_wrong_library(parts: &Parts) -> bool {
    let error_type = parts.api_error.as_ref().and_then(|api_error| api_error.error_type.as_ref());
    error_type == Some(&ErrorType::InvalidElementType)
}

/// Returns whether more objects match than the server lists, for which it responds with an error instead of a partial
/// list.
fn too_many(parts: &Parts) -> bool {
    let error_type = parts.api_error.as_ref().and_then(|api_error| api_error.error_type.as_ref());
    error_type == Some(&ErrorType::UnableToAllocateResource)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests over HTTP have other certificates and proxies only in part.
    #[test]
    fn each_reason_of_tls_and_of_a_proxy_has_its_own_hint() {
        let of_tls = |tls| hint(&Parts { tls: Some(tls), ..Parts::new(ErrorKind::Tls, "") });
        for (reason, expected) in [
            (TlsReason::UntrustedIssuer, Some(Hint::UntrustedCertificate)),
            (TlsReason::OtherName, Some(Hint::OtherCertificateName)),
            (TlsReason::Dates, Some(Hint::CertificateDates)),
            (TlsReason::OtherThumbprint, Some(Hint::ChangedCertificate)),
            (TlsReason::Purpose, Some(Hint::CertificatePurpose)),
            (TlsReason::UnsupportedCertificate, Some(Hint::UnsupportedCertificate)),
            (TlsReason::OldTls, Some(Hint::OldTls)),
            (TlsReason::NoTls, Some(Hint::NoTls)),
            (TlsReason::OnlyTls, Some(Hint::OnlyTls)),
            (TlsReason::Other, None),
        ] {
            assert_eq!(of_tls(reason), expected, "of {reason:?}");
        }
        let of_proxy = |proxy| hint(&Parts { proxy: Some(proxy), ..Parts::new(ErrorKind::Connect, "") });
        for (reason, expected) in [
            (ProxyReason::Unreachable, Hint::UnreachableProxy),
            (ProxyReason::Credentials, Hint::ProxyCredentials),
            (ProxyReason::Refused, Hint::ProxyRefusal),
            (ProxyReason::NoConnection, Hint::ProxyWithoutConnection),
        ] {
            assert_eq!(of_proxy(reason), Some(expected), "of {reason:?}");
        }
    }
}
