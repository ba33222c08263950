use std::collections::VecDeque;
use std::sync::Arc;

use fastrand::Rng;

use crate::fault::injected::Fault;
use crate::fault::rule::{Distribution, FaultRule, Run, Target};

/// The faults to inject into future requests.
#[derive(Debug)]
pub(crate) struct Schedule {
    /// In the order in which they were added. A finished script is removed.
    scripts: Vec<(Target, VecDeque<Run>)>,
    /// The newest first.
    rates: VecDeque<RateRule>,
    random: Rng,
}

/// A rule without an end.
#[derive(Debug)]
struct RateRule {
    target: Target,
    faults: Vec<Run>,
    /// The share of the requests that fail, from 0 to 1.
    rate: f64,
}

impl Schedule {
    pub(crate) fn with_rules(seed: u64, rules: &[FaultRule]) -> Self {
        let random = Rng::with_seed(seed);
        let mut schedule = Self { scripts: Vec::new(), rates: VecDeque::new(), random };
        rules.iter().cloned().for_each(|rule| schedule.add(rule));
        schedule
    }

    /// Returns the rules that are left, in the order in which they apply.
    pub(crate) fn rules(&self) -> Vec<FaultRule> {
        let scripts = self.scripts.iter().map(|(target, runs)| FaultRule {
            target: *target,
            distribution: Distribution::Script,
            faults: runs.iter().cloned().collect(),
        });
        let rates = self.rates.iter().map(|RateRule { target, faults, rate }| FaultRule {
            target: *target,
            distribution: Distribution::Rate(*rate),
            faults: faults.clone(),
        });
        scripts.chain(rates).collect()
    }

    pub(crate) fn add(&mut self, rule: FaultRule) {
        let FaultRule { target, distribution, faults } = rule;
        match distribution {
            Distribution::Script => self.scripts.push((target, faults.into())),
            Distribution::Rate(rate) => self.rates.push_front(RateRule { target, faults, rate }),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.scripts.clear();
        self.rates.clear();
    }

    /// Returns the fault for the next request, if any.
    pub(crate) fn next(&mut self, request: Target) -> Option<Arc<Fault>> {
        if let Some(index) = self.scripts.iter().position(|(target, _)| target.matches(request)) {
            return self.take(index);
        }
        for RateRule { target, faults, rate } in &self.rates {
            if target.matches(request) && self.random.f64() < *rate {
                return self.random.choice(faults).map(|run| Arc::clone(&run.fault));
            }
        }
        None
    }

    /// Removes and returns the next fault of a script.
    fn take(&mut self, index: usize) -> Option<Arc<Fault>> {
        let (_, runs) = &mut self.scripts[index];
        let run = runs.front_mut()?;
        let fault = Arc::clone(&run.fault);
        run.times -= 1;
        if run.times == 0 {
            runs.pop_front();
        }
        if runs.is_empty() {
            self.scripts.remove(index);
        }
        Some(fault)
    }

    /// Returns whether [`Fault::refuse`] is the fault of a new connection. The operation is not known yet, so
    /// only a rule for all operations applies. Other faults stay in the schedule for the request.
    pub(crate) fn refuse_connection(&mut self) -> bool {
        if let Some(index) = self.scripts.iter().position(|(target, _)| *target == Target::Any) {
            let (_, runs) = &self.scripts[index];
            let refused = runs.front().is_some_and(|run| run.fault.refuses_connection());
            if refused {
                self.take(index);
            }
            return refused;
        }
        self.rates.iter().find(|rule| rule.target == Target::Any).is_some_and(
            |RateRule { faults, rate, .. }| {
                let refuses = matches!(faults.as_slice(), [run] if run.fault.refuses_connection());
                refuses && self.random.f64() < *rate
            },
        )
    }
}
