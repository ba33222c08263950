#!/usr/bin/env python3
"""Use a client that openapi-python-client generates from the spec, with the simulator.

    openapi-python-client generate --path spec/vcenter-iso.json --output-path vcenter_client --meta none
    vcenter-iso simulate --tls --cert-out cert.pem --inventory inventory.yaml
    python3 generated_client.py https://127.0.0.1:8697 cert.pem

With `--behavior unset-as-null`, the program needs `true` as its third argument.
"""

import ssl
import sys

from vcenter_client import AuthenticatedClient, Client
from vcenter_client.api.cis_session import cis_session_create, cis_session_delete
from vcenter_client.api.content_library import content_library_get, content_library_list
from vcenter_client.api.content_library_item import content_library_item_find, content_library_item_get
from vcenter_client.api.vcenter_iso_image import vcenter_iso_image_mount, vcenter_iso_image_unmount
from vcenter_client.api.vcenter_vm import vcenter_vm_get, vcenter_vm_list
from vcenter_client.api.vcenter_vm_hardware_cdrom import (
    vcenter_vm_hardware_cdrom_connect,
    vcenter_vm_hardware_cdrom_disconnect,
    vcenter_vm_hardware_cdrom_get,
    vcenter_vm_hardware_cdrom_list,
)
from vcenter_client.models import (
    ContentLibraryItemFindSpec,
    IsoImageMountRequestBody,
    IsoImageUnmountRequestBody,
)
from vcenter_client.types import UNSET

USER, PASSWORD = "automation@vsphere.local", "not-a-secret"


def expect(response, status, error_type):
    assert (response.status_code, response.parsed.error_type) == (status, error_type), response
    return response.parsed


def main(url, certificate, unset_as_null="false"):
    unset = None if unset_as_null == "true" else UNSET
    settings = {"base_url": url + "/api", "verify_ssl": ssl.create_default_context(cafile=certificate)}
    wrong = Client(**settings, httpx_args={"auth": (USER, "wrong")})
    refused = expect(cis_session_create.sync_detailed(client=wrong), 401, "UNAUTHENTICATED")
    assert refused.challenge.startswith("Basic realm="), refused
    login = Client(**settings, httpx_args={"auth": (USER, PASSWORD)})
    session = cis_session_create.sync_detailed(client=login)
    assert session.status_code == 201, session
    client = AuthenticatedClient(
        **settings, token=session.parsed, prefix="", auth_header_name="vmware-api-session-id"
    )

    vm_ids = {summary.name: summary.vm for summary in vcenter_vm_list.sync(client=client)}
    vm = vm_ids["build-01"]
    assert [found.vm for found in vcenter_vm_list.sync(client=client, names=["build-01"])] == [vm]
    for library in content_library_list.sync(client=client):
        assert content_library_get.sync(library, client=client).id == library
    items = content_library_item_find.sync(
        client=client, body=ContentLibraryItemFindSpec(name="linux-installer")
    )
    item = content_library_item_get.sync(items[0], client=client)
    assert item.name == "linux-installer" and item.source_id is unset, item

    def mount(vm):
        body = IsoImageMountRequestBody(library_item=items[0], vm=vm)
        return vcenter_iso_image_mount.sync_detailed(client=client, body=body)

    mounted = mount(vm)
    assert (mounted.status_code, mounted.parsed) == (200, "16000"), mounted
    cdrom = vcenter_vm_hardware_cdrom_get.sync(vm, mounted.parsed, client=client)
    assert items[0] in cdrom.backing.iso_file and cdrom.ide is unset, cdrom
    info = vcenter_vm_get.sync(vm, client=client)
    assert list(info.cdroms.additional_properties) == ["16000"], info
    assert info.sata_adapters.additional_properties["15000"].type_ == "AHCI", info
    unmount = IsoImageUnmountRequestBody(vm=vm, cdrom="16000")
    assert vcenter_iso_image_unmount.sync_detailed(client=client, body=unmount).status_code == 204
    assert vcenter_vm_hardware_cdrom_list.sync(vm, client=client) == []

    running = (vm_ids["build-02"], "16000")
    for change, state in [
        (vcenter_vm_hardware_cdrom_disconnect, "NOT_CONNECTED"),
        (vcenter_vm_hardware_cdrom_connect, "CONNECTED"),
    ]:
        assert change.sync_detailed(*running, client=client).status_code == 204
        assert vcenter_vm_hardware_cdrom_get.sync(*running, client=client).state == state
        expect(change.sync_detailed(*running, client=client), 400, "ALREADY_IN_DESIRED_STATE")

    expect(vcenter_vm_get.sync_detailed("vm-999", client=client), 404, "NOT_FOUND")
    expect(mount(vm_ids["suspended"]), 400, "NOT_ALLOWED_IN_CURRENT_STATE")
    expect(mount(vm_ids["busy"]), 500, "RESOURCE_BUSY")
    expect(mount(vm_ids["unreachable"]), 500, "RESOURCE_INACCESSIBLE")
    expect(mount(vm_ids["full"]), 500, "UNABLE_TO_ALLOCATE_RESOURCE")

    assert cis_session_delete.sync_detailed(client=client).status_code == 204
    ended = expect(vcenter_vm_list.sync_detailed(client=client), 401, "UNAUTHENTICATED")
    assert ended.challenge.startswith("Basic realm="), ended
    print("openapi-python-client: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
