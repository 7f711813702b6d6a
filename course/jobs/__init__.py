"""What the instance does by itself, a module a job. A new job is a file here and its line in `JOBS`."""

import datetime as dt
from typing import Final

from course.jobs import (
    coarsening,
    erasure,
    finish_reminders,
    hindrances,
    outbox,
    pictures,
    refreshers,
    reminders,
    retention,
    rooms,
    sealing,
    shares,
    signature_reminders,
    survey_figures,
    tallies,
    unit_counts,
    unit_summaries,
    verifying,
    voices,
    waiting,
)
from course.jobs.job import Job

JOBS: Final[tuple[Job, ...]] = (
    Job("outbox", dt.timedelta(seconds=5), outbox.send_due),
    Job("sealing", dt.timedelta(minutes=1), sealing.seal_all),
    Job("verifying", dt.timedelta(days=1), verifying.verify_chain),
    Job("pictures", dt.timedelta(minutes=1), pictures.take_pictures),
    Job("tallies", dt.timedelta(hours=1), tallies.take_tallies),
    Job("shares", dt.timedelta(days=1), shares.draw_shares),
    Job("voices", dt.timedelta(hours=1), voices.cut_voices),
    Job("rooms", dt.timedelta(minutes=1), rooms.tidy_rooms),
    Job("survey-figures", dt.timedelta(days=1), survey_figures.draw_figures),
    Job("coarsening", dt.timedelta(hours=1), coarsening.cut_times),
    Job("erasure", dt.timedelta(hours=1), erasure.erase_due),
    Job("retention", dt.timedelta(days=1), retention.let_go),
    Job("waiting-lists", dt.timedelta(hours=1), waiting.fill),
    Job("reminders", dt.timedelta(hours=1), reminders.remind),
    Job("finish-reminders", dt.timedelta(minutes=1), finish_reminders.remind),
    Job("signature-reminders", dt.timedelta(hours=1), signature_reminders.remind_reviewers),
    Job("unit-counts", dt.timedelta(minutes=10), unit_counts.count_all),
    Job("unit-summaries", dt.timedelta(hours=1), unit_summaries.send),
    Job("hindrances", dt.timedelta(hours=1), hindrances.end_completed),
    Job("refreshers", dt.timedelta(hours=1), refreshers.tell_dates),
)

__all__ = ["JOBS", "Job"]
