//! Resolves a name to the one object that has it.

use crate::error::{Candidate, Error, ErrorKind, ObjectKind, Parts};
use crate::vcenter::Vcenter;

/// The largest number of candidates of an error.
pub(crate) const MAX_CANDIDATES: usize = 10;
/// The largest number of objects to read one by one in search of similar names.
pub(crate) const MAX_SEARCHED: usize = 50;
/// The similarity from which one name may be a misspelling of the other.
const SIMILAR: f64 = 0.6;

/// A name to look up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lookup<'a> {
    pub(crate) object: ObjectKind,
    pub(crate) name: &'a str,
    /// The scope of the search, such as ` in library ISOs`; empty if it is not limited.
    pub(crate) scope: &'a str,
}

impl Lookup<'_> {
    /// Returns the object if exactly one was found. Otherwise returns an error, with the objects found or else the
    /// suggestions as candidates.
    pub(crate) fn one<T>(
        self,
        vcenter: &Vcenter,
        mut found: Vec<T>,
        mut candidates: Vec<Candidate>,
    ) -> Result<T, Error> {
        let Self { object, name, scope } = self;
        if found.len() == 1 {
            return Ok(found.remove(0));
        }
        let (kind, count) = match found.len() {
            0 => (ErrorKind::NotFound, format!("no {} is", object.singular())),
            count => (ErrorKind::Ambiguous, format!("{count} {} are", object.plural())),
        };
        candidates.truncate(MAX_CANDIDATES);
        let context = format!("{count} named `{name}`{scope}");
        Err(vcenter.error(Parts { object: Some(object), candidates, ..Parts::new(kind, context) }))
    }
}

/// Creates the error for a name without a usable object.
pub(crate) fn not_found(vcenter: &Vcenter, context: String, candidates: Vec<Candidate>) -> Error {
    vcenter.error(Parts { candidates, ..Parts::new(ErrorKind::NotFound, context) })
}

/// Returns the name in plain form and, if different, as vSphere stores it.
pub(crate) fn name_variants(name: &str) -> Vec<String> {
    let mut variants = vec![name.to_owned()];
    let escaped = name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
    if escaped != name {
        variants.push(escaped);
    }
    variants
}

/// Returns the objects with the most similar names, most similar first.
pub(crate) fn most_similar<T>(name: &str, things: Vec<T>, name_of: impl Fn(&T) -> &str) -> Vec<T> {
    let ranked = things.into_iter().map(|thing| (similarity(name_of(&thing), name), thing));
    let mut ranked: Vec<_> = ranked.filter(|(similarity, _)| *similarity >= SIMILAR).collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranked.into_iter().take(MAX_CANDIDATES).map(|(_, thing)| thing).collect()
}

/// Returns the candidates that the caller may have meant.
pub(crate) fn suggestions(name: &str, candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let similar = most_similar(name, candidates.collect(), |candidate| candidate.name());
    similar.into_iter().map(|candidate| Candidate { exact: false, ..candidate }).collect()
}

/// Returns the similarity: from 0 for nothing in common to 1 for equal except for case.
fn similarity(one: &str, other: &str) -> f64 {
    // Names in vSphere have at most 80 characters; comparing longer texts would only take time.
    const MAX_LENGTH: usize = 500;
    if one.len().max(other.len()) > MAX_LENGTH {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}
