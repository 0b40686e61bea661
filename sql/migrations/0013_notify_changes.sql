-- Whoever computes metrics is told what has changed, and need not look for it.
--
-- One notification a statement, or a few when it changed many rows; PostgreSQL hands them out when
-- the statement has been committed, and keeps none for whoever does not listen. What they name is a
-- pseudonym, or for the open link a receipt, never an answer. They are written neither to a table nor
-- to the write-ahead log.
--
-- Only when somebody listens, who then holds the lock below (sql/queries/lock_changes.sql): otherwise
-- the commits of submissions would wait for each other for nobody's sake. Whoever finds the lock free
-- keeps it from being taken until the transaction ends, and is seen by who reads after taking it.
--
--   "PROGRAMME 1p00…ff 2o00…ff"   responses: cycle, p and a pseudonym or o and a receipt, in hex
--   "PROGRAMME p"                 participation
--   "PROGRAMME *"                 documents, or more than is worth being listed

create function survey.tell_responses() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if pg_try_advisory_xact_lock_shared(1936554361, 0) then
        return null;
    end if;
    if (select count(*) from (select from changed limit 2001) as first_ones) > 2000 then
        perform pg_notify('survey_changes', programme || ' *')
           from (select distinct programme from changed) as several;
        return null;
    end if;
    -- A notification has room for 8000 bytes.
    perform pg_notify('survey_changes', programme || string_agg(
                ' ' || cycle || coalesce('p' || encode(respondent, 'hex'),
                                         'o' || encode(receipt, 'hex')), ''))
       from (select programme, cycle, respondent, receipt,
                    (row_number() over (partition by programme) - 1) / 150 as part
               from changed) as each_one
      group by programme, part;
    return null;
end
$$;

create trigger tell_inserted after insert on survey.response referencing new table as changed
    for each statement execute function survey.tell_responses();
create trigger tell_updated after update on survey.response referencing new table as changed
    for each statement execute function survey.tell_responses();
create trigger tell_deleted after delete on survey.response referencing old table as changed
    for each statement execute function survey.tell_responses();

-- The argument is what there is to tell.
create function survey.tell_programmes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if pg_try_advisory_xact_lock_shared(1936554361, 0) then
        return null;
    end if;
    perform pg_notify('survey_changes', programme || ' ' || tg_argv[0])
       from (select distinct programme from changed) as several;
    return null;
end
$$;

create trigger tell_inserted after insert on survey.participation referencing new table as changed
    for each statement execute function survey.tell_programmes('p');
create trigger tell_updated after update on survey.participation referencing new table as changed
    for each statement execute function survey.tell_programmes('p');
create trigger tell_deleted after delete on survey.participation referencing old table as changed
    for each statement execute function survey.tell_programmes('p');

create trigger tell_inserted after insert on survey.programme referencing new table as changed
    for each statement execute function survey.tell_programmes('*');
create trigger tell_updated after update on survey.programme referencing new table as changed
    for each statement execute function survey.tell_programmes('*');
create trigger tell_deleted after delete on survey.programme referencing old table as changed
    for each statement execute function survey.tell_programmes('*');
create trigger tell_inserted after insert on survey.questionnaire referencing new table as changed
    for each statement execute function survey.tell_programmes('*');
create trigger tell_deleted after delete on survey.questionnaire referencing old table as changed
    for each statement execute function survey.tell_programmes('*');
