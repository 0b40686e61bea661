/*
 * CSV: every line is either refused with its place, or a record as long as the others, whose fields
 * are clean text; places never go back; and what was read of a text that was not refused, written
 * and read again, is the same. The first byte chooses the separator.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct base_csv_limits limits = {
    .bytes = 65536, .records = 500, .fields = 50, .field_bytes = 1000};

static void check_refused(struct base_csv_reader *reader, enum base_status status,
                          const struct base_csv_error *error, size_t size)
{
    struct base_csv_record record;
    struct base_csv_error again;

    assert(status == STATUS_MALFORMED || status == STATUS_TOO_LARGE);
    assert(error->line >= 1 && error->line <= size + 1 && error->message[0] != '\0');
    assert(base_csv_next(reader, &record, &again) == status);
    assert(again.line == error->line && again.message == error->message);
}

static void check_record(const struct base_csv_record *record, size_t count, size_t line)
{
    assert(count == 0 || record->count == count);
    assert(record->count <= limits.fields && record->line >= line);
    for (size_t i = 0; i < record->count; i++) {
        struct base_text field = record->fields[i];
        assert(field.length <= limits.field_bytes && base_text_is_utf8(field));
        assert(memchr(field.data, '\0', field.length) == NULL);
    }
}

/* Reads `text` to its end into `written`; false if it was refused. */
static bool read_all(struct base_arena *arena, struct base_text text, char separator,
                     struct base_buffer *written)
{
    struct base_csv_reader reader;
    struct base_csv_record record;
    struct base_csv_error error;
    enum base_status status;
    size_t count = 0;
    size_t line = 1;
    bool is_right = true;

    base_csv_reader_init(&reader, arena, text, separator, &limits);
    for (;;) {
        status = base_csv_next(&reader, &record, &error);
        if (status != STATUS_OK) {
            is_right = false;
            check_refused(&reader, status, &error, text.length);
            assert(error.line >= line);
            line = error.line;
            if (!base_csv_skip(&reader))
                break;
            continue;
        }
        if (record.count == 0)
            break;
        check_record(&record, count, line);
        count = record.count;
        line = record.line;
        base_csv_add_record(written, record.fields, record.count);
    }
    return is_right;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text text = {(const char *)data + 1, size - 1};
    struct base_buffer once, twice;
    base_buffer_init(&once, arena);
    base_buffer_init(&twice, arena);
    if (!read_all(arena, text, data[0] == ';' ? ';' : ',', &once) || once.length > limits.bytes)
        return 0;
    bool read_again = read_all(arena, base_buffer_view(&once), ',', &twice);
    assert(read_again);
    assert(base_text_equal(base_buffer_view(&once), base_buffer_view(&twice)));
    return 0;
}
