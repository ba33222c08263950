use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use base64::Engine as _;
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::timeout;

use crate::error::{Error, ErrorKind, Parts};
use crate::operation::Operation;
use crate::runtime;

type BoxError = Box<dyn StdError + Send + Sync>;
type Ask = dyn Fn() -> Pin<Box<dyn Future<Output = Result<SecretString, BoxError>> + Send>> + Send + Sync;

/// A user, and the password or where to get it. Clones share the password that was obtained last.
#[derive(Clone)]
pub(crate) struct CredentialSource {
    user: String,
    password: Arc<RwLock<Option<SecretString>>>,
    /// Obtains the password for each login. Without it, the password is the caller's.
    ask: Option<Arc<Ask>>,
}

impl CredentialSource {
    pub(crate) fn given(user: String, password: SecretString) -> Self {
        Self { user, password: Arc::new(RwLock::new(Some(password))), ask: None }
    }

    pub(crate) fn asked<W>(user: String, ask: impl Fn() -> W + Send + Sync + 'static) -> Self
    where
        W: Future<Output = Result<SecretString, BoxError>> + Send + 'static,
    {
        Self { user, password: Arc::default(), ask: Some(Arc::new(move || Box::pin(ask()))) }
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// Returns the credentials with the password that was obtained last.
    pub(crate) fn current(&self) -> Option<Credentials> {
        let password = self.password.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        Some(Credentials { user: self.user.clone(), password })
    }

    /// Obtains the password for a login.
    pub(crate) async fn obtain(&self, longest: Duration) -> Result<(), Error> {
        let Some(ask) = &self.ask else { return Ok(()) };
        let failed = |context: String, source: Option<BoxError>| -> Error {
            Parts {
                request: Some(Operation::CisSessionCreate.into()),
                source: source.map(Arc::from),
                ..Parts::new(ErrorKind::InvalidInput, context)
            }
            .into()
        };
        let password = match runtime::with_runtime(timeout(longest, ask())).await {
            Ok(Ok(Ok(password))) => password,
            Ok(Ok(Err(error))) => return Err(failed("cannot get the password".to_owned(), Some(error))),
            Ok(Err(_)) => {
                return Err(failed(format!("the password was not there within {longest:?}"), None));
            }
            Err(unusable) => {
                return Err(unusable.error(Some(Operation::CisSessionCreate.into()), ErrorKind::Unavailable));
            }
        };
        *self.password.write().unwrap_or_else(PoisonError::into_inner) = Some(password);
        Ok(())
    }
}

impl fmt::Debug for CredentialSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialSource").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A user name and its password.
pub(crate) struct Credentials {
    pub(crate) user: String,
    pub(crate) password: SecretString,
}

impl Credentials {
    /// Returns the value of the `Authorization` header (RFC 7617, UTF-8).
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(&format!("Basic {}", self.encoded().expose_secret())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Returns every text that reveals the password.
    pub(crate) fn secrets(&self) -> [SecretString; 4] {
        let encoded = self.encoded();
        // Three bytes become four characters. A text that starts before the password and is cut off within it still
        // reveals it.
        let password = (self.user.len() + 1) / 3 * 4;
        let tail = encoded.expose_secret().get(password..).unwrap_or_default();
        let url_safe = encoded.expose_secret().replace('+', "-").replace('/', "_");
        [self.password.clone(), tail.into(), url_safe.into(), encoded]
    }

    /// Returns user and password in the encoding of the header.
    fn encoded(&self) -> SecretString {
        let pair = SecretString::from(format!("{}:{}", self.user, self.password.expose_secret()));
        base64::engine::general_purpose::STANDARD.encode(pair.expose_secret()).into()
    }
}
