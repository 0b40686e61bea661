#include "pages/withdraw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"
#include "pages/receipt_search.h"

static const char *write(struct base_arena *arena, bool is_sealed, bool is_open, int language)
{
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    struct pages_withdraw withdraw = {
        .programme = programme,
        .cycle = &programme->cycles[1],
        .language = language,
        .receipt = "7K3M-9QXT-02ZB-V4HN",
        .is_sealed = is_sealed,
        .is_open = is_open,
        .path = "/r/skills/7K3M-9QXT-02ZB-V4HN/withdraw",
        .back = "/r/skills/7K3M-9QXT-02ZB-V4HN",
    };
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_withdraw_write(&fixture_site, &withdraw, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    return html;
}

static void test_asks_before_it_deletes(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = write(arena, false, true, ENGLISH);
    assert_page_has(html, "<h1>Take back your answers?</h1>");
    assert_page_has(html, "<form class=\"decide\" method=\"post\" "
                          "action=\"/r/skills/7K3M-9QXT-02ZB-V4HN/withdraw?lang=en\">");
    assert_page_has(html, "It cannot be undone.");
    assert_page_has(html, "You can answer again with your link");
    assert_page_has(html, "href=\"/r/skills/7K3M-9QXT-02ZB-V4HN?lang=en\">Keep my answers</a>");
    html = write(arena, false, false, SWEDISH);
    assert_page_has(html, "Enkäten är stängd, så du kan inte svara igen efteråt.");
    assert_page_lacks(html, "så länge enkäten är öppen");
}

static void test_says_why_not(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = write(arena, true, false, ENGLISH);
    assert_page_has(html, "<h1>These answers can no longer be taken back</h1>");
    assert_page_lacks(html, "<form");
    assert_page_lacks(html, "<button");
    assert_page_has(write(arena, true, false, FINNISH), "<p><span lang=\"en\">The survey has been");
}

static const char *search(struct base_arena *arena, enum pages_receipt_problem problem,
                          const char *typed, const char *language)
{
    struct pages_receipt_search page = {
        .language = language, .problem = problem, .typed = typed, .path = "/r/skills"};
    struct base_buffer out;
    base_buffer_init(&out, arena);
    pages_receipt_search_write(&fixture_site, &page, &out);
    const char *html = base_buffer_view(&out).data;
    assert_page_is_well_formed(html);
    return html;
}

static void test_finds_a_receipt(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *html = search(arena, PAGES_RECEIPT_NO_PROBLEM, NULL, "sv-SE");
    assert_page_has(html, "<html lang=\"sv\">");
    assert_page_has(html, "<form method=\"get\" action=\"/r/skills\">");
    assert_page_has(html, "value=\"\"");
    assert_page_lacks(html, "aria-invalid");
    html = search(arena, PAGES_RECEIPT_NOT_A_RECEIPT, "\"><script>", "en");
    assert_page_has(html, "value=\"&quot;&gt;&lt;script&gt;\"");
    assert_page_has(html, "aria-describedby=\"receipt-hint receipt-error\" aria-invalid=\"true\"");
    assert_page_has(html, "<title>Error: Check a receipt</title>");
    html = search(arena, PAGES_RECEIPT_NOTHING, "7K3M-9QXT-02ZB-V4HN", "fi");
    assert_page_has(html, "Nothing is stored under this number.");
    assert_page_has(html, "<html lang=\"en\">");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asks_before_it_deletes),
        cmocka_unit_test(test_says_why_not),
        cmocka_unit_test(test_finds_a_receipt),
    };
    return cmocka_run_group_tests_name("pages.withdraw", tests, NULL, NULL);
}
