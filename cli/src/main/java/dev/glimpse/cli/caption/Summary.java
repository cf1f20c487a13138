package dev.glimpse.cli.caption;

import dev.glimpse.cli.json.JsonText;
import dev.glimpse.cli.screen.Advance;
import java.time.Duration;
import java.util.Locale;

/// What a run did.
///
/// @param images all that were asked for
/// @param done by this run, failed ones among them
/// @param failed of those
/// @param earlier done by earlier runs
/// @param earlierFailed of those
/// @param duplicates done by this run without the model, since their pixels were known
/// @param cutOff answers that ended at the most tokens allowed
/// @param seconds of this run, without loading the model
public record Summary(
        int images,
        int done,
        int failed,
        int earlier,
        int earlierFailed,
        int duplicates,
        int cutOff,
        double seconds) {

    /// Whether every image has its row.
    public boolean complete() {
        return done + earlier == images;
    }

    /// Whether every image has its caption.
    public boolean flawless() {
        return complete() && failed + earlierFailed == 0;
    }

    /// A line for people.
    public String text() {
        var line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "%d of %d images captioned in %s (%.1f/s)",
                        done - failed,
                        images,
                        Advance.words(Duration.ofMillis(Math.round(seconds * 1000))),
                        done / Math.max(1e-3, seconds)));
        append(line, earlier, "done earlier");
        append(line, duplicates, "duplicates");
        append(line, cutOff, "cut off at --max-tokens");
        append(line, failed + earlierFailed, "failed; their rows say why");
        return line.toString();
    }

    private static void append(StringBuilder line, int count, String what) {
        if (count > 0) {
            line.append(", ").append(count).append(' ').append(what);
        }
    }

    /// The same as a JSON object on a line.
    public String json() {
        return JsonText.object(json -> {
            json.writeNumberProperty("images", images);
            json.writeNumberProperty("done", done);
            json.writeNumberProperty("failed", failed);
            json.writeNumberProperty("earlier", earlier);
            json.writeNumberProperty("earlier_failed", earlierFailed);
            json.writeNumberProperty("duplicates", duplicates);
            json.writeNumberProperty("cut_off", cutOff);
            json.writeNumberProperty("seconds", Math.round(seconds * 1000) / 1e3);
            json.writeBooleanProperty("complete", complete());
        });
    }
}
