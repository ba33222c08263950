//! Parses fault rules from text. `rules.md` has the grammar.

use std::str::FromStr;
use std::time::Duration;

use serde_json::{Deserializer, Value};

use crate::fault::injected::Fault;
use crate::fault::response::{Response, is_error_type};
use crate::fault::rule::{Distribution, FaultRule, FaultRuleError, Run, Target};
use crate::operation::Operation;

/// The limit of `N times`. A larger number is probably a mistake: `always` has no limit.
const MAX_TIMES: usize = 10_000;

impl FromStr for FaultRule {
    type Err = FaultRuleError;

    fn from_str(text: &str) -> Result<Self, FaultRuleError> {
        let (operation, requests) = text.split_once(':').ok_or_else(|| {
            FaultRuleError(format!("the rule '{text}' has no ':' between the operation and the fault"))
        })?;
        let target = match operation.trim() {
            "*" => Target::Any,
            name if name.eq_ignore_ascii_case("upload") => Target::Upload,
            name => Target::Operation(
                name.parse::<Operation>().map_err(|unknown| FaultRuleError(unknown.to_string()))?,
            ),
        };
        let mut tokens = Tokens(tokens(requests)?);
        let first = tokens.0.first().and_then(Token::word).unwrap_or_default().to_owned();
        let (distribution, faults) = if let Some(percentage) = first.strip_suffix('%') {
            tokens.take();
            let percentage: f64 = percentage
                .parse()
                .map_err(|_| FaultRuleError(format!("'{first}' is not a percentage such as 5% or 0.5%")))?;
            let faults = tokens.split_at(|token| token.is("or"));
            let faults = faults.into_iter().map(|fault| fault.parse_single().map(Run::from));
            (Distribution::Rate(percentage / 100.0), faults.collect::<Result<_, _>>()?)
        } else if tokens.next_is("always") {
            (Distribution::Rate(1.0), vec![tokens.parse_single()?.into()])
        } else {
            (Distribution::Script, script(tokens)?)
        };
        Self::new(target, distribution, faults)
    }
}

/// Parses a script. Equal consecutive faults become one run.
fn script(tokens: Tokens) -> Result<Vec<Run>, FaultRuleError> {
    let mut runs: Vec<Run> = Vec::new();
    for entry in tokens.split_at(|token| *token == Token::Comma || token.is("then")) {
        // In `a, then b`, the entry between the comma and `then` is empty.
        if entry.0.is_empty() {
            continue;
        }
        let (fault, times) = entry.parse_repeated()?;
        match runs.last_mut() {
            _ if times == 0 => {}
            Some(last) if *last.fault == fault => last.times = last.times.saturating_add(times),
            _ => runs.push(Run { times, ..fault.into() }),
        }
    }
    Ok(runs)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Comma,
    /// A text in quotes.
    Text(String),
    /// A JSON object or array, as it is written.
    Json(String),
}

impl Token {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Comma | Self::Text(_) | Self::Json(_) => None,
        }
    }

    fn is(&self, word: &str) -> bool {
        self.word() == Some(word)
    }

    /// Returns the token as the user wrote it, for messages.
    fn shown(&self) -> String {
        match self {
            Self::Word(text) | Self::Json(text) => text.clone(),
            Self::Comma => ",".to_owned(),
            Self::Text(text) => format!("'{text}'"),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, FaultRuleError> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            ',' => (Token::Comma, 1),
            '\'' => {
                let end = rest[1..].find('\'').ok_or_else(|| unfinished(rest, "a quote"))?;
                (Token::Text(rest[1..=end].to_owned()), end + 2)
            }
            '"' => {
                let (text, length) = json::<String>(rest, "a text in quotes")?;
                (Token::Text(text), length)
            }
            '{' | '[' => {
                let (_, length) = json::<Value>(rest, "a JSON value")?;
                (Token::Json(rest[..length].to_owned()), length)
            }
            _ => {
                let end = rest.find(|character: char| character.is_whitespace() || character == ',');
                let end = end.unwrap_or(rest.len());
                (Token::Word(rest[..end].to_owned()), end)
            }
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Parses the JSON value at the start of the text. Returns the value and its length.
fn json<T: serde::de::DeserializeOwned>(text: &str, what: &str) -> Result<(T, usize), FaultRuleError> {
    let mut values = Deserializer::from_str(text).into_iter::<T>();
    match values.next() {
        Some(Ok(value)) => Ok((value, values.byte_offset())),
        Some(Err(error)) => Err(FaultRuleError(format!("{text:?} does not start with {what}: {error}"))),
        None => Err(unfinished(text, what)),
    }
}

fn unfinished(text: &str, what: &str) -> FaultRuleError {
    FaultRuleError(format!("{text:?} begins {what} that does not end"))
}

/// The tokens that are still to be parsed.
struct Tokens(Vec<Token>);

impl Tokens {
    fn take(&mut self) -> Option<Token> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    fn take_word(&mut self) -> Option<String> {
        let word = self.0.first()?.word()?.to_owned();
        self.0.remove(0);
        Some(word)
    }

    /// Removes the phrase if it is next. Returns whether it was.
    fn next_is(&mut self, phrase: &str) -> bool {
        let length = phrase.split(' ').count();
        let is_next = self.0.len() >= length
            && phrase.split(' ').zip(&self.0).all(|(expected, token)| token.is(expected));
        if is_next {
            self.0.drain(..length);
        }
        is_next
    }

    fn split_at(self, separator: impl Fn(&Token) -> bool) -> Vec<Self> {
        self.0.split(|token| separator(token)).map(|tokens| Self(tokens.to_vec())).collect()
    }

    fn shown(&self) -> String {
        self.0.iter().map(Token::shown).collect::<Vec<_>>().join(" ")
    }

    /// Parses all tokens as one fault for one request.
    fn parse_single(self) -> Result<Fault, FaultRuleError> {
        match self.parse_repeated()? {
            (fault, 1) => Ok(fault),
            (_, times) => Err(FaultRuleError(format!("'{times} times' is allowed only in a script"))),
        }
    }

    /// Parses a fault and the number of requests that it affects.
    fn parse_repeated(mut self) -> Result<(Fault, usize), FaultRuleError> {
        let entry = self.shown();
        let words: Vec<_> = self.0.iter().map(|token| token.word().unwrap_or_default()).collect();
        let times = match words.as_slice() {
            [.., "once"] => Some((1, 1)),
            [.., "twice"] => Some((2, 1)),
            [.., number, "times"] => {
                number.parse().ok().filter(|&times| times <= MAX_TIMES).map(|times| (times, 2))
            }
            _ => Some((1, 0)),
        };
        let (times, words) = times.ok_or_else(|| {
            FaultRuleError(format!(
                "'{entry}' has no valid count: write once, twice, or up to {MAX_TIMES} times"
            ))
        })?;
        self.0.truncate(self.0.len() - words);
        let mut fault = Fault::pass();
        for mut effect in self.split_at(|token| token.is("and")) {
            fault = fault.and(effect.parse_effect(&entry)?);
            if let Some(token) = effect.take() {
                return Err(FaultRuleError(format!("'{}' in '{entry}' is unknown", token.shown())));
            }
        }
        Ok((fault, times))
    }

    fn parse_effect(&mut self, entry: &str) -> Result<Fault, FaultRuleError> {
        let kind = self.take_word().unwrap_or_default();
        let fault = match kind.as_str() {
            "pass" => Fault::pass(),
            "refuse" => Fault::refuse(),
            "reset" => Fault::reset(),
            "hang" => Fault::hang(),
            "delay" => Fault::delay(self.parse_duration(entry)?),
            "fail" => Fault::respond(self.parse_failure(entry)?),
            "html" => Fault::html(self.parse_status(entry)?),
            "no" if self.next_is("healthy upstream") => Fault::no_healthy_upstream(),
            "redirect" if self.next_is("to") => Fault::redirect(self.parse_text(entry, "a URL")?),
            "respond" => Fault::respond(self.parse_response(entry)?),
            "expire" if self.next_is("session") => Fault::expire_session(),
            "truncate" => Fault::truncate(),
            "content" if self.next_is("type") => {
                Fault::content_type(self.parse_text(entry, "a content type")?)
            }
            _ => {
                return Err(FaultRuleError(format!(
                    "'{entry}' is not a fault; faults begin with pass, refuse, reset, delay, hang, fail, html, \
                     no healthy upstream, redirect to, respond, expire session, truncate, content type"
                )));
            }
        };
        if self.next_is("after acting") {
            return Ok(fault.after());
        }
        if self.next_is("before acting") && matches!(kind.as_str(), "truncate" | "content") {
            return Err(FaultRuleError(format!(
                "'{entry}' needs a response, which exists only after acting: remove 'before acting'"
            )));
        }
        Ok(fault)
    }

    fn parse_failure(&mut self, entry: &str) -> Result<Response, FaultRuleError> {
        let status = self.parse_status(entry)?;
        let has_type = self.0.first().and_then(Token::word).is_some_and(is_error_type);
        let response = match has_type.then(|| self.take_word()).flatten() {
            Some(error_type) => Response::error(status, &error_type),
            None => Response::untyped_error(status),
        };
        if self.next_is("retry after") {
            return Ok(response.retry_after(self.parse_duration(entry)?));
        }
        Ok(response)
    }

    fn parse_response(&mut self, entry: &str) -> Result<Response, FaultRuleError> {
        let mut response = Response::new(self.parse_status(entry)?);
        while self.next_is("header") {
            let header = self.parse_text(entry, "a header such as 'retry-after: 2'")?;
            let (name, value) = header.split_once(':').ok_or_else(|| {
                FaultRuleError(format!("the header '{header}' has no ':' between its name and its value"))
            })?;
            response = response.header(name.trim(), value.trim());
        }
        if !self.next_is("body") {
            return Ok(response);
        }
        match self.take() {
            Some(Token::Json(json)) => Ok(response.raw_json(json)),
            Some(Token::Text(text) | Token::Word(text)) => Ok(response.body(text)),
            Some(Token::Comma) | None => Err(missing(entry, "a body: JSON, or a text in quotes")),
        }
    }

    fn parse_text(&mut self, entry: &str, what: &str) -> Result<String, FaultRuleError> {
        match self.take() {
            Some(Token::Word(text) | Token::Text(text)) => Ok(text),
            Some(Token::Comma | Token::Json(_)) | None => Err(missing(entry, what)),
        }
    }

    fn parse_status(&mut self, entry: &str) -> Result<u16, FaultRuleError> {
        let status = self.take_word().and_then(|word| word.parse().ok());
        status.ok_or_else(|| missing(entry, "an HTTP status, such as 503"))
    }

    fn parse_duration(&mut self, entry: &str) -> Result<Duration, FaultRuleError> {
        let duration = self.take_word().and_then(|word| humantime::parse_duration(&word).ok());
        duration.ok_or_else(|| missing(entry, "a duration, such as 2s or 500ms"))
    }
}

fn missing(entry: &str, what: &str) -> FaultRuleError {
    FaultRuleError(format!("'{entry}' needs {what}"))
}
