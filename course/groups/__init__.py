"""The one door to figures about groups: only this package reads `storage.group_counts` and `storage.room_ballots`.

The picture of a session is taken once, at its hour; whatever leaves here is `Guarded` (or says that something was
done): words and an order of one session, or shares of hundreds of people in closed quarters. The rule:
docs/decisions/0009.
"""

from course.groups.analysis import CaseAnalysis, ItemAnalysis, QuizAnalysis, analyse_case, analyse_quiz
from course.groups.picture import (
    Awaiting,
    GroupPicture,
    PictureState,
    Taps,
    claim,
    drop_unopened,
    list_awaiting,
    list_picture_states,
    read_picture,
    take_picture,
)
from course.groups.programme import (
    ForkOfTwoSides,
    ProgrammeItem,
    UsualIdeas,
    compare_sides,
    programme_items,
    usual_ideas,
)
from course.groups.room import (
    RoomVotes,
    Turnout,
    cast_vote,
    close_votes,
    drop_votes,
    forget_votes,
    has_voted,
    read_turnout,
)
from course.groups.shares import DueShare, ForkShares, draw_share, list_due_shares, read_shares
from course.groups.surveys import (
    DueFigure,
    Stage,
    SurveyResult,
    draw_figure,
    list_due_figures,
    read_survey_results,
)
from course.groups.tallying import Untallied, list_awaiting_tallies, take_late_tallies

__all__ = [
    "Awaiting",
    "CaseAnalysis",
    "DueFigure",
    "DueShare",
    "ForkOfTwoSides",
    "ForkShares",
    "GroupPicture",
    "ItemAnalysis",
    "PictureState",
    "ProgrammeItem",
    "QuizAnalysis",
    "RoomVotes",
    "Stage",
    "SurveyResult",
    "Taps",
    "Turnout",
    "Untallied",
    "UsualIdeas",
    "analyse_case",
    "analyse_quiz",
    "cast_vote",
    "claim",
    "close_votes",
    "compare_sides",
    "draw_figure",
    "draw_share",
    "drop_unopened",
    "drop_votes",
    "forget_votes",
    "has_voted",
    "list_awaiting",
    "list_awaiting_tallies",
    "list_due_figures",
    "list_due_shares",
    "list_picture_states",
    "programme_items",
    "read_picture",
    "read_shares",
    "read_survey_results",
    "read_turnout",
    "take_late_tallies",
    "take_picture",
    "usual_ideas",
]
