-- What has changed is written down for whoever follows it, instead of being told by notifications.
--
-- A notification takes a lock of the whole database until its transaction is committed, so the
-- submissions of a full room were committed one after the other, each waiting for the disk. A row
-- here costs next to nothing: one a statement, not logged, and only while somebody follows, who
-- takes the rows away within seconds. What they name is a pseudonym, or for the open link a
-- receipt, never an answer.
--
-- Who follows holds up to two locks:
--
--   1936554361, 0   "somebody follows" (sql/queries/lock_changes.sql): changes are written down.
--   1936554361, 1   "and is asleep" (sql/queries/try_lock_asleep.sql): the next change wakes it, by
--                   an empty notification. It then gives this lock back, so that the changes that
--                   follow are only written down.
--
-- Whoever finds a lock free keeps it from being taken until the transaction ends, and so is seen by
-- who reads after taking it.

create unlogged table survey.change (
    programme text not null,
    -- Responses, each as its cycle, then p and a pseudonym or o and a receipt, in hex: "1p00…ff
    -- 2o00…ff"; "p": participation; "*": documents, or more than is worth being listed.
    what      text not null
);
-- It is emptied all the time.
alter table survey.change set (autovacuum_vacuum_threshold = 2000,
                               autovacuum_vacuum_scale_factor = 0);

grant select, delete on survey.change to survey_aggregator;

create or replace function survey.tell_responses() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if pg_try_advisory_xact_lock_shared(1936554361, 0) then
        return null;
    end if;
    -- In the order of the keys, so that a row tells nothing of the order in which they came.
    insert into survey.change (programme, what)
    select programme, case when count(*) > 2000 then '*'
                           else string_agg(cycle || coalesce('p' || encode(respondent, 'hex'),
                                                             'o' || encode(receipt, 'hex')), ' '
                                           order by cycle, respondent, receipt) end
      from changed
     group by programme;
    if found and not pg_try_advisory_xact_lock_shared(1936554361, 1) then
        perform pg_notify('survey_changes', '');
    end if;
    return null;
end
$$;

create or replace function survey.tell_programmes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if pg_try_advisory_xact_lock_shared(1936554361, 0) then
        return null;
    end if;
    insert into survey.change (programme, what)
    select distinct programme, tg_argv[0] from changed;
    if found and not pg_try_advisory_xact_lock_shared(1936554361, 1) then
        perform pg_notify('survey_changes', '');
    end if;
    return null;
end
$$;
