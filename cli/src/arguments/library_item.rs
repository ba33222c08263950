use std::time::Duration;

use clap::Args;
use vcenter_iso::ChecksumAlgorithm;

use crate::arguments::connection::{ConnectionOptions, duration};
use crate::arguments::output::OutputOptions;
use crate::arguments::selection::{ItemOptions, LibraryOptions};

pub(super) const IMPORT_EXAMPLES: &str = "\
Examples:
  vcenter-iso import ubuntu-24.04.iso --library ISOs
  vcenter-iso import ubuntu-24.04.iso --library ISOs --dry-run
  vcenter-iso import build/image.iso --library ISOs --name nightly --replace
  vcenter-iso import https://images.example.com/tool.iso --library ISOs --checksum sha256:ba7816bf...

vCenter itself fetches an image at a URL: http, https, or ds:///vmfs/volumes/... for a file on a datastore.
After Ctrl-C or SIGTERM, the command cancels the upload and removes what it has begun.";

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// ISO image: a file, or a URL from which vCenter fetches it
    #[arg(value_name = "FILE|URL")]
    pub(crate) source: String,

    /// Name of the item; default: that of the file, without .iso
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Name of the file in the item; default: the name of the item with .iso
    #[arg(long, value_name = "NAME")]
    pub(crate) file_name: Option<String>,

    /// Replace the content of an item that has another one
    #[arg(long)]
    pub(crate) replace: bool,

    /// Checksum that the image must have: sha1:, sha256:, sha512: or md5: and hexadecimal digits
    #[arg(long, value_name = "ALGORITHM:DIGITS", value_parser = checksum)]
    pub(crate) checksum: Option<(ChecksumAlgorithm, String)>,

    /// Host that may get the file, if the server names another one than itself
    #[arg(long, value_name = "HOST")]
    pub(crate) upload_host: Option<String>,

    /// Thumbprint of the certificate of the URL, if vCenter does not trust it
    #[arg(long, value_name = "HEX")]
    pub(crate) source_thumbprint: Option<String>,

    /// Show what would change without changing it
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) library: LibraryOptions,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

pub(super) const SYNC_EXAMPLES: &str = "\
Examples:
  vcenter-iso sync-item --item ubuntu-24.04 --library mirror
  vcenter-iso sync-item --item ubuntu-24.04 --wait 30m

The server reports no failure of a synchronization: it only does not end.";

#[derive(Debug, Args)]
pub(crate) struct SyncItemArgs {
    /// Time to wait for the files of each item, e.g. 90s or 30m
    #[arg(long, value_name = "DURATION", default_value = "30m", value_parser = duration)]
    pub(crate) wait: Duration,

    #[command(flatten)]
    pub(crate) item: ItemOptions,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

pub(super) const DELETE_EXAMPLES: &str = "\
Examples:
  vcenter-iso delete-item --item ubuntu-22.04 --library ISOs
  vcenter-iso delete-item --item ubuntu-22.04 --even-if-mounted --yes

The command reads the CD-ROMs of all virtual machines that the user may see, unless --even-if-mounted is given.";

#[derive(Debug, Args)]
pub(crate) struct DeleteItemArgs {
    /// Delete an item although its image may be mounted, and read no virtual machine
    #[arg(long)]
    pub(crate) even_if_mounted: bool,

    /// Skip the confirmation
    #[arg(short, long)]
    pub(crate) yes: bool,

    #[command(flatten)]
    pub(crate) item: ItemOptions,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    #[command(flatten)]
    pub(crate) connection: ConnectionOptions,
}

fn checksum(text: &str) -> Result<(ChecksumAlgorithm, String), String> {
    let expected = "expected an algorithm and its digits, such as sha256:ba7816bf...";
    let (algorithm, digits) = text.split_once(':').ok_or(expected)?;
    let algorithm = match algorithm.to_ascii_lowercase().as_str() {
        "sha1" => ChecksumAlgorithm::Sha1,
        "sha256" => ChecksumAlgorithm::Sha256,
        "sha512" => ChecksumAlgorithm::Sha512,
        "md5" => ChecksumAlgorithm::Md5,
        _ => return Err(format!("`{algorithm}` is not one of sha1, sha256, sha512 and md5")),
    };
    Ok((algorithm, digits.to_owned()))
}
