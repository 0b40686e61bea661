#include "pages/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "fixture.h"
#include "html_check.h"
#include "pages/poster.h"

#define LINK "https://survey.example.org/o/skills/0123456789"

static const struct pages_site site = {
    .room_css = "/assets/room.1.css",
    .room_js = "/assets/room.1.js",
    .icon = "/assets/icon.1.svg",
};

static struct pages_room open_room(struct base_arena *arena)
{
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    return (struct pages_room){
        .programme = programme,
        .cycle = &programme->cycles[1],
        .state = PAGES_ROOM_OPEN,
        .seconds = 12 * 60,
        .responses = 24,
        .is_current = true,
        .link = LINK,
        .address = "survey.example.org/01234-56789",
        .path = "/o/skills/0123456789/room",
        .refreshes = true,
    };
}

static const char *write(struct base_arena *arena, const struct pages_room *room)
{
    struct base_buffer page;
    struct base_failure failure;
    base_buffer_init(&page, arena);
    assert_int_equal(pages_room_write(&site, room, &page, &failure), STATUS_OK);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    return html;
}

/* How much time is left, in the words of one language. */
static const char *time_in(struct base_arena *arena, const struct pages_room *room,
                           const char *language)
{
    struct json_object *texts = base_json_own(arena, pages_room_texts(room));
    return json_object_get_string(base_json_get(base_json_get(texts, "time"), language));
}

static void test_open(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_room room = open_room(arena);
    const char *html = write(arena, &room);
    assert_page_has(html, "<html lang=\"sv\">");
    assert_page_has(html, "<span lang=\"en\">Skills &amp; metal</span>");
    assert_page_has(html, "<span lang=\"fi\">Osaaminen</span>");
    assert_page_has(html, "<span>survey.example.org/</span><wbr><span>01234-56789</span>");
    assert_page_has(html, "id=\"responses\">24</p>");
    assert_page_has(html, "data-time=\"sv\">Stänger om 12 min, kl. 23.59</p>");
    assert_page_has(html, "data-time=\"en\">Closes in 12 min, at 23:59</p>");
    assert_page_has(html, "<div id=\"stale\" hidden>");
    assert_page_has(html, "data-state=\"open-2\"");
    /* The interface speaks no Finnish, and English stands there already. */
    assert_page_lacks(html, "data-time=\"fi\"");
    assert_int_equal(count_in_page(html, "class=\"qr\""), 1);
}

static void test_refreshes_only_without_script(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_room room = open_room(arena);
    const char *html = write(arena, &room);
    assert_page_has(html, "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>");
    assert_page_has(html, "room?refresh=off\"");
    room.refreshes = false;
    html = write(arena, &room);
    assert_page_lacks(html, "http-equiv=\"refresh\"");
    assert_page_lacks(html, "refresh=off");
    assert_page_has(html, "Update by itself");
}

static void test_time_left(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_room room = open_room(arena);
    static const struct {
        int64_t seconds;
        const char *english, *swedish;
    } cases[] = {
        {0, "Closes in 0 min, at 23:59", "Stänger om 0 min, kl. 23.59"},
        {1, "Closes in 1 min, at 23:59", "Stänger om 1 min, kl. 23.59"},
        {60, "Closes in 1 min, at 23:59", "Stänger om 1 min, kl. 23.59"},
        {61, "Closes in 2 min, at 23:59", "Stänger om 2 min, kl. 23.59"},
        {59 * 60 + 1, "Closes in 1 h 0 min, at 23:59", "Stänger om 1 tim 0 min, kl. 23.59"},
        {23 * 3600, "Closes in 23 h 0 min, at 23:59", "Stänger om 23 tim 0 min, kl. 23.59"},
        {24 * 3600, "Open until 1 December 2026 at 23:59",
         "Öppen till den 1 december 2026 kl. 23.59"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        room.seconds = cases[i].seconds;
        assert_string_equal(time_in(arena, &room, "en"), cases[i].english);
        assert_string_equal(time_in(arena, &room, "sv"), cases[i].swedish);
    }
    room.state = PAGES_ROOM_UPCOMING;
    assert_string_equal(time_in(arena, &room, "en"), "Opens on 20 November 2026 at 12:00");
    room.seconds = 90;
    assert_string_equal(time_in(arena, &room, "en"), "Opens in 2 min, at 12:00");
}

static void test_a_number_that_is_not_known(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_room room = open_room(arena);
    room.responses = -1;
    room.is_current = false;
    const char *html = write(arena, &room);
    assert_page_has(html, "id=\"responses\">–</p>");
    assert_page_has(html, "<div id=\"stale\">");
    struct json_object *texts = base_json_own(arena, pages_room_texts(&room));
    assert_null(base_json_get(texts, "responses"));
    assert_false(json_object_get_boolean(base_json_get(texts, "current")));
}

static void test_closed_leads_to_the_results(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_room room = open_room(arena);
    room.state = PAGES_ROOM_CLOSED;
    room.link = room.address = NULL;
    const char *html = write(arena, &room);
    assert_page_has(html, "Thank you! The survey is closed.");
    assert_page_lacks(html, "class=\"qr\"");
    assert_page_lacks(html, "/results/");
    assert_page_has(html, "data-state=\"closed-2\"");
    room.link = LINK "/results/2";
    room.results = "/o/skills/0123456789/results/2";
    html = write(arena, &room);
    assert_page_has(html, "href=\"/o/skills/0123456789/results/2?lang=sv\"");
    assert_page_has(html, "QR-kod: öppnar resultaten");
    assert_page_has(html, "data-state=\"closed-2-results\"");
}

static void test_a_link_that_no_code_holds(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_room room = open_room(arena);
    char *link = base_arena_alloc(arena, 4000);
    memset(link, 'x', 3999);
    link[3999] = '\0';
    room.link = link;
    struct base_buffer page;
    struct base_failure failure;
    base_buffer_init(&page, arena);
    assert_int_equal(pages_room_write(&site, &room, &page, &failure), STATUS_TOO_LARGE);
}

/* A file to print may have its style within; the rest is as strict as a page. */
static const char *without_style(struct base_arena *arena, const char *html)
{
    const char *from = strstr(html, "<style>");
    const char *to = strstr(html, "</style>");
    assert_non_null(from);
    assert_non_null(to);
    return base_arena_format(arena, "%.*s%s", (int)(from - html), html, to + strlen("</style>"));
}

static void test_poster(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_poster poster = {.programme = fixture_programme(arena, "programme"),
                                  .link = LINK,
                                  .address = "survey.example.org/01234-56789"};
    struct base_failure failure;
    struct base_buffer html, svg;
    base_buffer_init(&html, arena);
    base_buffer_init(&svg, arena);
    assert_int_equal(pages_poster_html(&poster, &html, &failure), STATUS_OK);
    assert_page_is_well_formed(without_style(arena, base_buffer_view(&html).data));
    assert_int_equal(pages_poster_svg(&poster, &svg, &failure), STATUS_OK);
    const char *pages[] = {base_buffer_view(&html).data, base_buffer_view(&svg).data};
    for (size_t i = 0; i < 2; i++) {
        assert_page_has(pages[i], "01234-56789");
        assert_page_has(pages[i], "Skills &amp; metal");
        assert_page_has(pages[i], "Osaaminen");
        assert_page_has(pages[i], "Säg vad du tycker");
        assert_page_has(pages[i], "Tell us what you think");
        assert_page_has(pages[i], "7 "); /* the programme's minimum group */
        assert_int_equal(count_in_page(pages[i], "class=\"qr\""), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_refreshes_only_without_script),
        cmocka_unit_test(test_time_left),
        cmocka_unit_test(test_a_number_that_is_not_known),
        cmocka_unit_test(test_closed_leads_to_the_results),
        cmocka_unit_test(test_a_link_that_no_code_holds),
        cmocka_unit_test(test_poster),
    };
    return cmocka_run_group_tests_name("pages.room", tests, NULL, NULL);
}
