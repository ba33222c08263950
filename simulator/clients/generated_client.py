#!/usr/bin/env python3
"""Use a client that openapi-python-client generates from the spec, with the simulator.

    openapi-python-client generate --path spec/vcenter-iso.json --output-path vcenter_client --meta none
    vcenter-iso simulate --tls --cert-out cert.pem
    python3 generated_client.py https://127.0.0.1:8697 cert.pem
"""

import ssl
import sys

from vcenter_client import AuthenticatedClient, Client
from vcenter_client.api.cis_session import cis_session_create, cis_session_delete
from vcenter_client.api.content_library_item import content_library_item_find
from vcenter_client.api.vcenter_iso_image import vcenter_iso_image_mount, vcenter_iso_image_unmount
from vcenter_client.api.vcenter_vm import vcenter_vm_get, vcenter_vm_list
from vcenter_client.models import (
    ContentLibraryItemFindSpec,
    IsoImageMountRequestBody,
    IsoImageUnmountRequestBody,
)

USER, PASSWORD = "automation@vsphere.local", "not-a-secret"


def main(url, certificate):
    settings = {"base_url": url + "/api", "verify_ssl": ssl.create_default_context(cafile=certificate)}
    login = Client(**settings, httpx_args={"auth": (USER, PASSWORD)})
    session = cis_session_create.sync_detailed(client=login)
    assert session.status_code == 201, session
    client = AuthenticatedClient(
        **settings, token=session.parsed, prefix="", auth_header_name="vmware-api-session-id"
    )
    vms = vcenter_vm_list.sync(client=client, names=["build-01"])
    vm = vms[0].vm
    items = content_library_item_find.sync(
        client=client, body=ContentLibraryItemFindSpec(name="linux-installer")
    )
    body = IsoImageMountRequestBody(library_item=items[0], vm=vm)
    mounted = vcenter_iso_image_mount.sync_detailed(client=client, body=body)
    assert (mounted.status_code, mounted.parsed) == (200, "16000"), mounted
    info = vcenter_vm_get.sync(vm, client=client)
    assert list(info.cdroms.additional_properties) == ["16000"], info
    assert info.sata_adapters.additional_properties["15000"].type_ == "AHCI", info
    unmount = IsoImageUnmountRequestBody(vm=vm, cdrom="16000")
    assert vcenter_iso_image_unmount.sync_detailed(client=client, body=unmount).status_code == 204
    missing = vcenter_vm_get.sync_detailed("vm-999", client=client)
    assert (missing.status_code, missing.parsed.error_type) == (404, "NOT_FOUND"), missing
    assert cis_session_delete.sync_detailed(client=client).status_code == 204
    ended = vcenter_vm_list.sync_detailed(client=client)
    assert (ended.status_code, ended.parsed.error_type) == (401, "UNAUTHENTICATED"), ended
    print("openapi-python-client: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
