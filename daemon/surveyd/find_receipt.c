/* Use case: somebody types a receipt, and is led to what is stored under it. */
#include "inquiry.h"

void find_receipt(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct base_arena *arena = http_exchange_arena(exchange);
    if (!inquiry_names_programme(exchange)) {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_NOT_FOUND);
        return;
    }
    struct base_text typed = http_exchange_parameter(exchange, "receipt");
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    if (!typed.data) {
        inquiry_answer_search(exchange, worker, PAGES_RECEIPT_NO_PROBLEM, BASE_TEXT(""));
    } else if (!base_token_receipt_parse(typed, receipt)) {
        inquiry_answer_search(exchange, worker, PAGES_RECEIPT_NOT_A_RECEIPT, typed);
    } else {
        struct base_text name = http_exchange_segment(exchange, "programme");
        const char *location =
            base_arena_format(arena, "/r/%.*s/%s?lang=%s", (int)name.length, name.data,
                              base_token_receipt_text(arena, receipt), request_language(exchange));
        http_exchange_respond(exchange,
                              &(struct http_response){.status = 303, .location = location});
    }
}
