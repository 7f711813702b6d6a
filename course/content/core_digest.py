"""What names the substance of a question or a scene: its reference text and its keys.

Figures are kept by id and core digest: a comma in the English, or in another question, restarts nothing, and a new
wording or key in the Portuguese does.
"""

import hashlib
import json

from course.content.fields import Part


def core_digest(part: Part) -> str:
    """64 hexadecimal digits of a part of a document's *reference* (never of its translation).

    The order of options, items and choices counts; what stands at its default does not, so that a field added to the
    format changes no digest.
    """
    content = part.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
