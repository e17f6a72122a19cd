"""What texts of a planted corpus may mention, in which words, and the clauses that say so.

The words of one thing are forms of one word or mean alike, and no two things share a word. A clause
says of any thing that it is mentioned, so that clauses do not tell which one it is.
"""

from __future__ import annotations

THINGS: tuple[tuple[str, ...], ...] = (
    ("refund", "refunded", "money back", "reimbursed"),
    ("defective", "faulty", "malfunction"),
    ("delivery delay", "delayed delivery", "late parcel"),
    ("rude waiter", "impolite waiter", "unfriendly waiter"),
    ("discount", "discounts", "price reduction", "bargain price"),
    ("noise", "noisy", "loud noise"),
    ("mould", "mouldy", "mildew"),
    ("breakfast", "breakfast buffet"),
    ("battery", "batteries", "battery life"),
    ("software crash", "system crashes", "computer crash"),
    ("parking", "parking lot", "car park"),
    ("warranty", "guarantee"),
    ("password", "passwords", "login"),
    ("invoice", "invoices", "billing"),
    ("physician", "physicians", "family doctor"),
    ("headache", "headaches", "migraine"),
    ("allergy", "allergies", "allergic"),
    ("insurance", "insured", "insurer"),
    ("luggage", "suitcase", "baggage"),
    ("swimming pool", "sauna", "hot tub"),
    ("wifi", "internet connection", "broadband"),
    ("receptionist", "front desk", "reception desk"),
    ("elevator", "elevators", "lift shaft"),
    ("vegetarian", "vegan", "meatless"),
    ("printer", "printers", "toner cartridge"),
    ("subscription", "subscriptions", "subscribed"),
    ("download", "downloads", "downloaded"),
    ("bicycle", "bicycles", "bike"),
    ("airport shuttle", "shuttle bus"),
    ("gym", "fitness room", "treadmill"),
    ("pharmacy", "drugstore"),
    ("vaccine", "vaccinated", "vaccination"),
    ("screenshot", "screenshots"),
    ("fertilizer", "compost"),
    ("antenna", "antennas", "satellite dish"),
    ("thermostat", "radiator", "heating unit"),
)

CLAUSES: tuple[str, ...] = (
    "there was {} .",
    "then came {} .",
    "much about {} , as one may think .",
    "and so to {} .",
    "{} came up .",
    "they spoke of {} at length .",
    "a word on {} .",
    "also {} .",
    "{} , once more .",
    "it had to do with {} .",
    "remember {} ?",
    "{} was in it too .",
    "we noted {} .",
    "one more time {} .",
)
