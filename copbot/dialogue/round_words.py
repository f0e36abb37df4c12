"""Words of everyday by which whose turn it is passes, waits or ends it; each must be the whole message."""

from __future__ import annotations

PASSING = r"(?:(?:ik )?pas|(?:i )?pass|ik sla (?:even )?over|skip me)[.!]*"
POSTPONING = r"(?:straks|later|ik kom later|even later)[.!]*"
ENDING = r"(?:(?:ik ben )?klaar|(?:i['’]?m |i am )?done)[.!]*"
