"""Search on a small catalogue: what is typed, what is found, what is marked."""

from datetime import date

import pytest

from sanad_desk.domain.catalogue import Catalogue, Entity, Service, Source, Words
from sanad_desk.domain.search import ServiceIndex

POLICE = Entity("rop", Words("شرطة عمان السلطانية", "Royal Oman Police"), "government", aliases=("الشرطة",))
LABOUR = Entity("mol", Words("وزارة العمل", "Ministry of Labour"), "government")
SYNONYMS = (
    ("تجديد", "اجدد", "renew", "renewal", "tajdeed"),
    ("بطاقة", "كرت", "card", "bataqa"),
    ("ملكية مركبة", "سجل المركبة", "mulkiya", "vehicle registration"),
    ("صيدلية", "pharmacy"),
    ("صيدلي", "pharmacist"),
)
IGNORED = ("ابغى", "أبا", "i", "want", "to", "my", "في")


def service(code: str, ar: str, en: str, *aliases: str, often: int = 0, entity: str = "rop", **more: object) -> Service:
    category = Words("المرور", "Traffic") if entity == "rop" else Words("العقود", "Contracts")
    return Service(code, entity, Words(ar, en), category, Source("name-only"), aliases=aliases, often=often, **more)


def catalogue(*services: Service) -> Catalogue:
    return Catalogue(
        version="test",
        tariff_date=date(2026, 1, 1),
        entities={"rop": POLICE, "mol": LABOUR},
        services={s.code: s for s in services},
        papers={},
        synonyms=SYNONYMS,
        ignored_words=IGNORED,
    )


@pytest.fixture(scope="module")
def index() -> ServiceIndex:
    return ServiceIndex(
        catalogue(
            service("rop-id-card", "بطاقة شخصية للعمانيين", "Omani ID card", "البطاقة المدنية", often=2),
            service("rop-vehicle-renewal", "تجديد سجل المركبة", "Vehicle registration renewal", "الملكية", often=3),
            service("rop-vehicle-transfer", "نقل ملكية مركبة", "Vehicle ownership transfer"),
            service("rop-visit-visa", "تأشيرة زيارة عائلية", "Family visit visa", "فيزا زيارة"),
            service("rop-conviction", "شهادة عدم محكومية", "Non-conviction certificate"),
            service("mol-accept", "قبول عقد العمل إلكترونيًا", "Accept employment contract", entity="mol"),
            service("mol-amend", "تعديل عقد العمل", "Amend employment contract", entity="mol"),
            service("moh-pharmacist", "ترخيص صيدلي", "Pharmacist licence", entity="mol"),
            service("moh-pharmacy", "ترخيص صيدلية", "Pharmacy licence", entity="mol"),
        )
    )


def first(index: ServiceIndex, query: str) -> str:
    hits = index.find(query)
    return hits[0].service_code if hits else ""


@pytest.mark.parametrize(
    "query",
    [
        "بطاقة شخصية",
        "بطاقه شخصيه",
        "البطاقة الشخصية",
        "بِطَاقَة شَخْصِيَّة",
        "بطـــاقة شخصية",
        "والبطاقة الشخصية",
        "بطاقتي الشخصية",
        "كرت شخصي",
        "omani id card",
        "OMANI ID",
        "Ómani íd card",
        "bataqa shakhsiya",
        "rop-id-card",
    ],
)
def test_one_service_by_many_spellings(index: ServiceIndex, query: str):
    assert first(index, query) == "rop-id-card"


@pytest.mark.parametrize("query", ["تاشيرة زياره", "تأشيره زيارة", "تاشيرة عائلى", "tashera ziyara", "vist visa"])
def test_hamza_ya_and_latin_forms(index: ServiceIndex, query: str):
    assert first(index, query) == "rop-visit-visa"


@pytest.mark.parametrize("query", ["محكوية", "عدم محكةمية", "nonconviction", "cnoviction", "convicton", "convicttion"])
def test_one_wrong_letter_is_forgiven(index: ServiceIndex, query: str):
    assert first(index, query) == "rop-conviction"


@pytest.mark.parametrize("query", ["convitcoin certificate", "certfcate non conviction"])
def test_two_wrong_letters_in_a_long_word(index: ServiceIndex, query: str):
    assert first(index, query) == "rop-conviction"


def test_a_space_too_few_or_too_many(index: ServiceIndex):
    assert first(index, "عقدعمل") in {"mol-accept", "mol-amend"}
    assert first(index, "محكو مية") == "rop-conviction"


def test_every_prefix_of_a_name_finds_it(index: ServiceIndex):
    for typed in ("ت", "تج", "تجديد", "تجديد س", "تجديد سجل الم"):
        assert "rop-vehicle-renewal" in [h.service_code for h in index.find(typed)]


def test_customers_sentences(index: ServiceIndex):
    assert first(index, "ابغى اجدد الملكية") == "rop-vehicle-renewal"
    assert first(index, "i want to renew my mulkiya") == "rop-vehicle-renewal"


def test_a_keyboard_left_in_the_other_language(index: ServiceIndex):
    assert first(index, "f'hrm aowdm") == "rop-id-card"
    assert first(index, "رهسه") == "rop-visit-visa"


def test_form_decides_where_stems_are_equal(index: ServiceIndex):
    assert first(index, "ترخيص صيدلي ") == "moh-pharmacist"
    assert first(index, "ترخيص صيدلية") == "moh-pharmacy"


def test_entity_and_category_are_found(index: ServiceIndex):
    assert {h.service_code.split("-")[0] for h in index.find("الشرطة")} == {"rop"}
    assert {h.service_code.split("-")[0] for h in index.find("traffic ")} == {"rop"}


def test_nothing_typed_finds_nothing(index: ServiceIndex):
    for query in ("", "   ", "؟!", "ـــ"):
        assert index.find(query) == []


def test_only_words_that_say_nothing_never_fail(index: ServiceIndex):
    assert isinstance(index.find("ابغى"), list)
    assert isinstance(index.find("x" * 500), list)


def test_limit(index: ServiceIndex):
    assert len(index.find("ت", limit=2)) == 2


def test_own_counts_decide_between_equals_only():
    index = ServiceIndex(
        catalogue(
            service("mol-a", "تجديد عقد", "Renew contract"),
            service("mol-b", "تجديد عقد", "Renew contract"),
            service("mol-c", "إلغاء تصريح", "Cancel permit"),
        )
    )
    assert first(index, "عقد") == "mol-a"
    assert index.find("عقد", usage={"mol-b": 3})[0].service_code == "mol-b"
    assert index.find("تجديد عقد", usage={"mol-c": 5_000})[0].service_code == "mol-a"
    assert index.find("عقد", usage={"gone": 9})[0].service_code == "mol-a"


def test_a_service_not_yet_or_no_longer_offered_is_left_out():
    index = ServiceIndex(
        catalogue(
            service("a", "تجديد عقد", "Renew contract", valid_until=date(2026, 12, 31)),
            service("b", "تجديد عقد", "Renew contract", valid_from=date(2027, 1, 1)),
        )
    )
    assert [h.service_code for h in index.find("عقد", on=date(2026, 12, 31))] == ["a"]
    assert [h.service_code for h in index.find("عقد", on=date(2027, 1, 1))] == ["b"]
    assert len(index.find("عقد")) == 2


def marked(index: ServiceIndex, query: str, code: str, language: str) -> list[str]:
    hit = next(h for h in index.find(query) if h.service_code == code)
    name = {
        "rop-id-card": Words("بطاقة شخصية للعمانيين", "Omani ID card"),
        "rop-vehicle-renewal": Words("تجديد سجل المركبة", "Vehicle registration renewal"),
        "mol-accept": Words("قبول عقد العمل إلكترونيًا", "Accept employment contract"),
    }[code]
    ranges = hit.marks_ar if language == "ar" else hit.marks_en
    text = name.ar if language == "ar" else name.en
    return [text[start:end] for start, end in ranges]


def test_marks_show_the_words_that_answered(index: ServiceIndex):
    assert marked(index, "شخصيه بطاقه ", "rop-id-card", "ar") == ["بطاقة", "شخصية"]
    assert marked(index, "card ", "rop-id-card", "en") == ["card"]


def test_marks_stop_where_typing_stopped(index: ServiceIndex):
    assert marked(index, "omani ca", "rop-id-card", "en") == ["Omani", "ca"]
    assert marked(index, "عم", "mol-accept", "ar") == ["العم"]
    assert marked(index, "الكترون", "mol-accept", "ar") == ["إلكترون"]


def test_marks_cover_a_saying_whole(index: ServiceIndex):
    assert marked(index, "mulkiya", "rop-vehicle-renewal", "ar") == ["سجل المركبة"]
    assert marked(index, "tajdeed mulkiya", "rop-vehicle-renewal", "en") == ["Vehicle registration", "renewal"]


def test_marks_on_wrong_letters_and_other_scripts(index: ServiceIndex):
    assert marked(index, "شخصيخ", "rop-id-card", "ar") == ["شخصية"]
    assert marked(index, "shakhsiya", "rop-id-card", "ar") == ["شخصية"]
