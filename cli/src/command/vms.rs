use vcenter_iso::VmSummary;

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record};
use crate::select::name_pattern::NamePattern;
use crate::select::selection::{Selection, list_vms};
use crate::session::connection::{server, with_vcenter};
use crate::terminal::{Interrupts, report, waiting};

impl Record for VmSummary {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("VM"),
        Column::new("POWER"),
        Column::new("CPUS").minor(),
        Column::new("MEMORY MIB").minor(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::inventory_name(Some(&self.name)),
            Cell::new(&self.id),
            Cell::new(self.power_state.to_string()),
            Cell::or_none(self.cpu_count),
            Cell::or_none(self.memory_mib),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::inventory_name(Some(&self.name))
    }
}

pub(crate) async fn run(arguments: arguments::VmsArgs, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::VmsArgs { output, selection: options, connection } = arguments;
    let printer = Printer::new(&output)?;
    let selection = Selection::read(&options, connection.password_stdin, &mut interrupts).await?;
    let found = with_vcenter(&connection, &mut interrupts, async |vcenter, settings, interrupts| {
        let datacenter = settings.datacenter();
        let listing = format!("listing the virtual machines of {}", server(vcenter.url()));
        let list = list_vms(vcenter, &selection, &options.filters, datacenter);
        interrupts.or_interrupt(waiting::shown(listing, list)).await
    })
    .await?;
    if found.is_empty() {
        let matches: Vec<_> = selection.patterns().iter().map(NamePattern::without_match).collect();
        let matches = if matches.is_empty() { "matches".to_owned() } else { matches.join(" or ") };
        report::note(&format!("no virtual machine {matches}"));
    }
    printer.print_all(found, &mut interrupts).await
}
