#include "store/dataset.h"

#include <string.h>

#include "call.h"
#include "session_internal.h"

/* What a stream of rows hands over to; the arena is new for every row. */
struct response_stream {
    store_response_callback each;
    void *context;
};

static void copy_bytes(const struct store_result *row, const char *column, void *ret_bytes,
                       size_t length, struct base_arena *arena)
{
    struct base_text bytes = store_result_bytes(row, 0, store_result_column(row, column), arena);
    memset(ret_bytes, 0, length);
    memcpy(ret_bytes, bytes.data, bytes.length < length ? bytes.length : length);
}

static enum base_status on_response(const struct store_result *row, void *context,
                                    struct base_failure *reterr)
{
    const struct response_stream *stream = context;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_response response = {
        .cycle = (int)store_result_integer(row, 0, store_result_column(row, "cycle")),
        .version = (int)store_result_integer(row, 0, store_result_column(row, "version")),
        .revision = (int)store_result_integer(row, 0, store_result_column(row, "revision")),
        .has_respondent = store_result_boolean(row, 0, store_result_column(row, "has_respondent")),
        .organisation = store_result_string(row, 0, "organisation", arena),
        .actor_type = store_result_string(row, 0, "actor_type", arena),
        .language = store_result_string(row, 0, "language", arena),
        .day = store_result_string(row, 0, "day", arena),
        .values = store_result_text(row, 0, store_result_column(row, "values")),
    };
    copy_bytes(row, "key", response.key, sizeof(response.key), arena);
    response.codes = store_result_integers(row, 0, store_result_column(row, "codes"), arena,
                                           &response.code_count);
    return stream->each(&response, stream->context, reterr);
}

enum base_status store_response_stream(struct store_session *session, const char *programme,
                                       int cycle, store_response_callback each, void *context,
                                       struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct response_stream stream = {each, context};
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, cycle);
    return store_session_stream(session, store_statement("stream_responses"), &parameters,
                                on_response, &stream, reterr);
}

struct receipt_stream {
    store_stored_receipt_callback each;
    void *context;
};

static enum base_status on_receipt(const struct store_result *row, void *context,
                                   struct base_failure *reterr)
{
    const struct receipt_stream *stream = context;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    copy_bytes(row, "receipt", receipt, sizeof(receipt), arena);
    return stream->each(receipt, stream->context, reterr);
}

static enum base_status stream_receipts(struct store_session *session, const char *statement,
                                        const char *programme, store_stored_receipt_callback each,
                                        void *context, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct receipt_stream stream = {each, context};
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    return store_session_stream(session, store_statement(statement), &parameters, on_receipt,
                                &stream, reterr);
}

enum base_status store_receipt_stream(struct store_session *session, const char *programme,
                                      store_stored_receipt_callback each, void *context,
                                      struct base_failure *reterr)
{
    return stream_receipts(session, "stream_receipts", programme, each, context, reterr);
}

enum base_status store_withdrawn_receipt_stream(struct store_session *session,
                                                const char *programme,
                                                store_stored_receipt_callback each, void *context,
                                                struct base_failure *reterr)
{
    return stream_receipts(session, "stream_withdrawn_receipts", programme, each, context, reterr);
}
