"""Dumps of released versions, with founding data; each must migrate to the present schema."""
