#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "questionnaire_build.h"

struct column_builder {
    const struct survey_reader *reader;
    struct survey_column *columns;
    const char **full_names; /* before they were cut */
    size_t count;
    bool overflow;
};

/* "head" or "head_middle" with "_tail", cut in the middle to what a variable's name may have. */
static const char *make_name(struct column_builder *builder, const char *head, const char *middle,
                             const char *tail, const char **ret_full)
{
    struct base_arena *arena = builder->reader->arena;
    const char *front = middle != NULL ? base_arena_format(arena, "%s_%s", head, middle) : head;
    const char *end = tail != NULL ? base_arena_format(arena, "_%s", tail) : "";
    *ret_full = base_arena_format(arena, "%s%s", front, end);
    size_t end_length = strlen(end), front_length = strlen(front);
    if (front_length + end_length <= SURVEY_NAME_LENGTH_MAX) {
        return *ret_full;
    }
    front_length = SURVEY_NAME_LENGTH_MAX - end_length;
    while (front_length > 1 && front[front_length - 1] == '_') {
        front_length--;
    }
    return base_arena_format(arena, "%.*s%s", (int)front_length, front, end);
}

static void add(struct column_builder *builder, struct survey_column column, const char *head,
                const char *middle, const char *tail)
{
    if (builder->count == SURVEY_COLUMNS_MAX) {
        builder->overflow = true;
        return;
    }
    column.name = make_name(builder, head, middle, tail, &builder->full_names[builder->count]);
    builder->columns[builder->count++] = column;
}

static void add_choices(struct column_builder *builder, const struct survey_item *item,
                        struct survey_column column)
{
    for (size_t i = 0; i < item->choice_count; i++) {
        const struct survey_choice *choice = &item->choices[i];
        column.choice = (int)i;
        switch (choice->role) {
        case SURVEY_CHOICE_PLAIN: {
            const char *slug = survey_names_slug(builder->reader->arena, choice->value);
            add(builder, column, item->name,
                slug[0] != '\0' ? slug : base_arena_format(builder->reader->arena, "%zu", i + 1),
                NULL);
            break;
        }
        case SURVEY_CHOICE_OTHER:
            /* "q_other" is the text that goes with it. */
            add(builder, column, item->name, NULL, "other_yes");
            break;
        case SURVEY_CHOICE_NONE:
            add(builder, column, item->name, NULL, "none");
            break;
        case SURVEY_CHOICE_DONT_KNOW:
            /* Every option's code says it. */
            break;
        }
    }
}

static void add_other_text(struct column_builder *builder, const struct survey_item *item,
                           struct survey_column column)
{
    for (size_t i = 0; i < item->choice_count; i++) {
        if (item->choices[i].role == SURVEY_CHOICE_OTHER) {
            column.kind = SURVEY_COLUMN_TEXT;
            column.choice = (int)i;
            add(builder, column, item->name, NULL, "other");
        }
    }
}

static void add_rows(struct column_builder *builder, const struct survey_item *item,
                     struct survey_column column)
{
    for (size_t row = 0; row < item->row_count; row++) {
        const char *slug = survey_names_slug(builder->reader->arena, item->rows[row].value);
        column.row = (int)row;
        if (item->part_count == 0) {
            add(builder, column, item->name, slug, NULL);
        }
        for (size_t part = 0; part < item->part_count; part++) {
            column.part = (int)part;
            add(builder, column, item->name, slug, item->parts[part].name);
        }
    }
}

static void add_item(struct column_builder *builder, const struct survey_item *item, size_t index)
{
    struct survey_column column = {
        .kind = SURVEY_COLUMN_CODE, .item = index, .row = -1, .part = -1, .choice = -1};
    switch (item->kind) {
    case SURVEY_ITEM_HTML:
        return;
    case SURVEY_ITEM_CHECKBOX:
        column.kind = SURVEY_COLUMN_OPTION;
        add_choices(builder, item, column);
        add_other_text(builder, item, column);
        return;
    case SURVEY_ITEM_RANKING:
        column.kind = SURVEY_COLUMN_RANK;
        add_choices(builder, item, column);
        return;
    case SURVEY_ITEM_MATRIX:
    case SURVEY_ITEM_MATRIXDROPDOWN:
        add_rows(builder, item, column);
        return;
    case SURVEY_ITEM_NUMBER:
        column.kind = SURVEY_COLUMN_NUMBER;
        break;
    case SURVEY_ITEM_DATE:
        column.kind = SURVEY_COLUMN_DATE;
        break;
    case SURVEY_ITEM_TEXT:
    case SURVEY_ITEM_COMMENT:
        column.kind = SURVEY_COLUMN_TEXT;
        break;
    default:
        break;
    }
    add(builder, column, item->name, NULL, NULL);
    add_other_text(builder, item, column);
}

/* One column while clashes are looked for. */
struct named {
    const char *name;
    size_t index;
};

static int by_name(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : left->index < right->index ? -1 : 1;
}

static void report_clash(const struct column_builder *builder, const struct survey_item *items,
                         size_t first, size_t second)
{
    const struct survey_item *a = &items[builder->columns[first].item];
    const struct survey_item *b = &items[builder->columns[second].item];
    if (strcmp(a->name, b->name) == 0 && a != b) {
        return; /* two questions of one name: said already */
    }
    bool cut = strcmp(builder->full_names[first], builder->full_names[second]) != 0;
    survey_reader_error(builder->reader, b->pointer, NULL, "column_clash",
                        "the variables \"%s\" (of \"%s\") and \"%s\" (of \"%s\") would %s; choose "
                        "%s",
                        builder->full_names[first], a->name, builder->full_names[second], b->name,
                        cut ? "be the same when cut to 32 characters" : "have the same name",
                        cut ? "a shorter name for the question or its values"
                            : "another name for a question, a row or a choice");
}

static void check_names(const struct column_builder *builder, const struct survey_item *items,
                        struct base_arena *scratch)
{
    struct named *sorted = base_arena_array(scratch, struct named, builder->count + 1);
    for (size_t i = 0; i < builder->count; i++) {
        sorted[i] = (struct named){builder->columns[i].name, i};
        const struct survey_item *item = &items[builder->columns[i].item];
        if (strlen(builder->full_names[i]) > SURVEY_NAME_LENGTH_MAX) {
            survey_reader_warning(builder->reader, item->pointer, NULL, "column_cut",
                                  "the variable \"%s\" is too long for Stata and is cut to \"%s\"",
                                  builder->full_names[i], builder->columns[i].name);
        }
    }
    qsort(sorted, builder->count, sizeof(*sorted), by_name);
    for (size_t i = 1; i < builder->count; i++) {
        if (strcmp(sorted[i - 1].name, sorted[i].name) == 0) {
            report_clash(builder, items, sorted[i - 1].index, sorted[i].index);
        }
    }
}

void survey_build_columns(const struct survey_reader *reader,
                          struct survey_questionnaire *questionnaire, struct survey_item *items)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct column_builder builder = {
        .reader = reader,
        .columns = base_arena_array(scratch, struct survey_column, SURVEY_COLUMNS_MAX),
        .full_names = base_arena_array(scratch, const char *, SURVEY_COLUMNS_MAX),
    };
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        items[i].column_first = builder.count;
        add_item(&builder, &items[i], i);
        items[i].column_count = builder.count - items[i].column_first;
    }
    if (builder.overflow) {
        survey_reader_error(reader, "/pages", NULL, "too_many",
                            "the questionnaire has more than %d variables; leave out questions, "
                            "rows or choices",
                            SURVEY_COLUMNS_MAX);
    }
    check_names(&builder, items, scratch);
    questionnaire->column_count = builder.count;
    struct survey_column *columns =
        base_arena_array(reader->arena, struct survey_column, builder.count);
    if (builder.count > 0) {
        memcpy(columns, builder.columns, builder.count * sizeof(*columns));
    }
    questionnaire->columns = columns;
}
