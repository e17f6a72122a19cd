"""Phrases that decide what kind of thing a sentence asserts, found in its words in a row."""

from __future__ import annotations

import re

_GAP = r"(?: [^ ]{1,20})"
NOTHING = re.compile(
    rf"\bno (?:real |clear |measurable |noticeable |visible |discernible |detectable |particular |"
    rf"significant |notable |such |obvious |systematic )?(?:effect|relation|relationship|"
    rf"association|link|difference|"
    rf"influence|impact|connection|correlation|bearing|role|pattern|change|contrast|gap|trend|"
    rf"drop|jump|step|rise|dependence|sign|variation|interplay|interaction|extra)\b"
    rf"|\b(?:do|does|did|is|are|was|were|would|will|seem|seems)(?: not| never) "
    rf"(?:really |much |at all |actually |seem to |appear to |in any way )?(?:matter|affect|"
    rf"affected|influenced|depend|differ|vary|change|influence|"
    rf"relate|related|associated|linked|connected|correlated|move|play|differ|make|shift|budge|"
    rf"react|care|different|tied|respond|jump)\b"
    rf"|\bhardly (?:any|matter(?:s|ed)?|depends?|affect(?:s|ed)?|change[sd]?|made|differs?|"
    rf"varies|moves?|makes?)\b"
    rf"|\b(?:unrelated|irrelevant|immaterial|independent of|nothing to do with|regardless of|"
    rf"unaffected|indifferent to|identical|equally|uncorrelated|unconnected|makes? little "
    rf"difference)\b"
    rf"|\b(?:stays?|remains?|is|are|keeps?|stayed|remained|cost|costs|was|were|have|has|had|"
    rf"about|much|exactly|roughly|show|shows|at)"
    rf"(?: [^ ]{{1,12}})? (?:the same|flat|constant|level|unchanged|alike)\b(?! (?:and|columns))"
    rf"|\bjust as (?:many|much|high|low|likely|often|expensive|cheap|large|well|good)\b"
    rf"|(?<!times )(?<!twice )(?<!thrice )(?<!half )(?<!third )(?<!quarter )(?<!fold )(?<!x )"
    rf"\b(?:as (?:likely|high|low|often|many|much|expensive|cheap) as)\b"
    rf"|\b(?:nothing|none)(?: [^ ]{{1,12}})? (?:happens?|changes?|special|is added|to suggest|"
    rf"beyond|extra|that|added|more)\b"
    rf"|\b(?:brings?|adds?|makes?|means?) nothing\b"
    rf"|\bno (?:more|less|higher|lower|better|worse|greater|fewer|cheaper|dearer|pricier|likelier|"
    rf"different|larger|smaller|longer(?= than| in| with| where| for)|stronger|"
    rf"additional)\b(?! than #)"
    rf"|\b(?:not|no|never|nor|without|hardly|scarcely|barely)(?: (?!only)[^ ,;]{{1,14}}){{0,9}} "
    rf"(?:difference|differences|stand out|stands out|set apart|sets apart)\b"
    rf"|\bneither (?:more|less|higher|lower|better|worse|helps?|raises?)\b"
    rf"|\bwhether{_GAP}{{1,8}} or{_GAP}{{1,8}} (?:makes no|does not|is all|the same)\b"
    rf"|\bmakes? no\b|\bhas no\b|\bhave no\b|\bhad no\b|\bplays? no\b|\bno difference\b"
)  # fmt: skip
OPEN = re.compile(
    r"\b(?:remains?|stays?|is|are|still|left|was|matter|question) (?:still |an |left |a |rather |"
    r"quite )?"
    r"(?:open|unclear|undecided|unsettled|uncertain|inconclusive|unresolved|unknown|in doubt|"
    r"unproven)\b"
    r"|\b(?:inconclusive|undecided|unsettled|open question|unclear|unverifiable|may or may not|"
    r"unproven)\b"
    r"|\b(?:nothing|not|no|never|cannot|nor|neither|unable to|impossible to)(?: [^ ,]{1,14}){0,4} "
    r"(?:said|checked|tested|judged|known|ruled out|drawn|answered|permit|allow|conclusion|verdict|"
    r"answer|check|test|conclude|judge|settle)\b"
    r"|\bno (?:clear |convincing |strong |solid |firm |good |real |sufficient |conclusive )?"
    r"(?:evidence|support|proof|confirmation)\b"
    r"|\b(?:not|cannot|never|could not|nor)(?: [^ ]{1,10}){0,3} (?:support|supported|confirm|"
    r"confirmed|established|verified|"
    r"settled|proven|shown|tell|told|say|decided|determined|verify|concluded|evident|clear|decide|"
    r"demonstrated|bear out|borne out)\b(?! apart)"
    r"|\b(?:insufficient|not enough|too little|too few|weak|lacks?|lacking) (?:evidence|rows|"
    r"support|data)\b"
    r"|\bfail(?:s|ed)? to (?:show|confirm|support|find)\b|\bto be (?:seen|settled|decided)\b"
)
HELD = re.compile(
    r"\bother (?:columns|things|factors|variables|features|characteristics)\b"
    r"|\ball (?:the )?(?:else|other things|other columns)\b|\beverything else\b|\banything else\b"
    r"|\b(?:held|holding|hold|kept|keeping|being|are|is|remaining|with the) (?:[^ ,;]{1,12} ){0,4}?"
    r"(?:fixed|constant|equal)\b|\bthe rest (?:of the columns |is |are |being )?"
    r"(?:held|kept|fixed|constant|equal)\b|\badjust(?:ed|ing|ment|ments|s)?\b"
    r"|\baccount(?:ed|ing) for\b|\bcontroll(?:ed|ing) for\b|\btaking [^ ]{1,12}(?: [^ "
    r"]{1,12}){0,4} into account\b"
    r"|\blike for like\b|\blike - for - like\b|\botherwise (?:similar|comparable|equal|alike|"
    r"identical)\b|\bceteris paribus\b"
    r"|\bremaining columns\b|\bother (?:columns )?(?:held|fixed)\b|\bcolumns (?:held|fixed|"
    r"constant|equal)\b"
    r"|\b(?:once|when|after) the (?:others|rest)\b"
)
ALONE = re.compile(
    r"\b(?:on its own|by itself|on their own|taken (?:alone|by itself|in isolation)|in isolation|"
    r"alone|raw|unadjusted|plain|without (?:any )?(?:adjust|account|hold)[^ ]*|nothing but|simple|"
    r"at face value|on the face of it|at first (?:glance|sight)|superficially|"
    r"before adjust[^ ]*|before account[^ ]*|considered alone|viewed alone|crude|"
    r"unconditionally)\b"
)
# What says that something ends with the other columns held fixed.
ENDS = re.compile(
    r"\b(?:vanish[^ ]*|disappear[^ ]*|gone|fades?|no longer|not survive|not hold|not persist|"
    r"not remain|nothing of the kind|not after|but not|not (?:[^ ]{1,8} ){0,2}(?:hold|survive|"
    r"persist|remain|last)|"
    r"goes away|evaporates?|lost|nothing (?:is |remains )?(?:left|remains)|washes out|does not)\b"
)
JOINT = re.compile(
    r"\b(?:than|beyond|above|over|exceed[^ ]*|top of|from)(?: [^ ]{1,20}){1,10}? (?:explains?|"
    r"explained|accounts? for|predicts?|predicted|suggests?|impl(?:y|ies)|add up to|lead one to|"
    r"would)\b(?! than)|"
    r"\b(?:one by one|one at a time|separately|sum of|"
    r"either (?:one |condition |alone |of them |would |"
    r"coordinate )?|combination|"
    r"combined|combine|interplay|interaction|interact|interacts|taken together|each (?:condition|"
    r"one|of them|alone|would|accounts?)|"
    r"on top of|over and above|individually|these (?:two )?conditions|in isolation from|synergy|"
    r"than the (?:two )?parts|beyond what|singly|own right|on their own explain)\b"
)
JUMP = re.compile(
    r"\b(?:jumps?|jumped|step|steps|leaps?|sudden(?:ly)?|abrupt(?:ly)?|threshold|cliff|"
    r"beyond (?:any|the|a) steady|break|discontinuity|at one stroke|steady slope)\b"
)
BEGINS = re.compile(
    r"\b(?:only|entirely|exclusively|solely|no earlier|not before|starts?|begins?|sets in|not "
    r"until|first when|not below|kicks in|onset)\b"
)
# After "highest at" these are both ends, or one of them: no turn.
_ENDS = (
    r"(?! (?:the |both |either )*(?:youngest|oldest|lowest|highest|smallest|largest|extremes?|"
    r"ends?|two|@ and|far)\b)"
)
HUMPED = re.compile(
    r"\b(?:hump|humped|inverted u|inverse u|upside - down u|upside down u|peaks?|peaking|highest "
    rf"(?:at|around|near|about){_ENDS}|"
    r"rises? (?:and|then) (?:then )?falls?|tops out|maximum (?:at|around|near)|high point|arch|"
    r"inverted v)\b"
)
SAGGING = re.compile(
    r"\b(?<!inverted )(?<!inverse )(?<!down )(?:u - shaped|u shaped|u - shape|v - shaped|v shaped|"
    r"bottoms? out|bottoming|trough|low point|"
    rf"lowest (?:at|around|near|about|for|in|point){_ENDS}|minimum (?:at|around|near)|"
    r"falls? (?:and|then) (?:then )?rises?|dips? to|valley)\b"
)
POSITIVE = re.compile(
    r"\b(?:positively|directly|positive|in step|hand in hand) (?:related|associated|correlated|"
    r"linked|relation|relationship|association|correlation|with)\b"
)
NEGATIVE = re.compile(
    r"\b(?:negatively|inversely|negative|inverse|opposite) (?:related|associated|correlated|"
    r"linked|relation|relationship|association|correlation|with|to)\b"
)
ENTANGLED = re.compile(
    r"(?:together with|(?<!goes )(?<!go )(?<!comes )(?<!come )(?<!going )along with|entangled|"
    r"(?:not|cannot|never|hard to|difficult to|impossible to|no way to|without being able to)"
    r"(?: [^ ]{1,15}){0,3}? (?:apart|separat[^ ]*|disentangl[^ ]*|distinguish[^ ]*|untangl[^ ]*|"
    r"isolat[^ ]*|tease[^ ]*|unpick[^ ]*)|"
    r"in company with|told apart|move along|moves along|moves with|move with|inseparable|same "
    r"story|intertwined|jointly with|hand in hand with|"
    r"indistinguishable|disentangle|disentangled|tied up with|bound up with|in tandem|confounded|"
    r"even together)"
)
# What takes up a bound again: "beyond that", "from there on".
FURTHER = re.compile(
    r"\b(?:beyond|after|past|above|over|from) (?:that|it|there|this|then|which)\b"
    r"|\b(?:thereafter|afterwards|from then)\b"
)
PER = re.compile(
    r"(?:%|percent|points?) an? (?=(?:@|year|decade|month|week|day|hour|minute)(?: |$))"
    r"|\b(?:every|each|per)\b(?!cent)(?: (?:additional|extra|more|further|added|another|"
    r"single))?(?: #(\d+)#)?"
)
MATTERS = re.compile(
    r"\b(?:matters?|depends? on|differs?|varies|vary|related to|associated with|linked to|"
    r"predicts?|correlates?|connected (?:to|with)|tells? apart)\b"
)
# What is said of all of a column, so that a turn within it contradicts.
THROUGHOUT = re.compile(
    r"\b(?:throughout|always|steadily|monotonic[^ ]*|all the way|at every|continuously|"
    r"consistently|without exception|across the board|never (?:falls?|rises?|drops?|turns?)|"
    r"(?:whole|entire|full) (?:range|course|span|way))\b|\bat all @"
)
# What is said of how much one column's effect is, not of the outcome's level.
INTERPLAY = re.compile(
    r"\b(?:effects?|influence|impact|slopes?|benefits?|depends|stronger|weaker|steeper|flatter|"
    r"steeply|strongly|weakly|gentler|pronounced)\b"
    r"|\b(?:gains?|loses?|rises?|falls?|grows?|drops?|climbs?|increases?|decreases?|declines?|"
    r"gain|lose|rise|fall|grow|drop) (?:[^ ]{1,14} )?(?:more|less|faster|slower)\b"
)
# What is said of a change in the course of time.
OVER_TIME = re.compile(
    r"\b(?:over time|(?:as|when) time (?:goes|passes|moves|went|passed)|with time|in the course of|"
    r"over the (?:years|months|weeks|course|period)|as the (?:years|months|weeks) (?:go|pass|went)|"
    r"(?:comes?|came|coming) to (?:be|gain|lose|have|sell|cost|earn)|nowadays|these days|"
    r"than (?:before|earlier|it used to)|lately|recently|in later (?:years|months|times|rows))\b"
)
