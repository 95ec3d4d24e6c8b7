"""What is said of each fault: of a file, of a row, of the settings; the places are filled when it is told."""

from cx.contracts.words import N_

# Faults of a file: the whole file is refused and nothing changes.
FILE_FAULTS = {
    "file_missing": N_("{file}: there is no such file. Check the name and the folder."),
    "empty_file": N_("{file} is empty. Export it again; it should hold a header line and one line a row."),
    "header_only": N_("{file} has a header line and no rows. Export it again with its rows."),
    "no_header": N_(
        "{file} has no header line: its first line reads “{value}”. "
        "Add a line with the names of the columns, or export it again with headers."
    ),
    "repeated_header": N_(
        "{file}: the header names “{column}” more than once, and it is not clear which one is meant ({value})."
    ),
    "wrong_extract": N_("{file} looks like {value}, and {extract} was chosen."),
    "missing_column": N_(
        "{file} has no column for “{column}” ({title}), which {extract} needs. Its columns are: {value}."
    ),
    "unknown_header": N_(
        "{file} has no column named “{value}”, which the mapping gives for “{column}”. Its columns are: {headers}."
    ),
    "unknown_field": N_("The mapping names “{column}”, which {extract} does not have. Its columns are: {value}."),
    "wrong_encoding": N_(
        "{file} cannot be read as {value}: the bytes in line {line} mean nothing in it. "
        "Choose another encoding, or export the file as UTF-8."
    ),
    "unclosed_quote": N_(
        "{file}: the quotation mark opened in record {record} (line {line}) is never closed: “{value}”. "
        "Close it, or export the file again."
    ),
    "broken_quotes": N_(
        "{file}: the quotation marks in record {record} (line {line}) do not pair up, so the rows after it cannot be "
        "told apart: “{value}”. Double the marks inside the text, or export the file again."
    ),
    "too_large": N_(
        "{file} has {value} MB, more than the limit of {limit} MB. Split it by period, "
        "or load it from the shell with a higher limit (CX_LARGEST_FILE_MB)."
    ),
    "sheet_too_large": N_(
        "{file} holds a sheet whose cells reach over {value} rows and columns, more than {limit} cells. Delete what "
        "stands far off, or save the sheet as CSV."
    ),
    "not_a_table": N_(
        "{file} holds {value}, which is neither a table of text nor a workbook. Export it as CSV or XLSX, whatever its "
        "name ends in."
    ),
    "broken_file": N_("{file} is damaged or was cut off: it cannot be opened as {value}. Export or download it again."),
    "encrypted_file": N_("{file} is locked with a password. Save it without one, and load that."),
    "several_files": N_("{file} holds {n} files ({value}), and a load takes one. Unpack it and load them one by one."),
    "unsafe_name": N_(
        "{file} holds a file that is named “{value}”, which leads out of the archive. Nothing of it was unpacked; "
        "pack the export again."
    ),
    "packed_twice": N_("{file} holds another archive (“{value}”). Unpack it once, and load what is inside."),
    "unpacks_too_large": N_(
        "{file} unpacks to far more than an export holds, or to more than the limit of {limit} MB. Split it by "
        "period, or load it from the shell with a higher limit (CX_LARGEST_FILE_MB)."
    ),
    "ask_date_order": N_("{file}: the dates in “{column}” can be read two ways (for example “{value}”)."),
    "mixed_date_order": N_(
        "{file}: “{column}” holds dates with the day first and dates with the month first "
        "(for example “{value}”). Export it again with one form."
    ),
    "ask_decimal": N_("{file}: the numbers in “{column}” can be read two ways (for example “{value}”)."),
    "ask_currency": N_(
        "{file}: the amounts in “{column}” carry signs of several currencies ({value}), which cannot be "
        "added up as they are."
    ),
    "ask_duration": N_(
        "{file}: the durations in “{column}” (for example “{value}”) may be hours and minutes, or minutes and seconds."
    ),
    "rounded_ids": N_(
        "{file}: a spreadsheet has rounded the ids in “{column}” (for example “{value}”), so that different ones can no "
        "longer be told apart. Export the file again and load it without opening it there, or keep the column as text."
    ),
    "ask_end_is": N_(
        "{file}: is the date in “{column}” the last day that a contract covers, or the day after? "
        "Nothing in the file decides it."
    ),
    "ask_scale": N_("{file} does not say on which scale “{value}” was asked (record {record})."),
    "ask_ces_version": N_(
        "{file} does not say which Customer Effort Score record {record} holds: version 1.0 (how much effort, lower is "
        "better) or 2.0 (made it easy, higher is better)."
    ),
    "ask_kind": N_("{file}: what does “{value}” ask for? Nothing in the file says it."),
    "ask_column": N_(
        "{file} is recognised as an export of {value}, and it does not say by itself which column is “{column}” ({title}). "
        "{reason}"
    ),
    "fits_no_extract": N_("{file} is recognised as an export of {value}. {reason}"),
    "ask_rate": N_(
        "{file} holds amounts in {value} (record {record}), and no rate to {base} is set. "
        "Add it to [rates] in cx.toml, and set base_currency there."
    ),
    "ask_rate_loaded": N_(
        "Amounts in {value} are loaded already, {file} holds amounts in {held}, and no rate from {value} to {base} is "
        "set. Add one for {value} to [rates] in cx.toml, and set base_currency there."
    ),
    "unknown_unit": N_("The mapping says that “{column}” is in “{value}”. The units it can be read in are: {units}."),
    "unused_key": N_(
        "The mapping gives “{column}” a “{value}”, which no column of its kind has, so it would be left aside. Leave it out."
    ),
    "unknown_role": N_("“{value}” is not a role. The roles are: {headers}."),
    "unknown_time_zone": N_("“{value}” is not a time zone. Use a name such as UTC or Europe/Bucharest."),
    "unknown_declaration": N_("[declare] {column} = “{value}” is not known. It may be: {headers}."),
    "unknown_mapping": N_("The mapping cannot be read: {value}. Correct it and try again."),
    "unknown_lookup": N_(
        "The mapping looks “{column}” up by “{value}”, and there is no “{missing}”. There are: {headers}. "
        "Correct the mapping."
    ),
    "unwritable_file": N_(
        "The refused rows cannot be written to {value}. Name a file in a folder that is there and that you may "
        "write to, and none of the files to load."
    ),
    "sample_loaded": N_("The database holds the sample company, and {file} is not part of it."),
    "own_data_loaded": N_(
        "The database already holds {file}. Set CX_DATABASE to another file to look at the sample company."
    ),
    "sample_mixed": N_(
        "The database holds {file} besides the sample company, so nothing was removed. Only a database that holds "
        "the sample alone is emptied."
    ),
    "no_such_load": N_("There is no load {value}. `python -m cx loads` and the page Loads list them."),
    "undone_already": N_(
        "Load {value} ({file}) is undone already, since {at} UTC by {by}. Load its file again to have its rows back."
    ),
    "no_such_mapping": N_("No mapping called “{value}” is remembered. `python -m cx mappings` lists them."),
    "mapping_name_taken": N_("A mapping called “{value}” is remembered already. Choose another name."),
    "mapping_unnamed": N_("“{value}” keeps its name: the new one is empty. Write one with at least one letter."),
    "entry_missing": N_("{title} is missing: {description} Nothing was changed."),
    "entry_in_file": N_("{file}, record {record}: {said}"),
    "entry_without_metric": N_("The metric is missing. Nothing was changed."),
    "entry_unreadable": N_("{title}: “{value}” cannot be read. It is written like {example}. Nothing was changed."),
    "entry_unknown_field": N_("There is no field “{value}” here. The fields are: {headers}. Nothing was changed."),
    "benchmark_without_source": N_(
        "A benchmark needs its source: say who measured it and where that can be read. Nothing was changed."
    ),
    "benchmark_ahead": N_(
        "Date: {value} lies after today, and nobody has measured what is still to come. Write the day that the value is of. "
        "Nothing was changed."
    ),
    "entry_beyond_figure": N_(
        "Value: {value} lies outside of what {metric} can be ({range}). Write it in the figure's own unit; percentages go "
        "from 0 to 100. Nothing was changed."
    ),
    "entry_exists": N_("There is one already for {value}. Nothing was changed; open that one to change it."),
    "no_such_entry": N_("There is no such entry: {value}. Nothing was changed; look at the list again."),
    "entry_unknown_metric": N_(
        "There is no metric “{value}”. The metrics are: {headers}. The page Definitions and docs/definitions.md say what "
        "each tells. Nothing was changed."
    ),
    "entry_unknown_dimension": N_("{title} cannot be split by “{value}”. Nothing was changed."),
    "target_without_direction": N_(
        "No target can be set for {title}: neither more nor less of it is better. Nothing was changed."
    ),
    "no_room": N_(
        "{file} was not loaded: the disk of the database has no room for it ({value}). Nothing was changed. Make room, "
        "and load it again."
    ),
    "no_room_undo": N_(
        "Load {file} was not undone: the disk of the database has no room for it ({value}). Nothing was changed. Make "
        "room, and undo it again."
    ),
    "replace_undated": N_(
        "Rows of {extract} have no date, so that no days of them can be replaced. Load the file without replacing any."
    ),
    "replace_no_days": N_(
        "{file} has no row with a date, so that it does not say which days it replaces. Name the period."
    ),
    "replace_none_inside": N_(
        "{file} has no good row dated {first} to {last}, so that it cannot say those days anew. Name the days that its rows "
        "are of."
    ),
    "replace_several": N_(
        "Days are replaced by one file, and {value} files were named: each would take away what the other holds. Put the "
        "rows of these days into one file, or name one file."
    ),
    "lookup_empty": N_("{file} takes “{column}” from {value}, and no {value} are loaded yet. Load them first."),
    "no_extract": N_(
        "{file}: its columns ({value}) do not say what it holds. Name the extract instead of auto: {headers}."
    ),
    "ask_extract": N_(
        "{file} may hold any of these: {headers}. Its columns ({value}) do not decide it. Name the extract instead of auto."
    ),
    "all_left_out": N_("{file}: the mapping leaves all of its {value} records out, so nothing was changed."),
    "skip_made": N_(
        "The mapping leaves records out by “{column}”, which is made of several columns, so that no word is like it. Name "
        "one of them instead: {value}."
    ),
    "skip_looked_up": N_(
        "The mapping leaves records out by “{column}”, which is looked up only once they are chosen. Name the column that "
        "it is looked up by instead: “{value}”."
    ),
    "skip_unfilled": N_(
        "The mapping leaves records out by “{column}”, which no column of {file} fills. Name the column instead. Its "
        "columns are: {headers}."
    ),
    "unused_words": N_(
        "The mapping says what words mean in “{column}”, and no column of the file fills it, so they would be left aside. "
        "Name its column in [columns], or leave [values.{column}] out."
    ),
    "wrong_part": N_("The mapping's {column} is for {value}, and {extract} was chosen. Leave it out."),
    "unknown_word": N_("The mapping sets “{column}” to “{value}”, which it cannot be. It may be: {range}."),
    "no_good_row": N_(
        "{file}: none of its {value} rows could be loaded, so nothing was changed. The first reason: {reason}"
    ),
}

# Faults of a row: the row is refused and handed back, the rest loads.
ROW_FAULTS = {
    "too_few_cells": N_("Record {record} (line {line}) has fewer cells than the header: “{value}”."),
    "too_many_cells": N_("Record {record} (line {line}) has more cells than the header: “{value}”."),
    "surplus_left": N_(
        "Record {record} (line {line}), {column}: “{value}” is still left over. Put it where it belongs, and empty "
        "this cell."
    ),
    "unreadable": N_(
        "Record {record} (line {line}) cannot be read: “{value}”. Double the quotation marks inside its text."
    ),
    "too_long": N_("Record {record} (line {line}) is longer than {range}: “{value}”. Shorten its text."),
    "nul_byte": N_("Record {record} (line {line}), {column}: the value holds a NUL byte. Remove it."),
    "missing": N_("Record {record} (line {line}): {column} is empty, and every row needs it."),
    "unknown_interval": N_(
        "Record {record} (line {line}), {column}: its interval is none that is known, so “{value}” cannot be made a year's "
        "amount. It may be: {range}."
    ),
    "ambiguous_duration": N_(
        "Record {record} (line {line}), {column}: “{value}” may be minutes and seconds, or hours and minutes."
    ),
    "not_a_number": N_("Record {record} (line {line}), {column}: “{value}” is not a number."),
    "not_whole": N_("Record {record} (line {line}), {column}: “{value}” is not a whole number."),
    "out_of_range": N_("Record {record} (line {line}), {column}: {value} does not lie within {range}."),
    "not_a_date": N_("Record {record} (line {line}), {column}: “{value}” is not a date in the declared order."),
    "in_future": N_(
        "Record {record} (line {line}), {column}: {value} lies after the day of the load, so it cannot have happened."
    ),
    "not_in_vocabulary": N_("Record {record} (line {line}), {column}: “{value}” is not one of {range}."),
    "not_in_form": N_("Record {record} (line {line}), {column}: “{value}” is not written like {range}."),
    "beyond_figure": N_(
        "Record {record} (line {line}), {column}: {value} lies outside of what the figure can be ({range}). Write it in the "
        "figure's own unit; percentages go from 0 to 100."
    ),
    "off_scale": N_("Record {record} (line {line}), {column}: {value} is not on the scale {range}."),
    "ends_before_start": N_("Record {record} (line {line}), {column}: {value} lies before the start."),
    "out_of_order": N_(
        "Record {record} (line {line}), {column}: {value} lies before {range} of the same row. Correct one of the two."
    ),
    "no_match": N_("Record {record} (line {line}), {column}: nothing loaded has {range} “{value}”."),
    "repeated_key": N_(
        "Record {record} (line {line}), {column}: {value} stands in the file more than once with "
        "different content. Keep the right one."
    ),
}

# Faults of the settings or of the database's file: nothing is opened.
SETUP_FAULTS = {
    "unknown_database": N_(
        "The database is named as “{value}”, and only DuckDB files are read. Write CX_DATABASE as "
        "duckdb:///path/to/file.duckdb, or as the file's path."
    ),
    "not_a_database": N_("{file} is not a DuckDB database. Move it away, or name another file with CX_DATABASE."),
    "unreachable_database": N_(
        "{file} cannot be opened: {value}. Check the folder and your rights in it, or name another file with "
        "CX_DATABASE."
    ),
    "unreadable_settings": N_("{file} cannot be read: {value}. Correct it and try again."),
    "unreadable_variable": N_("{file} cannot be read: “{value}” is not JSON. Write it like {example}."),
    "unknown_setting": N_("{file} holds “{column}”, which is no setting. The settings are: {headers}."),
    "setting_out_of_range": N_("{file}: {column} = {value} is not a whole number from {least} to {most}."),
    "setting_no_rate": N_(
        "{file}: {column} = {value} is not a rate. A rate is a number above 0, for example 0.92: what one unit of the "
        "currency is worth in the base currency."
    ),
    "setting_no_role": N_("{file}: {column} = {value} is not a role. The roles are: {headers}."),
    "setting_no_stages": N_(
        "{file}: {column} = {value} is no list of stages. The stages of the journey are a list of names in their order, for "
        'example ["onboarding", "use", "renewal"].'
    ),
    "setting_no_currency": N_("{file}: {column} = {value} is no currency. A currency is 2 to 8 letters A to Z."),
}
