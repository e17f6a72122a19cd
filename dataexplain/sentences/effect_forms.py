"""Where an effect is stronger, in whatever form: written as "X raises the outcome more for Y".

The grammar knows two forms: "X raises (or lowers) the outcome more (or less) for Y", and "the
effect of X is stronger (or weaker) for Y" where nobody says which way the effect goes. All others
are brought into one of the two here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dataexplain.sentences.outcome_words import OutcomeFamily, words_of
from dataexplain.sentences.refusing import UntestableError

_ADVERB = r"(?:(?:really|clearly|visibly|also|just|actually|simply|it seems) )?"
_BE = r"(?:is|are|was|were|gets?|got|grows?|grew|becomes?|became|seems|looks|appears)"
_GAIN = (
    r"(?:benefits?|boosts?|bonus|bonuses|premium|pay-?offs?|gains?|advantages?|returns?|rewards?|"
    r"lift|edge|protection|help|upside|dividend|positive (?:effect|influence|impact))"
)
_LOSS = (
    r"(?:penalty|penalties|harms?|damage|disadvantages?|toll|drag|handicap|downside|detriment|"
    r"negative (?:effect|influence|impact))"
)
_EITHER = (
    r"(?:effects?|influence|impact|importance|role|slope|association|relation(?:ship)?|link|"
    r"connection|correlation|gap|difference|dependence|gulf|contrast)"
)
_MORE = (
    r"(?:stronger|larger|greater|bigger|higher|steeper|wider|more (?:pronounced|important|marked|"
    r"noticeable|visible)|strongest|largest|greatest|biggest|most (?:pronounced|important|marked))"
)
_LESS = (
    r"(?:weaker|smaller|lower|flatter|narrower|less (?:pronounced|important|marked|noticeable|"
    r"visible)|weakest|smallest|least (?:pronounced|important|marked))"
)
_GROWS = (
    r"(?:grows?|grew|increases?|increased|rises?|rose|strengthens?|strengthened|widens?|widened|"
    r"deepens?|intensifies|climbs?)"
)
_SHRINKS = (
    r"(?:shrinks?|shrank|fades?|faded|weakens?|weakened|declines?|declined|decreases?|decreased|"
    r"falls?|fell|wears off|diminishes|diminished|drops?|dropped|vanishes|disappears|narrows?|"
    r"lessens|wanes?)"
)
_WHERE = (
    r"(?:for|in|among|amongst|with|when|where|if|on|at|within|near|during|under|over|below|above|"
    r"inside|outside|of)"
)
_MAINLY = (
    r"(?:mostly|mainly|only|chiefly|especially|particularly|above all|primarily|largely|"
    r"first and foremost|most of all|solely|exclusively|in particular|predominantly|notably|purely|"
    r"all the more|most strongly)"
)
_RAISES = (
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )(?<!\bgot )(?:raises?|"
    r"raised|lifts?|lifted|boosts?|boosted|increases?|increased|improves?|improved|"
    r"helps?|helped|benefits?|benefited|pays? off|paid off|pays?|favou?rs?|adds? to|promotes?|"
    r"protects?|protected|saves?|saved|pushes up|enhances?)"
)
_LOWERS = (
    r"(?:lowers?|lowered|reduces?|reduced|hurts?|harms?|harmed|cuts?|decreases?|decreased|"
    r"depresses|damages?|damaged|hits?|worsens?|hinders?)"
)
_GUARDS = r"\b(?:protects?|protected|helps?|helped|guards?|guarded|shields?|shielded|saves?|saved)"
# Which way these go hangs on whether the outcome is good.
_GOOD_OR_BAD = (
    r"(?<!\bthe )(?<!\ba )(?<!\bits )\b(?:protects?|protected|saves?|saved|helps?|helped|"
    r"benefits?|benefited|hurts?|harms?|harmed|damages?|damaged|pays? off|paid off)\b"
)
_MATTERS = (
    r"(?:matters?|mattered|counts?|counted|weighs?|weighed|makes? a difference|made a difference|"
    r"plays? a (?:part|role)|played a (?:part|role)|has an? (?:effect|influence|impact)|"
    r"is (?:relevant|important)|was (?:relevant|important)|works?|worked|affects?|affected|"
    r"influences?|influenced|applies|holds)"
)
_UP = r"(?:rises?|rose|increases?|increased|grows?|grew|climbs?|climbed|improves?|improved|goes up)"
_DOWN = (
    r"(?:falls?|fell|decreases?|decreased|drops?|dropped|declines?|declined|sinks?|sank|suffers?|"
    r"suffered|goes down|shrinks?|worsens?)"
)
_ALONG = r"(?:with|as|along with|from|under)"
# What is said of the other rows, which goes without saying.
_NOT_THERE = (
    rf"(?:,? (?:(?:and|but|while|whereas) )?(?:not|hardly|barely|scarcely|less so|less|much less|"
    rf"never|no longer|rarely|not so much|not really|little)(?: so)?(?: {_WHERE})? (?P<rest>.+)|"
    rf",? (?:more|less)(?: so)? than (?P<than>.+)|,? (?:rather than|instead of|and not|unlike|"
    rf"as opposed to|compared (?:to|with)) (?P<other>.+))"
)
_NEVER_FORM = re.compile(r"\b(?:not|never|n't|no)\b", re.IGNORECASE)
Names = Callable[[str], bool]


def with_effect_compared(text: str, families: Iterable[OutcomeFamily], names: Names) -> str:
    """Return a sentence that says where an effect is stronger in a form that the grammar knows.

    Parameters
    ----------
    text : str
    families : iterable of OutcomeFamily
        What the outcome may be called.
    names : callable
        Whether a part of a text names a column or a level.

    Examples
    --------
    >>> said = "Age pushes up the odds mostly for men, less so for women"
    >>> with_effect_compared("Age raises the odds mostly for men, less so for women", (), bool)
    'Age raises the outcome more for men'
    >>> with_effect_compared("The benefit of salt grows with age", (), bool)
    'salt raises the outcome more with more age'
    """
    own = words_of(families)
    outcome = rf"(?:(?:the |a |your |their |our )?(?:[a-z]+ ){{0,2}}(?:{_either(own)})\b)"
    text = re.sub(
        rf"{_GUARDS} (?:against|from) (?={outcome})", "lowers ", text, flags=re.IGNORECASE
    )
    text = _with_place_last(text, names)
    good = any(family.good for family in families)
    for form in (_sized, _gained, _done, _worth, _mainly, _helped, _the_more):
        found = form(text, outcome, names)
        if found is None:
            continue
        helps = re.search(rf"{_GOOD_OR_BAD}(?! {outcome})", text, re.IGNORECASE)
        if helps is not None and not good and " the outcome " in found:
            raise UntestableError(
                f"“{helps[0].capitalize()}” may mean more or less of the outcome; say that it "
                "rises or falls."
            )
        return " ".join(found.split())
    return text


def _with_place_last(text: str, names: Names) -> str:
    """Return "age matters more for men" for "For men, age matters more than for women"."""
    found = re.match(
        rf"^(?P<where>(?:for|among|amongst|in|on) (?:[^ ,]+ ?){{1,4}}?),? (?P<rest>[^,]+? "
        rf"(?:{_MATTERS}|{_RAISES}|{_LOWERS}) [^,]*?(?:more|less))(?P<tail> [^,]*?)?(?: than .+)?$",
        text,
        re.IGNORECASE,
    )
    if found is None or not names(found["where"]) or not names(found["rest"]):
        return text
    if names(found["tail"] or ""):
        return text
    return f"{found['rest']}{found['tail'] or ''} {found['where'].strip()}"


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True)) or "outcome"


def _written(effect: str, way: int, more: int, where: str) -> str:
    """Return the form that the grammar knows; `way` is 0 where nobody says it."""
    bare = re.sub(r"^(?:getting|being|growing|becoming) (?=[a-z]+er$)", "", effect.strip(),
                  flags=re.IGNORECASE)  # fmt: skip
    effect = effect if bare == effect.strip() else f"{bare} people"
    amount = "more" if more > 0 else "less"
    if way:
        return f"{effect} {'raises' if way > 0 else 'lowers'} the outcome {amount} {where}"
    return f"the effect of {effect} is {'stronger' if more > 0 else 'weaker'} {where}"


def _of_column(effect: str, outcome: str) -> str:
    """Return what an effect is of: without the outcome, and without what it is held against."""
    effect = re.sub(
        rf" (?:on|for|in|to|with|and) {outcome}(?: (?:of|for|in) .+)?$", "", effect,
        flags=re.IGNORECASE,
    )  # fmt: skip
    effect = re.sub(r" (?:over|versus|against|relative to|compared (?:to|with)) .+$", "", effect,
                    flags=re.IGNORECASE)  # fmt: skip
    between = re.match(r"between (?P<one>.+?) and .+$", effect, re.IGNORECASE)
    return between["one"] if between is not None else effect


def _place(where: str) -> str:
    """Return where an effect is said to be stronger, as "for men" or "with more age"."""
    where = _without_rest_of(where.strip(" ,"))
    rises = re.match(rf"(?:as|when|if|where|the more) (?P<of>.+?) {_GROWS}$", where, re.IGNORECASE)
    falls = re.match(rf"(?:as|when|if) (?P<of>.+?) {_SHRINKS}$", where, re.IGNORECASE)
    if rises is not None or falls is not None:
        found = rises or falls
        assert found is not None
        return f"with {'more' if rises else 'less'} {_bare(found['of'])}"
    along = re.match(
        r"with (?!more\b|less\b|higher\b|lower\b)(?P<of>[^\d]+)$", where, re.IGNORECASE
    )
    if along is not None:
        return f"with more {_bare(along['of'])}"
    the_more = re.match(r"(?:with )?the (?P<more>[a-z]+er|more|less) (?P<of>.*)$", where,
                        re.IGNORECASE)  # fmt: skip
    if the_more is not None:
        of = re.sub(r"\b(?:you|one|they|people|somebody|someone|the|a) ?(?:are|is|get|gets|have|"
                    r"has)?\b", "", the_more["of"], flags=re.IGNORECASE)  # fmt: skip
        if not of.strip():
            return f"for {the_more['more']} people"
        return f"with {the_more['more']} {of.strip()}"
    return re.sub(r"^of ", "for ", where, flags=re.IGNORECASE)


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an|your|their|its|one's) ", "", name.strip(), flags=re.IGNORECASE)


def _without_rest_of(where: str) -> str:
    """Return "for men" of "for men, less so for women" and "for men than for women"."""
    return re.sub(rf"{_NOT_THERE}$", "", where, flags=re.IGNORECASE)


def _sized(text: str, outcome: str, names: Names) -> str | None:
    """Read "the benefit of X is larger for Y", "the gap between A and B shrinks with Z"."""
    kind = (
        rf"(?P<kind>(?:[a-z]+ )?(?:{_GAIN}|{_LOSS}|{_EITHER})) "
        rf"(?P<link>that comes with|of having|of being|of|from|for|to|between|in|on) (?P<of>.+?) "
    )
    where = rf"(?P<where>(?:{_WHERE}|as|the) .+)$"
    found = re.match(
        rf"^(?:the )?{kind}{_ADVERB}(?:(?P<more>(?:{_BE} )?{_MORE}|{_GROWS})|"
        rf"(?P<less>(?:{_BE} )?{_LESS}|{_SHRINKS})) {where}",
        text,
        re.IGNORECASE,
    ) or re.match(
        rf"^(?:there (?:is|was) )(?:a |an )?(?P<more>{_MORE})?(?P<less>{_LESS})? {kind}{where}",
        text,
        re.IGNORECASE,
    )
    if found is None or not (found["more"] or found["less"]):
        return None
    said = found["more"] or ""
    more = 1 if re.search(rf"{_MORE}|{_GROWS}", said, re.IGNORECASE) else -1
    gain = re.search(rf"{_GAIN}$", found["kind"], re.IGNORECASE) is not None
    loss = re.search(rf"{_LOSS}$", found["kind"], re.IGNORECASE) is not None
    way = 1 if gain else -1 if loss else 0
    between = found["link"].lower() == "between"
    of = _of_column(f"between {found['of']}" if between else found["of"], outcome)
    place = _place(found["where"])
    return _written(of, way, more, place) if names(of) and names(place) else None


def _done(text: str, outcome: str, names: Names) -> str | None:
    """Read "X does more for the outcome of men than ...", "X matters more near the bay"."""
    found = re.match(
        r"^(?P<of>.+?) (?:(?P<does>do|does|did) (?P<done>more|less) (?:good )?(?:for|"
        rf"to) (?P<what>{outcome} ?)|(?P<matters>{_MATTERS}) (?:for )?(?:{outcome} "
        r")?(?P<much>more|less|most|least)(?: (?:heavily|strongly))? (?:(?:for|on|in|"
        rf"to) {outcome} )?|(?P<pays>{_RAISES}|{_LOWERS}) (?:{outcome} )?(?P<paid>more|less|most|"
        rf"least|harder) (?:(?:for|on|in|to) {outcome} )?)(?P<where>.+)$",
        text,
        re.IGNORECASE,
    )
    if found is None:
        return None
    said = (found["done"] or found["much"] or found["paid"]).lower()
    more = 1 if said in {"more", "most", "harder"} else -1
    way = 1 if found["does"] else 0
    if found["pays"]:
        way = 1 if re.fullmatch(_RAISES, found["pays"], re.IGNORECASE) else -1
    place = _place(found["where"])
    if re.match(r"than\b", place, re.IGNORECASE) or not (names(found["of"]) and names(place)):
        return None
    linked = re.match(rf"(?:{_WHERE}|the) ", place, re.IGNORECASE)
    return _written(found["of"], way, more, place if linked else f"for {place}")


def _mainly(text: str, outcome: str, names: Names) -> str | None:
    """Read "X raises the outcome only for Y, not for Z", "only for Y does X matter"."""
    verbs = rf"(?P<up>{_RAISES})|(?P<down>{_LOWERS})|(?P<matters>{_MATTERS})"
    forms = (
        rf"^(?P<of>.+?) (?:{_MAINLY} )?(?:{verbs})(?P<what>(?: [^,]+?)?),? {_MAINLY}"
        rf" (?P<where>{_WHERE} .+)$",
        rf"^(?P<of>.+?) {_MAINLY} (?:{verbs})(?P<what>(?: [^,]+?)?) (?P<where>(?:for|in|among|"
        rf"amongst|with|when|where|if|on|at|within|near|during) .+)$",
        rf"^(?P<of>.+?) (?:{verbs})(?P<what>(?: [^,]+?)?) (?P<where>{_WHERE} [^,]+?) "
        rf"(?:only|alone|above all|in particular|especially|mainly|mostly)(?P<tail>(?:,| than| but)"
        rf" .+)?$",
        rf"^(?P<what>.+?) (?:(?P<up>{_UP})|(?P<down>{_DOWN})) {_ALONG} (?P<of>.+?),? {_MAINLY} "
        rf"(?P<where>{_WHERE} .+)$",
        rf"^the (?:more|higher|greater|larger) (?P<of>.+?),? the (?:(?P<up>better|more|higher)|"
        rf"(?P<down>worse|less|fewer|lower))(?P<what>(?: [^,]+?)?),? {_MAINLY} "
        rf"(?P<where>{_WHERE} .+)$",
        rf"^{_MAINLY} (?P<where>{_WHERE} .+?),? (?:does|do|did) (?P<of>.+?) (?:{verbs})"
        rf"(?P<what>.*)$",
        rf"^{_MAINLY} (?P<where>{_WHERE} .+?),? (?:does|do|did) (?P<what>.+?) (?:(?P<up>{_UP})|"
        rf"(?P<down>{_DOWN})) {_ALONG} (?P<of>.+)$",
    )
    for form in forms:
        found = re.match(form, text, re.IGNORECASE)
        if found is None:
            continue
        groups = found.groupdict()
        place = _place(found["where"])
        if names(found["of"]) and names(place) and not _NEVER_FORM.search(found["of"]):
            way = 1 if groups.get("up") else -1 if groups.get("down") else 0
            return _written(found["of"], way, 1, place)
    return _only_some(text, outcome, names)


def _only_some(text: str, outcome: str, names: Names) -> str | None:
    """Read "X only helps men reach 50K, hardly women", "X improves whites but not reds"."""
    verbs = rf"(?:(?P<up>{_RAISES})|(?P<down>{_LOWERS}))"
    forms = (
        rf"^(?P<of>.+?) {_MAINLY} {verbs} (?P<who>(?!{outcome})[^,]+?)(?: (?:to )?(?:reach|get|"
        r"earn|survive|make)\b[^,]*)?(?P<tail>,? (?:and |but )?(?:not|hardly|barely|less so|"
        r"less) .+)?$",
        rf"^(?P<of>.+?) {verbs} (?P<who>(?!{outcome})[^,]+?)(?P<tail>,? but (?:not|hardly|barely) "
        rf".+)$",
        rf"^(?P<of>.+?) (?:(?P<up>{_RAISES})|(?P<down>{_LOWERS})|{_MATTERS})(?: [^,]+?)? "
        r"(?P<who>(?:for|in|among|amongst|on|with) [^,]+?)(?P<tail>,? (?:but |and )?(?:not|"
        r"hardly|barely) (?:for|in|among|amongst|on|with) .+)$",
    )
    for form in forms:
        found = re.match(form, text, re.IGNORECASE)
        if found is not None and names(found["of"]) and names(found["who"]):
            way = 1 if found["up"] else -1 if found["down"] else 0
            linked = re.match(rf"{_WHERE} ", found["who"], re.IGNORECASE)
            return _written(found["of"], way, 1, found["who"] if linked else f"for {found['who']}")
    both = re.match(
        rf"^(?P<of>.+?) {verbs} (?P<who>(?!{outcome})[^,]+?),? (?:but|and|while|whereas) (?:it )?"
        rf"(?:{_RAISES}|{_LOWERS}|makes?) (?P<others>[^,]+?)(?: (?:better|worse))?$",
        text,
        re.IGNORECASE,
    )
    if both is not None and all(map(names, (both["of"], both["who"], both["others"]))):
        raise UntestableError("It says one thing of some rows and another of others; bring two.")
    found = re.match(
        rf"^(?P<of>.+?) (?:hardly|barely|scarcely|does not|do not) (?P<matters>matters?|counts?) "
        rf"(?:for {outcome} )?(?P<where>.+?),? (?:but )?(?:it does |does |a lot |much more |very "
        rf"much |only |strongly )+(?P<rest>.+)$",
        text,
        re.IGNORECASE,
    )
    if found is not None and names(found["of"]) and names(found["where"]):
        linked = re.match(rf"{_WHERE} ", found["where"], re.IGNORECASE)
        place = found["where"] if linked else f"for {found['where']}"
        return _written(found["of"], 0, -1, place)
    return None


def _gained(text: str, outcome: str, names: Names) -> str | None:
    """Read "Y benefit more from X than Z", "Y suffer less under X"."""
    found = re.match(
        rf"^(?P<who>.+?) (?:(?P<up>benefit|profit|gain|get)s?|(?P<down>suffer|lose)s?) "
        rf"(?P<much>more|less|most|least)(?: in {outcome}| out)? (?:from|of|by|under) (?P<of>.+)$",
        text,
        re.IGNORECASE,
    )
    if found is None:
        return None
    of = _without_rest_of(re.sub(r" than .+$", "", found["of"]))
    more = 1 if found["much"].lower() in {"more", "most"} else -1
    if not (names(found["who"]) and names(of)):
        return None
    return _written(of, 1 if found["up"] else -1, more, f"for {found['who']}")


def _worth(text: str, outcome: str, names: Names) -> str | None:
    """Read "a year more is worth more to women than to men", "X is more valuable to Y"."""
    del outcome
    found = re.match(
        r"^(?P<of>.+?) (?:is|are|was|were) (?:worth (?P<much>more|less) (?P<where>(?:to|for) "
        r"[^,]+?)|(?P<grade>more|less) (?P<kind>valuable|useful|helpful|beneficial) "
        r"(?P<place>(?:to|for) [^,]+?))(?: than (?:to|for) [^,]+?)?(?: (?:when it comes to|in "
        r"terms of|as for|as regards) [^,]+)?$",
        text,
        re.IGNORECASE,
    )
    if found is None:
        return None
    where = re.sub(r"^to ", "for ", found["where"] or found["place"], flags=re.IGNORECASE)
    if not (names(found["of"]) and names(where)):
        return None
    more = 1 if (found["much"] or found["grade"]).lower() == "more" else -1
    return _written(found["of"], 1, more, where)


def _helped(text: str, outcome: str, names: Names) -> str | None:
    """Read "X helps men more than women", "X hits the old harder"."""
    found = re.match(
        rf"^(?P<of>.+?) (?:(?P<up>{_RAISES})|(?P<down>{_LOWERS})) (?P<who>(?!{outcome})[^,]+?) "
        rf"(?P<much>more|less|most|least|harder|hardest)(?P<tail> than .+)?$",
        text,
        re.IGNORECASE,
    )
    if found is None or not (names(found["of"]) and names(found["who"])):
        return None
    more = 1 if found["much"].lower() in {"more", "most", "harder", "hardest"} else -1
    return _written(found["of"], 1 if found["up"] else -1, more, f"for {found['who']}")


def _the_more(text: str, outcome: str, names: Names) -> str | None:
    """Read "the older the wine, the more sugar matters"."""
    found = re.match(
        rf"^the (?P<more>[a-z]+er|more|less) (?P<who>.+?),? the (?P<much>more|less) (?:does )?"
        rf"(?P<of>.+?) (?:(?P<up>{_RAISES})|(?P<down>{_LOWERS})|{_MATTERS})(?: (?:for "
        rf")?{outcome})?$",
        text,
        re.IGNORECASE,
    )
    if found is None or not names(found["of"]):
        return None
    place = _place(f"the {found['more']} {found['who']}")
    if not names(place):
        return None
    way = 1 if found["up"] else -1 if found["down"] else 0
    return _written(found["of"], way, 1 if found["much"].lower() == "more" else -1, place)
