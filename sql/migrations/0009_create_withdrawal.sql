-- Participants take back what they answered, until the cycle is sealed.
--
-- The answers are deleted. What stays is that the receipt was withdrawn: a submission that is still
-- on its way somewhere (in a browser that tries again, in a spool) must not be stored afterwards. Of
-- whom nothing is kept, so that one receipt after another cannot be laid beside what the same person
-- answers later. Once the cycle is sealed nothing can be stored in it and these rows may go.

create table survey.response_withdrawn (
    cycle     integer not null,
    day       date not null, -- of the withdrawal, in the programme's time zone
    programme text not null,
    receipt   bytea not null,
    primary key (programme, receipt)
);

-- One row: 'done' (now, or before), 'unknown' (no such receipt, or not by this link) or 'sealed', and
-- the cycle. Pseudonyms are those of the link that asks: none for the open link; null: whoever has
-- the receipt may withdraw.
--
-- The lock on the cycle puts withdrawing and sealing in an order. The lock on the response is by what
-- never changes of it, so a revision that is being stored is waited for and withdrawn too. Nothing is
-- locked after that which anybody else could hold, so this never waits in a circle with
-- survey.submit_responses: that may wait for this one only.
create function survey.withdraw_response(programme_given text, receipt_given bytea,
                                         pseudonyms bytea[])
returns table (outcome text, cycle integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    held record;
    terms record;
    receipts bytea[];
begin
    select s.cycle, s.respondent into held
      from (select r.cycle, r.respondent from survey.response r
             where r.programme = programme_given and r.receipt = receipt_given
            union all
            select o.cycle, o.respondent from survey.response_replaced o
             where o.programme = programme_given and o.receipt = receipt_given) as s
     where pseudonyms is null
        or case when cardinality(pseudonyms) = 0 then s.respondent is null
                else s.respondent = any (pseudonyms) end;

    if found then
        select c.sealed, (now() at time zone p.timezone)::date as today into terms
          from survey.cycle c
          join survey.programme p on p.programme = c.programme
         where c.programme = programme_given and c.cycle = held.cycle
           for share of c;
        if terms.sealed then
            return query select 'sealed'::text, held.cycle;
            return;
        end if;
        if held.respondent is null then
            perform from survey.response r
             where r.programme = programme_given and r.receipt = receipt_given
               for update;
        else
            perform from survey.response r
             where r.programme = programme_given and r.cycle = held.cycle
               and r.respondent = held.respondent
               for update;
        end if;

        select array_agg(s.receipt) into receipts
          from (select r.receipt from survey.response r
                 where r.programme = programme_given and r.cycle = held.cycle
                   and r.respondent = held.respondent
                union
                select o.receipt from survey.response_replaced o
                 where o.programme = programme_given and o.cycle = held.cycle
                   and o.respondent = held.respondent
                union
                select r.receipt from survey.response r
                 where r.programme = programme_given and r.receipt = receipt_given) as s;
        -- Unless somebody else has withdrawn it a moment ago: the same person may have answered
        -- again since, and that stays.
        if receipt_given = any (receipts) then
            insert into survey.response_withdrawn (programme, receipt, cycle, day)
            select programme_given, w, held.cycle, terms.today from unnest(receipts) as w order by w;
            delete from survey.response r
             where r.programme = programme_given and r.receipt = any (receipts);
            delete from survey.response_replaced o
             where o.programme = programme_given and o.receipt = any (receipts);
        end if;
    end if;

    return query select 'done'::text, w.cycle from survey.response_withdrawn w
                  where w.programme = programme_given and w.receipt = receipt_given;
    if not found then
        return query select 'unknown'::text, 0;
    end if;
end
$$;

grant execute on function survey.withdraw_response(text, bytea, bytea[]) to surveyd;

-- How many, so that it knows of somebody who withdrew and answered again between two of its runs.
grant select (programme, cycle) on survey.response_withdrawn to survey_aggregator;
