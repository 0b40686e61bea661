#include "unsent.h"

#include <string.h>

#include "markup.h"

static void write_cycle(struct base_buffer *out, struct pages_words words,
                        const char *title_language, const struct pages_unsent_cycle *entry,
                        int language)
{
    pages_print(out, "<template data-draft=\"%s\"><p class=\"caption\">", entry->draft);
    PAGES_SAY(out, words, WORD_CYCLE, base_arena_format(out->arena, "%d", entry->cycle->cycle));
    const char *title = survey_text_in(&entry->cycle->title, language);
    if (*title && title_language)
        pages_print(out, ": <span lang=\"%s\">%s</span>", title_language, title);
    else if (*title)
        pages_print(out, ": %s", title);
    base_buffer_string(out, "</p></template>\n");
}

void pages_unsent_write(struct base_buffer *out, struct pages_words words,
                        const char *page_language, const struct pages_unsent *unsent)
{
    if (!unsent)
        return;
    const char *language = unsent->programme->languages[unsent->language];
    const char *title_language = strcmp(language, page_language) == 0 ? NULL : language;
    base_buffer_string(out, "<div id=\"unsent\">\n");
    for (size_t i = 0; i < unsent->count; i++)
        write_cycle(out, words, title_language, &unsent->cycles[i], unsent->language);
    base_buffer_string(out, "</div>\n");
}
