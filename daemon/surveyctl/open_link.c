/* surveyctl open-link: the link and QR code for the wall. */
#include <stdio.h>
#include <string.h>

#include "base/token.h"
#include "file.h"
#include "pages/poster.h"
#include "pages/qr.h"
#include "surveyctl.h"

static bool ends_with(const char *path, const char *suffix)
{
    size_t length = strlen(path), end = strlen(suffix);
    return length > end && strcmp(path + length - end, suffix) == 0;
}

static enum base_status write_svg(struct surveyctl *surveyctl, const char *path, const char *link,
                                  struct base_failure *reterr)
{
    struct base_text svg;

    if (!ends_with(path, ".svg"))
        return base_failure_set(reterr, STATUS_USAGE,
                                "--qr writes SVG; give it a name that ends in .svg, not \"%s\"",
                                path);
    enum base_status status = pages_qr_svg(surveyctl->arena, link, NULL, &svg, reterr);
    if (status == STATUS_OK)
        status = file_write_private(path, svg, reterr);
    return status;
}

/* "survey.example.org/7K3M9-QTX2B": surveyd leads on from there. */
static const char *short_address(struct base_arena *arena, const char *base_url, const char *code)
{
    const char *host = base_url + strlen("https://");
    int half = (int)strlen(code) / 2;
    return base_arena_format(arena, "%s/%.*s-%s", host, half, code, code + half);
}

static enum base_status write_poster(struct surveyctl *surveyctl, const char *path,
                                     const char *name, const char *link, const char *address,
                                     struct base_failure *reterr)
{
    const struct store_programme_summary *summary;
    struct pages_poster poster = {.link = link, .address = address};
    struct base_buffer content;
    bool is_svg = ends_with(path, ".svg");

    if (!is_svg && !ends_with(path, ".html"))
        return base_failure_set(reterr, STATUS_USAGE,
                                "--poster writes HTML or SVG; give it a name that ends in .html "
                                "or .svg, not \"%s\"",
                                path);
    enum base_status status =
        surveyctl_find_programme(surveyctl, name, &summary, &poster.programme, reterr);
    if (status != STATUS_OK)
        return status;
    base_buffer_init(&content, surveyctl->arena);
    status = is_svg ? pages_poster_svg(&poster, &content, reterr)
                    : pages_poster_html(&poster, &content, reterr);
    if (status == STATUS_OK)
        status = file_write_private(path, base_buffer_view(&content), reterr);
    return status;
}

static enum base_status print_code(struct surveyctl *surveyctl, const char *link,
                                   struct base_failure *reterr)
{
    struct base_text lines;
    enum base_status status = pages_qr_terminal(surveyctl->arena, link, &lines, reterr);

    if (status == STATUS_OK)
        fwrite(lines.data, 1, lines.length, stdout);
    return status;
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const char *base_url = NULL;
    const char *qr = NULL;
    const char *poster = NULL;
    bool terminal = false;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("base-url", "URL", &base_url,
                         "The address that participants see. Left out: server.public-url."),
        BASE_OPTION_TEXT("qr", "FILE.svg", &qr, "Also write the QR code, as SVG."),
        BASE_OPTION_TEXT("poster", "FILE", &poster,
                         "Also write a poster for the wall, A4: FILE.html or FILE.svg."),
        BASE_OPTION_FLAG("terminal", &terminal, "Also draw the QR code here."),
    };
    const struct base_programme_keys *keys;
    const char *name;
    enum base_status status;

    if (!surveyctl_parse(surveyctl, options, sizeof(options) / sizeof(options[0]), &name, &status,
                         reterr))
        return status;
    status = surveyctl_base_url(surveyctl, base_url, &base_url, reterr);
    if (status == STATUS_OK)
        status = surveyctl_find_keys(surveyctl, name, &keys, reterr);
    if (status != STATUS_OK)
        return status;
    const char *code = base_token_open_code(surveyctl->arena, keys);
    const char *link = base_arena_format(surveyctl->arena, "%s/o/%s/%s", base_url, name, code);
    if (qr != NULL)
        status = write_svg(surveyctl, qr, link, reterr);
    if (status == STATUS_OK && poster != NULL)
        status = write_poster(surveyctl, poster, name, link,
                              short_address(surveyctl->arena, base_url, code), reterr);
    if (status != STATUS_OK)
        return status;
    printf("%s\n", link);
    return terminal ? print_code(surveyctl, link, reterr) : STATUS_OK;
}

const struct surveyctl_command surveyctl_open_link = {
    .words = "open-link",
    .operands = "PROGRAMME",
    .summary = "Print the link for the wall (and its QR code, or a poster).",
    .details = "Anybody who has it can answer while a cycle is open, any number of times; the\n"
               "form asks for the actor type. Nobody is linked over the cycles. The link stays\n"
               "the same. Needs no database, but for the poster.\n\n"
               "Add /room to the link for the page that a projector shows: the code, a short\n"
               "address, how many have answered, and how much time is left.",
    .example =
        "  surveyctl open-link competence-provision --base-url https://survey.example.org \\\n"
        "      --qr wall.svg --poster poster.html --terminal",
    .run = run,
};
