#include "nearest.h"

#include <ctype.h>
#include <stdlib.h>

/* Longer words are not compared: names that people write are shorter. */
#define LENGTH_MAX 64

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many characters must be added, removed, changed or exchanged with their neighbour; the case
   of a letter does not count. Both have at most LENGTH_MAX bytes. */
static size_t distance_of(struct base_text a, struct base_text b)
{
    size_t rows[3][LENGTH_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.length; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            int x = tolower((unsigned char)a.data[i - 1]),
                y = tolower((unsigned char)b.data[j - 1]);
            row[j] = least(last[j - 1] + (x != y), least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x == tolower((unsigned char)b.data[j - 2]) &&
                y == tolower((unsigned char)a.data[i - 2]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b.length];
}

void nearest_try(struct nearest *nearest, struct base_text known)
{
    struct base_text wanted = nearest->wanted;
    /* At most every third character is wrong, else it is another word. */
    size_t most = wanted.length < 3 ? 1 : (wanted.length + 2) / 3;
    if (wanted.length > LENGTH_MAX || known.length > LENGTH_MAX || wanted.length == 0 ||
        known.length > wanted.length + most || wanted.length > known.length + most)
        return;
    size_t distance = distance_of(wanted, known);
    if (distance > most || distance >= known.length ||
        (nearest->found.data != NULL && distance >= nearest->distance))
        return;
    nearest->found = known;
    nearest->distance = distance;
}

void nearest_try_list(struct nearest *nearest, const char *list, char separator)
{
    struct base_text rest = base_text_of(list), word;
    while (rest.data != NULL) {
        rest = base_text_split(rest, separator, &word);
        nearest_try(nearest, word);
    }
}

const char *nearest_question(const struct nearest *nearest, struct base_arena *arena)
{
    if (nearest->found.data == NULL)
        return "";
    return base_arena_format(arena, "; did you mean \"%.*s\"?", (int)nearest->found.length,
                             nearest->found.data);
}
