"""What a first visit weighs on the wire: kB of 1000 bytes, headers and redirections included, with an empty cache."""

import gzip
from collections import Counter
from typing import Any, Final

import brotli
import pytest
from live import Window, Windows
from passwords import PASSWORD
from served import Server
from walks import MODULE

from course.web.assets import FOLDER

MOST: Final = 300_000
"""Bytes of the sign-in page, the path and a section, with all that they load."""
COMPRESSED: Final = {"br", "gzip"}


class Scale:
    """Weighs what a window is sent."""

    def __init__(self, window: Window) -> None:
        self.bytes: Counter[str] = Counter()
        """By path."""
        self.encodings: dict[str, str] = {}
        """Of static files, by path: empty for one that came as it is."""
        self._paths: dict[str, str] = {}
        listener = window.context.new_cdp_session(window.page)
        listener.on("Network.requestWillBeSent", self._note_request)
        listener.on("Network.responseReceived", self._note_response)
        listener.on("Network.loadingFinished", self._note_end)
        listener.send("Network.enable")

    def _note_request(self, event: dict[str, Any]) -> None:
        path = self._paths.get(event["requestId"], "")
        self.bytes[path] += event.get("redirectResponse", {}).get("encodedDataLength", 0)
        self._paths[event["requestId"]] = "/" + event["request"]["url"].split("/", 3)[3].partition("?")[0]

    def _note_response(self, event: dict[str, Any]) -> None:
        path, response = self._paths[event["requestId"]], event["response"]
        if path.startswith("/static/") and not response.get("fromDiskCache"):
            headers = {name.lower(): value for name, value in response["headers"].items()}
            self.encodings[path] = headers.get("content-encoding", "")

    def _note_end(self, event: dict[str, Any]) -> None:
        self.bytes[self._paths[event["requestId"]]] += int(event["encodedDataLength"])


@pytest.mark.browser
@pytest.mark.xdist_group("1280-light-pt")
def test_a_first_visit_is_light_and_its_static_files_come_compressed(windows: Windows, server: Server) -> None:
    window = windows.open(server)
    scale = Scale(window)

    window.open("/")
    window.page.locator("#identifier").fill("officer@demo.example")
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))
    window.open(f"/modules/{MODULE}/definition")
    window.page.evaluate("document.fonts.ready.then(() => true)")

    weights = {path: weight for path, weight in scale.bytes.most_common() if weight}
    print(f"{sum(weights.values())} bytes: {weights}")
    assert {"/sign-in", "/", f"/modules/{MODULE}/definition"} <= set(weights)
    assert sum(weights.values()) < MOST
    assert any(path.endswith(".css") for path in scale.encodings)
    # Made by `make run` and `make test`, from which the server takes them.
    plain = {path for path, encoding in scale.encodings.items() if encoding not in COMPRESSED}
    assert {path for path in plain if not path.endswith(".woff2")} == set()


@pytest.mark.parametrize("suffix", [".br", ".gz"])
def test_what_is_sent_compressed_is_the_file_of_today(suffix: str) -> None:
    opened = {".br": brotli.decompress, ".gz": gzip.decompress}[suffix]
    made = sorted(FOLDER.rglob(f"*{suffix}"))

    assert FOLDER / "css" / f"app.min.css{suffix}" in made
    assert [file for file in made if opened(file.read_bytes()) != file.with_suffix("").read_bytes()] == []
