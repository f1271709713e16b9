#!/usr/bin/env python3
"""Sends what the OpenAPI document allows, and what it does not, to a demo of its own.

usage: run.py SEKISHO SECONDS [SCHEMATHESIS-ARGUMENT…]

Runs under a Python that has schemathesis. No answer may be a fault of the server, and none may differ from the
document: neither in its status, nor in its kind, nor in its shape.
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

# positive_data_acceptance is left out: what is right by shape may still be refused for what it says (422).
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,ignored_auth,unsupported_method,use_after_free"
)


def ask(url, data=None, headers=None):
    request = urllib.request.Request(url, data=data, headers=headers or {})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def token(api):
    proof = base64.b64encode(f"{api['client_id']}:{api['client_secret']}".encode()).decode()
    form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": api["scope"]})
    headers = {"Authorization": f"Basic {proof}"}
    return ask(api["token_endpoint"], form.encode(), headers)["access_token"]


def judge(folder, ready, seconds, more):
    api = ready["api"]
    bearer = token(api)
    headers = {"Authorization": f"Bearer {bearer}"}
    users = ask(f"{api['base']}/tenants/demo/users?limit=1", headers=headers)
    # Most requests shall get past the address: they name what there is.
    settings = folder / "schemathesis.toml"
    settings.write_text(
        '[parameters]\n"path.tenant" = "demo"\n'
        f'"path.id" = "{users["items"][0]["id"]}"\n'
        f'"path.client_id" = "{ready["client"]["client_id"]}"\n'
        # A precondition that fails is told before the body is looked at (RFC 9110 §13.2.1).
        '[checks.negative_data_rejection]\nexpected-statuses = '
        '["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429"]\n'
    )
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run",
        api["openapi"], "--header", f"Authorization: Bearer {bearer}", "--checks", CHECKS,
        "--max-time", seconds, "--seed", "1", "--continue-on-failure", "--no-color", *more,
    ]
    return subprocess.run(command, cwd=folder, check=False).returncode


def main():
    sekisho, seconds, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        demo = subprocess.Popen(
            [sekisho, "demo", "--json", "--port", "0", "--website-port", "0",
             "--certificate-port", "0", "--data", str(folder / "demo")],
            stdout=subprocess.PIPE, stderr=(folder / "demo.log").open("w"), text=True,
        )
        try:
            text = ""
            for line in demo.stdout:
                text += line
                if line.rstrip() == "}" or (text.count("{") and text.count("{") == text.count("}")):
                    break
            status = judge(folder, json.loads(text), seconds, more)
        finally:
            demo.terminate()
            demo.wait(timeout=20)
        log = (folder / "demo.log").read_text()
        faults = [line for line in log.splitlines() if "a request failed" in line]
        print("\n".join(faults[:20]))
        return status or int(bool(faults))


sys.exit(main())
