#include "metrics_text.h"

/* A text in a cell of a table, where | would end it. */
static void add_cell(struct base_buffer *out, const char *text)
{
    struct base_text rest = base_text_of(text);
    for (bool is_first = true; rest.data != NULL; is_first = false) {
        struct base_text part;
        rest = base_text_split(rest, '|', &part);
        base_buffer_string(out, is_first ? "" : "\\|");
        base_buffer_text(out, part);
    }
}

static void add_names(struct base_buffer *out, uint64_t set, const char *before,
                      const char *between)
{
    const char *separator = before;
    for (int i = 0; i < EVALUATION_PARAMETER_COUNT; i++) {
        if ((set & EVALUATION_BIT(i)) == 0)
            continue;
        base_buffer_format(out, "%s`%s`", separator,
                           evaluation_parameter_name((enum evaluation_parameter)i));
        separator = between;
    }
}

static void add_inputs(struct base_buffer *out, const struct evaluation_metric *metric)
{
    uint64_t either =
        EVALUATION_BIT(EVALUATION_PARAMETER_QUESTION) | EVALUATION_BIT(EVALUATION_PARAMETER_SCALE);
    base_buffer_string(out, "Inputs: ");
    if (metric->either_scale)
        add_names(out, either, "", " or ");
    add_names(out, metric->required, metric->either_scale ? ", " : "", ", ");
    if (metric->required == 0 && !metric->either_scale)
        base_buffer_string(out, "none");
    add_names(out, metric->optional, "; optional ", ", ");
    if (metric->needs != NULL)
        base_buffer_format(out, ". Needs %s", metric->needs);
    base_buffer_string(out, ".\n");
    if (metric->minimum_n > 0)
        base_buffer_format(out, "Least n: `%s` = %d.\n", metric->count, metric->minimum_n);
}

void metrics_text_markdown(const struct metrics_list *metrics, struct base_buffer *out)
{
    for (size_t i = 0; i < metrics->count; i++) {
        const struct evaluation_metric *metric = metrics->items[i];
        base_buffer_format(out, "%s### `%s`\n\n**%s.** %s\n\n", i == 0 ? "" : "\n", metric->id,
                           metric->name, metric->question);
        add_inputs(out, metric);
        base_buffer_string(out, "\n| field | unit | what it is |\n| --- | --- | --- |\n");
        for (const struct evaluation_field_row *field = metric->fields; field->name; field++) {
            base_buffer_format(out, "| `%s` | %s | ", field->name, field->unit);
            add_cell(out, field->meaning);
            base_buffer_string(out, " |\n");
        }
        base_buffer_format(out, "\nSource: %s.", metric->source);
        if (metric->in_r != NULL)
            base_buffer_format(out, " In R: %s.", metric->in_r);
        base_buffer_string(out, "\n");
    }
}

void metrics_text_markdown_tables(const struct metrics_list *metrics, struct base_buffer *out)
{
    base_buffer_string(out, "| metric | name | what it answers | least n |\n"
                            "| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < metrics->count; i++) {
        const struct evaluation_metric *metric = metrics->items[i];
        base_buffer_format(out, "| [`%s`](#%s) | %s | %s | ", metric->id, metric->anchor,
                           metric->name, metric->question);
        if (metric->minimum_n > 0)
            base_buffer_format(out, "%d |\n", metric->minimum_n);
        else
            base_buffer_string(out, "any |\n");
    }
    base_buffer_string(out, "\n| input | what it holds | where it is left out |\n"
                            "| --- | --- | --- |\n");
    for (int i = 0; i < EVALUATION_PARAMETER_COUNT; i++) {
        const char *standard = evaluation_parameter_standard((enum evaluation_parameter)i);
        base_buffer_format(out, "| `%s` | %s | %s |\n",
                           evaluation_parameter_name((enum evaluation_parameter)i),
                           evaluation_parameter_holds((enum evaluation_parameter)i),
                           standard == NULL ? "must be given" : standard);
    }
}
