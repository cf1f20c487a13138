package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// MVBench as it is released: a folder with `json/<task>.json` for each of twenty tasks and the
/// videos under `video`; or `test.json`, which names the folder of each task (`root`) and lists
/// their questions (`meta`). Rows are those of VLMEvalKit's TSV, numbered as it numbers them: task
/// by task (folders are those of its table, `dataset/mvbench.py` at e8e78f05).
final class MvBenchTasks {
    /// The folder of questions.
    static final String QUESTIONS = "json";

    private static final String VIDEOS = "video/";
    private static final String STAR = "star/Charades_v1_480/";
    private static final String CLEVRER = "clevrer/video_validation/";
    private static final String PERCEPTION = "perception/videos/";

    private static final List<Task> TASKS =
            List.of(
                    Task.bound("Action Sequence", STAR),
                    Task.bound("Action Prediction", STAR),
                    Task.whole("Action Antonym", "ssv2_video/"),
                    Task.whole("Fine-grained Action", "Moments_in_Time_Raw/videos/"),
                    Task.whole("Unexpected Action", "FunQA_test/test/"),
                    Task.whole("Object Existence", CLEVRER),
                    Task.bound("Object Interaction", STAR),
                    Task.whole("Object Shuffle", PERCEPTION),
                    Task.whole("Moving Direction", CLEVRER),
                    Task.bound("Action Localization", "sta/sta_video/"),
                    Task.whole("Scene Transition", "scene_qa/video/"),
                    Task.whole("Action Count", PERCEPTION),
                    Task.whole("Moving Count", CLEVRER),
                    Task.whole("Moving Attribute", CLEVRER),
                    Task.whole("State Change", PERCEPTION),
                    Task.whole("Fine-grained Pose", "nturgbd/"),
                    Task.whole("Character Order", PERCEPTION),
                    Task.whole("Egocentric Navigation", "vlnqa/"),
                    new Task("Episodic Reasoning", "tvqa/frames_fps3_hq/", "frame", true),
                    Task.whole("Counterfactual Inference", CLEVRER));

    private final List<TableRow> rows = new ArrayList<>();

    private MvBenchTasks() {}

    /// @param folder of its videos, under `video`
    /// @param type `video`, or `frame` for folders of frames
    /// @param bound whether questions are about a part of their video
    private record Task(String name, String folder, String type, boolean bound) {
        private static Task whole(String name, String folder) {
            return new Task(name, folder, "video", false);
        }

        private static Task bound(String name, String folder) {
            return new Task(name, folder, "video", true);
        }

        private String file() {
            return name.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_") + ".json";
        }
    }

    /// Reads a folder; tasks whose file is missing are left out.
    static Table read(Path folder) {
        var table = new MvBenchTasks();
        for (Task task : TASKS) {
            Path file = folder.resolve(QUESTIONS).resolve(task.file());
            if (Files.isRegularFile(file)) {
                table.add(task, VIDEOS + task.folder(), file, parse(file));
            }
        }
        if (table.rows.isEmpty()) {
            throw new DatasetException(
                    folder.resolve(QUESTIONS)
                            + " has no file of MVBench's tasks, such as "
                            + TASKS.getFirst().file());
        }
        return new RowsInMemory(table.rows);
    }

    /// Whether a file's JSON is MVBench's `test.json`.
    static boolean are(JsonNode root) {
        return root.path("root").isObject() && root.path("meta").isObject();
    }

    /// Reads `test.json`; its videos are files cut to the part that counts.
    static Table read(Path file, JsonNode root) {
        var table = new MvBenchTasks();
        for (var task : root.get("meta").properties()) {
            String folder = root.get("root").path(task.getKey()).asString("");
            table.add(Task.whole(task.getKey(), folder), folder, file, task.getValue());
        }
        return new RowsInMemory(table.rows);
    }

    private void add(Task task, String prefix, Path file, JsonNode questions) {
        int number = 0;
        for (JsonNode question : questions.values()) {
            number++;
            String where = file + ": " + task.name() + ", question " + number;
            Map<String, String> cells = new LinkedHashMap<>();
            cells.put("index", String.valueOf(rows.size()));
            cells.put("task_type", task.name());
            cells.put("prefix", prefix);
            cells.put("data_type", task.type());
            cells.put("bound", task.bound() ? "True" : "False");
            JsonCells.of(question, where).forEach(cells::putIfAbsent);
            rows.add(new TableRow(rows.size(), where, cells));
        }
    }

    private static JsonNode parse(Path file) {
        try {
            return JsonCells.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw ByteSource.unreadable(file, e);
        }
    }
}
