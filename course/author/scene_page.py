"""A case scene by scene: the map and the list of its scenes, the form of each, and a scene taken out."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.author.case_form import Unkept, asked_act, keep
from course.author.drafted_case import DraftedCase, drafted_case
from course.author.feature import feature
from course.author.scene_views import ScenesView, SceneView, TakingOutView
from course.base.languages import N_
from course.base.refusals import Conflict
from course.content.guided.beginning import id_of
from course.content.guided.scene import SceneForm
from course.content.guided.taking_out import take_scene_out, what_follows
from course.content.guided.tree import Tree, group_at

NEW = "new"
"""In an address: a scene that is still to be written. No scene is called so."""
_STAYS = N_("This scene cannot be taken out as the case stands. Open it again and see why.")


@feature.page("/author/drafts/<draft_id>/scenes", permission="write-drafts")
def list_scenes(draft_id: str) -> str:
    """The map, and every scene with its options."""
    return render_template("author/scenes.html", view=ScenesView(drafted_case(draft_id)))


@feature.page("/author/drafts/<draft_id>/scenes/<scene>", permission="write-drafts")
def show_scene(draft_id: str, scene: str) -> str:
    """The form of one scene, as the text has it."""
    case = drafted_case(draft_id)
    return _page(case, SceneForm.read(case.tree, _known(case, scene)))


@feature.act("/author/drafts/<draft_id>/scenes/<scene>", permission="write-drafts")
def save_scene(draft_id: str, scene: str) -> tuple[str, int] | Response:
    """Save it, and go back to the scenes; or show it again with what to mend."""
    case, sent = drafted_case(draft_id), request.form
    act, number = asked_act()
    id_ = _known(case, scene)
    form = SceneForm.read(case.tree, id_).with_sent(sent, case.tree)
    form = form.without(number) if act == "out" else form.moved_up(number) if act == "up" else form
    becomes = id_ or id_of(form.text, group_at(case.tree, "scenes"), "scene")
    unkept = keep(case, lambda tree: _read(tree, id_, becomes), form, sent)
    if unkept:
        return _page(case, form, unkept), unkept.status
    if act not in {"add", "out", "up"} or (becomes != id_ and not form.text):
        return redirect(url_for("author.list_scenes", draft_id=draft_id), 303)
    rows = sum(name.startswith("option-") and name.endswith("-id") for name in sent) + 1 if act == "add" else None
    anchor = f"option-{rows}-text" if rows else None
    return redirect(url_for("author.show_scene", draft_id=draft_id, scene=becomes, rows=rows, _anchor=anchor), 303)


@feature.page("/author/drafts/<draft_id>/scenes/<scene>/remove", permission="write-drafts")
def ask_remove_scene(draft_id: str, scene: str) -> str:
    """Whether the scene is really to be taken out, and what then leads nowhere."""
    case = drafted_case(draft_id)
    return render_template("author/scene_out.html", view=TakingOutView(case, _known(case, scene)))


@feature.act("/author/drafts/<draft_id>/scenes/<scene>/remove", permission="write-drafts")
def remove_scene(draft_id: str, scene: str) -> Response:
    """Take it out."""
    case = drafted_case(draft_id)
    id_ = _known(case, scene)
    if request.form.get("version") != str(case.draft.version) or not what_follows(case.tree, id_).may_go:
        raise Conflict(_STAYS)
    case.save(case.written(lambda tree: take_scene_out(tree, id_)))
    return redirect(url_for("author.list_scenes", draft_id=draft_id), 303)


def _read(tree: Tree, id_: str, becomes: str) -> SceneForm:
    """The form of a scene as that tree has it; a new one is there only once it was written."""
    return SceneForm.read(tree, becomes if becomes in group_at(tree, "scenes") else id_)


def _known(case: DraftedCase, scene: str) -> str:
    """The id of the scene as its form has it: empty for a new one. No form is shown of a text with problems."""
    if scene == NEW or scene in group_at(case.tree, "scenes") or case.problems:
        return "" if scene == NEW else scene
    return abort(404)


def _page(case: DraftedCase, form: SceneForm, unkept: Unkept | None = None) -> str:
    asked = request.args.get("rows", "")
    rows = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    view = SceneView(case, form, unkept, rows)
    return render_template("author/scene.html", view=view, errors=view.errors)
