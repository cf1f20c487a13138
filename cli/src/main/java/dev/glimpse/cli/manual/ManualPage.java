package dev.glimpse.cli.manual;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A page of the manual in roff, with the macros of `man(7)`, from what a command says of itself in
/// its help.
public final class ManualPage {
    private final CommandSpec command;
    private final StringBuilder page = new StringBuilder();

    private ManualPage(CommandSpec command) {
        this.command = command;
    }

    /// The page of a command.
    public static String of(CommandSpec command) {
        return new ManualPage(command).text();
    }

    private String text() {
        var usage = command.usageMessage();
        String title = command.qualifiedName("-");
        request("TH", title.toUpperCase(Locale.ROOT), "1", "", "Glimpse", "Glimpse");
        section("NAME");
        line(title + " \\- " + firstSentence(usage.description()));
        section("SYNOPSIS");
        request("nf");
        synopsis().lines().forEach(synopsis -> line(escaped(synopsis.strip())));
        request("fi");
        section("DESCRIPTION");
        for (String paragraph : usage.description()) {
            request("PP");
            line(escaped(plain(paragraph)));
        }
        arguments();
        options();
        subcommands();
        tagged("EXIT STATUS", usage.exitCodeList());
        examples(usage.footer());
        return page.toString();
    }

    private String synopsis() {
        String text = command.commandLine().getHelp().synopsis(0).replace("\r", "");
        return Ansi.OFF.string(text).strip();
    }

    private void arguments() {
        List<PositionalParamSpec> shown =
                command.positionalParameters().stream().filter(p -> !p.hidden()).toList();
        if (!shown.isEmpty()) {
            section("ARGUMENTS");
            shown.forEach(
                    argument -> entry("\\fI" + escaped(argument.paramLabel()) + "\\fR", argument));
        }
    }

    private void options() {
        List<OptionSpec> shown = command.options().stream().filter(o -> !o.hidden()).toList();
        if (!shown.isEmpty()) {
            section("OPTIONS");
            shown.forEach(option -> entry(names(option), option));
        }
    }

    private static String names(OptionSpec option) {
        String names =
                List.of(option.names()).stream()
                        .map(name -> "\\fB" + escaped(name) + "\\fR")
                        .collect(Collectors.joining(", "));
        if (option.negatable()) {
            String bare = option.longestName().substring(2);
            names += ", \\fB" + escaped("--no-" + bare) + "\\fR";
        }
        boolean value = option.arity().max() > 0;
        return value ? names + " \\fI" + escaped(option.paramLabel()) + "\\fR" : names;
    }

    private void entry(String title, ArgSpec argument) {
        request("TP");
        line(title);
        line(escaped(described(argument)));
    }

    /// The description with the default that it names filled in.
    private static String described(ArgSpec argument) {
        Object usual = argument.defaultValueString(true);
        return plain(String.join(" ", argument.description()))
                .replace("${DEFAULT-VALUE}", String.valueOf(usual));
    }

    private void subcommands() {
        Map<String, CommandLine> below = command.subcommands();
        if (!below.isEmpty()) {
            section("COMMANDS");
            below.forEach((name, line) -> {
                request("TP");
                line("\\fB" + escaped(name) + "\\fR");
                line(firstSentence(line.getCommandSpec().usageMessage().description()));
            });
        }
    }

    private void tagged(String title, Map<String, String> entries) {
        if (!entries.isEmpty()) {
            section(title);
            entries.forEach((key, value) -> {
                request("TP");
                line(escaped(key));
                line(escaped(value));
            });
        }
    }

    private void examples(String... lines) {
        if (lines.length > 0) {
            section("EXAMPLES");
            request("nf");
            for (String line : lines) {
                line(escaped(plain(line).strip()));
            }
            request("fi");
        }
    }

    private static String firstSentence(String... description) {
        String all = description.length == 0 ? "" : plain(description[0]);
        int end = all.indexOf(". ");
        return escaped(end < 0 ? all : all.substring(0, end + 1));
    }

    /// Without the signs that picocli formats by.
    private static String plain(String text) {
        return text.replace("%n", "\n").replace("%%", "%");
    }

    /// Signs that roff would take for its own: backslashes, hyphens that are minus signs, and a
    /// period or quote at the start of a line.
    private static String escaped(String text) {
        String signs = text.replace("\\", "\\e").replace("-", "\\-");
        return signs.startsWith(".") || signs.startsWith("'") ? "\\&" + signs : signs;
    }

    private void section(String title) {
        request("SH", title);
    }

    private void request(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(argument).append('"');
        }
        page.append('\n');
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
