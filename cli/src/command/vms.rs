use serde::Serialize;
use vcenter_iso::{PowerState, VmId, VmSummary};

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Record, print_all};
use crate::select::selection::{list_vms, patterns};
use crate::session::connection::with_vcenter;
use crate::terminal::{Interrupts, report};

/// Prints one VM.
#[derive(Debug, Serialize)]
struct VmRecord {
    vm: VmId,
    name: String,
    power_state: PowerState,
    cpu_count: Option<i64>,
    memory_mib: Option<i64>,
}

impl From<VmSummary> for VmRecord {
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

impl Record for VmRecord {
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

pub(crate) async fn run(arguments: arguments::VmsArgs, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::VmsArgs { names, filters, output, connection } = arguments;
    let patterns = patterns("--name", &names)?;
    let found = with_vcenter(&connection, &mut interrupts, async |vcenter, interrupts| {
        interrupts.or_interrupt(list_vms(vcenter, &filters, &patterns)).await
    })
    .await?;
    if found.is_empty() {
        report::note("no virtual machine matches");
    }
    print_all(output.format, found.into_iter().map(VmRecord::from), &mut interrupts).await
}
