#include "report_build.h"

#include <string.h>

#include "base/json.h"
#include "base/key.h"

struct builder {
    struct base_arena *arena;
    const struct catalogue_programme *in;
    const struct survey_programme *programme;
    int language;
    const struct store_metric_run *run;
    struct pages_report_question *questions;
    struct pages_report_point *points; /* questions x cycles */
    size_t question_count;
};

/* The published figures of a result; NULL if it was suppressed. */
static struct json_object *published_of(struct base_arena *arena,
                                        const struct store_metric_result *result)
{
    struct json_object *published = NULL;
    struct base_json_error error;
    if (!result->published.data || base_json_parse(arena, result->published, &base_json_limits_file,
                                                   &published, &error) != STATUS_OK) {
        return NULL;
    }
    return published;
}

static int integer_of(struct json_object *object, const char *key)
{
    return json_object_get_int(base_json_get(object, key));
}

static void take_flow(const struct builder *builder, const struct store_metric_result *result,
                      struct pages_report_response *row)
{
    struct json_object *published = published_of(builder->arena, result);
    if (base_json_get(published, "open")) {
        row->open_responses = integer_of(published, "open");
    }
    if (base_json_get(published, "eligible")) {
        row->published = true;
        row->eligible = integer_of(published, "eligible");
        row->responded = integer_of(published, "responded");
        row->rate = json_object_get_double(base_json_get(published, "rr2"));
    }
}

static void build_responses(struct builder *builder, struct pages_report *report)
{
    size_t count = builder->in->cycle_count;
    struct pages_report_response *rows =
        base_arena_array(builder->arena, struct pages_report_response, count);
    for (size_t i = 0; i < count; i++) {
        const struct survey_cycle *cycle = builder->in->cycles[i].cycle;
        rows[i] = (struct pages_report_response){
            .cycle = cycle->cycle,
            .title = survey_text_in(&cycle->title, builder->language),
            .open_responses = -1,
        };
        for (size_t r = 0; builder->run && r < builder->run->result_count; r++) {
            const struct store_metric_result *result = &builder->run->results[r];
            if (result->cycle == cycle->cycle &&
                strcmp(result->metric, "participation.flow") == 0) {
                take_flow(builder, result, &rows[i]);
            }
        }
    }
    report->responses = rows;
    report->response_count = count;
}

/* The column of a question in the newest questionnaire that has it. */
static const struct survey_column *find_column(const struct builder *builder, const char *subject,
                                               const struct survey_questionnaire **ret_in)
{
    for (size_t i = builder->in->cycle_count; i-- > 0;) {
        const struct catalogue_cycle *cycle = &builder->in->cycles[i];
        const struct survey_questionnaire *questionnaire =
            catalogue_questionnaire(cycle, cycle->version);
        int column = survey_questionnaire_column(questionnaire, base_text_of(subject));
        if (column >= 0) {
            *ret_in = questionnaire;
            return &questionnaire->columns[column];
        }
    }
    return NULL;
}

static const char *label_of(const struct builder *builder, const struct survey_item *item,
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
    const struct survey_choice *choices = item->choices;
    size_t count = item->choice_count;
    if (column->part >= 0) {
        choices = item->parts[column->part].choices;
        count = item->parts[column->part].choice_count;
    }
    for (size_t i = 0; i < count; i++) {
        if (choices[i].code == value && choices[i].role == SURVEY_CHOICE_PLAIN) {
            const char *label = survey_text_in(&choices[i].text, builder->language);
            return *label ? label : choices[i].value;
        }
    }
    return base_arena_format(builder->arena, "%d", value);
}

/* "3 = Neither" at the ends of a rating tells more than the bare number. */
static const char *category_label(const struct builder *builder, const struct survey_item *item,
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

static void describe_question(struct builder *builder, struct pages_report_question *question,
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

static void describe_categories(struct builder *builder, struct pages_report_question *question,
                                const struct survey_item *item, const struct survey_column *column,
                                struct json_object *published)
{
    size_t count = json_object_array_length(base_json_get(published, "percent"));
    const char **labels = base_arena_array(builder->arena, const char *, count);
    question->first_value = integer_of(published, "first");
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

static struct pages_report_question *question_of(struct builder *builder, const char *subject)
{
    for (size_t i = 0; i < builder->question_count; i++) {
        if (strcmp(builder->questions[i].id, subject) == 0) {
            return &builder->questions[i];
        }
    }
    const struct survey_questionnaire *questionnaire = NULL;
    const struct survey_column *column = find_column(builder, subject, &questionnaire);
    if (!column) {
        return NULL;
    }
    struct pages_report_question *question = &builder->questions[builder->question_count];
    *question = (struct pages_report_question){
        .id = base_arena_string(builder->arena, subject),
        .points = &builder->points[builder->question_count * builder->in->cycle_count],
    };
    builder->question_count++;
    describe_question(builder, question, &questionnaire->items[column->item], column);
    return question;
}

/* NULL for a list that does not belong to the question's categories. */
static const int *percents_of(struct builder *builder, const struct pages_report_question *question,
                              struct json_object *published)
{
    struct json_object *list = base_json_get(published, "percent");
    if (question->category_count == 0 ||
        json_object_array_length(list) != question->category_count ||
        integer_of(published, "first") != question->first_value) {
        return NULL;
    }
    int *percent = base_arena_array(builder->arena, int, question->category_count);
    for (size_t i = 0; i < question->category_count; i++) {
        percent[i] = json_object_get_int(json_object_array_get_idx(list, i));
    }
    return percent;
}

static void add_point(struct builder *builder, const struct store_metric_result *result)
{
    struct pages_report_question *question = question_of(builder, result->subject);
    if (!question || question->point_count == builder->in->cycle_count) {
        return;
    }
    size_t row = (size_t)(question - builder->questions);
    struct pages_report_point *point =
        &builder->points[row * builder->in->cycle_count + question->point_count++];
    point->cycle = result->cycle;
    struct json_object *published = published_of(builder->arena, result);
    if (!published) {
        return;
    }
    point->published = true;
    point->n = integer_of(published, "n");
    point->mean = json_object_get_double(base_json_get(published, "mean"));
    point->has_interval = base_json_get(published, "ci_low") && base_json_get(published, "ci_high");
    point->low = json_object_get_double(base_json_get(published, "ci_low"));
    point->high = json_object_get_double(base_json_get(published, "ci_high"));
    struct json_object *percent = base_json_get(published, "percent");
    if (!json_object_is_type(percent, json_type_array) || json_object_array_length(percent) == 0) {
        return;
    }
    if (!question->categories) {
        const struct survey_questionnaire *questionnaire = NULL;
        const struct survey_column *column = find_column(builder, question->id, &questionnaire);
        describe_categories(builder, question, &questionnaire->items[column->item], column,
                            published);
    }
    point->percent = percents_of(builder, question, published);
}

/* A picture without a scale would mislead: what has only means spans zero and the means it has. */
static void complete_ranges(struct builder *builder)
{
    for (size_t i = 0; i < builder->question_count; i++) {
        struct pages_report_question *question = &builder->questions[i];
        if (question->categories) {
            continue;
        }
        for (size_t p = 0; p < question->point_count; p++) {
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
}

static void build_questions(struct builder *builder, struct pages_report *report)
{
    size_t count = builder->run ? builder->run->result_count : 0;
    builder->questions = base_arena_array(builder->arena, struct pages_report_question, count + 1);
    builder->points = base_arena_array(builder->arena, struct pages_report_point,
                                       (count + 1) * builder->in->cycle_count);
    for (size_t i = 0; i < count; i++) {
        const struct store_metric_result *result = &builder->run->results[i];
        if (result->subject && strcmp(result->metric, "reaction.item") == 0) {
            add_point(builder, result);
        }
    }
    complete_ranges(builder);
    report->questions = builder->questions;
    report->question_count = builder->question_count;
}

/* The watermark counts rows, which a small group must not show: its digest names the same input. */
static const char *provenance_of(struct base_arena *arena, const struct store_metric_run *run)
{
    uint8_t digest[32];
    base_key_sha256(base_text_of(run->watermark), digest);
    return base_arena_format(arena, "metrics v%d · survey-aggregator %s · run %lld · input %s",
                             run->definition_version, run->program_version, (long long)run->run,
                             base_text_hex(arena, digest, 8));
}

struct pages_report report_build(struct base_arena *arena, const struct catalogue_programme *in,
                                 int language, const struct store_metric_run *run)
{
    const struct survey_programme *programme = in->programme;
    struct builder builder = {
        .arena = arena, .in = in, .programme = programme, .language = language, .run = run};
    struct pages_report report = {
        .language = programme->languages[language],
        .programme = programme->programme,
        .title = survey_text_in(&programme->title, language),
        .minimum_group_size = programme->minimum_group_size,
        .languages = programme->languages,
        .language_count = programme->language_count,
    };
    if (run) {
        report.computed = run->computed_at;
        report.provenance = provenance_of(arena, run);
    }
    build_responses(&builder, &report);
    build_questions(&builder, &report);
    return report;
}
