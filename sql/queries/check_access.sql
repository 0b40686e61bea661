-- $1 programme, $2 name, $3 SHA-256 of the secret, $4 scope needed, $5 action, $6 detail
-- A row if the token is good.
select scope, allowed
  from survey.check_access($1, $2, $3, $4, $5, $6)
