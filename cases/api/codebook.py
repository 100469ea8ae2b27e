"""API view of the codebook."""

from django import forms
from rest_framework import serializers
from rest_framework.response import Response

from cases.tables import codebook as book
from tracker.api.views import ApiView
from tracker.web.lists.filters import require_valid


class ValueSerializer(serializers.Serializer):
    """One value in a fixed list."""

    value = serializers.CharField(help_text="The value used in responses and parameters.")
    label = serializers.CharField(help_text="The label people read.")


class VocabularySerializer(serializers.Serializer):
    """A fixed list of values, used by one or more fields."""

    name = serializers.CharField(source="anchor", help_text="The name used for columns.")
    label = serializers.CharField()
    meaning = serializers.CharField()
    values = ValueSerializer(many=True)


class ColumnSerializer(serializers.Serializer):
    """One field of a table."""

    name = serializers.CharField()
    label = serializers.CharField()
    form = serializers.CharField(help_text="The format of a value.")
    meaning = serializers.CharField(help_text="Empty if the name says it all.")
    vocabulary = serializers.CharField(
        source="vocabulary.anchor",
        default=None,
        allow_null=True,
        help_text="Where its values come from, or null.",
    )


class TableSerializer(serializers.Serializer):
    """One type of record or fact."""

    name = serializers.CharField()
    label = serializers.CharField()
    meaning = serializers.CharField()
    columns = ColumnSerializer(many=True)


class TermSerializer(serializers.Serializer):
    """The definition of a term used beside numbers."""

    value = serializers.CharField()
    label = serializers.CharField()
    definition = serializers.CharField()


class RuleSerializer(serializers.Serializer):
    """One paragraph of the rule of counting."""

    id = serializers.CharField(help_text="Does not change with the language.")
    title = serializers.CharField()
    text = serializers.CharField()


class CodebookSerializer(serializers.Serializer):
    """Definitions of every table, column and value, and of the terms used beside numbers."""

    counting = RuleSerializer(many=True, help_text="How every number is counted.")
    tables = TableSerializer(many=True)
    vocabularies = VocabularySerializer(many=True)
    units = TermSerializer(many=True, help_text="The units `usage` can count.")
    bases = TermSerializer(many=True, help_text="The stage that is counted.")
    provenances = TermSerializer(many=True, help_text="Whether a source names the article.")
    scopes = TermSerializer(many=True, help_text="Why a case is in the tracker.")
    standings = TermSerializer(many=True, help_text="Our assessment of a claim.")


class CodebookView(ApiView):
    """Definitions of every table, column and value, generated from the code."""

    serializer_class = CodebookSerializer  # for the OpenAPI document

    def get(self, request):
        require_valid(request.query_params, forms.Form(), reject_unknown=True)
        return Response(CodebookSerializer(book.codebook_context()).data)
