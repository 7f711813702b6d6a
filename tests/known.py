"""What one process of a run of the tests found out, and the others of that run need not find out again."""

from pathlib import Path


class Known:
    """Keys of what is known; once a folder is given, an empty file each there, which all processes see."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._folder: Path | None = None

    def share(self, folder: Path) -> None:
        """From now on with every process that shares the same folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def __contains__(self, key: str) -> bool:
        if key not in self._seen and self._folder is not None and (self._folder / key).exists():
            self._seen.add(key)
        return key in self._seen

    def add(self, key: str) -> None:
        """It is known."""
        self._seen.add(key)
        if self._folder is not None:
            (self._folder / key).touch()
