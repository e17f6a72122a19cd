"""Words of direction, negation, cause, hedge and comparison, for any table."""

from __future__ import annotations

from dataexplain.narration.strength import FREQUENCIES, STRENGTHS


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, as a set.

    Examples
    --------
    >>> sorted(word_set("rises falls"))
    ['falls', 'rises']
    """
    return frozenset(text.split())


# Verbs of change.
RISING = word_set(
    "rise rises rose risen rising increase increases increased increasing grow grows grew grown "
    "growing climb climbs climbed climbing soar soars soared soaring surge surges surged surging "
    "jump jumps jumped jumping swell swells mount mounts mounting gain gains gained gaining "
    "raise raises raised raising boost boosts boosted boosting lift lifts lifted lifting "
    "elevate elevates elevating add adds added adding improve improves improved improving spike "
    "spikes spiked escalate escalates skyrocket skyrockets upward upwards appreciate appreciates "
    "strengthen strengthens accumulate accumulates lengthen lengthens leap leaps leapt"
)
FALLING = word_set(
    "fall falls fell fallen falling decrease decreases decreased decreasing decline declines "
    "declined declining drop drops dropped dropping shrink shrinks shrank shrunk shrinking "
    "diminish diminishes diminished diminishing sink sinks sank sinking dip dips dipped dipping "
    "plunge plunges plunged plunging plummet plummets plummeted plummeting slump slumps slumped "
    "tumble tumbles tumbled tumbling slide slides slid lowers lowered lowering reduce reduces "
    "reducing cut cuts cutting depress depresses depressed suppress suppresses dampen dampens "
    "downward downwards weaken weakens weakening lessen lessens dwindle dwindles dwindling slip "
    "slips subtract subtracts shorten shortens ease eases descend descends collapse collapses "
    "wane wanes recede recedes sag sags shed sheds lose loses lost losing"
)
# Words of comparison and state.
HIGH = word_set(
    "higher more greater larger bigger elevated better extra highest most largest greatest biggest "
    "above upper increased additional likelier up stronger advanced best raised exceed exceeds "
    "exceeded exceeding outnumber outnumbers outpace outpaces outperform outperforms ahead rich "
    "surplus premium uplift bonus peak heavier heaviest beat beats surpass surpasses surpassed "
    "maximum excess markup surcharge brighter rosier strongest disproportionately"
)
LOW = word_set(
    "lower less fewer smaller reduced worse lowest least fewest smallest decreased rarer down "
    "diminished weaker unlikely unlikelier under below worst behind deficit discount shortfall "
    "trough minimum lag lags lagged trail trails lighter slimmer poorer scarcer scarce penalty "
    "dimmer bleaker grimmer gloomier rebate markdown"
)
# Words that say a way only where no comparison does.
PLAIN_HIGH = word_set("high large big great long many abundant likely frequent strong heavy")
PLAIN_LOW = word_set("low small short few little rare infrequent poor weak light")
DIRECTIONS: dict[str, int] = dict.fromkeys(RISING | HIGH, 1) | dict.fromkeys(FALLING | LOW, -1)
PLAIN_DIRECTIONS = dict.fromkeys(PLAIN_HIGH, 1) | dict.fromkeys(PLAIN_LOW, -1)
CHANGES = RISING | FALLING
# Comparatives that say which kind of column they speak of: parts of its name, and the way.
COMPARATIVES: dict[str, tuple[tuple[str, int], ...]] = {
    "older": (("age", 1), ("year built", -1), ("built", -1), ("model year", -1), ("year", -1)),
    "oldest": (("age", 1), ("year built", -1), ("built", -1), ("year", -1)),
    "ageing": (("age", 1),),
    "aging": (("age", 1),),
    "elderly": (("age", 1),),
    "younger": (("age", -1), ("year built", 1), ("built", 1), ("year", 1)),
    "youngest": (("age", -1), ("year built", 1), ("built", 1), ("year", 1)),
    "young": (("age", -1),),
    "newer": (("year built", 1), ("built", 1), ("year", 1), ("age", -1), ("tenure", -1)),
    "newest": (("year built", 1), ("built", 1), ("year", 1), ("age", -1)),
    "later": (("year", 1), ("date", 1), ("month", 1), ("day", 1), ("time", 1), ("hour", 1)),
    "earlier": (("year", -1), ("date", -1), ("month", -1), ("day", -1), ("hour", -1)),
    "bigger": (("area", 1), ("size", 1), ("sqft", 1), ("surface", 1)),
    "larger": (("area", 1), ("size", 1), ("sqft", 1), ("surface", 1)),
    "roomier": (("area", 1), ("size", 1), ("rooms", 1)),
    "smaller": (("area", -1), ("size", -1), ("sqft", -1), ("surface", -1)),
    "longer": (("duration", 1), ("tenure", 1), ("length", 1), ("hours", 1), ("minutes", 1)),
    "longest": (("duration", 1), ("tenure", 1), ("length", 1), ("hours", 1)),
    "shorter": (("duration", -1), ("tenure", -1), ("length", -1), ("hours", -1), ("height", -1)),
    "taller": (("height", 1),),
    "heavier": (("weight", 1), ("mass", 1)),
    "lighter": (("weight", -1), ("mass", -1)),
    "wider": (("width", 1),),
    "narrower": (("width", -1),),
    "deeper": (("depth", 1),),
    "shallower": (("depth", -1),),
    "hotter": (("temp", 1), ("temperature", 1), ("feels", 1)),
    "warmer": (("temp", 1), ("temperature", 1), ("feels", 1)),
    "colder": (("temp", -1), ("temperature", -1), ("feels", -1)),
    "cooler": (("temp", -1), ("temperature", -1), ("feels", -1)),
    "windier": (("wind", 1), ("windspeed", 1)),
    "calmer": (("wind", -1), ("windspeed", -1)),
    "wetter": (("humidity", 1), ("rain", 1), ("precipitation", 1)),
    "drier": (("humidity", -1), ("rain", -1), ("precipitation", -1)),
    "muggier": (("humidity", 1),),
    "humid": (("humidity", 1),),
    "rainier": (("rain", 1), ("precipitation", 1)),
    "closer": (("distance", -1), ("dist", -1)),
    "nearer": (("distance", -1), ("dist", -1)),
    "farther": (("distance", 1), ("dist", 1)),
    "further": (("distance", 1), ("dist", 1)),
    "faster": (("speed", 1), ("velocity", 1)),
    "slower": (("speed", -1), ("velocity", -1)),
    "louder": (("noise", 1), ("db", 1)),
    "noisier": (("noise", 1), ("db", 1)),
    "quieter": (("noise", -1), ("db", -1)),
    "pricier": (("price", 1), ("cost", 1), ("value", 1), ("charge", 1), ("fare", 1), ("rent", 1)),
    "dearer": (("price", 1), ("cost", 1), ("value", 1), ("charge", 1), ("fare", 1), ("rent", 1)),
    "costlier": (("price", 1), ("cost", 1), ("value", 1), ("charge", 1), ("fare", 1)),
    "cheaper": (("price", -1), ("cost", -1), ("value", -1), ("charge", -1), ("fare", -1)),
    "cheapest": (("price", -1), ("cost", -1), ("value", -1), ("charge", -1), ("fare", -1)),
    "priciest": (("price", 1), ("cost", 1), ("value", 1), ("charge", 1), ("fare", 1)),
    "richer": (("income", 1), ("wealth", 1), ("salary", 1)),
    "wealthier": (("income", 1), ("wealth", 1), ("salary", 1)),
    "poorer": (("income", -1), ("wealth", -1), ("salary", -1)),
    "happier": (("satisfaction", 1), ("happiness", 1)),
    "unhappier": (("satisfaction", -1), ("happiness", -1)),
    "old": (("age", 1), ("year built", -1)),
    "warm": (("temp", 1), ("temperature", 1), ("feels", 1)),
    "hot": (("temp", 1), ("temperature", 1), ("feels", 1)),
    "cold": (("temp", -1), ("temperature", -1), ("feels", -1)),
    "noisy": (("noise", 1), ("db", 1)),
    "loud": (("noise", 1), ("db", 1)),
    "quiet": (("noise", -1), ("db", -1)),
    "windy": (("wind", 1), ("windspeed", 1)),
    "expensive": (("price", 1), ("cost", 1), ("value", 1), ("charge", 1), ("fare", 1)),
    "cheap": (("price", -1), ("cost", -1), ("value", -1), ("charge", -1), ("fare", -1)),
    "satisfied": (("satisfaction", 1),),
    "happy": (("satisfaction", 1), ("happiness", 1)),
    "unhappy": (("satisfaction", -1), ("happiness", -1)),
    "unsatisfied": (("satisfaction", -1),),
    "dissatisfied": (("satisfaction", -1),),
    "proximity": (("distance", -1), ("dist", -1), ("proximity", 1)),
    "youth": (("age", -1),),
    "warmth": (("temp", 1), ("temperature", 1), ("feels", 1)),
    "heat": (("temp", 1), ("temperature", 1)),
    "north": (("latitude", 1),),
    "northward": (("latitude", 1),),
    "northwards": (("latitude", 1),),
    "south": (("latitude", -1),),
    "southward": (("latitude", -1),),
    "southwards": (("latitude", -1),),
    "eastward": (("longitude", 1),),
    "eastwards": (("longitude", 1),),
    "westward": (("longitude", -1),),
    "westwards": (("longitude", -1),),
    "denser": (("population", 1), ("density", 1)),
    "busier": (("traffic", 1), ("count", 1), ("calls", 1)),
}
# The column that an adjective asks about: "how far", "how old".
HOW = {"far": "farther", "old": "older", "big": "bigger", "large": "larger", "long": "longer",
       "tall": "taller", "heavy": "heavier", "warm": "warmer", "hot": "hotter", "cold": "colder",
       "noisy": "noisier", "loud": "louder", "windy": "windier", "humid": "humid",
       "expensive": "pricier", "late": "later", "early": "earlier", "fast": "faster",
       "wide": "wider", "deep": "deeper"}  # fmt: skip
# Outcomes, and the words that say their opposite: where one is an outcome, the other flips it.
OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (
        word_set("survive survives survived survival surviving survivor survivors alive lived"),
        word_set("die dies died dying death deaths dead perish perished drown drowned mortality"),
    ),
    (
        word_set("churn churned churning churns churner churners leave leaves left leaving cancel "
               "cancels cancelled quit quits defect attrition exit exited lose"),
        word_set("stay stays stayed staying remain remains retain retained retention loyal"),
    ),
    (word_set("default defaults defaulted"), word_set("repay repays repaid repayment")),
    (word_set("pass passes passed"), word_set("fail fails failed failing failure")),
    (word_set("approved approval accepted admitted granted"), word_set("denied rejected refused")),
    (word_set("win wins won"), word_set("lose loses lost")),
    (word_set("sick ill disease diseased illness"), word_set("healthy well")),
)  # fmt: skip
HEDGES = word_set(
    "may might could possibly perhaps maybe conceivably plausibly probably presumably potentially "
    "speculatively suspect suppose guess hypothesis hypothesise hypothesize seem seems"
)
HEDGE_PHRASES = ("one explanation", "a possible", "one possible", "it is possible", "can be that")
# What claims a cause, as stems of verbs and as phrases.
CAUSES = word_set(
    "cause causes caused causing causal causally because drive drives driven driving drove "
    "driver drivers prevent prevents prevented preventing protect protects protected protecting "
    "due boost boosts boosted boosting produce produces produced producing induce induces induced "
    "trigger triggers triggered triggering force forces forced forcing create creates created "
    "creating hence consequently therefore reduces reducing raises raising lowers lowering "
    "increases decreases makes make made making lifts cuts pushes push pushing lets enables "
    "encourages discourages determines dictates deters spurs fuels erodes saves "
    "influences impacts influencing generate generates generated generating yield yields yielded "
    "raise reduce increase decrease cut lift push"
)
NEEDS_OBJECT = word_set(
    "increases decreases reduces reducing raises raising lowers lowering lifts cuts pushes push "
    "pushing make makes made making boosts boost boosted boosting drops raise reduce increase "
    "decrease cut lift yield yields"
)
CAUSE_PHRASES = (
    "lead to", "leads to", "led to", "leading to", "result in", "results in", "resulting in",
    "resulted in", "thanks to", "owing to", "on account of", "brings about", "bring about",
    "gives rise to", "responsible for", "as a result of", "as a consequence of", "the reason",
    "the effect of which", "bring down", "brings down", "bring up", "brings up", "contributes to",
    "contribute to", "as a result", "consequence of", "stem from", "stems from", "stemming from",
    "arise from", "arises from", "attributable to", "down to the fact", "reason why", "is why",
)  # fmt: skip
# Where a reference begins: what follows is what something is compared with.
REFERENCES = (
    "compared with", "compared to", "in comparison with", "in comparison to", "relative to",
    "rather than", "as opposed to", "in contrast to", "instead of", "as against", "than", "versus",
    "vs", "unlike", "exceed", "exceeds", "exceeded", "exceeding", "trail", "trails", "trailed",
    "lag", "lags",
    "outperform", "outperforms", "outnumber", "outnumbers", "above", "below", "beneath", "under",
    "over", "beat", "beats", "ahead of", "behind", "surpass", "surpasses", "surpassed", "outdo",
    "outdoes", "superior to", "inferior to", "against", "over those", "over that of",
)  # fmt: skip
# What opens a clause about a column, after which verbs and adjectives are the column's.
SUBORDINATES = word_set("as when where wherever whenever if once whose while")
OPENERS = SUBORDINATES | word_set(
    "with among amongst for in at on given who that which having of by"
)
SEPARATORS = word_set("whereas but although though however yet")
STRENGTH_WORDS = tuple(word for entry in STRENGTHS for word in entry.words)
FREQUENCY_WORDS = tuple(word for entry in FREQUENCIES for word in entry.words)
# Other forms of the published words of strength.
STRENGTH_FORMS = {
    "slight": "slightly", "marginal": "marginally", "modest": "modestly", "mild": "mildly",
    "moderate": "moderately", "noticeable": "noticeably", "appreciable": "appreciably",
    "strong": "strongly", "considerable": "considerably", "substantial": "substantially",
    "sharp": "sharply", "marked": "markedly", "steep": "steeply", "great": "greatly",
    "dramatic": "dramatically", "huge": "hugely", "enormous": "enormously",
    "massive": "massively", "overwhelming": "overwhelmingly", "vastly": "hugely",
    "vast": "hugely", "drastically": "dramatically", "drastic": "dramatically",
    "tiny": "slightly", "minor": "slightly", "small": "slightly", "faintly": "slightly",
    "minimally": "slightly", "barely": "slightly", "large": "greatly", "tremendously": "hugely",
    "significantly": "strongly", "powerfully": "strongly", "immensely": "hugely",
    "heavily": "strongly",
    "plummets": "strongly", "plummet": "strongly", "soars": "strongly", "soar": "strongly",
    "skyrockets": "dramatically", "plunges": "strongly", "plunge": "strongly",
    "slashes": "strongly",
    "surges": "strongly", "big": "greatly", "pronounced": "markedly", "gently": "slightly",
    "weakly": "slightly", "fairly": "moderately",
}  # fmt: skip
SEVERAL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "zero": 0, "twenty": 20,
           "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
           "ninety": 90}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
            "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
# What names are shortened to.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "temp": ("temperature", "temperatures"), "hum": ("humidity",), "num": ("number", "years"),
    "avg": ("average",), "dept": ("department",), "gov": ("government",),
    "emp": ("employed", "employment", "employee"), "inc": ("incorporated",),
    "exec": ("executive", "executives"), "adm": ("administrative",), "priv": ("private",),
    "serv": ("service", "services"), "op": ("operator", "operators"), "qty": ("quantity",),
    "amt": ("amount",), "mth": ("month",), "wk": ("week",), "edu": ("education",),
    "educ": ("education",), "loc": ("location",), "tech": ("technical",), "prof": ("professional",),
    "dist": ("distance",), "pop": ("population",), "wgt": ("weight",), "wt": ("weight",),
    "sibsp": ("siblings", "spouses", "sibling", "spouse"), "parch": ("parents", "children"),
    "age": ("aged",), "built": ("construction", "constructed"),
    "population": ("people", "inhabitant", "resident"),
    "embarked": ("boarded", "boarding"), "feel": ("felt temperature", "perceived temperature",
    "felt", "perceived"), "dur": ("duration",), "bal": ("balance",), "lat": ("latitude",),
    "lon": ("longitude",),
    "long": ("longitude",), "sqft": ("area",), "bmi": ("body mass index",),
}  # fmt: skip
UNITS = word_set(
    "m2 km2 km m cm mm kg g mg db gb mb kb kmh mph c f pct percent month year day hour minute "
    "second week usd eur gbp k sqft sqm m3 mi ft lb lbs oz kw kwh hp ml l mins hrs yrs degrees ms s"
)
# What units are called in words.
UNIT_WORDS = {
    "km": ("kilometre", "kilometer"), "m2": ("square metre", "square meter", "sqm"),
    "db": ("decibel",), "gb": ("gigabyte",), "mb": ("megabyte",), "kg": ("kilogram",),
    "kmh": ("km/h", "km / h", "kph"), "c": ("degree", "degree celsius", "celsius"),
    "f": ("fahrenheit",), "pct": ("percent", "per cent"), "m": ("metre", "meter"),
    "hr": ("hour",), "min": ("minute",), "yr": ("year",),
}  # fmt: skip
# Parts of names that say nothing by themselves.
GENERIC = word_set(
    "data total number num type level status code name value rate time per on id index count mean "
    "median average group category kind start size is has was in of by the and or to at mode "
    "flag score amount current last first date day main like no not good bad high low max min "
    "old new day for with full all any who what since one two three"
)
SEXES = {
    "female": ("woman", "women", "girl", "girls", "females", "female", "lady", "ladies"),
    "male": ("man", "men", "boy", "boys", "males", "male", "gentleman", "gentlemen"),
}
YES = frozenset({"yes", "true", "1", "y", "t", "1.0"})
NO = frozenset({"no", "false", "0", "n", "f", "0.0"})
# Levels that are also plain English, read as levels only beside their column or one another.
ENGLISH = word_set(
    "other others no yes none high low medium very fall clear south north east west private a b c "
    "d e f g s q i all any some first second third normal good bad average typical open closed "
    "single free local state new old poor fair great small large may march may sun other true "
    "false unknown regular standard basic house own"
)
# Plain words of English that carry no matter of their own.
FUNCTION_WORDS = word_set(
    "a about above after all also an and any are as at be because been before being below "
    "between both but by can could do does due each either even every few for from get had has "
    "have he her here him his how however if in into is it its just less like likely longer "
    "made make many may maybe might more most much no nor not of often on one only or other "
    "others our out over perhaps people possible possibly rather reflect same she should since "
    "so some such than that the their them then there these they this those through to too "
    "under until up use used very was we were what when where whether which while who whose why "
    "will with without would yet"
)
# What rows may be.
ROW_NOUNS = word_set(
    "day days passenger passengers customer customers house houses home homes people person "
    "persons district districts worker workers employee employees patient patients student "
    "students user users case cases row rows weather months traveller travellers traveler "
    "travelers client clients individual individuals car cars member members record records "
    "respondents adults one ones"
)
