"""Finds the provisions meant by typed charges."""

from django.utils.translation import gettext as _

from cases.staff.entry.cell_parsing import CellSyntaxError, charge_pieces
from laws.models import Provision
from laws.models.number_parsing import number_key, writings

MOST_NAMED = 5  # of those that may be meant, in a message


class ProvisionLookup:
    """Reads charges; asks the database once for each way of writing that occurs."""

    def __init__(self):
        self.known: dict[str, list[Provision]] = {}

    def read(self, text: str) -> list[Provision]:
        """`PC 494, 495`: each provision once. Raises Unreadable, naming the part."""
        found: dict[int, Provision] = {}
        for piece in charge_pieces(text):
            provision = self.one(piece)
            found[provision.pk] = provision
        return list(found.values())

    def one(self, piece: str) -> Provision:
        meant = self.meant_by(piece)
        if not meant:
            raise CellSyntaxError(
                _("No provision is recorded as “%(piece)s”. Write PC 495, or penal-code-2009/495.")
                % {"piece": piece}
            )
        if len(meant) > 1:
            named = "; ".join(f"{each} ({each.address})" for each in meant[:MOST_NAMED])
            raise CellSyntaxError(
                _("“%(piece)s” may be several: %(named)s. Write which.")
                % {"piece": piece, "named": named}
            )
        return meant[0]

    def meant_by(self, piece: str) -> list[Provision]:
        key = piece.lower()
        if key not in self.known:
            self.known[key] = self._looked_up(piece)
        return self.known[key]

    def _looked_up(self, piece: str) -> list[Provision]:
        provisions = Provision.objects.select_related("law")
        if "/" in piece:
            return list(provisions.at(piece.strip().lower()))
        ids = Provision.objects.written_as(piece)
        found = provisions.in_bulk(ids)
        meant = [found[pk] for pk in ids]
        # A number of its own comes before a number some source gives it.
        numbers = {writing.number for writing in writings(piece)}
        return [each for each in meant if number_key(each.number) in numbers] or meant
