package dev.glimpse.cli.chat;

import dev.glimpse.cli.fault.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Lines from a file or another program, UTF-8. Ctrl-C ends the process as anywhere else.
public final class PipedLines implements LineInput {
    private final BufferedReader reader;

    public PipedLines(InputStream in) {
        this.reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    @Override
    public Input next(String prompt) {
        try {
            String line = reader.readLine();
            return line == null ? new Input.End() : new Input.Line(line);
        } catch (IOException e) {
            throw CommandException.badInput(
                    "standard input cannot be read as UTF-8 lines: " + e.getMessage(), e);
        }
    }

    @Override
    public void onInterrupt(Runnable action) {
        // Nothing to arrange: the process ends, and with it the answer.
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public void close() {
        // Standard input belongs to the process.
    }
}
