use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{Error, PowerOutcome, PowerState, Vcenter, VmId};

use crate::arguments::{BatchOptions, ChangeOptions, PowerCommand};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Record};
use crate::run::{Action, Batch, ErrorRecord, RUN_AGAIN, Report, Status, VmResult};
use crate::select::Target;
use crate::terminal::{Excerpt, Interrupts};

/// The power of one virtual machine, and what was done
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PowerRecord {
    /// The identifier of the virtual machine
    vm: VmId,
    /// The name of the virtual machine, null if it was selected by identifier
    name: Option<String>,
    /// What was done, or would be done with --dry-run; with `power status`, the power state
    #[schemars(with = "String", extend("enum" = [
        "powered_on", "already_powered_on", "would_power_on", "powered_off", "already_powered_off", "would_power_off",
        "reset", "would_reset", "shut_down", "would_shut_down", "suspended", "unknown_state", "would_fail", "failed",
        "unknown", "not_started",
    ]))]
    result: Status,
    /// The power state afterwards; null if it is not known
    power_state: Option<PowerState>,
    /// The error, null without one
    error: Option<ErrorRecord>,
}

impl Record for PowerRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("NAME"),
        Column::new("VM").minor(),
        Column::new("RESULT"),
        Column::new("POWER").minor(),
        Column::new("REASON").wide(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::inventory_name(self.name.as_ref()),
            Cell::new(&self.vm),
            Cell::new(self.result.as_str()).styled(self.result.style()),
            Cell::or_none(self.power_state.as_ref()),
            Cell::or_none(self.error.as_ref().map(ErrorRecord::message)),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::vm_name_or_id(self.name.as_ref(), &self.vm)
    }
}

/// What to do with the power.
#[derive(Debug, Clone, Copy)]
enum Power {
    On,
    Off,
    Reset,
    /// With the time to wait for the guest.
    ShutDown(Duration),
    Status,
}

pub(crate) async fn run(command: PowerCommand, interrupts: Interrupts) -> Result<Exit, Failure> {
    let (power, change, batch) = match command {
        PowerCommand::On(arguments) => (Power::On, Some(arguments.change), arguments.batch),
        PowerCommand::Off(arguments) => (Power::Off, Some(arguments.change), arguments.batch),
        PowerCommand::Reset(arguments) => (Power::Reset, Some(arguments.change), arguments.batch),
        PowerCommand::Shutdown(arguments) => {
            (Power::ShutDown(arguments.wait), Some(arguments.change), arguments.batch)
        }
        PowerCommand::Status(arguments) => (Power::Status, None, arguments.batch),
    };
    run_on(power, change.as_ref(), &batch, interrupts).await
}

async fn run_on(
    power: Power,
    change: Option<&ChangeOptions>,
    batch: &BatchOptions,
    interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let dry_run = change.is_some_and(|change| change.dry_run);
    let run = Batch { options: batch, items: None, change, unknown_item: None, resume: None };
    run.run(interrupts, |_| Ok(vec![(SetPower { power, dry_run }, None)])).await
}

#[derive(Debug, Clone)]
struct SetPower {
    power: Power,
    dry_run: bool,
}

/// The power state of a VM, and how it came to it.
#[derive(Debug)]
struct Done {
    status: Status,
    state: PowerState,
    /// The reason why the change would fail.
    unmet: Option<&'static str>,
}

impl Done {
    fn new(status: Status, state: PowerState) -> Self {
        Self { status, state, unmet: None }
    }
}

impl Action for SetPower {
    type Value = Done;
    type Record = PowerRecord;

    fn verb(&self) -> &'static str {
        match self.power {
            Power::Status => "reading",
            _ if self.dry_run => "checking",
            Power::On => "powering on",
            Power::Off => "powering off",
            Power::Reset => "resetting",
            Power::ShutDown(_) => "shutting down",
        }
    }

    fn question(&self, _: &str) -> String {
        match self.power {
            Power::On | Power::Status => "Power on",
            Power::Off => "Power off",
            Power::Reset => "Reset",
            Power::ShutDown(_) => "Shut down the guests of",
        }
        .to_owned()
    }

    fn next_step(&self) -> Option<&'static str> {
        let is_idempotent = matches!(self.power, Power::On | Power::Off | Power::ShutDown(_));
        (is_idempotent && !self.dry_run).then_some(RUN_AGAIN)
    }

    async fn run(self, vcenter: Vcenter, vm: VmId) -> Result<Done, Error> {
        if self.dry_run || matches!(self.power, Power::Status) {
            return Ok(self.preview(vcenter.power_state(&vm).await?));
        }
        let (changed, unchanged, state) = match self.power {
            Power::On | Power::Status => (Status::PoweredOn, Status::AlreadyPoweredOn, PowerState::PoweredOn),
            Power::Off => (Status::PoweredOff, Status::AlreadyPoweredOff, PowerState::PoweredOff),
            Power::Reset => (Status::Reset, Status::Reset, PowerState::PoweredOn),
            Power::ShutDown(_) => (Status::ShutDown, Status::AlreadyPoweredOff, PowerState::PoweredOff),
        };
        let outcome = match self.power {
            Power::On | Power::Status => vcenter.power_on(&vm).await?,
            Power::Off => vcenter.power_off(&vm).await?,
            Power::Reset => vcenter.reset(&vm).await.map(|()| PowerOutcome::Changed)?,
            Power::ShutDown(wait) => vcenter.shut_down_guest(&vm, wait).await?,
        };
        Ok(Done::new(if outcome == PowerOutcome::Changed { changed } else { unchanged }, state))
    }

    fn render(&self, target: &Target, result: &VmResult<Done>) -> Report<PowerRecord> {
        let status = result.status(|done| done.status);
        let done = result.done();
        let unmet = done.and_then(|done| done.unmet);
        Report {
            status,
            line: status.words(),
            warning: unmet.map(|reason| Excerpt(reason).to_string()),
            unknowns: 0,
            failure: unmet.map(|_| Exit::Failed),
            record: Some(PowerRecord {
                vm: target.vm.clone(),
                name: target.name.clone(),
                result: status,
                power_state: done.map(|done| done.state.clone()),
                error: result.error_record().or_else(|| unmet.map(ErrorRecord::prerequisite)),
            }),
        }
    }
}

impl SetPower {
    /// Returns the expected result for a VM in this state, or the state alone.
    fn preview(&self, state: PowerState) -> Done {
        let is_off = state == PowerState::PoweredOff;
        let runs = state == PowerState::PoweredOn;
        let (status, unmet) = match self.power {
            Power::Status => (
                match &state {
                    PowerState::PoweredOn => Status::PoweredOn,
                    PowerState::PoweredOff => Status::PoweredOff,
                    PowerState::Suspended => Status::Suspended,
                    _ => Status::UnknownState,
                },
                None,
            ),
            Power::On if runs => (Status::AlreadyPoweredOn, None),
            Power::On => (Status::WouldPowerOn, None),
            Power::Off | Power::ShutDown(_) if is_off => (Status::AlreadyPoweredOff, None),
            Power::Off => (Status::WouldPowerOff, None),
            Power::Reset if runs => (Status::WouldReset, None),
            Power::Reset => (Status::WouldFail, Some("the virtual machine does not run")),
            Power::ShutDown(_) if runs => (Status::WouldShutDown, None),
            Power::ShutDown(_) => (Status::WouldFail, Some("the virtual machine is suspended")),
        };
        Done { unmet, ..Done::new(status, state) }
    }
}
