-- $1 programme, $2 name, $3 SHA-256 of the secret, $4 scope, $5 days until it expires (0: never)
-- One row: "created", "taken" (the name is, or was, in use) or "no programme".
with created as (
    insert into survey.access_token (programme, name, secret_digest, scope, expires_at)
    select p.programme, $2, $3::bytea, $4,
           case when $5::integer > 0 then now() + make_interval(days => $5::integer) end
      from survey.programme p
     where p.programme = $1
    on conflict do nothing
    returning name
)
select case when exists (select from created) then 'created'
            when exists (select from survey.programme where programme = $1) then 'taken'
            else 'no programme' end as outcome
