#include "respondent.h"

#include <string.h>

#include "form_answer.h"
#include "question.h"
#include "standing.h"

/* On the arena of the visit. */
struct finding {
    struct visit *visit;
    const struct survey_questionnaire *questionnaire;
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    respondent_callback callback;
    void *context;
};

static const struct store_people_group *find_group(const struct finding *finding,
                                                   const struct standing_copy *copy)
{
    const struct visit *visit = finding->visit;
    return copy && copy->content.knows_people
               ? store_people_find(&copy->content.people, visit->programme->programme,
                                   visit->cycle->cycle->cycle, finding->pseudonym)
               : NULL;
}

static void find_in_copy(void *context)
{
    const struct finding *finding = context;
    struct visit *visit = finding->visit;
    visit->without_database = true;
    struct standing *standing = visit->worker->daemon->standing;
    struct standing_copy *copy = standing_copy_ref(standing);
    const struct store_people_group *group = find_group(finding, copy);
    bool is_known = group || (standing && !finding->questionnaire->asks_respondent);
    struct respondent known = {{0}, NULL};
    if (group) {
        known.who = form_respondent(visit, &(struct store_respondent){
                                               .organisation = group->organisation,
                                               .actor_type = group->actor_type,
                                           });
    }
    standing_copy_unref(copy);
    finding->callback(is_known ? &known : NULL, finding->context);
}

static void on_stored(enum base_status status, const struct store_respondent *stored, void *context)
{
    struct finding *finding = question_end(context);
    if (!finding) {
        return;
    }
    if (status != STATUS_OK) {
        find_in_copy(finding);
        return;
    }
    finding->callback(
        &(struct respondent){.who = form_respondent(finding->visit, stored), .stored = stored},
        finding->context);
}

void respondent_find(struct visit *visit, const struct survey_questionnaire *questionnaire,
                     const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES],
                     respondent_callback callback, void *context)
{
    struct finding *finding = base_arena_object(visit->arena, struct finding);
    *finding = (struct finding){
        .visit = visit, .questionnaire = questionnaire, .callback = callback, .context = context};
    memcpy(finding->pseudonym, pseudonym, sizeof finding->pseudonym);
    if (questions_are_late(visit->worker->questions)) {
        find_in_copy(finding);
        return;
    }
    store_respondent_find(visit->worker->pool, visit->programme->programme,
                          visit->cycle->cycle->cycle, pseudonym, on_stored,
                          question_new(visit->worker, find_in_copy, finding));
}
