package dev.glimpse.cli.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes `/commands`, and file names after `/image`, `/video` and `/save`.
final class ChatCompleter implements Completer {
    private static final int MAX_FILES = 500;
    private static final Set<String> TAKE_FILES =
            Set.of(ChatWord.IMAGE.word(), ChatWord.VIDEO.word(), ChatWord.SAVE.word());

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            for (ChatWord known : ChatWord.values()) {
                candidates.add(new Candidate(known.word()));
            }
        } else if (line.wordIndex() == 1 && TAKE_FILES.contains(line.words().getFirst())) {
            addFiles(line.word(), candidates);
        }
    }

    private static void addFiles(String typed, List<Candidate> candidates) {
        String prefix = typed.substring(0, typed.lastIndexOf('/') + 1);
        try (var files = Files.list(Path.of(prefix.isEmpty() ? "." : prefix))) {
            files.limit(MAX_FILES).forEach(file -> candidates.add(candidate(prefix, file)));
        } catch (IOException | InvalidPathException _) {
            // No such folder: nothing to propose.
        }
    }

    private static Candidate candidate(String prefix, Path file) {
        boolean folder = Files.isDirectory(file);
        String value = prefix + file.getFileName() + (folder ? "/" : "");
        return new Candidate(value, value, null, null, null, null, !folder);
    }
}
