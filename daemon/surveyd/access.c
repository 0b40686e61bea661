#include "access.h"

static void refuse(struct http_exchange *exchange, const struct daemon *daemon, bool page,
                   int status, const char *language)
{
    const char *challenge = status == 401 ? "Basic realm=\"surveyd\", charset=\"UTF-8\"" : NULL;
    if (!page) {
        static const struct http_problem_error none[1];
        if (status == 403) {
            http_exchange_problem(exchange, 403, "scope_too_small", "This token may not read that.",
                                  none, 0, 0);
            return;
        }
        http_exchange_respond(
            exchange,
            &(struct http_response){
                .status = 401,
                .media_type = "application/problem+json",
                .challenge = challenge,
                .body = BASE_TEXT(
                    "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                    "\"code\":\"login_needed\",\"detail\":\"Log in with a token of this "
                    "programme: Bearer name:secret, or Basic with its name and secret.\"}"),
                .body_is_static = true});
        return;
    }
    struct base_buffer html;
    base_buffer_init(&html, http_exchange_arena(exchange));
    pages_notice_write(&daemon->site,
                       &(struct pages_notice){.kind = PAGES_NOTICE_LOGIN, .language = language},
                       &html);
    http_exchange_respond(exchange,
                          &(struct http_response){.status = status,
                                                  .media_type = "text/html; charset=utf-8",
                                                  .body = base_buffer_view(&html),
                                                  .language = language,
                                                  .challenge = challenge});
}

struct http_exchange *access_end(struct access *access)
{
    catalogue_unref(access->catalogue);
    access->catalogue = NULL;
    return access->exchange;
}

void access_unavailable(struct access *access)
{
    struct daemon *daemon = access->worker->daemon;
    bool page = access->page;
    struct http_exchange *exchange = access_end(access);
    if (page) {
        respond_notice(exchange, daemon, PAGES_NOTICE_UNAVAILABLE);
        return;
    }
    const struct notice_row *row = notice_row(PAGES_NOTICE_UNAVAILABLE);
    http_exchange_problem(exchange, 503, row->code, "The database cannot be reached.", NULL, 0,
                          row->retry_after_s);
}

static void on_check(enum base_status status, enum store_access_scope scope, void *context)
{
    (void)scope;
    struct access *access = context;
    if (status == STATUS_OK) {
        access->granted(access);
    } else if (status == STATUS_UNAUTHENTICATED || status == STATUS_FORBIDDEN) {
        const struct daemon *daemon = access->worker->daemon;
        const char *language =
            base_arena_string(access->arena, access->in->programme->languages[access->language]);
        bool page = access->page;
        refuse(access_end(access), daemon, page, base_status_http(status), language);
    } else {
        access_unavailable(access);
    }
}

static int choose_language(struct http_exchange *exchange, const struct survey_programme *programme)
{
    struct base_text asked = http_exchange_parameter(exchange, "lang");
    int language = asked.data ? survey_programme_language(programme, asked) : -1;
    return language >= 0 ? language
                         : survey_programme_negotiate(
                               programme, http_exchange_field(exchange, "accept-language"));
}

void access_begin(struct http_exchange *exchange, struct worker *worker,
                  enum store_access_scope needed, const char *action, bool page,
                  void (*granted)(struct access *access))
{
    struct base_text name, secret;
    if (!http_exchange_login(exchange, &name, &secret)) {
        refuse(exchange, worker->daemon, page, 401, "en");
        return;
    }
    struct access *access = base_arena_object(http_exchange_arena(exchange), struct access);
    access->exchange = exchange;
    access->worker = worker;
    access->arena = http_exchange_arena(exchange);
    access->page = page;
    access->granted = granted;
    if (!worker->catalogue) {
        access_unavailable(access);
        return;
    }
    access->in = catalogue_find(worker->catalogue, http_exchange_segment(exchange, "programme"));
    if (!access->in) {
        refuse(exchange, worker->daemon, page, 401, "en");
        return;
    }
    access->catalogue = catalogue_ref(worker->catalogue);
    access->language = choose_language(exchange, access->in->programme);
    access->name = base_arena_copy(access->arena, name.data, name.length);
    uint8_t digest[STORE_ACCESS_DIGEST_BYTES];
    base_key_sha256(secret, digest);
    store_access_check(worker->pool, access->in->programme->programme, access->name, digest, needed,
                       action, NULL, on_check, access);
}
