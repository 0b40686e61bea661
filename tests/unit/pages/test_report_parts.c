#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../browser/sample_parts.h"
#include "chart.h"
#include "html_check.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct pages_site site = {.report_css = "/assets/report.1.css", .icon = "/icon.svg"};

static struct pages_report sample(const char *language)
{
    struct pages_report report = {
        .language = language,
        .programme = "skills",
        .title = "Skills",
        .minimum_group_size = 5,
        .computed = "2026-11-23T17:32:05Z",
    };
    sample_parts(&report, strcmp(language, "sv") == 0);
    return report;
}

static const char *write(struct base_arena *arena, const struct pages_report *report)
{
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_report_write(&site, report, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_is_well_formed(html);
    static const char *const never[] = {">nan", " nan", "\"nan", "inf\"", "-nan", "(null)",
                                        "{0}",  "{1}",  "{2}",   "{3}",   "{4}",  "{5}"};
    for (size_t i = 0; i < COUNT(never); i++)
        assert_page_lacks(html, never[i]);
    return html;
}

static void test_claims_come_first(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = sample("en");
    const char *html = write(arena, &report);
    assert_true(strstr(html, "id=\"claims\"") < strstr(html, "id=\"flow\""));
    assert_int_equal(count_in_page(html, "class=\"card claim\""), 5);
    assert_page_has(html, "From cycle 1 to cycle 4 the same people came closer to each other");
    assert_page_has(html, "<strong>−0.37 steps</strong>");
    assert_page_has(html,
                    "from 0.92 to 0.55 · 95% CI −0.59 to −0.15 · n = 16 people · p (Holm) = 0.012");
    assert_page_has(html, "<strong>+26 percentage points</strong>");
    assert_page_has(html, "no interval: all pairs observed both times");
    assert_page_has(html, "p (Holm) = 0.012, paired t test of the distances");
    assert_page_has(html,
                    "New organisations: <strong>5</strong> <span class=\"details\">(from cycle 1 "
                    "to cycle 4)");
    assert_page_has(html, "People who answered both times: <strong>16 of 26</strong>");
    assert_page_has(html, "Missing: 10. ");
    assert_page_has(html, "Answered the survey of cycle 4: 26 of 30 invited; missing: 4.");
    assert_page_has(html, "74%</strong> <span class=\"details\">(in cycle 3 · 71% by random");
    assert_page_has(html, "<strong>67% to 76%</strong>");
    assert_page_has(html, "could reveal the answers of fewer than 5 people");
    assert_page_has(html, "<a href=\"#convergence\">");
    assert_page_has(html, "There is no comparison group");
    report = sample("sv");
    struct pages_claim small = report.claims[0];
    small.headline.p = 0.0004;
    report.claims = &small;
    report.claim_count = 1;
    assert_page_has(write(arena, &report), "p (Holm) &lt; 0,001");
    small.headline.measure = PAGES_MEASURE_NEW_ORGANISATIONS;
    small.headline.has_interval = false;
    assert_page_has(write(arena, &report), "inget intervall: alla som var med är räknade");
    small.headline.measure = PAGES_MEASURE_DENSITY;
    assert_page_has(write(arena, &report),
                    "p &lt; 0,001, exakt test av knutna mot förlorade band (McNemar) · inget");
    report = sample("sv");
    html = write(arena, &report);
    assert_page_has(html, "<strong>−0,37 steg</strong>");
    assert_page_has(html, "95 % KI −0,59 till −0,15");
    assert_page_has(html, "<strong>+26 procentenheter</strong>");
}

static struct pages_figure figure_of(enum pages_measure measure, bool is_change)
{
    return (struct pages_figure){.measure = measure,
                                 .published = true,
                                 .from = is_change ? 1 : 0,
                                 .to = 2,
                                 .value = 0.25,
                                 .before = is_change ? 0.5 : NAN,
                                 .after = is_change ? 0.75 : NAN,
                                 .has_interval = true,
                                 .low = 0.125,
                                 .high = 0.375,
                                 .reference = NAN,
                                 .n = 12,
                                 .p = NAN,
                                 .analysis = "a",
                                 .field = "b"};
}

/* Whatever claim, verdict, measure and guard: there are words, in both languages, and no holes. */
static void test_every_claim_has_words(void **state)
{
    (void)state;
    static const char *const spoken[] = {"en", "sv", "fi"};
    for (int measure = 0; measure < PAGES_MEASURE_COUNT; measure++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct pages_guard guards[3];
        struct pages_claim claims[PAGES_CLAIM_COUNT * 2];
        for (int i = 0; i < 3; i++)
            guards[i] = (struct pages_guard){(enum pages_guard_verdict)i,
                                             figure_of((enum pages_measure)measure, i == 1)};
        for (int i = 0; i < (int)COUNT(claims); i++)
            claims[i] = (struct pages_claim){
                .kind = (enum pages_claim_kind)(i % PAGES_CLAIM_COUNT),
                .verdict = (enum pages_claim_verdict)(i % (PAGES_VERDICT_LEVEL + 1)),
                .reason = (enum pages_claim_reason)((i + measure) % (PAGES_REASON_COVERAGE + 1)),
                .headline = figure_of((enum pages_measure)measure, i % 2 == 0),
                .guard_count = 3,
                .guards = guards,
                .people = 8,
                .of_people = 8 + i % 2};
        struct pages_report report = sample(spoken[measure % 3]);
        report.claims = claims;
        report.claim_count = COUNT(claims);
        const char *html = write(arena, &report);
        assert_int_equal(count_in_page(html, "class=\"verdict "), (int)COUNT(claims));
        assert_int_equal(count_in_page(html, "<p></p>"), 0);
        assert_int_equal(count_in_page(html, "<li class=\"holds\">"), (int)COUNT(claims));
    }
}

static void test_every_picture_has_words_and_figures(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = sample("en");
    const char *html = write(arena, &report);
    int pictures = count_in_page(html, "<svg");
    /* Headlines with an interval or as a share, flows, diversities, two of convergence, pairs,
       networks, shares, the breakdown. */
    assert_int_equal(pictures, 3 + 2 + 2 + 2 + 1 + 3 + 3 + 1);
    assert_int_equal(count_in_page(html, "role=\"img\""), pictures);
    assert_int_equal(count_in_page(html, "<desc id="), pictures);
    assert_int_equal(count_in_page(html, "<desc id=\"picture-text\"></desc>"), 0);
    assert_int_equal(count_in_page(html, "<details class=\"figures\">"), 2 + 2 + 1 + 1 + 4 + 3 + 1);
    assert_int_equal(count_in_page(html, "class=\"data\""), 2 + 2 + 1 + 1 + 4 + 3 + 1);
    assert_page_has(html, "figures.csv?metric=disclosure.breakdown&amp;subject=reaction\"");
    assert_page_has(html, "figures.csv?metric=network.structure,network.change&amp;cycle=3\"");
    assert_page_has(html, "figures.csv?metric=participation.diversity&amp;unit=organisation\"");
    report.data_is_whole = true;
    html = write(arena, &report);
    assert_page_lacks(html, "?metric=");
    report.data = NULL;
    html = write(arena, &report);
    assert_page_lacks(html, "class=\"data\"");
}

static void test_sentences_read_the_pictures(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = sample("en");
    const char *html = write(arena, &report);
    assert_page_has(html,
                    "Present in cycle 4: 27 people, of which 19 in the cycle before too and 5 "
                    "for the first time.");
    assert_page_has(html, "Actor types present in cycle 4: 5 of 5, as evenly mixed as 4.3 types");
    assert_page_has(html, "Of 7 comparisons, people came clearly closer in 3 and moved clearly "
                          "apart in 0");
    assert_page_has(html, "Of 2 comparisons, 1 rose clearly and 0 fell clearly");
    assert_page_has(html, "On the pairs observed both times it was 28% in cycle 1 and 39% in cycle "
                          "2; new ties: 6, lost ties: 2.");
    assert_page_has(html, "In cycle 3 it was 72% of those who answered, and would be between 62% "
                          "and 76% of everybody");
    assert_page_has(html, "highest for Company (4.4) and lowest for University or other education "
                          "(3.5).");
    report = sample("sv");
    html = write(arena, &report);
    assert_page_has(html,
                    "Med i cykel 4: 27 personer, varav 19 även i cykeln före och 5 för första "
                    "gången.");
    assert_page_has(html, "högst för Företag (4,4) och lägst för Högskola eller annan utbildning");
}

/* In a third language the interface's sentences say that they are English, the programme's texts
   in them that they are not. */
static void test_sentences_mark_their_languages(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = sample("fi");
    const char *html = write(arena, &report);
    assert_page_has(html, "<p class=\"reading\" lang=\"en\">In cycle 4 the mean was highest for "
                          "<span lang=\"fi\">Company</span> (4.4) and lowest for "
                          "<span lang=\"fi\">University or other education</span> (3.5).</p>");
    assert_page_has(html, "<article class=\"card claim\" lang=\"en\"");
    assert_page_has(html, "<q lang=\"fi\">Lack of skills");
}

/* Figures that must not show, in everything that is not published. */
struct hidden {
    struct pages_presence presence[2];
    int counts[3];
    struct pages_diversity_cycle diversity[2];
    struct pages_pair pairs[2];
    struct pages_tie_cell cells[9];
    struct pages_network_cycle network[2];
    struct pages_share_point points[2];
    struct pages_group groups[3];
    struct pages_breakdown_cycle breakdown[1];
    struct pages_guard guard;
    struct pages_claim claim;
};

static struct pages_change hidden_change(int secret)
{
    return (struct pages_change){false, secret, secret, true, secret - 1, secret + 1, secret};
}

static struct pages_pair hidden_pair(int secret, double level)
{
    return (struct pages_pair){"p",
                               "Pair",
                               1,
                               2,
                               1,
                               5,
                               level,
                               level,
                               level,
                               hidden_change(secret),
                               hidden_change(secret),
                               hidden_change(secret),
                               secret,
                               false};
}

/* The first of each is published and the same, the second is not and holds `secret`. */
static void hide(struct hidden *hidden, int secret, double level)
{
    static const int nodes[] = {2, 3, 4};
    static const int shown[] = {5, 6, 7};
    *hidden = (struct hidden){
        .presence = {{1, true, 12, 12, 0, 0, 1},
                     {2, false, secret, secret, secret, secret, secret}},
        .counts = {secret, secret, secret},
        .network = {{.cycle = 1,
                     .published = true,
                     .nodes = 9,
                     .type_nodes = nodes,
                     .respondents = 12,
                     .coverage = 0.8,
                     .density = 0.5,
                     .reciprocity = NAN,
                     .cross_share = NAN,
                     .cross_expected = NAN},
                    {2, false, secret, nodes, secret, level, level, level, level, level, NULL, 1,
                     secret, secret, secret, secret, level, level, level}},
        .points = {{1, true, 10, 12, 0.5, 0.2, 0.8, 0.4, 0.6},
                   {2, false, secret, secret, level, level, level, level, level}},
        .groups = {{true, 6, 3, false, 0, 0},
                   {false, secret, secret, true, secret, secret},
                   {false, secret, level, true, level, level}},
    };
    hidden->diversity[0] = (struct pages_diversity_cycle){1, true, 18, shown, 3, 2.9};
    hidden->diversity[1] =
        (struct pages_diversity_cycle){2, false, secret, hidden->counts, secret, secret};
    hidden->pairs[0] = hidden->pairs[1] = hidden_pair(secret, level);
    hidden->pairs[0].before = 2;
    hidden->pairs[0].after = 3;
    hidden->pairs[0].then = NAN;
    hidden->pairs[0].change = (struct pages_change){true, 9, 1, true, 0.5, 1.5, 0.01};
    hidden->pairs[0].effect = NAN;
    for (size_t i = 0; i < 9; i++)
        hidden->cells[i] = i == 4 ? (struct pages_tie_cell){true, 3, 2}
                                  : (struct pages_tie_cell){false, secret, secret};
    hidden->network[0].cells = hidden->cells;
    hidden->breakdown[0] = (struct pages_breakdown_cycle){
        1, {false, secret, secret, true, secret, secret}, hidden->groups};
    hidden->guard = (struct pages_guard){PAGES_GUARD_UNKNOWN, figure_of(PAGES_MEASURE_AWG, true)};
    hidden->guard.figure.published = false;
    hidden->guard.figure.value = hidden->guard.figure.low = secret;
    hidden->guard.figure.n = secret;
    hidden->claim = (struct pages_claim){.verdict = PAGES_VERDICT_CANNOT_SAY,
                                         .reason = PAGES_REASON_FEW,
                                         .headline = hidden->guard.figure,
                                         .guard_count = 1,
                                         .guards = &hidden->guard,
                                         .people = -1,
                                         .of_people = -1,
                                         .invited = -1,
                                         .responded = -1};
}

static const char *write_hidden(struct base_arena *arena, const struct hidden *hidden)
{
    static const char *const types[] = {"One", "Two", "Three"};
    const struct pages_flow flow = {PAGES_UNIT_PEOPLE, false, 2, hidden->presence};
    const struct pages_diversity diversity = {PAGES_UNIT_PEOPLE, 2, hidden->diversity};
    const struct pages_network network = {"Who?", 2, hidden->network};
    const struct pages_share share = {PAGES_MEASURE_TOLD, "Told?", 2, hidden->points, false};
    const struct pages_breakdown breakdown = {"b", "Scale", 1, 5, 1, hidden->breakdown};
    struct pages_report report = {.language = "en",
                                  .programme = "skills",
                                  .title = "Skills",
                                  .minimum_group_size = 5,
                                  .computed = "2026-11-23T17:32:05Z",
                                  .type_count = 3,
                                  .types = types,
                                  .claim_count = 1,
                                  .claims = &hidden->claim,
                                  .flow_count = 1,
                                  .flows = &flow,
                                  .diversity_count = 1,
                                  .diversities = &diversity,
                                  .convergence_count = 2,
                                  .convergences = hidden->pairs,
                                  .pair_count = 2,
                                  .pairs = hidden->pairs,
                                  .network = &network,
                                  .share_count = 1,
                                  .shares = &share,
                                  .breakdown_count = 1,
                                  .breakdowns = &breakdown};
    return write(arena, &report);
}

/* Neither words nor geometry give away what is hidden: other hidden figures, same bytes. */
static void test_what_is_not_published_does_not_show(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static struct hidden first, second;
    hide(&first, 7317, 0.4177);
    hide(&second, 3, 4.25);
    const char *html = write_hidden(arena, &first);
    assert_page_lacks(html, "7317");
    assert_page_lacks(html, "0.41");
    assert_page_lacks(html, "42%");
    assert_page_has(html, "Not shown: could reveal fewer than 5 answers");
    assert_string_equal(html, write_hidden(arena, &second));
}

static void test_alone_has_its_style_inside(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = sample("en");
    static const char *const languages[] = {"sv", "en"};
    report.languages = languages;
    report.language_count = 2;
    assert_page_has(write(arena, &report), "?lang=sv");
    report.is_alone = true;
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_report_write(&site, &report, &page);
    const char *html = base_buffer_view(&page).data;
    assert_page_has(html, "<style>\n/* The report");
    assert_page_lacks(html, "<link");
    assert_page_lacks(html, "?lang=");
}

struct taken {
    struct base_arena *arena;
    size_t count;
    char names[64][64], titles[64][64];
};

/* A picture is well formed by itself, refers to nothing outside itself and has its size. */
static void take_picture(const struct pages_taken_picture *picture, void *context)
{
    struct taken *taken = context;
    const char *name = picture->name;
    struct base_text svg = picture->svg;
    assert_non_null(picture->data.metrics);
    assert_true(picture->title[0] != '\0');
    assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_"), strlen(name));
    for (size_t i = 0; i < taken->count; i++)
        assert_string_not_equal(taken->names[i], name);
    assert_true(taken->count < COUNT(taken->names));
    snprintf(taken->names[taken->count++], sizeof(taken->names[0]), "%s", name);
    assert_true(base_text_starts_with(svg, BASE_TEXT("<svg xmlns=\"http://www.w3.org/2000/svg\"")));
    const char *page = base_arena_format(
        taken->arena,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>x</title></head><body>%.*s"
        "</body></html>\n",
        (int)svg.length, svg.data);
    assert_page_is_well_formed(page);
    assert_page_has(page, " width=\"");
    /* Under its own name and title, so that several can stand in one document. */
    assert_page_has(page, base_arena_format(taken->arena, "<desc id=\"%s-text\">", name));
    const char *title =
        strstr(page, base_arena_format(taken->arena, "<title id=\"%s-title\">", name));
    assert_non_null(title);
    title = base_arena_format(taken->arena, "%.60s", strchr(title, '>') + 1);
    for (size_t i = 0; i + 1 < taken->count; i++)
        assert_string_not_equal(taken->titles[i], title);
    snprintf(taken->titles[taken->count - 1], sizeof(taken->titles[0]), "%s", title);
    for (const char *place = strstr(page, "url(#"); place; place = strstr(place + 1, "url(#")) {
        char id[80];
        assert_int_equal(sscanf(place, "url(#%70[^)])", id), 1);
        assert_page_has(page, base_arena_format(taken->arena, "id=\"%s\"", id));
    }
}

static void test_pictures_stand_alone(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = sample("sv");
    struct taken taken = {.arena = arena};
    pages_report_pictures(&report, arena, (struct pages_picture_receiver){take_picture, &taken});
    assert_int_equal(taken.count, 2 + 2 + 2 + 1 + 3 + 3 + 1);
    assert_string_equal(taken.names[0], "who-stayed-people");
}

/* Whatever is known of a change, its interval lies within the line that is drawn. */
static void test_intervals_stay_on_their_axes(void **state)
{
    (void)state;
    static const struct {
        double before, change, low, high;
        double range; /* of the axis */
        const char *end;
    } cases[] = {
        {NAN, 1.9, 0.6, 3.2, 7, ">+3.5</text>"},
        {NAN, -2.6, -4.4, -0.8, 9, ">+4.5</text>"},
        {NAN, 0.1, -0.2, 0.4, 1, ">+0.5</text>"},
        {4.6, 0.3, -0.4, 1.0, 4.6, ">5</text>"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct pages_pair pair = {
            .id = "x",
            .text = "X",
            .from = 1,
            .to = 2,
            .minimum = 1,
            .maximum = 5,
            .before = cases[i].before,
            .after = cases[i].before + cases[i].change,
            .then = NAN,
            .change = {true, 9, cases[i].change, true, cases[i].low, cases[i].high, NAN},
            .effect = NAN};
        struct pages_report report = {.language = "en",
                                      .title = "Skills",
                                      .minimum_group_size = 5,
                                      .computed = "2026-11-23T17:32:05Z",
                                      .pair_count = 1,
                                      .pairs = &pair};
        const char *html = write(arena, &report);
        assert_page_has(html, cases[i].end);
        double x, width, from, to, y;
        const char *axis = strstr(html, "<path d=\"M34.0 ");
        const char *band = strstr(html, "height=\"14\" rx=\"3\"");
        assert_true(axis && band);
        assert_int_equal(sscanf(axis, "<path d=\"M%lf %lfH%lf", &from, &y, &to), 3);
        while (*band != '<')
            band--;
        assert_int_equal(sscanf(band, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf", &x, &y, &width), 3);
        assert_true(x >= from && x + width <= to);
        /* As wide as the interval is on that axis, so nothing was cut off. */
        double share = (cases[i].high - cases[i].low) / cases[i].range;
        assert_true(fabs(width - share * (to - from)) < 0.2);
    }
}

/* Where the change itself is left out, that seen in hindsight is drawn and read, and only that. */
static void test_hindsight_stands_alone(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct pages_pair pair = {.id = "x",
                                    .text = "X",
                                    .from = 1,
                                    .to = 3,
                                    .minimum = 1,
                                    .maximum = 5,
                                    .before = 2.71,
                                    .after = 2.71,
                                    .then = NAN,
                                    .change = {.published = false, .n = 7317, .mean = 2.71},
                                    .hindsight = {true, 25, 1.2, true, 0.9, 1.5, NAN},
                                    .effect = 2.71};
    struct pages_report report = {.language = "en",
                                  .title = "Skills",
                                  .minimum_group_size = 5,
                                  .computed = "2026-11-23T17:32:05Z",
                                  .pair_count = 1,
                                  .pairs = &pair};
    const char *html = write(arena, &report);
    assert_page_has(html, "Rated in hindsight, 1 of 1 rose clearly and 0 fell clearly.");
    assert_page_has(html, "In hindsight, cycle 3: +1.2 (95% CI +0.9 to +1.5), n = 25");
    assert_page_has(html,
                    "In hindsight, cycle 3</span></th><td>25</td><td>+1.2 (+0.9 to +1.5)</td>");
    /* No "then" that was measured, and no column for what there is none of. */
    assert_page_lacks(html, "class=\"hollow\"");
    assert_page_lacks(html, ">then<");
    assert_page_lacks(html, "p (Holm)");
    assert_page_lacks(html, "2.7");
    assert_page_lacks(html, "7317");
}

/* A circle of many types cannot be read: of more than six there is a table, and its rows and the
   columns of the figures under it have numbers. */
static void test_many_types_make_a_table(void **state)
{
    (void)state;
    for (size_t types = 6; types <= 7; types++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const char **names = base_arena_array(arena, const char *, types);
        int *nodes = base_arena_array(arena, int, types);
        struct pages_tie_cell *cells =
            base_arena_array(arena, struct pages_tie_cell, types * types);
        for (size_t i = 0; i < types; i++) {
            names[i] = base_arena_format(arena, "A kind of organisation with number %zu", i + 1);
            nodes[i] = 3;
            for (size_t j = 0; j < types; j++)
                cells[i * types + j] = (struct pages_tie_cell){i != 2 && j != 2, 9, 5};
        }
        const struct pages_network_cycle cycle = {.cycle = 1,
                                                  .published = true,
                                                  .nodes = (int)types * 3,
                                                  .type_nodes = nodes,
                                                  .respondents = 20,
                                                  .coverage = 1,
                                                  .density = 0.56,
                                                  .cells = cells};
        const struct pages_network network = {"Who?", 1, &cycle};
        struct pages_report report = {.language = "en",
                                      .title = "Skills",
                                      .minimum_group_size = 5,
                                      .computed = "2026-11-23T17:32:05Z",
                                      .type_count = types,
                                      .types = names,
                                      .network = &network};
        const char *html = write(arena, &report);
        const char *picture = strstr(html, "<svg");
        assert_non_null(picture);
        bool has_circle = strstr(picture, "class=\"sector\"") != NULL;
        assert_int_equal(has_circle, types == 6);
        if (types == 7) {
            assert_page_has(html, ">4 A kind of organisati…</text>");
            assert_page_has(html, "<th scope=\"col\">7</th>");
            assert_page_has(html, ">7 A kind of organisation with number 7</th>");
            /* Half of the table: 28 cells, of which 7 have the third type, which is left out. */
            assert_int_equal(count_in_page(html, ">56</text>"), 21);
        }
    }
}

static void test_nothing_to_show_is_left_out(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct pages_report report = {.language = "en",
                                  .title = "Skills",
                                  .minimum_group_size = 5,
                                  .computed = "2026-11-23T17:32:05Z"};
    const char *html = write(arena, &report);
    assert_page_lacks(html, "<svg");
    assert_page_lacks(html, "id=\"claims\"");
    assert_page_has(html, "id=\"how\"");
    assert_int_equal(count_in_page(html, "<section"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claims_come_first),
        cmocka_unit_test(test_every_claim_has_words),
        cmocka_unit_test(test_every_picture_has_words_and_figures),
        cmocka_unit_test(test_sentences_read_the_pictures),
        cmocka_unit_test(test_sentences_mark_their_languages),
        cmocka_unit_test(test_what_is_not_published_does_not_show),
        cmocka_unit_test(test_alone_has_its_style_inside),
        cmocka_unit_test(test_pictures_stand_alone),
        cmocka_unit_test(test_intervals_stay_on_their_axes),
        cmocka_unit_test(test_hindsight_stands_alone),
        cmocka_unit_test(test_many_types_make_a_table),
        cmocka_unit_test(test_nothing_to_show_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
