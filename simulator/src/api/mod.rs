//! The API over HTTP: the request pipeline, from the received request to its response.

mod control;
mod handlers;
mod http;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler as _;
use axum::response::{IntoResponse as _, Response};

use crate::api::handlers::beyond_spec::Route;
use crate::api::handlers::{
    cdrom, cluster, datacenter, folder, host, iso_image, library, library_item, power, session,
    update_session, update_session_file, upload, vm,
};
use crate::api::http::active_fault::{ActiveFault, Unsent};
use crate::api::http::error::Error;
use crate::api::http::input::BODY_LIMIT;
use crate::api::http::log::LogLine;
use crate::api::http::{observe, query, unknown_members};
use crate::fault::Target;
use crate::operation::{self, Operation};
use crate::server::Turn;
use crate::state::{ReceivedRequest, Vcenter};

/// Returns a router that matches no paths itself, because vCenter's routes also depend on the action in the
/// query.
pub(crate) fn router(vcenter: Arc<Vcenter>) -> Router {
    Router::new().fallback(respond).layer(DefaultBodyLimit::max(BODY_LIMIT)).with_state(vcenter)
}

/// Records the request, injects its faults, runs its operation, waits for the latency, and responds.
///
/// It records the status before the wait, so that the record shows what the simulator did even if the client
/// disconnects.
async fn respond(State(vcenter): State<Arc<Vcenter>>, request: Request) -> Response {
    let _turn = request.extensions().get().map(Turn::of_simulator);
    if control::serves(request.uri().path()) {
        return control::respond(&vcenter, request).await;
    }
    let (operation, parameters) = Operation::from_request(request.method(), request.uri()).unzip();
    let is_upload = upload::serves(request.uri().path());
    let target = if is_upload { Target::Upload } else { operation.map_or(Target::Any, Target::Operation) };
    let fault = vcenter.faults().next(target);
    let (mut head, body) = request.into_parts();
    let received = ReceivedRequest::new(&head, operation, fault.clone());
    let line = LogLine::of(&received);
    let observed = (!vcenter.observers.is_empty()).then(|| received.clone());
    let number = vcenter.requests().record(received);
    head.extensions.insert(parameters.unwrap_or_default());
    let request = Request::from_parts(head, body);
    // An upload is too long to be read beforehand.
    let (request, body) = if is_upload { (request, Bytes::new()) } else { observe::read_body(request).await };
    vcenter.requests().record_body(number, &body);

    let active = ActiveFault::of(&request, fault.as_deref());
    let mut response = if let Some(response) = active.before(&vcenter).await {
        response
    } else if is_upload {
        upload::receive(&vcenter, request).await
    } else {
        let response = dispatch(operation, request, &vcenter).await;
        if vcenter.behavior.unknown_members { unknown_members::add(response).await } else { response }
    };
    if response.extensions().get::<Unsent>().is_none() {
        vcenter.requests().record_status(number, response.status());
        if let Some(received) = observed {
            response = observe::observe(&vcenter.observers, received, body, response).await;
        }
    }
    line.write(&response);
    if !vcenter.latency.is_zero() {
        tokio::time::sleep(vcenter.latency).await;
    }
    active.after(&vcenter, response).await
}

/// Runs the operation of a request.
///
/// Routing comes before authentication, as in vCenter: the response to an unknown path, method or action is
/// `404`, with or without a session.
async fn dispatch(operation: Option<Operation>, request: Request, vcenter: &Arc<Vcenter>) -> Response {
    let Some(operation) = operation else {
        if let Some((route, parameters)) = Route::of(request.method(), request.uri()) {
            let mut request = request;
            request.extensions_mut().insert(parameters);
            return route.call(request, Arc::clone(vcenter)).await;
        }
        let (method, path) = (request.method(), request.uri().path());
        let reason = match operation::action(request.uri()) {
            Some(action) => format!("{method} {path} with action={action:?} is not an operation."),
            None => format!("{method} {path} without an action is not an operation."),
        };
        return Error::no_such_route(reason).into_response();
    };
    if let Err(error) = query::reject_unknown(operation, request.uri()) {
        return error.into_response();
    }
    let vcenter = Arc::clone(vcenter);
    match operation {
        Operation::VcenterIsoImageMount => iso_image::mount.call(request, vcenter).await,
        Operation::VcenterIsoImageUnmount => iso_image::unmount.call(request, vcenter).await,
        Operation::VcenterVmList => vm::list.call(request, vcenter).await,
        Operation::VcenterVmGet => vm::get.call(request, vcenter).await,
        Operation::VcenterVmHardwareCdromList => cdrom::list.call(request, vcenter).await,
        Operation::VcenterVmHardwareCdromGet => cdrom::get.call(request, vcenter).await,
        Operation::VcenterVmHardwareCdromDelete => cdrom::delete.call(request, vcenter).await,
        Operation::VcenterVmHardwareCdromConnect => cdrom::connect.call(request, vcenter).await,
        Operation::VcenterVmHardwareCdromDisconnect => cdrom::disconnect.call(request, vcenter).await,
        Operation::VcenterVmPowerGet => power::get.call(request, vcenter).await,
        Operation::VcenterVmPowerStart => power::start.call(request, vcenter).await,
        Operation::VcenterVmPowerStop => power::stop.call(request, vcenter).await,
        Operation::VcenterVmPowerReset => power::reset.call(request, vcenter).await,
        Operation::VcenterVmGuestPowerShutdown => power::shut_down.call(request, vcenter).await,
        Operation::VcenterFolderList => folder::list.call(request, vcenter).await,
        Operation::VcenterClusterList => cluster::list.call(request, vcenter).await,
        Operation::ContentLibraryList => library::list.call(request, vcenter).await,
        Operation::ContentLibraryFind => library::find.call(request, vcenter).await,
        Operation::ContentLibraryGet => library::get.call(request, vcenter).await,
        Operation::ContentLibraryItemList => library_item::list.call(request, vcenter).await,
        Operation::ContentLibraryItemFind => library_item::find.call(request, vcenter).await,
        Operation::ContentLibraryItemGet => library_item::get.call(request, vcenter).await,
        Operation::ContentLibraryItemFileList => library_item::files.call(request, vcenter).await,
        Operation::ContentLibraryItemStorageList => library_item::storage.call(request, vcenter).await,
        Operation::ContentLibraryItemCreate => library_item::create.call(request, vcenter).await,
        Operation::ContentLibraryItemDelete => library_item::delete.call(request, vcenter).await,
        Operation::ContentLibraryItemUpdateSessionList => update_session::list.call(request, vcenter).await,
        Operation::ContentLibraryItemUpdateSessionCreate => {
            update_session::create.call(request, vcenter).await
        }
        Operation::ContentLibraryItemUpdateSessionGet => update_session::get.call(request, vcenter).await,
        Operation::ContentLibraryItemUpdateSessionDelete => {
            update_session::delete.call(request, vcenter).await
        }
        Operation::ContentLibraryItemUpdateSessionKeepAlive => {
            update_session::keep_alive.call(request, vcenter).await
        }
        Operation::ContentLibraryItemUpdateSessionComplete => {
            update_session::complete.call(request, vcenter).await
        }
        Operation::ContentLibraryItemUpdateSessionCancel => {
            update_session::cancel.call(request, vcenter).await
        }
        Operation::ContentLibraryItemUpdatesessionFileList => {
            update_session_file::list.call(request, vcenter).await
        }
        Operation::ContentLibraryItemUpdatesessionFileAdd => {
            update_session_file::add.call(request, vcenter).await
        }
        Operation::ContentLibraryItemUpdatesessionFileValidate => {
            update_session_file::validate.call(request, vcenter).await
        }
        Operation::ContentLibrarySubscribedItemSync => library_item::sync.call(request, vcenter).await,
        Operation::CisSessionCreate => session::create.call(request, vcenter).await,
        Operation::CisSessionGet => session::get.call(request, vcenter).await,
        Operation::CisSessionDelete => session::delete.call(request, vcenter).await,
        Operation::VcenterDatacenterList => datacenter::list.call(request, vcenter).await,
        Operation::VcenterHostList => host::list.call(request, vcenter).await,
    }
}
