use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{is_no, is_yes, yes};

const SATA: u32 = 16000;
const SATA_UNITS: u32 = 30;
const SATA_ADAPTERS: u32 = 4;
const IDE: u32 = 3000;
/// Two buses of two places.
const IDE_PLACES: u32 = 4;

/// A virtual machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vm {
    /// The name, as people write it. Unique only inside a folder of vCenter, so that several virtual machines may
    /// share it. vCenter stores and answers `%`, `/` and `\` in it as `%25`, `%2f` and `%5c`.
    pub name: String,
    /// Off, on, or suspended; off if it is left out.
    #[serde(default)]
    pub power_state: PowerState,
    /// The identifier of the host that it is registered on.
    pub host: String,
    /// The identifier of its folder; its datacenter is that of the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The identifier of its resource pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_pool: Option<String>,
    /// How many processor cores it has; 1 if it is left out.
    #[serde(default = "one_core")]
    pub cpu_count: u32,
    /// How much memory it has, in mebibytes; 1024 if it is left out.
    #[serde(default = "one_gibibyte")]
    pub memory_mib: u32,
    /// How many SATA adapters it has; vCenter gives it four at most. 0 means that it has IDE alone. 1 if it is left
    /// out.
    #[serde(default = "one_adapter")]
    pub sata_adapters: u8,
    /// Whether another operation occupies it, so that its devices cannot be changed; no if it is left out.
    #[serde(default, skip_serializing_if = "is_no")]
    pub busy: bool,
    /// The virtual CD-ROMs, by identifier: the device key in decimal digits. On SATA it is 16000 plus 30 times the
    /// bus plus the unit, on IDE 3000 to 3003.
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
    /// A virtual machine that is off, in no folder and no resource pool, with one core, 1 GiB of memory, one SATA
    /// adapter and no CD-ROM.
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
            cdroms: BTreeMap::new(),
        }
    }

    /// The identifier for one more CD-ROM: the first free place, on SATA or on IDE.
    pub(crate) fn free_cdrom_id(&self, on_sata: bool) -> Option<String> {
        let keys = if on_sata {
            SATA..SATA + u32::from(self.sata_adapters) * SATA_UNITS
        } else {
            IDE..IDE + IDE_PLACES
        };
        keys.map(|key| key.to_string()).find(|id| !self.cdroms.contains_key(id))
    }
}

/// Where a CD-ROM is attached; its identifier tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Ide { primary: bool, master: bool },
    Sata { bus: u32, unit: u32 },
}

impl Place {
    /// The place, and the number of the drive on adapters of its kind, from 1.
    pub(crate) fn of(cdrom_id: &str) -> Option<(Self, u32)> {
        let key: u32 = cdrom_id.parse().ok()?;
        // `+16000` and `016000` are no identifiers.
        (key.to_string() == cdrom_id).then_some(())?;
        if let Some(place) = key.checked_sub(SATA).filter(|place| *place < SATA_ADAPTERS * SATA_UNITS) {
            Some((Self::Sata { bus: place / SATA_UNITS, unit: place % SATA_UNITS }, place + 1))
        } else {
            let place = key.checked_sub(IDE).filter(|place| *place < IDE_PLACES)?;
            Some((Self::Ide { primary: place < 2, master: place % 2 == 0 }, place + 1))
        }
    }
}

/// Whether a virtual machine runs.
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

/// A virtual CD-ROM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cdrom {
    /// Where its disc comes from.
    pub backing: CdromBacking,
    /// Whether the guest sees the disc.
    pub state: CdromState,
    /// Whether it is connected when the virtual machine is powered on; yes if it is left out.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub start_connected: bool,
}

/// Where the disc of a virtual CD-ROM comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CdromBacking {
    /// An ISO image, by its datastore path, `[datastore] folder/file.iso`.
    IsoFile(String),
    /// A drive of the host, by its name.
    HostDevice(String),
    /// The drive of whoever looks at the console.
    ClientDevice,
}

/// Whether the guest sees the disc of a virtual CD-ROM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CdromState {
    /// `CONNECTED`
    Connected,
    /// `NOT_CONNECTED`; always so while the virtual machine is off.
    NotConnected,
    /// `RECOVERABLE_ERROR`: connecting failed for a reason that may pass.
    RecoverableError,
    /// `UNRECOVERABLE_ERROR`: connecting failed for a reason that stays.
    UnrecoverableError,
    /// `UNKNOWN`
    Unknown,
}
