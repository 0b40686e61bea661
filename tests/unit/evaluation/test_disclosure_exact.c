/*
 * What can be inferred from tables and releases that follow the rules of disclosure control.
 *
 * The solver enumerates. A study is what everybody may know: the groups, how many of each answered
 * and from how many organisations, the rules and their parameters. Its worlds are all ways in which
 * these people may have answered. Worlds of which the same is published cannot be told apart, and
 * everything else can: whatever all of them have in common is inferred, by means of any rule too
 * (why was this group suppressed?).
 *
 * A counterexample is a group of fewer than k people (or several groups that are fewer together)
 * whose answers have the same sum in all worlds of which the same is published. How many they are
 * is no secret. That they said what at least k people are known to have said, all of them the same,
 * is none either, unless the question is sensitive: any distribution tells that.
 *
 * SURVEYD_STUDIES in the environment sets how many studies are tried; the rest is seeded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation/disclosure.h"
#include "fixture.h"

#define GROUPS_MAX 4
#define CATEGORIES_MAX 3
#define KEY_BYTES 256
#define STUDIES 200

struct study {
    size_t groups, categories;
    size_t sizes[GROUPS_MAX];
    size_t organisations[GROUPS_MAX]; /* at least 1, at most 2 */
    int k, min_organisations;
    bool is_sensitive;
};

struct world {
    size_t counts[GROUPS_MAX][CATEGORIES_MAX];
    bool is_hidden[GROUPS_MAX];
    char key[KEY_BYTES]; /* all that is published */
};

/* How a study is published. */
enum form {
    AS_DEFINED,       /* by the rules of disclosure.breakdown */
    WITHOUT_SECOND,   /* without complementary suppression, to see that the solver sees */
    STRICT_SENSITIVE, /* as our reports do it: sensitive groups all or none */
};

struct universe {
    struct base_arena *arena;
    struct study study;
    size_t count, capacity;
    struct world *worlds;
};

static const char *const names[GROUPS_MAX] = {"a", "b", "c", "d"};

/* --- What is published of a world --- */

static void put(char *key, const char *format, ...)
{
    va_list arguments;
    size_t length = strlen(key);
    va_start(arguments, format);
    int written = vsnprintf(key + length, KEY_BYTES - length, format, arguments);
    va_end(arguments);
    assert_true(written >= 0 && (size_t)written < KEY_BYTES - length);
}

/* At the precision of disclosure.display. */
static void put_display(char *key, const size_t *counts, size_t categories)
{
    int64_t n = 0, sum = 0;
    for (size_t i = 0; i < categories; i++) {
        n += (int64_t)counts[i];
        sum += (int64_t)(counts[i] * (i + 1));
    }
    put(key, " n%d m%d", (int)n, (int)evaluation_disclosure_tenths(sum, n));
    for (size_t i = 0; i < categories; i++)
        put(key, " %d", (int)evaluation_disclosure_percent((int64_t)counts[i], n));
}

static void put_total(char *key, const struct study *study, const struct world *world)
{
    size_t counts[CATEGORIES_MAX] = {0};
    for (size_t i = 0; i < study->groups; i++)
        for (size_t j = 0; j < study->categories; j++)
            counts[j] += world->counts[i][j];
    put_display(key, counts, study->categories);
}

static struct evaluation_result decide(struct fixture *fixture, const struct study *study,
                                       const struct world *world)
{
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    size_t person = 0;
    for (size_t i = 0; i < study->groups; i++) {
        size_t of_group = 0;
        for (size_t j = 0; j < study->categories; j++)
            for (size_t c = 0; c < world->counts[i][j]; c++, person++, of_group++) {
                const char value[] = {(char)('1' + j), '\0'};
                const char *who = base_arena_format(fixture->arena, "p%zu", person);
                const char *from = base_arena_format(fixture->arena, "%s%zu", names[i],
                                                     of_group % study->organisations[i]);
                evaluation_builder_add(builder, &(struct evaluation_row){
                                                    .participant = base_text_of(who),
                                                    .organisation = base_text_of(from),
                                                    .actor_type = base_text_of(names[i]),
                                                    .cycle = 1,
                                                    .question = BASE_TEXT("q0"),
                                                    .value = base_text_of(value),
                                                });
            }
    }
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, (double)study->categories);
    fixture->plan.actor_types = names;
    fixture->plan.actor_type_count = study->groups;
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = 0;
    analysis.k = study->k;
    analysis.min_organisations = study->min_organisations;
    analysis.sensitive = study->is_sensitive;
    return fixture_compute(fixture, "disclosure.breakdown", analysis);
}

static void publish_world(const struct study *study, enum form form, struct world *world)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct fixture fixture = {.arena = arena, .plan = {.confidence = 0.95}};
    struct evaluation_result result = decide(&fixture, study, world);
    const struct evaluation_list *groups = evaluation_record_find(result.values, "groups")->list;
    const char *total = evaluation_record_find(result.values, "total")->text;
    bool hides_any = false;
    for (size_t i = 0; i < study->groups; i++) {
        const char *status = evaluation_record_find(groups->items[i].record, "status")->text;
        bool is_open = strcmp(status, "published") == 0 ||
                       (form == WITHOUT_SECOND && strcmp(status, "secondary") == 0);
        world->is_hidden[i] = !is_open && strcmp(status, "empty") != 0;
        hides_any = hides_any || world->is_hidden[i];
    }
    for (size_t i = 0; i < study->groups; i++)
        if (form == STRICT_SENSITIVE && study->is_sensitive && hides_any && study->sizes[i] > 0)
            world->is_hidden[i] = true;
    world->key[0] = '\0';
    put(world->key, "%s", total);
    if (strcmp(total, "published") == 0)
        put_total(world->key, study, world);
    for (size_t i = 0; i < study->groups; i++) {
        put(world->key, "; %s", world->is_hidden[i] ? "hidden" : "open");
        if (!world->is_hidden[i] && study->sizes[i] > 0)
            put_display(world->key, world->counts[i], study->categories);
    }
}

/* --- All worlds of a study --- */

static void add_world(struct universe *universe, const struct world *world)
{
    if (universe->count == universe->capacity) {
        size_t capacity = universe->capacity == 0 ? 256 : 2 * universe->capacity;
        struct world *grown = base_arena_array(universe->arena, struct world, capacity);
        if (universe->count > 0)
            memcpy(grown, universe->worlds, universe->count * sizeof(*grown));
        universe->worlds = grown;
        universe->capacity = capacity;
    }
    universe->worlds[universe->count++] = *world;
}

/* Deals the rest of a group's people to the categories from `category` on, then the next groups. */
static void enumerate(struct universe *universe, struct world *world, size_t group, size_t category,
                      size_t rest)
{
    const struct study *study = &universe->study;
    if (group == study->groups) {
        add_world(universe, world);
        return;
    }
    if (category + 1 == study->categories) {
        world->counts[group][category] = rest;
        size_t next = group + 1;
        enumerate(universe, world, next, 0, next < study->groups ? study->sizes[next] : 0);
        return;
    }
    for (size_t i = 0; i <= rest; i++) {
        world->counts[group][category] = i;
        enumerate(universe, world, group, category + 1, rest - i);
    }
}

static int compare_worlds(const void *a, const void *b)
{
    return strcmp(((const struct world *)a)->key, ((const struct world *)b)->key);
}

/* --- What they have in common --- */

static size_t sum_of(const struct study *study, const struct world *world, size_t mask)
{
    size_t sum = 0;
    for (size_t i = 0; i < study->groups; i++)
        for (size_t j = 0; (mask >> i & 1) != 0 && j < study->categories; j++)
            sum += world->counts[i][j] * (j + 1);
    return sum;
}

/* The category in which all people of the marked groups are; the number of categories: in several.
 */
static size_t only_category(const struct study *study, const struct world *world, size_t mask)
{
    size_t found = study->categories;
    for (size_t i = 0; i < study->groups; i++)
        for (size_t j = 0; (mask >> i & 1) != 0 && j < study->categories; j++) {
            if (world->counts[i][j] == 0)
                continue;
            if (found != study->categories && found != j)
                return study->categories;
            found = j;
        }
    return found;
}

/* How many people are known, in all these worlds, to be in the category. */
static size_t known_in(const struct study *study, const struct world *worlds, size_t count,
                       size_t category)
{
    size_t known = 0;
    for (size_t i = 0; i < study->groups; i++) {
        bool is_known = true;
        for (size_t w = 0; is_known && w < count; w++)
            is_known = worlds[w].counts[i][category] == study->sizes[i];
        known += is_known ? study->sizes[i] : 0;
    }
    return known;
}

static size_t size_of(const struct study *study, size_t mask)
{
    size_t size = 0;
    for (size_t i = 0; i < study->groups; i++)
        size += (mask >> i & 1) != 0 ? study->sizes[i] : 0;
    return size;
}

/* The groups that are known, in all these worlds, to have said what at least k people said. */
static size_t known_with_many(const struct study *study, const struct world *worlds, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < study->groups; i++) {
        size_t category = only_category(study, &worlds[0], (size_t)1 << i);
        if (category < study->categories &&
            known_in(study, worlds, count, category) >= (size_t)study->k)
            known |= (size_t)1 << i;
    }
    return known;
}

/* Whether these worlds, all of which the same is published, tell on a group below k. */
static bool tells(const struct study *study, const struct world *worlds, size_t count)
{
    size_t allowed = study->is_sensitive ? 0 : known_with_many(study, worlds, count);
    for (size_t mask = 1; mask < (size_t)1 << study->groups; mask++) {
        size_t size = size_of(study, mask);
        bool is_same = (mask & allowed) == 0 && size > 0 && size < (size_t)study->k;
        for (size_t w = 1; is_same && w < count; w++)
            is_same = sum_of(study, &worlds[w], mask) == sum_of(study, &worlds[0], mask);
        if (is_same)
            return true;
    }
    return false;
}

/* In how many worlds something is told; adds to the worlds tried. */
static size_t count_told(struct universe *universe, size_t *tried)
{
    size_t told = 0;
    qsort(universe->worlds, universe->count, sizeof(*universe->worlds), compare_worlds);
    for (size_t first = 0, next; first < universe->count; first = next) {
        for (next = first + 1; next < universe->count && strcmp(universe->worlds[next].key,
                                                                universe->worlds[first].key) == 0;)
            next++;
        if (tells(&universe->study, &universe->worlds[first], next - first))
            told += next - first;
    }
    *tried += universe->count;
    return told;
}

static size_t told_by_table(const struct study *study, enum form form, size_t *tried)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct universe universe = {.arena = arena, .study = *study};
    struct world world = {0};
    enumerate(&universe, &world, 0, 0, study->sizes[0]);
    for (size_t i = 0; i < universe.count; i++)
        publish_world(study, form, &universe.worlds[i]);
    return count_told(&universe, tried);
}

/* --- Tables --- */

/* Small numbers that are the same each time. */
static size_t draw(uint64_t *seed, size_t bound)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(*seed >> 33) % bound;
}

static struct study draw_study(uint64_t *seed, bool is_sensitive)
{
    struct study study = {.groups = 2 + draw(seed, 3),
                          .categories = 2,
                          .k = 3 + (int)draw(seed, 3),
                          .min_organisations = 1 + (int)draw(seed, 2),
                          .is_sensitive = is_sensitive};
    if (study.groups == 2)
        study.categories = 3;
    size_t most = study.groups == 4 ? 4 : 6;
    for (size_t i = 0; i < study.groups; i++) {
        study.sizes[i] = draw(seed, most);
        study.organisations[i] = 1 + draw(seed, 2);
    }
    return study;
}

static size_t wanted_studies(void)
{
    const char *wanted = getenv("SURVEYD_STUDIES");
    return wanted == NULL ? STUDIES : (size_t)strtoul(wanted, NULL, 10);
}

static size_t told_by_tables(enum form form, bool is_sensitive, size_t *tried)
{
    uint64_t seed = 4;
    size_t told = 0;
    for (size_t i = 0; i < wanted_studies(); i++) {
        struct study study = draw_study(&seed, is_sensitive);
        size_t here = told_by_table(&study, form, tried);
        if (here > 0 && form == AS_DEFINED && !is_sensitive)
            print_error("told: sizes %zu %zu %zu %zu, k %d\n", study.sizes[0], study.sizes[1],
                        study.sizes[2], study.sizes[3], study.k);
        told += here;
    }
    return told;
}

static void test_tables_tell_nothing_of_a_small_group(void **state)
{
    (void)state;
    size_t tried = 0;
    assert_int_equal(told_by_tables(AS_DEFINED, false, &tried), 0);
    assert_true(tried >= 1000);
}

static void test_the_solver_sees_what_one_suppressed_group_tells(void **state)
{
    (void)state;
    size_t tried = 0;
    assert_true(told_by_tables(WITHOUT_SECOND, false, &tried) > 0);
}

/* The rules look at each group and at the total, not at those who are left over: five of two hidden
   groups who all said the same. */
static void test_the_rules_alone_tell_sensitive_answers(void **state)
{
    (void)state;
    size_t tried = 0;
    const struct study study = {.groups = 3,
                                .categories = 2,
                                .sizes = {2, 3, 6},
                                .organisations = {2, 2, 2},
                                .k = 5,
                                .min_organisations = 1,
                                .is_sensitive = true};
    assert_true(told_by_table(&study, AS_DEFINED, &tried) > 0);
    assert_int_equal(told_by_table(&study, STRICT_SENSITIVE, &tried), 0);
}

static void test_sensitive_tables_as_published_tell_nothing(void **state)
{
    (void)state;
    size_t tried = 0;
    assert_int_equal(told_by_tables(STRICT_SENSITIVE, true, &tried), 0);
    assert_true(tried >= 1000);
}

/* --- Releases --- */

/* Which groups of a study are behind each release: a bit per group. */
static void decide_releases(const struct study *study, const size_t *masks, size_t count,
                            bool *is_published)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct fixture fixture = {.arena = arena, .plan = {.confidence = 0.95}};
    struct world world = {0};
    struct evaluation_release *releases = base_arena_array(arena, struct evaluation_release, count);
    for (size_t i = 0; i < study->groups; i++)
        world.counts[i][0] = study->sizes[i];
    decide(&fixture, study, &world);
    for (size_t i = 0; i < count; i++) {
        const char **left = base_arena_array(arena, const char *, GROUPS_MAX *GROUPS_MAX);
        size_t person = 0;
        releases[i].id = base_arena_format(arena, "release-%zu", i);
        for (size_t g = 0; g < study->groups; g++)
            for (size_t j = 0; j < study->sizes[g]; j++, person++)
                if ((masks[i] >> g & 1) == 0)
                    left[releases[i].exclude_count++] = base_arena_format(arena, "p%zu", person);
        releases[i].excluded = left;
    }
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = 0;
    analysis.k = study->k;
    analysis.releases = releases;
    analysis.release_count = count;
    struct evaluation_result result = fixture_compute(&fixture, "disclosure.releases", analysis);
    const struct evaluation_list *list = evaluation_record_find(result.values, "releases")->list;
    for (size_t i = 0; i < count; i++) {
        const struct evaluation_record *release = list->items[i].record;
        is_published[i] =
            strcmp(evaluation_record_find(release, "decision")->text, "published") == 0;
    }
}

static size_t told_by_releases(const struct study *study, const size_t *masks, size_t count,
                               size_t *tried)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct universe universe = {.arena = arena, .study = *study};
    struct world world = {0};
    bool is_published[GROUPS_MAX] = {false};
    assert_true(count <= GROUPS_MAX);
    decide_releases(study, masks, count, is_published);
    enumerate(&universe, &world, 0, 0, study->sizes[0]);
    for (size_t w = 0; w < universe.count; w++)
        for (size_t i = 0; i < count; i++) {
            size_t counts[CATEGORIES_MAX] = {0};
            for (size_t g = 0; g < study->groups; g++)
                for (size_t j = 0; (masks[i] >> g & 1) != 0 && j < study->categories; j++)
                    counts[j] += universe.worlds[w].counts[g][j];
            put(universe.worlds[w].key, ";");
            if (is_published[i])
                put_display(universe.worlds[w].key, counts, study->categories);
        }
    return count_told(&universe, tried);
}

/* In each release those of another group have come; as many of them as ever. */
static void test_answers_that_only_come_tell_nothing(void **state)
{
    (void)state;
    static const size_t masks[] = {1, 3, 7, 15};
    uint64_t seed = 11;
    size_t tried = 0;
    for (size_t i = 0; i < wanted_studies(); i++) {
        struct study study = draw_study(&seed, false);
        assert_int_equal(told_by_releases(&study, masks, study.groups, &tried), 0);
    }
    assert_true(tried >= 1000);
}

/* Why readers cannot choose filters: three releases, each of which differs from each other one by
   enough, are three equations for three groups of two. */
static void test_free_filters_would_tell(void **state)
{
    (void)state;
    static const size_t masks[] = {3, 6, 5};
    const struct study study = {.groups = 3,
                                .categories = 2,
                                .sizes = {2, 2, 2},
                                .organisations = {2, 2, 2},
                                .k = 4,
                                .min_organisations = 1};
    size_t tried = 0;
    assert_true(told_by_releases(&study, masks, 3, &tried) > 0);
}

/* Why publishing asks for more than the rule does where answers have gone: four have come for one,
   and the one is told where none of the four says the same. */
static void test_coming_does_not_hide_going(void **state)
{
    (void)state;
    static const size_t masks[] = {3, 5};
    const struct study study = {.groups = 3,
                                .categories = 2,
                                .sizes = {4, 1, 4},
                                .organisations = {2, 1, 2},
                                .k = 5,
                                .min_organisations = 1};
    size_t tried = 0;
    assert_true(told_by_releases(&study, masks, 2, &tried) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_tell_nothing_of_a_small_group),
        cmocka_unit_test(test_the_solver_sees_what_one_suppressed_group_tells),
        cmocka_unit_test(test_the_rules_alone_tell_sensitive_answers),
        cmocka_unit_test(test_sensitive_tables_as_published_tell_nothing),
        cmocka_unit_test(test_answers_that_only_come_tell_nothing),
        cmocka_unit_test(test_free_filters_would_tell),
        cmocka_unit_test(test_coming_does_not_hide_going),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
