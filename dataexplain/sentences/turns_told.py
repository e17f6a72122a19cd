"""Courses told by a value and what lies on both sides of it: "once it turns 30", "either side"."""

from __future__ import annotations

import re

_NUMBER = r"[$€£]?-?\d[\d.,]*\d|[$€£]?\d"
_UNIT = (
    r"(?: ?(?:years?|months?|weeks?|days?|hours?|minutes?|degrees?|km|percent|%|pounds?|dollars?|"
    r"euros?|points?|grams?|mg|kg|people|rooms?)(?: old| of age)?)?"
)
_REACHES = (
    r"(?:turns?|turned|reache?s?|reached|hits?|passe?s?|passed|crosse?s?|crossed|gets? to|got to|"
    r"exceeds?|exceeded|tops?|goes (?:over|past|beyond)|is (?:over|past|beyond|at))"
)
_SUDDEN = (
    r"(?:(?:real|clear|very|quite) )?(?:(?:sharp|sudden|abrupt|steep|marked|big|strong|distinct|"
    r"large|clear|massive|dramatic|noticeable) )?"
)
_LEAP = r"(?P<up>rise|jump|increase|leap|surge|spike|step up|boost|hike)"
_SLUMP = r"(?P<down>drop|fall|decline|decrease|slump|plunge|dip|collapse|crash)"
# "Once housing turns 30 there is a sharp rise in its value"
_ONCE = re.compile(
    rf"^(?:once|as soon as|when|whenever|after) (?P<of>[^,;\d]{{1,60}}?) {_REACHES} "
    rf"(?P<value>{_NUMBER}){_UNIT},? (?:there (?:is|was|comes)|we see|one sees|you see|you get|one "
    rf"gets|comes) an? {_SUDDEN}(?:{_LEAP}|{_SLUMP}) (?:in|of) (?P<what>[^,;\d]+)$",
    re.IGNORECASE,
)
_SHAPE = r"(?P<shape>(?:inverted |inverse |inversely )?u[- ]shaped?)"
# "Plotted by longitude, values are U-shaped with the bottom near -121"
_PLOTTED = re.compile(
    r"^(?:plotted|seen|looked at|arranged|ordered|sorted|drawn|shown) (?:by|along|over|against|"
    r"across|as a function of) (?P<of>[^,;\d]+), (?P<what>[^,;\d]+?) (?:is|are|looks?|"
    rf"follows? an?|forms? an?|has an?|have an?) {_SHAPE}(?: course| curve| pattern)?(?:,| with|"
    r" and) (?:the|its|their|a) (?P<end>bottom|lowest point|low point|low|minimum|trough|top|"
    r"peak|highest point|high point|maximum) (?:is |being |lies )?(?:at|near|around|about|"
    rf"close to) (?P<value>{_NUMBER}){_UNIT}$",
    re.IGNORECASE,
)
_BOTH_SIDES = (
    r"(?:less (?:or|and) more|more (?:or|and) less|lower (?:or|and) higher|higher (?:or|and) lower|"
    r"above (?:or|and) below|below (?:or|and) above|newer (?:or|and) older|older (?:or|and) newer|"
    r"younger (?:or|and) older|older (?:or|and) younger|smaller (?:or|and) (?:larger|bigger)|"
    r"(?:larger|bigger) (?:or|and) smaller|shorter (?:or|and) longer|longer (?:or|and) shorter|"
    r"colder (?:or|and) (?:warmer|hotter)|(?:warmer|hotter) (?:or|and) colder|cheaper (?:or|"
    r"and) dearer)"
)
_UP = r"(?P<more>better|higher|more|greater|larger|rises?|goes up|improves?)"
_DOWN = r"(?P<less>worse|lower|less|fewer|smaller|falls?|goes down|drops?)"
# "Highest around 20, and lower for both newer and older ones": the other sides of a turn.
_SIDES = re.compile(
    r"(?P<head>(?=[^;]*\d).*\b(?:(?P<high>highest|most|best|largest|greatest)|(?P<low>lowest|"
    rf"least|worst|smallest|fewest))\b.*?)[,;:]? (?:(?:and|but) )?(?:(?:{_UP}|{_DOWN}) (?:for|at|"
    rf"in|on|with|when) (?:both )?{_BOTH_SIDES}(?: [a-z_]+){{0,3}}|(?:both |anything |"
    rf"either )?{_BOTH_SIDES}(?: than (?:that|this|it))?,? (?:and "
    rf")?[^,;\d]*?(?:{_UP.replace('more>', 'more_too>')}|{_DOWN.replace('less>', 'less_too>')}))$",
    re.IGNORECASE,
)
# "Sulphates of about 0.5 give the worst wines"
_GIVES = re.compile(
    rf"^(?:an? |the )?(?P<of>[^,;\d]{{1,60}}?) (?:of|at) (?:about |around |"
    rf"roughly )?(?P<value>{_NUMBER}){_UNIT} (?:gives?|means?|makes?(?: for)?|brings?|yields?|has|"
    r"have|is|are) (?:the )?(?:(?P<high>highest|most|best|largest)|(?P<low>lowest|least|worst|"
    r"smallest))\b(?P<what>[^,;\d]*)$",
    re.IGNORECASE,
)


def with_turn_plain(text: str, outcome: str) -> str:
    """Return a text in which a value at which something turns or jumps is told plainly.

    Parameters
    ----------
    text : str
    outcome : str
        What the outcome is called.

    Examples
    --------
    >>> with_turn_plain("Once a house turns 30 there is a sharp rise in its price", "price")
    'At house 30 its price jumps'
    >>> with_turn_plain("Prices are highest at age 20 and lower for both newer and older ones", "")
    'Prices are highest at age 20'
    >>> with_turn_plain("salt of 3 gives the worst wine; less or more than that is better", "rank")
    'rank is lowest around salt 3'
    """
    once = _ONCE.match(text)
    if once is not None:
        way = "jumps" if once["up"] else "drops abruptly"
        return f"At {_bare(once['of'])} {once['value']} {once['what'].strip()} {way}"
    plotted = _PLOTTED.match(text)
    if plotted is not None:
        top = plotted["end"].lower() in {"top", "peak", "highest point", "high point", "maximum"}
        if top == plotted["shape"].lower().startswith("inver"):
            way = "highest" if top else "lowest"
            return f"{plotted['what']} are {way} around {_bare(plotted['of'])} {plotted['value']}"
        return text
    sides = _SIDES.match(text)
    if sides is None:
        return text
    high = sides["high"] is not None
    more = sides["more"] is not None or sides["more_too"] is not None
    if high == more:  # higher on both sides of the highest is a slip, or something else
        return text
    gives = _GIVES.match(sides["head"].strip(" ,;:"))
    if gives is None:
        return sides["head"].strip(" ,;:")
    way = "highest" if high else "lowest"
    return f"{outcome} is {way} around {_bare(gives['of'])} {gives['value']}"


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an|your|their) ", "", name.strip(), flags=re.IGNORECASE)
