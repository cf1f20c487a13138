package dev.glimpse.cli.caption;

import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.rows.CaptionRow;
import dev.glimpse.cli.rows.CaptionRow.Captioned;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import dev.glimpse.cli.rows.CaptionRow.Outcome;
import dev.glimpse.cli.rows.PixelIdentity;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.vision.fault.VisionException;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Asks the questions of a run about one image after the other. Thread-safe.
public final class Captioner {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    private final List<PromptTemplate> prompts;
    private final Model model;
    private final KnownAnswers known = new KnownAnswers();
    private final AtomicInteger cutOff = new AtomicInteger();

    /// What answers.
    @FunctionalInterface
    public interface Model {
        /// Answers a prompt about an image.
        GenerationResult answer(RgbImage image, String prompt);
    }

    /// @param prompts one or more
    public Captioner(List<PromptTemplate> prompts, Model model) {
        this.prompts = List.copyOf(prompts);
        this.model = model;
    }

    /// Takes over what an earlier run found, so that its pixels need no further answer.
    public void remember(CaptionRow row) {
        if (row.outcome() instanceof Captioned(PixelIdentity pixels, List<String> answers)) {
            known.put(asked(pixels, row.image()), answers);
        }
    }

    /// Decodes an image and asks about it. What is wrong with the image or its answer is an
    /// outcome.
    ///
    /// @return nothing if the run is being stopped
    Optional<Outcome> caption(NamedImage image) {
        try {
            RgbImage pixels = decoder.decode(image.file().toByteArray());
            var asked = asked(PixelIdentity.of(pixels), image.name());
            return known.get(asked, () -> ask(pixels, asked.prompts()))
                    .map(answers -> new Captioned(asked.pixels(), answers));
        } catch (ModelClosedException e) {
            throw e;
        } catch (VisionException | ModelException e) {
            return Optional.of(new Failed(String.valueOf(e.getMessage())));
        }
    }

    private KnownAnswers.Asked asked(PixelIdentity pixels, String image) {
        return new KnownAnswers.Asked(
                pixels, prompts.stream().map(prompt -> prompt.about(image)).toList());
    }

    private Optional<List<String>> ask(RgbImage pixels, List<String> texts) {
        var answers = new ArrayList<String>();
        for (String text : texts) {
            GenerationResult result = model.answer(pixels, text);
            switch (result.finishReason()) {
                case CANCELLED -> {
                    return Optional.empty();
                }
                case LENGTH -> cutOff.incrementAndGet();
                case STOP -> {}
            }
            answers.add(result.text().strip());
        }
        return Optional.of(answers);
    }

    /// Images whose pixels were known.
    int duplicates() {
        return known.reused();
    }

    /// Answers that ended at the most tokens allowed.
    int cutOff() {
        return cutOff.get();
    }
}
