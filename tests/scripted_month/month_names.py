"""Invented names: customers, each with a first word of its own, and others whose money passes through the bank."""

_FIRST = (
    *("Alderholt", "Bramwith", "Castleford", "Dunwick", "Eskdale", "Farnbeck", "Grimscar", "Holmewood", "Inglethorpe"),
    *("Jessamine", "Kelbrook", "Lorimer", "Mossgate", "Nunwell", "Oxenhope", "Penhallow", "Quernmore", "Ravensworth"),
    *("Silverdale", "Tarleton", "Ulverly", "Vinehall", "Wharram", "Yeoford", "Zennor", "Ambleforth", "Birkacre"),
    *("Coverham", "Deepdene", "Elmsett", "Foxcote", "Garstang", "Hepworth", "Idlicote", "Kimpton", "Lulworth"),
    *("Melbury", "Newsham", "Ottery", "Padstow", "Radway", "Sedbergh", "Thrapston", "Uffculme", "Varteg", "Whixall"),
    *(
        "Yarnton",
        "Acomb",
        "Bickleigh",
        "Chilcote",
        "Drayton",
        "Everley",
        "Frampton",
        "Goathland",
        "Huxley",
        "Kirkoswald",
    ),
    *("Langport", "Minskip"),
)
_TRADE = (
    *("Joinery", "Dental Care", "Print Works", "Brewery", "Garage", "Interiors", "Nurseries", "Design", "Bakery"),
    *("Cycles", "Solicitors", "Estates"),
)
OTHERS = (
    *("HMRC VAT", "BUSINESS SAVINGS", "NORTHERN ENERGY", "CITY COUNCIL", "CARD REWARDS", "INSURE PLUS", "TOOL HIRE UK"),
    *("WATER SERVICES", "OFFICE RENT CO"),
)
"""Who pays and is paid although no customer."""


def customer_names(count: int) -> tuple[str, ...]:
    """So many names; no two share their first word."""
    return tuple(f"{first} {_TRADE[place % len(_TRADE)]}" for place, first in enumerate(_FIRST[:count]))


def as_the_bank_writes(name: str) -> str:
    """The name as it stands on a statement: capitals, cut at eighteen characters."""
    return name.upper()[:18].strip()
