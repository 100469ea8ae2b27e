"""API view of the codebook."""

from django import forms
from rest_framework import serializers
from rest_framework.response import Response

from cases.tables import codebook as book
from tracker.api.views import ApiView
from tracker.web.lists.filters import require_valid


class ValueSerializer(serializers.Serializer):
    """One value of a closed list."""

    value = serializers.CharField(help_text="As it stands in answers and parameters.")
    label = serializers.CharField(help_text="The same in words.")


class VocabularySerializer(serializers.Serializer):
    """A closed list of values, whichever fields use it."""

    name = serializers.CharField(source="anchor", help_text="What columns call it.")
    label = serializers.CharField()
    meaning = serializers.CharField()
    values = ValueSerializer(many=True)


class ColumnSerializer(serializers.Serializer):
    """One field of a table."""

    name = serializers.CharField()
    label = serializers.CharField()
    form = serializers.CharField(help_text="What a value looks like.")
    meaning = serializers.CharField(help_text="Empty where the name says it all.")
    vocabulary = serializers.CharField(
        source="vocabulary.anchor",
        default=None,
        allow_null=True,
        help_text="Where its values come from, or null.",
    )


class TableSerializer(serializers.Serializer):
    """One kind of record or fact."""

    name = serializers.CharField()
    label = serializers.CharField()
    meaning = serializers.CharField()
    columns = ColumnSerializer(many=True)


class TermSerializer(serializers.Serializer):
    """A word used beside numbers, defined."""

    value = serializers.CharField()
    label = serializers.CharField()
    definition = serializers.CharField()


class RuleSerializer(serializers.Serializer):
    """One paragraph of the rule of counting."""

    id = serializers.CharField(help_text="Does not change with the language.")
    title = serializers.CharField()
    text = serializers.CharField()


class CodebookSerializer(serializers.Serializer):
    """What every table, column and value means, and the words that stand beside numbers."""

    counting = RuleSerializer(many=True, help_text="How every number is counted.")
    tables = TableSerializer(many=True)
    vocabularies = VocabularySerializer(many=True)
    units = TermSerializer(many=True, help_text="What `usage` can count.")
    bases = TermSerializer(many=True, help_text="At which point it is counted.")
    provenances = TermSerializer(many=True, help_text="How a source names an article.")
    scopes = TermSerializer(many=True, help_text="Why a case is in the record.")
    standings = TermSerializer(many=True, help_text="How far a claim is relied on.")


class CodebookView(ApiView):
    """What every table, column and value means, read off the code that answers."""

    serializer_class = CodebookSerializer  # for the OpenAPI document

    def get(self, request):
        require_valid(request.query_params, forms.Form(), reject_unknown=True)
        return Response(CodebookSerializer(book.codebook_context()).data)
