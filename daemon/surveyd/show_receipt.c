/* Use case: a participant checks that the answers are stored, with the link or with the receipt
   alone. */
#include "inquiry.h"
#include "keep.h"
#include "overview.h"
#include "public_address.h"

struct showing {
    struct inquiry *inquiry;
    struct pages_receipt receipt;
};

static struct json_object *describe(const struct inquiry *inquiry,
                                    const struct store_receipt *stored)
{
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", json_object_new_string(inquiry->text));
    json_object_object_add(body, "stored",
                           stored->is_withdrawn ? NULL : json_object_new_string("database"));
    json_object_object_add(body, "withdrawn", json_object_new_boolean(stored->is_withdrawn));
    json_object_object_add(body, "cycle", json_object_new_int(stored->cycle));
    if (!stored->is_withdrawn) {
        json_object_object_add(body, "revision", json_object_new_int(stored->revision));
        json_object_object_add(
            body, "replaced", json_object_new_boolean(stored->revision < stored->current_revision));
    }
    json_object_object_add(body, "day", json_object_new_string(stored->day));
    return body;
}

static struct json_object *describe_waiting(const struct inquiry *inquiry)
{
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", json_object_new_string(inquiry->text));
    json_object_object_add(body, "stored", json_object_new_string("spool"));
    json_object_object_add(body, "withdrawn", json_object_new_boolean(false));
    return body;
}

static void answer_page(struct showing *showing, int status)
{
    struct visit *visit = showing->inquiry->visit;
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_receipt_write(&visit->worker->daemon->site, &showing->receipt, &html);
    visit_respond_page(visit, status, base_buffer_view(&html));
}

static bool can_change(const struct visit *visit)
{
    return visit->path && !visit->open_link && visit->cycle &&
           catalogue_cycle_is_open(visit->cycle, visit->now);
}

static void take_stored(struct showing *showing, const struct store_receipt *stored)
{
    struct visit *visit = showing->inquiry->visit;
    struct pages_receipt *receipt = &showing->receipt;
    receipt->stored = !stored->is_withdrawn;
    receipt->withdrawn = stored->is_withdrawn;
    receipt->day = base_arena_string(visit->arena, stored->day);
    if (stored->is_withdrawn) {
        return;
    }
    receipt->revision = stored->revision;
    receipt->replaced = stored->revision < stored->current_revision;
    receipt->can_change = can_change(visit);
    if (!stored->is_sealed) {
        receipt->withdraw = base_arena_format(visit->arena, "%s/withdraw", showing->inquiry->path);
    }
    if (!stored->is_sealed && visit->path && !visit->open_link) {
        receipt->answers =
            base_arena_format(visit->arena, "%s/cycle/%d", visit->path, stored->cycle);
    }
}

static void on_overview(const struct pages_overview *overview, void *context)
{
    struct showing *showing = context;
    showing->receipt.overview = overview;
    const struct pages_receipt *receipt = &showing->receipt;
    bool is_known = receipt->stored || receipt->withdrawn || receipt->is_waiting;
    answer_page(showing, is_known ? 200 : 404);
}

/* `stored` NULL: the database does not have it; `is_waiting`: the spool does. */
static void show(struct inquiry *inquiry, const struct store_receipt *stored, bool is_waiting)
{
    struct visit *visit = inquiry->visit;
    struct showing *showing = base_arena_object(visit->arena, struct showing);
    visit->cycle = stored ? catalogue_cycle(visit->in, stored->cycle)
                          : catalogue_open_cycle(visit->in, visit->now);
    showing->inquiry = inquiry;
    showing->receipt = (struct pages_receipt){
        .programme = visit->programme,
        .cycle = visit->cycle ? visit->cycle->cycle : NULL,
        .language = visit->language,
        .receipt = inquiry->text,
        .path = inquiry->path,
        .back = visit->path,
        .open_link = visit->open_link,
        .is_waiting = is_waiting,
        .can_change = is_waiting && can_change(visit),
        .lookup = base_arena_format(visit->arena, "%s/r/%s",
                                    public_address(visit->exchange, visit->worker),
                                    visit->programme->programme),
    };
    if (visit->cycle) {
        showing->receipt.questionnaire =
            catalogue_questionnaire(visit->cycle, visit->cycle->version);
    }
    if (stored) {
        take_stored(showing, stored);
    }
    if (stored && !inquiry->is_alone) {
        overview_find(visit, on_overview, showing);
    } else {
        on_overview(NULL, showing);
    }
}

static void on_receipt(enum base_status status, const struct store_receipt *stored, void *context)
{
    struct inquiry *inquiry = context;
    if (status == STATUS_NOT_FOUND && (inquiry->is_alone || inquiry->json)) {
        inquiry_answer_nothing(inquiry);
    } else if (status == STATUS_NOT_FOUND) {
        show(inquiry, NULL, false);
    } else if (status != STATUS_OK) {
        inquiry_answer_unavailable(inquiry);
    } else if (inquiry->json) {
        inquiry_answer_json(inquiry, 200, describe(inquiry, stored));
    } else if (inquiry_found(inquiry)) {
        show(inquiry, stored, false);
    }
}

static void answer_waiting(struct inquiry *inquiry)
{
    if (inquiry->json) {
        inquiry_answer_json(inquiry, 200, describe_waiting(inquiry));
    } else if (inquiry_found(inquiry)) {
        show(inquiry, NULL, true);
    }
}

/* What waits for the database is said without asking it: it may be away. */
void show_receipt(struct http_exchange *exchange, void *context)
{
    struct inquiry *inquiry = inquiry_begin(exchange, context);
    if (inquiry && keep_is_pending(inquiry->worker, inquiry->programme, inquiry->receipt)) {
        answer_waiting(inquiry);
    } else if (inquiry) {
        store_receipt_find(inquiry->worker->pool, inquiry->programme, inquiry->receipt,
                           inquiry->pseudonyms, inquiry->pseudonym_count, on_receipt, inquiry);
    }
}
