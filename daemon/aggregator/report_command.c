#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "aggregator.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/csv.h"
#include "report/build.h"
#include "report/figures.h"
#include "source.h"
#include "store/catalogue.h"

enum format { FORMAT_HTML, FORMAT_JSON, FORMAT_CSV, FORMATS };

static const char *const format_words[FORMATS] = {"html", "json", "csv"};

struct report_options {
    const char *programme, *format, *language, *output, *pictures, *config;
};

/* What a report is made of; on one arena. */
struct report_input {
    struct source source;
    const struct store_catalogue_programme *stored;
    bool has_run;
    struct store_metric_run run;
};

/* The latest run without what is not published. */
static enum base_status read_run(struct base_arena *arena, struct store_session *session,
                                 const char *programme, struct report_input *ret_input,
                                 struct base_failure *reterr)
{
    enum base_status status = store_metric_read(session, programme, arena, &ret_input->run, reterr);
    ret_input->has_run = status == STATUS_OK;
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    size_t count = ret_input->run.result_count;
    struct store_metric_result *results =
        base_arena_array(arena, struct store_metric_result, count);
    for (size_t i = 0; i < count; i++) {
        results[i] = ret_input->run.results[i];
        results[i].values = (struct base_text){NULL, 0};
        if (results[i].published.data == NULL)
            results[i].reason = NULL;
    }
    ret_input->run.results = results;
    return STATUS_OK;
}

static enum base_status read_input(struct base_arena *arena, const char *connection,
                                   const char *programme, struct report_input *ret_input,
                                   struct base_failure *reterr)
{
    STORE_SESSION_SCOPED *session = NULL;
    struct store_catalogue catalogue;
    enum base_status status = store_session_open(connection, AGGREGATOR_PROGRAM, &session, reterr);
    if (status == STATUS_OK)
        status = store_catalogue_read(session, programme, arena, &catalogue, reterr);
    if (status == STATUS_OK) {
        ret_input->stored = &catalogue.programmes[0];
        status = source_from_catalogue(arena, ret_input->stored, &ret_input->source, reterr);
    }
    return status == STATUS_OK ? read_run(arena, session, programme, ret_input, reterr) : status;
}

/* When the cycle opens and closes, which need not be as the programme's file says. */
static void take_times(const struct store_catalogue_programme *stored, struct report_cycle *cycle)
{
    for (size_t i = 0; i < stored->cycle_count; i++) {
        if (stored->cycles[i].cycle != cycle->cycle->cycle)
            continue;
        cycle->opens_at = stored->cycles[i].opens_at;
        cycle->closes_at = stored->cycles[i].closes_at;
    }
}

static struct report_source report_source_of(struct base_arena *arena,
                                             const struct report_input *input)
{
    const struct survey_programme *programme = input->source.programme;
    struct report_cycle *cycles =
        base_arena_array(arena, struct report_cycle, programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++) {
        cycles[i] = (struct report_cycle){
            .cycle = &programme->cycles[i],
            .questionnaire = source_current(&input->source, programme->cycles[i].cycle),
        };
        take_times(input->stored, &cycles[i]);
    }
    return (struct report_source){programme, programme->cycle_count, cycles,
                                  base_clock_wall_seconds(base_clock_system())};
}

static struct pages_report build(struct base_arena *arena, const struct report_input *input,
                                 int language)
{
    struct report_source source = report_source_of(arena, input);
    return report_build(arena, &source, language, input->has_run ? &input->run : NULL);
}

static void write_html(struct base_arena *arena, const struct report_input *input, int language,
                       struct base_buffer *out)
{
    /* A file that stands alone has nothing to fetch. */
    static const struct pages_site nowhere = {0};
    struct pages_report report = build(arena, input, language);
    report.is_alone = true;
    pages_report_write(&nowhere, &report, out);
}

/* STATUS_USAGE if the programme does not speak it. */
static enum base_status find_language(const struct report_options *options,
                                      const struct survey_programme *programme, int *ret_language,
                                      struct base_failure *reterr)
{
    *ret_language = options->language == NULL
                        ? 0
                        : survey_programme_language(programme, base_text_of(options->language));
    if (*ret_language >= 0)
        return STATUS_OK;
    return base_failure_set(reterr, STATUS_USAGE, "%s does not speak %s; its first language is %s",
                            programme->programme, options->language, programme->languages[0]);
}

/* Where the pictures go, and their list: what each shows, and the file with its figures. */
struct picture_folder {
    struct base_arena *arena;
    const struct aggregator *aggregator;
    const struct store_metric_run *run;
    const char *path;
    struct base_buffer list;
    int code; /* of the first file that could not be written */
};

static void put_file(struct picture_folder *folder, const char *name, struct base_text text)
{
    if (folder->code == 0)
        folder->code =
            aggregator_deliver(folder->aggregator,
                               base_arena_format(folder->arena, "%s/%s", folder->path, name), text);
}

static void take_picture(const struct pages_taken_picture *picture, void *context)
{
    struct picture_folder *folder = context;
    const char *file = base_arena_format(folder->arena, "%s.svg", picture->name);
    const char *data = base_arena_format(folder->arena, "%s.csv", picture->name);
    const struct pages_picture_data *of = &picture->data;
    const struct report_choice choice = {
        .metrics = base_text_of(of->metrics),
        .subject = of->subject ? base_text_of(of->subject) : (struct base_text){NULL, 0},
        .unit = of->unit ? base_text_of(of->unit) : (struct base_text){NULL, 0},
        .cycle = of->cycle,
    };
    const struct base_text fields[] = {
        base_text_of(file),
        base_text_of(data),
        base_text_of(picture->title),
        base_text_of(picture->reading ? picture->reading : ""),
    };
    struct base_buffer figures;
    base_buffer_init(&figures, folder->arena);
    report_figures_csv(folder->arena, folder->run, &choice, &figures);
    put_file(folder, file, picture->svg);
    put_file(folder, data, base_buffer_view(&figures));
    base_csv_add_record(&folder->list, fields, sizeof(fields) / sizeof(fields[0]));
}

static int write_pictures(struct base_arena *arena, const struct aggregator *aggregator,
                          const struct report_input *input, int language, const char *path)
{
    const struct base_text header[] = {BASE_TEXT("file"), BASE_TEXT("figures"), BASE_TEXT("title"),
                                       BASE_TEXT("reading")};
    struct picture_folder folder = {.arena = arena,
                                    .aggregator = aggregator,
                                    .run = input->has_run ? &input->run : NULL,
                                    .path = path};
    struct pages_report report = build(arena, input, language);
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        struct base_failure failure;
        base_failure_set(&failure, STATUS_IO, "%s: %s", path, strerror(errno));
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    }
    base_buffer_init(&folder.list, arena);
    base_csv_add_record(&folder.list, header, sizeof(header) / sizeof(header[0]));
    if (report.computed)
        pages_report_pictures(&report, arena,
                              (struct pages_picture_receiver){take_picture, &folder});
    put_file(&folder, "pictures.csv", base_buffer_view(&folder.list));
    return folder.code;
}

static int write_report(const struct aggregator *aggregator, const struct report_options *options,
                        enum format format, const char *connection)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct report_input input = {0};
    struct base_failure failure;
    struct base_buffer out;
    int language;
    base_buffer_init(&out, arena);
    if (read_input(arena, connection, options->programme, &input, &failure) != STATUS_OK ||
        find_language(options, input.source.programme, &language, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    const struct store_metric_run *run = input.has_run ? &input.run : NULL;
    if (run == NULL)
        fprintf(stderr,
                AGGREGATOR_PROGRAM ": nothing has been computed yet; see survey-aggregator run\n");
    if (options->pictures != NULL) {
        int code = write_pictures(arena, aggregator, &input, language, options->pictures);
        /* The report itself too where a place for it is named. */
        if (code != 0 || options->output == NULL)
            return code;
    }
    if (format == FORMAT_HTML)
        write_html(arena, &input, language, &out);
    else if (format == FORMAT_JSON)
        report_figures_json(arena, options->programme, run, NULL, &out);
    else
        report_figures_csv(arena, run, NULL, &out);
    return aggregator_deliver(aggregator, options->output, base_buffer_view(&out));
}

static int report_with(const struct aggregator *aggregator, const struct report_options *options)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config;
    struct base_failure failure;
    enum format format = 0;
    while (format < FORMATS && strcmp(format_words[format], options->format) != 0)
        format++;
    if (options->programme == NULL || format == FORMATS) {
        base_failure_set(&failure, STATUS_USAGE,
                         options->programme == NULL
                             ? "report needs --programme NAME; see survey-aggregator report --help"
                             : "--format is html, json or csv");
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    }
    int code = aggregator_configure(arena, options->config, &config);
    return code != 0 ? code : write_report(aggregator, options, format, config.database_aggregator);
}

int aggregator_report(const struct base_command *command, int argc, char **argv, void *context)
{
    struct report_options given = {.format = "html", .config = "/etc/surveyd/surveyd.conf"};
    const struct base_option options[] = {
        BASE_OPTION_TEXT("programme", "NAME", &given.programme, "The name of the programme."),
        BASE_OPTION_TEXT("format", "FORMAT", &given.format,
                         "html (the report as a file that stands alone; the default), json or csv "
                         "(the figures, a row each)."),
        BASE_OPTION_TEXT("lang", "LANGUAGE", &given.language,
                         "The language of the report, one of the programme's; its first if not "
                         "given."),
        BASE_OPTION_TEXT("output", "FILE", &given.output, "Write there, not to standard output."),
        BASE_OPTION_TEXT("pictures", "FOLDER", &given.pictures,
                         "Write each picture there as an SVG file, for a report of your own, with "
                         "its figures (CSV) beside it and a list of all, pictures.csv."),
        BASE_OPTION_TEXT("config", "FILE", &given.config,
                         "Read this configuration, not /etc/surveyd/surveyd.conf."),
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .command = command->words,
        .summary = "Writes the report of a programme, or its figures, as a file.",
        .details =
            "What the latest run published and nothing else: the same as the report page "
            "of\nsurveyd. Nothing is computed; see survey-aggregator run.\n\nExamples:\n"
            "  survey-aggregator report --programme competence-provision "
            "--output report.html\n"
            "  survey-aggregator report --programme competence-provision --lang sv\n"
            "  survey-aggregator report --programme competence-provision --format csv\n"
            "  survey-aggregator report --programme competence-provision --pictures pictures",
    };
    struct base_operands operands;
    struct base_failure failure;
    bool ended;
    const struct aggregator *aggregator = context;
    if (base_options_parse(&usage, options, sizeof(options) / sizeof(options[0]), argc, argv,
                           aggregator->output, &operands, &ended, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    return ended ? 0 : report_with(aggregator, &given);
}
