//! The command line: flags, their values and their help.
#![expect(clippy::doc_markdown, reason = "doc comments are the help, which is not Markdown")]

mod batch;
mod connection;
mod context;
mod library_item;
mod list;
mod output;
mod power;
mod selection;
mod simulate;

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use vcenter_iso::CdromId;

pub(crate) use self::batch::{BatchOptions, ChangeOptions, Show};
pub(crate) use self::connection::{ConnectionOptions, DEFAULT_RETRIES, DEFAULT_TIMEOUT, duration};
pub(crate) use self::context::{ContextCommand, ContextSetArgs, OptionalSetting};
pub(crate) use self::library_item::{DeleteItemArgs, ImportArgs, SyncItemArgs};
pub(crate) use self::list::ListArgs;
pub(crate) use self::output::{Format, OutputOptions};
pub(crate) use self::power::PowerCommand;
pub(crate) use self::selection::{FilterOptions, ItemOptions, LibraryOptions, VmSelection};
pub(crate) use self::simulate::Simulate;

/// Mount ISO images from a vCenter content library on virtual machines.
#[derive(Debug, Parser)]
#[command(name = "vcenter-iso", version, arg_required_else_help = true, subcommand_required = true)]
#[command(next_help_heading = "Global options", disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// Log each request, retry and wait to stderr; repeat for more detail
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) verbose: u8,

    /// Show no progress and no notes, only errors, warnings and hints
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Append the log to a file instead, at least that of -v
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) log_file: Option<PathBuf>,

    /// Format of the log
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(crate) log_format: LogFormat,

    /// Color the output; auto colors it on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines of text
    Text,
    /// One JSON object per line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Mount an ISO image on virtual machines
    ///
    /// The command skips virtual machines on which the image is already mounted. It never mounts again after
    /// a lost response. On a running virtual machine, it connects the CD-ROM, so that the guest can read the
    /// image.
    #[command(after_help = MOUNT_EXAMPLES, override_usage = "vcenter-iso mount [OPTIONS] --item <NAME> <VM>...")]
    Mount(MountArgs),

    /// Unmount an ISO image, or one CD-ROM, from virtual machines
    ///
    /// The command never unmounts a CD-ROM that is not backed by an ISO file.
    #[command(
        after_help = UNMOUNT_EXAMPLES,
        override_usage = "vcenter-iso unmount [OPTIONS] <--item <NAME>|--cdrom <ID>|--all-images> <VM>...",
        visible_alias = "umount"
    )]
    Unmount(UnmountArgs),

    /// Connect a mounted ISO image, so that the guests of running virtual machines can read it
    ///
    /// `mount` connects the image as well. A guest that ejects it, or a mount with --no-connect, leaves it
    /// disconnected.
    #[command(
        after_help = CONNECT_EXAMPLES,
        override_usage = "vcenter-iso connect [OPTIONS] <--item <NAME>|--cdrom <ID>> <VM>..."
    )]
    Connect(ConnectArgs),

    /// Disconnect a mounted ISO image, as if the disc were taken out of the drive
    ///
    /// The image stays mounted.
    #[command(
        after_help = DISCONNECT_EXAMPLES,
        override_usage = "vcenter-iso disconnect [OPTIONS] <--item <NAME>|--cdrom <ID>> <VM>..."
    )]
    Disconnect(ConnectArgs),

    /// Power virtual machines on and off, and shut their guests down
    #[command(after_help = power::EXAMPLES, arg_required_else_help = true)]
    Power {
        #[command(subcommand)]
        command: PowerCommand,
    },

    /// Import an ISO image into a content library
    ///
    /// An item of the same name with the same content is left as it is, and an import that was interrupted or
    /// killed is finished. The image is streamed.
    #[command(
        after_help = library_item::IMPORT_EXAMPLES,
        override_usage = "vcenter-iso import [OPTIONS] <--library <NAME>|--library-id <UUID>> <FILE|URL>"
    )]
    Import(ImportArgs),

    /// Synchronize items of subscribed libraries, and wait until their files are there
    #[command(
        after_help = library_item::SYNC_EXAMPLES,
        override_usage = "vcenter-iso sync-item [OPTIONS] <--item <NAME>|--item-id <UUID>>"
    )]
    SyncItem(SyncItemArgs),

    /// Delete items from local libraries, with their files
    ///
    /// An item whose image is mounted on a virtual machine is left as it is.
    #[command(
        after_help = library_item::DELETE_EXAMPLES,
        override_usage = "vcenter-iso delete-item [OPTIONS] <--item <NAME>|--item-id <UUID>>"
    )]
    DeleteItem(DeleteItemArgs),

    /// Show the ISO images that are mounted on virtual machines
    ///
    /// With --item, the command shows where this image is mounted, by default of all virtual machines.
    #[command(after_help = STATUS_EXAMPLES, override_usage = "vcenter-iso status [OPTIONS] <VM|--item <NAME>>...")]
    Status(StatusArgs),

    /// Check whether an ISO image can be mounted on virtual machines
    #[command(after_help = CHECK_EXAMPLES, override_usage = "vcenter-iso check [OPTIONS] --item <NAME> <VM>...")]
    Check(CheckArgs),

    /// List virtual machines
    #[command(after_help = VMS_EXAMPLES, visible_alias = "ls")]
    Vms(VmsArgs),

    /// List library items that contain an ISO image
    #[command(after_help = ITEMS_EXAMPLES)]
    Items(ItemsArgs),

    /// List content libraries
    #[command(after_help = list::LIBRARIES_EXAMPLES)]
    Libraries(ListArgs),

    /// List folders of virtual machines
    #[command(after_help = list::FOLDERS_EXAMPLES)]
    Folders(ListArgs),

    /// List clusters
    #[command(after_help = list::CLUSTERS_EXAMPLES)]
    Clusters(ListArgs),

    /// List datacenters
    #[command(after_help = list::DATACENTERS_EXAMPLES)]
    Datacenters(ListArgs),

    /// List hosts
    #[command(after_help = list::HOSTS_EXAMPLES)]
    Hosts(ListArgs),

    /// Show the certificates of a server without trusting them
    ///
    /// The command opens a connection and ends it before it sends a request. It needs no user and no password.
    #[command(after_help = CERTIFICATE_EXAMPLES)]
    Certificate(CertificateArgs),

    /// Log in and store the session for later commands
    ///
    /// The command stores the session, until `logout`, in a file that only you can read. Without `login`,
    /// each command logs in and out.
    #[command(after_help = LOGIN_EXAMPLES)]
    Login(LoginArgs),

    /// End the stored session
    #[command(after_help = LOGOUT_EXAMPLES)]
    Logout(ConnectionOptions),

    /// Show the stored session
    #[command(after_help = SESSION_EXAMPLES)]
    Session(SessionArgs),

    /// List, choose and change the contexts of the configuration file
    #[command(after_help = context::EXAMPLES, arg_required_else_help = true)]
    Context {
        #[command(subcommand)]
        command: ContextCommand,
    },

    /// Show the effective settings and where each comes from
    #[command(after_help = CONFIG_EXAMPLES, arg_required_else_help = true)]
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },

    /// Serve a simulated vCenter, for tests in any language
    ///
    /// The command prints its URL as the first line once it accepts connections, and logs each request to
    /// stderr. It exits with status 0 on Ctrl-C or SIGTERM. Without --state, its inventory is lost at exit.
    #[command(after_help = simulate::EXAMPLES)]
    Simulate(Simulate),

    /// Print the version
    #[command(after_help = VERSION_EXAMPLES)]
    Version,

    /// Print shell completions
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// Shell to print completions for
        #[arg(value_enum)]
        shell: Shell,
    },

    /// Print the JSON Schema of the output of a command
    ///
    /// It describes one object: `--output jsonl` prints one per line, `json` and `yaml` a list of them.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema {
        /// Command to print the schema for
        #[arg(value_name = "COMMAND")]
        command: String,
    },

    /// Print a manual page
    #[command(after_help = MAN_EXAMPLES)]
    Man {
        /// Command or help topic to print the page of; default: the main page
        #[arg(value_name = "COMMAND")]
        page: Option<String>,
    },

    /// Print help for a command or a topic
    #[command(after_help = HELP_EXAMPLES)]
    Help {
        /// Command or topic; default: this command line as a whole
        #[arg(value_name = "COMMAND|TOPIC")]
        subject: Option<String>,
    },
}

impl Command {
    /// Returns whether the command can change the inventory.
    pub(crate) fn changes(&self) -> bool {
        match self {
            Self::Mount(_)
            | Self::Unmount(_)
            | Self::Connect(_)
            | Self::Disconnect(_)
            | Self::Import(_)
            | Self::SyncItem(_)
            | Self::DeleteItem(_) => true,
            Self::Power { command } => command.changes(),
            _ => false,
        }
    }
}

const MOUNT_EXAMPLES: &str = "\
Examples:
  vcenter-iso mount web-01 --item ubuntu-24.04
  vcenter-iso mount web-01 web-02 --item ubuntu-24.04 --library ISOs --output json
  vcenter-iso mount 'web-*' --power-state off --item ubuntu-24.04 --dry-run
  vcenter-iso mount --vms-from hosts.txt --item ubuntu-24.04 --concurrency 16
  vcenter-iso mount web-01 --item ubuntu-24.04 --item guest-tools
  vcenter-iso mount --vm-id vm-42 --item-id 9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e
  vcenter-iso mount --vm 'web-*' --item ubuntu-24.04 --yes --deadline 10m --output jsonl > run.jsonl
  vcenter-iso mount --resume run.jsonl

The command looks up every name before the first change. If a name is not found or ambiguous, nothing changes.
Runs for the same virtual machines may overlap: one CD-ROM with the image stays.
--resume goes on with the virtual machines that failed, are unknown or were not started. Without a selection, these are \
those of the file; repeat the selection for a run that was killed, because its file lacks the rest.
After Ctrl-C or SIGTERM, the command skips the remaining virtual machines and waits up to 30 seconds for \
those in progress. After a second one, it does not wait. Either way, it prints every result and logs out.";

#[derive(Debug, Args)]
pub(crate) struct MountArgs {
    /// Add another CD-ROM even if the image is already mounted
    #[arg(long)]
    pub(crate) always: bool,

    /// Leave a CD-ROM that is not connected as it is
    #[arg(long)]
    pub(crate) no_connect: bool,

    /// Skip what an earlier run has done, by the output of its --output jsonl; - is stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) resume: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) change: ChangeOptions,

    #[command(flatten)]
    pub(crate) item: ItemOptions,

    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}

/// The options that select images, which CD-ROMs cannot be combined with.
const OF_IMAGES: [&str; 4] = ["item_names", "item_ids", "library", "library_id"];

const UNMOUNT_EXAMPLES: &str = "\
Examples:
  vcenter-iso unmount web-01 --item ubuntu-24.04
  vcenter-iso unmount web-01 --cdrom 16002
  vcenter-iso unmount 'web-*' --all-images
  vcenter-iso unmount --folder staging --item ubuntu-24.04 --yes";

#[derive(Debug, Args)]
pub(crate) struct UnmountArgs {
    #[command(flatten)]
    pub(crate) change: ChangeOptions,

    #[command(flatten)]
    pub(crate) item: ItemOptions,

    /// Unmount the CD-ROM with this identifier; may be repeated
    #[arg(long = "cdrom", value_name = "ID", group = "what", conflicts_with_all = OF_IMAGES)]
    pub(crate) cdroms: Vec<CdromId>,

    /// Unmount every image, from a library or not
    #[arg(long, group = "what", conflicts_with_all = OF_IMAGES, conflicts_with = "cdroms")]
    pub(crate) all_images: bool,

    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}

const CONNECT_EXAMPLES: &str = "\
Examples:
  vcenter-iso connect --vm web-01 --item ubuntu-24.04
  vcenter-iso connect --vm web-01 --cdrom 16002

The exit status is 4 if the image is not mounted, or 1 if a virtual machine does not run.";

const DISCONNECT_EXAMPLES: &str = "\
Examples:
  vcenter-iso disconnect --vm web-01 --item ubuntu-24.04
  vcenter-iso disconnect --vm 'web-*' --item ubuntu-24.04 --yes

A guest that uses the disc locks the drive: eject it in the guest first.";

/// The arguments of `connect` and `disconnect`.
#[derive(Debug, Args)]
pub(crate) struct ConnectArgs {
    #[command(flatten)]
    pub(crate) change: ChangeOptions,

    #[command(flatten)]
    pub(crate) item: ItemOptions,

    /// Select the CD-ROM with this identifier; may be repeated
    #[arg(long = "cdrom", value_name = "ID", group = "what", conflicts_with_all = OF_IMAGES)]
    pub(crate) cdroms: Vec<CdromId>,

    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}

const STATUS_EXAMPLES: &str = "\
Examples:
  vcenter-iso status web-01
  vcenter-iso status --item ubuntu-24.04
  vcenter-iso status --vm 'web-*' --output jsonl";

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) item: ItemOptions,

    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  vcenter-iso check --vm web-01 --item ubuntu-24.04
  vcenter-iso check --cluster cluster-01 --item ubuntu-24.04 --output json

The exit status is 1 if a prerequisite fails, or 4 if only the image or a virtual machine is missing.
A prerequisite that cannot be read is reported as unknown and does not count as a failure.";

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Print each prerequisite instead of one result per virtual machine
    #[arg(long)]
    pub(crate) details: bool,

    #[command(flatten)]
    pub(crate) item: ItemOptions,

    #[command(flatten)]
    pub(crate) batch: BatchOptions,
}

const VMS_EXAMPLES: &str = "\
Examples:
  vcenter-iso vms
  vcenter-iso vms 'web-*' --power-state off
  vcenter-iso vms --cluster cluster-01 --output json";

#[derive(Debug, Args)]
pub(crate) struct VmsArgs {
    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) selection: VmSelection,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

const ITEMS_EXAMPLES: &str = "\
Examples:
  vcenter-iso items
  vcenter-iso items 'ubuntu-*' --library ISOs
  vcenter-iso items --library ISOs --output wide         # with the paths of the ISO files";

#[derive(Debug, Args)]
pub(crate) struct ItemsArgs {
    /// List only names that match a shell pattern
    #[arg(value_name = "NAME")]
    pub(crate) positional: Vec<String>,

    /// The same as NAME; may be repeated
    #[arg(long = "name", value_name = "PATTERN")]
    pub(crate) names: Vec<String>,

    /// Read the paths of the ISO files as well, with one request per item; wide text has them
    #[arg(long)]
    pub(crate) paths: bool,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) library: LibraryOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

const CERTIFICATE_EXAMPLES: &str = "\
Examples:
  vcenter-iso certificate --server vcenter.example.com
  vcenter-iso certificate --server vcenter.example.com --output json

Compare a thumbprint with that of the certificate on the server, then pass it with --thumbprint.";

#[derive(Debug, Args)]
pub(crate) struct CertificateArgs {
    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

const LOGIN_EXAMPLES: &str = "\
Examples:
  vcenter-iso login --server vcenter.example.com --username ops@vsphere.local --save-context lab
  vcenter-iso login --context lab
  pass show vcenter | vcenter-iso login --context lab --password-stdin

On a terminal, the command offers to save the settings of --server as a context.";

#[derive(Debug, Args)]
pub(crate) struct LoginArgs {
    /// Save server, user, certificate trust and locale as a context of this name
    #[arg(long, value_name = "NAME", conflicts_with = "context")]
    pub(crate) save_context: Option<String>,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  vcenter-iso config show
  vcenter-iso config show --context lab --output json";

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show the effective settings, with the flag, variable or context that each comes from
    ///
    /// The command shows whether and from where it gets a password, but not the password. It sends no request.
    Show(ConfigShowArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ConfigShowArgs {
    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

const LOGOUT_EXAMPLES: &str = "\
Examples:
  vcenter-iso logout --server vcenter.example.com
  vcenter-iso logout --context lab";

const SESSION_EXAMPLES: &str = "\
Examples:
  vcenter-iso session --context lab
  vcenter-iso session --server vcenter.example.com --output json
  vcenter-iso session --all

The exit status is 5 if no session is stored or if the stored session has expired.";

#[derive(Debug, Args)]
pub(crate) struct SessionArgs {
    /// List every stored session, without a request to its server
    #[arg(long, conflicts_with_all = ["server", "context", "username"])]
    pub(crate) all: bool,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  vcenter-iso completions bash > ~/.local/share/bash-completion/completions/vcenter-iso
  vcenter-iso completions fish > ~/.config/fish/completions/vcenter-iso.fish

Names of virtual machines, items and libraries are completed if a session is stored, see `vcenter-iso login`.";

const VERSION_EXAMPLES: &str = "\
Examples:
  vcenter-iso version";

const HELP_EXAMPLES: &str = "\
Examples:
  vcenter-iso help mount
  vcenter-iso help output";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  vcenter-iso schema mount > mount.schema.json";

const MAN_EXAMPLES: &str = "\
Examples:
  vcenter-iso man | man -l -
  vcenter-iso man output | man -l -
  vcenter-iso man mount > ~/.local/share/man/man1/vcenter-iso-mount.1";
