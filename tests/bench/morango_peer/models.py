"""One kind of document, synced as Morango's documentation describes it."""

from django.db import models
from morango.models.core import SyncableModel


class Document(SyncableModel):
    """A transaction as JSON, with the columns a list would be sorted by."""

    morango_profile = "sales"
    morango_model_name = "document"

    centre = models.CharField(max_length=32)
    number = models.IntegerField()
    business_date = models.CharField(max_length=10)
    body = models.TextField()

    def calculate_source_id(self):
        return str(self.number)

    def calculate_partition(self):
        return f"{self.centre}:sales"
