-- One row: how many submissions were ever stored, as far as the tables still tell: those that later
-- answers have replaced, and those that were withdrawn, included.
select (select count(*) from survey.response) + (select count(*) from survey.response_replaced)
     + (select count(*) from survey.response_withdrawn) as receipts
