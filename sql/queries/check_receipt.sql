-- $1 programme, $2 receipt
-- One row: whether the database knows the receipt: stored, replaced since, or withdrawn.
select exists (select from survey.response where programme = $1 and receipt = $2)
    or exists (select from survey.response_replaced where programme = $1 and receipt = $2)
    or exists (select from survey.response_withdrawn where programme = $1 and receipt = $2) as known
