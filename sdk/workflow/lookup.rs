//! Resolves a name to the one object that has it.

use crate::error::{Candidate, Error, ErrorKind, ObjectKind, Parts};
use crate::text::display_name::DisplayName;
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
        let context = format!("{count} named `{}`{scope}", DisplayName::library(name));
        Err(vcenter.error(Parts { object: Some(object), candidates, ..Parts::new(kind, context) }))
    }

    /// Returns the error for a name that no object has, given all objects. Suggests those with similar names. Without
    /// one, lists the names of folders, clusters or libraries if they are few.
    pub(crate) fn none(self, vcenter: &Vcenter, all: Vec<Candidate>) -> Error {
        let Self { object, name, scope } = self;
        let names: Vec<_> = all.iter().map(|candidate| format!("`{}`", candidate.display_name())).collect();
        let candidates = suggestions(name, all.into_iter());
        let is_short_list = (1..=MAX_CANDIDATES).contains(&names.len());
        let existing = match object {
            ObjectKind::Vm | ObjectKind::LibraryItem => String::new(),
            _ if !candidates.is_empty() || !is_short_list => String::new(),
            _ if names.len() == 1 => format!("; the only one is {}", names.concat()),
            _ => format!("; there are {}", names.join(", ")),
        };
        let name = DisplayName::library(name);
        let context = format!("no {} is named `{name}`{scope}{existing}", object.singular());
        vcenter.error(Parts { object: Some(object), candidates, ..Parts::new(ErrorKind::NotFound, context) })
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
pub(crate) fn most_similar<T>(name: &str, things: Vec<T>, name_of: impl Fn(&T) -> String) -> Vec<T> {
    let ranked = things.into_iter().map(|thing| (similarity(&name_of(&thing), name), thing));
    let mut ranked: Vec<_> = ranked.filter(|(similarity, _)| *similarity >= SIMILAR).collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranked.into_iter().take(MAX_CANDIDATES).map(|(_, thing)| thing).collect()
}

/// Returns the candidates that the caller may have meant.
pub(crate) fn suggestions(name: &str, candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let similar =
        most_similar(name, candidates.collect(), |candidate| candidate.display_name().as_str().to_owned());
    similar.into_iter().map(|candidate| Candidate { exact: false, ..candidate }).collect()
}

/// Returns the similarity: from 0 for nothing in common to 1 for equal except for case. A name that begins with the
/// other one, or contains it, is similar too.
fn similarity(one: &str, other: &str) -> f64 {
    // Names in vSphere have at most 80 characters; comparing longer texts would only take time.
    const MAX_LENGTH: usize = 500;
    // A shorter part would occur in too many names.
    const MIN_PART: usize = 3;
    if one.len().max(other.len()) > MAX_LENGTH {
        return 0.0;
    }
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
    let part = match short.chars().count() {
        ..MIN_PART => 0.0,
        _ if long.starts_with(short.as_str()) => 0.8,
        _ if long.contains(short.as_str()) => 0.7,
        _ => 0.0,
    };
    strsim::normalized_damerau_levenshtein(&one, &other).max(part)
}
