"""What customers write: short sentences by language and mood, and the comments made of them."""

from typing import Final

import numpy as np

GLAD: Final = {
    "en": (
        "Does what we bought it for.",
        "Support answered within the hour, thank you.",
        "Easy to roll out to a new site.",
        "The reports save my team a day a week.",
        "Our account manager knows our business.",
        'My team calls it "the one tool that just works".',
        "Fast, clear, no fuss.",
        "Training was short, practical and well paced.",
        "Approvals that took days now take minutes.",
    ),
    "he": (
        "עושה בדיוק את מה שהבטיחו.",
        "התמיכה ענתה תוך שעה, תודה.",
        "קל להטמיע באתר חדש.",
        "הדוחות חוסכים לנו יום בשבוע.",
        "מנהל הלקוח מכיר את העסק שלנו.",
        "מהיר, ברור ובלי סיבוכים.",
        "ההדרכה הייתה קצרה ומעשית.",
    ),
    "ro": (
        "Face exact ce ni s-a promis.",
        "Suportul a răspuns într-o oră, mulțumim.",
        "Ușor de pus în funcțiune la un sediu nou.",
        "Rapoartele ne economisesc o zi pe săptămână.",
        "Managerul de cont ne cunoaște afacerea.",
        "Rapid, clar, fără bătăi de cap.",
        "Instruirea a fost scurtă și practică.",
    ),
    "ru": (
        "Делает ровно то, что обещали.",
        "Поддержка ответила за час, спасибо.",
        "Легко внедрить на новой площадке.",
        "Отчёты экономят нам день в неделю.",
        "Менеджер знает наш бизнес.",
        "Быстро, понятно, без лишних шагов.",
        "Обучение было коротким и полезным.",
    ),
}

MIXED: Final = {
    "en": (
        "Good product, but the mobile app lags behind.",
        "Fine overall, search could be better.",
        "We use half of it, the rest we have not needed yet.",
        "Support is friendly, though the answer took two tries.",
        "Price went up, value about the same.",
        "Works, with some patience.",
    ),
    "he": (
        "מוצר טוב, אבל האפליקציה לנייד מפגרת.",
        "בסדר בסך הכול, החיפוש יכול להשתפר.",
        "משתמשים בחצי מהיכולות.",
        "התמיכה אדיבה, אבל נדרשו שתי פניות.",
        "המחיר עלה, התמורה אותו דבר.",
    ),
    "ro": (
        "Produs bun, dar aplicația mobilă rămâne în urmă.",
        "În general bine, căutarea ar putea fi mai bună.",
        "Folosim doar jumătate din funcții.",
        "Suport amabil, dar a fost nevoie de două încercări.",
        "Prețul a crescut, valoarea e aceeași.",
    ),
    "ru": (
        "Продукт хороший, но мобильное приложение отстаёт.",
        "В целом нормально, поиск мог бы быть лучше.",
        "Используем половину возможностей.",
        "Поддержка вежливая, но помогли со второго раза.",
        "Цена выросла, польза та же.",
    ),
}

SORRY: Final = {
    "en": (
        "Too many clicks for a simple task.",
        "I had to explain the same problem three times.",
        "Nobody told us about the change.",
        "The import failed again, with no reason given.",
        'Was told "next release" twice, still waiting.',
        "Slow since spring, and getting slower.",
        "We were passed from team to team.",
        "Hard to see what we pay for.",
    ),
    "he": (
        "יותר מדי לחיצות לפעולה פשוטה.",
        "הסברתי את אותה תקלה שלוש פעמים.",
        "אף אחד לא הודיע לנו על השינוי.",
        "הייבוא נכשל שוב, בלי הסבר.",
        "איטי מאז האביב.",
        "העבירו אותנו מצוות לצוות.",
    ),
    "ro": (
        "Prea multe clicuri pentru o sarcină simplă.",
        "Am explicat aceeași problemă de trei ori.",
        "Nimeni nu ne-a anunțat schimbarea.",
        "Importul a eșuat din nou, fără explicații.",
        "Merge greu din primăvară.",
        "Am fost trimiși de la o echipă la alta.",
    ),
    "ru": (
        "Слишком много кликов для простой задачи.",
        "Трижды объяснял одну и ту же проблему.",
        "Никто не предупредил нас об изменении.",
        "Импорт снова не сработал, без объяснений.",
        "С весны работает медленно.",
        "Нас передавали из отдела в отдел.",
    ),
}

SETUP: Final = {
    "en": (
        "The new setup wizard asks for things we do not have yet.",
        "Since the June release setup takes twice as long.",
        "The wizard lost our settings, we began again.",
        "Setup guide still shows the old screens.",
    ),
    "he": (
        "אשף ההגדרה החדש מבקש פרטים שעוד אין לנו.",
        "מאז גרסת יוני ההקמה לוקחת פי שניים.",
        "המדריך עוד מציג את המסכים הישנים.",
    ),
    "ro": (
        "Noul asistent de configurare cere date pe care nu le avem încă.",
        "De la versiunea din iunie, configurarea durează dublu.",
        "Ghidul arată încă ecranele vechi.",
    ),
    "ru": (
        "Новый мастер настройки требует данные, которых у нас ещё нет.",
        "После июньского выпуска настройка длится вдвое дольше.",
        "В руководстве всё ещё старые экраны.",
    ),
}
"""About the release of truth 1: only for low onboarding scores asked for after it."""

MOODS: Final = {"glad": GLAD, "mixed": MIXED, "sorry": SORRY, "setup": SETUP}
SECOND_SENTENCE: Final = 0.35
SECOND_ON_NEW_LINE: Final = 0.4


def comment(language: str, mood: str, rng: np.random.Generator) -> str:
    """One comment of one or two sentences; the second may stand on a line of its own."""
    sentences = MOODS[mood][language]
    first = int(rng.integers(len(sentences)))
    if rng.random() >= SECOND_SENTENCE:
        return sentences[first]
    second = (first + 1 + int(rng.integers(len(sentences) - 1))) % len(sentences)
    between = "\n" if rng.random() < SECOND_ON_NEW_LINE else " "
    return sentences[first] + between + sentences[second]
