-- The record of publications: whose answers had come when figures were published, so that no figure
-- tells on a few by how it differs from the one before (docs/metrics-stored.md). It was a part of the
-- results; beside them it need not be written again as a whole when a few answers come.
--
-- It knows who and which answers (62 bits of the pseudonym, 32 of the receipt), never what they say.
-- It must go when a cycle is sealed, because it tells who answered in which stretch of time.

create table survey.metric_release (
    programme  text not null references survey.programme,
    cycle      integer not null,
    generation integer not null check (generation >= 1), -- counts the runs that found something new
    part       integer not null check (part >= 1),
    answers    bytea not null, -- 12 bytes for each
    primary key (programme, cycle, generation, part)
);
-- It looks random, so compressing it would be in vain.
alter table survey.metric_release alter column answers set storage external;

grant select, insert, delete on survey.metric_release to survey_aggregator;

-- What earlier runs left cannot be read as this record any more; the next run begins anew.
delete from survey.metric_run;
