"""Random public identifiers such as `C-7F3KQ2`, and the model field that holds them."""

import secrets

from django.core.validators import RegexValidator
from django.db import models

# Crockford's base 32: no I, L, O or U, so a code survives being read aloud or copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def new_code(prefix: str) -> str:
    """A random code such as `P-7F3KQ2`; 32^6, about a thousand million, per kind."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class CodeField(models.CharField):
    """The public id of one kind of record: random, unique, never edited, never derived."""

    def __init__(self, *, prefix: str, **options):
        self.prefix = prefix
        for fixed, value in {"max_length": 16, "unique": True, "editable": False}.items():
            options.setdefault(fixed, value)
        options.setdefault("validators", [RegexValidator(rf"^{prefix}-[{ALPHABET}]{{{LENGTH}}}$")])
        super().__init__(**options)

    def has_default(self):
        return True

    def get_default(self):
        return new_code(self.prefix)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        # Said aloud, since Django leaves out what it takes for a default: history tables keep
        # the code of a row many times over.
        return name, path, args, {**kwargs, "prefix": self.prefix, "unique": self.unique}
