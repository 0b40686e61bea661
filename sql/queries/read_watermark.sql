-- $1 programme
-- One row: counts and order-free sums over what metrics are computed from. A receipt is made anew
-- by every submission, so the set of receipts stands for the set of answers.
select format('responses:%s:%s participation:%s:%s documents:%s', r.count, to_hex(r.mark), p.count,
              to_hex(p.mark), to_hex(d.mark)) as watermark
  from (select count(*), coalesce(bit_xor(hashtextextended(encode(receipt, 'hex'), 0)), 0) as mark
          from survey.response where programme = $1) r,
       (select count(*), coalesce(bit_xor(hashtextextended(p::text, 0)), 0) as mark
          from survey.participation p where programme = $1) p,
       (select coalesce(bit_xor(hashtextextended(t, 0)), 0) as mark
          from (select document::text as t from survey.programme where programme = $1
                union all
                select cycle || ' ' || version || ' ' || encode(digest, 'hex')
                  from survey.questionnaire where programme = $1) as documents) d
