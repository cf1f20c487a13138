package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.grade.Measure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The measures of a report as CSV (RFC 4180, with LF), a line each. Shares are 0 to 1.
public final class ReportCsv {
    private static final String HEADER =
            "measure,split,level,category,label,right,total,accuracy,low_95,high_95\n";

    private ReportCsv() {}

    /// Header and lines.
    public static String of(Report report) {
        return report.score().measures().stream()
                .map(ReportCsv::line)
                .collect(Collectors.joining("", HEADER, ""));
    }

    private static String line(Measure measure) {
        var scope = measure.scope();
        return List.of(
                                measure.name(),
                                scope.split(),
                                scope.level().name().toLowerCase(Locale.ROOT),
                                scope.category(),
                                scope.label(),
                                measure.accuracy().rightText(),
                                String.valueOf(measure.accuracy().total()),
                                String.valueOf(measure.accuracy().fraction()),
                                String.valueOf(measure.interval().low()),
                                String.valueOf(measure.interval().high()))
                        .stream()
                        .map(ReportCsv::cell)
                        .collect(Collectors.joining(","))
                + "\n";
    }

    private static String cell(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
