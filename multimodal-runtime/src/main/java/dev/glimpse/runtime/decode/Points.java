package dev.glimpse.runtime.decode;

import java.util.NavigableSet;
import java.util.TreeSet;

/// Where in a prompt its sequence is copied for others to begin with, if sequences are shared whole
/// alone: behind the last image, so that other questions about it begin there; before the last
/// rows, for the same prompt again and for choices; where another prompt, running or kept, parts
/// from this one, which is the end of a system prompt once a second request has it; and at the end
/// of a prompt to which there are several answers. Confined to the decode thread.
final class Points {
    /// Rows between two points at least, and for which a job waits until another has computed them;
    /// fewer are computed again.
    static final int WORTH_KEEPING = 16;

    private final NavigableSet<Integer> rows = new TreeSet<>();

    /// The points that every prompt has.
    ///
    /// @param ready rows that are there already
    static Points of(DecodeJob job, int ready) {
        var points = new Points();
        PromptRows prompt = job.rows();
        int last = ready;
        int image = prompt.endOfImages();
        if (image <= prompt.shareable()) {
            points.add(image, ready);
            last = Math.max(last, image);
        }
        if (prompt.shareable() - last >= WORTH_KEEPING && prompt.isBorder(prompt.shareable())) {
            points.add(prompt.shareable(), ready);
        }
        if (job.shared().isPresent()) {
            points.add(prompt.size(), ready);
        }
        return points;
    }

    /// Adds a border of the prompt.
    ///
    /// @param done rows that have been computed; what is not behind them comes too late
    void add(int row, int done) {
        if (row > done) {
            rows.add(row);
        }
    }

    /// How many rows from `row` on are computed before the next point, of `most`.
    int until(int row, int most) {
        Integer next = rows.higher(row);
        return next == null ? most : Math.min(most, next - row);
    }

    /// Whether this is one, which it is no more then.
    boolean reach(int row) {
        return rows.remove(row);
    }
}
