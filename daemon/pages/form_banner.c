#include <string.h>

#include "form_view.h"

static bool is_known_item(const struct survey_questionnaire *questionnaire, const char *name)
{
    for (size_t i = 0; name && i < questionnaire->item_count; i++) {
        if (questionnaire->items[i].kind != SURVEY_ITEM_HTML &&
            strcmp(questionnaire->items[i].name, name) == 0)
            return true;
    }
    return false;
}

/* The field that a problem leads to; NULL if the form has none. */
static const char *target_of(const struct pages_form *form, const struct survey_problem *problem)
{
    const char *field = problem->field ? problem->field : problem->item;
    if (!field)
        return NULL;
    if (form->respondent.open_link && strcmp(field, "actor_type") == 0)
        return field;
    if (form->respondent.open_link && form->programme->open_asks_organisation &&
        strcmp(field, "organisation") == 0)
        return field;
    return is_known_item(form->questionnaire, problem->item) ? field : NULL;
}

static void open_banner(const struct pages_form_view *view, const char *class_name,
                        enum pages_word title)
{
    pages_print(
        view->out,
        "<div class=\"%s\" id=\"error-summary\" role=\"alert\" tabindex=\"-1\" autofocus>\n<h2>",
        class_name);
    PAGES_SAY(view->out, view->words, title, NULL);
    base_buffer_string(view->out, "</h2>\n");
}

/* Only what is on the page that is shown can be led to; without script the others are not there. */
static void write_problem(const struct pages_form_view *view, const struct survey_problem *problem)
{
    const struct pages_form *form = view->form;
    const char *target = target_of(form, problem);
    size_t page = survey_step_of_problem(form->questionnaire, problem);
    if (target && page == form->page) {
        base_buffer_string(view->out, "<li><a href=\"#");
        pages_print_id(view->out, target, "");
        base_buffer_string(view->out, "\">");
        pages_form_message(view, problem);
        base_buffer_string(view->out, "</a></li>\n");
    } else if (target) {
        pages_print(view->out, "<li data-field=\"%s\">", target);
        PAGES_SAY(view->out, view->words, WORD_ON_PAGE,
                  base_arena_format(view->arena, "%zu", pages_form_page_number(view, page)));
        base_buffer_string(view->out, " ");
        pages_form_message(view, problem);
        base_buffer_string(view->out, "</li>\n");
    } else {
        base_buffer_string(view->out, "<li>");
        pages_form_message(view, problem);
        base_buffer_string(view->out, "</li>\n");
    }
}

static void write_problems(const struct pages_form_view *view)
{
    const struct survey_problems *problems = view->form->problems;
    open_banner(view, "summary", WORD_PROBLEM);
    pages_form_say(view, WORD_PROBLEM_KEPT, NULL);
    base_buffer_string(view->out, "<ul>\n");
    for (size_t i = 0; i < problems->count; i++) {
        if (!problems->list[i].warning)
            write_problem(view, &problems->list[i]);
    }
    base_buffer_string(view->out, "</ul>\n</div>\n");
}

static void write_not_stored(const struct pages_form_view *view)
{
    open_banner(view, "summary", WORD_NOT_STORED_TITLE);
    pages_form_say(view, WORD_NOT_STORED, NULL);
    if (strcmp(pages_form_way_on(view), "send") == 0) {
        base_buffer_string(view->out, "<p><a href=\"#send-button\">");
        PAGES_SAY(view->out, view->words, WORD_TO_SENDING, NULL);
        base_buffer_string(view->out, "</a></p>\n");
    }
    base_buffer_string(view->out, "</div>\n");
}

static void write_told(const struct pages_form_view *view, const char *class_name,
                       enum pages_word title, enum pages_word text)
{
    open_banner(view, class_name, title);
    pages_form_say(view, text, NULL);
    base_buffer_string(view->out, "</div>\n");
}

void pages_form_banner(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    if (form->problems && form->problems->error_count > 0) {
        write_problems(view);
        return;
    }
    switch (form->banner) {
    case PAGES_BANNER_NONE:
        break;
    case PAGES_BANNER_NOT_STORED:
        write_not_stored(view);
        break;
    case PAGES_BANNER_SENT_BEFORE:
        write_told(view, "summary", WORD_SENT_BEFORE_TITLE,
                   form->respondent.open_link ? WORD_SENT_BEFORE_OPEN : WORD_SENT_BEFORE);
        break;
    case PAGES_BANNER_LAST_PAGE:
        write_told(view, "inset", WORD_LAST_PAGE_TITLE, WORD_LAST_PAGE); /* nothing is wrong */
        break;
    case PAGES_BANNER_STATE_LOST:
        write_told(view, "summary", WORD_STATE_LOST_TITLE, WORD_STATE_LOST);
        break;
    }
}
