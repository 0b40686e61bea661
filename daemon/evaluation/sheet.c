#include "sheet.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* What a cell means to whoever computes with it. */
static double decode(const struct evaluation_question *question, bool is_reversed, double value)
{
    if (value == EVALUATION_ABSENT)
        return EVALUATION_ABSENT;
    if (evaluation_question_check(question, value) != EVALUATION_IS_VALID)
        return EVALUATION_MISSING;
    return is_reversed ? question->minimum + question->maximum - value : value;
}

static void decode_bytes(struct evaluation_sheet *sheet, size_t question)
{
    double *decoded = base_arena_array(sheet->request->scratch, double, 256);
    sheet->decoded[question] = decoded;
    sheet->is_whole[question] = true;
    sheet->lowest[question] = INFINITY;
    sheet->highest[question] = -INFINITY;
    for (int byte = INT8_MIN; byte <= INT8_MAX; byte++) {
        double value = decode(sheet->definitions[question], sheet->is_reversed[question],
                              evaluation_cell_of_integer(byte, INT8_MIN));
        decoded[(uint8_t)byte] = value;
        if (!(value > EVALUATION_ABSENT))
            continue;
        sheet->lowest[question] = fmin(sheet->lowest[question], value);
        sheet->highest[question] = fmax(sheet->highest[question], value);
        if (value != floor(value) || fabs(value) > 1000)
            sheet->is_whole[question] = false;
    }
}

/* The largest absolute valid answer of the column that the filter lets pass. It only serves to tell
   whether values are constant but for rounding, and small whole numbers and means of a few of them
   are not rounded to be so; therefore of those it is the largest there could be. */
static double magnitude_of(const struct evaluation_sheet *sheet, size_t question)
{
    const struct evaluation_question *definition = sheet->definitions[question];
    const struct evaluation_column *column = sheet->columns[question];
    double magnitude = 0;
    struct evaluation_cell cell;
    for (int byte = INT8_MIN; sheet->is_whole[question] && byte <= INT8_MAX; byte++) {
        double value = evaluation_cell_of_integer(byte, INT8_MIN);
        if (evaluation_question_check(definition, value) == EVALUATION_IS_VALID)
            magnitude = fmax(magnitude, fabs(value));
    }
    for (size_t i = 0; !sheet->is_whole[question] && i < column->rows->count; i++)
        if (evaluation_request_cell(sheet->request, column, i, &cell) &&
            evaluation_question_check(definition, cell.value) == EVALUATION_IS_VALID)
            magnitude = fmax(magnitude, fabs(cell.value));
    return magnitude;
}

/* Sums of answers to all the questions fit the numbers of evaluation_sums. */
static bool is_small(const struct evaluation_sheet *sheet)
{
    double most = (double)sheet->count;
    for (size_t j = 0; j < sheet->count; j++) {
        if (!sheet->is_whole[j])
            return false;
        if (sheet->lowest[j] <= sheet->highest[j])
            most += fmax(fabs(sheet->lowest[j]), fabs(sheet->highest[j]));
    }
    return sheet->first == NULL && most <= INT16_MAX;
}

/* Where somebody has several rows, the rows of each person. */
static void find_people(struct evaluation_sheet *sheet)
{
    const struct evaluation_rows *rows = sheet->rows;
    sheet->people = rows->count;
    if (!rows->has_repeats)
        return;
    size_t *first = base_arena_array(sheet->request->scratch, size_t, rows->count + 1);
    uint32_t last = EVALUATION_NONE;
    sheet->people = 0;
    for (size_t i = 0; i < rows->count; i++) {
        uint32_t participant =
            evaluation_request_participant(sheet->request, evaluation_rows_member(rows, i));
        if (participant != last)
            first[sheet->people++] = i;
        last = participant;
    }
    first[sheet->people] = rows->count;
    sheet->first = first;
}

struct evaluation_sheet evaluation_sheet_of(const struct evaluation_request *request, size_t count,
                                            const size_t *questions, int cycle, bool reversed)
{
    struct base_arena *arena = request->scratch;
    struct evaluation_sheet sheet = {
        .request = request,
        .count = count,
        .definitions = base_arena_array(arena, const struct evaluation_question *, count),
        .columns = base_arena_array(arena, const struct evaluation_column *, count),
        .decoded = base_arena_array(arena, double *, count),
        .is_reversed = base_arena_array(arena, bool, count),
        .is_whole = base_arena_array(arena, bool, count),
        .lowest = base_arena_array(arena, double, count),
        .highest = base_arena_array(arena, double, count),
    };
    for (size_t i = 0; i < count; i++) {
        const struct evaluation_question *question = &request->plan->questions[questions[i]];
        const struct evaluation_column *column =
            evaluation_request_column(request, questions[i], cycle);
        sheet.definitions[i] = question;
        sheet.columns[i] = column;
        sheet.is_reversed[i] = reversed && question->reverse;
        if (column->width == EVALUATION_BYTES)
            decode_bytes(&sheet, i);
        if (sheet.rows == NULL || sheet.rows->count == 0)
            sheet.rows = column->rows;
        assert(column->rows->count == 0 || column->rows == sheet.rows);
        sheet.magnitude = fmax(sheet.magnitude, magnitude_of(&sheet, i));
    }
    find_people(&sheet);
    sheet.is_small = is_small(&sheet);
    return sheet;
}

struct evaluation_sheet evaluation_sheet_of_variable(const struct evaluation_request *request,
                                                     const struct evaluation_variable *variable,
                                                     double *ret_needed)
{
    const struct evaluation_scale single = {
        .item_count = 1, .items = &variable->index, .minimum_answered = 1};
    const struct evaluation_scale *scale =
        variable->is_scale ? &request->plan->scales[variable->index] : &single;
    *ret_needed = fmax(1, ceil(scale->minimum_answered * (double)scale->item_count - 1e-9));
    return evaluation_sheet_of(request, scale->item_count, scale->items, variable->cycle, true);
}

static double read_row(const struct evaluation_sheet *sheet, size_t question, size_t row)
{
    struct evaluation_cell cell;
    if (!evaluation_request_cell(sheet->request, sheet->columns[question], row, &cell))
        return EVALUATION_ABSENT;
    return decode(sheet->definitions[question], sheet->is_reversed[question], cell.value);
}

/* The one row of the person that holds an answer, if any does. */
static double read_person(const struct evaluation_sheet *sheet, size_t question, size_t person)
{
    double value = EVALUATION_ABSENT;
    for (size_t row = sheet->first[person]; row < sheet->first[person + 1]; row++)
        if (value == EVALUATION_ABSENT)
            value = read_row(sheet, question, row);
    return value;
}

void evaluation_sheet_read(const struct evaluation_sheet *sheet, size_t question, size_t person,
                           size_t count, double *ret_values)
{
    const struct evaluation_column *column = sheet->columns[question];
    assert(count <= EVALUATION_PIECE && person + count <= sheet->people);
    if (column->rows->count == 0) {
        for (size_t i = 0; i < count; i++)
            ret_values[i] = EVALUATION_ABSENT;
        return;
    }
    if (sheet->first == NULL && column->width == EVALUATION_BYTES) {
        const uint8_t *bytes = (const uint8_t *)column->values + person;
        const double *decoded = sheet->decoded[question];
        const struct evaluation_selection *selected = sheet->request->selected;
        for (size_t i = 0; i < count; i++)
            ret_values[i] = decoded[bytes[i]];
        for (size_t i = 0; selected != NULL && i < count; i++)
            if (!evaluation_selection_has(selected,
                                          evaluation_rows_member(column->rows, person + i)))
                ret_values[i] = EVALUATION_ABSENT;
        return;
    }
    for (size_t i = 0; i < count; i++)
        ret_values[i] = sheet->first == NULL ? read_row(sheet, question, person + i)
                                             : read_person(sheet, question, person + i);
}

uint32_t evaluation_sheet_member(const struct evaluation_sheet *sheet, size_t person)
{
    const struct evaluation_request *request = sheet->request;
    if (sheet->first == NULL)
        return evaluation_rows_member(sheet->rows, person);
    struct evaluation_cell cell;
    for (size_t i = 0; i < sheet->count; i++)
        for (size_t row = sheet->first[person];
             sheet->columns[i]->rows->count > 0 && row < sheet->first[person + 1]; row++)
            if (evaluation_request_cell(request, sheet->columns[i], row, &cell))
                return cell.member;
    return EVALUATION_NONE;
}

struct evaluation_piece evaluation_piece_new(const struct evaluation_sheet *sheet)
{
    struct base_arena *arena = sheet->request->scratch;
    return (struct evaluation_piece){
        .values = base_arena_array(arena, double, EVALUATION_PIECE * sheet->count),
        .put = base_arena_array(arena, uint32_t, EVALUATION_PIECE),
        .answered = base_arena_array(arena, uint32_t, EVALUATION_PIECE),
    };
}

void evaluation_piece_read(const struct evaluation_sheet *sheet, size_t person,
                           struct evaluation_piece *piece)
{
    size_t left = sheet->people - person;
    piece->count = left < EVALUATION_PIECE ? left : EVALUATION_PIECE;
    for (size_t i = 0; i < piece->count; i++)
        piece->put[i] = piece->answered[i] = 0;
    for (size_t j = 0; j < sheet->count; j++) {
        double *values = piece->values + j * EVALUATION_PIECE;
        evaluation_sheet_read(sheet, j, person, piece->count, values);
        for (size_t i = 0; i < piece->count; i++) {
            piece->put[i] += values[i] != EVALUATION_ABSENT;
            piece->answered[i] += values[i] > EVALUATION_ABSENT;
        }
    }
}

/* The sum of each person's valid answers. Whole numbers add up exactly in a double, and faster. */
static void add_up(const struct evaluation_sheet *sheet, const struct evaluation_piece *piece,
                   long double *ret_sums)
{
    double whole[EVALUATION_PIECE] = {0};
    for (size_t i = 0; i < piece->count; i++)
        ret_sums[i] = 0;
    for (size_t j = 0; j < sheet->count; j++) {
        const double *values = piece->values + j * EVALUATION_PIECE;
        bool is_whole = sheet->is_whole[j];
        for (size_t i = 0; is_whole && i < piece->count; i++)
            whole[i] += values[i] > EVALUATION_ABSENT ? values[i] : 0;
        for (size_t i = 0; !is_whole && i < piece->count; i++)
            ret_sums[i] += values[i] > EVALUATION_ABSENT ? values[i] : 0;
    }
    for (size_t i = 0; i < piece->count; i++)
        ret_sums[i] += whole[i];
}

struct evaluation_stream evaluation_stream_of(const struct evaluation_request *request,
                                              const struct evaluation_variable *variable)
{
    struct evaluation_stream stream = {
        .sums = base_arena_array(request->scratch, long double, EVALUATION_PIECE)};
    stream.sheet = evaluation_sheet_of_variable(request, variable, &stream.needed);
    stream.piece = evaluation_piece_new(&stream.sheet);
    return stream;
}

void evaluation_sheet_read_small(const struct evaluation_sheet *sheet, size_t question,
                                 size_t person, size_t count, int16_t *restrict ret_values,
                                 int16_t *restrict answered, int16_t *restrict put)
{
    const struct evaluation_question *definition = sheet->definitions[question];
    const struct evaluation_column *column = sheet->columns[question];
    bool has_any = sheet->lowest[question] <= sheet->highest[question];
    bool is_reversed = has_any && sheet->is_reversed[question];
    /* Answers are valid from `least` to `most`; the value of one is `from` plus or minus it. */
    int16_t from = is_reversed ? (int16_t)(definition->minimum + definition->maximum) : 0;
    double low = is_reversed ? from - sheet->highest[question] : sheet->lowest[question];
    double high = is_reversed ? from - sheet->lowest[question] : sheet->highest[question];
    int16_t least = has_any ? (int16_t)low : 1, most = has_any ? (int16_t)high : 0;
    int16_t sign = is_reversed ? -1 : 1;
    const int8_t *restrict bytes = (const int8_t *)column->values + person;
    assert(sheet->is_small && count <= EVALUATION_PIECE && person + count <= sheet->people);
    size_t stored = column->rows->count == 0 ? 0 : count;
    for (size_t i = 0; i < stored; i++) {
        int16_t byte = bytes[i];
        int16_t is_valid = (int16_t) - ((byte >= least) & (byte <= most));
        ret_values[i] = (int16_t)(is_valid & (from + sign * byte));
        answered[i] = (int16_t)(answered[i] - is_valid);
        put[i] = (int16_t)(put[i] | -(byte != INT8_MIN));
    }
    for (size_t i = stored; i < count; i++)
        ret_values[i] = 0;
}

void evaluation_sheet_add(const struct evaluation_sheet *sheet, size_t person, size_t count,
                          struct evaluation_sums *ret_sums)
{
    int16_t values[EVALUATION_PIECE];
    memset(ret_sums, 0, sizeof(*ret_sums));
    for (size_t j = 0; j < sheet->count; j++) {
        evaluation_sheet_read_small(sheet, j, person, count, values, ret_sums->answered,
                                    ret_sums->put);
        for (size_t i = 0; i < count; i++)
            ret_sums->sum[i] = (int16_t)(ret_sums->sum[i] + values[i]);
    }
}

/* A piece of whole numbers: only what a stream needs of it. */
static void read_whole(struct evaluation_stream *stream)
{
    const struct evaluation_sheet *sheet = &stream->sheet;
    struct evaluation_piece *piece = &stream->piece;
    size_t left = sheet->people - stream->person;
    struct evaluation_sums sums;
    piece->count = left < EVALUATION_PIECE ? left : EVALUATION_PIECE;
    evaluation_sheet_add(sheet, stream->person, piece->count, &sums);
    const struct evaluation_selection *selected = sheet->request->selected;
    for (size_t i = 0; i < piece->count; i++) {
        bool is_in = selected == NULL ||
                     evaluation_selection_has(
                         selected, evaluation_rows_member(sheet->rows, stream->person + i));
        stream->sums[i] = sums.sum[i];
        piece->answered[i] = is_in ? (uint32_t)sums.answered[i] : 0;
        piece->put[i] = is_in && sums.put[i] != 0;
    }
}

/* Reads the next piece; false at the end. */
static bool turn(struct evaluation_stream *stream)
{
    stream->person += stream->piece.count;
    stream->place = 0;
    stream->piece.count = 0;
    if (stream->person == stream->sheet.people)
        return false;
    if (stream->sheet.is_small) {
        read_whole(stream);
        return true;
    }
    evaluation_piece_read(&stream->sheet, stream->person, &stream->piece);
    add_up(&stream->sheet, &stream->piece, stream->sums);
    return true;
}

bool evaluation_stream_next(struct evaluation_stream *stream, uint32_t *ret_member,
                            double *ret_value)
{
    for (;;) {
        if (stream->place == stream->piece.count && !turn(stream))
            return false;
        size_t place = stream->place++;
        uint32_t answered = stream->piece.answered[place];
        if (answered >= stream->needed) {
            *ret_member = evaluation_sheet_member(&stream->sheet, stream->person + place);
            *ret_value = (double)(stream->sums[place] / answered);
            return true;
        }
        stream->missing += stream->piece.put[place] > 0;
    }
}
