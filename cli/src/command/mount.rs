use serde::Serialize;
use vcenter_iso::{CdromId, Error, LibraryItemId, Mount, Vcenter, VmId};

use crate::arguments;
use crate::command::{check, style_of};
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

/// What a mount did, or would do.
#[derive(Debug)]
enum Done {
    Mounted(CdromId),
    AlreadyMounted(CdromId),
    WouldMount,
    /// It would fail: what a prerequisite says, and how it counts.
    WouldFail(String, Exit),
}

impl Done {
    fn word(&self) -> &'static str {
        match self {
            Self::Mounted(_) => "mounted",
            Self::AlreadyMounted(_) => "already_mounted",
            Self::WouldMount => "would_mount",
            Self::WouldFail(..) => "would_fail",
        }
    }

    fn cdrom(&self) -> Option<&CdromId> {
        match self {
            Self::Mounted(cdrom) | Self::AlreadyMounted(cdrom) => Some(cdrom),
            Self::WouldMount | Self::WouldFail(..) => None,
        }
    }
}

/// What `mount` prints of a virtual machine.
#[derive(Debug, Serialize)]
struct Mounted {
    vm: VmId,
    name: Option<String>,
    library_item: LibraryItemId,
    result: &'static str,
    cdrom: Option<CdromId>,
    error: Option<Problem>,
}

impl Record for Mounted {
    const COLUMNS: &'static [&'static str] = &["NAME", "VM", "RESULT", "CD-ROM"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::or_none(self.name.as_ref()),
            Cell::new(&self.vm),
            Cell::new(self.result).styled(style_of(self.result)),
            Cell::or_none(self.cdrom.as_ref()),
        ]]
    }
}

pub(crate) async fn run(arguments: arguments::Mount, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let arguments::Mount { vms, item, always, fleet, output, connection } = arguments;
    let selection = Selection::read(&vms, connection.password_stdin, &mut interrupts).await?;
    with_vcenter(&connection, &mut interrupts, async |vcenter, interrupts| {
        let (selected, (item, name)) = interrupts
            .promptly(async {
                let item = selection::item(vcenter, &item).await?;
                let item = item.ok_or_else(|| Failure::usage("no image: pass --item or --item-id"))?;
                Ok::<_, Failure>((selection.find(vcenter, &vms.filters).await?, item))
            })
            .await?;
        if selected.wide && !fleet.yes && !fleet.dry_run {
            confirm(&format!("Mount {} on", Excerpt(&name)), &selected.targets, interrupts).await?;
        }
        let work = Work {
            targets: selected.targets,
            concurrency: vms.concurrency,
            fail_fast: fleet.fail_fast,
            changes: !fleet.dry_run,
            doing: if fleet.dry_run { "looking" } else { "mounting" },
        };
        let (vcenter, dry_run, wanted) = (vcenter.clone(), fleet.dry_run, item.clone());
        let one = move |vm: VmId| {
            let (vcenter, item) = (vcenter.clone(), wanted.clone());
            async move {
                Ok(match (dry_run, always) {
                    (false, false) => match vcenter.ensure_mounted(&item, &vm).await? {
                        Mount::AlreadyMounted(cdrom) => Done::AlreadyMounted(cdrom),
                        Mount::Mounted(cdrom) => Done::Mounted(cdrom),
                    },
                    (false, true) => Done::Mounted(vcenter.mount(&item, &vm).await?),
                    (true, _) => look(&vcenter, &item, &vm, always).await?,
                })
            }
        };
        carry_out(work, Printer::new(output.format), interrupts, one, |target, outcome| {
            tell(&item, target, outcome)
        })
        .await
    })
    .await
}

/// What a mount would do.
async fn look(vcenter: &Vcenter, item: &LibraryItemId, vm: &VmId, always: bool) -> Result<Done, Error> {
    let isos = vcenter.mounted(vm).await?;
    if let Some(iso) = isos.into_iter().find(|iso| iso.is_of(item)).filter(|_| !always) {
        return Ok(Done::AlreadyMounted(iso.cdrom));
    }
    let preflight = vcenter.preflight(item, vm).await?;
    let Some(exit) = check::failure(&preflight) else { return Ok(Done::WouldMount) };
    let failed = preflight.checks().iter().filter(|check| check.outcome == vcenter_iso::Outcome::Fail);
    let reasons: Vec<_> = failed.map(|check| check.reason.as_str()).collect();
    Ok(Done::WouldFail(reasons.join("; "), exit))
}

fn tell(item: &LibraryItemId, target: &Target, outcome: &Outcome<Done>) -> Told<Mounted> {
    let result = outcome.word(Done::word);
    let words = result.replace('_', " ");
    let cdrom = outcome.done().and_then(Done::cdrom);
    let (line, reason, failure) = match (outcome.done(), cdrom) {
        (Some(Done::WouldFail(reason, exit)), _) => {
            (format!("{words}: {}", Excerpt(reason)), Some(reason), Some(*exit))
        }
        (_, Some(cdrom)) => (format!("{words}, CD-ROM {}", Excerpt(cdrom.as_str())), None, None),
        (_, None) => (words, None, None),
    };
    Told {
        word: result,
        line,
        failure,
        record: Some(Mounted {
            vm: target.vm.clone(),
            name: target.name.clone(),
            library_item: item.clone(),
            result,
            cdrom: cdrom.cloned(),
            error: outcome.problem().or_else(|| reason.map(|reason| Problem::foreseen(reason))),
        }),
    }
}
