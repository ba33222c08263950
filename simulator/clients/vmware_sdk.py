#!/usr/bin/env python3
"""Use VMware's Python SDK (vmware-vcenter) with the simulator.

The SDK's own login (create_vsphere_client) needs JSON-RPC, which the simulator does not serve. Its REST connector
works, with a response hook: the SDK expects the results of /api in the envelope of /rest.

    vcenter-iso simulate --tls --cert-out cert.pem
    REQUESTS_CA_BUNDLE=cert.pem python3 vmware_sdk.py https://127.0.0.1:8697
"""

import json
import sys

import requests
from com.vmware.content.library_client import Item
from com.vmware.content_client import Library, LocalLibrary, SubscribedLibrary
from com.vmware.vapi.std.errors_client import NotFound, Unauthenticated
from com.vmware.vcenter.iso_client import Image
from com.vmware.vcenter.vm.hardware_client import Cdrom
from com.vmware.vcenter.vm_client import Power
from com.vmware.vcenter_client import VM, Datastore
from vmware.vapi.lib.connect import get_requests_connector
from vmware.vapi.security.session import create_session_security_context
from vmware.vapi.stdlib.client.factories import StubConfigurationFactory

USER, PASSWORD = "automation@vsphere.local", "not-a-secret"


def in_envelope(response, *_args, **_settings):
    if "json" in response.headers.get("content-type", ""):
        result = {"value": response.json()}
        if not response.ok:
            result["type"] = "com.vmware.vapi.std.errors." + result["value"]["error_type"].lower()
        response._content = json.dumps(result).encode()
    return response


def configuration(http, url, session):
    connector = get_requests_connector(session=http, url=url + "/api", msg_protocol="rest")
    connector.set_security_context(create_session_security_context(session))
    return StubConfigurationFactory.new_std_configuration(connector)


def expect(error, call):
    try:
        result = call()
    except error:
        return
    raise AssertionError(f"expected {error.__name__}, not {result}")


def main(url):
    login = requests.post(url + "/rest/com/vmware/cis/session", auth=(USER, PASSWORD), timeout=30)
    login.raise_for_status()
    http = requests.Session()
    http.hooks["response"].append(in_envelope)
    vcenter = configuration(http, url, login.json()["value"])

    names = {vm.name: vm.vm for vm in VM(vcenter).list()}
    vm = names["build-01"]
    info = VM(vcenter).get(vm)
    assert (info.name, info.cpu.count, info.memory.size_mib) == ("build-01", 2, 4096), info
    assert Power(vcenter).get(vm).state == "POWERED_OFF"
    assert len(Datastore(vcenter).list()) == 3

    libraries = Library(vcenter).list()
    by_type = LocalLibrary(vcenter).list() + SubscribedLibrary(vcenter).list()
    assert sorted(libraries) == sorted(by_type), by_type
    installers = Library(vcenter).find(Library.FindSpec(name="installers"))
    assert LocalLibrary(vcenter).get(installers[0]).name == "installers"
    items = Item(vcenter).find(Item.FindSpec(name="linux-installer", library_id=installers[0]))
    assert Item(vcenter).get(items[0]).name == "linux-installer"

    cdrom = Image(vcenter).mount(items[0], vm)
    backing = Cdrom(vcenter).get(vm, cdrom).backing
    assert items[0] in backing.iso_file, backing
    assert [found.cdrom for found in Cdrom(vcenter).list(vm)] == [cdrom]
    Image(vcenter).unmount(vm, cdrom)
    assert Cdrom(vcenter).list(vm) == []

    expect(NotFound, lambda: VM(vcenter).get("vm-999"))
    expect(NotFound, lambda: Cdrom(vcenter).get(vm, "16000"))
    expect(NotFound, lambda: Library(vcenter).get("nowhere"))
    expect(Unauthenticated, lambda: VM(configuration(http, url, "ended")).list())
    print("vmware-vcenter: ok")


if __name__ == "__main__":
    main(sys.argv[1])
