"""Names of months, whole and cut short, in the languages that exports come in."""

NAMES = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ru, by itself": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "he, of": "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    "he, with a mark": "ינו׳ פבר׳ מרץ אפר׳ מאי יוני יולי אוג׳ ספט׳ אוק׳ נוב׳ דצמ׳",
    "without accents": "janvier fevrier maerz avril mai juin juillet aout septembre octobre novembre decembre",
}
SHORT = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "jän feb mär apr mai jun jul aug sep okt nov dez",
    "de, of four": "jan febr mrz apr mai juni juli aug sept okt nov dez",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "fr, without accents": "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "es, of three": "ene feb mar abr may jun jul ago set oct nov dic",
    "ru": "янв фев мар апр май июн июл авг сен окт ноя дек",
    "ru, of four": "янв февр мар апр мая июн июл авг сент окт нояб дек",
    "ro": "ian feb mar apr mai iun iul aug sept oct noi dec",
    "he": "ינו פבר מרץ אפר מאי יונ יול אוג ספט אוק נוב דצמ",
    "he, in full": "ינו פבר מרס אפר מאי יוני יולי אוג ספט אוק נוב דצמ",
}


def _numbered() -> dict[str, int]:
    lines = [*NAMES.values(), *SHORT.values()]
    return {name: number for line in lines for number, name in enumerate(line.split(), start=1)}


MONTHS = _numbered()
"""The number of a month by any of its names, in lower case and without the point of an abbreviation."""
