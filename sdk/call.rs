use std::sync::Arc;

use crate::api::{self, Client, ResponseValue};
use crate::connection::Connection;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::hooks::Inner;
use crate::login::Session;
use crate::operation::Operation;

/// One call of the generated client, from its start to the SDK's own result.
pub(crate) struct Call {
    pub(crate) client: Client,
    connection: Arc<Connection>,
    operation: Operation,
    exchange: Arc<Exchange>,
}

impl Call {
    /// Begins a call of the operation that progenitor calls `operation`.
    pub(crate) fn new(connection: &Arc<Connection>, operation: &'static str) -> Self {
        Self::in_session(connection, operation, None)
    }

    /// Begins a call in another session than the one that is used now.
    pub(crate) fn in_session(
        connection: &Arc<Connection>,
        operation: &'static str,
        session: Option<Arc<Session>>,
    ) -> Self {
        let exchange = Arc::new(Exchange::default());
        Self {
            client: client(connection, Some(Arc::clone(&exchange)), session),
            connection: Arc::clone(connection),
            operation: Operation::named(operation),
            exchange,
        }
    }

    /// Begins a call that needs a session.
    pub(crate) fn with_session(connection: &Arc<Connection>, operation: &'static str) -> Result<Self, Error> {
        match connection.login.now().session {
            Some(_) => Ok(Self::new(connection, operation)),
            None => Err(Error::not_logged_in(Operation::named(operation))),
        }
    }

    /// The one border at which an error of the generated client becomes one of the SDK.
    pub(crate) fn finish<T, E>(self, sent: Result<ResponseValue<T>, api::Error<E>>) -> Result<T, Error> {
        sent.map(ResponseValue::into_inner)
            .map_err(|error| self.exchange.failure(&self.connection, self.operation, error))
    }
}

/// A generated client on the connection; `exchange` is noted to if it is for one call alone.
pub(crate) fn client(
    connection: &Arc<Connection>,
    exchange: Option<Arc<Exchange>>,
    session: Option<Arc<Session>>,
) -> Client {
    let inner = Inner { connection: Arc::clone(connection), exchange, session };
    Client::new_with_client(&connection.base, connection.http.clone(), inner)
}
