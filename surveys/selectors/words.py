"""Words that recur in comments, counted by their stem in the tenant's language."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2b

from django.db import connection
from django.db.models import QuerySet

from accounts.kept import kept
from accounts.models import Tenant
from surveys.models import Answer
from surveys.nps import DETRACTOR_TO, PROMOTER_FROM, Tally

LEAST = 2
MOST = 30
# Splitting texts into words costs about 50 ms a thousand: of more comments the latest are counted.
COUNTED = 2000
# PostgreSQL's own stemmers, which also know the words that say nothing (och, ikke).
_STEMMERS = {"sv": "swedish_stem", "da": "danish_stem"}
# The kinds of token that the text search configurations give to the stemmer.
_WORDS = """
WITH said (id, score, reason, improvement) AS ({answers}), tokens AS (
    SELECT said.id, said.score, lower(token.token) AS form, (ts_lexize(%s, token.token))[1] AS stem
    FROM said
    CROSS JOIN LATERAL ts_parse('default', said.reason || E'\\n\\n' || said.improvement) token
    JOIN ts_token_type('default') kind ON kind.tokid = token.tokid
    WHERE kind.alias IN ('asciiword', 'word', 'asciihword', 'hword', 'hword_asciipart', 'hword_part')
)
SELECT mode() WITHIN GROUP (ORDER BY form), count(DISTINCT id),
    count(DISTINCT id) FILTER (WHERE score <= %s), count(DISTINCT id) FILTER (WHERE score >= %s)
FROM tokens WHERE stem IS NOT NULL AND length(stem) > 1
GROUP BY stem HAVING count(DISTINCT id) >= %s
ORDER BY 2 DESC, 1 LIMIT %s
"""

Latest = dict[int, datetime | None]


@dataclass(frozen=True)
class Word:
    """One word in its most common written form, and in how many comments it stands: all, detractors', promoters'."""

    form: str
    comments: int
    detractors: int
    promoters: int

    @property
    def passives(self) -> int:
        """Give in how many of the passives' comments it stands."""
        return self.comments - self.promoters - self.detractors

    @property
    def score(self) -> float:
        """Give the NPS of the answers that it stands in, −100 to 100."""
        return Tally(self.promoters, self.passives, self.detractors).score or 0.0


def latest_of(answers: QuerySet[Answer]) -> Latest:
    """Give the keys of the latest answers, at most COUNTED, each with when it was edited. One query."""
    return dict(answers.order_by("-answered_at", "-pk").values_list("pk", "edited_at")[:COUNTED])


def recurring_words(answers: QuerySet[Answer], tenant: Tenant, *, latest: Latest | None = None) -> list[Word]:
    """Give the words that stand in at least two of these answers, the commonest first, at most thirty. Two queries, one
    where `latest_of` the answers is given.

    Of more than `COUNTED` answers the latest so many are counted. A word counts once for each answer, in whatever form;
    stop words do not count. They are remembered for two minutes, for as long as these are the answers.

    The same stems are searched for, so that a search for the form finds the comments counted.
    """
    # First which they are: with their texts the planner would put all of them in order.
    latest = latest_of(answers) if latest is None else latest
    # What a comment says changes when it is edited, and then alone.
    stamp = blake2b(repr(latest).encode(), digest_size=16).hexdigest()
    return kept(("words", tenant.language, stamp), stamp, partial(_counted, list(latest), tenant))


def _counted(latest: list[int], tenant: Tenant) -> list[Word]:
    said, given = (
        Answer.objects.filter(pk__in=latest).values("pk", "score", "reason", "improvement").query.sql_with_params()
        if latest
        else ("SELECT id, score, reason, improvement FROM surveys_answer WHERE false", ())
    )
    stemmer = _STEMMERS.get(tenant.language, "english_stem")
    with connection.cursor() as cursor:
        cursor.execute(_WORDS.format(answers=said), [*given, stemmer, DETRACTOR_TO, PROMOTER_FROM, LEAST, MOST])
        return [Word(*row) for row in cursor.fetchall()]
