#include "answers_check.h"
#include "base/json.h"
#include "expression_tree.h"
#include "questionnaire_build.h"

/* Two conditions that exclude each other in turn would never settle. */
#define PASSES_MAX 16

struct view {
    const struct survey_questionnaire *questionnaire;
    struct json_object *answers;
    const bool *visible;
};

/* What will not be kept does not count: answers to hidden questions, and blank ones. */
static bool is_hidden(struct base_text name, void *context)
{
    const struct view *view = context;
    const struct survey_item *item = survey_questionnaire_item(view->questionnaire, name);
    return item != NULL && (!view->visible[item - view->questionnaire->items] ||
                            survey_value_is_blank(base_json_get(view->answers, item->name)));
}

bool survey_condition_holds(const struct survey_questionnaire *questionnaire,
                            const struct survey_expression *condition, struct json_object *answers,
                            const bool *visible)
{
    struct view view = {questionnaire, answers, visible};
    return condition == NULL ||
           survey_expression_holds_without(condition, answers, is_hidden, &view);
}

static bool has_conditions(const struct survey_questionnaire *questionnaire)
{
    bool found = false;
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        found = found || questionnaire->items[i].visible_if != NULL;
    }
    for (size_t i = 0; i < questionnaire->panel_count; i++) {
        found = found || questionnaire->panels[i].visible_if != NULL;
    }
    for (size_t i = 0; i < questionnaire->page_count; i++) {
        found = found || questionnaire->pages[i].visible_if != NULL;
    }
    return found;
}

static bool item_visible(const struct survey_questionnaire *questionnaire,
                         const struct survey_item *item, struct json_object *answers,
                         const bool *visible)
{
    bool holds = survey_condition_holds(questionnaire, questionnaire->pages[item->page].visible_if,
                                        answers, visible);
    for (int panel = item->panel; holds && panel >= 0;
         panel = questionnaire->panels[panel].parent) {
        holds = survey_condition_holds(questionnaire, questionnaire->panels[panel].visible_if,
                                       answers, visible);
    }
    return holds && survey_condition_holds(questionnaire, item->visible_if, answers, visible);
}

/* Answers to questions that are not shown will be dropped, so conditions must not see them; hence
   items are taken in order, again until nothing changes. */
void survey_answers_visible(const struct survey_questionnaire *questionnaire,
                            struct json_object *answers, bool *ret_visible)
{
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        ret_visible[i] = true;
    }
    if (!has_conditions(questionnaire)) {
        return;
    }
    bool changed = true;
    for (int pass = 0; changed && pass < PASSES_MAX; pass++) {
        changed = false;
        for (size_t i = 0; i < questionnaire->item_count; i++) {
            bool now = item_visible(questionnaire, &questionnaire->items[i], answers, ret_visible);
            changed = changed || now != ret_visible[i];
            ret_visible[i] = now;
        }
    }
}
