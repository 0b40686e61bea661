/* Use case: a participant reads what the personal link has answered to a cycle, until its sealing.
 */
#include "form_answer.h"
#include "overview.h"
#include "pages/answers.h"
#include "store/respondent.h"
#include "visit.h"

/* What is shown, from the database's answer on; on the exchange's arena. */
struct reading {
    struct visit *visit;
    struct survey_respondent respondent;
    const struct survey_questionnaire *questionnaire;
    struct json_object *answers;
    const char *day;
    const char *receipt;
    const char *language;
    int revision;
    int version;
};

static void answer_json(const struct reading *reading)
{
    struct visit *visit = reading->visit;
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "cycle", json_object_new_int(visit->cycle->cycle->cycle));
    json_object_object_add(body, "version", json_object_new_int(reading->version));
    json_object_object_add(body, "revision", json_object_new_int(reading->revision));
    json_object_object_add(body, "receipt", json_object_new_string(reading->receipt));
    json_object_object_add(body, "day", json_object_new_string(reading->day));
    json_object_object_add(body, "language", json_object_new_string(reading->language));
    json_object_object_add(body, "answers", json_object_get(reading->answers));
    visit_respond_json(visit, 200, body);
}

static void on_overview(const struct pages_overview *overview, void *context)
{
    const struct reading *reading = context;
    struct visit *visit = reading->visit;
    bool can_change = visit->cycle == catalogue_open_cycle(visit->in, visit->now);
    struct pages_answers page = {
        .kind = PAGES_ANSWERS_SENT,
        .programme = visit->programme,
        .cycle = visit->cycle->cycle,
        .questionnaire = reading->questionnaire,
        .language = visit->language,
        .respondent = reading->respondent,
        .answers = reading->answers,
        .day = reading->day,
        .revision = reading->revision,
        .path =
            base_arena_format(visit->arena, "%s/cycle/%d", visit->path, visit->cycle->cycle->cycle),
        .form = can_change ? visit->path : NULL,
        .withdraw = base_arena_format(visit->arena, "%s/receipt/%s/withdraw", visit->path,
                                      reading->receipt),
        .results = overview_results_path(visit, visit->cycle),
        .overview = overview,
    };
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_answers_write(&visit->worker->daemon->site, &page, &html);
    visit_respond_page(visit, 200, base_buffer_view(&html));
}

/* The list leads on: to the form if one is open, to answers that there are. */
static void on_overview_of_no_answers(const struct pages_overview *overview, void *context)
{
    struct visit *visit = context;
    visit->overview = overview;
    visit_respond_notice(visit, PAGES_NOTICE_NO_ANSWERS, NULL);
}

static void on_respondent(enum base_status status, const struct store_respondent *stored,
                          void *context)
{
    struct reading *reading = context;
    struct visit *visit = reading->visit;
    if (status != STATUS_OK) {
        visit_respond_notice(visit, PAGES_NOTICE_UNAVAILABLE, NULL);
        return;
    }
    reading->answers = form_stored_answers(visit, stored, &reading->questionnaire);
    if (!reading->answers && visit->json) {
        visit_respond_notice(visit, PAGES_NOTICE_NO_ANSWERS, NULL);
        return;
    }
    if (!reading->answers) {
        overview_find(visit, on_overview_of_no_answers, visit);
        return;
    }
    reading->respondent = form_respondent(visit, stored);
    reading->day = base_arena_string(visit->arena, stored->day);
    reading->receipt = base_token_receipt_text(visit->arena, stored->receipt);
    reading->language = base_arena_string(visit->arena, stored->language);
    reading->revision = stored->revision;
    reading->version = stored->version;
    if (visit->json) {
        answer_json(reading);
    } else {
        overview_find(visit, on_overview, reading);
    }
}

/* NULL if the segment names no cycle of the programme. */
static const struct catalogue_cycle *asked_cycle(const struct visit *visit)
{
    int64_t number = 0;
    struct base_text text = http_exchange_segment(visit->exchange, "cycle");
    bool is_number = text.length <= 3 && base_text_integer(text, &number);
    return is_number ? catalogue_cycle(visit->in, (int)number) : NULL;
}

void show_answers(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct visit *visit = visit_begin(exchange, worker);
    if (!visit) {
        return;
    }
    visit->cycle = visit->open_link ? NULL : asked_cycle(visit);
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    if (!visit->cycle) {
        visit_respond_notice(visit, PAGES_NOTICE_NOT_FOUND, NULL);
    } else if (visit->cycle->sealed || !visit_pseudonym(visit, pseudonym)) {
        visit_respond_notice(visit, PAGES_NOTICE_SEALED, NULL);
    } else {
        struct reading *reading = base_arena_object(visit->arena, struct reading);
        reading->visit = visit;
        store_respondent_find(worker->pool, visit->programme->programme, visit->cycle->cycle->cycle,
                              pseudonym, on_respondent, reading);
    }
}
