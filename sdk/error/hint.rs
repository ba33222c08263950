use crate::error::kind::ErrorKind;
use crate::error::message::Messages;
use crate::error::parts::Parts;
use crate::model::error_type::ErrorType;
use crate::operation::{Operation, Request};

/// Returns the advice that usually helps.
pub(super) fn hint(parts: &Parts) -> Option<&'static str> {
    let is_request = |operation: Operation| parts.request == Some(operation.into());
    let ejecting = is_request(Operation::VcenterIsoImageUnmount)
        || is_request(Operation::VcenterVmHardwareCdromDelete)
        || is_request(Operation::VcenterVmHardwareCdromDisconnect);
    let mounting = is_request(Operation::VcenterIsoImageMount);
    // A proxy's response reports nothing about the VM.
    let reported = parts.api_error.is_some();
    if let Some(Request::Raw { .. }) = parts.request
        && let Some(hint) = raw_hint(parts)
    {
        return Some(hint);
    }
    Some(match parts.kind {
        ErrorKind::Connect => "check the address, the port, and any firewall or proxy in between",
        ErrorKind::Tls => {
            "trust the certificate authority of the server (vCenter's own is at \
             https://SERVER/certs/download.zip)"
        }
        ErrorKind::InvalidCredentials => {
            "check the password, and that the user name has its domain, as in user@vsphere.local"
        }
        ErrorKind::SessionLimit => "log out unused sessions; a retry helps only after some have expired",
        ErrorKind::Unauthenticated if parts.renewal_paused => {
            "the server rejects the sessions that it opens: check its clock and its load balancer, and retry in a \
             minute"
        }
        ErrorKind::Unauthenticated if parts.status.is_some() => "the session has ended; log in again",
        ErrorKind::PermissionDenied if reported && privileges(parts).is_some() => return privileges(parts),
        ErrorKind::NotFound if parts.no_library => {
            "the user sees no content library: libraries take privileges from global permissions, not from those of \
             the inventory"
        }
        ErrorKind::NotFound if mounting => {
            "check the identifiers; an object that the user may not see is not found either"
        }
        ErrorKind::UnsupportedOperation => {
            "the API needs vCenter Server 7.0 Update 2 or later; check that the address is a vCenter"
        }
        ErrorKind::InvalidArgument if mounting && reported => "the library item needs an .iso file",
        ErrorKind::NotAllowedInCurrentState if mounting => {
            "power a suspended virtual machine on or off first; a powered-on one takes a new CD-ROM only on a SATA \
             adapter"
        }
        ErrorKind::ResourceInaccessible if mounting => {
            "the library must be on a datastore that the host of the virtual machine can reach"
        }
        ErrorKind::Busy => "wait for the other task on the virtual machine, then retry",
        _ if ejecting && is_locked(parts) => {
            "the guest uses the disc and has locked the drive: eject it in the guest, answer the question that vCenter \
             asks on the virtual machine, or power the virtual machine off"
        }
        ErrorKind::OutcomeUnknown if ejecting && parts.may_continue => {
            "check the virtual machine before a retry; if it is powered on, its guest may have locked the drive, and \
             vCenter waits for an answer to its question on the virtual machine"
        }
        ErrorKind::NotAllowedInCurrentState
            if is_request(Operation::VcenterVmHardwareCdromConnect)
                || is_request(Operation::VcenterVmHardwareCdromDisconnect) =>
        {
            "a CD-ROM is connected and disconnected only while the virtual machine is powered on"
        }
        ErrorKind::CdromNotConnected if unauthorized(parts) => return privileges(parts),
        ErrorKind::CdromNotConnected => {
            "the image is mounted, but the guest cannot read it; if that lasts, unmount the image, check its library item, \
             and mount it again"
        }
        ErrorKind::OutcomeUnknown if mounting => {
            "check the CD-ROMs of the virtual machine before a retry: each successful mount adds one"
        }
        ErrorKind::OutcomeUnknown => {
            "check the virtual machine before a retry: the operation may have been carried out"
        }
        ErrorKind::Unavailable if parts.status == Some(503) => {
            "the services of vCenter may still be starting; retry in a minute"
        }
        ErrorKind::Unavailable if parts.status == Some(429) => {
            "the server limits the rate of requests; retry later"
        }
        ErrorKind::Unavailable if parts.may_continue => {
            "allow a longer timeout, and check any proxy in between"
        }
        _ if too_many(parts, Operation::VcenterVmList) => {
            "the server lists at most 4,000 virtual machines: narrow the list down with names, folders, clusters, \
             hosts or power states"
        }
        _ if too_many(parts, Operation::VcenterFolderList) => {
            "the server lists at most 1,000 folders: name the folder by its identifier"
        }
        _ if too_many(parts, Operation::VcenterClusterList) => {
            "the server lists at most 1,000 clusters: name the cluster by its identifier"
        }
        _ => return None,
    })
}

/// Returns the advice for a request of the caller's own, where that of an operation does not fit.
fn raw_hint(parts: &Parts) -> Option<&'static str> {
    match parts.kind {
        ErrorKind::UnsupportedOperation => {
            Some("check the method and the path: the version of the server may not have them")
        }
        ErrorKind::OutcomeUnknown => Some("check whether the request was carried out before a retry"),
        ErrorKind::Busy => Some("wait for the other task on the object, then retry"),
        ErrorKind::Unauthenticated if parts.status.is_some() => {
            Some("the server rejects the session for this request")
        }
        _ => None,
    }
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

/// Returns the privileges that the operation needs.
fn privileges(parts: &Parts) -> Option<&'static str> {
    let Some(Request::Operation(operation)) = &parts.request else { return None };
    Some(operation.privileges()).filter(|privileges| !privileges.is_empty())
}

fn unauthorized(parts: &Parts) -> bool {
    parts.status == Some(403)
}

/// Returns whether more objects match than the server lists, for which it responds with an error instead of a partial
/// list.
fn too_many(parts: &Parts, list: Operation) -> bool {
    let error_type = parts.api_error.as_ref().and_then(|api_error| api_error.error_type.as_ref());
    parts.request == Some(list.into()) && error_type == Some(&ErrorType::UnableToAllocateResource)
}
