/* Use case: a participant checks that the answers are stored. */
#include "store/respondent.h"
#include "visit.h"

struct lookup {
    struct visit *visit;
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
};

static void answer_json(struct lookup *lookup, const struct store_receipt *stored,
                        const char *receipt)
{
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", json_object_new_string(receipt));
    json_object_object_add(body, "stored", stored ? json_object_new_string("database") : NULL);
    if (stored) {
        json_object_object_add(body, "cycle", json_object_new_int(stored->cycle));
        json_object_object_add(body, "revision", json_object_new_int(stored->revision));
        json_object_object_add(
            body, "replaced", json_object_new_boolean(stored->revision < stored->current_revision));
        json_object_object_add(body, "day", json_object_new_string(stored->day));
    }
    visit_respond_json(lookup->visit, stored ? 200 : 404, body);
}

static void on_receipt(enum base_status status, const struct store_receipt *stored, void *context)
{
    struct lookup *lookup = context;
    struct visit *visit = lookup->visit;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        visit_respond_notice(visit, PAGES_NOTICE_UNAVAILABLE, NULL);
        return;
    }
    const char *text = base_token_receipt_text(visit->arena, lookup->receipt);
    if (visit->json) {
        answer_json(lookup, stored, text);
        return;
    }
    visit->cycle = stored ? catalogue_cycle(visit->in, stored->cycle) : visit->cycle;
    struct pages_receipt receipt = {
        .programme = visit->programme,
        .cycle = visit->cycle ? visit->cycle->cycle : NULL,
        .language = visit->language,
        .receipt = text,
        .stored = stored != NULL,
        .back = visit->path,
        .open_link = visit->open_link,
    };
    if (stored) {
        receipt.revision = stored->revision;
        receipt.replaced = stored->revision < stored->current_revision;
        receipt.day = stored->day;
        receipt.can_change =
            !visit->open_link && visit->cycle && catalogue_cycle_is_open(visit->cycle, visit->now);
    }
    if (visit->cycle) {
        receipt.questionnaire = catalogue_questionnaire(visit->cycle, visit->cycle->version);
    }
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_receipt_write(&visit->worker->daemon->site, &receipt, &html);
    visit_respond_page(visit, stored ? 200 : 404, base_buffer_view(&html));
}

/* Every pseudonym that this link can have stored something under. */
static const uint8_t *pseudonyms_of(struct visit *visit, size_t *ret_count)
{
    *ret_count = 0;
    uint8_t *all =
        base_arena_alloc(visit->arena, visit->in->cycle_count * BASE_TOKEN_PSEUDONYM_BYTES);
    if (visit->open_link) {
        return all;
    }
    for (size_t i = 0; i < visit->in->cycle_count; i++) {
        visit->cycle = &visit->in->cycles[i];
        if (visit_pseudonym(visit, all + *ret_count * BASE_TOKEN_PSEUDONYM_BYTES)) {
            ++*ret_count;
        }
        if (visit->keys->has_linkage) {
            break; /* one pseudonym for all cycles */
        }
    }
    visit->cycle = NULL;
    return all;
}

void show_receipt(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct visit *visit = visit_begin(exchange, worker);
    if (!visit) {
        return;
    }
    struct lookup *lookup = base_arena_object(visit->arena, struct lookup);
    lookup->visit = visit;
    if (!base_token_receipt_parse(http_exchange_segment(exchange, "receipt"), lookup->receipt)) {
        visit_respond_notice(visit, PAGES_NOTICE_NOT_FOUND, NULL);
        return;
    }
    size_t count = 0;
    const uint8_t *pseudonyms = pseudonyms_of(visit, &count);
    if (!visit->open_link && count == 0) {
        visit_respond_notice(visit, PAGES_NOTICE_CLOSED, NULL);
        return;
    }
    visit->cycle = catalogue_open_cycle(visit->in, visit->now);
    store_receipt_find(worker->pool, visit->programme->programme, lookup->receipt, pseudonyms,
                       count, on_receipt, lookup);
}
