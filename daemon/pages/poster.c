#include "pages/poster.h"

#include <string.h>

#include "markup.h"
#include "pages/qr.h"
#include "words.h"

static const enum pages_word steps[] = {POSTER_STEP_OPEN, POSTER_STEP_ANSWER, POSTER_STEP_SEND};
#define STEP_COUNT (sizeof(steps) / sizeof(steps[0]))

/* The languages in which the interface has words of its own; English stands in where there is none
   at all. */
struct speakers {
    size_t count;
    struct pages_words words[2];
};

static struct speakers speakers_of(const struct survey_programme *programme)
{
    struct speakers speakers = {0};
    bool has[2] = {false, false};
    for (size_t i = 0; i < programme->language_count; i++) {
        struct pages_words words = pages_words_for(programme->languages[i]);
        words.marked = false;
        if (!has[words.swedish])
            speakers.words[speakers.count++] = words;
        has[words.swedish] = true;
    }
    return speakers;
}

static const char *minimum_of(struct base_arena *arena, const struct survey_programme *programme)
{
    return base_arena_format(arena, "%d", programme->minimum_group_size);
}

static const char html_style[] =
    "@page{size:A4;margin:12mm 14mm}"
    "*{box-sizing:border-box}"
    "html{color-scheme:light;background:#fff;color:#111;"
    "font:13.5pt/1.3 system-ui,\"Segoe UI\",Roboto,\"Liberation Sans\",Arial,sans-serif}"
    "body{margin:0 auto;max-width:182mm;padding:0}"
    "h1{font-size:25pt;line-height:1.15;margin:0 0 2mm;text-align:center}"
    "h1 span{display:block}h1 span+span{font-weight:400;font-size:17pt;color:#444}"
    ".qr{display:block;width:108mm;height:108mm;margin:0 auto}"
    ".address{font:700 10mm/1.25 ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,monospace;"
    "text-align:center;margin:0 0 6mm;overflow-wrap:anywhere}"
    ".address span{display:inline-block}"
    ".languages{display:grid;grid-template-columns:repeat(auto-fit,minmax(70mm,1fr));gap:8mm}"
    "h2{font-size:17pt;margin:0 0 2mm}"
    "ol{margin:0 0 4mm;padding-left:7mm}li{margin-bottom:1mm}"
    ".privacy{font-size:10.5pt;color:#333;border-top:.4mm solid #999;padding-top:2mm;margin:0}";

static void write_html_language(const struct pages_poster *poster, struct pages_words words,
                                struct base_buffer *out)
{
    pages_print(out, "<section lang=\"%s\">\n<h2>%s</h2>\n<ol>\n", pages_words_language(words),
                pages_word(words, POSTER_INVITATION));
    for (size_t i = 0; i < STEP_COUNT; i++)
        pages_print(out, "<li>%s</li>\n", pages_word(words, steps[i]));
    pages_print(out, "</ol>\n<p class=\"privacy\">%s</p>\n</section>\n",
                pages_phrase(out->arena, words, POSTER_PRIVACY,
                             minimum_of(out->arena, poster->programme), ""));
}

/* Millimetres: as large as its one line allows, on paper that has 182 of them. */
static double address_size(const char *address)
{
    double size = 182 / ((double)base_text_characters(base_text_of(address)) * 0.62);
    return size > 10 ? 10 : size < 5 ? 5 : size;
}

/* The part of the address up to its last slash, with it. */
static size_t host_length(const char *address)
{
    const char *slash = strrchr(address, '/');
    return slash ? (size_t)(slash - address) + 1 : 0;
}

enum base_status pages_poster_html(const struct pages_poster *poster, struct base_buffer *out,
                                   struct base_failure *reterr)
{
    const struct survey_programme *programme = poster->programme;
    struct speakers speakers = speakers_of(programme);
    pages_print(out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<title>%s</title>\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                programme->languages[0], survey_text_in(&programme->title, 0));
    base_buffer_format(out,
                       "<style>%s.address{font-size:%.1fmm}</style>\n</head>\n<body>\n"
                       "<main>\n<h1>",
                       html_style, address_size(poster->address));
    for (size_t i = 0; i < programme->language_count; i++)
        pages_print(out, "<span lang=\"%s\">%s</span> ", programme->languages[i],
                    survey_text_in(&programme->title, (int)i));
    base_buffer_string(out, "</h1>\n");
    enum base_status status =
        pages_qr_write(out, poster->link, pages_word(speakers.words[0], POSTER_CODE), reterr);
    if (status != STATUS_OK)
        return status;
    size_t host = host_length(poster->address);
    base_buffer_string(out, "<p class=\"address\"><span>");
    pages_escape_text(out, (struct base_text){poster->address, host});
    pages_print(out, "</span><wbr><span>%s</span></p>\n<div class=\"languages\">\n",
                poster->address + host);
    for (size_t i = 0; i < speakers.count; i++)
        write_html_language(poster, speakers.words[i], out);
    base_buffer_string(out, "</div>\n</main>\n</body>\n</html>\n");
    return STATUS_OK;
}

/* A column of text in an SVG, which breaks no lines by itself. Millimetres. */
struct column {
    struct base_buffer *out;
    double x, y;
    size_t characters; /* that fit on a line of 4 mm letters */
};

/* As many words as fit within `limit` characters; at least one. */
static size_t line_length(const char *text, size_t limit)
{
    size_t best = 0;
    for (size_t i = 0;; i++) {
        if (text[i] != ' ' && text[i] != '\0')
            continue;
        if (best > 0 && base_text_characters((struct base_text){text, i}) > limit)
            return best;
        best = i;
        if (text[i] == '\0')
            return best;
    }
}

static void add_text(struct column *column, const char *text, double size, const char *weight)
{
    size_t limit = (size_t)((double)column->characters * 4 / size);
    while (*text) {
        size_t length = line_length(text, limit);
        column->y += size * 1.35;
        pages_print(column->out,
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" font-weight=\"%s\">", column->x,
                    column->y, size, weight);
        pages_escape_text(column->out, (struct base_text){text, length});
        base_buffer_string(column->out, "</text>\n");
        text += length;
        text += *text == ' ';
    }
}

static void add_language(const struct pages_poster *poster, struct pages_words words,
                         struct column column)
{
    struct base_buffer *out = column.out;
    pages_print(out, "<g xml:lang=\"%s\">\n", pages_words_language(words));
    add_text(&column, pages_word(words, POSTER_INVITATION), 6.5, "700");
    for (size_t i = 0; i < STEP_COUNT; i++) {
        column.y += 1.5;
        add_text(&column,
                 base_arena_format(out->arena, "%zu. %s", i + 1, pages_word(words, steps[i])), 4.8,
                 "400");
    }
    column.y += 2.5;
    add_text(&column,
             pages_phrase(out->arena, words, POSTER_PRIVACY,
                          minimum_of(out->arena, poster->programme), ""),
             3.7, "400");
    base_buffer_string(out, "</g>\n");
}

static double add_titles(const struct survey_programme *programme, struct base_buffer *out)
{
    double y = 10;
    for (size_t i = 0; i < programme->language_count; i++) {
        const char *title = survey_text_in(&programme->title, (int)i);
        double size = i == 0 ? 8 : 5.5;
        while (*title) {
            size_t length = line_length(title, (size_t)(182 / (size * 0.6)));
            y += size * 1.2;
            pages_print(out,
                        "<text x=\"105\" y=\"%.1f\" font-size=\"%.1f\" font-weight=\"%s\" "
                        "text-anchor=\"middle\" xml:lang=\"%s\">",
                        y, size, i == 0 ? "700" : "400", programme->languages[i]);
            pages_escape_text(out, (struct base_text){title, length});
            base_buffer_string(out, "</text>\n");
            title += length;
            title += *title == ' ';
        }
    }
    return y;
}

static double add_address(const char *address, double y, struct base_buffer *out)
{
    double size = address_size(address);
    pages_print(out,
                "<text x=\"105\" y=\"%.1f\" font-size=\"%.2f\" font-weight=\"700\" "
                "text-anchor=\"middle\" font-family=\"'DejaVu Sans Mono', Menlo, Consolas, "
                "monospace\">%s</text>\n",
                y + size, size, address);
    return y + size;
}

enum base_status pages_poster_svg(const struct pages_poster *poster, struct base_buffer *out,
                                  struct base_failure *reterr)
{
    enum { code_side = 126 };
    struct speakers speakers = speakers_of(poster->programme);
    struct base_buffer code;
    base_buffer_init(&code, out->arena);
    enum base_status status =
        pages_qr_write(&code, poster->link, pages_word(speakers.words[0], POSTER_CODE), reterr);
    if (status != STATUS_OK)
        return status;
    base_buffer_string(out,
                       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"210mm\" "
                       "height=\"297mm\" viewBox=\"0 0 210 297\" "
                       "font-family=\"'Liberation Sans', Arial, Helvetica, sans-serif\" "
                       "fill=\"#111\">\n<rect width=\"210\" height=\"297\" fill=\"#fff\"/>\n");
    double y = add_titles(poster->programme, out) + 1;
    /* A nested <svg> gets its place and size from attributes, not from a style sheet. */
    base_buffer_format(out, "<svg x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%d\" ",
                       (210 - code_side) / 2, y, code_side, code_side);
    base_buffer_string(out, base_buffer_view(&code).data + strlen("<svg "));
    y = add_address(poster->address, y + code_side, out) + 7;
    for (size_t i = 0; i < speakers.count; i++) {
        struct column column = {.out = out, .x = 14 + (double)i * 95, .y = y};
        column.characters = speakers.count == 1 ? 84 : 39;
        add_language(poster, speakers.words[i], column);
    }
    base_buffer_string(out, "</svg>\n");
    return STATUS_OK;
}
