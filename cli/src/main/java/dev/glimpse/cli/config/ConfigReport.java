package dev.glimpse.cli.config;

import dev.glimpse.cli.config.Settings.Setting;
import dev.glimpse.cli.config.Settings.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// All settings of a command as they are in effect, by where each came from. What it prints is a
/// file of settings.
public final class ConfigReport {
    private ConfigReport() {}

    /// Prints settings, of a command whose line was read.
    public static void print(CommandLine command, Settings settings, Consumer<String> line) {
        var groups = new LinkedHashMap<Source, StringJoiner>();
        for (Map.Entry<String, OptionSpec> entry : Settings.all(command).entrySet()) {
            OptionSpec option = entry.getValue();
            Setting setting = setting(option, command, settings);
            groups.computeIfAbsent(setting.source(), ConfigReport::group)
                    .add(assignment(entry.getKey(), setting.value()));
        }
        groups.values().forEach(group -> line.accept(group.toString()));
    }

    private static Setting setting(OptionSpec option, CommandLine command, Settings settings) {
        if (command.getParseResult().hasMatchedOption(option)) {
            List<String> given =
                    command.getParseResult().matchedOption(option.longestName()).stringValues();
            String value = given.isEmpty() ? "true" : String.join(",", given);
            return new Setting(value, new Source.Flag());
        }
        return settings.find(option, command)
                .orElseGet(() -> new Setting(usual(option), new Source.Default()));
    }

    private static String usual(OptionSpec option) {
        @Nullable String value = option.defaultValue();
        if (value != null) {
            return value;
        }
        return option.arity().max() == 0 ? "false" : "";
    }

    private static StringJoiner group(Source source) {
        String title =
                switch (source) {
                    case Source.Flag _ -> "flags";
                    case Source.Variable(String name) -> name;
                    case Source.InFile(var path) -> path.toString();
                    case Source.Default _ -> "defaults";
                };
        return new StringJoiner("\n", "# " + title + "\n", "");
    }

    /// A line of a properties file; one without a value is a comment.
    private static String assignment(String name, String value) {
        return value.isEmpty() ? "# " + name + " =" : name + " = " + value.replace("\\", "\\\\");
    }
}
