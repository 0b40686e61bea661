#include "visit.h"

#include "base/json.h"

#define RETRY_AFTER_S 5

static const struct notice_row notice_rows[] = {
    [PAGES_NOTICE_BAD_LINK] = {404, "link_not_valid",
                               "This link is not valid. Check that it is complete.", 0},
    [PAGES_NOTICE_NOT_FOUND] = {404, "not_found", "There is nothing at this address.", 0},
    [PAGES_NOTICE_NOT_OPEN_YET] = {403, "not_open_yet", "The survey has not opened yet.", 0},
    [PAGES_NOTICE_CLOSED] = {403, "closed", "The survey has closed.", 0},
    [PAGES_NOTICE_NOTHING_OPEN] = {403, "nothing_open", "No survey is open now.", 0},
    [PAGES_NOTICE_UNAVAILABLE] = {503, "unavailable",
                                  "Answers cannot be stored at the moment. Send them again soon, "
                                  "with the same submission id.",
                                  RETRY_AFTER_S},
    [PAGES_NOTICE_CONFLICT] = {409, "submission_conflict",
                               "A submission with this id was stored before with other answers.",
                               0},
    [PAGES_NOTICE_CONSENT_REFUSED] = {200, "consent_refused", "Nothing was stored.", 0},
    [PAGES_NOTICE_BAD_REQUEST] = {400, "bad_request", "The request is not understood.", 0},
    [PAGES_NOTICE_TOO_LARGE] = {413, "too_large", "The request is too large.", 0},
    [PAGES_NOTICE_LOGIN] = {401, "login_needed",
                            "Log in with a token: its name as user name, its secret as password.",
                            0},
    [PAGES_NOTICE_ERROR] = {500, "internal", "Something went wrong here.", 0},
    [PAGES_NOTICE_WITHDRAWN] = {410, "withdrawn",
                                "These answers were withdrawn; nothing of them is stored.", 0},
    [PAGES_NOTICE_NO_ANSWERS] = {404, "no_answers", "This link has no answers in that cycle.", 0},
    [PAGES_NOTICE_SEALED] = {410, "sealed",
                             "The cycle is sealed: whose answers are whose can no longer be told.",
                             0},
};

const struct notice_row *notice_row(enum pages_notice_kind kind)
{
    return &notice_rows[kind];
}

/* Whoever says so (the form's script does), and whoever posts anything but a form. */
bool request_wants_json(const struct http_exchange *exchange)
{
    struct base_text accept = http_exchange_field(exchange, "accept");
    return base_text_starts_with(accept, BASE_TEXT("application/json")) ||
           base_text_starts_with(accept, BASE_TEXT("application/problem+json")) ||
           (http_exchange_method(exchange) == HTTP_POST &&
            !base_text_equal_string(http_exchange_media_type(exchange),
                                    "application/x-www-form-urlencoded"));
}

const char *request_language(struct http_exchange *exchange)
{
    struct base_text asked = http_exchange_parameter(exchange, "lang");
    if (!asked.data) {
        asked = http_exchange_field(exchange, "accept-language");
    }
    return base_text_starts_with(asked, BASE_TEXT("sv")) ? "sv" : "en";
}

static void respond_notice_page(struct http_exchange *exchange, const struct daemon *daemon,
                                const struct pages_notice *notice)
{
    const struct notice_row *row = notice_row(notice->kind);
    struct base_buffer html;
    base_buffer_init(&html, http_exchange_arena(exchange));
    pages_notice_write(&daemon->site, notice, &html);
    http_exchange_respond(exchange, &(struct http_response){
                                        .status = row->status,
                                        .media_type = "text/html; charset=utf-8",
                                        .body = base_buffer_view(&html),
                                        .language = notice->language,
                                        .retry_after_s = row->retry_after_s,
                                        .may_script = notice->unsent != NULL,
                                    });
}

static struct base_text copy_text(struct base_arena *arena, struct base_text text)
{
    return (struct base_text){base_arena_copy(arena, text.data, text.length), text.length};
}

/* A form that came before the programmes have been read: the page cannot show it, but brings it
   back, to be sent again. */
static void keep_form(struct http_exchange *exchange, struct pages_notice *notice)
{
    struct base_arena *arena = http_exchange_arena(exchange);
    struct base_text path = http_exchange_path(exchange);
    struct base_failure ignored = {.text = ""};
    const struct survey_field *fields;
    size_t count;
    if (http_exchange_method(exchange) != HTTP_POST ||
        survey_fields_decode(arena, http_exchange_body(exchange), &fields, &count, &ignored) !=
            STATUS_OK ||
        !survey_fields_value(fields, count, "_submission").data) {
        return;
    }
    notice->resend = base_arena_format(arena, "%.*s", (int)path.length, path.data);
    notice->fields = fields;
    notice->field_count = count;
    if (base_text_starts_with(survey_fields_value(fields, count, "_language"), BASE_TEXT("sv"))) {
        notice->language = "sv";
    }
}

void respond_notice(struct http_exchange *exchange, struct daemon *daemon,
                    enum pages_notice_kind kind)
{
    const struct notice_row *row = notice_row(kind);
    if (request_wants_json(exchange)) {
        http_exchange_problem(exchange, row->status, row->code, row->detail, NULL, 0,
                              row->retry_after_s);
        return;
    }
    struct pages_notice notice = {.kind = kind, .language = request_language(exchange)};
    if (kind == PAGES_NOTICE_UNAVAILABLE) {
        keep_form(exchange, &notice);
    }
    respond_notice_page(exchange, daemon, &notice);
}

/* "/p/programme/token" of "/p/programme/token/receipt/..." */
static const char *link_path(struct http_exchange *exchange, bool open_link,
                             struct base_text programme, struct base_text token)
{
    return base_arena_format(http_exchange_arena(exchange), "/%s/%.*s/%.*s", open_link ? "o" : "p",
                             (int)programme.length, programme.data, (int)token.length, token.data);
}

static bool verify_link(struct visit *visit, struct base_text token)
{
    if (visit->open_link) {
        if (!base_token_open_verify(visit->keys, token)) {
            return false;
        }
        visit->link = base_text_of(base_token_open_code(visit->arena, visit->keys));
        return true;
    }
    if (!base_token_verify(visit->keys, token, visit->locator)) {
        return false;
    }
    visit->link = (struct base_text){(const char *)visit->locator, sizeof visit->locator};
    return true;
}

static int visit_language(struct visit *visit)
{
    struct base_text asked = http_exchange_parameter(visit->exchange, "lang");
    int language = asked.data ? survey_programme_language(visit->programme, asked) : -1;
    if (language < 0) {
        language = survey_programme_negotiate(
            visit->programme, http_exchange_field(visit->exchange, "accept-language"));
    }
    return language;
}

static struct visit *visit_new(struct http_exchange *exchange, struct worker *worker,
                               const struct catalogue_programme *in)
{
    struct base_arena *arena = http_exchange_arena(exchange);
    struct visit *visit = base_arena_object(arena, struct visit);
    visit->exchange = exchange;
    visit->worker = worker;
    visit->arena = arena;
    visit->json = request_wants_json(exchange);
    visit->in = in;
    visit->programme = in->programme;
    visit->now_ms = base_clock_wall_ms(worker->daemon->clock);
    visit->now = visit->now_ms / 1000;
    visit->language = visit_language(visit);
    return visit;
}

static void visit_hold(struct visit *visit)
{
    visit->catalogue = catalogue_ref(visit->worker->catalogue);
    visit->keyring = shared_keyring_ref(visit->worker->keys);
}

struct visit *visit_begin(struct http_exchange *exchange, struct worker *worker)
{
    struct base_arena *arena = http_exchange_arena(exchange);
    struct base_text name = http_exchange_segment(exchange, "programme");
    struct base_text token = http_exchange_segment(exchange, "token");
    bool open_link = !token.data;
    if (open_link) {
        token = http_exchange_segment(exchange, "code");
    }
    if (!worker->catalogue) {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_UNAVAILABLE);
        return NULL;
    }
    const struct catalogue_programme *in = catalogue_find(worker->catalogue, name);
    if (!in) {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_BAD_LINK);
        return NULL;
    }
    const struct base_programme_keys *keys = base_keyring_find(worker->keys->keyring, name);
    if (!keys) {
        /* A programme just imported: its keys are read within a second. */
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_UNAVAILABLE);
        return NULL;
    }
    struct visit *visit = visit_new(exchange, worker, in);
    visit->open_link = open_link;
    visit->keys = keys;
    if (!verify_link(visit, token)) {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_BAD_LINK);
        return NULL;
    }
    visit_hold(visit);
    visit->path = link_path(exchange, open_link, copy_text(arena, name), copy_text(arena, token));
    return visit;
}

struct visit *visit_begin_without_link(struct http_exchange *exchange, struct worker *worker)
{
    struct base_text name = http_exchange_segment(exchange, "programme");
    const struct catalogue_programme *in =
        worker->catalogue ? catalogue_find(worker->catalogue, name) : NULL;
    if (!in) {
        return NULL;
    }
    struct visit *visit = visit_new(exchange, worker, in);
    visit_hold(visit);
    return visit;
}

/* The visit itself goes with the exchange's arena, so what it holds is let go first. */
static struct http_exchange *visit_end(struct visit *visit)
{
    shared_keyring_unref(visit->keyring);
    struct http_exchange *exchange = visit->exchange;
    visit->exchange = NULL;
    return exchange;
}

static const char *language_of(const struct visit *visit)
{
    return visit->programme->languages[visit->language];
}

static bool pseudonym_in(const struct visit *visit, int cycle,
                         uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES])
{
    const struct base_key *linkage = base_programme_keys_linkage(visit->keys, cycle);
    if (!linkage) {
        return false;
    }
    base_token_pseudonym(linkage, visit->programme->programme, visit->locator, ret_pseudonym);
    return true;
}

bool visit_pseudonym(const struct visit *visit, uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES])
{
    return pseudonym_in(visit, visit->cycle->cycle->cycle, ret_pseudonym);
}

const uint8_t *visit_pseudonyms(const struct visit *visit, size_t *ret_count)
{
    size_t cycle_count = visit->open_link ? 0 : visit->in->cycle_count;
    uint8_t *all = base_arena_alloc(visit->arena, cycle_count * BASE_TOKEN_PSEUDONYM_BYTES + 1);
    *ret_count = 0;
    for (size_t i = 0; i < cycle_count; i++) {
        if (pseudonym_in(visit, visit->in->cycles[i].cycle->cycle,
                         all + *ret_count * BASE_TOKEN_PSEUDONYM_BYTES)) {
            ++*ret_count;
        }
        if (visit->keys->has_linkage) {
            break; /* one pseudonym for all cycles */
        }
    }
    return all;
}

/* A page that answers a POST may be kept by the browser alone: only so can its Back button return
   to it with what was typed. See docs/decisions/back-in-the-browser.md. */
static const char *cache_of(const struct visit *visit)
{
    return http_exchange_method(visit->exchange) == HTTP_POST ? "private, no-cache" : NULL;
}

void visit_respond_page(struct visit *visit, int status, struct base_text html)
{
    struct http_response response = {.status = status,
                                     .media_type = "text/html; charset=utf-8",
                                     .body = html,
                                     .language = language_of(visit),
                                     .retry_after_s = status == 503 ? RETRY_AFTER_S : 0,
                                     .cache = cache_of(visit),
                                     .may_script = true,
                                     /* whoever sends a request here knows the link */
                                     .compress_always = true};
    struct catalogue *catalogue = visit->catalogue;
    http_exchange_respond(visit_end(visit), &response);
    catalogue_unref(catalogue);
}

/* Whether the form is there again when the link is opened once more. */
static bool leads_back(enum pages_notice_kind kind)
{
    return kind == PAGES_NOTICE_UNAVAILABLE || kind == PAGES_NOTICE_CONFLICT ||
           kind == PAGES_NOTICE_CONSENT_REFUSED || kind == PAGES_NOTICE_BAD_REQUEST ||
           kind == PAGES_NOTICE_TOO_LARGE;
}

void visit_respond_notice(struct visit *visit, enum pages_notice_kind kind, const char *when)
{
    const struct notice_row *row = notice_row(kind);
    if (visit->json) {
        visit_respond_problem(visit, row->status, row->code, row->detail);
        return;
    }
    struct pages_notice notice = {
        .kind = kind,
        .language = language_of(visit),
        .title = survey_text_in(&visit->programme->title, visit->language),
        .when = when,
        .retry_url = leads_back(kind) ? visit->path : NULL,
        .overview = visit->overview,
        .unsent = visit->unsent,
    };
    const struct daemon *daemon = visit->worker->daemon;
    struct catalogue *catalogue = visit->catalogue;
    respond_notice_page(visit_end(visit), daemon, &notice);
    catalogue_unref(catalogue);
}

void visit_respond_see_other(struct visit *visit, const char *location)
{
    struct catalogue *catalogue = visit->catalogue;
    http_exchange_respond(visit_end(visit),
                          &(struct http_response){.status = 303, .location = location});
    catalogue_unref(catalogue);
}

void visit_respond_json(struct visit *visit, int status, struct json_object *body)
{
    struct base_text text = base_json_write(visit->arena, body);
    json_object_put(body);
    struct catalogue *catalogue = visit->catalogue;
    http_exchange_respond(
        visit_end(visit),
        &(struct http_response){.status = status, .media_type = "application/json", .body = text});
    catalogue_unref(catalogue);
}

void visit_respond_problem(struct visit *visit, int status, const char *code, const char *detail)
{
    struct catalogue *catalogue = visit->catalogue;
    http_exchange_problem(visit_end(visit), status, code, detail, NULL, 0,
                          status == 503 ? RETRY_AFTER_S : 0);
    catalogue_unref(catalogue);
}

void visit_respond_problems(struct visit *visit, const char *root,
                            const struct survey_problems *problems)
{
    struct http_problem_error *errors =
        base_arena_array(visit->arena, struct http_problem_error, problems->count + 1);
    for (size_t i = 0; i < problems->count; i++) {
        const struct survey_problem *problem = &problems->list[i];
        errors[i] = (struct http_problem_error){
            .pointer = base_arena_format(visit->arena, "%s%s", root, problem->pointer),
            .code = problem->code,
            .message = problem->message,
            .field = problem->field};
    }
    struct catalogue *catalogue = visit->catalogue;
    http_exchange_problem(visit_end(visit), 422, "answers_invalid",
                          "Some answers are missing or not valid; nothing was stored.", errors,
                          problems->count, 0);
    catalogue_unref(catalogue);
}

void visit_respond_not_open(struct visit *visit, const struct catalogue_cycle *asked)
{
    if (asked && visit->now >= asked->closes_at) {
        visit_respond_notice(visit, PAGES_NOTICE_CLOSED, asked->cycle->closes);
        return;
    }
    const struct catalogue_cycle *next = NULL, *last = NULL;
    for (size_t i = 0; i < visit->in->cycle_count; i++) {
        const struct catalogue_cycle *cycle = &visit->in->cycles[i];
        if (cycle->opens_at > visit->now && (!next || cycle->opens_at < next->opens_at)) {
            next = cycle;
        }
        if (cycle->closes_at <= visit->now && (!last || cycle->closes_at > last->closes_at)) {
            last = cycle;
        }
    }
    if (!next) {
        visit_respond_notice(visit, PAGES_NOTICE_CLOSED, last ? last->cycle->closes : NULL);
    } else if (last) {
        visit_respond_notice(visit, PAGES_NOTICE_NOTHING_OPEN, next->cycle->opens);
    } else {
        visit_respond_notice(visit, PAGES_NOTICE_NOT_OPEN_YET, next->cycle->opens);
    }
}
