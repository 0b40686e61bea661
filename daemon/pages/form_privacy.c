#include "form_view.h"

static void write_short(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    bool over_cycles = form->programme->linkage == SURVEY_LINKAGE_PROGRAMME;
    if (form->respondent.open_link)
        pages_form_say(view, PRIVACY_OPEN_SHORT, NULL);
    else
        pages_form_say(view, over_cycles ? PRIVACY_PROGRAMME_SHORT : PRIVACY_SURVEY_SHORT, NULL);
}

static void write_more(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    bool over_cycles = form->programme->linkage == SURVEY_LINKAGE_PROGRAMME;
    if (!form->respondent.open_link)
        pages_form_say(view, over_cycles ? PRIVACY_PROGRAMME_KEY : PRIVACY_SURVEY_KEY, NULL);
    if (form->respondent.open_link)
        pages_form_say(view, PRIVACY_STORED_OPEN, NULL);
    else if (form->respondent.organisation)
        pages_form_say(view, PRIVACY_STORED_ORGANISATION,
                       survey_text_in(&form->respondent.organisation->text, form->language));
    else
        pages_form_say(view, PRIVACY_STORED, NULL);
    pages_form_say(view, PRIVACY_READERS, NULL);
    pages_form_say(view, PRIVACY_REPORTS,
                   base_arena_format(view->arena, "%d", form->programme->minimum_group_size));
}

static void write_folded(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "<details class=\"privacy\"><summary>");
    PAGES_SAY(view->out, view->words, PRIVACY_TITLE, NULL);
    base_buffer_string(view->out, "</summary>\n");
    write_short(view);
    write_more(view);
    base_buffer_string(view->out, "</details>\n");
}

static void write_open(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "<section class=\"privacy\" aria-labelledby=\"privacy-title\">\n"
                                  "<h2 id=\"privacy-title\">");
    PAGES_SAY(view->out, view->words, PRIVACY_TITLE, NULL);
    base_buffer_string(view->out, "</h2>\n");
    write_short(view);
    base_buffer_string(view->out, "<details><summary>");
    PAGES_SAY(view->out, view->words, PRIVACY_MORE, NULL);
    base_buffer_string(view->out, "</summary>\n");
    write_more(view);
    base_buffer_string(view->out, "</details>\n</section>\n");
}

void pages_form_privacy(const struct pages_form_view *view, bool is_folded)
{
    if (is_folded)
        write_folded(view);
    else
        write_open(view);
}
