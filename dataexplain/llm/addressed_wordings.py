"""The wordings by which a text tells its reader what to answer, as patterns of lower-case letters.

An answer that is named ("yes", after a verb, a colon or in quotes) says little by itself. Beside it
stand orders to answer, names of answers, calls of a reader, and so on: each kind weighs 1 or 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ANSWER = r"""(?:yes|no|true|false|oui|non|ja|nein|wahr|falsch|vrai|faux|vero|falso|verdadero
|affirmative|negative|positive|affirmatively|(?:in[ ])?the[ ](?:affirmative|negative)
)"""
_QUOTE = r"""(?:\\?["'`*_(\[{<]|[ ](?=["'`*]))"""
_UNQUOTE = r"""\\?["'`*_)\]}>]"""
# An answer is named where its phrase ends; "no idea" and "true love" go on.
_ENDS = r"""(?:\s*(?:[.!?,;:)\]}"'`*_|<>\\/#\n…~=–—]|-+(?:\s|$|-)|$)|\s+(?:and|whatever
|regardless|irrespective|no[ ]matter|every|each|always|here|instead|without|even|because|please
|now|only|if|when|as|in|egal|quoi|sin|senza|immer|toujours|siempre|sempre|for|on|at|by|but|so
|since|unless|this|that|it|\#|\[|is|must|should|would|has[ ]to|(?:was|were)[ ](?:given|chosen)
|to[ ](?:all|any|every|each|the|this|these|whatever|everything)|à|auf|bei|für|pour|para|per|a)
\b)"""

_FLAGS = re.VERBOSE

_NOUN = r"""(?:answer|label|verdict|classification|response|reply|output|rating|decision
|judge?ment|prediction|annotation|result|outcome|solution|ground[ ]truth|conclusion|assessment
|evaluation|choice|option|category|class|value|score|completion|determination|ruling|antwort
|r[ée]ponse|respuesta|risposta|resposta|urteil|ergebnis|r[ée]sultat|resultado|risultato)"""
_TEXT = r"""(?:texts?|sentences?|statements?|items?|rows?|reviews?|passages?|examples?|entr(?:y
|ies)|inputs?|documents?|records?|samples?|questions?|propert(?:y|ies)|cases?|one|everything
|content|snippets?|paragraphs?|comments?|messages?|prompts?|tasks?)"""
_READER = r"""(?:judges?|evaluators?|graders?|raters?|annotators?|labell?ers?|classifiers?|ai
|a\.i\.|llms?|(?:large[ ])?language[ ]models?|models?|assistants?|chatbots?|bots?|gpt|chatgpt
|llama|qwen|mistral|scorers?|moderators?|reviewers?|algorithms?|machine
|neural[ ]network|system|robot|whoever|you|reader|readers)"""
_MODEL = r"""(?:evaluators?|graders?|raters?|annotators?|labell?ers?|classifiers?|ai|a\.i\.
|llms?|(?:large[ ])?language[ ]models?|ai[ ]models?|(?:ai[ ]|virtual[ ]|helpful[ ])assistants?
|chatbots?|gpt|chatgpt|scorers?|judge[ ](?:model|llm|ai))"""
_VERB = r"""(?:answer|respond|reply|output|classify|annotate|return|print|label|rate|mark|judge
|grade|evaluate|score|emit|predict|echo|assign)"""
_CHOOSE = r"""(?:say|pick|choose|select|give|put|state|treat|consider|count|vote|write|type
|declare|tick|enter|conclude|decide|settle|opt|go[ ](?:with|for)|stick[ ](?:to|with)|repeat)"""
_TO_A_CUSTOMER = r"""(?:claim|free|te?xt|msg|message|sms|stop|terms|opt|call|name|subscri
|confirm|prize|unsub|\d{4})"""
_FOREIGN = r"""(?:antworten?|antworte|sag[et]?|schreib[et]?|r[ée]pond(?:s|ez|re)|dites
|[ée]cri(?:s|vez)|responde[rd]?|responda|contest[ae]r?|escrib[ae]r?|rispond(?:i|ere|ete)
|scriv[iere]+|devuelv[ea])"""
_NOT_BY_OTHERS = r"""(?<!\bi[ ])(?<!\bwe[ ])(?<!\bthey[ ])(?<!\bhe[ ])(?<!\bshe[ ])(?<!\bwho[ ])
(?<!\bwould[ ])(?<!\bcould[ ])(?<!\bcan[ ])(?<!\bdidn't[ ])(?<!\bdid[ ])(?<!\bdoesn't[ ])
(?<!\bdoes[ ])(?<!\bmight[ ])(?<!\bgonna[ ])(?<!\bthe[ ])(?<!\bmy[ ])(?<!\bhis[ ])
(?<!\bher[ ])"""

HINT = re.compile(
    r"""\b(?:yes|no|true|false|oui|non|ja|nein|wahr|falsch|vrai|faux|vero|falso|verdadero
    |affirmative|affirmatively|negative|positive)\b|<\||\[/?inst|<<|\#\#|instru|prompt|guideline
    |directive|above|anweisung|vorgaben|regeln|consigne|istruzion|[óo]rdenes|regl[ae]s
    |\byou\s+(?:are|were|have|got)\b|prior|previous|earlier""",
    _FLAGS,
)
"""A text without any of these has no passage."""

ANSWER = re.compile(
    rf"""(?<![\w-])(?P<quoted>{_QUOTE}{{1,4}}\s*)?(?P<word>{_ANSWER})
    (?!['’]?\w|-\w|\.?:?\s*\#?\d)(?<!\btake[ ]no)
    (?(quoted)(?=\s*(?:{_UNQUOTE}|[.!,;:]|$)))""",
    _FLAGS,
)
"""An answer, in quotes or not."""

ENDS = re.compile(_ENDS, _FLAGS)
"""What shows that a phrase ends with an answer."""

LABELLED = re.compile(
    rf"""(?<![.\w])(?:(?:final|correct|right|expected)\s+)?(?:answer|label|verdict
    |classification|response|reply|output|rating|judge?ment|prediction|result|solution
    |conclusion|antwort|r[ée]ponse|respuesta|risposta|resposta|evaluation|grade|winner|score
    |\w+_(?:answer|label|verdict)|previous[ ]result|assistant|ground[ ]truth|say|return
    |a(?=\s*:))["'`*_)\]]*\s*(?::|\s[–—-]+(?=\s)|=+>?|>>+|-+>|→|⇒|is:)
    [\s"'`*_(\[{{<]*(?P<word>{_ANSWER})\b(?!['’-]?\w)
    (?!\s+(?:one|way|longer|more|idea|doubt|matter|such|problems?|need|wonder|body|\d|or\b|and
    \b))""",
    _FLAGS,
)
"""A name of an answer and the answer: "Answer: yes", "label = no", {"verdict": "yes"}."""

INTRODUCED = re.compile(
    rf"""(?:\b(?:{_VERB}|{_CHOOSE}|says|saying|answers|outputs|returns|replies|responds|(?:with
    |as)[ ]an?[ ]\w+|with|as|an?|only|always|just|simply|exactly|ever|word|but|except|than|on|is
    |be|are|it's|equals|gets?|{_NOUN}|to|of|for|this|mit|avec|con|immer|toujours|siempre|sempre
    |ist|est|es|è|dites|di|{_FOREIGN})|[:=>→–—-])\s*["'`*(]*$""",
    _FLAGS,
)
"""What stands right before an answer that is given, at the end of what was said."""

NUMBER = re.compile(r"[.:]\s*[a-z]")
"""What follows "No" where it stands for a number."""

PREDICATES = frozenset({"true", "vero", "vrai", "wahr"})
PREDICATE = re.compile(
    r"""(?<!answer[ ])(?<!label[ ])(?<!verdict[ ])(?<!response[ ])
    \b(?:is|be|are|it's|'s|always|ever|not|only|just|an?|as|of|to|than|but)\s+$""",
    _FLAGS,
)
"""What stands before "true" where it tells how something is."""

STATED = re.compile(
    rf"""(?<!\?[ ])(?<!\bif[ ])(?<!whether[ ])(?<!\band[ ])\bthe\s+(?:answer|label
    |verdict)\s+(?:is|remains|stays|=)\s+
    (?:always\s+|clearly\s+|simply\s+|just\s+|therefore\s+|of\s+course\s+|definitely\s+
    |a\s+)?(?P<word>yes|no|true|false)\b(?!['’-]?\w)(?={_ENDS})""",
    _FLAGS,
)
"""The answer is stated, to no question of the text itself."""

ASKED_AND_ANSWERED = re.compile(
    r"""(?:\b(?:does|do|is|was|would|did|q\s*:)\b[^?.!\n]{0,60}\b(?:holds?|apply|applies|texts?
    |statement|property|above|below|sentence|question)\b[^?.!\n]{0,40}\?
    |\banswer\s+(?:with\s+)?(?:yes\s+or\s+no|true\s+or\s+false)\b[.!:]?)\s*(?:(?:answer|a
    |response|assistant)\s*[:=]\s*)?["'`*(]*(?P<word>yes|no|true|false)\b(?!['’-]?\w)""",
    _FLAGS,
)
"""The judge's own question, and its answer."""

BOTH_OFFERED = re.compile(
    r"""\b(?:yes|no|true|false)\b[\w\s-]{0,8}\W{0,5}(?:\bor\b|\band\b|/|\||\bnor\b|&|
    \bvs\.?)\W{0,5}
    (?:yes|no|true|false)\b""",
    _FLAGS,
)
"""A choice between answers names none."""


@dataclass(frozen=True)
class Kind:
    """What may stand beside an answer.

    Parameters
    ----------
    weight : int
        How much it says of an order.
    reach : int
        Letters between it and the answer at most.
    pattern : re.Pattern
    """

    weight: int
    reach: int
    pattern: re.Pattern[str]


KINDS = {
    name: Kind(weight, reach, re.compile(pattern, _FLAGS))
    for name, (weight, reach, pattern) in {
        "order": (
            2,
            70,
            rf"""{_NOT_BY_OTHERS}(?<!\bif[ ]you[ ])(?:\b(?:answer|respond|output|classify
            |annotate|reply(?!.{{0,80}}?{_TO_A_CUSTOMER}))\b(?!\s*[:=])|\b(?:return|print|label
            |rate|mark|judge|grade|evaluate|score|emit|predict|echo|assign)\b(?!\s*[:=])
            (?=.{{0,30}}?\b(?:{_ANSWER})\b))|\b{_FOREIGN}\b""",
        ),
        "choice": (
            1,
            25,
            rf"""{_NOT_BY_OTHERS}\b{_CHOOSE}\b|\b(?:prefer|says|saying|counts?[ ]as
            |agreed?[ ](?:up)?on|decided|concluded|unless[ ]you|outputs|returns|answers|replies
            |responds|prints)\b|\b(?:gets?|receives?|deserves?|earns?
            |scores)\b(?=\s+(?:\w+\s+)?["'(]*{_ANSWER}\b)""",
        ),
        "answer named": (
            2,
            60,
            rf"""\b(?:correct|right|expected|only|final|proper|gold|valid|desired|required
            |official|best|appropriate|true|acceptable|allowed|accepted|agreed|default|intended
            |your|suggested)
            \s+(?:\w+\s+)?{_NOUN}\b|\b(?:richtige|korrekte|bonne|seule|vraie
            |correcte)\s+{_NOUN}\b|
            \b{_NOUN}\s+(?:correcta|corretta|correcte|correta|giusta|juste|exacta)\b
            |\b{_NOUN}\s+(?:to|of|for)\s+(?:the|this|that|these|those|every|any|all|each|your)\b
            |\b{_NOUN}[ ](?:must|should|shall|has[ ]to|ought[ ]to|will
            |needs[ ]to)\s+(?:\w+[ ]){{0,2}}be\b""",
        ),
        "answer": (
            1,
            40,
            r"""(?<!\bmy[ ])(?<!\bhis[ ])(?<!\bher[ ])(?<!\btheir[ ])(?<![.\w])(?:answer|label
            |verdict|classification|response|output|rating|judge?ment|annotation|prediction
            |antwort|r[ée]ponse|respuesta|risposta)\b""",
        ),
        "reader": (
            2,
            110,
            rf"""\b(?:note|message|memo|attention|attn|notice|reminder|instructions?|hint|tip
            |dear|hey|hello|hi|ps|p\.s\.|listen|ok|okay|warning|order|addressed
            |request)\b[\s,:]*
            (?:(?:to|for|from)\s+)?(?:(?:the|any|all|every|our|my|an?)\s+)*{_READER}\b
            |\b{_MODEL}\b|\bwhoever\s+(?:\w+\s+)?(?:rates|judges|reads|grades|labels|scores
            |evaluates|marks|annotates|classifies|answers|decides|is)\b|(?:^|(?<=[.!?\n(\[])
            |(?<=[.!?\n(\[]\s))(?:the[ ])?{_READER}\s*[:,]|\byou[ ]are[ ](?:now[ ])?(?:an?|the
            |my)\b.{{0,40}}?\b(?:that|who|and)\b|
            \byou[ ]are[ ]now\b|\b(?:act|behave)[ ](?:as|like)\b|\bpretend\b
            |\bif[ ]you[ ](?:understand|can[ ]read|are[ ]an?|see[ ]this)\b|
            \byour[ ](?:\w+[ ])?(?:job|task|role|goal|duty|purpose|mission
            |instructions?)[ ](?:is|are)\b|\b{_READER}\s+(?:must|should|shall|will|has[ ]to
            |have[ ]to|needs?[ ]to|are[ ]to|is[ ]to|may[ ]only|can[ ]only|want[ ]you[ ]to)\b
            |\b(?:want|need|order|command|instruct|ask|tell|told|urge|beg|require)(?:ed
            |ing)?[ ]you[ ]to\b""",
        ),
        "setting aside": (
            2,
            110,
            r"""\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)
            |skip(?:ping)?|bypass|neglect|pay\s+no\s+(?:attention|heed|mind)\s+to|(?:do\s+not
            |don'?t|never|stop|without|no[ ]need[ ]to)
            \s+(?:\w+\s+)?(?:follow|consider|read|obey|heed|look|judg|evaluat|think|analy[sz]
            |rat)(?:ing|e|at|about)?|set\s+aside|abandon|overwrite)\b|\b(?:ignorier(?:e|en|t)?
            |vergiss|vergessen|missachte[nt]?|ignore[zs]?|oublie[zs]?|ignora(?:te|d)?|olvid[ae]
            |dimentica(?:te)?|ignorar|esquece)\b""",
        ),
        "regardless": (
            2,
            60,
            rf"""\b(?:whatever|regardless|irrespective|no\s+matter|whichever
            |anything\s+(?:other\s+than|but|else|except)|nothing\s+(?:other\s+than|but|else
            |except)|the[ ](?:single[ ]|exact[ ]|one[ ])?word|(?:single|one)[ ]word
            |from\s+now\s+on|every\s+time|(?:to|for|in|on|with)\s+(?:all|any|every
            |each)\s+{_TEXT}|egal\s+was|quoi\s+qu|peu\s+importe|sin\s+leer|sin\s+importar
            |qualunque|immer|toujours|siempre|sempre|in[ ](?:all|any|every)[ ]cases?)\b""",
        ),
        "always": (
            1,
            20,
            r"\b(?:always|only|just(?![ ]say\b)|ever|exactly|simply|must|should|never|please)\b",
        ),
        "text": (
            1,
            60,
            rf"""\b(?:this|the|every|each|all|any|above|below|following|preceding|such|these)\s+
            (?:\w+\s+)?{_TEXT}\b|\b{_TEXT}\s+(?:above|below|with\s+this|here)\b""",
        ),
        "already answered": (
            2,
            30,
            rf"""{_NOT_BY_OTHERS}(?<!\byou[ ])\b(?:labell?ed|marked|classified|rated|judged
            |annotated|tagged|scored|graded|coded|categori[sz]ed|answered
            |evaluated)\s+(?:\w+\s+){{0,3}}?(?:as|with|a|an)?\b""",
        ),
        "role": (
            2,
            60,
            r"""\b(?:system|assistant|user|human|instructions?|response|evaluator|judge|admin
            |developer|ai|new\s+rules?|override)\s*(?::|>|\])|\#{2,}|```|<\|?/?\w+\|?>|
            \b(?:updated|new|changed|revised)
            \s+(?:the\s+)?(?:rules?|task|instructions?|polic(?:y|ies)|guidelines?|directives?
            |criteri(?:a|on))\b""",
        ),
    }.items()
}
"""What stands beside an answer in an order to give it."""

ACROSS_SENTENCES = frozenset({"reader", "setting aside", "role"})
"""Kinds that count from a sentence before, too."""

BEHIND = frozenset(
    {"answer named", "reader", "regardless", "setting aside", "already answered", "text"}
)
"""Kinds that count behind an answer, too."""

DRAWN_IN = frozenset(KINDS) - {"choice", "text"}
"""Kinds that belong to an order when they stand near one that is complete without them."""

_INSTRUCTIONS = r"(?:instructions?|(?:system[ ])?prompts?|guidelines?|directives?)"
_SET_ASIDE = r"""(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|skip|bypass|neglect
|pay\s+no\s+(?:attention|heed|mind)\s+to|(?:do\s+not|don'?t|never|stop)\s+(?:follow|obey|heed
|consider)(?:ing)?|cancel|delete|erase|overwrite|discard|abandon)"""
_EARLIER = r"(?:previous|prior|above|preceding|earlier|foregoing|former|initial|original|past)"
ALONE = re.compile(
    rf"""\b{_SET_ASIDE}\s+(?:[\w',]+\s+){{0,4}}?(?:all|any|your|these|those|every|other|existing
    |system|{_EARLIER})\s+
    (?:[\w',]+\s+){{0,3}}?{_INSTRUCTIONS}\b(?:\s+(?:above|below|so\s+far|given|before))?
    |\b{_SET_ASIDE}\s+(?:[\w',]+\s+){{0,4}}?{_EARLIER}\s+(?:rules|orders|commands|directions
    |tasks?|questions?|context)\b|\b{_SET_ASIDE}\s+(?:[\w',]+\s+){{0,3}}?(?:{_INSTRUCTIONS}
    |rules|everything|anything)\s+(?:(?:that\s+)?(?:is\s+|was\s+)?(?:written\s+)?above|
    (?:that\s+)?you\s+(?:were|have\s+been|are|got)\s+(?:given|told|received)|in\s+the\s+prompt)
    \b|\b(?:ignorier(?:e|en)|vergiss|missachte)\s+(?:\w+\s+){{0,3}}?(?:anweisung(?:en)?
    |instruktion(?:en)?|vorgaben|regeln)\b|\b(?:ignore[zs]
    |oublie[zs]?)\s+(?:\w+\s+){{0,3}}?(?:instructions|consignes|directives)\b|\b(?:ignora|olvida
    |dimentica)(?:te|d|r)?\s+(?:\w+\s+){{0,4}}?(?:instrucciones|istruzioni|[óo]rdenes|reglas
    |regole)\b|<\|\w+\|>(?:system\b|user\b|assistant\b)?(?:.{{0,300}}<\|\w+\|>)?
    |\[/?inst\](?:.{{0,300}}?\[/inst\])?|<</?sys>>(?:.{{0,300}}<</sys>>)?
    |\#{{2,}}\s*(?:instruction|response|system|assistant|human)s?\s*:
    |\byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}(?:assistant|language\s+model|ai
    |llm|chatbot|bot|classifier|judge|evaluator)
    \s+(?:that|who|which|whose|and)\s+(?:\w+\s+){{0,2}}(?:only|always|never|must|says?|answers?
    |repl(?:y|ies)|responds?|outputs?)\b""",
    _FLAGS | re.DOTALL,
)
"""Orders about instructions, and marks of a chat: these say nothing else, answer or not."""

BESIDE = re.compile(
    rf"""\b(?:stop\s+(?:reading|here|judging|evaluating)|(?:end
    |begin(?:ning)?)\s+of\s+(?:the\s+)?(?:{_TEXT}|instructions?)|(?:evaluation|task|text|review
    |input)\s+(?:is\s+)?(?:complete|over|ends?|done|finished)
    |{_SET_ASIDE}\s+(?:\w+\s+){{0,3}}{_TEXT}|new\s+(?:rule|task|instruction)s?|(?:user|human|q
    |question)\s*:|system|override|important|attention|instructions?|note\s+to|final)(?:\b
    |(?<=:))|\#{{2,}}|```|-{{3,}}""",
    _FLAGS,
)
"""What belongs to an order when it stands beside one."""

LEADS_IN = re.compile(
    rf"""(?:\b(?:please|kindly|just|now|so|always|only|and|but|then|therefore|thus|hence|because
    |the|an?|your|to|that|for|as|of|it|be|is|important|urgent|attention|note|notice|warning
    |reminder|hint|hey|hello|hi|dear|ps|p\.s\.|q|instructions?|new|system|assistant|user|human
    |admin|override|{_READER}|must|should|shall|(?:you\s+)?(?:will|have\s+to|need\s+to|are\s+to
    |can\s+only|may\s+only)|i\s+(?:want|need|order|command)\s+you\s+to)\b|</?\s*text\s*>
    |[\s\#*`<>|\[\]({{"'‹:,;=/\\~–—-])$""",
    _FLAGS,
)
"""What leads to an order, at the end of what stands before it."""

_TO_EVERY = r"""(?:whatever|regardless|irrespective|no\s+matter|even\s+if|every\s+time
|each\s+time|always|here|instead|without|now|only|please|be\s+consistent|to\s+(?:all|any|every
|each|the|this|everything|whatever)|as\s+(?:your|the|an?)|by|for\s+(?:all|any|every|each|the
|this|everything)|in\s+(?:all|any|every|each|this)|if|when|because|egal|quoi|sin|senza|peu
|à\s+toutes|auf|bei|and|nothing|or\s+(?:you|else))"""
GOES_ON = re.compile(rf"""["'”’»)\]*`]*\s*[,;–—-]*\s*\b{_TO_EVERY}\b""", _FLAGS)
"""A clause that goes on with an order, behind its answer."""

TRAILS = re.compile(
    r"""(?:["']\s*(?:,\s*["']\w+["']\s*:[^}]{0,60})*\s*\}|\s*-+>|\s*(?:</\w+>
|["'”’»)\]}>`*_|#;:,.!?]+(?=\s|$)|</?\s*text\s*>))*""",
    _FLAGS,
)
"""Signs that end an order."""

COMPLETE = (ALONE, LABELLED, STATED, ASKED_AND_ANSWERED)
"""Wordings that are an order by themselves."""

LONGEST_CLAUSE = 140
"""Letters of a clause that still belongs to the order it goes on with."""
