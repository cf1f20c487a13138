package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.scoring.Accuracy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Splits an accuracy up by split, and within it by coarser and finer category. Each is the mean
/// over its own units, never a mean of categories.
final class Breakdown {
    private Breakdown() {}

    /// Overall, then the categories in order of their names, for each split in order of the data.
    ///
    /// A sum of credits rather than right answers has a drawn interval too.
    ///
    /// @param clustered whether units of one group hang together, so that the interval is drawn
    ///   over groups rather than Wilson's
    static List<Measure> of(String name, List<Hit> hits, boolean clustered) {
        var measures = new ArrayList<Measure>();
        for (Part part : parts(hits)) {
            double right = part.hits().stream().mapToDouble(Hit::credit).sum();
            var accuracy = new Accuracy(right, part.hits().size());
            boolean drawn = clustered || part.hits().stream().anyMatch(Hit::partial);
            Accuracy.Interval interval =
                    drawn ? GroupBootstrap.interval95(part.hits()) : accuracy.wilson95();
            measures.add(new Measure(name, part.scope(), accuracy, interval));
        }
        return measures;
    }

    private record Part(Measure.Scope scope, List<Hit> hits) {}

    private static List<Part> parts(List<Hit> hits) {
        var parts = new ArrayList<Part>();
        var splits = new LinkedHashSet<String>();
        hits.forEach(hit -> splits.add(hit.placement().split()));
        for (String split : splits) {
            List<Hit> own =
                    hits.stream().filter(hit -> hit.placement().split().equals(split)).toList();
            parts.add(new Part(new Measure.Scope(split, Measure.Level.OVERALL, ""), own));
            by(own, Placement::l2)
                    .forEach((l2, some) -> parts.add(part(split, Measure.Level.L2, l2, some)));
            by(own, Placement::l3)
                    .forEach((l3, some) -> parts.add(part(split, Measure.Level.L3, l3, some)));
            byTraits(own)
                    .forEach((trait, some) ->
                            parts.add(part(split, Measure.Level.TRAIT, trait, some)));
        }
        return parts;
    }

    /// By each trait's values; a unit counts with each value it has.
    private static Map<String, List<Hit>> byTraits(List<Hit> hits) {
        var parts = new TreeMap<String, List<Hit>>();
        for (Hit hit : hits) {
            hit.placement()
                    .traits()
                    .forEach((name, values) -> {
                        for (String value : values) {
                            parts.computeIfAbsent(name + ": " + value, _ -> new ArrayList<>())
                                    .add(hit);
                        }
                    });
        }
        return parts;
    }

    private static Part part(String split, Measure.Level level, String category, List<Hit> hits) {
        return new Part(new Measure.Scope(split, level, category), hits);
    }

    private static Map<String, List<Hit>> by(List<Hit> hits, Function<Placement, String> key) {
        var parts = new TreeMap<String, List<Hit>>();
        for (Hit hit : hits) {
            String category = key.apply(hit.placement());
            if (!category.isEmpty()) {
                parts.computeIfAbsent(category, _ -> new ArrayList<>()).add(hit);
            }
        }
        return parts;
    }
}
