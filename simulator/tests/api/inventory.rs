use std::collections::BTreeSet;
use std::error::Error as _;

use serde_json::Value;
use vcenter_iso_simulator::example::{ITEM, PASSWORD, USER};
use vcenter_iso_simulator::{FolderType, Inventory, LibraryFile, PowerState, Privilege, Simulator, User};

use crate::client::Client;

#[test]
fn the_example_is_deterministic_and_consistent() {
    let inventory = Inventory::example();
    assert_eq!(inventory, Inventory::example());
    for (id, vm) in &inventory.vms {
        assert!(inventory.hosts.contains_key(&vm.host), "{id} is on an unknown host");
        let folder = vm.folder.as_ref().and_then(|folder| inventory.folders.get(folder));
        let datacenter = folder.and_then(|folder| folder.datacenter.as_ref());
        assert!(
            datacenter.is_some_and(|id| inventory.datacenters.contains_key(id)),
            "{id} is in no folder of a known datacenter"
        );
        let pool = vm.resource_pool.as_ref();
        assert!(
            pool.is_some_and(|id| inventory.resource_pools.contains_key(id)),
            "{id} is in an unknown resource pool"
        );
    }
    for (id, cluster) in &inventory.clusters {
        let folder = cluster.folder.as_ref().and_then(|folder| inventory.folders.get(folder));
        assert!(
            folder.is_some_and(|folder| folder.folder_type == FolderType::Host),
            "{id} is in no folder of hosts"
        );
    }
    for (id, host) in &inventory.hosts {
        let datastores: BTreeSet<_> = inventory.datastores.keys().cloned().collect();
        assert!(host.datastores.is_subset(&datastores), "{id} has an unknown datastore");
    }
    for (id, item) in &inventory.items {
        assert!(inventory.libraries.contains_key(&item.library), "{id} is in an unknown library");
    }
}

#[test]
fn the_documentation_lists_the_whole_example() {
    let inventory = Inventory::example();
    let documentation = include_str!("../../src/lib.rs");
    let listed: Vec<&str> = documentation.lines().filter(|line| line.starts_with("//! | `")).collect();
    let has_row = |cells: &[&str]| {
        let row = listed.iter().any(|line| {
            let row: Vec<&str> = line.split('|').map(str::trim).collect();
            row[1..].starts_with(cells)
        });
        assert!(row, "add the row {cells:?} to the tables in simulator/src/lib.rs");
    };
    let quoted = |text: &str| format!("`{text}`");
    for (id, vm) in &inventory.vms {
        let power = match vm.power_state {
            PowerState::PoweredOff => "off",
            PowerState::PoweredOn => "on",
            PowerState::Suspended => "suspended",
        };
        let adapter = if vm.sata_adapters > 0 { "SATA" } else { "IDE" };
        let cell = |id: &Option<String>| quoted(id.as_deref().unwrap_or_default());
        let (folder, pool) = (cell(&vm.folder), cell(&vm.resource_pool));
        has_row(&[&quoted(id), &quoted(&vm.name), power, adapter, &quoted(&vm.host), &folder, &pool]);
    }
    for (id, item) in &inventory.items {
        has_row(&[&quoted(id), &quoted(&item.name), &quoted(&inventory.libraries[&item.library].name)]);
    }
    for (id, library) in &inventory.libraries {
        has_row(&[&quoted(id), &quoted(&library.name)]);
    }
    let folders = inventory.folders.iter().map(|(id, folder)| (id, &folder.name));
    let datacenters = inventory.datacenters.iter().map(|(id, datacenter)| (id, &datacenter.name));
    let clusters = inventory.clusters.iter().map(|(id, cluster)| (id, &cluster.name));
    let pools = inventory.resource_pools.iter().map(|(id, pool)| (id, &pool.name));
    for (id, name) in folders.chain(datacenters).chain(clusters).chain(pools) {
        has_row(&[&quoted(id), &quoted(name)]);
    }
    for (id, host) in &inventory.hosts {
        has_row(&[&quoted(id), &quoted(&host.name)]);
    }
}

#[test]
fn a_written_inventory_can_be_read() {
    let mut inventory = Inventory::example();
    let user = User::new(USER, PASSWORD)
        .without_privilege(Privilege::ContentLibraryReadStorage)
        .without_privilege_on(Privilege::SystemRead, "vm-48")
        .without_privilege_on(Privilege::SystemRead, "group-v4")
        .without_privilege_on(Privilege::SystemRead, "domain-c8");
    inventory.users.push(user);
    let yaml = inventory.to_yaml().expect("the inventory can be written");
    let json = serde_json::to_string_pretty(&inventory).expect("the inventory can be written");
    for text in [yaml, json] {
        assert_eq!(text.parse::<Inventory>().expect("the text is an inventory"), inventory, "{text}");
    }
}

#[test]
fn missing_members_have_their_defaults() {
    let text = "
datacenters:
  datacenter-1: { name: lab }
folders:
  group-1: { name: vm, datacenter: datacenter-1 }
clusters:
  domain-1: { name: cluster }
hosts:
  host-1: { name: esx }
vms:
  vm-1:
    name: a/b
    host: host-1
    cdroms:
      '16000': { backing: { iso_file: '[ssd] a.iso' }, state: NOT_CONNECTED }
      '3000': { backing: client_device, state: NOT_CONNECTED, start_connected: false }
libraries:
  1f0a:
    name: installers
    type: LOCAL
    storage: { other: 'nfs://nas.example.com/a' }
items:
  9c2b: { name: tool, library: 1f0a }
users:
  - name: reader
    password: secret
    without: [VirtualMachine.Config.AddRemoveDevice]
    without_on: { vm-1: [System.Read] }
";
    let inventory: Inventory = text.parse().expect("the text is an inventory");
    let vm = &inventory.vms["vm-1"];
    assert_eq!((vm.power_state, vm.sata_adapters, vm.cdroms.len()), (PowerState::PoweredOff, 1, 2));
    assert_eq!((vm.cpu_count, vm.memory_mib, vm.busy, &vm.folder), (1, 1024, false, &None));
    assert!(inventory.hosts["host-1"].responding && inventory.items["9c2b"].cached);
    assert_eq!(inventory.items["9c2b"].item_type, None);
    let folder = &inventory.folders["group-1"];
    assert_eq!((folder.folder_type, &folder.parent), (FolderType::VirtualMachine, &None));
    let cluster = &inventory.clusters["domain-1"];
    assert_eq!((&cluster.folder, cluster.ha_enabled, cluster.drs_enabled), (&None, false, false));
    let user = &inventory.users[0];
    assert!(!user.has(Privilege::VirtualMachineConfigAddRemoveDevice) && user.has(Privilege::SystemRead));
    assert!(!user.has_on(Privilege::SystemRead, "vm-1") && user.has_on(Privilege::SystemRead, "vm-2"));
}

#[test]
fn an_error_has_the_location_and_a_hint() {
    let vm =
        |rest: &str| format!("hosts: {{ host-1: {{ name: esx }} }}\nvms:\n  vm-1: {{ name: a, {rest} }}");
    let folder = |other: &str| {
        let hosts = "{ name: host, type: HOST, datacenter: datacenter-1 }";
        let datacenters = "datacenters: { datacenter-1: { name: lab } }";
        format!("{datacenters}\nfolders:\n  group-1: {hosts}\n  group-2: {other}")
    };
    for (text, parts) in [
        ("machines: {}".to_owned(), ["line 1, column 1", "machines"]),
        ("vms:\n  vm-1:\n    name: a\n".to_owned(), ["line 3", "host"]),
        ("vms: [".to_owned(), ["line 1", "inventory: "]),
        (r#"{ "vms": { "vm-1": 7 } }"#.to_owned(), ["line 1, column 20", "inventory: "]),
        (vm("host: host-1, power_state: ASLEEP"), ["line 3", "ASLEEP"]),
        (vm("host: host-2"), ["vms.vm-1.host: 'host-2' is not in hosts", "for example host-1"]),
        (
            vm("host: host-1, folder: group-1"),
            ["vms.vm-1.folder: 'group-1' is not in folders", "add it there"],
        ),
        (folder("{ name: a }"), ["folders.group-2.datacenter: missing", "name the datacenter"]),
        (
            folder("{ name: a, type: DATACENTER, datacenter: datacenter-1 }"),
            ["folders.group-2.datacenter", "remove it"],
        ),
        (folder("{ name: a, type: DRAWER, datacenter: datacenter-1 }"), ["line 4", "DRAWER"]),
        (
            folder("{ name: a, datacenter: datacenter-1, parent: group-1 }"),
            ["folders.group-2.parent: 'group-1' has another type", "of the type VIRTUAL_MACHINE"],
        ),
        (
            "clusters: { domain-1: { name: a, folder: group-1 } }".to_owned(),
            ["clusters.domain-1.folder: 'group-1' is not in folders", "folders is empty"],
        ),
        (vm("host: host-1, sata_adapters: 5"), ["vms.vm-1.sata_adapters: 5", "the limit of 4; lower it"]),
        (
            vm("host: host-1, cdroms: { '1': { backing: client_device, state: UNKNOWN } }"),
            ["vms.vm-1.cdroms: '1' is not a slot", "16000 to 16119"],
        ),
        (
            "items: { 9c2b: { name: a, library: 1f0a } }".to_owned(),
            ["items.9c2b.library: '1f0a'", "libraries is empty"],
        ),
        ("users: [{ name: a, password: hunter2, without: [Read] }]".to_owned(), ["line 1", "System.Read"]),
    ] {
        let error =
            text.parse::<Inventory>().map(|inventory| format!("{inventory:?}")).expect_err(&text).to_string();
        assert!(parts.iter().all(|part| error.contains(part)), "{text}: {error}");
        assert!(!error.contains("hunter2"), "a secret is in the text: {error}");
    }
}

#[test]
fn the_text_that_aliases_add_is_limited() {
    let users = |count: usize, password: &str| {
        let first = format!("users:\n- {{ name: first, password: &p {password} }}\n");
        let others = (1..count).map(|number| format!("- {{ name: user-{number}, password: *p }}\n"));
        std::iter::once(first).chain(others).collect::<Vec<_>>().concat()
    };
    let inventory: Inventory = users(2000, "secret").parse().expect("ordinary aliases are valid");
    assert_eq!(inventory.users.len(), 2000);

    // 70 MB of passwords in 1 MB of text.
    let large_aliases = users(70, &"p".repeat(1_000_000));
    // Two million files in 200 KB of text.
    let files = "{ name: a, id: b, size: 1 }, ".repeat(500);
    let items: Vec<_> =
        (0..4000).map(|id| format!("  item-{id}: {{ name: a, library: l, files: *f }}\n")).collect();
    let items = items.concat();
    let many_aliases = format!("items:\n  item: {{ name: a, library: l, files: &f [{files}] }}\n{items}");
    for text in [large_aliases, many_aliases] {
        let error =
            text.parse::<Inventory>().map(|_| "an inventory").expect_err("the text is too large").to_string();
        assert!(error.contains("line ") && error.contains("the aliases add too much"), "{error}");
    }
}

#[test]
fn a_file_above_the_size_limit_is_rejected() {
    let path = std::env::temp_dir().join(format!("large-inventory-{}.yaml", std::process::id()));
    let file = std::fs::File::create(&path).expect("the file can be written");
    // The file is sparse, so that it needs no space on the disk.
    file.set_len((64 << 20) + 1).expect("the file can be extended");
    let error = Inventory::read(&path).expect_err("the file is too large");
    std::fs::remove_file(&path).expect("the file can be removed");
    assert!(error.to_string().contains("large-inventory-"), "{error}");
    let reason = error.source().expect("the error has a source").to_string();
    assert_eq!(reason, "the file is larger than 64 MiB; use a smaller one");
}

#[tokio::test]
async fn sizes_above_int64_are_rejected_in_files_and_saturate_in_responses() {
    let with_files = |sizes: [u64; 2]| {
        let files = sizes.map(|size| format!("{{ name: a.iso, id: b, size: {size} }}")).join(", ");
        let library = "{ name: a, type: LOCAL, storage: { other: nfs } }";
        format!(
            "libraries: {{ 1f0a: {library} }}\n\
             items: {{ 9c2b: {{ name: a, library: 1f0a, files: [{files}] }} }}"
        )
    };
    let largest = i64::MAX.unsigned_abs();
    with_files([largest - 1, 1]).parse::<Inventory>().expect("the largest sum is valid");
    for sizes in [[largest, 1], [u64::MAX, u64::MAX]] {
        let error = with_files(sizes).parse::<Inventory>().expect_err("the sum is too large").to_string();
        assert!(error.contains("items.9c2b.files: the sizes add up to more than"), "{error}");
    }

    // An inventory that a program builds is not validated.
    let simulator = Simulator::start().await.expect("the simulator starts");
    simulator.update_inventory(|inventory| {
        let files = &mut inventory.items.get_mut(ITEM).expect("the item exists").files;
        files.push(LibraryFile { size: u64::MAX, ..files[0].clone() });
    });
    let client = Client::logged_in(&simulator).await;
    let path = format!("/api/content/library/item/{ITEM}");
    let response = client.request("GET", &path).send().await.expect("the simulator responds");
    let item: Value = response.json().await.expect("the body is JSON");
    assert_eq!(item["size"], u64::MAX, "{item}");
}

#[test]
fn errors_name_the_file() {
    let directory = std::env::temp_dir();
    let missing = directory.join("no-such-inventory.yaml");
    let error = Inventory::read(&missing).expect_err("the file does not exist");
    assert!(error.to_string().contains("no-such-inventory.yaml: cannot read the file"), "{error}");
    assert!(error.source().is_some(), "the error has no source");

    let broken = directory.join(format!("broken-inventory-{}.yaml", std::process::id()));
    std::fs::write(&broken, "hosts: { host-1: { name: [] } }").expect("the file can be written");
    let error = Inventory::read(&broken).expect_err("the file is not an inventory").to_string();
    std::fs::remove_file(&broken).expect("the file can be removed");
    assert!(
        error.contains("broken-inventory-") && error.contains("line 1, column 26: expected string"),
        "{error}"
    );
}
