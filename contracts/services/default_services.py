"""The services of the four plans a new tenant starts with (domain: Contracts and plans); the tenant edits them."""

from decimal import Decimal
from typing import NamedTuple

from contracts.models import PlanService
from contracts.services.plan_versions import ServiceDraft

PLANS = ("Basic", "Standard", "Professional", "Premium")
Kind, Code = PlanService.Kind, PlanService.Code


class Line(NamedTuple):
    """One line of the table: which plans have it, and where it is counted how much, smallest plan first."""

    code: str
    kind: str
    plans: tuple[int, ...]
    sv: str
    da: str
    en: str
    quantities: tuple[int, ...] = ()


ALL, SUPPORTED, LARGE, LARGEST = (0, 1, 2, 3), (1, 2, 3), (2, 3), (3,)
# fmt: off
GRID = (
    Line("updates", Kind.INCLUDED, ALL, "Uppdateringar", "Opdateringer", "Updates"),
    Line("newsletter", Kind.INCLUDED, ALL, "Nyhetsbrev", "Nyhedsbrev", "Newsletter"),
    Line("portal", Kind.INCLUDED, ALL, "Kundportal", "Kundeportal", "Customer portal"),
    Line("help_centre", Kind.INCLUDED, ALL, "Hjälpcenter", "Hjælpecenter", "Help centre"),
    Line("certification", Kind.INCLUDED, ALL,
         "Certifieringsdokument", "Certificeringsdokumenter", "Certification documents"),
    Line(Code.SUPPORT, Kind.INCLUDED, SUPPORTED,
         "Support via ärende och telefon: allmän vägledning, inte arbete på beställning",
         "Support via sag og telefon: generel vejledning, ikke arbejde på bestilling",
         "Support by ticket and telephone: general guidance, not work to order"),
    Line(Code.FAST_TRACK, Kind.FLAG, LARGE,
         "Snabbspår i telefonkön och för ärenden", "Hurtigspor i telefonkøen og på sager",
         "Fast track in the telephone queue and on tickets"),
    Line("courses", Kind.INCLUDED, LARGE,
         "Kurser, online och på plats", "Kurser, online og på stedet", "Courses, online and on site"),
    Line("webinars", Kind.INCLUDED, LARGE, "Webbinarier", "Webinarer", "Webinars"),
    Line(Code.SERVICE_CHECK, Kind.QUOTA_TIMES, LARGE,
         "Årlig servicekontroll: upp till 4 h online, resultatet skickas till er",
         "Årligt servicetjek: op til 4 t online, resultatet sendes til jer",
         "Yearly service check: up to 4 h online, the result is sent to you", (1, 1)),
    Line(Code.CONSULTANCY_DISCOUNT, Kind.DISCOUNT, LARGE,
         "Rabatt på konsulttimmar", "Rabat på konsulenttimer", "Discount on consultancy hours", (15, 15)),
    Line("personal_consultant", Kind.INCLUDED, LARGE,
         "Personlig konsult: samma person när det går", "Personlig konsulent: samme person, når det er muligt",
         "Personal consultant: the same person where possible"),
    Line(Code.LEGAL, Kind.QUOTA_HOURS, LARGE,
         "Juridisk hjälp och säkerhetshjälp", "Juridisk bistand og sikkerhedsbistand",
         "Legal and security assistance", (2, 4)),
    Line(Code.SPARRING, Kind.QUOTA_TIMES, LARGE,
         "Specialistsparring: upp till 1 h per gång", "Specialistsparring: op til 1 t pr. gang",
         "Specialist sparring: up to 1 h each", (2, 4)),
    Line("strategic_adviser", Kind.INCLUDED, LARGE,
         "Strategisk rådgivare", "Strategisk rådgiver", "Strategic adviser"),
    Line("data_processing_appendix", Kind.INCLUDED, LARGEST,
         "Förhandlad bilaga om personuppgifter", "Forhandlet databehandlerbilag",
         "Negotiated data-processing appendix"),
    Line("test_environment", Kind.INCLUDED, LARGEST, "Testmiljö", "Testmiljø", "Test environment"),
)
# fmt: on


def default_services(plan: int) -> list[ServiceDraft]:
    """Give the services of the n-th of PLANS, from 0."""
    found = []
    for line in GRID:
        if plan in line.plans:
            quantity = Decimal(line.quantities[line.plans.index(plan)]) if line.quantities else None
            found.append(ServiceDraft(line.code, line.kind, quantity, line.sv, line.da, line.en))
    return found
