-- Access tokens of researchers, and what was read with them.
--
-- Only the SHA-256 of a secret is stored: the secrets are random, so nothing can be guessed from it.
-- Names stay taken after a revocation, or the audit would speak of two tokens by one name.

create table survey.access_token (
    programme     text not null references survey.programme,
    name          text not null,
    secret_digest bytea not null check (length(secret_digest) = 32),
    scope         text not null check (scope in ('aggregates', 'responses')),
    created       date not null default current_date,
    expires_at    timestamptz,
    revoked       boolean not null default false,
    last_used     date,
    primary key (programme, name)
);

-- Researchers' reads, never participants'. Exact times are wanted here.
create table survey.audit (
    programme text not null,
    entry     bigint generated always as identity,
    at        timestamptz not null default now(),
    token     text not null,
    action    text not null,
    detail    text,
    allowed   boolean not null,
    primary key (programme, entry)
);
