//! The lists of the inventory: libraries, folders, clusters, datacenters and hosts.

use vcenter_iso::{ClusterSummary, DatacenterSummary, Error, FolderSummary, HostSummary, Library, Vcenter};

use crate::arguments::ListArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record};
use crate::select::name_pattern::NamePattern;
use crate::session::connection::{server, with_vcenter};
use crate::terminal::{Interrupts, report, waiting};

/// An object of a list.
trait Listed: Record {
    /// The noun for several objects.
    const PLURAL: &'static str;

    /// Returns whether the name of the object matches.
    fn matches(&self, pattern: &NamePattern) -> bool;
}

pub(crate) async fn libraries(arguments: ListArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    print(arguments, interrupts, async |vcenter| vcenter.libraries().await).await
}

pub(crate) async fn folders(arguments: ListArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    print(arguments, interrupts, async |vcenter| vcenter.folders().await).await
}

pub(crate) async fn clusters(arguments: ListArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    print(arguments, interrupts, async |vcenter| vcenter.clusters().await).await
}

pub(crate) async fn datacenters(arguments: ListArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    print(arguments, interrupts, async |vcenter| vcenter.datacenters().await).await
}

pub(crate) async fn hosts(arguments: ListArgs, interrupts: Interrupts) -> Result<Exit, Failure> {
    print(arguments, interrupts, async |vcenter| vcenter.hosts().await).await
}

/// Lists the objects whose name matches one of the patterns, or all without patterns.
async fn print<T: Listed>(
    arguments: ListArgs,
    mut interrupts: Interrupts,
    list: impl AsyncFnOnce(&Vcenter) -> Result<Vec<T>, Error>,
) -> Result<Exit, Failure> {
    let ListArgs { names, output, connection } = arguments;
    let printer = Printer::new(&output)?;
    let patterns: Vec<_> = names.iter().map(|text| NamePattern::new(text)).collect();
    let mut listed = with_vcenter(&connection, &mut interrupts, async |vcenter, _, interrupts| {
        let listing = format!("listing the {} of {}", T::PLURAL, server(vcenter.url()));
        interrupts.or_interrupt(waiting::shown(listing, list(vcenter))).await
    })
    .await?;
    listed.retain(|object| patterns.is_empty() || patterns.iter().any(|pattern| object.matches(pattern)));
    if listed.is_empty() {
        let matches: Vec<_> = patterns.iter().map(NamePattern::without_match_of_several).collect();
        let matches = if matches.is_empty() { "exist".to_owned() } else { matches.join(" or ") };
        report::note(&format!("no {} {matches}", T::PLURAL));
    }
    printer.print_all(listed, &mut interrupts).await
}

impl Record for Library {
    const COLUMNS: &'static [Column] =
        &[Column::new("NAME"), Column::new("LIBRARY"), Column::new("TYPE").minor()];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let library_type = Cell::or_none(self.library_type.as_ref());
        vec![vec![Cell::new(&self.name), Cell::new(&self.id), library_type]]
    }

    fn name(&self) -> Cell {
        Cell::new(&self.name)
    }
}

impl Listed for Library {
    const PLURAL: &'static str = "content libraries";

    fn matches(&self, pattern: &NamePattern) -> bool {
        pattern.matches_exactly(&self.name)
    }
}

impl Record for FolderSummary {
    const COLUMNS: &'static [Column] = &[Column::new("NAME"), Column::new("FOLDER")];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![Cell::inventory_name(Some(&self.name)), Cell::new(&self.id)]]
    }

    fn name(&self) -> Cell {
        Cell::inventory_name(Some(&self.name))
    }
}

impl Listed for FolderSummary {
    const PLURAL: &'static str = "folders of virtual machines";

    fn matches(&self, pattern: &NamePattern) -> bool {
        pattern.matches(&self.name)
    }
}

impl Record for ClusterSummary {
    const COLUMNS: &'static [Column] =
        &[Column::new("NAME"), Column::new("CLUSTER"), Column::new("HA").minor(), Column::new("DRS").minor()];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let state = |enabled: bool| Cell::new(if enabled { "on" } else { "off" });
        let name = Cell::inventory_name(Some(&self.name));
        vec![vec![name, Cell::new(&self.id), state(self.ha_enabled), state(self.drs_enabled)]]
    }

    fn name(&self) -> Cell {
        Cell::inventory_name(Some(&self.name))
    }
}

impl Listed for ClusterSummary {
    const PLURAL: &'static str = "clusters";

    fn matches(&self, pattern: &NamePattern) -> bool {
        pattern.matches(&self.name)
    }
}

impl Record for DatacenterSummary {
    const COLUMNS: &'static [Column] = &[Column::new("NAME"), Column::new("DATACENTER")];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![Cell::inventory_name(Some(&self.name)), Cell::new(&self.id)]]
    }

    fn name(&self) -> Cell {
        Cell::inventory_name(Some(&self.name))
    }
}

impl Listed for DatacenterSummary {
    const PLURAL: &'static str = "datacenters";

    fn matches(&self, pattern: &NamePattern) -> bool {
        pattern.matches(&self.name)
    }
}

impl Record for HostSummary {
    const COLUMNS: &'static [Column] =
        &[Column::new("NAME"), Column::new("HOST"), Column::new("CONNECTION").minor()];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let connection = Cell::new(self.connection_state.to_string());
        vec![vec![Cell::inventory_name(Some(&self.name)), Cell::new(&self.id), connection]]
    }

    fn name(&self) -> Cell {
        Cell::inventory_name(Some(&self.name))
    }
}

impl Listed for HostSummary {
    const PLURAL: &'static str = "hosts";

    fn matches(&self, pattern: &NamePattern) -> bool {
        pattern.matches(&self.name)
    }
}
