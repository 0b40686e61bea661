-- What the daemon keeps of respondents, to show forms while this database is away: who belongs to
-- which organisation and is of which type, under a fingerprint of the pseudonym.
--
-- A fingerprint, because survey.find_respondent gives answers to whoever has a pseudonym. The daemon
-- computes pseudonyms from links, and fingerprints from pseudonyms; the other way there is none. So
-- its role still cannot list whose answers there are to be asked for.

-- As survey.catalogue_stamp, and beside it, so that an invitation and an import need not wait for
-- each other.
create table survey.people_stamp (
    single boolean primary key default true check (single),
    stamp  bigint not null
);
insert into survey.people_stamp (stamp) values (1);

create function survey.bump_people_stamp() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    update survey.people_stamp set stamp = stamp + 1;
    return null;
end
$$;

create trigger bump_people_stamp
    after insert or delete or truncate or update of respondent, organisation, actor_type
    on survey.participation
    for each statement execute function survey.bump_people_stamp();
create trigger bump_people_stamp after update of sealed on survey.cycle
    for each statement execute function survey.bump_people_stamp();

create function survey.read_people_stamp() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select stamp from survey.people_stamp
$$;

-- One row for those who have organisation and type in common, with the first 16 bytes of SHA-256 of
-- each pseudonym, ascending, one behind the other. In a cycle without a row for a person counts the
-- row without a cycle: as survey.find_respondent has it, that of the latest cycle. Whoever takes part
-- only in cycles that are sealed, under pseudonyms of their own, is not needed any more.
create function survey.read_people()
returns table (programme text, cycle integer, organisation text, actor_type text,
               fingerprints bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    with invited as (
        select o.programme, o.cycle, o.organisation, o.actor_type,
               substring(sha256(o.respondent) for 16) as fingerprint,
               row_number() over latest = 1 as is_latest,
               (o.organisation, o.actor_type) is distinct from
               (first_value(o.organisation) over latest, first_value(o.actor_type) over latest)
                   as differs
          from survey.participation o
          join survey.programme p on p.programme = o.programme
          join survey.cycle c on c.programme = o.programme and c.cycle = o.cycle
         where p.linkage = 'programme' or not c.sealed
        window latest as (partition by o.programme, o.respondent order by o.cycle desc)
    )
    select i.programme, case when i.is_latest then null else i.cycle end, i.organisation,
           i.actor_type, string_agg(i.fingerprint, ''::bytea order by i.fingerprint)
      from invited i
     where i.is_latest or i.differs
     group by 1, 2, 3, 4
$$;

revoke all on function survey.bump_people_stamp(), survey.read_people_stamp(), survey.read_people()
  from public;
grant execute on function survey.read_people_stamp(), survey.read_people() to surveyd;
