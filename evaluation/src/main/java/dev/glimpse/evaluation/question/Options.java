package dev.glimpse.evaluation.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The answers a question offers, in order of their letters; letters may be missing between them.
///
/// @param list empty for a question that offers none
public record Options(List<Option> list) {
    /// No options.
    public static final Options NONE = new Options(List.of());

    public Options {
        list = List.copyOf(list);
        for (int i = 1; i < list.size(); i++) {
            if (list.get(i - 1).letter().compareTo(list.get(i).letter()) >= 0) {
                throw new IllegalArgumentException(
                        "option "
                                + list.get(i).letter()
                                + " follows "
                                + list.get(i - 1).letter()
                                + "; letters must ascend");
            }
        }
    }

    /// Options A, B, C, ... with these texts, 26 at most.
    public static Options of(List<String> texts) {
        var list = new ArrayList<Option>();
        for (String text : texts) {
            list.add(new Option(letter(list.size()), text));
        }
        return new Options(list);
    }

    /// The letter of a place, counted from 0.
    public static String letter(int place) {
        if (place < 0 || place > 25) {
            throw new IllegalArgumentException(
                    "option number " + place + " has no letter; allowed: 0 to 25");
        }
        return String.valueOf((char) ('A' + place));
    }

    public List<String> letters() {
        return list.stream().map(Option::letter).toList();
    }

    /// Whether one of the options has this letter.
    public boolean has(String letter) {
        return text(letter).isPresent();
    }

    /// The text beside a letter.
    public Optional<String> text(String letter) {
        return list.stream()
                .filter(option -> option.letter().equals(letter))
                .map(Option::text)
                .findFirst();
    }

    /// The letter of the only option whose text another holds, case aside.
    public Optional<String> onlyTextIn(String other) {
        String lower = other.toLowerCase(Locale.ROOT);
        List<Option> held =
                list.stream()
                        .filter(option -> lower.contains(option.text().toLowerCase(Locale.ROOT)))
                        .toList();
        return held.size() == 1 ? Optional.of(held.getFirst().letter()) : Optional.empty();
    }
}
