"""Signing in and out, the active role, language and appearance, what is kept about oneself."""

from course.accounts import account_page, data_page, health_page, preferences_page, sign_in_page
from course.accounts.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "account_page", "data_page", "health_page", "preferences_page", "sign_in_page"]
