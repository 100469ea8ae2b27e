"""Random public identifiers such as `C-7F3KQ2`, and the model field that holds them."""

import secrets

from django.core.validators import RegexValidator
from django.db import models

# Crockford's base 32: no I, L, O or U, so codes can be read aloud and copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def new_code(prefix: str) -> str:
    """A random code such as `P-7F3KQ2`: 32^6, about 1.07 billion, for each prefix."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class CodeField(models.CharField):
    """The public id of a record: a prefix and a random part, unique and never edited."""

    def __init__(self, *, prefix: str, **options):
        self.prefix = prefix
        for option, value in {"max_length": 16, "unique": True, "editable": False}.items():
            options.setdefault(option, value)
        options.setdefault("validators", [RegexValidator(rf"^{prefix}-[{ALPHABET}]{{{LENGTH}}}$")])
        super().__init__(**options)

    def has_default(self):
        return True

    def get_default(self):
        return new_code(self.prefix)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        # Always state `unique`: Django omits its own default, False, but here the default is True,
        # and history tables need False: they hold a code once for each version of a row.
        return name, path, args, {**kwargs, "prefix": self.prefix, "unique": self.unique}
