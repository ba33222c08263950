//! Names instead of identifiers: virtual machines, and what searches have in common.

use std::collections::{HashMap, HashSet};

use crate::error::{Candidate, Error, ErrorKind, Parts};
use crate::reads::{VmFilter, VmSummary};
use crate::retry::Budget;
use crate::vcenter::Vcenter;

/// How many candidates an error lists.
pub(crate) const LISTED: usize = 10;
/// How many things are read to find names that are similar to one that nothing has.
pub(crate) const SEARCHED: usize = 50;

impl Vcenter {
    /// Finds the virtual machine with exactly this name, as people see it.
    ///
    /// `GET /api/vcenter/vm`; needs `System.Read`. vSphere stores `%`, `/` and `\` in names percent-escaped: both
    /// ways to write them find it.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound): no virtual machine that the user may see has the name;
    ///   [`candidates`](Error::candidates) are those with similar names.
    /// - [`Ambiguous`](ErrorKind::Ambiguous): several have it, in different folders; `candidates` lists them.
    pub async fn find_vm(&self, name: &str) -> Result<VmSummary, Error> {
        let budget = self.connection.retry.begin();
        let mut found = self.vms_named(budget, &[name.to_owned()], &VmFilter::default()).await?;
        found.pop().unwrap_or_else(|| {
            Err(self.no_match(format!("no virtual machine is named `{name}`"), Vec::new()))
        })
    }

    /// Finds the virtual machine of each name, in the order of the names, among those that fit a filter: what
    /// [`find_vm`](Self::find_vm) does for one, with a few requests for all of them.
    ///
    /// ```no_run
    /// # use vcenter_iso::{Error, Vcenter, VmFilter};
    /// # async fn example(vcenter: Vcenter) -> Result<(), Error> {
    /// let staging = VmFilter::default().folders([vcenter.find_folder("staging").await?.folder]);
    /// for vm in vcenter.find_vms(["web", "db"], &staging).await? {
    ///     println!("{}", vm?.vm);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A list of virtual machines could not be read. What is wrong with one name stands in its place of the list, with
    /// [`candidates`](Error::candidates) for the first ten names that nothing has.
    pub async fn find_vms(
        &self,
        names: impl IntoIterator<Item = impl Into<String>>,
        within: &VmFilter,
    ) -> Result<Vec<Result<VmSummary, Error>>, Error> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        self.vms_named(self.connection.retry.begin(), &names, within).await
    }

    async fn vms_named(
        &self,
        budget: Budget<'_>,
        names: &[String],
        within: &VmFilter,
    ) -> Result<Vec<Result<VmSummary, Error>>, Error> {
        let mut by_name: HashMap<String, Vec<VmSummary>> = HashMap::new();
        let mut asked = HashSet::new();
        let forms: Vec<_> =
            names.iter().flat_map(|name| forms(name)).filter(|form| asked.insert(form.clone())).collect();
        for some in portions(&forms) {
            budget.check()?;
            let filter = within.clone().names(some.iter().cloned());
            for vm in budget.repeat(|| self.vms(&filter)).await? {
                by_name.entry(vm.name.clone()).or_default().push(vm);
            }
        }
        let mut all = None;
        let mut suggested_for = 0;
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let mut vms: Vec<_> =
                self::forms(name).iter().filter_map(|form| by_name.get(form)).flatten().collect();
            found.push(match vms.len() {
                1 => Ok(vms.remove(0).clone()),
                0 => {
                    suggested_for += 1;
                    let all = match &all {
                        Some(all) => all,
                        // Only a help: what fails on the way leaves it empty.
                        None => all.insert(budget.repeat(|| self.vms(within)).await.unwrap_or_default()),
                    };
                    // Comparing takes its time, and nobody reads what a thousand names could have meant.
                    let all = if suggested_for > LISTED { &[][..] } else { all };
                    let place =
                        if *within == VmFilter::default() { "" } else { " among those that fit the filters" };
                    Err(self.no_match(
                        format!("no virtual machine{place} is named `{name}`"),
                        similar(name, all.iter().map(vm)),
                    ))
                }
                count => Err(self.several_match(
                    format!("{count} virtual machines are named `{name}`"),
                    vms.into_iter().map(vm),
                )),
            });
        }
        Ok(found)
    }

    /// Nothing has the name; the candidates may have been meant.
    pub(crate) fn no_match(&self, context: String, candidates: Vec<Candidate>) -> Error {
        self.error(Parts { candidates, ..Parts::new(ErrorKind::NotFound, context) })
    }

    /// More than one thing has the name: the candidates.
    pub(crate) fn several_match(
        &self,
        context: String,
        candidates: impl Iterator<Item = Candidate>,
    ) -> Error {
        let candidates = candidates.take(LISTED).collect();
        self.error(Parts { candidates, ..Parts::new(ErrorKind::Ambiguous, context) })
    }
}

/// Names for one request each: together they stand in its URL, and proxies take no URL of any length.
fn portions(names: &[String]) -> Vec<&[String]> {
    // Each byte can become three in a URL; most servers and proxies take 8 KiB and more.
    const BYTES: usize = 2048;
    let mut portions = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, name) in names.iter().enumerate() {
        if index > start && bytes + name.len() > BYTES {
            portions.push(&names[start..index]);
            (start, bytes) = (index, 0);
        }
        // With `&names=`.
        bytes += name.len() + 7;
    }
    portions.extend((start < names.len()).then(|| &names[start..]));
    portions
}

/// A name as people write it, and as vSphere stores it if that differs.
pub(crate) fn forms(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    let escaped = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
    if escaped != name {
        forms.push(escaped);
    }
    forms
}

fn vm(vm: &VmSummary) -> Candidate {
    let mut details = vec![vm.power_state.to_string()];
    details.extend(vm.cpu_count.map(|count| format!("{count} CPU")));
    details.extend(vm.memory_size_mi_b.map(|size| format!("{size} MiB")));
    Candidate { id: vm.vm.to_string(), name: vm.name.clone(), details, exact: true }
}

/// How alike two names have to be to be mistaken for each other.
pub(crate) const SIMILAR: f64 = 0.6;

/// From 0, nothing in common, to 1, the same but for upper and lower case.
pub(crate) fn similarity(one: &str, other: &str) -> f64 {
    // Names in vSphere have at most 80 characters; comparing what is no name would only take time.
    const LONGEST: usize = 500;
    if one.len().max(other.len()) > LONGEST {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}

/// Those with the most similar names, the most similar first.
pub(crate) fn similar(name: &str, candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let mut ranked: Vec<_> = candidates
        .map(|candidate| (similarity(&candidate.name, name), candidate))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let suggested = |(_, candidate)| Candidate { exact: false, ..candidate };
    ranked.into_iter().map(suggested).take(LISTED).collect()
}
