"""Word lists of the sample company, and the invented account names made of them."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

INDUSTRIES: Final = ("Manufacturing", "Logistics", "Retail", "Finance", "Health", "Energy", "Public sector")

ENGLISH_FIRST: Final = [
    "Alder",
    "Amber",
    "Birch",
    "Bram",
    "Calder",
    "Copper",
    "Dun",
    "Elm",
    "Ever",
    "Fen",
    "Glen",
    "Hazel",
    "Iron",
    "Juniper",
    "Kestrel",
    "Lark",
    "Maple",
    "Nettle",
    "Oaken",
    "Pebble",
    "Quill",
    "Raven",
    "Sable",
    "Thistle",
    "Umber",
    "Vale",
    "Whit",
    "Yarrow",
]
ENGLISH_LAST: Final = [
    "barrow",
    "combe",
    "crest",
    "dale",
    "fleet",
    "garth",
    "holt",
    "lund",
    "mere",
    "moor",
    "ridge",
    "stead",
    "thorpe",
    "wick",
]
ENGLISH_TRADE: Final = {
    "Manufacturing": ("Castings", "Tooling", "Instruments", "Works"),
    "Logistics": ("Freight", "Logistics", "Haulage", "Cold Chain"),
    "Retail": ("Stores", "Outfitters", "Grocers", "Home"),
    "Finance": ("Mutual", "Leasing", "Assurance", "Savings"),
    "Health": ("Clinics", "Diagnostics", "Care", "Pharmacy"),
    "Energy": ("Power", "Grid", "Heat", "Renewables"),
    "Public sector": ("Council", "Transit", "Water Board", "Schools"),
}

HEBREW_FIRST: Final = (
    "ארזית",
    "גלבוע כחול",
    "דרך הגפן",
    "הר הזית",
    "ורד המדבר",
    "זית ורימון",
    "חוף השקד",
    "טל ירוק",
    "יונת החוף",
    "כוכב הגליל",
    "לב הערבה",
    "מגדל השחר",
    "נחל הדס",
    "סלע אדום",
    "עוגן הים",
    "פסגת האלון",
    "צוק הנשר",
    "קשת הרים",
    "רוח צפונית",
    "שביל התמר",
    "תבור חדש",
    "אבן הדרך",
)
HEBREW_TRADE: Final = {
    "Manufacturing": ("תעשיות", "מפעלים"),
    "Logistics": ("הובלות", "לוגיסטיקה"),
    "Retail": ("קמעונאות", "רשת חנויות"),
    "Finance": ("פיננסים", "ביטוח"),
    "Health": ("מרפאות", "בריאות"),
    "Energy": ("אנרגיה", "חשמל"),
    "Public sector": ("שירותי ציבור", "תחבורה"),
}

ROMANIAN_FIRST: Final = (
    "Făgetul Alb",
    "Stânca Șoimului",
    "Valea Frasinului",
    "Poiana Țiglei",
    "Izvorul Rece",
    "Câmpia Înaltă",
    "Lunca Lungă",
    "Măgura Roșie",
    "Piatra Șurii",
    "Dealul Viței",
    "Podul Înalt",
    "Cetina Bătrână",
    "Ulmii Răzeși",
    "Răchita Argintie",
    "Bradul Tânăr",
    "Crângul Verde",
    "Pârâul Sărat",
    "Șesul Larg",
    "Țărmul Lin",
    "Mălinul Negru",
    "Gura Văii Noi",
    "Arinișul",
    "Zăvoiul Mic",
    "Colțul Vântului",
)
ROMANIAN_TRADE: Final = {
    "Manufacturing": ("Industrie", "Prelucrări"),
    "Logistics": ("Transporturi", "Logistică"),
    "Retail": ("Comerț", "Magazine"),
    "Finance": ("Asigurări", "Finanțări"),
    "Health": ("Clinici", "Sănătate"),
    "Energy": ("Energie", "Rețele"),
    "Public sector": ("Servicii Publice", "Administrație"),
}

RUSSIAN_FIRST: Final = (
    "Северная Сосна",
    "Белый Утёс",
    "Тихая Гавань",
    "Каменный Брод",
    "Ясная Роща",
    "Дальний Берег",
    "Синий Яр",
    "Рябиновый Двор",
    "Светлый Путь",
    "Золотой Колос",
    "Вересковый Луг",
    "Медный Ключ",
    "Лесная Застава",
    "Янтарный Мыс",
    "Восточный Ветер",
    "Красный Клён",
    "Полевой Стан",
    "Речной Дозор",
)
RUSSIAN_TRADE: Final = {
    "Manufacturing": ("Завод", "Механика"),
    "Logistics": ("Перевозки", "Логистика"),
    "Retail": ("Торговля", "Магазины"),
    "Finance": ("Страхование", "Лизинг"),
    "Health": ("Клиники", "Здоровье"),
    "Energy": ("Энергия", "Сети"),
    "Public sector": ("Городские службы", "Транспорт"),
}

LANGUAGES: Final = ("en", "he", "ro", "ru")
LANGUAGE_SHARES: Final = (0.70, 0.10, 0.12, 0.08)


def stems() -> dict[str, list[str]]:
    """The first words of company names by language."""
    english = [first + last for first in ENGLISH_FIRST for last in ENGLISH_LAST]
    return {
        "en": english,
        "he": list(HEBREW_FIRST),
        "ro": list(ROMANIAN_FIRST),
        "ru": list(RUSSIAN_FIRST),
    }


def account_names(languages: list[str], industries: list[str], rng: np.random.Generator) -> list[str]:
    """One invented company name for each account, all different; both lists are of equal length."""
    trades: dict[str, Mapping[str, Sequence[str]]] = {
        "en": ENGLISH_TRADE,
        "he": HEBREW_TRADE,
        "ro": ROMANIAN_TRADE,
        "ru": RUSSIAN_TRADE,
    }
    shuffled = {language: list(rng.permutation(words)) for language, words in stems().items()}
    used: set[str] = set()
    names: list[str] = []
    for language, industry in zip(languages, industries, strict=True):
        name = ""
        while not name or name in used:
            stem = shuffled[language].pop(0)
            shuffled[language].append(stem)
            name = f"{stem} {rng.choice(trades[language][industry])}"
        used.add(name)
        names.append(name)
    return names
