#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "html_check.h"

static struct pages_receipt stored(struct base_arena *arena)
{
    const struct survey_programme *programme = fixture_programme(arena, "programme");
    return (struct pages_receipt){
        .programme = programme,
        .cycle = &programme->cycles[1],
        .questionnaire = fixture_everything(arena, programme),
        .language = ENGLISH,
        .receipt = "7K3M-9QXT-02ZB-V4HN",
        .stored = true,
        .revision = 1,
        .day = "2026-11-20",
        .back = "/p/skills/token",
        .can_change = true,
    };
}

static const char *write(struct base_arena *arena, const struct pages_receipt *receipt)
{
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_receipt_write(&fixture_site, receipt, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    return html;
}

static void test_stored(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_receipt receipt = stored(arena);
    const char *html = write(arena, &receipt);
    assert_page_has(html, "Thank you, your answers are stored");
    assert_page_has(html, "<p class=\"code\">7K3M-9QXT-02ZB-V4HN</p>");
    assert_page_has(html, "Stored on 20 November 2026.");
    assert_page_has(html, "<p>Thanks for <em>everything</em></p>");
    assert_page_has(html, "href=\"/p/skills/token?lang=en\">Change your answers</a>");
    assert_page_lacks(html, "version");
    receipt.revision = 3;
    receipt.can_change = false;
    html = write(arena, &receipt);
    assert_page_has(html, "This is version 3 of your answers.");
    assert_page_lacks(html, "Change your answers");
}

static void test_replaced(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_receipt receipt = stored(arena);
    receipt.replaced = true;
    const char *html = write(arena, &receipt);
    assert_page_has(html, "These answers have been replaced");
    assert_page_lacks(html, "Thank you");
    assert_page_lacks(html, "Thanks for");
}

static void test_unknown(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_receipt receipt = stored(arena);
    receipt.stored = false;
    receipt.day = NULL;
    receipt.revision = 0;
    const char *html = write(arena, &receipt);
    assert_page_has(html, "No answers are stored under this receipt");
    assert_page_has(html, "Open the form");
    assert_page_lacks(html, "Thank you");
    assert_page_lacks(html, "Keep this page");
}

static void test_open_link_and_swedish(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_receipt receipt = stored(arena);
    receipt.open_link = true;
    receipt.language = SWEDISH;
    const char *html = write(arena, &receipt);
    assert_page_has(html, "<html lang=\"sv\">");
    assert_page_has(html, "Tack, dina svar är lagrade");
    assert_page_has(html, "Lagrade den 20 november 2026.");
    assert_page_has(html, "Svara för en annan person");
    assert_page_lacks(html, "Ändra dina svar");
}

static void test_leads_on(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_receipt receipt = stored(arena);
    const char *html = write(arena, &receipt);
    assert_page_lacks(html, "See what you answered");
    assert_page_lacks(html, "Take back your answers");
    assert_page_lacks(html, "With this number alone");
    assert_page_lacks(html, "<nav");
    receipt.answers = "/p/skills/token/cycle/2";
    receipt.withdraw = "/p/skills/token/receipt/7K3M-9QXT-02ZB-V4HN/withdraw";
    receipt.lookup = "https://example.org/r/skills";
    receipt.path = "/p/skills/token/receipt/7K3M-9QXT-02ZB-V4HN";
    html = write(arena, &receipt);
    assert_page_has(html, "href=\"/p/skills/token/cycle/2?lang=en\">See what you answered</a>");
    assert_page_has(html, "/withdraw?lang=en\">Take back your answers</a>");
    assert_page_has(html, "<a href=\"https://example.org/r/skills\">https://example.org/r/skills");
    assert_page_has(html, "receipt/7K3M-9QXT-02ZB-V4HN?lang=sv\" hreflang=\"sv\"");
}

/* Nothing is known any more but the day. */
static void test_withdrawn(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_receipt receipt = stored(arena);
    receipt.stored = false;
    receipt.withdrawn = true;
    receipt.revision = 3;
    const char *html = write(arena, &receipt);
    assert_page_has(html, "These answers have been taken back");
    assert_page_has(html, "Taken back on 20 November 2026.");
    assert_page_has(html, "Open the form");
    assert_page_lacks(html, "version 3");
    assert_page_lacks(html, "Thank you");
    assert_page_lacks(html, "No answers are stored");
    assert_page_lacks(html, "Keep this page");
    receipt.back = NULL;
    html = write(arena, &receipt);
    assert_page_lacks(html, "Open the form");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored),   cmocka_unit_test(test_replaced),
        cmocka_unit_test(test_unknown),  cmocka_unit_test(test_open_link_and_swedish),
        cmocka_unit_test(test_leads_on), cmocka_unit_test(test_withdrawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
