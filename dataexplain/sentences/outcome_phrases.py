"""Phrases that tell an outcome in several words: "make it" is to survive, "walk away" to leave."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dataexplain.sentences.outcome_words import OutcomeFamily

_THEIR = r"(?:their|his|her|its)"
# A word of the family, what is said, and what is written in its place.
_SAID: tuple[tuple[str, str, str], ...] = (
    ("survive", r"\b(?:mak(?:e|es|ing)|made) it(?: out)?(?: alive)?\b", "survive"),
    ("survive", r"\b(?:be(?:ing)?|were|was|get|got|getting) (?:saved|rescued)\b", "survive"),
    ("survive", r"\b(?:saved|rescued)\b", "survived"),
    ("survive", rf"\b(?:lose|loses|lost|losing) {_THEIR} (?:life|lives)\b", "died"),
    ("survive", r"\b(?:went|go|going) down with the ship\b", "died"),
    ("survive", r"\bstay(?:ed|ing)? alive\b", "survive"),
    ("survive", r"\bsav(?:es|ed|e) (?:more )?lives\b", "raises survival"),
    ("survive", r"\bcost (?:more )?lives\b", "lowers survival"),
    ("survive", r"\b(?:got|get|gets) (?:out|away|off)(?: alive| safely)?\b", "survive"),
    ("survive", r"\b(?:came|come|comes) (?:out|through|home|away)(?: alive| safely)\b", "survive"),
    ("survive", r"\b(?:did|do|does) not (?:make it|pull through|come home)\b", "died"),
    ("survive", r"\bpull(?:s|ed)? through\b", "survive"),
    ("survive", r"\b(?:were|was|are|is|got) (?:doomed|killed|lost at sea)\b", "died"),
    ("survive", r"\b(?:went under|met their end|met their death|lost out on a lifeboat)\b", "died"),
    ("survive", r"\b(?:found|got|find|get) (?:a (?:place|seat) in )?a lifeboat\b", "survive"),
    ("reoffend", r"\b(?:come|comes|coming|came) back\b", "reoffend"),
    ("reoffend", r"\b(?:go|goes|went|going) (?:on to|back to) (?:crime|offend|reoffend|"
                 r"offending)\b",
     "reoffend"),
    ("reoffend", r"\b(?:commit|commits|committed|committing) (?:another|a new|new|further) "
                 r"(?:crimes?|offen[cs]es?)\b", "reoffend"),
    ("reoffend", r"\b(?:get|gets|got|getting|be|being|are|is|were|was) (?:caught|arrested) again\b",
     "reoffend"),
    ("reoffend", r"\b(?:(?:end|ends|ended|ending|land|lands|landed) (?:up )?|go |goes |are |is "
                 r")?back "
                 r"(?:in|to|behind) (?:jail|prison|bars|court)\b", "reoffend"),
    ("reoffend", r"\b(?:stay|stays|stayed|keep|keeps|kept) (?:out of (?:trouble|jail|prison)|clean|"
                 r"away from crime|straight)\b", "desist"),
    ("reoffend", r"\b(?:go|goes|went|going) straight\b", "desist"),
    ("reoffend",
    r"\b(?:get|gets|got|getting|run|runs|ran) (?:into|in) (?:trouble|conflict with the "
                 r"law)(?: again)?\b", "reoffend"),
    ("reoffend", r"\b(?:return|returns|returned|returning) to (?:crime|jail|prison|court)\b",
     "reoffend"),
    ("reoffend", r"\b(?:turn|turns|turned|show|shows|showed) up (?:again|in court again)\b",
     "reoffend"),
    ("leave", r"\b(?:walk|walks|walking|go|goes|going|run|runs|running|drift|drifts|drifting) "
              r"away\b", "leave"),
    ("leave", r"\b(?:jump|jumps|jumping) ship\b", "leave"),
    ("leave", r"\b(?:drop|drops|dropping) out\b", "leave"),
    ("leave", rf"\b(?:end|ends|ending|terminate|terminates|terminating) {_THEIR} "
              r"(?:contracts?|subscriptions?|accounts?)\b", "leave"),
    ("leave", r"\bswitch(?:es|ing)? (?:providers?|away)\b", "leave"),
    ("leave", r"\b(?:drives?|driving|sends?|scares?) (?:people|customers|users|clients|them) "
              r"away\b",
     "raises churn"),
    ("earn", r"\b(?:make|makes|making|made) (?=(?:more|less|much more|the most|the least|as much|"
             r"fewer)(?: (?:money|than|on average|overall|even|when|if|in|at|with)\b|$|[,;.?]))",
     "earn "),
    ("earn", r"\b(?:bring|brings|bringing) (?:in|home)\b", "earn"),
    ("earn", r"\b(?:take|takes|taking|took) home\b", "earn"),
    ("earn", r"\b(?:mak(?:e|es|ing)|made|get|gets|got|getting|manag(?:e|es)) (?:it )?(?:past|over|"
             r"above|beyond|to)(?: the)? (?=[$€£>]*\d)", "earn over "),
    ("earn", r"\bexceed(?:s|ed|ing)?(?: the)? (?=[$€£>]*\d)", "earn over "),
    ("earn", r"\b(?:rake|rakes|raking|pull|pulls|pulling) in\b", "earn"),
    ("earn", r"\bout-?earn(?:s|ed)?\b", "earn more than"),
    ("earn", r"\b(?:are|is|get|gets) (?:better|higher) paid\b", "earn more"),
    ("earn", r"\b(?:reach|hit|pass|cross|top|clear)(?:es|s|ed|ing)? (?:the "
             r")?(?=[$€£]?\d[\d.,]*k?\b)",
     "earn over "),
    ("cost", r"\b(?:go|goes|going|sell|sells|selling) for\b", "cost"),
    ("rent", r"\b(?:puts?|putting|keeps?|keeping|kept|drives?|driving|drove|scares?|scared|turns?|"
             r"turned|frightens?) (?:people|riders|cyclists|users|everyone|everybody|customers|"
             r"folks|"
             r"renters|bikers|them|many|us) (?:off|away|at home|indoors|inside|from renting|from "
             r"cycling|from riding)(?: (?:bikes|riding|cycling|renting|biking|from renting))*\b",
     "lowers rentals"),
    ("rent", r"\b(?:get|gets|getting|take|takes|taking) (?:on )?(?:a |their |the )?bikes?\b",
     "rent bikes"),
    ("diabetes", r"\b(?:escape|avoid|dodge|evade)(?:s|d|ed)? diabetes\b", "are healthy"),
    ("diabetes",
    r"\b(?:are|is|stay|stays|remain|remains) (?:free (?:of|from)|spared|safe from|clear "
                 r"of) diabetes\b", "are healthy"),
    ("diabetes", r"\btest(?:s|ed)? positive(?: for diabetes)?\b", "have diabetes"),
    ("complete", r"\b(?:closer|nearer) to (?:completion|being (?:complete|completed|done|finished)|"
                 r"(?:the )?(?:finish|end|goal|target|100 ?%))", "more complete"),
    ("complete", r"\bfurther (?:from|away from) (?:completion|being (?:complete|completed|done|"
                 r"finished))", "less complete"),
    ("complete", r"\b(?:further|farther) (?:along|ahead|advanced|on)\b", "more complete"),
    ("complete", r"\bmak(?:e|es|ing) (?:more|better|faster|quicker) (?:progress|headway)\b",
     "are more complete"),
    ("complete", r"\bmak(?:e|es|ing) (?:less|slower|worse) (?:progress|headway)\b",
     "are less complete"),
    ("complete", r"\b(?:progress|advance)(?:es|s)? (?:more|further|faster)\b", "are more complete"),
    ("complete", r"\b(?:progress|advance)(?:es|s)? (?:less|slower)\b", "are less complete"),
    ("diabetes", r"\b(?:develop|develops|developing|get|gets|getting|suffer from|suffers from|"
                 r"come down with) (?=diabetes\b)", "have "),
)  # fmt: skip
_PATTERNS = tuple((word, re.compile(said, re.IGNORECASE), written) for word, said, written in _SAID)


def with_outcome_named(text: str, families: Iterable[OutcomeFamily]) -> str:
    """Return a text in which phrases that tell the outcome are a word for it.

    Parameters
    ----------
    text : str
    families : iterable of OutcomeFamily
        Only phrases of these are looked for.

    Examples
    --------
    >>> from dataexplain.sentences.outcome_words import families_of
    >>> with_outcome_named("women made it more often", families_of("survived", (), ""))
    'women survive more often'
    >>> with_outcome_named("women made it more often", families_of("price", (), ""))
    'women made it more often'
    """
    own = {word for family in families for word in family.much}
    for word, pattern, written in _PATTERNS:
        if word in own:
            text = pattern.sub(written, text)
    return text
