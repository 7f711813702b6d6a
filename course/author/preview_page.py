"""A draft, or a text that is submitted, as an invented officer sees it: who writes it, and who may publish it, looks."""

from course.acts.draft_files import bundle_of_draft, get_own_draft
from course.author.feature import feature
from course.base.ids import as_id
from course.storage import drafts
from course.web.identity import desk
from course.web.preview.find_text import text_of_draft, text_under_review
from course.web.preview.previewed import Text
from course.web.preview.routes import add_preview
