/*
 * A visit: one exchange with a participant's link, from the link's check to the answer.
 *
 * Lives on the exchange's arena. Every visit that visit_begin returned ends with exactly one of the
 * visit_respond_* functions, which answer the exchange and let go of what the visit held.
 */
#ifndef SURVEYD_DAEMON_VISIT_H
#define SURVEYD_DAEMON_VISIT_H

#include "base/token.h"
#include "catalogue.h"
#include "daemon.h"
#include "pages/form.h"
#include "survey/answers.h"

struct visit {
    struct http_exchange *exchange;
    struct worker *worker;
    struct base_arena *arena;
    bool json; /* the client speaks JSON */
    bool open_link;
    struct catalogue *catalogue;    /* one reference */
    struct shared_keyring *keyring; /* one reference */
    const struct catalogue_programme *in;
    const struct survey_programme *programme; /* = in->programme */
    const struct base_programme_keys *keys;
    uint8_t locator[BASE_TOKEN_LOCATOR_BYTES]; /* personal link */
    struct base_text link;                     /* what receipts are bound to */
    const char *path;                          /* of the link's form */
    int language;                              /* index into the programme's languages */
    bool without_database; /* it has not answered this visit in time: it is not asked again */
    int64_t now_ms, now;   /* wall clock when the request had come: milliseconds, seconds */
    const struct catalogue_cycle *cycle;   /* set by the use case */
    const struct pages_overview *overview; /* shown with a notice; set by the use case, or NULL */
    const struct pages_unsent *unsent;     /* cycles of other drafts; likewise */
};

/* Checks the link of the request and begins a visit; NULL if it answered the exchange itself (not a
   valid link, database not yet read). */
struct visit *visit_begin(struct http_exchange *exchange, struct worker *worker);

/* A visit of the programme in the path by somebody who has no link: `keys`, `link` and `path` stay
   empty. NULL, and the exchange unanswered, if no programme of that name is served. */
struct visit *visit_begin_without_link(struct http_exchange *exchange, struct worker *worker);

/* The pseudonym under which answers of this personal link to visit->cycle are stored; false if the
   key that links them has been destroyed. */
bool visit_pseudonym(const struct visit *visit, uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES]);

/* Every pseudonym under which answers of this link can be stored: one, or one per cycle whose key
   has not been destroyed; BASE_TOKEN_PSEUDONYM_BYTES each, one behind the other. None for an open
   link. On the arena. */
const uint8_t *visit_pseudonyms(const struct visit *visit, size_t *ret_count);

/* Answers: with an HTML page; a notice, or as JSON a problem document; a redirect. */
void visit_respond_page(struct visit *visit, int status, struct base_text html);
void visit_respond_notice(struct visit *visit, enum pages_notice_kind kind, const char *when);
void visit_respond_see_other(struct visit *visit, const char *location);
void visit_respond_json(struct visit *visit, int status, struct json_object *body);
/* 422 with every problem; their pointers lead from the member `root` of the body ("" or
 * "/answers"). */
void visit_respond_problems(struct visit *visit, const char *root,
                            const struct survey_problems *problems);
void visit_respond_problem(struct visit *visit, int status, const char *code, const char *detail);

/* Nothing is open at visit->now: says what is next, or what has passed. */
void visit_respond_not_open(struct visit *visit, const struct catalogue_cycle *asked);

/* The status, the code and the seconds to wait that go with a notice. */
struct notice_row {
    int status;
    const char *code;
    const char *detail;
    int retry_after_s;
};
const struct notice_row *notice_row(enum pages_notice_kind kind);

/* Whether the client speaks JSON, and "sv" or "en": the language of the interface that it wants.
   For exchanges that have no visit. */
bool request_wants_json(const struct http_exchange *exchange);
const char *request_language(struct http_exchange *exchange);

/* Answers an exchange that has no visit. */
void respond_notice(struct http_exchange *exchange, struct daemon *daemon,
                    enum pages_notice_kind kind);

/* The use cases: routes lead here. */
void serve_form(struct http_exchange *exchange, void *worker);
void accept_submission(struct http_exchange *exchange, void *worker);
void show_answers(struct http_exchange *exchange, void *worker);
void show_receipt(struct http_exchange *exchange, void *worker);
void ask_to_withdraw(struct http_exchange *exchange, void *worker);
void withdraw_answers(struct http_exchange *exchange, void *worker);
void find_receipt(struct http_exchange *exchange, void *worker);
void show_results(struct http_exchange *exchange, void *worker);
void show_room(struct http_exchange *exchange, void *worker);
void follow_short_address(struct http_exchange *exchange, void *worker);
void show_report(struct http_exchange *exchange, void *worker);
void show_figures(struct http_exchange *exchange, void *worker);
void describe_programme(struct http_exchange *exchange, void *worker);
void not_served(struct http_exchange *exchange, void *worker);
void serve_asset(struct http_exchange *exchange, void *worker);

#endif
