//! A vCenter simulator for tests. It runs in the process of the test, on a loopback port, and serves the
//! operations that mount ISO images of content libraries on VMs.
//!
//! It responds like `/api` of vCenter 7.0 Update 2 and later: bare JSON, `Std_Errors_Error` for errors, and
//! the status of the error type. Several simulators can run in one process.
//!
//! # Testing your code
//!
//! `install` is the code under test. It finds an image by its name and mounts it. It retries the mount after
//! a `503`.
//!
//! ```
//! # use serde_json::json;
//! # async fn install(url: &str, image: &str, vm: &str) -> Result<String, reqwest::Error> {
//! #     // reqwest without its default features requires a provider, although the example uses no TLS.
//! #     rustls::crypto::ring::default_provider().install_default().expect("no other provider is installed");
//! #     let http = reqwest::Client::new();
//! #     let user = "automation@vsphere.local";
//! #     let login = http.post(format!("{url}/api/session")).basic_auth(user, Some("secret"));
//! #     let session: String = login.send().await?.json().await?;
//! #     let header = "vmware-api-session-id";
//! #     let post = |path: &str| http.post(format!("{url}/api{path}")).header(header, &session);
//! #     let find = post("/content/library/item?action=find").json(&json!({ "name": image }));
//! #     let items: Vec<String> = find.send().await?.json().await?;
//! #     let spec = json!({ "library_item": items[0], "vm": vm });
//! #     let mount = || post("/vcenter/iso/image?action=mount").json(&spec);
//! #     let mut response = mount().send().await?;
//! #     while response.status() == 503 {
//! #         response = mount().send().await?;
//! #     }
//! #     let cdrom = response.error_for_status()?.json().await?;
//! #     http.delete(format!("{url}/api/session")).header(header, &session).send().await?;
//! #     Ok(cdrom)
//! # }
//! use vcenter_iso_simulator::{Fault, Operation, Simulator, User, example};
//!
//! #[tokio::main(flavor = "current_thread")] // in a test: #[tokio::test]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let user = User::new(example::USER, example::PASSWORD);
//!     let simulator = Simulator::builder().user(user).start().await?;
//!     // The first mount fails in the proxy of vCenter. The second one succeeds.
//!     simulator.inject(Operation::VcenterIsoImageMount, [Fault::no_healthy_upstream()]);
//!     simulator.expect(Operation::VcenterIsoImageMount, 2);
//!
//!     let cdrom = install(simulator.url(), example::ITEM_NAME, example::VM).await?;
//!
//!     assert!(simulator.inventory().vms[example::VM].cdroms_with(example::ITEM).eq([&cdrom]));
//!     let mounts = simulator.requests_of(Operation::VcenterIsoImageMount);
//!     assert_eq!(mounts[0].json::<serde_json::Value>()?["library_item"], example::ITEM);
//!     assert_eq!((simulator.logins(), simulator.open_sessions()), (1, 0));
//!     simulator.shutdown().await;
//!     Ok(())
//! }
//! ```
//!
//! # Operations
//!
#![doc = include_str!("operation/table.md")]
//!
//! Routing comes before authentication: the response to an unknown path, method or action is `404 NOT_FOUND`
//! with the message `com.vmware.vapi.rest.httpNotFound`, with or without a session.
//!
//! The simulator closes the connection of a client that is idle for 30 seconds, see
//! [`SimulatorBuilder::client_timeout`]. The response to a request head of more than 64 KiB (16 KiB over
//! HTTP/2) is `431 Request Header Fields Too Large`, without a body. The log has no line for such a request.
//!
//! The log (crate `tracing`, target `vcenter_iso_simulator`) has a line for every other request, with the
//! reason if the simulator rejects it. It never contains a secret.
//!
//! The simulator checks a request in this order. The first check that fails determines the response.
//!
//! | Check | Response |
//! | --- | --- |
//! | the query: only parameters of the operation | `400 INVALID_ARGUMENT` |
//! | the session | `401 UNAUTHENTICATED` |
//! | the body: `application/json` of at most 64 KiB | `400 INVALID_REQUEST` |
//! | its members: all required ones, with the right type | `400 INVALID_ARGUMENT` |
//! | its members: no others | `400 UNEXPECTED_INPUT` |
//! | the privileges of the user, see [`Privilege`] | `403 UNAUTHORIZED`; lists omit objects that the user may not see |
//! | the VM | `404 NOT_FOUND` |
//! | the host of the VM responds | `500 RESOURCE_INACCESSIBLE` |
//! | the CD-ROM, the item or the library | `404 NOT_FOUND` |
//! | for an update session, its files and its end: the session exists and is active | `404 NOT_FOUND`, `400 NOT_ALLOWED_IN_CURRENT_STATE` |
//! | to change an item: its library is local; to synchronize it: the library is subscribed | `400 INVALID_ELEMENT_TYPE` |
//! | to create an item: the library has none with this name | `400 ALREADY_EXISTS` |
//! | to create an update session: the item has no active one | `500 RESOURCE_BUSY` |
//! | to complete an update session: all uploads have been received | `400 NOT_ALLOWED_IN_CURRENT_STATE` |
//! | for a mount: the item has a file with the extension `.iso` | `400 INVALID_ARGUMENT` |
//! | to change, connect or disconnect a device, or to change the power state: the VM is not busy | `500 RESOURCE_BUSY` |
//! | to change a device: the VM is not suspended, and not powered on if the drive is or would be on IDE | `400 NOT_ALLOWED_IN_CURRENT_STATE` |
//! | to connect and disconnect: the VM is powered on | `400 NOT_ALLOWED_IN_CURRENT_STATE` |
//! | to connect and disconnect: the drive is not already in this state | `400 ALREADY_IN_DESIRED_STATE` |
//! | to power on, power off and shut down: the VM is not already in this state | `400 ALREADY_IN_DESIRED_STATE` |
//! | to reset and to shut down: the VM runs | `400 NOT_ALLOWED_IN_CURRENT_STATE` |
//! | to shut down: VMware Tools runs in the guest | `503 SERVICE_UNAVAILABLE` |
//! | to connect: the drive is not in the state `UNRECOVERABLE_ERROR` | `500 RESOURCE_INACCESSIBLE` |
//! | to disconnect or to remove a drive: the guest has not locked it | `500 ERROR` |
//! | for a mount: the library is on a datastore, the item is cached, and the host has the datastore | `500 RESOURCE_INACCESSIBLE` |
//! | for a mount: an adapter has a free slot | `500 UNABLE_TO_ALLOCATE_RESOURCE` |
//!
//! A successful mount adds a CD-ROM to the VM: in the first free slot of SATA (`16000` and up), or of IDE
//! (`3000` to `3003`) if the VM has no SATA. The CD-ROM is `CONNECTED` if the VM is on, and `NOT_CONNECTED`
//! if it is off. Its image is the first `.iso` file of the item:
//! `[datastore] contentlib-<library>/<item>/<stem>_<file>.iso`.
//!
//! # Uploads
//!
//! An update session adds files to a library item, or replaces them. Its client uploads a file with `PUT` to the address
//! that [`Operation::ContentLibraryItemUpdatesessionFileAdd`] returns, below `/cls/data/`. That address is all that the
//! upload needs. The simulator hashes the content and discards it, so that an upload of any size needs no space. It
//! responds with `200` as soon as it has the whole file, and compares it within the
//! [time of a task](SimulatorBuilder::task_time). The session then fails (`ERROR`) if the size or the checksum is
//! not the expected one. It also fails if the upload breaks off, and if the
//! [free space](Datastore::free_space) of the datastore is not sufficient, which is `507` for the upload.
//!
//! With `PULL`, the simulator fetches the files of [`Inventory::remote_files`], after the
//! [time of a task](SimulatorBuilder::task_time), and no others. A session that is idle for five minutes expires.
//! The target [`Target::Upload`] of a fault is the upload.
//!
//! # Routes beyond the spec
//!
//! For clients that need them, the simulator also serves these routes, which the spec does not have. A request for one
//! of them has no operation, so that only faults for `*` affect it.
//!
//! | Route | |
//! | --- | --- |
//! | `POST`, `GET` and `DELETE /rest/com/vmware/cis/session`, `POST …?~action=get` | the login from before `/api`, deprecated, with the same sessions. Responses are `200` with `{"value": …}` |
//! | `GET /api/content/local-library`, `GET /api/content/subscribed-library`, and `…/{library}` | as `/api/content/library`, for one type. The other type is `400 INVALID_ELEMENT_TYPE` |
//! | `GET /api/vcenter/datastore` | with the filters `datastores`, `names` and `types`; each is VMFS with constant sizes |
//!
//! # Injected faults
//!
//! [`Simulator::inject`] injects a [`Fault`] into each of the next requests of an operation,
//! [`Simulator::inject_always`] into every request, and [`Simulator::inject_random`] into a share of them.
//! [`FaultRule`] has the text form, for command lines. [`Fault::respond`] sends a [`Response`] of your own, for example
//! the body of an error that you have seen. [`Simulator::requests`] returns the fault of each request. A [`Gate`] holds
//! requests until the test releases them, so that a test does not depend on delays.
//!
//! # Time
//!
//! With [`SimulatorBuilder::task_time`] each change of a VM takes a while, as on a real server, and the VM is busy
//! meanwhile. [`Simulator::advance`] moves the clock of tasks and sessions, so that a test waits for neither.
//!
//! # Tests in other languages
//!
//! Below `/_simulator`, clients on the same machine read and replace the inventory, inject faults, read the requests, move
//! the clock, and reset the simulator. `docs/simulator.md` has the routes.
//!
//! # Undocumented behavior
//!
//! A client must not depend on the following. To test a client with each variant of [`Behavior`], use
//! [`SimulatorBuilder::behavior`]. The lifetime and number of sessions are settings of [`SimulatorBuilder`].
//! The rest is fixed:
//!
//! | Case | Behavior | Reason |
//! | --- | --- | --- |
//! | library outside of a datastore; host without the datastore | `500 RESOURCE_INACCESSIBLE` | the only error that is documented for this case of a mount |
//! | several `.iso` files in an item | a mount uses the first one | only the case of no such file is documented |
//! | unknown parameters, wrong types | `400 INVALID_ARGUMENT` | the error of the API runtime for invalid input |
//! | unknown members of a body | `400 UNEXPECTED_INPUT` | what the API runtime reports for them |
//! | a content type other than JSON; a body that is too long | `400 INVALID_REQUEST` | the body is not parsed |
//! | unknown method or action | `404`, as for an unknown path | a route consists of method, path and action |
//! | `Accept-Language` | any value is accepted | a vCenter is reported to keep any value as the locale of the session, and to fail only in other APIs |
//! | names of inventory objects | without white space at their ends | reported for clusters |
//! | an upload that does not match its size or checksum | `200`; the session fails | the response to an upload is not documented, and a session has a state for this |
//! | a checksum of an upload in MD5 | `400 INVALID_ARGUMENT` | it would not be compared |
//! | the end of an update session | the files are visible at once | documented for uploads |
//! | filters by folder | only objects directly in the folder | recursion is not documented |
//! | 1,000 sessions of all users | as for one user, with another message id | only the limit is documented |
//!
//! # The example inventory
//!
//! A simulator has this inventory by default. The module [`example`] has constants for tests.
//!
//! | VM | Name | Power | Adapter | Host | Folder | Pool | |
//! | --- | --- | --- | --- | --- | --- | --- | --- |
//! | `vm-42` | `build-01` | off | SATA | `host-21` | `group-v3` | `resgroup-9` | |
//! | `vm-43` | `build-02` | on | SATA | `host-21` | `group-v3` | `resgroup-9` | has a CD-ROM with the client device, `16000` |
//! | `vm-44` | `build-03` | suspended | SATA | `host-22` | `group-v3` | `resgroup-9` | rejects mounts |
//! | `vm-45` | `legacy-01` | on | IDE | `host-22` | `group-v3` | `resgroup-8` | rejects mounts |
//! | `vm-46` | `edge-01` | off | SATA | `host-23` | `group-v3` | `resgroup-8` | its host cannot access the datastore of any library |
//! | `vm-47` | `legacy-02` | off | IDE | `host-21` | `group-v3` | `resgroup-8` | |
//! | `vm-48` | `web` | on | SATA | `host-22` | `group-v3` | `resgroup-8` | |
//! | `vm-49` | `web` | off | SATA | `host-22` | `group-v4` | `resgroup-8` | the same name in another folder |
//!
//! | Item | Name | Library | |
//! | --- | --- | --- | --- |
//! | `9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e` | `linux-installer` | `installers` | |
//! | `3d5c0f7a-1b2e-4c8d-9e6f-7a8b9c0d1e2f` | `web-template` | `installers` | an OVF template, without an ISO file |
//! | `a7f2c9d4-3e1b-4f86-b5a0-8d7c6e5f4a3b` | `guest-tools` | `mirror` | |
//! | `b1e8d3f6-7a4c-4925-9c0b-2f4e6d8a1c35` | `rescue` | `mirror` | not cached |
//! | `c5d9a2e7-6b3f-4810-ad4e-9b7f1c3e5a60` | `old-installer` | `archive` | |
//!
//! | Library | Name | Type | Storage |
//! | --- | --- | --- | --- |
//! | `1f0a6c3e-52d7-4b89-a1c4-6e8f0a2b4c6d` | `installers` | local | `datastore-11` |
//! | `2b8d4f6a-9c1e-4d37-8b5f-0a3c6e9d2f48` | `mirror` | subscribed | `datastore-12` |
//! | `7e3c1a9f-4d6b-4e28-9f70-5c8b2d4a6e13` | `archive` | local | an NFS export, no datastore |
//!
//! | Host | Name | Cluster | Datastores |
//! | --- | --- | --- | --- |
//! | `host-21` | `esx-01.example.com` | `domain-c8` | `datastore-11` (`ssd-01`), `datastore-12` (`nfs-01`) |
//! | `host-22` | `esx-02.example.com` | `domain-c8` | `datastore-11` (`ssd-01`), `datastore-12` (`nfs-01`) |
//! | `host-23` | `esx-edge.example.com` | | `datastore-13` (`edge-local`) |
//!
//! | Folder, cluster, pool | Name | |
//! | --- | --- | --- |
//! | `datacenter-2` | `lab` | the datacenter of all folders |
//! | `group-h5` | `host` | a folder of hosts and clusters |
//! | `group-v3` | `vm` | a folder of VMs |
//! | `group-v4` | `staging` | a folder of VMs, in `group-v3` |
//! | `domain-c8` | `cluster-01` | a cluster in `group-h5`, with DRS and without HA |
//! | `resgroup-8` | `Resources` | a resource pool |
//! | `resgroup-9` | `builds` | a resource pool |

mod api;
mod behavior;
mod builder;
mod fault;
mod inventory;
mod operation;
mod server;
mod simulator;
mod state;

pub use self::behavior::{Behavior, BehaviorSetting, BehaviorSettingError};
pub use self::builder::{SimulatorBuilder, StartError};
pub use self::fault::{Fault, FaultRule, FaultRuleError, Gate, Response, Target};
pub use self::inventory::example;
pub use self::inventory::{
    Cdrom, CdromBacking, CdromState, Cluster, Datacenter, Datastore, Folder, FolderType,
};
pub use self::inventory::{Host, Inventory, InventoryError, Library, LibraryFile, LibraryItem, LibraryType};
pub use self::inventory::{PowerState, Privilege, RemoteFile, ResourcePool, StorageBacking, User, Vm};
pub use self::operation::{Operation, UnknownOperation};
pub use self::server::{Certificate, CertificateError, TlsVersion};
pub use self::simulator::Simulator;
pub use self::state::{Exchange, ReceivedRequest};
