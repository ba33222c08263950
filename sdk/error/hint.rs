use crate::error::kind::ErrorKind;
use crate::error::parts::Parts;
use crate::model::error_type::ErrorType;
use crate::operation::Operation;

/// Returns the advice that usually helps.
pub(super) fn hint(parts: &Parts) -> Option<&'static str> {
    let mounting = parts.operation == Some(Operation::VcenterIsoImageMount);
    // A proxy's response reports nothing about the VM.
    let reported = parts.api_error.is_some();
    Some(match parts.kind {
        ErrorKind::Connect => "check the address, the port and whether a firewall or proxy stands between",
        ErrorKind::Tls => {
            "trust the certificate authority of the server (vCenter's own is at \
             https://SERVER/certs/download.zip)"
        }
        ErrorKind::InvalidCredentials => {
            "check the password, and that the user name has its domain, as in user@vsphere.local"
        }
        ErrorKind::SessionLimit => "log out unused sessions; trying again only helps once some have expired",
        ErrorKind::Unauthenticated if parts.renewal_paused => {
            "the server refuses the sessions that it opens: check its clock and what balances its load; the next new \
             session is tried in a minute"
        }
        ErrorKind::Unauthenticated if parts.status.is_some() => "the session is over; log in again",
        ErrorKind::PermissionDenied if mounting && reported => {
            "mounting needs System.Read, VirtualMachine.Config.AddRemoveDevice on the virtual machine and \
             ContentLibrary.DownloadSession on the library item"
        }
        ErrorKind::NotFound if mounting => "an identifier that the user may not see counts as unknown, too",
        ErrorKind::UnsupportedOperation => {
            "the API needs vCenter Server 7.0 Update 2 or later; check that the address is a vCenter"
        }
        ErrorKind::InvalidArgument if mounting && reported => "the library item has to hold an .iso file",
        ErrorKind::NotAllowedInCurrentState if mounting => {
            "a suspended virtual machine cannot be changed, and a powered-on one takes a new CD-ROM only on a \
             SATA controller"
        }
        ErrorKind::ResourceInaccessible if mounting => {
            "the library has to be backed by a datastore that the host of the virtual machine can reach"
        }
        ErrorKind::Busy => "another task works on the virtual machine; try again when it has ended",
        ErrorKind::OutcomeUnknown => {
            "look at the CD-ROMs of the virtual machine before trying again: each mount that succeeds adds one"
        }
        ErrorKind::Unavailable if parts.status == Some(503) => {
            "the services of vCenter may still be starting; try again in a minute"
        }
        ErrorKind::Unavailable if parts.status == Some(429) => {
            "the server limits the rate of requests; try again later"
        }
        ErrorKind::Unavailable if parts.may_continue => "allow more time, or check what stands between",
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

/// Returns whether more objects match than the server lists, for which it responds with an error instead of a partial
/// list.
fn too_many(parts: &Parts, list: Operation) -> bool {
    let error_type = parts.api_error.as_ref().and_then(|api_error| api_error.error_type.as_ref());
    parts.operation == Some(list) && error_type == Some(&ErrorType::UnableToAllocateResource)
}
