"""The wordings by which a text tells its reader what to answer, as patterns of lower-case letters.

An answer that is named ("yes", after a verb, a colon or in quotes) says little by itself. Beside it
stand orders to answer, names of answers, calls of a reader, and so on: each kind weighs 1 or 2.
"""

from __future__ import annotations

import re

# Longest first: "the label of this text is" must be seen before "label".
_ANSWER = r"""(?:yes|no|true|false|oui|non|ja|nein|s[ií]|sim|n[ãa]o|wahr|falsch|vrai|faux|vero|falso
|verdadero|affirmative|negative|positive|affirmatively|(?:in[ ])?the[ ](?:affirmative|negative)
|yep|yeah|nope)"""
_QUOTE = r"""(?:\\?["'`*_(\[{<]|[ ](?=["'`*]))"""
_UNQUOTE = r"""\\?["'`*_)\]}>]"""
# An answer is named where its phrase ends; "no idea" and "true love" go on.
_ENDS = r"""(?=\s*(?:[.!?,;:)\]}"'`*_|<>\\/#\n…~=-]|$)|\s+(?:and|whatever|regardless|irrespective
|no[ ]matter|every|each|always|here|instead|without|even|because|please|now|only|if|when|as|in|egal
|quoi|sin|senza|immer|toujours|siempre|sempre|for|on|at|by|but|so|since|unless|this|that|it|\#|\[
|to[ ](?:all|any|every|each|the|this|these|whatever|everything)|à|auf|bei|für|pour|para|per|a)\b)"""

_FLAGS = re.VERBOSE

_NOUN = r"""(?:answer|label|verdict|classification|response|reply|output|rating|decision|judge?ment
|prediction|annotation|result|outcome|solution|ground[ ]truth|conclusion|assessment|evaluation
|choice|option|category|class|value|score|completion|determination|ruling
|antwort|r[ée]ponse|respuesta|risposta|resposta|urteil|ergebnis|r[ée]sultat|resultado|risultato)"""
_TEXT = r"""(?:texts?|sentences?|statements?|items?|rows?|reviews?|passages?|examples?|entr(?:y|ies)
|inputs?|documents?|records?|samples?|questions?|propert(?:y|ies)|cases?|one|everything|content
|snippets?|paragraphs?|comments?|messages?|prompts?|tasks?)"""
_READER = r"""(?:judges?|evaluators?|graders?|raters?|annotators?|labell?ers?|classifiers?|ai|a\.i\.
|llms?|(?:large[ ])?language[ ]models?|models?|assistants?|chatbots?|bots?|gpt|chatgpt|claude|gemini
|llama|qwen|mistral|copilot|scorers?|moderators?|reviewers?|algorithms?|machine|neural[ ]network|system|robot
|whoever|you|reader|readers)"""
_MODEL = r"""(?:evaluators?|graders?|raters?|annotators?|labell?ers?|classifiers?|ai|a\.i\.|llms?
|(?:large[ ])?language[ ]models?|ai[ ]models?|(?:ai[ ]|virtual[ ]|helpful[ ])assistants?|chatbots?|gpt|chatgpt
|scorers?|judge[ ](?:model|llm|ai))"""
_NOT_BY_OTHERS = r"""(?<!\bi[ ])(?<!\bwe[ ])(?<!\bthey[ ])(?<!\bhe[ ])(?<!\bshe[ ])(?<!\bwho[ ])
(?<!\bwould[ ])(?<!\bcould[ ])(?<!\bcan[ ])(?<!\bdidn't[ ])(?<!\bdid[ ])(?<!\bdoesn't[ ])
(?<!\bdoes[ ])(?<!\bmight[ ])(?<!\bgonna[ ])(?<!\bthe[ ])(?<!\bmy[ ])(?<!\bhis[ ])(?<!\bher[ ])"""

ANSWER = re.compile(
    rf"""(?<![\w-])(?P<quoted>{_QUOTE}+\s*)?(?P<word>{_ANSWER})(?!['’]?\w)
    (?(quoted)(?=\s*(?:{_UNQUOTE}|[.!,;:]|$))|(?:{_ENDS}))""",
    _FLAGS,
)
"""An answer where its phrase ends."""

LABELLED = re.compile(
    rf"""\b(?:{_NOUN}|assistant|say|return|a(?=\s*:))["'`*_)\]]*\s*(?::|=+>?|>>+|-+>|→|⇒|is:)
    [\s"'`*_(\[{{<]*(?P<word>{_ANSWER})\b(?!['’-]?\w)
    (?!\s+(?:one|way|longer|more|idea|doubt|matter|such|problems?|need|wonder|body|\d|or\b|and\b))""",
    _FLAGS,
)
"""A name of an answer and the answer: "Answer: yes", "label = no", {"verdict": "yes"}."""

BOTH_OFFERED = re.compile(
    r"\W*(?:yes|no|true|false)\s*(?:or|and|/|\||nor|&|vs\.?)\s*(?:yes|no|true|false)\b"
)
"""A choice between answers names none."""

KINDS: dict[str, tuple[int, re.Pattern[str]]] = {
    name: (weight, re.compile(pattern, _FLAGS))
    for name, (weight, pattern) in {
        "order": (
            2,
            rf"""{_NOT_BY_OTHERS}\b(?:answer|respond|reply|output|return|print|classify|label|rate
            |annotate|mark|judge|grade|evaluate|score|emit|predict|echo|assign)\b(?!\s*[:=])
            |\b(?:antworten?|antworte|sag[et]?|schreib[et]?|r[ée]pond(?:s|ez|re)|dites|[ée]cri(?:s|vez)
            |responde[rd]?|responda|contest[ae]r?|escrib[ae]r?|rispond(?:i|ere|ete)|scriv[iere]+
            |devuelv[ea])\b""",
        ),
        "choice": (
            1,
            rf"""{_NOT_BY_OTHERS}(?<!\bto[ ])\b(?:say|pick|choose|select|give|put|state|treat|consider|count
            |vote|write|type|declare|tick|enter|conclude|decide|settle|opt|go[ ](?:with|for)|stick[ ](?:to|with)
            |repeat)\b
            |\b(?:says|saying|counts?[ ]as|agreed?[ ](?:up)?on|gets?|receives?|deserves?|earns?|unless[ ]you)\b""",
        ),
        "answer named": (
            2,
            rf"""\b(?:correct|right|expected|only|final|proper|gold|valid|desired|required|official
            |best|appropriate|true|acceptable|allowed|accepted|agreed|default|intended|your|suggested)
            \s+(?:\w+\s+)?{_NOUN}\b
            |\b{_NOUN}\s+(?:to|of|for)\s+(?:the|this|that|these|those|every|any|all|each|your)\b
            |\b{_NOUN}[ ](?:must|should|shall|has[ ]to|ought[ ]to|will|needs[ ]to)\s+(?:\w+[ ]){{0,2}}be\b""",
        ),
        "answer": (1, rf"\b{_NOUN}\b"),
        "reader": (
            2,
            rf"""\b(?:note|message|memo|attention|attn|notice|reminder|instructions?|hint|tip|dear|hey
            |hello|hi|ps|p\.s\.|listen|ok|okay|warning|order|addressed|request)\b[\s,:]*
            (?:(?:to|for|from)\s+)?(?:(?:the|any|all|every|our|my|an?)\s+)*{_READER}\b
            |\b{_MODEL}\b|\bwhoever\s+(?:\w+\s+)?(?:rates|judges|reads|grades|labels|scores|evaluates
            |marks|annotates|classifies|answers|decides|is)\b
            |(?:^|[.!?\n(\[]\s*)(?:the[ ])?{_READER}\s*[:,]
            |\byou[ ]are[ ](?:now[ ])?(?:an?|the|my)\b.{{0,40}}?\b(?:that|who|and)\b
            |\b{_READER}\s+(?:must|should|shall|will|has[ ]to|have[ ]to|needs?[ ]to|are[ ]to|is[ ]to|may[ ]only
            |can[ ]only|want[ ]you[ ]to)\b|\b(?:want|need|order|command|instruct|ask|tell|told|urge|beg|require)(?:ed|ing)?[ ]you[ ]to\b""",
        ),
        "setting aside": (
            2,
            rf"""\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|skip(?:ping)?
            |bypass|neglect|pay\s+no\s+(?:attention|heed|mind)\s+to|(?:do\s+not|don'?t|never|stop|without|no[ ]need[ ]to)
            \s+(?:\w+\s+)?(?:follow|consider|read|obey|heed|look|judg|evaluat|think|analy[sz]|rat)(?:ing|e|at|about)?
            |set\s+aside|abandon|overwrite)\b
            |\b(?:ignorier(?:e|en|t)?|vergiss|vergessen|missachte[nt]?|ignore[zs]?|oublie[zs]?|ignora(?:te|d)?|olvid[ae]
            |dimentica(?:te)?|ignorar|esquece)\b""",
        ),
        "regardless": (
            2,
            rf"""\b(?:whatever|regardless|irrespective|no\s+matter|whichever|anything\s+(?:other\s+than|but|else|except)
            |nothing\s+(?:other\s+than|but|else|except)|(?:the[ ])?(?:single[ ]|only[ ]|one[ ])?word|from\s+now\s+on
            |every\s+time|(?:to|for|in|on|with)\s+(?:all|any|every|each)\s+{_TEXT}
            |egal\s+was|quoi\s+qu|peu\s+importe|sin\s+leer|sin\s+importar|qualunque|immer|toujours|siempre|sempre
            |in[ ](?:all|any|every)[ ]cases?)\b""",
        ),
        "always": (1, r"\b(?:always|only|just|ever|exactly|simply|must|should|never|please)\b"),
        "text": (
            1,
            rf"""\b(?:this|the|every|each|all|any|above|below|following|preceding|such|these)\s+
            (?:\w+\s+)?{_TEXT}\b|\b{_TEXT}\s+(?:above|below|with\s+this|here)\b""",
        ),
        "already answered": (
            2,
            r"""\b(?:labell?ed|marked|classified|rated|judged|annotated|tagged|scored|graded|coded
            |categori[sz]ed|answered|evaluated)\s+(?:\w+\s+){0,3}?(?:as|with|a|an)?\b""",
        ),
        "role": (
            2,
            r"""\b(?:system|assistant|user|human|instructions?|response|evaluator|judge|admin
            |developer|ai|new\s+rules?|override)\s*(?::|>|\])|\#{2,}|```|<\|?/?\w+\|?>|\b(?:updated|new|changed|revised)
            \s+(?:the\s+)?(?:rules?|task|instructions?|polic(?:y|ies)|guidelines?|directives?|criteri(?:a|on))\b""",
        ),
    }.items()
}
"""What stands beside an answer in an order to give it, with its weight."""

_INSTRUCTIONS = r"(?:instructions?|(?:system[ ])?prompts?|guidelines?|directives?)"
_SET_ASIDE = r"""(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|skip|bypass|neglect
|pay\s+no\s+(?:attention|heed|mind)\s+to|(?:do\s+not|don'?t|never|stop)\s+(?:follow|obey|heed|consider)(?:ing)?
|cancel|delete|erase|overwrite|discard|abandon)"""
_EARLIER = r"(?:previous|prior|above|preceding|earlier|foregoing|former|initial|original|past)"
ALONE = re.compile(
    rf"""\b{_SET_ASIDE}\s+(?:[\w',]+\s+){{0,4}}?(?:all|any|your|these|those|every|other|existing|system|{_EARLIER})\s+
    (?:[\w',]+\s+){{0,3}}?{_INSTRUCTIONS}\b(?:\s+(?:above|below|so\s+far|given|before))?
    |\b{_SET_ASIDE}\s+(?:[\w',]+\s+){{0,4}}?{_EARLIER}\s+(?:rules|orders|commands|directions|tasks?|questions?|context)\b
    |\b{_SET_ASIDE}\s+(?:[\w',]+\s+){{0,3}}?(?:{_INSTRUCTIONS}|rules|everything|anything)\s+(?:(?:that\s+)?(?:is\s+|was\s+)?(?:written\s+)?above|
    (?:that\s+)?you\s+(?:were|have\s+been|are|got)\s+(?:given|told|received)|in\s+the\s+prompt)\b
    |\b(?:ignorier(?:e|en)|vergiss|missachte)\s+(?:\w+\s+){{0,3}}?(?:anweisung(?:en)?|instruktion(?:en)?|vorgaben|regeln)\b
    |\b(?:ignore[zs]?|oublie[zs]?)\s+(?:\w+\s+){{0,3}}?(?:instructions|consignes|directives)\b
    |\b(?:ignora|olvida|dimentica)(?:te|d|r)?\s+(?:\w+\s+){{0,4}}?(?:instrucciones|istruzioni|[óo]rdenes|reglas|regole)\b
    |<\|\w+\|>(?:.{{0,300}}<\|\w+\|>)?|\[/?inst\](?:.{{0,300}}?\[/inst\])?|<</?sys>>(?:.{{0,300}}<</sys>>)?
    |\#{{2,}}\s*(?:instruction|response|system|assistant|human)s?\s*:
    |\byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}(?:assistant|language\s+model|ai|llm|chatbot|bot|classifier|judge|evaluator)
    \s+(?:that|who|which|whose|and)\s+(?:\w+\s+){{0,2}}(?:only|always|never|must|says?|answers?|repl(?:y|ies)|responds?|outputs?)\b""",
    _FLAGS | re.DOTALL,
)
"""Orders about instructions, and marks of a chat: these say nothing else, answer or not."""

BESIDE = re.compile(
    rf"""\b(?:stop\s+(?:reading|here|judging|evaluating)|(?:end|begin(?:ning)?)\s+of\s+(?:the\s+)?(?:{_TEXT}|instructions?)
    |(?:evaluation|task|text|review|input)\s+(?:is\s+)?(?:complete|over|ends?|done|finished)|{_SET_ASIDE}\s+(?:\w+\s+){{0,3}}{_TEXT}
    |new\s+(?:rule|task|instruction)s?|system|override|important|attention|instructions?|note\s+to|final)\b|\#{{2,}}|```""",
    _FLAGS,
)
"""What belongs to an order when it stands beside one."""

LEADS_IN = re.compile(
    rf"""(?:(?:\b(?:please|kindly|just|now|so|always|only|and|but|then|therefore|thus|hence|because|it\s+is|the|a|an|your|to|that|for|as|of|
    be|is|important|urgent|attention|note|notice|warning|reminder|hint|hey|hello|hi|dear|ps|p\.s\.|q|a|instructions?|new|system|assistant|user|human|
    admin|override|{_READER}|you\s+(?:must|should|shall|will|have\s+to|need\s+to|are\s+to|can\s+only|may\s+only)|i\s+(?:want|need|order|command)\s+you\s+to)\b
    |</?\s*text\s*>|[\s\#*`<>|\[\]({{"'‹:,;=/\\~–—-])+)$""",
    _FLAGS,
)
"""What leads to an order, at the end of what stands before it."""

TRAILS = re.compile(
    r"""\s*(?:[.!?"'”’»)\]}>`*_|#;,]+(?=\s|$)|\\n)*|\s*</?\s*text\s*>""",
    _FLAGS,
)
GOES_ON = re.compile(
    r"""\s*(?:[,;–—]|-+\s)|\s+(?:and|whatever|regardless|irrespective|no\s+matter|every|each|always|here|instead|without|even|because|
    please|now|only|if|when|for|to\s+(?:all|any|every|each|the|this|everything|whatever)|egal|quoi|sin|senza|à\s+toutes|in\s+(?:all|any|every))\b""",
    _FLAGS,
)
"""A clause that goes on with an order, behind its answer."""

SENTENCE_END = re.compile(r"""[.!?…]+["')\]”’»]*(?=\s|$)|\n+""")
