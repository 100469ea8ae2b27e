-- What full-text search looks into, of cases. People are found by their names alone: no text about
-- them is kept here.

SELECT keep_words('cases_case', 'title', 'title_km', 'summary', 'summary_km', 'place', 'status_note'),
       keep_words('cases_measure', 'title', 'title_km', 'description', 'date_note'),
       keep_words('cases_disagreement', 'topic', 'handling'),
       keep_words('cases_claim', 'value');
