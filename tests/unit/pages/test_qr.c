#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <qrencode.h>

#include "pages/qr.h"

#define LINK                                                                                       \
    "https://survey.example.org/p/competence-provision/0123456789abcdefghijklmnopqrstuvwxyz-_"
#define QUIET_ZONE 4
#define SIDE_MAX 200

/* What is drawn, quiet zone included: 1 for dark. */
struct picture {
    int side;
    uint8_t dark[SIDE_MAX][SIDE_MAX];
};

static struct picture expected_picture(const char *text)
{
    static const struct picture empty;
    struct picture picture = empty;
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

    assert_non_null(code);
    picture.side = code->width + 2 * QUIET_ZONE;
    assert_in_range(picture.side, 21, SIDE_MAX);
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++)
            picture.dark[y + QUIET_ZONE][x + QUIET_ZONE] = code->data[y * code->width + x] & 1;
    }
    QRcode_free(code);
    return picture;
}

static void assert_drawn(struct base_arena *arena, const char *svg)
{
    struct picture expected = expected_picture(LINK);
    struct picture drawn = {.side = expected.side};
    const char *path = strstr(svg, " d=\"");
    assert_non_null(path);
    path += 4;
    while (*path == 'M') {
        int x, y, run, back, used = 0;
        assert_int_equal(sscanf(path, "M%d %dh%dv1h-%dz%n", &x, &y, &run, &back, &used), 4);
        assert_int_equal(run, back);
        for (int i = 0; i < run; i++)
            drawn.dark[y][x + i] = 1;
        path += used;
    }
    assert_int_equal(*path, '"');
    assert_memory_equal(drawn.dark, expected.dark, sizeof(drawn.dark));
    const char *box =
        base_arena_format(arena, "viewBox=\"0 0 %d %d\"", expected.side, expected.side);
    assert_non_null(strstr(svg, box));
}

static void svg_draws_every_module(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_failure failure;
    struct base_text svg;
    assert_int_equal(pages_qr_svg(arena, LINK, NULL, &svg, &failure), STATUS_OK);
    assert_drawn(arena, svg.data);
}

static void page_draws_every_module(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_failure failure;
    struct base_buffer page;
    base_buffer_init(&page, arena);
    assert_int_equal(pages_qr_write(&page, LINK, "Code \"<1>\"", &failure), STATUS_OK);
    const char *svg = base_buffer_view(&page).data;
    assert_ptr_equal(strstr(svg, "<svg "), svg);
    assert_non_null(strstr(svg, "aria-label=\"Code &quot;&lt;1&gt;&quot;\""));
    assert_drawn(arena, svg);
}

static void terminal_draws_every_module(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_failure failure;
    struct base_text lines;
    assert_int_equal(pages_qr_terminal(arena, LINK, &lines, &failure), STATUS_OK);
    struct picture expected = expected_picture(LINK);
    const char *at = lines.data;
    for (int y = 0; y < expected.side; y += 2) {
        assert_memory_equal(at, "\033[40;97m", 8);
        at += 8;
        for (int x = 0; x < expected.side; x++) {
            bool upper = expected.dark[y][x] != 0;
            bool lower = y + 1 < expected.side && expected.dark[y + 1][x] != 0;
            const char *block = upper ? (lower ? " " : "▄") : (lower ? "▀" : "█");
            assert_memory_equal(at, block, strlen(block));
            at += strlen(block);
        }
        assert_memory_equal(at, "\033[0m\n", 5);
        at += 5;
    }
    assert_ptr_equal(at, lines.data + lines.length);
}

static void caption_is_escaped(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_failure failure;
    struct base_text svg;
    assert_int_equal(pages_qr_svg(arena, LINK, "a<b>&\x01 Åsa", &svg, &failure), STATUS_OK);
    assert_non_null(strstr(svg.data, ">a&lt;b&gt;&amp; Åsa</text>"));
    assert_null(strstr(svg.data, "<b>"));
}

static void what_no_code_can_hold_is_refused(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    char text[4000];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    struct base_failure failure = {.text = ""};
    struct base_text out;
    assert_int_equal(pages_qr_svg(arena, text, NULL, &out, &failure), STATUS_TOO_LARGE);
    assert_non_null(strstr(failure.text, "too long"));
    assert_int_equal(pages_qr_terminal(arena, text, &out, &failure), STATUS_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(svg_draws_every_module),
        cmocka_unit_test(page_draws_every_module),
        cmocka_unit_test(terminal_draws_every_module),
        cmocka_unit_test(caption_is_escaped),
        cmocka_unit_test(what_no_code_can_hold_is_refused),
    };
    return cmocka_run_group_tests_name("pages.qr", tests, NULL, NULL);
}
