"""``round``: a question goes round; each in turn says something, or passes."""

from __future__ import annotations

from copbot.dialogue import parking
from copbot.dialogue.call import Call
from copbot.phases import _stopping, _writing
from copbot.phases.kind import Kind, Scene, Told, done
from copbot.rituals.form import Form, Key
from copbot.rituals.script import DONE, Shape

LONG = Key("yes-no", "a turn holds several messages, until who speaks says that they are done", default=False)


def ends(call: Call, scene: Scene) -> Told:
    """What was written together, instead of in turn, is shown."""
    return _writing.shows(call, scene) if scene.round.options.together else done(call, scene)


KIND = Kind(
    Form(
        "round",
        Shape.TURNS,
        "a question goes round; each in turn says something, or passes",
        keys={"long": LONG, parking.PARK: parking.KEY, _stopping.STOP: _stopping.KEY},
        outcomes=(DONE, _stopping.STOPPED),
        check=parking.check,
    ),
    ends=ends,
)
