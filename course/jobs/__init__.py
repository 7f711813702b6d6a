"""What the instance does by itself, a module a job. A new job is a file here and its line in `JOBS`."""

from typing import Final

from course.jobs.job import Job
from course.jobs.voices import VOICES

JOBS: Final[tuple[Job, ...]] = (VOICES,)

__all__ = ["JOBS", "Job"]
