use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::inventory::serde_default::{is_no, is_yes, yes};

const SATA: u32 = 16000;
const SATA_UNITS: u32 = 30;
const SATA_ADAPTERS: u32 = 4;
const IDE: u32 = 3000;
/// Two buses of two slots.
const IDE_SLOTS: u32 = 4;

/// A virtual machine (VM).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vm {
    /// The name in plain form. It is unique only within its folder. vCenter stores and returns `%`, `/` and
    /// `\` in it as `%25`, `%2f` and `%5c`.
    pub name: String,
    /// Off, on, or suspended; off by default.
    #[serde(default)]
    pub power_state: PowerState,
    /// The identifier of its host.
    pub host: String,
    /// The identifier of its folder, which determines its datacenter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The identifier of its resource pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_pool: Option<String>,
    /// The number of processor cores; 1 by default.
    #[serde(default = "one_core")]
    pub cpu_count: u32,
    /// The memory in MiB; 1024 by default.
    #[serde(default = "one_gibibyte")]
    pub memory_mib: u32,
    /// The number of SATA adapters, from 0 to 4; 1 by default. With 0, the VM has only IDE.
    #[serde(default = "one_adapter")]
    pub sata_adapters: u8,
    /// Whether another operation occupies the VM, so that its devices cannot be changed; `false` by default.
    #[serde(default, skip_serializing_if = "is_no")]
    pub busy: bool,
    /// Whether VMware Tools runs in the guest, so that the guest can be shut down; `true` by default.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub tools_running: bool,
    /// Whether a task of the simulator changes the VM at the moment, see
    /// [`SimulatorBuilder::task_time`](crate::SimulatorBuilder::task_time). It is not part of a file.
    #[serde(skip)]
    pub task_running: bool,
    /// The virtual CD-ROMs, by identifier: the device key in decimal digits. On SATA it is 16000 plus 30
    /// times the bus plus the unit, on IDE 3000 to 3003.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cdroms: BTreeMap<String, Cdrom>,
}

fn one_core() -> u32 {
    1
}

fn one_gibibyte() -> u32 {
    1024
}

fn one_adapter() -> u8 {
    1
}

impl Vm {
    /// Returns a VM that is powered off, in no folder and no resource pool, with one core, 1 GiB of memory,
    /// one SATA adapter and no CD-ROM.
    #[must_use]
    pub fn new(name: impl Into<String>, host: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            power_state: PowerState::PoweredOff,
            host: host.into(),
            folder: None,
            resource_pool: None,
            cpu_count: one_core(),
            memory_mib: one_gibibyte(),
            sata_adapters: one_adapter(),
            busy: false,
            tools_running: true,
            task_running: false,
            cdroms: BTreeMap::new(),
        }
    }

    /// Returns the identifiers of the CD-ROMs that are backed by an image of a library item.
    ///
    /// ```
    /// use vcenter_iso_simulator::{Cdrom, CdromBacking, CdromState, Vm};
    ///
    /// let mut vm = Vm::new("build-01", "host-21");
    /// let backing = CdromBacking::IsoFile("[ssd-01] contentlib-1f0a/9c2b/linux_c4e7.iso".to_owned());
    /// let cdrom = Cdrom { backing, state: CdromState::NotConnected, start_connected: true, locked: false };
    /// vm.cdroms.insert("16000".to_owned(), cdrom);
    /// assert!(vm.cdroms_with("9c2b").eq(["16000"]));
    /// ```
    pub fn cdroms_with(&self, item: &str) -> impl Iterator<Item = &str> {
        self.mounted_items().filter(move |(_, mounted)| *mounted == item).map(|(id, _)| id)
    }

    /// Returns the mounted library items, by the CD-ROM that holds the image.
    ///
    /// ```
    /// # use vcenter_iso_simulator::{Cdrom, CdromBacking, CdromState, Vm};
    /// # let mut vm = Vm::new("build-01", "host-21");
    /// # let backing = CdromBacking::IsoFile("[ssd-01] contentlib-1f0a/9c2b/linux_c4e7.iso".to_owned());
    /// # let cdrom = Cdrom { backing, state: CdromState::NotConnected, start_connected: true, locked: false };
    /// # vm.cdroms.insert("16000".to_owned(), cdrom);
    /// assert!(vm.mounted_items().eq([("16000", "9c2b")]));
    /// ```
    pub fn mounted_items(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cdroms.iter().filter_map(|(id, cdrom)| Some((id.as_str(), cdrom.item()?)))
    }

    /// Returns the identifier of the first free slot, on SATA or on IDE.
    pub(crate) fn free_cdrom_id(&self, on_sata: bool) -> Option<String> {
        let keys = if on_sata {
            SATA..SATA + u32::from(self.sata_adapters) * SATA_UNITS
        } else {
            IDE..IDE + IDE_SLOTS
        };
        keys.map(|key| key.to_string()).find(|id| !self.cdroms.contains_key(id))
    }
}

/// The slot of a CD-ROM, which is encoded in its identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Ide { primary: bool, master: bool },
    Sata { bus: u32, unit: u32 },
}

impl Slot {
    /// Returns the slot, and the number of the drive on adapters of its kind, from 1.
    pub(crate) fn of(cdrom_id: &str) -> Option<(Self, u32)> {
        let key: u32 = cdrom_id.parse().ok()?;
        // `parse` accepts `+16000` and `016000`, which are not identifiers.
        (key.to_string() == cdrom_id).then_some(())?;
        if let Some(index) = key.checked_sub(SATA).filter(|index| *index < SATA_ADAPTERS * SATA_UNITS) {
            Some((Self::Sata { bus: index / SATA_UNITS, unit: index % SATA_UNITS }, index + 1))
        } else {
            let index = key.checked_sub(IDE).filter(|index| *index < IDE_SLOTS)?;
            Some((Self::Ide { primary: index < 2, master: index % 2 == 0 }, index + 1))
        }
    }
}

/// The power state of a VM.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PowerState {
    /// `POWERED_OFF`
    #[default]
    PoweredOff,
    /// `POWERED_ON`
    PoweredOn,
    /// `SUSPENDED`
    Suspended,
}

/// A virtual CD-ROM drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cdrom {
    /// The source of its disc.
    pub backing: CdromBacking,
    /// Whether the guest sees the disc.
    pub state: CdromState,
    /// Whether it is connected when the VM is powered on; `true` by default.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub start_connected: bool,
    /// Whether the guest uses the disc and has locked the drive, so that the drive can be neither disconnected nor
    /// removed while the VM is on; `false` by default.
    #[serde(default, skip_serializing_if = "is_no")]
    pub locked: bool,
}

impl Cdrom {
    /// Returns a drive that is backed by the client device and is not connected.
    pub(crate) fn client_device() -> Self {
        Self {
            backing: CdromBacking::ClientDevice,
            state: CdromState::NotConnected,
            start_connected: false,
            locked: false,
        }
    }

    /// Returns the identifier of the library item of its image: the name of the folder that contains the
    /// file.
    fn item(&self) -> Option<&str> {
        match &self.backing {
            CdromBacking::IsoFile(path) => path.rsplit('/').nth(1),
            CdromBacking::HostDevice(_) | CdromBacking::ClientDevice => None,
        }
    }
}

/// The source of the disc of a virtual CD-ROM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CdromBacking {
    /// The datastore path of an ISO image: `[datastore] folder/file.iso`.
    IsoFile(String),
    /// The name of a drive of the host.
    HostDevice(String),
    /// A drive of the client, the machine that shows the console.
    ClientDevice,
}

/// Whether the guest sees the disc of a virtual CD-ROM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CdromState {
    /// `CONNECTED`
    Connected,
    /// `NOT_CONNECTED`; always the state while the VM is off.
    NotConnected,
    /// `RECOVERABLE_ERROR`: connecting failed and can succeed later.
    RecoverableError,
    /// `UNRECOVERABLE_ERROR`: connecting failed permanently.
    UnrecoverableError,
    /// `UNKNOWN`
    Unknown,
}
