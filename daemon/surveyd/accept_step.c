/* A page of a form of several, posted without script: nothing is stored on the way. */
#include "acceptance.h"
#include "base/json.h"
#include "form_state.h"
#include "survey/steps.h"

static void keep(struct json_object *answers, struct json_object *earlier, const char *name)
{
    struct json_object *value = base_json_get(earlier, name);
    if (value && !base_json_get(answers, name)) {
        json_object_object_add(answers, name, json_object_get(value));
    }
}

/* Whether the page had a control of the item, even an empty one. */
static bool was_posted(const struct acceptance *acceptance, const char *name)
{
    const struct submission *submission = &acceptance->submission;
    const struct base_text own = base_text_of(name);
    for (size_t i = 0; i < submission->field_count; i++) {
        struct base_text field = submission->fields[i].name;
        if (base_text_starts_with(field, own) &&
            (field.length == own.length || field.data[own.length] == '.' ||
             field.data[own.length] == '-')) {
            return true;
        }
    }
    return false;
}

/* What the page did not ask, because of an answer on another page, was not posted. It stays, so
   that it is there again when that answer is taken back; as long as it is not shown it does not
   count. */
static void keep_hidden(struct acceptance *acceptance, struct json_object *earlier)
{
    const struct survey_questionnaire *questionnaire = acceptance->questionnaire;
    const struct survey_page *page = &questionnaire->pages[acceptance->submission.page];
    const bool *visible = form_visible(acceptance->visit, questionnaire, &acceptance->respondent,
                                       acceptance->answers);
    for (size_t i = page->item_first; i < page->item_first + page->item_count; i++) {
        const char *name = questionnaire->items[i].name;
        if (!visible[i] && !was_posted(acceptance, name)) {
            keep(acceptance->answers, earlier, name);
            keep(acceptance->answers, earlier,
                 base_arena_format(acceptance->visit->arena, "%s-Comment", name));
        }
    }
}

bool accept_step_answers(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    const struct survey_questionnaire *questionnaire = acceptance->questionnaire;
    const struct submission *submission = &acceptance->submission;
    struct form_state state;
    if (submission->page >= questionnaire->page_count ||
        !form_state_open(visit, submission->id_text, acceptance->version, submission->state,
                         &state)) {
        acceptance->answers = survey_answers_from_fields(
            visit->arena, questionnaire, submission->fields, submission->field_count);
        return false;
    }
    acceptance->answers =
        survey_step_answers(visit->arena, questionnaire, submission->page, state.answers,
                            submission->fields, submission->field_count);
    if (state.knows_respondent) {
        acceptance->knows_respondent = true;
        acceptance->respondent = state.respondent;
        acceptance->revision = state.revision;
    }
    keep_hidden(acceptance, state.answers);
    return true;
}

static int next_page(const struct acceptance *acceptance, const bool *visible)
{
    return survey_step_next(acceptance->questionnaire, acceptance->submission.page,
                            &acceptance->respondent, visible);
}

/* To another page, or the same one: nothing is checked, nothing lost. */
static void turn_to(struct acceptance *acceptance, int page, enum pages_form_banner banner)
{
    atomic_fetch_add(&acceptance->visit->worker->submissions.steps, 1);
    accept_reply_form(acceptance, 200, page >= 0 ? (size_t)page : acceptance->submission.page, NULL,
                      banner);
}

/* On: what this page asks must be in order first. */
static void go_on(struct acceptance *acceptance, int next)
{
    struct survey_problems all, here;
    survey_problems_init(&all, acceptance->visit->arena);
    size_t page = acceptance->submission.page;
    if (accept_check(acceptance, &all) == STATUS_OK && acceptance->response.consent_refused) {
        accept_reply_declined(acceptance);
        return;
    }
    survey_step_problems(acceptance->questionnaire, page, &all, &here);
    if (here.error_count == 0) {
        /* Without a further page the same one again: only a button that says so sends. */
        turn_to(acceptance, next, next < 0 ? PAGES_BANNER_LAST_PAGE : PAGES_BANNER_NONE);
        return;
    }
    struct survey_problems *kept =
        base_arena_object(acceptance->visit->arena, struct survey_problems);
    *kept = here;
    atomic_fetch_add(&acceptance->visit->worker->submissions.steps, 1);
    accept_reply_form(acceptance, 422, page, kept, PAGES_BANNER_NONE);
}

void accept_step(struct acceptance *acceptance)
{
    const struct survey_questionnaire *questionnaire = acceptance->questionnaire;
    const struct submission *submission = &acceptance->submission;
    const bool *visible = form_visible(acceptance->visit, questionnaire, &acceptance->respondent,
                                       acceptance->answers);
    bool turns_only = submission_turns_only(submission);
    int next = next_page(acceptance, visible);
    if (turns_only && acceptance->is_late) {
        accept_reply_closed(acceptance);
    } else if (submission->go == SUBMISSION_GO_BACK) {
        turn_to(
            acceptance,
            survey_step_previous(questionnaire, submission->page, &acceptance->respondent, visible),
            PAGES_BANNER_NONE);
    } else if (turns_only) {
        turn_to(acceptance, (int)submission->page, PAGES_BANNER_NONE);
    } else if ((next < 0 && submission->go != SUBMISSION_GO_NEXT) || acceptance->is_late) {
        accept_answers(acceptance);
    } else {
        /* Also where the button said to send: an answer of this page has brought another one. */
        go_on(acceptance, next);
    }
}
