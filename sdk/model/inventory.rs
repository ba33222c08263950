//! Enums of virtual machines, their CD-ROMs and their folders.

use crate::model::open_enum::open_enum;

open_enum! {
    /// The power state of a virtual machine (`Vm_Power_State`).
    PowerState {
        /// The VM is off.
        PoweredOff = "POWERED_OFF",
        /// The VM is running.
        PoweredOn = "POWERED_ON",
        /// The VM is halted and its state is kept. Its devices cannot be changed.
        Suspended = "SUSPENDED",
    }
}

open_enum! {
    /// The kind of objects in a folder, besides folders of the same type (`Folder_Type`).
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
    /// Whether vCenter reaches a host (`Host_ConnectionState`).
    HostConnectionState {
        /// vCenter manages the host.
        Connected = "CONNECTED",
        /// A user has disconnected the host, or vCenter has not connected it yet.
        Disconnected = "DISCONNECTED",
        /// The host does not respond.
        NotResponding = "NOT_RESPONDING",
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
    /// The state of the connection between a removable device and its backing (`Vm_Hardware_ConnectionState`).
    ConnectionState {
        /// The device is connected and works.
        Connected = "CONNECTED",
        /// The connection failed for a temporary reason, such as a backing that is in use elsewhere.
        RecoverableError = "RECOVERABLE_ERROR",
        /// The connection failed for a permanent reason, such as a backing that no longer exists.
        UnrecoverableError = "UNRECOVERABLE_ERROR",
        /// The device is not connected, for example while the virtual machine is powered off.
        NotConnected = "NOT_CONNECTED",
        /// The server does not know the state. This is a value of the API; a value that this crate does not know is
        /// [`Unknown`](Self::Unknown).
        StateUnknown = "UNKNOWN",
    }
}

open_enum! {
    /// The kind of backing of a CD-ROM drive (`Vm_Hardware_Cdrom_BackingType`).
    BackingType {
        /// An ISO image on a datastore.
        IsoFile = "ISO_FILE",
        /// A drive of the host that runs the virtual machine.
        HostDevice = "HOST_DEVICE",
        /// A drive or a file of the client that shows the VM's console.
        ClientDevice = "CLIENT_DEVICE",
    }
}

open_enum! {
    /// The way of access to a physical drive (`Vm_Hardware_Cdrom_DeviceAccessType`).
    DeviceAccessType {
        /// Access through an emulated ATAPI or SCSI device.
        Emulation = "EMULATION",
        /// Direct access.
        Passthru = "PASSTHRU",
        /// Direct access by this virtual machine alone.
        PassthruExclusive = "PASSTHRU_EXCLUSIVE",
    }
}
