"""The library of documents: what is current, what stood under a digest, and how every worker follows a publication."""

from course.catalogue.documents import Catalogue
from course.catalogue.following import Catalogues
from course.catalogue.judging import Judged, judge
from course.catalogue.signed import clearance_of, clearances_of

__all__ = ["Catalogue", "Catalogues", "Judged", "clearance_of", "clearances_of", "judge"]
