#include "pages/receipt_search.h"

#include "frame.h"
#include "markup.h"

static const char *const languages[] = {"en", "sv"};

static void write_field(const struct pages_receipt_search *search, struct pages_words words,
                        struct base_buffer *out)
{
    bool is_wrong = search->problem != PAGES_RECEIPT_NO_PROBLEM;
    pages_print(out, "<div class=\"item%s\">\n<label class=\"title\" for=\"receipt\">%s</label>\n",
                is_wrong ? " wrong" : "", pages_word(words, SEARCH_LABEL));
    pages_print(out, "<p class=\"hint\" id=\"receipt-hint\">%s</p>\n",
                pages_word(words, SEARCH_HINT));
    if (is_wrong)
        pages_print(out, "<p class=\"error\" id=\"receipt-error\">%s</p>\n",
                    pages_word(words, search->problem == PAGES_RECEIPT_NOTHING
                                          ? SEARCH_NOTHING
                                          : SEARCH_NOT_A_RECEIPT));
    pages_print(out,
                "<input type=\"text\" id=\"receipt\" name=\"receipt\" value=\"%s\" "
                "autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" "
                "maxlength=\"40\" aria-describedby=\"receipt-hint%s\"",
                search->typed, is_wrong ? " receipt-error" : "");
    base_buffer_string(out,
                       is_wrong ? " aria-invalid=\"true\" autofocus>\n</div>\n" : ">\n</div>\n");
}

void pages_receipt_search_write(const struct pages_site *site,
                                const struct pages_receipt_search *search, struct base_buffer *out)
{
    struct pages_words words = pages_words_for(search->language);
    words.marked = false;
    struct pages_frame frame = {
        .site = site,
        .words = words,
        .language = pages_words_language(words),
        .title = pages_word(words, SEARCH_TITLE),
        .with_error = search->problem != PAGES_RECEIPT_NO_PROBLEM,
        .action = search->path,
        .languages = languages,
        .language_count = sizeof(languages) / sizeof(languages[0]),
    };
    pages_frame_open(&frame, out);
    pages_print(out, "<h1>%s</h1>\n<p>%s</p>\n", frame.title, pages_word(words, SEARCH_TEXT));
    pages_print(out,
                "<form method=\"get\" action=\"%s\">\n"
                "<input type=\"hidden\" name=\"lang\" value=\"%s\">\n",
                search->path, frame.language);
    write_field(search, words, out);
    pages_print(out, "<p class=\"send\"><button type=\"submit\">%s</button></p>\n</form>\n",
                pages_word(words, SEARCH_BUTTON));
    pages_frame_close(&frame, out);
}
