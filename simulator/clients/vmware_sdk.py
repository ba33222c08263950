#!/usr/bin/env python3
"""Use VMware's Python SDK (vmware-vcenter) with the simulator, and meet each class of error.

The SDK's own client (create_vsphere_client) needs JSON-RPC, which the simulator does not serve. Its REST connector works
with the repairs in `Http` and `service`, which it needs for a vCenter as well.

    vcenter-iso simulate --tls --cert-out cert.pem --inventory inventory.yaml \\
        --fault 'mount: fail 503 SERVICE_UNAVAILABLE, fail 504 TIMED_OUT'
    REQUESTS_CA_BUNDLE=cert.pem python3 vmware_sdk.py https://127.0.0.1:8697
"""

import json
import sys
from urllib.parse import urlencode

import requests
from com.vmware.cis_client import Session
from com.vmware.content.library_client import Item
from com.vmware.content_client import Library, LocalLibrary, SubscribedLibrary
from com.vmware.vapi.std import errors_client as errors
from com.vmware.vcenter.iso_client import Image
from com.vmware.vcenter.vm.hardware_client import Cdrom
from com.vmware.vcenter.vm_client import Power
from com.vmware.vcenter_client import VM, Datastore
from vmware.vapi.data.value import StringValue
from vmware.vapi.lib.connect import get_requests_connector
from vmware.vapi.security.session import create_session_security_context
from vmware.vapi.security.user_password import create_user_password_security_context
from vmware.vapi.stdlib.client.factories import StubConfigurationFactory

USER, AUDITOR, PASSWORD = "automation@vsphere.local", "auditor@vsphere.local", "not-a-secret"


class Http(requests.Session):
    """Translates the requests of the SDK, which are those of /rest, to /api, and the responses back."""

    def send(self, request, **settings):
        base, _, action = request.url.rpartition("/")
        if action in ("connect", "disconnect"):
            request.url = f"{base}?action={action}"
        if request.method == "GET" and request.body:
            # The filters of a list, which the SDK puts into the body.
            members = json.loads(request.body)
            filters = urlencode(members.get("filter", members), doseq=True)
            request.url = request.url.partition("?")[0] + "?" + filters
            request.body = None
            del request.headers["Content-Length"]
        response = super().send(request, **settings)
        if "json" in response.headers.get("content-type", ""):
            result = {"value": response.json()}
            if not response.ok:
                result["type"] = "com.vmware.vapi.std.errors." + result["value"]["error_type"].lower()
            response._content = json.dumps(result).encode()
        return response


def configuration(url, security):
    connector = get_requests_connector(session=Http(), url=url + "/api", msg_protocol="rest")
    connector.set_security_context(security)
    return StubConfigurationFactory.new_std_configuration(connector)


def log_in(url, user, password=PASSWORD):
    session = Session(configuration(url, create_user_password_security_context(user, password))).create()
    return configuration(url, create_session_security_context(session))


def service(interface, vcenter):
    """Returns the stub of an interface with errors by name.

    The SDK knows two ways to find the class of an error. For the newer interfaces it takes the first class that the
    operation declares, whatever the error.
    """
    stub = interface(vcenter)
    for operation in stub._api_interface._rest_metadata.values():
        operation.use_status_to_std_err_map = True
    return stub


def expect(error, call, *arguments):
    try:
        result = call(*arguments)
    except errors.Error as raised:
        # Each class is a subclass of Error.
        assert type(raised) is error, f"expected {error.__name__}, not {raised!r}"
        return raised
    raise AssertionError(f"expected {error.__name__}, not {result}")


def main(url):
    vcenter = log_in(url, USER)
    images, cdroms, vms = (service(interface, vcenter) for interface in (Image, Cdrom, VM))

    vm_ids = {vm.name: vm.vm for vm in vms.list()}
    vm, running = vm_ids["build-01"], vm_ids["build-02"]
    assert [found.name for found in vms.list(VM.FilterSpec(names={"busy"}))] == ["busy"]
    info = vms.get(vm)
    assert (info.name, info.cpu.count, info.memory.size_mib) == ("build-01", 2, 4096), info
    assert service(Power, vcenter).get(vm).state == "POWERED_OFF"
    assert len(service(Datastore, vcenter).list()) == 1

    libraries, items = service(Library, vcenter), service(Item, vcenter)
    local, subscribed = service(LocalLibrary, vcenter), service(SubscribedLibrary, vcenter)
    assert sorted(libraries.list()) == sorted(local.list() + subscribed.list())
    [installers] = libraries.find(Library.FindSpec(name="installers"))
    assert local.get(installers).name == "installers"
    [item] = items.find(Item.FindSpec(name="linux-installer", library_id=installers))
    [template] = items.find(Item.FindSpec(name="web-template"))
    assert items.get(item).name == "linux-installer"
    assert sorted(items.list(installers)) == sorted([item, template])

    # The faults of the command line, then success.
    expect(errors.ServiceUnavailable, images.mount, item, vm)
    expect(errors.TimedOut, images.mount, item, vm)
    cdrom = images.mount(item, vm)
    assert item in cdroms.get(vm, cdrom).backing.iso_file
    assert [found.cdrom for found in cdroms.list(vm)] == [cdrom]
    images.unmount(vm, cdrom)
    assert cdroms.list(vm) == []

    cdroms.disconnect(running, "16000")
    assert cdroms.get(running, "16000").state == "NOT_CONNECTED"
    expect(errors.AlreadyInDesiredState, cdroms.disconnect, running, "16000")
    cdroms.connect(running, "16000")
    assert cdroms.get(running, "16000").state == "CONNECTED"
    expect(errors.AlreadyInDesiredState, cdroms.connect, running, "16000")

    expect(errors.NotFound, vms.get, "vm-999")
    expect(errors.NotFound, cdroms.get, vm, "16000")
    expect(errors.NotFound, libraries.get, "nowhere")
    expect(errors.NotFound, images.mount, "nowhere", vm)
    expect(errors.InvalidArgument, images.mount, template, vm)
    expect(errors.InvalidArgument, vms.list, VM.FilterSpec(power_states={"SLEEPING"}))
    newer = Library.FindSpec(name="installers")
    newer._set_extra_fields({"member_of_a_newer_version": StringValue("")})
    expect(errors.UnexpectedInput, libraries.find, newer)
    expect(errors.NotAllowedInCurrentState, images.mount, item, vm_ids["suspended"])
    expect(errors.NotAllowedInCurrentState, cdroms.connect, vm_ids["full"], "3000")
    expect(errors.ResourceBusy, images.mount, item, vm_ids["busy"])
    expect(errors.ResourceInaccessible, images.mount, item, vm_ids["unreachable"])
    expect(errors.UnableToAllocateResource, images.mount, item, vm_ids["full"])
    expect(errors.Error, cdroms.disconnect, vm_ids["locked"], "16000")

    auditor = log_in(url, AUDITOR)
    assert service(VM, auditor).get(vm).name == "build-01"
    expect(errors.Unauthorized, service(Image, auditor).mount, item, vm)

    expect(errors.Unauthenticated, log_in, url, USER, "wrong")
    service(Session, vcenter).delete()
    ended = expect(errors.Unauthenticated, vms.list)
    assert ended.challenge, ended
    print("vmware-vcenter: ok")


if __name__ == "__main__":
    main(sys.argv[1])
