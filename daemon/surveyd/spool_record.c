#include "spool_record.h"

#include <limits.h>
#include <string.h>

#include "base/json.h"

/* Of the form of the text. Another number is another form. */
#define FORM 1

void spool_record_id(const char *programme, const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                     uint8_t ret_id[SPOOL_ID_BYTES])
{
    uint8_t digest[32];
    base_key_sha256(base_text_of(programme), digest);
    memcpy(ret_id, receipt, BASE_TOKEN_RECEIPT_BYTES);
    memcpy(ret_id + BASE_TOKEN_RECEIPT_BYTES, digest, SPOOL_ID_BYTES - BASE_TOKEN_RECEIPT_BYTES);
}

static void add_text(struct json_object *json, const char *name, const char *text)
{
    if (text) {
        json_object_object_add(json, name, json_object_new_string(text));
    }
}

static void add_whole(struct json_object *json, const char *name, int64_t number)
{
    json_object_object_add(json, name, json_object_new_int64(number));
}

struct spool_record spool_record_encode(struct base_arena *arena,
                                        const struct store_submission *row)
{
    struct json_object *json = base_json_own(arena, json_object_new_object());
    struct json_object *codes = json_object_new_array();
    for (size_t i = 0; i < row->code_count; i++) {
        json_object_array_add(codes, json_object_new_int(row->codes[i]));
    }
    add_whole(json, "form", FORM);
    add_text(json, "programme", row->programme);
    add_whole(json, "cycle", row->cycle);
    add_whole(json, "version", row->version);
    add_text(json, "receipt", base_text_hex(arena, row->receipt, sizeof row->receipt));
    add_text(json, "digest", base_text_hex(arena, row->digest, sizeof row->digest));
    if (row->has_respondent) {
        add_text(json, "respondent", base_text_hex(arena, row->respondent, sizeof row->respondent));
        add_whole(json, "order", row->order);
    }
    add_text(json, "organisation", row->organisation);
    add_text(json, "actor_type", row->actor_type);
    add_text(json, "language", row->language);
    json_object_object_add(json, "codes", codes);
    add_text(json, "values", row->values);
    struct spool_record record = {.accepted_ms = row->accepted_ms,
                                  .text = base_json_write(arena, json)};
    spool_record_id(row->programme, row->receipt, record.id);
    memcpy(record.digest, row->digest, sizeof record.digest);
    return record;
}

/* NULL if it is not there. */
static const char *text_of(struct base_arena *arena, struct json_object *json, const char *name)
{
    struct base_text text = base_json_text(base_json_get(json, name));
    return text.data ? base_arena_copy(arena, text.data, text.length) : NULL;
}

static bool read_bytes(struct json_object *json, const char *name, uint8_t *ret_bytes,
                       size_t length)
{
    size_t got = 0;
    struct base_text text = base_json_text(base_json_get(json, name));
    return text.data && base_text_from_hex(text, ret_bytes, length, &got) && got == length;
}

static bool read_whole(struct json_object *json, const char *name, int64_t *ret_number)
{
    struct json_object *value = base_json_get(json, name);
    *ret_number = json_object_get_int64(value);
    return json_object_is_type(value, json_type_int);
}

static bool read_positive(struct json_object *json, const char *name, int *ret_number)
{
    int64_t number = 0;
    bool is_good = read_whole(json, name, &number) && number > 0 && number <= INT_MAX;
    *ret_number = is_good ? (int)number : 0;
    return is_good;
}

static bool read_codes(struct base_arena *arena, struct json_object *json,
                       struct store_submission *row)
{
    struct json_object *codes = base_json_get(json, "codes");
    if (!json_object_is_type(codes, json_type_array)) {
        return false;
    }
    row->code_count = json_object_array_length(codes);
    int *list = base_arena_array(arena, int, row->code_count);
    for (size_t i = 0; i < row->code_count; i++) {
        struct json_object *code = json_object_array_get_idx(codes, i);
        int64_t number = json_object_get_int64(code);
        if (!json_object_is_type(code, json_type_int) || number < INT_MIN || number > INT_MAX) {
            return false;
        }
        list[i] = (int)number;
    }
    row->codes = list;
    return true;
}

static bool read_respondent(struct json_object *json, struct store_submission *row)
{
    row->has_respondent = base_json_get(json, "respondent") != NULL;
    return !row->has_respondent ||
           (read_bytes(json, "respondent", row->respondent, sizeof row->respondent) &&
            read_whole(json, "order", &row->order));
}

enum base_status spool_record_decode(struct base_arena *arena, const struct spool_record *record,
                                     struct store_submission *ret_row)
{
    struct json_object *json = NULL;
    struct base_json_error error;
    int form = 0;
    if (base_json_parse(arena, record->text, &base_json_limits_file, &json, &error) != STATUS_OK ||
        !read_positive(json, "form", &form) || form != FORM) {
        return STATUS_MALFORMED;
    }
    struct store_submission row = {
        .programme = text_of(arena, json, "programme"),
        .organisation = text_of(arena, json, "organisation"),
        .actor_type = text_of(arena, json, "actor_type"),
        .language = text_of(arena, json, "language"),
        .values = text_of(arena, json, "values"),
        .accepted_ms = record->accepted_ms,
        .is_late = true,
    };
    bool is_whole = row.programme && row.language && row.values && row.accepted_ms > 0 &&
                    read_positive(json, "cycle", &row.cycle) &&
                    read_positive(json, "version", &row.version) &&
                    read_bytes(json, "receipt", row.receipt, sizeof row.receipt) &&
                    read_bytes(json, "digest", row.digest, sizeof row.digest) &&
                    read_respondent(json, &row) && read_codes(arena, json, &row);
    if (!is_whole) {
        return STATUS_MALFORMED;
    }
    *ret_row = row;
    return STATUS_OK;
}
