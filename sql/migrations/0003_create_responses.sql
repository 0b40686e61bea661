-- Participation and answers, under pseudonyms.
--
-- The respondent is an HMAC under a key that this database does not hold. There is no table of used
-- links and no time finer than a day: matching the transaction ids of "link used" and "answer
-- stored" would tell who answered what.

create table survey.participation (
    programme    text not null,
    cycle        integer not null,
    respondent   bytea not null check (length(respondent) = 16),
    organisation text,
    actor_type   text,
    invited      boolean not null default true,
    delivery     text, -- null: delivered
    attended     boolean,
    assigned     boolean,
    referrer     bytea check (length(referrer) = 16),
    -- The respondent comes before the cycle, because the organisation of somebody whose cycle was
    -- added after the invitation is looked for in the other cycles.
    primary key (programme, respondent, cycle),
    foreign key (programme, cycle) references survey.cycle
);

-- One row per response. Codes lie in the column order of the questionnaire version; texts, numbers
-- and dates lie beside them (docs/decisions/storage-layout.md has the figures). There is no
-- foreign key to the questionnaire: submit_responses checks the version for the whole batch at once,
-- and a key would check it again row by row. Fixed-width columns come first to save padding.
create table survey.response (
    cycle        integer not null,
    version      integer not null,
    revision     integer not null default 1,
    day          date not null, -- in the programme's time zone
    programme    text not null,
    receipt      bytea not null, -- 10 bytes
    digest       bytea not null, -- first 16 bytes of the HMAC of the answers: tells a replay
    respondent   bytea,          -- null: by the open link
    organisation text,
    actor_type   text,
    language     text not null,
    codes        integer[] not null,
    "values"     jsonb not null,
    primary key (programme, receipt)
);
create unique index response_respondent on survey.response (programme, cycle, respondent)
    where respondent is not null;

-- Receipts whose answers the same person has replaced: a late replay must still find its receipt.
create table survey.response_replaced (
    cycle      integer not null,
    revision   integer not null,
    programme  text not null,
    receipt    bytea not null,
    digest     bytea not null,
    respondent bytea,
    primary key (programme, receipt)
);

-- One row per answer, for a person in psql. Labels are in the programme's first language.
create view survey.answer as
select r.programme, r.cycle, r.version, r.respondent, r.organisation, r.actor_type, r.day,
       c."position", c.question, c.name, a.code,
       l.text as label,
       r."values" ->> c.name as value
  from survey.response r
  join survey.programme p on p.programme = r.programme
 cross join lateral unnest(r.codes) with ordinality as a(code, "position")
  join survey.questionnaire_column c
    on c.programme = r.programme and c.cycle = r.cycle and c.version = r.version
   and c."position" = a."position"
  left join lateral (
       select label -> 'text' ->> (p.document -> 'languages' ->> 0) as text
         from jsonb_array_elements(c.labels) as label
        where (label ->> 'code')::integer = a.code
        limit 1) l on true;
