"""Signing in and out, passwords and codes, the active role, language and appearance, what is kept about oneself."""

from course.accounts import (
    account_page,
    code_page,
    data_page,
    device_page,
    factors_page,
    forgotten_page,
    health_page,
    metrics_page,
    notice_page,
    organisation_page,
    passkeys_page,
    preferences_page,
    requests_page,
    second_step_page,
    sign_in_page,
)
from course.accounts.feature import feature

FEATURES = (feature,)

__all__ = [
    "FEATURES",
    "account_page",
    "code_page",
    "data_page",
    "device_page",
    "factors_page",
    "forgotten_page",
    "health_page",
    "metrics_page",
    "notice_page",
    "organisation_page",
    "passkeys_page",
    "preferences_page",
    "requests_page",
    "second_step_page",
    "sign_in_page",
]
