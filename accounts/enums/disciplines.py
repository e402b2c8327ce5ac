"""ISCED-F 2013, the international classification of fields of study: two digits broad, three narrow, four detailed.

Source: UNESCO Institute for Statistics, ISCED Fields of Education and Training 2013. The detailed fields are those that
students of the partner institutions are likely to have.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BROAD: dict[str, Promise] = {
    "00": _("Generic programmes and qualifications"),
    "01": _("Education"),
    "02": _("Arts and humanities"),
    "03": _("Social sciences, journalism and information"),
    "04": _("Business, administration and law"),
    "05": _("Natural sciences, mathematics and statistics"),
    "06": _("Information and communication technologies"),
    "07": _("Engineering, manufacturing and construction"),
    "08": _("Agriculture, forestry, fisheries and veterinary"),
    "09": _("Health and welfare"),
    "10": _("Services"),
}
NARROW: dict[str, Promise] = {
    "001": _("Basic programmes and qualifications"),
    "002": _("Literacy and numeracy"),
    "003": _("Personal skills and development"),
    "011": _("Education"),
    "021": _("Arts"),
    "022": _("Humanities (except languages)"),
    "023": _("Languages"),
    "028": _("Inter-disciplinary programmes involving arts and humanities"),
    "031": _("Social and behavioural sciences"),
    "032": _("Journalism and information"),
    "038": _("Inter-disciplinary programmes involving social sciences, journalism and information"),
    "041": _("Business and administration"),
    "042": _("Law"),
    "048": _("Inter-disciplinary programmes involving business, administration and law"),
    "051": _("Biological and related sciences"),
    "052": _("Environment"),
    "053": _("Physical sciences"),
    "054": _("Mathematics and statistics"),
    "058": _("Inter-disciplinary programmes involving natural sciences, mathematics and statistics"),
    "061": _("Information and Communication Technologies"),
    "068": _("Inter-disciplinary programmes involving Information and Communication Technologies"),
    "071": _("Engineering and engineering trades"),
    "072": _("Manufacturing and processing"),
    "073": _("Architecture and construction"),
    "078": _("Inter-disciplinary programmes involving engineering, manufacturing and construction"),
    "081": _("Agriculture"),
    "082": _("Forestry"),
    "083": _("Fisheries"),
    "084": _("Veterinary"),
    "091": _("Health"),
    "092": _("Welfare"),
    "098": _("Inter-disciplinary programmes involving health and welfare"),
    "101": _("Personal services"),
    "102": _("Hygiene and occupational health services"),
    "103": _("Security services"),
    "104": _("Transport services"),
}
DETAILED: dict[str, Promise] = {
    "0111": _("Education science"),
    "0114": _("Teacher training with subject specialisation"),
    "0211": _("Audio-visual techniques and media production"),
    "0212": _("Fashion, interior and industrial design"),
    "0221": _("Religion and theology"),
    "0222": _("History and archaeology"),
    "0223": _("Philosophy and ethics"),
    "0231": _("Language acquisition"),
    "0232": _("Literature and linguistics"),
    "0288": _("Inter-disciplinary programmes involving arts and humanities"),
    "0311": _("Economics"),
    "0312": _("Political sciences and civics"),
    "0313": _("Psychology"),
    "0314": _("Sociology and cultural studies"),
    "0321": _("Journalism and reporting"),
    "0388": _("Inter-disciplinary programmes involving social sciences, journalism and information"),
    "0411": _("Accounting and taxation"),
    "0412": _("Finance, banking and insurance"),
    "0413": _("Management and administration"),
    "0414": _("Marketing and advertising"),
    "0421": _("Law"),
    "0488": _("Inter-disciplinary programmes involving business, administration and law"),
    "0511": _("Biology"),
    "0512": _("Biochemistry"),
    "0521": _("Environmental sciences"),
    "0522": _("Natural environments and wildlife"),
    "0531": _("Chemistry"),
    "0532": _("Earth sciences"),
    "0533": _("Physics"),
    "0541": _("Mathematics"),
    "0542": _("Statistics"),
    "0588": _("Inter-disciplinary programmes involving natural sciences, mathematics and statistics"),
    "0611": _("Computer use"),
    "0612": _("Database and network design and administration"),
    "0613": _("Software and applications development and analysis"),
    "0688": _("Inter-disciplinary programmes involving Information and Communication Technologies"),
    "0711": _("Chemical engineering and processes"),
    "0712": _("Environmental protection technology"),
    "0713": _("Electricity and energy"),
    "0714": _("Electronics and automation"),
    "0715": _("Mechanics and metal trades"),
    "0721": _("Food processing"),
    "0731": _("Architecture and town planning"),
    "0788": _("Inter-disciplinary programmes involving engineering, manufacturing and construction"),
    "0811": _("Crop and livestock production"),
    "0841": _("Veterinary"),
    "0911": _("Dental studies"),
    "0912": _("Medicine"),
    "0913": _("Nursing and midwifery"),
    "0914": _("Medical diagnostic and treatment technology"),
    "0915": _("Therapy and rehabilitation"),
    "0916": _("Pharmacy"),
    "0917": _("Traditional and complementary medicine and therapy"),
    "0921": _("Care of the elderly and of disabled adults"),
    "0922": _("Child care and youth services"),
    "0923": _("Social work and counselling"),
    "0988": _("Inter-disciplinary programmes involving health and welfare"),
    "1014": _("Sports"),
    "1021": _("Community sanitation"),
    "1022": _("Occupational health and safety"),
}


def choices() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """The detailed fields for a select, grouped by their broad field."""
    return [
        (label, [(code, name) for code, name in DETAILED.items() if code.startswith(broad)])
        for broad, label in BROAD.items()
        if any(code.startswith(broad) for code in DETAILED)
    ]


def rolled_up(code: str) -> list[Promise]:
    """A detailed field with the fields it belongs to: detailed, narrow, broad; names that repeat are said once."""
    found = [DETAILED[code], NARROW[code[:3]], BROAD[code[:2]]]
    return [name for index, name in enumerate(found) if str(name) not in {str(earlier) for earlier in found[:index]}]
