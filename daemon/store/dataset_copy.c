#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "session_internal.h"
#include "store/dataset.h"

/* Fields of a row. */
enum field {
    CYCLE,
    VERSION,
    HAS_RESPONDENT,
    KEY,
    RECEIPT,
    ORGANISATION,
    ACTOR_TYPE,
    CODES,
    VALUES,
    FIELDS
};

struct copy {
    store_answers_callback each;
    void *context;
    size_t code_capacity;
    int *codes; /* of the present row */
};

/* Finds the fields; false if the row is not made as the statement makes it. */
static bool split(struct base_text row, struct base_text fields[FIELDS])
{
    if (row.data[0] != 0 || row.data[1] != FIELDS)
        return false;
    struct base_text rest = {row.data + 2, row.length - 2};
    for (size_t i = 0; i < FIELDS; i++)
        if (!store_copy_field(&rest, &fields[i]))
            return false;
    return rest.length == 0;
}

/* Makes room for as many codes as a text of this length can hold. */
static void make_room(struct copy *copy, size_t length)
{
    if (length / 2 + 1 <= copy->code_capacity)
        return;
    copy->code_capacity = length;
    free(copy->codes);
    copy->codes = malloc(copy->code_capacity * sizeof(*copy->codes));
    if (copy->codes == NULL)
        abort();
}

/* A whole number; NULL if there is none. */
static const char *read_code(const char *at, const char *end, int *ret_code)
{
    bool is_negative = at < end && *at == '-';
    int64_t code = 0;
    const char *first = at += is_negative;
    for (; at < end && *at >= '0' && *at <= '9' && code <= INT32_MAX; at++)
        code = 10 * code + (*at - '0');
    *ret_code = (int)(is_negative ? -code : code);
    return at > first && code <= INT32_MAX ? at : NULL;
}

/* The codes: an array of one dimension as text, {1,2,-99}. */
static bool read_codes(struct base_text field, struct copy *copy, struct store_answers *answers)
{
    if (field.length < 2 || field.data[0] != '{' || field.data[field.length - 1] != '}')
        return false;
    const char *at = field.data + 1, *end = field.data + field.length - 1;
    make_room(copy, field.length);
    answers->codes = copy->codes;
    while (at < end) {
        at = read_code(at, end, &copy->codes[answers->code_count++]);
        if (at == NULL || (at < end && (*at != ',' || ++at == end)))
            return false;
    }
    return true;
}

static enum base_status on_row(struct base_text row, void *context, struct base_failure *reterr)
{
    struct copy *copy = context;
    struct base_text fields[FIELDS];
    struct store_answers answers = {0};
    bool is_good = split(row, fields) && fields[CYCLE].length == 4 && fields[VERSION].length == 4 &&
                   fields[HAS_RESPONDENT].length == 1 &&
                   fields[KEY].length == BASE_TOKEN_PSEUDONYM_BYTES &&
                   fields[RECEIPT].length >= 4 && read_codes(fields[CODES], copy, &answers);
    if (!is_good)
        return base_failure_set(reterr, STATUS_INTERNAL,
                                "PostgreSQL sent a response in a form that is not understood");
    answers.cycle = (int)store_copy_integer(fields[CYCLE]);
    answers.version = (int)store_copy_integer(fields[VERSION]);
    answers.has_respondent = fields[HAS_RESPONDENT].data[0] != 0;
    answers.key = (const uint8_t *)fields[KEY].data;
    answers.mark = store_copy_integer(fields[RECEIPT]);
    answers.organisation = fields[ORGANISATION];
    answers.actor_type = fields[ACTOR_TYPE];
    /* The binary form of jsonb is its text after a byte with the form's version. */
    if (fields[VALUES].length > 1)
        answers.values = (struct base_text){fields[VALUES].data + 1, fields[VALUES].length - 1};
    return copy->each(&answers, copy->context, reterr);
}

enum base_status store_answers_copy(struct store_session *session, const char *programme,
                                    bool with_values, const struct store_answers_key *keys,
                                    size_t key_count, store_answers_callback each, void *context,
                                    struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct copy copy = {.each = each, .context = context};
    struct store_parameters parameters;
    assert(session->in_transaction);
    int *cycles = base_arena_array(arena, int, key_count);
    struct base_text *respondents = base_arena_array(arena, struct base_text, key_count);
    struct base_text *receipts = base_arena_array(arena, struct base_text, key_count);
    for (size_t i = 0; i < key_count; i++) {
        const char *bytes = (const char *)keys[i].bytes;
        cycles[i] = keys[i].cycle;
        if (keys[i].has_respondent)
            respondents[i] = (struct base_text){bytes, BASE_TOKEN_PSEUDONYM_BYTES};
        else
            receipts[i] = (struct base_text){bytes, BASE_TOKEN_RECEIPT_BYTES};
    }
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_boolean(&parameters, with_values);
    store_parameter_integers(&parameters, cycles, key_count);
    store_parameter_byte_strings(&parameters, respondents, key_count);
    store_parameter_byte_strings(&parameters, receipts, key_count);
    enum base_status status = store_session_run(session, store_statement("set_copied_responses"),
                                                &parameters, NULL, reterr);
    if (status != STATUS_OK)
        return status;
    const char *statement = keys == NULL ? "copy_responses" : "copy_some_responses";
    status = store_session_copy(session, store_statement(statement), on_row, &copy, reterr);
    free(copy.codes);
    return status;
}
