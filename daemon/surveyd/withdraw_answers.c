/* Use case: participants take back what they answered, with the link or with the receipt alone. */
#include "inquiry.h"
#include "keep.h"
#include "pages/withdraw.h"
#include "store/withdrawal.h"

static void answer_sealed_json(struct inquiry *inquiry)
{
    const struct notice_row *row = notice_row(PAGES_NOTICE_SEALED);
    if (inquiry->visit) {
        visit_respond_problem(inquiry->visit, row->status, row->code, row->detail);
    } else {
        http_exchange_problem(inquiry->exchange, row->status, row->code, row->detail, NULL, 0, 0);
    }
}

static void answer_page(struct inquiry *inquiry, int cycle, bool is_sealed)
{
    struct visit *visit = inquiry->visit;
    visit->cycle = catalogue_cycle(visit->in, cycle);
    struct pages_withdraw page = {
        .programme = visit->programme,
        .cycle = visit->cycle ? visit->cycle->cycle : NULL,
        .language = visit->language,
        .receipt = inquiry->text,
        .is_sealed = is_sealed,
        .is_open = visit->cycle && catalogue_cycle_is_open(visit->cycle, visit->now),
        .path = base_arena_format(visit->arena, "%s/withdraw", inquiry->path),
        .back = inquiry->path,
    };
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_withdraw_write(&visit->worker->daemon->site, &page, &html);
    visit_respond_page(visit, is_sealed ? notice_row(PAGES_NOTICE_SEALED)->status : 200,
                       base_buffer_view(&html));
}

/* What can be withdrawn is asked about; with everything else the receipt's page says how it is. */
static void on_receipt(enum base_status status, const struct store_receipt *stored, void *context)
{
    struct inquiry *inquiry = context;
    if (status == STATUS_NOT_FOUND) {
        inquiry_answer_nothing(inquiry);
    } else if (status != STATUS_OK) {
        inquiry_answer_unavailable(inquiry);
    } else if (stored->is_withdrawn || inquiry->json) {
        inquiry_answer_receipt(inquiry);
    } else if (inquiry_found(inquiry)) {
        answer_page(inquiry, stored->cycle, stored->is_sealed);
    }
}

/* The database cannot take back what it does not have yet; it gets it first, a moment after it is
   reachable. True: the exchange has been answered. */
static bool must_wait(struct inquiry *inquiry)
{
    bool is_pending = keep_is_pending(inquiry->worker, inquiry->programme, inquiry->receipt);
    if (is_pending) {
        inquiry_answer_unavailable(inquiry);
    }
    return is_pending;
}

void ask_to_withdraw(struct http_exchange *exchange, void *context)
{
    struct inquiry *inquiry = inquiry_begin(exchange, context);
    if (inquiry && !must_wait(inquiry)) {
        store_receipt_find(inquiry->worker->pool, inquiry->programme, inquiry->receipt,
                           inquiry->pseudonyms, inquiry->pseudonym_count, on_receipt, inquiry);
    }
}

/* A page says why not; for that the receipt is asked for once more. */
static void answer_sealed(struct inquiry *inquiry)
{
    if (inquiry->json) {
        answer_sealed_json(inquiry);
    } else {
        store_receipt_find(inquiry->worker->pool, inquiry->programme, inquiry->receipt,
                           inquiry->pseudonyms, inquiry->pseudonym_count, on_receipt, inquiry);
    }
}

static void answer_done(struct inquiry *inquiry)
{
    if (!inquiry->json) {
        inquiry_answer_receipt(inquiry);
        return;
    }
    struct json_object *body = inquiry_nothing_json(inquiry);
    json_object_object_add(body, "withdrawn", json_object_new_boolean(true));
    inquiry_answer_json(inquiry, 200, body);
}

static void on_withdrawn(enum base_status status, enum store_withdrawal_outcome outcome,
                         void *context)
{
    struct inquiry *inquiry = context;
    if (status != STATUS_OK) {
        inquiry_answer_unavailable(inquiry);
        return;
    }
    switch (outcome) {
    case STORE_WITHDRAWAL_DONE:
        answer_done(inquiry);
        break;
    case STORE_WITHDRAWAL_UNKNOWN:
        inquiry_answer_nothing(inquiry);
        break;
    case STORE_WITHDRAWAL_SEALED:
        answer_sealed(inquiry);
        break;
    }
}

void withdraw_answers(struct http_exchange *exchange, void *context)
{
    struct inquiry *inquiry = inquiry_begin(exchange, context);
    if (inquiry && !must_wait(inquiry)) {
        store_withdrawal_put(inquiry->worker->pool, inquiry->programme, inquiry->receipt,
                             inquiry->pseudonyms, inquiry->pseudonym_count, on_withdrawn, inquiry);
    }
}
