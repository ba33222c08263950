use std::collections::VecDeque;

use fastrand::Rng;

use super::{
    Fault,
    script::{FaultRule, Pattern, When},
};
use crate::operation::Operation;

/// The faults that are still to come.
#[derive(Debug)]
pub(crate) struct Rules {
    /// In the order of their injection; each goes until it is used up.
    scripts: Vec<(Pattern, VecDeque<Fault>)>,
    /// They hold until they are cleared, the newest first.
    lasting: VecDeque<Lasting>,
    random: Rng,
}

#[derive(Debug)]
struct Lasting {
    pattern: Pattern,
    faults: Vec<Fault>,
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
    pub(crate) fn next(&mut self, operation: Option<Operation>) -> Option<Fault> {
        for (pattern, faults) in &mut self.scripts {
            if pattern.matches(operation)
                && let Some(fault) = faults.pop_front()
            {
                return Some(fault);
            }
        }
        for Lasting { pattern, faults, rate } in &self.lasting {
            if pattern.matches(operation) && self.random.f64() < *rate {
                return self.random.choice(faults).cloned();
            }
        }
        None
    }

    /// Whether a new connection meets [`Fault::Refuse`]. What it is for is not known yet, so that only a rule for
    /// every operation can say so; any other fault of such a rule stays for the request.
    pub(crate) fn refuse_connection(&mut self) -> bool {
        let next = self.scripts.iter_mut().find(|(pattern, faults)| pattern.is_any() && !faults.is_empty());
        if let Some((_, faults)) = next {
            let refused = faults.front() == Some(&Fault::Refuse);
            if refused {
                faults.pop_front();
            }
            return refused;
        }
        self.lasting.iter().find(|lasting| lasting.pattern.is_any()).is_some_and(|lasting| {
            lasting.faults.as_slice() == [Fault::Refuse] && self.random.f64() < lasting.rate
        })
    }
}
