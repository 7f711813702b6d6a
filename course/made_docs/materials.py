"""What the program is made of that others wrote: a bill of materials in CycloneDX 1.6, for each release."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, Final

WEB: Final = Path("course/web")
STATIC: Final = WEB / "static"
PINNED: Final = re.compile(
    r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)(?: ; ([^\\\n]*?))? *\\?\n((?: +--hash=\S+.*\n?)+)", re.MULTILINE
)
NOT_INSTALLED_HERE: Final = {"brotlicffi": "MIT"}
"""Licences of what is pinned for other Pythons than that of most."""
LICENCES_OF_FILES: Final = {
    "assets/fonts/atkinson-hyperlegible-next-": ("OFL-1.1", "@fontsource-variable/atkinson-hyperlegible-next 5.3.0"),
    "assets/fonts/source-serif-4-": ("OFL-1.1", "@fontsource-variable/source-serif-4 5.3.1"),
    "vendor/codemirror-": ("MIT", "the packages @codemirror and @lezer below"),
    "css/app.min.css": ("MIT", "govuk-frontend 6.6.0, and the styles of this project"),
}
"""Files that browsers are sent and others wrote, wholly or in part, by how their names begin (licences/README.md)."""
WITHOUT_OTHERS: Final = ("js/", "css/", "assets/azulejo", "assets/marca", "assets/licences/", "vendor/")
"""What is left below static/: our own, or words of licences."""
Component = dict[str, Any]


def write_bill(root: Path, file: Path) -> int:
    """Write the bill of the program in that folder; gives how many parts it names."""
    bill = bill_of_materials(root)
    file.write_text(json.dumps(bill, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return len(bill["components"])


def bill_of_materials(root: Path) -> dict[str, Any]:
    """The pinned packages of Python, and the packages and files for browsers, each with hashes and licence.

    It is the same for the same pins: no hour and no number drawn by chance stands in it. Raises LookupError for a part
    whose licence is not known.
    """
    version = re.search(r'^version = "([^"]+)"', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    parts = [*_python_packages(root), *_browser_packages(root), *_browser_files(root)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "terreno-comum",
                "name": "terreno-comum",
                "version": version[1] if version else "",
            }
        },
        "components": sorted(parts, key=lambda part: str(part["bom-ref"])),
    }


def pinned_names(root: Path) -> frozenset[str]:
    """The pinned packages of Python that most installations have."""
    pins = PINNED.findall((root / "requirements.txt").read_text(encoding="utf-8"))
    return frozenset(name for name, *_ in pins) - NOT_INSTALLED_HERE.keys()


def _python_packages(root: Path) -> Iterator[Component]:
    for name, version, marker, hashes in PINNED.findall((root / "requirements.txt").read_text(encoding="utf-8")):
        found = re.findall(r"--hash=sha256:([0-9a-f]{64})", hashes)
        part = _package(f"pkg:pypi/{name}@{version}", name, version, _licences_of(name))
        part["hashes"] = [{"alg": "SHA-256", "content": digest} for digest in found]  # one a file that may be installed
        if marker:
            part["properties"] = [{"name": "python:marker", "value": marker}]
        yield part


def _licences_of(name: str) -> list[Mapping[str, Any]]:
    """As the package itself says: by its expression, or its field, or its classifiers."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return _licence(NOT_INSTALLED_HERE[name])
    if "License-Expression" in told:
        return [{"expression": told["License-Expression"]}]
    kinds: list[str] = told.get_all("Classifier") or []
    names = [kind.rpartition(" :: ")[2] for kind in kinds if kind.startswith("License ::")]
    if not names and "License" in told and "\n" not in told["License"]:
        names = [told["License"]]
    if not names:
        raise LookupError(f"{name} does not say its licence")
    return [{"license": {"name": one}} for one in names]


def _licence(id_: str) -> list[Mapping[str, Any]]:
    return [{"license": {"id": id_}}]


def _browser_packages(root: Path) -> Iterator[Component]:
    """What is bundled into files for browsers: the editor of source, and the base of the styles."""
    locked = json.loads((root / WEB / "scripts/package-lock.json").read_text(encoding="utf-8"))["packages"]
    for place, entry in locked.items():
        name = place.removeprefix("node_modules/")
        if not name or name.startswith("@esbuild/") or name == "esbuild":  # tools, of which nothing is sent
            continue
        part = _package(
            f"pkg:npm/{_quoted(name)}@{entry['version']}", name, entry["version"], _licence(entry["license"])
        )
        kind, _, digest = entry["integrity"].partition("-")
        part["hashes"] = [{"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}]
        yield part
    styles = json.loads((root / WEB / "styles/package.json").read_text(encoding="utf-8"))["devDependencies"]
    version = styles["govuk-frontend"]
    yield _package(f"pkg:npm/govuk-frontend@{version}", "govuk-frontend", version, _licence("MIT"))


def _quoted(name: str) -> str:
    return name.replace("@", "%40")


def _browser_files(root: Path) -> Iterator[Component]:
    folder = root / STATIC
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.suffix in {".br", ".gz"}:
            continue
        told = next((told for begin, told in LICENCES_OF_FILES.items() if name.startswith(begin)), None)
        if told is not None and path.suffix != ".txt":
            licence, origin = told
            yield {
                "type": "file",
                "bom-ref": f"file:{STATIC.as_posix()}/{name}",
                "name": f"{STATIC.as_posix()}/{name}",
                "description": f"Made from {origin}",
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
                "licenses": _licence(licence),
            }
        elif not name.startswith(WITHOUT_OTHERS):
            raise LookupError(f"{name}: say in materials.py whose it is")


def _package(purl: str, name: str, version: str, licences: list[Mapping[str, Any]]) -> Component:
    return {
        "type": "library",
        "bom-ref": purl,
        "purl": purl,
        "name": name,
        "version": version,
        "licenses": licences,
    }
