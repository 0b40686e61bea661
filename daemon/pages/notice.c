#include "frame.h"
#include "markup.h"
#include "overview.h"
#include "script_words.h"
#include "survey/answers.h"
#include "unsent.h"

#define NO_WORD PAGES_WORD_COUNT

static const struct {
    enum pages_word title;
    enum pages_word text;
    enum pages_word when;  /* a sentence with the time, or NO_WORD */
    enum pages_word retry; /* what the link says */
} notices[] = {
    [PAGES_NOTICE_BAD_LINK] = {NOTICE_BAD_LINK_TITLE, NOTICE_BAD_LINK, NO_WORD, NOTICE_RETRY},
    [PAGES_NOTICE_NOT_FOUND] = {NOTICE_NOT_FOUND_TITLE, NOTICE_NOT_FOUND, NO_WORD, NOTICE_RETRY},
    [PAGES_NOTICE_NOT_OPEN_YET] = {NOTICE_NOT_OPEN_TITLE, NOTICE_NOT_OPEN, NOTICE_OPENS,
                                   NOTICE_RETRY},
    [PAGES_NOTICE_CLOSED] = {NOTICE_CLOSED_TITLE, NOTICE_CLOSED, NOTICE_CLOSED_ON, NOTICE_RETRY},
    [PAGES_NOTICE_NOTHING_OPEN] = {NOTICE_NOTHING_OPEN_TITLE, NOTICE_NOTHING_OPEN,
                                   NOTICE_NEXT_OPENS, NOTICE_RETRY},
    [PAGES_NOTICE_UNAVAILABLE] = {NOTICE_UNAVAILABLE_TITLE, NOTICE_UNAVAILABLE, NO_WORD,
                                  NOTICE_RETRY},
    [PAGES_NOTICE_CONFLICT] = {NOTICE_CONFLICT_TITLE, NOTICE_CONFLICT, NO_WORD, NOTICE_OPEN_AGAIN},
    [PAGES_NOTICE_CONSENT_REFUSED] = {NOTICE_CONSENT_TITLE, NOTICE_CONSENT, NO_WORD,
                                      NOTICE_OPEN_AGAIN},
    [PAGES_NOTICE_BAD_REQUEST] = {NOTICE_BAD_REQUEST_TITLE, NOTICE_BAD_REQUEST, NO_WORD,
                                  NOTICE_OPEN_AGAIN},
    [PAGES_NOTICE_TOO_LARGE] = {NOTICE_TOO_LARGE_TITLE, NOTICE_TOO_LARGE, NO_WORD,
                                NOTICE_OPEN_AGAIN},
    [PAGES_NOTICE_LOGIN] = {NOTICE_LOGIN_TITLE, NOTICE_LOGIN, NO_WORD, NOTICE_RETRY},
    [PAGES_NOTICE_ERROR] = {NOTICE_ERROR_TITLE, NOTICE_ERROR, NO_WORD, NOTICE_RETRY},
    [PAGES_NOTICE_WITHDRAWN] = {NOTICE_WITHDRAWN_TITLE, NOTICE_WITHDRAWN, NO_WORD,
                                NOTICE_OPEN_AGAIN},
    [PAGES_NOTICE_NO_ANSWERS] = {NOTICE_NO_ANSWERS_TITLE, NOTICE_NO_ANSWERS, NO_WORD,
                                 NOTICE_OPEN_AGAIN},
    [PAGES_NOTICE_SEALED] = {NOTICE_SEALED_TITLE, NOTICE_SEALED, NO_WORD, NOTICE_OPEN_AGAIN},
};

/* A form with everything that was posted, unread. */
static void write_resend(const struct pages_notice *notice, struct pages_words words,
                         struct base_buffer *out)
{
    pages_print(out, "<form method=\"post\" action=\"%s\">\n", notice->resend);
    for (size_t i = 0; i < notice->field_count; i++) {
        base_buffer_string(out, "<input type=\"hidden\" name=\"");
        pages_escape_text(out, notice->fields[i].name);
        base_buffer_string(out, "\" value=\"");
        pages_escape_text(out, notice->fields[i].value);
        base_buffer_string(out, "\">\n");
    }
    base_buffer_string(out, "<p><button type=\"submit\">");
    PAGES_SAY(out, words, NOTICE_RETRY, NULL);
    base_buffer_string(out, "</button></p>\n</form>\n");
}

void pages_notice_write(const struct pages_site *site, const struct pages_notice *notice,
                        struct base_buffer *out)
{
    struct pages_words words = pages_words_for(notice->language);
    struct pages_frame frame = {
        .site = site,
        .words = words,
        /* The page is in the interface's language, whatever was asked for. */
        .language = pages_words_language(words),
        .title =
            pages_word(words, notice->resend ? WORD_NOT_STORED_TITLE : notices[notice->kind].title),
        .programme = notice->title,
        .programme_language = words.marked ? notice->language : NULL,
        .with_script = notice->unsent != NULL,
    };
    words.marked = frame.words.marked = false;
    pages_frame_open(&frame, out);
    pages_unsent_write(out, words, frame.language, notice->unsent);
    pages_print(out, "<h1>%s</h1>\n", frame.title);
    if (notice->when && notices[notice->kind].when != NO_WORD) {
        base_buffer_string(out, "<p class=\"lead\">");
        PAGES_SAY(out, words, notices[notice->kind].when,
                  pages_moment(out->arena, words, notice->when));
        base_buffer_string(out, "</p>\n");
    }
    base_buffer_string(out, "<p>");
    PAGES_SAY(out, words, notice->resend ? WORD_NOT_STORED : notices[notice->kind].text, NULL);
    base_buffer_string(out, "</p>\n");
    if (notice->resend)
        write_resend(notice, words, out);
    if (notice->retry_url) {
        pages_print(out, "<p><a class=\"button\" href=\"%s\">", notice->retry_url);
        PAGES_SAY(out, words, notices[notice->kind].retry, NULL);
        base_buffer_string(out, "</a></p>\n");
    }
    pages_overview_write(out, words, frame.language, notice->overview);
    if (notice->unsent)
        pages_script_words_write(words, out);
    pages_frame_close(&frame, out);
}
