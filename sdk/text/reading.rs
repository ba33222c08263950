//! Returns the possible meanings of a text, in every encoding that servers, proxies and libraries use.

/// The largest number of times that an escape was escaped again, such as `%2541` or `&amp;amp;` for once.
const NESTED: usize = 4;
/// A longer run of backslashes does not start an escape.
const MAX_BACKSLASHES: usize = 16;

/// A possible meaning of a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Char(char),
    /// A character outside of ASCII that the text does not identify.
    NotAscii,
    /// A character that is neither an ASCII letter nor an ASCII digit.
    Special,
}

impl Reading {
    /// Returns whether it can mean the character; a space stands for any white space. Ignores case, because host names
    /// and some encoders change it.
    pub(crate) fn may_be(self, expected: char) -> bool {
        match self {
            Self::NotAscii => !expected.is_ascii(),
            Self::Special => !expected.is_ascii_alphanumeric(),
            Self::Char(found) if found == expected => true,
            Self::Char(found) if found.is_whitespace() => expected == ' ',
            Self::Char(found) if found.is_ascii() && expected.is_ascii() => {
                found.eq_ignore_ascii_case(&expected)
            }
            Self::Char(found) => found.to_lowercase().eq(expected.to_lowercase()),
        }
    }
}

/// Takes a possible meaning of the start of a text, and its length in bytes.
pub(crate) type Read<'a> = &'a mut dyn FnMut(Reading, usize);

/// Reads the start of a text in every encoding.
pub(crate) fn readings(text: &str, read: Read<'_>) {
    unescaped(text, read);
    escaped(text, read);
}

/// Reads the start of a text as plain text, in another character set, and as a part of a URL, a mail or HTML.
fn unescaped(text: &str, read: Read<'_>) {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return };
    let length = first.len_utf8();
    read(Reading::Char(first), length);
    match first {
        '+' => read(Reading::Char(' '), 1),
        '%' | '=' => percent_encoded(text, read),
        '&' => entity(text, read),
        // Doubled as in SQL and YAML, or as shells write it.
        '\'' if text.starts_with("'\\''") || text.starts_with("''") => {
            read(Reading::Char('\''), if text.starts_with("''") { 2 } else { 4 });
        }
        // The replacement by an encoder that lacks the character.
        '?' | char::REPLACEMENT_CHARACTER => read(Reading::NotAscii, length),
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            if let Some(ascii) = char::from_u32(u32::from(first) - 0xfee0) {
                read(Reading::Char(ascii), length);
            }
        }
        // UTF-8 that was read as Latin-1.
        '\u{c2}'..='\u{f4}' => {
            utf8(characters.map_while(|next| u8::try_from(u32::from(next)).ok()), first, length, read);
        }
        _ => {}
    }
    if let Some(accent @ '\u{300}'..='\u{36f}') = text[length..].chars().next() {
        read(Reading::NotAscii, length + accent.len_utf8());
    }
}

/// Reads a character whose UTF-8 bytes, `first` and those after it, are written as one character each.
fn utf8(rest: impl Iterator<Item = u8>, first: char, mut length: usize, read: Read<'_>) {
    let mut bytes: Vec<u8> = u8::try_from(u32::from(first)).into_iter().collect();
    for byte in rest.take(3) {
        bytes.push(byte);
        length += char::from(byte).len_utf8();
        if let Some(character) = str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            read(Reading::Char(character), length);
            return;
        }
    }
}

/// Reads an escape of JSON, JavaScript, Rust, C or a shell: `\"`, `\/`, `\n`, `\u00e4`, `\u{e4}`, `\x41`, `\041`, `\!`.
fn escaped(text: &str, read: Read<'_>) {
    let (mut at, mut count) = (0, 0_usize);
    while let Some(length) = backslash(&text[at..]) {
        at += length;
        count += 1;
        if count > MAX_BACKSLASHES {
            return;
        }
        // Each level of escaping doubles them.
        if count > 1 && count.is_power_of_two() {
            read(Reading::Char('\\'), at);
        }
    }
    if count == 0 {
        return;
    }
    let octal = text[at..].get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok());
    if let Some(byte) = octal {
        read(Reading::Char(char::from(byte)), at + 3);
    }
    unescaped(&text[at..], &mut |kind, length| {
        let end = at + length;
        let Reading::Char(kind) = kind else { return };
        match kind {
            'u' | 'U' | 'x' => {
                code_point(&text[end..], &mut |reading, length| read(reading, end + length));
            }
            'n' => read(Reading::Char('\n'), end),
            'r' => read(Reading::Char('\r'), end),
            't' => read(Reading::Char('\t'), end),
            'b' => read(Reading::Char('\u{8}'), end),
            'f' => read(Reading::Char('\u{c}'), end),
            '0' => read(Reading::Char('\0'), end),
            kind if kind.is_ascii_punctuation() || kind == ' ' => read(Reading::Char(kind), end),
            _ => {}
        }
    });
}

/// Returns the length of a backslash at the start of the text, in any encoding.
fn backslash(text: &str) -> Option<usize> {
    if text.starts_with('\\') {
        return Some(1);
    }
    let (mut rest, spellings) = match text.as_bytes().first()? {
        b'%' => (&text[1..], &["5c"][..]),
        b'&' => (&text[1..], &["#92;", "#x5c;", "bsol;"][..]),
        _ => return None,
    };
    let nested = if text.starts_with('%') { "25" } else { "amp;" };
    for _ in 0..=NESTED {
        let is = |spelling: &&&str| {
            rest.get(..spelling.len()).is_some_and(|start| start.eq_ignore_ascii_case(spelling))
        };
        if let Some(spelling) = spellings.iter().find(is) {
            return Some(text.len() - rest.len() + spelling.len());
        }
        rest = rest.strip_prefix(nested)?;
    }
    None
}

/// Reads the digits after `\u` or `\x`.
fn code_point(text: &str, read: Read<'_>) {
    if let Some(digits) = text.strip_prefix('{') {
        // No code point has more than six digits.
        let end = digits.bytes().take(7).position(|byte| byte == b'}');
        let code = end.and_then(|end| u32::from_str_radix(&digits[..end], 16).ok());
        if let (Some(end), Some(character)) = (end, code.and_then(char::from_u32)) {
            read(Reading::Char(character), end + 2);
        }
        return;
    }
    if let Some(character) = hex(text, 2).and_then(char::from_u32) {
        read(Reading::Char(character), 2);
    }
    let Some(unit) = hex(text, 4) else { return };
    if let Some(character) = char::from_u32(unit) {
        read(Reading::Char(character), 4);
        return;
    }
    // The second half of a surrogate pair has its own escape.
    let mut at = 4;
    while at < MAX_BACKSLASHES
        && let Some(length) = backslash(&text[at..])
    {
        at += length;
    }
    let Some(rest) = text[at..].strip_prefix(['u', 'U']) else { return };
    let units = [Some(unit), hex(rest, 4)].map(|unit| u16::try_from(unit?).ok());
    if let [Some(high), Some(low)] = units
        && let Some(Ok(character)) = char::decode_utf16([high, low]).next()
    {
        read(Reading::Char(character), text.len() - rest.len() + 4);
    }
}

/// Reads a percent-encoded character: its bytes in UTF-8, its one byte in Latin-1, or `%u` and its UTF-16.
fn percent_encoded(text: &str, read: Read<'_>) {
    if let Some(rest) = text.strip_prefix("%u").or_else(|| text.strip_prefix("%U")) {
        if let Some(character) = hex(rest, 4).and_then(char::from_u32) {
            read(Reading::Char(character), 6);
        }
        return;
    }
    for nested in 0..=NESTED {
        let mut bytes = Vec::with_capacity(4);
        let mut at = 0;
        while bytes.len() < 4
            && let Some((byte, length)) = percent_encoded_byte(&text[at..], nested)
        {
            bytes.push(byte);
            at += length;
            if bytes.len() == 1 {
                read(Reading::Char(char::from(byte)), at);
            }
            if let Some(character) = str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
                read(Reading::Char(character), at);
                break;
            }
        }
        if bytes.is_empty() {
            return;
        }
    }
}

/// Reads a byte whose percent sign was encoded `nested` times, each time as `%25`.
fn percent_encoded_byte(text: &str, nested: usize) -> Option<(u8, usize)> {
    // Quoted-printable, the encoding of mails, uses `=` in place of `%`.
    let mut rest = text.strip_prefix(['%', '='])?;
    for _ in 0..nested {
        rest = rest.strip_prefix("25")?;
    }
    let byte = u8::try_from(hex(rest, 2)?).ok()?;
    Some((byte, text.len() - rest.len() + 2))
}

/// The entities that every HTML encoder writes.
const ENTITIES: [(&str, char); 5] =
    [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("apos;", '\'')];

/// Reads an HTML entity, by name or by number.
fn entity(text: &str, read: Read<'_>) {
    let mut at = 1;
    for _ in 0..=NESTED {
        let rest = &text[at..];
        if let Some(number) = rest.strip_prefix('#') {
            // No code point has more than seven digits, but leading zeros are allowed.
            if let Some(end) = number.bytes().take(12).position(|byte| byte == b';') {
                let code = match number[..end].strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number[..end].parse(),
                };
                if let Some(character) = code.ok().and_then(char::from_u32) {
                    read(Reading::Char(character), at + end + 2);
                }
            }
            return;
        }
        let named = ENTITIES
            .iter()
            .find(|(name, _)| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
        let Some((name, character)) = named else {
            // Other names stand for accented letters and for signs.
            let name = rest.bytes().take(10).take_while(u8::is_ascii_alphanumeric).count();
            if name > 1 && rest.as_bytes().get(name) == Some(&b';') {
                read(Reading::Special, at + name + 1);
            }
            return;
        };
        at += name.len();
        read(Reading::Char(*character), at);
        // `&amp;` is `&`, so an entity that was encoded again may follow.
        if *character != '&' {
            return;
        }
    }
}

/// Returns the value of the first `digits` characters as a hexadecimal number.
fn hex(text: &str, digits: usize) -> Option<u32> {
    let digits = text.get(..digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}
