//! The version that the crate needs after a change.

use semver::{BuildMetadata, Prerelease, Version};
use toml::Table;

use crate::diff::change::Effect;

/// Returns the version in the text of the root's `Cargo.toml`.
pub(super) fn of_manifest(text: &str) -> Result<Version, String> {
    let manifest: Table = text.parse().map_err(|error| format!("{error}"))?;
    let version = |section: Option<&toml::Value>| section?.get("version")?.as_str().map(str::to_owned);
    let package = version(manifest.get("package"));
    let version = package
        .or_else(|| version(manifest.get("workspace").and_then(|workspace| workspace.get("package"))))
        .ok_or("no version in `package` or `workspace.package`")?;
    version.parse().map_err(|error| format!("`{version}` is not a version: {error}"))
}

/// Returns the next version after changes with this worst effect, by the rules of cargo: the first number that
/// is not zero is for breaking changes.
pub(super) fn needed(version: &Version, effect: Option<Effect>) -> Version {
    let Some(effect) = effect.filter(|effect| *effect != Effect::None) else { return version.clone() };
    let (major, minor, patch) = (version.major, version.minor, version.patch);
    if !version.pre.is_empty() {
        // The release of a pre-release may have any change.
        return Version { pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY, ..version.clone() };
    }
    match (major, minor, effect) {
        (0, 0, _) => Version::new(0, 0, patch + 1),
        (0, _, Effect::Breaking) => Version::new(0, minor + 1, 0),
        (0, ..) => Version::new(0, minor, patch + 1),
        (_, _, Effect::Breaking) => Version::new(major + 1, 0, 0),
        (_, _, Effect::Addition) => Version::new(major, minor + 1, 0),
        _ => Version::new(major, minor, patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_needed_version_follows_the_rules_of_cargo() {
        for (version, effect, wanted) in [
            ("0.1.0", None, "0.1.0"),
            ("0.1.0", Some(Effect::None), "0.1.0"),
            ("0.1.2", Some(Effect::Addition), "0.1.3"),
            ("0.1.2", Some(Effect::Change), "0.1.3"),
            ("0.1.2", Some(Effect::Breaking), "0.2.0"),
            ("0.0.3", Some(Effect::Addition), "0.0.4"),
            ("0.0.3", Some(Effect::Breaking), "0.0.4"),
            ("1.2.3", Some(Effect::Change), "1.2.4"),
            ("1.2.3", Some(Effect::Addition), "1.3.0"),
            ("1.2.3", Some(Effect::Breaking), "2.0.0"),
            ("1.0.0-rc.1", Some(Effect::Breaking), "1.0.0"),
        ] {
            let version: Version = version.parse().expect("a version");
            assert_eq!(needed(&version, effect).to_string(), wanted, "{version} after {effect:?}");
        }
    }

    #[test]
    fn the_version_is_that_of_the_package_or_of_the_workspace() {
        let version = |text: &str| of_manifest(text).map(|version| version.to_string());
        assert_eq!(version("[package]\nversion = '1.2.3'"), Ok("1.2.3".to_owned()));
        let workspace = "[workspace.package]\nversion = '0.1.0'\n[package]\nversion.workspace = true";
        assert_eq!(version(workspace), Ok("0.1.0".to_owned()));
        for text in ["", "[package]\nversion = 'new'", "[package"] {
            assert!(version(text).is_err(), "{text}");
        }
    }
}
