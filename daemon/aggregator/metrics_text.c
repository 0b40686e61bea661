#include "metrics_text.h"

#include <stdbool.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"

#define DOCUMENT "docs/metrics.md"

static bool has_input(uint64_t set, int parameter)
{
    return (set & EVALUATION_BIT(parameter)) != 0;
}

/* Inputs of which exactly one must be given. */
static uint64_t either_of(const struct evaluation_metric *metric)
{
    return metric->either_scale ? EVALUATION_BIT(EVALUATION_PARAMETER_QUESTION) |
                                      EVALUATION_BIT(EVALUATION_PARAMETER_SCALE)
                                : 0;
}

/* A text in a column of that width, and two blanks. */
static void add_column(struct base_buffer *out, const char *text, size_t width)
{
    size_t length = base_text_characters(base_text_of(text));
    base_buffer_format(out, "%s%*s", text, length < width ? (int)(width - length + 2) : 2, "");
}

void metrics_text_list(const struct metrics_list *metrics, struct base_buffer *out)
{
    size_t widest = 0;
    for (size_t i = 0; i < metrics->count; i++) {
        size_t length = strlen(metrics->items[i]->id);
        widest = length > widest ? length : widest;
    }
    for (size_t i = 0; i < metrics->count; i++) {
        add_column(out, metrics->items[i]->id, widest);
        base_buffer_format(out, "%s\n", metrics->items[i]->question);
    }
}

static void add_inputs(const struct evaluation_metric *metric, struct base_buffer *out)
{
    const size_t width = 17;
    uint64_t either = either_of(metric);
    for (int i = 0; i < EVALUATION_PARAMETER_COUNT; i++) {
        enum evaluation_parameter parameter = (enum evaluation_parameter)i;
        bool is_optional = has_input(metric->optional, i);
        if (!is_optional && !has_input(metric->required | either, i))
            continue;
        base_buffer_string(out, "  ");
        add_column(out, evaluation_parameter_name(parameter), width);
        base_buffer_string(out, evaluation_parameter_holds(parameter));
        if (is_optional)
            base_buffer_format(out, " (%s)", evaluation_parameter_standard(parameter));
        else if (has_input(either, i))
            base_buffer_string(out, ", either this or the other");
        base_buffer_string(out, "\n");
    }
    if ((metric->required | metric->optional | either) == 0)
        base_buffer_string(out, "  none: the plan has it all\n");
}

static void add_fields(const struct evaluation_metric *metric, struct base_buffer *out)
{
    size_t names = 0, units = 0;
    for (const struct evaluation_field_row *field = metric->fields; field->name; field++) {
        size_t name = base_text_characters(base_text_of(field->name));
        size_t unit = base_text_characters(base_text_of(field->unit));
        names = name > names ? name : names;
        units = unit > units ? unit : units;
    }
    for (const struct evaluation_field_row *field = metric->fields; field->name; field++) {
        base_buffer_string(out, "  ");
        add_column(out, field->name, names);
        add_column(out, field->unit, units);
        base_buffer_format(out, "%s\n", field->meaning);
    }
}

void metrics_text_whole(const struct metrics_list *metrics, struct base_buffer *out)
{
    for (size_t i = 0; i < metrics->count; i++) {
        const struct evaluation_metric *metric = metrics->items[i];
        base_buffer_format(out, "%s%s: %s\n%s\n\nInputs (what holds where one is left out):\n",
                           i == 0 ? "" : "\n", metric->id, metric->name, metric->question);
        add_inputs(metric, out);
        if (metric->needs != NULL)
            base_buffer_format(out, "  needs %s\n", metric->needs);
        base_buffer_string(out, "\nFields of the result, their units and what they are:\n");
        add_fields(metric, out);
        base_buffer_string(out, "\n");
        if (metric->minimum_n > 0)
            base_buffer_format(out, "Defined from %s = %d on.\n", metric->count, metric->minimum_n);
        base_buffer_format(out, "Source: %s.\n", metric->source);
        if (metric->in_r != NULL)
            base_buffer_format(out, "The same in R: %s.\n", metric->in_r);
        base_buffer_format(out, "With an example: " DOCUMENT "#%s\n", metric->anchor);
    }
}

static struct json_object *text_or_null(const char *text)
{
    return text == NULL ? NULL : json_object_new_string(text);
}

static struct json_object *inputs_json(const struct evaluation_metric *metric)
{
    struct json_object *inputs = json_object_new_array();
    uint64_t either = either_of(metric);
    for (int i = 0; i < EVALUATION_PARAMETER_COUNT; i++) {
        enum evaluation_parameter parameter = (enum evaluation_parameter)i;
        if (!has_input(metric->required | metric->optional | either, i))
            continue;
        struct json_object *input = json_object_new_object();
        const char *standard = evaluation_parameter_standard(parameter);
        json_object_object_add(input, "name",
                               json_object_new_string(evaluation_parameter_name(parameter)));
        json_object_object_add(input, "holds",
                               json_object_new_string(evaluation_parameter_holds(parameter)));
        json_object_object_add(input, "required",
                               json_object_new_boolean(has_input(metric->required, i)));
        json_object_object_add(input, "default", text_or_null(standard));
        json_object_array_add(inputs, input);
    }
    return inputs;
}

static struct json_object *fields_json(const struct evaluation_metric *metric)
{
    struct json_object *fields = json_object_new_array();
    for (const struct evaluation_field_row *row = metric->fields; row->name; row++) {
        struct json_object *field = json_object_new_object();
        json_object_object_add(field, "name", json_object_new_string(row->name));
        json_object_object_add(field, "unit", json_object_new_string(row->unit));
        json_object_object_add(field, "meaning", json_object_new_string(row->meaning));
        json_object_array_add(fields, field);
    }
    return fields;
}

void metrics_text_json(const struct metrics_list *metrics, struct base_buffer *out)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < metrics->count; i++) {
        const struct evaluation_metric *metric = metrics->items[i];
        struct json_object *object = json_object_new_object();
        json_object_object_add(object, "id", json_object_new_string(metric->id));
        json_object_object_add(object, "name", json_object_new_string(metric->name));
        json_object_object_add(object, "question", json_object_new_string(metric->question));
        json_object_object_add(object, "inputs", inputs_json(metric));
        json_object_object_add(object, "either_question_or_scale",
                               json_object_new_boolean(metric->either_scale));
        json_object_object_add(object, "needs", text_or_null(metric->needs));
        json_object_object_add(object, "count", text_or_null(metric->count));
        json_object_object_add(object, "minimum_n", json_object_new_int(metric->minimum_n));
        json_object_object_add(object, "fields", fields_json(metric));
        json_object_object_add(object, "source", json_object_new_string(metric->source));
        json_object_object_add(object, "in_r", text_or_null(metric->in_r));
        json_object_object_add(
            object, "document",
            json_object_new_string(base_arena_format(out->arena, DOCUMENT "#%s", metric->anchor)));
        json_object_array_add(list, object);
    }
    struct json_object *root = base_json_own(out->arena, json_object_new_object());
    json_object_object_add(root, "metrics", list);
    base_buffer_string(out, json_object_to_json_string_ext(
                                root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
    base_buffer_string(out, "\n");
}

void metrics_text_csv(const struct metrics_list *metrics, struct base_buffer *out)
{
    static const char *const header[] = {"metric", "name", "field", "unit", "meaning"};
    struct base_text cells[sizeof(header) / sizeof(header[0])];
    const size_t columns = sizeof(header) / sizeof(header[0]);
    for (size_t i = 0; i < columns; i++)
        cells[i] = base_text_of(header[i]);
    base_csv_add_record(out, cells, columns);
    for (size_t i = 0; i < metrics->count; i++) {
        const struct evaluation_metric *metric = metrics->items[i];
        for (const struct evaluation_field_row *field = metric->fields; field->name; field++) {
            cells[0] = base_text_of(metric->id);
            cells[1] = base_text_of(metric->name);
            cells[2] = base_text_of(field->name);
            cells[3] = base_text_of(field->unit);
            cells[4] = base_text_of(field->meaning);
            base_csv_add_record(out, cells, columns);
        }
    }
}
