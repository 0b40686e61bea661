#include "pages/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "markup.h"

#define QUIET_ZONE 4

static void free_code(QRcode **code)
{
    if (*code != NULL)
        QRcode_free(*code);
}
#define CODE_SCOPED __attribute__((cleanup(free_code))) QRcode

static enum base_status encode(const char *text, QRcode **ret_code, struct base_failure *reterr)
{
    *ret_code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (*ret_code != NULL)
        return STATUS_OK;
    if (errno == ERANGE)
        return base_failure_set(reterr, STATUS_TOO_LARGE,
                                "the link is too long for a QR code; use a shorter base URL");
    return base_failure_set(reterr, STATUS_INTERNAL, "the QR code could not be made: %s",
                            strerror(errno));
}

static bool is_dark(const QRcode *code, int x, int y)
{
    if (x < 0 || y < 0 || x >= code->width || y >= code->width)
        return false;
    return (code->data[y * code->width + x] & 1) != 0;
}

/* A control character would make the file no XML. */
static void write_caption(struct base_buffer *svg, const char *caption)
{
    for (; *caption != '\0'; caption++) {
        if ((unsigned char)*caption >= 0x20)
            pages_escape_text(svg, (struct base_text){caption, 1});
    }
}

/* A shape of its own for every run of dark modules in a row. */
static void draw_modules(struct base_buffer *svg, const QRcode *code)
{
    base_buffer_string(svg, "<path fill=\"#000\" d=\"");
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            int run = 0;
            while (is_dark(code, x + run, y))
                run++;
            if (run > 0)
                base_buffer_format(svg, "M%d %dh%dv1h-%dz", x + QUIET_ZONE, y + QUIET_ZONE, run,
                                   run);
            x += run;
        }
    }
    base_buffer_string(svg, "\"/>\n");
}

enum base_status pages_qr_svg(struct base_arena *arena, const char *text, const char *caption,
                              struct base_text *ret_svg, struct base_failure *reterr)
{
    CODE_SCOPED *code = NULL;
    enum base_status status = encode(text, &code, reterr);

    if (status != STATUS_OK)
        return status;
    int side = code->width + 2 * QUIET_ZONE;
    int height = side + (caption != NULL ? 4 : 0);
    struct base_buffer svg;
    base_buffer_init(&svg, arena);
    base_buffer_format(&svg,
                       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" "
                       "width=\"%dmm\" height=\"%dmm\" viewBox=\"0 0 %d %d\" "
                       "shape-rendering=\"crispEdges\">\n"
                       "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
                       2 * side, 2 * height, side, height, side, height);
    draw_modules(&svg, code);
    if (caption != NULL) {
        base_buffer_format(&svg,
                           "<text x=\"%d\" y=\"%d\" font-family=\"sans-serif\" font-size=\"2.5\" "
                           "text-anchor=\"middle\">",
                           side / 2, side + 1);
        write_caption(&svg, caption);
        base_buffer_string(&svg, "</text>\n");
    }
    base_buffer_string(&svg, "</svg>\n");
    *ret_svg = base_buffer_view(&svg);
    return STATUS_OK;
}

enum base_status pages_qr_write(struct base_buffer *out, const char *text, const char *label,
                                struct base_failure *reterr)
{
    CODE_SCOPED *code = NULL;
    enum base_status status = encode(text, &code, reterr);

    if (status != STATUS_OK)
        return status;
    int side = code->width + 2 * QUIET_ZONE;
    pages_print(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\" "
                "aria-label=\"%s\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">\n"
                "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
                label, side, side, side, side);
    draw_modules(out, code);
    base_buffer_string(out, "</svg>\n");
    return STATUS_OK;
}

enum base_status pages_qr_terminal(struct base_arena *arena, const char *text,
                                   struct base_text *ret_lines, struct base_failure *reterr)
{
    CODE_SCOPED *code = NULL;
    enum base_status status = encode(text, &code, reterr);

    if (status != STATUS_OK)
        return status;
    struct base_buffer lines;
    base_buffer_init(&lines, arena);
    for (int y = -QUIET_ZONE; y < code->width + QUIET_ZONE; y += 2) {
        /* Black background, bright white foreground: a dark module is what is not drawn. */
        base_buffer_string(&lines, "\033[40;97m");
        for (int x = -QUIET_ZONE; x < code->width + QUIET_ZONE; x++) {
            bool upper = is_dark(code, x, y);
            bool lower = is_dark(code, x, y + 1) && y + 1 < code->width;
            base_buffer_string(&lines, upper ? (lower ? " " : "\xe2\x96\x84")
                                             : (lower ? "\xe2\x96\x80" : "\xe2\x96\x88"));
        }
        base_buffer_string(&lines, "\033[0m\n");
    }
    *ret_lines = base_buffer_view(&lines);
    return STATUS_OK;
}
