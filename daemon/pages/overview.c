#include "overview.h"

#include <string.h>

#include "markup.h"

/* One list while it is written. */
struct list {
    struct base_buffer *out;
    struct pages_words words;
    const struct pages_overview *overview;
    const char *title_language; /* where it is not the page's, else NULL */
};

static void say(const struct list *list, enum pages_word id, const char *argument)
{
    PAGES_SAY(list->out, list->words, id, argument);
}

static void write_title(const struct list *list, const struct survey_cycle *cycle)
{
    base_buffer_string(list->out, "<p class=\"cycle\"><strong>");
    say(list, WORD_CYCLE, base_arena_format(list->out->arena, "%d", cycle->cycle));
    base_buffer_string(list->out, "</strong>");
    const char *title = survey_text_in(&cycle->title, list->overview->language);
    if (*title && list->title_language)
        pages_print(list->out, " <span lang=\"%s\">%s</span>", list->title_language, title);
    else if (*title)
        pages_print(list->out, " <span>%s</span>", title);
    base_buffer_string(list->out, "</p>\n");
}

static const char *moment(const struct list *list, const char *when)
{
    return pages_moment(list->out->arena, list->words, when);
}

static void write_state(const struct list *list, const struct pages_overview_cycle *entry)
{
    const struct survey_cycle *cycle = entry->cycle;
    switch (entry->state) {
    case PAGES_CYCLE_UPCOMING:
        if (cycle->opens)
            say(list, OVERVIEW_OPENS, moment(list, cycle->opens));
        else
            say(list, OVERVIEW_UPCOMING, NULL);
        break;
    case PAGES_CYCLE_OPEN:
        if (cycle->closes)
            say(list, OVERVIEW_OPEN_UNTIL, moment(list, cycle->closes));
        else
            say(list, OVERVIEW_OPEN, NULL);
        break;
    case PAGES_CYCLE_CLOSED:
        say(list, OVERVIEW_CLOSED, NULL);
        break;
    case PAGES_CYCLE_SEALED:
        say(list, OVERVIEW_SEALED, NULL);
        break;
    }
}

/* What is known of the answers; nothing where nobody can tell any more, or could not yet. */
static void write_answered(const struct list *list, const struct pages_overview_cycle *entry)
{
    if (list->overview->of_results || list->overview->answers_unknown ||
        entry->state == PAGES_CYCLE_SEALED || entry->state == PAGES_CYCLE_UPCOMING)
        return;
    base_buffer_string(list->out, " ");
    if (entry->is_answered && entry->day)
        say(list, OVERVIEW_ANSWERED_ON, pages_day(list->out->arena, list->words, entry->day));
    else if (entry->is_answered)
        say(list, OVERVIEW_ANSWERED, NULL);
    else
        say(list, OVERVIEW_NOT_ANSWERED, NULL);
}

/* A link whose name tells it from those of other cycles. */
static void write_link(const struct list *list, const struct pages_overview_cycle *entry,
                       const char *path, enum pages_word word)
{
    if (!path)
        return;
    pages_print(list->out, "<li><a href=\"%s?lang=%s\">", path,
                list->overview->programme->languages[list->overview->language]);
    say(list, word, NULL);
    base_buffer_string(list->out, "<span class=\"unseen\"> (");
    say(list, WORD_CYCLE, base_arena_format(list->out->arena, "%d", entry->cycle->cycle));
    base_buffer_string(list->out, ")</span></a></li>\n");
}

static void write_links(const struct list *list, const struct pages_overview_cycle *entry)
{
    if (!entry->form && !entry->answers && !entry->results)
        return;
    base_buffer_string(list->out, "<ul class=\"ways\">\n");
    write_link(list, entry, entry->form, entry->is_answered ? OVERVIEW_CHANGE : OVERVIEW_ANSWER);
    write_link(list, entry, entry->answers, OVERVIEW_READ);
    write_link(list, entry, entry->results, OVERVIEW_RESULTS);
    base_buffer_string(list->out, "</ul>\n");
}

static const char *class_of(const struct pages_overview_cycle *entry)
{
    if (entry->state == PAGES_CYCLE_OPEN)
        return entry->is_answered ? "open answered" : "open";
    return entry->is_answered ? "answered" : "";
}

void pages_overview_write(struct base_buffer *out, struct pages_words words,
                          const char *page_language, const struct pages_overview *overview)
{
    if (!overview || overview->count == 0)
        return;
    const char *language = overview->programme->languages[overview->language];
    struct list list = {
        .out = out,
        .words = words,
        .overview = overview,
        .title_language = strcmp(language, page_language) == 0 ? NULL : language,
    };
    base_buffer_string(out, "<section class=\"overview\" aria-labelledby=\"overview-title\">\n"
                            "<h2 id=\"overview-title\">");
    say(&list, overview->of_results ? OVERVIEW_OF_RESULTS_TITLE : OVERVIEW_TITLE, NULL);
    base_buffer_string(out, "</h2>\n");
    if (overview->answers_unknown) {
        base_buffer_string(out, "<p>");
        say(&list, OVERVIEW_ANSWERS_UNKNOWN, NULL);
        base_buffer_string(out, "</p>\n");
    }
    base_buffer_string(out, "<ol>\n");
    for (size_t i = 0; i < overview->count; i++) {
        const struct pages_overview_cycle *entry = &overview->cycles[i];
        const char *class_name = class_of(entry);
        base_buffer_string(out, "<li");
        if (*class_name)
            pages_print(out, " class=\"%s\"", class_name);
        base_buffer_string(out, ">\n");
        write_title(&list, entry->cycle);
        base_buffer_string(out, "<p class=\"state\">");
        write_state(&list, entry);
        write_answered(&list, entry);
        base_buffer_string(out, "</p>\n");
        write_links(&list, entry);
        base_buffer_string(out, "</li>\n");
    }
    base_buffer_string(out, "</ol>\n</section>\n");
}
