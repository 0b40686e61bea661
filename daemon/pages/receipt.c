#include "frame.h"
#include "markup.h"
#include "pages/form.h"

static enum pages_word title_of(const struct pages_receipt *receipt)
{
    if (receipt->replaced)
        return RECEIPT_REPLACED_TITLE;
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
        PAGES_SAY(out, words, RECEIPT_DAY, pages_day(out->arena, words, receipt->day));
        if (receipt->revision > 1) {
            base_buffer_string(out, " ");
            PAGES_SAY(out, words, RECEIPT_REVISION,
                      base_arena_format(out->arena, "%d", receipt->revision));
        }
        base_buffer_string(out, "</p>\n");
    }
    base_buffer_string(out, "</div>\n");
}

static void write_way_on(const struct pages_receipt *receipt, struct pages_words words,
                         struct base_buffer *out)
{
    enum pages_word word = RECEIPT_OPEN_AGAIN;
    bool is_answered = receipt->stored || receipt->replaced;
    if (is_answered && receipt->open_link)
        word = RECEIPT_NEXT_PERSON;
    else if (is_answered && receipt->can_change)
        word = RECEIPT_CHANGE;
    else if (is_answered)
        return;
    pages_print(out, "<p><a class=\"%s\" href=\"%s\">",
                word == RECEIPT_NEXT_PERSON ? "next" : "button quiet", receipt->back);
    PAGES_SAY(out, words, word, NULL);
    base_buffer_string(out, "</a></p>\n");
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
    };
    pages_frame_open(&frame, out);
    pages_print(out, "<div class=\"panel-head %s\">\n<h1>",
                receipt->stored && !receipt->replaced ? "done" : "plain");
    PAGES_SAY(out, words, title_of(receipt), NULL);
    base_buffer_string(out, "</h1>\n</div>\n");
    if (receipt->replaced)
        say_paragraph(out, words, RECEIPT_REPLACED, NULL);
    else if (!receipt->stored)
        say_paragraph(out, words, receipt->open_link ? RECEIPT_UNKNOWN_OPEN : RECEIPT_UNKNOWN,
                      NULL);
    const struct survey_questionnaire *questionnaire = receipt->questionnaire;
    if (receipt->stored && !receipt->replaced && questionnaire && questionnaire->thanks.given) {
        base_buffer_string(out, "<div class=\"note\">\n");
        base_buffer_string(out, survey_text_in(&questionnaire->thanks, receipt->language));
        base_buffer_string(out, "\n</div>\n");
    }
    write_slip(receipt, words, out);
    if (receipt->stored && !receipt->replaced)
        say_paragraph(out, words, RECEIPT_KEEP, NULL);
    write_way_on(receipt, words, out);
    pages_frame_close(&frame, out);
}
