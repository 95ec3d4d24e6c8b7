"""The code page of exports with comments and names in many languages, with few and many letters outside ASCII."""

import random

import pytest

from cx.ingest.code_page import code_page, is_damaged_utf8

WORDS = {
    "english": ("The team was helpful – thanks", "it’s a pity", "“Very good” support", "Costs 5 € too much", "Café"),
    "german": ("Die Lösung passt zur Größe", "Schöne Grüße", "Übergabe", "Müller", "ärgerlich", "Straße"),
    "french": ("l’été à la plage", "très bien", "Réponse rapide", "Ça va", "Où est le manuel ?", "naïve"),
    "spanish": ("¿Cuándo llega la solución?", "Muy rápido", "El niño señaló", "Atención excelente"),
    "romanian": ("Răspuns rapid şi politicos", "Am aşteptat mult, însă mulţumesc", "Ştefănescu", "Preţul e mare"),
    "polish": ("Zażółć gęślą jaźń", "Obsługa była miła", "Dziękuję bardzo", "Wałęsa", "Michał", "Proszę"),
    "czech": ("Příliš žluťoučký kůň", "Děkuji za rychlou odpověď", "Skvělé", "Dvořák", "Jiří", "Žádná odpověď"),
    "hungarian": ("Gyors válasz, köszönöm", "Nagyon jó ügyfélszolgálat", "Őszintén szólva", "Szabó Győző", "Erdős"),
    "russian": ("Поддержка отвечает быстро и вежливо", "Очень долго", "Да", "Иванов", "Пётр", "ОТЛИЧНО"),
    "greek": ("Η υποστήριξη απαντά γρήγορα και ευγενικά", "Πολύ καλό", "Ευχαριστώ", "Παπαδόπουλος", "Γιώργος"),
    "arabic": ("الدعم يجيب بسرعة وبلطف", "شكرا جزيلا", "جيد جدا", "محمد علي", "الخدمة ممتازة"),
    "chinese": ("客服回复很快，也很有礼貌", "等了很久没有人回答", "非常满意", "王小明", "产品很好用"),
    "taiwanese": ("客服回覆很快，也很有禮貌", "等了很久沒有人回答", "非常滿意", "王小明", "產品很好用"),
    "japanese": ("サポートの対応がとても早かったです", "ありがとうございました", "田中さん", "とても満足しています"),
    "korean": ("고객 지원이 빠르고 친절했습니다", "감사합니다", "매우 만족합니다", "김민수"),
    "hebrew": ("התמיכה עונה מהר ובאדיבות", "תודה", "טוב", "משה כהן", "לוי"),
}
PAGES = {
    "cp1252": ("english", "german", "french", "spanish"),
    "cp1250": ("romanian", "polish", "czech", "hungarian"),
    "iso8859_2": ("polish", "czech", "hungarian"),
    "cp1251": ("russian",),
    "koi8_r": ("russian",),
    "cp1253": ("greek",),
    "cp1256": ("arabic",),
    "gb18030": ("chinese",),
    "big5": ("taiwanese",),
    "cp932": ("japanese",),
    "cp949": ("korean",),
    "cp1255": ("hebrew",),
}


@pytest.mark.parametrize(("page", "language"), [(page, name) for page, names in PAGES.items() for name in names])
@pytest.mark.parametrize("rows", [4, 20, 200])
def test_text_is_read_as_written(page: str, language: str, rows: int) -> None:
    """The page itself may be another one that has the same letters in the same places."""
    chosen = random.Random(rows)
    kept = [text for text in WORDS[language] if page != "iso8859_2" or not set(text) & set("’–“”€")]
    text = "\n".join(f"R{n},nps,9,{kept[n % len(kept)]},{chosen.choice(kept)},Acme Ltd" for n in range(rows))
    content = text.encode(page)
    assert content.decode(code_page(content)) == text


@pytest.mark.parametrize(
    ("content", "damaged"),
    [
        ("Größe, Müller, Straße, schön, ü, ö, ä, ß, é, à, ê".encode()[:-1], True),
        ("Größe, Müller".encode("cp1252"), False),
        ("תודה רבה".encode("cp1255"), False),
        ("Поддержка".encode("cp1251"), False),
    ],
)
def test_damaged_utf8_is_told_from_another_encoding(content: bytes, damaged: bool) -> None:
    assert is_damaged_utf8(content) is damaged
