use serde::Serialize;
use vcenter_iso::{PowerState, VmId, VmSummary};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Printer, Record, ended};
use crate::select::selection::{listed, patterns};
use crate::session::connection::with_vcenter;
use crate::terminal::interrupt::Interrupts;
use crate::terminal::report;

/// What `vms` prints of a virtual machine.
#[derive(Debug, Serialize)]
struct Listed {
    vm: VmId,
    name: String,
    power_state: PowerState,
    cpu_count: Option<i64>,
    memory_mib: Option<i64>,
}

impl From<VmSummary> for Listed {
    fn from(vm: VmSummary) -> Self {
        Self {
            vm: vm.vm,
            name: vm.name,
            power_state: vm.power_state,
            cpu_count: vm.cpu_count,
            memory_mib: vm.memory_size_mi_b,
        }
    }
}

impl Record for Listed {
    const COLUMNS: &'static [&'static str] = &["NAME", "VM", "POWER", "CPUS", "MEMORY MIB"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::new(&self.name),
            Cell::new(&self.vm),
            Cell::new(self.power_state.to_string()),
            Cell::or_none(self.cpu_count),
            Cell::or_none(self.memory_mib),
        ]]
    }
}

pub(crate) async fn run(arguments: arguments::ListVms, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::ListVms { names, filters, output, connection } = arguments;
    let patterns = patterns("--name", &names)?;
    let found = with_vcenter(&connection, &mut interrupts, async |vcenter, interrupts| {
        interrupts.promptly(listed(vcenter, &filters, &patterns)).await
    })
    .await?;
    if found.is_empty() {
        report::note("no virtual machine fits");
    }
    let mut printer = Printer::new(output.format);
    for (place, vm) in found.into_iter().enumerate() {
        printer.print(place, Listed::from(vm))?;
    }
    ended(printer.finish(&mut interrupts).await, false, Exit::Done)
}
