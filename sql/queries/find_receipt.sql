-- $1 programme, $2 receipt, $3 pseudonyms of the link (empty: the open link; null: any link)
-- A row if the receipt is stored, or was withdrawn.
select cycle, is_withdrawn, is_sealed, is_personal, revision, current_revision, day
  from survey.find_receipt($1, $2, $3)
