-- Submissions that reach the database late: a daemon kept them on its own disk while the database was
-- away. Whether the cycle was open is decided by the time at which they were accepted, and of one
-- person's answers those that were accepted last stay, in whichever order they come and from
-- whichever daemon. What comes at once (its time is given as a negative number) replaces what is there,
-- whatever the clocks of daemons say; and a clock that runs ahead of the database's does not open a
-- cycle early. What was on its way to a busy database for longer than daemons wait has been acknowledged
-- meanwhile, and may have been replaced by what was sent after that: it stands back like what is late.
--
-- No time finer than the day is stored. For the order a number is: the time of acceptance plus an
-- offset that is secret and different for each person and cycle (base/token.h), so it can be compared
-- with the number of the same person's other answers and with nothing else. The rest is as in 0010.

alter table survey.response add column accepted_order bigint; -- null: open link, or before this

create function survey.submit_responses(
    programmes text[], cycles integer[], versions integer[], receipts bytea[], digests bytea[],
    respondents bytea[], organisations text[], actor_types text[], languages text[],
    codes text[], contents text[], accepted bigint[], orders bigint[])
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
               s.language, s.codes::integer[] as codes, s.contents::jsonb as contents,
               case when s.accepted_ms > 0
                    then least(to_timestamp(s.accepted_ms / 1000.0::double precision), now())
                    else now() end as accepted_at,
               s.accepted_order, s.place
          from unnest(programmes, cycles, versions, receipts, digests, respondents, organisations,
                      actor_types, languages, codes, contents, accepted, orders)
               with ordinality as s(programme, cycle, version, receipt, digest, respondent,
                                    organisation, actor_type, language, codes, contents,
                                    accepted_ms, accepted_order, place)
         order by s.programme, s.respondent, s.cycle, s.receipt, s.place
    ), inserted as (
        insert into survey.response (programme, receipt, cycle, version, day, digest, respondent,
                                     organisation, actor_type, language, codes, "values",
                                     accepted_order)
        select s.programme, s.receipt, s.cycle, s.version,
               (s.accepted_at at time zone p.timezone)::date, s.digest, s.respondent,
               case when s.respondent is null then s.organisation else i.organisation end,
               case when s.respondent is null then s.actor_type else i.actor_type end,
               s.language, s.codes, s.contents, s.accepted_order
          from submission s
          join survey.programme p on p.programme = s.programme
          join survey.cycle c on c.programme = s.programme and c.cycle = s.cycle
           and not c.sealed and c.opens_at < c.closes_at and s.accepted_at >= c.opens_at
           and s.accepted_at < c.closes_at + interval '10 minutes'
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
                   codes[rest], contents[rest], accepted[rest], orders[rest]) as s;
    end loop;
end
$$;

-- One submission that could not simply be inserted: a replay, other answers under a used id, a new
-- revision of a person's answers, or a cycle that is not open. Each statement of it sees what was
-- committed until it began, so what is read after the lock is what the lock protects.
create function survey.submit_again(
    programme_given text, cycle_given integer, version_given integer, receipt_given bytea,
    digest_given bytea, respondent_given bytea, organisation_given text, actor_type_given text,
    language_given text, codes_given text, contents_given text, accepted_given bigint,
    order_given bigint)
returns table (outcome text, revision integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    known record;
    terms record;
    current survey.response;
    accepted_at timestamptz :=
        case when accepted_given > 0
             then least(to_timestamp(accepted_given / 1000.0::double precision), now())
             else now() end;
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
       and not c.sealed and c.opens_at < c.closes_at and accepted_at >= c.opens_at
       and accepted_at < c.closes_at + interval '10 minutes';
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

    if order_given < current.accepted_order
       and (accepted_given > 0
            or to_timestamp(-accepted_given / 1000.0::double precision)
               < clock_timestamp() - interval '1 second') then
        -- Kept somewhere, or on its way, since before what is stored was accepted, so it was replaced
        -- before it came.
        insert into survey.response_replaced (programme, receipt, digest, cycle, respondent, revision)
        values (programme_given, receipt_given, digest_given, cycle_given, respondent_given,
                current.revision);
        update survey.response r set revision = current.revision + 1
         where r.programme = programme_given and r.cycle = cycle_given
           and r.respondent = respondent_given;
        return query select 'stored'::text, current.revision;
        return;
    end if;

    insert into survey.response_replaced (programme, receipt, digest, cycle, respondent, revision)
    values (current.programme, current.receipt, current.digest, current.cycle, current.respondent,
            current.revision);
    update survey.response r
       set receipt = receipt_given, digest = digest_given, version = version_given,
           language = language_given, codes = codes_given::integer[],
           "values" = contents_given::jsonb, revision = current.revision + 1,
           accepted_order = greatest(order_given, current.accepted_order),
           day = (accepted_at at time zone terms.timezone)::date
     where r.programme = programme_given and r.cycle = cycle_given
       and r.respondent = respondent_given;
    return query select 'stored'::text, current.revision + 1;
end
$$;

-- For daemons of the version before, which go on until each of them has been restarted.
create or replace function survey.submit_responses(
    programmes text[], cycles integer[], versions integer[], receipts bytea[], digests bytea[],
    respondents bytea[], organisations text[], actor_types text[], languages text[],
    codes text[], contents text[])
returns table (place integer, outcome text, revision integer)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    select place, outcome, revision
      from survey.submit_responses(programmes, cycles, versions, receipts, digests, respondents,
                                   organisations, actor_types, languages, codes, contents, null,
                                   null)
$$;

drop function survey.submit_again(text, integer, integer, bytea, bytea, bytea, text, text, text,
                                  text, text);

grant execute on function survey.submit_responses(text[], integer[], integer[], bytea[], bytea[],
                                                  bytea[], text[], text[], text[], text[], text[],
                                                  bigint[], bigint[])
   to surveyd;
