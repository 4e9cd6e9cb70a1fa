"""Names: made up from parts, the same for the same seed."""

from dataclasses import dataclass
from random import Random

FIRST = {
    "sv": "Karin Lars Maja Oskar Sigrid Henrik Astrid Ebba Nils Linnea Gustav Ingrid Axel Elin Johan Sofia Erik Malin "
    "Anders Lena Per Annika Jonas Camilla Fredrik Helena Mattias Ulrika Daniel Josefin Tobias Agneta Rickard Cecilia "
    "Simon Pernilla Viktor Birgitta Hampus Therese Amir Leila Mehmet Aino Jasmin Tomasz",
    "da": "Mette Søren Freja Mikkel Signe Rasmus Kirsten Emil Ida Jens Line Anders Birgit Kasper Hanne Thomas Louise "
    "Morten Camilla Niels Pia Jakob Charlotte Lasse Anne Henrik Tine Martin Maria Jesper Gitte Christian Lone Peter "
    "Susanne Frederik Dorthe Ole Katrine Brian Amina Yusuf Aleksandra Nadia Omar Liv",
}
LAST = {
    "sv": "Bergman Holm Sandell Nyström Åhman Lund Vik Ekdal Forsgren Hallberg Sjölin Wikander Åkerlund Dahlgren "
    "Lindahl Norrby Östlund Rosén Engström Malmsten Tegnér Blomstrand Hedlund Strand Kjellin Öberg Falk Westin "
    "Granath Sundin Löfgren Ahlin Brodin Ståhl Rydell Hägg Moberg Svärd Törnqvist Ek",
    "da": "Bruun Dalgaard Eskildsen Friis Gammelgaard Holst Iversen Juhl Kjær Lauridsen Mikkelsen Nørgaard Overgaard "
    "Poulsen Ravn Skov Toft Ulrich Vestergaard Winther Østergaard Aagaard Brandt Clausen Dam Enevoldsen Fisker "
    "Grønbæk Hedegaard Jepsen Krogh Lindholm Munk Nygaard Olesen Pihl Riis Storm Thygesen Villadsen",
}
TITLES = {
    "sv": ["Ekonomichef", "Redovisningsekonom", "Kontorschef", "IT-ansvarig", "Lagerchef", "Inköpare", "Controller"],
    "da": ["Lønchef", "Lønkonsulent", "HR-chef", "Økonomichef", "HR-partner", "Kontorleder", "Lønbogholder"],
}
PLACES = {
    "sv": "Almhöjden Björkvalla Dalfors Ekskär Fallsjö Granby Harvik Idåsen Järpnäs Kallfors Lövnäset Mossby Norrvalla "
    "Oxelfors Pilsjö Rågholm Silverfors Tallmyra Ulvsjö Vassnäs Åkervalla Älgbacka Österhed Brännviken",
    "da": "Askelund Birkemose Dyrhave Egelund Fuglebæk Granskov Hasselbjerg Kildevang Lyngmose Møllevang Nørreskov "
    "Pilebæk Rugballe Skovhøj Tranemose Ulvedal Vibehøj Ørnebakke Åbrinken Solhøj Kragelund Stenmose Havrebjerg",
}
TRADES = {
    "sv": ["Bygg AB", "Måleri AB", "Åkeri AB", "Bageri AB", "Plåt AB", "Trä & Golv AB", "Kyl & Värme AB",
           "Mekaniska AB"],
    "da": ["Byg ApS", "Maskinfabrik A/S", "Transport A/S", "Bageri ApS", "Tømrer & Snedker ApS", "El & VVS ApS",
           "Planteskole A/S", "Ejendomsservice ApS"],
}  # fmt: skip
_PLAIN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "ae", "ø": "o", "é": "e", "ü": "u", " ": "."})


@dataclass(frozen=True)
class Person:
    """A made-up person; `address` is what stands before the @."""

    name: str

    @property
    def address(self) -> str:
        """Give the name as the first part of an e-mail address."""
        return self.name.lower().translate(_PLAIN)


class Names:
    """Hands out people and companies, none twice."""

    def __init__(self, language: str, dice: Random) -> None:
        pairs = [f"{first} {last}" for first in FIRST[language].split() for last in LAST[language].split()]
        companies = [f"{place} {trade}" for place in PLACES[language].split() for trade in TRADES[language]]
        dice.shuffle(pairs)
        dice.shuffle(companies)
        self._people, self._companies = iter(pairs), iter(companies)

    def person(self) -> Person:
        """Give somebody new."""
        return Person(next(self._people))

    def company(self) -> str:
        """Give a company that nobody has heard of."""
        return next(self._companies)
