use std::{collections::VecDeque, sync::Arc};

use fastrand::Rng;

use super::{
    Fault,
    script::{FaultRule, Pattern, Run, When},
};
use crate::operation::Operation;

/// The faults that are still to come.
#[derive(Debug)]
pub(crate) struct Rules {
    /// In the order of their injection; each goes until it is used up. None is empty.
    scripts: Vec<(Pattern, VecDeque<Run>)>,
    /// They hold until they are cleared, the newest first.
    lasting: VecDeque<Lasting>,
    random: Rng,
}

#[derive(Debug)]
struct Lasting {
    pattern: Pattern,
    faults: Vec<Run>,
    /// Which share of the requests is hit, from 0 to 1.
    rate: f64,
}

impl Rules {
    pub(crate) fn new(seed: u64) -> Self {
        Self { scripts: Vec::new(), lasting: VecDeque::new(), random: Rng::with_seed(seed) }
    }

    pub(crate) fn add(&mut self, rule: FaultRule) {
        let FaultRule { pattern, when, faults } = rule;
        match when {
            When::Script => self.scripts.push((pattern, faults.into())),
            When::Rate(rate) => self.lasting.push_front(Lasting { pattern, faults, rate }),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.scripts.clear();
        self.lasting.clear();
    }

    /// The fault of this request, if it has one.
    pub(crate) fn next(&mut self, operation: Option<Operation>) -> Option<Arc<Fault>> {
        if let Some(place) = self.scripts.iter().position(|(pattern, _)| pattern.matches(operation)) {
            return self.take(place);
        }
        for Lasting { pattern, faults, rate } in &self.lasting {
            if pattern.matches(operation) && self.random.f64() < *rate {
                return self.random.choice(faults).map(|run| Arc::clone(&run.fault));
            }
        }
        None
    }

    /// Takes the next fault of a script.
    fn take(&mut self, place: usize) -> Option<Arc<Fault>> {
        let (_, runs) = &mut self.scripts[place];
        let run = runs.front_mut()?;
        let fault = Arc::clone(&run.fault);
        run.times -= 1;
        if run.times == 0 {
            runs.pop_front();
        }
        if runs.is_empty() {
            self.scripts.remove(place);
        }
        Some(fault)
    }

    /// Whether a new connection meets [`Fault::Refuse`]. What it is for is not known yet, so that only a rule for
    /// every operation can say so; any other fault of such a rule stays for the request.
    pub(crate) fn refuse_connection(&mut self) -> bool {
        if let Some(place) = self.scripts.iter().position(|(pattern, _)| pattern.is_any()) {
            let (_, runs) = &self.scripts[place];
            let refused = runs.front().is_some_and(|run| *run.fault == Fault::Refuse);
            if refused {
                self.take(place);
            }
            return refused;
        }
        self.lasting.iter().find(|lasting| lasting.pattern.is_any()).is_some_and(|lasting| {
            let refuses = matches!(lasting.faults.as_slice(), [run] if *run.fault == Fault::Refuse);
            refuses && self.random.f64() < lasting.rate
        })
    }
}
