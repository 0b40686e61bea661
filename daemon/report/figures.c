#include "report/figures.h"

#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "builder.h"

/* One row. NULL and NAN: empty. */
struct row {
    const struct report_result *result;
    const char *field;
    struct json_object *value; /* a number, a text or a truth value */
    double n, low, high;
    bool is_suppressed;
    const char *reason; /* why there is no value; NULL: that of the result */
};

/* The reason of whatever disclosure control leaves out. What it hides must not show in it. */
#define REASON_LEFT_OUT "left_out"
/* The answers do not give that figure, though they give the result. */
#define REASON_UNDEFINED "undefined"

/* Takes the rows one after the other. */
struct table {
    struct base_arena *arena;
    const struct report_builder *builder;
    void (*take)(struct table *table, const struct row *row);
    struct base_buffer *out;
    struct json_object *rows;
    const char *provenance;
};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* The figures whose interval has no name of its own. */
static const struct {
    const char *field, *low, *high;
} intervals[] = {
    {"mean", "ci_low", "ci_high"},
    {"nps", "ci_low", "ci_high"},
    {"alpha", "ci_low", "ci_high"},
    {"mean_change", "ci_low", "ci_high"},
    {"mean_slope", "ci_low", "ci_high"},
    {"diff", "ci_low", "ci_high"},
    {"ad_change", "ad_ci_low", "ad_ci_high"},
};

static void find_interval(struct base_arena *arena, struct json_object *object, const char *field,
                          struct row *row)
{
    row->low = report_number(object, base_arena_format(arena, "%s_low", field));
    row->high = report_number(object, base_arena_format(arena, "%s_high", field));
    for (size_t i = 0; i < sizeof(intervals) / sizeof(intervals[0]); i++) {
        if (strcmp(intervals[i].field, field) == 0) {
            row->low = report_number(object, intervals[i].low);
            row->high = report_number(object, intervals[i].high);
        }
    }
}

/* Limits of an interval stand beside their figure; bounds are figures. */
static bool is_limit(const char *field)
{
    return (ends_with(field, "_low") || ends_with(field, "_high")) &&
           strncmp(field, "bound_", strlen("bound_")) != 0;
}

/* How many are behind the figures of an object. */
static double people_of(struct json_object *object, const char *field)
{
    static const char *const counts[] = {"n",           "answered", "reported", "told_n",
                                         "respondents", "present",  "eligible", "ever_present"};
    if (strncmp(field, "reach_", strlen("reach_")) == 0) {
        return report_number(object, "reach_n");
    }
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        double n = report_number(object, counts[i]);
        if (!isnan(n)) {
            return n;
        }
    }
    return NAN;
}

/* What an element of a list is called. */
static const char *element_name(struct base_arena *arena, struct json_object *object,
                                struct json_object *element, const char *key, size_t index)
{
    const char *id = report_text(element, "id");
    double cycle = report_number(element, "cycle");
    double first = report_number(object, "first");
    if (*id) {
        return id;
    }
    if (!isnan(cycle)) {
        return base_arena_format(arena, "%d", (int)cycle);
    }
    bool is_category = strcmp(key, "percent") == 0 && !isnan(first);
    return base_arena_format(arena, "%d", (int)index + (is_category ? (int)first : 1));
}

static void put_value(struct table *table, const struct report_result *result,
                      struct json_object *object, const char *key, const char *field,
                      struct json_object *value);

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* The interval of a difference goes with what of it is due to who was there: all or nothing. */
static bool is_part_of_difference(struct json_object *published, const char *field)
{
    return (strcmp(field, "p") == 0 || strcmp(field, "composition") == 0) &&
           isnan(report_number(published, "p")) && isnan(report_number(published, "composition")) &&
           isnan(report_number(published, "ci_low"));
}

/* Whether a null was left out by disclosure control; the others are not defined. */
static bool is_left_out(const struct report_result *result, const char *field)
{
    if (report_result_is(result, "participation.diversity")) {
        return begins_with(field, "counts.");
    }
    if (report_result_is(result, "spread.referral")) {
        return strcmp(field, "referred") == 0;
    }
    if (report_result_is(result, "network.structure")) {
        return begins_with(field, "types");
    }
    if (report_result_is(result, "learning.retrospective")) {
        return strchr(field, '.') == NULL;
    }
    return report_result_is(result, "trajectory.overlap") &&
           is_part_of_difference(result->published, field);
}

static void put_left_out(struct table *table, const struct report_result *result, const char *field)
{
    const struct row row = {.result = result,
                            .field = field,
                            .n = NAN,
                            .low = NAN,
                            .high = NAN,
                            .is_suppressed = true,
                            .reason = REASON_LEFT_OUT};
    table->take(table, &row);
}

/* An element of a list that holds nothing but its name, or says itself that it is left out. */
static bool is_empty_element(struct json_object *element)
{
    json_object_object_foreach(element, key, value)
    {
        bool is_name = strcmp(key, "id") == 0 || strcmp(key, "cycle") == 0;
        bool says_so =
            strcmp(key, "status") == 0 && strcmp(json_object_get_string(value), "suppressed") == 0;
        if (!is_name && !says_so) {
            return false;
        }
    }
    return true;
}

static void put_object(struct table *table, const struct report_result *result,
                       struct json_object *object, const char *prefix)
{
    if (*prefix && is_empty_element(object)) {
        put_left_out(table, result, prefix);
        return;
    }
    json_object_object_foreach(object, key, value)
    {
        /* What names an element of a list is in the names of its figures. */
        if (*prefix && (strcmp(key, "id") == 0 || strcmp(key, "cycle") == 0)) {
            continue;
        }
        put_value(table, result, object, key,
                  *prefix ? base_arena_format(table->arena, "%s.%s", prefix, key) : key, value);
    }
}

static void put_list(struct table *table, const struct report_result *result,
                     struct json_object *object, const char *key, const char *field,
                     struct json_object *list)
{
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *element = json_object_array_get_idx(list, i);
        const char *name = element_name(table->arena, object, element, key, i);
        put_value(table, result, object, key, base_arena_format(table->arena, "%s.%s", field, name),
                  element);
    }
}

static void put_value(struct table *table, const struct report_result *result,
                      struct json_object *object, const char *key, const char *field,
                      struct json_object *value)
{
    struct row row = {.result = result, .field = field, .value = value, .low = NAN, .high = NAN};
    if (json_object_is_type(value, json_type_object)) {
        put_object(table, result, value, field);
        return;
    }
    if (json_object_is_type(value, json_type_array)) {
        put_list(table, result, object, key, field, value);
        return;
    }
    if (is_limit(key)) {
        return;
    }
    if (!value && is_left_out(result, field)) {
        put_left_out(table, result, field);
        return;
    }
    find_interval(table->arena, object, key, &row);
    row.n = people_of(object, key);
    row.reason = value || result->stored->reason ? NULL : REASON_UNDEFINED;
    table->take(table, &row);
}

/* The p-values of a family, adjusted among those that are published. */
static void put_family(struct table *table, const struct report_result *result)
{
    struct json_object *family = base_json_get(result->request, "family");
    size_t count =
        json_object_is_type(family, json_type_array) ? json_object_array_length(family) : 0;
    for (size_t i = 0; i < count; i++) {
        struct json_object *reference = json_object_array_get_idx(family, i);
        const char *id = report_text(reference, "id"), *field = report_text(reference, "field");
        double p = report_adjusted(table->builder, id, field);
        if (isnan(p)) {
            continue;
        }
        struct row row = {
            .result = result,
            .field = base_arena_format(table->arena, "%s.%s_holm", id, field),
            /* A multiple of the least published p, less what binary fractions add to it. */
            .value = base_json_own(table->arena, base_json_number(round(p * 1e4) / 1e4)),
            .n = NAN,
            .low = NAN,
            .high = NAN,
        };
        table->take(table, &row);
    }
}

static void put_result(struct table *table, const struct report_result *result)
{
    /* The record of publications and the rounding of items hold no figures of their own. */
    if (report_result_is(result, "disclosure.releases") ||
        report_result_is(result, "disclosure.display")) {
        return;
    }
    if (report_result_is(result, "multiplicity.holm")) {
        put_family(table, result);
    } else if (result->published) {
        put_object(table, result, result->published, "");
    } else {
        put_left_out(table, result, NULL);
    }
}

/* Whether a list of words with commas between them has the word. */
static bool has_word(struct base_text list, const char *word)
{
    size_t length = strlen(word);
    for (size_t start = 0, i = 0; i <= list.length; i++) {
        if (i < list.length && list.data[i] != ',') {
            continue;
        }
        if (i - start == length && memcmp(list.data + start, word, length) == 0) {
            return true;
        }
        start = i + 1;
    }
    return false;
}

static bool is_of_cycle(const struct report_result *result, int cycle)
{
    return result->stored->cycle > 0 ? result->stored->cycle == cycle
                                     : cycle > 0 && report_count(result->request, "to") == cycle;
}

static bool is_chosen(const struct report_choice *choice, const struct report_result *result)
{
    if (!choice) {
        return true;
    }
    const char *subject = result->stored->subject;
    return (!choice->metrics.data || has_word(choice->metrics, result->stored->metric)) &&
           (!choice->subject.data ||
            (subject && base_text_equal_string(choice->subject, subject))) &&
           (!choice->unit.data ||
            base_text_equal_string(choice->unit, report_text(result->request, "unit"))) &&
           (choice->cycle == 0 || is_of_cycle(result, choice->cycle));
}

static void put_run(struct table *table, const struct store_metric_run *run,
                    const struct report_choice *choice)
{
    struct report_builder builder = {.arena = table->arena,
                                     .results = report_results_of(table->arena, run)};
    table->builder = &builder;
    table->provenance = run ? report_provenance(table->arena, run) : "";
    for (size_t i = 0; i < builder.results.count; i++) {
        if (is_chosen(choice, &builder.results.list[i])) {
            put_result(table, &builder.results.list[i]);
        }
    }
}

static const char *reason_of(const struct row *row)
{
    return row->reason ? row->reason : row->result->stored->reason;
}

static struct base_text text_of_number(struct base_arena *arena, double number)
{
    return isnan(number) ? BASE_TEXT("")
                         : base_json_write(arena, base_json_own(arena, base_json_number(number)));
}

static struct base_text text_of_value(struct base_arena *arena, struct json_object *value)
{
    if (!value) {
        return BASE_TEXT("");
    }
    return json_object_is_type(value, json_type_string)
               ? base_text_of(json_object_get_string(value))
               : base_json_write(arena, value);
}

static struct base_text text_or_empty(const char *text)
{
    return text ? base_text_of(text) : BASE_TEXT("");
}

static const char *const columns[] = {"analysis", "metric", "cycle",      "subject",
                                      "field",    "value",  "n",          "low",
                                      "high",     "reason", "suppressed", "provenance"};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void take_csv(struct table *table, const struct row *row)
{
    const struct store_metric_result *stored = row->result->stored;
    const struct base_text fields[COLUMNS] = {
        text_or_empty(stored->id),
        text_or_empty(stored->metric),
        text_of_number(table->arena, stored->cycle > 0 ? stored->cycle : NAN),
        text_or_empty(stored->subject),
        text_or_empty(row->field),
        text_of_value(table->arena, row->value),
        text_of_number(table->arena, row->n),
        text_of_number(table->arena, row->low),
        text_of_number(table->arena, row->high),
        text_or_empty(reason_of(row)),
        row->is_suppressed ? BASE_TEXT("true") : BASE_TEXT("false"),
        text_or_empty(table->provenance),
    };
    base_csv_add_record(table->out, fields, COLUMNS);
}

void report_figures_csv(struct base_arena *arena, const struct store_metric_run *run,
                        const struct report_choice *choice, struct base_buffer *out)
{
    struct table table = {.arena = arena, .take = take_csv, .out = out};
    struct base_text header[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        header[i] = base_text_of(columns[i]);
    }
    base_csv_add_record(out, header, COLUMNS);
    put_run(&table, run, choice);
}

static void add_text(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, text ? json_object_new_string(text) : NULL);
}

static void add_number(struct json_object *object, const char *key, double number)
{
    json_object_object_add(object, key, isnan(number) ? NULL : base_json_number(number));
}

static void take_json(struct table *table, const struct row *row)
{
    const struct store_metric_result *stored = row->result->stored;
    struct json_object *object = json_object_new_object();
    add_text(object, "analysis", stored->id);
    add_text(object, "metric", stored->metric);
    add_number(object, "cycle", stored->cycle > 0 ? stored->cycle : NAN);
    add_text(object, "subject", stored->subject);
    add_text(object, "field", row->field);
    json_object_object_add(object, "value", json_object_get(row->value));
    add_number(object, "n", row->n);
    add_number(object, "low", row->low);
    add_number(object, "high", row->high);
    add_text(object, "reason", reason_of(row));
    json_object_object_add(object, "suppressed", json_object_new_boolean(row->is_suppressed));
    json_object_array_add(table->rows, object);
}

void report_figures_json(struct base_arena *arena, const char *programme,
                         const struct store_metric_run *run, const struct report_choice *choice,
                         struct base_buffer *out)
{
    struct table table = {.arena = arena, .take = take_json, .rows = json_object_new_array()};
    struct json_object *root = base_json_own(arena, json_object_new_object());
    put_run(&table, run, choice);
    add_text(root, "programme", programme);
    add_text(root, "computed_at", run ? run->computed_at : NULL);
    add_text(root, "checked_at", run ? run->checked_at : NULL);
    add_text(root, "provenance", run ? table.provenance : NULL);
    json_object_object_add(root, "figures", table.rows);
    base_buffer_text(out, base_json_write(arena, root));
    base_buffer_string(out, "\n");
}
