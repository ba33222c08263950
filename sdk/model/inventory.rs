//! The lists of values by which vCenter describes virtual machines, their CD-ROMs and their folders.

use crate::model::open_enum::open_enum;

open_enum! {
    /// Whether a virtual machine runs (`Vm_Power_State`).
    PowerState {
        /// It is off.
        PoweredOff = "POWERED_OFF",
        /// It runs.
        PoweredOn = "POWERED_ON",
        /// It is halted, and its state is kept; its devices cannot be changed.
        Suspended = "SUSPENDED",
    }
}

open_enum! {
    /// What a folder can contain, beside folders of the same type (`Folder_Type`).
    FolderType {
        /// Datacenters.
        Datacenter = "DATACENTER",
        /// Datastores.
        Datastore = "DATASTORE",
        /// Hosts and clusters.
        Host = "HOST",
        /// Networks.
        Network = "NETWORK",
        /// Virtual machines.
        VirtualMachine = "VIRTUAL_MACHINE",
    }
}

open_enum! {
    /// The kind of adapter that a CD-ROM is attached to (`Vm_Hardware_Cdrom_HostBusAdapterType`).
    HostBusAdapterType {
        /// Devices can be added and removed only while the virtual machine is powered off.
        Ide = "IDE",
        /// Devices can be added and removed while the virtual machine is powered on.
        Sata = "SATA",
    }
}

open_enum! {
    /// Whether a removable device is connected to its backing (`Vm_Hardware_ConnectionState`).
    ConnectionState {
        /// It is, and works.
        Connected = "CONNECTED",
        /// Connecting failed for a reason that may pass, such as a backing that is in use elsewhere.
        RecoverableError = "RECOVERABLE_ERROR",
        /// Connecting failed for a reason that stays, such as a backing that is gone.
        UnrecoverableError = "UNRECOVERABLE_ERROR",
        /// It is not: for one thing, while the virtual machine is powered off.
        NotConnected = "NOT_CONNECTED",
        /// The server does not know. This is a value of the API: one that this crate does not know is
        /// [`Unknown`](Self::Unknown).
        StateUnknown = "UNKNOWN",
    }
}

open_enum! {
    /// What can be in a CD-ROM drive (`Vm_Hardware_Cdrom_BackingType`).
    BackingType {
        /// An ISO image on a datastore.
        IsoFile = "ISO_FILE",
        /// A drive of the host that runs the virtual machine.
        HostDevice = "HOST_DEVICE",
        /// A drive or a file of the client that shows the console of the virtual machine.
        ClientDevice = "CLIENT_DEVICE",
    }
}

open_enum! {
    /// How a physical drive is accessed (`Vm_Hardware_Cdrom_DeviceAccessType`).
    DeviceAccessType {
        /// Through an emulated ATAPI or SCSI device.
        Emulation = "EMULATION",
        /// Directly.
        Passthru = "PASSTHRU",
        /// Directly, and by this virtual machine alone.
        PassthruExclusive = "PASSTHRU_EXCLUSIVE",
    }
}
