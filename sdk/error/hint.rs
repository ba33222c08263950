use std::fmt;

/// Creates `Hint` and its texts from one table.
macro_rules! hints {
    ($($name:ident { symptom: $symptom:literal, reason: $reason:literal, advice: $advice:literal })*) => {
        /// The usual reason for an error, and what to do about it.
        ///
        /// `Display` prints [`advice`](Self::advice). [`Error::hint`](crate::Error::hint) returns a hint only if its
        /// reason fits the error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Hint {
            /// The user lacks a privilege of the operation. The text names the privileges, as the specification of the
            /// API states them.
            MissingPrivileges(&'static str),
            $(
                #[doc = concat!("The symptom: ", $symptom, ".")]
                ///
                #[doc = concat!("The reason: ", $reason, ".")]
                $name,
            )*
        }

        impl Hint {
            /// Every hint, for a table of symptoms. The text of [`MissingPrivileges`](Self::MissingPrivileges) names no
            /// operation here.
            pub const ALL: &'static [Self] = &[
                Self::MissingPrivileges("grant the user the privileges that the hint names"),
                $(Self::$name,)*
            ];

            /// Returns what a user observes.
            #[must_use]
            pub const fn symptom(self) -> &'static str {
                match self {
                    Self::MissingPrivileges(_) => "the server refuses an operation with 403 UNAUTHORIZED",
                    $(Self::$name => $symptom,)*
                }
            }

            /// Returns the usual reason.
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self {
                    Self::MissingPrivileges(_) => {
                        "the user lacks a privilege; those on libraries come from global permissions"
                    }
                    $(Self::$name => $reason,)*
                }
            }

            /// Returns what to do, in one sentence.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self {
                    Self::MissingPrivileges(privileges) => privileges,
                    $(Self::$name => $advice,)*
                }
            }
        }
    };
}

hints! {
    // Connections.
    NoConnection {
        symptom: "no connection to the server",
        reason: "the address or the port is wrong, or a firewall or a proxy is in between",
        advice: "check the address, the port, and any firewall or proxy in between"
    }
    UnreachableProxy {
        symptom: "no connection to the server through a proxy",
        reason: "the proxy does not run, or its address in the variable is wrong",
        advice: "check the proxy in the variable, or add the server to NO_PROXY if it needs none"
    }
    ProxyCredentials {
        symptom: "the proxy refuses the connection with 407",
        reason: "the proxy wants a user and a password",
        advice: "put user and password into the URL of the variable, as in http://USER:PASSWORD@proxy.example.com:3128"
    }
    ProxyRefusal {
        symptom: "the proxy refuses the connection with another status",
        reason: "the proxy does not allow connections to the server or to its port",
        advice: "add the server to NO_PROXY if it needs no proxy, or have the proxy allow the connection"
    }
    ProxyWithoutConnection {
        symptom: "the proxy responds to the connection with 502, 503 or 504",
        reason: "the proxy cannot reach the server",
        advice: "add the server to NO_PROXY if it needs no proxy, or check that the proxy reaches it"
    }
    UntrustedCertificate {
        symptom: "the certificate of the server is rejected because of its issuer",
        reason: "vCenter's own authority, which is not trusted by default, has issued it",
        advice: "trust the certificate authority of the server (vCenter's own is at \
                 https://SERVER/certs/download.zip), or compare the thumbprint with that on the server and pin it"
    }
    OtherCertificateName {
        symptom: "the certificate of the server is rejected because it is for other names",
        reason: "the address has an IP address or a short name, and the certificate the full one",
        advice: "use a name of the certificate in the address, or pin the certificate by its thumbprint"
    }
    CertificateDates {
        symptom: "the certificate of the server is rejected because of its dates",
        reason: "it has expired, or the clock of this machine is wrong",
        advice: "renew the certificate of the server, or check the clock of this machine"
    }
    ChangedCertificate {
        symptom: "the certificate of the server has another thumbprint than the pinned one",
        reason: "the certificate was renewed, or another server responds",
        advice: "find out why the certificate has changed before you replace the thumbprint"
    }
    CertificatePurpose {
        symptom: "the certificate of the server is rejected because of its purpose",
        reason: "it is self-signed as the certificate of an authority, or not meant for servers",
        advice: "pin the certificate by its thumbprint, or give the server a certificate that is meant for servers"
    }
    UnsupportedCertificate {
        symptom: "the certificate of the server is rejected because of its form or its signature",
        reason: "it has an old version, or an algorithm such as SHA-1 that is not secure",
        advice: "replace the certificate of the server with one of version 3 that is signed with SHA-256 or better"
    }
    OldTls {
        symptom: "TLS fails because the server offers no version or algorithm that is accepted",
        reason: "the server is older than 6.7, or something else than a vCenter",
        advice: "check the address and the version of the server: it needs TLS 1.2 or later"
    }
    NoTls {
        symptom: "TLS fails because the port does not speak it",
        reason: "the port is wrong, or the server has no TLS, as a simulator",
        advice: "check the port; the address of a server without TLS begins with http://"
    }
    OnlyTls {
        symptom: "the response to plain HTTP is not HTTP",
        reason: "the port speaks TLS",
        advice: "use https:// in the address"
    }
    SlowResponse {
        symptom: "no response within the timeout, for an operation that changes nothing",
        reason: "the server is busy, or a proxy holds the request",
        advice: "allow a longer timeout, and check any proxy in between"
    }
    ServicesStarting {
        symptom: "the server responds with 503",
        reason: "the services of vCenter are not running yet, or no longer",
        advice: "the services of vCenter may still be starting; retry in a minute"
    }
    RateLimit {
        symptom: "the server responds with 429",
        reason: "the server limits the rate of requests",
        advice: "the server limits the rate of requests; retry later"
    }
    OtherServer {
        symptom: "the response is a page of HTML",
        reason: "a proxy, a firewall or another server responds in place of vCenter",
        advice: "a proxy or another server responds in place of vCenter: read its page in the body of the error"
    }
    UnsupportedVersion {
        symptom: "the server does not have the operation",
        reason: "the address is not a vCenter, or its version is older than 7.0 Update 2",
        advice: "the API needs vCenter Server 7.0 Update 2 or later; check that the address is a vCenter"
    }

    // Sessions.
    WrongCredentials {
        symptom: "the login is refused with 401",
        reason: "the password is wrong, or the user name lacks its domain",
        advice: "check the password, and that the user name has its domain, as in user@vsphere.local"
    }
    SessionLimit {
        symptom: "the login is refused because the user has too many sessions",
        reason: "sessions were not ended and have not expired yet",
        advice: "log out unused sessions; a retry helps only after some have expired"
    }
    SessionEnded {
        symptom: "an operation is refused with 401",
        reason: "the session has expired or was ended",
        advice: "the session has ended; log in again"
    }
    NewSessionsRejected {
        symptom: "the server rejects one new session after another",
        reason: "its clock is wrong, or a load balancer sends requests to a server that did not open the session",
        advice: "the server rejects the sessions that it opens: check its clock and its load balancer, and retry in a \
                 minute"
    }

    // Names.
    NoVisibleLibrary {
        symptom: "no library or item is found, whatever its name",
        reason: "the user sees no content library",
        advice: "the user sees no content library: libraries take privileges from global permissions, not from those of \
                 the inventory"
    }
    ToolsNotRunning {
        symptom: "a guest cannot be asked to shut down",
        reason: "VMware Tools does not run in the guest",
        advice: "start VMware Tools in the guest, or power off the virtual machine, which its guest does not notice"
    }
    UnknownVm {
        symptom: "no virtual machine has the name or a similar one",
        reason: "the name is wrong, or the user may not see the virtual machine",
        advice: "check the name, and the user's privileges on the virtual machine: names are compared as a whole, with \
                 their case"
    }
    UnknownItem {
        symptom: "no library item has the name or a similar one",
        reason: "the name is wrong, or the user may not see the item",
        advice: "check the name of the library item, and the user's privileges on its library"
    }
    UnknownLibrary {
        symptom: "no content library has the name or a similar one",
        reason: "the name is wrong, or the user may not see the library",
        advice: "check the name: `Vcenter::libraries` lists the libraries"
    }
    UnknownFolder {
        symptom: "no folder of virtual machines has the name or a similar one",
        reason: "the name is wrong, or the user may not see the folder",
        advice: "check the name: `Vcenter::folders` lists the folders"
    }
    UnknownCluster {
        symptom: "no cluster has the name or a similar one",
        reason: "the name is wrong, or the user may not see the cluster",
        advice: "check the name: `Vcenter::clusters` lists the clusters"
    }
    UnknownDatacenter {
        symptom: "no datacenter has the name or a similar one",
        reason: "the name is wrong, or the user may not see the datacenter",
        advice: "check the name: `Vcenter::datacenters` lists the datacenters"
    }
    UnknownHost {
        symptom: "no host has the name or a similar one",
        reason: "the name is wrong, or the user may not see the host",
        advice: "check the name: `Vcenter::hosts` lists the hosts"
    }
    OtherContent {
        symptom: "an image is not imported, because the library has an item of this name",
        reason: "the item has another content, or one that cannot be compared",
        advice: "choose another name, or replace the content of the item with `ImportRequest::replace`"
    }
    SubscribedLibrary {
        symptom: "an item cannot be imported, changed or deleted",
        reason: "its library is subscribed, so that its items are those of another library",
        advice: "change the item in the library that this one subscribes to, or use a local library"
    }
    LocalLibrary {
        symptom: "an item cannot be synchronized",
        reason: "its library is local, so that it has no other library to copy from",
        advice: "only items of subscribed libraries are synchronized"
    }
    AmbiguousVm {
        symptom: "several virtual machines have the name",
        reason: "names are unique within a folder only",
        advice: "narrow the search with a folder, a cluster, a host or a datacenter, or pass the identifier of the virtual machine"
    }
    AmbiguousItem {
        symptom: "several library items have the name",
        reason: "names are unique within a library only, and two libraries may have one name",
        advice: "name the library or its identifier, or pass the identifier of the library item"
    }
    AmbiguousFolder {
        symptom: "several folders have the name",
        reason: "names are unique within one parent only",
        advice: "pass the identifier of the folder"
    }
    AmbiguousCluster {
        symptom: "several clusters have the name",
        reason: "names are unique within one folder of hosts only",
        advice: "pass the identifier of the cluster"
    }
    AmbiguousDatacenter {
        symptom: "several datacenters have the name",
        reason: "names are unique within one folder of datacenters only",
        advice: "pass the identifier of the datacenter"
    }
    AmbiguousHost {
        symptom: "several hosts have the name",
        reason: "a host may be in the inventory more than once, under different ports",
        advice: "pass the identifier of the host"
    }
    UnlistableVms {
        symptom: "the list of virtual machines fails with 500",
        reason: "the server cannot read one of the virtual machines, such as an orphaned one",
        advice: "pass the identifier of the virtual machine instead of its name: it needs no list"
    }
    TooManyVms {
        symptom: "the list of virtual machines fails because too many match",
        reason: "the server lists at most 4,000 virtual machines, and the user sees neither their hosts nor their folders",
        advice: "the server lists at most 4,000 virtual machines: narrow the list down with names, folders, clusters, \
                 hosts or power states"
    }
    TooManyFolders {
        symptom: "the list of folders fails because too many match",
        reason: "the server lists at most 1,000 folders",
        advice: "the server lists at most 1,000 folders: name the folder by its identifier"
    }
    TooManyClusters {
        symptom: "the list of clusters fails because too many match",
        reason: "the server lists at most 1,000 clusters",
        advice: "the server lists at most 1,000 clusters: name the cluster by its identifier"
    }

    TooManyDatacenters {
        symptom: "the list of datacenters fails because too many match",
        reason: "the server lists at most 1,000 datacenters",
        advice: "the server lists at most 1,000 datacenters: name the datacenter by its identifier"
    }
    TooManyHosts {
        symptom: "the list of hosts fails because too many match",
        reason: "the server lists at most 2,500 hosts",
        advice: "the server lists at most 2,500 hosts: name the host by its identifier"
    }

    // Mounts.
    UnknownIdentifier {
        symptom: "a mount is refused with 404",
        reason: "an identifier is wrong, or the user may not see the object",
        advice: "check the identifiers; an object that the user may not see is not found either"
    }
    NoIsoFile {
        symptom: "a mount is refused with 400 INVALID_ARGUMENT",
        reason: "the library item has no .iso file",
        advice: "the library item needs an .iso file"
    }
    UnsuitablePowerState {
        symptom: "a mount is refused with 400 NOT_ALLOWED_IN_CURRENT_STATE",
        reason: "the virtual machine is suspended, or it is powered on and has no free SATA adapter",
        advice: "power a suspended virtual machine on or off first; a powered-on one takes a new CD-ROM only on a SATA \
                 adapter"
    }
    UnreachableDatastore {
        symptom: "a mount is refused with RESOURCE_INACCESSIBLE",
        reason: "the host of the virtual machine cannot reach the datastore of the library, or the files of a subscribed \
                 item are still at its publisher",
        advice: "the library must be on a datastore that the host of the virtual machine can reach; synchronize a \
                 subscribed item whose files are still at its publisher"
    }
    OtherTask {
        symptom: "an operation is refused with RESOURCE_BUSY or CONCURRENT_CHANGE",
        reason: "another task works on the virtual machine",
        advice: "wait for the other task on the virtual machine, then retry"
    }
    UnreadableImage {
        symptom: "the image is mounted, but its CD-ROM is not connected",
        reason: "the host cannot open the image, or the device is in an error state",
        advice: "the image is mounted, but the guest cannot read it; if that lasts, unmount the image, check its library \
                 item, and mount it again"
    }
    PoweredOff {
        symptom: "a connect or a disconnect is refused with 400 NOT_ALLOWED_IN_CURRENT_STATE",
        reason: "the virtual machine is not powered on",
        advice: "a CD-ROM is connected and disconnected only while the virtual machine is powered on"
    }
    MountedTwice {
        symptom: "the image is mounted on two CD-ROMs of one virtual machine",
        reason: "another caller mounted it at the same time, and one of the CD-ROMs cannot be removed",
        advice: "unmount one of the CD-ROMs that the message names"
    }
    LockedDrive {
        symptom: "an unmount or a disconnect fails, and the server mentions a locked CD-ROM",
        reason: "the guest uses the disc",
        advice: "the guest uses the disc and has locked the drive: eject it in the guest, answer the question that \
                 vCenter asks on the virtual machine, or power the virtual machine off"
    }
    PossiblyLockedDrive {
        symptom: "an unmount or a disconnect has no result",
        reason: "the guest may use the disc: vCenter then waits up to four minutes for an answer to its question",
        advice: "check the virtual machine before a retry; if it is powered on, its guest may have locked the drive, and \
                 vCenter waits for an answer to its question on the virtual machine"
    }
    UnknownMount {
        symptom: "the outcome of a mount is unknown",
        reason: "the response was lost, and the virtual machine did not show the result",
        advice: "check the CD-ROMs of the virtual machine before a retry: each successful mount adds one"
    }
    UnknownOutcome {
        symptom: "the outcome of another change is unknown",
        reason: "the response was lost, and the virtual machine did not show the result",
        advice: "check the virtual machine before a retry: the operation may have been carried out"
    }

    // Requests of the caller's own.
    UnknownRequest {
        symptom: "the server does not have a request of the caller's own",
        reason: "the method or the path is wrong, or the version of the server is too old",
        advice: "check the method and the path: the version of the server may not have them"
    }
    UnknownRequestOutcome {
        symptom: "the outcome of a request of the caller's own is unknown",
        reason: "the response was lost",
        advice: "check whether the request was carried out before a retry"
    }
    BusyObject {
        symptom: "a request of the caller's own is refused with RESOURCE_BUSY or CONCURRENT_CHANGE",
        reason: "another task works on the object",
        advice: "wait for the other task on the object, then retry"
    }
    SessionRejected {
        symptom: "a request of the caller's own is refused with 401",
        reason: "the session does not count for this request",
        advice: "the server rejects the session for this request"
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.advice())
    }
}
