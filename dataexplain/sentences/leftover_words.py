"""The words of a sentence that no part of its reading accounts for."""

from __future__ import annotations

from collections.abc import Iterable

from dataexplain.narration.grounding.directions import own_column
from dataexplain.narration.grounding.factors import FACTORS
from dataexplain.narration.grounding.names import COLUMN, LEVEL, Naming
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import (
    CHANGES,
    COMPARATIVES,
    DIRECTIONS,
    FREQUENCY_WORDS,
    FUNCTION_WORDS,
    HOW,
    ORDINALS,
    PLAIN_DIRECTIONS,
    ROW_NOUNS,
    SEVERAL,
    STRENGTH_FORMS,
    STRENGTH_WORDS,
    UNIT_WORDS,
    UNITS,
    word_set,
)
from dataexplain.narration.grounding.words import stem
from dataexplain.sentences.plain_english import PLAIN_ENGLISH

# Comparatives of things in general, which may be said of any outcome.
_GENERAL = word_set("bigger larger smaller further")
# Words that speak of how things go together, of rows as such, or of how much.
_PLAIN = word_set(
    "effect effects influence influences impact impacts affect affects affected relation relations "
    "relationship relationships associated association associations correlated correlation "
    "correlate correlates connected connection linked link links related relate relates depends "
    "depend dependent predict predicts predictor predictive matter matters difference differences "
    "differ differs vary varies change changes changing among amongst group groups compared "
    "comparison versus vs relative chance chances odds probability likelihood risk rate rates "
    "share proportion fraction percentage average mean typical typically usual usually general "
    "generally overall level levels amount amounts number numbers value values higher lower likely "
    "likelier often frequently rarely having being getting going living working becoming gets get "
    "got goes go went become becomes became come comes show shows showed see sees seen tend tends "
    "tended seems appear appears find finds found shown face faces enjoy enjoys experience "
    "experiences own owns belong belongs belonging consist include includes including end ends "
    "ended make makes made give gives given gave lead leads result results cause causes caused "
    "causal drive drives prevent prevents protects protect raise raises lower lowers help helps "
    "positively negatively positive negative direct directly inverse inversely strong strongly "
    "strength stronger weaker steep steeply steeper pronounced fast faster slow slower clear "
    "clearly significant significantly considerable considerably substantial substantially marked "
    "markedly noticeable noticeably slightly somewhat lot lots bit quite fairly rather far really "
    "truly indeed simply even still already also too much many several various certain particular "
    "especially particularly mainly mostly largely generally always ever sometimes point points "
    "percent percentage times twice half double turn turns turning peak peaks until shape shaped "
    "curve course range ranges stretch trend pattern thereafter afterwards then onwards onward "
    "upward upwards downward downwards past beyond between within inside outside around about "
    "roughly approximately exactly least most same different equal equally similar whatever "
    "regardless whether everything else nothing none no not never without lacking lack lacks "
    "neither nor either both each every per any some all first last true fact case cases way ways "
    "thing things kind kinds type types sort sorts part parts side sides reach reaches reached "
    "hold holds held fixed constant control controlling adjusting accounting given having known "
    "missing unknown recorded unrecorded absent present blank empty record entry information "
    "interaction interact interacts together combination combined joint jointly time explain "
    "explains explained one jumps jump threshold few elsewhere steady slope expect gains gain "
    "loses lose fewer greater additional extra further another other others rest remaining aged "
    "old year years month months day days week hour hours people person who whom whose that which "
    "than as does did do done can could may might would will u v s t inverted chances prospects "
    "expected predicted estimated expectation tendency prone inclined hence thus therefore so "
    "because due since hand hands opposite contrary instead counterparts counterpart peers "
    "lower-than higher-than comes long short high low well better worse best worst good bad zero "
    "nonzero non line lines steadily continuously gradually sharply suddenly abruptly plays play "
    "role work works worked once along mattered anywhere gap gaps born sector into account taking "
    "unrelated irrelevant independent unaffected immaterial uncorrelated unconnected indifferent "
    "common uncommon rare probable improbable frequent infrequent near nearby close located gets "
    "highly heavily mainly too very over under sooner later earlier mean means meaning bearing "
    "happen happens happened occur occurs occurred payer payers bring brings brought attract "
    "attracts attracted draw draws drew reduces reduce increases increase monotonically throughout "
    "proportion proportional grow grows smaller bigger larger size sizes big small great greatly "
    "large longer shorter i we you they it there here this these those such them their its his her "
    "our my your"
)
ROW_WORDS = ROW_NOUNS | word_set(
    "wine wines bottle bottles area areas block blocks neighbourhood neighbourhoods neighborhood "
    "neighborhoods region regions place places property properties apartment apartments flat flats "
    "defendant defendants offender offenders inmate inmates convict convicts prisoner prisoners "
    "bike bikes ride rides rental rentals review reviews text texts comment comments "
    "post posts message messages email emails item items product products sample samples user "
    "observation observations unit units subject subjects participant participants applicant "
    "applicants borrower borrowers loan loans policyholder policyholders citizen citizens "
    "inhabitant inhabitants resident residents household households subscriber subscribers guest "
    "guests shopper shoppers buyer buyers seller sellers player players kid pupil pupils learner "
    "adult adults human humans someone somebody anyone anybody everyone everybody folk folks "
    "staff colleague colleagues dwelling dwellings building buildings "
    "aboard board trip trips story stories article articles document documents ticket tickets "
    "renter renters biker bikers rider riders cyclist cyclists "
    "ones those ship voyage travelling traveling holders holder owner owners earners earner "
    "survivors survivor victims victim"
)
_LEAST_SHARED = 4
_LEADING = word_set(
    "rated labelled labeled classified graded marked coded listed flagged judged deemed called "
    "scored assessed categorised categorized described recorded registered classed ranked"
)
_OFFSPRING = word_set("kids kid children child")
_HAVING = word_set("with without have has having had no")
# What rows are where a table has texts.
TEXT_WORDS = word_set(
    "mail mails headline headlines title titles abstract abstracts letter letters note notes "
    "answer answers response responses description descriptions tweet tweets complaint complaints "
    "sentence sentences essay essays listing listings transcript transcripts question questions "
    "feedback paper papers news item items piece pieces writer writers author authors sender "
    "senders reviewer reviewers critic critics"
)
_UNITS = (
    UNITS
    | {word for words in UNIT_WORDS.values() for word in words}
    | word_set(
        "kilometres kilometers degrees dollars dollar euro euros pound pounds $ € £ thousand "
        "million k metres meters celsius fahrenheit point"
    )
)
KNOWN = (
    FUNCTION_WORDS
    | _PLAIN
    | PLAIN_ENGLISH
    | ROW_WORDS
    | frozenset(DIRECTIONS)
    | frozenset(PLAIN_DIRECTIONS)
    | CHANGES
    | frozenset(STRENGTH_FORMS)
    | frozenset(word for phrase in STRENGTH_WORDS for word in phrase.split())
    | frozenset(word for phrase in FREQUENCY_WORDS for word in phrase.split())
    | frozenset(SEVERAL)
    | frozenset(ORDINALS)
    | frozenset(FACTORS)
    | _UNITS
)


def leftover_words(read: Read, naming: Naming, plain: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words that are no name, no number, no direction and no plain English.

    Parameters
    ----------
    read : Read
        A sentence with its names and numbers found.
    naming : Naming
    plain : iterable of str
        Further words that mean nothing here, such as those of the file's name.
    """
    inside = {at for entry in read.named for at in range(entry.start, entry.end)}
    told = KNOWN | set(plain)
    found = []
    for at, token in enumerate(read.found):
        if at in inside or not token.is_word:
            continue
        word = token.word
        if word in COMPARATIVES and word not in _GENERAL:
            if not _is_resolved(word, at, read, naming):
                found.append(word)
        elif word in _OFFSPRING and at and read.found[at - 1].word in _HAVING:
            found.append(word)  # "customers with kids" are not all customers
        elif _says_level(at, read, naming):
            continue
        elif word not in told and stem(word) not in told and not word.endswith("self"):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _says_level(at: int, read: Read, naming: Naming) -> bool:
    """Return whether a participle only leads to a level: "scored Medium", "rated as High"."""
    levels = [entry for entry in read.named if entry.kind == LEVEL and 0 < entry.start - at <= 2]
    word = read.found[at].word
    parts = [part for entry in levels for part in naming.name_parts(entry.column)]
    own = any(len(part) >= _LEAST_SHARED and word.startswith(part) for part in parts)
    return bool(levels) and (own or word in _LEADING)


def _is_resolved(word: str, at: int, read: Read, naming: Naming) -> bool:
    """Return whether a word such as "older" speaks of a column of the table, or the outcome."""
    if own_column(word, read.named, naming) is not None:
        return True
    before = read.found[at - 1].word if at else ""
    after = read.found[at + 1].word if at + 1 < len(read.found) else ""
    named = any(entry.start in (at + 1, at + 2) and entry.kind == COLUMN for entry in read.named)
    spoken = word in HOW.values() and before == "how"
    number = after == "than" and any(
        token.value is not None for token in read.found[at + 2 : at + 4]
    )
    levels = any(entry.kind == LEVEL and entry.start == at for entry in read.named)
    return named or spoken or number or levels or (word in {"old", "young"} and number)
