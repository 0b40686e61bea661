-- Computed metrics with their provenance: which definitions, which program, which plan, which input.
--
-- "values" holds every field and stays inside; published holds what disclosure control lets out
-- (null: suppressed) and is all that the daemon can read.

create table survey.metric_run (
    programme          text not null references survey.programme,
    run                bigint generated always as identity,
    computed_at        timestamptz not null default now(),
    definition_version integer not null,
    program_version    text not null,
    plan_digest        bytea not null check (length(plan_digest) = 32),
    watermark          text not null,
    input_rows         bigint not null,
    primary key (programme, run)
);

create table survey.metric_result (
    programme  text not null,
    run        bigint not null,
    "position" integer not null,
    id         text not null,
    metric     text not null,
    cycle      integer,
    subject    text,
    reason     text,
    request    jsonb not null,
    "values"   jsonb not null,
    published  jsonb,
    primary key (programme, run, "position"),
    unique (programme, run, id),
    foreign key (programme, run) references survey.metric_run on delete cascade
);
