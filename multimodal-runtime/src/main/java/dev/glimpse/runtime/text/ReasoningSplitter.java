package dev.glimpse.runtime.text;

import java.util.ArrayList;
import java.util.List;

/// Takes what a model thinks aloud apart from its answer. Only what an answer begins with is
/// thought: tags that come later are text. The tags and the space next to them belong to neither.
/// What could still become a tag is held back until it is decided, so that the result does not
/// depend on how the text was cut.
///
/// Confined to the thread that decodes one answer.
public final class ReasoningSplitter {
    /// A piece of text of one kind, never empty.
    public sealed interface Part {
        record Reasoning(String text) implements Part {}

        record Answer(String text) implements Part {}
    }

    private enum State {
        /// Nothing but space, or the begin of a tag.
        BEGIN,
        THINKING,
        /// Behind the tag that ends what was thought.
        SPACE,
        ANSWER
    }

    private final ThinkingTags tags;
    private final StringBuilder held = new StringBuilder();
    private State state;

    /// Whether something thought was passed on.
    private boolean thought;

    /// Characters that are not held any more: passed on, or dropped.
    private long decided;

    /// Where the answer begins, among all characters; before it does, none of them.
    private long answerBegin = Long.MAX_VALUE;

    private ReasoningSplitter(ThinkingTags tags, State state) {
        this.tags = tags;
        this.state = state;
        if (state == State.ANSWER) {
            answerBegin = 0;
        }
    }

    /// How many of the characters fed are decided: part of what was thought, a tag, space between,
    /// or answer.
    public long decided() {
        return decided;
    }

    /// How many of the characters come before the answer; [Long#MAX_VALUE] until it begins.
    public long answerBegin() {
        return answerBegin;
    }

    /// For an answer that may begin with a tag.
    public static ReasoningSplitter atBegin(ThinkingTags tags) {
        return new ReasoningSplitter(tags, State.BEGIN);
    }

    /// For an answer behind a prompt that ended with the tag.
    public static ReasoningSplitter thinking(ThinkingTags tags) {
        return new ReasoningSplitter(tags, State.THINKING);
    }

    /// For models that do not think: all is answer.
    public static ReasoningSplitter none() {
        return new ReasoningSplitter(new ThinkingTags("", "", -1, -1), State.ANSWER);
    }

    /// Takes the next piece of text.
    ///
    /// @return what is decided now
    public List<Part> feed(String text) {
        held.append(text);
        var parts = new ArrayList<Part>();
        State before;
        do {
            before = state;
            switch (state) {
                case BEGIN -> begin();
                case THINKING -> think(parts);
                case SPACE -> {
                    dropLeadingSpace();
                    if (!held.isEmpty()) {
                        answer();
                    }
                }
                case ANSWER -> add(new Part.Answer(take(held.length())), parts);
            }
        } while (state != before);
        return parts;
    }

    /// Ends the text: what was held back became no tag.
    public List<Part> flush() {
        var parts = new ArrayList<Part>();
        if (state == State.THINKING) {
            add(new Part.Reasoning(take(held.length()).stripTrailing()), parts);
        } else {
            if (state != State.ANSWER) {
                answer();
            }
            add(new Part.Answer(take(held.length())), parts);
        }
        return parts;
    }

    private void begin() {
        String text = held.toString().stripLeading();
        if (text.startsWith(tags.begin())) {
            take(held.length() - text.length() + tags.begin().length());
            state = State.THINKING;
        } else if (!tags.begin().startsWith(text)) {
            answer();
        }
    }

    private void answer() {
        state = State.ANSWER;
        answerBegin = decided;
    }

    private void think(List<Part> parts) {
        if (!thought) {
            dropLeadingSpace();
        }
        int end = held.indexOf(tags.end());
        int certain = end >= 0 ? end : held.length() - undecided();
        int text = certain;
        while (text > 0 && Character.isWhitespace(held.charAt(text - 1))) {
            text--;
        }
        if (text > 0) {
            thought = true;
            add(new Part.Reasoning(take(text)), parts);
        }
        if (end >= 0) {
            take(end - text + tags.end().length());
            state = State.SPACE;
        }
    }

    /// How many of the last characters may be the begin of the tag.
    private int undecided() {
        for (int length = Math.min(held.length(), tags.end().length() - 1); length > 0; length--) {
            if (tags.end().startsWith(held.substring(held.length() - length))) {
                return length;
            }
        }
        return 0;
    }

    private void dropLeadingSpace() {
        int space = 0;
        while (space < held.length() && Character.isWhitespace(held.charAt(space))) {
            space++;
        }
        take(space);
    }

    private String take(int count) {
        String text = held.substring(0, count);
        held.delete(0, count);
        decided += count;
        return text;
    }

    private static void add(Part part, List<Part> to) {
        boolean empty =
                switch (part) {
                    case Part.Reasoning(String text) -> text.isEmpty();
                    case Part.Answer(String text) -> text.isEmpty();
                };
        if (!empty) {
            to.add(part);
        }
    }
}
