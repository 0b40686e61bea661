-- After a backup has been restored, whoever runs the system withdraws again what was withdrawn since.
-- Of a receipt that the backup does not know there is nothing to delete, but a copy of its submission
-- may still be on its way and must not be stored either: such a receipt is remembered, with cycle 0,
-- because which cycle it was for cannot be told.
--
-- For the administrator only. Whoever has a link can ask for the withdrawal of any receipt, and
-- survey.withdraw_response writes nothing for one that it does not know.

-- One row like that of survey.withdraw_response, which decides when the receipt is known.
create function survey.withdraw_or_remember(programme_given text, receipt_given bytea)
returns table (outcome text, cycle integer)
language plpgsql volatile set search_path = pg_catalog, pg_temp set lock_timeout = '2s'
as $$
begin
    return query select w.outcome, w.cycle
                   from survey.withdraw_response(programme_given, receipt_given, null) as w
                  where w.outcome <> 'unknown' and w.cycle <> 0;
    if found then
        return;
    end if;

    -- What is being stored right now was not seen above, and will not see what is written below:
    -- waits for it, and keeps more of it out until this is committed.
    lock table survey.response in share mode;
    if exists (select from survey.response r
                where r.programme = programme_given and r.receipt = receipt_given
               union all
               select from survey.response_replaced o
                where o.programme = programme_given and o.receipt = receipt_given) then
        raise exception using errcode = 'serialization_failure',
            message = 'the answers have been stored a moment ago; run it again';
    end if;
    insert into survey.response_withdrawn (programme, receipt, cycle, day)
    select p.programme, receipt_given, 0, (now() at time zone p.timezone)::date
      from survey.programme p
     where p.programme = programme_given
        on conflict do nothing;
    return query select 'unknown'::text, 0;
end
$$;

-- survey-aggregator learns of withdrawals from what is told of survey.response (0013).
revoke select (programme, cycle) on survey.response_withdrawn from survey_aggregator;
