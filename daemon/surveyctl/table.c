#include "table.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

void table_init(struct table *table, struct base_arena *arena, const char *const *titles,
                size_t column_count)
{
    assert(column_count > 0 && column_count <= TABLE_COLUMNS_MAX);
    *table = (struct table){.arena = arena, .column_count = column_count, .titles = titles};
}

void table_row(struct table *table)
{
    if (table->row_count == table->capacity) {
        size_t capacity = table->capacity == 0 ? 16 : 2 * table->capacity;
        const char **cells =
            base_arena_array(table->arena, const char *, capacity * table->column_count);
        if (table->row_count > 0)
            memcpy(cells, table->cells, table->row_count * table->column_count * sizeof(*cells));
        table->cells = cells;
        table->capacity = capacity;
    }
    for (size_t i = 0; i < table->column_count; i++)
        table->cells[table->row_count * table->column_count + i] = "";
    table->row_count++;
}

const char *table_plain(struct base_arena *arena, const char *text)
{
    char *plain = base_arena_string(arena, text);

    for (char *at = plain; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = '?';
    }
    return plain;
}

void table_text(struct table *table, size_t column, const char *text)
{
    assert(table->row_count > 0 && column < table->column_count);
    table->cells[(table->row_count - 1) * table->column_count + column] =
        table_plain(table->arena, text);
}

void table_number(struct table *table, size_t column, int64_t number)
{
    table->right[column] = true;
    table_text(table, column, base_arena_format(table->arena, "%" PRId64, number));
}

static size_t width_of(const char *text)
{
    return base_text_characters(base_text_of(text));
}

static void print_row(const struct table *table, FILE *stream, const char *const *cells,
                      const size_t *widths)
{
    size_t last = table->column_count;

    while (last > 1 && cells[last - 1][0] == '\0')
        last--;
    for (size_t i = 0; i < last; i++) {
        int padding = (int)(widths[i] - width_of(cells[i]));
        if (table->right[i])
            fprintf(stream, "%*s%s", padding, "", cells[i]);
        else
            fprintf(stream, "%s%*s", cells[i], i + 1 < last ? padding : 0, "");
        fputs(i + 1 < last ? "  " : "\n", stream);
    }
}

void table_print(const struct table *table, FILE *stream)
{
    size_t widths[TABLE_COLUMNS_MAX];

    for (size_t i = 0; i < table->column_count; i++)
        widths[i] = width_of(table->titles[i]);
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        size_t width = width_of(table->cells[i]);
        if (width > widths[i % table->column_count])
            widths[i % table->column_count] = width;
    }
    print_row(table, stream, table->titles, widths);
    for (size_t i = 0; i < table->row_count; i++)
        print_row(table, stream, table->cells + i * table->column_count, widths);
}

void progress_show(const char *what, size_t done, size_t total)
{
    if (isatty(STDERR_FILENO) == 0)
        return;
    fprintf(stderr, "\r%s %zu of %zu%s", what, done, total, done == total ? "\n" : "");
}
