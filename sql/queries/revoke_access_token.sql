-- $1 programme, $2 name
-- A row if there is such a token.
update survey.access_token set revoked = true
 where programme = $1 and name = $2
returning name
