-- Two more things that become of a submission: one whose receipt was withdrawn is never stored again,
-- and what was written before the cycle closed is taken for ten minutes more (pages promise that; the
-- same time is in include/store/response.h). A cycle that was closed without ever having been open
-- has no time in which anything was written. The rest is as in 0007.
--
-- An insert that waits for a withdrawal to commit has looked for withdrawn receipts too early, so
-- what was inserted is looked at once more, by a statement that sees every such commit. Nothing is
-- locked for that, so the order of locks stays as it was.

create or replace function survey.submit_responses(
    programmes text[], cycles integer[], versions integer[], receipts bytea[], digests bytea[],
    respondents bytea[], organisations text[], actor_types text[], languages text[],
    codes text[], contents text[])
returns table (place integer, outcome text, revision integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    fresh integer[];
    late integer[];
    rest integer;
begin
    with submission as (
        select distinct on (s.programme, s.respondent, s.cycle, s.receipt) s.programme, s.cycle,
               s.version, s.receipt, s.digest, s.respondent, s.organisation, s.actor_type,
               s.language, s.codes::integer[] as codes, s.contents::jsonb as contents, s.place
          from unnest(programmes, cycles, versions, receipts, digests, respondents, organisations,
                      actor_types, languages, codes, contents)
               with ordinality as s(programme, cycle, version, receipt, digest, respondent,
                                    organisation, actor_type, language, codes, contents, place)
         order by s.programme, s.respondent, s.cycle, s.receipt, s.place
    ), inserted as (
        insert into survey.response (programme, receipt, cycle, version, day, digest, respondent,
                                     organisation, actor_type, language, codes, "values")
        select s.programme, s.receipt, s.cycle, s.version, (now() at time zone p.timezone)::date,
               s.digest, s.respondent,
               case when s.respondent is null then s.organisation else i.organisation end,
               case when s.respondent is null then s.actor_type else i.actor_type end,
               s.language, s.codes, s.contents
          from submission s
          join survey.programme p on p.programme = s.programme
          join survey.cycle c on c.programme = s.programme and c.cycle = s.cycle
           and not c.sealed and c.opens_at < c.closes_at and now() >= c.opens_at
           and now() < c.closes_at + interval '10 minutes'
          join survey.questionnaire q on q.programme = s.programme and q.cycle = s.cycle
           and q.version = s.version and q.columns = cardinality(s.codes)
          left join lateral (
               select o.organisation, o.actor_type from survey.participation o
                where o.programme = s.programme and o.respondent = s.respondent
                order by o.cycle = s.cycle desc, o.cycle desc
                limit 1) i on true
         where not exists (select from survey.response_replaced o
                            where o.programme = s.programme and o.receipt = s.receipt)
           and not exists (select from survey.response_withdrawn w
                            where w.programme = s.programme and w.receipt = s.receipt)
         order by s.programme, s.respondent, s.cycle,
                  case when s.respondent is null then s.receipt end, s.place
        on conflict do nothing
        returning response.programme, response.receipt, response.cycle, response.respondent
    )
    -- By the whole key: a receipt that is used for two cycles is stored in one of them only.
    select array_agg(s.place::integer) into fresh
      from submission s
      join inserted i on i.programme = s.programme and i.receipt = s.receipt
       and i.cycle = s.cycle and i.respondent is not distinct from s.respondent;

    -- Nearly always there is none, so the first question is the cheapest.
    if exists (select from survey.response_withdrawn w
                where w.programme = any (programmes) and w.receipt = any (receipts)) then
        select array_agg(f) into late
          from unnest(fresh) as f
         where exists (select from survey.response_withdrawn w
                        where w.programme = programmes[f] and w.receipt = receipts[f]);
        delete from survey.response r
         using unnest(late) as l
         where r.programme = programmes[l] and r.receipt = receipts[l];
        select array_agg(f) into fresh from unnest(fresh) as f
         where f <> all (coalesce(late, '{}'));
    end if;

    return query select f, 'stored'::text, 1 from unnest(fresh) as f;
    if cardinality(fresh) = cardinality(programmes) then
        return;
    end if;
    for rest in
        select p from generate_subscripts(programmes, 1) as p
         where p <> all (coalesce(fresh, '{}'))
         order by programmes[p], respondents[p], cycles[p], p
    loop
        return query
            select rest, s.outcome, s.revision
              from survey.submit_again(
                   programmes[rest], cycles[rest], versions[rest], receipts[rest], digests[rest],
                   respondents[rest], organisations[rest], actor_types[rest], languages[rest],
                   codes[rest], contents[rest]) as s;
    end loop;
end
$$;

-- One submission that could not simply be inserted: a replay, other answers under a used id, a new
-- revision of a person's answers, or a cycle that is not open. Each statement of it sees what was
-- committed until it began, so what is read after the lock is what the lock protects.
create or replace function survey.submit_again(
    programme_given text, cycle_given integer, version_given integer, receipt_given bytea,
    digest_given bytea, respondent_given bytea, organisation_given text, actor_type_given text,
    language_given text, codes_given text, contents_given text)
returns table (outcome text, revision integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    known record;
    terms record;
    current survey.response;
begin
    select * into current from survey.response r
     where r.programme = programme_given and r.cycle = cycle_given
       and r.respondent = respondent_given
       for update;

    select r.digest, r.revision into known from survey.response r
     where r.programme = programme_given and r.receipt = receipt_given;
    if not found then
        select o.digest, o.revision into known from survey.response_replaced o
         where o.programme = programme_given and o.receipt = receipt_given;
    end if;
    if found then
        return query select case when known.digest = digest_given then 'replayed' else 'conflict' end,
                            known.revision;
        return;
    end if;

    perform from survey.response_withdrawn w
      where w.programme = programme_given and w.receipt = receipt_given;
    if found then
        return query select 'withdrawn'::text, 0;
        return;
    end if;

    select p.timezone, q.columns into terms
      from survey.cycle c
      join survey.programme p on p.programme = c.programme
      left join survey.questionnaire q on q.programme = c.programme and q.cycle = c.cycle
       and q.version = version_given
     where c.programme = programme_given and c.cycle = cycle_given
       and not c.sealed and c.opens_at < c.closes_at and now() >= c.opens_at
       and now() < c.closes_at + interval '10 minutes';
    if not found then
        return query select 'closed'::text, 0;
        return;
    end if;
    if terms.columns is distinct from cardinality(codes_given::integer[]) then
        raise exception 'the answers do not belong to a version of the questionnaire';
    end if;

    if current.programme is null then
        -- It could not be inserted a moment ago, and what was in its way is gone: withdrawn by the
        -- same person since, or stored in this very batch under another key. Inserting it here would
        -- break the order of locks. Rare enough to let the caller run it again.
        raise exception using errcode = 'serialization_failure',
            message = 'the stored answers are being changed; run it again';
    end if;

    insert into survey.response_replaced (programme, receipt, digest, cycle, respondent, revision)
    values (current.programme, current.receipt, current.digest, current.cycle, current.respondent,
            current.revision);
    update survey.response r
       set receipt = receipt_given, digest = digest_given, version = version_given,
           language = language_given, codes = codes_given::integer[],
           "values" = contents_given::jsonb, revision = current.revision + 1,
           day = (now() at time zone terms.timezone)::date
     where r.programme = programme_given and r.cycle = cycle_given
       and r.respondent = respondent_given;
    return query select 'stored'::text, current.revision + 1;
end
$$;
