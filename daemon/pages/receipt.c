#include "frame.h"
#include "markup.h"
#include "overview.h"
#include "pages/form.h"

static bool is_current(const struct pages_receipt *receipt)
{
    return (receipt->stored || receipt->is_waiting) && !receipt->replaced && !receipt->withdrawn;
}

static enum pages_word title_of(const struct pages_receipt *receipt)
{
    if (receipt->withdrawn)
        return NOTICE_WITHDRAWN_TITLE;
    if (receipt->replaced)
        return RECEIPT_REPLACED_TITLE;
    if (receipt->is_waiting)
        return RECEIPT_WAITING_TITLE;
    return receipt->stored ? RECEIPT_STORED_TITLE : RECEIPT_UNKNOWN_TITLE;
}

static void say_paragraph(struct base_buffer *out, struct pages_words words, enum pages_word id,
                          const char *argument)
{
    base_buffer_string(out, "<p>");
    PAGES_SAY(out, words, id, argument);
    base_buffer_string(out, "</p>\n");
}

static void write_slip(const struct pages_receipt *receipt, struct pages_words words,
                       struct base_buffer *out)
{
    base_buffer_string(out, "<div class=\"slip\">\n<p class=\"label\">");
    PAGES_SAY(out, words, RECEIPT_LABEL, NULL);
    pages_print(out, "</p>\n<p class=\"code\">%s</p>\n", receipt->receipt);
    if (receipt->day) {
        base_buffer_string(out, "<p>");
        PAGES_SAY(out, words, receipt->withdrawn ? RECEIPT_WITHDRAWN_DAY : RECEIPT_DAY,
                  pages_day(out->arena, words, receipt->day));
        if (receipt->revision > 1 && !receipt->withdrawn) {
            base_buffer_string(out, " ");
            PAGES_SAY(out, words, RECEIPT_REVISION,
                      base_arena_format(out->arena, "%d", receipt->revision));
        }
        base_buffer_string(out, "</p>\n");
    }
    base_buffer_string(out, "</div>\n");
}

static void write_link(const struct pages_receipt *receipt, struct pages_words words,
                       const char *class_name, const char *path, enum pages_word word,
                       struct base_buffer *out)
{
    if (!path)
        return;
    pages_print(out, "<li><a class=\"%s\" href=\"%s?lang=%s\">", class_name, path,
                receipt->programme->languages[receipt->language]);
    PAGES_SAY(out, words, word, NULL);
    base_buffer_string(out, "</a></li>\n");
}

static void write_links(const struct pages_receipt *receipt, struct pages_words words,
                        struct base_buffer *out)
{
    bool is_answered = receipt->stored || receipt->replaced || receipt->is_waiting;
    enum pages_word way_on = RECEIPT_OPEN_AGAIN;
    if (is_answered)
        way_on = receipt->open_link ? RECEIPT_NEXT_PERSON : RECEIPT_CHANGE;
    bool leads_back = receipt->back && (way_on != RECEIPT_CHANGE || receipt->can_change);
    if (!leads_back && !receipt->answers && !receipt->withdraw)
        return;
    base_buffer_string(out, "<ul class=\"ways\">\n");
    write_link(receipt, words, "button quiet", receipt->answers, OVERVIEW_READ, out);
    if (leads_back)
        write_link(receipt, words, is_answered ? "next" : "button quiet", receipt->back, way_on,
                   out);
    write_link(receipt, words, "next", receipt->withdraw, ANSWERS_WITHDRAW, out);
    base_buffer_string(out, "</ul>\n");
}

/* What has become of the answers, where that is not what was hoped for. */
static void write_state(const struct pages_receipt *receipt, struct pages_words words,
                        struct base_buffer *out)
{
    if (receipt->withdrawn)
        say_paragraph(out, words, RECEIPT_WITHDRAWN, NULL);
    else if (receipt->replaced)
        say_paragraph(out, words, RECEIPT_REPLACED, NULL);
    else if (receipt->is_waiting)
        say_paragraph(out, words, RECEIPT_WAITING, NULL);
    else if (!receipt->stored)
        say_paragraph(out, words, receipt->open_link ? RECEIPT_UNKNOWN_OPEN : RECEIPT_UNKNOWN,
                      NULL);
}

static void write_thanks(const struct pages_receipt *receipt, struct base_buffer *out)
{
    const struct survey_questionnaire *questionnaire = receipt->questionnaire;
    if (!is_current(receipt) || !questionnaire || !questionnaire->thanks.given)
        return;
    base_buffer_string(out, "<div class=\"note\">\n");
    base_buffer_string(out, survey_text_in(&questionnaire->thanks, receipt->language));
    base_buffer_string(out, "\n</div>\n");
}

/* What the number is good for. */
static void write_use(const struct pages_receipt *receipt, struct pages_words words,
                      struct base_buffer *out)
{
    if (!is_current(receipt))
        return;
    say_paragraph(out, words, RECEIPT_KEEP, NULL);
    if (!receipt->lookup)
        return;
    base_buffer_string(out, "<p>");
    PAGES_SAY(out, words, RECEIPT_LOOKUP, NULL);
    pages_print(out, " <a href=\"%s\">%s</a></p>\n", receipt->lookup, receipt->lookup);
}

void pages_receipt_write(const struct pages_site *site, const struct pages_receipt *receipt,
                         struct base_buffer *out)
{
    const struct survey_programme *programme = receipt->programme;
    const char *language = programme->languages[receipt->language];
    struct pages_words words = pages_words_for(language);
    struct pages_frame frame = {
        .site = site,
        .words = words,
        .language = language,
        .title = pages_word(words, title_of(receipt)),
        .programme = survey_text_in(&programme->title, receipt->language),
        .action = receipt->path,
        .languages = receipt->path ? programme->languages : NULL,
        .language_count = receipt->path ? programme->language_count : 0,
    };
    pages_frame_open(&frame, out);
    pages_print(out, "<div class=\"panel-head %s\">\n<h1>", is_current(receipt) ? "done" : "plain");
    PAGES_SAY(out, words, title_of(receipt), NULL);
    base_buffer_string(out, "</h1>\n</div>\n");
    write_state(receipt, words, out);
    write_thanks(receipt, out);
    write_slip(receipt, words, out);
    write_use(receipt, words, out);
    write_links(receipt, words, out);
    pages_overview_write(out, words, language, receipt->overview);
    pages_frame_close(&frame, out);
}
