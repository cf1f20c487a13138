package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A row of named texts. Text stays as the file has it: numbers are not numbers here.
///
/// @param place where its table finds the row again
/// @param where file and line or row number, for messages
/// @param cells by column, in the file's order; a column that is missing here is empty. Names are
///   in lower case, save single upper-case letters, which name options
public record TableRow(long place, String where, Map<String, String> cells) {
    public TableRow {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    /// The text in a column; empty if the row has none.
    public String cell(String column) {
        return cells.getOrDefault(column, "");
    }

    /// The text in the first of some columns that has any; empty if none has.
    public String first(Iterable<String> columns) {
        for (String column : columns) {
            if (!cell(column).isEmpty()) {
                return cell(column);
            }
        }
        return "";
    }

    /// The number in a column.
    ///
    /// @param wanted who wants one there, for the message
    /// @throws DatasetException if there is none
    public double number(String column, String wanted) {
        try {
            return Double.parseDouble(cell(column));
        } catch (NumberFormatException e) {
            throw new DatasetException(
                    where + ": " + column + " is \"" + cell(column) + "\"; " + wanted, e);
        }
    }

    /// A column's name as rows have it.
    static String column(String raw) {
        String name = raw.strip();
        return name.matches("[A-Z]") ? name : name.toLowerCase(Locale.ROOT);
    }
}
