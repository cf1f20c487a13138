package dev.glimpse.cli.screen;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in columns: aligned for people, separated by tabs when piped.
public final class Table {
    private static final String GAP = "  ";

    private final List<Integer> widths;
    private final List<Boolean> right;

    private Table(List<Integer> widths, List<Boolean> right) {
        this.widths = List.copyOf(widths);
        this.right = List.copyOf(right);
    }

    /// Columns as wide as their longest cell among `rows`; numbers stand on the right.
    public static Table fitting(List<List<String>> rows) {
        var widths = new ArrayList<Integer>();
        var right = new ArrayList<Boolean>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                if (column == widths.size()) {
                    widths.add(0);
                    right.add(true);
                }
                String cell = row.get(column);
                widths.set(column, Math.max(widths.get(column), width(cell)));
                right.set(column, right.get(column) && isNumber(cell));
            }
        }
        return new Table(widths, right);
    }

    /// One row, cells padded; the last cell only if it stands on the right.
    public String aligned(List<String> cells) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(Math.max(0, widths.get(column) - width(cell)));
            if (right.get(column)) {
                line.append(padding).append(cell);
            } else {
                line.append(cell);
                if (column < cells.size() - 1) {
                    line.append(padding);
                }
            }
            if (column < cells.size() - 1) {
                line.append(GAP);
            }
        }
        return line.toString();
    }

    /// One row, cells separated by a tab; tabs and line breaks in them become spaces.
    public static String separated(List<String> cells) {
        return String.join(
                "\t", cells.stream().map(cell -> cell.replaceAll("[\\t\\r\\n]", " ")).toList());
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.matches("[0-9][0-9.,]*( ?[%kMGT]?i?B?)");
    }
}
