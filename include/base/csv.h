/*
 * CSV as RFC 4180 has it: a strict reader over a text in memory, and a writer.
 *
 * The reader accepts a UTF-8 byte order mark, lines that end in CRLF or LF, and a last line
 * without an end. It refuses everything that RFC 4180 leaves undefined: a quote inside a field
 * that does not begin with one, text after a closing quote, a quote that is never closed, a lone
 * CR, NUL, text that is not UTF-8, and lines with more or fewer fields than the first one. Nothing
 * is trimmed: blanks belong to the field.
 *
 *     struct base_csv_reader reader;
 *     struct base_csv_record record;
 *     struct base_csv_error error;
 *     base_csv_reader_init(&reader, arena, text, ',', &base_csv_limits_table);
 *     enum base_status status;
 *     while ((status = base_csv_next(&reader, &record, &error)) == STATUS_OK && record.count > 0)
 *         ... record.fields[0] ...
 */
#ifndef SURVEYD_BASE_CSV_H
#define SURVEYD_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

struct base_csv_limits {
    size_t bytes;       /* of the whole text */
    size_t records;     /* with the header line */
    size_t fields;      /* of one record */
    size_t field_bytes; /* of one field as read */
};

/* A table that a person keeps: 16 MiB, 100,000 records, 100 fields of 4 KiB. */
extern const struct base_csv_limits base_csv_limits_table;

/* Data: 2 GiB, 100,000,000 records, 2,000 fields of 64 KiB. */
extern const struct base_csv_limits base_csv_limits_data;

/* Where and why a text was refused. `line` counts lines of the text from 1 (a quoted field may hold
   several), `field` counts the fields of the record from 1; 0 when it is not about a field. */
struct base_csv_error {
    size_t line;
    size_t field;
    const char *message; /* static storage: what is wrong, and what would be right */
};

/* One record. `count` 0 stands for the end of the text; a record has at least one field. The array
   `fields` is valid until the next call, the fields themselves as long as text and arena live. */
struct base_csv_record {
    size_t line; /* on which the record begins */
    size_t count;
    const struct base_text *fields;
};

/* The members are the reader's own. */
struct base_csv_reader {
    struct base_arena *arena;
    struct base_text text;
    const struct base_csv_limits *limits;
    char separator;
    size_t offset;
    size_t line;
    size_t record_count;
    size_t expected; /* fields of the first record; 0 before it was read */
    size_t capacity;
    struct base_text *fields;
    enum base_status failure; /* STATUS_OK until something was refused */
    bool at_next_line;        /* the refused line was read to its end */
    struct base_csv_error error;
};

/* Begins to read. `text` must outlive the reader; fields that hold doubled quotes are copied to the
   arena, all others point into the text. `separator` is ',' in RFC 4180; ';' is what spreadsheet
   programs write in countries with a decimal comma. */
void base_csv_reader_init(struct base_csv_reader *reader, struct base_arena *arena,
                          struct base_text text, char separator,
                          const struct base_csv_limits *limits);

/* The next record. STATUS_MALFORMED or, over a limit, STATUS_TOO_LARGE with `*reterr` filled;
   after that the reader gives the same again, unless base_csv_skip lets it go on. */
BASE_MUST_CHECK enum base_status base_csv_next(struct base_csv_reader *reader,
                                               struct base_csv_record *ret_record,
                                               struct base_csv_error *reterr);

/* Lets the reader go on with the line after the one that it refused; when the fields of that could
   not be told apart, after the next line feed. False if there is nothing to go on with: nothing was
   refused, or a limit of the whole text is reached. */
bool base_csv_skip(struct base_csv_reader *reader);

/* Appends one field, quoted if it must be. Not for the only field of a record: an empty one would
   vanish; base_csv_add_record takes care of that. */
void base_csv_add_field(struct base_buffer *buffer, struct base_text field);

/* Appends one record of `count` (at least 1) fields, separated by commas and ended by CRLF. */
void base_csv_add_record(struct base_buffer *buffer, const struct base_text *fields, size_t count);

#endif
