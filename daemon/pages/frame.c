#include "frame.h"

#include <string.h>

#include "markup.h"
#include "pages/assets.h"

/* Names of languages in themselves, as a reader looks for them; others show their tag. */
static const struct {
    const char *tag;
    const char *name;
} language_names[] = {
    {"sv", "Svenska"},  {"en", "English"},   {"fi", "Suomi"},      {"nb", "Norsk bokmål"},
    {"nn", "Nynorsk"},  {"no", "Norsk"},     {"da", "Dansk"},      {"de", "Deutsch"},
    {"fr", "Français"}, {"es", "Español"},   {"it", "Italiano"},   {"nl", "Nederlands"},
    {"pl", "Polski"},   {"pt", "Português"}, {"et", "Eesti"},      {"lv", "Latviešu"},
    {"lt", "Lietuvių"}, {"is", "Íslenska"},  {"uk", "Українська"},
};

static const char *language_name(const char *tag)
{
    for (size_t i = 0; i < sizeof(language_names) / sizeof(language_names[0]); i++) {
        size_t length = strlen(language_names[i].tag);
        if (strncasecmp(tag, language_names[i].tag, length) == 0 &&
            (tag[length] == '\0' || tag[length] == '-'))
            return language_names[i].name;
    }
    return tag;
}

static void write_language(const struct pages_frame *frame, struct base_buffer *out,
                           const char *tag)
{
    const char *name = language_name(tag);
    if (strcmp(tag, frame->language) == 0)
        pages_print(out, "<li><span lang=\"%s\" aria-current=\"true\">%s</span></li>\n", tag, name);
    else if (frame->form_go)
        pages_print(out,
                    "<li><button type=\"submit\" name=\"_go\" value=\"language-%s\" "
                    "form=\"survey\" formnovalidate lang=\"%s\">%s</button></li>\n",
                    tag, tag, name);
    else
        pages_print(out, "<li><a href=\"%s?lang=%s\" hreflang=\"%s\" lang=\"%s\">%s</a></li>\n",
                    frame->action, tag, tag, tag, name);
}

static void write_languages(const struct pages_frame *frame, struct base_buffer *out)
{
    if (!frame->languages || frame->language_count < 2)
        return;
    base_buffer_string(out, "<nav class=\"languages\" ");
    if (frame->words.marked)
        base_buffer_string(out, "lang=\"en\" ");
    base_buffer_string(out, "aria-label=\"");
    PAGES_TELL(out, frame->words, WORD_LANGUAGE, NULL);
    base_buffer_string(out, "\"><ul>\n");
    for (size_t i = 0; i < frame->language_count; i++)
        write_language(frame, out, frame->languages[i]);
    base_buffer_string(out, "</ul></nav>\n");
}

/* Enter in a field presses the first button of the form in the order of the page, which would be
   that of a language. */
static void write_default_button(const struct pages_frame *frame, struct base_buffer *out)
{
    if (!frame->form_go)
        return;
    pages_print(out,
                "<button class=\"unseen\" type=\"submit\" name=\"_go\" value=\"%s\" "
                "form=\"survey\" tabindex=\"-1\" aria-hidden=\"true\">",
                frame->form_go);
    PAGES_SAY(out, frame->words, strcmp(frame->form_go, "next") == 0 ? WORD_NEXT : WORD_SEND, NULL);
    base_buffer_string(out, "</button>\n");
}

/* The style sheet of the report, whose bytes are part of the program. */
static void write_style(struct base_buffer *out)
{
    size_t count = 0;
    const struct pages_asset *assets = pages_assets(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(assets[i].name, "report.css") != 0)
            continue;
        base_buffer_string(out, "<style>\n");
        base_buffer_add(out, assets[i].bytes.data, assets[i].bytes.length);
        base_buffer_string(out, "</style>\n");
    }
}

static void write_head(const struct pages_frame *frame, struct base_buffer *out)
{
    const struct pages_site *site = frame->site;
    pages_print(out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
                frame->language);
    if (frame->with_error)
        PAGES_TELL(out, frame->words, WORD_ERROR_TITLE, NULL);
    pages_escape(out, frame->title);
    if (frame->programme && strcmp(frame->programme, frame->title) != 0)
        pages_print(out, " – %s", frame->programme);
    base_buffer_string(out,
                       "</title>\n<meta name=\"viewport\" content=\"width=device-width, "
                       "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<meta name=\"robots\" content=\"noindex\">\n");
    if (frame->is_alone) {
        write_style(out);
        base_buffer_string(out, "</head>\n");
        return;
    }
    pages_print(out, "<link rel=\"stylesheet\" href=\"%s\">\n",
                frame->is_report ? site->report_css : site->survey_css);
    if (site->icon)
        pages_print(out, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"%s\">\n", site->icon);
    if (frame->with_script && site->survey_js)
        pages_print(out, "<script src=\"%s\" defer></script>\n", site->survey_js);
    base_buffer_string(out, "</head>\n");
}

void pages_frame_open(const struct pages_frame *frame, struct base_buffer *out)
{
    write_head(frame, out);
    base_buffer_string(out, "<body>\n<a class=\"skip\" href=\"#page-main\">");
    PAGES_SAY(out, frame->words, WORD_SKIP, NULL);
    base_buffer_string(out, "</a>\n<header class=\"top\"><div class=\"width\">\n");
    if (frame->programme && frame->programme_language)
        pages_print(out, "<p class=\"programme\" lang=\"%s\">%s</p>\n", frame->programme_language,
                    frame->programme);
    else if (frame->programme)
        pages_print(out, "<p class=\"programme\">%s</p>\n", frame->programme);
    write_default_button(frame, out);
    write_languages(frame, out);
    base_buffer_string(out, "</div></header>\n<main class=\"width\" id=\"page-main\" "
                            "tabindex=\"-1\">\n");
}

void pages_frame_close(const struct pages_frame *frame, struct base_buffer *out)
{
    base_buffer_string(out, "</main>\n");
    if (!frame->is_report) {
        base_buffer_string(out, "<footer class=\"width\"><p>");
        PAGES_SAY(out, frame->words, WORD_FOOTER, NULL);
        base_buffer_string(out, "</p></footer>\n");
    }
    base_buffer_string(out, "</body>\n</html>\n");
}
