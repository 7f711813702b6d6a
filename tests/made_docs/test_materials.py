"""The bill of materials names every pinned package and every file for browsers that others wrote."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from site_of_tests import Site

from course.base.config import ROOT
from course.made_docs.materials import bill_of_materials

STATIC = ROOT / "course" / "web" / "static"


@pytest.fixture
def app(site: Site) -> Flask:
    """An application with its commands."""
    return site.app


def test_every_pinned_package_is_in_it_with_its_version_all_its_hashes_and_a_licence() -> None:
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = {
        f"pkg:pypi/{name}@{version}" for name, version in re.findall(r"^([a-z0-9._-]+)\S*?==(\S+)", pins, re.MULTILINE)
    }
    parts = {part["purl"]: part for part in bill_of_materials(ROOT)["components"] if "pypi" in part.get("purl", "")}

    assert parts.keys() == pinned
    told = sorted(digest["content"] for part in parts.values() for digest in part["hashes"])
    assert told == sorted(re.findall(r"sha256:([0-9a-f]{64})", pins))
    assert [purl for purl, part in parts.items() if not part["licenses"] or not part["hashes"]] == []


def test_every_file_that_others_wrote_is_in_it_with_its_hash_and_licence() -> None:
    files = {part["name"]: part for part in bill_of_materials(ROOT)["components"] if part["type"] == "file"}
    others = [*STATIC.rglob("*.woff2"), *STATIC.glob("vendor/*/*.js"), STATIC / "css" / "app.min.css"]

    assert files.keys() == {path.relative_to(ROOT).as_posix() for path in others}
    for name, part in files.items():
        digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        assert part["hashes"] == [{"alg": "SHA-256", "content": digest}]
        assert part["licenses"][0]["license"]["id"] in {"MIT", "OFL-1.1"}


def test_every_package_that_is_bundled_for_browsers_is_in_it() -> None:
    (licences,) = STATIC.glob("vendor/*/LICENSES.txt")
    bundled = set(re.findall(r"^(\S+ [0-9]+\.[0-9]+\.[0-9]+)$", licences.read_text(encoding="utf-8"), re.MULTILINE))
    parts = [part for part in bill_of_materials(ROOT)["components"] if "npm" in part.get("purl", "")]

    assert {f"{part['name']} {part['version']}" for part in parts} == bundled | {"govuk-frontend 6.6.0"}
    assert {part["licenses"][0]["license"]["id"] for part in parts} == {"MIT"}


def test_the_command_writes_the_same_file_each_time(app: Flask, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.json", "other.json")]
    for file in files:
        assert app.test_cli_runner().invoke(args=["docs", "sbom", str(file)]).exit_code == 0

    one, other = (file.read_text(encoding="utf-8") for file in files)
    assert one == other
    bill = json.loads(one)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    refs = [part["bom-ref"] for part in bill["components"]]
    assert len(refs) == len(set(refs)) > 70


def test_a_file_of_which_nothing_is_known_stops_it(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "requirements.txt", "course/web/scripts/package-lock.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "course/web/styles").mkdir()
    (tmp_path / "course/web/styles/package.json").write_bytes((ROOT / "course/web/styles/package.json").read_bytes())
    stranger = tmp_path / "course/web/static/assets/fonts/other.woff2"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"")

    with pytest.raises(LookupError, match=r"assets/fonts/other\.woff2: say in materials\.py whose it is"):
        bill_of_materials(tmp_path)
