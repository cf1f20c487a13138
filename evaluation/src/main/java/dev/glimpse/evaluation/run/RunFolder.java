package dev.glimpse.evaluation.run;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The folder of one run: `run.json` says what was asked of what by which rules, `answers.jsonl`
/// has a row for each answer. A folder takes rows of one configuration alone. Thread-safe.
public final class RunFolder implements AutoCloseable {
    private static final String CONFIGURATION = "run.json";
    private static final String ANSWERS = "answers.jsonl";

    private final Path folder;
    private final AnswerLog log;

    private RunFolder(Path folder, AnswerLog log) {
        this.folder = folder;
        this.log = log;
    }

    /// Begins a run, or goes on with one. A folder without rows is nobody's: what was asked wrongly
    /// before, as of a server that was not there, may be asked anew.
    ///
    /// @param configuration all that a score depends on, by name
    /// @param forgetFailures whether questions that failed before are asked again
    /// @throws RunException if the folder is of a run with another configuration, or in use
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned folder owns the log
    public static RunFolder open(
            Path folder, Map<String, String> configuration, boolean forgetFailures) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw broken(folder, e);
        }
        AnswerLog log = AnswerLog.open(folder, ANSWERS);
        try {
            Path file = folder.resolve(CONFIGURATION);
            if (Files.exists(file) && !log.rows().isEmpty()) {
                checkSame(folder, configuration(folder), configuration);
            } else {
                write(file, configuration);
            }
            if (forgetFailures) { // of this run, and nobody else is at it
                log.forgetFailures();
            }
            return new RunFolder(folder, log);
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    /// The configuration of a run.
    public static Map<String, String> configuration(Path folder) {
        Path file = folder.resolve(CONFIGURATION);
        var values = new LinkedHashMap<String, String>();
        try {
            for (var field : JsonMapper.shared().readTree(Files.readString(file)).properties()) {
                values.put(field.getKey(), field.getValue().asString());
            }
        } catch (IOException e) {
            throw new RunException(folder + " is no folder of a run: no " + CONFIGURATION, e);
        } catch (JacksonException e) {
            throw new RunException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
        return values;
    }

    /// The rows of a run, which may be under way.
    public static List<AnswerRow> rows(Path folder) {
        return AnswerLog.read(folder.resolve(ANSWERS));
    }

    /// Whether there is a run with rows, be they failures: what was only begun has none.
    public static boolean hasRows(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIGURATION))
                && Files.isRegularFile(folder.resolve(ANSWERS))
                && !rows(folder).isEmpty();
    }

    public Path folder() {
        return folder;
    }

    /// The rows so far.
    public Collection<AnswerRow> rows() {
        return log.rows();
    }

    /// Adds a row; it is on disk when this returns.
    void append(AnswerRow row) {
        log.append(row);
    }

    private static void write(Path file, Map<String, String> configuration) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        configuration.forEach(json::put);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, json.toPrettyString() + "\n");
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    private static void checkSame(
            Path folder, Map<String, String> before, Map<String, String> now) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        var differences = new ArrayList<String>();
        for (String name : names) {
            String was = before.getOrDefault(name, "nothing");
            String is = now.getOrDefault(name, "nothing");
            if (!was.equals(is)) {
                differences.add(name + " was " + was + " and is " + is);
            }
        }
        if (!differences.isEmpty()) {
            throw new RunException(
                    folder
                            + " is of another run: "
                            + String.join("; ", differences)
                            + ". Give another folder, or the same settings");
        }
    }

    private static RunException broken(Path file, IOException cause) {
        return new RunException(file + " cannot be written: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        log.close();
    }
}
