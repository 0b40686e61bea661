#include "pages/withdraw.h"

#include "frame.h"
#include "markup.h"

static void say_line(struct base_buffer *out, struct pages_words words, const char *tag,
                     enum pages_word id)
{
    pages_print(out, "<%s>", tag);
    PAGES_SAY(out, words, id, NULL);
    pages_print(out, "</%s>\n", tag);
}

static void write_slip(const struct pages_withdraw *withdraw, struct pages_words words,
                       struct base_buffer *out)
{
    base_buffer_string(out, "<div class=\"slip\">\n<p class=\"label\">");
    PAGES_SAY(out, words, WITHDRAW_WHAT, NULL);
    pages_print(out, "</p>\n<p class=\"code\">%s</p>\n", withdraw->receipt);
    if (withdraw->cycle) {
        base_buffer_string(out, "<p>");
        PAGES_SAY(out, words, WORD_CYCLE,
                  base_arena_format(out->arena, "%d", withdraw->cycle->cycle));
        if (withdraw->cycle->title.given)
            pages_print(out, ": %s", survey_text_in(&withdraw->cycle->title, withdraw->language));
        base_buffer_string(out, "</p>\n");
    }
    base_buffer_string(out, "</div>\n");
}

static void write_way_back(const struct pages_withdraw *withdraw, struct pages_words words,
                           enum pages_word id, struct base_buffer *out)
{
    pages_print(out, "<a class=\"button quiet\" href=\"%s?lang=%s\">", withdraw->back,
                withdraw->programme->languages[withdraw->language]);
    PAGES_SAY(out, words, id, NULL);
    base_buffer_string(out, "</a>\n");
}

static void write_question(const struct pages_withdraw *withdraw, struct pages_words words,
                           struct base_buffer *out)
{
    base_buffer_string(out, "<ul>\n");
    say_line(out, words, "li", WITHDRAW_DELETED);
    say_line(out, words, "li", WITHDRAW_FIGURES);
    say_line(out, words, "li", WITHDRAW_FINAL);
    say_line(out, words, "li", withdraw->is_open ? WITHDRAW_AGAIN : WITHDRAW_NOT_AGAIN);
    base_buffer_string(out, "</ul>\n");
    pages_print(out,
                "<form class=\"decide\" method=\"post\" action=\"%s?lang=%s\">\n"
                "<button class=\"danger\" type=\"submit\">",
                withdraw->path, withdraw->programme->languages[withdraw->language]);
    PAGES_SAY(out, words, WITHDRAW_BUTTON, NULL);
    base_buffer_string(out, "</button>\n");
    write_way_back(withdraw, words, WITHDRAW_KEEP, out);
    base_buffer_string(out, "</form>\n");
}

void pages_withdraw_write(const struct pages_site *site, const struct pages_withdraw *withdraw,
                          struct base_buffer *out)
{
    const struct survey_programme *programme = withdraw->programme;
    const char *language = programme->languages[withdraw->language];
    struct pages_words words = pages_words_for(language);
    enum pages_word title = withdraw->is_sealed ? WITHDRAW_SEALED_TITLE : WITHDRAW_TITLE;
    struct pages_frame frame = {
        .site = site,
        .words = words,
        .language = language,
        .title = pages_word(words, title),
        .programme = survey_text_in(&programme->title, withdraw->language),
        .action = withdraw->path,
        .languages = programme->languages,
        .language_count = programme->language_count,
    };
    pages_frame_open(&frame, out);
    say_line(out, words, "h1", title);
    write_slip(withdraw, words, out);
    if (withdraw->is_sealed) {
        say_line(out, words, "p", WITHDRAW_SEALED);
        base_buffer_string(out, "<p>");
        write_way_back(withdraw, words, WITHDRAW_BACK, out);
        base_buffer_string(out, "</p>\n");
    } else {
        write_question(withdraw, words, out);
    }
    pages_frame_close(&frame, out);
}
