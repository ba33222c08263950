use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::api::http::error::Error;
use crate::inventory::{Privilege, User};
use crate::state::{SESSION_ID, Session, Vcenter};

/// The caller of a request. The extractor rejects a request without an open session.
pub(crate) struct Caller {
    pub(crate) session_id: String,
    pub(crate) session: Session,
}

impl Caller {
    /// Rejects a caller without the privilege on the resource, or without the privilege in general if there
    /// is no resource.
    pub(crate) fn needs(&self, privilege: Privilege, resource: Option<&str>) -> Result<(), Error> {
        let user = &self.session.user;
        let has = resource.map_or_else(|| user.has(privilege), |resource| user.has_on(privilege, resource));
        if has { Ok(()) } else { Err(Error::unauthorized(privilege, resource)) }
    }

    /// Returns whether the caller has the privilege on the resource.
    pub(crate) fn may(&self, privilege: Privilege, resource: &str) -> bool {
        self.session.user.has_on(privilege, resource)
    }
}

impl FromRequestParts<Arc<Vcenter>> for Caller {
    type Rejection = Error;

    async fn from_request_parts(head: &mut Parts, vcenter: &Arc<Vcenter>) -> Result<Self, Error> {
        let session_id = head.headers.get(SESSION_ID).and_then(|value| value.to_str().ok());
        let session = session_id.and_then(|id| vcenter.sessions().access(id));
        match (session_id, session) {
            (Some(session_id), Some(session)) => Ok(Self { session_id: session_id.to_owned(), session }),
            (Some(_), None) => Err(Error::unauthenticated("The session is unknown or has ended.")),
            (None, _) => Err(Error::unauthenticated("The header vmware-api-session-id has no session.")),
        }
    }
}

/// Returns the user of a login, or the reason to reject the login.
pub(crate) fn login(vcenter: &Vcenter, headers: &HeaderMap) -> Result<User, &'static str> {
    let (name, password) =
        basic_credentials(headers).ok_or("The header Authorization with Basic credentials is missing.")?;
    if name.is_empty() {
        return Err("The user name is empty.");
    }
    let users = &vcenter.inventory().users;
    if users.is_empty() {
        return Ok(User::new(name, password));
    }
    if !users.iter().any(|user| user.has_name(&name)) {
        return Err("There is no user with this name.");
    }
    users.iter().find(|user| user.logs_in_with(&name, &password)).cloned().ok_or("The password is wrong.")
}

/// Returns the user name and password of an RFC 7617 header, in UTF-8.
fn basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let decoded = String::from_utf8(BASE64_STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (name, password) = decoded.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}
