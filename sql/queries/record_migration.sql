-- $1 number, $2 name, $3 SHA-256 of the file
insert into survey.migration (number, name, digest) values ($1, $2, $3)
