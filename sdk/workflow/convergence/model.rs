//! Tries every order of the steps of several callers, with lost responses, refused removals and killed callers.

use std::collections::HashSet;

use super::{MAX_MOUNTS, Step, device_key, next_step};
use crate::model::id::CdromId;

type Rule = fn(Option<&CdromId>, &[&CdromId], bool) -> Step;

/// A slot for a CD-ROM.
type Slot = usize;

/// The device keys of the slots. The second one is less than the first one as text, and greater as a number.
const KEYS: [&str; 5] = ["9000", "16000", "16001", "16002", "16003"];

/// The VM, and each caller. The callers are in order, since it does not matter which of them is which.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    /// Whether each slot has a CD-ROM with the image.
    cdroms: [bool; KEYS.len()],
    callers: Vec<Caller>,
}

/// The next step of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Caller {
    /// Reads the VM for the first time.
    Starts,
    /// Sends a mount.
    Mounts { mounts: usize },
    /// Reads the VM after the response to its mount.
    HasMounted { own: Slot, has_waited: bool, mounts: usize },
    /// Reads the VM after the response to its mount was lost. `pending`: the server may still carry it out.
    HasLostMount { pending: bool, has_waited: bool },
    /// Sends the removal of its CD-ROM.
    Yields { own: Slot, mounts: usize },
    /// Reads the VM after the response to the removal.
    HasYielded { mounts: usize },
    /// Reads the VM after the response to the removal was lost.
    HasLostRemoval { own: Slot, pending: bool, mounts: usize },
    /// Reads the VM after the server has refused the removal.
    WasRefused { own: Slot },
    /// Has reported a CD-ROM.
    Succeeded,
    /// Has reported an error: the outcome is unknown, there are several CD-ROMs, or other callers mount and unmount.
    Reported,
    /// Has reported nothing.
    Killed,
}

impl Caller {
    /// Returns the CD-ROM that the caller has added and may remove.
    fn own(self) -> Option<Slot> {
        match self {
            Self::HasMounted { own, .. }
            | Self::Yields { own, .. }
            | Self::HasLostRemoval { own, pending: true, .. }
            | Self::WasRefused { own } => Some(own),
            _ => None,
        }
    }
}

/// The failures that can happen.
#[derive(Debug, Clone, Copy)]
struct Failures {
    lost: bool,
    refused: bool,
    killed: bool,
}

const NONE: Failures = Failures { lost: false, refused: false, killed: false };
const ALL: Failures = Failures { lost: true, refused: true, killed: true };

impl State {
    fn with(&self, index: usize, caller: Caller) -> Self {
        let mut next = self.clone();
        next.callers[index] = caller;
        next.callers.sort_unstable();
        next
    }

    fn mounted(&self, index: usize, slot: Slot, caller: Caller) -> Self {
        let mut next = self.with(index, caller);
        next.cdroms[slot] = true;
        next
    }

    fn removed(&self, index: usize, slot: Slot, caller: Caller) -> Self {
        let owners = self.callers.iter().filter(|caller| caller.own() == Some(slot)).count();
        assert!(self.cdroms[slot] && owners == 1, "a caller removes a CD-ROM of another one: {self:?}");
        let mut next = self.with(index, caller);
        next.cdroms[slot] = false;
        next
    }

    fn seen(&self) -> impl Iterator<Item = Slot> {
        (0..KEYS.len()).filter(|slot| self.cdroms[*slot])
    }

    fn step(&self, rule: Rule, own: Option<Slot>, has_waited: bool) -> Step {
        let cdrom = |slot: Slot| CdromId::try_from(KEYS[slot]).expect("the identifier should be valid");
        let seen: Vec<_> = self.seen().map(cdrom).collect();
        rule(own.map(cdrom).as_ref(), &seen.iter().collect::<Vec<_>>(), has_waited)
    }

    /// Returns the state after a caller, whose own CD-ROM is gone, has read the VM.
    fn after_removal(&self, index: usize, mounts: usize) -> Self {
        self.with(
            index,
            if self.seen().next().is_some() {
                Caller::Succeeded
            } else if mounts < MAX_MOUNTS {
                Caller::Mounts { mounts }
            } else {
                Caller::Reported
            },
        )
    }

    /// Returns every state that can be next, by a step of one caller or of the server for it.
    fn successors(&self, rule: Rule, failures: Failures) -> Vec<Self> {
        // One slot more than callers, so that a mount can take one that was free before.
        let free = || (0..=self.callers.len()).filter(|slot| !self.cdroms[*slot]);
        let mut next = Vec::new();
        for (index, caller) in self.callers.iter().enumerate() {
            match *caller {
                Caller::Starts => next.push(self.with(
                    index,
                    if self.seen().next().is_none() {
                        Caller::Mounts { mounts: 0 }
                    } else {
                        Caller::Succeeded
                    },
                )),
                Caller::Mounts { mounts } => {
                    for slot in free() {
                        let mounted = Caller::HasMounted { own: slot, has_waited: false, mounts: mounts + 1 };
                        next.push(self.mounted(index, slot, mounted));
                    }
                    if failures.lost {
                        next.push(
                            self.with(index, Caller::HasLostMount { pending: true, has_waited: false }),
                        );
                    }
                }
                Caller::HasMounted { own, has_waited, mounts } => {
                    next.push(self.with(
                        index,
                        match self.step(rule, Some(own), has_waited) {
                            Step::Keep => Caller::Succeeded,
                            Step::Wait => Caller::HasMounted { own, has_waited: true, mounts },
                            Step::Yield => Caller::Yields { own, mounts },
                            Step::GiveUp => Caller::Reported,
                        },
                    ));
                }
                Caller::HasLostMount { pending, has_waited } => {
                    if pending {
                        let carried_out = Caller::HasLostMount { pending: false, has_waited };
                        next.extend(free().map(|slot| self.mounted(index, slot, carried_out)));
                        next.push(self.with(index, carried_out));
                    }
                    match self.step(rule, None, has_waited) {
                        // The second assumption.
                        Step::Keep if pending => {}
                        Step::Keep => next.push(self.with(index, Caller::Succeeded)),
                        Step::Wait => {
                            next.push(self.with(index, Caller::HasLostMount { pending, has_waited: true }));
                        }
                        Step::Yield | Step::GiveUp => next.push(self.with(index, Caller::Reported)),
                    }
                }
                Caller::Yields { own, mounts } => {
                    next.push(self.removed(index, own, Caller::HasYielded { mounts }));
                    if failures.lost {
                        next.push(self.with(index, Caller::HasLostRemoval { own, pending: true, mounts }));
                    }
                    if failures.refused {
                        next.push(self.with(index, Caller::WasRefused { own }));
                    }
                }
                Caller::HasYielded { mounts } => next.push(self.after_removal(index, mounts)),
                Caller::HasLostRemoval { own, pending, mounts } => {
                    let settled = Caller::HasLostRemoval { own, pending: false, mounts };
                    if pending {
                        next.push(self.removed(index, own, settled));
                        next.push(self.with(index, settled));
                    }
                    // The caller does not know whose CD-ROM is in the slot by now.
                    next.push(if self.cdroms[own] {
                        self.with(index, Caller::Reported)
                    } else {
                        self.after_removal(index, mounts)
                    });
                }
                Caller::WasRefused { own } => {
                    let is_alone = self.step(rule, Some(own), true) == Step::Keep;
                    next.push(self.with(index, if is_alone { Caller::Succeeded } else { Caller::Reported }));
                }
                Caller::Succeeded | Caller::Reported | Caller::Killed => continue,
            }
            if failures.killed {
                next.push(self.with(index, Caller::Killed));
            }
        }
        next
    }

    /// Returns whether all callers have ended with success, but not with one CD-ROM.
    fn is_false(&self) -> bool {
        self.callers.iter().all(|caller| *caller == Caller::Succeeded) && self.seen().count() != 1
    }
}

/// Tries every order, and returns the number of states and the end in which the reports of all callers are false.
fn explore(callers: usize, rule: Rule, failures: Failures) -> (usize, Option<State>) {
    let first = State { cdroms: [false; KEYS.len()], callers: vec![Caller::Starts; callers] };
    let mut seen = HashSet::from([first.clone()]);
    let mut ahead = vec![first];
    let mut ends = 0;
    while let Some(state) = ahead.pop() {
        let next = state.successors(rule, failures);
        if next.is_empty() {
            ends += 1;
            if state.is_false() {
                return (seen.len(), Some(state));
            }
        }
        ahead.extend(next.into_iter().filter(|next| seen.insert(next.clone())));
    }
    assert!(ends > 0, "no order comes to an end");
    (seen.len(), None)
}

#[test]
fn every_order_ends_with_one_cdrom_or_with_an_error() {
    for (callers, failures, at_least) in [(1, ALL, 10), (2, ALL, 1_000), (3, ALL, 50_000), (4, NONE, 50_000)]
    {
        let (states, end) = explore(callers, next_step, failures);
        assert_eq!(end, None, "{callers} callers with {failures:?} all report success");
        assert!(states >= at_least, "{callers} callers with {failures:?} have only {states} states");
    }
}

/// Each part of the rule is needed: without it, the model finds an order that ends with two CD-ROMs or with none.
#[test]
fn the_model_refutes_weaker_rules() {
    let first_stays: Rule = |own, seen, has_waited| match next_step(own, seen, has_waited) {
        Step::Wait if own.is_some() => Step::Keep,
        step => step,
    };
    let first_stays_after_a_wait: Rule = |own, seen, has_waited| {
        let is_first = own.is_some_and(|own| seen.iter().all(|other| device_key(own) <= device_key(other)));
        if has_waited && is_first { Step::Keep } else { next_step(own, seen, has_waited) }
    };
    let any_is_the_lost_one: Rule = |own, seen, has_waited| match next_step(own, seen, has_waited) {
        Step::GiveUp if !seen.is_empty() => Step::Keep,
        step => step,
    };
    for (name, rule) in [
        ("no second look", (|_, _, _| Step::Keep) as Rule),
        ("the first CD-ROM stays", first_stays),
        ("the first CD-ROM stays after a wait", first_stays_after_a_wait),
        ("any CD-ROM is that of the lost mount", any_is_the_lost_one),
    ] {
        let (_, end) = explore(2, rule, ALL);
        assert!(end.is_some(), "the model does not refute the rule: {name}");
    }
}
