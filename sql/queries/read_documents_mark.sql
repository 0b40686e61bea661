-- $1 programme
-- One row: an order-free sum over the documents that metrics follow from.
select format('documents:%s', to_hex(coalesce(bit_xor(hashtextextended(t, 0)), 0))) as mark
  from (select document::text as t from survey.programme where programme = $1
        union all
        select cycle || ' ' || version || ' ' || encode(digest, 'hex')
          from survey.questionnaire where programme = $1) as documents
