-- $1 programme, $2 receipt, $3 pseudonyms of the link (empty: the open link)
-- A row if the receipt is stored.
select cycle, revision, current_revision, day
  from survey.find_receipt($1, $2, $3)
