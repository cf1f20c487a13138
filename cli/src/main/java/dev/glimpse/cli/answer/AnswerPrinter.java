package dev.glimpse.cli.answer;

import dev.glimpse.cli.screen.Screen;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Timings;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// Prints an answer as it arrives, ends its line, and notes what it took.
public final class AnswerPrinter implements Consumer<GenerationEvent> {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Screen screen;
    private boolean lineIsOpen;
    private boolean thinking;

    public AnswerPrinter(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void accept(GenerationEvent event) {
        switch (event) {
            case GenerationEvent.Prompt _ -> lineIsOpen = true;
            case GenerationEvent.PromptScored _ -> {}
            case GenerationEvent.Reasoning(String text, _) -> {
                thinking = true;
                screen.writeAside(text);
            }
            case GenerationEvent.Text(String text, _) -> {
                if (thinking) {
                    thinking = false;
                    screen.writeAside("\n\n");
                }
                screen.writeForeign(text);
            }
            case GenerationEvent.Finished(GenerationResult result) -> {
                endLine();
                screen.note(summary(result));
            }
        }
    }

    /// Ends the line if an answer is on it: after a failure as after an answer.
    public void endLine() {
        if (lineIsOpen) {
            lineIsOpen = false;
            screen.line("");
        }
    }

    private static String summary(GenerationResult result) {
        Timings timings = result.timings();
        Duration untilFirst =
                timings.queue()
                        .plus(timings.decode())
                        .plus(timings.preprocess())
                        .plus(timings.encode())
                        .plus(timings.prefill());
        return String.format(
                Locale.ROOT,
                "[%d + %d tokens, %.2f s to read, %.2f s to answer%s]",
                result.usage().promptTokens(),
                result.usage().completionTokens(),
                untilFirst.toNanos() / NANOS_PER_SECOND,
                timings.generate().toNanos() / NANOS_PER_SECOND,
                ending(result.finishReason()));
    }

    private static String ending(FinishReason reason) {
        return switch (reason) {
            case STOP -> "";
            case LENGTH -> ", cut off: --max-tokens or the context was reached";
            case CANCELLED -> ", stopped";
        };
    }
}
