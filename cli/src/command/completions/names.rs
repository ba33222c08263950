//! The names that a completion offers: of contexts from the configuration file, of objects from the server.

use std::ffi::OsString;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use vcenter_iso::{DisplayName, Error, Library, LibraryId, LibraryItem, RetryPolicy, Vcenter, VmFilter};

use crate::arguments::LibraryOptions;
use crate::command_line;
use crate::config::configuration::Configuration;
use crate::config::settings::Settings;
use crate::failure::Failure;
use crate::session::connection;
use crate::session::store::SessionStore;
use crate::terminal::Interrupts;

/// The time after which a user would rather type the name.
const MAX_TIME: Duration = Duration::from_secs(1);

/// The kind of objects to offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Context,
    Vm,
    VmId,
    Item,
    ItemId,
    Library,
    LibraryId,
    Folder,
    FolderId,
    Cluster,
    ClusterId,
    Datacenter,
    DatacenterId,
    Host,
    HostId,
}

/// A name or an identifier, and what distinguishes it for people.
pub(super) struct Name {
    pub(super) value: String,
    pub(super) about: Option<String>,
}

impl Name {
    fn new(value: impl Into<String>, about: Option<String>) -> Self {
        Self { value: value.into(), about }
    }
}

/// Finds the objects within a second. Offers nothing if that fails or takes longer, for example because no session is
/// stored: a completion must neither log in nor ask.
pub(super) fn find(subject: Subject, words: Vec<OsString>) -> Vec<Name> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let found = if subject == Subject::Context { contexts() } else { of_server(subject, words) };
        // Too late, if nobody receives it any more.
        let _ = sender.send(found.unwrap_or_default());
    });
    receiver.recv_timeout(MAX_TIME).unwrap_or_default()
}

fn contexts() -> Result<Vec<Name>, Failure> {
    let configuration = Configuration::read()?;
    let names = configuration.contexts().map(|(name, context)| Name::new(name, Some(context.server.clone())));
    Ok(names.collect())
}

fn of_server(subject: Subject, words: Vec<OsString>) -> Result<Vec<Name>, Failure> {
    let Some((options, library)) = command_line::connection_so_far(words) else { return Ok(Vec::new()) };
    let settings = Settings::of(&options)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::other("cannot start the async runtime", error))?;
    runtime.block_on(async {
        let mut interrupts =
            Interrupts::listen().map_err(|error| Failure::other("cannot catch signals", error))?;
        let builder = connection::builder(&settings, None, &mut interrupts).await?;
        let stored = SessionStore::of_this_user()?.find(&builder.url()?, settings.username())?;
        let Some(stored) = stored else { return Ok(Vec::new()) };
        let once = builder.timeout(MAX_TIME).retry(RetryPolicy::default().max_attempts(1));
        let vcenter = once.session_id(stored.session).connect().await?;
        Ok(names(subject, &vcenter, &library).await?)
    })
}

async fn names(subject: Subject, vcenter: &Vcenter, library: &LibraryOptions) -> Result<Vec<Name>, Error> {
    let names = match subject {
        Subject::Context => Vec::new(),
        Subject::Vm => names_of(vcenter.vms(&VmFilter::default()).await?, |vm| {
            Name::new(displayed(&vm.name), Some(vm.power_state.to_string()))
        }),
        Subject::VmId => names_of(vcenter.vms(&VmFilter::default()).await?, |vm| {
            Name::new(vm.id.to_string(), Some(displayed(&vm.name)))
        }),
        Subject::Library => names_of(vcenter.libraries().await?, |library| {
            Name::new(library.name, library.library_type.map(|library_type| library_type.to_string()))
        }),
        Subject::LibraryId => names_of(vcenter.libraries().await?, |library| {
            Name::new(library.id.to_string(), Some(library.name))
        }),
        Subject::Item => names_of(items(vcenter, library).await?, |item| Name::new(item.name, None)),
        Subject::ItemId => {
            names_of(items(vcenter, library).await?, |item| Name::new(item.id.to_string(), Some(item.name)))
        }
        Subject::Folder => named(vcenter.folders().await?, |folder| (folder.name, folder.id.to_string())),
        Subject::FolderId => {
            identified(vcenter.folders().await?, |folder| (folder.name, folder.id.to_string()))
        }
        Subject::Cluster => named(vcenter.clusters().await?, |found| (found.name, found.id.to_string())),
        Subject::ClusterId => {
            identified(vcenter.clusters().await?, |found| (found.name, found.id.to_string()))
        }
        Subject::Datacenter => {
            named(vcenter.datacenters().await?, |found| (found.name, found.id.to_string()))
        }
        Subject::DatacenterId => {
            identified(vcenter.datacenters().await?, |found| (found.name, found.id.to_string()))
        }
        Subject::Host => named(vcenter.hosts().await?, |host| (host.name, host.id.to_string())),
        Subject::HostId => identified(vcenter.hosts().await?, |host| (host.name, host.id.to_string())),
    };
    Ok(names)
}

fn names_of<T>(objects: Vec<T>, name: impl Fn(T) -> Name) -> Vec<Name> {
    objects.into_iter().map(name).collect()
}

/// Returns the names of containers as people write them, each with its identifier.
fn named<T>(containers: Vec<T>, name_and_id: impl Fn(T) -> (String, String)) -> Vec<Name> {
    names_of(containers, |container| {
        let (name, id) = name_and_id(container);
        Name::new(displayed(&name), Some(id))
    })
}

/// Returns the identifiers of containers, each with its name.
fn identified<T>(containers: Vec<T>, name_and_id: impl Fn(T) -> (String, String)) -> Vec<Name> {
    names_of(containers, |container| {
        let (name, id) = name_and_id(container);
        Name::new(id, Some(displayed(&name)))
    })
}

fn displayed(name: &str) -> String {
    DisplayName::inventory(name).as_str().to_owned()
}

async fn items(vcenter: &Vcenter, library: &LibraryOptions) -> Result<Vec<LibraryItem>, Error> {
    let ids = |libraries: Vec<Library>| libraries.into_iter().map(|library| library.id).collect();
    let libraries: Vec<LibraryId> = match (&library.name, &library.id) {
        (Some(name), _) => ids(vcenter.find_libraries(name).await?),
        (None, Some(id)) => vec![id.clone()],
        (None, None) => ids(vcenter.libraries().await?),
    };
    let mut items = Vec::new();
    for library in libraries {
        items.extend(vcenter.isos_in(&library).await?);
    }
    Ok(items)
}
