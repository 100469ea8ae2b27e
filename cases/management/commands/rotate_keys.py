"""Re-encrypts all encrypted columns with the newest key."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from cases.models import EntryDraft, Identity
from tracker.database.encryption import FACTOR_KEYS, renewed
from tracker.visibility.sealed_name_detection import store_blind_index

FACTOR_SECRETS = ("secret", "seed")  # of authenticator apps; of recovery codes


class Command(BaseCommand):
    help = (
        "Encrypts identities, drafts and secrets of second factors anew, with the first of "
        "IDENTITY_KEYS and FACTOR_KEYS. Afterwards the older keys can be taken away."
    )

    @transaction.atomic
    def handle(self, **options):
        identities = list(Identity.objects.select_for_update().select_related("person"))
        for identity in identities:
            identity.save()
            if identity.is_sealed:
                store_blind_index(identity.person.code, identity.all_spellings)
        drafts = list(EntryDraft.objects.select_for_update())
        for draft in drafts:
            draft.save()
        factors = list(Authenticator.objects.select_for_update())
        for factor in factors:
            for name in FACTOR_SECRETS:
                if name in factor.data:
                    factor.data[name] = renewed(factor.data[name], by=FACTOR_KEYS)
            factor.save()
        counts = f"{len(identities)} identities, {len(drafts)} drafts, {len(factors)} factors"
        self.stdout.write(f"{counts}: newest key.")
