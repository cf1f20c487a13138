package dev.glimpse.bindings.library;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_log_callback;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sends what ggml, llama.cpp and libmtmd log to the Java logger `dev.glimpse.native`.
///
/// They log in pieces of a line, from any thread; pieces are put together per thread. Their `info`
/// is a page of detail at each load, so it becomes `DEBUG` here.
final class GgmlLog {
    private static final Logger LOGGER = System.getLogger("dev.glimpse.native");
    private static final ThreadLocal<Line> LINE = ThreadLocal.withInitial(Line::new);

    /// Lines longer than this are cut: a guard against a callback that never ends its line.
    private static final int MAX_LINE = 4096;

    private GgmlLog() {}

    /// A line that is being put together, at the level of its first piece.
    private static final class Line {
        private final StringBuilder text = new StringBuilder();
        private int level;
    }

    @ProcessLong("libraries stay loaded, and log, until the process ends")
    static void install() {
        var callback = ggml_log_callback.allocate(GgmlLog::receive, Arena.global());
        Llama.llama_log_set(callback, MemorySegment.NULL);
        Llama.mtmd_log_set(callback, MemorySegment.NULL);
    }

    /// Called from native code: nothing may be thrown from here.
    static void receive(int level, MemorySegment text, MemorySegment userData) {
        try {
            if (!text.equals(MemorySegment.NULL)) {
                append(level, text.reinterpret(Long.MAX_VALUE).getString(0));
            }
        } catch (RuntimeException | Error e) {
            // An exception through a native frame would end the process; the log line is lost.
            LINE.remove();
        }
    }

    private static void append(int level, String text) {
        boolean continues = level == Llama.GGML_LOG_LEVEL_CONT();
        if (!continues) {
            end(); // a line that was never ended is not part of this one
        }
        Line line = LINE.get();
        if (line.text.isEmpty()) {
            line.level = level;
        }
        line.text.append(text);
        if (text.endsWith("\n") || line.text.length() > MAX_LINE) {
            end();
        }
    }

    private static void end() {
        Line line = LINE.get();
        LINE.remove();
        String message = line.text.toString().strip();
        if (!message.isEmpty()) {
            LoggedLines.add(message);
            if (line.level == Llama.GGML_LOG_LEVEL_ERROR()) {
                LoggedErrors.add(message);
            }
            LOGGER.log(level(line.level), message);
        }
    }

    private static Level level(int ggmlLevel) {
        if (ggmlLevel == Llama.GGML_LOG_LEVEL_ERROR()) {
            return Level.ERROR;
        }
        return ggmlLevel == Llama.GGML_LOG_LEVEL_WARN() ? Level.WARNING : Level.DEBUG;
    }
}
