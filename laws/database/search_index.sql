-- What full-text search looks into, of the law. A record is also found by the words of its names,
-- and a provision by what its versions say: `words_also_in` of the models.

SELECT keep_words('laws_law', 'title', 'title_km', 'full_title', 'subject', 'status', 'note'),
       keep_words('laws_lawname', 'spelling'),
       keep_words('laws_provision', 'heading', 'heading_km', 'note'),
       keep_words('laws_provisionname', 'spelling'),
       keep_words('laws_content', 'summary', 'summary_km'),
       keep_words('laws_recommendation', 'summary', 'summary_km', 'issuer', 'addressee', 'note');
