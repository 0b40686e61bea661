#include <string.h>

#include "form_view.h"

bool pages_form_has_pages(const struct pages_form *form)
{
    return form->questionnaire->page_count > 1;
}

/* The items that are shown, going by the answers so far. */
static const bool *visible_items(const struct pages_form_view *view)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    bool *visible = base_arena_array(view->arena, bool, questionnaire->item_count + 1);
    survey_answers_visible(
        questionnaire,
        survey_answers_context(view->arena, &view->form->respondent, view->form->answers), visible);
    return visible;
}

/* How many of the pages before `end` are, or may still be, asked. */
static size_t count_pages(const struct pages_form_view *view, size_t end)
{
    const struct pages_form *form = view->form;
    const bool *visible = visible_items(view);
    size_t count = 0;
    for (size_t i = 0; i < end; i++) {
        bool is_asked = i == form->page;
        if (i < form->page)
            is_asked = survey_step_is_shown(form->questionnaire, i, &form->respondent, visible);
        else if (i > form->page)
            is_asked = pages_answer_may_ask(view, i);
        count += is_asked ? 1 : 0;
    }
    return count;
}

size_t pages_form_page_number(const struct pages_form_view *view, size_t page)
{
    return count_pages(view, page) + 1;
}

void pages_form_progress(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    if (!pages_form_has_pages(form))
        return;
    size_t number = pages_form_page_number(view, form->page);
    size_t count = count_pages(view, form->questionnaire->page_count);
    base_buffer_string(view->out, "<p class=\"progress\" id=\"progress\" data-text=\"");
    pages_escape(view->out, pages_word(view->words, WORD_PAGE_OF));
    base_buffer_string(view->out, "\">");
    PAGES_SAY(view->out, view->words, WORD_PAGE_OF, base_arena_format(view->arena, "%zu", number),
              base_arena_format(view->arena, "%zu", count));
    pages_print(view->out,
                "</p>\n<progress class=\"bar\" max=\"%zu\" value=\"%zu\" "
                "aria-hidden=\"true\"></progress>\n",
                count, number);
}

const char *pages_form_way_on(const struct pages_form_view *view)
{
    bool is_last = view->form->banner == PAGES_BANNER_LAST_PAGE;
    for (size_t i = view->form->page + 1; !is_last && i < view->form->questionnaire->page_count;
         i++) {
        if (pages_answer_may_ask(view, i))
            return "next";
    }
    return "send";
}

static void write_button(const struct pages_form_view *view, const char *go, enum pages_word word,
                         const char *attributes, bool is_hidden)
{
    pages_print(view->out, "<button type=\"submit\" name=\"_go\" value=\"%s\"", go);
    base_buffer_string(view->out, attributes);
    base_buffer_string(view->out, is_hidden ? " hidden>" : ">");
    PAGES_SAY(view->out, view->words, word, NULL);
    base_buffer_string(view->out, "</button>\n");
}

void pages_form_buttons(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    bool sends = strcmp(pages_form_way_on(view), "send") == 0;
    base_buffer_string(view->out, "<div id=\"status\" role=\"status\"></div>\n"
                                  "<div class=\"send\">\n");
    if (pages_form_has_pages(form)) {
        bool is_first = survey_step_previous(form->questionnaire, form->page, &form->respondent,
                                             visible_items(view)) < 0;
        write_button(view, "back", WORD_BACK, " class=\"quiet\"", is_first);
        write_button(view, "next", WORD_NEXT, "", sends);
    }
    write_button(view, "send", form->revision > 0 ? WORD_SEND_AGAIN : WORD_SEND,
                 " id=\"send-button\"", !sends);
    if (form->respondent.open_link)
        pages_form_say(view, WORD_CANNOT_CHANGE, NULL);
    else if (form->cycle->closes)
        pages_form_say(view, WORD_CAN_CHANGE,
                       pages_moment(view->arena, view->words, form->cycle->closes));
    base_buffer_string(view->out, "</div>\n");
}
