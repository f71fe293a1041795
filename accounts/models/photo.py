from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models.user import User
from common.personal import ACCOUNT, FieldClasses


class UserPhoto(models.Model):
    """The face of somebody who works here, apart from User, which every page reads. ``User.photo`` says which one."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="picture")
    image = models.BinaryField(help_text="a small JPEG, drawn by us")

    field_classes: ClassVar[FieldClasses] = {"image": ACCOUNT}
