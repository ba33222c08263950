use std::collections::BTreeSet;
use std::error::Error as _;

use serde_json::Value;
use vcenter_iso_simulator::example::{ITEM, PASSWORD, USER};
use vcenter_iso_simulator::{FolderType, Inventory, LibraryFile, PowerState, Privilege, Simulator, User};

use crate::client::Client;

#[test]
fn it_is_the_same_each_time_and_holds_together() {
    let inventory = Inventory::example();
    assert_eq!(inventory, Inventory::example());
    for (id, vm) in &inventory.vms {
        assert!(inventory.hosts.contains_key(&vm.host), "{id} is on an unknown host");
        let folder = vm.folder.as_ref().and_then(|folder| inventory.folders.get(folder));
        let datacenter = folder.and_then(|folder| folder.datacenter.as_ref());
        assert!(datacenter.is_some_and(|id| inventory.datacenters.contains_key(id)), "{id} is nowhere");
        let pool = vm.resource_pool.as_ref();
        assert!(
            pool.is_some_and(|id| inventory.resource_pools.contains_key(id)),
            "{id} is in an unknown pool"
        );
    }
    for (id, cluster) in &inventory.clusters {
        let folder = cluster.folder.as_ref().and_then(|folder| inventory.folders.get(folder));
        assert!(folder.is_some_and(|folder| folder.folder_type == FolderType::Host), "{id} is nowhere");
    }
    for (id, host) in &inventory.hosts {
        let known: BTreeSet<_> = inventory.datastores.keys().cloned().collect();
        assert!(host.datastores.is_subset(&known), "{id} reaches an unknown datastore");
    }
    for (id, item) in &inventory.items {
        assert!(inventory.libraries.contains_key(&item.library), "{id} is in an unknown library");
    }
}

#[test]
fn the_documentation_lists_all_of_it() {
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
        let place = |id: &Option<String>| quoted(id.as_deref().unwrap_or_default());
        let (folder, pool) = (place(&vm.folder), place(&vm.resource_pool));
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
fn it_can_be_written_and_read() {
    let mut inventory = Inventory::example();
    let user = User::new(USER, PASSWORD)
        .without(Privilege::ContentLibraryReadStorage)
        .without_on(Privilege::SystemRead, "vm-48")
        .without_on(Privilege::SystemRead, "group-v4")
        .without_on(Privilege::SystemRead, "domain-c8");
    inventory.users.push(user);
    let yaml = inventory.to_yaml().expect("it can be written");
    let json = serde_json::to_string_pretty(&inventory).expect("it can be written");
    for text in [yaml, json] {
        assert_eq!(text.parse::<Inventory>().expect("it can be read"), inventory, "{text}");
    }
}

#[test]
fn what_is_left_out_has_its_default() {
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
    let inventory: Inventory = text.parse().expect("it can be read");
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
fn a_mistake_in_the_text_is_named_with_its_place_and_what_to_do() {
    let vm =
        |rest: &str| format!("hosts: {{ host-1: {{ name: esx }} }}\nvms:\n  vm-1: {{ name: a, {rest} }}");
    let folder = |other: &str| {
        let known = "{ name: host, type: HOST, datacenter: datacenter-1 }";
        let datacenters = "datacenters: { datacenter-1: { name: lab } }";
        format!("{datacenters}\nfolders:\n  group-1: {known}\n  group-2: {other}")
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
        (folder("{ name: a }"), ["folders.group-2.datacenter", "name its datacenter"]),
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
        (vm("host: host-1, sata_adapters: 5"), ["vms.vm-1.sata_adapters", "the limit is 4"]),
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
        let error = text.parse::<Inventory>().map(|read| format!("{read:?}")).expect_err(&text).to_string();
        assert!(parts.iter().all(|part| error.contains(part)), "{text}: {error}");
        assert!(!error.contains("hunter2"), "a secret shows: {error}");
    }
}

#[test]
fn aliases_add_a_limited_amount_to_the_text() {
    let users = |count: usize, password: &str| {
        let first = format!("users:\n- {{ name: first, password: &p {password} }}\n");
        let others = (1..count).map(|number| format!("- {{ name: user-{number}, password: *p }}\n"));
        std::iter::once(first).chain(others).collect::<Vec<_>>().concat()
    };
    let inventory: Inventory = users(2000, "secret").parse().expect("ordinary aliases are read");
    assert_eq!(inventory.users.len(), 2000);

    // 70 MB of passwords in 1 MB of text.
    let large = users(70, &"p".repeat(1_000_000));
    // Two million files in some kilobytes of text.
    let files = "{ name: a, id: b, size: 1 }, ".repeat(500);
    let items: Vec<_> =
        (0..4000).map(|id| format!("  item-{id}: {{ name: a, library: l, files: *f }}\n")).collect();
    let items = items.concat();
    let many = format!("items:\n  item: {{ name: a, library: l, files: &f [{files}] }}\n{items}");
    for text in [large, many] {
        let error = text.parse::<Inventory>().map(|_| "an inventory").expect_err("too much").to_string();
        assert!(error.contains("line ") && error.contains("the aliases add too much"), "{error}");
    }
}

#[test]
fn a_file_without_an_end_is_not_read_whole() {
    let path = std::env::temp_dir().join(format!("endless-inventory-{}.yaml", std::process::id()));
    let file = std::fs::File::create(&path).expect("a file");
    // A sparse file.
    file.set_len((64 << 20) + 1).expect("a longer file");
    let error = Inventory::read(&path).expect_err("it is too large");
    std::fs::remove_file(&path).expect("the file is there");
    assert!(error.to_string().contains("endless-inventory-"), "{error}");
    let reason = error.source().expect("the reason is the source").to_string();
    assert_eq!(reason, "the file is larger than 64 MiB; name a smaller one");
}

#[tokio::test]
async fn sizes_that_the_api_cannot_carry_are_refused_or_cut() {
    let with_files = |sizes: [u64; 2]| {
        let files = sizes.map(|size| format!("{{ name: a.iso, id: b, size: {size} }}")).join(", ");
        let library = "{ name: a, type: LOCAL, storage: { other: nfs } }";
        format!(
            "libraries: {{ 1f0a: {library} }}\nitems: {{ 9c2b: {{ name: a, library: 1f0a, files: [{files}] }} }}"
        )
    };
    let largest = i64::MAX.unsigned_abs();
    with_files([largest - 1, 1]).parse::<Inventory>().expect("the largest sum is read");
    for sizes in [[largest, 1], [u64::MAX, u64::MAX]] {
        let error = with_files(sizes).parse::<Inventory>().expect_err("too large").to_string();
        assert!(error.contains("items.9c2b.files: the sizes add up to more than"), "{error}");
    }

    // An inventory that a program builds is not validated.
    let simulator = Simulator::builder().start().await.expect("it starts");
    simulator.update_inventory(|inventory| {
        let files = &mut inventory.items.get_mut(ITEM).expect("it is there").files;
        files.push(LibraryFile { size: u64::MAX, ..files[0].clone() });
    });
    let client = Client::logged_in(&simulator).await;
    let path = format!("/api/content/library/item/{ITEM}");
    let response = client.request("GET", &path).send().await.expect("a response");
    let item: Value = response.json().await.expect("the body is JSON");
    assert_eq!(item["size"], u64::MAX, "{item}");
}

#[test]
fn a_file_is_named_in_its_errors() {
    let directory = std::env::temp_dir();
    let missing = directory.join("no-such-inventory.yaml");
    let error = Inventory::read(&missing).expect_err("there is no such file");
    assert!(error.to_string().contains("no-such-inventory.yaml: cannot read the file"), "{error}");
    assert!(error.source().is_some(), "the reason is the source");

    let broken = directory.join(format!("broken-inventory-{}.yaml", std::process::id()));
    std::fs::write(&broken, "hosts: { host-1: { name: [] } }").expect("a file");
    let error = Inventory::read(&broken).expect_err("it is no inventory").to_string();
    std::fs::remove_file(&broken).expect("the file is there");
    assert!(
        error.contains("broken-inventory-") && error.contains("line 1, column 26: expected string"),
        "{error}"
    );
}
