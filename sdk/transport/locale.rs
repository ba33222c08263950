/// Returns the language tag (RFC 5646) of a locale, such as `de-DE`. Accepts the form of POSIX, such as `de_DE.UTF-8`.
///
/// vCenter keeps a header that it cannot read as the locale of the session, and fails later.
pub(crate) fn language_tag(locale: &str) -> Result<String, String> {
    let language = locale.trim().split(['.', '@']).next().unwrap_or_default();
    let tag = language.replace('_', "-");
    let mut subtags = tag.split('-');
    let has_form = |subtag: &str, lengths: std::ops::RangeInclusive<usize>, is: fn(&u8) -> bool| {
        lengths.contains(&subtag.len()) && subtag.bytes().all(|byte| is(&byte))
    };
    let is_language = subtags
        .next()
        .is_some_and(|subtag| has_form(subtag, 2..=8, u8::is_ascii_alphabetic) && subtag != "POSIX");
    if is_language && subtags.all(|subtag| has_form(subtag, 1..=8, u8::is_ascii_alphanumeric)) {
        return Ok(tag);
    }
    Err(format!("the locale `{}` is not a language tag; expected one such as `de-DE`", locale.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_become_language_tags() {
        for (locale, tag) in [
            ("de", Some("de")),
            ("de-DE", Some("de-DE")),
            ("zh-Hans-CN", Some("zh-Hans-CN")),
            ("de-1996", Some("de-1996")),
            ("de_DE.UTF-8", Some("de-DE")),
            ("ca_ES@valencia", Some("ca-ES")),
            (" en_US\n", Some("en-US")),
            ("*", None),
            ("C", None),
            ("C.UTF-8", None),
            ("POSIX", None),
            ("", None),
            ("de-", None),
            ("de--DE", None),
            ("de DE", None),
            ("de,en;q=0.5", None),
            ("d\u{e9}", None),
        ] {
            assert_eq!(language_tag(locale).ok().as_deref(), tag, "of {locale:?}");
        }
    }
}
