#include "base/csv.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

const struct base_csv_limits base_csv_limits_table = {
    .bytes = (size_t)16 << 20, .records = 100000, .fields = 100, .field_bytes = 4096};
const struct base_csv_limits base_csv_limits_data = {
    .bytes = (size_t)2 << 30, .records = 100000000, .fields = 2000, .field_bytes = 65536};

static const char message_utf8[] =
    "the text is not UTF-8; save the file as \"CSV UTF-8\" in your spreadsheet program";
static const char message_nul[] = "the text holds a NUL byte; save the file as plain text CSV";

void base_csv_reader_init(struct base_csv_reader *reader, struct base_arena *arena,
                          struct base_text text, char separator,
                          const struct base_csv_limits *limits)
{
    assert(separator != '"' && separator != '\r' && separator != '\n' && separator != '\0');
    *reader = (struct base_csv_reader){
        .arena = arena, .text = text, .limits = limits, .separator = separator, .line = 1};
    if (text.length >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0)
        reader->offset = 3;
}

static enum base_status csv_refuse(struct base_csv_reader *reader, enum base_status status,
                                   size_t line, size_t field, const char *message,
                                   struct base_csv_error *reterr)
{
    reader->failure = status;
    reader->error = (struct base_csv_error){.line = line, .field = field, .message = message};
    *reterr = reader->error;
    return status;
}

static int csv_byte(const struct base_csv_reader *reader, size_t offset)
{
    return offset < reader->text.length ? (unsigned char)reader->text.data[offset] : -1;
}

/* A field that begins with a quote. Leaves the offset behind the closing quote. */
static enum base_status csv_quoted(struct base_csv_reader *reader, size_t number,
                                   struct base_text *ret_field, struct base_csv_error *reterr)
{
    const size_t opened_at_line = reader->line;
    const size_t first = ++reader->offset;
    size_t doubled = 0;

    for (;; reader->offset++) {
        int byte = csv_byte(reader, reader->offset);
        if (byte < 0)
            return csv_refuse(reader, STATUS_MALFORMED, opened_at_line, number,
                              "the quote that begins this field is never closed", reterr);
        if (byte == '\n')
            reader->line++;
        if (byte != '"')
            continue;
        if (csv_byte(reader, reader->offset + 1) != '"')
            break;
        doubled++;
        reader->offset++;
    }
    struct base_text raw = {reader->text.data + first, reader->offset - first};
    reader->offset++;
    if (raw.length - doubled > reader->limits->field_bytes)
        return csv_refuse(reader, STATUS_TOO_LARGE, opened_at_line, number, "the field is too long",
                          reterr);
    *ret_field = raw;
    if (doubled == 0)
        return STATUS_OK;
    char *copy = base_arena_alloc(reader->arena, raw.length - doubled);
    size_t length = 0;
    for (size_t i = 0; i < raw.length; i++) {
        copy[length++] = raw.data[i];
        if (raw.data[i] == '"')
            i++;
    }
    *ret_field = (struct base_text){copy, length};
    return STATUS_OK;
}

/* A field without quotes. Leaves the offset at the separator or the end of the line. */
static enum base_status csv_plain(struct base_csv_reader *reader, size_t number,
                                  struct base_text *ret_field, struct base_csv_error *reterr)
{
    const size_t first = reader->offset;

    for (;; reader->offset++) {
        int byte = csv_byte(reader, reader->offset);
        if (byte < 0 || byte == '\n' || byte == '\r' || byte == (unsigned char)reader->separator)
            break;
        if (byte == '"')
            return csv_refuse(reader, STATUS_MALFORMED, reader->line, number,
                              "a quote inside a field; write the whole field in quotes and "
                              "double the ones inside it",
                              reterr);
    }
    *ret_field = (struct base_text){reader->text.data + first, reader->offset - first};
    if (ret_field->length > reader->limits->field_bytes)
        return csv_refuse(reader, STATUS_TOO_LARGE, reader->line, number, "the field is too long",
                          reterr);
    return STATUS_OK;
}

static enum base_status csv_field(struct base_csv_reader *reader, size_t number, size_t line,
                                  struct base_text *ret_field, struct base_csv_error *reterr)
{
    if (number > reader->limits->fields)
        return csv_refuse(reader, STATUS_TOO_LARGE, line, number, "the line has too many fields",
                          reterr);
    return csv_byte(reader, reader->offset) == '"' ? csv_quoted(reader, number, ret_field, reterr)
                                                   : csv_plain(reader, number, ret_field, reterr);
}

/* What follows a field: a separator (then `*ret_more`), the end of the line, or of the text. */
static enum base_status csv_after_field(struct base_csv_reader *reader, size_t number,
                                        bool *ret_more, struct base_csv_error *reterr)
{
    int byte = csv_byte(reader, reader->offset);

    *ret_more = false;
    if (byte < 0)
        return STATUS_OK;
    reader->offset++;
    if (byte == (unsigned char)reader->separator) {
        *ret_more = true;
        return STATUS_OK;
    }
    if (byte == '\r' && csv_byte(reader, reader->offset) == '\n') {
        reader->offset++;
        byte = '\n';
    }
    if (byte == '\n') {
        reader->line++;
        return STATUS_OK;
    }
    if (byte == '\r')
        return csv_refuse(reader, STATUS_MALFORMED, reader->line, number,
                          "a carriage return that no line feed follows; end lines with CRLF or LF",
                          reterr);
    return csv_refuse(reader, STATUS_MALFORMED, reader->line, number,
                      "text after the closing quote; a quote inside a quoted field is written "
                      "twice",
                      reterr);
}

static void csv_keep_field(struct base_csv_reader *reader, size_t index, struct base_text field)
{
    if (index == reader->capacity) {
        size_t capacity = reader->capacity == 0 ? 16 : 2 * reader->capacity;
        struct base_text *fields = base_arena_array(reader->arena, struct base_text, capacity);
        if (index > 0)
            memcpy(fields, reader->fields, index * sizeof(*fields));
        reader->fields = fields;
        reader->capacity = capacity;
    }
    reader->fields[index] = field;
}

/* Leaves the offset behind the end of the line that was refused; where its fields end cannot be
   told, so a line break in one of them counts as well. */
static void csv_pass_line(struct base_csv_reader *reader)
{
    const char *rest = reader->text.data + reader->offset;
    const char *end = memchr(rest, '\n', reader->text.length - reader->offset);
    reader->offset = end == NULL ? reader->text.length : reader->offset + (size_t)(end + 1 - rest);
    reader->line += end != NULL;
    reader->at_next_line = true;
}

/* What can only be told from the whole record. */
static enum base_status csv_check_record(struct base_csv_reader *reader,
                                         const struct base_csv_record *record,
                                         struct base_csv_error *reterr)
{
    if (reader->expected == 0)
        reader->expected = record->count;
    if (record->count < reader->expected) {
        bool empty = record->count == 1 && record->fields[0].length == 0;
        return csv_refuse(reader, STATUS_MALFORMED, record->line, 0,
                          empty ? "the line is empty; remove it"
                                : "the line has fewer fields than the first one",
                          reterr);
    }
    if (record->count > reader->expected)
        return csv_refuse(reader, STATUS_MALFORMED, record->line, 0,
                          "the line has more fields than the first one; write a field that "
                          "holds the separator in quotes",
                          reterr);
    for (size_t i = 0; i < record->count; i++) {
        struct base_text field = record->fields[i];
        if (memchr(field.data, '\0', field.length) != NULL)
            return csv_refuse(reader, STATUS_MALFORMED, record->line, i + 1, message_nul, reterr);
        if (!base_text_is_utf8(field))
            return csv_refuse(reader, STATUS_MALFORMED, record->line, i + 1, message_utf8, reterr);
    }
    return STATUS_OK;
}

enum base_status base_csv_next(struct base_csv_reader *reader, struct base_csv_record *ret_record,
                               struct base_csv_error *reterr)
{
    struct base_csv_record record = {.line = reader->line};

    if (reader->failure != STATUS_OK) {
        *reterr = reader->error;
        return reader->failure;
    }
    if (reader->text.length > reader->limits->bytes)
        return csv_refuse(reader, STATUS_TOO_LARGE, 1, 0, "the file is too large", reterr);
    if (reader->offset >= reader->text.length) {
        *ret_record = record;
        return STATUS_OK;
    }
    if (reader->record_count == reader->limits->records)
        return csv_refuse(reader, STATUS_TOO_LARGE, reader->line, 0, "the file has too many lines",
                          reterr);
    for (bool more = true; more;) {
        struct base_text field = {NULL, 0};
        size_t number = record.count + 1;
        enum base_status status = csv_field(reader, number, record.line, &field, reterr);
        if (status == STATUS_OK)
            status = csv_after_field(reader, number, &more, reterr);
        if (status != STATUS_OK) {
            csv_pass_line(reader);
            return status;
        }
        csv_keep_field(reader, record.count++, field);
    }
    record.fields = reader->fields;
    enum base_status status = csv_check_record(reader, &record, reterr);
    reader->at_next_line = status != STATUS_OK;
    if (status == STATUS_OK) {
        reader->record_count++;
        *ret_record = record;
    }
    return status;
}

bool base_csv_skip(struct base_csv_reader *reader)
{
    if (!reader->at_next_line)
        return false;
    reader->at_next_line = false;
    reader->failure = STATUS_OK;
    reader->record_count++;
    return true;
}

void base_csv_add_field(struct base_buffer *buffer, struct base_text field)
{
    bool quote = false;

    for (size_t i = 0; i < field.length && !quote; i++)
        quote = strchr("\",;\r\n", field.data[i]) != NULL;
    if (field.length > 0 && (field.data[0] == ' ' || field.data[field.length - 1] == ' '))
        quote = true;
    /* In the first field it would be taken for the byte order mark of the text. */
    if (base_text_starts_with(field, BASE_TEXT("\xef\xbb\xbf")))
        quote = true;
    if (!quote) {
        base_buffer_text(buffer, field);
        return;
    }
    base_buffer_add(buffer, "\"", 1);
    for (struct base_text rest = field; rest.data != NULL;) {
        struct base_text part;
        rest = base_text_split(rest, '"', &part);
        base_buffer_text(buffer, part);
        if (rest.data != NULL)
            base_buffer_add(buffer, "\"\"", 2);
    }
    base_buffer_add(buffer, "\"", 1);
}

void base_csv_add_record(struct base_buffer *buffer, const struct base_text *fields, size_t count)
{
    assert(count > 0);
    if (count == 1 && fields[0].length == 0)
        base_buffer_add(buffer, "\"\"", 2);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            base_buffer_add(buffer, ",", 1);
        base_csv_add_field(buffer, fields[i]);
    }
    base_buffer_add(buffer, "\r\n", 2);
}
