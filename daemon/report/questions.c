#include <math.h>
#include <string.h>

#include "base/json.h"
#include "builder.h"

struct questions {
    const struct report_builder *builder;
    struct pages_report_question *list;
    struct pages_report_point *points; /* questions x cycles */
    size_t count;
};

const struct survey_column *report_find_column(const struct report_builder *builder,
                                               const char *subject,
                                               const struct survey_questionnaire **ret_in)
{
    for (size_t i = builder->source->cycle_count; i-- > 0;) {
        const struct survey_questionnaire *questionnaire = builder->source->cycles[i].questionnaire;
        if (!questionnaire) {
            continue;
        }
        int column = survey_questionnaire_column(questionnaire, base_text_of(subject));
        if (column >= 0) {
            *ret_in = questionnaire;
            return &questionnaire->columns[column];
        }
    }
    return NULL;
}

static const struct survey_choice *choices_of(const struct survey_item *item,
                                              const struct survey_column *column, size_t *ret_count)
{
    *ret_count = column->part >= 0 ? item->parts[column->part].choice_count : item->choice_count;
    return column->part >= 0 ? item->parts[column->part].choices : item->choices;
}

static int first_of(struct json_object *published)
{
    return json_object_get_int(base_json_get(published, "first"));
}

static const char *label_of(const struct report_builder *builder, const struct survey_item *item,
                            const struct survey_column *column, int value)
{
    if (item->kind == SURVEY_ITEM_BOOLEAN) {
        const struct survey_text *text = value ? &item->true_text : &item->false_text;
        bool swedish = strncmp(builder->programme->languages[builder->language], "sv", 2) == 0;
        if (text->given) {
            return survey_text_in(text, builder->language);
        }
        return value ? (swedish ? "Ja" : "Yes") : (swedish ? "Nej" : "No");
    }
    size_t count;
    const struct survey_choice *choices = choices_of(item, column, &count);
    for (size_t i = 0; i < count; i++) {
        if (choices[i].code == value && choices[i].role == SURVEY_CHOICE_PLAIN) {
            const char *label = survey_text_in(&choices[i].text, builder->language);
            return *label ? label : choices[i].value;
        }
    }
    return base_arena_format(builder->arena, "%d", value);
}

/* "3 = Neither" at the ends of a rating tells more than the bare number. */
static const char *category_label(const struct report_builder *builder,
                                  const struct survey_item *item,
                                  const struct survey_column *column, int value, bool is_first,
                                  bool is_last)
{
    const char *label = label_of(builder, item, column, value);
    const struct survey_text *end = is_first ? &item->low_text : &item->high_text;
    if (item->kind == SURVEY_ITEM_RATING && (is_first || is_last) && end->given) {
        return base_arena_format(builder->arena, "%s (%s)", label,
                                 survey_text_in(end, builder->language));
    }
    return label;
}

static void describe_question(const struct report_builder *builder,
                              struct pages_report_question *question,
                              const struct survey_item *item, const struct survey_column *column)
{
    question->text = survey_text_in(&item->title, builder->language);
    if (column->row >= 0) {
        question->group = question->text;
        question->text = survey_text_in(&item->rows[column->row].text, builder->language);
    }
    if (column->part >= 0) {
        question->text =
            base_arena_format(builder->arena, "%s (%s)", question->text,
                              survey_text_in(&item->parts[column->part].title, builder->language));
    }
}

static void describe_categories(const struct report_builder *builder,
                                struct pages_report_question *question,
                                const struct survey_item *item, const struct survey_column *column,
                                struct json_object *published)
{
    size_t count = json_object_array_length(base_json_get(published, "percent"));
    const char **labels = base_arena_array(builder->arena, const char *, count);
    question->first_value = first_of(published);
    for (size_t i = 0; i < count; i++) {
        labels[i] = category_label(builder, item, column, question->first_value + (int)i, i == 0,
                                   i + 1 == count);
    }
    question->categories = labels;
    question->category_count = count;
    question->minimum = question->first_value;
    question->maximum = question->first_value + (double)count - 1;
    question->diverging = count >= 4 && count <= 7 && item->kind != SURVEY_ITEM_BOOLEAN;
}

static const struct survey_scale *find_scale(const struct report_builder *builder, const char *name)
{
    const struct survey_evaluation *evaluation = &builder->programme->evaluation;
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        if (strcmp(evaluation->scales[i].id, name) == 0) {
            return &evaluation->scales[i];
        }
    }
    return NULL;
}

static bool is_question_sensitive(const struct report_builder *builder, const char *name)
{
    const struct survey_evaluation *evaluation = &builder->programme->evaluation;
    const struct survey_questionnaire *questionnaire = NULL;
    const struct survey_column *column = report_find_column(builder, name, &questionnaire);
    const char *item = column ? questionnaire->items[column->item].name : name;
    for (size_t i = 0; i < evaluation->sensitive_count; i++) {
        if (strcmp(evaluation->sensitive[i], item) == 0) {
            return true;
        }
    }
    return false;
}

bool report_is_sensitive(const struct report_builder *builder, const char *name)
{
    const struct survey_scale *scale = find_scale(builder, name);
    for (size_t i = 0; scale && i < scale->item_count; i++) {
        if (is_question_sensitive(builder, scale->items[i])) {
            return true;
        }
    }
    return !scale && is_question_sensitive(builder, name);
}

const char *report_variable_text(const struct report_builder *builder, const char *name)
{
    const struct survey_scale *scale = find_scale(builder, name);
    if (scale) {
        return survey_text_in(&scale->title, builder->language);
    }
    const struct survey_questionnaire *questionnaire = NULL;
    const struct survey_column *column = report_find_column(builder, name, &questionnaire);
    struct pages_report_question question = {.text = ""};
    if (column) {
        describe_question(builder, &question, &questionnaire->items[column->item], column);
    }
    return question.text;
}

const char *report_item_text(const struct report_builder *builder, const char *name)
{
    for (size_t i = builder->source->cycle_count; i-- > 0;) {
        const struct survey_questionnaire *questionnaire = builder->source->cycles[i].questionnaire;
        for (size_t j = 0; questionnaire && j < questionnaire->item_count; j++) {
            if (strcmp(questionnaire->items[j].name, name) == 0) {
                return survey_text_in(&questionnaire->items[j].title, builder->language);
            }
        }
    }
    return "";
}

void report_variable_range(const struct report_builder *builder, const char *name,
                           double *ret_minimum, double *ret_maximum)
{
    const struct survey_scale *scale = find_scale(builder, name);
    const struct survey_questionnaire *questionnaire = NULL;
    const struct survey_column *column = report_find_column(
        builder, scale && scale->item_count > 0 ? scale->items[0] : name, &questionnaire);
    *ret_minimum = *ret_maximum = 0;
    if (!column) {
        return;
    }
    size_t count, steps = 0;
    const struct survey_item *item = &questionnaire->items[column->item];
    const struct survey_choice *choices = choices_of(item, column, &count);
    if (item->kind == SURVEY_ITEM_BOOLEAN) {
        *ret_maximum = 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN) {
            continue;
        }
        *ret_minimum = steps == 0 ? choices[i].code : fmin(*ret_minimum, choices[i].code);
        *ret_maximum = steps == 0 ? choices[i].code : fmax(*ret_maximum, choices[i].code);
        steps++;
    }
}

/* The row of a question or scale of that name; NULL if there is none yet. */
static struct pages_report_question *row_of(const struct questions *questions, const char *subject)
{
    for (size_t i = 0; i < questions->count; i++) {
        if (strcmp(questions->list[i].id, subject) == 0) {
            return &questions->list[i];
        }
    }
    return NULL;
}

static struct pages_report_question *add_row(struct questions *questions, const char *subject)
{
    const struct report_builder *builder = questions->builder;
    struct pages_report_question *question = &questions->list[questions->count];
    *question = (struct pages_report_question){
        .id = base_arena_string(builder->arena, subject),
        .points = &questions->points[questions->count * builder->source->cycle_count],
    };
    questions->count++;
    return question;
}

static struct pages_report_question *question_of(struct questions *questions, const char *subject)
{
    const struct report_builder *builder = questions->builder;
    struct pages_report_question *question = row_of(questions, subject);
    const struct survey_questionnaire *questionnaire = NULL;
    const struct survey_column *column =
        question ? NULL : report_find_column(builder, subject, &questionnaire);
    if (!column) {
        return question;
    }
    question = add_row(questions, subject);
    describe_question(builder, question, &questionnaire->items[column->item], column);
    question->is_sensitive = report_is_sensitive(builder, subject);
    return question;
}

static struct pages_report_question *scale_of(struct questions *questions, const char *subject)
{
    const struct report_builder *builder = questions->builder;
    struct pages_report_question *question = row_of(questions, subject);
    if (question || !*report_variable_text(builder, subject)) {
        return question;
    }
    question = add_row(questions, subject);
    question->text = report_variable_text(builder, subject);
    question->is_scale = true;
    question->is_sensitive = report_is_sensitive(builder, subject);
    report_variable_range(builder, subject, &question->minimum, &question->maximum);
    return question;
}

/* NULL for a list that does not belong to the question's categories. */
static const int *percents_of(const struct report_builder *builder,
                              const struct pages_report_question *question,
                              struct json_object *published)
{
    struct json_object *list = base_json_get(published, "percent");
    if (question->category_count == 0 ||
        json_object_array_length(list) != question->category_count ||
        first_of(published) != question->first_value) {
        return NULL;
    }
    int *percent = base_arena_array(builder->arena, int, question->category_count);
    for (size_t i = 0; i < question->category_count; i++) {
        percent[i] = json_object_get_int(json_object_array_get_idx(list, i));
    }
    return percent;
}

/* A point with what every question and scale has; NULL if there is none, or it is suppressed. */
static struct pages_report_point *add_point(struct questions *questions,
                                            struct pages_report_question *question,
                                            const struct report_result *result)
{
    size_t cycle_count = questions->builder->source->cycle_count;
    if (!question || question->point_count == cycle_count) {
        return NULL;
    }
    size_t row = (size_t)(question - questions->list);
    struct pages_report_point *point =
        &questions->points[row * cycle_count + question->point_count++];
    point->cycle = result->stored->cycle;
    if (!result->published) {
        return NULL;
    }
    point->published = true;
    point->n = report_count(result->published, "n");
    point->mean = json_object_get_double(base_json_get(result->published, "mean"));
    double low = report_number(result->published, "ci_low");
    double high = report_number(result->published, "ci_high");
    point->has_interval = !isnan(low) && !isnan(high);
    point->low = point->has_interval ? low : 0;
    point->high = point->has_interval ? high : 0;
    return point;
}

/* What is published of a yes or no is how many per cent said yes, and of how many; Wilson's limits
   follow from these. Those of a mean could leave 0 to 1. */
static void take_share(struct pages_report_point *point)
{
    const double z = 1.959963984540054;
    double n = point->n, share = round(point->percent[1] * n / 100) / n;
    double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    point->is_share = true;
    point->mean = point->percent[1] / 100.0;
    point->has_interval = true;
    point->low = fmax(middle - half, 0);
    point->high = fmin(middle + half, 1);
}

static void add_item(struct questions *questions, const struct report_result *result)
{
    const struct report_builder *builder = questions->builder;
    struct pages_report_question *question = question_of(questions, result->stored->subject);
    struct pages_report_point *point = add_point(questions, question, result);
    struct json_object *percent = base_json_get(result->published, "percent");
    if (!point || !json_object_is_type(percent, json_type_array) ||
        json_object_array_length(percent) == 0) {
        return;
    }
    if (!question->categories) {
        const struct survey_questionnaire *questionnaire = NULL;
        const struct survey_column *column =
            report_find_column(builder, question->id, &questionnaire);
        describe_categories(builder, question, &questionnaire->items[column->item], column,
                            result->published);
    }
    point->percent = percents_of(builder, question, result->published);
    bool is_yes_or_no = question->category_count == 2 && question->first_value == 0;
    if (is_yes_or_no && point->percent && point->n > 0) {
        take_share(point);
    }
}

/* The net promoter score stands with the question that it is made of, and never without its
   interval. */
static void add_nps(struct questions *questions, const struct report_result *result)
{
    struct pages_report_question *question = row_of(questions, result->stored->subject);
    double nps = report_number(result->published, "nps");
    double low = report_number(result->published, "ci_low");
    double high = report_number(result->published, "ci_high");
    if (!question || isnan(nps) || isnan(low) || isnan(high)) {
        return;
    }
    size_t row = (size_t)(question - questions->list);
    struct pages_report_point *points =
        &questions->points[row * questions->builder->source->cycle_count];
    for (size_t i = 0; i < question->point_count; i++) {
        if (points[i].cycle == result->stored->cycle && points[i].published) {
            points[i].has_nps = true;
            points[i].nps = (int)lround(nps);
            points[i].nps_low = (int)lround(low);
            points[i].nps_high = (int)lround(high);
        }
    }
}

/* A picture without a scale would mislead: what has only means spans zero and the means it has. */
static void complete_range(struct pages_report_question *question)
{
    for (size_t p = 0; !question->categories && p < question->point_count; p++) {
        const struct pages_report_point *point = &question->points[p];
        double low = point->has_interval ? point->low : point->mean;
        double high = point->has_interval ? point->high : point->mean;
        if (point->published && low < question->minimum) {
            question->minimum = low;
        }
        if (point->published && high > question->maximum) {
            question->maximum = high;
        }
    }
}

void report_build_questions(const struct report_builder *builder, struct pages_report *report)
{
    size_t count = builder->results.count, place = 0;
    struct questions questions = {
        .builder = builder,
        .list = base_arena_array(builder->arena, struct pages_report_question, count + 1),
        .points = base_arena_array(builder->arena, struct pages_report_point,
                                   (count + 1) * builder->source->cycle_count),
    };
    const struct report_result *result;
    while ((result = report_results_next(&builder->results, "reaction.scale", -1, NULL, &place))) {
        if (result->stored->subject) {
            add_point(&questions, scale_of(&questions, result->stored->subject), result);
        }
    }
    place = 0;
    while ((result = report_results_next(&builder->results, "reaction.item", -1, NULL, &place))) {
        if (result->stored->subject) {
            add_item(&questions, result);
        }
    }
    place = 0;
    while ((result = report_results_next(&builder->results, "reaction.nps", -1, NULL, &place))) {
        if (result->stored->subject) {
            add_nps(&questions, result);
        }
    }
    for (size_t i = 0; i < questions.count; i++) {
        complete_range(&questions.list[i]);
    }
    report->questions = questions.list;
    report->question_count = questions.count;
}
