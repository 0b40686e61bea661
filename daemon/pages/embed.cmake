# Writes OUTPUT: a C file with pages_assets() and the bytes of each of FILES, in the order given.
set(media_type.css "text/css; charset=utf-8")
set(media_type.js "text/javascript; charset=utf-8")
set(media_type.svg "image/svg+xml")
set(arrays "")
set(rows "")
foreach(file IN LISTS FILES)
    get_filename_component(name ${file} NAME)
    get_filename_component(suffix ${file} LAST_EXT)
    if(NOT DEFINED media_type${suffix})
        message(FATAL_ERROR "${name}: embed.cmake knows no media type for ${suffix}")
    endif()
    string(MAKE_C_IDENTIFIER ${name} identifier)
    file(READ ${file} bytes HEX)
    string(LENGTH "${bytes}" length)
    math(EXPR length "${length} / 2")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "static const unsigned char ${identifier}[] = {${bytes}0};\n")
    string(APPEND rows "    {\"${name}\", \"${media_type${suffix}}\", "
           "{(const char *)${identifier}, ${length}}},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"pages/assets.h\"

${arrays}
static const struct pages_asset assets[] = {
${rows}};

const struct pages_asset *pages_assets(size_t *ret_count)
{
    *ret_count = sizeof(assets) / sizeof(assets[0]);
    return assets;
}
")
