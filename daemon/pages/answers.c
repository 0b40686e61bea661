#include "pages/answers.h"

#include "answers_lines.h"
#include "frame.h"
#include "overview.h"

/* One page while it is written. */
struct reading {
    const struct pages_answers *answers;
    struct pages_form_view view;
    const bool *visible; /* of each item */
};

static void print_marked(struct base_buffer *out, const char *language, const char *text)
{
    if (language)
        pages_print(out, "<span lang=\"%s\">%s</span>", language, text);
    else
        pages_escape(out, text);
}

static void print_line_text(const struct reading *reading, const struct pages_answer_line *line)
{
    struct base_buffer *out = reading->view.out;
    if (line->text) {
        print_marked(out, line->language, line->text);
        return;
    }
    base_buffer_string(out, "<span class=\"nothing\">");
    PAGES_SAY(out, reading->view.words, ANSWERS_NONE, NULL);
    base_buffer_string(out, "</span>");
}

static void write_rows(const struct reading *reading, struct pages_answer_lines lines)
{
    struct base_buffer *out = reading->view.out;
    base_buffer_string(out, "<ul class=\"rows\">\n");
    for (size_t i = 0; i < lines.count; i++) {
        pages_print(out, "<li><span>%s</span> <strong>", lines.list[i].label);
        print_line_text(reading, &lines.list[i]);
        base_buffer_string(out, "</strong></li>\n");
    }
    base_buffer_string(out, "</ul>");
}

static void write_list(const struct reading *reading, struct pages_answer_lines lines)
{
    struct base_buffer *out = reading->view.out;
    base_buffer_string(out, lines.is_ordered ? "<ol>\n" : "<ul>\n");
    for (size_t i = 0; i < lines.count; i++) {
        base_buffer_string(out, "<li>");
        print_line_text(reading, &lines.list[i]);
        base_buffer_string(out, "</li>\n");
    }
    base_buffer_string(out, lines.is_ordered ? "</ol>" : "</ul>");
}

static void write_answer(const struct reading *reading, const char *title,
                         const char *title_language, struct pages_answer_lines lines)
{
    struct base_buffer *out = reading->view.out;
    base_buffer_string(out, "<div>\n<dt>");
    print_marked(out, title_language, title);
    base_buffer_string(out, "</dt>\n<dd>");
    if (lines.count == 0)
        print_line_text(reading, &(struct pages_answer_line){.text = NULL});
    else if (lines.list[0].label)
        write_rows(reading, lines);
    else if (lines.count > 1 || lines.is_ordered)
        write_list(reading, lines);
    else
        print_line_text(reading, &lines.list[0]);
    base_buffer_string(out, "</dd>\n</div>\n");
}

static const char *title_of(const struct reading *reading, const struct survey_item *item)
{
    const char *title = pages_form_text(&reading->view, &item->title);
    return title ? title : item->name;
}

/* What was not stored is shown whole, to be copied: also what would not have counted, or what hangs
   on a respondent who is not known any more. Of a survey that is not open nothing else is told. */
static bool is_read(const struct reading *reading, size_t index)
{
    const struct survey_item *item = &reading->answers->questionnaire->items[index];
    enum pages_answers_kind kind = reading->answers->kind;
    if (item->kind == SURVEY_ITEM_HTML)
        return false;
    bool is_answered = pages_answer_lines_of(&reading->view, item).count > 0;
    return (reading->visible[index] && kind != PAGES_ANSWERS_NOT_OPEN) ||
           (is_answered && kind != PAGES_ANSWERS_SENT);
}

/* What the open link asks, as lines of one answer; none where it was not said. */
static struct pages_answer_lines said_of(const struct reading *reading,
                                         const struct survey_text *text)
{
    struct pages_answer_line *line =
        base_arena_object(reading->view.arena, struct pages_answer_line);
    line->text = text ? pages_form_text(&reading->view, text) : NULL;
    return (struct pages_answer_lines){.count = line->text ? 1 : 0, .list = line};
}

static struct pages_answer_lines actor_type_of(const struct reading *reading)
{
    const struct survey_actor_type *type = survey_programme_actor_type(
        reading->answers->programme,
        base_text_of(
            pages_answer_text(&reading->view, pages_answer(&reading->view, "actor_type"))));
    return said_of(reading, type ? &type->text : NULL);
}

static struct pages_answer_lines organisation_of(const struct reading *reading)
{
    const struct survey_organisation *organisation = survey_programme_organisation(
        reading->answers->programme,
        base_text_of(
            pages_answer_text(&reading->view, pages_answer(&reading->view, "organisation"))));
    return said_of(reading, organisation ? &organisation->text : NULL);
}

static void write_about_you(const struct reading *reading)
{
    struct base_buffer *out = reading->view.out;
    struct pages_words words = reading->view.words;
    if (!reading->answers->respondent.open_link)
        return;
    base_buffer_string(out, "<div class=\"card\">\n<h2>");
    PAGES_SAY(out, words, WORD_ABOUT_YOU, NULL);
    base_buffer_string(out, "</h2>\n<dl>\n");
    const char *foreign = pages_form_foreign(&reading->view);
    write_answer(reading, pages_word(words, WORD_ACTOR_TYPE), foreign, actor_type_of(reading));
    if (reading->answers->programme->open_asks_organisation)
        write_answer(reading, pages_word(words, WORD_ORGANISATION), foreign,
                     organisation_of(reading));
    base_buffer_string(out, "</dl>\n</div>\n");
}

/* The titles of the panels around an item, where it is in others than the item before. */
static void write_panel_title(const struct reading *reading, int panel)
{
    if (panel < 0)
        return;
    const char *title =
        pages_form_text(&reading->view, &reading->answers->questionnaire->panels[panel].title);
    if (title)
        pages_print(reading->view.out, "<h3>%s</h3>\n", title);
}

static void write_page(const struct reading *reading, const struct survey_page *page)
{
    const struct survey_questionnaire *questionnaire = reading->answers->questionnaire;
    struct base_buffer *out = reading->view.out;
    bool is_open = false;
    int panel = -1;
    for (size_t i = page->item_first; i < page->item_first + page->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        if (!is_read(reading, i))
            continue;
        if (!is_open) {
            const char *title = pages_form_text(&reading->view, &page->title);
            base_buffer_string(out, "<div class=\"card\">\n");
            if (title)
                pages_print(out, "<h2>%s</h2>\n", title);
        }
        if (!is_open || item->panel != panel) {
            base_buffer_string(out, is_open ? "</dl>\n" : "");
            write_panel_title(reading, item->panel);
            base_buffer_string(out, "<dl>\n");
        }
        is_open = true;
        panel = item->panel;
        write_answer(reading, title_of(reading, item), NULL,
                     pages_answer_lines_of(&reading->view, item));
    }
    if (is_open)
        base_buffer_string(out, "</dl>\n</div>\n");
}

static void copy_answer(const struct reading *reading, const char *title,
                        struct pages_answer_lines lines)
{
    struct base_buffer *out = reading->view.out;
    const char *nothing = pages_word(reading->view.words, ANSWERS_NONE);
    pages_print(out, "%s\n", title);
    for (size_t i = 0; i < lines.count; i++) {
        const struct pages_answer_line *line = &lines.list[i];
        const char *text = line->text ? line->text : nothing;
        if (line->label)
            pages_print(out, "- %s: %s\n", line->label, text);
        else if (lines.is_ordered)
            pages_print(out, "%zu. %s\n", i + 1, text);
        else
            pages_print(out, "%s%s\n", lines.count > 1 ? "- " : "", text);
    }
    if (lines.count == 0)
        pages_print(out, "%s\n", nothing);
    base_buffer_string(out, "\n");
}

/* Everything once more as plain text. A textarea, because a phone can select all of it. */
static void write_copy(const struct reading *reading)
{
    const struct survey_questionnaire *questionnaire = reading->answers->questionnaire;
    struct base_buffer *out = reading->view.out;
    base_buffer_string(out, "<div class=\"card\">\n<label class=\"title\" for=\"copy\">");
    PAGES_SAY(out, reading->view.words, ANSWERS_COPY_TITLE, NULL);
    base_buffer_string(out, "</label>\n<p class=\"hint\" id=\"copy:hint\">");
    PAGES_SAY(out, reading->view.words, ANSWERS_COPY_HINT, NULL);
    base_buffer_string(out, "</p>\n<textarea id=\"copy\" aria-describedby=\"copy:hint\" readonly "
                            "rows=\"12\">\n");
    if (reading->answers->respondent.open_link)
        copy_answer(reading, pages_word(reading->view.words, WORD_ACTOR_TYPE),
                    actor_type_of(reading));
    if (reading->answers->respondent.open_link &&
        reading->answers->programme->open_asks_organisation)
        copy_answer(reading, pages_word(reading->view.words, WORD_ORGANISATION),
                    organisation_of(reading));
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        if (is_read(reading, i))
            copy_answer(reading, title_of(reading, item),
                        pages_answer_lines_of(&reading->view, item));
    }
    base_buffer_string(out, "</textarea>\n</div>\n");
}

static enum pages_word heading_of(const struct pages_answers *answers)
{
    switch (answers->kind) {
    case PAGES_ANSWERS_SENT:
        break;
    case PAGES_ANSWERS_TOO_LATE:
        return ANSWERS_LATE_TITLE;
    case PAGES_ANSWERS_NOT_OPEN:
        return NOTICE_NOT_OPEN_TITLE;
    case PAGES_ANSWERS_SENT_BEFORE:
        return WORD_SENT_BEFORE_TITLE;
    case PAGES_ANSWERS_WITHDRAWN:
        return NOTICE_WITHDRAWN_TITLE;
    }
    return ANSWERS_TITLE;
}

static void write_when(const struct reading *reading)
{
    const struct pages_answers *answers = reading->answers;
    struct base_buffer *out = reading->view.out;
    if (!answers->day)
        return;
    base_buffer_string(out, "<p class=\"lead\">");
    PAGES_SAY(out, reading->view.words, RECEIPT_DAY,
              pages_day(out->arena, reading->view.words, answers->day));
    if (answers->revision > 1) {
        base_buffer_string(out, " ");
        PAGES_SAY(out, reading->view.words, RECEIPT_REVISION,
                  base_arena_format(out->arena, "%d", answers->revision));
    }
    base_buffer_string(out, "</p>\n");
}

static void write_head(const struct reading *reading)
{
    const struct pages_answers *answers = reading->answers;
    struct base_buffer *out = reading->view.out;
    base_buffer_string(out, "<p class=\"caption\">");
    PAGES_SAY(out, reading->view.words, WORD_CYCLE,
              base_arena_format(out->arena, "%d", answers->cycle->cycle));
    const char *cycle_title = pages_form_text(&reading->view, &answers->cycle->title);
    if (cycle_title)
        pages_print(out, ": %s", cycle_title);
    base_buffer_string(out, "</p>\n<h1>");
    PAGES_SAY(out, reading->view.words, heading_of(answers), NULL);
    base_buffer_string(out, "</h1>\n");
    switch (answers->kind) {
    case PAGES_ANSWERS_SENT:
        write_when(reading);
        if (!answers->form)
            pages_form_say(&reading->view, ANSWERS_CLOSED, NULL);
        break;
    case PAGES_ANSWERS_TOO_LATE:
        pages_form_say(&reading->view, ANSWERS_LATE,
                       pages_moment(out->arena, reading->view.words, answers->cycle->closes));
        break;
    case PAGES_ANSWERS_NOT_OPEN:
        pages_form_say(&reading->view, ANSWERS_NOT_OPEN, NULL);
        if (answers->cycle->opens)
            pages_form_say(&reading->view, NOTICE_OPENS,
                           pages_moment(out->arena, reading->view.words, answers->cycle->opens));
        break;
    case PAGES_ANSWERS_SENT_BEFORE:
        pages_form_say(&reading->view, ANSWERS_SENT_BEFORE, NULL);
        break;
    case PAGES_ANSWERS_WITHDRAWN:
        pages_form_say(&reading->view, ANSWERS_WITHDRAWN, NULL);
        break;
    }
}

static void write_link(const struct reading *reading, const char *class_name, const char *path,
                       enum pages_word word)
{
    if (!path)
        return;
    pages_print(reading->view.out, "<li><a class=\"%s\" href=\"%s?lang=%s\">", class_name, path,
                reading->answers->programme->languages[reading->answers->language]);
    PAGES_SAY(reading->view.out, reading->view.words, word, NULL);
    base_buffer_string(reading->view.out, "</a></li>\n");
}

static void write_links(const struct reading *reading)
{
    const struct pages_answers *answers = reading->answers;
    if (!answers->form && !answers->withdraw && !answers->results)
        return;
    enum pages_word way_on =
        answers->kind == PAGES_ANSWERS_SENT ? RECEIPT_CHANGE
        : answers->kind == PAGES_ANSWERS_SENT_BEFORE && answers->respondent.open_link
            ? RECEIPT_NEXT_PERSON
            : RECEIPT_OPEN_AGAIN;
    base_buffer_string(reading->view.out, "<ul class=\"ways\">\n");
    write_link(reading, "button quiet", answers->form, way_on);
    write_link(reading, "next", answers->results, OVERVIEW_RESULTS);
    write_link(reading, "next", answers->withdraw, ANSWERS_WITHDRAW);
    base_buffer_string(reading->view.out, "</ul>\n");
}

static void write_all(const struct reading *reading)
{
    const struct survey_questionnaire *questionnaire = reading->answers->questionnaire;
    write_head(reading);
    if (reading->answers->kind != PAGES_ANSWERS_SENT)
        write_copy(reading);
    write_about_you(reading);
    for (size_t i = 0; i < questionnaire->page_count; i++)
        write_page(reading, &questionnaire->pages[i]);
    write_links(reading);
}

void pages_answers_write(const struct pages_site *site, const struct pages_answers *answers,
                         struct base_buffer *out)
{
    const struct survey_programme *programme = answers->programme;
    const char *language = programme->languages[answers->language];
    struct pages_words words = pages_words_for(language);
    /* The texts of a questionnaire and its answers are found as they are for the form. */
    struct pages_form form = {
        .programme = programme,
        .cycle = answers->cycle,
        .questionnaire = answers->questionnaire,
        .language = answers->language,
        .respondent = answers->respondent,
        .answers = answers->answers,
    };
    bool *visible = base_arena_array(out->arena, bool, answers->questionnaire->item_count + 1);
    survey_answers_visible(
        answers->questionnaire,
        survey_answers_context(out->arena, &answers->respondent, answers->answers), visible);
    struct reading reading = {
        .answers = answers,
        .view = {.form = &form, .words = words, .arena = out->arena, .out = out},
        .visible = visible,
    };
    struct pages_frame frame = {
        .site = site,
        .words = words,
        .language = language,
        .title = pages_word(words, heading_of(answers)),
        .programme = survey_text_in(&programme->title, answers->language),
        .action = answers->path,
        .languages = answers->path ? programme->languages : NULL,
        .language_count = answers->path ? programme->language_count : 0,
    };
    pages_frame_open(&frame, out);
    write_all(&reading);
    pages_overview_write(out, words, language, answers->overview);
    pages_frame_close(&frame, out);
}
