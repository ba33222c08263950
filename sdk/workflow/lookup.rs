//! From a name to the one thing that has it.

use crate::error::{Candidate, Error, ErrorKind, Parts};
use crate::vcenter::Vcenter;

/// The number of candidates that an error lists.
pub(crate) const LISTED: usize = 10;
/// The number of things that are read one by one to find names that are similar to one that nothing has.
pub(crate) const SEARCHED: usize = 50;
/// From this similarity on two names may be mistaken for each other.
const SIMILAR: f64 = 0.6;

/// A name that is looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lookup<'a> {
    /// The word for one thing and for several.
    pub(crate) what: [&'static str; 2],
    pub(crate) name: &'a str,
    /// Where it is looked for, such as ` in library ISOs`; empty if it is everywhere.
    pub(crate) place: &'a str,
}

impl Lookup<'_> {
    /// Returns the one thing that was found, or an error with the candidates: all that was found, or suggestions if that
    /// is nothing.
    pub(crate) fn one<T>(
        self,
        vcenter: &Vcenter,
        mut found: Vec<T>,
        mut candidates: Vec<Candidate>,
    ) -> Result<T, Error> {
        let Self { what: [one, several], name, place } = self;
        if found.len() == 1 {
            return Ok(found.remove(0));
        }
        let (kind, count) = match found.len() {
            0 => (ErrorKind::NotFound, format!("no {one} is")),
            count => (ErrorKind::Ambiguous, format!("{count} {several} are")),
        };
        candidates.truncate(LISTED);
        Err(vcenter.error(Parts { candidates, ..Parts::new(kind, format!("{count} named `{name}`{place}")) }))
    }
}

/// Makes the error for a name that stands for nothing that can be used.
pub(crate) fn not_found(vcenter: &Vcenter, context: String, candidates: Vec<Candidate>) -> Error {
    vcenter.error(Parts { candidates, ..Parts::new(ErrorKind::NotFound, context) })
}

/// Returns the name as people write it, and as vSphere stores it if that differs.
pub(crate) fn name_variants(name: &str) -> Vec<String> {
    let mut variants = vec![name.to_owned()];
    let escaped = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
    if escaped != name {
        variants.push(escaped);
    }
    variants
}

/// Returns the things with the most similar names, the most similar first.
pub(crate) fn most_similar<T>(name: &str, things: Vec<T>, name_of: impl Fn(&T) -> &str) -> Vec<T> {
    let ranked = things.into_iter().map(|thing| (similarity(name_of(&thing), name), thing));
    let mut ranked: Vec<_> = ranked.filter(|(similarity, _)| *similarity >= SIMILAR).collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranked.into_iter().take(LISTED).map(|(_, thing)| thing).collect()
}

/// Returns those of the candidates that may have been meant.
pub(crate) fn suggestions(name: &str, candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let similar = most_similar(name, candidates.collect(), |candidate| candidate.name());
    similar.into_iter().map(|candidate| Candidate { exact: false, ..candidate }).collect()
}

/// From 0, nothing in common, to 1, the same but for upper and lower case.
fn similarity(one: &str, other: &str) -> f64 {
    // Names in vSphere have at most 80 characters; comparing longer texts would only take time.
    const LONGEST: usize = 500;
    if one.len().max(other.len()) > LONGEST {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}
