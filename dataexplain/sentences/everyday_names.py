"""Everyday words for columns and levels that tables call otherwise: "salary" for an income."""

from __future__ import annotations

from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.narration.grounding.words import stem

# For what columns are often called.
EVERYDAY_COLUMNS: dict[str, tuple[str, ...]] = {
    "paid": ("fare", "price", "charges", "charge"), "pay": ("fare", "price", "charges", "charge"),
    "paying": ("fare", "price", "charges", "charge"),
    "salary": ("income",), "earnings": ("income",), "gender": ("sex",), "ethnicity": ("race",),
    "schooling": ("education",), "educated": ("education",), "degree": ("education",),
    "school": ("education",), "studied": ("education",), "study": ("education",),
    "job": ("occupation",), "profession": ("occupation",), "career": ("occupation",),
    "employer": ("workclass",), "sweet": ("sugar",), "sweeter": ("sugar",), "salty": ("chlorides",),
    "saltier": ("chlorides",), "sour": ("acidity",), "sourer": ("acidity",), "acidic": ("acidity",),
    "boozy": ("alcohol",), "strength": ("alcohol",), "loyal": ("tenure",), "loyalty": ("tenure",),
    "ticket": ("fare",), "deck": ("cabin",), "port": ("embarked",), "convictions": ("priors",),
    "offences": ("priors",), "offenses": ("priors",), "married": ("marital",),
    "wealth": ("income",), "heat": ("temp",), "wind": ("windspeed",), "workday": ("workingday",),
    "workdays": ("workingday",), "pregnant": ("pregnancies",), "breeze": ("windspeed",),
    "damp": ("humidity",), "muggy": ("humidity",), "holidays": ("holiday",),
    "overweight": ("bmi",), "obesity": ("bmi",), "obese": ("bmi",), "heavier": ("bmi", "weight"),
    "fatter": ("bmi",), "country": ("native_country",), "heritage": ("pedigree",),
    "felony": ("charge",), "ocean": ("ocean",), "sea": ("ocean",), "coast": ("ocean",),
    "coastal": ("ocean",), "hours": ("hours",), "kids": ("children", "parch"),
    "sugar": ("sugar", "glucose"), "contract": ("contract",), "weather": ("weather",),
    "pensioner": ("senior",), "pensioners": ("senior",), "retirees": ("senior",),
    "elderly": ("senior",), "ethnic": ("race", "ethnicity"),
    "wages": ("income", "salary"), "wage": ("income", "salary"),
    "seniority": ("tenure", "experience"), "rent": ("rent", "price"), "rush": ("hour",),
    "suburb": ("region", "district"), "neighbourhood": ("region", "district"),
    "neighborhood": ("region", "district"), "vintage": ("year",), "veteran": ("experience",),
    "experienced": ("experience",), "noise": ("noise",), "smoker": ("smoking", "smoke"),
    "smokers": ("smoking", "smoke"), "smoking": ("smoker", "smoke"), "billing": ("payment",),
    "plan": ("contract", "tariff", "plan"), "subscription": ("contract", "plan"),
    "usage": ("usage",), "employer's": ("workclass",), "bill": ("charges", "charge"),
    "bills": ("charges", "charge"), "mileage": ("km", "miles", "odometer"),
    "complaints": ("complaint",), "precipitation": ("rain",), "gust": ("windspeed",),
}  # fmt: skip

EVERYDAY = frozenset(EVERYDAY_COLUMNS)
# For levels.
EVERYDAY_LEVELS = {
    "black": "african", "white": "caucasian", "latino": "hispanic", "graduate": "grad",
    "rain": "rain", "snow": "snow", "wife": "wife", "coast": "ocean", "snowy": "snow",
    "rainy": "rain", "phd": "doctorate", "phds": "doctorate", "doctoral": "doctorate",
    "sunny": "clear", "autumn": "fall", "foggy": "mist", "online": "web",
    "wives": "wife", "husbands": "husband", "boss": "exec", "manager": "managerial",
    "clerk": "clerical", "farmer": "farming", "cleaner": "cleaners", "salesman": "sales",
    "latina": "hispanic",
    "northern": "north", "southern": "south", "eastern": "east",
    "western": "west", "british": "uk", "america": "states", "usa": "states",
}  # fmt: skip
# One word of these does not tell which level of several words is meant: "school" of "Prof-school".
COMMON_HEADS = word_set(
    "school schooling college university education degree service services office centre center "
    "group class type level system program programme department company sector industry area "
    "region district house home family work job time year month week day hour other general"
)


def is_common_head(word: str) -> bool:
    """Return whether a word is too common to stand alone for a level of several words.

    Examples
    --------
    >>> is_common_head("schools"), is_common_head("managerial")
    (True, False)
    """
    return word in COMMON_HEADS or stem(word) in COMMON_HEADS
