-- $1 programme, null for all
select programme, name, scope, created, expires_at::date as expires, last_used, revoked,
       coalesce(expires_at <= now(), false) as expired
  from survey.access_token
 where $1::text is null or programme = $1
 order by programme collate "C", name collate "C"
