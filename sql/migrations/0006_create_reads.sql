-- What the daemon reads, as functions that run with the owner's rights: the daemon's role has no
-- right to any table, so what is not offered here cannot be read through it.

create function survey.read_catalogue_stamp() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select stamp from survey.catalogue_stamp
$$;

create function survey.read_catalogue() returns setof survey.catalogue_entry
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select * from survey.catalogue_entry
$$;

-- One row, whether the pseudonym is known or not.
create function survey.find_respondent(programme_wanted text, cycle_wanted integer, pseudonym bytea)
returns table (is_invited boolean, organisation text, actor_type text, revision integer,
               version integer, language text, day date, codes integer[], "values" jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select i.respondent is not null, coalesce(r.organisation, i.organisation),
           coalesce(r.actor_type, i.actor_type), r.revision, r.version, r.language, r.day, r.codes,
           r."values"
      from (values (1)) as always
      left join lateral (
           select * from survey.participation p
            where p.programme = programme_wanted and p.respondent = pseudonym
            order by p.cycle = cycle_wanted desc, p.cycle desc
            limit 1) i on true
      left join survey.response r
        on r.programme = programme_wanted and r.cycle = cycle_wanted and r.respondent = pseudonym
$$;

-- At most one row. Without pseudonyms: among the open link's responses.
create function survey.find_receipt(programme_wanted text, receipt_wanted bytea, pseudonyms bytea[])
returns table (cycle integer, revision integer, current_revision integer, day date)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select r.cycle, r.revision, r.revision, r.day
      from survey.response r
     where r.programme = programme_wanted and r.receipt = receipt_wanted
       and case when cardinality(pseudonyms) = 0 then r.respondent is null
                else r.respondent = any (pseudonyms) end
    union all
    select o.cycle, o.revision, r.revision, r.day
      from survey.response_replaced o
      join survey.response r
        on r.programme = o.programme and r.cycle = o.cycle and r.respondent = o.respondent
     where o.programme = programme_wanted and o.receipt = receipt_wanted
       and o.respondent = any (pseudonyms)
     limit 1
$$;

-- No row for an unknown, wrong, expired or revoked token. The digests are compared through a hash
-- with a random part, so that the time of the comparison says nothing about the stored one.
create function survey.check_access(programme_wanted text, name_wanted text, digest_given bytea,
                                    scope_needed text, action_taken text, detail_taken text)
returns table (scope text, allowed boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    blind bytea := uuid_send(gen_random_uuid());
    token survey.access_token;
    fits boolean;
begin
    select * into token from survey.access_token t
     where t.programme = programme_wanted and t.name = name_wanted
       and not t.revoked and (t.expires_at is null or t.expires_at > now());
    if not found or sha256(blind || token.secret_digest) <> sha256(blind || digest_given) then
        return;
    end if;
    fits := token.scope = 'responses' or scope_needed = 'aggregates';
    if token.last_used is distinct from current_date then
        update survey.access_token t set last_used = current_date
         where t.programme = programme_wanted and t.name = name_wanted;
    end if;
    insert into survey.audit (programme, token, action, detail, allowed)
    values (programme_wanted, name_wanted, action_taken, detail_taken, fits);
    return query select token.scope, fits;
end
$$;

-- The latest run, one row per result; a run without results is one row with a null position. What
-- disclosure control holds back is not returned, nor why there is no figure: that tells of a group.
create function survey.read_published_metrics(programme_wanted text)
returns table (run bigint, computed_at text, definition_version integer, program_version text,
               plan_digest bytea, watermark text, input_rows bigint, "position" integer, id text,
               metric text, cycle integer, subject text, reason text, request jsonb,
               published jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select m.run, to_char(m.computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
           m.definition_version, m.program_version, m.plan_digest, m.watermark, m.input_rows,
           r."position", r.id, r.metric, r.cycle, r.subject,
           case when r.published is not null then r.reason end, r.request, r.published
      from (select * from survey.metric_run m
             where m.programme = programme_wanted order by m.run desc limit 1) m
      left join survey.metric_result r on r.programme = m.programme and r.run = m.run
     order by r."position"
$$;
