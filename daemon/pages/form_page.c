#include <string.h>

#include "base/json.h"
#include "form_view.h"

/* Where the writing of a page stands: in which panel; and what is folded away or left out around
   the items now being written, from which panel on. */
struct position {
    size_t page;
    int panel;
    enum pages_place around;
    int around_panel;
};

static bool is_shown_page(const struct pages_form_view *view, size_t page)
{
    return page == view->form->page;
}

/* On a page that is there for the script only, everything is asked: the script looks itself. */
static enum pages_place place_of(const struct pages_form_view *view, const struct survey_item *item)
{
    if (!is_shown_page(view, item->page))
        return PAGES_PLACE_ASKED;
    return view->places[item - view->form->questionnaire->items];
}

static void write_condition(const struct pages_form_view *view, const char *attribute,
                            const struct survey_expression *condition)
{
    struct json_object *json = base_json_own(view->arena, survey_expression_json(condition));
    pages_print(view->out, " %s=\"%s\"", attribute, base_json_write(view->arena, json).data);
}

static void write_visible(const struct pages_form_view *view,
                          const struct survey_expression *condition)
{
    if (condition)
        write_condition(view, "data-visible", condition);
}

static bool may_not_apply(const struct pages_form_view *view, size_t page,
                          const struct survey_expression *condition)
{
    return is_shown_page(view, page) && pages_answer_bearing(view, condition) == PAGES_BEARING_OPEN;
}

/* Heading, description and hint of a page or panel. */
static void write_heading(const struct pages_form_view *view, size_t page, int level,
                          const struct survey_text *title, const struct survey_text *description,
                          const struct survey_expression *condition)
{
    const char *heading = pages_form_text(view, title);
    const char *text = pages_form_text(view, description);
    if (heading)
        pages_print(view->out, "<h%d>%s</h%d>\n", level, heading, level);
    if (text)
        pages_print(view->out, "<p class=\"description\">%s</p>\n", text);
    if (may_not_apply(view, page, condition)) {
        base_buffer_string(view->out, "<p class=\"hint condition\">");
        PAGES_SAY(view->out, view->words, WORD_IF_APPLIES, NULL);
        base_buffer_string(view->out, "</p>\n");
    }
}

static bool panel_is_within(const struct survey_questionnaire *questionnaire, int panel, int outer)
{
    while (panel >= 0 && panel != outer)
        panel = questionnaire->panels[panel].parent;
    return panel == outer;
}

/* The place that all items of a panel share; ASKED if they do not share one. */
static enum pages_place place_of_panel(const struct pages_form_view *view, size_t page, int panel)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    const struct survey_page *in = &questionnaire->pages[page];
    bool found = false;
    enum pages_place shared = PAGES_PLACE_ASKED;
    for (size_t i = 0; i < in->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[in->item_first + i];
        if (!panel_is_within(questionnaire, item->panel, panel))
            continue;
        if (found && place_of(view, item) != shared)
            return PAGES_PLACE_ASKED;
        shared = place_of(view, item);
        found = true;
    }
    return shared;
}

static void end_around(const struct pages_form_view *view, struct position *position)
{
    if (position->around == PAGES_PLACE_FOLDED)
        base_buffer_string(view->out, "</details>\n");
    else if (position->around == PAGES_PLACE_ABSENT)
        base_buffer_string(view->out, "</template>\n");
    position->around = PAGES_PLACE_ASKED;
}

/* What comes next is in that place. */
static void begin_around(const struct pages_form_view *view, struct position *position,
                         enum pages_place place)
{
    if (position->around == place)
        return;
    end_around(view, position);
    position->around = place;
    position->around_panel = position->panel;
    if (place == PAGES_PLACE_FOLDED) {
        base_buffer_string(view->out, "<details class=\"left-out\"><summary>");
        PAGES_SAY(view->out, view->words, WORD_NOT_FOR_YOU, NULL);
        base_buffer_string(view->out, "</summary>\n");
    } else if (place == PAGES_PLACE_ABSENT) {
        base_buffer_string(view->out, "<template class=\"left-out\">\n");
    }
}

static void close_panel(const struct pages_form_view *view, struct position *position)
{
    if (position->around != PAGES_PLACE_ASKED && position->around_panel == position->panel)
        end_around(view, position);
    base_buffer_string(view->out, "</div>\n");
    position->panel = view->form->questionnaire->panels[position->panel].parent;
}

static void open_panels(const struct pages_form_view *view, struct position *position, int panel)
{
    if (panel == position->panel)
        return;
    const struct survey_panel *inner = &view->form->questionnaire->panels[panel];
    open_panels(view, position, inner->parent);
    begin_around(view, position, place_of_panel(view, position->page, panel));
    base_buffer_string(view->out, "<div class=\"panel\"");
    write_visible(view, inner->visible_if);
    base_buffer_string(view->out, ">\n");
    write_heading(view, position->page, 3, &inner->title, &inner->description, inner->visible_if);
    position->panel = panel;
}

/* Closes and opens panels so that what follows is in `panel` (-1: directly on the page). */
static void move_to_panel(const struct pages_form_view *view, struct position *position, int panel)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    while (!panel_is_within(questionnaire, panel, position->panel))
        close_panel(view, position);
    open_panels(view, position, panel);
}

/* The parts of each row that must be answered: data-each-row="then now". */
static void write_required_parts(const struct pages_form_view *view, const struct survey_item *item)
{
    const char *before = " data-each-row=\"";
    for (size_t i = 0; i < item->part_count; i++) {
        if (!item->parts[i].is_required)
            continue;
        base_buffer_string(view->out, before);
        base_buffer_string(view->out, item->parts[i].name);
        before = " ";
    }
    if (strcmp(before, " ") == 0)
        base_buffer_string(view->out, "\"");
}

/* How many to select, or the bounds of a number. */
static void write_bounds(const struct pages_form_view *view, const struct survey_item *item)
{
    if (item->min_selected > 0)
        pages_print(view->out, " data-minimum=\"%d\"", item->min_selected);
    if (item->max_selected > 0)
        pages_print(view->out, " data-maximum=\"%d\"", item->max_selected);
    if (item->kind == SURVEY_ITEM_NUMBER && item->has_minimum)
        pages_print(view->out, " data-minimum=\"%s\"",
                    base_text_from_number(view->arena, item->minimum));
    if (item->kind == SURVEY_ITEM_NUMBER && item->has_maximum)
        pages_print(view->out, " data-maximum=\"%s\"",
                    base_text_from_number(view->arena, item->maximum));
    if (item->whole)
        base_buffer_string(view->out, " data-whole=\"true\"");
}

/* What the script must know to check an item before it is sent. */
static void write_demands(const struct pages_form_view *view, const struct survey_item *item)
{
    if (item->is_required)
        base_buffer_string(view->out, " data-required=\"true\"");
    else if (item->required_if)
        write_condition(view, "data-required", item->required_if);
    if (item->each_row_required)
        base_buffer_string(view->out, " data-each-row=\"\"");
    write_required_parts(view, item);
    write_bounds(view, item);
    if (item->is_consent)
        base_buffer_string(view->out, " data-consent=\"true\"");
    if (item->rows_are_organisations)
        base_buffer_string(view->out, " data-roster=\"true\"");
}

static void write_item(const struct pages_form_view *view, struct position *position,
                       const struct survey_item *item)
{
    static const char *const kinds[] = {
        [SURVEY_ITEM_RADIOGROUP] = "radiogroup",
        [SURVEY_ITEM_DROPDOWN] = "dropdown",
        [SURVEY_ITEM_CHECKBOX] = "checkbox",
        [SURVEY_ITEM_RATING] = "rating",
        [SURVEY_ITEM_MATRIX] = "matrix",
        [SURVEY_ITEM_MATRIXDROPDOWN] = "matrixdropdown",
        [SURVEY_ITEM_TEXT] = "text",
        [SURVEY_ITEM_NUMBER] = "number",
        [SURVEY_ITEM_DATE] = "date",
        [SURVEY_ITEM_COMMENT] = "comment",
        [SURVEY_ITEM_BOOLEAN] = "boolean",
        [SURVEY_ITEM_RANKING] = "ranking",
        [SURVEY_ITEM_HTML] = "html",
    };
    move_to_panel(view, position, item->panel);
    begin_around(view, position, place_of(view, item));
    pages_print(view->out, "<div class=\"item\" data-item=\"%s\" data-kind=\"%s\"", item->name,
                kinds[item->kind]);
    write_visible(view, item->visible_if);
    write_demands(view, item);
    base_buffer_string(view->out, ">\n");
    pages_form_item(view, item,
                    may_not_apply(view, item->page, item->visible_if)
                        ? pages_word(view->words, WORD_IF_APPLIES)
                        : NULL);
    base_buffer_string(view->out, "</div>\n");
}

static void write_answered(const struct pages_form_view *view, enum pages_word title,
                           enum pages_word text)
{
    base_buffer_string(view->out, "<div class=\"inset\"><p><strong>");
    PAGES_SAY(view->out, view->words, title, NULL);
    base_buffer_string(view->out, "</strong></p>\n");
    pages_form_say(view, text, NULL);
    base_buffer_string(view->out, "</div>\n");
}

/* What is said once, before the first page. */
static void write_intro(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    if (pages_form_returns(form) || !is_shown_page(view, 0))
        return;
    base_buffer_string(view->out, "<div class=\"intro\">\n");
    const char *description = pages_form_text(view, &form->questionnaire->description);
    if (description)
        pages_print(view->out, "<p class=\"lead\">%s</p>\n", description);
    if (form->revision > 0)
        write_answered(view, WORD_ANSWERED_TITLE, WORD_ANSWERED);
    else if (form->earlier_unknown)
        write_answered(view, WORD_EARLIER_UNKNOWN_TITLE, WORD_EARLIER_UNKNOWN);
    pages_form_privacy(view, false);
    base_buffer_string(view->out, "</div>\n");
}

static void write_page(const struct pages_form_view *view, size_t index)
{
    const struct survey_page *page = &view->form->questionnaire->pages[index];
    struct position position = {.page = index, .panel = -1};
    pages_print(view->out,
                "<section class=\"page\" data-page=\"%zu\" id=\"page-%zu\" tabindex=\"-1\"",
                index + 1, index + 1);
    write_visible(view, page->visible_if);
    base_buffer_string(view->out, ">\n");
    if (index == 0)
        write_intro(view);
    if (index == 0 && view->form->respondent.open_link)
        pages_form_about_you(view);
    base_buffer_string(view->out, "<div class=\"card\">\n");
    write_heading(view, index, 2, &page->title, &page->description, page->visible_if);
    for (size_t i = 0; i < page->item_count; i++)
        write_item(view, &position, &view->form->questionnaire->items[page->item_first + i]);
    move_to_panel(view, &position, -1);
    end_around(view, &position);
    base_buffer_string(view->out, "</div>\n</section>\n");
}

void pages_form_pages(const struct pages_form_view *view)
{
    for (size_t i = 0; i < view->form->questionnaire->page_count; i++) {
        if (!is_shown_page(view, i))
            base_buffer_string(view->out, "<template class=\"other-page\">\n");
        write_page(view, i);
        if (!is_shown_page(view, i))
            base_buffer_string(view->out, "</template>\n");
    }
}
