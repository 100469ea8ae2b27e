"""Finds the provisions that typed charges name."""

from django.utils.translation import gettext as _

from cases.staff.entry.cell_parsing import CellSyntaxError, split_charges
from laws.models import Provision
from laws.models.number_parsing import normalise_number, parse_provision_references

MAX_PROVISIONS_NAMED = 5  # candidates listed in an error message


class ProvisionLookup:
    """Finds provisions by typed charges, with one query for each distinct text."""

    def __init__(self):
        self._cache: dict[str, list[Provision]] = {}

    def find_all(self, text: str) -> list[Provision]:
        """The provisions of `PC 494, 495`, each once.

        Raises CellSyntaxError if one of the charges names no provision, or several.
        """
        provisions: dict[int, Provision] = {}
        for piece in split_charges(text):
            provision = self._find_one(piece)
            provisions[provision.pk] = provision
        return list(provisions.values())

    def _find_one(self, piece: str) -> Provision:
        candidates = self._candidates(piece)
        if not candidates:
            raise CellSyntaxError(
                _("No provision is recorded as “%(piece)s”. Write PC 495, or penal-code-2009/495.")
                % {"piece": piece}
            )
        if len(candidates) > 1:
            named = "; ".join(
                f"{each} ({each.address})" for each in candidates[:MAX_PROVISIONS_NAMED]
            )
            raise CellSyntaxError(
                _("“%(piece)s” may be several: %(named)s. Write which.")
                % {"piece": piece, "named": named}
            )
        return candidates[0]

    def _candidates(self, piece: str) -> list[Provision]:
        key = piece.lower()
        if key not in self._cache:
            self._cache[key] = self._query_candidates(piece)
        return self._cache[key]

    def _query_candidates(self, piece: str) -> list[Provision]:
        provisions = Provision.objects.select_related("law")
        if "/" in piece:
            return list(provisions.at(piece.strip().lower()))
        ids = Provision.objects.ids_cited_as(piece)
        by_id = provisions.in_bulk(ids)
        candidates = [by_id[pk] for pk in ids]
        # Prefer the provision's own number to one that some source gives it.
        numbers = {reference.number for reference in parse_provision_references(piece)}
        return [
            each for each in candidates if normalise_number(each.number) in numbers
        ] or candidates
