package dev.glimpse.cli.rows;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a run was begun with, in a file beside its rows: `rows.jsonl.run.json`.
final class RunSettingsFile {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final int MOST_SHOWN = 200;

    private final Path rows;
    private final Path file;

    RunSettingsFile(Path rows) {
        this.rows = rows;
        this.file = rows.resolveSibling(rows.getFileName() + ".run.json");
    }

    /// Refuses to go on under other settings. Rows without such a file are taken as they are.
    ///
    /// @throws CommandException naming what differs
    void require(Map<String, String> settings) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Map<String, String> earlier = read();
        Set<String> names = new TreeSet<>(earlier.keySet());
        names.addAll(settings.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            String was = earlier.getOrDefault(name, "none");
            String is = settings.getOrDefault(name, "none");
            if (!was.equals(is)) {
                changes.add(name + " was " + shown(was) + " and is now " + shown(is));
            }
        }
        if (!changes.isEmpty()) {
            throw CommandException.badInput(
                    "--out "
                            + rows
                            + " has rows of a run that was begun otherwise: "
                            + String.join("; ", changes)
                            + ". Go on with the command of then, give another file, or overwrite"
                            + " this one with --no-resume");
        }
    }

    private static String shown(String value) {
        return value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "...";
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), Files.readString(file))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && json.currentName() != null) {
                    settings.put(json.currentName(), json.getString());
                }
            }
            return settings;
        } catch (JacksonException e) {
            throw CommandException.badInput(
                    file
                            + " is no JSON: "
                            + e.getOriginalMessage()
                            + "; remove it to go on without the check of settings",
                    e);
        }
    }

    /// Notes what a run begins with.
    void write(Map<String, String> settings) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        String text = JsonText.object(json -> settings.forEach(json::writeStringProperty));
        Files.writeString(unfinished, text + "\n");
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
