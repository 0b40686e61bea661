#include "inquiry.h"

#include <ctype.h>

#include "base/json.h"

static const char *segment_string(struct http_exchange *exchange, const char *name)
{
    struct base_text segment = http_exchange_segment(exchange, name);
    return base_arena_copy(http_exchange_arena(exchange), segment.data, segment.length);
}

static void refuse_receipt(struct inquiry *inquiry)
{
    if (inquiry->visit) {
        visit_respond_notice(inquiry->visit, PAGES_NOTICE_NOT_FOUND, NULL);
    } else if (inquiry->json) {
        respond_notice(inquiry->exchange, inquiry->worker->daemon, PAGES_NOTICE_NOT_FOUND);
    } else {
        inquiry_answer_search(inquiry->exchange, inquiry->worker, PAGES_RECEIPT_NOT_A_RECEIPT,
                              http_exchange_segment(inquiry->exchange, "receipt"));
    }
}

bool inquiry_names_programme(const struct http_exchange *exchange)
{
    return base_text_is_identifier(http_exchange_segment(exchange, "programme"));
}

/* False if it answered the exchange itself. */
static bool begin_with_link(struct inquiry *inquiry)
{
    inquiry->visit = visit_begin(inquiry->exchange, inquiry->worker);
    if (!inquiry->visit) {
        return false;
    }
    inquiry->pseudonyms = visit_pseudonyms(inquiry->visit, &inquiry->pseudonym_count);
    if (!inquiry->visit->open_link && inquiry->pseudonym_count == 0) {
        /* Every key has been destroyed: nothing can be told of this link any more. */
        visit_respond_notice(inquiry->visit, PAGES_NOTICE_CLOSED, NULL);
        return false;
    }
    return true;
}

struct inquiry *inquiry_begin(struct http_exchange *exchange, struct worker *worker)
{
    struct base_arena *arena = http_exchange_arena(exchange);
    struct inquiry *inquiry = base_arena_object(arena, struct inquiry);
    inquiry->exchange = exchange;
    inquiry->worker = worker;
    inquiry->arena = arena;
    inquiry->json = request_wants_json(exchange);
    inquiry->is_alone = !http_exchange_segment(exchange, "token").data &&
                        !http_exchange_segment(exchange, "code").data;
    inquiry->programme = segment_string(exchange, "programme");
    inquiry->pseudonym_count = STORE_RECEIPT_ANY_LINK;
    if (!inquiry->is_alone && !begin_with_link(inquiry)) {
        return NULL;
    }
    if (inquiry->is_alone && !inquiry_names_programme(exchange)) {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_NOT_FOUND);
        return NULL;
    }
    if (!base_token_receipt_parse(http_exchange_segment(exchange, "receipt"), inquiry->receipt)) {
        refuse_receipt(inquiry);
        return NULL;
    }
    inquiry->text = base_token_receipt_text(arena, inquiry->receipt);
    inquiry->path =
        inquiry->is_alone
            ? base_arena_format(arena, "/r/%s/%s", inquiry->programme, inquiry->text)
            : base_arena_format(arena, "%s/receipt/%s", inquiry->visit->path, inquiry->text);
    return inquiry;
}

bool inquiry_found(struct inquiry *inquiry)
{
    if (!inquiry->visit) {
        inquiry->visit = visit_begin_without_link(inquiry->exchange, inquiry->worker);
    }
    if (!inquiry->visit) {
        /* The database knows a programme that this worker has not read yet. */
        inquiry_answer_unavailable(inquiry);
        return false;
    }
    return true;
}

struct json_object *inquiry_nothing_json(const struct inquiry *inquiry)
{
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", json_object_new_string(inquiry->text));
    json_object_object_add(body, "stored", NULL);
    return body;
}

void inquiry_answer_json(struct inquiry *inquiry, int status, struct json_object *body)
{
    if (inquiry->visit) {
        visit_respond_json(inquiry->visit, status, body);
        return;
    }
    struct base_text text = base_json_write(inquiry->arena, body);
    json_object_put(body);
    http_exchange_respond(
        inquiry->exchange,
        &(struct http_response){.status = status, .media_type = "application/json", .body = text});
}

/* Without a visit it is not known which languages there are: the one that was asked for is handed
   on. */
static const char *language_asked(struct http_exchange *exchange)
{
    struct base_text asked = http_exchange_parameter(exchange, "lang");
    for (size_t i = 0; i < asked.length; i++) {
        if (!isalnum((unsigned char)asked.data[i]) && asked.data[i] != '-') {
            return request_language(exchange);
        }
    }
    return asked.length > 0
               ? base_arena_copy(http_exchange_arena(exchange), asked.data, asked.length)
               : request_language(exchange);
}

void inquiry_answer_receipt(struct inquiry *inquiry)
{
    struct visit *visit = inquiry->visit;
    const char *language =
        visit ? visit->programme->languages[visit->language] : language_asked(inquiry->exchange);
    const char *location = base_arena_format(inquiry->arena, "%s?lang=%s", inquiry->path, language);
    if (visit) {
        visit_respond_see_other(visit, location);
    } else {
        http_exchange_respond(inquiry->exchange,
                              &(struct http_response){.status = 303, .location = location});
    }
}

void inquiry_answer_nothing(struct inquiry *inquiry)
{
    if (inquiry->json) {
        inquiry_answer_json(inquiry, 404, inquiry_nothing_json(inquiry));
    } else if (inquiry->visit) {
        inquiry_answer_receipt(inquiry); /* which says so */
    } else {
        inquiry_answer_search(inquiry->exchange, inquiry->worker, PAGES_RECEIPT_NOTHING,
                              base_text_of(inquiry->text));
    }
}

void inquiry_answer_unavailable(struct inquiry *inquiry)
{
    if (inquiry->visit) {
        visit_respond_notice(inquiry->visit, PAGES_NOTICE_UNAVAILABLE, NULL);
    } else {
        respond_notice(inquiry->exchange, inquiry->worker->daemon, PAGES_NOTICE_UNAVAILABLE);
    }
}

void inquiry_answer_search(struct http_exchange *exchange, struct worker *worker,
                           enum pages_receipt_problem problem, struct base_text typed)
{
    enum { shown_bytes = 40 };
    static const int statuses[] = {[PAGES_RECEIPT_NO_PROBLEM] = 200,
                                   [PAGES_RECEIPT_NOT_A_RECEIPT] = 422,
                                   [PAGES_RECEIPT_NOTHING] = 404};
    struct base_arena *arena = http_exchange_arena(exchange);
    const char *language = request_language(exchange);
    typed = base_text_is_utf8(typed) ? base_text_cut(typed, shown_bytes) : BASE_TEXT("");
    struct pages_receipt_search search = {
        .language = language,
        .problem = problem,
        .typed = base_arena_copy(arena, typed.data, typed.length),
        .path = base_arena_format(arena, "/r/%s", segment_string(exchange, "programme")),
    };
    struct base_buffer html;
    base_buffer_init(&html, arena);
    pages_receipt_search_write(&worker->daemon->site, &search, &html);
    http_exchange_respond(exchange, &(struct http_response){
                                        .status = statuses[problem],
                                        .media_type = "text/html; charset=utf-8",
                                        .body = base_buffer_view(&html),
                                        .language = language,
                                    });
}
