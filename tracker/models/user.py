"""Staff accounts. The public has none."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who works on the tracker: analyst, reviewer, custodian or administrator."""

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
