-- $1 programme, $2 receipt, $3 pseudonyms of the link (empty: the open link; null: by the receipt
-- alone)
-- One row: what became of it, and the cycle (0: no such receipt).
select outcome, cycle from survey.withdraw_response($1, $2, $3)
