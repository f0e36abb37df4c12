"""Every error code that a message can carry in ``nl.copbot.error``: what was refused, or what is asked back.

They are the same in the message schema, and each has a sentence with a way on.
"""

from __future__ import annotations

from enum import StrEnum


class Error(StrEnum):
    """Why a command was not carried out (yet)."""

    # Anywhere
    UNKNOWN_COMMAND = "unknown-command"
    NOT_UNDERSTOOD = "not-understood"
    NOT_ALLOWED = "not-allowed"
    NOTICE_NOT_ACCEPTED = "notice-not-accepted"
    NO_SHARED_ROOM = "no-shared-room"
    WHICH_ROOM = "which-room"
    NO_SUCH_MEMBER = "no-such-member"
    INTERNAL = "internal"
    # Encrypted rooms
    IN_THE_CLEAR = "in-the-clear"
    UNVERIFIED = "unverified"
    UNREADABLE = "unreadable"
    NEEDS_MESSAGE = "needs-message"
    # Settings and roles
    NO_SUCH_SETTING = "no-such-setting"
    BAD_VALUE = "bad-value"
    NO_SUCH_ROLE = "no-such-role"
    ALREADY_STARTED = "already-started"
    NO_SUCH_TOPIC = "no-such-topic"
    # The ladder
    NO_SUCH_ITEM = "no-such-item"
    WHICH_ITEM = "which-item"
    NOTHING_OPEN = "nothing-open"
    NEEDS_TEXT = "needs-text"
    NEEDS_GROUND = "needs-ground"
    NEEDS_WHAT = "needs-what"
    NEEDS_WHO = "needs-who"
    NOT_YOURS = "not-yours"
    ITEM_CLOSED = "item-closed"
    ALREADY_CANNOT = "already-cannot"
    ALREADY_MAY = "already-may"
    NO_OFFER = "no-offer"
    OWN_OFFER = "own-offer"
    NO_GROUND = "no-ground"
    # Times
    AMBIGUOUS_WHEN = "ambiguous-when"
    PAST_WHEN = "past-when"
    VAGUE_WHEN = "vague-when"
    NEEDS_WHEN = "needs-when"
    # Polls
    NO_SUCH_POLL = "no-such-poll"
    WHICH_POLL = "which-poll"
    NO_POLL = "no-poll"
    POLL_CLOSED = "poll-closed"
    NEEDS_OPTIONS = "needs-options"
    TOO_MANY_OPTIONS = "too-many-options"
    SAME_OPTIONS = "same-options"
    OPTION_TOO_LONG = "option-too-long"
    QUESTION_TOO_LONG = "question-too-long"
    NEEDS_VOTE = "needs-vote"
    NO_SUCH_OPTION = "no-such-option"
    WHICH_OPTION = "which-option"
    TOO_MANY_CHOICES = "too-many-choices"
    ALREADY_VOTED = "already-voted"
    NOT_YET = "not-yet"
    # Reminders
    NO_SUCH_REMINDER = "no-such-reminder"
    NO_REMINDERS = "no-reminders"
    WHICH_REMINDER = "which-reminder"
    TOO_MANY_REMINDERS = "too-many-reminders"
    TOO_OFTEN = "too-often"
    TOO_LONG = "too-long"
    SNOOZE_TOO_LATE = "snooze-too-late"
    # Rounds
    NEEDS_QUESTION = "needs-question"
    NO_RITUAL = "no-ritual"
    RITUAL_RUNS = "ritual-runs"
    OPTIONS_CLASH = "options-clash"
    NOT_BEGUN = "not-begun"
    ALREADY_BEGUN = "already-begun"
    ALREADY_FACILITATOR = "already-facilitator"
    ALREADY_IN = "already-in"
    ALREADY_PASSED = "already-passed"
    ALREADY_SPOKE = "already-spoke"
    ALREADY_TOGETHER = "already-together"
    FACILITATOR_PRESENT = "facilitator-present"
    LAST_ONE = "last-one"
    LATER_TOO_OFTEN = "later-too-often"
    NOBODY_JOINED = "nobody-joined"
    NOT_FACILITATOR = "not-facilitator"
    NOT_IN_ROUND = "not-in-round"
    NOT_IN_TURNS = "not-in-turns"
    NOT_YOUR_TURN = "not-your-turn"
    NOTHING_SAID = "nothing-said"
    ROUND_CLOSED = "round-closed"
