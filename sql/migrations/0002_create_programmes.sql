-- Programmes, their learning cycles, and the published versions of the questionnaires.
--
-- Every key begins with the programme, so that the tables can be distributed by it unchanged.

create table survey.programme (
    programme          text primary key,
    document           json not null, -- programme.json; json, not jsonb, keeps its exact text
    timezone           text not null,
    minimum_group_size integer not null check (minimum_group_size >= 3),
    linkage            text not null check (linkage in ('programme', 'survey')),
    imported           date not null
);

-- The instants are computed from the local times of the programme's time zone. The local times of
-- the file stay beside them, because an import must tell "the file has changed" from "somebody has
-- opened the cycle by hand".
create table survey.cycle (
    programme text not null references survey.programme,
    cycle     integer not null check (cycle >= 1),
    opens     text not null,
    closes    text not null,
    opens_at  timestamptz not null,
    closes_at timestamptz not null,
    version   integer not null, -- the questionnaire that is served
    sealed    boolean not null default false,
    primary key (programme, cycle)
);

create table survey.questionnaire (
    programme text not null,
    cycle     integer not null,
    version   integer not null check (version >= 1),
    document  json not null,
    digest    bytea not null check (length(digest) = 32), -- of the canonical JSON
    columns   integer not null, -- how many codes an answer to this version has
    primary key (programme, cycle, version),
    foreign key (programme, cycle) references survey.cycle
);

-- What the codes of an answer mean. Derived from the document once, so that a person with psql (and
-- the view survey.answer) needs no program to read the answers.
create table survey.questionnaire_column (
    programme  text not null,
    cycle      integer not null,
    version    integer not null,
    "position" integer not null check ("position" >= 1), -- in response.codes
    name       text not null,
    kind       text not null,
    question   text not null,
    "row"      text,
    part       text,
    choice     text,
    title      jsonb not null, -- text by language
    labels     jsonb not null, -- [{"code": 1, "text": {language: text}}]
    primary key (programme, cycle, version, "position"),
    unique (programme, cycle, version, name),
    foreign key (programme, cycle, version) references survey.questionnaire
);

-- The stamp tells the daemons that their copy of the catalogue is old. A row and not a sequence,
-- because a sequence moves before the change that it announces can be seen.
create table survey.catalogue_stamp (
    single boolean primary key default true check (single),
    stamp  bigint not null
);
insert into survey.catalogue_stamp (stamp) values (1);

create function survey.bump_catalogue_stamp() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    update survey.catalogue_stamp set stamp = stamp + 1;
    return null;
end
$$;

create trigger bump_stamp after insert or update or delete or truncate on survey.programme
    for each statement execute function survey.bump_catalogue_stamp();
create trigger bump_stamp after insert or update or delete or truncate on survey.cycle
    for each statement execute function survey.bump_catalogue_stamp();
create trigger bump_stamp after insert or update or delete or truncate on survey.questionnaire
    for each statement execute function survey.bump_catalogue_stamp();

-- A published version never changes under the answers that were given to it.
create function survey.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'restrict_violation',
        message = 'a published questionnaire does not change; import makes a new version';
end
$$;

create trigger refuse_change before update on survey.questionnaire
    for each statement execute function survey.refuse_change();
create trigger refuse_change before update on survey.questionnaire_column
    for each statement execute function survey.refuse_change();

-- Everything the daemons and the aggregator keep of a programme, one entry per row, so that one
-- statement (one snapshot) brings it all.
create view survey.catalogue_entry as
select p.programme, 0 as kind, null::integer as cycle, null::integer as version, p.document,
       p.timezone, p.minimum_group_size, null::bigint as opens_at, null::bigint as closes_at,
       null::text as opens_local, null::text as closes_local, null::boolean as sealed
  from survey.programme p
union all
select c.programme, 1, c.cycle, c.version, null, null, null,
       extract(epoch from c.opens_at)::bigint, extract(epoch from c.closes_at)::bigint,
       to_char(c.opens_at at time zone p.timezone, 'YYYY-MM-DD"T"HH24:MI'),
       to_char(c.closes_at at time zone p.timezone, 'YYYY-MM-DD"T"HH24:MI'), c.sealed
  from survey.cycle c
  join survey.programme p using (programme)
union all
select q.programme, 2, q.cycle, q.version, q.document, null, null, null, null, null, null, null
  from survey.questionnaire q;
