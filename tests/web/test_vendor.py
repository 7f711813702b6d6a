"""What others wrote for browsers is committed as it was built from exact pins, with its licences."""

import hashlib
import json
import re
from pathlib import Path

import course.web

WEB = Path(course.web.__file__).parent
SCRIPTS = WEB / "scripts"
VENDOR = WEB / "static" / "vendor"


def test_the_bundle_is_the_one_that_was_built_from_these_pins() -> None:
    built = [tuple(line.split("  ")) for line in (SCRIPTS / "BUILT").read_text().splitlines()]

    now = [(hashlib.sha256((SCRIPTS / name).read_bytes()).hexdigest(), name) for _, name in built]
    assert built == now, "the pins were changed: run `make scripts` and commit what it writes"
    told = {(SCRIPTS / name).resolve() for _, name in built}
    kept = {path.resolve() for path in VENDOR.rglob("*") if path.is_file() and path.suffix not in {".br", ".gz"}}
    assert kept - told == set()


def test_the_tools_that_build_it_are_pinned_exactly() -> None:
    pins = json.loads((SCRIPTS / "package.json").read_text())["devDependencies"]
    locked = json.loads((SCRIPTS / "package-lock.json").read_text())["packages"]

    assert pins == {name: locked[f"node_modules/{name}"]["version"] for name in pins}
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_every_package_in_it_has_its_licence() -> None:
    (licences,) = VENDOR.rglob("LICENSES.txt")
    locked = json.loads((SCRIPTS / "package-lock.json").read_text())["packages"]
    told = re.findall(r"^(\S+) ([0-9]+\.[0-9]+\.[0-9]+)$", licences.read_text(), re.MULTILINE)

    installed = {name.removeprefix("node_modules/"): entry for name, entry in locked.items() if name}
    in_bundle = {name for name in installed if not name.startswith("@esbuild/") and name != "esbuild"}
    assert {name for name, _ in told} == in_bundle
    assert dict(told) == {name: installed[name]["version"] for name in in_bundle}
    assert {installed[name]["license"] for name in in_bundle} == {"MIT"}
