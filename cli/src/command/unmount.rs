use serde::Serialize;
use vcenter_iso::{CdromId, Error, LibraryItemId, Vcenter, VmId};

use crate::arguments;
use crate::command::style_of;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Printer, Record};
use crate::run::batch::{Outcome, Problem, Told, Work, carry_out};
use crate::select::confirm::confirm;
use crate::select::selection::{self, Selection};
use crate::select::target::Target;
use crate::session::connection::with_vcenter;
use crate::terminal::excerpt::Excerpt;
use crate::terminal::interrupt::Interrupts;

/// What is taken off.
#[derive(Debug, Clone)]
enum What {
    Item(LibraryItemId),
    Cdrom(CdromId),
}

/// What `unmount` prints of a virtual machine.
#[derive(Debug, Serialize)]
struct Unmounted {
    vm: VmId,
    name: Option<String>,
    library_item: Option<LibraryItemId>,
    result: &'static str,
    cdroms: Vec<CdromId>,
    error: Option<Problem>,
}

impl Record for Unmounted {
    const COLUMNS: &'static [&'static str] = &["NAME", "VM", "RESULT", "CD-ROMS"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::or_none(self.name.as_ref()),
            Cell::new(&self.vm),
            Cell::new(self.result).styled(style_of(self.result)),
            Cell::new(listed(&self.cdroms)),
        ]]
    }
}

fn listed(cdroms: &[CdromId]) -> String {
    cdroms.iter().map(CdromId::as_str).collect::<Vec<_>>().join(",")
}

pub(crate) async fn run(arguments: arguments::Unmount, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::Unmount { vms, item, cdrom, fleet, output, connection } = arguments;
    let selection = Selection::read(&vms, connection.password_stdin, &mut interrupts).await?;
    with_vcenter(&connection, &mut interrupts, async |vcenter, interrupts| {
        let (selected, found) = interrupts
            .promptly(async {
                let item = selection::item(vcenter, &item).await?;
                Ok::<_, Failure>((selection.find(vcenter, &vms.filters).await?, item))
            })
            .await?;
        let (what, name) = match (cdrom, found) {
            (Some(cdrom), _) => (What::Cdrom(cdrom.clone()), format!("CD-ROM {cdrom}")),
            (None, Some((item, name))) => (What::Item(item), name),
            (None, None) => {
                return Err(Failure::usage("nothing to take off: pass --item, --item-id or --cdrom"));
            }
        };
        if selected.wide && !fleet.yes && !fleet.dry_run {
            confirm(&format!("Take {} off", Excerpt(&name)), &selected.targets, interrupts).await?;
        }
        let work = Work {
            targets: selected.targets,
            concurrency: vms.concurrency,
            fail_fast: fleet.fail_fast,
            changes: !fleet.dry_run,
            doing: if fleet.dry_run { "looking" } else { "unmounting" },
        };
        let (vcenter, dry_run, wanted) = (vcenter.clone(), fleet.dry_run, what.clone());
        let one = move |vm: VmId| {
            let (vcenter, what) = (vcenter.clone(), wanted.clone());
            async move {
                if dry_run { look(&vcenter, &what, &vm).await } else { take_off(&vcenter, &what, &vm).await }
            }
        };
        let done = if dry_run { "would_unmount" } else { "unmounted" };
        carry_out(work, Printer::new(output.format), interrupts, one, |target, outcome| {
            tell(&what, done, target, outcome)
        })
        .await
    })
    .await
}

async fn take_off(vcenter: &Vcenter, what: &What, vm: &VmId) -> Result<Vec<CdromId>, Error> {
    match what {
        What::Item(item) => vcenter.ensure_unmounted(item, vm).await,
        What::Cdrom(cdrom) => vcenter.unmount(vm, cdrom).await.map(|()| vec![cdrom.clone()]),
    }
}

/// What would be taken off.
async fn look(vcenter: &Vcenter, what: &What, vm: &VmId) -> Result<Vec<CdromId>, Error> {
    match what {
        What::Item(item) => {
            let isos = vcenter.mounted(vm).await?;
            Ok(isos.into_iter().filter(|iso| iso.is_of(item)).map(|iso| iso.cdrom).collect())
        }
        What::Cdrom(cdrom) => vcenter.unmount(vm, cdrom).check().await.map(|()| vec![cdrom.clone()]),
    }
}

fn tell(
    what: &What,
    done: &'static str,
    target: &Target,
    outcome: &Outcome<Vec<CdromId>>,
) -> Told<Unmounted> {
    let result = outcome.word(|cdroms| if cdroms.is_empty() { "not_mounted" } else { done });
    let cdroms = outcome.done().cloned().unwrap_or_default();
    Told {
        word: result,
        line: if cdroms.is_empty() {
            result.replace('_', " ")
        } else {
            format!("{}, CD-ROM {}", result.replace('_', " "), Excerpt(&listed(&cdroms)))
        },
        failure: None,
        record: Some(Unmounted {
            vm: target.vm.clone(),
            name: target.name.clone(),
            library_item: match what {
                What::Item(item) => Some(item.clone()),
                What::Cdrom(_) => None,
            },
            result,
            cdroms,
            error: outcome.problem(),
        }),
    }
}
