"""Signing in and out, the active role, language and appearance."""

from course.accounts import account_page, health_page, preferences_page, sign_in_page
from course.accounts.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "account_page", "health_page", "preferences_page", "sign_in_page"]
