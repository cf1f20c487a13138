package dev.glimpse.runtime.chat;

import dev.glimpse.runtime.chat.PromptSegment.Image;
import dev.glimpse.runtime.chat.PromptSegment.TemplateText;
import dev.glimpse.runtime.chat.PromptSegment.UserText;
import dev.glimpse.runtime.fault.InvalidRequestException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A prompt as a template rendered it: texts and images in reading order. Immutable.
///
/// @param segments none empty
public record RenderedPrompt(List<PromptSegment> segments) {
    public RenderedPrompt {
        segments = List.copyOf(segments);
    }

    /// The whole as one text, as `transformers` and llama.cpp pass it on.
    ///
    /// @param imageMarker stands for each image
    /// @throws InvalidRequestException if a text has the marker in it
    public String text(String imageMarker) {
        var text = new StringBuilder();
        for (var segment : segments) {
            switch (segment) {
                case TemplateText template -> text.append(checked(template.text(), imageMarker));
                case UserText user -> text.append(checked(user.text(), imageMarker));
                case Image _ -> text.append(imageMarker);
            }
        }
        return text.toString();
    }

    private static String checked(String text, String imageMarker) {
        if (text.contains(imageMarker)) {
            throw new InvalidRequestException(
                    "a message has the text \""
                            + imageMarker
                            + "\", which stands for images; leave it out");
        }
        return text;
    }

    /// The same with a text behind it that is none of the template's, such as the beginning of an
    /// answer.
    public RenderedPrompt followedBy(String text) {
        var more = new ArrayList<>(segments);
        more.add(new UserText(text));
        return new RenderedPrompt(more);
    }

    /// How many images it has.
    public int imageCount() {
        return (int) segments.stream().filter(Image.class::isInstance).count();
    }

    /// Makes one [TemplateText] of all texts between images, so that tokens are those of the whole.
    /// Only a user's text that overlaps a special token stays a [UserText], cut within each such
    /// token, so that no tokenizer can put it together.
    public RenderedPrompt joined(SpecialTokens specialTokens) {
        var joined = new ArrayList<PromptSegment>();
        var run = new ArrayList<PromptSegment>();
        for (var segment : segments) {
            if (segment instanceof Image) {
                joinRun(run, specialTokens, joined);
                run.clear();
                joined.add(segment);
            } else {
                run.add(segment);
            }
        }
        joinRun(run, specialTokens, joined);
        return new RenderedPrompt(joined);
    }

    private static void joinRun(
            List<PromptSegment> run, SpecialTokens specialTokens, List<PromptSegment> to) {
        var whole = new StringBuilder();
        run.forEach(segment -> whole.append(textOf(segment)));
        var forgeries = new Forgeries(whole.toString(), run, specialTokens);
        var trusted = new StringBuilder();
        int from = 0;
        for (var segment : run) {
            int end = from + textOf(segment).length();
            if (segment instanceof UserText && forgeries.overlap(from, end)) {
                flush(trusted, to);
                forgeries.addPieces(from, end, to);
            } else {
                trusted.append(textOf(segment));
            }
            from = end;
        }
        flush(trusted, to);
    }

    private static void flush(StringBuilder trusted, List<PromptSegment> to) {
        if (!trusted.isEmpty()) {
            to.add(new TemplateText(trusted.toString()));
            trusted.setLength(0);
        }
    }

    private static String textOf(PromptSegment segment) {
        return switch (segment) {
            case TemplateText template -> template.text();
            case UserText user -> user.text();
            case Image _ -> "";
        };
    }

    /// The special tokens of a text that a user wrote wholly or in part.
    private static final class Forgeries {
        private final String text;
        private final BitSet covered = new BitSet();

        /// Where user text is cut: one character into each forgery.
        private final BitSet cuts = new BitSet();

        Forgeries(String text, List<PromptSegment> run, SpecialTokens specialTokens) {
            this.text = text;
            var user = new BitSet();
            int from = 0;
            for (var segment : run) {
                int end = from + textOf(segment).length();
                user.set(from, end, segment instanceof UserText);
                from = end;
            }
            for (int i = 0; i < text.length(); i++) {
                int length = specialTokens.lengthAt(text, i);
                int firstUser = user.nextSetBit(i);
                if (length > 0 && firstUser >= 0 && firstUser < i + length) {
                    covered.set(i, i + length);
                    cuts.set(text.offsetByCodePoints(i, 1));
                }
            }
        }

        boolean overlap(int from, int end) {
            int first = covered.nextSetBit(from);
            return first >= 0 && first < end;
        }

        void addPieces(int from, int end, List<PromptSegment> to) {
            int begin = from;
            for (int cut = cuts.nextSetBit(from + 1);
                    cut >= 0 && cut < end;
                    cut = cuts.nextSetBit(cut + 1)) {
                to.add(new UserText(text.substring(begin, cut)));
                begin = cut;
            }
            to.add(new UserText(text.substring(begin, end)));
        }
    }
}
