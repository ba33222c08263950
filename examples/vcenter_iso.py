#!/usr/bin/env python3
"""Mount an ISO image of a content library on a VM, read the new CD-ROM, and unmount it again.

Needs only Python. The default names are in the example inventory of the simulator:

    vcenter-iso simulate --tls --cert-out cert.pem
    VCENTER_PASSWORD=secret python3 vcenter_iso.py https://127.0.0.1:8697 --ca-cert cert.pem
"""

import argparse
import base64
import http.client
import json
import os
import ssl
import sys
import urllib.parse

TIMEOUT_SECONDS = 60


class ApiError(Exception):
    """A response with an error status."""

    def __init__(self, operation, status, body):
        try:
            error = json.loads(body)
            text = ": ".join(message["default_message"] for message in error["messages"])
            text = f"{text} ({error.get('error_type')})"
        except (ValueError, KeyError, TypeError):
            # A proxy in front of vCenter sends bodies of another form.
            text = body[:200].decode(errors="replace")
        super().__init__(f"{operation} failed with status {status}: {text}")


class Vcenter:
    """A session. A `with` block always ends it."""

    def __init__(self, url, user, password, ca_cert):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=ca_cert)
            self.connection = http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=TIMEOUT_SECONDS, context=context
            )
        elif parts.scheme == "http":
            self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
        else:
            raise ValueError(f"{url} is not a URL of a server; start it with https:// or http://")
        self.headers = {}
        credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
        session = self.call("POST", "/session", headers={"Authorization": f"Basic {credentials}"})
        self.headers = {"vmware-api-session-id": session}

    def __enter__(self):
        return self

    def __exit__(self, error_type, *_):
        if error_type is not None:
            # The connection may be in the middle of a response. The next call opens a new one.
            self.connection.close()
        self.call("DELETE", "/session")
        self.connection.close()

    def call(self, method, path, body=None, headers=None):
        """Send a request and return the value in the response, or None if the response has no body."""
        headers = {**self.headers, **(headers or {})}
        if body is not None:
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        self.connection.request(method, f"/api{path}", body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status not in (200, 201, 204):
            raise ApiError(f"{method} {path}", response.status, content)
        return json.loads(content) if content else None

    def find_vm(self, name):
        """Return the identifier of the only VM with this name."""
        query = urllib.parse.urlencode({"names": name})
        return only([row["vm"] for row in self.call("GET", f"/vcenter/vm?{query}")], f"VM '{name}'")

    def find_item(self, name):
        """Return the identifier of the only library item with this name."""
        found = self.call("POST", "/content/library/item?action=find", {"name": name})
        return only(found, f"library item '{name}'")

    def mount(self, item, vm):
        return self.call("POST", "/vcenter/iso/image?action=mount", {"library_item": item, "vm": vm})

    def cdrom(self, vm, cdrom):
        return self.call("GET", f"/vcenter/vm/{quoted(vm)}/hardware/cdrom/{quoted(cdrom)}")

    def cdroms(self, vm):
        return [row["cdrom"] for row in self.call("GET", f"/vcenter/vm/{quoted(vm)}/hardware/cdrom")]

    def unmount(self, vm, cdrom):
        self.call("POST", "/vcenter/iso/image?action=unmount", {"vm": vm, "cdrom": cdrom})


def quoted(identifier):
    return urllib.parse.quote(identifier, safe="")


def only(found, what):
    """Return the only element. Names need not be unique."""
    if len(found) != 1:
        raise LookupError(f"{what}: expected one match, found {', '.join(found) or 'none'}")
    return found[0]


def main():
    parser = argparse.ArgumentParser(description="Mount an ISO image, read the CD-ROM, and unmount it again.")
    parser.add_argument("url", help="the URL of the server, such as https://vcenter.example.com")
    parser.add_argument("--vm", default="build-01", help="the name of the VM")
    parser.add_argument("--item", default="linux-installer", help="the name of the library item")
    parser.add_argument("--user", default=os.environ.get("VCENTER_USERNAME", "automation@vsphere.local"))
    parser.add_argument("--ca-cert", help="a file of certificates to trust instead of those of the system")
    arguments = parser.parse_args()
    password = os.environ.get("VCENTER_PASSWORD")
    if password is None:
        parser.error("the environment variable VCENTER_PASSWORD is not set")

    with Vcenter(arguments.url, arguments.user, password, arguments.ca_cert) as vcenter:
        vm, item = vcenter.find_vm(arguments.vm), vcenter.find_item(arguments.item)
        cdrom = vcenter.mount(item, vm)
        info = vcenter.cdrom(vm, cdrom)
        path = info["backing"].get("iso_file") or ""
        print(f"mounted on {vm} as CD-ROM {cdrom}, {info['state']}: {path}")
        if item not in path:
            raise LookupError(f"CD-ROM {cdrom} does not have the image of item {item}")
        vcenter.unmount(vm, cdrom)
        if cdrom in vcenter.cdroms(vm):
            raise LookupError(f"CD-ROM {cdrom} still exists after the unmount")
        print(f"unmounted CD-ROM {cdrom}")


if __name__ == "__main__":
    try:
        main()
    except (ApiError, LookupError, ValueError, OSError, http.client.HTTPException) as error:
        sys.exit(f"error: {error}")
