-- $1 programme, $2 receipt
-- One row: what became of it, and the cycle (0: no such receipt; it is remembered as withdrawn).
select outcome, cycle from survey.withdraw_or_remember($1, $2)
