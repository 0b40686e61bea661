-- What the pages of somebody who comes back need: the receipt of what is stored, which cycles are
-- answered, what became of a receipt (also by the receipt alone), and how many answers there are.

drop function survey.find_respondent(text, integer, bytea);

-- One row, whether the pseudonym is known or not.
create function survey.find_respondent(programme_wanted text, cycle_wanted integer, pseudonym bytea)
returns table (is_invited boolean, organisation text, actor_type text, revision integer,
               version integer, language text, day date, receipt bytea, codes integer[],
               "values" jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select i.respondent is not null, coalesce(r.organisation, i.organisation),
           coalesce(r.actor_type, i.actor_type), r.revision, r.version, r.language, r.day,
           r.receipt, r.codes, r."values"
      from (values (1)) as always
      left join lateral (
           select * from survey.participation p
            where p.programme = programme_wanted and p.respondent = pseudonym
            order by p.cycle = cycle_wanted desc, p.cycle desc
            limit 1) i on true
      left join survey.response r
        on r.programme = programme_wanted and r.cycle = cycle_wanted and r.respondent = pseudonym
$$;

-- The cycles that one link has answered, by its pseudonyms. A sealed cycle is left out: whose answers
-- are whose must not be asked for any more.
create function survey.find_answered(programme_wanted text, pseudonyms bytea[])
returns table (cycle integer, revision integer, day date)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select r.cycle, r.revision, r.day
      from survey.cycle c
      join survey.response r
        on r.programme = c.programme and r.cycle = c.cycle and r.respondent = any (pseudonyms)
     where c.programme = programme_wanted and not c.sealed
     order by r.cycle
$$;

drop function survey.find_receipt(text, bytea, bytea[]);

-- At most one row. Pseudonyms: those of a personal link; none: among the open link's responses; null:
-- among all. Of a withdrawn receipt it is not known any more which link it was of.
create function survey.find_receipt(programme_wanted text, receipt_wanted bytea, pseudonyms bytea[])
returns table (cycle integer, is_withdrawn boolean, is_sealed boolean, is_personal boolean,
               revision integer, current_revision integer, day date)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select s.cycle, s.is_withdrawn, c.sealed, s.is_personal, s.revision, s.current_revision, s.day
      from (
        select r.cycle, false as is_withdrawn, r.respondent is not null as is_personal, r.revision,
               r.revision as current_revision, r.day
          from survey.response r
         where r.programme = programme_wanted and r.receipt = receipt_wanted
           and (pseudonyms is null or
                case when cardinality(pseudonyms) = 0 then r.respondent is null
                     else r.respondent = any (pseudonyms) end)
        union all
        select o.cycle, false, true, o.revision, r.revision, r.day
          from survey.response_replaced o
          join survey.response r
            on r.programme = o.programme and r.cycle = o.cycle and r.respondent = o.respondent
         where o.programme = programme_wanted and o.receipt = receipt_wanted
           and (pseudonyms is null or o.respondent = any (pseudonyms))
        union all
        select w.cycle, true, false, 0, 0, w.day
          from survey.response_withdrawn w
         where w.programme = programme_wanted and w.receipt = receipt_wanted) as s
      join survey.cycle c on c.programme = programme_wanted and c.cycle = s.cycle
     limit 1
$$;

-- Reads all rows of the programme: no index fits, and one that does would cost every submission more
-- than it saves the few who ask.
create function survey.count_responses(programme_wanted text, cycle_wanted integer) returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select count(*) from survey.response r
     where r.programme = programme_wanted and r.cycle = cycle_wanted
$$;

revoke all on all functions in schema survey from public;

grant execute on function survey.find_respondent(text, integer, bytea),
      survey.find_answered(text, bytea[]), survey.find_receipt(text, bytea, bytea[]),
      survey.count_responses(text, integer)
   to surveyd;
