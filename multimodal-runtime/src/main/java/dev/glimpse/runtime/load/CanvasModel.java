package dev.glimpse.runtime.load;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.canvas.CanvasMarkers;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells MiniCPM-V 4.7, which lays images on a canvas, from 4.6, whose files are the same but for
/// what they call themselves.
///
/// Converters that know 4.7 name its projector, or say which place of a row is its time; one that
/// took it for 4.6 leaves the names of the model: in the metadata, or in the names of the files.
final class CanvasModel {
    private static final Set<String> ARCHITECTURES = Set.of("qwen35", "qwen35moe");
    private static final String PROJECTOR = "minicpmv4_7";
    private static final Pattern NAME =
            Pattern.compile("minicpm[-_ ]?v[-_ ]?4[-._]7(?!\\d)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FAMILY =
            Pattern.compile("minicpm[-_ ]?v", Pattern.CASE_INSENSITIVE);

    private CanvasModel() {}

    /// Whether it is MiniCPM-V 4.7.
    ///
    /// @param model the text model, checked
    /// @throws GgufException if the mmproj cannot be read
    static boolean isOne(GgufFile model, Optional<Path> mmproj) {
        String architecture = model.text("general.architecture").orElse("");
        if (!ARCHITECTURES.contains(architecture)) {
            return false;
        }
        if (model.has(architecture + ".rope.mrope_time_slot") || isNamed(model)) {
            return true;
        }
        return mmproj.map(GgufFile::read)
                .filter(file -> isProjector(file) || isNamed(file))
                .isPresent();
    }

    private static boolean isProjector(GgufFile mmproj) {
        return mmproj.metadata().get("clip.projector_type")
                        instanceof GgufValue.Text(String projector)
                && projector.equals(PROJECTOR);
    }

    private static boolean isNamed(GgufFile file) {
        List<String> names =
                file.metadata().entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("general."))
                        .map(entry ->
                                entry.getValue() instanceof GgufValue.Text(String text) ? text : "")
                        .toList();
        boolean version =
                file.metadata().get("general.version") instanceof GgufValue.Text(String text)
                        && text.replaceFirst("^[vV]", "").equals("4.7")
                        && names.stream().anyMatch(name -> FAMILY.matcher(name).find());
        return version
                || NAME.matcher(file.path().getFileName().toString()).find()
                || names.stream().anyMatch(name -> NAME.matcher(name).find());
    }

    /// The markers by which a prompt is laid out; nothing for models without a canvas.
    ///
    /// @throws ModelLoadException if the vocabulary lacks one
    static Optional<CanvasMarkers> markers(LlamaModel model) {
        if (!model.isOnCanvas()) {
            return Optional.empty();
        }
        return Optional.of(
                new CanvasMarkers(
                        marker("<image>", model),
                        marker("</image>", model),
                        marker("<slice>", model),
                        marker("</slice>", model),
                        marker("\n", model)));
    }

    private static int marker(String text, LlamaModel model) {
        Vocabulary vocabulary = model.vocabulary();
        int[] tokens = vocabulary.tokenize(text, false, true);
        if (tokens.length != 1) {
            throw new ModelLoadException(
                    model.file()
                            + " is taken for MiniCPM-V 4.7 by its name, but its vocabulary has no"
                            + " token "
                            + text.replace("\n", "for a line's end"));
        }
        return tokens[0];
    }
}
