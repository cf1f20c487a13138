package dev.glimpse.cli.config;

import dev.glimpse.cli.fault.CommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.impl.ReaderUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// Gives options that no flag sets a value: from the environment, else from a file; else their own
/// default stays. Option `--image-cache` is variable `GLIMPSE_IMAGE_CACHE`, and `image-cache` in
/// the file.
public final class Settings implements IDefaultValueProvider {
    /// The flag that names the file.
    public static final String FILE_FLAG = "--config";

    private static final String FILE_VARIABLE = "GLIMPSE_CONFIG";
    private static final String PREFIX = "GLIMPSE_";
    private static final Set<String> NOT_SETTINGS =
            Set.of("config", "print-config", "help", "version");

    private final Map<String, String> environment;
    private final List<String> arguments;
    private @Nullable ConfigFile file;

    /// @param arguments of the whole command line, which may name the file
    public Settings(Map<String, String> environment, String... arguments) {
        this.environment = environment;
        this.arguments = List.of(arguments);
    }

    /// Where a value comes from.
    public sealed interface Source {
        /// A flag.
        record Flag() implements Source {}

        /// An environment variable.
        record Variable(String name) implements Source {}

        /// The file of settings.
        record InFile(Path path) implements Source {}

        /// Nobody said anything.
        record Default() implements Source {}
    }

    /// A value that is not from a flag.
    ///
    /// @param value as text
    public record Setting(String value, Source source) {}

    /// What environment and file say of an option.
    public Optional<Setting> find(OptionSpec option, CommandLine command) {
        String name = name(option);
        if (NOT_SETTINGS.contains(name)) {
            return Optional.empty();
        }
        ConfigFile read = file(command);
        String variable = variable(name);
        if (environment.containsKey(variable)) {
            return Optional.of(
                    new Setting(environment.get(variable), new Source.Variable(variable)));
        }
        return Optional.ofNullable(read.values().get(name))
                .map(value -> new Setting(value, new Source.InFile(read.path().orElseThrow())));
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        CommandLine command = argument.command().commandLine();
        return find(option, command).map(Setting::value).orElse(null);
    }

    /// All settings of a command by name, in the order of its help.
    public static Map<String, OptionSpec> all(CommandLine command) {
        var settings = new LinkedHashMap<String, OptionSpec>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!NOT_SETTINGS.contains(name(option))) {
                settings.put(name(option), option);
            }
        }
        return settings;
    }

    /// Variables that look as if one of a command's settings was meant, with what was.
    public List<String> mistypedVariables(CommandLine command) {
        var mistyped = new ArrayList<String>();
        Set<String> names = all(command).keySet();
        for (String variable : environment.keySet()) {
            String name = name(variable);
            boolean known = names.contains(name) || variable.equals(FILE_VARIABLE);
            if (variable.startsWith(PREFIX) && !known) {
                closest(name, names)
                        .ifPresent(meant ->
                                mistyped.add(
                                        variable
                                                + " is no setting; did you mean "
                                                + variable(meant)
                                                + "?"));
            }
        }
        return mistyped;
    }

    private ConfigFile file(CommandLine command) {
        if (file == null) {
            try {
                file = fileName().map(Path::of).map(ConfigFile::read).orElse(ConfigFile.NONE);
            } catch (CommandException e) {
                throw new ParameterException(command, String.valueOf(e.getMessage()), e);
            }
            requireKnown(file, command);
        }
        return file;
    }

    private Optional<String> fileName() {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(FILE_FLAG) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
            if (argument.startsWith(FILE_FLAG + "=")) {
                return Optional.of(argument.substring(FILE_FLAG.length() + 1));
            }
        }
        return Optional.ofNullable(environment.get(FILE_VARIABLE));
    }

    private static void requireKnown(ConfigFile file, CommandLine command) {
        Set<String> names = all(command).keySet();
        for (String name : file.values().keySet()) {
            if (!names.contains(name)) {
                String meant =
                        closest(name, names).map(best -> "did you mean " + best + "? ").orElse("");
                throw new ParameterException(
                        command,
                        file.path().orElseThrow()
                                + " has a setting "
                                + name
                                + ", which is not known; "
                                + meant
                                + "--print-config lists all");
            }
        }
    }

    /// The setting that a name is a slip of, if one is near: by as many letters as are wrong in a
    /// fifth of the name, and by one in short ones.
    private static Optional<String> closest(String name, Set<String> names) {
        return names.stream()
                .filter(known ->
                        ReaderUtils.distance(name, known) <= Math.max(1, known.length() / 5))
                .min(Comparator.comparingInt(known -> ReaderUtils.distance(name, known)));
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String name(String variable) {
        return variable.replaceFirst("^" + PREFIX, "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
