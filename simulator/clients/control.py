#!/usr/bin/env python3
"""Look into a running simulator and change it, with nothing but Python's standard library.

    vcenter-iso simulate
    python3 control.py http://127.0.0.1:8697
"""

import base64
import json
import sys
import urllib.error
import urllib.request


def call(url, method="GET", body=None, **headers):
    """Return the status and the JSON body of a response."""
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status, text = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    return status, json.loads(text) if text else None


def main(url):
    control = url + "/_simulator/"
    assert call(control + "reset", "POST")[0] == 204
    credentials = base64.b64encode(b"automation@vsphere.local:not-a-secret").decode()
    _, session = call(url + "/api/session", "POST", Authorization="Basic " + credentials)
    # urllib changes the case of the name, which has no meaning.
    headers = {"vmware-api-session-id": session}

    # A state that would be hard to reach otherwise: the VM runs, and another task occupies it.
    status, inventory = call(control + "inventory")
    item = next(id for id, item in inventory["items"].items() if item["name"] == "linux-installer")
    call(control + "inventory", "PATCH", {"vms": {"vm-42": {"power_state": "POWERED_ON", "busy": True}}})
    mount = url + "/api/vcenter/iso/image?action=mount"
    body = {"library_item": item, "vm": "vm-42"}
    status, error = call(mount, "POST", body, **headers)
    assert (status, error["error_type"]) == (500, "RESOURCE_BUSY"), error

    # A failure of the proxy, and then a success.
    call(control + "inventory", "PATCH", {"vms": {"vm-42": {"busy": None}}})
    call(control + "faults", "POST", {"rules": ["mount: no healthy upstream"]})
    request = urllib.request.Request(mount, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})
    try:
        urllib.request.urlopen(request, timeout=30)
        raise AssertionError("the fault has no effect")
    except urllib.error.HTTPError as error:
        assert (error.code, error.read()) == (503, b"no healthy upstream")
    status, cdrom = call(mount, "POST", body, **headers)
    assert status == 200, cdrom

    # What the simulator received, and how it ended.
    _, requests = call(control + "requests")
    mounts = [request for request in requests if request["operation"] == "Vcenter.Iso.Image_mount"]
    assert [request["status"] for request in mounts] == [500, 503, 200], mounts
    assert all(request["body"] == body for request in mounts), mounts
    cdroms = call(control + "inventory")[1]["vms"]["vm-42"]["cdroms"]
    assert list(cdroms) == [cdrom] and cdroms[cdrom]["state"] == "CONNECTED", cdroms

    # An unused session expires after half an hour.
    call(control + "clock", "POST", {"advance": "30m"})
    assert call(url + "/api/session", **headers)[0] == 401
    print("/_simulator: ok")


if __name__ == "__main__":
    main(sys.argv[1])
